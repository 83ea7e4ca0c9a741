/* Counts names without an entry over documents, and drafts their lines. */
#include "resolve/suggest.h"
#include <pthread.h>
#include <stdlib.h>

enum { CONTEXTS = 3, SHOWN_WORDS = 9 /* of a context, on each side of the name */, LEAST_SHARE = 5 };

typedef struct counted { /* a code or title, and how many reports give it */
  base_str text;
  uint32_t n;
  struct counted *next;
} counted;

typedef struct context {
  base_str doc_id, text;
} context;

typedef struct named {
  base_str name;
  uint32_t reports, mentions, uncoded, persons, organisations; /* reports, but for mentions */
  counted *codes, *titles;
  context contexts[CONTEXTS]; /* the first in the order of ids */
  uint32_t n_contexts;
} named;

struct drg_names {
  base_arena arena;
  base_map by_name; /* folded name -> named */
  BASE_VEC(named *) all;
  uint64_t documents;
  pthread_mutex_t lock;
};

suggest *suggest_new(void) {
  suggest *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  base_arena_init(&s->arena);
  base_map_init(&s->by_name, &s->arena);
  pthread_mutex_init(&s->lock, NULL);
  return s;
}

void suggest_free(suggest *s) {
  if (!s) return;
  pthread_mutex_destroy(&s->lock);
  base_arena_clear(&s->arena);
  free(s);
}

/* ---- counting ---- */

/* On one line, and without what has a meaning in dictionaries. */
static base_str on_one_line(base_arena *a, base_str text) {
  base_str line = base_str_copy(a, text);
  for (size_t i = 0; i < line.len; i++)
    if ((unsigned char)line.data[i] < ' ' || line.data[i] == ';') ((char *)(uintptr_t)line.data)[i] = ' ';
  return line;
}

static named *named_of(suggest *s, base_str name) {
  base_str key = base_str_fold(&s->arena, name);
  void **at = base_map_put(&s->by_name, key);
  named *x = *at;
  if (x) return x;
  x = *at = BASE_NEW(&s->arena, named, 1);
  x->name = base_str_copy(&s->arena, name);
  BASE_PUSH(&s->arena, &s->all, x);
  return x;
}

static void count(suggest *s, counted **list, base_str text) {
  if (!text.len) return;
  while (*list && !base_str_eq((*list)->text, text)) list = &(*list)->next;
  if (!*list) {
    *list = BASE_NEW(&s->arena, counted, 1);
    (*list)->text = base_str_copy(&s->arena, text);
  }
  (*list)->n++;
}

static int compare(base_str a, base_str b) {
  int c = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);
  return c ? c : a.len < b.len ? -1 : a.len > b.len;
}

/* The words around a mention, on one line. */
static base_str words_around(base_arena *a, const mention *m, base_str text, const parse_sent *s) {
  int32_t first = m->first > SHOWN_WORDS ? m->first - SHOWN_WORDS : 0;
  int32_t last = m->last + SHOWN_WORDS < (int32_t)s->n ? m->last + SHOWN_WORDS : (int32_t)s->n;
  return on_one_line(a, mention_words(text, s, first, last));
}

static void keep_context(suggest *s, named *x, base_str doc_id, const mention *m, base_str text,
                         const parse_sent *sents) {
  uint32_t at = 0;
  while (at < x->n_contexts && compare(x->contexts[at].doc_id, doc_id) <= 0) at++;
  if (at == CONTEXTS) return;
  if (x->n_contexts < CONTEXTS) x->n_contexts++;
  for (uint32_t k = x->n_contexts - 1; k > at; k--) x->contexts[k] = x->contexts[k - 1];
  x->contexts[at] = (context){base_str_copy(&s->arena, doc_id), words_around(&s->arena, m, text, &sents[m->sentence])};
}

/* The smallest spelling, so that the order of reports does not matter. */
static void choose_spelling(suggest *s, named *x, base_str name) {
  if (compare(name, x->name) < 0) x->name = base_str_copy(&s->arena, name);
}

static bool is_candidate(const resolve_entity *e) {
  bool known = e->why_country.by == BY_NAME || e->why_sector.by == BY_NAME || e->why_sector.by == BY_SPEAKING;
  bool actor =
      e->cls == CLASS_PERSON || e->cls == CLASS_ORGANISATION || e->cls == CLASS_UNKNOWN || e->cls == CLASS_GROUP;
  return e->name.len > 2 && actor && !known;
}

static bool is_coded(const resolve_entity *e) { return e->code.data && e->why_sector.by != BY_GUESS; }

