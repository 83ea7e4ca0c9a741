/* Web archives: records cut out of the stream, what servers wrap pages in, what is passed over, and what lies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <brotli/encode.h>
#include <zstd.h>
#include "read_room.h"

#define PARAGRAPH \
  "Chile's foreign minister met her Peruvian counterpart in Lima on Friday, and the two agreed to reopen the border " \
  "crossing that a landslide had closed in March, officials of both countries said."
#define HTML(title) "<html><head><title>" title "</title></head><body><p>" PARAGRAPH "</p></body></html>"

/* ---- archives made by hand ---- */

typedef struct archive {
  drg_buffer bytes;
} archive;

static void put_record(archive *a, const char *headers, const char *block, size_t len, const char *length) {
  char said[32];
  snprintf(said, sizeof said, "%zu", len);
  base_putz(&a->bytes, "WARC/1.0\r\n");
  base_putz(&a->bytes, headers);
  base_putf(&a->bytes, "Content-Length: %s\r\n\r\n", length ? length : said);
  base_put(&a->bytes, (base_str){block, len});
  base_putz(&a->bytes, "\r\n\r\n");
}

#define RESPONSE(uri) \
  "WARC-Type: response\r\nWARC-Target-URI: " uri "\r\nWARC-Date: 2021-03-05T10:00:00Z\r\n" \
  "WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"

/* A server's answer of that header lines and body. */
static void put_answer(archive *a, const char *headers, const char *status, const char *lines, base_str body) {
  drg_buffer block;
  drg_buffer_init(&block);
  base_putf(&block, "HTTP/1.1 %s\r\n%s\r\n", status, lines);
  base_put(&block, body);
  put_record(a, headers, block.data, block.len, NULL);
  drg_buffer_clear(&block);
}

static void put_page(archive *a, const char *headers, const char *html) {
  put_answer(a, headers, "200 OK", "Content-Type: text/html; charset=utf-8\r\n", base_str_of(html));
}

static drg_reader *open_archive(const archive *a) { return open_bytes("x.warc", a->bytes.data, a->bytes.len); }

static void next_page(drg_reader *r, const char *id, const char *title) {
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.id, id);
  assert_str(d.title, title);
  assert_str(d.text, PARAGRAPH);
  drg_doc_free(&d);
}

/* ---- tests ---- */

static void test_page(void **state) {
  (void)state;
  archive a = {0};
  put_record(&a, "WARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\n", "software: x\r\n", 13, NULL);
  put_page(&a, RESPONSE("https://news.example/lima"), HTML("Ministers meet"));
  drg_reader *r = open_archive(&a);
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.id, "https://news.example/lima");
  assert_str(d.url, "https://news.example/lima");
  assert_str(d.title, "Ministers meet");
  assert_str(d.text, PARAGRAPH);
  assert_day(&d, "2021-03-05", "crawl");
  assert_true(d.byte > 100);
  drg_doc_free(&d);
  next_end(r);
  drg_buffer_clear(&a.bytes);
}

/* What a page says of its day beats the day of the crawl, whatever it is; the archive's name says nothing. */
static void test_days(void **state) {
  (void)state;
  static const struct {
    const char *uri, *head, *lead, *day, *from;
  } CASES[] = {
      {"https://n.example/2021/03/02/x", "<meta property=article:published_time content=2021-03-01>", "", "2021-03-01",
       "field"},
      {"https://n.example/2021/03/02/x", "", "LIMA, March 3 - ", "2021-03-03", "text"},
      {"https://n.example/2021/03/02/x", "", "", "2021-03-02", "url"},
      {"https://n.example/x", "", "", "2021-03-05", "crawl"},
  };
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    archive a = {0};
    char html[1024], headers[512];
    snprintf(html, sizeof html, "<html><head>%s</head><body><p>%s" PARAGRAPH "</p></body></html>", CASES[i].head,
             CASES[i].lead);
    snprintf(headers, sizeof headers, RESPONSE("%s"), CASES[i].uri);
    put_page(&a, headers, html);
    drg_reader *r = open_bytes("CC-NEWS-20210306000000-1.warc", a.bytes.data, a.bytes.len);
    drg_doc d;
    next_doc(r, &d);
    assert_day(&d, CASES[i].day, CASES[i].from);
    drg_doc_free(&d);
    next_end(r);
    drg_buffer_clear(&a.bytes);
  }
}

