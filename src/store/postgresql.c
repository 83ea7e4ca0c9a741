/* The driver for PostgreSQL: a record that several people write at once.
 *
 * Writers code side by side and commit one after the other: a load holds an advisory lock from its first statement to its
 * last. So numbers of documents, rows that two writers share and sums need no further care, and nobody waits in a circle.
 * Rows go in by COPY; shared rows and sums by way of temporary tables, with ON CONFLICT. */
#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include "store/record.h"

enum { SEEN = 1 << 16 };
#define LOAD_LOCK "1146243935" /* any numbers that all writers agree on */
#define MIGRATE_LOCK "1146243936"
/* Whatever the server's defaults are: each statement must see what the writer before committed. */
#define BEGIN_LOCKED(lock) "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock(" lock ")"

struct store_db {
  PGconn *connection;
  char *where; /* without its password */
  bool staged; /* the temporary tables are made */
  drg_buffer copy[N_TABLES];
  int64_t seen[N_TABLES][SEEN]; /* numbers of shared rows that are surely in */
};

struct store_cursor {
  store_db *db;
  PGresult *row;
  bool ended;
};

/* ---- errors ---- */

/* The first line of what the server or the library says. */
static drg_status fail_with(store_db *db, drg_status code, const char *verb, const char *why, drg_error *err) {
  base_str line = base_str_of(why ? why : "no connection");
  line = base_str_trim(base_str_cut(&line, '\n'));
  return base_fail(err, code, NULL, 0, 0, "cannot %s '%.90s': %.*s", verb, db->where,
                   line.len < 120 ? (int)line.len : 120, line.data);
}

static drg_status fail(store_db *db, drg_status code, const char *verb, drg_error *err) {
  return fail_with(db, code, verb, PQerrorMessage(db->connection), err);
}

/* The server's own words; the library's when there are none, as on a connection that broke. */
static const char *words_of(store_db *db, const PGresult *r) {
  const char *words = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
  return words ? words : r ? PQresultErrorMessage(r) : PQerrorMessage(db->connection);
}

/* Takes the result. */
static drg_status check(store_db *db, PGresult *r, ExecStatusType want, drg_error *err) {
  drg_status st = DRG_OK;
  if (PQresultStatus(r) != want) st = fail_with(db, DRG_ERR_WRITE, "write", words_of(db, r), err);
  PQclear(r);
  return st;
}

static void ignore_notice(void *context, const char *message) { (void)context, (void)message; }

/* ---- open ---- */

static void postgresql_close(store_db *db) {
  if (!db) return;
  PQfinish(db->connection);
  for (int i = 0; i < N_TABLES; i++) drg_buffer_clear(&db->copy[i]);
  free(db->where);
  free(db);
}

static drg_status postgresql_run(store_db *db, const char *sql, drg_error *err) {
  PGresult *r = PQexec(db->connection, sql);
  return check(db, r, PQresultStatus(r) == PGRES_TUPLES_OK ? PGRES_TUPLES_OK : PGRES_COMMAND_OK, err);
}

/* Texts of any language must fit. */
static drg_status check_encoding(store_db *db, drg_error *err) {
  const char *encoding = PQparameterStatus(db->connection, "server_encoding");
  if (encoding && !strcmp(encoding, "UTF8")) return DRG_OK;
  return base_fail(err, DRG_ERR_OPEN, NULL, 0, 0, "cannot open '%.120s': the database's encoding is %.20s, not UTF8",
                   db->where, encoding ? encoding : "unknown");
}

/* With a name for pg_stat_activity, unless the URL gives one. */
static drg_status connect_to(store_db *db, const char *where, drg_error *err) {
  static const char *const KEYS[] = {"fallback_application_name", "dbname", NULL};
  const char *const values[] = {"dragoman", where, NULL};
  if (store_mask_doubtful(where))
    return base_fail(err, DRG_ERR_OPEN, NULL, 0, 0,
                     "cannot open '%.120s': in a password '/' must be written as %%2F and '@' as %%40", db->where);
  db->connection = PQconnectdbParams(KEYS, values, 1);
  if (PQstatus(db->connection) != CONNECTION_OK) return fail(db, DRG_ERR_OPEN, "open", err);
  PQsetNoticeProcessor(db->connection, ignore_notice, NULL);
  return check_encoding(db, err);
}

