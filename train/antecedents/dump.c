/* dump FILE…: what is known of each pronoun and those it may mean, for fit.py.
 *
 *   P <document> <begin> <end> <column>              a pronoun: bytes of the text; 0 he and she, 1 it, 2 they
 *   C <feature>,<feature>… <begin>:<end>,…           a candidate, in the order of rank: what is true of it; its mentions
 */
#include <stdio.h>
#include "api/api.h"
#include "resolve/coref.h"

typedef struct dumping {
  const char *id;
  int id_len;
} dumping;

static void put_candidate(const coref *c, const mention *m, int32_t entity, int rank) {
  bool f[ANTECEDENT_FEATURES];
  const char *comma = "C ";
  coref_features(c, m, entity, rank, f);
  for (int k = 0; k < ANTECEDENT_FEATURES; k++)
    if (f[k]) printf("%s%d", comma, k), comma = ",";
  comma = " ";
  for (uint32_t i = 0; i < c->list->n; i++) {
    const mention *o = &c->list->v[i];
    const parse_sent *s = &c->sents[o->sentence];
    if (o->entity != entity) continue;
    printf("%s%u:%u", comma, s->words[o->first].begin, s->words[o->last - 1].end), comma = ",";
  }
  printf("\n");
}

static void put_pronoun(void *watcher, const coref *c, const mention *m, const int32_t *candidates, uint32_t n) {
  const dumping *d = watcher;
  const parse_word *w = &c->sents[m->sentence].words[m->head];
  printf("P %.*s %u %u %d\n", d->id_len, d->id, w->begin, w->end,
         m->anaphor == ANA_IT     ? 1
         : m->anaphor == ANA_THEY ? 2
                                  : 0);
  for (uint32_t k = 0; k < n; k++) put_candidate(c, m, candidates[k], (int)k);
}

static void dump_document(drg_coder *c, const drg_doc *doc) {
  dumping d = {doc->id.data, (int)doc->id.len};
  api_walk(c, doc, STAGE_MENTION);
  resolve_document_watched(c->engine->actors, &c->arena, doc->text, c->work.sents, c->work.n_sents, &c->work.mentions,
                           doc->day, doc->dateline, &c->work.resolved, put_pronoun, &d);
}

int main(int argc, char **argv) {
  drg_error err = {0};
  drg_engine *engine = NULL;
  drg_coder *coder = NULL;
  drg_reader *reader = NULL;
  drg_read_options options = {.language = "any", .default_day = DRG_NO_DAY};
  drg_status st = drg_engine_open(NULL, &engine, &err);
  if (st == DRG_OK) st = drg_coder_new(engine, &coder, &err);
  if (st == DRG_OK) st = drg_reader_open((const char *const *)argv + 1, (size_t)argc - 1, &options, &reader, &err);
  for (drg_doc doc; st == DRG_OK && (st = drg_reader_next(reader, &doc, &err)) == DRG_OK; drg_doc_free(&doc))
    dump_document(coder, &doc);
  if (st != DRG_END) fprintf(stderr, "%s\n", err.message);
  drg_reader_close(reader);
  drg_coder_free(coder);
  drg_engine_close(engine);
  return st == DRG_END ? 0 : 1;
}
