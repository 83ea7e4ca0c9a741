/* A page as the document of a feed's item. */
#include "fetch/parts.h"
#include "read/read.h"

static void prefer(base_arena *a, base_str *field, base_str of_item) {
  if (of_item.len) *field = base_str_copy(a, of_item);
}

drg_status drg_doc_of_page(const drg_doc *item, const drg_response *page, const drg_read_options *opt, drg_doc *doc,
                           drg_error *err) {
  drg_read_options as_page = opt ? *opt : (drg_read_options){.default_day = DRG_NO_DAY};
  drg_reader *r = NULL;
  base_arena names;
  as_page.format = "html";
  base_arena_init(&names);
  const char *name = base_str_copy(&names, item->url.len ? item->url : BASE_STR("page")).data;
  drg_status st = read_open_memory(name, page->body.data ? page->body.data : "", page->body.len, &as_page, &r, err);
  if (st == DRG_OK) st = drg_reader_next(r, doc, err);
  drg_reader_close(r);
  base_arena_clear(&names);
  if (st != DRG_OK) return st;
  base_arena *a = read_arena(doc);
  prefer(a, &doc->id, item->id);
  prefer(a, &doc->url, item->url);
  prefer(a, &doc->title, item->title);
  prefer(a, &doc->publisher, item->publisher);
  if (item->day != DRG_NO_DAY) doc->day = item->day, doc->date_from = item->date_from;
  return DRG_OK;
}
