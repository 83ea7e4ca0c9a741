/* dict_parts: the inside of the actor dictionaries, shared by the files of rooms mention and resolve.
 *
 * All names and agent nouns stand in one trie over pieces. A piece is a run of letters or digits, lower case without
 * accents and full stops, as a symbol: "al-Khulaifi" is al|khulaifi however a segmenter cuts it, "U.N." is un.
 *
 *   node 0 --iran--> node 7 [form: Iran, NAME, initial capital]
 *                    node 7 --air--> node 9 [form: …]
 */
#ifndef DRG_DICT_PARTS_H
#define DRG_DICT_PARTS_H
#include "mention/mention.h"

/* A base_str in a static table, where a compound literal may not stand. */
#define DICT_LIT(lit) \
  { (lit), sizeof(lit) - 1 }

#define DICT_GOVERNMENT BASE_STR("GOV") /* CAMEO's sector of those in office */

enum dict_flag {                      /* of single words, from words.txt */
                 DICT_PARTICLE = 1,   /* inside of names: bin, de, van */
                 DICT_HONORIFIC = 2,  /* before names: Mr, Sheikh */
                 DICT_FORMER = 4,     /* former, ex */
                 DICT_TAIL = 8,       /* ends a title begun by for/of: affairs, defence */
                 DICT_LINK = 16,      /* of, for: the phrase after names the body or country */
                 DICT_LINK_WEAK = 32, /* in, from: only where the tree says so */
                 DICT_MALE = 64,      /* Mr, king */
                 DICT_FEMALE = 128,
                 DICT_DEFINITE = 256, /* the, this, that */
                 DICT_NEVER = 512,    /* capitalised words that begin no name */
                 DICT_GENERIC = 1024, /* nouns that may take up any person or body before: official, diplomat */
                 DICT_BACKED = 2048,  /* "-backed", "-led": who stands before is no owner */
                 DICT_AND = 4096,
                 DICT_LAND = 8192,     /* country, nation, state: takes up a country */
                 DICT_PARTNER = 16384, /* with, against, between: a city after it is its government */
                 DICT_GIVEN = 32768,   /* a given name; with DICT_MALE or DICT_FEMALE */
                 DICT_LEADS = 65536    /* verbs: leads, commands */
};

typedef enum dict_anaphor {
  ANA_NONE,
  ANA_HE,
  ANA_SHE,
  ANA_IT,
  ANA_THEY,
  ANA_I,
  ANA_WE,
  ANA_WHO,
  ANA_SIDES,
  ANA_COUNTRIES,
  ANA_PEOPLE,
  ANA_COUNT
} dict_anaphor;

enum dict_case { CASE_ANY, CASE_INITIAL, CASE_ALL };

typedef struct dict_form {
  const dict_entry *entry;      /* or */
  const dict_agent *agent;      /* or an anaphor */
  const struct dict_form *next; /* another meaning of the same words */
  uint8_t kind;                 /* dict_form_kind */
  uint8_t letters;              /* dict_case */
  uint8_t anaphor, number;
  bool plural, doubtful; /* doubtful: also a given name or a common word (Jordan, Chad) */
  bool own;              /* of the user's dictionary */
} dict_form;

typedef struct dict_edge {
  uint32_t node, piece, to;
} dict_edge;

typedef struct dict_source { /* what a line rests on: "@key text" in its file's head */
  base_str key, text;
} dict_source;

struct dict {
  base_arena *arena;
  base_symbols *symbols;
  BASE_VEC(base_str) files;      /* names, as dict_entry.file counts */
  BASE_VEC(dict_source) sources; /* as dict_entry.source counts; 0: the file does not say */
  void *image;                   /* mapped, or NULL: dict_image.c */
  size_t image_len;
  dict_edge *edges; /* open addressing; to == 0: empty */
  uint32_t n_edges, edge_cap, n_nodes, node_cap, n_entries;
  const dict_form **forms; /* by node */
  uint32_t *flags;         /* by symbol */
  uint8_t *anaphors;       /* by symbol: dict_anaphor of pronouns */
  uint32_t flags_cap;
  struct when *when;
  struct gazetteer *gazetteer;
};

