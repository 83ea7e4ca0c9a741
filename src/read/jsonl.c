/* JSON Lines, and JSON files of one array or of values that run over several lines.
 *
 * A splitter cuts the stream into records without holding more than max_record bytes; jansson parses each record; the
 * names of fields.c find the parts. Splitting is by line ends where a line is a record, so that a broken record costs
 * one line; otherwise by counting braces outside strings. */
#include <jansson.h>
#include "read/parts.h"

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* ---- what the first bytes say ---- */

static base_str skip_bom(base_str s) {
  if (base_str_starts(s, BASE_STR("\xEF\xBB\xBF"))) s = base_str_sub(s, 3, s.len);
  while (s.len && is_space(s.data[0])) s = base_str_sub(s, 1, s.len);
  return s;
}

bool read_json_sniff(base_str first) {
  first = skip_bom(first);
  if (!first.len || (first.data[0] != '{' && first.data[0] != '[')) return false;
  base_str rest = skip_bom(base_str_sub(first, 1, first.len));
  return rest.len && memchr(first.data[0] == '{' ? "\"}" : "{]", rest.data[0], 2);
}

/* 'v': values over lines. An array does, and an object whose first line leaves it open at a natural break. */
static char mode_of(base_str first) {
  first = skip_bom(first);
  if (!first.len || first.data[0] == '[') return 'v';
  base_str rest = first, line = base_str_trim(base_str_cut(&rest, '\n'));
  bool open = line.len && memchr("{,[", line.data[line.len - 1], 3);
  return first.data[0] == '{' && rest.data && open ? 'v' : 'l';
}

/* ---- records ---- */

typedef struct cut { /* how the record under way was cut */
  uint64_t line, byte;
  bool too_long, complete;
} cut;

static void keep(drg_reader *r, cut *c, base_str bytes) {
  if (c->too_long) return;
  if (r->record.len + bytes.len <= r->opt.max_record) {
    base_put(&r->record, bytes);
    return;
  }
  c->too_long = true;
  drg_buffer_clear(&r->record);
}

/* One line, without its end. False at the end of the stream. */
static bool cut_line(drg_reader *r, cut *c) {
  base_str b = read_stream_peek(r);
  if (!b.len) return false;
  *c = (cut){.line = read_stream_line(r), .byte = read_stream_byte(r)};
  for (; b.len && !c->complete; b = read_stream_peek(r)) {
    const char *nl = memchr(b.data, '\n', b.len);
    size_t n = nl ? (size_t)(nl - b.data) : b.len;
    keep(r, c, base_str_sub(b, 0, n));
    read_stream_skip(r, n + (nl != NULL));
    c->complete = nl != NULL;
  }
  return true;
}

typedef struct braces { /* where a value's end is looked for */
  size_t depth;
  bool in_string, escaped;
} braces;

/* True when c closes the value. */
static bool braces_step(braces *b, char c) {
  if (b->in_string) {
    if (b->escaped) b->escaped = false;
    else if (c == '\\') b->escaped = true;
    else if (c == '"') b->in_string = false;
    return false;
  }
  if (c == '"') b->in_string = true;
  else if (c == '{' || c == '[') b->depth++;
  else if (c == '}' || c == ']') return b->depth == 0 || --b->depth == 0;
  return false;
}

/* Passes what stands between values: blanks, commas, the brackets of the array around them, a byte order mark. */
static bool between_values(drg_reader *r) {
  for (base_str b; (b = read_stream_peek(r)).len;) {
    size_t n = 0;
    while (n < b.len && (is_space(b.data[n]) || memchr(",[]\xEF\xBB\xBF", b.data[n], 6))) n++;
    read_stream_skip(r, n);
    if (n < b.len) return true;
  }
  return false;
}

/* One value: an object to its last brace; anything else to the end of its line. */
static bool cut_value(drg_reader *r, cut *c) {
  if (!between_values(r)) return false;
  *c = (cut){.line = read_stream_line(r), .byte = read_stream_byte(r)};
  braces state = {0};
  bool object = read_stream_peek(r).data[0] == '{';
  for (base_str b; !c->complete && (b = read_stream_peek(r)).len;) {
    size_t n = 0;
    while (n < b.len && !c->complete) {
      char byte = b.data[n++];
      c->complete = object ? braces_step(&state, byte) : byte == '\n';
    }
    keep(r, c, base_str_sub(b, 0, n));
    read_stream_skip(r, n);
  }
  return true;
}

/* ---- fields ---- */

static json_t *member(json_t *o, const char *name) {
  json_t *value = json_object_get(o, name);
  if (value) return value;
  const char *key;
  json_object_foreach(o, key, value) {
    if (base_str_eq_nocase(base_str_of(key), base_str_of(name))) return value;
  }
  return NULL;
}

/* What databases wrap a value in: {"$oid": "..."}, {"$date": ...}, {"name": "..."}. */
static json_t *unwrap(json_t *v) {
  static const char *const WRAPS[] = {"$oid", "$date", "$numberLong", "name"};
  for (size_t i = 0; json_is_object(v) && i < sizeof WRAPS / sizeof *WRAPS; i++) {
    json_t *inner = json_object_get(v, WRAPS[i]);
    if (inner) return inner;
  }
  return v;
}

