/* Dates: phrases found, their days, the tense that decides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>
#include "resolve/resolve_parts.h"

typedef struct world {
  base_arena engine, arena;
  base_symbols symbols;
  dict *d;
} world;

static world W;

static int open_world(void **state) {
  (void)state;
  drg_error err;
  base_arena_init(&W.engine);
  base_arena_init(&W.arena);
  base_symbols_init(&W.symbols, &W.engine);
  return dict_open(&(dict_paths){.pack = DRAGOMAN_SOURCE_DATA "/en"}, &W.engine, &W.symbols, &W.d, &err) == DRG_OK ? 0
                                                                                                                   : -1;
}

static int close_world(void **state) {
  (void)state;
  dict_close(W.d);
  base_arena_clear(&W.arena);
  base_arena_clear(&W.engine);
  return 0;
}

/* Words as "form" or "form/UPOS/head/feats", heads counted from 1, parted by blanks; without them all hang from the first. */
static parse_word read_word(base_str item, uint32_t at, base_str text) {
  parse_word w = {.head = at ? 0 : -1, .space_after = true};
  w.form = base_str_cut(&item, '|');
  w.begin = (uint32_t)(w.form.data - text.data), w.end = w.begin + (uint32_t)w.form.len;
  base_str upos = base_str_cut(&item, '|'), head = base_str_cut(&item, '|'), feats = base_str_cut(&item, '|');
  int64_t n;
  if (upos.data) w.upos = (uint8_t)parse_upos_named(upos);
  if (head.data && base_str_to_int(head, &n)) w.head = (int32_t)n - 1;
  if (feats.data && base_str_to_int(feats, &n)) w.feats = (uint8_t)n;
  w.lemma = base_str_lower(&W.arena, w.form);
  w.lower_sym = w.lemma_sym = base_symbols_find(&W.symbols, w.lemma);
  return w;
}

static parse_sent sentence(const char *z) {
  base_str text = base_str_of(z), rest = text;
  parse_sent s = {.words = BASE_NEW(&W.arena, parse_word, text.len + 1), .end = (uint32_t)text.len};
  for (base_str item; (item = base_str_word(&rest)).data;) s.words[s.n] = read_word(item, s.n, text), s.n++;
  return s;
}

static base_str iso(int32_t day) {
  base_date d = base_date_of(day);
  return base_str_printf(&W.arena, "%04d-%02d-%02d", d.year, d.month, d.day);
}

/* "2022-08-27..2022-08-27 day; …" of a sentence, "?" for days not known. */
static const char *dates_of(const char *z, const char *report) {
  parse_sent s = sentence(z);
  resolve_doc out = {0};
  int32_t day = report ? base_day_parse(base_str_of(report)) : DRG_NO_DAY;
  resolve_find_dates(W.d, &W.arena, base_str_of(z), &s, 1, day, &out);
  base_str all = BASE_STR("");
  for (uint32_t i = 0; i < out.n_dates; i++) {
    const resolve_date *r = &out.dates[i];
    base_str one = r->day_first == DRG_NO_DAY ? BASE_STR("?") : iso(r->day_first);
    if (r->day_last != r->day_first) one = base_str_printf(&W.arena, "%s..%s", one.data, iso(r->day_last).data);
    all = base_str_printf(&W.arena, "%s%s%s " BASE_FMT, all.data, i ? "; " : "", one.data, BASE_ARG(r->precision));
  }
  return all.data;
}

#define SUNDAY "2022-08-28"

typedef struct dated {
  const char *text, *report, *days;
} dated;

static void check(const dated *t, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const char *got = dates_of(t[i].text, t[i].report);
    if (strcmp(got, t[i].days)) print_error("'%s' seen from %s\n", t[i].text, t[i].report ? t[i].report : "nowhere");
    assert_string_equal(got, t[i].days);
  }
}
#define CHECK(table) check(table, sizeof table / sizeof *table)

static void test_calendar(void **state) {
  (void)state;
  static const dated t[] = {
      {"on March 3 , 2021 envoys met", NULL, "2021-03-03 day"},
      {"on 3 March 2021 envoys met", NULL, "2021-03-03 day"},
      {"on 2021-03-03 envoys met", NULL, "2021-03-03 day"},
      {"on March 3 envoys met", SUNDAY, "2022-03-03 day"},
      {"on March 3 envoys met", NULL, "? day"},
      {"the 3rd of May 1998", NULL, "1998-05-03 day"},
      {"on Feb. 30 , 2021 it failed", NULL, "? day"},
      {"in March 2020 troops left", NULL, "2020-03-01..2020-03-31 month"},
      {"in March troops left", SUNDAY, "2022-03-01..2022-03-31 month"},
      {"in 2019 troops left", NULL, "2019-01-01..2019-12-31 year"},
      {"in mid-June troops left", SUNDAY, "2022-06-11..2022-06-20 month"},
      {"in early 2020 troops left", NULL, "2020-01-01..2020-05-01 year"},
      {"during the 1990s troops left", NULL, "1990-01-01..1999-12-31 year"},
      {"in the 19th century", NULL, "1800-01-01..1899-12-31 year"},
      {"on Saturday , 3 September", SUNDAY, "2022-09-03 day"},
      {"in the third quarter of 2021", NULL, "2021-07-01..2021-09-30 month"},
      {"in the summer of 2014", NULL, "2014-06-01..2014-08-31 month"},
  };
  CHECK(t);
}

