/* Dates as they stand in datelines, fields, file names and URLs. Order of day and month in all-number dates with
 * slashes differs from country to country: such a date counts only where the numbers leave one reading. */
#include <stdlib.h>
#include "read/parts.h"

enum { YEAR_FIRST = 1800, YEAR_LAST = 2199 };

static bool is_digit(base_str s, size_t i) { return i < s.len && s.data[i] >= '0' && s.data[i] <= '9'; }
static bool is_letter(base_str s, size_t i) {
  return i < s.len && ((s.data[i] | 32) >= 'a' && (s.data[i] | 32) <= 'z');
}
static bool is_blank(base_str s, size_t i) { return i < s.len && (s.data[i] == ' ' || s.data[i] == '\t'); }
static size_t skip_blanks(base_str s, size_t i) {
  while (is_blank(s, i)) i++;
  return i;
}

/* The run of digits at s[*at], of lo to hi digits; moves *at behind it. */
static bool take_number(base_str s, size_t *at, size_t lo, size_t hi, int *out) {
  size_t i = *at;
  *out = 0;
  while (is_digit(s, i) && i - *at < hi) *out = *out * 10 + (s.data[i++] - '0');
  if (i - *at < lo || is_digit(s, i)) return false;
  *at = i;
  return true;
}

static base_str take_word(base_str s, size_t *at) {
  size_t i = *at;
  while (is_letter(s, i)) i++;
  base_str word = base_str_sub(s, *at, i);
  *at = i;
  return word;
}

static bool year_fits(int year) { return year >= YEAR_FIRST && year <= YEAR_LAST; }

static bool date_fits(read_date d) {
  return base_date_valid((base_date){d.year ? d.year : 2000, d.month, d.day}) && (!d.year || year_fits(d.year));
}

/* ---- dates with the name of a month ---- */

static bool take_month(base_str s, size_t *at, int *month) {
  size_t i = *at;
  *month = read_en_month(take_word(s, &i));
  if (!*month) return false;
  if (i < s.len && s.data[i] == '.') i++;
  *at = i;
  return true;
}

/* "3", "3rd" */
static bool take_day(base_str s, size_t *at, int *day) {
  size_t i = *at;
  if (!take_number(s, &i, 1, 2, day)) return false;
  size_t end = i;
  base_str suffix = take_word(s, &end);
  if (suffix.len && !read_en_ordinal(suffix)) return false;
  *at = end;
  return true;
}

/* A year behind the date: ", 2021", " 2021", "/2021"; with `short_too` also "90", as cables write it. */
static void take_year(base_str s, size_t *at, bool short_too, int *year) {
  size_t i = *at;
  bool comma = i < s.len && (s.data[i] == ',' || s.data[i] == '/' || s.data[i] == '-');
  i = skip_blanks(s, i + comma);
  size_t begin = i;
  int y;
  if (i == *at || !take_number(s, &i, 2, 4, &y) || is_letter(s, i)) return;
  if (i < s.len && s.data[i] == ':' && is_digit(s, i + 1)) return; /* an hour */
  size_t width = i - begin;
  if (width == 2 && short_too && !comma) y += y < 50 ? 2000 : 1900;
  else if (width != 4 || !year_fits(y)) return;
  *year = y;
  *at = i;
}

/* "March 3", "Mar. 3, 2021" */
static bool take_month_day(base_str s, size_t *at, read_date *d) {
  size_t i = *at;
  if (!take_month(s, &i, &d->month)) return false;
  i = skip_blanks(s, i);
  if (i < s.len && s.data[i] == '-') i++; /* "Mar-03-2021" */
  if (!take_day(s, &i, &d->day)) return false;
  if (i < s.len && s.data[i] == ':' && is_digit(s, i + 1)) return false; /* "March 3:30" is an hour */
  take_year(s, &i, false, &d->year);
  *at = i;
  return true;
}

