#include "lemmas.h"
drg_status lemmas_learn(lemma_table *t, const treebank *gold, base_arena *arena, const char *inflections,
                        drg_error *err) {
  (void)gold, (void)arena, (void)inflections, (void)err;
  *t = (lemma_table){0};
  return DRG_OK;
}
