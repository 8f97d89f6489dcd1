#!/usr/bin/env python3
"""Turns a city hotline's export into our reports and a scheme map for its categories, for evaluation and load.

usage: hotline.py EXPORT.jsonl.gz OUT_DIRECTORY

Reads rows {id, category, address, created} and writes OUT/reports.jsonl (for `hazard report --file`) and OUT/schemes/hotline.yaml
(for `--set policy.schemes=OUT/schemes`). The map is made here from a few general words, because no row of an export and no
table derived from one may enter the repository; a category that no word fits is left to people (`unmapped`).
"""
import gzip
import json
import os
import re
import sys

# The first word that occurs in a category decides; order matters (桥…积淹水 before 积淹水).
WORDS = [
    ("桥", "bridge-underpass/b"), ("号志电缆", "cable-power/a"), ("号志", "signal-fault/a"), ("路灯", "street-light/b"),
    ("标志", "traffic-facility/d"), ("沟盖", "manhole-cover/a"), ("人孔盖", "manhole-cover/a"), ("掏空", "road-collapse/a"),
    ("边坡", "slope-wall/b"), ("积淹水", "road-flooding/b"), ("侧沟", "sewer/a"), ("下水道", "sewer/a"),
    ("漏水", "water-main/a"), ("坑洞", "road-damage/a"), ("散落物", "road-spill/a"), ("路树", "fallen-tree/a"),
    ("便道", "public-facility/b"), ("噪音", "noise/a"), ("污染", "waste-dirt/b"), ("垃圾", "waste-dirt/a"),
    ("废弃物", "waste-dirt/a"),
]
SCHEME = "hotline.1"


def ours(category):
    """Our category and condition for a foreign category, or None for people to decide."""
    return next((target for word, target in WORDS if word in category), None)


def report(row):
    """One of our reports from one row; the district is the first 区 of the address."""
    district = re.search(r"[^\d市县\s]{1,4}区", row.get("address") or "")
    value = {
        "schema_version": 1, "report_id": row["id"], "programme": "jianyang.sentinel", "channel": "import",
        "reported_at": row["created"], "category_hint": row["category"], "category_scheme": SCHEME,
        "location": {"address": row.get("address") or None},
    }
    if district:
        value["location"]["district"] = district.group(0)
    return value


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    source, out = sys.argv[1:]
    os.makedirs(os.path.join(out, "schemes"), exist_ok=True)
    categories, count = {}, 0
    with gzip.open(source, "rt", encoding="utf-8") as rows, open(
            os.path.join(out, "reports.jsonl"), "w", encoding="utf-8") as reports:
        for line in rows:
            row = json.loads(line)
            categories[row["category"]] = categories.get(row["category"], 0) + 1
            reports.write(json.dumps(report(row), ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    with open(os.path.join(out, "schemes", "hotline.yaml"), "w", encoding="utf-8") as scheme:
        scheme.write('id: %s\nname: hotline categories\nversion: "1"\nsource: made by hotline.py\ncodes:\n' % SCHEME)
        for category in sorted(categories):
            scheme.write("  %s: %s\n" % (json.dumps(category, ensure_ascii=False), ours(category) or "unmapped"))
    for category, number in sorted(categories.items(), key=lambda item: -item[1]):
        print("%6d  %-24s  %s" % (number, ours(category) or "unmapped (people decide)", category))
    print("%d reports, %d categories" % (count, len(categories)))


main()
