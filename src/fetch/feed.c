/* When a feed is fetched again. */
#include <stdlib.h>
#include "fetch/parts.h"

static const double DAY = 86400;

/* The same feed waits the same from run to run, and those that failed together do not come back together. */
double fetch_back_off(const char *url, unsigned n, double first) {
  double wait = first;
  for (unsigned i = 1; i < n && wait < DAY; i++) wait *= 2;
  double share = (double)(base_hash(url, strlen(url), n) >> 11) / 9007199254740992.0; /* 2^53 */
  wait *= 1 + share / 4;
  return wait < DAY ? wait : DAY;
}

/* RSS: <ttl>60</ttl>, in minutes, before the items. */
double fetch_feed_ttl(base_str body) {
  double minutes = 0;
  const char *item = body.len ? memmem(body.data, body.len, "<item", 5) : NULL;
  if (item) body.len = (size_t)(item - body.data);
  const char *begin = body.len ? memmem(body.data, body.len, "<ttl>", 5) : NULL;
  if (!begin) return 0;
  base_str rest = base_str_sub(body, (size_t)(begin + 5 - body.data), body.len);
  if (!base_str_to_double(base_str_trim(base_str_cut(&rest, '<')), &minutes) || !(minutes > 0)) return 0;
  return minutes * 60 < DAY ? minutes * 60 : DAY;
}

static void replace(char **field, const char *value) {
  char *own = fetch_copy(value);
  free(*field);
  *field = own;
}

static double longest(double a, double b, double c) {
  double x = a > b ? a : b;
  return x > c ? x : c;
}

static double at_most_a_day(double seconds) { return seconds < DAY ? seconds : DAY; }

static void take_success(drg_feed *feed, const drg_response *r, double every, double now) {
  feed->failures = 0;
  if (r->moved_to) replace(&feed->moved_to, r->moved_to);
  if (r->what == DRG_FETCHED) {
    feed->ttl = fetch_feed_ttl((base_str){r->body.data, r->body.len});
    replace(&feed->etag, r->etag);
    replace(&feed->last_modified, r->last_modified);
  }
  double asked = longest(r->max_age, feed->ttl, 0);
  feed->next = now + longest(every, at_most_a_day(asked), 0);
}

void drg_feed_answered(drg_feed *feed, const drg_response *r, double every, double retry, double now) {
  if (r->what == DRG_FETCHED || r->what == DRG_UNCHANGED) {
    take_success(feed, r, every, now);
    return;
  }
  enum { GONE = 410 };
  feed->failures++;
  if (r->what == DRG_REFUSED) replace(&feed->moved_to, NULL); /* the first address may know a new one */
  double wait = r->status == GONE ? DAY : fetch_back_off(feed->url, feed->failures, retry);
  feed->next = now + at_most_a_day(longest(wait, r->retry_after, 0));
}

void drg_feed_copy(const drg_feed *feed, drg_feed *out) {
  *out = *feed;
  out->url = fetch_copy(feed->url);
  out->moved_to = fetch_copy(feed->moved_to);
  out->etag = fetch_copy(feed->etag);
  out->last_modified = fetch_copy(feed->last_modified);
}

void drg_feed_clear(drg_feed *feed) {
  free(feed->url), free(feed->moved_to), free(feed->etag), free(feed->last_modified);
  *feed = (drg_feed){0};
}
