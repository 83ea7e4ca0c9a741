/* Files in folders as they come. What a look or an event finds is a candidate; it is given out once it rests.
 *
 *   inotify   tells of each change; a file under its writer's hands waits for CLOSE_WRITE, or for a long silence
 *   polling   looks through all, and knows by a hash of size, time and number what is as it was: network file systems,
 *             and where inotify has no watch left
 */
#include <errno.h>
#include <fts.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>
#include "fetch/parts.h"
#include "read/read.h"

static const double REST = 2, REST_OPEN = 30, LOOK_EVERY = 2;

typedef struct candidate {
  const char *path;
  uint64_t stamp; /* of the file when it was last looked at */
  double since;   /* monotonic: as long it has been so */
  double rest;    /* how long it must be; 0: its writer has closed it */
  bool taken;
} candidate;

typedef struct known { /* of polling: what was given out */
  uint64_t path, stamp;
} known;

typedef struct known_table {
  known *slots;
  size_t n, cap;
} known_table;

struct drg_folder {
  char **roots, **except;
  size_t n_roots, n_except;
  int fd;         /* of inotify; -1: polling */
  char **watched; /* paths by watch number */
  size_t watched_cap;
  base_arena arena; /* of candidates and their paths; begun anew when none is left */
  base_map by_path;
  BASE_VEC(candidate *) list;
  size_t at, n_left;
  double sweep_at;           /* monotonic: none of the list rests before */
  known_table given, looked; /* of polling: before, and in this look */
  double look_at;
  char *path; /* that was given out last */
};

/* ---- names ---- */

static bool ends_with(const char *name, const char *ending) {
  base_str s = base_str_of(name), e = base_str_of(ending);
  return s.len > e.len && base_str_eq_nocase(base_str_sub(s, s.len - e.len, s.len), e);
}

static bool passed_over(const char *name) {
  static const char *const HALF_DONE[] = {".part", ".partial", ".tmp", ".temp", ".crdownload", ".swp", "~"};
  if (name[0] == '.') return true;
  for (size_t i = 0; i < sizeof HALF_DONE / sizeof *HALF_DONE; i++)
    if (ends_with(name, HALF_DONE[i])) return true;
  return false;
}

