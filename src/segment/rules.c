#include "segment/rules.h"

static const struct {
  const char *name;
  seg_kind kind;
} KINDS[] = {{"title", SEG_TITLE},   {"abbrev", SEG_ABBREV},   {"number", SEG_NUMBER}, {"whole", SEG_WHOLE},
             {"prefix", SEG_PREFIX}, {"opener", SEG_OPENER},   {"lead", SEG_LEAD},     {"label", SEG_LABEL},
             {"unit", SEG_UNIT},     {"weekday", SEG_WEEKDAY}, {"month", SEG_MONTH},   {"speech", SEG_SPEECH}};

/* Lower-cases ASCII and straightens curly apostrophes into buf; an empty view if the word is too long. */
static base_str fold(base_str word, char buf[SEG_MAX_WORD]) {
  size_t n = 0;
  for (size_t i = 0; i < word.len; i++) {
    if (n + 1 >= SEG_MAX_WORD) return BASE_NONE;
    if (i + 2 < word.len && !memcmp(word.data + i, "\xE2\x80\x99", 3)) {
      buf[n++] = '\'';
      i += 2;
      continue;
    }
    char c = word.data[i];
    buf[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  return (base_str){buf, n};
}

unsigned seg_word_kinds(const seg_rules *r, base_str word) {
  char buf[SEG_MAX_WORD];
  base_str folded = fold(word, buf);
  return folded.len ? (unsigned)(uintptr_t)base_map_get(&r->words, folded) : 0;
}

size_t seg_split_at(const seg_rules *r, base_str word) {
  char buf[SEG_MAX_WORD];
  base_str folded = fold(word, buf);
  return folded.len ? (size_t)(uintptr_t)base_map_get(&r->splits, folded) : 0;
}

/* Bytes at the end of word that fold to clitic, 0 if it does not end so. */
static size_t ends_folded(base_str word, base_str clitic) {
  size_t w = word.len, c = clitic.len;
  while (c > 0 && w > 0) {
    if (clitic.data[c - 1] == '\'' && w >= 3 && !memcmp(word.data + w - 3, "\xE2\x80\x99", 3)) w -= 3;
    else if ((word.data[w - 1] | (word.data[w - 1] >= 'A' && word.data[w - 1] <= 'Z' ? 32 : 0)) == clitic.data[c - 1])
      w--;
    else return 0;
    c--;
  }
  return c == 0 && w > 0 ? word.len - w : 0;
}

size_t seg_clitic_len(const seg_rules *r, base_str word) {
  for (int i = 0; i < r->n_clitics; i++) {
    size_t n = ends_folded(word, r->clitics[i]);
    if (n) return n;
  }
  return 0;
}

static bool read_list(seg_rules *r, base_arena *arena, base_str kind, base_str rest) {
  for (size_t k = 0; k < sizeof KINDS / sizeof *KINDS; k++) {
    if (!base_str_eq(kind, base_str_of(KINDS[k].name))) continue;
    for (base_str word; (word = base_str_word(&rest)).data;) {
      void **place = base_map_put(&r->words, base_str_copy(arena, word));
      *place = (void *)((uintptr_t)*place | (uintptr_t)KINDS[k].kind);
    }
    return true;
  }
  return false;
}

static bool read_line(seg_rules *r, base_arena *arena, base_str line) {
  base_str kind = base_str_word(&line);
  if (read_list(r, arena, kind, line)) return true;
  if (base_str_eq(kind, BASE_STR("split"))) {
    base_str a = base_str_word(&line), b = base_str_word(&line);
    if (!b.data) return false;
    *base_map_put(&r->splits, base_str_join(arena, a, b)) = (void *)(uintptr_t)a.len;
    return true;
  }
  if (!base_str_eq(kind, BASE_STR("clitic"))) return false;
  for (base_str word; (word = base_str_word(&line)).data && r->n_clitics < 16;)
    r->clitics[r->n_clitics++] = base_str_copy(arena, word);
  return true;
}

drg_status seg_rules_open(const char *dir, base_arena *arena, seg_rules **out, drg_error *err) {
  seg_rules *r = *out = BASE_NEW(arena, seg_rules, 1);
  base_map_init(&r->words, arena);
  base_map_init(&r->splits, arena);
  base_str path = base_str_printf(arena, "%s/segment.txt", dir);
  base_lines in;
  drg_status st = base_lines_open(&in, path.data, err);
  while (st == DRG_OK && base_lines_next(&in))
    if (!read_line(r, arena, in.text))
      st = base_fail(err, DRG_ERR_FORMAT, path.data, in.line, 0, "cannot read line '" BASE_FMT "'", BASE_ARG(in.text));
  base_lines_close(&in);
  return st;
}
