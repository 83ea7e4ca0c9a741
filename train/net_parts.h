/* net_parts: what the files of the network share: batches, room for them, products of matrices, dropping. Private to net.c,
 * net_layers.c (words and LSTMs), net_answers.c (tags, arcs, labels) and net_parts.c.
 *
 * Words of a batch stand in two orders: by time (all first words, all second words …, longest sentence first), in which the
 * LSTMs run, and by sentence (its root, then its words), in which arcs are scored.
 */
#ifndef TRAIN_NET_PARTS_H
#define TRAIN_NET_PARTS_H
#include "net.h"
#include "parse/lanes.h"

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

batch batch_of(net_work *w, const example *const *of, int size, float share, const net_drops *drops);
static inline int active_at(const batch *b, int t) {
  return t < 0 || t >= b->steps ? 0 : b->offset[t + 1] - b->offset[t];
}

/* ---- room, freed when the next batch begins ---- */

void *take(net_work *w, size_t bytes);
float *take_floats(net_work *w, size_t n);
float *take_zeros(net_work *w, size_t n);

/* ---- matrices: rows of x lie x_step apart ---- */

/* y (rows, n) = keep * y + x (rows, k) * m (k, n) */
void multiply(const float *x, int x_step, int rows, const float *m, int k, int n, float keep, float *y, int y_step);
/* dm (k, n) += x' (k, rows) * dy (rows, n) */
void multiply_back(const float *x, int x_step, int rows, const float *dy, int dy_step, float *dm, int k, int n);
/* dx (rows, k) = keep * dx + dy (rows, n) * m' (n, k) */
void pass_back(const float *dy, int dy_step, int rows, const float *m, int k, int n, float keep, float *dx,
               int dx_step);
void set_rows(float *y, int rows, const float *row, int n);
void add_to(float *to, const float *from, int n);

float *run_dense(const net *n, net_work *w, dense d, const float *x, int rows);
/* Adds to the gradients of d, and to dx. */
void teach_dense(const net *n, net_work *w, dense d, const float *x, int rows, const float *dy, float *dx);

/* ---- chance ---- */

float uniform(uint64_t *state);
/* Factors 0 or 1 / (1 - share), by which x is multiplied; NULL when nothing is dropped. */
float *drop(net_work *w, float *x, size_t n, float share);
void drop_back(const float *mask, float *dx, size_t n);

/* ---- net_layers.c ---- */

typedef struct input {
  float *x;       /* (words, input) */
  float *vectors; /* (words, n_dims): zeros where dropped */
  uint32_t *row;  /* (words): row of n->words, or UINT32_MAX */
  float *mask;
} input;

input run_input(const net *n, net_work *w, const batch *b);
/* dx (words, input) is changed. */
void teach_input(const net *n, net_work *w, const batch *b, const input *e, float *dx);

typedef struct layer {
  const float *x; /* (words, in) */
  int in;
  float *gates[2], *cell[2], *tanh_cell[2]; /* (words, 3 * hidden), (words, hidden) by direction */
  float *h, *out;                           /* (words, 2 * hidden): as computed, and with some dropped */
  float *mask;
} layer;

layer run_layer(const net *n, net_work *w, const batch *b, const struct net_lstm m[2], const float *x, int in);
/* d_out (words, 2 * hidden) is changed; dx (words, in) is added to. */
void teach_layer(const net *n, net_work *w, const batch *b, const struct net_lstm m[2], const layer *y, float *d_out,
                 float *dx);

/* ---- net_answers.c: losses; gradients of what goes in (words, 2 * hidden) are added to d_… ---- */

double teach_tags(const net *n, net_work *w, const batch *b, dense d, int column, const float *x, float share,
                  float *d_tag);
double teach_heads(const net *n, net_work *w, const batch *b, const float *top, float *d_top);
long right_tags(const net *n, net_work *w, const batch *b, dense d, int column, const float *x);
void score_heads(const net *n, net_work *w, const batch *b, const float *top, net_hits *hits);

#endif
