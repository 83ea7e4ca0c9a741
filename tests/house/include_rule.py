#!/usr/bin/env python3
"""The house's include rule: a room sees only itself and the rooms before it.

Data walks one way through the rooms of src/, so an #include may only point back along that way. The public header
is open to all; the command line (cli) sees nothing but the public header and its own. Each room has a header of its
own name (base/base.h); cli, which nobody includes, needs none.

    include_rule.py SRC          checks a source folder; exit code 1 when something is wrong
    include_rule.py --selftest   plants one fault of each kind in a scratch folder, and wants each found
"""
import pathlib
import re
import sys
import tempfile

# serve reads the record through store and events through api's library face; cli comes last and uses the library only.
ROOMS = "base read fetch segment parse mention resolve pattern code gather store write serve api cli".split()
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"')


def fault_of(room, target, folder):
    """Why a file of `room` may not include `target`, or None when it may."""
    if target == "dragoman.h":
        return None
    # cli, whose headers nobody else may see, may name them bare.
    if room == "cli" and "/" not in target and (folder / target).exists():
        return None
    other = target.split("/")[0]
    if "/" not in target or other not in ROOMS:
        return f"'{target}' is not 'room/file.h'"
    if other == room:
        return None
    if room == "cli":
        return f"cli may include only 'dragoman.h' and its own headers, not '{target}'"
    if ROOMS.index(other) > ROOMS.index(room):
        return f"room '{room}' comes before '{other}' and may not include '{target}'"
    return None


def check_file(path, room):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = INCLUDE.match(line)
        fault = found and fault_of(room, found.group(1), path.parent)
        if fault:
            yield f"{path}:{number}: {fault}"


def check_room(folder):
    room = folder.name
    if room not in ROOMS:
        yield f"{folder}: not a room of the house (see ROOMS in {__file__})"
        return
    files = sorted(folder.rglob("*.[ch]"))
    if files and room != "cli" and not (folder / f"{room}.h").exists():
        yield f"{folder}: room '{room}' has no header '{room}.h'"
    for path in files:
        yield from check_file(path, room)


def check(src):
    return [fault for folder in sorted(pathlib.Path(src).iterdir()) if folder.is_dir() for fault in check_room(folder)]


SEEDED = [  # file, its text, and whether it is a fault
    ("parse/parse.c", '#include "base/base.h"\n#include "dragoman.h"\n', False),
    ("api/engine.c", '#include "code/code.h"\n#include "write/write.h"\n', False),
    ("cli/main.c", '#include "dragoman.h"\n#include "cli/options.h"\n', False),
    ("cli/main.c", '#include "dragoman.h"\n#include "cli.h"\n', False),
    ("parse/parse.c", '#include "code/code.h"\n', True),
    ("base/base.c", '  #  include "read/read.h"\n', True),
    ("cli/main.c", '#include "base/base.h"\n', True),
    ("cli/main.c", '#include "base.h"\n', True),
    ("base/base.c", '#include "../read/read.h"\n', True),
    ("base/base.c", '#include "str.h"\n', True),
    ("attic/attic.c", "", True),
    ("write/json.c", "", True),  # a room without its header
]


def selftest():
    wrong = 0
    for name, text, bad in SEEDED:
        with tempfile.TemporaryDirectory() as scratch:
            path = pathlib.Path(scratch, name)
            path.parent.mkdir()
            path.write_text(text)
            if name != "write/json.c":
                (path.parent / f"{path.parent.name}.h").touch()
            if bool(check(scratch)) != bad:
                print(f"selftest: {name} with {text!r}: {'fault not found' if bad else check(scratch)}")
                wrong += 1
    print(f"include rule selftest: {len(SEEDED) - wrong} passed, {wrong} failed")
    return wrong


def main(arguments):
    if arguments == ["--selftest"]:
        return 1 if selftest() else 0
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    faults = check(arguments[0])
    print("\n".join(faults) if faults else "include rule: kept")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
