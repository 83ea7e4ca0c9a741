/* The network: embeddings, bidirectional LSTM layers, tag scores, biaffine arc scores, labels.
 *
 * Same bytes on every machine: products with weights are whole numbers (matrix.h); what is float is multiplied, then
 * added (the build says -ffp-contract=off), in rising order and vectorised over outputs only, so that the width of the
 * vector unit does not matter; exp and tanh are computed here, not by the system's library. */
#include <stdlib.h>
#include "parse/scratch.h"

#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define CLONES
#endif

/* ---- arcs: y (rows, n) = x (rows, k) * w (k, n), all float ---- */

/* Two rows by one strip of LANES columns at a time: sentences are short. n is a multiple of LANES. */
CLONES static void multiply_heads(const float *x, int rows, int k, const float *w, int n, float *y) {
  for (int c = 0; c < n; c += LANES)
    for (int r = 0; r < rows; r += 2) {
      const float *x0 = x + (size_t)r * (size_t)k, *x1 = r + 1 < rows ? x0 + k : x0, *wi = w + c;
      lanes a0 = {0}, a1 = {0};
      for (int i = 0; i < k; i++, wi += n) {
        lanes v = *(const lanes *)wi;
        a0 += x0[i] * v, a1 += x1[i] * v;
      }
      float *out = y + (size_t)r * (size_t)n + c;
      *(lanes *)out = a0;
      if (r + 1 < rows) *(lanes *)(out + n) = a1;
    }
}

/* ---- an LSTM layer ---- */

typedef uint8_t bytes16 __attribute__((vector_size(16), aligned(1), may_alias));
static const float UNIT = 1.0f / 127.0f; /* h is between -1 and 1: one scale for all */

/* gates (3 * hidden) hold the input's part; adds the sums of h * recur and steps: cell (hidden) and h as bytes. */
CLONES static void lstm_gates(const matrix *recur, const float *gates, const int32_t *sums, float *c, uint8_t *h) {
  int hidden = recur->k;
  for (int i = 0; i < hidden; i += LANES) {
    lanes gate[3];
    for (int g = 0; g < 3; g++) {
      int at = g * hidden + i;
      lanes sum = __builtin_convertvector(*(const lanes_whole *)(sums + at), lanes);
      gate[g] = *(const lanes *)(gates + at) + sum * (*(const lanes *)(recur->scale + at) * UNIT);
    }
    lanes_sigmoid(&gate[0]), lanes_tanh(&gate[1]), lanes_sigmoid(&gate[2]);
    lanes now = *(lanes *)(c + i);
    now = now + gate[0] * (gate[1] - now);
    *(lanes *)(c + i) = now;
    lanes_tanh(&now);
    lanes shifted = gate[2] * now * 127.0f + MATRIX_ROUND;
    *(bytes16 *)(h + i) = __builtin_convertvector((lanes_whole)shifted + 128, bytes16);
  }
}

/* Rows 1 … n of x -> rows 1 … n of y; the rows about them are states of zero. The two directions go side by side: each
 * waits for its own last step only. */
static void run_layer(const parse_model *m, const model_lstm layer[2], parse_scratch *s, const matrix_rows *x, int n,
                      matrix_rows *y) {
  size_t hidden = (size_t)layer[0].recur.k, wide = (size_t)layer[0].in.n;
  memset(s->cell, 0, sizeof(float) * 2 * hidden);
  memset(y->q, 128, 2 * hidden);
  memset(y->q + (size_t)(n + 1) * 2 * hidden, 128, 2 * hidden);
  for (int d = 0; d < 2; d++) matrix_multiply(&layer[d].in, m->dot, x, 1, n, s->gates[d]);
  for (int t = 1; t <= n; t++)
    for (int d = 0; d < 2; d++) {
      int at = d ? n + 1 - t : t, before = d ? at + 1 : at - 1;
      uint8_t *column = y->q + (size_t)d * hidden;
      m->dot(&layer[d].recur, column + (size_t)before * 2 * hidden, 1, s->sums);
      lstm_gates(&layer[d].recur, s->gates[d] + (size_t)(at - 1) * wide, s->sums, s->cell + (size_t)d * hidden,
                 column + (size_t)at * 2 * hidden);
    }
  for (int t = 1; t <= n; t++) y->scale[t] = UNIT;
}

