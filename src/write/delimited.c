/* CSV and TSV: the record made flat by one table of columns.
 *
 * CSV follows RFC 4180: CRLF ends a line, a field with a comma, a quotation mark or a line break stands in quotation marks.
 * TSV has no quoting: a tab, a line break or another control character in a field becomes a blank. An absent value is an
 * empty field. Lists stand in one field, their items apart by "; "; the spans of the trigger as 90-104; 110-112. */
#include <inttypes.h>
#include "write/write.h"

typedef struct cell {
  const drg_doc *doc;
  const drg_event *event;
  const void *at; /* the event's field, for columns that are one field */
} cell;

typedef void put_field(drg_buffer *out, const cell *c);

static void put_string(drg_buffer *out, const cell *c) { write_put_utf8(out, *(const base_str *)c->at); }
static void put_count(drg_buffer *out, const cell *c) {
  int64_t n = *(const int64_t *)c->at;
  if (n >= 0) base_putf(out, "%" PRId64, n);
}
static void put_day(drg_buffer *out, const cell *c) { write_put_day(out, *(const int32_t *)c->at); }
static void put_id(drg_buffer *out, const cell *c) { base_putf(out, "%016" PRIx64, *(const uint64_t *)c->at); }
static void put_sentence(drg_buffer *out, const cell *c) { base_putf(out, "%" PRIu32, *(const uint32_t *)c->at); }
static void put_quad(drg_buffer *out, const cell *c) { base_putf(out, "%d", *(const int *)c->at); }
static void put_tenths(drg_buffer *out, const cell *c) { write_put_number(out, *(const double *)c->at, 1, false); }
static void put_hundredths(drg_buffer *out, const cell *c) { write_put_number(out, *(const double *)c->at, 2, false); }
static void put_coordinate(drg_buffer *out, const cell *c) {
  if (write_coordinates_known(&c->event->place)) write_put_number(out, *(const double *)c->at, 4, true);
}
static void put_amount(drg_buffer *out, const cell *c) {
  if (*(const double *)c->at >= 0) write_put_number(out, *(const double *)c->at, 2, true);
}

static void put_doc_id(drg_buffer *out, const cell *c) { write_put_utf8(out, c->doc->id); }
static void put_doc_day(drg_buffer *out, const cell *c) { write_put_day(out, c->doc->day); }
static void put_status(drg_buffer *out, const cell *c) { base_putz(out, drg_happening_name(c->event->status)); }
static void put_joint(drg_buffer *out, const cell *c) { base_putz(out, c->event->joint ? "true" : "false"); }

static void put_about_names(drg_buffer *out, const cell *c) {
  for (size_t i = 0; i < c->event->n_about; i++) {
    if (i) base_putz(out, "; ");
    write_put_utf8(out, c->event->about[i].name);
  }
}
static void put_about_kinds(drg_buffer *out, const cell *c) {
  for (size_t i = 0; i < c->event->n_about; i++) {
    if (i) base_putz(out, "; ");
    write_put_utf8(out, c->event->about[i].kind);
  }
}
static void put_contexts(drg_buffer *out, const cell *c) {
  for (size_t i = 0; i < c->event->n_contexts; i++) {
    if (i) base_putz(out, "; ");
    write_put_utf8(out, c->event->contexts[i]);
  }
}
static void put_triggers(drg_buffer *out, const cell *c) {
  for (size_t i = 0; i < c->event->n_triggers; i++)
    base_putf(out, "%s%" PRIu32 "-%" PRIu32, i ? "; " : "", c->event->triggers[i].begin, c->event->triggers[i].end);
}
static void put_begin(drg_buffer *out, const cell *c) {
  const drg_actor *a = c->at;
  if (write_actor_known(a) && write_span_known(a->span)) base_putf(out, "%" PRIu32, a->span.begin);
}
static void put_end(drg_buffer *out, const cell *c) {
  const drg_actor *a = c->at;
  if (write_actor_known(a) && write_span_known(a->span)) base_putf(out, "%" PRIu32, a->span.end);
}

/* ---- the columns, in order ---- */

