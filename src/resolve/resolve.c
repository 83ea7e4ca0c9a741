/* One document: places, dates, entities. */
#include "resolve/coref.h"

/* ---- actors of the country that the report is about ---- */

static bool is_one_of(base_str sector, const base_str *of, size_t n) {
  for (size_t k = 0; k < n; k++)
    if (base_str_eq(sector, of[k])) return true;
  return false;
}

/* "Police said" in a report from Nairobi speaks of Kenya's police, "Interior Minister del Campo" of Bolivia's; people of no
 * state only where that country has the report for itself. Bodies with a name of their own may be anybody's. */
static bool may_inherit(const resolve_entity *e, const trait *t, bool alone) {
  static const base_str state[] = {DICT_LIT("GOV"), DICT_LIT("COP"), DICT_LIT("MIL"),
                                   DICT_LIT("JUD"), DICT_LIT("LEG"), DICT_LIT("SPY")};
  static const base_str others[] = {DICT_LIT("OPP"), DICT_LIT("PTY"), DICT_LIT("REB"), DICT_LIT("SEP"),
                                    DICT_LIT("LAB"), DICT_LIT("CVL"), DICT_LIT("EDU"), DICT_LIT("AGR"),
                                    DICT_LIT("REL"), DICT_LIT("UAF"), DICT_LIT("CRM"), DICT_LIT("ELI"),
                                    DICT_LIT("HLH"), DICT_LIT("BUS"), DICT_LIT("HRI")};
  if (e->country.data || !e->sector.data || e->n_members) return false;
  bool body = t->full.data && e->cls != CLASS_PERSON;
  if (is_one_of(e->sector, state, sizeof state / sizeof *state)) return !body;
  return alone && !body && is_one_of(e->sector, others, sizeof others / sizeof *others);
}

/* ---- unknown people ---- */

static bool is_on_place(const coref *c, const mention *m) {
  for (uint32_t k = coref_first_place(c, m->sentence); k < c->n_places && c->places[k].sentence == m->sentence; k++)
    if (c->places[k].first <= m->head && c->places[k].last > m->head) return true;
  return false;
}

/* Two to four words that begin with a capital and go on with small letters; no acronyms, no numbers. */
static bool looks_like_person(const coref *c, const mention *m) {
  int32_t n = m->name_last - m->name_first;
  if (m->kind != MENTION_NAME || m->entry || n < 2 || n > 4 || is_on_place(c, m)) return false;
  for (int32_t w = m->name_first; w < m->name_last; w++) {
    const parse_word *x = &c->sents[m->sentence].words[w];
    if (x->upos == UPOS_PUNCT) continue;
    if (x->upos != UPOS_PROPN || (x->form.len > 2 && !(x->form.data[1] & 32) && (unsigned char)x->form.data[1] < 0x80))
      return false;
  }
  return true;
}

/* A name that no dictionary of actors holds and the gazetteer does, as a whole: "Aleppo". */
static void name_places(coref *c) {
  for (uint32_t i = 0; i < c->list->n; i++) {
    mention *m = &c->list->v[i];
    if (m->kind != MENTION_NAME || m->entry || m->agent || m->cls != CLASS_UNKNOWN) continue;
    if (m->name_last - m->name_first == 1 && coref_bearer(c, m)) continue;
    for (uint32_t k = coref_first_place(c, m->sentence); k < c->n_places && c->places[k].sentence == m->sentence; k++)
      if (c->places[k].first <= m->name_first && c->places[k].last >= m->name_last) m->cls = CLASS_PLACE;
  }
}

static bool is_argument(const coref *c, const mention *m) { return coref_salience(c, m) >= 2; }

/* Somebody with a full name whom the text makes a subject or object, and of whom it tells no office: a citizen. */
static void name_citizens(coref *c) {
  for (uint32_t i = 0; i < c->list->n; i++) {
    const mention *m = &c->list->v[i];
    if (m->entity < 0) continue;
    resolve_entity *e = &c->entities.v[m->entity];
    if ((e->cls != CLASS_UNKNOWN && e->cls != CLASS_PERSON) || e->sector.data || e->country.data) continue;
    if (!looks_like_person(c, m) || (e->cls == CLASS_UNKNOWN && !is_argument(c, m))) continue;
    e->cls = CLASS_PERSON;
    e->sector = BASE_STR("CVL");
    e->why_sector = (resolve_why){.by = BY_GUESS, .mention = (int32_t)i};
    e->code = coref_code(c, (identity){.country = e->country, .sector = e->sector});
    e->actor = true;
  }
}

typedef struct home {
  base_str country;
  bool alone;     /* at least half of what is said of countries is said of it */
  bool datelined; /* the report comes from it */
  bool first;     /* no other country is named more often, but by one */
} home;

enum { HOME_SHARE = 5 }; /* a dateline's country is home unless another is named five times as often */

static uintptr_t count_country(base_map *counts, base_str country) {
  void **count = base_map_put(counts, country);
  uintptr_t n = (uintptr_t)*count + 1;
  *count = (void *)n;
  return n;
}

/* The country that the document is about: its dateline's, if it speaks of it at all; without a dateline that of most
 * mentions and places, if it has half of them. */
