/* Loaded before a program's own libraries: counts its writes to files and makes the one that is asked for go wrong.
 *
 *   FAULT_AT=17 FAULT=kill  LD_PRELOAD=./libfaults.so dragoman code … -o record.db     dies in the 17th write
 *   FAULT_AT=17 FAULT=full  …                                   from the 17th write on the disk is full
 *   FAULT_COUNT=FILE        …                                   at the end, how many writes there were
 *
 * Counted are pwrite, fsync, fdatasync, ftruncate and unlink, what a database does to its files, and send, which speaks
 * to a server. A killed write is half done: its first bytes are in the file, or on their way. */
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

ssize_t pwrite(int fd, const void *p, size_t n, off_t at);
ssize_t pwrite64(int fd, const void *p, size_t n, off_t at);

static atomic_long n_writes;
static long fault_at;
static int full;

__attribute__((constructor)) static void begin(void) {
  const char *at = getenv("FAULT_AT"), *what = getenv("FAULT");
  fault_at = at ? atol(at) : 0;
  full = what && !strcmp(what, "full");
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("FAULT_COUNT");
  FILE *f = path ? fopen(path, "w") : NULL;
  if (!f) return;
  fprintf(f, "%ld\n", atomic_load(&n_writes));
  fclose(f);
}

static int is_due(void) {
  long n = atomic_fetch_add(&n_writes, 1) + 1;
  return fault_at && (full ? n >= fault_at : n == fault_at);
}

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

static ssize_t write_at(int fd, const void *p, size_t n, off_t at) {
  ssize_t (*real)(int, const void *, size_t, off_t);
  void *found = next("pwrite64");
  memcpy(&real, &found, sizeof real);
  if (!is_due()) return real(fd, p, n, at);
  if (full) return errno = ENOSPC, -1;
  real(fd, p, n / 2, at);
  raise(SIGKILL);
  return -1;
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at) { return write_at(fd, p, n, at); }
ssize_t pwrite64(int fd, const void *p, size_t n, off_t at) { return write_at(fd, p, n, at); }

ssize_t send(int fd, const void *p, size_t n, int flags) {
  ssize_t (*real)(int, const void *, size_t, int);
  void *found = next("send");
  memcpy(&real, &found, sizeof real);
  if (!is_due() || full) return real(fd, p, n, flags);
  real(fd, p, n / 2, flags);
  raise(SIGKILL);
  return -1;
}

#define KILLED_BEFORE(name, parameters, arguments) \
  int name parameters { \
    int(*real) parameters; \
    void *found = next(#name); \
    memcpy(&real, &found, sizeof real); \
    if (is_due() && !full) raise(SIGKILL); \
    return real arguments; \
  }

KILLED_BEFORE(fsync, (int fd), (fd))
KILLED_BEFORE(fdatasync, (int fd), (fd))
KILLED_BEFORE(ftruncate64, (int fd, off_t n), (fd, n))
KILLED_BEFORE(unlink, (const char *path), (path))
