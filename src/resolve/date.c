/* Phrases of time -> days. Each action of the grammar (data/en/when.txt) is a function in one table: it reads the
 * phrase's values and gives a range of days, seen from the report's day, the tense of the verb and the date named before.
 *
 *   "on Saturday evening", report of Sunday 28 August, past   ->  27 August .. 27 August, day
 *   "late last year", report of 2021                          ->  1 September 2020 .. 31 December 2020, year
 */
#include <stdlib.h>
#include "mention/when.h"
#include "resolve/resolve_parts.h"

typedef enum tense { TENSE_NONE, TENSE_PAST, TENSE_FUTURE } tense;
typedef enum grain { GRAIN_DAY, GRAIN_WEEK, GRAIN_MONTH, GRAIN_YEAR } grain;

static const char *const GRAINS[] = {"day", "week", "month", "year"};

typedef struct range {
  int32_t lo, hi; /* lo DRG_NO_DAY: not known */
  grain grain;
} range;

typedef struct scene {
  const struct when *w;
  const parse_sent *s;
  int32_t now;    /* the report's day */
  int32_t before; /* the day named last in the text */
  tense tense;
} scene;

static const range UNKNOWN = {DRG_NO_DAY, DRG_NO_DAY, GRAIN_DAY};

static bool has(const when_phrase *p, when_class c) { return p->n[c] > 0; }
static int32_t value(const when_phrase *p, when_class c) { return p->value[c][0]; }
static int32_t value_or(const when_phrase *p, when_class c, int32_t otherwise) {
  return has(p, c) ? p->value[c][0] : otherwise;
}

/* ---- ranges of the calendar ---- */

static range of_day(int32_t d) { return (range){d, d, GRAIN_DAY}; }

/* Months counted from year 0: 2021-03 is 2021 * 12 + 2. */
static int32_t first_of(int32_t months) { return base_day_of((base_date){months / 12, months % 12 + 1, 1}); }
static range of_months(int32_t from, int32_t n, grain g) { return (range){first_of(from), first_of(from + n) - 1, g}; }
static range of_year(int32_t y) { return of_months(y * 12, 12, GRAIN_YEAR); }
static int32_t months_of(int32_t day) {
  base_date d = base_date_of(day);
  return d.year * 12 + d.month - 1;
}
static int32_t monday_of(int32_t day) { return day - base_weekday(day); }

/* floor(a / b) * b, for years before 0 never needed but harmless */
static int32_t round_down(int32_t a, int32_t b) { return a - ((a % b) + b) % b; }

static range of_unit(int32_t day, int unit) {
  int32_t m = months_of(day), year = m / 12;
  switch (unit) {
    case WHEN_UNIT_DAY: return of_day(day);
    case WHEN_UNIT_WEEK: return (range){monday_of(day), monday_of(day) + 6, GRAIN_WEEK};
    case WHEN_UNIT_WEEKEND: return (range){monday_of(day) + 5, monday_of(day) + 6, GRAIN_DAY};
    case WHEN_UNIT_MONTH: return of_months(m, 1, GRAIN_MONTH);
    case WHEN_UNIT_QUARTER: return of_months(round_down(m, 3), 3, GRAIN_MONTH);
    case WHEN_UNIT_YEAR: return of_year(year);
    case WHEN_UNIT_DECADE: return of_months(round_down(year, 10) * 12, 120, GRAIN_YEAR);
    default: return of_months(round_down(year, 100) * 12, 1200, GRAIN_YEAR);
  }
}

static grain grain_of(int unit) {
  static const grain grains[WHEN_UNIT_KINDS] = {GRAIN_DAY,   GRAIN_WEEK, GRAIN_DAY,  GRAIN_MONTH,
                                                GRAIN_MONTH, GRAIN_YEAR, GRAIN_YEAR, GRAIN_YEAR};
  return grains[unit];
}

/* The same day of the month some months on, or the month's last. */
static int32_t add_months(int32_t day, int32_t n) {
  base_date d = base_date_of(day);
  int32_t m = months_of(day) + n, last = first_of(m + 1) - 1, there = first_of(m) + d.day - 1;
  return there < last ? there : last;
}

