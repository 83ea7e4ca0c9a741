/* segment: sentences and tokens of written examples, and the promises of segment.h on them all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>
#include "segment/segment.h"

static base_arena arena;
static seg_rules *rules;

static int open_rules(void **state) {
  (void)state;
  base_arena_init(&arena);
  return seg_rules_open(DRAGOMAN_SOURCE_DATA "/en", &arena, &rules, NULL) == DRG_OK ? 0 : -1;
}

static int close_rules(void **state) {
  (void)state;
  base_arena_clear(&arena);
  return 0;
}

static void assert_promises(const seg_text *seg, base_str text) {
  uint32_t at = 0, token = 0, paragraph = 0;
  for (uint32_t i = 0; i < seg->n_sentences; i++) {
    const seg_sentence *s = &seg->sentences[i];
    assert_int_equal(s->first, token);
    assert_true(s->begin >= at && s->end <= text.len && s->begin < s->end && s->n > 0);
    assert_true(s->paragraph >= paragraph && s->paragraph < seg->n_paragraphs);
    paragraph = s->paragraph;
    for (uint32_t k = 0; k < s->n; k++, token++) {
      const seg_token *t = &seg->tokens[token];
      assert_true(t->begin >= at && t->begin < t->end && t->end <= s->end);
      base_str gap = base_str_sub(text, at, t->begin);
      assert_false(base_str_word(&gap).data != NULL);
      assert_true(base_utf8_invalid(base_str_sub(text, t->begin, t->end)) == t->end - t->begin);
      at = t->end;
      bool blank_follows = at < text.len && strchr(" \r\n\t", text.data[at]) != NULL;
      if (at < text.len) assert_int_equal(t->space_after, blank_follows);
    }
  }
  base_str rest = base_str_sub(text, at, text.len);
  assert_false(base_str_word(&rest).data != NULL);
  assert_int_equal(token, seg->n_tokens);
}

/* "a b|c d": tokens parted by blanks, sentences by bars. */
static const char *shown(const char *text) {
  base_str whole = base_str_of(text);
  seg_text seg;
  seg_cut(rules, &arena, whole, (drg_span){0, (uint32_t)whole.len}, &seg);
  assert_promises(&seg, whole);
  drg_buffer out;
  drg_buffer_init(&out);
  for (uint32_t i = 0; i < seg.n_sentences; i++) {
    if (i) base_putz(&out, " | ");
    for (uint32_t k = 0; k < seg.sentences[i].n; k++) {
      const seg_token *t = &seg.tokens[seg.sentences[i].first + k];
      if (k) base_putz(&out, " ");
      base_put(&out, base_str_sub(whole, t->begin, t->end));
    }
  }
  base_str copy = base_str_copy(&arena, (base_str){out.len ? out.data : "", out.len});
  drg_buffer_clear(&out);
  return copy.data;
}

typedef struct example {
  const char *text, *cut;
} example;

static void assert_examples(const example *e, size_t n) {
  for (size_t i = 0; i < n; i++) assert_string_equal(shown(e[i].text), e[i].cut);
}
#define ASSERT_EXAMPLES(e) assert_examples((e), sizeof(e) / sizeof *(e))

static void clitics(void **state) {
  (void)state;
  static const example e[] = {
      {"Iran's envoy didn't go.", "Iran 's envoy did n't go ."},
      {"Peru\u2019s envoy didn\u2019t go.", "Peru \u2019s envoy did n\u2019t go ."},
      {"We'll say they've won.", "We 'll say they 've won ."},
      {"You cannot leave.", "You can not leave ."},
      {"The rebels' camp burned.", "The rebels ' camp burned ."},
      {"HE DIDN'T GO.", "HE DID N'T GO ."},
  };
  ASSERT_EXAMPLES(e);
}

static void abbreviations(void **state) {
  (void)state;
  static const example e[] = {
      {"Mr. Brown met Gen. J. Lopez. They talked.", "Mr. Brown met Gen. J. Lopez . | They talked ."},
      {"The U.S. Senate voted.", "The U.S. Senate voted ."},
      {"He arrived at 5 p.m. on Friday.", "He arrived at 5 p.m. on Friday ."},
      {"Acme Inc. bought it for $5.", "Acme Inc. bought it for $ 5 ."},
      {"See No. 5 below.", "See No. 5 below ."},
      {"They said no. The vote stood.", "They said no . | The vote stood ."},
      {"It runs from A to B. The rest is sand.", "It runs from A to B. | The rest is sand ."},
      {"He met L. Oyelaran. He left.", "He met L. Oyelaran . | He left ."},
  };
  ASSERT_EXAMPLES(e);
}

