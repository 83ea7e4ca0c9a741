/* The mapped file and its search, and the words of where.txt. */
#include "resolve/gazetteer.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LETTERS = 27, FIELDS = 10 };

struct gazetteer {
  const char *data; /* mapped */
  size_t len, body; /* body: first byte after the header */
  uint16_t *says;   /* by symbol: a set of gazetteer_word */
  uint32_t cap;
  size_t index[LETTERS * LETTERS + 1]; /* first line whose key begins with the two letters or stands after */
};

static const struct {
  const char *name;
  uint16_t bit;
} CLASSES[] = {{"before", GAZ_BEFORE},   {"toward", GAZ_TOWARD}, {"honorific", GAZ_HONORIFIC},
               {"body", GAZ_BODY},       {"of", GAZ_OF},         {"region", GAZ_REGION_WORD},
               {"city", GAZ_CITY_WORD},  {"side", GAZ_SIDE},     {"clitic", GAZ_CLITIC},
               {"article", GAZ_ARTICLE}, {"site", GAZ_SITE}};

/* ---- lines of the file ---- */

static base_str line_at(const gazetteer *g, size_t at) {
  const char *end = memchr(g->data + at, '\n', g->len - at);
  return (base_str){g->data + at, end ? (size_t)(end - g->data) - at : g->len - at};
}

static size_t next_line(const gazetteer *g, size_t at) {
  size_t after = at + line_at(g, at).len + 1;
  return after < g->len ? after : g->len;
}

static base_str key_at(const gazetteer *g, size_t at) {
  base_str line = line_at(g, at);
  return base_str_cut(&line, '\t');
}

static int compare(base_str a, base_str b) {
  int c = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);
  return c ? c : a.len < b.len ? -1 : a.len > b.len;
}

static size_t line_start(const gazetteer *g, size_t at, size_t least) {
  while (at > least && g->data[at - 1] != '\n') at--;
  return at;
}

/* First line in [lo, hi) whose key is not before `key`, or hi. */
static size_t lower_bound(const gazetteer *g, base_str key, size_t lo, size_t hi) {
  while (lo < hi) {
    size_t mid = line_start(g, lo + (hi - lo) / 2, lo);
    if (compare(key_at(g, mid), key) < 0) lo = next_line(g, mid) < hi ? next_line(g, mid) : hi;
    else hi = mid;
  }
  return lo;
}

/* 0 for what is no letter and stands before them, 1 to 26 for a to z; -1 for what stands after. */
static int letter(base_str key, size_t i) {
  unsigned char c = i < key.len ? (unsigned char)key.data[i] : 0;
  return c < 'a' ? 0 : c <= 'z' ? c - 'a' + 1 : -1;
}

static void make_index(gazetteer *g) {
  size_t lo = g->body;
  for (int i = 0; i < LETTERS * LETTERS; i++) {
    char two[2] = {(char)(i / LETTERS ? 'a' + i / LETTERS - 1 : 0), (char)(i % LETTERS ? 'a' + i % LETTERS - 1 : 0)};
    size_t n = two[0] ? (two[1] ? 2 : 1) : 0;
    g->index[i] = n ? lower_bound(g, (base_str){two, n}, lo, g->len) : lo;
    lo = g->index[i];
  }
  g->index[LETTERS * LETTERS] = g->len;
}

static size_t find_first(const gazetteer *g, base_str key) {
  int a = letter(key, 0), b = letter(key, 1);
  if (a < 1 || b < 0) return lower_bound(g, key, g->body, g->len);
  int i = a * LETTERS + b;
  size_t hi = b + 1 < LETTERS ? g->index[i + 1] : g->len;
  return lower_bound(g, key, g->index[i], hi);
}

/* ---- opening ---- */

static drg_status map_file(gazetteer *g, const char *path, drg_error *err) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat st;
  if (fd < 0) return base_fail(err, DRG_ERR_OPEN, path, 0, 0, "cannot open '%s'", path);
  void *p = fstat(fd, &st) == 0 && st.st_size > 0 ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0)
                                                  : MAP_FAILED;
  close(fd);
  if (p == MAP_FAILED) return base_fail(err, DRG_ERR_OPEN, path, 0, 0, "cannot map '%s'", path);
  g->data = p;
  g->len = (size_t)st.st_size;
  while (g->body < g->len && g->data[g->body] == '#') g->body = next_line(g, g->body);
  if (g->data[g->len - 1] != '\n')
    return base_fail(err, DRG_ERR_FORMAT, path, 0, 0, "last line of '%s' is cut off", path);
  return DRG_OK;
}

