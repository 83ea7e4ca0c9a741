#!/usr/bin/env python3
"""On a terminal `dragoman parse` draws trees; into a pipe it writes CoNLL-U: terminal.py PROGRAM"""
import os
import pty
import subprocess
import sys


def on_terminal(command, text):
    """What the command writes to a pseudo-terminal."""
    master, slave = pty.openpty()
    run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=slave, stderr=subprocess.DEVNULL)
    os.close(slave)
    run.stdin.write(text)
    run.stdin.close()
    out = b''
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:                                  # the other end is closed
            break
        if not part:
            break
        out += part
    assert run.wait() == 0, out
    return out.decode()


def main():
    command, text = [sys.argv[1], 'parse', '-f', 'text', '-'], b'Chile met Peru.\n'
    drawn = on_terminal(command, text)
    assert '┌─ Chile' in drawn and '# newdoc' not in drawn, drawn
    piped = subprocess.run(command, input=text, capture_output=True, check=True).stdout.decode()
    assert piped.startswith('# newdoc') and '1\tChile\t' in piped, piped


if __name__ == '__main__':
    main()
