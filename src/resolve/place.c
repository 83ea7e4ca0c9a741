/* Toponyms of a document and the places they mean.
 *
 * Three walks: names are found in the sentences (longest key of the gazetteer, kept when the words around allow a place),
 * each is given the place that its own words speak for ("Tripoli, Lebanon"), and then all of them together tell which
 * countries the document is about, which decides the rest.
 *
 *   ... protests in Tripoli and other Lebanese cities such as Sidon ...
 *                   |                                        +- Sidon: only LBN is large       document: LBN 1
 *                   +- LBY 1.3 million, LBN 229,000, GRC 26,000  -> LBN by the document
 */
#include <math.h>
#include "mention/when.h"
#include "resolve/gazetteer.h"
#include "resolve/resolve_parts.h"

enum { MAX_WORDS = 7, MAX_KEY = 96, MAX_PLACES = 48 };
/* People of the least city that is believed without words that tell a place, by another name, out of the document's lands. */
enum { SMALL_TOWN = 50000, ALTERNATE_TOWN = 150000, UNTOLD_TOWN = 20000 };

typedef enum context { CONTEXT_NONE, CONTEXT_WEAK, CONTEXT_STRONG } context;

typedef struct toponym {
  uint32_t sentence;
  int32_t first, last, head;
  base_str key;
  const gazetteer_place *places;
  uint32_t n, best;
  int32_t within; /* index of the toponym that contains it ("Tripoli, Lebanon"), or -1 */
  int32_t holds;  /* index of the one that it contains, or -1 */
  uint32_t says;  /* GAZ_REGION_WORD, GAZ_CITY_WORD beside it */
  uint8_t context;
  bool kept;
  const gazetteer_place *told; /* the place that its key spoke for in tell_all, or NULL */
} toponym;

typedef BASE_VEC(toponym) toponym_list;

typedef struct tally {
  base_str name; /* a country's code, or a region's key */
  base_str country;
  double n;
} tally;

typedef struct search {
  const gazetteer *g;
  const struct when *w;
  base_arena *arena;
  const parse_sent *s; /* of the present sentence */
  uint32_t sentence;
  toponym_list t;
  BASE_VEC(tally) about;
  base_map first;   /* key -> its first toponym that is kept */
  base_map persons; /* keys that ended a longer name: "Ali Bagheri Kani" makes no town of a later "Kani" */
} search;

/* ---- words ---- */

static const parse_word *word(const search *x, int32_t i) {
  return i >= 0 && i < (int32_t)x->s->n ? &x->s->words[i] : NULL;
}

static uint32_t says(const search *x, int32_t i) {
  const parse_word *w = word(x, i);
  return w ? gazetteer_says(x->g, w->lower_sym) : 0;
}

static bool is_capital(const parse_word *w) {
  size_t at = 0;
  return w && w->form.len && base_char_is_upper(base_utf8_next(w->form, &at));
}

static bool is_letters(const parse_word *w) {
  size_t at = 0;
  return w && w->form.len && base_char_is_letter(base_utf8_next(w->form, &at));
}

static bool is_sign(const parse_word *w, char c) { return w && w->form.len == 1 && w->form.data[0] == c; }

static bool all_capitals(base_str s) {
  for (size_t i = 0; i < s.len; i++)
    if (s.data[i] >= 'a' && s.data[i] <= 'z') return false;
  return true;
}

/* A weekday or month after a place is no part of its name: "Tehran Friday". */
static bool is_time(const search *x, int32_t i) {
  base_sym s = word(x, i)->lower_sym;
  return when_is(x->w, s, WHEN_WEEKDAY) || when_is(x->w, s, WHEN_MONTH) || when_is(x->w, s, WHEN_MON);
}

static bool is_propn(const parse_word *w) { return w && (w->upos == UPOS_PROPN || w->upos == UPOS_NONE); }

/* ---- finding names ---- */