static void test_canonical_address(void **state) {
  (void)state;
  archive a = {0};
  put_page(&a, RESPONSE("https://n.example/x?utm=1"),
           "<html><head><title>T</title><link rel=canonical href='https://n.example/x'></head><p>" PARAGRAPH
           "</p></html>");
  put_page(&a, RESPONSE("https://n.example/y?utm=1"),
           "<html><head><title>U</title><link rel=canonical href='https://n.example/'></head><p>" PARAGRAPH
           "</p></html>");
  drg_reader *r = open_archive(&a);
  next_page(r, "https://n.example/x", "T");
  next_page(r, "https://n.example/y?utm=1", "U");
  next_end(r);
  drg_buffer_clear(&a.bytes);
}

/* Nothing of these is a report, and none is set aside. */
static void test_passed_over(void **state) {
  (void)state;
  archive a = {0};
  const char *page = HTML("No");
  base_str body = base_str_of(page);
  put_record(&a, "WARC-Type: request\r\nContent-Type: application/http; msgtype=request\r\n", "GET / HTTP/1.1\r\n\r\n",
             18, NULL);
  put_record(&a, "WARC-Type: metadata\r\nContent-Type: application/warc-fields\r\n", "a: b\r\n", 6, NULL);
  put_record(&a, "WARC-Type: revisit\r\nContent-Type: application/http; msgtype=response\r\n", page, body.len, NULL);
  put_record(&a, "WARC-Type: resource\r\nContent-Type: image/png\r\n", "\x89PNG", 4, NULL);
  put_record(&a, "WARC-Type: response\r\nContent-Type: text/dns\r\n", "x. 1 IN A 10.0.0.1", 18, NULL);
  put_answer(&a, RESPONSE("https://n.example/1"), "404 Not Found", "Content-Type: text/html\r\n", body);
  put_answer(&a, RESPONSE("https://n.example/2"), "301 Moved", "Content-Type: text/html\r\n", body);
  put_answer(&a, RESPONSE("https://n.example/3"), "200 OK", "Content-Type: application/json\r\n", BASE_STR("{}"));
  put_answer(&a, RESPONSE("https://n.example/4"), "200 OK", "Content-Type: text/html\r\n", BASE_STR(""));
  put_answer(&a, RESPONSE("https://n.example/5"), "200 OK", "", BASE_STR("\x89PNG"));
  put_record(&a, RESPONSE("https://n.example/6"), "no answer of a server", 21, NULL);
  drg_reader *r = open_archive(&a);
  next_end(r);
  drg_buffer_clear(&a.bytes);
}

/* Types in other notations, a type that nobody gave, and pages that no server wraps. */
static void test_kinds(void **state) {
  (void)state;
  archive a = {0};
  base_str body = base_str_of(HTML("T"));
  put_answer(&a, RESPONSE("<https://n.example/1>"), "200 OK", "content-TYPE:Text/HTML ; Charset=\"utf-8\"\r\n", body);
  put_answer(&a, RESPONSE("https://n.example/2"), "200", "Content-Type:\r\n application/xhtml+xml\r\n", body);
  put_answer(&a, RESPONSE("https://n.example/3"), "200 OK", "", body);
  put_record(&a, "WARC-Type: resource\r\nContent-Type: text/html\r\nWARC-Target-URI: file:///etc/passwd\r\n", body.data,
             body.len, NULL);
  put_record(&a, "WARC-Type: conversion\r\nContent-Type: text/plain\r\nWARC-Record-ID: <urn:uuid:9>\r\n", PARAGRAPH,
             strlen(PARAGRAPH), NULL);
  put_answer(&a, RESPONSE("https://n.example/4"), "200 OK", "Content-Type: text/plain\r\n", BASE_STR(PARAGRAPH));
  drg_reader *r = open_archive(&a);
  next_page(r, "https://n.example/1", "T");
  next_page(r, "https://n.example/2", "T");
  next_page(r, "https://n.example/3", "T");
  next_page(r, "file:///etc/passwd", "T");
  next_page(r, "urn:uuid:9", NULL);
  next_page(r, "https://n.example/4", NULL);
  next_end(r);
  drg_buffer_clear(&a.bytes);
}

