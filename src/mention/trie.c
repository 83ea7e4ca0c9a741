/* The trie over pieces of words: growing, cutting, stepping, matching. */
#include "mention/dict_parts.h"

enum { MAX_PIECES = 24, PIECE_BYTES = 512 };

/* ---- cutting text into pieces ---- */

static bool splits(char c) { return c == '-' || c == '\'' || c == ' ' || c == '/' || c == '\t' || c == ','; }

/* Folds ASCII in place; anything else goes by base_str_fold's rules, which need an arena: see fold_any. */
static bool is_plain(base_str s) {
  for (size_t i = 0; i < s.len; i++)
    if ((unsigned char)s.data[i] >= 0x80) return false;
  return true;
}

uint32_t dict_fold_pieces(base_str text, base_str *out, uint32_t cap, char *space, size_t space_len) {
  uint32_t n = 0;
  size_t used = 0, begin = 0;
  for (size_t i = 0; i <= text.len; i++) {
    char c = i < text.len ? text.data[i] : ' ';
    if (!splits(c)) {
      if (c == '.' || used == space_len) continue;
      space[used++] = (c >= 'A' && c <= 'Z') ? (char)(c + 32) : c;
      continue;
    }
    if (used > begin && n < cap) out[n++] = (base_str){space + begin, used - begin};
    begin = used;
  }
  return n;
}

static uint32_t cut_any(base_arena *arena, base_str text, base_str *out, char *space) {
  if (!is_plain(text)) text = base_str_fold(arena, text);
  return dict_fold_pieces(text, out, MAX_PIECES, space, PIECE_BYTES);
}

static bool is_simple(base_str s) {
  for (size_t i = 0; i < s.len; i++) {
    char c = (char)(s.data[i] | 32);
    if (c < 'a' || c > 'z') return false;
  }
  return s.len > 0;
}

void dict_cut(const dict *d, base_arena *arena, const parse_sent *s, dict_pieces *out) {
  BASE_VEC(base_sym) v = {0};
  base_str piece[MAX_PIECES];
  char space[PIECE_BYTES];
  out->start = BASE_NEW(arena, uint32_t, s->n + 1);
  for (uint32_t w = 0; w < s->n; w++) {
    const parse_word *word = &s->words[w];
    out->start[w] = (uint32_t)v.n;
    if (word->lower_sym && is_simple(word->form)) {
      BASE_PUSH(arena, &v, word->lower_sym);
      continue;
    }
    uint32_t n = cut_any(arena, word->form, piece, space);
    for (uint32_t k = 0; k < n; k++) BASE_PUSH(arena, &v, base_symbols_find(d->symbols, piece[k]));
  }
  out->start[s->n] = (uint32_t)v.n;
  out->v = v.v;
}

/* ---- stepping ---- */

static uint32_t edge_slot(const dict *d, uint32_t node, base_sym piece) {
  uint64_t h = ((uint64_t)node << 32 | piece) * 0x9E3779B97F4A7C15u;
  uint32_t mask = d->edge_cap - 1, i = (uint32_t)(h >> 32) & mask;
  while (d->edges[i].to && (d->edges[i].node != node || d->edges[i].piece != piece)) i = (i + 1) & mask;
  return i;
}

uint32_t dict_step(const dict *d, uint32_t node, base_sym piece) {
  return piece ? d->edges[edge_slot(d, node, piece)].to : 0;
}

/* ---- growing the trie ---- */

static void edges_grow(dict *d) {
  dict_edge *old = d->edges;
  uint32_t cap = d->edge_cap;
  d->edge_cap *= 2;
  d->edges = BASE_NEW(d->arena, dict_edge, d->edge_cap);
  for (uint32_t i = 0; i < cap; i++) {
    if (old[i].to) d->edges[edge_slot(d, old[i].node, old[i].piece)] = old[i];
  }
}

