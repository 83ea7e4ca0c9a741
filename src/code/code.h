/* code: entities + trees -> events: frames matched on trees, status, attribution, details, confidence.
 *
 * In: one document's trees, mentions and entities. Out: drg_event array in the caller's arena. Frees: the arena.
 * Goes wrong: only when the lexicon is opened (a malformed frame: err has file and line).
 *
 *   Turkish police arrested two journalists in Ankara on Friday
 *      ^subj       ^trigger      ^obj      ^place     ^date
 *   frame coerce.arrest 173, pattern "v arrest source=subj target=obj"  ->  TURCOP 173 MED
 *
 * How: (1) match.c finds for each word that some pattern names as trigger the pattern that fits best; (2) words that
 * a winning pattern used up make no event of their own; (3) actors.c looks at the pattern's paths for actors;
 * (4) status.c reads what the clause says of its own truth; (5) event.c writes the record's fields.
 * The frame language is described in docs/frames.md; relations between words are read in clause.c alone.
 */
#ifndef DRG_CODE_H
#define DRG_CODE_H
#include "resolve/resolve.h"

typedef struct code_lexicon code_lexicon; /* frames, status words, ontology: read-only, shared */

/* dir holds en/frames, en/status.txt and ontology/cameo.tsv. */
drg_status code_lexicon_open(const char *dir, base_arena *arena, base_symbols *symbols, code_lexicon **out,
                             drg_error *err);
uint32_t code_lexicon_patterns(const code_lexicon *lex); /* how many patterns were read */

typedef struct code_input {
  base_str text, doc_id;
  const parse_sent *sents;
  uint32_t n_sents;
  const mention_list *mentions;
  const resolve_doc *resolved;
  int32_t doc_day;
} code_input;

/* Fills plover, mode, quad, goldstein and contexts from the event's CAMEO code, or from the nearest code above it; of
 * codes that CAMEO does not have, quad stays 0 and the rest absent. */
void code_classify(const code_lexicon *lex, drg_event *e);

void code_events(const code_lexicon *lex, base_arena *arena, const code_input *in, drg_event **events, size_t *n);

#endif
