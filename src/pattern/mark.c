/* Who and what stands in the words: actors with their agents, coordinated actors, verbs. */
#include "pattern/parts.h"

/* ---- codes ---- */

static base_str code_on(const pattern_name *name, int32_t day) {
  for (size_t i = 0; i < name->codes.n; i++) {
    const pattern_dated *d = &name->codes.v[i];
    bool always = d->from == INT32_MIN && d->to == INT32_MAX;
    if (always || (day != DRG_NO_DAY && day >= d->from && day <= d->to)) return d->code;
  }
  return BASE_STR("---");
}

static bool is_code(base_str code, const char *z) { return base_str_eq(code, base_str_of(z)); }

/* Codes that are none: the sentence is set aside, or the name is just a noun. */
static bool is_signal(pattern_sentence *s, base_str code) {
  if (is_code(code, "###")) return s->discard = true;
  if (is_code(code, "+++")) return s->complex = true;
  return is_code(code, "---");
}

static bool has_part(base_str code, base_str part) {
  for (size_t i = 0; i + part.len <= code.len; i += 3)
    if (base_str_eq(base_str_sub(code, i, i + part.len), part)) return true;
  return false;
}

/* Appends the three-letter parts of the agent's code that the actor's does not have. */
static base_str join_codes(base_arena *arena, base_str code, base_str agent) {
  if (agent.len && agent.data[agent.len - 1] == '~') {
    agent.len--;
    return has_part(code, agent) ? code : base_str_join(arena, agent, code);
  }
  if (agent.len && agent.data[0] == '~') agent = base_str_sub(agent, 1, agent.len);
  if (has_part(code, agent)) return code;
  for (size_t i = 0; i < agent.len; i += 3) {
    base_str part = base_str_sub(agent, i, i + 3 < agent.len ? i + 3 : agent.len);
    if (!has_part(code, part)) code = base_str_join(arena, code, part);
  }
  return code;
}

static bool petrarch(const pattern_sentence *s) { return pattern_petrarch(s); }

/* ---- actors, agents, nouns ---- */

typedef struct agent_at {
  base_str code;
  int first, last;
  bool used;
} agent_at;

typedef struct marking {
  pattern_sentence *s;
  BASE_VEC(agent_at) agents;
} marking;

static void split_codes(pattern_sentence *s, pattern_actor *a, base_str code) {
  bool whole = s->dict->options.dialect == DIALECT_PETRARCH2;
  for (base_str part; (part = whole ? code : base_str_cut(&code, '/')).data; code = whole ? BASE_NONE : code)
    BASE_PUSH(s->arena, &a->codes, part);
}

static int add_actor(pattern_sentence *s, base_str code, int first, int last) {
  pattern_actor a = {
      .first = first, .last = last, .name = first, .compound = -1, .refers = -1, .plain = code, .before_agent = code};
  split_codes(s, &a, code);
  BASE_PUSH(s->arena, &s->actors, a);
  return (int)s->actors.n - 1;
}

static void take_words(pattern_sentence *s, const pattern_found *f, int actor) {
  for (int i = f->first; i < f->last; i++) s->words.v[i].actor = (int16_t)actor;
  for (uint32_t k = 0; k < f->phrase->n; k++)
    if (f->at[k] >= f->last) s->words.v[f->at[k]].actor = -2; /* a name's far word: nobody else's */
}

static bool mark_actor(pattern_sentence *s, int at) {
  pattern_found f;
  if (!pattern_phrase_at(s, LIST_actor, at, &f)) return false;
  base_str code = code_on(f.phrase->entry, s->day);
  if (is_signal(s, code)) {
    for (int i = f.first; i < f.last; i++) s->words.v[i].noun = true;
    return !petrarch(s) || is_code(code, "---");
  }
  take_words(s, &f, add_actor(s, code, f.first, f.last));
  return true;
}

