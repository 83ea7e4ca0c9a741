#!/usr/bin/env python3
"""A teacher for the fast parser: a pre-trained encoder fine-tuned to tag and parse, which then annotates raw news.

    teacher.py train    --encoder DIR --treebanks DIR --out DIR     resumes from OUT/last.pt after a kill
    teacher.py annotate --encoder DIR --out DIR [FILE…] > silver.conllu

ENCODER is a folder as `transformers` loads it (see fetch.sh). FILE is CoNLL-U of which only the words are read
(`dragoman segment` or `dragoman parse -t conllu` writes it). Lemmas are left to the lemma table, which the trainer
learns from gold alone. Only needed to make the model: Dragoman neither builds nor runs with it.
"""
import argparse
import os
import random
import time

import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import AutoModel, AutoTokenizer

import data
from data import SKIP, batches, shape

ARC, LABEL, SHAPE, LONGEST = 400, 128, 32, 160           # LONGEST: words of a sentence


class Teacher(nn.Module):
    """Words are the mean of their pieces and a vector of their shape (encoders without case see it only there)."""

    def __init__(self, encoder, shapes, upos, xpos, deps):
        super().__init__()
        self.names = dict(shapes=shapes, upos=upos, xpos=xpos, deps=deps)
        self.tokenizer = AutoTokenizer.from_pretrained(encoder)
        self.encoder = AutoModel.from_pretrained(encoder, add_pooling_layer=False)
        wide = self.encoder.config.hidden_size + SHAPE
        self.shape = nn.Embedding(len(shapes) + 1, SHAPE)
        self.drop = nn.Dropout(0.2)
        self.upos, self.xpos = nn.Linear(wide, len(upos)), nn.Linear(wide, len(xpos))
        self.arc_dep, self.arc_head = nn.Linear(wide, ARC), nn.Linear(wide, ARC)
        self.lab_dep, self.lab_head = nn.Linear(wide, LABEL), nn.Linear(wide, LABEL)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.lab = nn.Parameter(torch.zeros(len(deps), LABEL + 1, LABEL + 1))
        self.shapes = {s: i + 1 for i, s in enumerate(shapes)}
        self.pieces = {}

    def split(self, form):
        if form not in self.pieces:
            ids = self.tokenizer(form, add_special_tokens=False)['input_ids'][:12]
            self.pieces[form] = ids or [self.tokenizer.unk_token_id]
        return self.pieces[form]

    def inputs(self, batch):
        """ids (b, p); where (b, 1 + w, p): shares of the pieces in a word, word 0 the sentence's first mark; shapes (b, 1 + w)"""
        rows = [[self.split(f) for f in forms] for forms in batch]
        w, p = max(map(len, rows)) + 1, max(sum(map(len, r)) for r in rows) + 2
        ids = torch.full((len(rows), p), self.tokenizer.pad_token_id)
        where, shapes = torch.zeros(len(rows), w, p), torch.zeros(len(rows), w, dtype=torch.long)
        for b, row in enumerate(rows):
            flat = [self.tokenizer.cls_token_id] + [i for word in row for i in word] + [self.tokenizer.sep_token_id]
            ids[b, :len(flat)] = torch.tensor(flat)
            where[b, 0, 0], at = 1, 1
            for k, word in enumerate(row, 1):
                where[b, k, at:at + len(word)] = 1 / len(word)
                at += len(word)
            shapes[b, 1:len(row) + 1] = torch.tensor([self.shapes.get(shape(f), 0) for f in batch[b]])
        return ids, where, shapes

    def forward(self, batch):
        """upos, xpos (b, w, tags); arcs (b, w, 1 + w); what labels() needs"""
        ids, where, shapes = self.inputs(batch)
        states = self.encoder(input_ids=ids, attention_mask=(ids != self.tokenizer.pad_token_id).long())[0]
        x = self.drop(torch.cat([where.to(states.dtype) @ states, self.shape(shapes).to(states.dtype)], -1))
        dep, head = (self.drop(F.relu(m(x))) for m in (self.arc_dep, self.arc_head))
        one = torch.ones_like(dep[..., :1])
        arcs = (torch.cat([dep, one], -1)[:, 1:] @ self.arc.to(dep.dtype) @ head.transpose(1, 2)).float()
        empty = where.sum(-1) == 0
        return (self.upos(x[:, 1:]).float(), self.xpos(x[:, 1:]).float(), arcs.masked_fill(empty[:, None], -1e9),
                [self.drop(F.relu(m(x))) for m in (self.lab_dep, self.lab_head)])

    def labels(self, parts, heads):
        """(b, w, deps) for each word under heads (b, w)"""
        dep, head = parts
        head = head.gather(1, heads[..., None].expand(-1, -1, head.shape[-1]))
        one = torch.ones_like(head[..., :1])
        d, h = torch.cat([dep[:, 1:], one], -1), torch.cat([head, one], -1)
        return torch.einsum('bwi,kij,bwj->bwk', d, self.lab.to(d.dtype), h).float()


