/* scratch: the parser's work space for one sentence of up to PARSE_MAX_WORDS words. Private to room `parse`. */
#ifndef DRG_PARSE_SCRATCH_H
#define DRG_PARSE_SCRATCH_H
#include "parse/model.h"

struct parse_scratch {
  base_arena arena; /* reset for each sentence */
  float *input;     /* (n, word + hashes + shape) */
  float *gates;     /* (n, 4 * hidden) */
  float *state;     /* (2, hidden): h, c */
  float *hidden1;   /* (n, 2 * hidden) */
  float *hidden2;   /* (1 + n, 2 * hidden): root, words */
  float *upos, *xpos;
  float *dep, *head, *query; /* (1 + n, arc_dim or label_dim) */
  float *head_t;             /* (arc_dim, stride) */
  float *head_bias;          /* (stride) */
  float *arcs;               /* (n, stride) */
  float *labels;             /* (n, label_out.n) */
  void *tree;                /* tree_decode's work */
  size_t tree_bytes;
};

#endif
