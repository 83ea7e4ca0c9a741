#include "options.h"
#include <getopt.h>
#include <stdio.h>

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
    "  --epochs N           28; the rate falls to nothing over them\n"
    "  --silver-epochs N    20: the first N epochs take silver too, the rest gold alone\n"
    "  --gold-times N       2: how often gold is taken in an epoch with silver\n"
    "  --patience N         8: stop after N epochs without a better score\n"
    "  --batch WORDS        2000       --rate R        0.0025     --clip NORM   2\n"
    "  --seed N             1          --most-words N  60000      --at-least N  2\n"
    "  --hidden N           192        --layers N      3          --word N      96\n"
    "  --piece N            24         --shape N       16         --buckets N   8192\n"
    "  --arc N              192        --label N       128        --drop SHARE  0.2\n";

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

int options_read(options *o, int argc, char **argv) {
  *o = (options){.size = {96, 24, 16, 8192, 192, 3, 192, 128},
                 .epochs = 28,
                 .silver_epochs = 20,
                 .gold_times = 2,
                 .batch = 2000,
                 .patience = 8,
                 .most_words = 60000,
                 .at_least = 2,
                 .rate = 2.5e-3,
                 .drop = 0.2,
                 .clip = 2,
                 .seed = 1};
  for (int option; (option = getopt_long(argc, argv, "o:h", LONG, NULL)) >= 0;) {
    if (option == 'h') return fputs(HELP, stdout) < 0 ? 2 : 1;
    if (!set_option(o, option)) {
      fprintf(stderr, "dragoman-train: see --help\n");
      return 3;
    }
  }
  const char *wrong = optind < argc ? "all files are given by options" : wrong_with(o);
  if (wrong) {
    fprintf(stderr, "dragoman-train: %s; see --help\n", wrong);
    return 3;
  }
  return 0;
}
