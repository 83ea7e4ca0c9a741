/* HTML: what a page says of itself, its running text, its encoding, and pages that have none or are hostile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "read_room.h"

#define P1 "Chile's foreign minister met her Peruvian counterpart in Lima on Friday, and the two spoke of trade."
#define P2 "\"We will open the border,\" the minister said, after two hours of talks, to reporters in the palace."
#define P3 "He thanked her."

static drg_doc page(const char *html) {
  drg_reader *r = open_string("x.html", html);
  drg_doc d;
  next_doc(r, &d);
  next_end(r);
  return d;
}

static void assert_page(const char *html, const char *text) {
  drg_doc d = page(html);
  if (!base_str_eq(d.text, base_str_of(text))) print_error("%.300s\n", html);
  assert_str(d.text, text);
  drg_doc_free(&d);
}

static void assert_none(const char *html, const char *why) {
  drg_reader *r = open_string("x.html", html);
  next_reject(r, why, 1);
  next_end(r);
}

/* ---- what a page says of itself ---- */

static const struct {
  const char *head, *title, *day, *publisher, *url;
} HEADS[] = {
    {"<title>Ministers meet</title>", "Ministers meet", NULL, NULL, NULL},
    {"<title>Ministers meet | World | Wire</title>", "Ministers meet | World", NULL, NULL, NULL},
    {"<title>Ministers meet - Wire</title><meta property=og:site_name content=Wire>", "Ministers meet", NULL, "Wire",
     NULL},
    {"<meta property='og:title' content='Ministers meet'><title>x</title>", "Ministers meet", NULL, NULL, NULL},
    {"<title>Ministers meet again - Wire</title><body><h1>Ministers <i>meet</i> again</h1>", "Ministers meet again",
     NULL, NULL, NULL},
    {"<title>Ministers meet again</title><body><h1>Wire</h1>", "Ministers meet again", NULL, NULL, NULL},
    {"<meta property='article:published_time' content='2024-05-03T10:00:00Z'>", NULL, "2024-05-03", NULL, NULL},
    {"<meta property='article:modified_time' content='2024-05-09'><meta name=DC.date.issued content='2024-05-03'>",
     NULL, "2024-05-03", NULL, NULL},
    {"<meta name=date content=soon><meta name=pubdate content='3 May 2024'>", NULL, "2024-05-03", NULL, NULL},
    {"<body><time datetime='2024-01-01'>New Year</time><article><time "
     "datetime='2024-05-03T10:00'>Friday</time></article>",
     NULL, "2024-05-03", NULL, NULL},
    {"<body><span itemprop=datePublished content='2024-05-03'></span>", NULL, "2024-05-03", NULL, NULL},
    {"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Ministers meet\","
     "\"datePublished\":\"2024-05-03T01:00:00+02:00\",\"publisher\":{\"name\":\"Wire\"},\"url\":\"https://w.example/"
     "1\"}"
     "</script>",
     "Ministers meet", "2024-05-03", "Wire", "https://w.example/1"},
    {"<script "
     "type='application/ld+json'>[{\"@type\":\"WebPage\",\"url\":\"https://w.example/\"},{\"@graph\":[{\"headline\":"
     "\"Ministers meet\",\"publisher\":\"Wire\"}]}]</script>",
     "Ministers meet", NULL, "Wire", NULL},
    {"<script type='application/ld+json'>{\"headline\":</script><title>Ministers meet</title>", "Ministers meet", NULL,
     NULL, NULL},
    {"<link rel=canonical href='/relative'><meta property=og:url content='https://w.example/2024/05/03/a'>", NULL,
     "2024-05-03", NULL, "https://w.example/2024/05/03/a"},
    {"<link rel=canonical href='https://w.example/1'><meta property=og:url content='https://w.example/2'>", NULL, NULL,
     NULL, "https://w.example/1"},
};

