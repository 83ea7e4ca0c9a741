/* A filter as anybody may type it, into a page or a command: it is understood or refused, and what it becomes is SQL that
 * the database takes, over events and over the sums of months. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "store/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static drg_record *record;

static void open_once(void) {
  static char folder[] = "/tmp/dragoman-fuzz-XXXXXX";
  char path[64];
  if (record) return;
  if (!mkdtemp(folder)) abort();
  snprintf(path, sizeof path, "%s/r.db", folder);
  if (drg_record_open(path, true, &record, NULL) != DRG_OK) abort();
  static const char *const LEFT[] = {"", "-wal", "-shm"};
  for (size_t i = 0; i < 3; i++) { /* an open file needs no name */
    snprintf(path, sizeof path, "%s/r.db%s", folder, LEFT[i]);
    unlink(path);
  }
  rmdir(folder);
}

static bool visit(void *context, const drg_doc *doc, const drg_event *events, size_t n) {
  (void)context, (void)doc, (void)events, (void)n;
  return true;
}

static bool row(void *context, const drg_str *cells, const bool *numbers, size_t n) {
  (void)context, (void)cells, (void)numbers, (void)n;
  return true;
}

static void check(drg_status st, const drg_error *err) {
  if (st == DRG_OK || st == DRG_ERR_ARGUMENT) return;
  /* what is too deep or too long for the database is refused by it, and says so */
  if (strstr(err->message, "too large") || strstr(err->message, "too many") || strstr(err->message, "overflow") ||
      strstr(err->message, "too complex"))
    return;
  fprintf(stderr, "%s\n", err->message);
  abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  open_once();
  char *where = malloc(size + 1);
  drg_error err = {0};
  if (!where) abort();
  memcpy(where, data, size);
  where[size] = 0;
  check(drg_record_select(record, where, false, visit, NULL, &err), &err);
  check(drg_record_count(record, "dyad,month", where, row, NULL, &err), &err);
  free(where);
  return 0;
}
