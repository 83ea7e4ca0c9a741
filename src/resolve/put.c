/* Prints what a document was resolved to: a JSON line, or lines for people. */
#include "resolve/resolve.h"

static const char *const class_names[] = {"unknown", "person", "organisation", "country", "place", "group", "thing"};
static const char *const kind_names[] = {"name", "nationality", "common", "pronoun", "date", "quote"};

static void put_field(const char *key, base_str value, drg_buffer *out) {
  base_putf(out, ",\"%s\":", key);
  base_put_json(out, value);
}

static void put_span(const parse_sent *s, int32_t first, int32_t last, drg_buffer *out) {
  base_putf(out, "[%u,%u]", s->words[first].begin, s->words[last - 1].end);
}

static void put_day(const char *key, int32_t day, drg_buffer *out) {
  if (day == DRG_NO_DAY) {
    base_putf(out, ",\"%s\":null", key);
    return;
  }
  base_date d = base_date_of(day);
  base_putf(out, ",\"%s\":\"%04d-%02d-%02d\"", key, d.year, d.month, d.day);
}

/* ---- why? ---- */

typedef struct view { /* what all of one document's lines need */
  const dict *d;
  const resolve_doc *r;
  const mention_list *list;
  base_str text;
  const parse_sent *sents;
} view;

/* By resolve_link. */
static const char *const LINKS[] = {"new", "relative", "pronoun", "apposition", "entry", "name", "noun", "plural"};

/* By resolve_by. */
static const char *const BY[] = {"nothing", "name",    "noun",     "modifier", "nationality", "body",
                                 "place",   "country", "speaking", "past",     "dateline",    "guess"};

typedef struct evidence { /* the line of a dictionary that says it */
  base_str file, source;
  uint32_t line;
} evidence;

static evidence evidence_of(const dict *d, const resolve_why *w) {
  if (w->agent) return (evidence){dict_file(d, w->agent->file), dict_source_text(d, w->agent->source), w->agent->line};
  if (!w->entry) return (evidence){BASE_NONE, BASE_NONE, 0};
  uint16_t source = w->term ? w->term->source : w->entry->source;
  return (evidence){dict_file(d, w->entry->file), dict_source_text(d, source),
                    w->term ? w->term->line : w->entry->line};
}

static base_str words_of(const view *v, const resolve_why *w) {
  if (w->mention < 0) return BASE_NONE;
  const mention *m = &v->list->v[w->mention];
  return mention_words(v->text, &v->sents[m->sentence], m->first, m->last);
}

static void put_term_day(const char *key, int32_t day, drg_buffer *out) {
  put_day(key, day == INT32_MIN || day == INT32_MAX ? DRG_NO_DAY : day, out);
}

static void put_why(const char *key, base_str value, const resolve_why *w, const view *v, drg_buffer *out) {
  base_putf(out, "\"%s\":", key);
  if (!value.data || w->by == BY_NOTHING) {
    base_putz(out, "null");
    return;
  }
  evidence e = evidence_of(v->d, w);
  base_putf(out, "{\"by\":\"%s\"", BY[w->by]);
  put_field("text", words_of(v, w), out);
  put_field("file", e.file, out);
  if (e.line) base_putf(out, ",\"line\":%u", e.line);
  else base_putz(out, ",\"line\":null");
  put_field("source", e.source, out);
  if (w->term) {
    put_field("office", w->term->title, out);
    put_term_day("from", w->term->from, out);
    put_term_day("to", w->term->to, out);
  }
  base_putz(out, "}");
}

static void put_why_text(const char *what, base_str value, const resolve_why *w, const view *v, drg_buffer *out) {
  if (!value.data || w->by == BY_NOTHING) return;
  evidence e = evidence_of(v->d, w);
  base_putf(out, "      %s " BASE_FMT ": %s", what, BASE_ARG(value), BY[w->by]);
  if (w->mention >= 0) base_putf(out, ", '" BASE_FMT "'", BASE_ARG(words_of(v, w)));
  if (w->term && w->term->title.data) base_putf(out, ", " BASE_FMT, BASE_ARG(w->term->title));
  if (e.line) base_putf(out, " (" BASE_FMT ":%u)", BASE_ARG(e.file), e.line);
  base_putz(out, "\n");
}

/* ---- entities ---- */

static void put_mention_span(const view *v, const mention *m, drg_buffer *out) {
  put_span(&v->sents[m->sentence], m->first, m->last, out);
}

static void put_mention_head(const view *v, const mention *m, drg_buffer *out) {
  put_span(&v->sents[m->sentence], m->head, m->head + 1, out);
}

static void put_mention_kind(const view *v, const mention *m, drg_buffer *out) {
  (void)v;
  base_putf(out, "\"%s\"", kind_names[m->kind]);
}

static void put_mention_link(const view *v, const mention *m, drg_buffer *out) {
  (void)v;
  base_putf(out, "\"%s\"", LINKS[m->link]);
}

/* What is told of each mention of an entity, a list each, in one order. */
static const struct {
  const char *key;
  void (*put)(const view *, const mention *, drg_buffer *);
} columns[] = {{"mentions", put_mention_span},
               {"heads", put_mention_head},
               {"kinds", put_mention_kind},
               {"links", put_mention_link}};

