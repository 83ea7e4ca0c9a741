/* Completions for bash, zsh and fish, from the tables. */
#include <string.h>
#include "cli.h"

static bool wants_files(const cli_command *c) { return !strncmp(c->arguments, "[FILE", 5); }
static bool wants_command(const cli_command *c) { return !strcmp(c->arguments, "[COMMAND]"); }

static void put_names(FILE *f) {
  for (size_t i = 0; i < CLI_N_COMMANDS; i++) fprintf(f, "%s%s", i ? " " : "", CLI_COMMANDS[i].name);
}

/* Text inside single quotes of a shell; `also` is escaped by a backslash there. */
static void put_quoted(FILE *f, const char *s, const char *also) {
  for (; *s; s++) {
    if (*s == '\'') fputs("'\\''", f);
    else if (strchr(also, *s)) fprintf(f, "\\%c", *s);
    else fputc(*s, f);
  }
}

/* ---- bash ---- */

static void put_bash_value(FILE *f, const cli_option *o) {
  if (o->kind == KIND_FLAG) return;
  fprintf(f, "        --%s", o->name);
  if (o->letter) fprintf(f, "|-%c", o->letter);
  if (o->kind == KIND_CHOICE) fprintf(f, ") COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;\n", o->choices);
  else if (o->kind == KIND_FILE) fputs(") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n", f);
  else if (o->kind == KIND_FOLDER) fputs(") COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n", f);
  else fputs(") return ;;\n", f);
}

static void put_bash_command(FILE *f, const cli_command *c) {
  fprintf(f, "    %s)\n      case $before in\n", c->name);
  size_t i = 0;
  const cli_option *o;
  while ((o = cli_option_next(c, &i))) put_bash_value(f, o);
  fputs("      esac\n      [[ $word == -* ]] && COMPREPLY=($(compgen -W '", f);
  for (i = 0; (o = cli_option_next(c, &i));) fprintf(f, "--%s ", o->name);
  fputs("' -- \"$word\")) && return\n", f);
  if (wants_files(c)) fputs("      COMPREPLY=($(compgen -f -- \"$word\"))\n", f);
  if (wants_command(c)) {
    fputs("      COMPREPLY=($(compgen -W '", f);
    put_names(f);
    fputs("' -- \"$word\"))\n", f);
  }
  fputs("      ;;\n", f);
}

static void put_bash(FILE *f) {
  fputs("# bash completion of dragoman; made by 'dragoman help --completions bash'\n"
        "_dragoman() {\n  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n  COMPREPLY=()\n"
        "  if ((COMP_CWORD == 1)); then COMPREPLY=($(compgen -W '",
        f);
  put_names(f);
  fputs("' -- \"$word\")); return; fi\n  case ${COMP_WORDS[1]} in\n", f);
  for (size_t i = 0; i < CLI_N_COMMANDS; i++) put_bash_command(f, &CLI_COMMANDS[i]);
  fputs("  esac\n}\ncomplete -o filenames -F _dragoman dragoman\n", f);
}

/* ---- zsh ---- */

static void put_zsh_value(FILE *f, const cli_option *o) {
  if (o->kind == KIND_FLAG) return;
  fprintf(f, ":%s:", o->value);
  if (o->kind == KIND_CHOICE) fprintf(f, "(%s)", o->choices);
  if (o->kind == KIND_FILE) fputs("_files", f);
  if (o->kind == KIND_FOLDER) fputs("_files -/", f);
}

static void put_zsh_option(FILE *f, const cli_option *o) {
  const char *plus = o->value ? "+" : "", *equals = o->value ? "=" : "";
  if (o->letter)
    fprintf(f, " \\\n        '(-%c --%s)'{-%c%s,--%s%s}'[", o->letter, o->name, o->letter, plus, o->name, equals);
  else fprintf(f, " \\\n        '--%s%s[", o->name, equals);
  put_quoted(f, o->help, "[]:");
  fputs("]", f);
  put_zsh_value(f, o);
  fputs("'", f);
}

static void put_zsh_command(FILE *f, const cli_command *c) {
  fprintf(f, "    %s) _arguments", c->name);
  size_t i = 0;
  for (const cli_option *o; (o = cli_option_next(c, &i));) put_zsh_option(f, o);
  if (wants_files(c)) fputs(" \\\n        '*:file:_files'", f);
  if (wants_command(c)) {
    fputs(" \\\n        ':command:(", f);
    put_names(f);
    fputs(")'", f);
  }
  fputs(" ;;\n", f);
}

static void put_zsh(FILE *f) {
  fputs("#compdef dragoman\n# made by 'dragoman help --completions zsh'\n_dragoman() {\n  if ((CURRENT == 2)); then\n"
        "    local -a commands=(",
        f);
  for (size_t i = 0; i < CLI_N_COMMANDS; i++) {
    fprintf(f, "\n      '%s:", CLI_COMMANDS[i].name);
    put_quoted(f, CLI_COMMANDS[i].summary, ":");
    fputs("'", f);
  }
  fputs(")\n    _describe command commands\n    return\n  fi\n  shift words\n  ((CURRENT--))\n  case $words[1] in\n",
        f);
  for (size_t i = 0; i < CLI_N_COMMANDS; i++) put_zsh_command(f, &CLI_COMMANDS[i]);
  fputs("  esac\n}\n_dragoman \"$@\"\n", f);
}

/* ---- fish ---- */

static void put_fish_option(FILE *f, const cli_command *c, const cli_option *o) {
  fprintf(f, "complete -c dragoman -n '__fish_seen_subcommand_from %s' -l %s", c->name, o->name);
  if (o->letter) fprintf(f, " -s %c", o->letter);
  if (o->kind == KIND_CHOICE) fprintf(f, " -x -a '%s'", o->choices);
  else if (o->kind == KIND_FILE || o->kind == KIND_FOLDER) fputs(" -r -F", f);
  else if (o->kind != KIND_FLAG) fputs(" -x", f);
  fputs(" -d '", f);
  for (const char *s = o->help; *s; s++) { /* fish quotes a quotation mark by a backslash */
    if (*s == '\'' || *s == '\\') fputc('\\', f);
    fputc(*s, f);
  }
  fputs("'\n", f);
}

static void put_fish(FILE *f) {
  fputs("# fish completion of dragoman; made by 'dragoman help --completions fish'\n", f);
  for (size_t i = 0; i < CLI_N_COMMANDS; i++) {
    const cli_command *c = &CLI_COMMANDS[i];
    fprintf(f, "complete -c dragoman -n __fish_use_subcommand -f -a %s -d '%s'\n", c->name, c->summary);
    if (!wants_files(c)) fprintf(f, "complete -c dragoman -n '__fish_seen_subcommand_from %s' -f\n", c->name);
    if (wants_command(c)) {
      fprintf(f, "complete -c dragoman -n '__fish_seen_subcommand_from %s' -a '", c->name);
      put_names(f);
      fputs("'\n", f);
    }
    size_t k = 0;
    for (const cli_option *o; (o = cli_option_next(c, &k));) put_fish_option(f, c, o);
  }
}

bool cli_completions_print(FILE *f, const char *shell) {
  static const struct {
    const char *name;
    void (*put)(FILE *);
  } SHELLS[] = {{"bash", put_bash}, {"zsh", put_zsh}, {"fish", put_fish}};
  for (size_t i = 0; i < sizeof SHELLS / sizeof *SHELLS; i++) {
    if (strcmp(SHELLS[i].name, shell)) continue;
    SHELLS[i].put(f);
    return true;
  }
  return false;
}
