/* Room write, other data sets' formats: values where their readers look for them, both directions, what is left out, networks
 * that do not depend on the order, and hostile strings. */
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>
#include <jansson.h>
#include "write/parts.h"

#define TEXT "LIMA - Chile's minister met her Peruvian counterpart on Thursday."
#define NO_DETAILS \
  { .killed = -1, .injured = -1, .arrested = -1, .amount = -1 }

static const drg_span TRIGGERS[] = {{24, 27}};
static const drg_str CONTEXTS[] = {{"diplomatic", 10}, {"military", 8}};

static drg_doc sample_doc(void) {
  return (drg_doc){.id = BASE_STR("r-1"),
                   .url = BASE_STR("https://example.org/r-1"),
                   .publisher = BASE_STR("Gazette"),
                   .day = 19846,
                   .text = BASE_STR(TEXT)};
}

static drg_event sample_event(void) {
  return (drg_event){.id = 0xf00000000000009fULL,
                     .day = 16119, /* 2014-02-18 */
                     .cameo = BASE_STR("0411"),
                     .plover = BASE_STR("CONSULT"),
                     .quad = 1,
                     .goldstein = 1.0,
                     .joint = true,
                     .source = {.code = BASE_STR("CHLGOV"), .text = BASE_STR("Chile's minister"), .span = {7, 23}},
                     .target = {.code = BASE_STR("PERGOV"), .name = BASE_STR("María Ríos"), .span = {28, 52}},
                     .place = {BASE_STR("Lima"), BASE_STR("PER"), BASE_STR("city"), -12.0432, -77.02824},
                     .contexts = CONTEXTS,
                     .n_contexts = 2,
                     .details = NO_DETAILS,
                     .confidence = 0.934,
                     .triggers = TRIGGERS,
                     .n_triggers = 1,
                     .text = BASE_STR(TEXT)};
}

static drg_writer *opened(drg_format f, const drg_writer_options *more) {
  drg_writer_options options = more ? *more : (drg_writer_options){0};
  drg_writer *w = NULL;
  drg_error err = {0};
  options.dir = DRAGOMAN_SOURCE_DATA;
  if (drg_writer_open(f, &options, &w, &err) != DRG_OK) fail_msg("%s", err.message);
  return w;
}

/* The rows of one document, without header and end; the caller frees. */
static char *rows_of(drg_format f, const drg_writer_options *options, const drg_doc *doc, const drg_event *events,
                     size_t n) {
  drg_buffer out;
  drg_writer *w = opened(f, options);
  drg_buffer_init(&out);
  base_putz(&out, "");
  drg_writer_rows(w, doc, events, n, &out);
  drg_writer_close(w);
  assert_int_equal(strlen(out.data), out.len);
  return out.data;
}

/* ---- delimited formats, seen by column ---- */

static size_t column_of(const write_layout *l, const char *name) {
  size_t i = 0;
  while (i < l->n && strcmp(l->columns[i].name, name)) i++;
  if (i == l->n) fail_msg("no column %s", name);
  return i;
}

static base_str cell_of(const char *rows, size_t row, size_t column) {
  base_str rest = base_str_of(rows), line = base_str_cut(&rest, '\n'), cell = BASE_NONE;
  while (row--) line = base_str_cut(&rest, '\n');
  for (size_t i = 0; i <= column; i++) cell = base_str_cut(&line, '\t');
  return cell;
}

static void expect_cell(const write_layout *l, const char *rows, size_t row, const char *name, const char *expected) {
  base_str got = cell_of(rows, row, column_of(l, name));
  if (!base_str_eq(got, base_str_of(expected))) fail_msg("%s: '%.*s' for '%s'", name, BASE_ARG(got), expected);
}

static size_t count_of(const char *s, char c) {
  size_t n = 0;
  for (; *s; s++) n += *s == c;
  return n;
}