static void figures(void **state) {
  (void)state;
  static const example e[] = {
      {"It fell 3.5% to 1,000 at 10:30.", "It fell 3.5 % to 1,000 at 10:30 ."},
      {"They paid $2.5 million (about 8%).", "They paid $ 2.5 million ( about 8 % ) ."},
      {"It is 40km off, open from 7:30am to 9pm.", "It is 40 km off , open from 7:30 am to 9 pm ."},
      {"They lost $3m and rose to #2 of #sport.", "They lost $ 3 m and rose to # 2 of #sport ."},
      {"Call 555-010-0199; it was 3-1.", "Call 555-010-0199 ; it was 3 - 1 ."},
      {"Write to a.b@c.org or https://c.org/x?y=1 now.", "Write to a.b@c.org or https://c.org/x?y=1 now ."},
  };
  ASSERT_EXAMPLES(e);
}

static void joints(void **state) {
  (void)state;
  static const example e[] = {
      {"Lima-Quito talks on non-proliferation failed.", "Lima - Quito talks on non-proliferation failed ."},
      {"It ended\u2014at last\u2014in May.", "It ended \u2014 at last \u2014 in May ."},
  };
  ASSERT_EXAMPLES(e);
}

static void quotes(void **state) {
  (void)state;
  static const example e[] = {
      {"\u201CWe won.\u201D He smiled.", "\u201C We won . \u201D | He smiled ."},
      {"\u201EWe won.\u201C He smiled.", "\u201E We won . \u201C | He smiled ."},
      {"\"We won.\" He smiled.", "\" We won . \" | He smiled ."},
      {"\u201CWe won,\u201D he said.", "\u201C We won , \u201D he said ."},
      {"(They left.) He stayed.", "( They left . ) | He stayed ."},
      {"\"Will it hold?\" Ms. Ruiz asked.", "\" Will it hold ? \" Ms. Ruiz asked ."},
      {"\"Will it hold?\" Ms. Ruiz left the room.", "\" Will it hold ? \" | Ms. Ruiz left the room ."},
      {"It held. (see the map) It stood.", "It held . | ( see the map ) It stood ."},
  };
  ASSERT_EXAMPLES(e);
}

static void paragraphs(void **state) {
  (void)state;
  static const example e[] = {
      {"TALKS FAIL IN LIMA\n\nThe talks failed.", "TALKS FAIL IN LIMA | The talks failed ."},
      {"The talks that began\nin May have failed.", "The talks that began in May have failed ."},
      {"One.\r\n\r\nTwo.", "One . | Two ."},
  };
  ASSERT_EXAMPLES(e);
}

static void marks_in_a_row(void **state) {
  (void)state;
  static const example e[] = {
      {"What?! No.....", "What ?! | No ....."},
      {"Well----so be it... Next >> :-)", "Well ---- so be it ... | Next >> :-)"},

      {"The plan [...] held.", "The plan [ ... ] held ."},
      {"It fell ====== It rose", "It fell | ====== | It rose"},
  };
  ASSERT_EXAMPLES(e);
}

static void references(void **state) {
  (void)state;
  static const example e[] = {
      {"It fell. [4] [12] Prices rose. [5]", "It fell . [ 4 ] [ 12 ] | Prices rose . [ 5 ]"},
      {"\"It fell.\" [4] Prices rose.", "\" It fell . \" [ 4 ] | Prices rose ."},
      {"It fell. [He paused.] It rose.", "It fell . | [ He paused . ] | It rose ."},
      {"1. It fell. 2.1. It rose.", "1 . It fell . | 2.1 . It rose ."},
  };
  ASSERT_EXAMPLES(e);
}

static void small_letters(void **state) {
  (void)state;
  static const example e[] = {
      {"who fell? we fell. they rose.", "who fell ? | we fell . | they rose ."},
      {"Who fell? we fell.", "Who fell ? we fell ."},
      {"Sales fell. eBay rose. al-Noor fled.", "Sales fell . | eBay rose . | al - Noor fled ."},
      {"Look here. https://c.org/x", "Look here . | https://c.org/x"},
  };
  ASSERT_EXAMPLES(e);
}

static void missing_blanks(void **state) {
  (void)state;
  static const example e[] = {
      {"It fell.Prices rose.I left.", "It fell . | Prices rose . | I left ."},
      {"Who fell?They fell.", "Who fell ? | They fell ."},
      {"Gen.Okello saw www.a.Bc and me@pond.Org now.", "Gen.Okello saw www.a.Bc and me@pond.Org now ."},
  };
  ASSERT_EXAMPLES(e);
}

