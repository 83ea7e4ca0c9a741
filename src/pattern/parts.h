/* What the files of this room share.
 *
 *   import.c        which file is what          import_actors.c  actors, agents      import_verbs.c  verbs, synsets
 *   import_lists.c  issues, discards, options   put.c            the folder that they are written into
 *   load.c          that folder read            phrase.c         phrases and where they stand in a sentence
 *   words.c         a sentence's words          mark.c           actors, agents, verbs, compounds in it
 *   unknown.c       actors of no dictionary
 *   clause.c        subordinate clauses         match.c          a verb's patterns
 *   roles.c         source and target           change.c         rules that make one event of two
 *   code.c          events
 */
#ifndef DRG_PATTERN_PARTS_H
#define DRG_PATTERN_PARTS_H
#include "pattern/pattern.h"

/* ---- phrases: what stands in dictionaries ----
 *
 *   SECRETARY_GENERAL_   two whole words, side by side; the last may have a noun's or verb's endings
 *   PRINCE DOL_AMROTH    a blank: other words may stand between, and the word before it may go on (PRINCES)
 *   NEAT~_PLACE          may go on (NEATEST), but side by side
 *   ABANDONED=           this very word
 */
typedef enum pattern_end { END_STEM, END_WHOLE, END_EXACT } pattern_end;

typedef struct pattern_word {
  base_str text; /* lower case */
  pattern_end end;
  bool tight; /* the next word stands right behind */
} pattern_word;

typedef struct pattern_phrase {
  const pattern_word *words;
  uint32_t n;
  uint32_t length; /* bytes as written: longer phrases come first */
  void *entry;     /* what it stands for */
  struct pattern_phrase *next;
} pattern_phrase;

/* ---- patterns: what stands around a verb ---- */
typedef enum pattern_kind { ITEM_WORD, ITEM_SET, ITEM_SOURCE, ITEM_TARGET, ITEM_COMPOUND, ITEM_SKIP } pattern_kind;

typedef struct pattern_item {
  pattern_kind kind;
  bool tight; /* to what stands behind it in the text */
  pattern_word word;
  const struct pattern_set *set;
} pattern_item;

typedef struct pattern_seq { /* in the order of the text */
  const pattern_item *items;
  uint32_t n;
} pattern_seq;

typedef struct pattern_set { /* one of several sequences: &NAME or { A | B } */
  base_str name;             /* data NULL: written in the pattern */
  BASE_VEC(pattern_seq) members;
} pattern_set;

typedef struct pattern_code {
  base_str first, second; /* [031:032]: source to target, target to source; data NULL: none */
  bool dominant;          /* [031!]: drives out the sentence's other events */
  bool weak;              /* [023?]: counts where no other verb of the clause does */
} pattern_code;

typedef struct pattern_rule {
  pattern_seq before, after;
  bool tight; /* the verb stands right before `after` */
  pattern_code code;
  base_str file, text;
  uint32_t line;
  uint64_t need; /* bits of its whole words: a sentence without them cannot match */
} pattern_rule;

typedef struct pattern_verb { /* a block: forms share the patterns */
  base_str name;
  BASE_VEC(pattern_rule) rules;
} pattern_verb;

typedef struct pattern_form { /* a verb's form: the entry of its phrase */
  const pattern_verb *verb;
  const struct pattern_form *also; /* in another block */
  pattern_code code;
  base_str file, text;
  uint32_t line;
} pattern_form;

typedef struct pattern_dated { /* a code and when it holds, both ends included */
  base_str code;
  int32_t from, to;
} pattern_dated;

typedef struct pattern_name { /* an actor, agent, issue, discard, time: the entry of its phrase */
  BASE_VEC(pattern_dated) codes;
  base_str file;
  uint32_t line;
} pattern_name;

/* ---- rules that change events: a (b . ATTACK) SAY = a b 112 ---- */
typedef struct pattern_change_verb {
  base_str name;
  const pattern_form *form; /* NULL: the dictionary has no such verb; also of Q, any */
} pattern_change_verb;

typedef struct pattern_change {
  char by, source, target; /* letters, '_' or '.' */
  pattern_change_verb inner, outer;
  char new_source, new_target; /* letters that stand before */
  base_str code;               /* or Q, that of the inner event */
  pattern_rule rule;           /* its text and where it stands */
} pattern_change;

/* ---- dictionaries ---- */
typedef enum pattern_dialect { DIALECT_TABARI, DIALECT_PETRARCH1, DIALECT_PETRARCH2 } pattern_dialect;
typedef enum pattern_unit { CODE_BY_CLAUSE, CODE_BY_SENTENCE, CODE_ALL } pattern_unit;

