/* Actors and agents: names with codes, synonyms, dates; plurals and macros. */
#include "pattern/parts.h"

/* ---- dates: YYMMDD, YYYYMMDD ---- */

static int32_t read_day(base_str s) {
  int64_t n;
  s = base_str_trim(s);
  if ((s.len != 6 && s.len != 8) || !base_str_to_int(s, &n)) return DRG_NO_DAY;
  if (s.len == 6) n += n >= 300000 ? 19000000 : 20000000; /* the first news that was coded is of 1948 */
  base_date d = {(int)(n / 10000), (int)(n / 100 % 100), (int)(n % 100)};
  return base_date_valid(d) ? base_day_of(d) : DRG_NO_DAY;
}

static void put_day(drg_buffer *out, int32_t day) {
  base_date d = base_date_of(day);
  base_putf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
}

/* "<950101", "> 950101", "950101-960101": appended as the folder has it; false: no date. */
static bool put_when(base_str when, drg_buffer *out) {
  char mark = when.data[0];
  bool one = mark == '<' || mark == '>';
  if (one) when = base_str_sub(when, 1, when.len);
  base_str rest = when, first = base_str_cut(&rest, '-');
  int32_t from = read_day(first), to = one ? from : read_day(rest);
  if (from == DRG_NO_DAY || to == DRG_NO_DAY || (one && rest.data)) return false;
  base_putz(out, one ? (mark == '<' ? " <" : " >") : " ");
  put_day(out, from);
  if (!one) base_putz(out, ".."), put_day(out, to);
  return true;
}

static bool is_code_char(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr("/~-+#_", c);
}

static bool is_code(base_str s) {
  for (size_t i = 0; i < s.len; i++)
    if (!is_code_char(s.data[i])) return false;
  return s.len > 0;
}

/* ---- an entry: names, then codes ---- */

typedef struct name_at {
  base_str text;
  uint32_t line;
} name_at;

typedef struct entry {
  BASE_VEC(name_at) names;
  drg_buffer dated, always; /* codes; those of all dates count last */
  bool refused;             /* a line of it was told already */
} entry;

static void put_code(drg_buffer *out, base_str code) {
  if (out->len) base_putz(out, ", ");
  for (size_t i = 0; i < code.len; i++)
    base_putf(out, "%c", code.data[i] >= 'a' && code.data[i] <= 'z' ? code.data[i] - 32 : code.data[i]);
}

/* What one pair of brackets holds: a code, or a code and when it holds. */
static bool add_code(pattern_import_job *job, entry *e, base_str inside) {
  base_str rest = inside, code = base_str_word(&rest);
  for (size_t i = 1; i < code.len; i++) /* [USR<911226] */
    if (code.data[i] == '<' || code.data[i] == '>') {
      rest = base_str_sub(inside, (size_t)(code.data - inside.data) + i, inside.len);
      code.len = i;
    }
  rest = base_str_trim(rest);
  size_t before = e->dated.len;
  if (!code.data || !is_code(code)) {
    pattern_refuse(job, "no code '" BASE_FMT "'", BASE_ARG(inside));
    return false;
  }
  put_code(rest.len ? &e->dated : &e->always, code);
  if (!rest.len || put_when(rest, &e->dated)) return true;
  e->dated.len = before;
  pattern_refuse(job, "no date '" BASE_FMT "'", BASE_ARG(rest));
  return false;
}

static void add_codes(pattern_import_job *job, entry *e, base_str s) {
  for (size_t open, close; s.len; s = base_str_sub(s, close, s.len)) {
    for (open = 0; open < s.len && s.data[open] != '[';) open++;
    for (close = open; close < s.len && s.data[close] != ']';) close++;
    if (open == s.len) return;
    if (close == s.len) {
      pattern_refuse(job, "a bracket is not closed");
      e->refused = true;
      return;
    }
    if (!add_code(job, e, base_str_trim(base_str_sub(s, open + 1, close)))) e->refused = true;
    close++;
  }
}

/* B+H is a name; a '+' beside a joint or at an end is two lines that ran together. */
static bool has_stray_plus(base_str name) {
  for (size_t i = 0; i < name.len; i++) {
    if (name.data[i] != '+') continue;
    bool inside = i > 0 && i + 1 < name.len && !strchr("_ =", name.data[i - 1]) && !strchr("_ =", name.data[i + 1]);
    if (!inside) return true;
  }
  return false;
}

