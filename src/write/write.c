/* The list of formats. */
#include "write/parts.h"

#define CAMEO_STYLE (WRITE_LOOKS_UP | WRITE_TAKEN_PLACE | WRITE_BOTH_WAYS)
#define PLOVER_STYLE (WRITE_TAKEN_PLACE | WRITE_TYPED)
#define NETWORK (WRITE_LOOKS_UP | WRITE_TAKEN_PLACE | WRITE_NETWORK)

static const char GEOJSON_HEAD[] = "{\"type\":\"FeatureCollection\",\"features\":[\n", GEOJSON_TAIL[] = "\n]}\n";

static const write_format FORMATS[] = {
    {"jsonl", DRG_JSONL, 0, NULL, write_json_event, NULL, "", "", ""},
    {"csv", DRG_CSV, WRITE_COLUMNS, &WRITE_CSV, NULL, NULL, "", "", ""},
    {"tsv", DRG_TSV, WRITE_COLUMNS, &WRITE_TSV, NULL, NULL, "", "", ""},
    {"text", DRG_PRETTY, 0, NULL, NULL, NULL, "", "", ""},
    {"gdelt", DRG_GDELT, CAMEO_STYLE, &WRITE_GDELT, NULL, NULL, "", "", ""},
    {"icews", DRG_ICEWS, CAMEO_STYLE, &WRITE_ICEWS, NULL, NULL, "", "", ""},
    {"polecat", DRG_POLECAT, PLOVER_STYLE | WRITE_LOOKS_UP, &WRITE_POLECAT, NULL, NULL, "", "", ""},
    {"phoenix", DRG_PHOENIX, CAMEO_STYLE, &WRITE_PHOENIX, NULL, NULL, "", "", ""},
    {"plover", DRG_PLOVER, PLOVER_STYLE, NULL, write_plover_event, NULL, "", "", ""},
    {"geojson", DRG_GEOJSON, WRITE_COLUMNS | WRITE_PLACED, &WRITE_PROPERTIES, NULL, NULL, GEOJSON_HEAD, ",\n",
     GEOJSON_TAIL},
    {"graphml", DRG_GRAPHML, NETWORK, NULL, NULL, write_graphml, "", "", ""},
    {"gexf", DRG_GEXF, NETWORK, NULL, NULL, write_gexf, "", "", ""},
    {"text-colour", DRG_PRETTY_COLOUR, 0, NULL, NULL, NULL, "", "",
     ""}, /* a terminal's: drg_format_named stops before */
};
enum { N_FORMATS = sizeof FORMATS / sizeof *FORMATS };

const write_format *write_format_of(drg_format f) {
  size_t i = 0;
  while (i < N_FORMATS && FORMATS[i].format != f) i++;
  return i < N_FORMATS ? &FORMATS[i] : NULL;
}

bool drg_format_named(const char *name, drg_format *out) {
  for (size_t i = 0; i < N_FORMATS - 1; i++) {
    if (strcmp(FORMATS[i].name, name)) continue;
    *out = FORMATS[i].format;
    return true;
  }
  return false;
}
