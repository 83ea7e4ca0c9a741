/* CSV and TSV: quoting, separators, headers, and rows that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "read_room.h"

static void next_text(drg_reader *r, const char *id, const char *text) {
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.id, id);
  assert_str(d.text, text);
  drg_doc_free(&d);
}

/* ---- what a row gives ---- */

static void test_columns(void **state) {
  (void)state;
  drg_reader *r = open_string("/some/x.csv", "Story ID,Publish-Date,headline,TEXT,link,source name,lang,more\r\n"
                                             "s1,2024-05-03,H,Chile met Peru.,https://n.example/1,Wire,en,?\r\n"
                                             ",,,Peru met Chile.,https://n.example/2024/05/04/a\r\n"
                                             ",,,They spoke.,,,,\r\n");
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.id, "s1");
  assert_str(d.title, "H");
  assert_str(d.text, "Chile met Peru.");
  assert_str(d.url, "https://n.example/1");
  assert_str(d.publisher, "Wire");
  assert_str(d.language, "en");
  assert_str(d.file, "/some/x.csv");
  assert_day(&d, "2024-05-03", "field");
  assert_int_equal(d.line, 2);
  assert_int_equal(d.byte, 64);
  drg_doc_free(&d);
  next_doc(r, &d);
  assert_str(d.id, "x.csv:3");
  assert_null(d.title.data);
  assert_day(&d, "2024-05-04", "url");
  drg_doc_free(&d);
  next_text(r, "x.csv:4", "They spoke.");
  next_end(r);
  r = open_string("x.csv", "id,text\n\xEF\xBB\xBF,A mark is no id.\n");
  next_text(r, "x.csv:2", "A mark is no id.");
  next_end(r);
}

static void test_name_order(void **state) {
  (void)state; /* "text" before "body", whatever stands first in the row; a blank one is passed over */
  drg_reader *r = open_string("x.csv", "body,id,text\nB.,1,T.\nB.,2, \n,3,\n");
  next_text(r, "1", "T.");
  next_text(r, "2", "B.");
  next_reject(r, "empty text", 4);
  next_end(r);
}

static void test_overrides(void **state) {
  (void)state;
  drg_read_options opt = {.text_field = "words", .id_field = "key", .date_field = "day", .default_day = DRG_NO_DAY};
  const char *s = "id,text,date,key,words,day\nno,no,1999-01-01,k,Yes.,20240503\n";
  drg_reader *r;
  drg_doc d;
  assert_int_equal(read_open_memory("x.csv", s, strlen(s), &opt, &r, NULL), DRG_OK);
  next_doc(r, &d);
  assert_str(d.id, "k");
  assert_str(d.text, "Yes.");
  assert_day(&d, "2024-05-03", "field");
  drg_doc_free(&d);
  next_end(r);
  opt.text_field = "prose";
  assert_int_equal(read_open_memory("x.csv", s, strlen(s), &opt, &r, NULL), DRG_OK);
  next_reject(r, "no column 'prose' in the header", 1);
  next_end(r);
}

/* ---- quotes, line ends, separators ---- */

static const struct {
  const char *name, *file, *text; /* of the one row, whose id is 1 */
} DIALECTS[] = {
    {"x.csv", "id,text\n1,Chile met Peru.", "Chile met Peru."},
    {"x.csv", "id,text\r\n1,\"Chile, Peru.\"\r\n", "Chile, Peru."},
    {"x.csv", "id,text\r1,Chile.\r", "Chile."},
    {"x.csv", "\n\nid,text\n\n1,Chile.\n\n", "Chile."},
    {"x.csv", "\xEF\xBB\xBFid,text\n1,Chile.\n", "Chile."},
    {"x.csv", "\"id\",\"text\"\n\"1\",\"Chile\"\n", "Chile"},
    {"x.csv", "\xEF\xBB\xBF\"text\",\"id\"\nChile,1\n", "Chile"},
    {"x.csv", "id,text\n1,\"One.\r\n\r\nTwo, \"\"three\"\".\"\n", "One.\n\nTwo, \"three\"."},
    {"x.csv", "id,text\n1,\"\"\"Yes\"\"\"\n", "\"Yes\""},
    {"x.csv", "id,text\n1,He said \"no\".\n", "He said \"no\"."},
    {"x.csv", "id, text\n1, \"Chile, Peru.\" \n", "Chile, Peru."},
    {"x.csv", "id;date;text\n1;2024-05-03;Chile, Peru, Bolivia.\n", "Chile, Peru, Bolivia."},
    {"x.csv", "id\ttext\n1\tChile, Peru.\n", "Chile, Peru."},
    {"x.csv", "id|text\n1|Chile, Peru; Bolivia.\n", "Chile, Peru; Bolivia."},
    {"x.csv", "sep=;\nid;text\n1;Chile.\n", "Chile."},
    {"x.csv", "sep=^\r\nid^text\r\n1^Chile, Peru; Bolivia.\r\n", "Chile, Peru; Bolivia."},
    {"x.tsv", "id\ttext\n1\tChile, Peru.\n", "Chile, Peru."},
    {"x.tab", "id\ttext\n1\t\"One.\n\nTwo.\"\n", "One.\n\nTwo."},
    {"x.tsv", "id\ttext\n1\t\"Peace\" is near.\n", "\"Peace\" is near."},
    {"x.tsv", "id\ttext\n1\t\"Peace is near.\n", "\"Peace is near."},
    {"x.csv", "id,text,a,b\n1,Chile.,,,,,\n", "Chile."},
    {"x.csv", "id,text,a,b\n1,Chile.\n", "Chile."},
    {"news", "id,text\n1,Chile.\n", "Chile."},
    {"news", "date\tid\tbody\n\t1\tChile.\n", "Chile."},
    {"news", "\"text\";\"id\"\n\"Chile.\";\"1\"\n", "Chile."},
};

