#include "code/quantities.h"

enum { KIND_NUMBER, KIND_SCALE, KIND_CURRENCY, KINDS_N };
static const char *const KINDS[KINDS_N] = {"number", "scale", "currency"};

typedef struct quantity {
  base_sym sym;
  uint8_t kind;
  double value;
  base_str code; /* of a currency: ISO 4217 */
} quantity;

struct code_quantities {
  BASE_VEC(quantity) v;
};

static bool read_quantity(base_arena *arena, base_symbols *symbols, base_str line, quantity *q) {
  base_str kind = base_str_word(&line), word = base_str_word(&line), value = base_str_word(&line);
  for (int k = 0; k < KINDS_N; k++) {
    if (!base_str_eq(kind, base_str_of(KINDS[k])) || !value.data) continue;
    *q = (quantity){.sym = base_symbols_add(symbols, word), .kind = (uint8_t)k, .code = base_str_copy(arena, value)};
    return k == KIND_CURRENCY || base_str_to_double(value, &q->value);
  }
  return false;
}

drg_status code_quantities_open(const char *path, base_arena *arena, base_symbols *symbols, code_quantities **out,
                                drg_error *err) {
  code_quantities *t = *out = BASE_NEW(arena, code_quantities, 1);
  base_lines in;
  drg_status st = base_lines_open(&in, path, err);
  while (st == DRG_OK && base_lines_next(&in)) {
    quantity q;
    if (read_quantity(arena, symbols, in.text, &q)) BASE_PUSH(arena, &t->v, q);
    else
      st = base_fail(err, DRG_ERR_FORMAT, path, in.line, 0, "cannot read quantity '" BASE_FMT "'", BASE_ARG(in.text));
  }
  base_lines_close(&in);
  return st;
}

static const quantity *find(const code_quantities *t, const parse_word *w, int kind) {
  for (size_t i = 0; i < t->v.n; i++)
    if (t->v.v[i].kind == kind && t->v.v[i].sym && (t->v.v[i].sym == w->lower_sym || t->v.v[i].sym == w->lemma_sym))
      return &t->v.v[i];
  return NULL;
}

/* "1,200", "3.5" or a listed number word; -1 if it is neither. */
static double number_of(const code_quantities *t, const parse_word *w) {
  char digits[32];
  size_t n = 0;
  for (size_t i = 0; i < w->form.len && n + 1 < sizeof digits; i++)
    if (w->form.data[i] != ',') digits[n++] = w->form.data[i];
  double value;
  if (n && digits[0] >= '0' && digits[0] <= '9' && base_str_to_double((base_str){digits, n}, &value)) return value;
  const quantity *q = find(t, w, KIND_NUMBER);
  return q ? q->value : -1;
}

static double scale_near(const code_quantities *t, const parse_sent *s, int w) {
  for (int i = w + 1; i < (int)s->n && i <= w + 1; i++) {
    const quantity *q = find(t, &s->words[i], KIND_SCALE);
    if (q) return q->value;
  }
  return 1;
}

/* The count that a noun carries: "three police officers". */
static int64_t count_of(const code_quantities *t, const parse_sent *s, int noun) {
  for (int i = 0; i < (int)s->n; i++)
    if (s->words[i].head == noun && s->words[i].deprel == DEP_NUMMOD) {
      double v = number_of(t, &s->words[i]);
      if (v >= 0) return (int64_t)(v * scale_near(t, s, i));
    }
  double own = s->words[noun].upos == UPOS_NUM ? number_of(t, &s->words[noun]) : -1;
  return own >= 0 ? (int64_t)own : -1;
}

static int64_t victims_of(const code_lexicon *lex, const parse_sent *s, int verb) {
  code_words objs = {.n = 0};
  code_related(lex, s, verb, (code_step){REL_OBJ, 0}, &objs);
  int64_t n = objs.n ? count_of(lex->quantities, s, objs.v[0]) : -1;
  return n < 0 || n > 10000000 ? -1 : n;
}

static void find_money(const code_quantities *t, const parse_sent *s, int w, drg_details *d) {
  const quantity *currency = find(t, &s->words[w], KIND_CURRENCY);
  if (!currency) return;
  for (int i = w - 3 < 0 ? 0 : w - 3; i < (int)s->n && i <= w + 1; i++) { /* "$ 5 million", "5 million euros" */
    double v = i == w ? -1 : number_of(t, &s->words[i]);
    if (v < 0) continue;
    d->amount = v * scale_near(t, s, i);
    d->currency = currency->code;
    return;
  }
}

drg_details code_details_of(const code_lexicon *lex, const parse_sent *s, const code_match *m) {
  drg_details d = {-1, -1, -1, -1, BASE_NONE, BASE_NONE};
  for (int w = 0; w < (int)s->n; w++) {
    if (!parse_dominates(s, m->trigger, w)) continue;
    const parse_word *x = &s->words[w];
    if (x->upos == UPOS_VERB) {
      if (d.killed < 0 && code_set_has(&lex->kill, x->lemma_sym)) d.killed = victims_of(lex, s, w);
      if (d.injured < 0 && code_set_has(&lex->injure, x->lemma_sym)) d.injured = victims_of(lex, s, w);
      if (d.arrested < 0 && code_set_has(&lex->arrest, x->lemma_sym)) d.arrested = victims_of(lex, s, w);
    }
    if (!d.weapon.data && x->upos == UPOS_NOUN && code_set_has(&lex->weapon, x->lemma_sym)) d.weapon = x->lemma;
    if (d.amount < 0) find_money(lex->quantities, s, w, &d);
  }
  return d;
}