/* Longest key of the gazetteer from word i on; fills t and returns true if there is one. */
static bool longest(search *x, int32_t i, toponym *t) {
  char key[MAX_KEY];
  gazetteer_place found[MAX_PLACES];
  size_t at = 0;
  bool longer = true, any = false;
  for (int32_t j = i; longer && j < (int32_t)x->s->n && j < i + MAX_WORDS; j++) {
    size_t before = at;
    at = gazetteer_key(base_str_fold(x->arena, x->s->words[j].form), key, at, sizeof key);
    if (!at || (at == before && j == i)) break;
    if (at == before) continue;
    size_t n = gazetteer_find(x->g, (base_str){key, at}, found, MAX_PLACES, &longer);
    if (!n || (!is_capital(&x->s->words[j]) && !(says(x, j) & GAZ_CLITIC))) continue;
    gazetteer_place *copy = BASE_NEW(x->arena, gazetteer_place, n);
    memcpy(copy, found, n * sizeof *copy);
    *t = (toponym){.sentence = x->sentence,
                   .first = i,
                   .last = j + 1,
                   .places = copy,
                   .n = (uint32_t)n,
                   .within = -1,
                   .holds = -1,
                   .key = base_str_copy(x->arena, (base_str){key, at})};
    any = true;
  }
  return any;
}

static int32_t head_of(const parse_sent *s, int32_t first, int32_t last) {
  for (int32_t i = first; i < last; i++)
    if ((s->words[i].head < first || s->words[i].head >= last) && s->words[i].upos != UPOS_PUNCT) return i;
  return last - 1;
}

static uint8_t flags_of(const toponym *t) {
  uint8_t all = 0xFF;
  for (uint32_t i = 0; i < t->n; i++) all &= t->places[i].flags;
  return all;
}

static int64_t most_people(const toponym *t) {
  int64_t most = 0;
  for (uint32_t i = 0; i < t->n; i++)
    if (t->places[i].people > most) most = t->places[i].people;
  return most;
}

static bool has_kind(const toponym *t, gazetteer_kind k) {
  for (uint32_t i = 0; i < t->n; i++)
    if (t->places[i].kind == k) return true;
  return false;
}

/* Do the words of the phrase and word i hang together as one name? */
static bool same_name(const search *x, const toponym *t, int32_t i) {
  const parse_word *w = word(x, i), *h = &x->s->words[t->head];
  if (w->upos == UPOS_NONE) return true; /* no tree */
  bool up = h->head == i && (h->deprel == DEP_FLAT || h->deprel == DEP_COMPOUND || h->deprel == DEP_AMOD);
  bool down = w->head >= t->first && w->head < t->last && (w->deprel == DEP_FLAT || w->deprel == DEP_COMPOUND);
  return up || down;
}

/* "Kurdistan Workers' Party": a body within the words with capitals that follow. */
static bool body_follows(const search *x, const toponym *t) {
  enum { FAR = 4 };
  for (int32_t i = t->last; i < t->last + FAR && is_capital(word(x, i)); i++)
    if (says(x, i) & GAZ_BODY) return true;
  return false;
}

/* "WASHINGTON Barack Obama ...": a dateline or headline in capitals goes over into the text. */
static bool capitals_end(const parse_word *w, const parse_word *next) {
  return w->form.len > 3 && all_capitals(w->form) && !all_capitals(next->form);
}

/* "Paris Hilton", "Washington Post", "Baghdad Declaration" */
static bool name_goes_on(const search *x, const toponym *t) {
  const parse_word *next = word(x, t->last);
  uint32_t s = says(x, t->last);
  if (!is_capital(next) || !is_letters(next)) return false;
  if (body_follows(x, t)) return true;
  if (capitals_end(&x->s->words[t->last - 1], next)) return false;
  if ((s & (GAZ_REGION_WORD | GAZ_CITY_WORD | GAZ_SITE)) || is_time(x, t->last)) return false;
  if (s & GAZ_HONORIFIC) return false;
  if (all_capitals(next->form) && all_capitals(x->s->words[t->first].form) && next->form.len > 4)
    return false; /* a headline */
  if (!is_propn(next)) return false;
  if (!same_name(x, t, t->last)) return false;
  return !has_kind(t, GAZ_COUNTRY) || x->s->words[t->last].deprel == DEP_FLAT || next->upos == UPOS_NONE;
}

