/* Joins the units of a sentence into actor phrases and writes their mentions.
 *
 * A group is a run of units of one noun phrase: modifiers (country, body, noun), then titles, then a name. Which
 * neighbours join is told by the table `joins`; who heads the phrase is told by the tree. */
#include "mention/finder.h"

typedef enum part {
  PART_COUNTRY,
  PART_BODY,
  PART_PERSON,
  PART_ROLE,
  PART_PERSONS,
  PART_GROUP,
  PART_INSTITUTE,
  PART_OTHER,
  PART_COUNT
} part;

static const uint8_t joins[PART_COUNT][PART_COUNT] = {
    /*                  country  body     person   role        persons     group       institute   other */
    [PART_COUNTRY] = {J_NO, J_OWNER, J_OWNER, J_OWNER, J_OWNER, J_OWNER, J_OWNER, J_NO},
    [PART_BODY] = {J_NO, J_NO, J_OWNER, J_OWNER, J_OWNER, J_OWNER, J_OWNER, J_NO},
    [PART_PERSON] = {J_NO, J_NO, J_NO, J_NO, J_NO, J_NO, J_NO, J_NO},
    [PART_ROLE] = {J_NO, J_NO, J_TITLE, J_TITLE, J_MODIFIER, J_MODIFIER, J_MODIFIER, J_NO},
    [PART_PERSONS] = {J_NO, J_NO, J_TITLE, J_MODIFIER, J_MODIFIER, J_MODIFIER, J_MODIFIER, J_NO},
    [PART_GROUP] = {J_NO, J_NO, J_NO, J_MODIFIER, J_MODIFIER, J_MODIFIER, J_MODIFIER, J_NO},
    [PART_INSTITUTE] = {J_NO, J_NO, J_NO, J_MODIFIER, J_MODIFIER, J_MODIFIER, J_MODIFIER, J_NO},
};

typedef struct group {
  uint32_t first, last; /* units [first, last) */
} group;

static part part_of(const unit *u) {
  bool noun = u->kind == UNIT_NAME && u->agent; /* "Venezuela's National Guard" */
  if (!noun && units_is_country(u)) return PART_COUNTRY;
  if (!noun && units_is_body(u)) return PART_BODY;
  if (!noun && units_is_person(u)) return PART_PERSON;
  if (!noun && u->kind != UNIT_AGENT) return PART_OTHER;
  switch (u->agent->kind) {
    case AGENT_ROLE: return PART_ROLE;
    case AGENT_PERSON: return PART_PERSONS;
    case AGENT_BODY: return PART_INSTITUTE;
    default: return PART_GROUP;
  }
}

static bool is_possessive(const parse_word *w) { return w->deprel == DEP_CASE && w->upos == UPOS_PART; }

/* ---- which units join ---- */

static bool is_hyphen_word(const parse_word *w) {
  return w->upos == UPOS_PUNCT && w->form.len <= 3 && (w->form.data[0] == '-' || w->form.len == 3);
}

static bool gap_word_fits(const finder *f, int32_t w) {
  const parse_word *x = finder_word(f, w);
  if (units_flags(&f->u, w) & DICT_BACKED) return false;
  switch (x->deprel) {
    case DEP_AMOD:
    case DEP_COMPOUND:
    case DEP_NUMMOD:
    case DEP_ADVMOD:
    case DEP_FLAT:
    case DEP_NMOD_DESC: return x->upos != UPOS_VERB || x->deprel == DEP_AMOD;
    case DEP_PUNCT: return is_hyphen_word(x) || x->form.data[0] == '"';
    default: return is_possessive(x) || (units_flags(&f->u, w) & DICT_HONORIFIC);
  }
}

static bool honorifics_only(const finder *f, int32_t from, int32_t to) {
  for (; from < to; from++)
    if (!(units_flags(&f->u, from) & (DICT_HONORIFIC | DICT_FORMER)) && !is_hyphen_word(finder_word(f, from)))
      return false;
  return true;
}

static bool has_possessive(const finder *f, int32_t from, int32_t to) {
  return from < to && is_possessive(finder_word(f, from));
}