static void gdelt_has_its_values(void **state) {
  static const char *const CELLS[][2] = {{"GLOBALEVENTID", "8070450532247928991"},
                                         {"SQLDATE", "20140218"},
                                         {"MonthYear", "201402"},
                                         {"Year", "2014"},
                                         {"FractionDate", "2014.1315"},
                                         {"Actor1Code", "CHLGOV"},
                                         {"Actor1Name", "GOVERNMENT (CHILE)"},
                                         {"Actor1CountryCode", "CHL"},
                                         {"Actor1KnownGroupCode", ""},
                                         {"Actor1Type1Code", "GOV"},
                                         {"Actor1Type2Code", ""},
                                         {"Actor2Name", "MARÍA RÍOS"},
                                         {"IsRootEvent", "1"},
                                         {"EventCode", "0411"},
                                         {"EventBaseCode", "041"},
                                         {"EventRootCode", "04"},
                                         {"QuadClass", "1"},
                                         {"GoldsteinScale", "1.0"},
                                         {"NumMentions", "1"},
                                         {"AvgTone", ""},
                                         {"Actor1Geo_Type", "0"},
                                         {"ActionGeo_Type", "4"},
                                         {"ActionGeo_FullName", "Lima, Peru"},
                                         {"ActionGeo_CountryCode", "PE"},
                                         {"ActionGeo_ADM1Code", ""},
                                         {"ActionGeo_Lat", "-12.0432"},
                                         {"DATEADDED", "20240503000000"},
                                         {"SOURCEURL", "https://example.org/r-1"}};
  (void)state;
  drg_doc doc = sample_doc();
  drg_event e = sample_event();
  char *rows = rows_of(DRG_GDELT, NULL, &doc, &e, 1);
  for (size_t i = 0; i < sizeof CELLS / sizeof *CELLS; i++)
    expect_cell(&WRITE_GDELT, rows, 0, CELLS[i][0], CELLS[i][1]);
  free(rows);
}

static void gathered_events_count_their_reports(void **state) {
  (void)state;
  drg_doc doc = sample_doc();
  drg_event e = sample_event();
  e.retold = (drg_retold){.happening = 7, .n_reports = 12, .n_sources = 5, .first_report = 19846, .last_report = 19850};
  char *rows = rows_of(DRG_GDELT, NULL, &doc, &e, 1), *flat = rows_of(DRG_TSV, NULL, &doc, &e, 1);
  expect_cell(&WRITE_GDELT, rows, 0, "NumMentions", "12");
  expect_cell(&WRITE_GDELT, rows, 0, "NumSources", "5");
  expect_cell(&WRITE_GDELT, rows, 0, "NumArticles", "12");
  expect_cell(&WRITE_TSV, flat, 0, "happening", "0000000000000007");
  expect_cell(&WRITE_TSV, flat, 0, "last_report", "2024-05-07");
  free(rows);
  free(flat);
}

static void places_have_gdelt_types(void **state) {
  static const struct {
    const char *country, *precision, *type, *adm1;
  } CASES[] = {{"FRA", "country", "1", "FR"},
               {"USA", "region", "2", ""},
               {"USA", "city", "3", ""},
               {"FRA", "city", "4", ""},
               {"FRA", "region", "5", ""}};
  (void)state;
  drg_doc doc = sample_doc();
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    drg_event e = sample_event();
    e.place.country = base_str_of(CASES[i].country);
    e.place.precision = base_str_of(CASES[i].precision);
    char *rows = rows_of(DRG_GDELT, NULL, &doc, &e, 1);
    expect_cell(&WRITE_GDELT, rows, 0, "ActionGeo_Type", CASES[i].type);
    expect_cell(&WRITE_GDELT, rows, 0, "ActionGeo_ADM1Code", CASES[i].adm1);
    free(rows);
  }
}

