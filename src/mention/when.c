/* Reading when.txt, cutting sentences into atoms, matching rules over them. */
#include "mention/when.h"

enum { MAX_ELEMENTS = 12, MAX_MORE = 4, MAX_ATOM_TEXT = 32, SET_WORDS = 6, MAX_RULES = SET_WORDS * 64 };

static const char *const CLASS_NAMES[WHEN_CLASSES] = {
#define X(upper, lower) #lower,
    WHEN_CLASS(X)
#undef X
};
static const char *const CLASS_CAPITALS[WHEN_CLASSES] = {
#define X(upper, lower) #upper,
    WHEN_CLASS(X)
#undef X
};
static const char *const ACTION_NAMES[WHEN_ACTIONS] = {
#define X(upper, lower) #lower,
    WHEN_ACTION(X)
#undef X
};

/* One meaning of a word, or of some words in a row. */
typedef struct sense {
  const struct sense *next; /* another meaning of the same first word */
  base_sym more[MAX_MORE];  /* the words after the first */
  uint8_t n_more, class;
  bool capital; /* only when written with a capital */
  int32_t value;
} sense;

typedef struct element {
  int16_t class; /* when_class, or -1: one of the literals */
  bool optional, context;
  const base_sym *literals;
  uint32_t n_literals;
} element;

typedef struct rule {
  uint8_t action;
  uint8_t n;
  element e[MAX_ELEMENTS];
} rule;

typedef struct rule_set {
  uint64_t bits[SET_WORDS];
} rule_set;

struct when {
  base_arena *arena;
  base_symbols *symbols;
  const sense **senses;                /* by symbol */
  rule_set **starts;                   /* by symbol: the rules that the word itself begins, or NULL */
  rule_set class_starts[WHEN_CLASSES]; /* the rules that a word of the class begins */
  uint32_t cap;
  BASE_VEC(rule) rules;
};

/* ---- reading ---- */

typedef struct reader {
  struct when *w;
  base_lines in;
  drg_error *err;
} reader;

static drg_status malformed(const reader *r, const char *what, base_str subject) {
  return base_fail(r->err, DRG_ERR_FORMAT, r->in.path, r->in.line, 0, "%s '" BASE_FMT "'", what, BASE_ARG(subject));
}

static base_sym symbol_of(struct when *w, base_str word) {
  base_sym s = base_symbols_add(w->symbols, base_str_copy(w->arena, word));
  if (s < w->cap) return s;
  uint32_t cap = s * 2 + 256;
  const sense **senses = BASE_NEW(w->arena, const sense *, cap);
  rule_set **starts = BASE_NEW(w->arena, rule_set *, cap);
  if (w->cap) memcpy(senses, w->senses, w->cap * sizeof *senses), memcpy(starts, w->starts, w->cap * sizeof *starts);
  w->senses = senses, w->starts = starts, w->cap = cap;
  return s;
}

static int named(const char *const *names, int n, base_str s) {
  for (int i = 0; i < n; i++)
    if (base_str_eq(s, base_str_of(names[i]))) return i;
  return -1;
}

static drg_status add_words(reader *r, base_str words, sense proto) {
  base_str first = base_str_word(&words);
  if (!first.data) return malformed(r, "no word in", r->in.text);
  base_sym key = symbol_of(r->w, first);
  for (base_str more; (more = base_str_word(&words)).data;) {
    if (proto.n_more == MAX_MORE) return malformed(r, "too many words in", r->in.text);
    proto.more[proto.n_more++] = symbol_of(r->w, more);
  }
  sense *s = BASE_NEW(r->w->arena, sense, 1);
  *s = proto;
  s->next = r->w->senses[key];
  r->w->senses[key] = s;
  return DRG_OK;
}

/* class words | words = value [capital] */
static drg_status read_words(reader *r, base_str class, base_str rest) {
  base_str words = base_str_cut(&rest, '='), number = base_str_word(&rest), how = base_str_word(&rest);
  int c = named(CLASS_NAMES, WHEN_CLASSES, class);
  int64_t value;
  if (c < 0) return malformed(r, "no such class of words:", class);
  if (!number.data || !base_str_to_int(number, &value)) return malformed(r, "no value in", r->in.text);
  sense proto = {.class = (uint8_t)c, .value = (int32_t)value, .capital = how.data != NULL};
  drg_status st = DRG_OK;
  while (st == DRG_OK && words.data) st = add_words(r, base_str_cut(&words, '|'), proto);
  return st;
}