static const char *name_of(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* ---- what a file is like ---- */

static double wall_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static uint64_t stamp_of(const struct stat *st) {
  int64_t says[4] = {(int64_t)st->st_size, (int64_t)st->st_mtim.tv_sec, (int64_t)st->st_mtim.tv_nsec,
                     (int64_t)st->st_ino};
  return base_hash(says, sizeof says, 0);
}

/* A file; or a folder that cannot be looked into, which whoever reads it will tell. False: it is not there. */
static bool is_given_out(const char *path, struct stat *st) {
  return !stat(path, st) && (S_ISREG(st->st_mode) || (S_ISDIR(st->st_mode) && access(path, R_OK | X_OK)));
}

/* ---- what was given out: a table of hashes ---- */

static known *table_slot(const known_table *t, uint64_t path) {
  size_t i = path & (t->cap - 1);
  while (t->slots[i].path && t->slots[i].path != path) i = (i + 1) & (t->cap - 1);
  return &t->slots[i];
}

static bool table_has(const known_table *t, uint64_t path, uint64_t stamp) {
  return t->cap && table_slot(t, path)->path == path && table_slot(t, path)->stamp == stamp;
}

static void table_put(known_table *t, uint64_t path, uint64_t stamp) {
  if (t->n * 2 >= t->cap) {
    known_table grown = {.cap = t->cap ? t->cap * 2 : 1024, .n = t->n};
    grown.slots = fetch_alloc(grown.cap * sizeof *grown.slots);
    for (size_t i = 0; i < t->cap; i++)
      if (t->slots[i].path) *table_slot(&grown, t->slots[i].path) = t->slots[i];
    free(t->slots);
    *t = grown;
  }
  known *k = table_slot(t, path);
  t->n += !k->path;
  *k = (known){path, stamp};
}

static uint64_t path_hash(const char *path) {
  uint64_t h = base_hash(path, strlen(path), 0);
  return h ? h : 1; /* 0 is an empty slot */
}

/* ---- candidates ---- */

/* When none is left, or most are gone, the list is made anew of those that are left. */
static void tidy(drg_folder *f) {
  enum { WORTH_IT = 4096 };
  if (f->n_left && (f->list.n < WORTH_IT || f->list.n < 4 * f->n_left)) return;
  base_arena old = f->arena;
  candidate **list = f->list.v;
  size_t n = f->list.n;
  base_arena_init(&f->arena);
  base_map_init(&f->by_path, &f->arena);
  f->list.v = NULL, f->list.n = f->list.cap = 0;
  for (size_t i = 0; i < n; i++) {
    if (list[i]->taken) continue;
    candidate *c = BASE_NEW(&f->arena, candidate, 1);
    base_str path = base_str_copy(&f->arena, base_str_of(list[i]->path));
    *c = *list[i];
    c->path = path.data;
    *base_map_put(&f->by_path, path) = c;
    BASE_PUSH(&f->arena, &f->list, c);
  }
  f->at = 0;
  base_arena_clear(&old);
}

static candidate *candidate_of(drg_folder *f, const char *path) {
  candidate *c = base_map_get(&f->by_path, base_str_of(path));
  if (c && !c->taken) return c;
  base_str own = base_str_copy(&f->arena, base_str_of(path));
  c = BASE_NEW(&f->arena, candidate, 1);
  c->path = own.data;
  *base_map_put(&f->by_path, own) = c;
  BASE_PUSH(&f->arena, &f->list, c);
  f->n_left++;
  return c;
}

/* A file was found, or something was done to it. rest: how long it must not change from now on. */
static void offer(drg_folder *f, const char *path, double rest) {
  struct stat st;
  if (passed_over(name_of(path)) || read_excepted(path, f->except, f->n_except)) return;
  if (!is_given_out(path, &st)) return;
  candidate *c = candidate_of(f, path);
  uint64_t stamp = stamp_of(&st);
  if (c->stamp != stamp) c->since = fetch_now();
  c->stamp = stamp;
  c->rest = rest;
  double age = wall_now() - (double)st.st_mtim.tv_sec;
  if (rest == REST && age > REST && age < INT_MAX) c->rest = 0; /* of long ago */
  f->sweep_at = 0;
}

/* Is it as it was? One that has gone is no longer one. */
static bool rests(drg_folder *f, candidate *c, double now) {
  struct stat st;
  if (!is_given_out(c->path, &st)) {
    c->taken = true;
    f->n_left--;
    return false;
  }
  uint64_t stamp = stamp_of(&st);
  if (stamp != c->stamp) c->stamp = stamp, c->since = now;
  return now - c->since >= c->rest;
}

static void give_out(drg_folder *f, candidate *c) {
  c->taken = true;
  f->n_left--;
  if (f->fd < 0) table_put(&f->given, path_hash(c->path), c->stamp);
  free(f->path);
  f->path = fetch_copy(c->path);
}

/* The next candidate that rests, of one pass through the list. */
static const char *next_resting(drg_folder *f, double now) {
  if (!f->at) f->sweep_at = now + LOOK_EVERY;
  while (f->at < f->list.n) {
    candidate *c = f->list.v[f->at++];
    if (c->taken) continue;
    if (rests(f, c, now)) return give_out(f, c), f->path;
    if (!c->taken && c->since + c->rest < f->sweep_at) f->sweep_at = c->since + c->rest;
  }
  f->at = 0;
  tidy(f);
  return NULL;
}

/* ---- looking through folders ---- */

static int by_name(const FTSENT **a, const FTSENT **b) { return strcmp((*a)->fts_name, (*b)->fts_name); }

static bool watch(drg_folder *f, const char *path);

static void found(drg_folder *f, const FTSENT *e) {
  struct stat st;
  if (f->fd >= 0) {
    offer(f, e->fts_path, REST);
    return;
  }
  if (stat(e->fts_path, &st)) return;
  uint64_t path = path_hash(e->fts_path), stamp = stamp_of(&st);
  if (table_has(&f->given, path, stamp)) table_put(&f->looked, path, stamp);
  else offer(f, e->fts_path, REST);
}

/* Files as candidates; folders watched before they are read, so that what comes in between is told. False: inotify has
 * no watch left. */
static bool look_through(drg_folder *f, char *const *roots) {
  FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_COMFOLLOW, by_name);
  bool ok = true;
  if (!walk) abort();
  for (FTSENT *e; ok && (e = fts_read(walk));) {
    bool hidden = e->fts_level > 0 && e->fts_name[0] == '.';
    if (e->fts_info == FTS_DNR && !hidden) found(f, e);
    else if (e->fts_info == FTS_D && hidden) fts_set(walk, e, FTS_SKIP);
    else if (e->fts_info == FTS_D) ok = f->fd < 0 || watch(f, e->fts_path);
    else if ((e->fts_info == FTS_F || e->fts_info == FTS_SL) && !hidden) found(f, e);
  }
  fts_close(walk);
  return ok;
}

