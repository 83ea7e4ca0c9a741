/* Room write: records read back with another JSON parser, tables with a reader of RFC 4180, and hostile strings everywhere. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>
#include <jansson.h>
#include "write/write.h"

#define TEXT "LIMA - Chile's minister met her Peruvian counterpart on Thursday."
#define NO_DETAILS \
  { .killed = -1, .injured = -1, .arrested = -1, .amount = -1 }

static const drg_span TRIGGERS[] = {{24, 27}};

static drg_doc sample_doc(void) { return (drg_doc){.id = BASE_STR("r-1"), .day = 19846, .text = BASE_STR(TEXT)}; }

static drg_event sample_event(const drg_doc *doc) {
  return (drg_event){
      .id = 0x9fULL,
      .day = 19845,
      .date_text = BASE_STR("on Thursday"),
      .date_precision = BASE_STR("day"),
      .cameo = BASE_STR("040"),
      .plover = BASE_STR("CONSULT"),
      .quad = 1,
      .goldstein = 1.0,
      .joint = true,
      .source = {.code = BASE_STR("CHLGOV"),
                 .country = BASE_STR("CHL"),
                 .sector = BASE_STR("GOV"),
                 .name = BASE_NONE,
                 .text = BASE_STR("Chile's minister"),
                 .span = {7, 23}},
      .target = {.code = BASE_STR("PERGOV"), .text = BASE_STR("her Peruvian counterpart"), .span = {28, 52}},
      .place = {BASE_STR("Lima"), BASE_STR("PER"), BASE_STR("city"), -12.0432, -77.02824},
      .details = NO_DETAILS,
      .confidence = 0.934,
      .rule = BASE_STR("consult.meet"),
      .triggers = TRIGGERS,
      .n_triggers = 1,
      .text = doc->text};
}

static char *written(drg_format f, const drg_doc *doc, const drg_event *events, size_t n) {
  drg_buffer out;
  drg_buffer_init(&out);
  drg_write_events(f, doc, events, n, &out);
  if (!out.data) base_putz(&out, "");
  assert_int_equal(strlen(out.data), out.len); /* no NUL inside: every format escapes or drops it */
  return out.data;
}

static json_t *record_of(const drg_doc *doc, const drg_event *e) {
  char *line = written(DRG_JSONL, doc, e, 1);
  json_error_t why;
  json_t *record = json_loads(line, JSON_REJECT_DUPLICATES, &why);
  if (!record) fail_msg("%s: %s", why.text, line);
  assert_int_equal(line[strlen(line) - 1], '\n');
  assert_null(strchr(line, '\n')[1] ? line : NULL); /* one line */
  free(line);
  return record;
}

static const char *string_at(json_t *object, const char *key) {
  return json_string_value(json_object_get(object, key));
}

/* ---- JSON Lines ---- */

static void keys_stand_in_order(void **state) {
  static const char *const KEYS[] = {"event_id",       "doc_id",   "doc_date", "sentence", "date",       "date_text",
                                     "date_precision", "cameo",    "plover",   "mode",     "quad",       "goldstein",
                                     "status",         "joint",    "source",   "target",   "place",      "attribution",
                                     "about",          "contexts", "details",  "quote",    "confidence", "rule",
                                     "spans",          "text",     "happening"};
  (void)state;
  drg_doc doc = sample_doc();
  drg_event e = sample_event(&doc);
  json_t *record = record_of(&doc, &e);
  size_t i = 0;
  const char *key;
  json_t *value;
  json_object_foreach(record, key, value) {
    assert_true(i < sizeof KEYS / sizeof *KEYS);
    assert_string_equal(key, KEYS[i++]);
  }
  assert_int_equal(i, sizeof KEYS / sizeof *KEYS);
  json_decref(record);
}

