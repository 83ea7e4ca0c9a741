/* entities: the gradient is the one that differences of the loss show; tags are legal; what is taught comes out right. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>
#include "adam.h"
#include "entities.h"

enum { INPUT = 12, WORD = 4, HIDDEN = 8, SENTENCES = 3, WORDS = 9 };
enum { O = 0, B_PERSON = 1, I_PERSON, E_PERSON, S_PERSON, S_PLACE = 12 };

typedef struct world {
  entity_words words;
  entity_net net;
  entity_work work;
} world;

static const int8_t TAGS[WORDS] = {S_PLACE, O, -1, B_PERSON, I_PERSON, E_PERSON, O, O, S_PERSON};
static const uint32_t ALL[SENTENCES] = {0, 1, 2};

static world *world_new(void) {
  static size_t begin[SENTENCES + 1] = {0, 3, 8, WORDS};
  world *w = calloc(1, sizeof *w);
  assert_non_null(w);
  uint64_t chance = 3;
  w->words = (entity_words){.n = WORDS, .n_sentences = SENTENCES, .begin = begin};
  w->words.input = malloc(WORDS * INPUT), w->words.deep = malloc(WORDS * 2 * HIDDEN);
  w->words.input_scale = malloc(WORDS * sizeof(float)), w->words.tags = malloc(WORDS);
  w->words.pieces = malloc(WORDS * sizeof *w->words.pieces), w->words.marks = malloc(WORDS * sizeof *w->words.marks);
  for (int i = 0; i < WORDS * INPUT; i++) w->words.input[i] = (uint8_t)(256 * uniform(&chance));
  for (int i = 0; i < WORDS * 2 * HIDDEN; i++) w->words.deep[i] = (uint8_t)(256 * uniform(&chance));
  for (int i = 0; i < WORDS; i++) {
    w->words.input_scale[i] = 0.01f;
    for (int k = 0; k < FEATURE_PIECES; k++) w->words.pieces[i][k] = (uint32_t)(1000 * uniform(&chance));
    for (int k = 0; k < PARSE_MARKS; k++) w->words.marks[i][k] = (uint8_t)(PARSE_MARK_KINDS * uniform(&chance));
  }
  memcpy(w->words.tags, TAGS, WORDS);
  parse_model m = {.word_dim = WORD, .hidden = HIDDEN};
  m.layers[0][0].in.k = INPUT;
  entities_init(&w->net, &m, 16, 16, 32, 64, 7);
  entity_work_init(&w->work, &w->net);
  return w;
}

static void world_free(world *w) {
  w->words.begin = NULL;
  entity_work_clear(&w->work), entities_clear(&w->net), entity_words_clear(&w->words);
  free(w);
}

static double loss_of(world *w, const entity_drops *drops) {
  w->work.room.chance = 9;
  return entities_teach(&w->net, &w->work, &w->words, ALL, SENTENCES, 1, drops);
}

static void assert_gradient(const entity_drops *drops) {
  world *w = world_new();
  size_t n = w->net.n;
  float *gradient = malloc(n * sizeof *gradient);
  assert_non_null(gradient);
  loss_of(w, drops);
  memcpy(gradient, w->work.gradient, n * sizeof *gradient);
  int wrong = 0, seen = 0;
  for (size_t i = 0; i < n; i += 3) {
    const float step = 2e-3f;
    float kept = w->net.p[i];
    w->net.p[i] = kept + step;
    double above = loss_of(w, drops);
    w->net.p[i] = kept - step;
    double slope = (above - loss_of(w, drops)) / (2 * (double)step);
    w->net.p[i] = kept;
    seen += fabs(slope) > 1e-3;
    wrong += fabs(slope - (double)gradient[i]) > 0.005 + 0.02 * fabs(slope);
  }
  assert_true(seen > 100);
  assert_in_range(wrong, 0, seen / 30); /* where a rectifier has its corner the slope is no gradient */
  free(gradient);
  world_free(w);
}

static void gradient_is_right(void **state) {
  (void)state;
  assert_gradient(NULL);
  assert_gradient(
      &(entity_drops){.word = 0.3f, .whole = 0.3f, .mark = 0.3f, .near = 0.2f, .deep = 0.2f, .hidden = 0.2f});
}

static void legal_tags(void **state) {
  (void)state;
  assert_true(entities_may_follow(ENTITY_TAG_COUNT, B_PERSON) && entities_may_follow(B_PERSON, E_PERSON));
  assert_false(entities_may_follow(ENTITY_TAG_COUNT, I_PERSON) || entities_may_follow(B_PERSON, O));
  assert_false(entities_may_follow(B_PERSON, E_PERSON + 4) || entities_may_follow(O, E_PERSON));
  world *w = world_new();
  for (size_t i = 0; i < w->net.n; i++) w->net.p[i] *= 30; /* wild scores: only the chain keeps order */
  int8_t tags[WORDS];
  entities_tag(&w->net, &w->work, &w->words, ALL, SENTENCES, tags);
  for (int s = 0; s < SENTENCES; s++) {
    int before = ENTITY_TAG_COUNT;
    for (size_t i = w->words.begin[s]; i < w->words.begin[s + 1]; before = tags[i++])
      assert_true(entities_may_follow(before, tags[i]));
    assert_true(entities_may_follow(before, O));
  }
  world_free(w);
}

static void tags_are_learnt(void **state) {
  (void)state;
  world *w = world_new();
  adam a;
  adam_init(&a, w->net.p, w->net.n);
  double loss = loss_of(w, NULL), first = loss;
  for (int i = 0; i < 150; i++) {
    adam_begin(&a);
    adam_move(&a, 0, w->net.n, w->work.gradient, 1, 0.01f);
    loss = loss_of(w, NULL);
  }
  assert_true(loss < first / 10);
  int8_t tags[WORDS];
  entities_tag(&w->net, &w->work, &w->words, ALL, SENTENCES, tags);
  for (int i = 0; i < WORDS; i++)
    if (TAGS[i] >= 0) assert_int_equal(tags[i], TAGS[i]);
  adam_clear(&a);
  world_free(w);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(gradient_is_right), cmocka_unit_test(legal_tags),
                                     cmocka_unit_test(tags_are_learnt)};
  return cmocka_run_group_tests_name("entities", tests, NULL, NULL);
}
