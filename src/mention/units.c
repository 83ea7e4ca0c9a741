/* Finds the units of a sentence: longest dictionary matches and runs of proper nouns, by word order alone, so that a
 * parser's mistake breaks no name. */
#include "mention/units.h"

/* By the word's piece, so that "Mr." is mr. */
uint32_t units_flags(const unit_scan *u, int32_t w) {
  uint32_t k = u->pieces.start[w];
  return u->pieces.start[w + 1] - k == 1 ? dict_flags(u->d, u->pieces.v[k]) : 0;
}

static const parse_word *word_at(const unit_scan *u, int32_t w) {
  return w >= 0 && w < (int32_t)u->s->n ? &u->s->words[w] : NULL;
}

static bool is_capital(const parse_word *w) {
  size_t i = 0;
  return w && w->form.len && base_char_is_upper(base_utf8_next(w->form, &i));
}

static bool is_hyphen(const parse_word *w) {
  return w && ((w->form.len == 1 && w->form.data[0] == '-') ||
               (w->form.len == 3 && !memcmp(w->form.data, "\xe2\x80\x93", 3)));
}

bool units_is_country(const unit *u) { return u->kind == UNIT_NAME && u->form->entry->cls == DICT_COUNTRY; }

bool units_is_body(const unit *u) {
  if (u->kind == UNIT_PROPER) return u->agent != NULL;
  return u->kind == UNIT_NAME && (u->form->entry->cls == DICT_ORGANISATION || u->form->entry->cls == DICT_NONSTATE);
}

bool units_is_person(const unit *u) {
  if (u->kind == UNIT_PROPER) return u->agent == NULL;
  return u->kind == UNIT_NAME && u->form->entry->cls == DICT_PERSON;
}

/* ---- runs of proper nouns ---- */

/* May word w stand inside a name, given that a name is open? */
static bool is_proper(const unit_scan *u, int32_t w) {
  const parse_word *x = word_at(u, w);
  if (!is_capital(x) || (units_flags(u, w) & DICT_NEVER) || u->d->anaphors == NULL) return false;
  if (x->upos == UPOS_PROPN) return true;
  return w > 0 && (x->upos == UPOS_NOUN || x->upos == UPOS_ADJ || x->upos == UPOS_X);
}

static bool is_clitic(const parse_word *w) {
  return w->form.len && (w->form.data[0] == '\'' || (unsigned char)w->form.data[0] == 0xe2);
}

/* "Plan of Action": a linking word inside a name, when what follows is no name that the dictionary knows. */
static bool links_name(const unit_scan *u, int32_t w) {
  if (!(units_flags(u, w) & DICT_LINK) || !is_proper(u, w + 1) || is_clitic(word_at(u, w))) return false;
  dict_hits h;
  dict_match(u->d, u->s, &u->pieces, w + 1, &h);
  return !h.name.form && !h.agent.form;
}

/* A lower-case particle or hyphen at w that a name goes on after; returns how many words to skip. */
static int32_t joint_length(const unit_scan *u, int32_t w) {
  int32_t n = 0;
  while (n < 4 && word_at(u, w + n) && (is_hyphen(word_at(u, w + n)) || (units_flags(u, w + n) & DICT_PARTICLE))) n++;
  return n > 0 && is_proper(u, w + n) ? n : 0;
}

static bool breaks_run(const unit_scan *u, int32_t w) {
  dict_hits h;
  dict_match(u->d, u->s, &u->pieces, w, &h);
  if (h.agent.form && h.agent.form->agent->kind == AGENT_ROLE) return true;
  if (!h.name.form) return false;
  uint8_t kind = h.name.form->kind;
  if (kind == DICT_ADJECTIVE || kind == DICT_DEMONYM) return true;
  return h.name.last - w > 1 && h.name.form->entry->cls != DICT_PERSON;
}

/* Word after the run of proper nouns that begins at w; w itself if none does. */
static int32_t run_end(const unit_scan *u, int32_t w) {
  int32_t i = w;
  if (!is_proper(u, i)) {
    bool open = (units_flags(u, i) & DICT_PARTICLE) &&
                (is_capital(word_at(u, i)) || is_hyphen(word_at(u, i + 1)) || word_at(u, i)->upos == UPOS_PROPN);
    int32_t skip = open ? joint_length(u, i) : 0;
    if (!skip) return w;
    i += skip;
  }
  for (i++; i < (int32_t)u->s->n;) {
    int32_t skip = is_proper(u, i) ? 0 : joint_length(u, i);
    if (!skip && i - w >= 2 && links_name(u, i)) skip = 1;
    if (!skip && !is_proper(u, i)) break;
    if (!skip && breaks_run(u, i)) break;
    i += skip + 1;
  }
  return i;
}

/* The agent noun of a body that ends the run [w, end): "Party" of "Freedom Party". */
static const dict_agent *run_body(const unit_scan *u, int32_t w, int32_t end) {
  dict_hits h;
  for (int32_t i = w + 1; i < end; i++) {
    dict_match(u->d, u->s, &u->pieces, i, &h);
    if (!h.agent.form || h.agent.last != end) continue;
    uint8_t kind = h.agent.form->agent->kind;
    if (kind == AGENT_BODY || kind == AGENT_GROUP) return h.agent.form->agent;
  }
  return NULL;
}