static void icews_polecat_phoenix_have_their_values(void **state) {
  static const struct {
    drg_format format;
    const write_layout *layout;
    const char *name, *expected;
  } CELLS[] = {{DRG_ICEWS, &WRITE_ICEWS, "Source Name", "Government (Chile)"},
               {DRG_ICEWS, &WRITE_ICEWS, "Source Sectors", "Government"},
               {DRG_ICEWS, &WRITE_ICEWS, "Target Name", "María Ríos"},
               {DRG_ICEWS, &WRITE_ICEWS, "Target Country", "Peru"},
               {DRG_ICEWS, &WRITE_ICEWS, "Sentence Number", "1"},
               {DRG_ICEWS, &WRITE_ICEWS, "City", "Lima"},
               {DRG_ICEWS, &WRITE_ICEWS, "Province", ""},
               {DRG_ICEWS, &WRITE_ICEWS, "CAMEO Code", "0411"},
               {DRG_POLECAT, &WRITE_POLECAT, "Event ID", "f00000000000009f"},
               {DRG_POLECAT, &WRITE_POLECAT, "Intensity", "2.5"},
               {DRG_POLECAT, &WRITE_POLECAT, "Quad Code", "VERBAL COOPERATION"},
               {DRG_POLECAT, &WRITE_POLECAT, "Contexts", "diplomatic;military"},
               {DRG_POLECAT, &WRITE_POLECAT, "Actor COW", "155"},
               {DRG_POLECAT, &WRITE_POLECAT, "Recipient COW", "135"},
               {DRG_POLECAT, &WRITE_POLECAT, "Feature Type", "PPL"},
               {DRG_POLECAT, &WRITE_POLECAT, "Publication Date", "2024-05-03"},
               {DRG_PHOENIX, &WRITE_PHOENIX, "Date", "20140218"},
               {DRG_PHOENIX, &WRITE_PHOENIX, "SourceActorRole", "GOV"},
               {DRG_PHOENIX, &WRITE_PHOENIX, "SourceActorAttribute", ""},
               {DRG_PHOENIX, &WRITE_PHOENIX, "Issues", "diplomatic,1;military,1"},
               {DRG_PHOENIX, &WRITE_PHOENIX, "SentenceIDs", "r-1_0"}};
  (void)state;
  drg_doc doc = sample_doc();
  drg_event e = sample_event();
  for (size_t i = 0; i < sizeof CELLS / sizeof *CELLS; i++) {
    char *rows = rows_of(CELLS[i].format, NULL, &doc, &e, 1);
    expect_cell(CELLS[i].layout, rows, 0, CELLS[i].name, CELLS[i].expected);
    free(rows);
  }
}

static void layouts_have_their_width(void **state) {
  (void)state;
  assert_int_equal(WRITE_GDELT.n, 61);
  assert_int_equal(WRITE_ICEWS.n, 20);
  assert_int_equal(WRITE_POLECAT.n, 40);
  assert_int_equal(WRITE_PHOENIX.n, 26);
}

/* ---- which events, which way ---- */

static void joint_events_go_both_ways_in_cameo_formats(void **state) {
  static const drg_format BOTH[] = {DRG_GDELT, DRG_ICEWS, DRG_PHOENIX}, ONE[] = {DRG_POLECAT, DRG_PLOVER, DRG_TSV};
  static const drg_writer_options RECIPROCAL = {.reciprocal = true};
  (void)state;
  drg_doc doc = sample_doc();
  drg_event e = sample_event(), alone = e;
  alone.target = (drg_actor){0};
  for (size_t i = 0; i < 3; i++) {
    char *both = rows_of(BOTH[i], NULL, &doc, &e, 1), *half = rows_of(BOTH[i], NULL, &doc, &alone, 1),
         *one = rows_of(ONE[i], NULL, &doc, &e, 1), *asked = rows_of(ONE[i], &RECIPROCAL, &doc, &e, 1);
    assert_int_equal(count_of(both, '\n'), 2);
    assert_int_equal(count_of(half, '\n'), 1);
    assert_int_equal(count_of(one, '\n'), 1);
    assert_int_equal(count_of(asked, '\n'), 2);
    free(both), free(half), free(one), free(asked);
  }
  char *rows = rows_of(DRG_GDELT, NULL, &doc, &e, 1);
  expect_cell(&WRITE_GDELT, rows, 1, "Actor1Code", "PERGOV");
  expect_cell(&WRITE_GDELT, rows, 1, "Actor2Code", "CHLGOV");
  assert_false(base_str_eq(cell_of(rows, 0, 0), cell_of(rows, 1, 0)));
  free(rows);
}

static void what_did_not_take_place_is_left_out(void **state) {
  static const drg_format WITHOUT[] = {DRG_GDELT, DRG_ICEWS, DRG_PHOENIX, DRG_POLECAT, DRG_PLOVER};
  static const drg_writer_options ANY = {.any_status = true};
  (void)state;
  drg_doc doc = sample_doc();
  for (int status = DRG_HAPPENED; status <= DRG_REQUESTED; status++) {
    drg_event e = sample_event();
    e.joint = false;
    e.status = (drg_happening)status;
    size_t expected = status <= DRG_ONGOING;
    for (size_t i = 0; i < sizeof WITHOUT / sizeof *WITHOUT; i++) {
      char *rows = rows_of(WITHOUT[i], NULL, &doc, &e, 1), *any = rows_of(WITHOUT[i], &ANY, &doc, &e, 1);
      assert_int_equal(count_of(rows, '\n'), expected);
      assert_int_equal(count_of(any, '\n'), 1);
      free(rows), free(any);
    }
    char *record = rows_of(DRG_JSONL, NULL, &doc, &e, 1);
    assert_int_equal(count_of(record, '\n'), 1);
    free(record);
  }
}

