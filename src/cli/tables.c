/* The commands and their options. Help, man page and completions are made from these tables: nothing else lists options. */
#include <string.h>
#include "cli.h"

enum { CODE, WATCH, EXPORT, COUNT, GATHER, READ, SEGMENT, PARSE, MENTION, RESOLVE, DICT, DOCTOR, HELP, VERSION };

const cli_command CLI_COMMANDS[] = {
    [CODE] = {"code", "[FILE…]", "news in, events out",
              "Reads reports from files, folders (walked in the order of names), patterns of names ('news/*.warc.gz') "
              "or standard input ('-'), packed with gzip or zstd or not, and writes "
              "the political events in them: who did what to whom, when and where, each with the words that show it. "
              "The output is in the order of the input and the same on any number of threads.",
              "dragoman code report.txt\n"
              "dragoman code -t csv -o events.csv --jobs 0 news/\n"
              "dragoman code --status happened,ongoing --root 14,18-20 reports.jsonl.gz",
              cli_code_run},
    [WATCH] = {"watch", "SOURCE…", "reports coded into a record as they come",
               "A SOURCE is a folder (new and changed files in it and in its folders), the address of a feed (http, "
               "https) or a text file of such addresses, one a line. Each report is coded at most once; killed at any "
               "moment, the same command goes on where it was. Servers are asked no oftener than they wish, and one "
               "request at a time.",
               "dragoman watch news/ -o record.db\n"
               "dragoman watch feeds.txt --every 1800 -o record.db\n"
               "dragoman watch https://news.example/feed.xml --pages -o postgresql:///news",
               cli_watch_run},
    [EXPORT] = {"export", "RECORD", "a record's events, in any format",
                "Writes the events of a record (a database that 'dragoman code -o record.db' made: a file or "
                "postgresql://…) in the order of their reports' dates and ids. --where lets some of them through: "
                "comparisons of fields (= != < <= > >=, ~ for a part of it), joined by and, or, not and parentheses; "
                "commas between values mean any of them. docs/store.md lists the fields.",
                "dragoman export record.db -t gdelt -o events.tsv\n"
                "dragoman export record.db --where 'source=IRN target=USA,ISR date>=2022-06 status=happened'\n"
                "dragoman export record.db --where 'root=18-20 or text~\"drone strike\"' -t geojson -o map.geojson",
                cli_export_run},
    [COUNT] =
        {"count", "RECORD", "how many events: by dyad, month, quad class and the like",
         "Counts a record's events and sums their Goldstein values. --by takes any of dyad (source_country and "
         "target_country), actors (source and target), source, target, source_name, target_name, source_country, "
         "target_country, source_sector, target_sector, year, month, date, quad, root, cameo, plover, mode, status, "
         "place, place_country, publisher and rule, apart by commas. Dyads by month or year, quad and status are "
         "kept summed and come at once, however large the record.",
         "dragoman count record.db --by dyad,month,quad --where status=happened\n"
         "dragoman count record.db --by root,place_country -t csv -o counts.csv",
         cli_count_run},
    [READ] = {"read", "[FILE…]", "the documents that are read, one JSON object a line",
              "Shows what the reader makes of the input: id, date and where it comes from, title, dateline and text. "
              "Every offset that other "
              "commands print counts bytes of this text.",
              "dragoman read news/ | jq .date", cli_room_run},
    [SEGMENT] = {"segment", "[FILE…]", "paragraphs, sentences and tokens", NULL, "dragoman segment -t text report.txt",
                 cli_room_run},
    [PARSE] = {"parse", "[FILE…]", "lemmas, parts of speech and dependency trees (Universal Dependencies)",
               "With -f conllu the given sentences and tokens are kept, and their lemmas, tags and trees replaced.",
               "dragoman parse -t tree report.txt\n"
               "dragoman parse --brief report.txt\n"
               "dragoman parse -f conllu -t conllu gold.conllu > parsed.conllu",
               cli_room_run},
    [MENTION] = {"mention", "[FILE…]", "names, titles, common-noun actors, pronouns, dates and places", NULL,
                 "dragoman mention -t text report.txt", cli_room_run},
    [RESOLVE] = {"resolve", "[FILE…]", "who, when and where: mentions resolved to entities, days and coordinates", NULL,
                 "dragoman resolve -t text report.txt", cli_room_run},
    [GATHER] =
        {"gather", "RECORD", "copies and retellings in a record found and grouped",
         "Groups the documents of a record into stories (copies of a report, cut short, under another headline, "
         "brought up to date) and its events into happenings: what several reports tell is one, with the number "
         "of reports and of publishers, first and last report, and the best evidence. Only what is new is looked "
         "at; what is interrupted goes on with the next run.",
         "dragoman code -o record.db news/\n"
         "dragoman gather record.db\n"
         "dragoman gather --undo record.db",
         cli_gather_run},
    [DICT] =
        {"dict", "ACTION [FILE…]", "the dictionaries: check, suggest, compile, import",
         "check looks for duplicates, contradictions, overlapping dates and dead lines in the installation's "
         "dictionaries, or in the folders named, read over them; exit code 1 when it finds any. suggest reads reports "
         "as code does and gives the commonest names that no dictionary holds, as drafts of dictionary lines. "
         "compile writes the image that programs open instead of reading the text. import brings dictionaries of "
         "TABARI "
         "and PETRARCH into a folder for --dict, and tells of each line that is of no use; exit code 3 when there are "
         "any. docs/dictionaries.md tells the formats.",
         "dragoman dict check\n"
         "dragoman dict check my-actors/\n"
         "dragoman dict suggest --top 50 -o drafts.txt news/\n"
         "dragoman dict compile -o en.dict\n"
         "dragoman dict import CAMEO.2.0.txt Phoenix.*.txt -o phoenix/",
         cli_dict_run},
    [DOCTOR] =
        {"doctor", "", "what is installed, what is missing",
         "Opens the data, the model and the dictionaries and says what it found. Exit code 0 when all is well, else 4.",
         NULL, cli_doctor_run},
    [HELP] = {"help", "[COMMAND]", "this text, or that of a command", NULL,
              "dragoman help code\n"
              "dragoman help --man | man -l -\n"
              "source <(dragoman help --completions bash)",
              cli_help_run},
    [VERSION] = {"version", "", "the version", NULL, NULL, cli_version_run},
};
const size_t CLI_N_COMMANDS = sizeof CLI_COMMANDS / sizeof *CLI_COMMANDS;