def gold_of(net, batch):
    """(b, w, 4): upos, xpos, head, relation; -1 where there is no word"""
    y = torch.full((len(batch), max(map(len, batch)), 4), -1)
    index = [{k: i for i, k in enumerate(net.names[kind])} for kind in ('upos', 'xpos', 'deps')]
    for b, s in enumerate(batch):
        y[b, :len(s)] = torch.tensor([[index[0].get(w.upos, -1), index[1].get(w.xpos, -1), w.head + 1,
                                       index[2].get(w.deprel, -1)] for w in s])
    return y


def loss_of(net, batch):
    y = gold_of(net, batch)
    upos, xpos, arcs, parts = net([[w.form for w in s] for s in batch])
    labels = net.labels(parts, y[..., 2].clamp(min=0))
    return sum(F.cross_entropy(p.flatten(0, 1), y[..., k].flatten(), ignore_index=-1)
               for k, p in enumerate((upos, xpos, arcs, labels)))


@torch.no_grad()
def predict(net, forms):
    """Per sentence a list of (upos, xpos, head, relation, sureness of the arc), heads of the best tree"""
    upos, xpos, arcs, parts = net(forms)
    heads = torch.zeros(arcs.shape[:2], dtype=torch.long)
    sure = arcs.softmax(-1)
    for b, s in enumerate(forms):
        heads[b, :len(s)] = torch.tensor(spanning_tree(arcs[b, :len(s), :len(s) + 1].log_softmax(-1).numpy()))
    labels = net.labels(parts, heads).argmax(-1)
    return [[(net.names['upos'][upos[b, i].argmax()], net.names['xpos'][xpos[b, i].argmax()], int(heads[b, i]),
              net.names['deps'][labels[b, i]] if heads[b, i] else 'root', float(sure[b, i, heads[b, i]]))
             for i in range(len(s))] for b, s in enumerate(forms)]


def spanning_tree(scores):
    """Heads (0 the root) of words 1.. by the best single-rooted tree; scores (n, 1 + n). Greedy first: mostly a tree."""
    import networkx
    import numpy as np
    n = len(scores)
    heads = scores.argmax(-1)
    if (heads == 0).sum() == 1 and not any(cycles(heads)):
        return heads.tolist()
    scores = scores.copy()
    scores[:, 0] -= 1000.0                               # one root: a second costs more than any arc
    g = networkx.DiGraph()
    g.add_weighted_edges_from((h, d + 1, float(scores[d, h])) for d in range(n) for h in range(n + 1) if h != d + 1)
    tree = networkx.maximum_spanning_arborescence(g)
    heads = np.zeros(n, int)
    for h, d in tree.edges:
        heads[d - 1] = h
    return heads.tolist()


def cycles(heads):
    """For each word whether it does not reach the root."""
    for i in range(len(heads)):
        v = i + 1
        for _ in range(len(heads) + 1):
            if v == 0:
                break
            v = heads[v - 1]
        yield v != 0


def score(net, sentences):
    """UPOS, XPOS, UAS, LAS in percent"""
    net.eval()
    hits, total = [0] * 4, 0
    for b in batches(list(map(len, sentences)), 3000):
        got = predict(net, [[w.form for w in sentences[i]] for i in b])
        for i, row in zip(b, got):
            for w, (upos, xpos, head, dep, _) in zip(sentences[i], row):
                right = head == w.head + 1
                for k, hit in enumerate((upos == w.upos, xpos == w.xpos, right, right and dep == w.deprel)):
                    hits[k] += hit
                total += 1
    net.train()
    return [round(100 * h / total, 2) for h in hits]


def read_gold(o, part):
    return {k: [s for s in data.read(f'{o.treebanks}/{k}/{part}.conllu', SKIP if k == 'gum' else ()) if len(s) <= LONGEST]
            for k in ('ewt', 'gum')}


