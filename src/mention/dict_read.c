/* Reads the actor dictionaries: one pass over a file into the trie. The formats are told in the files' own heads. */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>
#include "mention/dict_parts.h"

typedef struct loader {
  dict_reading *r;
  base_lines in;
  base_str text; /* of the line, without its source */
  drg_error *err;
  dict_entry *entry; /* that indented lines speak of */
  dict_term *terms;
  uint32_t term_cap;
  bool has_surname;            /* the names under way tell the surname, by '^' */
  bool by_rule;                /* the form under way is not written in the line */
  uint16_t file, source;       /* source: of the line */
  uint16_t first_source, ends; /* sources that the file declares: first_source up to ends (exclusive) */
} loader;

static drg_status malformed(loader *l, const char *what, base_str subject) {
  return base_fail(l->err, DRG_ERR_FORMAT, l->in.path, l->in.line, 0, "%s '" BASE_FMT "'", what, BASE_ARG(subject));
}

static base_str keep(loader *l, base_str s) { return s.len ? base_str_copy(l->r->d->arena, s) : BASE_NONE; }

static uint8_t letters_of(base_str s) {
  bool upper = false, lower = false, first = true, initial = false;
  for (size_t i = 0; i < s.len;) {
    int32_t cp = base_utf8_next(s, &i);
    if (cp == ' ') break;
    if (!base_char_is_letter(cp)) continue;
    bool up = base_char_is_upper(cp);
    if (first) initial = up;
    first = false;
    upper |= up;
    lower |= !up;
  }
  if (upper && !lower && memchr(s.data, ' ', s.len) == NULL && s.len > 1) return CASE_ALL;
  return initial ? CASE_INITIAL : CASE_ANY;
}

static uint32_t grow_path(loader *l, base_str text) {
  dict *d = l->r->d;
  char space[512];
  base_str piece[24];
  bool plain = true;
  for (size_t i = 0; i < text.len; i++) plain &= (unsigned char)text.data[i] < 0x80;
  base_str folded = plain ? text : base_str_fold(d->arena, text);
  uint32_t n = dict_fold_pieces(folded, piece, 24, space, sizeof space), node = 0;
  for (uint32_t k = 0; k < n; k++) node = dict_grow(d, node, base_symbols_add(d->symbols, piece[k]));
  return node;
}

/* What is made by rule (plurals, surnames) is nobody's line. */
static void note_item(loader *l, base_str text, const dict_form *form, bool again) {
  if (!l->r->found || l->by_rule) return;
  dict_item item = {base_str_copy(l->r->d->arena, text), form, l->in.line, l->file, again};
  BASE_PUSH(l->r->d->arena, &l->r->items, item);
}

static dict_form *same_meaning(const dict_form *f, const dict_form *wanted) {
  while (f && (f->entry != wanted->entry || f->agent != wanted->agent || f->anaphor != wanted->anaphor)) f = f->next;
  return (dict_form *)(uintptr_t)f;
}

/* Adds text with its meaning. The newest meaning of a node comes last, so that files are read best first; a user's own comes
 * before what is there, in the order in which he wrote them. */
static void add_form(loader *l, base_str text, dict_form form) {
  uint32_t node = grow_path(l, text);
  if (!node) return;
  const dict_form **at = &l->r->d->forms[node];
  dict_form *old = same_meaning(*at, &form);
  if (old) {
    note_item(l, text, old, form.kind == old->kind && form.letters >= old->letters);
    if (form.letters < old->letters) old->letters = form.letters; /* "FARC", "Farc" */
    return;
  }
  form.own = l->r->first;
  while (*at && (!form.own || (*at)->own)) at = (const dict_form **)(uintptr_t) & (*at)->next;
  dict_form *f = BASE_NEW(l->r->d->arena, dict_form, 1);
  *f = form;
  f->next = *at;
  *at = f;
  note_item(l, text, f, false);
}

/* Cuts the next item of a list separated by semicolons. */
static bool next_item(base_str *list, base_str *item) {
  while (list->data) {
    *item = base_str_trim(base_str_cut(list, ';'));
    if (item->len) return true;
  }
  return false;
}

