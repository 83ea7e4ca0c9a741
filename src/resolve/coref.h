/* coref: who is who through one document. Mentions are taken in text order; each joins an entity before it or opens
 * one of its own.
 *
 *   Ali Bagheri Kani … the Iranian diplomat … he … Bagheri Kani      -> one entity, four mentions
 *
 * A trait is what the document has told of an entity so far; resolve_entity is what leaves the room.
 */
#ifndef DRG_COREF_H
#define DRG_COREF_H
#include "mention/dict_parts.h"
#include "resolve/resolve_parts.h"

enum { COREF_MAX_AGENTS = 6, COREF_MAX_WORDS = 12 };

typedef struct coref_name { /* a name cut into words, as hashes */
  uint64_t words[COREF_MAX_WORDS];
  uint8_t n;
} coref_name;

typedef struct trait {
  const dict_entry *entry;                    /* of the dictionary, if known */
  const dict_agent *agents[COREF_MAX_AGENTS]; /* titles and nouns used of it */
  uint8_t n_agents;
  base_str full;   /* fullest name */
  coref_name cut;  /* full, in words */
  coref_name also; /* another name of the same entry: "Bobi Wine" of Robert Kyagulanyi */
  int8_t gender;
  bool plural, former, capital; /* capital: a city that stands for its government */
  uint32_t last_sentence;
  int32_t last_mention, mentions;
  float salience; /* of the last mention: subject 3, object 2, other 1 */
} trait;

typedef struct coref {
  const dict *d;
  base_arena *arena;
  base_str text;
  const parse_sent *sents;
  uint32_t n_sents;
  mention_list *list;
  int32_t doc_day;
  const resolve_place *places;
  uint32_t n_places;
  base_str home;     /* country of the dateline, or none */
  base_map named;    /* countries that the document names */
  base_map surnames; /* last words of longer names -> the first mention of such a name */
  int32_t *speakers; /* of each mention: the mention of who says it in quotation marks, or -1 */
  BASE_VEC(resolve_entity) entities;
  BASE_VEC(trait) traits; /* one an entity */
  /* Told of each pronoun and whom it may mean, the trainer's; else NULL. */
  void (*watch)(void *watcher, const struct coref *c, const mention *m, const int32_t *candidates, uint32_t n);
  void *watcher;
} coref;

/* What is known of a pronoun and an entity that it may mean. Of each row one is true, or none. */
enum coref_feature {
  ANTECEDENT_SAME_SENTENCE, /* and three further ones: one, two, three sentences back */
  ANTECEDENT_RANK_0 = 4,    /* named last of all candidates; last but one, last but two, earlier */
  ANTECEDENT_SUBJECT = 8,
  ANTECEDENT_OBJECT,
  ANTECEDENT_OWNER,
  ANTECEDENT_CONJUNCT,
  ANTECEDENT_MODIFIER,
  ANTECEDENT_OTHER,
  ANTECEDENT_SAME_PRONOUN, /* what its last mention was */
  ANTECEDENT_PRONOUN,
  ANTECEDENT_NAME,
  ANTECEDENT_NATIONALITY,
  ANTECEDENT_NOUN,
  ANTECEDENT_UNKNOWN,
  ANTECEDENT_PERSON,
  ANTECEDENT_ORGANISATION,
  ANTECEDENT_COUNTRY,
  ANTECEDENT_GROUP,
  ANTECEDENT_PLACE,
  ANTECEDENT_PLURAL,
  ANTECEDENT_BOTH_SUBJECTS, /* from here on each by itself */
  ANTECEDENT_BOTH_NOT,
  ANTECEDENT_OWN,     /* "the minister met his aide" */
  ANTECEDENT_GOVERNS, /* "the minister said that he" */
  ANTECEDENT_ABOVE,   /* "the man who lost his job" */
  ANTECEDENT_MAIN_SUBJECT,
  ANTECEDENT_GENDER,
  ANTECEDENT_TWICE,
  ANTECEDENT_OFTEN,
  ANTECEDENT_TOPIC, /* named in the first sentence */
  ANTECEDENT_CODED,
  ANTECEDENT_LISTED, /* "the minister and his delegation" */
  ANTECEDENT_AHEAD,  /* "Before he left, the minister …" */
  ANTECEDENT_FEATURES
};

/* Points by feature for he and she, it, they: weights.c, made by train/antecedents/fit.py. */
extern const int16_t coref_weights[ANTECEDENT_FEATURES][3];
void coref_features(const coref *c, const mention *m, int32_t entity, int rank, bool *features);

void coref_run(coref *c);
/* Only so many of the latest entities are looked at: a document of any size takes time linear in its length. */
enum { COREF_WINDOW = 2048 };
static inline size_t coref_from(const coref *c) {
  return c->entities.n > COREF_WINDOW ? c->entities.n - COREF_WINDOW : 0;
}

