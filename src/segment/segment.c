/* Paragraphs and sentences over the tokens of token.c. */
#include "segment/rules.h"

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
static bool is_small(char c) { return c >= 'a' && c <= 'z'; }
static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Bytes of the blank at s (no-break and thin spaces count), 0 if it is none. */
static uint32_t blank_len(base_str s) {
  if (is_blank(s.data[0])) return 1;
  if ((unsigned char)s.data[0] < 0x80) return 0;
  if (base_str_starts(s, BASE_STR("\xC2\xA0"))) return 2;
  if (s.len >= 3 && !memcmp(s.data, "\xE2\x80", 2)) {
    unsigned char c = (unsigned char)s.data[2];
    return (c >= 0x80 && c <= 0x8B) || c == 0xA8 || c == 0xA9 || c == 0xAF ? 3 : 0;
  }
  return 0;
}

/* ---- lines ---- */

enum { SHORT_LINE = 55 }; /* bytes; a shorter line without a final stop before a capitalised line is a headline */

static bool ends_like_sentence(base_str line) {
  if (!line.len) return true;
  char c = line.data[line.len - 1];
  return strchr(".!?:;,\")", c) || base_str_ends(line, BASE_STR("\xE2\x80\x9D"));
}

/* "* Talks resume", "2. Mail is late": an item of a list. */
static bool opens_item(base_str line) {
  size_t i = 0;
  base_str rest = line, sign = base_str_word(&rest), word = base_str_word(&rest);
  bool number = sign.len && sign.len <= 3 && is_digit(sign.data[0]) && sign.data[sign.len - 1] == '.';
  bool bullet = (sign.len == 1 && strchr("*-", sign.data[0])) || base_str_eq(sign, BASE_STR("\xE2\x80\xA2"));
  return (number || bullet) && word.len && base_char_is_upper(base_utf8_next(word, &i));
}

static bool opens_paragraph(base_str before, base_str after) {
  if (!base_str_trim(after).len) return true; /* a blank line */
  if (after.data[0] == ' ' && after.len > 3 && after.data[1] == ' ' && !ends_like_sentence(before)) return false;
  if (before.len >= SHORT_LINE) return false;
  size_t i = 0;
  base_str next = base_str_trim(after);
  if (opens_item(next)) return true;
  bool capital = base_char_is_upper(base_utf8_next(next, &i)) || next.data[0] == '"';
  return capital && !ends_like_sentence(before);
}

/* ---- sentence ends ---- */

typedef struct cutter {
  const seg_rules *r;
  seg_out out;
  drg_span body;
  BASE_VEC(seg_sentence) sentences;
  uint32_t first; /* token that opens the sentence under way */
  uint32_t paragraph;
  uint32_t line_ends; /* byte after which a sentence ends whatever its last token is; 0: none */
  bool caseless;      /* a text without capitals: they cannot tell where a sentence starts */
} cutter;

static base_str word(const cutter *c, const seg_token *t) { return base_str_sub(c->out.text, t->begin, t->end); }

static void end_sentence(cutter *c) {
  uint32_t n = (uint32_t)c->out.tokens.n;
  if (c->first >= n) return;
  seg_sentence s = {c->out.tokens.v[c->first].begin, c->out.tokens.v[n - 1].end, c->first, n - c->first, c->paragraph};
  BASE_PUSH(c->out.arena, &c->sentences, s);
  c->first = n;
}

static bool is_final_mark(base_str w) {
  if (!w.len) return false;
  if (base_str_eq(w, BASE_STR("\xE2\x80\xA6"))) return true;
  for (size_t i = 0; i < w.len; i++)
    if (!strchr(".!?", w.data[i])) return false;
  return true;
}

static bool is_ellipsis(base_str w) { return w.len > 1 && !strchr("!?", w.data[0]); }

static bool is_closer(base_str w) {
  /* the left mark too: German quotations end with it, and so do slips ("It fell.“ He left.") */
  static const char *const CLOSERS[] = {"\"", "'", "\xE2\x80\x9D", "\xE2\x80\x99", "\xE2\x80\x9C",
                                        ")",  "]", "''",           "\xC2\xBB"};
  for (size_t i = 0; i < sizeof CLOSERS / sizeof *CLOSERS; i++)
    if (base_str_eq(w, base_str_of(CLOSERS[i]))) return true;
  return false;
}

