/* The network forwards and backwards. Words of a batch stand in two orders: by time (all first words, all second words …,
 * longest sentence first), in which the LSTMs run, and by sentence (its root, then its words), in which arcs are scored. */
#include "net.h"
#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include "parse/lanes.h"

/* ---- parameters ---- */

static uint64_t next(uint64_t *state) { /* splitmix64 (https://prng.di.unimi.it/splitmix64.c) */
  uint64_t z = *state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static float uniform(uint64_t *state) { return (float)(next(state) >> 40) * (1.0f / 16777216.0f); }

static block add_block(net *n, int rows, int cols) {
  block b = {n->n, rows, cols};
  n->n += ((size_t)rows * (size_t)cols + LANES - 1) / LANES * LANES;
  return b;
}

static dense add_dense(net *n, int in, int out) {
  block w = add_block(n, in, out);
  return (dense){w, add_block(n, 1, out)};
}

static void fill(net *n, block b, float width, uint64_t *chance) {
  for (size_t i = 0; i < (size_t)b.rows * (size_t)b.cols; i++) n->p[b.at + i] = (2 * uniform(chance) - 1) * width;
}

static void fill_matrix(net *n, block b, uint64_t *chance) { /* Glorot and Bengio 2010 */
  fill(n, b, sqrtf(6.0f / (float)(b.rows + b.cols)), chance);
}

static void lay_out(net *n) {
  const net_sizes *s = &n->size;
  const lexicon *x = n->lexicon;
  int deep = 2 * s->hidden, wide = 3 * s->hidden;
  n->words = add_block(n, (int)x->n_seen, s->word);
  n->project = add_block(n, x->n_dims, s->word);
  n->pieces = add_block(n, FEATURE_PIECES * s->buckets, s->piece);
  n->shapes = add_block(n, FEATURE_SHAPES, s->shape);
  n->root = add_block(n, 1, deep);
  for (int l = 0; l < s->layers; l++)
    for (int d = 0; d < 2; d++)
      n->lstm[l][d] = (struct net_lstm){add_block(n, l ? deep : net_input(s), wide), add_block(n, 1, wide),
                                        add_block(n, s->hidden, wide)};
  n->upos = add_dense(n, deep, UPOS_COUNT - 1), n->xpos = add_dense(n, deep, (int)x->n_xpos);
  n->arc_dep = add_dense(n, deep, s->arc), n->arc_head = add_dense(n, deep, s->arc);
  n->arc_u = add_dense(n, s->arc, s->arc);
  n->label_dep = add_dense(n, deep, s->label), n->label_head = add_dense(n, deep, s->label);
  n->label_out = add_dense(n, s->label, DEP_COUNT - 1);
}

void net_init(net *n, net_sizes size, const lexicon *x, uint64_t seed) {
  *n = (net){.size = size, .lexicon = x};
  lay_out(n);
  n->p = aligned_alloc(64, n->n * sizeof(float));
  if (!n->p) abort();
  memset(n->p, 0, n->n * sizeof(float));
  uint64_t chance = seed;
  fill(n, n->words, 0.17f, &chance), fill(n, n->pieces, 0.17f, &chance), fill(n, n->root, 0.17f, &chance);
  memset(n->p + n->words.at, 0, sizeof(float) * (size_t)size.word); /* the unknown word starts from nothing */
  fill(n, n->shapes, 1.0f, &chance);
  fill_matrix(n, n->project, &chance);
  for (int l = 0; l < size.layers; l++)
    for (int d = 0; d < 2; d++) {
      fill_matrix(n, n->lstm[l][d].in, &chance), fill_matrix(n, n->lstm[l][d].recur, &chance);
      for (int i = 0; i < size.hidden; i++)
        n->p[n->lstm[l][d].bias.at + (size_t)i] = -1.0f; /* keep what is in the cell */
    }
  dense all[] = {n->upos, n->xpos, n->arc_dep, n->arc_head, n->arc_u, n->label_dep, n->label_head, n->label_out};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) fill_matrix(n, all[i].w, &chance);
}

void net_clear(net *n) { free(n->p); }

/* ---- room for a batch ---- */

void work_init(net_work *w, const net *n) {
  *w = (net_work){.room_bytes = (size_t)1 << 30};
  w->gradient = aligned_alloc(64, n->n * sizeof(float));
  w->room = aligned_alloc(64, w->room_bytes); /* touched only as far as it is needed */
  if (!w->gradient || !w->room) abort();
  memset(w->gradient, 0, n->n * sizeof(float));
}

