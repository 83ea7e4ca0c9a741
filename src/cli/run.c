/* Documents from a reader through coders to an output.
 *
 * One thread: read, make, write, again. More: a ring of slots, filled by a reading thread, worked on by N coding threads,
 * emptied in order by the thread that called:
 *
 *            reader fills             coders make             writer empties
 *      ┌──┬──┬──┬──┬──┬──┬──┬──┐
 *      │  │  │▓▓│▓▓│▒▒│▒▒│  │  │     slot k holds record k, k + cap, …
 *      └──┴──┴──┴──┴──┴──┴──┴──┘
 *             ▲     ▲     ▲
 *          written claimed read      written <= claimed <= read <= written + cap
 *
 * The output is in the order of the input because the writer waits for its slot to be ready. Memory is bounded: by the
 * ring, and by the bytes of text in it (a document larger than that bound goes through alone).
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"

enum { SLOTS_A_THREAD = 8, BUFFER_KEPT = 1 << 20 };
static const size_t TEXT_MAX = (size_t)128 << 20;

typedef struct slot { /* one record on its way */
  drg_doc doc;
  void *mark; /* of the stream, instead of a document */
  drg_status read_status, status;
  drg_error err;
  drg_buffer out;
  int64_t n_events; /* or CLI_KNOWN */
  bool ready;
} slot;

/* ---- interrupts ---- */

static atomic_bool interrupted;

static void note_interrupt(int signal_number) {
  (void)signal_number;
  atomic_store(&interrupted, true);
}

bool cli_interrupted(void) { return atomic_load(&interrupted); }

/* Who started us in the background may have turned interrupts off: that stays. */
static void catch_signal(int number) {
  struct sigaction before, action = {.sa_handler = note_interrupt, .sa_flags = (int)SA_RESETHAND};
  sigemptyset(&action.sa_mask);
  if (!sigaction(number, NULL, &before) && before.sa_handler != SIG_IGN) sigaction(number, &action, NULL);
}

/* The first interrupt ends the reading; a second one ends the program at once. No SA_RESTART: a read from a pipe that
 * nobody writes to must come back. */
void cli_catch_interrupts(void) {
  catch_signal(SIGINT);
  catch_signal(SIGTERM);
  signal(SIGPIPE, SIG_IGN); /* EPIPE tells the sink */
}

static void mask_interrupts(int how) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(how, &set, NULL);
}

/* ---- the three things that are done to a slot ---- */

/* False at the end of the input, or when an interrupt may have cut the record short. */
static bool read_slot(const cli_stream *stream, slot *s) {
  if (cli_interrupted()) return false;
  s->mark = NULL;
  memset(&s->doc, 0, sizeof s->doc);
  memset(&s->err, 0, sizeof s->err);
  s->n_events = 0;
  s->out.len = 0;
  s->ready = false;
  s->read_status = s->status = stream->next(stream->from, &s->doc, &s->mark, &s->err);
  if (s->mark) return true; /* what stands before it is whole */
  if (s->status == DRG_OK && cli_interrupted()) drg_doc_free(&s->doc);
  return s->status != DRG_END && !cli_interrupted();
}

static void place_error(slot *s) {
  if (s->err.file[0]) return;
  size_t n = s->doc.file.len < sizeof s->err.file - 1 ? s->doc.file.len : sizeof s->err.file - 1;
  if (n) memcpy(s->err.file, s->doc.file.data, n);
  s->err.line = s->doc.line;
  s->err.byte = s->doc.byte;
}

static void make_slot(const cli_job *job, drg_coder *coder, slot *s) {
  if (s->status != DRG_OK || s->mark) return;
  s->status = job->make(coder, &s->doc, job->how, &s->out, &s->n_events, &s->err);
  if (s->status != DRG_OK) place_error(s);
}