static void test_heads(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof HEADS / sizeof *HEADS; i++) {
    char html[2048];
    snprintf(html, sizeof html, "<!DOCTYPE html><html><head>%s<p>" P1 "</p></html>", HEADS[i].head);
    drg_doc d = page(html);
    if (d.day != (HEADS[i].day ? base_day_parse(base_str_of(HEADS[i].day)) : DRG_NO_DAY)) fail_msg("%s", html);
    assert_str(d.title, HEADS[i].title);
    assert_str(d.publisher, HEADS[i].publisher);
    assert_str(d.url, HEADS[i].url);
    assert_str(d.id, HEADS[i].url ? HEADS[i].url : "x");
    assert_str(d.text, P1);
    drg_doc_free(&d);
  }
}

static void test_front_page_is_no_id(void **state) {
  (void)state;
  drg_doc d = page("<html><head><link rel=canonical href='https://w.example/'></head><p>" P1);
  assert_str(d.url, "https://w.example/");
  assert_str(d.id, "x");
  drg_doc_free(&d);
}

/* ---- running text ---- */

static const struct {
  const char *html, *text;
} PAGES[] = {
    {"<p>" P1 "</p><p>" P3 "</p>", P1 "\n\n" P3},
    {"<p>" P1 "<p>" P2, P1 "\n\n" P2},
    {"<div>" P1 "<br><br>" P2 "<br>" P3 "</div>", P1 "\n\n" P2 "\n" P3},
    {"<pre>" P1 "\n\n" P2 "\nand so on.</pre>", P1 "\n\n" P2 "\nand so on."},
    {"<div><div><p>" P1 "</p></div><div><p>" P2 "</p></div></div>", P1 "\n\n" P2},
    {"<main id=main-content><article><div><div><p>" P1 "</p></div></div><div><div><p>" P2
     "</p></div></div><div><div><p>" P3 "</p></div></div><div><div><p>" P1
     "</p></div></div><div><h2>More</h2><a href=1>Chile accuses Peru</a></div></article>"
     "<div><ul><li><a href=2>Rebels take city</a><p>" P2 "</p></li><li><a href=3>Markets fall</a><p>" P2
     "</p></li></ul></div></main>",
     P1 "\n\n" P2 "\n\n" P3 "\n\n" P1},
    {"<section><p>" P1 "</p></section><section><p>" P2 "</p></section>", P1 "\n\n" P2},
    {"<table><tr><td>" P1 "</td></tr><tr><td>" P2 "</td></tr></table>", P1 "\n\n" P2},
    {"<form><div><p>" P1 "</p></div></form>", P1},
    {"<p>Chile&rsquo;s&nbsp;for\xC2\xAD"
     "eign  minister\n met &lt;her&gt; counterpart in Lima &#38; spoke on Friday.</p>",
     "Chile’s foreign minister met <her> counterpart in Lima & spoke on Friday."},
    {"<p>The minister said: <q>We will open the border again</q> to those who asked.</p>",
     "The minister said: “We will open the border again” to those who asked."},
    {"<p>" P1 "</p><script>var p = '<p>" P2 "</p>';</script><style>p{}</style><noscript><p>" P2 "</p></noscript>", P1},
    {"<nav><p>" P2 "</p></nav><p>" P1 "</p><footer><p>" P2 "</p></footer><aside><p>" P2 "</p></aside>", P1},
    {"<p>" P1 "</p><figure><img><figcaption>" P2 "</figcaption></figure>", P1},
    {"<p>" P1 "</p><p hidden>" P2 "</p><p aria-hidden=true>" P2 "</p><p style='color:red;display:none'>" P2 "</p>", P1},
    {"<p>" P1 "</p><div role=complementary><p>" P2 "</p></div>", P1},
    {"<div id=story><p>" P1 "</p><p>" P1 "</p></div><div class='comments-area'><p>" P2 "</p><p>" P2 "</p></div>",
     P1 "\n\n" P1},
    {"<p>" P1 "</p><div class=relatedPosts><p>" P2 "</p></div>", P1},
    {"<p>" P1 "</p><p><a href=x>" P2 "</a></p><p>" P3 "</p>", P1 "\n\n" P3},
    {"<p>" P1 " <a href=x>More.</a></p>", P1 " More."},
    {"<p>" P1 "</p><p>Advertisement</p><h2>Trade</h2><p>" P2 "</p><h2>See also</h2>", P1 "\n\nTrade\n\n" P2},
    {"<title>Ministers meet - Wire</title><h1>Ministers meet</h1><p>" P1 "</p>", P1},
    {"<body class='sidebar comments'><p>" P1 "</p></body>", P1},
    {"<div class='site no-sidebar' id=page><div class='header'><a href=/>Wire</a></div><p>" P1 "</p></div>", P1},
    {"<div class=page-sidebar><p>" P1 "</p><p>" P2 "</p><p>" P1 "</p><div class=related><p>" P2 "</p></div></div>",
     P1 "\n\n" P2 "\n\n" P1},
    {"<div class=widget><p>" P1 "</p></div><div><a href=1>One</a> <a href=2>Two</a></div>", P1},
    {"<ul><li><a href=1>Chile accuses Peru of spying on its fleet.</a><li><a href=2>Peru denies that it spied.</a></ul>"
     "<script type='application/ld+json'>{\"headline\":\"H\",\"articleBody\":\"" P3 "\"}</script>",
     P3},
};

