/* RSS, Atom and PETRARCH's XML: what records give, records that are none, and hostile files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "read_room.h"

static void next_text(drg_reader *r, const char *id, const char *text) {
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.id, id);
  assert_str(d.text, text);
  drg_doc_free(&d);
}

/* ---- RSS ---- */

static void test_rss(void **state) {
  (void)state;
  drg_reader *r = open_string(
      "news.xml",
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>\n"
      "<title>Sample &amp; Wire</title><link>https://w.example/</link><language>en</language>\n"
      "<image><title>Logo</title></image>\n"
      "<item>\n<title>Peru &amp;amp; Chile <![CDATA[<b>meet</b>]]></title><link>https://w.example/1</link>\n"
      "<guid isPermaLink=\"false\">g1</guid><pubDate>Fri, 03 May 2024 10:15:00 GMT</pubDate>\n"
      "<media:title>No</media:title><dc:creator>Ana Quispe</dc:creator>\n"
      "<description>Short.</description>\n"
      "<content:encoded><![CDATA[<p>Chile met <em>Peru</em>.</p>\n<script>x</script><p>They&nbsp;spoke &mdash; "
      "long.</p>"
      "<p>The post <a href=x>Peru and Chile</a> is of <a href=y>Wire</a></p>]]></content:encoded>\n"
      "</item>\n"
      "<item><link>https://w.example/2024/05/04/b</link><source url=\"x\">Other Wire</source>"
      "<content:encoded></content:encoded>"
      "<description>&lt;p&gt;Peru met Chile.&lt;/p&gt;&lt;p&gt;AT&amp;amp;T too.&lt;/p&gt;</description></item>\n"
      "<item><description>One &eacute;tape, 1 < 2? No: 1 &lt; 2.</description></item>"
      "<item><description>Third &eacute;tape, 1 &lt; 2.</description></item>"
      "</channel></rss>\n");
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.id, "g1");
  assert_str(d.title, "Peru & Chile meet");
  assert_str(d.url, "https://w.example/1");
  assert_str(d.publisher, "Sample & Wire");
  assert_str(d.language, "en");
  assert_day(&d, "2024-05-03", "field");
  assert_str(d.text, "Chile met Peru.\n\nThey spoke — long.");
  assert_int_equal(d.line, 5);
  drg_doc_free(&d);
  next_doc(r, &d);
  assert_str(d.id, "https://w.example/2024/05/04/b");
  assert_str(d.publisher, "Other Wire");
  assert_day(&d, "2024-05-04", "url");
  assert_str(d.text, "Peru met Chile.\n\nAT&T too.");
  assert_null(d.title.data);
  drg_doc_free(&d);
  next_reject(r, "", 14);
  next_text(r, "696a8c18d83d4575", "Third étape, 1 < 2."); /* of its words: its place in the feed moves */
  next_end(r);
}

static void test_rdf(void **state) {
  (void)state;
  drg_reader *r =
      open_string("x", "<rdf:RDF xmlns:rdf='x'><channel rdf:about='y'><title>Wire</title></channel>"
                       "<item rdf:about='https://w.example/1'><link>https://w.example/1</link>"
                       "<dc:date>2024-05-03T10:00+01:00</dc:date><description>Chile met Peru.</description></item>"
                       "</rdf:RDF>");
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.id, "https://w.example/1");
  assert_str(d.publisher, "Wire");
  assert_str(d.text, "Chile met Peru.");
  assert_day(&d, "2024-05-03", "field");
  drg_doc_free(&d);
  next_end(r);
}

/* ---- Atom ---- */

