/* suggest: names that many reports hold and no dictionary, as drafts of dictionary lines.
 *
 * In: resolved documents, from any number of threads. Out: text for people to check and to keep. A name that some reports
 * code by what they say of it ("the Chilean envoy X") brings the code along for those that do not.
 * Frees: suggest_free. Goes wrong: nothing. What comes out does not depend on the order of the documents.
 */
#ifndef DRG_SUGGEST_H
#define DRG_SUGGEST_H
#include "resolve/resolve.h"

typedef struct drg_names suggest;

suggest *suggest_new(void); /* NULL: out of memory */
void suggest_free(suggest *s);
void suggest_add(suggest *s, const resolve_doc *r, const mention_list *mentions, base_str text, const parse_sent *sents,
                 base_str doc_id);
/* The `top` commonest, most reports first. */
void suggest_put(const suggest *s, size_t top, drg_buffer *out);

#endif
