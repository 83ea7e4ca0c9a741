/* What the read room promises of every document, whatever the bytes were. */
#ifndef FUZZ_READ_H
#define FUZZ_READ_H
#include <stdlib.h>
#include "read/read.h"

static inline void fuzz_want(int held) {
  if (!held) abort();
}

static inline void fuzz_check_doc(const drg_doc *d) {
  drg_span body = read_body(d), parts[2];
  size_t n = read_parts(d, parts);
  fuzz_want(d->text.len > 0 && base_utf8_invalid(d->text) == d->text.len);
  fuzz_want(!memchr(d->text.data, '\r', d->text.len) && !memchr(d->text.data, 0, d->text.len));
  fuzz_want(body.begin < body.end && body.end == d->text.len);
  fuzz_want(n == 1 || (n == 2 && parts[0].begin < parts[0].end && parts[0].end <= parts[1].begin));
  fuzz_want(parts[n - 1].begin == body.begin);
  fuzz_want(d->id.len > 0 && (d->day == DRG_NO_DAY) == (d->date_from == NULL));
  drg_doc foreign = {.text = d->text}; /* the same without its owner */
  fuzz_want(read_body(&foreign).begin == body.begin);
}

static inline void fuzz_read(const char *name, const uint8_t *data, size_t size, size_t max_record) {
  drg_read_options opt = {.default_day = DRG_NO_DAY, .max_record = max_record};
  drg_reader *r;
  drg_doc d;
  drg_error err;
  drg_status st;
  fuzz_want(read_open_memory(name, data, size, &opt, &r, &err) == DRG_OK);
  while ((st = drg_reader_next(r, &d, &err)) != DRG_END) {
    fuzz_want(st == DRG_OK || (st == DRG_REJECTED && err.message[0]));
    if (st == DRG_OK) fuzz_check_doc(&d);
    drg_doc_free(&d);
  }
  drg_reader_close(r);
}

#endif
