/* The folder that the import wrote, read. Every file has lines of kind, text, code and origin, with tabs between. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "pattern/parts.h"

/* ---- options ---- */

#define FIELD(name) \
  { #name, offsetof(pattern_options, name), false }
#define TEXT_FIELD(name) \
  { #name, offsetof(pattern_options, name), true }
const pattern_option PATTERN_OPTIONS[] = {FIELD(dialect),
                                          FIELD(code_by),
                                          FIELD(min_words),
                                          FIELD(comma_min),
                                          FIELD(comma_max),
                                          FIELD(comma_bmin),
                                          FIELD(comma_bmax),
                                          FIELD(comma_emin),
                                          FIELD(comma_emax),
                                          FIELD(max_verbs),
                                          FIELD(max_conj),
                                          FIELD(actor_first),
                                          FIELD(convert_agents),
                                          FIELD(new_actor_length),
                                          FIELD(require_dyad),
                                          FIELD(check_dominant),
                                          FIELD(time_shift),
                                          FIELD(commas_join),
                                          FIELD(forward),
                                          TEXT_FIELD(default_source),
                                          TEXT_FIELD(default_target),
                                          FIELD(source_prior),
                                          FIELD(target_after)};
const size_t PATTERN_N_OPTIONS = sizeof PATTERN_OPTIONS / sizeof *PATTERN_OPTIONS;

const pattern_option *pattern_option_named(base_str name) {
  for (size_t i = 0; i < PATTERN_N_OPTIONS; i++)
    if (base_str_eq_nocase(name, base_str_of(PATTERN_OPTIONS[i].name))) return &PATTERN_OPTIONS[i];
  return NULL;
}

/* As the programs have them when nothing is said. */
pattern_options pattern_defaults(pattern_dialect dialect) {
  pattern_options o = {.dialect = dialect, .require_dyad = 1, .check_dominant = 1, .comma_min = 2, .comma_emin = 2};
  bool tabari = dialect == DIALECT_TABARI;
  o.min_words = tabari ? 8 : 0;
  o.comma_max = o.comma_emax = tabari ? 10 : 8;
  o.comma_bmin = 2;
  return o;
}

/* ---- lines ---- */

typedef struct loading {
  pattern_dict *d;
  const char *path;
  uint32_t line;
  pattern_verb *verb;
  pattern_set *set;
  drg_error *err;
} loading;

typedef struct cells {
  base_str kind, text, code, origin;
} cells;

static drg_status bad(loading *l, base_str what) {
  return base_fail(l->err, DRG_ERR_FORMAT, l->path, l->line, 0, "cannot read '" BASE_FMT "'", BASE_ARG(what));
}

/* file:line */
static void read_origin(base_str origin, base_str *file, uint32_t *line) {
  size_t n = origin.len;
  int64_t number = 0;
  while (n && origin.data[n - 1] != ':') n--;
  base_str_to_int(base_str_sub(origin, n, origin.len), &number);
  *file = base_str_sub(origin, 0, n ? n - 1 : 0);
  *line = (uint32_t)number;
}

static pattern_code read_code(base_str s) {
  pattern_code c = {0};
  if (s.len && s.data[s.len - 1] == '!') c.dominant = true, s.len--;
  if (s.len && s.data[s.len - 1] == '?') c.weak = true, s.len--;
  base_str rest = s, first = base_str_cut(&rest, ':');
  if (first.len) c.first = first;
  if (rest.len) c.second = rest;
  return c;
}

/* ---- names with codes: ARN, or HOB <1995-06-01, HOBGOV 1995-06-01..1999-08-15, HOBREB >1999-08-16 ---- */

static bool read_dated(base_str s, pattern_dated *out) {
  *out = (pattern_dated){.code = base_str_word(&s), .from = INT32_MIN, .to = INT32_MAX};
  s = base_str_trim(s);
  if (!s.len) return true;
  if (s.data[0] == '<') out->to = base_day_parse(base_str_sub(s, 1, s.len)) - 1;
  else if (s.data[0] == '>') out->from = base_day_parse(base_str_sub(s, 1, s.len)) + 1;
  else if (s.len == 22)
    out->from = base_day_parse(base_str_sub(s, 0, 10)), out->to = base_day_parse(base_str_sub(s, 12, 22));
  else return false;
  return true;
}

static drg_status load_name(loading *l, base_map *list, cells *c) {
  pattern_name *name = BASE_NEW(l->d->arena, pattern_name, 1);
  pattern_phrase *phrase = BASE_NEW(l->d->arena, pattern_phrase, 1);
  if (!pattern_phrase_read(l->d->arena, c->text, phrase)) return bad(l, c->text);
  read_origin(c->origin, &name->file, &name->line);
  for (base_str part; (part = base_str_cut(&c->code, ',')).data;) {
    pattern_dated dated;
    if (!read_dated(base_str_trim(part), &dated)) return bad(l, part);
    if (dated.code.data) BASE_PUSH(l->d->arena, &name->codes, dated);
  }
  phrase->entry = name;
  pattern_phrase_add(list, phrase);
  return DRG_OK;
}

#define X(list) \
  static drg_status load_##list(loading *l, cells *c) { return load_name(l, &l->d->lists[LIST_##list], c); }
X(actor) X(agent) X(noun) X(adjective) X(issue) X(discard) X(time)
#undef X

    /* ---- verbs ---- */

    static drg_status
    load_verb(loading *l, cells *c) {
  l->verb = BASE_NEW(l->d->arena, pattern_verb, 1);
  l->verb->name = c->text;
  return DRG_OK;
}

static bool same_words(const pattern_phrase *a, const pattern_phrase *b) {
  if (a->n != b->n || a->length != b->length) return false;
  for (uint32_t i = 0; i < a->n; i++)
    if (a->words[i].end != b->words[i].end || a->words[i].tight != b->words[i].tight ||
        !base_str_eq(a->words[i].text, b->words[i].text))
      return false;
  return true;
}

/* A form that stands in several blocks has the patterns of all. */
static bool add_to_same(base_map *list, const pattern_phrase *phrase, pattern_form *form) {
  for (pattern_phrase *p = base_map_get(list, phrase->words[0].text); p; p = p->next) {
    if (!same_words(p, phrase)) continue;
    pattern_form *first = p->entry;
    form->also = first->also;
    first->also = form;
    return true;
  }
  return false;
}

static drg_status load_form(loading *l, cells *c) {
  pattern_phrase *phrase = BASE_NEW(l->d->arena, pattern_phrase, 1);
  pattern_form *form = BASE_NEW(l->d->arena, pattern_form, 1);
  if (!l->verb || !pattern_phrase_read(l->d->arena, c->text, phrase)) return bad(l, c->text);
  *form = (pattern_form){.verb = l->verb, .code = read_code(c->code), .text = c->text};
  read_origin(c->origin, &form->file, &form->line);
  phrase->entry = form;
  if (!add_to_same(&l->d->lists[LIST_verb], phrase, form)) pattern_phrase_add(&l->d->lists[LIST_verb], phrase);
  return DRG_OK;
}

/* ---- patterns ---- */

static pattern_set *set_named(pattern_dict *d, base_str name) {
  void **at = base_map_put(&d->sets, name);
  if (!*at) {
    pattern_set *set = BASE_NEW(d->arena, pattern_set, 1);
    set->name = name;
    *at = set;
  }
  return *at;
}

static bool is_joint(char c) { return c == ' ' || c == '_' || c == '=' || c == '~'; }

static const struct {
  char mark;
  pattern_kind kind;
} MARKS[] = {{'$', ITEM_SOURCE}, {'+', ITEM_TARGET}, {'%', ITEM_COMPOUND}, {'^', ITEM_SKIP}};

static bool marked(base_str word, pattern_item *item) {
  for (size_t i = 0; word.len == 1 && i < sizeof MARKS / sizeof *MARKS; i++)
    if (word.data[0] == MARKS[i].mark) return item->kind = MARKS[i].kind, true;
  return false;
}

static pattern_seq read_seq(pattern_dict *d, base_str text);

/* { A | B }: a set of its own; *rest goes on behind it. */
static const pattern_set *read_choice(pattern_dict *d, base_str *rest) {
  pattern_set *set = BASE_NEW(d->arena, pattern_set, 1);
  size_t close = 0;
  while (close < rest->len && rest->data[close] != '}') close++;
  base_str inner = base_str_sub(*rest, 1, close);
  *rest = base_str_sub(*rest, close < rest->len ? close + 1 : close, rest->len);
  for (base_str part; (part = base_str_cut(&inner, '|')).data;) BASE_PUSH(d->arena, &set->members, read_seq(d, part));
  return set;
}

static void read_joint(base_str *rest, pattern_item *item) {
  size_t k = 0;
  for (; k < rest->len && is_joint(rest->data[k]); k++) {
    if (rest->data[k] == '=') item->word.end = END_EXACT;
    if (rest->data[k] == '_') item->tight = true;
    if (rest->data[k] == '_' && item->word.end == END_STEM && (k == 0 || rest->data[k - 1] != '~'))
      item->word.end = END_WHOLE;
    if (rest->data[k] == ' ') item->tight = false;
  }
  *rest = base_str_sub(*rest, k, rest->len);
}

static pattern_item read_item(pattern_dict *d, base_str *rest) {
  pattern_item item = {.kind = ITEM_WORD};
  if (rest->data[0] == '{') item.kind = ITEM_SET, item.set = read_choice(d, rest);
  else {
    size_t n = 0;
    while (n < rest->len && !is_joint(rest->data[n]) && rest->data[n] != '{') n++;
    base_str word = base_str_sub(*rest, 0, n);
    *rest = base_str_sub(*rest, n, rest->len);
    if (word.len > 1 && word.data[0] == '&') item.kind = ITEM_SET, item.set = set_named(d, word);
    else if (!marked(word, &item)) item.word.text = word;
  }
  read_joint(rest, &item);
  return item;
}

static pattern_seq read_seq(pattern_dict *d, base_str text) {
  BASE_VEC(pattern_item) items = {0};
  base_str rest = base_str_trim(text);
  while (rest.len && is_joint(rest.data[0])) rest = base_str_sub(rest, 1, rest.len);
  while (rest.len) {
    pattern_item item = read_item(d, &rest);
    if (item.kind != ITEM_WORD || item.word.text.len) BASE_PUSH(d->arena, &items, item);
  }
  return (pattern_seq){items.v, (uint32_t)items.n};
}

static uint64_t needs(const pattern_seq *seq) {
  uint64_t bits = 0;
  for (uint32_t i = 0; i < seq->n; i++)
    if (seq->items[i].kind == ITEM_WORD && seq->items[i].word.end != END_STEM)
      bits |= pattern_bit(seq->items[i].word.text);
  return bits;
}

static drg_status load_pattern(loading *l, cells *c) {
  base_str text = base_str_lower(l->d->arena, c->text);
  const char *star = memchr(text.data, '*', text.len);
  if (!l->verb || !star) return bad(l, c->text);
  size_t at = (size_t)(star - text.data);
  pattern_rule rule = {.code = read_code(c->code), .text = c->text};
  rule.before = read_seq(l->d, base_str_sub(text, 0, at));
  rule.tight = at + 1 < text.len && text.data[at + 1] == '_';
  rule.after = read_seq(l->d, base_str_sub(text, at + 1, text.len));
  if (at && text.data[at - 1] == ' ' && rule.before.n)
    ((pattern_item *)rule.before.items)[rule.before.n - 1].tight = false;
  rule.need = needs(&rule.before) | needs(&rule.after);
  read_origin(c->origin, &rule.file, &rule.line);
  BASE_PUSH(l->d->arena, &l->verb->rules, rule);
  return DRG_OK;
}

static drg_status load_synset(loading *l, cells *c) {
  l->set = set_named(l->d, base_str_lower(l->d->arena, c->text));
  return DRG_OK;
}

static drg_status load_member(loading *l, cells *c) {
  if (!l->set) return bad(l, c->text);
  BASE_PUSH(l->d->arena, &l->set->members, read_seq(l->d, base_str_lower(l->d->arena, c->text)));
  return DRG_OK;
}

static drg_status load_change(loading *l, cells *c) {
  pattern_change change;
  if (!pattern_change_read(c->text, c->code, &change)) return bad(l, c->text);
  change.rule = (pattern_rule){.text = c->text};
  read_origin(c->origin, &change.rule.file, &change.rule.line);
  BASE_PUSH(l->d->arena, &l->d->changes, change);
  return DRG_OK;
}

static drg_status load_option(loading *l, cells *c) {
  const pattern_option *o = pattern_option_named(c->text);
  if (!o) return bad(l, c->text);
  void *field = (char *)&l->d->options + o->offset;
  if (o->text) *(base_str *)field = c->code;
  else if (!base_str_to_int(c->code, field)) return bad(l, c->code);
  return DRG_OK;
}

/* The form of that name with a code, else the first; its word stands alone. */
static const pattern_form *form_named(const pattern_dict *d, base_arena *arena, base_str name) {
  const pattern_phrase *p = base_map_get(&d->lists[LIST_verb], base_str_lower(arena, name));
  while (p && p->n > 1) p = p->next;
  const pattern_form *first = p ? p->entry : NULL, *f = first;
  while (f && (!f->code.first.data || base_str_eq(f->code.first, BASE_STR("---")))) f = f->also;
  return f ? f : first;
}

static void look_up_changes(pattern_dict *d) {
  for (size_t i = 0; i < d->changes.n; i++) {
    pattern_change *c = &d->changes.v[i];
    c->inner.form = form_named(d, d->arena, c->inner.name);
    c->outer.form = form_named(d, d->arena, c->outer.name);
  }
}

/* ---- files ---- */

static const struct {
  const char *kind;
  drg_status (*load)(loading *l, cells *c);
} KINDS[] = {{"actor", load_actor},     {"pattern", load_pattern}, {"form", load_form},           {"verb", load_verb},
             {"agent", load_agent},     {"member", load_member},   {"synset", load_synset},       {"issue", load_issue},
             {"discard", load_discard}, {"noun", load_noun},       {"adjective", load_adjective}, {"time", load_time},
             {"option", load_option},   {"change", load_change}};

static drg_status load_line(loading *l, base_str line) {
  cells c = {0};
  c.kind = base_str_cut(&line, '\t');
  c.text = base_str_cut(&line, '\t');
  c.code = base_str_cut(&line, '\t');
  c.origin = base_str_cut(&line, '\t');
  for (size_t i = 0; c.text.data && i < sizeof KINDS / sizeof *KINDS; i++)
    if (base_str_eq(c.kind, base_str_of(KINDS[i].kind))) return KINDS[i].load(l, &c);
  return bad(l, c.kind);
}

static drg_status load_file(pattern_dict *d, const char *path, drg_error *err) {
  loading l = {.d = d, .path = path, .err = err};
  char *data = NULL;
  size_t len = 0;
  drg_status st = base_read_file(path, &data, &len, err);
  if (st != DRG_OK) return st;
  base_str text = base_str_copy(d->arena, (base_str){data, len});
  free(data);
  for (base_str line; st == DRG_OK && (line = base_str_cut(&text, '\n')).data;) {
    l.line++;
    if (line.len && line.data[0] != '#') st = load_line(&l, line);
  }
  return st;
}

const char *const PATTERN_FILES[FILE_COUNT] = {
    [FILE_OPTIONS] = "pattern_options.txt", [FILE_VERBS] = "pattern_verbs.txt",
    [FILE_ACTORS] = "pattern_actors.txt",   [FILE_AGENTS] = "pattern_agents.txt",
    [FILE_ISSUES] = "pattern_issues.txt",   [FILE_DISCARDS] = "pattern_discards.txt"};

/* The words of grammar: lines of CLASS WORDS…. */
static drg_status load_classes(pattern_dict *d, const char *path, drg_error *err) {
  static const char *const NAMES[] = {
#define X(name) #name,
      PATTERN_CLASSES(X)
#undef X
  };
  base_lines in;
  drg_status st = base_lines_open(&in, path, err);
  while (st == DRG_OK && base_lines_next(&in)) {
    base_str rest = base_str_copy(d->arena, in.text), name = base_str_word(&rest);
    size_t k = 0;
    while (k < CLASS_COUNT && !base_str_eq(name, base_str_of(NAMES[k]))) k++;
    if (k == CLASS_COUNT)
      st = base_fail(err, DRG_ERR_FORMAT, path, in.line, 0, "no class '" BASE_FMT "'", BASE_ARG(name));
    for (base_str word; k < CLASS_COUNT && (word = base_str_word(&rest)).data;) {
      void **at = base_map_put(&d->classes, word);
      *at = (void *)((uintptr_t)*at | (uintptr_t)1 << k);
    }
  }
  base_lines_close(&in);
  return st;
}

bool pattern_present(const char *dir) {
  char path[4096];
  int n = snprintf(path, sizeof path, "%s/%s", dir, PATTERN_FILES[FILE_OPTIONS]);
  return n > 0 && (size_t)n < sizeof path && access(path, R_OK) == 0;
}

drg_status pattern_open(const char *pack, const char *dir, base_arena *arena, pattern_dict **out, drg_error *err) {
  pattern_dict *d = BASE_NEW(arena, pattern_dict, 1);
  d->arena = arena;
  for (size_t i = 0; i < LIST_COUNT; i++) base_map_init(&d->lists[i], arena);
  base_map_init(&d->sets, arena);
  base_map_init(&d->classes, arena);
  drg_status st = load_classes(d, base_str_printf(arena, "%s/pattern.txt", pack).data, err);
  for (size_t i = 0; st == DRG_OK && i < FILE_COUNT; i++) {
    base_str path = base_str_printf(arena, "%s/%s", dir, PATTERN_FILES[i]);
    if (access(path.data, R_OK) == 0) st = load_file(d, path.data, err);
  }
  look_up_changes(d);
  *out = d;
  return st;
}
