/* PETRARCH's new actors: noun phrases that hold no actor of the dictionaries may stand where one is missed, with their
 * own words for a code: "GUILD OF BAKERS". */
#include "pattern/parts.h"

static bool is_nominal(const parse_word *w) { return w->upos == UPOS_NOUN || w->upos == UPOS_PROPN; }

/* Heads a phrase that is not part of a greater one. */
static bool is_top(const parse_sent *p, int w) {
  const parse_word *word = &p->words[w];
  return is_nominal(word) && (word->head < 0 || word->deprel == DEP_CONJ || !is_nominal(&p->words[word->head]));
}

/* What hangs from a phrase without being of it. */
static bool is_aside(parse_deprel rel) {
  static const parse_deprel ASIDE[] = {DEP_PUNCT, DEP_CONJ,      DEP_CC,  DEP_ACL,   DEP_ACL_RELCL,
                                       DEP_ADVCL, DEP_PARATAXIS, DEP_COP, DEP_NSUBJ, DEP_AUX};
  for (size_t i = 0; i < sizeof ASIDE / sizeof *ASIDE; i++)
    if (ASIDE[i] == rel) return true;
  return false;
}

static bool is_in_phrase(const parse_sent *p, int w, int head) {
  if (w >= 0 && p->words[w].deprel == DEP_CASE && p->words[w].head == head) return false;
  while (w >= 0 && w != head && !is_aside(p->words[w].deprel)) w = p->words[w].head;
  return w == head;
}

/* The phrase's words; false: it holds an actor, or none of its words is left. */
static bool set_span(const pattern_sentence *s, int head, pattern_actor *a) {
  a->first = a->last = -1;
  for (int i = 0; i < (int)s->words.n; i++) {
    if (!is_in_phrase(s->parsed, pattern_parsed_at(s, &s->words.v[i]), head)) continue;
    if (s->words.v[i].actor >= 0) return false;
    if (a->first < 0) a->first = i;
    a->last = i + 1;
  }
  return a->first >= 0;
}

/* data NULL: longer than is allowed. */
static base_str code_of(const pattern_sentence *s, const pattern_actor *a) {
  drg_buffer out;
  int64_t n = 0;
  drg_buffer_init(&out);
  for (int i = a->first; i < a->last; i++) {
    base_putz(&out, i == a->first ? "\"" : " ");
    for (size_t k = 0; k < s->words.v[i].text.len; k++) {
      char c = s->words.v[i].text.data[k];
      if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
      base_put(&out, (base_str){&c, 1});
    }
    n += !s->words.v[i].glued;
  }
  base_putz(&out, "\"");
  base_str code =
      n > s->dict->options.new_actor_length ? BASE_NONE : base_str_copy(s->arena, (base_str){out.data, out.len});
  drg_buffer_clear(&out);
  return code;
}

/* They come behind the known ones, whom positions and patterns look at first. */
void pattern_mark_unknown(pattern_sentence *s) {
  for (uint32_t w = 0; s->dict->options.new_actor_length > 0 && w < s->parsed->n; w++) {
    pattern_actor a = {.compound = -1, .refers = -1, .unknown = true};
    if (!is_top(s->parsed, (int)w) || !set_span(s, (int)w, &a)) continue;
    base_str code = code_of(s, &a);
    a.name = a.first, a.plain = a.before_agent = code;
    if (code.data) BASE_PUSH(s->arena, &a.codes, code);
    BASE_PUSH(s->arena, &s->actors, a);
  }
}
