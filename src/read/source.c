/* A file, standard input or memory as one stream of unpacked bytes. Gzip and zstd are seen by their first bytes; members
 * (gzip) and frames (zstd) that follow each other are one stream, as gzip(1) and zstd(1) have it. What was unpacked before
 * a fault is given first.
 *
 *   packed    |..member..|..member, damaged..|..member..|
 *                        ^ member_at    ^ fault
 *                        behind it the next one is looked for: a member that is cut off may have eaten its beginning */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "read/parts.h"

enum { CHUNK = 1 << 17, KEPT = 1 << 17, SNIFF = 4096 };

struct read_source {
  int fd; /* -1: memory */
  const unsigned char *raw;
  size_t raw_at, raw_len; /* packed bytes that wait */
  bool raw_end;
  unsigned char *raw_buffer; /* CHUNK + KEPT bytes, files only */
  uint64_t raw_dropped;      /* packed bytes that went before raw */

  bool started, member_open, filled; /* filled: the last step left no room, more may be due */
  read_packing packing;
  read_unpack *unpack; /* NULL: the bytes are as they come */
  size_t member_at;    /* in raw: where the member began, or later when that is gone */
  bool damaged;        /* the fault is one of packed bytes: others may follow */
  char *out;           /* CHUNK bytes, packed only */

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

static void *source_buffer(size_t n) {
  void *p = malloc(n);
  if (!p) abort();
  return p;
}

drg_status read_source_open(const char *path, read_source **out, drg_error *err) {
  bool standard = strcmp(path, "-") == 0;
  int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return base_fail(err, DRG_ERR_OPEN, path, 0, 0, "cannot open '%s': %s", path, strerror(errno));
  *out = source_new(fd);
  (*out)->raw = (*out)->raw_buffer = source_buffer(CHUNK + KEPT);
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
  read_unpack_free(s->unpack);
  if (s->fd > STDIN_FILENO) close(s->fd);
  free(s->raw_buffer);
  free(s->out);
  free(s);
}

/* ---- packed bytes ---- */

/* Drops what nobody asks for again. */
static void raw_forget(read_source *s) {
  size_t behind = s->raw_at > KEPT ? s->raw_at - KEPT : 0, from = s->raw_at;
  if (s->unpack) from = s->member_at > behind ? s->member_at : behind;
  memmove(s->raw_buffer, s->raw_buffer + from, s->raw_len - from);
  s->raw_len -= from;
  s->raw_at -= from;
  s->raw_dropped += from;
  s->member_at = s->member_at > from ? s->member_at - from : 0;
}

/* One read(2) behind what waits; sets raw_end at the end or at a fault. */
static void raw_read(read_source *s) {
  raw_forget(s);
  ssize_t got;
  do got = read(s->fd, s->raw_buffer + s->raw_len, CHUNK + KEPT - s->raw_len);
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

static base_str raw_waiting(const read_source *s) {
  return (base_str){(const char *)s->raw + s->raw_at, s->raw_len - s->raw_at};
}

static read_packing packing_here(read_source *s) {
  enum { MAGIC = 4 };
  raw_want(s, MAGIC);
  return read_packing_of(raw_waiting(s));
}

/* ---- members ---- */

static void fault_set(read_source *s, const char *before, const char *after) {
  if (!s->fault[0]) snprintf(s->fault, sizeof s->fault, "%s %s%s", before, read_packing_name(s->packing), after);
}

static void damage_set(read_source *s) {
  char why[96];
  snprintf(why, sizeof why, ": %s, at packed byte %" PRIu64, read_unpack_fault(s->unpack), s->raw_dropped + s->raw_at);
  fault_set(s, "damaged", why);
  s->damaged = true;
}

static void member_begin(read_source *s, read_packing p) {
  if (s->unpack && s->packing == p) read_unpack_again(s->unpack);
  else {
    read_unpack_free(s->unpack);
    s->unpack = read_unpack_new(p);
  }
  s->packing = p;
  s->member_at = s->raw_at;
  s->member_open = true;
  s->filled = false;
}

/* After a member: another one, the end, or padding with zeros, which tapes leave. */
static bool member_next(read_source *s) {
  while (raw_want(s, 1) && s->raw[s->raw_at] == 0) s->raw_at++;
  read_packing p = packing_here(s);
  if (p) member_begin(s, p);
  else if (raw_want(s, 1)) fault_set(s, "bytes after the end of", " data"), s->damaged = true;
  return p != READ_PLAIN;
}

/* The next place behind the beginning of the damaged member that looks like the beginning of one. */
static bool member_seek(read_source *s) {
  if (s->member_at + 1 > s->raw_len) return false;
  s->raw_at = s->member_at + 1;
  while (raw_want(s, 4)) {
    s->member_at = s->raw_at; /* not further back */
    base_str w = raw_waiting(s);
    const char *p = memchr(w.data, s->packing == READ_GZIP ? 0x1f : 0x28, w.len - 3);
    s->raw_at += p ? (size_t)(p - w.data) : w.len - 3;
    if (p && packing_here(s) == s->packing) return true;
    if (p) s->raw_at++;
  }
  return false;
}

/* Unpacks up to CHUNK bytes into out; returns how many. */
static size_t unpack_some(read_source *s) {
  size_t n = 0;
  while (n < CHUNK && !s->fault[0]) {
    if (!s->member_open && !member_next(s)) break;
    if (!raw_want(s, 1) && !s->filled) {
      fault_set(s, "truncated", "");
      break;
    }
    base_str in = raw_waiting(s);
    size_t got;
    read_unpacked st = read_unpack_step(s->unpack, &in, s->out + n, CHUNK - n, &got);
    n += got;
    s->filled = n == CHUNK;
    s->raw_at = s->raw_len - in.len;
    if (st == READ_UNPACK_END) s->member_open = false;
    if (st == READ_UNPACK_BAD) damage_set(s);
  }
  return n;
}

/* ---- unpacked bytes ---- */

static void source_start(read_source *s) {
  s->started = true;
  read_packing p = packing_here(s);
  if (!p) return;
  s->out = source_buffer(CHUNK);
  member_begin(s, p);
}

static void source_fill(read_source *s) {
  if (!s->started) {
    if (s->fd >= 0) raw_want(s, SNIFF); /* so that formats can look at the first bytes */
    source_start(s);
  }
  if (s->unpack) {
    size_t n = unpack_some(s);
    s->ready = (base_str){s->out, n};
  } else if (raw_want(s, 1)) {
    s->ready = raw_waiting(s);
    s->raw_at = s->raw_len;
  }
}

bool read_source_resume(read_source *s) {
  while (s->damaged) {
    s->damaged = false;
    s->fault[0] = '\0';
    if (!member_seek(s)) break;
    member_begin(s, s->packing);
    if (read_source_peek(s).len) return true;
  }
  s->raw_at = s->raw_len;
  s->raw_end = true;
  s->member_open = false;
  return false;
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
