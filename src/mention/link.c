/* Ties the mentions of a sentence to one another: "of", apposition, copula, whose they are. */
#include "mention/finder.h"

static bool may_own(const mention *m) {
  if (m->anaphor >= ANA_SIDES) return true;
  return m->cls == CLASS_COUNTRY || m->cls == CLASS_ORGANISATION || m->cls == CLASS_PLACE || m->cls == CLASS_GROUP ||
         m->kind == MENTION_NATIONALITY;
}

/* Somebody whose own noun tells no sector serves in that of another: "an aide to Kabila"; "supporters of Bolsonaro" are of
 * his country at least. */
static bool serves(const mention *m, const mention *o) {
  return o->cls == CLASS_PERSON && m->agent && (!m->agent->sector.data || m->agent->kind != AGENT_ROLE);
}

static void link_owner(const finder *f, mention *m, int32_t k) {
  const mention *o = &f->out.v[k];
  if (!may_own(o) && !serves(m, o)) return;
  bool country = o->entry && o->entry->cls == DICT_COUNTRY;
  if (country && o->plural && o->cls == CLASS_GROUP && m->agent && m->agent->kind != AGENT_ROLE)
    return; /* "killers of Iranians" */
  if (country && m->of_country < 0) m->of_country = k;
  if (!country && m->of_body < 0) m->of_body = k;
}

/* The phrase right behind unit i, over one linking word and articles: "of the European Union". */
static void link_by_order(finder *f, uint32_t i) {
  const unit *a = &f->u.units.v[i];
  if (f->of_unit[i] < 0 || i + 1 >= f->u.units.n) return;
  mention *m = &f->out.v[f->of_unit[i]];
  int32_t w = a->last, n = (int32_t)f->u.s->n;
  if (w >= n || !(units_flags(&f->u, w) & DICT_LINK) || !m->agent) return;
  uint32_t k = i + 1;
  int32_t limit = f->u.units.v[k].first;
  for (w++; w < limit; w++)
    if (finder_word(f, w)->upos != UPOS_DET && finder_word(f, w)->upos != UPOS_ADJ) return;
  uint32_t end = k;
  /* the whole group counts: "spokesman for the Qatari Foreign Ministry" */
  while (end + 1 < f->u.units.n && finder_join(f, &f->u.units.v[end], &f->u.units.v[end + 1])) end++;
  if (f->of_unit[end] >= 0) link_owner(f, m, f->of_unit[end]);
  /* "the envoy for Somalia James Swan": the name closes the phrase */
  bool closes = end + 1 < f->u.units.n && f->u.units.v[end + 1].first == f->u.units.v[end].last &&
                units_is_person(&f->u.units.v[end + 1]);
  if (closes && m->kind == MENTION_COMMON && !m->plural && f->of_unit[end + 1] >= 0)
    f->out.v[f->of_unit[end + 1]].appos = f->of_unit[i];
}

static void link_by_tree(finder *f, size_t i) {
  mention *m = &f->out.v[i];
  if (!m->agent && m->cls != CLASS_ORGANISATION && m->cls != CLASS_PERSON && m->cls != CLASS_UNKNOWN) return;
  for (size_t k = 0; k < f->out.n; k++) {
    const parse_word *x = finder_word(f, f->out.v[k].head);
    if (k == i || x->head != m->head || x->deprel != DEP_NMOD) continue;
    int c = parse_child(f->u.s, f->out.v[k].head, DEP_CASE);
    if (c < 0) continue;
    uint32_t flags = units_flags(&f->u, c);
    bool country = f->out.v[k].entry && f->out.v[k].entry->cls == DICT_COUNTRY;
    if ((flags & DICT_LINK) || ((flags & DICT_LINK_WEAK) && country && m->agent)) link_owner(f, m, (int32_t)k);
  }
}

static int32_t mention_of_head(const finder *f, int32_t w) {
  for (size_t k = 0; k < f->out.n; k++)
    if (f->out.v[k].head == w && (f->out.v[k].kind != MENTION_NATIONALITY || f->out.v[k].cls == CLASS_GROUP))
      return (int32_t)k;
  return -1;
}

