/* Teaches the recogniser of named entities over a parser's model file and writes it into that file's copy. */
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "adam.h"
#include "model_write.h"
#include "options.h"
#include "resolve/resolve.h"

static const char HELP[] =
    "usage: dragoman-train-names --model MODEL --data DIR --train FILE… [--dev FILE…] -o MODEL [OPTION…]\n"
    "Teaches a recogniser of named entities over the parser of a model file, which stays as it is.\n\n"
    "  --model FILE     the parser's model; the recogniser in it, if any, is replaced\n"
    "  --data DIR       the data folder: dictionaries and gazetteer mark the words\n"
    "  --train FILE     a word, a tab and a BIOES tag a line (train/teacher/names.py); may be given again\n"
    "  --dev FILE       likewise; entity F1 on it is told after every epoch\n"
    "  -o, --output     the model file with the recogniser, written at the end\n"
    "  --epochs N       4        --batch WORDS  2000      --rate R    0.004\n"
    "  --near N         48       --hidden N     96        --seed N    1\n"
    "  --buckets N      8192     --whole N      32768\n";

typedef struct name_options {
  paths train, dev;
  const char *model, *data, *out;
  int epochs, batch, near, hidden, buckets, whole;
  double rate;
  uint64_t seed;
} name_options;

enum { MODEL = 256, DATA, TRAIN, DEV, NUMBERS };

static const struct option LONG[] = {{"model", 1, 0, MODEL},
                                     {"data", 1, 0, DATA},
                                     {"train", 1, 0, TRAIN},
                                     {"dev", 1, 0, DEV},
                                     {"output", 1, 0, 'o'},
                                     {"help", 0, 0, 'h'},
                                     {"epochs", 1, 0, NUMBERS},
                                     {"batch", 1, 0, NUMBERS + 1},
                                     {"near", 1, 0, NUMBERS + 2},
                                     {"hidden", 1, 0, NUMBERS + 3},
                                     {"buckets", 1, 0, NUMBERS + 4},
                                     {"whole", 1, 0, NUMBERS + 5},
                                     {"seed", 1, 0, NUMBERS + 6},
                                     {"rate", 1, 0, NUMBERS + 7},
                                     {0}};

static bool set_number(name_options *o, int which, const char *text) {
  double v;
  if (!base_str_to_double(base_str_of(text), &v) || v < 0 || v > 1e7) return false;
  int *const whole[] = {&o->epochs, &o->batch, &o->near, &o->hidden, &o->buckets, &o->whole};
  if (which == 6) o->seed = (uint64_t)v;
  else if (which == 7) o->rate = v;
  else *whole[which] = (int)v;
  return true;
}

static bool add_path(paths *p, const char *path) {
  if (p->n == MOST_FILES) return false;
  p->v[p->n++] = path;
  return true;
}

static bool set_option(name_options *o, int option) {
  switch (option) {
    case MODEL: o->model = optarg; return true;
    case DATA: o->data = optarg; return true;
    case TRAIN: return add_path(&o->train, optarg);
    case DEV: return add_path(&o->dev, optarg);
    case 'o': o->out = optarg; return true;
    default: return option >= NUMBERS && set_number(o, option - NUMBERS, optarg);
  }
}

/* 0: go on; otherwise the exit code plus one. */
static int read_options(name_options *o, int argc, char **argv) {
  *o = (name_options){
      .epochs = 4, .batch = 2000, .near = 48, .hidden = 96, .buckets = 8192, .whole = 32768, .rate = 4e-3, .seed = 1};
  for (int option; (option = getopt_long(argc, argv, "o:h", LONG, NULL)) >= 0;) {
    if (option == 'h') return fputs(HELP, stdout) < 0 ? 2 : 1;
    if (!set_option(o, option)) return 3;
  }
  bool good = optind == argc && o->model && o->data && o->train.n && o->out && o->near > 0 && o->hidden > 0 &&
              o->near % LANES == 0 && o->hidden % LANES == 0 && o->buckets > 0 && o->whole > 0 && o->batch > 0;
  return good ? 0 : 3;
}

/* ---- data ---- */

typedef struct teacher {
  const name_options *o;
  base_arena arena;
  base_symbols symbols;
  dict *dict;
  parse_model *model;
  parse_scratch *scratch;
  entity_words train, dev;
  entity_net net;
  entity_work work;
  adam adam;
  uint64_t chance;
} teacher;

static drg_status read_all(teacher *t, entity_words *to, const paths *p, drg_error *err) {
  drg_status st = DRG_OK;
  for (int i = 0; i < p->n && st == DRG_OK; i++)
    st = entity_words_read(to, t->model, t->scratch, &t->symbols, p->v[i], err);
  return st;
}

static drg_status open_all(teacher *t, drg_error *err) {
  dict_paths where = {.pack = base_str_printf(&t->arena, "%s/en", t->o->data).data};
  drg_status st = dict_open(&where, &t->arena, &t->symbols, &t->dict, err);
  if (st == DRG_OK) st = parse_model_open(t->o->model, &t->model, err);
  if (st != DRG_OK) return st;
  t->scratch = parse_scratch_new(t->model);
  parse_set_marker(t->scratch, resolve_mark, t->dict);
  st = read_all(t, &t->train, &t->o->train, err);
  return st == DRG_OK ? read_all(t, &t->dev, &t->o->dev, err) : st;
}

/* ---- scores ---- */

