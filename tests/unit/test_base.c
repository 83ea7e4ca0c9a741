/* base: arenas, strings, symbols, maps, days, buffers, dictionary lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/base.h"

static base_arena arena;

static int open_arena(void **state) {
  (void)state;
  base_arena_init(&arena);
  return 0;
}

static int close_arena(void **state) {
  (void)state;
  base_arena_clear(&arena);
  return 0;
}

static void assert_str(base_str s, const char *wanted) {
  assert_int_equal(s.len, strlen(wanted));
  assert_memory_equal(s.data, wanted, s.len);
}

static void arena_is_aligned_zeroed_and_reused(void **state) {
  (void)state;
  base_arena a;
  base_arena_init(&a);
  char *first = base_arena_alloc(&a, 3);
  memset(first, 7, 3);
  char *big = base_arena_alloc(&a, 1000000);
  for (size_t i = 0; i < 1000000; i += 4096) assert_int_equal(big[i], 0);
  assert_int_equal((uintptr_t)base_arena_alloc(&a, 1) % 16, 0);
  base_arena_reset(&a);
  char *again = base_arena_alloc(&a, 3);
  assert_ptr_equal(again, first);
  assert_int_equal(again[0], 0);
  base_arena_clear(&a);
}

static void strings_are_cut(void **state) {
  (void)state;
  base_str rest = BASE_STR("a|bc||d");
  assert_str(base_str_cut(&rest, '|'), "a");
  assert_str(base_str_cut(&rest, '|'), "bc");
  assert_str(base_str_cut(&rest, '|'), "");
  assert_str(base_str_cut(&rest, '|'), "d");
  assert_null(base_str_cut(&rest, '|').data);
  rest = BASE_STR("  two\twords \n");
  assert_str(base_str_word(&rest), "two");
  assert_str(base_str_word(&rest), "words");
  assert_null(base_str_word(&rest).data);
  assert_str(base_str_trim(BASE_STR(" \t x y \n")), "x y");
}

static void numbers_are_read_whole(void **state) {
  (void)state;
  int64_t n = 0;
  double d = 0;
  assert_true(base_str_to_int(BASE_STR("-12"), &n));
  assert_int_equal(n, -12);
  assert_false(base_str_to_int(BASE_STR("12x"), &n));
  assert_false(base_str_to_int(BASE_STR(""), &n));
  assert_false(base_str_to_int(BASE_STR("99999999999999999999"), &n));
  assert_true(base_str_to_double(BASE_STR("-2.5"), &d) && d == -2.5);
  assert_false(base_str_to_double(BASE_STR("2.5."), &d));
}

static void letters_are_folded(void **state) {
  (void)state;
  assert_str(base_str_lower(&arena, BASE_STR("\xC3\x89LYS\xC3\x89"
                                             "E")),
             "\xC3\xA9lys\xC3\xA9"
             "e");
  assert_str(base_str_fold(&arena, BASE_STR("M\xC3\xBCller\xE2\x80\x99s")), "muller's");
  assert_str(base_str_fold(&arena, BASE_STR("\xC5\x81\xC3\xB3"
                                            "d\xC5\xBA \xE2\x80\x93 X")),
             "lodz - x");
  assert_true(base_str_eq_nocase(BASE_STR("NaTo"), BASE_STR("nAtO")));
}

static void folding_never_overruns(void **state) {
  (void)state;
  /* U+FDFA decomposes to eighteen letters */
  char text[3 * 64 + 1] = "";
  for (int i = 0; i < 64; i++) memcpy(text + 3 * i, "\xEF\xB7\xBA", 4);
  base_str folded = base_str_fold(&arena, base_str_of(text));
  assert_int_equal(base_utf8_invalid(folded), folded.len);
}

static void utf8_is_checked(void **state) {
  (void)state;
  assert_int_equal(base_utf8_invalid(BASE_STR("caf\xC3\xA9")), 5);
  assert_int_equal(base_utf8_invalid(BASE_STR("caf\xC3")), 3);
  assert_int_equal(base_utf8_invalid(BASE_STR("\xED\xA0\x80")), 0); /* a lone surrogate */
  size_t i = 0;
  assert_int_equal(base_utf8_next(BASE_STR("\xFFx"), &i), -1);
  assert_int_equal(i, 1);
}

