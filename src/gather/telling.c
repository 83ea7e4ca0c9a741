/* What is compared of two tellings of an event. The points below are whole numbers; what each stands for is said once,
 * in POINTS. */
#include "gather/gather.h"

/* ---- kinds of event that retellings mix ---- */

/* By CAMEO's root, but for codes of intent that name the thing intended. Roots in one group are told for each other:
 * an appeal of money is called a deal, an attack a fight. */
typedef struct grouping {
  const char *prefix; /* of the code; the first that fits counts */
  uint32_t group;
  bool intent;
} grouping;

enum { SPEAK = 1, APPEAL, MEET, DEAL, YIELD, INQUIRE, OPPOSE, PROTEST, POSTURE, COERCE, FIGHT };

static const grouping GROUPS[] = {
    {"036", MEET, true},    {"01", SPEAK, false},  {"02", APPEAL, false}, {"03", DEAL, false},   {"04", MEET, false},
    {"05", DEAL, false},    {"06", DEAL, false},   {"07", DEAL, false},   {"08", YIELD, false},  {"09", INQUIRE, false},
    {"10", OPPOSE, false},  {"11", OPPOSE, false}, {"12", OPPOSE, false}, {"13", OPPOSE, false}, {"14", PROTEST, false},
    {"15", POSTURE, false}, {"16", COERCE, false}, {"17", COERCE, false}, {"18", FIGHT, false},  {"19", FIGHT, false},
    {"20", FIGHT, false},
};

static const grouping *grouping_of(base_str code) {
  static const grouping NONE = {"", 0, false};
  for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++)
    if (base_str_starts(code, base_str_of(GROUPS[i].prefix))) return &GROUPS[i];
  return &NONE;
}

static const uint8_t STATUSES[] = {[DRG_HAPPENED] = 0,  [DRG_ONGOING] = 0, [DRG_PLANNED] = 1, [DRG_CONDITIONAL] = 1,
                                   [DRG_REQUESTED] = 1, [DRG_DENIED] = 2,  [DRG_NEGATED] = 2};

/* ---- features ---- */

static uint32_t hash_of(base_str s) {
  uint32_t h = s.len ? (uint32_t)base_hash(s.data, s.len, 7) : 0;
  return s.len && !h ? 1 : h;
}

static uint32_t folded_hash(base_arena *a, base_str s) { return s.len ? hash_of(base_str_fold(a, s)) : 0; }

static base_str last_word(base_str s) {
  base_str last = BASE_NONE;
  for (base_str word; (word = base_str_word(&s)).data;) last = word;
  return last;
}

/* A country's or organisation's own name is no person's: names count where there is a sector. */
static gather_party party_of(base_arena *a, const drg_actor *actor) {
  gather_party p = {.country = hash_of(actor->country), .sector = hash_of(actor->sector)};
  if (p.sector) p.name = folded_hash(a, last_word(actor->name));
  return p;
}

static base_str without_dateline(const drg_doc *doc, base_str sentence) {
  size_t n = doc->dateline.len;
  return n && base_str_starts(sentence, doc->dateline) ? base_str_sub(sentence, n, sentence.len) : sentence;
}

static bool contains(base_str text, base_str part) {
  return part.len && text.len >= part.len && memmem(text.data, text.len, part.data, part.len) != NULL;
}

static uint32_t count_of(int64_t n) { return n < 0 ? 0 : n < UINT32_MAX - 1 ? (uint32_t)n + 1 : UINT32_MAX; }

static void set_place(base_arena *a, const drg_doc *doc, const drg_event *e, gather_telling *out) {
  base_str name = base_str_fold(a, e->place.name);
  out->place_country = hash_of(e->place.country);
  out->place_said = contains(base_str_fold(a, without_dateline(doc, e->text)), name);
  if (base_str_eq(e->place.precision, BASE_STR("city"))) out->place = hash_of(name);
}

