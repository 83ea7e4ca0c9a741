/* What the room's other files see of an open record. */
#ifndef DRG_STORE_RECORD_H
#define DRG_STORE_RECORD_H
#include "store/driver.h"

const store_driver *store_driver_of(drg_record *r);
store_db *store_db_of(drg_record *r);
bool store_is_url(const char *where); /* postgresql://… */
/* Words with the passwords of URLs in them made "***"; malloc'ed. */
char *store_mask(const char *words);

#endif
