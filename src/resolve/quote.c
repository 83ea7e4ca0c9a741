/* Who speaks in quotation marks: the subject beside the quotation, else whoever spoke before it. */
#include "resolve/coref.h"

typedef enum quote_sign { SIGN_NONE, SIGN_OPEN, SIGN_CLOSE, SIGN_EITHER } quote_sign;

static const struct {
  base_str form;
  quote_sign sign;
} signs[] = {{DICT_LIT("\""), SIGN_EITHER},
             {DICT_LIT("\xe2\x80\x9c"), SIGN_OPEN},
             {DICT_LIT("\xe2\x80\x9d"), SIGN_CLOSE},
             {DICT_LIT("``"), SIGN_OPEN},
             {DICT_LIT("''"), SIGN_CLOSE}};

static quote_sign sign_of(const parse_word *w) {
  for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
    if (base_str_eq(w->form, signs[k].form)) return signs[k].sign;
  return SIGN_NONE;
}

typedef struct place_in { /* a word of the document */
  uint32_t sentence;
  int32_t word;
} place_in;

typedef struct quotation {
  place_in open, close; /* its marks */
} quotation;

/* ---- the speaker ---- */

static bool is_subject(const parse_word *w) { return w->deprel == DEP_NSUBJ || w->deprel == DEP_NSUBJ_PASS; }

/* The mention that a subject is, or the one of whom it is a part: "one of the supporters". */
static int32_t mention_of(const coref *c, uint32_t sentence, int32_t w) {
  int32_t i = c->list->at[sentence][w];
  if (i >= 0) return i;
  int part = parse_child(&c->sents[sentence], w, DEP_NMOD);
  return part >= 0 ? c->list->at[sentence][part] : -1;
}

enum { BESIDE = 4 }; /* words between a quotation and the verb or subject that it belongs to */

/* "…," said the minister; "…," the minister told reporters */
static int32_t subject_after(const coref *c, const quotation *q) {
  const parse_sent *s = &c->sents[q->close.sentence];
  for (int32_t w = q->close.word + 1; w < (int32_t)s->n && sign_of(&s->words[w]) == SIGN_NONE; w++) {
    if (!is_subject(&s->words[w])) continue;
    int32_t verb = s->words[w].head, near = verb > q->close.word && verb < w ? verb : w;
    return near - q->close.word <= BESIDE ? mention_of(c, q->close.sentence, w) : -1;
  }
  return -1;
}

/* The minister said: "…"; "…," he said, "…" */
static int32_t subject_before(const coref *c, const quotation *q) {
  const parse_sent *s = &c->sents[q->open.sentence];
  for (int32_t w = q->open.word - 1; w >= 0 && sign_of(&s->words[w]) == SIGN_NONE; w--)
    if (is_subject(&s->words[w])) return mention_of(c, q->open.sentence, w);
  return -1;
}

static int32_t main_subject(const coref *c, uint32_t sentence) {
  const parse_sent *s = &c->sents[sentence];
  for (int32_t w = 0; w < (int32_t)s->n; w++) {
    if (sign_of(&s->words[w]) != SIGN_NONE) return -1;
    if (is_subject(&s->words[w]) && s->words[w].head >= 0 && s->words[s->words[w].head].deprel == DEP_ROOT)
      return mention_of(c, sentence, w);
  }
  return -1;
}

/* A quotation without a verb of its own goes on, or follows on a sentence that tells who speaks. */
static int32_t speaker_before(const coref *c, const quotation *q, const quotation *last, int32_t last_speaker) {
  uint32_t s = q->open.sentence;
  if (!s || c->sents[s - 1].paragraph != c->sents[s].paragraph) return -1;
  if (last && last->close.sentence + 1 >= s) return last_speaker;
  return main_subject(c, s - 1);
}

static int32_t speaker_of(const coref *c, const quotation *q, const quotation *last, int32_t last_speaker) {
  int32_t i = subject_after(c, q);
  if (i < 0) i = subject_before(c, q);
  return i >= 0 ? i : speaker_before(c, q, last, last_speaker);
}

/* ---- all of a document ---- */

static bool is_before(place_in a, place_in b) {
  return a.sentence != b.sentence ? a.sentence < b.sentence : a.word < b.word;
}

/* Mentions between the marks get the speaker; *at goes along. */
static void tell_mentions(coref *c, const quotation *q, int32_t speaker, uint32_t *at) {
  for (; *at < c->list->n; ++*at) {
    const mention *m = &c->list->v[*at];
    place_in here = {m->sentence, m->head};
    if (!is_before(here, q->close)) return;
    if (is_before(q->open, here)) c->speakers[*at] = speaker;
  }
}

static bool next_quotation(const coref *c, place_in *from, quotation *out) {
  bool open = false;
  for (uint32_t s = from->sentence; s < c->n_sents; s++, from->word = 0) {
    if (open && c->sents[s].paragraph != c->sents[out->open.sentence].paragraph) open = false; /* never closed */
    for (int32_t w = from->word; w < (int32_t)c->sents[s].n; w++) {
      quote_sign sign = sign_of(&c->sents[s].words[w]);
      if (sign == SIGN_NONE || (sign == SIGN_CLOSE && !open)) continue;
      if (!open || sign == SIGN_OPEN) {
        out->open = (place_in){s, w}, open = true;
        continue;
      }
      out->close = (place_in){s, w};
      *from = (place_in){s, w + 1};
      return true;
    }
  }
  return false;
}

void coref_find_speakers(coref *c) {
  c->speakers = BASE_NEW(c->arena, int32_t, c->list->n + 1);
  for (uint32_t i = 0; i < c->list->n; i++) c->speakers[i] = -1;
  quotation q, last;
  place_in from = {0, 0};
  uint32_t at = 0;
  int32_t speaker = -1;
  for (bool any = false; next_quotation(c, &from, &q); any = true, last = q) {
    speaker = speaker_of(c, &q, any ? &last : NULL, speaker);
    tell_mentions(c, &q, speaker, &at);
  }
}
