/* scratch: the parser's work space for one sentence of up to PARSE_MAX_WORDS words. Private to room `parse`. */
#ifndef DRG_PARSE_SCRATCH_H
#define DRG_PARSE_SCRATCH_H
#include "parse/model.h"

struct parse_scratch {
  base_arena arena;      /* reset for each sentence */
  float *row;            /* (word + hashes + shape), the arc's or label's perceptron: one row before it is quantised */
  matrix_rows input;     /* (n, word + hashes + shape) */
  matrix_rows hidden[2]; /* (1 + n, 2 * hidden) by layer: root, words */
  matrix_rows dep;       /* (n, arc_dim), then (n, label_dim) */
  matrix_rows state;     /* (2, hidden): h of both directions */
  float *gates[2];       /* (n, 4 * hidden) by direction */
  float *cell;           /* (2, hidden) */
  int32_t *sums;         /* (4 * hidden) */
  float *upos, *xpos;
  float *dep_f, *head, *query; /* (1 + n, arc_dim or label_dim) */
  float *head_t;               /* (arc_dim, stride) */
  float *head_bias;            /* (stride) */
  float *arcs;                 /* (n, stride) */
  float *labels;               /* (n, label_out.n) */
  void *tree;                  /* tree_decode's work */
  size_t tree_bytes;
  lemma_memo *memo; /* (MEMO_SLOTS) */
};

#endif
