/* net: the gradient is the one that differences of the loss show; what is taught comes out right. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>
#include "adam.h"
#include "net.h"

static const char TREES[] = "1\tRiver\triver\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n"
                            "2\trises\trise\tVERB\tVBZ\t_\t0\troot\t_\t_\n"
                            "3\tfast\tfast\tADV\tRB\t_\t2\tadvmod\t_\t_\n\n"
                            "1\tIt\tit\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n"
                            "2\trises\trise\tVERB\tVBZ\t_\t0\troot\t_\t_\n\n"
                            "1\tThe\tthe\tDET\tDT\t_\t3\tdet\t_\t_\n"
                            "2\told\told\tADJ\tJJ\t_\t3\tamod\t_\t_\n"
                            "3\tRiver\triver\tPROPN\tNNP\t_\t4\tnsubj\t_\t_\n"
                            "4\tfell\tfall\tVERB\tVBD\t_\t0\troot\t_\t_\n"
                            "5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n";
enum {
  SENTENCES = 4,
  LONG = 37
}; /* the last is made here: more words than a vector holds, each hanging from the next */
static const char VECTORS[] = "the 0.1 -0.2 0.3 0.4\nriver 0.5 0.1 -0.7 0.2\nsea 0.4 0.2 -0.6 0.1\n";

typedef struct world {
  base_arena arena;
  treebank trees;
  lexicon words;
  example examples[SENTENCES];
  const example *batch[SENTENCES];
  net net;
  net_work work;
} world;

static char *file_of(const char *text) {
  char *path = strdup("/tmp/dragoman-net-XXXXXX");
  int fd = mkstemp(path);
  assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
  close(fd);
  return path;
}

static char *trees_text(void) {
  char *text = NULL;
  size_t size;
  FILE *f = open_memstream(&text, &size);
  assert_non_null(f);
  fputs(TREES, f);
  for (int i = 1; i <= LONG; i++)
    fprintf(f, "%d\tword%d\tword\tNOUN\tNN\t_\t%d\t%s\t_\t_\n", i, i % 5, i < LONG ? i + 1 : 0,
            i < LONG ? "nmod" : "root");
  fputs("\n", f);
  fclose(f);
  return text;
}

static world *world_new(int layers) {
  world *w = calloc(1, sizeof *w);
  assert_non_null(w);
  char *text = trees_text(), *trees = file_of(text), *vectors = file_of(VECTORS);
  drg_error err;
  base_arena_init(&w->arena);
  treebank_init(&w->trees);
  assert_int_equal(treebank_read(&w->trees, trees, true, &err), DRG_OK);
  assert_int_equal(lexicon_build(&w->words, &w->arena, &w->trees, 2, vectors, 100, &err), DRG_OK);
  assert_int_equal(w->trees.n, SENTENCES);
  for (int i = 0; i < SENTENCES; i++) {
    w->examples[i] = lexicon_encode(&w->words, &w->arena, &w->trees.sents[i]);
    w->batch[i] = &w->examples[i];
  }
  net_sizes sizes = {
      .word = 8, .piece = 4, .shape = 4, .buckets = 32, .hidden = 16, .layers = layers, .arc = 16, .label = 16};
  net_init(&w->net, sizes, &w->words, 5);
  work_init(&w->work, &w->net);
  unlink(trees), unlink(vectors);
  free(text), free(trees), free(vectors);
  return w;
}

static void world_free(world *w) {
  work_clear(&w->work), net_clear(&w->net), treebank_clear(&w->trees), base_arena_clear(&w->arena);
  free(w);
}

static double loss_of(world *w, const net_drops *drops) {
  w->work.chance = 9;
  return net_teach(&w->net, &w->work, w->batch, SENTENCES, 1, drops);
}

