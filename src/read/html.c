/* A page of HTML: one file is one document. libxml2 makes the tree; html_meta.c and html_text.c read it. */
#include <libxml/HTMLparser.h>
#include "read/parts.h"

enum { LARGEST_PAGE = 16 << 20, MOST_ATTRIBUTES = 2000 };

/* ---- what must not reach the parser ---- */

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* Where "</name" stands at or behind i, or the end. */
static size_t close_of(base_str s, size_t i, base_str name) {
  for (; i + 2 + name.len <= s.len; i++) {
    const char *p = memchr(s.data + i, '<', s.len - i);
    if (!p || (i = (size_t)(p - s.data)) + 2 + name.len > s.len) break;
    if (p[1] == '/' && base_str_eq_nocase(base_str_sub(s, i + 2, i + 2 + name.len), name)) return i;
  }
  return s.len;
}

/* The end of the tag that begins at i; *attributes counts its words and quoted values. */
static size_t tag_end(base_str s, size_t i, size_t *attributes) {
  *attributes = 0;
  for (char before = ' '; i < s.len && s.data[i] != '>'; i++) {
    char c = s.data[i];
    if ((c == '"' || c == '\'') && before == '=') {
      const char *close = memchr(s.data + i + 1, c, s.len - i - 1);
      i = close ? (size_t)(close - s.data) : s.len;
      ++*attributes;
      if (i == s.len) break;
    } else if (is_space(c) || c == '/' || c == '"' || c == '\'') {
      *attributes += !is_space(before);
    }
    if (!is_space(c)) before = c;
    else if (before != '=') before = ' ';
  }
  return i;
}

/* libxml2 compares each attribute of a tag with all before it: a tag with a million would never end. */
bool read_html_swollen(base_str s) {
  static const char *const RAW[] = {"script", "style"};
  for (size_t i = 0; i + 1 < s.len; i++) {
    const char *p = memchr(s.data + i, '<', s.len - i - 1);
    if (!p) break;
    size_t begin = i = (size_t)(p - s.data), attributes;
    if (!is_letter(p[1]) && p[1] != '/') continue;
    i = tag_end(s, begin, &attributes);
    if (attributes > MOST_ATTRIBUTES) return true;
    for (size_t k = 0; k < 2; k++) {
      base_str name = base_str_of(RAW[k]);
      if (i - begin > name.len && base_str_eq_nocase(base_str_sub(s, begin + 1, begin + 1 + name.len), name))
        i = close_of(s, i, name);
    }
    if (i > begin) i--;
  }
  return false;
}

/* ---- the tree ---- */

static void quiet(void *context, xmlErrorPtr e) { (void)context, (void)e; }

/* A tree of clean UTF-8; NULL with *why set. */
static htmlDocPtr tree_of(base_str s, const char **why) {
  if (read_html_swollen(s)) return *why = "tag with too many attributes", NULL;
  htmlParserCtxtPtr c = htmlNewParserCtxt();
  if (!c) abort();
  c->sax->serror = quiet;
  htmlDocPtr doc = htmlCtxtReadMemory(c, s.data, (int)s.len, NULL, "UTF-8",
                                      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                          HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
  const char *message = c->lastError.message;
  bool halted = c->disableSAX, deep = halted && message && strstr(message, "depth");
  htmlFreeParserCtxt(c);
  if (doc && !halted && xmlDocGetRootElement(doc)) return doc;
  xmlFreeDoc(doc);
  return *why = deep ? "markup nested too deeply" : "markup that cannot be read", NULL;
}

/* "charset=windows-1251" in the opening of a page: the name, data NULL when none is declared. */
static base_str charset_of(base_str s) {
  enum { OPENING = 4096 };
  base_str mark = BASE_STR("charset");
  size_t end = s.len < OPENING ? s.len : OPENING;
  for (size_t i = 0; i + mark.len < end; i++) {
    if (!base_str_eq_nocase(base_str_sub(s, i, i + mark.len), mark)) continue;
    size_t at = i + mark.len;
    while (at < end && (is_space(s.data[at]) || memchr("=\"'", s.data[at], 3))) at++;
    size_t begin = at;
    while (at < end &&
           (is_letter(s.data[at]) || (s.data[at] >= '0' && s.data[at] <= '9') || memchr("-_.:", s.data[at], 4)))
      at++;
    if (at > begin) return base_str_sub(s, begin, at);
  }
  return BASE_NONE;
}

/* ---- documents ---- */

static base_str iso(base_arena *a, read_date d) { return base_str_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day); }

