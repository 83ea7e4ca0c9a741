#!/usr/bin/env python3
"""Dates against TimeBank and AQUAINT (TIMEX3 of type DATE): spans and values.

    bench/timebank.py FOLDER [--program build/dragoman] [--errors]

FOLDER holds .tml files (research licence: measured on, never learnt from). Each report's text is given to
`PROGRAM resolve` with its creation date; the dates that come back are compared with the annotated ones.
Relaxed spans overlap, strict spans are equal; a value is right when the range of days has the annotated value (a day, week,
month, quarter or year), and counts among the gold dates that have such a value.
"""
import argparse
import datetime
import glob
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET


def read(path):
    """(creation day, text, [(begin, end, value)]) in bytes; None if there is no creation day."""
    root = ET.parse(path).getroot()
    created = None
    for t in root.iter("TIMEX3"):
        if t.get("functionInDocument") in ("CREATION_TIME", "PUBLICATION_TIME") or not created:
            m = re.match(r"\d{4}-\d\d-\d\d", t.get("value", ""))
            if m and (not created or t.get("functionInDocument") == "CREATION_TIME"):
                created = m.group(0)
    body = root.find("TEXT")
    body = root if body is None else body
    text, gold = [b""], []

    def walk(e):
        begin = sum(map(len, text))
        text.append((e.text or "").encode())
        for child in e:
            walk(child)
            text.append((child.tail or "").encode())
        if e.tag == "TIMEX3" and e.get("type") == "DATE" and e.get("functionInDocument", "NONE") == "NONE":
            gold.append((begin, sum(map(len, text)), e.get("value", "")))

    walk(body)
    return created, b"".join(text).decode(), gold


def days_of(value):
    """First and last day of a TIMEX3 value, or None where it has none (PAST_REF, P1D)."""
    d = datetime.date
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d.*", value):
            return (d.fromisoformat(value[:10]),) * 2
        if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
            monday = d.fromisocalendar(int(m[1]), int(m[2]), 1)
            return monday + datetime.timedelta(5 if m[3] else 0), monday + datetime.timedelta(6)
        if m := re.fullmatch(r"(\d{4})-(\d\d)", value):
            y, mo = int(m[1]), int(m[2])
            return d(y, mo, 1), d(y + mo // 12, mo % 12 + 1, 1) - datetime.timedelta(1)
        if m := re.fullmatch(r"(\d{4})-Q(\d)", value):
            y, mo = int(m[1]), int(m[2]) * 3 - 2
            return d(y, mo, 1), d(y + (mo + 2) // 12, (mo + 2) % 12 + 1, 1) - datetime.timedelta(1)
        if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
            y, mo = int(m[1]), {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[m[2]]
            return d(y, mo, 1), d(y + (mo + 2) // 12, (mo + 2) % 12 + 1, 1) - datetime.timedelta(1)
        if re.fullmatch(r"\d{4}", value):
            return d(int(value), 1, 1), d(int(value), 12, 31)
        if re.fullmatch(r"\d{3}", value):
            return d(int(value) * 10, 1, 1), d(int(value) * 10 + 9, 12, 31)
    except ValueError:
        pass
    return None


def resolve(program, path, text, created):
    """[(begin, end, first day, last day, precision)] by `dragoman resolve`."""
    record = json.dumps({"id": path, "date": created, "text": text}) + "\n"
    run = subprocess.run([program, "resolve", "-"], input=record.encode(), capture_output=True, check=False)
    if run.returncode not in (0, 3):
        sys.exit(run.stderr.decode())
    out = json.loads(run.stdout)
    return [(*x["span"], x["from"], x["to"], x["precision"]) for x in out["dates"]]


def value_right(got, gold, value):
    first, last, precision = got
    if not first:
        return False
    first, last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    if precision == "year" and re.fullmatch(r"\d{4}", value):
        return first.year == last.year == gold[0].year
    if precision == "month" and re.fullmatch(r"\d{4}-\d\d", value):
        return first >= gold[0] and last <= gold[1]
    return (first, last) == gold


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--program", default="build/dragoman")
    parser.add_argument("--errors", action="store_true", help="print what was missed, made up or misread")
    args = parser.parse_args()
    n_gold = n_got = relaxed = strict = valued = right = 0
    for path in sorted(glob.glob(os.path.join(args.folder, "*.tml"))):
        created, text, gold = read(path)
        got = resolve(args.program, path, text, created)
        n_gold, n_got = n_gold + len(gold), n_got + len(got)
        raw, used = text.encode(), set()
        for b, e, value in gold:
            hit = next((k for k, g in enumerate(got) if k not in used and g[0] < e and b < g[1]), None)
            says = days_of(value)
            valued += says is not None
            if hit is None:
                if args.errors:
                    print("missed\t%s\t%s\t...%s" % (raw[b:e].decode(), value, raw[max(0, b - 30):e + 20].decode(errors="replace").replace("\n", " ")))
                continue
            used.add(hit)
            relaxed += 1
            strict += got[hit][:2] == (b, e)
            good = says is not None and value_right(got[hit][2:], says, value)
            right += good
            if says and not good and args.errors:
                print("value\t%s\t%s\tgot %s\treport %s\t...%s" % (raw[b:e].decode(), value, got[hit][2:], created,
                                                               raw[max(0, b - 60):e].decode(errors="replace").replace("\n", " ")))
        if args.errors:
            for k, g in enumerate(got):
                if k not in used:
                    print("extra\t%s\t...%s" % (raw[g[0]:g[1]].decode(), raw[max(0, g[0] - 30):g[1] + 20].decode(errors="replace").replace("\n", " ")))
    for name, hits in (("relaxed", relaxed), ("strict", strict)):
        p, r = hits / max(1, n_got), hits / max(1, n_gold)
        print("%s spans  P %.3f  R %.3f  F1 %.3f" % (name, p, r, 2 * p * r / max(1e-9, p + r)))
    print("values  %d of %d gold dates with a value: %.3f; of those found: %d of %d" % (right, valued, right / max(1, valued), right, relaxed))


if __name__ == "__main__":
    main()
