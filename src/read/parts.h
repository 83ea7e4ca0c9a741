/* The read room's own workings: source (bytes), walk (paths), encoding, day and head (openings), formats. */
#ifndef DRG_READ_PARTS_H
#define DRG_READ_PARTS_H
#include "read/read.h"

/* ---- unpack.c: a member of gzip, a frame of zstd, a body that a server packed ---- */

typedef enum read_packing { READ_PLAIN, READ_GZIP, READ_ZLIB, READ_DEFLATE, READ_ZSTD, READ_BROTLI } read_packing;
typedef enum read_unpacked { READ_UNPACK_MORE, READ_UNPACK_END, READ_UNPACK_BAD } read_unpacked;
typedef struct read_unpack read_unpack;

read_packing read_packing_of(base_str first); /* gzip or zstd by their first bytes, else READ_PLAIN */
const char *read_packing_name(read_packing p);

read_unpack *read_unpack_new(read_packing p); /* not READ_PLAIN */
void read_unpack_free(read_unpack *u);
/* Takes bytes off *in, puts at most room bytes into out and says in *n how many. END: the member is whole, bytes that
 * follow are left in *in. With nothing in *in it gives what is still due. */
read_unpacked read_unpack_step(read_unpack *u, base_str *in, char *out, size_t room, size_t *n);
const char *read_unpack_fault(const read_unpack *u); /* after BAD */
void read_unpack_again(read_unpack *u);              /* for the next member of gzip or zstd */

/* ---- source.c: a file, standard input or memory as a stream of unpacked bytes ---- */

typedef struct read_source read_source;

/* path "-" is standard input. DRG_ERR_OPEN when it cannot be opened. */
drg_status read_source_open(const char *path, read_source **out, drg_error *err);
read_source *read_source_memory(const void *data, size_t len);
void read_source_close(read_source *s);

/* The bytes that wait, at least one unless the stream has ended. Valid until the next call on s. */
base_str read_source_peek(read_source *s);
void read_source_skip(read_source *s, size_t n); /* n <= what peek gave */
uint64_t read_source_byte(const read_source *s); /* offset of the next byte in the unpacked stream */
uint64_t read_source_line(const read_source *s); /* its line, from 1 */
/* Why the stream ended early (a truncated gzip, a failing disk), or NULL. */
const char *read_source_fault(const read_source *s);
/* After a fault of packed bytes: goes on at the next member that can be unpacked; false when there is none. */
bool read_source_resume(read_source *s);

/* ---- walk.c: the files of paths, folders entered in byte order of names ---- */

typedef struct read_walk {
  const char *const *paths;
  size_t n, at;
  struct read_folder *folder; /* the folder under way, innermost first */
  char *path;                 /* the file that read_walk_next gave; owned */
  char **except;              /* real paths that are passed over in folders and patterns; owned */
  size_t n_except;
} read_walk;

void read_walk_init(read_walk *w, const char *const *paths, size_t n, const drg_read_options *opt);
/* DRG_OK sets w->path; DRG_ERR_OPEN: a folder or path could not be looked into; DRG_END. */
drg_status read_walk_next(read_walk *w, drg_error *err);
void read_walk_clear(read_walk *w);

/* ---- encoding.c ---- */

typedef struct read_clean {
  base_str text;
  const char *encoding;
  const char *fault; /* why it is no text; NULL when it is */
  size_t fault_at;
} read_clean;

/* Bytes as clean UTF-8 in the arena (BOM and CR off); see the invariants of read.h. */
read_clean read_clean_bytes(base_arena *a, base_str bytes);
/* The same, of bytes that say what they are ("windows-1251"): believed where they are no UTF-8 and the name is known. */
read_clean read_clean_named(base_arena *a, base_str bytes, base_str charset);
/* UTF-16 of whole characters appended as UTF-8, halves that stand alone as U+FFFD; returns how many bytes that were. */
size_t read_utf16_put(base_str b, bool big, drg_buffer *out);
/* Only the decoding: UTF-8 as it is, Windows-1252 turned into it. For a JSON line, before it is parsed. */
read_clean read_decode_bytes(base_arena *a, base_str bytes);

/* ---- day.c: dates as people, machines and file names write them ---- */

typedef struct read_date {
  int year, month, day; /* month 0: no date; year 0: not said */
} read_date;