static void symbols_are_found_again_when_the_table_grows(void **state) {
  (void)state;
  base_symbols t;
  base_symbols_init(&t, &arena);
  assert_int_equal(base_symbols_find(&t, BASE_STR("w7")), 0);
  char name[16];
  for (int i = 0; i < 20000; i++) {
    snprintf(name, sizeof name, "w%d", i);
    assert_int_equal(base_symbols_add(&t, base_str_of(name)), i + 1);
  }
  assert_int_equal(base_symbols_add(&t, BASE_STR("w7")), 8);
  assert_int_equal(base_symbols_find(&t, BASE_STR("w19999")), 20000);
  assert_str(base_symbols_name(&t, 8), "w7");
  assert_null(base_symbols_name(&t, 99999).data);
}

static void maps_keep_their_values(void **state) {
  (void)state;
  base_map m;
  base_map_init(&m, &arena);
  static char names[5000][8];
  for (int i = 0; i < 5000; i++) {
    snprintf(names[i], sizeof names[i], "k%d", i);
    *base_map_put(&m, base_str_of(names[i])) = names[i];
  }
  for (int i = 0; i < 5000; i++) assert_ptr_equal(base_map_get(&m, base_str_of(names[i])), names[i]);
  assert_null(base_map_get(&m, BASE_STR("k5000")));
  assert_int_equal(m.n, 5000);
}

static void days_and_dates_agree(void **state) {
  (void)state;
  assert_int_equal(base_day_of((base_date){1970, 1, 1}), 0);
  assert_int_equal(base_day_of((base_date){2000, 3, 1}) - base_day_of((base_date){2000, 2, 28}), 2);
  for (int32_t day = -800000; day < 800000; day += 97) {
    base_date d = base_date_of(day);
    assert_int_equal(base_day_of(d), day);
  }
  assert_int_equal(base_weekday(base_day_parse(BASE_STR("2022-08-28"))), 6);
  assert_int_equal(base_day_parse(BASE_STR("20220828")), base_day_parse(BASE_STR("2022-08-28T10:00:00Z")));
  assert_int_equal(base_day_parse(BASE_STR("2023-02-29")), DRG_NO_DAY);
  assert_int_equal(base_day_parse(BASE_STR("2022-8-28")), DRG_NO_DAY);
  assert_int_equal(base_day_parse(BASE_STR("2022-08-288")), DRG_NO_DAY);
}

static void json_strings_are_escaped(void **state) {
  (void)state;
  drg_buffer b;
  drg_buffer_init(&b);
  base_put_json(&b, BASE_STR("a\"b\\\n\x01\x7f\xC3\xA9"));
  assert_string_equal(b.data, "\"a\\\"b\\\\\\n\\u0001\\u007f\xC3\xA9\"");
  b.len = 0;
  base_put_json(&b, BASE_NONE);
  assert_string_equal(b.data, "null");
  drg_buffer_clear(&b);
}

static void dictionary_lines_lose_comments(void **state) {
  (void)state;
  char path[] = "/tmp/drg-base-XXXXXX";
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  static const char TEXT[] = "# head\n\none # tail\n  two#2\t# x\n#\nlast";
  assert_int_equal(write(fd, TEXT, sizeof TEXT - 1), sizeof TEXT - 1);
  close(fd);
  base_lines in;
  assert_int_equal(base_lines_open(&in, path, NULL), DRG_OK);
  assert_true(base_lines_next(&in));
  assert_str(in.text, "one");
  assert_int_equal(in.line, 3);
  assert_true(base_lines_next(&in));
  assert_str(in.text, "  two#2");
  assert_true(base_lines_next(&in));
  assert_str(in.text, "last");
  assert_int_equal(in.line, 6);
  assert_false(base_lines_next(&in));
  base_lines_close(&in);
  unlink(path);
}

static void a_missing_file_is_an_error(void **state) {
  (void)state;
  drg_error err;
  base_lines in;
  assert_int_equal(base_lines_open(&in, "/nowhere/at/all", &err), DRG_ERR_OPEN);
  assert_string_equal(err.message, "cannot open '/nowhere/at/all': No such file or directory");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(arena_is_aligned_zeroed_and_reused),
      cmocka_unit_test(strings_are_cut),
      cmocka_unit_test(numbers_are_read_whole),
      cmocka_unit_test(letters_are_folded),
      cmocka_unit_test(folding_never_overruns),
      cmocka_unit_test(utf8_is_checked),
      cmocka_unit_test(symbols_are_found_again_when_the_table_grows),
      cmocka_unit_test(maps_keep_their_values),
      cmocka_unit_test(days_and_dates_agree),
      cmocka_unit_test(json_strings_are_escaped),
      cmocka_unit_test(dictionary_lines_lose_comments),
      cmocka_unit_test(a_missing_file_is_an_error),
  };
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
