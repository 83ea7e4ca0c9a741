/* What comes before a format: zstd, damaged members, bombs, UTF-16 of JSON, patterns of names, and the language of texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <zstd.h>
#include "read_room.h"

#define LINE(id) "{\"id\":\"" id "\",\"text\":\"Chile met Peru.\"}\n"

/* ---- zstd ---- */

static size_t zstd_pack(const char *text, size_t len, char *out, size_t room) {
  size_t n = ZSTD_compress(out, room, text, len, 3);
  assert_false(ZSTD_isError(n));
  return n;
}

static void test_zstd_frames(void **state) {
  (void)state;
  char packed[512];
  size_t n = zstd_pack(LINE("a"), strlen(LINE("a")), packed, sizeof packed);
  memcpy(packed + n, "\x50\x2a\x4d\x18\x03\0\0\0abc", 11); /* a frame that decoders skip */
  n += 11;
  n += zstd_pack(LINE("b"), strlen(LINE("b")), packed + n, sizeof packed - n);
  static const char *const NAMES[] = {"x", "x.zst", "x.jsonl.zst", "x.jsonl"};
  for (size_t i = 0; i < 4; i++) {
    drg_reader *r = open_bytes(NAMES[i], packed, n);
    next_id(r, "a");
    next_id(r, "b");
    next_end(r);
  }
  drg_reader *r = open_bytes("x.jsonl.zst", packed, n - 5);
  next_id(r, "a");
  next_reject(r, "truncated zstd", 2);
  next_end(r);
}

/* Megabytes out of one read, and all of them: what the decoder still holds when the packed bytes have ended is given. */
static void test_zstd_long(void **state) {
  (void)state;
  enum { LINES = 40000, ROOM = 4 << 20 };
  char *text = malloc(ROOM), *packed = malloc(ROOM);
  size_t n = 0;
  assert_true(text && packed);
  for (int i = 0; i < LINES; i++) n += (size_t)sprintf(text + n, "{\"id\":\"%d\",\"text\":\"Chile met Peru.\"}\n", i);
  const char *path = put_file("long.jsonl.zst", packed, zstd_pack(text, n, packed, ROOM));
  drg_reader *r = open_one(path);
  for (int i = 0; i < LINES; i++) {
    char id[16];
    snprintf(id, sizeof id, "%d", i);
    next_id(r, id);
  }
  next_end(r);
  free(text), free(packed);
}

/* A frame that asks for a window of 512 MiB is refused, whatever is in it. */
static void test_zstd_window(void **state) {
  (void)state;
  static char text[100000], packed[100000];
  memset(text, 'a', sizeof text);
  ZSTD_CCtx *c = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(c, ZSTD_c_windowLog, 29);
  ZSTD_inBuffer in = {text, sizeof text, 0};
  ZSTD_outBuffer out = {packed, sizeof packed, 0};
  ZSTD_compressStream2(c, &out, &in, ZSTD_e_flush); /* so that the frame does not know its length */
  assert_int_equal(ZSTD_compressStream2(c, &out, &in, ZSTD_e_end), 0);
  ZSTD_freeCCtx(c);
  drg_reader *r = open_bytes("x.txt.zst", packed, out.pos);
  next_reject(r, "damaged zstd: Frame requires too much memory", 1);
  next_end(r);
}

/* ---- damage ---- */

static void count_all(drg_reader *r, int *ok, int *bad) {
  drg_doc d;
  drg_error err;
  drg_status st;
  *ok = *bad = 0;
  while ((st = drg_reader_next(r, &d, &err)) != DRG_END) {
    *ok += st == DRG_OK;
    *bad += st == DRG_REJECTED;
    if (st == DRG_REJECTED) assert_null(d.owner);
    drg_doc_free(&d);
  }
  drg_reader_close(r);
}

