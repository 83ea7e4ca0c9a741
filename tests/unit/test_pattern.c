/* pattern: dictionaries of TABARI and PETRARCH imported from text, and what is coded with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>
#include "pattern/parts.h"

/* ---- phrases ---- */

static void phrase_notation(void **state) {
  (void)state;
  base_arena a;
  pattern_phrase p;
  base_arena_init(&a);
  assert_true(pattern_phrase_read(&a, BASE_STR("NEAR~_OLD_TOWN HALL"), &p));
  assert_int_equal(p.n, 4);
  assert_true(p.words[0].tight && p.words[0].end == END_STEM);
  assert_true(p.words[1].tight && p.words[1].end == END_WHOLE);
  assert_true(!p.words[2].tight && p.words[2].end == END_STEM);
  assert_true(pattern_phrase_read(&a, BASE_STR("BAN="), &p));
  assert_int_equal(p.words[0].end, END_EXACT);
  assert_false(pattern_phrase_read(&a, BASE_STR(" _ "), &p));
  base_arena_clear(&a);
}

/* ---- coding ---- */

typedef struct file {
  const char *name, *text;
} file;

typedef struct fixture {
  char folder[64];
  drg_engine *engine;
  drg_coder *coder;
} fixture;

static void write_file(const char *path, const char *text) {
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  fputs(text, f);
  fclose(f);
}

static void tell(void *context, const drg_dict_finding *f) {
  (void)context;
  print_error("%.*s:%u: %.*s\n", (int)f->file.len, f->file.data, f->line, (int)f->message.len, f->message.data);
}

static void set_up(fixture *f, const file *files, size_t n) {
  char paths[8][128];
  const char *list[8];
  drg_dict_imported done;
  drg_error err = {0};
  snprintf(f->folder, sizeof f->folder, "/tmp/dragoman-pattern-XXXXXX");
  assert_non_null(mkdtemp(f->folder));
  for (size_t i = 0; i < n; i++) {
    snprintf(paths[i], sizeof paths[i], "%s/%s", f->folder, files[i].name);
    write_file(paths[i], files[i].text);
    list[i] = paths[i];
  }
  assert_int_equal(drg_dict_import(list, n, f->folder, tell, NULL, &done, &err), DRG_OK);
  assert_int_equal(done.refused, 0);
  assert_int_equal(drg_engine_open_with(DRAGOMAN_SOURCE_DATA, f->folder, &f->engine, &err), DRG_OK);
  assert_int_equal(drg_coder_new(f->engine, &f->coder, &err), DRG_OK);
}

static void take_down(fixture *f, const file *files, size_t n) {
  char path[128];
  drg_coder_free(f->coder);
  drg_engine_close(f->engine);
  for (size_t i = 0; i < n; i++) {
    snprintf(path, sizeof path, "%s/%s", f->folder, files[i].name);
    unlink(path);
  }
  for (int i = 0; i < FILE_COUNT; i++) {
    snprintf(path, sizeof path, "%s/%s", f->folder, PATTERN_FILES[i]);
    unlink(path);
  }
  assert_int_equal(rmdir(f->folder), 0);
}

static void put_code(drg_buffer *out, drg_str code) {
  if (code.data) base_put(out, code);
  else base_putz(out, "-");
}

typedef struct example {
  const char *text, *events; /* "SOURCE CODE TARGET; …" */
} example;

