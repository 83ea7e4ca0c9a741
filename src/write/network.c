/* The actors and their dyads, counted by quad class and day. Counts and sums are whole numbers and the result is sorted, so
 * that neither the order of the events nor the number of threads shows in it. An event without source or target is no tie
 * between actors and is left out. */
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include "write/parts.h"

struct write_network {
  const write_tables *tables;
  pthread_mutex_t lock; /* over all that follows */
  base_arena arena;
  base_map nodes_by_code, edges_by_key;
  BASE_VEC(write_node *) nodes;
  BASE_VEC(write_edge *) edges;
  drg_buffer key; /* scratch */
};

write_network *write_network_new(const write_tables *t) {
  write_network *n = calloc(1, sizeof *n);
  if (!n) abort();
  n->tables = t;
  pthread_mutex_init(&n->lock, NULL);
  base_arena_init(&n->arena);
  base_map_init(&n->nodes_by_code, &n->arena);
  base_map_init(&n->edges_by_key, &n->arena);
  drg_buffer_init(&n->key);
  return n;
}

void write_network_free(write_network *n) {
  if (!n) return;
  drg_buffer_clear(&n->key);
  base_arena_clear(&n->arena);
  pthread_mutex_destroy(&n->lock);
  free(n);
}

const write_tables *write_network_tables(const write_network *n) { return n->tables; }

/* ---- counting ---- */

static write_node *node_of(write_network *n, base_str code) {
  write_node *node = base_map_get(&n->nodes_by_code, code);
  if (node) return node;
  node = BASE_NEW(&n->arena, write_node, 1);
  *node = (write_node){base_str_copy(&n->arena, code), DRG_NO_DAY, DRG_NO_DAY};
  *base_map_put(&n->nodes_by_code, node->code) = node;
  BASE_PUSH(&n->arena, &n->nodes, node);
  return node;
}

static write_edge *edge_of(write_network *n, base_str source, base_str target, int quad) {
  n->key.len = 0;
  base_putf(&n->key, BASE_FMT ">" BASE_FMT ">%d", BASE_ARG(source), BASE_ARG(target), quad);
  base_str key = {n->key.data, n->key.len};
  write_edge *edge = base_map_get(&n->edges_by_key, key);
  if (edge) return edge;
  edge = BASE_NEW(&n->arena, write_edge, 1);
  *edge = (write_edge){.source = source, .target = target, .quad = quad};
  *base_map_put(&n->edges_by_key, base_str_copy(&n->arena, key)) = edge;
  BASE_PUSH(&n->arena, &n->edges, edge);
  return edge;
}

static void see_node(write_node *node, int32_t day) {
  if (node->first == DRG_NO_DAY || day < node->first) node->first = day;
  if (node->last == DRG_NO_DAY || day > node->last) node->last = day;
}

/* Most events come in the order of their days: the search begins at the end. */
static void see_edge(base_arena *arena, write_edge *e, int32_t day) {
  size_t at = e->n_days;
  while (at > 0 && e->days[at - 1] > day) at--;
  if (at > 0 && e->days[at - 1] == day) return;
  if (e->n_days == e->cap_days) e->days = base_vec_grow(arena, e->days, e->n_days, &e->cap_days, sizeof *e->days);
  memmove(e->days + at + 1, e->days + at, (e->n_days - at) * sizeof *e->days);
  e->days[at] = day;
  e->n_days++;
}

static void count(write_network *n, const drg_event *e, int32_t day) {
  write_node *source = node_of(n, e->source.code), *target = node_of(n, e->target.code);
  write_edge *edge = edge_of(n, source->code, target->code, e->quad);
  edge->n++;
  if (isfinite(e->goldstein)) edge->goldstein += llround(e->goldstein * 10);
  if (day == DRG_NO_DAY) return;
  see_node(source, day);
  see_node(target, day);
  see_edge(&n->arena, edge, day);
}

void write_network_add(write_network *n, const write_row *row) {
  const drg_event *e = row->event;
  if (!write_actor_known(&e->source) || !write_actor_known(&e->target)) return;
  pthread_mutex_lock(&n->lock);
  count(n, e, write_day_of(row));
  pthread_mutex_unlock(&n->lock);
}

/* ---- in order ---- */

static int compare_str(base_str a, base_str b) {
  int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_nodes(const void *a, const void *b) {
  const write_node *x = *(write_node *const *)a, *y = *(write_node *const *)b;
  return compare_str(x->code, y->code);
}

static int compare_edges(const void *a, const void *b) {
  const write_edge *x = *(write_edge *const *)a, *y = *(write_edge *const *)b;
  int order = compare_str(x->source, y->source);
  if (!order) order = compare_str(x->target, y->target);
  return order ? order : x->quad - y->quad;
}

void write_network_sort(write_network *n) {
  if (n->nodes.n) qsort(n->nodes.v, n->nodes.n, sizeof *n->nodes.v, compare_nodes);
  if (n->edges.n) qsort(n->edges.v, n->edges.n, sizeof *n->edges.v, compare_edges);
}

size_t write_network_nodes(const write_network *n, write_node *const **out) {
  *out = n->nodes.v;
  return n->nodes.n;
}

size_t write_network_edges(const write_network *n, write_edge *const **out) {
  *out = n->edges.v;
  return n->edges.n;
}
