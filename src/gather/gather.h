/* gather: events of many documents -> one record: copies of a report grouped into stories, tellings of one event into
 * happenings.
 *
 * In: documents and their events. Out: a story for each text, a happening for each event. Frees: the caller's arenas;
 * gather_memory_clear. Goes wrong: only what the caller's shelf (a database) lets go wrong.
 *
 *   text.c     document -> gather_text: MinHash signature of its words;  are two texts one story?
 *   telling.c  event    -> gather_telling: who, what, where, when;       how alike are two tellings?
 *   batch.c    new nodes -> groups: what joins what; the same for texts and tellings
 *   memory.c   a shelf in memory, for tests and small inputs; the store has one in SQL (src/store/gather.c)
 *
 * CELLS. Nothing is compared with everything. Each node (a text, a telling) has some keys: hashes of what nodes that
 * belong together are likely to share (a band of the signature; the two countries and the kind of event). A cell is
 * (key, day); a node is compared with those that stand in its keys' cells within some days, and with nothing else:
 *
 *      day      1    2    3    4    5
 *      key A    n1   n2             n5        n2 new, window 1: compared with n1, n3, n4
 *      key B         n2   n3 n4
 *
 * CROWDED CELLS. A key that many nodes share on one day (an agency's footer, one country's statements) tells little and
 * costs much. A cell of more than kind->crowd nodes is crowded: no pair is compared on its account, ever. Which cells are
 * crowded depends on the set of nodes, not on their order; a cell that becomes crowded takes back what it had joined: the
 * groups of its nodes are taken apart and joined anew from the cells that are left, and children look for parents anew. So a node costs at most
 * keys * days of window * crowd comparisons, however large the record is: the whole is linear.
 *
 * GROUPS are connected components of "joined" pairs. Whether a pair is joined depends on the two and on crowded cells
 * alone, therefore groups do not depend on the order in which nodes come, nor on how they are cut into batches.
 *
 * HAPPENINGS must not become chains ("attacked on Monday" = "attacked" = "attacked on Tuesday"). So a telling is of one
 * of two sorts:
 *   anchored  its words say the day. Anchored tellings join only where it is the same day;
 *   loose     they do not. It joins no anchored one: it points to the one that it is most like (its parent; ties by
 *             nearest day, then by a hash of what it says) and counts to the parent's group, and nothing else moves. Loose ones
 *             without a parent make groups among themselves where they were reported on one day; on two days in a row
 *             only when much is the same, or on some days when the sentence is.
 *   Mondays: A1 A2 one group   <- L1 (parent A2)        A2 and A3 never meet, whatever L1 is like
 *   Tuesday: A3                <- L2 (parent A3)
 * A parent is a maximum over the set of tellings: again no matter of order.
 * What happened, what is planned and what is denied stay apart: a planned visit and the visit are two happenings.
 */
#ifndef DRG_GATHER_H
#define DRG_GATHER_H
#include "base/base.h"

/* ---- texts ---- */

enum { GATHER_WHOLE = 60, GATHER_LEAD = 24, GATHER_LEAD_WORDS = 28, GATHER_STORY_DAYS = 3 };

/* Two texts with the same words are one node on one day. 16 bits of each minimum are enough: what is asked is whether
 * two are equal. */
typedef struct gather_text {
  uint16_t words[4];            /* hash of all words in order */
  uint16_t n_shingles, n_lead;  /* at most 65535 */
  uint16_t whole[GATHER_WHOLE]; /* of shingles of 4 words, of the running text */
  uint16_t lead[GATHER_LEAD];   /* the same of its first words: a copy cut short keeps them */
} gather_text;

void gather_text_of(base_arena *scratch, const drg_doc *doc, gather_text *out);
uint64_t gather_text_number(const gather_text *t, int32_t day);

/* ---- tellings ---- */

typedef struct gather_party {
  uint32_t country, sector, name; /* hashes; 0: not known */
} gather_party;

typedef struct gather_telling {
  uint32_t group; /* what kinds of event are compared; from CAMEO's code */
  uint32_t code, root;
  uint32_t status;   /* 0 took place, 1 is planned or wanted, 2 is denied */
  uint32_t anchored; /* do the words say the day? */
  uint32_t mutual;   /* either party may be called the source */
  uint32_t sentence; /* hash of its words without the dateline */
  gather_party source, target;
  uint32_t place, place_country, place_said; /* place: of a city; said: by the sentence, not by the dateline alone */
  uint32_t killed, injured, arrested;        /* plus 1; 0: not said */
} gather_telling;

