/* Room fetch, as far as it needs no server (tests/house/watch.py has one): addresses, robots.txt, headers, the rhythm of
 * feeds, folders; and what a record keeps of feeds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fetch/parts.h"

/* ---- addresses ---- */

static void assert_url(const char *text, const char *base, const char *whole, const char *origin, const char *path) {
  fetch_url u;
  const char *why = fetch_url_read(text, base, &u);
  if (!whole) assert_non_null(why);
  else {
    assert_null(why);
    assert_string_equal(u.text, whole);
    assert_string_equal(u.origin, origin);
    assert_string_equal(u.path, path);
  }
  fetch_url_clear(&u);
}

static void addresses_are_taken_apart(void **state) {
  (void)state;
  assert_url("https://News.Example/a/../b?q=1#top", NULL, "https://News.Example/b?q=1", "https://news.example:443",
             "/b?q=1");
  assert_url("http://news.example:8080", NULL, "http://news.example:8080/", "http://news.example:8080", "/");
  assert_url("HTTP://news.example/", NULL, "http://news.example/", "http://news.example:80", "/");
  assert_url("http://[::1]:99/x", NULL, "http://[::1]:99/x", "http://[::1]:99", "/x");
  assert_url("http://news.example/two words", NULL, "http://news.example/two%20words", "http://news.example:80",
             "/two%20words");
}

static void addresses_are_relative_to_others(void **state) {
  (void)state;
  const char *base = "https://news.example/feeds/world.xml?x=1";
  assert_url("/new", base, "https://news.example/new", "https://news.example:443", "/new");
  assert_url("asia.xml", base, "https://news.example/feeds/asia.xml", "https://news.example:443", "/feeds/asia.xml");
  assert_url("//cdn.example/f", base, "https://cdn.example/f", "https://cdn.example:443", "/f");
  assert_url("http://other.example/", base, "http://other.example/", "http://other.example:80", "/");
}

static void nothing_but_the_web_is_an_address(void **state) {
  static const char *const NONE[] = {"file:///etc/passwd",
                                     "ftp://news.example/",
                                     "gopher://news.example/",
                                     "news.example",
                                     "",
                                     "http://",
                                     "javascript:alert(1)",
                                     "data:text/xml,x",
                                     "dict://localhost/",
                                     "http://a b.example/x",
                                     "about:blank"};
  (void)state;
  for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++) assert_url(NONE[i], NULL, NULL, NULL, NULL);
  assert_url("file:///etc/passwd", "http://news.example/", NULL, NULL, NULL);
}

/* ---- robots.txt ---- */

static bool allows(const char *robots, const char *path) {
  fetch_robots r;
  fetch_robots_read(base_str_of(robots), "dragoman", &r);
  bool yes = fetch_robots_allow(&r, path);
  fetch_robots_clear(&r);
  return yes;
}

static void the_group_that_names_us_counts(void **state) {
  (void)state;
  const char *all = "User-agent: *\nDisallow: /a\n";
  assert_false(allows(all, "/a"));
  assert_true(allows(all, "/b"));
  const char *ours = "user-agent: *\ndisallow: /\n\nUSER-AGENT: Dragoman/2.0\nDisallow: /x # no\n";
  assert_true(allows(ours, "/a"));
  assert_false(allows(ours, "/x"));
  const char *ours_first =
      "User-agent: dragoman\r\nUser-agent: other\r\nDisallow: /x\r\n\r\nUser-agent: *\r\nDisallow: /\r\n";
  assert_true(allows(ours_first, "/a"));
  assert_false(allows(ours_first, "/x"));
  assert_true(allows("User-agent: dragomanbot\nDisallow: /\n", "/a"));
  const char *twice =
      "User-agent: dragoman\nDisallow: /a\nUser-agent: z\nDisallow: /z\nUser-agent: dragoman\nDisallow: /b\n";
  assert_false(allows(twice, "/a"));
  assert_false(allows(twice, "/b"));
  assert_true(allows(twice, "/z"));
  assert_true(allows("", "/a"));
  assert_true(allows("User-agent: *\nDisallow:\n", "/a"));
  assert_false(allows("\xef\xbb\xbfUser-agent: *\nDisallow: /\n", "/a"));
  assert_true(allows("Disallow: /\nnonsense\n:::\n", "/a"));
}

