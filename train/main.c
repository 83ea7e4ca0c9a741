/* dragoman-train: treebanks in, the parser's model file out. Run it through train/train.sh, which knows the English data.
 *
 * Seeded: the same data, settings and machine give the same bytes, also when it was killed and started again. A batch is
 * always taught in PARTS parts whose gradients are added in order. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <cblas.h>
#include <math.h>
#include "adam.h"
#include "batches.h"
#include "model_write.h"

enum { PARTS = 2, LONGEST = 120 /* words of a sentence that is taught */ };

typedef struct trainer {
  const options *o;
  base_arena arena;
  lexicon words;
  lemma_table lemmas;
  examples teach, silver, dev[MOST_FILES];
  net net;
  net_work work[PARTS];
  adam adam;
  adam_place place;
  FILE *log;
} trainer;

/* ---- threads ---- */

typedef struct part {
  trainer *t;
  int number;
  const example **of;
  int size;
  float share;
  double loss;
  float by, rate;
} part;

static void run_parts(void *(*work)(void *), part parts[PARTS]) {
  pthread_t threads[PARTS];
  for (int i = 1; i < PARTS; i++)
    if (pthread_create(&threads[i], NULL, work, &parts[i])) abort();
  work(&parts[0]);
  for (int i = 1; i < PARTS; i++) pthread_join(threads[i], NULL);
}

static net_drops drops_of(const options *o) {
  float drop = (float)o->drop;
  return (net_drops){.input = drop * 0.8f, .layer = drop, .hidden = drop, .word = 0.25f};
}

static void *teach_part(void *arg) {
  part *p = arg;
  net_drops drops = drops_of(p->t->o);
  p->loss = net_teach(&p->t->net, &p->t->work[p->number], p->of, p->size, p->share, &drops);
  return NULL;
}

/* A part's stretch of the parameters. */
static void stretch(const part *p, size_t *from, size_t *to) {
  size_t n = p->t->net.n;
  *from = n / LANES * (size_t)p->number / PARTS * LANES;
  *to = p->number + 1 == PARTS ? n : n / LANES * (size_t)(p->number + 1) / PARTS * LANES;
}

static void *norm_part(void *arg) {
  part *p = arg;
  size_t from, to;
  stretch(p, &from, &to);
  double sum = 0;
  float *const first = p->t->work[0].gradient;
  for (int k = 1; k < PARTS; k++)
    for (size_t i = from; i < to; i++) first[i] += p->t->work[k].gradient[i], p->t->work[k].gradient[i] = 0;
  for (size_t i = from; i < to; i++) sum += (double)(first[i] * first[i]);
  p->loss = sum;
  return NULL;
}

static void *move_part(void *arg) {
  part *p = arg;
  size_t from, to;
  stretch(p, &from, &to);
  adam_move(&p->t->adam, from, to, p->t->work[0].gradient, p->by, p->rate);
  return NULL;
}

static uint64_t steps_of(const trainer *t, int epoch) {
  batches b = batches_of(t->o, &t->teach, &t->silver, (uint32_t)epoch);
  uint64_t count = b.count;
  batches_clear(&b);
  return count;
}

/* As the first epoch of either kind has them. */
static uint64_t steps_of_all(const trainer *t) {
  int all = t->o->epochs, silver = t->o->silver_epochs < all ? t->o->silver_epochs : all;
  uint64_t sum = silver ? (uint64_t)silver * steps_of(t, 0) : 0;
  return all > silver ? sum + (uint64_t)(all - silver) * steps_of(t, silver) : sum;
}

/* ---- an epoch ---- */

static double rate_at(const options *o, uint64_t step, uint64_t total) {
  double warm = (double)(step + 1) / 200, left = 1 - (double)step / (double)total;
  return o->rate * (warm < 1 ? warm : 1) * (left > 0.01 ? left : 0.01);
}

