/* gazetteer: countries, their regions and cities with coordinates, and the words that tell places from other names.
 *
 * In: data/places.txt (mapped, searched as it stands, nothing parsed at opening) and data/en/where.txt.
 * Out: candidates for a name. Frees: gazetteer_close unmaps; the rest is in the arena.
 * Goes wrong: only at gazetteer_open (missing or malformed file; err has file and line).
 *
 * A line of places.txt is KEY <tab> NAME <tab> KIND <tab> COUNTRY <tab> REGION <tab> LAT <tab> LON <tab> PEOPLE <tab> FAME
 * <tab> FLAGS.
 * Lines stand in byte order of KEY, the name folded to small letters and single blanks, so that a name is found by
 * halving the file:
 *
 *   al fallujah   <- gazetteer_key of "Al-Fallujah"
 *   "georgia" is three lines: the country, the US region, towns.
 */
#ifndef DRG_GAZETTEER_H
#define DRG_GAZETTEER_H
#include "base/base.h"

typedef enum gazetteer_kind { GAZ_COUNTRY, GAZ_REGION, GAZ_CITY } gazetteer_kind;

enum gazetteer_flag {
  GAZ_CAPITAL = 1,   /* of its country */
  GAZ_SEAT = 2,      /* of its region */
  GAZ_ALTERNATE = 4, /* KEY is another name than NAME */
  GAZ_WORD = 8,      /* KEY is also an ordinary word: Reading, Nice */
  GAZ_PERSON = 16    /* KEY is also a given or family name: Jackson, Florence */
};

typedef struct gazetteer_place {
  base_str name, country,
      region; /* borrowed from the file; country ISO alpha-3; region: key of its first-order region */
  double lat, lon;
  int64_t people;
  int32_t fame; /* how many names GeoNames knows for it */
  uint8_t kind, flags;
} gazetteer_place;

/* Words of where.txt by what they do. */
enum gazetteer_word {
  GAZ_BEFORE = 1,       /* stands before where something is: in, at, near */
  GAZ_TOWARD = 2,       /* before places and others: from, to, for */
  GAZ_HONORIFIC = 4,    /* before a person: Mr, President */
  GAZ_BODY = 8,         /* makes the name before it another thing: University, Times, River */
  GAZ_OF = 16,          /* links a body to the place in its name: Bank of England */
  GAZ_REGION_WORD = 32, /* says that the place is a region: province, state */
  GAZ_CITY_WORD = 64,   /* that it is a city: city, town, village */
  GAZ_SIDE = 128,       /* northern, east */
  GAZ_CLITIC = 256,     /* possessive 's */
  GAZ_ARTICLE = 512,
  GAZ_SITE = 1024 /* a site within the place: Airport, Square, prison */
};

typedef struct gazetteer gazetteer;

/* dir is the language pack (…/en); places.txt stands in the folder above it. */
drg_status gazetteer_open(const char *dir, base_arena *arena, base_symbols *symbols, gazetteer **out, drg_error *err);
void gazetteer_close(gazetteer *g); /* NULL is fine */

/* Appends a word that base_str_fold folded to a key of at bytes, in a buffer of cap: a blank between (none before a
 * clitic), apostrophes dropped, other signs as one blank. Returns the new length, or 0 if there is no room. */
size_t gazetteer_key(base_str folded, char *key, size_t at, size_t cap);
/* Fills out with at most cap places of that key; *longer tells that some key goes on with it and a blank. */
size_t gazetteer_find(const gazetteer *g, base_str key, gazetteer_place *out, size_t cap, bool *longer);
/* What where.txt says of a word: a set of gazetteer_word. */
uint32_t gazetteer_says(const gazetteer *g, base_sym word);
/* First line whose key is not in order, or 0: for `dict check`. */
uint64_t gazetteer_unsorted(const gazetteer *g);

#endif
