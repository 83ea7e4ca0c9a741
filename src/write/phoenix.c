/* Phoenix events: 26 columns without a header. */
#include <inttypes.h>
#include "write/parts.h"

static void put_id(drg_buffer *out, const write_row *row, const void *at) {
  write_cell_number_id(out, row, at);
  base_putz(out, "_" DRG_VERSION);
}

static void put_date(drg_buffer *out, const write_row *row, const char *format) {
  int32_t day = write_day_of(row);
  if (day == DRG_NO_DAY) return;
  base_date d = base_date_of(day);
  for (const char *part = format; *part; part++) {
    if (*part == 'y') base_putf(out, "%04d", d.year);
    else base_putf(out, "%02d", *part == 'm' ? d.month : d.day);
  }
}

static void put_whole_date(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  put_date(out, row, "ymd");
}
static void put_year(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  put_date(out, row, "y");
}
static void put_month(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  put_date(out, row, "m");
}
static void put_day(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  put_date(out, row, "d");
}

/* ---- actors: the code cut into three letters, three letters, and the rest, as the pipeline cut it ---- */

static void put_code_from(drg_buffer *out, const drg_actor *a, size_t begin, size_t end) {
  base_str code = write_actor_known(a) ? a->code : BASE_NONE;
  if (code.len > begin) write_put_utf8(out, base_str_sub(code, begin, code.len < end ? code.len : end));
}

static void put_entity(drg_buffer *out, const write_row *row, const void *at) {
  (void)row;
  put_code_from(out, at, 0, 3);
}
static void put_role(drg_buffer *out, const write_row *row, const void *at) {
  (void)row;
  put_code_from(out, at, 3, 6);
}
static void put_attribute(drg_buffer *out, const write_row *row, const void *at) {
  (void)row;
  put_code_from(out, at, 6, SIZE_MAX);
}

/* ---- the event ---- */

static void put_issues(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  for (size_t i = 0; i < row->event->n_contexts; i++) {
    base_putz(out, i ? ";" : "");
    write_put_utf8(out, row->event->contexts[i]);
    base_putz(out, ",1");
  }
}

static void put_sentence_id(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  write_put_utf8(out, row->doc->id);
  base_putf(out, "_%" PRIu32, row->event->sentence);
}

#define ACTOR(name, actor) \
  {name "ActorFull", write_cell_string, WRITE_AT(actor.code), WRITE_STRING, "CAMEO code"}, \
      {name "ActorEntity", put_entity, WRITE_AT(actor), WRITE_STRING, "its first three letters"}, \
      {name "ActorRole", put_role, WRITE_AT(actor), WRITE_STRING, "its second three letters"}, { \
    name "ActorAttribute", put_attribute, WRITE_AT(actor), WRITE_STRING, "the rest of it" \
  }

static const write_column COLUMNS[] = {
    {"EventID", put_id, 0, WRITE_STRING, "event id in 63 bits, then the version of Dragoman"},
    {"Date", put_whole_date, 0, WRITE_INTEGER, "day of the event, YYYYMMDD"},
    {"Year", put_year, 0, WRITE_INTEGER, "its year"},
    {"Month", put_month, 0, WRITE_INTEGER, "its month, two digits"},
    {"Day", put_day, 0, WRITE_INTEGER, "its day, two digits"},
    ACTOR("Source", source),
    ACTOR("Target", target),
    {"EventCode", write_cell_string, WRITE_AT(cameo), WRITE_STRING, "CAMEO event code"},
    {"EventRootCode", write_cell_root, 0, WRITE_STRING, "its first two digits"},
    {"QuadClass", write_cell_quad, 0, WRITE_INTEGER, "1 verbal cooperation to 4 material conflict"},
    {"GoldsteinScore", write_cell_tenths, WRITE_AT(goldstein), WRITE_NUMBER, "Goldstein's scale, -10 to 10"},
    {"Issues", put_issues, 0, WRITE_STRING, "PLOVER contexts, each with its count of 1, apart by ';'"},
    {"Lat", write_cell_coordinate, WRITE_AT(place.lat), WRITE_NUMBER, "degrees north, WGS 84"},
    {"Lon", write_cell_coordinate, WRITE_AT(place.lon), WRITE_NUMBER, "degrees east, WGS 84"},
    {"LocationName", write_cell_string, WRITE_AT(place.name), WRITE_STRING, "place of the event"},
    {"StateName", write_cell_place_region, 0, WRITE_STRING, "place, when it is a region"},
    {"CountryName", write_cell_place_country, 0, WRITE_STRING, "name of the place's country"},
    {"SentenceIDs", put_sentence_id, 0, WRITE_STRING, "the document's id and the sentence, from 0"},
    {"URLs", write_cell_url, 0, WRITE_STRING, "address of the report"},
    {"NewsSources", write_cell_publisher, 0, WRITE_STRING, "who published it"},
};

const write_layout WRITE_PHOENIX = {COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, false, false};
