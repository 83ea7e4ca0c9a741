/* Matches into events: parties paired, and the record's fields filled. */
#include "code/quantities.h"

typedef struct coding { /* one match under way */
  const code_lexicon *lex;
  base_arena *arena;
  const code_input *in;
  uint32_t si;
  const parse_sent *s;
  const code_match *m;
  code_parties sources, targets;
} coding;

typedef BASE_VEC(drg_event) event_vec;

/* ---- parties ---- */

typedef struct parties_at {
  code_parties list;
  bool reciprocal; /* "each other" stands there */
} parties_at;

static parties_at parties_on(const coding *c, const code_path *paths, uint8_t n) {
  parties_at found = {0};
  for (uint8_t i = 0; i < n && !found.list.n && !found.reciprocal; i++) {
    code_words words;
    code_follow(c->lex, c->s, c->m->trigger, &paths[i], &words);
    for (int k = 0; k < words.n; k++) {
      const parse_word *w = &c->s->words[words.v[k]];
      if (code_set_has(&c->lex->reciprocal, w->lemma_sym) && w->upos != UPOS_NUM) found.reciprocal = true;
      else code_actors_at(c->lex, c->arena, c->in, c->si, words.v[k], &found.list);
    }
  }
  return found;
}

static drg_span span_of_words(const parse_sent *s, int first, int last) {
  return (drg_span){s->words[first].begin, s->words[last - 1].end};
}

static drg_span span_of_mention(const coding *c, int32_t at) {
  const mention *m = &c->in->mentions->v[at];
  return span_of_words(&c->in->sents[m->sentence], m->first, m->last);
}

static base_str text_of(base_str text, drg_span sp) { return base_str_sub(text, sp.begin, sp.end); }

static drg_actor actor_of(const coding *c, code_party p) {
  drg_actor a = {0};
  if (p.entity < 0) return a;
  const resolve_entity *e = &c->in->resolved->entities[p.entity];
  a = (drg_actor){.code = e->code, .country = e->country, .sector = e->sector, .name = e->name, .title = e->title};
  if (p.mention >= 0) {
    a.span = span_of_mention(c, p.mention);
    a.text = text_of(c->in->text, a.span);
  }
  return a;
}

/* ---- when and where ---- */

/* How far a phrase is from the event: 0 in its clause, 1 in the support verb's, then one more a governing clause;
 * a phrase that hangs elsewhere is -1. */
static int distance(const coding *c, int head) {
  int w = c->m->trigger;
  for (int d = 0; w >= 0 && d < 8; d++, w = c->s->words[w].head)
    if (parse_dominates(c->s, w, head)) return d;
  return -1;
}

/* Does the phrase of time stand with the event's own words, not with a noun inside ("a 2015 nuclear deal")? */
static bool tells_when(const coding *c, const resolve_date *d, int *far) {
  int g = c->s->words[d->head].head, w = c->m->trigger;
  while (g >= d->first && g < d->last) g = c->s->words[g].head;
  for (uint8_t i = 0; i < c->m->n_used; i++)
    if (g == c->m->used[i]) g = w;
  *far = 0;
  for (; w >= 0 && *far < 8; w = c->s->words[w].head, ++*far)
    if (g == w) return true;
  return false;
}

/* The nearest phrase of time wins: one of the event's own clause, then of the clauses above it, then a day named
 * anywhere inside the clause (a phrase is easily hung from the wrong noun). */
static const resolve_date *date_of(const coding *c) {
  const resolve_date *best = NULL;
  int best_far = 100;
  for (uint32_t i = 0; i < c->in->resolved->n_dates; i++) {
    const resolve_date *d = &c->in->resolved->dates[i];
    int far;
    if (d->sentence != c->si) continue;
    if (!tells_when(c, d, &far)) {
      bool day = base_str_eq(d->precision, BASE_STR("day")) && d->day_first == d->day_last;
      far = day && parse_dominates(c->s, c->m->trigger, d->head) ? 10 : 100;
    }
    if (far < best_far) best = d, best_far = far;
  }
  return best;
}

static void set_date(const coding *c, drg_event *e) {
  const resolve_date *best = date_of(c);
  e->day = c->in->doc_day;
  e->date_precision = e->day == DRG_NO_DAY ? BASE_NONE : BASE_STR("day");
  if (!best) return;
  e->date_text = text_of(c->in->text, span_of_words(c->s, best->first, best->last));
  bool until_now = best->day_last == c->in->doc_day && best->day_first != best->day_last; /* "over the past year" */
  if (best->day_first == DRG_NO_DAY || until_now) return;
  e->day = best->day_first;
  e->date_precision = best->precision;
}

static bool inside(drg_span a, drg_span b) { return a.begin < b.end && b.begin < a.end; }

