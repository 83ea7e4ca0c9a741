#!/usr/bin/env python3
"""Archives made by another hand, warcio, of pages that a server sends in all the ways servers send pages.

    archive.py PROGRAM

A server on this machine sends each page plain, chunked, packed with gzip and deflate, in several encodings; warcio keeps
what went over the line (capture_http) or writes records of its own (WARCWriter), as .warc.gz with a member a record and as
.warc. `dragoman read` must give every page with its title, day, text and address, and nothing else. Needs build/venv
(./bootstrap test); skipped without it.
"""
import gzip
import http.server
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
VENV = ROOT / "build/venv/bin/python"
SKIPPED = 77

PARAGRAPHS = [
    "The foreign minister of Chile met her Peruvian counterpart in Lima on Friday, and the two agreed to reopen the border.",
    "“We will open it before the winter,” the minister said after talks that lasted two hours, officials said.",
    "Traders in Tacna, José Muñoz among them, had asked for this since the crossing was closed by a landslide in March.",
]
BEYOND_LATIN_1 = "The café owner Ionuț Țepeș said that the euro price (€5) had been “a problem” for many of his guests."


def page(title, paragraphs, declared=None):
    meta = f'<meta charset="{declared}">' if declared else ""
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (f'<!DOCTYPE html><html lang="en"><head>{meta}<title>{title} | Sample Wire</title>'
            f'<meta property="og:site_name" content="Sample Wire">'
            f'<meta property="article:published_time" content="2024-05-03T08:00:00Z"></head>'
            f'<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>{title}</h1>{body}</article>'
            f"<footer>All rights reserved</footer></body></html>")


class Sent:
    """What the server sends for a path, and what must be read of it."""

    def __init__(self, title, encoding="utf-8", paragraphs=None, declared=None, charset=None, packing=None, chunked=False,
                 kind="text/html", status=200, text=None):
        self.title, self.status, self.chunked, self.packing = title, status, chunked, packing
        self.kind = kind + (f"; charset={charset}" if charset else "")
        self.paragraphs = paragraphs or PARAGRAPHS
        self.body = (text or page(title, self.paragraphs, declared)).encode(encoding)
        if packing == "gzip":
            self.body = gzip.compress(self.body)
        elif packing == "deflate":
            self.body = zlib.compress(self.body)
        self.is_report = status == 200 and kind in ("text/html", "application/xhtml+xml")

    def headers(self):
        found = [("Content-Type", self.kind)]
        if self.packing:
            found.append(("Content-Encoding", self.packing))
        if self.chunked:
            found.append(("Transfer-Encoding", "chunked"))
        else:
            found.append(("Content-Length", str(len(self.body))))
        return found

    def over_the_line(self):
        if not self.chunked:
            return self.body
        cut = [self.body[i:i + 97] for i in range(0, len(self.body), 97)]
        return b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in cut) + b"0\r\n\r\n"


LATIN = PARAGRAPHS[:1] + [PARAGRAPHS[2]]
SITE = {
    "/plain": Sent("Plain page"),
    "/chunked": Sent("Chunked page", chunked=True),
    "/gzip": Sent("Page in gzip", packing="gzip"),
    "/deflate": Sent("Page in deflate", packing="deflate"),
    "/gzip-chunked": Sent("Page in gzip and chunks", packing="gzip", chunked=True),
    "/utf-8-in-header": Sent("Header says UTF-8", charset="utf-8", paragraphs=PARAGRAPHS + [BEYOND_LATIN_1]),
    "/latin-1": Sent("Latin page", encoding="cp1252", charset="iso-8859-1", paragraphs=PARAGRAPHS),
    "/latin-1-in-page": Sent("Latin page by itself", encoding="iso-8859-1", declared="iso-8859-1", paragraphs=LATIN),
    "/windows-1250": Sent("Central page", encoding="cp1250", charset="windows-1250",
                          paragraphs=LATIN[:1] + ["Jiří Novák and Łukasz Żak of the two parties said that they would stay."]),
    "/iso-8859-15": Sent("Western page", encoding="iso-8859-15", declared="iso-8859-15", paragraphs=LATIN + ["It cost €5."]),
    "/utf-16": Sent("Wide page", encoding="utf-16", paragraphs=PARAGRAPHS),
    "/xhtml": Sent("XHTML page", kind="application/xhtml+xml"),
    "/missing": Sent("Not found", status=404),
    "/moved": Sent("Moved", status=503),
    "/picture": Sent("Picture", kind="image/png", text="not a picture either"),
    "/data": Sent("Data", kind="application/json", text='{"text":"The minister met the president in the capital."}'),
}


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        sent = SITE[self.path]
        self.send_response(sent.status)
        for name, value in sent.headers():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent.over_the_line())

    def log_message(self, *_):
        pass


