/* What is new of a watch's sources, as one stream of documents and marks. */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "watch.h"

enum { TEXT_ENOUGH = 1500, PAGE_TRIES = 3 };
static const double LONG = 3600, FILES_PATIENCE = 10;

typedef struct errand { /* a request under way */
  watch_feed *feed;
  bool page;
  drg_doc item; /* of a page; owned */
  unsigned tries;
} errand;

double watch_wall_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void *alloc(size_t bytes) {
  void *p = calloc(1, bytes);
  if (!p) abort();
  return p;
}

/* ---- marks ---- */

static char *line_of(const char *fmt, va_list args) {
  char *line = NULL;
  if (vasprintf(&line, fmt, args) < 0) abort();
  return line;
}

/* A mark behind what was given so far; fmt NULL: nothing is said of it. */
static watch_mark *put_mark(watch *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static watch_mark *put_mark(watch *w, const char *fmt, ...) {
  watch_mark *m = alloc(sizeof *m);
  va_list args;
  va_start(args, fmt);
  if (fmt) m->line = line_of(fmt, args);
  va_end(args);
  *w->last = m;
  w->last = &m->next;
  return m;
}

static watch_mark *take_mark(watch *w) {
  watch_mark *m = w->first;
  if (!m) return NULL;
  w->first = m->next;
  if (!w->first) w->last = &w->first;
  return m;
}

static void mark_free(watch_mark *m) {
  drg_feed_clear(&m->feed);
  free(m->line), free(m->item_id), free(m->item_url), free(m->item_feed);
  free(m);
}

/* ---- files ---- */

/* A file that cannot be opened tells so as a document that cannot be read. */
static void open_file(watch *w, const char *path) {
  if (!(w->file = strdup(path))) abort();
  w->paths[0] = w->file;
  w->feed = NULL;
  if (drg_reader_open(w->paths, 1, &w->read, &w->reader, NULL) != DRG_OK) abort(); /* the options were tried */
}

static void end_file(watch *w) {
  watch_mark *m = put_mark(w, "coded '%s'", w->file);
  m->counts = m->only_new = true;
  free(w->file);
  w->file = NULL;
}

/* ---- feeds ---- */

static void keep_feed(watch_feed *f, watch_mark *m) {
  drg_feed_copy(&f->state, &m->feed);
  f->busy = false;
}

static void ask_feed(watch *w, watch_feed *f) {
  errand *e = alloc(sizeof *e);
  *e = (errand){.feed = f};
  f->busy = f->asked = true;
  drg_fetcher_add(w->fetcher, &(drg_request){.url = f->state.moved_to ? f->state.moved_to : f->state.url,
                                             .etag = f->state.etag,
                                             .last_modified = f->state.last_modified,
                                             .context = e});
}

static bool is_due(const watch *w, const watch_feed *f, double now) {
  return !f->busy && f->state.next <= now && !(w->request->once && f->asked);
}

static bool ask_due_feeds(watch *w) {
  double now = watch_wall_now();
  bool any = false;
  for (size_t i = 0; i < w->n_feeds; i++)
    if (is_due(w, &w->feeds[i], now)) ask_feed(w, &w->feeds[i]), any = true;
  return any;
}

static const char *time_text(double at, char text[32]) {
  time_t seconds = (time_t)ceil(at);
  struct tm t;
  gmtime_r(&seconds, &t);
  strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &t);
  return text;
}

static const char *address_of(const watch_feed *f) { return f->state.moved_to ? f->state.moved_to : f->state.url; }

/* One that was cut off in transit ends in the middle of something. */
static bool is_whole(const drg_buffer *body) {
  size_t n = body->len;
  while (n && strchr(" \t\r\n", body->data[n - 1])) n--;
  return n && body->data[n - 1] == '>';
}

static void open_answer(watch *w, watch_feed *f, drg_response *r) {
  drg_read_options as_feed = w->read;
  as_feed.format = "feed";
  as_feed.headlines = true;
  w->answer = *r;
  *r = (drg_response){0};
  w->feed = f;
  if (drg_reader_open_bytes(f->state.url, w->answer.body.data, w->answer.body.len, &as_feed, &w->reader, NULL) !=
      DRG_OK)
    abort();
}

static void take_feed(watch *w, watch_feed *f, drg_response *r) {
  char until[32], was[2048];
  snprintf(was, sizeof was, "%s", address_of(f));
  if (r->what == DRG_FETCHED && !is_whole(&r->body)) {
    r->what = DRG_FAILED;
    snprintf(r->error, sizeof r->error, "the answer is no feed, or cut off");
  }
  drg_feed_answered(&f->state, r, w->every, w->retry, watch_wall_now());
  f->near = r->near;
  if (r->what == DRG_FETCHED) {
    if (strcmp(was, address_of(f)) != 0) put_mark(w, "moved for good: '%s' to '%s'", was, address_of(f));
    open_answer(w, f, r);
  } else if (r->what == DRG_UNCHANGED) keep_feed(f, put_mark(w, "unchanged '%s'", was));
  else
    keep_feed(
        f, put_mark(w, "cannot fetch '%s': %s; backing off until %s", was, r->error, time_text(f->state.next, until)));
}

