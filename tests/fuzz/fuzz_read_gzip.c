/* Any bytes, with and without the beginning of gzip before them, whatever they unpack to. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_read("x", data, size, 65536);
  uint8_t *packed = malloc(size + 4);
  if (!packed) abort();
  memcpy(packed, "\x1f\x8b\x08\0", 4);
  if (size) memcpy(packed + 4, data, size);
  fuzz_read("x.jsonl.gz", packed, size + 4, 65536);
  free(packed);
  return 0;
}
