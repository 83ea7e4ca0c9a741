/* Opens the actor dictionaries: one pass over each file into the trie. The formats are told in the files' own heads. */
#include "mention/dict_parts.h"
#include "mention/when.h"

/* Room resolve's gazetteer hangs in the dictionary but is made one room further down: these two names are all that
 * is known of it here. */
drg_status gazetteer_open(const char *dir, base_arena *arena, base_symbols *symbols, struct gazetteer **out,
                          drg_error *err);
void gazetteer_close(struct gazetteer *g);

typedef struct loader {
  dict *d;
  base_lines in;
  drg_error *err;
  dict_entry *entry; /* that indented lines speak of */
  dict_term *terms;
  uint32_t term_cap;
} loader;

static drg_status malformed(loader *l, const char *what, base_str subject) {
  return base_fail(l->err, DRG_ERR_FORMAT, l->in.path, l->in.line, 0, "%s '" BASE_FMT "'", what, BASE_ARG(subject));
}

/* ---- growing the trie ---- */

static void edges_grow(dict *d) {
  dict_edge *old = d->edges;
  uint32_t cap = d->edge_cap;
  d->edge_cap *= 2;
  d->edges = BASE_NEW(d->arena, dict_edge, d->edge_cap);
  uint32_t mask = d->edge_cap - 1;
  for (uint32_t i = 0; i < cap; i++) {
    if (!old[i].to) continue;
    uint64_t h = ((uint64_t)old[i].node << 32 | old[i].piece) * 0x9E3779B97F4A7C15u;
    uint32_t k = (uint32_t)(h >> 32) & mask;
    while (d->edges[k].to) k = (k + 1) & mask;
    d->edges[k] = old[i];
  }
}

static uint32_t node_new(dict *d) {
  if (d->n_nodes == d->node_cap) {
    size_t cap = d->node_cap;
    d->forms = base_vec_grow(d->arena, d->forms, d->n_nodes, &cap, sizeof *d->forms);
    d->node_cap = (uint32_t)cap;
  }
  d->forms[d->n_nodes] = NULL;
  return d->n_nodes++;
}

static uint32_t grow_step(dict *d, uint32_t node, base_sym piece) {
  uint32_t to = dict_step(d, node, piece);
  if (to) return to;
  if (d->n_edges * 2 >= d->edge_cap) edges_grow(d);
  uint64_t h = ((uint64_t)node << 32 | piece) * 0x9E3779B97F4A7C15u;
  uint32_t mask = d->edge_cap - 1, i = (uint32_t)(h >> 32) & mask;
  while (d->edges[i].to) i = (i + 1) & mask;
  to = node_new(d);
  d->edges[i] = (dict_edge){node, piece, to};
  d->n_edges++;
  return to;
}

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

/* Adds text with its meaning; the newest meaning of a node comes last, so that files are read best first. */
static void add_form(loader *l, base_str text, dict_form form) {
  dict *d = l->d;
  char space[512];
  base_str piece[24];
  bool plain = true;
  for (size_t i = 0; i < text.len; i++) plain &= (unsigned char)text.data[i] < 0x80;
  base_str folded = plain ? text : base_str_fold(d->arena, text);
  uint32_t n = dict_fold_pieces(folded, piece, 24, space, sizeof space), node = 0;
  if (!n) return;
  for (uint32_t k = 0; k < n; k++) node = grow_step(d, node, base_symbols_add(d->symbols, piece[k]));
  dict_form *f = BASE_NEW(d->arena, dict_form, 1);
  *f = form;
  f->next = NULL;
  const dict_form **at = &d->forms[node];
  while (*at) {
    if ((*at)->entry == f->entry && (*at)->agent == f->agent && (*at)->anaphor == f->anaphor) {
      dict_form *old = (dict_form *)(uintptr_t)*at;
      if (f->letters < old->letters) old->letters = f->letters; /* "FARC", "Farc" */
      return;
    }
    at = (const dict_form **)(uintptr_t) & (*at)->next;
  }
  *at = f;
}

