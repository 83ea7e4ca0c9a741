/* The read room: openings of reports, dates, encodings, JSON, gzip, folders, and all that can be wrong with a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include "read_room.h"

/* ---- datelines ---- */

static const struct {
  const char *text, *place, *publisher, *day, *body;
} DATELINES[] = {
    {"LIMA, 3 May 2024 (Sample Wire) - Chile met Peru.", "LIMA", "Sample Wire", "2024-05-03", "Chile"},
    {"date 2024-05-03 LIMA – Chile met Peru.", "LIMA", NULL, "2024-05-03", "Chile"},
    {" date 20240503 LIMA – Chile met Peru.", "LIMA", NULL, "2024-05-03", "Chile"},
    {"date 2024-05-03 Chile met Peru.", NULL, NULL, "2024-05-03", "Chile"},
    {"date 2024-05-03\n\nLIMA -- Chile met Peru.", "LIMA", NULL, "2024-05-03", "Chile"},
    {"WASHINGTON (AP) — The envoy left.", "WASHINGTON", "AP", NULL, "The"},
    {"LONDON, March 3 (Reuters) - The envoy left.", "LONDON", "Reuters", NULL, "The"},
    {"KYIV, Ukraine -- The envoy left on Monday.", "KYIV, Ukraine", NULL, NULL, "The"},
    {"BEIJING, 3 Mar 2021 (Xinhua) -- The envoy left.", "BEIJING", "Xinhua", "2021-03-03", "The"},
    {"CASPER, Wyo. - The envoy left on Monday.", "CASPER, Wyo.", NULL, NULL, "The"},
    {"CAMBRIDGE, Mass., Dec. 11 (UPI) — The envoy left.", "CAMBRIDGE, Mass.", "UPI", NULL, "The"},
    {"ST. PETERSBURG, Russia – The envoy left on Monday.", "ST. PETERSBURG, Russia", NULL, NULL, "The"},
    {"PORT-AU-PRINCE, Haiti — The envoy left.", "PORT-AU-PRINCE, Haiti", NULL, NULL, "The"},
    {"Rio de Janeiro, 3 March 2021 - The envoy left.", "Rio de Janeiro", NULL, "2021-03-03", "The"},
    {"KYIV/MOSCOW, March 3, 2021 (Reuters) - The envoy left.", "KYIV/MOSCOW", "Reuters", "2021-03-03", "The"},
    {"DEIR AL-BALAH, Gaza Strip (AP) — The envoy left.", "DEIR AL-BALAH, Gaza Strip", "AP", NULL, "The"},
    {"al-Hasakah, Syria (AFP) — The envoy left.", "al-Hasakah, Syria", "AFP", NULL, "The"},
    {"MOSCOW, March 3. /TASS/. The envoy left.", "MOSCOW", "TASS", NULL, "The"},
    {"MOSCOW. March 3, 2021 (Interfax) - The envoy left.", "MOSCOW", "Interfax", "2021-03-03", "The"},
    {"Havana, Jul 20 (Prensa Latina) The envoy left.", "Havana", "Prensa Latina", NULL, "The"},
    {"New Delhi [India], March 3 (ANI): The envoy left.", "New Delhi", "ANI", NULL, "The"},
    {"Tehran, March 3, 2021, IRNA – The envoy left.", "Tehran", "IRNA", "2021-03-03", "The"},
    {"Addis Ababa March 3/2021 (ENA) The envoy left.", "Addis Ababa", "ENA", "2021-03-03", "The"},
    {"GENEVA (3 March 2021) – The envoy left.", "GENEVA", NULL, "2021-03-03", "The"},
    {"CAIRO – 3 March 2021: The envoy left.", "CAIRO", NULL, "2021-03-03", "The"},
    {"SRINAGAR, Mar 03 2021: The envoy left.", "SRINAGAR", NULL, "2021-03-03", "The"},
    {"BOGOTA (COLOMBIA), 3 JAN 90 (ACAN-EFE) -- [TEXT] The envoy left.", "BOGOTA", "ACAN-EFE", "1990-01-03", "The"},
    {"BOGOTA (COLOMBIA), 3 JAN 90 -- The envoy left.", "BOGOTA", NULL, "1990-01-03", "The"},
    {"(Reuters) - The envoy left.", NULL, "Reuters", NULL, "The"},
    {"March 3, 2021 (UPI) -- The envoy left.", NULL, "UPI", "2021-03-03", "The"},
    {"AFP - London - The envoy left the city on Monday, officials said there.", "London", "AFP", NULL, "The"},
    {"BEIRUT—The envoy left on Monday.", "BEIRUT", NULL, NULL, "The"},
    {"WASHINGTON _ The envoy left on Monday.", "WASHINGTON", NULL, NULL, "The"},
    {"NANJING (Xinhua) -- - The envoy left.", "NANJING", "Xinhua", NULL, "The"},
    {"RIYADH: The kingdom will send an envoy to the talks on Monday.", "RIYADH", NULL, NULL, "The"},
    {"Pretoria – The High Court ruled on Tuesday that the envoy may leave.", "Pretoria", NULL, NULL, "The"},
    {"BRASÍLIA — The envoy left on Monday.", "BRASÍLIA", NULL, NULL, "The"},
    {"ATLANTA (AP) --\n\nThe envoy left.", "ATLANTA", "AP", NULL, "The"},
    {"LIMA, 3 May 2024\n\nThe envoy left.", "LIMA", NULL, "2024-05-03", "The"},
    /* no datelines */
    {"NATO - The alliance said NATO would send troops.", NULL, NULL, NULL, "NATO"},
    {"US - Iran talks went on in Geneva on Monday.", NULL, NULL, NULL, "US"},
    {"EXCLUSIVE - Chile plans to meet Peru, aides said.", NULL, NULL, NULL, "EXCLUSIVE"},
    {"On March 3, 2021 – the day of the vote – Chile met Peru.", NULL, NULL, NULL, "On"},
    {"Chile met Peru on Monday - a first step.", NULL, NULL, NULL, "Chile"},
    {"ROJAS: I will win this vote. That I said to the press.\nREPORTER: When?", NULL, NULL, NULL, "ROJAS"},
    {"Rojas: Peru Must Go Its Own Way.", NULL, NULL, NULL, "Rojas"},
    {"Peru – once a partner of Chile – closed the border on Monday.", NULL, NULL, NULL, "Peru"},
    {"LIMA -", NULL, NULL, NULL, "LIMA"},
};