/* Date at s[at]; returns where it ends, or `at` when there is none. */
size_t read_date_scan(base_str s, size_t at, read_date *out);
/* The first date with a year anywhere in s; month 0 when there is none. */
read_date read_date_find(base_str s);
/* A date field: ISO, YYYYMMDD, YYMMDD, RFC 822, epoch, "3 May 2024"; DRG_NO_DAY if none of them. */
int32_t read_day_of_field(base_str s);
int32_t read_day_of_number(int64_t n);
/* "news-2022-08-28.txt", "APW19980213.1320", "https://x.example/2022/08/28/talks" */
int32_t read_day_of_name(base_str s);
/* Day of d; a year that is not said is the one that brings it nearest to anchor. */
int32_t read_day_of_date(read_date d, int32_t anchor);

/* ---- dateline.c ---- */

typedef struct read_dateline {
  drg_span place, agency;
  read_date date;
  size_t end; /* where the report begins; 0 when there is no dateline */
} read_dateline;

/* Looks for a dateline at s[at], a line's beginning. first: nothing but marks stands before it, so that weaker forms
 * ("Pretoria - The court ...") are accepted too. */
read_dateline read_dateline_at(base_str s, size_t at, bool first);

/* ---- head.c ---- */

typedef enum read_label_kind {
  READ_LABEL_NONE,
  READ_LABEL_TITLE,
  READ_LABEL_DATE,
  READ_LABEL_PUBLISHER,
  READ_LABEL_URL,
  READ_LABEL_ID,
  READ_LABEL_PLACE,
  READ_LABEL_LANGUAGE,
  READ_LABEL_OTHER,
  READ_N_LABELS
} read_label_kind;

typedef struct read_head {
  drg_span field[READ_N_LABELS]; /* by label kind; begin == end: absent */
  read_date date;
  uint32_t body; /* where running text begins */
} read_head;

read_head read_head_of(base_str text);

/* ---- en_dateline.c: the English language pack's part ---- */

int read_en_month(base_str word); /* 1..12, 0 when it is none; "Sept" and "sept." too */
bool read_en_weekday(base_str word);
bool read_en_agency(base_str name);            /* "AFP", "Xinhua" */
bool read_en_no_place(base_str word);          /* opens a line but is no place: "EXCLUSIVE", "On" */
bool read_en_date_mark(base_str word);         /* "date", before "2022-08-28 ..." */
bool read_en_byline(base_str word);            /* "By" */
bool read_en_ordinal(base_str suffix);         /* "rd" of "3rd" */
read_label_kind read_en_label(base_str label); /* "Title" of "Title: ..." */
const char *read_en_words(void);               /* that most sentences have, with blanks between */
const char *read_en_shared_words(void);        /* that tell English from no other language */

/* ---- language.c ---- */

typedef struct read_languages read_languages; /* the words of all; malloc, free */

#define READ_NO_ENGLISH "" /* some language, surely not English */
read_languages *read_languages_new(void);
/* The language that the text is surely in, if that is not English ("fr", READ_NO_ENGLISH); NULL: English, or not sure. */
const char *read_language_of(read_languages *table, base_str text);

/* ---- documents ---- */

typedef struct read_owner { /* drg_doc.owner; lives in its own arena */
  base_arena arena;
  read_head head;
  const char *encoding;
} read_owner;

read_owner *read_owner_new(void);
void read_owner_free(read_owner *o);

typedef struct read_context { /* what stands around a record */
  const char *file;
  const drg_read_options *opt;
  bool many;        /* the file holds many records, so that its name says less than the option */
  base_str crawled; /* when the record was fetched; data NULL: not said */
} read_context;

/* Fills what doc lacks from the opening of its text, its URL, the file's name and the option. doc.text is set. */
void read_finish(drg_doc *doc, read_owner *o, const read_context *c);
base_str read_stem(const char *path); /* "a/b.txt.gz" -> "b" */
base_str read_base(const char *path); /* "a/b.txt.gz" -> "b.txt.gz" */

/* ---- fields.c: a record's parts by name ---- */

typedef enum read_field {
  READ_TEXT,
  READ_ID,
  READ_DATE,
  READ_TITLE,
  READ_URL,
  READ_PUBLISHER,
  READ_LANGUAGE,
  READ_N_FIELDS
} read_field;

