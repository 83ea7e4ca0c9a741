/* Any bytes as CSV and as TSV. */
#include <stdint.h>
#include <stdlib.h>
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_read("x.csv", data, size, 4096);
  fuzz_read("x.tsv", data, size, 4096);
  return 0;
}
