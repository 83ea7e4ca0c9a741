/* Country and sector of one mention, from its own words and the phrases tied to it. */
#include "resolve/coref.h"

static const mention *at(const coref *c, int32_t i) { return i < 0 ? NULL : &c->list->v[i]; }
static const parse_word *head_word(const coref *c, const mention *m) { return &c->sents[m->sentence].words[m->head]; }

/* ---- cities ---- */

static bool is_verb_like(const parse_word *w) { return w->upos == UPOS_VERB || w->upos == UPOS_AUX; }

bool coref_acts(const coref *c, const mention *m) {
  const parse_word *w = head_word(c, m);
  if (m->form != DICT_CAPITAL || w->head < 0) return false;
  const parse_word *up = &c->sents[m->sentence].words[w->head];
  if (w->deprel == DEP_CONJ) { /* "Moscow and Beijing agreed" */
    if (up->upos != UPOS_PROPN || up->head < 0) return false;
    w = up;
    up = &c->sents[m->sentence].words[w->head];
  }
  switch (w->deprel) {
    case DEP_NSUBJ: return is_verb_like(up);
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

static bool in_office(const dict_entry *e, int32_t day) {
  bool after;
  return dict_term_on(e, day, &after) != NULL;
}

static bool country_fits(const coref *c, const mention *m, const dict_entry *e) {
  const mention *o = at(c, m->of_country);
  return !o || !o->entry || base_str_eq(o->entry->country, e->country);
}

/* Of all meanings of a name the one whose country is named, then who is in office, then the first; surnames alone
 * count only with a title. */
const dict_entry *coref_choose_entry(const coref *c, const mention *m) {
  const dict_entry *best = NULL;
  int top = -1;
  uint32_t rivals = 0;
  for (const dict_form *f = m->forms; f; f = f->next) {
    if (!f->entry) continue;
    bool surname = f->kind == DICT_SURNAME;
    if (f->entry->cls != DICT_PERSON && !m->entry) continue;
    if (surname && m->entry) continue;
    if (surname && (!m->agent || m->agent->kind != AGENT_ROLE)) continue;
    bool office = in_office(f->entry, c->doc_day);
    if (surname && c->doc_day == DRG_NO_DAY && m->of_country < 0) continue;
    if (f->entry->cls == DICT_PERSON && !country_fits(c, m, f->entry)) continue;
    if (surname && !office && m->of_country < 0 && !m->former) continue;
    int score = (office ? 2 : 0) + (m->of_country >= 0 ? 1 : 0);
    if (score > top) best = f->entry, top = score, rivals = 0;
    else if (score == top) rivals++;
  }
  if (!m->entry && rivals > 2) return NULL;
  return best ? best : m->entry && m->entry->cls != DICT_PERSON ? m->entry : best;
}

static identity of_entry(const coref *c, const mention *m, const dict_entry *e) {
  identity id = {.country = e->country, .sector = e->sector};
  if (e->cls == DICT_COUNTRY) {
    if (m->form == DICT_SEAT || coref_acts(c, m)) id.sector = BASE_STR("GOV");
    return id;
  }
  bool after;
  const dict_term *t = dict_term_on(e, c->doc_day, &after);
  if (e->cls != DICT_PERSON) { /* a movement that came to power */
    if (t) id.sector = t->sector;
    return id;
  }
  if (t) id.sector = t->sector;
  else if (e->n_terms) id.sector = after ? BASE_STR("ELI") : e->terms[0].sector;
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

static base_str sector_of_noun(const coref *c, const mention *m) {
  base_str own = m->agent ? m->agent->sector : BASE_NONE;
  base_str before = m->modifier ? m->modifier->sector : BASE_NONE;
  bool generic = m->agent && (dict_flags(c->d, m->agent->noun) & DICT_GENERIC);
  if (before.data && (!own.data || generic || is_strong(before) || base_str_eq(own, BASE_STR("CVL")))) return before;
  return own;
}

bool coref_is_international(base_str country) { return country.len > 3 || base_str_starts(country, BASE_STR("IGO")); }

static bool is_state_office(const coref *c, const mention *m) {
  if (!m->agent || (dict_flags(c->d, m->agent->noun) & DICT_LAND)) return false;
  return m->agent->kind != AGENT_PERSON && m->cls != CLASS_UNKNOWN;
}

/* A body inside the phrase: "the European Union's coordinator", "Hamas spokesman", "spokesman for the ministry". */
static void take_body(const coref *c, const mention *m, identity *id) {
  const mention *b = at(c, m->of_body);
  if (!b) return;
  identity body = coref_identity(c, b);
  if (!id->country.data) id->country = body.country;
  bool pronoun = b->kind == MENTION_PRONOUN;
  if (pronoun && id->sector.data) return;
  bool named = b->entry && (b->entry->cls == DICT_ORGANISATION || b->entry->cls == DICT_NONSTATE);
  if (named && body.country.data) id->country = body.country;
  if (named && coref_is_international(body.country)) id->sector = body.sector; /* officials of a union carry its code */
  else if (!id->sector.data || (named && body.country.data && body.sector.data)) id->sector = body.sector;
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
  if (!m->agent) return BASE_NONE;
  for (uint32_t k = coref_first_place(c, m->sentence); k < c->n_places; k++) {
    const resolve_place *p = &c->places[k];
    if (p->sentence != m->sentence) break;
    if (p->first < m->first || p->last > m->last) continue;
    uint8_t rel = c->sents[m->sentence].words[p->head].deprel;
    if (rel != DEP_COMPOUND && rel != DEP_NMOD_POSS && rel != DEP_FLAT) continue;
    if (m->kind == MENTION_NAME && m->cls != CLASS_ORGANISATION && p->first < m->name_last && p->last > m->name_first)
      continue;
    return p->country;
  }
  return BASE_NONE;
}

identity coref_identity(const coref *c, const mention *m) {
  identity id = {0};
  if (m->kind == MENTION_PRONOUN) {
    if (m->entity < 0) return id;
    return (identity){.country = c->entities.v[m->entity].country, .sector = c->entities.v[m->entity].sector};
  }
  const dict_entry *e = coref_choose_entry(c, m);
  if (!e && m->entry && m->entry->cls != DICT_PERSON) e = m->entry;
  if (e) {
    id = of_entry(c, m, e);
    if (e->cls == DICT_PERSON && !id.sector.data) id.sector = sector_of_noun(c, m);
    return id;
  }
  const mention *o = at(c, m->of_country);
  if (o && o->entry) id.country = o->entry->country;
  if (!id.country.data && m->of_body < 0) id.country = place_inside(c, m);
  id.sector = sector_of_noun(c, m);
  take_body(c, m, &id);
  bool official =
      m->agent && !id.sector.data && id.country.data && !coref_is_international(id.country) && is_state_office(c, m);
  if (official) id.sector = BASE_STR("GOV"), id.weak = true;
  if (m->former && id.sector.data && m->cls == CLASS_PERSON && (base_str_eq(id.sector, BASE_STR("GOV"))))
    id.sector = BASE_STR("ELI");
  return id;
}

base_str coref_code(const coref *c, identity id) {
  if (!id.country.data && !id.sector.data) return BASE_NONE;
  if (!id.country.data) return id.sector;
  if (!id.sector.data || !id.sector.len) return id.country;
  return base_str_join(c->arena, id.country, id.sector);
}
