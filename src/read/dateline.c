/* The dateline of a report: place, date and agency in many orders, closed by a dash or colon.
 *
 *   LIMA, 3 May 2024 (Sample Wire) - Chile's foreign minister ...
 *   place, date      agency       sep ^ end
 *
 * A scanner collects the items, whatever their order; RULES says which of the collections are a dateline. Much else
 * begins with a capitalised word and a dash ("EXCLUSIVE - ", "Putin - the man who ..."), so the less there is, the more
 * a rule asks for. */
#include "read/parts.h"

enum { /* what the scanner met */
       PLACE = 1,
       CAPS = 2, /* the first place is in capitals */
       DATE = 4,
       YEAR = 8,    /* the date has its year */
       AGENCY = 16, /* something in brackets, or a known name */
       KNOWN = 32,  /* a known agency */
       MORE = 64    /* a place of several parts: "KYIV, Ukraine" */
};

typedef enum stop { NO_STOP, DASH, COLON, LINE_END } stop;

typedef struct scan {
  base_str s;
  size_t at, end; /* of the line */
  unsigned met;
  bool after_full_stop; /* "MOSCOW. " goes on with a date or an agency only */
  stop stop;
  size_t items;
  read_dateline out;
} scan;

/* ---- characters ---- */

static char byte_at(const scan *c, size_t i) { return i < c->end ? c->s.data[i] : '\n'; }
static bool blank_at(const scan *c, size_t i) {
  char b = byte_at(c, i);
  return b == ' ' || b == '\t' || (b == '\xC2' && byte_at(c, i + 1) == '\xA0') ||
         (b == '\xA0' && i && c->s.data[i - 1] == '\xC2');
}
static size_t skip_blanks(const scan *c, size_t i) {
  while (i < c->end && blank_at(c, i)) i++;
  return i;
}
static int32_t char_at(const scan *c, size_t i) { return i < c->end ? base_utf8_next(c->s, &i) : 0; }
static bool upper_at(const scan *c, size_t i) { return base_char_is_upper(char_at(c, i)); }
static bool letter_at(const scan *c, size_t i) { return base_char_is_letter(char_at(c, i)); }

/* The dash at i: its length, 0 when there is none. */
static size_t dash_at(const scan *c, size_t i) {
  static const char *const DASHES[] = {"---", "--", "\xE2\x80\x94", "\xE2\x80\x93", "\xE2\x80\x95", "\xE2\x80\x92",
                                       "-",   "_"};
  for (size_t k = 0; k < sizeof DASHES / sizeof *DASHES; k++) {
    size_t n = strlen(DASHES[k]);
    if (i + n <= c->end && memcmp(c->s.data + i, DASHES[k], n) == 0) return n;
  }
  return 0;
}

/* Sentences begin so: a capital, a digit, an opening quote or bracket. */
static bool opens_sentence(const scan *c, size_t i) {
  int32_t cp = char_at(c, i);
  if (base_char_is_upper(cp) || base_char_is_digit(cp)) return true;
  if (base_char_is_letter(cp)) { /* letters without case, and "al-Qaeda", "eBay" */
    while (i < c->end && letter_at(c, i) && !upper_at(c, i)) base_utf8_next(c->s, &i);
    return byte_at(c, i) == '-' || upper_at(c, i);
  }
  return cp == '"' || cp == '\'' || cp == '[' || cp == '(' || cp == '$' || cp == 0x201C || cp == 0x2018 || cp == 0xAB;
}

/* ---- items ---- */

static size_t word_end(const scan *c, size_t i) {
  for (; i < c->end && !blank_at(c, i) && !strchr(",()[]:|/;.", byte_at(c, i)); i++) {
    size_t dash = dash_at(c, i);
    if (dash && (dash > 1 || !letter_at(c, i + 1))) break; /* one hyphen may stand inside: "AL-ARISH" */
  }
  return i;
}

/* "Wyo.", "St.", "D.C." keep their stop; "MOSCOW." does not. */
static size_t abbreviation_end(const scan *c, size_t begin, size_t end) {
  while (byte_at(c, end) == '.' && end - begin <= 5 && letter_at(c, end - 1)) {
    end++;
    if (letter_at(c, end)) end = word_end(c, end);
  }
  return end;
}

static size_t take_date(scan *c, size_t i, read_date *d) {
  base_str line = base_str_sub(c->s, 0, c->end);
  return read_date_scan(line, i, d);
}

/* Known agency at i, of one to four words: where it ends, or i. */
static size_t agency_end(const scan *c, size_t i) {
  size_t best = i, end = i;
  for (int words = 0; words < 4 && end < c->end; words++) {
    size_t next = word_end(c, end);
    if (next == end) break;
    if (next - i > 2 && read_en_agency(base_str_sub(c->s, i, next))) best = next; /* "PA" is a state as well */
    end = skip_blanks(c, next);
  }
  return best;
}

