/* The English language pack's part of telling languages apart: words that most sentences of English have and other
 * languages seldom; and those that are words elsewhere too, so that they tell nothing. */
#include "read/parts.h"

const char *read_en_words(void) {
  return "the of and to for that with by from it be are has have his she they not but were been which this will would "
         "their said who its after than more about when there what you can if all out into new also could one first "
         "other some our how your says two many such people between against before while where these those being did "
         "only since most through during because any then each should under both very made may like them him";
}

const char *read_en_shared_words(void) {
  return "a i an in is was on at as or so no do he we me her had over us my am man men era are den die van per pro san "
         "la "
         "de el al st mr dr s t com www sun win war hat bad gut rat art most just like two one can has pie par son far "
         "fare come sale male dare net pan pot dos tan bring age kind mine ten";
}
