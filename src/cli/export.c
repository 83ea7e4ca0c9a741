/* dragoman export and count: what a record holds, in any format, and how much of it. */
#include <stdlib.h>
#include <string.h>
#include "cli.h"

enum { BUFFER_FULL = 1 << 16 };

static cli_exit fail(const drg_error *err, drg_status status) {
  cli_say_error(err);
  return cli_exit_of(status);
}

/* The one argument that these commands have, opened for reading. */
static cli_exit open_record(const cli_request *request, drg_record **record) {
  drg_error err = {0};
  if (request->n_files != 1) {
    cli_say("%s wants one record: a database's file, or postgresql://…", request->command->name);
    fprintf(stderr, "try 'dragoman help %s'\n", request->command->name);
    return EXIT_USAGE;
  }
  if (request->out && drg_record_named(request->out)) {
    cli_say("%s writes files: '%s' would be a record", request->command->name, request->out);
    return EXIT_USAGE;
  }
  drg_status status = drg_record_open(request->files[0], false, record, &err);
  return status == DRG_OK ? EXIT_DONE : fail(&err, status);
}

static void flush(cli_sink *sink, drg_buffer *out) {
  cli_sink_put(sink, out->data, out->len);
  out->len = 0;
}

/* ---- export ---- */

typedef struct exporting {
  drg_writer *writer;
  cli_sink sink;
  drg_buffer out;
} exporting;

static bool export_document(void *context, const drg_doc *doc, const drg_event *events, size_t n) {
  exporting *x = context;
  drg_writer_put(x->writer, doc, events, n, &x->out);
  if (x->out.len > BUFFER_FULL) flush(&x->sink, &x->out);
  return !x->sink.gone;
}

static cli_exit export_events(const cli_request *request, drg_record *record, bool with_text, exporting *x) {
  drg_error err = {0};
  drg_writer_header(x->writer, &x->out);
  drg_status status = drg_record_select(record, request->where, with_text, export_document, x, &err);
  if (status == DRG_OK) drg_writer_end(x->writer, &x->out);
  flush(&x->sink, &x->out);
  return status == DRG_OK ? EXIT_DONE : fail(&err, status);
}

/* Formats that show more of a document than its sentences. */
static bool wants_text(drg_format f) { return f == DRG_PRETTY || f == DRG_PRETTY_COLOUR || f == DRG_PLOVER; }

/* Before the output is emptied. */
static cli_exit check_where(const cli_request *request, drg_record *record) {
  drg_error err = {0};
  drg_status status = request->by ? drg_record_count(record, request->by, request->where, NULL, NULL, &err)
                                  : drg_record_select(record, request->where, false, NULL, NULL, &err);
  return status == DRG_OK ? EXIT_DONE : fail(&err, status);
}

static cli_exit export_record(const cli_request *request, drg_record *record) {
  exporting x = {0};
  drg_format format = cli_format_of(request);
  cli_exit code = request->datapackage ? cli_datapackage_check(request, format) : EXIT_DONE;
  if (!code) code = cli_writer_open(request, format, &x.writer);
  if (!code) code = check_where(request, record);
  if (!code) code = cli_sink_open(&x.sink, request, NULL);
  if (code) {
    drg_writer_close(x.writer);
    return code;
  }
  if (cli_to_terminal(request)) cli_tell_width();
  signal(SIGPIPE, SIG_IGN);
  code = export_events(request, record, wants_text(format), &x);
  code = cli_worst(code, cli_sink_close(&x.sink));
  if (!code && request->datapackage) code = cli_datapackage_write(request, format);
  drg_buffer_clear(&x.out);
  drg_writer_close(x.writer);
  return code;
}

cli_exit cli_export_run(const cli_request *request) {
  drg_record *record = NULL;
  cli_exit code = open_record(request, &record);
  if (!code) code = export_record(request, record);
  drg_record_close(record);
  return code;
}

/* ---- count ---- */

enum { MOST_COLUMNS = 16 };

typedef struct table {
  drg_format format;
  cli_sink sink;
  drg_buffer out;
  char *words[MOST_COLUMNS]; /* the columns' names */
  drg_str names[MOST_COLUMNS];
} table;

static bool keep_names(table *t, const drg_str *cells, size_t n) {
  for (size_t i = 0; i < n; i++) {
    t->words[i] = strndup(cells[i].data, cells[i].len);
    if (!t->words[i]) abort();
    t->names[i] = (drg_str){t->words[i], cells[i].len};
  }
  return t->format == DRG_JSONL; /* which has no line of names */
}

static bool put_row(void *context, const drg_str *cells, const bool *numbers, size_t n) {
  table *t = context;
  if (!t->words[0] && keep_names(t, cells, n)) return true;
  drg_write_row(t->format, t->names, cells, numbers, n, &t->out);
  if (t->out.len > BUFFER_FULL) flush(&t->sink, &t->out);
  return !t->sink.gone;
}

static drg_format table_format(const cli_request *request) {
  drg_format format = cli_to_terminal(request) ? DRG_TSV : DRG_CSV;
  if (request->to) drg_format_named(request->to, &format);
  else if (request->out) format = cli_format_of(request);
  return format == DRG_TSV || format == DRG_JSONL ? format : DRG_CSV;
}

static cli_exit count_record(const cli_request *request, drg_record *record) {
  drg_error err = {0};
  table t = {.format = table_format(request)};
  cli_exit code = check_where(request, record);
  if (!code) code = cli_sink_open(&t.sink, request, NULL);
  if (code) return code;
  signal(SIGPIPE, SIG_IGN);
  drg_status status = drg_record_count(record, request->by, request->where, put_row, &t, &err);
  flush(&t.sink, &t.out);
  if (status != DRG_OK) code = fail(&err, status);
  code = cli_worst(code, cli_sink_close(&t.sink));
  for (size_t i = 0; i < MOST_COLUMNS; i++) free(t.words[i]);
  drg_buffer_clear(&t.out);
  return code;
}

cli_exit cli_count_run(const cli_request *request) {
  drg_record *record = NULL;
  cli_exit code = open_record(request, &record);
  if (!code) code = count_record(request, record);
  drg_record_close(record);
  return code;
}
