/* Open addressing over numbers that are hashes already, or serial: half the slots stay empty, the next slot is probed. */
#include "gather/parts.h"

struct gather_slot {
  uint64_t key;
  bool used;
  void *value;
};

void gather_table_init(gather_table *t, base_arena *a) {
  *t = (gather_table){.arena = a, .cap = 64};
  t->slots = BASE_NEW(a, struct gather_slot, t->cap);
}

static struct gather_slot *slot_of(const gather_table *t, uint64_t key) {
  size_t mask = t->cap - 1, i = (size_t)((key * 0x9e3779b97f4a7c15u) >> 20) & mask;
  while (t->slots[i].used && t->slots[i].key != key) i = (i + 1) & mask;
  return &t->slots[i];
}

static void grow(gather_table *t) {
  struct gather_slot *old = t->slots;
  size_t cap = t->cap;
  t->cap *= 2;
  t->slots = BASE_NEW(t->arena, struct gather_slot, t->cap);
  for (size_t i = 0; i < cap; i++)
    if (old[i].used) *slot_of(t, old[i].key) = old[i];
}

void **gather_table_put(gather_table *t, uint64_t key) {
  if (2 * (t->n + 1) > t->cap) grow(t);
  struct gather_slot *s = slot_of(t, key);
  if (!s->used) {
    *s = (struct gather_slot){.key = key, .used = true};
    t->n++;
  }
  return &s->value;
}

void *gather_table_get(const gather_table *t, uint64_t key) { return slot_of(t, key)->value; }

uint64_t gather_cell_hash(gather_cell c) {
  const uint64_t parts[] = {c.key, (uint64_t)(int64_t)c.day};
  return base_hash(parts, sizeof parts, 0);
}

gather_days gather_days_around(int32_t day, int32_t window) {
  gather_days d = {day, day};
  if (day == DRG_NO_DAY) return d;
  d.first = (int64_t)day - window > INT32_MIN ? (int64_t)day - window : (int64_t)INT32_MIN + 1;
  d.last = (int64_t)day + window < INT32_MAX ? (int64_t)day + window : INT32_MAX;
  return d;
}
