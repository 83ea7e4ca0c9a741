/* Which language a text is surely in. Letters tell scripts apart; languages of Latin script are told by the words that hold
 * sentences together, some thirty a language: English needs about one in four words from its list, any other language
 * as many from its own, and strangers to a list reach a few in a hundred.
 *
 * Sure is what is short of no evidence: fewer than LEAST_WORDS say nothing, and a text half English is English. */
#include <stdlib.h>
#include "read/parts.h"

enum { ENGLISH = 0, SHARED = 63, SLOTS = 4096, LONGEST_WORD = 8 };

/* ---- words ---- */

/* Of other languages than English; words of at most eight bytes, in lower case but for letters beyond ASCII. */
static const struct {
  const char *code, *words;
} LANGUAGES[] = {
    {"en", NULL}, /* read_en_words */
    {"fr",
     "le la les l d des du de un une et est dans que qui pour pas sur au aux avec ce cette il elle son sa ses par "
     "plus ne se qu mais nous vous ont été être sont leur leurs comme après à où même deux s n c"},
    {"de",
     "der die das und den dem des von zu mit sich ist nicht ein eine einen einem einer auf für im auch es wird aus "
     "bei nach dass sie er wie zum zur haben hat hatte werden sind vor über um noch nur oder als durch sein"},
    {"es", "el la los las de del que y en un una por con para su sus se al lo es como más pero fue ha este esta entre "
           "ser sobre también años hasta desde donde quien está son cuando ya sin muy dos tras según le les"},
    {"pt", "o os a as de do da dos das que e em um uma por com para se na no nas nos ao não mais foi como mas ser são "
           "está pelo pela seu sua também à até entre quando já sobre anos depois ele ela disse segundo"},
    {"it",
     "il lo la gli le di del della dei delle dell che e è un una in per con non si da dal dalla nel nella al alla "
     "sono ha hanno come più anche ma suo sua questo stato essere tra dopo l su sul ai ed i ci anni due"},
    {"nl", "de het een van en dat die niet te zijn op met voor aan er om ook als maar bij naar uit door worden wordt "
           "werd heeft hebben nog wel geen over tot dan deze zich al meer hij ze na onder kan moet"},
    {"af",
     "die van en het nie wat om te dat aan met vir hulle sy deur was ook by uit na een is word kan maar ons ek as "
     "op se sal gesê moet oor nog meer ná"},
    {"sv", "och att det som en på är av för med den till har de inte om ett han men var sig från vi så kan när eller "
           "också efter nu ska vid hon över ut mot sedan där år två blir varit säger"},
    {"da", "og at det som en på er af for med den til har de ikke om et han men var sig fra vi så kan når eller også "
           "efter nu skal ved hun over ud mod være blev år siger mellem hvor mere"},
    {"no", "og at det som en på er av for med den til har de ikke om et han men var seg fra vi så kan når eller også "
           "etter nå skal ved hun over ut mot være ble år sier mellom hvor mer ein ikkje"},
    {"is", "og að í á sem er til var við um en hann það með af ekki fyrir hafa hefur eru þess úr eftir frá þar verið "
           "hún en þá eins þegar segir"},
    {"fi", "ja on ei se että hän oli ovat mutta myös kun joka mukaan sen olla ole jo niin kuin tai vuoden sekä jotka "
           "ollut nyt sitä mitä voi hänen vain vielä"},
    {"et", "ja on ei et see ta oli kui mis ka aga oma ning seda tema selle pärast kes või kuid üks eest ole meie nii "
           "vastu kõik ütles saab juba"},
    {"lv", "un ir ka no uz par ar kas lai bet tika nav arī viņš gada kā pēc tas tā pie to vai ļoti tiek jau gan līdz "
           "kurš savu"},
    {"lt", "ir kad yra į iš su tai bet kaip jis už ar nuo dėl buvo taip apie po bei jo savo dar kurie metų to pat prie "
           "sakė kai"},
    {"pl", "i w z na się nie do że o jest to po jak za od przez ale dla przy był była są tym oraz co tego jego który "
           "która które już tak może ze roku także"},
    {"cs",
     "a v se na je že s z do o i to k ve pro za by ale si po jako od podle být jeho které který která už také jsou "
     "při bylo nebo aby však řekl jen"},
    {"sk", "a v sa na je že s z do o i to k vo pre za by ale si po ako od podľa byť jeho ktoré ktorý ktorá už tiež sú "
           "pri bolo alebo aby však"},
    {"sl",
     "in je v na se za da so ki z s ne pa po tudi kot od bi ni do pri še bo ali iz bil bila kar že lahko med leta "
     "njegov"},
    {"hr", "i je u na se da su za od s o a će koji koja koje sa kao ne iz nije bi do te po što biti ali ili nakon bio "
           "bila kako već samo prema rekao godine"},
    {"hu", "a az és hogy nem is egy ez meg azt volt csak már de van mint még el ki szerint lehet után ha vagy pedig "
           "között lesz kell amely aki ezt"},
    {"ro", "de și în la a cu pe din că care nu o un este al ale pentru sunt ca mai au prin fost după lui sau dar cele "
           "acest această despre cei spus va fi se s"},
    {"sq", "të e në dhe i për me një se që nga është ka më do si nuk kjo por këtë ishte janë tha pas u kanë duke mbi "
           "edhe sipas"},
    {"tr", "ve bir bu da de için ile olarak olan çok daha gibi kadar sonra var en ne o ancak ise değil oldu olduğu "
           "etti dedi göre her ki yıl iki günü bütün büyük önce kişi yeni diye hem mi"},
    {"az", "və bir bu da də ilə üçün olan ki daha sonra edib olub onun isə görə edir olaraq var çox deyib ildə kimi"},
    {"uz", "va bu bilan uchun bir ham deb bo ning da edi shu uning esa u qilish kerak bor haqida o lgan"},
    {"id", "yang dan di ini itu dengan untuk pada dari dalam tidak akan oleh ke juga telah adalah sebagai ada mereka "
           "dia bisa karena kami para bahwa kata tersebut atas lebih sudah"},
    {"vi", "và của là có cho được không các người trong một với này đã những khi tại ở đến về ông năm ra từ cũng để sẽ "
           "theo như hai bị vào lại"},
    {"tl", "ang ng sa na mga at ay ni si kay para hindi ito niya nang ako may kung din rin pa po siya sila isang ayon "
           "dahil kanyang noong naman"},
    {"sw",
     "ya na wa kwa ni katika la za cha hii kuwa huo hiyo lakini pia kama watu baada hayo ili yake wake alisema huu "
     "vya nchi zaidi"},
    {"so", "oo iyo ka ku la in ay u ah waa waxa soo uu ee aan kale waxaa ayaa si kuwa isaga ilaa sidoo"},
    {"ha", "da a na ta ya ba ne ce cewa su wannan an shi kuma ga don daga wani yi cikin sun ke zai har wanda"},
    {"yo", "ti ni awọn ó àwọn sí fún pé tí ní náà wọn kan sì bí lọ jẹ ọdún ẹni"},
    {"ca",
     "el la els les de del que i en un una per amb no es al ha dels a com més però va aquest són també entre seva "
     "fins quan està hi què"},
    {"gl",
     "o a os as de do da que e en un unha por con para se non ao dos das na no como máis pero foi é unha tamén ata"},
    {"eu", "eta da ez bat du dira zen ere dute izan baina dela beste egin duen hau den bere zuen dago"},
    {"cy", "y yn a i o ar mae wedi ei am yr gan i'r bod fod hefyd oedd na ac sydd cael dweud"},
    {"ga", "agus an na ar go sa is tá bhí le ag atá leis do ina seo sé nach chun"},
    {"mt", "u li ta il l fil biex minn mill dan din għal kien ma hu tal huwa bil kienet"},
    {"ku", "û di de ku li bi ji jî ev ew vê bo xwe kir hat nav wî dike"},
    {"ht", "nan yo pou ki ak la a yon te pa gen sa li se ap moun"},
};
enum { N_LANGUAGES = sizeof LANGUAGES / sizeof *LANGUAGES };

