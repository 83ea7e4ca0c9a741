/* model: the trained weights as the parser reads them. Private to room `parse`.
 *
 * The file (model/en.drg, made by the trainer in train/) is a header, a table of named sections, and the sections, each
 * 64-byte aligned, little-endian:
 *
 *   "DRGMODL2" | u32 n | u32 0 | n x { char name[16]; u64 offset; u64 bytes } | sections …
 *
 * All of it stays in the map: embeddings are int8 rows with a float scale each, matrices int8 as matrix.h lays them out.
 */
#ifndef DRG_PARSE_MODEL_H
#define DRG_PARSE_MODEL_H
#include "parse/features.h"
#include "parse/lanes.h"
#include "parse/parse.h"

enum { MODEL_LAYERS = 4 /* at most */ };

/* One direction of a layer: an LSTM whose cell forgets as much as it takes in (coupled gates: Greff et al. 2015,
 * https://arxiv.org/abs/1503.04069). Gates in the order input, cell, output. */
typedef struct model_lstm {
  matrix in;    /* (input, 3 * hidden) */
  matrix recur; /* (hidden, 3 * hidden), bias 0 */
} model_lstm;

typedef struct model_strings { /* sorted or numbered strings */
  const char *bytes;
  const uint32_t *offsets; /* n + 1 */
  uint32_t n;
} model_strings;

/* The recogniser of named entities: BIOES tags from words, their neighbours and what the parser makes of them.
 *
 *   near (n, near)     = hold(input * in + rows of the pieces + rows of the marks)     hold: between -1 and 1
 *   score (n, tags)    = rect(near of two words before … two behind * window + states of the tag layer * deep) * out
 *   tags               = the best path over score and moves (Viterbi), BIOES by construction
 */
enum { ENTITY_WINDOW = 5, ENTITY_TAGS = 32 /* at most */ };
typedef struct model_entity {
  int near, hidden, buckets,
      whole; /* buckets of each piece but the last, the whole word, which has its own; near 0: no recogniser */
  const int8_t *piece_rows; /* (4 * buckets + whole, near) */
  const float *piece_scales;
  const float *mark_rows; /* (PARSE_MARKS, PARSE_MARK_KINDS, near) */
  matrix in, window, deep, out;
  float move[ENTITY_TAGS + 1][ENTITY_TAGS]; /* from a tag, at n_tags from outside, to a tag */
  int n_tags;
  uint8_t kind_of[ENTITY_TAGS]; /* parse_name_kind */
  char place_of[ENTITY_TAGS];   /* one of BIOES */
} model_entity;

/* Row of the k-th piece. */
static inline size_t entity_row(const model_entity *e, int k, uint32_t hash) {
  return (size_t)k * (size_t)e->buckets + hash % (uint32_t)(k == FEATURE_PIECES - 1 ? e->whole : e->buckets);
}

struct parse_model {
  void *map;
  size_t map_len;
  matrix_dot *dot; /* the kernel of this machine */
  int word_dim, piece_dim, shape_dim, buckets, hidden, n_layers, arc_dim, label_dim;
  model_strings vocab, lemmas, upos, xpos, deps;
  const uint32_t *slots; /* open-addressing table of vocab: number + 1, or 0 */
  uint32_t n_slots;
  const int8_t *word_rows;            /* (vocab, word_dim) */
  const float *word_scales;           /* (vocab) */
  const int8_t *piece_rows;           /* (FEATURE_PIECES, buckets, piece_dim) */
  const float *piece_scales;          /* (FEATURE_PIECES, buckets) */
  const float *shape_rows;            /* (FEATURE_SHAPES, shape_dim) */
  const float *root;                  /* (2 * hidden) */
  model_lstm layers[MODEL_LAYERS][2]; /* [layer][direction] */
  matrix upos_out, xpos_out, arc_dep, arc_head, arc_u, label_dep, label_head, label_out;
  uint8_t upos_of[32], dep_of[64]; /* the model's numbers -> parse_upos, parse_deprel */
  uint8_t feats_of[128];           /* the model's fine tags -> PARSE_* bits */
  base_str xpos_names[128];
  model_entity entity;
};

static inline base_str model_string(const model_strings *t, uint32_t i) {
  return (base_str){t->bytes + t->offsets[i], t->offsets[i + 1] - t->offsets[i]};
}

/* Tags come from the layer before the last, trees from the last. */
static inline int model_tag_layer(int n_layers) { return n_layers > 1 ? n_layers - 2 : 0; }

/* network.c. Sentences are run a few side by side: weights are then read once for all of them. What comes out for one does
 * not depend on its neighbours. */
enum { MODEL_ABREAST = 4 };
typedef struct model_piece { /* a sentence, or PARSE_MAX_WORDS words of a longer one */
  parse_word *words;
  int n;
  int row; /* of its first word in the scratch; set by model_run */
} model_piece;

/* Runs up to MODEL_ABREAST pieces, longest first, of PARSE_MAX_WORDS words together. Scores live in the scratch until its
 * next use: s->upos, s->xpos (rows from 0, as piece.row - 1 counts). */
void model_run(const parse_model *m, parse_scratch *s, model_piece *pieces, int n);
/* Scores of a piece's arcs: (n, *stride), of head column 0 (root), 1 … n (words). Call after model_run. */
const float *model_arcs(const parse_model *m, parse_scratch *s, const model_piece *piece, int *stride);
/* Best label of each word of all pieces under its head, as the model numbers them, by row - 1. heads: by row - 1, the head's
 * row, 0 the root. Call after model_run. */
void model_label(const parse_model *m, parse_scratch *s, const int *heads, int n, uint8_t *labels);

/* entity.c: each word's tag, as the model numbers them, and how sure it is in percent, by row - 1. marks: PARSE_MARKS a word, by
 * row - 1. Call after model_run. */
void model_tag_names(const parse_model *m, parse_scratch *s, const model_piece *pieces, int n_pieces,
                     const uint8_t *marks, uint8_t *tags, uint8_t *sure);
void entity_scratch_init(parse_scratch *s, const parse_model *m);
void entity_scratch_clear(parse_scratch *s);

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