static bool mark_agent(marking *m, int at) {
  pattern_found f;
  if (!pattern_phrase_at(m->s, LIST_agent, at, &f)) return false;
  agent_at a = {.code = code_on(f.phrase->entry, m->s->day), .first = f.first, .last = f.last};
  BASE_PUSH(m->s->arena, &m->agents, a);
  for (int i = f.first; i < f.last; i++) m->s->words.v[i].agent = true;
  return true;
}

static void mark_noun(pattern_sentence *s, pattern_list list, int at) {
  pattern_found f;
  if (!pattern_phrase_at(s, list, at, &f)) return;
  for (int i = f.first; i < f.last; i++)
    if (list == LIST_noun) s->words.v[i].noun = true;
    else s->words.v[i].adjective = true;
}

/* ---- agents joined to actors ---- */

static bool is_former(const pattern_sentence *s, int at) {
  return at >= 0 && pattern_is(&s->words.v[at], CLASS_former);
}

/* May stand between an actor and its agent: nothing, or with a parser what describes. */
static bool is_between(const pattern_sentence *s, int at) {
  const pattern_token *t = &s->words.v[at];
  if (t->comma || t->actor != -1 || t->agent) return false;
  if (pattern_is(t, CLASS_former)) return true;
  if (petrarch(s) && pattern_is(t, CLASS_conjunction)) return s->words.v[at - 1].upos == UPOS_ADJ;
  return petrarch(s) && (t->upos == UPOS_ADJ || t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_NUM);
}

static bool is_far(const pattern_sentence *s, int from, int to) {
  if (to - from > 4) return true;
  for (int i = from; i < to; i++)
    if (!is_between(s, i)) return true;
  return from > 0 && (s->words.v[from - 1].comma || s->words.v[from - 1].cut);
}

static void join(pattern_sentence *s, pattern_actor *a, base_str agent, bool former) {
  if (former && s->dict->options.dialect != DIALECT_PETRARCH2) agent = BASE_STR("~ELI");
  a->before_agent = *a->codes.v;
  for (size_t k = 0; k < a->codes.n; k++) a->codes.v[k] = join_codes(s->arena, a->codes.v[k], agent);
  a->agent = agent;
}

static bool has_former(const pattern_sentence *s, int from, int to) {
  for (int i = from; i < to; i++)
    if (is_former(s, i)) return true;
  return false;
}

static void cover(pattern_sentence *s, int actor, int first, int last) {
  pattern_actor *a = &s->actors.v[actor];
  if (first < a->first) a->first = first;
  if (last > a->last) a->last = last;
}

/* "Arnor security officials", "former Gondor prosecutors". */
static bool join_behind(marking *m, agent_at *g) {
  pattern_sentence *s = m->s;
  for (int i = (int)s->actors.n - 1; i >= 0; i--) {
    pattern_actor *a = &s->actors.v[i];
    if (a->last > g->first || a->refers >= 0) continue;
    if (is_far(s, a->last, g->first)) return false;
    join(s, a, g->code, has_former(s, a->last, g->first) || is_former(s, a->first - 1));
    cover(s, i, a->first, g->last);
    return true;
  }
  return false;
}

static int skip_class(const pattern_sentence *s, int at, pattern_class c) {
  return at < (int)s->words.n && pattern_is(&s->words.v[at], c) ? at + 1 : at;
}

/* "human rights activists in Arnor", "minister Calimehtar". */
static bool join_before(marking *m, agent_at *g) {
  pattern_sentence *s = m->s;
  int at = skip_class(s, g->last, CLASS_link);
  at = skip_class(s, at, CLASS_determiner);
  while (at > g->last && at < (int)s->words.n &&
         (s->words.v[at].adjective || pattern_is(&s->words.v[at], CLASS_former)))
    at++;
  if (at >= (int)s->words.n || s->words.v[at - 1].comma || s->words.v[at].actor < 0) return false;
  int actor = s->words.v[at].actor;
  join(s, &s->actors.v[actor], g->code, is_former(s, g->first - 1) || has_former(s, g->last, at));
  cover(s, actor, g->first, g->last);
  return true;
}

