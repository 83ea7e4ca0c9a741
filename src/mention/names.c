/* Names agree through a document: what a name is called most surely it is called everywhere, and the last word of a person's full
 * name is that person. The recogniser sees one sentence at a time; this sees them all.
 *
 *   … Yoweri Museveni met … Museveni[organisation, 55 %] said … Museveni …   ->  three times a person
 */
#include "mention/dict_parts.h"
#include "mention/units.h"

const parse_name *units_name_at(const parse_sent *s, int32_t w) {
  for (uint32_t i = 0; i < s->n_names; i++)
    if (s->names[i].first <= w && w < s->names[i].last) return &s->names[i];
  return NULL;
}

typedef struct ballot {
  uint32_t votes[NAME_COUNT]; /* percents added up */
  uint32_t times;
} ballot;

typedef struct settling {
  base_arena *arena;
  base_str text;
  base_map ballots; /* by the name's words */
} settling;

/* What a full name says for its last word, and the name before brackets for the acronym inside. */
enum { VOICE_OF_FULL_NAME = 200, VOICE_OF_LONG_FORM = 200 };
/* Votes that make a name of a word that the recogniser passed over. */
enum { ENOUGH_VOTES = 150, MISSING_SURE = 60 };
enum { WORDS_OF_PERSON = 5 };

static ballot *ballot_of(settling *x, base_str words) {
  void **at = base_map_put(&x->ballots, words);
  if (!*at) *at = BASE_NEW(x->arena, ballot, 1);
  return *at;
}

static base_str words_of(const settling *x, const parse_sent *s, int32_t first, int32_t last) {
  return mention_words(x->text, s, first, last);
}

/* "Mano River Authority (MRA)": the acronym behind a name, or -1. */
static int32_t acronym_behind(const parse_sent *s, const parse_name *n) {
  int32_t w = n->last + 1;
  if (w + 1 >= (int32_t)s->n || n->last - n->first < 2) return -1;
  base_str open = s->words[w - 1].form, in = s->words[w].form, close = s->words[w + 1].form;
  if (open.len != 1 || open.data[0] != '(' || close.len != 1 || close.data[0] != ')' || in.len < 2) return -1;
  for (size_t i = 0; i < in.len;)
    if (!base_char_is_upper(base_utf8_next(in, &i))) return -1;
  return in.data[0] == s->words[n->first].form.data[0] ? w : -1;
}

static void vote_for_word(settling *x, const parse_sent *s, int32_t w, const parse_name *n, uint32_t voice) {
  ballot_of(x, words_of(x, s, w, w + 1))->votes[n->kind] += voice * n->sure / 100;
}

static void vote(settling *x, const parse_sent *s, const parse_name *n) {
  ballot *b = ballot_of(x, words_of(x, s, n->first, n->last));
  b->votes[n->kind] += n->sure, b->times++;
  int32_t many = n->last - n->first, acronym = acronym_behind(s, n);
  if (n->kind == NAME_PERSON && many > 1 && many <= WORDS_OF_PERSON)
    vote_for_word(x, s, n->last - 1, n, VOICE_OF_FULL_NAME);
  if (acronym >= 0) vote_for_word(x, s, acronym, n, VOICE_OF_LONG_FORM);
}

static uint8_t winner(const ballot *b) {
  uint32_t all = 0;
  uint8_t best = 0;
  for (uint8_t k = 1; k < NAME_COUNT; k++) {
    all += b->votes[k];
    if (b->votes[k] > b->votes[best]) best = k;
  }
  return b->votes[best] * 5 > all * 3 ? best : 0;
}

static void settle(settling *x, const parse_sent *s, parse_name *n) {
  uint8_t kind = winner(ballot_of(x, words_of(x, s, n->first, n->last)));
  if (kind) n->kind = kind;
}

/* ---- words that were passed over ---- */

static bool is_name_word(const parse_word *w) {
  size_t i = 0;
  return w->upos == UPOS_PROPN && w->form.len > 2 && base_char_is_upper(base_utf8_next(w->form, &i));
}

/* The kind that word w must be, or 0: it is what names elsewhere in the document agree on. */
static uint8_t kind_of_word(const settling *x, const parse_sent *s, int32_t w) {
  if (!is_name_word(&s->words[w])) return 0;
  const ballot *b = base_map_get(&x->ballots, words_of(x, s, w, w + 1));
  uint8_t kind = b ? winner(b) : 0;
  return kind && b->votes[kind] >= ENOUGH_VOTES ? kind : 0;
}

static void add_missing(settling *x, parse_sent *s) {
  BASE_VEC(parse_name) all = {0};
  uint32_t k = 0;
  bool found = false;
  for (int32_t w = 0; w < (int32_t)s->n; w++) {
    if (k < s->n_names && s->names[k].first == w) {
      BASE_PUSH(x->arena, &all, s->names[k]);
      w = s->names[k++].last - 1;
      continue;
    }
    uint8_t kind = kind_of_word(x, s, w);
    if (!kind) continue;
    parse_name name = {w, w + 1, kind, MISSING_SURE};
    BASE_PUSH(x->arena, &all, name);
    found = true;
  }
  if (found) s->names = all.v, s->n_names = (uint32_t)all.n;
}

void mention_settle_names(base_arena *arena, base_str text, parse_sent *sents, uint32_t n_sents) {
  settling x = {.arena = arena, .text = text};
  base_map_init(&x.ballots, arena);
  for (uint32_t i = 0; i < n_sents; i++)
    for (uint32_t k = 0; k < sents[i].n_names; k++) vote(&x, &sents[i], &sents[i].names[k]);
  for (uint32_t i = 0; i < n_sents; i++) {
    for (uint32_t k = 0; k < sents[i].n_names; k++) settle(&x, &sents[i], &sents[i].names[k]);
    add_missing(&x, &sents[i]);
  }
}
