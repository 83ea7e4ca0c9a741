/* dragoman doctor: what is installed, what is missing. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cli.h"

static void say_row(const char *what, bool ok, const char *found) {
  printf("%-14s %-4s %s\n", what, ok ? "ok" : "BAD", found);
}

/* ---- files ---- */

typedef struct amount {
  unsigned files;
  int64_t bytes;
} amount;

static bool ends_in(const char *s, const char *ending) {
  size_t n = strlen(s), m = strlen(ending);
  return n >= m && !strcmp(s + n - m, ending);
}

/* Dictionaries in a folder and the folders in it. */
static void count_dictionaries(const char *folder, amount *sum) {
  DIR *d = opendir(folder);
  if (!d) return;
  for (struct dirent *entry; (entry = readdir(d));) {
    char path[4096];
    struct stat st;
    if (entry->d_name[0] == '.') continue;
    int n = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    if (n < 0 || (size_t)n >= sizeof path || stat(path, &st)) continue;
    if (S_ISDIR(st.st_mode)) count_dictionaries(path, sum);
    else if (ends_in(path, ".txt") || ends_in(path, ".tsv")) {
      sum->files++;
      sum->bytes += st.st_size;
    }
  }
  closedir(d);
}

static void say_dictionaries(const char *dir) {
  amount sum = {0};
  char text[80];
  count_dictionaries(dir, &sum);
  snprintf(text, sizeof text, "%u files, %.1f MB", sum.files, (double)sum.bytes / 1e6);
  say_row("dictionaries", sum.files > 0, text);
}

/* In the data folder once installed, beside it in a source tree. */
static void say_model(const char *dir) {
  static const char *const PLACES[] = {"model/en.drg", "../model/en.drg"};
  char path[4096], text[4200];
  struct stat st;
  for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
    snprintf(path, sizeof path, "%s/%s", dir, PLACES[i]);
    if (stat(path, &st)) continue;
    snprintf(text, sizeof text, "%s, %.1f MB", path, (double)st.st_size / 1e6);
    say_row("model", access(path, R_OK) == 0, text);
    return;
  }
  snprintf(text, sizeof text, "%s: %s", path, strerror(errno));
  say_row("model", false, text);
}

/* ---- the machine ---- */

static const char *processor_kernels(void) {
#if defined(__x86_64__) && defined(__GNUC__)
  if (__builtin_cpu_supports("avx512bw")) return "AVX-512";
  if (__builtin_cpu_supports("avx2")) return "AVX2";
  return "SSE2";
#elif defined(__aarch64__)
  return "NEON";
#else
  return "scalar";
#endif
}

static void say_machine(void) {
  char text[120];
  long cores = sysconf(_SC_NPROCESSORS_ONLN), pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
  snprintf(text, sizeof text, "%ld cores, %s, %.1f GB of memory", cores, processor_kernels(),
           (double)pages * (double)page / 1e9);
  say_row("machine", true, text);
}

static void say_opened(double seconds) {
  char text[80];
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  snprintf(text, sizeof text, "in %.0f ms, %.0f MB of memory", seconds * 1e3, (double)usage.ru_maxrss / 1024);
  say_row("engine", true, text);
}

/* ---- coding: one empty document through all rooms ---- */

static drg_status try_coding(const drg_engine *engine, drg_error *err) {
  drg_coder *coder = NULL;
  drg_doc doc = {0};
  const drg_event *events;
  size_t n;
  drg_status status = drg_coder_new(engine, &coder, err);
  if (status == DRG_OK) status = drg_doc_from_text("-", 1, "doctor", NULL, &doc, err);
  if (status == DRG_OK) status = drg_coder_code(coder, &doc, &events, &n, err);
  drg_doc_free(&doc);
  drg_coder_free(coder);
  return status;
}

static void say_fault(const drg_error *err) {
  char text[600];
  if (err->line) snprintf(text, sizeof text, "%s:%" PRIu64 ": %s", err->file, err->line, err->message);
  else snprintf(text, sizeof text, "%s", err->message);
  say_row("engine", false, text);
}

cli_exit cli_doctor_run(const cli_request *request) {
  drg_engine *engine = NULL;
  drg_error err = {0};
  double began = cli_now();
  drg_status status = drg_engine_open(request->data, &engine, &err);
  double seconds = cli_now() - began;
  say_row("dragoman", true, DRG_VERSION);
  say_machine();
  if (status == DRG_OK) {
    say_row("data folder", true, drg_engine_dir(engine));
    say_dictionaries(drg_engine_dir(engine));
    say_model(drg_engine_dir(engine));
    status = try_coding(engine, &err);
  }
  if (status == DRG_OK) say_opened(seconds);
  else say_fault(&err);
  drg_engine_close(engine);
  return status == DRG_OK ? EXIT_DONE : EXIT_FILES;
}