static drg_status postgresql_open(const char *where, bool write, store_db **out, drg_error *err) {
  store_db *db = calloc(1, sizeof *db);
  if (!db) abort();
  db->where = store_mask(where);
  drg_status st = connect_to(db, where, err);
  if (st == DRG_OK)
    st = postgresql_run(db,
                        "SET client_encoding = 'UTF8'; SET datestyle = 'ISO'; SET standard_conforming_strings = on;"
                        " SET extra_float_digits = 1",
                        err);
  if (st == DRG_OK && !write) st = postgresql_run(db, "SET default_transaction_read_only = on", err);
  if (st == DRG_OK) *out = db;
  else postgresql_close(db);
  return st;
}

static drg_status postgresql_lock(store_db *db, drg_error *err) {
  return postgresql_run(db, BEGIN_LOCKED(MIGRATE_LOCK), err);
}

/* ---- queries: rows come one by one, however many there are ---- */

static void put_value(const store_value *v, drg_buffer *out) {
  if (v->type == STORE_INT) base_putf(out, "%" PRId64, v->i);
  else if (v->type == STORE_REAL) base_putf(out, "%.17g", v->r);
  else base_put(out, v->s);
}

static bool send(store_db *db, const char *sql, const store_value *params, size_t n) {
  base_arena a;
  base_arena_init(&a);
  const char **texts = BASE_NEW(&a, const char *, n + 1);
  for (size_t i = 0; i < n; i++) {
    drg_buffer text;
    drg_buffer_init(&text);
    if (params[i].type == STORE_TEXT) store_put_clean(&text, params[i].s); /* what a person asks may be no UTF-8 */
    else put_value(&params[i], &text);
    if (params[i].type != STORE_NULL) texts[i] = base_str_copy(&a, (base_str){text.data, text.len}).data;
    drg_buffer_clear(&text);
  }
  bool sent = PQsendQueryParams(db->connection, sql, (int)n, NULL, texts, NULL, NULL, 0) == 1 &&
              PQsetSingleRowMode(db->connection) == 1;
  base_arena_clear(&a);
  return sent;
}

static drg_status postgresql_query(store_db *db, const char *sql, const store_value *params, size_t n,
                                   store_cursor **out, drg_error *err) {
  if (!send(db, sql, params, n)) return fail(db, DRG_ERR_OPEN, "read", err);
  store_cursor *c = calloc(1, sizeof *c);
  if (!c) abort();
  c->db = db;
  *out = c;
  return DRG_OK;
}

static drg_status postgresql_next(store_cursor *c, drg_error *err) {
  PQclear(c->row);
  c->row = NULL;
  while (!c->ended) {
    c->row = PQgetResult(c->db->connection);
    if (!c->row) c->ended = true;
    else if (PQresultStatus(c->row) == PGRES_SINGLE_TUPLE) return DRG_OK;
    else if (PQresultStatus(c->row) != PGRES_TUPLES_OK && PQresultStatus(c->row) != PGRES_COMMAND_OK)
      return fail_with(c->db, DRG_ERR_OPEN, "read", words_of(c->db, c->row), err);
    PQclear(c->row);
    c->row = NULL;
  }
  return DRG_END;
}

static store_value postgresql_column(store_cursor *c, int i, store_type want) {
  store_value v = {.type = PQgetisnull(c->row, 0, i) ? STORE_NULL : want};
  const char *text = PQgetvalue(c->row, 0, i);
  if (v.type == STORE_INT) v.i = strtoll(text, NULL, 10);
  else if (v.type == STORE_REAL) v.r = strtod(text, NULL);
  else if (v.type == STORE_TEXT) v.s = (base_str){text, (size_t)PQgetlength(c->row, 0, i)};
  return v;
}

/* Takes what has come already. True when that was all: a short result, read to its last row but not beyond. */
static bool has_come(PGconn *connection) {
  if (!PQconsumeInput(connection)) return false;
  while (!PQisBusy(connection)) {
    PGresult *r = PQgetResult(connection);
    if (!r) return true;
    PQclear(r);
  }
  return false;
}

/* In mid-result the server is told to stop, by a connection of its own; what it has sent by then is thrown away. */
static void postgresql_finish(store_cursor *c) {
  char why[256];
  if (!c) return;
  PQclear(c->row);
  if (!c->ended) c->ended = has_come(c->db->connection);
  PGcancel *cancel = c->ended ? NULL : PQgetCancel(c->db->connection);
  if (cancel) PQcancel(cancel, why, sizeof why);
  PQfreeCancel(cancel);
  for (PGresult *r; !c->ended && (r = PQgetResult(c->db->connection));) PQclear(r);
  free(c);
}

/* ---- COPY ---- */

