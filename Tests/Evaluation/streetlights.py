#!/usr/bin/env python3
"""Scores urgency on a city's street light reports.

usage: streetlights.py REPORTS.jsonl.gz OUT_DIRECTORY

Reads rows {text, place, created, urgent, fault, duplicate_group} and writes OUT/urgency.jsonl, OUT/urgency-hotline.jsonl.
Nothing of it may enter the repository.
"""

import pathlib

import common

# The clerk's flag itself, and how rows of the web forms begin: those have no flag.
FLAG = "【紧急案件】"
FORM = "单一陈情"


def urgency(rows, out):
    """The flag against the words, on all rows and on those that a clerk could have flagged."""
    hotline = [row for row in rows if row["fault"] is None and FORM not in row["text"]]
    for name, part in (("urgency", rows), ("urgency-hotline", hotline)):
        file = out / (name + ".jsonl")
        common.write_lines(file, [{"text": row["text"].replace(FLAG, ""), "urgent": row["urgent"]} for row in part])
        figures = common.evaluate(file, "urgency", *common.shipped(), "--worst", 0)
        if figures is None:
            return
        print("%s: %d rows, %d flagged" % (name, len(part), sum(row["urgent"] for row in part)))
        for reading in figures["readings"]:
            print("  %-9s precision %.4f, recall %.4f, F1 %.4f (%d found, %d false alarms, %d missed)" % tuple(
                reading[key] for key in ("reading", "precision", "recall", "f1", "found", "false_alarms", "missed")))


def main():
    file, out = common.arguments(__doc__, 2)[:2]
    rows = common.rows(file)
    pathlib.Path(out).mkdir(parents=True, exist_ok=True)
    urgency(rows, pathlib.Path(out))


if __name__ == "__main__":
    main()
