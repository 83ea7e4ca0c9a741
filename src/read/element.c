/* XML files of many records: a stream cut into the elements that are records, each parsed by itself.
 *
 *   <rss><channel><title>…</title>  <item>…</item>  <item>…</item>  …
 *                                   ^ a window     ^
 *
 * So a file of any length is read in the memory of one record, a broken record costs the others nothing, and a document
 * type is never seen by the parser: its entities, and bombs made of them, do not exist.
 *
 * What hides tags (comments, CDATA, instructions) is passed over whole. Where it has no end, its beginning is taken for
 * plain text, and so are all others up to where the end was looked for: each byte is looked at twice at most. */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include "read/parts.h"

enum { NOWHERE = -1 };
typedef ptrdiff_t place; /* of the window; NOWHERE */

typedef struct cutter {
  drg_reader *r;
  read_markup *state;
  const char *const *names; /* of elements that are records; NULL behind the last */
} cutter;

static base_str window(const cutter *c) { return read_window_bytes(&c->r->window); }

/* Are there n bytes? */
static bool want(cutter *c, size_t n) {
  while (window(c).len < n)
    if (!read_window_more(&c->r->window, c->r->source)) return false;
  return true;
}

/* Where `mark` stands at or behind `from`; NOWHERE when the stream ends before, or a record may not be so long. */
static place find(cutter *c, size_t from, const char *mark) {
  size_t n = strlen(mark);
  for (;;) {
    base_str w = window(c);
    const char *p = from < w.len ? memmem(w.data + from, w.len - from, mark, n) : NULL;
    if (p) return p - w.data;
    if (w.len >= n && w.len - n + 1 > from) from = w.len - n + 1;
    if (w.len > c->r->opt.max_record || !read_window_more(&c->r->window, c->r->source)) return NOWHERE;
  }
}

static bool at(cutter *c, size_t i, const char *mark) {
  size_t n = strlen(mark);
  return want(c, i + n) && memcmp(window(c).data + i, mark, n) == 0;
}

/* "<name" of a record at i, with `opening` "<" or "</": the length of both, 0 if another stands there. */
static size_t tag_at(cutter *c, size_t i, const char *opening) {
  if (!at(c, i, opening)) return 0;
  for (const char *const *name = c->names; *name; name++) {
    size_t end = i + strlen(opening) + strlen(*name);
    if (!at(c, i + strlen(opening), *name) || !want(c, end + 1)) continue;
    if (memchr("> /\t\r\n", window(c).data[end], 6)) return end - i;
  }
  return 0;
}

/* Behind "</name >" of a record at i; NOWHERE if another thing stands there. */
static place end_tag(cutter *c, size_t i) {
  enum { MOST_BLANKS = 64 };
  size_t n = tag_at(c, i, "</"), end = i + n;
  while (n && end < i + n + MOST_BLANKS && want(c, end + 1) && memchr(" \t\r\n", window(c).data[end], 4)) end++;
  return n && at(c, end, ">") ? (place)end + 1 : NOWHERE;
}

/* ---- what hides tags ---- */

static const struct { const char *begin, *end; } HIDING[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};

/* Behind "<!DOCTYPE … [ … ]>" */
static place doctype_end(cutter *c, size_t i) {
  place end = find(c, i, ">");
  if (end == NOWHERE || !memchr(window(c).data + i, '[', (size_t)end - i)) return end == NOWHERE ? end : end + 1;
  place inner = find(c, i, "]>");
  return inner == NOWHERE ? inner : inner + 2;
}

/* Behind what hides tags and begins at i; i + 1 when nothing such does, or when it has no end. */
static size_t pass(cutter *c, size_t i) {
  if (c->r->window.byte + i < c->state->plain_until) return i + 1;
  place end = NOWHERE;
  bool hides = at(c, i, "<!DOCTYPE");
  if (hides) end = doctype_end(c, i);
  for (size_t k = 0; k < sizeof HIDING / sizeof *HIDING && !hides; k++) {
    if (!(hides = at(c, i, HIDING[k].begin))) continue;
    end = find(c, i + strlen(HIDING[k].begin), HIDING[k].end);
    if (end != NOWHERE) end += (place)strlen(HIDING[k].end);
  }
  if (hides && end == NOWHERE) c->state->plain_until = c->r->window.byte + window(c).len;
  return end == NOWHERE ? i + 1 : (size_t)end;
}

/* ---- records ---- */

