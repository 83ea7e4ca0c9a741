/* Looks for what is wrong with the actor dictionaries: reads them with every line noted, then goes over the names.
 *
 * A name may rightly stand for several people (the report's date and country choose) and for a person and something else. Of
 * several things that are no persons the first is taken, so that the others never are: the same code twice is a
 * duplicate, another code a contradiction. A line all of whose names are taken by others is dead. */
#include "mention/dict_parts.h"

typedef struct checking {
  dict *d;
  dict_reading *read;
  const dict_path *files; /* by number of file */
  uint16_t first_file;    /* files before it are not asked about */
  base_map alive;         /* file and line -> it has a name that can be found */
  base_map codes;         /* of the ontology: countries, and parts of actors' codes */
} checking;

static void tell(const checking *c, drg_dict_kind kind, uint16_t file, uint32_t line, base_str message) {
  if (file < c->first_file) return;
  c->read->found(c->read->context, &(drg_dict_finding){kind, base_str_of(c->files[file].path), line, message});
}

/* ---- names and nouns ---- */

static base_str code_of(base_arena *a, const dict_form *f) {
  if (f->agent) return f->agent->sector.data ? f->agent->sector : BASE_STR("-");
  if (!f->entry->sector.data) return f->entry->country.data ? f->entry->country : BASE_STR("-");
  return base_str_printf(a, BASE_FMT ":" BASE_FMT, BASE_ARG(f->entry->country), BASE_ARG(f->entry->sector));
}

static bool is_person(const dict_form *f) { return f->entry && f->entry->cls == DICT_PERSON; }

/* Wherever `later` could be taken, `before` is. A pack's noun under a user's is no fault. */
static bool hides(const dict_form *before, const dict_form *later) {
  if (is_person(later) || is_person(before) || before->letters > later->letters) return false;
  if (before->doubtful || later->doubtful) return false; /* the document chooses */
  return before->entry ? later->entry != NULL : before->agent && later->agent;
}

static const dict_form *hidden_by(const dict *d, const dict_item *item, uint32_t node) {
  for (const dict_form *f = d->forms[node]; f && f != item->form; f = f->next)
    if (hides(f, item->form)) return f;
  return NULL;
}

static uint32_t node_of(const dict *d, base_arena *a, base_str text) {
  char space[512];
  base_str piece[24];
  uint32_t n = dict_fold_pieces(base_str_fold(a, text), piece, 24, space, sizeof space), node = 0;
  for (uint32_t k = 0; k < n; k++)
    if (!(node = dict_step(d, node, base_symbols_find(d->symbols, piece[k])))) return 0;
  return node;
}

static base_str place_of(const checking *c, const dict_form *f) {
  uint16_t file = f->entry ? f->entry->file : f->agent->file;
  uint32_t line = f->entry ? f->entry->line : f->agent->line;
  return base_str_printf(c->d->arena, "%s:%u", c->files[file].name, line);
}

static void check_hidden(const checking *c, const dict_item *item, const dict_form *by) {
  base_arena *a = c->d->arena;
  base_str mine = code_of(a, item->form), theirs = code_of(a, by);
  if (by->own && !item->form->own) return;
  bool same = base_str_eq(mine, theirs);
  tell(c, same ? DRG_DICT_DUPLICATE : DRG_DICT_CONTRADICTION, item->file, item->line,
       base_str_printf(a, "'" BASE_FMT "' as " BASE_FMT " stands as " BASE_FMT " in " BASE_FMT, BASE_ARG(item->text),
                       BASE_ARG(mine), BASE_ARG(theirs), BASE_ARG(place_of(c, by))));
}

/* ---- people ---- */

