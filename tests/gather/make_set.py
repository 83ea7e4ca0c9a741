#!/usr/bin/env python3
"""Writes the gather set as JSON Lines from its two hand-written halves (dev.txt, test.txt; guide.md has the notation).

    make_set.py           rewrites dev.jsonl and test.jsonl
    make_set.py --check   exit code 1 when they are not what the halves say
"""
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
MARK = re.compile(r"\[(\w+):([^\]]+)\]")


class Report:
    def __init__(self, family, header):
        fields = [field.strip() for field in header[1:].split("|")]
        self.letter, self.date = fields[0].split()
        self.family, self.publisher, self.title = family, fields[1], fields[2]
        self.made_from = fields[3].split() if len(fields) > 3 and fields[3] else []
        self.lines = []

    def edit(self, paragraphs):
        """The paragraphs of another report, changed as this one's lines say."""
        for line in self.lines:
            if line.startswith("+ "):
                paragraphs = paragraphs + [line[2:]]
            elif " =>" in line:
                old, new = (part.strip() for part in line.split(" =>", 1))
                if not any(old in paragraph for paragraph in paragraphs):
                    raise SystemExit(f"{self.family}.{self.letter}: '{old}' is not in the report it is made from")
                paragraphs = [paragraph.replace(old, new).strip() for paragraph in paragraphs]
            elif not line.startswith("! "):
                raise SystemExit(f"{self.family}.{self.letter}: '{line}' is no edit")
        return paragraphs

    def resolve(self, others):
        """Fills paragraphs and story; `others` holds the family's earlier reports, resolved."""
        named = [line[8:] for line in self.lines if line.startswith("! story ")]
        if not self.made_from:
            self.paragraphs, self.story = self.lines, f"{self.family}.{self.letter}"
            return
        source = others[self.made_from[1]]
        self.paragraphs = self.edit(source.paragraphs)
        if "cut" in self.made_from:
            self.paragraphs = self.paragraphs[: int(self.made_from[-1])]
        self.story = f"{self.family}.{named[0]}" if named else source.story

    def record(self):
        text, marks, at = "", [], 0
        marked = "\n\n".join(self.paragraphs)
        for mark in MARK.finditer(marked):
            text += marked[at:mark.start()]
            begin = len(text.encode())
            text += mark[2]
            marks.append({"happening": f"{self.family}.{mark[1]}", "phrase": mark[2], "begin": begin,
                          "end": len(text.encode())})
            at = mark.end()
        text += marked[at:]
        return {"id": f"{self.family}.{self.letter}", "date": self.date, "publisher": self.publisher,
                "title": self.title, "text": text, "story": self.story, "happenings": marks}


def reports_of(path):
    family, current, found = None, None, {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            family = line[3:].strip()
        elif line.startswith("@"):
            current = Report(family, line)
            found.setdefault(family, {})[current.letter] = current
        elif line.strip() and not line.startswith("#"):
            current.lines.append(line.rstrip() if " =>" in line else line.strip())
    return found


def lines_of(path):
    for reports in reports_of(path).values():
        for report in reports.values():
            report.resolve(reports)
            yield json.dumps(report.record(), ensure_ascii=False) + "\n"


def main(arguments):
    wrong = 0
    for half in ("dev", "test"):
        made, out = "".join(lines_of(HERE / f"{half}.txt")), HERE / f"{half}.jsonl"
        if arguments != ["--check"]:
            out.write_text(made, encoding="utf-8")
        elif out.read_text(encoding="utf-8") != made:
            print(f"{out} is not what {half}.txt says: run {__file__}")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
