/* The gazetteer's file and search; toponyms, the places they mean, the dateline. */
#include <setjmp.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>
#include "resolve/gazetteer.h"
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

/* Words parted by blanks: capitals are proper nouns that hang from the first word; form|UPOS|head|deprel says otherwise. */
static parse_word read_word(base_str item, uint32_t at, base_str text) {
  parse_word w = {.head = at ? 0 : -1, .space_after = true};
  w.form = base_str_cut(&item, '|');
  w.begin = (uint32_t)(w.form.data - text.data), w.end = w.begin + (uint32_t)w.form.len;
  base_str upos = base_str_cut(&item, '|'), head = base_str_cut(&item, '|'), deprel = base_str_cut(&item, '|');
  size_t first = 0;
  int64_t n;
  w.upos = base_char_is_upper(base_utf8_next(w.form, &first)) ? UPOS_PROPN : UPOS_NOUN;
  if (upos.data) w.upos = (uint8_t)parse_upos_named(upos);
  if (head.data && base_str_to_int(head, &n)) w.head = (int32_t)n - 1;
  if (deprel.data) w.deprel = (uint8_t)parse_deprel_named(deprel);
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

static resolve_doc resolve(const char *z, const char *dateline) {
  parse_sent *s = BASE_NEW(&W.arena, parse_sent, 1);
  *s = sentence(z);
  resolve_doc out = {0};
  resolve_find_places(W.d, &W.arena, base_str_of(z), s, 1, base_str_of(dateline), &out);
  return out;
}

/* "Tripoli LBN city; Lebanon LBN country" */
static const char *places_of(const char *z) {
  resolve_doc out = resolve(z, NULL);
  base_str all = BASE_STR("");
  for (uint32_t i = 0; i < out.n_places; i++) {
    const resolve_place *p = &out.places[i];
    all = base_str_printf(&W.arena, "%s%s" BASE_FMT " " BASE_FMT " " BASE_FMT, all.data, i ? "; " : "",
                          BASE_ARG(p->name), BASE_ARG(p->country), BASE_ARG(p->precision));
  }
  return all.data;
}

typedef struct placed {
  const char *text, *places;
} placed;

static void check(const placed *t, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const char *got = places_of(t[i].text);
    if (strcmp(got, t[i].places)) print_error("'%s'\n", t[i].text);
    assert_string_equal(got, t[i].places);
  }
}
#define CHECK(table) check(table, sizeof table / sizeof *table)

static void test_file_is_sorted(void **state) {
  (void)state;
  assert_int_equal(gazetteer_unsorted(dict_gazetteer(W.d)), 0);
}

static size_t find(const char *key, gazetteer_place *out, bool *longer) {
  return gazetteer_find(dict_gazetteer(W.d), base_str_of(key), out, 64, longer);
}

static void test_find(void **state) {
  (void)state;
  gazetteer_place v[64];
  bool longer;
  assert_true(find("tehran", v, &longer) >= 1);
  assert_int_equal(find("no such town", v, &longer), 0);
  assert_int_equal(find("", v, &longer), 0);
  assert_int_equal(find("zzzzzz", v, &longer), 0);
  assert_int_equal(find("\xff\xff", v, &longer), 0);
  find("new", v, &longer);
  assert_true(longer); /* New York */
  assert_true(find("al fallujah", v, &longer) == 1 && v[0].people > 100000);
  assert_true(fabs(v[0].lat - 33.35) < 0.1 && fabs(v[0].lon - 43.79) < 0.1);
}

/* The generator folds as the program does: every name of a line that is no other name gives its key. */
static void test_keys_agree(void **state) {
  (void)state;
  static const char *const names[] = {"Kyiv", "N'Djamena", "Sana'a",     "Al-Fallujah",    "Saint-Étienne", "U.S.",
                                      "Łódź", "İzmir",     "St. John's", "Port-au-Prince", "Tromsø",        "Gießen"};
  static const char *const keys[] = {"kyiv", "ndjamena", "sanaa",    "al fallujah",    "saint etienne", "u s",
                                     "lodz", "izmir",    "st johns", "port au prince", "tromso",        "giessen"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char key[64];
    size_t n = gazetteer_key(base_str_fold(&W.arena, base_str_of(names[i])), key, 0, sizeof key);
    key[n] = 0;
    assert_string_equal(key, keys[i]);
  }
}

