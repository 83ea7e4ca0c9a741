/* WARC (ISO 28500), as web archives and Common Crawl's news ship it: records one behind the other.
 *
 *   WARC/1.0                            a record's header
 *   WARC-Type: response                 what was fetched, with the server's own header (http.c); other types that hold a
 *   WARC-Target-URI: https://…          page or text are 'resource' and 'conversion'
 *   Content-Length: 5120                bytes behind the blank line
 *                                       (blank line)
 *   HTTP/1.1 200 OK …                   then two line ends, and the next record
 *
 * What is no report (requests, pictures, pages not found, the archive's own notes) is passed over. A length is believed
 * where a record or the end stands behind it; else the next record is looked for: a line WARC/1. below a blank one.
 * Addresses are text: nothing in an archive names a file that would be opened or written. */
#include <stdlib.h>
#include "read/parts.h"

enum { MOST_HEADERS = 1 << 16, LARGEST_BODY = 16 << 20 };

static const char MARK[] = "WARC/1.";

typedef struct archive { /* drg_reader.state */
  bool lost;             /* the stream broke off: what stands before the next record was told of */
} archive;

typedef struct warc {
  base_str headers, block;
  size_t length; /* of the block, as the header has it */
} warc;

/* ---- the stream ---- */

static base_str window(const drg_reader *r) { return read_window_bytes(&r->window); }

static bool want(drg_reader *r, size_t n) {
  while (window(r).len < n)
    if (!read_window_more(&r->window, r->source)) return false;
  return true;
}

static bool is_line_end(char c) { return c == '\r' || c == '\n'; }

/* The first byte at or behind i that ends no line; the window's length at the end of the stream. */
static size_t behind_blank(drg_reader *r, size_t i) {
  while (want(r, i + 1) && is_line_end(window(r).data[i])) i++;
  return i;
}

static bool is_mark(drg_reader *r, size_t i) {
  return want(r, i + strlen(MARK)) && memcmp(window(r).data + i, MARK, strlen(MARK)) == 0;
}

/* Does a blank line, or nothing, stand before the line at p? */
static bool below_blank(const char *begin, const char *p) {
  if (p[-1] != '\n') return false;
  p--;
  if (p > begin && p[-1] == '\r') p--;
  return p == begin || p[-1] == '\n';
}

/* Drops what stands before the next record behind the window's first byte; all when there is none. */
static void seek(drg_reader *r) {
  enum { BEFORE = 4 };
  for (size_t from = 1;;) {
    base_str w = window(r);
    const char *p = from < w.len ? memmem(w.data + from, w.len - from, MARK, strlen(MARK)) : NULL;
    if (p && below_blank(w.data, p)) {
      read_window_drop(&r->window, (size_t)(p - w.data));
      return;
    }
    if (p) {
      from = (size_t)(p - w.data) + 1;
      continue;
    }
    size_t kept = strlen(MARK) + BEFORE, gone = w.len > kept ? w.len - kept : 0;
    read_window_drop(&r->window, gone);
    if (gone) from = BEFORE;
    if (read_window_more(&r->window, r->source)) continue;
    read_window_drop(&r->window, window(r).len);
    return;
  }
}

/* ---- a record cut out ---- */

static size_t headers_end(drg_reader *r) {
  size_t end;
  while (!(end = read_headers_end(window(r))) && window(r).len < MOST_HEADERS)
    if (!read_window_more(&r->window, r->source)) break;
  return end;
}

/* Why the record's length cannot be believed, or NULL. Its block is in the window then. */
static const char *length_fault(drg_reader *r, size_t begin, size_t length) {
  if (!want(r, begin + length)) return "record that ends before its Content-Length";
  size_t next = behind_blank(r, begin + length);
  if (next == window(r).len || is_mark(r, next)) return NULL;
  return read_source_fault(r->source) ? NULL : "wrong Content-Length"; /* damage behind it is none of its own */
}