/* An owner reaches over adjectives; "Iran's ageing presidents" but not "told Iran that presidents". */
static bool owner_joins(const finder *f, const unit *a, const unit *b) {
  if (b->first - a->last > 5) return false;
  for (int32_t w = a->last; w < b->first; w++)
    if (!gap_word_fits(f, w)) return false;
  if (b->first == a->last || has_possessive(f, a->last, b->first)) return true;
  uint8_t rel = finder_word(f, a->head)->deprel;
  return rel == DEP_AMOD || rel == DEP_COMPOUND || rel == DEP_NMOD_POSS || rel == DEP_NMOD;
}

static bool has_capital(const parse_word *w) {
  size_t i = 0;
  return base_char_is_upper(base_utf8_next(w->form, &i));
}

static bool title_joins(const finder *f, const unit *a, const unit *b) {
  if (a->kind == UNIT_AGENT && a->plural) return false;
  if (honorifics_only(f, a->last, b->first)) return true;
  /* "Prime Minister and Foreign Minister": two offices of one person, when both are written as titles */
  if (b->first - a->last != 1 || !(units_flags(&f->u, a->last) & DICT_AND) || b->kind != UNIT_AGENT) return false;
  if (!has_capital(finder_word(f, a->first)) || !has_capital(finder_word(f, b->first))) return false;
  const unit *c = b + 1, *end = f->u.units.v + f->u.units.n;
  return c < end && units_is_person(c) && honorifics_only(f, b->last, c->first);
}

/* A country or body right before a name: "Iran's Zarif", "the Iraqi Judicial Council", not "envoy for Somalia James Swan". */
static bool name_joins(const finder *f, const unit *a, const unit *b) {
  if (part_of(b) == PART_BODY && b->kind != UNIT_PROPER) return false;
  if (a->first > 0 && (units_flags(&f->u, a->first - 1) & DICT_LINK)) return false;
  return b->first == a->last || (has_possessive(f, a->last, b->first) && b->first - a->last == 1);
}

join finder_join(const finder *f, const unit *a, const unit *b) {
  join j = (join)joins[part_of(a)][part_of(b)];
  switch (j) {
    case J_OWNER:
      if (part_of(b) == PART_PERSON || part_of(b) == PART_BODY) return name_joins(f, a, b) ? j : J_NO;
      return owner_joins(f, a, b) ? j : J_NO;
    case J_TITLE: return title_joins(f, a, b) ? j : J_NO;
    case J_MODIFIER:
      return b->first == a->last || (has_possessive(f, a->last, b->first) && owner_joins(f, a, b)) ? j : J_NO;
    default: return J_NO;
  }
}

/* Groups of units, each ended by its main unit. */
static uint32_t group_end(const finder *f, uint32_t from) {
  uint32_t k = from;
  while (k + 1 < f->u.units.n && finder_join(f, &f->u.units.v[k], &f->u.units.v[k + 1])) k++;
  return k + 1;
}

/* ---- the phrase around a group ---- */

static bool is_left_out(uint8_t rel) {
  switch (rel) {
    case DEP_CASE:
    case DEP_CC:
    case DEP_CONJ:
    case DEP_PUNCT:
    case DEP_ACL_RELCL:
    case DEP_ACL:
    case DEP_APPOS:
    case DEP_PARATAXIS:
    case DEP_COP:
    case DEP_NSUBJ:
    case DEP_NSUBJ_PASS:
    case DEP_AUX:
    case DEP_MARK:
    case DEP_ADVCL:
    case DEP_OBL:
    case DEP_EXPL:
    case DEP_DISCOURSE:
    case DEP_CCOMP:
    case DEP_XCOMP:
    case DEP_OBJ:
    case DEP_LIST:
    case DEP_NSUBJ_OUTER:
    case DEP_CSUBJ:
    case DEP_VOCATIVE:
    case DEP_ADVCL_RELCL:
    case DEP_AUX_PASS: return true;
    default: return false;
  }
}

