#!/usr/bin/env python3
"""Scores a CoNLL-U file against gold as the CoNLL 2018 shared task did.

    conll18.py GOLD SYSTEM [--json] [--min METRIC=PERCENT …]

Both files must have the same characters, blanks apart. Sentences, tokens and words are compared as spans of those
characters; where the words of a multiword token differ, they are aligned by their forms. Tags, lemmas and trees count
over aligned words. LAS compares relations up to the colon, LASX with it. With gold tokens, precision and recall are
accuracy. Exit code 1 if a --min is missed.
"""
import argparse
import json
import sys


class Word:
    __slots__ = ('span', 'form', 'lemma', 'upos', 'xpos', 'head', 'deprel', 'parent', 'multi')

    def __init__(self, span, cells, multi):
        self.span, self.multi, self.parent = span, multi, None
        self.form, self.lemma, self.upos, self.xpos = cells[1], cells[2], cells[3], cells[4]
        self.head, self.deprel = int(cells[6]), cells[7]


class File:
    def __init__(self, path):
        self.chars, self.sentences, self.tokens, self.words = [], [], [], []
        self.at = 0
        block = []
        with open(path, encoding='utf8') as f:
            for number, line in enumerate(f, 1):
                line = line.rstrip('\r\n')
                if not line:
                    self.sentence(block)
                    block = []
                elif line[0] != '#':
                    cells = line.split('\t')
                    if len(cells) != 10:
                        sys.exit(f"{path}:{number}: a word line has 10 columns")
                    block.append(cells)
        self.sentence(block)
        self.chars = ''.join(self.chars)

    def take(self, form):
        """The span of the form's characters, blanks left out."""
        form = ''.join(form.split())
        self.chars.append(form)
        begin, self.at = self.at, self.at + len(form)
        return begin, self.at

    def sentence(self, block):
        if not block:
            return
        begin, first, until, span = self.at, len(self.words), 0, None
        for cells in block:
            if '.' in cells[0]:
                continue
            if '-' in cells[0]:
                until = int(cells[0].split('-')[1])
                span = self.take(cells[1])
                self.tokens.append(span)
                continue
            inside = int(cells[0]) <= until
            if not inside:
                span = self.take(cells[1])
                self.tokens.append(span)
            self.words.append(Word(span, cells, inside))
        for w in self.words[first:]:
            w.parent = self.words[first + w.head - 1] if w.head else None
        self.sentences.append((begin, self.at))


def common(a, b):
    """Longest common subsequence of two short lists of words, by lower-cased form."""
    n, m = len(a), len(b)
    best = [[0] * (m + 1) for _ in range(n + 1)]
    same = lambda i, j: a[i].form.lower() == b[j].form.lower()
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            best[i][j] = best[i + 1][j + 1] + 1 if same(i, j) else max(best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < n and j < m:
        if same(i, j):
            yield a[i], b[j]
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1


def align(gold, system):
    """Pairs of words that stand for each other."""
    g, s, i, j = gold.words, system.words, 0, 0
    while i < len(g) and j < len(s):
        if not g[i].multi and not s[j].multi:
            if g[i].span == s[j].span:
                yield g[i], s[j]
                i, j = i + 1, j + 1
            elif g[i].span[0] <= s[j].span[0]:
                i += 1
            else:
                j += 1
            continue
        # a stretch with a multiword token: as far as both sides' spans reach
        if g[i].span[1] <= s[j].span[0]:
            i += 1
            continue
        if s[j].span[1] <= g[i].span[0]:
            j += 1
            continue
        end, a, b, moved = max(g[i].span[1], s[j].span[1]), i, j, True
        while moved:
            moved = False
            while i < len(g) and g[i].span[0] < end:
                end, i, moved = max(end, g[i].span[1]) if g[i].multi else end, i + 1, True
            while j < len(s) and s[j].span[0] < end:
                end, j, moved = max(end, s[j].span[1]) if s[j].multi else end, j + 1, True
        yield from common(g[a:i], s[b:j])


def score(gold, system):
    f1 = lambda right, n_gold, n_system: 200.0 * right / max(1, n_gold + n_system)
    spans = lambda a, b: f1(len(set(a) & set(b)), len(a), len(b))
    pairs = list(align(gold, system))
    partner = {id(s): g for g, s in pairs}
    base = lambda r: r.split(':')[0]

    def attached(g, s):
        return g.parent is None if s.parent is None else g.parent is not None and partner.get(id(s.parent)) is g.parent
    tests = {
        'Words': lambda g, s: True,
        'UPOS': lambda g, s: g.upos == s.upos,
        'XPOS': lambda g, s: g.xpos == s.xpos,
        'Lemmas': lambda g, s: g.lemma in ('_', s.lemma),
        'UAS': attached,
        'LAS': lambda g, s: attached(g, s) and base(g.deprel) == base(s.deprel),
        'LASX': lambda g, s: attached(g, s) and g.deprel == s.deprel,
    }
    out = {'Sentences': spans(gold.sentences, system.sentences), 'Tokens': spans(gold.tokens, system.tokens)}
    for name, test in tests.items():
        out[name] = f1(sum(test(g, s) for g, s in pairs), len(gold.words), len(system.words))
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('gold')
    p.add_argument('system')
    p.add_argument('--json', action='store_true')
    p.add_argument('--min', nargs='*', default=[], metavar='METRIC=PERCENT')
    o = p.parse_args()
    gold, system = File(o.gold), File(o.system)
    if gold.chars != system.chars:
        at = next((i for i, (a, b) in enumerate(zip(gold.chars, system.chars)) if a != b), min(len(gold.chars), len(system.chars)))
        sys.exit(f'the texts differ at character {at}: {gold.chars[at:at + 20]!r}, {system.chars[at:at + 20]!r}')
    result = score(gold, system)
    print(json.dumps({k: round(v, 2) for k, v in result.items()}) if o.json else
          '\n'.join(f'{k:10} {v:6.2f}' for k, v in result.items()))
    missed = [m for m in o.min if result[m.split('=')[0]] < float(m.split('=')[1])]
    if missed:
        sys.exit('below the bar: ' + ' '.join(missed))


if __name__ == '__main__':
    main()
