/* Nouns that take up somebody named before: "the ministry", "the general", "his rival", "the Israeli". */
#include "resolve/coref.h"

/* The phrase names no other country, by itself or by a place: "Lahore police" are not the Turkish police. */
static bool same_country(const coref *c, const mention *m, base_str country) {
  identity id = coref_identity(c, m);
  bool told = m->of_country >= 0 || id.why_country.by == BY_PLACE;
  return !told || base_str_eq(id.country, country);
}

bool coref_used_noun(const trait *t, const dict_agent *a, bool exact) {
  for (uint8_t k = 0; k < t->n_agents; k++)
    if (t->agents[k] == a || (!exact && t->agents[k]->noun == a->noun)) return true;
  return false;
}

/* "the minister" shortens "foreign minister"; "the prime minister" does not. */
static bool shortens(const trait *t, const dict_agent *a) {
  for (uint8_t k = 0; k < t->n_agents; k++) {
    base_str full = t->agents[k]->phrase;
    bool longer = full.len > a->phrase.len && full.data[full.len - a->phrase.len - 1] == ' ';
    if (longer && base_str_ends(full, a->phrase)) return true;
  }
  return false;
}

static bool sector_fits(const coref *c, const mention *m, const resolve_entity *e) {
  identity id = coref_identity(c, m);
  return !id.sector.data || !e->sector.data || base_str_eq(id.sector, e->sector);
}

static bool body_fits(const coref *c, const mention *m, const resolve_entity *e) {
  if (m->of_body < 0) return true;
  identity id = coref_identity(c, m);
  return id.country.data && base_str_eq(id.country, e->country);
}

/* "the party" after "the Freedom Party", "the council" after "the Council of Europe" */
static bool has_noun(const coref *c, base_str full, const dict_agent *a) {
  base_str noun = base_symbols_name(c->d->symbols, a->noun);
  for (size_t i = 0; i + noun.len <= full.len; i++) {
    bool begins = i == 0 || full.data[i - 1] == ' ', ends = i + noun.len == full.len || full.data[i + noun.len] == ' ';
    if (begins && ends && base_str_eq_nocase(base_str_sub(full, i, i + noun.len), noun)) return true;
  }
  return false;
}

/* Offices told apart by their tails: "for political affairs" is not "for regional affairs". */
static int title_match(const coref *c, const mention *m, const resolve_entity *e, const trait *t) {
  base_str title = coref_words(c, m, m->title_first, m->title_last);
  if (!title.len || !e->title.len || !t->n_agents) return 0;
  if (base_str_eq_nocase(title, e->title)) return 1;
  bool tail = title.len > m->agent->phrase.len, other = e->title.len > t->agents[0]->phrase.len;
  return tail && other && coref_used_noun(t, m->agent, false) ? -1 : 0;
}

bool coref_is_generic(const coref *c, const mention *m) {
  bool bare = !memchr(m->agent->phrase.data, ' ', m->agent->phrase.len);
  return bare && (dict_flags(c->d, m->agent->noun) & DICT_GENERIC);
}

/* Sectors whose people a report seldom has many of: "the general", "the lawmaker" is the one named last. */
static bool is_same_trade(const coref *c, const mention *m, const resolve_entity *e) {
  identity id = coref_identity(c, m);
  if (!id.sector.data || !e->sector.data || base_str_eq(id.sector, BASE_STR("GOV"))) return false;
  return base_str_eq(id.sector, e->sector);
}

/* "the diplomat", "the general", "his rival": a person named before. */
static bool takes_up_person(const coref *c, const mention *m, const resolve_entity *e, const trait *t) {
  if (e->cls != CLASS_PERSON || !t->full.data) return false;
  if (coref_is_told_by_another(m)) return m->definite;
  if (coref_is_generic(c, m)) return sector_fits(c, m, e) && e->country.data;
  return m->definite && m->of_body < 0 && m->agent->kind == AGENT_ROLE && is_same_trade(c, m, e);
}

/* "the bloc", "the group", "the company": a body named before. */
static bool takes_up_body(const coref *c, const mention *m, const resolve_entity *e, const trait *t) {
  if (e->cls != CLASS_ORGANISATION || !t->full.data || !m->definite || m->of_body >= 0) return false;
  return coref_is_generic(c, m) && m->cls != CLASS_PERSON && sector_fits(c, m, e);
}

/* "the rebels", "the generals": those of a movement or army named before. */
static bool takes_up_members(const coref *c, const mention *m, const resolve_entity *e) {
  if (!m->definite || m->number || m->of_body >= 0 || e->n_members) return false;
  return (e->cls == CLASS_ORGANISATION || e->cls == CLASS_GROUP) && is_same_trade(c, m, e);
}

static bool may_take_up(const coref *c, const mention *m, const resolve_entity *e) {
  if (e->n_members || !same_country(c, m, e->country)) return false;
  return coref_is_told_by_another(m) || body_fits(c, m, e);
}

