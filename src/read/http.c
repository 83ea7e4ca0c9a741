/* A stored answer of a web server: status, the headers that matter, and the body as the server meant it.
 *
 *   HTTP/1.1 200 OK                     status 200
 *   Content-Type: text/html; charset=…  type, charset
 *   Transfer-Encoding: chunked          the body is cut into chunks …
 *   Content-Encoding: gzip              … of gzip
 *                                       (blank line)
 *   1a3f…
 *
 * Archives often keep the header of a packing and store the body without it, so a header is believed only where the body
 * bears it out. */
#include <stdlib.h>
#include "read/parts.h"

enum { MOST_HEADERS = 1 << 16, MOST_PACKINGS = 4 };

/* ---- header lines, of HTTP and of WARC ---- */

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static base_str strip(base_str s) {
  while (s.len && is_blank(s.data[0])) s = base_str_sub(s, 1, s.len);
  while (s.len && is_blank(s.data[s.len - 1])) s.len--;
  return s;
}

size_t read_headers_end(base_str s) {
  for (size_t i = 0; i < s.len && i < MOST_HEADERS;) {
    const char *nl = memchr(s.data + i, '\n', s.len - i);
    if (!nl) return 0;
    size_t end = (size_t)(nl - s.data);
    if (!strip(base_str_sub(s, i, end)).len) return end + 1;
    i = end + 1;
  }
  return 0;
}

base_str read_header(base_str headers, const char *name) {
  base_str key = base_str_of(name);
  for (base_str line; (line = base_str_cut(&headers, '\n')).data;) {
    if (line.len <= key.len || line.data[key.len] != ':' || !base_str_eq_nocase(base_str_sub(line, 0, key.len), key))
      continue;
    size_t end = line.len;
    while (headers.data && headers.len && (headers.data[0] == ' ' || headers.data[0] == '\t')) { /* folded */
      base_str more = base_str_cut(&headers, '\n');
      end = (size_t)(more.data + more.len - line.data);
    }
    return strip((base_str){line.data + key.len + 1, end - key.len - 1});
  }
  return BASE_NONE;
}

/* "text/html; charset=utf-8": the part before the first semicolon */
base_str read_media_type(base_str value) { return strip(base_str_cut(&value, ';')); }

/* The value of a parameter behind the first semicolon, without its quotes. */
static base_str parameter(base_str value, const char *name) {
  base_str key = base_str_of(name);
  base_str_cut(&value, ';');
  for (base_str part; (part = base_str_cut(&value, ';')).data;) {
    part = strip(part);
    if (part.len <= key.len || part.data[key.len] != '=' || !base_str_eq_nocase(base_str_sub(part, 0, key.len), key))
      continue;
    part = strip(base_str_sub(part, key.len + 1, part.len));
    if (part.len > 1 && part.data[0] == '"' && part.data[part.len - 1] == '"')
      part = base_str_sub(part, 1, part.len - 1);
    return part;
  }
  return BASE_NONE;
}

base_str read_charset(base_str value) { return parameter(value, "charset"); }

