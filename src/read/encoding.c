/* Bytes to clean UTF-8. Old archives mix encodings: a text that is not UTF-8 is Windows-1252, and a text of UTF-8 with
 * a few foreign bytes has those read as Windows-1252, the rest kept. */
#include <errno.h>
#include <iconv.h>
#include "read/parts.h"

/* Windows-1252, 0x80 to 0x9f; 0: not assigned. The bytes above are Latin 1. */
static const uint16_t CP1252[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static uint32_t cp1252_of(unsigned char c) { return c >= 0x80 && c < 0xA0 ? CP1252[c - 0x80] : c; }

static size_t put_utf8(char *p, uint32_t cp) {
  if (cp < 0x80) return p[0] = (char)cp, 1;
  if (cp < 0x800) return p[0] = (char)(0xC0 | (cp >> 6)), p[1] = (char)(0x80 | (cp & 63)), 2;
  if (cp < 0x10000)
    return p[0] = (char)(0xE0 | (cp >> 12)), p[1] = (char)(0x80 | ((cp >> 6) & 63)), p[2] = (char)(0x80 | (cp & 63)), 3;
  p[0] = (char)(0xF0 | (cp >> 18));
  p[1] = (char)(0x80 | ((cp >> 12) & 63));
  p[2] = (char)(0x80 | ((cp >> 6) & 63));
  p[3] = (char)(0x80 | (cp & 63));
  return 4;
}

/* ---- UTF-16 with a byte order mark: what old editors call Unicode ---- */

static bool is_utf16(base_str b) {
  if (b.len < 2 || b.len % 2) return false;
  return memcmp(b.data, "\xFF\xFE", 2) == 0 || memcmp(b.data, "\xFE\xFF", 2) == 0;
}

static uint32_t unit16(base_str b, size_t i, bool big) {
  unsigned char x = (unsigned char)b.data[i], y = (unsigned char)b.data[i + 1];
  return big ? (uint32_t)x << 8 | y : (uint32_t)y << 8 | x;
}

static read_clean decode_utf16(base_arena *a, base_str b) {
  bool big = (unsigned char)b.data[0] == 0xFE;
  char *p = base_arena_alloc(a, b.len / 2 * 3 + 1);
  size_t n = 0;
  for (size_t i = 2; i + 1 < b.len; i += 2) {
    uint32_t cp = unit16(b, i, big);
    if (cp >= 0xD800 && cp < 0xE000) {
      uint32_t low = cp < 0xDC00 && i + 3 < b.len ? unit16(b, i + 2, big) : 0;
      if (low < 0xDC00 || low > 0xDFFF) return (read_clean){.fault = "invalid UTF-16", .fault_at = i};
      cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
      i += 2;
    }
    n += put_utf8(p + n, cp);
  }
  return (read_clean){.text = {p, n}, .encoding = "utf-16"};
}

size_t read_utf16_put(base_str b, bool big, drg_buffer *out) {
  char p[4] = {0};
  size_t i = 0;
  while (i + 1 < b.len) {
    uint32_t cp = unit16(b, i, big);
    if (cp >= 0xD800 && cp < 0xDC00) {
      if (i + 3 >= b.len) break; /* its other half is to come */
      uint32_t low = unit16(b, i + 2, big);
      bool pair = low >= 0xDC00 && low < 0xE000;
      cp = pair ? 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
      if (pair) i += 2;
    } else if (cp >= 0xDC00 && cp < 0xE000) {
      cp = 0xFFFD;
    }
    i += 2;
    size_t n = put_utf8(p, cp);
    base_put(out, (base_str){p, n});
  }
  return i;
}

/* ---- Windows-1252 ---- */

typedef struct byte_count {
  size_t foreign, wide; /* bytes that are no UTF-8; sequences of UTF-8 beyond ASCII */
  size_t first;         /* the first foreign byte that Windows-1252 does not have either, or len */
} byte_count;

static byte_count count_bytes(base_str b) {
  byte_count n = {.first = b.len};
  for (size_t i = 0; i < b.len;) {
    size_t at = i;
    if ((unsigned char)b.data[i] < 0x80) i++;
    else if (base_utf8_next(b, &i) >= 0) n.wide++;
    else {
      n.foreign++;
      if (!cp1252_of((unsigned char)b.data[at]) && n.first == b.len) n.first = at;
    }
  }
  return n;
}

/* keep: sequences that are UTF-8 stay as they are. */
static read_clean decode_1252(base_arena *a, base_str b, bool keep) {
  char *p = base_arena_alloc(a, b.len * 3 + 1);
  size_t n = 0;
  for (size_t i = 0; i < b.len;) {
    size_t at = i;
    if (keep && base_utf8_next(b, &i) >= 0) {
      memcpy(p + n, b.data + at, i - at);
      n += i - at;
      continue;
    }
    i = at + 1;
    uint32_t cp = cp1252_of((unsigned char)b.data[at]);
    if (!cp) return (read_clean){.fault = "invalid UTF-8", .fault_at = at};
    n += put_utf8(p + n, cp);
  }
  return (read_clean){.text = {p, n}, .encoding = keep ? "utf-8 with windows-1252" : "windows-1252"};
}

read_clean read_decode_bytes(base_arena *a, base_str b) {
  if (base_utf8_invalid(b) == b.len) return (read_clean){.text = b, .encoding = "utf-8"};
  byte_count n = count_bytes(b);
  if (n.first < b.len) return (read_clean){.fault = "invalid UTF-8", .fault_at = n.first};
  return decode_1252(a, b, n.wide >= n.foreign);
}

/* ---- line ends and control characters ---- */

static bool is_control(unsigned char c) { return (c < 0x20 && !(c >= '\t' && c <= '\r')) || c == 0x7f; }

/* A NUL is never text; of other control characters, which old wires leave about, one in fifty bytes is too many. */
static bool is_binary(base_str b, size_t *at) {
  size_t n = 0;
  for (size_t i = 0; i < b.len; i++) {
    if (!is_control((unsigned char)b.data[i])) continue;
    if (!n++) *at = i;
    if (!b.data[i]) return *at = i, true;
  }
  return n > 4 && n > b.len / 50;
}

static base_str clean_lines(base_arena *a, base_str b) {
  char *p = base_arena_alloc(a, b.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < b.len; i++) {
    char c = b.data[i];
    if (c == '\r') {
      if (i + 1 < b.len && b.data[i + 1] == '\n') continue;
      c = '\n';
    } else if (is_control((unsigned char)c)) {
      c = ' ';
    }
    p[n++] = c;
  }
  return (base_str){p, n};
}

/* Everything but the first decoding; faults are counted from the beginning of `bytes`. */
static read_clean clean_utf8(base_arena *a, base_str bytes) {
  bool mark = base_str_starts(bytes, BASE_STR("\xEF\xBB\xBF"));
  if (mark) bytes = base_str_sub(bytes, 3, bytes.len);
  size_t at = 0;
  read_clean c =
      is_binary(bytes, &at) ? (read_clean){.fault = "binary file", .fault_at = at} : read_decode_bytes(a, bytes);
  if (!c.fault) c.text = clean_lines(a, c.text);
  c.fault_at += mark ? 3 : 0;
  return c;
}

read_clean read_clean_bytes(base_arena *a, base_str bytes) {
  if (!is_utf16(bytes)) return clean_utf8(a, bytes);
  read_clean wide = decode_utf16(a, bytes);
  if (wide.fault) return wide;
  read_clean c = clean_utf8(a, wide.text);
  c.encoding = wide.encoding;
  c.fault_at = 0; /* nobody counts decoded bytes */
  return c;
}

/* ---- other encodings, where bytes name theirs ---- */

/* Those that pages are in, as browsers have it. Latin 1 is not among them: browsers read Windows-1252 for it. */
static const char *const CHARSETS[] = {
    "big5",         "big5-hkscs",   "euc-jp",       "euc-kr",       "gb18030",      "gb2312",       "gbk",
    "iso-8859-2",   "iso-8859-3",   "iso-8859-4",   "iso-8859-5",   "iso-8859-6",   "iso-8859-7",   "iso-8859-8",
    "iso-8859-9",   "iso-8859-10",  "iso-8859-13",  "iso-8859-14",  "iso-8859-15",  "iso-8859-16",  "koi8-r",
    "koi8-u",       "shift_jis",    "tis-620",      "windows-1250", "windows-1251", "windows-1253", "windows-1254",
    "windows-1255", "windows-1256", "windows-1257", "windows-1258", "windows-874"};

static const char *charset_known(base_str name) {
  for (size_t i = 0; name.len && i < sizeof CHARSETS / sizeof *CHARSETS; i++)
    if (base_str_eq_nocase(base_str_of(CHARSETS[i]), name)) return CHARSETS[i];
  return NULL;
}

/* Bytes that the encoding does not have become U+FFFD. data NULL when the system cannot convert it. */
static base_str convert(base_arena *a, base_str b, const char *charset) {
  iconv_t cd = iconv_open("UTF-8", strcmp(charset, "windows-874") ? charset : "cp874");
  if (cd == (iconv_t)-1) return BASE_NONE;
  size_t room = b.len * 4 + 16, in_left = b.len, out_left = room;
  char *p = base_arena_alloc(a, room), *in = (char *)b.data, *out = p;
  while (in_left && iconv(cd, &in, &in_left, &out, &out_left) == (size_t)-1) {
    if (errno == E2BIG || out_left < 3) break;
    memcpy(out, "\xEF\xBF\xBD", 3);
    out += 3, out_left -= 3;
    in++, in_left--;
  }
  iconv_close(cd);
  return (base_str){p, room - out_left};
}

read_clean read_clean_named(base_arena *a, base_str bytes, base_str charset) {
  const char *known = charset_known(charset);
  if (!known || is_utf16(bytes) || base_utf8_invalid(bytes) == bytes.len) return read_clean_bytes(a, bytes);
  base_str s = convert(a, bytes, known);
  if (!s.data) return read_clean_bytes(a, bytes);
  read_clean c = clean_utf8(a, s);
  c.encoding = known;
  c.fault_at = 0;
  return c;
}
