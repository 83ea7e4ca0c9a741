/* The image: the dictionary and its symbols as they lie in memory, every pointer an offset from the file's first byte. The
 * reader maps it privately and adds the map's address to each pointer; where they stand is listed at the end.
 *
 *   image_head | structs, tables, strings … | u32 place of each pointer, in eights of bytes
 *
 * It holds for one build of the program on one kind of machine and for one state of the text: anything else is read from the
 * text, which is always there. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "mention/dict_parts.h"

typedef struct image_head {
  char magic[8];
  uint64_t made_of; /* dict_files_hash */
  uint64_t checked; /* hash of all behind the head */
  uint64_t bytes, pointers_at, n_pointers, dict_at, symbols_at;
} image_head;

static const char MAGIC[8] = "DRGDICT1";

/* ---- what is it made of? ---- */

static uint64_t hash_of_layout(void) {
  const uint64_t sizes[] = {sizeof(dict),       sizeof(dict_form),    sizeof(dict_entry), sizeof(dict_term),
                            sizeof(dict_agent), sizeof(base_symbols), sizeof(dict_edge),  ANA_COUNT};
  return base_hash(sizes, sizeof sizes, 1);
}

drg_status dict_files_hash(const dict_path *files, uint32_t n, uint64_t *hash, drg_error *err) {
  drg_status st = DRG_OK;
  *hash = hash_of_layout();
  for (uint32_t k = 0; !st && k < n; k++) {
    char *data = NULL;
    size_t len = 0;
    st = base_read_file(files[k].path, &data, &len, err);
    if (st) return st;
    *hash = base_hash(files[k].name, strlen(files[k].name), *hash);
    *hash = base_hash(data, len, *hash);
    free(data);
  }
  return st;
}

/* ---- writing ---- */

typedef struct image_writer {
  drg_buffer bytes;
  base_arena arena;
  base_map placed; /* address -> offset of what is shared: strings, entries, agents */
  BASE_VEC(uint32_t) pointers;
} image_writer;

/* Appends n bytes on a boundary of eight; returns their offset. */
static uint64_t put_bytes(image_writer *w, const void *p, size_t n) {
  static const char ZERO[8] = {0};
  size_t gap = (8 - w->bytes.len % 8) % 8;
  base_put(&w->bytes, (base_str){ZERO, gap});
  uint64_t at = w->bytes.len;
  base_put(&w->bytes, (base_str){p, n});
  return at;
}

/* Sets the pointer that stands at offset `place` to what stands at offset `to`; 0 is no pointer. */
static void set_pointer(image_writer *w, uint64_t place, uint64_t to) {
  memcpy(w->bytes.data + place, &to, sizeof to);
  if (to) BASE_PUSH(&w->arena, &w->pointers, (uint32_t)(place / 8));
}

typedef struct address {
  uint64_t at, kind, len; /* a struct and its first member share an address, as a string and its beginning do */
} address;

enum { PLACED_STRING, PLACED_ENTRY, PLACED_AGENT };

static uintptr_t *placed(image_writer *w, const void *p, uint64_t kind, size_t len) {
  address *key = BASE_NEW(&w->arena, address, 1);
  *key = (address){(uint64_t)(uintptr_t)p, kind, len};
  return (uintptr_t *)base_map_put(&w->placed, (base_str){(const char *)key, sizeof *key});
}

static void set_string(image_writer *w, uint64_t place, base_str s) {
  uint64_t to = 0;
  if (s.data) {
    uintptr_t *at = placed(w, s.data, PLACED_STRING, s.len);
    if (!*at) *at = put_bytes(w, base_str_copy(&w->arena, s).data, s.len + 1);
    to = *at;
  }
  set_pointer(w, place + offsetof(base_str, data), to);
}

static uint64_t put_terms(image_writer *w, const dict_term *terms, uint32_t n) {
  uint64_t at = put_bytes(w, terms, n * sizeof *terms);
  for (uint32_t k = 0; k < n; k++) {
    set_string(w, at + k * sizeof *terms + offsetof(dict_term, sector), terms[k].sector);
    set_string(w, at + k * sizeof *terms + offsetof(dict_term, title), terms[k].title);
  }
  return at;
}