/* "Bank of England", "University of California" */
static bool ends_body(const search *x, const toponym *t) {
  int32_t of = t->first - 1;
  if (says(x, of) & GAZ_ARTICLE) of--;
  if (!(says(x, of) & GAZ_OF)) return false;
  return is_capital(word(x, of - 1)) && (says(x, of - 1) & GAZ_BODY) && !has_kind(t, GAZ_COUNTRY);
}

/* "Mr Houston", "George Washington", "Lake Victoria" */
static bool name_begins_before(const search *x, const toponym *t) {
  const parse_word *prev = word(x, t->first - 1);
  uint32_t s = says(x, t->first - 1);
  if (!prev || !is_letters(prev)) return false;
  if (!is_capital(prev)) return false;
  if (s & GAZ_HONORIFIC) return !has_kind(t, GAZ_COUNTRY);
  if (s & (GAZ_SIDE | GAZ_BEFORE | GAZ_TOWARD | GAZ_OF | GAZ_ARTICLE | GAZ_CITY_WORD | GAZ_REGION_WORD)) return false;
  if (s & GAZ_BODY) return true;
  if (prev->upos != UPOS_PROPN || is_time(x, t->first - 1)) return false;
  return !(has_kind(t, GAZ_COUNTRY) || has_kind(t, GAZ_REGION)) || same_name(x, t, t->first - 1);
}

/* The word before the name, directions and articles left out. */
static int32_t leading(const search *x, const toponym *t) {
  int32_t i = t->first - 1;
  while (i >= 0 && (says(x, i) & (GAZ_SIDE | GAZ_ARTICLE)) && !(says(x, i) & GAZ_BEFORE)) i--;
  return i;
}

/* "TORRINGTON - The mayor ..." */
static bool opens_report(const search *x, const toponym *t) {
  const parse_word *next = word(x, t->last);
  return t->first == 0 && next && next->form.len && !is_letters(next) && all_capitals(x->s->words[t->first].form);
}

static context context_of(const search *x, const toponym *t) {
  int32_t i = leading(x, t);
  if (opens_report(x, t)) return CONTEXT_STRONG;
  uint32_t s = says(x, i), after = says(x, t->last);
  if (after & (GAZ_REGION_WORD | GAZ_CITY_WORD)) return CONTEXT_STRONG;
  if ((s & GAZ_OF) && (says(x, i - 1) & (GAZ_CITY_WORD | GAZ_REGION_WORD))) return CONTEXT_STRONG;
  if ((s & GAZ_CITY_WORD) && !is_capital(word(x, i))) return CONTEXT_STRONG;
  if (s & GAZ_BEFORE) return CONTEXT_STRONG;
  return s & (GAZ_TOWARD | GAZ_OF) ? CONTEXT_WEAK : CONTEXT_NONE;
}

static uint32_t kind_said(const search *x, const toponym *t) {
  uint32_t kinds = GAZ_REGION_WORD | GAZ_CITY_WORD, after = says(x, t->last) & kinds;
  if (after) return after;
  int32_t i = leading(x, t);
  if (says(x, i) & GAZ_OF) return says(x, i - 1) & kinds;
  return is_capital(word(x, i)) ? 0 : says(x, i) & kinds;
}

/* Is it a place rather than a word or a person, as far as its own sentence tells? */
static bool plausible(const search *x, const toponym *t) {
  const parse_word *w = &x->s->words[t->head];
  uint8_t flags = flags_of(t);
  bool land = has_kind(t, GAZ_COUNTRY) || (has_kind(t, GAZ_REGION) && !(flags & GAZ_ALTERNATE));
  if (t->key.len <= 3 && !all_capitals(w->form)) return false;
  if (is_time(x, t->first)) return false; /* March and August are towns too */
  if (flags & (GAZ_WORD | GAZ_PERSON)) {
    if (t->key.len <= 3 && land && (flags & GAZ_WORD)) return is_propn(w) || w->upos == UPOS_NOUN;
    return t->context == CONTEXT_STRONG && is_propn(w);
  }
  if (land) return t->last - t->first > 1 || w->upos != UPOS_VERB;
  if (t->context == CONTEXT_STRONG) return true;
  if (w->upos != UPOS_NONE && w->upos != UPOS_PROPN && w->upos != UPOS_NOUN) return false;
  int64_t least = flags & GAZ_ALTERNATE ? ALTERNATE_TOWN : SMALL_TOWN;
  return most_people(t) >= (t->context == CONTEXT_WEAK ? least / 3 : least);
}