/* The page's text and what it says of itself, all in the arena. */
static const char *page_read(read_owner *o, base_str clean, read_record *k) {
  const char *why = NULL;
  htmlDocPtr doc = tree_of(clean, &why);
  if (!doc) return why;
  xmlNode *root = xmlDocGetRootElement(doc);
  read_html_meta(&o->arena, root, k->field);
  base_str date, text = read_html_article(&o->arena, root, k->field[READ_TITLE], &date);
  if (!k->field[READ_DATE].data && date.data) k->field[READ_DATE] = iso(&o->arena, read_date_find(date));
  if (text.data) k->field[READ_TEXT] = text; /* else what JSON-LD holds, if it does */
  xmlFreeDoc(doc);
  return k->field[READ_TEXT].data ? NULL : "no running text found in the page";
}

bool read_is_of_page(base_str url) {
  if (!url.len) return false;
  const char *host = memmem(url.data, url.len, "://", 3), *end = url.data + url.len;
  const char *path = host ? memchr(host + 3, '/', (size_t)(end - host - 3)) : NULL;
  return path && path + 1 < end;
}

const char *read_page_fill(read_owner *o, base_str bytes, base_str charset, read_record *k) {
  read_clean clean = read_clean_named(&o->arena, bytes, charset.len ? charset : charset_of(bytes));
  k->encoding = clean.encoding;
  if (clean.fault) k->byte += clean.fault_at;
  return clean.fault ? clean.fault : page_read(o, clean.text, k);
}

drg_status read_html_next(drg_reader *r, drg_doc *doc, drg_error *err) {
  r->done = true;
  size_t limit = r->opt.max_record < LARGEST_PAGE ? r->opt.max_record : LARGEST_PAGE;
  if (!read_whole(r, limit)) return base_fail(err, DRG_REJECTED, r->file, 1, 0, "page over %zu bytes", limit);
  if (read_source_fault(r->source) || !r->record.len) return read_at_end(r, err);
  read_owner *o = read_owner_new();
  read_record k = {.line = 1, .only = true};
  const char *why = read_page_fill(o, (base_str){r->record.data, r->record.len}, BASE_NONE, &k);
  bool named = read_is_of_page(k.field[READ_URL]);
  k.field[READ_ID] = named ? k.field[READ_URL] : base_str_copy(&o->arena, read_stem(r->file));
  drg_status st = why ? read_record_reject(r, &k, err, why) : read_record_doc(r, o, &k, doc, err);
  if (st != DRG_OK) read_owner_free(o);
  return st;
}

base_str read_html_reduce(base_arena *a, base_str s, const char **why) {
  bool markup = false;
  for (size_t i = 0; i + 1 < s.len && !markup; i++)
    markup = (s.data[i] == '<' && (is_letter(s.data[i + 1]) || memchr("/!", s.data[i + 1], 2))) || s.data[i] == '&';
  if (!markup) return s;
  if (s.len > LARGEST_PAGE) return *why = "content too long", BASE_NONE;
  htmlDocPtr doc = tree_of(s, why);
  if (!doc) return BASE_NONE;
  base_str text = read_html_all(a, xmlDocGetRootElement(doc));
  xmlFreeDoc(doc);
  return text;
}
