/* Any bytes, with and without gzip's first two before them, whatever they unpack to. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_read("x", data, size, 65536);
  uint8_t *packed = malloc(size + 2);
  if (!packed) abort();
  memcpy(packed, "\x1f\x8b", 2);
  if (size) memcpy(packed + 2, data, size);
  fuzz_read("x.jsonl.gz", packed, size + 2, 65536);
  free(packed);
  return 0;
}
