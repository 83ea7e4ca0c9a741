/* The record made flat: CSV, TSV, and the properties of GeoJSON's features. Lists stand in one field, their items apart by
 * "; "; the spans of the trigger as 90-104; 110-112. */
#include <inttypes.h>
#include "write/parts.h"

/* ---- cells ---- */

static void put_count(drg_buffer *out, const write_row *row, const void *at) {
  int64_t n = *(const int64_t *)at;
  (void)row;
  if (n >= 0) base_putf(out, "%" PRId64, n);
}

static void put_sentence(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  base_putf(out, "%" PRIu32, row->event->sentence);
}

static void put_hundredths(drg_buffer *out, const write_row *row, const void *at) {
  (void)row;
  write_put_number(out, *(const double *)at, 2, false);
}

static void put_amount(drg_buffer *out, const write_row *row, const void *at) {
  (void)row;
  if (*(const double *)at >= 0) write_put_number(out, *(const double *)at, 2, true);
}

static void put_status(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  base_putz(out, drg_happening_name(row->event->status));
}

static void put_joint(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  base_putz(out, row->event->joint ? "true" : "false");
}

static void put_item(drg_buffer *out, size_t i, base_str s) {
  if (i) base_putz(out, "; ");
  write_put_utf8(out, s);
}

static void put_about_names(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  for (size_t i = 0; i < row->event->n_about; i++) put_item(out, i, row->event->about[i].name);
}

static void put_about_kinds(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  for (size_t i = 0; i < row->event->n_about; i++) put_item(out, i, row->event->about[i].kind);
}

static void put_contexts(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  for (size_t i = 0; i < row->event->n_contexts; i++) put_item(out, i, row->event->contexts[i]);
}

static void put_triggers(drg_buffer *out, const write_row *row, const void *at) {
  const drg_span *t = row->event->triggers;
  (void)at;
  for (size_t i = 0; i < row->event->n_triggers; i++)
    base_putf(out, "%s%" PRIu32 "-%" PRIu32, i ? "; " : "", t[i].begin, t[i].end);
}

static bool stands_somewhere(const drg_actor *a) { return write_actor_known(a) && write_span_known(a->span); }

static void put_begin(drg_buffer *out, const write_row *row, const void *at) {
  const drg_actor *a = at;
  (void)row;
  if (stands_somewhere(a)) base_putf(out, "%" PRIu32, a->span.begin);
}

static void put_end(drg_buffer *out, const write_row *row, const void *at) {
  const drg_actor *a = at;
  (void)row;
  if (stands_somewhere(a)) base_putf(out, "%" PRIu32, a->span.end);
}

/* ---- cells of what was gathered: nothing while n_reports is 0 ---- */

static void put_happening(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  if (row->event->retold.n_reports) base_putf(out, "%016" PRIx64, row->event->retold.happening);
}

static void put_reports(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  if (row->event->retold.n_reports) base_putf(out, "%" PRIu32, row->event->retold.n_reports);
}

static void put_sources(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  if (row->event->retold.n_reports) base_putf(out, "%" PRIu32, row->event->retold.n_sources);
}

static void put_first(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  if (row->event->retold.n_reports) write_put_day(out, row->event->retold.first_report);
}

static void put_last(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  if (row->event->retold.n_reports) write_put_day(out, row->event->retold.last_report);
}

/* ---- the columns, in order ---- */

