#include "batches.h"
#include <stdlib.h>

static int by_key(const void *a, const void *b) {
  const keyed *x = a, *y = b;
  return x->key != y->key ? (x->key > y->key) - (x->key < y->key) : (x->at > y->at) - (x->at < y->at);
}

float batches_chance(uint64_t *state) {
  *state ^= *state << 13, *state ^= *state >> 7, *state ^= *state << 17;
  return (float)(*state >> 40) * (1.0f / 16777216.0f);
}

void batches_clear(batches *b) { free(b->order), free(b->begin), free(b->turn); }

batches batches_of(const options *o, const examples *gold, const examples *silver, uint32_t epoch) {
  bool with_silver = (int)epoch < o->silver_epochs && silver->n;
  size_t times = with_silver ? (size_t)o->gold_times : 1, most = gold->n * times + (with_silver ? silver->n : 0);
  batches b = {calloc(most, sizeof(keyed)), 0, calloc(most + 1, sizeof(size_t)), calloc(most + 1, sizeof(size_t)), 0};
  if (!b.order || !b.begin || !b.turn) abort();
  uint64_t state = base_hash(&epoch, sizeof epoch, o->seed) | 1;
  for (size_t k = 0; k < times; k++)
    for (size_t i = 0; i < gold->n; i++) b.order[b.n++].of = &gold->v[i];
  for (size_t i = 0; with_silver && i < silver->n; i++) b.order[b.n++].of = &silver->v[i];
  for (size_t i = 0; i < b.n; i++) {
    b.order[i].key = (float)b.order[i].of->n + 4 * batches_chance(&state);
    b.order[i].at = (uint32_t)i;
  }
  qsort(b.order, b.n, sizeof *b.order, by_key);
  size_t words = 0;
  for (size_t i = 0; i < b.n; i++) {
    words += b.order[i].of->n;
    if (words < (size_t)o->batch && i + 1 < b.n && i + 1 - b.begin[b.count] < NET_BATCH) continue;
    b.begin[++b.count] = i + 1;
    words = 0;
  }
  for (size_t i = 0; i < b.count; i++) b.turn[i] = i;
  for (size_t i = b.count; i > 1; i--) {
    size_t k = (size_t)((double)batches_chance(&state) * (double)i), last = b.turn[i - 1];
    b.turn[i - 1] = b.turn[k], b.turn[k] = last;
  }
  return b;
}
