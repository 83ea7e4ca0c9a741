/* Room store: what goes into a record comes out of it the same; filters and counts; files that are no record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <unistd.h>
#include "store/record.h"

/* ---- a record in a folder of its own ---- */

typedef struct fixture {
  char folder[64], path[96];
  drg_record *record;
} fixture;

static int set_up(void **state) {
  fixture *f = calloc(1, sizeof *f);
  drg_error err = {0};
  strcpy(f->folder, "/tmp/dragoman-store-XXXXXX");
  if (!f || !mkdtemp(f->folder)) return -1;
  snprintf(f->path, sizeof f->path, "%s/record.db", f->folder);
  if (drg_record_open(f->path, true, &f->record, &err) != DRG_OK) return -1;
  *state = f;
  return 0;
}

static int tear_down(void **state) {
  static const char *const LEFT[] = {"", "-wal", "-shm", "-journal"};
  fixture *f = *state;
  char path[128];
  drg_record_close(f->record);
  for (size_t i = 0; i < 4; i++) {
    snprintf(path, sizeof path, "%s%s", f->path, LEFT[i]);
    unlink(path);
  }
  rmdir(f->folder);
  free(f);
  return 0;
}

/* ---- events ---- */

#define SENTENCE "Chile's minister met her Peruvian counterpart on Thursday."
#define TEXT "LIMA - " SENTENCE " \"Talks went on, a 'deal' is near,\" she said."
#define NO_DETAILS \
  { .killed = -1, .injured = -1, .arrested = -1, .amount = -1 }

static const drg_span TRIGGERS[] = {{24, 27}, {40, 45}};
static const drg_span SENTENCES[] = {{7, 65}, {66, sizeof TEXT - 1}};
static const drg_str CONTEXTS[] = {{"diplomatic", 10}, {"military", 8}};
static const drg_topic ABOUT[] = {{{"Lima \"Accord\"", 13}, {"agreement", 9}, {"the accord", 10}}};

static drg_doc doc_of(const char *id, int32_t day) {
  return (drg_doc){.id = base_str_of(id),
                   .day = day,
                   .date_from = "field",
                   .text = BASE_STR(TEXT),
                   .publisher = BASE_STR("Sample Wire"),
                   .title = BASE_STR("Ministers meet"),
                   .line = 3,
                   .byte = 77};
}

static drg_event event_of(uint64_t id, int32_t day, const char *source, const char *target, const char *cameo) {
  drg_event e = {.id = id,
                 .day = day,
                 .cameo = base_str_of(cameo),
                 .quad = 1,
                 .goldstein = 1.0,
                 .details = NO_DETAILS,
                 .confidence = 0.7,
                 .rule = BASE_STR("consult.meet"),
                 .triggers = TRIGGERS,
                 .n_triggers = 1,
                 .text = BASE_STR(SENTENCE)};
  e.source.code = base_str_of(source), e.source.country = (drg_str){source, source ? 3 : 0};
  e.target.code = base_str_of(target), e.target.country = (drg_str){target, target ? 3 : 0};
  return e;
}

static drg_event full_event(void) {
  drg_event e = event_of(0xfedcba9876543210ULL, 19845, "CHLGOV", "PERGOV", "040");
  e.date_text = BASE_STR("on Thursday"), e.date_precision = BASE_STR("day");
  e.plover = BASE_STR("CONSULT"), e.mode = BASE_STR("visit");
  e.status = DRG_PLANNED, e.joint = true, e.goldstein = -2.3;
  e.source.sector = BASE_STR("GOV"), e.source.name = BASE_STR("Ana O'Higgins"), e.source.title = BASE_STR("minister");
  e.source.text = BASE_STR("Chile's minister"), e.source.span = (drg_span){7, 23};
  e.attribution = (drg_actor){.code = BASE_STR("CHLGOV"), .text = BASE_STR("she"), .span = {107, 110}};
  e.place = (drg_place){BASE_STR("Lima"), BASE_STR("PER"), BASE_STR("city"), -12.0432, -77.02824};
  e.about = ABOUT, e.n_about = 1, e.contexts = CONTEXTS, e.n_contexts = 2, e.n_triggers = 2;
  e.details = (drg_details){3, 0, -1, 2.5e9, BASE_STR("USD"), BASE_STR("drone")};
  e.quote = BASE_STR("Talks went on");
  e.rule_file = BASE_STR("consult.txt"), e.rule_line = 12;
  return e;
}

