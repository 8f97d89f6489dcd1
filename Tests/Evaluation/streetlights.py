#!/usr/bin/env python3
"""Scores urgency and merging on a city's street light reports.

usage: streetlights.py REPORTS.jsonl.gz OUT_DIRECTORY

Reads rows {id, text, place, district, created, urgent, fault, duplicate_group} and writes labelled lines for
`hazard evaluate --of urgency` and `--of duplicates` into OUT. Nothing of it may enter the repository.
"""

import datetime
import pathlib
import re

import common
from likeness import at_budgets, bigrams, shared

# The clerk's flag itself, and how rows of the web forms begin: those have no flag.
FLAG = "【紧急案件】"
FORM = "单一陈情"
# A lamp's number proves what a report is about: it is masked in what the rule may see.
LAMP = re.compile(r"(?<!\d)\d{7}(?!\d)")
WINDOW_DAYS = 14
OPEN_DAYS = 7


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


def place_against_wording(rows):
    """Which of both finds the repeats: for each row the likest of the last two weeks, by one likeness at a time."""
    for row in rows:
        row["day"] = datetime.datetime.fromisoformat(row["created"]).timestamp() / 86400
        row["lamps"] = frozenset(LAMP.findall(row["text"] + " " + row["place"]))
        row["place_bigrams"] = bigrams(LAMP.sub("", row["place"]))
        row["text_bigrams"] = bigrams(LAMP.sub("", row["text"].replace(FLAG, "")))
    by_place = lambda one, other: shared(one["place_bigrams"], other["place_bigrams"])  # noqa: E731
    by_words = lambda one, other: shared(one["text_bigrams"], other["text_bigrams"])  # noqa: E731
    measures = {
        "wording alone": by_words,
        "place alone": by_place,
        "place and as much wording": lambda one, other: by_place(one, other) + by_words(one, other),
        "place and a quarter of wording": lambda one, other: by_place(one, other) + by_words(one, other) / 4,
    }
    flags = {name: [] for name in measures}
    groups, repeats, start = set(), 0, 0
    for place, row in enumerate(rows):
        while row["day"] - rows[start]["day"] > WINDOW_DAYS:
            start += 1
        if row["duplicate_group"]:
            repeats += row["duplicate_group"] in groups
            groups.add(row["duplicate_group"])
        earlier = rows[start:place][::-1]
        for name, measure in measures.items():
            likeness, nearest = max(((measure(row, other), -number) for number, other in enumerate(earlier)), default=(None, None))
            if likeness is not None:
                flags[name].append((likeness, row, earlier[-nearest]))
    print("repeats of %d rows: %d of %d" % (len(rows), repeats, sum(1 for row in rows if row["duplicate_group"])))
    for name, found in flags.items():
        print("  " + name)
        for line in at_budgets(found, len(rows), repeats, is_same, is_different):
            print("    " + line)


def by_our_rule(rows, out):
    """The rule of the shipped configuration, which may see the lamps' numbers or not; a case is taken to be open for a week."""
    districts = {name: "5190%02d" % number for number, name in enumerate(sorted({row["district"] or "" for row in rows}))}
    for name, seen in (("duplicates", False), ("duplicates-with-numbers", True)):
        file = out / (name + ".jsonl")
        common.write_lines(file, [labelled(row, seen, districts) for row in rows])
        figures = common.evaluate(file, "duplicates", *common.shipped(), "--worst", 0)
        if figures is None:
            return
        print("our rule, lamps' numbers %s: " % ("seen" if seen else "masked") + common.merge_words(figures))
        print("  " + common.suggestion_words(figures))


def labelled(row, seen, districts):
    """A row as a report of a street light, with its group, the lamps it names, and an end a week later."""
    hide = (lambda text: text) if seen else (lambda text: LAMP.sub("", text))
    at = datetime.datetime.fromisoformat(row["created"])
    report = {
        "schema_version": 1, "report_id": row["id"], "programme": "jianyang.sentinel", "channel": "import", "reported_at": at.isoformat(),
        "text": hide(row["text"].replace(FLAG, "")), "category_hint": "U01",
        "location": {"address": hide(row["place"]), "district": districts[row["district"] or ""]},
    }
    line = {"report": report, "things": sorted(row["lamps"]), "closed_at": (at + datetime.timedelta(days=OPEN_DAYS)).isoformat()}
    return line | ({"group": row["duplicate_group"]} if row["duplicate_group"] else {})


def is_same(row, other):
    return row["duplicate_group"] is not None and row["duplicate_group"] == other["duplicate_group"]


def is_different(row, other):
    return not is_same(row, other) and bool(row["lamps"] and other["lamps"]) and not row["lamps"] & other["lamps"]


def main():
    file, out = common.arguments(__doc__, 2)[:2]
    rows = sorted(common.rows(file), key=lambda row: row["created"])
    pathlib.Path(out).mkdir(parents=True, exist_ok=True)
    urgency(rows, pathlib.Path(out))
    place_against_wording(rows)
    by_our_rule(rows, pathlib.Path(out))


if __name__ == "__main__":
    main()
