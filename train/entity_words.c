/* Tagged words from files, with what the runtime makes of them. */
#include <stdlib.h>
#include "entities.h"
#include "parse/scratch.h"
#include "resolve/resolve.h"

enum { LONGEST = 200, AT_ONCE = MODEL_ABREAST };

static void *grown(void *p, size_t n, size_t size) {
  p = realloc(p, n * size);
  if (!p) abort();
  return p;
}

static void make_room(entity_words *w, size_t words, size_t wide, size_t deep) {
  if (w->n + words <= w->cap) return;
  w->cap = w->cap ? 2 * w->cap : 1 << 16;
  w->input = grown(w->input, w->cap, wide), w->deep = grown(w->deep, w->cap, deep);
  w->input_scale = grown(w->input_scale, w->cap, sizeof(float)), w->tags = grown(w->tags, w->cap, 1);
  w->pieces = grown(w->pieces, w->cap, sizeof *w->pieces), w->marks = grown(w->marks, w->cap, sizeof *w->marks);
}

static void add_sentence(entity_words *w, const parse_model *m, const parse_scratch *s, const parse_sent *sent, int row,
                         const uint8_t *marks, const int8_t *tags) {
  size_t wide = (size_t)s->input.k, deep = 2 * (size_t)m->hidden, at = (size_t)row, n = sent->n;
  const matrix_rows *tag_layer = &s->hidden[model_tag_layer(m->n_layers) % 2];
  make_room(w, n, wide, deep);
  memcpy(w->input + w->n * wide, s->input.q + at * wide, n * wide);
  memcpy(w->input_scale + w->n, s->input.scale + at, n * sizeof(float));
  memcpy(w->deep + w->n * deep, tag_layer->q + at * deep, n * deep);
  memcpy(w->pieces + w->n, s->pieces + at, n * sizeof *w->pieces);
  memcpy(w->marks + w->n, marks, n * sizeof *w->marks);
  memcpy(w->tags + w->n, tags, n);
  if (w->n_sentences + 2 > w->sentence_cap) {
    w->sentence_cap = w->sentence_cap ? 2 * w->sentence_cap : 1 << 14;
    w->begin = grown(w->begin, w->sentence_cap, sizeof *w->begin);
  }
  w->begin[w->n_sentences++] = w->n;
  w->begin[w->n_sentences] = w->n += n;
}

static int tag_of(base_str s) {
  if (base_str_eq(s, BASE_STR("?"))) return -1;
  for (int t = 0; t < ENTITY_TAG_COUNT; t++)
    if (base_str_eq(s, base_str_of(ENTITY_TAG_NAMES[t]))) return t;
  return -2;
}

typedef struct reading {
  base_str rest;
  const char *path;
  uint64_t line;
  base_arena *arena;
} reading;

/* The next sentence; DRG_END after the last. */
static drg_status next_sentence(reading *r, parse_sent *out, int8_t *tags, drg_error *err) {
  BASE_VEC(parse_word) words = {0};
  for (base_str line; (line = base_str_cut(&r->rest, '\n')).data;) {
    r->line++;
    if (!line.len && words.n) break;
    if (!line.len) continue;
    parse_word w = {.form = base_str_cut(&line, '\t'), .space_after = true, .head = -1};
    int tag = line.data ? tag_of(line) : -2;
    if (tag == -2) return base_fail(err, DRG_ERR_FORMAT, r->path, r->line, 0, "a line is a word, a tab and a tag");
    if (words.n == LONGEST) continue;
    tags[words.n] = (int8_t)tag;
    BASE_PUSH(r->arena, &words, w);
  }
  *out = (parse_sent){.words = words.v, .n = (uint32_t)words.n};
  return words.n ? DRG_OK : DRG_END;
}

drg_status entity_words_read(entity_words *w, const parse_model *m, parse_scratch *s, const base_symbols *symbols,
                             const char *path, drg_error *err) {
  char *data;
  size_t len;
  drg_status st = base_read_file(path, &data, &len, err);
  if (st != DRG_OK) return st;
  base_arena arena;
  base_arena_init(&arena);
  reading r = {.rest = {data, len}, .path = path, .arena = &arena};
  for (;;) {
    parse_sent sent;
    int8_t tags[LONGEST];
    uint8_t marks[LONGEST * PARSE_MARKS] = {0};
    base_arena_reset(&arena);
    st = next_sentence(&r, &sent, tags, err);
    if (st != DRG_OK) break;
    parse_sentences(m, s, symbols, &arena, &sent, 1);
    if (s->marker) s->marker(s->marker_context, &arena, &sent, marks);
    add_sentence(w, m, s, &sent, 1, marks, tags); /* the scratch still holds the sentence */
  }
  base_arena_clear(&arena);
  free(data);
  return st == DRG_END ? DRG_OK : st;
}

void entity_words_clear(entity_words *w) {
  void *all[] = {w->begin, w->input, w->input_scale, w->deep, w->pieces, w->marks, w->tags};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}
