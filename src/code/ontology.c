/* CAMEO codes with PLOVER type, mode, quad class and Goldstein value: data/ontology/cameo.tsv, columns
 * code, name, root, plover, mode, quad, goldstein, contexts; '-' or nothing for absent. */
#include "code/parts.h"

static base_str cell(base_arena *arena, base_str *rest) {
  base_str s = base_str_trim(base_str_cut(rest, '\t'));
  if (!s.len || base_str_eq(s, BASE_STR("-"))) return BASE_NONE;
  return base_str_copy(arena, s);
}

static bool read_row(base_arena *arena, base_str line, code_ontology_row *row) {
  row->cameo = cell(arena, &line);
  row->name = cell(arena, &line);
  cell(arena, &line); /* the root is the code's first two digits */
  row->plover = cell(arena, &line);
  row->mode = cell(arena, &line);
  int64_t quad = 0;
  bool ok = base_str_to_int(cell(arena, &line), &quad) && base_str_to_double(cell(arena, &line), &row->goldstein);
  row->quad = (int)quad;
  base_str contexts = cell(arena, &line);
  for (base_str c; row->n_contexts < 4 && (c = base_str_cut(&contexts, ';')).data;)
    row->contexts[row->n_contexts++] = c;
  return ok && row->cameo.data && quad >= 1 && quad <= 4;
}

drg_status code_ontology_open(const char *path, base_arena *arena, base_map *rows, drg_error *err) {
  base_lines in;
  drg_status st = base_lines_open(&in, path, err);
  bool header = true;
  while (st == DRG_OK && base_lines_next(&in)) {
    if (header && in.text.data[0] == 'c') { /* the column names */
      header = false;
      continue;
    }
    code_ontology_row *row = BASE_NEW(arena, code_ontology_row, 1);
    if (!read_row(arena, in.text, row))
      st = base_fail(err, DRG_ERR_FORMAT, path, in.line, 0, "cannot read ontology row '" BASE_FMT "'",
                     BASE_ARG(in.text));
    else *base_map_put(rows, row->cameo) = row;
  }
  base_lines_close(&in);
  return st;
}

/* The row of the code, of the codes above it, or of its root (05 -> 050). */
static const code_ontology_row *nearest_row(const code_lexicon *lex, base_str code) {
  char root[] = "000";
  const code_ontology_row *row = NULL;
  for (size_t n = code.len; !row && n >= 2; n--) row = base_map_get(&lex->ontology, base_str_sub(code, 0, n));
  if (!row && code.len >= 2) {
    memcpy(root, code.data, 2);
    row = base_map_get(&lex->ontology, BASE_STR(root));
  }
  return row;
}

void code_classify(const code_lexicon *lex, drg_event *e) {
  const code_ontology_row *row = nearest_row(lex, e->cameo);
  if (!row) return;
  e->plover = row->plover;
  e->mode = row->mode;
  e->quad = row->quad;
  e->goldstein = row->goldstein;
  e->contexts = row->contexts;
  e->n_contexts = row->n_contexts;
}
