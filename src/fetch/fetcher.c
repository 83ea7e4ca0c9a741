/* Requests that wait, run and are done. One thread; libcurl's multi interface runs those of different hosts at once. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include "fetch/parts.h"

#define AGENT_NAME "dragoman"

enum { MOST_AT_ONCE = 16, MOST_REDIRECTS = 5 };
static const double ROBOTS_KEPT = 86400, ROBOTS_RETRY = 600;

typedef enum job_kind { JOB_FEED, JOB_PAGE, JOB_ROBOTS, N_KINDS } job_kind;

static const char *const ACCEPT[N_KINDS] = {
    [JOB_FEED] = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
    [JOB_PAGE] = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
    [JOB_ROBOTS] = "text/plain, */*;q=0.5",
};

typedef struct job {
  job_kind kind;
  fetch_url url;
  char *etag, *last_modified;
  double not_before; /* monotonic */
  void *context;
  unsigned redirects;
  bool lasting;         /* all redirects so far are permanent */
  fetch_origin *origin; /* of JOB_ROBOTS: whose, */
  fetch_host *home;     /* and at which host */
  fetch_host *host;     /* while it runs */
  fetch_call call;
} job;

typedef struct job_list {
  job **v;
  size_t n, cap;
} job_list;

typedef struct done {
  struct done *next;
  drg_response response;
} done;

struct drg_fetcher {
  CURLM *multi;
  fetch_hosts hosts;
  char *agent;
  double pause, page_pause, next_page;
  fetch_limits limits;
  job_list waiting, running;
  size_t pending; /* that were added and not given back */
  done *first, **last;
};

/* ---- lists ---- */

static void list_add(job_list *l, job *j) {
  if (l->n == l->cap) {
    l->cap = l->cap ? l->cap * 2 : 16;
    job **grown = realloc(l->v, l->cap * sizeof *grown);
    if (!grown) abort();
    l->v = grown;
  }
  l->v[l->n++] = j;
}

static void list_remove(job_list *l, size_t i) {
  memmove(l->v + i, l->v + i + 1, (l->n - i - 1) * sizeof *l->v);
  l->n--;
}

static void job_free(job *j) {
  fetch_call_close(&j->call);
  fetch_reply_clear(&j->call.reply);
  fetch_url_clear(&j->url);
  free(j->etag), free(j->last_modified);
  free(j);
}

/* ---- new, free ---- */

static void start_curl(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

static char *agent_of(const char *contact) {
  char *agent = NULL;
  const char *fmt = contact ? AGENT_NAME "/" DRG_VERSION " (+%s)" : AGENT_NAME "/" DRG_VERSION;
  if (asprintf(&agent, fmt, contact) < 0) abort();
  for (char *p = agent; *p; p++)
    if ((unsigned char)*p < ' ') *p = ' '; /* no line of a header's own */
  return agent;
}

static double or_else(double given, double otherwise) { return given > 0 ? given : otherwise; }

drg_status drg_fetcher_new(const drg_fetch_options *opt, drg_fetcher **out, drg_error *err) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  static const drg_fetch_options NONE;
  pthread_once(&once, start_curl);
  if (!opt) opt = &NONE;
  drg_fetcher *f = fetch_alloc(sizeof *f);
  f->multi = curl_multi_init();
  f->last = &f->first;
  f->agent = agent_of(opt->contact);
  f->pause = or_else(opt->pause, 1);
  f->page_pause = 60 / or_else(opt->pages_per_minute, 30);
  f->limits = (fetch_limits){.body = opt->largest ? opt->largest : (size_t)16 << 20,
                             .connect = or_else(opt->connect_timeout, 30),
                             .all = or_else(opt->timeout, 60)};
  if (f->multi) return *out = f, DRG_OK;
  drg_fetcher_free(f);
  return base_fail(err, DRG_ERR_MEMORY, NULL, 0, 0, "out of memory");
}

void drg_response_clear(drg_response *r) {
  drg_buffer_clear(&r->body);
  free(r->etag), free(r->last_modified), free(r->moved_to);
  *r = (drg_response){0};
}

/* The last job of a list, taken off. */
static job *list_pop(job_list *l) { return l->n ? l->v[--l->n] : NULL; }

