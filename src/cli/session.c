/* What the commands over documents share: the engine, the reader, the output, the end. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include "cli.h"

enum { JOBS_MAX = 256 };

bool cli_to_terminal(const cli_request *request) {
  return (!request->out || !strcmp(request->out, "-")) && isatty(STDOUT_FILENO);
}

bool cli_colour(const cli_request *request) {
  const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
  if (request->colour && strcmp(request->colour, "auto")) return !strcmp(request->colour, "always");
  return cli_to_terminal(request) && !(no && *no) && term && strcmp(term, "dumb");
}

/* The library wraps text at $COLUMNS, which shells seldom export. */
void cli_tell_width(void) {
  struct winsize size;
  char width[16];
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col) return;
  snprintf(width, sizeof width, "%u", (unsigned)size.ws_col);
  setenv("COLUMNS", width, 1);
}

static unsigned count_threads(const cli_request *request) {
  long n = request->jobs ? atol(request->jobs) : 1;
  if (n == 0) n = sysconf(_SC_NPROCESSORS_ONLN);
  return n < 1 ? 1 : n > JOBS_MAX ? JOBS_MAX : (unsigned)n;
}

cli_exit cli_engine_open(const cli_request *request, drg_engine **engine) {
  drg_error err = {0};
  drg_status status = drg_engine_open_with(request->data, request->dict, engine, &err);
  if (status != DRG_OK) cli_say_error(&err);
  return cli_exit_of(status);
}

drg_read_options cli_read_options(const cli_request *request) {
  return (drg_read_options){.format = request->from,
                            .text_field = request->text_field,
                            .id_field = request->id_field,
                            .date_field = request->date_field,
                            .language = request->language,
                            .default_day = request->date ? cli_day_of(request->date) : DRG_NO_DAY};
}

cli_exit cli_record_open(const cli_request *request, drg_record **record) {
  drg_error err = {0};
  drg_status status = drg_record_open(request->out, true, record, &err);
  if (status != DRG_OK) cli_say_error(&err);
  else if (request->batch) drg_record_batch(*record, (size_t)atol(request->batch));
  return cli_exit_of(status);
}

/* The files; with none, standard input, unless a person sits there who may not know that we wait. */
static cli_exit open_reader(const cli_request *request, drg_reader **reader) {
  static const char *const STANDARD_INPUT[] = {"-"};
  if (!request->n_files && isatty(STDIN_FILENO)) {
    cli_say("no input: name files, or '-' for standard input");
    fprintf(stderr, "try 'dragoman help %s'\n", request->command->name);
    return EXIT_USAGE;
  }
  drg_read_options options = cli_read_options(request);
  const char *const except[] = {request->out ? request->out : "-", request->rejects ? request->rejects : "-"};
  options.except = except, options.n_except = 2;
  drg_error err = {0};
  drg_status status = drg_reader_open(request->n_files ? request->files : STANDARD_INPUT,
                                      request->n_files ? request->n_files : 1, &options, reader, &err);
  if (status != DRG_OK) cli_say_error(&err);
  return cli_exit_of(status);
}

static double seconds_of(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec * 1e-6; }

static void say_stats(const drg_stats *s, double opened, double ran) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  double cpu = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  fprintf(stderr,
          "{\"ns_segment\":%" PRIu64 ",\"ns_parse\":%" PRIu64 ",\"ns_mention\":%" PRIu64 ",\"ns_resolve\":%" PRIu64
          ",\"ns_code\":%" PRIu64 ",\"documents\":%" PRIu64 ",\"sentences\":%" PRIu64 ",\"tokens\":%" PRIu64
          ",\"events\":%" PRIu64 ",\"seconds_open\":%.6f,\"seconds_run\":%.6f,\"seconds_cpu\":%.6f,\"peak_kib\":%ld}\n",
          s->ns_segment, s->ns_parse, s->ns_mention, s->ns_resolve, s->ns_code, s->documents, s->sentences, s->tokens,
          s->events, opened, ran, cpu, usage.ru_maxrss);
}