static drg_place place_from(const resolve_place *p) {
  return (drg_place){.name = p->name, .country = p->country, .precision = p->precision, .lat = p->lat, .lon = p->lon};
}

static int precision_rank(base_str p) {
  return base_str_eq(p, BASE_STR("city")) ? 2 : base_str_eq(p, BASE_STR("region")) ? 1 : 0;
}

/* "in Gaza", and what is coordinated with it or in apposition to it. Towards a place only a city counts: countries are
 * addressed and supplied rather than gone to. */
static bool is_locative(const coding *c, const resolve_place *p) {
  const parse_sent *s = c->s;
  for (int w = p->head, steps = 0; w >= 0 && steps < 6; steps++, w = s->words[w].head) {
    int preposition = parse_child(s, w, DEP_CASE);
    if (preposition >= 0) {
      base_sym sym = s->words[preposition].lower_sym;
      return code_set_has(&c->lex->locative, sym) ||
             (precision_rank(p->precision) == 2 && code_set_has(&c->lex->motion, sym));
    }
    parse_deprel d = s->words[w].deprel;
    if (d != DEP_CONJ && d != DEP_APPOS && d != DEP_FLAT && d != DEP_COMPOUND && d != DEP_NMOD) return false;
  }
  return false;
}

/* The place is one of the parties itself ("accused Syria"), not where it stands ("protesters in Nairobi"). */
static bool is_a_party(const coding *c, const code_parties *list, const resolve_place *p) {
  drg_span place = span_of_words(c->s, p->first, p->last);
  for (size_t i = 0; i < list->n; i++) {
    if (list->v[i].mention < 0 || c->in->mentions->v[list->v[i].mention].sentence != c->si) continue;
    drg_span actor = span_of_mention(c, list->v[i].mention);
    bool whole = actor.end == place.end && place.begin <= actor.begin + 4;
    if (inside(place, actor) && (whole || precision_rank(p->precision) == 0)) return true;
  }
  return false;
}

static void set_place(const coding *c, drg_event *e) {
  const resolve_place *best = NULL;
  int best_score = -1;
  for (uint32_t i = 0; i < c->in->resolved->n_places; i++) {
    const resolve_place *p = &c->in->resolved->places[i];
    if (p->sentence != c->si || !is_locative(c, p)) continue;
    if (is_a_party(c, &c->sources, p) || is_a_party(c, &c->targets, p)) continue;
    int far = distance(c, p->head);
    if (far < 0) continue;
    int score = 3 * (8 - far) + precision_rank(p->precision);
    if (score > best_score) best = p, best_score = score;
  }
  if (best) e->place = place_from(best);
  else if (c->in->resolved->dateline.name.data) e->place = place_from(&c->in->resolved->dateline);
}

/* ---- on whose word ---- */

static bool reports(const code_lexicon *lex, const parse_sent *s, int w) {
  return s->words[w].upos == UPOS_VERB && code_set_has(&lex->report, s->words[w].lemma_sym);
}

/* The word whose actor vouches for the clause of w: subject of the reporting verb above or beside it, or the noun of
 * an according-to phrase. */
static int voucher(const coding *c, int w) {
  for (int steps = 0; w >= 0 && steps < 12; steps++, w = c->s->words[w].head) {
    code_words at = {.n = 0};
    for (uint32_t k = 0; k < c->lex->according.n; k++)
      code_related(c->lex, c->s, w, (code_step){REL_PREP, c->lex->according.v[k]}, &at);
    if (at.n) return at.v[0];
    int h = c->s->words[w].head;
    parse_deprel d = c->s->words[w].deprel;
    if (h >= 0 && (d == DEP_CCOMP || d == DEP_PARATAXIS || d == DEP_XCOMP) && reports(c->lex, c->s, h))
      return code_surface_subject(c->s, h);
    for (int i = 0; i < (int)c->s->n; i++)
      if (c->s->words[i].head == w && c->s->words[i].deprel == DEP_PARATAXIS && reports(c->lex, c->s, i))
        return code_surface_subject(c->s, i);
  }
  return -1;
}

static void set_attribution(const coding *c, drg_event *e) {
  if (reports(c->lex, c->s, c->m->trigger)) return; /* who says so is the source */
  int w = voucher(c, c->m->trigger);
  if (w < 0) return;
  code_parties list = {0};
  code_actors_at(c->lex, c->arena, c->in, c->si, w, &list);
  if (list.n) e->attribution = actor_of(c, list.v[0]);
}

/* ---- quotation ---- */

static const char *const QUOTES[][2] = {{"\xE2\x80\x9C", "\xE2\x80\x9D"}, {"\"", "\""}, {"\xC2\xAB", "\xC2\xBB"}};