/* The largest difference between the gradient and (loss above - loss below) / (2 * step), over every 7th parameter. */
static void assert_gradient(int layers, const net_drops *drops) {
  world *w = world_new(layers);
  size_t n = w->net.n;
  float *gradient = malloc(n * sizeof *gradient);
  assert_non_null(gradient);
  loss_of(w, drops);
  memcpy(gradient, w->work.gradient, n * sizeof *gradient);
  double size = 0;
  for (size_t i = 0; i < n; i++) size += fabs((double)gradient[i]);
  assert_true(size > 1);
  int wrong = 0, seen = 0;
  for (size_t i = 0; i < n; i += 7) {
    const float step = 2e-3f;
    float kept = w->net.p[i];
    w->net.p[i] = kept + step;
    double above = loss_of(w, drops);
    w->net.p[i] = kept - step;
    double below = loss_of(w, drops), slope = (above - below) / (2 * (double)step);
    w->net.p[i] = kept;
    seen += fabs(slope) > 1e-3;
    if (fabs(slope - (double)gradient[i]) > 0.005 + 0.02 * fabs(slope)) wrong++;
  }
  assert_true(seen > 100);
  assert_in_range(wrong, 0, seen / 30); /* where a rectifier has its corner the slope is no gradient */
  free(gradient);
  world_free(w);
}

static void gradient_is_right(void **state) {
  (void)state;
  for (int layers = 1; layers <= 3; layers++) assert_gradient(layers, NULL);
}

static void gradient_is_right_with_dropping(void **state) {
  (void)state;
  net_drops drops = {.input = 0.25f, .layer = 0.3f, .hidden = 0.3f, .word = 0.25f};
  assert_gradient(2, &drops);
}

static void sentences_are_learnt(void **state) {
  (void)state;
  world *w = world_new(2);
  adam a;
  adam_init(&a, w->net.p, w->net.n);
  double first = loss_of(w, NULL);
  memset(w->work.gradient, 0, w->net.n * sizeof(float));
  for (int i = 0; i < 300; i++) {
    net_teach(&w->net, &w->work, w->batch, SENTENCES, 0.1f, NULL);
    adam_begin(&a);
    adam_move(&a, 0, a.n, w->work.gradient, 1, 0.01f);
  }
  assert_true(loss_of(w, NULL) < first / 20);
  net_hits hits = {0};
  net_score(&w->net, &w->work, w->batch, SENTENCES, &hits);
  assert_int_equal(hits.words, 10 + LONG);
  assert_int_equal(hits.upos, 10 + LONG);
  assert_int_equal(hits.xpos, 10 + LONG);
  assert_int_equal(hits.both, 10 + LONG);
  adam_clear(&a);
  world_free(w);
}

/* Scores far apart do not leave the range in which exp is right: a word never wants to be its own head. */
static void far_scores(void **state) {
  (void)state;
  world *w = world_new(1);
  for (size_t i = 0; i < w->net.n; i++) w->net.p[i] *= 20;
  double loss = loss_of(w, NULL);
  assert_true(isfinite(loss) && loss >= 0);
  for (size_t i = 0; i < w->net.n; i++) assert_true(isfinite(w->work.gradient[i]));
  world_free(w);
}

static void unknown_words_share_a_row(void **state) {
  (void)state;
  world *w = world_new(1);
  assert_int_equal(w->words.n_seen, 8);                         /* unknown, river, rises, word0 … word4 */
  assert_int_equal(w->examples[0].in[EXAMPLE_IN + IN_WORD], 2); /* rises */
  assert_int_equal(w->examples[1].in[IN_WORD], 0);              /* it: seen once, no vector */
  assert_true(w->examples[2].in[IN_WORD] >= 8);                 /* the: seen once, but it has a vector */
  world_free(w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(gradient_is_right),         cmocka_unit_test(gradient_is_right_with_dropping),
      cmocka_unit_test(sentences_are_learnt),      cmocka_unit_test(far_scores),
      cmocka_unit_test(unknown_words_share_a_row),
  };
  return cmocka_run_group_tests_name("net", tests, NULL, NULL);
}
