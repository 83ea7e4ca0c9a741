/* units: the pieces that actor phrases are made of, in text order, never overlapping.
 *
 *   Iran 's Deputy Foreign Minister for Political Affairs Ali Bagheri Kani met the Qatari delegation
 *   [N]     [A ------------------------------------------][P ------------]     [N --] [A ------]
 */
#ifndef DRG_UNITS_H
#define DRG_UNITS_H
#include "mention/dict_parts.h"

typedef enum unit_kind { UNIT_NAME, UNIT_PROPER, UNIT_AGENT, UNIT_PRONOUN, UNIT_ANAPHOR } unit_kind;

typedef struct unit {
  uint8_t kind;
  bool plural;
  int32_t first, last, head; /* head: the word that the tree hangs the unit by */
  int32_t core;              /* UNIT_AGENT: last word of the noun itself, before "for Political Affairs" */
  const dict_form *form;     /* UNIT_NAME, UNIT_ANAPHOR; surnames of UNIT_PROPER */
  const dict_agent *agent;   /* UNIT_AGENT; UNIT_PROPER: the body word that ends it ("… Party") */
  bool plural_agent;
  uint8_t anaphor;
} unit;

typedef struct unit_list {
  unit *v;
  size_t n, cap;
} unit_list;

typedef struct unit_scan {
  const dict *d;
  base_arena *arena;
  base_str text;
  const parse_sent *s;
  dict_pieces pieces;
  unit_list units;
} unit_scan;

/* The recognised name that word w is in, or NULL (names.c). */
const parse_name *units_name_at(const parse_sent *s, int32_t w);
/* How sure a recognised name must be, in percent, to count against a dictionary or the tags, and to class what nobody knows. */
enum { UNITS_SURE = 80, UNITS_LIKELY = 60 };

void units_find(unit_scan *u);
uint32_t units_flags(const unit_scan *u, int32_t w); /* dict_flag bits of a word */
bool units_is_country(const unit *u);                /* a country's name, adjective, capital or seat */
bool units_is_person(const unit *u);
bool units_is_body(const unit *u); /* organisation or armed group by name */

#endif
