/* parse: trees are trees, the same twice; hostile sentences and model files; CoNLL-U there and back. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>
#include "parse/parse.h"

#define MODEL DRAGOMAN_SOURCE_DATA "/../model/en.drg"

static parse_model *model;
static parse_scratch *scratch;
static base_arena arena;

static int open_model(void **state) {
  (void)state;
  drg_error err = {0};
  base_arena_init(&arena);
  if (parse_model_open(MODEL, &model, &err)) {
    fprintf(stderr, "%s\n", err.message);
    return -1;
  }
  scratch = parse_scratch_new(model);
  return 0;
}

static int close_model(void **state) {
  (void)state;
  parse_scratch_free(scratch);
  parse_model_close(model);
  base_arena_clear(&arena);
  return 0;
}

/* A sentence of the words of text, parted by blanks. */
static parse_sent sentence(const char *text) {
  base_str rest = base_str_of(text);
  BASE_VEC(parse_word) words = {0};
  for (base_str w; (w = base_str_word(&rest)).data;) {
    parse_word word = {.form = w,
                       .begin = (uint32_t)(w.data - text),
                       .end = (uint32_t)(w.data - text + (ptrdiff_t)w.len),
                       .space_after = true};
    BASE_PUSH(&arena, &words, word);
  }
  return (parse_sent){.words = words.v, .n = (uint32_t)words.n, .end = (uint32_t)strlen(text)};
}

static void assert_tree(const parse_sent *s) {
  int roots = 0;
  for (uint32_t i = 0; i < s->n; i++) {
    const parse_word *w = &s->words[i];
    assert_in_range(w->upos, 1, UPOS_COUNT - 1);
    assert_in_range(w->deprel, 1, DEP_COUNT - 1);
    assert_true(w->lemma.data && w->xpos.len);
    assert_true(w->head >= -1 && w->head < (int32_t)s->n);
    assert_int_equal(w->head < 0, w->deprel == DEP_ROOT);
    roots += w->head < 0;
    uint32_t steps = 0;
    for (int32_t up = w->head; up >= 0; up = s->words[up].head) assert_true(++steps <= s->n);
  }
  assert_int_equal(roots, s->n ? 1 : 0);
}

static parse_sent parsed(const char *text) {
  parse_sent s = sentence(text);
  parse_sentences(model, scratch, NULL, &arena, &s, 1);
  assert_tree(&s);
  return s;
}

static int find(const parse_sent *s, const char *form) {
  for (uint32_t i = 0; i < s->n; i++)
    if (base_str_eq(s->words[i].form, base_str_of(form))) return (int)i;
  fail_msg("no word %s", form);
  return -1;
}

static void assert_word(const parse_sent *s, const char *form, parse_upos upos, const char *lemma, const char *head,
                        parse_deprel deprel) {
  const parse_word *w = &s->words[find(s, form)];
  assert_string_equal(parse_upos_name(w->upos), parse_upos_name(upos));
  assert_string_equal(base_str_copy(&arena, w->lemma).data, lemma);
  assert_string_equal(parse_deprel_name(w->deprel), parse_deprel_name(deprel));
  assert_int_equal(w->head, head ? find(s, head) : -1);
}

static void active_clause(void **state) {
  (void)state;
  parse_sent s = parsed("The minister praised Ruritania and wants to visit two villages on Monday .");
  assert_word(&s, "praised", UPOS_VERB, "praise", NULL, DEP_ROOT);
  assert_word(&s, "minister", UPOS_NOUN, "minister", "praised", DEP_NSUBJ);
  assert_word(&s, "Ruritania", UPOS_PROPN, "Ruritania", "praised", DEP_OBJ);
  assert_word(&s, "wants", UPOS_VERB, "want", "praised", DEP_CONJ);
  assert_word(&s, "visit", UPOS_VERB, "visit", "wants", DEP_XCOMP);
  assert_word(&s, "villages", UPOS_NOUN, "village", "visit", DEP_OBJ);
  assert_true(s.words[find(&s, "praised")].feats & PARSE_PAST);
  assert_true(s.words[find(&s, "wants")].feats & PARSE_PRES);
  assert_true(s.words[find(&s, "visit")].feats & PARSE_INF);
  assert_true(s.words[find(&s, "villages")].feats & PARSE_PLURAL);
}

