#!/usr/bin/env python3
"""Learns how well an entity fits a pronoun: makes src/resolve/weights.c.

    fit.py DUMP SHARED_DATA > src/resolve/weights.c

DUMP is the program that train/antecedents/dump.c makes (build/dragoman-antecedents). Learnt from GAP's development cases
(Apache-2.0), from the training part of GUM without the genres that may not be used commercially, and from the dev half of
our own reports (tests/coref). For each pronoun the
probability of the right candidates among all is made large (softmax over candidates, L2), a column of weights each for he
and she, it, they; weights are rounded to whole numbers, so that sums are the same everywhere. Needs numpy.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
HEADER = (HERE.parent.parent / "src/resolve/coref.h").read_text(encoding="utf-8")
GENRES_LEFT_OUT = ("fiction", "whow", "letter", "essay", "podcast")
SCALE = 32


def n_features():
    body = re.search(r"enum coref_feature \{(.*?)ANTECEDENT_FEATURES", HEADER, re.S)[1]
    n = 0
    for name, value in re.findall(r"(ANTECEDENT_\w+)(?: = (\d+))?", re.sub(r"/\*.*?\*/", "", body, flags=re.S)):
        n = (int(value) if value else n) + 1
    return n


def gap(path):
    """Documents, and for each the spans that the pronoun is, and is not."""
    for r in csv.DictReader(open(path, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        def span(name):
            begin = len(r["Text"][:int(r[name + "-offset"])].encode())
            return begin, begin + len(r[name].encode())
        right = [span(x) for x in "AB" if r[x + "-coref"] == "TRUE"]
        wrong = [span(x) for x in "AB" if r[x + "-coref"] == "FALSE"]
        yield r["ID"], r["Text"], {span("Pronoun"): (right, wrong)}


def gum_documents(path):
    doc, lines = None, []
    for line in open(path, encoding="utf-8"):
        if line.startswith("# newdoc id = "):
            if doc:
                yield doc, lines
            doc, lines = line.split(" = ")[1].strip(), []
        lines.append(line.rstrip("\n"))
    yield doc, lines


def gum(path):
    """Chains from MISC's Entity=; a document's text with a line a sentence and an empty line between paragraphs."""
    for doc, lines in gum_documents(path):
        if any(g in doc for g in GENRES_LEFT_OUT):
            continue
        text, open_, mentions, at_end = "", {}, [], False
        for line in lines:
            if line.startswith("# newpar") and text:
                text = text.rstrip() + "\n\n"
            cells = line.split("\t")
            if len(cells) != 10 or not cells[0].isdigit():
                if cells[0] and "-" in cells[0] and cells[0][0].isdigit():
                    pass
                continue
            begin = len(text.encode())
            text += cells[1]
            end = len(text.encode())
            for mark in re.findall(r"Entity=([^|]*)", cells[9]):
                for part in re.findall(r"\([^()]+\)?|[^()]+\)", mark):
                    eid = part.strip("()").split("-")[0]
                    if part[0] == "(":
                        open_.setdefault(eid, []).append(begin)
                    if part[-1] == ")" and open_.get(eid):
                        mentions.append((eid, open_[eid].pop(), end))
            if "SpaceAfter=No" not in cells[9]:
                text += " "
        chains = {}
        for eid, b, e in mentions:
            chains.setdefault(eid, []).append((b, e))
        cases = {}
        for chain in chains.values():
            for span in chain:
                before = [x for x in chain if x[0] < span[0]]
                if before:
                    cases[span] = (before, None)
        yield doc, text, cases


def reports():
    """The dev half of tests/coref: of each pronoun what else stands for the same entity, before it or in its sentence."""
    sys.path.insert(0, str(HERE.parent.parent / "bench"))
    from coref import read_report  # noqa: its reader of marks
    for path in sorted((HERE.parent.parent / "tests/coref/reports").glob("*.txt")):
        doc = read_report(path)
        if doc["half"] != "dev":
            continue
        chains = {}
        for m in doc["marks"]:
            if m["entity"]["id"] != "0":
                chains.setdefault(m["entity"]["id"], []).append(m["span"])
        yield doc["id"], doc["text"], {s: ([x for x in c if x != s], None) for c in chains.values() for s in c}


def dump(program, documents):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        f.writelines(json.dumps({"id": i, "text": t}) + "\n" for i, t, _ in documents)
        f.flush()
        out = subprocess.run([program, f.name], capture_output=True, text=True, check=True).stdout
    case = None
    for line in out.splitlines():
        kind, *rest = line.split(" ")
        if kind == "P":
            if case:
                yield case
            case = rest[0], (int(rest[1]), int(rest[2])), int(rest[3]), []
        else:
            spans = [tuple(map(int, s.split(":"))) for s in rest[1].split(",")] if len(rest) > 1 and rest[1] else []
            case[3].append((list(map(int, rest[0].split(","))), spans))
    if case:
        yield case


def same(a, b):
    """Two spans are one mention when they end together or one is the other's first words."""
    return a[0] < b[1] and b[0] < a[1] and (a[1] == b[1] or a[0] == b[0])


