/* Opening what is in the installation. */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "api/api.h"

/* The model stands in the data folder once installed, beside it in the source tree. */
static base_str find_model(base_arena *a, base_str dir) {
  base_str inside = base_str_printf(a, BASE_FMT "/model/en.drg", BASE_ARG(dir));
  if (access(inside.data, R_OK) == 0) return inside;
  return base_str_printf(a, BASE_FMT "/../model/en.drg", BASE_ARG(dir));
}

/* Dictionaries first: their image holds the symbols as they are before anybody else adds to them. */
static drg_status open_dictionaries(drg_engine *e, const char *pack, drg_error *err) {
  base_str folders[] = {e->dir, base_program_folder(&e->arena), base_library_folder(&e->arena)};
  const char *images[3];
  size_t n = 0;
  for (size_t i = 0; i < 3; i++)
    if (folders[i].data) images[n++] = base_str_printf(&e->arena, BASE_FMT "/en.dict", BASE_ARG(folders[i])).data;
  dict_paths paths = {.pack = pack, .images = images, .n_images = n, .own = e->own.data};
  return dict_open(&paths, &e->arena, &e->symbols, &e->actors, err);
}

static drg_status open_all(drg_engine *e, drg_error *err) {
  base_str pack = base_str_printf(&e->arena, BASE_FMT "/en", BASE_ARG(e->dir));
  drg_status st = open_dictionaries(e, pack.data, err);
  if (st == DRG_OK) st = seg_rules_open(pack.data, &e->arena, &e->rules, err);
  if (st == DRG_OK) st = parse_model_open(find_model(&e->arena, e->dir).data, &e->model, err);
  if (st == DRG_OK) st = code_lexicon_open(e->dir.data, &e->arena, &e->symbols, &e->lexicon, err);
  if (st == DRG_OK && e->own.data && pattern_present(e->own.data))
    st = pattern_open(pack.data, e->own.data, &e->arena, &e->patterns, err);
  return st;
}

static drg_status open_data_folder(base_arena *a, const char *dir, base_str *out, drg_error *err) {
  *out = dir ? base_str_copy(a, base_str_of(dir)) : base_data_folder(a);
  return base_is_data_folder(a, *out)
             ? DRG_OK
             : base_fail(err, DRG_ERR_OPEN, out->data, 0, 0, "cannot find the data folder: no '%s/en'", out->data);
}

drg_status drg_engine_open(const char *dir, drg_engine **out, drg_error *err) {
  return drg_engine_open_with(dir, NULL, out, err);
}

drg_status drg_engine_open_with(const char *dir, const char *own, drg_engine **out, drg_error *err) {
  drg_engine *e = calloc(1, sizeof *e);
  if (!e) return base_fail(err, DRG_ERR_MEMORY, NULL, 0, 0, "out of memory");
  base_arena_init(&e->arena);
  base_symbols_init(&e->symbols, &e->arena);
  drg_status st = open_data_folder(&e->arena, dir, &e->dir, err);
  if (own) e->own = base_str_copy(&e->arena, base_str_of(own));
  if (st == DRG_OK) st = open_all(e, err);
  if (st == DRG_OK) *out = e;
  else drg_engine_close(e);
  return st;
}

void drg_engine_close(drg_engine *e) {
  if (!e) return;
  if (e->actors) dict_close(e->actors);
  if (e->model) parse_model_close(e->model);
  base_arena_clear(&e->arena);
  free(e);
}

const char *drg_engine_dir(const drg_engine *e) { return e->dir.data; }

/* ---- dictionaries by themselves ---- */

static drg_status find_pack(base_arena *a, const char *dir, base_str *pack, drg_error *err) {
  base_str data;
  drg_status st = open_data_folder(a, dir, &data, err);
  *pack = base_str_printf(a, BASE_FMT "/en", BASE_ARG(data));
  return st;
}

drg_status drg_dict_check(const char *dir, const char *own, drg_dict_found *found, void *context, drg_error *err) {
  base_arena a;
  base_str pack;
  base_arena_init(&a);
  drg_status st = find_pack(&a, dir, &pack, err);
  if (st == DRG_OK) st = dict_check(pack.data, own, found, context, err);
  base_arena_clear(&a);
  return st;
}

drg_status drg_dict_compile(const char *dir, const char *image, drg_error *err) {
  base_arena a;
  base_str pack;
  base_arena_init(&a);
  drg_status st = find_pack(&a, dir, &pack, err);
  if (st == DRG_OK) st = dict_compile(pack.data, image, err);
  base_arena_clear(&a);
  return st;
}

drg_status drg_dict_import(const char *const *files, size_t n, const char *dir, drg_dict_found *found, void *context,
                           drg_dict_imported *done, drg_error *err) {
  return pattern_import(files, n, dir, found, context, done, err);
}

/* ---- which dictionaries and model are these? ---- */

static int compare_names(const void *a, const void *b) {
  return strcmp((*(struct dirent *const *)a)->d_name, (*(struct dirent *const *)b)->d_name);
}

static drg_status hash_file(const char *path, uint64_t *h, drg_error *err) {
  char *data = NULL;
  size_t len = 0;
  drg_status st = base_read_file(path, &data, &len, err);
  if (st == DRG_OK) *h = base_hash(data, len, *h);
  free(data);
  return st;
}

/* Files and folders in the order of their bytes, their names too: an entry moved to another file is another state. */
static drg_status hash_folder(base_arena *a, const char *dir, uint64_t *h, drg_error *err) {
  struct dirent **names = NULL;
  int n = scandir(dir, &names, NULL, NULL);
  if (n < 0) return base_fail(err, DRG_ERR_OPEN, dir, 0, 0, "cannot open '%.200s'", dir);
  qsort(names, (size_t)n, sizeof *names, compare_names);
  drg_status st = DRG_OK;
  for (int i = 0; i < n; i++) {
    const char *name = names[i]->d_name;
    base_str path = base_str_printf(a, "%s/%s", dir, name);
    if (st == DRG_OK && name[0] != '.') {
      *h = base_hash(name, strlen(name), *h);
      st = names[i]->d_type == DT_DIR ? hash_folder(a, path.data, h, err) : hash_file(path.data, h, err);
    }
    free(names[i]);
  }
  free(names);
  return st;
}

drg_status drg_engine_hashes(const drg_engine *e, char dictionaries[17], char model[17], drg_error *err) {
  base_arena a;
  uint64_t of_data = 0, of_model = 0;
  base_arena_init(&a);
  drg_status st = hash_folder(&a, base_str_printf(&a, BASE_FMT "/en", BASE_ARG(e->dir)).data, &of_data, err);
  if (st == DRG_OK)
    st = hash_folder(&a, base_str_printf(&a, BASE_FMT "/ontology", BASE_ARG(e->dir)).data, &of_data, err);
  if (st == DRG_OK && e->own.data) st = hash_folder(&a, e->own.data, &of_data, err);
  if (st == DRG_OK) st = hash_file(find_model(&a, e->dir).data, &of_model, err);
  base_arena_clear(&a);
  snprintf(dictionaries, 17, "%016" PRIx64, of_data);
  snprintf(model, 17, "%016" PRIx64, of_model);
  return st;
}
