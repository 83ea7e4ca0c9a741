/* lemmas: learns the table of lemmas that src/parse/lemma.c reads.
 *
 * In: gold sentences, and a list of inflections (form, UPOS, lemma) for words that the treebanks do not know. Out: the rows
 * of the table. Frees: the arena. Goes wrong: a list that cannot be read (error with file and line).
 *
 * First come the rules, by tag and word end: "VBD", "ied" -> drop three bytes, add "y". A rule is made for the ends that most
 * unlike words share, so that "vied" does not have to be known. Then come the words that these rules get wrong, as the
 * program's own lemma_of judges them: "went", VERB -> "go".
 */
#ifndef TRAIN_LEMMAS_H
#define TRAIN_LEMMAS_H
#include "treebank.h"

typedef struct lemma_table { /* sorted lines: key, zero byte, value */
  base_str *rows;
  size_t n;
} lemma_table;

/* inflections: path of the list; NULL if there is none. */
drg_status lemmas_learn(const treebank *gold, const char *inflections, base_arena *arena, lemma_table *out,
                        drg_error *err);
#endif
