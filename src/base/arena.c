#include <stdlib.h>
#include "base/base.h"

enum { BLOCK_BYTES = 64 * 1024, ALIGN = 16 };

struct base_block {
  struct base_block *next;
  size_t used, size;
  _Alignas(ALIGN) unsigned char bytes[];
};

static struct base_block *block_new(size_t bytes) {
  size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
  struct base_block *b = malloc(sizeof *b + size);
  if (!b) abort();
  *b = (struct base_block){.size = size};
  return b;
}

void base_arena_init(base_arena *a) { a->first = a->at = NULL; }

void base_arena_reset(base_arena *a) {
  for (struct base_block *b = a->first; b; b = b->next) b->used = 0;
  a->at = a->first;
}

void base_arena_clear(base_arena *a) {
  for (struct base_block *b = a->first, *next; b; b = next) {
    next = b->next;
    free(b);
  }
  a->first = a->at = NULL;
}

/* A block with room for bytes: the current one, a kept one behind it, or a new one put in after it. */
static struct base_block *block_with_room(base_arena *a, size_t bytes) {
  struct base_block *b = a->at;
  while (b && b->size - b->used < bytes && b->next && b->next->used == 0 && b->next->size >= bytes) b = b->next;
  if (b && b->size - b->used >= bytes) return a->at = b;
  struct base_block *fresh = block_new(bytes);
  if (b) {
    fresh->next = b->next;
    b->next = fresh;
  } else {
    a->first = fresh;
  }
  return a->at = fresh;
}

void *base_arena_alloc(base_arena *a, size_t bytes) {
  if (bytes > SIZE_MAX - ALIGN) abort();
  bytes = (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);
  struct base_block *b = block_with_room(a, bytes);
  void *p = b->bytes + b->used;
  b->used += bytes;
  return memset(p, 0, bytes);
}

void *base_vec_grow(base_arena *a, void *old, size_t n, size_t *cap, size_t item) {
  size_t more = *cap ? *cap * 2 : 8;
  if (more > SIZE_MAX / item) abort();
  void *grown = base_arena_alloc(a, more * item);
  if (n) memcpy(grown, old, n * item);
  *cap = more;
  return grown;
}