static void put_escaped(drg_buffer *out, base_str s) {
  for (size_t i = 0; i < s.len; i++) {
    size_t plain = i;
    while (i < s.len && !strchr("\\\t\n\r", s.data[i])) i++;
    base_put(out, base_str_sub(s, plain, i));
    if (i < s.len) base_putf(out, "\\%c", "\\tnr"[strchr("\\\t\n\r", s.data[i]) - "\\\t\n\r"]);
  }
}

static void put_line(drg_buffer *out, const store_value *values, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (i) base_putz(out, "\t");
    if (values[i].type == STORE_NULL) base_putz(out, "\\N");
    else if (values[i].type == STORE_TEXT) put_escaped(out, values[i].s);
    else put_value(&values[i], out);
  }
  base_putz(out, "\n");
}

static drg_status copy_in(store_db *db, const char *table, const store_table *t, const drg_buffer *lines,
                          drg_error *err) {
  enum { PIECE = 1 << 20 };
  drg_buffer sql;
  drg_buffer_init(&sql);
  base_putf(&sql, "COPY %s (", table);
  store_put_names(t, "", &sql);
  base_putz(&sql, ") FROM STDIN");
  PGresult *r = PQexec(db->connection, sql.data);
  drg_buffer_clear(&sql);
  drg_status st = check(db, r, PGRES_COPY_IN, err);
  if (st != DRG_OK) return st;
  for (size_t at = 0; at < lines->len; at += PIECE) {
    size_t n = lines->len - at < PIECE ? lines->len - at : PIECE;
    if (PQputCopyData(db->connection, lines->data + at, (int)n) != 1) return fail(db, DRG_ERR_WRITE, "write", err);
  }
  if (PQputCopyEnd(db->connection, NULL) != 1) return fail(db, DRG_ERR_WRITE, "write", err);
  st = check(db, PQgetResult(db->connection), PGRES_COMMAND_OK, err);
  for (PGresult *rest; (rest = PQgetResult(db->connection));) PQclear(rest);
  return st;
}

/* ---- load ---- */

/* Shared rows and sums come by a table of the session's own. */
static drg_status make_stages(store_db *db, drg_error *err) {
  drg_status st = DRG_OK;
  for (int i = 0; i < N_TABLES && st == DRG_OK && !db->staged; i++) {
    char sql[256];
    const char *name = STORE_TABLES[i].name;
    if (STORE_TABLES[i].manner == MANNER_OWN) continue;
    snprintf(sql, sizeof sql, "CREATE TEMPORARY TABLE stage_%s ON COMMIT DELETE ROWS AS SELECT * FROM %s LIMIT 0", name,
             name);
    st = postgresql_run(db, sql, err);
  }
  db->staged = st == DRG_OK;
  return st;
}

static drg_status unstage(store_db *db, const store_table *t, drg_error *err) {
  drg_buffer sql;
  drg_buffer_init(&sql);
  base_putf(&sql, "INSERT INTO %s (", t->name);
  store_put_names(t, "", &sql);
  base_putz(&sql, ") SELECT ");
  store_put_names(t, "", &sql);
  base_putf(&sql, " FROM stage_%s", t->name);
  store_put_conflict(t, &sql);
  drg_status st = postgresql_run(db, sql.data, err);
  drg_buffer_clear(&sql);
  return st;
}

static drg_status copy_tables(store_db *db, drg_error *err) {
  drg_status st = DRG_OK;
  for (int i = 0; i < N_TABLES && st == DRG_OK; i++) {
    const store_table *t = &STORE_TABLES[i];
    char stage[64];
    if (!db->copy[i].len) continue;
    snprintf(stage, sizeof stage, "stage_%s", t->name);
    st = copy_in(db, t->manner == MANNER_OWN ? t->name : stage, t, &db->copy[i], err);
    if (st == DRG_OK && t->manner != MANNER_OWN) st = unstage(db, t, err);
  }
  return st;
}

static void put_row(store_db *db, const store_rows *row, store_sums *sums) {
  const store_table *t = &STORE_TABLES[row->table];
  int64_t number = row->values[0].i, *seen = &db->seen[row->table][(uint64_t)number % SEEN];
  if (t->manner == MANNER_SUM) {
    store_sums_add(sums, row);
    return;
  }
  if (t->manner == MANNER_SHARED && *seen == number) return;
  if (t->manner == MANNER_SHARED) *seen = number;
  put_line(&db->copy[row->table], row->values, store_width(t));
}

