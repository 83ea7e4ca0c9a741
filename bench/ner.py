#!/usr/bin/env python3
"""Entity F1 (exact span and class) of Dragoman's names on news of all continents (worldwide) and on Wikigold, from raw text;
beside it, in the same run on the same text, a model of spaCy. Measuring only: nothing is learnt.

    bench/ner.py [--program build/dragoman] [--shared ../shared] [--spacy PATH_OR_PACKAGE] [--errors N]

The sets are tokens: they are set together again as print sets them (no blank before a comma, none inside "U.S." or around
the hyphen of "Saudi-led"), a paragraph for each of their sentences, and spans are compared by character.
Classes of each side and what they are here:

    worldwide   Person, Organization, Location, NORP; Facility, Misc, Product; Date and Money are left out
    Wikigold    PER, ORG, LOC, MISC (which holds nationalities there)
    spaCy       PERSON, ORG, GPE and LOC (place), NORP and LANGUAGE (nationality, as in worldwide), FAC (facility),
                EVENT WORK_OF_ART PRODUCT LAW (misc)
    Dragoman    person, organisation, place, nationality, facility, misc

A leading article and a trailing possessive or full stop are taken off all spans, since OntoNotes has them inside and worldwide mostly not.
`four` counts person, organisation, place and nationality; `three` leaves nationality out, which Wikigold does not have;
a span that one side calls facility or misc counts there as absent. `all` counts facility as place, and misc (with product, and
nationality on Wikigold). Reports are halved by a hash of the file's name: errors were read in half A only (--errors shows those).
"""
import argparse
import collections
import hashlib
import json
import pathlib
import re
import subprocess
import tempfile
import time

WORLD = {"Person": "person", "Organization": "organisation", "Location": "place", "NORP": "nationality",
         "Facility": "facility", "Misc": "misc", "Product": "misc"}
WIKI = {"PER": "person", "ORG": "organisation", "LOC": "place", "MISC": "misc"}
SPACY = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "NORP": "nationality", "FAC": "facility",
         "LANGUAGE": "nationality", **{k: "misc" for k in ("EVENT", "WORK_OF_ART", "PRODUCT", "LAW")}}
CLASSES = ("person", "organisation", "place", "nationality")
NO_SPACE_BEFORE = re.compile(r"^([,.;:!?)\]%”’]|'s|’s|n't|n’t|'(re|ve|ll|d|m)|…|\.\.\.)$")
LETTERS = set("āēīōūĀĒĪŌŪ")
CLITICS = {"s", "t", "re", "ve", "ll", "d", "m"}
NO_SPACE_AFTER = re.compile(r"^[(\[$“‘#₡₹£€]$")


def sentences(path, separator):
    """Lists of (word, its labels): worldwide nests entities, each label in a column of its own."""
    now = []
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        cells = line.strip().split(separator)
        if len(cells) > 1 and cells[0] and not cells[0].startswith(("-DOCSTART-", "http")):
            now.append((cells[0], [c.strip() for c in cells[1:] if c.strip() not in ("", "O")]))
        elif not line.strip() and now:
            yield now
            now = []


def glued(words, i, quoted):
    """Whether word i stands right behind the one before it."""
    before, now, after = words[i - 1], words[i], words[i + 1] if i + 1 < len(words) else ""
    if NO_SPACE_BEFORE.match(now) or NO_SPACE_AFTER.match(before):
        return True
    if now == '"' or before == '"':
        return quoted
    if now in "'’" and (after in CLITICS or not after) or before in "'’" and now in CLITICS:
        return True
    if len(now) == 1 and now in LETTERS or len(before) == 1 and before in LETTERS:  # "M ā ori"
        return before[-1].isalpha() and now[0].isalpha()
    if now in "-/":
        return before[-1].isalnum() and after[:1].isalnum()
    if before in "-/" and i > 1:
        return words[i - 2][-1].isalnum() and now[0].isalnum()
    return before == "." and i > 1 and len(words[i - 2]) == 1 and words[i - 2].isupper() and len(now) == 1 and now.isupper()


def spans_of(part, classes):
    """(first word, last word, label) of a sentence; of those that overlap the longest."""
    spans, open_spans = [], {}
    for i, (_, labels) in enumerate(part):
        still = {}
        for label in (l for l in labels if l[2:] in classes):
            kind = label[2:]
            span = open_spans.get(kind)
            if label[0] != "I" or not span:
                span = [i, i, kind]
                spans.append(span)
            span[1] = i
            still[kind] = span
        open_spans = still
    kept = []
    for first, last, kind in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(last < b or first > e for b, e, _ in kept):
            kept.append((first, last, kind))
    return sorted(kept)


def set_together(parts, classes):
    """Text of a report and its spans: (begin, end, class) by character."""
    text, spans = "", []
    for part in parts:
        words, opened, at = [w for w, _ in part], False, []
        text += "\n\n" if text else ""
        for i, word in enumerate(words):
            quoted = opened if word == '"' else bool(i) and words[i - 1] == '"' and opened
            if i and not glued(words, i, quoted):
                text += " "
            if word == '"':
                opened = not opened
            at.append((len(text), len(text) + len(word)))
            text += word
        spans += [(at[first][0], at[last][1], classes[kind]) for first, last, kind in spans_of(part, classes)]
    return text, spans