static void put(drg_record *r, const drg_doc *doc, const drg_event *events, size_t n) {
  drg_coded coded = {.events = events, .n_events = n, .sentences = SENTENCES, .n_sentences = 2};
  drg_buffer packet;
  drg_error err = {0};
  drg_buffer_init(&packet);
  drg_record_pack(doc, &coded, &packet);
  if (drg_record_put(r, packet.data, packet.len, &err) != DRG_OK) fail_msg("%s", err.message);
  drg_buffer_clear(&packet);
}

static void commit(drg_record *r) {
  drg_error err = {0};
  if (drg_record_commit(r, &err) != DRG_OK) fail_msg("%s", err.message);
}

/* ---- what is selected, as JSON Lines ---- */

static bool write_line(void *context, const drg_doc *doc, const drg_event *events, size_t n) {
  drg_write_events(DRG_JSONL, doc, events, n, context);
  return true;
}

static char *selected(drg_record *r, const char *where) {
  drg_buffer out;
  drg_error err = {0};
  drg_buffer_init(&out);
  base_putz(&out, "");
  if (drg_record_select(r, where, false, write_line, &out, &err) != DRG_OK) fail_msg("%s", err.message);
  return out.data;
}

static size_t n_selected(drg_record *r, const char *where) {
  char *lines = selected(r, where);
  size_t n = 0;
  for (const char *p = lines; (p = strchr(p, '\n')); p++) n++;
  free(lines);
  return n;
}

static void an_event_comes_back_as_it_went_in(void **state) {
  fixture *f = *state;
  drg_doc doc = doc_of("r-1", 19846);
  drg_event events[] = {full_event(), event_of(7, DRG_NO_DAY, NULL, NULL, "1831")};
  drg_buffer before;
  drg_buffer_init(&before);
  drg_write_events(DRG_JSONL, &doc, events, 2, &before);
  put(f->record, &doc, events, 2);
  commit(f->record);
  char *after = selected(f->record, NULL);
  assert_string_equal(after, before.data);
  free(after);
  drg_buffer_clear(&before);
}

typedef struct seen {
  size_t documents;
  bool text, fields;
} seen;

static bool look(void *context, const drg_doc *doc, const drg_event *events, size_t n) {
  seen *s = context;
  s->documents++;
  s->text = base_str_eq(doc->text, BASE_STR(TEXT));
  s->fields = doc->line == 3 && doc->byte == 77 && doc->day == 19846 && !strcmp(doc->date_from, "field") &&
              base_str_eq(doc->publisher, BASE_STR("Sample Wire")) && n == 1 && events[0].rule_line == 12 &&
              base_str_eq(events[0].rule_file, BASE_STR("consult.txt"));
  return true;
}

static void a_document_comes_back_with_its_text(void **state) {
  fixture *f = *state;
  drg_doc doc = doc_of("r-1", 19846);
  drg_event e = full_event();
  seen s = {0};
  put(f->record, &doc, &e, 1);
  commit(f->record);
  assert_int_equal(drg_record_select(f->record, "", true, look, &s, NULL), DRG_OK);
  assert_int_equal(s.documents, 1);
  assert_true(s.text);
  assert_true(s.fields);
}

static void documents_come_by_date_then_id(void **state) {
  fixture *f = *state;
  static const char *const IDS[] = {"b", "a", "c", "d"};
  static const int32_t DAYS[] = {20, 20, 10, DRG_NO_DAY};
  for (size_t i = 0; i < 4; i++) {
    drg_doc doc = doc_of(IDS[i], DAYS[i]);
    drg_event e = event_of(i, 5, "IRN", "IRQ", "040");
    put(f->record, &doc, &e, 1);
  }
  commit(f->record);
  char *lines = selected(f->record, NULL), order[8] = "";
  for (char *p = lines; (p = strstr(p, "\"doc_id\":\"")); p++) strncat(order, p + 10, 1);
  assert_string_equal(order, "dcab");
  free(lines);
}

/* ---- once, and whole ---- */

static int64_t number(fixture *f, const char *sql) {
  store_value v = {.type = STORE_INT};
  drg_error err = {0};
  if (store_query_one(&STORE_SQLITE, store_db_of(f->record), sql, NULL, 0, &v, 1, &err) != DRG_OK)
    fail_msg("%s: %s", sql, err.message);
  return v.i;
}

