#!/usr/bin/env python3
"""The record in PostgreSQL, in a real server that this test starts: the same rows and exports as in SQLite, several
writers at once, killed writers, a killed server, strange words, closed doors.

    postgresql.py PROGRAM            exit code 77 when no server is installed
"""
import atexit
import json
import os
import pathlib
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import made_up

program = str(pathlib.Path(sys.argv[1]).resolve())
passed = failed = 0
TABLES = "documents sentences events mentions quotes actors places months rejects".split()


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print(f"FAILED {name}: {detail}")


class Server:
    """A server of its own in a folder of its own; root may not run one, so root becomes nobody."""

    def __init__(self, folder):
        self.data, self.folder = folder / "data", folder
        self.bin = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        os.chmod(folder, 0o777)
        (folder / "pw").write_text("s3cret\n")
        self.run("initdb", "-D", self.data, "-U", "keeper", "-A", "scram-sha-256", "--pwfile", folder / "pw", "-E", "UTF8",
                 "--locale=C.UTF-8", "--no-sync")
        self.start()
        atexit.register(self.stop)

    def run(self, tool, *arguments):
        become = (lambda: (os.setgid(65534), os.setuid(65534))) if os.getuid() == 0 else None
        subprocess.run([self.bin / tool, *map(str, arguments)], preexec_fn=become, cwd=self.folder, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self):
        self.run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o",
                 f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off", "start")

    def stop(self, mode="fast"):
        try:
            self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")
        except subprocess.CalledProcessError:
            pass

    def url(self, database, password="s3cret"):
        return f"postgresql://keeper:{password}@127.0.0.1:{self.port}/{database}"

    def sql(self, database, words):
        env = dict(os.environ, PGPASSWORD="s3cret")
        return subprocess.run([self.bin / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "keeper", "-d", database, "-Atq",
                               "-F", "\x1f", "-R", "\x1e", "-c", words], env=env, capture_output=True, text=True, check=True).stdout

    def make(self, database):
        self.sql("postgres", f"CREATE DATABASE {database}")
        return self.url(database)


def dragoman(*arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)


def columns_of(sqlite, table):
    """What must be the same whoever wrote it: not the run, and not the number of a reject."""
    return [c[1] for c in sqlite.execute(f"PRAGMA table_info({table})") if c[1] not in ("run", "reject")]


def rows_sqlite(path):
    db = sqlite3.connect(path)
    return {t: sorted(tuple("" if v is None else str(v) for v in row)
                      for row in db.execute(f"SELECT {', '.join(columns_of(db, t))} FROM {t}")) for t in TABLES}


def rows_postgresql(server, database, path):
    """The text of each value; numbers with a fraction as Python prints them."""
    db = sqlite3.connect(path)
    real = {"goldstein", "confidence", "amount", "latitude", "longitude"}
    found = {}
    for t in TABLES:
        columns = columns_of(db, t)
        lines = server.sql(database, f"SELECT {', '.join(columns)} FROM {t}").rstrip("\n").split("\x1e")
        found[t] = sorted(tuple(str(float(v)) if c in real and v else v for c, v in zip(columns, line.split("\x1f")))
                          for line in lines if line)
    return found


def exports(record):
    return dragoman("export", record, "-t", "jsonl").stdout


def test_same(server, folder, source):
    url = server.make("same")
    result = dragoman("code", source, "-o", url)
    check("same: exit code", result.returncode == 3, result.stderr)
    dragoman("code", source, "-o", folder / "same.db")
    a, b = rows_sqlite(folder / "same.db"), rows_postgresql(server, "same", folder / "same.db")
    for t in TABLES:
        check(f"same: rows of {t}", a[t] == b[t] != [], f"{len(a[t])} {len(b[t])} {set(a[t]) ^ set(b[t])}"[:600])
    check("same: export", exports(folder / "same.db") == exports(url) != "")
    for arguments in (["--where", "source=KEN or text~\"border agreement\"", "-t", "csv"], ["--where", "quad<3.5 date>=2024-05-10", "-t", "gdelt"],
                      ["--where", "source~kenya not status=denied"], ["--where", "confidence>=0.7 doc_date=2024-05..2024-06"],
                      ["--where", "place=KEN,CHL or killed>0 or context=military or event=00000000000000ff"]):
        a, b = dragoman("export", folder / "same.db", *arguments), dragoman("export", url, *arguments)
        check(f"same: export {arguments}", a.stdout == b.stdout and not b.returncode, b.stderr)
    for by in ("dyad,month,quad,status", "year", "actors,date", "root,place_country,publisher", "source_name,plover", ""):
        for where in ("quad>0", "rule~a status!=denied date<2024-05-20"):
            a, b = (dragoman("count", r, "--by", by, "--where", where) if by else dragoman("count", r, "--where", where)
                    for r in (folder / "same.db", url))
            check(f"same: count by {by} where {where}", a.stdout == b.stdout and a.stdout.count("\n") > 1 and not b.returncode, b.stderr)
    again = dragoman("code", source, "-o", url)
    check("again: skipped", "in the record already: 60" in again.stderr, again.stderr)
    check("again: nothing twice", rows_postgresql(server, "same", folder / "same.db") == rows_sqlite(folder / "same.db"))
    check("secrets: runs", "s3cret" not in server.sql("same", "SELECT options FROM runs"))


