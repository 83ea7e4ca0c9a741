/* Country and sector of one mention, from its own words and the phrases tied to it. */
#include "resolve/coref.h"

static const mention *at(const coref *c, int32_t i) { return i < 0 ? NULL : &c->list->v[i]; }

/* ---- cities ---- */

static bool is_verb_like(const parse_word *w) { return w->upos == UPOS_VERB || w->upos == UPOS_AUX; }

bool coref_acts(const coref *c, const mention *m) {
  const parse_word *w = coref_head(c, m);
  if (m->form != DICT_CAPITAL || w->head < 0) return false;
  const parse_word *up = &c->sents[m->sentence].words[w->head];
  if (w->deprel == DEP_CONJ) { /* "Moscow and Beijing agreed" */
    if (up->upos != UPOS_PROPN || up->head < 0) return false;
    w = up;
    up = &c->sents[m->sentence].words[w->head];
  }
  switch (w->deprel) {
    case DEP_NSUBJ: return is_verb_like(up);
    case DEP_IOBJ:
    case DEP_OBJ: { /* "asked Ottawa to free the ship" */
      const parse_sent *s = &c->sents[m->sentence];
      return parse_child(s, w->head, DEP_XCOMP) > m->head || parse_child(s, w->head, DEP_CCOMP) > m->head;
    }
    case DEP_OBL_AGENT: return true;
    case DEP_OBL:
    case DEP_NMOD: {
      int p = parse_child(&c->sents[m->sentence], m->head, DEP_CASE);
      if (p < 0) p = parse_child(&c->sents[m->sentence], (int)(w - c->sents[m->sentence].words), DEP_CASE);
      return p >= 0 && (dict_flags(c->d, c->sents[m->sentence].words[p].lower_sym) & DICT_PARTNER);
    }
    case DEP_NMOD_POSS: return up->upos == UPOS_NOUN && parse_child(&c->sents[m->sentence], w->head, DEP_COP) < 0;
    default: return false;
  }
}

/* ---- dictionary entries ---- */

static bool country_fits(const coref *c, const mention *m, const dict_entry *e) {
  const mention *o = at(c, m->of_country);
  return !o || !o->entry || base_str_eq(o->entry->country, e->country);
}

static bool country_is_named(const coref *c, const dict_entry *e) {
  return (c->home.data && base_str_eq(c->home, e->country)) || base_map_get(&c->named, e->country);
}

/* Somebody who held an office once, in a document that does not name his country and tells no title: rather another man of
 * the same name. */
static bool is_namesake(const coref *c, const mention *m, const dict_entry *e) {
  if (e->cls != DICT_PERSON || !e->n_terms || e->famous || m->agent || m->former) return false;
  return e->country.len == 3 && !country_is_named(c, e);
}

/* "Solheim" in a document that has told of Ingrid Solheim is not Erik. */
static bool is_borne_by_another(const coref *c, const mention *m, const dict_entry *e) {
  const mention *o = m->name_last - m->name_first == 1 ? coref_bearer(c, m) : NULL;
  if (!o) return false;
  for (const dict_form *f = o->forms; f; f = f->next)
    if (f->entry == e) return false;
  return true;
}

bool coref_contains(base_str text, base_str part) {
  for (size_t i = 0; i + part.len <= text.len; i++)
    if (base_str_eq_nocase(base_str_sub(text, i, i + part.len), part)) return true;
  return false;
}

/* How well an office goes with the title in the text: 2 by name ("President" and "Vice President"), 1 by sector. */
static int title_fit(const mention *m, const dict_term *t) {
  if (!m->agent || m->agent->kind != AGENT_ROLE) return 0;
  if (t->title.data && coref_contains(t->title, m->agent->phrase)) return 2;
  bool same = m->agent->sector.data && base_str_eq(m->agent->sector, t->sector);
  return same ? t->title.data ? 1 : 2 : 0;
}