static void order_actors(pattern_sentence *s) {
  for (size_t i = 1; i < s->actors.n; i++)
    for (size_t k = i; k > 0 && s->actors.v[k].first < s->actors.v[k - 1].first; k--) {
      pattern_actor t = s->actors.v[k];
      s->actors.v[k] = s->actors.v[k - 1], s->actors.v[k - 1] = t;
    }
  for (size_t i = 0; i < s->actors.n; i++)
    for (int w = s->actors.v[i].first; w < s->actors.v[i].last; w++) s->words.v[w].actor = (int16_t)i;
}

/* Agents without an actor are actors of unknown country: "---GOV" to PETRARCH, "~GOV" to TABARI where it is told so. */
static base_str bare_code(const pattern_sentence *s, base_str code) {
  if (!petrarch(s) || code.len < 2) return code;
  if (code.data[0] == '~') return base_str_join(s->arena, BASE_STR("---"), base_str_sub(code, 1, code.len));
  return base_str_sub(code, 0, code.len - 1);
}

static void add_bare(marking *m, const agent_at *g) {
  pattern_sentence *s = m->s;
  if (!petrarch(s) && !s->dict->options.convert_agents) return;
  int actor = add_actor(s, bare_code(s, g->code), g->first, g->last);
  s->actors.v[actor].bare = true;
  s->actors.v[actor].agent = g->code;
}

static void join_agents(marking *m) {
  for (size_t i = 0; i < m->agents.n; i++) {
    agent_at *g = &m->agents.v[i];
    g->used = join_behind(m, g) || join_before(m, g);
    if (!g->used) add_bare(m, g);
  }
  order_actors(m->s);
}

/* ---- pronouns ---- */

/* A pronoun before all actors stands for who acted in the sentence before, where the options want that. */
static void mark_forwarded(pattern_sentence *s) {
  int end = s->actors.n ? s->actors.v[0].first : (int)s->words.n;
  for (int i = 0; s->forwarded.len && i < end; i++) {
    if (!pattern_is(&s->words.v[i], CLASS_pronoun)) continue;
    add_actor(s, s->forwarded, i, i + 1);
    order_actors(s);
    return;
  }
}

/* A pronoun stands for the sentence's first actor. */
static void mark_pronouns(pattern_sentence *s) {
  if (petrarch(s)) return;
  mark_forwarded(s);
  if (!s->actors.n) return;
  int first = s->actors.v[0].first;
  for (int i = first + 1; i < (int)s->words.n; i++)
    if (pattern_is(&s->words.v[i], CLASS_pronoun) && s->words.v[i].actor == -1) {
      pattern_actor a = {.first = i, .last = i + 1, .compound = -1, .refers = 0};
      BASE_PUSH(s->arena, &s->actors, a);
    }
  order_actors(s);
}

static void forget(pattern_sentence *s) {
  s->actors.n = 0;
  for (size_t i = 0; i < s->words.n; i++) {
    pattern_token *t = &s->words.v[i];
    t->actor = t->verb = -1;
    t->agent = t->noun = t->adjective = t->verbal = false;
  }
}

void pattern_mark_names(pattern_sentence *s) {
  marking m = {.s = s};
  forget(s);
  for (int i = 0; i < (int)s->words.n; i++) {
    pattern_token *t = &s->words.v[i];
    if (t->actor != -1 || t->agent || t->noun) continue;
    if (mark_actor(s, i) || mark_agent(&m, i)) continue;
    mark_noun(s, LIST_noun, i);
    mark_noun(s, LIST_adjective, i);
  }
  join_agents(&m);
  mark_pronouns(s);
}

/* ---- PETRARCH: agents of actors that are coordinated, coordinated agents of an actor ---- */

static bool is_plain_actor(const pattern_actor *a) { return !a->agent.data && !a->bare && a->refers < 0; }

