/* The network: embeddings, bidirectional LSTM layers, tag scores, biaffine arc scores, labels.
 *
 * Same bytes on every machine: products with weights are whole numbers (matrix.h); what is float is multiplied, then
 * added (the build says -ffp-contract=off), in rising order and vectorised over outputs only, so that the width of the
 * vector unit does not matter; exp and tanh are computed here, not by the system's library. */
#include <stdlib.h>
#include "parse/scratch.h"

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

/* gates (3 * hidden) hold the input's part; adds the sums of h * recur and steps: cell (hidden) and h as bytes.
 *
 * With a = exp(-input), b = exp(-2 now), c the cell: sigmoid(input) * (tanh(now) - c) is one fraction, (1 - b - c (1 + b)) /
 * ((1 + a) (1 + b)), and the output's sigmoid * tanh(c) another: half of the divisions. */
CLONES static void lstm_gates(const matrix *recur, const float *gates, const int32_t *sums, float *c, uint8_t *h) {
  int hidden = recur->k;
  for (int i = 0; i < hidden; i += LANES) {
    lanes gate[3];
    for (int g = 0; g < 3; g++) {
      int at = g * hidden + i;
      lanes sum = __builtin_convertvector(*(const lanes_whole *)(sums + at), lanes);
      gate[g] = -(*(const lanes *)(gates + at) + sum * (*(const lanes *)(recur->scale + at) * UNIT));
    }
    gate[1] += gate[1];
    lanes_exp(&gate[0]), lanes_exp(&gate[1]), lanes_exp(&gate[2]);
    lanes now = *(lanes *)(c + i), up = 1.0f + gate[1];
    now += (1.0f - gate[1] - now * up) / ((1.0f + gate[0]) * up);
    *(lanes *)(c + i) = now;
    now *= -2.0f;
    lanes_exp(&now);
    lanes shifted = (1.0f - now) * 127.0f / ((1.0f + now) * (1.0f + gate[2])) + MATRIX_ROUND;
    *(bytes16 *)(h + i) = __builtin_convertvector((lanes_whole)shifted + 128, bytes16);
  }
}

/* Words abreast: word t of every piece that is long enough, counted from its end in direction 1. */
static void run_step(const parse_model *m, const model_lstm *layer, parse_scratch *s, const model_piece *pieces,
                     int active, int t, int d, matrix_rows *y) {
  size_t hidden = (size_t)layer->recur.k, wide = (size_t)layer->recur.n;
  uint8_t *state = s->state + (size_t)(d * MODEL_ABREAST) * hidden;
  float *cell = s->cell + (size_t)(d * MODEL_ABREAST) * hidden;
  m->dot(&layer->recur, state, active, s->sums);
  for (int k = 0; k < active; k++, state += hidden, cell += hidden) {
    size_t row = (size_t)(pieces[k].row + (d ? pieces[k].n - 1 - t : t));
    lstm_gates(&layer->recur, s->gates[d] + (row - 1) * wide, s->sums + (size_t)k * wide, cell, state);
    memcpy(y->q + row * (size_t)y->k + (size_t)d * hidden, state, hidden);
  }
}