/* ---- input ---- */

static uint32_t word_row(const parse_model *m, base_str lower) {
  uint32_t mask = m->n_slots - 1;
  for (uint32_t i = feature_hash(FEATURE_SEED, lower.data, lower.len) & mask; m->slots[i]; i = (i + 1) & mask)
    if (base_str_eq(model_string(&m->vocab, m->slots[i] - 1), lower)) return m->slots[i] - 1;
  return 0;
}

static void put_row(float *to, const int8_t *row, float scale, int n) {
  for (int i = 0; i < n; i++) to[i] = (float)row[i] * scale;
}

static void embed(const parse_model *m, base_arena *arena, base_str form, float *x) {
  features f = features_of(arena, form);
  uint32_t row = word_row(m, f.key);
  put_row(x, m->word_rows + (size_t)row * (size_t)m->word_dim, m->word_scales[row], m->word_dim);
  x += m->word_dim;
  for (int k = 0; k < FEATURE_PIECES; k++, x += m->piece_dim) {
    size_t at = (size_t)k * (size_t)m->buckets + f.pieces[k] % (uint32_t)m->buckets;
    put_row(x, m->piece_rows + at * (size_t)m->piece_dim, m->piece_scales[at], m->piece_dim);
  }
  memcpy(x, m->shape_rows + f.shape * (uint32_t)m->shape_dim, sizeof(float) * (size_t)m->shape_dim);
}

/* ---- the whole ---- */

/* rows first … of x through m, negatives cut to 0: to (n, m->n) */
static void perceptron(const parse_model *p, const matrix *m, const matrix_rows *x, int first, int n, float *to) {
  matrix_multiply(m, p->dot, x, first, n, to);
  size_t count = (size_t)n * (size_t)m->n;
  for (size_t i = 0; i < count; i++) to[i] = to[i] > 0 ? to[i] : 0;
}

static void quantise_all(matrix_rows *to, const float *from, int n, int k) {
  to->k = k;
  for (int i = 0; i < n; i++) matrix_quantise(to, i, from + (size_t)i * (size_t)k);
}

/* The last layer's output: row 0 the root, words follow. */
static matrix_rows *top(const parse_model *m, parse_scratch *s) { return &s->hidden[(m->n_layers - 1) % 2]; }

/* arcs (n, stride) = u(dep) (n, a) * heads' (a, stride) */
static void score_arcs(const parse_model *m, parse_scratch *s, int n, int stride) {
  int a = m->arc_dim;
  perceptron(m, &m->arc_dep, top(m, s), 1, n, s->dep_f);
  quantise_all(&s->dep, s->dep_f, n, a);
  matrix_multiply(&m->arc_u, m->dot, &s->dep, 0, n, s->query);
  perceptron(m, &m->arc_head, top(m, s), 0, n + 1, s->head);
  memset(s->head_t, 0, sizeof(float) * (size_t)a * (size_t)stride);
  for (int h = 0; h <= n; h++)
    for (int i = 0; i < a; i++)
      s->head_t[(size_t)i * (size_t)stride + (size_t)h] = s->head[(size_t)h * (size_t)a + (size_t)i];
  multiply_heads(s->query, n, a, s->head_t, stride, s->arcs);
}

