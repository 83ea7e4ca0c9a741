/* dragoman.h: the one public header of Dragoman, a political event coder.
 *
 * ROOMS      news bytes -> drg_reader -> drg_doc -> drg_coder -> drg_event -> drg_writer -> bytes.
 *            Inside, a document walks read, segment, parse, mention, resolve, code, write; see ARCHITECTURE.md.
 * OWNERSHIP  *_new and *_open give an object; its *_free or *_close takes it, and NULL is fine. Every other
 *            pointer is borrowed and lives as long as what it came from: a document until the reader's arena
 *            for it is released (drg_doc_free), events until the coder's next call.
 * ERRORS     what can fail returns a drg_status and fills the caller's drg_error (which may be NULL). The
 *            library never prints and never exits.
 * THREADS    an engine is read-only: share it. A reader, a coder and a buffer belong to one thread; a writer may be shared
 *            through drg_writer_rows.
 * TEXT       UTF-8. Every offset is a byte offset, end exclusive, into drg_doc.text:
 *            the words of span s are doc.text.data[s.begin] up to, not including, doc.text.data[s.end].
 * STABILITY  the C API may grow before 1.0; the event record (docs/record.md) will not lose keys.
 */
#ifndef DRAGOMAN_H
#define DRAGOMAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DRG_VERSION "0.1.0"
#define DRG_API __attribute__((visibility("default")))

/* ---- strings, spans, errors ------------------------------------------------------------------ */

typedef struct drg_str {
  const char *data; /* not NUL-terminated; NULL means absent */
  size_t len;       /* bytes */
} drg_str;

typedef struct drg_span {
  uint32_t begin, end; /* bytes of drg_doc.text, end exclusive; begin == end means absent */
} drg_span;

typedef enum drg_status {
  DRG_OK = 0,
  DRG_END,          /* nothing more to read */
  DRG_REJECTED,     /* this record is set aside, the next may be fine; the error says why */
  DRG_ERR_OPEN,     /* cannot open a file or folder */
  DRG_ERR_WRITE,    /* cannot write */
  DRG_ERR_FORMAT,   /* a model or dictionary is malformed */
  DRG_ERR_ARGUMENT, /* the caller asked for what does not exist */
  DRG_ERR_MEMORY,
  DRG_ERR_INTERNAL
} drg_status;

typedef struct drg_error {
  drg_status code;
  char message[256]; /* one line, lower case, no full stop: cannot open 'x.jsonl' */
  char file[256];    /* "" where it does not apply */
  uint64_t line;     /* from 1; 0 unknown */
  uint64_t byte;     /* offset from 0 in the (unpacked) file */
} drg_error;

/* ---- a growing byte buffer: what the writers fill --------------------------------------------- */

typedef struct drg_buffer {
  char *data; /* owned; NUL-terminated once anything was written */
  size_t len, cap;
} drg_buffer;

DRG_API void drg_buffer_init(drg_buffer *b);
DRG_API void drg_buffer_clear(drg_buffer *b); /* frees */

/* ---- documents -------------------------------------------------------------------------------- */

#define DRG_NO_DAY INT32_MIN

typedef struct drg_doc {
  drg_str id, title, url, publisher, language, text;
  int32_t day;           /* publication date, days since 1970-01-01, or DRG_NO_DAY */
  const char *date_from; /* "field", "text", "url", "name", "option", "crawl" or NULL: what gave the day */
  drg_str dateline;      /* place named before the first dash, as written; data NULL if none */
  drg_str file;          /* where it was read */
  uint64_t line, byte;
  void *owner; /* its memory; released by drg_doc_free */
} drg_doc;

DRG_API void drg_doc_free(drg_doc *doc);

typedef struct drg_read_options {
  const char *format;     /* "text", "jsonl", "csv", "tsv", "html", "feed", "xml", "warc"; NULL: by name and content */
  const char *language;   /* "any" keeps all documents; NULL or "en" sets aside what surely is not English */
  const char *text_field; /* JSON Lines, CSV, TSV: names that override the detected fields; NULL detects */
  const char *id_field;
  const char *date_field;
  int32_t default_day; /* date of reports that give none; DRG_NO_DAY for none */
  size_t max_record;   /* bytes of one record before it is set aside; 0 means 64 MiB */
  bool headlines;      /* feeds: an item without a text is its title, not set aside */
  /* Files that are passed over where a folder or pattern has them, with all whose names go on with '-' behind theirs
   * (record.db-wal): what the reading writes. Copied. */
  const char *const *except;
  size_t n_except;
} drg_read_options;

