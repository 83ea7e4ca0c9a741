#!/usr/bin/env python3
"""Checks the frame lexicon: data/en/frames/*.txt against docs/frames.md and data/ontology/cameo.tsv.

    check_frames.py [DATA_DIR]      (default: the data folder this script lies in)

Prints each problem as FILE:LINE: reason, then the number of frames and patterns by file. Exit code 1 if there are
problems. `dragoman dict check` reads the same format in C; this script also warns of what loads but cannot work:
words that are not lower case, a pattern written twice, a role given twice, a target path equal to the source path.
"""
import collections
import pathlib
import re
import sys

STATUSES = {"happened", "ongoing", "planned", "conditional", "denied", "negated", "requested"}
CLASSES = {"<actor>", "<person>", "<country>", "<place>", "<organisation>", "<organization>", "<number>"}
MAX_STEPS, MAX_PATHS, MAX_CONSTRAINTS = 4, 10, 8  # src/code/parts.h
STEP = re.compile(r"^[a-z][a-z-]*$")


class Checker:
    def __init__(self, data):
        self.codes = {line.split("\t")[0] for line in open(data / "ontology/cameo.tsv", encoding="utf-8")
                      if not line.startswith(("#", "code\t"))}
        self.files = sorted((data / "en/frames").glob("*.txt"))
        self.problems = []
        self.sets, self.frames, self.patterns = {}, {}, {}
        self.counts = collections.Counter()
        self.used_sets = set()

    def bad(self, reason):
        self.problems.append(f"{self.file.name}:{self.number}: {reason}")

    def lines(self, file):
        self.file = file
        for self.number, line in enumerate(open(file, encoding="utf-8"), 1):
            text = line.split(" #")[0].rstrip() if not line.startswith("#") else ""
            if text.strip() and not text.lstrip().startswith("#"):
                yield text

    def run(self):
        for file in self.files:
            for line in self.lines(file):
                if line.startswith("set "):
                    self.read_set(line)
        for file in self.files:
            self.frame = None
            for line in self.lines(file):
                if line[0] in " \t":
                    self.read_pattern(line)
                elif line.startswith("frame "):
                    self.read_frame(line)
                elif not line.startswith("set "):
                    self.bad("a line starts with 'set', 'frame' or a blank")

    def read_set(self, line):
        words = line.split()
        if len(words) < 4 or words[2] != "=":
            return self.bad("a set needs '=' and words")
        if words[1] in self.sets:
            self.bad(f"set defined twice: '{words[1]}' ({self.sets[words[1]]})")
        self.sets[words[1]] = f"{self.file.name}:{self.number}"
        for word, n in collections.Counter(words[3:]).items():
            if word != word.lower():
                self.bad(f"not lower case: '{word}'")
            if word.startswith("@") and word[1:] not in self.sets:
                self.bad(f"no such set: '{word}'")

    def read_frame(self, line):
        words = line.split()
        self.frame = words[1] if len(words) > 1 else "?"
        if self.frame in self.frames:
            self.bad(f"frame id used twice: '{self.frame}' ({self.frames[self.frame]})")
        self.frames[self.frame] = f"{self.file.name}:{self.number}"
        flags = words[2:]
        null = "null" in flags
        code = [f for f in flags if f[0].isdigit()]
        if not null and (len(code) != 1 or code[0] not in self.codes):
            self.bad(f"no such CAMEO code in '{line}'")
        for flag in flags:
            if flag in code or flag in ("joint", "null") or flag.startswith("mode="):
                continue
            if not (flag.startswith("status=") and flag[7:] in STATUSES):
                self.bad(f"unknown flag '{flag}'")

    def check_path(self, path):
        steps = path.split(".")
        if len(steps) > MAX_STEPS or not all(STEP.match(s) for s in steps):
            self.bad(f"cannot read path '{path}'")

    def check_words(self, value, trigger=False):
        for word in value.split("|"):
            if not word:
                self.bad(f"empty word in '{value}'")
            elif word.startswith("@"):
                self.used_sets.add(word[1:])
                if word[1:] not in self.sets:
                    self.bad(f"no such set '{word}'")
            elif word.startswith("<") or word == "*":
                if trigger or not (word == "*" or word in CLASSES or re.match(r"^<[A-Z]{3}>$", word)):
                    self.bad(f"not a class here: '{word}'")
            elif word != word.lower():
                self.bad(f"not lower case: '{word}'")

    def read_pattern(self, line):
        words = line.split()
        self.counts[self.file.name] += 1
        if self.frame is None:
            return self.bad("a pattern before any frame")
        if len(words) < 2 or words[0] not in ("v", "n", "a"):
            return self.bad("a pattern is 'v', 'n' or 'a', then trigger words")
        self.check_words(words[1], trigger=True)
        roles, constraints = {}, 0
        for word in words[2:]:
            key, eq, value = word.partition("=")
            if not eq or not value:
                self.bad(f"expected PATH=VALUE, found '{word}'")
            elif key in ("source", "target"):
                if key in roles:
                    self.bad(f"{key} given twice")
                roles[key] = value
                if len(value.split("|")) > MAX_PATHS:
                    self.bad(f"too many paths in '{word}'")
                if value != "none":
                    for path in value.split("|"):
                        self.check_path(path)
            else:
                constraints += 1
                self.check_path(key.rstrip("!"))
                self.check_words(value)
        if constraints > MAX_CONSTRAINTS:
            self.bad("too many constraints")
        if roles.get("source") == roles.get("target") and roles and "source" in roles and roles["source"] != "none":
            self.bad("source and target are the same path")
        same = " ".join(words)
        if same in self.patterns:
            self.bad(f"pattern written twice ({self.patterns[same]})")
        self.patterns[same] = f"{self.file.name}:{self.number}"


def main():
    data = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent
    checker = Checker(data)
    checker.run()
    for problem in checker.problems:
        print(problem)
    for name, count in sorted(checker.counts.items()):
        print(f"{count:6} {name}")
    print(f"{sum(checker.counts.values()):6} patterns, {len(checker.frames)} frames, {len(checker.sets)} sets, "
          f"{len(checker.problems)} problems")
    sys.exit(1 if checker.problems else 0)


main()
