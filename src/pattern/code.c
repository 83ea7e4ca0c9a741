/* A sentence from words to events. */
#include "pattern/parts.h"

typedef BASE_VEC(drg_event) event_vec;

typedef struct coding {
  const pattern_dict *dict;
  const pattern_input *in;
  base_arena *arena;
  pattern_sentence s;
  uint32_t si;
  event_vec *out;
  size_t first; /* of the sentence's events */
  bool dominant;
  bool told;          /* the sentence's first event has been coded */
  base_str forwarded; /* code of who acted in the sentence before */
} coding;

/* ---- parties: an actor stands for all that it is coordinated with ---- */

typedef struct party {
  base_str code;
  drg_span span;
} party;

typedef BASE_VEC(party) party_vec;

static drg_span span_of(const pattern_sentence *s, int first, int last) {
  return (drg_span){s->words.v[first].begin, s->words.v[last - 1].end};
}

static bool has_code(const party_vec *list, base_str code) {
  for (size_t i = 0; i < list->n; i++)
    if (base_str_eq(list->v[i].code, code)) return true;
  return false;
}

static void add_codes(coding *c, const pattern_actor *a, const pattern_actor *shown, party_vec *list) {
  for (size_t k = 0; k < a->codes.n; k++)
    if (!has_code(list, a->codes.v[k])) {
      party p = {a->codes.v[k], span_of(&c->s, shown->first, shown->last)};
      BASE_PUSH(c->arena, list, p);
    }
}

static void add_parties(coding *c, int actor, bool alone, party_vec *list) {
  const pattern_actor *shown = &c->s.actors.v[actor], *a = &c->s.actors.v[pattern_actor_behind(&c->s, actor)];
  if (a->compound < 0 || alone) add_codes(c, a, shown, list);
  else
    for (size_t i = 0; i < c->s.actors.n; i++)
      if (c->s.actors.v[i].compound == a->compound)
        add_codes(c, &c->s.actors.v[i], shown == a ? &c->s.actors.v[i] : shown, list);
}

/* Without the agent that the pattern passed over. */
static void strip_agent(const coding *c, const pattern_matched *m, party_vec *list) {
  if (m->partly && m->target >= 0 && list->n == 1) list->v[0].code = c->s.actors.v[m->target].plain;
}

static void fill_parties(coding *c, int actor, bool by_default, base_str code, bool alone, party_vec *list) {
  party p = {code, {0, 0}};
  if (actor >= 0) add_parties(c, actor, alone, list);
  else if (by_default) BASE_PUSH(c->arena, list, p);
  else BASE_PUSH(c->arena, list, ((party){BASE_NONE, {0, 0}}));
}

/* ---- events ---- */

static drg_actor actor_of(const coding *c, const party *p) {
  drg_actor a = {.code = p->code, .span = p->span};
  if (p->span.end > p->span.begin) a.text = base_str_sub(c->in->text, p->span.begin, p->span.end);
  return a;
}

static uint64_t id_of(const coding *c, const drg_event *e) {
  uint64_t h = base_hash(c->in->doc_id.data, c->in->doc_id.len, 0);
  uint32_t spans[] = {c->si, e->source.span.begin, e->source.span.end, e->target.span.begin, e->target.span.end};
  h = base_hash(spans, sizeof spans, h);
  h = base_hash(e->cameo.data, e->cameo.len, h);
  h = base_hash(e->source.code.data, e->source.code.len, h);
  return base_hash(e->target.code.data, e->target.code.len, h);
}

static bool is_known(const coding *c, const drg_event *e) {
  for (size_t i = c->first; i < c->out->n; i++) {
    const drg_event *o = &c->out->v[i];
    if (base_str_eq(o->cameo, e->cameo) && base_str_eq(o->source.code, e->source.code) &&
        base_str_eq(o->target.code, e->target.code))
      return true;
  }
  return false;
}

static void set_rule(drg_event *e, const pattern_verb_at *v, const pattern_rule *rule) {
  e->rule = rule ? rule->text : v->form->text;
  e->rule_file = rule ? rule->file : v->form->file;
  e->rule_line = rule ? rule->line : v->form->line;
}

static void add_event(coding *c, const pattern_verb_at *v, const pattern_matched *m, const party *source,
                      const party *target, base_str code) {
  const parse_sent *p = c->s.parsed;
  drg_event e = {.sentence = c->si, .day = c->s.day, .cameo = code, .status = DRG_HAPPENED, .confidence = 1};
  e.details = (drg_details){.killed = -1, .injured = -1, .arrested = -1, .amount = -1};
  e.source = actor_of(c, source), e.target = actor_of(c, target);
  if (e.day != DRG_NO_DAY) e.date_precision = BASE_STR("day"), e.day += c->s.shift;
  if (base_str_eq(e.source.code, e.target.code) || is_known(c, &e)) return;
  drg_span *trigger = BASE_NEW(c->arena, drg_span, 1);
  *trigger = span_of(&c->s, v->first, v->last);
  e.triggers = trigger, e.n_triggers = 1;
  e.text = base_str_sub(c->in->text, p->begin, p->end);
  set_rule(&e, v, m->rule);
  e.id = id_of(c, &e);
  BASE_PUSH(c->arena, c->out, e);
}

