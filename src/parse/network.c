/* The network: embeddings, two bidirectional LSTM layers, tag scores, biaffine arc scores, labels.
 *
 * Same bytes on every machine: products with weights are whole numbers (matrix.h); what is float is multiplied, then
 * added (the build says -ffp-contract=off), in rising order and vectorised over outputs only, so that the width of the
 * vector unit does not matter; exp and tanh are computed here, not by the system's library. */
#include <stdlib.h>
#include "parse/scratch.h"

typedef float lanes __attribute__((vector_size(64), aligned(4), may_alias)); /* MODEL_LANES floats */

#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define CLONES
#endif

/* ---- elementwise functions: the same bits everywhere ---- */

typedef int32_t whole __attribute__((vector_size(64), aligned(4), may_alias));
#define INLINE static inline __attribute__((always_inline))

/* exp on [-30, 30]: 2^k * p(r), p by Taylor to the fifth power on |r| <= ln2 / 2; relative error under 1e-5. The bounds
 * are kept by |x + 30| - |x - 30|, which is 2 x between them: compilers take vector comparisons apart. */
INLINE void net_exp(lanes *v) {
  lanes above = *v + 30.0f, below = *v - 30.0f;
  lanes x = 0.5f * ((lanes)((whole)above & INT32_MAX) - (lanes)((whole)below & INT32_MAX));
  lanes k = (x * 1.44269504f + MATRIX_ROUND) - MATRIX_ROUND;
  lanes r = (x - k * 0.693359375f) + k * 2.12194440e-4f;
  lanes p = r * (1.0f / 120.0f) + 1.0f / 24.0f;
  p = p * r + 1.0f / 6.0f;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  whole two = (__builtin_convertvector(k, whole) + 127) << 23;
  *v = p * (lanes)two;
}

INLINE void net_sigmoid(lanes *v) {
  *v = -*v;
  net_exp(v);
  *v = 1.0f / (1.0f + *v);
}

INLINE void net_tanh(lanes *v) {
  *v = 2.0f * *v;
  net_sigmoid(v);
  *v = 2.0f * *v - 1.0f;
}

/* ---- arcs: y (rows, n) = b (n) + x (rows, k) * w (k, n), all float ---- */