static void events_without_a_plover_type_are_not_plover(void **state) {
  (void)state;
  drg_doc doc = sample_doc();
  drg_event e = sample_event();
  e.plover = BASE_NONE;
  char *polecat = rows_of(DRG_POLECAT, NULL, &doc, &e, 1), *plover = rows_of(DRG_PLOVER, NULL, &doc, &e, 1);
  assert_string_equal(polecat, "");
  assert_string_equal(plover, "");
  free(polecat), free(plover);
}

/* ---- codes taken apart ---- */

static void codes_are_taken_apart(void **state) {
  static const struct {
    const char *code, *country, *group, *ethnic, *creed, *role1, *role2, *label;
  } CASES[] = {{"USA", "USA", "", "", "", "", "", "United States"},
               {"IGOUNO", "", "UNO", "", "", "IGO", "", "United Nations"},
               {"IGOUNOHLH", "", "UNO", "", "", "IGO", "HLH", "Health (United Nations)"},
               {"IGOEUREEC", "EUR", "EEC", "", "", "IGO", "", "European Union"},
               {"IGONAM", "", "NAM", "", "", "IGO", "", "Non-Aligned Movement"},
               {"NAMGOV", "NAM", "", "", "", "GOV", "", "Government (Namibia)"},
               {"SHNGOV", "SHN", "", "", "", "GOV", "", "Government (Saint Helena, Ascension and Tristan da Cunha)"},
               {"IRQMOSREB", "IRQ", "", "", "MOS", "REB", "", "Rebel (Iraq)"},
               {"IRQkurGOV", "IRQ", "", "kur", "", "GOV", "", "Government (Iraq)"},
               {"REB", "", "", "", "", "REB", "", "Rebel"},
               {"IGOQQQ", "", "QQQ", "", "", "IGO", "", "International Government Organization (QQQ)"},
               {"PE", "", "PE", "", "", "", "", "PE"}};
  (void)state;
  base_arena arena;
  const write_tables *t = NULL;
  base_arena_init(&arena);
  assert_int_equal(write_tables_open(DRAGOMAN_SOURCE_DATA, &arena, &t, NULL), DRG_OK);
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    write_code c = write_code_split(t, base_str_of(CASES[i].code));
    drg_buffer label;
    drg_buffer_init(&label);
    write_put_code_label(&label, t, base_str_of(CASES[i].code));
    assert_true(base_str_eq(c.country, base_str_of(CASES[i].country)));
    assert_true(base_str_eq(c.group, base_str_of(CASES[i].group)));
    assert_true(base_str_eq(c.ethnic, base_str_of(CASES[i].ethnic)));
    assert_true(base_str_eq(c.creeds[0], base_str_of(CASES[i].creed)));
    assert_true(base_str_eq(c.roles[0], base_str_of(CASES[i].role1)));
    assert_true(base_str_eq(c.roles[1], base_str_of(CASES[i].role2)));
    assert_string_equal(label.data, CASES[i].label);
    drg_buffer_clear(&label);
  }
  base_arena_clear(&arena);
}

/* Numbers and letters that are easily mixed up: Germany is GM in FIPS and 255 since 1990, Switzerland SZ, Eswatini WZ. */
static void countries_have_their_codes(void **state) {
  static const char *const CASES[][4] = {
      {"DEU", "DE", "GM", "255"}, {"CHE", "CH", "SZ", "225"}, {"SWZ", "SZ", "WZ", "572"}, {"AUS", "AU", "AS", "900"},
      {"AUT", "AT", "AU", "305"}, {"GBR", "GB", "UK", "200"}, {"CHN", "CN", "CH", "710"}, {"CHL", "CL", "CI", "155"},
      {"CIV", "CI", "IV", "437"}, {"SRB", "RS", "RI", "345"}, {"YEM", "YE", "YM", "679"}, {"XKX", "XK", "KV", "347"},
      {"SSD", "SS", "OD", "626"}, {"TWN", "TW", "TW", "713"}, {"TUR", "TR", "TU", "640"}, {"TUN", "TN", "TS", "616"},
      {"PRK", "KP", "KN", "731"}, {"KOR", "KR", "KS", "732"}};
  (void)state;
  base_arena arena;
  const write_tables *t = NULL;
  base_arena_init(&arena);
  assert_int_equal(write_tables_open(DRAGOMAN_SOURCE_DATA, &arena, &t, NULL), DRG_OK);
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    const write_country *c = write_country_of(t, base_str_of(CASES[i][0]));
    assert_non_null(c);
    assert_true(base_str_eq(c->alpha2, base_str_of(CASES[i][1])));
    assert_true(base_str_eq(c->fips, base_str_of(CASES[i][2])));
    assert_true(base_str_eq(c->cow, base_str_of(CASES[i][3])));
  }
  base_arena_clear(&arena);
}

