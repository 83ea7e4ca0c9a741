/* What is said on standard error: faults, records set aside, progress; and the file of rejects. */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "cli.h"

enum { REASONS_MAX = 20 }; /* told one by one; the others are counted */

void cli_say(const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  fputs("dragoman: ", stderr);
  vfprintf(stderr, fmt, args);
  fputc('\n', stderr);
  va_end(args);
}

/* file:line: reason, as far as they are known. A fault of opening names its file in the reason. */
void cli_say_error(const drg_error *err) {
  if (!err->file[0] || (err->code == DRG_ERR_OPEN && !err->line)) cli_say("%s", err->message);
  else if (!err->line) cli_say("%s: %s", err->file, err->message);
  else cli_say("%s:%" PRIu64 ": %s", err->file, err->line, err->message);
}

cli_exit cli_exit_of(drg_status status) {
  switch (status) {
    case DRG_OK:
    case DRG_END: return EXIT_DONE;
    case DRG_REJECTED: return EXIT_SET_ASIDE;
    case DRG_ERR_OPEN:
    case DRG_ERR_WRITE:
    case DRG_ERR_FORMAT: return EXIT_FILES;
    case DRG_ERR_ARGUMENT: return EXIT_USAGE;
    default: return EXIT_INTERNAL;
  }
}

cli_exit cli_worst(cli_exit a, cli_exit b) { return a > b ? a : b; }

double cli_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- progress ---- */

static void hide_line(cli_talk *t) {
  if (t->line_shown) fputs("\r\x1b[K", stderr);
  t->line_shown = false;
}

static void show_line(cli_talk *t, double now) {
  double seconds = now - t->started;
  hide_line(t);
  fprintf(stderr, "%" PRIu64 " documents, %.1f/s, %" PRIu64 " events", t->n_documents,
          seconds > 0 ? (double)t->n_documents / seconds : 0.0, t->n_events);
  if (t->n_rejected) fprintf(stderr, ", %" PRIu64 " set aside", t->n_rejected);
  t->line_shown = true;
  t->shown = now;
}

void cli_talk_document(cli_talk *t, uint64_t n_events) {
  t->n_documents++;
  t->n_events += n_events;
  if (!t->progress) return;
  double now = cli_now();
  if (now - t->shown > 0.2) show_line(t, now);
}

void cli_talk_known(cli_talk *t) { t->n_known++; }

/* ---- rejects ---- */

/* Bytes of the UTF-8 character at s; 0 when it is none. Error text may have been cut in mid-character. */
static int char_length(const unsigned char *s) {
  int n = s[0] < 0x80                   ? 1
          : s[0] >= 0xc2 && s[0] < 0xe0 ? 2
          : s[0] >= 0xe0 && s[0] < 0xf0 ? 3
          : s[0] >= 0xf0 && s[0] < 0xf5 ? 4
                                        : 0;
  for (int i = 1; i < n; i++)
    if ((s[i] & 0xc0) != 0x80) return 0;
  bool overlong = (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xf0 && s[1] < 0x90);
  bool beyond = (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf4 && s[1] > 0x8f);
  return overlong || beyond ? 0 : n;
}

static void put_json(FILE *f, const char *z) {
  fputc('"', f);
  for (const unsigned char *s = (const unsigned char *)z; *s;) {
    int n = char_length(s);
    if (!n) fputs("\\ufffd", f);
    else if (*s == '"' || *s == '\\') fprintf(f, "\\%c", *s);
    else if (*s < 0x20) fprintf(f, "\\u%04x", *s);
    else fwrite(s, 1, (size_t)n, f);
    s += n ? n : 1;
  }
  fputc('"', f);
}

static void keep_reject(FILE *f, const drg_error *err) {
  fputs("{\"file\":", f);
  put_json(f, err->file);
  if (err->line) fprintf(f, ",\"line\":%" PRIu64, err->line);
  else fputs(",\"line\":null", f);
  fprintf(f, ",\"byte\":%" PRIu64 ",\"reason\":", err->byte);
  put_json(f, err->message);
  fputs("}\n", f);
}

void cli_talk_rejected(cli_talk *t, const drg_error *err) {
  t->n_rejected++;
  if (t->record && drg_record_reject(t->record, err, NULL) != DRG_OK) cli_say("cannot keep a reject in the record");
  if (t->rejects) keep_reject(t->rejects, err);
  else if (!t->quiet && t->n_rejected <= REASONS_MAX) {
    hide_line(t);
    cli_say_error(err);
  } else if (!t->quiet && t->n_rejected == REASONS_MAX + 1) {
    hide_line(t);
    cli_say("further reasons are not shown: --rejects FILE keeps them");
  }
}

void cli_talk_unopened(cli_talk *t, const drg_error *err) {
  t->n_unopened++;
  hide_line(t);
  cli_say_error(err);
}

/* ---- first and last words ---- */

cli_exit cli_talk_open(cli_talk *t, const cli_request *request, bool progress) {
  *t = (cli_talk){.quiet = request->quiet, .rejects_path = request->rejects, .started = cli_now()};
  t->progress = progress && !request->quiet && isatty(STDERR_FILENO);
  t->shown = t->started;
  if (!request->rejects) return EXIT_DONE;
  t->rejects = fopen(request->rejects, "w");
  if (t->rejects) return EXIT_DONE;
  cli_say("cannot open '%s': %s", request->rejects, strerror(errno));
  return EXIT_FILES;
}

static bool close_rejects(cli_talk *t) {
  if (!t->rejects) return true;
  bool ok = !ferror(t->rejects);
  if (fclose(t->rejects)) ok = false;
  if (!ok) cli_say("cannot write '%s': %s", t->rejects_path, strerror(errno));
  return ok;
}

static void say_rejected(const cli_talk *t) {
  const char *records = t->n_rejected == 1 ? "record" : "records";
  if (t->rejects) cli_say("%" PRIu64 " %s set aside: see '%s'", t->n_rejected, records, t->rejects_path);
  else
    cli_say("%" PRIu64 " %s set aside; %s", t->n_rejected, records,
            t->record ? "the record's table rejects keeps the reasons" : "--rejects FILE keeps the reasons");
}

cli_exit cli_talk_close(cli_talk *t, bool interrupted) {
  hide_line(t);
  if (t->progress) {
    double seconds = cli_now() - t->started;
    cli_say("documents: %" PRIu64 ", events: %" PRIu64 ", seconds: %.1f", t->n_documents, t->n_events, seconds);
  }
  if (interrupted)
    cli_say("interrupted; what was under way is written, documents in all: %" PRIu64 "%s", t->n_documents,
            t->record ? "; the same command goes on from here" : "");
  if (t->n_known && !t->quiet) cli_say("documents that were in the record already: %" PRIu64, t->n_known);
  if (t->n_rejected && !t->quiet) say_rejected(t);
  if (!close_rejects(t) || t->n_unopened) return EXIT_FILES;
  return t->n_rejected ? EXIT_SET_ASIDE : EXIT_DONE;
}