def examples(program, documents):
    documents = list(documents)
    known = {i: cases for i, _, cases in documents}
    for doc, span, column, candidates in dump(program, documents):
        case = known[doc].get(span)
        if not case or not candidates:
            continue
        right, wrong = case
        good = [any(same(s, r) for s in spans for r in right) for _, spans in candidates]
        bad = [any(same(s, w) for s in spans for w in wrong) for _, spans in candidates] if wrong is not None else None
        if any(good) and not all(good):
            yield column, [f for f, _ in candidates], good
        elif bad and any(bad) and not all(bad):
            yield column, [f for f, _ in candidates], [not b for b in bad]


def fit(cases, n, steps=400, decay=2.0):
    rows, case_of, good = [], [], []
    for i, (features, right) in enumerate(cases):
        for f, r in zip(features, right):
            x = np.zeros(n)
            x[f] = 1
            rows.append(x)
            case_of.append(i)
            good.append(r)
    x, case_of, good = np.array(rows), np.array(case_of), np.array(good)
    w = np.zeros(n)
    moment, square = np.zeros(n), np.zeros(n)
    for step in range(1, steps + 1):
        s = np.exp(np.clip(x @ w, -50, 50))
        all_ = np.bincount(case_of, s)
        right = np.bincount(case_of, s * good)
        gradient = (s / all_[case_of] - s * good / right[case_of]) @ x + decay * w
        moment = .9 * moment + .1 * gradient
        square = .999 * square + .001 * gradient ** 2
        w -= .05 * (moment / (1 - .9 ** step)) / (np.sqrt(square / (1 - .999 ** step)) + 1e-8)
    chosen = sum(right[max(range(len(features)), key=lambda k: w[features[k]].sum())] for features, right in cases)
    print(f"{len(cases)} cases, {chosen / len(cases):.3f} right", file=sys.stderr)
    return w


def main():
    program, data = sys.argv[1], pathlib.Path(sys.argv[2])
    n, columns = n_features(), ([], [], [])
    for source in (gap(data / "coref/gap/gap-development.tsv"), gum(data / "treebanks/gum/train.conllu"), reports()):
        for column, features, right in examples(program, source):
            columns[column].append((features, right))
    weights = [np.rint(fit(cases, n) * SCALE).astype(int) for cases in columns]
    print("/* Made by train/antecedents/fit.py; do not edit. */\n#include \"resolve/coref.h\"\n\n/* clang-format off */")
    print("const int16_t coref_weights[ANTECEDENT_FEATURES][3] = {")
    for k in range(n):
        print("    {" + ", ".join(str(w[k]) for w in weights) + "}" + ("," if k < n - 1 else "};"))


main()