static void test_datelines(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof DATELINES / sizeof *DATELINES; i++) {
    drg_doc d = doc_of(DATELINES[i].text);
    if (strncmp(body_of(&d), DATELINES[i].body, strlen(DATELINES[i].body))) fail_msg("body of: %s", DATELINES[i].text);
    if (DATELINES[i].place || d.dateline.data) assert_str(d.dateline, DATELINES[i].place);
    if (DATELINES[i].publisher || d.publisher.data) assert_str(d.publisher, DATELINES[i].publisher);
    assert_day(&d, DATELINES[i].day, DATELINES[i].day ? "text" : NULL);
    assert_str(d.text, DATELINES[i].text); /* the text stays whole */
    drg_doc_free(&d);
  }
}

/* ---- openings ---- */

static void test_headline_before_dateline(void **state) {
  (void)state;
  drg_doc d = doc_of("Ministers meet in Lima\n\nBy Ana Quispe\n\nLIMA, May 3 (AP) - Chile met Peru.\n\nThey spoke.");
  drg_span parts[2];
  assert_str(d.title, "Ministers meet in Lima");
  assert_str(d.dateline, "LIMA");
  assert_memory_equal(body_of(&d), "Chile met", 9);
  assert_int_equal(read_parts(&d, parts), 2);
  assert_int_equal(parts[0].begin, 0);
  assert_int_equal(parts[0].end, strlen("Ministers meet in Lima"));
  assert_int_equal(parts[1].begin, read_body(&d).begin);
  assert_int_equal(parts[1].end, d.text.len);
  drg_doc_free(&d);
}

