/* Where data goes: standard output or a file, each document in one write, so that readers of a pipe see it at once. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cli.h"

static bool same_file(const char *path, const struct stat *st) {
  struct stat other;
  return stat(path, &other) == 0 && other.st_dev == st->st_dev && other.st_ino == st->st_ino;
}

/* Opening OUT empties it: never do that to what is about to be read. */
static bool is_input(const char *out, const cli_request *request) {
  struct stat st;
  if (stat(out, &st) || !S_ISREG(st.st_mode)) return false;
  for (size_t i = 0; i < request->n_files; i++)
    if (same_file(request->files[i], &st)) return true;
  return false;
}

cli_exit cli_sink_open(cli_sink *s, const cli_request *request, drg_record *record) {
  *s = (cli_sink){.fd = STDOUT_FILENO, .record = record};
  if (record || !request->out || !strcmp(request->out, "-")) return EXIT_DONE;
  if (is_input(request->out, request)) {
    cli_say("'%s' is read: it cannot be the output too", request->out);
    return EXIT_USAGE;
  }
  s->path = request->out;
  s->fd = open(request->out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (s->fd >= 0) return EXIT_DONE;
  cli_say("cannot open '%s': %s", s->path, strerror(errno));
  return EXIT_FILES;
}

static void tell_fault(cli_sink *s) {
  s->gone = true;
  if (errno == EPIPE) return; /* they have seen enough: no fault */
  s->failed = true;
  if (s->path) cli_say("cannot write '%s': %s", s->path, strerror(errno));
  else cli_say("cannot write to standard output: %s", strerror(errno));
}

static void put_packet(cli_sink *s, const char *data, size_t len) {
  drg_error err = {0};
  if (!len || s->gone || drg_record_put(s->record, data, len, &err) == DRG_OK) return;
  s->gone = s->failed = true;
  cli_say_error(&err);
}

void cli_sink_put(cli_sink *s, const char *data, size_t len) {
  if (s->record) {
    put_packet(s, data, len);
    return;
  }
  while (len && !s->gone) {
    ssize_t n = write(s->fd, data, len);
    if (n < 0 && errno != EINTR) tell_fault(s);
    if (n <= 0) continue;
    data += n;
    len -= (size_t)n;
  }
}

void cli_sink_put_document(cli_sink *s, const drg_buffer *out) {
  if (!out->len) return;
  if (s->begun && s->between) cli_sink_put(s, s->between, strlen(s->between));
  cli_sink_put(s, out->data, out->len);
  s->begun = true;
}

cli_exit cli_sink_close(cli_sink *s) {
  if (s->path && close(s->fd) && !s->gone) tell_fault(s); /* a full disk may be told only here */
  return s->failed ? EXIT_FILES : EXIT_DONE;
}
