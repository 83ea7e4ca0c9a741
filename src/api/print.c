/* One room's output for people, golden tests and other programs. */
#include "api/api.h"

typedef struct printer {
  const char *room, *format;
  api_stage stage;
  void (*put)(drg_coder *c, const drg_doc *doc, drg_buffer *out);
} printer;

static void put_day(drg_buffer *out, int32_t day) {
  base_date d = base_date_of(day);
  if (day == DRG_NO_DAY) base_putz(out, "null");
  else base_putf(out, "\"%04d-%02d-%02d\"", d.year, d.month, d.day);
}

static void put_field(drg_buffer *out, const char *name, base_str value) {
  base_putf(out, ",\"%s\":", name);
  base_put_json(out, value);
}

/* ---- read ---- */

static void put_read(drg_coder *c, const drg_doc *doc, drg_buffer *out) {
  (void)c;
  base_putz(out, "{\"id\":");
  base_put_json(out, doc->id);
  base_putz(out, ",\"date\":");
  put_day(out, doc->day);
  put_field(out, "date_from", base_str_of(doc->date_from));
  put_field(out, "title", doc->title);
  put_field(out, "url", doc->url);
  put_field(out, "publisher", doc->publisher);
  put_field(out, "language", doc->language);
  put_field(out, "dateline", doc->dateline);
  put_field(out, "text", doc->text);
  base_putz(out, "}\n");
}

/* ---- segment ---- */

static void put_segment_json(drg_coder *c, const drg_doc *doc, drg_buffer *out) {
  const seg_text *seg = &c->work.seg;
  base_putz(out, "{\"id\":");
  base_put_json(out, doc->id);
  base_putz(out, ",\"sentences\":[");
  for (uint32_t i = 0; i < seg->n_sentences; i++) {
    const seg_sentence *s = &seg->sentences[i];
    base_putf(out, "%s{\"span\":[%u,%u],\"paragraph\":%u,\"tokens\":[", i ? "," : "", s->begin, s->end, s->paragraph);
    for (uint32_t k = 0; k < s->n; k++)
      base_putf(out, "%s[%u,%u]", k ? "," : "", seg->tokens[s->first + k].begin, seg->tokens[s->first + k].end);
    base_putz(out, "]}");
  }
  base_putz(out, "]}\n");
}

static void put_segment_text(drg_coder *c, const drg_doc *doc, drg_buffer *out) {
  const seg_text *seg = &c->work.seg;
  for (uint32_t i = 0; i < seg->n_sentences; i++) {
    const seg_sentence *s = &seg->sentences[i];
    if (i && s->paragraph != seg->sentences[i - 1].paragraph) base_putz(out, "\n");
    for (uint32_t k = 0; k < s->n; k++) {
      const seg_token *t = &seg->tokens[s->first + k];
      if (k) base_putz(out, " ");
      base_put(out, base_str_sub(doc->text, t->begin, t->end));
    }
    base_putz(out, "\n");
  }
}

/* ---- parse ---- */

static void put_parse_conllu(drg_coder *c, const drg_doc *doc, drg_buffer *out) {
  base_putf(out, "# newdoc id = " BASE_FMT "\n", BASE_ARG(doc->id));
  for (uint32_t i = 0; i < c->work.n_sents; i++) parse_put_conllu(&c->work.sents[i], doc->text, out);
}

static void put_parse_tree(drg_coder *c, const drg_doc *doc, drg_buffer *out) {
  (void)doc;
  for (uint32_t i = 0; i < c->work.n_sents; i++) parse_put_tree(&c->work.sents[i], &c->arena, out);
}

static void put_parse_brief(drg_coder *c, const drg_doc *doc, drg_buffer *out) {
  (void)doc;
  for (uint32_t i = 0; i < c->work.n_sents; i++) parse_put_brief(&c->work.sents[i], &c->arena, out);
}

static void put_parse_json(drg_coder *c, const drg_doc *doc, drg_buffer *out) {
  base_putz(out, "{\"id\":");
  base_put_json(out, doc->id);
  base_putz(out, ",\"sentences\":[");
  for (uint32_t i = 0; i < c->work.n_sents; i++) {
    const parse_sent *s = &c->work.sents[i];
    base_putf(out, "%s[", i ? "," : "");
    for (uint32_t k = 0; k < s->n; k++) {
      const parse_word *w = &s->words[k];
      base_putf(out, "%s{\"span\":[%u,%u]", k ? "," : "", w->begin, w->end);
      put_field(out, "form", w->form);
      put_field(out, "lemma", w->lemma);
      put_field(out, "upos", base_str_of(parse_upos_name(w->upos)));
      put_field(out, "xpos", w->xpos);
      base_putf(out, ",\"head\":%d", w->head);
      put_field(out, "deprel", base_str_of(parse_deprel_name(w->deprel)));
      base_putz(out, "}");
    }
    base_putz(out, "]");
  }
  base_putz(out, "]}\n");
}

/* ---- mention, resolve ---- */

static void put_mention_json(drg_coder *c, const drg_doc *doc, drg_buffer *out) {
  mention_put_json(&c->work.mentions, doc->text, c->work.sents, c->work.n_sents, out);
}
static void put_mention_text(drg_coder *c, const drg_doc *doc, drg_buffer *out) {
  mention_put_text(&c->work.mentions, doc->text, c->work.sents, c->work.n_sents, out);
}
static void put_resolve_json(drg_coder *c, const drg_doc *doc, drg_buffer *out) {
  resolve_put_json(c->engine->actors, &c->work.resolved, &c->work.mentions, doc->text, c->work.sents, out);
}
static void put_resolve_text(drg_coder *c, const drg_doc *doc, drg_buffer *out) {
  resolve_put_text(c->engine->actors, &c->work.resolved, &c->work.mentions, doc->text, c->work.sents, out);
}