static void test_headline_alone_stays_in(void **state) {
  (void)state;
  drg_doc d = doc_of("Ministers meet in Lima\n\nChile's foreign minister met her counterpart on Monday.");
  drg_span parts[2];
  assert_str(d.title, "Ministers meet in Lima");
  assert_int_equal(read_body(&d).begin, 0);
  assert_int_equal(read_parts(&d, parts), 1);
  drg_doc_free(&d);
}

static void test_first_sentence_is_no_headline(void **state) {
  (void)state;
  drg_doc d = doc_of("Chile met Peru.\n\nThey spoke for two hours.");
  assert_null(d.title.data);
  drg_doc_free(&d);
  d = doc_of("Chile's foreign minister met her counterpart in Lima on\nMonday to speak of trade, aides said.");
  assert_null(d.title.data);
  drg_doc_free(&d);
}

static void test_header_lines(void **state) {
  (void)state;
  drg_doc d = doc_of("Title: Ministers meet\nDate: 3 May 2024\nSource: Sample Wire\nURL: https://news.example/x\n"
                     "Author: Ana Quispe\n\nChile met Peru.");
  assert_str(d.title, "Ministers meet");
  assert_str(d.publisher, "Sample Wire");
  assert_str(d.url, "https://news.example/x");
  assert_day(&d, "2024-05-03", "text");
  assert_string_equal(body_of(&d), "Chile met Peru.");
  drg_doc_free(&d);
}

static void test_byline_and_date_line(void **state) {
  (void)state;
  drg_doc d = doc_of("Ministers meet\nBy Ana Quispe and Luis Rojas\nMay 3, 2024 10:15 am\n\nChile met Peru on Monday.");
  assert_day(&d, "2024-05-03", "text");
  assert_memory_equal(body_of(&d), "Chile", 5);
  drg_doc_free(&d);
  d = doc_of("By Tuesday, rebels had taken the city.\n\nThe army left.");
  assert_int_equal(read_body(&d).begin, 0);
  drg_doc_free(&d);
}

static void test_only_marks_are_the_text(void **state) {
  (void)state;
  drg_doc d = doc_of("date 2024-05-03");
  assert_int_equal(read_body(&d).begin, 0);
  assert_day(&d, "2024-05-03", "text");
  drg_doc_free(&d);
}

static void test_body_of_foreign_document(void **state) {
  (void)state;
  drg_doc d = {.text = BASE_STR("LIMA (AP) - Chile met Peru."), .day = DRG_NO_DAY};
  assert_string_equal(body_of(&d), "Chile met Peru.");
}

/* ---- dates ---- */

static const struct {
  const char *field, *day;
} FIELDS[] = {
    {"2024-05-03", "2024-05-03"},
    {"2024-05-03T23:30:00-05:00", "2024-05-03"},
    {"2024-05-03 10:15", "2024-05-03"},
    {"20240503", "2024-05-03"},
    {"20240503T101500Z", "2024-05-03"},
    {"20240503101500", "2024-05-03"},
    {"950101", "1995-01-01"},
    {"Fri, 03 May 2024 10:15:00 GMT", "2024-05-03"},
    {"3 May 2024", "2024-05-03"},
    {"May 3, 2024", "2024-05-03"},
    {"Friday, May 3rd, 2024", "2024-05-03"},
    {"03-May-2024", "2024-05-03"},
    {"2024/05/03", "2024-05-03"},
    {"05/28/2024", "2024-05-28"},
    {"28/05/2024", "2024-05-28"},
    {"3.5.2024", "2024-05-03"},
    {"1714730400", "2024-05-03"},
    {"1714730400000", "2024-05-03"},
    {"Published on May 3, 2024", "2024-05-03"},
    {"1714730400.25", "2024-05-03"},
    {"-", NULL},
    {"", NULL},
    {"05/04/2024", NULL},
    {"2024-02-30", NULL},
    {"20241301", NULL},
    {"soon", NULL},
    {"42", NULL},
};