static base_str keep(loader *l, base_str s) { return s.len ? base_str_copy(l->d->arena, s) : BASE_NONE; }

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
  while (next_item(&list, &item)) {
    dict_form f = {.entry = l->entry, .kind = kind};
    if (item.data[0] == '?' || item.data[0] == '~') {
      f.doubtful = item.data[0] == '?';
      if (item.data[0] == '~') f.kind = DICT_FAMILY;
      item = base_str_sub(item, 1, item.len);
    }
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
  add_form(l, last, (dict_form){.entry = l->entry, .kind = DICT_SURNAME, .letters = CASE_INITIAL});
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
  dict_term t = {.sector = keep(l, sector), .from = INT32_MIN, .to = INT32_MAX};
  if (!to.data) return malformed(l, "office without two dates", line);
  if (!base_str_eq(from, BASE_STR("-")) && (t.from = base_day_parse(from)) == DRG_NO_DAY)
    return malformed(l, "no date", from);
  if (!base_str_eq(to, BASE_STR("-")) && (t.to = base_day_parse(to)) == DRG_NO_DAY) return malformed(l, "no date", to);
  t.title = keep(l, base_str_trim(rest));
  dict_entry *e = l->entry;
  if (!e->n_terms) {
    l->term_cap = 4;
    l->terms = BASE_NEW(l->d->arena, dict_term, 4);
  } else if (e->n_terms == l->term_cap) {
    size_t cap = l->term_cap;
    l->terms = base_vec_grow(l->d->arena, l->terms, e->n_terms, &cap, sizeof *l->terms);
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
  l->entry = BASE_NEW(l->d->arena, dict_entry, 1);
  l->d->n_entries++;
  l->entry->cls = cls;
  l->entry->line = l->in.line;
  base_str rest = code, country = base_str_cut(&rest, ':');
  if (rest.data && !code_fits(rest)) return malformed(l, "no sector", code);
  l->entry->sector = rest.data ? keep(l, rest) : BASE_NONE;
  if (base_str_eq(country, BASE_STR("-"))) return DRG_OK;
  if (!code_fits(country)) return malformed(l, "no country or actor code", code);
  l->entry->country = keep(l, country);
  return DRG_OK;
}

static bool indented(base_str line) { return line.len && (line.data[0] == ' ' || line.data[0] == '\t'); }

static drg_status read_names(loader *l, uint8_t cls) {
  base_str rest = l->in.text;
  if (indented(rest) && !l->entry) return malformed(l, "no entry before", base_str_trim(rest));
  if (indented(rest)) return cls == DICT_PERSON ? read_term(l, rest) : read_country_part(l, rest);
  drg_status st = open_entry(l, base_str_word(&rest), cls);
  if (st) return st;
  if (cls == DICT_PERSON) {
    base_str gender = base_str_word(&rest);
    if (gender.len != 1) return malformed(l, "no gender (m, f or -)", gender);
    l->entry->gender = gender.data[0] == '-' ? 0 : (int8_t)gender.data[0];
  }
  if (cls == DICT_COUNTRY && l->entry->sector.data) l->entry->cls = DICT_ORGANISATION; /* a body of the state */
  rest = base_str_trim(rest);
  if (!rest.len) return malformed(l, "entry without a name", l->in.text);
  add_names(l, rest, DICT_NAME);
  if (cls == DICT_PERSON) add_surname(l);
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
    if (!first && dict_flags(l->d, base_symbols_find(l->d->symbols, w)) & (DICT_LINK | DICT_LINK_WEAK))
      return (size_t)(w.data - phrase.data) - 1;
    first = false;
  }
  return end;
}

static base_sym head_noun(loader *l, base_str head) {
  size_t at = head.len;
  while (at > 0 && head.data[at - 1] != ' ' && head.data[at - 1] != '-') at--;
  return base_symbols_add(l->d->symbols, base_str_sub(head, at, head.len));
}

/* Plural by the rules of the dictionary: -y after a consonant, hissing sounds, else -s. */
static base_str plural_of(loader *l, base_str noun) {
  char last = noun.data[noun.len - 1], before = noun.len > 1 ? noun.data[noun.len - 2] : 'a';
  if (last == 'y' && !strchr("aeiou", before))
    return base_str_printf(l->d->arena, BASE_FMT "ies", (int)noun.len - 1, noun.data);
  bool hiss = strchr("sxz", last) || (last == 'h' && strchr("cs", before));
  return base_str_printf(l->d->arena, BASE_FMT "%s", BASE_ARG(noun), hiss ? "es" : "s");
}

static void add_agent(loader *l, base_str item, dict_agent proto) {
  dict_agent *a = BASE_NEW(l->d->arena, dict_agent, 1);
  base_str plural = item, single = base_str_cut(&plural, '/');
  *a = proto;
  a->phrase = keep(l, base_str_trim(single));
  size_t end = head_end(l, a->phrase);
  base_str head = base_str_sub(a->phrase, 0, end), tail = base_str_sub(a->phrase, end, a->phrase.len);
  a->noun = head_noun(l, head);
  l->d->n_entries++;
  bool always_plural = a->kind == AGENT_GROUP;
  uint8_t letters = letters_of(a->phrase); /* "Inc" stands for a company only with its capital */
  add_form(l, a->phrase, (dict_form){.agent = a, .plural = always_plural, .letters = letters});
  if (plural.data && !base_str_trim(plural).len) return; /* "police/" has no plural of its own */
  plural = plural.data ? base_str_trim(plural) : base_str_join(l->d->arena, plural_of(l, head), tail);
  add_form(l, plural, (dict_form){.agent = a, .plural = true, .letters = letters});
}