/* A reference to a note, "[17]": it belongs to the sentence before it. */
static bool is_reference(base_str s) {
  size_t i = 1;
  while (i < s.len && is_digit(s.data[i])) i++;
  return s.len && s.data[0] == '[' && i > 1 && i < s.len && s.data[i] == ']';
}

/* Who opens a sentence with a small letter does so again. */
static bool opened_small(const cutter *c) { return is_small(c->out.text.data[c->out.tokens.v[c->first].begin]); }

/* "iPhone", "al-Qaeda": a name, which may open a sentence as it is. */
static bool is_small_name(base_str rest) {
  size_t i = 0;
  while (i < rest.len && i < SEG_MAX_WORD && (is_small(rest.data[i]) || rest.data[i] == '-')) i++;
  return i < rest.len && is_capital(rest.data[i]);
}

/* A small letter at byte i opens a sentence as a name does, in brackets or in an address. */
static bool opens_small(base_str rest, size_t i) {
  base_str word = base_str_sub(rest, i, rest.len);
  return (i > 0 && rest.data[i - 1] == '(') || base_str_starts(word, BASE_STR("http")) || is_small_name(word);
}

/* Does what follows at byte `at` look like the start of a sentence? Opening marks are looked past. */
static bool starts_sentence(const cutter *c, uint32_t at, bool small) {
  base_str rest = base_str_sub(c->out.text, at, c->body.end);
  for (size_t i = 0; i < rest.len;) {
    uint32_t blank = blank_len(base_str_sub(rest, i, rest.len));
    if (blank) {
      i += blank;
      continue;
    }
    if (rest.data[i] == '[' && is_reference(base_str_sub(rest, i, rest.len))) return false;
    if (is_small(rest.data[i])) return c->caseless || small || opens_small(rest, i);
    int32_t cp = base_utf8_next(rest, &i);
    bool opener = cp == '"' || cp == '\'' || cp == '(' || cp == '[' || cp == 0x201C || cp == 0x2018 || cp == 0xAB ||
                  cp == '-' || cp == 0x2014 || cp == 0x2013 || cp == '*' || cp == 0x2022;
    if (!opener)
      return c->caseless || base_char_is_upper(cp) || base_char_is_digit(cp) || (cp >= 0x80 && base_char_is_letter(cp));
  }
  return true;
}

static bool next_is_digit(const cutter *c, uint32_t at) {
  while (at < c->body.end && is_blank(c->out.text.data[at])) at++;
  return at < c->body.end && is_digit(c->out.text.data[at]);
}

/* Whether an abbreviation with its full stop ends the sentence too. */
static bool abbreviation_ends(const cutter *c, base_str w, uint32_t at) {
  unsigned kinds = seg_word_kinds(c->r, w);
  if (kinds & SEG_TITLE) return false;
  if (kinds & SEG_NUMBER && next_is_digit(c, at)) return false;
  /* "U.S. President", "Sept. 11": the sequel of an abbreviation is mostly a name or a figure */
  base_str rest = base_str_sub(c->out.text, at, c->body.end);
  base_str next = base_str_word(&rest);
  size_t i = 0;
  if (!next.data || (kinds & SEG_ABBREV && next_is_digit(c, at))) return !next.data;
  int32_t cp = base_utf8_next(next, &i);
  if (!base_char_is_upper(cp)) return false;
  unsigned next_kinds = seg_word_kinds(c->r, next);
  if (w.len == 2 && is_capital(w.data[0])) return (next_kinds & SEG_OPENER) != 0; /* an initial: "J. Smith" */
  /* pronouns, articles and the like follow a full sentence; another capital mostly goes on with a name: "U.S. Navy" */
  return (next_kinds & (SEG_TITLE | SEG_OPENER)) != 0;
}