static int32_t add_units(int32_t day, int unit, int32_t n) {
  static const int32_t days[WHEN_UNIT_KINDS] = {1, 7, 7, 0, 0, 0, 0, 0};
  static const int32_t months[WHEN_UNIT_KINDS] = {0, 0, 0, 1, 3, 12, 120, 1200};
  if (n > 3000 || n < -3000) return DRG_NO_DAY;
  return days[unit] ? day + n * days[unit] : add_months(day, n * months[unit]);
}

/* Early, middle, late: a third of it. Shorter than a week stays whole. */
static range part_of(range r, const when_phrase *p) {
  int32_t n = r.hi - r.lo + 1, edge = value(p, WHEN_EDGE);
  if (!has(p, WHEN_EDGE) || r.lo == DRG_NO_DAY || n < 7) return r;
  return (range){r.lo + n * edge / 3, r.lo + n * (edge + 1) / 3 - 1, r.grain};
}

/* ---- choosing among the days that a phrase may mean ---- */

/* What comes round by `step` months: the one of a year that the tense or nearness asks for. */
typedef range (*in_year)(const when_phrase *p, int32_t year);

static int32_t distance(range r, int32_t day) { return r.lo > day ? r.lo - day : r.hi < day ? day - r.hi : 0; }

static bool fits(range r, int32_t now, int32_t which) {
  return which == -1 ? r.hi < now : which == 1 ? r.lo > now : true;
}

/* How far a range is, what lies on the other side of now than the tense looks counting as farther. Even without a tense
 * news tells what was. */
static int32_t likely_distance(range r, const scene *c) {
  static const int32_t ahead[] = {[TENSE_NONE] = 3, [TENSE_PAST] = 6, [TENSE_FUTURE] = 1};
  static const int32_t behind[] = {[TENSE_NONE] = 1, [TENSE_PAST] = 1, [TENSE_FUTURE] = 20};
  return distance(r, c->now) * (r.lo > c->now ? ahead : behind)[c->tense];
}

/* The likeliest of five years. */
static range choose_year(const scene *c, const when_phrase *p, in_year of, int32_t which) {
  if (c->now == DRG_NO_DAY) return UNKNOWN;
  int32_t year = base_date_of(c->now).year, best_far = INT32_MAX;
  range best = UNKNOWN;
  for (int32_t y = year - 2; y <= year + 2; y++) {
    range r = of(p, y);
    if (r.lo == DRG_NO_DAY || !fits(r, c->now, which)) continue;
    int32_t far = likely_distance(r, c);
    if (far < best_far) best = r, best_far = far;
  }
  return best;
}

static int32_t year_by_unit(const scene *c, const when_phrase *p) {
  if (!has(p, WHEN_WHICH) || value(p, WHEN_UNIT) != WHEN_UNIT_YEAR || c->now == DRG_NO_DAY) return WHEN_NOTHING;
  return base_date_of(c->now).year + value(p, WHEN_WHICH);
}

static int32_t weekday_near(int32_t now, int32_t weekday, tense t, int32_t which) {
  int32_t back = (base_weekday(now) - weekday + 7) % 7, on = (7 - back) % 7;
  if (which == -1) return now - (back ? back : 7);
  if (which == 1) return now + (on ? on : 7);
  if (t == TENSE_FUTURE) return now + on;
  return which == 0 && t != TENSE_PAST ? monday_of(now) + weekday : now - back;
}

/* ---- actions ---- */

static range day_in(int32_t y, int32_t m, int32_t d) {
  base_date date = {y, m, d};
  return base_date_valid(date) ? of_day(base_day_of(date)) : UNKNOWN;
}

static int32_t day_of_month(const when_phrase *p) { return value_or(p, WHEN_DAY, value_or(p, WHEN_ORDINAL, 0)); }

static range calendar_in(const when_phrase *p, int32_t y) {
  int32_t d = day_of_month(p), m = value(p, WHEN_MONTH);
  if (!has(p, WHEN_MONTH)) return of_year(y);
  return d ? day_in(y, m, d) : of_months(y * 12 + m - 1, 1, GRAIN_MONTH);
}

