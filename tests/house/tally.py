#!/usr/bin/env python3
"""Runs every test of a build folder through ctest and ends with one line that counts: 'N passed, N failed'.

    tally.py BUILD [CTEST ARGUMENTS…]

A ctest entry is often many tests: a cmocka program, a folder of golden files. Those print how many passed and failed,
and the count is made of their numbers; an entry that prints none counts as one. An entry that failed counts at least
one failure whatever it printed. Exit code: 0 when all passed and something ran, else 1.
"""
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

COUNTS = [  # what the runners print: ours, then cmocka's two lines
    re.compile(r"(?P<passed>\d+) passed, (?P<failed>\d+) failed(?:, (?P<skipped>\d+) skipped)?$", re.M),
    re.compile(r"^\[  PASSED  \] (?P<passed>\d+) test\(s\)", re.M),
    re.compile(r"^\[  FAILED  \] (?P<failed>\d+) test\(s\)", re.M),
    re.compile(r"^\[  SKIPPED \] (?P<skipped>\d+) test\(s\)", re.M),
]


def printed_counts(text):
    total = {"passed": 0, "failed": 0, "skipped": 0}
    for pattern in COUNTS:
        for found in pattern.finditer(text):
            for key, value in found.groupdict().items():
                total[key] += int(value or 0)
    return total


def counts_of(case):
    """Tests passed, failed and skipped in one <testcase> of ctest's report."""
    status = case.get("status")
    counts = printed_counts(case.findtext("system-out") or "")
    if status in ("notrun", "disabled") or case.find("skipped") is not None:
        return {"passed": 0, "failed": 0, "skipped": max(1, sum(counts.values()))}
    if status == "fail" and not counts["failed"]:
        counts["failed"] = 1
    if not sum(counts.values()):
        counts["passed"] = 1
    return counts


def run_ctest(build, report, extra):
    command = ["ctest", "--test-dir", build, "--output-on-failure", "--no-tests=error",
               "--output-junit", report, "--test-output-size-passed", "10000000",
               "--test-output-size-failed", "10000000", "-j", str(os.cpu_count() or 1), *extra]
    # Standard output is the runner's talk; our own last line must come after it.
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode


def main(arguments):
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    build, report = arguments[0], os.path.abspath(os.path.join(arguments[0], "tests.xml"))
    if os.path.exists(report):
        os.unlink(report)
    code = run_ctest(build, report, arguments[1:])
    total = {"passed": 0, "failed": 0, "skipped": 0}
    if os.path.exists(report):
        for case in xml.parse(report).getroot().iter("testcase"):
            for key, value in counts_of(case).items():
                total[key] += value
    if code and not total["failed"]:
        total["failed"] = 1
    skipped = f", {total['skipped']} skipped" if total["skipped"] else ""
    print(f"{total['passed']} passed, {total['failed']} failed{skipped}", flush=True)
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
