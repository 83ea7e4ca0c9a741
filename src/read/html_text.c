/* The running text of a page, without its menus, comments, captions and footers.
 *
 * The tree is cut into blocks (what stands between two ends of block elements), and each block that looks like running
 * text votes for the elements around it; the element with most votes, and siblings that come near it, is the report.
 * That is Readability (Arc90, 2009) as Mozilla keeps it in Firefox, with its numbers; the share of links that makes a
 * block a menu is that of Kohlschuetter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features"
 * (WSDM 2010). Neither needs to know the page's language. */
#include <libxml/tree.h>
#include <stdlib.h>
#include "read/parts.h"

/* ---- elements ---- */

typedef enum tag_kind {
  INLINE,
  GROUP,     /* holds blocks, or text of its own */
  PARAGRAPH, /* is a block */
  ITEM,
  HEADING,
  VERBATIM, /* keeps its line ends */
  LINK,     /* its words are no running text: links, times */
  BREAK,
  QUOTATION,
  SKIP
} tag_kind;

typedef struct tag {
  const char *name;
  tag_kind kind;
  int score; /* of an element before anything votes for it */
} tag;

/* By name. A first heading is passed over since the title has its words. */
static const tag TAGS[] = {
    {"a", LINK, 0},          {"address", GROUP, -3},    {"applet", SKIP, 0},      {"article", GROUP, 10},
    {"aside", SKIP, 0},      {"audio", SKIP, 0},        {"blockquote", GROUP, 3}, {"body", GROUP, 0},
    {"br", BREAK, 0},        {"button", SKIP, 0},       {"canvas", SKIP, 0},      {"caption", SKIP, 0},
    {"center", GROUP, 0},    {"dd", ITEM, -3},          {"dialog", SKIP, 0},      {"div", GROUP, 5},
    {"dl", GROUP, -3},       {"dt", ITEM, -3},          {"embed", SKIP, 0},       {"fieldset", GROUP, -3},
    {"figcaption", SKIP, 0}, {"figure", SKIP, 0},       {"footer", SKIP, 0},      {"form", GROUP, -3},
    {"h1", SKIP, 0},         {"h2", HEADING, -5},       {"h3", HEADING, -5},      {"h4", HEADING, -5},
    {"h5", HEADING, -5},     {"h6", HEADING, -5},       {"head", SKIP, 0},        {"header", SKIP, 0},
    {"hr", PARAGRAPH, 0},    {"iframe", SKIP, 0},       {"input", SKIP, 0},       {"li", ITEM, -3},
    {"main", GROUP, 5},      {"map", SKIP, 0},          {"math", SKIP, 0},        {"menu", SKIP, 0},
    {"nav", SKIP, 0},        {"noscript", SKIP, 0},     {"object", SKIP, 0},      {"ol", GROUP, -3},
    {"option", SKIP, 0},     {"p", PARAGRAPH, 0},       {"picture", SKIP, 0},     {"pre", VERBATIM, 3},
    {"q", QUOTATION, 0},     {"script", SKIP, 0},       {"section", GROUP, 5},    {"select", SKIP, 0},
    {"style", SKIP, 0},      {"summary", PARAGRAPH, 0}, {"svg", SKIP, 0},         {"table", GROUP, 0},
    {"tbody", GROUP, 0},     {"td", GROUP, 3},          {"template", SKIP, 0},    {"textarea", SKIP, 0},
    {"th", ITEM, -5},        {"time", LINK, 0},         {"title", SKIP, 0},       {"tr", GROUP, 0},
    {"ul", GROUP, -3},       {"video", SKIP, 0}};

/* Words of class and id, as authors of pages use them. */
static const char *const ALWAYS_OUT[] = {"breadcrumb", "breadcrumbs", "caption",  "captions", "comment", "comments",
                                         "consent",    "cookie",      "cookies",  "credit",   "credits", "disqus",
                                         "gdpr",       "newsletter",  "paywall",  "popup",    "replies", "reply",
                                         "share",      "sharing",     "shoutbox", "signup",   "skip"};