#define ACTOR(actor, part, about) \
  { #actor "_" #part, write_cell_string, WRITE_AT(actor.part), WRITE_STRING, about }

static const write_column COLUMNS[] = {
    {"event_id", write_cell_hex_id, WRITE_AT(id), WRITE_STRING, "hash of the document's id, the spans and the code"},
    {"doc_id", write_cell_doc_id, 0, WRITE_STRING, "the document's id"},
    {"doc_date", write_cell_doc_day, 0, WRITE_DATE, "when it was published"},
    {"sentence", put_sentence, WRITE_AT(sentence), WRITE_INTEGER, "sentence of the document, from 0"},
    {"date", write_cell_day, WRITE_AT(day), WRITE_DATE, "day of the event"},
    {"date_text", write_cell_string, WRITE_AT(date_text), WRITE_STRING, "words that gave the day"},
    {"date_precision", write_cell_string, WRITE_AT(date_precision), WRITE_STRING, "day, week, month or year"},
    {"cameo", write_cell_string, WRITE_AT(cameo), WRITE_STRING, "CAMEO event code"},
    {"plover", write_cell_string, WRITE_AT(plover), WRITE_STRING, "PLOVER event type"},
    {"mode", write_cell_string, WRITE_AT(mode), WRITE_STRING, "PLOVER mode"},
    {"quad", write_cell_quad, WRITE_AT(quad), WRITE_INTEGER,
     "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"},
    {"goldstein", write_cell_tenths, WRITE_AT(goldstein), WRITE_NUMBER, "Goldstein's scale, -10 to 10"},
    {"status", put_status, 0, WRITE_STRING, "happened, ongoing, planned, conditional, denied, negated or requested"},
    {"joint", put_joint, 0, WRITE_BOOLEAN, "source and target did it together"},
    ACTOR(source, code, "CAMEO code of the source"),
    ACTOR(source, country, "country of the source, ISO 3166 alpha-3 or an international actor"),
    ACTOR(source, sector, "sector of the source"),
    ACTOR(source, name, "name of the source in full"),
    ACTOR(source, title, "office of the source"),
    ACTOR(source, text, "words that stand for the source"),
    ACTOR(target, code, "CAMEO code of the target"),
    ACTOR(target, country, "country of the target, ISO 3166 alpha-3 or an international actor"),
    ACTOR(target, sector, "sector of the target"),
    ACTOR(target, name, "name of the target in full"),
    ACTOR(target, title, "office of the target"),
    ACTOR(target, text, "words that stand for the target"),
    {"place_name", write_cell_string, WRITE_AT(place.name), WRITE_STRING, "place of the event"},
    {"place_country", write_cell_string, WRITE_AT(place.country), WRITE_STRING, "its country, ISO 3166 alpha-3"},
    {"place_lat", write_cell_coordinate, WRITE_AT(place.lat), WRITE_NUMBER, "degrees north, WGS 84"},
    {"place_lon", write_cell_coordinate, WRITE_AT(place.lon), WRITE_NUMBER, "degrees east, WGS 84"},
    {"place_precision", write_cell_string, WRITE_AT(place.precision), WRITE_STRING, "city, region or country"},
    ACTOR(attribution, code, "CAMEO code of the attribution"),
    ACTOR(attribution, country, "country of the attribution, ISO 3166 alpha-3 or an international actor"),
    ACTOR(attribution, sector, "sector of the attribution"),
    ACTOR(attribution, name, "name of the attribution in full"),
    ACTOR(attribution, title, "office of the attribution"),
    ACTOR(attribution, text, "words that stand for the attribution"),
    {"about", put_about_names, 0, WRITE_STRING, "what the event concerns, names apart by '; '"},
    {"about_kind", put_about_kinds, 0, WRITE_STRING, "kinds of these, in the same order"},
    {"contexts", put_contexts, 0, WRITE_STRING, "PLOVER contexts, apart by '; '"},
    {"killed", put_count, WRITE_AT(details.killed), WRITE_INTEGER, "people killed"},
    {"injured", put_count, WRITE_AT(details.injured), WRITE_INTEGER, "people injured"},
    {"arrested", put_count, WRITE_AT(details.arrested), WRITE_INTEGER, "people arrested"},
    {"amount", put_amount, WRITE_AT(details.amount), WRITE_NUMBER, "amount of money"},
    {"currency", write_cell_string, WRITE_AT(details.currency), WRITE_STRING, "its currency, ISO 4217"},
    {"weapon", write_cell_string, WRITE_AT(details.weapon), WRITE_STRING, "weapon used"},
    {"quote", write_cell_string, WRITE_AT(quote), WRITE_STRING, "words quoted"},
    {"confidence", put_hundredths, WRITE_AT(confidence), WRITE_NUMBER, "how sure the coder is, 0 to 1"},
    {"rule", write_cell_string, WRITE_AT(rule), WRITE_STRING, "frame that matched"},
    {"source_begin", put_begin, WRITE_AT(source), WRITE_INTEGER, "byte of the text where the source begins"},
    {"source_end", put_end, WRITE_AT(source), WRITE_INTEGER, "byte after the source"},
    {"trigger", put_triggers, 0, WRITE_STRING, "bytes of the trigger, parts apart by '; '"},
    {"target_begin", put_begin, WRITE_AT(target), WRITE_INTEGER, "byte of the text where the target begins"},
    {"target_end", put_end, WRITE_AT(target), WRITE_INTEGER, "byte after the target"},
    {"text", write_cell_string, WRITE_AT(text), WRITE_STRING, "the sentence"},
    {"happening", put_happening, 0, WRITE_STRING, "id of what several reports tell"},
    {"n_reports", put_reports, 0, WRITE_INTEGER, "reports that tell it"},
    {"n_sources", put_sources, 0, WRITE_INTEGER, "publishers that tell it"},
    {"first_report", put_first, 0, WRITE_DATE, "publication of the first report"},
    {"last_report", put_last, 0, WRITE_DATE, "publication of the last report"},
};

const write_layout WRITE_CSV = {COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, true, true};
const write_layout WRITE_TSV = {COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, false, true};
const write_layout WRITE_PROPERTIES = {COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, false, false};
