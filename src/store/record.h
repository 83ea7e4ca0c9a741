/* What the room's other files see of an open record. */
#ifndef DRG_STORE_RECORD_H
#define DRG_STORE_RECORD_H
#include "store/driver.h"

const store_driver *store_driver_of(drg_record *r);
store_db *store_db_of(drg_record *r);
/* A statement without rows, in the writer's thread. */
drg_status store_run_with(drg_record *r, const char *sql, const store_value *params, size_t n, drg_error *err);
/* Has the query a row, of what is committed? Any thread. */
bool store_asks(drg_record *r, const char *sql, const store_value *params, size_t n);
base_str store_time_text(char text[32]); /* now: 2022-08-28T12:00:00Z */
bool store_is_url(const char *where);    /* postgresql://… */
/* Words with the passwords of URLs in them made "***"; malloc'ed. */
char *store_mask(const char *words);
/* Does the URL's password hold what libpq would take for its end? Then libpq's errors would print the rest of it. */
bool store_mask_doubtful(const char *url);

#endif