void work_clear(net_work *w) { free(w->gradient), free(w->room); }

static void *take(net_work *w, size_t bytes) {
  void *p = w->room + w->used;
  w->used += (bytes + 63) / 64 * 64;
  if (w->used > w->room_bytes) abort();
  return p;
}

static float *take_floats(net_work *w, size_t n) { return take(w, n * sizeof(float)); }

static float *take_zeros(net_work *w, size_t n) {
  float *p = take_floats(w, n);
  memset(p, 0, n * sizeof(float));
  return p;
}

/* ---- matrices: rows of x lie x_step apart ---- */

/* y (rows, n) = keep * y + x (rows, k) * m (k, n) */
static void multiply(const float *x, int x_step, int rows, const float *m, int k, int n, float keep, float *y,
                     int y_step) {
  if (rows) cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, n, k, 1, x, x_step, m, n, keep, y, y_step);
}

/* dm (k, n) += x' (k, rows) * dy (rows, n) */
static void multiply_back(const float *x, int x_step, int rows, const float *dy, int dy_step, float *dm, int k, int n) {
  if (rows) cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, k, n, rows, 1, x, x_step, dy, dy_step, 1, dm, n);
}

/* dx (rows, k) = keep * dx + dy (rows, n) * m' (n, k) */
static void pass_back(const float *dy, int dy_step, int rows, const float *m, int k, int n, float keep, float *dx,
                      int dx_step) {
  if (rows) cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, rows, k, n, 1, dy, dy_step, m, n, keep, dx, dx_step);
}

static void set_rows(float *y, int rows, const float *row, int n) {
  for (int r = 0; r < rows; r++) memcpy(y + (size_t)r * (size_t)n, row, sizeof(float) * (size_t)n);
}

static float *run_dense(const net *n, net_work *w, dense d, const float *x, int rows) {
  float *y = take_floats(w, (size_t)rows * (size_t)d.w.cols);
  set_rows(y, rows, n->p + d.b.at, d.w.cols);
  multiply(x, d.w.rows, rows, n->p + d.w.at, d.w.rows, d.w.cols, 1, y, d.w.cols);
  return y;
}

/* Adds to the gradients of d, and to dx. */
static void teach_dense(const net *n, net_work *w, dense d, const float *x, int rows, const float *dy, float *dx) {
  int k = d.w.rows, m = d.w.cols;
  float *db = w->gradient + d.b.at;
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < m; c++) db[c] += dy[(size_t)r * (size_t)m + (size_t)c];
  multiply_back(x, k, rows, dy, m, w->gradient + d.w.at, k, m);
  pass_back(dy, m, rows, n->p + d.w.at, k, m, 1, dx, k);
}

/* ---- dropping ---- */

/* Factors 0 or 1 / (1 - share), by which x is multiplied; NULL when nothing is dropped. */
static float *drop(net_work *w, float *x, size_t n, float share) {
  if (share <= 0) return NULL;
  float *mask = take_floats(w, n);
  uint32_t limit = (uint32_t)(share * 65536.0f);
  float keep = 1.0f / (1.0f - share);
  uint64_t bits = 0;
  for (size_t i = 0; i < n; i++) {
    bits = i % 4 ? bits >> 16 : next(&w->chance);
    mask[i] = (bits & 0xFFFF) < limit ? 0.0f : keep;
    x[i] *= mask[i];
  }
  return mask;
}

static void drop_back(const float *mask, float *dx, size_t n) {
  if (mask)
    for (size_t i = 0; i < n; i++) dx[i] *= mask[i];
}

/* Negatives to 0, then dropped. The result is 0 exactly where nothing passes back; elsewhere that is the mask's factor. */
static float *rectify(net_work *w, float *x, size_t n, float share) {
  for (size_t i = 0; i < n; i++) x[i] = x[i] > 0 ? x[i] : 0;
  return drop(w, x, n, share);
}

static void rectify_back(const float *mask, const float *y, float *dy, size_t n) {
  drop_back(mask, dy, n);
  for (size_t i = 0; i < n; i++) dy[i] = y[i] > 0 ? dy[i] : 0;
}

/* ---- a batch ---- */

typedef struct batch {
  const example **of; /* (size), longest first */
  int size, steps, words;
  int *offset;   /* (steps + 1): words before each time */
  int *start;    /* (size + 1): rows before each sentence, roots counted */
  int *time_row; /* (words + size): row by time of a row by sentence; -1 for a root */
  float share;
  const net_drops *drops;
} batch;

static int longer(const void *a, const void *b) {
  uint32_t x = (*(const example *const *)a)->n, y = (*(const example *const *)b)->n;
  return (x < y) - (x > y);
}

