/* Events for people: a heading for the document, then for each event who, what and whom, when, where and how sure, and
 * beneath it the sentence with its evidence marked.
 *
 *   2022-08-27  IRNGOV Ali Bagheri Kani  ←040 Consult→  QATGOV Mohammad bin Abdul Aziz al-Khulaifi
 *               happened · Tehran · .93 · consult.hold-meeting
 *               TEHRAN – [S Iran's Deputy Foreign Minister … Kani] {met} with [T Qatar's …]
 *
 * The arrow has two heads when source and target did it together. With colours, source and target are underlined and the
 * trigger is bold, in place of the brackets. Lines are wrapped at $COLUMNS (96 when it is not set). Control characters in
 * the text are blanks here: a report cannot steer the reader's terminal. */
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>
#include "write/write.h"

enum { INDENT = 12, WIDTH_DEFAULT = 96, WIDTH_MIN = 40, WIDTH_MAX = 160 };

/* Styles are bits, so that a trigger inside the source's words shows as both. */
typedef enum style {
  PLAIN = 0,
  SOURCE = 1,
  TARGET = 2,
  TRIGGER = 4, /* the three that mark words of the sentence come first */
  BOLD = 8,
  DIM = 16,
  GOOD = 32,
  UNSURE = 64,
  BAD = 128,
  QUAD1 = 256, /* QUAD1 << 1 is the second class's, and so on */
} style;

static const struct {
  unsigned bit;
  const char *ansi, *open, *close; /* open and close stand for the colour where there is none */
} STYLES[] = {
    {SOURCE, "\x1b[4;36m", "[S ", "]"}, {TARGET, "\x1b[4;35m", "[T ", "]"}, {TRIGGER, "\x1b[1;33m", "{", "}"},
    {BOLD, "\x1b[1m", "", ""},          {DIM, "\x1b[2m", "", ""},           {GOOD, "\x1b[32m", "", ""},
    {UNSURE, "\x1b[33m", "", ""},       {BAD, "\x1b[31m", "", ""},          {QUAD1, "\x1b[1;34m", "", ""},
    {QUAD1 << 1, "\x1b[1;32m", "", ""}, {QUAD1 << 2, "\x1b[1;33m", "", ""}, {QUAD1 << 3, "\x1b[1;31m", "", ""},
};
enum { N_STYLES = sizeof STYLES / sizeof *STYLES };

typedef struct page {
  drg_buffer *out;
  bool colour;
  int width, column; /* column: of the next character, from 0 */
  unsigned style;
} page;

/* ---- characters ---- */

static void put_style(page *p, unsigned bits) {
  unsigned before = p->style;
  p->style = bits;
  if (!p->colour || bits == before) return;
  if (before) base_putz(p->out, "\x1b[0m");
  for (int i = 0; i < N_STYLES; i++)
    if (bits & STYLES[i].bit) base_putz(p->out, STYLES[i].ansi);
}

/* A character at s[*i], *i moved past it; what a terminal would act on becomes a blank. */
static int32_t next_char(base_str s, size_t *i) {
  int32_t cp = base_utf8_next(s, i);
  bool control = cp >= 0 && (cp < 0x20 || (cp >= 0x7f && cp < 0xa0));
  bool turns = (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069); /* writing direction */
  if (control || turns) return ' ';
  return cp < 0 ? 0xfffd : cp;
}

static int char_width(int32_t cp) { return cp < 0x7f ? 1 : utf8proc_charwidth(cp); }

static void put_char(page *p, int32_t cp) {
  utf8proc_uint8_t bytes[4];
  utf8proc_ssize_t n = utf8proc_encode_char(cp, bytes);
  base_put(p->out, (base_str){(const char *)bytes, (size_t)n});
  p->column += char_width(cp);
}

static int text_width(base_str s) {
  int width = 0;
  for (size_t i = 0; i < s.len;) width += char_width(next_char(s, &i));
  return width;
}

static void put_text(page *p, unsigned bits, base_str s) {
  put_style(p, bits);
  for (size_t i = 0; i < s.len;) put_char(p, next_char(s, &i));
  put_style(p, PLAIN);
}