static void test_charset_of_header(void **state) {
  (void)state;
  archive a = {0};
  put_answer(&a, RESPONSE("https://n.example/1"), "200 OK", "Content-Type: text/html; charset=windows-1250\r\n",
             BASE_STR("<html><meta charset=iso-8859-9><title>Vl\xE1"
                      "da</title><p>The government of Ji\xF8\xED Nov\xE1k said on "
                      "Friday that it would resign, and that the president had been told of it.</p></html>"));
  drg_reader *r = open_archive(&a);
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.title, "Vl\xC3\xA1"
                      "da");
  assert_string_equal(read_encoding(&d), "windows-1250");
  assert_non_null(memmem(d.text.data, d.text.len, "Ji\xC5\x99\xC3\xAD", 6));
  drg_doc_free(&d);
  next_end(r);
  drg_buffer_clear(&a.bytes);
}

/* ---- packed bodies ---- */

static base_str packed_as(const char *encoding, const char *text, char *out, size_t room) {
  size_t n = room, len = strlen(text);
  if (!strcmp(encoding, "br"))
    assert_true(BrotliEncoderCompress(5, 18, BROTLI_MODE_TEXT, len, (const uint8_t *)text, &n, (uint8_t *)out));
  else if (!strcmp(encoding, "zstd")) assert_false(ZSTD_isError(n = ZSTD_compress(out, room, text, len, 3)));
  else {
    bool gzip = !strcmp(encoding, "gzip"), bare = !strcmp(encoding, "bare");
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, gzip ? 31 : bare ? -15 : 15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (z_const Bytef *)text, z.avail_in = (uInt)len;
    z.next_out = (Bytef *)out, z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    n = room - z.avail_out;
    deflateEnd(&z);
  }
  return (base_str){out, n};
}

static void test_packed_bodies(void **state) {
  (void)state;
  static const char *const ENCODINGS[][2] = {
      {"gzip", "gzip"}, {"deflate", "zlib"}, {"deflate", "bare"}, {"br", "br"}, {"zstd", "zstd"}};
  for (size_t i = 0; i < sizeof ENCODINGS / sizeof *ENCODINGS; i++) {
    archive a = {0};
    char room[4096], lines[256];
    base_str body = packed_as(ENCODINGS[i][1], HTML("Packed"), room, sizeof room);
    snprintf(lines, sizeof lines, "Content-Type: text/html\r\nContent-Encoding: %s\r\n", ENCODINGS[i][0]);
    put_answer(&a, RESPONSE("https://n.example/p"), "200 OK", lines, body);
    /* the header is kept, the body was unpacked by the crawler */
    put_answer(&a, RESPONSE("https://n.example/q"), "200 OK", lines, base_str_of(HTML("Unpacked")));
    drg_reader *r = open_archive(&a);
    next_page(r, "https://n.example/p", "Packed");
    next_page(r, "https://n.example/q", "Unpacked");
    next_end(r);
    drg_buffer_clear(&a.bytes);
  }
}

static void put_chunks(drg_buffer *out, base_str s, size_t size, bool last) {
  for (size_t i = 0; i < s.len; i += size) {
    size_t n = s.len - i < size ? s.len - i : size;
    base_putf(out, "%zX;x=y\r\n", n);
    base_put(out, base_str_sub(s, i, i + n));
    base_putz(out, "\r\n");
  }
  if (last) base_putz(out, "0\r\n\r\n");
}