static batch batch_of(net_work *w, const example *const *of, int size, float share, const net_drops *drops) {
  batch b = {.size = size, .share = share, .drops = drops, .of = take(w, sizeof(example *) * (size_t)size)};
  memcpy(b.of, of, sizeof(example *) * (size_t)size);
  qsort(b.of, (size_t)size, sizeof *b.of, longer);
  b.steps = size ? (int)b.of[0]->n : 0;
  b.offset = take(w, sizeof(int) * (size_t)(b.steps + 1));
  b.start = take(w, sizeof(int) * (size_t)(size + 1));
  for (int t = 0, active = size; t < b.steps; t++) {
    while (active && (int)b.of[active - 1]->n <= t) active--;
    b.offset[t] = b.words;
    b.words += active;
  }
  b.offset[b.steps] = b.words;
  b.time_row = take(w, sizeof(int) * (size_t)(b.words + size));
  b.start[0] = 0;
  for (int s = 0; s < size; s++) {
    int *rows = b.time_row + b.start[s], n = (int)b.of[s]->n;
    rows[0] = -1;
    for (int i = 0; i < n; i++) rows[i + 1] = b.offset[i] + s;
    b.start[s + 1] = b.start[s] + n + 1;
  }
  return b;
}

static int active_at(const batch *b, int t) { return t < 0 || t >= b->steps ? 0 : b->offset[t + 1] - b->offset[t]; }

/* Calls for each word, by time: in and out columns. */
static const uint32_t *in_of(const batch *b, int t, int s) { return b->of[s]->in + t * EXAMPLE_IN; }

/* ---- input ---- */

typedef struct input {
  float *x;       /* (words, input) */
  float *vectors; /* (words, n_dims): zeros where dropped */
  uint32_t *row;  /* (words): row of n->words, or UINT32_MAX */
  float *mask;
} input;

enum { NO_ROW = -1 };

static void embed_word(const net *n, net_work *w, const batch *b, const uint32_t *in, int at, input *e) {
  const lexicon *x = n->lexicon;
  const net_sizes *size = &n->size;
  uint32_t word = in[IN_WORD];
  bool seen = word < x->n_seen, blind = false;
  float share = b->drops ? b->drops->word : 0;
  if (share > 0 && seen && word && uniform(&w->chance) < share / (share + x->count[word])) seen = true, word = 0;
  if (share > 0) blind = uniform(&w->chance) < 0.05f;
  e->row[at] = seen ? word : UINT32_MAX;
  float *to = e->x + (size_t)at * (size_t)net_input(size);
  if (seen) memcpy(to, n->p + n->words.at + (size_t)word * (size_t)size->word, sizeof(float) * (size_t)size->word);
  else memset(to, 0, sizeof(float) * (size_t)size->word);
  float *vector = e->vectors + (size_t)at * (size_t)x->n_dims;
  if (blind || !x->n_dims) memset(vector, 0, sizeof(float) * (size_t)x->n_dims);
  else memcpy(vector, x->vectors + (size_t)in[IN_WORD] * (size_t)x->n_dims, sizeof(float) * (size_t)x->n_dims);
  to += size->word;
  for (int k = 0; k < FEATURE_PIECES; k++, to += size->piece) {
    size_t row = (size_t)k * (size_t)size->buckets + in[IN_PIECES + k] % (uint32_t)size->buckets;
    memcpy(to, n->p + n->pieces.at + row * (size_t)size->piece, sizeof(float) * (size_t)size->piece);
  }
  memcpy(to, n->p + n->shapes.at + (size_t)in[IN_SHAPE] * (size_t)size->shape, sizeof(float) * (size_t)size->shape);
}

static input run_input(const net *n, net_work *w, const batch *b) {
  size_t words = (size_t)b->words, wide = (size_t)net_input(&n->size);
  int dims = n->lexicon->n_dims;
  input e = {take_floats(w, words * wide), take_floats(w, words * (size_t)dims), take(w, words * sizeof(uint32_t)),
             NULL};
  for (int t = 0; t < b->steps; t++)
    for (int s = 0; s < active_at(b, t); s++) embed_word(n, w, b, in_of(b, t, s), b->offset[t] + s, &e);
  if (dims) multiply(e.vectors, dims, b->words, n->p + n->project.at, dims, n->size.word, 1, e.x, (int)wide);
  if (b->drops) e.mask = drop(w, e.x, words * wide, b->drops->input);
  return e;
}