typedef struct drg_reader drg_reader;

/* Reads documents from paths: files, folders (walked in name order) and "-" for standard input; a path that
 * names no file and holds *, ? or [ is a pattern of names. Gzip and zstd are seen by their first bytes. opt may be NULL. Paths are borrowed until close. */
DRG_API drg_status drg_reader_open(const char *const *paths, size_t n, const drg_read_options *opt, drg_reader **out,
                                   drg_error *err);
/* A reader over bytes in memory, which are borrowed until close; `name` stands for the path. */
DRG_API drg_status drg_reader_open_bytes(const char *name, const void *data, size_t len, const drg_read_options *opt,
                                         drg_reader **out, drg_error *err);
/* Next document. DRG_OK fills *doc (caller frees with drg_doc_free); DRG_REJECTED fills *err and reading may go
 * on; DRG_ERR_OPEN names a path that cannot be opened, and reading may go on with the next; DRG_END at the end. */
DRG_API drg_status drg_reader_next(drg_reader *r, drg_doc *doc, drg_error *err);
DRG_API void drg_reader_close(drg_reader *r);
/* A document made from a text in memory; the text is copied. id, date (YYYY-MM-DD) may be NULL. */
DRG_API drg_status drg_doc_from_text(const char *text, size_t len, const char *id, const char *date, drg_doc *doc,
                                     drg_error *err);

/* ---- fetching: feeds and pages, politely ----------------------------------------------------------- */

/* HTTP as a guest: one request at a time to a host, a pause between two; robots.txt heeded for pages; limits on time and
 * size; redirects followed, five of them. Many hosts are served at once, in the thread that calls.
 *
 *   drg_fetcher_new(NULL, &fetcher, &err);
 *   drg_fetcher_add(fetcher, &(drg_request){.url = "https://news.example/feed.xml"});
 *   while (drg_fetcher_pending(fetcher)) {
 *     drg_fetcher_wait(fetcher, 1.0, -1);
 *     while (drg_fetcher_next(fetcher, &response)) { …; drg_response_clear(&response); }
 *   }
 *   drg_fetcher_free(fetcher);                                                                              */
typedef struct drg_fetch_options { /* 0 and NULL: the default */
  const char *contact;             /* put into User-Agent: where a server's keeper can write to, or read of you */
  double pause;                    /* seconds between requests to a host; 1 */
  double pages_per_minute;         /* 30 */
  double connect_timeout, timeout; /* seconds; 30, 60 */
  size_t largest;                  /* bytes of a body, unpacked; 16 MiB */
} drg_fetch_options;

typedef struct drg_request { /* copied by drg_fetcher_add */
  const char *url;
  const char *base; /* that it may be relative to; NULL */
  bool page;        /* a page: robots.txt and pages_per_minute hold; else a feed */
  bool near;        /* of a page: the feed that names it is itself at a private address */
  const char *etag; /* of an earlier answer: the server says 304 when nothing has changed */
  const char *last_modified;
  double after;  /* seconds: not before */
  void *context; /* comes back with the response */
} drg_request;

typedef enum drg_fetched {
  DRG_FETCHED,   /* body holds it */
  DRG_UNCHANGED, /* 304 */
  DRG_FAILED,    /* try again later: no answer, 408, 429, 5xx */
  DRG_REFUSED    /* no use: other 4xx, robots.txt, too large, too many redirects, no http */
} drg_fetched;

typedef struct drg_response {
  drg_fetched what;
  void *context;
  int status;                  /* of HTTP; 0: no answer */
  drg_buffer body;             /* unpacked */
  char *etag, *last_modified;  /* NULL: not said; these three owned */
  char *moved_to;              /* where permanent redirects lead; NULL: there were none */
  double max_age, retry_after; /* seconds; -1: not said */
  bool near;                   /* the answer came from a private address */
  char error[256];             /* of DRG_FAILED and DRG_REFUSED: why */
} drg_response;

