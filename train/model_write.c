#include "model_write.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ALIGN = 64, MOST_SECTIONS = 256, NAME = 16 };

typedef struct section {
  char name[NAME];
  const void *data;
  uint64_t bytes;
} section;

typedef struct file {
  base_arena arena;
  section sections[MOST_SECTIONS];
  uint32_t n;
} file;

static void add(file *f, const char *name, const char *part, const void *data, size_t bytes) {
  if (f->n == MOST_SECTIONS) abort();
  section *s = &f->sections[f->n++];
  *s = (section){.data = data, .bytes = bytes};
  size_t n = strlen(name);
  memcpy(s->name, name, n), memcpy(s->name + n, part, strlen(part));
}

static void add_strings(file *f, const char *name, const base_str *items, size_t n) {
  uint32_t *offsets = BASE_NEW(&f->arena, uint32_t, n + 1);
  size_t bytes = 0;
  for (size_t i = 0; i < n; i++) bytes += items[i].len, offsets[i + 1] = (uint32_t)bytes;
  char *all = base_arena_alloc(&f->arena, bytes + 1);
  for (size_t i = 0; i < n; i++) memcpy(all + offsets[i], items[i].data, items[i].len);
  add(f, name, "", all, bytes), add(f, name, ".off", offsets, (n + 1) * sizeof *offsets);
}

/* int8 rows (rows, n) with a scale each */
static void add_rows(file *f, const char *name, const float *from, size_t rows, int n) {
  int8_t *to = BASE_NEW(&f->arena, int8_t, rows * (size_t)n);
  float *scales = BASE_NEW(&f->arena, float, rows);
  for (size_t r = 0; r < rows; r++) {
    const float *row = from + r * (size_t)n;
    float top = 1e-8f;
    for (int i = 0; i < n; i++) top = fabsf(row[i]) > top ? fabsf(row[i]) : top;
    for (int i = 0; i < n; i++) to[r * (size_t)n + (size_t)i] = (int8_t)lrintf(row[i] * 127 / top);
    scales[r] = top / 127;
  }
  add(f, name, "", to, rows * (size_t)n), add(f, name, ".s", scales, rows * sizeof *scales);
}

/* w (k, n) and b (n; NULL: zeros), outputs padded with zeros to whole vectors */
static void add_matrix(file *f, const char *name, const float *w, const float *b, int k, int n) {
  size_t wide = (size_t)((n + LANES - 1) / LANES * LANES), row = wide * sizeof(float);
  float *padded = BASE_NEW(&f->arena, float, (size_t)k *wide), *scale = BASE_NEW(&f->arena, float, wide);
  float *bias = BASE_NEW(&f->arena, float, wide);
  int8_t *packed = BASE_NEW(&f->arena, int8_t, (size_t)k * wide);
  int32_t *offset = BASE_NEW(&f->arena, int32_t, wide);
  for (int i = 0; i < k; i++) memcpy(padded + (size_t)i * wide, w + (size_t)i * (size_t)n, sizeof(float) * (size_t)n);
  if (b) memcpy(bias, b, sizeof(float) * (size_t)n);
  matrix_pack(padded, k, (int)wide, packed, offset, scale);
  add(f, name, ".w", packed, (size_t)k * wide), add(f, name, ".o", offset, row);
  add(f, name, ".s", scale, row), add(f, name, ".b", bias, row);
}

static void add_block(file *f, const net *n, const char *name, block w, const block *b) {
  add_matrix(f, name, n->p + w.at, b ? n->p + b->at : NULL, w.rows, w.cols);
}