/* "Saturday, March 3": the year in which it is one. */
static range calendar_by_weekday(const scene *c, const when_phrase *p) {
  int32_t year = c->now == DRG_NO_DAY ? 0 : base_date_of(c->now).year;
  for (int k = 0; year && k < 7; k++) {
    range r = calendar_in(p, year + (k % 2 ? -(k + 1) / 2 : k / 2));
    if (r.lo != DRG_NO_DAY && base_weekday(r.lo) == value(p, WHEN_WEEKDAY)) return r;
  }
  return UNKNOWN;
}

/* "this September" */
static int32_t year_of_this(const scene *c, const when_phrase *p) {
  bool this = has(p, WHEN_WHICH) && value(p, WHEN_WHICH) == 0 && !has(p, WHEN_UNIT) && c->now != DRG_NO_DAY;
  return this ? base_date_of(c->now).year : WHEN_NOTHING;
}

/* "the week of March 6" */
static range widened(range r, const when_phrase *p) {
  bool widen =
      has(p, WHEN_UNIT) && !has(p, WHEN_WHICH) && r.lo != DRG_NO_DAY && grain_of(value(p, WHEN_UNIT)) > r.grain;
  return widen ? of_unit(r.lo, value(p, WHEN_UNIT)) : r;
}

static range do_calendar(const scene *c, const when_phrase *p) {
  int32_t year = value_or(p, WHEN_YEAR, year_by_unit(c, p));
  if (year == WHEN_NOTHING) year = year_of_this(c, p);
  range r = UNKNOWN;
  if (year != WHEN_NOTHING) r = calendar_in(p, year);
  else if (has(p, WHEN_WHICH) && has(p, WHEN_UNIT)) return UNKNOWN;
  else if (has(p, WHEN_WEEKDAY)) r = calendar_by_weekday(c, p);
  if (year == WHEN_NOTHING && r.lo == DRG_NO_DAY) r = choose_year(c, p, calendar_in, value_or(p, WHEN_WHICH, 0));
  return widened(part_of(r, p), p);
}

/* Which year's end a span without a year has, then its beginning. */
static range span_in(const when_phrase *p, int32_t y) {
  int32_t m1 = value(p, WHEN_MONTH), m2 = p->n[WHEN_MONTH] > 1 ? p->value[WHEN_MONTH][1] : m1;
  int32_t d1 = value_or(p, WHEN_DAY, 0), d2 = p->n[WHEN_DAY] > 1 ? p->value[WHEN_DAY][1] : d1;
  int32_t y1 = p->n[WHEN_YEAR] > 1 ? value(p, WHEN_YEAR) : m1 > m2 ? y - 1 : y;
  range a = d1 ? day_in(y1, m1, d1) : of_months(y1 * 12 + m1 - 1, 1, GRAIN_MONTH);
  range b = d2 ? day_in(y, m2, d2) : of_months(y * 12 + m2 - 1, 1, GRAIN_MONTH);
  if (a.lo == DRG_NO_DAY || b.lo == DRG_NO_DAY || a.lo > b.hi) return UNKNOWN;
  return (range){a.lo, b.hi, a.grain};
}

static range do_span(const scene *c, const when_phrase *p) {
  int32_t y = p->n[WHEN_YEAR] > 1 ? p->value[WHEN_YEAR][1] : value(p, WHEN_YEAR);
  if (has(p, WHEN_MONTH)) return has(p, WHEN_YEAR) ? span_in(p, y) : choose_year(c, p, span_in, 0);
  return value(p, WHEN_YEAR) <= y ? (range){of_year(value(p, WHEN_YEAR)).lo, of_year(y).hi, GRAIN_YEAR} : UNKNOWN;
}

static range do_weekday(const scene *c, const when_phrase *p) {
  if (c->now == DRG_NO_DAY) return UNKNOWN;
  return of_day(weekday_near(c->now, value(p, WHEN_WEEKDAY), c->tense, value_or(p, WHEN_WHICH, 2)));
}

