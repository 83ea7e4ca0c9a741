/* Names of one person or body in their longer and shorter forms. */
#include "resolve/coref.h"

enum { MAX_WORDS = 16 };

static uint32_t fold(const coref *c, base_str name, base_str *out, char *space, size_t n) {
  return dict_fold_pieces(base_str_fold(c->arena, name), out, MAX_WORDS, space, n);
}

bool coref_name_fits(const coref *c, base_str full, base_str part) {
  char x[256], y[256];
  base_str a[MAX_WORDS], b[MAX_WORDS];
  uint32_t n = fold(c, full, a, x, sizeof x), m = fold(c, part, b, y, sizeof y), i = 0;
  if (!m || m > n) return false;
  for (uint32_t k = 0; k < m; k++, i++) { /* in the same order */
    while (i < n && !base_str_eq(a[i], b[k])) i++;
    if (i == n) return false;
  }
  return true;
}

bool coref_is_acronym(base_str name, base_str acronym) {
  size_t k = 0;
  bool start = true;
  for (size_t i = 0; i < acronym.len; i++)
    if (acronym.data[i] < 'A' || acronym.data[i] > 'Z') return false;
  for (size_t i = 0; i < name.len && k < acronym.len; i++) {
    if (start && (name.data[i] & ~32) == acronym.data[k] && name.data[i] >= 'A' && name.data[i] <= 'Z') k++;
    start = name.data[i] == ' ' || name.data[i] == '-';
  }
  return acronym.len >= 2 && k == acronym.len;
}