#define BIT(command) (1u << (command))
#define PLAIN_ROOMS (BIT(SEGMENT) | BIT(MENTION) | BIT(RESOLVE))
#define ROOMS (BIT(READ) | BIT(PARSE) | PLAIN_ROOMS)
#define TO_EVENTS (BIT(CODE) | BIT(WATCH))
#define FILES (BIT(CODE) | ROOMS)
#define DOCUMENTS (TO_EVENTS | ROOMS)
#define RECORDS (BIT(EXPORT) | BIT(COUNT))
#define READERS (DOCUMENTS | BIT(DICT))
#define ALL (DOCUMENTS | RECORDS | BIT(GATHER) | BIT(DICT) | BIT(DOCTOR) | BIT(HELP) | BIT(VERSION))
#define FIELD(name) offsetof(cli_request, name)

const cli_option CLI_OPTIONS[] = {
    {BIT(WATCH), 'o', "output", "RECORD", NULL, KIND_FILE, false, FIELD(out),
     "the record: a database in a file that ends in .db or .sqlite, or postgresql://…"},
    {BIT(WATCH), 0, "every", "SECONDS", NULL, KIND_AMOUNT, false, FIELD(every),
     "seconds between two fetches of a feed; default 900; longer where the server or the feed asks for it"},
    {BIT(WATCH), 0, "once", NULL, NULL, KIND_FLAG, false, FIELD(once),
     "take what is there now, fetch each feed that is due, and end"},
    {BIT(WATCH), 0, "poll", NULL, NULL, KIND_FLAG, false, FIELD(poll),
     "look through folders every few seconds, where nothing tells of changes: folders shared with a virtual machine, "
     "say"},
    {BIT(WATCH), 0, "pages", NULL, NULL, KIND_FLAG, false, FIELD(pages),
     "fetch the page of a feed's item that has no long text of its own, unless robots.txt forbids it"},
    {BIT(WATCH), 0, "pages-per-minute", "N", NULL, KIND_AMOUNT, false, FIELD(pages_per_minute),
     "pages fetched in a minute, at most; default 30"},
    {BIT(WATCH), 0, "user-agent", "CONTACT", NULL, KIND_WORD, false, FIELD(user_agent),
     "an address or a page, for the keepers of servers: sent as 'dragoman/" DRG_VERSION " (+CONTACT)'"},
    {BIT(WATCH), 0, "hurry", "FACTOR", NULL, KIND_AMOUNT, true, FIELD(hurry),
     "for tests: pauses, back-off and time limits this many times shorter"},
    {RECORDS, 'o', "output", "OUT", NULL, KIND_FILE, false, FIELD(out),
     "write to OUT; its ending sets the format when -t does not"},
    {FILES, 'o', "output", "OUT", NULL, KIND_FILE, false, FIELD(out),
     "write to OUT; its ending (.csv, .tsv, .txt, .geojson, .graphml, .gexf) sets the format when -t does not; of "
     "code, OUT may be a record: a "
     "database in a file that ends in .db or .sqlite, or postgresql://…"},
    {BIT(COUNT), 't', "to", "FORMAT", "csv tsv jsonl", KIND_CHOICE, false, FIELD(to),
     "csv, tsv or jsonl; default csv, on a terminal tsv"},
    {RECORDS, 'w', "where", "FILTER", NULL, KIND_WORD, false, FIELD(where),
     "only events that it lets through: 'source=IRN root=18-20 date>=2022-06'"},
    {BIT(COUNT), 'b', "by", "LIST", NULL, KIND_WORD, false, FIELD(by),
     "dimensions to count by, apart by commas; none: all in one"},
    {BIT(CODE) | BIT(EXPORT), 't', "to", "FORMAT",
     "jsonl csv tsv text gdelt icews polecat phoenix plover geojson graphml gexf", KIND_CHOICE, false, FIELD(to),
     "jsonl, csv, tsv, or text for people; as other data sets: gdelt, icews, polecat, phoenix, plover (JSON); geojson; "
     "the network of actors: graphml, gexf; default jsonl, on a terminal text"},
    {BIT(READ), 't', "to", "FORMAT", "json jsonl", KIND_CHOICE, false, FIELD(to), "json: one object a line"},
    {PLAIN_ROOMS, 't', "to", "FORMAT", "json jsonl text", KIND_CHOICE, false, FIELD(to),
     "json (one object a line) or text for people; default json, on a terminal text"},
    {BIT(PARSE), 't', "to", "FORMAT", "conllu tree brief json jsonl text", KIND_CHOICE, false, FIELD(to),
     "conllu, tree (drawn, for people; also text), brief (one line a sentence) or json (one object a line); default "
     "conllu, on a terminal tree"},
    {BIT(PARSE), 0, "brief", NULL, NULL, KIND_FLAG, false, FIELD(brief),
     "as -t brief: words with tag, relation and head"},
    {READERS & ~BIT(PARSE), 'f', "format", "FORMAT", "text jsonl csv tsv html feed xml warc", KIND_CHOICE, false,
     FIELD(from),
     "of the input: text, jsonl, csv, tsv, html, feed (RSS, Atom), xml (PETRARCH) or warc; default: seen by name "
     "and first bytes"},
    {BIT(PARSE), 'f', "format", "FORMAT", "text jsonl csv tsv html feed xml warc conllu", KIND_CHOICE, false,
     FIELD(from),
     "of the input: text, jsonl, csv, tsv, html, feed (RSS, Atom), xml (PETRARCH), warc or conllu; default: seen by "
     "name and first bytes"},
    {READERS, 'j', "jobs", "N", NULL, KIND_COUNT, false, FIELD(jobs), "threads that code; default 1; 0 for all cores"},
    {TO_EVENTS, 's', "status", "LIST", NULL, KIND_WORD, false, FIELD(status),
     "only events of these: happened, ongoing, planned, conditional, denied, negated, requested"},
    {TO_EVENTS, 'r', "root", "LIST", NULL, KIND_WORD, false, FIELD(root),
     "only events of these CAMEO codes and what is under them (14, 190, 18-20) or PLOVER types (PROTEST)"},
    {TO_EVENTS, 'c', "min-confidence", "X", NULL, KIND_SHARE, false, FIELD(min_confidence),
     "only events at least so sure, 0 to 1"},
    {BIT(CODE) | BIT(EXPORT), 0, "columns", "LIST", NULL, KIND_WORD, false, FIELD(columns),
     "csv, tsv, geojson: only these columns, in this order"},
    {BIT(CODE) | BIT(EXPORT), 0, "reciprocal", NULL, NULL, KIND_FLAG, false, FIELD(reciprocal),
     "events done together in both directions; gdelt, icews and phoenix always have them so"},
    {BIT(CODE) | BIT(EXPORT), 0, "datapackage", NULL, NULL, KIND_FLAG, false, FIELD(datapackage),
     "beside OUT a datapackage.json that describes its columns"},
    {READERS, 0, "text-field", "NAME", NULL, KIND_WORD, false, FIELD(text_field),
     "JSON Lines, CSV, TSV: where the text is; default: detected"},
    {READERS, 0, "id-field", "NAME", NULL, KIND_WORD, false, FIELD(id_field), "JSON Lines, CSV, TSV: where the id is"},
    {READERS, 0, "date-field", "NAME", NULL, KIND_WORD, false, FIELD(date_field),
     "JSON Lines, CSV, TSV: where the publication date is"},
    {READERS, 'd', "date", "YYYY-MM-DD", NULL, KIND_DATE, false, FIELD(date),
     "publication date of reports that give none"},
    {READERS, 0, "language", "LANG", "en any", KIND_CHOICE, false, FIELD(language),
     "en: set aside what surely is in another language; any: keep all; default en"},
    {READERS, 0, "rejects", "FILE", NULL, KIND_FILE, false, FIELD(rejects),
     "keep what was set aside in FILE: a JSON object a line with file, line, byte and reason"},
    {BIT(CODE), 0, "batch", "N", NULL, KIND_COUNT, false, FIELD(batch),
     "of a record: commit after N documents at the latest; default: after two seconds, or some thousands"},
    {READERS, 0, "dict", "DIR", NULL, KIND_FOLDER, false, FIELD(dict),
     "a folder of your own dictionaries, read over the installation's (docs/dictionaries.md)"},
    {BIT(DICT), 'o', "output", "FILE", NULL, KIND_FILE, false, FIELD(out),
     "of compile: the image; of suggest: the drafts; of import: the folder"},
    {BIT(DICT), 0, "top", "N", NULL, KIND_COUNT, false, FIELD(top), "of suggest: how many names; default 100"},
    {DOCUMENTS | BIT(EXPORT) | BIT(DICT) | BIT(DOCTOR), 0, "data", "DIR", NULL, KIND_FOLDER, false, FIELD(data),
     "dictionaries and model; default $DRAGOMAN_DATA, then the installation's"},
    {BIT(CODE) | BIT(EXPORT), 0, "colour", "WHEN", "auto always never", KIND_CHOICE, false, FIELD(colour),
     "auto, always or never; auto: for text on a terminal, unless $NO_COLOR is set"},
    {BIT(CODE) | BIT(EXPORT), 0, "color", "WHEN", "auto always never", KIND_CHOICE, true, FIELD(colour), "as --colour"},
    {BIT(GATHER), 0, "undo", NULL, NULL, KIND_FLAG, false, FIELD(undo), "forget all that was gathered"},
    {DOCUMENTS | BIT(GATHER) | BIT(DICT), 'q', "quiet", NULL, NULL, KIND_FLAG, false, FIELD(quiet),
     "say nothing but what could not be opened or written"},
    {READERS, 0, "stats", NULL, NULL, KIND_FLAG, true, FIELD(stats),
     "time by room and amounts, as JSON on standard error"},
    {BIT(HELP), 0, "man", NULL, NULL, KIND_FLAG, false, FIELD(man), "the man page, as roff"},
    {BIT(HELP), 0, "completions", "SHELL", "bash zsh fish", KIND_CHOICE, false, FIELD(completions),
     "completions for bash, zsh or fish"},
    {ALL, 'h', "help", NULL, NULL, KIND_FLAG, false, FIELD(help), "this text"},
};
const size_t CLI_N_OPTIONS = sizeof CLI_OPTIONS / sizeof *CLI_OPTIONS;

const char *const CLI_EXIT_CODES[] = {
    "0", "done, whether or not there was anything to find",
    "1", "dict check has found something",
    "2", "the command line is not understood",
    "3", "done, but some records were set aside; the count is on standard error, see --rejects",
    "4", "something cannot be opened or written; what could be read was coded",
    "5", "an error of the program's own",
    NULL};

const cli_command *cli_command_named(const char *name) {
  for (size_t i = 0; i < CLI_N_COMMANDS; i++)
    if (!strcmp(CLI_COMMANDS[i].name, name)) return &CLI_COMMANDS[i];
  return NULL;
}

const cli_option *cli_option_next(const cli_command *command, size_t *i) {
  unsigned bit = 1u << (command - CLI_COMMANDS);
  while (*i < CLI_N_OPTIONS) {
    const cli_option *o = &CLI_OPTIONS[(*i)++];
    if ((o->commands & bit) && !o->hidden) return o;
  }
  return NULL;
}