typedef struct drg_fetcher drg_fetcher;

DRG_API drg_status drg_fetcher_new(const drg_fetch_options *opt, drg_fetcher **out, drg_error *err);
DRG_API void drg_fetcher_free(drg_fetcher *f);
DRG_API void drg_fetcher_add(drg_fetcher *f, const drg_request *request);
DRG_API size_t drg_fetcher_pending(const drg_fetcher *f); /* requests without a response as yet */
/* Works until there is a response, `seconds` have passed, a signal came, or fd (-1: none) can be read. */
DRG_API void drg_fetcher_wait(drg_fetcher *f, double seconds, int fd);
DRG_API bool drg_fetcher_next(drg_fetcher *f, drg_response *out); /* false: there is none as yet */
/* The context of a request that will not be answered, for who gives up; NULL when none is left. */
DRG_API void *drg_fetcher_drop(drg_fetcher *f);
DRG_API void drg_response_clear(drg_response *r);
/* The document of a feed's item whose page was fetched: the page's text with the item's id, address and, where it has
 * them, title, date and publisher. */
DRG_API drg_status drg_doc_of_page(const drg_doc *item, const drg_response *page, const drg_read_options *opt,
                                   drg_doc *doc, drg_error *err);

typedef struct drg_feed { /* what is known of a feed between two fetches; strings owned, NULL: none */
  char *url;              /* as it was given */
  char *moved_to, *etag, *last_modified;
  double ttl;        /* seconds: how long its keeper wants it to be kept; 0: not said */
  double next;       /* seconds since 1970: not to be fetched before */
  uint32_t failures; /* in a row */
} drg_feed;

/* Takes an answer in: when it is fetched next, `every` seconds on (longer if the server asks for it), or after failures
 * after `retry` seconds, doubled each time, at most a day. now: seconds since 1970. */
DRG_API void drg_feed_answered(drg_feed *feed, const drg_response *r, double every, double retry, double now);
DRG_API void drg_feed_copy(const drg_feed *feed, drg_feed *out);
DRG_API void drg_feed_clear(drg_feed *feed);

/* ---- folders: files as they come -------------------------------------------------------------------- */

/* Files in folders and the folders in them: those that are there, then those that are new or changed, each once it rests:
 * closed by its writer, or unchanged for two seconds. Hidden files and those with a name of something half done (.part,
 * .tmp, …) are passed over, so is what `except` names and all names that begin with one of them and '-'. Network file
 * systems, which tell of nothing, are looked through every few seconds; with `poll` all are. */
typedef struct drg_folder drg_folder;

DRG_API drg_status drg_folder_open(const char *const *paths, size_t n, const char *const *except, size_t n_except,
                                   bool poll, drg_folder **out, drg_error *err);
DRG_API void drg_folder_close(drg_folder *f);
DRG_API int drg_folder_fd(const drg_folder *f); /* can be read when something happened; -1: ask after drg_folder_wait */
DRG_API const char *drg_folder_next(drg_folder *f);     /* a file to read, until the next call; NULL: none as yet */
DRG_API double drg_folder_wait(const drg_folder *f);    /* seconds after which to ask again, whatever fd says */
DRG_API size_t drg_folder_pending(const drg_folder *f); /* files that do not rest yet */

/* ---- events ------------------------------------------------------------------------------------ */

typedef struct drg_actor {
  drg_str code;    /* CAMEO: "IRNGOV"; data NULL: the actor is absent */
  drg_str country; /* ISO 3166 alpha-3 or an international actor's code */
  drg_str sector;  /* "GOV" */
  drg_str name, title, text;
  drg_span span;
} drg_actor;

typedef struct drg_place {
  drg_str name, country, precision; /* "city", "region", "country" */
  double lat, lon;                  /* WGS 84 degrees */
} drg_place;

typedef enum drg_happening {
  DRG_HAPPENED,
  DRG_ONGOING,
  DRG_PLANNED,
  DRG_CONDITIONAL,
  DRG_DENIED,
  DRG_NEGATED,
  DRG_REQUESTED
} drg_happening;

typedef struct drg_details { /* absent counts are -1, absent strings NULL */
  int64_t killed, injured, arrested;
  double amount; /* < 0 when absent */
  drg_str currency, weapon;
} drg_details;

