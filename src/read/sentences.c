/* The XML of PETRARCH and its kin: sentences, each a document; the parses that stand with them are passed over.
 *
 *   <Sentences>
 *   <Sentence date="20240503" id="AFP0001_1" source="AFP" sentence="true">
 *   <Text>Chile met Peru.</Text>
 *   <Parse>(ROOT (S … ))</Parse>
 *   </Sentence>
 */
#include <libxml/tree.h>
#include "read/parts.h"

static const char *const RECORDS[] = {"Sentence", "sentence", NULL};

static bool is_named(const xmlChar *have, const char *name) {
  return read_field_is(base_str_of((const char *)have), name);
}

/* An attribute or child of that name; data NULL when there is none. */
static base_str value_named(base_arena *a, const xmlNode *e, const char *name) {
  for (const xmlAttr *at = e->properties; at; at = at->next)
    if (is_named(at->name, name)) return read_node_line(a, (const xmlNode *)at);
  for (const xmlNode *n = e->children; n; n = n->next)
    if (n->type == XML_ELEMENT_NODE && is_named(n->name, name)) return read_node_line(a, n);
  return BASE_NONE;
}

static base_str field_of(const drg_reader *r, base_arena *a, const xmlNode *e, read_field f) {
  const char *one[2], *const *name = read_field_names(&r->opt, f, one);
  base_str blank = BASE_NONE;
  for (; *name; name++) {
    base_str s = value_named(a, e, *name);
    if (s.len) return s;
    if (s.data) blank = s;
  }
  return blank;
}

static const char *fill(const drg_reader *r, base_arena *a, struct _xmlNode *root, read_record *k) {
  for (int f = 0; f < READ_N_FIELDS; f++) k->field[f] = field_of(r, a, root, (read_field)f);
  return NULL;
}

static const read_element_kind SENTENCES = {RECORDS, "no <Sentence> in the file", "Parse", NULL, fill};

drg_status read_sentences_next(drg_reader *r, drg_doc *doc, drg_error *err) {
  return read_element_doc(r, &SENTENCES, doc, err);
}
