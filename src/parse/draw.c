/* Trees for people: drawn, one word a line, or one line a sentence.
 *
 * A word with children has a bar, a column that runs over the lines from its first to its last of them and itself. Bars
 * are placed from the root down, each in the first column that is free on all its lines; so a bar stands right of its
 * parent's, and a line's word right of all bars that pass it. A line's stroke runs from the bar of its word's head to
 * the word; where the tree is not projective, the bars of others may cross it. */
#include <stdio.h>
#include <utf8proc.h>
#include "parse/parse.h"

enum {
  ARCS_MAX = 48, /* columns of arcs; deeper lines are cut and say their head's number instead */
  CELL_MAX = 28  /* of a form or lemma */
};

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };

static const char *const GLYPHS[16] = {" ", "│", "│", "│", "─", "┘", "┐", "┤", "─", "└", "┌", "├", "─", "┴", "┬", "┼"};
static const char CROSSING[] = "╪";

typedef struct line {
  uint32_t from, to;      /* the lines of the word's bar, both inclusive */
  uint32_t bar, end;      /* the bar's column; the first column free of arcs */
  uint32_t child, next;   /* first child and next sibling, as index + 1; 0 is none */
  uint8_t cell[ARCS_MAX]; /* sets of UP … RIGHT */
} line;

typedef struct drawing {
  const parse_sent *s;
  line *lines;
  uint32_t *stack;
} drawing;

/* ---- text, in columns of a terminal ---- */

static int char_width(int32_t cp) { return cp < 0 ? 1 : utf8proc_charwidth(cp); }
static bool is_control(int32_t cp) { return cp < 0x20 || (cp >= 0x7f && cp < 0xa0); }

static int text_width(base_str s) {
  int width = 0;
  for (size_t i = 0; i < s.len;) {
    int32_t cp = base_utf8_next(s, &i);
    width += is_control(cp) ? 1 : char_width(cp);
  }
  return width;
}

/* What a terminal might obey, or cannot show, is replaced. */
static int put_char(drg_buffer *out, base_str s, size_t *i) {
  size_t from = *i;
  int32_t cp = base_utf8_next(s, i);
  if (is_control(cp)) base_putz(out, "\uFFFD");
  else base_put(out, base_str_sub(s, from, *i));
  return is_control(cp) ? 1 : char_width(cp);
}

/* At most CELL_MAX columns of s; how many it took. */
static int put_cut(drg_buffer *out, base_str s) {
  bool whole = s.len <= CELL_MAX || text_width(s) <= CELL_MAX;
  int width = 0;
  for (size_t i = 0; i < s.len && (whole || width < CELL_MAX - 1);) width += put_char(out, s, &i);
  if (!whole) base_putz(out, "…");
  return whole ? width : width + 1;
}

static int cut_width(base_str s) {
  int width = s.len > 4 * CELL_MAX ? CELL_MAX : text_width(s);
  return width < CELL_MAX ? width : CELL_MAX;
}

static void put_blanks(drg_buffer *out, int n) {
  while (n-- > 0) base_putz(out, " ");
}

/* ---- where the bars stand ---- */

static void link_children(drawing *d) {
  for (uint32_t i = d->s->n; i-- > 0;) {
    int32_t head = d->s->words[i].head;
    if (head < 0 || (uint32_t)head >= d->s->n) continue;
    d->lines[i].next = d->lines[head].child;
    d->lines[head].child = i + 1;
  }
}

static void find_span(const drawing *d, uint32_t w) {
  line *own = &d->lines[w];
  own->from = own->to = w;
  for (uint32_t c = own->child; c; c = d->lines[c - 1].next) {
    if (c - 1 < own->from) own->from = c - 1;
    if (c - 1 > own->to) own->to = c - 1;
  }
}

static void mark(line *l, uint32_t column, unsigned strokes) {
  if (column < ARCS_MAX) l->cell[column] |= (uint8_t)strokes;
}

static void place_bar(const drawing *d, uint32_t w) {
  line *own = &d->lines[w];
  find_span(d, w);
  for (uint32_t i = own->from; i <= own->to; i++)
    if (d->lines[i].end > own->bar) own->bar = d->lines[i].end;
  for (uint32_t i = own->from; i <= own->to; i++) {
    mark(&d->lines[i], own->bar, (i > own->from ? UP : 0u) | (i < own->to ? DOWN : 0u));
    d->lines[i].end = own->bar + 2;
  }
}

static void place_bars(drawing *d, uint32_t root) {
  uint32_t n = 0;
  if (!d->lines[root].end) d->lines[root].end = 1; /* room for the root's own stroke */
  d->stack[n++] = root;
  while (n) {
    uint32_t w = d->stack[--n];
    if (d->lines[w].child) place_bar(d, w);
    for (uint32_t c = d->lines[w].child; c; c = d->lines[c - 1].next) d->stack[n++] = c - 1;
  }
}

