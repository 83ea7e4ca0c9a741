/* Names of one person or body in their longer and shorter forms. */
#include "resolve/coref.h"

/* Words are compared by hash: a name is cut and folded once, and then meets many others. */
coref_name coref_cut_name(const coref *c, base_str name) {
  char space[256];
  base_str piece[COREF_MAX_WORDS];
  coref_name out = {0};
  bool plain = true;
  for (size_t i = 0; i < name.len; i++) plain &= (unsigned char)name.data[i] < 0x80;
  if (!plain) name = base_str_fold(c->arena, name);
  out.n = (uint8_t)dict_fold_pieces(name, piece, COREF_MAX_WORDS, space, sizeof space);
  for (uint8_t k = 0; k < out.n; k++) out.words[k] = base_hash(piece[k].data, piece[k].len, 0);
  return out;
}

bool coref_name_fits(const coref_name *full, const coref_name *part) {
  uint8_t i = 0;
  if (!part->n || part->n > full->n) return false;
  for (uint8_t k = 0; k < part->n; k++, i++) { /* in the same order */
    while (i < full->n && full->words[i] != part->words[k]) i++;
    if (i == full->n) return false;
  }
  return true;
}

static bool is_capital(char x) { return x >= 'A' && x <= 'Z'; }

bool coref_is_acronym(base_str name, base_str acronym) {
  size_t k = 0;
  bool start = true;
  for (size_t i = 0; i < acronym.len; i++)
    if (!is_capital(acronym.data[i])) return false;
  for (size_t i = 0; i < name.len && k < acronym.len; i++) {
    if (start && is_capital(name.data[i]) && name.data[i] == acronym.data[k]) k++;
    start = name.data[i] == ' ' || name.data[i] == '-';
  }
  return acronym.len >= 2 && k == acronym.len;
}

/* ---- who bears a surname? ---- */

static base_str last_word(const coref *c, const mention *m) {
  return c->sents[m->sentence].words[m->name_last - 1].form;
}

void coref_collect_surnames(coref *c) {
  base_map_init(&c->surnames, c->arena);
  for (uint32_t i = c->list->n; i-- > 0;) {
    mention *m = &c->list->v[i];
    bool person = m->cls == CLASS_PERSON || m->cls == CLASS_UNKNOWN;
    if (m->kind == MENTION_NAME && person && m->name_last - m->name_first > 1)
      *base_map_put(&c->surnames, last_word(c, m)) = m;
  }
}

const mention *coref_bearer(const coref *c, const mention *m) {
  return m->name_last > 0 ? base_map_get(&c->surnames, last_word(c, m)) : NULL;
}