#define CHUNKED "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n"

static void test_chunks(void **state) {
  (void)state;
  archive a = {0};
  drg_buffer body[3];
  char room[4096];
  for (int i = 0; i < 3; i++) drg_buffer_init(&body[i]);
  put_chunks(&body[0], base_str_of(HTML("Chunked")), 7, true);
  put_chunks(&body[1], base_str_of(HTML("Cut off")), 100, false);
  put_chunks(&body[2], packed_as("gzip", HTML("Packed"), room, sizeof room), 11, true);
  put_answer(&a, RESPONSE("https://n.example/1"), "200 OK", CHUNKED, (base_str){body[0].data, body[0].len});
  put_answer(&a, RESPONSE("https://n.example/2"), "200 OK", CHUNKED, (base_str){body[1].data, body[1].len});
  put_answer(&a, RESPONSE("https://n.example/3"), "200 OK", CHUNKED "Content-Encoding: gzip\r\n",
             (base_str){body[2].data, body[2].len});
  put_answer(&a, RESPONSE("https://n.example/4"), "200 OK", CHUNKED, base_str_of(HTML("Not chunked")));
  drg_reader *r = open_archive(&a);
  next_page(r, "https://n.example/1", "Chunked");
  next_page(r, "https://n.example/2", "Cut off");
  next_page(r, "https://n.example/3", "Packed");
  next_page(r, "https://n.example/4", "Not chunked");
  next_end(r);
  drg_buffer_clear(&a.bytes);
  for (int i = 0; i < 3; i++) drg_buffer_clear(&body[i]);
}

#define PACKED "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"

/* A body cut off by the crawler, which says so, is read as far as it goes; else it is set aside. */
static void test_truncated(void **state) {
  (void)state;
  archive a = {0};
  char long_page[8192] = "<html><title>Long</title>", room[8192];
  unsigned seed = 1;
  for (int i = 0; i < 12; i++) {
    char *p = long_page + strlen(long_page);
    p += sprintf(p, "<p>" PARAGRAPH " Code ");
    for (int k = 0; k < 40; k++) seed = seed * 1103515245 + 12345, p += sprintf(p, "%c", 'a' + (char)(seed >> 16) % 26);
    sprintf(p, ".</p>");
  }
  base_str body = packed_as("gzip", long_page, room, sizeof room);
  body.len -= 60;
  put_answer(&a, RESPONSE("https://n.example/1") "WARC-Truncated: length\r\n", "200 OK", PACKED, body);
  put_answer(&a, RESPONSE("https://n.example/2"), "200 OK", PACKED, body);
  drg_reader *r = open_archive(&a);
  drg_doc d;
  next_doc(r, &d);
  assert_str(d.title, "Long");
  assert_true(d.text.len > 1000);
  drg_doc_free(&d);
  drg_error err;
  assert_int_equal(drg_reader_next(r, &d, &err), DRG_REJECTED);
  assert_string_equal(err.message, "body that is cut off or damaged");
  next_end(r);
  drg_buffer_clear(&a.bytes);
}

/* Zeros by the gigabyte, and gzip in gzip in gzip. */
static void test_bombs(void **state) {
  (void)state;
  archive a = {0};
  size_t zeros = (size_t)64 << 20;
  char *big = calloc(1, zeros), *room = malloc(1 << 20), *twice = malloc(1 << 20);
  assert_true(big && room && twice);
  memset(big, 'a', zeros - 1);
  base_str body = packed_as("gzip", big, room, 1 << 20);
  put_answer(&a, RESPONSE("https://n.example/1"), "200 OK", PACKED, body);
  put_answer(&a, RESPONSE("https://n.example/2"), "200 OK",
             "Content-Type: text/html\r\nContent-Encoding: gzip, gzip, gzip, gzip, gzip\r\n",
             base_str_of(HTML("Five")));
  put_page(&a, RESPONSE("https://n.example/3"), HTML("After"));
  drg_reader *r = open_archive(&a);
  drg_doc d;
  drg_error err;
  assert_int_equal(drg_reader_next(r, &d, &err), DRG_REJECTED);
  assert_string_equal(err.message, "page that unpacks to too many bytes");
  assert_int_equal(drg_reader_next(r, &d, &err), DRG_REJECTED);
  assert_string_equal(err.message, "too many content encodings");
  next_page(r, "https://n.example/3", "After");
  next_end(r);
  free(big), free(room), free(twice);
  drg_buffer_clear(&a.bytes);
}