static range do_weekdays(const scene *c, const when_phrase *p) {
  if (c->now == DRG_NO_DAY) return UNKNOWN;
  int32_t last = weekday_near(c->now, p->value[WHEN_WEEKDAY][1], c->tense, 2);
  return (range){last - (p->value[WHEN_WEEKDAY][1] - p->value[WHEN_WEEKDAY][0] + 7) % 7, last, GRAIN_DAY};
}

/* "Monday last week"; "a week ago Monday" */
static range do_weekday_of(const scene *c, const when_phrase *p) {
  if (c->now == DRG_NO_DAY || value_or(p, WHEN_UNIT, WHEN_UNIT_WEEK) != WHEN_UNIT_WEEK) return UNKNOWN;
  if (!has(p, WHEN_WHICH)) return of_day(weekday_near(c->now, value(p, WHEN_WEEKDAY), TENSE_PAST, 2) - 7);
  return of_day(monday_of(c->now) + 7 * value(p, WHEN_WHICH) + value(p, WHEN_WEEKDAY));
}

static range do_near(const scene *c, const when_phrase *p) {
  return c->now == DRG_NO_DAY ? UNKNOWN : of_day(c->now + value_or(p, WHEN_NEAR, value_or(p, WHEN_WHICH, 0)));
}

/* "the day before yesterday", "the day after last Tuesday" */
static range do_neighbour(const scene *c, const when_phrase *p) {
  range r = has(p, WHEN_WEEKDAY) ? do_weekday(c, p) : do_near(c, p);
  return r.lo == DRG_NO_DAY ? UNKNOWN : of_day(r.lo + value_or(p, WHEN_BACK, 0));
}

static range weekend_near(const scene *c, int32_t which) {
  int32_t saturday = monday_of(c->now) + 5;
  bool over = c->now > saturday;
  if (which == -1 || (which != 1 && c->tense != TENSE_FUTURE && c->now < saturday)) saturday -= 7;
  else if (which == 1 && over) saturday += 7;
  return (range){saturday, saturday + 1, GRAIN_DAY};
}

static range do_unit(const scene *c, const when_phrase *p) {
  int32_t unit = value_or(p, WHEN_UNIT, WHEN_UNIT_WEEKEND), which = value_or(p, WHEN_WHICH, 0), day = c->now;
  if (day == DRG_NO_DAY) return UNKNOWN;
  if (p->n[WHEN_UNIT] > 1)
    return of_unit(add_units(day, p->value[WHEN_UNIT][1], which), unit); /* the same week last year */
  if (unit == WHEN_UNIT_WEEKEND) return weekend_near(c, value_or(p, WHEN_WHICH, 2));
  return part_of(of_unit(add_units(day, unit, which), unit), p);
}

/* "the past three days", "the coming weeks" */
static range do_within(const scene *c, const when_phrase *p) {
  enum { FEW = 3 };
  int32_t unit = value(p, WHEN_UNIT), n = value_or(p, WHEN_NUMBER, has(p, WHEN_FEW) ? FEW : 1),
          which = value_or(p, WHEN_WHICH, -1);
  if (c->now == DRG_NO_DAY || n > 3000) return UNKNOWN;
  int32_t far = add_units(c->now, unit, which < 0 ? -n : n);
  if (far == DRG_NO_DAY) return UNKNOWN;
  return which < 0 ? (range){far, c->now, grain_of(unit)} : (range){c->now, far, grain_of(unit)};
}

/* "some days ago": two to seven units away */
static range some_away(int32_t base, int unit, int32_t sign) {
  enum { LEAST = 2, MOST = 6 };
  int32_t a = add_units(base, unit, sign * LEAST), b = add_units(base, unit, sign * MOST);
  static const grain coarser[WHEN_UNIT_KINDS] = {GRAIN_WEEK, GRAIN_MONTH, GRAIN_MONTH, GRAIN_YEAR,
                                                 GRAIN_YEAR, GRAIN_YEAR,  GRAIN_YEAR,  GRAIN_YEAR};
  return a < b ? (range){a, b, coarser[unit]} : (range){b, a, coarser[unit]};
}

