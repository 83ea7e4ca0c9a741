#include "lexicon.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

typedef struct counted {
  base_str word;
  uint32_t times;
} counted;

static uint32_t add_word(lexicon *x, base_str word, size_t *cap) {
  if (x->n == *cap) x->words = base_vec_grow(x->arena, x->words, x->n, cap, sizeof *x->words);
  x->words[x->n] = word;
  *base_map_put(&x->rows, word) = (void *)(uintptr_t)(x->n + 1);
  return x->n++;
}

static uint32_t row_of(const lexicon *x, base_str key) {
  uintptr_t row = (uintptr_t)base_map_get(&x->rows, key);
  return row ? (uint32_t)(row - 1) : 0;
}

/* Words in the order in which they are first seen, with their counts. */
static void add_seen(lexicon *x, const treebank *seen, int at_least, size_t *cap) {
  base_map places;
  base_map_init(&places, x->arena);
  counted *all = NULL;
  size_t n = 0, room = 0;
  for (size_t i = 0; i < seen->n; i++)
    for (uint32_t k = 0; k < seen->sents[i].n; k++) {
      base_str key = features_of(x->arena, seen->sents[i].words[k].form).key;
      void **place = base_map_put(&places, key);
      if (!*place) {
        if (n == room) all = base_vec_grow(x->arena, all, n, &room, sizeof *all);
        all[n++] = (counted){key, 0};
        *place = (void *)(uintptr_t)n;
      }
      all[(uintptr_t)*place - 1].times++;
    }
  x->count = BASE_NEW(x->arena, float, n + 1);
  add_word(x, BASE_STR("<unknown>"), cap);
  for (size_t i = 0; i < n; i++)
    if (all[i].times >= (uint32_t)at_least) x->count[add_word(x, all[i].word, cap)] = (float)all[i].times;
  x->n_seen = x->n;
}

static int compare(const void *a, const void *b) {
  return strcmp(((const base_str *)a)->data, ((const base_str *)b)->data);
}

static void collect_xpos(lexicon *x, const treebank *seen) {
  base_symbols tags;
  base_symbols_init(&tags, x->arena);
  for (size_t i = 0; i < seen->n; i++)
    for (uint32_t k = 0; k < seen->sents[i].n; k++) base_symbols_add(&tags, seen->sents[i].words[k].xpos);
  x->n_xpos = tags.n - 1;
  x->xpos = BASE_NEW(x->arena, base_str, x->n_xpos);
  for (uint32_t i = 0; i < x->n_xpos; i++) x->xpos[i] = base_symbols_name(&tags, i + 1);
  qsort(x->xpos, x->n_xpos, sizeof *x->xpos, compare);
}

/* ---- word vectors ---- */

typedef struct vector_line {
  base_str word, numbers;
} vector_line;

static int count_numbers(base_str numbers) {
  int n = 0;
  while (base_str_word(&numbers).data) n++;
  return n;
}

static bool read_numbers(base_str numbers, int n, float *to) {
  for (int i = 0; i < n; i++) {
    double v;
    if (!base_str_to_double(base_str_word(&numbers), &v)) return false;
    to[i] = (float)v;
  }
  return true;
}

/* To variance 1 over those that are there. */
static void scale_vectors(lexicon *x, size_t found) {
  size_t n = (size_t)x->n * (size_t)x->n_dims;
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += (double)x->vectors[i] * (double)x->vectors[i];
  float by = found ? (float)(1 / sqrt(sum / ((double)found * x->n_dims))) : 0;
  for (size_t i = 0; i < n; i++) x->vectors[i] *= by;
}