static const char *const MOSTLY_OUT[] = {
    "ad",       "ads",        "advert",    "advertisement", "alert",     "author",      "banner",
    "bio",      "byline",     "footer",    "foot",          "header",    "legal",       "links",
    "masthead", "menu",       "meta",      "more",          "nav",       "navbar",      "navigation",
    "pager",    "pagination", "popular",   "promo",         "promos",    "recommended", "related",
    "rss",      "sidebar",    "social",    "sponsor",       "sponsored", "subscribe",   "tags",
    "teaser",   "teasers",    "timestamp", "toolbar",       "topics",    "trending",    "widget"};
static const char *const FOR_TEXT[] = {"article", "articlebody", "body",  "content", "entry",
                                       "main",    "post",        "story", "text"};
static const char *const OUT_ROLES[] = {"alert",       "alertdialog", "banner",  "button",  "complementary",
                                        "contentinfo", "dialog",      "menu",    "menubar", "navigation",
                                        "search",      "tablist",     "toolbar", "tooltip"};

static int by_name(const void *key, const void *row) { return strcmp(key, ((const tag *)row)->name); }

static tag tag_of(const xmlNode *n) {
  const tag *t = bsearch(n->name, TAGS, sizeof TAGS / sizeof *TAGS, sizeof *TAGS, by_name);
  return t ? *t : (tag){"", INLINE, 0};
}

#define IN_LIST(list, word) in_list((list), sizeof(list) / sizeof *(list), (word))
static bool in_list(const char *const *list, size_t n, base_str word) {
  for (size_t i = 0; i < n; i++)
    if (base_str_eq_nocase(base_str_of(list[i]), word)) return true;
  return false;
}

/* Is a word of the element's class or id in the list? "sidebar-left", "leftSidebar" and "left_sidebar" have two. */
static bool named_in(const xmlNode *e, const char *const *list, size_t n) {
  static const char *const ATTRIBUTES[] = {"class", "id"};
  for (size_t k = 0; k < 2; k++) {
    base_str s = read_html_attribute(e, ATTRIBUTES[k]);
    for (size_t begin = 0, i = 0; i <= s.len; i++) {
      char c = i < s.len ? s.data[i] : ' ';
      bool upper = c >= 'A' && c <= 'Z' && i > begin && s.data[i - 1] >= 'a';
      bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (word && !upper) continue;
      if (i > begin && in_list(list, n, base_str_sub(s, begin, i))) return true;
      begin = upper ? i : i + 1;
    }
  }
  return false;
}
#define NAMED_IN(e, list) named_in((e), (list), sizeof(list) / sizeof *(list))

/* ---- what an element holds ---- */

typedef struct measure {
  size_t chars, links; /* bytes that are no blanks, all and those of links */
  double score;
  size_t voters;
  bool scored;
} measure;

static measure *measure_of(const xmlNode *n) { return n->_private; }

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\v' || c == '\r'; }

static void measure_tree(base_arena *a, xmlNode *e, bool in_link) {
  measure *m = e->_private = BASE_NEW(a, measure, 1);
  tag t = tag_of(e);
  if (t.kind == SKIP) return;
  in_link = in_link || t.kind == LINK;
  for (xmlNode *n = e->children; n; n = n->next) {
    if (n->type == XML_ELEMENT_NODE) {
      measure_tree(a, n, in_link);
      m->chars += measure_of(n)->chars;
      m->links += measure_of(n)->links;
    } else if (n->type == XML_TEXT_NODE) {
      for (const xmlChar *p = n->content; p && *p; p++) m->chars += !is_blank((char)*p);
    }
  }
  if (in_link) m->links = m->chars;
}

/* ---- blocks ---- */

typedef struct block {
  size_t begin, end; /* bytes of builder.text */
  size_t chars, links, commas;
  tag_kind kind;
  xmlNode *element;
  bool kept;
} block;