static void values_are_those_of_the_event(void **state) {
  (void)state;
  drg_doc doc = sample_doc();
  drg_event e = sample_event(&doc);
  json_t *record = record_of(&doc, &e), *source = json_object_get(record, "source"),
         *spans = json_object_get(record, "spans");
  assert_string_equal(string_at(record, "event_id"), "000000000000009f");
  assert_string_equal(string_at(record, "doc_date"), "2024-05-03");
  assert_string_equal(string_at(record, "date"), "2024-05-02");
  assert_string_equal(string_at(record, "status"), "happened");
  assert_true(json_is_true(json_object_get(record, "joint")));
  assert_string_equal(string_at(source, "code"), "CHLGOV");
  assert_true(json_is_null(json_object_get(source, "title")));
  json_t *trigger = json_array_get(json_object_get(spans, "trigger"), 0);
  assert_int_equal(json_integer_value(json_array_get(trigger, 0)), 24);
  assert_int_equal(json_integer_value(json_array_get(trigger, 1)), 27);
  assert_int_equal(json_integer_value(json_array_get(json_object_get(spans, "target"), 1)), 52);
  assert_string_equal(string_at(record, "text"), TEXT);
  json_decref(record);
}

static void what_is_absent_is_null(void **state) {
  (void)state;
  drg_doc doc = {.id = BASE_STR("x"), .day = DRG_NO_DAY, .text = BASE_STR(TEXT)};
  drg_event e = {.day = DRG_NO_DAY,
                 .cameo = BASE_STR("010"),
                 .quad = 1,
                 .details = NO_DETAILS,
                 .text = doc.text,
                 .goldstein = NAN,
                 .confidence = INFINITY};
  static const char *const NULLS[] = {"doc_date", "date",   "date_text", "date_precision", "plover",
                                      "mode",     "source", "target",    "place",          "attribution",
                                      "details",  "quote",  "rule",      "goldstein",      "confidence"};
  json_t *record = record_of(&doc, &e);
  for (size_t i = 0; i < sizeof NULLS / sizeof *NULLS; i++)
    if (!json_is_null(json_object_get(record, NULLS[i]))) fail_msg("%s is not null", NULLS[i]);
  assert_int_equal(json_array_size(json_object_get(record, "about")), 0);
  assert_int_equal(json_array_size(json_object_get(record, "contexts")), 0);
  assert_true(json_is_null(json_object_get(json_object_get(record, "spans"), "source")));
  json_decref(record);
}

static void lists_and_details_are_written(void **state) {
  (void)state;
  const drg_topic about[] = {{BASE_STR("Treaty of Lima"), BASE_STR("agreement"), BASE_STR("the treaty")},
                             {BASE_STR("Arica"), BASE_STR("territory"), BASE_NONE}};
  const drg_str contexts[] = {BASE_STR("diplomatic"), BASE_STR("territory")};
  drg_doc doc = sample_doc();
  drg_event e = sample_event(&doc);
  e.about = about, e.n_about = 2, e.contexts = contexts, e.n_contexts = 2;
  e.details =
      (drg_details){.killed = 0, .injured = 12, .arrested = -1, .amount = 2500000.5, .currency = BASE_STR("USD")};
  json_t *record = record_of(&doc, &e), *details = json_object_get(record, "details");
  assert_string_equal(string_at(json_array_get(json_object_get(record, "about"), 1), "name"), "Arica");
  assert_string_equal(json_string_value(json_array_get(json_object_get(record, "contexts"), 1)), "territory");
  assert_int_equal(json_integer_value(json_object_get(details, "killed")), 0);
  assert_true(json_is_integer(json_object_get(details, "killed")));
  assert_true(json_is_null(json_object_get(details, "arrested")));
  assert_true(fabs(json_real_value(json_object_get(details, "amount")) - 2500000.5) < 1e-6);
  json_decref(record);
}