/* Writes the slot or tells why not. Anything but a rejection or an unopened path ends the run. */
static cli_exit empty_slot(cli_job *job, slot *s) {
  cli_exit code = EXIT_DONE;
  s->err.code = s->status;
  if (s->mark) {
    job->stream->reached(job->stream->from, s->mark, job);
    return code;
  }
  if (s->status == DRG_OK) {
    cli_sink_put_document(job->sink, &s->out);
    if (s->n_events == CLI_KNOWN) cli_talk_known(job->talk);
    else cli_talk_document(job->talk, (uint64_t)s->n_events);
  } else if (s->status == DRG_REJECTED) cli_talk_rejected(job->talk, &s->err);
  else if (s->status == DRG_ERR_OPEN && s->read_status != DRG_OK) cli_talk_unopened(job->talk, &s->err);
  else {
    cli_talk_unopened(job->talk, &s->err);
    code = cli_exit_of(s->status);
  }
  if (s->read_status == DRG_OK) drg_doc_free(&s->doc);
  if (s->out.cap > BUFFER_KEPT) drg_buffer_clear(&s->out);
  return code;
}

static void add_stats(drg_stats *sum, drg_stats more) {
  sum->ns_segment += more.ns_segment;
  sum->ns_parse += more.ns_parse;
  sum->ns_mention += more.ns_mention;
  sum->ns_resolve += more.ns_resolve;
  sum->ns_code += more.ns_code;
  sum->documents += more.documents;
  sum->sentences += more.sentences;
  sum->tokens += more.tokens;
  sum->events += more.events;
}

static cli_exit new_coder(const cli_job *job, drg_coder **coder) {
  drg_error err = {0};
  drg_status status = drg_coder_new(job->engine, coder, &err);
  if (status != DRG_OK) cli_say_error(&err);
  return cli_exit_of(status);
}

/* ---- one thread ---- */

static cli_exit run_alone(cli_job *job) {
  drg_coder *coder = NULL;
  slot s = {0};
  cli_exit code = new_coder(job, &coder);
  while (!code && !job->sink->gone && read_slot(job->stream, &s)) {
    make_slot(job, coder, &s);
    code = empty_slot(job, &s);
  }
  if (coder) add_stats(&job->stats, drg_coder_stats(coder));
  drg_coder_free(coder);
  drg_buffer_clear(&s.out);
  return code;
}

/* ---- many threads ---- */

typedef struct crew {
  cli_job *job;
  slot *ring;
  size_t cap;
  pthread_mutex_t lock; /* over all that follows, and over who owns which slot */
  pthread_cond_t was_read, was_made, was_written;
  uint64_t read, claimed, written;
  size_t text_bytes; /* of documents in the ring */
  bool ended;        /* nothing more will be read */
  bool stopped;      /* nothing more should be read */
} crew;

typedef struct worker {
  crew *crew;
  drg_coder *coder;
  pthread_t thread;
} worker;

static bool must_wait_to_read(const crew *c) {
  bool full = c->read - c->written == c->cap, heavy = c->text_bytes > TEXT_MAX && c->read > c->written;
  return (full || heavy) && !c->stopped;
}

static void *read_all(void *arg) {
  crew *c = arg;
  for (bool more = true; more;) {
    pthread_mutex_lock(&c->lock);
    while (must_wait_to_read(c)) pthread_cond_wait(&c->was_written, &c->lock);
    slot *s = &c->ring[c->read % c->cap];
    more = !c->stopped;
    pthread_mutex_unlock(&c->lock);
    more = more && read_slot(c->job->stream, s);
    pthread_mutex_lock(&c->lock);
    if (more) {
      c->read++;
      c->text_bytes += s->doc.text.len;
    } else c->ended = true;
    pthread_cond_broadcast(&c->was_read);
    if (c->ended) pthread_cond_broadcast(&c->was_made);
    pthread_mutex_unlock(&c->lock);
  }
  return NULL;
}

static slot *claim_slot(crew *c) {
  slot *s = NULL;
  pthread_mutex_lock(&c->lock);
  while (c->claimed == c->read && !c->ended) pthread_cond_wait(&c->was_read, &c->lock);
  if (c->claimed < c->read) s = &c->ring[c->claimed++ % c->cap];
  pthread_mutex_unlock(&c->lock);
  return s;
}

static void *make_all(void *arg) {
  worker *w = arg;
  crew *c = w->crew;
  for (slot *s; (s = claim_slot(c));) {
    make_slot(c->job, w->coder, s);
    pthread_mutex_lock(&c->lock);
    s->ready = true;
    pthread_cond_signal(&c->was_made);
    pthread_mutex_unlock(&c->lock);
  }
  return NULL;
}