/* A surname needs a title: that of an office held on the day, or one of its sector in a country that the document names. */
static bool surname_fits(const coref *c, const mention *m, const dict_entry *e, int title, bool office) {
  if (!m->agent || m->agent->kind != AGENT_ROLE || m->entry) return false;
  if (c->doc_day == DRG_NO_DAY && m->of_country < 0) return false;
  if (!office) return m->of_country >= 0 || m->former;
  return title == 2 || m->of_country >= 0 || (title == 1 && country_is_named(c, e));
}

/* How likely the mention means this entry; -1: it does not. */
static int entry_points(const coref *c, const mention *m, const dict_form *f) {
  const dict_entry *e = f->entry;
  bool surname = f->kind == DICT_SURNAME, after;
  if (e->cls != DICT_PERSON) return m->entry && !surname ? 0 : -1;
  const dict_term *t = dict_term_on(e, c->doc_day, &after);
  int title = t ? title_fit(m, t) : 0;
  if ((surname || f->kind == DICT_FAMILY) && is_borne_by_another(c, m, e)) return -1;
  if (surname && !surname_fits(c, m, e, title, t != NULL)) return -1;
  if (!country_fits(c, m, e) || (f->kind == DICT_NAME && !t && is_namesake(c, m, e))) return -1;
  return title * 4 + (t ? 2 : 0) + (m->of_country >= 0 ? 1 : 0) + (country_is_named(c, e) ? 1 : 0);
}

/* Of all meanings of a name the likeliest, then the first. A surname that fits many is nobody's. */
const dict_entry *coref_choose_entry(const coref *c, const mention *m) {
  const dict_entry *best = NULL;
  int top = -1;
  uint32_t rivals = 0;
  for (const dict_form *f = m->forms; f; f = f->next) {
    int points = f->entry ? entry_points(c, m, f) : -1;
    if (points > top) best = f->entry, top = points, rivals = 0;
    else if (points == top && points >= 0) rivals++;
  }
  if (!m->entry && rivals > 2) return NULL;
  return best ? best : m->entry && m->entry->cls != DICT_PERSON ? m->entry : best;
}

/* ---- names that are doubtful ---- */

bool coref_is_doubtful(const mention *m) {
  return m->entry && m->forms && m->forms->doubtful &&
         (m->entry->cls == DICT_ORGANISATION || m->entry->cls == DICT_NONSTATE);
}

void coref_settle_doubt(const coref *c, mention *m) {
  if (!coref_is_doubtful(m) || (!c->named.n && !c->home.data))
    return; /* a text that names no country: the first meaning */
  m->entry = NULL;
  for (const dict_form *f = m->forms; f && !m->entry; f = f->next)
    if (f->entry && f->entry->cls != DICT_PERSON && country_is_named(c, f->entry) && country_fits(c, m, f->entry))
      m->entry = f->entry;
  m->forms = NULL;
  if (m->entry) m->agent = NULL;
  else if (m->agent) m->kind = MENTION_COMMON;
}

/* ---- what an entry says ---- */

enum { OFFICE_LINGERS = 60 }; /* days that news goes on calling somebody by the office that he has lost, or will have */

/* The office on the day; one lost lately, when the text still gives its title: "removed Prime Minister Sharif". */
static const dict_term *office_of(const coref *c, const mention *m, const dict_entry *e, bool *after) {
  const dict_term *t = dict_term_on(e, c->doc_day, after);
  if (c->doc_day == DRG_NO_DAY || m->former || (t && title_fit(m, t) == 2)) return t;
  for (uint32_t k = e->n_terms; k-- > 0;) {
    const dict_term *x = &e->terms[k];
    bool near = x->to < c->doc_day && x->to >= c->doc_day - OFFICE_LINGERS;
    if (near && x->title.data && title_fit(m, x) == 2) return x;
  }
  return t;
}