/* The line's stroke, once all bars stand: from the head's bar to the word. */
static void draw_stroke(const drawing *d, uint32_t w) {
  int32_t head = d->s->words[w].head;
  line *own = &d->lines[w];
  uint32_t from = head < 0 ? 0 : d->lines[head].bar;
  mark(own, from, RIGHT | (head < 0 ? LEFT : 0u));
  for (uint32_t x = from + 1; x < own->end && x < ARCS_MAX; x++) mark(own, x, LEFT | RIGHT);
}

static drawing draw(const parse_sent *s, base_arena *arena) {
  drawing d = {s, BASE_NEW(arena, line, s->n), BASE_NEW(arena, uint32_t, s->n)};
  link_children(&d);
  for (uint32_t i = 0; i < s->n; i++)
    if (s->words[i].head < 0) place_bars(&d, i);
  for (uint32_t i = 0; i < s->n; i++) draw_stroke(&d, i);
  return d;
}

/* ---- the page ---- */

static bool is_cut(const line *l) { return l->end > ARCS_MAX; }
static int arcs_width(const line *l) { return is_cut(l) ? ARCS_MAX : (int)l->end; }

/* A bar that crosses the stroke between the head's bar and the word's own. */
static bool is_crossing(const drawing *d, uint32_t w, uint32_t x) {
  int32_t head = d->s->words[w].head;
  const line *own = &d->lines[w];
  if (x <= (head < 0 ? 0 : d->lines[head].bar) || (own->child && x == own->bar)) return false;
  return own->cell[x] == (UP | DOWN | LEFT | RIGHT);
}

static void put_arcs(const drawing *d, uint32_t w, drg_buffer *out) {
  const line *own = &d->lines[w];
  uint32_t n = is_cut(own) ? ARCS_MAX - 1 : own->end;
  for (uint32_t x = 0; x < n; x++) base_putz(out, is_crossing(d, w, x) ? CROSSING : GLYPHS[own->cell[x]]);
  if (is_cut(own)) base_putz(out, "…");
  base_putz(out, " ");
}

static int digits(uint32_t n) { return n < 10 ? 1 : 1 + digits(n / 10); }

static void put_line(const drawing *d, uint32_t w, int number, int left, drg_buffer *out) {
  const parse_word *word = &d->s->words[w];
  base_putf(out, "%*u ", number, w + 1);
  put_arcs(d, w, out);
  put_blanks(out, left - arcs_width(&d->lines[w]) - put_cut(out, word->form));
  base_putf(out, "  %-5s  ", parse_upos_name(word->upos));
  char relation[64];
  if (is_cut(&d->lines[w]))
    snprintf(relation, sizeof relation, "%s <%d", parse_deprel_name(word->deprel), word->head + 1);
  else snprintf(relation, sizeof relation, "%s", parse_deprel_name(word->deprel));
  base_putf(out, "%-12s  ", relation);
  put_cut(out, word->lemma);
  base_putz(out, "\n");
}

void parse_put_tree(const parse_sent *s, base_arena *arena, drg_buffer *out) {
  drawing d = draw(s, arena);
  int left = 0;
  for (uint32_t i = 0; i < s->n; i++) {
    int width = arcs_width(&d.lines[i]) + cut_width(s->words[i].form);
    if (width > left) left = width;
  }
  for (uint32_t i = 0; i < s->n; i++) put_line(&d, i, digits(s->n), left, out);
  base_putz(out, "\n");
}

/* ---- one line a sentence ---- */

static void put_word(drg_buffer *out, base_str form) {
  for (size_t i = 0; i < form.len;) put_char(out, form, &i);
}

/* Forms that occur twice have a value in the map that differs from their first word's. */
static void count_forms(const parse_sent *s, base_map *forms) {
  for (uint32_t i = 0; i < s->n; i++) {
    void **seen = base_map_put(forms, s->words[i].form);
    *seen = *seen ? (void *)forms : (void *)&s->words[i];
  }
}

static void put_head(const parse_sent *s, const base_map *forms, uint32_t w, drg_buffer *out) {
  int32_t head = s->words[w].head;
  if (head < 0 || (uint32_t)head >= s->n) return;
  base_putz(out, (uint32_t)head > w ? ">" : "<");
  put_word(out, s->words[head].form);
  if (base_map_get(forms, s->words[head].form) == forms) base_putf(out, "#%d", head + 1);
}

void parse_put_brief(const parse_sent *s, base_arena *arena, drg_buffer *out) {
  base_map forms;
  base_map_init(&forms, arena);
  count_forms(s, &forms);
  for (uint32_t i = 0; i < s->n; i++) {
    const parse_word *w = &s->words[i];
    if (i) base_putz(out, " ");
    put_word(out, w->form);
    base_putf(out, "/%s(%s", parse_upos_name(w->upos), parse_deprel_name(w->deprel));
    put_head(s, &forms, i, out);
    base_putz(out, ")");
  }
  base_putz(out, "\n");
}
