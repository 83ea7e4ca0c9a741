/* Dictionaries as anybody may write them: every line is read or refused, the check goes through, and the image of what was
 * read is taken back. The first byte chooses the format. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "mention/dict_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const STEMS[] = {"words", "countries", "organisations", "nonstate", "people", "agents"};
enum { N_STEMS = sizeof STEMS / sizeof *STEMS };

static char folder[40], paths[N_STEMS][64], image[64];

static void write_file(const char *path, const uint8_t *data, size_t size) {
  FILE *f = fopen(path, "wb");
  if (!f || fwrite(data, 1, size, f) != size || fclose(f)) abort();
}

static void open_once(void) {
  if (*image) return;
  static char above[] = "/tmp/dragoman-fuzz-XXXXXX";
  static const char *const TABLES[] = {"countries", "actors"};
  char path[80];
  if (!mkdtemp(above)) abort();
  snprintf(path, sizeof path, "%s/ontology", above);
  snprintf(folder, sizeof folder, "%s/en", above);
  if (mkdir(path, 0700) || mkdir(folder, 0700)) abort();
  for (size_t i = 0; i < 2; i++) {
    snprintf(path, sizeof path, "%s/ontology/%s.tsv", above, TABLES[i]);
    write_file(path, (const uint8_t *)"XAA\tx\n", 6);
  }
  for (size_t i = 0; i < N_STEMS; i++) snprintf(paths[i], sizeof paths[i], "%s/%s.txt", folder, STEMS[i]);
  snprintf(image, sizeof image, "%s/en.dict", folder);
}

static void found(void *context, const drg_dict_finding *f) {
  if (!f->message.len || !f->file.len || !f->line) abort();
  ++*(size_t *)context;
}

/* What the image gives back has the entries that were written. */
static void take_back(void) {
  base_arena a;
  base_symbols symbols;
  dict_path files[DICT_MAX_FILES];
  uint32_t n;
  uint64_t hash;
  base_arena_init(&a);
  base_symbols_init(&symbols, &a);
  dict d = {.arena = &a, .symbols = &symbols};
  if (dict_pack_files(&a, folder, files, &n, NULL) || dict_files_hash(files, n, &hash, NULL)) abort();
  if (!dict_image_open(image, hash, &d)) abort();
  dict_image_close(&d);
  base_arena_clear(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!size) return 0;
  open_once();
  static const uint8_t WORDS[] = "link of; for\ndefinite the\nformer ex\n";
  const char *path = paths[data[0] % N_STEMS];
  size_t findings = 0;
  write_file(paths[0], WORDS, sizeof WORDS - 1);
  write_file(path, data + 1, size - 1);
  if (dict_check(folder, NULL, found, &findings, NULL) != DRG_OK) abort();
  if (dict_check(folder, folder, found, &findings, NULL) != DRG_OK) abort();
  if (dict_compile(folder, image, NULL) == DRG_OK) take_back();
  unlink(path);
  return 0;
}
