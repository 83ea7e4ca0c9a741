/* The recogniser of named entities over what the network has made of the words: model.h tells its parts. */
#include <stdlib.h>
#include "parse/scratch.h"

static const float UNIT = 1.0f / 127.0f; /* near is between -1 and 1: one scale for all */

/* ---- near: what is known of each word by itself ---- */

typedef int8_t small16 __attribute__((vector_size(16), aligned(1), may_alias));
typedef uint8_t bytes16 __attribute__((vector_size(16), aligned(1), may_alias));

LANES_INLINE void add_row(lanes *to, const int8_t *row, float scale, int strips) {
  for (int i = 0; i < strips; i++) to[i] += __builtin_convertvector(((const small16 *)row)[i], lanes) * scale;
}

/* The rows lie far apart: they are asked for some words before they are needed. */
static void fetch_word(const model_entity *e, const uint32_t *pieces) {
  for (int k = 0; k < FEATURE_PIECES; k++) {
    size_t row = entity_row(e, k, pieces[k]);
    __builtin_prefetch(e->piece_rows + row * (size_t)e->near);
    __builtin_prefetch(e->piece_scales + row);
  }
}

/* near holds the input's part; the word's own rows are added, and bytes are what comes of it. */
CLONES static void add_word(const model_entity *e, const uint32_t *pieces, const uint8_t *marks, float *near,
                            uint8_t *bytes) {
  lanes *x = (lanes *)near;
  int strips = e->near / LANES;
  for (int k = 0; k < FEATURE_PIECES; k++) {
    size_t row = entity_row(e, k, pieces[k]);
    add_row(x, e->piece_rows + row * (size_t)e->near, e->piece_scales[row], strips);
  }
  for (int k = 0; k < PARSE_MARKS; k++) {
    const float *row = e->mark_rows + (size_t)(k * PARSE_MARK_KINDS + marks[k]) * (size_t)e->near;
    for (int i = 0; i < strips; i++) x[i] += ((const lanes *)row)[i];
  }
  for (int i = 0; i < strips; i++) { /* held between -1 and 1: |x + 1| - |x - 1| is 2 x between them */
    lanes above = x[i] + 1.0f, below = x[i] - 1.0f;
    lanes held = 0.5f * ((lanes)((lanes_whole)above & INT32_MAX) - (lanes)((lanes_whole)below & INT32_MAX));
    lanes shifted = held * 127.0f + MATRIX_ROUND;
    ((bytes16 *)bytes)[i] = __builtin_convertvector((lanes_whole)shifted + 128, bytes16);
  }
}

/* The bytes of a word go to the windows of its neighbours; what lies outside of the piece is 0. */
static void fill_windows(const model_entity *e, struct entity_scratch *s, const model_piece *p) {
  enum { HALF = ENTITY_WINDOW / 2 };
  size_t near = (size_t)e->near, wide = ENTITY_WINDOW * near;
  memset(s->window.q + (size_t)(p->row - 1) * wide, 128, (size_t)p->n * wide);
  for (int i = 0; i < p->n; i++) {
    const uint8_t *bytes = s->held + (size_t)(p->row - 1 + i) * near;
    for (int k = -HALF; k <= HALF; k++)
      if (i + k >= 0 && i + k < p->n)
        memcpy(s->window.q + (size_t)(p->row - 1 + i + k) * wide + (size_t)(HALF - k) * near, bytes, near);
  }
}

/* ---- scores ---- */

/* x = rect(x + y): half of v + |v|. n is a multiple of LANES. */
CLONES static void join_hidden(float *x, const float *y, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    lanes v = *(lanes *)(x + i) + *(const lanes *)(y + i);
    *(lanes *)(x + i) = 0.5f * (v + (lanes)((lanes_whole)v & INT32_MAX));
  }
}

enum { AHEAD = 8 };

static void score_words(const parse_model *m, parse_scratch *s, const model_piece *pieces, int n_pieces, int n,
                        const uint8_t *marks) {
  const model_entity *e = &m->entity;
  struct entity_scratch *x = &s->entity;
  matrix_multiply(&e->in, m->dot, &s->input, 1, n, x->near);
  for (int i = 0; i < n && i < AHEAD; i++) fetch_word(e, s->pieces[i + 1]);
  for (int i = 0; i < n; i++) {
    if (i + AHEAD < n) fetch_word(e, s->pieces[i + 1 + AHEAD]);
    add_word(e, s->pieces[i + 1], marks + (size_t)i * PARSE_MARKS, x->near + (size_t)i * (size_t)e->near,
             x->held + (size_t)i * (size_t)e->near);
  }
  for (int k = 0; k < n_pieces; k++) fill_windows(e, x, &pieces[k]);
  matrix_multiply(&e->window, m->dot, &x->window, 0, n, x->hidden);
  matrix_multiply(&e->deep, m->dot, &s->hidden[model_tag_layer(m->n_layers) % 2], 1, n, x->deep);
  join_hidden(x->hidden, x->deep, (size_t)n * (size_t)e->hidden);
  for (int i = 0; i < n; i++) matrix_quantise(&x->top, i, x->hidden + (size_t)i * (size_t)e->hidden);
  matrix_multiply(&e->out, m->dot, &x->top, 0, n, x->scores);
}

/* ---- the best path ---- */

