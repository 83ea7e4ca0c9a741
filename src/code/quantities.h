/* quantities: counts and sums of money that a clause names: "killing 12 soldiers", "$5 million".
 * Words come from data/en/quantities.txt, lines of KIND WORD VALUE (number, scale, currency). */
#ifndef DRG_CODE_QUANTITIES_H
#define DRG_CODE_QUANTITIES_H
#include "code/parts.h"

typedef struct code_quantities code_quantities;
drg_status code_quantities_open(const char *path, base_arena *arena, base_symbols *symbols, code_quantities **out,
                                drg_error *err);
/* Fills the event's details from the clause of match m; absent values are -1 and NULL. */
drg_details code_details_of(const code_lexicon *lex, const parse_sent *s, const code_match *m);

#endif
