/* A batch: fresh nodes meet what the shelf holds in their cells, and groups follow. Active nodes, fresh ones and those of
 * groups that were taken apart, are compared with all in their cells; the others keep their groups, which may become
 * part of others. */
#include "gather/parts.h"

typedef struct place { /* a cell with those who stand in it */
  gather_cell cell;
  bool crowded, fresh; /* fresh: something new was put in, or it became crowded, in this batch */
  BASE_VEC(gather_node *) members;
} place;

typedef struct group { /* of union and find; by its number */
  int64_t number;
  struct group *up;
  bool shelved; /* the shelf has nodes that carry this number and are not in their own right part of the batch */
} group;

struct gather_region {
  const gather_kind *kind;
  gather_shelf *shelf;
  base_arena arena;
  gather_table nodes, places, groups;
  BASE_VEC(gather_node *) seen;
  BASE_VEC(gather_node *) active;
  BASE_VEC(place *) touched; /* where fresh nodes were put */
  BASE_VEC(group *) known;
  gather_changes changes;
};

/* ---- region ---- */

static void region_init(gather_region *r, const gather_kind *kind, gather_shelf *shelf) {
  *r = (gather_region){.kind = kind, .shelf = shelf};
  base_arena_init(&r->arena);
  gather_table_init(&r->nodes, &r->arena);
  gather_table_init(&r->places, &r->arena);
  gather_table_init(&r->groups, &r->arena);
}

static gather_node *copy_node(gather_region *r, const gather_node *from) {
  gather_node *n = BASE_NEW(&r->arena, gather_node, 1);
  void *what = base_arena_alloc(&r->arena, r->kind->size);
  *n = *from;
  n->what = memcpy(what, from->what, r->kind->size);
  n->fresh = n->torn = n->active = n->changed = false;
  BASE_PUSH(&r->arena, &r->seen, n);
  return n;
}

static gather_node *node_of(gather_region *r, const gather_node *from) {
  void **at = gather_table_put(&r->nodes, (uint64_t)from->number);
  if (!*at) *at = copy_node(r, from);
  return *at;
}

static place *new_place(gather_region *r, gather_cell cell) {
  place *p = BASE_NEW(&r->arena, place, 1);
  p->cell = cell;
  return p;
}

static place *place_of(gather_region *r, gather_cell cell) {
  void **at = gather_table_put(&r->places, gather_cell_hash(cell));
  if (!*at) *at = new_place(r, cell);
  return *at;
}

static void stand(gather_region *r, place *p, gather_node *n) {
  for (size_t i = 0; i < p->members.n; i++)
    if (p->members.v[i] == n) return;
  BASE_PUSH(&r->arena, &p->members, n);
}

void gather_region_seen(gather_region *r, gather_cell cell, const gather_node *node) {
  place *p = place_of(r, cell);
  if (!p->crowded) stand(r, p, node_of(r, node));
}

void gather_region_crowded(gather_region *r, gather_cell cell) { place_of(r, cell)->crowded = true; }

static void activate(gather_region *r, gather_node *n) {
  n->changed = true;
  n->parent = 0;
  n->score = n->apart = 0;
  n->tie = 0;
  if (!n->active) BASE_PUSH(&r->arena, &r->active, n);
  n->active = true;
}

void gather_region_member(gather_region *r, const gather_node *node) {
  gather_node *n = node_of(r, node);
  n->torn = true;
  n->group = n->number;
  activate(r, n);
}

void gather_region_child(gather_region *r, const gather_node *node) { activate(r, node_of(r, node)); }

const gather_changes *gather_region_changes(const gather_region *r) { return &r->changes; }

/* ---- what stands around ---- */

static drg_status find_around(gather_region *r, size_t from, drg_error *err) {
  BASE_VEC(gather_cell) around = {0};
  uint64_t keys[GATHER_MOST_KEYS];
  for (size_t i = from; i < r->active.n; i++) {
    size_t n = r->kind->keys(r->active.v[i]->what, keys);
    for (size_t k = 0; k < n; k++) {
      gather_cell c = {keys[k], r->active.v[i]->day};
      BASE_PUSH(&r->arena, &around, c);
    }
  }
  return around.n ? r->shelf->find(r->shelf, around.v, around.n, r->kind->days, r, err) : DRG_OK;
}