static void add_one_name(pattern_import_job *job, entry *e, base_str text) {
  base_str name = pattern_normal(job, text);
  if (!name.len || base_str_eq(name, BASE_STR("="))) {
    pattern_refuse(job, "no name");
    e->refused = true;
  } else if (has_stray_plus(name)) pattern_refuse(job, "'+' inside a name: '" BASE_FMT "'", BASE_ARG(text));
  else BASE_PUSH(job->arena, &e->names, ((name_at){name, job->line}));
}

/* "+A +B" is two synonyms. */
static void add_name(pattern_import_job *job, entry *e, base_str text) {
  for (size_t i = 1; i < text.len; i++) {
    if (text.data[i] != '+' || text.data[i - 1] != ' ') continue;
    add_one_name(job, e, base_str_sub(text, 0, i));
    text = base_str_sub(text, i + 1, text.len);
    i = 0;
  }
  add_one_name(job, e, text);
}

static void refuse_at(pattern_import_job *job, uint32_t line, const char *why, base_str name) {
  uint32_t now = job->line;
  job->line = line;
  pattern_refuse(job, "%s '" BASE_FMT "'", why, BASE_ARG(name));
  job->line = now;
}

static void flush(pattern_import_job *job, entry *e) {
  if (e->dated.len && e->always.len) base_putz(&e->dated, ", ");
  base_put(&e->dated, (base_str){e->always.data, e->always.len});
  base_str codes = base_str_copy(job->arena, (base_str){e->dated.data ? e->dated.data : "", e->dated.len});
  for (size_t i = 0; i < e->names.n; i++)
    if (codes.len) pattern_put_from(job, FILE_ACTORS, "actor", e->names.v[i].text, codes, e->names.v[i].line);
    else if (!e->refused) refuse_at(job, e->names.v[i].line, "no code for", e->names.v[i].text);
  e->names.n = 0;
  e->dated.len = e->always.len = 0;
  e->refused = false;
}

static size_t bracket_at(base_str s) {
  const char *at = s.len ? memchr(s.data, '[', s.len) : NULL;
  return at ? (size_t)(at - s.data) : s.len;
}

/* Names on lines one after the other with the codes behind the last: synonyms too, though no '+' says so. */
static bool goes_on(const pattern_import_job *job, const entry *e) {
  return e->names.n && e->names.v[e->names.n - 1].line + 1 == job->line && !e->dated.len && !e->always.len &&
         !e->refused;
}

static void read_actor_line(pattern_import_job *job, entry *e, base_str line) {
  base_str s = base_str_trim(line);
  size_t open = bracket_at(s);
  base_str name = base_str_trim(base_str_sub(s, 0, open));
  bool synonym = s.data[0] == '+' || !open;
  if (synonym && !e->names.n && !e->refused) pattern_refuse(job, "goes with no name before it");
  if (!synonym && !goes_on(job, e)) flush(job, e);
  if (name.len && name.data[0] == '+') name = base_str_sub(name, 1, name.len);
  if (open) add_name(job, e, name);
  add_codes(job, e, base_str_sub(s, open, s.len));
}

static bool is_tag(base_str s, const char *name) {
  return s.len > 2 && s.data[0] == '<' && base_str_eq_nocase(base_str_sub(s, 1, s.len - 1), base_str_of(name));
}

/* TABARI's word lists inside the actors: <NOUN> … </NOUN>. */
static bool read_tag(base_str s, const char **list) {
  if (is_tag(s, "NOUN")) return *list = "noun", true;
  if (is_tag(s, "ADJECTIVE")) return *list = "adjective", true;
  if (s.data[0] == '<') return *list = NULL, true;
  return false;
}

void pattern_import_actors(pattern_import_job *job) {
  entry e = {0};
  const char *list = NULL;
  for (base_str line; pattern_next_line(job, &line);) {
    base_str s = base_str_trim(line);
    if (!s.len || base_str_starts(s, BASE_STR("~~")) || read_tag(s, &list)) continue;
    if (list) pattern_put(job, FILE_ACTORS, list, pattern_normal(job, base_str_sub(s, 0, bracket_at(s))), BASE_NONE);
    else read_actor_line(job, &e, line);
  }
  flush(job, &e);
  drg_buffer_clear(&e.dated);
  drg_buffer_clear(&e.always);
}