static void add_to(float *to, const float *from, int n) {
  for (int i = 0; i < n; i++) to[i] += from[i];
}

static void teach_input(const net *n, net_work *w, const batch *b, const input *e, float *dx) {
  const net_sizes *size = &n->size;
  int wide = net_input(size), dims = n->lexicon->n_dims;
  drop_back(e->mask, dx, (size_t)b->words * (size_t)wide);
  if (dims) multiply_back(e->vectors, dims, b->words, dx, wide, w->gradient + n->project.at, dims, size->word);
  for (int t = 0; t < b->steps; t++)
    for (int s = 0; s < active_at(b, t); s++) {
      int at = b->offset[t] + s;
      const uint32_t *in = in_of(b, t, s);
      const float *d = dx + (size_t)at * (size_t)wide;
      if (e->row[at] != UINT32_MAX)
        add_to(w->gradient + n->words.at + (size_t)e->row[at] * (size_t)size->word, d, size->word);
      d += size->word;
      for (int k = 0; k < FEATURE_PIECES; k++, d += size->piece) {
        size_t row = (size_t)k * (size_t)size->buckets + in[IN_PIECES + k] % (uint32_t)size->buckets;
        add_to(w->gradient + n->pieces.at + row * (size_t)size->piece, d, size->piece);
      }
      add_to(w->gradient + n->shapes.at + (size_t)in[IN_SHAPE] * (size_t)size->shape, d, size->shape);
    }
}

/* ---- an LSTM layer ---- */

typedef struct layer {
  const float *x; /* (words, in) */
  int in;
  float *gates[2], *cell[2], *tanh_cell[2]; /* (words, 3 * hidden), (words, hidden) by direction */
  float *h, *out;                           /* (words, 2 * hidden): as computed, and with some dropped */
  float *mask;
} layer;

static void run_gates(float *gates, int rows, int hidden, const float *before, int n_before, float *cell,
                      float *tanh_cell, float *h) {
  static const float zeros[LANES];
  for (int r = 0; r < rows; r++, gates += 3 * hidden, cell += hidden, tanh_cell += hidden, h += 2 * hidden)
    for (int i = 0; i < hidden; i += LANES) {
      lanes *in = (lanes *)(gates + i), *now = (lanes *)(gates + hidden + i), *out = (lanes *)(gates + 2 * hidden + i);
      lanes_sigmoid(in), lanes_tanh(now), lanes_sigmoid(out);
      lanes last = *(const lanes *)(r < n_before ? before + (size_t)r * (size_t)hidden + i : zeros);
      lanes c = last + *in * (*now - last), squashed = c;
      lanes_tanh(&squashed);
      *(lanes *)(cell + i) = c, *(lanes *)(tanh_cell + i) = squashed;
      *(lanes *)(h + i) = *out * squashed;
    }
}

/* The time before t in direction d. */
static int before(int t, int d) { return d ? t + 1 : t - 1; }

static void run_direction(const net *n, net_work *w, const batch *b, const struct net_lstm *m, layer *y, int d) {
  int hidden = n->size.hidden, wide = 3 * hidden;
  size_t words = (size_t)b->words;
  float *gates = y->gates[d] = take_floats(w, words * (size_t)wide);
  y->cell[d] = take_floats(w, words * (size_t)hidden), y->tanh_cell[d] = take_floats(w, words * (size_t)hidden);
  set_rows(gates, b->words, n->p + m->bias.at, wide);
  multiply(y->x, y->in, b->words, n->p + m->in.at, y->in, wide, 1, gates, wide);
  for (int k = 0; k < b->steps; k++) {
    int t = d ? b->steps - 1 - k : k, rows = active_at(b, t), last = before(t, d);
    int n_last = active_at(b, last) < rows ? active_at(b, last) : rows;
    size_t at = (size_t)b->offset[t], from = n_last ? (size_t)b->offset[last] : 0;
    const float *h = y->h + from * 2 * (size_t)hidden + d * hidden;
    multiply(h, 2 * hidden, n_last, n->p + m->recur.at, hidden, wide, 1, gates + at * (size_t)wide, wide);
    run_gates(gates + at * (size_t)wide, rows, hidden, y->cell[d] + from * (size_t)hidden, n_last,
              y->cell[d] + at * (size_t)hidden, y->tanh_cell[d] + at * (size_t)hidden,
              y->h + at * 2 * (size_t)hidden + d * hidden);
  }
}

