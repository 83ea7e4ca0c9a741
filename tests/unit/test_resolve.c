/* resolve: codes of actors, offices by date, who is who through a document. */
#include "trees.h"

static trees t;

static void two(const char *a, const char *b, const char *day, const char *dateline) {
  trees_reset(&t);
  trees_add(&t, a);
  if (b) trees_add(&t, b);
  trees_resolve(&t, day, dateline);
}

static void expect(uint32_t sentence, const char *form, const char *code) {
  const resolve_entity *e = trees_entity(&t, sentence, form);
  if (!e) fail_msg("no entity at '%s'", form);
  trees_expect(e->code, code);
}

static void same(uint32_t s, const char *a, uint32_t r, const char *b) {
  const mention *x = trees_at(&t, s, a), *y = trees_at(&t, r, b);
  if (!x || !y || x->entity < 0 || x->entity != y->entity) fail_msg("'%s' is not '%s'", a, b);
}

static void capital_speaks(void **state) {
  (void)state;
  two("Tehran/PROPN/2/nsubj rejected/VERB/0/root the/DET/4/det plan/NOUN/2/obj ./PUNCT/2/punct",
      "The/DET/2/det minister/NOUN/3/nsubj flew/VERB/0/root to/ADP/5/case Tehran/PROPN/3/obl ./PUNCT/3/punct", NULL,
      NULL);
  expect(0, "Tehran", "IRNGOV");
  assert_true(trees_entity(&t, 0, "Tehran")->actor);
  expect(1, "Tehran", "IRN");
  assert_false(trees_entity(&t, 1, "Tehran")->actor);
}

static void seat_is_government(void **state) {
  (void)state;
  two("The/DET/2/det Kremlin/NOUN/3/nsubj warned/VERB/0/root NATO/PROPN/3/obj ./PUNCT/3/punct", NULL, NULL, NULL);
  expect(0, "Kremlin", "RUSGOV");
  expect(0, "NATO", "IGOWSTNAT");
}

static void office_by_date(void **state) {
  (void)state;
  const char *line = "Barack/PROPN/3/nsubj Obama/PROPN/1/flat spoke/VERB/0/root";
  two(line, NULL, "2010-05-01", NULL);
  expect(0, "Barack", "USAGOV");
  two(line, NULL, "2020-05-01", NULL);
  expect(0, "Barack", "USAELI");
}

static void surname_with_title(void **state) {
  (void)state;
  const char *line = "President/PROPN/3/nsubj Bush/PROPN/1/flat spoke/VERB/0/root";
  two(line, NULL, "2005-05-01", NULL);
  trees_expect(trees_entity(&t, 0, "President")->code, "USAGOV");
  two("Bush/PROPN/2/nsubj spoke/VERB/0/root", NULL, "2005-05-01", NULL);
  expect(0, "Bush", NULL);
}

static void title_of_unknown(void **state) {
  (void)state;
  two("Iranian/ADJ/3/amod Deputy/PROPN/3/compound Minister/PROPN/5/nsubj Reza/PROPN/3/flat met/VERB/0/root "
      "Hamas/PROPN/8/compound "
      "a/DET/8/det spokesman/NOUN/5/obj",
      "The/DET/3/det Iranian/ADJ/3/amod official/NOUN/4/nsubj left/VERB/0/root", NULL, NULL);
  expect(0, "Minister", "IRNGOV");
  same(0, "Minister", 1, "official");
}

static void officials_of_bodies(void **state) {
  (void)state;
  two("A/DET/3/det Hamas/PROPN/3/compound spokesman/NOUN/4/nsubj met/VERB/0/root officials/NOUN/4/obj of/ADP/9/case "
      "the/DET/9/det "
      "European/PROPN/9/amod Union/PROPN/5/nmod",
      NULL, NULL, NULL);
  expect(0, "spokesman", "PSEREB");
  expect(0, "officials", "IGOEUREEC");
}

static void strong_modifiers(void **state) {
  (void)state;
  two("Syrian/ADJ/3/amod rebel/NOUN/3/compound commanders/NOUN/4/nsubj fled/VERB/0/root Turkish/ADJ/7/amod "
      "army/NOUN/7/compound "
      "chief/NOUN/4/obj",
      NULL, NULL, NULL);
  expect(0, "commanders", "SYRREB");
  expect(0, "chief", "TURMIL");
}