/* Two rows by one strip of MODEL_LANES columns at a time: sentences are short. n is a multiple of MODEL_LANES. */
CLONES static void multiply_heads(const float *x, int rows, int k, const float *w, const float *b, int n, float *y) {
  for (int c = 0; c < n; c += MODEL_LANES)
    for (int r = 0; r < rows; r += 2) {
      const float *x0 = x + (size_t)r * (size_t)k, *x1 = r + 1 < rows ? x0 + k : x0, *wi = w + c;
      lanes a0 = *(const lanes *)(b + c), a1 = a0;
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

/* gates (4 * hidden) hold the input's part; adds the sums of h * recur and steps: cell (hidden) and h as bytes. */
CLONES static void lstm_gates(const matrix *recur, const float *gates, const int32_t *sums, float *c, uint8_t *h) {
  int hidden = recur->k;
  for (int i = 0; i < hidden; i += MODEL_LANES) {
    lanes gate[4];
    for (int g = 0; g < 4; g++) {
      int at = g * hidden + i;
      lanes sum = __builtin_convertvector(*(const whole *)(sums + at), lanes);
      gate[g] = *(const lanes *)(gates + at) + sum * (*(const lanes *)(recur->scale + at) * UNIT);
    }
    net_sigmoid(&gate[0]), net_sigmoid(&gate[1]), net_tanh(&gate[2]), net_sigmoid(&gate[3]);
    lanes now = gate[1] * *(lanes *)(c + i) + gate[0] * gate[2];
    *(lanes *)(c + i) = now;
    net_tanh(&now);
    lanes shifted = gate[3] * now * 127.0f + MATRIX_ROUND;
    *(bytes16 *)(h + i) = __builtin_convertvector((whole)shifted + 128, bytes16);
  }
}

/* Words first … of x -> rows 1 … of y. The two directions go side by side: each waits for its own last step only. */
static void run_layer(const parse_model *m, const model_lstm layer[2], parse_scratch *s, const matrix_rows *x,
                      int first, int n, matrix_rows *y) {
  int hidden = layer[0].recur.k;
  memset(s->cell, 0, sizeof(float) * 2 * (size_t)hidden);
  memset(s->state.q, 128, 2 * (size_t)hidden);
  for (int d = 0; d < 2; d++) matrix_multiply(&layer[d].in, m->dot, x, first, n, s->gates[d]);
  for (int t = 0; t < n; t++)
    for (int d = 0; d < 2; d++) {
      int at = d ? n - 1 - t : t;
      uint8_t *h = s->state.q + d * hidden;
      m->dot(&layer[d].recur, h, 1, s->sums);
      lstm_gates(&layer[d].recur, s->gates[d] + (size_t)at * (size_t)layer[d].in.n, s->sums, s->cell + d * hidden, h);
      memcpy(y->q + (size_t)(at + 1) * (size_t)y->k + (size_t)(d * hidden), h, (size_t)hidden);
    }
  for (int t = 1; t <= n; t++) y->scale[t] = UNIT;
}

/* ---- input ---- */

/* Typography folded to what the model was trained on. */
static const struct {
  const char *from, *to;
} FOLDS[] = {{"\xE2\x80\x98", "'"},   {"\xE2\x80\x99", "'"}, {"\xE2\x80\x9C", "\""},
             {"\xE2\x80\x9D", "\""},  {"\xE2\x80\x93", "-"}, {"\xE2\x80\x94", "-"},
             {"\xE2\x80\xA6", "..."}, {"``", "\""},          {"''", "\""}};

enum { MAX_FORM = 120 }; /* bytes of a form that the model looks at */

static base_str fold_form(base_str form, char *buf) {
  size_t n = 0;
  for (size_t i = 0; i < form.len && n + 4 < MAX_FORM;) {
    size_t step = 0;
    for (size_t k = 0; k < sizeof FOLDS / sizeof *FOLDS && !step; k++) {
      if (!base_str_starts(base_str_sub(form, i, form.len), base_str_of(FOLDS[k].from))) continue;
      memcpy(buf + n, FOLDS[k].to, strlen(FOLDS[k].to));
      n += strlen(FOLDS[k].to);
      step = strlen(FOLDS[k].from);
    }
    if (!step) buf[n++] = form.data[i], step = 1;
    i += step;
  }
  return (base_str){buf, n};
}

/* Runs of capitals X, letters x, digits 9, others -: "McCain's" XxXx-x, cut to four signs. */
static uint32_t shape_of(base_str form) {
  char shape[4];
  int n = 0;
  for (size_t i = 0; i < form.len && n < 4;) {
    int32_t cp = base_utf8_next(form, &i);
    char k = base_char_is_upper(cp) ? 'X' : base_char_is_letter(cp) ? 'x' : base_char_is_digit(cp) ? '9' : '-';
    if (!n || shape[n - 1] != k) shape[n++] = k;
  }
  return model_hash(model_hash(2166136261u, "\x06", 1), shape, (size_t)n) % MODEL_SHAPES;
}

static uint32_t word_row(const parse_model *m, base_str lower) {
  uint32_t mask = m->n_slots - 1;
  for (uint32_t i = model_hash(2166136261u, lower.data, lower.len) & mask; m->slots[i]; i = (i + 1) & mask)
    if (base_str_eq(model_string(&m->vocab, m->slots[i] - 1), lower)) return m->slots[i] - 1;
  return 0;
}

static void put_row(float *to, const int8_t *row, float scale, int n) {
  for (int i = 0; i < n; i++) to[i] = (float)row[i] * scale;
}

static void embed(const parse_model *m, base_arena *arena, base_str form, float *x) {
  char buf[MAX_FORM];
  base_str folded = fold_form(form, buf), lower = base_str_lower(arena, folded);
  uint32_t row = word_row(m, lower);
  put_row(x, m->word_rows + (size_t)row * (size_t)m->word_dim, m->word_scales[row], m->word_dim);
  x += m->word_dim;
  static const struct {
    char kind;
    int from_end, from_start; /* bytes; 0 and 0: the whole word */
  } PARTS[MODEL_HASHES] = {{1, 2, 0}, {2, 3, 0}, {3, 4, 0}, {4, 0, 3}, {5, 0, 0}};
  for (int k = 0; k < MODEL_HASHES; k++, x += m->hash_dim) {
    size_t n = lower.len, want = (size_t)(PARTS[k].from_end + PARTS[k].from_start);
    if (want && want < n) n = want;
    const char *p = PARTS[k].from_end ? lower.data + lower.len - n : lower.data;
    uint32_t b = model_hash(model_hash(2166136261u, &PARTS[k].kind, 1), p, n) % (uint32_t)m->buckets;
    size_t at = (size_t)k * (size_t)m->buckets + b;
    put_row(x, m->hash_rows + at * (size_t)m->hash_dim, m->hash_scales[at], m->hash_dim);
  }
  memcpy(x, m->shape_rows + shape_of(folded) * (uint32_t)m->shape_dim, sizeof(float) * (size_t)m->shape_dim);
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

/* arcs (n, stride) = u(dep) (n, a) * heads' (a, stride) + bias by head */
static void score_arcs(const parse_model *m, parse_scratch *s, int n, int stride) {
  int a = m->arc_dim;
  perceptron(m, &m->arc_dep, &s->hidden[1], 1, n, s->dep_f);
  quantise_all(&s->dep, s->dep_f, n, a);
  matrix_multiply(&m->arc_u, m->dot, &s->dep, 0, n, s->query);
  perceptron(m, &m->arc_head, &s->hidden[1], 0, n + 1, s->head);
  memset(s->head_t, 0, sizeof(float) * (size_t)a * (size_t)stride);
  memset(s->head_bias, 0, sizeof(float) * (size_t)stride);
  for (int h = 0; h <= n; h++) {
    float bias = m->head_bias_b;
    for (int i = 0; i < a; i++) {
      s->head_t[(size_t)i * (size_t)stride + (size_t)h] = s->head[(size_t)h * (size_t)a + (size_t)i];
      bias += m->head_bias_w[i] * s->head[(size_t)h * (size_t)a + (size_t)i];
    }
    s->head_bias[h] = bias;
  }
  multiply_heads(s->query, n, a, s->head_t, s->head_bias, stride, s->arcs);
}

void model_run(const parse_model *m, parse_scratch *s, const base_str *forms, int n, model_output *out) {
  base_arena_reset(&s->arena);
  for (int i = 0; i < n; i++) {
    embed(m, &s->arena, forms[i], s->row);
    matrix_quantise(&s->input, i, s->row);
  }
  run_layer(m, m->layers[0], s, &s->input, 0, n, &s->hidden[0]);
  matrix_quantise(&s->hidden[1], 0, m->root); /* row 0 is the root, words follow */
  run_layer(m, m->layers[1], s, &s->hidden[0], 1, n, &s->hidden[1]);
  matrix_multiply(&m->upos_out, m->dot, &s->hidden[0], 1, n, s->upos);
  matrix_multiply(&m->xpos_out, m->dot, &s->hidden[0], 1, n, s->xpos);
  int stride = (n + MODEL_LANES) / MODEL_LANES * MODEL_LANES;
  score_arcs(m, s, n, stride);
  *out = (model_output){s->upos, s->xpos, s->arcs, stride};
}

void model_label(const parse_model *m, parse_scratch *s, const int *heads, int n, uint8_t *labels) {
  int l = m->label_dim;
  matrix_multiply(&m->label_dep, m->dot, &s->hidden[1], 1, n, s->dep_f);
  matrix_multiply(&m->label_head, m->dot, &s->hidden[1], 0, n + 1, s->head);
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
  void *p = calloc(n + MODEL_LANES, size);
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
  size_t n = PARSE_MAX_WORDS + 1, h = (size_t)m->hidden, wide = n + MODEL_LANES;
  size_t d = (size_t)(m->arc_dim > m->label_dim ? m->arc_dim : m->label_dim), in = (size_t)m->layers[0][0].in.k;
  s->row = floats(in);
  s->input = rows_for(n, in), s->state = rows_for(2, h), s->dep = rows_for(n, d);
  for (int i = 0; i < 2; i++) s->hidden[i] = rows_for(n, 2 * h), s->gates[i] = floats(n * 4 * h);
  s->cell = floats(2 * h), s->sums = room_for(4 * h, sizeof(int32_t));
  s->upos = floats(n * (size_t)m->upos_out.n), s->xpos = floats(n * (size_t)m->xpos_out.n);
  s->dep_f = floats(n * d), s->head = floats(n * d), s->query = floats(n * d), s->head_t = floats(d * wide);
  s->head_bias = floats(wide), s->arcs = floats(n * wide), s->labels = floats(n * (size_t)m->label_out.n);
  s->memo = room_for(MEMO_SLOTS, sizeof *s->memo);
  base_arena_init(&s->arena);
  return s;
}

void parse_scratch_free(parse_scratch *s) {
  if (!s) return;
  matrix_rows *rows[] = {&s->input, &s->state, &s->dep, &s->hidden[0], &s->hidden[1]};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) free(rows[i]->q), free(rows[i]->scale);
  void *all[] = {s->row,  s->gates[0], s->gates[1], s->cell,      s->sums, s->upos,   s->xpos, s->dep_f,
                 s->head, s->query,    s->head_t,   s->head_bias, s->arcs, s->labels, s->tree, s->memo};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
  base_arena_clear(&s->arena);
  free(s);
}
