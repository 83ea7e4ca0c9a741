/* A coded document -> packet, and packets read again. */
#include <inttypes.h>
#include <stdio.h>
#include "store/store.h"

/* ---- numbers that two writers agree on ---- */

static uint64_t hash_strings(const base_str *s, size_t n) {
  uint64_t h = 0;
  for (size_t i = 0; i < n; i++) h = base_hash(s[i].len ? s[i].data : "", s[i].len, h + s[i].len);
  return h;
}

bool store_actor_known(const drg_actor *a) { return a->code.len || a->name.len; }

uint64_t store_actor_number(const drg_actor *a) {
  const base_str parts[] = {a->code, a->country, a->sector, a->name, a->title};
  return hash_strings(parts, sizeof parts / sizeof *parts);
}

static bool place_known(const drg_place *p) { return p->name.len; }

/* The coordinates count as the record prints them: four decimals. */
uint64_t store_place_number(const drg_place *p) {
  char where[64];
  int n = snprintf(where, sizeof where, "%.4f %.4f", p->lat, p->lon);
  const base_str parts[] = {p->name, p->country, p->precision, {where, (size_t)n}};
  return hash_strings(parts, sizeof parts / sizeof *parts);
}

uint64_t store_document_key(base_str id, base_str text) {
  const base_str parts[] = {id, text};
  return hash_strings(parts, sizeof parts / sizeof *parts);
}

/* ---- values as bytes ---- */

static void put_byte(drg_buffer *out, unsigned b) { base_put(out, (base_str){&(char){(char)b}, 1}); }

static void put_null(drg_buffer *out) { put_byte(out, STORE_NULL); }

static void put_int(drg_buffer *out, int64_t i) {
  put_byte(out, STORE_INT);
  base_put(out, (base_str){(const char *)&i, sizeof i});
}

static void put_real(drg_buffer *out, double r) {
  put_byte(out, STORE_REAL);
  base_put(out, (base_str){(const char *)&r, sizeof r});
}

/* Clean text holds nothing of the kind, but a file's name may. */
void store_put_clean(drg_buffer *out, base_str s) {
  for (size_t i = 0, bad; i < s.len; i = bad + 1) {
    base_str left = base_str_sub(s, i, s.len);
    const char *nul = memchr(left.data, 0, left.len);
    bad = i + base_utf8_invalid(left);
    if (nul && s.data + bad > nul) bad = (size_t)(nul - s.data);
    base_put(out, base_str_sub(s, i, bad));
    if (bad < s.len) base_putz(out, "?");
  }
}

static void put_text(drg_buffer *out, base_str s) {
  uint32_t len = 0;
  put_byte(out, STORE_TEXT);
  size_t at = out->len;
  base_put(out, (base_str){(const char *)&len, sizeof len});
  store_put_clean(out, s);
  len = (uint32_t)(out->len - at - sizeof len);
  memcpy(out->data + at, &len, sizeof len);
}

static void put_text_or_null(drg_buffer *out, base_str s) {
  if (s.len) put_text(out, s);
  else put_null(out);
}

static void put_day(drg_buffer *out, int32_t day) {
  if (day == DRG_NO_DAY) {
    put_null(out);
    return;
  }
  char text[32];
  base_date d = base_date_of(day);
  int n = snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
  put_text(out, (base_str){text, (size_t)n});
}

static void put_span(drg_buffer *out, drg_span s) {
  if (s.begin == s.end) {
    put_null(out);
    put_null(out);
    return;
  }
  put_int(out, s.begin);
  put_int(out, s.end);
}

/* ---- lists in one column ---- */

static void list_triggers(const drg_event *e, drg_buffer *list) {
  for (size_t i = 0; i < e->n_triggers; i++)
    base_putf(list, "%s%" PRIu32 "-%" PRIu32, i ? ";" : "", e->triggers[i].begin, e->triggers[i].end);
}

static void list_about(const drg_event *e, drg_buffer *list) {
  for (size_t i = 0; i < e->n_about; i++) {
    base_putz(list, i ? ",{\"name\":" : "[{\"name\":");
    base_put_json(list, e->about[i].name);
    base_putz(list, ",\"kind\":");
    base_put_json(list, e->about[i].kind);
    base_putz(list, ",\"text\":");
    base_put_json(list, e->about[i].text);
    base_putz(list, "}");
  }
  if (e->n_about) base_putz(list, "]");
}

