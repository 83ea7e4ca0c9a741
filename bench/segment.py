#!/usr/bin/env python3
"""Sentence and token boundaries on raw text, against treebanks.

    bench/segment.py [--program build/dragoman] [--treebanks DIR] [--genre NAME] [--by-genre] [--errors] [TREEBANK/PART…]

The raw text of each document is put together from the sentences' texts, a blank line before each paragraph; `joined` is
the hard mode, without paragraphs: one blank everywhere. TREEBANK/PART is gum/dev, for instance; without it, GUM's news (dev, test,
both, and train, from which the rules were learnt), all of GUM and EWT are scored. A sentence counts when both its ends are
right, a token (a syntactic word) likewise; every sentence and word of the treebank counts. --genre keeps documents of one
genre. --errors lists what is wrong with paragraphs given: '-' a treebank's sentence, '+' the program's.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TREEBANKS = pathlib.Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared")) / "data" / "treebanks"
PARTS = ("gum/train", "gum/dev", "gum/test", "ewt/dev", "ewt/test")
# Behind a dateline all is body: so the reader takes no headline or dateline of the document away from the sentences.
DATELINE = "PARIS, 3 May 2024 (AFP) - "
Document = collections.namedtuple("Document", "genre sentences")
Sentence = collections.namedtuple("Sentence", "text words opens_paragraph joined_to_next")
Score = collections.namedtuple("Score", "right gold found")


def genre_of(name):
    return name.split("_")[1] if name.startswith("GUM_") else name.split("-")[0]


def words_of(rows):
    """The forms of syntactic words, and whether a blank follows the last one."""
    words, until, space = [], 0, True
    for cells in rows:
        if "-" in cells[0]:
            until = int(cells[0].split("-")[1])
            space = "SpaceAfter=No" not in cells[9]
        elif "." not in cells[0]:
            words.append(cells[1])
            if int(cells[0]) > until:
                space = "SpaceAfter=No" not in cells[9]
    return words, space


def sentence_of(lines):
    text = next(line[9:] for line in lines if line.startswith("# text = "))
    words, space = words_of([line.split("\t") for line in lines if line[:1].isdigit()])
    return Sentence(text, words, any(line.startswith("# newpar") for line in lines), not space)


def documents(path):
    found = []
    for block in path.read_text(encoding="utf8").strip().split("\n\n"):
        lines = block.split("\n")
        name = next((re.split(r"[ =]+", line)[-1] for line in lines if line.startswith("# newdoc")), None)
        if name or not found:
            found.append(Document(genre_of(name or ""), []))
        found[-1].sentences.append(sentence_of(lines))
    return found


def raw_text(document, paragraphs):
    """The document as a reader of news gets it."""
    text, glue = "", ""
    for s in document.sentences:
        text += ("\n\n" if text and paragraphs and s.opens_paragraph else glue) + s.text
        glue = "" if s.joined_to_next else " "
    return text


def size(text):
    return len("".join(text.split()))


def gold_spans(document):
    """Sentences and words as spans of the document's non-blank characters."""
    sentences, words, at = set(), set(), 0
    for s in document.sentences:
        begin = at
        for word in s.words:
            words.add((at, at + size(word)))
            at += size(word)
        sentences.add((begin, at))
    return sentences, words


def system_spans(text, found):
    place, n = [], 0  # byte -> non-blank characters before it
    for c in text:
        place += [n] * len(c.encode())
        n += not c.isspace()
    place.append(n)
    shift = len(DATELINE)

    def span(s):
        return place[s[0] - shift], place[s[1] - shift]

    return {span(s["span"]) for s in found}, {span(t) for s in found for t in s["tokens"]}


def segment(program, texts):
    """What the program finds in each text."""
    lines = [json.dumps({"id": str(i), "text": DATELINE + text}) for i, text in enumerate(texts)]
    environment = {"DRAGOMAN_DATA": str(ROOT / "data"), **os.environ}
    out = subprocess.run([program, "segment", "-f", "jsonl", "-t", "json", "-"], input="\n".join(lines), env=environment,
                         check=True, stdout=subprocess.PIPE, encoding="utf8").stdout
    return [json.loads(line)["sentences"] for line in out.splitlines()]