/* Two entries of one country and full name are one person: his offices belong together. */
static void check_namesakes(const checking *c, const dict_item *item, uint32_t node) {
  const dict_entry *mine = item->form->entry;
  if (item->form->kind != DICT_NAME || !base_str_eq(item->text, mine->name)) return;
  for (const dict_form *f = c->d->forms[node]; f && f != item->form; f = f->next) {
    if (!is_person(f) || f->kind != DICT_NAME || !base_str_eq(f->entry->country, mine->country)) continue;
    if (f->own != item->form->own || !base_str_eq(f->entry->name, mine->name)) continue;
    tell(c, DRG_DICT_DUPLICATE, item->file, item->line,
         base_str_printf(c->d->arena, "'" BASE_FMT "' has an entry in " BASE_FMT, BASE_ARG(item->text),
                         BASE_ARG(place_of(c, f))));
    return;
  }
}

/* An office is told by the sector alone, so that overlapping ones matter when their sectors differ, save that one of
 * government counts before others. */
static void check_terms(const checking *c, const dict_entry *e) {
  for (uint32_t k = 0; k < e->n_terms; k++) {
    const dict_term *t = &e->terms[k];
    if (t->from > t->to)
      tell(c, DRG_DICT_OVERLAP, e->file, t->line,
           base_str_printf(c->d->arena, "a term of '" BASE_FMT "' ends before it begins", BASE_ARG(e->name)));
    for (uint32_t i = 0; i < k; i++) {
      const dict_term *o = &e->terms[i];
      bool clear = base_str_eq(o->sector, t->sector) || base_str_eq(o->sector, DICT_GOVERNMENT) ||
                   base_str_eq(t->sector, DICT_GOVERNMENT);
      if (clear || t->from >= o->to || o->from >= t->to) continue;
      tell(c, DRG_DICT_OVERLAP, e->file, t->line,
           base_str_printf(c->d->arena, "'" BASE_FMT "' is " BASE_FMT " here and " BASE_FMT " in line %u at one time",
                           BASE_ARG(e->name), BASE_ARG(t->sector), BASE_ARG(o->sector), o->line));
    }
  }
}

/* ---- codes ---- */

/* First columns of a table of the ontology. */
static drg_status read_codes(checking *c, const char *path, drg_error *err) {
  base_lines in;
  drg_status st = base_lines_open(&in, path, err);
  while (!st && base_lines_next(&in)) {
    base_str rest = in.text;
    *base_map_put(&c->codes, base_str_copy(c->d->arena, base_str_cut(&rest, '\t'))) = c;
  }
  base_lines_close(&in);
  return st;
}

static drg_status read_ontology(checking *c, const char *pack, drg_error *err) {
  base_map_init(&c->codes, c->d->arena);
  drg_status st = read_codes(c, base_str_printf(c->d->arena, "%s/../ontology/countries.tsv", pack).data, err);
  return st ? st : read_codes(c, base_str_printf(c->d->arena, "%s/../ontology/actors.tsv", pack).data, err);
}

/* Codes are made of triples; what follows the first one of an international actor is its own name (IGOUNO). */
static bool is_code(const checking *c, base_str code, bool country) {
  if (country && code.len >= 3) return base_map_get(&c->codes, base_str_sub(code, 0, 3)) != NULL;
  for (size_t k = 0; k + 3 <= code.len; k += 3)
    if (!base_map_get(&c->codes, base_str_sub(code, k, k + 3))) return false;
  return code.len % 3 == 0 || base_str_eq(code, BASE_STR("-"));
}

static void check_code(const checking *c, base_str code, bool country, uint16_t file, uint32_t line) {
  if (!code.data || is_code(c, code, country)) return;
  tell(c, DRG_DICT_MALFORMED, file, line,
       base_str_printf(c->d->arena, "the ontology has no %s '" BASE_FMT "'", country ? "country or actor" : "sector",
                       BASE_ARG(code)));
}

static void check_codes(const checking *c, const dict_item *item) {
  const dict_entry *e = item->form->entry;
  if (!e) {
    check_code(c, item->form->agent->sector, false, item->file, item->line);
    return;
  }
  check_code(c, e->country, true, item->file, item->line);
  check_code(c, e->sector, false, item->file, item->line);
  for (uint32_t k = 0; k < e->n_terms; k++) check_code(c, e->terms[k].sector, false, item->file, e->terms[k].line);
}

