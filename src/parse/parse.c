/* Sentences: the network's scores into tags, tree, labels, lemmas and features. */
#include <stdlib.h>
#include "parse/scratch.h"

static uint32_t best_of(const float *scores, uint32_t n) {
  uint32_t best = 0;
  for (uint32_t i = 1; i < n; i++)
    if (scores[i] > scores[best]) best = i;
  return best;
}

static void set_tags(const parse_model *m, const parse_scratch *s, base_arena *arena, parse_word *w, size_t i) {
  uint32_t u = best_of(s->upos + i * (size_t)m->upos_out.n, m->upos.n);
  uint32_t x = best_of(s->xpos + i * (size_t)m->xpos_out.n, m->xpos.n);
  w->upos = m->upos_of[u];
  w->xpos = m->xpos_names[x];
  w->feats = m->feats_of[x];
  w->lemma = lemma_recall(m, s->memo, arena, w->form, (parse_upos)w->upos, x);
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

/* "called on the minister to resign" with "on" hung from "resign", which the minister does not hang from: such arcs cross, and
 * the preposition belongs to the noun that it stands before. */
static void mend_crossing_preposition(parse_word *w, int preposition) {
  int verb = w[preposition].head, noun = preposition + 1;
  while (noun < verb && w[noun].head >= preposition) noun++;
  if (noun >= verb || w[noun].head < 0 || w[noun].head >= preposition) return;
  parse_deprel rel = (parse_deprel)w[noun].deprel;
  if (rel != DEP_OBL && rel != DEP_NSUBJ && rel != DEP_OBJ && rel != DEP_IOBJ) return;
  for (int up = w[noun].head; up >= 0; up = w[up].head)
    if (up == preposition) return; /* it would close a circle */
  w[noun].deprel = DEP_OBL;
  w[preposition].head = noun, w[preposition].deprel = DEP_CASE;
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

/* heads: by row, as model_label wants them */
static void find_heads(const parse_model *m, parse_scratch *s, const model_piece *p, int *heads) {
  int stride;
  const float *arcs = model_arcs(m, s, p, &stride);
  tree_decode(arcs, stride, p->n, heads, tree_work(s, p->n));
  for (int i = 0; i < p->n; i++) {
    p->words[i].head = heads[i];
    heads[i] = heads[i] < 0 ? 0 : p->row + heads[i];
  }
}

/* ---- names ---- */

void parse_set_marker(parse_scratch *s, parse_marker *marker, const void *context) {
  s->marker = marker, s->marker_context = context;
}

static void set_names(const parse_model *m, parse_scratch *s, base_arena *arena, const model_piece *pieces,
                      int n_pieces) {
  uint8_t marks[PARSE_MARKS * PARSE_MAX_WORDS] = {0}, tags[PARSE_MAX_WORDS], sure[PARSE_MAX_WORDS];
  for (int k = 0; k < n_pieces && s->marker; k++) {
    parse_sent piece = {.words = pieces[k].words, .n = (uint32_t)pieces[k].n};
    s->marker(s->marker_context, arena, &piece, marks + (size_t)(pieces[k].row - 1) * PARSE_MARKS);
  }
  model_tag_names(m, s, pieces, n_pieces, marks, tags, sure);
  for (int k = 0; k < n_pieces; k++)
    for (int i = 0, at = pieces[k].row - 1; i < pieces[k].n; i++, at++) {
      parse_word *w = &pieces[k].words[i];
      w->name_kind = m->entity.kind_of[tags[at]], w->name_sure = sure[at];
      w->name_begins = m->entity.place_of[tags[at]] == 'B' || m->entity.place_of[tags[at]] == 'S';
    }
}

/* The words' tags as spans. */
static void join_names(base_arena *arena, parse_sent *s) {
  BASE_VEC(parse_name) names = {0};
  for (uint32_t i = 0; i < s->n; i++) {
    const parse_word *w = &s->words[i];
    if (!w->name_kind) continue;
    parse_name *last = names.n ? &names.v[names.n - 1] : NULL;
    if (!w->name_begins && last && last->last == (int32_t)i && last->kind == w->name_kind) {
      int32_t n = last->last++ - last->first; /* as sure as its words on average */
      last->sure = (uint8_t)((last->sure * n + w->name_sure) / (n + 1));
      continue;
    }
    parse_name name = {(int32_t)i, (int32_t)i + 1, w->name_kind, w->name_sure};
    BASE_PUSH(arena, &names, name);
  }
  s->names = names.v, s->n_names = (uint32_t)names.n;
}

static void parse_pieces(const parse_model *m, parse_scratch *s, const base_symbols *symbols, base_arena *arena,
                         model_piece *pieces, int n_pieces) {
  int heads[PARSE_MAX_WORDS], n = 0;
  uint8_t labels[PARSE_MAX_WORDS];
  model_run(m, s, pieces, n_pieces);
  for (int k = 0; k < n_pieces; k++) {
    find_heads(m, s, &pieces[k], heads + n);
    n += pieces[k].n;
  }
  model_label(m, s, heads, n, labels);
  for (int k = 0, row = 0; k < n_pieces; k++) {
    for (int i = 0; i < pieces[k].n; i++, row++) {
      parse_word *w = &pieces[k].words[i];
      set_tags(m, s, arena, w, (size_t)row);
      set_symbols(symbols, arena, w);
      w->deprel = w->head < 0 ? DEP_ROOT : m->dep_of[labels[row]];
      if (w->head >= 0 && w->deprel == DEP_ROOT) w->deprel = DEP_DEP;
    }
    for (int i = 0; i < pieces[k].n; i++) {
      const parse_word *w = &pieces[k].words[i];
      if (w->upos == UPOS_ADP && w->deprel == DEP_MARK && w->head > i) mend_crossing_preposition(pieces[k].words, i);
    }
    set_passives(pieces[k].words, pieces[k].n);
  }
  if (m->entity.near) set_names(m, s, arena, pieces, n_pieces);
}

/* ---- sentences into pieces and back ---- */

static int longer(const void *a, const void *b) {
  const model_piece *x = a, *y = b;
  return x->n != y->n ? (x->n < y->n) - (x->n > y->n) : (x->words > y->words) - (x->words < y->words);
}

/* The later pieces of a sentence hang from its first root. */
static void join_pieces(parse_sent *s) {
  int32_t first_root = -1;
  for (uint32_t i = 0; i < s->n; i++) {
    parse_word *w = &s->words[i];
    if (w->head >= 0) w->head += (int32_t)(i / PARSE_MAX_WORDS * PARSE_MAX_WORDS);
    else if (first_root < 0) first_root = (int32_t)i;
    else w->head = first_root, w->deprel = DEP_PARATAXIS;
  }
}

void parse_sentences(const parse_model *m, parse_scratch *s, const base_symbols *symbols, base_arena *arena,
                     parse_sent *sents, uint32_t n) {
  BASE_VEC(model_piece) pieces = {0};
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t at = 0; at < sents[i].n; at += PARSE_MAX_WORDS) {
      uint32_t left = sents[i].n - at;
      model_piece p = {.words = sents[i].words + at, .n = (int)(left < PARSE_MAX_WORDS ? left : PARSE_MAX_WORDS)};
      BASE_PUSH(arena, &pieces, p);
    }
  if (pieces.n > 1) qsort(pieces.v, pieces.n, sizeof *pieces.v, longer);
  for (size_t at = 0; at < pieces.n;) { /* like lengths abreast */
    int count = 0, words = 0;
    while (at + (size_t)count < pieces.n && count < MODEL_ABREAST &&
           words + pieces.v[at + (size_t)count].n <= PARSE_MAX_WORDS)
      words += pieces.v[at + (size_t)count++].n;
    parse_pieces(m, s, symbols, arena, pieces.v + at, count);
    at += (size_t)count;
  }
  for (uint32_t i = 0; i < n; i++) {
    if (sents[i].n > PARSE_MAX_WORDS) join_pieces(&sents[i]);
    join_names(arena, &sents[i]);
  }
}