/* "The former president", "the general": an office that the dictionary knows of somebody named before. */
static bool held_office(const mention *m, const trait *t) {
  const dict_entry *e = t->entry;
  if (!e || e->cls != DICT_PERSON || !m->definite || m->agent->kind != AGENT_ROLE || m->of_body >= 0) return false;
  for (uint32_t k = 0; k < e->n_terms; k++) {
    if (e->terms[k].title.data && coref_contains(e->terms[k].title, m->agent->phrase)) return true;
    bool soldier = base_str_eq(e->terms[k].sector, BASE_STR("MIL"));
    if (soldier && m->agent->sector.data && base_str_eq(m->agent->sector, e->terms[k].sector)) return true;
  }
  return false;
}

/* How well a definite noun takes up entity k: the same noun, a shorter form of it, a general noun; 0 not at all. */
static int noun_match(const coref *c, const mention *m, size_t k) {
  const resolve_entity *e = &c->entities.v[k];
  const trait *t = &c->traits.v[k];
  if (!may_take_up(c, m, e)) return 0;
  if (t->plural != m->plural) return m->plural && takes_up_members(c, m, e) ? 1 : 0;
  if (m->gender && m->gender != 'n' && t->gender && t->gender != m->gender) return 0;
  int title = title_match(c, m, e, t);
  if (title) return title > 0 ? 4 : 0;
  if (coref_used_noun(t, m->agent, true)) return 3;
  if (!m->plural && held_office(m, t)) return 2;
  if (m->plural && takes_up_members(c, m, e)) return 1;
  if (e->cls == CLASS_COUNTRY || e->cls == CLASS_PLACE) return 0;
  if (e->cls == CLASS_ORGANISATION && m->definite && t->full.data && has_noun(c, t->full, m->agent)) return 2;
  if (takes_up_body(c, m, e, t)) return 1;
  if (!coref_class_fits(e->cls, m->cls)) return 0;
  if (coref_used_noun(t, m->agent, false)) return shortens(t, m->agent) && sector_fits(c, m, e) ? 2 : 0;
  bool told = m->of_country >= 0 || m->of_body >= 0 || m->definite;
  return told && takes_up_person(c, m, e, t) ? 1 : 0;
}

enum { NOUN_REACH = 12 };

/* "the ministry", "the Qatari diplomat", "Iran's deputy foreign minister" */
int32_t coref_by_noun(const coref *c, int32_t i) {
  const mention *m = coref_mention(c, i);
  if (m->kind != MENTION_COMMON || !m->agent || m->number) return -1;
  bool owned = m->of_country >= 0 || m->of_body >= 0;
  if (!m->definite && !owned && m->agent->kind != AGENT_GROUP) return -1;
  int32_t best = -1;
  int top = 0;
  for (size_t k = c->entities.n; k-- > coref_from(c);) {
    const trait *t = &c->traits.v[k];
    if (m->sentence - t->last_sentence > NOUN_REACH && c->entities.v[k].cls == CLASS_PERSON) continue;
    if (t->last_sentence == m->sentence && c->list->v[t->last_mention].head == m->head) continue;
    if (m->of_body >= 0 && coref_mention(c, m->of_body)->entity == (int32_t)k) continue; /* whose he is */
    int match = noun_match(c, m, k);
    if (match > top || (match && match == top && t->last_mention > c->traits.v[best].last_mention))
      best = (int32_t)k, top = match;
  }
  return best;
}

bool coref_is_definite(const coref *c, const mention *m) {
  const parse_word *w = c->sents[m->sentence].words;
  return m->definite || (m->first > 0 && (dict_flags(c->d, w[m->first - 1].lower_sym) & DICT_DEFINITE));
}

/* "the Israeli": somebody of that country named before. */
int32_t coref_by_demonym(const coref *c, int32_t i) {
  const mention *m = coref_mention(c, i);
  const parse_sent *s = &c->sents[m->sentence];
  if (m->kind != MENTION_NATIONALITY || m->plural || !m->entry || !coref_is_definite(c, m)) return -1;
  uint8_t rel = s->words[m->head].deprel;
  bool noun = rel == DEP_NSUBJ || rel == DEP_NSUBJ_PASS || rel == DEP_OBJ || rel == DEP_OBL || rel == DEP_NMOD_POSS;
  if (!noun || (s->words[m->head].feats & PARSE_PLURAL)) return -1;
  int32_t best = -1;
  for (size_t k = c->entities.n; k-- > coref_from(c);) {
    const resolve_entity *e = &c->entities.v[k];
    const trait *t = &c->traits.v[k];
    if (e->cls != CLASS_PERSON || !t->full.data || !base_str_eq(e->country, m->entry->country)) continue;
    if (best < 0 || t->last_mention > c->traits.v[best].last_mention) best = (int32_t)k;
  }
  return best >= 0 && m->sentence - c->traits.v[best].last_sentence <= NOUN_REACH ? best : -1;
}
