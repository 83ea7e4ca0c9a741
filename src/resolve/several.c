/* Mentions that stand for several ("both sides", "the ministers"), and for a country ("his country"). */
#include "resolve/coref.h"

static void fill_members(coref *c, int32_t e, const int32_t *members, uint32_t n) {
  resolve_entity *x = &c->entities.v[e];
  x->members = BASE_NEW(c->arena, int32_t, n);
  memcpy(x->members, members, n * sizeof *members);
  x->n_members = n;
  x->cls = CLASS_GROUP;
  x->actor = true;
}

/* The country itself as an entity: members of "both countries" are countries, not their ministers. */
int32_t coref_country_of(coref *c, int32_t e) {
  base_str country = c->entities.v[e].country;
  for (size_t k = coref_from(c); k < c->entities.n; k++)
    if (coref_is_country(&c->entities.v[k], country)) return (int32_t)k;
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

bool coref_has_country(const coref *c, int32_t e) { return e >= 0 && c->entities.v[e].country.len == 3; }

/* "his country", "the nation"; a country's "neighbour", which else is a person, is another country. */
int32_t coref_land_of(coref *c, int32_t i) {
  const mention *m = coref_mention(c, i);
  if (!is_land(c, m) || !coref_is_definite(c, m)) return -1;
  int32_t owner = m->of_body >= 0 ? coref_mention(c, m->of_body)->entity : -1;
  if (m->agent->kind == AGENT_PERSON) {
    if (owner < 0 || (c->entities.v[owner].cls != CLASS_COUNTRY && c->entities.v[owner].cls != CLASS_ORGANISATION))
      return -1;
    if (!coref_has_country(c, owner)) return -1;
    owner = coref_main_country(c, i, c->entities.v[owner].country);
  } else if (m->of_body < 0) {
    owner = coref_main_country(c, i, BASE_NONE);
  }
  return coref_has_country(c, owner) ? coref_country_of(c, owner) : -1;
}

void coref_settle_lands(coref *c) {
  for (uint32_t i = 0; i < c->list->n; i++) {
    const mention *m = coref_mention(c, (int32_t)i);
    if (!is_land(c, m) || m->agent->kind == AGENT_PERSON || m->of_body < 0 || m->entity < 0) continue;
    resolve_entity *e = &c->entities.v[m->entity];
    int32_t owner = coref_mention(c, m->of_body)->entity;
    if (e->first_mention != (int32_t)i || !coref_has_country(c, owner)) continue;
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
  int32_t e = coref_open(c, i);
  fill_members(c, e, members, n);
  c->traits.v[e].plural = true;
  coref_join(c, e, i);
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
bool coref_take_list(coref *c, int32_t i) {
  int32_t found[SEVERAL];
  mention *m = coref_mention(c, i);
  uint32_t n = m->anaphor == ANA_THEY ? coref_listed(c, i, found, SEVERAL) : 0;
  if (!n) return false;
  int32_t e = several_of(c, found, n);
  m->link = LINK_PRONOUN;
  if (e >= 0) coref_join(c, e, i);
  else open_several(c, i, found, n);
  return true;
}

/* "The ministers" after one minister and another: those two. */
bool coref_take_holders(coref *c, int32_t i) {
  int32_t found[2];
  mention *m = coref_mention(c, i);
  bool plain = m->of_country < 0 && m->of_body < 0 && !m->number && m->anaphor == ANA_NONE;
  if (m->kind != MENTION_COMMON || !m->plural || !m->agent || !plain || !m->definite) return false;
  if (m->agent->kind != AGENT_ROLE) return false;
  uint32_t n = 0;
  bool any = coref_is_generic(c, m);
  for (size_t k = c->entities.n; k-- > coref_from(c) && n < 2;) {
    const trait *t = &c->traits.v[k];
    if (c->entities.v[k].cls != CLASS_PERSON || t->plural || m->sentence - t->last_sentence > 3) continue;
    if (!t->full.data || !c->entities.v[k].code.data || (!any && !coref_used_noun(t, m->agent, false))) continue;
    found[1 - n++] = (int32_t)k;
  }
  if (n < 2) return false;
  int32_t e = several_of(c, found, n);
  m->link = LINK_PLURAL;
  if (e >= 0) coref_join(c, e, i);
  else open_several(c, i, found, n);
  return true;
}

void coref_take_sides(coref *c, int32_t i) {
  int32_t found[8];
  mention *m = coref_mention(c, i);
  uint32_t n = coref_sides(c, i, found, 8);
  if (n < 2) return;
  for (uint32_t k = 0; k < n && m->anaphor == ANA_COUNTRIES; k++) found[k] = coref_country_of(c, found[k]);
  for (uint32_t k = 0; k < n / 2; k++) { /* in the order of the text */
    int32_t x = found[k];
    found[k] = found[n - 1 - k];
    found[n - 1 - k] = x;
  }
  m->link = LINK_PLURAL;
  int32_t e = several_of(c, found, n);
  if (e >= 0) coref_join(c, e, i);
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
  trait t = {.last_mention = i, .last_sentence = coref_mention(c, i)->sentence, .plural = true};
  BASE_PUSH(c->arena, &c->entities, x);
  BASE_PUSH(c->arena, &c->traits, t);
  return (int32_t)c->entities.n - 1;
}

void coref_share_owners(coref *c, int32_t e, int32_t i) {
  const mention *m = coref_mention(c, i);
  if (m->of_body < 0 || c->entities.v[e].n_members) return;
  int32_t owner = coref_mention(c, m->of_body)->entity, found[8];
  if (owner < 0 || c->entities.v[owner].n_members < 2) return;
  uint32_t n = c->entities.v[owner].n_members;
  if (n > 8) return;
  for (uint32_t k = 0; k < n; k++)
    found[k] = official_of(c, e, c->entities.v[c->entities.v[owner].members[k]].country, i);
  fill_members(c, e, found, n);
}
