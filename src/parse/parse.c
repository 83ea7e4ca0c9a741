/* One sentence: the network's scores into tags, tree, labels, lemmas and features. */
#include <stdlib.h>
#include "parse/scratch.h"

static uint32_t best_of(const float *scores, uint32_t n) {
  uint32_t best = 0;
  for (uint32_t i = 1; i < n; i++)
    if (scores[i] > scores[best]) best = i;
  return best;
}

static void set_tags(const parse_model *m, lemma_memo *memo, const model_output *out, base_arena *arena, parse_word *w,
                     int i) {
  uint32_t u = best_of(out->upos + (size_t)i * (size_t)m->upos_out.n, m->upos.n);
  uint32_t x = best_of(out->xpos + (size_t)i * (size_t)m->xpos_out.n, m->xpos.n);
  w->upos = m->upos_of[u];
  w->xpos = m->xpos_names[x];
  w->feats = m->feats_of[x];
  w->lemma = lemma_recall(m, memo, arena, w->form, (parse_upos)w->upos, x);
}

static void set_symbols(const base_symbols *symbols, base_arena *arena, parse_word *w) {
  if (!symbols) return;
  w->lower_sym = base_symbols_find(symbols, base_str_fold(arena, w->form));
  w->lemma_sym = base_symbols_find(symbols, base_str_fold(arena, w->lemma));
}

static bool has_child(const parse_word *w, int n, int head, parse_deprel rel) {
  for (int i = 0; i < n; i++)
    if (w[i].head == head && w[i].deprel == rel) return true;
  return false;
}

/* "Brazil called on Peru" taken for a passive: a participle with a subject, no auxiliary and none to share is the past
 * form that looks the same. */
static void mend_false_passive(parse_word *w, int n, int subject) {
  int verb = w[subject].head;
  bool auxiliary =
      has_child(w, n, verb, DEP_AUX_PASS) || has_child(w, n, verb, DEP_AUX) || has_child(w, n, verb, DEP_COP);
  bool clause = w[verb].deprel == DEP_ROOT || w[verb].deprel == DEP_CCOMP || w[verb].deprel == DEP_ACL_RELCL;
  if (auxiliary || !clause || !(w[verb].feats & PARSE_PARTICIPLE)) return;
  w[subject].deprel = DEP_NSUBJ;
  w[verb].feats = PARSE_PAST;
}

/* Passives from the tree: a participle with a passive auxiliary or subject. */
static void set_passives(parse_word *w, int n) {
  for (int i = 0; i < n; i++)
    if (w[i].deprel == DEP_NSUBJ_PASS && w[i].head >= 0) mend_false_passive(w, n, i);
  for (int i = 0; i < n; i++) {
    bool sign = w[i].deprel == DEP_AUX_PASS || w[i].deprel == DEP_NSUBJ_PASS || w[i].deprel == DEP_CSUBJ_PASS;
    if (sign && w[i].head >= 0 && w[w[i].head].feats & PARSE_PARTICIPLE) w[w[i].head].feats |= PARSE_PASSIVE;
  }
}

static void *tree_work(parse_scratch *s, int n) {
  size_t bytes = tree_work_bytes(n);
  if (bytes > s->tree_bytes) {
    free(s->tree);
    s->tree = malloc(bytes);
    if (!s->tree) abort();
    s->tree_bytes = bytes;
  }
  return s->tree;
}

static void parse_piece(const parse_model *m, parse_scratch *s, const base_symbols *symbols, base_arena *arena,
                        parse_word *w, int n) {
  base_str forms[PARSE_MAX_WORDS];
  int heads[PARSE_MAX_WORDS];
  uint8_t labels[PARSE_MAX_WORDS];
  model_output out;
  for (int i = 0; i < n; i++) forms[i] = w[i].form;
  model_run(m, s, forms, n, &out);
  for (int i = 0; i < n; i++) {
    set_tags(m, s->memo, &out, arena, &w[i], i);
    set_symbols(symbols, arena, &w[i]);
  }
  tree_decode(out.arcs, out.arc_stride, n, heads, tree_work(s, n));
  model_label(m, s, heads, n, labels);
  for (int i = 0; i < n; i++) {
    w[i].head = heads[i];
    w[i].deprel = heads[i] < 0 ? DEP_ROOT : m->dep_of[labels[i]];
    if (heads[i] >= 0 && w[i].deprel == DEP_ROOT) w[i].deprel = DEP_DEP;
  }
  set_passives(w, n);
}

void parse_sentence(const parse_model *m, parse_scratch *s, const base_symbols *symbols, base_arena *arena,
                    parse_sent *sent) {
  int32_t first_root = -1;
  for (uint32_t at = 0; at < sent->n; at += PARSE_MAX_WORDS) {
    uint32_t n = sent->n - at < PARSE_MAX_WORDS ? sent->n - at : PARSE_MAX_WORDS;
    parse_word *w = sent->words + at;
    parse_piece(m, s, symbols, arena, w, (int)n);
    for (uint32_t i = 0; i < n; i++) {
      bool root = w[i].head < 0;
      if (!root) w[i].head += (int32_t)at;
      else if (first_root < 0) first_root = (int32_t)(at + i);
      else w[i].head = first_root, w[i].deprel = DEP_PARATAXIS;
    }
  }
}
