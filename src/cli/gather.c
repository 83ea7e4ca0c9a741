/* dragoman gather: copies and retellings in a record. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>
#include "cli.h"

typedef struct telling_progress {
  bool shown; /* a line that is rewritten, on a terminal */
  double started;
} telling_progress;

static bool tell_progress(void *context, uint64_t documents) {
  const telling_progress *p = context;
  if (p->shown)
    fprintf(stderr, "\r%" PRIu64 " documents, %.0f a second ", documents, (double)documents / (cli_now() - p->started));
  return !cli_interrupted();
}

static void tell_end(const cli_request *request, const drg_gathered *done, bool line_shown) {
  if (line_shown) fprintf(stderr, "\r\033[K");
  if (request->quiet) return;
  cli_say("%" PRIu64 " new documents with %" PRIu64 " events; now %" PRIu64 " stories, %" PRIu64 " happenings",
          done->documents, done->events, done->stories, done->happenings);
  if (cli_interrupted()) cli_say("interrupted: the same command goes on from here");
}

static drg_status gather_record(const cli_request *request, drg_record *record, drg_error *err) {
  telling_progress progress = {.shown = !request->quiet && isatty(STDERR_FILENO), .started = cli_now()};
  drg_gathered done;
  if (request->undo) return drg_record_ungather(record, err);
  cli_catch_interrupts();
  drg_status status = drg_record_gather(record, tell_progress, &progress, &done, err);
  if (status == DRG_OK) tell_end(request, &done, progress.shown);
  return status;
}

/* A file that is not there would be made, empty. */
static bool record_is_there(const char *name) {
  return drg_record_named(name) && (strstr(name, "://") || !access(name, F_OK));
}

cli_exit cli_gather_run(const cli_request *request) {
  drg_error err = {0};
  drg_record *record = NULL;
  if (request->n_files != 1) {
    cli_say("gather wants one record");
    fprintf(stderr, "try 'dragoman help gather'\n");
    return EXIT_USAGE;
  }
  if (!record_is_there(request->files[0])) {
    cli_say("cannot open '%s': no such record", request->files[0]);
    return EXIT_FILES;
  }
  drg_status status = drg_record_open(request->files[0], true, &record, &err);
  if (status == DRG_OK) status = gather_record(request, record, &err);
  if (status != DRG_OK) cli_say_error(&err);
  drg_record_close(record);
  return cli_exit_of(status);
}