/* ---- broken records ---- */

static void test_wrong_lengths(void **state) {
  (void)state;
  static const struct {
    const char *length, *why;
  } CASES[] = {{"-5", "Content-Length that is no length"},
               {"99999999999999999999", "Content-Length that is no length"},
               {"x", "Content-Length that is no length"},
               {"", "Content-Length that is no length"},
               {"10", "wrong Content-Length"},
               {"700", "wrong Content-Length"},
               {"50000", "record that ends before its Content-Length"},
               {"9223372036854775807", "record over 67108864 bytes"}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    archive a = {0};
    put_page(&a, RESPONSE("https://n.example/1"), HTML("Before"));
    put_record(&a, RESPONSE("https://n.example/2"), "HTTP/1.1 200 OK\r\n\r\n" HTML("Bad"), 19 + strlen(HTML("Bad")),
               CASES[i].length);
    put_page(&a, RESPONSE("https://n.example/3"), HTML("After"));
    put_page(&a, RESPONSE("https://n.example/4"), HTML("After"));
    drg_reader *r = open_archive(&a);
    drg_doc d;
    drg_error err;
    next_page(r, "https://n.example/1", "Before");
    assert_int_equal(drg_reader_next(r, &d, &err), DRG_REJECTED);
    assert_string_equal(err.message, CASES[i].why);
    next_page(r, "https://n.example/3", "After");
    next_page(r, "https://n.example/4", "After");
    next_end(r);
    drg_buffer_clear(&a.bytes);
  }
}

static void test_rubbish_between(void **state) {
  (void)state;
  archive a = {0};
  base_putz(&a.bytes, "rubbish\r\nWARC/1.0 in a line\r\n");
  put_page(&a, RESPONSE("https://n.example/1"), HTML("One"));
  base_putz(&a.bytes, "more\nof it\n\n");
  put_page(&a, RESPONSE("https://n.example/2"), HTML("Two"));
  base_putz(&a.bytes, "WARC/1.0\r\nWARC-Type: response\r\n"); /* and there it ends */
  drg_reader *r = open_archive(&a);
  next_reject(r, "bytes that are no record", 1);
  drg_doc d;
  drg_error err;
  /* no blank line stands before the first record, so it is lost with the rubbish */
  next_page(r, "https://n.example/2", "Two");
  assert_int_equal(drg_reader_next(r, &d, &err), DRG_REJECTED);
  assert_string_equal(err.message, "record header without an end");
  next_end(r);
  drg_buffer_clear(&a.bytes);
}

static void test_header_without_end(void **state) {
  (void)state;
  archive a = {0};
  base_putz(&a.bytes, "WARC/1.0\r\n");
  for (int i = 0; i < 20000; i++) base_putz(&a.bytes, "X-Y: zzzzzzzz\r\n");
  base_putz(&a.bytes, "\r\n");
  put_page(&a, RESPONSE("https://n.example/2"), HTML("Two"));
  drg_reader *r = open_archive(&a);
  next_reject(r, "record header without an end", 1);
  next_page(r, "https://n.example/2", "Two");
  next_end(r);
  drg_buffer_clear(&a.bytes);
}

