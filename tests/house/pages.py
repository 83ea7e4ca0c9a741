#!/usr/bin/env python3
"""How much of a page's running text is read, and how much else: words of pages in many layouts.

    pages.py PROGRAM            each page and all together; fails under LEAST
    pages.py --trafilatura      the same for trafilatura (PyPI), for comparison; needs it installed

tests/house/data/pages has the pages, written for this test. What must be read stands between <!--[--> and <!--]-->, what
may be read between <!--(--> and <!--)-->; readers see only comments. Precision, recall and F1 count words, each as often as
it stands there.
"""
import collections
import html
import json
import pathlib
import re
import subprocess
import sys

PAGES = sorted((pathlib.Path(__file__).resolve().parent / "data/pages").glob("*.html"))
LEAST = {"page": 0.89, "all": 0.98}


def words(text):
    return collections.Counter(re.findall(r"\w+", text.replace("’", "'")))


def marked(source, opening, closing):
    parts = re.findall(re.escape(opening) + "(.*?)" + re.escape(closing), source, re.S)
    return words(" ".join(html.unescape(re.sub(r"<[^>]*>", " ", part)) for part in parts))


def dragoman(program, path):
    done = subprocess.run([program, "read", path], capture_output=True, check=False)
    return json.loads(done.stdout)["text"] if done.stdout else ""


def trafilatura(path):
    import trafilatura as other
    return other.extract(path.read_text(encoding="utf-8"), include_comments=False) or ""


def score(hit, read, wanted):
    precision, recall = hit / read if read else 0.0, hit / wanted if wanted else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hit else 0.0


def measure(path, text):
    """Words hit, read and wanted of a page; those that may be read count for nothing."""
    source = path.read_text(encoding="utf-8")
    wanted, free, read = marked(source, "<!--[-->", "<!--]-->"), marked(source, "<!--(-->", "<!--)-->"), words(text)
    hit = wanted & read
    return sum(hit.values()), sum(((read - wanted) - free).values()) + sum(hit.values()), sum(wanted.values())


def main(argument):
    total, failed = [0, 0, 0], 0
    for path in PAGES:
        counts = measure(path, trafilatura(path) if argument == "--trafilatura" else dragoman(argument, path))
        total = [a + b for a, b in zip(total, counts)]
        precision, recall, f1 = score(*counts)
        failed += f1 < LEAST["page"]
        print(f"{path.name:24} precision {precision:.3f} recall {recall:.3f} f1 {f1:.3f}")
    precision, recall, f1 = score(*total)
    failed += f1 < LEAST["all"]
    print(f"{'all':24} precision {precision:.3f} recall {recall:.3f} f1 {f1:.3f}")
    print(f"{len(PAGES) + 1 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
