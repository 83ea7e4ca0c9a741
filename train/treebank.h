/* treebank: gold and silver sentences of the trainer, read from CoNLL-U.
 *
 * In: CoNLL-U files (gold: UD treebanks; silver: what train/teacher annotated). Out: parse_sent with the gold form, lemma,
 * upos, xpos, deprel (as src/parse/parse.h numbers them) and head of every word. Frees: treebank_clear.
 * Goes wrong: a file that cannot be read, or a malformed sentence (error with file and line).
 */
#ifndef TRAIN_TREEBANK_H
#define TRAIN_TREEBANK_H
#include "parse/parse.h"

typedef struct treebank {
  base_arena arena; /* holds the sentences */
  parse_sent *sents;
  size_t n, cap, words;
} treebank;

void treebank_init(treebank *t);
/* Appends the sentences of a file; documents of GUM whose genre may not teach a shared model are left out if `free_only`. */
drg_status treebank_read(treebank *t, const char *path, bool free_only, drg_error *err);
void treebank_clear(treebank *t);
#endif