static void put_textz(page *p, unsigned bits, const char *z) { put_text(p, bits, base_str_of(z)); }

static void put_blanks(page *p, int n) {
  for (; n > 0; n--) put_char(p, ' ');
}

static void put_line(page *p) {
  base_putz(p->out, "\n");
  p->column = 0;
}

/* A new line, with the style taken off over the margin. */
static void put_wrapped(page *p) {
  unsigned before = p->style;
  put_style(p, PLAIN);
  put_line(p);
  put_blanks(p, INDENT);
  put_style(p, before);
}

/* Starts something of this width, after a gap on this line or at the margin of the next. */
static void put_gap(page *p, int gap, int width) {
  if (p->column > INDENT && p->column + gap + width > p->width) put_wrapped(p);
  else if (p->column != INDENT) put_blanks(p, gap);
}

/* Words, wrapped. */
static void put_words(page *p, unsigned bits, base_str s) {
  bool first = true;
  for (base_str word; (word = base_str_word(&s)).data; first = false) {
    if (!first) put_gap(p, 1, text_width(word));
    put_text(p, bits, word);
  }
}

/* ---- the sentence, its evidence marked ---- */

enum { MARKS_MAX = 16 }; /* one source, one target, and the trigger's parts */

typedef struct marks {
  struct {
    size_t begin, end; /* bytes of the sentence */
    int kind;          /* index into STYLES */
  } v[MARKS_MAX];
  int n;
} marks;

static bool is_blank(char c) { return (unsigned char)c <= ' ' || c == 0x7f; }

/* Adds span, given in bytes of the document, cut down to the sentence and to its outer words. */
static void add_mark(marks *m, base_str text, size_t offset, drg_span span, int kind) {
  size_t begin = span.begin > offset ? span.begin - offset : 0, end = span.end > offset ? span.end - offset : 0;
  if (end > text.len) end = text.len;
  while (begin < end && is_blank(text.data[begin])) begin++;
  while (begin < end && is_blank(text.data[end - 1])) end--;
  if (begin >= end || m->n == MARKS_MAX) return;
  m->v[m->n].begin = begin;
  m->v[m->n].end = end;
  m->v[m->n++].kind = kind;
}

/* Where the sentence begins in the document, or the document's length when it is not a part of it. */
static size_t offset_of(base_str text, base_str doc) {
  uintptr_t at = (uintptr_t)text.data, from = (uintptr_t)doc.data;
  return doc.data && at >= from && at + text.len <= from + doc.len ? at - from : doc.len;
}

static void find_marks(const write_row *row, marks *m) {
  const drg_event *e = row->event;
  size_t offset = offset_of(e->text, row->doc->text);
  m->n = 0;
  if (offset >= row->doc->text.len) return;
  if (write_actor_known(&e->source)) add_mark(m, e->text, offset, e->source.span, 0);
  if (write_actor_known(&e->target)) add_mark(m, e->text, offset, e->target.span, 1);
  for (size_t i = 0; i < e->n_triggers; i++) add_mark(m, e->text, offset, e->triggers[i], 2);
}

static unsigned style_at(const marks *m, size_t at) {
  unsigned bits = PLAIN;
  for (int i = 0; i < m->n; i++)
    if (at >= m->v[i].begin && at < m->v[i].end) bits |= STYLES[m->v[i].kind].bit;
  return bits;
}

static void put_opening(page *p, const marks *m, size_t at) {
  for (int i = 0; i < m->n; i++)
    if (m->v[i].begin == at) put_textz(p, PLAIN, STYLES[m->v[i].kind].open);
}

static void put_closing(page *p, const marks *m, size_t at) {
  for (int i = m->n; i-- > 0;)
    if (m->v[i].end == at) put_textz(p, PLAIN, STYLES[m->v[i].kind].close);
}

static int brackets_width(const marks *m, size_t from, size_t to) {
  int width = 0;
  for (int i = 0; i < m->n; i++) {
    if (m->v[i].begin >= from && m->v[i].begin < to) width += (int)strlen(STYLES[m->v[i].kind].open);
    if (m->v[i].end > from && m->v[i].end <= to) width += (int)strlen(STYLES[m->v[i].kind].close);
  }
  return width;
}

