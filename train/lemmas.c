/* The lemma table: counts of what the treebanks say, rules out of them, then the words that the rules get wrong. Each step
 * judges by lemma_of over the rows of the steps before it. */
#include "lemmas.h"
#include <stdlib.h>
#include "parse/model.h"

/* How often a key has a value. Settled tallies are sorted, and equal rows are one. */
typedef struct tally_row {
  base_str key, value;
  size_t n, right; /* uses; those of them that the table so far gets right */
  const parse_word *word;
} tally_row;
typedef BASE_VEC(tally_row) tally;

typedef struct learner {
  base_arena *out; /* holds the rows */
  base_arena work;
  tally uses; /* form, tags -> lemma */
  BASE_VEC(base_str) rows;
  base_map bases; /* "lemma UPOS" of the treebanks and the list */
  base_map known; /* "form UPOS" of the treebanks */
} learner;

enum { LONGEST_ROW_KEY = 90 };

static int compare_str(base_str a, base_str b) {
  int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_rows(const void *a, const void *b) {
  return compare_str(*(const base_str *)a, *(const base_str *)b);
}

static int compare_tally(const void *a, const void *b) {
  const tally_row *x = a, *y = b;
  int order = compare_str(x->key, y->key);
  return order ? order : compare_str(x->value, y->value);
}

static void tally_settle(tally *t) {
  if (!t->n) return;
  qsort(t->v, t->n, sizeof *t->v, compare_tally);
  size_t last = 0;
  for (size_t i = 1; i < t->n; i++) {
    if (compare_tally(&t->v[last], &t->v[i])) t->v[++last] = t->v[i];
    else t->v[last].n += t->v[i].n, t->v[last].right += t->v[i].right;
  }
  t->n = last + 1;
}

/* The rows of one key: from `first` to before `end`; the commonest value, in order of the values among equals. */
typedef struct tally_group {
  size_t first, end, total, right;
  const tally_row *best;
} tally_group;

static bool next_group(const tally *t, tally_group *g) {
  if (g->end >= t->n) return false;
  *g = (tally_group){.first = g->end, .end = g->end, .best = &t->v[g->end]};
  for (; g->end < t->n && base_str_eq(t->v[g->end].key, t->v[g->first].key); g->end++) {
    const tally_row *r = &t->v[g->end];
    g->total += r->n, g->right += r->right;
    if (r->n > g->best->n) g->best = r;
  }
  return true;
}

/* ---- what the treebanks say ---- */

static void count_uses(learner *l, const treebank *gold) {
  for (size_t i = 0; i < gold->n; i++)
    for (uint32_t k = 0; k < gold->sents[i].n; k++) {
      const parse_word *w = &gold->sents[i].words[k];
      if (base_str_eq(w->lemma, BASE_STR("_"))) continue;
      base_str form = lemma_straight(&l->work, w->form), lemma = lemma_straight(&l->work, w->lemma);
      base_str key = base_str_printf(&l->work, BASE_FMT "\1%s\1" BASE_FMT, BASE_ARG(form), parse_upos_name(w->upos),
                                     BASE_ARG(w->xpos));
      BASE_PUSH(&l->work, &l->uses, ((tally_row){.key = key, .value = lemma, .n = 1, .word = w}));
    }
  tally_settle(&l->uses);
}

/* ---- rules ---- */

static base_str rule_between(base_arena *arena, base_str word, base_str lemma, size_t *drop) {
  size_t same = 0;
  while (same < word.len && same < lemma.len && word.data[same] == lemma.data[same]) same++;
  while (same && same < word.len && ((unsigned char)word.data[same] & 0xC0) == 0x80) same--; /* whole letters */
  *drop = word.len - same;
  if (*drop > LEMMA_MAX_SUFFIX) return BASE_NONE;
  return base_str_printf(arena, "%zu" BASE_FMT, *drop, BASE_ARG(base_str_sub(lemma, same, lemma.len)));
}

/* Each word votes once, however frequent it is: rules are for words that were never seen. Auxiliaries are all known, and
 * would make "prepare" a form of "be". */
static void collect_votes(learner *l, tally *votes) {
  for (tally_group g = {0}; next_group(&l->uses, &g);) {
    const parse_word *w = g.best->word;
    base_str form = lemma_straight(&l->work, w->form), low = base_str_lower(&l->work, form);
    base_str tag = lemma_tag(&l->work, w->upos, w->xpos, w->xpos);
    size_t drop;
    base_str rule = rule_between(&l->work, lemma_keeps_case(w->upos, w->xpos) ? form : low, g.best->value, &drop);
    if (!rule.data || w->upos == UPOS_AUX) continue;
    for (size_t n = drop; n <= LEMMA_MAX_SUFFIX && n <= low.len; n++) {
      base_str end = base_str_sub(low, low.len - n, low.len);
      base_str key = base_str_printf(&l->work, "%zu" BASE_FMT "\1" BASE_FMT, n, BASE_ARG(tag), BASE_ARG(end));
      BASE_PUSH(&l->work, votes, ((tally_row){.key = key, .value = rule, .n = 1}));
    }
  }
  tally_settle(votes);
}

static void add_row(learner *l, char kind, base_str key, base_str value) {
  if (key.len + 1 >= LONGEST_ROW_KEY) return;
  char *row = base_arena_alloc(l->out, key.len + value.len + 3);
  row[0] = kind;
  memcpy(row + 1, key.data, key.len);
  if (value.len) memcpy(row + key.len + 2, value.data, value.len);
  BASE_PUSH(&l->work, &l->rows, ((base_str){row, key.len + value.len + 2}));
}

/* The rule for the tag and the longest end of those made so far. */
static base_str *rule_made(base_map *made, base_arena *arena, base_str tag, base_str end) {
  for (size_t k = 0; k <= end.len; k++) {
    base_str shorter = base_str_sub(end, k, end.len);
    base_str *rule =
        base_map_get(made, base_str_printf(arena, BASE_FMT "\1" BASE_FMT, BASE_ARG(tag), BASE_ARG(shorter)));
    if (rule) return rule;
  }
  return NULL;
}

/* Short ends come first, as the keys of the votes say; a longer one is made where it says another thing, twice and for most
 * words. */
static void learn_rules(learner *l) {
  tally votes = {0};
  collect_votes(l, &votes);
  base_map made;
  base_map_init(&made, &l->work);
  for (tally_group g = {0}; next_group(&votes, &g);) {
    base_str key = base_str_sub(g.best->key, 1, g.best->key.len), rest = key, tag = base_str_cut(&rest, 1), end = rest;
    if (end.len) {
      base_str *shorter = rule_made(&made, &l->work, tag, base_str_sub(end, 1, end.len));
      if (g.best->n < 2 || 2 * g.best->n <= g.total || (shorter && base_str_eq(*shorter, g.best->value))) continue;
    }
    base_str *rule = BASE_NEW(&l->work, base_str, 1);
    *rule = g.best->value;
    *base_map_put(&made, key) = rule;
    add_row(l, 's', key, *rule);
  }
}

/* ---- words ---- */

/* The rows so far as the program reads them. */
static model_strings as_table(learner *l) {
  if (l->rows.n) qsort(l->rows.v, l->rows.n, sizeof *l->rows.v, compare_rows);
  size_t bytes = 0;
  for (size_t i = 0; i < l->rows.n; i++) bytes += l->rows.v[i].len;
  char *text = base_arena_alloc(&l->work, bytes + 1);
  uint32_t *offsets = BASE_NEW(&l->work, uint32_t, l->rows.n + 1), at = 0;
  for (size_t i = 0; i < l->rows.n; i++) {
    memcpy(text + at, l->rows.v[i].data, l->rows.v[i].len);
    offsets[i + 1] = at += (uint32_t)l->rows.v[i].len;
  }
  return (model_strings){text, offsets, (uint32_t)l->rows.n};
}

static base_str word_key(learner *l, const parse_word *w, char kind) {
  base_str form = lemma_straight(&l->work, w->form);
  if (kind == 'w') form = base_str_lower(&l->work, form);
  base_str tag = lemma_tag(&l->work, w->upos, w->xpos, base_str_of(parse_upos_name(w->upos)));
  return base_str_printf(&l->work, BASE_FMT "\1" BASE_FMT, BASE_ARG(form), BASE_ARG(tag));
}

/* Adds the words that the table so far gets wrong more often than a row of their own would: 'w' in lower case, then 'c' as
 * they are written. */
static void learn_words(learner *l, char kind) {
  tally words = {0};
  model_strings table = as_table(l);
  for (size_t i = 0; i < l->uses.n; i++) {
    const tally_row *u = &l->uses.v[i];
    const parse_word *w = u->word;
    bool right = base_str_eq(lemma_of(&table, &l->work, w->form, w->upos, w->xpos), u->value);
    tally_row row = {word_key(l, w, kind), u->value, u->n, right ? u->n : 0, w};
    BASE_PUSH(&l->work, &words, row);
  }
  tally_settle(&words);
  for (tally_group g = {0}; next_group(&words, &g);) {
    if (kind == 'w') *base_map_put(&l->known, g.best->key) = l;
    if (g.best->n > g.right) add_row(l, kind, g.best->key, g.best->value);
  }
}

/* The capitals of names, for texts that are careless of them: "kerala", PROPN -> "Kerala". Words that are as often no name
 * stay as they are written. */
static void learn_names(learner *l) {
  tally uses = {0};
  model_strings table = as_table(l);
  for (size_t i = 0; i < l->uses.n; i++) {
    const tally_row *u = &l->uses.v[i];
    base_str low = base_str_lower(&l->work, lemma_straight(&l->work, u->word->form));
    bool only_case = base_str_eq(base_str_lower(&l->work, u->value), low);
    base_str value = u->word->upos == UPOS_PROPN && only_case ? u->value : BASE_STR("");
    BASE_PUSH(&l->work, &uses, ((tally_row){low, value, u->n, 0, u->word}));
  }
  tally_settle(&uses);
  for (tally_group g = {0}; next_group(&uses, &g);) {
    base_str low = g.best->key, name = g.best->value;
    if (!name.len || base_str_eq(name, low) || g.best->n <= 2 * (g.total - g.best->n)) continue;
    if (!base_str_eq(lemma_of(&table, &l->work, low, UPOS_PROPN, BASE_STR("NNP")), low)) continue;
    add_row(l, 'w', base_str_printf(&l->work, BASE_FMT "\1PROPN", BASE_ARG(low)), name);
  }
}

/* ---- regular forms that the rules get wrong, as the base words that there are tell ---- */

typedef struct ending { /* "ied" stands for "y": tried in this order */
  parse_upos upos;
  const char *xpos, *of_form, *of_base;
} ending;
static const ending ENDINGS[] = {
    {UPOS_VERB, "VBD", "ied", "y"}, {UPOS_VERB, "VBD", "ed", "e"}, {UPOS_VERB, "VBD", "ed", ""},
    {UPOS_VERB, "VBG", "ing", "e"}, {UPOS_VERB, "VBG", "ing", ""}, {UPOS_VERB, "VBZ", "ies", "y"},
    {UPOS_VERB, "VBZ", "s", ""},    {UPOS_VERB, "VBZ", "es", ""},  {UPOS_NOUN, "NNS", "ies", "y"},
    {UPOS_NOUN, "NNS", "s", ""},    {UPOS_NOUN, "NNS", "es", ""},  {UPOS_ADJ, "JJR", "ier", "y"},
    {UPOS_ADJ, "JJR", "er", "e"},   {UPOS_ADJ, "JJR", "er", ""},   {UPOS_ADJ, "JJS", "iest", "y"},
    {UPOS_ADJ, "JJS", "est", "e"},  {UPOS_ADJ, "JJS", "est", ""},
};
enum { N_ENDINGS = sizeof ENDINGS / sizeof *ENDINGS };

/* UPOS_NONE: it is a word at all. */
static bool is_base(learner *l, base_str word, parse_upos upos) {
  if (word.len < 3) return false;
  return base_map_get(&l->bases, base_str_printf(&l->work, BASE_FMT "\1%s", BASE_ARG(word), parse_upos_name(upos)));
}

static void note_bases(learner *l, const base_str *words, size_t n) {
  for (size_t i = 0; i < n; i++)
    *base_map_put(&l->bases,
                  base_str_printf(&l->work, BASE_FMT "\1%s", BASE_ARG(words[i]), parse_upos_name(UPOS_NONE))) = l;
  for (size_t i = 0; i < l->uses.n; i++) {
    const tally_row *u = &l->uses.v[i];
    base_str key = base_str_printf(&l->work, BASE_FMT "\1%s", BASE_ARG(u->value), parse_upos_name(u->word->upos));
    *base_map_put(&l->bases, key) = l;
  }
}

/* "-es" follows a hiss or an o: "canes" is no "can". */
static bool fits(base_str stem, const ending *e) {
  return strcmp(e->of_form, "es") || strchr("szxho", stem.data[stem.len - 1]);
}

/* The base of the form by the ending, if it is a base of `upos`; the doubled letter of "stopped" may go. */
static base_str base_by(learner *l, base_str form, const ending *e, parse_upos upos) {
  base_str of_form = base_str_of(e->of_form);
  if (!base_str_ends(form, of_form) || form.len < of_form.len + 2) return BASE_NONE;
  base_str stem = base_str_sub(form, 0, form.len - of_form.len);
  if (!fits(stem, e)) return BASE_NONE;
  base_str base = base_str_join(&l->work, stem, base_str_of(e->of_base));
  if (is_base(l, base, upos)) return base;
  bool doubled = stem.len > 2 && !*e->of_base && of_form.len > 1 && stem.data[stem.len - 1] == stem.data[stem.len - 2];
  base = base_str_sub(stem, 0, stem.len - 1);
  return doubled && is_base(l, base, upos) ? base : BASE_NONE;
}

/* The first base of `upos` by the endings of one tag, which begin at ENDINGS[k]. */
static base_str base_of(learner *l, base_str form, size_t k, parse_upos upos) {
  const char *xpos = ENDINGS[k].xpos;
  for (base_str base; k < N_ENDINGS && !strcmp(ENDINGS[k].xpos, xpos); k++)
    if ((base = base_by(l, form, &ENDINGS[k], upos)).data) return base;
  return BASE_NONE;
}

/* One form under one tag: a row where the table makes a base that is none. */
static void mend_form(learner *l, const model_strings *table, base_str form, size_t k) {
  parse_upos upos = ENDINGS[k].upos;
  if (!base_str_ends(form, base_str_of(ENDINGS[k].of_form + strlen(ENDINGS[k].of_form) - 1))) return;
  base_str key = base_str_printf(&l->work, BASE_FMT "\1%s", BASE_ARG(form), parse_upos_name(upos));
  if (base_map_get(&l->known, key)) return;
  base_str now = lemma_of(table, &l->work, form, upos, base_str_of(ENDINGS[k].xpos));
  if (is_base(l, now, upos)) return;
  base_str base = base_of(l, form, k, upos);
  if (!base.data && !is_base(l, now, UPOS_NONE)) base = base_of(l, form, k, UPOS_NONE);
  if (!base.data || base_str_eq(base, now)) return;
  *base_map_put(&l->known, key) = l;
  add_row(l, 'w', key, base);
}

static void learn_regular(learner *l, const base_str *words, size_t n) {
  model_strings table = as_table(l);
  note_bases(l, words, n);
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < N_ENDINGS; k++)
      if (!k || strcmp(ENDINGS[k].xpos, ENDINGS[k - 1].xpos)) mend_form(l, &table, words[i], k);
}

