/* A record read back: rows -> documents with their events, one document at a time. */
#include <jansson.h>
#include <stdlib.h>
#include "store/record.h"
#include "store/where.h"

typedef struct selection {
  store_cursor *cursor;
  const store_driver *driver;
  int at; /* the next column of the row */
  bool with_text;
  base_str text; /* of the document under way, with with_text */
  base_arena *arena;
} selection;

static store_value take(selection *s, store_type want) { return s->driver->column(s->cursor, s->at++, want); }

static base_str take_text(selection *s) {
  store_value v = take(s, STORE_TEXT);
  return v.type == STORE_NULL ? BASE_NONE : base_str_copy(s->arena, v.s);
}

/* ---- lists in one column ---- */

static uint32_t number_of(base_str s) {
  int64_t n = 0;
  return base_str_to_int(s, &n) ? (uint32_t)n : 0;
}

static void read_triggers(base_arena *a, base_str list, drg_event *e) {
  BASE_VEC(drg_span) spans = {0};
  for (base_str item; (item = base_str_cut(&list, ';')).data;) {
    base_str end = item, begin = base_str_cut(&end, '-');
    drg_span span = {number_of(begin), number_of(end)};
    BASE_PUSH(a, &spans, span);
  }
  e->triggers = spans.v, e->n_triggers = spans.n;
}

static void read_contexts(base_arena *a, base_str list, drg_event *e) {
  BASE_VEC(drg_str) items = {0};
  for (base_str item; (item = base_str_cut(&list, ';')).data;) BASE_PUSH(a, &items, item);
  e->contexts = items.v, e->n_contexts = items.n;
}

static base_str json_text(base_arena *a, const json_t *object, const char *key) {
  const json_t *v = json_object_get(object, key);
  return json_is_string(v) ? base_str_copy(a, (base_str){json_string_value(v), json_string_length(v)}) : BASE_NONE;
}

static void read_about(base_arena *a, base_str list, drg_event *e) {
  json_t *topics = json_loadb(list.data, list.len, 0, NULL), *topic;
  BASE_VEC(drg_topic) found = {0};
  size_t i;
  json_array_foreach(topics, i, topic) {
    drg_topic t = {json_text(a, topic, "name"), json_text(a, topic, "kind"), json_text(a, topic, "text")};
    BASE_PUSH(a, &found, t);
  }
  json_decref(topics);
  e->about = found.v, e->n_about = found.n;
}

/* ---- columns into structs: pack.c's way back ---- */

static drg_happening status_named(base_str name) {
  int h = DRG_HAPPENED;
  while (h < DRG_REQUESTED && !base_str_eq(name, base_str_of(drg_happening_name((drg_happening)h)))) h++;
  return (drg_happening)h;
}

static int32_t day_of(store_value v) { return v.type == STORE_NULL ? DRG_NO_DAY : base_day_parse(v.s); }

static void fill_list(selection *s, void *event, void (*read)(base_arena *, base_str, drg_event *)) {
  base_str list = take_text(s);
  if (list.len) read(s->arena, list, event);
}

static void fill_cell(selection *s, const store_column *c, void *row) {
  void *p = (char *)row + c->at;
  store_value v;
  switch (c->kind) {
    case KIND_STR:
    case KIND_WORD: *(drg_str *)p = take_text(s); break;
    case KIND_U32: *(uint32_t *)p = (uint32_t)take(s, STORE_INT).i; break;
    case KIND_PLACE_IN: *(uint32_t *)p = (uint32_t)(take(s, STORE_INT).i & ((1 << STORE_PLACE_BITS) - 1)); break;
    case KIND_U64: *(uint64_t *)p = (uint64_t)take(s, STORE_INT).i; break;
    case KIND_INT: *(int *)p = (int)take(s, STORE_INT).i; break;
    case KIND_COUNT:
      v = take(s, STORE_INT);
      *(int64_t *)p = v.type == STORE_NULL ? -1 : v.i;
      break;
    case KIND_REAL: *(double *)p = take(s, STORE_REAL).r; break;
    case KIND_AMOUNT:
      v = take(s, STORE_REAL);
      *(double *)p = v.type == STORE_NULL ? -1 : v.r;
      break;
    case KIND_BOOL: *(bool *)p = take(s, STORE_INT).i != 0; break;
    case KIND_DAY: *(int32_t *)p = day_of(take(s, STORE_TEXT)); break;
    case KIND_STATUS: *(drg_happening *)p = status_named(take(s, STORE_TEXT).s); break;
    case KIND_SPAN: {
      drg_span *span = p;
      span->begin = (uint32_t)take(s, STORE_INT).i;
      span->end = (uint32_t)take(s, STORE_INT).i;
      break;
    }
    case KIND_TRIGGERS: fill_list(s, p, read_triggers); break;
    case KIND_ABOUT: fill_list(s, p, read_about); break;
    case KIND_CONTEXTS: fill_list(s, p, read_contexts); break;
    case KIND_DOC:
    case KIND_RUN:
    case KIND_ACTOR:
    case KIND_PLACE: s->at++; break; /* a number: what it stands for comes joined */
  }
}

