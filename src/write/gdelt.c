/* GDELT 2.0 events: 61 columns without a header; docs/exports.md says what stands in each. */
#include <inttypes.h>
#include <utf8proc.h>
#include "write/parts.h"

/* ---- days ---- */

static void put_date_as(drg_buffer *out, int32_t day, int parts) {
  if (day == DRG_NO_DAY) return;
  base_date d = base_date_of(day);
  base_putf(out, "%04d", d.year);
  if (parts > 1) base_putf(out, "%02d", d.month);
  if (parts > 2) base_putf(out, "%02d", d.day);
}

static void put_sql_date(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  put_date_as(out, write_day_of(row), 3);
}

static void put_month(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  put_date_as(out, write_day_of(row), 2);
}

static void put_year(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  put_date_as(out, write_day_of(row), 1);
}

/* GDELT's year has twelve months of thirty days and is 365 long: 2014-02-18 is 2014.1315. */
static void put_fraction(drg_buffer *out, const write_row *row, const void *at) {
  int32_t day = write_day_of(row);
  (void)at;
  if (day == DRG_NO_DAY) return;
  base_date d = base_date_of(day);
  write_put_number(out, d.year + ((d.month - 1) * 30 + d.day) / 365.0, 4, false);
}

static void put_added(drg_buffer *out, const write_row *row, const void *at) {
  int32_t day = row->doc->day != DRG_NO_DAY ? row->doc->day : row->event->day;
  (void)at;
  put_date_as(out, day, 3);
  if (day != DRG_NO_DAY) base_putz(out, "000000");
}

/* ---- actors ---- */

static void put_upper(drg_buffer *out, base_str s) {
  for (size_t i = 0; i < s.len;) {
    utf8proc_uint8_t bytes[4];
    int32_t c = base_utf8_next(s, &i);
    utf8proc_ssize_t n = utf8proc_encode_char(c < 0 ? 0xFFFD : utf8proc_toupper(c), bytes);
    base_put(out, (base_str){(const char *)bytes, (size_t)n});
  }
}

static void put_name(drg_buffer *out, const write_row *row, const void *at) {
  drg_buffer name;
  drg_buffer_init(&name);
  write_cell_actor_label(&name, row, at);
  put_upper(out, (base_str){name.data, name.len});
  drg_buffer_clear(&name);
}

#define CODE_PART(function, part) \
  static void function(drg_buffer *out, const write_row *row, const void *at) { \
    write_put_utf8(out, write_code_of(row, at).part); \
  }
CODE_PART(put_country, country)
CODE_PART(put_group, group)
CODE_PART(put_ethnic, ethnic)
CODE_PART(put_creed1, creeds[0])
CODE_PART(put_creed2, creeds[1])
CODE_PART(put_role1, roles[0])
CODE_PART(put_role2, roles[1])
CODE_PART(put_role3, roles[2])

/* ---- the event ---- */

static void put_is_root(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  base_putz(out, row->event->sentence == 0 ? "1" : "0");
}

static void put_base(drg_buffer *out, const write_row *row, const void *at) {
  base_str code = row->event->cameo;
  (void)at;
  base_put(out, base_str_sub(code, 0, code.len < 3 ? code.len : 3));
}

static void put_reports(drg_buffer *out, const write_row *row, const void *at) {
  uint32_t n = row->event->retold.n_reports;
  (void)at;
  base_putf(out, "%" PRIu32, n ? n : 1);
}

static void put_sources(drg_buffer *out, const write_row *row, const void *at) {
  const drg_retold *r = &row->event->retold;
  (void)at;
  base_putf(out, "%" PRIu32, r->n_reports && r->n_sources ? r->n_sources : 1);
}

/* ---- where ---- */

static bool in_states(const drg_place *p) { return base_str_eq(p->country, BASE_STR("USA")); }

static void put_no_place(drg_buffer *out, const write_row *row, const void *at) {
  (void)row, (void)at;
  base_putz(out, "0");
}

/* 1 country, 2 state of the USA, 3 city of the USA, 4 city and 5 state elsewhere, 0 none. */
static void put_place_type(drg_buffer *out, const write_row *row, const void *at) {
  const drg_place *p = &row->event->place;
  (void)at;
  int type = !p->name.len                                     ? 0
             : base_str_eq(p->precision, BASE_STR("country")) ? 1
             : base_str_eq(p->precision, BASE_STR("region"))  ? (in_states(p) ? 2 : 5)
                                                              : (in_states(p) ? 3 : 4);
  base_putf(out, "%d", type);
}

static void put_place_name(drg_buffer *out, const write_row *row, const void *at) {
  const drg_place *p = &row->event->place;
  const write_country *c = write_country_of(row->tables, p->country);
  (void)at;
  write_put_utf8(out, p->name);
  if (p->name.len && c && !base_str_eq(p->name, c->name)) base_putf(out, ", " BASE_FMT, BASE_ARG(c->name));
}

static void put_fips(drg_buffer *out, const write_row *row, const void *at) {
  const write_country *c = write_country_of(row->tables, row->event->place.country);
  (void)at;
  if (c && row->event->place.name.len) base_put(out, c->fips);
}

/* A country as such has its own code there in GDELT; the codes of regions are not in the record. */
static void put_fips_of_country(drg_buffer *out, const write_row *row, const void *at) {
  if (base_str_eq(row->event->place.precision, BASE_STR("country"))) put_fips(out, row, at);
}

