/* What a page says of itself: title, date, publisher, address, language. Pages say it many times, in the notations of
 * many readers of them; SOURCES has them all, the most trusted of a field first. */
#include <jansson.h>
#include <libxml/tree.h>
#include <stdio.h>
#include "read/parts.h"

enum { MAX_DEPTH = 16 }; /* of JSON-LD */

static const struct {
  const char *name; /* of a meta or itemprop; "ld ..." a key of JSON-LD; "tag ..." an element */
  read_field field;
} SOURCES[] = {
    {"og:title", READ_TITLE},
    {"ld headline", READ_TITLE},
    {"twitter:title", READ_TITLE},
    {"headline", READ_TITLE},
    {"dc.title", READ_TITLE},
    {"dcterms.title", READ_TITLE},
    {"tag h1", READ_TITLE},
    {"tag title", READ_TITLE},

    {"article:published_time", READ_DATE},
    {"ld datePublished", READ_DATE},
    {"datepublished", READ_DATE},
    {"og:article:published_time", READ_DATE},
    {"article.published", READ_DATE},
    {"published_time", READ_DATE},
    {"article_date_original", READ_DATE},
    {"publication_date", READ_DATE},
    {"publication-date", READ_DATE},
    {"publishdate", READ_DATE},
    {"publish-date", READ_DATE},
    {"publish_date", READ_DATE},
    {"pubdate", READ_DATE},
    {"sailthru.date", READ_DATE},
    {"parsely-pub-date", READ_DATE},
    {"cxenseparse:recs:publishtime", READ_DATE},
    {"citation_publication_date", READ_DATE},
    {"dc.date.issued", READ_DATE},
    {"dcterms.issued", READ_DATE},
    {"dcterms.created", READ_DATE},
    {"dc.date.created", READ_DATE},
    {"dcterms.date", READ_DATE},
    {"dc.date", READ_DATE},
    {"date", READ_DATE},
    {"originalpublicationdate", READ_DATE},
    {"ld dateCreated", READ_DATE},
    {"datecreated", READ_DATE},
    {"tag article time", READ_DATE},
    {"tag time", READ_DATE},
    {"ld dateModified", READ_DATE},
    {"article:modified_time", READ_DATE},

    {"og:site_name", READ_PUBLISHER},
    {"ld publisher", READ_PUBLISHER},
    {"publisher", READ_PUBLISHER},
    {"dc.publisher", READ_PUBLISHER},
    {"dcterms.publisher", READ_PUBLISHER},
    {"application-name", READ_PUBLISHER},

    {"tag canonical", READ_URL},
    {"og:url", READ_URL},
    {"ld url", READ_URL},

    {"tag html", READ_LANGUAGE},
    {"ld inLanguage", READ_LANGUAGE},
    {"og:locale", READ_LANGUAGE},
    {"dc.language", READ_LANGUAGE},

    {"ld articleBody", READ_TEXT},
};
enum { N_SOURCES = sizeof SOURCES / sizeof *SOURCES };

typedef struct meta {
  base_arena *arena;
  base_str *field;            /* by read_field */
  size_t rank[READ_N_FIELDS]; /* the source of each, an index of SOURCES; N_SOURCES: none yet */
} meta;

base_str read_html_attribute(const struct _xmlNode *e, const char *name) {
  const xmlAttr *a = xmlHasProp(e, (const xmlChar *)name);
  const xmlNode *value = a ? a->children : NULL;
  return value && value->type == XML_TEXT_NODE ? base_str_of((const char *)value->content) : BASE_NONE;
}

static bool is_address(base_str s) {
  return base_str_starts(s, BASE_STR("http://")) || base_str_starts(s, BASE_STR("https://"));
}

/* Keeps the value if the source is known, more trusted than what is there, and the value is one. */
static void offer(meta *m, base_str source, base_str value) {
  value = base_str_trim(value);
  size_t i = 0;
  while (i < N_SOURCES && !base_str_eq_nocase(base_str_of(SOURCES[i].name), source)) i++;
  if (i == N_SOURCES || !value.len || m->rank[SOURCES[i].field] <= i) return;
  read_field f = SOURCES[i].field;
  if (f == READ_DATE && read_day_of_field(value) == DRG_NO_DAY) return;
  if (f == READ_URL && !is_address(value)) return;
  m->rank[f] = i;
  m->field[f] = base_str_copy(m->arena, value);
}

/* ---- JSON-LD ---- */

static base_str json_text(const json_t *v) {
  if (json_is_array(v)) v = json_array_get(v, 0);
  if (json_is_object(v)) v = json_object_get(v, "name");
  return json_is_string(v) ? (base_str){json_string_value(v), json_string_length(v)} : BASE_NONE;
}

/* An object with a headline or a date of publication is the report; its keys are offered. */
static void offer_object(meta *m, json_t *o) {
  if (!json_object_get(o, "headline") && !json_object_get(o, "datePublished")) return;
  char source[64];
  for (size_t i = 0; i < N_SOURCES; i++) {
    if (strncmp(SOURCES[i].name, "ld ", 3)) continue;
    snprintf(source, sizeof source, "%s", SOURCES[i].name);
    offer(m, base_str_of(source), json_text(json_object_get(o, source + 3)));
  }
}

