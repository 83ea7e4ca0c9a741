/* model: the trained weights as the parser reads them. Private to room `parse`.
 *
 * The file (model/en.drg, made by train/export.py) is a header, a table of named sections, and the sections, each
 * 64-byte aligned, little-endian:
 *
 *   "DRGMODL1" | u32 n | u32 0 | n x { char name[16]; u64 offset; u64 bytes } | sections …
 *
 * Embeddings stay in the map as int8 rows with a float scale each; matrices are int16 with a scale a column and are
 * narrowed to the int8 of matrix.h once, when the file is opened.
 */
#ifndef DRG_PARSE_MODEL_H
#define DRG_PARSE_MODEL_H
#include "parse/matrix.h"
#include "parse/parse.h"

enum { MODEL_HASHES = 5, MODEL_SHAPES = 64, MODEL_LANES = MATRIX_LANES };

typedef struct model_lstm { /* one direction; gates in the order input, forget, cell, output */
  matrix in;                /* (input, 4 * hidden) */
  matrix recur;             /* (hidden, 4 * hidden), bias 0 */
} model_lstm;

typedef struct model_strings { /* sorted or numbered strings */
  const char *bytes;
  const uint32_t *offsets; /* n + 1 */
  uint32_t n;
} model_strings;

struct parse_model {
  void *map;
  size_t map_len;
  char *weights;   /* what the matrices point into */
  matrix_dot *dot; /* the kernel of this machine */
  int word_dim, hash_dim, shape_dim, buckets, hidden, arc_dim, label_dim;
  model_strings vocab, lemmas, upos, xpos, deps;
  const uint32_t *slots; /* open-addressing table of vocab: number + 1, or 0 */
  uint32_t n_slots;
  const int8_t *word_rows;  /* (vocab, word_dim) */
  const float *word_scales; /* (vocab) */
  const int8_t *hash_rows;  /* (MODEL_HASHES, buckets, hash_dim) */
  const float *hash_scales; /* (MODEL_HASHES, buckets) */
  const float *shape_rows;  /* (MODEL_SHAPES, shape_dim) */
  const float *root;        /* (2 * hidden) */
  model_lstm layers[2][2];  /* [layer][direction] */
  matrix upos_out, xpos_out, arc_dep, arc_head, arc_u, label_dep, label_head, label_out;
  const float *head_bias_w; /* (arc_dim) */
  float head_bias_b;
  uint8_t upos_of[32], dep_of[64]; /* the model's numbers -> parse_upos, parse_deprel */
  uint8_t feats_of[128];           /* the model's fine tags -> PARSE_* bits */
  base_str xpos_names[128];
};

static inline base_str model_string(const model_strings *t, uint32_t i) {
  return (base_str){t->bytes + t->offsets[i], t->offsets[i + 1] - t->offsets[i]};
}

/* FNV-1a, as the trainer computes it. */
static inline uint32_t model_hash(uint32_t h, const char *p, size_t n) {
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 16777619u;
  return h;
}

/* network.c: what the network says of n words. Scores live in the scratch until its next use. */
typedef struct model_output {
  const float *upos; /* (n, upos_out.n) */
  const float *xpos; /* (n, xpos_out.n) */
  float *arcs;       /* (n, arc_stride): score of head column 0 (root), 1 .. n (words) */
  int arc_stride;
} model_output;
void model_run(const parse_model *m, parse_scratch *s, const base_str *forms, int n, model_output *out);
/* Best label of each word under its head (-1 root), as the model numbers them. Call after model_run. */
void model_label(const parse_model *m, parse_scratch *s, const int *heads, int n, uint8_t *labels);

/* tree.c: heads (-1 root) of the maximum spanning tree with one root. work: at least tree_work_floats(n) floats. */
size_t tree_work_bytes(int n);
void tree_decode(const float *arcs, int stride, int n, int *heads, void *work);

/* lemma.c: the lemma by the model's table, which train/lemmas.c learns. */
enum { LEMMA_MAX_SUFFIX = 5 }; /* bytes of a word end that a rule asks for */
base_str lemma_of(const model_strings *table, base_arena *arena, base_str form, parse_upos upos, base_str xpos);
/* Lemmas of these keep their case: names, and words in names. */
bool lemma_keeps_case(parse_upos upos, base_str xpos);
/* What the table calls the word: `otherwise` (UPOS for words, XPOS for rules), but "ADJ/NNP" for the adjective in "United
 * Nations". */
base_str lemma_tag(base_arena *arena, parse_upos upos, base_str xpos, base_str otherwise);
/* Curly apostrophes made straight, as the table has them. */
base_str lemma_straight(base_arena *arena, base_str s);

/* Lemmas found lately, by word and tags: news says the same words again. A word stands in the one slot that its hash
 * gives it, and drives out what stood there; long words are not kept. */
enum { MEMO_SLOTS = 4096, MEMO_BYTES = 29 };
typedef struct lemma_memo {
  char form[MEMO_BYTES], lemma[MEMO_BYTES];
  uint8_t form_len, lemma_len; /* form_len 0: empty */
  uint8_t upos, xpos;          /* xpos: the model's number */
} lemma_memo;
/* As lemma_of, by memo (MEMO_SLOTS), which it fills. */
base_str lemma_recall(const parse_model *m, lemma_memo *memo, base_arena *arena, base_str form, parse_upos upos,
                      uint32_t xpos);

#endif