static void find_in(search *x) {
  for (int32_t i = 0; i < (int32_t)x->s->n;) {
    toponym t;
    if (!is_capital(&x->s->words[i]) || !longest(x, i, &t)) {
      i++;
      continue;
    }
    i = t.last;
    t.head = head_of(x->s, t.first, t.last);
    t.context = (uint8_t)context_of(x, &t);
    t.says = kind_said(x, &t);
    bool after_name = name_begins_before(x, &t);
    if (after_name || name_goes_on(x, &t) || ends_body(x, &t)) {
      if (after_name) *base_map_put(&x->persons, t.key) = &x->persons;
      i = t.first + 1; /* a shorter name may begin inside */
      continue;
    }
    t.kept = plausible(x, &t);
    BASE_PUSH(x->arena, &x->t, t);
  }
}

/* ---- "City, Country" ---- */

static bool contains(const gazetteer_place *outer, const gazetteer_place *inner) {
  if (outer->kind == GAZ_CITY || inner->kind == GAZ_COUNTRY || !base_str_eq(outer->country, inner->country))
    return false;
  if (outer->kind == GAZ_COUNTRY) return true;
  return inner->kind == GAZ_CITY && base_str_eq(outer->region, inner->region);
}

static bool may_hold(const gazetteer_place *p, const toponym *inner) {
  for (uint32_t k = 0; k < inner->n; k++)
    if (contains(p, &inner->places[k])) return true;
  return false;
}

static bool may_contain(const toponym *outer, const toponym *inner) {
  for (uint32_t i = 0; i < outer->n; i++)
    if (may_hold(&outer->places[i], inner)) return true;
  return false;
}

/* Links the toponym to the next when that stands after its comma, and keeps both. */
static void link_pair(const search *x, int32_t index, const parse_sent *s) {
  toponym *a = &x->t.v[index], *b = a + 1;
  bool comma = a->sentence == b->sentence && a->last + 1 == b->first && is_sign(&s->words[a->last], ',');
  bool in = a->sentence == b->sentence && a->last + 1 == b->first &&
            (gazetteer_says(x->g, s->words[a->last].lower_sym) & GAZ_BEFORE);
  if ((!comma && !in) || !may_contain(b, a)) return;
  if (in && !(a->kept && b->kept)) return;
  a->within = index + 1;
  b->holds = index;
  a->kept = b->kept = true;
}

static void link_all(search *x, const parse_sent *sents, size_t from) {
  for (size_t i = from; i + 1 < x->t.n; i++) link_pair(x, (int32_t)i, &sents[x->t.v[i].sentence]);
}

/* ---- choosing ---- */

static double told(const search *x, base_str name, base_str country) {
  for (size_t i = 0; i < x->about.n; i++)
    if (base_str_eq(x->about.v[i].name, name) && base_str_eq(x->about.v[i].country, country)) return x->about.v[i].n;
  return 0;
}

static void tell(search *x, base_str name, base_str country, double n) {
  if (!name.len) return;
  for (size_t i = 0; i < x->about.n; i++)
    if (base_str_eq(x->about.v[i].name, name) && base_str_eq(x->about.v[i].country, country)) {
      x->about.v[i].n += n;
      return;
    }
  tally t = {name, country, n};
  BASE_PUSH(x->arena, &x->about, t);
}

static double at_most(double v, double most) { return v < most ? v : most; }

/* What a place has for itself: people, rank, kind, the words beside it. In units of a factor of ten in people. */
static double score_alone(const toponym *t, const gazetteer_place *p) {
  double s = log10((double)(p->people > 0 ? p->people : 1000));
  s += 0.7 * log10(1.0 + (double)p->fame);
  if (p->kind == GAZ_COUNTRY) s += 4;
  if (p->kind == GAZ_REGION) s += t->says & GAZ_REGION_WORD ? 4 : t->says & GAZ_CITY_WORD ? -3 : 0.3;
  if (p->kind == GAZ_CITY) s += t->says & GAZ_REGION_WORD ? -2 : t->says & GAZ_CITY_WORD ? 1 : 0;
  if (p->flags & GAZ_CAPITAL) s += 1.5;
  if (p->flags & GAZ_SEAT) s += 0.5;
  if (p->flags & GAZ_ALTERNATE) s -= p->kind == GAZ_COUNTRY ? 0 : 0.7;
  return s;
}

