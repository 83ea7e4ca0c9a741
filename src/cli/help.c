/* dragoman help, and the --help of each command, from the tables. */
#include <string.h>
#include "cli.h"

enum { WIDTH = 100, COLUMN = 30 };

static int width_of(const char *s) {
  int n = 0;
  for (; *s; s++) n += ((unsigned char)*s & 0xc0) != 0x80;
  return n;
}

/* Words of text from column `at` on, wrapped to a margin; ends the line. */
static void put_wrapped(FILE *f, const char *text, int at, int margin) {
  for (const char *c = text; *c; c += strspn(c, " ")) {
    int len = (int)strcspn(c, " ");
    if (at > margin && at + 1 + len > WIDTH) {
      fprintf(f, "\n%*s", margin, "");
      at = margin;
    } else if (at > margin) {
      fputc(' ', f);
      at++;
    }
    fprintf(f, "%.*s", len, c);
    at += len;
    c += len;
  }
  fputc('\n', f);
}

static void put_row(FILE *f, const char *left, const char *right, int column) {
  int at = 2 + width_of(left);
  fprintf(f, "  %s", left);
  if (at + 2 > column) fprintf(f, "\n%*s", column, "");
  else fprintf(f, "%*s", column - at, "");
  put_wrapped(f, right, column, column);
}

static void put_option(FILE *f, const cli_option *o) {
  char left[80], letter[8] = "    ";
  if (o->letter) snprintf(letter, sizeof letter, "-%c, ", o->letter);
  snprintf(left, sizeof left, "%s--%s%s%s", letter, o->name, o->value ? " " : "", o->value ? o->value : "");
  put_row(f, left, o->help, COLUMN);
}

static void put_command(FILE *f, const cli_command *command) {
  fprintf(f, "usage: dragoman %s [OPTION…]%s%s\n", command->name, *command->arguments ? " " : "", command->arguments);
  put_wrapped(f, command->summary, 0, 0);
  if (command->about) {
    fputc('\n', f);
    put_wrapped(f, command->about, 0, 0);
  }
  fputs("\noptions:\n", f);
  size_t i = 0;
  for (const cli_option *o; (o = cli_option_next(command, &i));) put_option(f, o);
  if (command->example) fputs("\nexamples:\n", f);
  for (const char *line = command->example; line && *line; line += strspn(line, "\n")) {
    int len = (int)strcspn(line, "\n");
    fprintf(f, "  %.*s\n", len, line);
    line += len;
  }
}

static void put_program(FILE *f) {
  fputs("usage: dragoman COMMAND [OPTION…] [FILE…]\nnews reports in, coded political events out\n\ncommands:\n", f);
  for (size_t i = 0; i < CLI_N_COMMANDS; i++) put_row(f, CLI_COMMANDS[i].name, CLI_COMMANDS[i].summary, 12);
  fputs("\nexit codes:\n", f);
  for (const char *const *c = CLI_EXIT_CODES; *c; c += 2) put_row(f, c[0], c[1], 12);
  fputs("\n'dragoman help COMMAND' shows a command's options\n", f);
}

void cli_help_print(FILE *f, const cli_command *command) {
  if (command) put_command(f, command);
  else put_program(f);
}

cli_exit cli_help_run(const cli_request *request) {
  if (request->man) {
    cli_man_print(stdout);
    return EXIT_DONE;
  }
  if (request->completions) {
    cli_completions_print(stdout, request->completions);
    return EXIT_DONE;
  }
  const cli_command *command = request->n_files ? cli_command_named(request->files[0]) : NULL;
  if (request->n_files && !command) {
    cli_say("there is no command '%s'", request->files[0]);
    return EXIT_USAGE;
  }
  cli_help_print(stdout, command);
  return EXIT_DONE;
}
