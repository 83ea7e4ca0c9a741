/* What the tests of the read room share: files in a folder of their own, readers over them, what is asked of documents. */
#ifndef TEST_READ_ROOM_H
#define TEST_READ_ROOM_H
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include "read/parts.h"

static char dir[] = "/tmp/test_read.XXXXXX";

static inline int make_dir(void **state) { return (void)state, mkdtemp(dir) ? 0 : -1; }

static inline int remove_dir(void **state) {
  char command[64];
  (void)state;
  snprintf(command, sizeof command, "rm -rf '%s'", dir);
  return system(command);
}

static inline const char *path_of(const char *name) {
  static char path[4][256];
  static int at;
  at = (at + 1) % 4;
  snprintf(path[at], sizeof path[at], "%s/%s", dir, name);
  return path[at];
}

static inline const char *put_file(const char *name, const void *data, size_t len) {
  const char *path = path_of(name);
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  if (len) assert_int_equal(fwrite(data, 1, len, f), len);
  fclose(f);
  return path;
}

static inline const char *put_text(const char *name, const char *text) { return put_file(name, text, strlen(text)); }

static inline drg_reader *open_paths(const char *const *paths, size_t n, const drg_read_options *opt) {
  drg_reader *r;
  drg_error err;
  assert_int_equal(drg_reader_open(paths, n, opt, &r, &err), DRG_OK);
  return r;
}

static inline drg_reader *open_one(const char *path) {
  static const char *kept[1]; /* the reader borrows the list */
  kept[0] = path;
  return open_paths(kept, 1, NULL);
}

static inline drg_reader *open_bytes(const char *name, const void *data, size_t len) {
  drg_reader *r;
  assert_int_equal(read_open_memory(name, data, len, NULL, &r, NULL), DRG_OK);
  return r;
}

static inline drg_reader *open_string(const char *name, const char *text) {
  return open_bytes(name, text, strlen(text));
}

#define assert_str(s, z) assert_str_at((s), (z), __FILE__, __LINE__)
static inline void assert_str_at(drg_str s, const char *z, const char *file, int line) {
  drg_str want = z ? (drg_str){z, strlen(z)} : (drg_str){NULL, 0};
  if (base_str_eq(s, want) && !s.data == !z) return;
  print_error("got '%.*s', wanted '%s'\n", (int)s.len, s.data ? s.data : "(none)", z ? z : "(none)");
  _fail(file, line);
}

static inline void assert_day(const drg_doc *d, const char *iso, const char *from) {
  assert_int_equal(d->day, iso ? base_day_parse(base_str_of(iso)) : DRG_NO_DAY);
  if (from) assert_string_equal(d->date_from, from);
  else assert_null(d->date_from);
}

static inline void next_doc(drg_reader *r, drg_doc *d) {
  drg_error err = {0};
  drg_status st = drg_reader_next(r, d, &err);
  if (st != DRG_OK) print_error("%s:%d: %s\n", err.file, (int)err.line, err.message);
  assert_int_equal(st, DRG_OK);
}

static inline void next_reject(drg_reader *r, const char *message, uint64_t line) {
  drg_doc d;
  drg_error err = {0};
  assert_int_equal(drg_reader_next(r, &d, &err), DRG_REJECTED);
  assert_non_null(strstr(err.message, message));
  assert_int_equal(err.line, line);
  assert_null(d.owner);
}

static inline void next_id(drg_reader *r, const char *id) {
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.id, id);
  drg_doc_free(&d);
}

static inline void next_end(drg_reader *r) {
  drg_doc d;
  drg_error err = {0};
  drg_status st = drg_reader_next(r, &d, &err);
  if (st != DRG_END) print_error("%s\n", err.message);
  assert_int_equal(st, DRG_END);
  assert_int_equal(drg_reader_next(r, &d, &err), DRG_END); /* and again */
  drg_reader_close(r);
}

static inline drg_doc doc_of(const char *text) {
  drg_doc d;
  drg_error err;
  assert_int_equal(drg_doc_from_text(text, strlen(text), "t", NULL, &d, &err), DRG_OK);
  return d;
}

static inline const char *body_of(const drg_doc *d) { return d->text.data + read_body(d).begin; }

static inline size_t pack(const char *text, size_t len, unsigned char *out, size_t room) {
  z_stream z = {0};
  assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  z.next_in = (z_const Bytef *)text;
  z.avail_in = (uInt)len;
  z.next_out = out;
  z.avail_out = (uInt)room;
  assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
  deflateEnd(&z);
  return room - z.avail_out;
}

static inline size_t pack_string(const char *text, unsigned char *out, size_t room) {
  return pack(text, strlen(text), out, room);
}

/* ASCII and a mark as UTF-16; returns the bytes. */
static inline size_t widen(const char *s, bool big, char *out) {
  size_t n = 0;
  for (int mark = 1; mark || *s; mark = 0) {
    unsigned unit = mark ? 0xFEFF : (unsigned char)*s++;
    out[n++] = (char)(big ? unit >> 8 : unit & 255);
    out[n++] = (char)(big ? unit & 255 : unit >> 8);
  }
  return n;
}

/* The bytes of a file of one document give the text and are said to be in the encoding. */
static inline void assert_read_as(const char *name, const char *bytes, size_t len, const char *text,
                                  const char *encoding) {
  drg_reader *r = open_bytes(name, bytes, len);
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.text, text);
  assert_string_equal(read_encoding(&d), encoding);
  drg_doc_free(&d);
  next_end(r);
}
#endif
