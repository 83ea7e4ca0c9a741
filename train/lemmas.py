"""Learns the lemma table that src/parse/lemma.c reads: whole words, and rules by fine tag and word end.

A rule is a digit, the bytes to drop from the end, then the bytes to add. Rules never drop more than the end that they
ask for, so that no character is cut in two. `lemmas.py TREEBANKS` prints the accuracy on dev with gold tags;
`lemmas.py TREEBANKS MODEL` writes the table anew into a model file.
"""
import collections
import os
import sys

import conllu
from conllu import SKIP

LONGEST = 5                                     # bytes of a word end
NAMES = {'PROPN', 'X', 'SYM', 'PUNCT'}          # keep their case


def in_name(upos, xpos):
    """A word of a name that is no proper noun itself, as the adjective in "United Nations": src/parse/lemma.c goes by rule."""
    return upos != 'PROPN' and xpos.startswith('NNP')


def straight(s):
    return s.replace('\u2019', "'")


def lower(s):
    return ''.join(c.lower() if len(c.lower()) == 1 else c for c in s)


def rule_between(word, lemma):
    """The rule, and how many bytes it drops; None if the two have too little in common."""
    k = 0
    while k < min(len(word), len(lemma)) and word[k] == lemma[k]:
        k += 1
    drop = len(word[k:].encode())
    return (f'{drop}{lemma[k:]}', drop) if drop <= LONGEST else (None, 0)


def ends(word):
    b = word.encode()
    return [b[len(b) - n:] for n in range(min(LONGEST, len(b)), -1, -1)]


def apply(word, rule):
    b = word.encode()
    return (b[:len(b) - int(rule[0])] + rule[1:].encode()).decode(errors='replace')


def inflections():
    """(form, UPOS) -> lemma of inflections.tsv."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'inflections.tsv'), encoding='utf-8') as f:
        rows = [line.rstrip('\n').split('\t') for line in f if not line.startswith('#')]
    return {(form, upos): lemma for form, upos, lemma in rows}


class Lemmas:
    def __init__(self, sentences):
        self.rules, self.words = {}, {}
        counts = collections.defaultdict(collections.Counter)
        for s in sentences:
            for w in s:
                if w.lemma != '_':
                    counts[straight(w.form), w.upos, w.xpos][straight(w.lemma)] += 1
        self.learn_rules(counts)
        self.learn_words(counts)
        known = {(lower(form), upos) for form, upos, _ in counts}
        for (form, upos), lemma in inflections().items():
            if (form, upos) not in known:
                self.words[form, upos] = lemma

    def learn_rules(self, counts):
        """Each word counts once, however frequent: rules are for words that were never seen."""
        votes = collections.defaultdict(collections.Counter)
        for (form, upos, xpos), lemmas in counts.items():
            low = lower(form)
            rule, drop = rule_between(form if upos in NAMES else low, lemmas.most_common(1)[0][0])
            for end in ends(low):
                if rule and drop <= len(end):
                    votes[xpos, end][rule] += 1
        for (xpos, end), c in sorted(votes.items(), key=lambda kv: len(kv[0][1])):
            best = min(c, key=lambda r: (-c[r], r))
            if end and (sum(c.values()) < 2 or self.rule(xpos, end[1:]) == best):
                continue
            self.rules[xpos, end] = best

    def learn_words(self, counts):
        """Words that the rules get wrong. "National" in a name says nothing of "national", unless it is all there is."""
        plain, in_names = collections.defaultdict(list), collections.defaultdict(list)
        for (form, upos, xpos), lemmas in counts.items():
            if upos not in ('PROPN', 'X'):
                (in_names if xpos.startswith('NNP') else plain)[lower(form), upos].append((form, xpos, lemmas))
        for key, uses in {**in_names, **plain}.items():
            total = sum((lemmas for _, _, lemmas in uses), collections.Counter())
            best = min(total, key=lambda l: (-total[l], l))
            if total[best] > sum(lemmas[self.by_rule(form, key[1], xpos)] for form, xpos, lemmas in uses):
                self.words[key] = best

    def rule(self, xpos, end):
        for k in range(len(end) + 1):
            if (xpos, end[k:]) in self.rules:
                return self.rules[xpos, end[k:]]
        return None

    def by_rule(self, form, upos, xpos):
        low = lower(form)
        word = form if upos in NAMES or in_name(upos, xpos) else low
        rule = self.rule(xpos, ends(low)[0])
        return apply(word, rule) if rule else word

    def lemma(self, form, upos, xpos):
        form = straight(form)
        whole = None if in_name(upos, xpos) else self.words.get((lower(form), upos))
        return whole or self.by_rule(form, upos, xpos)

    def table(self):
        """Sorted lines: key, zero byte, value."""
        items = [(b'w' + form.encode() + b'\1' + upos.encode(), lemma) for (form, upos), lemma in self.words.items()]
        items += [(b's' + xpos.encode() + b'\1' + end, rule) for (xpos, end), rule in self.rules.items()]
        return [k + b'\0' + v.encode() for k, v in sorted(items) if len(k) < 90]


def rewrite(treebanks, model):
    """Replaces the lemma sections of a model file and leaves the network as it is."""
    import struct
    from export import File
    data = open(model, 'rb').read()
    out, (n,) = File(), struct.unpack_from('<I', data, 8)
    for i in range(n):
        name, at, size = struct.unpack_from('<16sQQ', data, 16 + 32 * i)
        name = name.rstrip(b'\0').decode()
        if name == 'lemma':
            train = conllu.read(treebanks + '/ewt/train.conllu') + conllu.read(treebanks + '/gum/train.conllu', SKIP)
            out.strings('lemma', Lemmas(train).table())
        elif name != 'lemma.off':
            out.add(name, data[at:at + size])
    print(f'{model}: {out.write(model)} bytes')


def main(treebanks):
    lemmas = Lemmas(conllu.read(treebanks + '/ewt/train.conllu') + conllu.read(treebanks + '/gum/train.conllu', SKIP))
    print(len(lemmas.words), 'words', len(lemmas.rules), 'rules')
    for name in ('ewt', 'gum'):
        misses, total = collections.Counter(), 0
        for w in (w for s in conllu.read(f'{treebanks}/{name}/dev.conllu') for w in s):
            total += 1
            got = lemmas.lemma(w.form, w.upos, w.xpos)
            if w.lemma not in ('_', got):
                misses[w.form, w.upos, w.xpos, w.lemma, got] += 1
        print(name, f'{100 - 100 * sum(misses.values()) / total:.2f}', misses.most_common(12))


if __name__ == '__main__':
    if len(sys.argv) == 3:
        rewrite(*sys.argv[1:])
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else '../shared/data/treebanks')
