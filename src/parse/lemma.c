/* Lemmas: a sorted table of the model, keys with their values behind a zero byte. Keys are "c<Form>\x01<UPOS>" for words whose
 * case says more, "w<form>\x01<UPOS>" for words in lower case, and "s<XPOS>\x01<suffix>" for rules: value "<bytes to drop as a
 * digit><bytes to add>". They are tried in this order; the longest suffix wins. Words in names have the tag "<UPOS>/NNP". */
#include "parse/model.h"

/* The value of key, data NULL if it is not there. No key holds a zero byte, so rows are in the order of their keys. */
static base_str lookup(const model_strings *t, base_str key) {
  uint32_t low = 0, high = t->n;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    base_str row = model_string(t, mid);
    int order = memcmp(row.data, key.data, row.len < key.len ? row.len : key.len);
    if (order == 0 && row.len > key.len && row.data[key.len] == 0) return base_str_sub(row, key.len + 1, row.len);
    if (order < 0 || (order == 0 && row.len <= key.len)) low = mid + 1;
    else high = mid;
  }
  return BASE_NONE;
}

enum { MAX_KEY = 96 };

static base_str make_key(char *buf, char kind, base_str a, base_str b) {
  if (a.len + b.len + 2 > MAX_KEY) return BASE_NONE;
  size_t n = 0;
  buf[n++] = kind;
  memcpy(buf + n, a.data, a.len), n += a.len;
  buf[n++] = 1;
  if (b.len) memcpy(buf + n, b.data, b.len), n += b.len;
  return (base_str){buf, n};
}

static base_str by_word(const model_strings *table, char kind, base_str word, base_str tag) {
  char buf[MAX_KEY];
  base_str key = make_key(buf, kind, word, tag);
  return key.data ? lookup(table, key) : BASE_NONE;
}

static base_str apply(base_arena *arena, base_str word, base_str rule) {
  size_t drop = (size_t)(rule.data[0] - '0');
  if (drop > word.len) return word;
  if (drop && ((unsigned char)word.data[word.len - drop] & 0xC0) == 0x80) return word; /* would cut a letter in two */
  return base_str_join(arena, base_str_sub(word, 0, word.len - drop), base_str_sub(rule, 1, rule.len));
}

static base_str by_suffix(const model_strings *table, base_arena *arena, base_str word, base_str lower, base_str xpos) {
  char buf[MAX_KEY];
  for (size_t n = lower.len < LEMMA_MAX_SUFFIX ? lower.len : LEMMA_MAX_SUFFIX; n + 1 > 0; n--) {
    base_str key = make_key(buf, 's', xpos, base_str_sub(lower, lower.len - n, lower.len));
    base_str rule = key.data ? lookup(table, key) : BASE_NONE;
    if (rule.data && rule.len) return apply(arena, word, rule);
    if (n == 0) break;
  }
  return word;
}

base_str lemma_straight(base_arena *arena, base_str s) {
  if (!memchr(s.data, 0xE2, s.len)) return s;
  char *p = base_arena_alloc(arena, s.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++) {
    if (i + 2 < s.len && !memcmp(s.data + i, "\xE2\x80\x99", 3)) p[n++] = '\'', i += 2;
    else p[n++] = s.data[i];
  }
  return (base_str){p, n};
}

static bool in_name(parse_upos upos, base_str xpos) {
  return upos != UPOS_PROPN && base_str_starts(xpos, BASE_STR("NNP"));
}

bool lemma_keeps_case(parse_upos upos, base_str xpos) {
  return upos == UPOS_PROPN || upos == UPOS_X || upos == UPOS_SYM || upos == UPOS_PUNCT || in_name(upos, xpos);
}

base_str lemma_tag(base_arena *arena, parse_upos upos, base_str xpos, base_str otherwise) {
  return in_name(upos, xpos) ? base_str_printf(arena, "%s/NNP", parse_upos_name(upos)) : otherwise;
}

base_str lemma_of(const model_strings *table, base_arena *arena, base_str form, parse_upos upos, base_str xpos) {
  form = lemma_straight(arena, form);
  base_str lower = base_str_lower(arena, form);
  base_str tag = lemma_tag(arena, upos, xpos, base_str_of(parse_upos_name(upos)));
  base_str whole = by_word(table, 'c', form, tag);
  if (!whole.data) whole = by_word(table, 'w', lower, tag);
  if (whole.data) return base_str_copy(arena, whole);
  return by_suffix(table, arena, lemma_keeps_case(upos, xpos) ? form : lower, lower,
                   lemma_tag(arena, upos, xpos, xpos));
}

base_str lemma_recall(const parse_model *m, lemma_memo *memo, base_arena *arena, base_str form, parse_upos upos,
                      uint32_t xpos) {
  uint32_t hash = feature_hash(FEATURE_SEED ^ (uint32_t)upos ^ xpos << 8, form.data, form.len);
  lemma_memo *slot = &memo[(hash ^ hash >> 16) % MEMO_SLOTS];
  if (slot->form_len && slot->form_len == form.len && slot->upos == upos && slot->xpos == xpos &&
      !memcmp(slot->form, form.data, form.len))
    return base_str_copy(arena, (base_str){slot->lemma, slot->lemma_len});
  base_str lemma = lemma_of(&m->lemmas, arena, form, upos, m->xpos_names[xpos]);
  if (!form.len || form.len > MEMO_BYTES || lemma.len > MEMO_BYTES) return lemma;
  memcpy(slot->form, form.data, form.len);
  if (lemma.len) memcpy(slot->lemma, lemma.data, lemma.len);
  slot->form_len = (uint8_t)form.len, slot->lemma_len = (uint8_t)lemma.len;
  slot->upos = (uint8_t)upos, slot->xpos = (uint8_t)xpos;
  return lemma;
}
