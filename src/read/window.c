/* Bytes of the stream that may be looked at twice: for formats in which only the end of a record tells whether its
 * beginning was sound. The window begins at the record under way; what is dropped is gone. */
#include "read/parts.h"

base_str read_window_bytes(const read_window *w) {
  return (base_str){w->bytes.data ? w->bytes.data + w->at : "", w->bytes.len - w->at};
}

/* ---- UTF-16 ---- */

char read_order_of(base_str b) {
  if (b.len < 2) return '8';
  return memcmp(b.data, "\xFF\xFE", 2) == 0 ? 'l' : memcmp(b.data, "\xFE\xFF", 2) == 0 ? 'b' : '8';
}

static void put_odd(read_window *w) {
  size_t used = read_utf16_put((base_str){w->odd, w->n_odd}, w->order == 'b', &w->bytes);
  memmove(w->odd, w->odd + used, w->n_odd -= used);
}

static void put_wide(read_window *w, base_str b) {
  for (; w->n_odd && b.len; b = base_str_sub(b, 1, b.len)) {
    w->odd[w->n_odd++] = b.data[0];
    put_odd(w);
  }
  size_t used = read_utf16_put(b, w->order == 'b', &w->bytes);
  if (b.len > used) memcpy(w->odd, b.data + used, w->n_odd = b.len - used);
}

const char *read_window_encoding(const read_window *w, const char *otherwise) {
  return w->order == '8' ? otherwise : "utf-16";
}

/* ---- the window ---- */

bool read_window_more(read_window *w, read_source *s) {
  base_str b = read_source_peek(s);
  if (!b.len) return false;
  if (w->at > w->bytes.len / 2) { /* the larger part was dropped: moving the rest costs less than it did */
    memmove(w->bytes.data, w->bytes.data + w->at, w->bytes.len - w->at);
    w->bytes.len -= w->at;
    w->at = 0;
  }
  if (!w->order) w->order = read_order_of(b);
  if (w->order == '8') base_put(&w->bytes, b);
  else put_wide(w, b);
  read_source_skip(s, b.len);
  return true;
}

void read_window_drop(read_window *w, size_t n) {
  if (!n) return;
  const char *p = w->bytes.data + w->at, *end = p + n;
  w->at += n;
  w->byte += n;
  while ((p = memchr(p, '\n', (size_t)(end - p)))) {
    w->line++;
    if (++p == end) break;
  }
}

bool read_window_drop_line(read_window *w, read_source *s) {
  for (;;) {
    base_str b = read_window_bytes(w);
    const char *nl = b.len ? memchr(b.data, '\n', b.len) : NULL;
    read_window_drop(w, nl ? (size_t)(nl - b.data) + 1 : b.len);
    if (nl) return true;
    if (!read_window_more(w, s)) return false;
  }
}

void read_window_forget(read_window *w) {
  read_window_drop(w, w->bytes.len - w->at);
  w->n_odd = 0;
}

void read_window_begin(read_window *w) {
  w->bytes.len = w->at = w->n_odd = 0;
  w->order = 0;
  w->byte = 0;
  w->line = 1;
}

/* ---- the stream as UTF-8 ---- */

static bool is_wide(const read_window *w) { return w->order == 'l' || w->order == 'b'; }

base_str read_stream_peek(drg_reader *r) {
  if (!is_wide(&r->window)) return read_source_peek(r->source);
  base_str b = read_window_bytes(&r->window);
  while (!b.len && read_window_more(&r->window, r->source)) b = read_window_bytes(&r->window);
  return b;
}

void read_stream_skip(drg_reader *r, size_t n) {
  if (is_wide(&r->window)) read_window_drop(&r->window, n);
  else read_source_skip(r->source, n);
}

uint64_t read_stream_line(const drg_reader *r) {
  return is_wide(&r->window) ? r->window.line : read_source_line(r->source);
}

uint64_t read_stream_byte(const drg_reader *r) {
  return is_wide(&r->window) ? r->window.byte : read_source_byte(r->source);
}
