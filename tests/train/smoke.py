#!/usr/bin/env python3
"""The trainer from end to end on a small made-up language: it learns, survives a kill, stops when nothing gets better, and the program reads its model.

    smoke.py TRAINER PROGRAM
"""
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

TRAINER, PROGRAM = sys.argv[1:3]
SOURCE = pathlib.Path(__file__).resolve().parents[2]
PLACES = 'Vendoria Kalmark Ostrel Pirrin Dalemoor Quenby'.split()
OFFICES = 'minister general envoy senator mayor spokeswoman'.split()
VERBS = 'meet visit warn attack praise sue'.split()
PAST = dict(zip(VERBS, 'met visited warned attacked praised sued'.split()))
ADJECTIVES = 'old new tired foreign'.split()


def phrase(rng, words, head, relation):
    """Appends a noun phrase; a word is (form, lemma, UPOS, XPOS, head or None for 'to be set', relation)."""
    at = len(words)
    if rng.random() < 0.3:
        place = rng.choice(PLACES)
        words.append([place, place, 'PROPN', 'NNP', head, relation])
        return at
    adjective = rng.random() < 0.4
    noun = at + 1 + adjective
    words.append(['the', 'the', 'DET', 'DT', noun, 'det'])
    if adjective:
        a = rng.choice(ADJECTIVES)
        words.append([a, a, 'ADJ', 'JJ', noun, 'amod'])
    office = rng.choice(OFFICES)
    plural = rng.random() < 0.3
    words.append([office + 's' * plural, office, 'NOUN', 'NNS' if plural else 'NN', head, relation])
    return noun


def sentence(rng):
    words = []
    subject = phrase(rng, words, None, 'nsubj')
    verb = len(words)
    lemma = rng.choice(VERBS)
    words[subject][4] = verb
    words.append([PAST[lemma], lemma, 'VERB', 'VBD', -1, 'root'])
    phrase(rng, words, verb, 'obj')
    if rng.random() < 0.5:
        case = len(words)
        words.append(['in', 'in', 'ADP', 'IN', None, 'case'])
        words[case][4] = phrase(rng, words, verb, 'obl')
    words.append(['.', '.', 'PUNCT', '.', verb, 'punct'])
    return ''.join(f'{i}\t{form}\t{lemma}\t{upos}\t{xpos}\t_\t{head + 1}\t{relation}\t_\t_\n'
                   for i, (form, lemma, upos, xpos, head, relation) in enumerate(words, 1)) + '\n'


def command(folder, work, *options):
    return [TRAINER, '--train', folder / 'train.conllu', '--dev', folder / 'dev.conllu', '--work', folder / work, '-o',
            folder / f'{work}.drg', '--epochs', '6', '--hidden', '16', '--word', '16', '--piece', '8', '--shape', '4', '--buckets', '256',
            '--arc', '32', '--label', '32', '--layers', '2', '--batch', '60', '--rate', '0.02', '--inflections', SOURCE / 'train/inflections.tsv', *options]


def train(folder, work, *options):
    subprocess.run(command(folder, work, *options), check=True, stderr=subprocess.DEVNULL)
    return (folder / work / 'scores.log').read_text().splitlines()


def train_and_kill(folder, work):
    """Kills the trainer once it has written its second epoch."""
    run = subprocess.Popen(command(folder, work), stderr=subprocess.DEVNULL)
    log, last = folder / work / 'scores.log', folder / work / 'last.train'
    while run.poll() is None and not (last.exists() and 'epoch 2' in log.read_text()):
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()


def las(line):
    return float(line.split('LAS ')[1].split()[0])


def right_words(folder, model):
    """Share of the dev words whose lemma, tags, head and relation the program finds with the model."""
    home = folder / 'home'
    (home / 'model').mkdir(parents=True)
    (home / 'data').mkdir()
    for part in (SOURCE / 'data').iterdir():
        (home / 'data' / part.name).symlink_to(part)
    (home / 'model' / 'en.drg').write_bytes(model.read_bytes())
    dev = folder / 'dev.conllu'
    out = subprocess.run([PROGRAM, 'parse', '-f', 'conllu', '-t', 'conllu', '--data', home / 'data', dev], check=True, capture_output=True,
                         text=True, env={**os.environ, 'DRAGOMAN_DATA': str(home / 'data')}).stdout
    rows = [[line.split('\t') for line in text.splitlines() if line[:1].isdigit()] for text in (dev.read_text(), out)]
    assert len(rows[0]) == len(rows[1]), 'the program changed the tokens'
    return sum(gold[1:5] + gold[6:8] == got[1:5] + got[6:8] for gold, got in zip(*rows)) / len(rows[0])


def main():
    rng = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for part, n in (('train', 400), ('dev', 100)):
            (folder / f'{part}.conllu').write_text(''.join(sentence(rng) for _ in range(n)))
        log = train(folder, 'whole')
        assert las(log[0]) < las(log[5]), f'no better after six epochs: {log}'
        assert las(log[5]) > 97, f'does not learn: {log}'
        train_and_kill(folder, 'killed')
        train(folder, 'killed')
        assert (folder / 'whole.drg').read_bytes() == (folder / 'killed.drg').read_bytes(), 'a kill changes the model'
        idle = train(folder, 'idle', '--rate', '0', '--patience', '2')
        assert len([line for line in idle if line.startswith('epoch')]) == 3, f'no early stop: {idle}'
        share = right_words(folder, folder / 'whole.drg')
        assert share > 0.97, f'the program finds only {share:.3f} of the words'
        wrong = subprocess.run([TRAINER, '--train', SOURCE / 'README.md', '--dev', folder / 'dev.conllu', '--work', folder / 'w', '-o',
                                folder / 'w.drg'], capture_output=True, text=True)
        assert wrong.returncode == 1 and 'README.md:3:' in wrong.stderr, wrong.stderr
    print(f'dev LAS {las(log[0])} to {las(log[5])}; {100 * share:.1f} % of the words right in the program')


if __name__ == '__main__':
    main()
