/* Paragraphs and sentences over the tokens of token.c. */
#include "segment/rules.h"

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

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

static bool opens_paragraph(base_str before, base_str after) {
  if (!base_str_trim(after).len) return true; /* a blank line */
  if (after.data[0] == ' ' && after.len > 3 && after.data[1] == ' ' && !ends_like_sentence(before)) return false;
  size_t i = 0;
  base_str next = base_str_trim(after);
  bool capital = base_char_is_upper(base_utf8_next(next, &i)) || next.data[0] == '"';
  return capital && before.len < SHORT_LINE && !ends_like_sentence(before);
}

/* ---- sentence ends ---- */

typedef struct cutter {
  const seg_rules *r;
  seg_out out;
  drg_span body;
  BASE_VEC(seg_sentence) sentences;
  uint32_t first; /* token that opens the sentence under way */
  uint32_t paragraph;
  bool caseless; /* a text without capitals: they cannot tell where a sentence starts */
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

static bool is_closer(base_str w) {
  static const char *const CLOSERS[] = {"\"", "'", "\xE2\x80\x9D", "\xE2\x80\x99", ")", "]", "''", "\xC2\xBB"};
  for (size_t i = 0; i < sizeof CLOSERS / sizeof *CLOSERS; i++)
    if (base_str_eq(w, base_str_of(CLOSERS[i]))) return true;
  return false;
}

/* Does what follows at byte `at` look like the start of a sentence? Opening marks are looked past. */
static bool starts_sentence(const cutter *c, uint32_t at) {
  base_str rest = base_str_sub(c->out.text, at, c->body.end);
  for (size_t i = 0; i < rest.len;) {
    uint32_t blank = blank_len(base_str_sub(rest, i, rest.len));
    if (blank) {
      i += blank;
      continue;
    }
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
  return at < c->body.end && c->out.text.data[at] >= '0' && c->out.text.data[at] <= '9';
}

/* Whether an abbreviation with its full stop ends the sentence too. */
static bool abbreviation_ends(const cutter *c, base_str w, uint32_t at) {
  unsigned kinds = seg_word_kinds(c->r, w);
  if (kinds & SEG_TITLE) return false;
  if (kinds & SEG_NUMBER && next_is_digit(c, at)) return false;
  if (w.len == 2 && w.data[0] >= 'A' && w.data[0] <= 'Z') return false; /* an initial: "J. Smith" */
  /* "U.S. President", "Sept. 11": the sequel of an abbreviation is mostly a name or a figure */
  base_str rest = base_str_sub(c->out.text, at, c->body.end);
  base_str next = base_str_word(&rest);
  size_t i = 0;
  if (!next.data || (kinds & SEG_ABBREV && next_is_digit(c, at))) return !next.data;
  int32_t cp = base_utf8_next(next, &i);
  if (!base_char_is_upper(cp)) return false;
  unsigned next_kinds = seg_word_kinds(c->r, next);
  /* pronouns, articles and the like follow a full sentence; another capital mostly goes on with a name: "U.S. Navy" */
  return (next_kinds & (SEG_TITLE | SEG_OPENER)) != 0;
}

static bool sentence_ends_after(const cutter *c, uint32_t tok) {
  const seg_token *t = &c->out.tokens.v[tok];
  base_str w = word(c, t);
  bool abbreviated = w.len > 1 && w.data[w.len - 1] == '.' && !is_final_mark(w);
  if (abbreviated) return t->end < c->body.end && t->space_after && abbreviation_ends(c, w, t->end);
  if (!is_final_mark(w) || !t->space_after) return false;
  return starts_sentence(c, t->end);
}

/* The tokens [from, n) have just been added: closes sentences that end in or before them. Closing quotes and brackets go with what
 * they close. */
static void close_sentences(cutter *c, uint32_t from) {
  uint32_t n = (uint32_t)c->out.tokens.n;
  if (from >= n) return;
  uint32_t last = n - 1, mark = last;
  while (mark > from && is_closer(word(c, &c->out.tokens.v[mark]))) mark--;
  base_str w = word(c, &c->out.tokens.v[mark]);
  bool quoted = mark != last;
  if (quoted && !is_final_mark(w)) return;
  if (quoted ? starts_sentence(c, c->out.tokens.v[last].end) && c->out.tokens.v[last].space_after
             : sentence_ends_after(c, last))
    end_sentence(c);
}

/* ---- the walk ---- */

enum { MAX_CHUNK = 8192 }; /* bytes: a longer run without a blank is cut, so that no token is longer */

static uint32_t chunk_end(const cutter *c, uint32_t at) {
  uint32_t limit = c->body.end - at > MAX_CHUNK ? at + MAX_CHUNK : c->body.end, i = at;
  while (i < limit && !blank_len(base_str_sub(c->out.text, i, c->body.end))) i++;
  while (i == limit && i < c->body.end && i > at + 1 && ((unsigned char)c->out.text.data[i] & 0xC0) == 0x80) i--;
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

static void add_chunk(cutter *c, uint32_t begin, uint32_t end) {
  uint32_t from = (uint32_t)c->out.tokens.n;
  seg_cut_chunk(c->r, &c->out, begin, end);
  bool blank = end >= c->body.end || blank_len(base_str_sub(c->out.text, end, c->body.end)) > 0;
  if (c->out.tokens.n > from) c->out.tokens.v[c->out.tokens.n - 1].space_after = blank;
  close_sentences(c, from);
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
    uint32_t end = chunk_end(&c, at);
    add_chunk(&c, at, end);
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
