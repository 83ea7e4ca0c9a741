/* gather: signatures of texts, likeness of tellings, and groups that depend on neither order nor batches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "gather/gather.h"

static base_arena arena;

static int open_arena(void **state) {
  (void)state;
  base_arena_init(&arena);
  return 0;
}

static int close_arena(void **state) {
  (void)state;
  base_arena_clear(&arena);
  return 0;
}

/* ---- the engine, held against its definition over random nodes ---- */

enum { TOY_KEYS = 3, TOY_WINDOW = 2, TOY_CROWD = 3 };

typedef struct toy {
  uint64_t keys[TOY_KEYS];
  int32_t colour;   /* alike: equal but for one */
  int32_t anchored; /* tellings of two sorts */
} toy;

static uint64_t n_links;

static size_t toy_keys(const void *what, uint64_t keys[GATHER_MOST_KEYS]) {
  const toy *t = what;
  size_t n = 0;
  for (int i = 0; i < TOY_KEYS; i++) {
    bool seen = false;
    for (size_t k = 0; k < n; k++) seen |= keys[k] == t->keys[i];
    if (!seen) keys[n++] = t->keys[i];
  }
  return n;
}

static gather_link toy_link(const gather_node *a, const gather_node *b, int32_t *score) {
  const toy *s = a->what, *t = b->what;
  int32_t away = abs(s->colour - t->colour);
  n_links++;
  *score = 10 - away;
  if (s->anchored == t->anchored) return away <= 1 && (!s->anchored || a->day == b->day) ? GATHER_JOINED : GATHER_APART;
  return !s->anchored && away <= 2 ? GATHER_PARENT : GATHER_APART;
}

static const gather_kind TOYS = {
    .days = TOY_WINDOW, .crowd = TOY_CROWD, .size = sizeof(toy), .keys = toy_keys, .link = toy_link};

static uint32_t random_state;

static uint32_t draw(uint32_t n) {
  random_state = random_state * 1664525u + 1013904223u;
  return (random_state >> 8) % n;
}

static gather_node *random_nodes(size_t n, uint32_t n_keys) {
  gather_node *v = BASE_NEW(&arena, gather_node, n);
  for (size_t i = 0; i < n; i++) {
    toy *t = BASE_NEW(&arena, toy, 1);
    for (int k = 0; k < TOY_KEYS; k++) t->keys[k] = 1 + draw(n_keys);
    t->colour = (int32_t)draw(12);
    t->anchored = draw(2) == 0;
    v[i] = (gather_node){.number = (int64_t)(100 + 7 * i), .day = draw(20) ? (int32_t)draw(30) : DRG_NO_DAY, .what = t};
  }
  return v;
}

static bool has_key(const gather_node *n, uint64_t key) {
  uint64_t keys[GATHER_MOST_KEYS];
  size_t n_keys = toy_keys(n->what, keys);
  for (size_t k = 0; k < n_keys; k++)
    if (keys[k] == key) return true;
  return false;
}

static bool is_crowded(const gather_node *v, size_t n, uint64_t key, int32_t day) {
  size_t in = 0;
  for (size_t i = 0; i < n; i++) in += v[i].day == day && has_key(&v[i], key);
  return in > TOY_CROWD;
}

/* The header's definition, word for word. */
static bool may_meet(const gather_node *v, size_t n, const gather_node *a, const gather_node *b) {
  uint64_t keys[GATHER_MOST_KEYS];
  size_t n_keys = toy_keys(a->what, keys);
  if (a == b || (a->day == DRG_NO_DAY) != (b->day == DRG_NO_DAY)) return false;
  if (a->day != DRG_NO_DAY && abs(a->day - b->day) > TOY_WINDOW) return false;
  for (size_t k = 0; k < n_keys; k++)
    if (has_key(b, keys[k]) && !is_crowded(v, n, keys[k], a->day) && !is_crowded(v, n, keys[k], b->day)) return true;
  return false;
}

static void spread(int64_t *group, size_t n, int64_t from, int64_t to) {
  for (size_t i = 0; i < n; i++)
    if (group[i] == from) group[i] = to;
}

static uint64_t tie_of(const gather_node *n) { return base_hash(n->what, sizeof(toy), (uint64_t)(int64_t)n->day) >> 1; }

/* Is a a nearer parent of n than b, as alike? */
static bool comes_before(const gather_node *n, const gather_node *a, const gather_node *b) {
  int far_a = n->day == DRG_NO_DAY ? 0 : abs(n->day - a->day), far_b = n->day == DRG_NO_DAY ? 0 : abs(n->day - b->day);
  return far_a != far_b ? far_a < far_b : tie_of(a) < tie_of(b);
}