/* Members of a line each: one that is damaged or cut costs its own line, in memory and in a file. */
static void test_members_damaged(void **state) {
  (void)state;
  static unsigned char packed[4096];
  size_t at[6] = {0};
  for (size_t i = 0; i < 5; i++) {
    char line[128];
    snprintf(line, sizeof line, "{\"id\":\"%zu\",\"text\":\"Chile met Peru for the %zuth time.\"}\n", i, i);
    at[i + 1] = at[i] + pack_string(line, packed + at[i], sizeof packed - at[i]);
  }
  int ok, bad;
  packed[at[2] + 20] ^= 0xff;
  count_all(open_bytes("x.jsonl.gz", packed, at[5]), &ok, &bad);
  assert_int_equal(ok, 4);
  assert_true(bad >= 1);
  count_all(open_one(put_file("x.jsonl.gz", packed, at[5])), &ok, &bad);
  assert_int_equal(ok, 4);
  packed[at[2] + 20] ^= 0xff;
  memmove(packed + at[2] + 25, packed + at[3], at[5] - at[3]); /* the third is cut off, the fourth follows at once */
  count_all(open_bytes("x.jsonl.gz", packed, at[2] + 25 + at[5] - at[3]), &ok, &bad);
  assert_int_equal(ok, 4);
  assert_true(bad >= 1);
}

static void test_damage_is_placed(void **state) {
  (void)state;
  unsigned char packed[512];
  size_t n = pack_string(LINE("a"), packed, sizeof packed);
  packed[n - 6] ^= 1; /* of the check */
  drg_reader *r = open_bytes("x.jsonl.gz", packed, n);
  drg_doc d;
  drg_error err;
  next_id(r, "a");
  assert_int_equal(drg_reader_next(r, &d, &err), DRG_REJECTED);
  char message[128];
  snprintf(message, sizeof message, "damaged gzip: incorrect data check, at packed byte %zu", n - 4);
  assert_string_equal(err.message, message);
  assert_int_equal(err.byte, strlen(LINE("a")));
  next_end(r);
}

/* A text is one record: nothing of a damaged one is coded, and no second one is made of its rest. */
static void test_damaged_text(void **state) {
  (void)state;
  unsigned char packed[1024];
  size_t first = pack_string("Chile met Peru. They spoke of trade and fish.\n", packed, sizeof packed);
  size_t n = first + pack_string("Peru met Chile again in Lima.\n", packed + first, sizeof packed - first);
  packed[20] ^= 0xff;
  int ok, bad;
  count_all(open_bytes("x.txt.gz", packed, n), &ok, &bad);
  assert_int_equal(ok, 0);
  assert_int_equal(bad, 1);
}

/* ---- UTF-16 ---- */

static void test_json_wide(void **state) {
  (void)state;
  char wide[2048];
  static const char *const NAMES[] = {"x.jsonl", "x"};
  for (int big = 0; big < 2; big++)
    for (size_t i = 0; i < 2; i++) {
      size_t n = widen(LINE("a") "not JSON\n" LINE("b"), big, wide);
      drg_reader *r = open_bytes(NAMES[i], wide, n);
      next_id(r, "a");
      next_reject(r, "", 2);
      next_id(r, "b");
      next_end(r);
      n = widen("[\n" LINE("a") ",\n" LINE("b") "]\n", big, wide);
      r = open_bytes("x.json", wide, n);
      drg_doc d;
      next_doc(r, &d);
      assert_str(d.id, "a");
      assert_string_equal(read_encoding(&d), "utf-16");
      drg_doc_free(&d);
      next_id(r, "b");
      next_end(r);
    }
}

/* Characters beyond 16 bits, cut anywhere by the ends of reads. */
static void test_json_wide_long(void **state) {
  (void)state;
  enum { N = 30000 };
  drg_buffer b;
  drg_buffer_init(&b);
  base_put(&b, (base_str){"\xFF\xFE", 2});
  for (int i = 0; i < N; i++) {
    char line[64], wide[256];
    snprintf(line, sizeof line, "{\"id\":\"%d\",\"text\":\"Peru ", i);
    size_t n = widen(line, false, wide);
    base_put(&b, (base_str){wide + 2, n - 2});
    base_put(&b, (base_str){"\x3D\xD8\x00\xDE", 4});
    n = widen(" met Chile.\"}\n", false, wide);
    base_put(&b, (base_str){wide + 2, n - 2});
  }
  drg_reader *r = open_one(put_file("wide.jsonl", b.data, b.len));
  for (int i = 0; i < N; i++) {
    drg_doc d;
    next_doc(r, &d);
    assert_str(d.text, "Peru \xF0\x9F\x98\x80 met Chile.");
    assert_int_equal(d.line, i + 1);
    drg_doc_free(&d);
  }
  next_end(r);
  drg_buffer_clear(&b);
}

