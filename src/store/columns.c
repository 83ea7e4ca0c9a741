/* The tables of documents: each column's name, kind and place in its C struct. Tests hold them against the database. */
#include "store/store.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

#define AT(member) offsetof(store_document, member)
static const store_column DOCUMENTS[] = {
    {"doc", KIND_DOC, 0},
    {"key", KIND_U64, AT(key)},
    {"run", KIND_RUN, 0},
    {"id", KIND_STR, AT(doc.id)},
    {"date", KIND_DAY, AT(doc.day)},
    {"date_from", KIND_STR, AT(date_from)},
    {"title", KIND_STR, AT(doc.title)},
    {"url", KIND_STR, AT(doc.url)},
    {"publisher", KIND_STR, AT(doc.publisher)},
    {"language", KIND_STR, AT(doc.language)},
    {"dateline", KIND_STR, AT(doc.dateline)},
    {"file", KIND_STR, AT(doc.file)},
    {"line", KIND_U64, AT(doc.line)},
    {"byte", KIND_U64, AT(doc.byte)},
    {"sentences", KIND_U32, AT(n_sentences)},
    {"events", KIND_U32, AT(n_events)},
    {"text", KIND_STR, AT(doc.text)},
};
#undef AT

#define AT(member) offsetof(store_sentence, member)
static const store_column SENTENCES[] = {
    {"sentence", KIND_PLACE_IN, AT(n)},
    {"doc", KIND_DOC, 0},
    {"span", KIND_SPAN, AT(span)},
    {"text", KIND_STR, AT(text)},
};
#undef AT

#define AT(member) offsetof(store_event, member)
static const store_column EVENTS[] = {
    {"event", KIND_PLACE_IN, AT(n)},
    {"event_id", KIND_U64, AT(event.id)},
    {"doc", KIND_DOC, 0},
    {"sentence", KIND_PLACE_IN, AT(event.sentence)},
    {"date", KIND_DAY, AT(event.day)},
    {"date_text", KIND_STR, AT(event.date_text)},
    {"date_precision", KIND_STR, AT(event.date_precision)},
    {"cameo", KIND_STR, AT(event.cameo)},
    {"plover", KIND_STR, AT(event.plover)},
    {"mode", KIND_STR, AT(event.mode)},
    {"quad", KIND_INT, AT(event.quad)},
    {"goldstein", KIND_REAL, AT(event.goldstein)},
    {"status", KIND_STATUS, AT(event.status)},
    {"joint", KIND_BOOL, AT(event.joint)},
    {"source", KIND_ACTOR, AT(event.source)},
    {"source_text", KIND_STR, AT(event.source.text)},
    {"source", KIND_SPAN, AT(event.source.span)},
    {"target", KIND_ACTOR, AT(event.target)},
    {"target_text", KIND_STR, AT(event.target.text)},
    {"target", KIND_SPAN, AT(event.target.span)},
    {"attribution", KIND_ACTOR, AT(event.attribution)},
    {"attribution_text", KIND_STR, AT(event.attribution.text)},
    {"attribution", KIND_SPAN, AT(event.attribution.span)},
    {"place", KIND_PLACE, AT(event.place)},
    {"about", KIND_ABOUT, AT(event)},
    {"contexts", KIND_CONTEXTS, AT(event)},
    {"killed", KIND_COUNT, AT(event.details.killed)},
    {"injured", KIND_COUNT, AT(event.details.injured)},
    {"arrested", KIND_COUNT, AT(event.details.arrested)},
    {"amount", KIND_AMOUNT, AT(event.details.amount)},
    {"currency", KIND_STR, AT(event.details.currency)},
    {"weapon", KIND_STR, AT(event.details.weapon)},
    {"quote", KIND_STR, AT(event.quote)},
    {"confidence", KIND_REAL, AT(event.confidence)},
    {"rule", KIND_STR, AT(event.rule)},
    {"rule_file", KIND_STR, AT(event.rule_file)},
    {"rule_line", KIND_U32, AT(event.rule_line)},
    {"triggers", KIND_TRIGGERS, AT(event)},
};
#undef AT

