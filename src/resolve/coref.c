/* Walks the mentions in text order and gives each its entity. The passes of one mention stand in the table `finders`:
 * the first that knows an entity decides. */
#include "resolve/coref.h"

static mention *mention_at(const coref *c, int32_t i) { return &c->list->v[i]; }

static base_str words(const coref *c, const mention *m, int32_t first, int32_t last) {
  return mention_words(c->text, &c->sents[m->sentence], first, last);
}

static base_str name_of(const coref *c, const mention *m) { return words(c, m, m->name_first, m->name_last); }

/* ---- new entities ---- */

static bool is_actor(const coref *c, const mention *m, identity id) {
  if (m->cls == CLASS_PLACE) return id.sector.data || coref_salience(c, m) == 2; /* "shelled Gaza" */
  if (m->cls == CLASS_THING) return false;
  if (m->of_body >= 0 && m->cls == CLASS_GROUP && mention_at(c, m->of_body)->anaphor >= ANA_SIDES) return true;
  return id.country.data || id.sector.data || m->cls == CLASS_PERSON;
}

static void add_agent(trait *t, const dict_agent *a) {
  if (!a) return;
  for (uint8_t k = 0; k < t->n_agents; k++)
    if (t->agents[k] == a) return;
  if (t->n_agents < COREF_MAX_AGENTS) t->agents[t->n_agents++] = a;
}

static int32_t open_entity(coref *c, int32_t i) {
  mention *m = mention_at(c, i);
  identity id = coref_identity(c, m);
  resolve_entity e = {.country = id.country,
                      .sector = id.sector,
                      .code = coref_code(c, id),
                      .why_country = id.why_country,
                      .why_sector = id.why_sector,
                      .cls = m->cls,
                      .actor = is_actor(c, m, id),
                      .first_mention = i};
  trait t = {.entry = coref_choose_entry(c, m),
             .gender = m->gender,
             .plural = m->plural,
             .former = m->former,
             .capital = m->cls == CLASS_PLACE && id.sector.data,
             .last_mention = i,
             .last_sentence = m->sentence};
  if (t.entry && t.entry->cls == DICT_PERSON) e.cls = CLASS_PERSON, t.gender = t.entry->gender;
  if (t.capital) e.cls = CLASS_COUNTRY;
  BASE_PUSH(c->arena, &c->entities, e);
  BASE_PUSH(c->arena, &c->traits, t);
  return (int32_t)c->entities.n - 1;
}

/* What the dictionary says of somebody by name counts more than what was gathered from the words around. */
static void take_dictionary(const coref *c, const mention *m, resolve_entity *x, identity id) {
  const dict_entry *entry = m->kind == MENTION_NAME ? coref_choose_entry(c, m) : NULL;
  bool known = x->why_country.by == BY_NAME || x->why_sector.by == BY_NAME;
  if (!entry || entry->cls != DICT_PERSON || known || !id.country.data) return;
  x->country = id.country, x->why_country = id.why_country;
  if (id.sector.data) x->sector = id.sector, x->why_sector = id.why_sector;
}

/* What a further mention adds: fuller name, title, country, sector. */
static void enrich(coref *c, int32_t e, int32_t i) {
  mention *m = mention_at(c, i);
  resolve_entity *x = &c->entities.v[e];
  trait *t = &c->traits.v[e];
  base_str name = t->entry && t->entry->cls != DICT_PERSON ? t->entry->name : name_of(c, m);
  if (m->kind != MENTION_NATIONALITY && name.len > x->name.len) {
    x->name = t->full = name;
    t->cut = coref_cut_name(c, name);
  }
  base_str title = words(c, m, m->title_first, m->title_last);
  bool better = !x->title.data || (m->kind == MENTION_NAME && title.len > x->title.len);
  if (title.len && better && x->cls == CLASS_PERSON) x->title = title;
  identity id = coref_identity(c, m);
  bool pronoun = m->kind == MENTION_PRONOUN;
  if (!pronoun && !x->country.data && id.country.data) x->country = id.country, x->why_country = id.why_country;
  take_dictionary(c, m, x, id);
  bool union_ =
      x->country.data && coref_is_international(x->country) && t->mentions; /* its officials carry no sector */
  if (!pronoun && !x->sector.data && id.sector.data && x->cls != CLASS_COUNTRY && !union_)
    x->sector = id.sector, x->why_sector = id.why_sector;
  x->actor |= x->cls != CLASS_PLACE && (x->country.data || x->sector.data);
  x->code = coref_code(c, (identity){.country = x->country, .sector = x->sector});
  if (x->cls == CLASS_UNKNOWN && m->cls == CLASS_PERSON) x->cls = CLASS_PERSON;
  add_agent(t, m->agent);
  if (!t->gender) t->gender = m->gender;
  if (!t->entry && m->kind == MENTION_NAME) t->entry = coref_choose_entry(c, m);
}

