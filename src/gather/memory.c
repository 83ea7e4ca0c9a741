/* A shelf in memory. */
#include "gather/parts.h"

typedef struct list { /* of nodes, by place in memory's list */
  bool crowded;
  BASE_VEC(size_t) nodes;
} list;

static list *list_at(gather_memory *m, gather_table *t, uint64_t key) {
  void **at = gather_table_put(t, key);
  if (!*at) *at = BASE_NEW(&m->arena, list, 1);
  return *at;
}

static gather_node *node_numbered(const gather_memory *m, int64_t number) {
  size_t at = (size_t)(uintptr_t)gather_table_get(m->numbers, (uint64_t)number); /* place + 1 */
  return at ? &m->nodes.v[at - 1] : NULL;
}

static void find_cell(const gather_memory *m, gather_cell c, gather_region *r) {
  const list *row = gather_table_get(m->cells, gather_cell_hash(c));
  if (!row) return;
  if (row->crowded) gather_region_crowded(r, c);
  for (size_t i = 0; !row->crowded && i < row->nodes.n; i++) gather_region_seen(r, c, &m->nodes.v[row->nodes.v[i]]);
}

static drg_status find(gather_shelf *s, const gather_cell *around, size_t n, int32_t window, gather_region *r,
                       drg_error *err) {
  (void)err;
  for (size_t i = 0; i < n; i++) {
    gather_days days = gather_days_around(around[i].day, window);
    for (int64_t day = days.first; day <= days.last; day++)
      find_cell((gather_memory *)s, (gather_cell){around[i].key, (int32_t)day}, r);
  }
  return DRG_OK;
}

/* The list of a group may still name nodes that have left it. */
static drg_status members(gather_shelf *s, const int64_t *groups, size_t n, gather_region *r, drg_error *err) {
  const gather_memory *m = (gather_memory *)s;
  (void)err;
  for (size_t i = 0; i < n; i++) {
    const list *l = gather_table_get(m->groups, (uint64_t)groups[i]);
    for (size_t k = 0; l && k < l->nodes.n; k++)
      if (m->nodes.v[l->nodes.v[k]].group == groups[i]) gather_region_member(r, &m->nodes.v[l->nodes.v[k]]);
  }
  return DRG_OK;
}

/* As members: a list may name nodes that have another parent now. */
static drg_status children(gather_shelf *s, const int64_t *parents, size_t n, gather_region *r, drg_error *err) {
  const gather_memory *m = (gather_memory *)s;
  (void)err;
  for (size_t i = 0; i < n; i++) {
    const list *l = gather_table_get(m->parents, (uint64_t)parents[i]);
    for (size_t k = 0; l && k < l->nodes.n; k++)
      if (m->nodes.v[l->nodes.v[k]].parent == parents[i]) gather_region_child(r, &m->nodes.v[l->nodes.v[k]]);
  }
  return DRG_OK;
}

static void enter_group(gather_memory *m, size_t at, int64_t number) {
  list *l = list_at(m, m->groups, (uint64_t)number);
  m->nodes.v[at].group = number;
  BASE_PUSH(&m->arena, &l->nodes, at);
}

static void keep_node(gather_memory *m, const gather_node *from) {
  gather_node *n = node_numbered(m, from->number);
  if (!n) {
    BASE_PUSH(&m->arena, &m->nodes, *from);
    *gather_table_put(m->numbers, (uint64_t)from->number) = (void *)(uintptr_t)m->nodes.n;
    n = &m->nodes.v[m->nodes.n - 1];
    n->what = memcpy(base_arena_alloc(&m->arena, m->kind->size), from->what, m->kind->size);
  }
  size_t at = (size_t)(n - m->nodes.v);
  enter_group(m, at, from->group);
  if (from->parent) BASE_PUSH(&m->arena, &list_at(m, m->parents, (uint64_t)from->parent)->nodes, at);
  n->parent = from->parent;
  n->score = from->score;
  n->apart = from->apart;
  n->tie = from->tie;
}

static void move_group(gather_memory *m, gather_move move) {
  const list *l = gather_table_get(m->groups, (uint64_t)move.from);
  for (size_t k = 0; l && k < l->nodes.n; k++)
    if (m->nodes.v[l->nodes.v[k]].group == move.from) enter_group(m, l->nodes.v[k], move.to);
}

static drg_status keep(gather_shelf *s, const gather_region *r, drg_error *err) {
  gather_memory *m = (gather_memory *)s;
  const gather_changes *c = gather_region_changes(r);
  (void)err;
  for (size_t i = 0; i < c->n_moves; i++) move_group(m, c->moves[i]);
  for (size_t i = 0; i < c->n_nodes; i++) keep_node(m, c->nodes[i]);
  for (size_t i = 0; i < c->n_placed; i++) {
    list *row = list_at(m, m->cells, gather_cell_hash(c->placed[i].cell));
    size_t at = (size_t)(node_numbered(m, c->placed[i].number) - m->nodes.v);
    BASE_PUSH(&m->arena, &row->nodes, at);
  }
  for (size_t i = 0; i < c->n_crowded; i++)
    *list_at(m, m->cells, gather_cell_hash(c->crowded[i])) = (list){.crowded = true};
  return DRG_OK;
}

void gather_memory_init(gather_memory *m, const gather_kind *kind) {
  *m = (gather_memory){.shelf = {.find = find, .members = members, .children = children, .keep = keep}, .kind = kind};
  base_arena_init(&m->arena);
  gather_table **tables[] = {&m->cells, &m->groups, &m->parents, &m->numbers};
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    *tables[i] = BASE_NEW(&m->arena, gather_table, 1);
    gather_table_init(*tables[i], &m->arena);
  }
}

void gather_memory_clear(gather_memory *m) { base_arena_clear(&m->arena); }

int64_t gather_memory_group(const gather_memory *m, int64_t number) {
  const gather_node *n = node_numbered(m, number);
  if (n && n->parent) n = node_numbered(m, n->parent);
  return n ? n->group : 0;
}
