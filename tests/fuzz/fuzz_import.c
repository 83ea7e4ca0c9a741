/* Dictionaries of TABARI and PETRARCH as anybody may send them: imported, and what was written can be opened. The seeds'
 * first byte says which name the file has, since the name helps to tell what it is. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "pattern/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/dragoman-fuzz-XXXXXX";
static bool made;

static void clean(void) {
  static const char *const NAMES[] = {"actors", "agents", "verbs", "issues", "discards", "options"};
  char path[128];
  for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
    snprintf(path, sizeof path, "%s/pattern_%s.txt", folder, NAMES[i]);
    unlink(path);
  }
  rmdir(folder);
}

static void write_input(const char *path, const uint8_t *data, size_t size) {
  FILE *f = fopen(path, "wb");
  if (!f || (size && fwrite(data, 1, size, f) != size)) abort();
  fclose(f);
}

static void found(void *context, const drg_dict_finding *f) {
  if (!f->message.len || !f->file.len) abort();
  ++*(uint64_t *)context;
}

static void import(const char *path) {
  drg_dict_imported done;
  drg_error err = {0};
  uint64_t told = 0;
  base_arena arena;
  pattern_dict *dict;
  if (pattern_import(&path, 1, folder, found, &told, &done, &err) != DRG_OK || told != done.refused) abort();
  base_arena_init(&arena);
  if (!pattern_present(folder)) abort();
  if (pattern_open(DRAGOMAN_SOURCE_DATA "/en", folder, &arena, &dict, &err) != DRG_OK) {
    fprintf(stderr, "%s:%d: %s\n", err.file, (int)err.line, err.message);
    abort();
  }
  base_arena_clear(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const NAMES[] = {"x.txt", "x.issues", "x.discards", "x.verbs"};
  char path[128];
  if (!size) return 0;
  if (!made && !mkdtemp(folder)) abort();
  if (!made) atexit(clean);
  made = true;
  snprintf(path, sizeof path, "%s/%s", folder, NAMES[data[0] % 4]);
  write_input(path, data + 1, size - 1);
  import(path);
  unlink(path);
  return 0;
}
