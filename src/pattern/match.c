/* A verb's patterns against the words before and behind it. All are tried, the one that takes most is chosen. */
#include "pattern/parts.h"

typedef struct rest { /* what is to be matched once a set's member is */
  const pattern_seq *seq;
  uint32_t at;
  bool tight;
  const struct rest *next;
} rest;

typedef struct matcher {
  const pattern_sentence *s;
  int begin, end; /* the clause */
  int step;       /* 1 behind the verb, -1 before it */
  pattern_matched *m;
  int edge; /* the farthest word taken */
  int steps;
} matcher;

static bool go(matcher *x, const pattern_seq *seq, uint32_t at, int pos, bool tight, const rest *then);

static const pattern_item *item_at(const matcher *x, const pattern_seq *seq, uint32_t at) {
  return &seq->items[x->step > 0 ? at : seq->n - 1 - at];
}

/* Is the item joined tightly to the one that is matched next? */
static bool tight_next(const matcher *x, const pattern_seq *seq, uint32_t at) {
  if (x->step > 0) return item_at(x, seq, at)->tight;
  return at + 1 < seq->n && item_at(x, seq, at + 1)->tight;
}

static bool inside(const matcher *x, int pos) { return pos >= x->begin && pos < x->end; }

/* PETRARCH 2 compares noun phrases, which have no determiners for it; what stands before the verb is its subject, not
 * an adverb. */
static bool is_passed_over(const matcher *x, const pattern_token *t) {
  if (x->s->dict->options.dialect != DIALECT_PETRARCH2) return false;
  return t->upos == UPOS_DET || (x->step < 0 && (t->upos == UPOS_ADV || t->upos == UPOS_CCONJ));
}

/* PETRARCH 2 compares lemmas too: "efforts" is EFFORT. */
static bool fits_lemma(const matcher *x, const pattern_word *w, const pattern_token *t) {
  return t->lemma.len && x->s->dict->options.dialect == DIALECT_PETRARCH2 && base_str_eq(w->text, t->lemma);
}

static bool go_word(matcher *x, const pattern_item *item, const pattern_seq *seq, uint32_t at, int pos,
                    const rest *then) {
  const pattern_token *t = &x->s->words.v[pos];
  if (is_passed_over(x, t) || !(pattern_word_fits(&item->word, t) || fits_lemma(x, &item->word, t))) return false;
  if (item->word.end != END_STEM && t->possessive && item->tight) return false;
  int before = x->m->score, edge = x->edge;
  x->m->score += (int)item->word.text.len;
  x->edge = pos;
  if (go(x, seq, at + 1, pos + x->step, tight_next(x, seq, at), then)) return true;
  x->m->score = before, x->edge = edge;
  return false;
}

static bool go_set(matcher *x, const pattern_item *item, const pattern_seq *seq, uint32_t at, int pos,
                   const rest *then) {
  const pattern_set *set = item->set;
  int before = x->m->score;
  rest next = {.seq = seq, .at = at + 1, .tight = tight_next(x, seq, at), .next = then};
  if (set->name.data) x->m->score--;
  for (size_t k = 0; k < set->members.n; k++)
    if (set->members.v[k].n && go(x, &set->members.v[k], 0, pos, true, &next)) return true;
  x->m->score = before;
  return false;
}

static bool is_compound(const matcher *x, int actor) {
  const pattern_actor *a = &x->s->actors.v[pattern_actor_behind(x->s, actor)];
  return a->compound >= 0 || a->codes.n > 1;
}

/* PETRARCH's % behind the verb is its target. */
static int *role_of(const matcher *x, pattern_kind kind) {
  if (kind == ITEM_SOURCE) return &x->m->source;
  if (kind == ITEM_TARGET || (pattern_petrarch(x->s) && x->step > 0)) return &x->m->target;
  return &x->m->compound;
}

/* Where matching goes on once the actor is taken, with those coordinated with it. */
static int beyond(const matcher *x, int actor) {
  const pattern_actor *a = &x->s->actors.v[actor];
  int pos = x->step > 0 ? a->last : a->first - 1;
  for (size_t i = 0; a->compound >= 0 && i < x->s->actors.n; i++) {
    const pattern_actor *b = &x->s->actors.v[i];
    if (b->compound != a->compound) continue;
    if (x->step > 0 && b->last > pos) pos = b->last;
    if (x->step < 0 && b->first - 1 < pos) pos = b->first - 1;
  }
  return pos;
}

