/* A model file as a bad disk may give it: refused with a reason, or opened, and then a sentence is parsed with it.
 *
 * Knows nothing of the format. Replayed, the first call, on no bytes, goes through the shipped model too: cut short and
 * with bits turned at seeded places, more of them near the start, where sizes and names are likely to stand. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "parse/parse.h"

#define MODEL DRAGOMAN_SOURCE_DATA "/../model/en.drg"

enum { CUTS = 150, FLIPS = 150, EARLY = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct file {
  int fd;
  char path[32];
} file;

static void write_all(int fd, const void *data, size_t size) {
  for (size_t at = 0; at < size;) {
    ssize_t n = pwrite(fd, (const char *)data + at, size - at, (off_t)at);
    if (n <= 0) abort();
    at += (size_t)n;
  }
}

static file new_file(const void *data, size_t size) {
  file f = {.fd = memfd_create("model", MFD_CLOEXEC)};
  if (f.fd < 0) abort();
  snprintf(f.path, sizeof f.path, "/proc/self/fd/%d", f.fd);
  write_all(f.fd, data, size);
  return f;
}

static void parse_with(const parse_model *m) {
  static const char *const FORMS[] = {"A", "b1", "\u00C9c", "-", "."};
  parse_word words[sizeof FORMS / sizeof *FORMS] = {{0}};
  parse_sent s = {.words = words, .n = sizeof FORMS / sizeof *FORMS};
  base_arena arena;
  base_arena_init(&arena);
  for (uint32_t i = 0; i < s.n; i++) words[i].form = base_str_of(FORMS[i]);
  parse_scratch *scratch = parse_scratch_new(m);
  parse_sentences(m, scratch, NULL, &arena, &s, 1);
  for (uint32_t i = 0; i < s.n; i++)
    if (words[i].head >= (int32_t)s.n || words[i].upos >= UPOS_COUNT || words[i].deprel >= DEP_COUNT) abort();
  parse_scratch_free(scratch);
  base_arena_clear(&arena);
}

static void try_file(const file *f) {
  parse_model *m = NULL;
  drg_error err = {0};
  drg_status st = parse_model_open(f->path, &m, &err);
  if (st == DRG_OK) parse_with(m);
  else if (st != DRG_ERR_FORMAT || !err.message[0] || m) abort();
  parse_model_close(m);
}

/* ---- the shipped model, damaged ---- */

static uint64_t seeded(uint64_t *state) { /* xorshift: the same places on every machine */
  *state ^= *state << 13, *state ^= *state >> 7, *state ^= *state << 17;
  return *state;
}

static size_t place(uint64_t *state, int i, size_t len) {
  return (size_t)(seeded(state) % (i % 3 && len > EARLY ? EARLY : len));
}

static void try_flips(const file *f, const char *data, size_t len, uint64_t *state) {
  for (int i = 0; i < FLIPS; i++) {
    size_t at = place(state, i, len);
    char turned = (char)(data[at] ^ (1 << seeded(state) % 8));
    if (pwrite(f->fd, &turned, 1, (off_t)at) != 1) abort();
    try_file(f);
    if (pwrite(f->fd, data + at, 1, (off_t)at) != 1) abort();
  }
}

/* Ever shorter, so that the file need not be written again. */
static void try_cuts(const file *f, size_t len, uint64_t *state) {
  for (int i = 0; i < CUTS && len; i++) {
    len = i % 8 ? len - 1 - seeded(state) % (len / 16 + 1) : len - 1;
    if (ftruncate(f->fd, (off_t)len)) abort();
    try_file(f);
  }
}

static void try_shipped(void) {
  static bool done;
  if (done) return;
  done = true;
  char *data;
  size_t len;
  uint64_t state = 20220828;
  if (base_read_file(MODEL, &data, &len, NULL) || !len) abort();
  file f = new_file(data, len);
  try_file(&f);
  try_flips(&f, data, len, &state);
  try_cuts(&f, len, &state);
  close(f.fd);
  free(data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!size) try_shipped();
  file f = new_file(data, size);
  try_file(&f);
  close(f.fd);
  return 0;
}