static void put_marked_word(page *p, const marks *m, base_str text, size_t from, size_t to) {
  for (size_t i = from; i < to;) {
    if (p->colour) put_style(p, style_at(m, i));
    else put_opening(p, m, i);
    put_char(p, next_char(text, &i));
    if (!p->colour) put_closing(p, m, i);
  }
}

static void put_sentence(page *p, const write_row *row) {
  base_str text = row->event->text;
  marks m;
  find_marks(row, &m);
  put_wrapped(p);
  for (size_t i = 0, end; i < text.len; i = end) {
    while (i < text.len && is_blank(text.data[i])) i++;
    for (end = i; end < text.len && !is_blank(text.data[end]); end++) {}
    if (end == i) break;
    int width = text_width(base_str_sub(text, i, end)) + (p->colour ? 0 : brackets_width(&m, i, end));
    if (p->column > INDENT && p->colour) put_style(p, style_at(&m, i) & style_at(&m, i - 1)); /* the blank between */
    put_gap(p, 1, width);
    put_marked_word(p, &m, text, i, end);
  }
  put_style(p, PLAIN);
  put_line(p);
}

/* ---- who, what, whom ---- */

static void put_actor(page *p, unsigned bits, const drg_actor *a) {
  put_gap(p, 2, text_width(a->code) + (a->name.len ? 1 + text_width(a->name) : 0));
  put_text(p, BOLD, a->code);
  if (!a->name.len) return;
  put_blanks(p, 1);
  put_words(p, bits, a->name);
}

/* The PLOVER type, or where it has none the family of the rule ("consult" of "consult.hold-meeting"), as "Consult". */
static void put_type(drg_buffer *out, const drg_event *e) {
  base_str rule = e->rule, name = e->plover.len ? e->plover : base_str_cut(&rule, '.');
  for (size_t i = 0; i < name.len; i++) {
    char c = name.data[i];
    if (i && c >= 'A' && c <= 'Z') c = (char)(c + 'a' - 'A');
    if (!i && c >= 'a' && c <= 'z') c = (char)(c + 'A' - 'a');
    base_put(out, (base_str){&c, 1});
  }
  if (e->mode.len) base_putf(out, " (" BASE_FMT ")", BASE_ARG(e->mode));
}

static void put_arrow(page *p, const drg_event *e) {
  drg_buffer arrow;
  drg_buffer_init(&arrow);
  base_putf(&arrow, "%s" BASE_FMT " ", e->joint ? "←" : "—", BASE_ARG(e->cameo));
  put_type(&arrow, e);
  base_putz(&arrow, "→");
  base_str s = {arrow.data, arrow.len};
  put_gap(p, 2, text_width(s));
  put_text(p, e->quad >= 1 && e->quad <= 4 ? (unsigned)QUAD1 << (e->quad - 1) : BOLD, s);
  drg_buffer_clear(&arrow);
}

static void put_heading(page *p, const drg_event *e) {
  drg_buffer day;
  drg_buffer_init(&day);
  write_put_day(&day, e->day);
  put_textz(p, PLAIN, day.len ? day.data : "-");
  drg_buffer_clear(&day);
  put_blanks(p, INDENT - p->column);
  if (write_actor_known(&e->source)) put_actor(p, PLAIN, &e->source);
  put_arrow(p, e);
  if (write_actor_known(&e->target)) put_actor(p, PLAIN, &e->target);
}

/* ---- how it stands: status, place, word of whom, details, confidence, rule ---- */

static const unsigned STATUS_STYLE[] = {
    [DRG_HAPPENED] = GOOD, [DRG_ONGOING] = GOOD, [DRG_PLANNED] = UNSURE,  [DRG_CONDITIONAL] = UNSURE,
    [DRG_DENIED] = BAD,    [DRG_NEGATED] = BAD,  [DRG_REQUESTED] = UNSURE};

