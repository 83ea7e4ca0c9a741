/* POLECAT events: 40 columns under a header, PLOVER's types and modes. */
#include "write/parts.h"

static void put_score(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  base_put(out, write_plover_score(row->tables, row->event->plover, row->event->mode));
}

static void put_quad(drg_buffer *out, const write_row *row, const void *at) {
  static const char *const QUADS[] = {"", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT",
                                      "MATERIAL CONFLICT"};
  (void)at;
  if (row->event->quad >= 1 && row->event->quad <= 4) base_putz(out, QUADS[row->event->quad]);
}

/* ---- actors ---- */

static void put_alpha3(drg_buffer *out, const write_row *row, const void *at) {
  write_put_utf8(out, write_code_of(row, at).country);
}

static void put_cow(drg_buffer *out, const write_row *row, const void *at) {
  const write_country *c = write_country_of(row->tables, write_code_of(row, at).country);
  if (c) base_put(out, c->cow);
}

static void put_first_role(drg_buffer *out, const write_row *row, const void *at) {
  write_put_utf8(out, write_code_of(row, at).roles[0]);
}

static void put_roles(drg_buffer *out, const write_row *row, const void *at) {
  write_code c = write_code_of(row, at);
  for (size_t i = 0; i < WRITE_ROLES && c.roles[i].data; i++)
    base_putf(out, "%s" BASE_FMT, i ? ";" : "", BASE_ARG(c.roles[i]));
}

/* ---- where: GeoNames' codes of what kind of place it is ---- */

static void put_feature(drg_buffer *out, const write_row *row, const void *at) {
  static const char *const KINDS[][2] = {{"city", "PPL"}, {"region", "ADM1"}, {"country", "PCLI"}};
  (void)at;
  for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
    if (base_str_eq(row->event->place.precision, base_str_of(KINDS[i][0]))) base_putz(out, KINDS[i][1]);
}

#define ACTOR(who, raw, primary, sectors, wiki, actor) \
  {who " Name", write_cell_string, WRITE_AT(actor.name), WRITE_STRING, "name in full"}, \
      {who " Country", put_alpha3, WRITE_AT(actor), WRITE_STRING, "country, ISO 3166 alpha-3"}, \
      {who " COW", put_cow, WRITE_AT(actor), WRITE_INTEGER, "country's number in the Correlates of War"}, \
      {primary, put_first_role, WRITE_AT(actor), WRITE_STRING, "first sector of the code"}, \
      {sectors, put_roles, WRITE_AT(actor), WRITE_STRING, "all sectors of the code, apart by ';'"}, \
      {who " Title", write_cell_string, WRITE_AT(actor.title), WRITE_STRING, "office"}, \
      {raw, write_cell_string, WRITE_AT(actor.text), WRITE_STRING, "words of the sentence"}, { \
    wiki, write_cell_nothing, 0, WRITE_STRING, "always empty: no Wikipedia is looked up" \
  }

static const write_column COLUMNS[] = {
    {"Event ID", write_cell_hex_id, 0, WRITE_STRING, "event id, 16 hexadecimal digits"},
    {"Event Date", write_cell_event_day, 0, WRITE_DATE, "day of the event"},
    {"Event Type", write_cell_string, WRITE_AT(plover), WRITE_STRING, "PLOVER event type"},
    {"Event Mode", write_cell_string, WRITE_AT(mode), WRITE_STRING, "PLOVER mode"},
    {"Intensity", put_score, 0, WRITE_NUMBER, "PLOVER's score of the mode, else of the type"},
    {"Quad Code", put_quad, 0, WRITE_STRING, "quad class in words"},
    {"Contexts", write_cell_contexts, 0, WRITE_STRING, "PLOVER contexts, apart by ';'"},
    ACTOR("Actor", "Actor Name Raw", "Primary Actor Sector", "Actor Sectors", "Wikipedia Actor ID", source),
    ACTOR("Recipient", "Recipient Name Raw", "Primary Recipient Sector", "Recipient Sectors", "Wikipedia Recipient ID",
          target),
    {"Placename", write_cell_string, WRITE_AT(place.name), WRITE_STRING, "place of the event"},
    {"City", write_cell_place_city, 0, WRITE_STRING, "place, when it is a city"},
    {"District", write_cell_nothing, 0, WRITE_STRING, "always empty"},
    {"Province", write_cell_place_region, 0, WRITE_STRING, "place, when it is a region"},
    {"Country", write_cell_place_country, 0, WRITE_STRING, "name of the place's country"},
    {"Latitude", write_cell_coordinate, WRITE_AT(place.lat), WRITE_NUMBER, "degrees north, WGS 84"},
    {"Longitude", write_cell_coordinate, WRITE_AT(place.lon), WRITE_NUMBER, "degrees east, WGS 84"},
    {"GeoNames ID", write_cell_nothing, 0, WRITE_INTEGER, "always empty: the gazetteer has no ids"},
    {"Raw Placename", write_cell_nothing, 0, WRITE_STRING, "always empty: the record has the name alone"},
    {"Feature Type", put_feature, 0, WRITE_STRING, "GeoNames feature code: PPL, ADM1 or PCLI"},
    {"Source", write_cell_publisher, 0, WRITE_STRING, "who published the report"},
    {"Publication Date", write_cell_doc_day, 0, WRITE_DATE, "when it was published"},
    {"Story People", write_cell_nothing, 0, WRITE_STRING, "always empty: of the document, not of the event"},
    {"Story Organizations", write_cell_nothing, 0, WRITE_STRING, "always empty: of the document, not of the event"},
    {"Story Locations", write_cell_nothing, 0, WRITE_STRING, "always empty: of the document, not of the event"},
    {"Language", write_cell_language, 0, WRITE_STRING, "language of the report, as it says itself"},
    {"Version", write_cell_version, 0, WRITE_STRING, "version of Dragoman"},
};

const write_layout WRITE_POLECAT = {COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, false, true};
