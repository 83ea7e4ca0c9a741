#!/usr/bin/env python3
"""How Dragoman fares on the validation suites of TABARI and PETRARCH: a report, not a pass mark.

    run.py PROGRAM [--misses] [--own]

The suites are in $DRAGOMAN_SHARED/data/legacy (or ../shared/data/legacy); without them the test is skipped. They code
toy countries (Arnor, Gondor) by dictionaries of their own, and hold codes that CAMEO dropped. With Dragoman's dictionaries
actors are not compared; what is measured, record by record:

    coded   of the records with events, those where anything was coded
    root    of those records, where one event has the root (first two digits) of one that is expected
    first   where the first event has it
    silent  of the records that expect no event, those where none was coded

Then the same suites with their own dictionaries (own.py): there records must be exact. --own does only that.

--misses prints the records whose root was missed, or that are not exact.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import own

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SKIP = 77


def suites():
    shared = pathlib.Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))
    return sorted((shared / "data" / "legacy").glob("*.jsonl"))


def expected_roots(record):
    codes = [e["eventcode"] if isinstance(e, dict) else e[2] for e in record["events"]]
    return {code[:2] for code in codes if code[:2].isdigit() and "01" <= code[:2] <= "20"}


def iso_date(text):
    """The suites' YYYYMMDD and YYMMDD."""
    digits = text if len(text) == 8 else ("19" if text >= "50" else "20") + text
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def code(program, records):
    """Roots coded for each record, in text order. Ids repeat in the suites, so the row's number serves."""
    rows = [{"id": str(i), "date": iso_date(r["date"]), "text": r["text"]} for i, r in enumerate(records)]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        f.writelines(json.dumps(row) + "\n" for row in rows)
        f.flush()
        done = subprocess.run([program, "code", "-t", "jsonl", f.name], capture_output=True, check=False)
    if done.returncode not in (0, 3):
        sys.exit(f"exit code {done.returncode}: {done.stderr.decode(errors='replace')}")
    found = [[] for _ in records]
    for line in done.stdout.splitlines():
        event = json.loads(line)
        found[int(event["doc_id"])].append(event["cameo"][:2])
    return found


def share(part, whole):
    return f"{part:4d}/{whole:<4d} {100 * part / whole if whole else 0:5.1f} %"


def report(name, records, found, misses):
    wanted = [expected_roots(r) for r in records]
    full = [i for i, w in enumerate(wanted) if w]
    empty = [i for i, r in enumerate(records) if not r["events"]]
    hit = [i for i in full if wanted[i] & set(found[i])]
    print(f"{name:<28} coded {share(sum(bool(found[i]) for i in full), len(full))}   root {share(len(hit), len(full))}"
          f"   first {share(sum(found[i][0] in wanted[i] for i in hit), len(full))}"
          f"   silent {share(sum(not found[i] for i in empty), len(empty))}")
    for i in sorted(set(full) - set(hit)) if misses else []:
        print(f"  {records[i]['id']}: wanted {sorted(wanted[i])}, got {found[i]}: {records[i]['text']}")


def main(arguments):
    misses = "--misses" in arguments
    only_own = "--own" in arguments
    arguments = [a for a in arguments if a not in ("--misses", "--own")]
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    if not suites():
        print("legacy: no suites in ../shared/data/legacy (set DRAGOMAN_SHARED); skipped")
        return SKIP
    for path in suites():
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        program = os.path.abspath(arguments[0])
        if not only_own:
            report(path.stem, records, code(program, records), misses)
        own.report(program, path, records, iso_date, misses)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