/* Cuts the record at the window's beginning; why not, or NULL. A block over the limit is not held: block.data NULL. */
static const char *cut(drg_reader *r, warc *out) {
  int64_t length;
  size_t begin = headers_end(r);
  if (!begin) return "record header without an end";
  base_str value = read_header(base_str_sub(window(r), 0, begin), "content-length");
  if (!value.data) return "no Content-Length";
  if (!base_str_to_int(value, &length) || length < 0) return "Content-Length that is no length";
  bool held = (uint64_t)length <= r->opt.max_record;
  const char *why = held ? length_fault(r, begin, (size_t)length) : NULL;
  *out = (warc){.headers = base_str_sub(window(r), 0, begin), .length = held ? (size_t)length : 0};
  if (held && !why) out->block = base_str_sub(window(r), begin, begin + (size_t)length);
  return why;
}

/* ---- what a record holds ---- */

typedef enum content { NO_REPORT, PAGE, PLAIN } content;

static content content_of(base_str type) {
  static const struct {
    const char *type;
    content is;
  } TYPES[] = {{"text/html", PAGE}, {"application/xhtml+xml", PAGE}, {"text/plain", PLAIN}};
  for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
    if (base_str_eq_nocase(base_str_of(TYPES[i].type), type)) return TYPES[i].is;
  return NO_REPORT;
}

static bool is_type(base_str headers, const char *name) {
  return base_str_eq_nocase(read_header(headers, "warc-type"), base_str_of(name));
}

/* "<https://…>", as some write addresses and ids */
static base_str unbracket(base_str s) {
  return s.len > 2 && s.data[0] == '<' && s.data[s.len - 1] == '>' ? base_str_sub(s, 1, s.len - 1) : s;
}

typedef struct payload {
  content is;
  base_str body, charset;
  const char *why; /* it cannot be had */
} payload;

/* Of a server's answer: a body whose kind nobody says may still be a page. */
static payload payload_of_answer(base_arena *a, const warc *w) {
  read_http h;
  payload p = {0};
  if (!read_http_open(w->block, &h) || h.status != 200) return p;
  p.is = content_of(h.type.len ? h.type : read_header(w->headers, "warc-identified-payload-type"));
  if (p.is == NO_REPORT && h.type.len) return p;
  p.why = read_http_unpack(a, &h, LARGEST_BODY);
  if (!p.why && h.cut_off && !read_header(w->headers, "warc-truncated").data) p.why = "body that is cut off or damaged";
  p.body = h.body;
  p.charset = h.charset;
  const char *markup = p.is == NO_REPORT ? read_markup_sniff(h.body) : NULL;
  if (markup && strcmp(markup, "html") == 0) p.is = PAGE;
  return p;
}

static payload payload_of(base_arena *a, const warc *w) {
  base_str type = read_header(w->headers, "content-type"), media = read_media_type(type);
  if (is_type(w->headers, "response"))
    return base_str_eq_nocase(media, BASE_STR("application/http")) ? payload_of_answer(a, w) : (payload){0};
  if (!is_type(w->headers, "resource") && !is_type(w->headers, "conversion")) return (payload){0};
  return (payload){.is = content_of(media), .body = w->block, .charset = read_charset(type)};
}

/* ---- a record to a document ---- */

static const char *fill_plain(read_owner *o, const payload *p, read_record *k) {
  read_clean clean = read_clean_named(&o->arena, p->body, p->charset);
  k->encoding = clean.encoding;
  k->field[READ_TEXT] = clean.text;
  return clean.fault;
}

