/* dragoman read, segment, parse, mention, resolve: what one room makes of the input. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"

typedef struct printing {
  const char *room, *format;
} printing;

static drg_status make_print(drg_coder *coder, const drg_doc *doc, const void *how, drg_buffer *out, int64_t *n_events,
                             drg_error *err) {
  const printing *p = how;
  (void)n_events;
  return drg_coder_print(coder, doc, p->room, p->format, out, err);
}

static const char *format_of(const cli_request *request) {
  const char *room = request->command->name;
  if (request->brief) return "brief";
  if (request->to) return strcmp(request->to, "jsonl") ? request->to : "json";
  bool conllu_in = request->from && !strcmp(request->from, "conllu");
  if (!strcmp(room, "parse")) return cli_to_terminal(request) && !conllu_in ? "tree" : "conllu";
  return cli_to_terminal(request) && strcmp(room, "read") ? "text" : "json";
}

/* ---- CoNLL-U: no documents, only trees ---- */

static FILE *open_input(const char *path) { return strcmp(path, "-") ? fopen(path, "rb") : stdin; }

/* The whole file, malloc'ed; NULL with errno set when it cannot be read. */
static char *read_file(const char *path, size_t *len) {
  FILE *f = open_input(path);
  char *data = NULL;
  if (!f) return NULL;
  size_t n = 0;
  for (size_t cap = 1 << 16;; cap *= 2) {
    char *grown = realloc(data, cap);
    if (!grown) abort();
    data = grown;
    n += fread(data + n, 1, cap - n, f);
    if (n < cap) break;
  }
  int why = ferror(f) ? errno : 0;
  if (f != stdin) fclose(f);
  *len = n;
  if (!why) return data;
  free(data);
  errno = why;
  return NULL;
}

static cli_exit parse_file(drg_coder *coder, const char *path, const char *format, cli_sink *sink, cli_talk *talk) {
  drg_error err = {.code = DRG_ERR_OPEN};
  drg_buffer out;
  size_t len = 0;
  char *data = read_file(path, &len);
  if (!data) {
    snprintf(err.message, sizeof err.message, "cannot open '%s': %s", path, strerror(errno));
    cli_talk_unopened(talk, &err);
    return EXIT_DONE;
  }
  drg_buffer_init(&out);
  drg_status status = drg_coder_parse_conllu(coder, data, len, path, format, &out, &err);
  cli_sink_put(sink, out.data, out.len);
  if (status == DRG_REJECTED || status == DRG_ERR_FORMAT) cli_talk_rejected(talk, &err);
  else if (status != DRG_OK) cli_say_error(&err);
  drg_buffer_clear(&out);
  free(data);
  return status == DRG_ERR_FORMAT || status == DRG_REJECTED ? EXIT_DONE : cli_exit_of(status);
}

static cli_exit parse_files(const cli_request *request, drg_coder *coder) {
  static const char *const STANDARD_INPUT[] = {"-"};
  const char *const *files = request->n_files ? request->files : STANDARD_INPUT;
  size_t n = request->n_files ? request->n_files : 1;
  cli_sink sink;
  cli_talk talk;
  cli_exit code = cli_sink_open(&sink, request, NULL);
  if (!code) code = cli_talk_open(&talk, request, false);
  if (code) return code;
  signal(SIGPIPE, SIG_IGN);
  for (size_t i = 0; i < n && !code && !sink.gone; i++)
    code = parse_file(coder, files[i], format_of(request), &sink, &talk);
  cli_exit closed = cli_sink_close(&sink), told = cli_talk_close(&talk, false);
  return code ? code : closed ? closed : told;
}

static cli_exit parse_conllu(const cli_request *request) {
  if (!strcmp(format_of(request), "json")) {
    cli_say("-f conllu gives conllu, tree or brief");
    return EXIT_USAGE;
  }
  drg_engine *engine = NULL;
  drg_coder *coder = NULL;
  drg_error err = {0};
  cli_exit code = cli_engine_open(request, &engine);
  if (!code && (code = cli_exit_of(drg_coder_new(engine, &coder, &err)))) cli_say_error(&err);
  if (!code) code = parse_files(request, coder);
  drg_coder_free(coder);
  drg_engine_close(engine);
  return code;
}

cli_exit cli_room_run(const cli_request *request) {
  if (request->from && !strcmp(request->from, "conllu")) return parse_conllu(request);
  printing p = {request->command->name, format_of(request)};
  return cli_session(request, NULL, NULL, make_print, &p);
}
