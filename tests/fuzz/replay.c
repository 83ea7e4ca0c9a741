/* Runs a fuzz target over files and folders of seeds, without a fuzzer: so gcc builds, and the sanitizer presets,
 * test every input that once mattered. Prints how many were run; a crash is the failure. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path) {
  FILE *f = fopen(path, "rb");
  if (!f) {
    fprintf(stderr, "cannot open '%s'\n", path);
    exit(1);
  }
  uint8_t *data = NULL;
  size_t len = 0, got;
  do {
    uint8_t *grown = realloc(data, len + 65536);
    if (!grown) abort();
    data = grown;
    len += got = fread(data + len, 1, 65536, f);
  } while (got);
  fclose(f);
  /* an exact copy, so that a read past the end is seen by AddressSanitizer */
  uint8_t *exact = malloc(len ? len : 1);
  if (!exact) abort();
  memcpy(exact, data, len);
  free(data);
  LLVMFuzzerTestOneInput(exact, len);
  free(exact);
  return 1;
}

static int is_visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

static int replay_folder(const char *path) {
  struct dirent **entries;
  int n = scandir(path, &entries, is_visible, alphasort), ran = 0;
  for (int i = 0; i < n; i++) {
    char file[4096];
    snprintf(file, sizeof file, "%s/%s", path, entries[i]->d_name);
    ran += replay_file(file);
    free(entries[i]);
  }
  if (n >= 0) free(entries);
  return ran;
}

int main(int argc, char **argv) {
  int ran = 0;
  for (int i = 1; i < argc; i++) {
    struct stat st;
    if (stat(argv[i], &st)) continue; /* a target without seeds yet */
    ran += S_ISDIR(st.st_mode) ? replay_folder(argv[i]) : replay_file(argv[i]);
  }
  LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
  printf("%d passed, 0 failed\n", ran + 1);
  return 0;
}
