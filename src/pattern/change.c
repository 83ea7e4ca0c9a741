/* PETRARCH 2's rules that make one event of two, where what somebody says, wants or tries is an event itself:
 *
 *   a (b . ATTACK) SAY   a b 112      a says that b attacked: a accuses b
 *   a (_ b ATTACK) WANT  a b 138      a wants to attack b: a threatens b
 *   a (a b Q) SAY        a b Q        a says that it does anything to b: it does that
 *
 * Letters are actors, different letters different ones; '_' is nobody, '.' anybody or nobody. A verb stands for all that
 * have its code or one below it, Q for any; a verb that has none stands for its block. */
#include "pattern/parts.h"

/* ---- reading ---- */

static bool is_variable(char c) { return c >= 'a' && c <= 'z'; }
static bool is_place(char c) { return is_variable(c) || c == '_' || c == '.'; }

static bool read_place(base_str *rest, char *out) {
  base_str w = base_str_word(rest);
  if (w.len != 1 || !is_place(w.data[0])) return false;
  *out = w.data[0];
  return true;
}

static bool read_actor(base_str *rest, char *out) { return read_place(rest, out) && is_variable(*out); }

static bool read_name(base_str *rest, base_str *out) {
  *out = base_str_word(rest);
  return out->len > 0 && !memchr(out->data, '(', out->len);
}

static bool knows(const pattern_change *c, char place) {
  return place == c->by || place == c->source || place == c->target;
}

bool pattern_change_read(base_str before, base_str after, pattern_change *out) {
  base_str rest = before, inner;
  *out = (pattern_change){0};
  base_str outer = base_str_cut(&rest, '(');
  inner = base_str_cut(&rest, ')');
  return rest.data && read_actor(&outer, &out->by) && !base_str_trim(outer).len && read_place(&inner, &out->source) &&
         read_place(&inner, &out->target) && read_name(&inner, &out->inner.name) && !base_str_trim(inner).len &&
         read_name(&rest, &out->outer.name) && !base_str_trim(rest).len && read_actor(&after, &out->new_source) &&
         read_actor(&after, &out->new_target) && read_name(&after, &out->code) && !base_str_trim(after).len &&
         knows(out, out->new_source) && knows(out, out->new_target);
}

/* ---- verbs ---- */

static bool is_any(base_str name) { return base_str_eq(name, BASE_STR("Q")); }
static bool is_null(base_str code) { return !code.data || base_str_eq(code, BASE_STR("---")); }

/* 190 is all of 19. */
static bool is_below(base_str code, base_str above) {
  while (above.len > 2 && above.data[above.len - 1] == '0') above.len--;
  return base_str_starts(code, above);
}

static bool of_block(const pattern_form *form, const pattern_verb *block) {
  for (; form; form = form->also)
    if (form->verb == block) return true;
  return false;
}

static bool verb_fits(const pattern_change_verb *want, const pattern_form *form, base_str code) {
  if (is_any(want->name)) return !is_null(code);
  if (!want->form) return false;
  if (is_null(want->form->code.first)) return of_block(form, want->form->verb);
  return !is_null(code) && is_below(code, want->form->code.first);
}

/* ---- what hangs from what ---- */

static bool is_complement(parse_deprel rel) { return rel == DEP_CCOMP || rel == DEP_XCOMP; }

/* The first of coordinated verbs. */
static int first_of(const parse_sent *p, int w) {
  while (p->words[w].deprel == DEP_CONJ && p->words[w].head >= 0) w = p->words[w].head;
  return w;
}

/* Is what the inner verb tells the complement of the outer? "…, said A" hangs the other way round. */
static bool is_inside(const pattern_sentence *s, const pattern_verb_at *inner, const pattern_verb_at *outer) {
  const parse_sent *p = s->parsed;
  int in = pattern_parsed_at(s, &s->words.v[inner->first]), out = pattern_parsed_at(s, &s->words.v[outer->first]);
  if (in < 0 || out < 0) return false;
  in = first_of(p, in);
  if (is_complement(p->words[in].deprel)) return first_of(p, p->words[in].head) == first_of(p, out);
  return p->words[out].deprel == DEP_PARATAXIS && p->words[out].head == in;
}

static int subject_of(const parse_sent *p, int verb) {
  int subject = parse_child(p, verb, DEP_NSUBJ);
  if (subject < 0) subject = parse_child(p, verb, DEP_NSUBJ_PASS);
  int first = first_of(p, verb);
  return subject >= 0 || first == verb ? subject : subject_of(p, first);
}

static bool is_under(const parse_sent *p, int w, int head) {
  while (w >= 0 && w != head) w = p->words[w].head;
  return w >= 0;
}

/* The actor in the verb's own subject, which position may have missed; a pronoun leaves it to position. */
static int own_source(const pattern_sentence *s, const pattern_verb_at *v, int source) {
  int verb = pattern_parsed_at(s, &s->words.v[v->first]);
  int subject = verb < 0 ? -1 : subject_of(s->parsed, verb);
  if (subject < 0) return -1;
  if (v->passive || s->parsed->words[subject].upos == UPOS_PRON) return source;
  for (size_t i = 0; i < s->actors.n; i++)
    for (int k = s->actors.v[i].first; k < s->actors.v[i].last; k++)
      if (is_under(s->parsed, pattern_parsed_at(s, &s->words.v[k]), subject)) return (int)i;
  return -1;
}

/* ---- matching ---- */

typedef struct place {
  char name;
  int actor;
} place;

/* A letter stands for one actor, and no other letter for the same. */
static bool take(const pattern_sentence *s, place *places, size_t *n, char name, int actor) {
  if (name == '.') return true;
  if (name == '_' || actor < 0) return name == '_' && actor < 0;
  for (size_t i = 0; i < *n; i++)
    if (pattern_same_actor(s, places[i].actor, actor) != (places[i].name == name)) return false;
  places[(*n)++] = (place){name, actor};
  return true;
}

static int actor_at(const place *places, size_t n, char name) {
  for (size_t i = 0; i < n; i++)
    if (places[i].name == name) return places[i].actor;
  return -1;
}

/* Patterns want nouns: one that took the inner verb for a word does not give the outer its code. */
static base_str outer_code(const pattern_telling *outer, const pattern_verb_at *inner) {
  bool taken = inner->first >= outer->verb->last && inner->first < outer->last;
  return taken ? outer->verb->form->code.first : outer->code;
}

bool pattern_change_find(const pattern_sentence *s, const pattern_telling *outer, const pattern_telling *inner,
                         pattern_changed *out) {
  if (outer->verb->negated || inner->verb->negated || !is_inside(s, inner->verb, outer->verb)) return false;
  int source = own_source(s, inner->verb, inner->source);
  base_str code = outer_code(outer, inner->verb);
  for (size_t i = 0; i < s->dict->changes.n; i++) {
    const pattern_change *c = &s->dict->changes.v[i];
    place places[3];
    size_t n = 0;
    if (!verb_fits(&c->outer, outer->verb->form, code) || !verb_fits(&c->inner, inner->verb->form, inner->code))
      continue;
    if (!take(s, places, &n, c->by, outer->source) || !take(s, places, &n, c->source, source) ||
        !take(s, places, &n, c->target, inner->target))
      continue;
    *out = (pattern_changed){&c->rule, is_any(c->code) ? inner->code : c->code, actor_at(places, n, c->new_source),
                             actor_at(places, n, c->new_target)};
    return true;
  }
  return false;
}
