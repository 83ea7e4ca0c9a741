#!/usr/bin/env python3
"""The record in PostgreSQL, in a real server that this test starts: the same rows and exports as in SQLite, several
writers at once, killed writers, a killed server, strange words, closed doors.

    postgresql.py PROGRAM FAULTS.so [KILLS]       exit code 77 when no server is installed

FAULTS.so is tests/house/faults.c. The databases sort words as dictionaries do, where the server can: what dragoman orders
and compares must not depend on that.
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
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import made_up

program = str(pathlib.Path(sys.argv[1]).resolve()) # gather.py too starts servers with this
passed = failed = 0
TABLES = "documents sentences events mentions quotes actors places months dyads rejects".split()


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

    def make(self, database, how=""):
        if not how and int(self.bin.parent.name) >= 15:
            how = "LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
        self.sql("postgres", f"CREATE DATABASE {database} TEMPLATE template0 {how}")
        return self.url(database)


def dragoman(*arguments, env=None):
    return subprocess.run([program, *map(os.fspath, arguments)], capture_output=True, text=True, env=env, errors="replace")


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
    for arguments in (["--where", "source=KEN or text~\"border agreement\"", "-t", "csv"], ["--where", "code=04,05,14"], ["--where", "cameo=112 or root=02"], ["--where", "quad<3.5 date>=2024-05-10", "-t", "gdelt"],
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
    options = server.sql("same", "SELECT options FROM runs")
    check("secrets: runs", "s3cret" not in options and "keeper:***@" in options, options)


def whole(server, database):
    return server.sql(database, """SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM documents d WHERE events <> (SELECT
        count(*) FROM events e WHERE e.doc = d.doc) OR sentences <> (SELECT count(*) FROM sentences s WHERE s.doc = d.doc)),
        (SELECT count(*) FROM events WHERE doc NOT IN (SELECT doc FROM documents)),
        (SELECT count(*) FROM events) - (SELECT coalesce(sum(events), 0) FROM months)""").strip().split("\x1f")


def test_many_writers(server, folder, source):
    url = server.make("many")
    writers = [subprocess.Popen([program, "code", str(source), "-o", url, "--batch", "2"], stderr=subprocess.PIPE, text=True)
               for _ in range(6)]
    for w in writers:
        said = w.communicate(timeout=300)[1]
        check("many writers: exit code", w.returncode == 3, said)
    check("many writers: each document once and whole", whole(server, "many") == ["60", "0", "0", "0"], whole(server, "many"))
    check("many writers: export", exports(url) == exports(folder / "same.db"))
    other = threading.Thread(target=server.sql, args=["many", """BEGIN;
        INSERT INTO runs (run, started, version, dictionaries, model, options, ended, documents) SELECT max(run) + 1, '', '', '', '', '', '', 0 FROM runs;
        SELECT pg_sleep(3); COMMIT"""]) # another writer that begins its run at the same time, and is slow
    other.start()
    time.sleep(0.5)
    result = dragoman("code", source, "-o", url)
    other.join()
    check("many writers: begin at once", result.returncode == 3, result.stderr)
    ended = server.sql("many", "SELECT count(*), count(ended), sum(documents) FROM runs").strip().split("\x1f")
    check("many writers: runs", ended == ["8", "8", "60"], ended)


def test_kills(server, folder, source, faults, kills):
    """Killed while it sends: half of what it sent is with the server."""
    env = dict(os.environ, LD_PRELOAD=faults, ASAN_OPTIONS="verify_asan_link_order=0:" + os.environ.get("ASAN_OPTIONS", ""))
    server.make("counted")
    dragoman("code", source, "-o", server.url("counted"), "--batch", "2", env=dict(env, FAULT_COUNT=str(folder / "count")))
    rng, done, ready, faulty, n_sent = random.Random(3), 0, 0, [], int((folder / "count").read_text())
    want = exports(folder / "same.db")
    url = server.make("killed")
    while done < kills:
        result = dragoman("code", source, "-o", url, "--batch", "2", env=dict(env, FAULT="kill", FAULT_AT=str(rng.randint(1, n_sent))))
        if result.returncode == -9:
            done += 1
            if server.sql("killed", "SELECT to_regclass('documents')").strip():
                faulty += [whole(server, "killed")] * (whole(server, "killed")[1:] != ["0", "0", "0"])
            continue
        check("kills: exit code of a run nobody killed", result.returncode == 3, result.stderr)
        check("kills: a record after some", exports(url) == want)
        ready += 1
        server.sql("postgres", "DROP DATABASE killed WITH (FORCE)")
        server.make("killed")
    dragoman("code", source, "-o", url)
    check("kills: the last record", exports(url) == want and whole(server, "killed") == ["60", "0", "0", "0"])
    check(f"{done} kills", not faulty, f"{len(faulty)} times something was not whole: {faulty[:3]}")
    print(f"killed {done} times at one of {n_sent} messages; {ready} records were made so")


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


HOSTILE = ["'); DROP TABLE events; --", "\\N", "\\.", "tab\tand\nline", "\"quoted\" {1,2} %s $1", "\U0001F600 \u202e \u2028"]
ASKED = ["cease-fire", "the cease", "cease fire deal", "u.s.", "S troops", "1,200", "200 men", "don't", "t wait", "\u00e9lys\u00e9e", "-5",
         "e-mail@example.org", "example org", "\u201cquoted\u201d", "/etc/passwd", "etc", "---", "'", "a & b | !c", "and_or", "3e5", "0x1f", "100%"]


def hostile_lines(rng):
    """Words that a database may take for its own, and sizes and days at the edge."""
    long = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(9000))
    talk = ("Kenya accused Chile of breaking the cease-fire deal with U.S. troops, and 1,200 men don't wait at -5 degrees. "
            "Peru said \u201cquoted\u201d words of the \u00c9lys\u00e9e: e-mail@example.org, /etc/passwd, and_or, 3e5, 0x1F, 100% A & B. ")
    for w in HOSTILE:
        yield {"id": w, "title": w, "publisher": w, "date": "2024-05-03",
               "text": f"Kenya accused Chile of lying, {w} said. \"{w}\", Peru said, and it expelled the ambassador of Chile. {talk}"}
    for day in ("0001-01-01", "9999-12-31", "0000-00-00", "2024-02-30"):
        yield {"id": day, "date": day, "text": f"Kenya expelled the ambassador of Chile on Tuesday, {day}."}
    yield {"id": long, "title": long, "url": long, "date": "2024-05-04",
           "text": f"Kenyan President {long.title()} met Prime Minister John {long.title()} of Peru in {long.title()}. Kenya accused Chile of {long}."}
    yield {"id": "many words", "date": "2024-05-05", "text": "Kenya accused Chile of lying about " + ", ".join(f"the {i}th of the men who were there" for i in range(9000)) + "."}


def test_hostile(server, folder):
    source = os.fsdecode(os.fsencode(folder) + b"/hostile-\xff\xe9.jsonl") # a name that is no UTF-8
    with open(source, "w") as out:
        out.writelines(json.dumps(line) + "\n" for line in hostile_lines(random.Random(9)))
        out.write('{"id":"lone \\ud800","text":"Kenya accused Chile of lying \\udfff on Tuesday."}\n{"id": broken\n')
    url, file = server.make("hostile"), folder / "hostile.db"
    a, b = dragoman("code", source, "-o", url), dragoman("code", source, "-o", file)
    check("hostile: exit code", a.returncode == b.returncode == 3, a.stderr)
    check("hostile: export", exports(url) == exports(file) != "")
    x, y = rows_sqlite(file), rows_postgresql(server, "hostile", file)
    for t in TABLES:
        check(f"hostile: rows of {t}", x[t] == y[t], f"{len(x[t])} {len(y[t])} {set(x[t]) ^ set(y[t])}"[:600])
    def found(record, where):
        return dragoman("export", record, "-t", "tsv", "--columns", "event_id", "--where", where)
    for w in HOSTILE:
        where = "doc=\"" + w.replace("\\", "\\\\").replace('"', '\\"') + "\""
        check(f"hostile: where {w!r}", found(url, where).stdout.count("\n") > 1)
    for w in ASKED:
        where = "text~\"" + w + "\""
        a, b = found(url, where), found(file, where)
        check(f"hostile: {where}", a.stdout == b.stdout and a.returncode == b.returncode == 0, f"{a.stdout.count(chr(10))} {b.stdout.count(chr(10))} {a.stderr}")
    for where in ("title~\"DROP table\"", "title~\u00c9", b"title~\xff", "publisher~100%", "publisher~\\\\n"):
        check(f"hostile: {where}", found(url, where).stdout == found(file, where).stdout, found(url, where).stderr)


def test_closed_doors(server, source):
    for name, url, words in (("password", server.url("same", "wrong"), "password"), ("database", server.url("nowhere"), "nowhere"),
                             ("host", f"postgresql://keeper:s3cret@127.0.0.1:1/x", "127.0.0.1")):
        result = dragoman("code", source, "-o", url)
        check(f"wrong {name}", result.returncode == 4 and "cannot open" in result.stderr and words in result.stderr, result.stderr)
        check(f"wrong {name}: secrets", "s3cret" not in result.stderr and ":wrong@" not in result.stderr, result.stderr)
    for secret in ("p/w3cr", "p@w3cr", "p?w3c/r", "9@w3cr", "x/1@w3cr", "a:b/w3cr", "1/w3cr@w3cr"): # not written as a URL wants it
        result = dragoman("code", source, "-o", f"postgresql://keeper:{secret}@127.0.0.1:{server.port}/same")
        check(f"password {secret}", result.returncode == 4 and "%2F" in result.stderr and "w3c" not in result.stderr, result.stderr)
    latin = server.make("latin", "ENCODING LATIN1 LOCALE 'C'")
    result = dragoman("code", source, "-o", latin)
    check("encoding", result.returncode == 4 and "LATIN1" in result.stderr, result.stderr)
    server.make("empty")
    result = dragoman("export", server.url("empty"))
    check("no record", result.returncode == 4 and "no record" in result.stderr, result.stderr)
    check("no record: none made", not server.sql("empty", "SELECT to_regclass('documents')").strip())
    server.sql("same", "CREATE ROLE guest LOGIN PASSWORD 's3cret'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest")
    guest = server.url("same").replace("keeper", "guest")
    check("guest: reads", exports(guest) == exports(server.url("same")) != "")
    result = dragoman("code", source, "-o", guest)
    check("guest: may not write", result.returncode == 4 and "permission denied" in result.stderr, result.stderr)
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
    test_kills(server, folder, source, str(pathlib.Path(sys.argv[2]).resolve()), int(sys.argv[3]) if len(sys.argv) > 3 else 40)
    test_server_dies(server, folder, source)
    test_hostile(server, folder)
    test_closed_doors(server, source)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
