/* The English language pack's part of reading: the words that stand in datelines and header lines. It is a table of C,
 * not a file of data/en, because a reader is opened without an engine and must know no installation. Nothing else in
 * this room names an English word. */
#include "read/parts.h"

static bool in_list(const char *const *list, size_t n, base_str word) {
  for (size_t i = 0; i < n; i++)
    if (base_str_eq_nocase(base_str_of(list[i]), word)) return true;
  return false;
}
#define IN_LIST(list, word) in_list((list), sizeof(list) / sizeof *(list), (word))

/* ---- calendar ---- */

static const struct {
  const char *name;
  int month;
} MONTHS[] = {{"january", 1},   {"jan", 1},  {"february", 2},  {"feb", 2},  {"febr", 2}, {"march", 3},    {"mar", 3},
              {"april", 4},     {"apr", 4},  {"may", 5},       {"june", 6}, {"jun", 6},  {"july", 7},     {"jul", 7},
              {"august", 8},    {"aug", 8},  {"september", 9}, {"sep", 9},  {"sept", 9}, {"october", 10}, {"oct", 10},
              {"november", 11}, {"nov", 11}, {"december", 12}, {"dec", 12}};

int read_en_month(base_str word) {
  if (word.len && word.data[word.len - 1] == '.') word.len--;
  for (size_t i = 0; i < sizeof MONTHS / sizeof *MONTHS; i++)
    if (base_str_eq_nocase(base_str_of(MONTHS[i].name), word)) return MONTHS[i].month;
  return 0;
}

static const char *const WEEKDAYS[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
                                       "sunday", "mon",     "tue",       "tues",     "wed",    "thu",
                                       "thur",   "thurs",   "fri",       "sat",      "sun"};

bool read_en_weekday(base_str word) {
  if (word.len && word.data[word.len - 1] == '.') word.len--;
  return IN_LIST(WEEKDAYS, word);
}

static const char *const ORDINALS[] = {"st", "nd", "rd", "th"};
bool read_en_ordinal(base_str suffix) { return IN_LIST(ORDINALS, suffix); }

/* ---- agencies: names that stand in the dateline of their reports ---- */

