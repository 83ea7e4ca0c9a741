/* Plain text: one file is one document. */
#include "read/parts.h"

bool read_whole(drg_reader *r, size_t limit) {
  r->record.len = 0;
  for (base_str b; (b = read_source_peek(r->source)).len;) {
    if (r->record.len + b.len > limit) return false;
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

/* Why the bytes are no prose, or NULL. */
static const char *other_than_text(base_str s) {
  static const struct {
    const char *opening, *why;
  } OTHERS[] = {{"<?xml", "markup of a kind that is not read"},
                {"<!doctype", "markup of a kind that is not read"},
                {"<html", "a page: -f html reads it"},
                {"WARC/1.", "an archive: -f warc reads it"}};
  s = base_str_trim(s);
  for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++) {
    base_str o = base_str_of(OTHERS[i].opening);
    if (s.len >= o.len && base_str_eq_nocase(base_str_sub(s, 0, o.len), o)) return OTHERS[i].why;
  }
  return NULL;
}

drg_status read_text_next(drg_reader *r, drg_doc *doc, drg_error *err) {
  r->done = true;
  if (!read_whole(r, r->opt.max_record))
    return base_fail(err, DRG_REJECTED, r->file, 1, 0, "record over %zu bytes", r->opt.max_record);
  const char *fault = read_source_fault(r->source);
  if (fault)
    return base_fail(err, DRG_REJECTED, r->file, read_source_line(r->source), read_source_byte(r->source), "%s", fault);
  if (!r->record.len) return reject(r, err, 0, "empty file");
  base_str bytes = {r->record.data, r->record.len};
  if (other_than_text(bytes)) return reject(r, err, 0, other_than_text(bytes));
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
