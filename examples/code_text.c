/* Codes a text given on the command line with the Dragoman library.
 *
 *   cc code_text.c $(pkg-config --cflags --libs dragoman) -o code_text
 *   ./code_text 2024-05-02 "France's foreign minister met her Polish counterpart in Warsaw on Tuesday." */
#include <dragoman.h>
#include <stdio.h>
#include <string.h>

static int fail(const drg_error *err) {
  fprintf(stderr, "code_text: %s\n", err->message);
  return 1;
}

static void print_events(const drg_event *events, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const drg_event *e = &events[i];
    printf("%.*s\t%.*s\t%.*s\t%s\n", (int)e->source.code.len, e->source.code.data ? e->source.code.data : "",
           (int)e->cameo.len, e->cameo.data, (int)e->target.code.len, e->target.code.data ? e->target.code.data : "",
           drg_happening_name(e->status));
  }
}

int main(int argc, char **argv) {
  if (argc != 3) return fprintf(stderr, "usage: code_text YYYY-MM-DD TEXT\n"), 2;
  drg_error err;
  drg_engine *engine = NULL; /* models and dictionaries: one for all threads */
  drg_coder *coder = NULL;   /* scratch memory: one a thread */
  drg_doc doc = {0};
  const drg_event *events; /* live until the coder's next call */
  size_t n;
  int code = 0;
  if (drg_engine_open(NULL, &engine, &err) || drg_coder_new(engine, &coder, &err) ||
      drg_doc_from_text(argv[2], strlen(argv[2]), "example", argv[1], &doc, &err) ||
      drg_coder_code(coder, &doc, &events, &n, &err))
    code = fail(&err);
  else
    print_events(events, n);
  drg_doc_free(&doc);
  drg_coder_free(coder);
  drg_engine_close(engine);
  return code;
}