static drg_status doc_of(drg_reader *r, read_owner *o, const warc *w, drg_doc *doc, drg_error *err) {
  read_record k = {.line = r->window.line, .byte = r->window.byte, .place = r->records + 1};
  payload p = payload_of(&o->arena, w);
  if (p.is == NO_REPORT) return DRG_END;
  if (p.why) return read_record_reject(r, &k, err, p.why);
  if (p.body.len > LARGEST_BODY) return read_record_reject(r, &k, err, "page with too many bytes");
  if (!base_str_trim(p.body).len) return DRG_END; /* the server sent nothing */
  base_str target = unbracket(read_header(w->headers, "warc-target-uri"));
  const char *why = p.is == PAGE ? read_page_fill(o, p.body, p.charset, &k) : fill_plain(o, &p, &k);
  if (why) return read_record_reject(r, &k, err, strcmp(why, "binary file") ? why : "binary text");
  if (!read_is_of_page(k.field[READ_URL])) k.field[READ_URL] = target;
  k.field[READ_ID] = k.field[READ_URL].len ? k.field[READ_URL] : unbracket(read_header(w->headers, "warc-record-id"));
  k.crawled = read_header(w->headers, "warc-date");
  return read_record_doc(r, o, &k, doc, err);
}

/* DRG_END: the record is no report. */
static drg_status take(drg_reader *r, const warc *w, drg_doc *doc, drg_error *err) {
  read_owner *o = read_owner_new();
  drg_status st = doc_of(r, o, w, doc, err);
  if (st != DRG_OK) read_owner_free(o);
  return st;
}

/* A record too long to be held: what of it can be told from its header. */
static drg_status pass_long(drg_reader *r, const warc *w, drg_error *err) {
  base_str type = read_media_type(read_header(w->headers, "content-type"));
  bool answer = is_type(w->headers, "response") && base_str_eq_nocase(type, BASE_STR("application/http"));
  if (!answer && content_of(type) == NO_REPORT) return DRG_END;
  return base_fail(err, DRG_REJECTED, r->file, r->window.line, r->window.byte, "record over %zu bytes",
                   r->opt.max_record);
}

/* The record at the window's beginning; DRG_END when it is passed over. */
static drg_status record_next(drg_reader *r, drg_doc *doc, drg_error *err) {
  warc w;
  drg_status st;
  const char *why = cut(r, &w);
  if (why && read_source_fault(r->source) && !read_source_peek(r->source).len) {
    ((archive *)r->state)->lost = true;
    return read_at_end(r, err); /* the stream broke off in it */
  }
  if (why) st = base_fail(err, DRG_REJECTED, r->file, r->window.line, r->window.byte, "%s", why);
  else st = w.block.data ? take(r, &w, doc, err) : pass_long(r, &w, err);
  if (why || !w.block.data) seek(r);
  else read_window_drop(&r->window, w.headers.len + w.length);
  return st;
}

/* ---- documents ---- */

static void begin(drg_reader *r) {
  r->state = calloc(1, sizeof(archive));
  if (!r->state) abort();
  r->window.order = '8'; /* two odd bytes at its beginning make no archive UTF-16 */
}

static drg_status at_end(drg_reader *r, drg_error *err) {
  bool silent = !read_source_fault(r->source) && r->window.byte; /* an archive may hold no report */
  ((archive *)r->state)->lost = true;
  return silent ? DRG_END : read_at_end(r, err);
}

/* Bytes between records, told of once. DRG_END: they were told of. */
static drg_status not_a_record(drg_reader *r, drg_error *err) {
  archive *a = r->state;
  drg_status st = DRG_END;
  if (!a->lost) st = base_fail(err, DRG_REJECTED, r->file, r->window.line, r->window.byte, "bytes that are no record");
  a->lost = false;
  seek(r);
  return st;
}

drg_status read_warc_next(drg_reader *r, drg_doc *doc, drg_error *err) {
  if (!r->state) begin(r);
  for (;;) {
    read_window_drop(&r->window, behind_blank(r, 0));
    if (!window(r).len) return at_end(r, err);
    bool mark = is_mark(r, 0);
    if (mark) ((archive *)r->state)->lost = false;
    drg_status st = mark ? record_next(r, doc, err) : not_a_record(r, err);
    if (st != DRG_END) return st;
  }
}
