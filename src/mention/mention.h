/* mention: trees -> mentions: names, titles, nationalities, common-noun actors, pronouns, quotes, dates, places.
 *
 * In: all parsed sentences of a document. Out: mention_list in the caller's arena. Frees: the arena.
 * Goes wrong: only when dictionaries are opened (err has file and line).
 *
 *   Iran's Deputy Foreign Minister Ali Bagheri Kani met Qatari officials on Saturday evening
 *   [----------- actor ---------------------------]     [-- actor -----]    [---- date ----]
 *    [country]  [------- title ---] [---- name ---]      [nat.] [agent]
 *
 * A mention is a noun phrase or a phrase of time. It is stored by its head word; the phrase around it is a token
 * range. Actor phrases nest: "Iran" inside is a mention of its own (kind MENTION_NAME) as well.
 */
#ifndef DRG_MENTION_H
#define DRG_MENTION_H
#include "parse/parse.h"

/* ---- the actor dictionaries: data/en/{countries,organisations,nonstate,people,agents,words}.txt ---- */

struct when;              /* words of time: mention/when.h */
struct gazetteer;         /* places: resolve/gazetteer.h */
typedef struct dict dict; /* read-only, shared by threads */

typedef enum dict_class { DICT_COUNTRY, DICT_ORGANISATION, DICT_NONSTATE, DICT_PERSON } dict_class;

/* What a form of an entry is: "Iran" NAME, "Iranian" ADJECTIVE, "Iranians" DEMONYM, "Tehran" CAPITAL, "Kremlin" SEAT,
 * "Putin" FAMILY (stands alone), "Bush" SURNAME (needs a title or an earlier full name). */
typedef enum dict_form_kind {
  DICT_NAME,
  DICT_ADJECTIVE,
  DICT_DEMONYM,
  DICT_CAPITAL,
  DICT_SEAT,
  DICT_FAMILY,
  DICT_SURNAME
} dict_form_kind;

typedef struct dict_term { /* an office held */
  base_str sector, title;
  int32_t from, to; /* day numbers, inclusive; INT32_MIN and INT32_MAX where open */
  uint32_t line;
  uint16_t source;
} dict_term;

typedef struct dict_entry {
  base_str name;    /* first form of the entry */
  base_str country; /* "IRN", "IGOUNO" */
  base_str sector;  /* data NULL: none, or by office */
  uint8_t cls;      /* dict_class */
  int8_t gender;    /* of a person: 'm', 'f', 0 */
  bool famous;      /* of a person: a surname alone means him ('~') */
  const dict_term *terms;
  uint32_t n_terms;
  uint32_t line;         /* of its file */
  uint16_t file, source; /* numbers for dict_file, dict_source_text */
} dict_entry;

typedef enum dict_agent_kind {
  AGENT_ROLE,   /* a person in an office, may be a title: president */
  AGENT_PERSON, /* a person: villager, protester */
  AGENT_GROUP,  /* people together: police, troops */
  AGENT_BODY,   /* an institution: ministry, court */
  AGENT_MACHINE /* what acts for its owner: warplanes, embassy convoy */
} dict_agent_kind;

typedef struct dict_agent {
  base_str phrase; /* singular, lower case */
  base_str sector; /* data NULL: takes that of its body or country ("official", "spokesman", "leader") */
  uint8_t kind;    /* dict_agent_kind */
  int8_t gender;
  base_sym noun; /* its head noun: "minister" of "deputy foreign minister" */
  uint32_t line;
  uint16_t file, source;
} dict_agent;

typedef struct dict_paths {
  const char *pack;          /* the language pack (…/en) */
  const char *const *images; /* n_images files of dict_compile, the first that fits is used; text is read otherwise */
  size_t n_images;
  const char *own; /* a user's folder of the same files, or NULL: its meanings come before the pack's */
} dict_paths;

/* Fills *out in the arena; symbols must be new and are added to. 100,000 names in a user's folder take half a second. */
drg_status dict_open(const dict_paths *paths, base_arena *arena, base_symbols *symbols, dict **out, drg_error *err);
void dict_close(dict *d); /* what the arena does not hold: mapped files */
/* Writes the pack's dictionaries as they lie in memory, to be opened in a few milliseconds. An image serves only as long as
 * no byte of the text has changed. */
