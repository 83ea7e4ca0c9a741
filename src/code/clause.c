/* Grammatical relations of Universal Dependencies in one normal form (docs/frames.md, 'Relations'): active and passive,
 * relative, infinitive, participle and coordinated clauses look alike to a pattern. Nothing outside this file reads
 * verbal syntax from the tree. */
#include "code/parts.h"

enum { MAX_CLIMB = 6 }; /* how many governing clauses a missing subject is looked for in */

static void add(code_words *out, int w) {
  if (w < 0 || out->n == (int)(sizeof out->v / sizeof *out->v)) return;
  for (int i = 0; i < out->n; i++)
    if (out->v[i] == w) return;
  out->v[out->n++] = w;
}

static bool is_rel(const parse_sent *s, int w, parse_deprel a, parse_deprel b) {
  return s->words[w].deprel == a || s->words[w].deprel == b;
}

/* Relative pronouns and adverbs carry Penn's W-tags (WP, WDT, WRB). */
static bool is_relative(const parse_word *w) { return w->xpos.len && w->xpos.data[0] == 'W'; }

static bool in_relative_clause(const parse_sent *s, int w) {
  return is_rel(s, w, DEP_ACL_RELCL, DEP_ACL_RELCL) ||
         (s->words[w].deprel == DEP_ACL && s->words[w].head >= 0 &&
          !(s->words[w].feats & (PARSE_INF | PARSE_GERUND | PARSE_PARTICIPLE)));
}

/* An argument, or the noun that it stands for when it is a relative pronoun. */
static int antecedent(const parse_sent *s, int verb, int arg) {
  if (arg < 0) return -1;
  bool that = s->words[arg].upos == UPOS_PRON && is_relative(&s->words[arg]);
  return that && in_relative_clause(s, verb) ? s->words[verb].head : arg;
}

static int first_child(const parse_sent *s, int head, parse_deprel a, parse_deprel b) {
  for (int i = 0; i < (int)s->n; i++)
    if (s->words[i].head == head && is_rel(s, i, a, b)) return i;
  return -1;
}

bool code_is_predicate(const parse_sent *s, int w) {
  uint8_t u = s->words[w].upos;
  return u == UPOS_VERB || u == UPOS_AUX || first_child(s, w, DEP_COP, DEP_COP) >= 0;
}

bool code_is_passive(const parse_sent *s, int w) {
  const parse_word *x = &s->words[w];
  if (x->upos != UPOS_VERB) return false;
  if (first_child(s, w, DEP_NSUBJ_PASS, DEP_AUX_PASS) >= 0) return true;
  if (!(x->feats & PARSE_PARTICIPLE)) return false;
  if (x->deprel == DEP_ACL) return first_child(s, w, DEP_NSUBJ, DEP_OBJ) < 0;
  bool shares = x->deprel == DEP_CONJ && x->head >= 0 && first_child(s, w, DEP_AUX, DEP_NSUBJ) < 0;
  return shares && code_is_passive(s, x->head) && first_child(s, w, DEP_OBJ, DEP_OBJ) < 0;
}

/* ---- subjects ---- */

static int own_subject(const parse_sent *s, int w) {
  int arg = first_child(s, w, DEP_NSUBJ, DEP_NSUBJ_PASS);
  return antecedent(s, w, arg);
}

static int surface_subject(const parse_sent *s, int w, int climbs);

/* Who is understood as subject of "to V" under the verb h: its object ("urged X to V") or its subject. */
static int controller(const parse_sent *s, int h, int climbs) {
  int obj = first_child(s, h, DEP_OBJ, DEP_IOBJ);
  if (obj >= 0 && code_is_predicate(s, h)) return antecedent(s, h, obj);
  return surface_subject(s, h, climbs);
}

static int surface_subject(const parse_sent *s, int w, int climbs) {
  int own = own_subject(s, w);
  int h = s->words[w].head;
  if (own >= 0 || h < 0 || climbs == 0) return own;
  switch (s->words[w].deprel) {
    case DEP_XCOMP: return controller(s, h, climbs - 1);
    case DEP_CONJ:
    case DEP_ADVCL:
    case DEP_CCOMP: return code_is_predicate(s, h) ? surface_subject(s, h, climbs - 1) : -1;
    case DEP_ACL_RELCL: return h;
    case DEP_ACL: return s->words[w].feats & PARSE_INF ? -1 : h;
    default: return -1;
  }
}

int code_surface_subject(const parse_sent *s, int w) { return surface_subject(s, w, MAX_CLIMB); }

/* ---- prepositions ---- */

