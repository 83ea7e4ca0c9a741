/* Dictionaries of TABARI and PETRARCH brought in: which file is what, lines and names common to all, the folder. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "pattern/parts.h"

/* ---- telling ---- */

void pattern_refuse(pattern_import_job *job, const char *fmt, ...) {
  char message[256];
  va_list args;
  va_start(args, fmt);
  vsnprintf(message, sizeof message, fmt, args);
  va_end(args);
  job->done->refused++;
  if (!job->found) return;
  drg_dict_finding f = {DRG_DICT_MALFORMED, job->path, job->line, base_str_of(message)};
  job->found(job->context, &f);
}

/* ---- lines ---- */

/* Where the comment begins: at '#', or TABARI's ';', outside of brackets. */
static size_t comment_at(const pattern_import_job *job, base_str line) {
  bool in_code = false;
  for (size_t i = 0; i < line.len; i++) {
    char c = line.data[i];
    if (c == '[') in_code = true;
    if (c == ']') in_code = false;
    if (!in_code && (c == '#' || (c == ';' && job->dialect == DIALECT_TABARI))) return i;
  }
  return line.len;
}

static size_t find(base_str s, const char *z) {
  const char *at = s.len ? memmem(s.data, s.len, z, strlen(z)) : NULL;
  return at ? (size_t)(at - s.data) : s.len;
}

/* <!-- may run over many lines. */
static void skip_markup(pattern_import_job *job, base_str line) {
  while (find(line, "-->") == line.len && job->text.data) {
    line = base_str_cut(&job->text, '\n');
    job->line++;
  }
}

bool pattern_next_line(pattern_import_job *job, base_str *line) {
  while (job->text.data) {
    base_str raw = base_str_cut(&job->text, '\n');
    base_str start = base_str_trim(raw);
    if (!raw.data) return false;
    job->line++;
    if (base_str_starts(start, BASE_STR("<!")) && find(start, "--") < start.len) {
      skip_markup(job, start);
      continue;
    }
    raw.len = comment_at(job, raw);
    while (raw.len && strchr(" \t\r", raw.data[raw.len - 1])) raw.len--;
    *line = raw;
    return true;
  }
  return false;
}

bool pattern_cut_code(base_str *line, base_str *code) {
  size_t close = line->len, open;
  while (close && line->data[close - 1] != ']') close--;
  open = close;
  while (open && line->data[open - 1] != '[') open--;
  if (!open) return false;
  *code = base_str_trim(base_str_sub(*line, open, close - 1));
  *line = base_str_trim(base_str_sub(*line, 0, open - 1));
  return true;
}

/* ---- names ---- */

static bool is_mark(char c) { return strchr("\"'`()[]{}<>.,;:!?", c) != NULL; }

/* A word without the marks around it; an initialism keeps its inner stops. */
static base_str bare_word(base_str w) {
  while (w.len && is_mark(w.data[0])) w = base_str_sub(w, 1, w.len);
  while (w.len && is_mark(w.data[w.len - 1])) w.len--;
  return w;
}

static char upper_ascii(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }

static base_str upper(const pattern_import_job *job, base_str s) {
  base_str folded = base_str_fold(job->arena, s);
  char *p = BASE_NEW(job->arena, char, folded.len + 1);
  for (size_t i = 0; i < folded.len; i++) p[i] = upper_ascii(folded.data[i]);
  return (base_str){p, folded.len};
}

static bool joins(char c) { return c == ' ' || c == '_' || c == '-' || c == '\t'; }

/* The marks between two words as one: '_' only where no blank is among them. */
static const char *joint(base_str marks, bool petrarch) {
  if (!memchr(marks.data, ' ', marks.len)) return "_";
  return petrarch ? "= " : memchr(marks.data, '_', marks.len) ? "_ " : " ";
}

