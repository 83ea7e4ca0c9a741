/* model_write: a trained network and its tables into the file that src/parse/model.h describes.
 *
 * In: net, lexicon, lemma table. Out: a file, written whole or not at all. Goes wrong: writing.
 */
#ifndef TRAIN_MODEL_WRITE_H
#define TRAIN_MODEL_WRITE_H
#include "entities.h"
#include "lemmas.h"
#include "net.h"

drg_status model_write(const net *n, const lemma_table *lemmas, const char *path, drg_error *err);
/* The model of file `from` with the recogniser n in place of its own, if it has one; the parser's sections stay as they are. */
drg_status model_write_entities(const entity_net *n, const char *from, const char *path, drg_error *err);

#endif
