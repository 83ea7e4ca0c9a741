/* The frame lexicon: text files of docs/frames.md, read into the tables of parts.h. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include "code/quantities.h"

typedef struct reader { /* one file under way */
  code_lexicon *lex;
  const char *file; /* kept name for people */
  base_lines in;
  const code_frame *frame;
  drg_error *err;
} reader;

static drg_status bad(const reader *r, const char *what, base_str word) {
  return base_fail(r->err, DRG_ERR_FORMAT, r->in.path, r->in.line, 0, "%s '" BASE_FMT "'", what, BASE_ARG(word));
}

/* ---- sets ---- */

static int by_sym(const void *a, const void *b) {
  base_sym x = *(const base_sym *)a, y = *(const base_sym *)b;
  return x < y ? -1 : x > y;
}

bool code_set_has(const code_set *s, base_sym sym) {
  return sym && s->n && bsearch(&sym, s->v, s->n, sizeof sym, by_sym);
}

typedef BASE_VEC(base_sym) sym_vec;

/* Adds a lemma, or all of a set when the word is "@name". */
static drg_status add_value(reader *r, base_str word, sym_vec *out) {
  code_lexicon *lex = r->lex;
  if (word.len > 1 && word.data[0] == '@') {
    code_set *set = base_map_get(&lex->sets, base_str_sub(word, 1, word.len));
    if (!set) return bad(r, "no such set", word);
    for (uint32_t i = 0; i < set->n; i++) BASE_PUSH(lex->arena, out, set->v[i]);
    return DRG_OK;
  }
  if (!word.len) return bad(r, "empty word in", r->in.text);
  BASE_PUSH(lex->arena, out, base_symbols_add(lex->symbols, base_str_lower(lex->arena, word)));
  return DRG_OK;
}

static drg_status add_values(reader *r, base_str list, sym_vec *out) {
  drg_status st = DRG_OK;
  for (base_str word; st == DRG_OK && (word = base_str_cut(&list, '|')).data;) st = add_value(r, word, out);
  return st;
}

static drg_status read_set(reader *r, base_str rest) {
  base_str name = base_str_word(&rest), eq = base_str_word(&rest);
  if (!base_str_eq(eq, BASE_STR("="))) return bad(r, "a set needs '=':", r->in.text);
  sym_vec all = {0};
  for (base_str word; (word = base_str_word(&rest)).data;) {
    drg_status st = add_values(r, word, &all);
    if (st != DRG_OK) return st;
  }
  void **place = base_map_put(&r->lex->sets, base_str_copy(r->lex->arena, name));
  if (*place) return bad(r, "set defined twice:", name);
  code_set *set = *place = BASE_NEW(r->lex->arena, code_set, 1);
  *set = (code_set){all.v, BASE_NEW(r->lex->arena, base_sym, all.n + 1), (uint32_t)all.n};
  if (all.n) memcpy(set->listed, all.v, all.n * sizeof *all.v);
  if (all.n) qsort(set->v, all.n, sizeof *set->v, by_sym);
  return DRG_OK;
}

/* ---- frames ---- */

static drg_status read_flag(reader *r, base_str word, code_frame *f) {
  if (base_str_eq(word, BASE_STR("joint"))) f->joint = true;
  else if (base_str_eq(word, BASE_STR("null"))) f->null = true;
  else if (base_str_starts(word, BASE_STR("mode=")))
    f->mode = base_str_copy(r->lex->arena, base_str_sub(word, 5, word.len));
  else if (base_str_starts(word, BASE_STR("status="))) {
    f->status = code_status_named(base_str_sub(word, 7, word.len));
    if (f->status < 0) return bad(r, "no such status", word);
  } else return bad(r, "unknown flag", word);
  return DRG_OK;
}

