/* Numbers stand in the SQL as they are: none of them comes from outside, and many rows go in one statement. */
#include <inttypes.h>
#include <stdlib.h>
#include "store/record.h"
#include "store/shelf.h"

enum { CHUNK = 400 }; /* rows a statement */

void store_put_numbers(const int64_t *v, size_t n, drg_buffer *out) {
  for (size_t i = 0; i < n; i++) base_putf(out, "%s%" PRId64, i ? ", " : "", v[i]);
}

drg_status store_query_numbers(const store_driver *d, store_db *db, const char *sql, base_arena *a, store_numbers *out,
                               drg_error *err) {
  store_cursor *c = NULL;
  drg_status st = d->query(db, sql, NULL, 0, &c, err);
  while (st == DRG_OK && (st = d->next(c, err)) == DRG_OK) BASE_PUSH(a, out, d->column(c, 0, STORE_INT).i);
  d->finish(c);
  return st == DRG_END ? DRG_OK : st;
}

/* ---- what: hexadecimal words, so that a record may move between machines ---- */

static void put_what(const store_shelf *s, const void *what, drg_buffer *out) {
  for (size_t i = 0; i < s->kind->size; i += s->word) {
    const char *p = (const char *)what + i;
    uint16_t narrow;
    uint32_t wide;
    if (s->word == 2) base_putf(out, "%04" PRIx16, (memcpy(&narrow, p, 2), narrow));
    else base_putf(out, "%08" PRIx32, (memcpy(&wide, p, 4), wide));
  }
}

static uint32_t digit_of(char c) { return c <= '9' ? (uint32_t)(c - '0') : (uint32_t)(c - 'a' + 10); }

static void read_what(const store_shelf *s, base_str hex, char *what) {
  size_t digits = 2 * s->word;
  for (size_t i = 0; i + s->word <= s->kind->size && 2 * i + digits <= hex.len; i += s->word) {
    uint32_t wide = 0;
    for (size_t k = 0; k < digits; k++) wide = wide << 4 | digit_of(hex.data[2 * i + k]);
    uint16_t narrow = (uint16_t)wide;
    memcpy(what + i, s->word == 2 ? (void *)&narrow : (void *)&wide, s->word);
  }
}

/* ---- nodes ---- */

typedef BASE_VEC(gather_node) nodes;

static gather_node read_node(const store_shelf *s, store_cursor *c) {
  char *what = base_arena_alloc(s->arena, s->kind->size);
  read_what(s, s->driver->column(c, 7, STORE_TEXT).s, what);
  return (gather_node){.number = s->driver->column(c, 0, STORE_INT).i,
                       .day = (int32_t)s->driver->column(c, 1, STORE_INT).i,
                       .group = s->driver->column(c, 2, STORE_INT).i,
                       .parent = s->driver->column(c, 3, STORE_INT).i,
                       .score = (int32_t)s->driver->column(c, 4, STORE_INT).i,
                       .apart = (int32_t)s->driver->column(c, 5, STORE_INT).i,
                       .tie = s->driver->column(c, 6, STORE_INT).i,
                       .what = what};
}

/* Nodes whose `by` is one of the numbers, in the order of nodes. */
static drg_status load_some(const store_shelf *s, const char *by, const int64_t *v, size_t n, nodes *out,
                            drg_error *err) {
  drg_buffer sql;
  store_cursor *c = NULL;
  drg_buffer_init(&sql);
  base_putf(&sql, "SELECT node, day, grp, coalesce(parent, 0), score, apart, tie, what FROM %s WHERE %s IN (", s->table,
            by);
  store_put_numbers(v, n, &sql);
  base_putz(&sql, ") ORDER BY node");
  drg_status st = s->driver->query(s->db, sql.data, NULL, 0, &c, err);
  while (st == DRG_OK && (st = s->driver->next(c, err)) == DRG_OK) {
    gather_node node = read_node(s, c);
    BASE_PUSH(s->arena, out, node);
  }
  s->driver->finish(c);
  drg_buffer_clear(&sql);
  return st == DRG_END ? DRG_OK : st;
}

static drg_status load(const store_shelf *s, const char *by, const int64_t *v, size_t n, nodes *out, drg_error *err) {
  drg_status st = DRG_OK;
  for (size_t i = 0; i < n && st == DRG_OK; i += CHUNK)
    st = load_some(s, by, v + i, n - i < CHUNK ? n - i : CHUNK, out, err);
  return st;
}

static drg_status members(gather_shelf *shelf, const int64_t *groups, size_t n, gather_region *r, drg_error *err) {
  nodes found = {0};
  drg_status st = load((store_shelf *)shelf, "grp", groups, n, &found, err);
  for (size_t i = 0; i < found.n; i++) gather_region_member(r, &found.v[i]);
  return st;
}

static drg_status children(gather_shelf *shelf, const int64_t *parents, size_t n, gather_region *r, drg_error *err) {
  nodes found = {0};
  drg_status st = load((store_shelf *)shelf, "parent", parents, n, &found, err);
  for (size_t i = 0; i < found.n; i++) gather_region_child(r, &found.v[i]);
  return st;
}

