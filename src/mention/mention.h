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
/* The actor dictionaries (dict, dict_entry, dict_agent) are declared here too: the helper who writes the room fills this in. */
typedef struct dict dict;

typedef enum mention_kind {
  MENTION_NAME,        /* a proper name, known to a dictionary or not */
  MENTION_NATIONALITY, /* adjective or demonym of a country: Iranian, Qataris */
  MENTION_COMMON,      /* a common-noun actor: police, rebels, the ministry, two sides */
  MENTION_PRONOUN,     /* he, they, it, who, which */
  MENTION_DATE,
  MENTION_QUOTE
} mention_kind;

typedef enum mention_class { /* what a name or noun stands for */
  CLASS_UNKNOWN, CLASS_PERSON, CLASS_ORGANISATION, CLASS_COUNTRY, CLASS_PLACE, CLASS_GROUP, CLASS_THING
} mention_class;

typedef struct mention {
  uint8_t kind, cls;
  bool plural;
  int8_t gender;            /* 'm', 'f', 'n' or 0 unknown */
  uint32_t sentence;
  int32_t first, last;      /* words of the sentence, last exclusive: the whole phrase, relative clauses left out */
  int32_t head;             /* head word of the phrase */
  int32_t name_first, name_last;   /* the proper name inside, or -1, -1 */
  int32_t title_first, title_last; /* the title inside ("Deputy Foreign Minister"), or -1, -1 */
  const struct dict_entry *entry;  /* dictionary entry of the name, or NULL */
  const struct dict_agent *agent;  /* dictionary entry of the title or common noun, or NULL */
  int32_t of_country;       /* index of the mention that gives the phrase its country ("Iran's", "Iranian"), or -1 */
  int32_t of_body;          /* index of the mention whose official or member it is ("of the European Union"), or -1 */
  int32_t entity;           /* filled by resolve: index in resolve_doc.entities, or -1 */
} mention;

typedef struct mention_list {
  mention *v; /* in text order: by sentence, then first word; outer before inner */
  uint32_t n;
  int32_t **at; /* at[sentence][word]: index of the outermost mention whose head is the word, or -1 */
} mention_list;

void mention_find(const dict *d, base_arena *arena, base_str text, const parse_sent *sents, uint32_t n_sents,
                  mention_list *out);
#endif
