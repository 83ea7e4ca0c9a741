/* adam: Adam (Kingma and Ba 2014, https://arxiv.org/abs/1412.6980) over one array of parameters, and its checkpoint.
 *
 * In: parameters and gradients. Out: changed parameters. Frees: adam_clear. Goes wrong: a checkpoint that cannot be
 * written, or that belongs to other sizes or data.
 */
#ifndef TRAIN_ADAM_H
#define TRAIN_ADAM_H
#include "base/base.h"

typedef struct adam {
  size_t n;
  float *p;     /* (n), the caller's */
  float *m, *v; /* (n): running means of the gradient and of its square */
  uint64_t step;
} adam;

void adam_init(adam *a, float *p, size_t n);
void adam_clear(adam *a);
/* Counts a step; then adam_move for every part of the array, from any threads. */
void adam_begin(adam *a);
/* Parameters from … to: the gradient is by * gradient, which is set to 0. */
void adam_move(adam *a, size_t from, size_t to, float *gradient, float by, float rate);

typedef struct adam_place { /* where training stands */
  uint64_t kind;            /* of sizes and data: a checkpoint of another kind is refused */
  uint32_t epoch, best_epoch;
  double best;
} adam_place;
drg_status adam_save(const adam *a, const adam_place *at, const char *path, drg_error *err);
/* DRG_END if there is no such file. */
drg_status adam_load(adam *a, adam_place *at, const char *path, drg_error *err);

#endif
