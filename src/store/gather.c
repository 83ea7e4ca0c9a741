/* A record gathered: documents that are new to room `gather` go through it in batches, each a transaction with all that
 * follows from it. */
#include <inttypes.h>
#include "store/record.h"
#include "store/shelf.h"

enum {
  BATCH = 500,
  /* Writers that load at the same time number their documents before they commit: so many numbers back, a document may
   * have come in after its successors were gathered. */
  LATE = 20000
};

typedef struct gathering {
  const store_driver *driver;
  store_db *db;
  base_arena arena; /* of the batch */
  store_shelf texts, tellings;
  int64_t after;             /* documents up to this one are done */
  BASE_VEC(int64_t) numbers; /* of the batch's documents */
  BASE_VEC(drg_doc) docs;    /* the same, without their texts once these were read */
  BASE_VEC(gather_node) nodes;
  drg_gathered *done;
} gathering;

static base_str copy_text(gathering *g, store_cursor *c, int column) {
  store_value v = g->driver->column(c, column, STORE_TEXT);
  return v.type == STORE_NULL ? BASE_NONE : base_str_copy(&g->arena, v.s);
}

static int32_t day_of(gathering *g, store_cursor *c, int column) {
  store_value v = g->driver->column(c, column, STORE_TEXT);
  return v.type == STORE_NULL ? DRG_NO_DAY : base_day_parse(v.s);
}

/* ---- texts ---- */

static void take_document(gathering *g, store_cursor *c) {
  int64_t number = g->driver->column(c, 0, STORE_INT).i;
  store_value text = g->driver->column(c, 4, STORE_TEXT);
  drg_doc doc = {.id = copy_text(g, c, 1), .day = day_of(g, c, 2), .dateline = copy_text(g, c, 3)};
  base_arena scratch; /* texts are large, and only their signatures stay */
  base_arena_init(&scratch);
  doc.text = text.type == STORE_NULL ? BASE_STR("") : base_str_copy(&scratch, text.s);
  gather_text *t = BASE_NEW(&g->arena, gather_text, 1);
  gather_text_of(&scratch, &doc, t);
  base_arena_clear(&scratch);
  doc.text = BASE_NONE;
  gather_node node = {.number = (int64_t)gather_text_number(t, doc.day), .day = doc.day, .what = t};
  BASE_PUSH(&g->arena, &g->numbers, number);
  BASE_PUSH(&g->arena, &g->docs, doc);
  BASE_PUSH(&g->arena, &g->nodes, node);
}

static drg_status read_documents(gathering *g, drg_error *err) {
  static const char SQL[] = "SELECT d.doc, d.id, d.date, d.dateline, d.text FROM documents d WHERE d.doc > $1 AND NOT"
                            " EXISTS (SELECT 1 FROM doc_texts t WHERE t.doc = d.doc) ORDER BY d.doc LIMIT $2";
  const store_value params[] = {STORE_INT_OF(g->after), STORE_INT_OF(BATCH)};
  store_cursor *c = NULL;
  drg_status st = g->driver->query(g->db, SQL, params, 2, &c, err);
  while (st == DRG_OK && (st = g->driver->next(c, err)) == DRG_OK) take_document(g, c);
  g->driver->finish(c);
  return st == DRG_END ? DRG_OK : st;
}

/* A text that stood in an earlier batch already needs no node of its own. */
static drg_status drop_known(gathering *g, gather_node *fresh, size_t *n_fresh, drg_error *err) {
  drg_buffer sql;
  store_numbers known = {0};
  drg_buffer_init(&sql);
  base_putz(&sql, "SELECT node FROM texts WHERE node IN (");
  for (size_t i = 0; i < g->nodes.n; i++) base_putf(&sql, "%s%" PRId64, i ? ", " : "", g->nodes.v[i].number);
  base_putz(&sql, ")");
  drg_status st = store_query_numbers(g->driver, g->db, sql.data, &g->arena, &known, err);
  drg_buffer_clear(&sql);
  for (size_t i = 0; i < g->nodes.n; i++) {
    size_t k = 0;
    while (k < known.n && known.v[k] != g->nodes.v[i].number) k++;
    if (k == known.n) fresh[(*n_fresh)++] = g->nodes.v[i];
  }
  return st;
}

static drg_status note_documents(gathering *g, drg_error *err) {
  drg_buffer sql;
  drg_buffer_init(&sql);
  base_putz(&sql, "INSERT INTO doc_texts (doc, text) VALUES ");
  for (size_t i = 0; i < g->numbers.n; i++)
    base_putf(&sql, "%s(%" PRId64 ", %" PRId64 ")", i ? ", " : "", g->numbers.v[i], g->nodes.v[i].number);
  drg_status st = g->driver->run(g->db, sql.data, err);
  drg_buffer_clear(&sql);
  return st;
}