static drg_status read_frame(reader *r, base_str rest) {
  code_lexicon *lex = r->lex;
  base_str id = base_str_copy(lex->arena, base_str_word(&rest));
  if (!id.data) return bad(r, "a frame needs an id:", r->in.text);
  void **place = base_map_put(&lex->frames, id);
  if (*place) return bad(r, "frame id used twice:", id);
  code_frame *f = *place = BASE_NEW(lex->arena, code_frame, 1);
  *f = (code_frame){.id = id, .status = -1};
  for (base_str word; (word = base_str_word(&rest)).data;) {
    if (word.data[0] >= '0' && word.data[0] <= '9') f->cameo = base_str_copy(lex->arena, word);
    else {
      drg_status st = read_flag(r, word, f);
      if (st != DRG_OK) return st;
    }
  }
  if (!f->null && !base_map_get(&lex->ontology, f->cameo)) return bad(r, "no such CAMEO code in", r->in.text);
  r->frame = f;
  return DRG_OK;
}

/* ---- paths and constraints ---- */

static const struct {
  const char *name;
  code_rel rel;
} RELATIONS[] = {{"subj", REL_SUBJ}, {"obj", REL_OBJ}, {"iobj", REL_IOBJ}, {"prt", REL_PRT},  {"comp", REL_COMP},
                 {"adv", REL_ADV},   {"mod", REL_MOD}, {"poss", REL_POSS}, {"head", REL_HEAD}};

static code_step step_named(code_lexicon *lex, base_str name) {
  for (size_t i = 0; i < sizeof RELATIONS / sizeof *RELATIONS; i++)
    if (base_str_eq(name, base_str_of(RELATIONS[i].name))) return (code_step){(uint8_t)RELATIONS[i].rel, 0};
  return (code_step){REL_PREP, base_symbols_add(lex->symbols, name)};
}

static drg_status read_path(reader *r, base_str word, code_path *path) {
  base_str rest = word;
  *path = (code_path){0};
  for (base_str step; (step = base_str_cut(&rest, '.')).data;) {
    if (!step.len || path->n == CODE_MAX_STEPS) return bad(r, "cannot read path", word);
    path->steps[path->n++] = step_named(r->lex, step);
  }
  return DRG_OK;
}

static drg_status read_paths(reader *r, base_str list, code_path *paths, uint8_t *n, bool *none) {
  if (base_str_eq(list, BASE_STR("none"))) {
    *none = true;
    return DRG_OK;
  }
  for (base_str word; (word = base_str_cut(&list, '|')).data;) {
    if (*n == CODE_MAX_PATHS) return bad(r, "too many paths:", r->in.text);
    drg_status st = read_path(r, word, &paths[(*n)++]);
    if (st != DRG_OK) return st;
  }
  return DRG_OK;
}

static const struct {
  const char *name;
  code_class want;
} CLASSES[] = {{"<actor>", WANT_ACTOR},
               {"<person>", WANT_PERSON},
               {"<country>", WANT_COUNTRY},
               {"<place>", WANT_PLACE},
               {"<organisation>", WANT_ORGANISATION},
               {"<organization>", WANT_ORGANISATION},
               {"<number>", WANT_NUMBER},
               {"*", WANT_ANY}};

/* Reads one alternative of a constraint's value that is a class; false if it is a lemma. */
static bool read_class(reader *r, base_str word, code_constraint *c) {
  for (size_t i = 0; i < sizeof CLASSES / sizeof *CLASSES; i++)
    if (base_str_eq(word, base_str_of(CLASSES[i].name))) {
      c->wants |= (uint16_t)(1u << CLASSES[i].want);
      return true;
    }
  if (word.len < 3 || word.data[0] != '<' || c->n_sectors == 4) return false;
  c->wants |= 1u << WANT_SECTOR;
  c->sectors[c->n_sectors++] = base_str_copy(r->lex->arena, base_str_sub(word, 1, word.len - 1));
  return true;
}

