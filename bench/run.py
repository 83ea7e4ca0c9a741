#!/usr/bin/env python3
"""How fast Dragoman is, by room, on one core; how much memory it takes; how soon it starts. Never a pass or a fail.

    run.py [--repeat N] [--documents N] [--jobs N] [PROGRAM]

PROGRAM is build/dragoman by default. The texts are those of $DRAGOMAN_SHARED/data (or ../shared/data) that are there:
sentences of political news (plv), wire reports (muc, in lower case), political news (polnear). Without them a corpus is made of
the project's own sample texts. Every corpus is coded --repeat times (2) on one core, and the fastest run counts; a room's
time is the program's own count (`dragoman code --stats`). --documents takes the first N of each corpus (400). --jobs adds
a row for N threads on all cores. Where 'cpu %' is well under 100 on one thread, something else used the core and the rates are too low.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared")) / "data"
ROOMS = "segment parse mention resolve code".split()
DATE = "2020-06-01"


# ---- corpora: lists of texts ----

def texts_of_json_lines(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def texts_of_folder(folder):
    return [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.rglob("*.txt"))]


def own_texts():
    paths = [ROOT / "examples" / "sample-report.txt", *sorted((ROOT / "tests" / "golden").glob("*/*.in.txt"))]
    return [path.read_text(encoding="utf-8") for path in paths if path.exists()] * 20


def corpora():
    """(name, texts) of what is there."""
    plv, muc, polnear = SHARED / "gold" / "plv-dev.jsonl", SHARED / "text" / "muc", SHARED / "quotes" / "polnear"
    if plv.exists():
        yield "plv, sentences", texts_of_json_lines(plv)
    if muc.exists():
        yield "muc, reports", [text for path in sorted(muc.glob("*.jsonl")) for text in texts_of_json_lines(path)]
    if polnear.exists():
        yield "polnear, reports", texts_of_folder(polnear)
    if not SHARED.exists():
        yield "own samples", own_texts()


def write_corpus(texts, path):
    with open(path, "w", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            out.write(json.dumps({"id": f"b{number}", "date": DATE, "text": text}) + "\n")
    return os.path.getsize(path)


# ---- runs ----

def one_core():
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def code(program, path, jobs):
    """The program's own counts for one run."""
    command = [program, "code", "--quiet", "--stats", "-t", "jsonl", "--jobs", str(jobs), path]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
                          preexec_fn=one_core if jobs == 1 else None)
    if done.returncode not in (0, 3):
        sys.exit(f"exit code {done.returncode}: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stderr.decode(errors="replace").strip().splitlines()[-1])


def best(program, path, jobs, repeat):
    return min((code(program, path, jobs) for _ in range(repeat)), key=lambda stats: stats["seconds_run"])


def start_up(program, folder, times=15):
    """Milliseconds from nothing to the end of a one-word document: median and fastest."""
    path = os.path.join(folder, "word.txt")
    with open(path, "w", encoding="utf-8") as out:
        out.write("Word.\n")
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        done = subprocess.run([program, "code", "-q", "-t", "jsonl", path], stdin=subprocess.DEVNULL, capture_output=True,
                              check=False)
        if done.returncode:
            sys.exit(f"exit code {done.returncode}: {done.stderr.decode(errors='replace')}")
        taken.append((time.perf_counter() - began) * 1e3)
    return statistics.median(taken), min(taken)


# ---- the table ----

HEAD = (f"{'corpus':<18}{'threads':>8}{'docs':>7}{'sentences':>11}{'tokens':>9}{'events':>8}{'sent/s':>9}{'tokens/s':>10}"
        f"{'MB/s':>7}{'cpu %':>7}{'peak MB':>9}   µs a sentence: " + " ".join(f"{room:>8}" for room in ROOMS) + f"{'other':>9}")


def row(name, jobs, stats, size):
    seconds, sentences = stats["seconds_run"], stats["sentences"] or 1
    rooms = [stats[f"ns_{room}"] / 1e3 / sentences for room in ROOMS]
    other = max(0.0, seconds * 1e6 * jobs / sentences - sum(rooms))
    busy = 100 * (stats["seconds_cpu"] - stats["seconds_open"]) / (seconds * jobs)
    return (f"{name:<18}{jobs:>8}{stats['documents']:>7}{stats['sentences']:>11}{stats['tokens']:>9}{stats['events']:>8}"
            f"{stats['sentences'] / seconds:>9.0f}{stats['tokens'] / seconds:>10.0f}{size / 1e6 / seconds:>7.2f}{busy:>7.0f}"
            f"{stats['peak_kib'] / 1024:>9.1f}   {'':>15}" + " ".join(f"{us:>8.1f}" for us in rooms) + f"{other:>9.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", default=str(ROOT / "build" / "dragoman"))
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    with tempfile.TemporaryDirectory() as folder:
        median, fastest = start_up(program, folder)
        print(f"start-up: {median:.1f} ms (fastest {fastest:.1f} ms)\n\n{HEAD}", flush=True)
        for name, texts in corpora():
            path = os.path.join(folder, "corpus.jsonl")
            size = write_corpus(texts[:options.documents], path)
            for jobs in sorted({1, options.jobs}):
                print(row(name, jobs, best(program, path, jobs, options.repeat), size), flush=True)


if __name__ == "__main__":
    main()