static void test_dialects(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof DIALECTS / sizeof *DIALECTS; i++) {
    drg_reader *r = open_string(DIALECTS[i].name, DIALECTS[i].file);
    drg_doc d;
    drg_error err;
    drg_status st = drg_reader_next(r, &d, &err);
    if (st != DRG_OK) fail_msg("%zu: %s", i, DIALECTS[i].file);
    assert_str(d.text, DIALECTS[i].text);
    assert_str(d.id, "1");
    drg_doc_free(&d);
    next_end(r);
  }
}

static void test_one_column(void **state) {
  (void)state;
  drg_reader *r = open_string("x.csv", "text\nChile, Peru; all.\n\"Quoted, \"\"here\"\".\"\nA \"word\".\n");
  next_text(r, "x.csv:2", "Chile, Peru; all.");
  next_text(r, "x.csv:3", "Quoted, \"here\".");
  next_text(r, "x.csv:4", "A \"word\".");
  next_end(r);
}

static void test_not_sniffed(void **state) {
  (void)state;
  drg_reader *r = open_string("news", "Text, they say, is all.\n\nChile met Peru.");
  next_id(r, "news");
  next_end(r);
  r = open_string("note.txt", "id,text\n1,Chile.\n"); /* its name says what it is */
  next_id(r, "note");
  next_end(r);
}

/* As spreadsheets write "Unicode text"; in pieces that cut characters anywhere. */
static void test_utf16(void **state) {
  (void)state;
  enum { ROWS = 40000 };
  char *s = malloc(ROWS * 32), *wide = malloc(ROWS * 64);
  size_t n = (size_t)sprintf(s, "id\ttext\r\n");
  for (int i = 0; i < ROWS; i++) n += (size_t)sprintf(s + n, "%d\t\"Chile\nmet Peru.\"\r\n", i);
  for (int big = 0; big < 2; big++) {
    n = widen(s, big, wide);
    memcpy(wide + 2 * 12, big ? "\xD8\x3D\xDE\0" : "\x3D\xD8\0\xDE", 4); /* an emoji for `"C` */
    drg_reader *r = open_one(put_file("wide.tsv", wide, n));
    drg_doc d;
    for (int i = 0; i < ROWS; i++) {
      next_doc(r, &d);
      assert_str(d.text, i ? "Chile\nmet Peru." : "\xF0\x9F\x98\x80hile");
      assert_string_equal(read_encoding(&d), "utf-16");
      drg_doc_free(&d);
      if (!i) next_reject(r, "1 fields", 3); /* its quote is gone, so the second line is a row */
    }
    next_end(r);
  }
  free(s);
  free(wide);
  drg_reader *r = open_bytes("x.csv", "\xFE\xFF\0t\0e\0x\0t\0\n\xD8\0\0a\xDC\0\0b\xD8\0\0", 23);
  next_text(r, "x.csv:2",
            "\xEF\xBF\xBD"
            "a\xEF\xBF\xBD"
            "b");
  next_end(r);
}

/* ---- what is set aside ---- */

static void test_no_header(void **state) {
  (void)state;
  drg_reader *r = open_string("x.csv", "7,2024-05-03,Chile met Peru.\n8,2024-05-04,Peru met Chile.\n");
  next_reject(r, "no text column in the header (text, body, content, event_text)", 1);
  next_end(r);
  r = open_string("x.csv", "");
  next_reject(r, "empty file", 1);
  next_end(r);
  r = open_string("x.csv", "\n\n");
  next_reject(r, "empty file", 3);
  next_end(r);
  r = open_string("x.csv", "id,text\n"); /* no rows are no fault */
  next_end(r);
}

static void test_bad_rows(void **state) {
  (void)state;
  drg_reader *r = open_string("x.csv", "id,text\na,x\n"
                                       "b,\"x\" y\n" /* 3 */
                                       "c,x, and more\n"
                                       "d\n"
                                       "e,\"x\n" /* 6: its quote is closed by nothing, or by f's */
                                       "f,\"y\"\n"
                                       "g,\n"
                                       "h,Per\xFA\n"
                                       "i,\x81\n" /* 10 */
                                       "j,\"z\n");
  next_id(r, "a");
  next_reject(r, "text behind a closing quote", 3);
  next_reject(r, "3 fields, the header has 2", 4);
  next_reject(r, "1 fields, the header has 2", 5);
  next_reject(r, "text behind a closing quote", 6);
  next_text(r, "f", "y");
  next_reject(r, "empty text", 8);
  next_text(r, "h", "Perú");
  next_reject(r, "invalid UTF-8", 10);
  next_reject(r, "quote that is not closed", 11);
  next_end(r);
}

