/* A record of made-up events, as large as you like: how fast does it load?
 *
 *   cmake --build build --target bench_record
 *   build/bench_record RECORD [EVENTS]         10 million by default
 *
 * Documents of four sentences, six events and ten mentions each, over twenty years, with a few busy countries and many
 * quiet ones, as in news. The same numbers make the same record. Prints a JSON object. */
#include <dragoman.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum {
  SENTENCES = 4,
  EVENTS = 6,
  MENTIONS = 10,
  COUNTRIES = 200,
  NAMES = 50000,
  PLACES = 20000,
  WORDS = 30000,
  DAYS = 7300
};

static uint64_t state = 42;

static uint32_t draw(uint32_t n) { /* xorshift: 0 up to n */
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (uint32_t)((state >> 32) % n);
}

/* Zipf's law: the k-th is drawn 1/k as often as the first. */
static uint32_t draw_skewed(uint32_t n) { return (uint32_t)pow(n, draw(1000000) / 1e6) - 1; }

static drg_str word(char *room, const char *format, unsigned n) {
  return (drg_str){room, (size_t)sprintf(room, format, n)};
}

typedef struct story { /* a document and what its strings stand in */
  char text[4096], id[32], codes[EVENTS + MENTIONS][2][8], names[EVENTS + MENTIONS][2][24], places[EVENTS][24];
  drg_doc doc;
  drg_span sentences[SENTENCES], triggers[EVENTS];
  drg_event events[EVENTS];
  drg_mention mentions[MENTIONS];
} story;

static void write_text(story *s) {
  size_t n = 0;
  for (int i = 0; i < SENTENCES; i++) {
    s->sentences[i].begin = (uint32_t)n;
    for (int k = 0; k < 18; k++) n += (size_t)sprintf(s->text + n, "w%u ", draw_skewed(WORDS));
    s->text[n - 1] = '.';
    s->sentences[i].end = (uint32_t)n;
    s->text[n++] = ' ';
  }
  s->doc.text = (drg_str){s->text, n};
}

/* A country or its government, army, police, rebels; of sources every third a person, who is always of the same; of
 * targets two in five at home and two among eight neighbours. */
static drg_actor draw_actor(story *s, int i, int side) {
  static const char *const SECTORS[] = {"GOV", "MIL", "", "COP", "REB"};
  uint32_t person = side || draw(3) ? 0 : draw_skewed(NAMES) + 1,
           country = person ? person % 97 * 2 : draw_skewed(COUNTRIES);
  uint32_t home = (uint32_t)(s->codes[i][0][1] - 'A') * 26 + (uint32_t)(s->codes[i][0][2] - 'A'), luck = draw(5);
  if (side && luck < 2) country = home;
  if (side && luck > 2) country = (home + 1 + draw(8)) % COUNTRIES;
  const char *sector = SECTORS[person ? person % 5 : draw(5)];
  char *code = s->codes[i][side];
  int n = sprintf(code, "C%c%c%s", 'A' + (int)country / 26, 'A' + (int)country % 26, sector);
  drg_actor a = {.code = {code, (size_t)n}, .country = {code, 3}};
  if (*sector) a.sector = (drg_str){sector, 3};
  if (person) a.name = word(s->names[i][side], "Person %u", person);
  a.span = (drg_span){(uint32_t)i * 9 + 1, (uint32_t)i * 9 + 8};
  a.text = (drg_str){s->text + a.span.begin, 7};
  return a;
}

