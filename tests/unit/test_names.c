/* names: what the recogniser finds, what it never does, a model without one; names that agree through a document; marks. */
#include "trees.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "mention/units.h"

#define MODEL DRAGOMAN_SOURCE_DATA "/../model/en.drg"

static trees t;
static parse_model *model;
static parse_scratch *scratch;

static int open_all(void **state) {
  (void)state;
  drg_error err = {0};
  trees_open(&t);
  if (parse_model_open(MODEL, &model, &err)) return -1;
  scratch = parse_scratch_new(model);
  parse_set_marker(scratch, resolve_mark, t.dict);
  return 0;
}

static int close_all(void **state) {
  (void)state;
  parse_scratch_free(scratch);
  parse_model_close(model);
  trees_close(&t);
  return 0;
}

/* A sentence of the words of text, parted by blanks, appended to t. */
static parse_sent *sentence(const char *text) {
  parse_sent *s = &t.sents[t.n++];
  *s = (parse_sent){.begin = (uint32_t)t.bytes.len};
  base_str rest = base_str_of(text);
  BASE_VEC(parse_word) words = {0};
  for (base_str form; (form = base_str_word(&rest)).data;) {
    parse_word w = {.form = form, .begin = (uint32_t)t.bytes.len, .space_after = true, .head = -1};
    base_put(&t.bytes, form);
    w.end = (uint32_t)t.bytes.len;
    base_putz(&t.bytes, " ");
    BASE_PUSH(&t.arena, &words, w);
  }
  s->words = words.v, s->n = (uint32_t)words.n, s->end = (uint32_t)t.bytes.len;
  t.text = (base_str){t.bytes.data, t.bytes.len};
  return s;
}

static void parse_all(parse_scratch *by, const parse_model *m) {
  parse_sentences(m, by, &t.symbols, &t.arena, t.sents, t.n);
}

static void assert_in_order(const parse_sent *s) {
  int32_t last = 0;
  for (uint32_t i = 0; i < s->n_names; i++) {
    const parse_name *n = &s->names[i];
    assert_true(n->first >= last && n->last > n->first && n->last <= (int32_t)s->n);
    assert_in_range(n->kind, 1, NAME_COUNT - 1);
    assert_in_range(n->sure, 0, 100);
    last = n->last;
  }
}

/* "person Ali Bagheri Kani" is the name at its first word; NULL class: no name there. */
static void assert_name(const parse_sent *s, const char *cls, const char *text) {
  base_str want = base_str_of(text), first = want;
  first = base_str_word(&first);
  for (uint32_t i = 0; i < s->n_names; i++) {
    const parse_name *n = &s->names[i];
    if (!base_str_eq(s->words[n->first].form, first)) continue;
    trees_expect(mention_words(t.text, s, n->first, n->last), text);
    assert_string_equal(parse_name_kind_text((parse_name_kind)n->kind), cls ? cls : "none");
    return;
  }
  if (cls) fail_msg("no name at '%s'", text);
}

static void kinds_are_found(void **state) {
  (void)state;
  trees_reset(&t);
  sentence("President Adaeze Nwachukwu flew from Port Louis to Ghana on Tuesday .");
  sentence("Mongolian herders sued the Ministry of Mining in Ulaanbaatar .");
  parse_all(scratch, model);
  assert_in_order(&t.sents[0]), assert_in_order(&t.sents[1]);
  assert_name(&t.sents[0], "person", "Adaeze Nwachukwu");
  assert_name(&t.sents[0], "place", "Port Louis");
  assert_name(&t.sents[0], "place", "Ghana");
  assert_name(&t.sents[0], NULL, "Tuesday");
  assert_name(&t.sents[1], "nationality", "Mongolian");
  assert_name(&t.sents[1], "organisation", "Ministry of Mining");
  assert_name(&t.sents[1], "place", "Ulaanbaatar");
}

