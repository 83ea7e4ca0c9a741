/* Two open-addressing tables: interned symbols and a map from strings to pointers. Both keep at least half their
 * slots empty and probe the next slot. */
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "base/base.h"

uint64_t base_hash(const void *p, size_t n, uint64_t seed) { return XXH3_64bits_withSeed(n ? p : "", n, seed); }

/* ---- symbols ---- */

void base_symbols_init(base_symbols *t, base_arena *a) {
  *t = (base_symbols){.arena = a, .n = 1, .cap = 1024, .slot_cap = 4096};
  t->names = BASE_NEW(a, base_str, t->cap);
  t->hashes = BASE_NEW(a, uint64_t, t->cap);
  t->slots = BASE_NEW(a, base_sym, t->slot_cap);
}

/* The slot of s, or the empty one where it belongs. */
static uint32_t symbol_slot(const base_symbols *t, base_str s, uint64_t hash) {
  uint32_t mask = t->slot_cap - 1, i = (uint32_t)hash & mask;
  while (t->slots[i] && (t->hashes[t->slots[i]] != hash || !base_str_eq(t->names[t->slots[i]], s))) i = (i + 1) & mask;
  return i;
}

static void symbols_grow(base_symbols *t) {
  size_t cap = t->cap, same = t->cap;
  t->names = base_vec_grow(t->arena, t->names, t->n, &cap, sizeof *t->names);
  t->hashes = base_vec_grow(t->arena, t->hashes, t->n, &same, sizeof *t->hashes);
  t->cap = (uint32_t)cap;
  t->slot_cap *= 2;
  t->slots = BASE_NEW(t->arena, base_sym, t->slot_cap);
  for (base_sym k = 1; k < t->n; k++) t->slots[symbol_slot(t, t->names[k], t->hashes[k])] = k;
}

base_sym base_symbols_add(base_symbols *t, base_str s) {
  uint64_t hash = base_hash(s.data, s.len, 0);
  uint32_t i = symbol_slot(t, s, hash);
  if (t->slots[i]) return t->slots[i];
  if (t->n == t->cap) {
    symbols_grow(t);
    i = symbol_slot(t, s, hash);
  }
  t->names[t->n] = base_str_copy(t->arena, s);
  t->hashes[t->n] = hash;
  return t->slots[i] = t->n++;
}

base_sym base_symbols_find(const base_symbols *t, base_str s) {
  return t->slots[symbol_slot(t, s, base_hash(s.data, s.len, 0))];
}

base_str base_symbols_name(const base_symbols *t, base_sym s) { return s < t->n ? t->names[s] : BASE_NONE; }

/* ---- map ---- */

struct base_map_slot {
  base_str key; /* data NULL: empty */
  uint64_t hash;
  void *value;
};

void base_map_init(base_map *m, base_arena *a) {
  *m = (base_map){.arena = a, .cap = 64};
  m->slots = BASE_NEW(a, struct base_map_slot, m->cap);
}

static struct base_map_slot *map_slot(const base_map *m, base_str key, uint64_t hash) {
  size_t mask = m->cap - 1, i = (size_t)hash & mask;
  while (m->slots[i].key.data && (m->slots[i].hash != hash || !base_str_eq(m->slots[i].key, key))) i = (i + 1) & mask;
  return &m->slots[i];
}

static void map_grow(base_map *m) {
  struct base_map_slot *old = m->slots;
  size_t cap = m->cap;
  m->cap *= 2;
  m->slots = BASE_NEW(m->arena, struct base_map_slot, m->cap);
  for (size_t i = 0; i < cap; i++)
    if (old[i].key.data) *map_slot(m, old[i].key, old[i].hash) = old[i];
}

void **base_map_put(base_map *m, base_str key) {
  if (!key.data) key = BASE_STR("");
  if (2 * (m->n + 1) > m->cap) map_grow(m);
  uint64_t hash = base_hash(key.data, key.len, 0);
  struct base_map_slot *s = map_slot(m, key, hash);
  if (!s->key.data) {
    *s = (struct base_map_slot){.key = key, .hash = hash};
    m->n++;
  }
  return &s->value;
}

void *base_map_get(const base_map *m, base_str key) {
  if (!key.data) key = BASE_STR("");
  return map_slot(m, key, base_hash(key.data, key.len, 0))->value;
}
