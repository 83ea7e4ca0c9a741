/* The driver for SQLite: a record in one file. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include "store/driver.h"

enum { SEEN = 1 << 16, BUSY_MS = 60000, APPLICATION = 0x44524721 /* "DRG!" */ };

struct store_db {
  sqlite3 *db;
  char *path;
  bool write;
  sqlite3_stmt *insert[N_TABLES], *search, *known, *last;
  int64_t seen[N_TABLES][SEEN]; /* numbers of shared rows that are surely in: spares most of their inserts */
};

struct store_cursor {
  store_db *db;
  sqlite3_stmt *statement;
};

/* ---- errors ---- */

static drg_status fail(store_db *db, drg_status code, const char *verb, drg_error *err) {
  return base_fail(err, code, NULL, 0, 0, "cannot %s '%.150s': %.80s", verb, db->path, sqlite3_errmsg(db->db));
}

static drg_status fail_write(store_db *db, drg_error *err) { return fail(db, DRG_ERR_WRITE, "write", err); }

/* ---- open ---- */

/* WAL: readers and the writer do not wait for each other, and a killed process leaves nothing half done. The cache is
 * what random inserts into indices of millions of rows want. */
static const char SET_UP[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144;"
                             "PRAGMA wal_autocheckpoint = 131072; PRAGMA recursive_triggers = OFF";

static int open_as(store_db *db, const char *name, int flags) {
  sqlite3_close(db->db);
  return sqlite3_open_v2(name, &db->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
}

/* A record in a folder that nobody may write (a DVD, another's share) has no place for the files that WAL wants. */
static int open_immutable(store_db *db, const char *path) {
  char *encoded = sqlite3_mprintf("file:%s?immutable=1", path);
  for (const char *p = path; *p; p++)
    if (strchr("%?#", *p)) return sqlite3_free(encoded), SQLITE_CANTOPEN; /* would need escapes */
  int rc = open_as(db, encoded, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  sqlite3_free(encoded);
  return rc;
}

/* Does the file answer? An empty file is a record yet to be made. */
static int probe(store_db *db) { return sqlite3_exec(db->db, "SELECT count(*) FROM sqlite_master", NULL, NULL, NULL); }

static int64_t pragma_int(store_db *db, const char *sql) {
  sqlite3_stmt *s = NULL;
  int64_t value = 0;
  if (sqlite3_prepare_v2(db->db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
    value = sqlite3_column_int64(s, 0);
  sqlite3_finalize(s);
  return value;
}

/* Never write tables into somebody's other database. */
static bool is_foreign(store_db *db) {
  return pragma_int(db, "PRAGMA application_id") != APPLICATION &&
         pragma_int(db, "SELECT count(*) FROM sqlite_master") > 0;
}

static drg_status open_write(store_db *db, drg_error *err) {
  int rc = open_as(db, db->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (rc == SQLITE_OK) sqlite3_busy_timeout(db->db, BUSY_MS);
  if (rc == SQLITE_OK) rc = probe(db);
  if (rc != SQLITE_OK && rc != SQLITE_READONLY) return fail(db, DRG_ERR_OPEN, "open", err);
  if (rc == SQLITE_READONLY || sqlite3_db_readonly(db->db, "main") == 1)
    return base_fail(err, DRG_ERR_WRITE, NULL, 0, 0, "cannot write '%.200s': it is read-only", db->path);
  if (is_foreign(db))
    return base_fail(err, DRG_ERR_OPEN, NULL, 0, 0, "cannot open '%.200s': a database, but no record of dragoman",
                     db->path);
  char mark[64];
  snprintf(mark, sizeof mark, "PRAGMA application_id = %d", APPLICATION);
  bool ok = sqlite3_exec(db->db, SET_UP, NULL, NULL, NULL) == SQLITE_OK &&
            (pragma_int(db, "PRAGMA application_id") == APPLICATION ||
             sqlite3_exec(db->db, mark, NULL, NULL, NULL) == SQLITE_OK);
  return ok ? DRG_OK : fail_write(db, err);
}

/* A connection that may write takes record.db-wal and record.db-shm away again when it is the last one to close. */
static drg_status open_read(store_db *db, drg_error *err) {
  int rc = open_as(db, db->path, SQLITE_OPEN_READWRITE);
  if (rc == SQLITE_OK) rc = probe(db);
  if (rc != SQLITE_OK && (rc = open_as(db, db->path, SQLITE_OPEN_READONLY)) == SQLITE_OK) rc = probe(db);
  if (rc == SQLITE_CANTOPEN || rc == SQLITE_READONLY)
    rc = open_immutable(db, db->path) == SQLITE_OK ? probe(db) : SQLITE_CANTOPEN;
  if (rc != SQLITE_OK) return fail(db, DRG_ERR_OPEN, "open", err);
  sqlite3_busy_timeout(db->db, BUSY_MS);
  sqlite3_exec(db->db, "PRAGMA query_only = ON; PRAGMA cache_size = -131072", NULL, NULL, NULL);
  return DRG_OK;
}

static void sqlite_close(store_db *db) {
  if (!db) return;
  for (int i = 0; i < N_TABLES; i++) sqlite3_finalize(db->insert[i]);
  sqlite3_finalize(db->search);
  sqlite3_finalize(db->known);
  sqlite3_finalize(db->last);
  if (db->write) sqlite3_exec(db->db, "PRAGMA analysis_limit = 1000; PRAGMA optimize", NULL, NULL, NULL);
  sqlite3_close(db->db);
  free(db->path);
  free(db);
}

static drg_status sqlite_open(const char *where, bool write, store_db **out, drg_error *err) {
  store_db *db = calloc(1, sizeof *db);
  if (!db || !(db->path = strdup(where))) abort();
  drg_status st = write ? open_write(db, err) : open_read(db, err);
  db->write = write && st == DRG_OK;
  if (st == DRG_OK) *out = db;
  else sqlite_close(db);
  return st;
}

/* ---- statements ---- */

static drg_status sqlite_run(store_db *db, const char *sql, drg_error *err) {
  return sqlite3_exec(db->db, sql, NULL, NULL, NULL) == SQLITE_OK ? DRG_OK : fail_write(db, err);
}

static void bind(sqlite3_stmt *s, int i, const store_value *v) {
  switch (v->type) {
    case STORE_NULL: sqlite3_bind_null(s, i); break;
    case STORE_INT: sqlite3_bind_int64(s, i, v->i); break;
    case STORE_REAL: sqlite3_bind_double(s, i, v->r); break;
    case STORE_TEXT: sqlite3_bind_text(s, i, v->s.len ? v->s.data : "", (int)v->s.len, SQLITE_STATIC); break;
  }
}

static drg_status sqlite_query(store_db *db, const char *sql, const store_value *params, size_t n, store_cursor **out,
                               drg_error *err) {
  store_cursor *c = calloc(1, sizeof *c);
  if (!c) abort();
  c->db = db;
  if (sqlite3_prepare_v2(db->db, sql, -1, &c->statement, NULL) != SQLITE_OK) {
    free(c);
    return fail(db, DRG_ERR_OPEN, "read", err);
  }
  for (size_t i = 0; i < n; i++) {
    char name[32];
    snprintf(name, sizeof name, "$%zu", i + 1);
    int at = sqlite3_bind_parameter_index(c->statement, name);
    if (!at) continue;
    bind(c->statement, at, &params[i]);
  }
  *out = c;
  return DRG_OK;
}

static drg_status sqlite_next(store_cursor *c, drg_error *err) {
  int rc = sqlite3_step(c->statement);
  return rc == SQLITE_ROW ? DRG_OK : rc == SQLITE_DONE ? DRG_END : fail(c->db, DRG_ERR_OPEN, "read", err);
}

static store_value sqlite_column(store_cursor *c, int i, store_type want) {
  store_value v = {.type = want};
  if (want == STORE_TEXT) {
    v.s.data = (const char *)sqlite3_column_text(c->statement, i);
    if (!v.s.data) v.type = STORE_NULL;
    else v.s.len = (size_t)sqlite3_column_bytes(c->statement, i);
  } else if (sqlite3_column_type(c->statement, i) == SQLITE_NULL) v.type = STORE_NULL;
  else if (want == STORE_INT) v.i = sqlite3_column_int64(c->statement, i);
  else v.r = sqlite3_column_double(c->statement, i);
  return v;
}

static void sqlite_finish(store_cursor *c) {
  if (c) sqlite3_finalize(c->statement);
  free(c);
}

/* ---- load ---- */

static bool prepare(store_db *db) {
  if (db->known) return true;
  for (int i = 0; i < N_TABLES; i++) {
    drg_buffer sql;
    drg_buffer_init(&sql);
    store_put_insert(&STORE_TABLES[i], &sql);
    int rc = sqlite3_prepare_v3(db->db, sql.data, -1, SQLITE_PREPARE_PERSISTENT, &db->insert[i], NULL);
    drg_buffer_clear(&sql);
    if (rc != SQLITE_OK) return false;
  }
  return sqlite3_prepare_v3(db->db, "INSERT INTO search (rowid, text) VALUES ($1, $2)", -1, SQLITE_PREPARE_PERSISTENT,
                            &db->search, NULL) == SQLITE_OK &&
         sqlite3_prepare_v3(db->db, "SELECT coalesce(max(doc), 0) FROM documents", -1, SQLITE_PREPARE_PERSISTENT,
                            &db->last, NULL) == SQLITE_OK &&
         sqlite3_prepare_v3(db->db, "SELECT 1 FROM documents WHERE key = $1", -1, SQLITE_PREPARE_PERSISTENT, &db->known,
                            NULL) == SQLITE_OK;
}

static bool step_row(sqlite3_stmt *s, const store_value *values, size_t n) {
  for (size_t i = 0; i < n; i++) bind(s, (int)i + 1, &values[i]);
  bool ok = sqlite3_step(s) == SQLITE_DONE;
  sqlite3_reset(s);
  return ok;
}

/* Not by a trigger: in one, FTS5 would write its whole cache to disk for each row. */
static bool index_sentence(store_db *db, const store_rows *row) {
  const store_table *t = &STORE_TABLES[TABLE_SENTENCES];
  const store_value values[] = {row->values[0], row->values[store_width(t) - 1]};
  return step_row(db->search, values, 2);
}

static bool insert_row(store_db *db, const store_rows *row) {
  const store_table *t = &STORE_TABLES[row->table];
  int64_t *seen = NULL, number = row->values[0].i;
  if (t->manner == MANNER_SHARED) {
    seen = &db->seen[row->table][(uint64_t)number % SEEN];
    if (*seen == number) return true;
  }
  if (!step_row(db->insert[row->table], row->values, store_width(t))) return false;
  if (seen) *seen = number;
  return row->table == TABLE_SENTENCES ? index_sentence(db, row) : true;
}

/* -1: the database fails; 0 no; 1 yes. */
static int is_known(store_db *db, int64_t key) {
  sqlite3_bind_int64(db->known, 1, key);
  int rc = sqlite3_step(db->known);
  sqlite3_reset(db->known);
  return rc == SQLITE_ROW ? 1 : rc == SQLITE_DONE ? 0 : -1;
}

static int64_t last_document(store_db *db) {
  int64_t last = sqlite3_step(db->last) == SQLITE_ROW ? sqlite3_column_int64(db->last, 0) : -1;
  sqlite3_reset(db->last);
  return last;
}

static bool load_rows(store_db *db, store_rows *rows, store_sums *sums) {
  while (store_row_next(rows)) {
    if (STORE_TABLES[rows->table].manner == MANNER_SUM) store_sums_add(sums, rows);
    else if (!insert_row(db, rows)) return false;
  }
  return true;
}

static bool load_sum(store_db *db, const store_sum *sum) {
  return step_row(db->insert[sum->table], sum->values, store_width(&STORE_TABLES[sum->table]));
}

static bool load_sums(store_db *db, store_sums *sums) {
  store_sums_finish(sums);
  for (size_t i = 0; i < sums->rows.n; i++)
    if (!load_sum(db, &sums->rows.v[i])) return false;
  return true;
}

static bool load_packets(store_db *db, const base_str *packets, size_t n, int64_t run, store_sums *sums,
                         store_loaded *done) {
  store_value values[STORE_WIDEST];
  int64_t doc = last_document(db);
  if (doc < 0) return false;
  for (size_t i = 0; i < n; i++) {
    int known = is_known(db, store_packet_key(packets[i]));
    if (known < 0) return false;
    done->known += known == 1;
    if (known) continue;
    done->documents++;
    store_rows rows = {.rest = packets[i], .document = ++doc, .run = run, .values = values};
    if (!load_rows(db, &rows, sums)) return false;
  }
  return load_sums(db, sums);
}

static drg_status sqlite_load(store_db *db, const base_str *packets, size_t n, int64_t run, store_loaded *done,
                              drg_error *err) {
  store_sums sums;
  store_sums_init(&sums);
  bool ok = prepare(db) && sqlite3_exec(db->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
  ok = ok && load_packets(db, packets, n, run, &sums, done);
  ok = ok && sqlite3_exec(db->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
  drg_status st = ok ? DRG_OK : fail_write(db, err);
  if (!ok) {
    sqlite3_exec(db->db, "ROLLBACK", NULL, NULL, NULL);
    memset(db->seen, 0, sizeof db->seen);
  }
  store_sums_clear(&sums);
  return st;
}

static drg_status sqlite_lock(store_db *db, drg_error *err) { return sqlite_run(db, "BEGIN IMMEDIATE", err); }

const store_driver STORE_SQLITE = {
    .name = "sqlite",
    .open = sqlite_open,
    .close = sqlite_close,
    .run = sqlite_run,
    .query = sqlite_query,
    .next = sqlite_next,
    .column = sqlite_column,
    .finish = sqlite_finish,
    .load = sqlite_load,
    .lock = sqlite_lock,
    .month_of = "substr(%s, 1, 7)",
    .year_of = "substr(%s, 1, 4)",
    /* a phrase in quotation marks: no word of it is an operator of FTS5 */
    .search = "e.sentence IN (SELECT rowid FROM search WHERE search MATCH '\"' || replace($%zu, '\"', '\"\"') || '\"')",
    .byte_order = "",
};