static bool sentence_ends_after(const cutter *c, uint32_t tok) {
  const seg_token *t = &c->out.tokens.v[tok];
  base_str w = word(c, t);
  bool abbreviated = w.len > 1 && w.data[w.len - 1] == '.' && !is_final_mark(w);
  if (abbreviated) return t->end < c->body.end && t->space_after && abbreviation_ends(c, w, t->end);
  if (!is_final_mark(w) || !t->space_after) return false;
  return starts_sentence(c, t->end, opened_small(c) && !is_ellipsis(w));
}

/* "1." or "2.1." that opens a sentence numbers it. */
static bool is_list_number(const cutter *c) {
  const seg_token *t = &c->out.tokens.v[c->first];
  return c->out.tokens.n - c->first == 2 && t->end - t->begin <= 3 && is_digit(c->out.text.data[t->begin]) &&
         is_digit(c->out.text.data[t->end - 1]);
}

enum { MAX_REFERENCES = 8 };

/* The tokens before `n` without the references that they end with. */
static uint32_t before_references(const cutter *c, uint32_t n) {
  const seg_token *t = c->out.tokens.v;
  for (int i = 0; i < MAX_REFERENCES && n >= c->first + 4; i++, n -= 3) {
    if (!base_str_eq(word(c, &t[n - 1]), BASE_STR("]"))) break;
    if (!is_reference(base_str_sub(c->out.text, t[n - 3].begin, t[n - 1].end))) break;
  }
  return n;
}

/* "Why?" Ms. Ruiz asked. */
static bool speaker_follows(const cutter *c, uint32_t at) {
  base_str rest = base_str_sub(c->out.text, at, c->body.end), w;
  for (int i = 0; i < 4 && (w = base_str_word(&rest)).data; i++) {
    bool ends = w.data[w.len - 1] == '.' || w.data[w.len - 1] == ',';
    unsigned kinds = seg_word_kinds(c->r, ends ? base_str_sub(w, 0, w.len - 1) : w);
    if (i > 0 && kinds & SEG_SPEECH) return ends;
    if (ends && !(seg_word_kinds(c->r, w) & SEG_TITLE)) return false;
  }
  return false;
}

/* Closing quotes, brackets or references end the text at byte `at`; `mark` is the token before them. */
static bool ends_closed(const cutter *c, uint32_t mark, uint32_t at) {
  base_str w = word(c, &c->out.tokens.v[mark]);
  if (!is_final_mark(w) || !starts_sentence(c, at, false)) return false;
  return w.data[0] == '.' || !speaker_follows(c, at);
}

/* The tokens [from, n) have just been added: closes sentences that end in or before them. Closing quotes, brackets and
 * references go with what they close. */
static void close_sentences(cutter *c, uint32_t from) {
  const seg_token *t = c->out.tokens.v;
  uint32_t n = (uint32_t)c->out.tokens.n;
  if (from >= n) return;
  uint32_t last = before_references(c, n) - 1, mark = last;
  if (last < from) from = c->first;
  while (mark > from && is_closer(word(c, &t[mark]))) mark--;
  if (mark == n - 1 ? sentence_ends_after(c, mark) && !is_list_number(c)
                    : t[n - 1].space_after && ends_closed(c, mark, t[n - 1].end))
    end_sentence(c);
}

/* ---- sentences that open where no mark stands ---- */

/* "Image: A. Photographer" */
static bool is_label(const cutter *c, uint32_t begin, uint32_t end) {
  base_str w = base_str_sub(c->out.text, begin, end);
  return w.data[w.len - 1] == ':' && w.len > 1 && seg_word_kinds(c->r, base_str_sub(w, 0, w.len - 1)) & SEG_LABEL;
}

enum { LONG_SENTENCE = 200 }; /* tokens */

/* Is a quotation open in the sentence under way? A very long sentence counts as one. */
static bool in_quotes(const cutter *c) {
  bool inside = false;
  if (c->out.tokens.n - c->first > LONG_SENTENCE) return true;
  for (size_t i = c->first; i < c->out.tokens.n; i++) {
    base_str w = word(c, &c->out.tokens.v[i]);
    if (base_str_eq(w, BASE_STR("\""))) inside = !inside;
    else if (base_str_eq(w, BASE_STR("\xE2\x80\x9C"))) inside = true;
    else if (base_str_eq(w, BASE_STR("\xE2\x80\x9D"))) inside = false;
  }
  return inside;
}