static void test_doubtful(void **state) {
  (void)state;
  static const dated t[] = {
      {"on 03/04/2021", NULL, "2021-03-04..2021-04-03 year"}, /* two readings */
      {"on 13/04/2021", NULL, "2021-04-13 day"},
      {"on 04/13/2021", NULL, "2021-04-13 day"},
      {"May I march in June", SUNDAY, "2022-06-01..2022-06-30 month"},
      {"a 12 - year - old boy", SUNDAY, ""},
      {"the day before the vote", SUNDAY, ""},
      {"they fired 2000 shells", SUNDAY, ""},
  };
  CHECK(t);
}

static void test_relative(void **state) {
  (void)state;
  static const dated t[] = {
      {"today", SUNDAY, "2022-08-28 day"},
      {"today", NULL, "? day"},
      {"late yesterday evening", SUNDAY, "2022-08-27 day"},
      {"tomorrow", SUNDAY, "2022-08-29 day"},
      {"the day before yesterday", SUNDAY, "2022-08-26 day"},
      {"last night", SUNDAY, "2022-08-27 day"},
      {"Thursday", SUNDAY, "2022-08-25 day"},
      {"Sunday", SUNDAY, "2022-08-28 day"},
      {"last Sunday", SUNDAY, "2022-08-21 day"},
      {"next Monday", SUNDAY, "2022-08-29 day"},
      {"earlier on Thursday", SUNDAY, "2022-08-25 day"},
      {"from Monday to Wednesday", SUNDAY, "2022-08-22..2022-08-24 day"},
      {"the weekend", SUNDAY, "2022-08-27..2022-08-28 day"},
      {"last week", SUNDAY, "2022-08-15..2022-08-21 week"},
      {"this week", SUNDAY, "2022-08-22..2022-08-28 week"},
      {"Tuesday last week", SUNDAY, "2022-08-16 day"},
      {"last month", SUNDAY, "2022-07-01..2022-07-31 month"},
      {"next year", SUNDAY, "2023-01-01..2023-12-31 year"},
      {"last March", SUNDAY, "2022-03-01..2022-03-31 month"},
      {"three days ago", SUNDAY, "2022-08-25 day"},
      {"two weeks ago", SUNDAY, "2022-08-08..2022-08-14 week"},
      {"a year ago", SUNDAY, "2021-01-01..2021-12-31 year"},
      {"the past three days", SUNDAY, "2022-08-25..2022-08-28 day"},
      {"June 3-5", SUNDAY, "2022-06-03..2022-06-05 day"},
      {"between March 3 and 5", SUNDAY, "2022-03-03..2022-03-05 day"},
      {"December 30 to January 2", SUNDAY, "2021-12-30..2022-01-02 day"},
      {"New Year 's Eve", SUNDAY, "2021-12-31 day"},
      {"Easter 2022", NULL, "2022-04-17 day"},
      {"Thanksgiving 2021", NULL, "2021-11-25 day"},
  };
  CHECK(t);
}

static void test_anchored(void **state) {
  (void)state;
  static const dated t[] = {
      {"on March 3 , 2021 he left and three days later he came", NULL, "2021-03-03 day; 2021-03-06 day"},
      {"on March 3 , 2021 he left and the next day he came", NULL, "2021-03-03 day; 2021-03-04 day"},
      {"two days earlier", SUNDAY, "? day"}, /* nothing named before */
  };
  CHECK(t);
}

/* feats 1: past, 2: present, 4: infinitive, 16: participle */
static void test_tense(void **state) {
  (void)state;
  static const dated t[] = {
      {"Envoys|NOUN|3 will|AUX|3 meet|VERB|0|4 Thursday|PROPN|3", SUNDAY, "2022-09-01 day"},
      {"Envoys|NOUN|2 met|VERB|0|1 Thursday|PROPN|2", SUNDAY, "2022-08-25 day"},
      {"Talks|NOUN|3 are|AUX|3|2 scheduled|VERB|0|16 for|ADP|5 Friday|PROPN|3", SUNDAY, "2022-09-02 day"},
      {"They|PRON|2 plan|VERB|0|2 to|PART|4 march|VERB|2|4 on|ADP|6 Friday|PROPN|4", SUNDAY, "2022-09-02 day"},
      {"Talks|NOUN|3 were|AUX|3|1 put|VERB|0|16 off|ADP|3 until|ADP|6 Friday|PROPN|3", SUNDAY, "2022-09-02 day"},
      {"Voters|NOUN|3 will|AUX|3 choose|VERB|0|4 in|ADP|5 November|PROPN|3", SUNDAY, "2022-11-01..2022-11-30 month"},
      {"Voters|NOUN|2 chose|VERB|0|1 in|ADP|4 November|PROPN|2", SUNDAY, "2021-11-01..2021-11-30 month"},
  };
  CHECK(t);
}

static void test_head(void **state) {
  (void)state;
  parse_sent s = sentence("Envoys|NOUN|2 met|VERB|0|1 on|ADP|5 Saturday|PROPN|5 evening|NOUN|2");
  resolve_doc out = {0};
  resolve_find_dates(W.d, &W.arena, BASE_STR(""), &s, 1, base_day_parse(BASE_STR(SUNDAY)), &out);
  assert_int_equal(out.n_dates, 1);
  assert_int_equal(out.dates[0].first, 3);
  assert_int_equal(out.dates[0].last, 5);
  assert_int_equal(out.dates[0].head, 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_calendar), cmocka_unit_test(test_doubtful), cmocka_unit_test(test_relative),
      cmocka_unit_test(test_anchored), cmocka_unit_test(test_tense),    cmocka_unit_test(test_head),
  };
  return cmocka_run_group_tests(tests, open_world, close_world);
}
