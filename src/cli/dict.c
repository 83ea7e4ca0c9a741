/* dragoman dict: the dictionaries looked after. One function an action. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"

enum { DEFAULT_TOP = 100 }; /* names that suggest gives */

typedef struct action {
  const char *name;
  cli_exit (*run)(const cli_request *request, const char **arguments, size_t n);
} action;

/* ---- check ---- */

typedef struct tally {
  uint64_t n[5];
  FILE *out;
} tally;

static const char *const KINDS[] = {[DRG_DICT_MALFORMED] = "malformed",
                                    [DRG_DICT_DUPLICATE] = "duplicate",
                                    [DRG_DICT_CONTRADICTION] = "contradiction",
                                    [DRG_DICT_OVERLAP] = "overlap",
                                    [DRG_DICT_DEAD] = "dead"};

static void tell_finding(void *context, const drg_dict_finding *f) {
  tally *t = context;
  t->n[f->kind]++;
  fprintf(t->out, "%.*s:%u: %s: %.*s\n", (int)f->file.len, f->file.data, f->line, KINDS[f->kind], (int)f->message.len,
          f->message.data);
}

static void tell_sum(const tally *t) {
  fprintf(stderr, "dragoman: ");
  for (size_t k = 0; k < sizeof KINDS / sizeof *KINDS; k++)
    fprintf(stderr, "%s%" PRIu64 " %s", k ? ", " : "", t->n[k], KINDS[k]);
  fprintf(stderr, "\n");
}

static cli_exit run_check(const cli_request *request, const char **folders, size_t n) {
  tally t = {.out = stdout};
  drg_error err = {0};
  drg_status status = DRG_OK;
  for (size_t i = 0; status == DRG_OK && i < (n ? n : 1); i++)
    status = drg_dict_check(request->data, n ? folders[i] : NULL, tell_finding, &t, &err);
  if (status != DRG_OK) cli_say_error(&err);
  else if (!request->quiet) tell_sum(&t);
  uint64_t all = 0;
  for (size_t k = 0; k < sizeof KINDS / sizeof *KINDS; k++) all += t.n[k];
  return status != DRG_OK ? cli_exit_of(status) : all ? EXIT_FOUND : EXIT_DONE;
}

/* ---- compile ---- */

static cli_exit run_compile(const cli_request *request, const char **arguments, size_t n) {
  (void)arguments;
  drg_error err = {0};
  if (n || !request->out) {
    cli_say("dict compile wants -o FILE and nothing else");
    return EXIT_USAGE;
  }
  drg_status status = drg_dict_compile(request->data, request->out, &err);
  if (status != DRG_OK) cli_say_error(&err);
  return cli_exit_of(status);
}

/* ---- suggest ---- */

static drg_status count_names(drg_coder *coder, const drg_doc *doc, const void *how, drg_buffer *out, int64_t *n_events,
                              drg_error *err) {
  (void)out, (void)n_events;
  return drg_coder_names(coder, doc, *(drg_names *const *)how, err);
}

static cli_exit put_names(const cli_request *request, const drg_names *names) {
  cli_sink sink;
  drg_buffer out;
  cli_exit code = cli_sink_open(&sink, request, NULL);
  if (code) return code;
  drg_buffer_init(&out);
  drg_names_put(names, request->top ? (size_t)atol(request->top) : DEFAULT_TOP, &out);
  cli_sink_put(&sink, out.data, out.len);
  drg_buffer_clear(&out);
  return cli_sink_close(&sink);
}

static cli_exit run_suggest(const cli_request *request, const char **files, size_t n) {
  drg_names *names = NULL;
  drg_error err = {0};
  cli_request of_session = *request; /* which writes nothing */
  of_session.files = files, of_session.n_files = n, of_session.out = NULL;
  drg_status status = drg_names_new(&names, &err);
  if (status != DRG_OK) cli_say_error(&err);
  cli_exit code = status != DRG_OK ? cli_exit_of(status) : cli_session(&of_session, NULL, NULL, count_names, &names);
  if (!code || code == EXIT_SET_ASIDE) code = cli_worst(code, put_names(request, names));
  drg_names_free(names);
  return code;
}

/* ---- import ---- */

static void tell_refused(void *context, const drg_dict_finding *f) {
  (void)context;
  fprintf(stderr, "%.*s:%u: %.*s\n", (int)f->file.len, f->file.data, f->line, (int)f->message.len, f->message.data);
}

static cli_exit run_import(const cli_request *request, const char **files, size_t n) {
  drg_error err = {0};
  drg_dict_imported done = {0};
  if (!n || !request->out) {
    cli_say("dict import wants files of dictionaries and -o DIR");
    return EXIT_USAGE;
  }
  drg_status status = drg_dict_import(files, n, request->out, tell_refused, NULL, &done, &err);
  if (status != DRG_OK) {
    cli_say_error(&err);
    return cli_exit_of(status);
  }
  if (!request->quiet)
    fprintf(stderr, "dragoman: %" PRIu64 " entries of %" PRIu64 " files, %" PRIu64 " lines refused\n", done.entries,
            done.files, done.refused);
  return done.refused ? EXIT_SET_ASIDE : EXIT_DONE;
}

/* ---- which? ---- */

static const action ACTIONS[] = {
    {"check", run_check}, {"compile", run_compile}, {"suggest", run_suggest}, {"import", run_import}};

cli_exit cli_dict_run(const cli_request *request) {
  const char *name = request->n_files ? request->files[0] : "";
  for (size_t i = 0; i < sizeof ACTIONS / sizeof *ACTIONS; i++)
    if (!strcmp(ACTIONS[i].name, name)) return ACTIONS[i].run(request, request->files + 1, request->n_files - 1);
  if (*name) cli_say("dict has no action '%s'", name);
  else cli_say("dict wants an action");
  fprintf(stderr, "try 'dragoman help dict'\n");
  return EXIT_USAGE;
}
