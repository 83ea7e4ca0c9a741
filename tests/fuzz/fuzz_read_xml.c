/* Any bytes as a feed and as PETRARCH's XML. */
#include <stdint.h>
#include <stdlib.h>
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_read("x.rss", data, size, 4096);
  fuzz_read("x.xml", data, size, 65536);
  return 0;
}