typedef enum pass { ALL_NAMES, SURE_NAMES, NO_NAMES } pass; /* which classes and ids are passed over */

typedef struct builder {
  base_arena *arena;
  drg_buffer text;
  BASE_VEC(block) blocks;
  block now;
  bool space; /* a blank is due before the next word */
  int links, verbatim;
  pass pass;
  size_t chars;  /* of the whole page */
  base_str date; /* a day that stands above the text; data NULL: none does */
} builder;

static void flush(builder *b) {
  size_t end = b->text.len;
  while (end > b->now.begin && is_blank(b->text.data[end - 1])) end--;
  b->text.len = end;
  b->now.end = end;
  if (end > b->now.begin) BASE_PUSH(b->arena, &b->blocks, b->now);
  b->now = (block){.begin = end, .kind = b->now.kind, .element = b->now.element};
  b->space = false;
}

/* Bytes at s that a page shows as nothing or as a blank: soft hyphen, zero-width and no-break space; 0: neither. */
static size_t odd_blank(const char *s, bool *blank) {
  *blank = strncmp(s, "\xC2\xA0", 2) == 0;
  if (*blank || strncmp(s, "\xC2\xAD", 2) == 0) return 2;
  return strncmp(s, "\xE2\x80\x8B", 3) == 0 || strncmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static void put_byte(builder *b, char c) {
  if (b->space && b->text.len > b->now.begin && b->text.data[b->text.len - 1] != '\n')
    base_put(&b->text, BASE_STR(" "));
  b->space = false;
  base_put(&b->text, (base_str){&c, 1});
  b->now.chars++;
  b->now.links += b->links > 0;
  b->now.commas += c == ',';
}

static void put_text(builder *b, const char *s) {
  while (s && *s) {
    bool blank = is_blank(*s);
    size_t odd = *s & 0x80 ? odd_blank(s, &blank) : 0;
    if (blank && b->verbatim && !odd) base_put(&b->text, (base_str){s, 1});
    else if (blank) b->space = true;
    else if (!odd) put_byte(b, *s);
    s += odd ? odd : 1;
  }
}

/* One break is a line end, two are a paragraph's. */
static void put_break(builder *b) {
  if (b->text.len == b->now.begin) return;
  if (b->text.data[b->text.len - 1] == '\n') flush(b);
  else base_put(&b->text, BASE_STR("\n"));
  b->space = false;
}

static bool is_out(const builder *b, const xmlNode *e) {
  base_str role = read_html_attribute(e, "role"), style = read_html_attribute(e, "style");
  if (xmlHasProp(e, (const xmlChar *)"hidden")) return true;
  if (base_str_eq_nocase(read_html_attribute(e, "aria-hidden"), BASE_STR("true"))) return true;
  if (role.len && IN_LIST(OUT_ROLES, role)) return true;
  if (style.len && (strstr(style.data, "display:none") || strstr(style.data, "display: none"))) return true;
  const measure *m = measure_of(e);
  bool whole = m && m->chars * 2 > b->chars; /* what holds most of the page is no margin of it */
  if (b->pass == NO_NAMES || !m || tag_of(e).kind == INLINE) return false;
  if (NAMED_IN(e, ALWAYS_OUT) && !(whole && NAMED_IN(e, FOR_TEXT))) return strcmp((const char *)e->name, "body") != 0;
  return b->pass == ALL_NAMES && !whole && NAMED_IN(e, MOSTLY_OUT);
}

static void walk(builder *b, xmlNode *e);

static void walk_children(builder *b, xmlNode *e) {
  for (xmlNode *n = e->children; n; n = n->next) {
    if (n->type == XML_ELEMENT_NODE) walk(b, n);
    else if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) put_text(b, (const char *)n->content);
  }
}

static void walk_block(builder *b, xmlNode *e, tag_kind kind) {
  xmlNode *outer = b->now.element;
  tag_kind outer_kind = b->now.kind;
  flush(b);
  b->now.element = e;
  b->now.kind = kind;
  b->verbatim += kind == VERBATIM;
  walk_children(b, e);
  flush(b);
  b->verbatim -= kind == VERBATIM;
  b->now.element = outer;
  b->now.kind = outer_kind;
}