static void fill_row(selection *s, store_table_id table, void *row) {
  const store_table *t = &STORE_TABLES[table];
  for (size_t i = 0; i < t->n; i++) fill_cell(s, &t->columns[i], row);
}

static void fill_actor(selection *s, drg_actor *a) {
  store_actor row = {.actor = *a};
  fill_row(s, TABLE_ACTORS, &row);
  *a = row.actor;
}

/* A view of the document's text where that is there: who marks spans in a sentence must know where it stands. */
static base_str take_sentence(selection *s) {
  size_t begin = (size_t)take(s, STORE_INT).i, end = (size_t)take(s, STORE_INT).i;
  base_str sentence = take_text(s);
  return s->with_text && begin < end && end <= s->text.len ? base_str_sub(s->text, begin, end) : sentence;
}

/* Abroad a happening has the event_id of its best evidence: numbers are the record's own. */
static drg_retold take_retold(selection *s) {
  drg_retold r = {.happening = (uint64_t)take(s, STORE_INT).i};
  r.n_reports = (uint32_t)take(s, STORE_INT).i;
  r.n_sources = (uint32_t)take(s, STORE_INT).i;
  r.first_report = day_of(take(s, STORE_TEXT));
  r.last_report = day_of(take(s, STORE_TEXT));
  return r;
}

static drg_event take_event(selection *s) {
  store_event row = {0};
  store_place place = {0};
  fill_row(s, TABLE_EVENTS, &row);
  row.event.text = take_sentence(s);
  fill_actor(s, &row.event.source);
  fill_actor(s, &row.event.target);
  fill_actor(s, &row.event.attribution);
  fill_row(s, TABLE_PLACES, &place);
  row.event.place = place.place;
  row.event.retold = take_retold(s);
  return row.event;
}

static store_document take_document(selection *s) {
  static const char *const FROM[] = {"field", "text", "url", "name", "option", "crawl"};
  store_document row = {0};
  fill_row(s, TABLE_DOCUMENTS, &row);
  for (size_t i = 0; i < sizeof FROM / sizeof *FROM; i++)
    if (base_str_eq(row.date_from, base_str_of(FROM[i]))) row.doc.date_from = FROM[i];
  return row;
}

/* ---- the query ---- */

/* The columns of documents in their order, the text only if it is wanted. */
static void put_document_columns(const selection *s, drg_buffer *sql) {
  const store_table *t = &STORE_TABLES[TABLE_DOCUMENTS];
  for (size_t i = 0; i < t->n; i++) {
    bool left_out =
        !s->with_text && t->columns[i].at == offsetof(store_document, doc.text) && t->columns[i].kind == KIND_STR;
    base_putf(sql, left_out ? "%sNULL" : "%sd.%s", i ? ", " : "", t->columns[i].name);
  }
}

/* All events follow the index of documents by date, so that nothing needs to be sorted; a few are found by their own
 * indices and sorted. */
