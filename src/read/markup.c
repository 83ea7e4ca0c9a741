/* What kind of markup bytes are, by the first element of them; what its readers share. */
#include <libxml/tree.h>
#include "read/parts.h"

static const struct {
  const char *root, *format;
} ROOTS[] = {{"html", "html"},    {"head", "html"},      {"body", "html"},     {"rss", "feed"},    {"feed", "feed"},
             {"rdf:RDF", "feed"}, {"atom:feed", "feed"}, {"Sentences", "xml"}, {"Sentence", "xml"}};

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

static base_str skip_blanks(base_str s) {
  while (s.len && is_space(s.data[0])) s = base_str_sub(s, 1, s.len);
  return s;
}

/* Behind the first `mark` in s; empty when it is not there. */
static base_str behind(base_str s, const char *mark) {
  const char *p = memmem(s.data, s.len, mark, strlen(mark));
  return p ? base_str_sub(s, (size_t)(p - s.data) + strlen(mark), s.len) : (base_str){s.data, 0};
}

/* Behind "<!DOCTYPE … [ … ]>" */
static base_str behind_doctype(base_str s) {
  size_t end = 0;
  while (end < s.len && s.data[end] != '>' && s.data[end] != '[') end++;
  return end < s.len && s.data[end] == '[' ? behind(behind(s, "]"), ">") : behind(s, ">");
}

static base_str name_at(base_str s) {
  size_t n = 0;
  while (n < s.len && !is_space(s.data[n]) && !memchr(">/[", s.data[n], 3)) n++;
  return base_str_sub(s, 0, n);
}

static const char *format_of_root(base_str name) {
  for (size_t i = 0; i < sizeof ROOTS / sizeof *ROOTS; i++)
    if (base_str_eq_nocase(base_str_of(ROOTS[i].root), name)) return ROOTS[i].format;
  return NULL;
}

const char *read_markup_sniff(base_str s) {
  static const base_str DOCTYPE = {"<!doctype", 9};
  if (base_str_starts(s, BASE_STR("\xEF\xBB\xBF"))) s = base_str_sub(s, 3, s.len);
  for (;;) {
    s = skip_blanks(s);
    if (base_str_starts(s, BASE_STR("<?"))) s = behind(s, "?>");
    else if (base_str_starts(s, BASE_STR("<!--"))) s = behind(s, "-->");
    else if (s.len > DOCTYPE.len && base_str_eq_nocase(base_str_sub(s, 0, DOCTYPE.len), DOCTYPE)) {
      const char *format = format_of_root(name_at(skip_blanks(base_str_sub(s, DOCTYPE.len, s.len))));
      if (format) return format;
      s = behind_doctype(s);
    } else break;
  }
  return s.len > 1 && s.data[0] == '<' ? format_of_root(name_at(base_str_sub(s, 1, s.len))) : NULL;
}

base_str read_node_line(base_arena *a, const struct _xmlNode *n) {
  xmlChar *content = xmlNodeGetContent(n);
  base_str rest = base_str_of((const char *)content), word;
  char *p = base_arena_alloc(a, rest.len + 1);
  size_t len = 0;
  while ((word = base_str_word(&rest)).data) {
    if (len) p[len++] = ' ';
    memcpy(p + len, word.data, word.len);
    len += word.len;
  }
  xmlFree(content);
  return (base_str){p, len};
}