static void test_atom(void **state) {
  (void)state;
  drg_reader *r = open_string(
      "x.atom",
      "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title type=\"text\">Wire</title>\n"
      "<entry><id>urn:1</id><title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">Peru "
      "<b>met</b></div></title>"
      "<link rel=\"self\" href=\"https://w.example/self\"/><link rel=\"alternate\" href=\"https://w.example/1\"/>"
      "<updated>2024-05-06T01:00:00Z</updated><published>2024-05-03T01:00:00Z</published>"
      "<author><name>Ana</name></author><summary>Short.</summary>"
      "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Chile met\n Peru.</p><p>They "
      "spoke.</p></div>"
      "</content></entry>\n"
      "<entry><id>urn:2</id><link href=\"https://w.example/2\"/><updated>2024-05-06T01:00:00Z</updated>"
      "<content type=\"html\">&lt;p&gt;Peru &amp;amp; "
      "Chile.&lt;/p&gt;</content><source><title>Other</title></source></entry>\n"
      "<entry><id>urn:3</id><content type=\"image/png\">iVBORw0KGgo=</content><summary>1 &lt;b&gt; "
      "2</summary></entry>\n"
      "<entry><id>urn:4</id><content src=\"https://w.example/4\"/></entry>\n"
      "<entry/>"
      "</feed>");
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.id, "urn:1");
  assert_str(d.title, "Peru met");
  assert_str(d.url, "https://w.example/1");
  assert_str(d.publisher, "Wire");
  assert_str(d.text, "Chile met Peru.\n\nThey spoke.");
  assert_day(&d, "2024-05-03", "field");
  drg_doc_free(&d);
  next_doc(r, &d);
  assert_str(d.url, "https://w.example/2");
  assert_str(d.publisher, "Other");
  assert_str(d.text, "Peru & Chile.");
  assert_day(&d, "2024-05-06", "field");
  drg_doc_free(&d);
  next_text(r, "urn:3", "1 <b> 2"); /* Atom's plain text */
  next_reject(r, "no content, description or summary", 6);
  next_reject(r, "no content, description or summary", 7);
  next_end(r);
}

/* ---- PETRARCH ---- */

#define SENTENCES \
  "<?xml version='1.0' encoding='UTF-8'?>\n<Sentences>\n" \
  "<Sentence date = \"20240503\" id=\"AFP1_1\" source='AFP' sentence=\"true\">\n<Text>\nChile met\nPeru &amp; " \
  "left.\n</Text>\n" \
  "<Parse>\n(ROOT (S (NP (NNP Chile)) (VP (VBD met))))\n</Parse>\n</Sentence>\n"

static void test_sentences(void **state) {
  (void)state;
  drg_reader *r =
      open_string("x.xml", SENTENCES "<Sentence date='2024-05-04' id='2'><Text>Peru met Chile.</Text></Sentence>\n"
                                     "<Sentence id='3'><Parse>(ROOT)</Parse></Sentence>\n"
                                     "<Sentence id='4'><Text> </Text></Sentence>\n"
                                     "<Sentence><Text>He left.</Text></Sentence></Sentences>\n");
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.id, "AFP1_1");
  assert_str(d.publisher, "AFP");
  assert_str(d.text, "Chile met Peru & left.");
  assert_day(&d, "2024-05-03", "field");
  assert_int_equal(d.line, 3);
  drg_doc_free(&d);
  next_text(r, "2", "Peru met Chile.");
  next_reject(r, "no text field", 13);
  next_reject(r, "empty text", 14);
  next_text(r, "x.xml:5", "He left.");
  next_end(r);
}

static void test_parses_are_passed_over(void **state) {
  (void)state;
  drg_reader *r =
      open_string("x.xml", "<Sentences><Sentence id='1'><Parse>\n(CC &) <S\n</Parse><Text>Chile\nmet Peru.</Text>"
                           "<Parse>(NP &amp;)</Parse></Sentence>\n<Sentence id='2'><Parse>(</Sentence></Sentences>");
  next_text(r, "1", "Chile met Peru.");
  next_reject(r, "", 5);
  next_end(r);
}

static void test_names(void **state) {
  (void)state;
  drg_read_options opt = {.text_field = "Words", .id_field = "key", .default_day = DRG_NO_DAY};
  const char *s = "<Sentences><Sentence key='k' id='no'><Text>No.</Text><Words>Yes.</Words></Sentence></Sentences>";
  drg_reader *r;
  assert_int_equal(read_open_memory("x.xml", s, strlen(s), &opt, &r, NULL), DRG_OK);
  next_text(r, "k", "Yes.");
  next_end(r);
}

/* ---- what is set aside ---- */

static void test_broken(void **state) {
  (void)state;
  drg_reader *r = open_string("x.xml", "<Sentences>\n"
                                       "<Sentence id='a'><Text>A & b.</Text></Sentence>\n"
                                       "<Sentence id='b'><Text>A.\n</Txt></Sentence>\n" /* 3: the fault is in 4 */
                                       "<Sentence id='c'><Text>A.</Text>\n"
                                       "<Sentence id='d'><Text>D.</Text></Sentence>\n"
                                       "<Sentence id='e'\n"
                                       "<Sentence id='f'><Text>F.</Text></Sentence >\n" /* 8 */
                                       "<!-- <Sentence id='g'><Text>G.</Text></Sentence> -->\n"
                                       "<Sentence id='h'><Text><![CDATA[</Sentence><Sentence>]]>H.</Text></Sentence>\n"
                                       "<Sentence id='i'><Text>\x81</Text></Sentence>\n" /* 11 */
                                       "<Sentence id='j'><Text>Per\xFA.</Text></Sentence>\n"
                                       "<Sentence id='k'><Text>K.");
  next_reject(r, "", 2);
  next_reject(r, "opening and ending tag mismatch", 4);
  next_reject(r, "record without an end before the next", 5);
  next_text(r, "d", "D.");
  next_reject(r, "start tag without an end", 7);
  next_text(r, "f", "F.");
  next_text(r, "h", "</Sentence><Sentence>H.");
  next_reject(r, "invalid UTF-8", 11);
  next_text(r, "j", "Perú.");
  next_reject(r, "record without an end", 13);
  next_end(r);
}