def rates(net, rate):
    """Lower layers, which know most already, move least."""
    groups, depth = {}, net.encoder.config.num_hidden_layers
    for name, p in net.named_parameters():
        part = name.split('.')
        layer = depth if not name.startswith('encoder') else int(part[3]) if 'layer' in part and part[3].isdigit() else -1
        groups.setdefault(layer, []).append(p)
    return [{'params': p, 'top': 1e-3 if layer == depth else rate * 0.9 ** (depth - 1 - layer)} for layer, p in groups.items()]


def train(o):
    gold = read_gold(o, 'train')
    sentences = gold['ewt'] + gold['gum']
    dev = read_gold(o, 'dev')
    names = [sorted({f(w) for s in sentences for w in s}) for f in
             (lambda w: shape(w.form), lambda w: w.upos, lambda w: w.xpos, lambda w: w.deprel)]
    net = Teacher(o.encoder, *names)
    opt = torch.optim.AdamW(rates(net, o.rate), weight_decay=0.01)
    plan = [b for e in range(o.epochs) for b in batches(list(map(len, sentences)), o.batch, random.Random(o.seed * 1000 + e), jitter=6)]
    os.makedirs(o.out, exist_ok=True)
    last, step, start = o.out + '/last.pt', 0, time.time()
    if os.path.exists(last):
        kept = torch.load(last, weights_only=False)
        net.load_state_dict(kept['net']), opt.load_state_dict(kept['opt'])
        step = kept['step']
    print(f'{len(sentences)} sentences, {len(plan)} steps, from step {step}', flush=True)
    net.train()
    every = len(plan) // (2 * o.epochs)
    while step < len(plan):
        torch.manual_seed(o.seed + step)
        for g in opt.param_groups:
            g['lr'] = g['top'] * min((step + 1) / (0.06 * len(plan)), 1.02 - step / len(plan))
        with torch.autocast('cpu', torch.bfloat16):
            loss = loss_of(net, [sentences[i] for i in plan[step]])
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        step += 1
        if step % 20 == 0:
            print(f'step {step} loss {loss.item():.3f} {time.time() - start:.0f} s', flush=True)
        if step % every == 0 or step == len(plan):
            torch.save({'net': net.state_dict(), 'opt': opt.state_dict(), 'step': step, 'names': net.names}, last + '.new')
            os.replace(last + '.new', last)
            with torch.autocast('cpu', torch.bfloat16):
                print(f'step {step} dev UPOS XPOS UAS LAS', {k: score(net, d[:600]) for k, d in dev.items()}, flush=True)


def annotate(o):
    kept = torch.load(o.out + '/last.pt', weights_only=False)
    names = kept['names']
    net = Teacher(o.encoder, names['shapes'], names['upos'], names['xpos'], names['deps'])
    net.load_state_dict(kept['net'])
    net.eval()
    sentences = [s for f in o.files for s in data.read(f) if len(s) <= LONGEST]
    for b in batches(list(map(len, sentences)), 3000):
        with torch.autocast('cpu', torch.bfloat16):
            got = predict(net, [[w.form for w in sentences[i]] for i in b])
        for i, row in zip(b, got):
            sure = sum(r[4] for r in row) / len(row)
            if sure < o.sure:
                continue
            print(f'# sure = {sure:.4f}')
            for k, (w, (upos, xpos, head, dep, _)) in enumerate(zip(sentences[i], row), 1):
                print(k, w.form, '_', upos, xpos, '_', head, dep, '_', '_', sep='\t')
            print()


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('command', choices=('train', 'annotate'))
    p.add_argument('files', nargs='*')
    p.add_argument('--encoder', required=True)
    p.add_argument('--out', required=True)
    p.add_argument('--treebanks', default='../shared/data/treebanks')
    p.add_argument('--epochs', type=int, default=4)
    p.add_argument('--batch', type=int, default=900)
    p.add_argument('--rate', type=float, default=8e-5)
    p.add_argument('--threads', type=int, default=2)
    p.add_argument('--sure', type=float, default=0.7, help='annotate: leave out sentences whose arcs are less sure on average')
    p.add_argument('--seed', type=int, default=1)
    o = p.parse_intermixed_args()
    torch.set_num_threads(o.threads)
    {'train': train, 'annotate': annotate}[o.command](o)


if __name__ == '__main__':
    main()