static drg_status read_agent(loader *l) {
  base_str rest = l->in.text, sector = base_str_word(&rest), kind = base_str_word(&rest), item;
  dict_agent proto = {0};
  if (!base_str_eq(sector, BASE_STR("-")) && !code_fits(sector)) return malformed(l, "no sector", sector);
  if (sector.len > 1) proto.sector = keep(l, sector);
  size_t k = 0, n = sizeof agent_kinds / sizeof *agent_kinds;
  while (k < n && !base_str_eq(agent_kinds[k].name, kind)) k++;
  if (k == n) return malformed(l, "unknown kind of agent", kind);
  proto.kind = agent_kinds[k].kind;
  proto.gender = agent_kinds[k].gender;
  rest = base_str_trim(rest);
  if (!rest.len) return malformed(l, "agent line without a noun", l->in.text);
  while (next_item(&rest, &item)) add_agent(l, item, proto);
  return DRG_OK;
}

/* ---- words: "particle bin; de", "he he; him", "sides/2 two sides" ---- */

static const struct {
  base_str name;
  uint16_t flag;
} flag_names[] = {{DICT_LIT("particle"), DICT_PARTICLE}, {DICT_LIT("honorific"), DICT_HONORIFIC},
                  {DICT_LIT("former"), DICT_FORMER},     {DICT_LIT("tail"), DICT_TAIL},
                  {DICT_LIT("link"), DICT_LINK},         {DICT_LIT("weak-link"), DICT_LINK_WEAK},
                  {DICT_LIT("male"), DICT_MALE},         {DICT_LIT("female"), DICT_FEMALE},
                  {DICT_LIT("definite"), DICT_DEFINITE}, {DICT_LIT("never"), DICT_NEVER},
                  {DICT_LIT("generic"), DICT_GENERIC},   {DICT_LIT("backed"), DICT_BACKED},
                  {DICT_LIT("and"), DICT_AND},           {DICT_LIT("land"), DICT_LAND},
                  {DICT_LIT("partner"), DICT_PARTNER}};
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
  dict *d = l->d;
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
  base_str rest = l->in.text, key = base_str_word(&rest), item;
  for (size_t k = 0; k < sizeof flag_names / sizeof *flag_names; k++) {
    if (!base_str_eq(flag_names[k].name, key)) continue;
    while (next_item(&rest, &item)) {
      base_sym sym = flagged(l, item);
      l->d->flags[sym] |= flag_names[k].flag;
    }
    return DRG_OK;
  }
  for (size_t k = 0; k < sizeof anaphor_names / sizeof *anaphor_names; k++) {
    if (!base_str_eq(anaphor_names[k].name, key)) continue;
    while (next_item(&rest, &item)) {
      base_sym sym = flagged(l, item);
      l->d->anaphors[sym] = anaphor_names[k].ana;
    }
    return DRG_OK;
  }
  return read_phrases(l, key, rest);
}

/* ---- opening ---- */

/* words.txt comes first: agents need its linking words. */
static const struct {
  const char *file;
  drg_status (*read)(loader *);
} files[] = {
    {"words.txt", read_word},        {"countries.txt", read_country},    {"organisations.txt", read_organisation},
    {"nonstate.txt", read_nonstate}, {"people.txt", read_person},        {"leaders.txt", read_person},
    {"agents.txt", read_agent},      {"agents-petrarch.txt", read_agent}};

static drg_status load(dict *d, const char *dir, const char *file, drg_status (*read)(loader *), drg_error *err) {
  loader l = {.d = d, .err = err};
  base_str path = base_str_printf(d->arena, "%s/%s", dir, file);
  drg_status st = base_lines_open(&l.in, path.data, err);
  while (!st && base_lines_next(&l.in)) st = read(&l);
  base_lines_close(&l.in);
  return st;
}

static dict *dict_new(base_arena *arena, base_symbols *symbols) {
  dict *d = BASE_NEW(arena, dict, 1);
  *d = (dict){.arena = arena, .symbols = symbols, .edge_cap = 1 << 15, .node_cap = 1 << 14, .flags_cap = 1 << 10};
  d->edges = BASE_NEW(arena, dict_edge, d->edge_cap);
  d->forms = BASE_NEW(arena, const dict_form *, d->node_cap);
  d->flags = BASE_NEW(arena, uint16_t, d->flags_cap);
  d->anaphors = BASE_NEW(arena, uint8_t, d->flags_cap);
  node_new(d); /* node 0, the root */
  return d;
}

drg_status dict_open(const char *dir, base_arena *arena, base_symbols *symbols, dict **out, drg_error *err) {
  dict *d = dict_new(arena, symbols);
  drg_status st = DRG_OK;
  for (size_t k = 0; !st && k < sizeof files / sizeof *files; k++) st = load(d, dir, files[k].file, files[k].read, err);
  if (!st) st = when_open(dir, arena, symbols, &d->when, err);
  if (!st) st = gazetteer_open(dir, arena, symbols, &d->gazetteer, err);
  *out = st ? NULL : d;
  return st;
}

void dict_close(dict *d) {
  if (d) gazetteer_close(d->gazetteer);
}

const struct when *dict_when(const dict *d) { return d->when; }
const struct gazetteer *dict_gazetteer(const dict *d) { return d->gazetteer; }
const base_symbols *dict_symbols(const dict *d) { return d->symbols; }
uint32_t dict_entries(const dict *d) { return d->n_entries; }