static void test_reject_place(void **state) {
  (void)state;
  drg_reader *r = open_string("x.csv", "id,text\na,\"x\ny\"\nb,\x81\n");
  drg_doc d;
  drg_error err;
  next_id(r, "a");
  assert_int_equal(drg_reader_next(r, &d, &err), DRG_REJECTED);
  assert_string_equal(err.file, "x.csv");
  assert_int_equal(err.line, 4);
  assert_int_equal(err.byte, 18);
  next_end(r);
}

/* ---- size ---- */

/* One stray quote before many rows, in pieces larger than the source gives at once. */
static void test_stray_quote(void **state) {
  (void)state;
  enum { ROWS = 20000 };
  char *p = malloc(ROWS * 24 + 100);
  size_t n = (size_t)sprintf(p, "id,text\nx,\"stray\n");
  for (int i = 0; i < ROWS; i++) n += (size_t)sprintf(p + n, "%d,Chile met Peru.\n", i);
  drg_reader *r = open_one(put_file("stray.csv", p, n));
  next_reject(r, "quote that is not closed", 2);
  for (int i = 0; i < ROWS; i++) {
    drg_doc d;
    next_doc(r, &d);
    assert_int_equal(d.line, i + 3);
    drg_doc_free(&d);
  }
  next_end(r);
  free(p);
}

static void test_memory(void **state) {
  (void)state;
  enum { ROWS = 200000 };
  const char *path = path_of("long.csv");
  FILE *f = fopen(path, "wb");
  fprintf(f, "id,text\n");
  for (int i = 0; i < ROWS; i++) fprintf(f, "%d,\"Chile met\nPeru.\"\n", i);
  fclose(f);
  drg_reader *r = open_one(path);
  drg_doc d;
  for (int i = 0; i < ROWS; i++) {
    next_doc(r, &d);
    drg_doc_free(&d);
  }
  assert_int_equal(d.day, DRG_NO_DAY);
  assert_true(r->window.bytes.cap < 1 << 20); /* the file has four times that */
  next_end(r);
}

static void test_row_too_long(void **state) {
  (void)state;
  size_t filler = 500000, n = 0;
  char *p = malloc(2 * filler + 200);
  n += (size_t)sprintf(p, "id,text\na,x\nb,");
  memset(p + n, 'b', filler);
  n += filler;
  n += (size_t)sprintf(p + n, "\nc,y\nd,\"");
  memset(p + n, '\n', filler);
  n += filler;
  n += (size_t)sprintf(p + n, "\"\ne,z\n");
  drg_read_options opt = {.max_record = 1000, .default_day = DRG_NO_DAY};
  drg_reader *r;
  assert_int_equal(read_open_memory("x.csv", p, n, &opt, &r, NULL), DRG_OK);
  next_id(r, "a");
  next_reject(r, "record over 1000 bytes", 3);
  next_id(r, "c");
  next_reject(r, "record over 1000 bytes", 5);
  next_reject(r, "quote that is not closed", 500005); /* what is left of d */
  next_id(r, "e");
  next_end(r);
  free(p);
}

static void test_gzip_cut(void **state) {
  (void)state;
  static char text[40000];
  static unsigned char b[40000];
  size_t n = (size_t)sprintf(text, "id,text\n");
  for (int i = 0; i < 500; i++) n += (size_t)sprintf(text + n, "%d,\"Report %d, of %d.\"\n", i, i * 7919 % 5003, i * i);
  n = pack(text, n, b, sizeof b);
  drg_reader *r = open_one(put_file("whole.csv.gz", b, n));
  drg_doc d;
  for (int i = 0; i < 500; i++) {
    next_doc(r, &d);
    drg_doc_free(&d);
  }
  next_end(r);
  r = open_one(put_file("cut.csv.gz", b, n / 2));
  drg_error err;
  int given = 0;
  drg_status st;
  for (; (st = drg_reader_next(r, &d, &err)) == DRG_OK; given++) drg_doc_free(&d);
  assert_in_range(given, 50, 499);
  assert_int_equal(st, DRG_REJECTED);
  assert_string_equal(err.message, "truncated gzip");
  next_end(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_columns),      cmocka_unit_test(test_name_order),  cmocka_unit_test(test_overrides),
      cmocka_unit_test(test_dialects),     cmocka_unit_test(test_one_column),  cmocka_unit_test(test_not_sniffed),
      cmocka_unit_test(test_utf16),        cmocka_unit_test(test_no_header),   cmocka_unit_test(test_bad_rows),
      cmocka_unit_test(test_reject_place), cmocka_unit_test(test_stray_quote), cmocka_unit_test(test_memory),
      cmocka_unit_test(test_row_too_long), cmocka_unit_test(test_gzip_cut),
  };
  return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
