/* Prints mentions: a JSON line a document, or lines for people. */
#include "mention/mention.h"

static const char *const kind_names[] = {"name", "nationality", "common", "pronoun", "date", "quote"};
static const char *const class_names[] = {"unknown", "person", "organisation", "country", "place", "group", "thing"};

base_str mention_words(base_str text, const parse_sent *s, int32_t first, int32_t last) {
  if (first < 0 || last <= first) return BASE_NONE;
  return base_str_sub(text, s->words[first].begin, s->words[last - 1].end);
}

static void put_span(const parse_sent *s, int32_t first, int32_t last, drg_buffer *out) {
  base_putf(out, "[%u,%u]", s->words[first].begin, s->words[last - 1].end);
}

static void put_mention(const mention *m, base_str text, const parse_sent *s, drg_buffer *out) {
  base_putf(out, "{\"sentence\":%u,\"kind\":\"%s\",\"class\":\"%s\",\"span\":", m->sentence, kind_names[m->kind],
            class_names[m->cls]);
  put_span(s, m->first, m->last, out);
  base_putf(out, ",\"head\":");
  put_span(s, m->head, m->head + 1, out);
  base_putz(out, ",\"text\":");
  base_put_json(out, mention_words(text, s, m->first, m->last));
  base_putz(out, ",\"name\":");
  base_put_json(out, mention_words(text, s, m->name_first, m->name_last));
  base_putz(out, ",\"title\":");
  base_put_json(out, mention_words(text, s, m->title_first, m->title_last));
  base_putz(out, ",\"entry\":");
  base_put_json(out, m->entry ? m->entry->name : BASE_NONE);
  base_putz(out, ",\"agent\":");
  base_put_json(out, m->agent ? m->agent->phrase : BASE_NONE);
  base_putf(out, ",\"plural\":%s,\"of_country\":%d,\"of_body\":%d,\"appos\":%d}", m->plural ? "true" : "false",
            m->of_country, m->of_body, m->appos);
}

static void put_names(base_str text, const parse_sent *sents, uint32_t n_sents, drg_buffer *out) {
  const char *before = "";
  base_putz(out, "],\"names\":[");
  for (uint32_t s = 0; s < n_sents; s++)
    for (uint32_t i = 0; i < sents[s].n_names; i++) {
      const parse_name *n = &sents[s].names[i];
      base_putf(out, "%s{\"sentence\":%u,\"class\":\"%s\",\"span\":", before, s, parse_name_kind_text(n->kind));
      put_span(&sents[s], n->first, n->last, out);
      base_putf(out, ",\"sure\":%u,\"text\":", n->sure);
      base_put_json(out, mention_words(text, &sents[s], n->first, n->last));
      base_putz(out, "}");
      before = ",";
    }
}

void mention_put_json(const mention_list *list, base_str text, const parse_sent *sents, uint32_t n_sents,
                      drg_buffer *out) {
  base_putz(out, "{\"mentions\":[");
  for (uint32_t i = 0; i < list->n; i++) {
    if (i) base_putz(out, ",");
    put_mention(&list->v[i], text, &sents[list->v[i].sentence], out);
  }
  put_names(text, sents, n_sents, out);
  base_putz(out, "]}\n");
}

static void put_line(const mention *m, uint32_t i, base_str text, const parse_sent *s, drg_buffer *out) {
  base_str phrase = mention_words(text, s, m->first, m->last),
           name = mention_words(text, s, m->name_first, m->name_last);
  base_str title = mention_words(text, s, m->title_first, m->title_last);
  base_putf(out, "  %3u %-11s %-12s " BASE_FMT, i, kind_names[m->kind], class_names[m->cls], BASE_ARG(phrase));
  if (name.len && name.len < phrase.len) base_putf(out, " | name " BASE_FMT, BASE_ARG(name));
  if (title.len && title.len < phrase.len) base_putf(out, " | title " BASE_FMT, BASE_ARG(title));
  if (m->entry) base_putf(out, " | entry " BASE_FMT, BASE_ARG(m->entry->name));
  if (m->agent) base_putf(out, " | agent " BASE_FMT, BASE_ARG(m->agent->phrase));
  if (m->of_country >= 0) base_putf(out, " | country %d", m->of_country);
  if (m->of_body >= 0) base_putf(out, " | body %d", m->of_body);
  if (m->appos >= 0) base_putf(out, " | same as %d", m->appos);
  base_putz(out, "\n");
}

void mention_put_text(const mention_list *list, base_str text, const parse_sent *sents, uint32_t n_sents,
                      drg_buffer *out) {
  uint32_t i = 0;
  for (uint32_t s = 0; s < n_sents; s++) {
    base_putf(out, "%u  " BASE_FMT "\n", s, BASE_ARG(base_str_sub(text, sents[s].begin, sents[s].end)));
    for (; i < list->n && list->v[i].sentence == s; i++) put_line(&list->v[i], i, text, &sents[s], out);
  }
}
