/* Opening the model file: every section's size is checked against the sizes that the file itself states, so that no
 * later code can read outside the map. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "parse/model.h"

typedef struct section {
  char name[16];
  uint64_t offset, bytes;
} section;

typedef struct opening {
  parse_model *m;
  const char *path;
  const section *sections;
  uint32_t n;
  const char *missing; /* first section that is absent or of a wrong size */
  char part[20];       /* holds its name where that was put together */
} opening;

enum { HEADER_BYTES = 16 }; /* magic, count, padding */

/* The section's bytes; NULL, and noted, if it is absent or not `bytes` long (0: any length). */
static const void *find(opening *o, const char *name, size_t bytes) {
  for (uint32_t i = 0; i < o->n; i++) {
    const section *s = &o->sections[i];
    if (strncmp(s->name, name, sizeof s->name)) continue;
    bool inside = s->offset <= o->m->map_len && s->bytes <= o->m->map_len - s->offset && s->offset % 64 == 0;
    if (inside && (bytes == 0 || s->bytes == bytes)) return (const char *)o->m->map + s->offset;
    break;
  }
  if (!o->missing) o->missing = name;
  return NULL;
}

static const void *find_part(opening *o, const char *name, const char *part, size_t bytes) {
  if (!o->missing) snprintf(o->part, sizeof o->part, "%s%s", name, part);
  return o->missing ? NULL : find(o, o->part, bytes);
}

static size_t section_bytes(const opening *o, const char *name) {
  for (uint32_t i = 0; i < o->n; i++)
    if (!strncmp(o->sections[i].name, name, sizeof o->sections[i].name)) return (size_t)o->sections[i].bytes;
  return 0;
}

static void open_strings(opening *o, const char *bytes_name, const char *offsets_name, model_strings *t) {
  size_t offset_bytes = section_bytes(o, offsets_name), blob = section_bytes(o, bytes_name);
  t->bytes = find(o, bytes_name, 0);
  t->offsets = find(o, offsets_name, 0);
  if (!t->bytes || !t->offsets || offset_bytes < 4) {
    if (!o->missing) o->missing = offsets_name;
    return;
  }
  t->n = (uint32_t)(offset_bytes / 4 - 1);
  for (uint32_t i = 0; i < t->n; i++)
    if (t->offsets[i] > t->offsets[i + 1] || t->offsets[i + 1] > blob) o->missing = offsets_name;
  if (t->offsets[0] > blob) o->missing = offsets_name;
}

/* name.w (n / 16, k / 4, 16, 4), name.o, name.s, name.b (n) */
static matrix open_matrix(opening *o, const char *name, int k, int n) {
  size_t row = (size_t)n * sizeof(float);
  return (matrix){.w = find_part(o, name, ".w", (size_t)k * (size_t)n),
                  .offset = find_part(o, name, ".o", row),
                  .scale = find_part(o, name, ".s", row),
                  .b = find_part(o, name, ".b", row),
                  .k = k,
                  .n = n};
}

static int padded(uint32_t n) { return (int)((n + LANES - 1) / LANES * LANES); }

static void open_matrices(opening *o) {
  parse_model *m = o->m;
  int width = m->word_dim + FEATURE_PIECES * m->piece_dim + m->shape_dim, deep = 2 * m->hidden, wide = 3 * m->hidden;
  for (int l = 0; l < m->n_layers; l++)
    for (int d = 0; d < 2; d++) {
      char in[] = "l1f.in", recur[] = "l1f.re";
      in[1] = recur[1] = (char)('1' + l), in[2] = recur[2] = d ? 'b' : 'f';
      m->layers[l][d] =
          (model_lstm){open_matrix(o, in, l ? deep : width, wide), open_matrix(o, recur, m->hidden, wide)};
    }
  m->upos_out = open_matrix(o, "upos", deep, padded(m->upos.n));
  m->xpos_out = open_matrix(o, "xpos", deep, padded(m->xpos.n));
  m->arc_dep = open_matrix(o, "arcd", deep, m->arc_dim);
  m->arc_head = open_matrix(o, "arch", deep, m->arc_dim);
  m->arc_u = open_matrix(o, "arcu", m->arc_dim, m->arc_dim);
  m->label_dep = open_matrix(o, "labd", deep, m->label_dim);
  m->label_head = open_matrix(o, "labh", deep, m->label_dim);
  m->label_out = open_matrix(o, "lab", m->label_dim, padded(m->deps.n));
}

