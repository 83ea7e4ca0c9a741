/* CoNLL-U as anybody may send it: read, parsed with the shipped model where there are few words, written again. */
#include <stdlib.h>
#include "parse/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static parse_model *model;
static parse_scratch *scratch;

static void open_once(void) {
  if (model) return;
  if (parse_model_open(DRAGOMAN_SOURCE_DATA "/../model/en.drg", &model, NULL)) abort();
  scratch = parse_scratch_new(model);
}

static void check_tree(const parse_sent *s) {
  uint32_t roots = 0;
  for (uint32_t i = 0; i < s->n; i++) {
    uint32_t steps = 0;
    for (int32_t up = s->words[i].head; up >= 0; up = s->words[up].head)
      if (up >= (int32_t)s->n || ++steps > s->n) abort();
    roots += s->words[i].head < 0;
  }
  if (s->n && roots != 1) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  open_once();
  base_arena arena;
  drg_buffer out;
  base_arena_init(&arena);
  drg_buffer_init(&out);
  base_str rest = {(const char *)data, size}, raw;
  uint64_t line = 1;
  parse_sent s;
  drg_error err;
  for (drg_status st; (st = parse_read_conllu(&rest, "fuzz", &line, &arena, &s, &raw, &err)) != DRG_END;) {
    if (st != DRG_OK || !s.n) continue;
    if (s.n <= 50) {
      parse_sentences(model, scratch, NULL, &arena, &s, 1);
      check_tree(&s);
    }
    parse_put_conllu(&s, BASE_NONE, &out);
  }
  drg_buffer_clear(&out);
  base_arena_clear(&arena);
  return 0;
}
