/* Whether the event happened: what auxiliaries, negation, subordinators, adjectives and governing words say of it.
 * The words are in the language pack (data/en/status.txt), lines of KIND EFFECT WORDS…; the walk up the tree is here. */
#include "code/parts.h"

typedef struct status_entry {
  base_sym sym;
  int8_t effect; /* drg_happening, STATUS_REPORTED */
} status_entry;

struct code_status_table {
  BASE_VEC(status_entry) kinds[STATUS_KINDS];
};

static const char *const KINDS[STATUS_KINDS] = {"aux", "neg", "head", "mark", "adj", "noun-head", "adv"};
static const char *const HAPPENING[] = {
    [DRG_HAPPENED] = "happened",       [DRG_ONGOING] = "ongoing", [DRG_PLANNED] = "planned",
    [DRG_CONDITIONAL] = "conditional", [DRG_DENIED] = "denied",   [DRG_NEGATED] = "negated",
    [DRG_REQUESTED] = "requested"};

const char *drg_happening_name(drg_happening h) {
  return (size_t)h < sizeof HAPPENING / sizeof *HAPPENING ? HAPPENING[h] : HAPPENING[DRG_HAPPENED];
}

int8_t code_status_named(base_str s) {
  for (int8_t h = DRG_HAPPENED; h <= DRG_REQUESTED; h++)
    if (base_str_eq(s, base_str_of(drg_happening_name((drg_happening)h)))) return h;
  return -1;
}

/* "none" in the file: a word that reports. */
static int effect_named(base_str s) {
  return base_str_eq(s, BASE_STR("none")) ? STATUS_REPORTED : code_status_named(s);
}
static int named(const char *const *names, int n, base_str s) {
  for (int i = 0; i < n; i++)
    if (base_str_eq(s, base_str_of(names[i]))) return i;
  return -1;
}

drg_status code_status_open(const char *path, base_arena *arena, base_symbols *symbols, code_status_table **out,
                            drg_error *err) {
  code_status_table *t = *out = BASE_NEW(arena, code_status_table, 1);
  base_lines in;
  drg_status st = base_lines_open(&in, path, err);
  while (st == DRG_OK && base_lines_next(&in)) {
    base_str rest = in.text;
    int kind = named(KINDS, STATUS_KINDS, base_str_word(&rest));
    int effect = effect_named(base_str_word(&rest));
    if (kind < 0 || effect == STATUS_NO_EFFECT) {
      st =
          base_fail(err, DRG_ERR_FORMAT, path, in.line, 0, "cannot read status line '" BASE_FMT "'", BASE_ARG(in.text));
      break;
    }
    for (base_str word; (word = base_str_word(&rest)).data;) {
      status_entry e = {base_symbols_add(symbols, word), (int8_t)effect};
      BASE_PUSH(arena, &t->kinds[kind], e);
    }
  }
  base_lines_close(&in);
  return st;
}

static int lookup(const code_lexicon *lex, code_status_kind kind, const parse_word *w) {
  for (size_t i = 0; i < lex->status->kinds[kind].n; i++) {
    const status_entry *e = &lex->status->kinds[kind].v[i];
    if (e->sym && (e->sym == w->lemma_sym || e->sym == w->lower_sym)) return e->effect;
  }
  return STATUS_NO_EFFECT;
}

/* Which of two readings says more about the event; the later in this order wins. */
static int stronger(int a, int b) {
  static const int8_t RANK[] = {[DRG_HAPPENED] = 0, [DRG_ONGOING] = 1,   [DRG_PLANNED] = 2, [DRG_CONDITIONAL] = 3,
                                [DRG_NEGATED] = 4,  [DRG_REQUESTED] = 5, [DRG_DENIED] = 6};
  if (a < 0) return b;
  if (b < 0) return a;
  return RANK[b] > RANK[a] ? b : a;
}

