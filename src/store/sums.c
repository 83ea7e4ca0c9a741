/* The rows of a batch that are added up. */
#include <inttypes.h>
#include <stdlib.h>
#include "store/driver.h"

void store_sums_init(store_sums *s) {
  *s = (store_sums){0};
  base_arena_init(&s->arena);
  base_map_init(&s->by_key, &s->arena);
}

void store_sums_clear(store_sums *s) { base_arena_clear(&s->arena); }

/* The key's values in one string; a unit separator stands in no clean text. */
static base_str key_of(base_arena *a, const store_rows *row) {
  drg_buffer key;
  drg_buffer_init(&key);
  for (size_t i = 0; i < STORE_TABLES[row->table].n_keys; i++) {
    if (row->values[i].type == STORE_INT) base_putf(&key, "%" PRId64, row->values[i].i);
    else base_put(&key, row->values[i].s);
    base_putz(&key, "\x1f");
  }
  base_str copy = base_str_copy(a, (base_str){key.data, key.len});
  drg_buffer_clear(&key);
  return copy;
}

void store_sums_add(store_sums *s, const store_rows *row) {
  const store_table *t = &STORE_TABLES[row->table];
  void **at = base_map_put(&s->by_key, key_of(&s->arena, row));
  store_value *sum = *at;
  if (!sum) {
    *at = sum = BASE_NEW(&s->arena, store_value, t->n);
    memcpy(sum, row->values, t->n * sizeof *sum);
    BASE_PUSH(&s->arena, &s->rows, ((store_sum){row->table, sum}));
    return;
  }
  for (size_t i = t->n_keys; i < t->n; i++) sum[i].i += row->values[i].i;
}

static int compare_text(base_str a, base_str b) {
  size_t n = a.len < b.len ? a.len : b.len;
  int order = n ? memcmp(a.data, b.data, n) : 0;
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_keys(const store_value *a, const store_value *b, size_t n) {
  int order = 0;
  for (size_t i = 0; i < n && !order; i++)
    order = a[i].type == STORE_INT ? (a[i].i > b[i].i) - (a[i].i < b[i].i) : compare_text(a[i].s, b[i].s);
  return order;
}

static int compare_months(const void *x, const void *y) {
  const store_sum *a = x, *b = y;
  return compare_keys(a->values, b->values, STORE_TABLES[TABLE_MONTHS].n_keys);
}

/* Dyads' keys are the first of months' keys: their sums are those of neighbours. */
static void add_dyads(store_sums *s, size_t n_months) {
  const store_table *months = &STORE_TABLES[TABLE_MONTHS], *dyads = &STORE_TABLES[TABLE_DYADS];
  store_value *dyad = NULL;
  for (size_t i = 0; i < n_months; i++) {
    const store_value *month = s->rows.v[i].values;
    bool same = dyad && !compare_keys(dyad, month, dyads->n_keys);
    if (!same) {
      dyad = BASE_NEW(&s->arena, store_value, dyads->n);
      memcpy(dyad, month, dyads->n_keys * sizeof *dyad);
      BASE_PUSH(&s->arena, &s->rows, ((store_sum){TABLE_DYADS, dyad}));
    }
    for (size_t k = 0; k < dyads->n - dyads->n_keys; k++) {
      store_value *sum = &dyad[dyads->n_keys + k];
      sum->type = STORE_INT;
      sum->i += month[months->n_keys + k].i;
    }
  }
}

void store_sums_finish(store_sums *s) {
  size_t n = s->rows.n;
  if (n) qsort(s->rows.v, n, sizeof *s->rows.v, compare_months);
  add_dyads(s, n);
}