typedef struct slot {
  uint64_t word, languages; /* bits of LANGUAGES, or of SHARED alone; 0: the slot is free */
} slot;

struct read_languages {
  slot slots[SLOTS];
};

/* A word of at most eight bytes as a number, A to Z in lower case; 0 when it is longer. */
static uint64_t pack(base_str s) {
  uint64_t word = 0;
  if (s.len > LONGEST_WORD) return 0;
  for (size_t i = 0; i < s.len; i++) {
    unsigned char c = (unsigned char)s.data[i];
    word = word << 8 | (c >= 'A' && c <= 'Z' ? c | 0x20u : c);
  }
  return word;
}

static slot *slot_of(read_languages *t, uint64_t word) {
  size_t i = (size_t)((word * 0x9E3779B97F4A7C15u) >> 52);
  while (t->slots[i].languages && t->slots[i].word != word) i = (i + 1) % SLOTS;
  return &t->slots[i];
}

static void add_words(read_languages *t, base_str words, int language) {
  for (base_str word; (word = base_str_word(&words)).data;) {
    uint64_t packed = pack(word);
    if (!packed) continue;
    slot *s = slot_of(t, packed);
    s->word = packed;
    if (!(s->languages >> SHARED)) s->languages |= (uint64_t)1 << language;
  }
}

