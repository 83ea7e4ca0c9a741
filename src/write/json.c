/* The event record as one JSON object a line; docs/record.md says what each key means. */
#include <inttypes.h>
#include "write/write.h"

static void put_key_string(drg_buffer *out, const char *key, base_str s) {
  base_putf(out, ",\"%s\":", key);
  write_put_json(out, s);
}

static void put_key_number(drg_buffer *out, const char *key, double value, int places, bool trim) {
  base_putf(out, ",\"%s\":", key);
  if (!write_put_number(out, value, places, trim)) base_putz(out, "null");
}

static void put_key_day(drg_buffer *out, const char *key, int32_t day) {
  base_putf(out, ",\"%s\":", key);
  if (day == DRG_NO_DAY) {
    base_putz(out, "null");
    return;
  }
  base_putz(out, "\"");
  write_put_day(out, day);
  base_putz(out, "\"");
}

static void put_key_count(drg_buffer *out, const char *key, int64_t n) {
  if (n < 0) base_putf(out, "\"%s\":null,", key);
  else base_putf(out, "\"%s\":%" PRId64 ",", key, n);
}

/* ---- the nested objects ---- */

static void put_actor(drg_buffer *out, const char *key, const drg_actor *a) {
  base_putf(out, ",\"%s\":", key);
  if (!write_actor_known(a)) {
    base_putz(out, "null");
    return;
  }
  base_putz(out, "{\"code\":");
  write_put_json(out, a->code);
  put_key_string(out, "country", a->country);
  put_key_string(out, "sector", a->sector);
  put_key_string(out, "name", a->name);
  put_key_string(out, "title", a->title);
  put_key_string(out, "text", a->text);
  base_putz(out, "}");
}

static void put_place(drg_buffer *out, const drg_place *p) {
  if (!p->name.data) {
    base_putz(out, ",\"place\":null");
    return;
  }
  base_putz(out, ",\"place\":{\"name\":");
  write_put_json(out, p->name);
  put_key_string(out, "country", p->country);
  if (write_coordinates_known(p)) {
    put_key_number(out, "lat", p->lat, 4, true);
    put_key_number(out, "lon", p->lon, 4, true);
  } else {
    base_putz(out, ",\"lat\":null,\"lon\":null");
  }
  put_key_string(out, "precision", p->precision);
  base_putz(out, "}");
}

static void put_about(drg_buffer *out, const drg_event *e) {
  base_putz(out, ",\"about\":[");
  for (size_t i = 0; i < e->n_about; i++) {
    base_putf(out, "%s{\"name\":", i ? "," : "");
    write_put_json(out, e->about[i].name);
    put_key_string(out, "kind", e->about[i].kind);
    put_key_string(out, "text", e->about[i].text);
    base_putz(out, "}");
  }
  base_putz(out, "]");
}

static void put_contexts(drg_buffer *out, const drg_event *e) {
  base_putz(out, ",\"contexts\":[");
  for (size_t i = 0; i < e->n_contexts; i++) {
    if (i) base_putz(out, ",");
    write_put_json(out, e->contexts[i]);
  }
  base_putz(out, "]");
}

static void put_details(drg_buffer *out, const drg_details *d) {
  base_putz(out, ",\"details\":");
  if (!write_details_known(d)) {
    base_putz(out, "null");
    return;
  }
  base_putz(out, "{");
  put_key_count(out, "killed", d->killed);
  put_key_count(out, "injured", d->injured);
  put_key_count(out, "arrested", d->arrested);
  base_putz(out, "\"amount\":");
  if (!(d->amount >= 0) || !write_put_number(out, d->amount, 2, true)) base_putz(out, "null");
  put_key_string(out, "currency", d->currency);
  put_key_string(out, "weapon", d->weapon);
  base_putz(out, "}");
}

static void put_span(drg_buffer *out, drg_span s) {
  if (write_span_known(s)) base_putf(out, "[%" PRIu32 ",%" PRIu32 "]", s.begin, s.end);
  else base_putz(out, "null");
}

static drg_span span_of(const drg_actor *a) { return write_actor_known(a) ? a->span : (drg_span){0}; }

static void put_spans(drg_buffer *out, const drg_event *e) {
  base_putz(out, ",\"spans\":{\"source\":");
  put_span(out, span_of(&e->source));
  base_putz(out, ",\"trigger\":[");
  for (size_t i = 0; i < e->n_triggers; i++) {
    if (i) base_putz(out, ",");
    put_span(out, e->triggers[i]);
  }
  base_putz(out, "],\"target\":");
  put_span(out, span_of(&e->target));
  base_putz(out, "}");
}

static void put_happening(drg_buffer *out, const drg_retold *r) {
  if (!r->n_reports) {
    base_putz(out, ",\"happening\":null");
    return;
  }
  base_putf(out, ",\"happening\":{\"id\":\"%016" PRIx64 "\",\"n_reports\":%" PRIu32 ",\"n_sources\":%" PRIu32,
            r->happening, r->n_reports, r->n_sources);
  put_key_day(out, "first_report", r->first_report);
  put_key_day(out, "last_report", r->last_report);
  base_putz(out, "}");
}

/* ---- the record, its keys in the order of docs/record.md ---- */

static void put_what(drg_buffer *out, const drg_event *e) {
  put_key_string(out, "cameo", e->cameo);
  put_key_string(out, "plover", e->plover);
  put_key_string(out, "mode", e->mode);
  if (e->quad) base_putf(out, ",\"quad\":%d", e->quad);
  else base_putz(out, ",\"quad\":null");
  put_key_number(out, "goldstein", e->goldstein, 1, false);
  base_putf(out, ",\"status\":\"%s\",\"joint\":%s", drg_happening_name(e->status), e->joint ? "true" : "false");
}

void write_json_event(const write_row *row, drg_buffer *out) {
  const drg_event *e = row->event;
  base_putf(out, "{\"event_id\":\"%016" PRIx64 "\"", e->id);
  put_key_string(out, "doc_id", row->doc->id);
  put_key_day(out, "doc_date", row->doc->day);
  base_putf(out, ",\"sentence\":%" PRIu32, e->sentence);
  put_key_day(out, "date", e->day);
  put_key_string(out, "date_text", e->date_text);
  put_key_string(out, "date_precision", e->date_precision);
  put_what(out, e);
  put_actor(out, "source", &e->source);
  put_actor(out, "target", &e->target);
  put_place(out, &e->place);
  put_actor(out, "attribution", &e->attribution);
  put_about(out, e);
  put_contexts(out, e);
  put_details(out, &e->details);
  put_key_string(out, "quote", e->quote);
  put_key_number(out, "confidence", e->confidence, 2, false);
  put_key_string(out, "rule", e->rule);
  put_spans(out, e);
  put_key_string(out, "text", e->text);
  put_happening(out, &e->retold);
  base_putz(out, "}\n");
}