static range do_shift(const scene *c, const when_phrase *p) {
  int32_t away = value_or(p, WHEN_AWAY, 1), sign = away < 0 ? -1 : 1;
  int32_t base = abs(away) == 1 ? c->now : c->before, unit = value_or(p, WHEN_UNIT, WHEN_UNIT_DAY);
  if (base == DRG_NO_DAY) return UNKNOWN;
  if (has(p, WHEN_SMALL)) return of_day(base);
  bool counted = has(p, WHEN_NUMBER) && p->value[WHEN_NUMBER][0] > 0;
  if (has(p, WHEN_FEW) && !counted) return some_away(base, unit, sign);
  int32_t n = value_or(p, WHEN_NUMBER, 1) * (p->n[WHEN_NUMBER] > 1 ? p->value[WHEN_NUMBER][1] : 1);
  int32_t there = n <= 0 || n > 3000 ? DRG_NO_DAY : add_units(base, unit, sign * n);
  return there == DRG_NO_DAY ? UNKNOWN : of_unit(there, unit);
}

static range season_in(const when_phrase *p, int32_t y) {
  return of_months(y * 12 + value(p, WHEN_SEASON) - 1, 3, GRAIN_MONTH);
}

static range do_season(const scene *c, const when_phrase *p) {
  range r =
      has(p, WHEN_YEAR) ? season_in(p, value(p, WHEN_YEAR)) : choose_year(c, p, season_in, value_or(p, WHEN_WHICH, 0));
  return part_of(r, p);
}

static range quarter_in(const when_phrase *p, int32_t y) {
  return of_months(y * 12 + (value(p, WHEN_ORDINAL) - 1) * 3, 3, GRAIN_MONTH);
}

static range do_quarter(const scene *c, const when_phrase *p) {
  if (value(p, WHEN_ORDINAL) > 4) return UNKNOWN;
  int32_t year = value_or(p, WHEN_YEAR, year_by_unit(c, p));
  scene timeless = *c; /* results of a quarter are told of when it is over, whatever the verb */
  timeless.tense = TENSE_NONE;
  return year != WHEN_NOTHING ? quarter_in(p, year) : choose_year(&timeless, p, quarter_in, 0);
}

/* 90 is the 1990s, 10 the 2010s. */
static range do_decade(const scene *c, const when_phrase *p) {
  (void)c;
  int32_t v = value(p, WHEN_DECADE);
  if (v < 100) v += v >= 30 ? 1900 : 2000;
  if (v % 10 || v < 1000 || v > 2200) return UNKNOWN;
  return part_of(of_months(v * 12, v % 100 ? 120 : 1200, GRAIN_YEAR), p);
}

static range do_century(const scene *c, const when_phrase *p) {
  (void)c;
  int32_t n = value(p, WHEN_ORDINAL);
  return n < 1 || n > 22 ? UNKNOWN : of_months((n - 1) * 1200, 1200, GRAIN_YEAR);
}

/* Easter Sunday of the western churches (Meeus, Jones, Butcher). */
static int32_t easter(int32_t y) {
  int32_t a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  int32_t h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  int32_t m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
  return base_day_of((base_date){y, n / 31, n % 31 + 1});
}

/* The nth (5: last) weekday of a month. */
static int32_t nth_weekday(int32_t y, int32_t m, int32_t weekday, int32_t n) {
  int32_t first = first_of(y * 12 + m - 1), there = first + (weekday - base_weekday(first) + 7) % 7 + 7 * (n - 1);
  return there < first_of(y * 12 + m) ? there : there - 7;
}

static range holiday_in(const when_phrase *p, int32_t y) {
  int32_t v = value(p, WHEN_HOLIDAY);
  if (v < 1300) return day_in(y, v / 100, v % 100);
  if (v < 3000) return of_day(easter(y) + v - 2000);
  return of_day(nth_weekday(y, (v - 10000) / 1000, v / 10 % 10, v % 10));
}

static range do_holiday(const scene *c, const when_phrase *p) {
  return has(p, WHEN_YEAR) ? holiday_in(p, value(p, WHEN_YEAR))
                           : choose_year(c, p, holiday_in, value_or(p, WHEN_WHICH, 0));
}