/* All folders, by polling: what is no longer there is forgotten. A look takes at most a tenth of the time. */
static void look_again(drg_folder *f) {
  double began = fetch_now();
  look_through(f, f->roots);
  free(f->given.slots);
  f->given = f->looked;
  f->looked = (known_table){0};
  double took = fetch_now() - began;
  f->look_at = began + (took * 10 > LOOK_EVERY ? took * 10 : LOOK_EVERY);
}

/* ---- inotify ---- */

static void stop_inotify(drg_folder *f) {
  if (f->fd >= 0) close(f->fd);
  f->fd = -1;
  f->look_at = 0;
}

static bool watch(drg_folder *f, const char *path) {
  const uint32_t events = IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR | IN_EXCL_UNLINK;
  int wd = inotify_add_watch(f->fd, path, events);
  if (wd < 0) return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
  if ((size_t)wd >= f->watched_cap) {
    size_t cap = (size_t)wd * 2 + 16;
    char **grown = realloc(f->watched, cap * sizeof *grown);
    if (!grown) abort();
    memset(grown + f->watched_cap, 0, (cap - f->watched_cap) * sizeof *grown);
    f->watched = grown;
    f->watched_cap = cap;
  }
  free(f->watched[wd]);
  f->watched[wd] = fetch_copy(path);
  return true;
}

/* File systems of other machines do not tell what others do in them. */
static bool is_remote(const char *path) {
  static const long REMOTE[] = {0x6969 /* NFS */,      0xff534d42 /* CIFS */, 0xfe534d42 /* SMB2 */,
                                0x65735546 /* FUSE */, 0x01021997 /* 9P */,   0x00c36400 /* CEPH */};
  struct statfs fs;
  if (statfs(path, &fs)) return false;
  for (size_t i = 0; i < sizeof REMOTE / sizeof *REMOTE; i++)
    if ((unsigned long)fs.f_type == (unsigned long)REMOTE[i]) return true;
  return false;
}

static char *join(const char *folder, const char *name) {
  char *path = NULL;
  size_t n = strlen(folder);
  if (asprintf(&path, "%s%s%s", folder, n && folder[n - 1] == '/' ? "" : "/", name) < 0) abort();
  return path;
}