/* ---- names: countries, organisations, armed groups and parties, people ---- */

static void add_names(loader *l, base_str list, uint8_t kind) {
  base_str item;
  l->has_surname = false;
  while (next_item(&list, &item)) {
    dict_form f = {.entry = l->entry, .kind = kind};
    char mark = strchr("?~^", item.data[0]) ? item.data[0] : 0;
    if (mark) item = base_str_trim(base_str_sub(item, 1, item.len));
    if (!item.len) continue;
    f.doubtful = mark == '?';
    if (mark == '~') f.kind = DICT_FAMILY, l->entry->famous = true;
    if (mark == '^') f.kind = DICT_SURNAME, l->has_surname = true;
    f.letters = letters_of(item);
    f.plural = kind == DICT_DEMONYM &&
               base_str_ends(item, BASE_STR("s")); /* spelling rule of the dictionary, told in its head */
    bool single =
        kind == DICT_NAME && l->entry->cls == DICT_PERSON && !memchr(item.data, ' ', item.len) && !l->entry->name.data;
    if (single && f.kind == DICT_NAME) f.kind = DICT_SURNAME; /* a list that gives the surname only */
    if (!l->entry->name.data) l->entry->name = keep(l, item);
    add_form(l, item, f);
  }
}

/* The surname of a full name: its last word. */
static void add_surname(loader *l) {
  base_str name = l->entry->name;
  size_t at = name.len;
  while (at > 0 && name.data[at - 1] != ' ') at--;
  if (at == 0) return;
  base_str last = base_str_sub(name, at, name.len);
  l->by_rule = true;
  add_form(l, last, (dict_form){.entry = l->entry, .kind = DICT_SURNAME, .letters = CASE_INITIAL});
  l->by_rule = false;
}

static drg_status read_country_part(loader *l, base_str line) {
  static const struct {
    base_str key;
    uint8_t kind;
  } keys[] = {{DICT_LIT("adj"), DICT_ADJECTIVE},
              {DICT_LIT("people"), DICT_DEMONYM},
              {DICT_LIT("capital"), DICT_CAPITAL},
              {DICT_LIT("seat"), DICT_SEAT},
              {DICT_LIT("names"), DICT_NAME}};
  base_str rest = line, key = base_str_word(&rest);
  for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
    if (!base_str_eq(key, keys[k].key)) continue;
    add_names(l, base_str_trim(rest), keys[k].kind);
    return DRG_OK;
  }
  return malformed(l, "unknown key", key);
}

/* "GOV 2013-08-03 2021-08-03 President"; '-' for an open date. */
static drg_status read_term(loader *l, base_str line) {
  base_str rest = line, sector = base_str_word(&rest), from = base_str_word(&rest), to = base_str_word(&rest);
  dict_term t = {
      .sector = keep(l, sector), .from = INT32_MIN, .to = INT32_MAX, .line = l->in.line, .source = l->source};
  if (!to.data) return malformed(l, "office without two dates", line);
  if (!base_str_eq(from, BASE_STR("-")) && (t.from = base_day_parse(from)) == DRG_NO_DAY)
    return malformed(l, "no date", from);
  if (!base_str_eq(to, BASE_STR("-")) && (t.to = base_day_parse(to)) == DRG_NO_DAY) return malformed(l, "no date", to);
  t.title = keep(l, base_str_trim(rest));
  dict_entry *e = l->entry;
  if (!e->n_terms) {
    l->term_cap = 4;
    l->terms = BASE_NEW(l->r->d->arena, dict_term, 4);
  } else if (e->n_terms == l->term_cap) {
    size_t cap = l->term_cap;
    l->terms = base_vec_grow(l->r->d->arena, l->terms, e->n_terms, &cap, sizeof *l->terms);
    l->term_cap = (uint32_t)cap;
  }
  l->terms[e->n_terms++] = t;
  e->terms = l->terms;
  return DRG_OK;
}

static bool code_fits(base_str code) {
  for (size_t i = 0; i < code.len; i++)
    if (code.data[i] < 'A' || code.data[i] > 'Z') return false;
  return code.len >= 3;
}