static void happenings_are_written_once_gathered(void **state) {
  (void)state;
  drg_doc doc = sample_doc();
  drg_event e = sample_event(&doc);
  json_t *before = record_of(&doc, &e);
  assert_true(json_is_null(json_object_get(before, "happening")));
  e.retold =
      (drg_retold){.happening = 0xab, .n_reports = 3, .n_sources = 2, .first_report = 19846, .last_report = DRG_NO_DAY};
  json_t *after = record_of(&doc, &e), *happening = json_object_get(after, "happening");
  assert_string_equal(string_at(happening, "id"), "00000000000000ab");
  assert_int_equal(json_integer_value(json_object_get(happening, "n_reports")), 3);
  assert_int_equal(json_integer_value(json_object_get(happening, "n_sources")), 2);
  assert_string_equal(string_at(happening, "first_report"), "2024-05-03");
  assert_true(json_is_null(json_object_get(happening, "last_report")));
  json_decref(before);
  json_decref(after);
}

static void numbers_have_their_places(void **state) {
  static const struct {
    double value;
    int places;
    bool trim;
    const char *expected;
  } CASES[] = {{1, 1, false, "1.0"},      {-0.4, 1, false, "-0.4"},        {-10, 1, false, "-10.0"},
               {-0.04, 1, false, "0.0"},  {0.934, 2, false, "0.93"},       {1, 2, false, "1.00"},
               {0.999, 2, false, "1.00"}, {35.69, 4, true, "35.69"},       {-77.02824, 4, true, "-77.0282"},
               {51, 4, true, "51"},       {-0.00001, 4, true, "0"},        {0.05, 2, true, "0.05"},
               {100, 2, true, "100"},     {5e12, 2, true, "5000000000000"}};
  (void)state;
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    drg_buffer out;
    drg_buffer_init(&out);
    assert_true(write_put_number(&out, CASES[i].value, CASES[i].places, CASES[i].trim));
    assert_string_equal(out.data, CASES[i].expected);
    drg_buffer_clear(&out);
  }
}

static void coordinates_off_the_globe_are_null(void **state) {
  (void)state;
  drg_doc doc = sample_doc();
  drg_event e = sample_event(&doc);
  e.place.lat = NAN;
  json_t *record = record_of(&doc, &e), *place = json_object_get(record, "place");
  assert_true(json_is_null(json_object_get(place, "lat")));
  assert_true(json_is_null(json_object_get(place, "lon")));
  json_decref(record);
}

/* ---- hostile strings ---- */

static const char *const HOSTILE[] = {"\"quoted\" and \\ back",
                                      "line\nbreak\r\nand\ttab",
                                      "\x1b[31mred\x1b]0;title\x07",
                                      "cut \xe2\x82",
                                      "\xff\xfe\x80",
                                      "\xed\xa0\x80 surrogate",
                                      "\xc0\xaf overlong",
                                      "\xf4\x90\x80\x80 beyond",
                                      "\x01\x02\x7f",
                                      "a,b;c\td",
                                      "\"",
                                      "\"\"",
                                      " blanks ",
                                      "=1+1",
                                      "\xe2\x80\xae"
                                      "turned",
                                      "]] [S } {"};
enum { N_HOSTILE = sizeof HOSTILE / sizeof *HOSTILE };

static drg_event hostile_event(const drg_doc *doc, const char *z, drg_topic *about) {
  drg_event e = sample_event(doc);
  drg_str s = base_str_of(z);
  *about = (drg_topic){s, s, s};
  e.source.name = e.source.title = e.target.text = e.place.name = e.quote = e.text = e.details.weapon = s;
  e.about = about, e.n_about = 1, e.contexts = &about->name, e.n_contexts = 1;
  return e;
}

static void hostile_strings_make_good_json(void **state) {
  (void)state;
  drg_doc doc = sample_doc();
  for (size_t i = 0; i < N_HOSTILE; i++) {
    drg_topic about;
    drg_event e = hostile_event(&doc, HOSTILE[i], &about);
    doc.id = about.name;
    json_t *record = record_of(&doc, &e);
    if (base_utf8_invalid(about.name) == about.name.len) assert_string_equal(string_at(record, "quote"), HOSTILE[i]);
    else assert_non_null(strstr(string_at(record, "quote"), "\xEF\xBF\xBD"));
    json_decref(record);
  }
}

