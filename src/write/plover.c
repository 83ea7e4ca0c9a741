/* PLOVER's JSON, one object a line, with the keys of the PLOVER repository's examples. */
#include <inttypes.h>
#include "write/parts.h"

static void put_key(drg_buffer *out, const char *key, base_str s) {
  base_putf(out, ",\"%s\":", key);
  write_put_json(out, s);
}

static void put_day(drg_buffer *out, const char *key, int32_t day) {
  drg_buffer text;
  drg_buffer_init(&text);
  write_put_day(&text, day);
  put_key(out, key, (base_str){text.data, text.len});
  drg_buffer_clear(&text);
}

static void put_actor(drg_buffer *out, const char *key, const drg_actor *a) {
  base_putf(out, ",\"%s\":[", key);
  if (write_actor_known(a)) {
    base_putz(out, "{\"actorText\":");
    write_put_json(out, a->text.len ? a->text : a->name);
    put_key(out, "code", a->country);
    put_key(out, "sector", a->sector);
    base_putz(out, "}");
  }
  base_putz(out, "]");
}

/* The words of the trigger, whose parts may stand apart. */
static void put_event_text(drg_buffer *out, const write_row *row) {
  base_str text = row->doc->text;
  drg_buffer words;
  drg_buffer_init(&words);
  for (size_t i = 0; i < row->event->n_triggers; i++) {
    drg_span t = row->event->triggers[i];
    if (!write_span_known(t) || t.end > text.len) continue;
    if (words.len) base_putz(&words, " ");
    base_put(&words, base_str_sub(text, t.begin, t.end));
  }
  put_key(out, "eventText", (base_str){words.data, words.len});
  drg_buffer_clear(&words);
}

static void put_contexts(drg_buffer *out, const drg_event *e) {
  base_putz(out, ",\"context\":[");
  for (size_t i = 0; i < e->n_contexts; i++) {
    if (i) base_putz(out, ",");
    write_put_json(out, e->contexts[i]);
  }
  base_putz(out, "]");
}

static void put_number(drg_buffer *out, const char *key, double value) {
  base_putf(out, ",\"%s\":", key);
  write_put_number(out, value, 4, true);
}

static void put_location(drg_buffer *out, const drg_place *p) {
  base_putz(out, ",\"eventLoc\":");
  if (!p->name.data) {
    base_putz(out, "null");
    return;
  }
  base_putz(out, "{\"name\":");
  write_put_json(out, p->name);
  put_key(out, "country", p->country);
  if (write_coordinates_known(p)) {
    put_number(out, "lat", p->lat);
    put_number(out, "lon", p->lon);
  }
  base_putz(out, "}");
}

static void put_count(drg_buffer *out, const char *key, int64_t n) {
  if (n < 0) base_putf(out, ",\"%s\":null", key);
  else base_putf(out, ",\"%s\":%" PRId64, key, n);
}

/* dateCoded is always null: the same input gives the same bytes on any day. */
void write_plover_event(const write_row *row, drg_buffer *out) {
  const drg_event *e = row->event;
  base_putf(out, "{\"id\":\"%016" PRIx64 "\"", e->id);
  put_day(out, "date", write_day_of(row));
  put_actor(out, "source", &e->source);
  put_actor(out, "target", &e->target);
  put_key(out, "event", e->plover);
  put_event_text(out, row);
  put_key(out, "mode", e->mode);
  put_contexts(out, e);
  put_key(out, "text", e->text);
  put_key(out, "textInfo", row->doc->id);
  put_location(out, &e->place);
  base_putz(out, ",\"size\":null");
  put_count(out, "dead", e->details.killed);
  put_count(out, "injured", e->details.injured);
  put_key(out, "language", row->doc->language);
  put_key(out, "publication", row->doc->publisher);
  base_putz(out, ",\"coder\":\"Dragoman\",\"version\":\"" DRG_VERSION "\",\"dateCoded\":null,\"comment\":null}\n");
}