def trimmed(text, spans):
    for begin, end, cls in spans:
        article = re.match(r"(?:the|a|an)\s+", text[begin:end], re.I)
        begin += article.end() if article else 0
        owner = re.search(r"\s*(?:'s|’s|'|’|\.)$", text[begin:end])
        end -= len(owner.group()) if owner else 0
        if begin < end:
            yield begin, end, cls


def read_sets(shared):
    folder = pathlib.Path(shared) / "data/ner"
    world = {p.name: set_together(list(sentences(p, "\t")), WORLD) for p in sorted((folder / "worldwide").glob("*.tsv"))}
    wiki = list(sentences(folder / "wikigold/CONLL-format/data/wikigold.conll.txt", " "))
    return world, {f"wiki-{i:03}": set_together(wiki[i:i + 20], WIKI) for i in range(0, len(wiki), 20)}


def half_of(name):
    return "AB"[hashlib.md5(name.encode()).digest()[0] % 2]


def by_dragoman(program, reports):
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        lines = [json.dumps({"id": name, "text": text}) for name, (text, _) in reports.items()]
        (pathlib.Path(folder) / "reports.jsonl").write_text("\n".join(lines), encoding="utf-8")
        done = subprocess.run([program, "mention", "-t", "json", f"{folder}/reports.jsonl"], capture_output=True, check=True)
    for (name, (text, _)), line in zip(reports.items(), done.stdout.splitlines(), strict=True):
        data = text.encode()
        at = lambda byte: len(data[:byte].decode(errors="ignore"))
        out[name] = [(at(n["span"][0]), at(n["span"][1]), n["class"]) for n in json.loads(line)["names"]]
    return out


def by_spacy(model, reports):
    import spacy
    nlp = spacy.load(model, disable=["tagger", "parser", "lemmatizer", "attribute_ruler"])
    docs = nlp.pipe(text for text, _ in reports.values())
    return {name: [(e.start_char, e.end_char, SPACY[e.label_]) for e in doc.ents if e.label_ in SPACY] for name, doc in zip(reports, docs)}


def score(reports, found, view):
    """Counter of (right, gold, found) by class"""
    hits = collections.Counter()
    for name, (text, gold) in reports.items():
        sides = []
        for spans in (gold, found[name]):
            sides.append({(b, e, view(c)) for b, e, c in trimmed(text, spans) if view(c)})
        for kind, some in (("right", sides[0] & sides[1]), ("gold", sides[0]), ("found", sides[1])):
            for *_, cls in some:
                hits[kind, cls] += 1
                hits[kind, ""] += 1
    return hits


def figures(hits, cls=""):
    p, r = (hits["right", cls] / max(1, hits[k, cls]) for k in ("found", "gold"))
    return 100 * p, 100 * r, 100 * 2 * p * r / max(1e-9, p + r)


def show(who, what, reports, found, view, classes=()):
    hits = score(reports, found, view)
    p, r, f = figures(hits)
    detail = "  ".join(f"{c[:6]} {figures(hits, c)[2]:.1f}" for c in classes)
    print(f"{who:9} {what:22} P {p:5.1f}  R {r:5.1f}  F1 {f:5.1f}   {detail}")


def show_errors(reports, found, n):
    view = lambda c: c if c in CLASSES else None
    missed, false = collections.Counter(), collections.Counter()
    for name, (text, gold) in reports.items():
        a, b = ({(x, y, view(c)) for x, y, c in trimmed(text, s) if view(c)} for s in (gold, found[name]))
        missed.update((c, text[x:y]) for x, y, c in a - b)
        false.update((c, text[x:y]) for x, y, c in b - a)
    for title, errors in (("missed", missed), ("false", false)):
        for (cls, text), times in errors.most_common(n):
            print(f"{title}\t{times}\t{cls}\t{text}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/dragoman")
    parser.add_argument("--shared", default="../shared")
    parser.add_argument("--spacy", action="append", default=[], help="a spaCy model beside ours; may be given again")
    parser.add_argument("--errors", type=int, default=0, help="show the N commonest errors of half A")
    o = parser.parse_args()
    world, wiki = read_sets(o.shared)
    takers = ([("dragoman", lambda r: by_dragoman(o.program, r))] if o.program != "none" else []) + [
        (pathlib.Path(m).name[:9], lambda r, m=m: by_spacy(m, r)) for m in o.spacy]
    four = lambda c: c if c in CLASSES else None
    three = lambda c: c if c in CLASSES[:3] else None
    everything = lambda c: "place" if c == "facility" else c
    wiki_all = lambda c: "misc" if c == "nationality" else everything(c)
    for who, take in takers:
        start = time.time()
        found, found_wiki = take(world), take(wiki)
        took = time.time() - start
        for half in ("AB", "A", "B"):
            part = {k: v for k, v in world.items() if half_of(k) in half}
            show(who, f"worldwide {half} four", part, found, four, CLASSES)
        show(who, "worldwide AB all", world, found, everything, CLASSES + ("misc",))
        show(who, "wikigold three", wiki, found_wiki, three, CLASSES[:3])
        show(who, "wikigold all", wiki, found_wiki, wiki_all, CLASSES[:3] + ("misc",))
        print(f"{who:9} {took:.1f} s")
        if o.errors:
            show_errors({k: v for k, v in world.items() if half_of(k) == "A"}, found, o.errors)


if __name__ == "__main__":
    main()