static drg_status read_constraint(reader *r, base_str key, base_str value, code_constraint *c) {
  *c = (code_constraint){0};
  if (base_str_ends(key, BASE_STR("!"))) {
    c->negated = true;
    key.len--;
  }
  drg_status st = read_path(r, key, &c->path);
  sym_vec lemmas = {0};
  for (base_str word; st == DRG_OK && (word = base_str_cut(&value, '|')).data;)
    if (!read_class(r, word, c)) st = add_value(r, word, &lemmas);
  if (st != DRG_OK) return st;
  if (lemmas.n) qsort(lemmas.v, lemmas.n, sizeof *lemmas.v, by_sym);
  c->lemmas = lemmas.v;
  c->n_lemmas = (uint32_t)lemmas.n;
  return DRG_OK;
}

/* ---- patterns ---- */

static drg_status read_argument(reader *r, base_str word, code_pattern *p, code_constraint *constraints) {
  base_str value = word, key = base_str_cut(&value, '=');
  if (!value.data) return bad(r, "expected PATH=VALUE, found", word);
  if (base_str_eq(key, BASE_STR("source"))) return read_paths(r, value, p->source, &p->n_source, &p->no_source);
  if (base_str_eq(key, BASE_STR("target"))) return read_paths(r, value, p->target, &p->n_target, &p->no_target);
  if (p->n_constraints == CODE_MAX_CONSTRAINTS) return bad(r, "too many constraints:", r->in.text);
  return read_constraint(r, key, value, &constraints[p->n_constraints++]);
}

static void default_path(code_path *paths, uint8_t *n, code_step step) {
  paths[(*n)++] = (code_path){.steps = {step}, .n = 1};
}

static void set_default_roles(code_pattern *p) {
  if (!p->n_source && !p->no_source) {
    if (p->pos == 'n') {
      default_path(p->source, &p->n_source, (code_step){REL_POSS, 0});
      default_path(p->source, &p->n_source, (code_step){REL_AGENT, 0});
    }
    default_path(p->source, &p->n_source, (code_step){REL_SUBJ, 0});
  }
  if (!p->n_target && !p->no_target && p->pos == 'v') default_path(p->target, &p->n_target, (code_step){REL_OBJ, 0});
}

/* How much a pattern asks for: a constraint that lists words counts three times one that is content with a class. */
static unsigned weight_of(const code_pattern *p) {
  unsigned sum = 0;
  for (uint8_t i = 0; i < p->n_constraints; i++)
    sum += p->constraints[i].n_lemmas && !p->constraints[i].negated ? 3 : 1;
  return sum;
}

typedef BASE_VEC(uint32_t) number_vec;

/* Files the pattern's number under each trigger lemma; the sets' words under a weaker twin. */
static drg_status file_pattern(reader *r, base_str words, const code_pattern *p, sym_vec *triggers, number_vec *owner) {
  code_lexicon *lex = r->lex;
  for (int from_set = 0; from_set < 2; from_set++) {
    sym_vec syms = {0};
    base_str rest = words;
    for (base_str word; (word = base_str_cut(&rest, '|')).data;)
      if ((word.len && word.data[0] == '@') == (from_set == 1)) {
        drg_status st = add_value(r, word, &syms);
        if (st != DRG_OK) return st;
      }
    if (!syms.n) continue;
    code_pattern twin = *p;
    twin.from_set = from_set == 1;
    uint32_t number = (uint32_t)lex->patterns.n;
    BASE_PUSH(lex->arena, &lex->patterns, twin);
    for (size_t i = 0; i < syms.n; i++) {
      BASE_PUSH(lex->arena, triggers, syms.v[i]);
      BASE_PUSH(lex->arena, owner, number);
    }
  }
  return DRG_OK;
}