/* The sizes, and all that is used straight from the map. */
static void open_tables(opening *o) {
  parse_model *m = o->m;
  const int32_t *dims = find(o, "dims", 8 * sizeof(int32_t));
  open_strings(o, "vocab", "vocab.off", &m->vocab);
  open_strings(o, "lemma", "lemma.off", &m->lemmas);
  open_strings(o, "upos", "upos.off", &m->upos);
  open_strings(o, "xpos", "xpos.off", &m->xpos);
  open_strings(o, "deps", "deps.off", &m->deps);
  if (o->missing) return;
  int *const to[] = {&m->word_dim, &m->piece_dim, &m->shape_dim, &m->buckets,
                     &m->hidden,   &m->n_layers,  &m->arc_dim,   &m->label_dim};
  for (int i = 0; i < 8; i++) {
    *to[i] = dims[i];
    if (dims[i] < 1 || dims[i] > 65536) o->missing = "dims";
  }
  if (o->missing) return;
  if (m->hidden % LANES || m->arc_dim % LANES || m->label_dim % LANES || m->hidden > MATRIX_MOST / 3 ||
      m->n_layers > MODEL_LAYERS || m->arc_dim > MATRIX_MOST || m->label_dim > MATRIX_MOST ||
      (m->word_dim + FEATURE_PIECES * m->piece_dim + m->shape_dim) % MATRIX_DEPTH || m->upos.n > 32 ||
      m->xpos.n > 128 || m->deps.n > 64 || !m->vocab.n || !m->upos.n || !m->xpos.n || !m->deps.n)
    o->missing = "dims";
  if (o->missing) return;
  m->n_slots = (uint32_t)(section_bytes(o, "vocab.slot") / 4);
  m->slots = find(o, "vocab.slot", 0);
  if (!m->n_slots || (m->n_slots & (m->n_slots - 1)) || m->n_slots <= m->vocab.n) o->missing = "vocab.slot";
  uint32_t used = 0;
  for (uint32_t i = 0; !o->missing && i < m->n_slots; i++) {
    used += m->slots[i] != 0;
    if (m->slots[i] > m->vocab.n) o->missing = "vocab.slot";
  }
  if (used == m->n_slots) o->missing = "vocab.slot"; /* a search would not end */
  size_t v = m->vocab.n, pieces = (size_t)FEATURE_PIECES * (size_t)m->buckets;
  m->word_rows = find(o, "word", v * (size_t)m->word_dim);
  m->word_scales = find(o, "word.s", v * sizeof(float));
  m->piece_rows = find(o, "piece", pieces * (size_t)m->piece_dim);
  m->piece_scales = find(o, "piece.s", pieces * sizeof(float));
  m->shape_rows = find(o, "shape", (size_t)FEATURE_SHAPES * (size_t)m->shape_dim * sizeof(float));
  m->root = find(o, "root", 2 * (size_t)m->hidden * sizeof(float));
}

/* ---- the recogniser of names: sections ne.*, which a model may lack ---- */

static void name_entity_tags(opening *o, const model_strings *tags) {
  model_entity *e = &o->m->entity;
  for (uint32_t i = 0; i < tags->n && i < ENTITY_TAGS; i++) {
    base_str tag = model_string(tags, i);
    e->place_of[i] = tag.len ? tag.data[0] : 'O';
    for (int k = 1; k < NAME_COUNT && tag.len > 2; k++)
      if (base_str_eq_nocase(base_str_sub(tag, 2, tag.len), base_str_of(parse_name_kind_text((parse_name_kind)k))))
        e->kind_of[i] = (uint8_t)k;
  }
}

static void copy_moves(model_entity *e, const float *from) {
  for (int b = 0; b <= e->n_tags; b++)
    for (int c = 0; c < ENTITY_TAGS; c++) e->move[b][c] = c < e->n_tags ? from[b * e->n_tags + c] : -1e4f;
}

static void open_entity_parts(opening *o, const int32_t *dims) {
  parse_model *m = o->m;
  model_entity *e = &m->entity;
  model_strings tags = {0};
  open_strings(o, "ne.tags", "ne.tags.off", &tags);
  bool good = dims[0] > 0 && dims[0] <= 1024 && dims[1] > 0 && dims[1] <= 1024 && dims[2] > 0 && dims[2] <= 1 << 20 &&
              dims[3] > 0 && dims[3] <= 1 << 20 && dims[4] == PARSE_MARKS && dims[5] == PARSE_MARK_KINDS && tags.n &&
              tags.n <= ENTITY_TAGS && dims[0] % LANES == 0 && dims[1] % LANES == 0;
  if (!good && !o->missing) o->missing = "ne.dims";
  if (o->missing) return;
  int width = m->word_dim + FEATURE_PIECES * m->piece_dim + m->shape_dim;
  *e = (model_entity){.near = dims[0], .hidden = dims[1], .buckets = dims[2], .whole = dims[3], .n_tags = (int)tags.n};
  size_t near = (size_t)e->near, rows = (FEATURE_PIECES - 1) * (size_t)e->buckets + (size_t)e->whole;
  e->piece_rows = find(o, "ne.piece", rows * near);
  e->piece_scales = find(o, "ne.piece.s", rows * sizeof(float));
  e->mark_rows = find(o, "ne.mark", PARSE_MARKS * PARSE_MARK_KINDS * near * sizeof(float));
  const float *moves = find(o, "ne.move", (tags.n + 1) * tags.n * sizeof(float));
  e->in = open_matrix(o, "ne.in", width, e->near);
  e->window = open_matrix(o, "ne.win", ENTITY_WINDOW * e->near, e->hidden);
  e->deep = open_matrix(o, "ne.deep", 2 * m->hidden, e->hidden);
  e->out = open_matrix(o, "ne.out", e->hidden, padded(tags.n));
  name_entity_tags(o, &tags);
  if (moves) copy_moves(e, moves);
}

