/* The record's tables, from version 1 on. A migration that was released is never changed: a change is a new one. */
#include <stdio.h>
#include "store/driver.h"

typedef struct migration { /* one statement on the way to a version */
  int version;
  const store_driver *only; /* NULL: both */
  const char *sql;          /* its $WORDS are put in from DIALECTS */
} migration;

static const migration MIGRATIONS[] = {
    {1, NULL,
     "CREATE TABLE runs (run $KEY, started TEXT NOT NULL, ended TEXT, version TEXT NOT NULL, dictionaries"
     " TEXT NOT NULL, model TEXT NOT NULL, options TEXT NOT NULL, documents BIGINT NOT NULL DEFAULT 0,"
     " known BIGINT NOT NULL DEFAULT 0)"},
    {1, NULL,
     "CREATE TABLE rejects (reject $SERIAL, run BIGINT NOT NULL, file TEXT NOT NULL, line BIGINT NOT NULL,"
     " byte BIGINT NOT NULL, reason TEXT NOT NULL, UNIQUE (file, line, byte, reason))"},
    {1, NULL,
     "CREATE TABLE documents (doc $KEY, key BIGINT NOT NULL UNIQUE, run BIGINT NOT NULL, id TEXT NOT NULL,"
     " date $DAY, date_from TEXT, title TEXT, url TEXT, publisher TEXT, language TEXT, dateline TEXT, file"
     " TEXT, line BIGINT, byte BIGINT, sentences BIGINT NOT NULL, events BIGINT NOT NULL, text TEXT)"},
    {1, &STORE_SQLITE, "CREATE INDEX documents_by_date ON documents (date, id)"},
    {1, &STORE_POSTGRESQL, "CREATE INDEX documents_by_date ON documents (date NULLS FIRST)"},
    {1, NULL, "CREATE INDEX documents_by_id ON documents $HASHED (id)"},
    {1, NULL,
     "CREATE TABLE sentences (sentence $KEY, doc BIGINT NOT NULL, span_begin BIGINT, span_end BIGINT, text"
     " TEXT)"},
    {1, NULL, "CREATE TABLE actors (actor $KEY, code TEXT, country TEXT, sector TEXT, name TEXT, title TEXT)"},
    {1, NULL, "CREATE INDEX actors_by_country ON actors (country, sector)"},
    {1, NULL, "CREATE INDEX actors_by_name ON actors $HASHED (name)"},
    {1, NULL,
     "CREATE TABLE places (place $KEY, name TEXT NOT NULL, country TEXT, latitude $REAL, longitude $REAL,"
     " precision TEXT)"},
    {1, NULL, "CREATE INDEX places_by_country ON places (country)"},
    {1, NULL,
     "CREATE TABLE events (event $KEY, event_id BIGINT NOT NULL, doc BIGINT NOT NULL, sentence BIGINT NOT"
     " NULL, date $DAY, date_text TEXT, date_precision TEXT, cameo TEXT $BYTES NOT NULL, plover TEXT, mode TEXT,"
     " quad INTEGER NOT NULL, goldstein $REAL NOT NULL, status TEXT NOT NULL, joint INTEGER NOT NULL,"
     " source BIGINT, source_text TEXT, source_begin BIGINT, source_end BIGINT, target BIGINT, target_text"
     " TEXT, target_begin BIGINT, target_end BIGINT, attribution BIGINT, attribution_text TEXT,"
     " attribution_begin BIGINT, attribution_end BIGINT, place BIGINT, about TEXT, contexts TEXT, killed"
     " BIGINT, injured BIGINT, arrested BIGINT, amount $REAL, currency TEXT, weapon TEXT, quote TEXT,"
     " confidence $REAL NOT NULL, rule TEXT, rule_file TEXT, rule_line BIGINT, triggers TEXT)"},
    {1, NULL, "CREATE INDEX events_by_id ON events (event_id)"},
    {1, NULL, "CREATE INDEX events_by_doc ON events (doc)"},
    {1, NULL, "CREATE INDEX events_by_date ON events (date)"},
    {1, NULL, "CREATE INDEX events_by_cameo ON events (cameo, date)"},
    {1, NULL, "CREATE INDEX events_by_source ON events (source, date)"},
    {1, NULL, "CREATE INDEX events_by_target ON events (target, date)"},
    {1, NULL, "CREATE INDEX events_by_place ON events (place)"},
    {1, NULL,
     "CREATE TABLE months (source_country TEXT NOT NULL, target_country TEXT NOT NULL, month TEXT NOT NULL,"
     " status TEXT NOT NULL, quad INTEGER NOT NULL, events BIGINT NOT NULL, goldstein_tenths BIGINT NOT"
     " NULL, PRIMARY KEY (source_country, target_country, month, status, quad)) $CLUSTERED"},
    {1, NULL,
     "CREATE TABLE mentions (mention $KEY, doc BIGINT NOT NULL, sentence BIGINT NOT NULL, kind TEXT NOT"
     " NULL, span_begin BIGINT, span_end BIGINT, text TEXT, actor BIGINT, place BIGINT, first_date $DAY,"
     " last_date $DAY, date_precision TEXT)"},
    {1, NULL,
     "CREATE TABLE quotes (quote $KEY, doc BIGINT NOT NULL, sentence BIGINT NOT NULL, span_begin BIGINT,"
     " span_end BIGINT, speaker BIGINT, text TEXT)"},
    {1, NULL,
     "CREATE VIEW event_records AS SELECT $HEX e.event_id $XEH AS event_id, d.id AS doc_id, d.date AS"
     " doc_date, e.date, e.date_text, e.date_precision, e.cameo, e.plover, e.mode, e.quad, e.goldstein,"
     " e.status, e.joint, s.code AS source_code, s.country AS source_country, s.sector AS source_sector,"
     " s.name AS source_name, s.title AS source_title, e.source_text, t.code AS target_code, t.country AS"
     " target_country, t.sector AS target_sector, t.name AS target_name, t.title AS target_title,"
     " e.target_text, p.name AS place_name, p.country AS place_country, p.latitude AS place_lat,"
     " p.longitude AS place_lon, p.precision AS place_precision, a.code AS attribution_code, a.name AS"
     " attribution_name, e.about, e.contexts, e.killed, e.injured, e.arrested, e.amount, e.currency,"
     " e.weapon, e.quote, e.confidence, e.rule, d.publisher, d.url, x.text, e.event, e.doc FROM events e"
     " JOIN documents d ON d.doc = e.doc JOIN sentences x ON x.sentence = e.sentence LEFT JOIN actors s ON"
     " s.actor = e.source LEFT JOIN actors t ON t.actor = e.target LEFT JOIN actors a ON a.actor ="
     " e.attribution LEFT JOIN places p ON p.place = e.place"},
    {1, &STORE_SQLITE,
     "CREATE VIRTUAL TABLE search USING fts5 (text, content = 'sentences', content_rowid = 'sentence',"
     " tokenize = \"unicode61 remove_diacritics 2\")"},
    {1, &STORE_SQLITE, "INSERT INTO search (search, rank) VALUES ('hashsize', 16777216)"},
    /* Words are what FTS5 takes for words: PostgreSQL's own reader would see hosts, files and signed numbers. Only the
     * marks that make it see them: translate takes its time for each. */
    {1, &STORE_POSTGRESQL,
     "CREATE FUNCTION record_words (words TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT"
     " translate(words, $MARKS, repeat('' '', 15))'"},
    /* a tsvector holds at most a megabyte */
    {1, &STORE_POSTGRESQL,
     "ALTER TABLE sentences ADD COLUMN words TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple',"
     " record_words(left(text, 100000)))) STORED"},
    {1, &STORE_POSTGRESQL, "CREATE INDEX sentences_by_words ON sentences USING gin (words)"},
    /* what gathering finds: src/store/gather.c */
    {2, NULL, "CREATE TABLE doc_texts (doc $KEY, text BIGINT NOT NULL)"},
    {2, NULL, "CREATE INDEX doc_texts_by_text ON doc_texts (text)"},
    {2, NULL,
     "CREATE TABLE texts (node $KEY, day BIGINT NOT NULL, grp BIGINT NOT NULL, parent BIGINT, score BIGINT NOT NULL,"
     " apart BIGINT NOT NULL, tie BIGINT NOT NULL, what TEXT NOT NULL)"},
    {2, NULL, "CREATE INDEX texts_by_group ON texts (grp)"},
    {2, NULL, "CREATE INDEX texts_by_parent ON texts (parent) WHERE parent IS NOT NULL"},
    {2, NULL,
     "CREATE TABLE texts_cells (week BIGINT NOT NULL, key BIGINT NOT NULL, day BIGINT NOT NULL, node BIGINT NOT"
     " NULL, PRIMARY KEY (week, key, day, node)) $CLUSTERED"},
    {2, NULL,
     "CREATE TABLE tellings (node $KEY, day BIGINT NOT NULL, grp BIGINT NOT NULL, parent BIGINT, score BIGINT NOT NULL,"
     " apart BIGINT NOT NULL, tie BIGINT NOT NULL, what TEXT NOT NULL)"},
    {2, NULL, "CREATE INDEX tellings_by_group ON tellings (grp)"},
    {2, NULL, "CREATE INDEX tellings_by_parent ON tellings (parent) WHERE parent IS NOT NULL"},
    {2, NULL,
     "CREATE TABLE tellings_cells (week BIGINT NOT NULL, key BIGINT NOT NULL, day BIGINT NOT NULL, node BIGINT NOT"
     " NULL, PRIMARY KEY (week, key, day, node)) $CLUSTERED"},
    {2, NULL,
     "CREATE TABLE happenings (happening $KEY, reports BIGINT NOT NULL, sources BIGINT NOT NULL, first_report $DAY,"
     " last_report $DAY, best BIGINT NOT NULL)"},
    {2, NULL,
     "CREATE VIEW doc_stories AS SELECT d.doc, t.grp AS story FROM doc_texts d JOIN texts t ON t.node = d.text"},
    {2, NULL,
     "CREATE VIEW event_happenings AS SELECT t.node AS event, coalesce(p.grp, t.grp) AS happening FROM tellings t LEFT"
     " JOIN tellings p ON p.node = t.parent"},
    /* what watching keeps of feeds: src/store/feeds.c */
    {3, NULL,
     "CREATE TABLE feeds (url TEXT PRIMARY KEY, moved_to TEXT, etag TEXT, last_modified TEXT, ttl $REAL NOT NULL,"
     " next_fetch $REAL NOT NULL, failures BIGINT NOT NULL)"},
    {3, NULL,
     "CREATE TABLE feed_items (item BIGINT PRIMARY KEY, feed TEXT NOT NULL, id TEXT NOT NULL, url TEXT,"
     " fetched TEXT NOT NULL)"},
    /* months without status and quad class: what is asked most, in a third of the rows */
    {4, NULL,
     "CREATE TABLE dyads (source_country TEXT NOT NULL, target_country TEXT NOT NULL, month TEXT NOT NULL, events"
     " BIGINT NOT NULL, goldstein_tenths BIGINT NOT NULL, PRIMARY KEY (source_country, target_country, month)) "
     "$CLUSTERED"},
    {4, NULL,
     "INSERT INTO dyads SELECT source_country, target_country, month, sum(events), sum(goldstein_tenths) FROM months"
     " GROUP BY source_country, target_country, month"},
};

