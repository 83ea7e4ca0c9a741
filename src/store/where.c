/* The language of --where: docs/store.md has it for people. Fields are a table; a kind of field knows how it compares. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include "store/where.h"

typedef enum compare { EQUAL, DIFFERENT, LESS, AT_MOST, MORE, AT_LEAST, LIKE } compare;

typedef enum field_kind {
  FIELD_ACTOR, /* a code or what it begins with; none; ~ name, title or words */
  FIELD_PARTY, /* country or sector of an actor, in capitals */
  FIELD_WORD,  /* a text, whole; ~ part of it */
  FIELD_NAME,  /* one of the record's own words, in small letters; FIELD_TYPE: in capitals */
  FIELD_TYPE,
  FIELD_PART,   /* part of a text */
  FIELD_LIST,   /* an item of "a;b" */
  FIELD_CODE,   /* 14, 190, 18-20, PROTEST */
  FIELD_NUMBER, /* 3, 1-2, >= 0.5 */
  FIELD_SHARE,  /* the same, as the record prints it: two decimals */
  FIELD_DATE,   /* 2022, 2022-08, 2022-08-27, 2022-01..2022-03 */
  FIELD_PLACE,  /* a country's three letters, or a name */
  FIELD_SEARCH, /* words of the sentence */
  FIELD_ID,     /* 16 hexadecimal digits */
  FIELD_BOOL
} field_kind;

typedef struct field {
  const char *name;
  field_kind kind;
  const char *column, *month; /* of events e or documents d; of months m, or NULL */
  const char *part;           /* of actors */
} field;

static const field FIELDS[] = {
    {"actor", FIELD_ACTOR, NULL, NULL, NULL},
    {"source", FIELD_ACTOR, "e.source", NULL, NULL},
    {"target", FIELD_ACTOR, "e.target", NULL, NULL},
    {"attribution", FIELD_ACTOR, "e.attribution", NULL, NULL},
    {"source_country", FIELD_PARTY, "e.source", "m.source_country", "country"},
    {"target_country", FIELD_PARTY, "e.target", "m.target_country", "country"},
    {"source_sector", FIELD_PARTY, "e.source", NULL, "sector"},
    {"target_sector", FIELD_PARTY, "e.target", NULL, "sector"},
    {"code", FIELD_CODE, "e.cameo", NULL, NULL},
    {"cameo", FIELD_CODE, "e.cameo", NULL, NULL},
    {"root", FIELD_CODE, "e.cameo", NULL, NULL},
    {"plover", FIELD_TYPE, "e.plover", NULL, NULL},
    {"mode", FIELD_NAME, "e.mode", NULL, NULL},
    {"quad", FIELD_NUMBER, "e.quad", "m.quad", NULL},
    {"goldstein", FIELD_NUMBER, "e.goldstein", NULL, NULL},
    {"status", FIELD_NAME, "e.status", "m.status", NULL},
    {"joint", FIELD_BOOL, "e.joint", NULL, NULL},
    {"date", FIELD_DATE, "e.date", "m.month", NULL},
    {"doc_date", FIELD_DATE, "d.date", NULL, NULL},
    {"place", FIELD_PLACE, "e.place", NULL, NULL},
    {"about", FIELD_PART, "e.about", NULL, NULL},
    {"context", FIELD_LIST, "e.contexts", NULL, NULL},
    {"killed", FIELD_NUMBER, "e.killed", NULL, NULL},
    {"injured", FIELD_NUMBER, "e.injured", NULL, NULL},
    {"arrested", FIELD_NUMBER, "e.arrested", NULL, NULL},
    {"amount", FIELD_NUMBER, "e.amount", NULL, NULL},
    {"confidence", FIELD_SHARE, "e.confidence", NULL, NULL},
    {"rule", FIELD_WORD, "e.rule", NULL, NULL},
    {"text", FIELD_SEARCH, NULL, NULL, NULL},
    {"event", FIELD_ID, "e.event_id", NULL, NULL},
    {"doc", FIELD_WORD, "d.id", NULL, NULL},
    {"title", FIELD_WORD, "d.title", NULL, NULL},
    {"publisher", FIELD_WORD, "d.publisher", NULL, NULL},
    {"url", FIELD_WORD, "d.url", NULL, NULL},
    {"language", FIELD_WORD, "d.language", NULL, NULL},
};