/* Is the last token a name or a figure? */
static bool follows_name(const cutter *c) {
  char first = c->out.text.data[c->out.tokens.v[c->out.tokens.n - 1].begin];
  return is_capital(first) || is_digit(first);
}

/* "the minister, Ana Ruiz In the capital, …": a headline or caption runs into the text. */
static bool is_lead(const cutter *c, uint32_t begin, uint32_t end) {
  const char *p = c->out.text.data;
  if (!follows_name(c) || end + 1 >= c->body.end || p[end] != ' ' || !is_small(p[end + 1])) return false;
  return seg_word_kinds(c->r, base_str_sub(c->out.text, begin, end)) & SEG_LEAD && !is_list_number(c) && !in_quotes(c);
}

/* Five or more of one sign: a line that parts what stands above from what stands below. */
static bool is_divider(const cutter *c, uint32_t begin, uint32_t end) {
  const char *p = c->out.text.data + begin;
  return end - begin >= 5 && strchr("-=_*~", *p) && !memcmp(p, p + 1, end - begin - 1);
}

static base_str without_comma(base_str w) {
  return base_str_ends(w, BASE_STR(",")) ? base_str_sub(w, 0, w.len - 1) : w;
}

/* The end of the date that opens at `begin` and is told in full, "Friday, May 3, 2024" or "Friday, 3 May 2024"; 0: none. */
static uint32_t date_line_end(const cutter *c, uint32_t begin) {
  base_str rest = base_str_sub(c->out.text, begin, c->body.end), w = base_str_word(&rest);
  unsigned found = 0;
  if (!(seg_word_kinds(c->r, without_comma(w)) & SEG_WEEKDAY)) return 0;
  for (int i = 0; i < 2 && (w = without_comma(base_str_word(&rest))).len; i++)
    found |= is_digit(w.data[0]) ? (w.len <= 2 ? SEG_NUMBER : 0) : seg_word_kinds(c->r, w);
  w = base_str_word(&rest);
  bool year = w.len == 4 && is_digit(w.data[0]) && is_digit(w.data[3]);
  return year && found & SEG_MONTH && found & SEG_NUMBER ? (uint32_t)(w.data + w.len - c->out.text.data) : 0;
}

/* A date told in full between names is a line of its own, which ran into headline and text. */
static bool is_date_line(cutter *c, uint32_t begin, uint32_t end) {
  if (c->out.text.data[end - 1] != ',') return false;
  uint32_t year = date_line_end(c, begin);
  const char *p = c->out.text.data;
  if (!year || (c->first < c->out.tokens.n && !follows_name(c))) return false;
  if (year + 1 < c->body.end && is_blank(p[year]) && is_capital(p[year + 1])) c->line_ends = year;
  return true;
}

static bool opens_unmarked(cutter *c, uint32_t begin, uint32_t end) {
  const char *p = c->out.text.data;
  if (end - begin < 2 || !is_capital(p[begin]) || !is_small(p[begin + 1])) return false;
  if (is_date_line(c, begin, end)) return true;
  return c->first < c->out.tokens.n && (is_label(c, begin, end) || is_lead(c, begin, end));
}

/* ---- the walk ---- */

enum {
  MAX_CHUNK = 8192, /* bytes: a longer run without a blank is cut, so that no token is longer */
  LONG_WORD = 64    /* bytes: what is longer on either side of a mark is no word */
};

/* "It fell.Prices rose": is the mark at `at` a sentence's end whose blank is missing? Addresses and abbreviations are not. */
static bool lacks_blank(const cutter *c, uint32_t begin, uint32_t at) {
  const char *p = c->out.text.data;
  if (at < begin + 2 || at - begin > LONG_WORD || !is_small(p[at - 1]) || !is_small(p[at - 2])) return false;
  if (at + 2 >= c->body.end || !(is_small(p[at + 2]) || p[at + 2] == ' ' || p[at + 2] == '\'')) return false;
  for (uint32_t i = begin; i < at; i++)
    if (strchr("@:/.", p[i])) return false;
  for (uint32_t i = at + 1; i < c->body.end && !is_blank(p[i]); i++)
    if (i - at > LONG_WORD) return false;
    else if (strchr("@:/.", p[i]) && i + 1 < c->body.end && !is_blank(p[i + 1])) return false;
  return !seg_word_kinds(c->r, base_str_sub(c->out.text, begin, at + 1));
}