/* ---- agents ---- */

typedef struct macros { /* !PERSON! = MAN, MEN */
  base_map words;       /* name with its marks -> the list after = */
} macros;

static bool read_macro(pattern_import_job *job, macros *m, base_str s) {
  base_str rest = s, name = base_str_trim(base_str_cut(&rest, '='));
  if (s.data[0] != '!' || !rest.data || memchr(s.data, '[', s.len)) return false;
  base_str *list = BASE_NEW(job->arena, base_str, 1);
  *list = base_str_trim(rest);
  *base_map_put(&m->words, name) = list;
  return true;
}

static void put_agent(pattern_import_job *job, base_str name, base_str code) {
  pattern_put(job, FILE_AGENTS, "agent", pattern_normal(job, name), code);
}

/* Each word of the macro in its place; an unknown macro is told. */
static void put_macro(pattern_import_job *job, const macros *m, base_str name, base_str code) {
  size_t open = 0, close;
  while (name.data[open] != '!') open++;
  for (close = open + 1; close < name.len && name.data[close] != '!';) close++;
  base_str key = base_str_sub(name, open, close < name.len ? close + 1 : close);
  const base_str *list = base_map_get(&m->words, key);
  if (!list) {
    pattern_refuse(job, "no macro '" BASE_FMT "'", BASE_ARG(key));
    return;
  }
  base_str words = *list, after = base_str_sub(name, open + key.len, name.len);
  for (base_str w; (w = base_str_cut(&words, ',')).data;) {
    w = base_str_trim(w);
    put_agent(
        job,
        base_str_printf(job->arena, BASE_FMT BASE_FMT BASE_FMT, (int)open, name.data, BASE_ARG(w), BASE_ARG(after)),
        code);
  }
}

/* {} none, {A B} those; PETRARCH makes a regular one where nothing is said. */
static void put_plurals(pattern_import_job *job, base_str name, base_str braces, base_str code) {
  if (braces.data) {
    for (base_str w; (w = base_str_word(&braces)).data;) put_agent(job, w, code);
    return;
  }
  base_str stem = pattern_normal(job, name);
  if (job->dialect == DIALECT_TABARI || !base_str_ends(stem, BASE_STR("="))) return;
  stem.len--;
  put_agent(job, pattern_plural(job->arena, stem), code);
}

static base_str cut_braces(base_str *name) {
  const char *open = memchr(name->data, '{', name->len), *close = memchr(name->data, '}', name->len);
  if (!open || !close || close < open) return BASE_NONE;
  base_str inside = {open + 1, (size_t)(close - open - 1)};
  *name = base_str_trim(base_str_sub(*name, 0, (size_t)(open - name->data)));
  return inside;
}

static bool check_agent_code(pattern_import_job *job, base_str code) {
  if (is_code(code) && code.len > 1 && (code.data[0] == '~' || code.data[code.len - 1] == '~')) return true;
  pattern_refuse(job, "no '~' says where the code '" BASE_FMT "' is joined", BASE_ARG(code));
  return false;
}

static void read_agent_line(pattern_import_job *job, const macros *m, base_str s) {
  base_str code, name = s;
  if (!pattern_cut_code(&name, &code)) {
    pattern_refuse(job, "no code");
    return;
  }
  base_str braces = cut_braces(&name);
  if (!check_agent_code(job, code)) return;
  if (name.len && memchr(name.data, '!', name.len)) put_macro(job, m, name, code);
  else {
    put_agent(job, name, code);
    put_plurals(job, name, braces, code);
  }
}

void pattern_import_agents(pattern_import_job *job) {
  macros m;
  base_map_init(&m.words, job->arena);
  for (base_str line; pattern_next_line(job, &line);) {
    base_str s = base_str_trim(line);
    if (!s.len || base_str_starts(s, BASE_STR("~~")) || s.data[0] == '<') continue;
    if (!read_macro(job, &m, s)) read_agent_line(job, &m, s);
  }
}
