/* Whom a plural means: "the two sides", "both countries", "the pair", "they" after a list. */
#include "resolve/coref.h"

enum { SAME_REACH = 12 }; /* sentences that the same pair reaches over */

/* ---- the two sides ---- */

static bool is_state(const resolve_entity *e) { return !e->sector.data || base_str_eq(e->sector, BASE_STR("GOV")); }

/* Persons are told apart by themselves, sides by their countries, or within one country by what they are in it. */
static bool is_new(const coref *c, const int32_t *out, uint32_t n, int32_t e, bool people) {
  for (uint32_t k = 0; k < n; k++) {
    if (out[k] == e) return false;
    const resolve_entity *a = &c->entities.v[out[k]], *b = &c->entities.v[e];
    if (people || !a->country.data || !b->country.data || !base_str_eq(a->country, b->country)) continue;
    if (base_str_eq(a->sector, b->sector) || (is_state(a) && is_state(b))) return false;
  }
  return true;
}

static bool may_be_side(const mention *m, const mention *o, const resolve_entity *e) {
  if (!e->actor || e->n_members || !e->code.data) return false;
  if (m->anaphor == ANA_PEOPLE) return e->cls == CLASS_PERSON;
  if (o->kind == MENTION_NATIONALITY && o->cls != CLASS_GROUP) return false;
  return e->country.data || e->cls == CLASS_PERSON;
}

/* Whether o stands inside another phrase only to say whose it is. */
static bool is_owner(const coref *c, int32_t i) {
  uint8_t rel = coref_head(c, &c->list->v[i])->deprel;
  return rel == DEP_NMOD_POSS || rel == DEP_COMPOUND || rel == DEP_AMOD || rel == DEP_NMOD;
}

/* "Both presidents" are two of whom the report says president; "the two men" are no women. */
static bool goes_by(const coref *c, const mention *m, int32_t entity) {
  const trait *t = &c->traits.v[entity];
  base_sym noun = base_symbols_find(c->d->symbols, coref_head(c, m)->lemma);
  uint32_t flags = dict_flags(c->d, noun);
  if (flags & (DICT_MALE | DICT_FEMALE)) return t->gender != (flags & DICT_MALE ? 'f' : 'm');
  for (uint8_t k = 0; k < t->n_agents; k++)
    if (t->agents[k]->noun == noun) return true;
  return false;
}

static uint32_t collect_by_noun(const coref *c, int32_t i, uint32_t want, int32_t *out) {
  const mention *m = &c->list->v[i];
  uint32_t n = 0;
  for (size_t k = c->entities.n; k-- > coref_from(c) && n < want;) {
    const resolve_entity *e = &c->entities.v[k];
    bool near = m->sentence - c->traits.v[k].last_sentence <= SAME_REACH;
    if (near && e->cls == CLASS_PERSON && !c->traits.v[k].plural && c->traits.v[k].full.data &&
        goes_by(c, m, (int32_t)k))
      out[n++] = (int32_t)k;
  }
  return n;
}

/* Goes back through the mentions: first those that act themselves, then all. */
static uint32_t collect(const coref *c, int32_t i, bool owners, uint32_t want, int32_t *out, uint32_t n) {
  const mention *m = &c->list->v[i];
  uint32_t reach = m->anaphor == ANA_PEOPLE ? SAME_REACH : COREF_REACH + 1;
  for (int32_t k = i - 1; k >= 0 && n < want; k--) {
    const mention *o = &c->list->v[k];
    if (m->sentence - o->sentence > reach) break;
    if (o->entity < 0 || (!owners && is_owner(c, k))) continue;
    const resolve_entity *e = &c->entities.v[o->entity];
    if (may_be_side(m, o, e) && is_new(c, out, n, o->entity, m->anaphor == ANA_PEOPLE)) out[n++] = o->entity;
  }
  return n;
}

/* ---- both countries ---- */

enum { MAX_COUNTRIES = 16 };
typedef struct tally {
  int32_t entity; /* first entity of the country */
  base_str country;
  float points;
} tally;

/* Those who act weigh more than those who are only named, the near more than the far, officials more than places. */
static float weight(const coref *c, int32_t i, uint32_t sentence) {
  const mention *o = &c->list->v[i];
  const resolve_entity *e = &c->entities.v[o->entity];
  float points = is_owner(c, i) ? 1 : 3;
  if (e->cls == CLASS_PLACE) points = 0.5F;
  if (e->sector.data) points *= 1.5F;
  if (o->sentence == sentence && coref_salience(c, o) >= 3) points += 6;
  for (uint32_t gap = sentence - o->sentence < 30 ? sentence - o->sentence : 30; gap > 0; gap--) points *= 0.6F;
  return points;
}

