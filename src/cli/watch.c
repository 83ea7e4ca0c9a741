/* dragoman watch: folders, feeds and lists of feeds, coded into a record as they come. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include "watch.h"

/* ---- sources ---- */

static bool is_address(const char *s) { return !strncasecmp(s, "http://", 7) || !strncasecmp(s, "https://", 8); }

static void add_feed(watch *w, const char *url) {
  for (size_t i = 0; i < w->n_feeds; i++)
    if (!strcmp(w->feeds[i].state.url, url)) return;
  if (w->n_feeds == w->feeds_cap) {
    w->feeds_cap = w->feeds_cap ? w->feeds_cap * 2 : 16;
    watch_feed *grown = realloc(w->feeds, w->feeds_cap * sizeof *grown);
    if (!grown) abort();
    w->feeds = grown;
  }
  watch_feed *f = &w->feeds[w->n_feeds++];
  *f = (watch_feed){.state.url = strdup(url)};
  if (!f->state.url) abort();
}

/* The word of a line, '#' and what follows cut off; NULL when nothing is left. */
static char *word_of(char *line) {
  static const char BLANKS[] = " \t\r\n";
  char *word = line + strspn(line, BLANKS);
  if (!strncmp(word, "\xef\xbb\xbf", 3)) word += 3;
  word[strcspn(word, BLANKS)] = 0;
  return *word && *word != '#' ? word : NULL;
}

static cli_exit read_list(watch *w, const char *path) {
  FILE *f = fopen(path, "r");
  if (!f) {
    cli_say("cannot open '%s': %s", path, strerror(errno));
    return EXIT_FILES;
  }
  char *line = NULL, *word;
  size_t cap = 0;
  cli_exit code = EXIT_DONE;
  for (size_t n = 1; !code && getline(&line, &cap, f) >= 0; n++) {
    if (!(word = word_of(line))) continue;
    if (is_address(word)) add_feed(w, word);
    else {
      cli_say("%s:%zu: '%.100s' is no address of a feed (http, https)", path, n, word);
      code = EXIT_USAGE;
    }
  }
  free(line);
  fclose(f);
  return code;
}

static cli_exit read_source(watch *w, const char *source) {
  struct stat st;
  if (is_address(source)) {
    add_feed(w, source);
    return EXIT_DONE;
  }
  if (stat(source, &st)) {
    cli_say("cannot open '%s': %s", source, strerror(errno));
    return EXIT_FILES;
  }
  if (!S_ISDIR(st.st_mode)) return read_list(w, source);
  w->folders[w->n_folders++] = source;
  return EXIT_DONE;
}

static cli_exit read_sources(watch *w) {
  const cli_request *request = w->request;
  cli_exit code = EXIT_DONE;
  w->folders = calloc(request->n_files + 1, sizeof *w->folders);
  if (!w->folders) abort();
  for (size_t i = 0; i < request->n_files && !code; i++) code = read_source(w, request->files[i]);
  if (code || w->n_feeds || w->n_folders) return code;
  cli_say("nothing to watch in '%s'", request->files[0]);
  return EXIT_USAGE;
}

/* ---- what is known of feeds ---- */

/* Who asks for another rhythm than last time gets it, unless the feed wants to be left alone. */
static void cap_wait(const watch *w, drg_feed *feed) {
  double longest = watch_wall_now() + (w->every > feed->ttl ? w->every : feed->ttl);
  if (!feed->failures && !w->request->once && feed->next > longest) feed->next = longest;
}

static void say_not_due(const watch *w, const drg_feed *feed) {
  if (w->request->quiet || feed->next <= watch_wall_now()) return;
  cli_say("not yet due for %.0f seconds: '%s'", feed->next - watch_wall_now(), feed->url);
}

static cli_exit load_feeds(watch *w) {
  for (size_t i = 0; i < w->n_feeds; i++) {
    drg_feed *feed = &w->feeds[i].state;
    drg_error err = {0};
    drg_status st = drg_record_get_feed(w->record, feed, &err);
    if (st != DRG_OK && st != DRG_END) {
      cli_say_error(&err);
      return cli_exit_of(st);
    }
    cap_wait(w, feed);
    say_not_due(w, feed);
  }
  return EXIT_DONE;
}

/* ---- open, run, close ---- */

static double number_or(const char *s, double otherwise) { return s ? strtod(s, NULL) : otherwise; }

/* A machine under test may be slow, however hurried the test is. */
static double limit(double seconds, double hurry) { return seconds / hurry > 3 ? seconds / hurry : 3; }

static drg_status open_fetcher(watch *w, drg_error *err) {
  const cli_request *request = w->request;
  double hurry = number_or(request->hurry, 1);
  w->retry = 60 / hurry;
  return drg_fetcher_new(&(drg_fetch_options){.contact = request->user_agent,
                                              .pause = 1 / hurry,
                                              .pages_per_minute = number_or(request->pages_per_minute, 30) * hurry,
                                              .connect_timeout = limit(30, hurry),
                                              .timeout = limit(60, hurry)},
                         &w->fetcher, err);
}

/* The record and the rejects may lie in a folder that is watched. */
static drg_status open_folder(watch *w, drg_error *err) {
  const char *except[2];
  size_t n = 0;
  except[n++] = w->request->out;
  if (w->request->rejects) except[n++] = w->request->rejects;
  return drg_folder_open(w->folders, w->n_folders, except, n, w->request->poll, &w->folder, err);
}

static cli_exit open_watch(watch *w) {
  drg_error err = {0};
  cli_exit code = read_sources(w);
  if (!code) code = cli_record_open(w->request, &w->record);
  if (!code) code = load_feeds(w);
  if (code) return code;
  drg_status st = open_fetcher(w, &err);
  if (st == DRG_OK) st = open_folder(w, &err);
  if (st != DRG_OK) cli_say_error(&err);
  return cli_exit_of(st);
}

static void close_watch(watch *w) {
  drg_fetcher_free(w->fetcher);
  drg_folder_close(w->folder);
  for (size_t i = 0; i < w->n_feeds; i++) drg_feed_clear(&w->feeds[i].state);
  free(w->feeds);
  free(w->folders);
  drg_record_close(w->record);
}

static bool is_well_asked(const cli_request *request) {
  if (!request->n_files) cli_say("nothing to watch: name folders, feeds or lists of feeds");
  else if (!request->out) cli_say("where do the events go? Say -o record.db, or -o postgresql://…");
  else if (!drg_record_named(request->out))
    cli_say("'%s' is no record: a file that ends in .db or .sqlite, or postgresql://…", request->out);
  else return true;
  fprintf(stderr, "try 'dragoman help %s'\n", request->command->name);
  return false;
}

cli_exit cli_watch_run(const cli_request *request) {
  if (!is_well_asked(request)) return EXIT_USAGE;
  watch w = {.request = request,
             .read = cli_read_options(request),
             .every = number_or(request->every, request->once ? 0 : 900)};
  cli_exit code = open_watch(&w);
  if (!code) {
    cli_stream stream = watch_stream(&w);
    code = cli_code_stream(request, &stream, w.record);
    watch_stream_clear(&w);
  }
  close_watch(&w);
  return code;
}