static void read_literals(reader *r, base_str alternatives, element *e) {
  BASE_VEC(base_sym) v = {0};
  while (alternatives.data) {
    base_sym s = symbol_of(r->w, base_str_cut(&alternatives, '|'));
    BASE_PUSH(r->w->arena, &v, s);
  }
  e->class = -1, e->literals = v.v, e->n_literals = (uint32_t)v.n;
}

static drg_status read_element(reader *r, base_str word, element *e) {
  base_str whole = word;
  if (word.len > 1 && base_str_ends(word, BASE_STR("?"))) e->optional = true, word.len--;
  if (word.len > 2 && word.data[0] == '[' && word.data[word.len - 1] == ']')
    e->context = true, word = base_str_sub(word, 1, word.len - 1);
  if (!word.len) return malformed(r, "empty element", whole);
  int c = named(CLASS_CAPITALS, WHEN_CLASSES, word);
  if (c >= 0) e->class = (int16_t)c;
  else if (word.data[0] >= 'A' && word.data[0] <= 'Z') return malformed(r, "no such class of words:", word);
  else read_literals(r, word, e);
  return DRG_OK;
}

/* Words of one class that an element of another takes as well. "Sat" only stands for a weekday where a rule says WDAY. */
static uint32_t classes_of(int class) {
  uint32_t own = 1u << class;
  if (class == WHEN_WDAY) return own | 1u << WHEN_WEEKDAY;
  if (class == WHEN_UNIT) return own | 1u << WHEN_UNITS;
  return class == WHEN_MON ? own | 1u << WHEN_MONTH : own;
}

static void set_add(rule_set *s, size_t i) { s->bits[i / 64] |= 1ull << i % 64; }

static void set_join(rule_set *s, const rule_set *more) {
  for (int i = 0; i < SET_WORDS; i++) s->bits[i] |= more->bits[i];
}

static void note_start(struct when *w, const element *e, size_t index) {
  for (int c = 0; e->class >= 0 && c < WHEN_CLASSES; c++)
    if (classes_of(e->class) >> c & 1) set_add(&w->class_starts[c], index);
  for (uint32_t k = 0; k < e->n_literals; k++) {
    rule_set **at = &w->starts[e->literals[k]];
    if (!*at) *at = BASE_NEW(w->arena, rule_set, 1);
    set_add(*at, index);
  }
}

/* A rule begins with its first element, and with the next where that may be missing. */
static void note_starts(struct when *w, const rule *u, size_t index) {
  for (int i = 0; i < u->n; i++) {
    note_start(w, &u->e[i], index);
    if (!u->e[i].optional) return;
  }
}

/* rule action elements */
static drg_status read_rule(reader *r, base_str rest) {
  base_str action = base_str_word(&rest);
  int a = named(ACTION_NAMES, WHEN_ACTIONS, action);
  if (a < 0) return malformed(r, "no such action:", action);
  rule u = {.action = (uint8_t)a};
  drg_status st = DRG_OK;
  for (base_str word; st == DRG_OK && (word = base_str_word(&rest)).data;) {
    if (u.n == MAX_ELEMENTS) return malformed(r, "too many elements in", r->in.text);
    st = read_element(r, word, &u.e[u.n++]);
  }
  if (st == DRG_OK && u.n == 0) st = malformed(r, "no elements in", r->in.text);
  if (r->w->rules.n == MAX_RULES) return malformed(r, "too many rules at", r->in.text);
  note_starts(r->w, &u, r->w->rules.n);
  BASE_PUSH(r->w->arena, &r->w->rules, u);
  return st;
}

drg_status when_open(const char *dir, base_arena *arena, base_symbols *symbols, struct when **out, drg_error *err) {
  struct when *w = *out = BASE_NEW(arena, struct when, 1);
  w->arena = arena, w->symbols = symbols;
  symbol_of(w, BASE_STR("-")); /* the table is never empty */
  reader r = {.w = w, .err = err};
  drg_status st = base_lines_open(&r.in, base_str_printf(arena, "%s/when.txt", dir).data, err);
  while (st == DRG_OK && base_lines_next(&r.in)) {
    base_str rest = r.in.text, key = base_str_word(&rest);
    st = base_str_eq(key, BASE_STR("rule")) ? read_rule(&r, rest) : read_words(&r, key, rest);
  }
  base_lines_close(&r.in);
  r.in.path = NULL;
  return st;
}

static const sense *senses_of(const struct when *w, base_sym s) { return s < w->cap ? w->senses[s] : NULL; }

