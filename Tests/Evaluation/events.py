#!/usr/bin/env python3
"""Scores the routing table on a city's events: which department a category in a community belongs to.

usage: events.py EVENTS.jsonl.gz OUT_DIRECTORY

Reads rows {id, date, type, main, sub, community, department}. The earlier rows teach a table, which is written as a
configuration of ours (OUT/<split>/config: categories, a scheme with the city's codes, routing rules by category and
community); the later rows are written as reports with their department, and `hazard evaluate --of department` decides them with
that configuration. The shipped configuration answers the same rows by their words alone, to show the difference.
Nothing of it may enter the repository.
"""

import collections
import datetime
import json
import pathlib

import common
from department_table import Table, accuracy

SPLITS = (0.6, 0.7, 0.8)
DISTRICT = "519000"
# Who has these duties in the shipped configuration; the other departments have no counterpart there.
COUNTERPARTS = {
    "城管": "urban-management", "市政": "municipal-works", "环保水务": "water-affairs", "社区": "subdistrict",
    "住建": "housing-construction", "供水": "water-supply", "交警": "traffic-police", "公安": "public-security",
    "通信": "power-telecom", "供电": "power-telecom", "市场监管": "market-regulation", "消防": "fire-rescue",
    "安监": "emergency-management", "其他": "triage",
}


def cut(rows, share):
    """Where to split rows in the order of their days, between two days."""
    place = int(len(rows) * share)
    while rows[place]["date"] == rows[place - 1]["date"]:
        place += 1
    return place


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


class Codes:
    """A category of ours for every code of the city, on three levels, and an area code for every community."""

    def __init__(self, rows):
        self.categories = {}
        self.parents = {}
        paths = collections.Counter((row["type"], row["main"], row["sub"]) for row in rows)
        for path, _ in paths.most_common():
            names = dict(zip(("type", "main", "sub"), path))
            for level in names:
                self.parents.setdefault((level, names[level]), names)
        for number, (level, name) in enumerate(sorted(self.parents), 1):
            self.categories[level, name] = "%s-%04d" % (level, number)
        self.areas = {name: "c%03d" % number for number, name in enumerate(sorted({row["community"] for row in rows}), 1)}
        self.departments = {name: "dept-%02d" % number for number, name in enumerate(sorted({row["department"] for row in rows}), 1)}

    def hint(self, row):
        """The finest code the city's scheme knows, as a gateway of that city would send it."""
        known = [level for level in ("sub", "main", "type") if (level, row[level]) in self.categories]
        return "%s/%s" % (known[0], row[known[0]]) if known else "type/" + row["type"]


def write_configuration(folder, codes, table):
    """The table as routing rules: a rule for the communities that differ, then one for the code as such."""
    (folder / "schemes").mkdir(parents=True, exist_ok=True)
    departments = [("triage", "分拨中心")] + [(identifier, name) for name, identifier in codes.departments.items()]
    (folder / "departments.yaml").write_text("departments:\n" + "".join(
        "  - {id: %s, name: %s, name_en: %s}\n" % (identifier, quoted(name), identifier) for identifier, name in departments))
    kinds = [("unclassified", "Z01", "待分拨")] + [
        (identifier, identifier.upper(), name) for (_, name), identifier in codes.categories.items()]
    (folder / "categories.yaml").write_text("categories:\n" + "".join(
        "  - {code: %s, id: %s, name: %s, name_en: %s, priority: P2, conditions: {a: {when: seen, limit: 5wd, closes_when: gone}}}\n"
        % (code, identifier, quoted(name), identifier) for identifier, code, name in kinds))
    (folder / "schemes/city.yaml").write_text(
        'id: city.1\nname: codes of the city\nversion: "1"\nsource: events.py\ncodes:\n' + "".join(
            "  %s: %s\n" % (quoted("%s/%s" % key), identifier) for key, identifier in codes.categories.items()))
    (folder / "programmes.yaml").write_text(
        'programmes:\n  - {id: city.events, name: events, name_en: events, districts: ["%s"]}\n' % DISTRICT)
    (folder / "phrases.yaml").write_text("categories: {}\nrisk_order: []\n")
    (folder / "merging.yaml").write_text(
        "groups: [{id: all, merge: never, categories: [%s]}]\n" % ", ".join(identifier for identifier, _, _ in kinds))
    rules = []
    for key, identifier in codes.categories.items():
        facts = fact_names(key, codes)
        usual = table.department(facts)
        elsewhere = {}
        for community, area in codes.areas.items():
            department = table.department(facts | {"community": community})
            if department != usual:
                elsewhere.setdefault(department, []).append(area)
        for department, areas in sorted(elsewhere.items()):
            rules.append((identifier, areas, codes.departments[department]))
        rules.append((identifier, None, codes.departments[usual]))
    (folder / "routing.yaml").write_text("rules:\n" + "".join(
        "  - {id: r%05d, when: {category: %s%s}, lead: %s}\n"
        % (number, category, ", area: [%s]" % ", ".join('"%s"' % area for area in areas) if areas else "", lead)
        for number, (category, areas, lead) in enumerate(rules, 1)) + "fallback: {lead: triage, needs_review: true}\n")
    (folder / "hazard.yaml").write_text("cluster: evaluation\npolicy:\n" + "".join(
        "  %s: %s.yaml\n" % (part, part) for part in ("departments", "categories", "routing", "programmes", "phrases", "merging"))
        + "  schemes: schemes\n  calendar: %s\n" % (common.ROOT / "config/calendar"))
    return len(rules)