static drg_status read_pattern(reader *r, base_str rest, sym_vec *triggers, number_vec *owner) {
  if (!r->frame) return bad(r, "a pattern before any frame:", r->in.text);
  base_str pos = base_str_word(&rest), words = base_str_word(&rest);
  if (pos.len != 1 || !strchr("vna", pos.data[0])) return bad(r, "a pattern starts with v, n or a, not", pos);
  if (!words.data) return bad(r, "no trigger words in", r->in.text);
  code_pattern p = {.frame = r->frame, .file = r->file, .line = r->in.line, .pos = pos.data[0]};
  code_constraint constraints[CODE_MAX_CONSTRAINTS];
  for (base_str word; (word = base_str_word(&rest)).data;) {
    drg_status st = read_argument(r, word, &p, constraints);
    if (st != DRG_OK) return st;
  }
  p.constraints = BASE_NEW(r->lex->arena, code_constraint, p.n_constraints + 1u);
  memcpy(p.constraints, constraints, p.n_constraints * sizeof *constraints);
  p.weight = (uint16_t)weight_of(&p);
  set_default_roles(&p);
  return file_pattern(r, words, &p, triggers, owner);
}

/* ---- files ---- */

/* pass 0 reads the sets, which may be used before they are written; pass 1 frames and patterns. */
static drg_status read_line(reader *r, int pass, sym_vec *triggers, number_vec *owner) {
  base_str rest = r->in.text;
  bool indented = rest.data[0] == ' ' || rest.data[0] == '\t';
  if (indented) return pass == 1 ? read_pattern(r, rest, triggers, owner) : DRG_OK;
  base_str word = base_str_word(&rest);
  if (base_str_eq(word, BASE_STR("set"))) return pass == 0 ? read_set(r, rest) : DRG_OK;
  if (base_str_eq(word, BASE_STR("frame"))) return pass == 1 ? read_frame(r, rest) : DRG_OK;
  return bad(r, "a line starts with 'set', 'frame' or a blank, not", word);
}

static drg_status read_file(code_lexicon *lex, const char *dir, const char *name, int pass, sym_vec *triggers,
                            number_vec *owner, drg_error *err) {
  reader r = {.lex = lex, .err = err};
  r.file = base_str_copy(lex->arena, base_str_of(name)).data;
  base_str path = base_str_printf(lex->arena, "%s/%s", dir, name);
  drg_status st = base_lines_open(&r.in, path.data, err);
  while (st == DRG_OK && base_lines_next(&r.in)) st = read_line(&r, pass, triggers, owner);
  base_lines_close(&r.in);
  return st;
}

static int is_frames_file(const struct dirent *e) {
  return base_str_ends(base_str_of(e->d_name), BASE_STR(".txt")) && e->d_name[0] != '.';
}

static drg_status read_folder(code_lexicon *lex, const char *dir, sym_vec *triggers, number_vec *owner,
                              drg_error *err) {
  struct dirent **names;
  int n = scandir(dir, &names, is_frames_file, alphasort);
  if (n < 0) return base_fail(err, DRG_ERR_OPEN, dir, 0, 0, "cannot open '%s'", dir);
  drg_status st = DRG_OK;
  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < n && st == DRG_OK; i++) st = read_file(lex, dir, names[i]->d_name, pass, triggers, owner, err);
  for (int i = 0; i < n; i++) free(names[i]);
  free(names);
  return st;
}

/* ---- index ---- */

/* True if a should be tried after b. Later lines win, so that special patterns may follow general ones. */
static bool tried_after(const code_lexicon *lex, uint32_t a, uint32_t b) {
  const code_pattern *x = &lex->patterns.v[a], *y = &lex->patterns.v[b];
  if (x->weight != y->weight) return x->weight < y->weight;
  if (x->from_set != y->from_set) return x->from_set;
  return a < b;
}

static void sort_patterns(const code_lexicon *lex, uint32_t *v, uint32_t n) {
  for (uint32_t i = 1; i < n; i++)
    for (uint32_t k = i; k > 0 && tried_after(lex, v[k - 1], v[k]); k--) {
      uint32_t t = v[k];
      v[k] = v[k - 1];
      v[k - 1] = t;
    }
}

