"""Reading CoNLL-U treebanks."""
import collections
import re

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
