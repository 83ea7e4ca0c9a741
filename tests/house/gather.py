#!/usr/bin/env python3
"""Gathering a record: the same stories and happenings in whatever order and batches reports come, killed or not, in SQLite
and PostgreSQL; undone without a trace; and as good as docs/gather.md says, on the set's own half for tuning.

    gather.py PROGRAM
"""
import atexit
import importlib.util
import json
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
program = str(pathlib.Path(sys.argv[1]).resolve())
passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print(f"FAILED {name}: {detail}")


def load_bench():
    spec = importlib.util.spec_from_file_location("bench_gather", ROOT / "bench" / "gather.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bench = load_bench()


def dragoman(*arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)


def partition(pairs):
    groups = {}
    for item, group in pairs:
        groups.setdefault(group, set()).add(item)
    return {frozenset(g) for g in groups.values()}


def found_in(record):
    """Stories and happenings, without the record's own numbers."""
    db = sqlite3.connect(record)
    stories = partition(db.execute("SELECT d.id, s.story FROM doc_stories s JOIN documents d ON d.doc = s.doc"))
    happenings = partition(db.execute("SELECT e.event_id, h.happening FROM event_happenings h JOIN events e ON e.event = h.event"))
    sums = sorted(db.execute("SELECT b.event_id, reports, sources, first_report, last_report FROM happenings JOIN events b"
                             " ON b.event = best"), key=repr)
    db.close()
    return stories, happenings, sums


def reports():
    lines = (ROOT / "tests" / "gather" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    return lines + bench.invented(1200, 3).splitlines()


def code(folder, record, lines):
    news = folder / "news.jsonl"
    news.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = dragoman("code", "-q", "-j", "0", "-o", record, news)
    assert done.returncode == 0, done.stderr


def gather(record, *arguments):
    done = dragoman("gather", *arguments, record)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_order_and_batches(folder, lines):
    whole = folder / "whole.db"
    code(folder, whole, lines)
    gather(whole)
    wanted = found_in(whole)
    check("something is grouped", len(wanted[0]) < len(lines) and any(len(g) > 2 for g in wanted[1]))
    draw = random.Random(5)
    for attempt in range(3):
        record, rest = folder / f"parts{attempt}.db", draw.sample(lines, len(lines))
        while rest:
            n = draw.choice([1, 40, 300, 900])
            code(folder, record, rest[:n])
            rest = rest[n:]
            gather(record)
        check(f"order and batches {attempt}", found_in(record) == wanted)
    one, other = (dragoman("export", folder / name, "-t", "jsonl").stdout for name in ("whole.db", "parts0.db"))
    check("exports are the same bytes", one == other and '"n_reports":4' in one)
    return wanted


def test_second_run_and_undo(folder, lines, wanted):
    record = folder / "whole.db"
    check("a second run has nothing to do", "0 new documents" in gather(record))
    check("and changes nothing", found_in(record) == wanted)
    gather(record, "--undo")
    db = sqlite3.connect(record)
    left = [t for t in "doc_texts texts texts_cells tellings tellings_cells happenings".split()
            if db.execute(f"SELECT count(*) FROM {t}").fetchone()[0]]
    db.close()
    check("undo leaves nothing", not left, left)
    check("an undone record exports no happening", '"happening":null' in dragoman("export", record, "-t", "jsonl").stdout)
    gather(record)
    check("undone and done again", found_in(record) == wanted)


def test_kills(folder, wanted):
    plain, record, draw = folder / "plain.db", folder / "killed.db", random.Random(9)
    shutil.copy(folder / "whole.db", plain)
    gather(plain, "--undo")
    begun = time.perf_counter()
    shutil.copy(plain, record)
    gather(record)
    full = time.perf_counter() - begun
    cut = 0
    for attempt in range(12):
        shutil.copy(plain, record)
        for leftover in ("-wal", "-shm"):
            pathlib.Path(f"{record}{leftover}").unlink(missing_ok=True)
        for _ in range(3):
            child = subprocess.Popen([program, "gather", "-q", record])
            time.sleep(draw.random() * full)
            child.kill()
            cut += child.wait() != 0
        gather(record)
        check(f"killed and resumed {attempt}", found_in(record) == wanted)
    check("kills did hit", cut > 5, cut)


def test_errors(folder):
    missing = folder / "missing.db"
    done = dragoman("gather", missing)
    check("no record", done.returncode == 4 and not missing.exists() and "missing.db" in done.stderr, done.stderr)
    check("no name", dragoman("gather").returncode == 2)


def test_postgresql(folder, lines):
    if not list(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        print("no PostgreSQL here: left out")
        return
    sys.path.insert(0, str(HERE))
    import postgresql
    home = folder / "server"
    home.mkdir()
    folder.chmod(0o755)
    server = postgresql.Server(home)
    url = server.make("gathered")
    code(folder, url, lines[:400])
    gather(url)
    code(folder, url, lines[400:])
    gather(url)
    there, here = (dragoman("export", record, "-t", "jsonl").stdout for record in (url, folder / "whole.db"))
    check("PostgreSQL exports the same bytes", there == here and '"n_reports":4' in there)
    gather(url, "--undo")
    check("undone in PostgreSQL", '"happening":{' not in dragoman("export", url, "-t", "jsonl").stdout)
    server.stop()
    atexit.unregister(server.stop)


def test_quality():
    path = ROOT / "tests" / "gather" / "dev.jsonl"
    told = [json.loads(line) for line in path.open(encoding="utf-8")]
    stories, events = bench.gathered(program, path)
    check("stories", bench.pairs([r["story"] for r in told], [stories[r["id"]] for r in told])[2] >= 0.95)
    hits = [(m["happening"], bench.at_mark(events[r["id"]], m)) for r in told for m in r["happenings"]]
    gold, found = zip(*[(g, hit[0]) for g, hit in hits if hit])
    check("most marks are coded", len(gold) >= 0.9 * len(hits), len(gold))
    check("happenings", bench.b_cubed(gold, found)[2] >= 0.95, bench.b_cubed(gold, found))
    made = subprocess.run([sys.executable, ROOT / "tests" / "gather" / "make_set.py", "--check"])
    check("the set is what its halves say", made.returncode == 0)


def main():
    lines = reports()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        wanted = test_order_and_batches(folder, lines)
        test_second_run_and_undo(folder, lines, wanted)
        test_kills(folder, wanted)
        test_errors(folder)
        test_postgresql(folder, lines)
    test_quality()
    print(f"gather: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