/* Drops what stands before the next record; false at the end of the stream. */
static bool seek(cutter *c) {
  for (;;) {
    place p = find(c, 0, "<");
    if (p == NOWHERE) { /* a long stretch of nothing */
      read_window_drop(&c->r->window, window(c).len);
      if (!want(c, 1)) return false;
      continue;
    }
    read_window_drop(&c->r->window, (size_t)p);
    if (tag_at(c, 0, "<")) return true;
    read_window_drop(&c->r->window, pass(c, 0));
  }
}

/* Behind the start tag at 0, quotes heeded; *empty when it closes itself. */
static place start_tag_end(cutter *c, bool *empty) {
  char quote = 0;
  for (size_t i = 1; want(c, i + 1) && i <= c->r->opt.max_record; i++) {
    char b = window(c).data[i];
    if (quote) quote = b == quote ? 0 : quote;
    else if (b == '"' || b == '\'') quote = b;
    else if (b == '<') return NOWHERE;
    else if (b == '>') return *empty = window(c).data[i - 1] == '/', (place)i + 1;
  }
  return NOWHERE;
}

static const char WITHOUT_END[] = "record without an end";

/* Behind the end tag of the record at 0; NOWHERE with *why set. */
static place record_end(cutter *c, const char **why) {
  bool empty = false;
  place i = start_tag_end(c, &empty);
  *why = i == NOWHERE ? "start tag without an end" : WITHOUT_END;
  if (i == NOWHERE || empty) return i;
  while ((i = find(c, (size_t)i, "<")) != NOWHERE) {
    place end = end_tag(c, (size_t)i);
    if (end != NOWHERE) return end;
    if (tag_at(c, (size_t)i, "<")) return *why = "record without an end before the next", NOWHERE;
    i = (place)pass(c, (size_t)i);
  }
  return NOWHERE;
}

bool read_element_next(drg_reader *r, const char *const *names, read_element *out) {
  cutter c = {r, r->state, names};
  *out = (read_element){0};
  if (!seek(&c)) return false;
  out->line = r->window.line;
  out->byte = r->window.byte;
  place end = record_end(&c, &out->why);
  if (end == NOWHERE) {
    out->too_long = window(&c).len > r->opt.max_record;
    out->cut_off = out->why == WITHOUT_END && !out->too_long;
    out->end = tag_at(&c, 0, "<");
    return true;
  }
  out->why = NULL;
  out->end = (size_t)end;
  out->too_long = out->end > r->opt.max_record;
  out->bytes = base_str_sub(window(&c), 0, out->end);
  return true;
}

void read_element_begin(drg_reader *r, size_t opening) {
  read_markup *m = r->state = calloc(1, sizeof *m);
  if (!m) abort();
  cutter c = {r, m, NULL};
  want(&c, opening);
  base_str w = window(&c), rest = base_str_sub(w, 0, w.len < 200 ? w.len : 200);
  const char *p = memmem(rest.data, rest.len, "encoding=", 9);
  for (size_t i = 0; p && i + 1 < sizeof m->charset; i++) {
    char b = p + 10 + i < rest.data + rest.len ? p[10 + i] : '"';
    if (b == '"' || b == '\'' || b == '?') break;
    m->charset[i] = b;
  }
}

/* ---- an element's tree ---- */

typedef struct character {
  xmlEntity entity;
  char content[8];
} character;

/* Pages' names of characters, which feeds use without declaring them; no other entity is there. */
static xmlEntityPtr entity(void *context, const xmlChar *name) {
  xmlParserCtxtPtr c = context;
  character *e = c->_private;
  const htmlEntityDesc *known = htmlEntityLookup(name);
  if (!known) return NULL;
  int n = xmlCopyCharMultiByte((xmlChar *)e->content, (int)known->value);
  e->content[n] = '\0';
  e->entity = (xmlEntity){.type = XML_ENTITY_DECL,
                          .name = name,
                          .content = (xmlChar *)e->content,
                          .length = n,
                          .etype = XML_INTERNAL_PREDEFINED_ENTITY};
  return &e->entity;
}

static void quiet(void *context, xmlErrorPtr e) { (void)context, (void)e; }

/* The parser's reason, in the house's words: one line, lower case. */
static void reason(base_arena *a, const xmlError *e, read_element *out) {
  base_str s = base_str_trim(base_str_of(e->message ? e->message : "not well-formed"));
  char *copy = (char *)base_str_copy(a, s).data;
  for (size_t i = 0; i < s.len; i++)
    if ((unsigned char)copy[i] < ' ') copy[i] = ' ';
  if (copy[0] >= 'A' && copy[0] <= 'Z' && !(copy[1] >= 'A' && copy[1] <= 'Z')) copy[0] = (char)(copy[0] | 32);
  out->why = copy;
  out->line += e->line > 0 ? (uint64_t)e->line - 1 : 0;
}