/* ---- chunks ---- */

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = (char)(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "1a3f;name=value\r\n" at *at, which moves behind it; false when that is not there. */
static bool chunk_size(base_str s, size_t *at, size_t *size) {
  enum { MOST_DIGITS = 15, MOST_LINE = 4096 };
  size_t i = *at, digits = 0;
  for (*size = 0; i < s.len && hex(s.data[i]) >= 0; i++) {
    *size = *size * 16 + (size_t)hex(s.data[i]);
    if (++digits > MOST_DIGITS) return false;
  }
  while (i < s.len && is_blank(s.data[i]) && !memchr("\r\n", s.data[i], 2)) i++;
  if (!digits || i == s.len || !memchr(";\r\n", s.data[i], 3)) return false;
  const char *nl = memchr(s.data + i, '\n', s.len - i < MOST_LINE ? s.len - i : MOST_LINE);
  if (nl) *at = (size_t)(nl - s.data) + 1;
  return nl != NULL;
}

/* The chunks in one piece; s itself when it does not begin with one. Of a last chunk that was not stored nothing is made:
 * the page is mostly there. */
static base_str unchunk(base_arena *a, base_str s) {
  size_t at = 0, size = 0, n = 0;
  if (!chunk_size(s, &at, &size)) return s;
  char *p = base_arena_alloc(a, s.len + 1);
  while (size) {
    if (size > s.len - at) size = s.len - at;
    memcpy(p + n, s.data + at, size);
    n += size;
    at += size;
    if (at < s.len && s.data[at] == '\r') at++;
    if (at < s.len && s.data[at] == '\n') at++;
    if (at == s.len || !chunk_size(s, &at, &size)) break;
  }
  return (base_str){p, n};
}

/* ---- packings ---- */

static const struct {
  const char *name;
  read_packing packing;
} PACKINGS[] = {
    {"gzip", READ_GZIP}, {"x-gzip", READ_GZIP}, {"deflate", READ_ZLIB}, {"br", READ_BROTLI}, {"zstd", READ_ZSTD}};

static read_packing packing_named(base_str name) {
  for (size_t i = 0; i < sizeof PACKINGS / sizeof *PACKINGS; i++)
    if (base_str_eq_nocase(base_str_of(PACKINGS[i].name), name)) return PACKINGS[i].packing;
  return READ_PLAIN;
}

typedef struct unpacked {
  drg_buffer bytes;
  bool whole, too_long;
} unpacked;

static unpacked unpack(base_str in, read_packing p, size_t limit) {
  enum { ROOM = 1 << 16 };
  unpacked out = {0};
  read_unpack *u = read_unpack_new(p);
  char *room = malloc(ROOM);
  if (!room) abort();
  drg_buffer_init(&out.bytes);
  for (bool going = true; going;) {
    size_t n = 0, before = in.len;
    read_unpacked st = read_unpack_step(u, &in, room, ROOM, &n);
    base_put(&out.bytes, (base_str){room, n});
    out.whole = st == READ_UNPACK_END;
    out.too_long = out.bytes.len > limit;
    going = st == READ_UNPACK_MORE && !out.too_long && (n || in.len < before);
  }
  free(room);
  read_unpack_free(u);
  return out;
}

/* Some servers' "deflate" is bare deflate, without zlib's header. */
static unpacked unpack_any(base_str in, read_packing p, size_t limit) {
  unpacked out = unpack(in, p, limit);
  if (p != READ_ZLIB || out.bytes.len) return out;
  drg_buffer_clear(&out.bytes);
  return unpack(in, READ_DEFLATE, limit);
}

/* Can the body be packed so? Gzip and zstd show it; the others are tried. */
static bool is_packed(base_str body, read_packing p) {
  return p != READ_PLAIN && ((p != READ_GZIP && p != READ_ZSTD) || read_packing_of(body) == p);
}

/* Takes one packing off the body, if it has it. */
static const char *take_off(base_arena *a, base_str *body, base_str name, size_t limit, bool *cut_off) {
  read_packing p = packing_named(name);
  if (!body->len || !is_packed(*body, p)) return NULL;
  unpacked u = unpack_any(*body, p, limit);
  const char *why = u.too_long ? "page that unpacks to too many bytes" : NULL;
  if (u.bytes.len && !why) {
    *body = base_str_copy(a, (base_str){u.bytes.data, u.bytes.len});
    *cut_off = *cut_off || !u.whole;
  }
  drg_buffer_clear(&u.bytes);
  return why;
}

/* "gzip, br": the last was put on last. */
static const char *take_all_off(base_arena *a, base_str *body, base_str names, size_t limit, bool *cut_off) {
  for (int n = 0; names.len; n++) {
    if (n == MOST_PACKINGS) return "too many content encodings";
    const char *comma = memrchr(names.data, ',', names.len);
    base_str last = comma ? base_str_sub(names, (size_t)(comma - names.data) + 1, names.len) : names;
    const char *why = take_off(a, body, strip(last), limit, cut_off);
    if (why) return why;
    names.len = comma ? (size_t)(comma - names.data) : 0;
  }
  return NULL;
}

/* ---- the answer ---- */

static int status_of(base_str s) {
  base_str line = base_str_cut(&s, '\n'), protocol = base_str_word(&line), code = base_str_word(&line);
  int64_t n;
  return base_str_starts(protocol, BASE_STR("HTTP/")) && code.len == 3 && base_str_to_int(code, &n) ? (int)n : 0;
}

bool read_http_open(base_str s, read_http *out) {
  size_t end = read_headers_end(s);
  *out = (read_http){.status = status_of(s)};
  if (!end || !out->status) return false;
  out->headers = base_str_sub(s, 0, end);
  out->body = base_str_sub(s, end, s.len);
  base_str type = read_header(out->headers, "content-type");
  out->type = read_media_type(type);
  out->charset = read_charset(type);
  return true;
}

const char *read_http_unpack(base_arena *a, read_http *h, size_t limit) {
  if (base_str_eq_nocase(read_header(h->headers, "transfer-encoding"), BASE_STR("chunked")))
    h->body = unchunk(a, h->body);
  return take_all_off(a, &h->body, read_header(h->headers, "content-encoding"), limit, &h->cut_off);
}