def score_of(gold, found):
    return Score(len(gold & found), len(gold), len(found))


def add(a, b):
    return Score(*(x + y for x, y in zip(a, b)))


def percent(part, whole):
    return 100 * part / whole if whole else 0.0


def f1(s):
    return percent(2 * s.right, s.gold + s.found)


def show_errors(text, gold, found):
    plain = "".join("\x00" * n + c for c, n in with_blanks(text))
    at = [i for i, c in enumerate(plain) if c != "\x00"]
    for begin, end, sign in sorted([(*s, "-") for s in gold - found] + [(*s, "+") for s in found - gold]):
        print(sign, plain[at[begin]:at[end - 1] + 1].replace("\x00", " "))
    if gold != found:
        print()


def with_blanks(text):
    """The non-blank characters of a text, each with 1 if a blank stands before it, else 0."""
    blank = False
    for c in text:
        if c.isspace():
            blank = True
        else:
            yield c, int(blank)
            blank = False


def score(documents_of_part, o):
    """(genre, sentences, tokens, sentences without paragraphs) of each document."""
    kept = [d for d in documents_of_part if o.genre in (None, d.genre)]
    texts = [raw_text(d, True) for d in kept]
    joined = [raw_text(d, False) for d in kept]
    scores = []
    for d, text, found, hard, hard_found in zip(kept, texts, segment(o.program, texts), joined, segment(o.program, joined), strict=True):
        gold, words = gold_spans(d)
        sentences, tokens = system_spans(text, found)
        hard_sentences, _ = system_spans(hard, hard_found)
        if o.errors:
            show_errors(text, gold, sentences)
        scores.append((d.genre, score_of(gold, sentences), score_of(words, tokens), score_of(gold, hard_sentences)))
    return scores


def groups_of(part, genre, o):
    """The rows of the table in which a document counts."""
    bank = part.split("/")[0]
    learnt_from = part.endswith("/train") and not o.parts
    if not learnt_from:
        yield part
        if bank == "gum" and not o.parts:
            yield "gum dev+test"
    if genre == "news":
        yield f"{part} news"
        if part in ("gum/dev", "gum/test"):
            yield "gum dev+test news"
    if o.by_genre and not learnt_from:
        yield f"{bank}: {genre}"


def table(groups):
    print(f'{"":22}{"sentences":>10}{"precision":>11}{"recall":>8}{"F1":>8}{"joined F1":>11}{"tokens":>9}{"F1":>8}')
    for name, rows in groups.items():
        s, t, hard = rows
        print(f"{name:22}{s.gold:10}{percent(s.right, s.found):11.2f}{percent(s.right, s.gold):8.2f}{f1(s):8.2f}{f1(hard):11.2f}{t.gold:9}{f1(t):8.2f}")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("parts", nargs="*", metavar="TREEBANK/PART")
    p.add_argument("--program", default=str(ROOT / "build" / "dragoman"))
    p.add_argument("--treebanks", type=pathlib.Path, default=TREEBANKS)
    p.add_argument("--genre")
    p.add_argument("--by-genre", action="store_true")
    p.add_argument("--errors", action="store_true")
    o = p.parse_args()
    groups = collections.defaultdict(lambda: [Score(0, 0, 0)] * 3)
    for part in o.parts or PARTS:
        path = o.treebanks / f"{part}.conllu"
        if not path.exists():
            sys.exit(f"{path}: no such file" if o.parts else print(f"skipped: there are no treebanks in {o.treebanks}"))
        for genre, *scores in score(documents(path), o):
            for name in groups_of(part, genre, o):
                groups[name] = [add(a, b) for a, b in zip(groups[name], scores)]
    table(dict(sorted(groups.items())))


if __name__ == "__main__":
    main()
