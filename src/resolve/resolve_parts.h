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

struct coref;
struct mention;
/* resolve_document, with somebody told of each pronoun: see coref.watch. */
typedef void resolve_watch(void *watcher, const struct coref *c, const struct mention *m, const int32_t *candidates,
                           uint32_t n);
void resolve_document_watched(const dict *d, base_arena *arena, base_str text, const parse_sent *sents,
                              uint32_t n_sents, mention_list *mentions, int32_t doc_day, base_str dateline,
                              resolve_doc *out, resolve_watch *watch, void *watcher);

#endif
