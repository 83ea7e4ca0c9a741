/* Day numbers after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (public domain): the year is counted
 * from March, so that the leap day comes last. */
#include "base/base.h"

int32_t base_day_of(base_date d) {
  int y = d.year - (d.month <= 2);
  int era = (y >= 0 ? y : y - 399) / 400;
  int yoe = y - era * 400;
  int doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
  int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

base_date base_date_of(int32_t day) {
  int z = day + 719468;
  int era = (z >= 0 ? z : z - 146096) / 146097;
  int doe = z - era * 146097;
  int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int mp = (5 * doy + 2) / 153;
  base_date d = {yoe + era * 400, mp < 10 ? mp + 3 : mp - 9, doy - (153 * mp + 2) / 5 + 1};
  d.year += d.month <= 2;
  return d;
}

int base_weekday(int32_t day) {
  int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */
  return w < 0 ? w + 7 : w;
}

bool base_date_valid(base_date d) {
  if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31) return false;
  base_date same = base_date_of(base_day_of(d));
  return same.month == d.month && same.day == d.day;
}

static bool digits(base_str s, size_t at, size_t n, int *out) {
  if (at + n > s.len) return false;
  *out = 0;
  for (size_t i = at; i < at + n; i++) {
    if (s.data[i] < '0' || s.data[i] > '9') return false;
    *out = *out * 10 + (s.data[i] - '0');
  }
  return true;
}

int32_t base_day_parse(base_str s) {
  base_date d;
  s = base_str_trim(s);
  size_t end;
  if (s.len >= 10 && s.data[4] == '-' && s.data[7] == '-') {
    if (!digits(s, 0, 4, &d.year) || !digits(s, 5, 2, &d.month) || !digits(s, 8, 2, &d.day)) return DRG_NO_DAY;
    end = 10;
  } else {
    if (!digits(s, 0, 4, &d.year) || !digits(s, 4, 2, &d.month) || !digits(s, 6, 2, &d.day)) return DRG_NO_DAY;
    end = 8;
  }
  bool clean = end == s.len || s.data[end] == 'T' || s.data[end] == ' ';
  return clean && base_date_valid(d) ? base_day_of(d) : DRG_NO_DAY;
}