static size_t find_from(base_str s, size_t from, const char *z) {
  size_t n = strlen(z);
  for (size_t i = from; i + n <= s.len; i++)
    if (!memcmp(s.data + i, z, n)) return i;
  return s.len;
}

/* The quoted words of the sentence that hold byte `at` (of the sentence); data NULL if it is not in quotes. */
static base_str quote_around(base_str sentence, size_t at) {
  for (size_t k = 0; k < sizeof QUOTES / sizeof *QUOTES; k++)
    for (size_t open = find_from(sentence, 0, QUOTES[k][0]); open < at;) {
      size_t begin = open + strlen(QUOTES[k][0]), close = find_from(sentence, begin, QUOTES[k][1]);
      if (begin <= at && at < close) return base_str_sub(sentence, begin, close);
      open = find_from(sentence, close + 1, QUOTES[k][0]);
    }
  return BASE_NONE;
}

/* ---- one event ---- */

static void set_code(const coding *c, drg_event *e) {
  const code_frame *f = c->m->pattern->frame;
  const code_ontology_row *row = base_map_get(&c->lex->ontology, f->cameo);
  e->cameo = f->cameo;
  e->plover = row->plover;
  e->mode = f->mode.data ? f->mode : row->mode;
  e->quad = row->quad;
  e->goldstein = row->goldstein;
  e->rule = f->id;
  e->rule_file = base_str_of(c->m->pattern->file);
  e->rule_line = c->m->pattern->line;
  e->joint = f->joint;
  e->contexts = row->contexts;
  e->n_contexts = row->n_contexts;
}

static void set_triggers(const coding *c, drg_event *e) {
  drg_span *spans = BASE_NEW(c->arena, drg_span, 1u + c->m->n_used);
  size_t n = 0;
  spans[n++] = span_of_words(c->s, c->m->trigger, c->m->trigger + 1);
  for (uint8_t i = 0; i < c->m->n_used; i++) {
    drg_span sp = span_of_words(c->s, c->m->used[i], c->m->used[i] + 1);
    size_t at = n++;
    for (; at > 0 && spans[at - 1].begin > sp.begin; at--) spans[at] = spans[at - 1];
    spans[at] = sp;
  }
  e->triggers = spans;
  e->n_triggers = n;
}

/* A first estimate, to be replaced by a calibrated one: more evidence, more belief. */
static double confidence_of(const coding *c, const drg_event *e) {
  double p = 0.55;
  if (e->source.code.data) p += 0.12;
  if (e->target.code.data) p += 0.12;
  if (c->m->pattern->n_constraints) p += 0.08;
  if (!c->m->pattern->from_set) p += 0.03;
  if (c->m->pattern->pos == 'v') p += 0.03;
  if (c->s->n > 40) p -= 0.08;
  return p > 0.95 ? 0.95 : p;
}

static uint64_t id_of(const coding *c, const drg_event *e) {
  uint64_t h = base_hash(c->in->doc_id.data, c->in->doc_id.len, 0);
  uint32_t spans[] = {e->source.span.begin, e->source.span.end,   e->target.span.begin,
                      e->target.span.end,   e->triggers[0].begin, e->triggers[0].end};
  h = base_hash(spans, sizeof spans, h);
  h = base_hash(e->cameo.data, e->cameo.len, h);
  h = base_hash(e->source.code.data, e->source.code.len, h); /* members of one plural share a span */
  return base_hash(e->target.code.data, e->target.code.len, h);
}

static bool same_actor(const drg_actor *a, const drg_actor *b) {
  return base_str_eq(a->code, b->code) && (!a->name.data || !b->name.data || base_str_eq(a->name, b->name));
}

/* The same trigger has already tied the same two: "the minister and his delegation" are one party here. */
static bool already(const coding *c, const event_vec *out, const drg_event *e) {
  for (size_t i = out->n; i-- > 0 && out->v[i].sentence == c->si;) {
    const drg_event *o = &out->v[i];
    if (o->triggers[0].begin == e->triggers[0].begin && base_str_eq(o->cameo, e->cameo) &&
        same_actor(&o->source, &e->source) && same_actor(&o->target, &e->target))
      return true;
  }
  return false;
}

static void add_event(const coding *c, code_party source, code_party target, event_vec *out) {
  if (source.entity < 0 && target.entity < 0) return;
  if (source.entity == target.entity) return;
  drg_event e = {.sentence = c->si};
  set_code(c, &e);
  set_triggers(c, &e);
  e.source = actor_of(c, source);
  e.target = actor_of(c, target);
  e.status = code_status_of(c->lex, c->s, c->m);
  e.text = base_str_sub(c->in->text, c->s->begin, c->s->end);
  set_date(c, &e);
  set_place(c, &e);
  set_attribution(c, &e);
  e.details = code_details_of(c->lex, c->s, c->m);
  e.quote = quote_around(e.text, e.triggers[0].begin - c->s->begin);
  e.confidence = confidence_of(c, &e);
  e.id = id_of(c, &e);
  if (!already(c, out, &e)) BASE_PUSH(c->arena, out, e);
}

