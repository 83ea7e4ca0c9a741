/* entities: the recogniser of named entities in floats, forwards and backwards, over a parser that stays as it is.
 *
 * In: tagged words (train/teacher/names.py) and what the runtime itself makes of them: bytes of the network's input and of its tag
 * layer, pieces, marks. Out: losses with the gradient of every parameter; tags. The runtime of the same net is
 * src/parse/entity.c, the shape is told in src/parse/model.h (model_entity). Frees: entities_clear, entity_words_clear.
 * Goes wrong: a file that cannot be read or has an unknown tag.
 */
#ifndef TRAIN_ENTITIES_H
#define TRAIN_ENTITIES_H
#include "net_parts.h"

typedef struct entity_words { /* of all sentences of some files, one after the other */
  size_t n, n_sentences, cap, sentence_cap;
  size_t *begin;      /* (n_sentences + 1) */
  uint8_t *input;     /* (n, input) */
  float *input_scale; /* (n) */
  uint8_t *deep;      /* (n, 2 * hidden) of the parser */
  uint32_t (*pieces)[FEATURE_PIECES];
  uint8_t (*marks)[PARSE_MARKS];
  int8_t *tags; /* number in ENTITY_TAG_NAMES, -1 not known */
} entity_words;

extern const char *const ENTITY_TAG_NAMES[]; /* O, then B, I, E, S of each kind */
enum { ENTITY_TAG_COUNT = 1 + 4 * (NAME_COUNT - 1) };

/* Reads a word, a tab and a tag a line, empty lines between sentences, and runs the parser on them. */
drg_status entity_words_read(entity_words *w, const parse_model *m, parse_scratch *s, const base_symbols *symbols,
                             const char *path, drg_error *err);
void entity_words_clear(entity_words *w);

typedef struct entity_net {
  int input, word, deep, near, hidden, buckets, whole; /* word: of the input, the word's own row */
  size_t n;
  float *p;              /* (n) */
  block pieces, marks;   /* (4 * buckets + whole, near), (PARSE_MARKS * PARSE_MARK_KINDS, near) */
  dense in, window, out; /* (input, near), (ENTITY_WINDOW * near, hidden), (hidden, tags) */
  block deeper, moves;   /* (deep, hidden), (tags + 1, tags) */
} entity_net;

void entities_init(entity_net *n, const parse_model *m, int near, int hidden, int buckets, int whole, uint64_t seed);
void entities_clear(entity_net *n);
/* What may follow tag `from` (ENTITY_TAG_COUNT: the beginning). */
bool entities_may_follow(int from, int to);

typedef struct
    entity_drops { /* shares of words of which is hidden: their own row, their whole form, a mark; of numbers dropped */
  float word, whole, mark, near, deep, hidden;
} entity_drops;

typedef struct entity_work {
  float *gradient; /* (n of the net) */
  net_work room;
} entity_work;
void entity_work_init(entity_work *w, const entity_net *n);
void entity_work_clear(entity_work *w);

/* Adds the gradient of share times the loss of the sentences (numbers of w) to work->gradient; returns the loss: minus the log
 * of what the net gives to all tags that agree with the known ones. */
double entities_teach(const entity_net *n, entity_work *work, const entity_words *w, const uint32_t *sentences,
                      int count, float share, const entity_drops *drops);
/* Best tags of the sentences, one after the other. */
void entities_tag(const entity_net *n, entity_work *work, const entity_words *w, const uint32_t *sentences, int count,
                  int8_t *tags);
#endif
