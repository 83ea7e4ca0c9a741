/* mention: names, titles, owners and agents of hand-written sentences; dictionaries that cannot be read. */
#include "trees.h"

static trees t;

static base_str words(const mention *m, int32_t first, int32_t last) {
  return mention_words(t.text, &t.sents[m->sentence], first, last);
}

static const mention *need(const char *form) {
  const mention *m = trees_at(&t, 0, form);
  if (!m) fail_msg("no mention at '%s'", form);
  return m;
}

static void one(const char *line) {
  trees_reset(&t);
  trees_add(&t, line);
  trees_find(&t);
}

static void title_with_name(void **state) {
  (void)state;
  one("Iran/PROPN/5/nmod:poss 's/PART/1/case Deputy/PROPN/5/compound Foreign/ADJ/5/amod Minister/PROPN/11/nsubj "
      "for/ADP/9/case "
      "Political/ADJ/8/amod Affairs/NOUN/5/nmod Reza/PROPN/5/nmod Karimi/PROPN/9/flat met/VERB/0/root "
      "Qatari/ADJ/13/amod "
      "officials/NOUN/11/obj ./PUNCT/11/punct");
  const mention *m = need("Minister");
  trees_expect(words(m, m->name_first, m->name_last), "Reza Karimi");
  trees_expect(words(m, m->title_first, m->title_last), "Deputy Foreign Minister for Political Affairs");
  trees_expect(words(m, m->first, m->last), "Iran 's Deputy Foreign Minister for Political Affairs Reza Karimi");
  assert_int_equal(m->cls, CLASS_PERSON);
  trees_expect(t.mentions.v[m->of_country].entry->country, "IRN");
  m = need("officials");
  assert_int_equal(m->kind, MENTION_COMMON);
  assert_true(m->plural);
  trees_expect(t.mentions.v[m->of_country].entry->country, "QAT");
}

static void nationality_and_agent(void **state) {
  (void)state;
  one("Turkish/ADJ/2/amod police/NOUN/3/nsubj arrested/VERB/0/root two/NUM/5/nummod journalists/NOUN/3/obj "
      "./PUNCT/3/punct");
  const mention *m = need("police");
  trees_expect(m->agent->sector, "COP");
  assert_int_equal(t.mentions.v[m->of_country].kind, MENTION_NATIONALITY);
  trees_expect(need("journalists")->agent->sector, "MED");
}

static void apposition_with_body(void **state) {
  (void)state;
  one("Enrique/PROPN/13/nsubj Salas/PROPN/1/flat ,/PUNCT/8/punct the/DET/6/det European/ADJ/6/amod "
      "Union/PROPN/8/nmod:poss 's/PART/6/case "
      "coordinator/NOUN/1/appos for/ADP/11/case the/DET/11/det talks/NOUN/8/nmod ,/PUNCT/1/punct spoke/VERB/0/root "
      "./PUNCT/13/punct");
  const mention *m = need("coordinator");
  trees_expect(t.mentions.v[m->of_body].entry->country, "IGOEUREEC");
  trees_expect(words(&t.mentions.v[m->appos], t.mentions.v[m->appos].first, t.mentions.v[m->appos].last),
               "Enrique Salas");
}

/* The parser hangs the name on the title as a list; order alone makes them one. */
static void two_offices_of_one(void **state) {
  (void)state;
  one("Deputy/NOUN/3/compound Prime/ADJ/3/amod Minister/PROPN/9/nsubj and/CCONJ/5/cc Finance/PROPN/3/conj "
      "Minister/PROPN/3/conj "
      "Anna/PROPN/3/conj Kovacs/PROPN/7/flat resigned/VERB/0/root ./PUNCT/9/punct");
  const mention *m = need("Minister");
  trees_expect(words(m, m->name_first, m->name_last), "Anna Kovacs");
  trees_expect(words(m, m->title_first, m->title_last), "Deputy Prime Minister and Finance Minister");
}

static void case_tells_names(void **state) {
  (void)state;
  one("We/PRON/2/nsubj roasted/VERB/0/root a/DET/4/det turkey/NOUN/2/obj for/ADP/7/case the/DET/7/det "
      "ministers/NOUN/2/obl ./PUNCT/2/punct");
  assert_null(trees_at(&t, 0, "turkey"));
  one("The/DET/2/det U.S./PROPN/3/nsubj accused/VERB/0/root Michael/PROPN/3/obj Jordan/PROPN/4/flat of/ADP/7/mark "
      "lying/VERB/3/advcl ./PUNCT/3/punct");
  trees_expect(need("U.S.")->entry->country, "USA");
  assert_null(need("Michael")->entry);
  one("Give/VERB/0/root us/PRON/1/iobj bread/NOUN/1/obj");
  assert_int_equal(need("us")->kind, MENTION_PRONOUN);
}

static void hyphens_any_way(void **state) {
  (void)state;
  one("al/PROPN/5/nsubj -/PUNCT/3/punct Shabaab/PROPN/1/flat has/AUX/5/aux fled/VERB/0/root");
  trees_expect(need("al")->entry->country, "SOM");
  one("al-Shabaab/PROPN/2/nsubj fled/VERB/0/root");
  trees_expect(need("al-Shabaab")->entry->country, "SOM");
}

static void former_office(void **state) {
  (void)state;
  one("Former/ADJ/2/amod ambassador/NOUN/4/nsubj Ana/PROPN/2/flat spoke/VERB/0/root");
  assert_true(need("ambassador")->former);
}

static void unknown_body(void **state) {
  (void)state;
  one("The/DET/3/det River/PROPN/3/compound Party/PROPN/4/nsubj won/VERB/0/root");
  const mention *m = need("Party");
  assert_int_equal(m->cls, CLASS_ORGANISATION);
  trees_expect(m->agent->sector, "PTY");
}

static void empty_sentence(void **state) {
  (void)state;
  trees_reset(&t);
  trees_add(&t, "");
  t.text = BASE_STR("");
  trees_find(&t);
  assert_int_equal(t.mentions.n, 0);
}

static void json_is_one_line(void **state) {
  (void)state;
  one("Tehran/PROPN/2/nsubj rejected/VERB/0/root the/DET/4/det plan/NOUN/2/obj ./PUNCT/2/punct");
  drg_buffer b;
  drg_buffer_init(&b);
  mention_put_json(&t.mentions, t.text, t.sents, t.n, &b);
  assert_non_null(strstr(b.data, "\"span\":[0,6]"));
  assert_ptr_equal(strchr(b.data, '\n'), b.data + b.len - 1);
  drg_buffer_clear(&b);
}

static void missing_folder(void **state) {
  (void)state;
  base_arena a;
  base_arena_init(&a);
  base_symbols s;
  base_symbols_init(&s, &a);
  dict *d;
  drg_error err = {0};
  assert_int_equal(dict_open(&(dict_paths){.pack = "/nonexistent"}, &a, &s, &d, &err), DRG_ERR_OPEN);
  assert_null(d);
  base_arena_clear(&a);
}

static int setup(void **state) {
  (void)state;
  trees_open(&t);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  trees_close(&t);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(title_with_name),      cmocka_unit_test(nationality_and_agent),
                                     cmocka_unit_test(apposition_with_body), cmocka_unit_test(two_offices_of_one),
                                     cmocka_unit_test(case_tells_names),     cmocka_unit_test(hyphens_any_way),
                                     cmocka_unit_test(former_office),        cmocka_unit_test(unknown_body),
                                     cmocka_unit_test(empty_sentence),       cmocka_unit_test(json_is_one_line),
                                     cmocka_unit_test(missing_folder)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
