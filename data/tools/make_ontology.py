#!/usr/bin/env python3
"""Writes data/ontology/cameo.tsv from the published CAMEO and PLOVER code tables.

    make_ontology.py SHARED_ONTOLOGY_DIR > data/ontology/cameo.tsv

Goldstein values are GDELT's where the sources differ; a code that has none takes its base code's. Quad classes go by
root (01-05, 06-08, 09-13, 14-20). 01 and 02 have no PLOVER type.
"""
import csv
import sys

HEADER = """# CAMEO event codes with PLOVER type and mode, quad class (1 verbal cooperation, 2 material cooperation, 3 verbal
# conflict, 4 material conflict), Goldstein value and PLOVER contexts (several are separated by ';').
# Codes and values are facts published with CAMEO (Schrodt 2012), PLOVER and GDELT; made by data/tools/make_ontology.py.
"""


def quad(root):
    number = int(root)
    return 1 if number <= 5 else 2 if number <= 8 else 3 if number <= 13 else 4


def goldstein(row, rows):
    for code in (row["cameo"], row["base"], row["root"]):
        for column in ("goldstein_gdelt", "goldstein"):
            if code in rows and rows[code][column]:
                return rows[code][column]
    return "0.0"


def main():
    with open(f"{sys.argv[1]}/cameo_codes.tsv", encoding="utf-8") as file:
        rows = {row["cameo"]: row for row in csv.DictReader(file, delimiter="\t")}
    sys.stdout.write(HEADER)
    print("code\tname\troot\tplover\tmode\tquad\tgoldstein\tcontexts")
    for code, row in rows.items():
        if row["level"] == "1":
            continue  # roots are coded as their 0-form: 010, not 01
        name = row["name"] or rows.get(row["base"], row)["name"]
        contexts = ";".join(c.strip() for c in row["plover_context"].split(";") if c.strip())
        cells = [code, name, row["root"], row["plover_event"], row["plover_mode"], quad(row["root"]), goldstein(row, rows), contexts]
        print("\t".join(str(c) if c != "" else "-" for c in cells))


main()