static void the_longest_rule_decides(void **state) {
  (void)state;
  const char *robots =
      "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /*.pdf$\nAllow: /c\nDisallow: /c\nDisallow: /d*x/*y$\n";
  assert_false(allows(robots, "/a/c"));
  assert_true(allows(robots, "/a/b/c"));
  assert_false(allows(robots, "/q/x.pdf"));
  assert_true(allows(robots, "/q/x.pdf?page=2"));
  assert_true(allows(robots, "/c"));
  assert_false(allows(robots, "/d11x/22y"));
  assert_true(allows(robots, "/d11x/22yz"));
  assert_true(allows(robots, "/e"));
}

static void rules_full_of_stars_end(void **state) {
  char robots[2100] = "User-agent: *\nDisallow: /", path[4001] = "/";
  (void)state;
  for (int i = 0; i < 1000; i++) strcat(robots, i % 2 ? "*" : "a");
  strcat(robots, "b\n");
  memset(path + 1, 'a', sizeof path - 2);
  assert_true(allows(robots, path));
}

static void a_delay_is_read(void **state) {
  fetch_robots r;
  (void)state;
  fetch_robots_read(BASE_STR("User-agent: *\nCrawl-delay: 7\n"), "dragoman", &r);
  assert_float_equal(r.delay, 7, 0);
  fetch_robots_clear(&r);
  fetch_robots_read(BASE_STR("User-agent: *\nCrawl-delay: 1e9\n"), "dragoman", &r);
  assert_float_equal(r.delay, 60, 0);
  fetch_robots_clear(&r);
  fetch_robots_read(BASE_STR("User-agent: x\nCrawl-delay: 7\nUser-agent: *\nCrawl-delay: nan\n"), "dragoman", &r);
  assert_float_equal(r.delay, 0, 0);
  fetch_robots_clear(&r);
}

/* ---- headers ---- */

static void headers_are_taken(void **state) {
  fetch_reply r = {.max_age = -1, .retry_after = -1};
  static const char *const LINES[] = {"HTTP/1.1 200 OK\r\n",
                                      "ETag:  W/\"x:1\" \r\n",
                                      "location: /a\r\n",
                                      "Cache-Control: public, Max-Age=60 , x\r\n",
                                      "Last-Modified: Thu, 02 May\r\n",
                                      "Retry-After: 120\r\n",
                                      "\r\n"};
  (void)state;
  for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) fetch_reply_header(&r, base_str_of(LINES[i]), 0);
  assert_string_equal(r.etag, "W/\"x:1\"");
  assert_string_equal(r.location, "/a");
  assert_string_equal(r.last_modified, "Thu, 02 May");
  assert_float_equal(r.max_age, 60, 0);
  assert_float_equal(r.retry_after, 120, 0);
  fetch_reply_header(&r, BASE_STR("Retry-After: Thu, 01 Jan 1970 00:10:00 GMT"), 540);
  assert_float_equal(r.retry_after, 60, 0);
  fetch_reply_header(&r, BASE_STR("Retry-After: soon"), 0);
  assert_float_equal(r.retry_after, -1, 0);
  fetch_reply_header(&r, BASE_STR("ETag: \"b\xff\x01\""), 0);
  assert_null(r.etag);
  fetch_reply_clear(&r);
}

/* ---- private addresses ---- */

static drg_response fetch_one(const drg_request *request) {
  drg_fetcher *f;
  drg_response r = {0};
  assert_int_equal(drg_fetcher_new(&(drg_fetch_options){.pause = 0.001, .timeout = 3}, &f, NULL), DRG_OK);
  drg_fetcher_add(f, request);
  assert_int_equal(drg_fetcher_pending(f), 1);
  for (int i = 0; i < 50 && !drg_fetcher_next(f, &r); i++) drg_fetcher_wait(f, 0.2, -1);
  assert_int_equal(drg_fetcher_pending(f), 0);
  assert_ptr_equal(r.context, request->context);
  drg_fetcher_free(f);
  return r;
}