static void put_fact(page *p, unsigned bits, base_str s) {
  if (!s.len) return;
  if (p->column > INDENT) put_textz(p, DIM, " ·");
  put_gap(p, 1, text_width(s));
  put_text(p, bits, s);
}

static void put_count(page *p, const char *name, int64_t n) {
  char fact[48];
  if (n < 0) return;
  snprintf(fact, sizeof fact, "%lld %s", (long long)n, name);
  put_fact(p, PLAIN, base_str_of(fact));
}

static void put_amount(page *p, const drg_details *d) {
  drg_buffer fact;
  drg_buffer_init(&fact);
  if (d->amount >= 0) write_put_number(&fact, d->amount, 2, true);
  if (d->amount >= 0 && d->currency.len) base_putf(&fact, " " BASE_FMT, BASE_ARG(d->currency));
  put_fact(p, PLAIN, (base_str){fact.data, fact.len});
  drg_buffer_clear(&fact);
}

static void put_details(page *p, const drg_details *d) {
  put_count(p, "killed", d->killed);
  put_count(p, "injured", d->injured);
  put_count(p, "arrested", d->arrested);
  put_amount(p, d);
  put_fact(p, PLAIN, d->weapon);
}

static void put_attribution(page *p, const drg_actor *a) {
  if (!write_actor_known(a)) return;
  drg_buffer fact;
  drg_buffer_init(&fact);
  base_putf(&fact, "says " BASE_FMT, BASE_ARG(a->code));
  if (a->name.len) base_putf(&fact, " " BASE_FMT, BASE_ARG(a->name));
  put_fact(p, PLAIN, (base_str){fact.data, fact.len});
  drg_buffer_clear(&fact);
}

static void put_confidence(page *p, double confidence) {
  drg_buffer fact;
  drg_buffer_init(&fact);
  if (write_put_number(&fact, confidence, 2, false)) {
    size_t skip = fact.data[0] == '0' ? 1 : 0; /* .93 */
    put_fact(p, DIM, (base_str){fact.data + skip, fact.len - skip});
  }
  drg_buffer_clear(&fact);
}

static void put_facts(page *p, const drg_event *e) {
  put_wrapped(p);
  put_fact(p, STATUS_STYLE[e->status], base_str_of(drg_happening_name(e->status)));
  put_fact(p, PLAIN, e->place.name);
  put_attribution(p, &e->attribution);
  for (size_t i = 0; i < e->n_about; i++) put_fact(p, PLAIN, e->about[i].name);
  put_details(p, &e->details);
  put_confidence(p, e->confidence);
  put_fact(p, DIM, e->rule);
}

/* ---- the document ---- */

static void put_document(page *p, const drg_doc *doc) {
  drg_buffer day;
  drg_buffer_init(&day);
  write_put_day(&day, doc->day);
  put_text(p, BOLD, doc->title.len ? doc->title : doc->id);
  put_line(p);
  const base_str facts[] = {doc->title.len ? doc->id : BASE_NONE, {day.data, day.len}, doc->publisher, doc->dateline};
  bool any = false;
  for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
    if (!facts[i].len) continue;
    if (any) put_textz(p, DIM, " · ");
    put_text(p, DIM, facts[i]);
    any = true;
  }
  if (any) put_line(p);
  drg_buffer_clear(&day);
}

static int page_width(void) {
  const char *columns = getenv("COLUMNS");
  long width = columns ? strtol(columns, NULL, 10) : 0;
  if (width <= 0) return WIDTH_DEFAULT;
  return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : (int)width;
}

void write_pretty_events(bool colour, const drg_doc *doc, const drg_event *events, size_t n, drg_buffer *out) {
  page p = {.out = out, .colour = colour, .width = page_width()};
  put_document(&p, doc);
  for (size_t i = 0; i < n; i++) {
    put_line(&p);
    put_heading(&p, &events[i]);
    put_facts(&p, &events[i]);
    put_sentence(&p, &(write_row){.doc = doc, .event = &events[i]});
  }
  if (!n) {
    put_textz(&p, DIM, "no events");
    put_line(&p);
  }
  base_putz(out, "\n");
}
