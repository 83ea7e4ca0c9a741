/* CSV and TSV: a header names the columns, every row is a report.
 *
 *   id;date;text
 *   7;2024-05-03;"Chile met ""Peru"";
 *   they spoke."                                a row may run over lines inside quotes (RFC 4180)
 *
 * A row is cut by STEPS, a machine over kinds of bytes, and split into cells once it is whole. A row whose quotes do not
 * close costs its first line: reading goes on at the second, so a stray quote does not swallow the rows behind it. No
 * row beyond it is looked at more than twice, since a line that keeps an open quote open does not open one itself. */
#include <stdlib.h>
#include "read/parts.h"

enum { MAX_COLUMNS = 4096, MAX_NAMES = 8, NO_SEPARATOR = '\n' };

typedef struct table { /* what the header says */
  char separator;      /* NO_SEPARATOR: one column */
  size_t width;
  size_t column[READ_N_FIELDS][MAX_NAMES]; /* by the order of a field's names; numbered from 1, 0 closes the list */
} table;

/* ---- rows ---- */

typedef enum kind { QUOTE, SEPARATOR, BLANK, LINE_END, OTHER, N_KINDS } kind;
typedef enum step { BEGIN, PLAIN, QUOTED, SEEN, CLOSED, N_STEPS, DONE, BAD } step; /* SEEN: a quote inside quotes */

static const step STEPS[N_STEPS][N_KINDS] = {
    [BEGIN] = {[QUOTE] = QUOTED, [SEPARATOR] = BEGIN, [BLANK] = BEGIN, [LINE_END] = DONE, [OTHER] = PLAIN},
    [PLAIN] = {[QUOTE] = PLAIN, [SEPARATOR] = BEGIN, [BLANK] = PLAIN, [LINE_END] = DONE, [OTHER] = PLAIN},
    [QUOTED] = {[QUOTE] = SEEN, [SEPARATOR] = QUOTED, [BLANK] = QUOTED, [LINE_END] = QUOTED, [OTHER] = QUOTED},
    [SEEN] = {[QUOTE] = QUOTED, [SEPARATOR] = BEGIN, [BLANK] = CLOSED, [LINE_END] = DONE, [OTHER] = BAD},
    [CLOSED] = {[QUOTE] = BAD, [SEPARATOR] = BEGIN, [BLANK] = CLOSED, [LINE_END] = DONE, [OTHER] = BAD},
};

typedef struct dialect {
  char separator;
  bool quotes; /* false: a quote is a character like others */
} dialect;

static kind kind_of(int c, dialect d) {
  if (c == '\n' || c == '\r') return LINE_END;
  if (c == d.separator) return SEPARATOR;
  if (c == '"' && d.quotes) return QUOTE;
  return c == ' ' ? BLANK : OTHER;
}

typedef struct row {
  size_t end, next; /* in the window: behind its last byte, where the next row begins */
  const char *why;  /* it is none */
  bool too_long;
} row;

/* The byte at i of the window, -1 behind the end of the stream. */
static int byte_at(drg_reader *r, size_t i) {
  while (i >= r->window.bytes.len - r->window.at)
    if (!read_window_more(&r->window, r->source)) return -1;
  return (unsigned char)r->window.bytes.data[r->window.at + i];
}

static row cut_row(drg_reader *r, dialect d) {
  step at = BEGIN;
  for (size_t i = 0;; i++) {
    int c = byte_at(r, i);
    if (c < 0) return (row){.end = i, .next = i, .why = at == QUOTED ? "quote that is not closed" : NULL};
    if (i >= r->opt.max_record) return (row){.too_long = true};
    at = STEPS[at][kind_of(c, d)];
    if (at == BAD) return (row){.why = "text behind a closing quote"};
    if (at == DONE) return (row){.end = i, .next = i + (c == '\r' && byte_at(r, i + 1) == '\n' ? 2 : 1)};
  }
}

/* ---- cells ---- */

typedef BASE_VEC(base_str) cells;

static base_str unquote(base_arena *a, base_str s, size_t *at) {
  char *p = NULL;
  size_t begin = *at + 1, i = begin, n = 0;
  for (; i < s.len; i++) {
    if (s.data[i] == '"' && (i + 1 == s.len || s.data[i + 1] != '"')) break;
    if (s.data[i] == '"') {
      if (!p) p = memcpy(base_arena_alloc(a, s.len - begin), s.data + begin, n);
      i++;
    }
    if (p) p[n] = s.data[i];
    n++;
  }
  *at = i < s.len ? i + 1 : i;
  return (base_str){p ? p : s.data + begin, n};
}