static void tables_that_are_missing_are_told(void **state) {
  (void)state;
  drg_writer *w = NULL;
  drg_error err = {0};
  drg_writer_options options = {.dir = "/nowhere"};
  assert_int_equal(drg_writer_open(DRG_GDELT, &options, &w, &err), DRG_ERR_OPEN);
  assert_non_null(strstr(err.message, "/nowhere/ontology/countries.tsv"));
  assert_null(w);
  assert_int_equal(drg_writer_open(DRG_JSONL, &options, &w, &err), DRG_OK); /* needs none */
  drg_writer_close(w);
}

/* ---- columns ---- */

static void columns_are_chosen_and_ordered(void **state) {
  static const drg_writer_options OPTIONS = {.columns = "date, source_code,cameo"};
  (void)state;
  drg_doc doc = sample_doc();
  drg_event e = sample_event();
  drg_writer *w = opened(DRG_CSV, &OPTIONS);
  drg_buffer out;
  drg_buffer_init(&out);
  drg_writer_header(w, &out);
  drg_writer_put(w, &doc, &e, 1, &out);
  drg_writer_end(w, &out);
  assert_string_equal(out.data, "date,source_code,cameo\r\n2014-02-18,CHLGOV,0411\r\n");
  drg_buffer_clear(&out);
  drg_writer_close(w);
}

static void unknown_columns_are_told(void **state) {
  static const struct {
    drg_format format;
    const char *columns, *message;
  } CASES[] = {{DRG_CSV, "date,sorce_code", "no column 'sorce_code': the nearest is 'source_code'"},
               {DRG_TSV, "lat", "no column 'lat': the nearest is 'date'"},
               {DRG_CSV, " , ", "the list of columns is empty"},
               {DRG_GDELT, "SQLDATE", "the columns of format 'gdelt' are fixed"},
               {DRG_GEXF, "date", "the columns of format 'gexf' are fixed"}};
  (void)state;
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    drg_writer_options options = {.dir = DRAGOMAN_SOURCE_DATA, .columns = CASES[i].columns};
    drg_writer *w = NULL;
    drg_error err = {0};
    assert_int_equal(drg_writer_open(CASES[i].format, &options, &w, &err), DRG_ERR_ARGUMENT);
    assert_string_equal(err.message, CASES[i].message);
  }
}

/* ---- GeoJSON ---- */

/* All of a file: header, `docs` documents of one event each, of which every third has no place; the end. */
static char *file_of(drg_format f, size_t docs) {
  drg_writer *w = opened(f, NULL);
  drg_buffer out;
  drg_buffer_init(&out);
  drg_writer_header(w, &out);
  for (size_t i = 0; i < docs; i++) {
    drg_doc doc = sample_doc();
    drg_event events[2] = {sample_event(), sample_event()};
    if (i % 3 == 0) events[0].place.lat = events[1].place.lat = NAN;
    drg_writer_put(w, &doc, events, i % 2 + 1, &out);
  }
  drg_writer_end(w, &out);
  drg_writer_close(w);
  return out.data;
}