/* [031:032] is two events, one each way; either side may be empty. */
static void add_pair(coding *c, const pattern_verb_at *v, const pattern_matched *m, const party *a, const party *b) {
  if (m->code.first.data) add_event(c, v, m, a, b, m->code.first);
  if (m->code.second.data) add_event(c, v, m, b, a, m->code.second);
}

/* % : those coordinated are each other's source and target. */
static bool add_among(coding *c, const pattern_verb_at *v, const pattern_matched *m) {
  party_vec list = {0};
  pattern_matched both = *m;
  add_parties(c, m->compound, false, &list);
  if (!both.code.second.data) both.code.second = both.code.first;
  for (size_t i = 0; i < list.n; i++)
    for (size_t k = i + 1; k < list.n; k++) add_pair(c, v, &both, &list.v[i], &list.v[k]);
  return list.n > 1;
}

static bool in_one_compound(const coding *c, const pattern_roles *r) {
  if (r->source < 0 || r->target < 0) return false;
  const pattern_actor *a = &c->s.actors.v[r->source], *b = &c->s.actors.v[r->target];
  return a->compound >= 0 && a->compound == b->compound;
}

static bool add_events(coding *c, const pattern_verb_at *v, const pattern_matched *m, const pattern_roles *r) {
  const pattern_options *o = &c->dict->options;
  party_vec sources = {0}, targets = {0};
  bool alone = in_one_compound(c, r);
  size_t before = c->out->n;
  fill_parties(c, r->source, r->default_source, o->default_source, alone, &sources);
  fill_parties(c, r->target, r->default_target, o->default_target, alone, &targets);
  strip_agent(c, m, &targets);
  for (size_t i = 0; i < sources.n; i++)
    for (size_t k = 0; k < targets.n; k++) add_pair(c, v, m, &sources.v[i], &targets.v[k]);
  return c->out->n > before;
}

/* ---- verbs ---- */

static bool is_code(base_str code, const char *z) { return base_str_eq(code, base_str_of(z)); }

static void drop_others(coding *c, size_t from) {
  size_t n = c->out->n - from;
  memmove(&c->out->v[c->first], &c->out->v[from], n * sizeof *c->out->v);
  c->out->n = c->first + n;
  c->dominant = true;
}

/* PETRARCH 2 makes cooperation of conflict that is negated; the others have patterns for it. */
static void negate(const coding *c, pattern_matched *m) {
  int64_t root = 0;
  if (c->dict->options.dialect != DIALECT_PETRARCH2 || m->code.first.len < 2) return;
  if (!base_str_to_int(base_str_sub(m->code.first, 0, 2), &root) || root < 10) return;
  m->code.first = BASE_STR("050");
}

/* A statement to nobody is no event of PETRARCH 2. */
static bool is_idle(const coding *c, const pattern_matched *m, const pattern_roles *r) {
  return c->dict->options.dialect == DIALECT_PETRARCH2 && base_str_starts(m->code.first, BASE_STR("01")) &&
         (r->source < 0 || r->target < 0);
}

static int clause_edge(const pattern_sentence *s, int clause) {
  int i = 0;
  while (i < (int)s->words.n && s->words.v[i].clause < clause) i++;
  return i;
}

/* What the verb tells by itself; false: nothing in the dictionary. */
static bool tell(const coding *c, const pattern_verb_at *v, pattern_telling *out) {
  int clause = c->s.words.v[v->first].clause;
  int begin = clause_edge(&c->s, clause), end = clause_edge(&c->s, clause + 1);
  pattern_matched m;
  pattern_roles r;
  if (!pattern_match(&c->s, v, begin, end, &m)) return false;
  pattern_find_roles(&c->s, v, &m, begin, end, -1, &r);
  *out = (pattern_telling){v, m.code.first, r.source, r.target, m.last};
  return true;
}

/* The event that the verb makes with one that it is in, or that is in it. */
static bool code_changed(coding *c, const pattern_verb_at *v, pattern_roles *r) {
  pattern_telling mine, other;
  pattern_changed to;
  if (!c->dict->changes.n || !tell(c, v, &mine)) return false;
  for (size_t i = 0; i < c->s.verbs.n; i++) {
    if (&c->s.verbs.v[i] == v || !tell(c, &c->s.verbs.v[i], &other)) continue;
    if (!pattern_change_find(&c->s, &mine, &other, &to) && !pattern_change_find(&c->s, &other, &mine, &to)) continue;
    *r = (pattern_roles){.source = to.source, .target = to.target};
    add_events(c, v, &(pattern_matched){.rule = to.rule, .code.first = to.code}, r);
    return true;
  }
  return false;
}

