/* Opens the actor dictionaries: from an image where one fits, else from the text; then a user's own over them. */
#include "mention/dict_parts.h"
#include "mention/when.h"

/* Room resolve's gazetteer hangs in the dictionary but is made one room further down: these two names are all that
 * is known of it here. */
drg_status gazetteer_open(const char *dir, base_arena *arena, base_symbols *symbols, struct gazetteer **out,
                          drg_error *err);
void gazetteer_close(struct gazetteer *g);

/* With room for all of the pack: growing a table copies it. */
dict *dict_new(base_arena *arena, base_symbols *symbols) {
  dict *d = BASE_NEW(arena, dict, 1);
  *d = (dict){.arena = arena, .symbols = symbols};
  d->edge_cap = 1 << 17, d->node_cap = 1 << 15, d->flags_cap = 1 << 10;
  d->edges = BASE_NEW(d->arena, dict_edge, d->edge_cap);
  d->forms = BASE_NEW(d->arena, const dict_form *, d->node_cap);
  d->flags = BASE_NEW(d->arena, uint32_t, d->flags_cap);
  d->anaphors = BASE_NEW(d->arena, uint8_t, d->flags_cap);
  dict_source unsaid = {0};
  BASE_PUSH(d->arena, &d->sources, unsaid); /* number 0 */
  dict_node(d);                             /* node 0, the root */
  return d;
}

static drg_status read_all(dict_reading *r, const dict_path *files, uint32_t n, drg_error *err) {
  drg_status st = DRG_OK;
  for (uint32_t k = 0; !st && k < n; k++) st = dict_read(r, files[k], err);
  return st;
}

drg_status dict_pack_files(base_arena *a, const char *dir, dict_path *out, uint32_t *n, drg_error *err) {
  const char *slash = strrchr(dir, '/');
  *n = dict_files(a, dir, slash ? slash + 1 : dir, out, DICT_MAX_FILES);
  return *n ? DRG_OK : base_fail(err, DRG_ERR_OPEN, dir, 0, 0, "no dictionaries in '%.200s'", dir);
}

static bool open_image(dict *d, const dict_paths *paths, const dict_path *files, uint32_t n) {
  uint64_t hash;
  if (!paths->n_images || dict_files_hash(files, n, &hash, NULL)) return false;
  for (size_t i = 0; i < paths->n_images; i++)
    if (dict_image_open(paths->images[i], hash, d)) return true;
  return false;
}

static drg_status open_pack(const dict_paths *paths, base_arena *arena, base_symbols *symbols, dict **out,
                            drg_error *err) {
  dict_path files[DICT_MAX_FILES];
  uint32_t n;
  dict *d = *out = BASE_NEW(arena, dict, 1);
  *d = (dict){.arena = arena, .symbols = symbols};
  drg_status st = dict_pack_files(arena, paths->pack, files, &n, err);
  if (st || open_image(d, paths, files, n)) return st;
  *out = dict_new(arena, symbols);
  return read_all(&(dict_reading){.d = *out}, files, n, err);
}

/* A folder without files of ours is no fault here: others may stand in it. */
static drg_status open_own(dict *d, const char *dir, drg_error *err) {
  dict_path files[DICT_MAX_FILES];
  uint32_t n = dict_files(d->arena, dir, dir, files, DICT_MAX_FILES);
  return read_all(&(dict_reading){.d = d, .first = true}, files, n, err);
}

drg_status dict_open(const dict_paths *paths, base_arena *arena, base_symbols *symbols, dict **out, drg_error *err) {
  dict *d;
  drg_status st = open_pack(paths, arena, symbols, &d, err);
  if (!st && paths->own) st = open_own(d, paths->own, err);
  if (!st) st = when_open(paths->pack, arena, symbols, &d->when, err);
  if (!st) st = gazetteer_open(paths->pack, arena, symbols, &d->gazetteer, err);
  if (st) dict_image_close(d);
  *out = st ? NULL : d;
  return st;
}

void dict_close(dict *d) {
  if (!d) return;
  gazetteer_close(d->gazetteer);
  dict_image_close(d);
}

drg_status dict_compile(const char *pack, const char *image, drg_error *err) {
  base_arena a;
  base_symbols symbols;
  dict_path files[DICT_MAX_FILES];
  uint32_t n;
  uint64_t hash = 0;
  base_arena_init(&a);
  base_symbols_init(&symbols, &a);
  dict *d = dict_new(&a, &symbols);
  drg_status st = dict_pack_files(&a, pack, files, &n, err);
  if (!st) st = dict_files_hash(files, n, &hash, err);
  if (!st) st = read_all(&(dict_reading){.d = d}, files, n, err);
  if (!st) st = dict_image_write(d, hash, image, err);
  base_arena_clear(&a);
  return st;
}

const struct when *dict_when(const dict *d) { return d->when; }
const struct gazetteer *dict_gazetteer(const dict *d) { return d->gazetteer; }
const base_symbols *dict_symbols(const dict *d) { return d->symbols; }
uint32_t dict_entries(const dict *d) { return d->n_entries; }
base_str dict_file(const dict *d, uint16_t file) { return d->files.v[file]; }
base_str dict_source_text(const dict *d, uint16_t source) { return d->sources.v[source].text; }