/* "3 March", "3rd March 2021", "03-Mar-2021", "3 JAN 90" */
static bool take_day_month(base_str s, size_t *at, read_date *d) {
  size_t i = *at;
  if (!take_day(s, &i, &d->day)) return false;
  size_t gap = skip_blanks(s, i);
  if (gap < s.len && (s.data[gap] == '-' || s.data[gap] == '/') && gap == i) gap++;
  i = gap;
  bool upper = i + 1 < s.len && s.data[i + 1] >= 'A' && s.data[i + 1] <= 'Z';
  if (!take_month(s, &i, &d->month)) return false;
  take_year(s, &i, upper, &d->year);
  *at = i;
  return true;
}

/* ---- dates of numbers ---- */

/* "2021-03-03", "2021/3/3", "2021.03.03", "2021_03_03" */
static bool take_iso(base_str s, size_t *at, read_date *d) {
  size_t i = *at;
  if (!take_number(s, &i, 4, 4, &d->year) || i >= s.len || !strchr("-/._", s.data[i])) return false;
  char sep = s.data[i++];
  if (!take_number(s, &i, 1, 2, &d->month) || i >= s.len || s.data[i++] != sep) return false;
  if (!take_number(s, &i, 1, 2, &d->day)) return false;
  *at = i;
  return true;
}

/* "20210303", also with hours behind: "20210303101500" */
static bool take_compact(base_str s, size_t *at, read_date *d) {
  size_t n = 0;
  while (is_digit(s, *at + n)) n++;
  if (n != 8 && n != 10 && n != 12 && n != 14) return false;
  int all = 0;
  for (size_t i = 0; i < 8; i++) all = all * 10 + (s.data[*at + i] - '0');
  *d = (read_date){all / 10000, all / 100 % 100, all % 100};
  *at += n;
  return true;
}

/* "3.3.2021" is day first; "28/03/2021" and "03/28/2021" read in one way only, "03/04/2021" in two. */
static bool take_ending_in_year(base_str s, size_t *at, read_date *d) {
  size_t i = *at;
  int x, y;
  if (!take_number(s, &i, 1, 2, &x) || i >= s.len || !strchr("./-", s.data[i])) return false;
  char sep = s.data[i++];
  if (!take_number(s, &i, 1, 2, &y) || i >= s.len || s.data[i++] != sep) return false;
  if (!take_number(s, &i, 4, 4, &d->year)) return false;
  bool month_first = sep != '.' && y > 12;
  if (sep != '.' && x <= 12 && y <= 12 && x != y) return false;
  d->day = month_first ? y : x;
  d->month = month_first ? x : y;
  *at = i;
  return true;
}

/* ---- the scanner ---- */

typedef bool (*date_form)(base_str s, size_t *at, read_date *d);
static const date_form NUMBER_FORMS[] = {take_iso, take_compact, take_ending_in_year};
static const date_form FORMS[] = {take_month_day, take_day_month, take_iso, take_compact, take_ending_in_year};

static size_t take_form(const date_form *forms, size_t n, base_str s, size_t at, read_date *out) {
  for (size_t k = 0; k < n; k++) {
    read_date d = {0};
    size_t i = at;
    if (!forms[k](s, &i, &d) || !date_fits(d) || is_digit(s, i)) continue;
    *out = d;
    return i;
  }
  return at;
}

/* "Tuesday, " before a date */
static size_t skip_weekday(base_str s, size_t at) {
  size_t i = at;
  if (!read_en_weekday(take_word(s, &i))) return at;
  if (i < s.len && s.data[i] == '.') i++;
  if (i < s.len && s.data[i] == ',') i++;
  return skip_blanks(s, i);
}

size_t read_date_scan(base_str s, size_t at, read_date *out) {
  size_t from = skip_weekday(s, at);
  size_t end = take_form(FORMS, sizeof FORMS / sizeof *FORMS, s, from, out);
  return end == from || is_letter(s, end) ? at : end;
}

