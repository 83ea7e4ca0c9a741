/* RSS (0.9 to 2.0) and Atom: every item or entry is a document. Elements are known by name, whichever of the formats they
 * are of; SOURCES has them, the most trusted of a field first. */
#include <libxml/tree.h>
#include <stdio.h>
#include "read/parts.h"

static const char *const RECORDS[] = {"item", "entry", "rss:item", "atom:entry", NULL};

static const struct {
  const char *name; /* without the prefixes of feeds; "feed ..." is said of the whole feed */
  read_field field;
} SOURCES[] = {
    {"title", READ_TITLE},
    {"dc:title", READ_TITLE},

    {"content:encoded", READ_TEXT},
    {"encoded", READ_TEXT},
    {"content", READ_TEXT},
    {"body", READ_TEXT},
    {"description", READ_TEXT},
    {"summary", READ_TEXT},
    {"dc:description", READ_TEXT},

    {"guid", READ_ID},
    {"id", READ_ID},
    {"dc:identifier", READ_ID},

    {"pubDate", READ_DATE},
    {"published", READ_DATE},
    {"issued", READ_DATE},
    {"dc:date", READ_DATE},
    {"dcterms:issued", READ_DATE},
    {"created", READ_DATE},
    {"updated", READ_DATE},
    {"modified", READ_DATE},
    {"dcterms:modified", READ_DATE},

    {"feedburner:origLink", READ_URL},
    {"link", READ_URL},

    {"dc:publisher", READ_PUBLISHER},
    {"source", READ_PUBLISHER},
    {"feed publisher", READ_PUBLISHER},
    {"author", READ_PUBLISHER},
    {"dc:creator", READ_PUBLISHER},

    {"dc:language", READ_LANGUAGE},
    {"feed language", READ_LANGUAGE},
};
enum { N_SOURCES = sizeof SOURCES / sizeof *SOURCES };

typedef struct item {
  base_arena *arena;
  read_record *record;
  size_t rank[READ_N_FIELDS]; /* the source of each field; N_SOURCES: none yet */
  bool atom;
  const char *why;
} item;

/* ---- names ---- */

/* "content:encoded" of an element, with the prefix as written, but for those of feeds themselves. */
static base_str name_of(base_arena *a, const xmlNode *n) {
  base_str name = base_str_of((const char *)n->name);
  if (n->ns && n->ns->prefix) name = base_str_printf(a, "%s:" BASE_FMT, (const char *)n->ns->prefix, BASE_ARG(name));
  static const char *const OWN[] = {"atom:", "rss:", "a10:"};
  for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++)
    if (base_str_starts(name, base_str_of(OWN[i]))) return base_str_sub(name, strlen(OWN[i]), name.len);
  return name;
}

static size_t source_of(base_str name) {
  size_t i = 0;
  while (i < N_SOURCES && !base_str_eq(base_str_of(SOURCES[i].name), name)) i++;
  return i;
}

/* ---- values ---- */

static base_str content_of(base_arena *a, xmlNode *n) {
  xmlChar *content = xmlNodeGetContent(n);
  base_str s = base_str_trim(base_str_copy(a, base_str_of((const char *)content)));
  xmlFree(content);
  return s;
}

static bool has_elements(const xmlNode *n) {
  for (const xmlNode *c = n->children; c; c = c->next)
    if (c->type == XML_ELEMENT_NODE) return true;
  return false;
}

static xmlNode *child_named(base_arena *a, const xmlNode *n, const char *name) {
  for (xmlNode *c = n->children; c; c = c->next)
    if (c->type == XML_ELEMENT_NODE && base_str_eq(name_of(a, c), base_str_of(name))) return c;
  return NULL;
}

/* A text or title: its markup, written out or escaped, reduced to words. What Atom calls "text" has none. */
static base_str words_of(item *k, xmlNode *n) {
  base_str type = read_html_attribute(n, "type");
  if (has_elements(n)) return read_html_all(k->arena, n);
  base_str s = content_of(k->arena, n);
  bool plain =
      type.len ? base_str_eq_nocase(type, BASE_STR("text")) || base_str_eq(type, BASE_STR("text/plain")) : k->atom;
  bool binary = type.len && memchr(type.data, '/', type.len) && !base_str_starts(type, BASE_STR("text/")) &&
                !base_str_ends(type, BASE_STR("xml"));
  if (binary) return BASE_NONE;
  return plain ? s : read_html_reduce(k->arena, s, &k->why);
}

/* An address: the text of RSS, the attribute of Atom, where it leads to the report itself. */
static base_str link_of(item *k, xmlNode *n) {
  base_str href = read_html_attribute(n, "href"), rel = read_html_attribute(n, "rel");
  if (href.len) return !rel.len || base_str_eq(rel, BASE_STR("alternate")) ? href : BASE_NONE;
  return content_of(k->arena, n);
}

/* A person or feed has its name inside. */
static base_str who_of(item *k, xmlNode *n) {
  xmlNode *name = child_named(k->arena, n, "name");
  if (!name) name = child_named(k->arena, n, "title");
  return content_of(k->arena, name ? name : n);
}

