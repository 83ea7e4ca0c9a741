/* parts: what the files of room `code` share among themselves. */
#ifndef DRG_CODE_PARTS_H
#define DRG_CODE_PARTS_H
#include "code/code.h"

/* ---- lexicon.c: the frame language, read into tables ---- */

typedef enum code_rel {
  REL_SUBJ,
  REL_OBJ,
  REL_IOBJ,
  REL_PRT,
  REL_COMP,
  REL_ADV,
  REL_MOD,
  REL_POSS,
  REL_HEAD,
  REL_PREP,
  REL_AGENT /* the agent of an event's noun: "the attack by …" */
} code_rel;

typedef struct code_step {
  uint8_t rel;
  base_sym prep; /* REL_PREP: the preposition, words joined by hyphens */
} code_step;

enum { CODE_MAX_STEPS = 4, CODE_MAX_PATHS = 10, CODE_MAX_CONSTRAINTS = 8, CODE_MAX_USED = 8 };

typedef struct code_path {
  code_step steps[CODE_MAX_STEPS];
  uint8_t n;
} code_path;

typedef enum code_class {
  WANT_NONE,
  WANT_ANY,
  WANT_ACTOR,
  WANT_PERSON,
  WANT_COUNTRY,
  WANT_PLACE,
  WANT_ORGANISATION,
  WANT_NUMBER,
  WANT_SECTOR
} code_class;

typedef struct code_constraint {
  code_path path;
  bool negated;
  uint16_t wants;      /* bits: 1 << code_class; 0: lemmas alone */
  base_str sectors[4]; /* of WANT_SECTOR */
  uint8_t n_sectors;
  base_sym *lemmas; /* sorted */
  uint32_t n_lemmas;
} code_constraint;

typedef struct code_frame {
  base_str id, cameo, mode;
  bool joint, null;
  int8_t status; /* drg_happening, or -1 */
} code_frame;

typedef struct code_pattern {
  const code_frame *frame;
  const char *file; /* name without folders, for people */
  uint32_t line;
  char pos;      /* 'v', 'n', 'a' */
  bool from_set; /* the trigger came from a set: weaker than a listed word */
  code_constraint *constraints;
  uint8_t n_constraints;
  uint16_t weight; /* patterns of more weight are tried first */
  code_path source[CODE_MAX_PATHS], target[CODE_MAX_PATHS];
  uint8_t n_source, n_target;
  bool no_source, no_target;
} code_pattern;

typedef struct code_set {
  base_sym *v;      /* sorted */
  base_sym *listed; /* the same as the file lists them */
  uint32_t n;
} code_set;

bool code_set_has(const code_set *s, base_sym sym);

/* ---- ontology.c ---- */
typedef struct code_ontology_row {
  base_str cameo, name, plover, mode;
  base_str contexts[4];
  uint8_t n_contexts;
  int quad;
  double goldstein;
} code_ontology_row;
drg_status code_ontology_open(const char *path, base_arena *arena, base_map *rows, drg_error *err);

/* ---- status.c ---- */
typedef enum code_status_kind {
  STATUS_AUX,
  STATUS_NEG,
  STATUS_HEAD,
  STATUS_MARK,
  STATUS_ADJ,
  STATUS_NOUN_HEAD,
  STATUS_ADV,
  STATUS_KINDS
} code_status_kind;
enum { STATUS_NO_EFFECT = -1, STATUS_REPORTED = -2 }; /* of a listed word: "none" */
typedef struct code_status_table code_status_table;
drg_status code_status_open(const char *path, base_arena *arena, base_symbols *symbols, code_status_table **out,
                            drg_error *err);

struct code_lexicon {
  base_arena *arena;
  base_symbols *symbols;
  BASE_VEC(code_pattern) patterns;
  base_map frames;   /* id -> code_frame */
  base_map sets;     /* name -> code_set */
  base_map ontology; /* CAMEO code -> code_ontology_row */
  code_status_table *status;
  /* patterns by trigger lemma: order[start[sym] .. start[sym+1]) holds pattern numbers, best first */
  uint32_t *start, *order, n_syms;
  code_set support, support_in, report, reciprocal, kill, injure, arrest, weapon, locative, motion, status_prep, agent,
      according, behind;
  struct code_quantities *quantities;
};

/* ---- clause.c: grammatical relations in one normal form ---- */

typedef struct code_words { /* a few word indexes of one sentence */
  int v[16];
  int n;
} code_words;

/* Words that stand in relation step to w. */
void code_related(const code_lexicon *lex, const parse_sent *s, int w, code_step step, code_words *out);
/* Words at the end of path from w. */
void code_follow(const code_lexicon *lex, const parse_sent *s, int w, const code_path *path, code_words *out);
/* The verb that carries noun w as a support verb ("launched an attack"), or -1. */
int code_support_verb(const code_lexicon *lex, const parse_sent *s, int w);
/* The nominative subject, passive or not, of the clause of w; -1 if none. */
int code_surface_subject(const parse_sent *s, int w);
bool code_is_passive(const parse_sent *s, int w);
bool code_is_predicate(const parse_sent *s, int w);

/* ---- match.c ---- */
typedef struct code_match {
  const code_pattern *pattern;
  int trigger;
  int used[CODE_MAX_USED];
  uint8_t n_used;
} code_match;

/* Best match for each trigger of sentence number si that is not used up by another; returned array in arena. */
uint32_t code_match_sentence(const code_lexicon *lex, base_arena *arena, const code_input *in, uint32_t si,
                             code_match **out);

/* ---- actors.c ---- */
typedef struct code_party {
  int32_t entity;
  int32_t mention; /* the mention that stands there; -1: none */
} code_party;
typedef BASE_VEC(code_party) code_parties;

/* The mention headed by word w of sentence si that may act, or -1. */
int32_t code_mention_at(const code_input *in, uint32_t si, int w);
const resolve_entity *code_entity_of(const code_input *in, int32_t mention);
/* All actors that word w stands for: itself, its conjuncts, its possessor or phrases when it is no actor itself. */
void code_actors_at(const code_lexicon *lex, base_arena *arena, const code_input *in, uint32_t si, int w,
                    code_parties *out);

/* ---- status.c ---- */
int8_t code_status_named(base_str s); /* a drg_happening, or -1 */
drg_happening code_status_of(const code_lexicon *lex, const parse_sent *s, const code_match *m);

#endif
