/* write: events as bytes, one file a format.
 *
 * In: a document and its events, as include/dragoman.h gives them. Out: bytes appended to a drg_buffer.
 * Frees: drg_writer_close; the caller's buffer is the caller's. Goes wrong: at opening only, when a table of data/ontology
 * is missing or a column is asked for that does not exist. A number that is no number and a coordinate off the globe are
 * written as absent, bytes that are not UTF-8 as U+FFFD, so that every line can be read back.
 *
 *   values.c     values that formats write alike
 *   write.c      the list of formats
 *   writer.c     drg_writer: which events, in which directions, with which columns; header, rows, end
 *   json.c       one JSON object an event, one event a line: the record of docs/record.md, nothing lost
 *   pretty.c     for people: who, what, whom, when, where, and the sentence with its evidence marked
 *   plover.c     PLOVER's JSON          geojson.c   a FeatureCollection
 *   delimited.c  fields and lines of CSV after RFC 4180 and of tab-separated values, from a table of columns:
 *                record.c (csv, tsv), gdelt.c, icews.c, polecat.c, phoenix.c; cells.c has the columns that they share
 *   package.c    datapackage.json, from the same tables
 *   network.c    the actors and their dyads, counted; graphml.c and gexf.c write them, xml.c escapes
 *   tables.c     data/ontology: names and numbers of countries, parts of actor codes, labels, PLOVER's scores
 *
 * Numbers never pass through printf's %f: a program that set a locale with decimal commas gets the same bytes.
 */
#ifndef DRG_WRITE_H
#define DRG_WRITE_H
#include "base/base.h"

typedef struct write_tables write_tables;

typedef struct write_row { /* one event on its way out */
  const drg_doc *doc;
  const drg_event *event;
  const write_tables *tables; /* NULL where the format needs none */
} write_row;

void write_json_event(const write_row *row, drg_buffer *out);
void write_pretty_events(bool colour, const drg_doc *doc, const drg_event *events, size_t n, drg_buffer *out);

/* ---- values, used by all formats ---- */

bool write_actor_known(const drg_actor *a);
bool write_span_known(drg_span s);
bool write_details_known(const drg_details *d);
bool write_coordinates_known(const drg_place *p);

void write_put_day(drg_buffer *out, int32_t day); /* 2022-08-28; nothing for DRG_NO_DAY */
/* With `places` decimals; `trim` drops trailing zeros. False, and nothing written, for what is no finite number. */
bool write_put_number(drg_buffer *out, double value, int places, bool trim);
/* The same with the bytes that are not UTF-8 made U+FFFD. */
void write_put_utf8(drg_buffer *out, base_str s);
/* Quoted and escaped; null for what is empty or absent. */
void write_put_json(drg_buffer *out, base_str s);

#endif
