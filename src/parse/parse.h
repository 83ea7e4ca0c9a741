/* parse: tokens -> lemma, part of speech, features, dependency tree (Universal Dependencies 2), by a trained model.
 *
 * In: tokens of one sentence. Out: parse_sent in the caller's arena. Frees: the arena.
 * Goes wrong: only at parse_model_open (missing, truncated or foreign model file).
 *
 *   Iran accused Qatar of it      head:   1 -1  1  4  1      (-1 is the root)
 *   0    1       2     3  4       deprel: nsubj root obj case obl
 *
 * Invariants: exactly one root; heads form a tree; a sentence's tree depends on nothing but its tokens, and is the
 * same on every machine (no fused multiply-add, sums in a fixed order). Sentences longer than PARSE_MAX_WORDS are
 * parsed in pieces that hang from the first piece's root as `parataxis`.
 */
#ifndef DRG_PARSE_H
#define DRG_PARSE_H
#include "base/base.h"

#define PARSE_MAX_WORDS 400

/* Universal part-of-speech tags. */
#define PARSE_UPOS(X) \
  X(NONE) \
  X(ADJ) X(ADP) X(ADV) X(AUX) X(CCONJ) X(DET) X(INTJ) X(NOUN) X(NUM) X(PART) X(PRON) X(PROPN) X(PUNCT) X(SCONJ) X(SYM) \
      X(VERB) X(X)

/* Universal dependency relations with the subtypes that the English treebanks use: enum name, text. Relations of the
 * treebanks that are not here are read as their part before the colon. */
#define PARSE_DEPREL(X) \
  X(NONE, "_") \
  X(ROOT, "root") X(ACL, "acl") X(ACL_RELCL, "acl:relcl") X(ADVCL, "advcl") X(ADVCL_RELCL, "advcl:relcl") \
      X(ADVMOD, "advmod") X(AMOD, "amod") X(APPOS, "appos") X(AUX, "aux") X(AUX_PASS, "aux:pass") X(CASE, "case") \
          X(CC, "cc") X(CC_PRECONJ, "cc:preconj") X(CCOMP, "ccomp") X(CLF, "clf") X(COMPOUND, "compound") \
              X(COMPOUND_PRT, "compound:prt") X(CONJ, "conj") X(COP, "cop") X(CSUBJ, "csubj") \
                  X(CSUBJ_PASS, "csubj:pass") X(CSUBJ_OUTER, "csubj:outer") X(DEP, "dep") X(DET, "det") \
                      X(DET_PREDET, "det:predet") X(DISCOURSE, "discourse") X(DISLOCATED, "dislocated") \
                          X(EXPL, "expl") X(FIXED, "fixed") X(FLAT, "flat") X(GOESWITH, "goeswith") X(IOBJ, "iobj") \
                              X(LIST, "list") X(MARK, "mark") X(NMOD, "nmod") X(NMOD_DESC, "nmod:desc") \
                                  X(NMOD_POSS, "nmod:poss") X(NMOD_UNMARKED, "nmod:unmarked") X(NSUBJ, "nsubj") \
                                      X(NSUBJ_OUTER, "nsubj:outer") X(NSUBJ_PASS, "nsubj:pass") X(NUMMOD, "nummod") \
                                          X(OBJ, "obj") X(OBL, "obl") X(OBL_AGENT, "obl:agent") \
                                              X(OBL_UNMARKED, "obl:unmarked") X(ORPHAN, "orphan") \
                                                  X(PARATAXIS, "parataxis") X(PUNCT, "punct") \
                                                      X(REPARANDUM, "reparandum") X(VOCATIVE, "vocative") \
                                                          X(XCOMP, "xcomp")

typedef enum parse_upos {
#define X(name) UPOS_##name,
  PARSE_UPOS(X)
#undef X
      UPOS_COUNT
} parse_upos;

typedef enum parse_deprel {
#define X(name, text) DEP_##name,
  PARSE_DEPREL(X)
#undef X
      DEP_COUNT
} parse_deprel;

const char *parse_upos_name(parse_upos u);
parse_upos parse_upos_named(base_str s); /* UPOS_NONE if unknown */
const char *parse_deprel_name(parse_deprel d);
parse_deprel parse_deprel_named(base_str s); /* falls back to the part before ':', then DEP_DEP */

/* The word's form as the fine tag tells it (Penn: VBD, VBG …), in a language-neutral shape. */
enum {                        /* parse_word.feats, a set of bits */
       PARSE_PAST = 1,        /* finite past */
       PARSE_PRES = 2,        /* finite present */
       PARSE_INF = 4,         /* infinitive or bare form */
       PARSE_GERUND = 8,      /* -ing form */
       PARSE_PARTICIPLE = 16, /* past participle */
       PARSE_PLURAL = 32,
       PARSE_PASSIVE = 64, /* participle with a passive auxiliary or passive subject */
       PARSE_IMPERATIVE = 128
};

/* Kinds of named entities, and their tags in the model's file: "B-PERSON". */
#define PARSE_NAME(X) \
  X(NONE, none) \
  X(PERSON, person) X(ORGANISATION, organisation) X(PLACE, place) X(NATIONALITY, nationality) X(FACILITY, facility) \
      X(MISC, misc)

