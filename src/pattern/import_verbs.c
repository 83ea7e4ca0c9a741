/* Verbs: blocks of forms with patterns, sets of synonyms, TABARI's words of time. */
#include "pattern/parts.h"

typedef enum section { IN_VERBS, IN_SYNSETS, IN_TIME } section;

typedef struct reading {
  pattern_import_job *job;
  base_map sets; /* names of synsets, with their marks as written */
  section in;
  bool in_set;     /* + lines are its members */
  bool in_block;   /* a verb has been named */
  base_str code;   /* the block's */
  base_str moment; /* TABARI's word of time that patterns are of */
} reading;

static bool petrarch(const reading *r) { return r->job->dialect != DIALECT_TABARI; }

/* ---- codes ---- */

static bool is_code_char(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr(":-+#!?", c);
}

/* "- - -" made plain; false: no code. */
static bool plain_code(base_arena *arena, base_str *code) {
  char *p = BASE_NEW(arena, char, code->len + 1);
  size_t n = 0;
  for (size_t i = 0; i < code->len; i++)
    if (!strchr(" \t", code->data[i])) p[n++] = code->data[i];
  *code = (base_str){p, n};
  for (size_t i = 0; i < n; i++)
    if (!is_code_char(p[i])) return false;
  return n > 0;
}

static bool cut_code(reading *r, base_str *s, base_str *code) {
  bool there = pattern_cut_code(s, code);
  if (there && plain_code(r->job->arena, code)) return true;
  if (there) pattern_refuse(r->job, "no code '" BASE_FMT "'", BASE_ARG(*code));
  else pattern_refuse(r->job, "no code");
  return false;
}

/* ---- synsets: their names may hold '_', which elsewhere joins words; they are written with '.' ---- */

