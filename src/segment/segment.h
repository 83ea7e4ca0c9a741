/* segment: a document's text cut into paragraphs, sentences and tokens, each a byte span of the text.
 *
 * In: drg_doc.text (any bytes that `read` let through: valid UTF-8). Out: seg_text in the caller's arena.
 * Frees: the arena. Goes wrong: nothing; an empty text has no sentences.
 *
 *   Iran's envoy didn't go.   ->   Iran | 's | envoy | did | n't | go | .
 *
 * Tokens are Universal Dependencies' syntactic words of English, so clitics stand apart ("did|n't", "can|not",
 * "Iran|'s", "gon|na"). Invariants: spans rise and never overlap; every non-blank byte of a sentence is in exactly one
 * token; sentences never cross paragraphs (blank lines, items of lists); a closing quote belongs to the sentence it closes,
 * and so does a reference ("[4]"). Lines that ran together are parted where a date line, a label ("Photo:") or an opening
 * word shows it: "Dam Holds Friday, May 3, 2024 Orun is dry." is three sentences.
 * The abbreviations, clitics and opening words of a language are in its pack (data/en/segment.txt), nowhere in code.
 */
#ifndef DRG_SEGMENT_H
#define DRG_SEGMENT_H
#include "base/base.h"

typedef struct seg_token {
  uint32_t begin, end;
  bool space_after; /* a blank or line end follows in the text */
} seg_token;

typedef struct seg_sentence {
  uint32_t begin, end; /* bytes */
  uint32_t first, n;   /* its tokens: text.tokens[first .. first+n) */
  uint32_t paragraph;
} seg_sentence;

typedef struct seg_text {
  seg_token *tokens;
  seg_sentence *sentences;
  uint32_t n_tokens, n_sentences, n_paragraphs;
} seg_text;

typedef struct seg_rules seg_rules; /* the language's abbreviations and clitics; read-only, shared */
drg_status seg_rules_open(const char *dir, base_arena *arena, seg_rules **out, drg_error *err);

/* body: the bytes to cut, a span of text (a dateline already cut off by the caller, say). */
void seg_cut(const seg_rules *rules, base_arena *arena, base_str text, drg_span body, seg_text *out);

#endif