base_str pattern_normal(const pattern_import_job *job, base_str name) {
  bool petrarch = job->dialect != DIALECT_TABARI;
  drg_buffer out;
  drg_buffer_init(&out);
  base_str rest = upper(job, base_str_trim(name));
  while (rest.len) {
    size_t n = 0, k;
    while (n < rest.len && !joins(rest.data[n]) && rest.data[n] != '=') n++;
    for (k = n; k < rest.len && (joins(rest.data[k]) || (petrarch && rest.data[k] == '='));) k++;
    if (!petrarch && k < rest.len && rest.data[k] == '=') n = k = k + 1; /* MOUSE= */
    base_str word = bare_word(base_str_sub(rest, 0, n)), marks = base_str_sub(rest, n, k);
    base_put(&out, word);
    if (word.len && k < rest.len) base_putz(&out, joint(marks, petrarch));
    else if (word.len && marks.len && !petrarch) base_putz(&out, "_");
    rest = base_str_sub(rest, k, rest.len);
  }
  while (petrarch && out.len && out.data[out.len - 1] == '_') out.len--;
  if (petrarch && out.len) base_putz(&out, "=");
  base_str normal = base_str_copy(job->arena, (base_str){out.data ? out.data : "", out.len});
  drg_buffer_clear(&out);
  return normal;
}

static bool ends_in(base_str s, const char *z) { return base_str_ends(s, base_str_of(z)); }

base_str pattern_plural(base_arena *arena, base_str word) {
  bool vowel = word.len > 1 && strchr("AEIOU", word.data[word.len - 2]);
  if (ends_in(word, "Y") && !vowel) return base_str_printf(arena, BASE_FMT "IES", (int)word.len - 1, word.data);
  bool hiss = ends_in(word, "S") || ends_in(word, "X") || ends_in(word, "CH") || ends_in(word, "SH");
  return base_str_join(arena, word, hiss ? BASE_STR("ES") : BASE_STR("S"));
}

/* ---- what is written ---- */

/* Kinds whose text is a phrase. */
static bool is_phrase_kind(const char *kind) {
  static const char *const OTHERS[] = {"verb", "pattern", "synset", "member", "change"};
  for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
    if (!strcmp(kind, OTHERS[i])) return false;
  return true;
}

void pattern_put_from(pattern_import_job *job, pattern_file file, const char *kind, base_str text, base_str code,
                      uint32_t line) {
  pattern_phrase phrase;
  if (is_phrase_kind(kind) && !pattern_phrase_read(job->arena, text, &phrase)) {
    pattern_refuse(job, "no words, or more than %d: '" BASE_FMT "'", PATTERN_MAX_WORDS, BASE_ARG(text));
    return;
  }
  const char *name = job->path.data + job->path.len;
  while (name > job->path.data && name[-1] != '/') name--;
  base_putf(&job->out[file], "%s\t" BASE_FMT "\t" BASE_FMT "\t%s:%u\n", kind, BASE_ARG(text), BASE_ARG(code), name,
            line);
  job->done->entries++;
}

void pattern_put(pattern_import_job *job, pattern_file file, const char *kind, base_str text, base_str code) {
  pattern_put_from(job, file, kind, text, code, job->line);
}

static const char *const HEADERS[FILE_COUNT] = {
    [FILE_OPTIONS] = "option, name, value: how the engine codes. dialect: 0 TABARI, 1 PETRARCH, 2 PETRARCH 2",
    [FILE_VERBS] =
        "verb: a block, with its code; form: the verb's forms, with codes; pattern: what may stand around it, * the\n"
        "# verb, $ source, + target, % both, ^ an actor passed over; synset: words that &NAME stands for; member:\n"
        "# one of them. WORD_WORD stand side by side, WORD WORD may be apart; WORD= is this very word, WORD_ a\n"
        "# whole word, WORD alone may go on; change: an event that is told in another, and the event that both make",
    [FILE_ACTORS] =
        "actor: name, code, where it comes from; codes may have dates: CODE <2001-01-01, CODE 2001-01-01..2004-12-31,\n"
        "# CODE >2004-12-31, the first that holds counts; noun, adjective: words that are neither actor nor verb",
    [FILE_AGENTS] = "agent: name, code, where it comes from; ~GOV is joined behind an actor's code, NGO~ before it",
    [FILE_ISSUES] = "issue: words, what they are about",
    [FILE_DISCARDS] = "discard: words; a sentence that has them, or with 'story' the whole document, is not coded"};

