/* The opening of a report: marks, header lines, headline, byline, dateline; and where running text begins.
 *
 * Paragraph after paragraph is asked what it is. Hard parts (mark, header line, byline, date line, dateline) move the
 * beginning of the body behind them. Soft parts (a short paragraph: it may be a headline) do so only when a hard one
 * follows, else they are body. */
#include "read/parts.h"

enum { MAX_SOFT = 3, MAX_LINES = 24, SHORT = 250, SHORT_LINE = 150, LONG_LINE = 200, LABEL_BYTES = 24 };

typedef struct opening {
  base_str s;
  size_t at; /* a line's beginning */
  read_head head;
  int soft; /* short paragraphs passed */
} opening;

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f' || c == '\v'; }

static size_t line_end(base_str s, size_t at) {
  const char *nl = at < s.len ? memchr(s.data + at, '\n', s.len - at) : NULL;
  return nl ? (size_t)(nl - s.data) : s.len;
}

static size_t skip_space(base_str s, size_t at) {
  while (at < s.len && (is_blank(s.data[at]) || s.data[at] == '\n')) at++;
  return at;
}

static drg_span trimmed(base_str s, size_t begin, size_t end) {
  base_str t = base_str_trim(base_str_sub(s, begin, end));
  begin = (size_t)(t.data - s.data);
  return (drg_span){(uint32_t)begin, (uint32_t)(begin + t.len)};
}

static void hard(opening *o, size_t at) {
  o->at = skip_space(o->s, at);
  o->head.body = (uint32_t)o->at;
}

static void field_set(opening *o, read_label_kind kind, drg_span value) {
  drg_span *f = &o->head.field[kind];
  if (f->begin == f->end) *f = value;
}

static void date_set(opening *o, read_date d) {
  if (!o->head.date.month || (!o->head.date.year && d.year)) o->head.date = d;
}

/* ---- parts ---- */

/* "date 2022-08-28 TEHRAN - ..." */
static bool take_mark(opening *o) {
  base_str rest = base_str_sub(o->s, o->at, line_end(o->s, o->at));
  if (!read_en_date_mark(base_str_word(&rest))) return false;
  rest = base_str_trim(rest);
  read_date d = {0};
  size_t begin = rest.data ? (size_t)(rest.data - o->s.data) : 0;
  size_t end = rest.data ? read_date_scan(base_str_sub(o->s, 0, line_end(o->s, o->at)), begin, &d) : 0;
  if (end == begin || !d.year) return false;
  date_set(o, d);
  hard(o, end);
  return true;
}

/* "Title: ...", "Date: ..." */
static bool take_label(opening *o) {
  size_t end = line_end(o->s, o->at);
  base_str rest = base_str_sub(o->s, o->at, end), label = base_str_cut(&rest, ':');
  if (!rest.data || label.len > LABEL_BYTES) return false;
  read_label_kind kind = read_en_label(base_str_trim(label));
  if (kind == READ_LABEL_NONE) return false;
  base_str value = base_str_trim(rest);
  if (kind == READ_LABEL_DATE) date_set(o, read_date_find(value));
  else if (kind != READ_LABEL_OTHER) field_set(o, kind, trimmed(o->s, end - rest.len, end));
  hard(o, end);
  return true;
}

static bool capitalised(base_str word) {
  size_t i = 0;
  int32_t cp = base_utf8_next(word, &i);
  return base_char_is_upper(cp) || word.len <= 3;
}

/* "By Ana Quispe and Luis Rojas, Sample Wire": a short line of names without a full stop. */
static bool take_byline(opening *o) {
  size_t end = line_end(o->s, o->at);
  drg_span line = trimmed(o->s, o->at, end);
  base_str rest = base_str_sub(o->s, line.begin, line.end), first = base_str_word(&rest), word;
  if (!read_en_byline(first) || line.end - line.begin > 120 || o->s.data[line.end - 1] == '.') return false;
  size_t words = 0;
  for (; (word = base_str_word(&rest)).data; words++)
    if (!capitalised(word) || (!words && read_en_weekday(base_str_trim(word)))) return false;
  if (!words || skip_space(o->s, end) >= o->s.len) return false;
  hard(o, end);
  return true;
}