/* The preposition or subordinator that opens the phrase of w as one symbol, fixed expressions joined by hyphens. */
static bool opens_with(const code_lexicon *lex, const parse_sent *s, int w, base_sym prep) {
  for (int i = 0; i < (int)s->n; i++) {
    if (s->words[i].head != w || !is_rel(s, i, DEP_CASE, DEP_MARK)) continue;
    if (s->words[i].lower_sym == prep && prep) return true;
    int next = first_child(s, i, DEP_FIXED, DEP_FIXED);
    if (next < 0) continue;
    char joined[64];
    size_t n = 0;
    for (int k = i; k < (int)s->n && (k == i || (s->words[k].head == i && s->words[k].deprel == DEP_FIXED)); k++) {
      base_str form = s->words[k].form;
      if (n + form.len + 1 > sizeof joined) return false;
      if (n) joined[n++] = '-';
      for (size_t c = 0; c < form.len; c++)
        joined[n++] = (char)(form.data[c] | (form.data[c] >= 'A' && form.data[c] <= 'Z' ? 32 : 0));
    }
    if (base_symbols_find(lex->symbols, (base_str){joined, n}) == prep) return true;
  }
  return false;
}

/* An `obj` that a preposition opens is an oblique that the parser mislabelled ("spoke over the phone"). */
static bool is_oblique(parse_deprel d) {
  return d == DEP_OBL || d == DEP_OBL_AGENT || d == DEP_NMOD || d == DEP_ADVCL || d == DEP_ACL || d == DEP_NMOD_DESC ||
         d == DEP_OBJ;
}

static void phrases(const code_lexicon *lex, const parse_sent *s, int w, base_sym prep, code_words *out) {
  for (int i = 0; i < (int)s->n; i++)
    if (s->words[i].head == w && is_oblique(s->words[i].deprel) && opens_with(lex, s, i, prep))
      add(out, antecedent(s, w, i));
}

static void objects(const parse_sent *s, int w, code_words *out);

static void preposition(const code_lexicon *lex, const parse_sent *s, int w, base_sym prep, code_words *out) {
  phrases(lex, s, w, prep, out);
  if (code_is_predicate(s, w)) {
    code_words objs = {.n = 0};
    objects(s, w, &objs);
    for (int i = 0; i < objs.n; i++)
      if (objs.v[i] != s->words[w].head) phrases(lex, s, objs.v[i], prep, out);
    return;
  }
  int support = code_support_verb(lex, s, w);
  if (support >= 0) phrases(lex, s, support, prep, out);
  for (int i = w + 1; !out->n && i < (int)s->n; i++) /* "efforts exerted by the union" */
    if (s->words[i].head == w && s->words[i].deprel == DEP_ACL && s->words[i].feats & PARSE_PARTICIPLE)
      phrases(lex, s, i, prep, out);
}

/* ---- subject and object in normal form ---- */

static void agents(const code_lexicon *lex, const parse_sent *s, int w, code_words *out) {
  for (int i = 0; i < (int)s->n; i++)
    if (s->words[i].head == w && s->words[i].deprel == DEP_OBL_AGENT) add(out, i);
  for (uint32_t k = 0; k < lex->agent.n && !out->n; k++) phrases(lex, s, w, lex->agent.v[k], out);
}

static void subjects(const code_lexicon *lex, const parse_sent *s, int w, code_words *out) {
  if (!code_is_predicate(s, w) && s->words[w].upos != UPOS_ADJ) {
    int support = code_support_verb(lex, s, w);
    if (support >= 0) subjects(lex, s, support, out);
    return;
  }
  if (code_is_passive(s, w)) agents(lex, s, w, out);
  else add(out, code_surface_subject(s, w));
  /* "a plan to attack": whoever carries or owns the noun */
  if (!out->n && s->words[w].deprel == DEP_ACL && s->words[w].feats & PARSE_INF && s->words[w].head >= 0) {
    code_related(lex, s, s->words[w].head, (code_step){REL_POSS, 0}, out);
    int support = code_support_verb(lex, s, s->words[w].head);
    if (!out->n && support >= 0) subjects(lex, s, support, out);
  }
}

/* The object that a relative clause leaves open: "the town that rebels captured". */
static int gap_object(const parse_sent *s, int w) {
  if (s->words[w].deprel != DEP_ACL_RELCL || s->words[w].head < 0) return -1;
  int subj = first_child(s, w, DEP_NSUBJ, DEP_NSUBJ);
  return subj >= 0 && !is_relative(&s->words[subj]) ? s->words[w].head : -1;
}