static void passive_clause(void **state) {
  (void)state;
  parse_sent s = parsed("Three soldiers were killed by rebels .");
  const parse_word *killed = &s.words[find(&s, "killed")];
  assert_word(&s, "killed", UPOS_VERB, "kill", NULL, DEP_ROOT);
  assert_word(&s, "soldiers", UPOS_NOUN, "soldier", "killed", DEP_NSUBJ_PASS);
  assert_true(killed->feats & PARSE_PASSIVE && killed->feats & PARSE_PARTICIPLE);
  assert_int_equal(parse_child(&s, find(&s, "killed"), DEP_NSUBJ_PASS), find(&s, "soldiers"));
  int first, last;
  parse_subtree(&s, find(&s, "soldiers"), &first, &last);
  assert_int_equal(first, 0);
  assert_int_equal(last, 2);
}

static void preposition_before_a_clause(void **state) {
  (void)state;
  parse_sent s = parsed("The union called on the transport minister to resign .");
  assert_word(&s, "on", UPOS_ADP, "on", "minister", DEP_CASE);
  assert_word(&s, "minister", UPOS_NOUN, "minister", "called", DEP_OBL);
  assert_word(&s, "resign", UPOS_VERB, "resign", "called", DEP_XCOMP);
}

static void curly_quotes_change_nothing(void **state) {
  (void)state;
  parse_sent a = parsed("\" We won \" , she said ."), b = parsed("\u201C We won \u201D , she said .");
  for (uint32_t i = 0; i < a.n; i++) {
    assert_int_equal(a.words[i].head, b.words[i].head);
    assert_int_equal(a.words[i].upos, b.words[i].upos);
    assert_int_equal(a.words[i].deprel, b.words[i].deprel);
  }
}

static drg_buffer conllu_of(const char *text) {
  parse_sent s = parsed(text);
  drg_buffer out;
  drg_buffer_init(&out);
  parse_put_conllu(&s, base_str_of(text), &out);
  return out;
}

static void same_bytes_twice(void **state) {
  (void)state;
  const char *text = "Talks between the two sides , which broke down in May , will resume once both armies withdraw .";
  drg_buffer a = conllu_of(text), between = conllu_of("Something else comes between ."), b = conllu_of(text);
  parse_scratch *old = scratch;
  scratch = parse_scratch_new(model);
  drg_buffer c = conllu_of(text);
  parse_scratch_free(scratch);
  scratch = old;
  assert_string_equal(a.data, b.data);
  assert_string_equal(a.data, c.data);
  drg_buffer *all[] = {&a, &b, &c, &between};
  for (size_t i = 0; i < 4; i++) drg_buffer_clear(all[i]);
}

static void empty_and_single(void **state) {
  (void)state;
  parsed("");
  parse_sent s = parsed("Silence");
  assert_int_equal(s.words[0].head, -1);
}

static const char *repeated(const char *piece, int n) {
  size_t len = strlen(piece);
  char *p = base_arena_alloc(&arena, len * (size_t)n + 1);
  for (int i = 0; i < n; i++) memcpy(p + (size_t)i * len, piece, len);
  return p;
}

static void long_sentences(void **state) {
  (void)state;
  static const int counts[] = {PARSE_MAX_WORDS - 1, PARSE_MAX_WORDS, PARSE_MAX_WORDS + 1, 2 * PARSE_MAX_WORDS + 1,
                               5000};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    parse_sent s = parsed(repeated("word ", counts[i]));
    assert_int_equal(s.n, counts[i]);
  }
  parsed(repeated("( ", 1000));
  parsed(repeated("and he said that ", 400));
}

static void strange_words(void **state) {
  (void)state;
  parsed("\xFF\xFE \xC3 a\x80z \xE2\x80 \xF0\x9F\x98\x80 \u0130\u00DF \u4E2D\u56FD");
  parsed(repeated("x", 300000));
  parsed(repeated("\u2026", 1000));
}

/* Lemmas of words with letters of two bytes must stay whole. */
static void lemmas_are_utf8(void **state) {
  (void)state;
  static const char *const texts[] = {"Two caf\u00E9 opened .", "The Pe\u00F1\u00E9 fell .", "He na\u00EFv\u00E9 ran .",
                                      "Many \u0161\u0161\u0161\u0161 were \u00E9\u00E9\u00E9\u00E9d ."};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    parse_sent s = parsed(texts[i]);
    for (uint32_t k = 0; k < s.n; k++) assert_int_equal(base_utf8_invalid(s.words[k].lemma), s.words[k].lemma.len);
  }
}

/* ---- trees for people ---- */