typedef struct drg_topic {
  drg_str name, kind, text;
} drg_topic;

typedef struct drg_retold { /* what gathering found: the happening that several reports tell */
  uint64_t happening;
  uint32_t n_reports, n_sources;     /* n_reports == 0: not gathered, the other fields mean nothing */
  int32_t first_report, last_report; /* days of publication; DRG_NO_DAY unknown */
} drg_retold;

typedef struct drg_event {
  uint64_t id;
  uint32_t sentence;
  int32_t day; /* of the event; DRG_NO_DAY unknown */
  drg_str date_text, date_precision;
  drg_str cameo, plover, mode; /* plover, mode: data NULL when CAMEO's code has none */
  int quad;                    /* 1..4; 0: no code of CAMEO's, from dictionaries of patterns */
  double goldstein;
  drg_happening status;
  bool joint;
  drg_actor source, target, attribution;
  drg_place place; /* name.data NULL: unknown */
  const drg_topic *about;
  size_t n_about;
  const drg_str *contexts;
  size_t n_contexts;
  drg_details details;
  drg_str quote;     /* the words quoted, when the event rests on a quotation */
  double confidence; /* 0..1 */
  drg_str rule;      /* frame id */
  drg_str rule_file; /* dictionary file and line of the pattern */
  uint32_t rule_line;
  const drg_span *triggers;
  size_t n_triggers;
  drg_str text; /* the sentence */
  drg_retold retold;
} drg_event;

/* ---- engine and coder --------------------------------------------------------------------------- */

typedef struct drg_engine drg_engine;
typedef struct drg_coder drg_coder;

/* Opens models and dictionaries. dir is the installation's data folder (with en/ and model/); NULL looks in
 * $DRAGOMAN_DATA, beside the program, and where the library was installed. */
DRG_API drg_status drg_engine_open(const char *dir, drg_engine **out, drg_error *err);
/* The same with a user's own dictionaries: a folder with any of people.txt, organisations.txt, nonstate.txt, countries.txt,
 * agents.txt and words.txt in the formats of en/; what they say comes before what the installation's say. */
DRG_API drg_status drg_engine_open_with(const char *dir, const char *own, drg_engine **out, drg_error *err);
DRG_API void drg_engine_close(drg_engine *e);
DRG_API const char *drg_engine_dir(const drg_engine *e);
/* Hashes of the files of dictionaries and of the model, 16 hexadecimal digits and a NUL: which ones coded this? */
DRG_API drg_status drg_engine_hashes(const drg_engine *e, char dictionaries[17], char model[17], drg_error *err);

/* ---- dictionaries (docs/dictionaries.md) ---- */

typedef enum drg_dict_kind {
  DRG_DICT_MALFORMED,     /* a line that cannot be read */
  DRG_DICT_DUPLICATE,     /* said twice, to the same effect */
  DRG_DICT_CONTRADICTION, /* one name or noun with two codes */
  DRG_DICT_OVERLAP,       /* terms of office that overlap, or end before they begin */
  DRG_DICT_DEAD           /* a line that can have no effect, since others before it say the same names */
} drg_dict_kind;

typedef struct drg_dict_finding {
  drg_dict_kind kind;
  drg_str file;
  uint32_t line;
  drg_str message;
} drg_dict_finding;

typedef void drg_dict_found(void *context, const drg_dict_finding *finding);

/* Looks through the dictionaries of actors in dir (as drg_engine_open takes it), or, when own is not NULL, through those of
 * own over them, and tells of each fault; what it tells is borrowed for the call. Fails only when files cannot be opened. */
DRG_API drg_status drg_dict_check(const char *dir, const char *own, drg_dict_found *found, void *context,
                                  drg_error *err);
/* Writes the dictionaries of dir into a file that drg_engine_open maps instead of reading the text, as long as the text stays
 * as it is: en.dict in dir, or beside the program or the library. */
DRG_API drg_status drg_dict_compile(const char *dir, const char *image, drg_error *err);

/* Names that many reports hold and no dictionary. A drg_names may be shared by coders of several threads. */
typedef struct drg_names drg_names;
DRG_API drg_status drg_names_new(drg_names **out, drg_error *err);
DRG_API void drg_names_free(drg_names *names);
/* Appends drafts of dictionary lines for the `top` commonest, with their contexts as comments. */
DRG_API void drg_names_put(const drg_names *names, size_t top, drg_buffer *out);

