#!/usr/bin/env python3
"""Scores merging by point, time and kind on a city's service requests.

usage: duplicates.py REQUESTS.jsonl.gz OUT_DIRECTORY

Reads rows {id, topic, created, closed, lat, lon, duplicate_of}. Staff marked only some of the duplicates: what else is flagged is not proven
wrong, so only recall at a budget of flags means something. Nothing of it may enter the repository.
"""

import collections
import datetime
import math
import pathlib

import common
from likeness import BUDGETS

METRES_A_DEGREE = 111_195
CELL = 0.002
REACH_METRES = 150


# The first word that occurs in a topic names its category; the rest is for people, whom nothing is merged for.
WORDS = [
    ("Tree", "U06"), ("Pruning", "U06"), ("Planting", "U06"), ("Light", "U01"), ("Dead Animal", "E01"), ("Litter", "E01"), ("Waste", "E01"),
    ("Dumping", "E02"), ("Pothole", "R01"), ("Sidewalk", "R01"), ("Pavement", "R01"), ("Graffiti", "S03"), ("Poster", "S03"), ("Signal", "T04"),
    ("Sign", "T05"), ("Snow", "R05"), ("Flood", "R04"), ("Sewer", "U04"), ("Catchbasin", "U04"), ("Hydrant", "F02"), ("Bicycle", "T03"),
    ("Parking", "T01"), ("Abandoned Vehicle", "T01"), ("Park", "R07"), ("Playground", "R07"), ("Bench", "R07"), ("Construction", "C01"),
    ("Noise", "S06"), ("Rodent", "E01"), ("Water", "U03"),
]


def labelled(row):
    """A row as a report with a point and what its topic means; its case is open until staff closed it."""
    category = next((code for word, code in WORDS if word in row["topic"]), "Z01")
    report = {
        "schema_version": 1, "report_id": row["id"], "programme": "jianyang.sentinel", "channel": "import",
        "reported_at": row["created"].replace(" ", "T") + "+08:00", "text": row["topic"], "category_hint": category,
        "location": {"lat": row["lat"], "lon": row["lon"], "crs": "wgs84", "district": "519100"},
    }
    closed = {"closed_at": row["closed"].replace(" ", "T") + "+08:00"} if row["closed"] else {}
    return {"report": report} | closed | ({"group": row["group"]} if row["group"] else {})


def by_our_rule(rows, out):
    file = out / "duplicates.jsonl"
    common.write_lines(file, [labelled(row) for row in rows])
    figures = common.evaluate(file, "duplicates", *common.shipped(), "--worst", 0)
    if figures is not None:
        print("our rule: " + common.merge_words(figures))
        print("  " + common.suggestion_words(figures))


def hours(text):
    return datetime.datetime.fromisoformat(text).timestamp() / 3600 if text else None


def metres(one, other):
    east = (one["lon"] - other["lon"]) * math.cos(math.radians(one["lat"]))
    return math.hypot(one["lat"] - other["lat"], east) * METRES_A_DEGREE


def nearby(rows):
    """For each row the earlier ones within reach that were still open, with their distance."""
    cells = collections.defaultdict(list)
    for row in rows:
        at = (int(row["lat"] / CELL), int(row["lon"] / CELL))
        found = []
        for place in ((at[0] + north, at[1] + east) for north in (-1, 0, 1) for east in (-1, 0, 1)):
            for other in cells[place]:
                away = metres(row, other)
                if away <= REACH_METRES and (other["until"] is None or other["until"] >= row["hour"]):
                    found.append((away, other))
        cells[at].append(row)
        yield row, found


def compare(rows):
    """Recall of the marked pairs at budgets, by four orders of likeness."""
    originals = {row["id"]: row["group"] for row in rows}
    marked = sum(count - 1 for count in collections.Counter(row["group"] for row in rows if row["group"]).values())
    orders = {
        "time alone (the latest within %d m)" % REACH_METRES: lambda row, away, other: row["hour"] - other["hour"],
        "place alone": lambda row, away, other: away,
        "place, of one topic": lambda row, away, other: away if row["topic"] == other["topic"] else None,
        "place, of one topic, within a week": lambda row, away, other:
            away if row["topic"] == other["topic"] and row["hour"] - other["hour"] <= 168 else None,
    }
    flags = {name: [] for name in orders}
    for row, found in nearby(rows):
        for name, order in orders.items():
            ranked = [(key, number) for number, (away, other) in enumerate(found) if (key := order(row, away, other)) is not None]
            if ranked:
                key, number = min(ranked)
                flags[name].append((key, row, found[number][1]))
    print("%d rows with a point and a time, %d marked as repeats of another" % (len(originals), marked))
    for name, found in flags.items():
        ranked = sorted(found, key=lambda flag: flag[0])
        recall = ", ".join("%.0f %%: %.3f" % (budget * 100, sum(
            row["group"] is not None and row["group"] == other["group"] for _, row, other in ranked[: int(budget * len(rows))]) / marked)
            for budget in BUDGETS)
        print("  %-36s recall at %s" % (name, recall))


def grouped(rows):
    """Rows with a point and a time, in order of time, with the group that their mark puts them in."""
    known = {row["id"]: row for row in rows}

    def original(row):
        seen = set()
        while row["duplicate_of"] in known and row["id"] not in seen:
            seen.add(row["id"])
            row = known[row["duplicate_of"]]
        return row["id"]

    members = collections.Counter(original(row) for row in rows)
    usable = [row for row in rows if row["lat"] is not None and row["created"]]
    for row in usable:
        row["group"] = original(row) if members[original(row)] > 1 else None
        row["hour"], row["until"] = hours(row["created"]), hours(row["closed"])
    return sorted(usable, key=lambda row: (row["hour"], row["id"]))


def main():
    file, out = common.arguments(__doc__, 2)[:2]
    rows = grouped(common.rows(file))
    pathlib.Path(out).mkdir(parents=True, exist_ok=True)
    compare(rows)
    by_our_rule(rows, pathlib.Path(out))


if __name__ == "__main__":
    main()