/* "Ambassadors of A, B and C": what was joined before the first is joined to the others. */
static void share_agent(pattern_sentence *s, int first, int last) {
  const pattern_actor *a = &s->actors.v[first];
  if (!a->agent.data || a->bare || a->first == a->name) return;
  for (int i = first + 1; i <= last; i++)
    if (is_plain_actor(&s->actors.v[i])) join(s, &s->actors.v[i], a->agent, false);
}

/* "Danish media and government": bare agents behind an actor's agent are of that actor. */
static void share_actor(pattern_sentence *s, int first, int last) {
  const pattern_actor *a = &s->actors.v[first];
  if (a->bare || !a->agent.data || a->first != a->name) return;
  for (int i = first + 1; i <= last; i++) {
    pattern_actor *b = &s->actors.v[i];
    if (b->bare) *b->codes.v = join_codes(s->arena, a->before_agent, b->agent), b->bare = false;
  }
}

/* "Lawmakers and officials in A and B": bare agents before an actor's agent, of each actor. */
static void share_agents(pattern_sentence *s, int first, int last) {
  int with = first;
  while (with <= last && s->actors.v[with].bare) with++;
  if (with == first || with > last) return;
  for (int i = first; i < with; i++) {
    pattern_actor *b = &s->actors.v[i];
    b->codes.n = 0;
    for (int k = with; k <= last; k++)
      BASE_PUSH(s->arena, &b->codes, join_codes(s->arena, s->actors.v[k].before_agent, b->agent));
    b->bare = false;
  }
}

static void share(pattern_sentence *s, int first, int last) {
  if (!petrarch(s)) return;
  int with = first;
  while (with < last && s->actors.v[with].bare) with++;
  share_agent(s, with, last);
  share_actor(s, first, last);
  share_agents(s, first, last);
}

/* ---- coordinated actors ---- */

static bool parts(const pattern_token *t) { return t->comma || t->joins; }

/* The next actor that follows actor i in one phrase: only what describes may stand between. joined: a conjunction did. */
static int next_in_phrase(const pattern_sentence *s, int i, bool *linked, bool *joined) {
  int at = s->actors.v[i].last;
  *linked = at > 0 && parts(&s->words.v[at - 1]);
  *joined = false;
  for (; at < (int)s->words.n; at++) {
    const pattern_token *t = &s->words.v[at];
    if (t->actor >= 0) return s->actors.v[t->actor].refers < 0 ? t->actor : -1;
    if (pattern_is(t, CLASS_conjunction) && (at == s->actors.v[i].last || parts(t - 1))) *joined = true;
    else if (!pattern_is(t, CLASS_determiner) && !t->adjective && !(t->agent && !*linked) &&
             !(petrarch(s) && (t->upos == UPOS_ADJ || t->upos == UPOS_ADV || t->upos == UPOS_DET) &&
               (*linked || *joined)))
      return -1;
    if (parts(t)) *linked = true;
  }
  return -1;
}

static void join_commas(pattern_sentence *s, int first, int last) {
  for (int w = s->actors.v[first].last - 1; w < s->actors.v[last].first; w++)
    if (s->words.v[w].comma) s->words.v[w].comma = false, s->words.v[w].joins = true;
}

void pattern_mark_compounds(pattern_sentence *s) {
  for (int i = 0; i < (int)s->actors.n; i++) {
    if (s->actors.v[i].compound >= 0 || s->actors.v[i].refers >= 0) continue;
    int last = i, end = -1;
    bool linked, joined, any = false;
    for (int k; (k = next_in_phrase(s, last, &linked, &joined)) >= 0 && k == last + 1; last = k) {
      if (!linked && !joined && (!any || petrarch(s))) break;
      if (any && linked && (!joined || petrarch(s))) break;
      if (joined) any = true, end = k;
      else if (any && !linked && !petrarch(s) && s->actors.v[k].first > s->actors.v[last].last) end = k;
      else if (s->dict->options.commas_join) end = k;
    }
    if (end < 0) continue;
    for (int k = i; k <= end; k++) s->actors.v[k].compound = i;
    for (int w = s->actors.v[i].last; w < s->actors.v[end].first; w++)
      if (pattern_is(&s->words.v[w], CLASS_conjunction)) s->words.v[w].noun = true;
    join_commas(s, i, end);
    share(s, i, end);
  }
}