/* Nothing listens at port 1. The robots.txt of a private host is as much out of bounds as its pages. */
static void pages_of_strangers_do_not_lead_into_the_house(void **state) {
  static const char *const INSIDE[] = {
      "http://127.0.0.1:1/x",       "http://localhost:1/x", "http://10.0.0.1:1/x",
      "http://169.254.169.254:1/x", "http://[::1]:1/x",     "http://[::ffff:10.0.0.1]:1/",
      "http://0.0.0.0:1/x",         "http://2130706433:1/", "http://[fd00::1]:1/x"};
  (void)state;
  for (size_t i = 0; i < sizeof INSIDE / sizeof *INSIDE; i++) {
    drg_fetcher *f;
    fetch_call call = {.limits = {.body = 100, .connect = 2, .all = 2}};
    assert_int_equal(drg_fetcher_new(NULL, &f, NULL), DRG_OK); /* libcurl is set up */
    fetch_call_open(&call, &(fetch_ask){.url = INSIDE[i], .agent = "x", .accept = "*/*"}, NULL);
    assert_int_not_equal(curl_easy_perform(call.easy), CURLE_OK);
    if (!call.refused) print_error("%s: %s\n", INSIDE[i], call.error);
    assert_true(call.refused);
    fetch_call_close(&call);
    fetch_reply_clear(&call.reply);
    drg_fetcher_free(f);
  }
}

static void what_does_not_answer_may_be_tried_again(void **state) {
  int mark;
  (void)state;
  drg_response r = fetch_one(&(drg_request){.url = "http://127.0.0.1:1/feed", .context = &mark});
  assert_int_equal(r.what, DRG_FAILED);
  assert_int_equal(r.status, 0);
  assert_non_null(strstr(r.error, "connect"));
  drg_response_clear(&r);
  r = fetch_one(&(drg_request){.url = "file:///etc/passwd", .context = &mark});
  assert_int_equal(r.what, DRG_REFUSED);
  assert_string_equal(r.error, "neither http nor https");
  drg_response_clear(&r);
  r = fetch_one(&(drg_request){.url = "http://127.0.0.1:1/page", .page = true, .near = true, .context = &mark});
  assert_int_equal(r.what, DRG_FAILED);
  assert_non_null(strstr(r.error, "robots.txt"));
  drg_response_clear(&r);
}

/* ---- the rhythm of feeds ---- */

static void waits_double_up_to_a_day(void **state) {
  (void)state;
  for (unsigned n = 1; n < 40; n++) {
    double wait = fetch_back_off("http://a.example/", n, 60), least = n < 12 ? 60.0 * (1u << (n - 1)) : 86400;
    if (least > 86400) least = 86400;
    assert_true(wait >= least && wait <= 86400 && wait <= least * 1.25);
    assert_float_equal(wait, fetch_back_off("http://a.example/", n, 60), 0);
  }
  assert_true(fetch_back_off("http://a.example/", 1, 60) != fetch_back_off("http://b.example/", 1, 60));
  assert_float_equal(fetch_back_off("x", 4000000000u, 60), 86400, 0);
}

static void feeds_say_how_long_they_keep(void **state) {
  (void)state;
  assert_float_equal(fetch_feed_ttl(BASE_STR("<rss><ttl> 30 </ttl><item>")), 1800, 0);
  assert_float_equal(fetch_feed_ttl(BASE_STR("<rss><item><ttl>30</ttl>")), 0, 0);
  assert_float_equal(fetch_feed_ttl(BASE_STR("<rss><ttl>-3</ttl>")), 0, 0);
  assert_float_equal(fetch_feed_ttl(BASE_STR("<rss><ttl>1e99</ttl>")), 86400, 0);
  assert_float_equal(fetch_feed_ttl(BASE_STR("<rss><ttl>nan</ttl>")), 0, 0);
  assert_float_equal(fetch_feed_ttl(BASE_STR("<ttl>")), 0, 0);
  assert_float_equal(fetch_feed_ttl(BASE_NONE), 0, 0);
}