/* ---- words that differ ---- */

typedef struct dialect {
  const char *word, *sqlite, *postgresql;
} dialect;

static const dialect DIALECTS[] = {
    {"$KEY", "INTEGER PRIMARY KEY", "BIGINT PRIMARY KEY"},
    {"$SERIAL", "INTEGER PRIMARY KEY", "BIGSERIAL PRIMARY KEY"},
    {"$DAY", "TEXT", "DATE"},
    {"$REAL", "REAL", "DOUBLE PRECISION"},
    {"$BYTES", "", "COLLATE \"C\""},
    {"$HASHED", "", "USING hash"}, /* a B-tree takes no text of 3 kB */
    {"$MARKS", "", "''&+-./:<@_~’“”–—''"},
    {"$CLUSTERED", "WITHOUT ROWID", ""},
    {"$HEX", "printf('%016x', ", "lpad(to_hex("},
    {"$XEH", ")", "), 16, '0')"},
};

static void put_dialect(const char *sql, bool sqlite, drg_buffer *out) {
  for (const char *p; (p = strchr(sql, '$'));) {
    base_put(out, (base_str){sql, (size_t)(p - sql)});
    sql = p + 1;
    for (size_t i = 0; i < sizeof DIALECTS / sizeof *DIALECTS; i++) {
      const dialect *d = &DIALECTS[i];
      if (strncmp(p, d->word, strlen(d->word)) != 0) continue;
      base_putz(out, sqlite ? d->sqlite : d->postgresql);
      sql = p + strlen(d->word);
      break;
    }
  }
  base_putz(out, sql);
}