/* A sentence of FORM/HEAD/DEPREL items, HEAD counted from 1. */
static parse_sent tree_of(const char *text) {
  parse_sent s = sentence(text);
  for (uint32_t i = 0; i < s.n; i++) {
    parse_word *w = &s.words[i];
    base_str item = w->form;
    int64_t head;
    w->form = w->lemma = base_str_cut(&item, '/');
    assert_true(base_str_to_int(base_str_cut(&item, '/'), &head));
    w->head = (int32_t)head - 1;
    w->deprel = (uint8_t)parse_deprel_named(item);
    w->upos = UPOS_X;
  }
  return s;
}

static void assert_put(void (*put)(const parse_sent *, base_arena *, drg_buffer *), const char *tree,
                       const char *expected) {
  parse_sent s = tree_of(tree);
  drg_buffer out;
  drg_buffer_init(&out);
  put(&s, &arena, &out);
  assert_string_equal(out.data, expected);
  drg_buffer_clear(&out);
}

static void tree_projective(void **state) {
  (void)state;
  assert_put(parse_put_tree, "a/2/nsubj b/0/root été/2/obj d/5/case e/3/nmod",
             "1  ┌─ a      X      nsubj         a\n"
             "2 ─┼─ b      X      root          b\n"
             "3  └─┬─ été  X      obj           été\n"
             "4    │ ┌─ d  X      case          d\n"
             "5    └─┴─ e  X      nmod          e\n\n");
}

/* The bar of b, down to d, passes the strokes of words whose heads stand elsewhere; of the root too. */
static void tree_not_projective(void **state) {
  (void)state;
  assert_put(parse_put_tree, "a/0/root b/3/obj c/1/dep d/2/acl e/1/punct",
             "1 ─┬─ a      X      root          a\n"
             "2  │ ┌─┬─ b  X      obj           b\n"
             "3  ├─┴─╪─ c  X      dep           c\n"
             "4  │   └─ d  X      acl           d\n"
             "5  └─ e      X      punct         e\n\n");
  assert_put(parse_put_tree, "b/2/obj a/0/root d/1/acl",
             "1  ┌─┬─ b  X      obj           b\n"
             "2 ─┴─╪─ a  X      root          a\n"
             "3    └─ d  X      acl           d\n\n");
}

/* Each word the child of the one before: deep lines are cut, none is lost, heads are told. */
static void tree_deep(void **state) {
  (void)state;
  parse_sent s = sentence(repeated("x ", PARSE_MAX_WORDS));
  for (uint32_t i = 0; i < s.n; i++) s.words[i].head = (int32_t)i - 1, s.words[i].deprel = i ? DEP_DEP : DEP_ROOT;
  drg_buffer out;
  drg_buffer_init(&out);
  parse_put_tree(&s, &arena, &out);
  base_str rest = {out.data, out.len};
  uint32_t n = 0;
  for (base_str line; (line = base_str_cut(&rest, '\n')).data && line.len; n++) assert_in_range(line.len, 10, 300);
  assert_int_equal(n, s.n);
  assert_non_null(strstr(out.data, "dep <399"));
  drg_buffer_clear(&out);
}

static void brief_line(void **state) {
  (void)state;
  assert_put(parse_put_brief, "the/2/det man/3/nsubj saw/0/root the/5/det man/3/obj",
             "the/X(det>man#2) man/X(nsubj>saw) saw/X(root) the/X(det>man#5) man/X(obj<saw)\n");
}

/* ---- CoNLL-U ---- */

static void conllu_round_trip(void **state) {
  (void)state;
  drg_buffer out = conllu_of("The envoy did n't go .");
  base_str rest = {out.data, out.len}, raw;
  uint64_t line = 1;
  parse_sent s;
  assert_int_equal(parse_read_conllu(&rest, "x", &line, &arena, &s, &raw, NULL), DRG_OK);
  drg_buffer again;
  drg_buffer_init(&again);
  s.begin = 0, s.end = 22;
  parse_put_conllu(&s, BASE_STR("The envoy did n't go ."), &again);
  assert_string_equal(out.data, again.data);
  assert_int_equal(parse_read_conllu(&rest, "x", &line, &arena, &s, &raw, NULL), DRG_END);
  drg_buffer_clear(&out);
  drg_buffer_clear(&again);
}

static void conllu_keeps_ranges(void **state) {
  (void)state;
  base_str rest = BASE_STR("# a comment\n1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tdo\tdo\tAUX\tVBP\t_\t0\troot\t_\t_\n"
                           "2\tn't\tnot\tPART\tRB\t_\t1\tadvmod\t_\t_\n2.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n");
  base_str raw;
  uint64_t line = 1;
  parse_sent s;
  assert_int_equal(parse_read_conllu(&rest, "x", &line, &arena, &s, &raw, NULL), DRG_OK);
  assert_int_equal(s.n, 2);
  assert_int_equal(s.words[1].head, 0);
  assert_true(base_str_starts(raw, BASE_STR("# a comment\n1-2")));
}

