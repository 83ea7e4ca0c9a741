/* dragoman code: news in, events out. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "cli.h"

typedef struct filter {
  unsigned statuses; /* bits: 1 << drg_happening; 0 for all */
  double confidence;
  const char *roots; /* the list as given; NULL for all */
} filter;

typedef struct coding {
  drg_writer *writer; /* shared by the coding threads */
  drg_record *record; /* instead */
  filter keep;
} coding;

/* ---- lists: items apart by commas ---- */

/* Cuts the next item off *list: its length, 0 at the end. */
static size_t next_item(const char **list, const char **item) {
  *list += strspn(*list, ", ");
  *item = *list;
  size_t n = strcspn(*list, ", ");
  *list += n;
  return n;
}

static bool read_statuses(const char *list, unsigned *bits) {
  const char *item;
  for (size_t n; (n = next_item(&list, &item));) {
    int h = DRG_HAPPENED;
    while (h <= DRG_REQUESTED && (strlen(drg_happening_name((drg_happening)h)) != n ||
                                  strncasecmp(drg_happening_name((drg_happening)h), item, n) != 0))
      h++;
    if (h > DRG_REQUESTED) {
      cli_say("'%.*s' is no status: see 'dragoman help code'", (int)n, item);
      return false;
    }
    *bits |= 1u << h;
  }
  return true;
}

/* ---- roots: 14, 190, 18-20, PROTEST ---- */

static bool all_digits(const char *s, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!isdigit((unsigned char)s[i])) return false;
  return n > 0;
}

static bool is_range(const char *s, size_t n) {
  return n == 5 && s[2] == '-' && all_digits(s, 2) && all_digits(s + 3, 2);
}

static bool is_type(const char *s, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!isalpha((unsigned char)s[i])) return false;
  return n > 0;
}

static bool check_roots(const char *list) {
  const char *item;
  for (size_t n; (n = next_item(&list, &item));) {
    if ((n >= 2 && n <= 4 && all_digits(item, n)) || is_range(item, n) || is_type(item, n)) continue;
    cli_say("'%.*s' is neither a CAMEO code nor a PLOVER type", (int)n, item);
    return false;
  }
  return true;
}

static bool fits_root(const drg_event *e, const char *item, size_t n) {
  if (is_range(item, n))
    return e->cameo.len >= 2 && memcmp(e->cameo.data, item, 2) >= 0 && memcmp(e->cameo.data, item + 3, 2) <= 0;
  if (all_digits(item, n)) return e->cameo.len >= n && !memcmp(e->cameo.data, item, n);
  return e->plover.len == n && !strncasecmp(e->plover.data, item, n);
}

static bool fits_roots(const drg_event *e, const char *list) {
  const char *item;
  for (size_t n; (n = next_item(&list, &item));)
    if (fits_root(e, item, n)) return true;
  return false;
}

/* ---- what is kept ---- */

static bool keeps_all(const filter *f) { return !f->statuses && f->confidence <= 0 && !f->roots; }

/* Compares what is printed: an event shown as 0.70 is not under 0.7. */
static bool keeps(const filter *f, const drg_event *e) {
  if (f->statuses && !(f->statuses & 1u << e->status)) return false;
  if (e->confidence + 0.005 < f->confidence) return false;
  return !f->roots || fits_roots(e, f->roots);
}

static size_t copy_kept(const filter *f, const drg_event *events, size_t n, drg_event *kept) {
  size_t n_kept = 0;
  for (size_t i = 0; i < n; i++)
    if (keeps(f, &events[i])) kept[n_kept++] = events[i];
  return n_kept;
}

/* The events that are kept; *kept is malloc'ed where that is not all. */
static drg_status code_kept(drg_coder *coder, const drg_doc *doc, const filter *keep, const drg_event **events,
                            size_t *n, drg_event **kept, drg_error *err) {
  *kept = NULL;
  drg_status status = drg_coder_code(coder, doc, events, n, err);
  if (status != DRG_OK || !*n || keeps_all(keep)) return status;
  *kept = malloc(*n * sizeof **kept);
  if (!*kept) abort();
  *n = copy_kept(keep, *events, *n, *kept);
  *events = *kept;
  return status;
}

static drg_status make_events(drg_coder *coder, const drg_doc *doc, const void *how, drg_buffer *out, int64_t *n_events,
                              drg_error *err) {
  const coding *c = how;
  const drg_event *events = NULL;
  drg_event *kept = NULL;
  size_t n = 0;
  drg_status status = code_kept(coder, doc, &c->keep, &events, &n, &kept, err);
  if (status == DRG_OK) drg_writer_rows(c->writer, doc, events, n, out);
  free(kept);
  *n_events = (int64_t)n;
  return status;
}

static drg_status make_packet(drg_coder *coder, const drg_doc *doc, const void *how, drg_buffer *out, int64_t *n_events,
                              drg_error *err) {
  const coding *c = how;
  const drg_event *events = NULL;
  drg_event *kept = NULL;
  size_t n = 0;
  *n_events = CLI_KNOWN;
  if (drg_record_has(c->record, doc)) return DRG_OK;
  drg_status status = code_kept(coder, doc, &c->keep, &events, &n, &kept, err);
  if (status == DRG_OK) {
    drg_coded coded = drg_coder_coded(coder);
    coded.events = events, coded.n_events = n;
    drg_record_pack(doc, &coded, out);
  }
  free(kept);
  *n_events = (int64_t)n;
  return status;
}

static cli_exit code_to_record(const cli_request *request, coding *c) {
  cli_exit code = cli_record_open(request, &c->record);
  if (!code) code = cli_session(request, NULL, c->record, make_packet, c);
  drg_record_close(c->record);
  return code;
}

static cli_exit code_to_file(const cli_request *request, coding *c) {
  drg_format format = cli_format_of(request);
  cli_exit code = request->datapackage ? cli_datapackage_check(request, format) : EXIT_DONE;
  if (!code) code = cli_writer_open(request, format, &c->writer);
  if (code) return code;
  code = cli_session(request, c->writer, NULL, make_events, c);
  if (request->datapackage && (code == EXIT_DONE || code == EXIT_SET_ASIDE)) {
    cli_exit wrote = cli_datapackage_write(request, format);
    if (wrote) code = wrote;
  }
  drg_writer_close(c->writer);
  return code;
}

static cli_exit read_filter(const cli_request *request, filter *keep) {
  keep->roots = request->root;
  if (request->min_confidence) keep->confidence = strtod(request->min_confidence, NULL);
  if (request->status && !read_statuses(request->status, &keep->statuses)) return EXIT_USAGE;
  return request->root && !check_roots(request->root) ? EXIT_USAGE : EXIT_DONE;
}

cli_exit cli_code_stream(const cli_request *request, const cli_stream *stream, drg_record *record) {
  coding c = {.record = record};
  cli_exit code = read_filter(request, &c.keep);
  return code ? code : cli_session_of(request, stream, record, make_packet, &c);
}

cli_exit cli_code_run(const cli_request *request) {
  coding c = {0};
  cli_exit code = read_filter(request, &c.keep);
  if (code) return code;
  if (!request->out || !drg_record_named(request->out)) return code_to_file(request, &c);
  if (!request->to) return code_to_record(request, &c);
  cli_say("'%s' is a record: 'dragoman export' writes it as %s", request->out, request->to);
  return EXIT_USAGE;
}