def fact_names(key, codes):
    """What is known of a report that names this code: itself and the coarser codes it most often stands under."""
    level, _ = key
    finest = ("type", "main", "sub").index(level)
    return {name: codes.parents[key][name] for name in ("type", "main", "sub")[: finest + 1]}


def report(row, **fields):
    return {"schema_version": 1, "report_id": row["id"], "channel": "import", "reported_at": row["date"] + "T12:00:00+08:00"} | fields


def held_out(row, codes):
    """One later row as a report with the city's code and its community, and the department that it went to."""
    value = report(row, programme="city.events", category_hint=codes.hint(row), category_scheme="city.1")
    if row["community"] in codes.areas:
        value["location"] = {"district": DISTRICT, "community": codes.areas[row["community"]]}
    return {"report": value, "department": codes.departments.get(row["department"], "triage")}


def by_words(row):
    value = report(row, programme="jianyang.sentinel", text="%s，%s" % (row["main"], row["sub"]))
    return {"report": value, "department": COUNTERPARTS[row["department"]]}


def score(rows, share, out):
    place = cut(rows, share)
    earlier, later = rows[:place], rows[place:]
    table = Table(earlier)
    codes = Codes(earlier)
    folder = out / ("%d" % (share * 100))
    rules = write_configuration(folder / "config", codes, table)
    common.write_lines(folder / "later.jsonl", [held_out(row, codes) for row in later])
    counted = [row for row in later if row["department"] in COUNTERPARTS]
    common.write_lines(folder / "words.jsonl", [by_words(row) for row in counted])
    print("%d %% of the rows, until %s, teach; %d rows from %s are held out" % (share * 100, earlier[-1]["date"], len(later), later[0]["date"]))
    print("  plain table (sub + community, else sub, else main …): %.4f" % accuracy(Table(earlier, [0.01]), later))
    print("  smoothed table: %.4f" % accuracy(table, later))
    figures = common.evaluate(folder / "later.jsonl", "department", "--config", folder / "config/hazard.yaml", "--worst", 0)
    if figures is None:
        return
    print("  the same as %d routing rules, decided by hazard: accuracy %.4f, macro-F1 %.4f, left to the fallback %.4f"
          % (rules, figures["accuracy"], figures["macro_f1"], figures["fallback"]))
    names = {identifier: name for name, identifier in codes.departments.items()} | {"triage": "triage"}
    for confusion in figures["confusions"][:5]:
        print("    %4d  %s → %s" % (confusion["count"], names[confusion["expected"]], names[confusion["actual"]]))
    shipped = common.evaluate(folder / "words.jsonl", "department", *common.shipped(), "--worst", 0)
    print("  as shipped, by the words of main and sub alone, %d rows of departments with a counterpart: lead %.4f, lead or co %.4f, "
          "left to people %.4f" % (len(counted), shipped["accuracy"], shipped["lead_or_co"], shipped["fallback"]))


def main():
    file, out = common.arguments(__doc__, 2)[:2]
    rows = sorted(common.rows(file), key=lambda row: row["date"])
    for row in rows:
        row["day"] = datetime.date.fromisoformat(row["date"]).toordinal()
    for share in SPLITS:
        score(rows, share, pathlib.Path(out))


if __name__ == "__main__":
    main()
