/* What the files of this room share and nobody else needs: columns, tables, the list of formats, the network.
 *
 * A delimited format is a table of columns:
 *
 *   {"Latitude", write_cell_coordinate, WRITE_AT(place.lat), WRITE_NUMBER, "degrees north, WGS 84"}
 *
 * `put` appends the value, or nothing when it is absent; it gets the row and the address of the event's member that the
 * column names. Name, type and meaning go into datapackage.json. A column that other data sets fill and Dragoman cannot is
 * there with write_cell_nothing. */
#ifndef DRG_WRITE_PARTS_H
#define DRG_WRITE_PARTS_H
#include <stddef.h>
#include "write/write.h"

/* ---- columns ---- */

typedef void write_put_cell(drg_buffer *out, const write_row *row, const void *at);

typedef enum write_type { WRITE_STRING, WRITE_INTEGER, WRITE_NUMBER, WRITE_BOOLEAN, WRITE_DATE } write_type;

typedef struct write_column {
  const char *name;
  write_put_cell *put;
  size_t at; /* of the member in drg_event; 0 for functions that look for themselves */
  write_type type;
  const char *about;
} write_column;

#define WRITE_AT(member) offsetof(drg_event, member)

typedef struct write_layout {
  const write_column *columns;
  size_t n;
  bool csv;    /* else tab-separated, without quoting */
  bool header; /* a first line of names */
} write_layout;

extern const write_layout WRITE_CSV, WRITE_TSV, WRITE_PROPERTIES, WRITE_GDELT, WRITE_ICEWS, WRITE_POLECAT,
    WRITE_PHOENIX;

/* Columns of a layout as a writer uses them: all, or those of a list, in the list's order. */
typedef struct write_choice {
  const write_column **v;
  size_t n;
} write_choice;

drg_status write_choose_columns(const write_layout *l, const char *list, base_arena *arena, write_choice *out,
                                drg_error *err);
void write_table_header(const write_layout *l, write_choice columns, drg_buffer *out);
/* field is scratch, kept by the caller so that it grows once. */
void write_table_row(const write_layout *l, write_choice columns, const write_row *row, drg_buffer *field,
                     drg_buffer *out);
void write_cell(const write_column *column, const write_row *row, drg_buffer *out);

/* Cells that several formats share. `at` is a base_str, an int32_t day, a drg_actor … as the name says. */
write_put_cell write_cell_nothing, write_cell_string, write_cell_day, write_cell_coordinate, write_cell_tenths,
    write_cell_quad, write_cell_hex_id, write_cell_number_id, write_cell_doc_id, write_cell_doc_day,
    write_cell_publisher, write_cell_language, write_cell_url, write_cell_event_day, write_cell_root,
    write_cell_contexts, write_cell_place_city, write_cell_place_region, write_cell_place_country,
    write_cell_actor_label, write_cell_actor_country, write_cell_version;

int32_t write_day_of(const write_row *row); /* the event's, else the document's; may be DRG_NO_DAY */
uint64_t write_number_id(uint64_t id);      /* 63 bits: fits a signed integer of every reader */
uint64_t write_mirrored_id(uint64_t id);    /* of the same event told from the other side */

/* ---- tables of data/ontology ---- */

typedef struct write_country {
  base_str alpha2, fips, cow, name; /* data NULL: none */
} write_country;

typedef struct write_part { /* of an actor's code */
  base_str kind, name, sectors;
} write_part;

drg_status write_tables_open(const char *dir, base_arena *arena, const write_tables **out, drg_error *err);
const write_country *write_country_of(const write_tables *t, base_str alpha3); /* NULL if there is none */
const write_part *write_part_of(const write_tables *t, base_str triple);
base_str write_cameo_label(const write_tables *t, base_str cameo);
base_str write_plover_score(const write_tables *t, base_str type, base_str mode);

enum { WRITE_ROLES = 3, WRITE_CREEDS = 2 };

typedef struct write_code { /* an actor's code taken apart: IGOEUREEC is role IGO, country EUR, group EEC */
  base_str country, group, ethnic, creeds[WRITE_CREEDS], roles[WRITE_ROLES];
} write_code;

write_code write_code_split(const write_tables *t, base_str code);
write_code write_code_of(const write_row *row, const drg_actor *a); /* all absent for an absent actor */
/* "Peru", "Government (Peru)", "Rebel": what a code stands for. */
void write_put_code_label(drg_buffer *out, const write_tables *t, base_str code);

/* ---- formats ---- */

enum {                        /* what a format is about */
       WRITE_LOOKS_UP = 1,    /* needs write_tables */
       WRITE_TAKEN_PLACE = 2, /* has no status: only events that happened or are going on */
       WRITE_BOTH_WAYS = 4,   /* a joint event is two rows */
       WRITE_TYPED = 8,       /* only events with a PLOVER type */
       WRITE_PLACED = 16,     /* only events with coordinates */
       WRITE_COLUMNS = 32,    /* the caller may choose columns */
       WRITE_NETWORK = 64     /* rows are counted, and written at the end */
};

typedef struct write_network write_network;

typedef struct write_format {
  const char *name;
  drg_format format;
  unsigned traits;
  const write_layout *layout;                               /* of delimited formats, and GeoJSON's properties */
  void (*put_event)(const write_row *row, drg_buffer *out); /* of formats that need no more than the event */
  void (*put_network)(const write_network *n, drg_buffer *out);
  const char *head, *between, *tail; /* "" for none */
} write_format;

const write_format *write_format_of(drg_format f);

void write_plover_event(const write_row *row, drg_buffer *out);
void write_geojson_feature(write_choice properties, const write_row *row, drg_buffer *field, drg_buffer *out);

/* ---- the network of actors ---- */

typedef struct write_edge {
  base_str source, target; /* codes */
  int quad;
  uint64_t n;
  int64_t goldstein; /* sum, in tenths: whole numbers add up the same in any order */
  int32_t *days;     /* on which it was seen, ascending, each once */
  size_t n_days, cap_days;
} write_edge;

typedef struct write_node {
  base_str code;
  int32_t first, last; /* DRG_NO_DAY: no event of it has a day */
} write_node;

write_network *write_network_new(const write_tables *t);
void write_network_free(write_network *n);
void write_network_add(write_network *n, const write_row *row); /* from any thread */

const write_tables *write_network_tables(const write_network *n);
/* Sorted by code, and by source, target and quad class; made by write_network_sort, in the network's memory. */
void write_network_sort(write_network *n);
size_t write_network_nodes(const write_network *n, write_node *const **out);
size_t write_network_edges(const write_network *n, write_edge *const **out);

void write_graphml(const write_network *n, drg_buffer *out);
void write_gexf(const write_network *n, drg_buffer *out);
/* For attributes in quotation marks and for text. What XML 1.0 cannot hold becomes U+FFFD. */
void write_put_xml(drg_buffer *out, base_str s);

#endif