static drg_status read_vectors(lexicon *x, const char *path, uint32_t most, size_t *cap, drg_error *err) {
  char *data;
  size_t len, found = 0;
  drg_status st = base_read_file(path, &data, &len, err);
  if (st != DRG_OK) return st;
  vector_line *lines = BASE_NEW(x->arena, vector_line, most ? most : 1);
  base_str rest = {data, len};
  uint32_t n = 0;
  for (base_str line; n < most && (line = base_str_cut(&rest, '\n')).data;) {
    base_str word = base_str_word(&line);
    if (!word.data || !line.data) continue;
    lines[n++] = (vector_line){word, line};
    if (base_str_eq(base_str_lower(x->arena, word), word) && !row_of(x, word))
      add_word(x, base_str_copy(x->arena, word), cap);
  }
  x->n_dims = n ? count_numbers(lines[0].numbers) : 0;
  x->vectors = BASE_NEW(x->arena, float, (size_t)x->n *(size_t)x->n_dims + 1);
  for (uint32_t i = 0; i < n && st == DRG_OK; i++) {
    uint32_t row = row_of(x, lines[i].word);
    if (!row) continue;
    found++;
    if (!read_numbers(lines[i].numbers, x->n_dims, x->vectors + (size_t)row * (size_t)x->n_dims))
      st = base_fail(err, DRG_ERR_FORMAT, path, i + 1, 0, "a line is a word and %d numbers", x->n_dims);
  }
  scale_vectors(x, found);
  free(data);
  return st;
}

drg_status lexicon_build(lexicon *x, base_arena *arena, const treebank *seen, int at_least, const char *vectors_path,
                         uint32_t most_words, drg_error *err) {
  *x = (lexicon){.arena = arena};
  size_t cap = 0;
  base_map_init(&x->rows, arena);
  add_seen(x, seen, at_least, &cap);
  collect_xpos(x, seen);
  return vectors_path ? read_vectors(x, vectors_path, most_words, &cap, err) : DRG_OK;
}

/* ---- sentences ---- */

static int32_t xpos_number(const lexicon *x, base_str tag) {
  base_str *at = bsearch(&tag, x->xpos, x->n_xpos, sizeof *x->xpos, compare);
  return at ? (int32_t)(at - x->xpos) : -1;
}

static example encode(const lexicon *x, base_arena *arena, const parse_sent *s,
                      base_str (*form_of)(base_arena *, base_str)) {
  example e = {s->n, BASE_NEW(arena, uint32_t, s->n * EXAMPLE_IN), BASE_NEW(arena, int32_t, s->n * EXAMPLE_OUT)};
  for (uint32_t i = 0; i < s->n; i++) {
    const parse_word *w = &s->words[i];
    features f = features_of(arena, form_of ? form_of(arena, w->form) : w->form);
    uint32_t *in = e.in + i * EXAMPLE_IN;
    in[IN_WORD] = row_of(x, f.key), in[IN_SHAPE] = f.shape;
    memcpy(in + IN_PIECES, f.pieces, sizeof f.pieces);
    int32_t *out = e.out + i * EXAMPLE_OUT; /* tags and relations of parse.h without their 0, which is none */
    out[OUT_UPOS] = (int32_t)w->upos - 1, out[OUT_XPOS] = xpos_number(x, w->xpos);
    out[OUT_HEAD] = w->head + 1, out[OUT_LABEL] = (int32_t)w->deprel - 1;
  }
  return e;
}

static base_str shout(base_arena *arena, base_str form) {
  BASE_VEC(char) out = {0};
  for (size_t i = 0; i < form.len;) {
    size_t from = i;
    int32_t cp = base_utf8_next(form, &i);
    utf8proc_uint8_t bytes[4] = {0};
    utf8proc_ssize_t n = cp < 0 ? 0 : utf8proc_encode_char(utf8proc_toupper(cp), bytes);
    for (utf8proc_ssize_t k = 0; k < n; k++) BASE_PUSH(arena, &out, (char)bytes[k]);
    if (cp < 0) BASE_PUSH(arena, &out, form.data[from]);
  }
  return (base_str){out.v, out.n};
}

example lexicon_encode(const lexicon *x, base_arena *arena, const parse_sent *s) { return encode(x, arena, s, NULL); }
example lexicon_encode_shouted(const lexicon *x, base_arena *arena, const parse_sent *s) {
  return encode(x, arena, s, shout);
}