/* The cell at *at, which moves on to the separator behind it or to the end. */
static base_str cell_at(base_arena *a, base_str s, size_t *at, dialect d) {
  size_t begin = *at;
  while (begin < s.len && s.data[begin] == ' ' && d.separator != ' ') begin++;
  base_str quoted = BASE_NONE;
  if (d.quotes && begin < s.len && s.data[begin] == '"') {
    quoted = unquote(a, s, &begin);
    *at = begin;
  }
  const char *stop = *at < s.len ? memchr(s.data + *at, d.separator, s.len - *at) : NULL;
  base_str plain = base_str_sub(s, *at, stop ? (size_t)(stop - s.data) : s.len);
  *at = stop ? (size_t)(stop - s.data) : s.len;
  return quoted.data ? quoted : plain;
}

/* Keeps up to `most` cells; returns how many there are, empty ones at the end of a wider row not counted. */
static size_t split_row(base_arena *a, base_str s, dialect d, size_t most, cells *out) {
  size_t n = 0, wide = 0;
  for (size_t at = 0;; at++) {
    base_str cell = cell_at(a, s, &at, d);
    n++;
    if (n <= most) BASE_PUSH(a, out, cell);
    if (n <= most || base_str_trim(cell).len) wide = n;
    if (at >= s.len) return wide;
  }
}

/* ---- the header ---- */

static size_t column_named(const cells *c, const char *name) {
  for (size_t i = 0; i < c->n; i++)
    if (read_field_is(base_str_trim(c->v[i]), name)) return i + 1;
  return 0;
}

/* False when no column holds the text. */
static bool table_of(const drg_read_options *opt, const cells *header, char separator, table *t) {
  *t = (table){.separator = header->n > 1 ? separator : NO_SEPARATOR, .width = header->n};
  for (int f = 0; f < READ_N_FIELDS; f++) {
    const char *one[2], *const *name = read_field_names(opt, (read_field)f, one);
    for (size_t n = 0; *name && n + 1 < MAX_NAMES; name++)
      if ((t->column[f][n] = column_named(header, *name))) n++;
  }
  return t->column[READ_TEXT][0] != 0;
}

/* The header of a line under each separator: the reading with a text column and the most columns. */
static bool table_of_line(base_arena *a, base_str line, const char *separators, const drg_read_options *opt, table *t) {
  bool found = false;
  for (; *separators; separators++) {
    cells header = {0};
    table here;
    if (split_row(a, line, (dialect){*separators, true}, MAX_COLUMNS, &header) > MAX_COLUMNS) continue;
    if (!table_of(opt, &header, *separators, &here) || (found && here.width <= t->width)) continue;
    *t = here;
    found = true;
  }
  return found;
}

static base_str skip_mark(base_str s) {
  return base_str_starts(s, BASE_STR("\xEF\xBB\xBF")) ? base_str_sub(s, 3, s.len) : s;
}

bool read_table_sniff(base_str first, const drg_read_options *opt) {
  base_str rest = skip_mark(first), line = base_str_trim(base_str_cut(&rest, '\n'));
  if (!line.len || line.len > MAX_COLUMNS || base_utf8_invalid(line) < line.len) return false;
  base_arena a;
  base_arena_init(&a);
  table t = {0};
  size_t known = 0;
  if (table_of_line(&a, line, ",;\t|", opt, &t) && t.width > 1) {
    cells header = {0};
    split_row(&a, line, (dialect){t.separator, true}, MAX_COLUMNS, &header);
    for (size_t i = 0; i < header.n; i++) known += read_field_known(base_str_trim(header.v[i]));
  }
  base_arena_clear(&a);
  return known > 1;
}

static drg_status whole_file(drg_reader *r, drg_error *err, const char *why) {
  r->done = true;
  return base_fail(err, DRG_REJECTED, r->file, r->window.line, r->window.byte, "%s", why);
}

static drg_status no_header(drg_reader *r, drg_error *err) {
  const char *name = r->opt.text_field;
  if (!name) return whole_file(r, err, "no text column in the header (text, body, content, event_text)");
  r->done = true;
  return base_fail(err, DRG_REJECTED, r->file, r->window.line, r->window.byte, "no column '%s' in the header", name);
}

/* Drops blank lines; false at the end. */
static bool at_row(drg_reader *r) {
  for (int c; (c = byte_at(r, 0)) >= 0; read_window_drop(&r->window, 1))
    if (c != '\n' && c != '\r') return true;
  return false;
}

/* "sep=;", which spreadsheets write before the header; returns the separator. */
static char separator_line(drg_reader *r) {
  if (byte_at(r, 5) < 0) return 0;
  const char *p = read_window_bytes(&r->window).data;
  if (memcmp(p, "sep=", 4) || (p[5] != '\n' && p[5] != '\r')) return 0;
  char separator = p[4];
  read_window_drop_line(&r->window, r->source);
  return separator;
}