typedef struct reading {
  store_where *w;
  base_str text;
  size_t at;
  int depth;
  bool months, beyond; /* beyond: something that months cannot answer */
  drg_error *err;
} reading;

enum { DEEPEST = 200 };

static drg_status wrong(const reading *r, const char *what, base_str word) {
  if (!word.len) return base_fail(r->err, DRG_ERR_ARGUMENT, NULL, 0, r->at, "--where: %s at its end", what);
  return base_fail(r->err, DRG_ERR_ARGUMENT, NULL, 0, r->at, "--where: %s at '%.60s'", what,
                   base_str_printf(&r->w->arena, BASE_FMT, BASE_ARG(word)).data);
}

static base_str rest(const reading *r) { return base_str_sub(r->text, r->at, r->text.len); }

/* ---- SQL ---- */

static void put(reading *r, const char *sql) { base_putz(&r->w->sql, sql); }

static void put_param(reading *r, store_value v) {
  BASE_PUSH(&r->w->arena, &r->w->params, v);
  base_putf(&r->w->sql, "$%zu", r->w->params.n);
}

static void put_text_param(reading *r, base_str s) { put_param(r, STORE_TEXT_OF(base_str_copy(&r->w->arena, s))); }

static base_str cased(reading *r, base_str s, int (*to)(int)) {
  base_str copy = base_str_copy(&r->w->arena, s);
  for (size_t i = 0; i < copy.len; i++) ((char *)copy.data)[i] = (char)to((unsigned char)copy.data[i]);
  return copy;
}

/* In ASCII: what the small ones of other letters are depends on the database. */
static void put_lower(reading *r, const char *column) {
  base_putf(&r->w->sql, "lower((%s) %s)", column, r->w->driver->byte_order);
}

/* "%s%" of the words, their own signs disarmed. */
static void put_like(reading *r, const char *column, base_str s) {
  drg_buffer pattern;
  drg_buffer_init(&pattern);
  base_putz(&pattern, "%");
  base_str low = cased(r, s, tolower);
  for (size_t i = 0; i < low.len; i++) {
    if (strchr("%_!", low.data[i])) base_putz(&pattern, "!");
    base_put(&pattern, base_str_sub(low, i, i + 1));
  }
  base_putz(&pattern, "%");
  put_lower(r, column);
  put(r, " LIKE ");
  put_text_param(r, (base_str){pattern.data, pattern.len});
  put(r, " ESCAPE '!'");
  drg_buffer_clear(&pattern);
}

/* ---- a field against one value ---- */

static bool is_digits(base_str s) {
  for (size_t i = 0; i < s.len; i++)
    if (!isdigit((unsigned char)s.data[i])) return false;
  return s.len > 0;
}

static bool is_letters(base_str s) {
  for (size_t i = 0; i < s.len; i++)
    if (!isalpha((unsigned char)s.data[i])) return false;
  return s.len > 0;
}

static const char *sign_of(compare c) {
  static const char *const SIGNS[] = {"=", "<>", "<", "<=", ">", ">="};
  return SIGNS[c];
}

static drg_status put_actor_on(reading *r, const char *column, compare c, base_str v) {
  if (c == EQUAL && base_str_eq(v, BASE_STR("none"))) {
    base_putf(&r->w->sql, "%s IS NULL", column);
    return DRG_OK;
  }
  base_putf(&r->w->sql, "%s IN (SELECT actor FROM actors WHERE ", column);
  if (c == LIKE) {
    put_like(r, "name", v);
    put(r, " OR ");
    put_like(r, "title", v);
  } else {
    base_putf(&r->w->sql, "substr(code, 1, %zu) = ", v.len);
    put_text_param(r, cased(r, v, toupper));
  }
  put(r, ")");
  return DRG_OK;
}

static drg_status put_actor(reading *r, const field *f, compare c, base_str v) {
  if (f->column) return put_actor_on(r, f->column, c, v);
  put_actor_on(r, "e.source", c, v);
  put(r, " OR ");
  return put_actor_on(r, "e.target", c, v);
}

static drg_status put_party(reading *r, const field *f, compare c, base_str v) {
  const char *column = r->months ? f->month : f->part;
  if (!r->months) base_putf(&r->w->sql, "%s IN (SELECT actor FROM actors WHERE ", f->column);
  if (c == LIKE) put_like(r, column, v);
  else {
    base_putf(&r->w->sql, "%s = ", column);
    put_text_param(r, cased(r, v, toupper));
  }
  if (!r->months) put(r, ")");
  return DRG_OK;
}