/* "IRN" or "IGOUNO:HLH": country and sector of a new entry; "-" for no country, ":GOV" not allowed to be empty. */
static drg_status open_entry(loader *l, base_str code, uint8_t cls) {
  l->entry = BASE_NEW(l->r->d->arena, dict_entry, 1);
  l->r->d->n_entries++;
  l->entry->cls = cls;
  l->entry->line = l->in.line;
  l->entry->file = l->file;
  l->entry->source = l->source;
  base_str rest = code, country = base_str_cut(&rest, ':');
  if (rest.data && !code_fits(rest)) return malformed(l, "no sector", code);
  l->entry->sector = rest.data ? keep(l, rest) : BASE_NONE;
  if (base_str_eq(country, BASE_STR("-"))) return DRG_OK;
  if (!code_fits(country)) return malformed(l, "no country or actor code", code);
  l->entry->country = keep(l, country);
  return DRG_OK;
}

/* A key of a country in small letters (adj, seat), or a sector: a term. */
static drg_status read_part(loader *l, base_str line) {
  base_str word = base_str_trim(line);
  return word.data[0] >= 'a' && word.data[0] <= 'z' ? read_country_part(l, line) : read_term(l, line);
}

static bool indented(base_str line) { return line.len && (line.data[0] == ' ' || line.data[0] == '\t'); }

static drg_status read_names(loader *l, uint8_t cls) {
  base_str rest = l->text;
  if (indented(rest) && !l->entry) return malformed(l, "no entry before", base_str_trim(rest));
  if (indented(rest)) return cls == DICT_COUNTRY ? read_part(l, rest) : read_term(l, rest);
  l->entry = NULL;
  drg_status st = open_entry(l, base_str_word(&rest), cls);
  if (st) return st;
  if (cls == DICT_PERSON) {
    base_str gender = base_str_word(&rest);
    if (gender.len != 1) return malformed(l, "no gender (m, f or -)", gender);
    l->entry->gender = gender.data[0] == '-' ? 0 : (int8_t)gender.data[0];
  }
  if (cls == DICT_COUNTRY && l->entry->sector.data) l->entry->cls = DICT_ORGANISATION; /* a body of the state */
  rest = base_str_trim(rest);
  if (!rest.len) return malformed(l, "entry without a name", l->text);
  add_names(l, rest, DICT_NAME);
  if (cls == DICT_PERSON && !l->has_surname) add_surname(l);
  return DRG_OK;
}

static drg_status read_country(loader *l) { return read_names(l, DICT_COUNTRY); }
static drg_status read_organisation(loader *l) { return read_names(l, DICT_ORGANISATION); }
static drg_status read_nonstate(loader *l) { return read_names(l, DICT_NONSTATE); }
static drg_status read_person(loader *l) { return read_names(l, DICT_PERSON); }

/* ---- agents: "GOV role president; prime minister; man/men" ---- */

static const struct {
  base_str name;
  uint8_t kind;
  int8_t gender;
} agent_kinds[] = {{DICT_LIT("role"), AGENT_ROLE, 0},         {DICT_LIT("person"), AGENT_PERSON, 0},
                   {DICT_LIT("group"), AGENT_GROUP, 0},       {DICT_LIT("body"), AGENT_BODY, 'n'},
                   {DICT_LIT("machine"), AGENT_MACHINE, 'n'}, {DICT_LIT("man"), AGENT_ROLE, 'm'},
                   {DICT_LIT("woman"), AGENT_ROLE, 'f'}};

/* Where the head noun ends: before the first linking word (of, for, to …, listed in words.txt), else at the end. */
static size_t head_end(const loader *l, base_str phrase) {
  base_str rest = phrase, w;
  size_t end = phrase.len;
  bool first = true;
  while ((w = base_str_word(&rest)).data) {
    if (!first && dict_flags(l->r->d, base_symbols_find(l->r->d->symbols, w)) & (DICT_LINK | DICT_LINK_WEAK))
      return (size_t)(w.data - phrase.data) - 1;
    first = false;
  }
  return end;
}