static bool go_actor(matcher *x, const pattern_item *item, const pattern_seq *seq, uint32_t at, int pos,
                     const rest *then) {
  int actor = x->s->words.v[pos].actor;
  if (actor < 0 || (item->kind == ITEM_COMPOUND && !is_compound(x, actor))) return false;
  pattern_matched saved = *x->m;
  int edge = x->edge, next = beyond(x, actor);
  if (item->kind == ITEM_SKIP) x->m->skipped[(actor >> 6) & 3] |= UINT64_C(1) << (actor & 63);
  else *role_of(x, item->kind) = actor;
  if (item->kind == ITEM_TARGET) x->m->partly = x->step > 0 && pos > x->s->actors.v[actor].first;
  x->m->score++;
  x->edge = next - x->step;
  if (go(x, seq, at + 1, next, tight_next(x, seq, at), then)) return true;
  *x->m = saved;
  x->edge = edge;
  return false;
}

static bool is_nominal(const pattern_token *t) {
  return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_ADJ || t->upos == UPOS_DET ||
         t->upos == UPOS_NUM || t->upos == UPOS_PRON;
}

/* PETRARCH's ^ passes a noun phrase over, whatever it is. */
static bool go_phrase(matcher *x, const pattern_seq *seq, uint32_t at, int pos, const rest *then) {
  pattern_matched saved = *x->m;
  int next = pos, edge = x->edge;
  for (; inside(x, next) && is_nominal(&x->s->words.v[next]); next += x->step) {
    int actor = x->s->words.v[next].actor;
    if (actor >= 0) x->m->skipped[(actor >> 6) & 3] |= UINT64_C(1) << (actor & 63);
  }
  x->edge = next - x->step;
  if (next != pos && go(x, seq, at + 1, next, tight_next(x, seq, at), then)) return true;
  *x->m = saved;
  x->edge = edge;
  return false;
}

static bool go_item(matcher *x, const pattern_item *item, const pattern_seq *seq, uint32_t at, int pos,
                    const rest *then) {
  switch (item->kind) {
    case ITEM_WORD: return go_word(x, item, seq, at, pos, then);
    case ITEM_SET: return go_set(x, item, seq, at, pos, then);
    case ITEM_SKIP:
      if (pattern_petrarch(x->s)) return go_phrase(x, seq, at, pos, then); /* fall through */
    default: return go_actor(x, item, seq, at, pos, then);
  }
}

static bool go(matcher *x, const pattern_seq *seq, uint32_t at, int pos, bool tight, const rest *then) {
  if (at >= seq->n) return !then || go(x, then->seq, then->at, pos, then->tight, then->next);
  const pattern_item *item = item_at(x, seq, at);
  for (; inside(x, pos) && ++x->steps < PATTERN_MAX_STEPS; pos += x->step) {
    if (go_item(x, item, seq, at, pos, then)) return true;
    if (tight) return false;
  }
  return false;
}

static bool fits(const pattern_sentence *s, const pattern_verb_at *v, const pattern_rule *rule, int begin, int end,
                 pattern_matched *m) {
  matcher x = {.s = s, .begin = v->last, .end = end, .step = 1, .m = m, .edge = v->last - 1};
  *m = (pattern_matched){.rule = rule, .code = rule->code, .source = -1, .target = -1, .compound = -1};
  if (!go(&x, &rule->after, 0, v->last, rule->tight, NULL)) return false;
  m->last = x.edge + 1;
  x.begin = begin, x.end = v->first, x.step = -1;
  bool tight = rule->before.n && rule->before.items[rule->before.n - 1].tight;
  return go(&x, &rule->before, 0, v->first - 1, tight, NULL);
}

static bool is_null(base_str code) { return !code.data || base_str_eq(code, BASE_STR("---")); }

/* Codes that set sentences aside were TABARI's; PETRARCH passes their patterns over. */
static bool is_signal(const pattern_code *c) { return c->first.len && strchr("+#", c->first.data[0]); }

static void try_rules(const pattern_sentence *s, const pattern_verb_at *v, const pattern_verb *verb, int begin, int end,
                      pattern_matched *out) {
  for (size_t i = 0; i < verb->rules.n; i++) {
    pattern_matched m;
    if (verb->rules.v[i].need & ~s->has) continue;
    if (pattern_petrarch(s) && is_signal(&verb->rules.v[i].code)) continue;
    if (fits(s, v, &verb->rules.v[i], begin, end, &m) && m.score > out->score) *out = m;
  }
}

bool pattern_match(const pattern_sentence *s, const pattern_verb_at *v, int begin, int end, pattern_matched *out) {
  *out = (pattern_matched){
      .code = v->form->code, .source = -1, .target = -1, .compound = -1, .last = v->last, .score = -1};
  for (const pattern_form *f = v->form; f; f = f->also) {
    if (is_null(out->code.first)) out->code = f->code;
    try_rules(s, v, f->verb, begin, end, out);
  }
  return out->code.first.data || out->code.second.data;
}
