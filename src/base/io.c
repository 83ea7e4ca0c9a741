/* Errors, byte buffers, whole files and dictionary lines. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/base.h"

/* ---- errors ---- */

drg_status base_fail(drg_error *err, drg_status code, const char *file, uint64_t line, uint64_t byte, const char *fmt,
                     ...) {
  if (!err) return code;
  *err = (drg_error){.code = code, .line = line, .byte = byte};
  if (file) snprintf(err->file, sizeof err->file, "%s", file);
  va_list args;
  va_start(args, fmt);
  vsnprintf(err->message, sizeof err->message, fmt, args);
  va_end(args);
  return code;
}

/* ---- buffers ---- */

void drg_buffer_init(drg_buffer *b) { *b = (drg_buffer){0}; }

void drg_buffer_clear(drg_buffer *b) {
  free(b->data);
  drg_buffer_init(b);
}

static void buffer_reserve(drg_buffer *b, size_t more) {
  if (b->cap - b->len > more) return; /* one byte stays for the NUL */
  size_t cap = b->cap ? b->cap : 256;
  while (cap - b->len <= more) cap *= 2;
  char *p = realloc(b->data, cap);
  if (!p) abort();
  b->data = p;
  b->cap = cap;
}

void base_put(drg_buffer *b, base_str s) {
  buffer_reserve(b, s.len);
  if (s.len) memcpy(b->data + b->len, s.data, s.len);
  b->len += s.len;
  b->data[b->len] = 0;
}

void base_putz(drg_buffer *b, const char *z) { base_put(b, base_str_of(z)); }

void base_putf(drg_buffer *b, const char *fmt, ...) {
  va_list args, again;
  va_start(args, fmt);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, fmt, args);
  va_end(args);
  if (n > 0) {
    buffer_reserve(b, (size_t)n);
    vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
    b->len += (size_t)n;
  }
  va_end(again);
}

static const char *json_escape(unsigned char c) {
  switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: return NULL;
  }
}

static void put_json_byte(drg_buffer *b, unsigned char c) {
  const char *esc = json_escape(c);
  if (esc) base_putz(b, esc);
  else base_putf(b, "\\u%04x", c);
}

void base_put_json(drg_buffer *b, base_str s) {
  if (!s.data) {
    base_putz(b, "null");
    return;
  }
  base_putz(b, "\"");
  size_t from = 0;
  for (size_t i = 0; i < s.len; i++) {
    unsigned char c = (unsigned char)s.data[i];
    if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) continue;
    base_put(b, base_str_sub(s, from, i));
    put_json_byte(b, c);
    from = i + 1;
  }
  base_put(b, base_str_sub(s, from, s.len));
  base_putz(b, "\"");
}

/* ---- files ---- */

static bool read_all(FILE *f, char **data, size_t *len) {
  size_t cap = 1 << 16, n = 0, got;
  char *p = malloc(cap);
  if (!p) abort();
  while ((got = fread(p + n, 1, cap - n - 1, f)) > 0) {
    n += got;
    if (cap - n > 1) continue;
    char *grown = realloc(p, cap *= 2);
    if (!grown) abort();
    p = grown;
  }
  p[n] = 0;
  *data = p;
  *len = n;
  return !ferror(f);
}

drg_status base_read_file(const char *path, char **data, size_t *len, drg_error *err) {
  FILE *f = fopen(path, "rb");
  if (!f) return base_fail(err, DRG_ERR_OPEN, path, 0, 0, "cannot open '%s': %s", path, strerror(errno));
  bool ok = read_all(f, data, len);
  int why = errno;
  fclose(f);
  if (ok) return DRG_OK;
  free(*data);
  *data = NULL;
  return base_fail(err, DRG_ERR_OPEN, path, 0, 0, "cannot read '%s': %s", path, strerror(why));
}

/* ---- dictionary lines ---- */

drg_status base_lines_open(base_lines *in, const char *path, drg_error *err) {
  *in = (base_lines){.path = path};
  return base_read_file(path, &in->data, &in->len, err);
}

static base_str cut_comment(base_str s) {
  for (size_t i = 0; i < s.len; i++)
    if (s.data[i] == '#' && (i == 0 || s.data[i - 1] == ' ' || s.data[i - 1] == '\t')) return base_str_sub(s, 0, i);
  return s;
}

bool base_lines_next(base_lines *in) {
  while (in->at < in->len) {
    base_str rest = {in->data + in->at, in->len - in->at};
    base_str line = base_str_cut(&rest, '\n');
    in->at += line.len + 1;
    in->line++;
    line = cut_comment(line);
    base_str trimmed = base_str_trim(line);
    if (!trimmed.len) continue;
    in->text = (base_str){line.data, (size_t)(trimmed.data + trimmed.len - line.data)};
    return true;
  }
  return false;
}

void base_lines_close(base_lines *in) {
  free(in->data);
  *in = (base_lines){0};
}