static void say(gazetteer *g, base_arena *arena, base_sym s, uint16_t bit) {
  if (s >= g->cap) {
    uint32_t cap = s * 2 + 256;
    uint16_t *says = BASE_NEW(arena, uint16_t, cap);
    if (g->cap) memcpy(says, g->says, g->cap * sizeof *says);
    g->says = says, g->cap = cap;
  }
  g->says[s] |= bit;
}

static drg_status read_words(gazetteer *g, base_arena *arena, base_symbols *symbols, const base_lines *in,
                             drg_error *err) {
  base_str rest = in->text, class = base_str_word(&rest);
  uint16_t bit = 0;
  for (size_t i = 0; i < sizeof CLASSES / sizeof *CLASSES; i++)
    if (base_str_eq(class, base_str_of(CLASSES[i].name))) bit = CLASSES[i].bit;
  if (!bit)
    return base_fail(err, DRG_ERR_FORMAT, in->path, in->line, 0, "no such class of words: '" BASE_FMT "'",
                     BASE_ARG(class));
  for (base_str word; (word = base_str_word(&rest)).data;)
    say(g, arena, base_symbols_add(symbols, base_str_copy(arena, word)), bit);
  return DRG_OK;
}

drg_status gazetteer_open(const char *dir, base_arena *arena, base_symbols *symbols, gazetteer **out, drg_error *err) {
  gazetteer *g = *out = BASE_NEW(arena, gazetteer, 1);
  drg_status st = map_file(g, base_str_printf(arena, "%s/../places.txt", dir).data, err);
  if (st == DRG_OK) make_index(g);
  base_lines in;
  bool opened = st == DRG_OK;
  if (opened) st = base_lines_open(&in, base_str_printf(arena, "%s/where.txt", dir).data, err);
  while (st == DRG_OK && base_lines_next(&in)) st = read_words(g, arena, symbols, &in, err);
  if (opened) base_lines_close(&in);
  if (st != DRG_OK) gazetteer_close(g), *out = NULL;
  return st;
}

void gazetteer_close(gazetteer *g) {
  if (g && g->data) munmap((void *)(uintptr_t)g->data, g->len);
  if (g) g->data = NULL;
}

/* ---- asking ---- */

size_t gazetteer_key(base_str folded, char *key, size_t at, size_t cap) {
  bool blank = at > 0 && folded.len && folded.data[0] != '\''; /* "St. John|'s" is one word */
  for (size_t i = 0; i < folded.len; i++) {
    char c = folded.data[i];
    bool keep = (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (c == '\'') continue;
    if (!keep) {
      blank = at > 0;
      continue;
    }
    if (at + 2 > cap) return 0;
    if (blank) key[at++] = ' ';
    blank = false;
    key[at++] = c;
  }
  return at;
}

static bool read_line(base_str line, gazetteer_place *p) {
  base_str f[FIELDS];
  int64_t fame, flags;
  for (int i = 0; i < FIELDS; i++)
    if (!(f[i] = base_str_cut(&line, '\t')).data) return false;
  *p = (gazetteer_place){.name = f[1], .country = f[3], .region = f[4]};
  p->kind = f[2].len && f[2].data[0] == 'p' ? GAZ_COUNTRY : f[2].len && f[2].data[0] == 'r' ? GAZ_REGION : GAZ_CITY;
  if (!base_str_to_double(f[5], &p->lat) || !base_str_to_double(f[6], &p->lon)) return false;
  if (!base_str_to_int(f[7], &p->people) || !base_str_to_int(f[8], &fame)) return false;
  if (!base_str_to_int(f[9], &flags)) return false;
  p->fame = (int32_t)fame;
  p->flags = (uint8_t)flags;
  return true;
}

size_t gazetteer_find(const gazetteer *g, base_str key, gazetteer_place *out, size_t cap, bool *longer) {
  size_t n = 0, at = find_first(g, key);
  *longer = false;
  for (; at < g->len; at = next_line(g, at)) {
    base_str k = key_at(g, at);
    if (!base_str_eq(k, key)) {
      *longer = k.len > key.len && base_str_starts(k, key) && k.data[key.len] == ' ';
      break;
    }
    if (n < cap && read_line(line_at(g, at), &out[n])) n++;
  }
  return n;
}

uint32_t gazetteer_says(const gazetteer *g, base_sym word) { return word && word < g->cap ? g->says[word] : 0; }

uint64_t gazetteer_unsorted(const gazetteer *g) {
  uint64_t line = 1;
  for (size_t at = 0; at < g->body; at = next_line(g, at)) line++;
  for (size_t at = g->body, next; (next = next_line(g, at)) < g->len; at = next) {
    line++;
    if (compare(key_at(g, at), key_at(g, next)) > 0) return line;
  }
  return 0;
}
