/* options: what the trainer is told on its command line.
 *
 * In: argv. Out: options, with the English model's settings where nothing is said. Frees: nothing; paths point into argv.
 * Goes wrong: an option that is unknown or out of range (options_read says so on standard error).
 */
#ifndef TRAIN_OPTIONS_H
#define TRAIN_OPTIONS_H
#include "net.h"

enum { MOST_FILES = 16 };

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

/* 0: go on; otherwise the program's exit code, plus one: help was asked for, or something is wrong. */
int options_read(options *o, int argc, char **argv);

#endif