/* The record's own words stand in one case: asked in any, they are found by an index. */
static drg_status put_own_word(reading *r, const field *f, compare c, base_str v) {
  const char *column = r->months ? f->month : f->column;
  if (c == LIKE) put_like(r, column, v);
  else {
    base_putf(&r->w->sql, "%s = ", column);
    put_text_param(r, cased(r, v, f->kind == FIELD_TYPE ? toupper : tolower));
  }
  return DRG_OK;
}

static drg_status put_word(reading *r, const field *f, compare c, base_str v) {
  const char *column = f->column;
  if (c == LIKE) put_like(r, column, v);
  else {
    bool caseless = is_letters(v);
    if (caseless) put_lower(r, column);
    else put(r, column);
    put(r, " = ");
    put_text_param(r, caseless ? cased(r, v, tolower) : v);
  }
  return DRG_OK;
}

static drg_status put_part(reading *r, const field *f, compare c, base_str v) {
  (void)c;
  put_like(r, f->column, v);
  return DRG_OK;
}

static drg_status put_item(reading *r, const field *f, compare c, base_str v) {
  char column[64];
  (void)c;
  snprintf(column, sizeof column, "';' || %s || ';'", f->column);
  put_like(r, column, base_str_printf(&r->w->arena, ";" BASE_FMT ";", BASE_ARG(v)));
  return DRG_OK;
}

static drg_status put_code(reading *r, const field *f, compare c, base_str v) {
  (void)c;
  bool range = v.len == 5 && v.data[2] == '-' && is_digits(base_str_sub(v, 0, 2)) && is_digits(base_str_sub(v, 3, 5));
  if (range) {
    base_putf(&r->w->sql, "substr(%s, 1, 2) BETWEEN ", f->column);
    put_text_param(r, base_str_sub(v, 0, 2));
    put(r, " AND ");
    put_text_param(r, base_str_sub(v, 3, 5));
  } else if (is_digits(v) && v.len >= 2 && v.len <= 4) { /* the codes under it, by the index */
    base_putf(&r->w->sql, "%s >= ", f->column);
    put_text_param(r, v);
    base_putf(&r->w->sql, " AND %s < ", f->column);
    put_text_param(r, base_str_join(&r->w->arena, v, BASE_STR(":"))); /* what follows '9' */
  } else if (is_letters(v)) {
    put(r, "e.plover = ");
    put_text_param(r, cased(r, v, toupper));
  } else return wrong(r, "neither a CAMEO code nor a PLOVER type", v);
  return DRG_OK;
}

static drg_status put_number_bound(reading *r, const char *column, const char *sign, double x) {
  base_putf(&r->w->sql, "%s %s CAST(", column, sign);
  put_param(r, (store_value){.type = STORE_REAL, .r = x});
  put(r, " AS DOUBLE PRECISION)");
  return DRG_OK;
}

static drg_status put_number(reading *r, const field *f, compare c, base_str v) {
  const char *column = r->months ? f->month : f->column;
  const char *dash = v.len > 1 ? memchr(v.data + 1, '-', v.len - 1) : NULL;
  double x, y;
  if (dash && c == EQUAL) {
    size_t at = (size_t)(dash - v.data);
    if (!base_str_to_double(base_str_sub(v, 0, at), &x) || !base_str_to_double(base_str_sub(v, at + 1, v.len), &y))
      return wrong(r, "no number", v);
    put_number_bound(r, column, ">=", x);
    put(r, " AND ");
    return put_number_bound(r, column, "<=", y);
  }
  if (!base_str_to_double(v, &x)) return wrong(r, "no number", v);
  return put_number_bound(r, column, sign_of(c), x);
}

/* An event shown as 0.70 is at least 0.7, whatever its further decimals are. */
static drg_status put_share(reading *r, const field *f, compare c, base_str v) {
  const double HALF = 0.005;
  double x;
  if (!base_str_to_double(v, &x)) return wrong(r, "no number", v);
  switch (c) {
    case LESS: return put_number_bound(r, f->column, "<", x - HALF);
    case AT_MOST: return put_number_bound(r, f->column, "<", x + HALF);
    case MORE: return put_number_bound(r, f->column, ">=", x + HALF);
    case AT_LEAST: return put_number_bound(r, f->column, ">=", x - HALF);
    default: break;
  }
  put_number_bound(r, f->column, ">=", x - HALF);
  put(r, " AND ");
  return put_number_bound(r, f->column, "<", x + HALF);
}

