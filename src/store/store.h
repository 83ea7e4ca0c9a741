/* store: coded documents <-> a record, which is a database: SQLite in a file, or PostgreSQL.
 *
 * In: documents with their events, sentences and mentions. Out: the same again, filtered and in the record's order.
 * Frees: drg_record_close. Goes wrong: no such file, not a record, a newer version's record, disk full, read-only.
 *
 *   columns.c     what is kept of a document, an event, …: name, kind and place in its C struct, once for both ways
 *   pack.c        a coded document -> packet: rows as bytes, made by coder threads
 *   record.c      drg_record_*: packets queued, committed in batches; runs and rejects
 *   feeds.c       what is known of feeds between two fetches
 *   migrations.c  the tables, from version 1 on
 *   gather.c      stories and happenings: the documents that are new, through room `gather`
 *   shelf.c       where that room keeps its nodes and cells
 *   driver.h      what a database must be able to do: sqlite.c, postgresql.c
 *
 * Numbers of rows. A document gets the next free number; what belongs to it is numbered by it:
 *
 *   event = document << 28 | place in the document
 *
 * so that a document's rows lie together, a join needs no second index, and a load only appends. Actors and places are
 * shared by all documents: their number is the hash of what they say, so that two writers agree without asking.
 *
 * Invariants: a document is known by the hash of its id and its text (documents.key): the same id with another text is
 * another document, nothing is overwritten. Months and dyads are sums over events, kept in the same transaction.
 */
#ifndef DRG_STORE_H
#define DRG_STORE_H
#include "base/base.h"

enum { STORE_VERSION = 4, STORE_PLACE_BITS = 28 };

/* ---- values ---- */

typedef enum store_type { STORE_NULL, STORE_INT, STORE_REAL, STORE_TEXT } store_type;

typedef struct store_value {
  store_type type;
  int64_t i;
  double r;
  base_str s;
} store_value;

/* ---- tables: columns.c ---- */

/* How a member of a C struct becomes a column, and back. */
typedef enum store_kind {
  KIND_STR,      /* drg_str; an empty one is null */
  KIND_WORD,     /* drg_str; an empty one is '': part of a key */
  KIND_U32,      /* uint32_t */
  KIND_U64,      /* uint64_t, as the signed number of the same bits */
  KIND_INT,      /* int */
  KIND_COUNT,    /* int64_t; negative is null */
  KIND_REAL,     /* double */
  KIND_AMOUNT,   /* double; negative is null */
  KIND_BOOL,     /* bool, as 0 or 1 */
  KIND_DAY,      /* int32_t; DRG_NO_DAY is null; "2022-08-28" */
  KIND_STATUS,   /* drg_happening, by name */
  KIND_PLACE_IN, /* uint32_t: a place in the document, as the row's number */
  KIND_DOC,      /* nothing: the document's number */
  KIND_RUN,      /* nothing: the run's number */
  KIND_ACTOR,    /* drg_actor: its number, with a row of actors; an absent one is null */
  KIND_PLACE,    /* drg_place, the same */
  KIND_SPAN,     /* drg_span: two columns, begin and end; an empty one is null */
  KIND_TRIGGERS, /* of drg_event: "90-104;110-112" */
  KIND_ABOUT,    /* of drg_event: JSON, [{"name":…,"kind":…,"text":…}] */
  KIND_CONTEXTS  /* of drg_event: "diplomatic;military" */
} store_kind;

typedef struct store_column {
  const char *name; /* of a span: what stands before "_begin" and "_end" */
  store_kind kind;
  size_t at; /* of the member in the row's C struct */
} store_column;

typedef enum store_table_id {
  TABLE_DOCUMENTS,
  TABLE_SENTENCES,
  TABLE_EVENTS,
  TABLE_MENTIONS,
  TABLE_QUOTES,
  TABLE_ACTORS,
  TABLE_PLACES,
  TABLE_MONTHS,
  TABLE_DYADS,
  N_TABLES
} store_table_id;

/* Rows of the document's own tables are inserted; of shared ones only those that are not there; of sums, added up. */
typedef enum store_manner { MANNER_OWN, MANNER_SHARED, MANNER_SUM } store_manner;

typedef struct store_table {
  const char *name;
  store_manner manner;
  size_t n_keys; /* of shared tables and sums: how many columns from the first are the key */
  const store_column *columns;
  size_t n;
} store_table;

extern const store_table STORE_TABLES[N_TABLES];

size_t store_width(const store_table *t); /* columns in the database */
/* The names of the database's columns, ", " between, each behind prefix (may be ""). */
void store_put_names(const store_table *t, const char *prefix, drg_buffer *out);

/* ---- rows as C structs: what the columns point into ---- */

typedef struct store_document {
  drg_doc doc;
  uint64_t key;
  drg_str date_from;
  uint32_t n_sentences, n_events;
} store_document;

typedef struct store_sentence {
  uint32_t n;
  drg_span span;
  drg_str text;
} store_sentence;

typedef struct store_event {
  uint32_t n;
  drg_event event;
} store_event;

typedef struct store_mention {
  uint32_t n;
  drg_mention mention;
  drg_str kind;
} store_mention;

typedef struct store_quote {
  uint32_t n, sentence;
  drg_span span;
  drg_actor speaker;
  drg_str text;
} store_quote;

typedef struct store_actor {
  uint64_t number;
  drg_actor actor;
} store_actor;

typedef struct store_place {
  uint64_t number;
  drg_place place;
} store_place;

typedef struct store_month { /* what an event adds to a sum */
  drg_str source_country, target_country, month, status;
  int quad, events, goldstein_tenths;
} store_month;

bool store_actor_known(const drg_actor *a);
uint64_t store_actor_number(const drg_actor *a);
uint64_t store_place_number(const drg_place *p);
uint64_t store_document_key(base_str id, base_str text);
/* s with '?' for what no database takes: NUL, and bytes that are no UTF-8. */
void store_put_clean(drg_buffer *out, base_str s);

/* ---- packets: pack.c ----
 *
 * A packet is a document: rows, each a byte for the table and a value for each column of the database; the first row
 * is that of documents. A value is a byte for its type, then 8 bytes, or 4 of length and the text. Numbers of rows
 * stand as places in the document; store_row_next makes them whole. */

typedef struct store_rows { /* walks a packet */
  base_str rest;
  int64_t document;     /* the number that the document got */
  int64_t run;          /* and that of the run */
  store_table_id table; /* of the row */
  store_value *values;  /* room for STORE_WIDEST */
} store_rows;

enum { STORE_WIDEST = 64 };

bool store_row_next(store_rows *rows); /* false at the end; texts are views of the packet */
int64_t store_packet_key(base_str packet);

#endif