static uint64_t put_entry(image_writer *w, const dict_entry *e) {
  uintptr_t *known = placed(w, e, PLACED_ENTRY, 0);
  uint64_t at = *known;
  if (at) return at;
  at = *known = put_bytes(w, e, sizeof *e);
  set_string(w, at + offsetof(dict_entry, name), e->name);
  set_string(w, at + offsetof(dict_entry, country), e->country);
  set_string(w, at + offsetof(dict_entry, sector), e->sector);
  set_pointer(w, at + offsetof(dict_entry, terms), e->n_terms ? put_terms(w, e->terms, e->n_terms) : 0);
  return at;
}

static uint64_t put_agent(image_writer *w, const dict_agent *a) {
  uintptr_t *known = placed(w, a, PLACED_AGENT, 0);
  uint64_t at = *known;
  if (at) return at;
  at = *known = put_bytes(w, a, sizeof *a);
  set_string(w, at + offsetof(dict_agent, phrase), a->phrase);
  set_string(w, at + offsetof(dict_agent, sector), a->sector);
  return at;
}

/* A node's meanings, each behind the one before it. */
static uint64_t put_forms(image_writer *w, const dict_form *f) {
  uint64_t first = 0, before = 0;
  for (; f; f = f->next) {
    uint64_t at = put_bytes(w, f, sizeof *f);
    set_pointer(w, at + offsetof(dict_form, entry), f->entry ? put_entry(w, f->entry) : 0);
    set_pointer(w, at + offsetof(dict_form, agent), f->agent ? put_agent(w, f->agent) : 0);
    set_pointer(w, at + offsetof(dict_form, next), 0);
    if (before) set_pointer(w, before + offsetof(dict_form, next), at);
    else first = at;
    before = at;
  }
  return first;
}

static uint64_t put_nodes(image_writer *w, const dict *d) {
  uint64_t at = put_bytes(w, d->forms, d->n_nodes * sizeof *d->forms);
  for (uint32_t k = 0; k < d->n_nodes; k++) set_pointer(w, at + k * sizeof *d->forms, put_forms(w, d->forms[k]));
  return at;
}

/* An array of structs whose members at the given offsets are strings. */
static uint64_t put_array(image_writer *w, const void *v, size_t n, size_t item, const size_t *strings,
                          size_t n_strings) {
  uint64_t at = put_bytes(w, v, n * item);
  for (size_t k = 0; k < n; k++)
    for (size_t i = 0; i < n_strings; i++) {
      base_str s;
      memcpy(&s, (const char *)v + k * item + strings[i], sizeof s);
      set_string(w, at + k * item + strings[i], s);
    }
  return at;
}

static uint64_t put_symbols(image_writer *w, const base_symbols *t) {
  base_symbols flat = *t;
  flat.cap = t->n; /* no room to spare: the first new symbol grows it */
  uint64_t at = put_bytes(w, &flat, sizeof flat);
  set_pointer(w, at + offsetof(base_symbols, arena), 0);
  set_pointer(w, at + offsetof(base_symbols, names), put_array(w, t->names, t->n, sizeof *t->names, (size_t[]){0}, 1));
  set_pointer(w, at + offsetof(base_symbols, hashes), put_bytes(w, t->hashes, t->n * sizeof *t->hashes));
  set_pointer(w, at + offsetof(base_symbols, slots), put_bytes(w, t->slots, t->slot_cap * sizeof *t->slots));
  return at;
}

static uint64_t put_dict(image_writer *w, const dict *d) {
  dict flat = {.n_edges = d->n_edges,
               .edge_cap = d->edge_cap,
               .n_nodes = d->n_nodes,
               .node_cap = d->n_nodes,
               .n_entries = d->n_entries,
               .flags_cap = d->flags_cap};
  flat.files.n = flat.files.cap = d->files.n;
  flat.sources.n = flat.sources.cap = d->sources.n;
  static const size_t IN_FILES[] = {0}, IN_SOURCES[] = {offsetof(dict_source, key), offsetof(dict_source, text)};
  uint64_t at = put_bytes(w, &flat, sizeof flat);
  set_pointer(w, at + offsetof(dict, files.v), put_array(w, d->files.v, d->files.n, sizeof *d->files.v, IN_FILES, 1));
  set_pointer(w, at + offsetof(dict, sources.v),
              put_array(w, d->sources.v, d->sources.n, sizeof *d->sources.v, IN_SOURCES, 2));
  set_pointer(w, at + offsetof(dict, edges), put_bytes(w, d->edges, d->edge_cap * sizeof *d->edges));
  set_pointer(w, at + offsetof(dict, forms), put_nodes(w, d));
  set_pointer(w, at + offsetof(dict, flags), put_bytes(w, d->flags, d->flags_cap * sizeof *d->flags));
  set_pointer(w, at + offsetof(dict, anaphors), put_bytes(w, d->anaphors, d->flags_cap * sizeof *d->anaphors));
  return at;
}