static void objects(const parse_sent *s, int w, code_words *out) {
  if (code_is_passive(s, w)) {
    int subj = code_surface_subject(s, w);
    add(out, subj);
    return;
  }
  int obj = first_child(s, w, DEP_OBJ, DEP_OBJ);
  if (obj >= 0 && first_child(s, obj, DEP_CASE, DEP_CASE) < 0) {
    add(out, antecedent(s, w, obj));
    return;
  }
  add(out, gap_object(s, w));
  for (int i = w + 1; !out->n && i < (int)s->n; i++) /* "arrested and deported three men" */
    if (s->words[i].head == w && s->words[i].deprel == DEP_CONJ && s->words[i].upos == UPOS_VERB &&
        first_child(s, i, DEP_NSUBJ, DEP_NSUBJ_PASS) < 0)
      add(out, first_child(s, i, DEP_OBJ, DEP_OBJ));
}

/* ---- the other relations ---- */

static void children(const parse_sent *s, int w, const parse_deprel *rels, int n, code_words *out) {
  for (int i = 0; i < (int)s->n; i++) {
    if (s->words[i].head != w) continue;
    for (int k = 0; k < n; k++)
      if (s->words[i].deprel == rels[k]) add(out, i);
  }
}

#define CHILDREN(...) \
  do { \
    static const parse_deprel rels_[] = {__VA_ARGS__}; \
    children(s, w, rels_, (int)(sizeof rels_ / sizeof *rels_), out); \
  } while (0)

static void complements(const parse_sent *s, int w, code_words *out) {
  CHILDREN(DEP_XCOMP, DEP_CCOMP);
  for (int i = 0; i < (int)s->n;
       i++) { /* "a threat to attack"; "began attacking"; "was accused of attacking" is the of-phrase */
    if (s->words[i].head != w || i < w || s->words[i].upos != UPOS_VERB) continue;
    bool infinitive = s->words[i].feats & PARSE_INF && is_rel(s, i, DEP_ACL, DEP_ADVCL);
    if (infinitive || is_rel(s, i, DEP_CSUBJ, DEP_CSUBJ_PASS)) add(out, i);
  }
  int n = out->n; /* coordinated complements: "to attack or invade" */
  for (int k = 0; k < n; k++)
    for (int i = 0; i < (int)s->n; i++)
      if (s->words[i].head == out->v[k] && s->words[i].deprel == DEP_CONJ) add(out, i);
}

static void owners(const parse_sent *s, int w, code_words *out) {
  CHILDREN(DEP_NMOD_POSS, DEP_COMPOUND, DEP_AMOD, DEP_NMOD_DESC, DEP_NMOD_UNMARKED);
}

int code_support_verb(const code_lexicon *lex, const parse_sent *s, int w) {
  int h = s->words[w].head, at = w;
  while (h >= 0 && s->words[at].deprel == DEP_CONJ) { /* "held talks and a ceremony" */
    at = h;
    h = s->words[at].head;
  }
  if (h < 0 || s->words[h].upos != UPOS_VERB) return -1;
  parse_deprel d = s->words[at].deprel;
  base_sym lemma = s->words[h].lemma_sym;
  if ((d == DEP_OBJ || d == DEP_NSUBJ_PASS) && code_set_has(&lex->support, lemma)) return h;
  return (d == DEP_OBL || d == DEP_XCOMP) && code_set_has(&lex->support_in, lemma) ? h : -1;
}

static void governors(const parse_sent *s, int w, code_words *out) { add(out, s->words[w].head); }

void code_related(const code_lexicon *lex, const parse_sent *s, int w, code_step step, code_words *out) {
  switch ((code_rel)step.rel) {
    case REL_SUBJ: subjects(lex, s, w, out); break;
    case REL_OBJ: objects(s, w, out); break;
    case REL_IOBJ: CHILDREN(DEP_IOBJ); break;
    case REL_PRT: CHILDREN(DEP_COMPOUND_PRT, DEP_ADVMOD); break;
    case REL_COMP: complements(s, w, out); break;
    case REL_ADV: CHILDREN(DEP_ADVMOD); break;
    case REL_MOD: CHILDREN(DEP_AMOD, DEP_COMPOUND, DEP_NUMMOD, DEP_NMOD_POSS); break;
    case REL_POSS: owners(s, w, out); break;
    case REL_HEAD: governors(s, w, out); break;
    case REL_PREP: preposition(lex, s, w, step.prep, out); break;
    case REL_AGENT:
      for (uint32_t k = 0; k < lex->agent.n; k++) preposition(lex, s, w, lex->agent.v[k], out);
      break;
  }
}

void code_follow(const code_lexicon *lex, const parse_sent *s, int w, const code_path *path, code_words *out) {
  code_words at = {.v = {w}, .n = 1};
  for (uint8_t k = 0; k < path->n; k++) {
    code_words next = {.n = 0};
    for (int i = 0; i < at.n; i++) code_related(lex, s, at.v[i], path->steps[k], &next);
    at = next;
  }
  *out = at;
}