static home home_country(const coref *c) {
  uintptr_t best = 0, all = 0;
  base_str top = BASE_NONE;
  base_map counts;
  base_map_init(&counts, c->arena);
  for (uint32_t i = 0; i < c->list->n; i++) {
    const mention *m = &c->list->v[i];
    base_str country = m->entry && m->entry->cls == DICT_COUNTRY ? m->entry->country : BASE_NONE;
    if (!country.data && m->cls == CLASS_PLACE && m->entity >= 0) country = c->entities.v[m->entity].country;
    if (!country.data) continue;
    uintptr_t n = count_country(&counts, country);
    all++;
    if (n > best) best = n, top = country;
  }
  uintptr_t at_home = c->home.data ? (uintptr_t)base_map_get(&counts, c->home) : 0;
  if (c->home.data && (at_home + 1) * HOME_SHARE >= best)
    return (home){c->home, at_home && at_home * 2 >= all, true, at_home && at_home + 1 >= best};
  return best >= 2 && best * 2 > all ? (home){top, best * 3 >= all * 2, false, false}
                                     : (home){BASE_NONE, false, false, false};
}

/* "Washington would stand by him" */
static bool stands_for_government(const coref *c, const resolve_place *p) {
  int32_t i = c->list->at[p->sentence][p->head];
  return i >= 0 && c->list->v[i].entity >= 0 && c->entities.v[c->list->v[i].entity].cls == CLASS_COUNTRY;
}

/* "Near Gori a villager said": the country of the sentence's places when they have but one. */
static base_str country_of_places(const coref *c, uint32_t sentence) {
  base_str country = BASE_NONE;
  for (uint32_t k = coref_first_place(c, sentence); k < c->n_places && c->places[k].sentence == sentence; k++) {
    base_str at = c->places[k].country;
    if (!at.data || base_str_eq(c->places[k].precision, BASE_STR("country"))) continue;
    if (stands_for_government(c, &c->places[k])) continue;
    if (country.data && !base_str_eq(country, at)) return BASE_NONE;
    country = at;
  }
  return country;
}

static void lend(coref *c, size_t k, base_str country, resolve_by by) {
  resolve_entity *e = &c->entities.v[k];
  if (!country.data) return;
  e->country = country;
  e->why_country = (resolve_why){.by = (uint8_t)by, .mention = -1};
  e->code = coref_code(c, (identity){.country = country, .sector = e->sector});
}

static void lend_country(coref *c) {
  home h = home_country(c);
  for (size_t k = 0; k < c->entities.n; k++) {
    const resolve_entity *e = &c->entities.v[k];
    const trait *t = &c->traits.v[k];
    if (!may_inherit(e, t, true)) continue;
    uint32_t sentence = c->list->v[e->first_mention].sentence;
    base_str here = country_of_places(c, sentence), before = BASE_NONE;
    if (sentence > 0) before = country_of_places(c, sentence - 1);
    bool met = h.datelined && !before.data && e->cls == CLASS_PERSON && !t->plural; /* whom the reporter spoke to */
    if (here.data) lend(c, k, here, BY_PLACE);
    else if ((h.alone && !before.data) || met || (!before.data && may_inherit(e, t, h.first)))
      lend(c, k, h.country, BY_DATELINE);
    else lend(c, k, before, BY_PLACE);
  }
}

/* The dateline's country by the gazetteer, else by our own dictionary: "TEHRAN" is a capital. */
static base_str dateline_country(const dict *d, base_arena *arena, const resolve_doc *out, base_str dateline) {
  if (out->dateline.name.data && out->dateline.country.data) return out->dateline.country;
  char space[128];
  base_str piece[8];
  uint32_t n = dict_fold_pieces(base_str_fold(arena, dateline), piece, 8, space, sizeof space), node = 0;
  base_str found = BASE_NONE;
  for (uint32_t k = 0; k < n; k++) {
    if (!(node = dict_step(d, node, base_symbols_find(d->symbols, piece[k])))) break;
    for (const dict_form *f = d->forms[node]; f; f = f->next)
      if (f->entry && f->entry->cls == DICT_COUNTRY) found = f->entry->country;
  }
  return found;
}

void resolve_document(const dict *d, base_arena *arena, base_str text, const parse_sent *sents, uint32_t n_sents,
                      mention_list *mentions, int32_t doc_day, base_str dateline, resolve_doc *out) {
  resolve_document_watched(d, arena, text, sents, n_sents, mentions, doc_day, dateline, out, NULL, NULL);
}

void resolve_document_watched(const dict *d, base_arena *arena, base_str text, const parse_sent *sents,
                              uint32_t n_sents, mention_list *mentions, int32_t doc_day, base_str dateline,
                              resolve_doc *out, resolve_watch *watch, void *watcher) {
  *out = (resolve_doc){0};
  resolve_find_dates(d, arena, text, sents, n_sents, doc_day, out);
  resolve_find_places(d, arena, text, sents, n_sents, dateline, out);
  coref c = {.d = d,
             .arena = arena,
             .text = text,
             .sents = sents,
             .n_sents = n_sents,
             .list = mentions,
             .doc_day = doc_day,
             .places = out->places,
             .n_places = out->n_places,
             .watch = watch,
             .watcher = watcher};
  if (dateline.data) c.home = dateline_country(d, arena, out, dateline);
  coref_collect_surnames(&c);
  name_places(&c);
  coref_run(&c);
  name_citizens(&c);
  lend_country(&c);
  coref_settle_lands(&c);
  out->entities = c.entities.v;
  out->n_entities = (uint32_t)c.entities.n;
}
