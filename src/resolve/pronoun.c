/* Pronouns and "the two sides": who of those named before is meant. */
#include "resolve/coref.h"

float coref_salience(const coref *c, const mention *m) {
  const parse_word *w = coref_head(c, m);
  for (int steps = 0; w->deprel == DEP_CONJ && w->head >= 0 && steps < 8;
       steps++) /* "Turkey and Greece resumed talks" */
    w = &c->sents[m->sentence].words[w->head];
  switch (w->deprel) {
    case DEP_NSUBJ:
    case DEP_NSUBJ_PASS:
    case DEP_ROOT: return 3;
    case DEP_OBJ:
    case DEP_IOBJ:
    case DEP_OBL_AGENT: return 2;
    case DEP_NMOD_POSS: return 1.5F;
    case DEP_AMOD:
    case DEP_COMPOUND: return 0.5F;
    default: return 1;
  }
}

/* ---- relative pronouns ---- */

/* Where the tree is silent: the outermost phrase that ends before the pronoun, a comma between. */
static int32_t right_before(const coref *c, int32_t i) {
  const mention *m = &c->list->v[i];
  const parse_sent *s = &c->sents[m->sentence];
  int32_t end = m->head > 0 && s->words[m->head - 1].upos == UPOS_PUNCT ? m->head - 1 : m->head, found = -1;
  for (int32_t k = i - 1; k >= 0 && c->list->v[k].sentence == m->sentence; k--)
    if (c->list->v[k].last == end && c->list->v[k].kind != MENTION_PRONOUN) found = k;
  return found;
}

int32_t coref_relative(const coref *c, int32_t i) {
  const mention *m = &c->list->v[i];
  const parse_sent *s = &c->sents[m->sentence];
  int w = m->head;
  for (int steps = 0; w >= 0 && steps < 8; steps++, w = s->words[w].head) {
    uint8_t rel = s->words[w].deprel;
    if (rel != DEP_ACL_RELCL) continue;
    int noun = s->words[w].head;
    if (noun >= 0 && noun < m->head && c->list->at[m->sentence][noun] >= 0) return c->list->at[m->sentence][noun];
  }
  return right_before(c, i);
}

/* ---- pronouns before whom they mean ---- */

/* The part of the sentence that the pronoun stands in goes before the subject of the verb that it hangs from. */
int32_t coref_ahead(const coref *c, int32_t i) {
  const mention *m = &c->list->v[i];
  const parse_sent *s = &c->sents[m->sentence];
  int w = m->head;
  for (int steps = 0; w >= 0 && steps < 40; steps++, w = s->words[w].head) {
    uint8_t rel = s->words[w].deprel;
    if (rel != DEP_OBL && rel != DEP_ADVCL) continue;
    int subject = s->words[w].head < 0 ? -1 : parse_child(s, s->words[w].head, DEP_NSUBJ);
    if (subject < 0 && s->words[w].head >= 0) subject = parse_child(s, s->words[w].head, DEP_NSUBJ_PASS);
    int32_t at = subject > m->head && subject > w ? c->list->at[m->sentence][subject] : -1;
    return at > i && c->list->v[at].kind != MENTION_PRONOUN ? at : -1;
  }
  return -1;
}

/* ---- agreement ---- */

bool coref_is_group(const trait *t, const resolve_entity *e) {
  return t->plural || e->cls == CLASS_GROUP || e->cls == CLASS_ORGANISATION || e->n_members > 1;
}

static bool agrees(const coref *c, const mention *m, int32_t entity) {
  const trait *t = &c->traits.v[entity];
  const resolve_entity *e = &c->entities.v[entity];
  bool person = (e->cls == CLASS_PERSON || (e->cls == CLASS_UNKNOWN && t->full.data)) && !t->plural;
  switch (m->anaphor) {
    case ANA_HE: return person && t->gender != 'f';
    case ANA_SHE: return person && t->gender != 'm';
    case ANA_IT: return !person && !t->plural && !e->n_members && (e->cls != CLASS_PLACE || t->capital) && e->actor;
    case ANA_THEY: return coref_is_group(t, e);
    default: return false;
  }
}