/* ---- verbs ---- */

int pattern_parsed_at(const pattern_sentence *s, const pattern_token *t) {
  for (uint32_t i = 0; i < s->parsed->n; i++)
    if (s->parsed->words[i].begin == t->begin) return (int)i;
  return -1;
}

static bool parsed_as_verb(const pattern_sentence *s, const pattern_found *f) {
  for (int i = f->first; i < f->last; i++)
    if (s->words.v[i].upos == UPOS_VERB) return true;
  return false;
}

/* A determiner before it, or a capital inside the sentence: a noun. */
static bool looks_like_noun(const pattern_sentence *s, const pattern_found *f) {
  if (s->words.v[f->first].capital) return true;
  return f->first > 0 && pattern_is(&s->words.v[f->first - 1], CLASS_determiner);
}

static bool is_passive(const pattern_sentence *s, const pattern_found *f) {
  bool be = false;
  for (int i = f->first - 1; i >= 0 && i >= f->first - 3 && s->words.v[i].actor == -1; i--)
    be |= pattern_is(&s->words.v[i], CLASS_be);
  for (int i = f->last; be && i < (int)s->words.n && i < f->last + 3; i++)
    if (pattern_is(&s->words.v[i], CLASS_by)) return true;
  return false;
}

/* PETRARCH 2 takes the parser's word for it, with an agent or without; but who "is said to go" is the one that goes. */
static bool parsed_as_passive(const pattern_sentence *s, const pattern_found *f) {
  int w = pattern_parsed_at(s, &s->words.v[f->first]);
  if (s->dict->options.dialect != DIALECT_PETRARCH2 || w < 0 || !(s->parsed->words[w].feats & PARSE_PASSIVE))
    return false;
  int below = parse_child(s->parsed, w, DEP_XCOMP);
  return below < 0 || (s->parsed->words[below].upos != UPOS_VERB && parse_child(s->parsed, below, DEP_COP) < 0);
}

static bool is_negated(const pattern_sentence *s, const pattern_found *f) {
  for (int i = f->first - 1; i >= 0 && i >= f->first - 4 && s->words.v[i].actor == -1; i--) {
    if (pattern_is(&s->words.v[i], CLASS_negation)) return true;
    if (s->words.v[i].upos == UPOS_VERB) return false;
  }
  return false;
}

static void add_verb(pattern_sentence *s, const pattern_found *f) {
  pattern_verb_at v = {.form = f->phrase->entry, .first = f->first, .last = f->last};
  v.passive = is_passive(s, f) || parsed_as_passive(s, f);
  v.negated = is_negated(s, f);
  for (int i = f->first; i < f->last; i++) s->words.v[i].verbal = true;
  for (uint32_t k = 0; k < f->phrase->n; k++) s->words.v[f->at[k]].verbal = true;
  if (f->at[f->phrase->n - 1] + 1 > v.last) v.last = f->at[f->phrase->n - 1] + 1;
  s->words.v[f->first].verb = (int16_t)s->verbs.n;
  BASE_PUSH(s->arena, &s->verbs, v);
}

void pattern_mark_verbs(pattern_sentence *s) {
  s->verbs.n = 0;
  for (int i = 0; i < (int)s->words.n; i++) {
    pattern_token *t = &s->words.v[i];
    pattern_found f;
    if (t->actor != -1 || t->verbal || t->agent || t->noun) continue;
    if (!pattern_phrase_at(s, LIST_verb, i, &f)) continue;
    const pattern_form *form = f.phrase->entry;
    if (form->code.first.data && is_code(form->code.first, "###")) s->discard = true;
    bool noun = petrarch(s) ? !parsed_as_verb(s, &f) : looks_like_noun(s, &f);
    if (noun) t->noun = true;
    else add_verb(s, &f);
  }
}
