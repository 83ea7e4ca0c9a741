/* What a record's parts are called, and a document made of them. One table of names serves every format. */
#include <ctype.h>
#include "read/parts.h"

static const char *const NAMES[READ_N_FIELDS][8] = {
    [READ_TEXT] = {"text", "body", "content", "event_text"},
    [READ_ID] = {"id", "doc_id", "story_id", "url", "_id"},
    [READ_DATE] = {"date", "publish_date", "pub_date", "published", "published_at", "publication_date", "pubDate"},
    [READ_TITLE] = {"title", "headline"},
    [READ_URL] = {"url", "link"},
    [READ_PUBLISHER] = {"publisher", "source", "source_name", "domain"},
    [READ_LANGUAGE] = {"language", "lang"},
};

static const char *override_of(const drg_read_options *opt, read_field f) {
  return f == READ_TEXT ? opt->text_field : f == READ_ID ? opt->id_field : f == READ_DATE ? opt->date_field : NULL;
}

const char *const *read_field_names(const drg_read_options *opt, read_field f, const char *one[2]) {
  one[0] = override_of(opt, f);
  one[1] = NULL;
  return one[0] ? one : NAMES[f];
}

static char plain(char c) { return c == ' ' || c == '-' ? '_' : (char)tolower((unsigned char)c); }

bool read_field_is(base_str heading, const char *name) {
  if (heading.len != strlen(name)) return false;
  for (size_t i = 0; i < heading.len; i++)
    if (plain(heading.data[i]) != plain(name[i])) return false;
  return true;
}

bool read_field_known(base_str heading) {
  for (int f = 0; f < READ_N_FIELDS; f++)
    for (const char *const *name = NAMES[f]; *name; name++)
      if (read_field_is(heading, *name)) return true;
  return false;
}

/* ---- a record to a document ---- */

static base_str line_of(base_arena *a, base_str s) {
  s = base_str_trim(s);
  if (!s.len) return BASE_NONE;
  read_clean c = read_clean_bytes(a, s);
  s = base_str_trim(c.text);
  return c.fault || !s.len ? BASE_NONE : s; /* a byte order mark alone is nothing */
}

static base_str id_of(const drg_reader *r, base_arena *a, const read_record *k) {
  base_str id = line_of(a, k->field[READ_ID]);
  if (id.data) return id;
  base_str file = strcmp(r->file, "-") ? read_base(r->file) : read_stem(r->file);
  return base_str_printf(a, BASE_FMT ":%llu", BASE_ARG(file), (unsigned long long)(k->place ? k->place : k->line));
}

drg_status read_record_reject(const drg_reader *r, const read_record *k, drg_error *err, const char *why) {
  return base_fail(err, DRG_REJECTED, r->file, k->line, k->byte, "%s", why);
}

static drg_status no_text(const drg_reader *r, const read_record *k, drg_error *err) {
  const char *name = r->opt.text_field;
  if (name) return base_fail(err, DRG_REJECTED, r->file, k->line, k->byte, "no text field (%s)", name);
  return read_record_reject(r, k, err, "no text field (text, body, content, event_text)");
}

drg_status read_record_doc(const drg_reader *r, read_owner *o, const read_record *k, drg_doc *doc, drg_error *err) {
  base_arena *a = &o->arena;
  if (!k->field[READ_TEXT].data) return no_text(r, k, err);
  read_clean text = read_clean_bytes(a, k->field[READ_TEXT]);
  if (text.fault) return read_record_reject(r, k, err, strcmp(text.fault, "binary file") ? text.fault : "binary text");
  if (!base_str_trim(text.text).len) return read_record_reject(r, k, err, "empty text");
  base_str date = k->field[READ_DATE];
  *doc = (drg_doc){.text = text.text, .line = k->line, .byte = k->byte, .owner = o};
  doc->day = date.data ? read_day_of_field(date) : DRG_NO_DAY;
  if (doc->day != DRG_NO_DAY) doc->date_from = "field";
  doc->id = id_of(r, a, k);
  doc->title = line_of(a, k->field[READ_TITLE]);
  doc->url = line_of(a, k->field[READ_URL]);
  doc->publisher = line_of(a, k->field[READ_PUBLISHER]);
  doc->language = line_of(a, k->field[READ_LANGUAGE]);
  o->encoding = k->encoding;
  read_finish(doc, o, &(read_context){.file = r->file, .opt = &r->opt, .many = !k->only, .crawled = k->crawled});
  return DRG_OK;
}