static identity of_entry(const coref *c, const mention *m, const dict_entry *e) {
  resolve_why why = {.by = BY_NAME, .mention = (int32_t)(m - c->list->v), .entry = e};
  identity id = {.country = e->country, .sector = e->sector, .why_country = why, .why_sector = why};
  bool after;
  const dict_term *t = id.why_sector.term = office_of(c, m, e, &after);
  if (e->cls == DICT_COUNTRY && (m->form == DICT_SEAT || coref_acts(c, m))) {
    id.sector = BASE_STR("GOV");
    id.why_sector.by = BY_SPEAKING;
  } else if (t) {
    id.sector = t->sector;
  } else if (e->cls == DICT_PERSON && e->n_terms && !after && m->agent && m->agent->sector.data) {
    id.sector = BASE_NONE; /* in no office yet: the title tells */
  } else if (e->cls == DICT_PERSON && e->n_terms) {
    id.sector = after ? BASE_STR("ELI") : e->terms[0].sector;
    id.why_sector =
        (resolve_why){after ? BY_PAST : BY_NAME, why.mention, e, &e->terms[after ? e->n_terms - 1 : 0], NULL};
  }
  if (base_str_eq(id.sector, BASE_STR("-"))) id.sector = BASE_NONE;
  return id;
}

/* ---- nouns and titles ---- */

/* Sectors that a word before the noun keeps: "rebel troops", "opposition lawmakers". */
static bool is_strong(base_str sector) {
  static const base_str strong[] = {DICT_LIT("REB"), DICT_LIT("OPP"), DICT_LIT("SEP"), DICT_LIT("UAF"),
                                    DICT_LIT("CRM")};
  for (size_t k = 0; k < sizeof strong / sizeof *strong; k++)
    if (base_str_eq(sector, strong[k])) return true;
  return false;
}

static void take_noun(const coref *c, const mention *m, identity *id) {
  const dict_agent *own = m->agent, *before = m->modifier;
  bool generic = own && (dict_flags(c->d, own->noun) & DICT_GENERIC);
  bool keeps =
      before && before->sector.data &&
      (!own || !own->sector.data || generic || is_strong(before->sector) || base_str_eq(own->sector, BASE_STR("CVL")));
  const dict_agent *a = keeps ? before : own;
  if (!a || !a->sector.data) return;
  id->sector = a->sector;
  id->why_sector = (resolve_why){keeps ? BY_MODIFIER : BY_NOUN, (int32_t)(m - c->list->v), NULL, NULL, a};
}

bool coref_is_international(base_str country) {
  return country.len > 3 || base_str_starts(country, BASE_STR("IGO")) || base_str_starts(country, BASE_STR("NGO"));
}

/* "His rival": one of whom only another tells. */
bool coref_is_told_by_another(const mention *m) {
  return m->kind == MENTION_COMMON && m->agent && m->agent->kind == AGENT_PERSON && !m->agent->sector.data;
}

static bool is_state_office(const coref *c, const mention *m) {
  if (!m->agent || (dict_flags(c->d, m->agent->noun) & DICT_LAND)) return false;
  return m->agent->kind != AGENT_PERSON && m->cls != CLASS_UNKNOWN;
}

/* A body inside the phrase: "the European Union's coordinator", "Hamas spokesman", "spokesman for the ministry". */
static void take_body(const coref *c, const mention *m, identity *id) {
  const mention *b = at(c, m->of_body);
  if (!b || (coref_is_told_by_another(m) && m->of_country < 0)) return;
  identity body = coref_identity(c, b);
  if (!body.country.data && !body.sector.data && b->entity >= 0) /* known from what was told of it before */
    body.country = c->entities.v[b->entity].country, body.sector = c->entities.v[b->entity].sector;
  resolve_why why = {BY_BODY, m->of_body, b->entry, NULL, b->agent};
  bool named = b->entry && (b->entry->cls == DICT_ORGANISATION || b->entry->cls == DICT_NONSTATE);
  bool gives = named && body.country.data;
  if (!id->country.data || gives) id->country = body.country, id->why_country = why;
  if (coref_is_international(id->country) && base_str_eq(id->sector, BASE_STR("GOV"))) id->sector = BASE_NONE;
  if (b->kind == MENTION_PRONOUN && id->sector.data) return;
  bool official = named && coref_is_international(body.country); /* of a union: carries its code */
  if (official || !id->sector.data || (gives && body.sector.data)) id->sector = body.sector, id->why_sector = why;
}

