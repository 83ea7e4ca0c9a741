"""Batches of sentences of like length."""


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
