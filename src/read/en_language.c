/* The English language pack's part of telling languages apart: words that most sentences of English have and other
 * languages seldom. Those that are words elsewhere too ("in", "was", "an", "so", "no", "on") are left out. */
#include "read/parts.h"

const char *read_en_words(void) {
  return "the of and to for that with by from it be are has have his she they not but were been which this will would "
         "their said who its after than more about when there what you can if all out into new also could one first "
         "other some our how your says two many such people between against before while where these those being did "
         "only since most through during because any then each should under both very made may like them him";
}
