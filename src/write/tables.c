/* The tables of data/ontology that other data sets' formats need. Tab-separated, a line of names first, '-' for none. */
#include <stdio.h>
#include "write/parts.h"

struct write_tables {
  base_map countries, parts; /* of three letters: write_country, write_part */
  base_map labels, scores;   /* of a CAMEO code, of "TYPE" and "TYPE mode": base_str */
};

typedef void keep_row(write_tables *t, base_arena *arena, base_str line);

static base_str cut_cell(base_arena *arena, base_str *line) {
  base_str s = base_str_trim(base_str_cut(line, '\t'));
  return s.len && !base_str_eq(s, BASE_STR("-")) ? base_str_copy(arena, s) : BASE_NONE;
}

static void keep_country(write_tables *t, base_arena *arena, base_str line) {
  base_str alpha3 = cut_cell(arena, &line);
  write_country *c = BASE_NEW(arena, write_country, 1);
  c->alpha2 = cut_cell(arena, &line);
  c->fips = cut_cell(arena, &line);
  c->cow = cut_cell(arena, &line);
  c->name = cut_cell(arena, &line);
  *base_map_put(&t->countries, alpha3) = c;
}

static void keep_part(write_tables *t, base_arena *arena, base_str line) {
  base_str triple = cut_cell(arena, &line);
  write_part *p = BASE_NEW(arena, write_part, 1);
  p->kind = cut_cell(arena, &line);
  p->name = cut_cell(arena, &line);
  p->sectors = cut_cell(arena, &line);
  *base_map_put(&t->parts, triple) = p;
}

static void keep_string(base_map *map, base_arena *arena, base_str key, base_str value) {
  base_str *kept = BASE_NEW(arena, base_str, 1);
  *kept = value;
  *base_map_put(map, key) = kept;
}

static void keep_label(write_tables *t, base_arena *arena, base_str line) {
  base_str code = cut_cell(arena, &line);
  keep_string(&t->labels, arena, code, cut_cell(arena, &line));
}

static base_str score_key(base_arena *arena, base_str type, base_str mode) {
  return mode.len ? base_str_printf(arena, BASE_FMT " " BASE_FMT, BASE_ARG(type), BASE_ARG(mode)) : type;
}

static void keep_score(write_tables *t, base_arena *arena, base_str line) {
  base_str type = cut_cell(arena, &line), mode = cut_cell(arena, &line);
  keep_string(&t->scores, arena, score_key(arena, type, mode), cut_cell(arena, &line));
}

static drg_status read_table(write_tables *t, const char *path, keep_row *keep, base_arena *arena, drg_error *err) {
  base_lines in;
  drg_status st = base_lines_open(&in, path, err);
  if (st != DRG_OK) return st;
  base_lines_next(&in); /* the names */
  while (base_lines_next(&in)) keep(t, arena, in.text);
  base_lines_close(&in);
  return DRG_OK;
}

drg_status write_tables_open(const char *dir, base_arena *arena, const write_tables **out, drg_error *err) {
  static const struct {
    const char *file;
    keep_row *keep;
  } FILES[] = {{"countries", keep_country}, {"actors", keep_part}, {"cameo", keep_label}, {"plover", keep_score}};
  write_tables *t = BASE_NEW(arena, write_tables, 1);
  base_map *const maps[] = {&t->countries, &t->parts, &t->labels, &t->scores};
  for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
    base_map_init(maps[i], arena);
    base_str path = base_str_printf(arena, "%s/ontology/%s.tsv", dir, FILES[i].file);
    drg_status st = read_table(t, path.data, FILES[i].keep, arena, err);
    if (st != DRG_OK) return st;
  }
  *out = t;
  return DRG_OK;
}

/* ---- looking up ---- */

static base_str string_at(const base_map *map, base_str key) {
  const base_str *s = base_map_get(map, key);
  return s ? *s : BASE_NONE;
}

const write_country *write_country_of(const write_tables *t, base_str alpha3) {
  return base_map_get(&t->countries, alpha3);
}

const write_part *write_part_of(const write_tables *t, base_str triple) { return base_map_get(&t->parts, triple); }

base_str write_cameo_label(const write_tables *t, base_str cameo) { return string_at(&t->labels, cameo); }

/* A mode's own score, else the type's. */
base_str write_plover_score(const write_tables *t, base_str type, base_str mode) {
  char key[64];
  int n = mode.len ? snprintf(key, sizeof key, BASE_FMT " " BASE_FMT, BASE_ARG(type), BASE_ARG(mode)) : 0;
  base_str score = n > 0 && (size_t)n < sizeof key ? string_at(&t->scores, (base_str){key, (size_t)n}) : BASE_NONE;
  return score.data ? score : string_at(&t->scores, type);
}

/* ---- an actor's code ---- */

static void keep_in(base_str *places, size_t n, base_str triple) {
  size_t i = 0;
  while (i < n && places[i].data) i++;
  if (i < n) places[i] = triple;
}

static bool is_lower(base_str triple) {
  for (size_t i = 0; i < triple.len; i++)
    if (triple.data[i] < 'a' || triple.data[i] > 'z') return false;
  return triple.len > 0;
}

/* The first triple is a country where it can be one (SHN: Saint Helena, and a creed); the others rather something else. */
static void sort_triple(const write_tables *t, base_str triple, bool first, write_code *to) {
  const write_part *p = write_part_of(t, triple);
  bool country = write_country_of(t, triple) && (first || !p);
  if (country || (p && base_str_eq(p->kind, BASE_STR("region")))) keep_in(&to->country, 1, triple);
  else if (p && base_str_eq(p->kind, BASE_STR("role"))) keep_in(to->roles, WRITE_ROLES, triple);
  else if (p && base_str_eq(p->kind, BASE_STR("religion"))) keep_in(to->creeds, WRITE_CREEDS, triple);
  else keep_in(is_lower(triple) ? &to->ethnic : &to->group, 1, triple);
}

write_code write_code_split(const write_tables *t, base_str code) {
  write_code parts = {0};
  for (size_t i = 0; i < code.len; i += 3)
    sort_triple(t, base_str_sub(code, i, i + 3 < code.len ? i + 3 : code.len), i == 0, &parts);
  return parts;
}

static base_str name_of_part(const write_tables *t, base_str triple) {
  const write_part *p = write_part_of(t, triple);
  return p ? p->name : triple;
}

/* The known group, else the country or region. */
static base_str body_name(const write_tables *t, const write_code *c) {
  const write_country *country = write_country_of(t, c->country);
  if (c->group.data) return name_of_part(t, c->group);
  return country ? country->name : name_of_part(t, c->country);
}

/* A known group says by itself that it is an organisation: IGOUNO is the United Nations, IGOUNOHLH Health (United Nations). */
void write_put_code_label(drg_buffer *out, const write_tables *t, base_str code) {
  write_code c = write_code_split(t, code);
  bool known = c.group.data && write_part_of(t, c.group);
  base_str role = name_of_part(t, c.roles[known ? 1 : 0]), body = body_name(t, &c);
  write_put_utf8(out, role.data ? role : body.data ? body : code);
  if (!role.data || !body.data) return;
  base_putz(out, " (");
  write_put_utf8(out, body);
  base_putz(out, ")");
}