/* ---- cells ---- */

typedef struct row {
  gather_cell cell;
  int64_t node;
} row;
typedef BASE_VEC(row) rows;

static int by_cell(const void *x, const void *y) {
  const gather_cell *a = x, *b = y;
  return a->key != b->key ? (a->key < b->key ? -1 : 1) : (a->day > b->day) - (a->day < b->day);
}

static int by_node(const void *x, const void *y) {
  const row *a = x, *b = y;
  return a->node != b->node ? (a->node < b->node ? -1 : 1) : by_cell(&a->cell, &b->cell);
}

/* Sorted, each once. */
static size_t sort_cells(const store_shelf *s, const gather_cell *around, size_t n, gather_cell **out) {
  gather_cell *v = BASE_NEW(s->arena, gather_cell, n);
  size_t kept = 0;
  memcpy(v, around, n * sizeof *v);
  qsort(v, n, sizeof *v, by_cell);
  for (size_t i = 0; i < n; i++)
    if (!kept || by_cell(&v[i], &v[kept - 1])) v[kept++] = v[i];
  *out = v;
  return kept;
}

enum { WEEK = 8 }; /* days: a window of 8 to each side lies in three */

static int64_t week_of(int64_t day) { return day >= 0 ? day / WEEK : -1 - (-1 - day) / WEEK; }

static void put_windows(const gather_cell *around, size_t n, int32_t window, drg_buffer *sql) {
  const char *comma = "";
  for (size_t i = 0; i < n; i++) {
    int64_t first = around[i].day, last = first;
    if (first != DRG_NO_DAY) first -= window, last += window;
    for (int64_t week = week_of(first); week <= week_of(last); week++, comma = ", ")
      base_putf(sql, "%s(%" PRId64 ", %" PRId64 ", %" PRId64 ", %" PRId64 ")", comma, week, (int64_t)around[i].key,
                first, last);
  }
}

static drg_status find_some(const store_shelf *s, const gather_cell *around, size_t n, int32_t window, rows *out,
                            drg_error *err) {
  drg_buffer sql;
  store_cursor *c = NULL;
  drg_buffer_init(&sql);
  base_putz(&sql, "WITH w (week, key, first, last) AS (VALUES ");
  put_windows(around, n, window, &sql);
  base_putf(&sql,
            ") SELECT c.key, c.day, c.node FROM w CROSS JOIN %s_cells c WHERE c.week = w.week AND c.key = w.key AND"
            " c.day BETWEEN w.first AND w.last",
            s->table);
  drg_status st = s->driver->query(s->db, sql.data, NULL, 0, &c, err);
  while (st == DRG_OK && (st = s->driver->next(c, err)) == DRG_OK) {
    row found = {{(uint64_t)s->driver->column(c, 0, STORE_INT).i, (int32_t)s->driver->column(c, 1, STORE_INT).i},
                 s->driver->column(c, 2, STORE_INT).i};
    BASE_PUSH(s->arena, out, found);
  }
  s->driver->finish(c);
  drg_buffer_clear(&sql);
  return st == DRG_END ? DRG_OK : st;
}

/* Tells the region what was found; found is sorted by node, as the nodes are. */
static drg_status tell_found(const store_shelf *s, const rows *found, gather_region *r, drg_error *err) {
  store_numbers wanted = {0};
  nodes loaded = {0};
  for (size_t i = 0; i < found->n; i++)
    if (found->v[i].node && (!wanted.n || wanted.v[wanted.n - 1] != found->v[i].node))
      BASE_PUSH(s->arena, &wanted, found->v[i].node);
  drg_status st = load(s, "node", wanted.v, wanted.n, &loaded, err);
  for (size_t i = 0, k = 0; i < found->n && st == DRG_OK; i++) {
    while (k < loaded.n && loaded.v[k].number < found->v[i].node) k++;
    if (!found->v[i].node) gather_region_crowded(r, found->v[i].cell);
    else if (k < loaded.n && loaded.v[k].number == found->v[i].node)
      gather_region_seen(r, found->v[i].cell, &loaded.v[k]);
  }
  return st;
}

static drg_status find(gather_shelf *shelf, const gather_cell *around, size_t n, int32_t window, gather_region *r,
                       drg_error *err) {
  const store_shelf *s = (store_shelf *)shelf;
  gather_cell *cells;
  rows found = {0};
  drg_status st = DRG_OK;
  n = sort_cells(s, around, n, &cells);
  for (size_t i = 0; i < n && st == DRG_OK; i += CHUNK)
    st = find_some(s, cells + i, n - i < CHUNK ? n - i : CHUNK, window, &found, err);
  if (found.n) qsort(found.v, found.n, sizeof *found.v, by_node);
  return st == DRG_OK ? tell_found(s, &found, r, err) : st;
}

/* ---- keep ---- */

