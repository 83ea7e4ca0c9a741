/* Any bytes as a plain-text report: its encoding, its opening, its dateline. */
#include <stdint.h>
#include <stdlib.h>
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_read("x-2022-08-28.txt", data, size, 0);
  return 0;
}