typedef struct tally {
  long right, gold, found;
} tally;

/* Where the entity that begins at i ends; i if none begins. Its class is the tag's name behind the dash. */
static size_t entity_end(const int8_t *tags, size_t i, size_t n) {
  if (tags[i] < 1 || (ENTITY_TAG_NAMES[tags[i]][0] != 'B' && ENTITY_TAG_NAMES[tags[i]][0] != 'S')) return i;
  char place = ENTITY_TAG_NAMES[tags[i]][0];
  while (place != 'S' && place != 'E' && ++i < n && tags[i] > 0) place = ENTITY_TAG_NAMES[tags[i]][0];
  return i + 1;
}

static void count_entities(const int8_t *gold, const int8_t *found, size_t n, tally *t) {
  for (size_t i = 0; i < n; i++) {
    size_t a = entity_end(gold, i, n), b = entity_end(found, i, n);
    t->gold += a > i, t->found += b > i;
    t->right += a > i && a == b && gold[i] == found[i];
  }
}

static double score_dev(teacher *t) {
  tally all = {0};
  const entity_words *w = &t->dev;
  for (uint32_t s = 0; s < w->n_sentences; s++) {
    int8_t tags[512];
    entities_tag(&t->net, &t->work, w, &s, 1, tags);
    count_entities(w->tags + w->begin[s], tags, w->begin[s + 1] - w->begin[s], &all);
  }
  return all.gold + all.found ? 200.0 * (double)all.right / (double)(all.gold + all.found) : 0;
}

/* ---- epochs ---- */

static double rate_at(const teacher *t, double done) { /* up over the first twentieth, then down to nothing */
  double up = done / 0.05, down = (1 - done) / 0.95;
  return t->o->rate * (up < down ? up : down);
}

static void shuffle(teacher *t, uint32_t *order, size_t n) {
  for (size_t i = n; i > 1; i--) {
    size_t k = (size_t)((double)uniform(&t->chance) * (double)i);
    uint32_t last = order[i - 1];
    order[i - 1] = order[k], order[k] = last;
  }
}

static double teach_epoch(teacher *t, uint32_t *order, double done_before) {
  static const entity_drops DROPS = {
      .word = 0.1f, .whole = 0.3f, .mark = 0.15f, .near = 0.1f, .deep = 0.1f, .hidden = 0.25f};
  const entity_words *w = &t->train;
  double loss = 0;
  shuffle(t, order, w->n_sentences);
  for (size_t i = 0; i < w->n_sentences;) {
    size_t from = i, words = 0;
    for (; i < w->n_sentences && words < (size_t)t->o->batch; i++) words += w->begin[order[i] + 1] - w->begin[order[i]];
    loss += entities_teach(&t->net, &t->work, w, order + from, (int)(i - from), 1.0f / (float)words, &DROPS) *
            (double)words;
    double done = (done_before + (double)i / (double)w->n_sentences) / t->o->epochs;
    adam_begin(&t->adam);
    adam_move(&t->adam, 0, t->net.n, t->work.gradient, 1, (float)rate_at(t, done));
  }
  return loss / (double)w->n;
}

static drg_status teach(teacher *t, drg_error *err) {
  uint32_t *order = calloc(t->train.n_sentences + 1, sizeof *order);
  if (!order) abort();
  for (uint32_t i = 0; i < t->train.n_sentences; i++) order[i] = i;
  for (int e = 0; e < t->o->epochs; e++) {
    time_t start = time(NULL);
    double loss = teach_epoch(t, order, e);
    fprintf(stderr, "epoch %d loss %.4f | dev F1 %.2f | %.0f s\n", e + 1, loss, score_dev(t),
            difftime(time(NULL), start));
  }
  free(order);
  return model_write_entities(&t->net, t->o->model, t->o->out, err);
}

static drg_status run_all(const name_options *o, drg_error *err) {
  teacher *t = calloc(1, sizeof *t);
  if (!t) abort();
  *t = (teacher){.o = o, .chance = o->seed};
  base_arena_init(&t->arena);
  base_symbols_init(&t->symbols, &t->arena);
  drg_status st = open_all(t, err);
  if (st == DRG_OK) {
    fprintf(stderr, "%zu sentences, %zu words; dev %zu words\n", t->train.n_sentences, t->train.n, t->dev.n);
    entities_init(&t->net, t->model, o->near, o->hidden, o->buckets, o->whole, o->seed);
    entity_work_init(&t->work, &t->net), adam_init(&t->adam, t->net.p, t->net.n);
    st = teach(t, err);
    adam_clear(&t->adam), entity_work_clear(&t->work), entities_clear(&t->net);
  }
  entity_words_clear(&t->train), entity_words_clear(&t->dev);
  parse_scratch_free(t->scratch), parse_model_close(t->model);
  if (t->dict) dict_close(t->dict);
  base_arena_clear(&t->arena);
  free(t);
  return st;
}

int main(int argc, char **argv) {
  name_options o;
  int code = read_options(&o, argc, argv);
  if (code > 1) fprintf(stderr, "dragoman-train-names: something is missing or wrong; see --help\n");
  if (code) return code - 1;
  drg_error err = {0};
  drg_status st = run_all(&o, &err);
  if (st != DRG_OK)
    fprintf(stderr, "dragoman-train-names: %s:%llu: %s\n", err.file, (unsigned long long)err.line, err.message);
  return st != DRG_OK;
}
