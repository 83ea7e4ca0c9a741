/* Patterns against trees: for each trigger word the best pattern that fits, then the words that winners use up are
 * dropped as triggers of their own. */
#include "code/parts.h"

static bool pos_fits(const parse_word *w, char pos) {
  switch (pos) {
    case 'v': return w->upos == UPOS_VERB;
    case 'n': return w->upos == UPOS_NOUN || w->upos == UPOS_PROPN;
    default: return w->upos == UPOS_ADJ || (w->upos == UPOS_VERB && w->feats & PARSE_PARTICIPLE);
  }
}

static bool place_at(const code_input *in, uint32_t si, int w) {
  for (uint32_t i = 0; i < in->resolved->n_places; i++) {
    const resolve_place *p = &in->resolved->places[i];
    if (p->sentence == si && w >= p->first && w < p->last) return true;
  }
  return false;
}

static bool wants(const code_constraint *c, code_class want) { return c->wants >> want & 1; }

static bool sector_fits(const code_constraint *c, const resolve_entity *e) {
  for (uint8_t i = 0; i < c->n_sectors; i++)
    if (base_str_eq(e->sector, c->sectors[i])) return true;
  return false;
}

static bool entity_fits(const code_constraint *c, const resolve_entity *e) {
  return (wants(c, WANT_PERSON) && (e->cls == CLASS_PERSON || e->cls == CLASS_GROUP)) ||
         (wants(c, WANT_COUNTRY) && e->cls == CLASS_COUNTRY) ||
         (wants(c, WANT_ORGANISATION) && e->cls == CLASS_ORGANISATION) || sector_fits(c, e);
}

static bool class_fits(const code_lexicon *lex, base_arena *arena, const code_input *in, uint32_t si, int w,
                       const code_constraint *c) {
  if (!c->wants) return false;
  if (wants(c, WANT_ANY)) return true;
  if (wants(c, WANT_NUMBER) && in->sents[si].words[w].upos == UPOS_NUM) return true;
  if (wants(c, WANT_PLACE) && place_at(in, si, w)) return true;
  const resolve_entity *e = code_entity_of(in, code_mention_at(in, si, w));
  if (e && entity_fits(c, e)) return true;
  if (!wants(c, WANT_ACTOR)) return false;
  code_parties parties = {0};
  code_actors_at(lex, arena, in, si, w, &parties);
  return parties.n > 0;
}

static bool lemma_fits(const code_constraint *c, const parse_word *w) {
  code_set set = {.v = c->lemmas, .n = c->n_lemmas};
  return code_set_has(&set, w->lemma_sym) || code_set_has(&set, w->lower_sym);
}

/* The word that satisfies the constraint, or -1. */
static int satisfied_by(const code_lexicon *lex, base_arena *arena, const code_input *in, uint32_t si, int trigger,
                        const code_constraint *c) {
  const parse_sent *s = &in->sents[si];
  code_words words;
  code_follow(lex, s, trigger, &c->path, &words);
  for (int i = 0; i < words.n; i++)
    if (lemma_fits(c, &s->words[words.v[i]]) || class_fits(lex, arena, in, si, words.v[i], c)) return words.v[i];
  return -1;
}

/* Listed words of these relations take part in the event and make none of their own. */
static bool uses_up(const code_constraint *c) {
  uint8_t last = c->path.steps[c->path.n - 1].rel;
  return c->n_lemmas && !c->negated &&
         (last == REL_OBJ || last == REL_COMP || last == REL_PREP || last == REL_SUBJ || last == REL_MOD);
}

static bool pattern_fits(const code_lexicon *lex, base_arena *arena, const code_input *in, uint32_t si,
                         const code_pattern *p, code_match *m) {
  if (!pos_fits(&in->sents[si].words[m->trigger], p->pos)) return false;
  m->n_used = 0;
  for (uint8_t i = 0; i < p->n_constraints; i++) {
    const code_constraint *c = &p->constraints[i];
    int w = satisfied_by(lex, arena, in, si, m->trigger, c);
    if ((w >= 0) == c->negated) return false;
    if (uses_up(c) && m->n_used < CODE_MAX_USED) m->used[m->n_used++] = w;
  }
  m->pattern = p;
  return true;
}

static bool best_match(const code_lexicon *lex, base_arena *arena, const code_input *in, uint32_t si, code_match *m) {
  base_sym lemma = in->sents[si].words[m->trigger].lemma_sym;
  if (!lemma || lemma >= lex->n_syms) return false;
  for (uint32_t k = lex->start[lemma]; k < lex->start[lemma + 1]; k++)
    if (pattern_fits(lex, arena, in, si, &lex->patterns.v[lex->order[k]], m)) return true;
  return false;
}

static bool used_by_other(const code_match *all, uint32_t n, uint32_t self) {
  for (uint32_t i = 0; i < n; i++)
    for (uint8_t k = 0; i != self && k < all[i].n_used; k++)
      if (all[i].used[k] == all[self].trigger) return true;
  return false;
}

uint32_t code_match_sentence(const code_lexicon *lex, base_arena *arena, const code_input *in, uint32_t si,
                             code_match **out) {
  BASE_VEC(code_match) found = {0};
  for (int w = 0; w < (int)in->sents[si].n; w++) {
    code_match m = {.trigger = w};
    if (best_match(lex, arena, in, si, &m)) BASE_PUSH(arena, &found, m);
  }
  code_match *kept = BASE_NEW(arena, code_match, found.n + 1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < found.n; i++)
    if (!found.v[i].pattern->frame->null && !used_by_other(found.v, (uint32_t)found.n, i)) kept[n++] = found.v[i];
  *out = kept;
  return n;
}