/* ---- versions ---- */

static drg_status version_of(const store_driver *d, store_db *db, int64_t *version, drg_error *err) {
  store_value v = {.type = STORE_INT};
  drg_status st = store_query_one(d, db, "SELECT max(version) FROM schema_versions", NULL, 0, &v, 1, err);
  *version = v.i;
  return st;
}

static drg_status run_statement(const store_driver *d, store_db *db, const char *sql, drg_error *err) {
  drg_buffer own;
  drg_buffer_init(&own);
  put_dialect(sql, d == &STORE_SQLITE, &own);
  drg_status st = d->run(db, own.data, err);
  drg_buffer_clear(&own);
  return st;
}

static drg_status migrate_to(const store_driver *d, store_db *db, int version, drg_error *err) {
  char note[128];
  drg_status st = DRG_OK;
  for (size_t i = 0; i < sizeof MIGRATIONS / sizeof *MIGRATIONS && st == DRG_OK; i++) {
    const migration *m = &MIGRATIONS[i];
    if (m->version == version && (!m->only || m->only == d)) st = run_statement(d, db, m->sql, err);
  }
  snprintf(note, sizeof note, "INSERT INTO schema_versions (version, program) VALUES (%d, '" DRG_VERSION "')", version);
  return st == DRG_OK ? d->run(db, note, err) : st;
}