static void put_fresh(gather_region *r, gather_node *n) {
  uint64_t keys[GATHER_MOST_KEYS];
  size_t n_keys = r->kind->keys(n->what, keys);
  for (size_t k = 0; k < n_keys; k++) {
    place *p = place_of(r, (gather_cell){keys[k], n->day});
    if (p->crowded) continue;
    if (!p->fresh) BASE_PUSH(&r->arena, &r->touched, p);
    p->fresh = true;
    stand(r, p, n);
  }
}

/* What cells that became crowded had joined: groups, and children of nodes. May name one twice. */
typedef struct undone {
  BASE_VEC(int64_t) groups, parents;
} undone;

static void close_cell(gather_region *r, place *p, undone *u) {
  p->crowded = true;
  for (size_t i = 0; i < p->members.n; i++) {
    const gather_node *n = p->members.v[i];
    if (n->fresh) continue;
    BASE_PUSH(&r->arena, &u->groups, n->group);
    BASE_PUSH(&r->arena, &u->parents, n->number);
  }
}

static void close_crowded(gather_region *r, undone *u) {
  for (size_t i = 0; i < r->touched.n; i++)
    if (r->touched.v[i]->members.n > r->kind->crowd) close_cell(r, r->touched.v[i], u);
}

/* ---- union and find ---- */

static group *new_group(gather_region *r, int64_t number) {
  group *g = BASE_NEW(&r->arena, group, 1);
  *g = (group){.number = number, .up = g};
  BASE_PUSH(&r->arena, &r->known, g);
  return g;
}

static group *group_numbered(gather_region *r, int64_t number) {
  void **at = gather_table_put(&r->groups, (uint64_t)number);
  if (!*at) *at = new_group(r, number);
  return *at;
}

static group *top_of(group *g) {
  while (g->up != g) g = g->up = g->up->up;
  return g;
}

static group *group_of(gather_region *r, const gather_node *n) {
  group *g = group_numbered(r, n->group);
  if (!n->fresh && !n->torn) g->shelved = true;
  return top_of(g);
}

static void join(gather_region *r, const gather_node *a, const gather_node *b) {
  group *x = group_of(r, a), *y = group_of(r, b);
  if (x->number < y->number) y->up = x;
  else x->up = y;
}

/* ---- pairs ---- */

static bool is_better(const gather_node *n, int32_t score, int32_t apart, int64_t tie, int64_t number) {
  if (!n->parent || score != n->score) return !n->parent || score > n->score;
  if (apart != n->apart) return apart < n->apart;
  return tie != n->tie ? tie < n->tie : number < n->parent;
}

static void offer_parent(const gather_region *r, gather_node *n, const gather_node *parent, int32_t score) {
  int64_t away = (int64_t)n->day - parent->day;
  int32_t apart = (int32_t)(away < 0 ? -away : away);
  int64_t tie = (int64_t)(base_hash(parent->what, r->kind->size, (uint64_t)(int64_t)parent->day) >> 1);
  if (!is_better(n, score, apart, tie, parent->number)) return;
  n->parent = parent->number;
  n->score = score;
  n->apart = apart;
  n->tie = tie;
  n->changed = true;
}

static void compare(gather_region *r, gather_node *a, gather_node *b) {
  int32_t score = 0;
  gather_link link = r->kind->link(a, b, &score);
  if (link == GATHER_JOINED) join(r, a, b);
  if (link == GATHER_PARENT) offer_parent(r, a, b, score);
  if (link == GATHER_APART && !b->active && r->kind->link(b, a, &score) == GATHER_PARENT) offer_parent(r, b, a, score);
}

static const place *place_at(const gather_region *r, uint64_t key, int64_t day) {
  return gather_table_get(&r->places, gather_cell_hash((gather_cell){key, (int32_t)day}));
}

