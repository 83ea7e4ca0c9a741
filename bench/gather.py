#!/usr/bin/env python3
"""How well stories and happenings are found, and how time grows: raw text -> dragoman code -> dragoman gather.

    bench/gather.py [--sets dev,test] [--linear N] [--misses] PROGRAM

Quality, on tests/gather (guide.md there): B-cubed and pair precision, recall and F1. Happenings are measured over the
marks at which an event was coded (the one at the mark, the surest first); those that were not coded are counted apart.
Beside Dragoman: no grouping at all, and the one-a-day filter of event data sets (one event a day of one source, target
and code).
Linear: N, 2N and 4N invented reports, one run each, seconds of processor time of the whole 'dragoman gather'.
"""
import argparse
import json
import os
import pathlib
import random
import resource
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter, defaultdict

ROOT = pathlib.Path(__file__).resolve().parent.parent


def f1(p, r):
    return 2 * p * r / (p + r) if p + r else 0.0


def b_cubed(gold, found):
    """Bagga and Baldwin (1998): each item's share of its found group that is right, and of its gold group that is found."""
    both, of_gold, of_found = Counter(zip(gold, found)), Counter(gold), Counter(found)
    p = sum(both[g, f] / of_found[f] for g, f in zip(gold, found)) / len(gold)
    r = sum(both[g, f] / of_gold[g] for g, f in zip(gold, found)) / len(gold)
    return p, r, f1(p, r)


def pairs(gold, found):
    def count(groups):
        return sum(n * (n - 1) // 2 for n in Counter(groups).values())

    both, of_found, of_gold = count(zip(gold, found)), count(found), count(gold)
    p, r = both / of_found if of_found else 1.0, both / of_gold if of_gold else 1.0
    return p, r, f1(p, r)


def row(name, gold, found):
    numbers = [f"{x:6.3f}" for x in (*b_cubed(gold, found), *pairs(gold, found))]
    print(f"  {name:<28}" + " ".join(numbers))


def run(program, *arguments):
    environment = {"DRAGOMAN_DATA": str(ROOT / "data"), **os.environ}
    subprocess.run([program, *map(str, arguments)], check=True, env=environment, stdout=subprocess.DEVNULL)


def gathered(program, path):
    """Stories by document, and events by document with their trigger spans and happenings."""
    with tempfile.TemporaryDirectory() as folder:
        record = pathlib.Path(folder, "record.db")
        run(program, "code", "-q", "-o", record, path)
        run(program, "gather", "-q", record)
        db = sqlite3.connect(record)
        stories = dict(db.execute("SELECT d.id, s.story FROM documents d JOIN doc_stories s ON s.doc = d.doc"))
        events = defaultdict(list)
        for doc, triggers, happening, confidence, *filtered in db.execute(
                "SELECT d.id, e.triggers, h.happening, e.confidence, e.date, s.code, t.code, e.cameo, e.status FROM"
                " events e JOIN documents d ON d.doc = e.doc JOIN event_happenings h ON h.event = e.event LEFT JOIN"
                " actors s ON s.actor = e.source LEFT JOIN actors t ON t.actor = e.target ORDER BY e.confidence DESC,"
                " e.event"):
            spans = [tuple(map(int, span.split("-"))) for span in triggers.split(";")]
            events[doc].append((spans, happening, "|".join(map(str, filtered))))
        db.close()
    return stories, events


def at_mark(events, mark):
    for spans, happening, filtered in events:
        if any(begin < mark["end"] and end > mark["begin"] for begin, end in spans):
            return happening, filtered
    return None


def show_misses(items):
    """Found groups that hold more than one gold group, and gold groups that were parted."""
    for title, one, other in (("merged", 1, 0), ("parted", 0, 1)):
        groups = defaultdict(lambda: defaultdict(list))
        for item in items:
            groups[item[one]][item[other]].append(item[2])
        for group in groups.values():
            if len(group) > 1:
                print("   ", title, " / ".join(" ".join(names) for names in group.values()))


def measure_set(program, name, misses):
    path = ROOT / "tests" / "gather" / f"{name}.jsonl"
    reports = [json.loads(line) for line in path.open(encoding="utf-8")]
    stories, events = gathered(program, path)
    gold, found = [r["story"] for r in reports], [stories[r["id"]] for r in reports]
    print(f"{name}: {len(reports)} reports, {len(set(gold))} stories" + " " * 20 + "B-cubed P, R, F1; pair P, R, F1")
    row("stories", gold, found)
    row("  no grouping", gold, range(len(gold)))
    if misses:
        show_misses([(g, f, r["id"]) for g, f, r in zip(gold, found, reports)])
    marks = [(r["id"], m, at_mark(events[r["id"]], m)) for r in reports for m in r["happenings"]]
    coded = [(m["happening"], hit, f"{doc}:{m['phrase']}") for doc, m, hit in marks if hit]
    gold = [g for g, _, _ in coded]
    print(f"{name}: {len(marks)} marks of {len({m['happening'] for _, m, _ in marks})} happenings, "
          f"{len(marks) - len(coded)} not coded")
    row("happenings", gold, [hit[0] for _, hit, _ in coded])
    row("  no grouping", gold, range(len(gold)))
    row("  one a day", gold, [hit[1] for _, hit, _ in coded])
    if misses:
        show_misses([(g, hit[0], where) for g, hit, where in coded])


# ---- growth ----

def invented(n, seed):
    """Reports of meetings and attacks with copies, at a constant number of reports a day, and one footer for all."""
    draw = random.Random(seed)
    words = ["".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))
             for _ in range(4000)]
    countries = ["Kenya", "Peru", "France", "Iran", "Qatar", "India", "Japan", "Chile", "Egypt", "Ghana", "Poland", "Turkey"]
    lines = []
    while len(lines) < n:
        a, b = draw.sample(countries, 2)
        lead = f"{a}'s foreign minister {draw.choice(['met', 'criticised', 'visited', 'called'])} {b}'s president."
        body = " ".join(" ".join(draw.choices(words, k=12)).capitalize() + "." for _ in range(6))
        for copy in range(draw.choice([1, 1, 1, 2, 4])):
            day = time.strftime("%Y-%m-%d", time.gmtime(1609459200 + 86400 * (len(lines) // 200)))
            lines.append(json.dumps({"id": f"r{len(lines)}", "date": day, "publisher": f"p{copy}",
                                     "text": f"{lead} {body} All rights of this wire are reserved to its members."}))
    return "\n".join(lines[:n]) + "\n"


def measure_growth(program, n):
    print("growth: reports, processor seconds of gather, reports a second, stories")
    for size in (n, 2 * n, 4 * n):
        with tempfile.TemporaryDirectory() as folder:
            news, record = pathlib.Path(folder, "news.jsonl"), pathlib.Path(folder, "record.db")
            news.write_text(invented(size, 1))
            run(program, "code", "-q", "-j", "0", "-o", record, news)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            run(program, "gather", "-q", record)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            db = sqlite3.connect(record)
            stories = db.execute("SELECT count(DISTINCT story) FROM doc_stories").fetchone()[0]
            db.close()
        print(f"  {size:8d} {seconds:8.2f} {size / seconds:8.0f} {stories:8d}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--sets", default="dev,test")
    parser.add_argument("--linear", type=int, default=0)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    for name in filter(None, options.sets.split(",")):
        measure_set(options.program, name, options.misses)
    if options.linear:
        measure_growth(options.program, options.linear)


if __name__ == "__main__":
    main()