static const printer PRINTERS[] = {
    {"read", "json", STAGE_SEGMENT, put_read},
    {"segment", "json", STAGE_SEGMENT, put_segment_json},
    {"segment", "text", STAGE_SEGMENT, put_segment_text},
    {"parse", "json", STAGE_PARSE, put_parse_json},
    {"parse", "conllu", STAGE_PARSE, put_parse_conllu},
    {"parse", "tree", STAGE_PARSE, put_parse_tree},
    {"parse", "text", STAGE_PARSE, put_parse_tree},
    {"parse", "brief", STAGE_PARSE, put_parse_brief},
    {"mention", "json", STAGE_MENTION, put_mention_json},
    {"mention", "text", STAGE_MENTION, put_mention_text},
    {"resolve", "json", STAGE_RESOLVE, put_resolve_json},
    {"resolve", "text", STAGE_RESOLVE, put_resolve_text},
};

drg_status drg_coder_print(drg_coder *c, const drg_doc *doc, const char *room, const char *format, drg_buffer *out,
                           drg_error *err) {
  for (size_t i = 0; i < sizeof PRINTERS / sizeof *PRINTERS; i++) {
    if (strcmp(PRINTERS[i].room, room) || strcmp(PRINTERS[i].format, format)) continue;
    api_walk(c, doc, PRINTERS[i].stage);
    PRINTERS[i].put(c, doc, out);
    return DRG_OK;
  }
  return base_fail(err, DRG_ERR_ARGUMENT, NULL, 0, 0, "room '%s' has no format '%s'", room, format);
}

/* ---- CoNLL-U in ---- */

static bool is_word_line(base_str line) {
  if (!line.len || line.data[0] < '0' || line.data[0] > '9') return false;
  base_str rest = line, id = base_str_cut(&rest, '\t');
  return !memchr(id.data, '-', id.len) && !memchr(id.data, '.', id.len);
}

static void put_conllu_word(drg_buffer *out, base_str line, const parse_word *w) {
  base_str cells[10] = {{0}};
  for (int i = 0; i < 10; i++) cells[i] = base_str_cut(&line, '\t');
  base_putf(out, BASE_FMT "\t" BASE_FMT "\t" BASE_FMT "\t%s\t" BASE_FMT "\t_\t%d\t%s\t_\t" BASE_FMT "\n",
            BASE_ARG(cells[0]), BASE_ARG(cells[1]), BASE_ARG(w->lemma), parse_upos_name(w->upos), BASE_ARG(w->xpos),
            w->head + 1, parse_deprel_name(w->deprel), BASE_ARG(cells[9]));
}

/* The sentence as it was, its words' columns replaced by ours; comments, ranges and empty nodes as they were. */
static void put_conllu_over(drg_buffer *out, base_str raw, const parse_sent *s) {
  uint32_t word = 0;
  for (base_str line; (line = base_str_cut(&raw, '\n')).data;) {
    if (!line.len) continue;
    if (is_word_line(line) && word < s->n) put_conllu_word(out, line, &s->words[word++]);
    else base_putf(out, BASE_FMT "\n", BASE_ARG(line));
  }
  base_putz(out, "\n");
}

enum { CONLLU_AT_ONCE = 64 }; /* sentences */

/* Reads up to CONLLU_AT_ONCE sentences; DRG_END after the last. The first reason to refuse one is kept in *worst and err. */
static drg_status read_some(drg_coder *c, base_str *rest, const char *file, uint64_t *line, parse_sent *sents,
                            base_str *raw, uint32_t *n, drg_status *worst, drg_error *err) {
  for (*n = 0; *n < CONLLU_AT_ONCE;) {
    drg_error now;
    drg_status st = parse_read_conllu(rest, file, line, &c->arena, &sents[*n], &raw[*n], &now);
    if (st == DRG_END) return st;
    if (st == DRG_OK) ++*n;
    else if (*worst == DRG_OK) {
      if (err) *err = now;
      *worst = st;
    }
  }
  return DRG_OK;
}

drg_status drg_coder_parse_conllu(drg_coder *c, const char *data, size_t len, const char *file, const char *format,
                                  drg_buffer *out, drg_error *err) {
  bool tree = !strcmp(format, "tree") || !strcmp(format, "text"), brief = !strcmp(format, "brief");
  if (!tree && !brief && strcmp(format, "conllu"))
    return base_fail(err, DRG_ERR_ARGUMENT, NULL, 0, 0, "CoNLL-U is not written as '%s'", format);
  base_str rest = {data, len}, raw[CONLLU_AT_ONCE];
  parse_sent sents[CONLLU_AT_ONCE];
  drg_status worst = DRG_OK, st = DRG_OK;
  for (uint64_t line = 1; st != DRG_END;) {
    uint32_t n;
    base_arena_reset(&c->arena);
    st = read_some(c, &rest, file, &line, sents, raw, &n, &worst, err);
    parse_sentences(c->engine->model, c->scratch, &c->engine->symbols, &c->arena, sents, n);
    for (uint32_t i = 0; i < n; i++) {
      if (tree) parse_put_tree(&sents[i], &c->arena, out);
      else if (brief) parse_put_brief(&sents[i], &c->arena, out);
      else put_conllu_over(out, raw[i], &sents[i]);
    }
  }
  return worst;
}