/* Grows [*first, *last) by the children of its words that belong to the phrase and touch it. */
static void grow_phrase(const dict *d, const parse_sent *s, int32_t head, int32_t *first, int32_t *last) {
  for (int32_t w = *first - 1; w >= 0 && w > *first - 12; w--) {
    const parse_word *x = &s->words[w];
    if (x->head >= *first && x->head < *last && !is_left_out(x->deprel)) *first = w;
    else if (x->head < w || x->head >= *last || x->deprel == DEP_PUNCT) break;
  }
  for (int32_t w = *last; w < (int32_t)s->n; w++) {
    const parse_word *x = &s->words[w];
    bool inside = x->head >= *first && x->head < *last;
    if (inside && x->deprel != DEP_FLAT && x->deprel != DEP_COMPOUND && x->deprel != DEP_NMOD && x->upos != UPOS_PROPN)
      break;
    if (inside && x->deprel == DEP_NMOD) break; /* without a preposition: a date, an aside */
    if (!inside || is_left_out(x->deprel)) {
      if (x->head <= w || x->deprel == DEP_PUNCT) break;
      int up = x->head, steps = 0; /* a word of a phrase that is still to come */
      while (up > w && steps++ < 8 && s->words[up].head > w) up = s->words[up].head;
      if (up <= w || s->words[up].head < *first || s->words[up].head >= *last) break;
      if (s->words[up].deprel != DEP_NMOD || s->words[up].head != head) break;
      int c = parse_child(s, up, DEP_CASE);
      if (c < 0 || !(dict_flags(d, s->words[c].lower_sym) & DICT_LINK)) break;
      int from, to;
      parse_subtree(s, up, &from, &to);
      if (from != w) break;
      int end = up + 1; /* the phrase itself, without what hangs from it behind */
      *last = end;
      w = end - 1;
      continue;
    }
    *last = w + 1;
  }
  while (*last > *first + 1 && s->words[*last - 1].upos == UPOS_PUNCT) (*last)--;
}

static int32_t group_head(const parse_sent *s, const unit *a, const unit *main) {
  for (int32_t i = main->last - 1; i >= a->first; i--) {
    int32_t h = s->words[i].head;
    if ((h < a->first || h >= main->last) && s->words[i].upos != UPOS_PUNCT) return i;
  }
  return main->head;
}

/* ---- writing mentions ---- */

static uint8_t class_of_agent(const dict_agent *a, bool plural) {
  if (a->kind == AGENT_BODY) return CLASS_ORGANISATION;
  if (a->kind == AGENT_GROUP || a->kind == AGENT_MACHINE || plural) return CLASS_GROUP;
  return CLASS_PERSON;
}

static uint8_t class_of_form(const dict_form *f) {
  switch (f->entry->cls) {
    case DICT_COUNTRY:
      return f->kind == DICT_CAPITAL ? CLASS_PLACE : f->kind == DICT_DEMONYM ? CLASS_GROUP : CLASS_COUNTRY;
    case DICT_PERSON: return CLASS_PERSON;
    case DICT_NONSTATE:
      return base_str_eq(f->entry->sector, BASE_STR("CVL")) ? CLASS_GROUP : CLASS_ORGANISATION; /* a people */
    default: return CLASS_ORGANISATION;
  }
}

static mention blank(const finder *f, int32_t first, int32_t last, int32_t head) {
  return (mention){.sentence = f->sentence,
                   .first = first,
                   .last = last,
                   .head = head,
                   .name_first = -1,
                   .name_last = -1,
                   .title_first = -1,
                   .title_last = -1,
                   .of_country = -1,
                   .of_body = -1,
                   .appos = -1,
                   .entity = -1};
}

static bool has_organisation_word(const unit *u) { return u->kind == UNIT_PROPER && u->agent; }

/* A run of proper nouns that no dictionary knows: what the recogniser calls its head, if it is sure. */
static uint8_t class_of_run(const finder *f, const unit *u) {
  static const uint8_t CLASS_OF[NAME_COUNT] = {
      [NAME_PERSON] = CLASS_PERSON,  [NAME_ORGANISATION] = CLASS_ORGANISATION, [NAME_PLACE] = CLASS_PLACE,
      [NAME_FACILITY] = CLASS_PLACE, [NAME_NATIONALITY] = CLASS_GROUP,         [NAME_MISC] = CLASS_THING};
  if (has_organisation_word(u)) return CLASS_ORGANISATION;
  const parse_name *n = units_name_at(f->u.s, u->last - 1);
  return n && n->sure >= (n->kind == NAME_PERSON ? UNITS_LIKELY : UNITS_SURE) ? CLASS_OF[n->kind] : CLASS_UNKNOWN;
}