static void a_feed_takes_its_answers_in(void **state) {
  drg_feed feed = {.url = fetch_copy("http://a.example/")};
  char body[] = "<rss><ttl>20</ttl></rss>", tag[] = "\"1\"", moved[] = "http://b.example/";
  drg_response ok = {
      .what = DRG_FETCHED, .body = {body, strlen(body), 0}, .etag = tag, .moved_to = moved, .max_age = -1};
  (void)state;
  drg_feed_answered(&feed, &ok, 900, 60, 1000);
  assert_float_equal(feed.next, 1000 + 1200, 0);
  assert_string_equal(feed.etag, "\"1\"");
  assert_string_equal(feed.moved_to, moved);
  drg_response same = {.what = DRG_UNCHANGED, .max_age = 5000};
  drg_feed_answered(&feed, &same, 900, 60, 2000);
  assert_float_equal(feed.next, 2000 + 5000, 0);
  assert_string_equal(feed.etag, "\"1\"");
  drg_response busy = {.what = DRG_FAILED, .status = 429, .retry_after = 700, .max_age = -1};
  drg_feed_answered(&feed, &busy, 900, 60, 3000);
  assert_float_equal(feed.next, 3000 + 700, 0);
  busy.retry_after = 1e12;
  drg_feed_answered(&feed, &busy, 900, 60, 3000);
  assert_float_equal(feed.next, 3000 + 86400, 0);
  assert_int_equal(feed.failures, 2);
  assert_non_null(feed.moved_to);
  drg_response gone = {.what = DRG_REFUSED, .status = 410, .retry_after = -1};
  drg_feed_answered(&feed, &gone, 900, 60, 3000);
  assert_float_equal(feed.next, 3000 + 86400, 0);
  assert_null(feed.moved_to);
  drg_feed_answered(&feed, &same, 9000, 60, 4000);
  assert_float_equal(feed.next, 4000 + 9000, 0);
  assert_int_equal(feed.failures, 0);
  drg_feed_clear(&feed);
}

/* ---- a page for an item ---- */

#define PARAGRAPH \
  "<p>Chile expelled two diplomats of Peru on Thursday, officials said, and closed a border crossing.</p>"
#define PAGE "<html><head><title>The page</title></head><body><article>" PARAGRAPH PARAGRAPH "</article></body></html>"

static void a_page_gets_what_its_item_says(void **state) {
  char body[] = PAGE, empty[] = "<html><body></body></html>";
  drg_doc item = {.id = BASE_STR("guid-1"), .url = BASE_STR("http://a.example/1"), .day = 19845, .date_from = "field"},
          doc;
  drg_response page = {.what = DRG_FETCHED, .body = {body, strlen(body), 0}};
  drg_error err = {0};
  (void)state;
  assert_int_equal(drg_doc_of_page(&item, &page, NULL, &doc, &err), DRG_OK);
  assert_true(base_str_eq(doc.id, item.id) && base_str_eq(doc.url, item.url) && doc.day == 19845);
  assert_true(doc.id.data != item.id.data);
  assert_true(base_str_eq(doc.title, BASE_STR("The page")));
  assert_true(base_str_starts(doc.text, BASE_STR("Chile expelled")));
  drg_doc_free(&doc);
  page.body = (drg_buffer){empty, strlen(empty), 0};
  assert_int_equal(drg_doc_of_page(&item, &page, NULL, &doc, &err), DRG_REJECTED);
  page.body = (drg_buffer){0};
  assert_int_equal(drg_doc_of_page(&item, &page, NULL, &doc, &err), DRG_REJECTED);
}

/* ---- folders ---- */

typedef struct fixture {
  char folder[64];
} fixture;

static int set_up(void **state) {
  fixture *f = fetch_alloc(sizeof *f);
  strcpy(f->folder, "/tmp/dragoman-fetch-XXXXXX");
  *state = f;
  return mkdtemp(f->folder) ? 0 : -1;
}

static int tear_down(void **state) {
  fixture *f = *state;
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
  int code = system(command);
  free(f);
  return code;
}

static const char *path_of(const fixture *f, const char *name) {
  static char path[256];
  snprintf(path, sizeof path, "%s/%s", f->folder, name);
  return path;
}

static void write_file(const fixture *f, const char *name, const char *text) {
  FILE *out = fopen(path_of(f, name), "w");
  assert_non_null(out);
  fputs(text, out);
  fclose(out);
}