read_date read_date_find(base_str s) {
  for (size_t i = 0; i < s.len; i++) {
    if (i && (is_digit(s, i - 1) || is_letter(s, i - 1))) continue;
    read_date d = {0};
    size_t end = take_form(FORMS, sizeof FORMS / sizeof *FORMS, s, i, &d);
    if (end > i && d.year) return d;
  }
  return (read_date){0};
}

int32_t read_day_of_date(read_date d, int32_t anchor) {
  if (!d.month) return DRG_NO_DAY;
  if (d.year) return base_day_of((base_date){d.year, d.month, d.day});
  if (anchor == DRG_NO_DAY) return DRG_NO_DAY;
  int year = base_date_of(anchor).year;
  int32_t best = DRG_NO_DAY;
  for (int y = year - 1; y <= year + 1; y++) {
    base_date full = {y, d.month, d.day};
    if (!base_date_valid(full)) continue; /* 29 February */
    int32_t day = base_day_of(full);
    if (best == DRG_NO_DAY || abs(day - anchor) < abs(best - anchor)) best = day;
  }
  return best;
}

/* ---- fields ---- */

static int32_t day_of_parts(int64_t year, int64_t month, int64_t day) {
  base_date d = {(int)year, (int)month, (int)day};
  return year_fits(d.year) && base_date_valid(d) ? base_day_of(d) : DRG_NO_DAY;
}

static int32_t day_of_epoch(int64_t seconds) {
  int64_t day = seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
  return day > -62000 && day < 84000 ? (int32_t)day : DRG_NO_DAY; /* 1800 to 2199 */
}

/* 20210303101500, 20210303, 950101; else seconds, thousandths or millionths since 1970. */
int32_t read_day_of_number(int64_t n) {
  int32_t day = DRG_NO_DAY;
  if (n >= 10000000000000 && n < 100000000000000)
    day = day_of_parts(n / 10000000000, n / 100000000 % 100, n / 1000000 % 100);
  else if (n >= 10000000 && n < 100000000) day = day_of_parts(n / 10000, n / 100 % 100, n % 100);
  else if (n >= 0 && n < 1000000)
    day = day_of_parts(n / 10000 + (n / 10000 < 50 ? 2000 : 1900), n / 100 % 100, n % 100);
  if (day != DRG_NO_DAY) return day;
  if (n > INT64_C(100000000000000)) return day_of_epoch(n / 1000000);
  if (n > INT64_C(100000000000)) return day_of_epoch(n / 1000);
  return n > 100000000 ? day_of_epoch(n) : DRG_NO_DAY;
}

static bool all_digits(base_str s) {
  for (size_t i = 0; i < s.len; i++)
    if (!is_digit(s, i)) return false;
  return s.len > 0;
}

int32_t read_day_of_field(base_str s) {
  s = base_str_trim(s);
  int64_t n;
  double seconds;
  if (all_digits(s)) return s.len >= 6 && base_str_to_int(s, &n) ? read_day_of_number(n) : DRG_NO_DAY;
  read_date d = {0};
  if (!read_date_scan(s, 0, &d) || !d.year) d = read_date_find(s);
  if (d.month) return read_day_of_date(d, DRG_NO_DAY);
  size_t t = 0; /* "20210303T101500Z" */
  if (s.len > 8 && s.data[8] == 'T' && take_form(NUMBER_FORMS + 1, 1, base_str_sub(s, 0, 8), t, &d))
    return read_day_of_date(d, DRG_NO_DAY);
  if (base_str_to_double(s, &seconds) && seconds > 1e8 && seconds < 1e17) return read_day_of_number((int64_t)seconds);
  return DRG_NO_DAY;
}

int32_t read_day_of_name(base_str s) {
  for (size_t i = 0; i < s.len; i++) {
    if (!is_digit(s, i) || (i && is_digit(s, i - 1))) continue;
    read_date d = {0};
    size_t end = take_form(NUMBER_FORMS, sizeof NUMBER_FORMS / sizeof *NUMBER_FORMS, s, i, &d);
    if (end > i && d.year >= 1900 && d.year < 2100) return read_day_of_date(d, DRG_NO_DAY);
  }
  return DRG_NO_DAY;
}
