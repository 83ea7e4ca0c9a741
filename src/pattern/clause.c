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

/* The clause from the sentence's beginning to its first comma. */
static void cut_beginning(pattern_sentence *s) {
  const pattern_options *o = &s->dict->options;
  int at = next_comma(s, 0);
  if (at > 0 && within(count_words(s, 0, at), o->comma_bmin, o->comma_bmax)) cut(s, 0, at);
}

static int cut_between(pattern_sentence *s) {
  const pattern_options *o = &s->dict->options;
  int from = next_comma(s, 0);
  for (int to; from > 0 && (to = next_comma(s, from)) > 0;) {
    if (!within(count_words(s, from, to), o->comma_min, o->comma_max)) {
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

void pattern_cut_commas(pattern_sentence *s) {
  const pattern_options *o = &s->dict->options;
  cut_beginning(s);
  int last = cut_between(s);
  if (last > 0 && last < (int)s->words.n &&
      within(count_words(s, last, (int)s->words.n), o->comma_emin, o->comma_emax))
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
  for (uint32_t i = 0; i < s->parsed->n; i++) {
    const parse_word *w = &s->parsed->words[i];
    if (w->begin != t->begin) continue;
    return w->head >= 0 && (s->parsed->words[w->head].upos == UPOS_VERB || s->parsed->words[w->head].upos == UPOS_AUX);
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
    if (splits(s, i)) clause++, s->n_conj++;
    s->words.v[i].clause = clause;
  }
}
