#!/usr/bin/env python3
"""Writes the model file that src/parse/model.h describes from what train.py left in a folder.

    export.py --from DIR --treebanks DIR -o model/en.drg

GloVe and its projection are added into the word rows, so that the program looks up one row of 64 bytes a word. Rows of
embeddings become int8 with a scale each, matrices int16 with a scale a column.
"""
import argparse
import json
import struct

import numpy as np
import torch

import conllu
from conllu import SKIP
from features import BUCKETS, KINDS, fnv32
from lemmas import Lemmas
from train import ARC, HIDDEN, LABEL, PIECE, SHAPE, WORD

LANES = 16      # outputs of a matrix are padded to a multiple
ALIGN = 64


class File:
    def __init__(self):
        self.sections = []

    def add(self, name, data):
        assert len(name) <= 16
        self.sections.append((name.encode(), bytes(data)))

    def strings(self, name, items):
        items = [x if isinstance(x, bytes) else x.encode() for x in items]
        self.add(name, b''.join(items))
        self.add(name + '.off', np.cumsum([0] + [len(x) for x in items], dtype=np.uint32).tobytes())

    def rows(self, name, m):
        """int8 rows (…, n) and their scales (…)"""
        scale = np.maximum(np.abs(m).max(-1), 1e-8) / 127
        self.add(name, np.clip(np.round(m / scale[..., None]), -127, 127).astype(np.int8).tobytes())
        self.add(name + '.s', scale.astype(np.float32).tobytes())

    def matrix(self, name, w, bias=None):
        """w (k, n): int16 with a scale a column, n padded with zeros; bias (n)"""
        k, n = w.shape
        padded = np.zeros((k, -(-n // LANES) * LANES), np.float32)
        padded[:, :n] = w
        b = np.zeros(padded.shape[1], np.float32)
        b[:n] = 0 if bias is None else bias
        scale = np.maximum(np.abs(padded).max(0), 1e-8) / 32767
        self.add(name + '.w', np.round(padded / scale).astype(np.int16).tobytes())
        self.add(name + '.s', scale.astype(np.float32).tobytes())
        self.add(name + '.b', b.tobytes())

    def write(self, path):
        at = -(-(16 + 32 * len(self.sections)) // ALIGN) * ALIGN
        head, body = struct.pack('<8sII', b'DRGMODL1', len(self.sections), 0), b''
        for name, data in self.sections:
            head += struct.pack('<16sQQ', name, at + len(body), len(data))
            body += data + b'\0' * (-len(data) % ALIGN)
        data = head + b'\0' * (at - len(head)) + body
        with open(path, 'wb') as f:
            f.write(data)
        return len(data)


def slots(vocab):
    """Open-addressing table of the words but the first (unknown): number + 1, 0 for empty."""
    size = 1 << (2 * len(vocab) - 1).bit_length()
    table = np.zeros(size, np.uint32)
    for k, word in enumerate(vocab[1:], 1):
        i = fnv32(word.encode()) & (size - 1)
        while table[i]:
            i = (i + 1) & (size - 1)
        table[i] = k + 1
    return table


def put_network(out, net):
    g = lambda name: net[name].numpy().astype(np.float32)
    out.rows('hash', g('piece.weight').reshape(KINDS, BUCKETS, PIECE))
    out.add('shape', g('shape.weight').tobytes())
    out.add('root', g('root').tobytes())
    for layer in (0, 1):
        for direction, suffix in (('f', ''), ('b', '_reverse')):
            part = lambda kind: g(f'layers.{layer}.{kind}_l0{suffix}')
            out.matrix(f'l{layer + 1}{direction}.in', part('weight_ih').T, part('bias_ih') + part('bias_hh'))
            out.matrix(f'l{layer + 1}{direction}.re', part('weight_hh').T)
    for name, module in (('upos', 'upos'), ('xpos', 'xpos'), ('arcd', 'arc_dep'), ('arch', 'arc_head'),
                         ('labd', 'lab_dep'), ('lab', 'label')):
        out.matrix(name, g(module + '.weight').T, g(module + '.bias'))
    out.matrix('arcu', g('arc.weight').T)
    out.matrix('labh', g('lab_head.weight').T)
    # the bias of the arc product multiplies the head alone: (U d + b) h = (U d) h + b h
    out.add('hbias', np.append(g('arc.bias'), np.float32(0)).tobytes())


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--from', dest='folder', required=True)
    p.add_argument('--treebanks', default='../shared/data/treebanks')
    p.add_argument('-o', dest='out', required=True)
    o = p.parse_args()
    meta = json.load(open(o.folder + '/meta.json'))
    net = torch.load(o.folder + '/best.pt', map_location='cpu')
    out = File()
    out.add('dims', np.array([WORD, PIECE, SHAPE, BUCKETS, HIDDEN, ARC, LABEL], np.int32).tobytes())
    out.strings('vocab', meta['vocab'])
    out.add('vocab.slot', slots(meta['vocab']).tobytes())
    for name, key in (('upos', 'upos'), ('xpos', 'xpos'), ('deps', 'deprels')):
        out.strings(name, meta[key])
    words = net['word.weight'].numpy() + np.load(o.folder + '/vectors.npy') @ net['project.weight'].numpy().T
    out.rows('word', words)
    put_network(out, net)
    train = conllu.read(o.treebanks + '/ewt/train.conllu') + conllu.read(o.treebanks + '/gum/train.conllu', SKIP)
    out.strings('lemma', Lemmas(train).table())
    print(f'{o.out}: {out.write(o.out)} bytes, {len(out.sections)} sections')


if __name__ == '__main__':
    main()