static bool owns_as_person(const mention *m, const mention *o, uint8_t deprel) {
  if (o->kind == MENTION_PRONOUN) return o->anaphor < ANA_SIDES && deprel == DEP_NMOD_POSS && m->kind == MENTION_COMMON;
  if (o->cls != CLASS_PERSON) return false;
  return deprel == DEP_NMOD_POSS || (deprel == DEP_COMPOUND && m->kind == MENTION_COMMON); /* "Trump supporters" */
}

/* "his delegation", "its foreign ministry", "Putin's spokesman Dmitry Peskov": whoever is meant owns them. */
static void link_person_owner(finder *f, size_t i) {
  mention *m = &f->out.v[i];
  if ((m->kind != MENTION_COMMON && m->title_first < 0) || !m->agent || m->of_country >= 0 || m->of_body >= 0) return;
  for (size_t k = 0; k < f->out.n; k++) {
    const parse_word *x = finder_word(f, f->out.v[k].head);
    if (k != i && x->head == m->head && owns_as_person(m, &f->out.v[k], x->deprel)) m->of_body = (int32_t)k;
  }
}

static bool is_named_person(const mention *m) {
  return m->kind == MENTION_NAME && (m->cls == CLASS_PERSON || m->cls == CLASS_UNKNOWN);
}

static bool is_one_role(const mention *m) { return m->kind == MENTION_COMMON && m->cls == CLASS_PERSON && !m->plural; }

/* What the apposition at word w explains. Two names are two people: "an adviser to Zelensky, Mykhailo Podolyak" explains
 * the adviser. */
static int32_t explained_by(const finder *f, const mention *m) {
  int32_t o = mention_of_head(f, finder_word(f, m->head)->head);
  if (o < 0 || !is_named_person(m) || f->out.v[o].kind != MENTION_NAME || f->out.v[o].cls != CLASS_PERSON) return o;
  const parse_word *x = finder_word(f, f->out.v[o].head);
  int32_t up = x->deprel == DEP_NMOD && x->head >= 0 ? mention_of_head(f, x->head) : -1;
  return up >= 0 && is_one_role(&f->out.v[up]) ? up : -1;
}

/* Apposition by the tree, or a predicate noun with its subject: "Ali Rabiei, a spokesman", "Ali Rabiei is a spokesman". */
static void link_appositions(finder *f) {
  for (size_t i = 0; i < f->out.n; i++) {
    mention *m = &f->out.v[i];
    const parse_word *x = finder_word(f, m->head);
    if (x->deprel == DEP_APPOS && m->appos < 0) m->appos = explained_by(f, m);
    if (m->kind == MENTION_COMMON && parse_child(f->u.s, m->head, DEP_COP) >= 0) {
      int subject = parse_child(f->u.s, m->head, DEP_NSUBJ);
      if (subject >= 0) m->appos = mention_of_head(f, subject);
    }
    if (m->appos == (int32_t)i) m->appos = -1;
  }
}

/* A name and a singular role between commas are one, when the tree does not list them: the parser often misses it. */
static bool between_commas(const finder *f, const mention *a, const mention *b) {
  int32_t n = (int32_t)f->u.s->n;
  if (b->first - a->last != 1 || finder_word(f, a->last)->upos != UPOS_PUNCT ||
      finder_word(f, a->last)->form.data[0] != ',')
    return false;
  if (b->last < n && finder_word(f, b->last)->upos != UPOS_PUNCT) return false;
  return finder_word(f, b->head)->deprel != DEP_CONJ && finder_word(f, a->head)->deprel != DEP_CONJ;
}

static void link_by_commas(finder *f) {
  for (size_t i = 0; i < f->out.n; i++)
    for (size_t k = 0; k < f->out.n; k++) {
      mention *a = &f->out.v[i], *b = &f->out.v[k];
      if (i == k || b->appos >= 0 || a->appos >= 0) continue;
      if (((is_named_person(a) && is_one_role(b)) || (is_one_role(a) && is_named_person(b))) && between_commas(f, a, b))
        b->appos = (int32_t)i;
    }
}

void finder_link(finder *f) {
  for (uint32_t k = 0; k < f->u.units.n; k++) link_by_order(f, k);
  for (size_t k = 0; k < f->out.n; k++) link_by_tree(f, k);
  for (size_t k = 0; k < f->out.n; k++) link_person_owner(f, k);
  link_appositions(f);
  link_by_commas(f);
}
