/* Issues, discards, and options. */
#include <ctype.h>
#include <stdlib.h>
#include "pattern/parts.h"

/* ---- issues: WORDS [CODE]; Phoenix' n:WORD is a noun, A+B stand side by side, ~WORDS are no issue ---- */

static base_str plain_words(pattern_import_job *job, base_str s, bool *noun) {
  char *p = BASE_NEW(job->arena, char, s.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++) {
    bool start = i == 0 || s.data[i - 1] == ' ' || s.data[i - 1] == '+';
    if (start && i + 1 < s.len && s.data[i + 1] == ':' && isalpha((unsigned char)s.data[i])) {
      *noun = true;
      i++;
    } else p[n++] = s.data[i] == '+' ? '_' : s.data[i];
  }
  return (base_str){p, n};
}

static void put_issue(pattern_import_job *job, base_str words, base_str code) {
  bool noun = false;
  words = pattern_normal(job, plain_words(job, words, &noun));
  pattern_put(job, FILE_ISSUES, "issue", words, code);
  if (!noun || !words.len || words.data[words.len - 1] != '=') return;
  base_str stem = base_str_sub(words, 0, words.len - 1);
  pattern_put(job, FILE_ISSUES, "issue", base_str_join(job->arena, pattern_plural(job->arena, stem), BASE_STR("=")),
              code);
}

static bool is_issue_code(base_str code) {
  for (size_t i = 0; i < code.len; i++)
    if (strchr(" ,", code.data[i])) return false;
  return code.len > 0;
}

void pattern_import_issues(pattern_import_job *job) {
  for (base_str line, code; pattern_next_line(job, &line);) {
    base_str s = base_str_trim(line);
    if (!s.len || s.data[0] == '<' || base_str_starts(s, BASE_STR("~~"))) continue;
    if (s.data[0] == '~') put_issue(job, base_str_sub(s, 1, s.len), BASE_STR("---"));
    else if (pattern_cut_code(&s, &code) && is_issue_code(code)) put_issue(job, s, code);
    else pattern_refuse(job, "no code");
  }
}

/* ---- discards ---- */

void pattern_import_discards(pattern_import_job *job) {
  for (base_str line, code; pattern_next_line(job, &line);) {
    base_str s = base_str_trim(line);
    if (!s.len || s.data[0] == '<' || base_str_starts(s, BASE_STR("~~"))) continue;
    pattern_cut_code(&s, &code);
    bool story = s.len && s.data[0] == '+';
    base_str words = pattern_normal(job, story ? base_str_sub(s, 1, s.len) : s);
    pattern_put(job, FILE_DISCARDS, "discard", words, story ? BASE_STR("story") : BASE_NONE);
  }
}

/* ---- options ---- */

/* The number after `word` in s: "MIN = 4", "VERBS[5]"; -1: it is not there. */
static int64_t number_after(base_str s, const char *word) {
  size_t n = strlen(word);
  for (size_t i = 0; i + n <= s.len; i++) {
    bool start = i == 0 || !isalpha((unsigned char)s.data[i - 1]);
    if (!start || memcmp(s.data + i, word, n) != 0 || (i + n < s.len && isalpha((unsigned char)s.data[i + n])))
      continue;
    for (i += n; i < s.len && strchr(" =[", s.data[i]);) i++;
    return i < s.len && isdigit((unsigned char)s.data[i]) ? strtoll(s.data + i, NULL, 10) : -1;
  }
  return -1;
}

static bool has(base_str s, const char *word) { return s.len && memmem(s.data, s.len, word, strlen(word)) != NULL; }
static void set_number(int64_t *field, int64_t n) {
  if (n >= 0) *field = n;
}

static void read_complex(pattern_options *o, base_str s) {
  o->max_verbs = o->max_conj = 0;
  set_number(&o->max_verbs, number_after(s, "VERBS"));
  set_number(&o->max_conj, number_after(s, "CONJ"));
  o->actor_first = has(s, "NOACTPRIOR");
}