/* Which groups the changed nodes count to, as the tables stand. */
static drg_status note_groups(store_shelf *s, const gather_changes *c, drg_error *err) {
  drg_status st = DRG_OK;
  for (size_t i = 0; i < c->n_nodes && st == DRG_OK; i += CHUNK) {
    drg_buffer sql;
    drg_buffer_init(&sql);
    base_putf(&sql, "SELECT coalesce(p.grp, t.grp) FROM %s t LEFT JOIN %s p ON p.node = t.parent WHERE t.node IN (",
              s->table, s->table);
    for (size_t k = i; k < c->n_nodes && k < i + CHUNK; k++)
      base_putf(&sql, "%s%" PRId64, k > i ? ", " : "", c->nodes[k]->number);
    base_putz(&sql, ")");
    st = store_query_numbers(s->driver, s->db, sql.data, s->arena, &s->changed, err);
    drg_buffer_clear(&sql);
  }
  return st;
}

static drg_status run(const store_shelf *s, drg_buffer *sql, drg_error *err) {
  drg_status st = sql->len ? s->driver->run(s->db, sql->data, err) : DRG_OK;
  drg_buffer_clear(sql);
  return st;
}

static drg_status keep_moves(store_shelf *s, const gather_changes *c, drg_error *err) {
  drg_buffer sql;
  drg_buffer_init(&sql);
  for (size_t i = 0; i < c->n_moves; i++) {
    base_putf(&sql, "UPDATE %s SET grp = %" PRId64 " WHERE grp = %" PRId64 ";", s->table, c->moves[i].to,
              c->moves[i].from);
    BASE_PUSH(s->arena, &s->changed, c->moves[i].from);
    BASE_PUSH(s->arena, &s->changed, c->moves[i].to);
  }
  return run(s, &sql, err);
}

static drg_status keep_nodes(const store_shelf *s, const gather_changes *c, drg_error *err) {
  drg_buffer sql;
  drg_buffer_init(&sql);
  for (size_t i = 0; i < c->n_nodes; i++) {
    const gather_node *n = c->nodes[i];
    if (i % CHUNK == 0)
      base_putf(&sql, "INSERT INTO %s (node, day, grp, parent, score, apart, tie, what) VALUES ", s->table);
    base_putf(&sql,
              "(%" PRId64 ", %" PRId32 ", %" PRId64 ", nullif(%" PRId64 ", 0), %" PRId32 ", %" PRId32 ", %" PRId64
              ", '",
              n->number, n->day, n->group, n->parent, n->score, n->apart, n->tie);
    put_what(s, n->what, &sql);
    bool last = i + 1 == c->n_nodes || (i + 1) % CHUNK == 0;
    base_putz(&sql, last ? "') ON CONFLICT (node) DO UPDATE SET grp = excluded.grp, parent = excluded.parent, score ="
                           " excluded.score, apart = excluded.apart, tie = excluded.tie;"
                         : "'), ");
  }
  return run(s, &sql, err);
}

static void put_cell(gather_cell cell, int64_t node, drg_buffer *sql) {
  base_putf(sql, "(%" PRId64 ", %" PRId64 ", %" PRId32 ", %" PRId64 ")", week_of(cell.day), (int64_t)cell.key, cell.day,
            node);
}

static void put_crowded(const store_shelf *s, gather_cell cell, drg_buffer *sql) {
  base_putf(sql,
            "DELETE FROM %s_cells WHERE week = %" PRId64 " AND key = %" PRId64 " AND day = %" PRId32 "; INSERT INTO"
            " %s_cells (week, key, day, node) VALUES ",
            s->table, week_of(cell.day), (int64_t)cell.key, cell.day, s->table);
  put_cell(cell, 0, sql);
  base_putz(sql, ";");
}

static drg_status keep_cells(const store_shelf *s, const gather_changes *c, drg_error *err) {
  drg_buffer sql;
  drg_buffer_init(&sql);
  for (size_t i = 0; i < c->n_placed; i++) {
    bool last = i + 1 == c->n_placed || (i + 1) % CHUNK == 0;
    if (i % CHUNK == 0) base_putf(&sql, "INSERT INTO %s_cells (week, key, day, node) VALUES ", s->table);
    put_cell(c->placed[i].cell, c->placed[i].number, &sql);
    base_putz(&sql, last ? ";" : ", ");
  }
  for (size_t i = 0; i < c->n_crowded; i++) put_crowded(s, c->crowded[i], &sql);
  return run(s, &sql, err);
}

static drg_status keep(gather_shelf *shelf, const gather_region *r, drg_error *err) {
  store_shelf *s = (store_shelf *)shelf;
  const gather_changes *c = gather_region_changes(r);
  drg_status st = note_groups(s, c, err);
  if (st == DRG_OK) st = keep_moves(s, c, err);
  if (st == DRG_OK) st = keep_nodes(s, c, err);
  if (st == DRG_OK) st = keep_cells(s, c, err);
  return st == DRG_OK ? note_groups(s, c, err) : st;
}

void store_shelf_init(store_shelf *s, const gather_kind *kind, const char *table, size_t word, drg_record *r,
                      base_arena *arena) {
  *s = (store_shelf){.shelf = {.find = find, .members = members, .children = children, .keep = keep},
                     .kind = kind,
                     .driver = store_driver_of(r),
                     .db = store_db_of(r),
                     .table = table,
                     .word = word,
                     .arena = arena};
}
