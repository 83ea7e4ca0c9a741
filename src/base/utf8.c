#include <utf8proc.h>
#include "base/base.h"

int32_t base_utf8_next(base_str s, size_t *i) {
  unsigned char c = (unsigned char)s.data[*i];
  if (c < 0x80) return s.data[(*i)++];
  utf8proc_int32_t cp;
  utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.data + *i, (utf8proc_ssize_t)(s.len - *i), &cp);
  *i += n > 0 ? (size_t)n : 1;
  return n > 0 ? cp : -1;
}

size_t base_utf8_invalid(base_str s) {
  for (size_t i = 0; i < s.len;) {
    size_t at = i;
    if ((unsigned char)s.data[i] < 0x80) {
      i++;
      continue;
    }
    if (base_utf8_next(s, &i) < 0) return at;
  }
  return s.len;
}

bool base_char_is_upper(int32_t cp) {
  if (cp < 0x80) return cp >= 'A' && cp <= 'Z';
  return utf8proc_category(cp) == UTF8PROC_CATEGORY_LU || utf8proc_category(cp) == UTF8PROC_CATEGORY_LT;
}

bool base_char_is_letter(int32_t cp) {
  if (cp < 0x80) return (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
  utf8proc_category_t c = utf8proc_category(cp);
  return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

bool base_char_is_digit(int32_t cp) {
  if (cp < 0x80) return cp >= '0' && cp <= '9';
  return utf8proc_category(cp) == UTF8PROC_CATEGORY_ND;
}

bool base_char_is_space(int32_t cp) {
  if (cp < 0x80) return cp == ' ' || (cp >= '\t' && cp <= '\r');
  return cp == 0x85 || utf8proc_category(cp) == UTF8PROC_CATEGORY_ZS || cp == 0x2028 || cp == 0x2029;
}