static void read_comma(pattern_options *o, base_str s) {
  if (has(s, "OFF")) o->comma_max = o->comma_emax = o->comma_bmax = 0;
  set_number(&o->comma_min, number_after(s, "MIN"));
  set_number(&o->comma_max, number_after(s, "MAX"));
  set_number(&o->comma_emin, number_after(s, "EMIN"));
  set_number(&o->comma_emax, number_after(s, "EMAX"));
  set_number(&o->comma_bmin, number_after(s, "BMIN"));
  set_number(&o->comma_bmax, number_after(s, "BMAX"));
}

static base_str bracketed_after(base_str s, const char *word) {
  const char *at = s.len ? memmem(s.data, s.len, word, strlen(word)) : NULL;
  if (!at) return BASE_NONE;
  base_str rest = {at, s.len - (size_t)(at - s.data)};
  base_str_cut(&rest, '[');
  return base_str_cut(&rest, ']');
}

static void read_default(pattern_options *o, base_str s) {
  o->default_source = bracketed_after(s, "SOURCE");
  o->default_target = bracketed_after(s, "TARGET");
  o->source_prior = has(s, "PRIOR");
  o->target_after = has(s, "AFTER");
}

static void read_forward(pattern_options *o, base_str s) { o->forward = !has(s, "OFF"); }

static void read_set(pattern_options *o, base_str s) {
  static const struct {
    const char *name;
    size_t field;
  } SWITCHES[] = {{"CONVERT AGENT", offsetof(pattern_options, convert_agents)},
                  {"TIME SHIFT", offsetof(pattern_options, time_shift)},
                  {"CHECK DOMINANT", offsetof(pattern_options, check_dominant)},
                  {"FBIS", offsetof(pattern_options, commas_join)}};
  if (has(s, "CODE BY CLAUSE")) o->code_by = CODE_BY_CLAUSE;
  if (has(s, "CODE BY SENTENCE")) o->code_by = CODE_BY_SENTENCE;
  if (has(s, "CODE ALL")) o->code_by = CODE_ALL;
  set_number(&o->min_words, number_after(s, "MINIMUM WORDS"));
  for (size_t i = 0; i < sizeof SWITCHES / sizeof *SWITCHES; i++)
    if (has(s, SWITCHES[i].name)) *(int64_t *)((char *)o + SWITCHES[i].field) = has(s, "TRUE");
}

static void read_nothing(pattern_options *o, base_str s) { (void)o, (void)s; }

/* TABARI's commands; what only shapes its output or its screen is passed over. */
static const struct {
  const char *name;
  void (*read)(pattern_options *o, base_str s);
} COMMANDS[] = {{"COMPLEX:", read_complex}, {"COMMA:", read_comma}, {"DEFAULT:", read_default},
                {"FORWARD:", read_forward}, {"SET:", read_set},     {"OUTPUT:", read_nothing},
                {"LABEL:", read_nothing}};

static bool read_command(pattern_import_job *job, base_str s) {
  for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++)
    if (base_str_starts(s, base_str_of(COMMANDS[i].name)))
      return COMMANDS[i].read(&job->options, base_str_sub(s, strlen(COMMANDS[i].name), s.len)), true;
  return false;
}

/* PETRARCH's file: name = value. */
static void read_setting(pattern_import_job *job, base_str s) {
  base_str value = s, name = base_str_trim(base_str_cut(&value, '='));
  const pattern_option *o = pattern_option_named(name);
  value = base_str_trim(value);
  if (!o || o->text) {
    pattern_refuse(job, "no option '" BASE_FMT "' here", BASE_ARG(name));
    return;
  }
  int64_t *field = (int64_t *)((char *)&job->options + o->offset);
  if (base_str_eq_nocase(value, BASE_STR("true"))) *field = 1;
  else if (base_str_eq_nocase(value, BASE_STR("false"))) *field = 0;
  else if (!base_str_to_int(value, field)) pattern_refuse(job, "no value '" BASE_FMT "'", BASE_ARG(value));
}

void pattern_import_options(pattern_import_job *job) {
  for (base_str line; pattern_next_line(job, &line);) {
    base_str s = base_str_trim(line);
    if (!s.len || s.data[0] == '[' || base_str_starts(s, BASE_STR("//")) || base_str_starts(s, BASE_STR("~~")))
      continue;
    if (!read_command(job, s)) read_setting(job, s);
  }
}