static drg_status is_later(const char *where, drg_error *err) {
  return base_fail(err, DRG_ERR_OPEN, NULL, 0, 0, "cannot open '%.150s': made by a later version of dragoman", where);
}

static drg_status migrate_locked(const store_driver *d, store_db *db, const char *where, drg_error *err) {
  int64_t version = 0;
  drg_status st = d->run(db, "CREATE TABLE IF NOT EXISTS schema_versions (version BIGINT, program TEXT NOT NULL)", err);
  if (st == DRG_OK) st = version_of(d, db, &version, err);
  if (st == DRG_OK && version > STORE_VERSION) return is_later(where, err);
  while (st == DRG_OK && version < STORE_VERSION) st = migrate_to(d, db, (int)++version, err);
  return st;
}

static drg_status migrate(const store_driver *d, store_db *db, const char *where, drg_error *err) {
  drg_status st = d->lock(db, err);
  if (st != DRG_OK) return st;
  st = migrate_locked(d, db, where, err);
  if (st == DRG_OK) return d->run(db, "COMMIT", err);
  d->run(db, "ROLLBACK", NULL);
  return st;
}

drg_status store_migrate(const store_driver *d, store_db *db, const char *where, bool write, drg_error *err) {
  int64_t version = 0;
  drg_status st = version_of(d, db, &version, NULL);
  if (st == DRG_OK && version == STORE_VERSION) return DRG_OK;
  if (st == DRG_OK && version > STORE_VERSION) return is_later(where, err);
  if (write) return migrate(d, db, where, err);
  if (st != DRG_OK) return base_fail(err, DRG_ERR_OPEN, NULL, 0, 0, "cannot open '%.150s': it is no record", where);
  return base_fail(err, DRG_ERR_WRITE, NULL, 0, 0, "cannot open '%.100s': made by an earlier version", where);
}

/* ---- SQL from the tables ---- */

void store_put_conflict(const store_table *t, drg_buffer *out) {
  if (t->manner == MANNER_OWN) return;
  base_putz(out, " ON CONFLICT (");
  for (size_t i = 0; i < t->n_keys; i++) base_putf(out, "%s%s", i ? ", " : "", t->columns[i].name);
  base_putz(out, ") DO ");
  if (t->manner == MANNER_SHARED) base_putz(out, "NOTHING");
  else base_putz(out, "UPDATE SET ");
  for (size_t i = t->n_keys; t->manner == MANNER_SUM && i < t->n; i++) {
    const char *name = t->columns[i].name;
    base_putf(out, "%s%s = %s.%s + excluded.%s", i > t->n_keys ? ", " : "", name, t->name, name, name);
  }
}

void store_put_insert(const store_table *t, drg_buffer *out) {
  base_putf(out, "INSERT INTO %s (", t->name);
  store_put_names(t, "", out);
  base_putz(out, ") VALUES (");
  for (size_t i = 0; i < store_width(t); i++) base_putf(out, "%s$%zu", i ? ", " : "", i + 1);
  base_putz(out, ")");
  store_put_conflict(t, out);
}

drg_status store_query_one(const store_driver *d, store_db *db, const char *sql, const store_value *params, size_t n,
                           store_value *values, size_t n_values, drg_error *err) {
  store_cursor *c = NULL;
  drg_status st = d->query(db, sql, params, n, &c, err);
  if (st == DRG_OK) st = d->next(c, err);
  for (size_t i = 0; st == DRG_OK && i < n_values; i++) values[i] = d->column(c, (int)i, values[i].type);
  d->finish(c);
  return st;
}