void gather_telling_of(base_arena *scratch, const drg_doc *doc, const drg_event *e, gather_telling *out, int32_t *day) {
  const grouping *g = grouping_of(e->cameo);
  bool said = e->date_text.len && e->day != DRG_NO_DAY && base_str_eq(e->date_precision, BASE_STR("day"));
  *out = (gather_telling){.group = g->group,
                          .code = hash_of(e->cameo),
                          .root = hash_of(base_str_sub(e->cameo, 0, e->cameo.len < 2 ? e->cameo.len : 2)),
                          .status = g->intent ? 1 : STATUSES[e->status],
                          .anchored = said,
                          .mutual = e->joint || g->group == MEET,
                          .sentence = folded_hash(scratch, without_dateline(doc, e->text)),
                          .source = party_of(scratch, &e->source),
                          .target = party_of(scratch, &e->target),
                          .killed = count_of(e->details.killed),
                          .injured = count_of(e->details.injured),
                          .arrested = count_of(e->details.arrested)};
  set_place(scratch, doc, e, out);
  *day = said ? e->day : doc->day;
}

/* ---- keys ---- */

typedef struct key_list {
  uint64_t *v;
  size_t n;
  uint64_t seed; /* group and status: tellings that differ in them are never compared */
} key_list;

static void add_key(key_list *k, uint32_t sort, uint32_t a, uint32_t b) {
  if (!a) return;
  const uint32_t parts[] = {sort, a, b};
  uint64_t key = base_hash(parts, sizeof parts, k->seed);
  for (size_t i = 0; i < k->n; i++)
    if (k->v[i] == key) return;
  k->v[k->n++] = key;
}

static uint32_t token(const gather_party *p) { return p->country ? p->country : p->sector; }

static size_t telling_keys(const void *what, uint64_t keys[GATHER_MOST_KEYS]) {
  const gather_telling *t = what;
  key_list k = {.v = keys, .seed = 1000 + 4 * t->group + t->status};
  uint32_t s = token(&t->source), o = token(&t->target);
  if (s && o) add_key(&k, 1, s < o ? s : o, s < o ? o : s);
  add_key(&k, 2, s, 0);
  add_key(&k, 2, o, 0);
  add_key(&k, 3, t->place, 0);
  add_key(&k, 4, t->source.name, 0);
  add_key(&k, 4, t->target.name, 0);
  add_key(&k, 5, t->sentence, 0);
  return k.n;
}

/* ---- likeness ---- */

enum { NEVER = -1000 };

static const struct {
  int country, sector, other_sector, name, other_name; /* of a party, in both tellings */
  int city, city_weak, other_city;                     /* weak: the dateline's word for it */
  int place_country;
  int code, root, counts, other_counts, sentence;
  int days_far, days_very_far; /* a loose telling, some days off its anchor */
  int wanted, nameless;        /* what two need; and when nothing in common is a name */
  int next_day;                /* what two loose ones of two days in a row need */
} POINTS = {.country = 2,
            .sector = 1,
            .other_sector = -1,
            .name = 3,
            .other_name = -4,
            .city = 3,
            .city_weak = 1,
            .other_city = -2,
            .place_country = 1,
            .code = 1,
            .root = 1,
            .counts = 1,
            .other_counts = -1,
            .sentence = 8,
            .days_far = -1,
            .days_very_far = -2,
            .wanted = 4,
            .nameless = 5,
            .next_day = 10};

static int party_points(const gather_party *a, const gather_party *b) {
  int points = 0;
  if (a->country && b->country) points += a->country == b->country ? POINTS.country : NEVER;
  if (a->sector && b->sector) points += a->sector == b->sector ? POINTS.sector : POINTS.other_sector;
  if (a->name && b->name) points += a->name == b->name ? POINTS.name : POINTS.other_name;
  return points;
}

static int parties_points(const gather_telling *a, const gather_telling *b) {
  int straight = party_points(&a->source, &b->source) + party_points(&a->target, &b->target);
  if (!a->mutual || !b->mutual) return straight;
  int crossed = party_points(&a->source, &b->target) + party_points(&a->target, &b->source);
  return straight > crossed ? straight : crossed;
}

