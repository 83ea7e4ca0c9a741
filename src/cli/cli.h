/* cli: the program. Knows include/dragoman.h and nothing else of the house.
 *
 * In: the command line. Out: data on standard output (or -o OUT), talk on standard error, an exit code.
 *
 *   main.c      which command; exit code
 *   tables.c    the commands and their options: one table, from which follow
 *   options.c     reading the command line,
 *   help.c        --help texts,
 *   man.c         the man page,
 *   complete.c    completions for bash, zsh and fish
 *   code.c      dragoman code            rooms.c    dragoman read, segment, parse, mention, resolve
 *   writer.c    the writer, and datapackage.json beside its data
 *   export.c    dragoman export, count  (a record is read)
 *   watch.c     dragoman watch: its sources  stream.c   what is new of them, as one stream of documents
 *   gather.c    dragoman gather          dict.c     dragoman dict: check, compile, suggest, import
 *   doctor.c    dragoman doctor          session.c  what code and rooms share: engine, reader, output, end
 *   run.c       documents from a reader through coders to an output, in order, on any number of threads
 *   sink.c      where data goes          talk.c     what is said on standard error: errors, rejects, progress
 */
#ifndef DRG_CLI_H
#define DRG_CLI_H
#include <dragoman.h>
#include <signal.h>
#include <stdio.h>

typedef enum cli_exit {
  EXIT_DONE = 0,
  EXIT_FOUND = 1, /* a check found something */
  EXIT_USAGE = 2,
  EXIT_SET_ASIDE = 3, /* done, but records were set aside */
  EXIT_FILES = 4,     /* cannot open or write */
  EXIT_INTERNAL = 5
} cli_exit;

/* ---- commands and options ---- */

typedef enum cli_kind {
  KIND_FLAG,
  KIND_CHOICE,
  KIND_WORD,
  KIND_COUNT,
  KIND_SHARE,
  KIND_AMOUNT, /* a number above 0 */
  KIND_DATE,
  KIND_FILE,
  KIND_FOLDER
} cli_kind;

typedef struct cli_option {
  unsigned commands;   /* bits: 1 << index of the command in CLI_COMMANDS */
  char letter;         /* 0 for none */
  const char *name;    /* without the dashes */
  const char *value;   /* what the help calls its value; NULL for flags */
  const char *choices; /* KIND_CHOICE: the words, blanks between */
  cli_kind kind;
  bool hidden;  /* works, but is not shown */
  size_t field; /* offset in cli_request: const char *, or bool for flags */
  const char *help;
} cli_option;

typedef struct cli_request {
  const struct cli_command *command;
  const char *asked; /* the arguments as given, blanks between; owned */
  const char **files;
  size_t n_files;
  const char *out, *to, *from, *jobs, *status, *min_confidence, *root;
  const char *text_field, *id_field, *date_field, *date, *language;
  const char *rejects, *data, *colour, *completions, *batch, *columns, *where, *by, *dict, *top;
  const char *every, *pages_per_minute, *user_agent, *hurry;
  bool quiet, stats, help, man, brief, reciprocal, datapackage, undo, once, pages, poll;
} cli_request;

typedef struct cli_command {
  const char *name, *arguments, *summary;
  const char *about;   /* a paragraph; NULL for none */
  const char *example; /* lines; NULL for none */
  cli_exit (*run)(const cli_request *request);
} cli_command;

extern const cli_command CLI_COMMANDS[];
extern const size_t CLI_N_COMMANDS;
extern const cli_option CLI_OPTIONS[];
extern const size_t CLI_N_OPTIONS;
extern const char *const CLI_EXIT_CODES[]; /* "0", meaning, "2", meaning, …, NULL */

const cli_command *cli_command_named(const char *name); /* NULL if there is none */
/* The next visible option of a command after *i (start with 0), NULL at the end. */
const cli_option *cli_option_next(const cli_command *command, size_t *i);

/* Reads the arguments after the command's name. request->files is malloc'ed. EXIT_DONE, or EXIT_USAGE once the fault is told. */
cli_exit cli_options_read(const cli_command *command, int argc, char **argv, cli_request *request);
int32_t cli_day_of(const char *date); /* of YYYY-MM-DD; DRG_NO_DAY for anything else */

cli_exit cli_code_run(const cli_request *request);
drg_format cli_format_of(const cli_request *request);
cli_exit cli_writer_open(const cli_request *request, drg_format format, drg_writer **writer); /* tells its fault */
/* --datapackage: whether OUT can have one, and writing it once OUT is closed. */
cli_exit cli_datapackage_check(const cli_request *request, drg_format format);
cli_exit cli_datapackage_write(const cli_request *request, drg_format format);
cli_exit cli_watch_run(const cli_request *request);
cli_exit cli_room_run(const cli_request *request);
cli_exit cli_export_run(const cli_request *request);
cli_exit cli_count_run(const cli_request *request);
cli_exit cli_gather_run(const cli_request *request);
cli_exit cli_dict_run(const cli_request *request);
cli_exit cli_doctor_run(const cli_request *request);
cli_exit cli_help_run(const cli_request *request);
cli_exit cli_version_run(const cli_request *request);