static drg_status gather_documents(gathering *g, drg_error *err) {
  gather_node *fresh = BASE_NEW(&g->arena, gather_node, g->nodes.n);
  size_t n = 0;
  drg_status st = drop_known(g, fresh, &n, err);
  if (st == DRG_OK) st = gather_batch(&GATHER_TEXTS, &g->texts.shelf, fresh, n, err);
  return st == DRG_OK ? note_documents(g, err) : st;
}

/* ---- tellings ---- */

static drg_actor read_actor(gathering *g, store_cursor *c, int at) {
  return (drg_actor){
      .country = copy_text(g, c, at), .sector = copy_text(g, c, at + 1), .name = copy_text(g, c, at + 2)};
}

static int64_t count_of(gathering *g, store_cursor *c, int column) {
  store_value v = g->driver->column(c, column, STORE_INT);
  return v.type == STORE_NULL ? -1 : v.i;
}

static drg_happening status_named(base_str name) {
  int h = DRG_HAPPENED;
  while (h < DRG_REQUESTED && !base_str_eq(name, base_str_of(drg_happening_name((drg_happening)h)))) h++;
  return (drg_happening)h;
}

static const char EVENTS[] =
    "SELECT e.event, e.doc, e.cameo, e.status, e.joint, e.date, e.date_text, e.date_precision, s.country, s.sector,"
    " s.name, t.country, t.sector, t.name, p.name, p.country, p.precision, e.killed, e.injured, e.arrested, x.text"
    " FROM events e LEFT JOIN sentences x ON x.sentence = e.sentence LEFT JOIN actors s ON s.actor = e.source"
    " LEFT JOIN actors t ON t.actor = e.target LEFT JOIN places p ON p.place = e.place WHERE e.doc IN (";

/* The columns of EVENTS that a telling is made of; the others of drg_event are left out. */
static drg_event read_event(gathering *g, store_cursor *c) {
  return (drg_event){
      .cameo = copy_text(g, c, 2),
      .status = status_named(g->driver->column(c, 3, STORE_TEXT).s),
      .joint = g->driver->column(c, 4, STORE_INT).i != 0,
      .day = day_of(g, c, 5),
      .date_text = copy_text(g, c, 6),
      .date_precision = copy_text(g, c, 7),
      .source = read_actor(g, c, 8),
      .target = read_actor(g, c, 11),
      .place = {.name = copy_text(g, c, 14), .country = copy_text(g, c, 15), .precision = copy_text(g, c, 16)},
      .details = {.killed = count_of(g, c, 17), .injured = count_of(g, c, 18), .arrested = count_of(g, c, 19)},
      .text = copy_text(g, c, 20)};
}

static const drg_doc *document_numbered(const gathering *g, int64_t number) {
  size_t i = 0; /* numbers rise */
  for (size_t last = g->numbers.n - 1; i < last;) {
    size_t middle = (i + last) / 2;
    if (g->numbers.v[middle] < number) i = middle + 1;
    else last = middle;
  }
  return &g->docs.v[i];
}

static void take_event(gathering *g, store_cursor *c) {
  drg_event e = read_event(g, c);
  gather_telling *t = BASE_NEW(&g->arena, gather_telling, 1);
  gather_node node = {.number = g->driver->column(c, 0, STORE_INT).i, .what = t};
  gather_telling_of(&g->arena, document_numbered(g, g->driver->column(c, 1, STORE_INT).i), &e, t, &node.day);
  BASE_PUSH(&g->arena, &g->nodes, node);
}

static drg_status read_events(gathering *g, drg_error *err) {
  drg_buffer sql;
  store_cursor *c = NULL;
  drg_buffer_init(&sql);
  base_putz(&sql, EVENTS);
  store_put_numbers(g->numbers.v, g->numbers.n, &sql);
  base_putz(&sql, ") ORDER BY e.event");
  g->nodes.n = 0;
  drg_status st = g->driver->query(g->db, sql.data, NULL, 0, &c, err);
  while (st == DRG_OK && (st = g->driver->next(c, err)) == DRG_OK) take_event(g, c);
  g->driver->finish(c);
  drg_buffer_clear(&sql);
  return st == DRG_END ? DRG_OK : st;
}

/* ---- happenings: what counts to a group, summed up ---- */

static void put_refresh(const gathering *g, const int64_t *groups, size_t n, drg_buffer *sql) {
  base_putz(sql, "DELETE FROM happenings WHERE happening IN (");
  store_put_numbers(groups, n, sql);
  base_putz(sql, "); INSERT INTO happenings (happening, reports, sources, first_report, last_report, best) SELECT h,"
                 " count(DISTINCT doc), count(DISTINCT publisher), min(date), max(date), min(best) FROM (SELECT m.h,"
                 " e.doc, coalesce(d.publisher, '') AS publisher, d.date, first_value(m.node) OVER (PARTITION BY m.h"
                 " ORDER BY e.confidence DESC, d.date NULLS LAST, d.id ");
  base_putz(sql, g->driver->byte_order);
  base_putz(sql,
            ", d.key, m.node) AS best FROM (SELECT grp AS h, node FROM tellings WHERE parent IS NULL AND grp IN (");
  store_put_numbers(groups, n, sql);
  base_putz(sql,
            ") UNION ALL SELECT p.grp, t.node FROM tellings p JOIN tellings t ON t.parent = p.node WHERE p.grp IN (");
  store_put_numbers(groups, n, sql);
  base_putz(sql, ")) m JOIN events e ON e.event = m.node JOIN documents d ON d.doc = e.doc) r GROUP BY h");
}

