/* trees.h: parsed sentences for unit tests, written by hand on one line each.
 *
 * A word is FORM/UPOS/HEAD/DEPREL, HEAD counted from 1 and 0 for the root; blanks part the words:
 *
 *   trees t; trees_open(&t);
 *   trees_add(&t, "Iran/PROPN/2/nsubj spoke/VERB/0/root ./PUNCT/2/punct");
 *   ... t.sents, t.n, t.text ...
 *   trees_close(&t);
 *
 * The text is the forms joined by blanks. Lemmas are the lower-cased forms. Dictionaries come from data/en.
 */
#ifndef TEST_TREES_H
#define TEST_TREES_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>
#include "resolve/resolve.h"

enum { TREES_MAX = 16 };

typedef struct trees {
  base_arena arena, engine;
  base_symbols symbols;
  dict *dict;
  drg_buffer bytes;
  base_str text;
  parse_sent sents[TREES_MAX];
  uint32_t n;
  mention_list mentions;
  resolve_doc resolved;
} trees;

static inline const char *trees_dir(void) {
  const char *dir = getenv("DRAGOMAN_DATA");
#ifdef DRAGOMAN_SOURCE_DATA
  if (!dir) dir = DRAGOMAN_SOURCE_DATA;
#endif
  return dir ? dir : "data";
}

static inline void trees_open(trees *t) {
  *t = (trees){0};
  base_arena_init(&t->arena);
  base_arena_init(&t->engine);
  base_symbols_init(&t->symbols, &t->engine);
  drg_error err = {0};
  base_str dir = base_str_printf(&t->engine, "%s/en", trees_dir());
  if (dict_open(&(dict_paths){.pack = dir.data}, &t->engine, &t->symbols, &t->dict, &err))
    fail_msg("%s:%lu: %s", err.file, (unsigned long)err.line, err.message);
}

/* Forgets the sentences, keeps the dictionaries. */
static inline void trees_reset(trees *t) {
  base_arena_reset(&t->arena);
  drg_buffer_clear(&t->bytes);
  t->n = 0;
}

static inline void trees_close(trees *t) {
  dict_close(t->dict);
  drg_buffer_clear(&t->bytes);
  base_arena_clear(&t->arena);
  base_arena_clear(&t->engine);
}

static inline void trees_word(trees *t, base_str item, parse_word *w) {
  int64_t head = 0;
  w->form = base_str_copy(&t->arena, base_str_cut(&item, '/'));
  w->upos = (uint8_t)parse_upos_named(base_str_cut(&item, '/'));
  assert_true(base_str_to_int(base_str_cut(&item, '/'), &head));
  w->deprel = (uint8_t)parse_deprel_named(item);
  w->head = (int32_t)head - 1;
  w->lemma = base_str_lower(&t->arena, w->form);
  w->lower_sym = w->lemma_sym = base_symbols_find(&t->symbols, w->lemma);
  w->space_after = true;
  w->begin = (uint32_t)t->bytes.len;
  base_put(&t->bytes, w->form);
  w->end = (uint32_t)t->bytes.len;
  base_putz(&t->bytes, " ");
}

static inline void trees_add(trees *t, const char *line) {
  base_str rest = base_str_of(line), item, count = rest;
  parse_sent *s = &t->sents[t->n++];
  *s = (parse_sent){.begin = (uint32_t)t->bytes.len};
  while (base_str_word(&count).data) s->n++;
  s->words = BASE_NEW(&t->arena, parse_word, s->n);
  for (uint32_t i = 0; (item = base_str_word(&rest)).data; i++) trees_word(t, item, &s->words[i]);
  s->end = (uint32_t)t->bytes.len - 1;
  t->text = (base_str){t->bytes.data, t->bytes.len};
}

static inline void trees_find(trees *t) { mention_find(t->dict, &t->arena, t->text, t->sents, t->n, &t->mentions); }

static inline void trees_resolve(trees *t, const char *day, const char *dateline) {
  trees_find(t);
  int32_t number = day ? base_day_parse(base_str_of(day)) : DRG_NO_DAY;
  resolve_document(t->dict, &t->arena, t->text, t->sents, t->n, &t->mentions, number, base_str_of(dateline),
                   &t->resolved);
}

/* The outermost mention headed by the given form (first of the sentence), or NULL. */
static inline const mention *trees_at(const trees *t, uint32_t sentence, const char *form) {
  const parse_sent *s = &t->sents[sentence];
  for (uint32_t w = 0; w < s->n; w++)
    if (base_str_eq(s->words[w].form, base_str_of(form)) && t->mentions.at[sentence][w] >= 0)
      return &t->mentions.v[t->mentions.at[sentence][w]];
  return NULL;
}

static inline const resolve_entity *trees_entity(const trees *t, uint32_t sentence, const char *form) {
  const mention *m = trees_at(t, sentence, form);
  return m && m->entity >= 0 ? &t->resolved.entities[m->entity] : NULL;
}

static inline void trees_expect(base_str got, const char *want) {
  if (!want) {
    assert_null(got.data);
    return;
  }
  if (!base_str_eq(got, base_str_of(want)))
    fail_msg("got '%.*s', want '%s'", (int)got.len, got.data ? got.data : "", want);
}

#endif