def whole(server, database):
    return server.sql(database, """SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM documents d WHERE events <> (SELECT
        count(*) FROM events e WHERE e.doc = d.doc) OR sentences <> (SELECT count(*) FROM sentences s WHERE s.doc = d.doc)),
        (SELECT count(*) FROM events WHERE doc NOT IN (SELECT doc FROM documents)),
        (SELECT count(*) FROM events) - (SELECT coalesce(sum(events), 0) FROM months)""").strip().split("\x1f")


def test_many_writers(server, folder, source):
    url = server.make("many")
    writers = [subprocess.Popen([program, "code", str(source), "-o", url, "--batch", "2"], stderr=subprocess.PIPE, text=True)
               for _ in range(4)]
    for w in writers:
        said = w.communicate(timeout=120)[1]
        check("many writers: exit code", w.returncode == 3, said)
    check("many writers: each document once and whole", whole(server, "many") == ["60", "0", "0", "0"], whole(server, "many"))
    check("many writers: export", exports(url) == exports(folder / "same.db"))


def test_kills(server, folder, source):
    url, rng, killed = server.make("killed"), random.Random(3), 0
    while killed < 20:
        p = subprocess.Popen([program, "code", str(source), "-o", url, "--batch", "2"], stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.02, 0.25))
        p.kill()
        if p.wait() != -9:
            break
        killed += 1
    if server.sql("killed", "SELECT to_regclass('documents')").strip():
        check("killed: whole", whole(server, "killed")[1:] == ["0", "0", "0"], whole(server, "killed"))
    dragoman("code", source, "-o", url)
    check(f"killed {killed} times: export", exports(url) == exports(folder / "same.db"))


def test_server_dies(server, folder, source):
    url = server.make("dies")
    p = subprocess.Popen([program, "code", "-", "-f", "jsonl", "-o", url, "--batch", "2"], stdin=subprocess.PIPE, stderr=subprocess.PIPE,
                         text=True)
    lines = source.read_text().splitlines(keepends=True)
    p.stdin.write("".join(lines[:20]))
    p.stdin.flush()
    time.sleep(1)
    server.stop("immediate")
    try:
        p.stdin.write("".join(lines[20:]))
        p.stdin.close()
    except BrokenPipeError:
        pass
    p.wait(timeout=60)
    said = p.stderr.read()
    check("server dies: exit code", p.returncode == 4 and "cannot write" in said and "s3cret" not in said, f"{p.returncode} {said}")
    server.start()
    check("server dies: whole", whole(server, "dies")[1:] == ["0", "0", "0"], whole(server, "dies"))
    result = dragoman("code", source, "-o", url)
    check("server dies: then goes on", result.returncode == 3 and whole(server, "dies")[0] == "60", result.stderr)


def test_hostile(server, folder):
    words = ["'); DROP TABLE events; --", "\\N", "\\.", "tab\tand\nline", "\"quoted\" {1,2} %s $1", "\U0001F600 \u202e ‮"]
    source = folder / "hostile.jsonl"
    source.write_text("".join(json.dumps({"id": w, "title": w, "publisher": w, "date": "2024-05-03",
                                          "text": f"Kenya accused Chile of lying, {w} said. \"{w}\", Peru said, and it expelled the ambassador of Chile."})
                              + "\n" for w in words))
    url = server.make("hostile")
    a, b = dragoman("code", source, "-o", url), dragoman("code", source, "-o", folder / "hostile.db")
    check("hostile: exit code", a.returncode == b.returncode == 0, a.stderr)
    check("hostile: export", exports(url) == exports(folder / "hostile.db") != "")
    check("hostile: rows", rows_postgresql(server, "hostile", folder / "hostile.db")["places"] == rows_sqlite(folder / "hostile.db")["places"])
    for w in words:
        where = "doc=\"" + w.replace("\\", "\\\\").replace('"', '\\"') + "\""
        check(f"hostile: where {w!r}", dragoman("export", url, "--where", where).stdout.count("\n") > 0)


def test_closed_doors(server, source):
    for name, url, words in (("password", server.url("same", "wrong"), "password"), ("database", server.url("nowhere"), "nowhere"),
                             ("host", f"postgresql://keeper:s3cret@127.0.0.1:1/x", "127.0.0.1")):
        result = dragoman("code", source, "-o", url)
        check(f"wrong {name}", result.returncode == 4 and "cannot open" in result.stderr and words in result.stderr, result.stderr)
        check(f"wrong {name}: secrets", "s3cret" not in result.stderr and ":wrong@" not in result.stderr, result.stderr)
    server.make("empty")
    result = dragoman("export", server.url("empty"))
    check("no record", result.returncode == 4 and "no record" in result.stderr, result.stderr)
    server.sql("same", "INSERT INTO schema_versions VALUES (9999, 'later')")
    result = dragoman("code", source, "-o", server.url("same"))
    check("later version", result.returncode == 4 and "later version" in result.stderr, result.stderr)
    server.sql("same", "DELETE FROM schema_versions WHERE version = 9999")


def main():
    if not list(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        print("skipped: no PostgreSQL server is installed (./bootstrap test)")
        return 77
    folder = pathlib.Path(tempfile.mkdtemp(prefix="dragoman-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = Server(folder)
    source = folder / "reports.jsonl"
    made_up.write_reports(source, 60)
    test_same(server, folder, source)
    test_many_writers(server, folder, source)
    test_kills(server, folder, source)
    test_server_dies(server, folder, source)
    test_hostile(server, folder)
    test_closed_doors(server, source)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
