#!/usr/bin/env python3
"""Texts in other languages are set aside, each with its own language named; English ones are read.

    languages.py PROGRAM

tests/house/data/languages.txt has ten sentences a language; a text is three of them in a row, ten texts a language, each
read as a line of JSON Lines. English is measured on the reports of the tests themselves, cut into texts as short.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = HERE.parent / "golden"
NEIGHBOURS = {"cs": {"cs", "sk"}}  # languages so near that either name will do


def sentences():
    found = {}
    for line in (HERE / "data/languages.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, sentence = line.split("\t")
            found.setdefault(language, []).append(sentence)
    return found


def foreign_texts():
    for language, lines in sentences().items():
        for i in range(len(lines)):
            yield language, " ".join(lines[(i + k) % len(lines)] for k in range(3))


def golden_texts():
    for path in sorted(GOLDEN.glob("*/*.in.txt")):
        yield path.read_text(encoding="utf-8", errors="replace")
    for path in sorted(GOLDEN.glob("*/*.in.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield str(json.loads(line).get("text", ""))


def english_texts():
    """Every three sentences of what the golden tests code."""
    for text in golden_texts():
        found = re.split(r"(?<=[.!?])\s+", text)
        for i in range(0, len(found), 3):
            three = " ".join(found[i:i + 3]).strip()
            if len(three.split()) > 5:
                yield "en", three


def read_all(program, texts):
    """What is said of each text: 'en' when it is read, else the reason."""
    with tempfile.TemporaryDirectory() as folder:
        source, rejects = pathlib.Path(folder, "in.jsonl"), pathlib.Path(folder, "rejects")
        source.write_text("".join(json.dumps({"id": i, "text": t}) + "\n" for i, (_, t) in enumerate(texts)))
        subprocess.run([program, "read", source, "--rejects", rejects], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=False)
        said = ["en"] * len(texts)
        for line in rejects.read_text().splitlines():
            reject = json.loads(line)
            said[reject["line"] - 1] = reject["reason"]
        return said


def main(program):
    texts = list(foreign_texts()) + list(english_texts())
    failed = 0
    for (language, text), said in zip(texts, read_all(program, texts)):
        wanted = {"en"} if language == "en" else {f"language is '{x}', not 'en'" for x in NEIGHBOURS.get(language, {language})}
        if said not in wanted:
            failed += 1
            print(f"{language}: {said}: {text[:200]}")
    print(f"{len(texts) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