struct _xmlDoc *read_element_tree(base_arena *a, base_str s, read_element *out) {
  if (read_html_swollen(s)) return out->why = "tag with too many attributes", NULL;
  xmlParserCtxtPtr c = xmlNewParserCtxt();
  if (!c) abort();
  character e;
  c->_private = &e;
  c->sax->getEntity = entity;
  c->sax->serror = quiet;
  xmlDoc *doc = xmlCtxtReadMemory(c, s.data, (int)s.len, NULL, "UTF-8",
                                  XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
  if (!doc) reason(a, &c->lastError, out);
  xmlFreeParserCtxt(c);
  return doc;
}

/* ---- documents ---- */

enum { OPENING = 1 << 16 };

/* Blanks out what stands in elements of that name; lines stay where they are. */
static void pass_over(base_str s, const char *name) {
  char begin[32], end[32];
  snprintf(begin, sizeof begin, "<%s>", name);
  snprintf(end, sizeof end, "</%s>", name);
  char *at = (char *)s.data, *limit = at + s.len;
  while ((at = memmem(at, (size_t)(limit - at), begin, strlen(begin)))) {
    at += strlen(begin);
    char *stop = memmem(at, (size_t)(limit - at), end, strlen(end));
    if (!stop) return;
    for (; at < stop; at++)
      if (*at != '\n') *at = ' ';
  }
}

static drg_status doc_of(drg_reader *r, read_owner *o, const read_element_kind *kind, read_element *e, drg_doc *doc,
                         drg_error *err) {
  const read_markup *m = r->state;
  read_record k = {.line = e->line, .byte = e->byte, .place = r->records + 1};
  read_clean clean = read_clean_named(&o->arena, e->bytes, base_str_of(m->charset));
  k.encoding = read_window_encoding(&r->window, clean.encoding);
  k.byte += clean.fault_at;
  if (clean.fault)
    return read_record_reject(r, &k, err, strcmp(clean.fault, "binary file") ? clean.fault : "binary text");
  if (kind->passed_over) pass_over(clean.text, kind->passed_over); /* the text is the arena's own copy */
  xmlDoc *tree = read_element_tree(&o->arena, clean.text, e);
  k.line = e->line;
  if (!tree) return read_record_reject(r, &k, err, e->why);
  const char *why = kind->fill(r, &o->arena, xmlDocGetRootElement(tree), &k);
  xmlFreeDoc(tree);
  return why ? read_record_reject(r, &k, err, why) : read_record_doc(r, o, &k, doc, err);
}

static drg_status bad_element(drg_reader *r, const read_element *e, drg_error *err) {
  if (!e->too_long) return base_fail(err, DRG_REJECTED, r->file, e->line, e->byte, "%s", e->why);
  return base_fail(err, DRG_REJECTED, r->file, e->line, e->byte, "record over %zu bytes", r->opt.max_record);
}

static drg_status at_end(drg_reader *r, const read_element_kind *kind, drg_error *err) {
  if (r->records || read_source_fault(r->source) || !r->window.byte) return read_at_end(r, err);
  r->done = true;
  const read_markup *m = r->state;
  return m->expected ? DRG_END : base_fail(err, DRG_REJECTED, r->file, 1, 0, "%s", kind->missing);
}

static void begin(drg_reader *r, const read_element_kind *kind) {
  read_element_begin(r, OPENING);
  const char *format = read_markup_sniff(read_window_bytes(&r->window));
  ((read_markup *)r->state)->expected = format && !strcmp(format, r->format->name);
  if (kind->open) kind->open(r, read_window_bytes(&r->window));
}

drg_status read_element_doc(drg_reader *r, const read_element_kind *kind, drg_doc *doc, drg_error *err) {
  if (!r->state) begin(r, kind);
  read_element e;
  drg_status st;
  if (!read_element_next(r, kind->names, &e)) return at_end(r, kind, err);
  if (e.cut_off && read_source_fault(r->source)) return read_at_end(r, err); /* the stream broke off in it */
  if (e.why || e.too_long) st = bad_element(r, &e, err);
  else {
    read_owner *o = read_owner_new();
    st = doc_of(r, o, kind, &e, doc, err);
    if (st != DRG_OK) read_owner_free(o);
  }
  read_window_drop(&r->window, e.end);
  return st;
}
