/* A run of non-blank bytes cut into tokens: marks peeled off both ends, then clitics, hyphens, slashes and money signs. */
#include "segment/rules.h"

static base_str view(const seg_out *out, uint32_t begin, uint32_t end) { return base_str_sub(out->text, begin, end); }

static void push(seg_out *out, uint32_t begin, uint32_t end) {
  if (begin >= end) return;
  seg_token t = {begin, end, false};
  BASE_PUSH(out->arena, &out->tokens, t);
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80; }
static bool is_alnum(char c) { return is_digit(c) || is_alpha(c); }

/* Marks that are tokens of their own wherever they open or close a chunk: those of several bytes, the longer before the
 * shorter, and those of one. */
static const char *const WIDE_MARKS[] = {"\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98", "\xE2\x80\x99\xE2\x80\x99",
                                         "\xE2\x80\x99", "\xE2\x80\x94", "\xE2\x80\x93", "\xE2\x80\xA6",
                                         "\xC2\xAB",     "\xC2\xBB",     "\xE2\x80\xA2", "\xE2\x80\x9E",
                                         "\xE2\x82\xAC", "\xC2\xA3",     "\xC2\xA5"};
static const char *const ASCII_MARKS[] = {"...", "--", "``", "''", "<<", ">>"};
static const char SINGLE_MARKS[] = "\"()[]{},;:!?$%<>*|~=+/'-_.";

/* Most chunks open and close with an ASCII letter or digit, which no mark holds: they skip the walk over the marks. */
static bool is_plain(char c) { return is_digit(c) || ((unsigned char)c < 0x80 && is_alpha(c)); }

static uint32_t mark_at_edge(base_str s, char edge, bool (*stands)(base_str s, base_str mark)) {
  bool wide = (unsigned char)edge >= 0x80;
  const char *const *marks = wide ? WIDE_MARKS : ASCII_MARKS;
  size_t n = wide ? sizeof WIDE_MARKS / sizeof *WIDE_MARKS : sizeof ASCII_MARKS / sizeof *ASCII_MARKS;
  for (size_t i = 0; s.len > 1 && i < n; i++)
    if (stands(s, base_str_of(marks[i]))) return (uint32_t)strlen(marks[i]);
  return !wide && edge && strchr(SINGLE_MARKS, edge) ? 1 : 0;
}

static uint32_t mark_at_start(base_str s) {
  return !s.len || is_plain(s.data[0]) ? 0 : mark_at_edge(s, s.data[0], base_str_starts);
}

static uint32_t mark_at_end(base_str s) {
  return !s.len || is_plain(s.data[s.len - 1]) ? 0 : mark_at_edge(s, s.data[s.len - 1], base_str_ends);
}

/* Runs of one sign are one token, "----", and so are question marks with exclamation marks, "?!". */
static bool runs_on(char a, char b) {
  return a ? (a == b && strchr("!?*=_.-~+", a)) || (strchr("!?", a) && b && strchr("!?", b)) : false;
}

static uint32_t run_at_start(base_str s, uint32_t n) {
  while (n < s.len && runs_on(s.data[n - 1], s.data[n])) n++;
  return n;
}

static uint32_t run_at_end(base_str s, uint32_t n) {
  while (n < s.len && runs_on(s.data[s.len - n], s.data[s.len - n - 1])) n++;
  return n;
}

/* ---- what stays whole ---- */

static bool has(base_str s, const char *z) {
  size_t n = strlen(z);
  for (size_t i = 0; i + n <= s.len; i++)
    if (!memcmp(s.data + i, z, n)) return true;
  return false;
}

static bool is_address(base_str s) {
  if (s.len > 2048) return false;
  return (memchr(s.data, ':', s.len) && has(s, "://")) || base_str_starts(s, BASE_STR("www.")) ||
         (memchr(s.data, '@', s.len) && s.len > 1);
}

