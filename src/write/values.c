/* Values that formats write alike. */
#include <inttypes.h>
#include <math.h>
#include "write/write.h"

bool write_actor_known(const drg_actor *a) { return a->code.data != NULL; }
bool write_span_known(drg_span s) { return s.begin < s.end; }

bool write_details_known(const drg_details *d) {
  return d->killed >= 0 || d->injured >= 0 || d->arrested >= 0 || d->amount >= 0 || d->currency.data || d->weapon.data;
}

bool write_coordinates_known(const drg_place *p) {
  return p->name.data && fabs(p->lat) <= 90 && fabs(p->lon) <= 180; /* false for NaN */
}

void write_put_day(drg_buffer *out, int32_t day) {
  if (day == DRG_NO_DAY) return;
  base_date d = base_date_of(day);
  base_putf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static void put_fraction(drg_buffer *out, int64_t fraction, int places, bool trim) {
  char digits[16];
  for (int i = places; i-- > 0; fraction /= 10) digits[i] = (char)('0' + fraction % 10);
  while (trim && places > 0 && digits[places - 1] == '0') places--;
  if (!places) return;
  base_putz(out, ".");
  base_put(out, (base_str){digits, (size_t)places});
}

bool write_put_number(drg_buffer *out, double value, int places, bool trim) {
  if (!isfinite(value)) return false;
  if (fabs(value) >= 1e12) { /* beyond any fraction that a text can mean */
    base_putf(out, "%.0f", value);
    return true;
  }
  int64_t scale = 1;
  for (int i = 0; i < places; i++) scale *= 10;
  int64_t scaled = llround(fabs(value) * (double)scale);
  base_putf(out, "%s%" PRId64, value < 0 && scaled ? "-" : "", scaled / scale);
  put_fraction(out, scaled % scale, places, trim);
  return true;
}

void write_put_utf8(drg_buffer *out, base_str s) {
  for (size_t bad; (bad = s.data ? base_utf8_invalid(s) : s.len) < s.len;) {
    base_put(out, base_str_sub(s, 0, bad));
    base_putz(out, "\xEF\xBF\xBD");
    s = base_str_sub(s, bad + 1, s.len);
  }
  base_put(out, s);
}

/* An empty string says as little as an absent one: both are null. */
void write_put_json(drg_buffer *out, base_str s) {
  if (!s.len) s = BASE_NONE;
  if (!s.data || base_utf8_invalid(s) == s.len) {
    base_put_json(out, s);
    return;
  }
  drg_buffer clean;
  drg_buffer_init(&clean);
  write_put_utf8(&clean, s);
  base_put_json(out, (base_str){clean.data, clean.len});
  drg_buffer_clear(&clean);
}