/* ---- patterns ---- */

static void test_patterns(void **state) {
  (void)state;
  assert_false(mkdir(path_of("p"), 0700) || mkdir(path_of("p/sub"), 0700));
  put_text("p/b1.txt", "Chile met Peru.");
  put_text("p/a1.txt", "Chile met Peru.");
  put_text("p/c.dat", "Chile met Peru.");
  put_text("p/[x].txt", "Chile met Peru.");
  put_text("p/sub/z.txt", "Chile met Peru.");
  drg_reader *r = open_one(path_of("p/*1.txt"));
  next_id(r, "a1");
  next_id(r, "b1");
  next_end(r);
  r = open_one(path_of("p/[x].txt")); /* a file of that name goes before a pattern */
  next_id(r, "[x]");
  next_end(r);
  r = open_one(path_of("p/s*")); /* a folder is entered */
  next_id(r, "z");
  next_end(r);
  const char *two[] = {path_of("p/no*"), path_of("p/?.dat")};
  r = open_paths(two, 2, NULL);
  drg_doc d;
  drg_error err;
  assert_int_equal(drg_reader_next(r, &d, &err), DRG_ERR_OPEN);
  assert_non_null(strstr(err.message, "no file fits '"));
  next_id(r, "c");
  next_end(r);
}

/* ---- languages ---- */

#define GERMAN \
  "Die Außenministerin hat am Freitag in Lima mit ihrem Kollegen aus Peru gesprochen, und die beiden haben sich auf " \
  "die " \
  "Öffnung der Grenze geeinigt, wie das Ministerium mitteilte."

static drg_status read_text_in(const char *language, const char *text, char *message) {
  drg_read_options opt = {.default_day = DRG_NO_DAY, .language = language};
  drg_reader *r;
  drg_doc d;
  drg_error err = {0};
  assert_int_equal(read_open_memory("x.txt", text, strlen(text), &opt, &r, &err), DRG_OK);
  drg_status st = drg_reader_next(r, &d, &err);
  if (message) strcpy(message, err.message);
  drg_doc_free(&d);
  drg_reader_close(r);
  return st;
}

static void test_other_languages(void **state) {
  (void)state;
  char why[256];
  assert_int_equal(read_text_in(NULL, GERMAN, why), DRG_REJECTED);
  assert_string_equal(why, "language is 'de', not 'en'");
  assert_int_equal(read_text_in("en", GERMAN, why), DRG_REJECTED);
  assert_int_equal(read_text_in("any", GERMAN, NULL), DRG_OK);
  assert_int_equal(read_text_in(NULL, "Die Ministerin hat mit dem Kollegen gesprochen.", NULL), DRG_OK); /* short */
  assert_int_equal(read_text_in(NULL,
                                GERMAN " The minister said that the two countries had agreed to open the border, and "
                                       "that they would meet again in the spring.",
                                NULL),
                   DRG_OK); /* half English */
  drg_reader *r;
  drg_error err;
  drg_read_options opt = {.default_day = DRG_NO_DAY, .language = "xx"};
  assert_int_equal(read_open_memory("x", "", 0, &opt, &r, &err), DRG_ERR_ARGUMENT);
  assert_string_equal(err.message, "unknown language 'xx'");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_zstd_frames),      cmocka_unit_test(test_zstd_long),
      cmocka_unit_test(test_zstd_window),      cmocka_unit_test(test_members_damaged),
      cmocka_unit_test(test_damage_is_placed), cmocka_unit_test(test_damaged_text),
      cmocka_unit_test(test_json_wide),        cmocka_unit_test(test_json_wide_long),
      cmocka_unit_test(test_patterns),         cmocka_unit_test(test_other_languages),
  };
  return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
