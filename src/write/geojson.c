/* GeoJSON after RFC 7946: a point an event, the flat record as its properties. */
#include "write/parts.h"

static void put_property(drg_buffer *out, const write_column *c, base_str value) {
  base_putf(out, "\"%s\":", c->name);
  if (c->type == WRITE_STRING || c->type == WRITE_DATE || !value.len) write_put_json(out, value);
  else base_put(out, value);
}

void write_geojson_feature(write_choice properties, const write_row *row, drg_buffer *field, drg_buffer *out) {
  const drg_place *p = &row->event->place;
  base_putz(out, "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[");
  write_put_number(out, p->lon, 4, true);
  base_putz(out, ",");
  write_put_number(out, p->lat, 4, true);
  base_putz(out, "]},\"properties\":{");
  for (size_t i = 0; i < properties.n; i++) {
    if (i) base_putz(out, ",");
    field->len = 0;
    write_cell(properties.v[i], row, field);
    put_property(out, properties.v[i], (base_str){field->data, field->len});
  }
  base_putz(out, "}}");
}