void cli_help_print(FILE *f, const cli_command *command); /* NULL: of the program */
void cli_man_print(FILE *f);
bool cli_completions_print(FILE *f, const char *shell);

/* ---- talk: standard error, and the file of rejects; main thread only ---- */

typedef struct cli_talk {
  bool quiet, progress; /* progress: a line that is rewritten, on a terminal */
  bool line_shown;
  FILE *rejects;      /* NULL: tell each on standard error */
  drg_record *record; /* that keeps them too; may be NULL */
  const char *rejects_path;
  uint64_t n_rejected, n_unopened, n_documents, n_events, n_known;
  double started, shown;
} cli_talk;

void cli_say(const char *fmt, ...) __attribute__((format(printf, 1, 2))); /* "dragoman: …" */
void cli_say_error(const drg_error *err);
cli_exit cli_exit_of(drg_status status);
cli_exit cli_worst(cli_exit a, cli_exit b); /* of two exit codes the higher one is told */
double cli_now(void);                       /* seconds, monotonic */

cli_exit cli_talk_open(cli_talk *t, const cli_request *request, bool progress);
void cli_talk_rejected(cli_talk *t, const drg_error *err);
void cli_talk_unopened(cli_talk *t, const drg_error *err);
void cli_talk_document(cli_talk *t, uint64_t n_events);
void cli_talk_known(cli_talk *t); /* a document that the record has already */
/* The last words and the exit code that follows from what happened. */
cli_exit cli_talk_close(cli_talk *t, bool interrupted);

/* ---- sink: where data goes ---- */

typedef struct cli_sink {
  int fd;
  const char *path;    /* NULL: standard output */
  drg_record *record;  /* instead of fd: what is put are packets */
  const char *between; /* what stands between two documents' outputs; NULL for nothing */
  bool begun;          /* a document's output has been written */
  bool gone;           /* who read our output has left, or a fault was told: write no more */
  bool failed;
} cli_sink;

cli_exit cli_sink_open(cli_sink *s, const cli_request *request, drg_record *record); /* record may be NULL */
void cli_sink_put(cli_sink *s, const char *data, size_t len);                        /* tells a fault itself, once */
void cli_sink_put_document(cli_sink *s, const drg_buffer *out); /* the next in order; may be empty */
cli_exit cli_sink_close(cli_sink *s);

/* ---- run ---- */

enum { CLI_KNOWN = -1 }; /* n_events of a document that was not coded since the record has it */

/* What is done to a document: appends to out, sets *n_events. Called from many threads, each with its own coder. */
typedef drg_status cli_make(drg_coder *coder, const drg_doc *doc, const void *how, drg_buffer *out, int64_t *n_events,
                            drg_error *err);

/* Where documents come from. next gives a document, or sets *mark (the rest as drg_reader_next): it is passed on to
 * `reached` once all that came before it is put. next may run in a thread of its own, reached in the caller's. */
struct cli_job;
typedef struct cli_stream {
  drg_status (*next)(void *from, drg_doc *doc, void **mark, drg_error *err);
  void (*reached)(void *from, void *mark, struct cli_job *job); /* NULL: it gives no marks */
  void *from;
} cli_stream;

typedef struct cli_job {
  const drg_engine *engine;
  const cli_stream *stream;
  unsigned threads; /* of coders */
  cli_make *make;
  const void *how; /* for make; shared, read-only */
  cli_sink *sink;
  cli_talk *talk;
  drg_stats stats; /* out: the sum over coders */
} cli_job;

/* Runs to the end of the input, to an interrupt, or to an output that takes no more. */
cli_exit cli_run(cli_job *job);
void cli_catch_interrupts(void);
bool cli_interrupted(void);

/* ---- session ---- */

/* Opens what a command over documents needs, runs make on each, and tells the end. The writer (NULL for none) gives what
 * stands before, between and after the documents' outputs. With a record (else NULL) what make gives are packets for it.
 * Both are the caller's, the record open for writing. */
cli_exit cli_session(const cli_request *request, drg_writer *writer, drg_record *record, cli_make *make,
                     const void *how);
/* The same of a stream, instead of the files that are named. */
cli_exit cli_session_of(const cli_request *request, const cli_stream *stream, drg_record *record, cli_make *make,
                        const void *how);
/* Codes a stream's documents into a record, with code's options of what to keep. */
cli_exit cli_code_stream(const cli_request *request, const cli_stream *stream, drg_record *record);
cli_exit cli_engine_open(const cli_request *request, drg_engine **engine);
drg_read_options cli_read_options(const cli_request *request);
cli_exit cli_record_open(const cli_request *request, drg_record **record); /* -o OUT, for writing; tells its fault */
bool cli_colour(const cli_request *request);
void cli_tell_width(void);                        /* to the library, which wraps text at $COLUMNS */
bool cli_to_terminal(const cli_request *request); /* is the data read by a person, here and now? */

#endif
