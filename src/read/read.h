/* read: bytes of any kind of news file turned into documents.
 *
 * In: paths (files, folders, "-"), or bytes in memory. Out: drg_doc, one at a time, in the order of the input.
 * Frees: drg_doc_free a document, drg_reader_close the reader; each document has its own arena (drg_doc.owner).
 * Goes wrong: a path that cannot be opened (DRG_ERR_OPEN), a record that is no report (DRG_REJECTED with file, line,
 * byte and reason). Neither ends the reading.
 *
 *   walk.c, source.c, unpack.c              paths           -> unpacked bytes
 *   text.c, jsonl.c, table.c                unpacked bytes  -> records: the raw fields of a report (fields.c)
 *   html.c, html_meta.c, html_text.c        unpacked bytes  -> tree -> record
 *   element.c, feed.c, sentences.c          unpacked bytes  -> elements -> records
 *   warc.c, http.c                          unpacked bytes  -> answers of servers -> pages -> records
 *   encoding.c                              raw fields      -> clean text
 *   head.c                                  clean text      -> title, date, dateline, body
 *   language.c                              clean text      -> English, or set aside
 *
 * What a report's opening gives:
 *
 *   Ministers meet in Lima                         title
 *                                                  (blank line)
 *   LIMA, 3 May 2024 (Sample Wire) - Chile's ...   dateline "LIMA", day 2024-05-03, publisher "Sample Wire"
 *                                    ^ body begins here
 *
 * Invariants: text is valid UTF-8 without byte order mark, carriage returns and control characters; nothing else of
 * it is changed, so offsets into drg_doc.text hold. A field of the record beats the text, the text beats the URL, the
 * file name, the option and the crawl. The words of English (months, agencies, labels) stand in en_*.c only.
 *
 * A new format is one file with a read_next function and one row in FORMATS (read.c).
 */
#ifndef DRG_READ_H
#define DRG_READ_H
#include "base/base.h"

/* The bytes of doc.text that are running text: what follows the `date ...` mark, header lines and dateline. A headline
 * that no such thing follows stays in. Works for documents of any making. */
drg_span read_body(const drg_doc *doc);

/* The same, with a headline that stands before the dateline as a span of its own: fills at most two spans in text
 * order and returns how many. */
size_t read_parts(const drg_doc *doc, drg_span out[2]);

/* What the bytes were: "utf-8", "windows-1252", "utf-8 with windows-1252" or "utf-16". */
const char *read_encoding(const drg_doc *doc);

/* Where the document's texts live; only of documents that a reader or drg_doc_from_text gave. */
base_arena *read_arena(drg_doc *doc);

/* except.c. The folder's real path with the name behind it, whether the file exists or not; malloc'ed. */
char *read_real_path(const char *path);
/* Is path one of these real paths, or one of them with '-' and more behind (record.db-wal)? */
bool read_excepted(const char *path, char *const *except, size_t n);

/* A reader over bytes in memory, which are borrowed until close; `name` stands for the path. */
drg_status read_open_memory(const char *name, const void *data, size_t len, const drg_read_options *opt,
                            drg_reader **out, drg_error *err);

#endif
