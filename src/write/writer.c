/* drg_writer: which events of a document are written, in which directions, and with what around them. */
#include <stdlib.h>
#include "write/parts.h"

struct drg_writer {
  const write_format *format;
  base_arena arena; /* tables, choice of columns; nothing is added after opening, so that threads may share it */
  const write_tables *tables;
  write_choice columns;
  write_network *network;
  unsigned traits; /* of the format, as the options change them */
  bool begun;      /* drg_writer_put has written something */
};

static drg_status open_parts(drg_writer *w, const drg_writer_options *opt, drg_error *err) {
  drg_status st = DRG_OK;
  if (opt->columns && !(w->traits & WRITE_COLUMNS))
    return base_fail(err, DRG_ERR_ARGUMENT, NULL, 0, 0, "the columns of format '%s' are fixed", w->format->name);
  if (w->format->layout) st = write_choose_columns(w->format->layout, opt->columns, &w->arena, &w->columns, err);
  if (st == DRG_OK && w->traits & WRITE_LOOKS_UP) {
    base_str dir = opt->dir ? base_str_of(opt->dir) : base_data_folder(&w->arena);
    st = write_tables_open(dir.data, &w->arena, &w->tables, err);
  }
  if (st == DRG_OK && w->traits & WRITE_NETWORK) w->network = write_network_new(w->tables);
  return st;
}

static unsigned traits_of(const write_format *f, const drg_writer_options *opt) {
  unsigned traits = f->traits;
  if (opt->reciprocal) traits |= WRITE_BOTH_WAYS;
  if (opt->any_status) traits &= ~(unsigned)WRITE_TAKEN_PLACE;
  return traits;
}

drg_status drg_writer_open(drg_format f, const drg_writer_options *opt, drg_writer **out, drg_error *err) {
  const write_format *format = write_format_of(f);
  if (!format) return base_fail(err, DRG_ERR_ARGUMENT, NULL, 0, 0, "no format '%d'", (int)f);
  drg_writer *w = calloc(1, sizeof *w);
  if (!w) return base_fail(err, DRG_ERR_MEMORY, NULL, 0, 0, "out of memory");
  static const drg_writer_options NONE = {0};
  base_arena_init(&w->arena);
  w->format = format;
  w->traits = traits_of(format, opt ? opt : &NONE);
  drg_status st = open_parts(w, opt ? opt : &NONE, err);
  if (st == DRG_OK) *out = w;
  else drg_writer_close(w);
  return st;
}

void drg_writer_close(drg_writer *w) {
  if (!w) return;
  write_network_free(w->network);
  base_arena_clear(&w->arena);
  free(w);
}

/* ---- which events ---- */

static bool has_taken_place(const drg_event *e) { return e->status == DRG_HAPPENED || e->status == DRG_ONGOING; }

static bool is_written(const drg_writer *w, const drg_event *e) {
  if (w->traits & WRITE_TAKEN_PLACE && !has_taken_place(e)) return false;
  if (w->traits & WRITE_TYPED && !e->plover.len) return false;
  return !(w->traits & WRITE_PLACED) || write_coordinates_known(&e->place);
}

static bool is_mirrored(const drg_writer *w, const drg_event *e) {
  return w->traits & WRITE_BOTH_WAYS && e->joint && write_actor_known(&e->source) && write_actor_known(&e->target);
}

static drg_event mirror(const drg_event *e) {
  drg_event m = *e;
  m.source = e->target;
  m.target = e->source;
  m.id = write_mirrored_id(e->id);
  return m;
}

/* ---- rows ---- */

typedef struct rows { /* of one call */
  drg_writer *writer;
  drg_buffer field, *out;
  size_t from; /* where out began */
} rows;

static void put_row(rows *r, const write_row *row) {
  drg_writer *w = r->writer;
  const write_format *f = w->format;
  if (r->out->len > r->from) base_putz(r->out, f->between);
  if (w->network) write_network_add(w->network, row);
  else if (f->put_event) f->put_event(row, r->out);
  else if (w->traits & WRITE_PLACED) write_geojson_feature(w->columns, row, &r->field, r->out);
  else write_table_row(f->layout, w->columns, row, &r->field, r->out);
}

static void put_event(rows *r, const drg_doc *doc, const drg_event *e) {
  if (!is_written(r->writer, e)) return;
  put_row(r, &(write_row){doc, e, r->writer->tables});
  if (!is_mirrored(r->writer, e)) return;
  drg_event other = mirror(e);
  put_row(r, &(write_row){doc, &other, r->writer->tables});
}

/* For people, a document is a page even when nothing is on it. */
static void put_page(const drg_writer *w, const drg_doc *doc, const drg_event *events, size_t n, drg_buffer *out) {
  bool colour = w->format->format == DRG_PRETTY_COLOUR;
  drg_event *both = calloc(2 * n + 1, sizeof *both);
  size_t n_both = 0;
  if (!both) abort();
  for (size_t i = 0; i < n; i++) {
    both[n_both++] = events[i];
    if (is_mirrored(w, &events[i])) both[n_both++] = mirror(&events[i]);
  }
  write_pretty_events(colour, doc, both, n_both, out);
  free(both);
}

static bool is_page(const drg_writer *w) {
  return w->format->format == DRG_PRETTY || w->format->format == DRG_PRETTY_COLOUR;
}

void drg_writer_rows(drg_writer *w, const drg_doc *doc, const drg_event *events, size_t n, drg_buffer *out) {
  if (is_page(w)) {
    put_page(w, doc, events, n, out);
    return;
  }
  rows r = {.writer = w, .out = out, .from = out->len};
  drg_buffer_init(&r.field);
  for (size_t i = 0; i < n; i++) put_event(&r, doc, &events[i]);
  drg_buffer_clear(&r.field);
}

/* ---- in order, in one thread ---- */

void drg_writer_header(const drg_writer *w, drg_buffer *out) {
  base_putz(out, w->format->head);
  if (w->format->layout) write_table_header(w->format->layout, w->columns, out);
}

const char *drg_writer_between(const drg_writer *w) { return w->format->between; }

void drg_writer_put(drg_writer *w, const drg_doc *doc, const drg_event *events, size_t n, drg_buffer *out) {
  size_t before = out->len;
  if (w->begun) base_putz(out, w->format->between);
  size_t from = out->len;
  drg_writer_rows(w, doc, events, n, out);
  if (out->len > from) w->begun = true;
  else out->len = before;
}

void drg_writer_end(drg_writer *w, drg_buffer *out) {
  if (w->network) write_network_sort(w->network);
  if (w->network) w->format->put_network(w->network, out);
  base_putz(out, w->format->tail);
}

/* ---- the short way: a writer for one call ---- */

static drg_writer *writer_of(drg_format f) {
  drg_writer *w = NULL;
  if (f <= DRG_PRETTY_COLOUR) drg_writer_open(f, NULL, &w, NULL);
  return w;
}

void drg_write_header(drg_format f, drg_buffer *out) {
  drg_writer *w = writer_of(f);
  if (w) drg_writer_header(w, out);
  drg_writer_close(w);
}

void drg_write_events(drg_format f, const drg_doc *doc, const drg_event *events, size_t n, drg_buffer *out) {
  drg_writer *w = writer_of(f);
  if (w) drg_writer_rows(w, doc, events, n, out);
  drg_writer_close(w);
}