static void set_name(finder *f, mention *m, const unit *u) {
  m->name_first = u->first;
  m->name_last = u->last;
  m->kind = MENTION_NAME;
  if (u->kind == UNIT_PROPER) {
    m->cls = class_of_run(f, u);
    m->forms = u->form;
    if (u->agent) m->agent = u->agent;
    return;
  }
  m->forms = u->form;
  m->entry = u->form->entry;
  m->agent = u->agent;
  m->form = u->form->kind;
  m->cls = class_of_form(u->form);
  m->gender = m->entry->gender;
  m->plural = u->plural;
  if (m->form == DICT_ADJECTIVE || m->form == DICT_DEMONYM) m->kind = MENTION_NATIONALITY;
}

static int32_t add(finder *f, mention m) {
  BASE_PUSH(f->u.arena, &f->out, m);
  return (int32_t)f->out.n - 1;
}

/* A country or body inside a phrase is a mention of its own. */
static int32_t add_owner(finder *f, const unit *u) {
  mention m = blank(f, u->first, u->last, u->head);
  if (u->kind == UNIT_AGENT) {
    m.kind = MENTION_COMMON;
    m.agent = u->agent;
    m.plural = u->plural;
    m.cls = class_of_agent(u->agent, u->plural);
  } else {
    set_name(f, &m, u);
  }
  int32_t i = add(f, m);
  f->of_unit[u - f->u.units.v] = i;
  return i;
}

static int8_t gender_of(uint32_t flags) {
  if (flags & DICT_GIVEN) return 0; /* tells its bearer's, who is named by the first word alone */
  return flags & DICT_MALE ? 'm' : flags & DICT_FEMALE ? 'f' : 0;
}

/* "Maria Lindqvist": a given name, and more; alone it may be a family name. */
static void read_given_name(finder *f, mention *m) {
  uint32_t flags = m->name_first >= 0 ? units_flags(&f->u, m->name_first) : 0;
  bool may = m->cls == CLASS_PERSON || m->cls == CLASS_UNKNOWN;
  if (!(flags & DICT_GIVEN) || !may || m->kind != MENTION_NAME || m->name_last - m->name_first < 2) return;
  if (!m->gender) m->gender = flags & DICT_MALE ? 'm' : 'f';
  m->cls = CLASS_PERSON;
}

/* "former", "ex-" before the phrase or inside it; "the", "his" make it definite. */
static void read_left(finder *f, mention *m, int32_t core) {
  for (int32_t w = m->first; w <= core; w++) {
    uint32_t flags = units_flags(&f->u, w);
    if (flags & DICT_FORMER) m->former = true;
    if (w == m->first && (flags & DICT_DEFINITE)) m->definite = true;
    if (gender_of(flags)) m->gender = gender_of(flags);
    if (finder_word(f, w)->deprel == DEP_NMOD_POSS) m->definite = true;
    if (finder_word(f, w)->deprel == DEP_NUMMOD && core - w <= 3) m->plural = m->cls == CLASS_GROUP;
  }
}

static void set_owner(finder *f, mention *m, const unit *u) {
  int32_t i = add_owner(f, u);
  if (units_is_country(u)) m->of_country = i;
  else m->of_body = i;
}

static void read_modifiers(finder *f, mention *m, const unit *a, const unit *main) {
  for (const unit *u = a; u < main; u++) {
    join j = finder_join(f, u, u + 1);
    if (j == J_OWNER) set_owner(f, m, u);
    else if (j == J_MODIFIER && has_possessive(f, u->last, u[1].first)) m->of_body = add_owner(f, u);
    else if (j == J_MODIFIER || part_of(main) != PART_PERSON) m->modifier = u->agent;
    else if (u->kind == UNIT_AGENT) {
      if (m->title_first < 0) m->title_first = u->first;
      m->title_last = u->last;
      if (!m->agent || !m->agent->sector.data) m->agent = u->agent;
    }
  }
  if (m->title_first >= 0 && m->modifier) { /* "police chief John Doe" */
    for (const unit *u = a; u < main; u++)
      if (u->agent == m->modifier && u->first < m->title_first) m->title_first = u->first;
  }
}

