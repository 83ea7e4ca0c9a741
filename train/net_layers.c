/* Words into vectors, and the LSTM layers over them, forwards and backwards. */
#include "net_parts.h"

static const uint32_t *in_of(const batch *b, int t, int s) { return b->of[s]->in + t * EXAMPLE_IN; }

/* ---- input ---- */

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

input run_input(const net *n, net_work *w, const batch *b) {
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

void teach_input(const net *n, net_work *w, const batch *b, const input *e, float *dx) {
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

layer run_layer(const net *n, net_work *w, const batch *b, const struct net_lstm m[2], const float *x, int in) {
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

void teach_layer(const net *n, net_work *w, const batch *b, const struct net_lstm m[2], const layer *y, float *d_out,
                 float *dx) {
  size_t used = w->used;
  drop_back(y->mask, d_out, (size_t)b->words * 2 * (size_t)n->size.hidden);
  for (int d = 0; d < 2; d++) {
    direction_back(n, w, b, &m[d], y, d, d_out, dx);
    w->used = used;
  }
}
