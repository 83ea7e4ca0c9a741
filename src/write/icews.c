/* ICEWS events as its weekly .tab files have them: 20 columns under a header. */
#include <inttypes.h>
#include "write/parts.h"

static void put_sectors(drg_buffer *out, const write_row *row, const void *at) {
  const drg_actor *a = at;
  bool any = false;
  write_code c = write_code_of(row, a);
  for (size_t i = 0; i < WRITE_ROLES && c.roles[i].data; i++) {
    base_str sectors = write_part_of(row->tables, c.roles[i])->sectors;
    if (!sectors.data) continue;
    if (any) base_putz(out, ",");
    base_put(out, sectors);
    any = true;
  }
}

static void put_label(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  base_put(out, write_cameo_label(row->tables, row->event->cameo));
}

static void put_sentence(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  base_putf(out, "%" PRIu64, (uint64_t)row->event->sentence + 1);
}

static const write_column COLUMNS[] = {
    {"Event ID", write_cell_number_id, 0, WRITE_INTEGER, "event id in 63 bits"},
    {"Event Date", write_cell_event_day, 0, WRITE_DATE, "day of the event"},
    {"Source Name", write_cell_actor_label, WRITE_AT(source), WRITE_STRING, "name, else sector and country"},
    {"Source Sectors", put_sectors, WRITE_AT(source), WRITE_STRING, "sectors in ICEWS's words, where one fits surely"},
    {"Source Country", write_cell_actor_country, WRITE_AT(source), WRITE_STRING, "name of the source's country"},
    {"Event Text", put_label, 0, WRITE_STRING, "what the CAMEO code stands for"},
    {"CAMEO Code", write_cell_string, WRITE_AT(cameo), WRITE_STRING, "CAMEO event code"},
    {"Intensity", write_cell_tenths, WRITE_AT(goldstein), WRITE_NUMBER, "Goldstein's scale, -10 to 10"},
    {"Target Name", write_cell_actor_label, WRITE_AT(target), WRITE_STRING, "name, else sector and country"},
    {"Target Sectors", put_sectors, WRITE_AT(target), WRITE_STRING, "sectors in ICEWS's words, where one fits surely"},
    {"Target Country", write_cell_actor_country, WRITE_AT(target), WRITE_STRING, "name of the target's country"},
    {"Story ID", write_cell_doc_id, 0, WRITE_STRING, "the document's id"},
    {"Sentence Number", put_sentence, 0, WRITE_INTEGER, "sentence of the document, from 1"},
    {"Publisher", write_cell_publisher, 0, WRITE_STRING, "who published the report"},
    {"City", write_cell_place_city, 0, WRITE_STRING, "place, when it is a city"},
    {"District", write_cell_nothing, 0, WRITE_STRING, "always empty"},
    {"Province", write_cell_place_region, 0, WRITE_STRING, "place, when it is a region"},
    {"Country", write_cell_place_country, 0, WRITE_STRING, "name of the place's country"},
    {"Latitude", write_cell_coordinate, WRITE_AT(place.lat), WRITE_NUMBER, "degrees north, WGS 84"},
    {"Longitude", write_cell_coordinate, WRITE_AT(place.lon), WRITE_NUMBER, "degrees east, WGS 84"},
};

const write_layout WRITE_ICEWS = {COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, false, true};
