/* lemmas: a table learnt from a few sentences, asked through the program's own lookup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>
#include "lemmas.h"
#include "parse/model.h"

/* "form/lemma/UPOS/XPOS" a word, a sentence a string. */
static const char *const SENTENCES[] = {
    "The/the/DET/DT guards/guard/NOUN/NNS walked/walk/VERB/VBD ,/,/PUNCT/, talked/talk/VERB/VBD and/and/CCONJ/CC "
    "went/go/VERB/VBD home/home/ADV/RB",
    "Farmers/farmer/NOUN/NNS tried/try/VERB/VBD and/and/CCONJ/CC relied/rely/VERB/VBD on/on/ADP/IN "
    "Kerala/Kerala/PROPN/NNP",
    "The/the/DET/DT United/United/ADJ/NNP Nations/Nation/PROPN/NNPS united/united/ADJ/JJ cities/city/NOUN/NNS "
    "and/and/CCONJ/CC "
    "parties/party/NOUN/NNS",
    "Rolling/Roll/VERB/NNP Hills/Hill/PROPN/NNPS voted/vote/VERB/VBD ,/,/PUNCT/, noted/note/VERB/VBD and/and/CCONJ/CC "
    "quoted/quote/VERB/VBD plan/plan/NOUN/NN X/X/NOUN/NN",
    "They/they/PRON/PRP may/may/AUX/MD roam/roam/VERB/VB ,/,/PUNCT/, provoke/provoke/VERB/VB or/or/CCONJ/CC "
    "don\xE2\x80\x99t/don't/VERB/VB",
};

static base_arena arena;
static treebank gold;
static model_strings table;

static parse_word word_of(base_str cells) {
  parse_word w = {.form = base_str_cut(&cells, '/')};
  w.lemma = base_str_cut(&cells, '/');
  w.upos = (uint8_t)parse_upos_named(base_str_cut(&cells, '/'));
  w.xpos = cells;
  return w;
}

static parse_sent sentence_of(const char *text) {
  BASE_VEC(parse_word) words = {0};
  base_str rest = base_str_of(text);
  for (base_str cells; (cells = base_str_word(&rest)).data;) BASE_PUSH(&arena, &words, word_of(cells));
  return (parse_sent){.words = words.v, .n = (uint32_t)words.n};
}

static model_strings packed(const lemma_table *t) {
  size_t bytes = 0;
  for (size_t i = 0; i < t->n; i++) bytes += t->rows[i].len;
  char *text = base_arena_alloc(&arena, bytes + 1);
  uint32_t *offsets = BASE_NEW(&arena, uint32_t, t->n + 1);
  for (size_t i = 0; i < t->n; i++) {
    memcpy(text + offsets[i], t->rows[i].data, t->rows[i].len);
    offsets[i + 1] = offsets[i] + (uint32_t)t->rows[i].len;
  }
  return (model_strings){text, offsets, (uint32_t)t->n};
}

/* A list of inflections on disk; the caller removes it. */
static void write_list(char *path, const char *text) {
  int file = mkstemp(path);
  assert_true(file >= 0);
  assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
  close(file);
}

static int learn(void **state) {
  (void)state;
  enum { N = sizeof SENTENCES / sizeof *SENTENCES };
  base_arena_init(&arena);
  gold = (treebank){.sents = BASE_NEW(&arena, parse_sent, N), .n = N};
  for (size_t i = 0; i < N; i++) gold.sents[i] = sentence_of(SENTENCES[i]);
  char path[] = "/tmp/lemmas-XXXXXX";
  write_list(path, "# our own\nsought\tVERB\tseek\nwent\tVERB\twend\n");
  const base_str words[] = {BASE_STR("provoking"), BASE_STR("provoked"), BASE_STR("roamed"), BASE_STR("parties")};
  lemma_table learnt;
  drg_status status = lemmas_learn(&gold, path, words, 4, &arena, &learnt, NULL);
  unlink(path);
  if (status) return -1;
  table = packed(&learnt);
  return 0;
}