static const char *const AGENCIES[] = {"AA",
                                       "AAP",
                                       "ABNA",
                                       "ACAN-EFE",
                                       "ADN",
                                       "ADNKronos",
                                       "AFP",
                                       "afrol News",
                                       "AGERPRES",
                                       "AKI",
                                       "AKIpress",
                                       "AMI",
                                       "Anadolu",
                                       "Anadolu Agency",
                                       "ANA",
                                       "ANA-MPA",
                                       "Andina",
                                       "Angop",
                                       "ANI",
                                       "ANP",
                                       "ANSA",
                                       "ANTARA",
                                       "AP",
                                       "APA",
                                       "APP",
                                       "APS",
                                       "Armenpress",
                                       "Associated Press",
                                       "ATA",
                                       "Azertac",
                                       "Bakhtar",
                                       "BBC",
                                       "BBC News",
                                       "BelTA",
                                       "Bernama",
                                       "Bloomberg",
                                       "Bloomberg News",
                                       "BNO News",
                                       "BNS",
                                       "BSS",
                                       "BTA",
                                       "CANA",
                                       "CNA",
                                       "CNN",
                                       "CNS",
                                       "CP",
                                       "Canadian Press",
                                       "CTK",
                                       "DPA",
                                       "Dow Jones",
                                       "DW",
                                       "EFE",
                                       "ELTA",
                                       "ENA",
                                       "ERI",
                                       "FARS",
                                       "FBC",
                                       "FNA",
                                       "GNA",
                                       "Hina",
                                       "IANS",
                                       "ICANA",
                                       "IINA",
                                       "Interfax",
                                       "Interfax-Ukraine",
                                       "INA",
                                       "IPS",
                                       "IRIN",
                                       "IRNA",
                                       "ISNA",
                                       "ITAR-TASS",
                                       "JANA",
                                       "Jiji",
                                       "KAZINFORM",
                                       "KCNA",
                                       "Kazinform",
                                       "KNA",
                                       "KPL",
                                       "KUNA",
                                       "Kyodo",
                                       "Kyodo News",
                                       "LETA",
                                       "LUSA",
                                       "MAP",
                                       "Mehr",
                                       "MENA",
                                       "MNA",
                                       "Mondaynews",
                                       "MONTSAME",
                                       "MTI",
                                       "NAMPA",
                                       "NAN",
                                       "NINA",
                                       "NNA",
                                       "NNN",
                                       "Notimex",
                                       "NOVOSTI",
                                       "NPR",
                                       "NYT",
                                       "ONA",
                                       "PA",
                                       "PANA",
                                       "PAP",
                                       "Petra",
                                       "PNA",
                                       "Prensa Latina",
                                       "PRNewswire",
                                       "PTI",
                                       "QNA",
                                       "Reuter",
                                       "Reuters",
                                       "RFE/RL",
                                       "RIA",
                                       "RIA Novosti",
                                       "Ritzau",
                                       "RSS",
                                       "SABA",
                                       "SANA",
                                       "SAPA",
                                       "Slovenska Tlacova Agentura",
                                       "SPA",
                                       "Sputnik",
                                       "STA",
                                       "STT",
                                       "SUNA",
                                       "TAP",
                                       "TASR",
                                       "Tanjug",
                                       "Tasnim",
                                       "TASS",
                                       "TNA",
                                       "Thomson Reuters Foundation",
                                       "Trend",
                                       "TT",
                                       "UKRINFORM",
                                       "UNB",
                                       "UNI",
                                       "UPI",
                                       "United Press International",
                                       "UzA",
                                       "VNA",
                                       "VOA",
                                       "WAFA",
                                       "WAM",
                                       "Xinhua",
                                       "Xinhua News Agency",
                                       "YLE",
                                       "Yonhap",
                                       "Zimbabwe Inter-Africa News Agency",
                                       "ZIANA"};

/* Agencies are written in their own case; "ANA" is one, "Ana" is a woman. */
bool read_en_agency(base_str name) {
  for (size_t i = 0; i < sizeof AGENCIES / sizeof *AGENCIES; i++)
    if (base_str_eq(base_str_of(AGENCIES[i]), name)) return true;
  static const char *const ANY_CASE[] = {"reuters",  "xinhua",     "associated press", "sputnik", "yonhap",
                                         "interfax", "prnewswire", "bloomberg",        "kyodo",   "prensa latina"};
  return IN_LIST(ANY_CASE, name);
}

/* ---- what opens a line and is no place ---- */

static const char *const NO_PLACE[] = {
    /* kinds of report */
    "abstract", "advisory", "alert", "analysis", "audio", "blog", "bombshell", "breaking", "brief", "briefing",
    "briefs", "bulletin", "column", "comment", "commentary", "communique", "corrected", "correction", "cartoon",
    "editorial", "essay", "exclusive", "explainer", "factbox", "feature", "flash", "focus", "gallery", "graphic",
    "headline", "headlines", "infographic", "insight", "interview", "investigation", "letter", "letters", "live",
    "look", "map", "must", "memo", "news", "newsmaker", "note", "obituary", "op-ed", "opinion", "photo", "photos",
    "picture", "pictures", "podcast", "poll", "press", "preview", "profile", "question", "questions", "quote", "recap",
    "refile", "release", "repeat", "report", "revealed", "review", "roundup", "scoop", "shock", "shocking", "snap",
    "special", "sport", "sports", "statement", "story", "subject", "summary", "survey", "timeline", "transcript",
    "trending", "update", "updated", "urgent", "video", "view", "viewpoint", "watch", "weather", "wow", "wrapup",
    "answer", "answers", "speaker", "moderator", "host", "source", "sources", "warning", "q", "a", "q&a", "re", "fact",
    "facts", "background", "context", "and", "but", "or",
    /* words that open a sentence */
    "about", "according", "after", "all", "although", "an", "are", "as", "at", "because", "before", "between", "both",
    "by", "can", "dear", "despite", "do", "does", "during", "each", "early", "even", "every", "following", "for",
    "from", "he", "her", "here", "his", "how", "however", "i", "if", "in", "is", "it", "its", "just", "last", "late",
    "meanwhile", "more", "most", "my", "no", "not", "now", "of", "on", "once", "one", "only", "our", "she", "since",
    "so", "some", "still", "than", "that", "their", "then", "there", "these", "they", "this", "those", "though",
    "through", "to", "today", "tomorrow", "tonight", "under", "until", "we", "what", "when", "where", "whether",
    "which", "while", "who", "why", "will", "with", "yes", "yesterday", "yet", "you", "your",
    /* titles: who is named, not where */
    "mr", "mrs", "ms", "dr", "sir", "lord", "president", "minister", "sen", "senator", "rep", "gov", "governor",
    "general", "gen", "col", "king", "queen", "prince", "pope", "judge", "prof", "professor"};

