/* Fields and lines of delimited formats, from their tables of columns.
 *
 * CSV follows RFC 4180: CRLF ends a line, a field with a comma, a quotation mark or a line break stands in quotation marks.
 * Tab-separated formats have no quoting: a tab, a line break or another control character in a field becomes a blank. An
 * absent value is an empty field. */
#include "write/parts.h"

/* ---- fields ---- */

static bool needs_quotes(base_str s) {
  for (size_t i = 0; i < s.len; i++) {
    char c = s.data[i];
    if (c == ',' || c == '"' || c == '\r' || c == '\n') return true;
  }
  return s.len && (s.data[0] == ' ' || s.data[s.len - 1] == ' ');
}

/* Readers of CSV end a string, or the file, at a NUL. */
static void put_without_nul(drg_buffer *out, base_str s) {
  for (base_str part; (part = base_str_cut(&s, '\0')).data;) {
    base_put(out, part);
    if (s.data) base_putz(out, "\xEF\xBF\xBD");
  }
}

static void put_csv(drg_buffer *out, base_str s) {
  if (!needs_quotes(s)) {
    put_without_nul(out, s);
    return;
  }
  base_putz(out, "\"");
  for (base_str part; (part = base_str_cut(&s, '"')).data;) {
    put_without_nul(out, part);
    if (s.data) base_putz(out, "\"\"");
  }
  base_putz(out, "\"");
}

static void put_tsv(drg_buffer *out, base_str s) {
  size_t from = out->len;
  base_put(out, s);
  for (size_t i = from; i < out->len; i++)
    if ((unsigned char)out->data[i] < 0x20 || out->data[i] == 0x7f) out->data[i] = ' ';
}

static void put_separated(const write_layout *l, drg_buffer *out, size_t column, base_str s) {
  if (column) base_putz(out, l->csv ? "," : "\t");
  if (l->csv) put_csv(out, s);
  else put_tsv(out, s);
}

static void put_line_end(const write_layout *l, drg_buffer *out) { base_putz(out, l->csv ? "\r\n" : "\n"); }

/* ---- lines ---- */

void write_cell(const write_column *column, const write_row *row, drg_buffer *out) {
  column->put(out, row, (const char *)row->event + column->at);
}

void write_table_header(const write_layout *l, write_choice columns, drg_buffer *out) {
  if (!l->header) return;
  for (size_t i = 0; i < columns.n; i++) put_separated(l, out, i, base_str_of(columns.v[i]->name));
  put_line_end(l, out);
}

void write_table_row(const write_layout *l, write_choice columns, const write_row *row, drg_buffer *field,
                     drg_buffer *out) {
  for (size_t i = 0; i < columns.n; i++) {
    field->len = 0;
    write_cell(columns.v[i], row, field);
    put_separated(l, out, i, (base_str){field->data, field->len});
  }
  put_line_end(l, out);
}

/* ---- rows of any columns ---- */

static void put_object(const drg_str *names, const drg_str *cells, const bool *numbers, size_t n, drg_buffer *out) {
  for (size_t i = 0; i < n; i++) {
    base_putz(out, i ? "," : "{");
    write_put_json(out, names[i]);
    base_putz(out, ":");
    if (numbers && numbers[i] && cells[i].len) base_put(out, cells[i]);
    else write_put_json(out, cells[i]);
  }
  base_putz(out, "}\n");
}

void drg_write_row(drg_format f, const drg_str *names, const drg_str *cells, const bool *numbers, size_t n,
                   drg_buffer *out) {
  const write_layout *l = f == DRG_CSV ? &WRITE_CSV : &WRITE_TSV;
  if (f == DRG_JSONL) {
    put_object(names, cells, numbers, n, out);
    return;
  }
  for (size_t i = 0; i < n; i++) put_separated(l, out, i, cells[i]);
  put_line_end(l, out);
}

/* ---- which columns ---- */

static const write_column *column_named(const write_layout *l, base_str name) {
  for (size_t i = 0; i < l->n; i++)
    if (base_str_eq(base_str_of(l->columns[i].name), name)) return &l->columns[i];
  return NULL;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Levenshtein's distance: letters to add, drop or change. */
static size_t distance(base_str a, base_str b) {
  enum { LONGEST = 64 };
  size_t row[LONGEST + 1];
  if (b.len > LONGEST) return SIZE_MAX;
  for (size_t k = 0; k <= b.len; k++) row[k] = k;
  for (size_t i = 0; i < a.len; i++) {
    size_t corner = row[0];
    row[0] = i + 1;
    for (size_t k = 0; k < b.len; k++) {
      size_t change = corner + (a.data[i] != b.data[k]);
      corner = row[k + 1];
      row[k + 1] = least(change, least(row[k], corner) + 1);
    }
  }
  return row[b.len];
}

static const char *nearest_name(const write_layout *l, base_str name) {
  size_t best = 0, least_far = SIZE_MAX;
  for (size_t i = 0; i < l->n; i++) {
    size_t far = distance(name, base_str_of(l->columns[i].name));
    if (far < least_far) least_far = far, best = i;
  }
  return l->columns[best].name;
}

static drg_status choose_listed(const write_layout *l, base_str list, base_arena *arena, write_choice *out,
                                drg_error *err) {
  BASE_VEC(const write_column *) chosen = {0};
  for (base_str name; (name = base_str_cut(&list, ',')).data;) {
    name = base_str_trim(name);
    if (!name.len) continue;
    const write_column *c = column_named(l, name);
    if (!c)
      return base_fail(err, DRG_ERR_ARGUMENT, NULL, 0, 0, "no column '" BASE_FMT "': the nearest is '%s'",
                       BASE_ARG(name), nearest_name(l, name));
    BASE_PUSH(arena, &chosen, c);
  }
  *out = (write_choice){chosen.v, chosen.n};
  return out->n ? DRG_OK : base_fail(err, DRG_ERR_ARGUMENT, NULL, 0, 0, "the list of columns is empty");
}

drg_status write_choose_columns(const write_layout *l, const char *list, base_arena *arena, write_choice *out,
                                drg_error *err) {
  if (list) return choose_listed(l, base_str_of(list), arena, out, err);
  *out = (write_choice){BASE_NEW(arena, const write_column *, l->n), l->n};
  for (size_t i = 0; i < l->n; i++) out->v[i] = &l->columns[i];
  return DRG_OK;
}