static void put_url(drg_buffer *out, const write_row *row, const void *at) {
  (void)at;
  write_put_utf8(out, row->doc->url.len ? row->doc->url : row->doc->id);
}

/* ---- the columns ---- */

#define ACTOR(name, actor) \
  {name "Code", write_cell_string, WRITE_AT(actor.code), WRITE_STRING, "CAMEO code"}, \
      {name "Name", put_name, WRITE_AT(actor), WRITE_STRING, "name in capitals"}, \
      {name "CountryCode", put_country, WRITE_AT(actor), WRITE_STRING, "CAMEO country code"}, \
      {name "KnownGroupCode", put_group, WRITE_AT(actor), WRITE_STRING, "CAMEO code of a known group"}, \
      {name "EthnicCode", put_ethnic, WRITE_AT(actor), WRITE_STRING, "CAMEO ethnic code"}, \
      {name "Religion1Code", put_creed1, WRITE_AT(actor), WRITE_STRING, "CAMEO religion code"}, \
      {name "Religion2Code", put_creed2, WRITE_AT(actor), WRITE_STRING, "second CAMEO religion code"}, \
      {name "Type1Code", put_role1, WRITE_AT(actor), WRITE_STRING, "CAMEO type or role"}, \
      {name "Type2Code", put_role2, WRITE_AT(actor), WRITE_STRING, "second type or role"}, { \
    name "Type3Code", put_role3, WRITE_AT(actor), WRITE_STRING, "third type or role" \
  }

#define NO_PLACE(name) \
  {name "_Type", put_no_place, 0, WRITE_INTEGER, "always 0: actors are not placed"}, \
      {name "_FullName", write_cell_nothing, 0, WRITE_STRING, "always empty"}, \
      {name "_CountryCode", write_cell_nothing, 0, WRITE_STRING, "always empty"}, \
      {name "_ADM1Code", write_cell_nothing, 0, WRITE_STRING, "always empty"}, \
      {name "_ADM2Code", write_cell_nothing, 0, WRITE_STRING, "always empty"}, \
      {name "_Lat", write_cell_nothing, 0, WRITE_NUMBER, "always empty"}, \
      {name "_Long", write_cell_nothing, 0, WRITE_NUMBER, "always empty"}, { \
    name "_FeatureID", write_cell_nothing, 0, WRITE_STRING, "always empty" \
  }

static const write_column COLUMNS[] = {
    {"GLOBALEVENTID", write_cell_number_id, 0, WRITE_INTEGER, "event id in 63 bits"},
    {"SQLDATE", put_sql_date, 0, WRITE_INTEGER, "day of the event, YYYYMMDD"},
    {"MonthYear", put_month, 0, WRITE_INTEGER, "its month, YYYYMM"},
    {"Year", put_year, 0, WRITE_INTEGER, "its year"},
    {"FractionDate", put_fraction, 0, WRITE_NUMBER, "its year and the part of it gone, by months of 30 days"},
    ACTOR("Actor1", source),
    ACTOR("Actor2", target),
    {"IsRootEvent", put_is_root, 0, WRITE_INTEGER, "1 for the first sentence of the document, else 0"},
    {"EventCode", write_cell_string, WRITE_AT(cameo), WRITE_STRING, "CAMEO event code"},
    {"EventBaseCode", put_base, 0, WRITE_STRING, "its first three digits"},
    {"EventRootCode", write_cell_root, 0, WRITE_STRING, "its first two digits"},
    {"QuadClass", write_cell_quad, 0, WRITE_INTEGER, "1 verbal cooperation to 4 material conflict"},
    {"GoldsteinScale", write_cell_tenths, WRITE_AT(goldstein), WRITE_NUMBER, "Goldstein's scale, -10 to 10"},
    {"NumMentions", put_reports, 0, WRITE_INTEGER, "reports that tell it"},
    {"NumSources", put_sources, 0, WRITE_INTEGER, "publishers that tell it"},
    {"NumArticles", put_reports, 0, WRITE_INTEGER, "reports that tell it"},
    {"AvgTone", write_cell_nothing, 0, WRITE_NUMBER, "always empty: tone is not measured"},
    NO_PLACE("Actor1Geo"),
    NO_PLACE("Actor2Geo"),
    {"ActionGeo_Type", put_place_type, 0, WRITE_INTEGER,
     "1 country, 2 and 3 state and city of the USA, 4 city, 5 state"},
    {"ActionGeo_FullName", put_place_name, 0, WRITE_STRING, "place and country"},
    {"ActionGeo_CountryCode", put_fips, 0, WRITE_STRING, "FIPS 10-4 code of the country"},
    {"ActionGeo_ADM1Code", put_fips_of_country, 0, WRITE_STRING, "of a country as such its FIPS code, else empty"},
    {"ActionGeo_ADM2Code", write_cell_nothing, 0, WRITE_STRING, "always empty"},
    {"ActionGeo_Lat", write_cell_coordinate, WRITE_AT(place.lat), WRITE_NUMBER, "degrees north, WGS 84"},
    {"ActionGeo_Long", write_cell_coordinate, WRITE_AT(place.lon), WRITE_NUMBER, "degrees east, WGS 84"},
    {"ActionGeo_FeatureID", put_fips_of_country, 0, WRITE_STRING, "of a country as such its FIPS code, else empty"},
    {"DATEADDED", put_added, 0, WRITE_INTEGER, "publication day of the report, YYYYMMDD000000"},
    {"SOURCEURL", put_url, 0, WRITE_STRING, "address of the report, else its id"},
};

const write_layout WRITE_GDELT = {COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, false, false};
