/* The network of actors as GEXF 1.3, dynamic: an edge has a spell for each run of days on which it was seen. */
#include <inttypes.h>
#include "write/parts.h"

static const char HEAD[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n"
    "  <meta><creator>Dragoman " DRG_VERSION "</creator></meta>\n"
    "  <graph mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\" timerepresentation=\"interval\">\n"
    "    <attributes class=\"node\" mode=\"static\">\n"
    "      <attribute id=\"country\" title=\"country\" type=\"string\"/>\n"
    "      <attribute id=\"sector\" title=\"sector\" type=\"string\"/>\n"
    "    </attributes>\n"
    "    <attributes class=\"edge\" mode=\"static\">\n"
    "      <attribute id=\"quad\" title=\"quad\" type=\"integer\"/>\n"
    "      <attribute id=\"n\" title=\"n\" type=\"long\"/>\n"
    "      <attribute id=\"goldstein\" title=\"goldstein\" type=\"double\"/>\n"
    "      <attribute id=\"first\" title=\"first\" type=\"string\"/>\n"
    "      <attribute id=\"last\" title=\"last\" type=\"string\"/>\n"
    "    </attributes>\n";

static void put_attribute(drg_buffer *out, const char *name, base_str value) {
  base_putf(out, " %s=\"", name);
  write_put_xml(out, value);
  base_putz(out, "\"");
}

static void put_day(drg_buffer *out, const char *name, int32_t day) {
  base_putf(out, " %s=\"", name);
  write_put_day(out, day);
  base_putz(out, "\"");
}

static void put_value(drg_buffer *out, const char *key, base_str value) {
  if (!value.len) return;
  base_putf(out, "<attvalue for=\"%s\"", key);
  put_attribute(out, "value", value);
  base_putz(out, "/>");
}

static void put_day_value(drg_buffer *out, const char *key, int32_t day) {
  base_putf(out, "<attvalue for=\"%s\"", key);
  put_day(out, "value", day);
  base_putz(out, "/>");
}

static void put_node(drg_buffer *out, const write_tables *t, const write_node *n) {
  write_code code = write_code_split(t, n->code);
  drg_buffer label;
  drg_buffer_init(&label);
  write_put_code_label(&label, t, n->code);
  base_putz(out, "      <node");
  put_attribute(out, "id", n->code);
  put_attribute(out, "label", (base_str){label.data, label.len});
  if (n->first != DRG_NO_DAY) {
    put_day(out, "start", n->first);
    put_day(out, "end", n->last);
  }
  base_putz(out, "><attvalues>");
  put_value(out, "country", code.country);
  put_value(out, "sector", code.roles[0]);
  base_putz(out, "</attvalues></node>\n");
  drg_buffer_clear(&label);
}

static void put_spells(drg_buffer *out, const write_edge *e) {
  base_putz(out, "<spells>");
  for (size_t i = 0, end; i < e->n_days; i = end) {
    for (end = i + 1; end < e->n_days && e->days[end] == e->days[end - 1] + 1; end++) {}
    base_putz(out, "<spell");
    put_day(out, "start", e->days[i]);
    put_day(out, "end", e->days[end - 1]);
    base_putz(out, "/>");
  }
  base_putz(out, "</spells>");
}

static void put_edge_values(drg_buffer *out, const write_edge *e) {
  base_putf(out,
            "<attvalues><attvalue for=\"quad\" value=\"%d\"/><attvalue for=\"n\" value=\"%" PRIu64
            "\"/><attvalue for=\"goldstein\" value=\"",
            e->quad, e->n);
  write_put_number(out, (double)e->goldstein / 10, 1, false);
  base_putz(out, "\"/>");
  if (e->n_days) {
    put_day_value(out, "first", e->days[0]);
    put_day_value(out, "last", e->days[e->n_days - 1]);
  }
  base_putz(out, "</attvalues>");
}

static void put_edge(drg_buffer *out, size_t i, const write_edge *e) {
  base_putf(out, "      <edge id=\"%zu\" kind=\"%d\"", i, e->quad);
  put_attribute(out, "source", e->source);
  put_attribute(out, "target", e->target);
  base_putf(out, " weight=\"%" PRIu64 "\">", e->n);
  put_edge_values(out, e);
  if (e->n_days) put_spells(out, e);
  base_putz(out, "</edge>\n");
}

void write_gexf(const write_network *n, drg_buffer *out) {
  write_node *const *nodes;
  write_edge *const *edges;
  size_t n_nodes = write_network_nodes(n, &nodes), n_edges = write_network_edges(n, &edges);
  base_putz(out, HEAD);
  base_putf(out, "    <nodes count=\"%zu\">\n", n_nodes);
  for (size_t i = 0; i < n_nodes; i++) put_node(out, write_network_tables(n), nodes[i]);
  base_putf(out, "    </nodes>\n    <edges count=\"%zu\">\n", n_edges);
  for (size_t i = 0; i < n_edges; i++) put_edge(out, i, edges[i]);
  base_putz(out, "    </edges>\n  </graph>\n</gexf>\n");
}