/* Keys of the packets that are in already: -> *known, keyed by their eight bytes. */
static drg_status find_known(store_db *db, const int64_t *keys, size_t n, base_map *known, drg_error *err) {
  drg_buffer list;
  drg_buffer_init(&list);
  for (size_t i = 0; i < n; i++) base_putf(&list, "%s%" PRId64, i ? "," : "{", keys[i]);
  base_putz(&list, "}");
  const store_value param = STORE_TEXT_OF(((base_str){list.data, list.len}));
  store_cursor *c = NULL;
  drg_status st = postgresql_query(db, "SELECT key FROM documents WHERE key = ANY ($1::bigint[])", &param, 1, &c, err);
  while (st == DRG_OK && (st = postgresql_next(c, err)) == DRG_OK) {
    int64_t key = postgresql_column(c, 0, STORE_INT).i;
    *base_map_put(known, base_str_copy(known->arena, (base_str){(const char *)&key, sizeof key})) = known;
  }
  postgresql_finish(c);
  drg_buffer_clear(&list);
  return st == DRG_END ? DRG_OK : st;
}

typedef struct loading {
  store_db *db;
  const base_str *packets;
  int64_t *keys, run;
  size_t n;
  store_loaded *done;
  store_sums sums;
} loading;

/* New documents' rows as lines of COPY; a key that comes twice in the batch counts once. */
static drg_status put_packets(loading *l, drg_error *err) {
  store_value values[STORE_WIDEST], last = {.type = STORE_INT};
  base_map known;
  base_map_init(&known, &l->sums.arena);
  drg_status st = find_known(l->db, l->keys, l->n, &known, err);
  if (st == DRG_OK)
    st = store_query_one(&STORE_POSTGRESQL, l->db, "SELECT coalesce(max(doc), 0) FROM documents", NULL, 0, &last, 1,
                         err);
  for (size_t i = 0; st == DRG_OK && i < l->n; i++) {
    void **in = base_map_put(&known, (base_str){(const char *)&l->keys[i], sizeof l->keys[i]});
    l->done->known += *in != NULL;
    if (*in) continue;
    *in = &known;
    l->done->documents++;
    store_rows rows = {.rest = l->packets[i], .document = ++last.i, .run = l->run, .values = values};
    while (store_row_next(&rows)) put_row(l->db, &rows, &l->sums);
  }
  return st;
}

static drg_status load_all(loading *l, drg_error *err) {
  drg_status st = make_stages(l->db, err);
  if (st == DRG_OK) st = postgresql_run(l->db, BEGIN_LOCKED(LOAD_LOCK), err);
  if (st == DRG_OK) st = put_packets(l, err);
  store_sums_finish(&l->sums);
  for (size_t i = 0; st == DRG_OK && i < l->sums.rows.n; i++) {
    const store_sum *sum = &l->sums.rows.v[i];
    put_line(&l->db->copy[sum->table], sum->values, store_width(&STORE_TABLES[sum->table]));
  }
  if (st == DRG_OK) st = copy_tables(l->db, err);
  return st == DRG_OK ? postgresql_run(l->db, "COMMIT", err) : st;
}

static drg_status postgresql_load(store_db *db, const base_str *packets, size_t n, int64_t run, store_loaded *done,
                                  drg_error *err) {
  loading l = {.db = db, .packets = packets, .n = n, .run = run, .done = done};
  store_sums_init(&l.sums);
  l.keys = BASE_NEW(&l.sums.arena, int64_t, n);
  for (size_t i = 0; i < n; i++) l.keys[i] = store_packet_key(packets[i]);
  for (int i = 0; i < N_TABLES; i++) db->copy[i].len = 0;
  drg_status st = load_all(&l, err);
  if (st != DRG_OK) {
    PQclear(PQexec(db->connection, "ROLLBACK"));
    memset(db->seen, 0, sizeof db->seen);
  }
  store_sums_clear(&l.sums);
  return st;
}

const store_driver STORE_POSTGRESQL = {
    .name = "postgresql",
    .open = postgresql_open,
    .close = postgresql_close,
    .run = postgresql_run,
    .query = postgresql_query,
    .next = postgresql_next,
    .column = postgresql_column,
    .finish = postgresql_finish,
    .load = postgresql_load,
    .lock = postgresql_lock,
    .month_of = "to_char(%s, 'YYYY-MM')",
    .year_of = "to_char(%s, 'YYYY')",
    .search =
        "e.sentence IN (SELECT sentence FROM sentences WHERE words @@ phraseto_tsquery('simple', record_words($%zu)))",
    .byte_order = "COLLATE \"C\"",
};