static uint32_t count_countries(const coref *c, int32_t i, tally *t) {
  uint32_t n = 0;
  for (int32_t k = i > COREF_WINDOW ? i - COREF_WINDOW : 0; k < i; k++) {
    const mention *o = &c->list->v[k];
    if (o->entity < 0) continue;
    const resolve_entity *e = &c->entities.v[o->entity];
    if (e->n_members || e->country.len != 3 || base_str_starts(e->country, BASE_STR("IGO"))) continue;
    uint32_t j = 0;
    while (j < n && !base_str_eq(t[j].country, e->country)) j++;
    if (j == MAX_COUNTRIES) continue;
    if (j == n) t[n++] = (tally){.entity = o->entity, .country = e->country};
    t[j].points += weight(c, k, c->list->v[i].sentence);
  }
  return n;
}

static uint32_t best_countries(const coref *c, int32_t i, uint32_t want, int32_t *out) {
  tally t[MAX_COUNTRIES];
  uint32_t n = count_countries(c, i, t), got = 0;
  for (; got < want && got < n; got++) {
    uint32_t best = got;
    for (uint32_t k = got + 1; k < n; k++)
      if (t[k].points > t[best].points) best = k;
    tally x = t[best];
    t[best] = t[got];
    t[got] = x;
    out[got] = x.entity;
  }
  for (uint32_t k = 0; k < got / 2; k++) { /* best first, like the walk back of the sides */
    int32_t x = out[k];
    out[k] = out[got - 1 - k];
    out[got - 1 - k] = x;
  }
  return got;
}

int32_t coref_main_country(const coref *c, int32_t i, base_str except) {
  int32_t found[2];
  uint32_t n = best_countries(c, i, 2, found);
  for (uint32_t k = n; k-- > 0;) /* best last */
    if (!base_str_eq(c->entities.v[found[k]].country, except)) return found[k];
  return -1;
}

/* ---- two in one breath: "the president and the rebel leader signed" ---- */

static bool may_be_one(const coref *c, int32_t i) {
  if (i < 0 || c->list->v[i].entity < 0) return false;
  const resolve_entity *e = &c->entities.v[c->list->v[i].entity];
  return e->code.data && !e->n_members && !c->traits.v[c->list->v[i].entity].plural &&
         (e->cls == CLASS_PERSON || e->cls == CLASS_COUNTRY);
}

/* Whom a subject at word w lists, in the order of the text. */
static uint32_t listed_by(const coref *c, uint32_t sentence, int32_t w, int32_t *out, uint32_t cap) {
  const parse_sent *s = &c->sents[sentence];
  uint32_t n = 0;
  for (int32_t x = w; x < (int32_t)s->n && n < cap; x++) {
    bool listed = x == w || (s->words[x].deprel == DEP_CONJ && s->words[x].head == w);
    if (listed && may_be_one(c, c->list->at[sentence][x])) out[n++] = c->list->v[c->list->at[sentence][x]].entity;
  }
  return n > 1 && out[0] != out[1] ? n : 0;
}

/* The several that the nearest subject before lists, in this sentence or the one before; nobody else may stand between. */
uint32_t coref_listed(const coref *c, int32_t i, int32_t *out, uint32_t cap) {
  const mention *m = &c->list->v[i];
  for (int32_t k = i - 1; k >= 0 && m->sentence - c->list->v[k].sentence <= 1; k--) {
    const mention *o = &c->list->v[k];
    if (o->entity >= 0 && coref_is_group(&c->traits.v[o->entity], &c->entities.v[o->entity])) return 0;
    if (!coref_is_subject(coref_head(c, o)->deprel) || coref_is_below(&c->sents[m->sentence], m->head, o->head))
      continue;
    uint32_t n = listed_by(c, o->sentence, o->head, out, cap);
    if (n) return n;
  }
  return 0;
}

/* The same several that were spoken of before as such: "the two generals", then "both men". */
static int32_t same_several(const coref *c, int32_t i, uint32_t want) {
  const mention *m = &c->list->v[i];
  for (size_t k = c->entities.n; k-- > coref_from(c);) {
    const resolve_entity *e = &c->entities.v[k];
    if (e->n_members != want || m->sentence - c->traits.v[k].last_sentence > SAME_REACH) continue;
    if (c->list->v[e->first_mention].anaphor == m->anaphor) return (int32_t)k;
  }
  return -1;
}

uint32_t coref_sides(const coref *c, int32_t i, int32_t *out, uint32_t cap) {
  const mention *m = &c->list->v[i];
  uint32_t want = m->number ? m->number : 2;
  if (want > cap) want = cap;
  int32_t same = m->anaphor == ANA_PEOPLE ? same_several(c, i, want) : -1;
  if (same >= 0) { /* last first, as found */
    for (uint32_t k = 0; k < want; k++) out[k] = c->entities.v[same].members[want - 1 - k];
    return want;
  }
  if (m->anaphor == ANA_PEOPLE && collect_by_noun(c, i, want, out) == want) return want;
  if (m->anaphor == ANA_COUNTRIES) return best_countries(c, i, want, out);
  uint32_t n = collect(c, i, false, want, out, 0);
  return n < want ? collect(c, i, true, want, out, n) : n;
}