static void test_date_fields(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
    int32_t want = FIELDS[i].day ? base_day_parse(base_str_of(FIELDS[i].day)) : DRG_NO_DAY;
    if (read_day_of_field(base_str_of(FIELDS[i].field)) != want) fail_msg("%s", FIELDS[i].field);
  }
}

static const struct {
  const char *name, *day;
} NAMED[] = {
    {"news-2022-08-28.txt", "2022-08-28"},
    {"20220828_a.txt", "2022-08-28"},
    {"APW19980213.1320", "1998-02-13"},
    {"https://x.example/2022/08/28/talks", "2022-08-28"},
    {"https://x.example/2022/8/28/talks", "2022-08-28"},
    {"https://x.example/article/28/08/2022/talks", "2022-08-28"},
    {"https://x.example/a/101658848812497", NULL},
    {"report-7.txt", NULL},
    {"2022-13-45.txt", NULL},
};

static void test_date_names(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof NAMED / sizeof *NAMED; i++) {
    int32_t want = NAMED[i].day ? base_day_parse(base_str_of(NAMED[i].day)) : DRG_NO_DAY;
    if (read_day_of_name(base_str_of(NAMED[i].name)) != want) fail_msg("%s", NAMED[i].name);
  }
}

static void test_date_order(void **state) {
  (void)state;
  drg_read_options opt = {.default_day = base_day_parse(BASE_STR("2020-01-02"))};
  const char *paths[] = {put_text("a-2022-08-28.txt", "Chile met Peru."), put_text("b.txt", "Chile met Peru."),
                         put_text("c-2022-08-28.txt", "LIMA, 3 May 2024 - Chile met Peru.")};
  drg_reader *r = open_paths(paths, 3, &opt);
  drg_doc d;
  next_doc(r, &d);
  assert_day(&d, "2022-08-28", "name");
  drg_doc_free(&d);
  next_doc(r, &d);
  assert_day(&d, "2020-01-02", "option");
  drg_doc_free(&d);
  next_doc(r, &d);
  assert_day(&d, "2024-05-03", "text");
  drg_doc_free(&d);
  next_end(r);
}

static void test_year_from_around(void **state) {
  (void)state;
  const char *path = put_text("x-2022-01-02.txt", "LIMA, Dec 30 (AP) - Chile met Peru.");
  drg_reader *r = open_one(path);
  drg_doc d;
  next_doc(r, &d);
  assert_day(&d, "2021-12-30", "text");
  drg_doc_free(&d);
  next_end(r);
}

/* ---- encodings ---- */

#define assert_reads(lit, text, encoding) assert_read_as("x.txt", (lit), sizeof(lit) - 1, (text), (encoding))

static void test_encodings(void **state) {
  (void)state;
  assert_reads("\xEF\xBB\xBFPeru\r\nmet\rChile", "Peru\nmet\nChile", "utf-8");
  assert_reads("Per\xFA\x92s", "Perú’s", "windows-1252");
  assert_reads("Perú’s caf\xE9", "Perú’s café", "utf-8 with windows-1252");
  assert_reads("\xFF\xFEP\0e\0r\0\xFA\0", "Perú", "utf-16");
  assert_reads("\xFE\xFF\0P\xD8\x3D\xDE\0", "P😀", "utf-16");
  assert_reads("Peru\x01 met", "Peru  met", "utf-8");
}

static void test_not_text(void **state) {
  (void)state;
  drg_reader *r = open_bytes("x.txt", "Peru\n\0", 6);
  next_reject(r, "binary file", 2);
  next_end(r);
  r = open_bytes("x.txt", "\x01\x02\x03\x04\x05\x06", 6);
  next_reject(r, "binary file", 1);
  next_end(r);
  r = open_bytes("x.txt", "Peru \x81", 6);
  next_reject(r, "invalid UTF-8", 1);
  next_end(r);
  r = open_string("x.txt", "");
  next_reject(r, "empty file", 1);
  next_end(r);
  r = open_string("x.txt", " \n\n");
  next_reject(r, "empty text", 1);
  next_end(r);
  r = open_string("x", "<!DOCTYPE html><p>Peru");
  next_reject(r, "no running text", 1);
  next_end(r);
}