static void walk(builder *b, xmlNode *e) {
  tag_kind kind = tag_of(e).kind;
  if (kind == SKIP || is_out(b, e)) return;
  if (kind == BREAK) put_break(b);
  else if (kind != INLINE && kind != LINK && kind != QUOTATION) walk_block(b, e, kind);
  else {
    b->links += kind == LINK;
    if (kind == QUOTATION) put_text(b, "\xE2\x80\x9C");
    walk_children(b, e);
    if (kind == QUOTATION) put_text(b, "\xE2\x80\x9D");
    b->links -= kind == LINK;
  }
}

static void build(builder *b, xmlNode *root, pass p) {
  b->blocks.n = 0;
  b->text.len = 0;
  b->pass = p;
  b->now = (block){.kind = GROUP, .element = root};
  walk_children(b, root);
  flush(b);
}

/* ---- votes ---- */

static bool is_linked(const block *k) { return k->links * 3 > k->chars; }

static double link_share(const measure *m) { return m->chars ? (double)m->links / (double)m->chars : 0; }

typedef BASE_VEC(xmlNode *) nodes;

/* Names count where text is near: further out, all of a page is its "main-content". */
static void vote(builder *b, nodes *candidates, xmlNode *n, int level, double points) {
  measure *m = measure_of(n);
  if (!m->scored) {
    m->scored = true;
    m->voters = 0;
    m->score = tag_of(n).score;
    if (level < 2) m->score += (NAMED_IN(n, FOR_TEXT) ? 25 : 0) - (NAMED_IN(n, MOSTLY_OUT) ? 25 : 0);
    BASE_PUSH(b->arena, candidates, n);
  }
  m->score += points;
  m->voters++;
}

static bool is_element(const xmlNode *n) { return n && n->type == XML_ELEMENT_NODE; }

/* A block's votes go to five elements around it, the nearer the more. */
static void vote_block(builder *b, nodes *candidates, const block *k) {
  enum { LEVELS = 5, LEAST = 25 };
  if (k->chars < LEAST || is_linked(k)) return;
  size_t hundreds = k->chars / 100;
  double points = 1 + (double)k->commas + (double)(hundreds < 3 ? hundreds : 3);
  xmlNode *n = k->kind == GROUP ? k->element : k->element->parent;
  for (int level = 0; level < LEVELS && is_element(n); level++, n = n->parent)
    vote(b, candidates, n, level, level < 2 ? points / (level + 1) : points / (level * 3));
}

static double final_score(const xmlNode *n) {
  const measure *m = measure_of(n);
  return m->scored ? m->score * (1 - link_share(m)) : 0;
}

/* Does the element stand alone in its parent, or is it a box of a paragraph or two among others of its kind? */
static bool is_shared(const xmlNode *e) {
  enum { BOX = 2 };
  size_t near = 0, full = 0;
  double enough = final_score(e) / 2;
  for (const xmlNode *n = e->parent->children; n; n = n->next) {
    const measure *m = n->type == XML_ELEMENT_NODE ? measure_of(n) : NULL;
    full += m && m->chars;
    near += m && m->scored && enough > 0 && final_score(n) >= enough;
  }
  return full == 1 || (near > 1 && measure_of(e)->voters <= BOX);
}

/* The same element at another place: tag and class agree, and there is a class. */
static bool is_like(const xmlNode *x, const xmlNode *y) {
  base_str class = read_html_attribute(x, "class");
  return class.len && !strcmp((const char *)x->name, (const char *)y->name) &&
         base_str_eq(class, read_html_attribute(y, "class"));
}