/* Rows 1 … n of x -> rows 1 … n of y. The two directions go side by side: each waits for its own last step only. */
static void run_layer(const parse_model *m, const model_lstm layer[2], parse_scratch *s, const matrix_rows *x,
                      const model_piece *pieces, int n_pieces, int n, matrix_rows *y) {
  size_t states = (size_t)(2 * MODEL_ABREAST) * (size_t)layer[0].recur.k;
  memset(s->cell, 0, sizeof(float) * states);
  memset(s->state, 128, states);
  for (int d = 0; d < 2; d++) matrix_multiply(&layer[d].in, m->dot, x, 1, n, s->gates[d]);
  for (int t = 0, active = n_pieces; t < pieces[0].n; t++) {
    while (pieces[active - 1].n <= t) active--;
    for (int d = 0; d < 2; d++) run_step(m, &layer[d], s, pieces, active, t, d, y);
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

static void embed(const parse_model *m, base_arena *arena, base_str form, float *x, uint32_t *pieces) {
  features f = features_of(arena, form);
  memcpy(pieces, f.pieces, sizeof f.pieces);
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

void model_run(const parse_model *m, parse_scratch *s, model_piece *pieces, int n_pieces) {
  base_arena_reset(&s->arena);
  int n = 0;
  for (int k = 0; k < n_pieces; k++) {
    pieces[k].row = n + 1;
    for (int i = 0; i < pieces[k].n; i++) {
      embed(m, &s->arena, pieces[k].words[i].form, s->row, s->pieces[++n]);
      matrix_quantise(&s->input, n, s->row);
    }
  }
  const matrix_rows *x = &s->input;
  for (int l = 0; l < m->n_layers; x = &s->hidden[l++ % 2]) {
    matrix_rows *y = &s->hidden[l % 2];
    run_layer(m, m->layers[l], s, x, pieces, n_pieces, n, y);
    if (l != model_tag_layer(m->n_layers)) continue;
    matrix_multiply(&m->upos_out, m->dot, y, 1, n, s->upos);
    matrix_multiply(&m->xpos_out, m->dot, y, 1, n, s->xpos);
  }
  matrix_quantise(top(m, s), 0, m->root);
  perceptron(m, &m->arc_dep, top(m, s), 1, n, s->dep_f);
  quantise_all(&s->dep, s->dep_f, n, m->arc_dim);
  matrix_multiply(&m->arc_u, m->dot, &s->dep, 0, n, s->query);
  perceptron(m, &m->arc_head, top(m, s), 0, n + 1, s->head);
}

/* query (n, arc) * heads' (arc, stride) */
const float *model_arcs(const parse_model *m, parse_scratch *s, const model_piece *piece, int *stride) {
  int n = piece->n, a = m->arc_dim;
  *stride = (n + LANES) / LANES * LANES;
  memset(s->head_t, 0, sizeof(float) * (size_t)a * (size_t)*stride);
  for (int h = 0; h <= n; h++) {
    const float *head = s->head + (size_t)(h ? piece->row + h - 1 : 0) * (size_t)a;
    for (int i = 0; i < a; i++) s->head_t[(size_t)i * (size_t)*stride + (size_t)h] = head[i];
  }
  multiply_heads(s->query + (size_t)(piece->row - 1) * (size_t)a, n, a, s->head_t, *stride, s->arcs);
  return s->arcs;
}

void model_label(const parse_model *m, parse_scratch *s, const int *heads, int n, uint8_t *labels) {
  size_t l = (size_t)m->label_dim;
  matrix_multiply(&m->label_dep, m->dot, top(m, s), 1, n, s->dep_f);
  matrix_multiply(&m->label_head, m->dot, top(m, s), 0, n + 1, s->head);
  for (int d = 0; d < n; d++)
    for (size_t i = 0; i < l; i++) {
      float v = s->dep_f[(size_t)d * l + i] + s->head[(size_t)heads[d] * l + i];
      s->dep_f[(size_t)d * l + i] = v > 0 ? v : 0;
    }
  quantise_all(&s->dep, s->dep_f, n, (int)l);
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
  for (int i = 0; i < 2; i++) s->hidden[i] = rows_for(n, 2 * h), s->gates[i] = floats(n * 3 * h);
  s->cell = floats(2 * MODEL_ABREAST * h), s->state = room_for(2 * MODEL_ABREAST * h, 1);
  s->sums = room_for(MODEL_ABREAST * 3 * h, sizeof(int32_t));
  s->upos = floats(n * (size_t)m->upos_out.n), s->xpos = floats(n * (size_t)m->xpos_out.n);
  s->dep_f = floats(n * d), s->head = floats(n * d), s->query = floats(n * d), s->head_t = floats(d * wide);
  s->arcs = floats(n * wide), s->labels = floats(n * (size_t)m->label_out.n);
  s->memo = room_for(MEMO_SLOTS, sizeof *s->memo);
  s->pieces = room_for(n, sizeof *s->pieces);
  entity_scratch_init(s, m);
  base_arena_init(&s->arena);
  return s;
}

void parse_scratch_free(parse_scratch *s) {
  if (!s) return;
  matrix_rows *rows[] = {&s->input, &s->dep, &s->hidden[0], &s->hidden[1]};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) free(rows[i]->q), free(rows[i]->scale);
  void *all[] = {s->row,  s->gates[0], s->gates[1], s->cell, s->state,  s->sums, s->upos, s->xpos,  s->dep_f,
                 s->head, s->query,    s->head_t,   s->arcs, s->labels, s->tree, s->memo, s->pieces};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
  entity_scratch_clear(s);
  base_arena_clear(&s->arena);
  free(s);
}