static layer run_layer(const net *n, net_work *w, const batch *b, const struct net_lstm m[2], const float *x, int in) {
  size_t count = (size_t)b->words * 2 * (size_t)n->size.hidden;
  layer y = {.x = x, .in = in, .h = take_floats(w, count)};
  for (int d = 0; d < 2; d++) run_direction(n, w, b, &m[d], &y, d);
  y.out = y.h;
  if (b->drops) {
    y.out = take_floats(w, count);
    memcpy(y.out, y.h, count * sizeof(float));
    y.mask = drop(w, y.out, count, b->drops->layer);
  }
  return y;
}

/* One time step back: dh (rows, 2 * hidden apart) and carry (rows, hidden) -> d_gates before the nonlinearities, carry. */
static void gates_back(const float *gates, int rows, int hidden, const float *before, int n_before,
                       const float *tanh_cell, const float *dh, float *carry, float *d_gates) {
  for (int r = 0; r < rows;
       r++, gates += 3 * hidden, tanh_cell += hidden, dh += 2 * hidden, carry += hidden, d_gates += 3 * hidden)
    for (int i = 0; i < hidden; i++) {
      float in = gates[i], now = gates[hidden + i], out = gates[2 * hidden + i], th = tanh_cell[i];
      float last = r < n_before ? before[(size_t)r * (size_t)hidden + (size_t)i] : 0;
      float dc = carry[i] + dh[i] * out * (1 - th * th);
      d_gates[i] = dc * (now - last) * in * (1 - in);
      d_gates[hidden + i] = dc * in * (1 - now * now);
      d_gates[2 * hidden + i] = dh[i] * th * out * (1 - out);
      carry[i] = dc * (1 - in);
    }
}

/* dh (words, 2 * hidden) is changed: what comes from later steps is added to it. */
static void direction_back(const net *n, net_work *w, const batch *b, const struct net_lstm *m, const layer *y, int d,
                           float *dh, float *dx) {
  int hidden = n->size.hidden, wide = 3 * hidden;
  size_t words = (size_t)b->words;
  float *d_gates = take_floats(w, words * (size_t)wide), *carry = take_zeros(w, (size_t)b->size * (size_t)hidden);
  float *h_before = take_zeros(w, words * (size_t)hidden), *db = w->gradient + m->bias.at;
  for (int k = b->steps - 1; k >= 0; k--) {
    int t = d ? b->steps - 1 - k : k, rows = active_at(b, t), last = before(t, d);
    int n_last = active_at(b, last) < rows ? active_at(b, last) : rows;
    size_t at = (size_t)b->offset[t], from = n_last ? (size_t)b->offset[last] : 0;
    float *dg = d_gates + at * (size_t)wide;
    gates_back(y->gates[d] + at * (size_t)wide, rows, hidden, y->cell[d] + from * (size_t)hidden, n_last,
               y->tanh_cell[d] + at * (size_t)hidden, dh + at * 2 * (size_t)hidden + d * hidden, carry, dg);
    pass_back(dg, wide, n_last, n->p + m->recur.at, hidden, wide, 1, dh + from * 2 * (size_t)hidden + d * hidden,
              2 * hidden);
    for (int r = 0; r < n_last; r++)
      memcpy(h_before + (at + (size_t)r) * (size_t)hidden, y->h + (from + (size_t)r) * 2 * (size_t)hidden + d * hidden,
             sizeof(float) * (size_t)hidden);
  }
  for (size_t r = 0; r < words; r++) add_to(db, d_gates + r * (size_t)wide, wide);
  multiply_back(h_before, hidden, b->words, d_gates, wide, w->gradient + m->recur.at, hidden, wide);
  multiply_back(y->x, y->in, b->words, d_gates, wide, w->gradient + m->in.at, y->in, wide);
  pass_back(d_gates, wide, b->words, n->p + m->in.at, y->in, wide, 1, dx, y->in);
}

/* d_out (words, 2 * hidden) -> added to dx (words, in) */
static void teach_layer(const net *n, net_work *w, const batch *b, const struct net_lstm m[2], const layer *y,
                        float *d_out, float *dx) {
  size_t used = w->used;
  drop_back(y->mask, d_out, (size_t)b->words * 2 * (size_t)n->size.hidden);
  for (int d = 0; d < 2; d++) {
    direction_back(n, w, b, &m[d], y, d, d_out, dx);
    w->used = used;
  }
}

/* ---- answers ---- */