static void join_entity(coref *c, int32_t e, int32_t i) {
  mention *m = mention_at(c, i);
  trait *t = &c->traits.v[e];
  m->entity = e;
  enrich(c, e, i);
  t->last_mention = i;
  float s = coref_salience(c, m);
  t->salience = m->sentence == t->last_sentence && t->mentions && t->salience > s ? t->salience : s;
  t->last_sentence = m->sentence;
  t->mentions++;
}

/* ---- who is it? one finder a kind of evidence ---- */

static int32_t by_apposition(const coref *c, int32_t i) {
  const mention *m = mention_at(c, i);
  int32_t a = m->appos;
  if (a < 0 || m->plural) return -1;
  const mention *o = mention_at(c, a);
  if (o->entity < 0 || o->kind == MENTION_PRONOUN || c->traits.v[o->entity].plural) return -1;
  const resolve_entity *e = &c->entities.v[o->entity];
  bool person = m->cls == CLASS_PERSON || m->cls == CLASS_UNKNOWN;
  bool same = e->cls == m->cls || e->cls == CLASS_UNKNOWN || (person && e->cls == CLASS_PERSON);
  if (e->cls == CLASS_COUNTRY || e->cls == CLASS_PLACE || m->cls == CLASS_COUNTRY || m->cls == CLASS_PLACE) return -1;
  return same ? o->entity : -1;
}

static int32_t by_relative(const coref *c, int32_t i) {
  if (mention_at(c, i)->anaphor != ANA_WHO) return -1;
  int32_t noun = coref_relative(c, i);
  return noun >= 0 ? mention_at(c, noun)->entity : -1;
}

static int32_t by_pronoun(const coref *c, int32_t i) {
  const mention *m = mention_at(c, i);
  if (m->kind != MENTION_PRONOUN || m->anaphor == ANA_WHO || m->anaphor >= ANA_SIDES) return -1;
  return coref_antecedent(c, i);
}

static bool is_country_itself(const resolve_entity *e, base_str country) {
  return e->cls == CLASS_COUNTRY && !e->sector.data && base_str_eq(e->country, country);
}

/* One dictionary entry, and for cities the same use of it: Tehran that speaks is Iran's government, Tehran is a place. */
static int32_t by_entry(const coref *c, int32_t i) {
  const mention *m = mention_at(c, i);
  const dict_entry *entry = coref_choose_entry(c, m);
  if (!entry || m->kind == MENTION_PRONOUN) return -1;
  identity id = coref_identity(c, m);
  for (size_t k = c->entities.n; k-- > coref_from(c);) {
    const resolve_entity *e = &c->entities.v[k];
    bool same = c->traits.v[k].entry == entry;
    if (!same && !(entry->cls == DICT_COUNTRY && is_country_itself(e, entry->country))) continue;
    if (entry->cls == DICT_PERSON) return (int32_t)k;
    bool place = m->cls == CLASS_PLACE && !id.sector.data, group = m->cls == CLASS_GROUP;
    if (place != (e->cls == CLASS_PLACE) || group != (e->cls == CLASS_GROUP)) continue;
    if (base_str_eq(e->sector, id.sector) || (!e->sector.data && !id.sector.data)) return (int32_t)k;
  }
  return -1;
}

static bool class_fits(uint8_t a, uint8_t b) { return a == b || a == CLASS_UNKNOWN || b == CLASS_UNKNOWN; }