/* A counting sort of pattern numbers by trigger symbol. */
static void build_index(code_lexicon *lex, const sym_vec *triggers, const number_vec *owner) {
  lex->n_syms = lex->symbols->n;
  lex->start = BASE_NEW(lex->arena, uint32_t, lex->n_syms + 2u);
  lex->order = BASE_NEW(lex->arena, uint32_t, triggers->n + 1);
  for (size_t i = 0; i < triggers->n; i++) lex->start[triggers->v[i] + 1]++;
  for (uint32_t s = 0; s < lex->n_syms; s++) lex->start[s + 1] += lex->start[s];
  uint32_t *at = BASE_NEW(lex->arena, uint32_t, lex->n_syms + 1u);
  for (size_t i = 0; i < triggers->n; i++) {
    base_sym s = triggers->v[i];
    lex->order[lex->start[s] + at[s]++] = owner->v[i];
  }
  for (uint32_t s = 0; s < lex->n_syms; s++)
    sort_patterns(lex, lex->order + lex->start[s], lex->start[s + 1] - lex->start[s]);
}

/* ---- opening ---- */

/* Sets that the C code itself asks for by name; data/en/frames/sets-core.txt defines them. */
static drg_status find_core_sets(code_lexicon *lex, const char *dir, drg_error *err) {
  const struct {
    const char *name;
    code_set *to;
  } core[] = {{"support", &lex->support},         {"support-in", &lex->support_in},
              {"report", &lex->report},           {"reciprocal", &lex->reciprocal},
              {"kill-words", &lex->kill},         {"injure-words", &lex->injure},
              {"arrest-words", &lex->arrest},     {"weapon-words", &lex->weapon},
              {"locative", &lex->locative},       {"motion", &lex->motion},
              {"status-prep", &lex->status_prep}, {"agent-prep", &lex->agent},
              {"according", &lex->according},     {"behind", &lex->behind}};
  for (size_t i = 0; i < sizeof core / sizeof *core; i++) {
    code_set *set = base_map_get(&lex->sets, base_str_of(core[i].name));
    if (!set) return base_fail(err, DRG_ERR_FORMAT, dir, 0, 0, "the set '%s' is missing", core[i].name);
    *core[i].to = *set;
  }
  return DRG_OK;
}

drg_status code_lexicon_open(const char *dir, base_arena *arena, base_symbols *symbols, code_lexicon **out,
                             drg_error *err) {
  code_lexicon *lex = BASE_NEW(arena, code_lexicon, 1);
  lex->arena = arena;
  lex->symbols = symbols;
  base_map_init(&lex->frames, arena);
  base_map_init(&lex->sets, arena);
  base_map_init(&lex->ontology, arena);
  sym_vec triggers = {0};
  number_vec owner = {0};
  base_str frames = base_str_printf(arena, "%s/en/frames", dir);
  drg_status st =
      code_ontology_open(base_str_printf(arena, "%s/ontology/cameo.tsv", dir).data, arena, &lex->ontology, err);
  if (st == DRG_OK) st = read_folder(lex, frames.data, &triggers, &owner, err);
  if (st == DRG_OK) st = find_core_sets(lex, frames.data, err);
  if (st == DRG_OK)
    st = code_status_open(base_str_printf(arena, "%s/en/status.txt", dir).data, arena, symbols, &lex->status, err);
  if (st == DRG_OK)
    st = code_quantities_open(base_str_printf(arena, "%s/en/quantities.txt", dir).data, arena, symbols,
                              &lex->quantities, err);
  if (st != DRG_OK) return st;
  build_index(lex, &triggers, &owner);
  *out = lex;
  return DRG_OK;
}

uint32_t code_lexicon_patterns(const code_lexicon *lex) { return (uint32_t)lex->patterns.n; }
