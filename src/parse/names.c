#include "parse/parse.h"

static const char *const UPOS_TEXT[] = {
#define X(name) [UPOS_##name] = #name,
    PARSE_UPOS(X)
#undef X
};

static const char *const DEP_TEXT[] = {
#define X(name, text) [DEP_##name] = text,
    PARSE_DEPREL(X)
#undef X
};

static const char *const NAME_TEXT[] = {
#define X(name, text) [NAME_##name] = #text,
    PARSE_NAME(X)
#undef X
};

const char *parse_name_kind_text(parse_name_kind k) { return k >= NAME_COUNT ? "none" : NAME_TEXT[k]; }
const char *parse_upos_name(parse_upos u) { return u == UPOS_NONE || u >= UPOS_COUNT ? "_" : UPOS_TEXT[u]; }
const char *parse_deprel_name(parse_deprel d) { return d >= DEP_COUNT ? "_" : DEP_TEXT[d]; }

parse_upos parse_upos_named(base_str s) {
  for (int u = 1; u < UPOS_COUNT; u++)
    if (base_str_eq(s, base_str_of(UPOS_TEXT[u]))) return (parse_upos)u;
  return UPOS_NONE;
}

static int deprel_exact(base_str s) {
  for (int d = 1; d < DEP_COUNT; d++)
    if (base_str_eq(s, base_str_of(DEP_TEXT[d]))) return d;
  return -1;
}

parse_deprel parse_deprel_named(base_str s) {
  int d = deprel_exact(s);
  if (d < 0) d = deprel_exact(base_str_cut(&s, ':'));
  return d < 0 ? DEP_DEP : (parse_deprel)d;
}

int parse_child(const parse_sent *s, int head, parse_deprel rel) {
  for (int i = 0; i < (int)s->n; i++)
    if (s->words[i].head == head && s->words[i].deprel == rel) return i;
  return -1;
}

bool parse_dominates(const parse_sent *s, int head, int w) {
  for (uint32_t steps = 0; w >= 0 && steps <= s->n; w = s->words[w].head, steps++)
    if (w == head) return true;
  return false;
}

void parse_subtree(const parse_sent *s, int head, int *first, int *last) {
  *first = head;
  *last = head + 1;
  for (int i = 0; i < (int)s->n; i++) {
    if (!parse_dominates(s, head, i)) continue;
    if (i < *first) *first = i;
    if (i >= *last) *last = i + 1;
  }
}
