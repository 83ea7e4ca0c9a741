#!/usr/bin/env python3
"""Writes data/ontology/plover.tsv from the published table of PLOVER types and modes.

    make_plover.py SHARED_ONTOLOGY_DIR > data/ontology/plover.tsv

One row a type (mode '-') and one a mode. The codebook prints +3 for ACCUSE where its modes have -3: a type takes the
sign of its modes where all of them have the other one.
"""
import csv
import sys

HEADER = """# PLOVER event types ('-' in column mode) and their modes, with the score that the codebook gives them.
# Names and values are facts published with PLOVER; made by data/tools/make_plover.py.
"""


def main():
    with open(f"{sys.argv[1]}/plover_events_modes.tsv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    modes = {}
    for row in rows:
        if row["mode"]:
            modes.setdefault(row["event"], []).append(float(row["plover_score"] or 0))
    sys.stdout.write(HEADER)
    print("type\tmode\tscore")
    for row in sorted(rows, key=lambda r: (r["event"], r["mode"])):
        score = float(row["plover_score"] or 0)
        below = modes.get(row["event"])
        if not row["mode"] and below and all(m * score < 0 for m in below):
            score = -score
        print(f"{row['event']}\t{row['mode'] or '-'}\t{score:g}")


main()