/* Subject and object of one verb are two: "Iran accused it" is not Iran, save when reflexive or possessive. */
static bool co_argument(const coref *c, const mention *m, const mention *o) {
  if (m->sentence != o->sentence) return false;
  const parse_word *a = coref_head(c, m), *b = coref_head(c, o);
  return a->deprel != DEP_NMOD_POSS && a->head >= 0 && a->head == b->head;
}

/* "the minister and his delegation": his is the minister's. */
static bool is_next_in_list(const coref *c, const mention *m, int32_t entity) {
  const parse_sent *s = &c->sents[m->sentence];
  const parse_word *w = coref_head(c, m);
  if (w->deprel != DEP_NMOD_POSS || w->head < 0 || s->words[w->head].deprel != DEP_CONJ) return false;
  int32_t i = c->list->at[m->sentence][s->words[w->head].head];
  return i >= 0 && c->list->v[i].entity == entity;
}

/* ---- which of them? A log-linear choice: points by feature, learnt by train/antecedents ---- */

/* Is w below the word `top`? */
bool coref_is_below(const parse_sent *s, int32_t w, int32_t top) {
  for (int steps = 0; w >= 0 && steps < 40; steps++, w = s->words[w].head)
    if (w == top) return true;
  return false;
}

/* "The minister said that he …": the candidate is subject of a verb that the pronoun's clause hangs from. */
static bool governs(const coref *c, const mention *m, const mention *o) {
  const parse_word *w = coref_head(c, o);
  if (m->sentence != o->sentence || !coref_is_subject(w->deprel) || w->head < 0) return false;
  return coref_is_below(&c->sents[m->sentence], m->head, w->head);
}

static int feature_of_class(const resolve_entity *e, const trait *t) {
  if (t->plural || e->n_members) return ANTECEDENT_PLURAL;
  switch (e->cls) {
    case CLASS_UNKNOWN: return ANTECEDENT_UNKNOWN;
    case CLASS_ORGANISATION: return ANTECEDENT_ORGANISATION;
    case CLASS_COUNTRY: return ANTECEDENT_COUNTRY;
    case CLASS_GROUP: return ANTECEDENT_GROUP;
    case CLASS_PLACE: return ANTECEDENT_PLACE;
    default: return ANTECEDENT_PERSON;
  }
}

static int feature_of_role(uint8_t rel) {
  switch (rel) {
    case DEP_NSUBJ:
    case DEP_NSUBJ_PASS:
    case DEP_ROOT: return ANTECEDENT_SUBJECT;
    case DEP_OBJ:
    case DEP_IOBJ: return ANTECEDENT_OBJECT;
    case DEP_NMOD_POSS: return ANTECEDENT_OWNER;
    case DEP_CONJ: return ANTECEDENT_CONJUNCT;
    case DEP_AMOD:
    case DEP_COMPOUND: return ANTECEDENT_MODIFIER;
    default: return ANTECEDENT_OTHER;
  }
}

static int feature_of_kind(const mention *m, const mention *o) {
  if (o->kind == MENTION_PRONOUN) return o->anaphor == m->anaphor ? ANTECEDENT_SAME_PRONOUN : ANTECEDENT_PRONOUN;
  return o->kind == MENTION_NAME          ? ANTECEDENT_NAME
         : o->kind == MENTION_NATIONALITY ? ANTECEDENT_NATIONALITY
                                          : ANTECEDENT_NOUN;
}

