#!/usr/bin/env python3
"""Dragoman and UDPipe 1 beside each other: the same tokens tagged, lemmatised and parsed, in one run on one core.

    udpipe.py [--program PROGRAM] [--treebanks DIR] [--model FILE] [--repeat N]

Needs `ufal.udpipe` from PyPI. FILE (default: build/ewt-gum.udpipe) is UDPipe's model; where it is absent it is trained here, on the
data that Dragoman's was trained on, with UDPipe's own settings but fewer passes (--tagger-passes, --parser-passes: half an hour on one core): that
costs accuracy, not speed. The text is the test sets of EWT and GUM; both programs read and write CoNLL-U, start-up
included. The fastest of N runs counts; scores by train/conll18.py.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from ufal.udpipe import InputFormat, Model, Pipeline, ProcessingError, Sentence, Sentences, Trainer

ROOT = pathlib.Path(__file__).resolve().parent.parent
TREEBANKS = pathlib.Path(os.environ.get('DRAGOMAN_SHARED', ROOT.parent / 'shared')) / 'data' / 'treebanks'
sys.path.insert(0, str(ROOT / 'train' / 'teacher'))
from data import SKIP  # noqa: E402


def free_text(path):
    """CoNLL-U without the documents that may not teach a model, as train/conllu.py leaves them out."""
    keep, out = True, []
    for line in path.read_text(encoding='utf8').splitlines(keepends=True):
        if line.startswith('# newdoc'):
            keep = not any(f'GUM_{genre}_' in line for genre in SKIP)
        if keep:
            out.append(line)
    return ''.join(out)


def sentences_of(text):
    reader, out, error = InputFormat.newConlluInputFormat(), Sentences(), ProcessingError()
    reader.setText(text)
    while True:
        sentence = Sentence()
        if not reader.nextSentence(sentence, error):
            break
        out.append(sentence)
    if error.occurred():
        sys.exit(error.message)
    return out


def train(o):
    gold = sentences_of(''.join(free_text(o.treebanks / t / 'train.conllu') for t in ('ewt', 'gum')))
    error, start = ProcessingError(), time.time()
    model = Trainer.train('morphodita_parsito', gold, Sentences(), Trainer.NONE, f'iterations={o.tagger_passes}',
                          f'iterations={o.parser_passes}', error)
    if error.occurred():
        sys.exit(error.message)
    o.model.parent.mkdir(parents=True, exist_ok=True)
    o.model.write_bytes(model if isinstance(model, bytes) else model.encode('utf8', 'surrogateescape'))
    print(f'UDPipe trained in {time.time() - start:.0f} s', file=sys.stderr)


def run_udpipe(model, text, out):
    loaded, error = Model.load(str(model)), ProcessingError()     # the pipeline does not keep the model alive
    if not loaded:
        sys.exit(f"cannot load '{model}'")
    pipeline = Pipeline(loaded, 'conllu', Pipeline.DEFAULT, Pipeline.DEFAULT, 'conllu')
    pathlib.Path(out).write_text(pipeline.process(text, error), encoding='utf8')


def run_dragoman(program, path, out):
    with open(out, 'wb') as f:
        subprocess.run([program, 'parse', '-f', 'conllu', '-t', 'conllu', path], check=True, stdout=f)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--program', default=str(ROOT / 'build' / 'dragoman'))
    p.add_argument('--treebanks', type=pathlib.Path, default=TREEBANKS)
    p.add_argument('--model', type=pathlib.Path, default=ROOT / 'build' / 'ewt-gum.udpipe')
    p.add_argument('--repeat', type=int, default=3)
    p.add_argument('--tagger-passes', type=int, default=2)
    p.add_argument('--parser-passes', type=int, default=2)
    o = p.parse_args()
    if not o.model.exists():
        train(o)
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        gold = pathlib.Path(folder, 'gold.conllu')
        text = ''.join((o.treebanks / t / 'test.conllu').read_text(encoding='utf8') for t in ('ewt', 'gum'))
        gold.write_text(text, encoding='utf8')
        words = sum(line[:1].isdigit() and line.split('\t')[0].isdigit() for line in text.splitlines())
        for name, run in (('UDPipe', lambda out: run_udpipe(o.model, text, out)),
                          ('Dragoman', lambda out: run_dragoman(o.program, gold, out))):
            out, best = f'{folder}/{name}.conllu', float('inf')
            for _ in range(o.repeat):
                start = time.perf_counter()
                run(out)
                best = min(best, time.perf_counter() - start)
            score = subprocess.run([sys.executable, ROOT / 'train' / 'conll18.py', gold, out, '--json'], check=True, capture_output=True, text=True)
            print(f'{name:10}{words / best:10.0f} words/s  {score.stdout.strip()}')


if __name__ == '__main__':
    main()