static void *drop_job(drg_fetcher *f, job *j) {
  void *context = j->context;
  f->pending -= j->kind != JOB_ROBOTS;
  if (j->call.easy) curl_multi_remove_handle(f->multi, j->call.easy);
  job_free(j);
  return context;
}

void *drg_fetcher_drop(drg_fetcher *f) {
  void *context = NULL;
  drg_response r;
  for (job *j; !context && ((j = list_pop(&f->running)) || (j = list_pop(&f->waiting)));) context = drop_job(f, j);
  while (!context && drg_fetcher_next(f, &r)) {
    context = r.context;
    drg_response_clear(&r);
  }
  return context;
}

void drg_fetcher_free(drg_fetcher *f) {
  if (!f) return;
  while (drg_fetcher_drop(f)) {}
  free(f->running.v), free(f->waiting.v);
  curl_multi_cleanup(f->multi);
  fetch_hosts_clear(&f->hosts);
  free(f->agent);
  free(f);
}

/* ---- done ---- */

static drg_response *response_new(drg_fetcher *f, const job *j) {
  done *d = fetch_alloc(sizeof *d);
  d->response = (drg_response){.context = j->context, .max_age = -1, .retry_after = -1};
  *f->last = d;
  f->last = &d->next;
  return &d->response;
}

static void take_reply(drg_response *r, job *j) {
  fetch_reply *reply = &j->call.reply;
  r->status = reply->status;
  r->body = reply->body, reply->body = (drg_buffer){0};
  r->etag = reply->etag, reply->etag = NULL;
  r->last_modified = reply->last_modified, reply->last_modified = NULL;
  r->max_age = reply->max_age;
  r->retry_after = reply->retry_after;
}

/* The answer to who asked; robots.txt is our own affair. */
static void settle(drg_fetcher *f, job *j, drg_fetched what, const char *why) {
  if (j->kind == JOB_ROBOTS) {
    fetch_origin *o = j->origin;
    bool reached = what != DRG_FAILED;
    base_str text = what == DRG_FETCHED ? (base_str){j->call.reply.body.data, j->call.reply.body.len} : BASE_STR("");
    fetch_robots_clear(&o->robots);
    fetch_robots_read(text, AGENT_NAME, &o->robots);
    j->home->delay = o->robots.delay;
    o->state = reached ? ROBOTS_KNOWN : ROBOTS_OUT_OF_REACH;
    o->until = fetch_now() + (reached ? ROBOTS_KEPT : ROBOTS_RETRY);
  } else {
    drg_response *r = response_new(f, j);
    take_reply(r, j);
    r->what = what;
    r->near = j->call.private_ok;
    if (j->redirects && j->lasting && (what == DRG_FETCHED || what == DRG_UNCHANGED))
      r->moved_to = fetch_copy(j->url.text);
    snprintf(r->error, sizeof r->error, "%s", why ? why : "");
  }
  job_free(j);
}

bool drg_fetcher_next(drg_fetcher *f, drg_response *out) {
  done *d = f->first;
  if (!d) return false;
  f->first = d->next;
  if (!f->first) f->last = &f->first;
  *out = d->response;
  free(d);
  if (f->pending) f->pending--;
  return true;
}

size_t drg_fetcher_pending(const drg_fetcher *f) { return f->pending; }

/* ---- waiting ---- */

void drg_fetcher_add(drg_fetcher *f, const drg_request *request) {
  job *j = fetch_alloc(sizeof *j);
  *j = (job){.kind = request->page ? JOB_PAGE : JOB_FEED,
             .etag = fetch_copy(request->etag),
             .last_modified = fetch_copy(request->last_modified),
             .not_before = fetch_now() + request->after,
             .context = request->context,
             .lasting = true};
  j->call.private_ok = !request->page || request->near; /* a person named the feed; a page comes from anyone */
  j->call.reply = (fetch_reply){.max_age = -1, .retry_after = -1};
  f->pending++;
  const char *why = fetch_url_read(request->url, request->base, &j->url);
  if (why) settle(f, j, DRG_REFUSED, why);
  else list_add(&f->waiting, j);
}

