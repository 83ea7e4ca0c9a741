/* The network: embeddings, two bidirectional LSTM layers, tag scores, biaffine arc scores, labels.
 *
 * Same bytes on every machine: each output is a sum over inputs in rising order, multiply then add (the build says
 * -ffp-contract=off), vectorised over outputs only, so that the width of the vector unit does not matter; exp and tanh
 * are computed here, not by the system's library. */
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

/* exp on [-30, 30]: 2^k * p(r), p by Taylor to the seventh power on |r| <= ln2 / 2; relative error under 1e-7. */
INLINE void net_exp(lanes *v) {
  const float magic = 12582912.0f; /* 1.5 * 2^23: adding it rounds to a whole number */
  lanes x = *v, top = (lanes){0} + 30.0f;
  whole above = x > top, below = x < -top;
  x = (lanes)(((whole)x & ~above & ~below) | ((whole)top & above) | ((whole)-top & below));
  lanes k = (x * 1.44269504f + magic) - magic;
  lanes r = (x - k * 0.693359375f) + k * 2.12194440e-4f;
  lanes p = r * (1.0f / 5040.0f) + 1.0f / 720.0f;
  p = p * r + 1.0f / 120.0f;
  p = p * r + 1.0f / 24.0f;
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

/* ---- y (rows, n) = b (n) + x (rows, k) * w (k, n) ---- */

/* Four rows by `2 * MODEL_LANES` columns stay in registers. Columns go outside, so that their part of w stays in the cache;
 * a short last tile computes its first row again. n is a multiple of MODEL_LANES: a last odd strip is done twice over. */
CLONES static void multiply(const float *x, int rows, int stride, const model_matrix *m, float *y) {
  int k = m->k, n = m->n;
  for (int at = 0; at < n; at += 2 * MODEL_LANES) {
    int c = n - at < 2 * MODEL_LANES && n >= 2 * MODEL_LANES ? n - 2 * MODEL_LANES : at,
        second = n < 2 * MODEL_LANES ? 0 : MODEL_LANES;
    lanes low = m->b ? *(const lanes *)(m->b + c) : (lanes){0},
          high = m->b ? *(const lanes *)(m->b + c + second) : (lanes){0};
    for (int r = 0; r < rows; r += 4) {
      int height = rows - r < 4 ? rows - r : 4;
      const float *x0 = x + (size_t)r * (size_t)stride, *x1 = height > 1 ? x0 + stride : x0,
                  *x2 = height > 2 ? x1 + stride : x0, *x3 = height > 3 ? x2 + stride : x0, *w = m->w + c;
      lanes a0 = low, a1 = low, a2 = low, a3 = low, b0 = high, b1 = high, b2 = high, b3 = high;
      for (int i = 0; i < k; i++, w += n) {
        lanes wl = *(const lanes *)w, wh = *(const lanes *)(w + second);
        a0 += x0[i] * wl, b0 += x0[i] * wh;
        a1 += x1[i] * wl, b1 += x1[i] * wh;
        a2 += x2[i] * wl, b2 += x2[i] * wh;
        a3 += x3[i] * wl, b3 += x3[i] * wh;
      }
      float *out = y + (size_t)r * (size_t)n + c;
      *(lanes *)out = a0, *(lanes *)(out + second) = b0;
      if (height > 1) *(lanes *)(out + n) = a1, *(lanes *)(out + n + second) = b1;
      if (height > 2) *(lanes *)(out + 2 * n) = a2, *(lanes *)(out + 2 * n + second) = b2;
      if (height > 3) *(lanes *)(out + 3 * n) = a3, *(lanes *)(out + 3 * n + second) = b3;
    }
  }
}

/* ---- one direction of an LSTM layer ---- */

/* gates (4 * hidden) hold the input's part; adds h * recur and steps (h, c). */
CLONES static void lstm_step(const model_matrix *recur, float *gates, float *h, float *c) {
  int hidden = recur->k, n = recur->n;
  for (int g = 0; g < n; g += 4 * MODEL_LANES) {
    const float *w = recur->w + g;
    lanes *out = (lanes *)(gates + g);
    lanes a0 = out[0], a1 = out[1], a2 = out[2], a3 = out[3];
    for (int i = 0; i < hidden; i++, w += n) {
      const lanes *wi = (const lanes *)w;
      a0 += h[i] * wi[0];
      a1 += h[i] * wi[1];
      a2 += h[i] * wi[2];
      a3 += h[i] * wi[3];
    }
    out[0] = a0, out[1] = a1, out[2] = a2, out[3] = a3;
  }
  for (int i = 0; i < hidden; i += MODEL_LANES) {
    lanes in = *(lanes *)(gates + i), forget = *(lanes *)(gates + hidden + i);
    lanes cell = *(lanes *)(gates + 2 * hidden + i), open = *(lanes *)(gates + 3 * hidden + i);
    net_sigmoid(&in), net_sigmoid(&forget), net_tanh(&cell), net_sigmoid(&open);
    lanes now = forget * *(lanes *)(c + i) + in * cell;
    *(lanes *)(c + i) = now;
    net_tanh(&now);
    *(lanes *)(h + i) = open * now;
  }
}

/* x (n, in) -> y (n, 2 * hidden), this direction's half. */
static void run_direction(const model_lstm *l, parse_scratch *s, const float *x, int n, int width, bool backward,
                          float *y) {
  int hidden = l->recur.k;
  multiply(x, n, width, &l->in, s->gates);
  float *h = s->state, *c = s->state + hidden;
  memset(s->state, 0, sizeof(float) * 2 * (size_t)hidden);
  for (int t = 0; t < n; t++) {
    int at = backward ? n - 1 - t : t;
    lstm_step(&l->recur, s->gates + (size_t)at * (size_t)l->in.n, h, c);
    memcpy(y + (size_t)at * 2 * (size_t)hidden + (backward ? hidden : 0), h, sizeof(float) * (size_t)hidden);
  }
}

static void run_layer(const model_lstm layer[2], parse_scratch *s, const float *x, int n, int width, float *y) {
  for (int d = 0; d < 2; d++) run_direction(&layer[d], s, x, n, width, d == 1, y);
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

static void rectify(float *x, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (x[i] < 0) x[i] = 0;
}

/* arcs (n, stride) = u(dep) (n, a) * heads' (a, stride) + bias by head */
static void score_arcs(const parse_model *m, parse_scratch *s, int n, int stride) {
  int a = m->arc_dim, width = 2 * m->hidden;
  multiply(s->hidden2 + width, n, width, &m->arc_dep, s->dep);
  rectify(s->dep, (size_t)n * (size_t)a);
  multiply(s->dep, n, a, &m->arc_u, s->query);
  multiply(s->hidden2, n + 1, width, &m->arc_head, s->head);
  rectify(s->head, (size_t)(n + 1) * (size_t)a);
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
  model_matrix heads = {s->head_t, s->head_bias, a, stride};
  multiply(s->query, n, a, &heads, s->arcs);
}

void model_run(const parse_model *m, parse_scratch *s, const base_str *forms, int n, model_output *out) {
  int width = m->word_dim + MODEL_HASHES * m->hash_dim + m->shape_dim, deep = 2 * m->hidden;
  base_arena_reset(&s->arena);
  for (int i = 0; i < n; i++) embed(m, &s->arena, forms[i], s->input + (size_t)i * (size_t)width);
  run_layer(m->layers[0], s, s->input, n, width, s->hidden1);
  memcpy(s->hidden2, m->root, sizeof(float) * (size_t)deep); /* row 0 is the root, words follow */
  run_layer(m->layers[1], s, s->hidden1, n, deep, s->hidden2 + deep);
  multiply(s->hidden1, n, deep, &m->upos_out, s->upos);
  multiply(s->hidden1, n, deep, &m->xpos_out, s->xpos);
  int stride = (n + MODEL_LANES) / MODEL_LANES * MODEL_LANES;
  score_arcs(m, s, n, stride);
  *out = (model_output){s->upos, s->xpos, s->arcs, stride};
}

void model_label(const parse_model *m, parse_scratch *s, const int *heads, int n, uint8_t *labels) {
  int l = m->label_dim, deep = 2 * m->hidden;
  multiply(s->hidden2 + deep, n, deep, &m->label_dep, s->dep);
  multiply(s->hidden2, n + 1, deep, &m->label_head, s->head);
  for (int d = 0; d < n; d++)
    for (int i = 0; i < l; i++) {
      float v = s->dep[d * l + i] + s->head[(heads[d] + 1) * l + i];
      s->dep[d * l + i] = v > 0 ? v : 0;
    }
  multiply(s->dep, n, l, &m->label_out, s->labels);
  for (int d = 0; d < n; d++) {
    const float *row = s->labels + (size_t)d * (size_t)m->label_out.n;
    uint32_t best = 0;
    for (uint32_t k = 1; k < m->deps.n; k++)
      if (row[k] > row[best]) best = k;
    labels[d] = (uint8_t)best;
  }
}

/* ---- scratch ---- */

static float *floats(size_t n) {
  float *p = calloc(n + MODEL_LANES, sizeof *p);
  if (!p) abort();
  return p;
}

parse_scratch *parse_scratch_new(const parse_model *m) {
  parse_scratch *s = calloc(1, sizeof *s);
  if (!s) abort();
  size_t n = PARSE_MAX_WORDS + 1, h = (size_t)m->hidden, wide = n + MODEL_LANES;
  size_t d = (size_t)(m->arc_dim > m->label_dim ? m->arc_dim : m->label_dim);
  s->input = floats(n * (size_t)(m->word_dim + MODEL_HASHES * m->hash_dim + m->shape_dim));
  s->gates = floats(n * 4 * h), s->state = floats(2 * h);
  s->hidden1 = floats(n * 2 * h), s->hidden2 = floats(n * 2 * h);
  s->upos = floats(n * (size_t)m->upos_out.n), s->xpos = floats(n * (size_t)m->xpos_out.n);
  s->dep = floats(n * d), s->head = floats(n * d), s->query = floats(n * d), s->head_t = floats(d * wide);
  s->head_bias = floats(wide), s->arcs = floats(n * wide), s->labels = floats(n * (size_t)m->label_out.n);
  s->tree = NULL;
  base_arena_init(&s->arena);
  return s;
}

void parse_scratch_free(parse_scratch *s) {
  if (!s) return;
  float *all[] = {s->input, s->gates, s->state, s->hidden1, s->hidden2,   s->upos, s->xpos,
                  s->dep,   s->head,  s->query, s->head_t,  s->head_bias, s->arcs, s->labels};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
  free(s->tree);
  base_arena_clear(&s->arena);
  free(s);
}