static int place_points(const gather_telling *a, const gather_telling *b) {
  bool said = a->place_said && b->place_said;
  if (said && a->place_country && b->place_country && a->place_country != b->place_country) return NEVER;
  if (!a->place || !b->place) return said && a->place_country && b->place_country ? POINTS.place_country : 0;
  if (a->place != b->place) return said ? NEVER : POINTS.other_city;
  return said ? POINTS.city : POINTS.city_weak;
}

/* 5 and 7 dead are one attack, told early and late; 5 and 50 are two. */
static int count_points(uint32_t a, uint32_t b) {
  if (!a || !b) return 0;
  uint64_t least = (a < b ? a : b) - 1, most = (a < b ? b : a) - 1;
  if (most > 3 * least + 3) return NEVER;
  return most == least ? POINTS.counts : 4 * (most - least) > most ? POINTS.other_counts : 0;
}

static bool same(uint32_t a, uint32_t b) { return a && a == b; }

static bool share_party(const gather_party *a, const gather_party *b) {
  return same(a->country, b->country) || same(a->name, b->name);
}

/* Is there anything but the sort of event and of people: 'gunmen attacked civilians' is told of many attacks a day? */
static bool share_name(const gather_telling *a, const gather_telling *b) {
  return share_party(&a->source, &b->source) || share_party(&a->target, &b->target) ||
         share_party(&a->source, &b->target) || share_party(&a->target, &b->source) || same(a->place, b->place) ||
         same(a->sentence, b->sentence);
}

static int points_of(const gather_telling *a, const gather_telling *b) {
  if (a->group != b->group || a->status != b->status) return NEVER;
  return parties_points(a, b) + place_points(a, b) + count_points(a->killed, b->killed) +
         count_points(a->injured, b->injured) + count_points(a->arrested, b->arrested) +
         (a->code == b->code ? POINTS.code : 0) + (a->root == b->root ? POINTS.root : 0) +
         (same(a->sentence, b->sentence) ? POINTS.sentence : 0);
}

static bool enough(const gather_telling *a, const gather_telling *b, int points) {
  return points >= (share_name(a, b) ? POINTS.wanted : POINTS.nameless);
}

static int32_t days_between(const gather_node *a, const gather_node *b) {
  int64_t d = (int64_t)b->day - a->day;
  return (int32_t)(d < 0 ? -d : d);
}

/* A report tells what was before it, a plan what comes after; the day after is left to time zones. */
static bool may_be_parent(const gather_node *loose, const gather_node *anchor, uint32_t status) {
  return status == 1 ? anchor->day >= loose->day - 1 : anchor->day <= loose->day + 1;
}

static int distance_points(int32_t days) { return days > 3 ? POINTS.days_very_far : days > 1 ? POINTS.days_far : 0; }

/* Two of one sort: anchored ones of one day; loose ones so that no chain of daily news comes about. */
static bool are_joined(const gather_telling *a, const gather_telling *b, int32_t days, int points) {
  if (days == 0) return enough(a, b, points);
  if (a->anchored) return false;
  return days == 1 ? points >= POINTS.next_day
                   : days <= GATHER_STORY_DAYS && points > 0 && same(a->sentence, b->sentence);
}

static gather_link telling_link(const gather_node *a, const gather_node *b, int32_t *score) {
  const gather_telling *s = a->what, *t = b->what;
  int32_t days = days_between(a, b);
  *score = points_of(s, t);
  if (s->anchored == t->anchored) return are_joined(s, t, days, *score) ? GATHER_JOINED : GATHER_APART;
  if (s->anchored || !may_be_parent(a, b, t->status)) return GATHER_APART;
  *score += distance_points(days);
  return enough(s, t, *score) ? GATHER_PARENT : GATHER_APART;
}

const gather_kind GATHER_TELLINGS = {
    .days = 8, .crowd = 128, .size = sizeof(gather_telling), .keys = telling_keys, .link = telling_link};