static void lines_run_together(void **state) {
  (void)state;
  static const example e[] = {
      {"The dam at Orun Photo: Ana Ruiz. It holds.", "The dam at Orun | Photo : Ana Ruiz . | It holds ."},
      {"Mayor Ana Ruiz In the north, the dam holds.", "Mayor Ana Ruiz | In the north , the dam holds ."},
      {"He read \"Under Stars In the wild\" twice.", "He read \" Under Stars In the wild \" twice ."},
      {"Dam Holds Friday, May 3, 2024 Orun is dry.", "Dam Holds | Friday , May 3 , 2024 | Orun is dry ."},
      {"Dam Holds Friday, 3 May 2024 Orun is dry.", "Dam Holds | Friday , 3 May 2024 | Orun is dry ."},
      {"It held on Friday, May 3, 2024, in Orun.", "It held on Friday , May 3 , 2024 , in Orun ."},
      {"KEY POINTS:\n* Dam holds\n* Orun is dry", "KEY POINTS : | * Dam holds | * Orun is dry"},
  };
  ASSERT_EXAMPLES(e);
}

static void nothing(void **state) {
  (void)state;
  assert_string_equal(shown(""), "");
  assert_string_equal(shown(" \n\n\t \n"), "");
}

static void part_of_a_text(void **state) {
  (void)state;
  base_str text = BASE_STR("LIMA, May 3 - Talks failed. More later.");
  seg_text seg;
  seg_cut(rules, &arena, text, (drg_span){14, (uint32_t)text.len}, &seg);
  assert_int_equal(seg.n_sentences, 2);
  assert_int_equal(seg.tokens[0].begin, 14);
  assert_int_equal(seg.sentences[1].end, text.len);
}

static void every_prefix_keeps_the_promises(void **state) {
  (void)state;
  const char *text =
      "\u201CIt\u2019s over,\u201D Dr. A. B. O'Neil said\u2026 \"No!!\" -- $5.50/kg, e.g. 'this' (U.N.)\n\nEnd";
  base_str whole = base_str_of(text);
  for (size_t n = 0; n <= whole.len; n++) {
    base_str part = base_str_copy(&arena, base_str_sub(whole, 0, n));
    if (base_utf8_invalid(part) == part.len) shown(part.data);
  }
}

/* Time must grow with the text, not with its square: a million bytes of the worst kinds within seconds. */
static void long_lines(void **state) {
  (void)state;
  static const char *const pieces[] = {"x",     ".",    "'",   "-",      "a-",   "\"",         "$1",
                                       "a.b,",  "n't",  "(",   "\u2026", "x@",   "://",        "A.",
                                       "ab!Cd", "[1] ", "1km", "!\" ",   "No. ", "\" A In a ", "Friday, May "};
  enum { BYTES = 1000000 };
  char *p = malloc(BYTES + 1);
  assert_non_null(p);
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    size_t len = strlen(pieces[i]), n = BYTES / len;
    for (size_t k = 0; k < n; k++) memcpy(p + k * len, pieces[i], len);
    base_arena own;
    base_arena_init(&own);
    seg_text seg;
    clock_t start = clock();
    seg_cut(rules, &own, (base_str){p, n * len}, (drg_span){0, (uint32_t)(n * len)}, &seg);
    if (clock() - start > 10 * CLOCKS_PER_SEC) fail_msg("'%s' repeated takes too long", pieces[i]);
    base_arena_clear(&own);
  }
  free(p);
}

static void rules_missing(void **state) {
  (void)state;
  seg_rules *none = NULL;
  drg_error err = {0};
  base_arena own;
  base_arena_init(&own);
  assert_int_equal(seg_rules_open("/nonexistent", &own, &none, &err), DRG_ERR_OPEN);
  assert_non_null(strstr(err.message, "cannot open '/nonexistent/segment.txt'"));
  base_arena_clear(&own);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(clitics),
      cmocka_unit_test(abbreviations),
      cmocka_unit_test(figures),
      cmocka_unit_test(joints),
      cmocka_unit_test(quotes),
      cmocka_unit_test(paragraphs),
      cmocka_unit_test(marks_in_a_row),
      cmocka_unit_test(references),
      cmocka_unit_test(small_letters),
      cmocka_unit_test(missing_blanks),
      cmocka_unit_test(lines_run_together),
      cmocka_unit_test(nothing),
      cmocka_unit_test(part_of_a_text),
      cmocka_unit_test(every_prefix_keeps_the_promises),
      cmocka_unit_test(long_lines),
      cmocka_unit_test(rules_missing),
  };
  return cmocka_run_group_tests_name("segment", tests, open_rules, close_rules);
}