static void ask_robots(drg_fetcher *f, fetch_origin *o, const job *page) {
  job *j = fetch_alloc(sizeof *j);
  *j = (job){.kind = JOB_ROBOTS, .origin = o, .home = fetch_hosts_find(&f->hosts, page->url.host), .lasting = true};
  j->call.private_ok = page->call.private_ok;
  o->state = ROBOTS_ASKED;
  fetch_url_read("/robots.txt", page->url.text, &j->url);
  list_add(&f->waiting, j);
}

typedef enum turn { TURN_NOW, TURN_LATER, TURN_OVER } turn; /* over: it will not run, and is settled */

static turn over(drg_fetcher *f, size_t i, drg_fetched what, const char *why) {
  job *j = f->waiting.v[i];
  list_remove(&f->waiting, i);
  settle(f, j, what, why);
  return TURN_OVER;
}

/* Robots.txt of the page's origin: asked for first, then heeded. */
static turn turn_by_robots(drg_fetcher *f, size_t i, double now) {
  job *j = f->waiting.v[i];
  fetch_origin *o = fetch_hosts_origin(&f->hosts, j->url.origin);
  if (o->state != ROBOTS_ASKED && now >= o->until) ask_robots(f, o, j);
  if (o->state == ROBOTS_ASKED) return TURN_LATER;
  if (o->state == ROBOTS_OUT_OF_REACH) return over(f, i, DRG_FAILED, "its robots.txt is out of reach");
  return fetch_robots_allow(&o->robots, j->url.path) ? TURN_NOW : over(f, i, DRG_REFUSED, "forbidden by robots.txt");
}

static void sooner(double *wake, double at) {
  if (at < *wake) *wake = at;
}

/* May waiting job i run? *wake: when to ask again. */
static turn turn_of(drg_fetcher *f, size_t i, double now, double *wake) {
  job *j = f->waiting.v[i];
  bool counted = j->kind == JOB_PAGE && !j->redirects;
  double at = j->not_before;
  if (counted && f->next_page > at) at = f->next_page;
  if (at > now) return sooner(wake, at), TURN_LATER;
  turn t = j->kind == JOB_PAGE ? turn_by_robots(f, i, now) : TURN_NOW;
  if (t != TURN_NOW) return t;
  fetch_host *h = fetch_hosts_find(&f->hosts, j->url.host);
  if (h->busy || f->running.n == MOST_AT_ONCE) return TURN_LATER;
  if (h->free_at > now) return sooner(wake, h->free_at), TURN_LATER;
  if (counted) f->next_page = now + f->page_pause;
  return TURN_NOW;
}

static void run_job(drg_fetcher *f, size_t i) {
  job *j = f->waiting.v[i];
  list_remove(&f->waiting, i);
  j->host = fetch_hosts_find(&f->hosts, j->url.host);
  j->host->busy = true;
  j->call.limits = f->limits;
  fetch_call_open(&j->call,
                  &(fetch_ask){.url = j->url.text,
                               .agent = f->agent,
                               .accept = ACCEPT[j->kind],
                               .etag = j->etag,
                               .last_modified = j->last_modified},
                  j);
  list_add(&f->running, j);
  if (curl_multi_add_handle(f->multi, j->call.easy) != CURLM_OK) abort();
}

/* Starts what may run; when the next may, on the monotonic clock. robots.txt that is asked for stands behind its page. */
static double start_jobs(drg_fetcher *f, double latest) {
  double wake = latest, now = fetch_now();
  for (size_t i = 0; i < f->waiting.n;) {
    turn t = turn_of(f, i, now, &wake);
    if (t == TURN_NOW) run_job(f, i);
    else if (t == TURN_LATER) i++;
  }
  return wake;
}

/* ---- running ---- */

static bool is_redirect(int status) { return (status >= 301 && status <= 303) || status == 307 || status == 308; }