/* The names of field f, NULL behind the last: the option's name if it gives one (kept in `one`), else the table's. */
const char *const *read_field_names(const drg_read_options *opt, read_field f, const char *one[2]);
bool read_field_is(base_str heading, const char *name); /* "Publish date" is publish_date */
bool read_field_known(base_str heading);                /* is it a name of any field? */

typedef struct read_record {
  base_str field[READ_N_FIELDS]; /* raw; data NULL: absent */
  uint64_t line, byte;           /* where it begins */
  uint64_t place;                /* its number in the file, for an id; 0: its line serves */
  bool only;                     /* the file holds nothing else */
  const char *encoding;
  base_str crawled; /* when it was fetched, of an archive; raw */
} read_record;

drg_status read_record_doc(const drg_reader *r, read_owner *o, const read_record *k, drg_doc *doc, drg_error *err);
drg_status read_record_reject(const drg_reader *r, const read_record *k, drg_error *err, const char *why);

/* ---- window.c: bytes of the stream that may be looked at twice ---- */

typedef struct read_window {
  drg_buffer bytes;
  size_t at;           /* where the window begins in bytes */
  uint64_t byte, line; /* the same place in the stream, in UTF-16 counted as UTF-8 */
  char order;          /* 0: not yet known; '8': bytes as they come; 'l' or 'b': UTF-16, which is turned into UTF-8 */
  char odd[4];         /* of UTF-16: the beginning of a character whose end is to come */
  size_t n_odd;
} read_window;

char read_order_of(base_str first);     /* as read_window.order: what a byte order mark says */
void read_window_begin(read_window *w); /* a new stream */
base_str read_window_bytes(const read_window *w);
bool read_window_more(read_window *w, read_source *s); /* false: the stream has ended; what bytes gave moves */
void read_window_drop(read_window *w, size_t n);
const char *read_window_encoding(const read_window *w, const char *otherwise); /* "utf-16" where it was that */
void read_window_forget(read_window *w);                                       /* all that was gathered */
bool read_window_drop_line(read_window *w, read_source *s); /* to behind the next line end; false: there was none */

/* ---- html.c, html_meta.c, html_text.c: what a page says, of clean UTF-8 ---- */

struct _xmlNode;
/* The words of a node, its elements' too, with one blank between any two; never NULL (markup.c). */
base_str read_node_line(base_arena *a, const struct _xmlNode *n);
/* The value of an attribute, borrowed from the tree; data NULL when there is none. */
base_str read_html_attribute(const struct _xmlNode *e, const char *name);
/* Fills fields with what the page says of itself; READ_TEXT with the text that JSON-LD repeats, if it does. */
void read_html_meta(base_arena *a, struct _xmlNode *root, base_str field[READ_N_FIELDS]);
/* The running text, paragraphs parted by blank lines; data NULL when there is none but menus and the like. *date: a line
 * above it that names a day, or data NULL. */
base_str read_html_article(base_arena *a, struct _xmlNode *root, base_str title, base_str *date);
/* All text of a tree that is no page but a piece of one. */
base_str read_html_all(base_arena *a, struct _xmlNode *root);
/* The same for a piece that is still bytes; s itself when it has no markup. data NULL with *why set, or when empty. */
base_str read_html_reduce(base_arena *a, base_str s, const char **why);

/* All of a page's fields from its bytes; charset: what its surroundings say of it. Why not, or NULL. */
const char *read_page_fill(read_owner *o, base_str bytes, base_str charset, read_record *k);
/* An address that says which page it is: not a site's front, which some give for all of theirs. */
bool read_is_of_page(base_str url);

bool read_html_swollen(base_str s); /* has a tag so many attributes that libxml2 would not end? */

/* ---- http.c: what a server answered, and header lines as HTTP and WARC have them ---- */

size_t read_headers_end(base_str s); /* behind the first blank line; 0: there is none, or too far away */
base_str read_header(base_str headers, const char *name); /* the first of that name, in any case; data NULL: none */
base_str read_media_type(base_str value);                 /* "text/html" of "text/html; charset=utf-8" */
base_str read_charset(base_str value);                    /* "utf-8" of it */

typedef struct read_http {
  int status;
  base_str headers, body, type, charset;
  bool cut_off; /* unpacked, but not to its end */
} read_http;

bool read_http_open(base_str s, read_http *out); /* false: it is none */
/* Takes chunks and packings off the body; why it cannot, or NULL. What is over the limit is not unpacked. */
const char *read_http_unpack(base_arena *a, read_http *h, size_t limit);