static void test_key_has_no_room(void **state) {
  (void)state;
  char key[4];
  assert_int_equal(gazetteer_key(BASE_STR("timbuktu"), key, 0, sizeof key), 0);
}

static void test_places(void **state) {
  (void)state;
  static const placed t[] = {
      {"fighting went on in Aleppo", "Aleppo SYR city"},
      {"fighting went on in Homs province", "Homs SYR region"},
      {"fighting went on in Fallujah and Mosul", "Al Fallūjah IRQ city; Mosul IRQ city"},
      {"fighting near Deir ez - Zor", "Deir ez-Zor SYR city"},
      {"ships left Iran", "Iran IRN country"},
      {"troops of the U.S. left", "United States USA country"},
  };
  CHECK(t);
}

static void test_disambiguation(void **state) {
  (void)state;
  static const placed t[] = {
      {"clashes in Tripoli", "Tripoli LBY city"},
      {"clashes in Tripoli , Lebanon", "Tripoli LBN city; Lebanon LBN country"},
      {"clashes in Tripoli after those in Beirut and Sidon", "Tripoli LBN city; Beirut LBN city; Sidon LBN city"},
      {"a rally in Paris", "Paris FRA city"},
      {"a rally in Paris , Texas", "Paris USA city; Texas USA region"},
      {"rallies in Tbilisi and all of Georgia", "Tbilisi GEO city; Georgia GEO country"},
      {"rallies in Atlanta , Georgia", "Atlanta USA city; Georgia USA region"},
  };
  CHECK(t);
}

static void test_names_of_others(void **state) {
  (void)state;
  static const placed t[] = {
      {"Paris Hilton|PROPN|1|flat sang", ""},
      {"the Washington|PROPN|3|compound Post wrote", ""},
      {"the Bank of London|PROPN|2|nmod lent", ""},
      {"Mr. Houston spoke", ""},
      {"Reading|VERB|0|root books", ""},
      {"Nice|ADJ|2|amod people", ""},
      {"in March they left", ""},
      {"us|PRON and them", ""},
  };
  CHECK(t);
}

static void test_common_word_needs_context(void **state) {
  (void)state;
  static const placed t[] = {
      {"a rally in Reading , England", "Reading GBR city; England GBR region"},
      {"they said Reading was calm", ""},
  };
  CHECK(t);
}

static void test_dateline(void **state) {
  (void)state;
  static const char *const lines[][3] = {{"TEHRAN", "Tehran", "IRN"},
                                         {"KYIV, Ukraine", "Kyiv", "UKR"},
                                         {"TRIPOLI, Lebanon", "Tripoli", "LBN"},
                                         {"WASHINGTON/BEIJING", "Washington", "USA"},
                                         {"JERUSALEM", "Jerusalem", "ISR"}};
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    resolve_doc out = resolve("they met", lines[i][0]);
    assert_non_null(out.dateline.name.data);
    assert_true(base_str_eq(out.dateline.name, base_str_of(lines[i][1])));
    assert_true(base_str_eq(out.dateline.country, base_str_of(lines[i][2])));
    assert_true(base_str_eq(out.dateline.precision, BASE_STR("city")));
  }
  assert_null(resolve("they met", NULL).dateline.name.data);
  assert_null(resolve("they met", "NOWHERE AT ALL").dateline.name.data);
}

static void test_missing_file(void **state) {
  (void)state;
  gazetteer *g;
  drg_error err;
  assert_int_equal(gazetteer_open("/nonexistent/en", &W.arena, &W.symbols, &g, &err), DRG_ERR_OPEN);
  assert_string_equal(err.message, "cannot open '/nonexistent/en/../places.txt'");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_file_is_sorted),  cmocka_unit_test(test_find),
      cmocka_unit_test(test_keys_agree),      cmocka_unit_test(test_key_has_no_room),
      cmocka_unit_test(test_places),          cmocka_unit_test(test_disambiguation),
      cmocka_unit_test(test_names_of_others), cmocka_unit_test(test_common_word_needs_context),
      cmocka_unit_test(test_dateline),        cmocka_unit_test(test_missing_file),
  };
  return cmocka_run_group_tests(tests, open_world, close_world);
}
