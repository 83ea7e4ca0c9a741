/* CoNLL-U in and out (https://universaldependencies.org/format.html). */
#include "parse/parse.h"

static void put_cell(drg_buffer *out, base_str s) {
  base_put(out, s.len ? s : BASE_STR("_"));
  base_putz(out, "\t");
}

/* The comment holds the sentence on one line: blanks of any kind become one. */
static void put_text_comment(drg_buffer *out, base_str text) {
  base_putz(out, "# text = ");
  bool first = true;
  for (base_str word; (word = base_str_word(&text)).data; first = false) {
    if (!first) base_putz(out, " ");
    base_put(out, word);
  }
  base_putz(out, "\n");
}

void parse_put_conllu(const parse_sent *s, base_str text, drg_buffer *out) {
  if (text.data) put_text_comment(out, base_str_sub(text, s->begin, s->end));
  for (uint32_t i = 0; i < s->n; i++) {
    const parse_word *w = &s->words[i];
    base_putf(out, "%u\t", i + 1);
    put_cell(out, w->form);
    put_cell(out, w->lemma);
    put_cell(out, base_str_of(parse_upos_name(w->upos)));
    put_cell(out, w->xpos);
    base_putf(out, "_\t%d\t%s\t_\t%s\n", w->head + 1, parse_deprel_name(w->deprel),
              w->space_after ? "_" : "SpaceAfter=No");
  }
  base_putz(out, "\n");
}

/* ---- reading ---- */

typedef BASE_VEC(parse_word) word_vec;

static bool has_field(base_str misc, base_str field) {
  for (base_str f; (f = base_str_cut(&misc, '|')).data;)
    if (base_str_eq(f, field)) return true;
  return false;
}

static const char *read_word(base_str line, base_arena *arena, word_vec *words) {
  base_str cells[10];
  for (int i = 0; i < 10; i++) {
    cells[i] = base_str_cut(&line, '\t');
    if (!cells[i].data) return "a word line has 10 columns separated by tabs";
  }
  if (line.data) return "a word line has 10 columns separated by tabs";
  if (memchr(cells[0].data, '-', cells[0].len) || memchr(cells[0].data, '.', cells[0].len)) return NULL;
  int64_t id, head = 0;
  if (!base_str_to_int(cells[0], &id) || id != (int64_t)words->n + 1) return "word numbers count from 1";
  if (!base_str_eq(cells[6], BASE_STR("_")) && (!base_str_to_int(cells[6], &head) || head < 0 || head > 100000))
    return "the head is a word number";
  if (!cells[1].len) return "the form is empty";
  parse_word w = {.form = base_str_copy(arena, cells[1]),
                  .lemma = base_str_copy(arena, cells[2]),
                  .xpos = base_str_copy(arena, cells[4]),
                  .upos = (uint8_t)parse_upos_named(cells[3]),
                  .deprel = (uint8_t)parse_deprel_named(cells[7]),
                  .head = (int32_t)head - 1,
                  .space_after = !has_field(cells[9], BASE_STR("SpaceAfter=No"))};
  BASE_PUSH(arena, words, w);
  return NULL;
}

/* Heads must point into the sentence; offsets are those of the forms set one after the other. */
static const char *finish(word_vec *words, parse_sent *out) {
  uint32_t at = 0;
  for (size_t i = 0; i < words->n; i++) {
    if (words->v[i].head >= (int32_t)words->n) return "a head is not in the sentence";
    words->v[i].begin = at;
    words->v[i].end = at += (uint32_t)words->v[i].form.len;
    at += words->v[i].space_after;
  }
  *out = (parse_sent){.words = words->v, .n = (uint32_t)words->n, .end = at};
  return NULL;
}

drg_status parse_read_conllu(base_str *rest, const char *file, uint64_t *line, base_arena *arena, parse_sent *out,
                             base_str *raw, drg_error *err) {
  word_vec words = {0};
  const char *wrong = NULL, *begin = NULL, *end = NULL;
  uint64_t wrong_line = 0, first = 0;
  for (base_str l; (l = base_str_cut(rest, '\n')).data; ++*line) {
    if (l.len && l.data[l.len - 1] == '\r') l.len--;
    if (!l.len) {
      if (!begin) continue;
      ++*line;
      break;
    }
    if (!begin) begin = l.data, first = *line;
    end = l.data + l.len;
    const char *now = l.data[0] == '#' ? NULL : read_word(l, arena, &words);
    if (now && !wrong) wrong = now, wrong_line = *line;
  }
  if (!begin) return DRG_END;
  *raw = (base_str){begin, (size_t)(end - begin)};
  if (!wrong) wrong_line = first, wrong = finish(&words, out);
  return wrong ? base_fail(err, DRG_REJECTED, file, wrong_line, 0, "%s", wrong) : DRG_OK;
}
