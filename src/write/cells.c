/* The cells that several delimited formats share. */
#include <inttypes.h>
#include "write/parts.h"

/* ---- members as they are ---- */

void write_cell_nothing(drg_buffer *out, const write_row *row, const void *at) { (void)out, (void)row, (void)at; }

void write_cell_string(drg_buffer *out, const write_row *row, const void *at) {
  (void)row;
  write_put_utf8(out, *(const base_str *)at);
}

void write_cell_day(drg_buffer *out, const write_row *row, const void *at) {
  (void)row;
  write_put_day(out, *(const int32_t *)at);
}

void write_cell_coordinate(drg_buffer *out, const write_row *row, const void *at) {
  if (write_coordinates_known(&row->event->place)) write_put_number(out, *(const double *)at, 4, true);
}

void write_cell_tenths(drg_buffer *out, const write_row *row, const void *at) {
  (void)row;
  write_put_number(out, *(const double *)at, 1, false);
}

void write_cell_quad(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  if (row->event->quad) base_putf(out, "%d", row->event->quad);
}

/* ---- ids ---- */

uint64_t write_number_id(uint64_t id) { return id & INT64_MAX; }

/* Hashed as text, so that it does not depend on the machine's order of bytes. */
uint64_t write_mirrored_id(uint64_t id) {
  drg_buffer text;
  drg_buffer_init(&text);
  base_putf(&text, "%016" PRIx64, id);
  uint64_t hash = base_hash(text.data, text.len, 1);
  drg_buffer_clear(&text);
  return hash;
}

void write_cell_hex_id(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  base_putf(out, "%016" PRIx64, row->event->id);
}

void write_cell_number_id(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  base_putf(out, "%" PRIu64, write_number_id(row->event->id));
}

/* ---- of the document ---- */

void write_cell_doc_id(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  write_put_utf8(out, row->doc->id);
}

void write_cell_doc_day(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  write_put_day(out, row->doc->day);
}

void write_cell_publisher(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  write_put_utf8(out, row->doc->publisher);
}

void write_cell_language(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  write_put_utf8(out, row->doc->language);
}

void write_cell_url(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  write_put_utf8(out, row->doc->url);
}

void write_cell_version(drg_buffer *out, const write_row *row, const void *at) {
  (void)row, (void)at;
  base_putz(out, DRG_VERSION);
}

/* ---- of the event ---- */

int32_t write_day_of(const write_row *row) { return row->event->day != DRG_NO_DAY ? row->event->day : row->doc->day; }

void write_cell_event_day(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  write_put_day(out, write_day_of(row));
}

void write_cell_root(drg_buffer *out, const write_row *row, const void *at) {
  base_str code = row->event->cameo;
  (void)at;
  base_put(out, base_str_sub(code, 0, code.len < 2 ? code.len : 2));
}

void write_cell_contexts(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  for (size_t i = 0; i < row->event->n_contexts; i++) {
    if (i) base_putz(out, ";");
    write_put_utf8(out, row->event->contexts[i]);
  }
}

/* ---- of the place: its name stands where its precision says ---- */

static void put_place(drg_buffer *out, const write_row *row, base_str precision) {
  const drg_place *p = &row->event->place;
  if (base_str_eq(p->precision, precision)) write_put_utf8(out, p->name);
}

void write_cell_place_city(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  put_place(out, row, BASE_STR("city"));
}

void write_cell_place_region(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  put_place(out, row, BASE_STR("region"));
}

static void put_country_name(drg_buffer *out, const write_row *row, base_str code) {
  const write_country *c = write_country_of(row->tables, code);
  if (c) base_put(out, c->name);
}

void write_cell_place_country(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  put_country_name(out, row, row->event->place.country);
}

/* ---- of an actor ---- */

write_code write_code_of(const write_row *row, const drg_actor *a) {
  return write_actor_known(a) ? write_code_split(row->tables, a->code) : (write_code){0};
}

/* The name, and where the report gives none what the code stands for, as ICEWS writes it: Government (Peru). */
void write_cell_actor_label(drg_buffer *out, const write_row *row, const void *at) {
  const drg_actor *a = at;
  if (a->name.len) write_put_utf8(out, a->name);
  else if (write_actor_known(a)) write_put_code_label(out, row->tables, a->code);
}

void write_cell_actor_country(drg_buffer *out, const write_row *row, const void *at) {
  put_country_name(out, row, write_code_of(row, at).country);
}
