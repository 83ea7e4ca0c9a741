/* The shelf of room `gather` as tables of the record: NAME (node, day, grp, parent, score, apart, tie, what) and NAME_cells
 * (week, key, day, node), where node 0 says that the cell is crowded. Keys are hashes; by weeks, what news of these days
 * asks for and adds lies together in the table, whatever else is in it. */
#ifndef DRG_STORE_SHELF_H
#define DRG_STORE_SHELF_H
#include "gather/gather.h"
#include "store/driver.h"

typedef BASE_VEC(int64_t) store_numbers;

typedef struct store_shelf {
  gather_shelf shelf; /* first: a gather_shelf * is a store_shelf * */
  const gather_kind *kind;
  const store_driver *driver;
  store_db *db;
  const char *table;
  size_t word;           /* bytes of the whole numbers that nodes' `what` is made of: 2 or 4 */
  base_arena *arena;     /* reset by the owner, after each batch */
  store_numbers changed; /* groups that have another set of nodes now, or had before: may hold a number twice */
} store_shelf;

void store_shelf_init(store_shelf *s, const gather_kind *kind, const char *table, size_t word, drg_record *r,
                      base_arena *arena);
/* "1, 2, 3" */
void store_put_numbers(const int64_t *v, size_t n, drg_buffer *out);
/* Appends the first column, a number, of a query's rows. */
drg_status store_query_numbers(const store_driver *d, store_db *db, const char *sql, base_arena *a, store_numbers *out,
                               drg_error *err);

#endif