read_languages *read_languages_new(void) {
  read_languages *t = calloc(1, sizeof *t);
  if (!t) abort();
  add_words(t, base_str_of(read_en_shared_words()), SHARED);
  add_words(t, base_str_of(read_en_words()), ENGLISH);
  for (int i = ENGLISH + 1; i < N_LANGUAGES; i++) add_words(t, base_str_of(LANGUAGES[i].words), i);
  return t;
}

/* ---- letters ---- */

/* Scripts, and letters by which languages of one script differ. A language is that of the last row, of those of most
 * letters' script, whose letters the text has. */
static const struct {
  int32_t first, last;
  const char *code; /* of the language that the script, or the letter in it, means */
  bool script;
} LETTERS[] = {
    {0x370, 0x3FF, "el", true},   {0x400, 0x52F, "ru", true},    {0x530, 0x58F, "hy", true},
    {0x590, 0x5FF, "he", true},   {0x600, 0x6FF, "ar", true},    {0x900, 0x97F, "hi", true},
    {0x980, 0x9FF, "bn", true},   {0xA00, 0xA7F, "pa", true},    {0xA80, 0xAFF, "gu", true},
    {0xB80, 0xBFF, "ta", true},   {0xC00, 0xC7F, "te", true},    {0xC80, 0xCFF, "kn", true},
    {0xD00, 0xD7F, "ml", true},   {0xD80, 0xDFF, "si", true},    {0xE00, 0xE7F, "th", true},
    {0xE80, 0xEFF, "lo", true},   {0x1000, 0x109F, "my", true},  {0x10A0, 0x10FF, "ka", true},
    {0x1200, 0x137F, "am", true}, {0x1780, 0x17FF, "km", true},  {0x3400, 0x9FFF, "zh", true},
    {0xAC00, 0xD7A3, "ko", true}, {0x3040, 0x30FF, "ja", false}, {0x44A, 0x44A, "bg", false},
    {0x44B, 0x44B, "ru", false},  {0x456, 0x457, "uk", false},   {0x45E, 0x45E, "be", false},
    {0x452, 0x452, "sr", false},  {0x45B, 0x45B, "sr", false},   {0x453, 0x453, "mk", false},
    {0x45C, 0x45C, "mk", false},  {0x4D8, 0x4D9, "kk", false},   {0x493, 0x493, "kk", false},
    {0x67E, 0x67E, "fa", false},  {0x6AF, 0x6AF, "fa", false},   {0x6CC, 0x6CC, "fa", false},
    {0x679, 0x679, "ur", false},  {0x6D2, 0x6D2, "ur", false},
};
enum { N_LETTERS = sizeof LETTERS / sizeof *LETTERS };

typedef struct tally {
  size_t words, lower; /* lower: of them, those that begin in lower case */
  size_t latin, others;
  size_t hits[N_LANGUAGES];
  size_t letters[N_LETTERS];
} tally;

static void count_letter(tally *t, int32_t c) {
  enum { LATIN_END = 0x250, VIETNAMESE = 0x1E00, VIETNAMESE_END = 0x1F00 };
  if (c < LATIN_END || (c >= VIETNAMESE && c < VIETNAMESE_END)) {
    t->latin++;
    return;
  }
  bool known = false;
  for (size_t i = 0; i < N_LETTERS; i++) {
    if (c < LETTERS[i].first || c > LETTERS[i].last) continue;
    t->letters[i]++;
    known = true;
  }
  t->others += known;
}

/* ---- a text ---- */