static void together_as_alone(void **state) {
  (void)state;
  static const char *const TEXTS[] = {"Hadiza Bello of the Lake Chad Basin Commission spoke in Maiduguri .",
                                      "Rain fell .", "Peru and the Andean Development Corporation signed in Lima .",
                                      "Yes", "Tuvalu"};
  parse_name kept[5][8];
  uint32_t n[5];
  trees_reset(&t);
  for (int i = 0; i < 5; i++) sentence(TEXTS[i]);
  parse_all(scratch, model);
  for (int i = 0; i < 5; i++) {
    n[i] = t.sents[i].n_names;
    assert_true(n[i] <= 8);
    if (n[i]) memcpy(kept[i], t.sents[i].names, n[i] * sizeof **kept);
  }
  assert_true(n[0] >= 2 && n[1] == 0);
  for (int i = 0; i < 5; i++) {
    trees_reset(&t);
    parse_sent *s = sentence(TEXTS[i]);
    parse_all(scratch, model);
    assert_int_equal(s->n_names, n[i]);
    for (uint32_t k = 0; k < n[i]; k++) assert_memory_equal(&s->names[k], &kept[i][k], sizeof **kept);
  }
}

static void long_and_empty_sentences(void **state) {
  (void)state;
  trees_reset(&t);
  char text[12000] = "";
  for (int i = 0; i < 900; i++) strcat(text, i % 3 ? "Kivu " : "of ");
  sentence(text), sentence("");
  parse_all(scratch, model);
  assert_in_order(&t.sents[0]);
  assert_int_equal(t.sents[1].n_names, 0);
}

/* ---- model files ---- */

/* A copy of the model with the section, or all that begin with three signs, renamed (name: as many signs of the new one), or with another
 * first number. */
static char *copy_with(const char *section, const char *name, int32_t first_number) {
  char *data, *path = strdup("/tmp/dragoman-names-XXXXXX");
  size_t len;
  drg_error err;
  assert_int_equal(base_read_file(MODEL, &data, &len, &err), DRG_OK);
  uint32_t n;
  memcpy(&n, data + 8, sizeof n);
  for (uint32_t i = 0; i < n; i++) {
    char *at = data + 16 + (size_t)i * 32;
    uint64_t offset;
    memcpy(&offset, at + 16, sizeof offset);
    if (strncmp(at, section, strlen(section) + (section[3] != 0))) continue;
    if (name) memcpy(at, name, strlen(name));
    else memcpy(data + offset, &first_number, sizeof first_number);
  }
  int fd = mkstemp(path);
  assert_true(fd >= 0 && write(fd, data, len) == (ssize_t)len);
  close(fd), free(data);
  return path;
}

static void trees_without_a_recogniser(void **state) {
  (void)state;
  static const char TEXT[] = "The Zambian minister met Rosa Quispe in Cochabamba after the vote .";
  char *path = copy_with("ne.", "xx.", 0);
  parse_model *plain;
  drg_error err;
  assert_int_equal(parse_model_open(path, &plain, &err), DRG_OK);
  parse_scratch *other = parse_scratch_new(plain);
  trees_reset(&t);
  parse_sent *a = sentence(TEXT);
  parse_all(scratch, model);
  parse_sent with = *a;
  a = sentence(TEXT);
  parse_sentences(plain, other, &t.symbols, &t.arena, a, 1);
  assert_true(with.n_names >= 3);
  assert_int_equal(a->n_names, 0);
  for (uint32_t i = 0; i < a->n; i++) {
    assert_int_equal(a->words[i].head, with.words[i].head);
    assert_int_equal(a->words[i].deprel, with.words[i].deprel);
    assert_int_equal(a->words[i].upos, with.words[i].upos);
  }
  parse_scratch_free(other), parse_model_close(plain);
  unlink(path), free(path);
}