/* ---- dates: a year or a month is all of its days ---- */

typedef struct period {
  int32_t first, after; /* days */
  bool months;          /* begins and ends with months */
} period;

static bool read_period(base_str v, period *p) {
  base_date d = {0, 1, 1};
  int64_t n[3] = {0, 1, 1};
  size_t parts = 0;
  base_str left = v;
  for (base_str part; parts < 3 && (part = base_str_cut(&left, '-')).data; parts++)
    if (!is_digits(part) || part.len != (parts ? 2 : 4) || !base_str_to_int(part, &n[parts])) return false;
  d = (base_date){(int)n[0], (int)n[1], (int)n[2]};
  if (!parts || left.data || !base_date_valid(d)) return false;
  p->first = base_day_of(d);
  p->months = parts < 3;
  base_date next = parts == 1 ? (base_date){d.year + 1, 1, 1}
                              : (base_date){d.year + (d.month == 12), d.month == 12 ? 1 : d.month + 1, 1};
  p->after = parts == 3 ? p->first + 1 : base_day_of(next);
  return true;
}

static void put_day_bound(reading *r, const field *f, const char *sign, int32_t day) {
  base_date d = base_date_of(day);
  base_putf(&r->w->sql, "%s %s ", r->months ? f->month : f->column, sign);
  put_text_param(r, r->months ? base_str_printf(&r->w->arena, "%04d-%02d", d.year, d.month)
                              : base_str_printf(&r->w->arena, "%04d-%02d-%02d", d.year, d.month, d.day));
}

static drg_status put_date(reading *r, const field *f, compare c, base_str v) {
  const char *dots = memmem(v.data, v.len, "..", 2);
  size_t at = dots ? (size_t)(dots - v.data) : v.len;
  period p, last;
  bool ok = read_period(base_str_sub(v, 0, at), &p);
  last = p;
  if (ok && dots) ok = c == EQUAL && read_period(base_str_sub(v, at + 2, v.len), &last);
  if (!ok) return wrong(r, "no date (2022, 2022-08, 2022-08-27, 2022-01..2022-03)", v);
  if (!p.months || !last.months) r->beyond = true;
  if (c == LESS) put_day_bound(r, f, "<", p.first);
  else if (c == AT_MOST) put_day_bound(r, f, "<", p.after);
  else if (c == MORE) put_day_bound(r, f, ">=", p.after);
  else put_day_bound(r, f, ">=", p.first);
  if ((c == LESS || c == AT_MOST) && r->months) put(r, " AND m.month <> ''"); /* of events without a date */
  if (c != EQUAL) return DRG_OK;
  put(r, " AND ");
  put_day_bound(r, f, "<", last.after);
  return DRG_OK;
}

/* ---- */

static drg_status put_place(reading *r, const field *f, compare c, base_str v) {
  base_putf(&r->w->sql, "%s IN (SELECT place FROM places WHERE ", f->column);
  if (c == LIKE) put_like(r, "name", v);
  else {
    bool country = v.len == 3 && is_letters(v) && base_str_eq(v, cased(r, v, toupper));
    if (country) put(r, "country");
    else put_lower(r, "name");
    put(r, " = ");
    put_text_param(r, country ? v : cased(r, v, tolower));
  }
  put(r, ")");
  return DRG_OK;
}

static drg_status put_search(reading *r, const field *f, compare c, base_str v) {
  char sql[256];
  (void)f, (void)c;
  BASE_PUSH(&r->w->arena, &r->w->params, STORE_TEXT_OF(base_str_copy(&r->w->arena, v)));
  snprintf(sql, sizeof sql, r->w->driver->search, r->w->params.n);
  put(r, sql);
  return DRG_OK;
}

static drg_status put_id(reading *r, const field *f, compare c, base_str v) {
  (void)c;
  char digits[17], *end;
  if (v.len != 16) return wrong(r, "no event id (16 hexadecimal digits)", v);
  memcpy(digits, v.data, 16);
  digits[16] = 0;
  uint64_t id = strtoull(digits, &end, 16);
  if (*end || !isxdigit((unsigned char)digits[0])) return wrong(r, "no event id (16 hexadecimal digits)", v);
  base_putf(&r->w->sql, "%s = ", f->column);
  put_param(r, STORE_INT_OF((int64_t)id));
  return DRG_OK;
}