static void conllu_errors_have_lines(void **state) {
  (void)state;
  static const char *const wrong[] = {"1\ta\n", "2\ta\t_\t_\t_\t_\t0\troot\t_\t_\n", "1\ta\t_\t_\t_\t_\t9\tdep\t_\t_\n",
                                      "1\ta\t_\t_\t_\t_\t-1\tdep\t_\t_\n", "1\t\t_\t_\t_\t_\t0\troot\t_\t_\n"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    base_str rest = base_str_printf(&arena, "%s\n1\tb\tb\tX\tFW\t_\t0\troot\t_\t_\n", wrong[i]), raw;
    uint64_t line = 1;
    parse_sent s;
    drg_error err = {0};
    assert_int_equal(parse_read_conllu(&rest, "bad.conllu", &line, &arena, &s, &raw, &err), DRG_REJECTED);
    assert_string_equal(err.file, "bad.conllu");
    assert_true(err.line >= 1 && err.line <= 3);
    assert_int_equal(parse_read_conllu(&rest, "bad.conllu", &line, &arena, &s, &raw, &err), DRG_OK);
    assert_int_equal(s.n, 1);
  }
}

/* ---- model files that are not what they should be ---- */

typedef struct damaged {
  char path[32];
  int fd;
  char *data;
  size_t len;
  uint32_t n_sections;
} damaged;

enum { HEADER = 16, ENTRY = 32 };

static void open_damaged(damaged *d) {
  assert_int_equal(base_read_file(MODEL, &d->data, &d->len, NULL), DRG_OK);
  strcpy(d->path, "/tmp/drgmodelXXXXXX");
  d->fd = mkstemp(d->path);
  assert_true(d->fd >= 0);
  assert_int_equal(write(d->fd, d->data, d->len), (ssize_t)d->len);
  memcpy(&d->n_sections, d->data + 8, 4);
  assert_in_range(d->n_sections, 10, 1000);
}

static void close_damaged(damaged *d) {
  close(d->fd);
  unlink(d->path);
  free(d->data);
}

static void assert_refused(const damaged *d) {
  parse_model *m = NULL;
  drg_error err = {0};
  assert_int_equal(parse_model_open(d->path, &m, &err), DRG_ERR_FORMAT);
  assert_true(strstr(err.message, d->path) != NULL);
}

static void assert_refused_with(const damaged *d, size_t at, const void *bytes, size_t n) {
  assert_int_equal(pwrite(d->fd, bytes, n, (off_t)at), (ssize_t)n);
  assert_refused(d);
  assert_int_equal(pwrite(d->fd, d->data + at, n, (off_t)at), (ssize_t)n);
}

static void model_missing(void **state) {
  (void)state;
  parse_model *m = NULL;
  drg_error err = {0};
  assert_int_equal(parse_model_open("/nonexistent/en.drg", &m, &err), DRG_ERR_OPEN);
  assert_non_null(strstr(err.message, "cannot open '/nonexistent/en.drg'"));
}

static uint64_t field(const damaged *d, size_t at) {
  uint64_t v;
  memcpy(&v, d->data + at, 8);
  return v;
}

/* Cut inside every section from the last to the first, then at every field of the header. */
static void model_truncated(void **state) {
  (void)state;
  damaged d;
  open_damaged(&d);
  for (uint32_t i = d.n_sections; i-- > 0;) {
    size_t entry = HEADER + (size_t)i * ENTRY;
    assert_int_equal(ftruncate(d.fd, (off_t)(field(&d, entry + 16) + field(&d, entry + 24) - 1)), 0);
    assert_refused(&d);
  }
  for (size_t at = HEADER + (size_t)d.n_sections * ENTRY; at >= 4; at -= 4) {
    assert_int_equal(ftruncate(d.fd, (off_t)(at - 1)), 0);
    assert_refused(&d);
  }
  assert_int_equal(ftruncate(d.fd, 0), 0);
  assert_refused(&d);
  close_damaged(&d);
}

