/* Codes a text given on the command line with the Dragoman library: source, event code, target, status.
 *
 *   cc code_text.c $(pkg-config --cflags --libs dragoman) -o code_text
 *   ./code_text 2024-05-02 "Kenya's foreign minister met the Ugandan foreign minister in Kampala on Tuesday." */
#include <dragoman.h>
#include <stdio.h>
#include <string.h>

#define STR(s) (int)(s).len, (s).data ? (s).data : "" /* for %.*s; an actor may be absent */

int main(int argc, char **argv) {
  if (argc != 3) return fprintf(stderr, "usage: code_text YYYY-MM-DD TEXT\n"), 2;
  drg_error err;
  drg_engine *engine = NULL;      /* models and dictionaries: one for all threads */
  drg_coder *coder = NULL;        /* scratch memory: one a thread */
  const drg_event *events = NULL; /* live until the coder's next call */
  drg_doc doc = {0};
  size_t n = 0;
  bool ok = drg_engine_open(NULL, &engine, &err) == DRG_OK && drg_coder_new(engine, &coder, &err) == DRG_OK &&
            drg_doc_from_text(argv[2], strlen(argv[2]), "example", argv[1], &doc, &err) == DRG_OK &&
            drg_coder_code(coder, &doc, &events, &n, &err) == DRG_OK;
  if (!ok) fprintf(stderr, "code_text: %s\n", err.message);
  for (size_t i = 0; i < n; i++)
    printf("%.*s\t%.*s\t%.*s\t%s\n", STR(events[i].source.code), STR(events[i].cameo), STR(events[i].target.code),
           drg_happening_name(events[i].status));
  drg_doc_free(&doc);
  drg_coder_free(coder);
  drg_engine_close(engine);
  return ok ? 0 : 1;
}