int32_t when_value(const struct when *w, base_sym word, when_class c) {
  for (const sense *s = word ? senses_of(w, word) : NULL; s; s = s->next)
    if (s->class == c && !s->n_more) return s->value;
  return WHEN_NOTHING;
}

bool when_is(const struct when *w, base_sym word, when_class c) { return when_value(w, word, c) != WHEN_NOTHING; }

/* ---- atoms: words cut at hyphens and slashes, figures read ---- */

typedef struct atom {
  int32_t first, last; /* words, last exclusive */
  base_sym sym;
  bool capital;
  uint32_t classes; /* of figures, as bits */
  int32_t value;    /* of figures; a day number for a stamp */
} atom;

typedef struct atoms {
  const struct when *w;
  base_arena *arena;
  const parse_sent *s;
  BASE_VEC(atom) a;
} atoms;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static size_t digits_at(base_str s, size_t i, int32_t *value) {
  size_t from = i;
  for (*value = 0; i < s.len && is_digit(s.data[i]) && i - from < 9; i++) *value = *value * 10 + (s.data[i] - '0');
  return i - from;
}

/* Classes of a bare figure of n digits. */
static uint32_t classes_of_figure(size_t n, int32_t v) {
  uint32_t c = 1u << WHEN_DIGITS | 1u << WHEN_NUMBER;
  if (n <= 2 && v >= 1 && v <= 31) c |= 1u << WHEN_DAY;
  if (n == 4 && v >= 1000 && v < 2200) c |= 1u << WHEN_YEAR;
  return c;
}

/* Reads a form that begins with a digit: 3, 3rd, 1990s, 8:30, 8pm. False: nothing of the calendar. */
static bool read_figure(const struct when *w, base_str form, atom *a) {
  size_t n = digits_at(form, 0, &a->value);
  base_str tail = base_str_sub(form, n, form.len);
  if (!n || n > 8) return false;
  if (!tail.len) return a->classes = classes_of_figure(n, a->value), true;
  char low[MAX_ATOM_TEXT];
  if (tail.len >= sizeof low) return false;
  for (size_t i = 0; i < tail.len; i++)
    low[i] = (char)(tail.data[i] | (tail.data[i] >= 'A' && tail.data[i] <= 'Z' ? 32 : 0));
  base_sym sym = base_symbols_find(w->symbols, (base_str){low, tail.len});
  int32_t ending = when_value(w, sym, WHEN_ENDING);
  if (ending == WHEN_ENDS_ORDINAL) a->classes = (n <= 2 && a->value <= 31 ? 1u << WHEN_DAY : 0) | 1u << WHEN_ORDINAL;
  else if (ending == WHEN_ENDS_DECADE) a->classes = 1u << WHEN_DECADE;
  else if (ending == WHEN_ENDS_TIME) a->classes = 1u << WHEN_TIME;
  else if (n <= 2 && tail.len == 3 && tail.data[0] == ':' && is_digit(tail.data[1])) a->classes = 1u << WHEN_TIME;
  return a->classes != 0;
}

/* "2021-03-03" or "03/04/2021" at the first of words that touch; 0 or how many words. */
static int32_t read_stamp(const parse_sent *s, int32_t at, atom *a) {
  char buf[MAX_ATOM_TEXT];
  size_t n = 0;
  int32_t last = at, part[3], v;
  for (; last < (int32_t)s->n; last++) {
    const parse_word *w = &s->words[last];
    if (n + w->form.len >= sizeof buf || (last > at && s->words[last - 1].space_after)) break;
    if (!is_digit(w->form.data[0]) && w->form.data[0] != '-' && w->form.data[0] != '/') break;
    memcpy(buf + n, w->form.data, w->form.len), n += w->form.len;
  }
  base_str t = {buf, n};
  size_t i = 0, len[3];
  char sign = 0;
  for (int k = 0; k < 3; k++) {
    if (!(len[k] = digits_at(t, i, &v)) || len[k] > 4) return 0;
    part[k] = v, i += len[k];
    if (k < 2 && (i >= n || (t.data[i] != '-' && t.data[i] != '/') || (sign && t.data[i] != sign))) return 0;
    if (k < 2) sign = t.data[i++];
  }
  bool iso = len[0] == 4, slashed = !iso && sign == '/' && (len[2] == 4 || len[2] == 2);
  if (i != n || (!iso && !slashed)) return 0;
  if (iso && !base_date_valid((base_date){part[0], part[1], part[2]})) return 0;
  if (slashed && (part[0] > 31 || part[1] > 31 || !part[0] || !part[1])) return 0;
  int year = len[2] == 2 ? part[2] + (part[2] < 50 ? 2000 : 1900) : part[2];
  a->classes = 1u << (iso ? WHEN_STAMP : WHEN_SLASHED);
  a->value = iso ? base_day_of((base_date){part[0], part[1], part[2]}) : year * 10000 + part[0] * 100 + part[1];
  return last - at;
}