uint32_t dict_node(dict *d) {
  if (d->n_nodes == d->node_cap) {
    size_t cap = d->node_cap;
    d->forms = base_vec_grow(d->arena, d->forms, d->n_nodes, &cap, sizeof *d->forms);
    d->node_cap = (uint32_t)cap;
  }
  d->forms[d->n_nodes] = NULL;
  return d->n_nodes++;
}

uint32_t dict_grow(dict *d, uint32_t node, base_sym piece) {
  uint32_t to = dict_step(d, node, piece);
  if (to) return to;
  if (d->n_edges * 2 >= d->edge_cap) edges_grow(d);
  to = dict_node(d);
  d->edges[edge_slot(d, node, piece)] = (dict_edge){node, piece, to};
  d->n_edges++;
  return to;
}

uint32_t dict_flags(const dict *d, base_sym word) { return word < d->flags_cap ? d->flags[word] : 0; }

/* ---- matching ---- */

static bool all_capitals(base_str s) {
  bool letter = false;
  for (size_t i = 0; i < s.len;) {
    int32_t cp = base_utf8_next(s, &i);
    if (!base_char_is_letter(cp)) continue;
    if (!base_char_is_upper(cp)) return false;
    letter = true;
  }
  return letter;
}

static bool initial_capital(base_str s) {
  size_t i = 0;
  return s.len && base_char_is_upper(base_utf8_next(s, &i));
}

static bool case_fits(const dict_form *f, base_str word) {
  if (f->letters == CASE_ALL) return all_capitals(word);
  return f->letters == CASE_ANY || initial_capital(word) || base_char_is_digit((unsigned char)word.data[0]);
}

/* The first meaning from f on that fits; NULL if none does. */
static const dict_form *fitting(const dict_form *f, base_str word) {
  while (f && !case_fits(f, word)) f = f->next;
  return f;
}

static void keep_hits(const dict_form *f, base_str word, int32_t last, dict_hits *out) {
  bool name = false, agent = false;
  for (f = fitting(f, word); f; f = fitting(f->next, word)) {
    if (f->anaphor) out->anaphor = (dict_hit){f, last};
    else if (f->agent && !agent) out->agent = (dict_hit){f, last}, agent = true;
    else if (f->entry && !name) out->name = (dict_hit){f, last}, name = true;
  }
}

static bool is_hyphen(base_str s) {
  return (s.len == 1 && s.data[0] == '-') || (s.len == 3 && !memcmp(s.data, "\xe2\x80\x93", 3));
}

void dict_match(const dict *d, const parse_sent *s, const dict_pieces *p, int32_t w, dict_hits *out) {
  *out = (dict_hits){0};
  uint32_t node = 0;
  for (uint32_t i = (uint32_t)w; i < s->n; i++) {
    if (p->start[i] == p->start[i + 1]) {
      if (i == (uint32_t)w || !is_hyphen(s->words[i].form)) return;
      continue;
    }
    for (uint32_t k = p->start[i]; k < p->start[i + 1]; k++)
      if (!(node = dict_step(d, node, p->v[k]))) return;
    if (d->forms[node]) keep_hits(d->forms[node], s->words[w].form, (int32_t)i + 1, out);
  }
}

/* Of offices held together that of government counts, else the last named. */
static bool counts_more(const dict_term *t, const dict_term *best) {
  return !best || !base_str_eq(best->sector, DICT_GOVERNMENT) || base_str_eq(t->sector, DICT_GOVERNMENT);
}

const dict_term *dict_term_on(const dict_entry *e, int32_t day, bool *after) {
  const dict_term *best = NULL;
  *after = e->n_terms > 0;
  for (uint32_t k = 0; k < e->n_terms; k++) {
    const dict_term *t = &e->terms[k];
    if (day == DRG_NO_DAY || day <= t->to) *after = false;
    if (day == DRG_NO_DAY || (day >= t->from && day <= t->to))
      if (counts_more(t, best)) best = t;
  }
  return best;
}