static base_sym head_noun(loader *l, base_str head) {
  size_t at = head.len;
  while (at > 0 && head.data[at - 1] != ' ' && head.data[at - 1] != '-') at--;
  return base_symbols_add(l->r->d->symbols, base_str_sub(head, at, head.len));
}

/* Plural by the rules of the dictionary: -y after a consonant, hissing sounds, else -s. */
static base_str plural_of(loader *l, base_str noun) {
  char last = noun.data[noun.len - 1], before = noun.len > 1 ? noun.data[noun.len - 2] : 'a';
  if (last == 'y' && !strchr("aeiou", before))
    return base_str_printf(l->r->d->arena, BASE_FMT "ies", (int)noun.len - 1, noun.data);
  bool hiss = strchr("sxz", last) || (last == 'h' && strchr("cs", before));
  return base_str_printf(l->r->d->arena, BASE_FMT "%s", BASE_ARG(noun), hiss ? "es" : "s");
}

static drg_status add_agent(loader *l, base_str item, dict_agent proto) {
  dict_agent *a = BASE_NEW(l->r->d->arena, dict_agent, 1);
  base_str plural = item, single = base_str_cut(&plural, '/');
  *a = proto;
  a->phrase = keep(l, base_str_trim(single));
  if (!a->phrase.len) return malformed(l, "no noun before the plural", item);
  size_t end = head_end(l, a->phrase);
  base_str head = base_str_sub(a->phrase, 0, end), tail = base_str_sub(a->phrase, end, a->phrase.len);
  a->noun = head_noun(l, head);
  a->line = l->in.line;
  a->file = l->file;
  a->source = l->source;
  l->r->d->n_entries++;
  bool always_plural = a->kind == AGENT_GROUP;
  uint8_t letters = letters_of(a->phrase); /* "Inc" stands for a company only with its capital */
  add_form(l, a->phrase, (dict_form){.agent = a, .plural = always_plural, .letters = letters});
  if (plural.data && !base_str_trim(plural).len) return DRG_OK; /* "police/" has no plural of its own */
  l->by_rule = !plural.data;
  plural = plural.data ? base_str_trim(plural) : base_str_join(l->r->d->arena, plural_of(l, head), tail);
  add_form(l, plural, (dict_form){.agent = a, .plural = true, .letters = letters});
  l->by_rule = false;
  return DRG_OK;
}

static drg_status read_agent(loader *l) {
  base_str rest = l->text, sector = base_str_word(&rest), kind = base_str_word(&rest), item;
  dict_agent proto = {0};
  if (!base_str_eq(sector, BASE_STR("-")) && !code_fits(sector)) return malformed(l, "no sector", sector);
  if (sector.len > 1) proto.sector = keep(l, sector);
  size_t k = 0, n = sizeof agent_kinds / sizeof *agent_kinds;
  while (k < n && !base_str_eq(agent_kinds[k].name, kind)) k++;
  if (k == n) return malformed(l, "unknown kind of agent", kind);
  proto.kind = agent_kinds[k].kind;
  proto.gender = agent_kinds[k].gender;
  rest = base_str_trim(rest);
  if (!rest.len) return malformed(l, "agent line without a noun", l->text);
  drg_status st = DRG_OK;
  while (!st && next_item(&rest, &item)) st = add_agent(l, item, proto);
  return st;
}

/* ---- words: "particle bin; de", "he he; him", "sides/2 two sides" ---- */

static const struct {
  base_str name;
  uint32_t flag;
} flag_names[] = {{DICT_LIT("particle"), DICT_PARTICLE},
                  {DICT_LIT("honorific"), DICT_HONORIFIC},
                  {DICT_LIT("former"), DICT_FORMER},
                  {DICT_LIT("tail"), DICT_TAIL},
                  {DICT_LIT("link"), DICT_LINK},
                  {DICT_LIT("weak-link"), DICT_LINK_WEAK},
                  {DICT_LIT("male"), DICT_MALE},
                  {DICT_LIT("female"), DICT_FEMALE},
                  {DICT_LIT("definite"), DICT_DEFINITE},
                  {DICT_LIT("never"), DICT_NEVER},
                  {DICT_LIT("generic"), DICT_GENERIC},
                  {DICT_LIT("backed"), DICT_BACKED},
                  {DICT_LIT("and"), DICT_AND},
                  {DICT_LIT("land"), DICT_LAND},
                  {DICT_LIT("partner"), DICT_PARTNER},
                  {DICT_LIT("leads"), DICT_LEADS},
                  {DICT_LIT("given-male"), DICT_GIVEN | DICT_MALE},
                  {DICT_LIT("given-female"), DICT_GIVEN | DICT_FEMALE}};
