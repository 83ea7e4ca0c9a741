/* The reader: paths to files, files to formats; and what a document gets from the world around its text. */
#include <stdlib.h>
#include "read/parts.h"

enum { DEFAULT_RECORD = 64 << 20, LARGEST_RECORD = 1 << 30, KEPT_RECORD = 1 << 20 };

static const read_format FORMATS[] = {
    {"text", "|txt|text|", true, read_text_next},      {"jsonl", "|jsonl|ndjson|jsonlines|", false, read_json_next},
    {"json", "|json|", false, read_json_next},         {"csv", "|csv|", false, read_csv_next},
    {"tsv", "|tsv|tab|", false, read_tsv_next},        {"html", "|html|htm|xhtml|shtml|", false, read_html_next},
    {"feed", "|rss|atom|rdf|", false, read_feed_next}, {"xml", "|xml|", true, read_sentences_next},
    {"warc", "|warc|", false, read_warc_next},
};

/* ---- documents ---- */

read_owner *read_owner_new(void) {
  read_owner *o = calloc(1, sizeof *o);
  if (!o) abort();
  base_arena_init(&o->arena);
  return o;
}

void read_owner_free(read_owner *o) {
  if (!o) return;
  base_arena_clear(&o->arena);
  free(o);
}

void drg_doc_free(drg_doc *doc) {
  if (!doc) return;
  read_owner_free(doc->owner);
  *doc = (drg_doc){.day = DRG_NO_DAY};
}

static bool span_given(drg_span s) { return s.begin < s.end; }

/* A document of foreign making has no owner of ours: its opening is read again. */
static read_head head_of(const drg_doc *doc) {
  return doc->owner ? ((const read_owner *)doc->owner)->head : read_head_of(doc->text);
}

drg_span read_body(const drg_doc *doc) { return (drg_span){head_of(doc).body, (uint32_t)doc->text.len}; }

size_t read_parts(const drg_doc *doc, drg_span out[2]) {
  read_head h = head_of(doc);
  size_t n = 0;
  drg_span title = h.field[READ_LABEL_TITLE];
  if (span_given(title) && title.end <= h.body) out[n++] = title;
  out[n++] = (drg_span){h.body, (uint32_t)doc->text.len};
  return n;
}

const char *read_encoding(const drg_doc *doc) {
  const read_owner *o = doc->owner;
  return o && o->encoding ? o->encoding : "utf-8";
}

base_arena *read_arena(drg_doc *doc) { return &((read_owner *)doc->owner)->arena; }

base_str read_base(const char *path) {
  const char *slash = strrchr(path, '/');
  return base_str_of(slash ? slash + 1 : path);
}

static base_str cut_extension(base_str s) {
  const char *dot = s.len ? memrchr(s.data, '.', s.len) : NULL;
  return dot && dot > s.data ? base_str_sub(s, 0, (size_t)(dot - s.data)) : s;
}

/* "x.warc.gz" -> "x.warc" */
static base_str cut_packing(base_str s) {
  static const char *const ENDINGS[] = {".gz", ".zst", ".zstd"};
  for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
    base_str ending = base_str_of(ENDINGS[i]);
    if (s.len > ending.len && base_str_ends(s, ending)) return base_str_sub(s, 0, s.len - ending.len);
  }
  return s;
}

base_str read_stem(const char *path) {
  if (strcmp(path, "-") == 0) return BASE_STR("stdin");
  base_str s = read_base(path);
  return cut_extension(cut_packing(s));
}

/* ---- what stands around the text ---- */

typedef struct day_source {
  const char *name;
  int32_t (*find)(const drg_doc *doc, const read_head *h, const read_context *c);
} day_source;

