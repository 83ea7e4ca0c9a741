"""The suites of TABARI and PETRARCH coded with their own dictionaries: `dragoman dict import`, then `code --dict`.

A record is exact when the events coded are the ones expected, no more and no less (source, code, target; what is absent
is '---'). Suites switch options from record to record: TABARI's in the records' notes ("{ OPTION: SET: … }", which hold
from that record on), PETRARCH's in `config` (which hold from the next record on). Each run of records with the same
options is imported and coded by itself.

"by the notes": TABARI's own lists, which stand in the records' notes. They differ from `events` in that some are switched
off ("-{ … }": the record is left out here), and in that agents without an actor ("~REB") are not lost.
"""
import collections
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

SUITES = {
    "tabari_validate": ["tabari/TABARI.Demo.actors", "tabari/TABARI.Demo.verbs", "tabari/Validate.agents",
                        "tabari/Validate.options"],
    "petr_unittest": ["petrarch/PETR.Validate.actors.txt", "petrarch/PETR.Validate.agents.txt",
                      "petrarch/PETR.Validate.verbs.txt", "petrarch/PETR.Validate.discards.txt"],
    "petr_validate_2_02": ["petrarch/PETR.Validate.actors.txt", "petrarch/PETR.Validate.agents.txt",
                           "petrarch/PETR.Validate.verbs.2.0.txt", "petrarch/PETR.Validate.discards.txt"],
}
OPTION = re.compile(r"OPTION:\s*([^{}]*)")


NEW = '"NEW"'  # an actor of no dictionary: the unit tests' list has lost its words


def expected(record):
    def whole(event):
        return tuple(html.unescape(event.get(key, NEW)) for key in ("sourcecode", "eventcode", "targetcode"))
    events = [whole(e) if isinstance(e, dict) else (e[0], e[2], e[1]) for e in record["events"]]
    return collections.Counter(tuple(x or "---" for x in e) for e in events)


def without_words(wanted, got):
    """What was coded, as the list has it: new actors without their words where it has none."""
    if not any(NEW in event for event in wanted):
        return got
    return collections.Counter(tuple(NEW if x.startswith('"') else x for x in e) for e in got.elements())


NOTED = re.compile(r"(-?)\s*\{\s*([^\s/{}]+)\s*/\s*([^\s/{}]+)\s*/\s*([^\s/{}]+?)\s*\}")


def noted(record):
    """What the record's note expects: None where it switches its list, or a part that is no event, off."""
    lists = NOTED.findall(record.get("note") or "")
    off = [x[1:] for x in lists if x[0]]
    on = collections.Counter((s, code, t) for dash, s, t, code in lists if not dash)
    if off and (not on or ("---", "---", "000") in off):
        return None
    return on if any(s.startswith("~") for s, _, _ in on) else expected(record)


def option_runs(records):
    """(lines of options, indices of the records that they hold for), in order."""
    lines, runs = [], [([], [])]
    for i, record in enumerate(records):
        said = [s.strip() for s in OPTION.findall(record.get("note") or "")]
        if said:
            lines = lines + said
            runs.append((lines, []))
        runs[-1][1].append(i)
        config = [f"{c['option']} = {c['value']}" for c in record.get("config") or []]
        if config:
            lines = lines + config
            runs.append((lines, []))
    return runs


def run(command):
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", errors="replace")
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}: {done.stderr}")
    return done


def documents(records, indices, options, iso_date):
    """Rows to code, each with [(record, where its text begins)]. With FORWARD on, a story's sentences (FRWD-001-002)
    are one document."""
    forward = [line for line in options if line.startswith("FORWARD:")]
    together = bool(forward) and "OFF" not in forward[-1]
    rows = []
    for i in indices:
        record = records[i]
        story = record["id"].rpartition("-")[0]
        if together and rows and story.count("-") and rows[-1]["story"] == story:
            rows[-1]["parts"].append((i, len(rows[-1]["text"].encode()) + 2))
            rows[-1]["text"] += "\n\n" + record["text"]
        else:
            rows.append({"story": story, "id": str(i), "date": iso_date(record["date"]), "text": record["text"],
                         "parts": [(i, 0)]})
    return rows


def code_run(program, files, options, rows, folder):
    """Events of each record, by its index."""
    parts = {row["id"]: row["parts"] for row in rows}
    extra = folder / "more.options"
    extra.write_text("".join(f"{line}\n" for line in options), encoding="utf-8")
    news = folder / "news.jsonl"
    news.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run([program, "dict", "import", "-q", *files, *([str(extra)] if options else []), "-o", str(folder / "own")])
    done = run([program, "code", "--dict", str(folder / "own"), "-t", "jsonl", str(news)])
    found = collections.defaultdict(collections.Counter)
    for line in done.stdout.splitlines():
        event = json.loads(line)
        begin = event["spans"]["trigger"][0][0]
        index = max(i for i, at in parts[event["doc_id"]] if at <= begin)
        found[index][tuple((event[k] or {}).get("code") or "---" for k in ("source",)) + (event["cameo"],) +
                               ((event["target"] or {}).get("code") or "---",)] += 1
    return found


def code_suite(program, name, folder, records, iso_date):
    files = [str(folder / f) for f in SUITES[name]]
    found = [collections.Counter() for _ in records]
    for options, indices in option_runs(records):
        rows = documents(records, indices, options, iso_date)
        if not rows:
            continue
        with tempfile.TemporaryDirectory() as work:
            for key, events in code_run(program, files, options, rows, pathlib.Path(work)).items():
                found[key] = events
    return found


def show(record, wanted, got):
    def text(events):
        return " ".join(sorted("/".join(e) for e in events.elements()))
    print(f"  {record['id']} {record['date']}: wanted {text(wanted) or '-'}, got {text(got) or '-'}: {record['text'][:400]}")


def figures(wanted, found):
    exact = sum(w == f for w, f in zip(wanted, found))
    extra = sum(sum((f - w).values()) for w, f in zip(wanted, found))
    missed = sum(sum((w - f).values()) for w, f in zip(wanted, found))
    total = sum(sum(w.values()) for w in wanted)
    return (f"exact {exact:4d}/{len(wanted):<4d} {100 * exact / len(wanted):5.1f} %   "
            f"extra {extra:3d}/{total:<4d} {100 * extra / total:5.1f} %   missed {missed:3d}/{total:<4d} {100 * missed / total:5.1f} %")


def report(program, path, records, iso_date, misses):
    wanted = [expected(r) for r in records]
    found = [without_words(w, f) for w, f in zip(wanted, code_suite(program, path.stem, path.parent, records, iso_date))]
    print(f"{path.stem:<28} {figures(wanted, found)}")
    if any(r.get("note") for r in records):
        kept = [(n, f) for n, f in zip(map(noted, records), found) if n is not None]
        print(f"{'  by the notes':<28} {figures([n for n, _ in kept], [f for _, f in kept])}")
    for record, w, f in zip(records, wanted, found) if misses else []:
        if w != f:
            show(record, w, f)
