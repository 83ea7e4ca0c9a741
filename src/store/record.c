/* A record open for reading or writing: packets queued and committed in batches; runs and rejects. */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include "store/record.h"

enum { BATCH_PACKETS = 32768, BATCH_BYTES = 64 << 20 };
static const double BATCH_SECONDS = 2;

typedef struct queued {
  size_t begin, len; /* of queue.bytes */
} queued;

struct drg_record {
  const store_driver *driver;
  store_db *db, *asking; /* asking: for drg_record_has, under its lock */
  pthread_mutex_t lock;
  uint64_t n_found; /* by drg_record_has, under the lock */
  int64_t run;      /* 0: none under way */
  drg_buffer bytes;
  queued *queue;
  size_t n_queued, batch; /* batch: how many are committed together at most */
  double since;           /* when the first of them was queued */
  store_loaded loaded;
};

/* ---- open ---- */

bool drg_record_named(const char *where) {
  static const char *const ENDINGS[] = {".db", ".sqlite", ".sqlite3"};
  base_str s = base_str_of(where);
  if (store_is_url(where)) return true;
  for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
    base_str ending = base_str_of(ENDINGS[i]);
    if (s.len > ending.len && base_str_eq_nocase(base_str_sub(s, s.len - ending.len, s.len), ending)) return true;
  }
  return false;
}

bool store_is_url(const char *where) {
  base_str s = base_str_of(where);
  return base_str_starts(s, BASE_STR("postgresql://")) || base_str_starts(s, BASE_STR("postgres://"));
}

/* Of "://user:SECRET@host", from "://" on: up to the last '@' that can be meant. BASE_NONE: none there. */
static base_str secret_of_url(const char *p) {
  const char *colon = p + 3 + strcspn(p + 3, ":@/ ");
  const char *at = colon + strcspn(colon, "@ "), *end = at + strcspn(at, "? ");
  if (*colon != ':' || *at != '@') return BASE_NONE;
  while (end[-1] != '@') end--;
  return (base_str){colon + 1, (size_t)(end - 1 - (colon + 1))};
}

static base_str secret_at(const char *p) {
  static const char KEY[] = "password=";
  if (!strncmp(p, "://", 3)) return secret_of_url(p);
  if (strncmp(p, KEY, sizeof KEY - 1) != 0) return BASE_NONE;
  p += sizeof KEY - 1;
  return (base_str){p, strcspn(p, "& ")};
}

char *store_mask(const char *words) {
  drg_buffer out;
  drg_buffer_init(&out);
  base_putz(&out, "");
  for (const char *p = words; *p;) {
    base_str secret = secret_at(p);
    base_put(&out, (base_str){p, secret.data ? (size_t)(secret.data - p) : 1});
    if (secret.data) base_putz(&out, "***");
    p = secret.data ? secret.data + secret.len : p + 1;
  }
  return out.data;
}

bool store_mask_doubtful(const char *url) {
  const char *p = strstr(url, "://");
  base_str secret = p ? secret_of_url(p) : BASE_NONE, rest = secret;
  int64_t port;
  if (!secret.len) return false;
  base_str head = base_str_cut(&rest, '/'); /* digits: a port, of host:5432/database?user=a@b */
  return memchr(secret.data, '@', secret.len) || (head.len < secret.len && !base_str_to_int(head, &port));
}

static drg_status open_as(const store_driver *d, const char *where, bool write, store_db **db, drg_error *err) {
  drg_status st = d->open(where, write, db, err);
  char *shown = store_mask(where);
  if (st == DRG_OK) st = store_migrate(d, *db, shown, write, err);
  free(shown);
  if (st == DRG_OK) return st;
  d->close(*db);
  *db = NULL;
  return st;
}

/* A record of an earlier version is brought up to date even by who only reads it, if it may be written. */
static drg_status open_connections(drg_record *r, const char *where, bool write, drg_error *err) {
  drg_status st = open_as(r->driver, where, write, &r->db, err);
  if (st == DRG_ERR_WRITE && !write && open_as(r->driver, where, true, &r->db, NULL) == DRG_OK) {
    r->driver->close(r->db);
    r->db = NULL;
    st = open_as(r->driver, where, false, &r->db, err);
  }
  if (st == DRG_OK && write) st = r->driver->open(where, false, &r->asking, err);
  return st;
}

void drg_record_batch(drg_record *r, size_t n) { r->batch = n && n < BATCH_PACKETS ? n : BATCH_PACKETS; }

drg_status drg_record_open(const char *where, bool write, drg_record **out, drg_error *err) {
  drg_record *r = calloc(1, sizeof *r);
  if (!r || !(r->queue = calloc(BATCH_PACKETS, sizeof *r->queue))) abort();
  pthread_mutex_init(&r->lock, NULL);
  drg_record_batch(r, 0);
  r->driver = store_is_url(where) ? &STORE_POSTGRESQL : &STORE_SQLITE;
  drg_status st = open_connections(r, where, write, err);
  if (st == DRG_OK) *out = r;
  else drg_record_close(r);
  return st;
}

void drg_record_close(drg_record *r) {
  if (!r) return;
  r->driver->close(r->asking);
  r->driver->close(r->db);
  pthread_mutex_destroy(&r->lock);
  drg_buffer_clear(&r->bytes);
  free(r->queue);
  free(r);
}

const store_driver *store_driver_of(drg_record *r) { return r->driver; }
store_db *store_db_of(drg_record *r) { return r->db; }

/* ---- small statements ---- */

drg_status store_run_with(drg_record *r, const char *sql, const store_value *params, size_t n, drg_error *err) {
  drg_status st = store_query_one(r->driver, r->db, sql, params, n, NULL, 0, err);
  return st == DRG_END ? DRG_OK : st;
}