static void write_group(finder *f, group g) {
  const unit *a = &f->u.units.v[g.first], *main = &f->u.units.v[g.last - 1];
  int32_t head = group_head(f->u.s, a, main), first = a->first, last = main->last;
  grow_phrase(f->u.d, f->u.s, head, &first, &last);
  mention m = blank(f, first, last, head);
  switch (main->kind) {
    case UNIT_NAME:
    case UNIT_PROPER: set_name(f, &m, main); break;
    case UNIT_AGENT:
      m.kind = MENTION_COMMON;
      m.agent = main->agent;
      m.plural = main->plural;
      m.gender = main->agent->gender;
      m.cls = class_of_agent(main->agent, main->plural);
      if (main->agent->kind == AGENT_ROLE && !main->plural) m.title_first = main->first, m.title_last = main->last;
      break;
    default:
      m.kind = MENTION_PRONOUN;
      m.anaphor = main->anaphor;
      m.number = main->form ? main->form->number : 0;
      m.plural = main->plural || m.anaphor == ANA_THEY || m.anaphor == ANA_WE;
      m.gender = m.anaphor == ANA_HE ? 'm' : m.anaphor == ANA_SHE ? 'f' : 0;
  }
  read_modifiers(f, &m, a, main);
  if (m.cls == CLASS_UNKNOWN && m.title_first >= 0) m.cls = CLASS_PERSON;
  read_left(f, &m, main->core);
  if (m.kind == MENTION_NAME && a->first > 0 && (units_flags(&f->u, a->first - 1) & DICT_HONORIFIC))
    m.cls = CLASS_PERSON;
  if (m.gender == 0 && a->first > 0) m.gender = gender_of(units_flags(&f->u, main->first > 0 ? main->first - 1 : 0));
  read_given_name(f, &m);
  f->of_unit[g.last - 1] = add(f, m);
}

/* ---- a sentence, a document ---- */

static void find_groups(finder *f) {
  f->of_unit = BASE_NEW(f->u.arena, int32_t, f->u.units.n + 1);
  for (size_t k = 0; k < f->u.units.n; k++) f->of_unit[k] = -1;
  for (uint32_t k = 0; k < f->u.units.n;) {
    uint32_t end = group_end(f, k);
    write_group(f, (group){k, end});
    k = end;
  }
  finder_link(f);
}

static bool goes_before(const mention *a, const mention *b) {
  return a->first != b->first ? a->first < b->first : a->last > b->last;
}

static int32_t moved(const int32_t *to, int32_t k) { return k < 0 ? k : to[k]; }

/* Sorts the sentence's mentions into text order and appends them to all. */
static void append(finder *f, mention_list *all, size_t *cap) {
  size_t n = f->out.n;
  int32_t *order = BASE_NEW(f->u.arena, int32_t, n + 1), *to = BASE_NEW(f->u.arena, int32_t, n + 1);
  for (size_t i = 0; i < n; i++) {
    size_t k = i;
    for (; k > 0 && goes_before(&f->out.v[i], &f->out.v[order[k - 1]]); k--) order[k] = order[k - 1];
    order[k] = (int32_t)i;
  }
  for (size_t k = 0; k < n; k++) to[order[k]] = (int32_t)(all->n + k);
  for (size_t k = 0; k < n; k++) {
    mention m = f->out.v[order[k]];
    m.of_country = moved(to, m.of_country);
    m.of_body = moved(to, m.of_body);
    m.appos = moved(to, m.appos);
    if (all->n == *cap) all->v = base_vec_grow(f->u.arena, all->v, all->n, cap, sizeof *all->v);
    all->v[all->n++] = m;
  }
}

static void index_heads(base_arena *arena, const parse_sent *sents, uint32_t n_sents, mention_list *out) {
  out->at = BASE_NEW(arena, int32_t *, n_sents + 1);
  for (uint32_t s = 0; s < n_sents; s++) {
    out->at[s] = BASE_NEW(arena, int32_t, sents[s].n + 1);
    for (uint32_t w = 0; w < sents[s].n; w++) out->at[s][w] = -1;
  }
  for (uint32_t i = out->n; i-- > 0;) {
    int32_t *at = &out->at[out->v[i].sentence][out->v[i].head];
    if (*at < 0 || out->v[*at].last - out->v[*at].first <= out->v[i].last - out->v[i].first) *at = (int32_t)i;
  }
}

void mention_find(const dict *d, base_arena *arena, base_str text, const parse_sent *sents, uint32_t n_sents,
                  mention_list *out) {
  *out = (mention_list){0};
  size_t cap = 0;
  for (uint32_t s = 0; s < n_sents; s++) {
    finder f = {.u = {.d = d, .arena = arena, .text = text, .s = &sents[s]}, .sentence = s};
    units_find(&f.u);
    find_groups(&f);
    append(&f, out, &cap);
  }
  index_heads(arena, sents, n_sents, out);
}