def captured(folder, name):
    """An archive of what went over the line. Returns its path and where the pages were."""
    from warcio.capture_http import capture_http
    import requests  # after capture_http, which stands between it and the line
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    path = folder / name
    with capture_http(str(path)):
        for place in SITE:
            requests.get(base + place, timeout=10)
    server.shutdown()
    return path, base


def written(folder, name, packed):
    """An archive as crawlers write them: the archive's own notes, requests, answers, a revisit, a page kept alone."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter
    path, base = folder / name, "https://news.example"
    with open(path, "wb") as out:
        w = WARCWriter(out, gzip=packed, warc_version="1.1" if packed else "1.0")
        w.write_record(w.create_warcinfo_record(name, {"software": "a test", "format": "WARC File Format 1.1"}))
        for place, sent in SITE.items():
            head = StatusAndHeaders(f"{sent.status} Said", sent.headers(), protocol="HTTP/1.1")
            ask = StatusAndHeaders(f"GET {place} HTTP/1.1", [("Host", "news.example")], is_http_request=True)
            w.write_record(w.create_warc_record(base + place, "request", http_headers=ask))
            w.write_record(w.create_warc_record(base + place, "response", payload=io.BytesIO(sent.over_the_line()),
                                                http_headers=head, warc_headers_dict={"WARC-Date": "2024-05-09T00:00:00Z"}))
            w.write_record(w.create_warc_record(base + place, "metadata", payload=io.BytesIO(b"fetchTimeMs: 20"),
                                                warc_content_type="application/warc-fields"))
        w.write_record(w.create_revisit_record(base + "/plain", "sha1:AAAA", base + "/plain", "2024-05-08T00:00:00Z"))
    return path, base


def read(program, path):
    done = subprocess.run([program, "read", path], capture_output=True, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()], done.returncode, done.stderr.decode()


def faults(program, path, base):
    """What is wrong with what is read, a line each; and how much was right."""
    found, code, talk = read(program, path)
    wrong = [f"{path.name}: exit code {code}: {talk}"] if code or talk else []
    wanted = {base + place: sent for place, sent in SITE.items() if sent.is_report}
    if [d["id"] for d in found] != list(wanted):
        wrong.append(f"{path.name}: read {[d['id'] for d in found]}")
    for d in found:
        sent = wanted.get(d["id"])
        expected = sent and {"title": sent.title, "date": "2024-05-03", "date_from": "field", "publisher": "Sample Wire",
                             "url": d["id"], "text": "\n\n".join(sent.paragraphs)}
        for key, value in (expected or {}).items():
            if d[key] != value:
                wrong.append(f"{path.name}: {d['id']}: {key} is {d[key]!r}, not {value!r}")
    return wrong, len(found)


def coded(program, path):
    """Events of the archive's pages: one a page, of the meeting that each tells."""
    done = subprocess.run([program, "code", path, "-t", "jsonl"], capture_output=True, check=False)
    return len({json.loads(line)["doc_id"] for line in done.stdout.splitlines()})


def main(program):
    if not VENV.exists():
        print(f"skipped: no {VENV}: run ./bootstrap test")
        return SKIPPED
    if os.path.realpath(sys.prefix) != os.path.realpath(VENV.parent.parent):
        os.execv(VENV, [str(VENV), __file__, program])
    reports = sum(sent.is_report for sent in SITE.values())
    passed, wrong = 0, []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for path, base in [captured(folder, "captured.warc.gz"), written(folder, "written.warc.gz", True),
                           written(folder, "written.warc", False)]:
            found, n = faults(program, path, base)
            wrong += found
            passed += n
            if coded(program, path) != reports:
                wrong.append(f"{path.name}: {coded(program, path)} of {reports} pages coded")
    print("\n".join(wrong))
    print(f"{passed} passed, {len(wrong)} failed")
    return 1 if wrong or passed != 3 * reports else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