/* ---- pairing ---- */

static bool same_parties(const code_parties *a, const code_parties *b) {
  if (a->n != b->n) return false;
  for (size_t i = 0; i < a->n; i++)
    if (a->v[i].entity != b->v[i].entity) return false;
  return true;
}

static void add_pairs(const coding *c, const code_parties *p, bool both_ways, event_vec *out) {
  for (size_t i = 0; i < p->n; i++)
    for (size_t k = 0; k < p->n; k++)
      if (both_ways ? i != k : i < k) add_event(c, p->v[i], p->v[k], out);
}

static void add_crossed(const coding *c, const code_parties *s, const code_parties *t, event_vec *out) {
  static const code_party NOBODY = {-1, -1};
  size_t ns = s->n ? s->n : 1, nt = t->n ? t->n : 1;
  for (size_t i = 0; i < ns; i++)
    for (size_t k = 0; k < nt; k++) add_event(c, s->n ? s->v[i] : NOBODY, t->n ? t->v[k] : NOBODY, out);
}

/* "We welcome it," said X: who speaks in a quotation without a name is who is quoted. */
static void add_speaker(const coding *c, code_parties *sources) {
  base_str sentence = base_str_sub(c->in->text, c->s->begin, c->s->end);
  int subject = code_surface_subject(c->s, c->m->trigger);
  if (subject < 0 || c->s->words[subject].upos != UPOS_PRON || code_mention_at(c->in, c->si, subject) < 0) return;
  if (!quote_around(sentence, c->s->words[subject].begin - c->s->begin).data) return;
  int w = voucher(c, c->m->trigger);
  if (w >= 0 && !code_is_passive(c->s, c->m->trigger)) code_actors_at(c->lex, c->arena, c->in, c->si, w, sources);
}

static void code_match_events(coding *c, event_vec *out) {
  const code_pattern *p = c->m->pattern;
  parties_at s = parties_on(c, p->source, p->n_source), t = parties_on(c, p->target, p->n_target);
  if (!s.list.n && !p->no_source) add_speaker(c, &s.list);
  c->sources = s.list;
  c->targets = t.list;
  bool joint = p->frame->joint;
  if (t.reciprocal) add_pairs(c, &s.list, !joint, out);
  else if (s.list.n >= 2 && (same_parties(&s.list, &t.list) || (joint && !t.list.n))) add_pairs(c, &s.list, false, out);
  else if (joint && !s.list.n && t.list.n >= 2) add_pairs(c, &t.list, false, out);
  else add_crossed(c, &s.list, &t.list, out);
}

/* ---- statements ---- */

static bool is_statement(const drg_event *e) { return base_str_eq(e->cameo, BASE_STR("010")); }

/* CAMEO's 010 is residual: "said" makes no event of its own beside what was said, nor "added" beside "said". */
static bool is_residual(const event_vec *out, size_t first, size_t at) {
  const drg_event *e = &out->v[at];
  if (!is_statement(e) || e->target.code.data) return false;
  for (size_t i = first; i < out->n; i++) {
    const drg_event *o = &out->v[i];
    if (i != at && (!is_statement(o) || (i < at && base_str_eq(o->source.code, e->source.code)))) return true;
  }
  return false;
}

static void drop_residual(event_vec *out, size_t first) {
  bool gone[256] = {false};
  for (size_t i = first; i < out->n && i - first < 256; i++) gone[i - first] = is_residual(out, first, i);
  size_t n = first;
  for (size_t i = first; i < out->n; i++)
    if (i - first >= 256 || !gone[i - first]) out->v[n++] = out->v[i];
  out->n = n;
}

void code_events(const code_lexicon *lex, base_arena *arena, const code_input *in, drg_event **events, size_t *n) {
  event_vec out = {0};
  for (uint32_t si = 0; si < in->n_sents; si++) {
    code_match *matches;
    size_t first = out.n;
    uint32_t n_matches = code_match_sentence(lex, arena, in, si, &matches);
    for (uint32_t i = 0; i < n_matches; i++) {
      coding c = {.lex = lex, .arena = arena, .in = in, .si = si, .s = &in->sents[si], .m = &matches[i]};
      code_match_events(&c, &out);
    }
    drop_residual(&out, first);
  }
  *events = out.v;
  *n = out.n;
}