static base_str one_line(base_arena *a, base_str s) {
  char *p = base_arena_alloc(a, s.len + 1);
  size_t n = 0;
  for (base_str word; (word = base_str_word(&s)).data;) {
    if (n) p[n++] = ' ';
    memcpy(p + n, word.data, word.len);
    n += word.len;
  }
  return n ? (base_str){p, n} : BASE_NONE;
}

static base_str value_of(item *k, xmlNode *n, read_field f) {
  if (f == READ_TEXT) return words_of(k, n);
  if (f == READ_TITLE) return one_line(k->arena, words_of(k, n));
  if (f == READ_URL) return link_of(k, n);
  if (f == READ_PUBLISHER) return one_line(k->arena, who_of(k, n));
  return content_of(k->arena, n);
}

/* ---- an item ---- */

static void keep(item *k, size_t source, base_str value) {
  read_field f = SOURCES[source].field;
  if (!base_str_trim(value).len || (f == READ_DATE && read_day_of_field(value) == DRG_NO_DAY)) return;
  k->rank[f] = source;
  k->record->field[f] = base_str_copy(k->arena, value);
}

static void offer_whole_feed(item *k, const char *name, const char *value) {
  size_t source = source_of(base_str_of(name));
  if (source < k->rank[SOURCES[source].field]) keep(k, source, base_str_of(value));
}

/* An item that has neither id nor address is known by what it says: its place in the feed moves with each new one. */
static base_str id_of_words(base_arena *a, const base_str *field) {
  base_str title = field[READ_TITLE], text = field[READ_TEXT];
  uint64_t hash = base_hash(text.data, text.len, base_hash(title.data, title.len, 0));
  return base_str_printf(a, "%016llx", (unsigned long long)hash);
}

static const char *fill(const drg_reader *r, base_arena *a, struct _xmlNode *root, read_record *record) {
  const read_markup *m = r->state;
  item k = {.arena = a, .record = record, .atom = base_str_eq(name_of(a, root), BASE_STR("entry"))};
  for (int f = 0; f < READ_N_FIELDS; f++) k.rank[f] = N_SOURCES;
  for (xmlNode *n = root->children; n; n = n->next) {
    size_t source = n->type == XML_ELEMENT_NODE ? source_of(name_of(a, n)) : N_SOURCES;
    if (source == N_SOURCES || source >= k.rank[SOURCES[source].field]) continue;
    keep(&k, source, value_of(&k, n, SOURCES[source].field));
  }
  offer_whole_feed(&k, "feed publisher", m->publisher);
  offer_whole_feed(&k, "feed language", m->language);
  base_str *field = record->field;
  if (!field[READ_ID].data) field[READ_ID] = field[READ_URL];
  if (!field[READ_TEXT].data && r->opt.headlines) field[READ_TEXT] = field[READ_TITLE];
  if (!field[READ_ID].data) field[READ_ID] = id_of_words(a, field);
  if (field[READ_TEXT].data) return NULL;
  return k.why ? k.why : "no content, description or summary";
}

/* ---- the feed ---- */

/* The words of the first such element in the feed's opening, before any record. */
static void opening_value(base_str s, const char *name, char *out, size_t room) {
  char begin[32], end[32];
  snprintf(begin, sizeof begin, "<%s", name);
  snprintf(end, sizeof end, "</%s>", name);
  const char *p = memmem(s.data, s.len, begin, strlen(begin)), *limit = s.data + s.len;
  const char *q = p ? memmem(p, (size_t)(limit - p), end, strlen(end)) : NULL;
  if (!q) return;
  base_arena a;
  base_arena_init(&a);
  read_element ignored = {0};
  read_clean clean = read_clean_bytes(&a, (base_str){p, (size_t)(q - p) + strlen(end)});
  xmlDoc *tree = clean.fault ? NULL : read_element_tree(&a, clean.text, &ignored);
  if (tree) {
    base_str words = one_line(&a, content_of(&a, xmlDocGetRootElement(tree)));
    if (words.len && words.len < room) memcpy(out, words.data, words.len);
  }
  xmlFreeDoc(tree);
  base_arena_clear(&a);
}

static void open(drg_reader *r, base_str s) {
  read_markup *m = r->state;
  for (const char *const *name = RECORDS; *name; name++) {
    char begin[16];
    snprintf(begin, sizeof begin, "<%s", *name);
    const char *p = memmem(s.data, s.len, begin, strlen(begin));
    if (p) s.len = (size_t)(p - s.data);
  }
  opening_value(s, "title", m->publisher, sizeof m->publisher - 1);
  opening_value(s, "language", m->language, sizeof m->language - 1);
}

static const read_element_kind FEED = {RECORDS, "no <item> or <entry> in the file", NULL, open, fill};

drg_status read_feed_next(drg_reader *r, drg_doc *doc, drg_error *err) { return read_element_doc(r, &FEED, doc, err); }