static drg_status add_inflections(learner *l, const char *path, drg_error *err) {
  base_lines in;
  drg_status status = base_lines_open(&in, path, err);
  if (status) return status;
  while (!status && base_lines_next(&in)) {
    base_str rest = in.text, form = base_str_cut(&rest, '\t'), upos = base_str_cut(&rest, '\t');
    if (!rest.data || !parse_upos_named(upos))
      status = base_fail(err, DRG_REJECTED, path, in.line, 0, "a line is a form, a part of speech and a lemma");
    else {
      base_str key = base_str_printf(&l->work, BASE_FMT "\1" BASE_FMT, BASE_ARG(form), BASE_ARG(upos));
      void **known = base_map_put(&l->known, key);
      if (!*known) add_row(l, 'w', key, rest);
      *known = l;
      *base_map_put(&l->bases, base_str_printf(&l->work, BASE_FMT "\1" BASE_FMT, BASE_ARG(rest), BASE_ARG(upos))) = l;
    }
  }
  base_lines_close(&in);
  return status;
}

drg_status lemmas_learn(const treebank *gold, const char *inflections, const base_str *words, size_t n_words,
                        base_arena *arena, lemma_table *out, drg_error *err) {
  learner l = {.out = arena};
  base_arena_init(&l.work);
  base_map_init(&l.bases, &l.work), base_map_init(&l.known, &l.work);
  count_uses(&l, gold);
  learn_rules(&l);
  learn_words(&l, 'w');
  learn_names(&l);
  learn_words(&l, 'c');
  drg_status status = inflections ? add_inflections(&l, inflections, err) : DRG_OK;
  learn_regular(&l, words, n_words);
  as_table(&l);
  *out = (lemma_table){BASE_NEW(arena, base_str, l.rows.n + 1), l.rows.n};
  if (l.rows.n) memcpy(out->rows, l.rows.v, l.rows.n * sizeof *out->rows);
  base_arena_clear(&l.work);
  return status;
}