/* Under another name first, so that nobody reads half an image. */
static drg_status write_file(const char *path, const drg_buffer *bytes, drg_error *err) {
  char temporary[4096];
  int n = snprintf(temporary, sizeof temporary, "%s.%ld", path, (long)getpid());
  FILE *f = n > 0 && (size_t)n < sizeof temporary ? fopen(temporary, "wb") : NULL;
  bool good = f && fwrite(bytes->data, 1, bytes->len, f) == bytes->len;
  if (f) good = !fclose(f) && good;
  if (good && !rename(temporary, path)) return DRG_OK;
  if (f) unlink(temporary);
  return base_fail(err, DRG_ERR_WRITE, path, 0, 0, "cannot write '%.200s'", path);
}

static void put_image(image_writer *w, const dict *d, uint64_t made_of) {
  image_head head = {.made_of = made_of};
  memcpy(head.magic, MAGIC, sizeof MAGIC);
  put_bytes(w, &head, sizeof head);
  head.dict_at = put_dict(w, d);
  head.symbols_at = put_symbols(w, d->symbols);
  head.n_pointers = w->pointers.n;
  head.pointers_at = put_bytes(w, w->pointers.v, w->pointers.n * sizeof *w->pointers.v);
  head.bytes = w->bytes.len;
  head.checked = base_hash(w->bytes.data + sizeof head, w->bytes.len - sizeof head, 0);
  memcpy(w->bytes.data, &head, sizeof head);
}

drg_status dict_image_write(const dict *d, uint64_t hash, const char *path, drg_error *err) {
  image_writer w = {0};
  drg_buffer_init(&w.bytes);
  base_arena_init(&w.arena);
  base_map_init(&w.placed, &w.arena);
  put_image(&w, d, hash);
  drg_status st = write_file(path, &w.bytes, err);
  drg_buffer_clear(&w.bytes);
  base_arena_clear(&w.arena);
  return st;
}

/* ---- reading ---- */

static bool head_fits(const image_head *h, uint64_t made_of, size_t len) {
  return !memcmp(h->magic, MAGIC, sizeof MAGIC) && h->made_of == made_of && h->bytes == len &&
         h->checked == base_hash((const char *)h + sizeof *h, len - sizeof *h, 0);
}

static void relocate(char *map, const image_head *h) {
  const uint32_t *places = (const uint32_t *)(const void *)(map + h->pointers_at);
  for (uint64_t k = 0; k < h->n_pointers; k++) *(uint64_t *)(void *)(map + places[k] * 8u) += (uint64_t)(uintptr_t)map;
}

static void take_over(dict *d, char *map, size_t len) {
  const image_head *h = (const image_head *)(const void *)map;
  base_arena *arena = d->arena;
  base_symbols *symbols = d->symbols;
  relocate(map, h);
  memcpy(d, map + h->dict_at, sizeof *d);
  memcpy(symbols, map + h->symbols_at, sizeof *symbols);
  symbols->arena = d->arena = arena;
  d->symbols = symbols;
  d->image = map;
  d->image_len = len;
}

bool dict_image_open(const char *path, uint64_t hash, dict *d) {
  struct stat st;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  size_t len = fstat(fd, &st) || st.st_size < (off_t)sizeof(image_head) ? 0 : (size_t)st.st_size;
  char *map = len ? mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0) : MAP_FAILED;
  close(fd);
  if (map == MAP_FAILED) return false;
  if (head_fits((const image_head *)(const void *)map, hash, len)) take_over(d, map, len);
  else munmap(map, len);
  return d->image != NULL;
}

void dict_image_close(dict *d) {
  if (d->image) munmap(d->image, d->image_len);
  d->image = NULL;
}
