#!/usr/bin/env python3
"""The parser's scores by genre and by length of sentence, and its commonest errors on long sentences of news.

    parse.py [--program PROGRAM] [--treebanks DIR]

Gold tokens, own tags, test sets of EWT and GUM; LAS counts relations up to the colon. Long: over 25 words. Errors are counted on
GUM's news, dev and test: the relation that gold has, and what the parser made of it ('-> head': the right relation, hung
from the wrong word).
"""
import argparse
import collections
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
TREEBANKS = pathlib.Path(os.environ.get('DRAGOMAN_SHARED', ROOT.parent / 'shared')) / 'data' / 'treebanks'
LONG = 25


def sentences(text):
    """(genre, words) by sentence; a word is a row's cells."""
    genre, rows = '', []
    for line in text.splitlines() + ['']:
        if line.startswith('# newdoc'):
            name = re.split(r'[ =]+', line)[-1]
            genre = name.split('_')[1] if name.startswith('GUM_') else name.split('-')[0]
        elif line[:1].isdigit() and line.split('\t')[0].isdigit():
            rows.append(line.split('\t'))
        elif not line and rows:
            yield genre, rows
            rows = []


def pairs(o, treebank, part):
    path = o.treebanks / treebank / f'{part}.conllu'
    got = subprocess.run([o.program, 'parse', '-f', 'conllu', '-t', 'conllu', path], check=True, capture_output=True, text=True).stdout
    return [(genre, gold, system) for (genre, gold), (_, system) in zip(sentences(path.read_text(encoding='utf8')), sentences(got), strict=True)]


def base(relation):
    return relation.split(':')[0]


def right(g, s):
    """UPOS, lemma, UAS, LAS of one word"""
    head = g[6] == s[6]
    return g[3] == s[3], g[2] in ('_', s[2]), head, head and base(g[7]) == base(s[7])


def table(groups):
    print(f'{"":24}{"words":>8}{"UPOS":>8}{"lemma":>8}{"UAS":>8}{"LAS":>8}')
    for name, rows in sorted(groups.items()):
        words = [right(g, s) for gold, system in rows for g, s in zip(gold, system, strict=True)]
        print(f'{name:24}{len(words):8}' + ''.join(f'{100 * sum(w[k] for w in words) / len(words):8.2f}' for k in range(4)))


def errors(rows, most):
    count, total = collections.Counter(), 0
    for gold, system in rows:
        for g, s in zip(gold, system, strict=True):
            total += 1
            if not right(g, s)[3]:
                count[base(g[7]), base(s[7]) if base(g[7]) != base(s[7]) else 'head'] += 1
    print(f'\nerrors in {total} words of long news sentences: {sum(count.values())}')
    for (want, got), n in count.most_common(most):
        print(f'{n:6}  {want} -> {got}')


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--program', default=str(ROOT / 'build' / 'dragoman'))
    p.add_argument('--treebanks', type=pathlib.Path, default=TREEBANKS)
    o = p.parse_args()
    groups = collections.defaultdict(list)
    for treebank in ('ewt', 'gum'):
        for genre, gold, system in pairs(o, treebank, 'test'):
            length = '1-10' if len(gold) <= 10 else '11-25' if len(gold) <= LONG else '26-'
            for name in (treebank, f'{treebank} {genre}', f'{treebank} words {length}'):
                groups[name].append((gold, system))
    table(groups)
    news = [(gold, system) for part in ('dev', 'test') for genre, gold, system in pairs(o, 'gum', part)
            if genre == 'news' and len(gold) > LONG]
    table({'gum news, long': news})
    errors(news, 10)


if __name__ == '__main__':
    main()