/* ---- all ---- */

static void **alive(checking *c, const dict_item *item) {
  uint64_t *key = BASE_NEW(c->d->arena, uint64_t, 1);
  *key = (uint64_t)item->file << 32 | item->line;
  return base_map_put(&c->alive, (base_str){(const char *)key, sizeof *key});
}

static void check_item(checking *c, const dict_item *item) {
  if (item->form->anaphor) return;
  uint32_t node = node_of(c->d, c->d->arena, item->text);
  const dict_form *by = hidden_by(c->d, item, node);
  if (by) check_hidden(c, item, by);
  else *alive(c, item) = c;
  if (item->again && item->form->entry)
    tell(c, DRG_DICT_DUPLICATE, item->file, item->line,
         base_str_printf(c->d->arena, "'" BASE_FMT "' stands twice in one entry", BASE_ARG(item->text)));
  if (is_person(item->form)) check_namesakes(c, item, node);
}

/* Once a line: at its first name. Names of a country stand on several lines of one entry. */
static void check_line(checking *c, const dict_item *item, const dict_item *before) {
  if (item->form->anaphor || (before && before->file == item->file && before->line == item->line)) return;
  check_codes(c, item);
  if (item->form->entry) check_terms(c, item->form->entry);
  if (!*alive(c, item))
    tell(c, DRG_DICT_DEAD, item->file, item->line,
         base_str_printf(c->d->arena, "'" BASE_FMT "' and all else of this line is taken by others",
                         BASE_ARG(item->text)));
}

static drg_status read_files(dict_reading *r, const dict_path *files, uint32_t n, drg_error *err) {
  drg_status st = DRG_OK;
  for (uint32_t k = 0; !st && k < n; k++) st = dict_read(r, files[k], err);
  return st;
}

static void ignore(void *context, const drg_dict_finding *finding) { (void)context, (void)finding; }

static drg_status check_files(dict *d, const char *pack, const dict_path *files, uint32_t n, uint32_t n_pack,
                              drg_dict_found *found, void *context, drg_error *err) {
  bool own = n > n_pack;
  dict_reading of_pack = {.d = d, .found = own ? ignore : found, .context = context};
  dict_reading of_own = {.d = d, .found = found, .context = context, .first = true};
  drg_status st = read_files(&of_pack, files, n_pack, err);
  if (!st && own) st = read_files(&of_own, files + n_pack, n - n_pack, err);
  if (st) return st;
  checking c = {.d = d, .read = own ? &of_own : &of_pack, .files = files, .first_file = (uint16_t)(own ? n_pack : 0)};
  base_map_init(&c.alive, d->arena);
  if ((st = read_ontology(&c, pack, err))) return st;
  size_t items = c.read->items.n;
  for (size_t k = 0; k < items; k++) check_item(&c, &c.read->items.v[k]);
  for (size_t k = 0; k < items; k++) check_line(&c, &c.read->items.v[k], k ? &c.read->items.v[k - 1] : NULL);
  return DRG_OK;
}

drg_status dict_check(const char *pack, const char *own, drg_dict_found *found, void *context, drg_error *err) {
  base_arena a;
  base_symbols symbols;
  dict_path files[2 * DICT_MAX_FILES];
  base_arena_init(&a);
  base_symbols_init(&symbols, &a);
  dict *d = dict_new(&a, &symbols);
  uint32_t n = 0, n_pack = 0;
  drg_status st = dict_pack_files(&a, pack, files, &n_pack, err);
  if (own) n = dict_files(&a, own, own, files + n_pack, DICT_MAX_FILES);
  if (!st && own && !n) st = base_fail(err, DRG_ERR_OPEN, own, 0, 0, "no dictionaries in '%.200s'", own);
  if (!st) st = check_files(d, pack, files, n_pack + n, n_pack, found, context, err);
  base_arena_clear(&a);
  return st;
}
