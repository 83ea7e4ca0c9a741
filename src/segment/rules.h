/* rules: the word lists of data/en/segment.txt, as the cutters ask for them. Private to room `segment`. */
#ifndef DRG_SEGMENT_RULES_H
#define DRG_SEGMENT_RULES_H
#include "segment/segment.h"

typedef enum seg_kind {
  SEG_TITLE = 1,
  SEG_ABBREV = 2,
  SEG_NUMBER = 4,
  SEG_WHOLE = 8,
  SEG_PREFIX = 16,
  SEG_OPENER = 32,
  SEG_LEAD = 64,
  SEG_LABEL = 128,
  SEG_UNIT = 256,
  SEG_WEEKDAY = 512,
  SEG_MONTH = 1024,
  SEG_SPEECH = 2048
} seg_kind;

enum { SEG_MAX_WORD = 32 }; /* bytes of the longest listed word; longer words of a text are in no list */

struct seg_rules {
  base_map words;       /* folded word -> its seg_kind bits, as a uintptr_t */
  base_map splits;      /* "cannot" -> bytes of its first token, as a uintptr_t */
  base_str clitics[16]; /* longest first */
  int n_clitics;
};

/* The seg_kind bits of a word of the text; case and curly apostrophes do not matter. */
unsigned seg_word_kinds(const seg_rules *r, base_str word);
/* Bytes of the first of two tokens written together ("can|not"), or 0. */
size_t seg_split_at(const seg_rules *r, base_str word);
/* Bytes of the clitic that ends the word, 0 if none. */
size_t seg_clitic_len(const seg_rules *r, base_str word);

/* token.c: pushes the tokens of text[begin, end), which holds no blank. */
typedef struct seg_out {
  base_arena *arena;
  base_str text;
  BASE_VEC(seg_token) tokens;
} seg_out;
void seg_cut_chunk(const seg_rules *r, seg_out *out, uint32_t begin, uint32_t end);

#endif