static drg_status header_read(drg_reader *r, const char *separators, drg_error *err) {
  char one[2] = {0};
  if (byte_at(r, 2) >= 0) {
    base_str b = read_window_bytes(&r->window);
    read_window_drop(&r->window, b.len - skip_mark(b).len);
  }
  if (!at_row(r)) return read_source_fault(r->source) ? read_at_end(r, err) : whole_file(r, err, "empty file");
  if ((one[0] = separator_line(r)) && at_row(r)) separators = one;
  table t;
  row line = cut_row(r, (dialect){separators[0], true});
  if (line.why || line.too_long) line = cut_row(r, (dialect){separators[0], false});
  if (line.too_long) return no_header(r, err);
  base_arena a;
  base_arena_init(&a);
  bool found = table_of_line(&a, base_str_sub(read_window_bytes(&r->window), 0, line.end), separators, &r->opt, &t);
  base_arena_clear(&a);
  if (!found) return no_header(r, err);
  read_window_drop(&r->window, line.next);
  r->state = malloc(sizeof t);
  if (!r->state) abort();
  memcpy(r->state, &t, sizeof t);
  return DRG_OK;
}

/* ---- a row to a document ---- */

/* The first column of field f that is not blank; a blank one if there is no better. */
static base_str field_in(const table *t, const cells *c, read_field f) {
  base_str blank = BASE_NONE;
  for (const size_t *column = t->column[f]; *column; column++) {
    base_str s = *column <= c->n ? c->v[*column - 1] : BASE_NONE;
    if (base_str_trim(s).len) return s;
    if (s.data) blank = s;
  }
  return blank;
}

static drg_status doc_of_row(drg_reader *r, read_owner *o, base_str bytes, dialect d, drg_doc *doc, drg_error *err) {
  const table *t = r->state;
  read_record k = {.line = r->window.line, .byte = r->window.byte};
  read_clean clean = read_decode_bytes(&o->arena, bytes);
  k.encoding = read_window_encoding(&r->window, clean.encoding);
  k.byte += clean.fault_at;
  if (clean.fault) return read_record_reject(r, &k, err, clean.fault);
  cells c = {0};
  size_t n = split_row(&o->arena, clean.text, d, t->width, &c);
  if (n > t->width || (n < t->width && !field_in(t, &c, READ_TEXT).data))
    return base_fail(err, DRG_REJECTED, r->file, k.line, k.byte, "%zu fields, the header has %zu", n, t->width);
  for (int f = 0; f < READ_N_FIELDS; f++) k.field[f] = field_in(t, &c, (read_field)f);
  return read_record_doc(r, o, &k, doc, err);
}

static drg_status take_row(drg_reader *r, const row *w, dialect d, drg_doc *doc, drg_error *err) {
  base_str bytes = base_str_sub(read_window_bytes(&r->window), 0, w->end);
  read_owner *o = read_owner_new();
  drg_status st = doc_of_row(r, o, bytes, d, doc, err);
  if (st != DRG_OK) read_owner_free(o);
  read_window_drop(&r->window, w->next);
  return st;
}

static drg_status bad_row(drg_reader *r, const row *w, drg_error *err) {
  read_record k = {.line = r->window.line, .byte = r->window.byte};
  read_window_drop_line(&r->window, r->source);
  if (!w->too_long) return read_record_reject(r, &k, err, w->why);
  return base_fail(err, DRG_REJECTED, r->file, k.line, k.byte, "record over %zu bytes", r->opt.max_record);
}

static drg_status row_next(drg_reader *r, const char *separators, drg_doc *doc, drg_error *err) {
  drg_status st = r->state ? DRG_OK : header_read(r, separators, err);
  if (st != DRG_OK) return st;
  if (!at_row(r)) return read_source_fault(r->source) ? read_at_end(r, err) : DRG_END;
  const table *t = r->state;
  dialect d = {t->separator, true};
  row w = cut_row(r, d);
  if (w.why && t->separator == '\t') /* many who write tabs do not quote: then a quote is only a quote */
    w = cut_row(r, d = (dialect){'\t', false});
  /* the stream broke off in this row: that is the reason, whatever it looks like */
  if (byte_at(r, w.next) < 0 && w.next == w.end && read_source_fault(r->source)) return read_at_end(r, err);
  return w.why || w.too_long ? bad_row(r, &w, err) : take_row(r, &w, d, doc, err);
}

drg_status read_csv_next(drg_reader *r, drg_doc *doc, drg_error *err) { return row_next(r, ",;\t|", doc, err); }
drg_status read_tsv_next(drg_reader *r, drg_doc *doc, drg_error *err) { return row_next(r, "\t", doc, err); }