/* ---- JSON ---- */

static void test_json_fields(void **state) {
  (void)state;
  drg_reader *r =
      open_string("x.jsonl", "{\"story_id\":17,\"pub_date\":\"20240503\",\"headline\":\"H\",\"body\":\"B.\","
                             "\"link\":\"https://news.example/1\",\"source_name\":\"Wire\",\"lang\":\"en\"}\n");
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.id, "17");
  assert_str(d.title, "H");
  assert_str(d.text, "B.");
  assert_str(d.url, "https://news.example/1");
  assert_str(d.publisher, "Wire");
  assert_str(d.language, "en");
  assert_str(d.file, "x.jsonl");
  assert_day(&d, "2024-05-03", "field");
  drg_doc_free(&d);
  next_end(r);
}

static void test_json_overrides(void **state) {
  (void)state;
  drg_read_options opt = {.text_field = "words", .id_field = "key", .date_field = "day", .default_day = DRG_NO_DAY};
  const char *s =
      "{\"id\":\"no\",\"text\":\"no\",\"date\":\"1999-01-01\",\"key\":\"k\",\"words\":\"Yes.\",\"day\":950101}\n{}";
  drg_reader *r;
  drg_doc d;
  assert_int_equal(read_open_memory("x.jsonl", s, strlen(s), &opt, &r, NULL), DRG_OK);
  next_doc(r, &d);
  assert_str(d.id, "k");
  assert_str(d.text, "Yes.");
  assert_day(&d, "1995-01-01", "field");
  drg_doc_free(&d);
  next_reject(r, "no text field (words)", 2);
  next_end(r);
}

static void test_json_values(void **state) {
  (void)state;
  drg_reader *r = open_string(
      "/some/x.jsonl", "{\"text\":\"caf\\u00e9 \\ud83d\\ude00\"}\n\n"
                       "{\"_id\":{\"$oid\":\"5f\"},\"date\":{\"$date\":1714730400000},\"text\":[\"One.\",\"Two.\"]}\n"
                       "{\"id\":123456789012345678901234567890,\"text\":\"x\"}\n"
                       "{\"Text\":\"x\",\"ID\":\"i\",\"url\":\"https://x.example/2022/08/28/a\"}");
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.text, "café 😀");
  assert_str(d.id, "x.jsonl:1");
  drg_doc_free(&d);
  next_doc(r, &d);
  assert_str(d.id, "5f");
  assert_str(d.text, "One.\n\nTwo.");
  assert_int_equal(d.line, 3);
  assert_day(&d, "2024-05-03", "field");
  drg_doc_free(&d);
  next_doc(r, &d);
  drg_doc_free(&d);
  next_doc(r, &d);
  assert_str(d.id, "i");
  assert_day(&d, "2022-08-28", "url");
  drg_doc_free(&d);
  next_end(r);
}

static void test_json_rejects(void **state) {
  (void)state;
  drg_reader *r = open_string(
      "x.jsonl", "{\"id\":\"a\",\"text\":\"x\"}\n{\"text\" \"x\"}\n[]\n{\"id\":1}\n{\"text\":\" \"}\n"
                 "{\"text\":\"\\ud83d\"}\n{\"text\":\"a\\u0000b\"}\n{\"text\":7}\n{\"id\":\"z\",\"text\":\"x\"}\n");
  next_id(r, "a");
  next_reject(r, "':' expected", 2);
  next_reject(r, "not a JSON object", 3);
  next_reject(r, "no text field (text, body, content, event_text)", 4);
  next_reject(r, "empty text", 5);
  next_reject(r, "invalid Unicode", 6);
  next_reject(r, "\\u0000", 7);
  next_reject(r, "no text field", 8);
  next_id(r, "z");
  next_end(r);
}

