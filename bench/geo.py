#!/usr/bin/env python3
"""Places against LGL, TR-News and GeoVirus: found, in the right country, within 161 km.

    bench/geo.py FOLDER [--program build/dragoman] [--errors]

FOLDER holds lgl.xml, TR-News.xml and GeoVirus.xml (measured on, never learnt from). Each text goes through
`PROGRAM resolve`; a gold toponym is found when a place overlaps its span. Country is compared with the gold place's country
where the set names one, else with the nearest city's country of the gazetteer; distance is along the great circle.
End to end: what is not found is not right.
"""
import argparse
import datetime
import json
import math
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))


def read(path):
    """Yields (date or None, text, [(begin, end, name, lat, lon, country)]): offsets in characters."""
    for a in ET.parse(path).getroot().iter("article"):
        text = a.findtext("text")
        date = (a.findtext("dltime") or "")[:10] or None
        gold = []
        for t in a.iter("toponym"):
            tag = t.find("gaztag")
            lat, lon = t.findtext("gaztag/lat") or t.findtext("lat"), t.findtext("gaztag/lon") or t.findtext("lon")
            if not lat or not lon:
                continue
            country = (tag.findtext("country") or "").strip() if tag is not None else ""
            gold.append((int(t.findtext("start")), int(t.findtext("end")), t.findtext("phrase") or "", float(lat), float(lon), country))
        for t in a.iter("location"):
            gold.append((int(t.findtext("start")), int(t.findtext("end")), t.findtext("name"), float(t.findtext("lat")),
                         float(t.findtext("lon")), ""))
        yield date, text, gold


def resolve(program, date, text):
    """[(begin, end, name, country, lat, lon)] in bytes."""
    record = json.dumps({"id": "x", "date": date, "text": text}) + "\n"
    run = subprocess.run([program, "resolve", "-"], input=record.encode(), capture_output=True, check=False)
    if run.returncode not in (0, 3):
        sys.exit(run.stderr.decode())
    return [(*p["span"], p["name"], p["country"], p["lat"], p["lon"]) for p in json.loads(run.stdout)["places"]]


def kilometres(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1, h)))


def load_places():
    """Country names to codes, and cities in cells of a degree for countries of points."""
    names, cells = {}, {}
    with open(os.path.join(HERE, "../data/places.txt"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("#"):
                continue
            key, name, kind, country, _, lat, lon = line.rstrip("\n").split("\t")[:7]
            if kind == "p":
                names[key] = names[name.lower()] = country
            elif kind == "c":
                cells.setdefault((round(float(lat)), round(float(lon))), []).append((float(lat), float(lon), country))
    return names, cells


def load_adjectives():
    """Adjectives and demonyms of data/en/countries.txt."""
    out = set()
    with open(os.path.join(HERE, "../data/en/countries.txt"), encoding="utf-8") as f:
        for line in f:
            if line.startswith(("  adj ", "  people ")):
                out |= {w.strip().lstrip("?") for w in line.split(None, 1)[1].split(";")}
    return out


def country_of(names, cells, lat, lon, said):
    if said.lower() in names:
        return names[said.lower()]
    near = [c for i in (-1, 0, 1) for j in (-1, 0, 1) for c in cells.get((round(lat) + i, round(lon) + j), [])]
    return min(near, key=lambda c: kilometres(lat, lon, c[0], c[1]))[2] if near else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--program", default="build/dragoman")
    parser.add_argument("--nouns", action="store_true", help="leave out gold adjectives and demonyms (Turkish, Germans)")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    names, cells = load_places()
    adjectives = load_adjectives()
    for name in ("TR-News.xml", "lgl.xml", "GeoVirus.xml"):
        n = found = right = near = got_n = countries = 0
        for date, text, gold in read(os.path.join(args.folder, name)):
            got = resolve(args.program, date, text)
            got_n += len(got)
            to_byte = [0]
            for ch in text:
                to_byte.append(to_byte[-1] + len(ch.encode()))
            used = set()
            for b, e, phrase, lat, lon, said in gold:
                b, e = to_byte[min(b, len(text))], to_byte[min(e, len(text))]
                if args.nouns and phrase in adjectives:
                    continue
                country = names.get(phrase.lower()) or country_of(names, cells, lat, lon, said)
                n += 1
                countries += country is not None
                hits = [k for k, g in enumerate(got) if g[0] < e and b < g[1]]
                used.update(hits)
                if not hits:
                    if args.errors:
                        print("missed\t%s\t...%s" % (phrase, text.encode()[max(0, b - 40):e + 30].decode(errors="replace").replace("\n", " ")))
                    continue
                g = got[hits[0]]
                km = kilometres(lat, lon, g[4], g[5])
                found += 1
                right += g[3] == country
                near += km <= 161
                if args.errors and g[3] != country:
                    print("country\t%s\t%s %s\tgold %s %.1f %.1f\t...%s" % (phrase, g[2], g[3], country, lat, lon, text.encode()[max(0, b - 40):e + 30].decode(errors="replace").replace("\n", " ")))
                elif args.errors and km > 161:
                    print("far\t%s\t%s %s %.1f %.1f\tgold %.1f %.1f" % (phrase, g[2], g[3], g[4], g[5], lat, lon))
            if args.errors:
                for k, g in enumerate(got):
                    if k not in used:
                        print("extra\t%s %s\t...%s" % (g[2], g[3], text.encode()[max(0, g[0] - 40):g[1] + 30].decode(errors="replace").replace("\n", " ")))
        print("%-12s gold %d  found R %.3f P %.3f  of found: country %.3f within 161 km %.3f  end to end: country %.3f within 161 km %.3f"
              % (name, n, found / n, min(1, found / max(1, got_n)), right / found, near / found, right / n, near / n))


if __name__ == "__main__":
    main()
