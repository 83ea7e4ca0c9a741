/* Text that XML 1.0 can hold. */
#include "write/parts.h"

static const char *escape_of(int32_t c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\t': return "&#9;"; /* a reader makes blanks of these in an attribute unless they are written so */
    case '\n': return "&#10;";
    case '\r': return "&#13;";
    default: return NULL;
  }
}

static bool is_allowed(int32_t c) { return c >= 0x20 && c != 0xFFFE && c != 0xFFFF; }

void write_put_xml(drg_buffer *out, base_str s) {
  for (size_t i = 0; i < s.len;) {
    size_t from = i;
    int32_t c = base_utf8_next(s, &i);
    const char *escape = escape_of(c);
    if (escape) base_putz(out, escape);
    else if (is_allowed(c)) base_put(out, base_str_sub(s, from, i));
    else base_putz(out, "\xEF\xBF\xBD");
  }
}