static void test_pages(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof PAGES / sizeof *PAGES; i++) {
    char html[4096];
    snprintf(html, sizeof html, "<!DOCTYPE html>\n<html>%s</html>\n", PAGES[i].html);
    assert_page(html, PAGES[i].text);
  }
}

static void test_menus_are_no_text(void **state) {
  (void)state;
  assert_none("<html><ul><li><a href=1>Chile accuses Peru of spying on its fleet, and of more.</a></li>"
              "<li><a href=2>Peru denies that it spied on Chile, or on others, at any time.</a></li></ul></html>",
              "no running text found in the page");
  assert_none("<html><body><div>Home</div><div>News</div><p>Loading</p></body></html>", "no running text");
  assert_none("<html><body></body></html>", "no running text");
  assert_none("<html><nav><p>" P1 "</p></nav></html>", "no running text");
}

/* ---- encodings ---- */

#define assert_encoding(lit, text, encoding) assert_read_as("x.htm", (lit), sizeof(lit) - 1, (text), (encoding))
#define END "vez dijo que no, y que nunca lo hizo, en toda su vida."

static void test_encodings(void **state) {
  (void)state;
  assert_encoding("<p>Per\xC3\xBA otra " END, "Perú otra " END, "utf-8");
  assert_encoding("\xEF\xBB\xBF<p>Per\xC3\xBA otra " END, "Perú otra " END, "utf-8");
  assert_encoding("<p>Per\xFA otra " END, "Perú otra " END, "windows-1252");
  assert_encoding("<meta charset=iso-8859-1><p>Per\xFA\x92s otra " END, "Perú’s otra " END, "windows-1252");
  assert_encoding("<meta charset='windows-1251'><p>\xCF\xE5\xF0\xF3 otra " END, "Перу otra " END, "windows-1251");
  assert_encoding("<meta http-equiv=Content-Type content='text/html; charset=shift_jis'><p>\x93\xFA\x96\x7B otra " END,
                  "日本 otra " END, "shift_jis");
  assert_encoding("<meta charset=windows-1251><p>Per\xC3\xBA otra " END, "Perú otra " END, "utf-8"); /* it lies */
  assert_encoding("<meta charset=ISO-2022-CN-EXT><p>Per\xFA otra " END, "Perú otra " END, "windows-1252");
  drg_reader *r = open_bytes("x.html", "<p>Peru\0</p>", 12);
  next_reject(r, "binary file", 1);
  next_end(r);
}

static void test_utf16(void **state) {
  (void)state;
  const char *html = "<html><p>" P1 "</p></html>";
  char wide[512] = "\xFF\xFE";
  size_t n = 2;
  for (const char *p = html; *p; p++, n += 2) wide[n] = *p, wide[n + 1] = 0;
  assert_read_as("x.htm", wide, n, P1, "utf-16");
}

/* ---- detection ---- */