/* Long ago, so that it rests. */
static void age_file(const fixture *f, const char *name) {
  const struct timespec then[2] = {{1000000000, 0}, {1000000000, 0}};
  assert_int_equal(utimensat(AT_FDCWD, path_of(f, name), then, 0), 0);
}

static drg_folder *open_folder(const fixture *f, const char *except, bool poll) {
  const char *paths[] = {f->folder}, *excepts[] = {except};
  drg_folder *folder = NULL;
  drg_error err = {0};
  assert_int_equal(drg_folder_open(paths, 1, excepts, except != NULL, poll, &folder, &err), DRG_OK);
  assert_int_equal(drg_folder_fd(folder) < 0, poll);
  return folder;
}

static void assert_next(drg_folder *folder, const fixture *f, const char *name) {
  const char *path = drg_folder_next(folder);
  if (!name) {
    if (path) print_error("got '%s'\n", path);
    assert_null(path);
    return;
  }
  if (!path) fail_msg("wanted '%s'", name);
  assert_string_equal(path, path_of(f, name));
}

static void old_files_are_given_in_order(void **state) {
  static const char *const NAMES[] = {"b",      "a.txt",     "c/x",           ".hidden", "d.tmp",
                                      "e.PART", "record.db", "record.db-wal", "z"};
  const fixture *f = *state;
  mkdir(path_of(f, "c"), 0700);
  for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) write_file(f, NAMES[i], "x"), age_file(f, NAMES[i]);
  for (int poll = 0; poll < 2; poll++) {
    char except[256];
    snprintf(except, sizeof except, "%s", path_of(f, "record.db"));
    drg_folder *folder = open_folder(f, except, poll);
    assert_int_equal(drg_folder_pending(folder), 4);
    assert_next(folder, f, "a.txt");
    assert_next(folder, f, "b");
    assert_next(folder, f, "c/x");
    assert_next(folder, f, "z");
    assert_next(folder, f, NULL);
    assert_int_equal(drg_folder_pending(folder), 0);
    drg_folder_close(folder);
  }
}

static void a_closed_file_is_given_at_once_and_again_when_it_changes(void **state) {
  const fixture *f = *state;
  drg_folder *folder = open_folder(f, NULL, false);
  assert_next(folder, f, NULL);
  write_file(f, "a", "x");
  assert_next(folder, f, "a");
  assert_next(folder, f, NULL);
  write_file(f, "a", "xy");
  assert_next(folder, f, "a");
  write_file(f, "b.tmp", "x");
  assert_next(folder, f, NULL);
  char from[256];
  snprintf(from, sizeof from, "%s", path_of(f, "b.tmp"));
  rename(from, path_of(f, "b"));
  assert_next(folder, f, "b");
  mkdir(path_of(f, "new"), 0700);
  assert_next(folder, f, NULL);
  write_file(f, "new/c", "x");
  assert_next(folder, f, "new/c");
  unlink(path_of(f, "new/c"));
  write_file(f, "new/gone", "x");
  unlink(path_of(f, "new/gone"));
  assert_next(folder, f, NULL);
  drg_folder_close(folder);
}

static void an_open_file_waits(void **state) {
  const fixture *f = *state;
  drg_folder *folder = open_folder(f, NULL, false);
  FILE *out = fopen(path_of(f, "a"), "w");
  assert_non_null(out);
  fputs("half", out);
  fflush(out);
  assert_next(folder, f, NULL);
  assert_int_equal(drg_folder_pending(folder), 1);
  assert_true(drg_folder_wait(folder) > 0);
  fclose(out);
  assert_next(folder, f, "a");
  drg_folder_close(folder);
}

static void many_files_are_given_once_each(void **state) {
  enum { MANY = 6000 };
  const fixture *f = *state;
  char name[32];
  static bool seen[MANY];
  drg_folder *folder = open_folder(f, NULL, false);
  int given = 0;
  for (int i = 0; i < MANY; i++) {
    snprintf(name, sizeof name, "%d", i);
    write_file(f, name, "x");
    if (i % 100 != 99) continue;
    for (const char *path; (path = drg_folder_next(folder)); given++) {
      int n = atoi(strrchr(path, '/') + 1);
      assert_false(seen[n]);
      seen[n] = true;
    }
  }
  assert_int_equal(given, MANY);
  drg_folder_close(folder);
}