static void test_other_files(void **state) {
  (void)state;
  drg_reader *r = open_string("x.xml", "<?xml version='1.0'?><note>Chile</note>");
  next_reject(r, "no <Sentence> in the file", 1);
  next_end(r);
  r = open_string("x.rss", "<note>Chile</note>");
  next_reject(r, "no <item> or <entry> in the file", 1);
  next_end(r);
  r = open_string("x.rss", "<rss><channel><title>Wire</title></channel></rss>"); /* nothing new today */
  next_end(r);
  r = open_string("x.xml", "<Sentences/>");
  next_end(r);
  r = open_string("x.xml", "");
  next_reject(r, "empty file", 0);
  next_end(r);
}

static void test_encoding(void **state) {
  (void)state;
  drg_reader *r =
      open_string("x.rss", "<?xml version='1.0' encoding='windows-1251'?><rss>"
                           "<item><guid>a</guid><description>\xCF\xE5\xF0\xF3 met</description></item></rss>");
  next_text(r, "a", "Перу met");
  next_end(r);
}

static void test_utf16(void **state) {
  (void)state;
  char wide[1024];
  const char *s =
      "<?xml version='1.0' encoding='UTF-16'?><rss><item><guid>a</guid><description>A.</description></item></rss>";
  for (int big = 0; big < 2; big++) {
    drg_reader *r = open_bytes("x.rss", wide, widen(s, big, wide));
    next_text(r, "a", "A.");
    next_end(r);
  }
}

/* A comment or CDATA that nobody closes hides no record. */
static void test_unclosed(void **state) {
  (void)state;
  static const char *const OPENINGS[] = {"<!-- ", "<description><![CDATA[", "<?", "<!DOCTYPE a [", "<a b='"};
  for (size_t i = 0; i < 5; i++)
    for (int inside = 0; inside < 2; inside++) {
      char s[512];
      drg_doc d;
      drg_error err;
      snprintf(s, sizeof s, "<rss>%s%s<item><guid>a</guid><description>A.</description></item></rss>",
               inside ? "<item>" : "", OPENINGS[i]);
      drg_reader *r = open_string("x.rss", s);
      if (inside) assert_int_equal(drg_reader_next(r, &d, &err), DRG_REJECTED);
      next_text(r, "a", "A.");
      next_end(r);
    }
}

/* ---- hostile files ---- */

static void test_bombs(void **state) {
  (void)state;
  drg_reader *r = open_string(
      "x.xml", "<?xml version='1.0'?>\n<!DOCTYPE lolz [<!ENTITY lol \"lol\">\n"
               "<!ENTITY a \"&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;\">\n"
               "<!ENTITY b SYSTEM \"file:///etc/passwd\"> <!ENTITY % c SYSTEM \"http://x.example/\"> %c; ]>\n"
               "<rss>\n<item><description>&a;</description></item>\n"
               "<item><description>&b;</description></item>\n"
               "<item><guid>c</guid><description>C.</description></item></rss>");
  next_reject(r, "ntity 'a' not defined", 6);
  next_reject(r, "ntity 'b' not defined", 7);
  next_text(r, "c", "C.");
  next_end(r);
}

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
  const char *tail = "</item><item><guid>z</guid><description>Z.</description></item></rss>";
  char *s = repeat("<rss><item>", "<a>", 200000, tail);
  drg_reader *r = open_string("x.rss", s);
  next_reject(r, "xcessive depth", 1);
  next_text(r, "z", "Z.");
  next_end(r);
  free(s);
  s = repeat("<rss><item><description>", "&lt;div>", 100000, "x</description></item></rss>");
  r = open_string("x.rss", s);
  next_reject(r, "markup nested too deeply", 1);
  next_end(r);
  free(s);
  s = repeat("<rss><item><a", " a=''", 100000, "/></item></rss>");
  r = open_string("x.rss", s);
  next_reject(r, "tag with too many attributes", 1);
  next_end(r);
  free(s);
}