static void test_sniffed(void **state) {
  (void)state;
  static const char *const OPENINGS[] = {"<!DOCTYPE html>", "<!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>",
                                         "\xEF\xBB\xBF\n <!-- saved --> <HTML lang=en>",
                                         "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY a 'b'>]><html>", "<html>"};
  static const char *const NAMES[] = {"page", "page.txt", "page.php"};
  for (size_t i = 0; i < 5; i++)
    for (size_t k = 0; k < 3; k++) {
      char html[512];
      drg_doc d;
      snprintf(html, sizeof html, "%s<p>" P1 "</p>", OPENINGS[i]);
      drg_reader *r = open_string(NAMES[k], html);
      next_doc(r, &d);
      assert_str(d.text, P1);
      drg_doc_free(&d);
      next_end(r);
    }
  drg_reader *r = open_string("note", "<pr> is how he wrote it.");
  next_id(r, "note");
  next_end(r);
}

static void test_gzipped(void **state) {
  (void)state;
  unsigned char b[512];
  size_t n = pack_string("<html><p>" P1 "</p></html>", b, sizeof b);
  drg_reader *r = open_one(put_file("talks-2024-05-03.html.gz", b, n));
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.id, "talks-2024-05-03");
  assert_day(&d, "2024-05-03", "name");
  drg_doc_free(&d);
  next_end(r);
  r = open_one(put_file("cut.html.gz", b, n - 9));
  next_reject(r, "truncated gzip", 1);
  next_end(r);
  r = open_string("x.html", "");
  next_reject(r, "empty file", 0);
  next_end(r);
}

/* ---- hostile pages ---- */

static char *repeat(const char *head, const char *unit, size_t n, const char *tail) {
  size_t u = strlen(unit), h = strlen(head);
  char *p = malloc(h + u * n + strlen(tail) + 1);
  assert_non_null(p);
  memcpy(p, head, h);
  for (size_t i = 0; i < n; i++) memcpy(p + h + i * u, unit, u);
  strcpy(p + h + u * n, tail);
  return p;
}

static void test_deep(void **state) {
  (void)state;
  char *html = repeat("<html>", "<div>", 200000, "<p>" P1);
  assert_none(html, "markup nested too deeply");
  free(html);
  html = repeat("<html>", "<div>", 100, "<p>" P1);
  assert_page(html, P1);
  free(html);
}

static void test_swollen(void **state) {
  (void)state;
  static const char *const UNITS[] = {" a", "/b", "c=''", " d=e", " f='>'"};
  for (size_t i = 0; i < 5; i++) {
    char *html = repeat("<html><p", UNITS[i], 1000000, ">" P1);
    assert_none(html, "tag with too many attributes");
    free(html);
  }
  char *html =
      repeat("<html><script>if (a <b ", "c ", 100000, "</script><p title='a b c' class=x>" P1); /* that is none */
  assert_page(html, P1);
  free(html);
}

static void test_entities(void **state) {
  (void)state; /* HTML has no entities of one's own: they stay words */
  assert_page("<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><html>"
              "<p>The word &b; means nothing to us, neither here nor there.</p>",
              "The word &b; means nothing to us, neither here nor there.");
}

static void test_page_too_long(void **state) {
  (void)state;
  char *html = repeat("<html><p>", "Chile met Peru. ", 100000, "</p>");
  drg_read_options opt = {.max_record = 1000, .default_day = DRG_NO_DAY};
  drg_reader *r;
  assert_int_equal(read_open_memory("x.html", html, strlen(html), &opt, &r, NULL), DRG_OK);
  next_reject(r, "page over 1000 bytes", 1);
  next_end(r);
  free(html);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_heads),     cmocka_unit_test(test_front_page_is_no_id),
      cmocka_unit_test(test_pages),     cmocka_unit_test(test_menus_are_no_text),
      cmocka_unit_test(test_encodings), cmocka_unit_test(test_utf16),
      cmocka_unit_test(test_sniffed),   cmocka_unit_test(test_gzipped),
      cmocka_unit_test(test_deep),      cmocka_unit_test(test_swollen),
      cmocka_unit_test(test_entities),  cmocka_unit_test(test_page_too_long),
  };
  return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