/* Brings dictionaries of TABARI and PETRARCH (actors, agents, verbs, issues, discards, options; which is which is seen by what
 * they hold) into the folder dir, which is made if it is not there and which drg_engine_open_with takes: events are then
 * coded by their patterns. Tells of each line that is of no use; the rest goes on. */
typedef struct drg_dict_imported {
  uint64_t files, entries, refused; /* entries written, lines refused */
} drg_dict_imported;
DRG_API drg_status drg_dict_import(const char *const *files, size_t n, const char *dir, drg_dict_found *found,
                                   void *context, drg_dict_imported *done, drg_error *err);

DRG_API drg_status drg_coder_new(const drg_engine *e, drg_coder **out, drg_error *err);
DRG_API void drg_coder_free(drg_coder *c);

/* Codes one document. Events live until the coder's next call. */
DRG_API drg_status drg_coder_code(drg_coder *c, const drg_doc *doc, const drg_event **events, size_t *n,
                                  drg_error *err);

/* What else the coder found in the document that it coded last: for a record. Lives as long as its events. */
typedef enum drg_mention_kind { DRG_ACTOR, DRG_PLACE, DRG_DATE } drg_mention_kind;

typedef struct drg_mention {
  drg_mention_kind kind;
  uint32_t sentence;
  drg_span span;
  drg_str text;
  drg_actor actor;             /* of DRG_ACTOR; code.data NULL for a name that no dictionary holds */
  drg_place place;             /* of DRG_PLACE */
  int32_t first_day, last_day; /* of DRG_DATE, both inclusive; else DRG_NO_DAY */
  drg_str date_precision;
} drg_mention;

typedef struct drg_coded {
  const drg_event *events;
  size_t n_events;
  const drg_span *sentences;
  size_t n_sentences;
  const drg_mention *mentions; /* by kind, in text order */
  size_t n_mentions;
} drg_coded;

DRG_API drg_coded drg_coder_coded(drg_coder *c);

/* Counters since the coder was made, for benchmarks: nanoseconds spent by room, and amounts. */
typedef struct drg_stats {
  uint64_t ns_segment, ns_parse, ns_mention, ns_resolve, ns_code;
  uint64_t documents, sentences, tokens, events;
} drg_stats;
DRG_API drg_stats drg_coder_stats(const drg_coder *c);

/* ---- one room's output, for people and golden tests ---------------------------------------------- */

/* Counts the names of doc in names. */
DRG_API drg_status drg_coder_names(drg_coder *c, const drg_doc *doc, drg_names *names, drg_error *err);
/* room: "read", "segment", "parse", "mention", "resolve"; format: "json" (one line a document), "text" (for
 * people), and for parse also "conllu", "tree" (as "text") and "brief" (one line a sentence). Appends to out. */
DRG_API drg_status drg_coder_print(drg_coder *c, const drg_doc *doc, const char *room, const char *format,
                                   drg_buffer *out, drg_error *err);
/* Reads CoNLL-U, keeps its sentences and tokens, and appends them with Dragoman's own lemmas, tags and trees. format:
 * "conllu" (comments, ranges and the MISC column as they were), "tree" or "brief". */
DRG_API drg_status drg_coder_parse_conllu(drg_coder *c, const char *data, size_t len, const char *file,
                                          const char *format, drg_buffer *out, drg_error *err);

/* ---- writing -------------------------------------------------------------------------------------- */

typedef enum drg_format {
  DRG_JSONL, /* the record, docs/record.md: jsonl, csv, tsv, and text for people */
  DRG_CSV,
  DRG_TSV,
  DRG_PRETTY,
  DRG_PRETTY_COLOUR,
  DRG_GDELT, /* as other data sets have it, docs/exports.md */
  DRG_ICEWS,
  DRG_POLECAT,
  DRG_PHOENIX,
  DRG_PLOVER,
  DRG_GEOJSON,
  DRG_GRAPHML, /* the network of actors */
  DRG_GEXF
} drg_format;