/* ---- tables ---- */

enum { FIELDS_MAX = 128 };

/* Reads one record of RFC 4180, moving *at past it; fields are NUL-terminated in place. The number of fields. */
static size_t read_csv(char **at, char *fields[FIELDS_MAX]) {
  size_t n = 0;
  for (char *c = *at;;) {
    char *to = c;
    fields[n++] = c;
    if (*c == '"') {
      for (c++; *c != '"' || c[1] == '"'; c++) {
        assert_int_not_equal(*c, 0);
        if (*c == '"') c++;
        *to++ = *c;
      }
      c++;
    } else {
      for (; *c != ',' && *c != '\r'; c++) {
        assert_true(*c != 0 && *c != '"' && *c != '\n');
        *to++ = *c;
      }
    }
    bool last = *c == '\r';
    assert_true(last ? c[1] == '\n' : *c == ',');
    *to = 0;
    c += last ? 2 : 1;
    *at = c;
    if (last) return n;
  }
}

static size_t column_of(drg_format f, const char *name) {
  drg_buffer out;
  drg_buffer_init(&out);
  drg_write_header(f, &out);
  size_t column = 0;
  bool found = false;
  base_str rest = base_str_trim((base_str){out.data, out.len});
  for (base_str cell; !found && (cell = base_str_cut(&rest, f == DRG_CSV ? ',' : '\t')).data;) {
    found = base_str_eq(cell, base_str_of(name));
    if (!found) column++;
  }
  drg_buffer_clear(&out);
  assert_true(found);
  return column;
}

static void csv_reads_back(void **state) {
  (void)state;
  drg_doc doc = sample_doc();
  size_t columns = column_of(DRG_CSV, "last_report") + 1, quote = column_of(DRG_CSV, "quote");
  for (size_t i = 0; i < N_HOSTILE; i++) {
    drg_topic about;
    drg_event events[2] = {hostile_event(&doc, HOSTILE[i], &about), sample_event(&doc)};
    char *out = written(DRG_CSV, &doc, events, 2), *at = out, *fields[FIELDS_MAX];
    assert_int_equal(read_csv(&at, fields), columns);
    if (base_utf8_invalid(about.name) == about.name.len) assert_string_equal(fields[quote], HOSTILE[i]);
    assert_int_equal(read_csv(&at, fields), columns);
    assert_string_equal(fields[column_of(DRG_CSV, "place_lat")], "-12.0432");
    assert_string_equal(fields[column_of(DRG_CSV, "trigger")], "24-27");
    assert_string_equal(fields[column_of(DRG_CSV, "source_begin")], "7");
    assert_string_equal(fields[column_of(DRG_CSV, "killed")], "");
    assert_int_equal(*at, 0);
    free(out);
  }
}

static size_t count_of(const char *s, char c) {
  size_t n = 0;
  for (; *s; s++) n += *s == c;
  return n;
}

static void tsv_keeps_its_columns(void **state) {
  (void)state;
  drg_doc doc = sample_doc();
  size_t columns = column_of(DRG_TSV, "last_report") + 1;
  for (size_t i = 0; i < N_HOSTILE; i++) {
    drg_topic about;
    drg_event e = hostile_event(&doc, HOSTILE[i], &about);
    char *out = written(DRG_TSV, &doc, &e, 1);
    assert_int_equal(count_of(out, '\t'), columns - 1);
    assert_int_equal(count_of(out, '\n'), 1);
    assert_int_equal(count_of(out, '\r'), 0);
    free(out);
  }
}

/* ---- for people ---- */

static void pretty_marks_the_evidence(void **state) {
  (void)state;
  setenv("COLUMNS", "120", 1);
  drg_doc doc = sample_doc();
  drg_event e = sample_event(&doc);
  char *out = written(DRG_PRETTY, &doc, &e, 1);
  assert_non_null(strstr(out, "LIMA - [S Chile's minister] {met} [T her Peruvian counterpart] on Thursday."));
  assert_non_null(strstr(out, "2024-05-02  CHLGOV  ←040 Consult→  PERGOV\n"));
  assert_non_null(strstr(out, "happened · Lima · .93 · consult.meet"));
  free(out);
}

