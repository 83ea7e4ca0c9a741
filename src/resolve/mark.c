/* What the dictionaries and the gazetteer know of words, for the parser's recogniser of names. The numbers are the model's:
 * who changes their meaning trains it again (train/names.sh). */
#include "mention/dict_parts.h"
#include "resolve/gazetteer.h"
#include "resolve/resolve.h"

/* First mark of a word; of a name of several words the first has this, the others one more. */
enum {
  MARK_COUNTRY = 1,
  MARK_ADJECTIVE = 3,
  MARK_CAPITAL = 5,
  MARK_ORGANISATION = 7,
  MARK_NONSTATE = 9,
  MARK_PERSON = 11,
  MARK_DOUBTFUL = 13,
  MARK_SURNAME = 15, /* needs company */
  MARK_ROLE = 16,
  MARK_BODY = 17,
  MARK_GROUP = 18,
  MARK_HONORIFIC = 19,
  MARK_PARTICLE = 20
};

/* Second mark, likewise in pairs. */
enum { MARK_REGION = 1, MARK_CITY = 3, MARK_TOWN = 5, MARK_WORD = 7, MARK_NAMESAKE = 9, MARK_COUNTRY_PLACE = 11 };
enum { CITY_PEOPLE = 200000, MAX_WORDS = 5, MAX_KEY = 96, MAX_PLACES = 16 };

static uint8_t mark_of_form(const dict_form *f) {
  if (f->doubtful) return MARK_DOUBTFUL;
  switch (f->entry->cls) {
    case DICT_COUNTRY:
      return f->kind == DICT_NAME                                   ? MARK_COUNTRY
             : f->kind == DICT_ADJECTIVE || f->kind == DICT_DEMONYM ? MARK_ADJECTIVE
             : f->kind == DICT_CAPITAL                              ? MARK_CAPITAL
                                                                    : MARK_ORGANISATION;
    case DICT_ORGANISATION: return MARK_ORGANISATION;
    case DICT_NONSTATE: return MARK_NONSTATE;
    default: return f->kind == DICT_SURNAME ? MARK_SURNAME : MARK_PERSON;
  }
}

static uint8_t mark_of_agent(const dict_agent *a) {
  return a->kind == AGENT_ROLE ? MARK_ROLE : a->kind == AGENT_BODY ? MARK_BODY : MARK_GROUP;
}

static uint8_t mark_of_flags(uint32_t flags) {
  return flags & DICT_HONORIFIC ? MARK_HONORIFIC : flags & DICT_PARTICLE ? MARK_PARTICLE : 0;
}

/* Marks words first … last of a name; what has a mark keeps it. */
static void mark_run(uint8_t *marks, int32_t first, int32_t last, uint8_t mark) {
  bool pair = mark != MARK_SURNAME;
  for (int32_t w = first; w < last; w++)
    if (!marks[w * PARSE_MARKS]) marks[w * PARSE_MARKS] = (uint8_t)(mark + (pair && w > first));
}

static void mark_names(const dict *d, base_arena *arena, const parse_sent *s, uint8_t *marks) {
  dict_pieces pieces;
  dict_cut(d, arena, s, &pieces);
  for (int32_t w = 0; w < (int32_t)s->n; w++) {
    uint32_t k = pieces.start[w];
    if (pieces.start[w + 1] == k || !pieces.v[k]) continue;
    dict_hits h;
    dict_match(d, s, &pieces, w, &h);
    if (h.name.form && h.name.form->entry) mark_run(marks, w, h.name.last, mark_of_form(h.name.form));
    else if (h.agent.form && !marks[w * PARSE_MARKS])
      marks[(h.agent.last - 1) * PARSE_MARKS] = mark_of_agent(h.agent.form->agent);
    else if (!marks[w * PARSE_MARKS]) marks[w * PARSE_MARKS] = mark_of_flags(dict_flags(d, pieces.v[k]));
  }
}

/* ---- places ---- */

static bool is_capital(const parse_word *w) {
  size_t i = 0;
  return w->form.len && base_char_is_upper(base_utf8_next(w->form, &i));
}

static uint8_t mark_of_places(const gazetteer_place *p, size_t n) {
  uint8_t best = MARK_TOWN;
  for (size_t i = 0; i < n; i++) {
    if (p[i].kind == GAZ_COUNTRY) return MARK_COUNTRY_PLACE;
    if (p[i].flags & GAZ_WORD) return MARK_WORD;
    if (p[i].flags & GAZ_PERSON) return MARK_NAMESAKE;
    if (p[i].kind == GAZ_REGION) best = MARK_REGION;
    else if (best == MARK_TOWN && p[i].people >= CITY_PEOPLE) best = MARK_CITY;
  }
  return best;
}

/* Marks the longest place that begins at w and returns the word behind it; w + 1 if there is none. */
static int32_t mark_place(const gazetteer *g, base_arena *arena, const parse_sent *s, int32_t w, uint8_t *marks) {
  char key[MAX_KEY];
  gazetteer_place found[MAX_PLACES];
  size_t at = 0;
  bool longer = true;
  int32_t last = w;
  uint8_t mark = 0;
  for (int32_t i = w; longer && i < (int32_t)s->n && i < w + MAX_WORDS; i++) {
    size_t before = at;
    at = gazetteer_key(base_str_fold(arena, s->words[i].form), key, at, sizeof key);
    if (!at || (at == before && i == w)) break;
    if (at == before) continue;
    size_t n = gazetteer_find(g, (base_str){key, at}, found, MAX_PLACES, &longer);
    if (n && is_capital(&s->words[i])) last = i + 1, mark = mark_of_places(found, n < MAX_PLACES ? n : MAX_PLACES);
  }
  for (int32_t i = w; i < last; i++) marks[i * PARSE_MARKS + 1] = (uint8_t)(mark + (i > w));
  return last > w ? last : w + 1;
}

static bool may_be_place(const parse_sent *s, int32_t w) {
  const parse_word *x = &s->words[w];
  return is_capital(x) && x->form.len > 1 &&
         (x->upos == UPOS_PROPN || x->upos == UPOS_NOUN || x->upos == UPOS_ADJ || x->upos == UPOS_X);
}

void resolve_mark(const void *d, base_arena *arena, const parse_sent *s, uint8_t *marks) {
  mark_names(d, arena, s, marks);
  for (int32_t w = 0; w < (int32_t)s->n;)
    w = may_be_place(s, w) ? mark_place(dict_gazetteer(d), arena, s, w, marks) : w + 1;
}