static void add_network(file *f, const net *n) {
  const net_sizes *s = &n->size;
  add_rows(f, "piece", n->p + n->pieces.at, (size_t)n->pieces.rows, s->piece);
  add(f, "shape", "", n->p + n->shapes.at, sizeof(float) * (size_t)n->shapes.rows * (size_t)s->shape);
  add(f, "root", "", n->p + n->root.at, sizeof(float) * 2 * (size_t)s->hidden);
  for (int l = 0; l < s->layers; l++)
    for (int d = 0; d < 2; d++) {
      char in[] = {'l', (char)('1' + l), d ? 'b' : 'f', '.', 'i', 'n', 0},
           recur[] = {'l', in[1], in[2], '.', 'r', 'e', 0};
      add_block(f, n, in, n->lstm[l][d].in, &n->lstm[l][d].bias);
      add_block(f, n, recur, n->lstm[l][d].recur, NULL);
    }
  const struct {
    const char *name;
    const dense *d;
  } all[] = {{"upos", &n->upos},  {"xpos", &n->xpos},      {"arcd", &n->arc_dep},    {"arch", &n->arc_head},
             {"arcu", &n->arc_u}, {"labd", &n->label_dep}, {"labh", &n->label_head}, {"lab", &n->label_out}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    add_block(f, n, all[i].name, all[i].d->w, all[i].d == &n->label_head ? NULL : &all[i].d->b);
}

/* Open addressing: number + 1 of every word but the first, 0 for empty; at most half full. */
static void add_slots(file *f, const lexicon *x) {
  uint32_t size = 16;
  while (size < 2 * x->n) size *= 2;
  uint32_t *slots = BASE_NEW(&f->arena, uint32_t, size);
  for (uint32_t w = 1; w < x->n; w++) {
    uint32_t i = feature_hash(FEATURE_SEED, x->words[w].data, x->words[w].len) & (size - 1);
    while (slots[i]) i = (i + 1) & (size - 1);
    slots[i] = w + 1;
  }
  add(f, "vocab", ".slot", slots, size * sizeof *slots);
}

static void add_tables(file *f, const net *n, const lemma_table *lemmas) {
  const lexicon *x = n->lexicon;
  add_strings(f, "vocab", x->words, x->n);
  add_slots(f, x);
  base_str names[DEP_COUNT]; /* there are fewer tags than relations */
  for (int i = 1; i < UPOS_COUNT; i++) names[i - 1] = base_str_of(parse_upos_name((parse_upos)i));
  add_strings(f, "upos", names, UPOS_COUNT - 1);
  add_strings(f, "xpos", x->xpos, x->n_xpos);
  for (int i = 1; i < DEP_COUNT; i++) names[i - 1] = base_str_of(parse_deprel_name((parse_deprel)i));
  add_strings(f, "deps", names, DEP_COUNT - 1);
  add_strings(f, "lemma", lemmas->rows, lemmas->n);
}

static size_t aligned(size_t n) { return (n + ALIGN - 1) / ALIGN * ALIGN; }

static bool put(FILE *out, const void *data, size_t bytes) {
  static const char zeros[ALIGN];
  return fwrite(data, 1, bytes, out) == bytes &&
         fwrite(zeros, 1, aligned(bytes) - bytes, out) == aligned(bytes) - bytes;
}

static bool put_all(const file *f, FILE *out) {
  struct {
    char magic[8];
    uint32_t n, zero;
    struct {
      char name[NAME];
      uint64_t offset, bytes;
    } sections[MOST_SECTIONS];
  } head = {.magic = {'D', 'R', 'G', 'M', 'O', 'D', 'L', '2'}, .n = f->n};
  size_t head_bytes = 16 + f->n * sizeof head.sections[0], at = aligned(head_bytes);
  for (uint32_t i = 0; i < f->n; i++) {
    memcpy(head.sections[i].name, f->sections[i].name, NAME);
    head.sections[i].offset = at, head.sections[i].bytes = f->sections[i].bytes;
    at += aligned(f->sections[i].bytes);
  }
  bool ok = put(out, &head, head_bytes);
  for (uint32_t i = 0; ok && i < f->n; i++) ok = put(out, f->sections[i].data, f->sections[i].bytes);
  return ok;
}

static drg_status write_file(const file *f, const char *path, drg_error *err) {
  char new[4096];
  snprintf(new, sizeof new, "%s.new", path);
  FILE *out = fopen(new, "wb");
  bool ok = out && put_all(f, out);
  if (out) ok = fclose(out) == 0 && ok;
  if (ok && rename(new, path) == 0) return DRG_OK;
  return base_fail(err, DRG_ERR_OPEN, path, 0, 0, "cannot write '%s': %s", path, strerror(errno));
}

drg_status model_write(const net *n, const lemma_table *lemmas, const char *path, drg_error *err) {
  file *f = calloc(1, sizeof *f);
  float *words = net_word_rows(n);
  if (!f) abort();
  base_arena_init(&f->arena);
  const net_sizes *s = &n->size;
  int32_t dims[] = {s->word, s->piece, s->shape, s->buckets, s->hidden, s->layers, s->arc, s->label};
  add(f, "dims", "", dims, sizeof dims);
  add_tables(f, n, lemmas);
  add_rows(f, "word", words, n->lexicon->n, s->word);
  add_network(f, n);
  drg_status st = write_file(f, path, err);
  base_arena_clear(&f->arena);
  free(words), free(f);
  return st;
}

/* ---- the recogniser of names, beside the parser that is already in a file ---- */

/* The sections of a model file, but for those of a recogniser. */
static drg_status add_old(file *f, const char *path, drg_error *err) {
  struct {
    char name[NAME];
    uint64_t offset, bytes;
  } old;
  char *data;
  size_t len;
  drg_status st = base_read_file(path, &data, &len, err);
  if (st != DRG_OK) return st;
  uint32_t n = 0;
  if (len >= 16) memcpy(&n, data + 8, sizeof n);
  for (uint32_t i = 0; i < n && 16 + (i + 1) * sizeof old <= len; i++) {
    char name[NAME + 1] = {0};
    memcpy(&old, data + 16 + i * sizeof old, sizeof old);
    memcpy(name, old.name, NAME);
    if (!strncmp(name, "ne.", 3) || old.offset > len || old.bytes > len - old.offset) continue;
    char *copy = base_arena_alloc(&f->arena, old.bytes + 1);
    memcpy(copy, data + old.offset, old.bytes);
    add(f, name, "", copy, old.bytes);
  }
  free(data);
  return DRG_OK;
}

static void add_entities(file *f, const entity_net *n) {
  enum { T = ENTITY_TAG_COUNT };
  int32_t *dims = BASE_NEW(&f->arena, int32_t, 6);
  const int32_t is[] = {n->near, n->hidden, n->buckets, n->whole, PARSE_MARKS, PARSE_MARK_KINDS};
  memcpy(dims, is, sizeof is);
  add(f, "ne.dims", "", dims, sizeof is);
  base_str names[T];
  for (int t = 0; t < T; t++) names[t] = base_str_of(ENTITY_TAG_NAMES[t]);
  add_strings(f, "ne.tags", names, T);
  add_rows(f, "ne.piece", n->p + n->pieces.at, (size_t)n->pieces.rows, n->near);
  add(f, "ne.mark", "", n->p + n->marks.at, sizeof(float) * (size_t)n->marks.rows * (size_t)n->near);
  float *moves = BASE_NEW(&f->arena, float, (T + 1) * T);
  for (int b = 0; b <= T; b++)
    for (int c = 0; c < T; c++)
      moves[b * T + c] = entities_may_follow(b, c) ? n->p[n->moves.at + (size_t)(b * T + c)] : -1e4f;
  add(f, "ne.move", "", moves, sizeof(float) * (T + 1) * T);
  const struct {
    const char *name;
    block w;
    const block *b;
  } all[] = {{"ne.in", n->in.w, &n->in.b},
             {"ne.win", n->window.w, &n->window.b},
             {"ne.deep", n->deeper, NULL},
             {"ne.out", n->out.w, &n->out.b}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    add_matrix(f, all[i].name, n->p + all[i].w.at, all[i].b ? n->p + all[i].b->at : NULL, all[i].w.rows, all[i].w.cols);
}

drg_status model_write_entities(const entity_net *n, const char *from, const char *path, drg_error *err) {
  file *f = calloc(1, sizeof *f);
  if (!f) abort();
  base_arena_init(&f->arena);
  drg_status st = add_old(f, from, err);
  if (st == DRG_OK) add_entities(f, n);
  if (st == DRG_OK) st = write_file(f, path, err);
  base_arena_clear(&f->arena);
  free(f);
  return st;
}