/* What the children of w say: negation, auxiliaries, subordinators, adjectives, adverbs. */
static int own_status(const code_lexicon *lex, const parse_sent *s, int w) {
  int status = STATUS_NO_EFFECT;
  for (int i = 0; i < (int)s->n; i++) {
    if (s->words[i].head != w) continue;
    const parse_word *c = &s->words[i];
    switch (c->deprel) {
      case DEP_AUX:
      case DEP_AUX_PASS: status = stronger(status, lookup(lex, STATUS_AUX, c)); break;
      case DEP_MARK: status = stronger(status, lookup(lex, STATUS_MARK, c)); break;
      case DEP_AMOD:
      case DEP_COMPOUND: status = stronger(status, lookup(lex, STATUS_ADJ, c)); break;
      case DEP_ADVMOD: status = stronger(status, lookup(lex, STATUS_ADV, c)); break;
      default: break;
    }
    if (c->deprel == DEP_ADVMOD || c->deprel == DEP_DET || c->deprel == DEP_CC_PRECONJ || c->deprel == DEP_CASE ||
        c->deprel == DEP_MARK)
      status = stronger(status, lookup(lex, STATUS_NEG, c));
  }
  return status;
}

static bool has_present_auxiliary(const parse_sent *s, int w) {
  int aux = parse_child(s, w, DEP_AUX);
  return aux >= 0 && s->words[aux].feats & PARSE_PRES;
}

/* How the word governs what hangs from it by rel. */
static int governed_status(const code_lexicon *lex, const parse_sent *s, int w, int h) {
  const parse_word *c = &s->words[w], *head = &s->words[h];
  bool noun = head->upos == UPOS_NOUN || head->upos == UPOS_PROPN;
  switch (c->deprel) {
    case DEP_XCOMP:
    case DEP_CCOMP: return lookup(lex, noun ? STATUS_NOUN_HEAD : STATUS_HEAD, head);
    case DEP_OBL: {
      int preposition = parse_child(s, w, DEP_CASE);
      bool argument = preposition >= 0 && code_set_has(&lex->status_prep, s->words[preposition].lower_sym);
      return argument ? lookup(lex, STATUS_HEAD, head) : STATUS_NO_EFFECT;
    }
    case DEP_OBJ:
    case DEP_NSUBJ_PASS: return lookup(lex, STATUS_HEAD, head);
    case DEP_NMOD: return lookup(lex, STATUS_NOUN_HEAD, head);
    case DEP_ACL: {
      int effect = noun ? lookup(lex, STATUS_NOUN_HEAD, head) : STATUS_NO_EFFECT;
      return effect == STATUS_NO_EFFECT && c->feats & PARSE_INF ? DRG_PLANNED : effect;
    }
    case DEP_ADVCL: {
      int effect = lookup(lex, STATUS_HEAD, head);
      return effect == STATUS_NO_EFFECT && c->feats & PARSE_INF ? DRG_PLANNED : effect;
    }
    default: return STATUS_NO_EFFECT;
  }
}

/* Relations through which the truth of the governing clause reaches down. */
static bool inherits(const parse_sent *s, int w) {
  switch (s->words[w].deprel) {
    case DEP_XCOMP:
    case DEP_OBJ:
    case DEP_NSUBJ_PASS:
    case DEP_NMOD: return true;
    default: return false;
  }
}

drg_happening code_status_of(const code_lexicon *lex, const parse_sent *s, const code_match *m) {
  if (m->pattern->frame->status >= 0) return (drg_happening)m->pattern->frame->status;
  int w = m->trigger;
  int status = own_status(lex, s, w);
  for (uint8_t i = 0; i < m->n_used; i++) /* "held no talks", "signed a draft agreement" */
    if (s->words[m->used[i]].head == w && s->words[m->used[i]].upos == UPOS_NOUN)
      status = stronger(status, own_status(lex, s, m->used[i]));
  if (s->words[w].feats & PARSE_GERUND && has_present_auxiliary(s, w)) status = stronger(status, DRG_ONGOING);
  for (int climbs = 0; climbs < 6 && s->words[w].head >= 0; climbs++) {
    int h = s->words[w].head;
    if (s->words[w].deprel == DEP_CONJ) { /* "will meet and sign": what precedes the first conjunct holds for all */
      if (!(s->words[w].feats & (PARSE_PAST | PARSE_PRES)) && s->words[w].upos == s->words[h].upos)
        status = stronger(status, own_status(lex, s, h));
      w = h;
      continue;
    }
    int effect = governed_status(lex, s, w, h);
    if (effect == STATUS_REPORTED) break; /* reporting: says nothing of the event, nor does what is above it */
    status = stronger(status, effect);
    bool down = inherits(s, w) || (s->words[w].deprel == DEP_OBL && code_support_verb(lex, s, w) == h);
    if (!down && effect == STATUS_NO_EFFECT) break;
    if (down) status = stronger(status, own_status(lex, s, h));
    w = h;
  }
  return status < 0 ? DRG_HAPPENED : (drg_happening)status;
}