/* The next slot in order, once it is made; NULL after the last. */
static slot *next_made(crew *c) {
  pthread_mutex_lock(&c->lock);
  slot *s = &c->ring[c->written % c->cap];
  while (!(c->written < c->read && s->ready) && !(c->ended && c->written == c->read))
    pthread_cond_wait(&c->was_made, &c->lock);
  bool any = c->written < c->read;
  pthread_mutex_unlock(&c->lock);
  return any ? s : NULL;
}

static void release_slot(crew *c, size_t text_bytes, bool stop) {
  pthread_mutex_lock(&c->lock);
  c->written++;
  c->text_bytes -= text_bytes;
  c->stopped = c->stopped || stop;
  pthread_cond_signal(&c->was_written);
  pthread_mutex_unlock(&c->lock);
}

static cli_exit write_all(crew *c) {
  cli_exit code = EXIT_DONE;
  for (slot *s; (s = next_made(c));) {
    size_t text_bytes = s->doc.text.len;
    cli_exit now = empty_slot(c->job, s);
    if (!code) code = now;
    release_slot(c, text_bytes, code || c->job->sink->gone);
  }
  return code;
}

/* Starts the workers, then the reader. How many workers run, at least one unless the system gives no thread. */
static unsigned start_crew(crew *c, worker *workers, unsigned n, pthread_t *reader) {
  unsigned started = 0;
  mask_interrupts(SIG_BLOCK); /* threads inherit it */
  while (started < n && !pthread_create(&workers[started].thread, NULL, make_all, &workers[started])) started++;
  mask_interrupts(SIG_UNBLOCK); /* for the reader: it is the one that an interrupt must wake */
  if (pthread_create(reader, NULL, read_all, c)) {
    pthread_mutex_lock(&c->lock);
    c->ended = true;
    pthread_cond_broadcast(&c->was_read);
    pthread_mutex_unlock(&c->lock);
    for (unsigned i = 0; i < started; i++) pthread_join(workers[i].thread, NULL);
    return 0;
  }
  mask_interrupts(SIG_BLOCK);
  return started;
}

static cli_exit run_started(crew *c, worker *workers, unsigned n) {
  pthread_t reader;
  unsigned started = start_crew(c, workers, n, &reader);
  if (!started) {
    cli_say("cannot start threads: try --jobs 1");
    return EXIT_INTERNAL;
  }
  cli_exit code = write_all(c);
  pthread_join(reader, NULL);
  for (unsigned i = 0; i < started; i++) pthread_join(workers[i].thread, NULL);
  mask_interrupts(SIG_UNBLOCK);
  return code;
}

static void close_crew(crew *c, worker *workers, unsigned n) {
  for (unsigned i = 0; i < n; i++) {
    if (workers[i].coder) add_stats(&c->job->stats, drg_coder_stats(workers[i].coder));
    drg_coder_free(workers[i].coder);
  }
  for (size_t i = 0; i < c->cap; i++) drg_buffer_clear(&c->ring[i].out);
  free(workers);
  free(c->ring);
}

static cli_exit run_crew(cli_job *job) {
  unsigned n = job->threads;
  crew c = {.job = job, .cap = (size_t)n * SLOTS_A_THREAD, .lock = PTHREAD_MUTEX_INITIALIZER};
  pthread_cond_init(&c.was_read, NULL);
  pthread_cond_init(&c.was_made, NULL);
  pthread_cond_init(&c.was_written, NULL);
  c.ring = calloc(c.cap, sizeof *c.ring);
  worker *workers = calloc(n, sizeof *workers);
  if (!c.ring || !workers) abort();
  cli_exit code = EXIT_DONE;
  for (unsigned i = 0; i < n && !code; i++) {
    workers[i].crew = &c;
    code = new_coder(job, &workers[i].coder);
  }
  if (!code) code = run_started(&c, workers, n);
  close_crew(&c, workers, n);
  return code;
}

cli_exit cli_run(cli_job *job) {
  cli_catch_interrupts();
  return job->threads > 1 ? run_crew(job) : run_alone(job);
}
