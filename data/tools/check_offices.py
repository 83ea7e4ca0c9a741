#!/usr/bin/env python3
"""Checks lists of who held office: data/en/offices/*.txt (format: data/en/people.txt, with sources declared by '@key text').

    check_offices.py [--reign leaders-reign-2021.csv] FILE...

Prints errors as FILE:LINE: reason: what the format forbids, days that are none, unknown codes and sources, one person
entered twice. Then notes, which may be right as they are: two holders at once of an office that has one, more than 90
days without a holder, leaders of REIGN that are missing or differ by more than 45 days (for the countries in the files).
Last the counts. Exit code 1 if there are errors.
"""
import argparse
import calendar
import collections
import csv
import datetime
import pathlib
import re
import sys
import unicodedata

DATA = pathlib.Path(__file__).resolve().parent.parent
SECTORS = set("- GOV MIL LEG OPP REB SEP UAF PTY JUD SPY COP REL CVL BUS LAB MED EDU ELI RAD HRI HLH REF CRM AGR ENV".split())
STATE = {"President", "King", "Queen", "Prince", "Emir", "Sultan", "Emperor", "Pope", "Grand Duke", "Grand Duchess",
         "Supreme Leader", "Chairman of the Presidency", "Acting President", "Interim President", "Head of state",
         "Chairman of the Supreme Council"}
GOVERNMENT = {"Prime Minister", "Chancellor", "Premier", "Taoiseach", "Acting Prime Minister", "Interim Prime Minister"}
FOREIGN = {"Foreign Minister", "Foreign Secretary", "Secretary of State", "Acting Foreign Minister"}
SINGLE = [STATE, GOVERNMENT, FOREIGN, {"Defence Minister", "Defense Secretary", "Defence Secretary"},
          {"Interior Minister"}, {"Speaker"}]
SHARED = {"Captain Regent", "Co-Prince", "Member of the Presidency"}  # heads of state, more than one at a time
FIRST, LAST, OPEN = datetime.date(1990, 1, 1), datetime.date(2025, 12, 31), datetime.date.max
REIGN_HEIRS = {"260": "255", "265": "255", "315": "316"}  # states that are no more, under their heirs
Term = collections.namedtuple("Term", "file line country person sector first last title source")


def plain(name):
    """Letters only, small, without marks: what two spellings of a name have in common."""
    text = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("đ", "d"))
    return re.sub(r"[^a-z ]", "", "".join(c for c in text if not unicodedata.combining(c)).lower().replace("-", " ").replace("'", " "))


def near(a, b):
    """Two words that differ by little: REIGN spells in its own way."""
    if a == b or (len(a) > 4 and len(b) > 4 and (a.startswith(b) or b.startswith(a))):
        return True
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (x != y)))
        previous = row
    return previous[-1] <= (len(a) > 4) + (len(a) > 7)