/* Is there an element like top in e, with a third of its score? */
static bool holds_like(const xmlNode *e, const xmlNode *top) {
  for (const xmlNode *n = e->children; n; n = n->next) {
    if (n->type != XML_ELEMENT_NODE || !measure_of(n)) continue;
    if ((is_like(n, top) && final_score(n) * 3 >= final_score(top)) || holds_like(n, top)) return true;
  }
  return false;
}

/* Is e one of several that are like it and hold what is like top: an entry of a live report? */
static bool is_entry(const xmlNode *e, const xmlNode *top) {
  for (const xmlNode *n = e->parent->children; n; n = n->next)
    if (n != e && n->type == XML_ELEMENT_NODE && is_like(n, e) && holds_like(n, top)) return true;
  return false;
}

/* Where paragraphs have boxes of their own, the element around the boxes is meant; where entries have, that around these. */
static xmlNode *widen(xmlNode *top) {
  enum { LEVELS = 3 };
  while (is_element(top->parent) && is_shared(top)) top = top->parent;
  xmlNode *e = top->parent;
  for (int level = 0; level < LEVELS && is_element(e) && is_element(e->parent); level++, e = e->parent)
    if (is_entry(e, top)) return e->parent;
  return top;
}

static xmlNode *most_voted(builder *b) {
  nodes candidates = {0};
  for (size_t i = 0; i < b->blocks.n; i++) vote_block(b, &candidates, &b->blocks.v[i]);
  xmlNode *top = NULL;
  for (size_t i = 0; i < candidates.n; i++)
    if (!top || final_score(candidates.v[i]) > final_score(top)) top = candidates.v[i];
  return top ? widen(top) : NULL;
}

static void forget_votes(xmlNode *e) {
  measure_of(e)->scored = false;
  for (xmlNode *n = e->children; n; n = n->next)
    if (n->type == XML_ELEMENT_NODE && measure_of(n)) forget_votes(n);
}

/* ---- choice ---- */

/* Is the block in the element with most votes, or in a sibling that belongs to it? */
static bool belongs(const block *k, const xmlNode *top) {
  double threshold = final_score(top) / 5 > 10 ? final_score(top) / 5 : 10;
  for (const xmlNode *n = k->element; is_element(n); n = n->parent) {
    if (n == top) return true;
    if (n->parent != top->parent) continue;
    if (final_score(n) >= threshold) return true;
    return n == k->element && k->kind == PARAGRAPH && k->chars > 80 && k->links * 4 < k->chars;
  }
  return false;
}

/* Does s end as a sentence does, maybe with a quote or bracket behind it? */
static bool ends_sentence(base_str s) {
  static const char *const ENDS[] = {".",
                                     "!",
                                     "?",
                                     "\"",
                                     "'",
                                     ")",
                                     "]",
                                     "\xE2\x80\xA6",
                                     "\xE2\x80\x9D",
                                     "\xE2\x80\x99",
                                     "\xC2\xBB",
                                     "\xE3\x80\x82",
                                     "\xD8\x9F",
                                     "\xDB\x94",
                                     "\xE0\xA5\xA4"};
  for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
    if (base_str_ends(s, base_str_of(ENDS[i]))) return true;
  return false;
}

static base_str text_of(const builder *b, const block *k) {
  return (base_str){b->text.data + k->begin, k->end - k->begin};
}

static size_t count_words(base_str s) {
  size_t words = 0;
  while (base_str_word(&s).data) words++;
  return words;
}

/* "Published on 28 June 2022 at 17:05": a day, and little else. */
static bool is_date_line(base_str s) {
  return s.len < 80 && !ends_sentence(s) && count_words(s) <= 10 && read_date_find(s).month;
}

/* "Share", "Advertisement": a few words that are no sentence. */
static bool is_label(base_str s) { return !ends_sentence(s) && (count_words(s) <= 4 || is_date_line(s)); }

static bool is_running(const builder *b, const block *k) {
  return k->kind != HEADING && k->chars >= 40 && ends_sentence(text_of(b, k));
}

