/* net: the parser's network in floats, forwards and backwards.
 *
 * In: sizes, a lexicon, batches of examples. Out: losses with the gradient of every parameter, or predictions. The runtime
 * of the same network is src/parse/network.c. Frees: net_clear, work_clear. Goes wrong: memory only (abort).
 *
 * All parameters lie in one array, so that an optimiser, a checkpoint and a sum over threads each are one loop. Matrices
 * are (inputs, outputs), row by row.
 */
#ifndef TRAIN_NET_H
#define TRAIN_NET_H
#include "lexicon.h"
#include "parse/model.h"

typedef struct net_sizes {
  int word, piece, shape, buckets, hidden, layers, arc, label;
} net_sizes;

typedef struct block { /* a matrix among the parameters */
  size_t at;
  int rows, cols;
} block;

typedef struct dense {
  block w, b;
} dense;

typedef struct net {
  net_sizes size;
  const lexicon *lexicon;
  size_t n;
  float *p; /* (n) */
  block words /* (lexicon.n_seen, word) */, project /* (vector, word) */,
      pieces /* (FEATURE_PIECES * buckets, piece) */, shapes, root /* (1, 2 * hidden) */;
  struct net_lstm {
    block in, bias, recur; /* as model_lstm */
  } lstm[MODEL_LAYERS][2];
  dense upos, xpos, arc_dep, arc_head, arc_u, label_dep, label_head, label_out; /* label_head's bias is not used */
} net;

/* Sets the parameters by chance from seed. */
void net_init(net *n, net_sizes size, const lexicon *x, uint64_t seed);
void net_clear(net *n);
static inline int net_input(const net_sizes *s) { return s->word + FEATURE_PIECES * s->piece + s->shape; }

/* What is dropped while training, as shares. */
typedef struct net_drops {
  float input, layer, hidden, word;
} net_drops;

typedef struct net_work { /* one thread's: gradients and room for a batch */
  float *gradient;        /* (n of the net) */
  uint64_t chance;        /* state of the generator */
  char *room;
  size_t room_bytes, used;
} net_work;

void work_init(net_work *w, const net *n);
void work_clear(net_work *w);

/* Adds the gradient of `share` times the summed loss of the examples to w->gradient, and returns that loss. drops NULL:
 * nothing is dropped. At most NET_BATCH examples. */
enum { NET_BATCH = 4096 };
double net_teach(const net *n, net_work *w, const example *const *batch, int size, float share, const net_drops *drops);

typedef struct net_hits {
  long words, upos, xpos, head, both; /* both: head and relation */
} net_hits;
/* Adds how many words of the examples come out right, each with its best head (no tree). */
void net_score(const net *n, net_work *w, const example *const *batch, int size, net_hits *hits);

/* (lexicon.n, word): own rows and projected vectors added up, as the model file holds them; caller frees. */
float *net_word_rows(const net *n);

#endif
