/* One document: places, dates, entities. */
#include "resolve/coref.h"

/* Offices that a dateline's country may be lent to: "police said" under a dateline of Nairobi is Kenya's police.
 * Only bodies and officials of a state, never persons without office, rebels or parties. */
static bool may_inherit(const resolve_entity *e, const trait *t) {
  static const base_str state[] = {DICT_LIT("GOV"), DICT_LIT("COP"), DICT_LIT("MIL"), DICT_LIT("JUD"), DICT_LIT("LEG"), DICT_LIT("SPY")};
  if (e->country.data || !e->sector.data || e->n_members || t->full.data) return false;
  for (size_t k = 0; k < sizeof state / sizeof *state; k++)
    if (base_str_eq(e->sector, state[k])) return true;
  return false;
}

/* The one country that the document speaks of: most of all country mentions, and the dateline's when there is one. */
static base_str home_country(const coref *c) {
  uint32_t best = 0, all = 0;
  base_str top = BASE_NONE;
  for (uint32_t i = 0; i < c->list->n; i++) {
    const mention *m = &c->list->v[i];
    if (!m->entry || m->entry->cls != DICT_COUNTRY) continue;
    uint32_t n = 0;
    for (uint32_t k = 0; k < c->list->n; k++)
      if (c->list->v[k].entry && c->list->v[k].entry->cls == DICT_COUNTRY) n += base_str_eq(c->list->v[k].entry->country, m->entry->country);
    all++;
    if (n > best) best = n, top = m->entry->country;
  }
  if (c->home.data) return best == 0 || base_str_eq(c->home, top) ? c->home : BASE_NONE;
  return best >= 2 && best == all ? top : BASE_NONE; /* no dateline: only when no other country is named */
}

static void lend_country(coref *c) {
  base_str home = home_country(c);
  if (!home.data) return;
  for (size_t k = 0; k < c->entities.n; k++) {
    resolve_entity *e = &c->entities.v[k];
    if (!may_inherit(e, &c->traits.v[k])) continue;
    e->country = home;
    e->code = coref_code(c, (identity){.country = home, .sector = e->sector});
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
  *out = (resolve_doc){0};
  resolve_find_dates(d, arena, text, sents, n_sents, doc_day, out);
  resolve_find_places(d, arena, text, sents, n_sents, dateline, out);
  coref c = {.d = d, .arena = arena, .text = text, .sents = sents, .n_sents = n_sents, .list = mentions, .doc_day = doc_day};
  if (dateline.data) c.home = dateline_country(d, arena, out, dateline);
  coref_run(&c);
  lend_country(&c);
  out->entities = c.entities.v;
  out->n_entities = (uint32_t)c.entities.n;
}