static range do_stamp(const scene *c, const when_phrase *p) {
  (void)c;
  return of_day(value(p, WHEN_STAMP));
}

/* 03/04/2021: a day that could be two is the range from the one to the other. */
static range do_slashed(const scene *c, const when_phrase *p) {
  (void)c;
  int32_t v = value(p, WHEN_SLASHED), y = v / 10000, a = v / 100 % 100, b = v % 100;
  range american = day_in(y, a, b), other = day_in(y, b, a);
  if (american.lo == DRG_NO_DAY) return other;
  if (other.lo == DRG_NO_DAY || a == b) return american;
  return american.lo < other.lo ? (range){american.lo, other.lo, GRAIN_YEAR}
                                : (range){other.lo, american.lo, GRAIN_YEAR};
}

/* "the next day", "that Friday", "the following month", "the day before" */
static range do_same(const scene *c, const when_phrase *p) {
  if (c->before == DRG_NO_DAY) return UNKNOWN;
  int32_t on = value_or(p, WHEN_SAME, value_or(p, WHEN_BACK, 0));
  if (has(p, WHEN_UNIT)) return part_of(of_unit(add_units(c->before, value(p, WHEN_UNIT), on), value(p, WHEN_UNIT)), p);
  if (!has(p, WHEN_WEEKDAY)) return of_day(c->before + on);
  return of_day(weekday_near(c->before, value(p, WHEN_WEEKDAY), on > 0 ? TENSE_FUTURE : TENSE_PAST, on ? on : 2));
}

/* "the 5th of this month" */
static range do_monthday(const scene *c, const when_phrase *p) {
  if (c->now == DRG_NO_DAY || value(p, WHEN_UNIT) != WHEN_UNIT_MONTH) return UNKNOWN;
  int32_t m = months_of(c->now) + value(p, WHEN_WHICH);
  return day_in(m / 12, m % 12 + 1, day_of_month(p));
}

static range do_skip(const scene *c, const when_phrase *p) {
  (void)c, (void)p;
  return UNKNOWN;
}

static range (*const ACTIONS[WHEN_ACTIONS])(const scene *, const when_phrase *) = {
#define X(upper, lower) [WHEN_DO_##upper] = do_##lower,
    WHEN_ACTION(X)
#undef X
};

/* ---- the tree around a phrase ---- */

/* The word of the phrase that hangs from outside of it. */
static int32_t head_of(const parse_sent *s, const when_phrase *p) {
  for (int32_t i = p->first; i < p->last; i++)
    if ((s->words[i].head < p->first || s->words[i].head >= p->last) && s->words[i].upos != UPOS_PUNCT) return i;
  return p->last - 1;
}

static bool is_of(const scene *c, int32_t w, when_class k) {
  return when_is(c->w, c->s->words[w].lower_sym, k) || when_is(c->w, c->s->words[w].lemma_sym, k);
}

static bool has_future_auxiliary(const scene *c, int32_t verb) {
  for (int32_t i = verb > 8 ? verb - 8 : 0; i < verb; i++)
    if (c->s->words[i].head == verb && c->s->words[i].upos == UPOS_AUX &&
        when_is(c->w, c->s->words[i].lower_sym, WHEN_FUTURE))
      return true;
  return false;
}

static bool has_past_auxiliary(const scene *c, int32_t verb) {
  for (int32_t i = verb > 8 ? verb - 8 : 0; i < verb; i++)
    if (c->s->words[i].head == verb && c->s->words[i].upos == UPOS_AUX && (c->s->words[i].feats & PARSE_PAST))
      return true;
  return false;
}

/* What the verb itself says: of the future by auxiliary or by waiting ("scheduled for", "plan a protest on Friday"), of
 * the past by its form. from: the word below it on the way up from the phrase. */