/* identity.c: code, country, sector of a mention by itself */
typedef struct identity {
  base_str country, sector;
  resolve_why why_country, why_sector;
} identity;
identity coref_identity(const coref *c, const mention *m);
base_str coref_code(const coref *c, identity id);
const dict_entry *coref_choose_entry(const coref *c, const mention *m);
/* Number of the first place of a sentence, by bisection: places are in text order. */
uint32_t coref_first_place(const coref *c, uint32_t sentence);
/* A name that is also a noun, or that bodies of several countries bear: "National Guard", "Socialist Party". */
bool coref_is_doubtful(const mention *m);
/* Takes it for that of the country which the phrase or the document names; else for the noun. */
void coref_settle_doubt(const coref *c, mention *m);
bool coref_contains(base_str text, base_str part); /* ASCII letters of any case */
bool coref_is_international(base_str country);
bool coref_is_told_by_another(const mention *m);
bool coref_acts(const coref *c, const mention *m); /* a city that speaks or acts for its government */

/* names.c: are two names one? */
void coref_collect_surnames(coref *c);
/* The first mention whose longer name ends as m's; NULL if none does. */
const mention *coref_bearer(const coref *c, const mention *m);
coref_name coref_cut_name(const coref *c, base_str name);
bool coref_name_fits(const coref_name *full, const coref_name *part); /* the words of part are words of full */
bool coref_is_acronym(base_str name, base_str acronym);

/* quote.c: fills speakers. */
void coref_find_speakers(coref *c);

/* coref.c: entities, and the walk over the mentions */
static inline mention *coref_mention(const coref *c, int32_t i) { return &c->list->v[i]; }
static inline base_str coref_words(const coref *c, const mention *m, int32_t first, int32_t last) {
  return mention_words(c->text, &c->sents[m->sentence], first, last);
}
static inline bool coref_class_fits(uint8_t a, uint8_t b) { return a == b || a == CLASS_UNKNOWN || b == CLASS_UNKNOWN; }
int32_t coref_open(coref *c, int32_t mention); /* a new entity */
void coref_join(coref *c, int32_t entity, int32_t mention);
bool coref_is_country(const resolve_entity *e, base_str country); /* the country itself, not its government */

/* noun.c: the entity that a noun takes up, or -1 */
int32_t coref_by_noun(const coref *c, int32_t mention);
int32_t coref_by_demonym(const coref *c, int32_t mention);
bool coref_is_definite(const coref *c, const mention *m);
bool coref_is_generic(const coref *c, const mention *m); /* "official", "group": may take up anybody */
/* Whether the noun was used of the entity before; not exact: another phrase with the same head noun will do. */
bool coref_used_noun(const trait *t, const dict_agent *noun, bool exact);

/* several.c: true when the mention is settled */
bool coref_take_list(coref *c, int32_t mention);    /* "they" after a list */
bool coref_take_holders(coref *c, int32_t mention); /* "the ministers" */
void coref_take_sides(coref *c, int32_t mention);
void coref_share_owners(coref *c, int32_t entity, int32_t mention);
bool coref_has_country(const coref *c, int32_t entity);
int32_t coref_country_of(coref *c, int32_t entity); /* the entity of its country itself, made where there is none */
int32_t coref_land_of(coref *c, int32_t mention);   /* the entity of "his country", or -1 */

static inline const parse_word *coref_head(const coref *c, const mention *m) {
  return &c->sents[m->sentence].words[m->head];
}
static inline bool coref_is_subject(uint8_t rel) { return rel == DEP_NSUBJ || rel == DEP_NSUBJ_PASS; }

/* pronoun.c */
enum { COREF_REACH = 3 }; /* sentences back; nobody further is meant by a pronoun */
bool coref_is_below(const parse_sent *s, int32_t w, int32_t top); /* w hangs from top, or is it */
bool coref_is_group(const trait *t, const resolve_entity *e);
int32_t coref_antecedent(const coref *c, int32_t mention); /* entity, or -1 */
/* The subject that a pronoun before it may mean: "Before he left, the minister …"; a mention, or -1. */
int32_t coref_ahead(const coref *c, int32_t mention);
int32_t coref_relative(const coref *c, int32_t mention); /* mention that "who" or "which" speaks of, or -1 */
/* An entity of the country that "the country" is; "its neighbour" is another than except; or -1. */
int32_t coref_main_country(const coref *c, int32_t mention, base_str except);
/* Entities that the subject before lists: "A and B said that they"; how many, 0 or at least 2. */
uint32_t coref_listed(const coref *c, int32_t mention, int32_t *out, uint32_t cap);
/* "His country", where whose it is was told by all of the report. */
void coref_settle_lands(coref *c);
uint32_t coref_sides(const coref *c, int32_t mention, int32_t *out, uint32_t cap); /* entities of "the two sides" */
float coref_salience(const coref *c, const mention *m);

#endif
