/* What dragoman watch is made of: sources (watch.c) and what is new of them, as one stream (stream.c). */
#ifndef DRG_CLI_WATCH_H
#define DRG_CLI_WATCH_H
#include <stdatomic.h>
#include "cli.h"

typedef struct watch_feed {
  drg_feed state; /* the record gets it once the items of the answer are in */
  bool busy;      /* asked, or items of the last answer are still to come */
  bool asked;     /* at least once in this run */
  bool near;
  size_t n_pages; /* to come */
} watch_feed;

/* Reading goes on in next(), which may have a thread of its own; writing in reached(), in order. What reached() needs to
 * know of it travels in marks:
 *
 *   document  document  mark: file done   document  mark: item's page in   mark: feed's state   …
 */
typedef struct watch_mark {
  struct watch_mark *next;
  char *line;                           /* to be said; NULL */
  bool counts;                          /* and what was coded since the mark before */
  bool only_new;                        /* said only if that is anything */
  drg_feed feed;                        /* to be kept, once all before is in; url NULL: none */
  char *item_id, *item_url, *item_feed; /* the same; item_id NULL: none */
} watch_mark;

typedef struct watch {
  const cli_request *request;
  drg_record *record;
  drg_read_options read;
  double every, retry; /* seconds */
  drg_fetcher *fetcher;
  drg_folder *folder;
  watch_feed *feeds;
  size_t n_feeds, feeds_cap;
  const char **folders;
  size_t n_folders;

  /* next() */
  drg_reader *reader; /* of the file or answer under way */
  char *file;
  const char *paths[1];
  watch_feed *feed; /* whose answer it is; NULL: a file's */
  drg_response answer;
  watch_mark *first, **last;
  bool given; /* something since all was committed */
  bool over;
  double files_until; /* of --once: monotonic; 0: not yet set */

  /* reached() */
  uint64_t n_documents, n_events, n_known, n_rejected; /* at the last mark that counts */
  atomic_bool stopped;                                 /* the record takes no more */
} watch;

cli_stream watch_stream(watch *w);
void watch_stream_clear(watch *w);
double watch_wall_now(void); /* seconds since 1970 */

#endif