static void assert_coded(const fixture *f, const example *e, const char *date) {
  drg_doc doc;
  const drg_event *events;
  size_t n;
  drg_buffer out;
  drg_buffer_init(&out);
  base_putz(&out, "");
  assert_int_equal(drg_doc_from_text(e->text, strlen(e->text), "d", date, &doc, NULL), DRG_OK);
  assert_int_equal(drg_coder_code(f->coder, &doc, &events, &n, NULL), DRG_OK);
  for (size_t i = 0; i < n; i++) {
    if (i) base_putz(&out, "; ");
    put_code(&out, events[i].source.code);
    base_putf(&out, " " BASE_FMT " ", BASE_ARG(events[i].cameo));
    put_code(&out, events[i].target.code);
    assert_true(events[i].rule_line > 0 && events[i].rule_file.len > 0 && events[i].n_triggers == 1);
  }
  if (strcmp(out.data, e->events) != 0) print_error("%s\n", e->text);
  assert_string_equal(out.data, e->events);
  drg_buffer_clear(&out);
  drg_doc_free(&doc);
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void assert_examples(const file *files, size_t n_files, const example *list, size_t n) {
  fixture f;
  set_up(&f, files, n_files);
  for (size_t i = 0; i < n; i++) assert_coded(&f, &list[i], "2002-06-01");
  take_down(&f, files, n_files);
}

/* ---- TABARI ---- */

static const file TABARI[] = {
    {"own.actors",
     "<NOUN>\nHARBOUR ;pas\n</NOUN>\nNORLAND [NOR] ;jw\nSUDMARK\n+SOUTHERN_MARCHES_\n [SUD <000101] [SUX]\n"
     "ISLE KING [ISL]\nNOBODY_ [---]\nFORBIDDEN_ [###]\nTWINS_ [TWA/TWB]\n"},
    {"own.agents", "POLICE_ [~COP] ;x\nMINISTER_ [~GOV]\nRELIEF_WORKERS_ [NGO~]\n~~FINISH\n"},
    {"own.verbs",
     "<SYNSETS>\n&GIFT\n+GRAIN\n+GOLD_COINS\n</SYNSETS>\nACCUSE [112] ;jw\n- DID NOT * [051]\nGIVE_ [070]\n"
     "{ GAVE_ GIVEN_ }\n- * &GIFT [071]\n- * { BLANKETS | TENTS } [072]\nVISIT [042:043]\nSAID [010?]\nMEET [040]\n"
     "- % * [041]\nFREE [084]\n- + * FROM $ [085]\nQUARREL [---]\nJOIN [060!]\n- * ^ AGAINST + [190]\n"},
    {"own.options", "COMPLEX: VERBS[6] CONJ[5] NOACTPRIOR\nSET: MINIMUM WORDS = 4\n"}};

static void tabari(void **state) {
  (void)state;
  static const example LIST[] = {
      {"Norland accused Sudmark of theft.", "NOR 112 SUX"},
      {"Norlanders accused the Southern Marches of theft.", "NOR 112 SUX"},
      {"Norland did not accuse Sudmark.", "NOR 051 SUX"},
      {"Norland was accused by Sudmark yesterday.", "SUX 112 NOR"},
      {"Norland police accused the minister of Sudmark.", "NORCOP 112 SUXGOV"},
      {"Relief workers in Norland accused former Sudmark police.", "NGONOR 112 SUXELI"},
      {"Norland gave much grain to Sudmark.", "NOR 071 SUX"},
      {"Norland gave gold bright coins to Sudmark.", "NOR 070 SUX"},
      {"Norland gave tents to Sudmark in winter.", "NOR 072 SUX"},
      {"Norland visited Sudmark.", ""}, /* three words: too short */
      {"Norland visited Sudmark in spring.", "NOR 042 SUX; SUX 043 NOR"},
      {"Norland and Sudmark met at the harbour.", ""}, /* MET is no form of MEET */
      {"Norland and Sudmark will meet soon.", "NOR 041 SUX; SUX 041 NOR"},
      {"Norland was freed from Sudmark last week.", "SUX 085 NOR"},
      {"Norland accused Sudmark and gave grain to the old King of the Isle King.", "NOR 112 SUX; NOR 071 ISL"},
      {"Norland, which has not had a harvest, accused Sudmark of theft.", "NOR 112 SUX"},
      {"Norland said that it would accuse Sudmark.", "NOR 112 SUX"},
      {"Norland said this to Sudmark.", "NOR 010 SUX"},
      {"Norland quarrelled with Sudmark again.", ""},
      {"Nobody accused Sudmark of theft in Norland.", ""}, /* a name that is no actor */
      {"Norland accused Sudmark and the Forbidden of theft.", ""},
      {"Twins accused Sudmark of theft.", "TWA 112 SUX; TWB 112 SUX"},
      {"Norland joined Twins against Sudmark.", "NOR 190 SUX"},
      {"Accused by Norland was Sudmark once.", ""}};
  assert_examples(TABARI, COUNT(TABARI), LIST, COUNT(LIST));
}

static void dates(void **state) {
  (void)state;
  fixture f;
  set_up(&f, TABARI, COUNT(TABARI));
  assert_coded(&f, &(example){"Norland accused Sudmark of theft.", "NOR 112 SUD"}, "1999-12-31");
  assert_coded(&f, &(example){"Norland accused Sudmark of theft.", "NOR 112 SUX"}, "2000-01-01");
  assert_coded(&f, &(example){"Norland accused Sudmark of theft.", "NOR 112 SUX"}, NULL);
  take_down(&f, TABARI, COUNT(TABARI));
}

/* The dictionaries of TABARI with other options. */
static void assert_with_options(const char *options, const example *list, size_t n) {
  file files[COUNT(TABARI)];
  memcpy(files, TABARI, sizeof files);
  files[COUNT(TABARI) - 1].text = options;
  assert_examples(files, COUNT(files), list, n);
}

static void tabari_options(void **state) {
  (void)state;
  static const example DEFAULTS[] = {{"Norland accused the neighbours of theft.", "NOR 112 THEM"},
                                     {"Somebody accused Sudmark of theft.", "WHO 112 SUX"}};
  static const example ALL[] = {{"Norland accused Sudmark of visits.", "NOR 112 SUX; NOR 042 SUX; SUX 043 NOR"},
                                {"Norland accused Sudmark and would join Twins.", "NOR 060 TWA; NOR 060 TWB"}};
  static const example SENTENCE[] = {{"Norland accused Sudmark and gave grain to Twins.", "NOR 112 SUX"}};
  static const example BARE[] = {{"Norland accused the police of theft.", "NOR 112 ~COP"}};
  static const example FORWARD[] = {
      {"Norland accused Sudmark of theft. It gave grain to Twins.", "NOR 112 SUX; NOR 071 TWA; NOR 071 TWB"}};
  static const example COMMAS[] = {
      {"Norland, friend of Twins, accused the neighbours, so said Sudmark.", "NOR 112 TWA; NOR 112 TWB"}};
  static const example COMPLEX[] = {{"Norland said it would accuse Sudmark.", ""},
                                    {"Norland accused Sudmark of theft.", "NOR 112 SUX"}};
  assert_with_options("DEFAULT: SOURCE [WHO] PRIOR TARGET [THEM] AFTER\nSET: MINIMUM WORDS = 2\n", DEFAULTS,
                      COUNT(DEFAULTS));
  assert_with_options("SET: CODE ALL\nSET: MINIMUM WORDS = 2\n", ALL, COUNT(ALL));
  assert_with_options("SET: CODE BY SENTENCE\n", SENTENCE, COUNT(SENTENCE));
  assert_with_options("SET: CONVERT AGENT = TRUE\nSET: MINIMUM WORDS = 2\n", BARE, COUNT(BARE));
  assert_with_options("FORWARD: ***NNN OFF\nFORWARD: ***NNN\nSET: MINIMUM WORDS = 2\n", FORWARD, COUNT(FORWARD));
  assert_with_options("COMMA: MIN = 9\nSET: MINIMUM WORDS = 2\n", COMMAS, COUNT(COMMAS));
  assert_with_options("COMPLEX: VERBS[2]\nSET: MINIMUM WORDS = 2\n", COMPLEX, COUNT(COMPLEX));
}

/* ---- PETRARCH ---- */

static const file PETRARCH[] = {
    {"own.actors.txt", "# own\nNORLAND_ [NOR]\n+NORLANDER\nSUDMARK [SUD] # x\nVAL_ORSA [VAL]\n\t[VALOLD <20010101]\n"},
    {"own.agents.txt",
     "!RANK! = CAPTAIN, MAJOR\nPOLICE {} [~COP]\nMINISTER [~GOV]\nGOOSE {GEESE} [~GGS]\nARMY_!RANK! [~MIL]\n"},
    {"verbs.txt",
     "&GIFT\n+GRAIN\n+CLOTH_\n\n--- ACCUSE [112] ---\nACCUSE\nBLAME {BLAMES BLAMED BLAMING} [111]\n- DID * [051]\n\n"
     "--- GIVE [070] ---\nGIVE {GAVE GIVEN}\n+HAND_OVER {+HANDED_OVER}\n- * &GIFT [071]\n\n"
     "--- MEET [040:040] ---\nMEET {MET}\n- % * [041:041]\n- * WITH % [042]\n"},
    {"discards.txt", "FOOTBALL\n+WORLD CUP\n"}};

static void petrarch(void **state) {
  (void)state;
  static const example LIST[] = {
      {"Norland accused Sudmark of theft.", "NOR 112 SUD"},
      {"The Norlanders blamed Sudmark.", ""}, /* no plurals of actors */
      {"Val Orsa blamed Sudmark.", "VAL 111 SUD"},
      {"Norland police accused Sudmark's minister.", "NORCOP 112 SUDGOV"},
      {"The army major of Norland accused Sudmark's geese.", "NORMIL 112 SUDGGS"},
      {"Ministers of Norland and Sudmark blamed Val Orsa.", "NORGOV 111 VAL; SUDGOV 111 VAL"},
      {"The accused Norland footpath is in Sudmark.", ""},
      {"Norland gave Sudmark two grains.", "NOR 071 SUD"},
      {"Norland handed over cloths to Sudmark.", "NOR 070 SUD"},
      {"Norland and Sudmark met on Friday.", "NOR 041 SUD; SUD 041 NOR"},
      {"Norland met with Sudmark and Val Orsa.", "NOR 042 SUD; NOR 042 VAL"},
      {"Police blamed Sudmark.", "---COP 111 SUD"},
      {"Norland accused Sudmark in a football match. Norland blamed Sudmark.", "NOR 111 SUD"},
      {"Norland accused Sudmark in the world cup. Norland blamed Sudmark.", ""}};
  assert_examples(PETRARCH, COUNT(PETRARCH), LIST, COUNT(LIST));
}

static const file PETRARCH2[] = {{"own.actors.txt", "NORLAND [NOR]\nSUDMARK [SUD]\nVAL_ORSA [VAL]\n"},
                                 {"verbs.txt",
                                  "--- ACCUSE [112] ---\nACCUSE\n- * (OF {HIGH TREASON}) [115]\n- RARELY "
                                  "* [051]\n- ENVOYS * [113]\n- * BRIBE [114]\n"
                                  "--- SAY [010] ---\nSAY {SAID}\n--- HONOUR [051] ---\nHONOUR\n- * FEAST $ [017]\n"
                                  "--- VISIT [042:043] ---\nVISIT\n"},
                                 {"settings.ini", "[Options]\nrequire_dyad = false\n"}};

static void petrarch2(void **state) {
  (void)state;
  static const example LIST[] = {{"Norland accused Sudmark of high treason.", "NOR 115 SUD"},
                                 {"Norland accused Sudmark of high and low treason.", "NOR 112 SUD"},
                                 {"Norland rarely accused Sudmark.", "NOR 112 SUD"},
                                 {"Norland envoys accused Sudmark.", "NOR 113 SUD"},
                                 {"Norland never accused Sudmark.", "NOR 050 SUD"},
                                 {"Norland accused Sudmark of bribes.", "NOR 114 SUD"},
                                 {"Norland was accused in Sudmark.", "SUD 112 NOR"},
                                 {"Norland accused the neighbours.", "NOR 112 -"},
                                 {"Norland visited Sudmark to honour a feast of Val Orsa.", "VAL 017 NOR"},
                                 {"Norland visited Sudmark to honour Val Orsa.", "NOR 042 SUD; SUD 043 NOR"},
                                 {"Norland was said to honour Sudmark.", "NOR 051 SUD"},
                                 {"Norland said nothing.", ""}};
  assert_examples(PETRARCH2, COUNT(PETRARCH2), LIST, COUNT(LIST));
}

static const file CHANGES[] = {
    {"own.actors.txt", "NORLAND [NOR]\nSUDMARK [SUD]\nVAL_ORSA [VAL]\n"},
    {"verbs.txt", "--- ACCUSE [112] ---\nACCUSE\n--- RAID [190] ---\nRAID\n"
                  "SHELL [194]\n--- HELP [070] ---\nHELP\n--- SAY [010] ---\nSAY {SAYS SAID}\n- * RAID [031]\n"
                  "--- ATTEMPT [---] ---\nTRY {TRIES TRIED}\n--- PLAN [030] ---\nPLAN {PLANNED}\n"
                  "~ a (a b RAID) SAY = a b 015\n~ a (b . RAID) SAY = a b 113\n~ a (a b Q) SAY = a b Q\n"
                  "~ a (_ b RAID) PLAN = a b 138\n~ a (_ b RAID) TRY = a b 185\n"
                  "~ a (_ b NOSUCH) TRY = a b 186\n"},
    {"settings.ini", "[Options]\nrequire_dyad = false\n"}};

static void changes(void **state) {
  (void)state;
  static const example LIST[] = {{"Norland said it had raided Sudmark.", "NOR 015 SUD"},
                                 {"Norland said Sudmark had raided Val Orsa.", "NOR 113 SUD"},
                                 {"Norland said Sudmark had shelled Val Orsa.", "NOR 113 SUD"},
                                 {"Norland said it would help Sudmark.", "NOR 070 SUD"},
                                 {"Norland planned to raid Sudmark.", "NOR 138 SUD"},
                                 {"Norland tried to raid Sudmark.", "NOR 185 SUD"},
                                 {"Norland tried to help Sudmark.", "NOR 070 SUD"},
                                 {"Norland said a raid would help Sudmark.", "NOR 031 SUD"},
                                 {"Norland raided Sudmark.", "NOR 190 SUD"}};
  assert_examples(CHANGES, COUNT(CHANGES), LIST, COUNT(LIST));
}

static void changes_notation(void **state) {
  (void)state;
  static const char *const BROKEN[][2] = {{"a (b . RAID SAY", "a b 112"},    {"a b RAID SAY", "a b 112"},
                                          {"a (b . RAID) SAY", "a c 112"},   {"a (b . RAID) SAY", "a b"},
                                          {"_ (b . RAID) SAY", "b b 112"},   {"a (b RAID) SAY", "a b 112"},
                                          {"a (b . RAID) SAY", "a b 112 x"}, {"a (b . RAID)", "a b 112"},
                                          {"a (b . (RAID)) SAY", "a b 112"}, {"", ""}};
  pattern_change c;
  for (size_t i = 0; i < COUNT(BROKEN); i++)
    assert_false(pattern_change_read(base_str_of(BROKEN[i][0]), base_str_of(BROKEN[i][1]), &c));
  assert_true(pattern_change_read(BASE_STR("a (_ b RAID ) TRY"), BASE_STR("a b Q"), &c));
  assert_true(c.by == 'a' && c.source == '_' && c.target == 'b' && c.new_source == 'a' && c.new_target == 'b');
  assert_true(base_str_eq(c.inner.name, BASE_STR("RAID")) && base_str_eq(c.outer.name, BASE_STR("TRY")));
}

/* The dictionaries of PETRARCH with another option. */
static void one_party(void **state) {
  (void)state;
  static const example LIST[] = {{"Norland blamed the neighbours.", "NOR 111 -"},
                                 {"Norland blamed today.", ""},
                                 {"The neighbours blamed Norland.", "- 111 NOR"}};
  file files[COUNT(PETRARCH) + 1];
  memcpy(files, PETRARCH, sizeof PETRARCH);
  files[COUNT(PETRARCH)] = (file){"settings.ini", "[Options]\nrequire_dyad = false\n"};
  assert_examples(files, COUNT(files), LIST, COUNT(LIST));
}

static void new_actors(void **state) {
  (void)state;
  static const example LIST[] = {
      {"The Guild of Bakers blamed Sudmark on Friday.", "\"THE GUILD OF BAKERS\" 111 SUD"},
      {"Norland's police blamed three city judges.", "NORCOP 111 \"THREE CITY JUDGES\""},
      {"The very old and famous Guild of Bakers blamed Sudmark on Friday.", ""}, /* more than four words */
      {"Friends of Norland blamed Sudmark.", "NOR 111 SUD"},
      {"They blamed Sudmark.", ""}};
  file files[COUNT(PETRARCH) + 1];
  memcpy(files, PETRARCH, sizeof PETRARCH);
  files[COUNT(PETRARCH)] = (file){"settings.ini", "[Options]\nnew_actor_length = 4\n"};
  assert_examples(files, COUNT(files), LIST, COUNT(LIST));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(phrase_notation), cmocka_unit_test(tabari),
                                     cmocka_unit_test(dates),           cmocka_unit_test(tabari_options),
                                     cmocka_unit_test(petrarch),        cmocka_unit_test(petrarch2),
                                     cmocka_unit_test(changes),         cmocka_unit_test(changes_notation),
                                     cmocka_unit_test(new_actors),      cmocka_unit_test(one_party)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