static drg_status write_file(const pattern_import_job *job, const char *dir, pattern_file file, drg_error *err) {
  base_str path = base_str_printf(job->arena, "%s/%s", dir, PATTERN_FILES[file]);
  FILE *out = fopen(path.data, "wb");
  if (!out) return base_fail(err, DRG_ERR_WRITE, path.data, 0, 0, "cannot write '%.200s'", path.data);
  fprintf(out, "# Written by 'dragoman dict import'. Lines of kind, text, code and origin, tabs between.\n# %s.\n",
          HEADERS[file]);
  size_t wrote = job->out[file].len ? fwrite(job->out[file].data, 1, job->out[file].len, out) : 0;
  bool ok = wrote == job->out[file].len;
  ok = fclose(out) == 0 && ok;
  return ok ? DRG_OK : base_fail(err, DRG_ERR_WRITE, path.data, 0, 0, "cannot write '%.200s'", path.data);
}

static void put_options(pattern_import_job *job) {
  for (size_t i = 0; i < PATTERN_N_OPTIONS; i++) {
    const pattern_option *o = &PATTERN_OPTIONS[i];
    const void *field = (const char *)&job->options + o->offset;
    drg_buffer *out = &job->out[FILE_OPTIONS];
    if (o->text) base_putf(out, "option\t%s\t" BASE_FMT "\t\n", o->name, BASE_ARG(*(const base_str *)field));
    else base_putf(out, "option\t%s\t%lld\t\n", o->name, (long long)*(const int64_t *)field);
  }
}

static drg_status write_folder(pattern_import_job *job, const char *dir, drg_error *err) {
  put_options(job);
  if (mkdir(dir, 0777) != 0 && errno != EEXIST)
    return base_fail(err, DRG_ERR_WRITE, dir, 0, 0, "cannot make '%.200s'", dir);
  drg_status st = DRG_OK;
  for (int f = 0; st == DRG_OK && f < FILE_COUNT; f++) st = write_file(job, dir, (pattern_file)f, err);
  return st;
}

/* ---- which file is what? ---- */

typedef struct signs { /* lines that look like … */
  int codes, tildes, blocks, patterns, tags, grouped, semicolons, settings, options, plain;
} signs;

static bool is_option_line(base_str s) {
  static const char *const WORDS[] = {"COMPLEX:", "SET:", "COMMA:", "DEFAULT:", "FORWARD:", "OUTPUT:", "LABEL:"};
  for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
    if (base_str_starts(s, base_str_of(WORDS[i]))) return true;
  return false;
}

static void look(base_str s, signs *g) {
  size_t open = find(s, "["), close = find(s, "]");
  bool star = find(s, "*") < s.len;
  if (is_option_line(s)) g->options++;
  else if (base_str_starts(s, BASE_STR("<ISSUE"))) g->tags++;
  else if (base_str_starts(s, BASE_STR("---"))) g->blocks++;
  else if (base_str_starts(s, BASE_STR("~ "))) g->grouped += find(s, "(") < find(s, "=");
  else if (open > 0 && open < close && close < s.len) {
    g->codes++;
    if (find(base_str_sub(s, open, close), "~") < close - open) g->tildes++;
    if (base_str_starts(s, BASE_STR("- ")) && star) g->patterns++;
    if (g->patterns && find(s, "(") < open) g->grouped++;
    if (find(base_str_sub(s, close, s.len), ";") < s.len - close && find(s, "#") > close) g->semicolons++;
  } else if (find(s, "=") < s.len && s.data[0] != '!') g->settings++;
  else if (s.data[0] != '+' && s.data[0] != '[') g->plain++;
  if (base_str_starts(s, BASE_STR("<SYNSETS")) || base_str_starts(s, BASE_STR("<NOUN")) ||
      base_str_starts(s, BASE_STR("~~")))
    g->semicolons += 100;
}

static signs look_through(base_str text) {
  signs g = {0};
  for (base_str line; (line = base_str_cut(&text, '\n')).data;) {
    line = base_str_trim(line);
    if (line.len && line.data[0] != '#') look(line, &g);
  }
  return g;
}

typedef void importer(pattern_import_job *job);

static bool named(const pattern_import_job *job, const char *word) {
  base_str lower = base_str_lower(job->arena, job->path);
  size_t slash = lower.len;
  while (slash && lower.data[slash - 1] != '/') slash--;
  return find(base_str_sub(lower, slash, lower.len), word) < lower.len - slash;
}

