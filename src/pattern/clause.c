/* Clauses: what stands between commas is cut, what conjunctions join is told apart. */
#include "pattern/parts.h"

/* ---- commas ---- */

static int count_words(const pattern_sentence *s, int first, int last) {
  int n = 0;
  for (int i = first; i < last; i++) n += !s->words.v[i].glued;
  return n;
}

static void cut(pattern_sentence *s, int first, int last) {
  size_t n = s->words.n - (size_t)(last - first);
  memmove(&s->words.v[first], &s->words.v[last], (s->words.n - (size_t)last) * sizeof *s->words.v);
  s->words.n = n;
}

static int next_comma(const pattern_sentence *s, int from) {
  for (int i = from; i < (int)s->words.n; i++)
    if (s->words.v[i].comma) return i + 1;
  return -1;
}

static bool within(int64_t n, int64_t min, int64_t max) { return n >= min && n <= max; }

/* PETRARCH counts from mark to mark: one more in the opening clause, one less between two commas. */

/* The clause from the sentence's beginning to its first comma. */
static void cut_beginning(pattern_sentence *s) {
  const pattern_options *o = &s->dict->options;
  int at = next_comma(s, 0);
  if (at > 0 && within(count_words(s, 0, at) + pattern_petrarch(s), o->comma_bmin, o->comma_bmax)) cut(s, 0, at);
}

static int cut_between(pattern_sentence *s) {
  const pattern_options *o = &s->dict->options;
  int from = next_comma(s, 0);
  for (int to; from > 0 && (to = next_comma(s, from)) > 0;) {
    if (!within(count_words(s, from, to) - pattern_petrarch(s), o->comma_min, o->comma_max)) {
      from = to;
      continue;
    }
    cut(s, from, to);
    s->words.v[from - 1].comma = false;
    s->words.v[from - 1].cut = true;
    from = next_comma(s, from);
  }
  return from;
}

/* Behind the last clause that was cut. */
static int last_cut(const pattern_sentence *s) {
  for (int i = (int)s->words.n; i > 0; i--)
    if (s->words.v[i - 1].cut) return i;
  return -1;
}

void pattern_cut_commas(pattern_sentence *s) {
  const pattern_options *o = &s->dict->options;
  cut_beginning(s);
  int last = cut_between(s);
  if (last < 0 && pattern_petrarch(s)) last = last_cut(s);
  if (last > 0 && last < (int)s->words.n && within(count_words(s, last, (int)s->words.n), o->comma_emin, o->comma_emax))
    cut(s, last, (int)s->words.n);
}

/* ---- conjunctions ---- */

static bool is_nominal(const pattern_sentence *s, int at, int step) {
  while (at >= 0 && at < (int)s->words.n && pattern_is(&s->words.v[at], CLASS_determiner)) at += step;
  if (at < 0 || at >= (int)s->words.n) return true;
  const pattern_token *t = &s->words.v[at];
  return t->noun || t->adjective || t->agent || t->actor != -1;
}

/* Coordinated verbs, as the parser has it: the conjunction hangs from a verb. */
static bool joins_verbs(const pattern_sentence *s, const pattern_token *t) {
  int w = pattern_parsed_at(s, t), head = w < 0 ? -1 : s->parsed->words[w].head;
  return head >= 0 && (s->parsed->words[head].upos == UPOS_VERB || s->parsed->words[head].upos == UPOS_AUX);
}

static bool depends(const parse_word *w) {
  return w->deprel == DEP_ADVCL || w->deprel == DEP_ADVCL_RELCL || w->deprel == DEP_ACL || w->deprel == DEP_ACL_RELCL;
}

/* A verb with a subject of its own stands behind the last comma: "…, an official said". */
static bool comma_opens_clause(const pattern_sentence *s, int comma) {
  const pattern_token *t = &s->words.v[comma];
  if (next_comma(s, comma + 1) > 0) return false;
  for (uint32_t i = 0; i < s->parsed->n; i++) {
    const parse_word *v = &s->parsed->words[i];
    int subject = parse_child(s->parsed, (int)i, DEP_NSUBJ);
    if (v->begin > t->end && v->upos == UPOS_VERB)
      return !depends(v) && subject >= 0 && s->parsed->words[subject].begin > t->end;
  }
  return false;
}

static bool splits(const pattern_sentence *s, int at) {
  const pattern_token *t = &s->words.v[at];
  bool conj = pattern_is(t, CLASS_conjunction) || pattern_is(t, CLASS_adversative);
  if (!conj || t->noun || t->verbal || t->actor != -1) return false;
  if (at == 0 || at + 1 >= (int)s->words.n) return false;
  if (s->dict->options.dialect != DIALECT_TABARI) return joins_verbs(s, t);
  if (pattern_is(t, CLASS_adversative)) return true;
  return !(is_nominal(s, at - 1, -1) && is_nominal(s, at + 1, 1));
}

void pattern_split_clauses(pattern_sentence *s) {
  uint16_t clause = 0;
  s->n_conj = 0;
  for (int i = 0; i < (int)s->words.n; i++) {
    bool comma = i > 0 && s->words.v[i - 1].comma && pattern_petrarch(s) && comma_opens_clause(s, i - 1);
    if (splits(s, i)) clause++, s->n_conj++;
    else if (comma) clause++;
    s->words.v[i].clause = clause;
  }
}