/* The verb that completes another, as its complement or its purpose. */
static bool completes(const pattern_sentence *s, const pattern_verb_at *below, int above, bool complement) {
  int w = pattern_parsed_at(s, &s->words.v[below->first]);
  if (w < 0 || above < 0 || s->parsed->words[w].head != above) return false;
  return s->parsed->words[w].deprel == DEP_XCOMP || (!complement && s->parsed->words[w].deprel == DEP_ADVCL);
}

/* PETRARCH 2 codes from the deepest verb up: who "is seen to attack" attacks, and a verb makes way for one below it whose
 * pattern names its own source. */
static bool makes_way(const coding *c, const pattern_verb_at *v, int begin, int end) {
  const pattern_sentence *s = &c->s;
  int above = pattern_parsed_at(s, &s->words.v[v->first]);
  if (c->dict->options.dialect != DIALECT_PETRARCH2 || above < 0) return false;
  bool passive = s->parsed->words[above].feats & PARSE_PASSIVE;
  for (size_t i = 0; i < s->verbs.n; i++) {
    const pattern_verb_at *b = &s->verbs.v[i];
    pattern_matched m;
    if (b->first < begin || b->first >= end || !completes(s, b, above, false)) continue;
    if (!pattern_match(s, b, begin, end, &m) || is_code(m.code.first, "---")) continue;
    if (m.source >= 0 || (passive && completes(s, b, above, true))) return true;
  }
  return false;
}

static bool code_verb(coding *c, const pattern_verb_at *v, int begin, int end, int forwarded, bool weak,
                      pattern_roles *r) {
  pattern_matched m;
  size_t before = c->out->n;
  if (code_changed(c, v, r)) return true;
  *r = (pattern_roles){.source = -1, .target = -1};
  if (!pattern_match(&c->s, v, begin, end, &m) || m.code.weak != weak) return false;
  if (is_code(m.code.first, "###")) return c->s.discard = true, false;
  if (is_code(m.code.first, "+++")) return c->s.complex = true, false;
  if (is_code(m.code.first, "---") || makes_way(c, v, begin, end)) return false;
  if (v->negated) negate(c, &m);
  bool coded = false;
  if (m.compound >= 0) coded = add_among(c, v, &m), r->source = m.compound;
  else if (pattern_find_roles(&c->s, v, &m, begin, end, forwarded, r) && !is_idle(c, &m, r))
    coded = add_events(c, v, &m, r);
  if (coded && m.code.dominant && c->dict->options.check_dominant) drop_others(c, before);
  return coded;
}

/* ---- clauses ---- */

/* The verbs of the clause in turn; returns the first event's source. */
static int code_verbs(coding *c, int begin, int end, int forwarded, bool weak) {
  const pattern_sentence *s = &c->s;
  int source = -1;
  for (size_t i = 0; i < s->verbs.n && !s->discard && !s->complex && !c->dominant; i++) {
    const pattern_verb_at *v = &s->verbs.v[i];
    pattern_roles r;
    if (v->first < begin || v->first >= end) continue;
    if (!code_verb(c, v, begin, end, forwarded, weak, &r)) continue;
    if (source < 0) source = r.source;
    if (c->dict->options.code_by != CODE_ALL) break;
  }
  return source;
}

static bool has_verb(const pattern_sentence *s, int begin, int end) {
  for (size_t i = 0; i < s->verbs.n; i++)
    if (s->verbs.v[i].first >= begin && s->verbs.v[i].first < end) return true;
  return false;
}

static void code_clause(coding *c, int clause, int *forwarded) {
  int begin = clause_edge(&c->s, clause), end = clause_edge(&c->s, clause + 1);
  size_t before = c->out->n;
  if (!has_verb(&c->s, begin, end)) return;
  int source = code_verbs(c, begin, end, *forwarded, false);
  if (c->out->n == before) source = code_verbs(c, begin, end, *forwarded, true);
  *forwarded = source;
}

static void code_clauses(coding *c) {
  int n = c->s.words.n ? c->s.words.v[c->s.words.n - 1].clause + 1 : 0, forwarded = -1;
  for (int k = 0; k < n; k++) {
    code_clause(c, k, &forwarded);
    if (forwarded >= 0 && c->out->n > c->first && !c->told)
      c->told = true, c->forwarded = c->s.actors.v[pattern_actor_behind(&c->s, forwarded)].plain;
    if (c->dict->options.code_by == CODE_BY_SENTENCE && c->out->n > c->first) return;
  }
}

/* ---- the sentence ---- */