/* The items are given; those of which the page is wanted are still to come. */
static void end_answer(watch *w) {
  watch_feed *f = w->feed;
  watch_mark *m = f->n_pages ? put_mark(w, "fetched '%s'; pages to come: %zu", address_of(f), f->n_pages)
                             : put_mark(w, "fetched '%s'", address_of(f));
  m->counts = true;
  if (!f->n_pages) keep_feed(f, m);
  w->feed = NULL;
  drg_response_clear(&w->answer);
}

/* ---- pages ---- */

static bool wants_page(const watch *w, const drg_doc *item) {
  return w->request->pages && w->feed && item->text.len < TEXT_ENOUGH && item->url.len;
}

static void ask_page(watch *w, errand *e, double after) {
  char *url = strndup(e->item.url.data, e->item.url.len);
  if (!url) abort();
  drg_fetcher_add(
      w->fetcher,
      &(drg_request){
          .url = url, .base = address_of(e->feed), .page = true, .near = e->feed->near, .after = after, .context = e});
  free(url);
}

/* Takes the item. */
static void want_page(watch *w, drg_doc *item) {
  if (drg_record_has_item(w->record, item)) {
    drg_doc_free(item);
    return;
  }
  errand *e = alloc(sizeof *e);
  *e = (errand){.feed = w->feed, .page = true, .item = *item};
  *item = (drg_doc){0};
  w->feed->n_pages++;
  ask_page(w, e, 0);
}

static char *copy_str(drg_str s) {
  char *z = strndup(s.len ? s.data : "", s.len);
  if (!z) abort();
  return z;
}

static void end_page(watch *w, errand *e, watch_mark *m, const drg_doc *doc) {
  m->counts = true;
  m->item_id = copy_str(doc->id);
  m->item_url = copy_str(doc->url);
  m->item_feed = strdup(e->feed->state.url);
  if (!m->item_feed) abort();
  if (!--e->feed->n_pages) keep_feed(e->feed, put_mark(w, NULL));
}

/* The page as a document; without one, what the feed itself says. */
static drg_status take_page(watch *w, errand *e, drg_response *r, drg_doc *doc) {
  drg_error why = {0};
  snprintf(why.message, sizeof why.message, "%.200s", r->error);
  drg_status st = r->what == DRG_FETCHED ? drg_doc_of_page(&e->item, r, &w->read, doc, &why) : DRG_REJECTED;
  if (st == DRG_OK) {
    end_page(w, e, put_mark(w, "fetched page '%.*s'", (int)doc->url.len, doc->url.data), doc);
    drg_doc_free(&e->item);
  } else {
    *doc = e->item;
    watch_mark *m = put_mark(w, "cannot use page '%.*s': %s; the feed's own words are coded", (int)doc->url.len,
                             doc->url.data, why.message);
    end_page(w, e, m, doc);
  }
  return DRG_OK;
}

static bool tries_again(watch *w, errand *e, const drg_response *r) {
  if (r->what != DRG_FAILED || ++e->tries == PAGE_TRIES) return false;
  double wait = w->retry * (1u << (e->tries - 1));
  ask_page(w, e, r->retry_after > wait && r->retry_after < LONG ? r->retry_after : wait);
  return true;
}

/* ---- the stream ---- */

/* DRG_END: there is no document in it; look again. */
static drg_status take_response(watch *w, drg_response *r, drg_doc *doc) {
  errand *e = r->context;
  drg_status st = DRG_END;
  bool again = e->page && tries_again(w, e, r);
  if (!e->page) take_feed(w, e->feed, r);
  else if (!again) st = take_page(w, e, r, doc);
  drg_response_clear(r);
  if (!again) free(e);
  return st;
}

static drg_status read_on(watch *w, drg_doc *doc, drg_error *err) {
  drg_status st = drg_reader_next(w->reader, doc, err);
  if (st == DRG_OK && wants_page(w, doc)) {
    want_page(w, doc);
    return DRG_END;
  }
  if (st != DRG_END) return st;
  drg_reader_close(w->reader);
  w->reader = NULL;
  if (w->feed) end_answer(w);
  else end_file(w);
  return DRG_END;
}

static double next_due(const watch *w) {
  double wait = LONG, now = watch_wall_now();
  for (size_t i = 0; i < w->n_feeds; i++)
    if (!w->feeds[i].busy && w->feeds[i].state.next - now < wait) wait = w->feeds[i].state.next - now;
  return wait > 0 ? wait : 0;
}

