"""Reads every record of an embedded log and validates it: the value, the key, and the headers."""

import json
import sqlite3
import struct
from collections import Counter
from pathlib import Path

from schemas import Contracts

BY_TOPIC = {
    "hazard.reports": "report", "hazard.feedback": "feedback", "hazard.commands": "command", "hazard.transfers": "transfer",
    "hazard.cases": "case", "hazard.rewards": "reward", "hazard.notices": "notice", "hazard.dead-letters": "dead-letter",
}


class Record:
    def __init__(self, row: tuple):
        self.topic, self.partition, position, key, self.value, headers = row
        self.offset = position & ((1 << 40) - 1)
        self.key = (key or b"").decode(errors="replace")
        self.headers = read_headers(headers or b"")
        self.place = f"{self.topic}[{self.partition}]@{self.offset}"


def read_headers(blob: bytes) -> dict[str, str]:
    """For each header the lengths of name and value in 4 bytes each, then both; the last of a name counts."""
    headers, at = {}, 0
    while at + 8 <= len(blob):
        name, value = struct.unpack_from("<II", blob, at)
        at += 8
        headers[blob[at : at + name].decode()] = blob[at + name : at + name + value].decode(errors="replace")
        at += name + value
    return headers


def read(log: Path) -> list[Record]:
    query = """SELECT t.name, p.number, r.id, r.key, r.value, r.headers FROM records r
               JOIN partitions p ON p.id = r.id >> 40 JOIN topics t ON t.id = p.topic ORDER BY r.id"""
    with sqlite3.connect(f"file:{log / 'log.db'}?mode=ro", uri=True) as file:
        return [Record(row) for row in file.execute(query)]


def check(log: Path, contracts: Contracts) -> tuple[str, list[str]]:
    problems, counts = [], Counter()
    inputs = unusable(found := read(log))
    for record in found:
        name = BY_TOPIC.get(record.topic) or ("task" if record.topic.startswith("hazard.dispatch.") else None)
        if name is None:
            problems.append(f"{record.place}: no schema for this topic")
            continue
        # A record with a dead letter is one that the schema may refuse.
        if (record.topic, record.partition, record.offset) in inputs:
            continue
        counts[name] += 1
        problems += [f"{record.place}: {said}" for said in one(name, record, contracts)]
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())), problems


def unusable(found: list[Record]) -> set[tuple[str, int, int]]:
    letters = (record.headers for record in found if record.topic == "hazard.dead-letters")
    return {
        (headers["__connect.errors.topic"], int(headers["__connect.errors.partition"]), int(headers["__connect.errors.offset"]))
        for headers in letters if "__connect.errors.topic" in headers
    }


def one(name: str, record: Record, contracts: Contracts) -> list[str]:
    if name == "dead-letter":
        return contracts.problems(name, record.headers)
    if record.value is None or (name == "case" and record.key.startswith("counts/")):
        return []
    value = json.loads(record.value)
    # Until hazard.transfers exists, shards send to each other on hazard.commands.
    if name == "command" and value.get("role") == "system":
        name = "transfer"
    said = contracts.problems(name, value)
    key = expected_key(name, value)
    if key is not None and key != record.key:
        said.append(f"the key is {record.key!r}, not {key!r}")
    if name == "task":
        wanted = {"hazard-dispatch-id": value["event_id"], "hazard-shard": str(int(value["case_id"].split("-")[1]))}
        said += [f"header {header} is {record.headers.get(header)!r}" for header, text in wanted.items() if record.headers.get(header) != text]
        if record.topic != f"hazard.dispatch.{value['department']}":
            said.append(f"the department is {value['department']}")
    return said


def expected_key(name: str, value: dict) -> str | None:
    match name:
        case "task" | "case": return value["case_id"]
        case "notice": return value["report_id"]
        case "reward": return f"{value['programme']}/{value.get('entry_id', 'fund')}"
        case _: return None