/* Letters with full stops between: "U.S.", "J.", "p.m." */
static bool is_initials(base_str s) {
  if (s.len < 2 || s.len > 12) return false;
  for (size_t i = 0; i < s.len; i++)
    if (i % 2 ? s.data[i] != '.' : !is_alpha(s.data[i])) return false;
  return s.len % 2 == 0;
}

static bool digit_follows(const seg_out *out, uint32_t at) {
  while (at < out->text.len && strchr(" \t\r\n", out->text.data[at])) at++;
  return at < out->text.len && is_digit(out->text.data[at]);
}

/* "No. 5" has an abbreviation, "They said no." has none. */
static bool keeps_full_stop(const seg_rules *r, const seg_out *out, uint32_t begin, uint32_t end) {
  base_str s = view(out, begin, end);
  if (is_initials(s)) return true;
  unsigned kinds = seg_word_kinds(r, s);
  return kinds & (SEG_TITLE | SEG_ABBREV) || (kinds & SEG_NUMBER && digit_follows(out, end));
}

/* Digits with signs between them: 1,000 3.5 5:00 9/11 2022-08-28 555-010-0199 10th; but 3-1 is three tokens */
static bool is_number_like(base_str s) {
  if (!s.len || !is_digit(s.data[0])) return false;
  int hyphens = 0;
  for (size_t i = 1; i < s.len; i++) {
    if (is_alnum(s.data[i])) continue;
    bool between = i + 1 < s.len && is_digit(s.data[i - 1]) && is_digit(s.data[i + 1]);
    if (!between || !strchr(".,:/-", s.data[i])) return false;
    hyphens += s.data[i] == '-';
  }
  return hyphens != 1;
}

/* ---- inside a chunk ---- */

static void cut_word(const seg_rules *r, seg_out *out, uint32_t begin, uint32_t end);

/* Cuts at the first hyphen, dash or slash between letters or digits; false if there is none to cut at. */
static bool cut_at_joint(const seg_rules *r, seg_out *out, uint32_t begin, uint32_t end) {
  const char *p = out->text.data;
  for (uint32_t i = begin + 1; i + 1 < end; i++) {
    if (is_plain(p[i])) continue;
    base_str rest = view(out, i, end);
    uint32_t n = 0;
    if (p[i] == '-') n = run_at_start(rest, 1);
    else if (p[i] == '/') n = p[i + 1] == p[i] ? 2 : 1;
    else if (base_str_starts(rest, BASE_STR("\xE2\x80\x94")) || base_str_starts(rest, BASE_STR("\xE2\x80\x93")) ||
             base_str_starts(rest, BASE_STR("\xE2\x80\xA6")))
      n = 3;
    else if (base_str_starts(rest, BASE_STR("..."))) n = run_at_start(rest, 3);
    else if (strchr("()[]\",;!?", p[i]) && p[i] && !(p[i] == ',' && is_digit(p[i - 1]) && is_digit(p[i + 1]))) n = 1;
    if (!n || i + n >= end) continue;
    if (p[i] == '-' && n == 1 && seg_word_kinds(r, view(out, begin, i)) & SEG_PREFIX) continue;
    cut_word(r, out, begin, i);
    push(out, i, i + n);
    seg_cut_chunk(r, out, i + n, end);
    return true;
  }
  return false;
}

/* "5km", "7:30am": figure and unit apart. */
static bool cut_unit(const seg_rules *r, seg_out *out, uint32_t begin, uint32_t end) {
  const char *p = out->text.data;
  uint32_t at = end;
  if (!is_digit(p[begin])) return false;
  while (!is_digit(p[at - 1]) && end - at < SEG_MAX_WORD) at--;
  if (at == end || !is_digit(p[at - 1]) || !(seg_word_kinds(r, view(out, at, end)) & SEG_UNIT)) return false;
  cut_word(r, out, begin, at);
  push(out, at, end);
  return true;
}

