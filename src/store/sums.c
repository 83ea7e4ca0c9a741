/* The rows of a batch that are added up. */
#include <inttypes.h>
#include <stdlib.h>
#include "store/driver.h"

static const store_table *const MONTHS = &STORE_TABLES[TABLE_MONTHS];

void store_sums_init(store_sums *s) {
  *s = (store_sums){0};
  base_arena_init(&s->arena);
  base_map_init(&s->by_key, &s->arena);
}

void store_sums_clear(store_sums *s) { base_arena_clear(&s->arena); }

/* The key's values in one string; a unit separator stands in no clean text. */
static base_str key_of(base_arena *a, const store_value *v) {
  drg_buffer key;
  drg_buffer_init(&key);
  for (size_t i = 0; i < MONTHS->n_keys; i++) {
    if (v[i].type == STORE_INT) base_putf(&key, "%" PRId64, v[i].i);
    else base_put(&key, v[i].s);
    base_putz(&key, "\x1f");
  }
  base_str copy = base_str_copy(a, (base_str){key.data, key.len});
  drg_buffer_clear(&key);
  return copy;
}

void store_sums_add(store_sums *s, const store_rows *row) {
  void **at = base_map_put(&s->by_key, key_of(&s->arena, row->values));
  store_value *sum = *at;
  if (!sum) {
    *at = sum = BASE_NEW(&s->arena, store_value, MONTHS->n);
    memcpy(sum, row->values, MONTHS->n * sizeof *sum);
    BASE_PUSH(&s->arena, &s->rows, sum);
    return;
  }
  for (size_t i = MONTHS->n_keys; i < MONTHS->n; i++) sum[i].i += row->values[i].i;
}

static int compare_text(base_str a, base_str b) {
  size_t n = a.len < b.len ? a.len : b.len;
  int order = n ? memcmp(a.data, b.data, n) : 0;
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_sums(const void *x, const void *y) {
  const store_value *a = *(store_value *const *)x, *b = *(store_value *const *)y;
  int order = 0;
  for (size_t i = 0; i < MONTHS->n_keys && !order; i++)
    order = a[i].type == STORE_INT ? (a[i].i > b[i].i) - (a[i].i < b[i].i) : compare_text(a[i].s, b[i].s);
  return order;
}

void store_sums_sort(store_sums *s) {
  if (s->rows.n) qsort(s->rows.v, s->rows.n, sizeof *s->rows.v, compare_sums);
}
