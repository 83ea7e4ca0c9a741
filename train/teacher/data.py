"""What the teacher reads: CoNLL-U treebanks, in batches, and the shapes of words."""
import collections
import re
import unicodedata

# GUM's texts under a non-commercial licence stay out of a model that anybody may use.
SKIP = {'fiction', 'whow', 'letter', 'essay', 'podcast'}

Word = collections.namedtuple('Word', 'form lemma upos xpos head deprel')  # head: index in the sentence, -1 root


def read(path, skip_genres=()):
    """Sentences of syntactic words; documents of GUM in skip_genres are left out."""
    out, now, genre = [], [], ''
    with open(path, encoding='utf8') as f:
        for line in f:
            line = line.rstrip('\n')
            if line.startswith('# newdoc'):
                m = re.search(r'GUM_([a-z]+)_', line)
                genre = m.group(1) if m else ''
            elif line[:1].isdigit():
                c = line.split('\t')
                if c[0].isdigit():
                    now.append(Word(c[1], c[2], c[3], c[4], int(c[6]) - 1, c[7]))
            elif not line and now:
                if genre not in skip_genres:
                    out.append(now)
                now = []
    if now and genre not in skip_genres:
        out.append(now)
    return out


def batches(lengths, size, rng=None, jitter=0):
    """Lists of indices into lengths, in batches of about `size` words. With rng, sentences whose lengths differ by less
    than jitter may change places, and the batches come in random order."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i] + (rng.random() * jitter if rng else 0), i))
    out, now, n = [], [], 0
    for i in order:
        now.append(i)
        n += lengths[i]
        if n >= size:
            out.append(now)
            now, n = [], 0
    if now:
        out.append(now)
    if rng:
        rng.shuffle(out)
    return out


TYPOGRAPHY = {'\u2018': "'", '\u2019': "'", '\u201c': '"', '\u201d': '"', '\u2013': '-', '\u2014': '-',
              '\u2026': '...', '``': '"', "''": '"'}


def shape(form):
    """Runs of capitals X, letters x, digits 9, others -, cut to four signs: "McCain's" XxXx."""
    for sign, ascii_sign in TYPOGRAPHY.items():
        form = form.replace(sign, ascii_sign)
    s = ''
    for c in form:
        cat = unicodedata.category(c)
        k = 'X' if cat == 'Lu' else 'x' if cat[0] == 'L' else '9' if cat == 'Nd' else '-'
        if not s or s[-1] != k:
            s += k
        if len(s) == 4:
            break
    return s