/* Returns the loss a word. */
static double teach_batch(trainer *t, const keyed *order, size_t n, double rate) {
  static const example *of[PARTS][NET_BATCH];
  part parts[PARTS] = {{0}};
  size_t words = 0;
  for (size_t i = 0; i < n; i++) { /* dealt out by turns: the parts are of like size */
    part *p = &parts[i % PARTS];
    of[i % PARTS][p->size++] = order[i].of;
    words += order[i].of->n;
  }
  for (int i = 0; i < PARTS; i++) {
    parts[i].t = t, parts[i].number = i, parts[i].of = of[i], parts[i].share = 1.0f / (float)words;
    uint64_t key[2] = {t->adam.step, (uint64_t)i};
    t->work[i].chance = base_hash(key, sizeof key, t->o->seed);
  }
  run_parts(teach_part, parts);
  double loss = 0, square = 0;
  for (int i = 0; i < PARTS; i++) loss += parts[i].loss;
  run_parts(norm_part, parts);
  for (int i = 0; i < PARTS; i++) square += parts[i].loss;
  double norm = sqrt(square), by = norm > t->o->clip ? t->o->clip / norm : 1;
  adam_begin(&t->adam);
  for (int i = 0; i < PARTS; i++) parts[i].by = (float)by, parts[i].rate = (float)rate;
  run_parts(move_part, parts);
  return loss / (double)words;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double teach_epoch(trainer *t, uint64_t total) {
  batches b = batches_of(t->o, &t->teach, &t->silver, t->place.epoch);
  double sum = 0, start = seconds(), said = start;
  for (size_t i = 0; i < b.count; i++) {
    size_t k = b.turn[i];
    sum += teach_batch(t, b.order + b.begin[k], b.begin[k + 1] - b.begin[k], rate_at(t->o, t->adam.step, total));
    if (seconds() - said < 10) continue;
    said = seconds();
    fprintf(stderr, "\repoch %u: batch %zu of %zu, loss %.3f, %.0f s left ", t->place.epoch + 1, i + 1, b.count,
            sum / (double)(i + 1), (said - start) / (double)(i + 1) * (double)(b.count - i - 1));
  }
  double loss = sum / (double)b.count;
  batches_clear(&b);
  return loss;
}

/* ---- scores ---- */

static double percent(long hits, long of) { return of ? 100.0 * (double)hits / (double)of : 0; }

static net_hits score_examples(trainer *t, const examples *dev) {
  net_hits hits = {0};
  const example *of[64];
  for (size_t i = 0; i < dev->n;) {
    int n = 0;
    for (; n < 64 && i < dev->n; i++) of[n++] = &dev->v[i];
    net_score(&t->net, &t->work[0], of, n, &hits);
  }
  return hits;
}

static void say(trainer *t, const char *line) {
  fprintf(stderr, "\r%s\n", line);
  fprintf(t->log, "%s\n", line);
  fflush(t->log);
}

/* Logs the scores of every dev file; returns the mean of UPOS and labelled attachment. */
static double score_dev(trainer *t, double loss, double took) {
  char line[512];
  int at = snprintf(line, sizeof line, "epoch %u loss %.4f", t->place.epoch, loss);
  double sum = 0;
  for (int i = 0; i < t->o->dev.n; i++) {
    net_hits h = score_examples(t, &t->dev[i]);
    at += snprintf(line + at, sizeof line - (size_t)at, " | UPOS %.2f XPOS %.2f UAS %.2f LAS %.2f",
                   percent(h.upos, h.words), percent(h.xpos, h.words), percent(h.head, h.words),
                   percent(h.both, h.words));
    sum += percent(h.upos, h.words) + percent(h.both, h.words);
    if (at > 400) break;
  }
  snprintf(line + at, sizeof line - (size_t)at, " | %.0f s", took);
  say(t, line);
  return t->o->dev.n ? sum / t->o->dev.n / 2 : 0;
}

/* ---- the whole ---- */

static const char *work_file(const trainer *t, const char *name, char *to, size_t size) {
  snprintf(to, size, "%s/%s", t->o->work, name);
  return to;
}

static drg_status train(trainer *t, drg_error *err) {
  char last[4096];
  work_file(t, "last.train", last, sizeof last);
  drg_status st = adam_load(&t->adam, &t->place, last, err);
  if (st != DRG_OK && st != DRG_END) return st;
  if (st == DRG_OK) fprintf(stderr, "going on after epoch %u of %s\n", t->place.epoch, last);
  uint64_t total = steps_of_all(t);
  while ((int)t->place.epoch < t->o->epochs) {
    double start = seconds(), loss = teach_epoch(t, total);
    t->place.epoch++;
    double score = score_dev(t, loss, seconds() - start);
    if (t->place.epoch == 1 || score > t->place.best) {
      t->place.best = score, t->place.best_epoch = t->place.epoch;
      st = model_write(&t->net, &t->lemmas, t->o->out, err);
      if (st != DRG_OK) return st;
    }
    st = adam_save(&t->adam, &t->place, last, err);
    if (st != DRG_OK) return st;
    if ((int)(t->place.epoch - t->place.best_epoch) >= t->o->patience) {
      say(t, "no better for long: stopped early");
      break;
    }
  }
  char line[4200];
  snprintf(line, sizeof line, "%s: epoch %u, UPOS and LAS %.2f on average", t->o->out, t->place.best_epoch,
           t->place.best);
  say(t, line);
  return DRG_OK;
}

static void add_examples(trainer *t, examples *to, const treebank *from, size_t longest, bool with_headlines) {
  uint64_t state = t->o->seed * 2 + 1;
  to->v = BASE_NEW(&t->arena, example, 3 * from->n + 1);
  for (size_t i = 0; i < from->n; i++) {
    parse_sent s = from->sents[i];
    if (s.n > longest) continue;
    to->v[to->n++] = lexicon_encode(&t->words, &t->arena, &s);
    if (!with_headlines) continue;
    /* News has headlines in capitals and without a full stop; the treebanks have few. */
    if (batches_chance(&state) < 1.0f / 30) to->v[to->n++] = lexicon_encode_shouted(&t->words, &t->arena, &s);
    bool stop = s.n > 3 && s.words[s.n - 1].upos == UPOS_PUNCT && s.words[s.n - 1].head >= 0;
    for (uint32_t k = 0; k < s.n && stop; k++) stop = s.words[k].head != (int32_t)s.n - 1;
    s.n -= stop;
    if (stop && batches_chance(&state) < 1.0f / 10) to->v[to->n++] = lexicon_encode(&t->words, &t->arena, &s);
  }
}

static drg_status read_all(treebank *to, const paths *p, bool free_only, drg_error *err) {
  drg_status st = DRG_OK;
  for (int i = 0; i < p->n && st == DRG_OK; i++) st = treebank_read(to, p->v[i], free_only, err);
  return st;
}

/* Gold and silver stand one behind the other: the words of both count, the lemmas are gold's. */
static drg_status prepare(trainer *t, drg_error *err) {
  const options *o = t->o;
  base_arena_init(&t->arena);
  treebank seen;
  treebank_init(&seen);
  drg_status st = read_all(&seen, &o->train, true, err);
  size_t n_gold = seen.n;
  if (st == DRG_OK) st = read_all(&seen, &o->silver, true, err);
  if (st == DRG_OK)
    st = lexicon_build(&t->words, &t->arena, &seen, o->at_least, o->vectors, (uint32_t)o->most_words, err);
  treebank gold = {.sents = seen.sents, .n = n_gold}, silver = {.sents = seen.sents + n_gold, .n = seen.n - n_gold};
  if (st == DRG_OK)
    st = lemmas_learn(&gold, o->inflections, t->words.words + 1, t->words.n - 1, &t->arena, &t->lemmas, err);
  if (st == DRG_OK)
    add_examples(t, &t->teach, &gold, LONGEST, true), add_examples(t, &t->silver, &silver, LONGEST, true);
  for (int i = 0; i < o->dev.n && st == DRG_OK; i++) {
    treebank dev;
    treebank_init(&dev);
    st = treebank_read(&dev, o->dev.v[i], false, err);
    add_examples(t, &t->dev[i], &dev, PARSE_MAX_WORDS, false);
    treebank_clear(&dev);
  }
  treebank_clear(&seen);
  return st;
}

/* What a checkpoint must share with this training. */
static uint64_t kind_of(const trainer *t) {
  const options *o = t->o;
  uint64_t of[] = {t->net.n,
                   t->teach.n,
                   t->silver.n,
                   t->words.n,
                   t->words.n_seen,
                   o->seed,
                   (uint64_t)o->batch,
                   (uint64_t)o->epochs,
                   (uint64_t)o->gold_times,
                   (uint64_t)o->silver_epochs};
  double real[] = {o->rate, o->clip, o->drop};
  return base_hash(of, sizeof of, base_hash(&o->size, sizeof o->size, base_hash(real, sizeof real, 0)));
}

static drg_status run(const options *o, drg_error *err) {
  openblas_set_num_threads(1);
  mkdir(o->work, 0777);
  trainer *t = calloc(1, sizeof *t);
  if (!t) abort();
  t->o = o;
  drg_status st = prepare(t, err);
  char path[4096];
  t->log = st == DRG_OK ? fopen(work_file(t, "scores.log", path, sizeof path), "a") : NULL;
  if (st == DRG_OK && !t->log) st = base_fail(err, DRG_ERR_OPEN, path, 0, 0, "cannot write '%s'", path);
  if (st == DRG_OK) {
    net_init(&t->net, o->size, &t->words, o->seed);
    for (int i = 0; i < PARTS; i++) work_init(&t->work[i], &t->net);
    adam_init(&t->adam, t->net.p, t->net.n);
    t->place.kind = kind_of(t);
    fprintf(stderr, "%zu gold and %zu silver sentences, %u words of which %u seen, %zu parameters\n", t->teach.n,
            t->silver.n, t->words.n, t->words.n_seen, t->net.n);
    st = train(t, err);
    for (int i = 0; i < PARTS; i++) work_clear(&t->work[i]);
    adam_clear(&t->adam), net_clear(&t->net);
  }
  if (t->log) fclose(t->log);
  base_arena_clear(&t->arena);
  free(t);
  return st;
}

int main(int argc, char **argv) {
  options o;
  int code = options_read(&o, argc, argv);
  if (code) return code - 1;
  drg_error err = {0};
  drg_status st = run(&o, &err);
  if (st != DRG_OK && err.line)
    fprintf(stderr, "dragoman-train: %s:%llu: %s\n", err.file, (unsigned long long)err.line, err.message);
  else if (st != DRG_OK) fprintf(stderr, "dragoman-train: %s\n", err.message);
  return st != DRG_OK;
}