static const struct {
  base_str name;
  uint8_t ana;
} anaphor_names[] = {{DICT_LIT("he"), ANA_HE},     {DICT_LIT("she"), ANA_SHE}, {DICT_LIT("it"), ANA_IT},
                     {DICT_LIT("they"), ANA_THEY}, {DICT_LIT("i"), ANA_I},     {DICT_LIT("we"), ANA_WE},
                     {DICT_LIT("who"), ANA_WHO}};
static const struct {
  base_str name;
  uint8_t ana;
} phrase_names[] = {
    {DICT_LIT("sides"), ANA_SIDES}, {DICT_LIT("countries"), ANA_COUNTRIES}, {DICT_LIT("people"), ANA_PEOPLE}};

static base_sym flagged(loader *l, base_str word) {
  dict *d = l->r->d;
  char space[128];
  base_str piece[2];
  uint32_t n = dict_fold_pieces(word, piece, 2, space, sizeof space);
  base_sym sym = base_symbols_add(d->symbols, n == 1 ? piece[0] : word);
  if (sym >= d->flags_cap) {
    size_t cap = d->flags_cap, same = cap, old = cap;
    while (cap <= sym) {
      d->flags = base_vec_grow(d->arena, d->flags, old, &cap, sizeof *d->flags);
      d->anaphors = base_vec_grow(d->arena, d->anaphors, old, &same, sizeof *d->anaphors);
    }
    d->flags_cap = (uint32_t)cap;
  }
  return sym;
}

static drg_status read_phrases(loader *l, base_str key, base_str rest) {
  base_str item, number = key, name = base_str_cut(&number, '/');
  for (size_t k = 0; k < sizeof phrase_names / sizeof *phrase_names; k++) {
    if (!base_str_eq(phrase_names[k].name, name)) continue;
    uint8_t n = number.data && number.len == 1 ? (uint8_t)(number.data[0] - '0') : 0;
    while (next_item(&rest, &item))
      add_form(l, item, (dict_form){.anaphor = phrase_names[k].ana, .number = n, .plural = true});
    return DRG_OK;
  }
  return malformed(l, "unknown key", key);
}

static drg_status read_word(loader *l) {
  base_str rest = l->text, key = base_str_word(&rest), item;
  for (size_t k = 0; k < sizeof flag_names / sizeof *flag_names; k++) {
    if (!base_str_eq(flag_names[k].name, key)) continue;
    while (next_item(&rest, &item)) {
      base_sym sym = flagged(l, item);
      l->r->d->flags[sym] |= flag_names[k].flag;
    }
    return DRG_OK;
  }
  for (size_t k = 0; k < sizeof anaphor_names / sizeof *anaphor_names; k++) {
    if (!base_str_eq(anaphor_names[k].name, key)) continue;
    while (next_item(&rest, &item)) {
      base_sym sym = flagged(l, item);
      l->r->d->anaphors[sym] = anaphor_names[k].ana;
    }
    return DRG_OK;
  }
  return read_phrases(l, key, rest);
}

/* ---- sources: "@key text" in the head of a file, "@key" at the end of a line ---- */

static drg_status declare_source(loader *l, base_str line) {
  dict *d = l->r->d;
  base_str rest = base_str_sub(line, 1, line.len), key = base_str_word(&rest);
  if (!key.data || d->sources.n >= UINT16_MAX) return malformed(l, "no key of a source", line);
  dict_source s = {keep(l, key), keep(l, base_str_trim(rest))};
  BASE_PUSH(d->arena, &d->sources, s);
  l->ends = (uint16_t)d->sources.n;
  return DRG_OK;
}

