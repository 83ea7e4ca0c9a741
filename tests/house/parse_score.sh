#!/bin/sh
# The parser's bar, on gold tokens with its own tags: parse_score.sh PROGRAM [TREEBANKS]. Skipped (77) without treebanks.
set -eu
program=$1
treebanks=${2:-${DRAGOMAN_SHARED:-../shared}/data/treebanks}
[ -d "$treebanks" ] || exit 77
out=$(mktemp)
trap 'rm -f "$out"' EXIT
for t in ewt gum; do
  echo "$t"
  "$program" parse -f conllu -t conllu "$treebanks/$t/test.conllu" > "$out"
  python3 train/conll18.py "$treebanks/$t/test.conllu" "$out" --min UPOS=96.5 LAS=89 Lemmas=97.5
done