static void put_mentions(const view *v, uint32_t k, size_t column, drg_buffer *out) {
  bool any = false;
  base_putf(out, ",\"%s\":[", columns[column].key);
  for (uint32_t i = 0; i < v->list->n; i++) {
    const mention *m = &v->list->v[i];
    if (m->entity != (int32_t)k) continue;
    if (any) base_putz(out, ",");
    columns[column].put(v, m, out);
    any = true;
  }
  base_putz(out, "]");
}

static void put_entity(const view *v, uint32_t k, drg_buffer *out) {
  const resolve_entity *e = &v->r->entities[k];
  base_putf(out, "{\"id\":%u", k);
  put_field("code", e->code, out);
  put_field("country", e->country, out);
  put_field("sector", e->sector, out);
  put_field("name", e->name, out);
  put_field("title", e->title, out);
  base_putf(out, ",\"class\":\"%s\",\"actor\":%s,\"members\":[", class_names[e->cls], e->actor ? "true" : "false");
  for (uint32_t i = 0; i < e->n_members; i++) base_putf(out, "%s%d", i ? "," : "", e->members[i]);
  base_putz(out, "],\"why\":{");
  put_why("country", e->country, &e->why_country, v, out);
  base_putz(out, ",");
  put_why("sector", e->sector, &e->why_sector, v, out);
  base_putz(out, "}");
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) put_mentions(v, k, i, out);
  base_putz(out, "}");
}

static void put_date(const resolve_date *d, base_str text, const parse_sent *sents, drg_buffer *out) {
  base_putf(out, "{\"sentence\":%u,\"span\":", d->sentence);
  put_span(&sents[d->sentence], d->first, d->last, out);
  put_field("text", mention_words(text, &sents[d->sentence], d->first, d->last), out);
  put_day("from", d->day_first, out);
  put_day("to", d->day_last, out);
  put_field("precision", d->precision, out);
  base_putz(out, "}");
}

static void put_place_fields(const resolve_place *p, drg_buffer *out) {
  base_putz(out, "\"name\":");
  base_put_json(out, p->name);
  put_field("country", p->country, out);
  base_putf(out, ",\"lat\":%.4f,\"lon\":%.4f", p->lat, p->lon);
  put_field("precision", p->precision, out);
}

static void put_place(const resolve_place *p, const parse_sent *sents, drg_buffer *out) {
  base_putf(out, "{\"sentence\":%u,\"span\":", p->sentence);
  put_span(&sents[p->sentence], p->first, p->last, out);
  base_putz(out, ",");
  put_place_fields(p, out);
  base_putz(out, "}");
}

void resolve_put_json(const dict *d, const resolve_doc *r, const mention_list *mentions, base_str text,
                      const parse_sent *sents, drg_buffer *out) {
  view v = {d, r, mentions, text, sents};
  base_putz(out, "{\"entities\":[");
  for (uint32_t k = 0; k < r->n_entities; k++) {
    if (k) base_putz(out, ",");
    put_entity(&v, k, out);
  }
  base_putz(out, "],\"dates\":[");
  for (uint32_t k = 0; k < r->n_dates; k++) {
    if (k) base_putz(out, ",");
    put_date(&r->dates[k], text, sents, out);
  }
  base_putz(out, "],\"places\":[");
  for (uint32_t k = 0; k < r->n_places; k++) {
    if (k) base_putz(out, ",");
    put_place(&r->places[k], sents, out);
  }
  base_putz(out, "],\"dateline\":");
  if (r->dateline.name.data) {
    base_putz(out, "{");
    put_place_fields(&r->dateline, out);
    base_putz(out, "}");
  } else {
    base_putz(out, "null");
  }
  base_putz(out, "}\n");
}

static void put_entity_text(const view *v, uint32_t k, drg_buffer *out) {
  const resolve_entity *e = &v->r->entities[k];
  base_putf(out, "%3u %-10.*s %-12s " BASE_FMT, k, (int)e->code.len, e->code.data ? e->code.data : "",
            class_names[e->cls], BASE_ARG(e->name));
  if (e->title.data) base_putf(out, ", " BASE_FMT, BASE_ARG(e->title));
  for (uint32_t i = 0; i < e->n_members; i++) base_putf(out, " +%d", e->members[i]);
  base_putz(out, "\n");
  put_why_text("country", e->country, &e->why_country, v, out);
  put_why_text("sector", e->sector, &e->why_sector, v, out);
  for (uint32_t i = 0; i < v->list->n; i++) {
    const mention *m = &v->list->v[i];
    if (m->entity != (int32_t)k) continue;
    base_putf(out, "      %u: " BASE_FMT, m->sentence,
              BASE_ARG(mention_words(v->text, &v->sents[m->sentence], m->first, m->last)));
    if (m->link != LINK_NEW) base_putf(out, "  [%s]", LINKS[m->link]);
    base_putz(out, "\n");
  }
}

void resolve_put_text(const dict *d, const resolve_doc *r, const mention_list *mentions, base_str text,
                      const parse_sent *sents, drg_buffer *out) {
  view v = {d, r, mentions, text, sents};
  for (uint32_t k = 0; k < r->n_entities; k++) put_entity_text(&v, k, out);
  for (uint32_t k = 0; k < r->n_dates; k++) {
    put_date(&r->dates[k], text, sents, out);
    base_putz(out, "\n");
  }
  for (uint32_t k = 0; k < r->n_places; k++) {
    put_place(&r->places[k], sents, out);
    base_putz(out, "\n");
  }
}