class Checker:
    def __init__(self):
        rows = [line.rstrip("\n").split("\t") for line in open(DATA / "ontology/countries.tsv", encoding="utf-8")
                if not line.startswith("#")][1:]
        self.codes = {r[0] for r in rows}
        self.by_cow = {r[3]: r[0] for r in rows if r[3] != "-"}
        self.errors, self.notes, self.terms = [], [], []
        self.people, self.names = {}, collections.defaultdict(set)

    def bad(self, reason):
        self.errors.append(f"{self.file}:{self.number}: {reason}")

    def note(self, reason):
        self.notes.append(reason)

    # ---- reading

    def read(self, path):
        self.file, self.sources, self.person = path, set(), None
        for self.number, line in enumerate(open(path, encoding="utf-8"), 1):
            text = line.rstrip("\n")
            if not text.strip() or text.startswith("#"):
                continue
            if text != text.rstrip() or "\t" in text:
                self.bad("a blank at the end, or a tab")
            if text.startswith("@"):
                self.read_source(text)
            elif text.startswith(" "):
                self.read_term(text)
            else:
                self.read_person(text)

    def read_source(self, text):
        key, _, what = text.partition(" ")
        if not what or key in self.sources:
            self.bad(f"source '{key}' without a text or declared twice")
        self.sources.add(key)

    def read_person(self, text):
        found = re.fullmatch(r"([A-Z]{3,9}) ([mf-]) (.+)", text)
        if not found:
            self.person = None
            return self.bad("expected 'COUNTRY GENDER Name'")
        country, _, rest = found.groups()
        names = rest.split("; ")
        if country not in self.codes and not country.startswith(("IGO", "IMG", "NGO")):
            self.bad(f"unknown country '{country}'")
        if names[0][0] in "~^" or any(not n or n != n.strip() or n[1:].strip(" ") == "" for n in names):
            self.bad("the first name is a full one, and no name is empty")
        if len({(n[0] in "~^" and n[0], plain(n)) for n in names}) < len(names):
            self.bad(f"a name is written twice in '{rest}'")
        self.person = (country, names[0])
        if self.person in self.people:
            self.bad(f"'{names[0]}' was entered before, in line {self.people[self.person]}")
        self.people[self.person] = self.number
        self.names[self.person] = {plain(n) for n in names}

    def day(self, text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            self.bad(f"'{text}' is no day")

    def read_term(self, text):
        words = text.split()
        source = words.pop() if words[-1].startswith("@") else "@own"
        if not self.person or len(words) < 3:
            return self.bad("an office needs a person before it, a sector and two days")
        if source not in self.sources:
            self.bad(f"source '{source}' is not declared")
        if words[0] not in SECTORS:
            self.bad(f"unknown sector '{words[0]}'")
        first = datetime.date.min if words[1] == "-" else self.day(words[1])
        last = OPEN if words[2] == "-" else self.day(words[2])
        if not first or not last:
            return None
        if first > last:
            self.bad(f"ends before it begins: {words[1]} {words[2]}")
        self.terms.append(Term(self.file, self.number, *self.person, words[0], first, last, " ".join(words[3:]), source))

    # ---- checks over all that was read

    def check_persons(self):
        """Two entries that share a full name; offices that contradict one another."""
        owner = {}
        for person, names in self.names.items():
            for name in names:
                other = owner.setdefault((person[0], name), person)
                if other != person and " " in name:
                    self.note(f"{person[0]}: '{name}' names both {other[1]} and {person[1]}")
        offices = collections.defaultdict(list)
        for t in self.terms:
            offices[t.country, t.person].append(t)
        for terms in offices.values():
            for i, b in enumerate(terms):
                for a in terms[:i]:
                    self.check_pair(a, b)

    def check_pair(self, a, b):
        """Two offices of one person, a written before b: a day may end one and begin the next in one sector alone."""
        where = f"{b.file}:{b.line}: '{b.person}'"
        if a.first > b.first:
            self.errors.append(f"{where}: offices out of order")
        if a.title == b.title and b.first < a.last:
            self.errors.append(f"{where} is {b.title} twice at once")
        if a.sector != b.sector and "GOV" not in (a.sector, b.sector) and b.first <= a.last:  # GOV counts before others
            self.errors.append(f"{where} is {b.sector} here and {a.sector} in line {a.line} at one time")

    def check_offices(self):
        lines = collections.defaultdict(list)
        for t in self.terms:
            kind = next((i for i, titles in enumerate(SINGLE) if t.title in titles), None)
            if kind is not None and t.country in self.codes:
                lines[t.country, kind, t.title if kind > 2 else ""].append(t)
        for (country, kind, _), terms in sorted(lines.items()):
            terms.sort(key=lambda t: (t.first, t.last))
            self.check_line(country, kind, terms)

    def check_line(self, country, kind, terms):
        """A day on which one goes and the next comes is no overlap."""
        held, last = None, None
        for t in terms:
            if held and t.first < held.last and t.title == held.title and t.person != held.person:
                self.note(f"{country}: {t.title}: {held.person} to {held.last} and {t.person} from {t.first}")
            if last and kind < 3 and (t.first - last).days > 90:
                self.note(f"{country}: no {t.title} from {last} to {t.first} ({t.person})")
            if not held or t.last > held.last:
                held = t
            last = max(last or t.last, t.last)
        if kind < 3 and last < LAST:
            self.note(f"{country}: no {terms[-1].title} after {last} ({terms[-1].person})")
        if kind < 3 and terms[0].first > FIRST:
            self.note(f"{country}: no {terms[0].title} before {terms[0].first} ({terms[0].person})")

    def check_complete(self):
        heads = collections.defaultdict(set)
        for t in self.terms:
            heads[t.country] |= {i for i in range(3) if t.title in SINGLE[i]} | ({0} if t.title in SHARED else set())
        for country in sorted(set(heads) & self.codes):
            if not heads[country] & {0, 1}:
                self.note(f"{country}: no head of state or government")
            if 2 not in heads[country]:
                self.note(f"{country}: no foreign minister")

    # ---- against REIGN

    def check_reign(self, path):
        mine = {t.country for t in self.terms}
        spans = collections.defaultdict(list)
        for t in self.terms:
            spans[t.country, t.person].append((t.first, t.last))
        for row in csv.DictReader(open(path, encoding="utf-8-sig", errors="replace")):
            country = self.by_cow.get(REIGN_HEIRS.get(row["ccode"], row["ccode"]))
            if country in mine and row["eyear"] and row["emonth"] and row["syear"] and int(row["eyear"]) >= 1990:
                self.compare(country, row, spans)

    def compare(self, country, row, spans):
        words = [w for w in plain(re.sub(r"\(.*?\)", "", row["leader"])).split() if len(w) > 2]
        year, month = int(row["eyear"]), int(row["emonth"])
        start = datetime.date(int(row["syear"]), int(row["smonth"]), int(row["sdate"]))
        end = datetime.date(year, month, calendar.monthrange(year, month)[1])
        what = f"{country}: REIGN has {row['leader']} {start} to {row['eyear']}-{month:02d}"
        people = [p for p in spans if p[0] == country and words and self.called(p, words[-1])]
        if not people:
            return self.note(f"{what}: missing")
        if not any(self.fits(spans[p], start, end) for p in people):
            self.note(f"{what}: differs from " + "; ".join(
                f"{p[1]} " + ", ".join(f"{a}..{'' if b == OPEN else b}" for a, b in spans[p]) for p in people))

    def called(self, person, word):
        return any(near(word, w) for name in self.names[person] for w in name.split())

    @staticmethod
    def fits(spans, start, end):
        """Some term, or terms that follow one another, begins and ends where REIGN's does; 1990 and 2021 are its edges."""
        starts = any(abs((a - start).days) <= 45 for a, _ in spans) or start < FIRST
        ends = any(abs((min(b, LAST) - end).days) <= 45 for _, b in spans)
        open_end = end >= datetime.date(2021, 3, 1) and any(b >= datetime.date(2021, 3, 1) for _, b in spans)
        return starts and (ends or open_end)

    def counts(self):
        kind = {title: name for name, titles in (("state", STATE | SHARED), ("government", GOVERNMENT), ("foreign", FOREIGN))
                for title in titles}
        kinds = collections.Counter(kind.get(t.title, "other") for t in self.terms)
        sources = collections.Counter(t.source for t in self.terms)
        return (f"{len({p[0] for p in self.people})} countries, {len(self.people)} persons, {len(self.terms)} terms: " +
                ", ".join(f"{kinds[k]} {k}" for k in ("state", "government", "foreign", "other")) + "; " +
                ", ".join(f"{n} {k}" for k, n in sources.most_common()))


def main():
    parser = argparse.ArgumentParser(description="checks lists of who held office")
    parser.add_argument("--reign", help="REIGN's list of leaders to compare with")
    parser.add_argument("files", nargs="+")
    given = parser.parse_args()
    checker = Checker()
    for file in given.files:
        checker.read(file)
    checker.check_persons()
    checker.check_offices()
    checker.check_complete()
    if given.reign:
        checker.check_reign(given.reign)
    for line in checker.errors + [f"note: {n}" for n in checker.notes] + [checker.counts()]:
        print(line)
    return 1 if checker.errors else 0


if __name__ == "__main__":
    sys.exit(main())
