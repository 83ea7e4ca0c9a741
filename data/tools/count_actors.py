#!/usr/bin/env python3
"""How many actors the dictionaries hold, by kind, and how much of 1990 to 2025 the heads of each state cover.

    count_actors.py [data/en]
"""
import collections
import datetime
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
FIRST, LAST = datetime.date(1990, 1, 1), datetime.date(2025, 12, 31)
HEADS = re.compile(r"\b(President|Prime Minister|Premier|Chancellor|King|Queen|Emperor|Emir|Sultan|Head of State|Head of Government|"
                   r"Chairman of the (Presidency|State Council|Council of Ministers)|Captain Regent|Prince|Pope|Taoiseach|Grand Duke|"
                   r"Supreme Leader|Leader|Chief Minister|Co-Prince|Head of the|Governor-General|Minister of State|State Minister)\b", re.I)
NO_HEAD = re.compile(r"\b(Vice|Deputy|Party|Assembly|Parliament|Senate|Court|Bank|opposition|former|Crown)\b", re.I)


def entries(files):
    """(file, code, sector or None, names, terms) of each entry."""
    for path in files:
        entry = None
        for line in path.read_text(encoding="utf-8").splitlines():
            line = re.sub(r"\s+@\S+$", "", re.sub(r"(^|\s)#.*", "", line)).rstrip()
            if not line or line[0] == "@":
                continue
            if line[0] in " \t":
                if entry and re.match(r"\s+[A-Z-]+ (-|\d{4}-)", line):
                    entry[4].append(line.split(None, 3))
                continue
            code, rest = line.split(None, 1)
            country, _, sector = code.partition(":")
            if entry:
                yield entry
            entry = [path, country, sector or None, rest, []]
        if entry:
            yield entry


def files_of(folder, *stems):
    return [p for s in stems for p in [folder / f"{s}.txt", *sorted((folder / s).glob("*.txt"))] if p.exists()]


def day(text, open_):
    return datetime.date.fromisoformat(text) if text != "-" else open_


def covered(spans):
    days, at = 0, FIRST
    for begin, end in sorted(spans):
        begin, end = max(begin, at), min(end, LAST)
        if end >= begin:
            days += (end - begin).days + 1
            at = end + datetime.timedelta(1)
    return days / ((LAST - FIRST).days + 1)


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "en"
    countries = {e[1] for e in entries(files_of(folder, "countries")) if not e[2]}
    bodies = list(entries(files_of(folder, "organisations")))
    groups = list(entries(files_of(folder, "nonstate")))
    people = list(entries(files_of(folder, "people")))
    kinds = collections.Counter()
    for _, country, sector, _, _ in bodies:
        if country.startswith("IGO"):
            kinds["international organisations and their bodies"] += 1
        elif country.startswith(("NGO", "MNC")) or sector in ("MED", "BUS", "HRI", "LAB", "EDU", "REL", "NGO"):
            kinds["companies, media, charities, unions, churches, schools"] += 1
        else:
            kinds["bodies of states, and others"] += 1
    for _, _, sector, _, _ in groups:
        kinds["parties and movements" if sector in ("PTY", "OPP", "CVL", "REL") else "armed groups and other"] += 1
    print(f"{len(countries)} countries and territories")
    for name, n in kinds.most_common():
        print(f"{n} {name}")
    terms = [(e[1], t) for e in people for t in e[4]]
    foreign = {c for c, t in terms if len(t) > 3 and re.search(r"Foreign (Minister|Secretary)|Secretary of State", t[3])}
    spans = collections.defaultdict(list)
    for c, t in terms:
        if len(t) > 3 and c in countries and HEADS.search(t[3]) and not NO_HEAD.search(t[3]):
            spans[c].append((day(t[1], FIRST), day(t[2], LAST)))
    shares = {c: covered(s) for c, s in spans.items()}
    print(f"{len(people)} people with {len(terms)} terms of office")
    print(f"heads of {len(shares)} countries, of {sum(s >= .95 for s in shares.values())} for 95 % of the days of 1990 to 2025;"
          f" foreign ministers of {len(foreign & countries)}")
    print("less:", " ".join(f"{c} {s:.0%}" for c, s in sorted(shares.items(), key=lambda x: x[1]) if s < .95))


main()