static void spokeswoman_she(void **state) {
  (void)state;
  trees_reset(&t);
  trees_add(&t, "Maria/PROPN/12/nsubj Lopez/PROPN/1/flat ,/PUNCT/5/punct a/DET/5/det spokeswoman/NOUN/1/appos "
                "for/ADP/10/case the/DET/10/det "
                "Chilean/ADJ/10/amod interior/ADJ/10/amod ministry/NOUN/5/nmod ,/PUNCT/1/punct spoke/VERB/0/root "
                "./PUNCT/12/punct");
  trees_add(&t, "She/PRON/2/nsubj thanked/VERB/0/root the/DET/4/det ministry/NOUN/2/obj ./PUNCT/2/punct");
  trees_add(&t, "Lopez/PROPN/2/nsubj left/VERB/0/root ./PUNCT/2/punct");
  trees_resolve(&t, NULL, NULL);
  expect(0, "Maria", "CHLGOV");
  same(0, "Maria", 1, "She");
  same(0, "Maria", 2, "Lopez");
  same(0, "ministry", 1, "ministry");
}

static void both_countries(void **state) {
  (void)state;
  two("Turkey/PROPN/4/nsubj and/CCONJ/3/cc Greece/PROPN/1/conj resumed/VERB/0/root talks/NOUN/4/obj ./PUNCT/4/punct",
      "Both/DET/2/det countries/NOUN/3/nsubj want/VERB/0/root peace/NOUN/3/obj ./PUNCT/3/punct", NULL, NULL);
  const resolve_entity *e = trees_entity(&t, 1, "countries");
  assert_non_null(e);
  assert_int_equal(e->n_members, 2);
  trees_expect(t.resolved.entities[e->members[0]].code, "TUR");
  trees_expect(t.resolved.entities[e->members[1]].code, "GRC");
}

static void nationality_noun_and_he(void **state) {
  (void)state;
  trees_reset(&t);
  trees_add(&t, "President/PROPN/2/nmod:desc Emmanuel/PROPN/4/nsubj Macron/PROPN/2/flat met/VERB/0/root "
                "Olaf/PROPN/4/obj Scholz/PROPN/5/flat ./PUNCT/4/punct");
  trees_add(
      &t,
      "The/DET/3/det French/ADJ/3/amod president/NOUN/4/nsubj praised/VERB/0/root Germany/PROPN/4/obj ./PUNCT/4/punct");
  trees_add(&t, "He/PRON/2/nsubj left/VERB/0/root ./PUNCT/2/punct");
  trees_resolve(&t, "2023-01-22", NULL);
  expect(0, "Olaf", "DEUGOV");
  same(0, "Emmanuel", 1, "president");
  same(0, "Emmanuel", 2, "He");
}

static void relative_who(void **state) {
  (void)state;
  two("The/DET/2/det militants/NOUN/7/nsubj who/PRON/4/nsubj attacked/VERB/2/acl:relcl the/DET/6/det base/NOUN/4/obj "
      "fled/VERB/0/root ./PUNCT/7/punct",
      NULL, NULL, NULL);
  expect(0, "militants", "UAF");
  same(0, "militants", 0, "who");
}

static void dateline_lends_country(void **state) {
  (void)state;
  const char *line = "Police/NOUN/2/nsubj said/VERB/0/root rebels/NOUN/4/nsubj fled/VERB/2/ccomp";
  two(line, NULL, NULL, "NAIROBI");
  expect(0, "Police", "KENCOP");
  expect(0, "rebels", "REB");
  two(line, NULL, NULL, NULL);
  expect(0, "Police", "COP");
}

static void speaker_is_we(void **state) {
  (void)state;
  two("``/PUNCT/5/punct We/PRON/5/nsubj will/AUX/5/aux not/PART/5/advmod negotiate/VERB/10/ccomp ,/PUNCT/5/punct "
      "''/PUNCT/5/punct "
      "Kenya/PROPN/10/nsubj has/AUX/10/aux said/VERB/0/root",
      NULL, NULL, NULL);
  same(0, "We", 0, "Kenya");
}

static void json_is_one_line(void **state) {
  (void)state;
  two("Iran/PROPN/2/nsubj spoke/VERB/0/root", NULL, NULL, NULL);
  drg_buffer b;
  drg_buffer_init(&b);
  resolve_put_json(t.dict, &t.resolved, &t.mentions, t.text, t.sents, &b);
  assert_non_null(strstr(b.data, "\"code\":\"IRN\""));
  assert_ptr_equal(strchr(b.data, '\n'), b.data + b.len - 1);
  drg_buffer_clear(&b);
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
  const struct CMUnitTest tests[] = {cmocka_unit_test(capital_speaks),   cmocka_unit_test(seat_is_government),
                                     cmocka_unit_test(office_by_date),   cmocka_unit_test(surname_with_title),
                                     cmocka_unit_test(title_of_unknown), cmocka_unit_test(officials_of_bodies),
                                     cmocka_unit_test(strong_modifiers), cmocka_unit_test(spokeswoman_she),
                                     cmocka_unit_test(both_countries),   cmocka_unit_test(nationality_noun_and_he),
                                     cmocka_unit_test(relative_who),     cmocka_unit_test(dateline_lends_country),
                                     cmocka_unit_test(speaker_is_we),    cmocka_unit_test(json_is_one_line)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
