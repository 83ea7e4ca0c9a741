/* api: the public header's engine and coder: one document walked through all rooms.
 *
 * In: drg_doc. Out: events, or one room's output printed. The only room that knows the order of the others.
 * Frees: drg_engine_close, drg_coder_free. Goes wrong: files of the installation missing or malformed.
 */
#ifndef DRG_API_H
#define DRG_API_H
#include "code/code.h"
#include "pattern/pattern.h"
#include "segment/segment.h"

struct drg_engine {
  base_arena arena;
  base_symbols symbols;
  base_str dir, own; /* own: the user's dictionaries; data NULL: none */
  seg_rules *rules;
  parse_model *model;
  dict *actors;
  code_lexicon *lexicon;
  pattern_dict *patterns; /* NULL: frames code, not patterns */
};

typedef enum api_stage { STAGE_SEGMENT, STAGE_PARSE, STAGE_MENTION, STAGE_RESOLVE, STAGE_CODE } api_stage;

typedef struct api_work { /* what the rooms made of the document under way */
  seg_text seg;
  parse_sent *sents;
  uint32_t n_sents;
  mention_list mentions;
  resolve_doc resolved;
  drg_event *events;
  size_t n_events;
} api_work;

struct drg_coder {
  const drg_engine *engine;
  base_arena arena; /* reset for each document */
  parse_scratch *scratch;
  base_str text; /* of the document under way; borrowed */
  api_work work;
  drg_stats stats;
};

/* Walks doc through the rooms up to and with `last`. */
void api_walk(drg_coder *c, const drg_doc *doc, api_stage last);

#endif