static void damaged_recogniser_is_refused(void **state) {
  (void)state;
  static const struct {
    const char *section, *name;
    int32_t number;
  } CASES[] = {{"ne.dims", NULL, 1 << 24},
               {"ne.dims", NULL, -16},
               {"ne.piece", "xx.piece", 0},
               {"ne.move", "xx.move", 0},
               {"ne.tags.off", NULL, INT32_MAX}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    char *path = copy_with(CASES[i].section, CASES[i].name, CASES[i].number);
    parse_model *m = NULL;
    drg_error err;
    assert_int_equal(parse_model_open(path, &m, &err), DRG_ERR_FORMAT);
    assert_non_null(strstr(err.message, "ne."));
    unlink(path), free(path);
  }
}

/* ---- a document ---- */

static void name(parse_sent *s, int32_t first, int32_t last, parse_name_kind kind, uint8_t sure) {
  parse_name *all = BASE_NEW(&t.arena, parse_name, s->n_names + 1);
  if (s->n_names) memcpy(all, s->names, s->n_names * sizeof *all);
  all[s->n_names++] = (parse_name){first, last, (uint8_t)kind, sure};
  s->names = all;
}

static void names_agree(void **state) {
  (void)state;
  trees_reset(&t);
  parse_sent *s = sentence("Amina Sow met Dakar Marine .");
  name(s, 0, 2, NAME_PERSON, 95), name(s, 3, 5, NAME_ORGANISATION, 90);
  name(sentence("Sow left ."), 0, 1, NAME_ORGANISATION, 60);
  name(sentence("Dakar Marine won ."), 0, 2, NAME_PERSON, 70);
  name(sentence("Dakar Marine lost ."), 0, 2, NAME_ORGANISATION, 80);
  name(sentence("Sow Mill burnt ."), 0, 2, NAME_FACILITY, 50);
  mention_settle_names(&t.arena, t.text, t.sents, t.n);
  assert_int_equal(t.sents[0].names[0].kind, NAME_PERSON);
  assert_int_equal(t.sents[1].names[0].kind, NAME_PERSON);
  assert_int_equal(t.sents[2].names[0].kind, NAME_ORGANISATION);
  assert_int_equal(t.sents[4].names[0].kind, NAME_FACILITY);
}

static parse_sent *tagged(const char *text) {
  parse_sent *s = sentence(text);
  for (uint32_t i = 0; i < s->n; i++) s->words[i].upos = UPOS_PROPN;
  return s;
}

static void words_passed_over_are_named(void **state) {
  (void)state;
  trees_reset(&t);
  parse_sent *s = tagged("Volta Basin Union ( VBU ) hired Kofi Adjei .");
  name(s, 0, 3, NAME_ORGANISATION, 95), name(s, 7, 9, NAME_PERSON, 96);
  tagged("VBU sued Adjei and Kofi .");
  mention_settle_names(&t.arena, t.text, t.sents, t.n);
  assert_in_order(&t.sents[1]);
  assert_int_equal(t.sents[1].n_names, 2); /* "Kofi" alone is anybody */
  assert_int_equal(t.sents[1].names[0].kind, NAME_ORGANISATION);
  assert_int_equal(t.sents[1].names[1].kind, NAME_PERSON);
  assert_int_equal(t.sents[0].n_names, 3);
}

static void no_winner_changes_nothing(void **state) {
  (void)state;
  trees_reset(&t);
  name(sentence("Lomax rose ."), 0, 1, NAME_PERSON, 55);
  name(sentence("Lomax fell ."), 0, 1, NAME_PLACE, 50);
  mention_settle_names(&t.arena, t.text, t.sents, t.n);
  assert_int_equal(t.sents[0].names[0].kind, NAME_PERSON);
  assert_int_equal(t.sents[1].names[0].kind, NAME_PLACE);
}

/* ---- mentions ---- */