drg_status dict_compile(const char *pack, const char *image, drg_error *err);
/* Reports what is wrong with the pack's dictionaries, or with own (may be NULL) over them: see drg_dict_check. */
drg_status dict_check(const char *pack, const char *own, drg_dict_found *found, void *context, drg_error *err);
base_str dict_file(const dict *d, uint16_t file);
base_str dict_source_text(const dict *d, uint16_t source); /* data NULL: the file does not say */
const struct when *dict_when(const dict *d);
const struct gazetteer *dict_gazetteer(const dict *d);
const base_symbols *dict_symbols(const dict *d);
uint32_t dict_entries(const dict *d); /* how many entries and agents were read */

typedef enum mention_kind {
  MENTION_NAME,        /* a proper name, known to a dictionary or not */
  MENTION_NATIONALITY, /* adjective or demonym of a country: Iranian, Qataris */
  MENTION_COMMON,      /* a common-noun actor: police, rebels, the ministry, two sides */
  MENTION_PRONOUN,     /* he, they, it, who, which */
  MENTION_DATE,
  MENTION_QUOTE
} mention_kind;

typedef enum mention_class { /* what a name or noun stands for */
                             CLASS_UNKNOWN,
                             CLASS_PERSON,
                             CLASS_ORGANISATION,
                             CLASS_COUNTRY,
                             CLASS_PLACE,
                             CLASS_GROUP,
                             CLASS_THING
} mention_class;

typedef struct mention {
  uint8_t kind, cls;
  bool plural;
  int8_t gender; /* 'm', 'f', 'n' or 0 unknown */
  uint32_t sentence;
  int32_t first, last; /* words of the sentence, last exclusive: the whole phrase, relative clauses left out */
  int32_t head;        /* head word of the phrase */
  int32_t name_first, name_last;   /* the proper name inside, or -1, -1 */
  int32_t title_first, title_last; /* the title inside ("Deputy Foreign Minister"), or -1, -1 */
  uint8_t form;                    /* dict_form_kind, when entry is set */
  bool former;                     /* "former", "ex-" */
  bool definite;                   /* "the ministry", "his ministry" */
  const struct dict_form *forms;   /* all entries that the name may mean, or NULL */
  const dict_entry *entry;         /* dictionary entry of the name, or NULL */
  const dict_agent *agent;         /* dictionary entry of the title or common noun, or NULL */
  int32_t of_country;         /* index of the mention that gives the phrase its country ("Iran's", "Iranian"), or -1 */
  int32_t of_body;            /* index of the mention whose official or member it is ("of the European Union"), or -1 */
  const dict_agent *modifier; /* an agent noun before the head: "army" of "army chief" */
  uint8_t anaphor;            /* dict_anaphor of a pronoun or of "the two sides"; 0: none */
  uint8_t number;             /* how many it speaks of, when it says so: two sides, both countries */
  int32_t appos;              /* index of the mention that it is in apposition to, or -1 */
  int32_t entity;             /* filled by resolve: index in resolve_doc.entities, or -1 */
  uint8_t link;               /* filled by resolve: resolve_link, how it came to its entity */
} mention;

typedef struct mention_list {
  mention *v; /* in text order: by sentence, then first word; outer before inner */
  uint32_t n;
  int32_t **at; /* at[sentence][word]: index of the outermost mention whose head is the word, or -1 */
} mention_list;

/* Makes the names that the parser found agree through the document. Call before mention_find. */
void mention_settle_names(base_arena *arena, base_str text, parse_sent *sents, uint32_t n_sents);

void mention_find(const dict *d, base_arena *arena, base_str text, const parse_sent *sents, uint32_t n_sents,
                  mention_list *out);

/* One JSON line: {"mentions":[{"sentence":0,"kind":"name","class":"person","span":[b,e],"name":…,"title":…}]} */
void mention_put_json(const mention_list *list, base_str text, const parse_sent *sents, uint32_t n_sents,
                      drg_buffer *out);
void mention_put_text(const mention_list *list, base_str text, const parse_sent *sents, uint32_t n_sents,
                      drg_buffer *out);
/* The bytes of words first up to last (exclusive) of a sentence. */
base_str mention_words(base_str text, const parse_sent *s, int32_t first, int32_t last);
#endif