/* Does a place's word begin at i? Capitalised ones, and short lower-case ones between them ("Rio de Janeiro"). */
static size_t place_word_end(scan *c, size_t i, bool first) {
  read_date d;
  size_t end = word_end(c, i);
  if (end == i || end - i > 40) return i;
  if (!first && (take_date(c, i, &d) > i || agency_end(c, i) > i)) return i;
  if (upper_at(c, i)) return abbreviation_end(c, i, end);
  size_t hyphen = i;
  while (hyphen < end && byte_at(c, hyphen) != '-') hyphen++;
  if (hyphen < end && hyphen - i <= 3 && letter_at(c, i) && upper_at(c, hyphen + 1)) return end; /* "al-Hasakah" */
  size_t next = skip_blanks(c, end);
  return !first && end - i <= 4 && letter_at(c, i) && next > end && upper_at(c, next) ? end : i;
}

static bool all_capitals(base_str s) {
  size_t letters = 0;
  for (size_t i = 0; i < s.len;) {
    int32_t cp = base_utf8_next(s, &i);
    if (!base_char_is_letter(cp)) continue;
    if (!base_char_is_upper(cp)) return false;
    letters++;
  }
  return letters >= 2;
}

/* One part of a place, up to five words; "KYIV/MOSCOW" is one part. */
static bool item_place(scan *c) {
  size_t i = c->at, end = i;
  if (c->after_full_stop || c->met & (DATE | AGENCY)) return false;
  for (int words = 0; words < 5; words++) {
    size_t next = place_word_end(c, i, words == 0);
    if (next == i) break;
    if (!words && !(c->met & PLACE) && read_en_no_place(base_str_sub(c->s, i, next))) return false;
    end = next;
    i = skip_blanks(c, end);
    if (byte_at(c, i) == '/' && upper_at(c, skip_blanks(c, i + 1))) i = skip_blanks(c, i + 1);
  }
  if (end == c->at) return false;
  if (!(c->met & PLACE)) {
    c->out.place.begin = (uint32_t)c->at;
    if (all_capitals(base_str_sub(c->s, c->at, end))) c->met |= CAPS;
  } else {
    c->met |= MORE;
  }
  c->out.place.end = (uint32_t)end;
  c->met |= PLACE;
  c->at = end;
  return true;
}

static bool item_date(scan *c) {
  read_date d = {0};
  size_t end = c->met & DATE ? c->at : take_date(c, c->at, &d);
  if (end == c->at) return false;
  if ((c->met & AGENCY) && !(c->met & KNOWN)) { /* "BOGOTA (COLOMBIA), 3 JAN 90": that was no agency */
    c->met &= ~(unsigned)AGENCY;
    c->out.agency = (drg_span){0};
  }
  c->out.date = d;
  c->met |= DATE | (d.year ? YEAR : 0u);
  c->at = end;
  return true;
}

static void agency_set(scan *c, size_t begin, size_t end) {
  base_str name = base_str_sub(c->s, begin, end);
  bool known = read_en_agency(name);
  if (c->met & KNOWN && !known) return;
  c->out.agency = (drg_span){(uint32_t)begin, (uint32_t)end};
  c->met |= AGENCY | (known ? KNOWN : 0u);
}

static bool item_agency(scan *c) {
  size_t end = agency_end(c, c->at);
  if (end == c->at || c->met & AGENCY) return false;
  agency_set(c, c->at, end);
  c->at = end;
  return true;
}

/* "(Reuters)", "/TASS/", "(3 March 2021)", "[India]" */
static bool item_bracket(scan *c) {
  static const char *const PAIRS[] = {"()", "[]", "//"};
  size_t k = 0, begin = c->at + 1, end = begin;
  while (k < 3 && PAIRS[k][0] != byte_at(c, c->at)) k++;
  if (k == 3) return false;
  while (end < c->end && byte_at(c, end) != PAIRS[k][1]) end++;
  if (end == c->end || end - begin < 2 || end - begin > 48) return false;
  read_date d = {0};
  size_t inner = skip_blanks(c, begin);
  if (take_date(c, inner, &d) == end && !(c->met & DATE)) {
    c->out.date = d;
    c->met |= DATE | (d.year ? YEAR : 0u);
  } else if (k != 1) {
    base_str name = base_str_trim(base_str_sub(c->s, begin, end));
    size_t from = (size_t)(name.data - c->s.data);
    if (!name.len || !upper_at(c, from)) return false;
    agency_set(c, from, from + name.len);
  }
  c->at = end + 1;
  return true;
}

/* ---- the end of a dateline ---- */

