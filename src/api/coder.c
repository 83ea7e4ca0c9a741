/* One document through the rooms. */
#include <stdlib.h>
#include <time.h>
#include "api/api.h"
#include "read/read.h"
#include "resolve/suggest.h"

drg_status drg_coder_new(const drg_engine *e, drg_coder **out, drg_error *err) {
  drg_coder *c = calloc(1, sizeof *c);
  if (!c) return base_fail(err, DRG_ERR_MEMORY, NULL, 0, 0, "out of memory");
  c->engine = e;
  base_arena_init(&c->arena);
  c->scratch = parse_scratch_new(e->model);
  parse_set_marker(c->scratch, resolve_mark, e->actors);
  *out = c;
  return DRG_OK;
}

void drg_coder_free(drg_coder *c) {
  if (!c) return;
  parse_scratch_free(c->scratch);
  base_arena_clear(&c->arena);
  free(c);
}

drg_stats drg_coder_stats(const drg_coder *c) { return c->stats; }

static uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* ---- the rooms, in order ---- */

static void walk_segment(drg_coder *c, const drg_doc *doc) {
  seg_cut(c->engine->rules, &c->arena, doc->text, read_body(doc), &c->work.seg);
}

static void copy_tokens(base_arena *arena, base_str text, const seg_text *seg, const seg_sentence *from,
                        parse_sent *to) {
  *to = (parse_sent){.n = from->n, .begin = from->begin, .end = from->end, .paragraph = from->paragraph};
  to->words = BASE_NEW(arena, parse_word, from->n);
  for (uint32_t i = 0; i < from->n; i++) {
    const seg_token *t = &seg->tokens[from->first + i];
    to->words[i] = (parse_word){.begin = t->begin,
                                .end = t->end,
                                .form = base_str_sub(text, t->begin, t->end),
                                .space_after = t->space_after,
                                .head = -1};
  }
}

static void walk_parse(drg_coder *c, const drg_doc *doc) {
  api_work *w = &c->work;
  w->n_sents = w->seg.n_sentences;
  w->sents = BASE_NEW(&c->arena, parse_sent, w->n_sents);
  for (uint32_t i = 0; i < w->n_sents; i++)
    copy_tokens(&c->arena, doc->text, &w->seg, &w->seg.sentences[i], &w->sents[i]);
  parse_sentences(c->engine->model, c->scratch, &c->engine->symbols, &c->arena, w->sents, w->n_sents);
}

static void walk_mention(drg_coder *c, const drg_doc *doc) {
  mention_settle_names(&c->arena, doc->text, c->work.sents, c->work.n_sents);
  mention_find(c->engine->actors, &c->arena, doc->text, c->work.sents, c->work.n_sents, &c->work.mentions);
}

static void walk_resolve(drg_coder *c, const drg_doc *doc) {
  resolve_document(c->engine->actors, &c->arena, doc->text, c->work.sents, c->work.n_sents, &c->work.mentions, doc->day,
                   doc->dateline, &c->work.resolved);
}

/* With dictionaries of patterns these code, and nothing else. */
static void walk_patterns(drg_coder *c, const drg_doc *doc) {
  pattern_input in = {
      .text = doc->text, .doc_id = doc->id, .sents = c->work.sents, .n_sents = c->work.n_sents, .doc_day = doc->day};
  pattern_events(c->engine->patterns, &c->arena, &in, &c->work.events, &c->work.n_events);
  for (size_t i = 0; i < c->work.n_events; i++) code_classify(c->engine->lexicon, &c->work.events[i]);
}

static void walk_code(drg_coder *c, const drg_doc *doc) {
  if (c->engine->patterns) {
    walk_patterns(c, doc);
    return;
  }
  code_input in = {.text = doc->text,
                   .doc_id = doc->id,
                   .sents = c->work.sents,
                   .n_sents = c->work.n_sents,
                   .mentions = &c->work.mentions,
                   .resolved = &c->work.resolved,
                   .doc_day = doc->day};
  code_events(c->engine->lexicon, &c->arena, &in, &c->work.events, &c->work.n_events);
}

void api_walk(drg_coder *c, const drg_doc *doc, api_stage last) {
  static void (*const WALK[])(drg_coder *, const drg_doc *) = {walk_segment, walk_parse, walk_mention, walk_resolve,
                                                               walk_code};
  uint64_t *const spent[] = {&c->stats.ns_segment, &c->stats.ns_parse, &c->stats.ns_mention, &c->stats.ns_resolve,
                             &c->stats.ns_code};
  base_arena_reset(&c->arena);
  c->work = (api_work){0};
  c->text = doc->text;
  uint64_t before = now_ns();
  for (int stage = 0; stage <= (int)last; stage++) {
    WALK[stage](c, doc);
    uint64_t after = now_ns();
    *spent[stage] += after - before;
    before = after;
  }
  c->stats.documents++;
  c->stats.sentences += c->work.seg.n_sentences;
  c->stats.tokens += c->work.seg.n_tokens;
  c->stats.events += c->work.n_events;
}

static drg_status check_size(const drg_doc *doc, drg_error *err) {
  if (doc->text.len <= UINT32_MAX / 2) return DRG_OK;
  return base_fail(err, DRG_REJECTED, NULL, doc->line, doc->byte, "text over %u bytes", UINT32_MAX / 2);
}

/* ---- names ---- */

drg_status drg_names_new(drg_names **out, drg_error *err) {
  *out = suggest_new();
  return *out ? DRG_OK : base_fail(err, DRG_ERR_MEMORY, NULL, 0, 0, "out of memory");
}

void drg_names_free(drg_names *names) { suggest_free(names); }

void drg_names_put(const drg_names *names, size_t top, drg_buffer *out) { suggest_put(names, top, out); }

drg_status drg_coder_names(drg_coder *c, const drg_doc *doc, drg_names *names, drg_error *err) {
  if (check_size(doc, err)) return DRG_REJECTED;
  api_walk(c, doc, STAGE_RESOLVE);
  suggest_add(names, &c->work.resolved, &c->work.mentions, doc->text, c->work.sents, doc->id);
  return DRG_OK;
}

/* ---- events ---- */

drg_status drg_coder_code(drg_coder *c, const drg_doc *doc, const drg_event **events, size_t *n, drg_error *err) {
  if (check_size(doc, err)) return DRG_REJECTED;
  api_walk(c, doc, STAGE_CODE);
  *events = c->work.events;
  *n = c->work.n_events;
  return DRG_OK;
}