/* "$5", "US$5": sign and figure apart, as the treebanks have them. */
static bool cut_money(const seg_rules *r, seg_out *out, uint32_t begin, uint32_t end) {
  const char *p = out->text.data;
  for (uint32_t i = begin + 1; i < end && i < begin + 4; i++)
    if (p[i - 1] == '$' && is_digit(p[i])) {
      push(out, begin, i);
      if (!cut_unit(r, out, i, end)) push(out, i, end);
      return true;
    }
  return false;
}

static void cut_word(const seg_rules *r, seg_out *out, uint32_t begin, uint32_t end) {
  base_str s = view(out, begin, end);
  if (begin >= end || cut_unit(r, out, begin, end)) return;
  if (is_address(s) || is_number_like(s) || seg_word_kinds(r, s) & SEG_WHOLE) {
    push(out, begin, end);
    return;
  }
  size_t split = seg_split_at(r, s);
  if (split) {
    push(out, begin, begin + (uint32_t)split);
    push(out, begin + (uint32_t)split, end);
    return;
  }
  uint32_t clitic = s.len < 4096 ? (uint32_t)seg_clitic_len(r, s) : 0;
  if (clitic) {
    cut_word(r, out, begin, end - clitic);
    push(out, end - clitic, end);
    return;
  }
  if (!cut_at_joint(r, out, begin, end) && !cut_money(r, out, begin, end)) push(out, begin, end);
}

/* ---- marks at both ends ---- */

static bool is_open_elision(base_str s) { /* 'em '70s ’90s: the apostrophe stays */
  size_t n = s.data[0] == '\'' ? 1 : 3;
  return s.len > n && is_digit(s.data[n]);
}

static uint32_t peel_start(seg_out *out, uint32_t begin, uint32_t end) {
  while (begin < end) {
    base_str s = view(out, begin, end);
    uint32_t n = mark_at_start(s);
    if (!n && s.data[0] == '#' && s.len > 1 && is_digit(s.data[1]))
      n = 1; /* "#2"; a word behind it makes a tag: "#news" */
    if (!n || (s.data[0] == '.' && s.len > 1 && is_digit(s.data[1]))) break;
    bool apostrophe = s.data[0] == '\'' || base_str_starts(s, BASE_STR("\xE2\x80\x99"));
    if (apostrophe && is_open_elision(s)) break;
    if ((s.data[0] == '-' || s.data[0] == '+') && s.len > 1 && is_digit(s.data[1])) break;
    n = run_at_start(s, n);
    push(out, begin, begin + n);
    begin += n;
  }
  return begin;
}

/* "Iranians'": a clitic, cut later as one token all the same. */
static bool closing_apostrophe(base_str s, uint32_t n) {
  return n == (uint32_t)1 ? s.data[s.len - 1] == '\'' : base_str_ends(s, BASE_STR("\xE2\x80\x99"));
}

/* ":-)" */
static bool is_listed_sign(const seg_rules *r, base_str s) {
  return s.len && !is_alnum(s.data[0]) && seg_word_kinds(r, s) & SEG_WHOLE;
}

enum { MAX_PEELED = 32 };

void seg_cut_chunk(const seg_rules *r, seg_out *out, uint32_t begin, uint32_t end) {
  if (is_listed_sign(r, view(out, begin, end))) {
    push(out, begin, end);
    return;
  }
  begin = peel_start(out, begin, end);
  uint32_t ends[MAX_PEELED], word_end = end;
  int n_ends = 0;
  while (begin < word_end && n_ends < MAX_PEELED) {
    base_str s = view(out, begin, word_end);
    if (is_address(s) && s.data[s.len - 1] == '/') break;
    uint32_t n = mark_at_end(s);
    if (!n || (n == s.len && closing_apostrophe(s, n))) break;
    if (s.data[s.len - 1] == '.' && n == 1 && keeps_full_stop(r, out, begin, word_end)) break;
    n = run_at_end(s, n);
    ends[n_ends++] = word_end;
    word_end -= n;
  }
  cut_word(r, out, begin, word_end);
  while (n_ends-- > 0) {
    push(out, word_end, ends[n_ends]);
    word_end = ends[n_ends];
  }
}