bool read_en_no_place(base_str word) {
  if (word.len > 1 && word.data[word.len - 1] == '.') word.len--;
  return IN_LIST(NO_PLACE, word);
}

/* ---- marks and labels ---- */

bool read_en_date_mark(base_str word) { return base_str_eq_nocase(word, BASE_STR("date")); }
bool read_en_byline(base_str word) { return base_str_eq_nocase(word, BASE_STR("by")); }

static const struct {
  const char *label;
  read_label_kind kind;
} LABELS[] = {{"title", READ_LABEL_TITLE},
              {"headline", READ_LABEL_TITLE},
              {"head", READ_LABEL_TITLE},
              {"subject", READ_LABEL_TITLE},
              {"date", READ_LABEL_DATE},
              {"published", READ_LABEL_DATE},
              {"publication date", READ_LABEL_DATE},
              {"publish date", READ_LABEL_DATE},
              {"pub date", READ_LABEL_DATE},
              {"published on", READ_LABEL_DATE},
              {"posted", READ_LABEL_DATE},
              {"posted on", READ_LABEL_DATE},
              {"load-date", READ_LABEL_OTHER},
              {"updated", READ_LABEL_OTHER},
              {"last updated", READ_LABEL_OTHER},
              {"source", READ_LABEL_PUBLISHER},
              {"publisher", READ_LABEL_PUBLISHER},
              {"publication", READ_LABEL_PUBLISHER},
              {"newspaper", READ_LABEL_PUBLISHER},
              {"agency", READ_LABEL_PUBLISHER},
              {"url", READ_LABEL_URL},
              {"link", READ_LABEL_URL},
              {"id", READ_LABEL_ID},
              {"doc id", READ_LABEL_ID},
              {"document id", READ_LABEL_ID},
              {"story id", READ_LABEL_ID},
              {"dateline", READ_LABEL_PLACE},
              {"location", READ_LABEL_PLACE},
              {"place", READ_LABEL_PLACE},
              {"language", READ_LABEL_LANGUAGE},
              {"author", READ_LABEL_OTHER},
              {"authors", READ_LABEL_OTHER},
              {"by", READ_LABEL_OTHER},
              {"byline", READ_LABEL_OTHER},
              {"section", READ_LABEL_OTHER},
              {"length", READ_LABEL_OTHER},
              {"keywords", READ_LABEL_OTHER},
              {"tags", READ_LABEL_OTHER},
              {"category", READ_LABEL_OTHER},
              {"copyright", READ_LABEL_OTHER}};

read_label_kind read_en_label(base_str label) {
  for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++)
    if (base_str_eq_nocase(base_str_of(LABELS[i].label), label)) return LABELS[i].kind;
  return READ_LABEL_NONE;
}