static void put_query(const selection *s, const store_where *w, drg_buffer *sql) {
  base_putz(sql, "SELECT ");
  put_document_columns(s, sql);
  base_putz(sql, ", ");
  store_put_names(&STORE_TABLES[TABLE_EVENTS], "e.", sql);
  base_putz(sql, ", x.span_begin, x.span_end, x.text, ");
  for (const char *alias = "sta"; *alias; alias++) {
    char prefix[] = {*alias, '.', 0};
    store_put_names(&STORE_TABLES[TABLE_ACTORS], prefix, sql);
    base_putz(sql, ", ");
  }
  store_put_names(&STORE_TABLES[TABLE_PLACES], "p.", sql);
  base_putz(sql, ", hb.event_id, h.reports, h.sources, h.first_report, h.last_report");
  base_putz(sql,
            w->sql.len ? " FROM events e JOIN documents d ON d.doc = e.doc" : " FROM documents d CROSS JOIN events e");
  base_putz(sql, " LEFT JOIN sentences x ON x.sentence = e.sentence"
                 " LEFT JOIN actors s ON s.actor = e.source LEFT JOIN actors t ON t.actor = e.target"
                 " LEFT JOIN actors a ON a.actor = e.attribution LEFT JOIN places p ON p.place = e.place"
                 " LEFT JOIN tellings g ON g.node = e.event LEFT JOIN tellings gp ON gp.node = g.parent"
                 " LEFT JOIN happenings h ON h.happening = coalesce(gp.grp, g.grp)"
                 " LEFT JOIN events hb ON hb.event = h.best WHERE ");
  if (w->sql.len) base_put(sql, (base_str){w->sql.data, w->sql.len});
  else base_putz(sql, "e.doc = d.doc");
  base_putf(sql, " ORDER BY d.date NULLS FIRST, d.id %s, d.key, e.event", s->driver->byte_order);
}

/* ---- document by document ---- */

typedef struct visiting {
  selection row;
  base_arena arena; /* of the document under way */
  store_document document;
  BASE_VEC(drg_event) events;
  drg_record_visit *visit;
  void *context;
} visiting;

static bool visit_document(visiting *v) {
  bool go_on = !v->events.n || v->visit(v->context, &v->document.doc, v->events.v, v->events.n);
  base_arena_reset(&v->arena);
  v->events.v = NULL;
  v->events.n = v->events.cap = 0;
  return go_on;
}

static uint64_t key_of_row(selection *s) { return (uint64_t)s->driver->column(s->cursor, 1, STORE_INT).i; }

static int first_of_events(void) { return (int)store_width(&STORE_TABLES[TABLE_DOCUMENTS]); }

static drg_status visit_rows(visiting *v, drg_error *err) {
  drg_status st;
  while ((st = v->row.driver->next(v->row.cursor, err)) == DRG_OK) {
    if (v->events.n && key_of_row(&v->row) != v->document.key && !visit_document(v)) return DRG_OK;
    v->row.at = 0;
    if (!v->events.n) {
      v->document = take_document(&v->row);
      v->row.text = v->document.doc.text;
    }
    v->row.at = first_of_events();
    drg_event e = take_event(&v->row);
    BASE_PUSH(&v->arena, &v->events, e);
  }
  if (st == DRG_END) visit_document(v);
  return st == DRG_END ? DRG_OK : st;
}

drg_status drg_record_select(drg_record *r, const char *where, bool with_text, drg_record_visit *visit, void *context,
                             drg_error *err) {
  visiting v = {.row = {.driver = store_driver_of(r), .with_text = with_text}, .visit = visit, .context = context};
  store_where w;
  drg_buffer sql;
  drg_buffer_init(&sql);
  base_arena_init(&v.arena);
  v.row.arena = &v.arena;
  drg_status st = store_where_read(v.row.driver, where, false, &w, err);
  if (st == DRG_OK) put_query(&v.row, &w, &sql);
  if (st == DRG_OK && visit)
    st = v.row.driver->query(store_db_of(r), sql.data, w.params.v, w.params.n, &v.row.cursor, err);
  if (st == DRG_OK && visit) st = visit_rows(&v, err);
  v.row.driver->finish(v.row.cursor);
  store_where_clear(&w);
  drg_buffer_clear(&sql);
  base_arena_clear(&v.arena);
  return st;
}