/* ---- what the recogniser of names says of runs ---- */

static const parse_name *sure_name(const unit_scan *u, int32_t w) {
  const parse_name *n = units_name_at(u->s, w);
  return n && n->sure >= UNITS_SURE ? n : NULL;
}

/* Two names in one run are two: the run ends where the first does, when both are sure. */
static int32_t cut_run(const unit_scan *u, int32_t w, int32_t end) {
  const parse_name *n = sure_name(u, w);
  if (!n || n->first != w || n->last >= end || n->kind != NAME_PERSON) return end;
  const parse_name *next = sure_name(u, n->last);
  return next && next->first == n->last ? n->last : end;
}

/* "Jordan said": a country's name that is also a given name, of which the recogniser is sure that it is a person's. */
static bool is_person_here(const unit_scan *u, int32_t w, const dict_form *f) {
  const parse_name *n = sure_name(u, w);
  return f && f->doubtful && f->entry && f->entry->cls == DICT_COUNTRY && n && n->kind == NAME_PERSON;
}

/* ---- one unit ---- */

static int32_t head_of(const parse_sent *s, int32_t first, int32_t last) {
  for (int32_t i = last - 1; i >= first; i--) {
    int32_t h = s->words[i].head;
    if ((h < first || h >= last) && s->words[i].upos != UPOS_PUNCT) return i;
  }
  return last - 1;
}

static int32_t push(unit_scan *u, unit x) {
  x.head = head_of(u->s, x.first, x.last);
  BASE_PUSH(u->arena, &u->units, x);
  return x.last;
}

/* A name or body that an official belongs to begins here: "for the CHILEAN INTERIOR MINISTRY". */
static bool names_owner(const unit_scan *u, int32_t w) {
  dict_hits h;
  dict_match(u->d, u->s, &u->pieces, w, &h);
  if (h.agent.form && h.agent.form->agent->kind != AGENT_ROLE) return true;
  return h.name.form && h.name.form->kind != DICT_SURNAME;
}

/* "for Political Affairs", "of State for Foreign Affairs": the title's tail, up to its last tail word. */
static int32_t title_tail(const unit_scan *u, int32_t w) {
  int32_t end = w;
  while (word_at(u, end) && (units_flags(u, end) & DICT_LINK)) {
    int32_t i = end + 1, found = 0;
    for (int32_t k = 0; k < 6 && word_at(u, i); k++, i++) {
      uint8_t pos = word_at(u, i)->upos;
      uint32_t flags = units_flags(u, i);
      if (names_owner(u, i)) return end;
      if (flags & DICT_TAIL) found = i + 1;
      else if (!(flags & (DICT_AND | DICT_DEFINITE)) && pos != UPOS_ADJ && pos != UPOS_NOUN && pos != UPOS_PROPN) break;
    }
    if (!found) return end;
    end = found;
  }
  return end;
}

static int32_t push_agent(unit_scan *u, int32_t w, dict_hit hit) {
  unit x = {.kind = UNIT_AGENT,
            .first = w,
            .last = hit.last,
            .core = hit.last - 1,
            .agent = hit.form->agent,
            .plural = hit.form->plural};
  if (x.agent->kind == AGENT_ROLE && (x.last - w > 0)) x.last = title_tail(u, x.last);
  return push(u, x);
}

static uint32_t step_word(const unit_scan *u, uint32_t node, int32_t w) {
  if (u->pieces.start[w] == u->pieces.start[w + 1]) return 0;
  for (uint32_t k = u->pieces.start[w]; k < u->pieces.start[w + 1]; k++)
    if (!(node = dict_step(u->d, node, u->pieces.v[k]))) return 0;
  return node;
}

/* A known person under first and last name, whatever stands between: "Mikhail S. Gorbachev". */
static const dict_form *first_and_last(const unit_scan *u, int32_t w, int32_t end) {
  if (end - w < 3) return NULL;
  uint32_t node = step_word(u, 0, w);
  const dict_form *f = node && (node = step_word(u, node, end - 1)) ? u->d->forms[node] : NULL;
  while (f && (!f->entry || f->entry->cls != DICT_PERSON)) f = f->next;
  return f;
}

static int32_t push_run(unit_scan *u, int32_t w, int32_t end, const dict_form *form) {
  unit x = {.kind = UNIT_PROPER, .first = w, .last = end, .core = end - 1, .form = form};
  x.agent = run_body(u, w, end);
  if (!x.form && (x.form = first_and_last(u, w, end))) x.kind = UNIT_NAME;
  return push(u, x);
}

/* A meaning that may stand alone: surnames of the dictionary need company. */
static const dict_form *alone(const dict_form *f) {
  while (f && (!f->entry || f->kind == DICT_SURNAME)) f = f->next;
  return f;
}

static bool is_noun_like(const parse_word *w) {
  return w->upos == UPOS_NOUN || w->upos == UPOS_PROPN || w->upos == UPOS_ADJ || w->upos == UPOS_X ||
         w->upos == UPOS_NUM;
}