static void take_event(drg_folder *f, const struct inotify_event *e) {
  const char *folder = e->wd >= 0 && (size_t)e->wd < f->watched_cap ? f->watched[e->wd] : NULL;
  bool ok = true;
  if (e->mask & IN_Q_OVERFLOW) ok = look_through(f, f->roots);
  else if (folder && e->mask & IN_IGNORED) {
    free(f->watched[e->wd]);
    f->watched[e->wd] = NULL;
  } else if (folder && e->len && e->name[0] != '.') {
    char *path = join(folder, e->name), *roots[] = {path, NULL};
    if (e->mask & IN_ISDIR) ok = !(e->mask & (IN_CREATE | IN_MOVED_TO)) || look_through(f, roots);
    else offer(f, path, e->mask & (IN_CLOSE_WRITE | IN_MOVED_TO) ? 0 : e->mask & IN_MODIFY ? REST_OPEN : REST);
    free(path);
  }
  if (!ok) stop_inotify(f);
}

static void take_events(drg_folder *f) {
  _Alignas(struct inotify_event) char bytes[16384];
  for (ssize_t n; f->fd >= 0 && (n = read(f->fd, bytes, sizeof bytes)) > 0;)
    for (char *p = bytes; p < bytes + n && f->fd >= 0;) {
      const struct inotify_event *e = (const struct inotify_event *)(const void *)p;
      take_event(f, e);
      p += sizeof *e + e->len;
    }
}

/* ---- the folder ---- */

static char **copy_list(const char *const *list, size_t n, char *(*copy)(const char *)) {
  char **own = fetch_alloc((n + 1) * sizeof *own);
  for (size_t i = 0; i < n; i++) own[i] = copy(list[i]);
  return own;
}

drg_status drg_folder_open(const char *const *paths, size_t n, const char *const *except, size_t n_except, bool poll,
                           drg_folder **out, drg_error *err) {
  drg_folder *f = fetch_alloc(sizeof *f);
  f->roots = copy_list(paths, n, fetch_copy), f->n_roots = n;
  f->except = copy_list(except, n_except, read_real_path), f->n_except = n_except;
  base_arena_init(&f->arena);
  base_map_init(&f->by_path, &f->arena);
  f->fd = poll ? -1 : inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  for (size_t i = 0; i < n; i++)
    if (is_remote(paths[i])) stop_inotify(f);
  if (n && f->fd >= 0 && !look_through(f, f->roots)) stop_inotify(f);
  if (n && f->fd < 0) look_again(f);
  for (size_t i = 0; i < n; i++)
    if (access(paths[i], R_OK | X_OK)) {
      base_fail(err, DRG_ERR_OPEN, paths[i], 0, 0, "cannot open '%.180s': %s", paths[i], strerror(errno));
      drg_folder_close(f);
      return DRG_ERR_OPEN;
    }
  *out = f;
  return DRG_OK;
}

void drg_folder_close(drg_folder *f) {
  if (!f) return;
  stop_inotify(f);
  for (size_t i = 0; i < f->n_roots; i++) free(f->roots[i]);
  for (size_t i = 0; i < f->n_except; i++) free(f->except[i]);
  for (size_t i = 0; i < f->watched_cap; i++) free(f->watched[i]);
  free(f->roots), free(f->except), free(f->watched), free(f->given.slots), free(f->looked.slots), free(f->path);
  base_arena_clear(&f->arena);
  free(f);
}

int drg_folder_fd(const drg_folder *f) { return f->fd; }
size_t drg_folder_pending(const drg_folder *f) { return f->n_left; }

const char *drg_folder_next(drg_folder *f) {
  take_events(f);
  if (f->fd < 0 && f->n_roots && fetch_now() >= f->look_at) look_again(f);
  double now = fetch_now(); /* not before any candidate's */
  if (!f->at && now < f->sweep_at) return NULL;
  return next_resting(f, now);
}

double drg_folder_wait(const drg_folder *f) {
  const double LONG = 3600;
  double at = f->n_left ? f->sweep_at : fetch_now() + LONG;
  if (f->fd < 0 && f->n_roots && f->look_at < at) at = f->look_at;
  double wait = at - fetch_now();
  return wait > 0 ? wait : 0;
}