static void pretty_without_events_says_so(void **state) {
  (void)state;
  drg_doc doc = sample_doc();
  char *out = written(DRG_PRETTY, &doc, NULL, 0);
  assert_string_equal(out, "r-1\n2024-05-03\nno events\n\n");
  free(out);
}

/* Colours are a layer over the same words: with them taken off, no other control character is left. */
static void pretty_lets_no_control_through(void **state) {
  (void)state;
  drg_doc doc = sample_doc();
  for (size_t i = 0; i < N_HOSTILE; i++) {
    drg_topic about;
    drg_event e = hostile_event(&doc, HOSTILE[i], &about);
    doc.title = doc.text = about.name;
    char *plain = written(DRG_PRETTY, &doc, &e, 1), *colour = written(DRG_PRETTY_COLOUR, &doc, &e, 1);
    for (const char *c = plain; *c; c++) assert_true(*c == '\n' || (unsigned char)*c >= ' ');
    assert_int_equal(base_utf8_invalid(base_str_of(plain)), strlen(plain));
    for (const char *c = colour; (c = strchr(c, 0x1b)); c++)
      assert_true(c[1] == '[' && c[2 + strspn(c + 2, "0123456789;")] == 'm');
    assert_null(strstr(plain, "\xe2\x80\xae"));
    free(plain);
    free(colour);
  }
}

static size_t longest_line(const char *s) {
  size_t longest = 0, now = 0;
  for (; *s; s++) {
    now = *s == '\n' ? 0 : now + (((unsigned char)*s & 0xc0) != 0x80);
    if (now > longest) longest = now;
  }
  return longest;
}

static void pretty_wraps_at_the_width(void **state) {
  (void)state;
  drg_doc doc = sample_doc();
  drg_event e = sample_event(&doc);
  e.source.name = BASE_STR("A minister with a name and titles that go on and on for more than a line of the page");
  static const char *const WIDTHS[] = {"40", "60", "80"};
  for (size_t i = 0; i < 3; i++) {
    setenv("COLUMNS", WIDTHS[i], 1);
    char *out = written(DRG_PRETTY, &doc, &e, 1);
    assert_true(longest_line(out) <= (size_t)atoi(WIDTHS[i]));
    free(out);
  }
  unsetenv("COLUMNS");
}

/* ---- names ---- */

static void formats_have_names(void **state) {
  (void)state;
  drg_format f;
  assert_true(drg_format_named("tsv", &f));
  assert_int_equal(f, DRG_TSV);
  assert_true(drg_format_named("text", &f));
  assert_int_equal(f, DRG_PRETTY);
  assert_false(drg_format_named("parchment", &f));
  assert_string_equal(drg_happening_name(DRG_REQUESTED), "requested");
  assert_string_equal(drg_happening_name(DRG_DENIED), "denied");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keys_stand_in_order),
      cmocka_unit_test(values_are_those_of_the_event),
      cmocka_unit_test(what_is_absent_is_null),
      cmocka_unit_test(lists_and_details_are_written),
      cmocka_unit_test(happenings_are_written_once_gathered),
      cmocka_unit_test(numbers_have_their_places),
      cmocka_unit_test(coordinates_off_the_globe_are_null),
      cmocka_unit_test(hostile_strings_make_good_json),
      cmocka_unit_test(csv_reads_back),
      cmocka_unit_test(tsv_keeps_its_columns),
      cmocka_unit_test(pretty_marks_the_evidence),
      cmocka_unit_test(pretty_without_events_says_so),
      cmocka_unit_test(pretty_lets_no_control_through),
      cmocka_unit_test(pretty_wraps_at_the_width),
      cmocka_unit_test(formats_have_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