static void geojson_is_whole_however_many(void **state) {
  static const size_t FEATURES[] = {0, 0, 2, 3, 3, 4};
  (void)state;
  for (size_t docs = 0; docs < sizeof FEATURES / sizeof *FEATURES; docs++) {
    char *file = file_of(DRG_GEOJSON, docs);
    json_error_t why;
    json_t *root = json_loads(file, JSON_REJECT_DUPLICATES, &why);
    if (!root) fail_msg("%s: %s", why.text, file);
    json_t *features = json_object_get(root, "features"), *first = json_array_get(features, 0);
    assert_int_equal(json_array_size(features), FEATURES[docs]);
    json_t *at = json_object_get(json_object_get(first, "geometry"), "coordinates");
    if (first) assert_true(fabs(json_real_value(json_array_get(at, 0)) + 77.0282) < 1e-9); /* longitude first */
    json_decref(root);
    free(file);
  }
}

/* ---- the network ---- */

static drg_event tie(const char *source, const char *target, int quad, int32_t day, double goldstein) {
  drg_event e = sample_event();
  e.source.code = base_str_of(source), e.target.code = base_str_of(target);
  e.quad = quad, e.day = day, e.goldstein = goldstein;
  return e;
}

static char *network_of(drg_format f, const drg_event *events, size_t n, bool backwards) {
  drg_doc doc = sample_doc();
  drg_writer *w = opened(f, NULL);
  drg_buffer out;
  drg_buffer_init(&out);
  drg_writer_header(w, &out);
  for (size_t i = 0; i < n; i++) drg_writer_put(w, &doc, &events[backwards ? n - 1 - i : i], 1, &out);
  assert_int_equal(out.len, 0);
  drg_writer_end(w, &out);
  drg_writer_close(w);
  return out.data;
}

static void networks_do_not_depend_on_the_order(void **state) {
  (void)state;
  drg_event events[] = {tie("USA", "RUS", 3, 102, -2.0), tie("USA", "RUS", 3, 100, -0.1),
                        tie("RUS", "USA", 3, 101, 0.3),  tie("USA", "RUS", 3, 101, 0.2),
                        tie("USA", "RUS", 1, 200, 1),    tie("USA", "RUS", 3, 110, 0),
                        tie("USA", "RUS", 3, 110, 0.7),  tie("CHN", "CHN", 4, DRG_NO_DAY, -10)};
  for (drg_format f = DRG_GRAPHML; f <= DRG_GEXF; f++) {
    char *one = network_of(f, events, 8, false), *two = network_of(f, events, 8, true);
    assert_string_equal(one, two);
    free(one), free(two);
  }
  char *gexf = network_of(DRG_GEXF, events, 8, false), *graphml = network_of(DRG_GRAPHML, events, 8, false);
  assert_non_null(
      strstr(gexf, "<spell start=\"1970-04-11\" end=\"1970-04-13\"/><spell start=\"1970-04-21\" end=\"1970-04-21\"/>"));
  assert_non_null(strstr(graphml, "source=\"USA\" target=\"RUS\"><data key=\"quad\">3</data><data key=\"n\">5</data>"
                                  "<data key=\"goldstein\">-1.2</data>"));
  free(gexf), free(graphml);
}

typedef struct half { /* of the work of two threads */
  drg_writer *writer;
  int32_t from;
} half;

static void *write_half(void *arg) {
  static const char *const CODES[] = {"USA", "RUS", "CHN", "FRA", "GBR"};
  const half *h = arg;
  drg_doc doc = sample_doc();
  drg_buffer out;
  drg_buffer_init(&out);
  for (int32_t i = h->from; i < 4000; i += 2) {
    drg_event e = tie(CODES[i % 5], CODES[i / 5 % 5], 1 + i % 4, i % 97, 0.1 * (i % 7));
    drg_writer_rows(h->writer, &doc, &e, 1, &out);
  }
  drg_buffer_clear(&out);
  return NULL;
}

static char *network_by_threads(drg_format f, bool together) {
  drg_writer *w = opened(f, NULL);
  half halves[2] = {{w, 0}, {w, 1}};
  pthread_t thread;
  drg_buffer out;
  drg_buffer_init(&out);
  assert_int_equal(pthread_create(&thread, NULL, write_half, &halves[0]), 0);
  if (!together) pthread_join(thread, NULL);
  write_half(&halves[1]);
  if (together) pthread_join(thread, NULL);
  drg_writer_end(w, &out);
  drg_writer_close(w);
  return out.data;
}

static void networks_do_not_depend_on_threads(void **state) {
  (void)state;
  char *together = network_by_threads(DRG_GEXF, true), *apart = network_by_threads(DRG_GEXF, false);
  assert_string_equal(together, apart);
  assert_non_null(strstr(together, "<spell"));
  free(together), free(apart);
}