typedef enum parse_name_kind {
#define X(name, text) NAME_##name,
  PARSE_NAME(X)
#undef X
      NAME_COUNT
} parse_name_kind;

const char *parse_name_kind_text(parse_name_kind k);

typedef struct parse_name { /* a named entity */
  int32_t first, last;      /* words, last exclusive */
  uint8_t kind;             /* parse_name_kind */
  uint8_t sure;             /* percent, its words on average */
} parse_name;

typedef struct parse_word {
  uint32_t begin, end; /* bytes of the document's text */
  base_str form;       /* as written */
  base_str lemma;      /* lower case except of proper nouns */
  base_sym lemma_sym;  /* of the lower-cased lemma in the engine's symbols; 0 if no dictionary knows it */
  base_sym lower_sym;  /* of the lower-cased form, likewise */
  base_str xpos;       /* fine tag of the treebank (Penn) */
  uint8_t upos, deprel, feats;
  bool space_after;
  bool name_begins; /* the word's part in parse_sent.names */
  uint8_t name_kind, name_sure;
  int32_t head; /* index in the sentence, -1 root */
} parse_word;

typedef struct parse_sent {
  parse_word *words;
  uint32_t n;
  uint32_t begin, end; /* bytes */
  uint32_t paragraph;
  parse_name *names; /* in text order, never overlapping; none if the model has no recogniser */
  uint32_t n_names;
} parse_sent;

typedef struct parse_model parse_model;     /* read-only, memory-mapped, shared by threads */
typedef struct parse_scratch parse_scratch; /* work space of one thread */

drg_status parse_model_open(const char *path, parse_model **out, drg_error *err);
void parse_model_close(parse_model *m);
parse_scratch *parse_scratch_new(const parse_model *m);
void parse_scratch_free(parse_scratch *s);

/* What dictionaries know of words, for the recogniser of names: PARSE_MARKS numbers below PARSE_MARK_KINDS a word, 0 where they
 * know nothing. The parser itself knows no dictionary: a later room marks (resolve/mark.c), and the model was trained on its
 * marks. s may be a piece of a long sentence; its words have form, lower_sym and tags. Without a marker all marks are 0. */
enum { PARSE_MARKS = 2, PARSE_MARK_KINDS = 24 };
typedef void parse_marker(const void *context, base_arena *arena, const parse_sent *s, uint8_t *marks);
void parse_set_marker(parse_scratch *s, parse_marker *marker, const void *context);

/* Fills names, and upos, xpos, lemma, feats, head, deprel of the words, of n sentences (form, begin, end, space_after given). lemma_sym
 * and lower_sym are looked up in symbols (may be NULL: they stay 0). Many at once is faster; the trees are the same. */
void parse_sentences(const parse_model *m, parse_scratch *s, const base_symbols *symbols, base_arena *arena,
                     parse_sent *sents, uint32_t n);

/* ---- walking trees: small helpers that every later room uses ---- */
/* First child of head with the relation (exact), or -1. */
int parse_child(const parse_sent *s, int head, parse_deprel rel);
/* True if head is w itself or above it in the tree. */
bool parse_dominates(const parse_sent *s, int head, int w);
/* First and last word of the subtree under head (end exclusive in *last). */
void parse_subtree(const parse_sent *s, int head, int *first, int *last);

/* ---- CoNLL-U (https://universaldependencies.org/format.html) ---- */
/* Appends one sentence with a `# text` comment. text: the document's text, for the comment. */
void parse_put_conllu(const parse_sent *s, base_str text, drg_buffer *out);

/* Reads one sentence from *rest (CoNLL-U bytes), keeping FORM, SpaceAfter and, as gold, every other column.
 * DRG_END when *rest is used up; DRG_REJECTED for a malformed line (err has its line; *rest is past the sentence).
 * Multiword ranges and empty nodes are skipped in words and kept in `raw`, so that a rewrite may print them. */
drg_status parse_read_conllu(base_str *rest, const char *file, uint64_t *line, base_arena *arena, parse_sent *out,
                             base_str *raw, drg_error *err);

/* ---- for people (draw.c); work space is taken from the arena ---- */
/* Appends the tree, one word a line in text order, then an empty line: number, arcs, form, tag, relation, lemma. A stroke
 * runs from the bar of a word's head to the word; '╪' is a bar that passes it by, in trees that are not projective.
 * Very deep lines are cut with '…' and name their head's number after the relation ("obl <17").
 *
 *   1  ┌─ Iran     PROPN  nsubj         Iran
 *   2 ─┼─ accused  VERB   root          accuse
 *   3  ├─ Qatar    PROPN  obj           Qatar
 *   4  │ ┌─ of     ADP    case          of
 *   5  └─┴─ it     PRON   obl           it
 */
void parse_put_tree(const parse_sent *s, base_arena *arena, drg_buffer *out);
/* Appends one line: each word with tag, relation and head; '>' when the head stands to the right, '<' to the left, and
 * the head's number where its form occurs twice: the/DET(det>man#4).
 *
 *   Iran/PROPN(nsubj>accused) accused/VERB(root) Qatar/PROPN(obj<accused) of/ADP(case>it) it/PRON(obl<accused)
 */
void parse_put_brief(const parse_sent *s, base_arena *arena, drg_buffer *out);
#endif
