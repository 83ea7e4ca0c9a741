/* parts: what the files of room `gather` share among themselves. */
#ifndef DRG_GATHER_PARTS_H
#define DRG_GATHER_PARTS_H
#include "gather/gather.h"

/* ---- table.c: a map from numbers to pointers, in an arena ---- */
typedef struct gather_table {
  base_arena *arena;
  struct gather_slot *slots;
  size_t n, cap;
} gather_table;
void gather_table_init(gather_table *t, base_arena *a);
void **gather_table_put(gather_table *t, uint64_t key); /* the value's place; NULL in it when new */
void *gather_table_get(const gather_table *t, uint64_t key);

uint64_t gather_cell_hash(gather_cell c);

/* The days of the window around a day; one without a day has itself only. */
typedef struct gather_days {
  int64_t first, last;
} gather_days;
gather_days gather_days_around(int32_t day, int32_t window);

#endif