static int32_t day_in_name(const drg_doc *doc, const read_head *h, const read_context *c) {
  bool archive = c->crawled.data; /* which is named by the day of its crawl */
  return (void)doc, (void)h, c->file && !archive ? read_day_of_name(read_base(c->file)) : DRG_NO_DAY;
}
static int32_t day_in_url(const drg_doc *doc, const read_head *h, const read_context *c) {
  return (void)h, (void)c, doc->url.data ? read_day_of_name(doc->url) : DRG_NO_DAY;
}
static int32_t day_in_option(const drg_doc *doc, const read_head *h, const read_context *c) {
  return (void)doc, (void)h, c->opt->default_day;
}
static int32_t day_in_crawl(const drg_doc *doc, const read_head *h, const read_context *c) {
  return (void)doc, (void)h, c->crawled.data ? read_day_of_field(c->crawled) : DRG_NO_DAY;
}
/* The file's name says more of its one report than the option, which is given for all; of many it says less. */
static int32_t day_in_name_of_one(const drg_doc *doc, const read_head *h, const read_context *c) {
  return c->many ? DRG_NO_DAY : day_in_name(doc, h, c);
}

static const day_source AROUND[] = {{"url", day_in_url},
                                    {"name", day_in_name_of_one},
                                    {"option", day_in_option},
                                    {"name", day_in_name},
                                    {"crawl", day_in_crawl}};

/* The day by the evidence around the text; *from names it. */
static int32_t day_around(const drg_doc *doc, const read_head *h, const read_context *c, const char **from) {
  for (size_t i = 0; i < sizeof AROUND / sizeof *AROUND; i++) {
    int32_t day = AROUND[i].find(doc, h, c);
    if (day != DRG_NO_DAY) return *from = AROUND[i].name, day;
  }
  return DRG_NO_DAY;
}

static void finish_day(drg_doc *doc, const read_head *h, const read_context *c) {
  const char *from = NULL;
  int32_t around = day_around(doc, h, c, &from), said = read_day_of_date(h->date, around);
  if (doc->day != DRG_NO_DAY) return; /* a field gave it */
  doc->day = said != DRG_NO_DAY ? said : around;
  doc->date_from = said != DRG_NO_DAY ? "text" : from;
}

static void take_from_head(base_str *field, const drg_doc *doc, const read_head *h, read_label_kind kind) {
  drg_span s = h->field[kind];
  if (!field->data && span_given(s)) *field = base_str_sub(doc->text, s.begin, s.end);
}

void read_finish(drg_doc *doc, read_owner *o, const read_context *c) {
  o->head = read_head_of(doc->text);
  take_from_head(&doc->id, doc, &o->head, READ_LABEL_ID);
  take_from_head(&doc->title, doc, &o->head, READ_LABEL_TITLE);
  take_from_head(&doc->url, doc, &o->head, READ_LABEL_URL);
  take_from_head(&doc->publisher, doc, &o->head, READ_LABEL_PUBLISHER);
  take_from_head(&doc->language, doc, &o->head, READ_LABEL_LANGUAGE);
  take_from_head(&doc->dateline, doc, &o->head, READ_LABEL_PLACE);
  finish_day(doc, &o->head, c);
  if (c->file) doc->file = base_str_copy(&o->arena, base_str_of(c->file));
}

/* ---- the reader ---- */

static const read_format *format_named(const char *name) {
  for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
    if (strcmp(FORMATS[i].name, name) == 0) return &FORMATS[i];
  return NULL;
}

static const read_format *format_of_extension(const char *path) {
  base_str s = cut_packing(read_base(path));
  base_str stem = cut_extension(s);
  char key[16] = "|";
  size_t n = s.len - stem.len;
  if (n < 2 || n > 12) return NULL;
  for (size_t i = 1; i < n; i++) key[i] = (char)(s.data[stem.len + i] | 0x20);
  key[n] = '|';
  for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
    if (strstr(FORMATS[i].extensions, key)) return &FORMATS[i];
  return NULL;
}

/* The stream's first bytes, as UTF-8 where they are UTF-16; valid until the record under way is. */
static base_str opening(drg_reader *r) {
  base_str first = read_source_peek(r->source);
  char order = read_order_of(first);
  if (order == '8') return first;
  r->record.len = 0;
  read_utf16_put(base_str_sub(first, 2, first.len), order == 'b', &r->record);
  return (base_str){r->record.data ? r->record.data : "", r->record.len};
}

