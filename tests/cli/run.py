#!/usr/bin/env python3
"""Command-line tests as files: a command, what it must print, and its exit code.

    run.py [--bless] PROGRAM [CASE.t…]

A case, tests/cli/NAME.t, runs in an empty scratch folder of its own:

    # What is tested, and why.
    == setup
    printf 'hello\\n' > a.txt             bash; makes the input
    == command
    dragoman read a.txt                  bash; its output and exit code are judged
    == exit 0
    == stdout
    {"id":"a", …                         exact, but for the marks below
    == stderr
    ~ dragoman: cannot open .*           a line after '~ ' is a regular expression for one line
    ...                                  any number of lines, none too

A section that is missing stands for an empty one (exit: 0); '== stdout any' is not judged. In the shell, `dragoman` is
the program under test, `ids` keeps the ids of what `dragoman read` prints, $EXAMPLES are the project's examples and
$DRAGOMAN_DATA its data. --bless rewrites the exit code and those of stdout and stderr that hold no mark.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MARK = re.compile(r"^(~ .*|\.\.\.)$", re.M)

PRELUDE = r"""set -o pipefail
dragoman() { "$PROGRAM" "$@"; }
ids() { sed -E 's/^\{"id":"([^"]*)".*/\1/'; }
"""


class Case:
    def __init__(self, path):
        self.path = path
        parts = re.split(r"^== *(.*)\n", path.read_text(encoding="utf-8"), flags=re.M)
        self.comment, self.sections = parts[0], {}
        for title, body in zip(parts[1::2], parts[2::2]):
            name, _, argument = title.strip().partition(" ")
            self.sections[name] = [argument.strip(), body]
        unknown = set(self.sections) - {"setup", "command", "exit", "stdout", "stderr"}
        if unknown or "command" not in self.sections:
            sys.exit(f"{path}: {'unknown section ' + unknown.pop() if unknown else 'no command'}")

    def body(self, name):
        return self.sections.get(name, ["", ""])[1]

    def exit_code(self):
        return int(self.sections.get("exit", ["0"])[0] or 0)

    def judged(self, name):
        return self.sections.get(name, [""])[0] != "any"

    def save(self):
        text = self.comment
        for name in ("setup", "command", "exit", "stdout", "stderr"):
            if name in self.sections:
                argument, body = self.sections[name]
                text += f"== {name} {argument}".rstrip() + "\n" + body
        self.path.write_text(text, encoding="utf-8")


def environment(program):
    return {**os.environ, "PROGRAM": program, "EXAMPLES": str(ROOT / "examples"),
            "DRAGOMAN_DATA": str(ROOT / "data"), "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def shell(script, where, program):
    return subprocess.run(["bash", "-c", PRELUDE + script], cwd=where, env=environment(program), stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, timeout=300)


def line_pattern(line):
    if line == "...":
        return r"(?:.*\n)*?"
    return (line[2:] if line.startswith("~ ") else re.escape(line)) + r"\n"


def matches(expected, got):
    if not MARK.search(expected):
        return expected == got
    return re.fullmatch("".join(line_pattern(line) for line in expected.splitlines()), got) is not None


def text_of(output):
    """Output as text of whole lines; a section of a case cannot show a missing line end."""
    text = output.decode(errors="backslashreplace")
    return text if not text or text.endswith("\n") else text + "\n"


def run_case(case, program, bless):
    """None when the case passes, else what is wrong."""
    with tempfile.TemporaryDirectory() as where:
        made = shell("set -e\n" + case.body("setup"), where, program)
        if made.returncode:
            return f"setup failed: {made.stderr.decode(errors='replace')}"
        done = shell(case.body("command"), where, program)
    got = {name: text_of(getattr(done, name)) for name in ("stdout", "stderr")}
    if bless:
        bless_case(case, done.returncode, got)
    faults = []
    if done.returncode != case.exit_code():
        faults.append(f"exit code {done.returncode}, not {case.exit_code()}")
    for name, text in got.items():
        if case.judged(name) and not matches(case.body(name), text):
            faults.append(f"{name} is\n{text[:2000]}\n-- but should be\n{case.body(name)[:2000]}")
    return "\n".join(faults) or None


def bless_case(case, code, got):
    if code or "exit" in case.sections:
        case.sections["exit"] = [str(code), ""]
    for name, text in got.items():
        if case.judged(name) and not MARK.search(case.body(name)) and text != case.body(name):
            case.sections[name] = ["", text]
    case.save()


def main(arguments):
    bless = "--bless" in arguments
    arguments = [a for a in arguments if a != "--bless"]
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    program = os.path.abspath(arguments[0])
    paths = [pathlib.Path(a) for a in arguments[1:]] or sorted(HERE.glob("*.t"))
    passed = failed = 0
    for path in paths:
        fault = run_case(Case(path), program, bless)
        passed, failed = passed + (not fault), failed + bool(fault)
        if fault:
            print(f"FAIL cli/{path.name}\n{fault}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