static size_t best_parent(const gather_node *v, size_t n, size_t i) {
  size_t best = n;
  int32_t best_score = 0, score;
  for (size_t k = 0; k < n; k++) {
    if (!may_meet(v, n, &v[i], &v[k]) || toy_link(&v[i], &v[k], &score) != GATHER_PARENT) continue;
    bool nearer = best < n && score == best_score && comes_before(&v[i], &v[k], &v[best]);
    if (best == n || score > best_score || nearer) best = k, best_score = score;
  }
  return best;
}

static int64_t *groups_by_definition(const gather_node *v, size_t n) {
  int64_t *group = BASE_NEW(&arena, int64_t, n), *counted = BASE_NEW(&arena, int64_t, n);
  int32_t score;
  for (size_t i = 0; i < n; i++) group[i] = v[i].number;
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < i; k++)
      if (may_meet(v, n, &v[i], &v[k]) && toy_link(&v[i], &v[k], &score) == GATHER_JOINED) {
        int64_t a = group[i], b = group[k];
        spread(group, n, a > b ? a : b, a > b ? b : a);
      }
  for (size_t i = 0; i < n; i++) {
    size_t parent = best_parent(v, n, i);
    counted[i] = parent < n ? group[parent] : group[i];
  }
  return counted;
}

static void shuffle(gather_node *v, size_t n) {
  for (size_t i = n; i > 1; i--) {
    size_t k = draw((uint32_t)i);
    gather_node other = v[k];
    v[k] = v[i - 1];
    v[i - 1] = other;
  }
}

static void put_in_batches(gather_memory *m, const gather_node *v, size_t n, size_t most) {
  for (size_t at = 0, size; at < n; at += size) {
    size = 1 + draw((uint32_t)most);
    if (size > n - at) size = n - at;
    assert_int_equal(gather_batch(m->kind, &m->shelf, v + at, size, NULL), DRG_OK);
  }
}

static void groups_are_those_of_the_definition(void **state) {
  (void)state;
  size_t n = 160, n_crowded = 0, n_grouped = 0;
  for (uint32_t round = 0; round < 40; round++) {
    random_state = round + 1;
    gather_node *v = random_nodes(n, 4 + round / 2), *order = BASE_NEW(&arena, gather_node, n);
    int64_t *wanted = groups_by_definition(v, n);
    memcpy(order, v, n * sizeof *v);
    for (uint32_t pass = 0; pass < 4; pass++) {
      gather_memory m;
      gather_memory_init(&m, &TOYS);
      shuffle(order, n);
      put_in_batches(&m, order, n, pass == 0 ? n : pass == 1 ? 1 : 30);
      for (size_t i = 0; i < n; i++) assert_int_equal(gather_memory_group(&m, v[i].number), wanted[i]);
      gather_memory_clear(&m);
    }
    for (size_t i = 0; i < n; i++) {
      n_crowded += is_crowded(v, n, ((const toy *)v[i].what)->keys[0], v[i].day);
      n_grouped += wanted[i] != v[i].number;
    }
  }
  assert_true(n_crowded > 500); /* what the test is about does occur */
  assert_true(n_grouped > 500);
}

/* All nodes share one key; half of them on one day. */
static uint64_t links_of(size_t n) {
  gather_memory m;
  gather_node *v = random_nodes(n, 40 * (uint32_t)n);
  for (size_t i = 0; i < n; i++) {
    ((toy *)(uintptr_t)v[i].what)->keys[0] = 1;
    v[i].day = i % 2 ? 5 : (int32_t)(i / 4);
  }
  n_links = 0;
  gather_memory_init(&m, &TOYS);
  put_in_batches(&m, v, n, 50);
  gather_memory_clear(&m);
  return n_links;
}

static void comparisons_grow_with_the_number_of_nodes(void **state) {
  (void)state;
  random_state = 77;
  uint64_t once = links_of(1000), twice = links_of(2000), four = links_of(4000);
  assert_true(once > 1000);
  assert_true(twice < once * 23 / 10);
  assert_true(four < twice * 23 / 10);
}

/* ---- texts ---- */

static const char LONG_TEXT[] =
    "GABORONE, March 3 (Okavango Wire) - Botswana's minister of minerals opened the third shaft of a copper mine near "
    "Toteng on Friday and asked the owners to hire more people of the district.\n\n"
    "Six hundred miners stood in the sun while a choir sang. The union says that the rooms are hot and that the "
    "canteen closes before the night shift ends.\n\n"
    "Copper earned the country a tenth of its exports last year, after diamonds and beef. Prices in London have "
    "risen for five weeks.";

static gather_node text_node(const char *text, const char *date) {
  drg_doc doc;
  gather_text *t = BASE_NEW(&arena, gather_text, 1);
  assert_int_equal(drg_doc_from_text(text, strlen(text), "x", date, &doc, NULL), DRG_OK);
  gather_text_of(&arena, &doc, t);
  gather_node n = {.day = doc.day, .what = t, .number = (int64_t)gather_text_number(t, doc.day)};
  drg_doc_free(&doc);
  return n;
}