static base_str join_strings(base_arena *a, json_t *array) {
  base_str all = BASE_NONE;
  size_t i;
  json_t *v;
  json_array_foreach(array, i, v) {
    if (!json_is_string(v)) return BASE_NONE;
    base_str s = {json_string_value(v), json_string_length(v)};
    all = all.data ? base_str_join(a, base_str_join(a, all, BASE_STR("\n\n")), s) : base_str_copy(a, s);
  }
  return all;
}

/* A value as a string of the arena: numbers too, and a text's list of paragraphs. */
static base_str value_string(base_arena *a, json_t *v, read_field f) {
  v = unwrap(v);
  if (json_is_string(v)) return base_str_copy(a, (base_str){json_string_value(v), json_string_length(v)});
  if (f == READ_TEXT) return json_is_array(v) && json_array_size(v) <= 100000 ? join_strings(a, v) : BASE_NONE;
  if (json_is_integer(v)) return base_str_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
  if (json_is_real(v)) return base_str_printf(a, "%.17g", json_real_value(v));
  return BASE_NONE;
}

/* The first name that has a value which is not blank; a blank one if there is no better; data NULL if none. */
static base_str field_of(base_arena *a, json_t *o, const drg_read_options *opt, read_field f) {
  const char *one[2], *const *names = read_field_names(opt, f, one);
  base_str blank = BASE_NONE;
  for (; *names; names++) {
    base_str s = value_string(a, member(o, *names), f);
    if (base_str_trim(s).len) return s;
    if (s.data) blank = s;
  }
  return blank;
}

/* ---- a record to a document ---- */

typedef struct record {
  drg_reader *r;
  cut cut;
  drg_doc *doc;
  drg_error *err;
  read_owner *owner;
} record;

static drg_status reject(const record *k, uint64_t line, uint64_t byte, const char *why) {
  return base_fail(k->err, DRG_REJECTED, k->r->file, k->cut.line + line, k->cut.byte + byte, "%s", why);
}

static drg_status doc_of_object(const record *k, json_t *o, const char *encoding) {
  read_record fields = {.line = k->cut.line, .byte = k->cut.byte, .encoding = encoding};
  if (k->r->json_mode != 'l') fields.place = k->r->records + 1; /* values may share a line */
  for (int f = 0; f < READ_N_FIELDS; f++) fields.field[f] = field_of(&k->owner->arena, o, &k->r->opt, (read_field)f);
  return read_record_doc(k->r, k->owner, &fields, k->doc, k->err);
}

/* Integers beyond 64 bits are read as reals: an id too long is no reason to lose a report. */
static json_t *parse(base_str s, json_error_t *je) {
  json_t *o = json_loadb(s.data, s.len, 0, je);
  return o || json_error_code(je) != json_error_numeric_overflow
             ? o
             : json_loadb(s.data, s.len, JSON_DECODE_INT_AS_REAL, je);
}

static drg_status parse_record(const record *k) {
  base_str bytes = {k->r->record.data, k->r->record.len};
  read_clean c = read_decode_bytes(&k->owner->arena, bytes);
  if (c.fault) return reject(k, 0, c.fault_at, c.fault);
  json_error_t je;
  json_t *o = parse(c.text, &je);
  if (!o)
    return reject(k, je.line > 0 ? (uint64_t)je.line - 1 : 0, je.position > 0 ? (uint64_t)je.position : 0, je.text);
  drg_status st = json_is_object(o) ? doc_of_object(k, o, read_window_encoding(&k->r->window, c.encoding))
                                    : reject(k, 0, 0, "not a JSON object");
  json_decref(o);
  return st;
}

static drg_status take_record(drg_reader *r, const cut *c, drg_doc *doc, drg_error *err) {
  if (c->too_long)
    return base_fail(err, DRG_REJECTED, r->file, c->line, c->byte, "record over %zu bytes", r->opt.max_record);
  record k = {r, *c, doc, err, read_owner_new()};
  drg_status st = parse_record(&k);
  if (st == DRG_OK) return st;
  read_owner_free(k.owner);
  *doc = (drg_doc){.day = DRG_NO_DAY};
  /* the stream broke off here: that is the reason, whatever the parser says */
  if (!c->complete && read_source_fault(r->source)) return read_at_end(r, err);
  return st;
}

static base_str strip(drg_reader *r, cut *c) {
  base_str s = {r->record.data, r->record.len};
  if (!c->byte && base_str_starts(s, BASE_STR("\xEF\xBB\xBF"))) s = base_str_sub(s, 3, s.len);
  return base_str_trim(s);
}

drg_status read_json_next(drg_reader *r, drg_doc *doc, drg_error *err) {
  if (!r->json_mode) {
    r->window.order = read_order_of(read_source_peek(r->source));
    r->json_mode = mode_of(read_stream_peek(r));
  }
  for (cut c;;) {
    r->record.len = 0;
    if (!(r->json_mode == 'l' ? cut_line(r, &c) : cut_value(r, &c))) return read_at_end(r, err);
    base_str s = strip(r, &c);
    if (!s.len && !c.too_long) continue; /* blank line */
    if (s.data > r->record.data) {       /* jansson knows no byte order mark */
      size_t off = (size_t)(s.data - r->record.data);
      memmove(r->record.data, s.data, s.len);
      r->record.len = s.len;
      c.byte += off;
    }
    return take_record(r, &c, doc, err);
  }
}
