/* features: what the network sees of a word, for the parser and its trainer alike. Private to room `parse`.
 *
 * In: a form. Out: the key of the word table, rows of the piece tables and of the shape table.
 * Frees: the key is in the caller's arena. Goes wrong: nothing; long forms are cut.
 */
#ifndef DRG_PARSE_FEATURES_H
#define DRG_PARSE_FEATURES_H
#include "base/base.h"

enum { FEATURE_PIECES = 5, FEATURE_SHAPES = 64 };

typedef struct features {
  base_str key;                    /* lower case, typography as ASCII */
  uint32_t pieces[FEATURE_PIECES]; /* hashes of the ends of 2, 3 and 4 bytes, the beginning of 3, the whole */
  uint32_t shape;                  /* below FEATURE_SHAPES */
} features;

features features_of(base_arena *arena, base_str form);

/* FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv): the word table's and the pieces' hash. */
#define FEATURE_SEED 2166136261u
static inline uint32_t feature_hash(uint32_t h, const char *p, size_t n) {
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 16777619u;
  return h;
}

#endif
