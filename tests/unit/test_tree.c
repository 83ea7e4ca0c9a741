/* tree_decode: the best of all trees on small sentences, and a tree with one root whatever the scores. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "parse/model.h"

enum { SMALL = 5, LARGE = 400 };

static float chance(uint64_t *state) {
  *state ^= *state << 13, *state ^= *state >> 7, *state ^= *state << 17;
  return (float)(*state >> 40) / 16777216.0f;
}

static void assert_one_root(const int *heads, int n) {
  int roots = 0;
  for (int i = 0; i < n; i++) {
    roots += heads[i] < 0;
    int steps = 0;
    for (int up = i; up >= 0; up = heads[up]) assert_true(steps++ <= n);
  }
  assert_int_equal(roots, 1);
}

static float score_of(const float *arcs, int n, const int *heads) {
  float sum = 0;
  for (int i = 0; i < n; i++) sum += arcs[i * (n + 1) + heads[i] + 1];
  return sum;
}

static bool is_tree(const int *heads, int n) {
  int roots = 0;
  for (int i = 0; i < n; i++) {
    int up = i, steps = 0;
    while (up >= 0 && steps <= n) up = heads[up], steps++;
    if (up >= 0) return false;
    roots += heads[i] < 0;
  }
  return roots == 1;
}

/* Counts through all (n + 1)^n assignments of heads. */
static float best_score(const float *arcs, int n) {
  int heads[SMALL];
  float best = -1e9f;
  for (int i = 0; i < n; i++) heads[i] = -1;
  for (;;) {
    if (is_tree(heads, n) && score_of(arcs, n, heads) > best) best = score_of(arcs, n, heads);
    int i = 0;
    while (i < n && ++heads[i] == n) heads[i++] = -1;
    if (i == n) return best;
  }
}

/* The root costs much, so that the best tree has one. */
static void best_of_all(void **state) {
  (void)state;
  uint64_t seed = 3;
  void *work = malloc(tree_work_bytes(SMALL));
  assert_non_null(work);
  for (int round = 0; round < 200; round++) {
    int n = 1 + round % SMALL, heads[SMALL];
    float arcs[SMALL * (SMALL + 1)];
    for (int i = 0; i < n * (n + 1); i++) arcs[i] = chance(&seed) * 8 - (i % (n + 1) ? 0 : 100);
    tree_decode(arcs, n + 1, n, heads, work);
    assert_one_root(heads, n);
    float off = score_of(arcs, n, heads) - best_score(arcs, n);
    assert_true(off > -1e-3f && off < 1e-3f);
  }
  free(work);
}

static void large(float (*score)(int dependant, int head, uint64_t *seed)) {
  uint64_t seed = 5;
  float *arcs = malloc(sizeof *arcs * LARGE * (LARGE + 1));
  int *heads = malloc(sizeof *heads * LARGE);
  void *work = malloc(tree_work_bytes(LARGE));
  assert_true(arcs && heads && work);
  for (int d = 0; d < LARGE; d++)
    for (int h = 0; h <= LARGE; h++) arcs[d * (LARGE + 1) + h] = score(d + 1, h, &seed);
  tree_decode(arcs, LARGE + 1, LARGE, heads, work);
  assert_one_root(heads, LARGE);
  free(arcs), free(heads), free(work);
}

static float by_chance(int d, int h, uint64_t *seed) {
  (void)d, (void)h;
  return chance(seed);
}
/* Each pair of neighbours is a cycle, each pair of pairs again …: many levels of contraction. */
static float nested(int d, int h, uint64_t *seed) {
  (void)seed;
  int apart = d ^ h, level = 0;
  while (apart >>= 1) level++;
  return h ? (float)(-level * 10) : -1000.0f;
}
static float all_alike(int d, int h, uint64_t *seed) {
  (void)d, (void)h, (void)seed;
  return 0;
}
static float chained(int d, int h, uint64_t *seed) { /* one cycle through all words */
  (void)seed;
  return h == d % LARGE + 1 ? 1.0f : 0.0f;
}

static void one_root_whatever(void **state) {
  (void)state;
  large(by_chance), large(nested), large(all_alike), large(chained);
}

/* 24 MB of working memory a thread may be used by the whole parser: the longest sentence's tree takes half. */
static void work_is_small(void **state) {
  (void)state;
  assert_true(tree_work_bytes(PARSE_MAX_WORDS) < 12 << 20);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(best_of_all),
      cmocka_unit_test(one_root_whatever),
      cmocka_unit_test(work_is_small),
  };
  return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