static void model_foreign(void **state) {
  (void)state;
  damaged d;
  open_damaged(&d);
  static const uint64_t sizes[] = {0, 1, UINT64_MAX, UINT64_MAX - 63, (uint64_t)1 << 40};
  assert_refused_with(&d, 0, "DRGMODL9", 8);
  assert_refused_with(&d, 8, "\xFF\xFF\xFF\xFF", 4);
  assert_refused_with(&d, 8, "\0\0\0\0", 4);
  for (uint32_t i = 0; i < d.n_sections; i++) {
    size_t entry = HEADER + (size_t)i * ENTRY;
    assert_refused_with(&d, entry, "no such name", 12);
    for (size_t k = 2; k < 5; k++) assert_refused_with(&d, entry + 16, &sizes[k], 8);
    for (size_t k = 2; k < 5; k++) assert_refused_with(&d, entry + 24, &sizes[k], 8);
  }
  close_damaged(&d);
}

static void model_dims(void **state) {
  (void)state;
  damaged d;
  open_damaged(&d);
  static const int32_t wrong[] = {0, -1, 7, 65536, INT32_MAX, INT32_MIN};
  for (uint32_t i = 0; i < d.n_sections; i++) {
    size_t entry = HEADER + (size_t)i * ENTRY;
    if (strcmp(d.data + entry, "dims")) continue;
    for (size_t k = 0; k < 7; k++)
      for (size_t v = 0; v < sizeof wrong / sizeof *wrong; v++)
        assert_refused_with(&d, field(&d, entry + 16) + 4 * k, &wrong[v], 4);
  }
  close_damaged(&d);
}

static void names_there_and_back(void **state) {
  (void)state;
  for (int u = 1; u < UPOS_COUNT; u++)
    assert_int_equal(parse_upos_named(base_str_of(parse_upos_name((parse_upos)u))), u);
  for (int d = 1; d < DEP_COUNT; d++)
    assert_int_equal(parse_deprel_named(base_str_of(parse_deprel_name((parse_deprel)d))), d);
  assert_int_equal(parse_deprel_named(BASE_STR("nsubj:unheard")), DEP_NSUBJ);
  assert_int_equal(parse_deprel_named(BASE_STR("unheard")), DEP_DEP);
  assert_int_equal(parse_upos_named(BASE_STR("NEWS")), UPOS_NONE);
}

/* Sentences that are parsed together do not see each other: more than go abreast, of unlike lengths, one empty, one long. */
static void together_as_alone(void **state) {
  (void)state;
  enum { N = 7, LONG = 350 };
  static const char *const TEXTS[N - 1] = {"Troops left .",
                                           "",
                                           "The minister praised Ruritania and wants to visit two villages on Monday .",
                                           "No",
                                           "Three soldiers were killed by rebels , who fled .",
                                           "Peru warned Chile on Friday that talks would end ."};
  char text[3 * LONG + 1] = "";
  for (int i = 0; i < LONG; i++) strcat(text, i % 9 ? "x " : "fell ");
  parse_sent alone[N], together[N];
  for (int i = 0; i < N; i++) {
    const char *t = i == N - 1 ? text : TEXTS[i];
    alone[i] = sentence(t), together[i] = sentence(t);
    parse_sentences(model, scratch, NULL, &arena, &alone[i], 1);
  }
  parse_sentences(model, scratch, NULL, &arena, together, N);
  for (int i = 0; i < N; i++) {
    assert_tree(&together[i]);
    for (uint32_t k = 0; k < alone[i].n; k++) {
      const parse_word *a = &alone[i].words[k], *b = &together[i].words[k];
      assert_true(a->head == b->head && a->deprel == b->deprel && a->upos == b->upos && a->feats == b->feats);
      assert_true(base_str_eq(a->xpos, b->xpos) && base_str_eq(a->lemma, b->lemma));
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_there_and_back),
      cmocka_unit_test(active_clause),
      cmocka_unit_test(passive_clause),
      cmocka_unit_test(preposition_before_a_clause),
      cmocka_unit_test(curly_quotes_change_nothing),
      cmocka_unit_test(same_bytes_twice),
      cmocka_unit_test(empty_and_single),
      cmocka_unit_test(long_sentences),
      cmocka_unit_test(strange_words),
      cmocka_unit_test(lemmas_are_utf8),
      cmocka_unit_test(conllu_round_trip),
      cmocka_unit_test(conllu_keeps_ranges),
      cmocka_unit_test(conllu_errors_have_lines),
      cmocka_unit_test(tree_projective),
      cmocka_unit_test(tree_not_projective),
      cmocka_unit_test(tree_deep),
      cmocka_unit_test(brief_line),
      cmocka_unit_test(model_missing),
      cmocka_unit_test(model_truncated),
      cmocka_unit_test(model_foreign),
      cmocka_unit_test(model_dims),
      cmocka_unit_test(together_as_alone),
  };
  return cmocka_run_group_tests_name("parse", tests, open_model, close_model);
}
