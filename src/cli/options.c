/* Reading the command line after the table of options. */
#include <stdlib.h>
#include <string.h>
#include "cli.h"

typedef struct arguments {
  const cli_command *command;
  cli_request *request;
  char **at, **end; /* what is still to be read */
} arguments;

static cli_exit wrong_use(const cli_command *command) {
  fprintf(stderr, "try 'dragoman help %s'\n", command->name);
  return EXIT_USAGE;
}

/* ---- values ---- */

static bool has_choice(const char *choices, const char *word) {
  size_t n = strlen(word);
  for (const char *c = choices; *c; c += strspn(c, " ")) {
    size_t len = strcspn(c, " ");
    if (n == len && !strncmp(c, word, n)) return true;
    c += len;
  }
  return false;
}

static bool is_count(const char *s) { return *s && strspn(s, "0123456789") == strlen(s) && strlen(s) <= 4; }

static bool is_share(const char *s) {
  char *end;
  double x = strtod(s, &end);
  return *s && !*end && x >= 0 && x <= 1;
}

static bool is_amount(const char *s) {
  char *end;
  double x = strtod(s, &end);
  return *s && !*end && x > 0 && x < 1e9;
}

static bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int32_t cli_day_of(const char *date) {
  static const int LENGTH[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int year, month, day, n = 0;
  if (sscanf(date, "%4d-%2d-%2d%n", &year, &month, &day, &n) != 3 || n != 10 || date[n]) return DRG_NO_DAY;
  if (year < 1 || month < 1 || month > 12 || day < 1) return DRG_NO_DAY;
  if (day > LENGTH[month - 1] + (month == 2 && leap(year))) return DRG_NO_DAY;
  int y = year - 1, days = y * 365 + y / 4 - y / 100 + y / 400;
  for (int m = 1; m < month; m++) days += LENGTH[m - 1] + (m == 2 && leap(year));
  return days + day - 1 - 719162; /* days from 0001-01-01 to 1970-01-01 */
}

static bool value_fits(const cli_option *o, const char *value) {
  switch (o->kind) {
    case KIND_CHOICE: return has_choice(o->choices, value);
    case KIND_COUNT: return is_count(value);
    case KIND_SHARE: return is_share(value);
    case KIND_AMOUNT: return is_amount(value);
    case KIND_DATE: return cli_day_of(value) != DRG_NO_DAY;
    default: return *value != 0;
  }
}

static cli_exit wrong_value(const arguments *a, const cli_option *o, const char *value) {
  if (o->kind == KIND_CHOICE) cli_say("'%s' is no %s for --%s: choose of %s", value, o->value, o->name, o->choices);
  else cli_say("'%s' is no %s for --%s", value, o->value, o->name);
  return wrong_use(a->command);
}

static cli_exit set_option(arguments *a, const cli_option *o, const char *value) {
  char *field = (char *)a->request + o->field;
  if (o->kind == KIND_FLAG) {
    *(bool *)(void *)field = true;
    return EXIT_DONE;
  }
  if (!value && a->at < a->end) value = *a->at++;
  if (!value) {
    cli_say("option '--%s' wants %s", o->name, o->value);
    return wrong_use(a->command);
  }
  if (!value_fits(o, value)) return wrong_value(a, o, value);
  *(const char **)(void *)field = value;
  return EXIT_DONE;
}

/* ---- options ---- */

static const cli_option *find_option(const cli_command *command, const char *name, size_t len, char letter) {
  unsigned bit = 1u << (command - CLI_COMMANDS);
  for (size_t i = 0; i < CLI_N_OPTIONS; i++) {
    const cli_option *o = &CLI_OPTIONS[i];
    if (!(o->commands & bit)) continue;
    if (name ? strlen(o->name) == len && !strncmp(o->name, name, len) : letter && o->letter == letter) return o;
  }
  return NULL;
}

static cli_exit unknown_option(const arguments *a, const char *word) {
  cli_say("'%s' has no option '%s'", a->command->name, word);
  return wrong_use(a->command);
}

static cli_exit read_long(arguments *a, const char *word) {
  const char *name = word + 2, *equals = strchr(name, '=');
  const cli_option *o = find_option(a->command, name, equals ? (size_t)(equals - name) : strlen(name), 0);
  if (!o) return unknown_option(a, word);
  if (equals && o->kind == KIND_FLAG) {
    cli_say("option '--%s' takes no value", o->name);
    return wrong_use(a->command);
  }
  return set_option(a, o, equals ? equals + 1 : NULL);
}

/* -q, -qh, -t csv, -tcsv */
static cli_exit read_short(arguments *a, const char *word) {
  for (const char *c = word + 1; *c; c++) {
    const cli_option *o = find_option(a->command, NULL, 0, *c);
    if (!o) return unknown_option(a, word);
    bool flag = o->kind == KIND_FLAG;
    cli_exit code = set_option(a, o, !flag && c[1] ? c + 1 : NULL);
    if (code || !flag) return code;
  }
  return EXIT_DONE;
}

/* For the record: how was this run asked for? */
static const char *join_arguments(int argc, char **argv) {
  size_t len = 1;
  for (int i = 0; i < argc; i++) len += strlen(argv[i]) + 1;
  char *joined = malloc(len), *end = joined;
  if (!joined) abort();
  *end = 0;
  for (int i = 0; i < argc; i++) end = stpcpy(i ? stpcpy(end, " ") : end, argv[i]);
  return joined;
}

cli_exit cli_options_read(const cli_command *command, int argc, char **argv, cli_request *request) {
  arguments a = {command, request, argv, argv + argc};
  *request = (cli_request){.command = command,
                           .asked = join_arguments(argc, argv),
                           .files = calloc((size_t)argc + 1, sizeof *request->files)};
  if (!request->files) abort();
  bool only_files = false;
  cli_exit code = EXIT_DONE;
  while (a.at < a.end && !code) {
    const char *word = *a.at++;
    if (!only_files && !strcmp(word, "--")) only_files = true;
    else if (!only_files && !strncmp(word, "--", 2)) code = read_long(&a, word);
    else if (!only_files && word[0] == '-' && word[1]) code = read_short(&a, word);
    else request->files[request->n_files++] = word;
  }
  if (!code && !*command->arguments && request->n_files) {
    cli_say("'%s' takes no '%s'", command->name, request->files[0]);
    code = wrong_use(command);
  }
  return code;
}