/* trie.c, while a dictionary is read: a new node, and the node after piece, made where it is missing. */
uint32_t dict_node(dict *d);
uint32_t dict_grow(dict *d, uint32_t node, base_sym piece);

/* ---- dict_read.c: text into the trie ---- */

typedef struct dict_item { /* one name or noun of a line, for dict_check.c */
  base_str text;
  const dict_form *form; /* what it stands for; of a pair made by rule (singular, plural) the singular */
  uint32_t line;
  uint16_t file;
  bool again; /* the same entry has it already */
} dict_item;

typedef struct dict_reading {
  dict *d;
  bool first;            /* what is read stands before what is there: a user's own dictionary */
  drg_dict_found *found; /* told of each malformed line; reading then goes on. NULL: it ends there */
  void *context;
  BASE_VEC(dict_item) items; /* filled when found is set */
} dict_reading;

typedef struct dict_path { /* a file, and which of the formats it is in */
  const char *path;
  const char *name; /* as evidence names it: en/people/africa.txt, wherever the installation is */
  unsigned format;
} dict_path;

/* The files of a folder of dictionaries in the order of reading: words.txt first, since agents need its linking words; of
 * names the first meaning wins, so best first. Beside people.txt there may be a folder people/, and so on. */
uint32_t dict_files(base_arena *a, const char *dir, const char *named, dict_path *out, uint32_t cap);
/* Those of the language pack, named after it; at least one. */
drg_status dict_pack_files(base_arena *a, const char *dir, dict_path *out, uint32_t *n, drg_error *err);
dict *dict_new(base_arena *arena, base_symbols *symbols); /* empty */
drg_status dict_read(dict_reading *r, dict_path file, drg_error *err);
enum { DICT_MAX_FILES = 256 };

/* ---- dict_image.c: the dictionary as it lies in memory, kept in a file ---- */

/* A number that changes with any byte of the files or of this program's structs. */
drg_status dict_files_hash(const dict_path *files, uint32_t n, uint64_t *hash, drg_error *err);
drg_status dict_image_write(const dict *d, uint64_t hash, const char *path, drg_error *err);
/* Fills d and its symbols, which must be new, from the image; false when it is not there, damaged or of other files. */
bool dict_image_open(const char *path, uint64_t hash, dict *d);
void dict_image_close(dict *d);

/* The node after piece, or 0. */
uint32_t dict_step(const dict *d, uint32_t node, base_sym piece);
uint32_t dict_flags(const dict *d, base_sym word);

typedef struct dict_pieces { /* of one sentence */
  base_sym *v;
  uint32_t *start; /* pieces of word w: v[start[w] .. start[w+1]) */
} dict_pieces;
void dict_cut(const dict *d, base_arena *arena, const parse_sent *s, dict_pieces *out);

typedef struct dict_hit {
  const dict_form *form; /* first of the meanings that fit in case */
  int32_t last;          /* word after the match; 0: no match */
} dict_hit;
/* Longest name, agent and anaphor that begin at word w. */
typedef struct dict_hits {
  dict_hit name, agent, anaphor;
} dict_hits;
void dict_match(const dict *d, const parse_sent *s, const dict_pieces *p, int32_t w, dict_hits *out);

/* Cuts text into folded pieces; returns how many (at most cap). */
uint32_t dict_fold_pieces(base_str text, base_str *out, uint32_t cap, char *space, size_t space_len);
/* The office held on day (DRG_NO_DAY: the last), or NULL; *after tells that all offices were over by then. */
const dict_term *dict_term_on(const dict_entry *e, int32_t day, bool *after);

#endif
