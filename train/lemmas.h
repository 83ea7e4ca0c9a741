#ifndef TRAIN_LEMMAS_H
#define TRAIN_LEMMAS_H
#include "treebank.h"
typedef struct lemma_table {
  base_str *rows;
  size_t n;
} lemma_table;
drg_status lemmas_learn(lemma_table *t, const treebank *gold, base_arena *arena, const char *inflections,
                        drg_error *err);
#endif
