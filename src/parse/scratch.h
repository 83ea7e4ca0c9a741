/* scratch: the parser's work space for sentences of PARSE_MAX_WORDS words together. Private to room `parse`. */
#ifndef DRG_PARSE_SCRATCH_H
#define DRG_PARSE_SCRATCH_H
#include "parse/model.h"

struct parse_scratch {
  base_arena arena;      /* reset for each run */
  float *row;            /* (word + pieces + shape), the arc's or label's perceptron: one row before it is quantised */
  matrix_rows input;     /* (1 + n, word + pieces + shape), words from row 1 */
  matrix_rows hidden[2]; /* (1 + n, 2 * hidden) of layers by turns: root, words */
  matrix_rows dep;       /* (n, arc_dim), then (n, label_dim) */
  float *gates[2];       /* (n, 3 * hidden) by direction */
  float *cell;           /* (2, MODEL_ABREAST, hidden) by direction */
  uint8_t *state;        /* likewise */
  int32_t *sums;         /* (MODEL_ABREAST, 3 * hidden) */
  float *upos, *xpos;
  float *dep_f, *head, *query; /* (1 + n, arc_dim or label_dim) */
  float *head_t;               /* (arc_dim, stride) */
  float *arcs;                 /* (n, stride) */
  float *labels;               /* (n, label_out.n) */
  void *tree;                  /* tree_decode's work */
  size_t tree_bytes;
  lemma_memo *memo;                   /* (MEMO_SLOTS) */
  uint32_t (*pieces)[FEATURE_PIECES]; /* (1 + n): hashes, words from row 1 */
  parse_marker *marker;
  const void *marker_context;
  struct entity_scratch {                 /* entity.c */
    float *near, *hidden, *deep, *scores; /* (n, near), (n, hidden) twice, (n, out.n) */
    matrix_rows window, top;              /* (n, ENTITY_WINDOW * near), (n, hidden) */
    uint8_t *held;                        /* (n, near) */
    float *path;                          /* (n, ENTITY_TAGS) */
  } entity;
};

#endif
