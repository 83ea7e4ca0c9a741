/* code: the frame language is read and refused as docs/frames.md says; relations, pairing and status of matches. */
#include "trees.h"
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "code/code.h"

static trees t;
static char folder[] = "/tmp/drg-code-XXXXXX";

/* What every lexicon needs besides the frames under test. */
static const char CORE[] =
    "set support = launched held\nset support-in = engaged\nset report = said\nset reciprocal = each\n"
    "set kill-words = killed\nset injure-words = injured\nset arrest-words = arrested\nset weapon-words = bomb\n"
    "set locative = in\nset motion = to\nset agent-prep = by\nset according = according-to\nset behind = by of against "
    "in\nset status-prep = to\n";
static const char STATUS[] = "aux planned will\nneg negated not\nhead denied denied\nhead planned threatened\nhead "
                             "none said\nmark conditional if\n";

static void put_file(const char *name, const char *text) {
  char path[256];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fputs(text, f);
  fclose(f);
}

static void make_folder(const char *name) {
  char path[256];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  mkdir(path, 0700);
}

static int open_all(void **state) {
  (void)state;
  trees_open(&t);
  if (!mkdtemp(folder)) return -1;
  make_folder("en");
  make_folder("en/frames");
  make_folder("ontology");
  put_file("ontology/cameo.tsv",
           "code\tname\troot\tplover\tmode\tquad\tgoldstein\tcontexts\n"
           "010\tsay\t01\t-\t-\t1\t0.0\t-\n040\tmeet\t04\tCONSULT\t-\t1\t1.0\tdiplomatic;military\n"
           "111\tcriticise\t11\tACCUSE\tdisapprove\t3\t-2.0\t-\n138\tthreaten\t13\tTHREATEN\tviolence\t3\t-7.0\t-\n"
           "190\tattack\t19\tASSAULT\t-\t4\t-10.0\t-\n");
  put_file("en/status.txt", STATUS);
  put_file("en/quantities.txt", "number three 3\nscale million 1000000\ncurrency euro EUR\n");
  put_file("en/frames/core.txt", CORE);
  return 0;
}

static int close_all(void **state) {
  (void)state;
  trees_close(&t);
  char command[300];
  snprintf(command, sizeof command, "rm -r '%s'", folder);
  return system(command);
}

static drg_status open_lexicon(const char *frames, code_lexicon **lex, drg_error *err) {
  put_file("en/frames/test.txt", frames);
  return code_lexicon_open(folder, &t.engine, &t.symbols, lex, err);
}

static const drg_event *events;
static size_t n_events;

/* Codes one hand-parsed sentence with the frames. */
static void code_one(const char *frames, const char *sentence) {
  code_lexicon *lex;
  drg_error err = {0};
  if (open_lexicon(frames, &lex, &err)) fail_msg("%s", err.message);
  trees_reset(&t);
  trees_add(&t, sentence);
  trees_resolve(&t, NULL, NULL);
  code_input in = {.text = t.text,
                   .doc_id = BASE_STR("d"),
                   .sents = t.sents,
                   .n_sents = t.n,
                   .mentions = &t.mentions,
                   .resolved = &t.resolved,
                   .doc_day = DRG_NO_DAY};
  drg_event *made;
  code_events(lex, &t.arena, &in, &made, &n_events);
  events = made;
}

static void assert_str(base_str s, const char *wanted) {
  if (!base_str_eq(s, base_str_of(wanted))) fail_msg("'" BASE_FMT "' is not '%s'", BASE_ARG(s), wanted);
}

static void assert_event(size_t i, const char *source, const char *cameo, const char *target, drg_happening status) {
  assert_true(i < n_events);
  assert_str(events[i].source.code, source);
  assert_str(events[i].cameo, cameo);
  assert_str(events[i].target.code, target);
  assert_int_equal(events[i].status, status);
}

#define ATTACK "frame fight.attack 190\n  v attacked source=subj target=obj\n  n attack source=poss|by|subj target=on\n"

