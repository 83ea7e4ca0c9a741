/* A word's key, pieces and shape. */
#include "parse/features.h"

/* Typography folded to what the model was trained on. */
static const struct {
  const char *from, *to;
} FOLDS[] = {{"\xE2\x80\x98", "'"},   {"\xE2\x80\x99", "'"}, {"\xE2\x80\x9C", "\""},
             {"\xE2\x80\x9D", "\""},  {"\xE2\x80\x93", "-"}, {"\xE2\x80\x94", "-"},
             {"\xE2\x80\xA6", "..."}, {"``", "\""},          {"''", "\""}};

enum { MAX_FORM = 120 }; /* bytes of a form that are looked at */

static base_str fold_form(base_str form, char *buf) {
  size_t n = 0;
  for (size_t i = 0; i < form.len && n + 4 < MAX_FORM;) {
    size_t step = 0;
    for (size_t k = 0; k < sizeof FOLDS / sizeof *FOLDS && !step; k++) {
      if (!base_str_starts(base_str_sub(form, i, form.len), base_str_of(FOLDS[k].from))) continue;
      memcpy(buf + n, FOLDS[k].to, strlen(FOLDS[k].to));
      n += strlen(FOLDS[k].to);
      step = strlen(FOLDS[k].from);
    }
    if (!step) buf[n++] = form.data[i], step = 1;
    i += step;
  }
  return (base_str){buf, n};
}

/* Runs of capitals X, letters x, digits 9, others -: "McCain's" XxXx-x, cut to four signs. */
static uint32_t shape_of(base_str form) {
  char shape[4];
  int n = 0;
  for (size_t i = 0; i < form.len && n < 4;) {
    int32_t cp = base_utf8_next(form, &i);
    char k = base_char_is_upper(cp) ? 'X' : base_char_is_letter(cp) ? 'x' : base_char_is_digit(cp) ? '9' : '-';
    if (!n || shape[n - 1] != k) shape[n++] = k;
  }
  return feature_hash(feature_hash(FEATURE_SEED, "\x06", 1), shape, (size_t)n) % FEATURE_SHAPES;
}

features features_of(base_arena *arena, base_str form) {
  static const struct {
    char kind;
    int from_end, from_start; /* bytes; 0 and 0: the whole word */
  } PARTS[FEATURE_PIECES] = {{1, 2, 0}, {2, 3, 0}, {3, 4, 0}, {4, 0, 3}, {5, 0, 0}};
  char buf[MAX_FORM];
  base_str folded = fold_form(form, buf), lower = base_str_lower(arena, folded);
  features f = {.key = lower, .shape = shape_of(folded)};
  for (int k = 0; k < FEATURE_PIECES; k++) {
    size_t n = lower.len, want = (size_t)(PARTS[k].from_end + PARTS[k].from_start);
    if (want && want < n) n = want;
    const char *p = PARTS[k].from_end ? lower.data + lower.len - n : lower.data;
    f.pieces[k] = feature_hash(feature_hash(FEATURE_SEED, &PARTS[k].kind, 1), p, n);
  }
  return f;
}
