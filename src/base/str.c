#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>
#include "base/base.h"

static char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool base_str_eq(base_str a, base_str b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool base_str_eq_nocase(base_str a, base_str b) {
  if (a.len != b.len) return false;
  for (size_t i = 0; i < a.len; i++)
    if (lower_ascii(a.data[i]) != lower_ascii(b.data[i])) return false;
  return true;
}

bool base_str_starts(base_str s, base_str prefix) {
  return s.len >= prefix.len && base_str_eq(base_str_sub(s, 0, prefix.len), prefix);
}

bool base_str_ends(base_str s, base_str suffix) {
  return s.len >= suffix.len && base_str_eq(base_str_sub(s, s.len - suffix.len, s.len), suffix);
}

base_str base_str_trim(base_str s) {
  while (s.len && is_blank(s.data[0])) s.data++, s.len--;
  while (s.len && is_blank(s.data[s.len - 1])) s.len--;
  return s;
}

base_str base_str_cut(base_str *rest, char sep) {
  if (!rest->data) return BASE_NONE;
  const char *at = rest->len ? memchr(rest->data, sep, rest->len) : NULL;
  if (!at) {
    base_str all = *rest;
    *rest = BASE_NONE;
    return all;
  }
  size_t n = (size_t)(at - rest->data);
  base_str head = base_str_sub(*rest, 0, n);
  *rest = base_str_sub(*rest, n + 1, rest->len);
  return head;
}

base_str base_str_word(base_str *rest) {
  size_t i = 0;
  while (i < rest->len && is_blank(rest->data[i])) i++;
  size_t begin = i;
  while (i < rest->len && !is_blank(rest->data[i])) i++;
  if (begin == i) return *rest = BASE_NONE;
  base_str word = base_str_sub(*rest, begin, i);
  *rest = base_str_sub(*rest, i, rest->len);
  return word;
}

bool base_str_to_double(base_str s, double *out) {
  char z[64], *end;
  if (s.len == 0 || s.len >= sizeof z) return false;
  memcpy(z, s.data, s.len);
  z[s.len] = 0;
  *out = strtod(z, &end);
  return *end == 0;
}

bool base_str_to_int(base_str s, int64_t *out) {
  char z[32], *end;
  if (s.len == 0 || s.len >= sizeof z || is_blank(s.data[0])) return false;
  memcpy(z, s.data, s.len);
  z[s.len] = 0;
  errno = 0;
  *out = strtoll(z, &end, 10);
  return *end == 0 && errno == 0;
}

base_str base_str_copy(base_arena *a, base_str s) {
  if (!s.data) return BASE_NONE;
  char *p = base_arena_alloc(a, s.len + 1);
  if (s.len) memcpy(p, s.data, s.len);
  return (base_str){p, s.len};
}

base_str base_str_join(base_arena *a, base_str x, base_str y) {
  char *p = base_arena_alloc(a, x.len + y.len + 1);
  if (x.len) memcpy(p, x.data, x.len);
  if (y.len) memcpy(p + x.len, y.data, y.len);
  return (base_str){p, x.len + y.len};
}

base_str base_str_printf(base_arena *a, const char *fmt, ...) {
  va_list args, again;
  va_start(args, fmt);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, fmt, args);
  va_end(args);
  char *p = base_arena_alloc(a, (size_t)(n < 0 ? 0 : n) + 1);
  if (n >= 0) vsnprintf(p, (size_t)n + 1, fmt, again);
  va_end(again);
  return (base_str){p, (size_t)(n < 0 ? 0 : n)};
}

static bool all_ascii(base_str s) {
  for (size_t i = 0; i < s.len; i++)
    if ((unsigned char)s.data[i] >= 0x80) return false;
  return true;
}

static base_str lower_of_ascii(base_arena *a, base_str s) {
  char *p = base_arena_alloc(a, s.len + 1);
  for (size_t i = 0; i < s.len; i++) p[i] = lower_ascii(s.data[i]);
  return (base_str){p, s.len};
}

static size_t put_cp(char *p, int32_t cp) {
  utf8proc_ssize_t n = utf8proc_encode_char(cp, (utf8proc_uint8_t *)p);
  return n > 0 ? (size_t)n : 0;
}

base_str base_str_lower(base_arena *a, base_str s) {
  if (!s.data) return BASE_NONE;
  if (all_ascii(s)) return lower_of_ascii(a, s);
  char *p = base_arena_alloc(a, s.len * 2 + 1); /* lower case grows a code point by a byte at most */
  size_t n = 0;
  for (size_t i = 0; i < s.len;) {
    size_t from = i;
    int32_t cp = base_utf8_next(s, &i);
    if (cp < 0) p[n++] = s.data[from];
    else n += put_cp(p + n, utf8proc_tolower(cp));
  }
  return (base_str){p, n};
}

/* Typography that means the same as an ASCII sign, and letters that do not decompose. */
static const struct {
  int32_t cp;
  char to[4];
} FOLDS[] = {{0x2018, "'"},  {0x2019, "'"},  {0x201B, "'"},  {0x2032, "'"},  {0x02BC, "'"}, {0x0060, "'"},
             {0x201C, "\""}, {0x201D, "\""}, {0x201E, "\""}, {0x2010, "-"},  {0x2011, "-"}, {0x2012, "-"},
             {0x2013, "-"},  {0x2014, "-"},  {0x2015, "-"},  {0x00A0, " "},  {0x202F, " "}, {0x2009, " "},
             {0x00DF, "ss"}, {0x00E6, "ae"}, {0x0153, "oe"}, {0x00F8, "o"},  {0x0142, "l"}, {0x0111, "d"},
             {0x0131, "i"},  {0x00F0, "d"},  {0x00FE, "th"}, {0x2026, "..."}};

static size_t fold_cp(char *p, int32_t cp) {
  cp = utf8proc_tolower(cp);
  for (size_t k = 0; k < sizeof FOLDS / sizeof *FOLDS; k++)
    if (FOLDS[k].cp == cp) {
      size_t n = strlen(FOLDS[k].to);
      memcpy(p, FOLDS[k].to, n);
      return n;
    }
  utf8proc_int32_t parts[8];
  utf8proc_ssize_t n = utf8proc_decompose_char(cp, parts, 8, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, NULL);
  size_t out = 0;
  for (utf8proc_ssize_t k = 0; k < n && k < 8; k++) out += put_cp(p + out, parts[k]);
  return out;
}

base_str base_str_fold(base_arena *a, base_str s) {
  if (!s.data) return BASE_NONE;
  if (all_ascii(s)) return lower_of_ascii(a, s);
  char *p = base_arena_alloc(
      a, s.len * 6 + 32); /* a two-byte point decomposes to at most a dozen bytes; 8 parts of 4 at the end */
  size_t n = 0, room = s.len * 6;
  for (size_t i = 0; i < s.len && n < room;) {
    size_t from = i;
    int32_t cp = base_utf8_next(s, &i);
    if (cp < 0) p[n++] = s.data[from];
    else if (cp < 0x80) p[n++] = lower_ascii((char)cp);
    else n += fold_cp(p + n, cp);
  }
  return (base_str){p, n};
}
