/* Source and target of a verb: what its pattern names, else the nearest rules of position. */
#include "pattern/parts.h"

int pattern_actor_behind(const pattern_sentence *s, int actor) {
  int refers = s->actors.v[actor].refers;
  return refers >= 0 ? refers : actor;
}

bool pattern_same_actor(const pattern_sentence *s, int a, int b) {
  if (a < 0 || b < 0) return false;
  a = pattern_actor_behind(s, a), b = pattern_actor_behind(s, b);
  const pattern_actor *x = &s->actors.v[a], *y = &s->actors.v[b];
  if (a == b || (x->compound >= 0 && x->compound == y->compound)) return true;
  return x->codes.n == 1 && y->codes.n == 1 && base_str_eq(x->codes.v[0], y->codes.v[0]);
}

typedef struct seeking {
  const pattern_sentence *s;
  const pattern_matched *m;
  int other; /* the other role's actor */
} seeking;

static bool may_be(const seeking *k, int actor) {
  if (k->s->actors.v[actor].unknown) return false;
  if (k->m->skipped[(actor >> 6) & 3] >> (actor & 63) & 1) return false;
  return !pattern_same_actor(k->s, actor, k->other);
}

/* The first actor that begins in [from, to), or the last. */
static int first_in(const seeking *k, int from, int to) {
  for (size_t i = 0; i < k->s->actors.n; i++)
    if (k->s->actors.v[i].first >= from && k->s->actors.v[i].first < to && may_be(k, (int)i)) return (int)i;
  return -1;
}

static int last_in(const seeking *k, int from, int to) {
  for (int i = (int)k->s->actors.n - 1; i >= 0; i--)
    if (k->s->actors.v[i].first >= from && k->s->actors.v[i].first < to && may_be(k, i)) return i;
  return -1;
}

static int by_at(const pattern_sentence *s, const pattern_verb_at *v, int end) {
  for (int i = v->last; i < end && i < v->last + 3; i++)
    if (pattern_is(&s->words.v[i], CLASS_by)) return i;
  return v->last;
}

/* PETRARCH looks behind the last comma first. */
static int before_verb(const seeking *k, const pattern_verb_at *v, int begin) {
  int comma = v->first;
  while (comma > begin && !k->s->words.v[comma - 1].comma) comma--;
  int near = pattern_petrarch(k->s) ? first_in(k, comma, v->first) : -1;
  return near >= 0 ? near : first_in(k, begin, v->first);
}

static int find_source(const seeking *k, const pattern_verb_at *v, int begin, int end, int forwarded,
                       bool *by_default) {
  const pattern_options *o = &k->s->dict->options;
  int before = before_verb(k, v, begin);
  if (before >= 0) return before;
  if (forwarded >= 0 && may_be(k, forwarded)) return forwarded;
  if (o->default_source.len && o->source_prior) return *by_default = true, -1;
  int behind = pattern_petrarch(k->s) && k->other < 0 ? -1 : first_in(k, v->last, end);
  if (behind < 0 && o->default_source.len) *by_default = true;
  return behind;
}

/* Before a default is taken, the second of those that are coordinated is the target of the first. */
static int compound_mate(const seeking *k, int from, int to) {
  int compound = k->other < 0 ? -1 : k->s->actors.v[k->other].compound;
  for (size_t i = 0; compound >= 0 && i < k->s->actors.n; i++) {
    const pattern_actor *a = &k->s->actors.v[i];
    if ((int)i != k->other && a->compound == compound && a->first >= from && a->first < to) return (int)i;
  }
  return -1;
}

static int find_target(const seeking *k, const pattern_verb_at *v, int begin, int end, bool *by_default) {
  const pattern_options *o = &k->s->dict->options;
  int behind = first_in(k, v->last, end);
  if (behind >= 0) return behind;
  if (o->default_target.len && o->target_after) return *by_default = true, -1;
  if (!o->require_dyad) return -1;
  int before = last_in(k, begin, v->first);
  if (before >= 0 || !o->default_target.len) return before;
  before = compound_mate(k, begin, v->first);
  *by_default = before < 0;
  return before;
}

static void find_passive(seeking *k, const pattern_verb_at *v, int begin, int end, pattern_roles *r) {
  r->source = first_in(k, by_at(k->s, v, end), end);
  k->other = r->source;
  if (r->source >= 0) r->target = first_in(k, begin, v->first);
}

/* The first phrase of no dictionary in [from, to), where it may be an actor. */
static int first_unknown(const pattern_sentence *s, int from, int to) {
  for (size_t i = 0; i < s->actors.n; i++) {
    const pattern_actor *a = &s->actors.v[i];
    if (a->unknown && a->first >= from && a->first < to) return a->codes.n ? (int)i : -1;
  }
  return -1;
}

/* Does a noun stand there that is no mere time ("today")? */
static bool has_noun(const pattern_sentence *s, int from, int to) {
  const parse_sent *p = s->parsed;
  for (int i = from; i < to; i++) {
    int w = pattern_parsed_at(s, &s->words.v[i]);
    if (w < 0 || (p->words[w].upos != UPOS_NOUN && p->words[w].upos != UPOS_PROPN)) continue;
    while (p->words[w].deprel == DEP_COMPOUND && p->words[w].head >= 0) w = p->words[w].head;
    if (p->words[w].deprel != DEP_OBL_UNMARKED) return true;
  }
  return false;
}

/* Where one party is enough, PETRARCH still wants a noun phrase in the other's place. */
static bool has_place(const pattern_sentence *s, const pattern_verb_at *v, int end) {
  return s->dict->options.dialect != DIALECT_PETRARCH1 || has_noun(s, v->last, end);
}

/* To PETRARCH 2, where the pattern's source stands behind the verb the subject is the target. */
static bool is_turned(const pattern_sentence *s, const pattern_verb_at *v, const pattern_matched *m) {
  return s->dict->options.dialect == DIALECT_PETRARCH2 && m->source >= 0 && s->actors.v[m->source].first >= v->last;
}

bool pattern_find_roles(const pattern_sentence *s, const pattern_verb_at *v, const pattern_matched *m, int begin,
                        int end, int forwarded, pattern_roles *r) {
  *r = (pattern_roles){.source = m->source, .target = m->target};
  seeking k = {.s = s, .m = m, .other = -1};
  bool named = m->source >= 0 || m->target >= 0;
  if (v->passive && !named) find_passive(&k, v, begin, end, r);
  if (v->passive && !named && pattern_petrarch(s) && r->source >= 0 && r->target < 0) return false;
  if (r->source < 0 || r->target < 0) {
    k.other = r->target;
    if (r->source < 0) r->source = find_source(&k, v, begin, end, forwarded, &r->default_source);
    if (r->source < 0 && !r->default_source) r->source = first_unknown(s, begin, v->first);
    k.other = r->source;
    if (r->target < 0 && is_turned(s, v, m)) r->target = first_in(&k, begin, v->first);
    if (r->target < 0) r->target = find_target(&k, v, begin, end, &r->default_target);
    if (r->target < 0 && !r->default_target) r->target = first_unknown(s, v->last, end);
  }
  bool source = r->source >= 0 || r->default_source, target = r->target >= 0 || r->default_target;
  if (s->dict->options.require_dyad || (source && target)) return source && target;
  return target || (source && has_place(s, v, end));
}