/* Openings without ends, each of which could be looked for to the end of the file: time must be linear. */
static void test_many_unclosed(void **state) {
  (void)state;
  static const char *const UNITS[] = {"<item>",      "<item a='", "<item><![CDATA[", "<item><!--",     "<!DOCTYPE a",
                                      "<!DOCTYPE [", "</item ",   "<item></item ",   "<item a=\"'><?", "<!--"};
  for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
    char *s = repeat("<rss>", UNITS[i], 100000, "<item><guid>z</guid><description>Z.</description></item>");
    drg_reader *r = open_string("x.rss", s);
    drg_doc d;
    drg_error err;
    drg_status st;
    int given = 0;
    while ((st = drg_reader_next(r, &d, &err)) != DRG_END) {
      given += st == DRG_OK;
      drg_doc_free(&d);
    }
    if (given != 1 && i != 1 && i != 4) fail_msg("%s: %d", UNITS[i], given); /* these swallow the next tag */
    drg_reader_close(r);
    free(s);
  }
}

static void test_memory(void **state) {
  (void)state;
  enum { RECORDS = 100000 };
  const char *path = path_of("long.xml");
  FILE *f = fopen(path, "wb");
  fprintf(f, "<Sentences>\n");
  for (int i = 0; i < RECORDS; i++)
    fprintf(f, "<Sentence id='%d'><Text>Chile met Peru.</Text><!-- a comment --></Sentence>\n", i);
  fprintf(f, "</Sentences>\n");
  fclose(f);
  drg_reader *r = open_one(path);
  drg_doc d = {0};
  for (int i = 0; i < RECORDS; i++) {
    next_doc(r, &d);
    assert_int_equal(d.line, i + 2);
    drg_doc_free(&d);
  }
  assert_true(r->window.bytes.cap < 1 << 20); /* the file has seven times that */
  next_end(r);
}

static void test_record_too_long(void **state) {
  (void)state;
  char *s = repeat("<rss><item><guid>a</guid><description>A.</description></item><item>", "x", 1000000,
                   "</item>\n<item><guid>b</guid><description>B.</description></item></rss>");
  drg_read_options opt = {.max_record = 1000, .default_day = DRG_NO_DAY};
  const char *path = put_text("long.rss", s);
  drg_reader *r = open_paths(&path, 1, &opt);
  next_text(r, "a", "A.");
  next_reject(r, "record over 1000 bytes", 1);
  next_text(r, "b", "B.");
  next_end(r);
  free(s);
}

static void test_gzip_cut(void **state) {
  (void)state;
  unsigned char b[1024];
  size_t n = pack_string(SENTENCES SENTENCES "</Sentences>", b, sizeof b);
  drg_reader *r = open_one(put_file("x.xml.gz", b, n));
  next_id(r, "AFP1_1");
  next_id(r, "AFP1_1");
  next_end(r);
  r = open_one(put_file("y.xml.gz", b, n - 12));
  drg_doc d;
  drg_error err;
  drg_status st;
  while ((st = drg_reader_next(r, &d, &err)) == DRG_OK) drg_doc_free(&d);
  assert_int_equal(st, DRG_REJECTED);
  assert_string_equal(err.message, "truncated gzip");
  next_end(r);
  n = pack_string("<rss><item><item><guid>a</guid><description>A.</description></item></rss>", b, sizeof b);
  r = open_bytes("x.rss", b, n - 4);
  next_reject(r, "record without an end before the next", 1);
  next_text(r, "a", "A."); /* a broken record before it costs it nothing, even in a broken stream */
  next_reject(r, "truncated gzip", 1);
  next_end(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rss),      cmocka_unit_test(test_rdf),
      cmocka_unit_test(test_atom),     cmocka_unit_test(test_sentences),
      cmocka_unit_test(test_names),    cmocka_unit_test(test_parses_are_passed_over),
      cmocka_unit_test(test_broken),   cmocka_unit_test(test_other_files),
      cmocka_unit_test(test_encoding), cmocka_unit_test(test_utf16),
      cmocka_unit_test(test_unclosed), cmocka_unit_test(test_bombs),
      cmocka_unit_test(test_deep),     cmocka_unit_test(test_many_unclosed),
      cmocka_unit_test(test_memory),   cmocka_unit_test(test_record_too_long),
      cmocka_unit_test(test_gzip_cut),
  };
  return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