enum { MOST_WORDS = 600, LEAST_WORDS = 20, GLANCE = 16, MANY_WORDS = 60, LEAST_LETTERS = 40 };

static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t'; }
static bool is_latin(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* Passes a letter at *i and counts it; false when another thing stands there. */
static bool pass_letter(base_str s, size_t *i, tally *t) {
  size_t next = *i;
  if ((unsigned char)s.data[next] < 0x80) {
    t->latin += is_latin(s.data[next]);
    return is_latin(s.data[next]) ? ++*i, true : false;
  }
  int32_t c = base_utf8_next(s, &next);
  if (!base_char_is_letter(c)) return false; /* a dash, a curly quote */
  count_letter(t, c);
  *i = next;
  return true;
}

/* Behind an address that begins at i, of the web, of mail or of a file; i when none does. */
static size_t behind_address(base_str s, size_t i) {
  size_t end = i;
  bool address = false;
  for (char c; end < s.len && (c = s.data[end]) > ' ' && c < 0x7f; end++)
    address = address || c == '/' || c == '@' || c == '_';
  return address ? end : i;
}

/* The word at *i, which moves behind it, or behind one byte when there is none. */
static base_str word_at(base_str s, size_t *i, tally *t) {
  size_t begin = *i;
  while (*i < s.len && pass_letter(s, i, t)) {}
  if (*i > begin) return base_str_sub(s, begin, *i);
  ++*i;
  return BASE_NONE;
}

static void count_word(read_languages *table, tally *t, base_str word) {
  uint64_t packed = pack(word);
  t->words++;
  t->lower += !(word.data[0] >= 'A' && word.data[0] <= 'Z');
  bool initial = word.len == 1 && word.data[0] >= 'A' && word.data[0] <= 'Z'; /* of a name */
  uint64_t languages = packed && !initial ? slot_of(table, packed)->languages : 0;
  for (languages &= ~((uint64_t)1 << SHARED); languages; languages &= languages - 1)
    t->hits[__builtin_ctzll(languages)]++;
}

static int most_hits(const tally *t) {
  int best = ENGLISH + 1;
  for (int i = best; i < N_LANGUAGES; i++)
    if (t->hits[i] > t->hits[best]) best = i;
  return best;
}

static bool is_plainly_english(const tally *t) {
  return t->hits[ENGLISH] >= 3 && t->hits[ENGLISH] * 8 > t->words && t->others * 4 < t->latin &&
         t->hits[ENGLISH] > t->hits[most_hits(t)];
}

static const char *by_letters(const tally *t) {
  size_t most = 0, at = 0;
  for (size_t i = 0; i < N_LETTERS; i++)
    if (LETTERS[i].script && t->letters[i] > most) most = t->letters[at = i];
  const char *code = LETTERS[at].code;
  for (size_t i = 0; i < N_LETTERS; i++) {
    bool inside = LETTERS[i].first >= LETTERS[at].first && LETTERS[i].last <= LETTERS[at].last;
    bool kana = LETTERS[i].first == 0x3040 && LETTERS[at].first == 0x3400;
    if (!LETTERS[i].script && (inside || kana) && t->letters[i] * 200 > t->others) code = LETTERS[i].code;
  }
  return code;
}

static const char *by_words(const tally *t) {
  int best = most_hits(t);
  if (t->words < LEAST_WORDS) return NULL;
  if (t->hits[best] * 8 >= t->words && t->hits[best] >= 4 * t->hits[ENGLISH]) return LANGUAGES[best].code;
  bool running = t->words >= MANY_WORDS && t->lower * 10 > t->words * 7;
  return running && t->hits[ENGLISH] * 50 < t->words ? READ_NO_ENGLISH : NULL;
}

const char *read_language_of(read_languages *table, base_str s) {
  tally t = {0};
  for (size_t i = 0; i < s.len && t.words < MOST_WORDS;) {
    if (!i || is_blank(s.data[i - 1])) i = behind_address(s, i);
    if (i == s.len) break;
    base_str word = word_at(s, &i, &t);
    if (!word.data) continue;
    count_word(table, &t, word);
    if (t.words % GLANCE == 0 && is_plainly_english(&t)) return NULL;
  }
  if (t.others > t.latin && t.others >= LEAST_LETTERS) return by_letters(&t);
  return by_words(&t);
}
