/* Any bytes as a page. */
#include <stdint.h>
#include <stdlib.h>
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_read("x.html", data, size, 65536);
  return 0;
}