static double score(const search *x, const toponym *t, const gazetteer_place *p) {
  enum { LINK = 12 };
  double s = score_alone(t, p);
  if (t->holds >= 0 && may_hold(p, &x->t.v[t->holds])) s += LINK;
  if (t->within >= 0) {
    const toponym *o = &x->t.v[t->within];
    for (uint32_t i = 0; i < o->n; i++)
      if (contains(&o->places[i], p)) return s + LINK + (i == o->best ? 1 : 0);
  }
  /* what the other names of the document speak for */
  const toponym *own = base_map_get(&x->first, t->key);
  const gazetteer_place *o = own ? own->told : NULL;
  bool same = o && base_str_eq(o->country, p->country);
  s += at_most(1.4 * (told(x, p->country, BASE_STR("")) - same), 3.6);
  if (p->kind != GAZ_CITY) return s;
  same = same && o->kind != GAZ_COUNTRY && base_str_eq(o->region, p->region);
  return s + at_most(0.8 * (told(x, p->region, p->country) - same), 1.6);
}

static void choose(const search *x, toponym *t) {
  double best = -INFINITY;
  for (uint32_t i = 0; i < t->n; i++) {
    double s = score(x, t, &t->places[i]);
    if (s > best) best = s, t->best = i;
  }
}

/* How far the chosen place stands above the best of another country. */
static double margin(const search *x, const toponym *t) {
  double best = score(x, t, &t->places[t->best]), second = best - 9;
  for (uint32_t i = 0; i < t->n; i++) {
    double s = score(x, t, &t->places[i]);
    if (!base_str_eq(t->places[i].country, t->places[t->best].country) && s > second) second = s;
  }
  return best - second;
}

static bool is_small(const gazetteer_place *p) {
  return p->kind == GAZ_CITY && p->people < UNTOLD_TOWN && !(p->flags & GAZ_CAPITAL);
}

/* Small towns are believed in countries that other places speak of; cities, where no one has their name. */
static void doubt(search *x, size_t from) {
  for (size_t i = from; i < x->t.n; i++) {
    toponym *t = &x->t.v[i];
    const gazetteer_place *p = &t->places[t->best];
    if (!t->kept || t->within >= 0 || p->kind != GAZ_CITY) continue;
    if (is_small(p) && told(x, p->country, BASE_STR("")) <= 0) t->kept = false;
    if (t->context != CONTEXT_STRONG && base_map_get(&x->persons, t->key)) t->kept = false;
  }
}

/* Sure places tell what the document is about; a name said again tells no more. */
static void tell_all(search *x) {
  enum { SURE = 1 };
  for (size_t i = 0; i < x->t.n; i++) {
    toponym *t = &x->t.v[i];
    const gazetteer_place *p = &t->places[t->best];
    if (!t->kept || base_map_get(&x->first, t->key)) continue;
    *base_map_put(&x->first, t->key) = t;
    if (margin(x, t) < SURE || (is_small(p) && t->within < 0)) continue;
    t->told = p;
    tell(x, p->country, BASE_STR(""), 1);
    if (p->kind != GAZ_COUNTRY) tell(x, p->region, p->country, 1);
  }
}

/* The toponyms that speak for all of their key: the first with a container, else the first after a word of place. */
static void find_firm(search *x, base_map *linked, base_map *strong) {
  for (size_t i = 0; i < x->t.n; i++) {
    toponym *t = &x->t.v[i];
    if (!t->kept) continue;
    base_map *m = t->within >= 0 ? linked : t->context == CONTEXT_STRONG ? strong : NULL;
    if (m && !base_map_get(m, t->key)) *base_map_put(m, t->key) = t;
  }
}

