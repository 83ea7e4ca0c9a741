/* The driver for PostgreSQL: a record that several people write at once. */
#include "store/driver.h"

static drg_status postgresql_open(const char *where, bool write, store_db **out, drg_error *err) {
  (void)write, (void)out;
  return base_fail(err, DRG_ERR_OPEN, NULL, 0, 0, "cannot open '%.150s': built without PostgreSQL", where);
}

static void postgresql_close(store_db *db) { (void)db; }

const store_driver STORE_POSTGRESQL = {.name = "postgresql", .open = postgresql_open, .close = postgresql_close};
