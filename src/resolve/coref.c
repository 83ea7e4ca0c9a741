/* Walks the mentions in text order and gives each its entity. The passes of one mention stand in the table `finders`:
 * the first that knows an entity decides. */
#include "resolve/coref.h"

static base_str name_of(const coref *c, const mention *m) { return coref_words(c, m, m->name_first, m->name_last); }

/* ---- new entities ---- */

static bool is_actor(const coref *c, const mention *m, identity id) {
  if (m->cls == CLASS_PLACE) return id.sector.data || coref_salience(c, m) == 2; /* "shelled Gaza" */
  if (m->cls == CLASS_THING) return false;
  if (m->of_body >= 0 && m->cls == CLASS_GROUP && coref_mention(c, m->of_body)->anaphor >= ANA_SIDES) return true;
  return id.country.data || id.sector.data || m->cls == CLASS_PERSON;
}

static void add_agent(trait *t, const dict_agent *a) {
  if (!a) return;
  for (uint8_t k = 0; k < t->n_agents; k++)
    if (t->agents[k] == a) return;
  if (t->n_agents < COREF_MAX_AGENTS) t->agents[t->n_agents++] = a;
}

int32_t coref_open(coref *c, int32_t i) {
  mention *m = coref_mention(c, i);
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
  mention *m = coref_mention(c, i);
  resolve_entity *x = &c->entities.v[e];
  trait *t = &c->traits.v[e];
  base_str name = t->entry && t->entry->cls != DICT_PERSON ? t->entry->name : name_of(c, m);
  if (m->kind != MENTION_NATIONALITY && name.len > x->name.len) {
    x->name = t->full = name;
    t->cut = coref_cut_name(c, name);
  }
  if (m->kind == MENTION_NAME && !t->also.n) {
    coref_name cut = coref_cut_name(c, name_of(c, m));
    if (!coref_name_fits(&t->cut, &cut) && !coref_name_fits(&cut, &t->cut)) t->also = cut;
  }
  base_str title = coref_words(c, m, m->title_first, m->title_last);
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

void coref_join(coref *c, int32_t e, int32_t i) {
  mention *m = coref_mention(c, i);
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
  const mention *m = coref_mention(c, i);
  int32_t a = m->appos;
  if (a < 0 || m->plural) return -1;
  const mention *o = coref_mention(c, a);
  if (o->entity < 0 || o->kind == MENTION_PRONOUN || c->traits.v[o->entity].plural) return -1;
  const resolve_entity *e = &c->entities.v[o->entity];
  bool person = m->cls == CLASS_PERSON || m->cls == CLASS_UNKNOWN;
  bool same = e->cls == m->cls || e->cls == CLASS_UNKNOWN || (person && e->cls == CLASS_PERSON);
  if (e->cls == CLASS_COUNTRY || e->cls == CLASS_PLACE || m->cls == CLASS_COUNTRY || m->cls == CLASS_PLACE) return -1;
  return same ? o->entity : -1;
}

static int32_t by_relative(const coref *c, int32_t i) {
  if (coref_mention(c, i)->anaphor != ANA_WHO) return -1;
  int32_t noun = coref_relative(c, i);
  return noun >= 0 ? coref_mention(c, noun)->entity : -1;
}

static int32_t by_pronoun(const coref *c, int32_t i) {
  const mention *m = coref_mention(c, i);
  if (m->kind != MENTION_PRONOUN || m->anaphor == ANA_WHO || m->anaphor >= ANA_SIDES) return -1;
  return coref_antecedent(c, i);
}

bool coref_is_country(const resolve_entity *e, base_str country) {
  return e->cls == CLASS_COUNTRY && !e->sector.data && base_str_eq(e->country, country);
}

/* One dictionary entry, and for cities the same use of it: Tehran that speaks is Iran's government, Tehran is a place. */
static int32_t by_entry(const coref *c, int32_t i) {
  const mention *m = coref_mention(c, i);
  const dict_entry *entry = coref_choose_entry(c, m);
  if (!entry || m->kind == MENTION_PRONOUN) return -1;
  identity id = coref_identity(c, m);
  for (size_t k = c->entities.n; k-- > coref_from(c);) {
    const resolve_entity *e = &c->entities.v[k];
    bool same = c->traits.v[k].entry == entry;
    if (!same && !(entry->cls == DICT_COUNTRY && coref_is_country(e, entry->country))) continue;
    if (entry->cls == DICT_PERSON) return (int32_t)k;
    bool place = m->cls == CLASS_PLACE && !id.sector.data, group = m->cls == CLASS_GROUP;
    if (place != (e->cls == CLASS_PLACE) || group != (e->cls == CLASS_GROUP)) continue;
    if (base_str_eq(e->sector, id.sector) || (!e->sector.data && !id.sector.data)) return (int32_t)k;
  }
  return -1;
}

static int32_t by_name(const coref *c, int32_t i) {
  const mention *m = coref_mention(c, i);
  if (m->kind != MENTION_NAME || (m->entry && m->entry->cls != DICT_PERSON)) return -1;
  base_str name = name_of(c, m);
  coref_name cut = coref_cut_name(c, name);
  int8_t gender = m->entry && !coref_choose_entry(c, m) ? 0 : m->gender; /* of a namesake in the dictionary */
  for (size_t k = c->entities.n; k-- > coref_from(c);) {
    const resolve_entity *e = &c->entities.v[k];
    const trait *t = &c->traits.v[k];
    if (!t->full.data || !coref_class_fits(e->cls, m->cls) || e->cls == CLASS_COUNTRY) continue;
    if ((e->cls == CLASS_PLACE) != (m->cls == CLASS_PLACE)) continue;
    if (t->gender && gender && t->gender != gender) continue;
    if (t->also.n && coref_name_fits(&t->also, &cut)) return (int32_t)k;
    if (coref_name_fits(&t->cut, &cut) || coref_name_fits(&cut, &t->cut) || coref_is_acronym(t->full, name))
      return (int32_t)k;
  }
  return -1;
}

/* Is this a person's name without title, in full, that the report has not told before? */
static bool is_bare_person(const coref *c, int32_t i) {
  const mention *m = coref_mention(c, i);
  if (m->kind != MENTION_NAME || m->entry || m->agent || m->appos >= 0 || m->of_country >= 0 || m->of_body >= 0)
    return false;
  for (int32_t k = i + 1; k < (int32_t)c->list->n && coref_mention(c, k)->sentence == m->sentence; k++)
    if (coref_mention(c, k)->appos == i) return false;
  if (m->name_last - m->name_first < 2) return false;
  bool hyphen = c->sents[m->sentence].words[m->name_first + 1].upos == UPOS_PUNCT;
  return m->cls == CLASS_PERSON || (m->cls == CLASS_UNKNOWN && coref_salience(c, m) >= 3 && !hyphen);
}

enum { NAMED_LATER = 3 };

/* "A negotiator for the rebels said …. 'He has promised it', Josiah Gbarwea said": who was told by his office alone is
 * named some sentences later, the last one of that kind. */
static int32_t by_office(const coref *c, int32_t i) {
  const mention *m = coref_mention(c, i);
  int32_t best = -1;
  if (!is_bare_person(c, i)) return -1;
  for (size_t k = c->entities.n; k-- > coref_from(c);) {
    const trait *t = &c->traits.v[k];
    const mention *first = coref_mention(c, c->entities.v[k].first_mention);
    if (c->entities.v[k].cls != CLASS_PERSON || t->full.data || t->plural || !t->n_agents) continue;
    if (first->sentence >= m->sentence || m->sentence - first->sentence > NAMED_LATER) continue;
    if (t->gender && m->gender && t->gender != m->gender) continue;
    if (coref_salience(c, first) < 3 || coref_is_told_by_another(first)) continue;
    if (best < 0 || t->last_mention > c->traits.v[best].last_mention) best = (int32_t)k;
  }
  return best;
}

/* In the order in which they are asked. */
static const struct {
  int32_t (*find)(const coref *, int32_t);
  resolve_link link;
} finders[] = {{by_relative, LINK_RELATIVE},  {by_pronoun, LINK_PRONOUN}, {by_apposition, LINK_APPOSITION},
               {coref_by_demonym, LINK_NOUN}, {by_entry, LINK_ENTRY},     {by_name, LINK_NAME},
               {coref_by_noun, LINK_NOUN},    {by_office, LINK_NAME}};

/* ---- all mentions ---- */

static bool is_speaker(const mention *m) {
  return m->kind == MENTION_PRONOUN && (m->anaphor == ANA_I || m->anaphor == ANA_WE);
}

static void resolve_mention(coref *c, int32_t i);

/* An official of a state speaks for his country, or when it is not known, for himself. */
static int32_t who_is_we(coref *c, int32_t e) {
  const resolve_entity *x = &c->entities.v[e];
  bool official = x->cls == CLASS_PERSON && base_str_eq(x->sector, BASE_STR("GOV")) && coref_has_country(c, e);
  return official ? coref_country_of(c, e) : e;
}

/* "We will not go," the minister said: he is needed before what he says, and is none of those whom he speaks of. */
static void resolve_who_speaks(coref *c, int32_t i) {
  int32_t k = c->speakers[i];
  if (k < 0 || k <= i || coref_mention(c, k)->entity >= 0) return;
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
  const mention *who = coref_mention(c, i);
  resolve_entity *x = &c->entities.v[e];
  const trait *t = &c->traits.v[e];
  if (who->anaphor != ANA_WHO || t->entry || t->n_agents || x->sector.data || x->country.data || t->plural) return;
  int32_t k = x->cls == CLASS_PERSON || x->cls == CLASS_UNKNOWN ? told_of(c, who) : -1;
  if (k < 0) return;
  const mention *o = coref_mention(c, k);
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
  mention *m = coref_mention(c, i);
  if (m->anaphor >= ANA_SIDES) {
    coref_take_sides(c, i);
    return;
  }
  int32_t e = -1, ahead = m->kind == MENTION_PRONOUN ? coref_ahead(c, i) : -1;
  if (ahead >= 0 && coref_mention(c, ahead)->entity < 0) resolve_mention(c, ahead);
  resolve_who_speaks(c, i);
  if (coref_take_list(c, i) || coref_take_holders(c, i)) return;
  if ((e = coref_land_of(c, i)) >= 0) m->link = LINK_NOUN;
  for (size_t k = 0; e < 0 && k < sizeof finders / sizeof *finders; k++)
    if ((e = finders[k].find(c, i)) >= 0) m->link = (uint8_t)finders[k].link;
  if (e < 0 && m->kind == MENTION_PRONOUN) return;
  if (is_speaker(m)) {
    m->entity = m->anaphor == ANA_WE ? who_is_we(c, e) : e;
    return;
  }
  if (e < 0) e = coref_open(c, i);
  coref_join(c, e, i);
  learn_from_clause(c, e, i);
  if (m->kind == MENTION_COMMON && m->plural) coref_share_owners(c, e, i);
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
      if (inner[k] > (int32_t)i && coref_mention(c, inner[k])->entity < 0) resolve_mention(c, inner[k]);
    if (m->entity < 0 && (!is_speaker(m) || c->speakers[i] >= 0)) resolve_mention(c, (int32_t)i);
  }
  for (uint32_t i = 0; i < c->list->n; i++) { /* speech without marks: who speaks may come later */
    mention *m = coref_mention(c, (int32_t)i);
    if (!is_speaker(m) || m->entity >= 0) continue;
    int32_t e = coref_antecedent(c, (int32_t)i);
    m->entity = m->anaphor == ANA_WE && e >= 0 ? who_is_we(c, e) : e;
    m->link = LINK_PRONOUN;
  }
}
