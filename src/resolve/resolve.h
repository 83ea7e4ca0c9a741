/* resolve: mentions -> entities: who it is (country, sector, office on that date), when, where; coreference through
 * the document.
 *
 * In: mentions, the document's date and dateline. Out: resolve_doc in the caller's arena; mention.entity filled.
 * Frees: the arena. Goes wrong: nothing at run time.
 */
#ifndef DRG_RESOLVE_H
#define DRG_RESOLVE_H
#include "mention/mention.h"

/* What a country or sector rests on. Order of resolve_why_names in put.c. */
typedef enum resolve_by {
  BY_NOTHING,
  BY_NAME,        /* the dictionary's entry of its name; term: the office on the report's date */
  BY_NOUN,        /* its title or noun: agent */
  BY_MODIFIER,    /* a noun before that: agent */
  BY_NATIONALITY, /* a country's name in the phrase: mention, its entry */
  BY_BODY,        /* the body that it belongs to: mention */
  BY_PLACE,       /* a place in the phrase */
  BY_COUNTRY,     /* an official or body of a country, of no other sector: its government */
  BY_SPEAKING,    /* a capital or seat that speaks or acts: its government */
  BY_PAST,        /* a former official */
  BY_DATELINE,    /* the country that the report comes from, or speaks of alone */
  BY_GUESS        /* somebody of whom the report tells no office: a citizen */
} resolve_by;

/* How a mention came to its entity. Order of LINKS in put.c. */
typedef enum resolve_link {
  LINK_NEW, /* the first of its entity */
  LINK_RELATIVE,
  LINK_PRONOUN,
  LINK_APPOSITION,
  LINK_ENTRY, /* one entry of the dictionary */
  LINK_NAME,  /* one name, a part of it, or its acronym */
  LINK_NOUN,  /* "the ministry", "the Qatari diplomat" */
  LINK_PLURAL /* "both sides": a new entity of several */
} resolve_link;

typedef struct resolve_why {
  uint8_t by;
  int32_t mention; /* that said so; -1: none */
  const dict_entry *entry;
  const dict_term *term;
  const dict_agent *agent;
} resolve_why;

typedef struct resolve_entity {
  base_str code, country,
      sector;           /* CAMEO code "IRNGOV", its country or international part, its sector; data NULL: none */
  base_str name, title; /* fullest name and title seen in the document */
  uint8_t cls;          /* mention_class */
  bool actor;           /* may be source or target of events */
  resolve_why why_country, why_sector;
  int32_t first_mention;
  int32_t *members; /* entities that a plural stands for ("the two sides"), or NULL */
  uint32_t n_members;
} resolve_entity;

typedef struct resolve_date {
  uint32_t sentence;
  int32_t first, last;         /* words, last exclusive */
  int32_t head;                /* word that the tree hangs the phrase by */
  int32_t day_first, day_last; /* days since 1970-01-01, both inclusive */
  base_str precision;          /* "day", "week", "month", "year" */
} resolve_date;

typedef struct resolve_place {
  uint32_t sentence;
  int32_t first, last, head;
  base_str name, country, precision; /* "city", "region", "country" */
  double lat, lon;
} resolve_place;

typedef struct resolve_doc {
  resolve_entity *entities;
  uint32_t n_entities;
  resolve_date *dates; /* in text order */
  uint32_t n_dates;
  resolve_place *places; /* in text order */
  uint32_t n_places;
  resolve_place dateline; /* name.data NULL: none */
} resolve_doc;

/* doc_day: publication day or DRG_NO_DAY. dateline: place as written before the dash, data may be NULL. */
void resolve_document(const dict *d, base_arena *arena, base_str text, const parse_sent *sents, uint32_t n_sents,
                      mention_list *mentions, int32_t doc_day, base_str dateline, resolve_doc *out);

/* One JSON line a document: its entities with their mentions, dates and places. */
void resolve_put_json(const dict *d, const resolve_doc *r, const mention_list *mentions, base_str text,
                      const parse_sent *sents, drg_buffer *out);
void resolve_put_text(const dict *d, const resolve_doc *r, const mention_list *mentions, base_str text,
                      const parse_sent *sents, drg_buffer *out);
/* A parse_marker whose context is the dict: tells the recogniser of names what dictionaries and gazetteer know. */
void resolve_mark(const void *dict, base_arena *arena, const parse_sent *s, uint8_t *marks);

#endif
