/* Any bytes at all are cut without a crash, and what comes out keeps the promises of segment.h. */
#include <stdlib.h>
#include "segment/segment.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static seg_rules *rules;
static base_arena rules_arena;

static bool is_blank(uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static void check(const seg_text *seg, const uint8_t *data, size_t size) {
  uint32_t at = 0, token = 0;
  for (uint32_t i = 0; i < seg->n_sentences; i++) {
    const seg_sentence *s = &seg->sentences[i];
    if (s->first != token || s->begin < at || s->end > size || s->begin > s->end) abort();
    at = s->begin;
    for (uint32_t k = 0; k < s->n; k++, token++) {
      const seg_token *t = &seg->tokens[token];
      if (t->begin < at || t->end <= t->begin || t->end > s->end) abort();
      /* UTF-8 blanks (no-break space, …) may lie between; ASCII signs may not */
      for (; at < t->begin; at++)
        if (!is_blank(data[at]) && data[at] < 0x80 && data[at] > ' ' && data[at] < 0x7F) abort();
      at = t->end;
    }
  }
  if (token != seg->n_tokens) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!rules) {
    base_arena_init(&rules_arena);
    if (seg_rules_open(DRAGOMAN_SOURCE_DATA "/en", &rules_arena, &rules, NULL)) abort();
  }
  base_arena arena;
  base_arena_init(&arena);
  seg_text seg;
  seg_cut(rules, &arena, (base_str){(const char *)data, size}, (drg_span){0, (uint32_t)size}, &seg);
  check(&seg, data, size);
  base_arena_clear(&arena);
  return 0;
}
