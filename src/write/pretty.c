/* The view for people: a document's events, each with its sentence and the words that gave it marked.
 *
 *   tehran-doha  2022-08-28
 *     2022-08-27  IRNGOV Ali Bagheri Kani  — 040 CONSULT →  QATGOV Mohammad al-Khulaifi   Tehran   happened  .93
 *       [S Iran's … Kani] {held} a {meeting} with [T Qatar's …] on Saturday evening.
 *       consult.hold-meeting
 */
#include "write/write.h"

typedef enum paint { PLAIN, DIM, BOLD, SOURCE, TRIGGER, TARGET, PAINTS } paint;

/* How each is opened and closed: with colour, and without. */
static const char *const COLOUR[PAINTS][2] = {{"", ""}, {"\033[2m", "\033[0m"}, {"\033[1m", "\033[0m"},
                                              {"\033[36;4m", "\033[0m"}, {"\033[33;1m", "\033[0m"}, {"\033[35;4m", "\033[0m"}};
static const char *const MARKS[PAINTS][2] = {{"", ""}, {"", ""}, {"", ""}, {"[S ", "]"}, {"{", "}"}, {"[T ", "]"}};

typedef struct view {
  drg_buffer *out;
  bool colour;
} view;

static const char *mark(const view *v, paint p, int end) { return v->colour ? COLOUR[p][end] : MARKS[p][end]; }

static void put(view *v, paint p, base_str s) {
  base_putz(v->out, mark(v, p, 0));
  base_put(v->out, s);
  base_putz(v->out, mark(v, p, 1));
}

static void put_actor(view *v, paint p, const drg_actor *a) {
  if (v->colour) base_putz(v->out, COLOUR[p][0]);
  base_put(v->out, a->code.data ? a->code : BASE_STR("---"));
  if (v->colour) base_putz(v->out, COLOUR[p][1]);
  if (a->name.data && a->code.data) base_putf(v->out, " " BASE_FMT, BASE_ARG(a->name));
}

static void put_line(view *v, const drg_event *e) {
  char day[16];
  base_putf(v->out, "  %s  ", write_day(e->day, day) ? day : "no date   ");
  put_actor(v, SOURCE, &e->source);
  base_putf(v->out, e->joint ? "  <-" : "  --");
  base_putz(v->out, " ");
  put(v, BOLD, e->cameo);
  if (e->plover.data) base_putf(v->out, " " BASE_FMT, BASE_ARG(e->plover));
  if (e->mode.data) base_putf(v->out, "/" BASE_FMT, BASE_ARG(e->mode));
  base_putz(v->out, " ->  ");
  put_actor(v, TARGET, &e->target);
  if (e->place.name.data) base_putf(v->out, "   " BASE_FMT, BASE_ARG(e->place.name));
  base_putf(v->out, "   %s  %.2f\n", drg_happening_name(e->status), e->confidence);
}

/* ---- the sentence with its marks ---- */

static bool holds(drg_span s, uint32_t at) { return s.begin <= at && at < s.end; }

static paint paint_at(const drg_event *e, uint32_t at) {
  for (size_t i = 0; i < e->n_triggers; i++)
    if (holds(e->triggers[i], at)) return TRIGGER;
  if (holds(e->source.span, at)) return SOURCE;
  return holds(e->target.span, at) ? TARGET : PLAIN;
}

enum { WIDTH = 100 };

static void put_sentence(view *v, const drg_doc *doc, const drg_event *e) {
  if (!e->text.data) return;
  uint32_t begin = (uint32_t)(e->text.data - doc->text.data), end = begin + (uint32_t)e->text.len;
  paint now = PLAIN;
  int column = 6;
  base_putz(v->out, "      ");
  for (uint32_t i = begin; i < end; i++) {
    char c = doc->text.data[i];
    bool blank = c == ' ' || c == '\n' || c == '\t';
    paint p = paint_at(e, i);
    if (p != now) {
      base_putz(v->out, mark(v, now, 1));
      base_putz(v->out, mark(v, p, 0));
      now = p;
    }
    if (blank && column > WIDTH) base_putz(v->out, "\n      "), column = 6;
    else base_put(v->out, (base_str){blank ? " " : &c, 1}), column++;
  }
  base_putz(v->out, mark(v, now, 1));
  base_putz(v->out, "\n");
}

static void put_foot(view *v, const drg_event *e) {
  base_putz(v->out, "      ");
  put(v, DIM, e->rule);
  if (e->attribution.code.data) base_putf(v->out, "   on the word of " BASE_FMT, BASE_ARG(e->attribution.text));
  base_putz(v->out, "\n\n");
}

void write_pretty(const drg_doc *doc, const drg_event *events, size_t n, bool colour, drg_buffer *out) {
  view v = {out, colour};
  char day[16];
  put(&v, BOLD, doc->title.data ? doc->title : doc->id);
  if (write_day(doc->day, day)) base_putf(out, "  %s", day);
  base_putf(out, "  %zu %s\n\n", n, n == 1 ? "event" : "events");
  for (size_t i = 0; i < n; i++) {
    put_line(&v, &events[i]);
    put_sentence(&v, doc, &events[i]);
    put_foot(&v, &events[i]);
  }
}