void coref_features(const coref *c, const mention *m, int32_t entity, int rank, bool *f) {
  const trait *t = &c->traits.v[entity];
  const resolve_entity *e = &c->entities.v[entity];
  const mention *o = &c->list->v[t->last_mention];
  const parse_word *pronoun = coref_head(c, m), *before = coref_head(c, o);
  uint32_t gap = m->sentence - t->last_sentence;
  memset(f, 0, ANTECEDENT_FEATURES * sizeof *f);
  f[ANTECEDENT_SAME_SENTENCE + (gap > 3 ? 3 : gap)] = true;
  f[ANTECEDENT_RANK_0 + (rank > 3 ? 3 : rank)] = true;
  f[feature_of_role(before->deprel)] = true;
  f[feature_of_kind(m, o)] = true;
  f[feature_of_class(e, t)] = true;
  f[ANTECEDENT_BOTH_SUBJECTS] = coref_is_subject(pronoun->deprel) && coref_is_subject(before->deprel);
  f[ANTECEDENT_BOTH_NOT] = !coref_is_subject(pronoun->deprel) && !coref_is_subject(before->deprel);
  f[ANTECEDENT_OWN] = gap == 0 && pronoun->deprel == DEP_NMOD_POSS && coref_is_subject(before->deprel);
  f[ANTECEDENT_GOVERNS] = governs(c, m, o);
  f[ANTECEDENT_ABOVE] = gap == 0 && coref_is_below(&c->sents[m->sentence], m->head, o->head);
  f[ANTECEDENT_MAIN_SUBJECT] = coref_is_subject(before->deprel) && before->head >= 0 &&
                               c->sents[o->sentence].words[before->head].deprel == DEP_ROOT;
  f[ANTECEDENT_GENDER] = t->gender && t->gender == m->gender;
  f[ANTECEDENT_TWICE] = t->mentions > 1;
  f[ANTECEDENT_OFTEN] = t->mentions > 3;
  f[ANTECEDENT_TOPIC] = c->list->v[e->first_mention].sentence == 0;
  f[ANTECEDENT_CODED] = e->code.data != NULL;
  f[ANTECEDENT_LISTED] = is_next_in_list(c, m, entity);
  f[ANTECEDENT_AHEAD] = gap == 0 && o->head > m->head;
}

static int points_of(const coref *c, const mention *m, int32_t entity, int rank) {
  bool f[ANTECEDENT_FEATURES];
  int points = 0, column = m->anaphor == ANA_IT ? 1 : m->anaphor == ANA_THEY ? 2 : 0;
  coref_features(c, m, entity, rank, f);
  for (int k = 0; k < ANTECEDENT_FEATURES; k++)
    if (f[k]) points += coref_weights[k][column];
  return points;
}

/* Who spoke in quotation marks in the sentence before goes on as the subject: "…," said the colonel. He said …. */
static int32_t last_speaker(const coref *c, const mention *m) {
  int32_t i = (int32_t)(m - c->list->v);
  if (c->speakers[i] >= 0 || !coref_is_subject(coref_head(c, m)->deprel)) return -1;
  for (int32_t k = i - 1; k >= 0 && m->sentence - c->list->v[k].sentence <= 1; k--) {
    if (c->list->v[k].sentence == m->sentence) continue;
    if (c->sents[c->list->v[k].sentence].paragraph != c->sents[m->sentence].paragraph) return -1;
    if (c->speakers[k] >= 0) return c->list->v[c->speakers[k]].entity;
  }
  return -1;
}

enum { GOES_ON = 40 }; /* points for him */

static int32_t speaker_entity(const coref *c, const mention *m) {
  int32_t speaks = c->speakers[m - c->list->v];
  return speaks < 0 ? -1 : c->list->v[speaks].entity;
}

/* Who speaks says "we" of his own: "they gave us no warning" are not the protesters to a protester. */
static bool is_own_side(const coref *c, int32_t himself, int32_t k) {
  const resolve_entity *a = &c->entities.v[himself], *b = &c->entities.v[k];
  if (k == himself) return true;
  return a->code.data && coref_is_group(&c->traits.v[k], b) && base_str_eq(a->code, b->code);
}

/* Entities that the pronoun may mean, the one named last first; at most cap. */
static uint32_t candidates_of(const coref *c, const mention *m, int32_t *out, uint32_t cap) {
  uint32_t n = 0;
  int32_t himself = speaker_entity(c, m);
  for (size_t k = coref_from(c); k < c->entities.n; k++) {
    const trait *t = &c->traits.v[k];
    if (m->sentence - t->last_sentence > COREF_REACH || !agrees(c, m, (int32_t)k)) continue;
    if (himself >= 0 && is_own_side(c, himself, (int32_t)k)) continue;
    if (co_argument(c, m, &c->list->v[t->last_mention])) continue;
    uint32_t at = n < cap ? n++ : cap;
    while (at > 0 && c->traits.v[out[at - 1]].last_mention < t->last_mention) {
      if (at < cap) out[at] = out[at - 1];
      at--;
    }
    if (at < cap) out[at] = (int32_t)k;
  }
  return n;
}