static importer *importer_of(const pattern_import_job *job, const signs *g) {
  if (g->options) return pattern_import_options;
  if (g->patterns || g->blocks) return pattern_import_verbs;
  if (g->tags || named(job, "issue")) return pattern_import_issues;
  if (named(job, "discard")) return pattern_import_discards;
  if (g->tildes && g->tildes * 2 > g->codes) return pattern_import_agents;
  if (named(job, "verb")) return pattern_import_verbs;
  if (g->codes) return pattern_import_actors;
  return g->settings > g->plain ? pattern_import_options : NULL;
}

static pattern_dialect dialect_of(const signs *g) {
  if (!g->blocks && g->semicolons) return DIALECT_TABARI;
  return g->grouped ? DIALECT_PETRARCH2 : DIALECT_PETRARCH1;
}

/* Options of the dialect, unless some were said before. */
static void set_dialect(pattern_import_job *job, importer *import) {
  if (import != pattern_import_verbs && job->has_verbs) return;
  if (import == pattern_import_options) return;
  if (import == pattern_import_verbs) job->has_verbs = true;
  if (job->options.dialect != (int64_t)job->dialect) job->options = pattern_defaults(job->dialect);
}

/* Bytes that are no UTF-8 are Latin-1; control characters are blanks. */
static base_str as_utf8(base_arena *arena, base_str s) {
  char *p = BASE_NEW(arena, char, 2 * s.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.len;) {
    size_t from = i;
    int32_t c = base_utf8_next(s, &i);
    if (c >= 0) {
      memcpy(p + n, c < ' ' && c != '\n' ? " " : s.data + from, i - from);
      n += i - from;
      continue;
    }
    unsigned char byte = (unsigned char)s.data[from];
    p[n++] = (char)(0xC0 | byte >> 6);
    p[n++] = (char)(0x80 | (byte & 0x3F));
  }
  return (base_str){p, n};
}

static importer *open_text(pattern_import_job *job, base_str text) {
  job->text = as_utf8(job->arena, text);
  job->line = 0;
  signs g = look_through(job->text);
  job->dialect = dialect_of(&g);
  importer *import = importer_of(job, &g);
  if (import) set_dialect(job, import);
  return import;
}

static drg_status import_file(pattern_import_job *job, const char *path, drg_error *err) {
  char *data = NULL;
  size_t len = 0;
  drg_status st = base_read_file(path, &data, &len, err);
  if (st != DRG_OK) return st;
  job->path = base_str_of(path);
  importer *import = open_text(job, (base_str){data, len});
  free(data);
  job->done->files++;
  if (import) import(job);
  else pattern_refuse(job, "no dictionary of actors, agents, verbs, issues, discards or options");
  return DRG_OK;
}

/* Options come last, whatever the order of files: they change what the dialect sets. */
static bool is_options_file(const char *path) {
  base_arena a;
  base_arena_init(&a);
  pattern_import_job job = {.arena = &a, .path = base_str_of(path)};
  char *data = NULL;
  size_t len = 0;
  bool is = false;
  if (base_read_file(path, &data, &len, NULL) == DRG_OK) {
    signs g = look_through((base_str){data, len});
    is = importer_of(&job, &g) == pattern_import_options;
  }
  free(data);
  base_arena_clear(&a);
  return is;
}

drg_status pattern_import(const char *const *files, size_t n, const char *dir, drg_dict_found *found, void *context,
                          drg_dict_imported *done, drg_error *err) {
  base_arena a;
  base_arena_init(&a);
  *done = (drg_dict_imported){0};
  pattern_import_job job = {
      .arena = &a, .found = found, .context = context, .done = done, .options = pattern_defaults(DIALECT_PETRARCH1)};
  drg_status st = DRG_OK;
  for (int last = 0; last < 2; last++)
    for (size_t i = 0; st == DRG_OK && i < n; i++)
      if (is_options_file(files[i]) == (last == 1)) st = import_file(&job, files[i], err);
  if (st == DRG_OK) st = write_folder(&job, dir, err);
  for (int f = 0; f < FILE_COUNT; f++) drg_buffer_clear(&job.out[f]);
  base_arena_clear(&a);
  return st;
}