static void a_document_is_in_once(void **state) {
  fixture *f = *state;
  drg_doc doc = doc_of("r-1", 19846), other = doc;
  drg_event e = full_event();
  other.text = BASE_STR(TEXT " Another text under the same id, which must not be lost.");
  assert_false(drg_record_has(f->record, &doc));
  put(f->record, &doc, &e, 1);
  put(f->record, &doc, &e, 1);
  assert_false(drg_record_has(f->record, &doc)); /* not yet committed */
  commit(f->record);
  put(f->record, &doc, &e, 1);
  put(f->record, &other, NULL, 0);
  commit(f->record);
  assert_true(drg_record_has(f->record, &doc));
  assert_int_equal(number(f, "SELECT count(*) FROM documents"), 2);
  assert_int_equal(number(f, "SELECT count(*) FROM events"), 1);
  assert_int_equal(number(f, "SELECT sum(events) FROM months"), 1);
}

static void rejects_are_kept_once(void **state) {
  fixture *f = *state;
  drg_error why = {.message = "no text'); DROP TABLE events; --", .file = "a.jsonl", .line = 3, .byte = 9};
  for (int i = 0; i < 2; i++) assert_int_equal(drg_record_reject(f->record, &why, NULL), DRG_OK);
  assert_int_equal(number(f, "SELECT count(*) FROM rejects WHERE reason LIKE '%DROP%' AND line = 3"), 1);
}

static void hostile_words_stay_words(void **state) {
  fixture *f = *state;
  drg_doc doc = doc_of("'); DROP TABLE events; --", 19846);
  drg_event e = full_event();
  e.source.name = BASE_STR("\\N\t\r\n\"'\x01 \xF0\x9F\x98\x80");
  e.target.name = BASE_STR("{},,\"\"\\\\.");
  drg_buffer before;
  drg_buffer_init(&before);
  drg_write_events(DRG_JSONL, &doc, &e, 1, &before);
  put(f->record, &doc, &e, 1);
  commit(f->record);
  char *after = selected(f->record, NULL);
  assert_string_equal(after, before.data);
  free(after);
  drg_buffer_clear(&before);
  assert_int_equal(n_selected(f->record, "doc=\"'); DROP TABLE events; --\""), 1);
  assert_int_equal(n_selected(f->record, "text~\"' OR 1=1 \\\" NEAR(\""), 0);
}

/* The tables of columns.c and those of migrations.c say the same. */
static void columns_are_those_of_the_database(void **state) {
  fixture *f = *state;
  for (int i = 0; i < N_TABLES; i++) {
    drg_buffer sql;
    drg_buffer_init(&sql);
    base_putz(&sql, "SELECT ");
    store_put_names(&STORE_TABLES[i], "", &sql);
    base_putf(&sql, " FROM %s", STORE_TABLES[i].name);
    store_cursor *c = NULL;
    drg_error err = {0};
    if (STORE_SQLITE.query(store_db_of(f->record), sql.data, NULL, 0, &c, &err) != DRG_OK) fail_msg("%s", err.message);
    STORE_SQLITE.finish(c);
    char count[128];
    snprintf(count, sizeof count, "SELECT count(*) FROM pragma_table_info('%s')", STORE_TABLES[i].name);
    assert_int_equal(number(f, count), store_width(&STORE_TABLES[i]));
    assert_true(store_width(&STORE_TABLES[i]) <= STORE_WIDEST);
    drg_buffer_clear(&sql);
  }
}

/* ---- where ---- */

static void fill(fixture *f) {
  drg_doc first = doc_of("r-1", 19000), second = doc_of("r-2", 19400);
  drg_event a[] = {event_of(1, 18993, "IRNGOV", "USAMIL", "043"), event_of(2, 18993, "IRN", "USA", "190"),
                   event_of(3, 19024, "REB", NULL, "1831")};
  drg_event b[] = {event_of(0xabcULL, 19400, "USAGOV", "IRNGOV", "112"), event_of(5, DRG_NO_DAY, "QAT", "IRQ", "051")};
  a[0].plover = BASE_STR("CONSULT"),
  a[0].place = (drg_place){BASE_STR("Doha"), BASE_STR("QAT"), BASE_STR("city"), 25.3, 51.5};
  a[0].source.name = BASE_STR("Jos\xC3\xA9 100% Test"), a[0].confidence = 0.6951;
  a[1].quad = 4, a[1].goldstein = -10, a[1].status = DRG_DENIED, a[1].sentence = 1;
  a[2].quad = 4, a[2].goldstein = -9.5, a[2].details.killed = 12;
  a[2].contexts = CONTEXTS, a[2].n_contexts = 2, a[2].about = ABOUT, a[2].n_about = 1;
  b[0].quad = 3, b[0].joint = true, b[0].confidence = 0.91;
  second.publisher = BASE_STR("Other, Inc."), second.title = BASE_STR("\xC3\x89toile");
  put(f->record, &first, a, 3);
  put(f->record, &second, b, 2);
  commit(f->record);
}

