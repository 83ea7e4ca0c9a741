#include "treebank.h"
#include <stdio.h>
#include <stdlib.h>

/* GUM's texts under a non-commercial licence stay out of a model that anybody may use; Reddit's are not there at all. */
static const char *const CLOSED[] = {"GUM_fiction_", "GUM_whow_",    "GUM_letter_",
                                     "GUM_essay_",   "GUM_podcast_", "GUM_reddit_"};

static bool document_is_closed(base_str line) {
  for (size_t i = 0; i < sizeof CLOSED / sizeof *CLOSED; i++)
    if (memmem(line.data, line.len, CLOSED[i], strlen(CLOSED[i]))) return true;
  return false;
}

void treebank_init(treebank *t) {
  *t = (treebank){0};
  base_arena_init(&t->arena);
}

void treebank_clear(treebank *t) { base_arena_clear(&t->arena); }

drg_status treebank_read(treebank *t, const char *path, bool free_only, drg_error *err) {
  char *data;
  size_t len;
  drg_status st = base_read_file(path, &data, &len, err);
  if (st != DRG_OK) return st;
  base_str rest = {data, len}, raw;
  uint64_t line = 1;
  bool closed = false;
  for (;;) {
    parse_sent s;
    st = parse_read_conllu(&rest, path, &line, &t->arena, &s, &raw, err);
    if (st != DRG_OK) break;
    for (base_str l; (l = base_str_cut(&raw, '\n')).data && l.len && l.data[0] == '#';)
      if (base_str_starts(l, BASE_STR("# newdoc"))) closed = document_is_closed(l);
    if (!s.n || (closed && free_only)) continue;
    if (t->n == t->cap) t->sents = base_vec_grow(&t->arena, t->sents, t->n, &t->cap, sizeof *t->sents);
    t->sents[t->n++] = s;
    t->words += s.n;
  }
  free(data);
  return st == DRG_END ? DRG_OK : st;
}
