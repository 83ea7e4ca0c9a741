#!/usr/bin/env python3
"""Golden tests: what a room prints for a small input, kept as a file.

    run.py [--bless] PROGRAM [ROOM…]

A case is two files: tests/golden/ROOM/NAME.in.txt (or .in.jsonl, .in.conllu) goes in, NAME.out is what
`dragoman ROOM NAME.in.txt` must print, byte for byte. NAME.args may hold further options, one line. A .conllu input
is given `-f conllu -t conllu`; `code` prints JSON Lines. Line numbers of dictionaries, which any edit moves, are not
kept. --bless writes the present output as the expected one: then
read the diff, because from there on it is the truth.
"""
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOMS = "read segment parse mention resolve code".split()
ENVIRONMENT = {**os.environ, "DRAGOMAN_DATA": str(HERE.parent.parent / "data"), "TZ": "UTC", "LC_ALL": "C.UTF-8"}


def command_of(program, room, source, stem):
    extra = source.parent / f"{stem}.args"
    command = [program, room]
    if source.suffix == ".conllu":
        command += ["-f", "conllu", "-t", "conllu"]
    elif room == "code":
        command += ["-t", "jsonl"]
    if extra.exists():
        command += shlex.split(extra.read_text(encoding="utf-8"))
    return command + [source.name]


def output_of(program, room, source, stem):
    """What the program prints; file names in it are bare, so that the place of the checkout does not matter."""
    done = subprocess.run(command_of(program, room, source, stem), cwd=source.parent, env=ENVIRONMENT,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        return None, f"exit code {done.returncode}: {done.stderr.decode(errors='replace').strip()}"
    return re.sub(rb'("file":"[^"]*","line":)\d+', rb"\g<1>0", done.stdout), None


def difference(expected, got):
    lines = difflib.unified_diff(expected.decode(errors="replace").splitlines(), got.decode(errors="replace").splitlines(),
                                 "expected", "got", lineterm="", n=1)
    return "\n".join(line[:400] for line in list(lines)[:40])


def run_case(program, room, source, bless):
    """None when the case passes, else what is wrong."""
    stem = source.name.split(".in.")[0]
    golden = source.parent / f"{stem}.out"
    got, fault = output_of(program, room, source, stem)
    if fault:
        return fault
    if bless:
        golden.write_bytes(got)
        return None
    if not golden.exists():
        return f"no '{golden.name}': look at the output, then run 'make bless'"
    expected = golden.read_bytes()
    return None if expected == got else difference(expected, got)


def main(arguments):
    bless = "--bless" in arguments
    arguments = [a for a in arguments if a != "--bless"]
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    program, rooms = os.path.abspath(arguments[0]), arguments[1:] or ROOMS
    passed = failed = 0
    for room in rooms:
        for source in sorted((HERE / room).glob("*.in.*")):
            fault = run_case(program, room, source, bless)
            passed, failed = passed + (not fault), failed + bool(fault)
            if fault:
                print(f"FAIL golden/{room}/{source.name}\n{fault}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