typedef struct pattern_options {
  int64_t dialect, code_by;
  int64_t min_words;                                                            /* shorter sentences are not coded */
  int64_t comma_min, comma_max, comma_bmin, comma_bmax, comma_emin, comma_emax; /* words of clauses that are cut */
  int64_t max_verbs, max_conj; /* sentences with as many are not coded */
  int64_t actor_first;         /* those with none before the verb neither */
  int64_t convert_agents;      /* agents without an actor are one */
  int64_t new_actor_length;    /* words of a phrase that may be an actor unknown to the dictionaries; 0: none may */
  int64_t require_dyad, check_dominant, time_shift, commas_join, forward;
  base_str default_source, default_target;
  int64_t source_prior, target_after; /* the default is for who does not stand before, behind the verb */
} pattern_options;

/* The lists that are looked up by their first word; each its own map of pattern_phrase chains. */
#define PATTERN_LISTS(X) X(actor) X(agent) X(noun) X(adjective) X(verb) X(issue) X(discard) X(time)
typedef enum pattern_list {
#define X(name) LIST_##name,
  PATTERN_LISTS(X)
#undef X
      LIST_COUNT
} pattern_list;

/* Words of grammar, of the language pack. */
#define PATTERN_CLASSES(X) \
  X(conjunction) X(adversative) X(determiner) X(be) X(by) X(pronoun) X(former) X(link) X(negation)
typedef enum pattern_class {
#define X(name) CLASS_##name,
  PATTERN_CLASSES(X)
#undef X
      CLASS_COUNT
} pattern_class;

struct pattern_dict {
  base_arena *arena;
  pattern_options options;
  base_map lists[LIST_COUNT];
  base_map sets; /* name -> pattern_set */
  BASE_VEC(pattern_change) changes;
  base_map classes; /* word -> bits of pattern_class, as a number in the pointer */
};

/* What may stand in an options file, in a table: names of fields. */
typedef struct pattern_option {
  const char *name;
  size_t offset;
  bool text;
} pattern_option;
extern const pattern_option PATTERN_OPTIONS[];
extern const size_t PATTERN_N_OPTIONS;
pattern_options pattern_defaults(pattern_dialect dialect);
const pattern_option *pattern_option_named(base_str name);

/* The files of a folder. */
typedef enum pattern_file {
  FILE_OPTIONS,
  FILE_VERBS,
  FILE_ACTORS,
  FILE_AGENTS,
  FILE_ISSUES,
  FILE_DISCARDS,
  FILE_COUNT
} pattern_file;
extern const char *const PATTERN_FILES[FILE_COUNT];

/* ---- a sentence ---- */
typedef struct pattern_token {
  base_str text; /* lower case, no accents, no marks around it */
  uint32_t begin, end;
  uint8_t upos;
  base_str lemma; /* as parsed; data NULL: the word is cut in another way */
  bool comma;     /* one follows */
  bool joins;     /* a comma follows that coordinates actors */
  bool cut;       /* words that followed were cut */
  bool glued;     /* was one word with the one before: Barad-dur */
  bool capital;   /* written large where small is usual */
  bool possessive;
  uint32_t classes;
  int16_t actor; /* index of its actor, -1 */
  int16_t verb;  /* index of the verb that begins here, -1 */
  bool verbal;   /* inside a verb's phrase */
  bool noun, adjective, agent;
  uint16_t clause;
} pattern_token;

typedef struct pattern_actor {
  BASE_VEC(base_str) codes; /* several: a coded compound */
  int first, last;          /* words, end exclusive; of the part that stands together */
  int compound;             /* actors of one number are coordinated; -1 */
  int refers;               /* a pronoun: the actor it stands for; -1 */
  int name;                 /* where its own name begins */
  base_str plain;           /* its code without agents */
  base_str before_agent;    /* its code without the last agent */
  bool bare;                /* an agent without an actor */
  bool unknown;             /* a phrase of no dictionary; without codes: too long for a new actor */
  bool skipped;             /* taken by ^ */
  base_str agent;           /* codes joined to it, for who is coordinated with it */
} pattern_actor;

typedef struct pattern_verb_at {
  const pattern_form *form;
  int first, last; /* end exclusive */
  bool passive, negated;
} pattern_verb_at;

typedef struct pattern_sentence {
  const pattern_dict *dict;
  base_arena *arena;
  const parse_sent *parsed;
  base_str text; /* the document's */
  int32_t day;
  BASE_VEC(pattern_token) words;
  BASE_VEC(pattern_actor) actors;
  BASE_VEC(pattern_verb_at) verbs;
  int n_conj;
  int shift;          /* days, of words of time */
  base_str forwarded; /* code of the actor that a first pronoun stands for */
  bool discard, complex;
  uint64_t has; /* bits of its words, as in pattern_rule.need */
} pattern_sentence;

