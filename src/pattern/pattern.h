/* pattern: events by word patterns, with the dictionaries of TABARI and PETRARCH as they are.
 *
 * In: a folder that `dragoman dict import` wrote, and parsed sentences. Out: drg_event in the caller's arena.
 * Frees: the arena; the dictionary lives in the engine's. Goes wrong: files that cannot be opened, lines that cannot be
 * read (at pattern_open); a sentence never does.
 *
 *   Arnor was accused by Gondor       actors   [ARN]    [GON]          longest names first
 *   0     1   2       3  4            verb         ACCUSE=> 112        patterns of its block, the longest match wins
 *                                     passive  source GON, target ARN
 *
 * The engine of its own: names, agents and verbs are found in the words as they stand; the parser only tells nouns from
 * verbs, where the dictionary's program had a parser too. The three programs differ (words that match by their beginning,
 * how agents join an actor, which verbs of a sentence count); pattern_dialect, which the import found out, says which
 * rules hold.
 */
#ifndef DRG_PATTERN_H
#define DRG_PATTERN_H
#include "parse/parse.h"

typedef struct pattern_dict pattern_dict; /* read-only, shared by threads */

/* Was dir written by the import? */
bool pattern_present(const char *dir);
/* pack: the language's folder, for pattern.txt: the words of grammar that patterns need. */
drg_status pattern_open(const char *pack, const char *dir, base_arena *arena, pattern_dict **out, drg_error *err);

typedef struct pattern_input {
  base_str text, doc_id;
  const parse_sent *sents;
  uint32_t n_sents;
  int32_t doc_day;
} pattern_input;

/* Events in text order. plover, mode, quad and goldstein are left to who knows the ontology. */
void pattern_events(const pattern_dict *d, base_arena *arena, const pattern_input *in, drg_event **events, size_t *n);

/* Reads dictionaries of TABARI and PETRARCH and writes them into dir, which is made if it is not there. Each line that is
 * of no use is told; the rest goes on. */
drg_status pattern_import(const char *const *files, size_t n, const char *dir, drg_dict_found *found, void *context,
                          drg_dict_imported *done, drg_error *err);

#endif