static int32_t by_name(const coref *c, int32_t i) {
  const mention *m = mention_at(c, i);
  if (m->kind != MENTION_NAME || (m->entry && m->entry->cls != DICT_PERSON)) return -1;
  base_str name = name_of(c, m);
  coref_name cut = coref_cut_name(c, name);
  int8_t gender = m->entry && !coref_choose_entry(c, m) ? 0 : m->gender; /* of a namesake in the dictionary */
  for (size_t k = c->entities.n; k-- > coref_from(c);) {
    const resolve_entity *e = &c->entities.v[k];
    const trait *t = &c->traits.v[k];
    if (!t->full.data || !class_fits(e->cls, m->cls) || e->cls == CLASS_COUNTRY) continue;
    if ((e->cls == CLASS_PLACE) != (m->cls == CLASS_PLACE)) continue;
    if (t->gender && gender && t->gender != gender) continue;
    if (coref_name_fits(&t->cut, &cut) || coref_name_fits(&cut, &t->cut) || coref_is_acronym(t->full, name))
      return (int32_t)k;
  }
  return -1;
}

/* Is this a person's name without title, in full, that the report has not told before? */
static bool is_bare_person(const coref *c, int32_t i) {
  const mention *m = mention_at(c, i);
  if (m->kind != MENTION_NAME || m->entry || m->agent || m->appos >= 0 || m->of_country >= 0 || m->of_body >= 0)
    return false;
  for (int32_t k = i + 1; k < (int32_t)c->list->n && mention_at(c, k)->sentence == m->sentence; k++)
    if (mention_at(c, k)->appos == i) return false;
  if (m->name_last - m->name_first < 2) return false;
  bool hyphen = c->sents[m->sentence].words[m->name_first + 1].upos == UPOS_PUNCT;
  return m->cls == CLASS_PERSON || (m->cls == CLASS_UNKNOWN && coref_salience(c, m) >= 3 && !hyphen);
}

enum { NAMED_LATER = 3 };

/* "A negotiator for the rebels said …. 'He has promised it', Josiah Gbarwea said": who was told by his office alone is
 * named some sentences later, the last one of that kind. */
static int32_t by_office(const coref *c, int32_t i) {
  const mention *m = mention_at(c, i);
  int32_t best = -1;
  if (!is_bare_person(c, i)) return -1;
  for (size_t k = c->entities.n; k-- > coref_from(c);) {
    const trait *t = &c->traits.v[k];
    const mention *first = mention_at(c, c->entities.v[k].first_mention);
    if (c->entities.v[k].cls != CLASS_PERSON || t->full.data || t->plural || !t->n_agents) continue;
    if (first->sentence >= m->sentence || m->sentence - first->sentence > NAMED_LATER) continue;
    if (t->gender && m->gender && t->gender != m->gender) continue;
    if (coref_salience(c, first) < 3 || coref_is_told_by_another(first)) continue;
    if (best < 0 || t->last_mention > c->traits.v[best].last_mention) best = (int32_t)k;
  }
  return best;
}

/* The phrase names no other country, by itself or by a place: "Lahore police" are not the Turkish police. */
static bool same_country(const coref *c, const mention *m, base_str country) {
  identity id = coref_identity(c, m);
  bool told = m->of_country >= 0 || id.why_country.by == BY_PLACE;
  return !told || base_str_eq(id.country, country);
}

static bool used_noun(const trait *t, const dict_agent *a, bool exact) {
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
  base_str title = words(c, m, m->title_first, m->title_last);
  if (!title.len || !e->title.len || !t->n_agents) return 0;
  if (base_str_eq_nocase(title, e->title)) return 1;
  bool tail = title.len > m->agent->phrase.len, other = e->title.len > t->agents[0]->phrase.len;
  return tail && other && used_noun(t, m->agent, false) ? -1 : 0;
}

static bool is_generic(const coref *c, const mention *m) {
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
  if (is_generic(c, m)) return sector_fits(c, m, e) && e->country.data;
  return m->definite && m->of_body < 0 && m->agent->kind == AGENT_ROLE && is_same_trade(c, m, e);
}

/* "the bloc", "the group", "the company": a body named before. */
static bool takes_up_body(const coref *c, const mention *m, const resolve_entity *e, const trait *t) {
  if (e->cls != CLASS_ORGANISATION || !t->full.data || !m->definite || m->of_body >= 0) return false;
  return is_generic(c, m) && m->cls != CLASS_PERSON && sector_fits(c, m, e);
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
  if (used_noun(t, m->agent, true)) return 3;
  if (!m->plural && held_office(m, t)) return 2;
  if (m->plural && takes_up_members(c, m, e)) return 1;
  if (e->cls == CLASS_COUNTRY || e->cls == CLASS_PLACE) return 0;
  if (e->cls == CLASS_ORGANISATION && m->definite && t->full.data && has_noun(c, t->full, m->agent)) return 2;
  if (takes_up_body(c, m, e, t)) return 1;
  if (!class_fits(e->cls, m->cls)) return 0;
  if (used_noun(t, m->agent, false)) return shortens(t, m->agent) && sector_fits(c, m, e) ? 2 : 0;
  bool told = m->of_country >= 0 || m->of_body >= 0 || m->definite;
  return told && takes_up_person(c, m, e, t) ? 1 : 0;
}

