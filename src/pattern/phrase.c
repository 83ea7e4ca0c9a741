/* Phrases: read from the dictionary's notation, kept by their first word, found in a sentence. */
#include "pattern/parts.h"

/* ---- reading: WORD, then what joins it to the next ---- */

static bool ends_word(char c) { return c == '_' || c == ' ' || c == '=' || c == '~'; }

/* Cuts a word and the marks behind it off *rest. */
static pattern_word read_word(base_str *rest) {
  size_t n = 0, k;
  while (n < rest->len && !ends_word(rest->data[n])) n++;
  pattern_word w = {.text = base_str_sub(*rest, 0, n), .end = END_STEM};
  for (k = n; k < rest->len && ends_word(rest->data[k]); k++) {
    if (rest->data[k] == '=') w.end = END_EXACT;
    if (rest->data[k] == '_') w.tight = true;
    if (rest->data[k] == '_' && w.end == END_STEM && (k == n || rest->data[k - 1] != '~')) w.end = END_WHOLE;
    if (rest->data[k] == ' ') w.tight = false;
  }
  *rest = base_str_sub(*rest, k, rest->len);
  return w;
}

bool pattern_phrase_read(base_arena *arena, base_str text, pattern_phrase *out) {
  BASE_VEC(pattern_word) words = {0};
  base_str rest = base_str_lower(arena, base_str_trim(text));
  uint32_t length = (uint32_t)rest.len;
  while (rest.len) {
    pattern_word w = read_word(&rest);
    if (w.text.len) BASE_PUSH(arena, &words, w);
  }
  *out = (pattern_phrase){.words = words.v, .n = (uint32_t)words.n, .length = length};
  return words.n > 0 && words.n <= PATTERN_MAX_WORDS;
}

/* Longest first; of equals, those whose words stand side by side, then in the order of the dictionary. */
static bool comes_before(const pattern_phrase *a, const pattern_phrase *b) {
  if (a->length != b->length) return a->length > b->length;
  return a->words[0].tight && !b->words[0].tight;
}

void pattern_phrase_add(base_map *list, pattern_phrase *phrase) {
  pattern_phrase **at = (pattern_phrase **)base_map_put(list, phrase->words[0].text);
  while (*at && !comes_before(phrase, *at)) at = &(*at)->next;
  phrase->next = *at;
  *at = phrase;
}

/* ---- words ---- */

static bool one_of(base_str rest, const char *const *ends) {
  for (; *ends; ends++)
    if (base_str_eq(rest, base_str_of(*ends))) return true;
  return false;
}

static const char *const NOUN_ENDS[] = {"", "s", "es", NULL};
static const char *const VERB_ENDS[] = {"", "s", "ed", "d", "es", "en", "ing", NULL};

/* With its possessive ending, which stands behind text. */
static base_str full_text(const pattern_token *t) {
  return (base_str){t->text.data, t->text.len + (t->possessive ? strlen("'s") : 0)};
}

bool pattern_word_fits(const pattern_word *w, const pattern_token *t) {
  if (t->possessive && base_str_eq(full_text(t), w->text)) return true;
  if (w->end == END_STEM) return base_str_starts(t->text, w->text);
  return base_str_eq(t->text, w->text);
}

static bool last_word_fits(const pattern_word *w, const pattern_token *t, bool verb) {
  if (verb && t->possessive) return false;
  if (w->end != END_WHOLE) return pattern_word_fits(w, t);
  if (!base_str_starts(t->text, w->text)) return false;
  base_str rest = base_str_sub(t->text, w->text.len, t->text.len);
  if (verb && w->text.len && w->text.data[w->text.len - 1] == 'e' && base_str_eq(rest, BASE_STR("ing"))) return false;
  return one_of(rest, verb ? VERB_ENDS : NOUN_ENDS);
}

/* ---- phrases in a sentence ---- */

/* A noun's or verb's word is free to be taken; what an actor took already is not. */
static bool is_free(const pattern_token *t) { return t->actor == -1 && !t->agent && t->verb < 0 && !t->verbal; }

static bool words_from(const pattern_sentence *s, const pattern_phrase *p, uint32_t k, int from, bool verb,
                       pattern_found *out) {
  if (k == p->n) return true;
  bool tight = k == 0 || p->words[k - 1].tight;
  if (++out->steps > PATTERN_MAX_STEPS) return false;
  for (int i = from; i < (int)s->words.n; i++) {
    const pattern_token *t = &s->words.v[i];
    bool fits = k + 1 == p->n ? last_word_fits(&p->words[k], t, verb) : pattern_word_fits(&p->words[k], t);
    if (fits && k + 1 < p->n && p->words[k].tight && t->possessive) fits = base_str_eq(full_text(t), p->words[k].text);
    if (fits && is_free(t)) {
      out->at[k] = i;
      if (words_from(s, p, k + 1, i + 1, verb, out)) return true;
    }
    if (tight) return false;
  }
  return false;
}

/* The part that stands together: small gaps ("Prince of Dol Amroth") are in it. */
static void set_span(pattern_found *f) {
  f->first = f->at[0];
  f->last = f->at[0] + 1;
  for (uint32_t k = 1; k < f->phrase->n && f->at[k] <= f->last + 1; k++) f->last = f->at[k] + 1;
}

static void try_chain(const pattern_sentence *s, const pattern_phrase *p, int at, bool verb, pattern_found *best) {
  for (; p; p = p->next) {
    if (best->phrase && !comes_before(p, best->phrase)) return;
    pattern_found f = {.phrase = p};
    if (!words_from(s, p, 0, at, verb, &f)) continue;
    *best = f;
    return;
  }
}

bool pattern_phrase_at(const pattern_sentence *s, pattern_list list, int at, pattern_found *out) {
  base_str text = full_text(&s->words.v[at]);
  *out = (pattern_found){0};
  for (size_t n = text.len; n >= 1; n--)
    try_chain(s, base_map_get(&s->dict->lists[list], base_str_sub(text, 0, n)), at, list == LIST_verb, out);
  if (out->phrase) set_span(out);
  return out->phrase != NULL;
}