static base_sym lower_symbol(const atoms *x, base_str form) {
  char low[MAX_ATOM_TEXT];
  if (form.len >= sizeof low) return 0;
  for (size_t i = 0; i < form.len; i++)
    low[i] = (char)(form.data[i] | (form.data[i] >= 'A' && form.data[i] <= 'Z' ? 32 : 0));
  return base_symbols_find(x->w->symbols, (base_str){low, form.len});
}

static void add_piece(atoms *x, int32_t word, base_str piece) {
  atom a = {.first = word, .last = word + 1, .capital = piece.data[0] >= 'A' && piece.data[0] <= 'Z'};
  if (!is_digit(piece.data[0]) || !read_figure(x->w, piece, &a)) a.sym = lower_symbol(x, piece);
  BASE_PUSH(x->arena, &x->a, a);
}

/* Length of the dash at s[i] ("-", or the three bytes of U+2013 and U+2014), or 0. */
static size_t dash_at(base_str s, size_t i) {
  if (s.data[i] == '-') return 1;
  return i + 2 < s.len && (unsigned char)s.data[i] == 0xE2 && (unsigned char)s.data[i + 1] == 0x80 &&
                 ((unsigned char)s.data[i + 2] == 0x93 || (unsigned char)s.data[i + 2] == 0x94)
             ? 3
             : 0;
}

static void cut_word(atoms *x, int32_t word) {
  base_str f = x->s->words[word].form;
  size_t from = 0;
  for (size_t i = 0; i < f.len;) {
    size_t dash = dash_at(f, i);
    if (!dash) {
      i++;
      continue;
    }
    if (i > from) add_piece(x, word, base_str_sub(f, from, i));
    add_piece(x, word, BASE_STR("-"));
    from = i += dash;
  }
  if (f.len > from) add_piece(x, word, base_str_sub(f, from, f.len));
}

static bool has_dash(base_str f) {
  for (size_t i = 0; i < f.len; i++)
    if (dash_at(f, i)) return true;
  return false;
}

static void cut(atoms *x) {
  for (int32_t i = 0; i < (int32_t)x->s->n;) {
    const parse_word *w = &x->s->words[i];
    atom a = {.first = i, .last = i + 1, .sym = w->lower_sym};
    int32_t stamp = w->form.len && is_digit(w->form.data[0]) ? read_stamp(x->s, i, &a) : 0;
    if (stamp) {
      a.last = i + stamp, a.sym = 0;
      BASE_PUSH(x->arena, &x->a, a);
    } else if (w->form.len && has_dash(w->form)) cut_word(x, i);
    else {
      size_t at = 0;
      a.capital = w->form.len && base_char_is_upper(base_utf8_next(w->form, &at));
      if (w->form.len && is_digit(w->form.data[0])) read_figure(x->w, w->form, &a);
      BASE_PUSH(x->arena, &x->a, a);
    }
    i += stamp ? stamp : 1;
  }
}

/* ---- matching ---- */

typedef struct match {
  const atoms *x;
  const rule *u;
  when_phrase now, best;
  size_t first, best_end; /* atoms; best_end == first: no match yet */
} match;

static void note(when_phrase *p, int class, int32_t value) {
  if (class == WHEN_WDAY) class = WHEN_WEEKDAY;
  if (class == WHEN_MON) class = WHEN_MONTH;
  if (class == WHEN_UNITS) p->n[WHEN_FEW]++, class = WHEN_UNIT;
  if (p->n[class] < 2) p->value[class][p->n[class]] = value;
  p->n[class]++;
}

static void step(match *m, int e, size_t at);

/* Goes on past atoms that element e took. */
static void take(match *m, int e, size_t at, size_t n, int class, int32_t value) {
  when_phrase saved = m->now;
  const atom *a = m->x->a.v + at;
  if (!m->u->e[e].context) {
    if (m->now.first < 0) m->now.first = a->first;
    m->now.last = a[n - 1].last;
  }
  if (class >= 0) note(&m->now, class, value);
  step(m, e + 1, at + n);
  m->now = saved;
}

