/* dragoman(1) in roff, from the tables. */
#include <ctype.h>
#include <string.h>
#include "cli.h"

/* Text with what roff would act on made harmless. */
static void put_text(FILE *f, const char *s) {
  bool line_start = true;
  for (; *s; s++) {
    if (line_start && (*s == '.' || *s == '\'')) fputs("\\&", f);
    line_start = *s == '\n';
    if (*s == '\\') fputs("\\e", f);
    else if (*s == '-') fputs("\\-", f);
    else if (*s == '~') fputs("\\(ti", f);
    else if (*s == '^') fputs("\\(ha", f);
    else if (*s == '`') fputs("\\(ga", f);
    else if (*s == '\'') fputs("\\(aq", f);
    else if (!strncmp(s, "…", strlen("…"))) {
      fputs("...", f);
      s += strlen("…") - 1;
    } else fputc(*s, f);
  }
}

static void put_line(FILE *f, const char *before, const char *s, const char *after) {
  fputs(before, f);
  put_text(f, s);
  fputs(after, f);
}

static void put_option(FILE *f, const cli_option *o) {
  fputs(".TP\n", f);
  if (o->letter) fprintf(f, "\\fB\\-%c\\fR, ", o->letter);
  put_line(f, "\\fB\\-\\-", o->name, "\\fR");
  if (o->value) put_line(f, " \\fI", o->value, "\\fR");
  put_line(f, "\n", o->help, ".\n");
}

static void put_command(FILE *f, const cli_command *command) {
  put_line(f, ".SS dragoman ", command->name, " ");
  put_line(f, "", command->arguments, "\n");
  fputc(toupper((unsigned char)command->summary[0]), f);
  put_line(f, "", command->summary + 1, ".\n");
  if (command->about) put_line(f, ".PP\n", command->about, "\n");
  size_t i = 0;
  for (const cli_option *o; (o = cli_option_next(command, &i));) put_option(f, o);
  if (command->example) put_line(f, ".PP\n.EX\n", command->example, "\n.EE\n");
}

static const char HEAD[] =
    ".TH DRAGOMAN 1 \"\" \"dragoman " DRG_VERSION "\" \"User Commands\"\n"
    ".SH NAME\ndragoman \\- political event coder: news reports in, coded events out\n"
    ".SH SYNOPSIS\n.B dragoman\n.I COMMAND\n[\\fIOPTION\\fR...] [\\fIFILE\\fR...]\n"
    ".SH DESCRIPTION\n"
    "Dragoman reads news reports and writes down who did what to whom, when and where: events coded after CAMEO and\n"
    "PLOVER, each with the words that show it. It works offline; parser, dictionaries and gazetteer are its own.\n"
    ".PP\nData goes to standard output, talk to standard error.\n"
    "On an interrupt the documents under way are finished and written.\n"
    ".SH COMMANDS\n";

static const char TAIL[] =
    ".SH ENVIRONMENT\n"
    ".TP\n.B DRAGOMAN_DATA\nThe folder of dictionaries and model, when \\fB\\-\\-data\\fR does not name one.\n"
    ".TP\n.B NO_COLOR\nWhen set and not empty, no colours unless \\fB\\-\\-colour always\\fR asks for them.\n"
    ".TP\n.B COLUMNS\nThe width of text for people; on a terminal its own width.\n"
    ".SH SEE ALSO\nThe event record, key by key: docs/record.md. Teaching it new events: docs/frames.md.\n";

void cli_man_print(FILE *f) {
  fputs(HEAD, f);
  for (size_t i = 0; i < CLI_N_COMMANDS; i++) put_command(f, &CLI_COMMANDS[i]);
  fputs(".SH EXIT STATUS\n", f);
  for (const char *const *c = CLI_EXIT_CODES; *c; c += 2) {
    put_line(f, ".TP\n.B ", c[0], "\n");
    put_line(f, "", c[1], ".\n");
  }
  fputs(TAIL, f);
}
