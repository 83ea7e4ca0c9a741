/* The network: its parameters, and a batch from words to losses and back. */
#include <math.h>
#include <stdlib.h>
#include "net_parts.h"

/* ---- parameters ---- */

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

/* ---- a batch from one end to the other ---- */

void work_init(net_work *w, const net *n) {
  *w = (net_work){.room_bytes = (size_t)1 << 30};
  w->gradient = aligned_alloc(64, n->n * sizeof(float));
  w->room = aligned_alloc(64, w->room_bytes); /* touched only as far as it is needed */
  if (!w->gradient || !w->room) abort();
  memset(w->gradient, 0, n->n * sizeof(float));
}

void work_clear(net_work *w) { free(w->gradient), free(w->room); }

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