static void where_finds_what_is_asked(void **state) {
  static const struct {
    const char *where;
    size_t n;
  } CASES[] = {
      {"", 5},
      {"  ", 5},
      {"source=IRN", 2},
      {"source=irngov", 1},
      {"actor=IRN", 3},
      {"actor=IRN,QAT", 4},
      {"target=none", 1},
      {"source!=IRN", 3},
      {"not source=IRN", 3},
      {"target!=IRN", 4},
      {"source~jos\xC3\xA9", 1},
      {"source~100%", 1},
      {"title~\xC3\x89TOILE", 2},
      {"title~\xC3\xA9toile", 0},
      {"source~1_0%", 0},
      {"source_country=IRN target_country=USA", 2},
      {"source_country=irn", 2},
      {"code=04", 1},
      {"root=18-20", 2},
      {"root=19,112", 2},
      {"code=1831", 1},
      {"root=consult", 1},
      {"root!=18-20", 3},
      {"quad=4", 2},
      {"quad=3-4", 3},
      {"quad>=3", 3},
      {"quad<3", 2},
      {"goldstein<-9.4", 2},
      {"goldstein=-10--9.5", 2},
      {"status=denied", 1},
      {"status=DENIED,happened", 5},
      {"joint=true", 1},
      {"joint!=yes", 4},
      {"date=2022", 3},
      {"date=2022-01", 2},
      {"date=2022-01-01", 2},
      {"date>2022-01", 2},
      {"date>=2022-01", 4},
      {"date<2022-02", 2},
      {"date<=2022-02", 3},
      {"date=2022-02..2023", 2},
      {"doc_date=2023", 2},
      {"date!=2022", 2},
      {"place=QAT", 1},
      {"place=doha", 1},
      {"place~OH", 1},
      {"place!=QAT", 4},
      {"about=accord", 1},
      {"about!=accord", 4},
      {"context=military", 1},
      {"killed>10", 1},
      {"killed<10", 0},
      {"confidence>=0.7", 5},
      {"confidence<0.7", 0},
      {"confidence>0.7", 1},
      {"confidence=0.91", 1},
      {"text~counterpart", 4},
      {"text~\"peruvian counterpart\"", 4},
      {"text~\"counterpart peruvian\"", 0},
      {"text~deal,nothing", 1},
      {"event=0000000000000abc", 1},
      {"doc=r-2", 2},
      {"publisher=\"Other, Inc.\"", 2},
      {"publisher~other", 2},
      {"rule~MEET", 5},
      {"source=IRN and (quad=4 or text~counterpart) not status=denied", 1},
      {"source=IRN or quad=4 and status=happened", 3},
      {"(source=IRN or quad=4) and status=happened", 2},
      {"NOT (actor=IRN OR killed>0)", 1},
  };
  fixture *f = *state;
  fill(f);
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
    if (n_selected(f->record, CASES[i].where) != CASES[i].n)
      fail_msg("%s: %zu, not %zu", CASES[i].where, n_selected(f->record, CASES[i].where), CASES[i].n);
}

static void where_says_what_it_does_not_understand(void **state) {
  static const char *const CASES[] = {"sorce=IRN",
                                      "source",
                                      "source=",
                                      "source=IRN,",
                                      "=IRN",
                                      "source<IRN",
                                      "quad=x",
                                      "quad=1-x",
                                      "date=yesterday",
                                      "date=2022-13",
                                      "date=2022-02-30",
                                      "date>2022..2023",
                                      "code=1",
                                      "code=18-2",
                                      "event=12",
                                      "event=zzzzzzzzzzzzzzzz",
                                      "joint=maybe",
                                      "(source=IRN",
                                      "source=IRN)",
                                      "source=\"IRN",
                                      "not",
                                      "source=IRN or",
                                      "source=IRN; DROP TABLE events",
                                      "joint~true",
                                      "date=\"\"",
                                      "date=2022-1-1"};
  fixture *f = *state;
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    drg_error err = {0};
    if (drg_record_select(f->record, CASES[i], false, write_line, NULL, &err) != DRG_ERR_ARGUMENT)
      fail_msg("'%s' was understood", CASES[i]);
    assert_non_null(strstr(err.message, "--where: "));
  }
}