uint32_t coref_first_place(const coref *c, uint32_t sentence) {
  uint32_t low = 0, high = c->n_places;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (c->places[middle].sentence < sentence) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* "Lahore police", "the Texas governor": the place inside the phrase lends its country to an office or body. */
static base_str place_inside(const coref *c, const mention *m) {
  if (!m->agent && m->cls != CLASS_PLACE) return BASE_NONE;
  for (uint32_t k = coref_first_place(c, m->sentence); k < c->n_places; k++) {
    const resolve_place *p = &c->places[k];
    if (p->sentence != m->sentence) break;
    if (p->first < m->first || p->last > m->last) continue;
    uint8_t rel = c->sents[m->sentence].words[p->head].deprel;
    if (m->cls == CLASS_PLACE) return p->country;
    if (rel != DEP_COMPOUND && rel != DEP_NMOD_POSS && rel != DEP_FLAT) continue;
    if (m->kind == MENTION_NAME && m->cls != CLASS_ORGANISATION && p->first < m->name_last && p->last > m->name_first)
      continue;
    return p->country;
  }
  return BASE_NONE;
}

/* ---- all of it ---- */

static identity of_pronoun(const coref *c, const mention *m) {
  if (m->entity < 0) return (identity){0};
  const resolve_entity *e = &c->entities.v[m->entity];
  return (identity){e->country, e->sector, e->why_country, e->why_sector};
}

/* From the words of the phrase and the phrases tied to it. */
static identity of_phrase(const coref *c, const mention *m) {
  identity id = {0};
  const mention *o = at(c, m->of_country);
  if (o && o->entry) {
    id.country = o->entry->country;
    id.why_country = (resolve_why){BY_NATIONALITY, m->of_country, o->entry, NULL, NULL};
  } else if (m->of_body < 0 && (id.country = place_inside(c, m)).data) {
    id.why_country = (resolve_why){.by = BY_PLACE, .mention = (int32_t)(m - c->list->v)};
  }
  take_noun(c, m, &id);
  take_body(c, m, &id);
  bool official = m->agent && !id.sector.data && id.country.data && !coref_is_international(id.country);
  if (official && is_state_office(c, m)) {
    id.sector = BASE_STR("GOV");
    id.why_sector = (resolve_why){BY_COUNTRY, (int32_t)(m - c->list->v), NULL, NULL, m->agent};
  }
  if (m->former && m->cls == CLASS_PERSON && base_str_eq(id.sector, BASE_STR("GOV"))) {
    id.sector = BASE_STR("ELI");
    id.why_sector.by = BY_PAST;
  }
  return id;
}

identity coref_identity(const coref *c, const mention *m) {
  if (m->kind == MENTION_PRONOUN) return of_pronoun(c, m);
  const dict_entry *e = coref_choose_entry(c, m);
  if (!e && m->entry && m->entry->cls != DICT_PERSON) e = m->entry;
  if (!e) return of_phrase(c, m);
  identity id = of_entry(c, m, e);
  if (e->cls == DICT_PERSON && !id.sector.data) take_noun(c, m, &id);
  return id;
}

base_str coref_code(const coref *c, identity id) {
  if (!id.country.data && !id.sector.data) return BASE_NONE;
  if (!id.country.data) return id.sector;
  if (!id.sector.data || !id.sector.len) return id.country;
  return base_str_join(c->arena, id.country, id.sector);
}