/* ---- hostile strings ---- */

static const char *const HOSTILE[] = {"\"quoted\" and \\ back",
                                      "line\nbreak\r\nand\ttab",
                                      "\x1b[31mred\x07",
                                      "cut \xe2\x82",
                                      "\xff\xfe\x80",
                                      "</edge><node id=\"x\"/>",
                                      "&amp; & <![CDATA[",
                                      "=cmd|'/c calc'!A0",
                                      "\xe2\x80\xaeturned",
                                      "\xf0\x9f\x95\x8a dove",
                                      "\xef\xbf\xbe not a character",
                                      "' OR 1=1; --"};
enum { N_HOSTILE = sizeof HOSTILE / sizeof *HOSTILE };

static drg_event hostile_event(const char *z, drg_topic *about) {
  drg_event e = sample_event();
  drg_str s = base_str_of(z);
  *about = (drg_topic){s, s, s};
  e.source.code = e.source.name = e.source.title = e.source.text = e.target.text = e.place.name = e.quote = e.text = s;
  e.about = about, e.n_about = 1, e.contexts = &about->name, e.n_contexts = 1;
  return e;
}

static void hostile_strings_keep_columns(void **state) {
  static const struct {
    drg_format format;
    const write_layout *layout;
    size_t rows;
  } CASES[] = {{DRG_GDELT, &WRITE_GDELT, 2},
               {DRG_ICEWS, &WRITE_ICEWS, 2},
               {DRG_POLECAT, &WRITE_POLECAT, 1},
               {DRG_PHOENIX, &WRITE_PHOENIX, 2},
               {DRG_TSV, &WRITE_TSV, 1}};
  (void)state;
  for (size_t i = 0; i < N_HOSTILE; i++) {
    drg_topic about;
    drg_event e = hostile_event(HOSTILE[i], &about);
    drg_doc doc = sample_doc();
    doc.id = doc.url = doc.publisher = doc.language = about.name;
    for (size_t k = 0; k < sizeof CASES / sizeof *CASES; k++) {
      char *rows = rows_of(CASES[k].format, NULL, &doc, &e, 1);
      assert_int_equal(count_of(rows, '\n'), CASES[k].rows);
      assert_int_equal(count_of(rows, '\t'), CASES[k].rows * (CASES[k].layout->n - 1));
      assert_int_equal(base_utf8_invalid(base_str_of(rows)), strlen(rows));
      free(rows);
    }
  }
}

static void hostile_strings_make_good_json(void **state) {
  static const drg_format FORMATS[] = {DRG_PLOVER, DRG_GEOJSON};
  (void)state;
  for (size_t i = 0; i < N_HOSTILE; i++) {
    drg_topic about;
    drg_event e = hostile_event(HOSTILE[i], &about);
    drg_doc doc = sample_doc();
    doc.id = doc.publisher = about.name;
    for (size_t k = 0; k < 2; k++) {
      char *out = rows_of(FORMATS[k], NULL, &doc, &e, 1);
      json_t *root = json_loads(out, JSON_REJECT_DUPLICATES, NULL);
      assert_non_null(root);
      json_decref(root);
      free(out);
    }
  }
}

/* NUL is a byte like others in a text; in CSV it would end the reader's string. */
static void nul_bytes_do_no_harm(void **state) {
  (void)state;
  drg_doc doc = sample_doc();
  drg_event e = sample_event();
  e.quote = BASE_STR("a\0b");
  char *csv = rows_of(DRG_CSV, NULL, &doc, &e, 1), *tsv = rows_of(DRG_TSV, NULL, &doc, &e, 1);
  assert_non_null(strstr(csv, ",a\xEF\xBF\xBD"
                              "b,"));
  assert_non_null(strstr(tsv, "\ta b\t"));
  free(csv), free(tsv);
}

/* A reader of XML in small: tags nest, attributes are quoted, and no control character or bare & is there. */
static void check_xml(const char *s) {
  size_t depth = 0;
  for (const char *c = s; *c; c++) {
    assert_true(*c == '\n' || (unsigned char)*c >= ' ');
    if (*c == '&') assert_true(strchr(c, ';') && strchr(c, ';') - c <= 6);
    if (*c != '<') continue;
    bool closing = c[1] == '/', special = c[1] == '?';
    for (bool quoted = false; *c && (quoted || *c != '>'); c++) {
      if (*c == '"') quoted = !quoted;
      if (quoted) assert_true(*c != '<');
    }
    assert_int_equal(*c, '>');
    if (closing) depth--;
    else if (c[-1] != '/' && !special) depth++;
  }
  assert_int_equal(depth, 0);
}