static void choose(builder *b, const xmlNode *top, base_str title) {
  for (size_t i = 0; i < b->blocks.n; i++) {
    block *k = &b->blocks.v[i];
    base_str s = text_of(b, k);
    bool free_text = k->kind == PARAGRAPH || k->kind == GROUP;
    k->kept = belongs(k, top) && !is_linked(k) && !base_str_eq_nocase(s, title) && !(free_text && is_label(s));
  }
}

/* A heading stays where text follows it. */
static void drop_bare_headings(builder *b) {
  bool text_follows = false;
  for (size_t i = b->blocks.n; i-- > 0;) {
    block *k = &b->blocks.v[i];
    if (!k->kept) continue;
    if (k->kind == HEADING && !text_follows) k->kept = false;
    else text_follows = k->kind != HEADING;
  }
}

/* "Source: agencies", "Reporting by …" behind the last sentence. */
static void drop_tail(builder *b) {
  enum { SHORT = 80 };
  for (size_t i = b->blocks.n; i-- > 0;) {
    block *k = &b->blocks.v[i];
    if (!k->kept) continue;
    bool free_text = k->kind == PARAGRAPH || k->kind == GROUP;
    if (!free_text || k->chars > SHORT || ends_sentence(text_of(b, k))) return;
    k->kept = false;
  }
}

/* The day that stands alone in the element around the text, before its first sentence. */
static base_str date_above(const builder *b, const xmlNode *top) {
  const xmlNode *around = is_element(top->parent) ? top->parent : top;
  for (size_t i = 0; i < b->blocks.n; i++) {
    const block *k = &b->blocks.v[i];
    const xmlNode *n = k->element;
    while (is_element(n) && n != around) n = n->parent;
    if (n == around && is_running(b, k)) return BASE_NONE;
    if (n == around && is_date_line(text_of(b, k))) return text_of(b, k);
  }
  return BASE_NONE;
}

static base_str join_kept(const builder *b) {
  char *p = base_arena_alloc(b->arena, b->text.len + 2 * b->blocks.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < b->blocks.n; i++) {
    base_str s = text_of(b, &b->blocks.v[i]);
    if (!b->blocks.v[i].kept) continue;
    if (n) p[n++] = '\n', p[n++] = '\n';
    memcpy(p + n, s.data, s.len);
    n += s.len;
  }
  return n ? (base_str){p, n} : BASE_NONE;
}

static base_str article_of_pass(builder *b, xmlNode *root, base_str title, pass p) {
  build(b, root, p);
  forget_votes(root);
  xmlNode *top = most_voted(b);
  if (!top) return BASE_NONE;
  choose(b, top, title);
  drop_bare_headings(b);
  drop_tail(b);
  base_str date = date_above(b, top);
  if (date.data && !b->date.data) b->date = base_str_copy(b->arena, date);
  for (size_t i = 0; i < b->blocks.n; i++)
    if (b->blocks.v[i].kept && is_running(b, &b->blocks.v[i])) return join_kept(b);
  return BASE_NONE;
}

base_str read_html_article(base_arena *a, xmlNode *root, base_str title, base_str *date) {
  builder b = {.arena = a};
  drg_buffer_init(&b.text);
  measure_tree(a, root, false);
  b.chars = measure_of(root)->chars;
  base_str text = article_of_pass(&b, root, title, ALL_NAMES);
  if (!text.data) text = article_of_pass(&b, root, title, SURE_NAMES);
  drg_buffer_clear(&b.text);
  *date = b.date;
  return text;
}

base_str read_html_all(base_arena *a, xmlNode *root) {
  builder b = {.arena = a};
  drg_buffer_init(&b.text);
  build(&b, root, NO_NAMES);
  bool any = false;
  for (size_t i = 0; i < b.blocks.n; i++) any |= b.blocks.v[i].kept = !is_linked(&b.blocks.v[i]);
  for (size_t i = 0; i < b.blocks.n && !any; i++) b.blocks.v[i].kept = true;
  base_str text = join_kept(&b);
  drg_buffer_clear(&b.text);
  return text;
}