enum { NOUN_REACH = 12 };

/* "the ministry", "the Qatari diplomat", "Iran's deputy foreign minister" */
static int32_t by_noun(const coref *c, int32_t i) {
  const mention *m = mention_at(c, i);
  if (m->kind != MENTION_COMMON || !m->agent || m->number) return -1;
  bool owned = m->of_country >= 0 || m->of_body >= 0;
  if (!m->definite && !owned && m->agent->kind != AGENT_GROUP) return -1;
  int32_t best = -1;
  int top = 0;
  for (size_t k = c->entities.n; k-- > coref_from(c);) {
    const trait *t = &c->traits.v[k];
    if (m->sentence - t->last_sentence > NOUN_REACH && c->entities.v[k].cls == CLASS_PERSON) continue;
    if (t->last_sentence == m->sentence && c->list->v[t->last_mention].head == m->head) continue;
    if (m->of_body >= 0 && mention_at(c, m->of_body)->entity == (int32_t)k) continue; /* whose he is */
    int match = noun_match(c, m, k);
    if (match > top || (match && match == top && t->last_mention > c->traits.v[best].last_mention))
      best = (int32_t)k, top = match;
  }
  return best;
}

static bool is_definite(const coref *c, const mention *m) {
  const parse_word *w = c->sents[m->sentence].words;
  return m->definite || (m->first > 0 && (dict_flags(c->d, w[m->first - 1].lower_sym) & DICT_DEFINITE));
}