static void hostile_codes_make_good_xml(void **state) {
  (void)state;
  drg_event events[N_HOSTILE];
  drg_topic about[N_HOSTILE];
  for (size_t i = 0; i < N_HOSTILE; i++) events[i] = hostile_event(HOSTILE[i], &about[i]);
  for (drg_format f = DRG_GRAPHML; f <= DRG_GEXF; f++) {
    char *xml = network_of(f, events, N_HOSTILE, false);
    check_xml(xml);
    assert_non_null(strstr(xml, "&lt;/edge&gt;&lt;node id=&quot;x&quot;/&gt;"));
    assert_non_null(strstr(xml, "line&#10;break&#13;&#10;and&#9;tab"));
    assert_int_equal(base_utf8_invalid(base_str_of(xml)), strlen(xml));
    assert_null(strstr(xml, "\xef\xbf\xbe"));
    free(xml);
  }
}

/* ---- the description ---- */

static void datapackages_name_every_column(void **state) {
  static const struct {
    drg_format format;
    const write_layout *layout;
  } CASES[] = {{DRG_CSV, &WRITE_CSV},     {DRG_TSV, &WRITE_TSV},         {DRG_GDELT, &WRITE_GDELT},
               {DRG_ICEWS, &WRITE_ICEWS}, {DRG_POLECAT, &WRITE_POLECAT}, {DRG_PHOENIX, &WRITE_PHOENIX}};
  (void)state;
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    drg_buffer out;
    drg_buffer_init(&out);
    assert_int_equal(drg_write_datapackage(CASES[i].format, "some/My Events\".csv", NULL, 17, &out, NULL), DRG_OK);
    json_t *root = json_loads(out.data, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    json_t *file = json_array_get(json_object_get(root, "resources"), 0);
    json_t *fields = json_object_get(json_object_get(file, "schema"), "fields");
    assert_string_equal(json_string_value(json_object_get(file, "path")), "My Events\".csv");
    assert_string_equal(json_string_value(json_object_get(file, "name")), "my-events-");
    assert_int_equal(json_integer_value(json_object_get(file, "bytes")), 17);
    assert_int_equal(json_array_size(fields), CASES[i].layout->n);
    for (size_t k = 0; k < CASES[i].layout->n; k++)
      assert_string_equal(json_string_value(json_object_get(json_array_get(fields, k), "name")),
                          CASES[i].layout->columns[k].name);
    json_decref(root);
    drg_buffer_clear(&out);
  }
  drg_error err;
  assert_int_equal(drg_write_datapackage(DRG_GEXF, "x.gexf", NULL, 0, NULL, &err), DRG_ERR_ARGUMENT);
  assert_string_equal(err.message, "format 'gexf' has no columns to describe");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(gdelt_has_its_values),
      cmocka_unit_test(gathered_events_count_their_reports),
      cmocka_unit_test(places_have_gdelt_types),
      cmocka_unit_test(icews_polecat_phoenix_have_their_values),
      cmocka_unit_test(layouts_have_their_width),
      cmocka_unit_test(joint_events_go_both_ways_in_cameo_formats),
      cmocka_unit_test(what_did_not_take_place_is_left_out),
      cmocka_unit_test(events_without_a_plover_type_are_not_plover),
      cmocka_unit_test(codes_are_taken_apart),
      cmocka_unit_test(countries_have_their_codes),
      cmocka_unit_test(tables_that_are_missing_are_told),
      cmocka_unit_test(columns_are_chosen_and_ordered),
      cmocka_unit_test(unknown_columns_are_told),
      cmocka_unit_test(geojson_is_whole_however_many),
      cmocka_unit_test(networks_do_not_depend_on_the_order),
      cmocka_unit_test(networks_do_not_depend_on_threads),
      cmocka_unit_test(hostile_strings_keep_columns),
      cmocka_unit_test(hostile_strings_make_good_json),
      cmocka_unit_test(nul_bytes_do_no_harm),
      cmocka_unit_test(hostile_codes_make_good_xml),
      cmocka_unit_test(datapackages_name_every_column),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
