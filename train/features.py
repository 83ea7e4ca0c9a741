"""What the model sees of a word. src/parse/network.c does the same, byte for byte; change both together."""
import unicodedata

BUCKETS = 8192          # rows of each hashed table
SHAPES = 64
KINDS = 5               # hashed parts of a word: suffixes of 2, 3, 4 bytes, prefix of 3, the whole word
FORM = 116              # bytes of a form that are looked at
TYPOGRAPHY = {'\u2018': "'", '\u2019': "'", '\u201c': '"', '\u201d': '"', '\u2013': '-', '\u2014': '-',
              '\u2026': '...', '``': '"', "''": '"'}


def fnv32(data):
    h = 2166136261
    for x in data:
        h = ((h ^ x) * 16777619) & 0xffffffff
    return h


def plain(form):
    """Typography as ASCII."""
    for sign, ascii_sign in TYPOGRAPHY.items():
        form = form.replace(sign, ascii_sign)
    return form.encode()[:FORM].decode(errors='ignore')


def lower(form):
    """Simple lower case: the key of the word table."""
    return ''.join(c.lower() if len(c.lower()) == 1 else c for c in plain(form))


def shape(form):
    s = ''
    for c in plain(form):
        cat = unicodedata.category(c)
        k = 'X' if cat == 'Lu' else 'x' if cat[0] == 'L' else '9' if cat == 'Nd' else '-'
        if not s or s[-1] != k:
            s += k
        if len(s) == 4:
            break
    return s


def features(form):
    """(key of the word table, hashed rows, shape row)"""
    key = lower(form)
    b = key.encode()
    parts = (b[-2:], b[-3:], b[-4:], b[:3], b)
    rows = [fnv32(bytes([k + 1]) + p) % BUCKETS for k, p in enumerate(parts)]
    return key, rows, fnv32(b'\x06' + shape(form).encode()) % SHAPES