static bool is_name_char(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t name_length(base_str s) {
  size_t n = 1;
  while (n < s.len && is_name_char(s.data[n])) n++;
  return n;
}

static void learn_sets(reading *r) {
  base_str text = r->job->text;
  for (base_str line; (line = base_str_cut(&text, '\n')).data;) {
    line = base_str_trim(line);
    size_t n = line.len && line.data[0] == '&' ? name_length(line) : 0;
    while (n > 1 && line.data[n - 1] == '_') n--;
    if (n > 1) *base_map_put(&r->sets, base_str_sub(line, 0, n)) = r;
  }
}

static base_str set_name(const reading *r, base_str name) {
  char *p = BASE_NEW(r->job->arena, char, name.len + 1);
  for (size_t i = 0; i < name.len; i++) p[i] = name.data[i] == '_' ? '.' : name.data[i];
  return (base_str){p, name.len};
}

/* The longest set whose name begins s; data NULL: there is none. */
static base_str set_at(const reading *r, base_str s) {
  for (size_t n = name_length(s); n > 1; n--)
    if (base_map_get(&r->sets, base_str_sub(s, 0, n))) return base_str_sub(s, 0, n);
  return BASE_NONE;
}

/* ---- patterns, normal: upper case, hyphens part words, PETRARCH's words are whole ---- */

static bool is_joint(char c) { return c == ' ' || c == '_' || c == '\t' || c == '-' || c == '=' || c == '~'; }

static void put_joint(drg_buffer *out, base_str marks) {
  for (size_t i = 0; i < marks.len; i++) {
    char c = marks.data[i] == '-' ? '_' : marks.data[i] == '\t' ? ' ' : marks.data[i];
    if (c != ' ' || (out->len && out->data[out->len - 1] != ' ')) base_put(out, (base_str){&c, 1});
  }
}

static bool is_sign(base_str w) { return w.len == 1 && strchr("*$+%^|{}", w.data[0]); }

/* "DID N'T" is one word. */
static bool is_tail(base_str w) { return base_str_eq(w, BASE_STR("N'T")); }

static void put_word(const reading *r, drg_buffer *out, base_str w) {
  if (is_tail(w) && out->len) {
    while (out->len && strchr(" =", out->data[out->len - 1])) out->len--;
  } else
    while (w.len && strchr("\"().,:", w.data[w.len - 1])) w.len--;
  base_put(out, w);
  if (w.len && petrarch(r) && !is_sign(w)) base_putz(out, "=");
}

/* A set's name, a sign or a word from the front of s, appended; what it took. */
static size_t put_token(reading *r, drg_buffer *out, base_str s) {
  if (s.data[0] == '&') {
    base_str name = set_at(r, s);
    if (!name.data) return 0;
    base_put(out, set_name(r, name));
    size_t n = name.len;
    while (n < s.len && s.data[n] == '_' && (n + 1 == s.len || s.data[n + 1] == ' ')) n++; /* &AUXVERB1_ */
    return n;
  }
  size_t n = 0;
  while (n < s.len && !is_joint(s.data[n]) && !strchr("{}|*", s.data[n])) n++;
  if (!n) n = 1;
  put_word(r, out, base_str_sub(s, 0, n));
  return n;
}

/* PETRARCH 2 groups words: { } a noun phrase, words side by side; ( ) a phrase of a preposition, their order counts. */
static base_str ungrouped(const reading *r, base_str s) {
  char *p = BASE_NEW(r->job->arena, char, s.len + 1);
  bool phrase = false;
  for (size_t i = 0; i < s.len; i++) {
    char c = s.data[i];
    if (petrarch(r) && c == '{') phrase = true;
    if (petrarch(r) && c == '}') phrase = false;
    bool side =
        phrase && c == ' ' && i > 0 && i + 1 < s.len && !strchr("{ ", s.data[i - 1]) && !strchr("} ", s.data[i + 1]);
    p[i] = side ? '_' : petrarch(r) && strchr("{}()", c) ? ' ' : c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
  }
  return base_str_trim((base_str){p, s.len});
}

/* data NULL: a set that nothing defines. */
static base_str normal_pattern(reading *r, base_str s) {
  drg_buffer out;
  drg_buffer_init(&out);
  for (s = ungrouped(r, s); s.len;) {
    size_t n = put_token(r, &out, s), k;
    if (!n) {
      drg_buffer_clear(&out);
      return BASE_NONE;
    }
    for (k = n; k < s.len && is_joint(s.data[k]);) k++;
    put_joint(&out, base_str_sub(s, n, k));
    s = base_str_sub(s, k, s.len);
  }
  base_str normal = base_str_copy(r->job->arena, (base_str){out.data ? out.data : "", out.len});
  drg_buffer_clear(&out);
  return normal;
}

static void put_normal(reading *r, const char *kind, base_str s, base_str code) {
  base_str normal = normal_pattern(r, s);
  if (normal.data) pattern_put(r->job, FILE_VERBS, kind, normal, code);
  else pattern_refuse(r->job, "a synonym set that is not defined in '" BASE_FMT "'", BASE_ARG(s));
}

/* Of a word of time: the pattern with the word in the star's place. */
static void put_time(reading *r, base_str s, base_str code) {
  base_str after = s, before = base_str_cut(&after, '*');
  s = base_str_printf(r->job->arena, BASE_FMT " " BASE_FMT " " BASE_FMT, BASE_ARG(before), BASE_ARG(r->moment),
                      BASE_ARG(after));
  pattern_put(r->job, FILE_VERBS, "time", pattern_normal(r->job, s), code);
}

static void read_pattern(reading *r, base_str s) {
  base_str code;
  if (!cut_code(r, &s, &code)) return;
  if (!s.len || !memchr(s.data, '*', s.len)) pattern_refuse(r->job, "no '*' says where the verb stands");
  else if (r->in == IN_TIME) put_time(r, s, code);
  else if (!r->in_block) pattern_refuse(r->job, "a pattern of no verb");
  else put_normal(r, "pattern", s, code);
}

/* ---- synsets ---- */

static void read_set(reading *r, base_str s) {
  base_str name = base_str_sub(s, 0, name_length(s));
  while (name.len > 1 && name.data[name.len - 1] == '_') name.len--;
  r->in_set = name.len > 1;
  if (r->in_set) pattern_put(r->job, FILE_VERBS, "synset", set_name(r, name), BASE_NONE);
  else pattern_refuse(r->job, "a synonym set without a name");
}

/* PETRARCH: the plural of a member that is words alone and does not end in '_'. */
static void put_plural(reading *r, base_str s) {
  if (!petrarch(r) || s.data[s.len - 1] == '_' || memchr(s.data, '&', s.len)) return;
  base_str normal = normal_pattern(r, s);
  if (!base_str_ends(normal, BASE_STR("="))) return;
  normal.len--;
  normal = base_str_join(r->job->arena, pattern_plural(r->job->arena, normal), BASE_STR("="));
  pattern_put(r->job, FILE_VERBS, "member", normal, BASE_NONE);
}

static void read_member(reading *r, base_str s) {
  s = base_str_trim(base_str_sub(s, 1, s.len));
  if (!s.len) {
    pattern_refuse(r->job, "no words");
    return;
  }
  put_normal(r, "member", s, BASE_NONE);
  put_plural(r, s);
}

/* ---- verbs ---- */

static void put_form(reading *r, base_str form, base_str code) {
  pattern_put(r->job, FILE_VERBS, "form", pattern_normal(r->job, form), code);
}

static base_str without_plus(base_arena *arena, base_str s) {
  char *p = BASE_NEW(arena, char, s.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++)
    if (s.data[i] != '+') p[n++] = s.data[i];
  return (base_str){p, n};
}

/* English verbs' regular forms, as PETRARCH makes them of the word that changes. */
static const char *const ENDINGS[3][3] = {{"S", "D", "ING"}, {"IES", "IED", "YING"}, {"S", "ED", "ING"}};

static void put_regular(reading *r, base_str before, base_str head, base_str after, base_str code) {
  char last = head.data[head.len - 1];
  bool vowel = head.len > 1 && strchr("AEIOU", head.data[head.len - 2]);
  int kind = last == 'E' ? 0 : last == 'Y' && !vowel ? 1 : 2;
  for (int i = 0; i < 3; i++) {
    size_t keep = kind == 1 || (kind == 0 && i == 2) ? head.len - 1 : head.len;
    put_form(r,
             base_str_printf(r->job->arena, BASE_FMT BASE_FMT "%s" BASE_FMT, BASE_ARG(before), (int)keep, head.data,
                             ENDINGS[kind][i], BASE_ARG(after)),
             code);
  }
}

/* A_+B_C: the word behind '+' changes; without '+' the whole does. */
static void put_forms(reading *r, base_str name, base_str code) {
  size_t from = 0, to;
  while (from < name.len && name.data[from] != '+') from++;
  if (from == name.len) from = 0;
  else from++;
  for (to = from; to < name.len && !is_joint(name.data[to]);) to++;
  if (to == from) return;
  put_regular(r, without_plus(r->job->arena, base_str_sub(name, 0, from)), base_str_sub(name, from, to),
              base_str_sub(name, to, name.len), code);
}

static base_str cut_braces(base_str *s) {
  const char *open = memchr(s->data, '{', s->len), *close = memchr(s->data, '}', s->len);
  if (!open || !close || close < open) return BASE_NONE;
  base_str inside = {open + 1, (size_t)(close - open - 1)};
  *s = base_str_trim(base_str_sub(*s, 0, (size_t)(open - s->data)));
  return inside;
}

static void put_listed(reading *r, base_str list, base_str code) {
  for (base_str w; (w = base_str_word(&list)).data;) {
    while (w.len && w.data[w.len - 1] == ',') w.len--;
    if (w.len) put_form(r, without_plus(r->job->arena, w), code);
  }
}

/* PETRARCH: a verb of the block, with irregular forms and a code of its own where it has them. */
static void read_form(reading *r, base_str s) {
  base_str code = BASE_NONE, name = s;
  if (memchr(s.data, '[', s.len) && !cut_code(r, &name, &code)) return;
  base_str listed = cut_braces(&name);
  if (!r->in_block || !name.len || name.data[0] == '{') {
    pattern_refuse(r->job, r->in_block ? "no verb" : "a verb outside of a block");
    return;
  }
  if (!code.data) code = r->code;
  put_form(r, without_plus(r->job->arena, name), code);
  put_forms(r, name, code);
  put_listed(r, listed, code);
}

/* --- NAME [code] --- ; without a code, verbs and patterns have their own or none. */
static void read_block(reading *r, base_str s) {
  base_str name = s;
  r->in_block = false;
  r->code = BASE_STR("---");
  if (memchr(s.data, '[', s.len) && !cut_code(r, &name, &r->code)) return;
  while (name.len && strchr("- ", name.data[0])) name = base_str_sub(name, 1, name.len);
  while (name.len && strchr("- ", name.data[name.len - 1])) name.len--;
  r->in_block = true;
  pattern_put(r->job, FILE_VERBS, "verb", name, r->code);
}

static void read_listed(reading *r, base_str s) {
  base_str listed = cut_braces(&s);
  if (r->in_block && listed.data) put_listed(r, listed, r->code);
  else pattern_refuse(r->job, "forms of no verb");
}

/* TABARI: NAME [code], then perhaps a line of { forms }. */
static void read_root(reading *r, base_str s) {
  if (!cut_code(r, &s, &r->code)) return;
  r->moment = s;
  if (r->in == IN_TIME) {
    pattern_put(r->job, FILE_VERBS, "time", pattern_normal(r->job, s), r->code);
    return;
  }
  r->in_block = true;
  pattern_put(r->job, FILE_VERBS, "verb", s, r->code);
  put_form(r, s, r->code);
}

/* ---- ~ a (b . ATTACK) SAY = a b 112 ---- */

static void read_change(reading *r, base_str s) {
  base_str after = base_str_sub(s, 1, s.len), before = base_str_trim(base_str_cut(&after, '='));
  pattern_change change;
  after = base_str_trim(after);
  if (r->job->dialect == DIALECT_PETRARCH2 && pattern_change_read(before, after, &change))
    pattern_put(r->job, FILE_VERBS, "change", before, after);
  else pattern_refuse(r->job, "no rule that changes events");
}

/* ---- lines ---- */

static bool read_tag(reading *r, base_str s) {
  if (s.data[0] != '<') return false;
  r->in = base_str_starts(s, BASE_STR("<SYN"))    ? IN_SYNSETS
          : base_str_starts(s, BASE_STR("<TIME")) ? IN_TIME
                                                  : IN_VERBS;
  r->in_set = false;
  return true;
}

static void read_line(reading *r, base_str s) {
  bool plus = s.data[0] == '+';
  if (!plus) r->in_set = false;
  if (s.data[0] == '&') read_set(r, s);
  else if (r->in_set) read_member(r, s);
  else if (base_str_starts(s, BASE_STR("---"))) read_block(r, s);
  else if (s.data[0] == '*' || base_str_starts(s, BASE_STR("- ")) || base_str_starts(s, BASE_STR("-\t")))
    read_pattern(r, s.data[0] == '*' ? s : base_str_trim(base_str_sub(s, 1, s.len)));
  else if (s.data[0] == '~') read_change(r, s);
  else if (petrarch(r)) read_form(r, s);
  else if (s.data[0] == '{') read_listed(r, s);
  else read_root(r, s);
}

void pattern_import_verbs(pattern_import_job *job) {
  reading r = {.job = job};
  base_map_init(&r.sets, job->arena);
  learn_sets(&r);
  for (base_str line; pattern_next_line(job, &line);) {
    base_str s = base_str_trim(line);
    if (!s.len || base_str_starts(s, BASE_STR("~~")) || read_tag(&r, s)) continue;
    read_line(&r, s);
  }
}
