/* Maximum spanning tree over arc scores: Chu & Liu 1965, Edmonds 1967, with exactly one root. */
#include <float.h>
#include "parse/model.h"

/* Node 0 is the root; score of head h for node d is s[d * n + h], n nodes. */
typedef struct graph {
  int n;
  float *s;
} graph;

/* Work space is a stack of bytes: levels of contraction shrink by one node at least. */
typedef struct stack {
  char *at;
} stack;

static void *take(stack *st, size_t bytes) {
  void *p = st->at;
  st->at += (bytes + 15) & ~(size_t)15;
  return p;
}

/* Contracting costs a level of matrices: cap the levels and fall back on a plain attachment below it. */
enum { MAX_LEVELS = 16 };

/* One matrix and six rows of whole numbers, each rounded up to 16 bytes. */
static size_t level_bytes(size_t n) { return n * n * sizeof(float) + 6 * n * sizeof(int) + 256; }

size_t tree_work_bytes(int n) {
  size_t nodes = (size_t)n + 2;
  return nodes * nodes * sizeof(float) + level_bytes(nodes) * (MAX_LEVELS + 1) + 64 * nodes;
}

static void best_heads(const graph *g, int *head) {
  head[0] = -1;
  for (int d = 1; d < g->n; d++) {
    int best = 0;
    for (int h = 0; h < g->n; h++)
      if (h != d && g->s[d * g->n + h] > g->s[d * g->n + best]) best = h;
    head[d] = best;
  }
}

/* Marks in on_cycle the nodes of one cycle of head; false if there is none. */
static bool find_cycle(const int *head, int n, int *mark, int *on_cycle) {
  for (int i = 0; i < n; i++) mark[i] = 0, on_cycle[i] = 0;
  for (int start = 1; start < n; start++) {
    int v = start;
    while (v > 0 && !mark[v]) mark[v] = start, v = head[v];
    if (v <= 0 || mark[v] != start) continue;
    for (int u = v; !on_cycle[u]; u = head[u]) on_cycle[u] = 1;
    return true;
  }
  return false;
}

/* Points the first node of each further cycle at the root: only when contraction went too deep. */
static void break_cycles(int *head, int n, int *mark, int *on_cycle) {
  while (find_cycle(head, n, mark, on_cycle))
    for (int v = 1; v < n; v++)
      if (on_cycle[v]) {
        head[v] = 0;
        break;
      }
}

static void spanning_tree(const graph *g, int *head, stack st, int level) {
  int n = g->n;
  int *mark = take(&st, sizeof(int) * (size_t)n), *cyc = take(&st, sizeof(int) * (size_t)n);
  best_heads(g, head);
  if (!find_cycle(head, n, mark, cyc)) return;
  if (level == MAX_LEVELS) {
    break_cycles(head, n, mark, cyc);
    return;
  }
  /* the graph with the cycle as its last node */
  int *old = take(&st, sizeof(int) * (size_t)n), m = 0;
  for (int v = 0; v < n; v++)
    if (!cyc[v]) old[m++] = v;
  int c = m, size = m + 1;
  graph small = {size, take(&st, sizeof(float) * (size_t)(size * size))};
  int *enter = take(&st, sizeof(int) * (size_t)size), *leave = take(&st, sizeof(int) * (size_t)size);
  for (int a = 0; a < m; a++) {
    for (int b = 0; b < m; b++) small.s[a * size + b] = g->s[old[a] * n + old[b]];
    float in = -FLT_MAX, out = -FLT_MAX; /* into the cycle from a; out of the cycle to a */
    enter[a] = leave[a] = -1;
    for (int v = 1; v < n; v++) {
      if (!cyc[v]) continue;
      float gain = g->s[v * n + old[a]] - g->s[v * n + head[v]];
      if (enter[a] < 0 || gain > in) in = gain, enter[a] = v;
      if (leave[a] < 0 || g->s[old[a] * n + v] > out) out = g->s[old[a] * n + v], leave[a] = v;
    }
    small.s[c * size + a] = in;
    small.s[a * size + c] = out;
  }
  small.s[c * size + c] = -FLT_MAX;
  int *small_head = take(&st, sizeof(int) * (size_t)size);
  spanning_tree(&small, small_head, st, level + 1);
  for (int a = 1; a < m; a++) head[old[a]] = small_head[a] == c ? leave[a] : old[small_head[a]];
  head[enter[small_head[c]]] = old[small_head[c]];
}

static float tree_score(const graph *g, const int *head) {
  float sum = 0;
  for (int d = 1; d < g->n; d++) sum += g->s[d * g->n + head[d]];
  return sum;
}

static int root_children(const int *head, int n) {
  int count = 0;
  for (int d = 1; d < n; d++) count += head[d] == 0;
  return count;
}

/* With r as the only child of the root. */
static void tree_with_root(const graph *g, int r, const float *root_scores, int *head, stack st) {
  float *row = take(&st, sizeof(float) * (size_t)g->n);
  memcpy(row, g->s + r * g->n, sizeof(float) * (size_t)g->n);
  for (int d = 1; d < g->n; d++) g->s[d * g->n] = d == r ? root_scores[d] : -FLT_MAX;
  for (int h = 1; h < g->n; h++) g->s[r * g->n + h] = -FLT_MAX;
  spanning_tree(g, head, st, 0);
  memcpy(g->s + r * g->n, row, sizeof(float) * (size_t)g->n);
}

/* Last resort: every word that hangs from the root besides r hangs from r. */
static void keep_one_root(int *head, int n) {
  int r = 0;
  for (int d = 1; d < n; d++) {
    if (head[d] != 0) continue;
    if (!r) r = d;
    else head[d] = r;
  }
}

void tree_decode(const float *arcs, int stride, int n, int *heads, void *work) {
  stack st = {work};
  int nodes = n + 1;
  graph g = {nodes, take(&st, sizeof(float) * (size_t)(nodes * nodes))};
  int *head = take(&st, sizeof(int) * (size_t)nodes), *best = take(&st, sizeof(int) * (size_t)nodes),
      *roots = take(&st, sizeof(int) * (size_t)nodes);
  float *root_scores = take(&st, sizeof(float) * (size_t)nodes);
  for (int h = 0; h < nodes; h++) g.s[h] = -FLT_MAX;
  for (int d = 1; d < nodes; d++)
    for (int h = 0; h < nodes; h++) g.s[d * nodes + h] = h == d ? -FLT_MAX : arcs[(d - 1) * stride + h];
  for (int d = 1; d < nodes; d++) root_scores[d] = g.s[d * nodes];
  spanning_tree(&g, best, st, 0);
  int n_roots = 0;
  for (int d = 1; d < nodes; d++)
    if (best[d] == 0) roots[n_roots++] = d;
  if (n_roots > 1) {
    float top = -FLT_MAX;
    for (int k = 0; k < n_roots && k < 8; k++) {
      tree_with_root(&g, roots[k], root_scores, head, st);
      float score = root_children(head, nodes) == 1 ? tree_score(&g, head) : -FLT_MAX;
      if (k && score <= top) continue;
      top = score;
      memcpy(best, head, sizeof(int) * (size_t)nodes);
    }
  }
  if (root_children(best, nodes) != 1) keep_one_root(best, nodes);
  for (int d = 1; d < nodes; d++) heads[d - 1] = best[d] - 1;
}