static void active_and_passive_are_one(void **state) {
  (void)state;
  code_one(ATTACK, "Russia/PROPN/2/nsubj attacked/VERB/0/root Ukraine/PROPN/2/obj");
  assert_int_equal(n_events, 1);
  assert_event(0, "RUS", "190", "UKR", DRG_HAPPENED);
  assert_int_equal(events[0].quad, 4);
  code_one(ATTACK,
           "Ukraine/PROPN/3/nsubj:pass was/AUX/3/aux:pass attacked/VERB/0/root by/ADP/5/case Russia/PROPN/3/obl:agent");
  assert_int_equal(n_events, 1);
  assert_event(0, "RUS", "190", "UKR", DRG_HAPPENED);
}

static void nouns_take_support_verbs_and_possessors(void **state) {
  (void)state;
  code_one(
      ATTACK,
      "Russia/PROPN/2/nsubj launched/VERB/0/root an/DET/4/det attack/NOUN/2/obj on/ADP/6/case Ukraine/PROPN/4/nmod");
  assert_int_equal(n_events, 1);
  assert_event(0, "RUS", "190", "UKR", DRG_HAPPENED);
  code_one(ATTACK, "Russia/PROPN/3/nmod:poss 's/PART/1/case attack/NOUN/0/root on/ADP/5/case Ukraine/PROPN/3/nmod");
  assert_event(0, "RUS", "190", "UKR", DRG_HAPPENED);
}

static void two_sources_and_three_targets_are_six_events(void **state) {
  (void)state;
  code_one(
      "frame a.b 111\n  v criticised source=subj target=obj\n",
      "Russia/PROPN/4/nsubj and/CCONJ/3/cc Iran/PROPN/1/conj criticised/VERB/0/root Kenya/PROPN/4/obj ,/PUNCT/7/punct "
      "Uganda/PROPN/5/conj and/CCONJ/9/cc Ethiopia/PROPN/5/conj");
  assert_int_equal(n_events, 6);
}

static void joint_subjects_are_paired_once(void **state) {
  (void)state;
  code_one("frame c.d 040 joint\n  v met source=subj target=obj|with\n",
           "Kenya/PROPN/4/nsubj and/CCONJ/3/cc Uganda/PROPN/1/conj met/VERB/0/root");
  assert_int_equal(n_events, 1);
  assert_event(0, "KEN", "040", "UGA", DRG_HAPPENED);
  assert_true(events[0].joint);
  assert_int_equal(events[0].n_contexts, 2);
}

static void the_pattern_with_most_constraints_wins_and_uses_up_its_words(void **state) {
  (void)state;
  code_one(ATTACK
           "frame t.u 138\n  v threatened source=subj\n  v threatened comp=attacked source=subj target=comp.obj\n",
           "Russia/PROPN/2/nsubj threatened/VERB/0/root to/PART/4/mark attacked/VERB/2/xcomp Ukraine/PROPN/4/obj");
  assert_int_equal(n_events, 1);
  assert_event(0, "RUS", "138", "UKR", DRG_HAPPENED);
  assert_int_equal(events[0].n_triggers, 2);
}

static void null_frames_and_forbidden_words_make_no_event(void **state) {
  (void)state;
  code_one(ATTACK "frame null.x null\n  v attacked obj=budget\n",
           "Kenya/PROPN/2/nsubj attacked/VERB/0/root the/DET/5/det Ugandan/ADJ/5/amod budget/NOUN/2/obj");
  assert_int_equal(n_events, 0);
  code_one("frame a.b 190\n  v attacked obj!=budget source=subj target=obj\n",
           "Kenya/PROPN/2/nsubj attacked/VERB/0/root the/DET/5/det Ugandan/ADJ/5/amod budget/NOUN/2/obj");
  assert_int_equal(n_events, 0);
}