static void list_contexts(const drg_event *e, drg_buffer *list) {
  for (size_t i = 0; i < e->n_contexts; i++) {
    if (i) base_putz(list, ";");
    base_put(list, e->contexts[i]);
  }
}

static void put_list(drg_buffer *out, const drg_event *e, void (*fill)(const drg_event *, drg_buffer *)) {
  drg_buffer list;
  drg_buffer_init(&list);
  fill(e, &list);
  put_text_or_null(out, (base_str){list.data, list.len});
  drg_buffer_clear(&list);
}

/* ---- rows ---- */

static void put_cell(drg_buffer *out, const store_column *c, const void *row) {
  const void *p = (const char *)row + c->at;
  switch (c->kind) {
    case KIND_STR: put_text_or_null(out, *(const drg_str *)p); break;
    case KIND_WORD: put_text(out, *(const drg_str *)p); break;
    case KIND_U32:
    case KIND_PLACE_IN: put_int(out, *(const uint32_t *)p); break;
    case KIND_U64: put_int(out, (int64_t) * (const uint64_t *)p); break;
    case KIND_INT: put_int(out, *(const int *)p); break;
    case KIND_COUNT:
      if (*(const int64_t *)p < 0) put_null(out);
      else put_int(out, *(const int64_t *)p);
      break;
    case KIND_REAL: put_real(out, *(const double *)p); break;
    case KIND_AMOUNT:
      if (*(const double *)p >= 0) put_real(out, *(const double *)p);
      else put_null(out);
      break;
    case KIND_BOOL: put_int(out, *(const bool *)p); break;
    case KIND_DAY: put_day(out, *(const int32_t *)p); break;
    case KIND_STATUS: put_text(out, base_str_of(drg_happening_name(*(const drg_happening *)p))); break;
    case KIND_DOC:
    case KIND_RUN: put_int(out, 0); break;
    case KIND_ACTOR:
      if (store_actor_known(p)) put_int(out, (int64_t)store_actor_number(p));
      else put_null(out);
      break;
    case KIND_PLACE:
      if (place_known(p)) put_int(out, (int64_t)store_place_number(p));
      else put_null(out);
      break;
    case KIND_SPAN: put_span(out, *(const drg_span *)p); break;
    case KIND_TRIGGERS: put_list(out, p, list_triggers); break;
    case KIND_ABOUT: put_list(out, p, list_about); break;
    case KIND_CONTEXTS: put_list(out, p, list_contexts); break;
  }
}

static void put_row(drg_buffer *out, store_table_id table, const void *row) {
  const store_table *t = &STORE_TABLES[table];
  put_byte(out, table);
  for (size_t i = 0; i < t->n; i++) put_cell(out, &t->columns[i], row);
}

static void put_actor(drg_buffer *out, const drg_actor *a) {
  if (store_actor_known(a)) put_row(out, TABLE_ACTORS, &(store_actor){store_actor_number(a), *a});
}

static void put_place(drg_buffer *out, const drg_place *p) {
  if (place_known(p)) put_row(out, TABLE_PLACES, &(store_place){store_place_number(p), *p});
}

/* ---- what a document has ---- */

static void put_document(drg_buffer *out, const drg_doc *doc, const drg_coded *coded) {
  store_document row = {.doc = *doc,
                        .key = store_document_key(doc->id, doc->text),
                        .date_from = base_str_of(doc->date_from),
                        .n_sentences = (uint32_t)coded->n_sentences,
                        .n_events = (uint32_t)coded->n_events};
  put_row(out, TABLE_DOCUMENTS, &row);
}

static void put_sentences(drg_buffer *out, const drg_doc *doc, const drg_coded *coded) {
  for (uint32_t i = 0; i < coded->n_sentences; i++) {
    drg_span s = coded->sentences[i];
    put_row(out, TABLE_SENTENCES, &(store_sentence){i, s, base_str_sub(doc->text, s.begin, s.end)});
  }
}

