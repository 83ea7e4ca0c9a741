/* Aggregates: events and Goldstein sums by dimensions, from the sums of months where they can answer. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "store/record.h"
#include "store/where.h"

typedef struct dimension {
  const char *name;
  const char *event, *month; /* SQL over events e and its neighbours; over months m, NULL when they do not have it */
  bool number;
  char time; /* 'd', 'm' or 'y': event and month are columns of days and of months, cut to months or years */
} dimension;

static const dimension DIMENSIONS[] = {
    {"source_country", "s.country", "m.source_country", false, 0},
    {"target_country", "t.country", "m.target_country", false, 0},
    {"source", "s.code", NULL, false, 0},
    {"target", "t.code", NULL, false, 0},
    {"source_name", "s.name", NULL, false, 0},
    {"target_name", "t.name", NULL, false, 0},
    {"source_sector", "s.sector", NULL, false, 0},
    {"target_sector", "t.sector", NULL, false, 0},
    {"year", "e.date", "m.month", false, 'y'},
    {"month", "e.date", "m.month", false, 'm'},
    {"date", "e.date", NULL, false, 'd'},
    {"quad", "e.quad", "m.quad", true, 0},
    {"root", "substr(e.cameo, 1, 2)", NULL, false, 0},
    {"cameo", "e.cameo", NULL, false, 0},
    {"plover", "e.plover", NULL, false, 0},
    {"mode", "e.mode", NULL, false, 0},
    {"status", "e.status", "m.status", false, 0},
    {"place_country", "p.country", NULL, false, 0},
    {"place", "p.name", NULL, false, 0},
    {"publisher", "d.publisher", NULL, false, 0},
    {"rule", "e.rule", NULL, false, 0},
};

/* Two at once. */
static const char *const PAIRS[][3] = {{"dyad", "source_country", "target_country"}, {"actors", "source", "target"}};

enum { MOST = 12 };

typedef struct counting {
  const store_driver *driver;
  const dimension *by[MOST];
  size_t n;
  store_where where;
} counting;

static const dimension *find_dimension(base_str name) {
  for (size_t i = 0; i < sizeof DIMENSIONS / sizeof *DIMENSIONS; i++)
    if (base_str_eq_nocase(name, base_str_of(DIMENSIONS[i].name))) return &DIMENSIONS[i];
  return NULL;
}

static drg_status add_dimension(counting *c, base_str name, drg_error *err) {
  const dimension *d = find_dimension(name);
  if (!d || c->n == MOST)
    return base_fail(err, DRG_ERR_ARGUMENT, NULL, 0, 0, "--by: %s '%.*s'",
                     d ? "too many at" : "no dimension of the name", name.len < 60 ? (int)name.len : 60, name.data);
  c->by[c->n++] = d;
  return DRG_OK;
}

static drg_status read_dimensions(counting *c, base_str list, drg_error *err) {
  drg_status st = DRG_OK;
  for (base_str item; st == DRG_OK && (item = base_str_cut(&list, ',')).data;) {
    base_str name = base_str_trim(item);
    const char *const *pair = NULL;
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++)
      if (base_str_eq_nocase(name, base_str_of(PAIRS[i][0]))) pair = PAIRS[i];
    st = add_dimension(c, pair ? base_str_of(pair[1]) : name, err);
    if (st == DRG_OK && pair) st = add_dimension(c, base_str_of(pair[2]), err);
  }
  return st;
}

static bool months_have_all(const counting *c) {
  for (size_t i = 0; i < c->n; i++)
    if (!c->by[i]->month) return false;
  return true;
}

/* ---- SQL ---- */

static void put_dimension(const counting *c, const dimension *d, drg_buffer *sql) {
  char cut[128];
  if (c->where.months && d->time == 'y') base_putz(sql, "substr(m.month, 1, 4)");
  else if (c->where.months)
    base_putz(sql, d->month); /* bare, so that the order of the table is the order of the rows */
  else if (d->time == 'm' || d->time == 'y') {
    snprintf(cut, sizeof cut, d->time == 'm' ? c->driver->month_of : c->driver->year_of, d->event);
    base_putz(sql, cut);
  } else base_putz(sql, d->event);
}

static void put_dimensions(const counting *c, const char *before, bool ordered, drg_buffer *sql) {
  for (size_t i = 0; i < c->n; i++) {
    bool text = !c->by[i]->number && !(c->by[i]->time == 'd');
    base_putz(sql, i ? ", " : before);
    put_dimension(c, c->by[i], sql);
    if (ordered) base_putf(sql, " %s NULLS FIRST", text ? c->driver->byte_order : "");
  }
}

/* Do the sums of dyads tell enough? */
static bool is_coarse(const counting *c) {
  for (size_t i = 0; i < c->n; i++)
    if (store_is_fine(c->by[i]->month)) return false;
  return !c->where.fine;
}

static bool speaks_of(const counting *c, char alias) {
  for (size_t i = 0; i < c->n; i++)
    if (c->by[i]->event[0] == alias && c->by[i]->event[1] == '.') return true;
  return alias == 'd' && c->where.documents;
}

