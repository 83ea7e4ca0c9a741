/* --where: what a person asks for -> SQL with parameters. No word of the person's ever becomes SQL.
 *
 *   source=IRN and (root=18-20 or text~"drone strike") not status=denied date>=2022-08
 *   e.source IN (SELECT actor FROM actors WHERE substr(code, 1, 3) = $1) AND …
 */
#ifndef DRG_STORE_WHERE_H
#define DRG_STORE_WHERE_H
#include "store/driver.h"

typedef struct store_where {
  const store_driver *driver;
  base_arena arena;
  drg_buffer sql; /* a condition on events e and documents d; "" when nothing is asked */
  BASE_VEC(store_value) params;
  bool documents; /* sql speaks of d */
  bool fine;      /* sql, of m, speaks of what dyads do not hold: status and quad */
  bool months;    /* asked only of what the table months holds: sql then speaks of m */
} store_where;

/* text may be NULL. DRG_ERR_ARGUMENT: the error says what is not understood and where. Clear it in any case.
 * months: try to ask the table months; when that cannot be, where->months is false and sql is as always. */
drg_status store_where_read(const store_driver *d, const char *text, bool months, store_where *out, drg_error *err);
void store_where_clear(store_where *w);
bool store_is_fine(const char *month); /* a column of months that dyads do not have? */

#endif
