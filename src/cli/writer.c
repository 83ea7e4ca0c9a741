/* The format and the writer that the command line asks for, and the description beside its data (--datapackage). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include "cli.h"

/* ---- the format ---- */

static bool ends_with(const char *s, const char *ending) {
  size_t n = strlen(s), m = strlen(ending);
  return n > m && !strcasecmp(s + n - m, ending);
}

static const char *format_by_name(const char *out) {
  static const char *const ENDINGS[][2] = {{".csv", "csv"},  {".tsv", "tsv"},         {".tab", "tsv"},
                                           {".txt", "text"}, {".geojson", "geojson"}, {".graphml", "graphml"},
                                           {".gexf", "gexf"}};
  for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++)
    if (ends_with(out, ENDINGS[i][0])) return ENDINGS[i][1];
  return "jsonl";
}

drg_format cli_format_of(const cli_request *request) {
  const char *name = request->to;
  drg_format format = DRG_JSONL;
  if (!name && cli_to_terminal(request)) name = "text";
  if (!name) name = request->out ? format_by_name(request->out) : "jsonl";
  drg_format_named(name, &format);
  return format == DRG_PRETTY && cli_colour(request) ? DRG_PRETTY_COLOUR : format;
}

/* Who filters by status has chosen: the formats that keep to what took place then do not. */
static bool chooses_status(const cli_request *request) {
  return request->status || (request->where && strstr(request->where, "status"));
}

cli_exit cli_writer_open(const cli_request *request, drg_format format, drg_writer **writer) {
  drg_writer_options options = {.dir = request->data,
                                .columns = request->columns,
                                .reciprocal = request->reciprocal,
                                .any_status = chooses_status(request)};
  drg_error err = {0};
  drg_status status = drg_writer_open(format, &options, writer, &err);
  if (status != DRG_OK) cli_say_error(&err);
  return cli_exit_of(status);
}

/* ---- a description beside the data ---- */

static bool is_file(const char *out) { return out && strcmp(out, "-"); }

/* datapackage.json in the folder of OUT; the caller frees. */
static char *package_path(const char *out) {
  static const char NAME[] = "datapackage.json";
  const char *slash = strrchr(out, '/');
  size_t n = slash ? (size_t)(slash + 1 - out) : 0;
  char *path = malloc(n + sizeof NAME);
  if (!path) abort();
  memcpy(path, out, n);
  memcpy(path + n, NAME, sizeof NAME);
  return path;
}

static cli_exit write_file(const char *path, const drg_buffer *content) {
  FILE *f = fopen(path, "w");
  bool ok = f && fwrite(content->data, 1, content->len, f) == content->len;
  if (f && fclose(f)) ok = false;
  if (!ok) cli_say("cannot write '%s': %s", path, strerror(errno));
  return ok ? EXIT_DONE : EXIT_FILES;
}

cli_exit cli_datapackage_write(const cli_request *request, drg_format format) {
  drg_error err = {0};
  drg_buffer content;
  struct stat st = {0};
  stat(request->out, &st);
  drg_buffer_init(&content);
  drg_status status =
      drg_write_datapackage(format, request->out, request->columns, (uint64_t)st.st_size, &content, &err);
  char *path = package_path(request->out);
  if (status != DRG_OK) cli_say_error(&err);
  cli_exit code = status == DRG_OK ? write_file(path, &content) : cli_exit_of(status);
  free(path);
  drg_buffer_clear(&content);
  return code;
}

/* Told before the work, not after it. */
cli_exit cli_datapackage_check(const cli_request *request, drg_format format) {
  drg_error err = {0};
  drg_buffer content;
  if (!is_file(request->out)) {
    cli_say("--datapackage wants -o OUT: the description stands beside the data");
    return EXIT_USAGE;
  }
  drg_buffer_init(&content);
  drg_status status = drg_write_datapackage(format, request->out, request->columns, 0, &content, &err);
  drg_buffer_clear(&content);
  if (status != DRG_OK) cli_say_error(&err);
  return cli_exit_of(status);
}