/* ---- counts ---- */

static bool put_row(void *context, const drg_str *cells, const bool *numbers, size_t n) {
  assert_true(numbers[n - 1] && numbers[n - 2]);
  for (size_t i = 0; i < n; i++) {
    base_putz(context, i ? "," : "");
    base_put(context, cells[i].data ? cells[i] : BASE_STR("-"));
  }
  base_putz(context, "\n");
  return true;
}

static char *counted(drg_record *r, const char *by, const char *where) {
  drg_buffer out;
  drg_error err = {0};
  drg_buffer_init(&out);
  if (drg_record_count(r, by, where, put_row, &out, &err) != DRG_OK) fail_msg("%s", err.message);
  return out.data;
}

static void assert_counted(drg_record *r, const char *by, const char *where, const char *want) {
  char *rows = counted(r, by, where);
  assert_string_equal(rows, want);
  free(rows);
}

static void counts_are_of_what_is_asked(void **state) {
  fixture *f = *state;
  fill(f);
  assert_counted(f->record, NULL, NULL, "events,goldstein_sum\n5,-16.5\n");
  assert_counted(f->record, "quad", NULL, "quad,events,goldstein_sum\n1,2,2.0\n3,1,1.0\n4,2,-19.5\n");
  assert_counted(f->record, "dyad,month", "status=happened",
                 "source_country,target_country,month,events,goldstein_sum\n"
                 "IRN,USA,2022-01,1,1.0\nQAT,IRQ,-,1,1.0\nREB,-,2022-02,1,-9.5\nUSA,IRN,2023-02,1,1.0\n");
  assert_counted(f->record, "actors", "actor=IRN",
                 "source,target,events,goldstein_sum\nIRN,USA,1,-10.0\nIRNGOV,USAMIL,1,1.0\nUSAGOV,IRNGOV,1,1.0\n");
  assert_counted(f->record, "root", "source=IRN", "root,events,goldstein_sum\n04,1,1.0\n19,1,-10.0\n");
  drg_error err = {0};
  assert_int_equal(drg_record_count(f->record, "moon", NULL, put_row, NULL, &err), DRG_ERR_ARGUMENT);
  assert_non_null(strstr(err.message, "'moon'"));
}

/* What the sums of months answer must be what the events answer: rule~e is true of all, and months do not know it. */
static void months_agree_with_events(void **state) {
  static const char *const BY[] = {"dyad",  "dyad,month,quad,status", "year", "month", "source_country,year", "quad",
                                   "status"};
  static const char *const WHERE[] = {"quad>0",
                                      "status!=denied",
                                      "date>=2022-02",
                                      "date<2022-02",
                                      "date<=2022",
                                      "date=2022-01..2022-02",
                                      "not date=2022",
                                      "source_country=IRN,USA",
                                      "target_country!=USA"};
  fixture *f = *state;
  fill(f);
  for (size_t i = 0; i < sizeof BY / sizeof *BY; i++)
    for (size_t k = 0; k < sizeof WHERE / sizeof *WHERE; k++) {
      char slow[128];
      snprintf(slow, sizeof slow, "(%s) rule~e", WHERE[k]);
      char *sums = counted(f->record, BY[i], WHERE[k]), *events = counted(f->record, BY[i], slow);
      if (strcmp(sums, events) != 0) fail_msg("by %s where %s:\n%s\n%s", BY[i], WHERE[k], sums, events);
      free(sums);
      free(events);
    }
}

/* ---- files that are no record ---- */

static void assert_refused(const char *path, bool write, drg_status code, const char *part) {
  drg_record *r = NULL;
  drg_error err = {0};
  if (drg_record_open(path, write, &r, &err) != code) fail_msg("%s: %s", path, err.message);
  if (!strstr(err.message, part)) fail_msg("'%s' is not in '%s'", part, err.message);
}

static void run_sql(const char *path, const char *sql) {
  sqlite3 *db = NULL;
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(db);
}