/* The same job again, at its new address. */
static void follow(drg_fetcher *f, job *j, bool private_ok) {
  fetch_url to;
  const char *why = ++j->redirects > MOST_REDIRECTS ? "too many redirects" : NULL;
  int status = j->call.reply.status;
  char *location = j->call.reply.location;
  if (why) {
    settle(f, j, DRG_REFUSED, why);
    return;
  }
  why = fetch_url_read(location, j->url.text, &to);
  j->lasting = j->lasting && (status == 301 || status == 308);
  j->call.reply.location = NULL;
  fetch_reply_clear(&j->call.reply);
  free(location);
  if (why) {
    fetch_url_clear(&to);
    settle(f, j, DRG_REFUSED, "redirected to what is no web address");
    return;
  }
  fetch_url_clear(&j->url);
  j->url = to;
  j->not_before = 0;
  j->call.private_ok = private_ok;
  list_add(&f->waiting, j);
}

static bool worth_another_try(int status) { return status == 408 || status == 425 || status == 429 || status >= 500; }

static void judge(drg_fetcher *f, job *j) {
  char why[64];
  int status = j->call.reply.status;
  if (status == 200) settle(f, j, DRG_FETCHED, NULL);
  else if (status == 304) settle(f, j, DRG_UNCHANGED, NULL);
  else {
    snprintf(why, sizeof why, "HTTP status %d", status);
    settle(f, j, worth_another_try(status) ? DRG_FAILED : DRG_REFUSED, why);
  }
}

static void break_off(drg_fetcher *f, job *j, CURLcode code) {
  char why[CURL_ERROR_SIZE];
  if (j->call.reply.fault) {
    settle(f, j, DRG_REFUSED, j->call.reply.fault);
  } else if (j->call.refused) {
    settle(f, j, DRG_REFUSED, "leads to a private address");
  } else {
    snprintf(why, sizeof why, "%s", j->call.error[0] ? j->call.error : curl_easy_strerror(code));
    if (why[0] >= 'A' && why[0] <= 'Z' && why[1] >= 'a') why[0] = (char)(why[0] | 0x20);
    j->call.reply.status = 0;
    settle(f, j, DRG_FAILED, why);
  }
}

static void end_job(drg_fetcher *f, job *j, CURLcode code) {
  long status = 0;
  double pause = j->host->delay > f->pause ? j->host->delay : f->pause;
  for (size_t i = 0; i < f->running.n; i++)
    if (f->running.v[i] == j) list_remove(&f->running, i);
  j->host->busy = false;
  j->host->free_at = fetch_now() + pause;
  curl_easy_getinfo(j->call.easy, CURLINFO_RESPONSE_CODE, &status);
  j->call.reply.status = (int)status;
  bool private_ok = j->call.private_ok && fetch_call_was_private(&j->call);
  curl_multi_remove_handle(f->multi, j->call.easy);
  fetch_call_close(&j->call);
  if (code != CURLE_OK) break_off(f, j, code);
  else if (is_redirect((int)status) && j->call.reply.location) follow(f, j, private_ok);
  else {
    j->call.private_ok = private_ok;
    judge(f, j);
  }
}

static void run_some(drg_fetcher *f) {
  int n = 0, left;
  curl_multi_perform(f->multi, &n);
  for (CURLMsg *m; (m = curl_multi_info_read(f->multi, &left));) {
    job *j = NULL;
    if (m->msg != CURLMSG_DONE) continue;
    curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&j);
    end_job(f, j, m->data.result);
  }
}

/* One look at the network, at most until `until`; false: fd or a signal wants the caller. */
static bool look(drg_fetcher *f, double until, int fd) {
  struct curl_waitfd extra = {.fd = fd, .events = CURL_WAIT_POLLIN};
  double wake = start_jobs(f, until), wait = wake - fetch_now();
  int n = 0;
  run_some(f);
  if (f->first) return true;
  curl_multi_poll(f->multi, fd >= 0 ? &extra : NULL, fd >= 0, wait > 0 ? (int)(wait * 1000) + 1 : 0, &n);
  run_some(f);
  return !(fd >= 0 && extra.revents);
}

void drg_fetcher_wait(drg_fetcher *f, double seconds, int fd) {
  enum { LONGEST_MS = 500 }; /* a signal just before the wait is noticed so much later */
  double until = fetch_now() + seconds;
  if (seconds > LONGEST_MS / 1000.0) until = fetch_now() + LONGEST_MS / 1000.0;
  while (!f->first && look(f, until, fd) && fetch_now() < until) {}
}