/* A dash that closes: long ones anywhere, a hyphen only with a blank behind it. */
static bool stop_dash(scan *c) {
  size_t dash = dash_at(c, c->at), after = c->at + dash;
  if (!dash || !c->items) return false;
  if (dash == 1 && after < c->end && !blank_at(c, after)) return false;
  c->stop = DASH;
  c->out.end = skip_blanks(c, after);
  while (after < c->end && (dash = dash_at(c, c->out.end)) && blank_at(c, c->out.end + dash)) /* "- -" */
    c->out.end = skip_blanks(c, c->out.end + dash);
  return true;
}

static bool stop_colon(scan *c) {
  if (byte_at(c, c->at) != ':' || !c->items || !(blank_at(c, c->at + 1) || c->at + 1 == c->end)) return false;
  c->stop = COLON;
  c->out.end = skip_blanks(c, c->at + 1);
  return true;
}

static void skip_separator(scan *c) {
  c->at = skip_blanks(c, c->at);
  char b = byte_at(c, c->at);
  c->after_full_stop = b == '.';
  if (c->at < c->end && strchr(",.|;", b)) c->at = skip_blanks(c, c->at + 1);
}

static void scan_items(scan *c) {
  for (c->items = 0; c->items < 9; c->items++) {
    if (c->at >= c->end) {
      c->stop = LINE_END;
      break;
    }
    if (stop_dash(c) || stop_colon(c)) return;
    if (!item_bracket(c) && !item_date(c) && !item_agency(c) && !item_place(c)) break;
    skip_separator(c);
  }
  c->out.end = c->at;
}

/* What may stand behind the stop: a date that came late ("CAIRO - 3 March 2021: ...", "Kyiv – March 3 – ..."), and a
 * mark such as "[Text]". */
static void scan_tail(scan *c) {
  read_date d = {0};
  size_t end = c->met & DATE ? c->out.end : take_date(c, c->out.end, &d), i = skip_blanks(c, end);
  size_t dash = dash_at(c, i);
  if (end > c->out.end && (dash || byte_at(c, i) == ':')) {
    c->out.date = d;
    c->met |= DATE | (d.year ? YEAR : 0u);
    c->out.end = skip_blanks(c, i + (dash ? dash : 1));
  }
  if (byte_at(c, c->out.end) != '[') return;
  for (i = c->out.end; i < c->end && i - c->out.end < 24; i++)
    if (byte_at(c, i) == ']') {
      c->out.end = skip_blanks(c, i + 1);
      return;
    }
}

/* ---- what is asked for where there is little ---- */

static bool ask_nothing(const scan *c) { return (void)c, true; }
static bool ask_sentence(const scan *c) { return opens_sentence(c, c->out.end); }

static bool ask_short_agency(const scan *c) {
  return c->out.agency.end - c->out.agency.begin <= 25 && opens_sentence(c, c->out.end);
}

static bool lower_follows(const scan *c) {
  for (size_t i = c->out.end; i < c->end && i < c->out.end + 60; i++)
    if (c->s.data[i] >= 'a' && c->s.data[i] <= 'z') return true;
  return false;
}

/* Does the place stand in capitals again further on? Then it is a name that is always written so: "NATO - The ...". */
static bool comes_again(const scan *c) {
  base_str name = base_str_sub(c->s, c->out.place.begin, c->out.place.end);
  size_t limit = c->s.len < c->out.end + 20000 ? c->s.len : c->out.end + 20000;
  const char *p = c->s.data + c->out.end, *end = c->s.data + limit;
  for (; (size_t)(end - p) >= name.len && (p = memmem(p, (size_t)(end - p), name.data, name.len)); p++) {
    size_t after = (size_t)(p - c->s.data) + name.len;
    bool inside = after < c->s.len && ((c->s.data[after] | 32) >= 'a' && (c->s.data[after] | 32) <= 'z');
    if (!inside) return true;
  }
  return false;
}

static bool ask_capitals(const scan *c) {
  bool short_name = c->out.place.end - c->out.place.begin < 4; /* "US - Iran talks" */
  return !short_name && ask_sentence(c) && lower_follows(c) && !comes_again(c);
}

/* A capitalised word or two and a colon. */
static bool is_speaker(base_str line) {
  base_str rest = line, who = base_str_cut(&rest, ':');
  if (!rest.data || who.len < 1 || who.len > 30) return false;
  for (base_str word; (word = base_str_word(&who)).data;)
    if (word.data[0] < 'A' || word.data[0] > 'Z') return false;
  return true;
}

/* Another line opens with a name and a colon: these are speakers, not places. */
static bool is_transcript(const scan *c) {
  base_str rest = base_str_sub(c->s, c->end, c->s.len), line;
  while ((line = base_str_cut(&rest, '\n')).data)
    if (is_speaker(line)) return true;
  return false;
}

