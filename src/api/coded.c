/* What a record keeps beside events: sentences, and mentions of actors, places and dates. */
#include "api/api.h"

typedef BASE_VEC(drg_mention) mention_vec;

static drg_mention mention_at(const api_work *w, base_str text, drg_mention_kind kind, uint32_t sentence, int32_t first,
                              int32_t last) {
  const parse_sent *s = &w->sents[sentence];
  drg_span span = {s->words[first].begin, s->words[last - 1].end};
  return (drg_mention){.kind = kind,
                       .sentence = sentence,
                       .span = span,
                       .text = base_str_sub(text, span.begin, span.end),
                       .first_day = DRG_NO_DAY,
                       .last_day = DRG_NO_DAY};
}

/* Of entities that have a code or a name: what stays without both says nothing of who it is. */
static void add_actors(const api_work *w, base_str text, base_arena *a, mention_vec *out) {
  for (uint32_t i = 0; i < w->mentions.n; i++) {
    const mention *m = &w->mentions.v[i];
    if (m->entity < 0 || m->kind == MENTION_DATE || m->last <= m->first) continue;
    const resolve_entity *e = &w->resolved.entities[m->entity];
    if (!e->code.len && !e->name.len) continue;
    drg_mention found = mention_at(w, text, DRG_ACTOR, m->sentence, m->first, m->last);
    found.actor =
        (drg_actor){.code = e->code, .country = e->country, .sector = e->sector, .name = e->name, .title = e->title};
    BASE_PUSH(a, out, found);
  }
}

static void add_places(const api_work *w, base_str text, base_arena *a, mention_vec *out) {
  for (uint32_t i = 0; i < w->resolved.n_places; i++) {
    const resolve_place *p = &w->resolved.places[i];
    if (p->last <= p->first) continue;
    drg_mention found = mention_at(w, text, DRG_PLACE, p->sentence, p->first, p->last);
    found.place =
        (drg_place){.name = p->name, .country = p->country, .precision = p->precision, .lat = p->lat, .lon = p->lon};
    BASE_PUSH(a, out, found);
  }
}

static void add_dates(const api_work *w, base_str text, base_arena *a, mention_vec *out) {
  for (uint32_t i = 0; i < w->resolved.n_dates; i++) {
    const resolve_date *d = &w->resolved.dates[i];
    if (d->last <= d->first) continue;
    drg_mention found = mention_at(w, text, DRG_DATE, d->sentence, d->first, d->last);
    found.first_day = d->day_first, found.last_day = d->day_last;
    found.date_precision = d->precision;
    BASE_PUSH(a, out, found);
  }
}

drg_coded drg_coder_coded(drg_coder *c) {
  const api_work *w = &c->work;
  mention_vec mentions = {0};
  drg_span *sentences = BASE_NEW(&c->arena, drg_span, w->n_sents + 1);
  for (uint32_t i = 0; i < w->n_sents; i++) sentences[i] = (drg_span){w->sents[i].begin, w->sents[i].end};
  add_actors(w, c->text, &c->arena, &mentions);
  add_places(w, c->text, &c->arena, &mentions);
  add_dates(w, c->text, &c->arena, &mentions);
  return (drg_coded){.events = w->events,
                     .n_events = w->n_events,
                     .sentences = sentences,
                     .n_sentences = w->n_sents,
                     .mentions = mentions.v,
                     .n_mentions = mentions.n};
}