#define AT(member) offsetof(store_mention, member)
static const store_column MENTIONS[] = {
    {"mention", KIND_PLACE_IN, AT(n)},
    {"doc", KIND_DOC, 0},
    {"sentence", KIND_PLACE_IN, AT(mention.sentence)},
    {"kind", KIND_STR, AT(kind)},
    {"span", KIND_SPAN, AT(mention.span)},
    {"text", KIND_STR, AT(mention.text)},
    {"actor", KIND_ACTOR, AT(mention.actor)},
    {"place", KIND_PLACE, AT(mention.place)},
    {"first_date", KIND_DAY, AT(mention.first_day)},
    {"last_date", KIND_DAY, AT(mention.last_day)},
    {"date_precision", KIND_STR, AT(mention.date_precision)},
};
#undef AT

#define AT(member) offsetof(store_quote, member)
static const store_column QUOTES[] = {
    {"quote", KIND_PLACE_IN, AT(n)},           {"doc", KIND_DOC, 0},
    {"sentence", KIND_PLACE_IN, AT(sentence)}, {"span", KIND_SPAN, AT(span)},
    {"speaker", KIND_ACTOR, AT(speaker)},      {"text", KIND_STR, AT(text)},
};
#undef AT

#define AT(member) offsetof(store_actor, member)
static const store_column ACTORS[] = {
    {"actor", KIND_U64, AT(number)},          {"code", KIND_STR, AT(actor.code)},
    {"country", KIND_STR, AT(actor.country)}, {"sector", KIND_STR, AT(actor.sector)},
    {"name", KIND_STR, AT(actor.name)},       {"title", KIND_STR, AT(actor.title)},
};
#undef AT

#define AT(member) offsetof(store_place, member)
static const store_column PLACES[] = {
    {"place", KIND_U64, AT(number)},          {"name", KIND_STR, AT(place.name)},
    {"country", KIND_STR, AT(place.country)}, {"latitude", KIND_REAL, AT(place.lat)},
    {"longitude", KIND_REAL, AT(place.lon)},  {"precision", KIND_STR, AT(place.precision)},
};
#undef AT

#define AT(member) offsetof(store_month, member)
static const store_column MONTHS[] = {
    {"source_country", KIND_WORD, AT(source_country)},
    {"target_country", KIND_WORD, AT(target_country)},
    {"month", KIND_WORD, AT(month)},
    {"status", KIND_WORD, AT(status)},
    {"quad", KIND_INT, AT(quad)},
    {"events", KIND_INT, AT(events)},
    {"goldstein_tenths", KIND_INT, AT(goldstein_tenths)},
};
static const store_column DYADS[] = {
    {"source_country", KIND_WORD, AT(source_country)},
    {"target_country", KIND_WORD, AT(target_country)},
    {"month", KIND_WORD, AT(month)},
    {"events", KIND_INT, AT(events)},
    {"goldstein_tenths", KIND_INT, AT(goldstein_tenths)},
};
#undef AT

const store_table STORE_TABLES[N_TABLES] = {
    [TABLE_DOCUMENTS] = {"documents", MANNER_OWN, 0, DOCUMENTS, COUNT(DOCUMENTS)},
    [TABLE_SENTENCES] = {"sentences", MANNER_OWN, 0, SENTENCES, COUNT(SENTENCES)},
    [TABLE_EVENTS] = {"events", MANNER_OWN, 0, EVENTS, COUNT(EVENTS)},
    [TABLE_MENTIONS] = {"mentions", MANNER_OWN, 0, MENTIONS, COUNT(MENTIONS)},
    [TABLE_QUOTES] = {"quotes", MANNER_OWN, 0, QUOTES, COUNT(QUOTES)},
    [TABLE_ACTORS] = {"actors", MANNER_SHARED, 1, ACTORS, COUNT(ACTORS)},
    [TABLE_PLACES] = {"places", MANNER_SHARED, 1, PLACES, COUNT(PLACES)},
    [TABLE_MONTHS] = {"months", MANNER_SUM, 5, MONTHS, COUNT(MONTHS)},
    [TABLE_DYADS] = {"dyads", MANNER_SUM, 3, DYADS, COUNT(DYADS)},
};

size_t store_width(const store_table *t) {
  size_t width = t->n;
  for (size_t i = 0; i < t->n; i++) width += t->columns[i].kind == KIND_SPAN;
  return width;
}

void store_put_names(const store_table *t, const char *prefix, drg_buffer *out) {
  for (size_t i = 0; i < t->n; i++) {
    const store_column *c = &t->columns[i];
    const char *comma = i ? ", " : "";
    if (c->kind == KIND_SPAN) base_putf(out, "%s%s%s_begin, %s%s_end", comma, prefix, c->name, prefix, c->name);
    else base_putf(out, "%s%s%s", comma, prefix, c->name);
  }
}