static void test_json_reject_place(void **state) {
  (void)state;
  drg_reader *r = open_string("x.jsonl", "{\"text\":\"x\"}\n{\"text\" 1}\n");
  drg_doc d;
  drg_error err;
  next_doc(r, &d);
  drg_doc_free(&d);
  assert_int_equal(drg_reader_next(r, &d, &err), DRG_REJECTED);
  assert_string_equal(err.file, "x.jsonl");
  assert_in_range(err.byte, 13, 24);
  next_end(r);
}

static void test_json_array(void **state) {
  (void)state;
  drg_reader *r =
      open_string("x.json", "\xEF\xBB\xBF[\n {\"id\":\"a\",\"text\":\"br{ce \\\" ]\"},\n {\n  \"id\": \"b\",\n"
                            "  \"text\": \"x\"\n },{\"id\":\"c\" \"text\"},\n 7,\n {\"text\":\"x\"}]\n");
  next_id(r, "a");
  next_id(r, "b");
  next_reject(r, "", 6);
  next_reject(r, "", 7);
  next_id(r, "x.json:5");
  next_end(r);
}

static void test_json_spread_over_lines(void **state) {
  (void)state;
  drg_reader *r =
      open_string("x.json", "{\n  \"id\": \"a\",\n  \"text\": \"x\"\n}\n{\n  \"id\": \"b\",\n  \"text\": \"y\"\n}\n");
  next_id(r, "a");
  next_id(r, "b");
  next_end(r);
}

static void test_json_sniffed(void **state) {
  (void)state;
  drg_reader *r = open_string("news", "{\"id\":\"a\",\"text\":\"x\"}");
  next_id(r, "a");
  next_end(r);
  r = open_string("news", "[Text] Chile met Peru.");
  next_id(r, "news");
  next_end(r);
  r = open_string("x.jsonl", "");
  next_reject(r, "empty file", 0);
  next_end(r);
}

static void test_json_dateline(void **state) {
  (void)state;
  drg_reader *r = open_string("x.jsonl", "{\"date\":\"2024-05-03\",\"text\":\"LIMA, May 2 (AP) - Chile met Peru.\"}");
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.dateline, "LIMA");
  assert_day(&d, "2024-05-03", "field");
  assert_string_equal(body_of(&d), "Chile met Peru.");
  drg_doc_free(&d);
  next_end(r);
}

static void test_json_windows_1252(void **state) {
  (void)state;
  drg_reader *r = open_string("x.jsonl", "{\"id\":\"a\",\"text\":\"Per\xFA\"}\n{\"id\":\"b\",\"text\":\"\x81\"}\n");
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.text, "Perú");
  assert_string_equal(read_encoding(&d), "windows-1252");
  drg_doc_free(&d);
  next_reject(r, "invalid UTF-8", 2);
  next_end(r);
}

/* ---- size ---- */

static char *long_file(size_t filler, size_t *len) {
  const char *head = "{\"id\":\"a\",\"text\":\"x\"}\n{\"text\":\"", *tail = "\"}\n{\"id\":\"c\",\"text\":\"y\"}\n";
  *len = strlen(head) + filler + strlen(tail);
  char *p = malloc(*len);
  assert_non_null(p);
  memcpy(p, head, strlen(head));
  memset(p + strlen(head), 'a', filler);
  memcpy(p + strlen(head) + filler, tail, strlen(tail));
  return p;
}

static void test_record_too_long(void **state) {
  (void)state;
  size_t len;
  char *p = long_file(500000, &len);
  drg_read_options opt = {.max_record = 1000, .default_day = DRG_NO_DAY};
  const char *path = put_file("long.jsonl", p, len);
  drg_reader *r = open_paths(&path, 1, &opt);
  next_id(r, "a");
  next_reject(r, "record over 1000 bytes", 2);
  assert_true(r->record.cap < 100000); /* it was never held */
  next_id(r, "c");
  next_end(r);
  path = put_file("long.txt", p, len);
  r = open_paths(&path, 1, &opt);
  next_reject(r, "record over 1000 bytes", 1);
  next_end(r);
  free(p);
}

/* ---- gzip ---- */