/* SQLite looks into every table that a grouped query names. */
static void put_joins(const counting *c, drg_buffer *sql) {
  static const struct {
    char alias;
    const char *join;
  } JOINS[] = {{'d', " JOIN documents d ON d.doc = e.doc"},
               {'s', " LEFT JOIN actors s ON s.actor = e.source"},
               {'t', " LEFT JOIN actors t ON t.actor = e.target"},
               {'p', " LEFT JOIN places p ON p.place = e.place"}};
  for (size_t i = 0; i < sizeof JOINS / sizeof *JOINS; i++)
    if (speaks_of(c, JOINS[i].alias)) base_putz(sql, JOINS[i].join);
}

/* Goldstein values have one decimal: summed as whole tenths they come out the same in any order. */
static void put_query(const counting *c, drg_buffer *sql) {
  base_putz(sql, "SELECT ");
  put_dimensions(c, "", false, sql);
  base_putz(sql, c->n ? ", " : "");
  if (c->where.months)
    base_putf(sql, "sum(m.events), sum(m.goldstein_tenths) FROM %s m", is_coarse(c) ? "dyads" : "months");
  else {
    base_putz(sql, "count(*), sum(CAST(round(e.goldstein * 10) AS BIGINT)) FROM events e");
    put_joins(c, sql);
  }
  if (c->where.sql.len) base_putf(sql, " WHERE %s", c->where.sql.data);
  put_dimensions(c, " GROUP BY ", false, sql);
  put_dimensions(c, " ORDER BY ", true, sql);
}

/* ---- rows ---- */

typedef struct table_row { /* the cells of the dimensions, then events and their Goldstein sum */
  drg_str cells[MOST + 2];
  bool numbers[MOST + 2];
  char events[32], sum[32];
} table_row;

static table_row new_row(const counting *c) {
  table_row row = {0};
  for (size_t i = 0; i < c->n; i++) row.numbers[i] = c->by[i]->number;
  row.numbers[c->n] = row.numbers[c->n + 1] = true;
  return row;
}

static bool visit_names(const counting *c, table_row *row, drg_record_row *visit, void *context) {
  for (size_t i = 0; i < c->n; i++) row->cells[i] = base_str_of(c->by[i]->name);
  row->cells[c->n] = BASE_STR("events");
  row->cells[c->n + 1] = BASE_STR("goldstein_sum");
  return visit(context, row->cells, row->numbers, c->n + 2);
}

/* Millions of rows are written: several times as fast as printf. tenths: the last digit stands behind a point. */
static base_str put_number(char room[32], int64_t n, bool tenths) {
  char *end = room + 32, *p = end;
  uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
  for (int digits = 0; left || digits < 1 + tenths; digits++, left /= 10) {
    if (tenths && digits == 1) *--p = '.';
    *--p = (char)('0' + left % 10);
  }
  if (n < 0) *--p = '-';
  return (base_str){p, (size_t)(end - p)};
}

static bool visit_row(const counting *c, table_row *row, store_cursor *cursor, drg_record_row *visit, void *context) {
  for (size_t i = 0; i < c->n; i++) {
    store_value v = c->driver->column(cursor, (int)i, STORE_TEXT);
    row->cells[i] = v.type == STORE_NULL || !v.s.len ? BASE_NONE : v.s; /* in months a text that is absent is '' */
  }
  int64_t tenths = c->driver->column(cursor, (int)c->n + 1, STORE_INT).i;
  row->cells[c->n] = put_number(row->events, c->driver->column(cursor, (int)c->n, STORE_INT).i, false);
  row->cells[c->n + 1] = put_number(row->sum, tenths, true);
  return visit(context, row->cells, row->numbers, c->n + 2);
}

static drg_status count_rows(const counting *c, store_db *db, drg_record_row *visit, void *context, drg_error *err) {
  store_cursor *cursor = NULL;
  drg_buffer sql;
  drg_buffer_init(&sql);
  put_query(c, &sql);
  drg_status st = c->driver->query(db, sql.data, c->where.params.v, c->where.params.n, &cursor, err);
  table_row row = new_row(c);
  bool go_on = st == DRG_OK && visit_names(c, &row, visit, context);
  while (go_on && (st = c->driver->next(cursor, err)) == DRG_OK) go_on = visit_row(c, &row, cursor, visit, context);
  c->driver->finish(cursor);
  drg_buffer_clear(&sql);
  return st == DRG_END ? DRG_OK : st;
}

drg_status drg_record_count(drg_record *r, const char *by, const char *where, drg_record_row *visit, void *context,
                            drg_error *err) {
  counting c = {.driver = store_driver_of(r)};
  drg_status st = by && *by ? read_dimensions(&c, base_str_of(by), err) : DRG_OK;
  if (st != DRG_OK) return st;
  st = store_where_read(c.driver, where, months_have_all(&c), &c.where, err);
  if (st == DRG_OK && visit) st = count_rows(&c, store_db_of(r), visit, context, err);
  store_where_clear(&c.where);
  return st;
}