static void put_month(drg_buffer *out, const drg_event *e) {
  char month[16] = "";
  if (e->day != DRG_NO_DAY) {
    base_date d = base_date_of(e->day);
    snprintf(month, sizeof month, "%04d-%02d", d.year, d.month);
  }
  double tenths = e->goldstein * 10;
  store_month row = {.source_country = e->source.country,
                     .target_country = e->target.country,
                     .month = base_str_of(month),
                     .status = base_str_of(drg_happening_name(e->status)),
                     .quad = e->quad,
                     .events = 1,
                     .goldstein_tenths = (int)(tenths < 0 ? tenths - 0.5 : tenths + 0.5)};
  put_row(out, TABLE_MONTHS, &row);
}

static void put_events(drg_buffer *out, const drg_coded *coded) {
  for (uint32_t i = 0; i < coded->n_events; i++) {
    const drg_event *e = &coded->events[i];
    put_actor(out, &e->source);
    put_actor(out, &e->target);
    put_actor(out, &e->attribution);
    put_place(out, &e->place);
    put_row(out, TABLE_EVENTS, &(store_event){i, *e});
    put_month(out, e);
  }
}

static void put_mentions(drg_buffer *out, const drg_coded *coded) {
  static const char *const NAMES[] = {[DRG_ACTOR] = "actor", [DRG_PLACE] = "place", [DRG_DATE] = "date"};
  for (uint32_t i = 0; i < coded->n_mentions; i++) {
    const drg_mention *m = &coded->mentions[i];
    put_actor(out, &m->actor);
    put_place(out, &m->place);
    put_row(out, TABLE_MENTIONS, &(store_mention){i, *m, base_str_of(NAMES[m->kind])});
  }
}

/* The quotations that events rest on, each once: several events may stand in one. */
static void put_quotes(drg_buffer *out, const drg_doc *doc, const drg_coded *coded) {
  const char *last = NULL;
  uint32_t n = 0;
  for (size_t i = 0; i < coded->n_events; i++) {
    const drg_event *e = &coded->events[i];
    if (!e->quote.len || e->quote.data == last) continue;
    last = e->quote.data;
    store_quote q = {.n = n, .sentence = e->sentence, .speaker = e->attribution, .text = e->quote};
    if (last >= doc->text.data && last < doc->text.data + doc->text.len) {
      q.span.begin = (uint32_t)(last - doc->text.data);
      q.span.end = q.span.begin + (uint32_t)q.text.len;
    }
    put_row(out, TABLE_QUOTES, &q);
    n++;
  }
}

void drg_record_pack(const drg_doc *doc, const drg_coded *coded, drg_buffer *out) {
  put_document(out, doc, coded);
  put_sentences(out, doc, coded);
  put_mentions(out, coded);
  put_events(out, coded);
  put_quotes(out, doc, coded);
}

/* ---- packets read again: only what this process packed, so nothing is checked ---- */

static const char *take(base_str *rest, size_t n) {
  const char *p = rest->data;
  *rest = base_str_sub(*rest, n, rest->len);
  return p;
}

static store_value take_value(base_str *rest) {
  store_value v = {.type = (store_type)*take(rest, 1)};
  uint32_t len;
  switch (v.type) {
    case STORE_NULL: break;
    case STORE_INT: memcpy(&v.i, take(rest, sizeof v.i), sizeof v.i); break;
    case STORE_REAL: memcpy(&v.r, take(rest, sizeof v.r), sizeof v.r); break;
    case STORE_TEXT:
      memcpy(&len, take(rest, sizeof len), sizeof len);
      v.s = (base_str){take(rest, len), len};
      break;
  }
  return v;
}

bool store_row_next(store_rows *rows) {
  if (!rows->rest.len) return false;
  rows->table = (store_table_id)*take(&rows->rest, 1);
  const store_table *t = &STORE_TABLES[rows->table];
  store_value *v = rows->values;
  for (size_t i = 0; i < t->n; i++, v++) {
    *v = take_value(&rows->rest);
    switch (t->columns[i].kind) {
      case KIND_PLACE_IN: v->i |= rows->document << STORE_PLACE_BITS; break;
      case KIND_DOC: v->i = rows->document; break;
      case KIND_RUN: v->i = rows->run; break;
      case KIND_SPAN: *++v = take_value(&rows->rest); break;
      default: break;
    }
  }
  return true;
}

int64_t store_packet_key(base_str packet) {
  store_value values[STORE_WIDEST];
  store_rows rows = {.rest = packet, .values = values};
  store_row_next(&rows);
  return values[1].i;
}