/* "jsonl", "csv", "tsv", "text", "gdelt", "icews", "polecat", "phoenix", "plover", "geojson", "graphml", "gexf" */
DRG_API bool drg_format_named(const char *name, drg_format *out);
DRG_API const char *drg_happening_name(drg_happening h);

/* The short way, for the record's own formats (the first five). Nothing is written for the others: they need tables of
 * the data folder, or an end, and so a drg_writer. */
DRG_API void drg_write_header(drg_format f, drg_buffer *out);
DRG_API void drg_write_events(drg_format f, const drg_doc *doc, const drg_event *events, size_t n, drg_buffer *out);

/* The full way, for all formats:
 *
 *   drg_writer_open(DRG_GEXF, NULL, &w, &err);
 *   drg_writer_header(w, &out);
 *   for each document   drg_writer_put(w, &doc, events, n, &out);    and the caller empties out when it likes
 *   drg_writer_end(w, &out);
 *   drg_writer_close(w);
 *
 * The network formats write nothing before the end; what they keep grows with the network, not with the events. Their
 * output does not depend on the order of the events. */
typedef struct drg_writer drg_writer;

typedef struct drg_writer_options {
  const char *dir;     /* the data folder; NULL looks where drg_engine_open does */
  const char *columns; /* csv, tsv, geojson: these, in this order, apart by commas; NULL for all */
  bool reciprocal; /* joint events in both directions in every format, not only in CAMEO's (gdelt, icews, phoenix) */
  bool any_status; /* formats without a status: also what did not take place; for callers that have chosen themselves */
} drg_writer_options;

/* opt may be NULL. DRG_ERR_ARGUMENT names a column that does not exist and the nearest that does. */
DRG_API drg_status drg_writer_open(drg_format f, const drg_writer_options *opt, drg_writer **out, drg_error *err);
DRG_API void drg_writer_header(const drg_writer *w, drg_buffer *out);
DRG_API void drg_writer_put(drg_writer *w, const drg_doc *doc, const drg_event *events, size_t n, drg_buffer *out);
DRG_API void drg_writer_end(drg_writer *w, drg_buffer *out);
DRG_API void drg_writer_close(drg_writer *w);

/* For many threads: as drg_writer_put, and may run in several threads at once, each with its own buffer. What stands
 * between the outputs of two calls that wrote something is then the caller's to write: drg_writer_between. */
DRG_API void drg_writer_rows(drg_writer *w, const drg_doc *doc, const drg_event *events, size_t n, drg_buffer *out);
DRG_API const char *drg_writer_between(const drg_writer *w); /* "" for most formats */

/* A row of a table of any columns, as csv, tsv or jsonl (an object; absent cells are null, numbers bare). names: one a
 * cell; numbers, one a cell, may be NULL. */
DRG_API void drg_write_row(drg_format f, const drg_str *names, const drg_str *cells, const bool *numbers, size_t n,
                           drg_buffer *out);

/* Describes a file of delimited values (csv, tsv, gdelt, icews, polecat, phoenix) of `bytes` bytes as a Frictionless data
 * package, the content of a datapackage.json beside it. columns: as given to the writer. */
DRG_API drg_status drg_write_datapackage(drg_format f, const char *path, const char *columns, uint64_t bytes,
                                         drg_buffer *out, drg_error *err);

/* ---- the record: a database of events ------------------------------------------------------------- */

/* Documents with their sentences, mentions and events in SQLite (a file's name) or PostgreSQL ("postgresql://…"); the
 * tables are in docs/store.md. A document is in whole or not at all, and once.
 *
 *   drg_record_open("record.db", true, &record, &err);
 *   drg_record_begin_run(record, dictionaries, model, "--jobs 2", &err);
 *   for each document: if (!drg_record_has(record, &doc)) {              any thread
 *     drg_coder_code(coder, &doc, &events, &n, &err);                    any thread
 *     drg_coded coded = drg_coder_coded(coder);
 *     drg_record_pack(&doc, &coded, &packet);                            any thread
 *     drg_record_put(record, packet.data, packet.len, &err);             one thread
 *   }
 *   drg_record_end_run(record, &err); drg_record_close(record);
 *
 * Documents are committed in batches: every two seconds or so, at drg_record_commit, and at the end of a run. What a killed
 * process had not committed is simply not in. */
typedef struct drg_record drg_record;

