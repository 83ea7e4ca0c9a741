#!/usr/bin/env python3
"""Writes raw news of the shared data as one text file a report, for the teacher to annotate.

    raw.py DATA OUT          DATA: ../shared/data

Only sets whose text may teach a parser (DATA/README.md); no set that accuracy is measured on (gold, legacy, reports) and
no treebank. Texts that come as tokens are set with a blank between any two, sentences as paragraphs.
"""
import csv
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree


def columns(path):
    """Reports of a file of one token a line, blank lines between sentences."""
    text = path.read_text(encoding='utf8')
    sentences = [' '.join(line.split()[0] for line in part.splitlines() if line.split()) for part in re.split(r'\n\s*\n', text)]
    yield '\n\n'.join(s for s in sentences if not s.startswith('-DOCSTART-'))


def timeml(path):
    text = path.read_text(encoding='utf8', errors='ignore')
    body = re.search(r'<TEXT>(.*)</TEXT>', text, re.S)
    yield re.sub(r'<[^>]*>', '', body.group(1) if body else '').replace('&amp;', '&')


def toponyms(path):
    for article in ElementTree.parse(path).getroot().iter('article'):
        yield article.findtext('text') or ''


def gap(path):
    with open(path, encoding='utf8', newline='') as f:
        for row in csv.DictReader(f, delimiter='\t', quoting=csv.QUOTE_NONE):
            yield row['Text']


def plain(path):
    yield path.read_text(encoding='utf8', errors='ignore')


SETS = (('ner/worldwide/*.tsv', columns), ('ner/wikigold/CONLL-format/data/*.txt', columns), ('ner/re3d/CONLL-format/data/t*/*.conll', columns),
        ('quotes/polnear/*/text/*.txt', plain), ('time/timebank/*.tml', timeml), ('geo/*.xml', toponyms), ('coref/gap/*.tsv', gap))


def main(data, out):
    out.mkdir(parents=True, exist_ok=True)
    for pattern, reader in SETS:
        n = words = 0
        for path in sorted(data.glob(pattern)):
            if path.name.startswith(('README', 'LICENSE')):
                continue
            for text in reader(path):
                name = re.sub(r'\W+', '-', f'{pattern.split("*")[0]}{path.stem}-{n}')
                (out / f'{name}.txt').write_text(text, encoding='utf8')
                n, words = n + 1, words + len(text.split())
        print(f'{pattern}: {n} reports, {words} words', file=sys.stderr)


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