static void a_folder_that_is_not_there_is_told(void **state) {
  const char *paths[] = {"/nowhere/at/all"};
  drg_folder *folder = NULL;
  drg_error err = {0};
  (void)state;
  for (int poll = 0; poll < 2; poll++) {
    assert_int_equal(drg_folder_open(paths, 1, NULL, 0, poll, &folder, &err), DRG_ERR_OPEN);
    assert_non_null(strstr(err.message, "cannot open '/nowhere/at/all'"));
  }
}

/* ---- the record ---- */

static void a_record_keeps_feeds_and_items(void **state) {
  const fixture *f = *state;
  drg_record *r = NULL;
  drg_error err = {0};
  char path[256];
  snprintf(path, sizeof path, "%s", path_of(f, "record.db"));
  drg_feed feed = {.url = fetch_copy("http://a.example/'; DROP TABLE feeds"),
                   .etag = fetch_copy("W/\"1\""),
                   .next = 1e9 + 0.25,
                   .ttl = 60,
                   .failures = 3};
  drg_feed got = {.url = fetch_copy(feed.url)};
  drg_doc item = {.id = BASE_STR("1"), .url = BASE_STR("http://a.example/1")}, other = {.id = BASE_STR("1")};
  assert_int_equal(drg_record_open(path, true, &r, &err), DRG_OK);
  assert_int_equal(drg_record_get_feed(r, &got, &err), DRG_END);
  assert_int_equal(drg_record_put_feed(r, &feed, &err), DRG_OK);
  feed.moved_to = fetch_copy("http://b.example/");
  assert_int_equal(drg_record_put_feed(r, &feed, &err), DRG_OK);
  assert_false(drg_record_has_item(r, &item));
  assert_int_equal(drg_record_put_item(r, feed.url, &item, &err), DRG_OK);
  assert_int_equal(drg_record_put_item(r, feed.url, &item, &err), DRG_OK);
  assert_true(drg_record_has_item(r, &item));
  assert_false(drg_record_has_item(r, &other));
  drg_record_close(r);
  assert_int_equal(drg_record_open(path, true, &r, &err), DRG_OK);
  assert_int_equal(drg_record_get_feed(r, &got, &err), DRG_OK);
  assert_string_equal(got.moved_to, "http://b.example/");
  assert_string_equal(got.etag, "W/\"1\"");
  assert_null(got.last_modified);
  assert_true(got.next == 1e9 + 0.25);
  assert_float_equal(got.ttl, 60, 0);
  assert_int_equal(got.failures, 3);
  drg_record_close(r);
  drg_feed_clear(&feed);
  drg_feed_clear(&got);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(addresses_are_taken_apart),
      cmocka_unit_test(addresses_are_relative_to_others),
      cmocka_unit_test(nothing_but_the_web_is_an_address),
      cmocka_unit_test(the_group_that_names_us_counts),
      cmocka_unit_test(the_longest_rule_decides),
      cmocka_unit_test(rules_full_of_stars_end),
      cmocka_unit_test(a_delay_is_read),
      cmocka_unit_test(headers_are_taken),
      cmocka_unit_test(pages_of_strangers_do_not_lead_into_the_house),
      cmocka_unit_test(what_does_not_answer_may_be_tried_again),
      cmocka_unit_test(waits_double_up_to_a_day),
      cmocka_unit_test(feeds_say_how_long_they_keep),
      cmocka_unit_test(a_feed_takes_its_answers_in),
      cmocka_unit_test(a_page_gets_what_its_item_says),
      IN_FOLDER(old_files_are_given_in_order),
      IN_FOLDER(a_closed_file_is_given_at_once_and_again_when_it_changes),
      IN_FOLDER(an_open_file_waits),
      IN_FOLDER(many_files_are_given_once_each),
      IN_FOLDER(a_folder_that_is_not_there_is_told),
      IN_FOLDER(a_record_keeps_feeds_and_items),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