enum {
  CANDIDATES = 24,
  NOBODY_OWNS = 0, /* the same of "its" */
  NOBODY = 40 /* points below which "it" is rather a thing or what was said; between the two on tests/coref, half dev */
};

static int32_t best_antecedent(const coref *c, const mention *m) {
  int32_t found[CANDIDATES], best = -1;
  uint32_t n = candidates_of(c, m, found, CANDIDATES);
  int top = INT32_MIN;
  int32_t spoke = last_speaker(c, m);
  for (uint32_t k = 0; k < n; k++) {
    int points = points_of(c, m, found[k], (int)k) + (found[k] == spoke ? GOES_ON : 0);
    if (points > top) best = found[k], top = points;
  }
  int least = coref_head(c, m)->deprel == DEP_NMOD_POSS ? NOBODY_OWNS : NOBODY;
  if (m->anaphor == ANA_IT && top < least) best = -1;
  if (c->watch) c->watch(c->watcher, c, m, found, n);
  return best;
}

/* ---- speakers: "I" and "we" in a quotation ---- */

static int32_t subject_entity(const coref *c, uint32_t sentence, int verb) {
  static const parse_deprel rels[] = {DEP_NSUBJ, DEP_NSUBJ_PASS};
  for (size_t k = 0; k < 2; k++) {
    int w = parse_child(&c->sents[sentence], verb, rels[k]);
    if (w < 0) continue;
    int32_t i = c->list->at[sentence][w];
    return i < 0 ? -1 : c->list->v[i].entity;
  }
  return -1;
}

/* The subject of the verb that the pronoun's clause is the speech of; else the speaker of the sentence before. */
static int32_t speaker(const coref *c, const mention *m) {
  const parse_sent *s = &c->sents[m->sentence];
  int w = m->head;
  for (int steps = 0; w >= 0 && steps < 40; steps++, w = s->words[w].head) {
    uint8_t rel = s->words[w].deprel;
    if (rel == DEP_CCOMP || rel == DEP_PARATAXIS) {
      int32_t e = subject_entity(c, m->sentence, s->words[w].head);
      if (e >= 0) return e;
    }
    int aside = parse_child(s, w, DEP_PARATAXIS); /* "We agree," he said */
    int32_t e = aside >= 0 ? subject_entity(c, m->sentence, aside) : -1;
    if (e >= 0) return e;
  }
  return -1;
}

/* "It was not clear whether …", "it is hard to say": it stands for what follows; "it was an ultimatum": for a thing. */
static bool is_no_actor(const coref *c, const mention *m) {
  static const parse_deprel clauses[] = {DEP_CSUBJ, DEP_CCOMP, DEP_XCOMP, DEP_ADVCL};
  const parse_sent *s = &c->sents[m->sentence];
  const parse_word *w = &s->words[m->head];
  if (w->deprel == DEP_EXPL) return true;
  if (!coref_is_subject(w->deprel) || w->head < 0 || parse_child(s, w->head, DEP_COP) < 0) return false;
  if (s->words[w->head].upos == UPOS_NOUN && c->list->at[m->sentence][w->head] < 0) return true;
  if (parse_child(s, w->head, DEP_CSUBJ) >= 0) return true;
  if (s->words[w->head].upos != UPOS_ADJ) return false;
  for (size_t k = 0; k < sizeof clauses / sizeof *clauses; k++)
    if (parse_child(s, w->head, clauses[k]) >= 0) return true;
  return false;
}

int32_t coref_antecedent(const coref *c, int32_t i) {
  const mention *m = &c->list->v[i];
  if (m->anaphor == ANA_IT && is_no_actor(c, m)) return -1;
  if (m->anaphor == ANA_I || m->anaphor == ANA_WE)
    return c->speakers[i] >= 0 ? c->list->v[c->speakers[i]].entity : speaker(c, m);
  return best_antecedent(c, m);
}