static drg_event draw_event(story *s, int i) {
  static const char *const CODES[] = {"010", "020", "036", "040", "042",  "043", "051",  "057",
                                      "061", "070", "111", "112", "120",  "130", "1411", "145",
                                      "163", "171", "173", "180", "1831", "190", "193",  "195"};
  static const char *const TYPES[] = {"CONSULT", "AGREE", "ACCUSE", "ASSAULT"};
  uint32_t code = draw(24);
  drg_event e = {.id = state, .sentence = draw(SENTENCES), .day = s->doc.day - (int32_t)draw(3)};
  e.cameo = (drg_str){CODES[code], strlen(CODES[code])};
  e.quad = 1 + (int)code / 6;
  e.plover = (drg_str){TYPES[code / 6], strlen(TYPES[code / 6])};
  e.goldstein = (double)(int)(100 - 8 * code) / 10;
  e.status = (drg_happening)(draw(10) < 7 ? 0 : draw(7));
  e.source = draw_actor(s, i, 0);
  if (draw(5)) e.target = draw_actor(s, i, 1);
  uint32_t place = draw_skewed(PLACES);
  if (draw(3))
    e.place = (drg_place){word(s->places[i], "Place %u", place), {"CAA", 3}, {"city", 4}, place % 90, place % 180};
  e.details = (drg_details){-1, -1, -1, -1, {0}, {0}};
  e.confidence = 0.5 + draw(50) / 100.0;
  e.rule = (drg_str){"consult.meet", 12};
  s->triggers[i] = (drg_span){(uint32_t)i, (uint32_t)i + 3};
  e.triggers = &s->triggers[i], e.n_triggers = 1;
  return e;
}

static void write_story(story *s, unsigned n, unsigned n_all) {
  write_text(s);
  s->doc.id = word(s->id, "story-%08u", n);
  s->doc.day = 12000 + (int32_t)((uint64_t)n * DAYS / n_all);
  s->doc.publisher = (drg_str){"Sample Wire", 11};
  for (int i = 0; i < EVENTS; i++) s->events[i] = draw_event(s, i);
  for (int i = 0; i < MENTIONS; i++)
    s->mentions[i] = (drg_mention){.sentence = draw(SENTENCES),
                                   .span = {1, 8},
                                   .text = {s->text, 7},
                                   .actor = draw_actor(s, EVENTS + i, 0),
                                   .first_day = DRG_NO_DAY,
                                   .last_day = DRG_NO_DAY};
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int fail(const drg_error *err) {
  fprintf(stderr, "bench_record: %s\n", err->message);
  return 4;
}

static drg_status put(drg_record *r, const drg_buffer *packet, double *spent, drg_error *err) {
  double began = now();
  drg_status st = drg_record_put(r, packet->data, packet->len, err);
  *spent += now() - began;
  return st;
}

/* spent: seconds in the record; the program's coders make packets on threads of their own. */
static drg_status load(drg_record *r, unsigned stories, double *spent, drg_error *err) {
  static story s;
  drg_buffer packet;
  drg_status st = drg_record_begin_run(r, "-", "-", "bench", err);
  drg_buffer_init(&packet);
  for (unsigned i = 0; i < stories && st == DRG_OK; i++) {
    memset(&s.doc, 0, sizeof s.doc);
    write_story(&s, i, stories);
    drg_coded coded = {s.events, EVENTS, s.sentences, SENTENCES, s.mentions, MENTIONS};
    packet.len = 0;
    drg_record_pack(&s.doc, &coded, &packet);
    st = put(r, &packet, spent, err);
  }
  drg_buffer_clear(&packet);
  double began = now();
  if (st == DRG_OK) st = drg_record_end_run(r, err);
  *spent += now() - began;
  return st;
}

int main(int argc, char **argv) {
  drg_error err = {0};
  drg_record *r = NULL;
  unsigned stories = (unsigned)((argc > 2 ? atol(argv[2]) : 10000000) / EVENTS);
  if (argc < 2) return fprintf(stderr, "usage: bench_record RECORD [EVENTS]\n"), 2;
  double began = now(), spent = 0;
  if (drg_record_open(argv[1], true, &r, &err) != DRG_OK || load(r, stories, &spent, &err) != DRG_OK) return fail(&err);
  double closing = now();
  drg_record_close(r);
  double ended = now(), seconds = ended - began;
  spent += ended - closing;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("{\"events\":%u,\"seconds\":%.1f,\"seconds_in_record\":%.1f,\"events_a_second\":%.0f,\"peak_kib\":%ld}\n",
         stories * EVENTS, seconds, spent, stories * EVENTS / spent, usage.ru_maxrss);
  return 0;
}
