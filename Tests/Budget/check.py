#!/usr/bin/env python3
"""Counts what a report costs from decoding to the store, and compares it with budget.json beside this file.

needs:  valgrind, and hazard-bench built for release
usage:  Tests/Budget/check.py [--binary FILE] [--write]

The cost of one report is the difference between two runs of different length of `hazard-bench open-cases`, so start-up does not
count. Instructions and calls of the allocator are counted by callgrind, not timed: the load of the machine does not change them.
A figure more than 3 % above its budget fails. A figure more than 3 % below it is a reminder: run with --write and commit the file.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
BUDGET = os.path.join(HERE, "budget.json")
LENGTHS = (1500, 3500)
ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign"}
TOLERANCE = 0.03


def measure(binary, directory, reports):
    """(instructions, calls of the allocator) of one run."""
    out = os.path.join(directory, "callgrind.%d" % reports)
    command = [
        "valgrind", "--tool=callgrind", "--callgrind-out-file=" + out, binary, "open-cases", "--store",
        os.path.join(directory, "store.%d" % reports), "--few", "500", "--many", str(reports), "--sample", "500", "--rounds", "1",
        "--batch", "500"]
    # Swift's dictionaries have a random order unless this is set.
    environment = dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1")
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit("%s\nfailed with %d:\n%s" % (" ".join(command), run.returncode, run.stderr[-4000:]))
    return read(out)


def read(path):
    """The totals of a callgrind file. A name is written once and later only its number; calls name the function called."""
    names, called, instructions, allocations = {}, None, 0, 0
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith("cfn="):
                number, name = re.match(r"cfn=\((\d+)\)(?: (.*))?", line).groups()
                called = names.setdefault(number, name) if name else names.get(number)
            elif line.startswith("fn="):
                number, name = re.match(r"fn=\((\d+)\)(?: (.*))?", line).groups()
                if name:
                    names[number] = name
            elif line.startswith("calls="):
                if called and called.split("'")[0] in ALLOCATORS:
                    allocations += int(line[6:].split()[0])
            elif line.startswith(("summary:", "totals:")):
                instructions = int(line.split()[1])
    return instructions, allocations


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--binary", default=".build/release/hazard-bench")
    options.add_argument("--write", action="store_true", help="make the figures the new budget")
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        short, long = (measure(options.binary, directory, n) for n in LENGTHS)
    reports = LENGTHS[1] - LENGTHS[0]
    figures = {
        "instructions": round((long[0] - short[0]) / reports),
        "allocations": round((long[1] - short[1]) / reports, 1),
    }
    if options.write:
        with open(BUDGET, "w", encoding="utf-8") as file:
            json.dump({"per report": figures}, file, indent=2)
            file.write("\n")
    with open(BUDGET, encoding="utf-8") as file:
        budget = json.load(file)["per report"]
    failed = False
    for name, figure in figures.items():
        ratio = figure / budget[name]
        print("%s a report: %s, budget %s (%+.1f %%)" % (name, figure, budget[name], (ratio - 1) * 100))
        if ratio > 1 + TOLERANCE:
            failed = True
        elif ratio < 1 - TOLERANCE:
            print("  less than the budget: run Tests/Budget/check.py --write and commit budget.json")
    if failed:
        sys.exit("a report costs over 3 % more than its budget: make it cheaper, or say in CHANGELOG.md what it buys and run --write")


main()