/* ---- phrase.c ---- */
#define PATTERN_MAX_WORDS 32
#define PATTERN_MAX_STEPS 20000 /* of one search: a dictionary of nonsense must not hold the coder up */
typedef struct pattern_found {
  const pattern_phrase *phrase;
  int at[PATTERN_MAX_WORDS]; /* where its words stand */
  int first, last;           /* of the part that stands together, from the first word on */
  int steps;
} pattern_found;
bool pattern_phrase_read(base_arena *arena, base_str text, pattern_phrase *out);
void pattern_phrase_add(base_map *list, pattern_phrase *phrase);
/* The longest phrase of the list that begins at word `at`; verbs take other endings than nouns. */
bool pattern_phrase_at(const pattern_sentence *s, pattern_list list, int at, pattern_found *out);
bool pattern_word_fits(const pattern_word *w, const pattern_token *t);

/* ---- the stages of a sentence ---- */
void pattern_words(pattern_sentence *s);
void pattern_mark_names(pattern_sentence *s);
void pattern_mark_compounds(pattern_sentence *s);
void pattern_mark_verbs(pattern_sentence *s);
void pattern_mark_unknown(pattern_sentence *s); /* last: behind all other actors, and of no word */
void pattern_cut_commas(pattern_sentence *s);
void pattern_split_clauses(pattern_sentence *s);

/* ---- match.c ---- */
typedef struct pattern_matched {
  const pattern_rule *rule; /* NULL: the verb alone */
  pattern_code code;
  int score;
  int source, target, compound; /* actors that the pattern names, -1 */
  bool partly;                  /* ^ passed the target's agent over: "the parliament of" */
  int last;                     /* word behind the verb and what the pattern took behind it */
  uint64_t skipped[4];          /* bits: actors taken by ^ */
} pattern_matched;
bool pattern_match(const pattern_sentence *s, const pattern_verb_at *v, int begin, int end, pattern_matched *out);

/* ---- roles.c ---- */
typedef struct pattern_roles {
  int source, target; /* actors; -1: none */
  bool default_source, default_target;
} pattern_roles;
bool pattern_find_roles(const pattern_sentence *s, const pattern_verb_at *v, const pattern_matched *m, int begin,
                        int end, int forwarded, pattern_roles *out);
int pattern_actor_behind(const pattern_sentence *s, int actor); /* whom a pronoun stands for */
bool pattern_same_actor(const pattern_sentence *s, int a, int b);

/* ---- change.c ---- */
typedef struct pattern_telling { /* a verb with what it is about; actors are -1 where there is none */
  const pattern_verb_at *verb;
  base_str code;
  int source, target;
  int last; /* word behind what its pattern took */
} pattern_telling;

typedef struct pattern_changed {
  const pattern_rule *rule;
  base_str code;
  int source, target;
} pattern_changed;
/* `before` is a (b . ATTACK) SAY, `after` a b 112; the verbs' forms are left to be looked up. */
bool pattern_change_read(base_str before, base_str after, pattern_change *out);
/* The first rule that holds for the inner event as what the outer verb is about. */
bool pattern_change_find(const pattern_sentence *s, const pattern_telling *outer, const pattern_telling *inner,
                         pattern_changed *out);

static inline uint64_t pattern_bit(base_str word) { return UINT64_C(1) << (base_hash(word.data, word.len, 0) & 63); }

static inline bool pattern_petrarch(const pattern_sentence *s) { return s->dict->options.dialect != DIALECT_TABARI; }
/* The parsed word at a token's beginning, -1. */
int pattern_parsed_at(const pattern_sentence *s, const pattern_token *t);

static inline bool pattern_is(const pattern_token *t, pattern_class c) { return t->classes >> c & 1; }

/* ---- importing ---- */
typedef struct pattern_import { /* one import under way */
  base_arena *arena;
  drg_buffer out[FILE_COUNT];
  pattern_options options;
  bool has_verbs; /* the dialect is the verbs' */
  drg_dict_found *found;
  void *context;
  drg_dict_imported *done;
  /* the file under way */
  base_str path, text;
  uint32_t line;
  pattern_dialect dialect;
} pattern_import_job;

/* Cuts the next line off, comment and blanks at its end gone; false at the end. */
bool pattern_next_line(pattern_import_job *job, base_str *line);
/* The line is of no use: tells why. */
void pattern_refuse(pattern_import_job *job, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Appends a line of kind, text, code and where it comes from. */
void pattern_put(pattern_import_job *job, pattern_file file, const char *kind, base_str text, base_str code);
void pattern_put_from(pattern_import_job *job, pattern_file file, const char *kind, base_str text, base_str code,
                      uint32_t line);
/* A name in the notation of phrases: hyphens part words, marks go; PETRARCH's words are whole and side by side. */
base_str pattern_normal(const pattern_import_job *job, base_str name);
/* Cuts what is in brackets at the end of *line off it: false if there is none. */
bool pattern_cut_code(base_str *line, base_str *code);
base_str pattern_plural(base_arena *arena, base_str word);

void pattern_import_actors(pattern_import_job *job);
void pattern_import_agents(pattern_import_job *job);
void pattern_import_verbs(pattern_import_job *job);
void pattern_import_issues(pattern_import_job *job);
void pattern_import_discards(pattern_import_job *job);
void pattern_import_options(pattern_import_job *job);

#endif