static void offer_json(meta *m, json_t *v, int depth) {
  if (depth > MAX_DEPTH) return;
  if (json_is_object(v)) {
    offer_object(m, v);
    offer_json(m, json_object_get(v, "@graph"), depth + 1);
  }
  size_t i;
  json_t *item;
  json_array_foreach(v, i, item) { offer_json(m, item, depth + 1); }
}

static void offer_script(meta *m, const xmlNode *e) {
  if (!base_str_eq_nocase(read_html_attribute(e, "type"), BASE_STR("application/ld+json")) || !e->children) return;
  const char *s = (const char *)e->children->content;
  json_t *v = s ? json_loadb(s, strlen(s), JSON_ALLOW_NUL, NULL) : NULL;
  if (v) offer_json(m, v, 0);
  json_decref(v);
}

/* ---- elements ---- */

static void offer_meta(meta *m, const xmlNode *e) {
  static const char *const KEYS[] = {"property", "name", "itemprop"};
  for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
    offer(m, read_html_attribute(e, KEYS[i]), read_html_attribute(e, "content"));
}

static bool contains(base_str s, base_str part) {
  return part.len && s.len && memmem(s.data, s.len, part.data, part.len);
}

/* "Ministers meet - World - Sample Wire": the part before the last separator. */
static base_str cut_site(base_str title) {
  static const char *const SEPARATORS[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " \xC2\xBB "};
  size_t best = 0;
  for (size_t k = 0; k < sizeof SEPARATORS / sizeof *SEPARATORS; k++) {
    base_str sep = base_str_of(SEPARATORS[k]);
    for (size_t i = 1; i + sep.len < title.len; i++)
      if (!memcmp(title.data + i, sep.data, sep.len) && i > best) best = i;
  }
  return best ? base_str_sub(title, 0, best) : title;
}

/* A first heading is the title where the page's title has its words too; else it is the site's name. */
static void offer_title(meta *m, xmlNode *title, xmlNode *h1) {
  base_str page = title ? read_node_line(m->arena, title) : BASE_NONE,
           head = h1 ? read_node_line(m->arena, h1) : BASE_NONE;
  if (contains(page, head) && head.len * 4 >= page.len) offer(m, BASE_STR("tag h1"), head);
  offer(m, BASE_STR("tag title"), page.len ? cut_site(page) : head);
}

typedef struct seen {
  xmlNode *title, *h1;
} seen;

static void offer_time(meta *m, const xmlNode *e, bool in_article) {
  base_str day = read_html_attribute(e, "datetime");
  if (!day.len) day = read_node_line(m->arena, e);
  offer(m, in_article ? BASE_STR("tag article time") : BASE_STR("tag time"), day);
}

static void offer_element(meta *m, xmlNode *e, bool in_article, seen *s) {
  const char *name = (const char *)e->name;
  base_str item = read_html_attribute(e, "itemprop");
  if (!strcmp(name, "meta")) offer_meta(m, e);
  else if (item.len) {
    offer(m, item, read_html_attribute(e, "content"));
    offer(m, item, read_html_attribute(e, "datetime"));
  }
  if (!strcmp(name, "script")) offer_script(m, e);
  if (!strcmp(name, "html")) offer(m, BASE_STR("tag html"), read_html_attribute(e, "lang"));
  if (!strcmp(name, "link") && base_str_eq_nocase(read_html_attribute(e, "rel"), BASE_STR("canonical")))
    offer(m, BASE_STR("tag canonical"), read_html_attribute(e, "href"));
  if (!strcmp(name, "time")) offer_time(m, e, in_article);
  if (!strcmp(name, "title") && !s->title) s->title = e;
  if (!strcmp(name, "h1") && !s->h1) s->h1 = e;
}

static void offer_tree(meta *m, xmlNode *e, bool in_article, seen *s) {
  offer_element(m, e, in_article, s);
  in_article = in_article || !strcmp((const char *)e->name, "article");
  if (!strcmp((const char *)e->name, "svg")) return; /* pictures have titles too */
  for (xmlNode *n = e->children; n; n = n->next)
    if (n->type == XML_ELEMENT_NODE) offer_tree(m, n, in_article, s);
}

/* "Ministers meet - Sample Wire" of the publisher "Sample Wire" */
static base_str cut_publisher(base_str title, base_str publisher) {
  if (!publisher.len || title.len <= publisher.len) return title;
  base_str tail = base_str_sub(title, title.len - publisher.len, title.len), cut = cut_site(title);
  bool last = cut.len < title.len && title.len - cut.len <= publisher.len + 5;
  return last && base_str_eq_nocase(tail, publisher) ? cut : title;
}

void read_html_meta(base_arena *a, struct _xmlNode *root, base_str field[READ_N_FIELDS]) {
  meta m = {.arena = a, .field = field};
  seen s = {0};
  for (int f = 0; f < READ_N_FIELDS; f++) m.rank[f] = N_SOURCES;
  offer_tree(&m, root, false, &s);
  offer_title(&m, s.title, s.h1);
  field[READ_TITLE] = cut_publisher(field[READ_TITLE], field[READ_PUBLISHER]);
}