static drg_status put_bool(reading *r, const field *f, compare c, base_str v) {
  (void)c;
  bool yes = base_str_eq_nocase(v, BASE_STR("true")) || base_str_eq_nocase(v, BASE_STR("yes"));
  if (!yes && !base_str_eq_nocase(v, BASE_STR("false")) && !base_str_eq_nocase(v, BASE_STR("no")))
    return wrong(r, "neither true nor false", v);
  base_putf(&r->w->sql, "%s = %d", f->column, yes);
  return DRG_OK;
}

typedef struct field_way {
  drg_status (*put)(reading *r, const field *f, compare c, base_str v);
  const char *signs; /* which comparisons it has, beside = and != */
} field_way;

static const field_way WAYS[] = {
    [FIELD_ACTOR] = {put_actor, "~"},   [FIELD_PARTY] = {put_party, "~"},   [FIELD_WORD] = {put_word, "~"},
    [FIELD_NAME] = {put_own_word, "~"}, [FIELD_TYPE] = {put_own_word, "~"}, [FIELD_PART] = {put_part, "~"},
    [FIELD_LIST] = {put_item, "~"},     [FIELD_CODE] = {put_code, ""},      [FIELD_NUMBER] = {put_number, "<>"},
    [FIELD_SHARE] = {put_share, "<>"},  [FIELD_DATE] = {put_date, "<>"},    [FIELD_PLACE] = {put_place, "~"},
    [FIELD_SEARCH] = {put_search, "~"}, [FIELD_ID] = {put_id, ""},          [FIELD_BOOL] = {put_bool, ""},
};

/* ---- words of the language ---- */

static void skip_blanks(reading *r) {
  while (r->at < r->text.len && isspace((unsigned char)r->text.data[r->at])) r->at++;
}

static bool take_sign(reading *r, const char *sign) {
  base_str s = base_str_of(sign);
  if (!base_str_starts(rest(r), s)) return false;
  r->at += s.len;
  return true;
}

/* A name: letters and '_'. */
static base_str peek_name(reading *r) {
  skip_blanks(r);
  size_t end = r->at;
  while (end < r->text.len && (isalpha((unsigned char)r->text.data[end]) || r->text.data[end] == '_')) end++;
  return base_str_sub(r->text, r->at, end);
}

static bool take_keyword(reading *r, const char *word) {
  base_str name = peek_name(r);
  if (!base_str_eq_nocase(name, base_str_of(word))) return false;
  r->at += name.len;
  return true;
}

static bool take_compare(reading *r, compare *c) {
  static const struct {
    const char *sign;
    compare c;
  } SIGNS[] = {{"!=", DIFFERENT}, {"<=", AT_MOST}, {">=", AT_LEAST}, {"==", EQUAL},
               {"=", EQUAL},      {"<", LESS},     {">", MORE},      {"~", LIKE}};
  skip_blanks(r);
  for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
    if (take_sign(r, SIGNS[i].sign)) return *c = SIGNS[i].c, true;
  return false;
}

/* "quoted, with \" inside" or a run of bytes up to a blank, comma or parenthesis. */
static drg_status take_value(reading *r, base_str *v) {
  skip_blanks(r);
  if (!take_sign(r, "\"")) {
    size_t begin = r->at;
    while (r->at < r->text.len && !isspace((unsigned char)r->text.data[r->at]) && !strchr(",()", r->text.data[r->at]))
      r->at++;
    *v = base_str_sub(r->text, begin, r->at);
    return v->len ? DRG_OK : wrong(r, "a value is missing", rest(r));
  }
  drg_buffer word;
  drg_buffer_init(&word);
  while (r->at < r->text.len && r->text.data[r->at] != '"') {
    if (r->text.data[r->at] == '\\' && r->at + 1 < r->text.len) r->at++;
    base_put(&word, base_str_sub(r->text, r->at, r->at + 1));
    r->at++;
  }
  *v = base_str_copy(&r->w->arena, (base_str){word.data, word.len});
  drg_buffer_clear(&word);
  if (!take_sign(r, "\"")) return wrong(r, "a quotation mark is missing", rest(r));
  return v->len ? DRG_OK : wrong(r, "nothing between quotation marks", rest(r));
}

bool store_is_fine(const char *month) { return !strcmp(month, "m.status") || !strcmp(month, "m.quad"); }