/* Of --once: files that do not come to rest are left for another time. */
static bool is_done(watch *w) {
  if (!w->request->once || drg_fetcher_pending(w->fetcher)) return false;
  if (!w->files_until) w->files_until = cli_now() + FILES_PATIENCE;
  return !drg_folder_pending(w->folder) || cli_now() > w->files_until;
}

/* Nothing is at hand: what was given is committed first, then we wait. */
static void idle(watch *w) {
  if (w->given) {
    put_mark(w, NULL);
    w->given = false;
  } else if (is_done(w)) w->over = true;
  else {
    double folder = drg_folder_wait(w->folder), feeds = w->request->once ? LONG : next_due(w);
    drg_fetcher_wait(w->fetcher, folder < feeds ? folder : feeds, drg_folder_fd(w->folder));
  }
}

/* The next news of any source. */
static drg_status take_news(watch *w, drg_doc *doc) {
  drg_response r;
  const char *path;
  if (drg_fetcher_next(w->fetcher, &r)) return take_response(w, &r, doc);
  if (ask_due_feeds(w)) return DRG_END;
  if ((path = drg_folder_next(w->folder))) open_file(w, path);
  else idle(w);
  return DRG_END;
}

static drg_status next(void *from, drg_doc *doc, void **mark, drg_error *err) {
  watch *w = from;
  while (!cli_interrupted() && !atomic_load(&w->stopped) && !w->over) {
    if ((*mark = take_mark(w))) return DRG_OK;
    if (drg_fetcher_pending(w->fetcher)) drg_fetcher_wait(w->fetcher, 0, -1); /* requests go on while files are read */
    drg_status st = w->reader ? read_on(w, doc, err) : take_news(w, doc);
    if (st == DRG_END) continue;
    w->given = true;
    return st;
  }
  return DRG_END;
}

/* ---- what is reached is kept, and told ---- */

static drg_status keep_item(watch *w, const watch_mark *m, drg_error *err) {
  drg_doc item = {.id = {m->item_id, strlen(m->item_id)}, .url = {m->item_url, strlen(m->item_url)}};
  return drg_record_put_item(w->record, m->item_feed, &item, err);
}

/* First what was coded, then that it need not be fetched again. */
static bool keep(watch *w, const watch_mark *m) {
  drg_error err = {0};
  bool committed = m->feed.url || m->item_id || !m->line;
  drg_status st = committed ? drg_record_commit(w->record, &err) : DRG_OK;
  if (st == DRG_OK && m->item_id) st = keep_item(w, m, &err);
  if (st == DRG_OK && m->feed.url) st = drg_record_put_feed(w->record, &m->feed, &err);
  if (st != DRG_OK) cli_say_error(&err);
  return st == DRG_OK;
}

static uint64_t since(uint64_t *before, uint64_t now) {
  uint64_t n = now - *before;
  *before = now;
  return n;
}

static void tell(watch *w, const watch_mark *m, const cli_talk *t) {
  if (!m->counts) {
    if (m->line && !w->request->quiet) cli_say("%s", m->line);
    return;
  }
  uint64_t documents = since(&w->n_documents, t->n_documents), events = since(&w->n_events, t->n_events);
  uint64_t known = since(&w->n_known, t->n_known), rejected = since(&w->n_rejected, t->n_rejected);
  if (w->request->quiet || (m->only_new && !documents && !rejected)) return;
  char more[96] = "";
  size_t n = 0;
  if (known) n = (size_t)snprintf(more, sizeof more, ", known: %" PRIu64, known);
  if (rejected) snprintf(more + n, sizeof more - n, ", set aside: %" PRIu64, rejected);
  cli_say("%s; documents: %" PRIu64 ", events: %" PRIu64 "%s", m->line, documents, events, more);
}

static void reached(void *from, void *mark, cli_job *job) {
  watch *w = from;
  watch_mark *m = mark;
  if (!job->sink->gone && !keep(w, m)) job->sink->gone = job->sink->failed = true;
  if (job->sink->gone) atomic_store(&w->stopped, true);
  else tell(w, m, job->talk);
  mark_free(m);
}

cli_stream watch_stream(watch *w) {
  w->last = &w->first;
  return (cli_stream){.next = next, .reached = reached, .from = w};
}

static void errand_free(errand *e) {
  drg_doc_free(&e->item);
  free(e);
}

void watch_stream_clear(watch *w) {
  for (watch_mark *m; (m = take_mark(w));) mark_free(m);
  drg_reader_close(w->reader);
  drg_response_clear(&w->answer);
  free(w->file);
  for (void *e; (e = drg_fetcher_drop(w->fetcher));) errand_free(e);
}
