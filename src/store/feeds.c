/* What a record knows of feeds between two fetches, and which of their items' pages are in. */
#include <stdlib.h>
#include "store/record.h"

static store_value text_or_null(const char *z) {
  return z ? STORE_TEXT_OF(base_str_of(z)) : (store_value){.type = STORE_NULL};
}

static store_value real_of(double r) { return (store_value){.type = STORE_REAL, .r = r}; }

static char *text_of(const store_value *v) {
  if (v->type != STORE_TEXT) return NULL;
  char *z = strndup(v->s.len ? v->s.data : "", v->s.len);
  if (!z) abort();
  return z;
}

static void take_row(const store_driver *d, store_cursor *c, drg_feed *feed) {
  store_value moved = d->column(c, 0, STORE_TEXT);
  feed->moved_to = text_of(&moved);
  store_value etag = d->column(c, 1, STORE_TEXT);
  feed->etag = text_of(&etag);
  store_value modified = d->column(c, 2, STORE_TEXT);
  feed->last_modified = text_of(&modified);
  feed->ttl = d->column(c, 3, STORE_REAL).r;
  feed->next = d->column(c, 4, STORE_REAL).r;
  feed->failures = (uint32_t)d->column(c, 5, STORE_INT).i;
}

drg_status drg_record_get_feed(drg_record *r, drg_feed *feed, drg_error *err) {
  const store_driver *d = store_driver_of(r);
  const store_value url = text_or_null(feed->url);
  store_cursor *c = NULL;
  drg_status st = d->query(store_db_of(r),
                           "SELECT moved_to, etag, last_modified, ttl, next_fetch, failures FROM feeds WHERE url = $1",
                           &url, 1, &c, err);
  if (st == DRG_OK) st = d->next(c, err);
  if (st == DRG_OK) take_row(d, c, feed);
  d->finish(c);
  return st;
}

drg_status drg_record_put_feed(drg_record *r, const drg_feed *feed, drg_error *err) {
  const store_value params[] = {text_or_null(feed->url),     text_or_null(feed->moved_to),
                                text_or_null(feed->etag),    text_or_null(feed->last_modified),
                                real_of(feed->ttl),          real_of(feed->next),
                                STORE_INT_OF(feed->failures)};
  return store_run_with(
      r,
      "INSERT INTO feeds (url, moved_to, etag, last_modified, ttl, next_fetch, failures) VALUES ($1, $2, $3, $4, $5, "
      "$6,"
      " $7) ON CONFLICT (url) DO UPDATE SET moved_to = excluded.moved_to, etag = excluded.etag, last_modified ="
      " excluded.last_modified, ttl = excluded.ttl, next_fetch = excluded.next_fetch, failures = excluded.failures",
      params, sizeof params / sizeof *params, err);
}

/* An item that several feeds of a site hold is one. */
static store_value item_key(const drg_doc *item) {
  return STORE_INT_OF((int64_t)store_document_key(item->id, item->url));
}

bool drg_record_has_item(drg_record *r, const drg_doc *item) {
  const store_value key = item_key(item);
  return store_asks(r, "SELECT 1 FROM feed_items WHERE item = $1", &key, 1);
}

drg_status drg_record_put_item(drg_record *r, const char *feed, const drg_doc *item, drg_error *err) {
  char now[32];
  const store_value params[] = {item_key(item), text_or_null(feed), STORE_TEXT_OF(item->id),
                                item->url.data ? STORE_TEXT_OF(item->url) : text_or_null(NULL),
                                STORE_TEXT_OF(store_time_text(now))};
  return store_run_with(r,
                        "INSERT INTO feed_items (item, feed, id, url, fetched) VALUES ($1, $2, $3, $4, $5)"
                        " ON CONFLICT (item) DO NOTHING",
                        params, sizeof params / sizeof *params, err);
}