static bool follows(const atoms *x, size_t at, const sense *s) {
  if (at + s->n_more >= x->a.n) return s->n_more == 0;
  for (size_t k = 0; k < s->n_more; k++)
    if (x->a.v[at + 1 + k].sym != s->more[k]) return false;
  return true;
}

static void take_class(match *m, int e, size_t at) {
  const atom *a = &m->x->a.v[at];
  uint32_t wanted = classes_of(m->u->e[e].class);
  if (a->classes & wanted) take(m, e, at, 1, m->u->e[e].class, a->value);
  for (const sense *s = a->sym ? senses_of(m->x->w, a->sym) : NULL; s; s = s->next)
    if ((wanted >> s->class & 1) && (a->capital || !s->capital) && follows(m->x, at, s))
      take(m, e, at, 1u + s->n_more, s->class, s->value);
}

static void take_literal(match *m, int e, size_t at) {
  const element *el = &m->u->e[e];
  for (uint32_t k = 0; k < el->n_literals; k++)
    if (m->x->a.v[at].sym == el->literals[k]) {
      take(m, e, at, 1, -1, 0);
      return;
    }
}

static void step(match *m, int e, size_t at) {
  if (e == m->u->n) {
    size_t first = m->best_end;
    if (at <= first || m->now.first < 0) return;
    m->best = m->now;
    m->best.action = m->u->action;
    m->best_end = at;
    return;
  }
  if (at < m->x->a.n) {
    if (m->u->e[e].class >= 0) take_class(m, e, at);
    else take_literal(m, e, at);
  }
  if (m->u->e[e].optional) step(m, e + 1, at);
}

/* The rules that may begin at the atom; false if none. */
static bool rules_at(const atoms *x, size_t at, rule_set *out) {
  const atom *a = &x->a.v[at];
  uint32_t classes = a->classes;
  *out = (rule_set){0};
  for (const sense *s = a->sym ? senses_of(x->w, a->sym) : NULL; s; s = s->next) classes |= 1u << s->class;
  for (uint32_t c = 0; classes >> c; c++)
    if (classes >> c & 1) set_join(out, &x->w->class_starts[c]);
  const rule_set *own = a->sym && a->sym < x->w->cap ? x->w->starts[a->sym] : NULL;
  if (own) set_join(out, own);
  return classes || own;
}

static when_phrase blank(void) {
  when_phrase p = {.first = -1, .last = -1};
  for (int c = 0; c < WHEN_CLASSES; c++) p.value[c][0] = p.value[c][1] = WHEN_NOTHING;
  return p;
}

/* Longest match of any rule from the atom on. */
static size_t match_at(const atoms *x, size_t at, when_phrase *out) {
  rule_set may;
  if (!rules_at(x, at, &may)) return at;
  match m = {.x = x, .first = at, .best_end = at, .now = blank()};
  for (size_t i = 0; i < SET_WORDS; i++)
    for (uint64_t left = may.bits[i]; left; left &= left - 1) {
      m.u = &x->w->rules.v[i * 64 + (size_t)__builtin_ctzll(left)];
      step(&m, 0, at);
    }
  *out = m.best;
  return m.best_end;
}

/* A context may cut a phrase short that goes further on its own: [in] March, but "March 2021". */
static size_t match_best(const atoms *x, size_t at, when_phrase *out) {
  size_t end = match_at(x, at, out);
  if (end == at || x->a.v[at].first >= out->first) return end;
  for (size_t k = at + 1; k < end; k++) {
    when_phrase alone;
    size_t further = x->a.v[k].first == out->first ? match_at(x, k, &alone) : 0;
    if (further <= end) continue;
    *out = alone;
    return further;
  }
  return end;
}

/* The last atom that the phrase itself (not its context) took; the next match may begin after it. */
static size_t atom_after(const atoms *x, size_t from, const when_phrase *p) {
  while (from < x->a.n && x->a.v[from].first < p->last) from++;
  return from;
}

uint32_t when_find(const struct when *w, base_arena *arena, const parse_sent *s, when_phrase **out) {
  atoms x = {.w = w, .arena = arena, .s = s};
  BASE_VEC(when_phrase) found = {0};
  cut(&x);
  for (size_t i = 0; i < x.a.n;) {
    when_phrase p;
    size_t end = match_best(&x, i, &p);
    if (end > i && p.action != WHEN_DO_SKIP) BASE_PUSH(arena, &found, p);
    i = end > i ? atom_after(&x, i + 1, &p) : i + 1;
  }
  *out = found.v;
  return (uint32_t)found.n;
}
