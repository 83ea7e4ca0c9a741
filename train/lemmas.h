/* lemmas: learns the table of lemmas that src/parse/lemma.c reads.
 *
 * In: gold sentences, a list of inflections (form, UPOS, lemma) for words that the treebanks do not know, and words of the
 * language in lower case (the model's vocabulary). Out: the rows of the table. Frees: the arena. Goes wrong: a list that
 * cannot be read (error with file and line).
 *
 * First come the rules, by tag and word end: "VBD", "ied" -> drop three bytes, add "y". A rule is made for the ends that most
 * unlike words share, so that "vied" does not have to be known. Then come the words that these rules get wrong, as the
 * program's own lemma_of judges them: "went", VERB -> "go". Last, names in lower case ("kerala", PROPN -> "Kerala") and the
 * regular forms of known words that the rules get wrong ("provoked", VERB -> "provoke", not "provok").
 */
#ifndef TRAIN_LEMMAS_H
#define TRAIN_LEMMAS_H
#include "treebank.h"

typedef struct lemma_table { /* sorted lines: key, zero byte, value */
  base_str *rows;
  size_t n;
} lemma_table;

/* inflections: path of the list; NULL if there is none. words: in any order; may be none. */
drg_status lemmas_learn(const treebank *gold, const char *inflections, const base_str *words, size_t n_words,
                        base_arena *arena, lemma_table *out, drg_error *err);
#endif
