/* datapackage.json: what a reader should know of a delimited file, after Frictionless Data's Data Package 1. */
#include <inttypes.h>
#include "write/parts.h"

static const char *const TYPES[] = {[WRITE_STRING] = "string",
                                    [WRITE_INTEGER] = "integer",
                                    [WRITE_NUMBER] = "number",
                                    [WRITE_BOOLEAN] = "boolean",
                                    [WRITE_DATE] = "date"};

static base_str file_of(const char *path) {
  const char *slash = strrchr(path, '/');
  return base_str_of(slash ? slash + 1 : path);
}

/* Names of packages and resources are of small letters, digits, '.', '-' and '_'. */
static void put_name(drg_buffer *out, base_str file) {
  base_str stem = base_str_cut(&file, '.');
  base_putz(out, "\"");
  for (size_t i = 0; i < stem.len; i++) {
    char c = stem.data[i];
    if (c >= 'A' && c <= 'Z') c = (char)(c + 'a' - 'A');
    bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    base_put(out, (base_str){fits ? &c : "-", 1});
  }
  base_putz(out, stem.len ? "\"" : "events\"");
}

/* Tab-separated files have no quoting. Readers of the dialect must be given a character for it all the same: one that cannot
 * occur, since control characters are written as blanks. */
static void put_dialect(drg_buffer *out, const write_layout *l) {
  base_putf(out, "   \"dialect\": {\"csvddfVersion\": 1.2, \"delimiter\": \"%s\", \"lineTerminator\": \"%s\", ",
            l->csv ? "," : "\\t", l->csv ? "\\r\\n" : "\\n");
  base_putf(out, "\"quoteChar\": \"%s\", \"doubleQuote\": %s, \"header\": %s, \"skipInitialSpace\": false},\n",
            l->csv ? "\\\"" : "\\u0001", l->csv ? "true" : "false", l->header ? "true" : "false");
}

static void put_field(drg_buffer *out, const write_column *c) {
  base_putz(out, "{\"name\": ");
  write_put_json(out, base_str_of(c->name));
  base_putf(out, ", \"type\": \"%s\", \"description\": ", TYPES[c->type]);
  write_put_json(out, base_str_of(c->about));
  base_putz(out, "}");
}

static void put_schema(drg_buffer *out, write_choice columns) {
  base_putz(out, "   \"schema\": {\"missingValues\": [\"\"], \"fields\": [\n");
  for (size_t i = 0; i < columns.n; i++) {
    base_putz(out, "    ");
    put_field(out, columns.v[i]);
    base_putz(out, i + 1 < columns.n ? ",\n" : "\n");
  }
  base_putz(out, "   ]}\n");
}

static void put_package(drg_buffer *out, const write_format *f, write_choice columns, base_str file, uint64_t bytes) {
  base_putz(out, "{\"profile\": \"tabular-data-package\",\n \"name\": ");
  put_name(out, file);
  base_putf(out, ",\n \"title\": \"Political events, format %s, written by Dragoman " DRG_VERSION "\",\n", f->name);
  base_putz(out, " \"resources\": [\n  {\"profile\": \"tabular-data-resource\",\n   \"name\": ");
  put_name(out, file);
  base_putz(out, ",\n   \"path\": ");
  write_put_json(out, file);
  base_putf(out, ",\n   \"format\": \"%s\", \"mediatype\": \"%s\", \"encoding\": \"utf-8\", \"bytes\": %" PRIu64 ",\n",
            f->layout->csv ? "csv" : "tsv", f->layout->csv ? "text/csv" : "text/tab-separated-values", bytes);
  put_dialect(out, f->layout);
  put_schema(out, columns);
  base_putz(out, "  }\n ]}\n");
}

drg_status drg_write_datapackage(drg_format f, const char *path, const char *columns, uint64_t bytes, drg_buffer *out,
                                 drg_error *err) {
  const write_format *format = write_format_of(f);
  if (!format || !format->layout || format->traits & WRITE_PLACED)
    return base_fail(err, DRG_ERR_ARGUMENT, NULL, 0, 0, "format '%s' has no columns to describe",
                     format ? format->name : "?");
  base_arena arena;
  write_choice chosen;
  base_arena_init(&arena);
  drg_status st = write_choose_columns(format->layout, columns, &arena, &chosen, err);
  if (st == DRG_OK) put_package(out, format, chosen, file_of(path), bytes);
  base_arena_clear(&arena);
  return st;
}
