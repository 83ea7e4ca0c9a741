/* batches: the examples of an epoch, those of like length together, in an order of chance.
 *
 * In: gold and silver examples, the epoch's number. Out: batches of about o->batch words, the same for the same seed and
 * epoch. Frees: batches_clear. Goes wrong: memory only (abort).
 */
#ifndef TRAIN_BATCHES_H
#define TRAIN_BATCHES_H
#include "options.h"

typedef struct examples {
  example *v;
  size_t n;
} examples;

typedef struct keyed {
  float key;
  uint32_t at; /* where it stood: no two are equal */
  const example *of;
} keyed;

typedef struct batches {
  keyed *order;
  size_t n;
  size_t *begin; /* (count + 1) in order of length */
  size_t *turn;  /* (count): which comes when */
  size_t count;
} batches;

/* Between 0 and 1; *state is not 0. */
float batches_chance(uint64_t *state);
/* Gold (o->gold_times over, while there is silver) and, in the first o->silver_epochs, silver. */
batches batches_of(const options *o, const examples *gold, const examples *silver, uint32_t epoch);
void batches_clear(batches *b);

#endif