/* path (n, ENTITY_TAGS): the best sum of scores and moves up to each word and tag. */
CLONES static void run_path(const model_entity *e, const float *scores, int stride, int n, float *path) {
  int t = e->n_tags;
  for (int c = 0; c < ENTITY_TAGS; c++) path[c] = c < t ? scores[c] + e->move[t][c] : -1e30f;
  for (int i = 1; i < n; i++) {
    const float *before = path + (size_t)(i - 1) * ENTITY_TAGS;
    float now[ENTITY_TAGS];
    for (int c = 0; c < ENTITY_TAGS; c++) now[c] = -1e30f;
    for (int b = 0; b < t; b++)
      for (int c = 0; c < ENTITY_TAGS; c++) {
        float v = before[b] + e->move[b][c];
        now[c] = v > now[c] ? v : now[c];
      }
    for (int c = 0; c < ENTITY_TAGS; c++)
      path[(size_t)i * ENTITY_TAGS + (size_t)c] = now[c] + scores[(size_t)i * (size_t)stride + (size_t)c];
  }
}

/* The tag before `to` on the best path. */
static int best_before(const model_entity *e, const float *before, int to) {
  int best = 0;
  for (int b = 1; b < e->n_tags; b++)
    if (before[b] + e->move[b][to] > before[best] + e->move[best][to]) best = b;
  return best;
}

static void best_path(const model_entity *e, const float *scores, int stride, int n, float *path, uint8_t *tags) {
  run_path(e, scores, stride, n, path);
  const float *last = path + (size_t)(n - 1) * ENTITY_TAGS;
  int top = -1; /* a name is closed where the words end */
  for (int c = 0; c < e->n_tags; c++)
    if (e->place_of[c] != 'B' && e->place_of[c] != 'I' && (top < 0 || last[c] > last[top])) top = c;
  if (top < 0) top = 0;
  for (int i = n - 1; i >= 0; i--) {
    tags[i] = (uint8_t)top;
    if (i) top = best_before(e, path + (size_t)(i - 1) * ENTITY_TAGS, top);
  }
}

/* The share of the tag's kind in exp(score), in percent. */
static uint8_t sureness(const model_entity *e, const float *scores, uint8_t tag) {
  _Alignas(64) float share[ENTITY_TAGS];
  float top = scores[0], all = 0, own = 0;
  for (int c = 1; c < e->n_tags; c++) top = scores[c] > top ? scores[c] : top;
  for (int c = 0; c < ENTITY_TAGS; c++) share[c] = c < e->n_tags ? scores[c] - top : -30;
  for (int c = 0; c < ENTITY_TAGS; c += LANES) lanes_exp((lanes *)(share + c));
  for (int c = 0; c < e->n_tags; c++) {
    all += share[c];
    if (e->kind_of[c] == e->kind_of[tag]) own += share[c];
  }
  return all >= 0.5f ? (uint8_t)(100 * own / all) : 0;
}

void model_tag_names(const parse_model *m, parse_scratch *s, const model_piece *pieces, int n_pieces,
                     const uint8_t *marks, uint8_t *tags, uint8_t *sure) {
  const model_entity *e = &m->entity;
  int n = 0, stride = e->out.n;
  for (int k = 0; k < n_pieces; k++) n += pieces[k].n;
  score_words(m, s, pieces, n_pieces, n, marks);
  for (int k = 0; k < n_pieces; k++) {
    int at = pieces[k].row - 1;
    const float *scores = s->entity.scores + (size_t)at * (size_t)stride;
    if (pieces[k].n) best_path(e, scores, stride, pieces[k].n, s->entity.path, tags + at);
    for (int i = 0; i < pieces[k].n; i++)
      sure[at + i] = e->kind_of[tags[at + i]] ? sureness(e, scores + (size_t)i * (size_t)stride, tags[at + i]) : 0;
  }
}

/* ---- scratch ---- */

static void *room_for(size_t n, size_t size) {
  void *p = calloc(n + LANES, size);
  if (!p) abort();
  return p;
}

void entity_scratch_init(parse_scratch *s, const parse_model *m) {
  const model_entity *e = &m->entity;
  if (!e->near) return;
  size_t n = PARSE_MAX_WORDS + 1, near = (size_t)e->near, h = (size_t)e->hidden;
  struct entity_scratch *x = &s->entity;
  x->near = room_for(n * near, sizeof(float)), x->scores = room_for(n * (size_t)e->out.n, sizeof(float));
  x->hidden = room_for(n * h, sizeof(float)), x->deep = room_for(n * h, sizeof(float));
  x->window =
      (matrix_rows){room_for(n * ENTITY_WINDOW * near, 1), room_for(n, sizeof(float)), (int)(ENTITY_WINDOW * near)};
  x->top = (matrix_rows){room_for(n * h, 1), room_for(n, sizeof(float)), (int)h};
  for (size_t i = 0; i < n; i++) x->window.scale[i] = UNIT;
  x->path = room_for(n * ENTITY_TAGS, sizeof(float)), x->held = room_for(n * near, 1);
}

void entity_scratch_clear(parse_scratch *s) {
  struct entity_scratch *x = &s->entity;
  void *all[] = {x->near,         x->scores, x->hidden,    x->deep, x->window.q,
                 x->window.scale, x->top.q,  x->top.scale, x->path, x->held};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}
