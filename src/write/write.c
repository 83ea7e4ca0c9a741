/* The public writers, and values that all formats write alike. */
#include <inttypes.h>
#include <math.h>
#include "write/write.h"

/* ---- values ---- */

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

/* ---- the public face ---- */

static const struct {
  const char *name;
  drg_format format;
} FORMATS[] = {{"jsonl", DRG_JSONL}, {"csv", DRG_CSV}, {"tsv", DRG_TSV}, {"text", DRG_PRETTY}};

bool drg_format_named(const char *name, drg_format *out) {
  for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) {
    if (strcmp(FORMATS[i].name, name)) continue;
    *out = FORMATS[i].format;
    return true;
  }
  return false;
}

void drg_write_header(drg_format f, drg_buffer *out) {
  if (f == DRG_CSV || f == DRG_TSV) write_table_header(f == DRG_CSV ? WRITE_CSV : WRITE_TSV, out);
}

void drg_write_events(drg_format f, const drg_doc *doc, const drg_event *events, size_t n, drg_buffer *out) {
  switch (f) {
    case DRG_JSONL:
      for (size_t i = 0; i < n; i++) write_json_event(&(write_row){doc, &events[i]}, out);
      break;
    case DRG_CSV: write_table_events(WRITE_CSV, doc, events, n, out); break;
    case DRG_TSV: write_table_events(WRITE_TSV, doc, events, n, out); break;
    case DRG_PRETTY:
    case DRG_PRETTY_COLOUR: write_pretty_events(f == DRG_PRETTY_COLOUR, doc, events, n, out); break;
  }
}
