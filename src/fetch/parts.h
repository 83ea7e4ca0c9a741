/* The fetch room's own workings. */
#ifndef DRG_FETCH_PARTS_H
#define DRG_FETCH_PARTS_H
#include <curl/curl.h>
#include "fetch/fetch.h"

void *fetch_alloc(size_t bytes); /* zeroed; ends the process when there is no memory */
char *fetch_copy(const char *z); /* NULL for NULL */
double fetch_now(void);          /* seconds, monotonic */

/* ---- url.c ---- */

typedef struct fetch_url {
  char *text;   /* the whole, normal, without a fragment */
  char *origin; /* "https://news.example:8443" */
  char *host;   /* "news.example" */
  char *path;   /* "/a?b=c": what robots.txt speaks of */
} fetch_url;

/* An address as written, or relative to `base` (may be NULL). NULL, or why it is none. Clear it in any case. */
const char *fetch_url_read(const char *text, const char *base, fetch_url *out);
void fetch_url_clear(fetch_url *u);

/* ---- robots.c ---- */

typedef struct fetch_rule {
  base_str path; /* with its * and $ */
  bool allow;
} fetch_rule;

typedef struct fetch_robots {
  base_arena arena;
  BASE_VEC(fetch_rule) rules;
  double delay; /* seconds between requests that the host asks for; 0: not said */
} fetch_robots;

/* The rules for an agent of this name; those for all when there are none. Clear them in any case. */
void fetch_robots_read(base_str text, const char *agent, fetch_robots *out);
void fetch_robots_clear(fetch_robots *r);
/* The longest rule that fits the path decides. */
bool fetch_robots_allow(const fetch_robots *r, const char *path);

/* ---- hosts.c ---- */

typedef struct fetch_host {
  struct fetch_host *next;
  char *name;
  double free_at; /* monotonic: no request before */
  double delay;   /* that its robots.txt asks for */
  bool busy;
} fetch_host;

typedef enum fetch_robots_state { ROBOTS_UNKNOWN, ROBOTS_ASKED, ROBOTS_KNOWN, ROBOTS_OUT_OF_REACH } fetch_robots_state;

typedef struct fetch_origin {
  struct fetch_origin *next;
  char *name;
  fetch_robots_state state;
  double until; /* monotonic: asked again after */
  fetch_robots robots;
} fetch_origin;

typedef struct fetch_hosts {
  fetch_host *hosts;
  fetch_origin *origins;
} fetch_hosts;

fetch_host *fetch_hosts_find(fetch_hosts *h, const char *name); /* made when it is new */
fetch_origin *fetch_hosts_origin(fetch_hosts *h, const char *name);
void fetch_hosts_clear(fetch_hosts *h);

/* ---- http.c ---- */

typedef struct fetch_limits {
  size_t body; /* bytes, unpacked */
  double connect, all;
} fetch_limits;

typedef struct fetch_reply { /* what came back of one request */
  drg_buffer body;
  size_t head_bytes;
  char *location, *etag, *last_modified;
  double max_age, retry_after; /* seconds; -1: not said */
  int status;                  /* 0: no answer */
  const char *fault;           /* why we hung up; NULL */
} fetch_reply;

void fetch_reply_clear(fetch_reply *r);

typedef struct fetch_call { /* a request under way; must not move */
  CURL *easy;
  struct curl_slist *headers;
  fetch_limits limits;
  fetch_reply reply;
  bool private_ok; /* may connect to addresses that are not public */
  bool refused;    /* and was kept from it */
  char error[CURL_ERROR_SIZE];
} fetch_call;

typedef struct fetch_ask {
  const char *url, *agent, *accept;
  const char *etag, *last_modified; /* NULL */
} fetch_ask;

void fetch_call_open(fetch_call *c, const fetch_ask *ask, void *owner);
void fetch_call_close(fetch_call *c); /* keeps the reply */
bool fetch_call_was_private(const fetch_call *c);
/* Takes a header line into the reply. */
void fetch_reply_header(fetch_reply *r, base_str line, double now);

/* ---- feed.c ---- */

/* The wait after the n-th failure in a row, from 1: doubled each time, up to a quarter longer by a hash of url and n. */
double fetch_back_off(const char *url, unsigned n, double first);
double fetch_feed_ttl(base_str body); /* seconds; 0: not said */

#endif