static bool one_story(gather_node a, gather_node b) {
  gather_memory m;
  gather_node both[] = {a, b};
  gather_memory_init(&m, &GATHER_TEXTS);
  assert_int_equal(gather_batch(&GATHER_TEXTS, &m.shelf, both, 2, NULL), DRG_OK);
  bool one = gather_memory_group(&m, a.number) == gather_memory_group(&m, b.number);
  gather_memory_clear(&m);
  return one;
}

/* text with the first `old` made `new`. */
static const char *edited(const char *text, const char *old, const char *new) {
  const char *at = strstr(text, old);
  assert_non_null(at);
  return base_str_printf(&arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old)).data;
}

static void copies_are_one_story(void **state) {
  (void)state;
  gather_node whole = text_node(LONG_TEXT, "2023-03-03");
  const char *cut = base_str_printf(&arena, "%.*s", (int)(strstr(LONG_TEXT, "\n\n") - LONG_TEXT), LONG_TEXT).data;
  assert_true(one_story(whole, text_node(cut, "2023-03-04")));
  assert_true(one_story(whole, text_node(edited(LONG_TEXT, "GABORONE, March 3 (Okavango Wire) - ", ""), "2023-03-05")));
  assert_true(one_story(whole, text_node(edited(LONG_TEXT, "Six hundred", "Seven hundred"), "2023-03-03")));
  gather_node again = text_node(LONG_TEXT, "2023-03-03");
  assert_int_equal(whole.number, again.number);
}

static void other_texts_are_other_stories(void **state) {
  (void)state;
  gather_node whole = text_node(LONG_TEXT, "2023-03-03");
  assert_false(one_story(whole, text_node(LONG_TEXT, "2024-03-03"))); /* a year after */
  assert_false(one_story(whole, text_node(LONG_TEXT, "2023-03-07"))); /* past the window */
  assert_false(
      one_story(whole, text_node("The minister of minerals was in Toteng, where a shaft of the copper mine was "
                                 "opened. Miners had asked for cooler rooms, a paper in Gaborone wrote.",
                                 "2023-03-03")));
}

static void texts_without_words_or_day_are_texts(void **state) {
  (void)state;
  gather_node empty = text_node("...", NULL), short_one = text_node("Two words", NULL);
  assert_int_equal(empty.day, DRG_NO_DAY);
  assert_false(one_story(empty, short_one));
  assert_false(one_story(text_node("Two words", "2023-03-03"), short_one));
  gather_node both[] = {empty, empty};
  gather_memory m;
  gather_memory_init(&m, &GATHER_TEXTS);
  assert_int_equal(gather_batch(&GATHER_TEXTS, &m.shelf, both, 2, NULL), DRG_OK); /* one number, given twice */
  assert_int_equal(m.nodes.n, 1);
  gather_memory_clear(&m);
}

/* ---- tellings ---- */

typedef struct told {      /* a telling, short */
  int32_t report_day, day; /* day: DRG_NO_DAY when it is not said */
  const char *cameo, *source, *target, *city;
  int64_t killed;
  drg_happening status;
} told;

static drg_actor government(const char *country) {
  return (drg_actor){.country = base_str_of(country), .sector = BASE_STR("GOV")};
}

static gather_node telling_node(int64_t number, told t) {
  drg_doc doc = {.id = base_str_printf(&arena, "d%d", (int)number), .day = t.report_day};
  drg_event e = {.cameo = base_str_of(t.cameo),
                 .status = t.status,
                 .day = t.day == DRG_NO_DAY ? t.report_day : t.day,
                 .date_text = t.day == DRG_NO_DAY ? BASE_NONE : BASE_STR("Monday"),
                 .date_precision = t.day == DRG_NO_DAY ? BASE_NONE : BASE_STR("day"),
                 .source = government(t.source),
                 .target = government(t.target),
                 .details = {.killed = t.killed ? t.killed : -1, .injured = -1, .arrested = -1},
                 .text = base_str_printf(&arena, "Sentence %d of %s.", (int)number, t.city ? t.city : "a report")};
  if (t.city) e.place = (drg_place){.name = base_str_of(t.city), .precision = BASE_STR("city")};
  gather_telling *what = BASE_NEW(&arena, gather_telling, 1);
  gather_node n = {.number = number, .what = what};
  gather_telling_of(&arena, &doc, &e, what, &n.day);
  return n;
}

