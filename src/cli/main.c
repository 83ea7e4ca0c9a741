/* dragoman COMMAND …: finds the command, reads its options, runs it. */
#include <stdlib.h>
#include <string.h>
#include "cli.h"

/* Ways to ask that everybody tries. */
static const char *alias_of(const char *word) {
  static const char *const ALIASES[][2] = {
      {"--help", "help"}, {"-h", "help"}, {"--version", "version"}, {"-V", "version"}};
  for (size_t i = 0; i < sizeof ALIASES / sizeof *ALIASES; i++)
    if (!strcmp(word, ALIASES[i][0])) return ALIASES[i][1];
  return word;
}

cli_exit cli_version_run(const cli_request *request) {
  (void)request;
  puts("dragoman " DRG_VERSION);
  return EXIT_DONE;
}

static cli_exit run_command(const cli_command *command, int argc, char **argv) {
  cli_request request = {0};
  cli_exit code = cli_options_read(command, argc, argv, &request);
  if (!code && request.help && command->run != cli_help_run) cli_help_print(stdout, command);
  else if (!code) code = command->run(&request);
  free(request.files);
  free((void *)request.asked);
  return code;
}

/* Text for people goes through stdio: whether it arrived is known only now. */
static cli_exit close_stdout(cli_exit code) {
  if (!fflush(stdout) && !ferror(stdout)) return code;
  cli_say("cannot write to standard output");
  return code ? code : EXIT_FILES;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    cli_help_print(stderr, NULL);
    return EXIT_USAGE;
  }
  const cli_command *command = cli_command_named(alias_of(argv[1]));
  if (!command) {
    cli_say("there is no command '%s'", argv[1]);
    fprintf(stderr, "try 'dragoman help'\n");
    return EXIT_USAGE;
  }
  return (int)close_stdout(run_command(command, argc - 2, argv + 2));
}