static void test_gzip_members(void **state) {
  (void)state;
  unsigned char b[1024] = {0};
  size_t n = pack_string("{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",", b, sizeof b);
  n += pack_string("\"text\":\"y\"}\n", b + n, sizeof b - n);
  drg_reader *r = open_one(put_file("two.jsonl.gz", b, n + 8)); /* zeros behind, as tapes leave them */
  next_id(r, "a");
  next_id(r, "b");
  next_end(r);
  r = open_one(put_file("packed", b, n)); /* by its bytes, not its name */
  next_id(r, "a");
  next_id(r, "b");
  next_end(r);
}

static void test_gzip_text(void **state) {
  (void)state;
  unsigned char b[1024];
  size_t n = pack_string("LIMA (AP) - Chile met Peru.", b, sizeof b);
  drg_reader *r = open_one(put_file("report.txt.gz", b, n));
  next_id(r, "report");
  next_end(r);
  r = open_one(put_file("cut.txt.gz", b, n - 9));
  next_reject(r, "truncated gzip", 1);
  next_end(r);
}

static size_t many_records(char *p, size_t room) {
  size_t n = 0;
  for (int i = 0; i < 500; i++)
    n +=
        (size_t)snprintf(p + n, room - n, "{\"id\":\"%d\",\"text\":\"Report %d of %d.\"}\n", i, i * 7919 % 5003, i * i);
  return n;
}

/* Reads to the end; returns the records read and wants one rejection, the last thing said. */
static int read_to_fault(drg_reader *r, const char *message) {
  drg_doc d;
  drg_error err = {0};
  int ok = 0;
  drg_status st;
  while ((st = drg_reader_next(r, &d, &err)) == DRG_OK) {
    drg_doc_free(&d);
    ok++;
  }
  assert_int_equal(st, DRG_REJECTED);
  assert_non_null(strstr(err.message, message));
  next_end(r);
  return ok;
}

static void test_gzip_cut(void **state) {
  (void)state;
  static char text[40000];
  static unsigned char b[40000];
  size_t n = pack(text, many_records(text, sizeof text), b, sizeof b);
  assert_in_range(read_to_fault(open_bytes("x.jsonl.gz", b, n / 2), "truncated gzip"), 50, 499);
  assert_int_equal(read_to_fault(open_bytes("x.jsonl.gz", b, n - 4), "truncated gzip"), 500);
  b[n - 6] ^= 0x55; /* the checksum */
  assert_int_equal(read_to_fault(open_bytes("x.jsonl.gz", b, n), "damaged gzip"), 500);
  assert_int_equal(read_to_fault(open_bytes("x.jsonl.gz", b, 5), "truncated gzip"), 0);
}

static void test_gzip_rubbish_behind(void **state) {
  (void)state;
  unsigned char b[256];
  size_t n = pack_string("{\"text\":\"x\"}\n", b, sizeof b);
  memcpy(b + n, "rubbish", 7);
  assert_int_equal(read_to_fault(open_bytes("x.jsonl.gz", b, n + 7), "bytes after the end of gzip data"), 1);
}

/* ---- paths ---- */

static void test_folders(void **state) {
  (void)state;
  const char *FILES[] = {"n/c.txt", "n/b/x.txt", "n/a.txt", "n/.hidden.txt", "n/B.txt"};
  mkdir(path_of("n"), 0777);
  mkdir(path_of("n/b"), 0777);
  mkdir(path_of("n/d"), 0777);
  for (int i = 0; i < 5; i++) put_text(FILES[i], "Chile met Peru.");
  assert_int_equal(symlink("..", path_of("n/b/loop")), 0);
  drg_reader *r = open_one(path_of("n"));
  next_id(r, "B");
  next_id(r, "a");
  next_id(r, "x");
  next_id(r, "c");
  next_end(r);
}

static void test_missing_path(void **state) {
  (void)state;
  drg_doc d;
  drg_error err;
  const char *paths[] = {"/nowhere/x.txt", put_text("here.txt", "Chile met Peru.")};
  drg_reader *r = open_paths(paths, 2, NULL);
  assert_int_equal(drg_reader_next(r, &d, &err), DRG_ERR_OPEN);
  assert_string_equal(err.message, "cannot open '/nowhere/x.txt': No such file or directory");
  assert_string_equal(err.file, "/nowhere/x.txt");
  next_id(r, "here");
  next_end(r);
}

static void test_unknown_format(void **state) {
  (void)state;
  drg_reader *r;
  drg_error err;
  drg_read_options opt = {.format = "parchment"};
  assert_int_equal(drg_reader_open(NULL, 0, &opt, &r, &err), DRG_ERR_ARGUMENT);
  assert_string_equal(err.message, "unknown format 'parchment'");
}

static void test_close_halfway(void **state) {
  (void)state;
  drg_reader *r = open_string("x.jsonl", "{\"text\":\"x\"}\n{\"text\":\"y\"}\n");
  drg_doc d;
  next_doc(r, &d);
  drg_reader_close(r);
  assert_str(d.text, "x"); /* a document outlives its reader */
  drg_doc_free(&d);
  drg_doc_free(&d); /* twice is fine */
  drg_doc_free(NULL);
  drg_reader_close(NULL);
}

static void test_from_text(void **state) {
  (void)state;
  drg_doc d, same;
  drg_error err;
  assert_int_equal(drg_doc_from_text("LIMA, May 2 - Hi.", 17, NULL, "2024-05-03", &d, &err), DRG_OK);
  assert_int_equal(drg_doc_from_text("LIMA, May 2 - Hi.", 17, NULL, NULL, &same, &err), DRG_OK);
  assert_day(&d, "2024-05-03", "field");
  assert_int_equal(d.id.len, 16);
  assert_true(base_str_eq(d.id, same.id));
  drg_doc_free(&d);
  drg_doc_free(&same);
  assert_int_equal(drg_doc_from_text("Hi.", 3, NULL, "soon", &d, &err), DRG_ERR_ARGUMENT);
  assert_string_equal(err.message, "not a date: 'soon'");
  assert_int_equal(drg_doc_from_text("", 0, NULL, NULL, &d, &err), DRG_REJECTED);
  assert_int_equal(drg_doc_from_text(NULL, 0, NULL, NULL, &d, NULL), DRG_REJECTED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_datelines),
      cmocka_unit_test(test_headline_before_dateline),
      cmocka_unit_test(test_headline_alone_stays_in),
      cmocka_unit_test(test_first_sentence_is_no_headline),
      cmocka_unit_test(test_header_lines),
      cmocka_unit_test(test_byline_and_date_line),
      cmocka_unit_test(test_only_marks_are_the_text),
      cmocka_unit_test(test_body_of_foreign_document),
      cmocka_unit_test(test_date_fields),
      cmocka_unit_test(test_date_names),
      cmocka_unit_test(test_date_order),
      cmocka_unit_test(test_year_from_around),
      cmocka_unit_test(test_encodings),
      cmocka_unit_test(test_not_text),
      cmocka_unit_test(test_json_fields),
      cmocka_unit_test(test_json_overrides),
      cmocka_unit_test(test_json_values),
      cmocka_unit_test(test_json_rejects),
      cmocka_unit_test(test_json_reject_place),
      cmocka_unit_test(test_json_array),
      cmocka_unit_test(test_json_spread_over_lines),
      cmocka_unit_test(test_json_sniffed),
      cmocka_unit_test(test_json_dateline),
      cmocka_unit_test(test_json_windows_1252),
      cmocka_unit_test(test_record_too_long),
      cmocka_unit_test(test_gzip_members),
      cmocka_unit_test(test_gzip_text),
      cmocka_unit_test(test_gzip_cut),
      cmocka_unit_test(test_gzip_rubbish_behind),
      cmocka_unit_test(test_folders),
      cmocka_unit_test(test_missing_path),
      cmocka_unit_test(test_unknown_format),
      cmocka_unit_test(test_close_halfway),
      cmocka_unit_test(test_from_text),
  };
  return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