static drg_status refresh_happenings(gathering *g, drg_error *err) {
  enum { CHUNK = 500 };
  const store_numbers *v = &g->tellings.changed;
  drg_status st = DRG_OK;
  for (size_t i = 0; i < v->n && st == DRG_OK; i += CHUNK) {
    drg_buffer sql;
    drg_buffer_init(&sql);
    put_refresh(g, v->v + i, v->n - i < CHUNK ? v->n - i : CHUNK, &sql);
    st = g->driver->run(g->db, sql.data, err);
    drg_buffer_clear(&sql);
  }
  return st;
}

/* ---- a batch ---- */

static void begin_batch(gathering *g) {
  base_arena_reset(&g->arena);
  g->numbers.v = NULL, g->numbers.n = g->numbers.cap = 0;
  g->docs.v = NULL, g->docs.n = g->docs.cap = 0;
  g->nodes.v = NULL, g->nodes.n = g->nodes.cap = 0;
  g->texts.changed = g->tellings.changed = (store_numbers){0};
}

static drg_status batch_locked(gathering *g, drg_error *err) {
  begin_batch(g);
  drg_status st = read_documents(g, err);
  if (st != DRG_OK || !g->numbers.n) return st;
  st = gather_documents(g, err);
  if (st == DRG_OK) st = read_events(g, err);
  if (st == DRG_OK) st = gather_batch(&GATHER_TELLINGS, &g->tellings.shelf, g->nodes.v, g->nodes.n, err);
  return st == DRG_OK ? refresh_happenings(g, err) : st;
}

static drg_status batch(gathering *g, drg_error *err) {
  drg_status st = g->driver->lock(g->db, err);
  if (st != DRG_OK) return st;
  st = batch_locked(g, err);
  if (st == DRG_OK) st = g->driver->run(g->db, "COMMIT", err);
  if (st != DRG_OK) {
    g->driver->run(g->db, "ROLLBACK", NULL);
    return st;
  }
  if (g->numbers.n) g->after = g->numbers.v[g->numbers.n - 1];
  g->done->documents += g->numbers.n;
  g->done->events += g->numbers.n ? g->nodes.n : 0;
  return DRG_OK;
}

static drg_status count_rows(gathering *g, const char *sql, uint64_t *out, drg_error *err) {
  store_value v = {.type = STORE_INT};
  drg_status st = store_query_one(g->driver, g->db, sql, NULL, 0, &v, 1, err);
  *out = (uint64_t)v.i;
  return st;
}

static drg_status begin(gathering *g, drg_error *err) {
  uint64_t last = 0;
  drg_status st = count_rows(g, "SELECT coalesce(max(doc), 0) FROM doc_texts", &last, err);
  g->after = (int64_t)last - LATE;
  return st;
}

static drg_status count_all(gathering *g, drg_error *err) {
  drg_status st = count_rows(g, "SELECT count(DISTINCT grp) FROM texts", &g->done->stories, err);
  return st == DRG_OK ? count_rows(g, "SELECT count(*) FROM happenings", &g->done->happenings, err) : st;
}

drg_status drg_record_gather(drg_record *r, drg_gather_progress *progress, void *context, drg_gathered *done,
                             drg_error *err) {
  gathering g = {.driver = store_driver_of(r), .db = store_db_of(r), .done = done};
  *done = (drg_gathered){0};
  base_arena_init(&g.arena);
  store_shelf_init(&g.texts, &GATHER_TEXTS, "texts", 2, r, &g.arena);
  store_shelf_init(&g.tellings, &GATHER_TELLINGS, "tellings", 4, r, &g.arena);
  drg_status st = begin(&g, err);
  for (bool more = true; st == DRG_OK && more;) {
    st = batch(&g, err);
    more = g.numbers.n && (!progress || progress(context, done->documents));
  }
  if (st == DRG_OK) st = count_all(&g, err);
  base_arena_clear(&g.arena);
  return st;
}

drg_status drg_record_ungather(drg_record *r, drg_error *err) {
  const store_driver *d = store_driver_of(r);
  store_db *db = store_db_of(r);
  drg_status st = d->lock(db, err);
  if (st != DRG_OK) return st;
  st = d->run(db,
              "DELETE FROM happenings; DELETE FROM tellings; DELETE FROM tellings_cells; DELETE FROM doc_texts;"
              " DELETE FROM texts; DELETE FROM texts_cells; COMMIT",
              err);
  if (st != DRG_OK) d->run(db, "ROLLBACK", NULL);
  return st;
}