#define AT(member) offsetof(drg_event, member)
#define ACTOR(actor, part) \
  { #actor "_" #part, put_string, AT(actor.part) }

static const struct {
  const char *name;
  put_field *put;
  size_t at; /* of the field in drg_event, for the functions that look there */
} COLUMNS[] = {
    {"event_id", put_id, AT(id)},
    {"doc_id", put_doc_id, 0},
    {"doc_date", put_doc_day, 0},
    {"sentence", put_sentence, AT(sentence)},
    {"date", put_day, AT(day)},
    {"date_text", put_string, AT(date_text)},
    {"date_precision", put_string, AT(date_precision)},
    {"cameo", put_string, AT(cameo)},
    {"plover", put_string, AT(plover)},
    {"mode", put_string, AT(mode)},
    {"quad", put_quad, AT(quad)},
    {"goldstein", put_tenths, AT(goldstein)},
    {"status", put_status, 0},
    {"joint", put_joint, 0},
    ACTOR(source, code),
    ACTOR(source, country),
    ACTOR(source, sector),
    ACTOR(source, name),
    ACTOR(source, title),
    ACTOR(source, text),
    ACTOR(target, code),
    ACTOR(target, country),
    ACTOR(target, sector),
    ACTOR(target, name),
    ACTOR(target, title),
    ACTOR(target, text),
    {"place_name", put_string, AT(place.name)},
    {"place_country", put_string, AT(place.country)},
    {"place_lat", put_coordinate, AT(place.lat)},
    {"place_lon", put_coordinate, AT(place.lon)},
    {"place_precision", put_string, AT(place.precision)},
    ACTOR(attribution, code),
    ACTOR(attribution, country),
    ACTOR(attribution, sector),
    ACTOR(attribution, name),
    ACTOR(attribution, title),
    ACTOR(attribution, text),
    {"about", put_about_names, 0},
    {"about_kind", put_about_kinds, 0},
    {"contexts", put_contexts, 0},
    {"killed", put_count, AT(details.killed)},
    {"injured", put_count, AT(details.injured)},
    {"arrested", put_count, AT(details.arrested)},
    {"amount", put_amount, AT(details.amount)},
    {"currency", put_string, AT(details.currency)},
    {"weapon", put_string, AT(details.weapon)},
    {"quote", put_string, AT(quote)},
    {"confidence", put_hundredths, AT(confidence)},
    {"rule", put_string, AT(rule)},
    {"source_begin", put_begin, AT(source)},
    {"source_end", put_end, AT(source)},
    {"trigger", put_triggers, 0},
    {"target_begin", put_begin, AT(target)},
    {"target_end", put_end, AT(target)},
    {"text", put_string, AT(text)},
};
enum { N_COLUMNS = sizeof COLUMNS / sizeof *COLUMNS };

/* ---- fields ---- */

static bool needs_quotes(base_str s) {
  for (size_t i = 0; i < s.len; i++)
    if (strchr(",\"\r\n", s.data[i]) && s.data[i]) return true;
  return s.len && (s.data[0] == ' ' || s.data[s.len - 1] == ' ');
}

static void put_csv(drg_buffer *out, base_str s) {
  if (!needs_quotes(s)) {
    base_put(out, s);
    return;
  }
  base_putz(out, "\"");
  for (base_str part; (part = base_str_cut(&s, '"')).data;) {
    base_put(out, part);
    if (s.data) base_putz(out, "\"\"");
  }
  base_putz(out, "\"");
}

static void put_tsv(drg_buffer *out, base_str s) {
  size_t from = out->len;
  base_put(out, s);
  for (size_t i = from; i < out->len; i++)
    if ((unsigned char)out->data[i] < 0x20 || out->data[i] == 0x7f) out->data[i] = ' ';
}

static void put_separated(write_table t, drg_buffer *out, size_t column, base_str s) {
  if (column) base_putz(out, t == WRITE_CSV ? "," : "\t");
  if (t == WRITE_CSV) put_csv(out, s);
  else put_tsv(out, s);
}

static void put_line_end(write_table t, drg_buffer *out) { base_putz(out, t == WRITE_CSV ? "\r\n" : "\n"); }

void write_table_header(write_table t, drg_buffer *out) {
  for (size_t i = 0; i < N_COLUMNS; i++) put_separated(t, out, i, base_str_of(COLUMNS[i].name));
  put_line_end(t, out);
}

static void put_row(write_table t, cell c, drg_buffer *field, drg_buffer *out) {
  for (size_t i = 0; i < N_COLUMNS; i++) {
    field->len = 0;
    c.at = (const char *)c.event + COLUMNS[i].at;
    COLUMNS[i].put(field, &c);
    put_separated(t, out, i, (base_str){field->data, field->len});
  }
  put_line_end(t, out);
}

void write_table_events(write_table t, const drg_doc *doc, const drg_event *events, size_t n, drg_buffer *out) {
  drg_buffer field;
  drg_buffer_init(&field);
  for (size_t i = 0; i < n; i++) put_row(t, (cell){doc, &events[i], NULL}, &field, out);
  drg_buffer_clear(&field);
}