/* "the Israeli": somebody of that country named before. */
static int32_t by_demonym(const coref *c, int32_t i) {
  const mention *m = mention_at(c, i);
  const parse_sent *s = &c->sents[m->sentence];
  if (m->kind != MENTION_NATIONALITY || m->plural || !m->entry || !is_definite(c, m)) return -1;
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

/* In the order in which they are asked. */
static const struct {
  int32_t (*find)(const coref *, int32_t);
  resolve_link link;
} finders[] = {{by_relative, LINK_RELATIVE}, {by_pronoun, LINK_PRONOUN}, {by_apposition, LINK_APPOSITION},
               {by_demonym, LINK_NOUN},      {by_entry, LINK_ENTRY},     {by_name, LINK_NAME},
               {by_noun, LINK_NOUN},         {by_office, LINK_NAME}};

/* ---- plurals that stand for others ---- */

static void fill_members(coref *c, int32_t e, const int32_t *members, uint32_t n) {
  resolve_entity *x = &c->entities.v[e];
  x->members = BASE_NEW(c->arena, int32_t, n);
  memcpy(x->members, members, n * sizeof *members);
  x->n_members = n;
  x->cls = CLASS_GROUP;
  x->actor = true;
}

/* The country itself as an entity: members of "both countries" are countries, not their ministers. */
static int32_t country_entity(coref *c, int32_t e) {
  base_str country = c->entities.v[e].country;
  for (size_t k = coref_from(c); k < c->entities.n; k++)
    if (is_country_itself(&c->entities.v[k], country)) return (int32_t)k;
  resolve_entity x = {.country = country,
                      .code = country,
                      .cls = CLASS_COUNTRY,
                      .actor = true,
                      .first_mention = c->entities.v[e].first_mention};
  trait t = {.last_mention = c->traits.v[e].last_mention, .last_sentence = c->traits.v[e].last_sentence};
  BASE_PUSH(c->arena, &c->entities, x);
  BASE_PUSH(c->arena, &c->traits, t);
  return (int32_t)c->entities.n - 1;
}

static bool is_land(const coref *c, const mention *m) {
  if (m->kind != MENTION_COMMON || !m->agent || m->plural || m->of_country >= 0) return false;
  if (m->agent->sector.data && m->agent->kind != AGENT_PERSON) return false; /* "the government" is no country */
  return dict_flags(c->d, m->agent->noun) & DICT_LAND;
}

static bool has_country(const coref *c, int32_t e) { return e >= 0 && c->entities.v[e].country.len == 3; }

/* "his country", "the nation"; a country's "neighbour", which else is a person, is another country. */
static int32_t land_of(coref *c, int32_t i) {
  const mention *m = mention_at(c, i);
  if (!is_land(c, m) || !is_definite(c, m)) return -1;
  int32_t owner = m->of_body >= 0 ? mention_at(c, m->of_body)->entity : -1;
  if (m->agent->kind == AGENT_PERSON) {
    if (owner < 0 || c->entities.v[owner].cls != CLASS_COUNTRY) return -1;
    owner = coref_main_country(c, i, c->entities.v[owner].country);
  } else if (m->of_body < 0) {
    owner = coref_main_country(c, i, BASE_NONE);
  }
  return has_country(c, owner) ? country_entity(c, owner) : -1;
}

void coref_settle_lands(coref *c) {
  for (uint32_t i = 0; i < c->list->n; i++) {
    const mention *m = mention_at(c, (int32_t)i);
    if (!is_land(c, m) || m->agent->kind == AGENT_PERSON || m->of_body < 0 || m->entity < 0) continue;
    resolve_entity *e = &c->entities.v[m->entity];
    int32_t owner = mention_at(c, m->of_body)->entity;
    if (e->first_mention != (int32_t)i || !has_country(c, owner)) continue;
    e->country = e->code = c->entities.v[owner].country;
    e->sector = BASE_NONE;
    e->why_country = (resolve_why){.by = BY_BODY, .mention = m->of_body};
    e->why_sector = (resolve_why){.by = BY_NOTHING, .mention = -1};
    e->cls = CLASS_COUNTRY;
    e->actor = true;
  }
}

/* An entity of several, opened by mention i. */
static int32_t open_several(coref *c, int32_t i, const int32_t *members, uint32_t n) {
  int32_t e = open_entity(c, i);
  fill_members(c, e, members, n);
  c->traits.v[e].plural = true;
  join_entity(c, e, i);
  return e;
}

static int32_t several_of(const coref *c, const int32_t *members, uint32_t n) {
  for (size_t k = c->entities.n; k-- > coref_from(c);) {
    const resolve_entity *e = &c->entities.v[k];
    if (e->n_members == n && !memcmp(e->members, members, n * sizeof *members)) return (int32_t)k;
  }
  return -1;
}

enum { SEVERAL = 8 };

/* "They" after "A and B said that …" */
static bool resolve_listed(coref *c, int32_t i) {
  int32_t found[SEVERAL];
  mention *m = mention_at(c, i);
  uint32_t n = m->anaphor == ANA_THEY ? coref_listed(c, i, found, SEVERAL) : 0;
  if (!n) return false;
  int32_t e = several_of(c, found, n);
  m->link = LINK_PRONOUN;
  if (e >= 0) join_entity(c, e, i);
  else open_several(c, i, found, n);
  return true;
}

/* "The ministers" after one minister and another: those two. */
static bool resolve_holders(coref *c, int32_t i) {
  int32_t found[2];
  mention *m = mention_at(c, i);
  bool plain = m->of_country < 0 && m->of_body < 0 && !m->number && m->anaphor == ANA_NONE;
  if (m->kind != MENTION_COMMON || !m->plural || !m->agent || !plain || !m->definite) return false;
  if (m->agent->kind != AGENT_ROLE) return false;
  uint32_t n = 0;
  bool any = is_generic(c, m);
  for (size_t k = c->entities.n; k-- > coref_from(c) && n < 2;) {
    const trait *t = &c->traits.v[k];
    if (c->entities.v[k].cls != CLASS_PERSON || t->plural || m->sentence - t->last_sentence > 3) continue;
    if (!t->full.data || !c->entities.v[k].code.data || (!any && !used_noun(t, m->agent, false))) continue;
    found[1 - n++] = (int32_t)k;
  }
  if (n < 2) return false;
  int32_t e = several_of(c, found, n);
  m->link = LINK_PLURAL;
  if (e >= 0) join_entity(c, e, i);
  else open_several(c, i, found, n);
  return true;
}

static void resolve_sides(coref *c, int32_t i) {
  int32_t found[8];
  mention *m = mention_at(c, i);
  uint32_t n = coref_sides(c, i, found, 8);
  if (n < 2) return;
  for (uint32_t k = 0; k < n && m->anaphor == ANA_COUNTRIES; k++) found[k] = country_entity(c, found[k]);
  for (uint32_t k = 0; k < n / 2; k++) { /* in the order of the text */
    int32_t x = found[k];
    found[k] = found[n - 1 - k];
    found[n - 1 - k] = x;
  }
  m->link = LINK_PLURAL;
  int32_t e = several_of(c, found, n);
  if (e >= 0) join_entity(c, e, i);
  else open_several(c, i, found, n);
}

/* An official's country by country: "officials of the two countries" are two. */
static int32_t official_of(coref *c, int32_t e, base_str country, int32_t i) {
  base_str sector = c->entities.v[e].sector;
  for (size_t k = coref_from(c); k < c->entities.n; k++) {
    const resolve_entity *x = &c->entities.v[k];
    if (x->cls == CLASS_GROUP && !x->n_members && base_str_eq(x->country, country) && base_str_eq(x->sector, sector))
      return (int32_t)k;
  }
  resolve_entity x = {.country = country, .sector = sector, .cls = CLASS_GROUP, .actor = true, .first_mention = i};
  x.code = coref_code(c, (identity){.country = country, .sector = sector});
  trait t = {.last_mention = i, .last_sentence = mention_at(c, i)->sentence, .plural = true};
  BASE_PUSH(c->arena, &c->entities, x);
  BASE_PUSH(c->arena, &c->traits, t);
  return (int32_t)c->entities.n - 1;
}

static void share_owners(coref *c, int32_t e, int32_t i) {
  const mention *m = mention_at(c, i);
  if (m->of_body < 0 || c->entities.v[e].n_members) return;
  int32_t owner = mention_at(c, m->of_body)->entity, found[8];
  if (owner < 0 || c->entities.v[owner].n_members < 2) return;
  uint32_t n = c->entities.v[owner].n_members;
  if (n > 8) return;
  for (uint32_t k = 0; k < n; k++)
    found[k] = official_of(c, e, c->entities.v[c->entities.v[owner].members[k]].country, i);
  fill_members(c, e, found, n);
}

/* ---- all mentions ---- */

static bool is_speaker(const mention *m) {
  return m->kind == MENTION_PRONOUN && (m->anaphor == ANA_I || m->anaphor == ANA_WE);
}

static void resolve_mention(coref *c, int32_t i);

/* An official of a state speaks for his country, or when it is not known, for himself. */
static int32_t who_is_we(coref *c, int32_t e) {
  const resolve_entity *x = &c->entities.v[e];
  bool official = x->cls == CLASS_PERSON && base_str_eq(x->sector, BASE_STR("GOV")) && has_country(c, e);
  return official ? country_entity(c, e) : e;
}

/* "We will not go," the minister said: he is needed before what he says, and is none of those whom he speaks of. */
static void resolve_who_speaks(coref *c, int32_t i) {
  int32_t k = c->speakers[i];
  if (k < 0 || k <= i || mention_at(c, k)->entity >= 0) return;
  int32_t own = c->speakers[k];
  c->speakers[k] = -1;
  resolve_mention(c, k);
  c->speakers[k] = own;
}

/* Whom the clause of a relative pronoun tells of: "who speaks for the movement", "who commands the garrison". */
static int32_t told_of(const coref *c, const mention *who) {
  const parse_sent *s = &c->sents[who->sentence];
  int32_t verb = s->words[who->head].head;
  if (verb < 0 || s->words[who->head].deprel != DEP_NSUBJ) return -1;
  int object = parse_child(s, verb, DEP_OBJ);
  if (object >= 0 && (dict_flags(c->d, s->words[verb].lemma_sym) & DICT_LEADS))
    return c->list->at[who->sentence][object];
  int other = parse_child(s, verb, DEP_OBL), link = other < 0 ? -1 : parse_child(s, other, DEP_CASE);
  if (object >= 0 || link < 0 || !(dict_flags(c->d, s->words[link].lower_sym) & DICT_LINK)) return -1;
  return c->list->at[who->sentence][other];
}

/* Somebody known by name alone gets country and sector of what he leads or speaks for. */
static void learn_from_clause(coref *c, int32_t e, int32_t i) {
  const mention *who = mention_at(c, i);
  resolve_entity *x = &c->entities.v[e];
  const trait *t = &c->traits.v[e];
  if (who->anaphor != ANA_WHO || t->entry || t->n_agents || x->sector.data || x->country.data || t->plural) return;
  int32_t k = x->cls == CLASS_PERSON || x->cls == CLASS_UNKNOWN ? told_of(c, who) : -1;
  if (k < 0) return;
  const mention *o = mention_at(c, k);
  if (o->cls != CLASS_ORGANISATION && o->cls != CLASS_GROUP && o->cls != CLASS_COUNTRY) return;
  identity id = coref_identity(c, o);
  if (!id.country.data && !id.sector.data) return;
  if (o->cls == CLASS_COUNTRY && !id.sector.data) id.sector = BASE_STR("GOV"), id.why_sector = id.why_country;
  x->country = id.country, x->why_country = id.why_country;
  x->sector = id.sector, x->why_sector = id.why_sector;
  x->why_country.by = x->why_sector.by = BY_BODY;
  x->code = coref_code(c, id);
  x->cls = CLASS_PERSON;
  x->actor = true;
}

static void resolve_mention(coref *c, int32_t i) {
  mention *m = mention_at(c, i);
  if (m->anaphor >= ANA_SIDES) {
    resolve_sides(c, i);
    return;
  }
  int32_t e = -1, ahead = m->kind == MENTION_PRONOUN ? coref_ahead(c, i) : -1;
  if (ahead >= 0 && mention_at(c, ahead)->entity < 0) resolve_mention(c, ahead);
  resolve_who_speaks(c, i);
  if (resolve_listed(c, i) || resolve_holders(c, i)) return;
  if ((e = land_of(c, i)) >= 0) m->link = LINK_NOUN;
  for (size_t k = 0; e < 0 && k < sizeof finders / sizeof *finders; k++)
    if ((e = finders[k].find(c, i)) >= 0) m->link = (uint8_t)finders[k].link;
  if (e < 0 && m->kind == MENTION_PRONOUN) return;
  if (is_speaker(m)) {
    m->entity = m->anaphor == ANA_WE ? who_is_we(c, e) : e;
    return;
  }
  if (e < 0) e = open_entity(c, i);
  join_entity(c, e, i);
  learn_from_clause(c, e, i);
  if (m->kind == MENTION_COMMON && m->plural) share_owners(c, e, i);
}

static void note_countries(coref *c) {
  base_map_init(&c->named, c->arena);
  for (uint32_t i = 0; i < c->list->n; i++)
    if (c->list->v[i].entry && c->list->v[i].entry->cls != DICT_PERSON && !coref_is_doubtful(&c->list->v[i]))
      *base_map_put(&c->named, c->list->v[i].entry->country) = c;
  for (uint32_t k = 0; k < c->n_places; k++) *base_map_put(&c->named, c->places[k].country) = c;
}

/* Inner mentions (owners) before the phrase that they own, else text order: "Iran" of "Iran's minister" first. */
void coref_run(coref *c) {
  note_countries(c);
  for (uint32_t i = 0; i < c->list->n; i++) coref_settle_doubt(c, &c->list->v[i]);
  for (uint32_t i = 0; i < c->list->n; i++) c->list->v[i].entity = -1;
  coref_find_speakers(c);
  for (uint32_t i = 0; i < c->list->n; i++) {
    const mention *m = &c->list->v[i];
    int32_t inner[2] = {m->of_country, m->of_body};
    for (size_t k = 0; k < 2; k++)
      if (inner[k] > (int32_t)i && mention_at(c, inner[k])->entity < 0) resolve_mention(c, inner[k]);
    if (m->entity < 0 && (!is_speaker(m) || c->speakers[i] >= 0)) resolve_mention(c, (int32_t)i);
  }
  for (uint32_t i = 0; i < c->list->n; i++) { /* speech without marks: who speaks may come later */
    mention *m = mention_at(c, (int32_t)i);
    if (!is_speaker(m) || m->entity >= 0) continue;
    int32_t e = coref_antecedent(c, (int32_t)i);
    m->entity = m->anaphor == ANA_WE && e >= 0 ? who_is_we(c, e) : e;
    m->link = LINK_PRONOUN;
  }
}