/* Bytes to the first full stop. */
static size_t sentence_bytes(const scan *c) {
  size_t i = c->out.end;
  while (i < c->end && !(c->s.data[i] == '.' && (i + 1 == c->end || blank_at(c, i + 1)))) i++;
  return i - c->out.end;
}

static bool ask_colon(const scan *c) { return ask_capitals(c) && sentence_bytes(c) >= 50 && !is_transcript(c); }

/* Most words of what follows are capitalised: a headline, not a lead. */
static bool is_title_case(const scan *c) {
  base_str rest = base_str_sub(c->s, c->out.end, c->end), word;
  size_t words = 0, upper = 0;
  for (; words < 24 && (word = base_str_word(&rest)).data; words++) {
    size_t i = 0;
    upper += base_char_is_upper(base_utf8_next(word, &i));
  }
  return words > 3 && upper * 3 > words * 2;
}

/* A pair of dashes is a remark: "Putin — who met Xi — said". */
static bool pair_of_dashes(const scan *c) {
  for (size_t i = c->out.end; i < c->end; i++) {
    if (c->s.data[i] == '.' && blank_at(c, i + 1)) return false;
    size_t dash = dash_at(c, i);
    if (dash && (dash > 1 || (blank_at(c, i - 1) && blank_at(c, i + 1)))) return true;
  }
  return false;
}

static size_t count_words(base_str s) {
  size_t n = 0;
  while (base_str_word(&s).data) n++;
  return n;
}

static bool ask_plain(const scan *c) {
  base_str place = base_str_sub(c->s, c->out.place.begin, c->out.place.end);
  if (c->met & CAPS || count_words(place) > 4 || c->end < c->out.end + 40) return false;
  return ask_sentence(c) && !is_title_case(c) && !pair_of_dashes(c);
}

/* "Doha: ..." looks like "Trump: ...", but headlines are short, leads are long, and speakers are quoted. */
static bool ask_plain_colon(const scan *c) {
  base_str place = base_str_sub(c->s, c->out.place.begin, c->out.place.end);
  if (c->met & CAPS || count_words(place) > 2 || sentence_bytes(c) < 90) return false;
  return upper_at(c, c->out.end) && !is_title_case(c) && !is_transcript(c);
}

typedef struct rule {
  stop stop;
  unsigned needs;
  bool weak; /* only where nothing stands before it */
  bool (*ask)(const scan *c);
} rule;

static const rule RULES[] = {
    {DASH, PLACE | DATE, false, ask_nothing},
    {DASH, PLACE | KNOWN, false, ask_nothing},
    {DASH, PLACE | CAPS | AGENCY, false, ask_nothing},
    {DASH, PLACE | AGENCY, false, ask_short_agency},
    {DASH, KNOWN, false, ask_sentence},
    {DASH, DATE | AGENCY, false, ask_nothing},
    {DASH, DATE | YEAR, true, ask_sentence},
    {DASH, PLACE | CAPS, false, ask_capitals},
    {DASH, PLACE, true, ask_plain},
    {COLON, PLACE | DATE, false, ask_sentence},
    {COLON, PLACE | KNOWN, false, ask_sentence},
    {COLON, PLACE | CAPS, false, ask_colon},
    {COLON, PLACE, true, ask_plain_colon},
    {COLON, DATE | KNOWN, false, ask_sentence},
    {NO_STOP, PLACE | DATE | AGENCY, false, ask_sentence},
    {NO_STOP, PLACE | CAPS | KNOWN, false, ask_sentence},
    {NO_STOP, DATE | KNOWN, false, ask_sentence},
    {LINE_END, PLACE | DATE | YEAR, false, ask_nothing},
    {LINE_END, PLACE | KNOWN, false, ask_nothing},
    {LINE_END, PLACE | DATE | AGENCY, false, ask_nothing},
};

static bool is_dateline(const scan *c, bool first) {
  for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++) {
    const rule *r = &RULES[i];
    if (r->stop == c->stop && (c->met & r->needs) == r->needs && (first || !r->weak) && r->ask(c)) return true;
  }
  return false;
}

read_dateline read_dateline_at(base_str s, size_t at, bool first) {
  const char *nl = at < s.len ? memchr(s.data + at, '\n', s.len - at) : NULL;
  scan c = {.s = s, .at = at, .end = nl ? (size_t)(nl - s.data) : s.len};
  c.at = skip_blanks(&c, at);
  scan_items(&c);
  if (!c.met) return (read_dateline){0};
  if (c.stop == DASH || c.stop == COLON) scan_tail(&c);
  return is_dateline(&c, first) ? c.out : (read_dateline){0};
}
