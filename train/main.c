/* dragoman-train: treebanks in, the parser's model file out. Run it through train/train.sh, which knows the English data.
 *
 * Seeded: the same data, settings and machine give the same bytes, also when it was killed and started again. A batch is
 * always taught in PARTS parts whose gradients are added in order. */
#include <getopt.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <cblas.h>
#include <math.h>
#include "adam.h"
#include "model_write.h"

enum { PARTS = 2, MOST_FILES = 16, LONGEST = 120 /* words of a sentence that is taught */ };

typedef struct paths {
  const char *v[MOST_FILES];
  int n;
} paths;

typedef struct options {
  paths train, silver, dev;
  const char *vectors, *inflections, *work, *out;
  net_sizes size;
  int epochs, silver_epochs, gold_times, batch, patience, most_words, at_least;
  double rate, clip, drop;
  uint64_t seed;
} options;

typedef struct examples {
  example *v;
  size_t n;
} examples;

typedef struct trainer {
  const options *o;
  base_arena arena;
  treebank gold;
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

/* ---- batches: sentences of like length together ---- */

typedef struct keyed {
  float key;
  uint32_t at; /* where it stood: no two are equal */
  const example *of;
} keyed;

static int by_key(const void *a, const void *b) {
  const keyed *x = a, *y = b;
  return x->key != y->key ? (x->key > y->key) - (x->key < y->key) : (x->at > y->at) - (x->at < y->at);
}

typedef struct batches {
  keyed *order;
  size_t n;
  size_t *begin; /* (count + 1) in order of length */
  size_t *turn;  /* (count): which comes when */
  size_t count;
} batches;

static float chance(uint64_t *state) {
  *state ^= *state << 13, *state ^= *state >> 7, *state ^= *state << 17;
  return (float)(*state >> 40) * (1.0f / 16777216.0f);
}

static void free_batches(batches *b) { free(b->order), free(b->begin), free(b->turn); }

/* Gold (gold_times over, while there is silver) and silver of one epoch, in batches of about o->batch words. */
static batches batches_of(const trainer *t, uint32_t epoch) {
  const options *o = t->o;
  bool with_silver = (int)epoch < o->silver_epochs && t->silver.n;
  size_t times = with_silver ? (size_t)o->gold_times : 1, most = t->teach.n * times + (with_silver ? t->silver.n : 0);
  batches b = {calloc(most, sizeof(keyed)), 0, calloc(most + 1, sizeof(size_t)), calloc(most + 1, sizeof(size_t)), 0};
  if (!b.order || !b.begin || !b.turn) abort();
  uint64_t state = base_hash(&epoch, sizeof epoch, o->seed) | 1;
  for (size_t k = 0; k < times; k++)
    for (size_t i = 0; i < t->teach.n; i++) b.order[b.n++].of = &t->teach.v[i];
  for (size_t i = 0; with_silver && i < t->silver.n; i++) b.order[b.n++].of = &t->silver.v[i];
  for (size_t i = 0; i < b.n; i++) {
    b.order[i].key = (float)b.order[i].of->n + 4 * chance(&state);
    b.order[i].at = (uint32_t)i;
  }
  qsort(b.order, b.n, sizeof *b.order, by_key);
  size_t words = 0;
  for (size_t i = 0; i < b.n; i++) {
    words += b.order[i].of->n;
    if (words < (size_t)o->batch && i + 1 < b.n && i + 1 - b.begin[b.count] < NET_BATCH) continue;
    b.begin[++b.count] = i + 1;
    words = 0;
  }
  for (size_t i = 0; i < b.count; i++) b.turn[i] = i;
  for (size_t i = b.count; i > 1; i--) {
    size_t k = (size_t)((double)chance(&state) * (double)i), last = b.turn[i - 1];
    b.turn[i - 1] = b.turn[k], b.turn[k] = last;
  }
  return b;
}

static uint64_t steps_of_all(const trainer *t) {
  uint64_t sum = 0;
  for (int e = 0; e < t->o->epochs; e++) {
    bool same = e > 0 && e != t->o->silver_epochs;
    static size_t last;
    if (!same) {
      batches b = batches_of(t, (uint32_t)e);
      last = b.count;
      free_batches(&b);
    }
    sum += last;
  }
  return sum;
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
  batches b = batches_of(t, t->place.epoch);
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
  free_batches(&b);
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
    if (score >= t->place.best) {
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
    if (chance(&state) < 1.0f / 30) to->v[to->n++] = lexicon_encode_shouted(&t->words, &t->arena, &s);
    bool stop = s.n > 3 && s.words[s.n - 1].upos == UPOS_PUNCT && s.words[s.n - 1].head >= 0;
    for (uint32_t k = 0; k < s.n && stop; k++) stop = s.words[k].head != (int32_t)s.n - 1;
    s.n -= stop;
    if (stop && chance(&state) < 1.0f / 10) to->v[to->n++] = lexicon_encode(&t->words, &t->arena, &s);
  }
}

static drg_status read_all(treebank *to, const paths *p, bool free_only, drg_error *err) {
  drg_status st = DRG_OK;
  for (int i = 0; i < p->n && st == DRG_OK; i++) st = treebank_read(to, p->v[i], free_only, err);
  return st;
}

/* Silver has no lemmas and may be large: it is read apart from gold, and its words count. */
static drg_status prepare(trainer *t, drg_error *err) {
  const options *o = t->o;
  base_arena_init(&t->arena);
  treebank seen;
  treebank_init(&t->gold), treebank_init(&seen);
  drg_status st = read_all(&t->gold, &o->train, true, err);
  if (st == DRG_OK) st = read_all(&seen, &o->train, true, err);
  if (st == DRG_OK) st = read_all(&seen, &o->silver, true, err);
  if (st == DRG_OK)
    st = lexicon_build(&t->words, &t->arena, &seen, o->at_least, o->vectors, (uint32_t)o->most_words, err);
  if (st == DRG_OK)
    st = lemmas_learn(&t->gold, o->inflections, t->words.words + 1, t->words.n - 1, &t->arena, &t->lemmas, err);
  if (st != DRG_OK) return st;
  treebank silver = {.sents = seen.sents + t->gold.n, .n = seen.n - t->gold.n};
  add_examples(t, &t->teach, &t->gold, LONGEST, true);
  add_examples(t, &t->silver, &silver, LONGEST, true);
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
  treebank_clear(&t->gold);
  base_arena_clear(&t->arena);
  free(t);
  return st;
}

/* ---- command line ---- */

static const char HELP[] =
    "usage: dragoman-train --train FILE… --dev FILE… --work DIR -o MODEL [OPTION…]\n"
    "Teaches the parser's network from CoNLL-U treebanks and writes the model file.\n\n"
    "  --train FILE         gold CoNLL-U; may be given again\n"
    "  --silver FILE        CoNLL-U that a teacher annotated (train/teacher); its lemmas are not used\n"
    "  --dev FILE           gold CoNLL-U that chooses the epoch; may be given again\n"
    "  --vectors FILE       word vectors as text: a word and its numbers a line, commonest words first\n"
    "  --inflections FILE   irregular forms: form, tab, UPOS, tab, lemma\n"
    "  --work DIR           scores.log, last.train: started again after a kill, training goes on from there\n"
    "  -o, --output MODEL   written whenever the dev scores are better than before\n"
    "  --epochs N           30; the rate falls to nothing over them\n"
    "  --silver-epochs N    20: the first N epochs take silver too, the rest gold alone\n"
    "  --gold-times N       2: how often gold is taken in an epoch with silver\n"
    "  --patience N         8: stop after N epochs without a better score\n"
    "  --batch WORDS        1500       --rate R        0.0025     --clip NORM   2\n"
    "  --seed N             1          --most-words N  60000      --at-least N  2\n"
    "  --hidden N           192        --layers N      3          --word N      96\n"
    "  --piece N            24         --shape N       16         --buckets N   8192\n"
    "  --arc N              192        --label N       128        --drop SHARE  0.3\n";

enum {
  AFTER_CHARS = 256,
  TRAIN,
  SILVER,
  DEV,
  VECTORS,
  INFLECTIONS,
  WORK,
  NUMBERS /* from here on: numbers by order */
};

static struct option LONG[] = {{"train", 1, 0, TRAIN},
                               {"silver", 1, 0, SILVER},
                               {"dev", 1, 0, DEV},
                               {"vectors", 1, 0, VECTORS},
                               {"inflections", 1, 0, INFLECTIONS},
                               {"work", 1, 0, WORK},
                               {"output", 1, 0, 'o'},
                               {"help", 0, 0, 'h'},
                               {"epochs", 1, 0, NUMBERS},
                               {"silver-epochs", 1, 0, NUMBERS + 1},
                               {"gold-times", 1, 0, NUMBERS + 2},
                               {"patience", 1, 0, NUMBERS + 3},
                               {"batch", 1, 0, NUMBERS + 4},
                               {"rate", 1, 0, NUMBERS + 5},
                               {"clip", 1, 0, NUMBERS + 6},
                               {"seed", 1, 0, NUMBERS + 7},
                               {"most-words", 1, 0, NUMBERS + 8},
                               {"at-least", 1, 0, NUMBERS + 9},
                               {"hidden", 1, 0, NUMBERS + 10},
                               {"layers", 1, 0, NUMBERS + 11},
                               {"word", 1, 0, NUMBERS + 12},
                               {"piece", 1, 0, NUMBERS + 13},
                               {"shape", 1, 0, NUMBERS + 14},
                               {"buckets", 1, 0, NUMBERS + 15},
                               {"arc", 1, 0, NUMBERS + 16},
                               {"label", 1, 0, NUMBERS + 17},
                               {"drop", 1, 0, NUMBERS + 18},
                               {0}};

static bool add_path(paths *p, const char *path) {
  if (p->n == MOST_FILES) return false;
  p->v[p->n++] = path;
  return true;
}

static bool set_number(options *o, int which, const char *text) {
  double v;
  if (!base_str_to_double(base_str_of(text), &v) || v < 0 || v > 1e9) return false;
  int *const whole[] = {&o->epochs,
                        &o->silver_epochs,
                        &o->gold_times,
                        &o->patience,
                        &o->batch,
                        NULL,
                        NULL,
                        NULL,
                        &o->most_words,
                        &o->at_least,
                        &o->size.hidden,
                        &o->size.layers,
                        &o->size.word,
                        &o->size.piece,
                        &o->size.shape,
                        &o->size.buckets,
                        &o->size.arc,
                        &o->size.label};
  if (which == 5) o->rate = v;
  else if (which == 6) o->clip = v;
  else if (which == 18) o->drop = v;
  else if (which == 7) o->seed = (uint64_t)v;
  else *whole[which] = (int)v;
  return true;
}

static bool set_option(options *o, int option) {
  switch (option) {
    case TRAIN: return add_path(&o->train, optarg);
    case SILVER: return add_path(&o->silver, optarg);
    case DEV: return add_path(&o->dev, optarg);
    case VECTORS: o->vectors = optarg; return true;
    case INFLECTIONS: o->inflections = optarg; return true;
    case WORK: o->work = optarg; return true;
    case 'o': o->out = optarg; return true;
    default: return option >= NUMBERS && set_number(o, option - NUMBERS, optarg);
  }
}

static const char *wrong_with(const options *o) {
  const net_sizes *s = &o->size;
  if (!o->train.n || !o->dev.n || !o->work || !o->out) return "--train, --dev, --work and -o must be given";
  if (s->hidden < 1 || s->arc < 1 || s->label < 1 || s->hidden % LANES || s->arc % LANES || s->label % LANES)
    return "--hidden, --arc and --label are multiples of 16";
  if (s->layers < 1 || s->layers > MODEL_LAYERS) return "--layers is 1 to 4";
  if (s->word < 1 || s->piece < 1 || s->shape < 1 || s->buckets < 1 || net_input(s) % MATRIX_DEPTH)
    return "word + 5 * piece + shape is a multiple of 4";
  if (o->epochs < 1 || o->batch < 1) return "--epochs and --batch are at least 1";
  if (o->drop >= 0.9) return "--drop is a share below 0.9";
  return NULL;
}

int main(int argc, char **argv) {
  options o = {.size = {96, 24, 16, 8192, 192, 3, 192, 128},
               .epochs = 30,
               .silver_epochs = 20,
               .gold_times = 2,
               .batch = 1500,
               .patience = 8,
               .most_words = 60000,
               .at_least = 2,
               .rate = 2.5e-3,
               .drop = 0.3,
               .clip = 2,
               .seed = 1};
  for (int option; (option = getopt_long(argc, argv, "o:h", LONG, NULL)) >= 0;) {
    if (option == 'h') return fputs(HELP, stdout) < 0;
    if (!set_option(&o, option)) {
      fprintf(stderr, "dragoman-train: see --help\n");
      return 2;
    }
  }
  const char *wrong = optind < argc ? "all files are given by options" : wrong_with(&o);
  if (wrong) {
    fprintf(stderr, "dragoman-train: %s; see --help\n", wrong);
    return 2;
  }
  drg_error err = {0};
  drg_status st = run(&o, &err);
  if (st != DRG_OK && err.line)
    fprintf(stderr, "dragoman-train: %s:%llu: %s\n", err.file, (unsigned long long)err.line, err.message);
  else if (st != DRG_OK) fprintf(stderr, "dragoman-train: %s\n", err.message);
  return st != DRG_OK;
}