/* Words written like a noun that the tagger calls a verb ("police" never is) are left alone: "guards the border". */
static bool agent_fits(const unit_scan *u, int32_t w, dict_hit hit) {
  if (!hit.form) return false;
  for (int32_t i = w; i < hit.last; i++)
    if (is_noun_like(&u->s->words[i])) return true;
  return false;
}

/* A name of the dictionary; one that may be just a noun with a capital ("National Guard") keeps the noun, too. */
static unit named_unit(int32_t w, const dict_hits *h, const dict_form *form) {
  bool noun = form->doubtful && h->agent.form && h->agent.last == h->name.last;
  return (unit){.kind = UNIT_NAME,
                .first = w,
                .last = h->name.last,
                .core = h->name.last - 1,
                .form = form,
                .agent = noun ? h->agent.form->agent : NULL,
                .plural = form->plural};
}

static int32_t name_unit(unit_scan *u, int32_t w, const dict_hits *h, const dict_form *form, int32_t run) {
  int32_t name = form ? h->name.last : w;
  bool fixed = form && (form->kind == DICT_ADJECTIVE || form->kind == DICT_DEMONYM);
  if (form && (fixed || name >= run || (name - w > 1 && form->kind != DICT_NAME && form->kind != DICT_FAMILY)))
    return push(u, named_unit(w, h, form));
  /* "envoy for Somalia James Swan": the country ends where the link's phrase does */
  bool linked =
      form && w > 0 && (units_flags(u, w - 1) & DICT_LINK) && run - name >= 2 && form->entry->cls == DICT_COUNTRY;
  if (linked) return push(u, named_unit(w, h, form));
  if (form && form->entry->cls != DICT_PERSON && !form->doubtful && name > w) {
    /* "Iran Parliament", "NATO Secretary": the name stands alone when an agent noun follows at once */
    dict_hits next;
    dict_match(u->d, u->s, &u->pieces, is_hyphen(word_at(u, name)) ? name + 1 : name, &next);
    if (next.agent.form || alone(next.name.form)) return push(u, named_unit(w, h, form));
  }
  /* "President Bush", but not "President Juan Orlando Hernandez" for a Juan */
  return push_run(u, w, run, h->name.last == run ? h->name.form : NULL);
}

static bool is_pronoun(const unit_scan *u, int32_t w) {
  const parse_word *x = &u->s->words[w];
  if (x->form.len > 1 && is_capital(x) && base_char_is_upper((unsigned char)x->form.data[1])) return false; /* "US" */
  return (x->upos == UPOS_PRON || x->upos == UPOS_DET) && x->lower_sym < u->d->flags_cap &&
         u->d->anaphors[x->lower_sym];
}

static int32_t unit_at(unit_scan *u, int32_t w) {
  dict_hits h;
  if (is_pronoun(u, w))
    return push(u, (unit){.kind = UNIT_PRONOUN,
                          .first = w,
                          .last = w + 1,
                          .core = w,
                          .anaphor = u->d->anaphors[u->s->words[w].lower_sym]});
  dict_match(u->d, u->s, &u->pieces, w, &h);
  if (h.anaphor.form && u->s->words[h.anaphor.last - 1].deprel != DEP_NUMMOD && h.anaphor.last > h.agent.last &&
      h.anaphor.last > h.name.last)
    return push(u, (unit){.kind = UNIT_ANAPHOR,
                          .first = w,
                          .last = h.anaphor.last,
                          .core = h.anaphor.last - 1,
                          .form = h.anaphor.form,
                          .anaphor = h.anaphor.form->anaphor,
                          .plural = true});
  const dict_form *form = alone(h.name.form);
  int32_t run = cut_run(u, w, run_end(u, w));
  if (is_person_here(u, w, form)) form = h.name.form = NULL;
  bool agent = agent_fits(u, w, h.agent);
  if (agent && h.agent.last > (form ? h.name.last : w)) {
    if (run > h.agent.last && h.agent.form->agent->kind != AGENT_ROLE && run_body(u, w, run))
      return push_run(u, w, run, NULL);
    return push_agent(u, w, h.agent);
  }
  if (form && h.name.last - w == 1 && !is_noun_like(&u->s->words[w]) && u->s->words[w].upos != UPOS_PRON &&
      u->s->words[w].upos != UPOS_DET)
    form = NULL;
  if (!form && run == w + 1 && u->s->words[w].deprel == DEP_AMOD) return run; /* "Islamic duty" */
  if (form || run > w) return name_unit(u, w, &h, form, run > w ? run : w);
  return w + 1;
}

void units_find(unit_scan *u) {
  dict_cut(u->d, u->arena, u->s, &u->pieces);
  u->units = (unit_list){0};
  for (int32_t w = 0; w < (int32_t)u->s->n;) {
    bool honorific = (units_flags(u, w) & DICT_HONORIFIC) && is_capital(word_at(u, w)) && is_capital(word_at(u, w + 1));
    w = honorific ? w + 1 : unit_at(u, w);
  }
}
