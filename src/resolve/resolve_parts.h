/* resolve_parts: what the files of room `resolve` share among themselves. */
#ifndef DRG_RESOLVE_PARTS_H
#define DRG_RESOLVE_PARTS_H
#include "resolve/resolve.h"

/* date.c: phrases of time, with the days that they mean seen from doc_day (DRG_NO_DAY: relative ones mean none). */
void resolve_find_dates(const dict *d, base_arena *arena, base_str text, const parse_sent *sents, uint32_t n_sents,
                        int32_t doc_day, resolve_doc *out);
/* place.c: toponyms, and the place of the dateline. */
void resolve_find_places(const dict *d, base_arena *arena, base_str text, const parse_sent *sents, uint32_t n_sents,
                         base_str dateline, resolve_doc *out);

#endif