static void status_is_read_from_the_clause(void **state) {
  (void)state;
  code_one(ATTACK, "Russia/PROPN/4/nsubj will/AUX/4/aux not/PART/4/advmod attacked/VERB/0/root Ukraine/PROPN/4/obj");
  assert_event(0, "RUS", "190", "UKR", DRG_NEGATED);
  code_one(ATTACK, "Russia/PROPN/3/nsubj will/AUX/3/aux attacked/VERB/0/root Ukraine/PROPN/3/obj");
  assert_event(0, "RUS", "190", "UKR", DRG_PLANNED);
  code_one(ATTACK, "Russia/PROPN/2/nsubj denied/VERB/0/root attacked/VERB/2/xcomp Ukraine/PROPN/3/obj");
  assert_event(0, "RUS", "190", "UKR", DRG_DENIED);
  code_one(ATTACK, "If/SCONJ/3/mark Russia/PROPN/3/nsubj attacked/VERB/6/advcl Ukraine/PROPN/3/obj Kenya/PROPN/6/nsubj "
                   "left/VERB/0/root");
  assert_event(0, "RUS", "190", "UKR", DRG_CONDITIONAL);
}

static void who_reports_is_the_attribution(void **state) {
  (void)state;
  code_one(ATTACK,
           "Kenya/PROPN/2/nsubj said/VERB/0/root Russia/PROPN/4/nsubj attacked/VERB/2/ccomp Ukraine/PROPN/4/obj");
  assert_int_equal(n_events, 1);
  assert_str(events[0].attribution.code, "KEN");
}

static void relative_clauses_find_their_noun(void **state) {
  (void)state;
  code_one(ATTACK,
           "Ukraine/PROPN/0/root ,/PUNCT/5/punct which/PRON/5/obj Russia/PROPN/5/nsubj attacked/VERB/1/acl:relcl");
  assert_int_equal(n_events, 1);
  assert_str(events[0].source.code, "RUS");
}

static void spans_lie_in_the_text(void **state) {
  (void)state;
  code_one(ATTACK, "Russia/PROPN/2/nsubj attacked/VERB/0/root Ukraine/PROPN/2/obj");
  assert_str(base_str_sub(t.text, events[0].source.span.begin, events[0].source.span.end), "Russia");
  assert_str(base_str_sub(t.text, events[0].target.span.begin, events[0].target.span.end), "Ukraine");
  assert_str(base_str_sub(t.text, events[0].triggers[0].begin, events[0].triggers[0].end), "attacked");
  uint64_t id = events[0].id;
  code_one(ATTACK, "Russia/PROPN/2/nsubj attacked/VERB/0/root Ukraine/PROPN/2/obj");
  assert_true(events[0].id == id);
}

static void malformed_frames_are_refused_with_their_line(void **state) {
  (void)state;
  static const struct {
    const char *frames;
    unsigned line;
  } BAD[] = {{"frame a.b 999\n", 1},
             {"frame a.b 190\nframe a.b 190\n", 2},
             {"  v go\n", 1},
             {"frame a.b 190\n  x go\n", 2},
             {"frame a.b 190\n  v go obj=@nosuch\n", 2},
             {"frame a.b 190\n  v go obj\n", 2},
             {"frame a.b 190 status=maybe\n", 1},
             {"frame a.b 190 loud\n", 1},
             {"\nframes a.b\n", 2},
             {"set a b c\n", 1},
             {"frame a.b 190\n  v go a.b.c.d.e=x\n", 2}};
  for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
    code_lexicon *lex;
    drg_error err = {0};
    assert_int_equal(open_lexicon(BAD[i].frames, &lex, &err), DRG_ERR_FORMAT);
    assert_int_equal(err.line, BAD[i].line);
    assert_true(strstr(err.file, "test.txt") != NULL);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(active_and_passive_are_one),
      cmocka_unit_test(nouns_take_support_verbs_and_possessors),
      cmocka_unit_test(two_sources_and_three_targets_are_six_events),
      cmocka_unit_test(joint_subjects_are_paired_once),
      cmocka_unit_test(the_pattern_with_most_constraints_wins_and_uses_up_its_words),
      cmocka_unit_test(null_frames_and_forbidden_words_make_no_event),
      cmocka_unit_test(status_is_read_from_the_clause),
      cmocka_unit_test(who_reports_is_the_attribution),
      cmocka_unit_test(relative_clauses_find_their_noun),
      cmocka_unit_test(spans_lie_in_the_text),
      cmocka_unit_test(malformed_frames_are_refused_with_their_line),
  };
  return cmocka_run_group_tests(tests, open_all, close_all);
}
