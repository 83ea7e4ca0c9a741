/* Who stands at a word: the actor itself, its conjuncts, the members of a plural, or, for a thing or an act, whose it
 * is ("Iran's missile test", "the killing of journalists by soldiers"). */
#include "code/parts.h"

int32_t code_mention_at(const code_input *in, uint32_t si, int w) {
  return w >= 0 && w < (int)in->sents[si].n ? in->mentions->at[si][w] : -1;
}

const resolve_entity *code_entity_of(const code_input *in, int32_t at) {
  if (at < 0) return NULL;
  int32_t e = in->mentions->v[at].entity;
  return e < 0 ? NULL : &in->resolved->entities[e];
}

static void add_party(base_arena *arena, code_parties *out, int32_t entity, int32_t at) {
  for (size_t i = 0; i < out->n; i++)
    if (out->v[i].entity == entity) return;
  code_party p = {entity, at};
  BASE_PUSH(arena, out, p);
}

/* True if the mention at w gave at least one actor. */
static bool add_mention(base_arena *arena, const code_input *in, uint32_t si, int w, code_parties *out) {
  int32_t m = code_mention_at(in, si, w);
  const resolve_entity *e = code_entity_of(in, m);
  if (!e || !e->actor || (!e->code.data && !e->n_members)) return false;
  for (uint32_t i = 0; i < e->n_members; i++) add_party(arena, out, e->members[i], m);
  if (!e->n_members) add_party(arena, out, in->mentions->v[m].entity, m);
  return true;
}

/* Conjuncts hang from the first or, as parsers have it, from one another. */
static void add_conjuncts(base_arena *arena, const code_input *in, uint32_t si, int w, code_parties *out) {
  const parse_sent *s = &in->sents[si];
  for (int i = w + 1; i < (int)s->n; i++) {
    if (s->words[i].head != w || s->words[i].deprel != DEP_CONJ) continue;
    add_mention(arena, in, si, i, out);
    add_conjuncts(arena, in, si, i, out);
  }
}

/* The actor behind a thing: its owner, then whom the phrases of the pack's list name, in its order. */
static void add_behind(const code_lexicon *lex, base_arena *arena, const code_input *in, uint32_t si, int w, int depth,
                       code_parties *out) {
  const parse_sent *s = &in->sents[si];
  for (uint32_t k = 0; k <= lex->behind.n && !out->n; k++) {
    bool poss = k == 0;
    code_step step = {poss ? REL_POSS : REL_PREP, poss ? 0 : lex->behind.listed[k - 1]};
    code_words at = {.n = 0};
    code_related(lex, s, w, step, &at);
    if (poss) { /* the nearest owner: of "the Peruvian army post" the army */
      for (int i = at.n; i-- > 0 && !out->n;)
        if (add_mention(arena, in, si, at.v[i], out)) add_conjuncts(arena, in, si, at.v[i], out);
      continue;
    }
    for (int i = 0; i < at.n; i++)
      if (!add_mention(arena, in, si, at.v[i], out) && depth > 0)
        add_behind(lex, arena, in, si, at.v[i], depth - 1, out);
  }
}

void code_actors_at(const code_lexicon *lex, base_arena *arena, const code_input *in, uint32_t si, int w,
                    code_parties *out) {
  const parse_sent *s = &in->sents[si];
  if (add_mention(arena, in, si, w, out)) {
    add_conjuncts(arena, in, si, w, out);
    return;
  }
  uint8_t u = s->words[w].upos;
  if (u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_NUM || u == UPOS_ADJ) add_behind(lex, arena, in, si, w, 1, out);
  else if (u == UPOS_VERB) { /* "criticised X's bombing": a gerund's own parties */ code_words at = {.n = 0};
    code_related(lex, s, w, (code_step){REL_POSS, 0}, &at);
    for (int i = 0; i < at.n; i++) add_mention(arena, in, si, at.v[i], out);
  }
}