static void unknown_names_take_their_class(void **state) {
  (void)state;
  trees_reset(&t);
  trees_add(&t, "Quenneth/PROPN/2/nsubj spoke/VERB/0/root to/ADP/4/case Zorba/PROPN/2/obl ./PUNCT/2/punct");
  name(&t.sents[0], 0, 1, NAME_ORGANISATION, 92), name(&t.sents[0], 3, 4, NAME_PERSON, UNITS_LIKELY - 1);
  trees_find(&t);
  assert_int_equal(trees_at(&t, 0, "Quenneth")->cls, CLASS_ORGANISATION);
  assert_int_equal(trees_at(&t, 0, "Zorba")->cls, CLASS_UNKNOWN);
}

static void a_person_is_no_country(void **state) {
  (void)state;
  static const char LINE[] = "Jordan/PROPN/2/nsubj spoke/VERB/0/root ./PUNCT/2/punct";
  trees_reset(&t);
  trees_add(&t, LINE);
  trees_find(&t);
  assert_int_equal(trees_at(&t, 0, "Jordan")->cls, CLASS_COUNTRY);
  name(&t.sents[0], 0, 1, NAME_PERSON, 97);
  trees_find(&t);
  assert_int_equal(trees_at(&t, 0, "Jordan")->cls, CLASS_PERSON);
  assert_null(trees_at(&t, 0, "Jordan")->entry);
}

static void two_names_in_a_run_are_two(void **state) {
  (void)state;
  trees_reset(&t);
  trees_add(&t, "Reporters/NOUN/2/nsubj asked/VERB/0/root Ola/PROPN/2/iobj Berg/PROPN/3/flat Zenith/PROPN/3/flat "
                "Steelworks/PROPN/3/flat ./PUNCT/2/punct");
  name(&t.sents[0], 2, 4, NAME_PERSON, 90), name(&t.sents[0], 4, 6, NAME_ORGANISATION, 90);
  trees_find(&t);
  const mention *m = trees_at(&t, 0, "Ola");
  assert_non_null(m);
  trees_expect(mention_words(t.text, &t.sents[0], m->name_first, m->name_last), "Ola Berg");
}

static void marks_tell_what_is_known(void **state) {
  (void)state;
  uint8_t marks[PARSE_MARKS * 8] = {0};
  trees_reset(&t);
  trees_add(&t, "Saudi/PROPN/2/compound Arabia/PROPN/3/nsubj praised/VERB/0/root Peruvian/ADJ/5/amod rain/NOUN/3/obj "
                "in/ADP/7/case Arequipa/PROPN/3/obl");
  resolve_mark(t.dict, &t.arena, &t.sents[0], marks);
  for (int w = 0; w < 7; w++) assert_in_range(marks[w * PARSE_MARKS], 0, PARSE_MARK_KINDS - 1);
  assert_true(marks[0] && marks[PARSE_MARKS] == marks[0] + 1);
  assert_int_equal(marks[2 * PARSE_MARKS], 0);
  assert_true(marks[3 * PARSE_MARKS] && marks[3 * PARSE_MARKS] != marks[0]);
  assert_int_equal(marks[4 * PARSE_MARKS], 0);
  assert_true(marks[6 * PARSE_MARKS + 1]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(kinds_are_found),
      cmocka_unit_test(together_as_alone),
      cmocka_unit_test(long_and_empty_sentences),
      cmocka_unit_test(trees_without_a_recogniser),
      cmocka_unit_test(damaged_recogniser_is_refused),
      cmocka_unit_test(names_agree),
      cmocka_unit_test(words_passed_over_are_named),
      cmocka_unit_test(no_winner_changes_nothing),
      cmocka_unit_test(unknown_names_take_their_class),
      cmocka_unit_test(a_person_is_no_country),
      cmocka_unit_test(two_names_in_a_run_are_two),
      cmocka_unit_test(marks_tell_what_is_known),
  };
  return cmocka_run_group_tests_name("names", tests, open_all, close_all);
}