static const read_format *format_of(drg_reader *r) {
  if (r->opt.format) return format_named(r->opt.format);
  const read_format *f = format_of_extension(r->file);
  if (f && !f->any_content) return f;
  base_str first = opening(r);
  const char *markup = read_markup_sniff(first);
  if (markup) return format_named(markup);
  if (f) return f;
  if (base_str_starts(first, BASE_STR("WARC/1."))) return format_named("warc");
  if (read_json_sniff(first)) return format_named("jsonl");
  return format_named(read_table_sniff(first, &r->opt) ? "csv" : "text");
}

static drg_status reader_new(const drg_read_options *opt, drg_reader **out, drg_error *err) {
  if (opt && opt->format && !format_named(opt->format))
    return base_fail(err, DRG_ERR_ARGUMENT, NULL, 0, 0, "unknown format '%s'", opt->format);
  if (opt && opt->language && strcmp(opt->language, "en") && strcmp(opt->language, "any"))
    return base_fail(err, DRG_ERR_ARGUMENT, NULL, 0, 0, "unknown language '%s'", opt->language);
  drg_reader *r = calloc(1, sizeof *r);
  if (!r) return base_fail(err, DRG_ERR_MEMORY, NULL, 0, 0, "out of memory");
  r->opt = opt ? *opt : (drg_read_options){.default_day = DRG_NO_DAY};
  if (!r->opt.max_record) r->opt.max_record = DEFAULT_RECORD;
  if (r->opt.max_record > LARGEST_RECORD) r->opt.max_record = LARGEST_RECORD;
  if (!r->opt.language || strcmp(r->opt.language, "any")) r->languages = read_languages_new();
  drg_buffer_init(&r->record);
  drg_buffer_init(&r->window.bytes);
  *out = r;
  return DRG_OK;
}

drg_status drg_reader_open(const char *const *paths, size_t n, const drg_read_options *opt, drg_reader **out,
                           drg_error *err) {
  drg_status st = reader_new(opt, out, err);
  if (st == DRG_OK) read_walk_init(&(*out)->walk, paths, n, &(*out)->opt);
  return st;
}

drg_status read_open_memory(const char *name, const void *data, size_t len, const drg_read_options *opt,
                            drg_reader **out, drg_error *err) {
  drg_status st = reader_new(opt, out, err);
  if (st != DRG_OK) return st;
  (*out)->memory_name = name;
  (*out)->source = read_source_memory(data, len);
  return DRG_OK;
}

static void file_begin(drg_reader *r, const char *file) {
  r->file = file;
  r->records = 0;
  r->json_mode = 0;
  read_window_begin(&r->window);
  r->done = false;
  r->format = format_of(r);
}

static void file_end(drg_reader *r) {
  read_source_close(r->source);
  r->source = NULL;
  r->format = NULL;
  free(r->state);
  r->state = NULL;
  if (r->record.cap > KEPT_RECORD) drg_buffer_clear(&r->record);
  if (r->window.bytes.cap > KEPT_RECORD) drg_buffer_clear(&r->window.bytes);
}

/* A member that is damaged costs the record under way; the next member is read on, where the file's records are many. */
static drg_status at_fault(drg_reader *r, const char *fault, drg_error *err) {
  base_fail(err, DRG_REJECTED, r->file, read_source_line(r->source), read_source_byte(r->source), "%s", fault);
  r->done = r->done || !read_source_resume(r->source);
  read_window_forget(&r->window);
  return DRG_REJECTED;
}

drg_status read_at_end(drg_reader *r, drg_error *err) {
  const char *fault = read_source_fault(r->source);
  if (fault) return at_fault(r, fault, err);
  r->done = true;
  return r->records ? DRG_END : base_fail(err, DRG_REJECTED, r->file, 0, 0, "empty file");
}