/* A record longer than may be held is no harm if it is a film, and is set aside if it is a page. */
static void test_long_records(void **state) {
  (void)state;
  archive a = {0};
  static char film[200000];
  memset(film, 'x', sizeof film);
  put_record(&a, "WARC-Type: resource\r\nContent-Type: video/mp4\r\n", film, sizeof film, NULL);
  put_record(&a, "WARC-Type: resource\r\nContent-Type: text/html\r\n", film, sizeof film, NULL);
  put_page(&a, RESPONSE("https://n.example/2"), HTML("Two"));
  drg_read_options opt = {.default_day = DRG_NO_DAY, .max_record = 100000};
  drg_reader *r;
  drg_doc d;
  drg_error err;
  assert_int_equal(read_open_memory("x.warc", a.bytes.data, a.bytes.len, &opt, &r, NULL), DRG_OK);
  assert_int_equal(drg_reader_next(r, &d, &err), DRG_REJECTED);
  assert_string_equal(err.message, "record over 100000 bytes");
  next_page(r, "https://n.example/2", "Two");
  next_end(r);
  drg_buffer_clear(&a.bytes);
}

/* ---- members ---- */

static size_t pack_answer(const char *uri, const char *title, unsigned char *out, size_t room) {
  archive a = {0};
  char headers[512], html[2048];
  snprintf(headers, sizeof headers, RESPONSE("%s"), uri);
  snprintf(html, sizeof html, HTML("%s"), title);
  put_page(&a, headers, html);
  size_t n = pack(a.bytes.data, a.bytes.len, out, room);
  drg_buffer_clear(&a.bytes);
  return n;
}

/* One gzip member a record, as Common Crawl has it; a damaged one costs its record. */
static void test_members(void **state) {
  (void)state;
  static unsigned char packed[8192];
  size_t at[4] = {0};
  for (size_t i = 0; i < 3; i++) {
    char uri[64] = "https://n.example/0";
    uri[18] = (char)('0' + i);
    at[i + 1] = at[i] + pack_answer(uri, "T", packed + at[i], sizeof packed - at[i]);
  }
  drg_reader *r = open_bytes("x.warc.gz", packed, at[3]);
  for (size_t i = 0; i < 3; i++) {
    char uri[64] = "https://n.example/0";
    uri[18] = (char)('0' + i);
    next_page(r, uri, "T");
  }
  next_end(r);
  for (size_t hit = at[1] + 10; hit < at[2]; hit += 7) { /* wherever the second is hit, the third is read */
    unsigned char kept = packed[hit];
    packed[hit] ^= 0x55;
    drg_doc d;
    drg_error err;
    drg_status st;
    int ok = 0, bad = 0;
    bool third = false;
    r = open_bytes("x.warc.gz", packed, at[3]);
    while ((st = drg_reader_next(r, &d, &err)) != DRG_END) {
      ok += st == DRG_OK;
      bad += st == DRG_REJECTED;
      third = third || (st == DRG_OK && base_str_eq(d.id, BASE_STR("https://n.example/2")));
      drg_doc_free(&d);
    }
    drg_reader_close(r);
    if (!third || bad < 1 || ok < 2)
      print_error("hit at %zu of %zu: %d read, %d not\n", hit - at[1], at[2] - at[1], ok, bad);
    assert_true(third && bad >= 1 && ok >= 2);
    packed[hit] = kept;
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_page),
      cmocka_unit_test(test_days),
      cmocka_unit_test(test_canonical_address),
      cmocka_unit_test(test_passed_over),
      cmocka_unit_test(test_kinds),
      cmocka_unit_test(test_charset_of_header),
      cmocka_unit_test(test_packed_bodies),
      cmocka_unit_test(test_chunks),
      cmocka_unit_test(test_truncated),
      cmocka_unit_test(test_bombs),
      cmocka_unit_test(test_wrong_lengths),
      cmocka_unit_test(test_rubbish_between),
      cmocka_unit_test(test_header_without_end),
      cmocka_unit_test(test_long_records),
      cmocka_unit_test(test_members),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
