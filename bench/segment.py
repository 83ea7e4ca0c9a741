#!/usr/bin/env python3
"""Scores sentence and token boundaries on raw text rebuilt from treebanks.

    segment.py [PROGRAM] [--genre NAME] [--errors] [FILE.conllu …]

PROGRAM is build/dragoman by default. Files default to GUM dev and test of $DRAGOMAN_SHARED/data (or ../shared/data).
Paragraphs are parted by a blank line where the treebank says `# newpar`; --genre keeps documents such as GUM_news_….
--errors prints the sentences that gold and program do not share (- gold, + program). Tokens are syntactic words.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BANKS = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared")) / "data" / "treebanks"


def documents(path, genre):
    doc = None
    for block in path.read_text(encoding="utf8").strip().split("\n\n"):
        lines = block.split("\n")
        new = next((x.split("=", 1)[1].strip() for x in lines if x.startswith("# newdoc id")), None)
        if new or doc is None:
            if doc:
                yield doc
            doc = []
            keep = not genre or f"_{genre}_" in (new or "")
        if keep:
            doc.append(lines)
    if doc:
        yield doc


def rebuild(doc):
    """Raw text, with gold sentences and words as spans of its non-blank characters."""
    text, at, sentences, words = "", 0, set(), set()
    for lines in doc:
        sentence = next(x[9:] for x in lines if x.startswith("# text = "))
        gap = "\n\n" if any(x.startswith("# newpar") for x in lines) else " "
        text += (gap if text else "") + sentence
        begin, until = at, 0
        for cells in (x.split("\t") for x in lines if x[:1].isdigit()):
            if "-" in cells[0]:
                until = int(cells[0].split("-")[1])
            elif "." not in cells[0]:
                size = len("".join(cells[1].split()))
                words.add((at, at + size))
                at += size
        at = begin + len("".join(sentence.split()))
        sentences.add((begin, at))
    return text, sentences, words


def system(program, text):
    """The program's sentences and tokens, as spans of the text's non-blank characters."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf8") as f:
        f.write(json.dumps({"id": "x", "text": text}) + "\n")  # a .txt would lose its headline and dateline
        f.flush()
        env = {"DRAGOMAN_DATA": str(ROOT / "data"), **os.environ}
        out = subprocess.run([program, "segment", f.name], capture_output=True, env=env, check=True).stdout
    place, at = [], 0  # byte -> non-blank characters before it
    for c in text:
        place += [at] * len(c.encode())
        at += not c.isspace()
    place.append(at)
    found = json.loads(out)["sentences"]
    span = lambda s: (place[s[0]], place[s[1]])
    return {span(s["span"]) for s in found}, {span(t) for s in found for t in s["tokens"]}


def f1(right, gold, found):
    return 200 * right / max(1, gold + found)


def show_errors(text, gold, found):
    plain = "".join(text.split())
    for begin, end, sign in sorted([(*s, "-") for s in gold - found] + [(*s, "+") for s in found - gold]):
        print(sign, plain[begin:end])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", default=str(ROOT / "build" / "dragoman"))
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--genre")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    total = [0] * 6
    for path in args.files or [BANKS / "gum" / "dev.conllu", BANKS / "gum" / "test.conllu"]:
        if not path.exists():
            sys.exit(f"{path}: no such file" if args.files else 0)
        for doc in documents(path, args.genre):
            text, gold, words = rebuild(doc)
            sentences, tokens = system(args.program, text)
            counts = (gold & sentences, gold, sentences, words & tokens, words, tokens)
            total = [n + len(c) for n, c in zip(total, counts)]
            if args.errors:
                show_errors(text, gold, sentences)
    print(f"sentences {f1(*total[:3]):.2f} ({total[1]} gold)   tokens {f1(*total[3:]):.2f} ({total[4]} gold)")


if __name__ == "__main__":
    main()
