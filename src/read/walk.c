/* The files of the given paths. Folders are entered where their name stands; hidden names are passed over; links to
 * folders are not followed inside a folder, so that a walk always ends. A path that names no file and looks like a pattern
 * stands for the paths that fit it, in byte order. */
#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "read/parts.h"

typedef struct read_folder { /* or the paths that fit a pattern */
  struct read_folder *outer;
  char *path; /* NULL: names are paths */
  char **names;
  size_t n, at, cap;
} read_folder;

static char *path_join(const char *folder, const char *name) {
  size_t n = strlen(folder), bytes = n + strlen(name) + 2;
  char *p = malloc(bytes);
  if (!p) abort();
  snprintf(p, bytes, "%s%s%s", folder, n && folder[n - 1] == '/' ? "" : "/", name);
  return p;
}

static char *copy_z(const char *z) {
  char *p = strdup(z);
  if (!p) abort();
  return p;
}

static int by_bytes(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void folder_add(read_folder *f, const char *name) {
  if (f->n == f->cap) {
    f->cap = f->cap ? f->cap * 2 : 64;
    char **grown = realloc(f->names, f->cap * sizeof *grown);
    if (!grown) abort();
    f->names = grown;
  }
  f->names[f->n++] = copy_z(name);
}

static void folder_push(read_walk *w, read_folder *f) {
  if (f->n) qsort(f->names, f->n, sizeof *f->names, by_bytes);
  f->outer = w->folder;
  w->folder = f;
}

static read_folder *folder_new(char *path) {
  read_folder *f = calloc(1, sizeof *f);
  if (!f) abort();
  f->path = path;
  return f;
}

static drg_status folder_enter(read_walk *w, const char *path, drg_error *err) {
  DIR *d = opendir(path);
  if (!d) return base_fail(err, DRG_ERR_OPEN, path, 0, 0, "cannot open '%s': %s", path, strerror(errno));
  read_folder *f = folder_new(copy_z(path));
  for (struct dirent *e; (e = readdir(d));)
    if (e->d_name[0] != '.') folder_add(f, e->d_name);
  closedir(d);
  folder_push(w, f);
  return DRG_OK;
}

static bool is_pattern(const char *path) {
  struct stat st;
  return strpbrk(path, "*?[") && lstat(path, &st) && errno == ENOENT;
}

static drg_status pattern_enter(read_walk *w, const char *pattern, drg_error *err) {
  glob_t g = {0};
  int st = glob(pattern, GLOB_NOSORT, NULL, &g);
  if (st == GLOB_NOSPACE) abort();
  if (st) return base_fail(err, DRG_ERR_OPEN, pattern, 0, 0, "no file fits '%s'", pattern);
  read_folder *f = folder_new(NULL);
  for (size_t i = 0; i < g.gl_pathc; i++) folder_add(f, g.gl_pathv[i]);
  globfree(&g);
  folder_push(w, f);
  return DRG_OK;
}

static void folder_leave(read_walk *w) {
  read_folder *f = w->folder;
  w->folder = f->outer;
  for (size_t i = 0; i < f->n; i++) free(f->names[i]);
  free(f->names);
  free(f->path);
  free(f);
}

/* What a name in a folder is: 'd' a folder, 'f' a file, '-' neither; 'f' too when nobody can say, so that opening it
 * gives the reason. */
static char kind_inside(const char *path) {
  struct stat st;
  if (lstat(path, &st)) return 'f';
  if (S_ISDIR(st.st_mode)) return 'd';
  if (S_ISLNK(st.st_mode) && stat(path, &st)) return 'f';
  return S_ISREG(st.st_mode) ? 'f' : '-';
}

static bool is_folder(const char *path) {
  struct stat st;
  return strcmp(path, "-") && !stat(path, &st) && S_ISDIR(st.st_mode);
}

void read_walk_init(read_walk *w, const char *const *paths, size_t n, const drg_read_options *opt) {
  *w = (read_walk){.paths = paths, .n = n, .n_except = opt->n_except};
  w->except = calloc(opt->n_except + 1, sizeof *w->except);
  if (!w->except) abort();
  for (size_t i = 0; i < opt->n_except; i++) w->except[i] = read_real_path(opt->except[i]);
}

static void path_set(read_walk *w, char *path) {
  free(w->path);
  w->path = path;
}

/* The next name of the innermost folder: DRG_OK with w->path set, DRG_ERR_OPEN, or DRG_END when it only moved on. */
static drg_status step_inside(read_walk *w, drg_error *err) {
  read_folder *f = w->folder;
  if (f->at == f->n) {
    folder_leave(w);
    return DRG_END;
  }
  const char *name = f->names[f->at++];
  char *path = f->path ? path_join(f->path, name) : copy_z(name);
  char kind = f->path ? kind_inside(path) : is_folder(path) ? 'd' : 'f';
  if (kind == 'f' && !read_excepted(path, w->except, w->n_except)) {
    path_set(w, path);
    return DRG_OK;
  }
  drg_status st = kind == 'd' ? folder_enter(w, path, err) : DRG_OK;
  free(path);
  return st == DRG_OK ? DRG_END : st;
}

drg_status read_walk_next(read_walk *w, drg_error *err) {
  for (;;) {
    if (w->folder) {
      drg_status st = step_inside(w, err);
      if (st != DRG_END) return st;
      continue;
    }
    if (w->at == w->n) return DRG_END;
    const char *path = w->paths[w->at++];
    if (is_pattern(path)) {
      drg_status st = pattern_enter(w, path, err);
      if (st != DRG_OK) return st;
      continue;
    }
    if (!is_folder(path)) {
      path_set(w, copy_z(path));
      return DRG_OK;
    }
    drg_status st = folder_enter(w, path, err);
    if (st != DRG_OK) return st;
  }
}

void read_walk_clear(read_walk *w) {
  while (w->folder) folder_leave(w);
  path_set(w, NULL);
  for (size_t i = 0; i < w->n_except; i++) free(w->except[i]);
  free(w->except);
}