static void other_files_are_refused(void **state) {
  fixture *f = *state;
  char path[128];
  snprintf(path, sizeof path, "%s/other.db", f->folder);
  assert_refused(path, false, DRG_ERR_OPEN, "unable to open");
  FILE *text = fopen(path, "w");
  fputs("This is no database, but a text of more than a hundred bytes, so that nothing may take it for an empty file.",
        text);
  fclose(text);
  assert_refused(path, true, DRG_ERR_OPEN, "not a database");
  assert_refused(path, false, DRG_ERR_OPEN, "not a database");
  unlink(path);
  run_sql(path, "CREATE TABLE letters (a)");
  assert_refused(path, true, DRG_ERR_OPEN, "no record");
  assert_refused(path, false, DRG_ERR_OPEN, "no record");
  unlink(path);
  assert_refused("/nonexistent/x.db", true, DRG_ERR_OPEN, "unable to open");
}

static void a_later_version_is_refused(void **state) {
  fixture *f = *state;
  run_sql(f->path, "INSERT INTO schema_versions VALUES (9999, 'later')");
  assert_refused(f->path, true, DRG_ERR_OPEN, "later version");
  assert_refused(f->path, false, DRG_ERR_OPEN, "later version");
}

static void names_of_records(void **state) {
  (void)state;
  assert_true(drg_record_named("a.db") && drg_record_named("x/b.SQLITE3") && drg_record_named("postgresql:///news"));
  assert_false(drg_record_named("a.csv") || drg_record_named(".db") || drg_record_named("db"));
}

static void passwords_are_masked(void **state) {
  static const char *const CASES[][2] = {
      {"", ""},
      {"--jobs 2 -o record.db", "--jobs 2 -o record.db"},
      {"postgresql://ana@h/db", "postgresql://ana@h/db"},
      {"postgresql://h:5432/db", "postgresql://h:5432/db"},
      {"-o postgresql://ana:s3cret@h/db x@y", "-o postgresql://ana:***@h/db x@y"},
      {"postgres://ana:@h", "postgres://ana:***@h"},
      {"postgres://ana:a:b@[::1]:5432/db", "postgres://ana:***@[::1]:5432/db"},
      {"postgres://ana:p@s/w@h:1/db", "postgres://ana:***@h:1/db"},
      {"postgres://ana:p/w@h/db", "postgres://ana:***@h/db"},
      {"postgres://h/db?user=ana&password=s3cret&sslmode=require",
       "postgres://h/db?user=ana&password=***&sslmode=require"},
      {"http://a:b@x/feed postgres://c:d@y/db", "http://a:***@x/feed postgres://c:***@y/db"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    char *masked = store_mask(CASES[i][0]);
    assert_string_equal(masked, CASES[i][1]);
    free(masked);
  }
}

static void doubtful_passwords_are_seen(void **state) {
  static const char *const GOOD[] = {"postgres://h/db", "postgres://h:5432/db?user=a@b", "postgres://a:s3cret@h:1/db",
                                     "postgres://a:p%2Fw@h/db", "postgres://a:p?w@h/db"};
  static const char *const BAD[] = {"postgres://a:p/w@h/db", "postgres://a:p@w@h/db", "postgres://a:1/2@3@h"};
  (void)state;
  for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) assert_false(store_mask_doubtful(GOOD[i]));
  for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) assert_true(store_mask_doubtful(BAD[i]));
}

#define WITH_RECORD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_RECORD(an_event_comes_back_as_it_went_in),
      WITH_RECORD(a_document_comes_back_with_its_text),
      WITH_RECORD(documents_come_by_date_then_id),
      WITH_RECORD(a_document_is_in_once),
      WITH_RECORD(rejects_are_kept_once),
      WITH_RECORD(hostile_words_stay_words),
      WITH_RECORD(columns_are_those_of_the_database),
      WITH_RECORD(where_finds_what_is_asked),
      WITH_RECORD(where_says_what_it_does_not_understand),
      WITH_RECORD(counts_are_of_what_is_asked),
      WITH_RECORD(months_agree_with_events),
      WITH_RECORD(other_files_are_refused),
      WITH_RECORD(a_later_version_is_refused),
      cmocka_unit_test(names_of_records),
      cmocka_unit_test(passwords_are_masked),
      cmocka_unit_test(doubtful_passwords_are_seen),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
