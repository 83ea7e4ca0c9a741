#!/usr/bin/env python3
"""A record survives: killed at 200 points of its writing, a full disk, files that may not be written.

    record.py PROGRAM FAULTS.so [KILLS]

Reports are made up here. FAULTS.so is tests/house/faults.c. A killed run is run again until it ends; then the record must
be that of a run that nobody killed, row by row, and every document in it whole at every moment between.
"""
import gzip
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import made_up

program, faults = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:3])
kills = int(sys.argv[3]) if len(sys.argv) > 3 else 200
passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print(f"FAILED {name}: {detail}")


def run(record, source, **faulty):
    env = dict(os.environ, ASAN_OPTIONS="verify_asan_link_order=0:" + os.environ.get("ASAN_OPTIONS", ""))
    if faulty:
        env.update({k: str(v) for k, v in faulty.items()}, LD_PRELOAD=faults)
    return subprocess.run([program, "code", str(source), "-o", str(record), "--batch", "3"], env=env, capture_output=True,
                          text=True)


def rows(record):
    """All that a record holds, but when it was made."""
    db = sqlite3.connect(record)
    tables = [t for (t,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 's%'")]
    tables += ["sentences", "schema_versions"]
    all_rows = {}
    for table in tables:
        columns = [c[1] for c in db.execute(f"PRAGMA table_info({table})") if c[1] not in ("run", "reject")]
        if table != "runs":
            all_rows[table] = sorted(db.execute(f"SELECT {', '.join(columns)} FROM {table}"), key=repr)
    all_rows["found"] = db.execute("SELECT rowid FROM search WHERE search MATCH 'border' ORDER BY rowid").fetchall()
    db.close()
    return all_rows


def fault_of(record):
    """What is not whole in a record that a killed run left, or ''."""
    if not record.exists():
        return ""
    db = sqlite3.connect(record)
    try:
        if db.execute("PRAGMA quick_check").fetchone() != ("ok",):
            return "the file is damaged"
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'documents'").fetchone():
            return ""
        half = db.execute("SELECT id FROM documents d WHERE events <> (SELECT count(*) FROM events e WHERE e.doc = d.doc)"
                          " OR sentences <> (SELECT count(*) FROM sentences s WHERE s.doc = d.doc)").fetchall()
        lone = db.execute("SELECT count(*) FROM events WHERE doc NOT IN (SELECT doc FROM documents)").fetchone()[0]
        sums = [db.execute(f"SELECT (SELECT count(*) FROM events) - (SELECT coalesce(sum(events), 0) FROM {t})").fetchone()[0]
                for t in ("months", "dyads")]
        index = db.execute("SELECT (SELECT count(*) FROM sentences) - (SELECT count(*) FROM search_docsize)").fetchone()[0]
        return f"{half} {lone} {sums} {index}" if half or lone or any(sums) or index else ""
    finally:
        db.close()


def test_kills(folder, source, whole, n_writes):
    rng, done, left, runs = random.Random(11), 0, [], 0
    record = folder / "killed.db"
    while done < kills:
        result = run(record, source, FAULT="kill", FAULT_AT=rng.randint(1, n_writes))
        runs += 1
        if result.returncode == -9:
            done += 1
            fault = fault_of(record)
            left += [fault] if fault else []
        else: # the rest was less than the random point: this record is ready
            check("a record after kills", rows(record) == whole, "differs from that of a run nobody killed")
            for path in folder.glob("killed.db*"):
                path.unlink()
    run(record, source)
    check("the last record after kills", rows(record) == whole, "differs from that of a run nobody killed")
    check(f"{done} kills", not left, f"{len(left)} times something was not whole: {left[:3]}")
    print(f"killed {done} times in {runs} runs of up to {n_writes} writes")


def test_full_disk(folder, source, whole, n_writes):
    rng = random.Random(5)
    for i in range(20):
        record = folder / f"full-{i}.db"
        at = rng.randint(1, max(1, n_writes * 3 // 4))
        result = run(record, source, FAULT="full", FAULT_AT=at)
        check("full disk: exit code", result.returncode == 4, f"{result.returncode} at write {at}: {result.stderr}")
        check("full disk: message", "cannot" in result.stderr and "full-" in result.stderr and
              ("full" in result.stderr.split("':")[-1] or "disk" in result.stderr), result.stderr)
        check("full disk: whole", not fault_of(record), fault_of(record))
        run(record, source)
        check("full disk: then space", rows(record) == whole, "differs from that of a run that had space")


def test_read_only(folder, source):
    """Root may write everything, unless it gives up that right."""
    shut = folder / "shut"
    shut.mkdir()
    record = shut / "record.db"
    run(record, source)
    before = record.read_bytes()
    os.chmod(record, 0o444)
    os.chmod(shut, 0o555)
    humble = ["setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []

    def dragoman(*command):
        return subprocess.run([*humble, program, *command], capture_output=True, text=True)

    result = dragoman("code", str(source), "-o", str(record))
    check("read-only file", result.returncode == 4 and "read-only" in result.stderr, result.stderr)
    check("read-only file: untouched", record.read_bytes() == before)
    result = dragoman("code", str(source), "-o", str(shut / "new.db"))
    check("read-only folder", result.returncode == 4 and "cannot open" in result.stderr, result.stderr)
    result = dragoman("export", str(record), "-t", "jsonl")
    check("read-only: export", result.returncode == 0 and result.stdout.count("\n") > 20, result.stderr)
    os.chmod(shut, 0o755)


def test_export(source, record):
    """What is exported is what is coded."""
    coded = subprocess.run([program, "code", str(source)], capture_output=True, text=True).stdout
    exported = subprocess.run([program, "export", str(record), "-t", "jsonl"], capture_output=True, text=True)
    check("export: exit code", exported.returncode == 0, exported.stderr)
    check("export: the coded events", sorted(coded.splitlines()) == sorted(exported.stdout.splitlines()) != [])
    for form in ("text", "gdelt", "plover", "icews", "csv"):
        a = subprocess.run([program, "code", str(source), "-t", form], capture_output=True, text=True).stdout
        b = subprocess.run([program, "export", str(record), "-t", form], capture_output=True, text=True).stdout
        check(f"export: {form}", sorted(a.splitlines()) == sorted(b.splitlines()) != [])


def test_versions(folder, source):
    """Records of each version that was released: brought up to date, they hold what they held, and take more."""
    for packed in sorted((pathlib.Path(__file__).parent / "records").glob("*.db.gz")):
        record = folder / packed.stem
        record.write_bytes(gzip.decompress(packed.read_bytes()))
        exported = subprocess.run([program, "export", str(record), "-t", "jsonl"], capture_output=True, text=True)
        held = packed.with_name(packed.name.replace(".db.gz", ".jsonl")).read_text().splitlines()
        check(f"{packed.stem}: read at once", exported.stdout.splitlines() == held, exported.stderr)
        run(record, source)
        exported = subprocess.run([program, "export", str(record), "-t", "jsonl"], capture_output=True, text=True)
        check(f"{packed.stem}: exported", set(held) <= set(exported.stdout.splitlines()) and held, exported.stderr)
        check(f"{packed.stem}: takes more", len(exported.stdout.splitlines()) > len(held) + 60, exported.stderr)
        check(f"{packed.stem}: whole", not fault_of(record), fault_of(record))


def test_skip(source, record, whole):
    result = run(record, source)
    check("again: exit code", result.returncode == 3, result.stderr)
    check("again: says so", "in the record already: 60" in result.stderr, result.stderr)
    check("again: nothing twice", rows(record) == whole)


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="dragoman-record-"))
    try:
        source = folder / "reports.jsonl"
        made_up.write_reports(source, 60)
        count = folder / "count"
        result = run(folder / "whole.db", source, FAULT_COUNT=count)
        check("a first run", result.returncode == 3, result.stderr)
        whole, n_writes = rows(folder / "whole.db"), int(count.read_text())
        check("it holds", len(whole["documents"]) == 60 and len(whole["events"]) > 60 and len(whole["rejects"]) == 6,
              {t: len(r) for t, r in whole.items()})
        test_skip(source, folder / "whole.db", whole)
        test_versions(folder, source)
        test_export(source, folder / "whole.db")
        test_kills(folder, source, whole, n_writes)
        test_full_disk(folder, source, whole, n_writes)
        test_read_only(folder, source)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