/* The day of the node goes to *day: the event's when it is said, else the report's. */
void gather_telling_of(base_arena *scratch, const drg_doc *doc, const drg_event *e, gather_telling *out, int32_t *day);

/* ---- nodes, kinds, batches ---- */

enum { GATHER_MOST_KEYS = 40 };

typedef struct gather_node {
  int64_t number;
  int32_t day;
  int64_t group;    /* the smallest number of the group's nodes */
  int64_t parent;   /* 0: none */
  int32_t score;    /* likeness to the parent */
  int32_t apart;    /* days from the parent */
  int64_t tie;      /* hash of what the parent is: decides between equals, whatever their numbers */
  bool fresh;       /* new in this batch */
  bool torn;        /* of a group that was taken apart */
  bool active;      /* fresh, torn, or in want of a parent: compared with all in its cells */
  bool changed;     /* parent, score or group differ from what the shelf holds */
  const void *what; /* gather_text or gather_telling */
} gather_node;

typedef enum gather_link { GATHER_APART, GATHER_JOINED, GATHER_PARENT } gather_link; /* b may be a's parent */

typedef struct gather_kind {
  int32_t days; /* the window: nodes further apart are not compared */
  size_t crowd; /* a cell of more nodes is crowded */
  size_t size;  /* of what */
  size_t (*keys)(const void *what, uint64_t keys[GATHER_MOST_KEYS]); /* distinct */
  gather_link (*link)(const gather_node *a, const gather_node *b, int32_t *score);
} gather_kind;

extern const gather_kind GATHER_TEXTS, GATHER_TELLINGS;

typedef struct gather_cell {
  uint64_t key;
  int32_t day;
} gather_cell;

typedef struct gather_region gather_region; /* the nodes and cells that a batch looks at */

/* Where nodes are kept between batches. Each function returns DRG_OK or what went wrong. */
typedef struct gather_shelf gather_shelf;
struct gather_shelf {
  /* Tells, by gather_region_seen and gather_region_crowded, all that stands in the cells of keys[i] on the days of
   * days[i] - window … days[i] + window. */
  drg_status (*find)(gather_shelf *s, const gather_cell *around, size_t n, int32_t window, gather_region *r,
                     drg_error *err);
  /* Tells, by gather_region_member, all nodes of these groups. */
  drg_status (*members)(gather_shelf *s, const int64_t *groups, size_t n, gather_region *r, drg_error *err);
  /* Tells, by gather_region_child, all nodes that have one of these for a parent. */
  drg_status (*children)(gather_shelf *s, const int64_t *parents, size_t n, gather_region *r, drg_error *err);
  /* Keeps what a batch changed: fresh and changed nodes, groups that became part of others, new cells, and cells that
   * became crowded (whose rows may go). */
  drg_status (*keep)(gather_shelf *s, const gather_region *r, drg_error *err);
};

void gather_region_seen(gather_region *r, gather_cell cell, const gather_node *node);
void gather_region_crowded(gather_region *r, gather_cell cell);
void gather_region_member(gather_region *r, const gather_node *node);
void gather_region_child(gather_region *r, const gather_node *node);

/* Puts fresh nodes in and finds their groups. Nodes that are on the shelf already must not come again. */
drg_status gather_batch(const gather_kind *kind, gather_shelf *shelf, const gather_node *fresh, size_t n,
                        drg_error *err);

/* ---- what a shelf is told to keep ---- */

typedef struct gather_move { /* group `from` is part of `to` */
  int64_t from, to;
} gather_move;

typedef struct gather_placed { /* a row of cells */
  gather_cell cell;
  int64_t number;
} gather_placed;

typedef struct gather_changes {
  const gather_node *const *nodes; /* fresh or changed */
  size_t n_nodes;
  const gather_move *moves; /* of groups as the shelf holds them; after them the nodes' own groups count */
  size_t n_moves;
  const gather_placed *placed;
  size_t n_placed;
  const gather_cell *crowded;
  size_t n_crowded;
} gather_changes;

const gather_changes *gather_region_changes(const gather_region *r);

/* ---- memory.c ---- */

typedef struct gather_memory {
  gather_shelf shelf; /* first: a gather_shelf * is a gather_memory * */
  const gather_kind *kind;
  base_arena arena;
  BASE_VEC(gather_node) nodes; /* in the order they came */
  struct gather_table *cells, *groups, *parents, *numbers;
} gather_memory;

void gather_memory_init(gather_memory *m, const gather_kind *kind);
void gather_memory_clear(gather_memory *m);
/* The group a node counts to: its parent's, if it has one; 0 for a number that is not there. */
int64_t gather_memory_group(const gather_memory *m, int64_t number);

#endif