drg_status drg_reader_open_bytes(const char *name, const void *data, size_t len, const drg_read_options *opt,
                                 drg_reader **out, drg_error *err) {
  return read_open_memory(name, data, len, opt, out, err);
}

/* DRG_OK: a file is open. */
static drg_status file_next(drg_reader *r, drg_error *err) {
  if (r->format) return DRG_OK;
  if (r->memory_name) {
    if (!r->source) return DRG_END;
    file_begin(r, r->memory_name);
    return DRG_OK;
  }
  drg_status st = read_walk_next(&r->walk, err);
  if (st == DRG_OK) st = read_source_open(r->walk.path, &r->source, err);
  if (st == DRG_OK) file_begin(r, r->walk.path);
  return st;
}

/* DRG_OK, or DRG_REJECTED with the document freed. */
static drg_status check_language(drg_reader *r, drg_doc *doc, drg_error *err) {
  const char *code = r->languages ? read_language_of(r->languages, doc->text) : NULL;
  if (!code) return DRG_OK;
  uint64_t line = doc->line, byte = doc->byte;
  drg_doc_free(doc);
  if (!*code) return base_fail(err, DRG_REJECTED, r->file, line, byte, "language is not 'en'");
  return base_fail(err, DRG_REJECTED, r->file, line, byte, "language is '%s', not 'en'", code);
}

drg_status drg_reader_next(drg_reader *r, drg_doc *doc, drg_error *err) {
  *doc = (drg_doc){.day = DRG_NO_DAY};
  for (;;) {
    drg_status st = file_next(r, err);
    if (st != DRG_OK) return st;
    st = r->done ? DRG_END : r->format->next(r, doc, err);
    if (st == DRG_OK) st = check_language(r, doc, err);
    if (st == DRG_OK || st == DRG_REJECTED) r->records++;
    if (st != DRG_END) return st;
    file_end(r);
  }
}

void drg_reader_close(drg_reader *r) {
  if (!r) return;
  read_source_close(r->source);
  read_walk_clear(&r->walk);
  drg_buffer_clear(&r->record);
  drg_buffer_clear(&r->window.bytes);
  free(r->state);
  free(r->languages);
  free(r);
}

/* ---- a text in memory ---- */

static void doc_fill(drg_doc *doc, read_owner *o, const char *id, base_str text) {
  static const drg_read_options NONE = {.default_day = DRG_NO_DAY};
  read_finish(doc, o, &(read_context){.opt = &NONE});
  if (id) doc->id = base_str_copy(&o->arena, base_str_of(id));
  else if (!doc->id.data)
    doc->id = base_str_printf(&o->arena, "%016llx", (unsigned long long)base_hash(text.data, text.len, 0));
}

drg_status drg_doc_from_text(const char *text, size_t len, const char *id, const char *date, drg_doc *doc,
                             drg_error *err) {
  *doc = (drg_doc){.day = DRG_NO_DAY};
  int32_t day = date ? read_day_of_field(base_str_of(date)) : DRG_NO_DAY;
  if (date && day == DRG_NO_DAY) return base_fail(err, DRG_ERR_ARGUMENT, NULL, 0, 0, "not a date: '%s'", date);
  if (len > LARGEST_RECORD) return base_fail(err, DRG_REJECTED, NULL, 0, 0, "record over %d bytes", LARGEST_RECORD);
  read_owner *o = read_owner_new();
  read_clean clean = read_clean_bytes(&o->arena, (base_str){text ? text : "", text ? len : 0});
  if (!clean.fault && !base_str_trim(clean.text).len) clean.fault = "empty text";
  if (clean.fault) {
    read_owner_free(o);
    return base_fail(err, DRG_REJECTED, NULL, 0, clean.fault_at, "%s", clean.fault);
  }
  o->encoding = clean.encoding;
  *doc = (drg_doc){.text = clean.text, .day = day, .date_from = date ? "field" : NULL, .owner = o};
  doc_fill(doc, o, id, clean.text);
  return DRG_OK;
}