static tense tense_of_verb(const scene *c, int32_t v, int32_t from) {
  const parse_word *x = &c->s->words[v], *f = from < 0 ? NULL : &c->s->words[from];
  bool infinitive = f && f->upos == UPOS_VERB && (f->feats & PARSE_INF), object = f && f->deprel == DEP_OBJ;
  if (has_future_auxiliary(c, v)) return TENSE_FUTURE;
  bool waits = is_of(c, v, WHEN_AWAIT) && (x->upos == UPOS_VERB || x->upos == UPOS_ADJ);
  if (waits && (infinitive || object || (x->feats & (PARSE_PARTICIPLE | PARSE_PASSIVE)))) return TENSE_FUTURE;
  if (infinitive && when_is(c->w, x->lower_sym, WHEN_FUTURE)) return TENSE_FUTURE;
  if ((x->feats & (PARSE_PAST | PARSE_PARTICIPLE)) || has_past_auxiliary(c, v)) return TENSE_PAST;
  return TENSE_NONE;
}

static tense tense_at(const scene *c, int32_t head) {
  enum { FAR = 8 };
  int32_t from = -1;
  for (int32_t step = 0, w = c->s->words[head].head; w >= 0 && step < FAR; step++, w = c->s->words[w].head) {
    tense t = tense_of_verb(c, w, from);
    if (t != TENSE_NONE) return t;
    from = w;
  }
  return TENSE_NONE;
}

/* "until Monday", "as soon as Monday": still to come though the verb is of the past ("postponed until Monday"). */
static tense tense_of(const scene *c, const when_phrase *p, int32_t head) {
  int32_t ahead = p->first > 0 ? when_value(c->w, c->s->words[p->first - 1].lower_sym, WHEN_AHEAD) : WHEN_NOTHING;
  return ahead == 1 ? TENSE_FUTURE : ahead == -1 ? TENSE_PAST : tense_at(c, head);
}

static bool is_capital(const parse_word *w) {
  size_t at = 0;
  return w->form.len && base_char_is_upper(base_utf8_next(w->form, &at));
}

/* Words of time in names of other things: the Sunday Times, 2000 villagers. */
static bool belongs_to_name(const scene *c, const when_phrase *p, int32_t head) {
  const parse_word *w = &c->s->words[head];
  if (w->head < 0) return false;
  const parse_word *up = &c->s->words[w->head];
  if (p->action == WHEN_DO_CALENDAR && !has(p, WHEN_MONTH))
    return w->deprel == DEP_NUMMOD && (up->feats & PARSE_PLURAL);
  bool bare = p->last - p->first == 1;
  return bare && up->upos == UPOS_PROPN && is_capital(up) && w->upos == UPOS_PROPN &&
         (w->deprel == DEP_COMPOUND || w->deprel == DEP_FLAT) && (w->head == p->last || w->head == p->first - 1);
}

typedef BASE_VEC(resolve_date) date_list;

static void find_in(scene *c, base_arena *arena, uint32_t sentence, int32_t doc_day, date_list *out) {
  when_phrase *v;
  uint32_t n = when_find(c->w, arena, c->s, &v);
  for (uint32_t i = 0; i < n; i++) {
    int32_t head = head_of(c->s, &v[i]);
    if (belongs_to_name(c, &v[i], head)) continue;
    c->now = doc_day;
    c->tense = tense_of(c, &v[i], head);
    range r = ACTIONS[v[i].action](c, &v[i]);
    if (r.lo != DRG_NO_DAY) c->before = r.lo;
    resolve_date d = {.sentence = sentence,
                      .first = v[i].first,
                      .last = v[i].last,
                      .head = head,
                      .day_first = r.lo,
                      .day_last = r.hi,
                      .precision = base_str_of(GRAINS[r.grain])};
    BASE_PUSH(arena, out, d);
  }
}

void resolve_find_dates(const dict *d, base_arena *arena, base_str text, const parse_sent *sents, uint32_t n_sents,
                        int32_t doc_day, resolve_doc *out) {
  (void)text;
  date_list dates = {0};
  scene c = {.w = dict_when(d), .before = DRG_NO_DAY};
  for (uint32_t i = 0; i < n_sents; i++) {
    c.s = &sents[i];
    find_in(&c, arena, i, doc_day, &dates);
  }
  out->dates = dates.v;
  out->n_dates = (uint32_t)dates.n;
}
