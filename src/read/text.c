/* Plain text: one file is one document. */
#include "read/parts.h"

/* Gathers the whole stream; false when it is longer than a record may be. */
static bool gather(drg_reader *r) {
  for (base_str b; (b = read_source_peek(r->source)).len;) {
    if (r->record.len + b.len > r->opt.max_record) return false;
    base_put(&r->record, b);
    read_source_skip(r->source, b.len);
  }
  return true;
}

static uint64_t line_of(base_str s, size_t at) {
  uint64_t line = 1;
  for (size_t i = 0; i < at; i++) line += s.data[i] == '\n';
  return line;
}

static drg_status reject(const drg_reader *r, drg_error *err, size_t at, const char *why) {
  base_str s = {r->record.data, r->record.len};
  return base_fail(err, DRG_REJECTED, r->file, line_of(s, at), at, "%s", why);
}

/* Bytes that only an archive or a page has; a later version reads them. */
static bool is_markup(base_str s) {
  static const char *const OPENINGS[] = {"<?xml", "<!doctype", "<html", "<rss", "WARC/1."};
  s = base_str_trim(s);
  for (size_t i = 0; i < sizeof OPENINGS / sizeof *OPENINGS; i++) {
    base_str o = base_str_of(OPENINGS[i]);
    if (s.len >= o.len && base_str_eq_nocase(base_str_sub(s, 0, o.len), o)) return true;
  }
  return false;
}

drg_status read_text_next(drg_reader *r, drg_doc *doc, drg_error *err) {
  r->done = true;
  r->record.len = 0;
  if (!gather(r)) return base_fail(err, DRG_REJECTED, r->file, 1, 0, "record over %zu bytes", r->opt.max_record);
  const char *fault = read_source_fault(r->source);
  if (fault)
    return base_fail(err, DRG_REJECTED, r->file, read_source_line(r->source), read_source_byte(r->source), "%s", fault);
  if (!r->record.len) return reject(r, err, 0, "empty file");
  base_str bytes = {r->record.data, r->record.len};
  if (is_markup(bytes)) return reject(r, err, 0, "markup or archive, which this version does not read");
  read_owner *o = read_owner_new();
  read_clean clean = read_clean_bytes(&o->arena, bytes);
  if (!clean.fault && !base_str_trim(clean.text).len) clean.fault = "empty text";
  if (clean.fault) {
    read_owner_free(o);
    return reject(r, err, clean.fault_at, clean.fault);
  }
  o->encoding = clean.encoding;
  *doc = (drg_doc){.text = clean.text, .line = 1, .day = DRG_NO_DAY, .owner = o};
  read_finish(doc, o, &(read_context){.file = r->file, .opt = &r->opt});
  if (!doc->id.data) doc->id = base_str_copy(&o->arena, read_stem(r->file));
  return DRG_OK;
}
