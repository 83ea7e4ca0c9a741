/* when: words of time and the grammar over them; phrases of time found in a parsed sentence.
 *
 * In: data/en/when.txt (words, then rules), sentences. Out: when_phrase in the caller's arena: which words, which rule's
 * action, and the values that the rule's elements matched. What day it was is room resolve's matter (resolve/date.c).
 * Frees: the arena. Goes wrong: only at when_open (err has file and line).
 *
 *   rule calendar MONTH DAY , YEAR        "March 3, 2021"  ->  calendar {month 3, day 3, year 2021}
 *   rule shift NUMBER UNIT AWAY           "two weeks ago"  ->  shift {number 2, unit week, away -1 from the report}
 *
 * The longest match wins, then the rule that stands first. Elements in brackets must stand there but are no part of the phrase.
 */
#ifndef DRG_WHEN_H
#define DRG_WHEN_H
#include "parse/parse.h"

/* What a word can be. when.txt names the classes in these letters: capitals in rules, small letters for words. */
#define WHEN_CLASS(X) \
  X(WEEKDAY, weekday) \
  X(WDAY, wday) X(MONTH, month) X(MON, mon) X(UNIT, unit) X(UNITS, units) X(AHEAD, ahead) X(SMALL, small) \
      X(NUMBER, number) X(ORDINAL, ordinal) X(WHICH, which) X(NEAR, near) X(AWAY, away) X(SAME, same) X(PART, part) \
          X(EDGE, edge) X(SEASON, season) X(HOLIDAY, holiday) X(BACK, back) X(DECADE, decade) X(FUTURE, future) \
              X(AWAIT, await) X(FEW, few) X(DAY, day) X(YEAR, year) X(DIGITS, digits) X(STAMP, stamp) \
                  X(SLASHED, slashed) X(TIME, time) X(ENDING, ending)

typedef enum when_class {
#define X(upper, lower) WHEN_##upper,
  WHEN_CLASS(X)
#undef X
      WHEN_CLASSES
} when_class;

/* How a phrase's days are reckoned from its values. */
#define WHEN_ACTION(X) \
  X(CALENDAR, calendar) \
  X(WEEKDAY, weekday) X(WEEKDAYS, weekdays) X(WEEKDAY_OF, weekday_of) X(NEAR, near) X(UNIT, unit) X(SHIFT, shift) \
      X(SPAN, span) X(SEASON, season) X(QUARTER, quarter) X(DECADE, decade) X(CENTURY, century) X(HOLIDAY, holiday) \
          X(STAMP, stamp) X(SLASHED, slashed) X(SAME, same) X(NEIGHBOUR, neighbour) X(MONTHDAY, monthday) \
              X(WITHIN, within) X(SKIP, skip)

typedef enum when_action {
#define X(upper, lower) WHEN_DO_##upper,
  WHEN_ACTION(X)
#undef X
      WHEN_ACTIONS
} when_action;

enum when_unit {
  WHEN_UNIT_DAY,
  WHEN_UNIT_WEEK,
  WHEN_UNIT_WEEKEND,
  WHEN_UNIT_MONTH,
  WHEN_UNIT_QUARTER,
  WHEN_UNIT_YEAR,
  WHEN_UNIT_DECADE,
  WHEN_UNIT_CENTURY,
  WHEN_UNIT_KINDS
};

/* What an ending makes of the figure before it. */
enum when_ending { WHEN_ENDS_ORDINAL, WHEN_ENDS_DECADE, WHEN_ENDS_TIME };

#define WHEN_NOTHING INT32_MIN

typedef struct when_phrase {
  int32_t first, last;            /* words, last exclusive */
  uint8_t action;                 /* when_action */
  uint8_t n[WHEN_CLASSES];        /* how many elements of the class matched */
  int32_t value[WHEN_CLASSES][2]; /* values of the first and the second, WHEN_NOTHING where absent */
} when_phrase;

struct when;

/* dir is the language pack (…/en). Adds its words to symbols. */
drg_status when_open(const char *dir, base_arena *arena, base_symbols *symbols, struct when **out, drg_error *err);

/* Phrases of the sentence, left to right, not overlapping; returns how many. */
uint32_t when_find(const struct when *w, base_arena *arena, const parse_sent *s, when_phrase **out);

/* Is the word of the class (future auxiliaries, words of waiting: scheduled, due)? */
bool when_is(const struct when *w, base_sym word, when_class c);
/* Its value in the class, WHEN_NOTHING if it is not of it. */
int32_t when_value(const struct when *w, base_sym word, when_class c);

#endif