/* Softmax of row (n): the loss of answer gold, and share times its gradient in place of the row. gold < 0: none, 0. */
static double cross_entropy(float *row, int n, int gold, float share) {
  if (gold < 0) {
    memset(row, 0, sizeof(float) * (size_t)n);
    return 0;
  }
  float top = row[0];
  for (int i = 1; i < n; i++) top = row[i] > top ? row[i] : top;
  float of_gold = row[gold] - top, sum = 0;
  for (int i = 0; i < n; i++) row[i] = row[i] - top > -80 ? row[i] - top : -80; /* lanes_exp goes wrong far out */
  int i = 0;
  for (; i + LANES <= n; i += LANES) lanes_exp((lanes *)(row + i));
  for (; i < n; i++) row[i] = expf(row[i]);
  for (i = 0; i < n; i++) sum += row[i];
  for (i = 0; i < n; i++) row[i] *= share / sum;
  row[gold] -= share;
  return (double)(logf(sum) - of_gold);
}

static int best_of(const float *row, int n) {
  int best = 0;
  for (int i = 1; i < n; i++)
    if (row[i] > row[best]) best = i;
  return best;
}

/* One kind of tag: its loss; d_tag (words, 2 * hidden) is added to. */
static double teach_tags(const net *n, net_work *w, const batch *b, dense d, int column, const float *x, float share,
                         float *d_tag) {
  float *scores = run_dense(n, w, d, x, b->words);
  double loss = 0;
  for (int t = 0; t < b->steps; t++)
    for (int s = 0; s < active_at(b, t); s++)
      loss += share * cross_entropy(scores + (size_t)(b->offset[t] + s) * (size_t)d.w.cols, d.w.cols,
                                    b->of[s]->out[t * EXAMPLE_OUT + column], b->share * share);
  teach_dense(n, w, d, x, b->words, scores, d_tag);
  return loss;
}

typedef struct heads { /* by sentence: rows of words and roots, start[size] in all */
  float *z;            /* (rows, 2 * hidden) */
  float *arc_dep, *arc_head, *query, *label_dep, *label_head;
  float *arc_dep_mask, *arc_head_mask;
} heads;

static heads run_heads(const net *n, net_work *w, const batch *b, const float *top) {
  int rows = b->start[b->size], deep = 2 * n->size.hidden;
  size_t arcs = (size_t)rows * (size_t)n->size.arc;
  float share = b->drops ? b->drops->hidden : 0;
  heads h = {.z = take_floats(w, (size_t)rows * (size_t)deep)};
  for (int r = 0; r < rows; r++)
    memcpy(h.z + (size_t)r * (size_t)deep,
           b->time_row[r] < 0 ? n->p + n->root.at : top + (size_t)b->time_row[r] * (size_t)deep,
           sizeof(float) * (size_t)deep);
  h.arc_dep = run_dense(n, w, n->arc_dep, h.z, rows), h.arc_dep_mask = rectify(w, h.arc_dep, arcs, share);
  h.arc_head = run_dense(n, w, n->arc_head, h.z, rows), h.arc_head_mask = rectify(w, h.arc_head, arcs, share);
  h.query = run_dense(n, w, n->arc_u, h.arc_dep, rows);
  h.label_dep = run_dense(n, w, n->label_dep, h.z, rows), h.label_head = run_dense(n, w, n->label_head, h.z, rows);
  return h;
}

/* scores (n, n + 1) of sentence s: head (0 the root) of each word; a word is not its own head. */
static void score_arcs(const net *n, const batch *b, const heads *h, int s, float *scores) {
  int words = (int)b->of[s]->n, arc = n->size.arc;
  size_t at = (size_t)b->start[s] * (size_t)arc;
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, words, words + 1, arc, 1, h->query + at + arc, arc,
              h->arc_head + at, arc, 0, scores, words + 1);
  for (int i = 0; i < words; i++) scores[i * (words + 1) + i + 1] = -1e9f;
}

static double teach_arcs(const net *n, net_work *w, const batch *b, const heads *h, float *d_query, float *d_head) {
  int arc = n->size.arc;
  double loss = 0;
  for (int s = 0; s < b->size; s++) {
    int words = (int)b->of[s]->n;
    size_t at = (size_t)b->start[s] * (size_t)arc, used = w->used;
    float *scores = take_floats(w, (size_t)words * (size_t)(words + 1));
    score_arcs(n, b, h, s, scores);
    for (int i = 0; i < words; i++)
      loss += cross_entropy(scores + i * (words + 1), words + 1, b->of[s]->out[i * EXAMPLE_OUT + OUT_HEAD], b->share);
    multiply(scores, words + 1, words, h->arc_head + at, words + 1, arc, 0, d_query + at + arc, arc);
    multiply_back(scores, words + 1, words, h->query + at + arc, arc, d_head + at, words + 1, arc);
    w->used = used;
  }
  return loss;
}

