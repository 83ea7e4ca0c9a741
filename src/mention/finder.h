/* finder: a sentence's mentions while they are written (mention.c) and tied to one another (link.c). */
#ifndef DRG_FINDER_H
#define DRG_FINDER_H
#include "mention/units.h"

/* What the left unit is to the right one when they stand in one phrase. */
typedef enum join { J_NO, J_OWNER, J_MODIFIER, J_TITLE } join;

typedef struct finder {
  unit_scan u;
  uint32_t sentence;
  BASE_VEC(mention) out; /* of the sentence */
  int32_t *of_unit;      /* mention of each unit, or -1 */
} finder;

static inline const parse_word *finder_word(const finder *f, int32_t w) { return &f->u.s->words[w]; }
join finder_join(const finder *f, const unit *a, const unit *b);
void finder_link(finder *f);

#endif
