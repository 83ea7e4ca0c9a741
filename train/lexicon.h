/* lexicon: the words that the model knows, and sentences as the numbers that the network is taught with.
 *
 * In: treebanks and a file of word vectors. Out: a vocabulary (seen words first, then those that only the vectors know),
 * their vectors, and for each sentence rows of tables (what goes in) and answers (what should come out).
 * Frees: all is in the caller's arena. Goes wrong: a file of vectors that cannot be read.
 */
#ifndef TRAIN_LEXICON_H
#define TRAIN_LEXICON_H
#include "parse/features.h"
#include "treebank.h"

typedef struct lexicon {
  base_arena *arena;
  base_str *words; /* words[0] stands for the unknown */
  float *count;    /* (n_seen): how often a word was seen in training */
  float *vectors;  /* (n, n_dims), variance 1; zeros where there is none */
  uint32_t n, n_seen;
  int n_dims;
  base_map rows;  /* word -> number + 1 */
  base_str *xpos; /* fine tags, sorted */
  uint32_t n_xpos;
} lexicon;

/* seen: words that occur at least `twice` times (by key) get a row of their own; vectors_path: text, a word and its numbers
 * a line, commonest first, of which most_words are taken; NULL: no vectors. */
drg_status lexicon_build(lexicon *x, base_arena *arena, const treebank *seen, int at_least, const char *vectors_path,
                         uint32_t most_words, drg_error *err);

enum { EXAMPLE_IN = 2 + FEATURE_PIECES, EXAMPLE_OUT = 4 };
enum { IN_WORD, IN_SHAPE, IN_PIECES }; /* columns of `in` */
enum { OUT_UPOS, OUT_XPOS, OUT_HEAD, OUT_LABEL };

typedef struct example {
  uint32_t n;
  uint32_t *in; /* (n, EXAMPLE_IN): rows of the word and shape table, hashes of the pieces */
  int32_t *out; /* (n, EXAMPLE_OUT): numbers of tags and relation, head with 0 the root; -1 where it is not known */
} example;

example lexicon_encode(const lexicon *x, base_arena *arena, const parse_sent *s);
/* Likewise in capitals, as headlines are. */
example lexicon_encode_shouted(const lexicon *x, base_arena *arena, const parse_sent *s);

#endif