void model_run(const parse_model *m, parse_scratch *s, const base_str *forms, int n, model_output *out) {
  base_arena_reset(&s->arena);
  for (int i = 0; i < n; i++) {
    embed(m, &s->arena, forms[i], s->row);
    matrix_quantise(&s->input, i + 1, s->row);
  }
  const matrix_rows *x = &s->input;
  for (int l = 0; l < m->n_layers; l++, x = &s->hidden[(l + 1) % 2]) {
    matrix_rows *y = &s->hidden[l % 2];
    run_layer(m, m->layers[l], s, x, n, y);
    if (l == model_tag_layer(m->n_layers)) {
      matrix_multiply(&m->upos_out, m->dot, y, 1, n, s->upos);
      matrix_multiply(&m->xpos_out, m->dot, y, 1, n, s->xpos);
    }
  }
  matrix_quantise(top(m, s), 0, m->root);
  int stride = (n + LANES) / LANES * LANES;
  score_arcs(m, s, n, stride);
  *out = (model_output){s->upos, s->xpos, s->arcs, stride};
}

void model_label(const parse_model *m, parse_scratch *s, const int *heads, int n, uint8_t *labels) {
  int l = m->label_dim;
  matrix_multiply(&m->label_dep, m->dot, top(m, s), 1, n, s->dep_f);
  matrix_multiply(&m->label_head, m->dot, top(m, s), 0, n + 1, s->head);
  for (int d = 0; d < n; d++)
    for (int i = 0; i < l; i++) {
      float v = s->dep_f[d * l + i] + s->head[(heads[d] + 1) * l + i];
      s->dep_f[d * l + i] = v > 0 ? v : 0;
    }
  quantise_all(&s->dep, s->dep_f, n, l);
  matrix_multiply(&m->label_out, m->dot, &s->dep, 0, n, s->labels);
  for (int d = 0; d < n; d++) {
    const float *row = s->labels + (size_t)d * (size_t)m->label_out.n;
    uint32_t best = 0;
    for (uint32_t k = 1; k < m->deps.n; k++)
      if (row[k] > row[best]) best = k;
    labels[d] = (uint8_t)best;
  }
}

/* ---- scratch ---- */

static void *room_for(size_t n, size_t size) {
  void *p = calloc(n + LANES, size);
  if (!p) abort();
  return p;
}

static float *floats(size_t n) { return room_for(n, sizeof(float)); }

static matrix_rows rows_for(size_t rows, size_t k) {
  return (matrix_rows){room_for(rows * k, 1), floats(rows), (int)k};
}

parse_scratch *parse_scratch_new(const parse_model *m) {
  parse_scratch *s = calloc(1, sizeof *s);
  if (!s) abort();
  size_t n = PARSE_MAX_WORDS + 1, h = (size_t)m->hidden, wide = n + LANES;
  size_t d = (size_t)(m->arc_dim > m->label_dim ? m->arc_dim : m->label_dim), in = (size_t)m->layers[0][0].in.k;
  s->row = floats(in);
  s->input = rows_for(n, in), s->dep = rows_for(n, d);
  for (int i = 0; i < 2; i++) s->hidden[i] = rows_for(n + 1, 2 * h), s->gates[i] = floats(n * 3 * h);
  s->cell = floats(2 * h), s->sums = room_for(3 * h, sizeof(int32_t));
  s->upos = floats(n * (size_t)m->upos_out.n), s->xpos = floats(n * (size_t)m->xpos_out.n);
  s->dep_f = floats(n * d), s->head = floats(n * d), s->query = floats(n * d), s->head_t = floats(d * wide);
  s->arcs = floats(n * wide), s->labels = floats(n * (size_t)m->label_out.n);
  s->memo = room_for(MEMO_SLOTS, sizeof *s->memo);
  base_arena_init(&s->arena);
  return s;
}

void parse_scratch_free(parse_scratch *s) {
  if (!s) return;
  matrix_rows *rows[] = {&s->input, &s->dep, &s->hidden[0], &s->hidden[1]};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) free(rows[i]->q), free(rows[i]->scale);
  void *all[] = {s->row,  s->gates[0], s->gates[1], s->cell, s->sums,   s->upos, s->xpos, s->dep_f,
                 s->head, s->query,    s->head_t,   s->arcs, s->labels, s->tree, s->memo};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
  base_arena_clear(&s->arena);
  free(s);
}