typedef struct session {
  drg_engine *engine;
  drg_reader *reader; /* NULL: of a stream that is the caller's */
  cli_stream stream;
  cli_sink sink;
  cli_talk talk;
} session;

static drg_status next_of_reader(void *from, drg_doc *doc, void **mark, drg_error *err) {
  (void)mark;
  return drg_reader_next(from, doc, err);
}

/* The output is opened last: what cannot start must not empty a file. */
static cli_exit open_session(const cli_request *request, const cli_stream *stream, drg_record *record, session *s) {
  cli_exit code = cli_engine_open(request, &s->engine);
  if (!code && !stream) code = open_reader(request, &s->reader);
  s->stream = stream ? *stream : (cli_stream){.next = next_of_reader, .from = s->reader};
  if (!code) code = cli_sink_open(&s->sink, request, record);
  if (!code) code = cli_talk_open(&s->talk, request, !stream && !cli_to_terminal(request));
  s->talk.record = record;
  return code;
}

/* What was coded is committed, even when something else went wrong. */
static cli_exit end_run(drg_record *record, bool failed) {
  drg_error err = {0};
  if (failed || drg_record_end_run(record, &err) == DRG_OK) return EXIT_DONE;
  cli_say_error(&err);
  return EXIT_FILES;
}

typedef void put_edge(drg_writer *w, drg_buffer *out);

static void put_header(drg_writer *w, drg_buffer *out) { drg_writer_header(w, out); }

/* What stands before the first document, or after the last. */
static void put_edge_of(drg_writer *w, put_edge *put, cli_sink *sink) {
  drg_buffer out;
  if (!w || sink->gone) return;
  drg_buffer_init(&out);
  put(w, &out);
  cli_sink_put(sink, out.data, out.len);
  drg_buffer_clear(&out);
}

static cli_exit run_session(const cli_request *request, session *s, drg_writer *writer, cli_make *make, const void *how,
                            double began) {
  cli_job job = {.engine = s->engine,
                 .stream = &s->stream,
                 .threads = count_threads(request),
                 .make = make,
                 .how = how,
                 .sink = &s->sink,
                 .talk = &s->talk};
  double opened = cli_now();
  if (writer) s->sink.between = drg_writer_between(writer);
  put_edge_of(writer, put_header, &s->sink);
  cli_exit code = cli_run(&job);
  put_edge_of(writer, drg_writer_end, &s->sink);
  if (s->sink.record) code = cli_worst(code, end_run(s->sink.record, s->sink.failed));
  code = cli_worst(code, cli_sink_close(&s->sink));
  code = cli_worst(code, cli_talk_close(&s->talk, cli_interrupted()));
  if (request->stats) say_stats(&job.stats, opened - began, cli_now() - opened);
  return code;
}

static cli_exit begin_run(const cli_request *request, const drg_engine *engine, drg_record *record) {
  char dictionaries[17], model[17];
  drg_error err = {0};
  drg_status status = drg_engine_hashes(engine, dictionaries, model, &err);
  if (status == DRG_OK) status = drg_record_begin_run(record, dictionaries, model, request->asked, &err);
  if (status != DRG_OK) cli_say_error(&err);
  return cli_exit_of(status);
}

static cli_exit run_all(const cli_request *request, const cli_stream *stream, drg_writer *writer, drg_record *record,
                        cli_make *make, const void *how) {
  double began = cli_now();
  session s = {0};
  if (cli_to_terminal(request)) cli_tell_width();
  cli_exit code = open_session(request, stream, record, &s);
  if (!code && record) code = begin_run(request, s.engine, record);
  if (!code) code = run_session(request, &s, writer, make, how, began);
  drg_reader_close(s.reader);
  drg_engine_close(s.engine);
  return code;
}

cli_exit cli_session(const cli_request *request, drg_writer *writer, drg_record *record, cli_make *make,
                     const void *how) {
  return run_all(request, NULL, writer, record, make, how);
}

cli_exit cli_session_of(const cli_request *request, const cli_stream *stream, drg_record *record, cli_make *make,
                        const void *how) {
  return run_all(request, stream, NULL, record, make, how);
}