/* ---- element.c: a stream cut into the elements that are records ---- */

typedef struct read_markup {         /* drg_reader.state of these formats */
  uint64_t plain_until;              /* up to here nothing hides tags: the end was looked for in vain */
  bool expected;                     /* the first element is one of the format's: no records are no fault */
  char charset[24];                  /* declared; "" when none is */
  char publisher[256], language[24]; /* of all records; "" when not said */
} read_markup;

typedef struct read_element {
  base_str bytes; /* the element, in the window until it is dropped */
  size_t end;     /* bytes of the window to drop behind it */
  uint64_t line, byte;
  const char *why; /* it is none, for this reason */
  bool too_long;
  bool cut_off; /* the stream ends in it */
} read_element;

/* Makes r->state, with the first `opening` bytes of the stream in the window. */
void read_element_begin(drg_reader *r, size_t opening);
/* The next element of these names; false at the end. The names' list ends with NULL. */
bool read_element_next(drg_reader *r, const char *const *names, read_element *out);
struct _xmlDoc;
/* Its tree, of clean UTF-8; NULL with out->why and out->line set. */
struct _xmlDoc *read_element_tree(base_arena *a, base_str s, read_element *out);

typedef struct read_element_kind {
  const char *const *names;
  const char *missing;     /* what is said of a file without any */
  const char *passed_over; /* an element inside them whose content nobody reads, well-formed or not; may be NULL */
  void (*open)(drg_reader *r, base_str opening); /* looks at the file's first bytes; may be NULL */
  const char *(*fill)(const drg_reader *r, base_arena *a, struct _xmlNode *root, read_record *k); /* why not, or NULL */
} read_element_kind;

/* The next document of a file of elements. */
drg_status read_element_doc(drg_reader *r, const read_element_kind *kind, drg_doc *doc, drg_error *err);

/* ---- formats ---- */

struct drg_reader {
  drg_read_options opt;
  read_walk walk;
  const char *memory_name; /* instead of walk: one stream in memory */
  read_source *source;     /* the file under way, or NULL */
  const char *file;
  const struct read_format *format;
  drg_buffer record;         /* the record under way */
  read_window window;        /* the same, for formats that look twice */
  void *state;               /* what a format keeps of this file; malloc, freed at its end */
  uint64_t records;          /* given or set aside from this file */
  char json_mode;            /* jsonl.c: 0 not yet known, 'l' lines, 'v' values */
  bool done;                 /* the file's last record was given */
  read_languages *languages; /* NULL: any will do */
};

typedef struct read_format {
  const char *name;
  const char *extensions; /* "|jsonl|ndjson|" */
  bool any_content;       /* files of that name may be of another kind: their first bytes are asked too */
  drg_status (*next)(drg_reader *r, drg_doc *doc, drg_error *err);
} read_format;

drg_status read_text_next(drg_reader *r, drg_doc *doc, drg_error *err);
drg_status read_json_next(drg_reader *r, drg_doc *doc, drg_error *err);
drg_status read_csv_next(drg_reader *r, drg_doc *doc, drg_error *err);
drg_status read_tsv_next(drg_reader *r, drg_doc *doc, drg_error *err);
drg_status read_html_next(drg_reader *r, drg_doc *doc, drg_error *err);
drg_status read_feed_next(drg_reader *r, drg_doc *doc, drg_error *err);
drg_status read_sentences_next(drg_reader *r, drg_doc *doc, drg_error *err);
drg_status read_warc_next(drg_reader *r, drg_doc *doc, drg_error *err);
const char *read_markup_sniff(base_str first); /* the format whose markup this is, or NULL */
/* The stream for formats that look once: of UTF-16, once r->window.order says so, through the window (window.c). */
base_str read_stream_peek(drg_reader *r);
void read_stream_skip(drg_reader *r, size_t n);
uint64_t read_stream_line(const drg_reader *r);
uint64_t read_stream_byte(const drg_reader *r);
bool read_whole(drg_reader *r, size_t limit); /* gathers the stream in r->record; false when it is longer */
bool read_json_sniff(base_str first);         /* do these bytes open JSON? */
bool read_table_sniff(base_str first, const drg_read_options *opt); /* a header with names that we know? */
drg_status read_at_end(drg_reader *r, drg_error *err); /* DRG_END, or why the stream ended early, or that it is empty */

#endif
