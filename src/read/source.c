/* A file, standard input or memory as one stream of unpacked bytes. Gzip is seen by its first two bytes; members that
 * follow each other are one stream, as gzip(1) has it. What was unpacked before a fault is given first. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include "read/parts.h"

enum { CHUNK = 1 << 17, SNIFF = 4096 };

struct read_source {
  int fd; /* -1: memory */
  const unsigned char *raw;
  size_t raw_at, raw_len; /* packed bytes that wait */
  bool raw_end;
  unsigned char *raw_buffer; /* CHUNK bytes, files only */

  bool started, packed, member_open;
  z_stream z;
  unsigned char *out; /* CHUNK bytes, gzip only */

  base_str ready; /* unpacked bytes that wait */
  uint64_t byte, line;
  char fault[160]; /* "" while all is well */
};

static read_source *source_new(int fd) {
  read_source *s = calloc(1, sizeof *s);
  if (!s) abort();
  s->fd = fd;
  s->line = 1;
  return s;
}

static void *source_buffer(void) {
  void *p = malloc(CHUNK);
  if (!p) abort();
  return p;
}

drg_status read_source_open(const char *path, read_source **out, drg_error *err) {
  bool standard = strcmp(path, "-") == 0;
  int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return base_fail(err, DRG_ERR_OPEN, path, 0, 0, "cannot open '%s': %s", path, strerror(errno));
  *out = source_new(fd);
  (*out)->raw = (*out)->raw_buffer = source_buffer();
  return DRG_OK;
}

read_source *read_source_memory(const void *data, size_t len) {
  read_source *s = source_new(-1);
  s->raw = data;
  s->raw_len = len;
  s->raw_end = true;
  return s;
}

void read_source_close(read_source *s) {
  if (!s) return;
  if (s->packed) inflateEnd(&s->z);
  if (s->fd > STDIN_FILENO) close(s->fd);
  free(s->raw_buffer);
  free(s->out);
  free(s);
}

/* ---- packed bytes ---- */

/* One read(2) behind what waits; sets raw_end at the end or at a fault. */
static void raw_read(read_source *s) {
  memmove(s->raw_buffer, s->raw_buffer + s->raw_at, s->raw_len - s->raw_at);
  s->raw_len -= s->raw_at;
  s->raw_at = 0;
  ssize_t got;
  do got = read(s->fd, s->raw_buffer + s->raw_len, CHUNK - s->raw_len);
  while (got < 0 && errno == EINTR);
  if (got < 0) snprintf(s->fault, sizeof s->fault, "cannot read: %s", strerror(errno));
  if (got <= 0) s->raw_end = true;
  else s->raw_len += (size_t)got;
}

/* At least n packed bytes wait, unless the end is near. */
static bool raw_want(read_source *s, size_t n) {
  while (s->raw_len - s->raw_at < n && !s->raw_end) raw_read(s);
  return s->raw_len - s->raw_at >= n;
}

static bool at_gzip(read_source *s) {
  return raw_want(s, 2) && s->raw[s->raw_at] == 0x1f && s->raw[s->raw_at + 1] == 0x8b;
}

/* ---- gzip ---- */

static void fault_set(read_source *s, const char *what, const char *detail) {
  if (!s->fault[0]) snprintf(s->fault, sizeof s->fault, detail ? "%s: %s" : "%s", what, detail);
}

static void member_begin(read_source *s) {
  enum { GZIP_ONLY = 16 };
  int st = s->packed ? inflateReset(&s->z) : inflateInit2(&s->z, GZIP_ONLY + MAX_WBITS);
  if (st != Z_OK) abort(); /* no memory */
  s->packed = s->member_open = true;
}

/* After a member: another one, the end, or padding with zeros, which tapes leave. */
static bool member_next(read_source *s) {
  while (raw_want(s, 1) && s->raw[s->raw_at] == 0) s->raw_at++;
  if (at_gzip(s)) {
    member_begin(s);
    return true;
  }
  if (raw_want(s, 1)) fault_set(s, "bytes after the end of gzip data", NULL);
  return false;
}

/* Unpacks up to CHUNK bytes into out; returns how many. */
static size_t inflate_some(read_source *s) {
  s->z.next_out = s->out;
  s->z.avail_out = CHUNK;
  while (s->z.avail_out == CHUNK && !s->fault[0]) {
    if (!s->member_open && !member_next(s)) break;
    if (!raw_want(s, 1)) {
      fault_set(s, "truncated gzip", NULL);
      break;
    }
    size_t waiting = s->raw_len - s->raw_at;
    s->z.next_in = (z_const Bytef *)(s->raw + s->raw_at);
    s->z.avail_in = waiting > CHUNK ? CHUNK : (uInt)waiting;
    uInt before = s->z.avail_in;
    int st = inflate(&s->z, Z_NO_FLUSH);
    s->raw_at += before - s->z.avail_in;
    if (st == Z_STREAM_END) s->member_open = false;
    else if (st != Z_OK && st != Z_BUF_ERROR) fault_set(s, "damaged gzip", s->z.msg);
  }
  return CHUNK - s->z.avail_out;
}

/* ---- unpacked bytes ---- */

static void source_start(read_source *s) {
  s->started = true;
  if (!at_gzip(s)) return;
  s->out = source_buffer();
  member_begin(s);
}

static void source_fill(read_source *s) {
  if (!s->started) {
    if (s->fd >= 0) raw_want(s, SNIFF); /* so that formats can look at the first bytes */
    source_start(s);
  }
  if (s->packed) {
    size_t n = inflate_some(s);
    s->ready = (base_str){(const char *)s->out, n};
  } else if (raw_want(s, 1)) {
    s->ready = (base_str){(const char *)s->raw + s->raw_at, s->raw_len - s->raw_at};
    s->raw_at = s->raw_len;
  }
}

base_str read_source_peek(read_source *s) {
  if (!s->ready.len) source_fill(s);
  return s->ready;
}

void read_source_skip(read_source *s, size_t n) {
  const char *p = s->ready.data, *end = p + n;
  while (n && (p = memchr(p, '\n', (size_t)(end - p)))) {
    s->line++;
    if (++p == end) break;
  }
  s->byte += n;
  if (n) s->ready = base_str_sub(s->ready, n, s->ready.len);
}

uint64_t read_source_byte(const read_source *s) { return s->byte; }
uint64_t read_source_line(const read_source *s) { return s->line; }
const char *read_source_fault(const read_source *s) { return s->fault[0] ? s->fault : NULL; }
