/* A sentence's words, as the dictionaries' programs cut them: by blanks and hyphens, commas told apart. */
#include "pattern/parts.h"

static bool is_mark(char c) { return c && strchr("\"'`()[]{}<>.,;:!?", c); }
static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static bool cuts_word(char c) { return is_blank(c) || c == '-' || c == '_'; }

static uint32_t classes_of(const pattern_dict *d, base_str text) {
  return (uint32_t)(uintptr_t)base_map_get(&d->classes, text);
}

/* Cuts the possessive's ending off. */
static bool cut_possessive(base_str *s) {
  if (s->len > 2 && base_str_ends(*s, BASE_STR("'s"))) return s->len -= 2, true;
  return false;
}

/* What the parser knows of the word that begins here. */
static void set_parsed(pattern_sentence *s, pattern_token *t) {
  uint32_t i = 0;
  while (i < s->parsed->n && s->parsed->words[i].end <= t->begin) i++;
  if (i == s->parsed->n) return;
  const parse_word *w = &s->parsed->words[i];
  t->upos = w->upos;
  if (w->begin != t->begin || s->dict->options.dialect != DIALECT_PETRARCH2) return;
  t->lemma = base_str_fold(s->arena, w->lemma);
  s->has |= pattern_bit(t->lemma);
}

static void push_word(pattern_sentence *s, uint32_t begin, uint32_t end, bool glued) {
  pattern_token t = {.begin = begin, .end = end, .glued = glued, .actor = -1, .verb = -1};
  base_str raw = base_str_sub(s->text, begin, end);
  t.text = base_str_fold(s->arena, raw);
  t.possessive = cut_possessive(&t.text);
  size_t i = 0;
  t.capital = base_char_is_upper(base_utf8_next(raw, &i)) && s->words.n > 0;
  s->has |= pattern_bit(t.text);
  if (t.possessive) s->has |= pattern_bit((base_str){t.text.data, t.text.len + 2});
  t.classes = classes_of(s->dict, t.text);
  set_parsed(s, &t);
  BASE_PUSH(s->arena, &s->words, t);
}

/* "anti- Gondor": what is left of a piece between blanks and hyphens once the marks around it are gone. An initialism
 * keeps its inner stops (u.n). */
static void add_piece(pattern_sentence *s, uint32_t begin, uint32_t end, bool glued) {
  bool comma = false;
  while (begin < end && is_mark(s->text.data[begin])) begin++;
  while (begin < end && is_mark(s->text.data[end - 1])) comma |= s->text.data[--end] == ',';
  if (begin < end) push_word(s, begin, end, glued);
  if (comma && s->words.n) s->words.v[s->words.n - 1].comma = true;
}

static uint32_t skip_bracket(const pattern_sentence *s, uint32_t i, uint32_t end) {
  uint32_t close = i;
  while (close < end && s->text.data[close] != ']') close++;
  return close < end ? close + 1 : i;
}

/* A headline in capitals tells nothing by them. */
static bool all_capitals(const pattern_sentence *s) {
  for (uint32_t i = s->parsed->begin; i < s->parsed->end; i++)
    if (s->text.data[i] >= 'a' && s->text.data[i] <= 'z') return false;
  return true;
}

/* Inside a name without blanks a comma parts words too: "the Brown,arrived". */
static bool ends_piece(const pattern_sentence *s, uint32_t i) {
  char c = s->text.data[i];
  return cuts_word(c) || (i > s->parsed->begin && s->text.data[i - 1] == ',' && !(c >= '0' && c <= '9'));
}

void pattern_words(pattern_sentence *s) {
  uint32_t end = s->parsed->end, from = s->parsed->begin;
  bool glued = false;
  for (uint32_t i = from; i <= end; i++) {
    if (i < end && s->text.data[i] == '[') {
      i = skip_bracket(s, i, end);
      from = i;
    }
    if (i < end && !ends_piece(s, i)) continue;
    add_piece(s, from, i, glued);
    bool word = i < end && !cuts_word(s->text.data[i]); /* the character belongs to the next piece */
    glued = i < end && s->text.data[i] == '-' && i > from;
    from = word ? i : i + 1;
  }
  if (all_capitals(s))
    for (size_t i = 0; i < s->words.n; i++) s->words.v[i].capital = false;
}