/* Some of its sections and not all are damage. */
static bool has_entity(const opening *o) {
  for (uint32_t i = 0; i < o->n; i++)
    if (!strncmp(o->sections[i].name, "ne.", 3)) return true;
  return false;
}

static void open_entity(opening *o) {
  if (o->missing || !has_entity(o)) return;
  const int32_t *dims = find(o, "ne.dims", 6 * sizeof(int32_t));
  if (dims) open_entity_parts(o, dims);
}

/* What a fine tag of the Penn set says of the word's form. */
static uint8_t feats_of_tag(base_str tag) {
  static const struct {
    const char *tag;
    uint8_t feats;
  } TAGS[] = {{"VBD", PARSE_PAST},   {"VBZ", PARSE_PRES},       {"VBP", PARSE_PRES},   {"VB", PARSE_INF},
              {"VBG", PARSE_GERUND}, {"VBN", PARSE_PARTICIPLE}, {"NNS", PARSE_PLURAL}, {"NNPS", PARSE_PLURAL}};
  for (size_t i = 0; i < sizeof TAGS / sizeof *TAGS; i++)
    if (base_str_eq(tag, base_str_of(TAGS[i].tag))) return TAGS[i].feats;
  return 0;
}

static void name_tags(parse_model *m) {
  for (uint32_t i = 0; i < m->upos.n; i++) m->upos_of[i] = (uint8_t)parse_upos_named(model_string(&m->upos, i));
  for (uint32_t i = 0; i < m->deps.n; i++) m->dep_of[i] = (uint8_t)parse_deprel_named(model_string(&m->deps, i));
  for (uint32_t i = 0; i < m->xpos.n; i++) {
    m->xpos_names[i] = model_string(&m->xpos, i);
    m->feats_of[i] = feats_of_tag(m->xpos_names[i]);
  }
}

static drg_status map_file(const char *path, parse_model *m, drg_error *err) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return base_fail(err, DRG_ERR_OPEN, path, 0, 0, "cannot open '%s': %s", path, strerror(errno));
  struct stat st;
  bool ok = fstat(fd, &st) == 0 && st.st_size >= HEADER_BYTES;
  if (ok) m->map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  close(fd);
  if (!ok || m->map == MAP_FAILED) {
    m->map = NULL;
    return base_fail(err, DRG_ERR_FORMAT, path, 0, 0, "'%s' is no model file", path);
  }
  m->map_len = (size_t)st.st_size;
  return DRG_OK;
}

static drg_status read_model(opening *o, drg_error *err) {
  const char *map = o->m->map;
  memcpy(&o->n, map + 8, sizeof o->n);
  if (memcmp(map, "DRGMODL2", 8) || o->n > 1000 || 16 + o->n * sizeof(section) > o->m->map_len)
    return base_fail(err, DRG_ERR_FORMAT, o->path, 0, 0, "'%s' is no model file of this version", o->path);
  o->sections = (const section *)(map + 16);
  open_tables(o);
  if (!o->missing) open_matrices(o);
  open_entity(o);
  if (!o->missing) {
    name_tags(o->m);
    o->m->dot = matrix_kernel();
    return DRG_OK;
  }
  return base_fail(err, DRG_ERR_FORMAT, o->path, 0, 0, "'%s': section '%s' is missing or damaged", o->path, o->missing);
}

drg_status parse_model_open(const char *path, parse_model **out, drg_error *err) {
  parse_model *m = calloc(1, sizeof *m);
  if (!m) return base_fail(err, DRG_ERR_MEMORY, path, 0, 0, "out of memory");
  opening o = {.m = m, .path = path};
  drg_status st = map_file(path, m, err);
  if (st == DRG_OK) st = read_model(&o, err);
  if (st == DRG_OK) *out = m;
  else parse_model_close(m);
  return st;
}

void parse_model_close(parse_model *m) {
  if (!m) return;
  if (m->map) munmap(m->map, m->map_len);
  free(m);
}
