#!/usr/bin/env python3
"""Codes the PLV sentences (people's PLOVER roots) from raw text and reports coverage. Measuring only: nothing is learnt.

    bench/plv.py [--program build/dragoman] [--shared ../shared]

CONCEDE and RETREAT count as one root (YIELD), CAMEO 02 as REQUEST; statements (01) do not count as events.
"""
import argparse
import collections
import json
import subprocess

YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def root(event):
    if event["plover"] is None:
        return "REQUEST" if event["cameo"].startswith("02") else None
    return YIELD.get(event["plover"], event["plover"])


def overlaps(actor, span):
    small = {"the", "of", "a", "an", "and"}
    return actor is not None and bool({w.lower() for w in actor["text"].split()} & {w.lower() for w in span.split()} - small)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/dragoman")
    parser.add_argument("--shared", default="../shared")
    options = parser.parse_args()
    gold = f"{options.shared}/data/gold/plv-dev.jsonl"
    rows = [json.loads(line) for line in open(gold, encoding="utf-8")]
    done = subprocess.run([options.program, "code", "-t", "jsonl", gold], capture_output=True, text=True, check=True)
    events = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        event = json.loads(line)
        if root(event):
            events[event["doc_id"]].append(event)
    hits, by_root = collections.Counter(), collections.defaultdict(lambda: [0, 0])
    for row in rows:
        wanted, found = YIELD.get(row["root"], row["root"]), events[row["id"]]
        right = [e for e in found if root(e) == wanted]
        hits["coded"] += bool(found)
        hits["root"] += bool(right)
        hits["both"] += any(overlaps(e["source"], row["source"]) and overlaps(e["target"], row["target"]) for e in right)
        hits["events"] += len(found)
        hits["right"] += len(right)
        by_root[wanted][0] += bool(right)
        by_root[wanted][1] += 1
    n = len(rows)
    print(f"sentences with an event          {hits['coded'] / n:.3f}")
    print(f"gold root among the events       {hits['root'] / n:.3f}")
    print(f"events whose root is the gold's  {hits['right'] / max(1, hits['events']):.3f}  of {hits['events']}")
    print(f"gold root and both actors        {hits['both'] / n:.3f}")
    print("  ".join(f"{k} {a}/{b}" for k, (a, b) in sorted(by_root.items())))


main()