/* Is `where` a record's name: postgresql://…, or a file that ends in .db, .sqlite or .sqlite3? */
DRG_API bool drg_record_named(const char *where);
/* write: makes the record when there is none, and brings an older one up to this version's tables. */
DRG_API drg_status drg_record_open(const char *where, bool write, drg_record **out, drg_error *err);
DRG_API void drg_record_close(drg_record *r);
/* A row of the table runs: what coded, with which dictionaries and model (drg_engine_hashes), and how it was asked. */
DRG_API drg_status drg_record_begin_run(drg_record *r, const char *dictionaries, const char *model, const char *options,
                                        drg_error *err);
DRG_API drg_status drg_record_end_run(drg_record *r, drg_error *err);
/* Is this document (its id with this text) committed? Any thread. A record that cannot answer says no: the document
 * is then found to be in when it is put. */
DRG_API bool drg_record_has(drg_record *r, const drg_doc *doc);
/* Appends what a record keeps of a coded document to out, for drg_record_put. Needs no record. */
DRG_API void drg_record_pack(const drg_doc *doc, const drg_coded *coded, drg_buffer *out);
DRG_API drg_status drg_record_put(drg_record *r, const char *packet, size_t len, drg_error *err);
/* A record of the input that was set aside: kept once in the table rejects. */
DRG_API drg_status drg_record_reject(drg_record *r, const drg_error *why, drg_error *err);
DRG_API drg_status drg_record_commit(drg_record *r, drg_error *err);
DRG_API void drg_record_batch(drg_record *r, size_t n); /* commit after n documents at the latest; 0: the default */

/* What a record knows of feeds, so that a watch goes on where it was. get: the feed of feed->url; DRG_END when it has none.
 * Items are those of which the page is in (or is known to be of no use): by their id and address. */
DRG_API drg_status drg_record_get_feed(drg_record *r, drg_feed *feed, drg_error *err);
DRG_API drg_status drg_record_put_feed(drg_record *r, const drg_feed *feed, drg_error *err);
DRG_API bool drg_record_has_item(drg_record *r, const drg_doc *item); /* any thread */
DRG_API drg_status drg_record_put_item(drg_record *r, const char *feed, const drg_doc *item, drg_error *err);

/* Reads a record: visit is called for each document that has events to show, in the order of publication date, then id,
 * with those of its events that `where` (docs/store.md; NULL: all) lets through, as the coder gave them. What they
 * point to lives until visit returns; false ends the reading. with_text: the documents' texts too, which only
 * DRG_PRETTY needs. DRG_ERR_ARGUMENT: `where` is not understood; visit NULL asks only that. */
typedef bool drg_record_visit(void *context, const drg_doc *doc, const drg_event *events, size_t n);
DRG_API drg_status drg_record_select(drg_record *r, const char *where, bool with_text, drg_record_visit *visit,
                                     void *context, drg_error *err);

/* Gathers what is new in the record: copies of a report into stories, tellings of an event into happenings (docs/gather.md).
 * Works in batches with a commit each: what is interrupted or killed is taken up by the next call, and the result is the
 * same. progress (may be NULL) is told the number of documents done so far; false ends after this batch. */
typedef struct drg_gathered {
  uint64_t documents, events;   /* looked at by this call */
  uint64_t stories, happenings; /* in the record afterwards */
} drg_gathered;
typedef bool drg_gather_progress(void *context, uint64_t documents);
DRG_API drg_status drg_record_gather(drg_record *r, drg_gather_progress *progress, void *context, drg_gathered *done,
                                     drg_error *err);
/* Forgets all that drg_record_gather found. */
DRG_API drg_status drg_record_ungather(drg_record *r, drg_error *err);

/* Counts events by a list of dimensions ("dyad,month,quad"; docs/store.md has them all): visit is called first with the
 * columns' names, then with each row in the order of its cells. The last two columns are the number of events and the sum
 * of their Goldstein values. Cells are text, data NULL where absent; numbers says which columns are numbers. */
typedef bool drg_record_row(void *context, const drg_str *cells, const bool *numbers, size_t n);
DRG_API drg_status drg_record_count(drg_record *r, const char *by, const char *where, drg_record_row *visit,
                                    void *context, drg_error *err);

#ifdef __cplusplus
}
#endif
#endif
