/* Any bytes as an archive, and as a server's answer in a record whose length is right, with another record behind it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "fuzz_read.h"

static const char BEHIND[] =
    "\r\n\r\nWARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nWARC-Record-ID: <urn:x>\r\n"
    "Content-Length: 15\r\n\r\nChile met Peru.\r\n\r\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  enum { HEADERS = 256 };
  fuzz_read("x.warc", data, size, 65536);
  char *p = malloc(HEADERS + size + sizeof BEHIND);
  if (!p) abort();
  int n = snprintf(p, HEADERS,
                   "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2021-03-05T00:00:00Z\r\nWARC-Target-URI: "
                   "http://x.example/a\r\nContent-Type: application/http\r\nContent-Length: %zu\r\n\r\n",
                   size);
  if (size) memcpy(p + n, data, size);
  memcpy(p + n + size, BEHIND, sizeof BEHIND - 1);
  fuzz_read("x", (uint8_t *)p, (size_t)n + size + sizeof BEHIND - 1, 65536);
  free(p);
  return 0;
}
