/* The network of actors as GraphML: a node an actor's code, an edge a dyad and quad class. */
#include <inttypes.h>
#include "write/parts.h"

static void put_keys(drg_buffer *out) {
  static const char *const KEYS[][3] = {
      {"label", "node", "string"},  {"country", "node", "string"}, {"sector", "node", "string"},
      {"quad", "edge", "int"},      {"n", "edge", "long"},         {"goldstein", "edge", "double"},
      {"weight", "edge", "double"}, {"first", "edge", "string"},   {"last", "edge", "string"}};
  for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
    base_putf(out, "  <key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n", KEYS[i][0], KEYS[i][1],
              KEYS[i][0], KEYS[i][2]);
}

static void put_text(drg_buffer *out, const char *key, base_str s) {
  if (!s.len) return;
  base_putf(out, "<data key=\"%s\">", key);
  write_put_xml(out, s);
  base_putz(out, "</data>");
}

static void put_node(drg_buffer *out, const write_tables *t, const write_node *n) {
  write_code code = write_code_split(t, n->code);
  drg_buffer label;
  drg_buffer_init(&label);
  write_put_code_label(&label, t, n->code);
  base_putz(out, "    <node id=\"");
  write_put_xml(out, n->code);
  base_putz(out, "\">");
  put_text(out, "label", (base_str){label.data, label.len});
  put_text(out, "country", code.country);
  put_text(out, "sector", code.roles[0]);
  base_putz(out, "</node>\n");
  drg_buffer_clear(&label);
}

static void put_day(drg_buffer *out, const char *key, int32_t day) {
  base_putf(out, "<data key=\"%s\">", key);
  write_put_day(out, day);
  base_putz(out, "</data>");
}

static void put_edge(drg_buffer *out, size_t i, const write_edge *e) {
  base_putf(out, "    <edge id=\"e%zu\" source=\"", i);
  write_put_xml(out, e->source);
  base_putz(out, "\" target=\"");
  write_put_xml(out, e->target);
  base_putf(out, "\"><data key=\"quad\">%d</data><data key=\"n\">%" PRIu64 "</data><data key=\"goldstein\">", e->quad,
            e->n);
  write_put_number(out, (double)e->goldstein / 10, 1, false);
  base_putf(out, "</data><data key=\"weight\">%" PRIu64 "</data>", e->n);
  if (e->n_days) {
    put_day(out, "first", e->days[0]);
    put_day(out, "last", e->days[e->n_days - 1]);
  }
  base_putz(out, "</edge>\n");
}

void write_graphml(const write_network *n, drg_buffer *out) {
  write_node *const *nodes;
  write_edge *const *edges;
  size_t n_nodes = write_network_nodes(n, &nodes), n_edges = write_network_edges(n, &edges);
  base_putz(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
  put_keys(out);
  base_putz(out, "  <graph id=\"actors\" edgedefault=\"directed\">\n");
  for (size_t i = 0; i < n_nodes; i++) put_node(out, write_network_tables(n), nodes[i]);
  for (size_t i = 0; i < n_edges; i++) put_edge(out, i, edges[i]);
  base_putz(out, "  </graph>\n</graphml>\n");
}