static bool is_null(base_str code) { return !code.data || is_code(code, "---"); }

/* Sentences that the program would not trust itself with. */
static bool is_complex(const pattern_sentence *s) {
  const pattern_options *o = &s->dict->options;
  if (o->max_verbs && (int64_t)s->verbs.n >= o->max_verbs) return true;
  if (o->max_conj && s->n_conj >= o->max_conj) return true;
  if (!o->actor_first) return false;
  for (size_t i = 0; i < s->verbs.n; i++)
    if (!is_null(s->verbs.v[i].form->code.first)) return !s->actors.n || s->actors.v[0].first > s->verbs.v[i].first;
  return false;
}

static int64_t count_words(const pattern_sentence *s) {
  int64_t n = 0;
  for (size_t i = 0; i < s->words.n; i++) n += !s->words.v[i].glued;
  return n;
}

static base_str list_code(const pattern_sentence *s, pattern_list list, int at) {
  pattern_found f;
  if (!pattern_phrase_at(s, list, at, &f)) return BASE_NONE;
  const pattern_name *name = f.phrase->entry;
  return name->codes.n ? name->codes.v[0].code : BASE_STR("");
}

/* Is there a phrase of the discards? whole: one that sets the whole document aside. */
static bool has_discard(const pattern_sentence *s, bool whole) {
  for (int i = 0; i < (int)s->words.n; i++) {
    base_str code = list_code(s, LIST_discard, i);
    if (code.data && (!whole || is_code(code, "story"))) return true;
  }
  return false;
}

static void shift_time(pattern_sentence *s) {
  if (!s->dict->options.time_shift) return;
  for (int i = 0; i < (int)s->words.n; i++) {
    base_str code = list_code(s, LIST_time, i);
    int64_t days;
    if (is_code(code, "###")) s->discard = true;
    if (is_code(code, "+++")) s->complex = true;
    if (code.len && code.data[0] == '+') code = base_str_sub(code, 1, code.len);
    if (!s->shift && base_str_to_int(code, &days)) s->shift = (int)days;
  }
}

static void read_sentence(coding *c) {
  pattern_sentence *s = &c->s;
  *s = (pattern_sentence){
      .dict = c->dict, .arena = c->arena, .parsed = &c->in->sents[c->si], .text = c->in->text, .day = c->in->doc_day};
  if (c->dict->options.forward) s->forwarded = c->forwarded;
  pattern_words(s);
}

static void mark_sentence(pattern_sentence *s) {
  shift_time(s);
  pattern_mark_names(s);
  pattern_mark_compounds(s);
  s->discard = s->complex = false;
  shift_time(s);
  pattern_cut_commas(s);
  pattern_mark_names(s);
  pattern_mark_compounds(s);
  pattern_mark_verbs(s);
  pattern_mark_unknown(s);
  pattern_split_clauses(s);
}

/* ---- issues: what the event is about ---- */

static void set_issues(coding *c) {
  BASE_VEC(drg_topic) topics = {0};
  for (int i = 0; c->out->n > c->first && i < (int)c->s.words.n; i++) {
    pattern_found f;
    if (!pattern_phrase_at(&c->s, LIST_issue, i, &f)) continue;
    drg_span span = span_of(&c->s, f.first, f.last);
    drg_topic t = {.name = list_code(&c->s, LIST_issue, i),
                   .kind = BASE_STR("issue"),
                   .text = base_str_sub(c->in->text, span.begin, span.end)};
    if (t.name.len && !is_code(t.name, "---")) BASE_PUSH(c->arena, &topics, t);
  }
  for (size_t i = c->first; i < c->out->n; i++) c->out->v[i].about = topics.v, c->out->v[i].n_about = topics.n;
}

static void code_sentence(coding *c) {
  c->first = c->out->n;
  c->dominant = c->told = false;
  read_sentence(c);
  if (count_words(&c->s) < c->dict->options.min_words || has_discard(&c->s, false)) return;
  mark_sentence(&c->s);
  if (c->s.discard || c->s.complex || is_complex(&c->s)) return;
  code_clauses(c);
  if (c->s.discard || c->s.complex) c->out->n = c->first;
  set_issues(c);
}

static bool is_discarded(coding *c) {
  for (c->si = 0; c->si < c->in->n_sents; c->si++) {
    read_sentence(c);
    if (has_discard(&c->s, true)) return true;
  }
  return false;
}

void pattern_events(const pattern_dict *d, base_arena *arena, const pattern_input *in, drg_event **events, size_t *n) {
  event_vec out = {0};
  coding c = {.dict = d, .in = in, .arena = arena, .out = &out};
  bool discarded = d->lists[LIST_discard].n && is_discarded(&c);
  for (c.si = 0; !discarded && c.si < in->n_sents; c.si++) code_sentence(&c);
  *events = out.v;
  *n = out.n;
}