static int clear(void **state) {
  (void)state;
  base_arena_clear(&arena);
  return 0;
}

static void says(const char *form, parse_upos upos, const char *xpos, const char *lemma) {
  base_str got = lemma_of(&table, &arena, base_str_of(form), upos, base_str_of(xpos));
  assert_string_equal(base_str_copy(&arena, got).data, lemma);
}

static void test_unseen_regular_words(void **state) {
  (void)state;
  says("Boats", UPOS_NOUN, "NNS", "boat");
  says("bodies", UPOS_NOUN, "NNS", "body");
  says("cried", UPOS_VERB, "VBD", "cry");
  says("barked", UPOS_VERB, "VBD", "bark");
  says("table", UPOS_NOUN, "NN", "table");
}

static void test_forms_of_known_words(void **state) {
  (void)state;
  says("provoked", UPOS_VERB, "VBD", "provoke");
  says("Provoking", UPOS_VERB, "VBG", "provoke");
  says("roamed", UPOS_VERB, "VBN", "roam");
}

static void test_irregular_words(void **state) {
  (void)state;
  says("went", UPOS_VERB, "VBD", "go"); /* the treebank goes before the list */
  says("WENT", UPOS_VERB, "VBD", "go");
  says("sought", UPOS_VERB, "VBN", "seek");
  says("don\xE2\x80\x99t", UPOS_VERB, "VB", "don't");
}

static void test_names_keep_their_case(void **state) {
  (void)state;
  says("Tehran", UPOS_PROPN, "NNP", "Tehran");
  says("kerala", UPOS_PROPN, "NNP", "Kerala");
  says("KERALA", UPOS_PROPN, "NNP", "Kerala");
  says("Hills", UPOS_PROPN, "NNPS", "Hill");
  says("X", UPOS_NOUN, "NN", "X");
}

static void test_words_in_names(void **state) {
  (void)state;
  says("United", UPOS_ADJ, "NNP", "United");
  says("United", UPOS_ADJ, "JJ", "united");
  says("National", UPOS_ADJ, "NNP", "National");
  says("Rolling", UPOS_VERB, "NNP", "Roll");
}

static void test_rows_are_sorted_and_differ(void **state) {
  (void)state;
  for (uint32_t i = 1; i < table.n; i++) {
    base_str a = model_string(&table, i - 1), b = model_string(&table, i);
    int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);
    assert_true(order < 0 || (order == 0 && a.len < b.len));
    assert_true(strlen(a.data) < a.len || i == 0); /* a zero byte parts key and value */
    size_t key = strlen(a.data) + 1;
    assert_false(a.len >= key && b.len >= key && !memcmp(a.data, b.data, key));
  }
}

static void test_bad_list(void **state) {
  (void)state;
  char path[] = "/tmp/lemmas-XXXXXX";
  write_list(path, "sought\tVERB\tseek\nsold\tVERBS\tsell\n");
  lemma_table learnt;
  drg_error err;
  assert_int_equal(lemmas_learn(&gold, path, NULL, 0, &arena, &learnt, &err), DRG_REJECTED);
  assert_int_equal(err.line, 2);
  unlink(path);
  assert_int_not_equal(lemmas_learn(&gold, path, NULL, 0, &arena, &learnt, &err), DRG_OK);
}

static void test_nothing_to_learn_from(void **state) {
  (void)state;
  treebank none = {0};
  lemma_table learnt;
  assert_int_equal(lemmas_learn(&none, NULL, NULL, 0, &arena, &learnt, NULL), DRG_OK);
  assert_int_equal(learnt.n, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_unseen_regular_words),
      cmocka_unit_test(test_forms_of_known_words),
      cmocka_unit_test(test_irregular_words),
      cmocka_unit_test(test_names_keep_their_case),
      cmocka_unit_test(test_words_in_names),
      cmocka_unit_test(test_rows_are_sorted_and_differ),
      cmocka_unit_test(test_bad_list),
      cmocka_unit_test(test_nothing_to_learn_from),
  };
  return cmocka_run_group_tests(tests, learn, clear);
}
