/* What a database must be able to do for a record. One driver a database; record.c, select.c and count.c know no other
 * difference between them than this table. */
#ifndef DRG_STORE_DRIVER_H
#define DRG_STORE_DRIVER_H
#include "store/store.h"

typedef struct store_db store_db;         /* a connection: one thread at a time */
typedef struct store_cursor store_cursor; /* a query under way */

typedef struct store_loaded { /* what a load did */
  uint64_t documents, known;  /* put in; found to be in already */
} store_loaded;

typedef struct store_driver {
  const char *name;
  /* Opens; write makes what is missing, without tables. */
  drg_status (*open)(const char *where, bool write, store_db **out, drg_error *err);
  void (*close)(store_db *db);
  /* Statements that give no rows; several, apart by semicolons. */
  drg_status (*run)(store_db *db, const char *sql, drg_error *err);
  /* A statement whose parameters are $1, $2, … in this order; next gives DRG_OK for each row, then DRG_END. */
  drg_status (*query)(store_db *db, const char *sql, const store_value *params, size_t n, store_cursor **out,
                      drg_error *err);
  drg_status (*next)(store_cursor *c, drg_error *err);
  /* A column of the row, from 0, as `want`; its text lives until the next call of next. */
  store_value (*column)(store_cursor *c, int i, store_type want);
  void (*finish)(store_cursor *c); /* NULL is fine */
  /* Puts packets in, all or none, in a transaction of its own. */
  drg_status (*load)(store_db *db, const base_str *packets, size_t n, int64_t run, store_loaded *done, drg_error *err);
  /* Holds other writers off until commit: while tables are made. */
  drg_status (*lock)(store_db *db, drg_error *err);
  /* What differs in SQL. */
  const char *month_of, *year_of; /* printf formats: of a column of days, its "2022-08" and "2022" */
  const char *search;             /* printf format: is parameter $%zu, a phrase, in e.sentence's text? */
  const char *byte_order;         /* behind a text column: compare its bytes */
} store_driver;

extern const store_driver STORE_SQLITE;
extern const store_driver STORE_POSTGRESQL;

/* migrations.c: makes the tables, or brings them up to STORE_VERSION. write false only looks: DRG_ERR_WRITE says that they
 * are those of an earlier version. */
drg_status store_migrate(const store_driver *d, store_db *db, const char *where, bool write, drg_error *err);
/* "INSERT INTO t (…) VALUES ($1, …)" with what the table's manner wants. */
void store_put_insert(const store_table *t, drg_buffer *out);
void store_put_conflict(const store_table *t, drg_buffer *out); /* that: " ON CONFLICT …", nothing for own rows */

typedef struct store_sum {
  store_table_id table;
  store_value *values;
} store_sum;

/* The rows of a batch that are sums (of months, of dyads), added up before they reach the table; sorted by key, so that two
 * writers take its rows in one order and never wait for each other in a circle. Their texts are views of the packets. */
typedef struct store_sums {
  base_arena arena;
  base_map by_key;
  BASE_VEC(store_sum) rows;
} store_sums;

void store_sums_init(store_sums *s);
void store_sums_clear(store_sums *s);
void store_sums_add(store_sums *s, const store_rows *row);
void store_sums_finish(store_sums *s); /* sorts, and adds the sums of dyads */

/* The first row's columns of a query into values (of the types that stand in them); DRG_END when there is no row. */
drg_status store_query_one(const store_driver *d, store_db *db, const char *sql, const store_value *params, size_t n,
                           store_value *values, size_t n_values, drg_error *err);

#define STORE_INT_OF(n) ((store_value){.type = STORE_INT, .i = (n)})
#define STORE_TEXT_OF(str) ((store_value){.type = STORE_TEXT, .s = (str)})

#endif