static void add_entity(suggest *s, const resolve_doc *r, uint32_t k, const mention_list *list, base_str text,
                       const parse_sent *sents, base_str doc_id) {
  const resolve_entity *e = &r->entities[k];
  base_str name = on_one_line(&s->arena, e->name);
  named *x = named_of(s, name);
  const mention *first = NULL;
  for (uint32_t i = 0; i < list->n; i++) {
    if (list->v[i].entity != (int32_t)k) continue;
    x->mentions++;
    if (!first && list->v[i].kind == MENTION_NAME) first = &list->v[i];
  }
  choose_spelling(s, x, name);
  x->reports++;
  x->uncoded += !is_coded(e);
  x->persons += e->cls == CLASS_PERSON;
  x->organisations += e->cls == CLASS_ORGANISATION || e->cls == CLASS_GROUP;
  if (is_coded(e))
    count(s, &x->codes,
          base_str_printf(&s->arena, BASE_FMT " " BASE_FMT, BASE_ARG(e->country.data ? e->country : BASE_STR("-")),
                          BASE_ARG(e->sector.data ? e->sector : BASE_STR("-"))));
  count(s, &x->titles, on_one_line(&s->arena, e->title));
  if (first) keep_context(s, x, doc_id, first, text, sents);
}

void suggest_add(suggest *s, const resolve_doc *r, const mention_list *mentions, base_str text, const parse_sent *sents,
                 base_str doc_id) {
  pthread_mutex_lock(&s->lock);
  s->documents++;
  for (uint32_t k = 0; k < r->n_entities; k++)
    if (is_candidate(&r->entities[k])) add_entity(s, r, k, mentions, text, sents, doc_id);
  pthread_mutex_unlock(&s->lock);
}

/* ---- drafting ---- */

static int by_reports(const void *a, const void *b) {
  const named *x = *(named *const *)a, *y = *(named *const *)b;
  if (x->reports != y->reports) return x->reports < y->reports ? 1 : -1;
  if (x->mentions != y->mentions) return x->mentions < y->mentions ? 1 : -1;
  return compare(x->name, y->name);
}

static const counted *commonest(const counted *list) {
  const counted *best = NULL;
  for (; list; list = list->next)
    if (!best || list->n > best->n || (list->n == best->n && compare(list->text, best->text) < 0)) best = list;
  return best;
}

static void put_evidence(const named *x, drg_buffer *out) {
  base_putf(out, "# %u reports (%u without a code), %u mentions", x->reports, x->uncoded, x->mentions);
  const counted *code = commonest(x->codes);
  if (code) base_putf(out, "; by the text " BASE_FMT " in %u", BASE_ARG(code->text), code->n);
  base_putz(out, "\n");
  for (uint32_t k = 0; k < x->n_contexts; k++)
    base_putf(out, "#   " BASE_FMT ": " BASE_FMT "\n", BASE_ARG(x->contexts[k].doc_id), BASE_ARG(x->contexts[k].text));
}

/* "IRN - Ali Rabiei" and, where a sector is known, the office under it; '-' for what a person must fill in. */
static void put_person(const named *x, base_str country, base_str sector, drg_buffer *out) {
  const counted *title = commonest(x->titles);
  base_putf(out, BASE_FMT " - " BASE_FMT "\n", BASE_ARG(country), BASE_ARG(x->name));
  if (!base_str_eq(sector, BASE_STR("-")))
    base_putf(out, "  " BASE_FMT " - - " BASE_FMT "\n", BASE_ARG(sector), BASE_ARG(title ? title->text : BASE_STR("")));
}

static void put_body(const named *x, base_str country, base_str sector, drg_buffer *out) {
  base_put(out, country);
  if (!base_str_eq(sector, BASE_STR("-"))) base_putf(out, ":" BASE_FMT, BASE_ARG(sector));
  base_putf(out, " " BASE_FMT "\n", BASE_ARG(x->name));
}

static void put_draft(const named *x, bool person, drg_buffer *out) {
  const counted *code = commonest(x->codes);
  if (code && code->n * LEAST_SHARE < x->reports) code = NULL; /* a namesake's, or a mistake */
  base_str rest = code ? code->text : BASE_STR("- -"), country = base_str_word(&rest), sector = base_str_word(&rest);
  put_evidence(x, out);
  if (person) put_person(x, country, sector, out);
  else put_body(x, country, sector, out);
}

static bool is_person(const named *x) { return x->persons > x->organisations; }

void suggest_put(const suggest *s, size_t top, drg_buffer *out) {
  base_arena a;
  BASE_VEC(named *) v = {0};
  base_arena_init(&a);
  for (size_t k = 0; k < s->all.n; k++)
    if (s->all.v[k]->uncoded) BASE_PUSH(&a, &v, s->all.v[k]);
  qsort(v.v, v.n, sizeof *v.v, by_reports);
  if (v.n > top) v.n = top;
  base_putf(
      out,
      "# Drafts of dictionary lines: the %zu commonest names without a code in %llu reports. '-': to be filled in.\n",
      v.n, (unsigned long long)s->documents);
  for (int person = 1; person >= 0; person--) {
    base_putf(out, "\n# ---- %s.txt\n", person ? "people" : "organisations");
    for (size_t k = 0; k < v.n; k++)
      if (is_person(v.v[k]) == (person == 1)) put_draft(v.v[k], person == 1, out);
  }
  base_arena_clear(&a);
}