static void compare_key(gather_region *r, gather_node *n, uint64_t key) {
  gather_days days = gather_days_around(n->day, r->kind->days);
  const place *own = place_at(r, key, n->day);
  if (own && own->crowded) return;
  for (int64_t day = days.first; day <= days.last; day++) {
    const place *p = place_at(r, key, day);
    for (size_t i = 0; p && !p->crowded && i < p->members.n; i++)
      if (p->members.v[i] != n) compare(r, n, p->members.v[i]);
  }
}

static void compare_around(gather_region *r, gather_node *n) {
  uint64_t keys[GATHER_MOST_KEYS];
  size_t n_keys = r->kind->keys(n->what, keys);
  for (size_t k = 0; k < n_keys; k++) compare_key(r, n, keys[k]);
}

/* ---- what the shelf is to keep ---- */

static void list_nodes_and_moves(gather_region *r) {
  BASE_VEC(const gather_node *) nodes = {0};
  BASE_VEC(gather_move) moves = {0};
  for (size_t i = 0; i < r->known.n; i++) {
    gather_move m = {r->known.v[i]->number, top_of(r->known.v[i])->number};
    if (r->known.v[i]->shelved && m.from != m.to) BASE_PUSH(&r->arena, &moves, m);
  }
  for (size_t i = 0; i < r->seen.n; i++) {
    gather_node *n = r->seen.v[i];
    n->group = group_of(r, n)->number;
    if (n->changed) BASE_PUSH(&r->arena, &nodes, n);
  }
  r->changes.nodes = nodes.v, r->changes.n_nodes = nodes.n;
  r->changes.moves = moves.v, r->changes.n_moves = moves.n;
}

static void list_cells(gather_region *r) {
  BASE_VEC(gather_placed) placed = {0};
  BASE_VEC(gather_cell) crowded = {0};
  for (size_t i = 0; i < r->touched.n; i++) {
    const place *p = r->touched.v[i];
    if (p->crowded) BASE_PUSH(&r->arena, &crowded, p->cell);
    for (size_t k = 0; !p->crowded && k < p->members.n; k++) {
      gather_placed row = {p->cell, p->members.v[k]->number};
      if (p->members.v[k]->fresh) BASE_PUSH(&r->arena, &placed, row);
    }
  }
  r->changes.placed = placed.v, r->changes.n_placed = placed.n;
  r->changes.crowded = crowded.v, r->changes.n_crowded = crowded.n;
}

/* ---- the batch ---- */

static void take_fresh(gather_region *r, const gather_node *fresh, size_t n) {
  for (size_t i = 0; i < n; i++) {
    gather_node *node = node_of(r, &fresh[i]);
    if (node->fresh) continue;
    node->fresh = true;
    node->group = node->number;
    activate(r, node);
  }
}

static drg_status look_around(gather_region *r, drg_error *err) {
  undone u = {0};
  size_t n_fresh = r->active.n;
  drg_status st = find_around(r, 0, err);
  for (size_t i = 0; i < n_fresh; i++) put_fresh(r, r->active.v[i]);
  close_crowded(r, &u);
  if (st == DRG_OK && u.groups.n) st = r->shelf->members(r->shelf, u.groups.v, u.groups.n, r, err);
  if (st == DRG_OK && u.parents.n) st = r->shelf->children(r->shelf, u.parents.v, u.parents.n, r, err);
  return st == DRG_OK ? find_around(r, n_fresh, err) : st;
}

drg_status gather_batch(const gather_kind *kind, gather_shelf *shelf, const gather_node *fresh, size_t n,
                        drg_error *err) {
  gather_region r;
  region_init(&r, kind, shelf);
  take_fresh(&r, fresh, n);
  drg_status st = look_around(&r, err);
  for (size_t i = 0; st == DRG_OK && i < r.active.n; i++) compare_around(&r, r.active.v[i]);
  if (st == DRG_OK) {
    list_nodes_and_moves(&r);
    list_cells(&r);
    st = shelf->keep(shelf, &r, err);
  }
  base_arena_clear(&r.arena);
  return st;
}
