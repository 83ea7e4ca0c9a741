/* Any bytes as JSON Lines or a JSON array. */
#include <stdint.h>
#include <stdlib.h>
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_read("x.jsonl", data, size, 4096);
  return 0;
}