/* A name means one place in a document, and what is a place once is one wherever nothing speaks against it. */
static void spread(search *x) {
  base_map linked, strong;
  base_map_init(&linked, x->arena);
  base_map_init(&strong, x->arena);
  find_firm(x, &linked, &strong);
  for (size_t i = 0; i < x->t.n; i++) {
    toponym *t = &x->t.v[i];
    const toponym *o = base_map_get(&linked, t->key);
    if ((o || base_map_get(&strong, t->key)) && !(flags_of(t) & GAZ_WORD)) t->kept = true;
    if (o && t->within < 0 && !t->says && o->n == t->n) t->best = o->best;
  }
}

/* ---- the dateline ---- */

static bool read_name(const search *x, base_str text, toponym *t) {
  char key[MAX_KEY];
  bool longer;
  size_t at = gazetteer_key(base_str_fold(x->arena, base_str_trim(text)), key, 0, sizeof key);
  gazetteer_place *v = BASE_NEW(x->arena, gazetteer_place, MAX_PLACES);
  size_t n = at ? gazetteer_find(x->g, (base_str){key, at}, v, MAX_PLACES, &longer) : 0;
  *t = (toponym){.places = v,
                 .n = (uint32_t)n,
                 .within = -1,
                 .holds = -1,
                 .kept = n > 0,
                 .key = base_str_copy(x->arena, (base_str){key, at})};
  return n > 0;
}

/* "KYIV, Ukraine" as two toponyms that belong to no sentence; the first of "WASHINGTON/BEIJING". */
static void read_dateline(search *x, base_str dateline) {
  toponym t;
  base_str rest = dateline, name = base_str_cut(&rest, ',');
  if (name.data && name.len && memchr(name.data, '/', name.len)) name = base_str_cut(&name, '/');
  if (!name.data || !read_name(x, name, &t)) return;
  t.sentence = UINT32_MAX;
  BASE_PUSH(x->arena, &x->t, t);
  if (!rest.data || !read_name(x, rest, &t)) return;
  t.sentence = UINT32_MAX;
  BASE_PUSH(x->arena, &x->t, t);
  if (may_contain(&x->t.v[1], &x->t.v[0])) x->t.v[0].within = 1, x->t.v[1].holds = 0;
}

/* ---- out ---- */

static resolve_place place_of(const toponym *t) {
  static const char *const precisions[] = {"country", "region", "city"};
  const gazetteer_place *p = &t->places[t->best];
  return (resolve_place){.sentence = t->sentence,
                         .first = t->first,
                         .last = t->last,
                         .head = t->head,
                         .name = p->name,
                         .country = p->country,
                         .precision = base_str_of(precisions[p->kind]),
                         .lat = p->lat,
                         .lon = p->lon};
}

static void put_out(search *x, size_t from, resolve_doc *out) {
  BASE_VEC(resolve_place) v = {0};
  for (size_t i = from; i < x->t.n; i++)
    if (x->t.v[i].kept) BASE_PUSH(x->arena, &v, place_of(&x->t.v[i]));
  out->places = v.v;
  out->n_places = (uint32_t)v.n;
  out->dateline = (resolve_place){.first = -1, .last = -1, .head = -1};
  if (!from) return;
  out->dateline = place_of(&x->t.v[0]);
  out->dateline.sentence = 0;
  out->dateline.first = out->dateline.last = out->dateline.head = -1;
}

static void choose_all(search *x) {
  for (size_t i = x->t.n; i-- > 0;) choose(x, &x->t.v[i]); /* from the end: containers before the contained */
}

void resolve_find_places(const dict *d, base_arena *arena, base_str text, const parse_sent *sents, uint32_t n_sents,
                         base_str dateline, resolve_doc *out) {
  (void)text;
  search x = {.g = dict_gazetteer(d), .w = dict_when(d), .arena = arena};
  base_map_init(&x.persons, arena);
  base_map_init(&x.first, arena);
  read_dateline(&x, dateline);
  size_t from = x.t.n;
  for (uint32_t i = 0; i < n_sents; i++) {
    x.s = &sents[i], x.sentence = i;
    find_in(&x);
  }
  link_all(&x, sents, from);
  choose_all(&x);
  tell_all(&x);
  choose_all(&x);
  spread(&x);
  doubt(&x, from);
  put_out(&x, from, out);
}