static uint32_t chunk_end(const cutter *c, uint32_t at, bool *sentence_ends) {
  const char *p = c->out.text.data;
  uint32_t limit = c->body.end - at > MAX_CHUNK ? at + MAX_CHUNK : c->body.end, i = at;
  for (; i < limit; i++) {
    if (p[i] > ' ' && (unsigned char)p[i] < 0x80) { /* most bytes: ASCII, and no blank */
      if (p[i] <= '?' && strchr(".?!", p[i]) && i + 1 < limit && is_capital(p[i + 1]) && lacks_blank(c, at, i)) {
        *sentence_ends = true;
        return i + 1;
      }
    } else if (blank_len(base_str_sub(c->out.text, i, c->body.end))) return i;
  }
  while (i == limit && i < c->body.end && i > at + 1 && ((unsigned char)p[i] & 0xC0) == 0x80) i--;
  return i;
}

/* Skips blanks from *at; true if a paragraph ends there. */
static bool skip_blanks(const cutter *c, uint32_t *at) {
  bool opened = false;
  while (*at < c->body.end) {
    uint32_t n = blank_len(base_str_sub(c->out.text, *at, c->body.end));
    if (!n) break;
    if (c->out.text.data[*at] == '\n') {
      uint32_t line = *at;
      while (line > c->body.begin && c->out.text.data[line - 1] != '\n') line--;
      base_str rest = base_str_sub(c->out.text, *at + 1, c->body.end);
      base_str after = base_str_cut(&rest, '\n');
      opened |= opens_paragraph(base_str_trim(base_str_sub(c->out.text, line, *at)), after);
    }
    *at += n;
  }
  return opened;
}

static void add_chunk(cutter *c, uint32_t begin, uint32_t end, bool sentence_ends) {
  bool divider = is_divider(c, begin, end);
  if (divider || opens_unmarked(c, begin, end)) end_sentence(c);
  uint32_t from = (uint32_t)c->out.tokens.n;
  seg_cut_chunk(c->r, &c->out, begin, end);
  bool blank = end >= c->body.end || blank_len(base_str_sub(c->out.text, end, c->body.end)) > 0;
  if (c->out.tokens.n > from) c->out.tokens.v[c->out.tokens.n - 1].space_after = blank;
  if (divider || sentence_ends || end == c->line_ends) end_sentence(c);
  else close_sentences(c, from);
}

/* Fewer than one capital in two hundred ASCII letters: a lower-cased corpus. */
static bool is_caseless(base_str text, drg_span body) {
  uint32_t upper = 0, lower = 0;
  for (uint32_t i = body.begin; i < body.end; i++) {
    upper += text.data[i] >= 'A' && text.data[i] <= 'Z';
    lower += text.data[i] >= 'a' && text.data[i] <= 'z';
  }
  return lower > 200 && upper < lower / 200;
}

void seg_cut(const seg_rules *rules, base_arena *arena, base_str text, drg_span body, seg_text *out) {
  cutter c = {.r = rules, .out = {.arena = arena, .text = text}, .body = body, .caseless = is_caseless(text, body)};
  uint32_t at = body.begin;
  skip_blanks(&c, &at);
  while (at < body.end) {
    bool sentence_ends = false;
    uint32_t end = chunk_end(&c, at, &sentence_ends);
    add_chunk(&c, at, end, sentence_ends);
    at = end;
    if (skip_blanks(&c, &at) || at >= body.end) {
      end_sentence(&c);
      c.paragraph++;
    }
  }
  *out = (seg_text){.tokens = c.out.tokens.v,
                    .sentences = c.sentences.v,
                    .n_tokens = (uint32_t)c.out.tokens.n,
                    .n_sentences = (uint32_t)c.sentences.n,
                    .n_paragraphs = c.paragraph};
}