/* The groups of tellings numbered from 1, put in one batch. */
static void happenings_of(const told *v, size_t n, int64_t *out) {
  gather_memory m;
  gather_node *nodes = BASE_NEW(&arena, gather_node, n);
  for (size_t i = 0; i < n; i++) nodes[i] = telling_node((int64_t)i + 1, v[i]);
  gather_memory_init(&m, &GATHER_TELLINGS);
  assert_int_equal(gather_batch(&GATHER_TELLINGS, &m.shelf, nodes, n, NULL), DRG_OK);
  for (size_t i = 0; i < n; i++) out[i] = gather_memory_group(&m, (int64_t)i + 1);
  gather_memory_clear(&m);
}

static bool one_happening(told a, told b) {
  int64_t group[2];
  happenings_of((told[]){a, b}, 2, group);
  return group[0] == group[1];
}

static void meetings_are_told_from_either_side(void **state) {
  (void)state;
  told a = {100, 100, "040", "CHL", "PER", NULL, 0, DRG_HAPPENED}, b = {101, 100, "042", "PER", "CHL", "Lima", 0, 0};
  assert_true(one_happening(a, b));
  b.day = 101;
  assert_false(one_happening(a, b));
  b.day = 100, b.target = "BOL";
  assert_false(one_happening(a, b));
}

static void attacks_have_a_direction(void **state) {
  (void)state;
  told a = {100, 100, "190", "CHL", "PER", NULL, 0, DRG_HAPPENED}, b = {100, 100, "190", "PER", "CHL", NULL, 0, 0};
  assert_false(one_happening(a, b));
  b = a;
  b.cameo = "183"; /* another word for it */
  assert_true(one_happening(a, b));
  b.cameo = "040";
  assert_false(one_happening(a, b));
}

static void places_and_counts_part(void **state) {
  (void)state;
  told a = {100, 100, "190", "CHL", "PER", "Tacna", 5, DRG_HAPPENED}, b = a;
  b.killed = 7;
  assert_true(one_happening(a, b));
  b.killed = 50;
  assert_false(one_happening(a, b));
  b.killed = 5, b.city = "Arica";
  assert_false(one_happening(a, b));
}

static void planned_and_denied_stay_apart(void **state) {
  (void)state;
  told a = {100, 100, "042", "CHL", "PER", NULL, 0, DRG_HAPPENED}, b = a;
  b.status = DRG_ONGOING;
  assert_true(one_happening(a, b));
  b.status = DRG_PLANNED;
  assert_false(one_happening(a, b));
  b.status = DRG_DENIED;
  assert_false(one_happening(a, b));
}

/* Monday's and Tuesday's attack, and tellings that say no day: each goes to the nearest, and nothing is joined by it. */
static void undated_tellings_bridge_nothing(void **state) {
  (void)state;
  int64_t g[5];
  const told v[] = {{100, 100, "190", "CHL", "PER", NULL, 0, DRG_HAPPENED},
                    {101, 101, "190", "CHL", "PER", NULL, 0, DRG_HAPPENED},
                    {100, DRG_NO_DAY, "190", "CHL", "PER", NULL, 0, DRG_HAPPENED},
                    {101, DRG_NO_DAY, "190", "CHL", "PER", NULL, 0, DRG_HAPPENED},
                    {140, DRG_NO_DAY, "190", "CHL", "PER", NULL, 0, DRG_HAPPENED}};
  happenings_of(v, 5, g);
  assert_int_not_equal(g[0], g[1]);
  assert_int_equal(g[2], g[0]);
  assert_int_equal(g[3], g[1]);
  assert_int_equal(g[4], 5); /* forty days on: by itself */
}

/* A plan is told before its day, a happening after it. */
static void plans_look_ahead(void **state) {
  (void)state;
  int64_t g[4];
  const told v[] = {{100, 105, "042", "CHL", "PER", NULL, 0, DRG_PLANNED},
                    {101, DRG_NO_DAY, "042", "CHL", "PER", NULL, 0, DRG_PLANNED},
                    {105, 105, "042", "CHL", "PER", NULL, 0, DRG_HAPPENED},
                    {101, DRG_NO_DAY, "042", "CHL", "PER", NULL, 0, DRG_HAPPENED}};
  happenings_of(v, 4, g);
  assert_int_equal(g[1], g[0]);
  assert_int_not_equal(g[2], g[0]);
  assert_int_equal(g[3], 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(groups_are_those_of_the_definition),
      cmocka_unit_test(comparisons_grow_with_the_number_of_nodes),
      cmocka_unit_test(copies_are_one_story),
      cmocka_unit_test(other_texts_are_other_stories),
      cmocka_unit_test(texts_without_words_or_day_are_texts),
      cmocka_unit_test(meetings_are_told_from_either_side),
      cmocka_unit_test(attacks_have_a_direction),
      cmocka_unit_test(places_and_counts_part),
      cmocka_unit_test(planned_and_denied_stay_apart),
      cmocka_unit_test(undated_tellings_bridge_nothing),
      cmocka_unit_test(plans_look_ahead),
  };
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
