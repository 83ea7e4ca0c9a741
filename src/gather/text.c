/* A text's signature. MinHash after Broder (1997): the share of equal minima estimates the share of shingles that two
 * texts have in common; bands of minima are keys (two texts with Jaccard j share one of b bands of r minima with
 * probability 1 - (1 - j^r)^b: 20 bands of 3 find j = .5 in 93 of 100). The first words have a signature of their own,
 * because a copy cut to its first paragraph has little in common with the whole but all of its beginning; 12 bands of 2
 * find even a beginning of which half was written anew (97 of 100). */
#include "gather/gather.h"
#include "read/read.h"

enum { SHINGLE = 4, WHOLE_BAND = 3, LEAD_BAND = 2 };
_Static_assert(1 + GATHER_WHOLE / WHOLE_BAND + GATHER_LEAD / LEAD_BAND <= GATHER_MOST_KEYS, "room for all keys");

static uint64_t mix(uint64_t x) { /* splitmix64's finish: every bit of x moves every bit of the result */
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/* ---- words ---- */

typedef BASE_VEC(uint64_t) hashes;

static void words_of(base_arena *a, base_str text, hashes *out) {
  size_t begin = 0, i = 0;
  for (bool inside = false; i < text.len;) {
    size_t at = i;
    int32_t cp = base_utf8_next(text, &i);
    bool word = base_char_is_letter(cp) || base_char_is_digit(cp);
    if (word && !inside) begin = at;
    if (!word && inside) BASE_PUSH(a, out, base_hash(text.data + begin, at - begin, 0));
    inside = word;
    if (i == text.len && inside) BASE_PUSH(a, out, base_hash(text.data + begin, i - begin, 0));
  }
}

/* ---- minima ---- */

static void shrink(const uint64_t *shingles, size_t n, uint64_t seed, uint16_t *out, size_t n_out) {
  for (size_t k = 0; k < n_out; k++) {
    uint64_t least = UINT64_MAX, salt = mix(seed + k + 1);
    for (size_t i = 0; i < n; i++) {
      uint64_t h = (shingles[i] ^ salt) * 0x9e3779b97f4a7c15u;
      h ^= h >> 32;
      if (h < least) least = h;
    }
    out[k] = (uint16_t)mix(least);
  }
}

static size_t shingles_of(const hashes *words, size_t n_words, uint64_t *out) {
  size_t n = n_words >= SHINGLE ? n_words - SHINGLE + 1 : 0;
  for (size_t i = 0; i < n; i++) out[i] = mix(base_hash(words->v + i, SHINGLE * sizeof *words->v, 1));
  return n;
}

static uint16_t at_most_16_bits(size_t n) { return n < UINT16_MAX ? (uint16_t)n : UINT16_MAX; }

void gather_text_of(base_arena *scratch, const drg_doc *doc, gather_text *out) {
  hashes words = {0};
  drg_span body = read_body(doc);
  words_of(scratch, base_str_fold(scratch, base_str_sub(doc->text, body.begin, body.end)), &words);
  uint64_t *shingles = BASE_NEW(scratch, uint64_t, words.n + 1);
  size_t n = shingles_of(&words, words.n, shingles);
  size_t n_lead = n < GATHER_LEAD_WORDS - SHINGLE + 1 ? n : GATHER_LEAD_WORDS - SHINGLE + 1;
  *out = (gather_text){.n_shingles = at_most_16_bits(n), .n_lead = at_most_16_bits(n_lead)};
  uint64_t all = base_hash(words.v, words.n * sizeof *words.v, 2);
  for (int i = 0; i < 4; i++) out->words[i] = (uint16_t)(all >> 16 * i);
  shrink(shingles, n, 0, out->whole, GATHER_WHOLE);
  shrink(shingles, n_lead, 1000, out->lead, GATHER_LEAD);
}

uint64_t gather_text_number(const gather_text *t, int32_t day) {
  return base_hash(t->words, sizeof t->words, (uint64_t)(int64_t)day) >> 1; /* positive as a signed number too */
}

/* ---- keys and likeness ---- */

static size_t add_bands(const uint16_t *minima, size_t n, size_t band, uint64_t seed, uint64_t *keys) {
  for (size_t i = 0; i < n / band; i++) keys[i] = base_hash(minima + i * band, band * sizeof *minima, seed + i);
  return n / band;
}

static size_t text_keys(const void *what, uint64_t keys[GATHER_MOST_KEYS]) {
  const gather_text *t = what;
  size_t n = 0;
  keys[n++] = base_hash(t->words, sizeof t->words, 99);
  if (t->n_shingles) n += add_bands(t->whole, GATHER_WHOLE, WHOLE_BAND, 100, keys + n);
  if (t->n_shingles) n += add_bands(t->lead, GATHER_LEAD, LEAD_BAND, 200, keys + n);
  return n;
}

static int equal(const uint16_t *a, const uint16_t *b, size_t n) {
  int same = 0;
  for (size_t i = 0; i < n; i++) same += a[i] == b[i];
  return same;
}

/* The share of the smaller text's shingles that the other has, in hundredths: from Jaccard j = m / GATHER_WHOLE follows
 * |A and B| = j (|A| + |B|) / (1 + j). */
static int contained(const gather_text *a, const gather_text *b, int m) {
  int sum = a->n_shingles + b->n_shingles, least = a->n_shingles < b->n_shingles ? a->n_shingles : b->n_shingles;
  int share = least ? 100 * m * sum / ((GATHER_WHOLE + m) * least) : 0;
  return share < 100 ? share : 100;
}

/* Hundredths, chosen on tests/gather/dev.jsonl: alike as wholes; or one within the other; or the same beginning with
 * much of the rest, as in a report brought up to date. */
enum { ALIKE = 45, WITHIN = 70, SAME_LEAD = 50, SAME_LEAD_WITHIN = 35 };

static gather_link text_link(const gather_node *a, const gather_node *b, int32_t *score) {
  const gather_text *s = a->what, *t = b->what;
  *score = 0;
  if (memcmp(s->words, t->words, sizeof s->words) == 0) return GATHER_JOINED;
  int m = equal(s->whole, t->whole, GATHER_WHOLE), lead = 100 * equal(s->lead, t->lead, GATHER_LEAD) / GATHER_LEAD;
  int within = contained(s, t, m);
  bool same = 100 * m / GATHER_WHOLE >= ALIKE || within >= WITHIN || (lead >= SAME_LEAD && within >= SAME_LEAD_WITHIN);
  return same ? GATHER_JOINED : GATHER_APART;
}

const gather_kind GATHER_TEXTS = {
    .days = GATHER_STORY_DAYS, .crowd = 64, .size = sizeof(gather_text), .keys = text_keys, .link = text_link};