/* ---- expressions ---- */

static const field *find_field(base_str name) {
  for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
    if (base_str_eq_nocase(name, base_str_of(FIELDS[i].name))) return &FIELDS[i];
  return NULL;
}

static bool has_sign(const field *f, compare c) {
  if (c == EQUAL || c == DIFFERENT) return true;
  return strchr(WAYS[f->kind].signs, c == LIKE ? '~' : '<') && *WAYS[f->kind].signs;
}

/* NAME SIGN VALUE, VALUE, …: any of the values; != none of them, nor an absent one. */
static drg_status read_comparison(reading *r) {
  base_str name = peek_name(r);
  const field *f = find_field(name);
  compare c;
  if (!f) return wrong(r, "no field of that name", name.len ? name : rest(r));
  r->at += name.len;
  if (!take_compare(r, &c)) return wrong(r, "one of = != < <= > >= ~ is missing", rest(r));
  if (!has_sign(f, c)) return wrong(r, "this field cannot be compared so", name);
  if (!f->month) r->beyond = true;
  if (f->column && f->column[0] == 'd') r->w->documents = true;
  if (f->month && store_is_fine(f->month)) r->w->fine = true;
  if (r->months && !f->month) return DRG_END; /* asked again, of events */
  put(r, c == DIFFERENT ? "NOT coalesce((" : "((");
  for (bool first = true;; first = false) {
    base_str v;
    drg_status st = take_value(r, &v);
    if (!first && st == DRG_OK) put(r, " OR ");
    if (st == DRG_OK) st = WAYS[f->kind].put(r, f, c == DIFFERENT ? EQUAL : c, v);
    if (st != DRG_OK) return st;
    skip_blanks(r);
    if (!take_sign(r, ",")) break;
  }
  put(r, c == DIFFERENT ? "), false)" : "))");
  return DRG_OK;
}

static drg_status read_any(reading *r);

static drg_status read_one(reading *r) {
  if (++r->depth > DEEPEST) return wrong(r, "too many parentheses", rest(r));
  drg_status st;
  if (take_keyword(r, "not")) {
    put(r, "NOT coalesce((");
    st = read_one(r);
    put(r, "), false)");
  } else if (take_sign(r, "(")) {
    put(r, "(");
    st = read_any(r);
    put(r, ")");
    skip_blanks(r);
    if (st == DRG_OK && !take_sign(r, ")")) st = wrong(r, "a parenthesis is missing", rest(r));
  } else st = read_comparison(r);
  r->depth--;
  return st;
}

static bool at_end(reading *r) {
  skip_blanks(r);
  return r->at == r->text.len || r->text.data[r->at] == ')';
}

static drg_status read_all(reading *r) {
  drg_status st = read_one(r);
  while (st == DRG_OK && !at_end(r) && !base_str_eq_nocase(peek_name(r), BASE_STR("or"))) {
    take_keyword(r, "and");
    put(r, " AND ");
    st = read_one(r);
  }
  return st;
}

static drg_status read_any(reading *r) {
  drg_status st = read_all(r);
  while (st == DRG_OK && take_keyword(r, "or")) {
    put(r, " OR ");
    st = read_all(r);
  }
  return st;
}

static drg_status read_as(store_where *w, base_str text, bool months, bool *beyond, drg_error *err) {
  reading r = {.w = w, .text = text, .months = months, .err = err};
  w->sql.len = 0;
  w->params.n = 0;
  w->documents = w->fine = false;
  base_putz(&w->sql, "");
  drg_status st = at_end(&r) && r.at == text.len ? DRG_OK : read_any(&r);
  if (st == DRG_OK && r.at < text.len) st = wrong(&r, "something too many", rest(&r));
  *beyond = r.beyond;
  return st;
}

drg_status store_where_read(const store_driver *d, const char *text, bool months, store_where *out, drg_error *err) {
  bool beyond = false;
  *out = (store_where){.driver = d};
  base_arena_init(&out->arena);
  base_str s = base_str_of(text ? text : "");
  if (months) {
    drg_status st = read_as(out, s, true, &beyond, err);
    out->months = st == DRG_OK && !beyond;
    if (out->months || (st != DRG_OK && st != DRG_END)) return st;
  }
  return read_as(out, s, false, &beyond, err);
}

void store_where_clear(store_where *w) {
  drg_buffer_clear(&w->sql);
  base_arena_clear(&w->arena);
}