/* The row, by sentence, of the head of word i of sentence s. */
static int head_row(const batch *b, int s, int i) { return b->start[s] + b->of[s]->out[i * EXAMPLE_OUT + OUT_HEAD]; }

/* Hidden rows (words in sentence order, label) of each word under head_of; calls with r counting words. */
static float *run_pairs(const net *n, net_work *w, const batch *b, const heads *h, const int *head) {
  int label = n->size.label, r = 0;
  float *pairs = take_floats(w, (size_t)b->words * (size_t)label);
  for (int s = 0; s < b->size; s++)
    for (int i = 0; i < (int)b->of[s]->n; i++, r++) {
      const float *x = h->label_dep + (size_t)(b->start[s] + 1 + i) * (size_t)label;
      const float *y = h->label_head + (size_t)head[r] * (size_t)label;
      for (int k = 0; k < label; k++) pairs[(size_t)r * (size_t)label + (size_t)k] = x[k] + y[k];
    }
  return pairs;
}

static double teach_labels(const net *n, net_work *w, const batch *b, const heads *h, float *d_dep, float *d_head) {
  int label = n->size.label, r = 0;
  int *head = take(w, sizeof(int) * (size_t)b->words);
  for (int s = 0; s < b->size; s++)
    for (int i = 0; i < (int)b->of[s]->n; i++) head[r++] = head_row(b, s, i);
  size_t count = (size_t)b->words * (size_t)label;
  float *pairs = run_pairs(n, w, b, h, head), *mask = rectify(w, pairs, count, b->drops ? b->drops->hidden : 0);
  float *scores = run_dense(n, w, n->label_out, pairs, b->words), *d_pairs = take_zeros(w, count);
  double loss = 0;
  r = 0;
  for (int s = 0; s < b->size; s++)
    for (int i = 0; i < (int)b->of[s]->n; i++, r++)
      loss += cross_entropy(scores + (size_t)r * (size_t)n->label_out.w.cols, n->label_out.w.cols,
                            b->of[s]->out[i * EXAMPLE_OUT + OUT_LABEL], b->share);
  teach_dense(n, w, n->label_out, pairs, b->words, scores, d_pairs);
  rectify_back(mask, pairs, d_pairs, count);
  r = 0;
  for (int s = 0; s < b->size; s++)
    for (int i = 0; i < (int)b->of[s]->n; i++, r++) {
      add_to(d_dep + (size_t)(b->start[s] + 1 + i) * (size_t)label, d_pairs + (size_t)r * (size_t)label, label);
      add_to(d_head + (size_t)head[r] * (size_t)label, d_pairs + (size_t)r * (size_t)label, label);
    }
  return loss;
}

/* Arcs and labels: their loss; d_top (words, 2 * hidden) is added to. */
static double teach_heads(const net *n, net_work *w, const batch *b, const float *top, float *d_top) {
  heads h = run_heads(n, w, b, top);
  int rows = b->start[b->size], deep = 2 * n->size.hidden;
  size_t arcs = (size_t)rows * (size_t)n->size.arc, labels = (size_t)rows * (size_t)n->size.label;
  float *d_query = take_zeros(w, arcs), *d_arc_head = take_zeros(w, arcs), *d_arc_dep = take_zeros(w, arcs);
  float *d_label_dep = take_zeros(w, labels), *d_label_head = take_zeros(w, labels);
  float *dz = take_zeros(w, (size_t)rows * (size_t)deep);
  double loss = teach_arcs(n, w, b, &h, d_query, d_arc_head) + teach_labels(n, w, b, &h, d_label_dep, d_label_head);
  teach_dense(n, w, n->arc_u, h.arc_dep, rows, d_query, d_arc_dep);
  rectify_back(h.arc_dep_mask, h.arc_dep, d_arc_dep, arcs), rectify_back(h.arc_head_mask, h.arc_head, d_arc_head, arcs);
  teach_dense(n, w, n->arc_dep, h.z, rows, d_arc_dep, dz), teach_dense(n, w, n->arc_head, h.z, rows, d_arc_head, dz);
  teach_dense(n, w, n->label_dep, h.z, rows, d_label_dep, dz),
      teach_dense(n, w, n->label_head, h.z, rows, d_label_head, dz);
  for (int r = 0; r < rows; r++)
    add_to(b->time_row[r] < 0 ? w->gradient + n->root.at : d_top + (size_t)b->time_row[r] * (size_t)deep,
           dz + (size_t)r * (size_t)deep, deep);
  return loss;
}