base_str store_time_text(char text[32]) {
  time_t now = time(NULL);
  struct tm t;
  gmtime_r(&now, &t);
  return (base_str){text, strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &t)};
}

/* Words of the command line and names of files may be no UTF-8. */
static store_value clean_text(base_arena *a, const char *words) {
  drg_buffer clean;
  drg_buffer_init(&clean);
  store_put_clean(&clean, base_str_of(words));
  base_str copy = base_str_copy(a, (base_str){clean.data, clean.len});
  drg_buffer_clear(&clean);
  return STORE_TEXT_OF(copy);
}

/* ---- runs ---- */

/* Of two writers that begin at once one finds the number taken, and asks again. */
static drg_status insert_run(drg_record *r, const store_value *params, size_t n, drg_error *err) {
  store_value run = {.type = STORE_INT};
  drg_status st = DRG_END;
  while (st == DRG_END)
    st = store_query_one(r->driver, r->db,
                         "INSERT INTO runs (run, started, version, dictionaries, model, options) SELECT"
                         " coalesce(max(run), 0) + 1, $1, $2, $3, $4, $5 FROM runs WHERE true"
                         " ON CONFLICT (run) DO NOTHING RETURNING run",
                         params, n, &run, 1, err);
  r->run = run.i;
  return st;
}

drg_status drg_record_begin_run(drg_record *r, const char *dictionaries, const char *model, const char *options,
                                drg_error *err) {
  char now[32], *asked = store_mask(options);
  base_arena arena;
  base_arena_init(&arena);
  const store_value params[] = {STORE_TEXT_OF(store_time_text(now)), STORE_TEXT_OF(base_str_of(DRG_VERSION)),
                                STORE_TEXT_OF(base_str_of(dictionaries)), STORE_TEXT_OF(base_str_of(model)),
                                clean_text(&arena, asked)};
  drg_status st = insert_run(r, params, 5, err);
  base_arena_clear(&arena);
  free(asked);
  r->loaded = (store_loaded){0};
  r->n_found = 0;
  return st;
}

drg_status drg_record_end_run(drg_record *r, drg_error *err) {
  char now[32];
  drg_status st = drg_record_commit(r, err);
  if (st != DRG_OK || !r->run) return st;
  const store_value params[] = {STORE_TEXT_OF(store_time_text(now)), STORE_INT_OF((int64_t)r->loaded.documents),
                                STORE_INT_OF((int64_t)(r->loaded.known + r->n_found)), STORE_INT_OF(r->run)};
  r->run = 0;
  return store_run_with(r, "UPDATE runs SET ended = $1, documents = $2, known = $3 WHERE run = $4", params, 4, err);
}

drg_status drg_record_reject(drg_record *r, const drg_error *why, drg_error *err) {
  base_arena arena;
  base_arena_init(&arena);
  const store_value params[] = {STORE_INT_OF(r->run), clean_text(&arena, why->file), STORE_INT_OF((int64_t)why->line),
                                STORE_INT_OF((int64_t)why->byte), clean_text(&arena, why->message)};
  drg_status st = store_run_with(r,
                                 "INSERT INTO rejects (run, file, line, byte, reason) VALUES ($1, $2, $3, $4, $5)"
                                 " ON CONFLICT (file, line, byte, reason) DO NOTHING",
                                 params, 5, err);
  base_arena_clear(&arena);
  return st;
}

/* ---- documents ---- */

bool store_asks(drg_record *r, const char *sql, const store_value *params, size_t n) {
  if (!r->asking) return false;
  pthread_mutex_lock(&r->lock);
  drg_status st = store_query_one(r->driver, r->asking, sql, params, n, NULL, 0, NULL);
  pthread_mutex_unlock(&r->lock);
  return st == DRG_OK;
}

bool drg_record_has(drg_record *r, const drg_doc *doc) {
  const store_value key = STORE_INT_OF((int64_t)store_document_key(doc->id, doc->text));
  if (!store_asks(r, "SELECT 1 FROM documents WHERE key = $1", &key, 1)) return false;
  pthread_mutex_lock(&r->lock);
  r->n_found++;
  pthread_mutex_unlock(&r->lock);
  return true;
}

static double now_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* What cannot be committed stays queued: the caller may try again, or give up. */
drg_status drg_record_commit(drg_record *r, drg_error *err) {
  if (!r->n_queued) return DRG_OK;
  base_str *packets = malloc(r->n_queued * sizeof *packets);
  if (!packets) abort();
  for (size_t i = 0; i < r->n_queued; i++) packets[i] = (base_str){r->bytes.data + r->queue[i].begin, r->queue[i].len};
  store_loaded done = {0};
  drg_status st = r->driver->load(r->db, packets, r->n_queued, r->run, &done, err);
  free(packets);
  if (st != DRG_OK) return st;
  r->loaded.documents += done.documents;
  r->loaded.known += done.known;
  r->n_queued = r->bytes.len = 0;
  return DRG_OK;
}

static bool batch_is_due(const drg_record *r) {
  return r->n_queued >= r->batch || r->bytes.len >= BATCH_BYTES || now_seconds() - r->since >= BATCH_SECONDS;
}

drg_status drg_record_put(drg_record *r, const char *packet, size_t len, drg_error *err) {
  if (r->n_queued == BATCH_PACKETS) { /* an earlier commit failed */
    drg_status st = drg_record_commit(r, err);
    if (st != DRG_OK) return st;
  }
  if (!r->n_queued) r->since = now_seconds();
  r->queue[r->n_queued++] = (queued){r->bytes.len, len};
  base_put(&r->bytes, (base_str){packet, len});
  return batch_is_due(r) ? drg_record_commit(r, err) : DRG_OK;
}