/* Cuts the source off the line; a line without one rests on the first that its file declares. */
static drg_status take_source(loader *l, base_str line) {
  size_t at = line.len;
  l->text = line;
  l->source = l->first_source < l->ends ? l->first_source : 0;
  while (at > 0 && line.data[at - 1] != ' ' && line.data[at - 1] != '\t') at--;
  if (at == line.len || line.data[at] != '@') return DRG_OK;
  base_str key = base_str_sub(line, at + 1, line.len);
  while (at > 0 && (line.data[at - 1] == ' ' || line.data[at - 1] == '\t')) at--;
  l->text = base_str_sub(line, 0, at);
  for (l->source = l->first_source; l->source < l->ends; l->source++)
    if (base_str_eq(l->r->d->sources.v[l->source].key, key)) return DRG_OK;
  l->source = 0;
  return malformed(l, "no such source in the head of the file:", key);
}

/* ---- a file ---- */

static const struct {
  const char *stem;
  drg_status (*read)(loader *);
} FORMATS[] = {{"words", read_word},           {"countries", read_country}, {"organisations", read_organisation},
               {"nonstate", read_nonstate},    {"people", read_person},     {"agents", read_agent},
               {"agents-petrarch", read_agent}};

static drg_status read_line(loader *l, unsigned format) {
  if (l->in.text.data[0] == '@') return declare_source(l, l->in.text);
  drg_status st = take_source(l, l->in.text);
  return st ? st : FORMATS[format].read(l);
}

drg_status dict_read(dict_reading *r, dict_path file, drg_error *err) {
  drg_error own = {0};
  dict *d = r->d;
  loader l = {.r = r, .err = err ? err : &own, .file = (uint16_t)d->files.n, .first_source = (uint16_t)d->sources.n};
  BASE_PUSH(d->arena, &d->files, base_str_copy(d->arena, base_str_of(file.name)));
  drg_status st = base_lines_open(&l.in, file.path, l.err);
  while (!st && base_lines_next(&l.in)) {
    st = read_line(&l, file.format);
    if (!st || !r->found) continue;
    r->found(r->context, &(drg_dict_finding){.kind = DRG_DICT_MALFORMED,
                                             .file = base_str_of(l.err->file),
                                             .line = (uint32_t)l.err->line,
                                             .message = base_str_of(l.err->message)});
    st = DRG_OK;
  }
  base_lines_close(&l.in);
  return st;
}

/* ---- the files of a folder ---- */

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static int is_text(const struct dirent *e) {
  return e->d_name[0] != '.' && base_str_ends(base_str_of(e->d_name), BASE_STR(".txt"));
}

typedef struct listing {
  base_arena *a;
  const char *dir, *named;
  dict_path *out;
  uint32_t n, cap;
} listing;

static void add_file(listing *l, const char *name, unsigned format) {
  if (l->n < l->cap)
    l->out[l->n++] = (dict_path){base_str_printf(l->a, "%s/%s", l->dir, name).data,
                                 base_str_printf(l->a, "%s/%s", l->named, name).data, format};
}

static void add_folder(listing *l, const char *stem, unsigned format) {
  struct dirent **names = NULL;
  int found = scandir(base_str_printf(l->a, "%s/%s", l->dir, stem).data, &names, is_text, by_name);
  for (int i = 0; i < found; i++) {
    add_file(l, base_str_printf(l->a, "%s/%s", stem, names[i]->d_name).data, format);
    free(names[i]);
  }
  free(names);
}

uint32_t dict_files(base_arena *a, const char *dir, const char *named, dict_path *out, uint32_t cap) {
  listing l = {a, dir, named, out, 0, cap};
  for (unsigned k = 0; k < sizeof FORMATS / sizeof *FORMATS; k++) {
    const char *name = base_str_printf(a, "%s.txt", FORMATS[k].stem).data;
    if (!access(base_str_printf(a, "%s/%s", dir, name).data, F_OK)) add_file(&l, name, k);
    add_folder(&l, FORMATS[k].stem, k);
  }
  return l.n;
}
