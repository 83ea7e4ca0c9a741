#!/usr/bin/env python3
"""Runs the built examples/code_text on one plain sentence and wants its event: the library works for a stranger.

    example.py PROGRAM
"""
import subprocess
import sys

TEXT = "Kenya's foreign minister met the Ugandan foreign minister in Kampala on Tuesday."
WANTED = ("KENGOV", "04", "UGAGOV")  # source, CAMEO root, target


def main(arguments):
    done = subprocess.run([arguments[0], "2024-05-02", TEXT], capture_output=True, text=True, check=False)
    events = [line.split("\t") for line in done.stdout.splitlines()]
    found = any((e[0], e[1][:2], e[2]) == WANTED for e in events if len(e) == 4)
    if done.returncode or not found:
        print(f"FAIL example: exit code {done.returncode}, wanted {WANTED}, got\n{done.stdout}{done.stderr}")
    print("1 passed, 0 failed" if found and not done.returncode else "0 passed, 1 failed")
    return 0 if found and not done.returncode else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