double net_teach(const net *n, net_work *w, const example *const *of, int size, float share, const net_drops *drops) {
  w->used = 0;
  batch b = batch_of(w, of, size, share, drops);
  int last = n->size.layers - 1, tag = model_tag_layer(n->size.layers), deep = 2 * n->size.hidden;
  size_t count = (size_t)b.words * (size_t)deep;
  input e = run_input(n, w, &b);
  layer layers[MODEL_LAYERS];
  float *d_out[MODEL_LAYERS];
  for (int l = 0; l <= last; l++) {
    layers[l] = run_layer(n, w, &b, n->lstm[l], l ? layers[l - 1].out : e.x, l ? deep : net_input(&n->size));
    d_out[l] = take_zeros(w, count);
  }
  double loss = teach_tags(n, w, &b, n->upos, OUT_UPOS, layers[tag].out, 0.5f, d_out[tag]) +
                teach_tags(n, w, &b, n->xpos, OUT_XPOS, layers[tag].out, 0.5f, d_out[tag]) +
                teach_heads(n, w, &b, layers[last].out, d_out[last]);
  float *dx = take_zeros(w, (size_t)b.words * (size_t)net_input(&n->size));
  for (int l = last; l >= 0; l--) teach_layer(n, w, &b, n->lstm[l], &layers[l], d_out[l], l ? d_out[l - 1] : dx);
  teach_input(n, w, &b, &e, dx);
  return loss;
}

/* ---- scoring ---- */

static long right_tags(const net *n, net_work *w, const batch *b, dense d, int column, const float *x) {
  float *scores = run_dense(n, w, d, x, b->words);
  long right = 0;
  for (int t = 0; t < b->steps; t++)
    for (int s = 0; s < active_at(b, t); s++)
      right += best_of(scores + (size_t)(b->offset[t] + s) * (size_t)d.w.cols, d.w.cols) ==
               b->of[s]->out[t * EXAMPLE_OUT + column];
  return right;
}

static void score_heads(const net *n, net_work *w, const batch *b, const float *top, net_hits *hits) {
  heads h = run_heads(n, w, b, top);
  int *head = take(w, sizeof(int) * (size_t)b->words), r = 0;
  for (int s = 0; s < b->size; s++) {
    int words = (int)b->of[s]->n;
    size_t used = w->used;
    float *scores = take_floats(w, (size_t)words * (size_t)(words + 1));
    score_arcs(n, b, &h, s, scores);
    for (int i = 0; i < words; i++) head[r++] = b->start[s] + best_of(scores + i * (words + 1), words + 1);
    w->used = used;
  }
  float *pairs = run_pairs(n, w, b, &h, head);
  rectify(w, pairs, (size_t)b->words * (size_t)n->size.label, 0);
  float *scores = run_dense(n, w, n->label_out, pairs, b->words);
  r = 0;
  for (int s = 0; s < b->size; s++)
    for (int i = 0; i < (int)b->of[s]->n; i++, r++) {
      bool right = head[r] == head_row(b, s, i);
      int label = best_of(scores + (size_t)r * (size_t)n->label_out.w.cols, n->label_out.w.cols);
      hits->head += right, hits->both += right && label == b->of[s]->out[i * EXAMPLE_OUT + OUT_LABEL];
    }
}

void net_score(const net *n, net_work *w, const example *const *of, int size, net_hits *hits) {
  w->used = 0;
  batch b = batch_of(w, of, size, 0, NULL);
  int last = n->size.layers - 1, tag = model_tag_layer(n->size.layers);
  const float *x = run_input(n, w, &b).x;
  for (int l = 0; l <= last; l++) {
    x = run_layer(n, w, &b, n->lstm[l], x, l ? 2 * n->size.hidden : net_input(&n->size)).out;
    if (l != tag) continue;
    hits->upos += right_tags(n, w, &b, n->upos, OUT_UPOS, x);
    hits->xpos += right_tags(n, w, &b, n->xpos, OUT_XPOS, x);
  }
  score_heads(n, w, &b, x, hits);
  hits->words += b.words;
}

float *net_word_rows(const net *n) {
  const lexicon *x = n->lexicon;
  size_t word = (size_t)n->size.word;
  float *rows = calloc((size_t)x->n * word + 1, sizeof(float));
  if (!rows) abort();
  memcpy(rows, n->p + n->words.at, sizeof(float) * x->n_seen * word);
  if (x->n_dims)
    multiply(x->vectors, x->n_dims, (int)x->n, n->p + n->project.at, x->n_dims, (int)word, 1, rows, (int)word);
  return rows;
}