/* A line that is a date, with an hour at most behind it. */
static bool take_date_line(opening *o) {
  size_t end = line_end(o->s, o->at);
  read_date d = {0};
  size_t after = read_date_scan(base_str_sub(o->s, 0, end), o->at, &d);
  base_str rest = base_str_trim(base_str_sub(o->s, after, end));
  if (after == o->at || !d.year || rest.len > 20 || skip_space(o->s, end) >= o->s.len) return false;
  for (size_t i = 0; i < rest.len; i++)
    if (rest.data[i] >= 'a' && rest.data[i] <= 'z' && !memchr("amp", rest.data[i], 3)) return false; /* "10:15 am" */
  date_set(o, d);
  hard(o, end);
  return true;
}

static void dateline_set(opening *o, const read_dateline *d) {
  if (d->place.end) field_set(o, READ_LABEL_PLACE, d->place);
  if (d->agency.end) field_set(o, READ_LABEL_PUBLISHER, d->agency);
  date_set(o, d->date);
  hard(o, d->end);
}

static bool take_dateline(opening *o) {
  bool first = o->soft == 0 || o->at == o->head.body;
  read_dateline d = read_dateline_at(o->s, o->at, first);
  if (!d.end) return false;
  dateline_set(o, &d);
  if (d.place.end) return true;
  d = read_dateline_at(o->s, d.end, true); /* "AFP - London - The ..." */
  if (d.place.end) dateline_set(o, &d);
  return true;
}

typedef bool (*taker)(opening *o);
static const taker TAKERS[] = {take_mark, take_label, take_byline, take_dateline, take_date_line};

/* The index of the part that stands at o->at, or -1. */
static int take_any(opening *o) {
  for (int i = 0; i < (int)(sizeof TAKERS / sizeof *TAKERS); i++)
    if (TAKERS[i](o)) return i;
  return -1;
}

/* ---- headlines ---- */

/* Does a mark, a header line, a byline or a sure dateline begin at `at`? */
static bool hard_follows(const opening *o, size_t at) {
  opening probe = *o;
  probe.at = at;
  probe.soft = 1;
  return take_any(&probe) >= 0;
}

/* Where the paragraph ends, if it is short enough for a headline and a paragraph of its own: a blank line follows, a
 * hard part, or a line so long that every line must be a paragraph. 0: it is not. */
static size_t short_paragraph(const opening *o) {
  size_t end = line_end(o->s, o->at), next = end + 1, lines = 1;
  while (next < o->s.len) {
    size_t stop = line_end(o->s, next);
    if (skip_space(o->s, next) >= stop) return stop - o->at <= SHORT ? end : 0; /* blank line */
    bool alone = stop - next >= LONG_LINE || hard_follows(o, next);
    if (lines == 1 && end - o->at <= SHORT_LINE && alone) return end;
    if (stop - o->at > SHORT || ++lines > 3) return 0;
    end = stop;
    next = stop + 1;
  }
  return 0; /* nothing follows: this is the body */
}

static bool is_headline(base_str s, drg_span p) {
  if (p.begin == p.end || memchr(".:;,", s.data[p.end - 1], 4)) return false;
  return !memchr(s.data + p.begin, '\n', p.end - p.begin) || p.end - p.begin < SHORT_LINE;
}

/* Passes a short paragraph; the first one is kept as the headline. */
static bool take_soft(opening *o, drg_span *headline) {
  size_t end = o->soft < MAX_SOFT ? short_paragraph(o) : 0;
  if (!end) return false;
  if (!o->soft++) *headline = trimmed(o->s, o->at, end);
  o->at = skip_space(o->s, end);
  return true;
}

/* ---- the walk ---- */

read_head read_head_of(base_str text) {
  opening o = {.s = text};
  drg_span headline = {0};
  hard(&o, 0);
  o.head.body = 0;
  size_t proven = 0; /* the body's beginning when a hard part came after the headline */
  for (int n = 0; n < MAX_LINES && o.at < text.len; n++) {
    int took = take_any(&o);
    if (took >= 0) proven = o.head.body;
    if (took >= 0 && TAKERS[took] == take_dateline) break;
    if (took < 0 && !take_soft(&o, &headline)) break;
  }
  if (is_headline(text, headline) || headline.end <= proven) field_set(&o, READ_LABEL_TITLE, headline);
  if (o.head.body >= text.len) o.head.body = 0; /* nothing but marks: then they are the text */
  return o.head;
}
