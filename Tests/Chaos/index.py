"""Looks into a world that several checks share, computed once."""

import functools
import hashlib
import json
import re

import wire
from records import Record, World


class Index:
    """The world, its cases parsed and its dispatch records by task."""

    def __init__(self, world: World):
        self.world = world

    @functools.cached_property
    def case_records(self) -> dict[str, list[Record]]:
        """Every record of `hazard.cases` by case id, in order; month counts are no cases."""
        found: dict[str, list[Record]] = {}
        for record in self.world.records(self.world.name("cases")):
            key = (record.key or b"").decode(errors="replace")
            if not key.startswith("counts/") and is_ours(record, found.get(key, [])):
                found.setdefault(key, []).append(record)
        return found

    @functools.cached_property
    def last_cases(self) -> dict[str, dict]:
        """The last record of each case that is not ended by a tombstone."""
        return {key: json.loads(records[-1].value) for key, records in self.case_records.items() if records[-1].value is not None}

    @functools.cached_property
    def forgotten(self) -> set[str]:
        return {key for key, records in self.case_records.items() if records[-1].value is None}

    @functools.cached_property
    def tasks(self) -> dict[str, tuple[str, dict]]:
        """Task id → (case id, task) of the last cases."""
        return {task["task_id"]: (case_id, task) for case_id, case in self.last_cases.items() for task in case["tasks"]}

    @functools.cached_property
    def dispatches(self) -> list[tuple[Record, dict]]:
        """Every dispatch record, parsed."""
        return [(record, json.loads(record.value)) for record in self.world.dispatches]

    @functools.cached_property
    def dead(self) -> dict[tuple[str, int, int], list[Record]]:
        """Dead letters by the coordinates in their headers."""
        found: dict[tuple[str, int, int], list[Record]] = {}
        for record in self.world.records(self.world.name("dead-letters")):
            found.setdefault(coordinates(record), []).append(record)
        return found

    @functools.cached_property
    def sources(self) -> dict[tuple[str, int, int], list[tuple[str, dict]]]:
        """Reports of cases by the coordinates they were read at."""
        found: dict[tuple[str, int, int], list[tuple[str, dict]]] = {}
        for case_id, case in self.last_cases.items():
            for report in case["reports"]:
                source = report["source"]
                found.setdefault((source["topic"], source["partition"], source["offset"]), []).append((case_id, report))
        return self.moved_on(found)

    @functools.cached_property
    def reports(self) -> dict[str, list[tuple[str, dict]]]:
        """Report id → the cases that have it."""
        found: dict[str, list[tuple[str, dict]]] = {}
        for case_id, case in self.last_cases.items():
            for report in case["reports"]:
                found.setdefault(report["report_id"], []).append((case_id, report))
        return self.moved_on(found)

    def moved_on(self, found: dict) -> dict:
        """A case that an operator merged into another keeps its reports as a memory: they count where they went."""
        def counts(case_id: str) -> bool:
            return self.last_cases[case_id]["state"] != "merged"

        return {key: [holder for holder in holders if counts(holder[0])] or holders for key, holders in found.items()}

    @functools.cached_property
    def causes(self) -> set[tuple[str, str]]:
        """(case id, id of the message) of everything the cases remember."""
        return {(case_id, event["cause"]["id"]) for case_id, case in self.last_cases.items() for event in case["history"] if event.get("cause")}

    @functools.cached_property
    def sent(self) -> set[tuple[str, int, int]]:
        """Where the records of gateways, departments and operators stand."""
        return {(entry.topic, entry.partition, entry.offset) for entry in self.world.ledger.entries}

    def is_internal(self, record: Record) -> bool:
        """A command that one shard wrote for another."""
        if record.topic != self.world.name("commands") or record.at in self.sent:
            return False
        return (strict_object(record.value) or {}).get("role") == "system"

    @functools.cached_property
    def rewards(self) -> dict[str, dict]:
        """The last record of each key of `hazard.rewards`."""
        found: dict[str, dict] = {}
        for record in self.world.records(self.world.name("rewards")):
            if record.value is None or is_reward(record):
                found[(record.key or b"").decode()] = json.loads(record.value) if record.value is not None else {}
        return {key: value for key, value in found.items() if value}

    def entry_of(self, command: dict) -> dict | None:
        """The ledger's entry that a grant, claim or claw-back is about."""
        arguments = command.get("arguments") or {}
        arguments = arguments.get("reward") or arguments
        return self.rewards.get(f"{arguments.get('programme')}/{arguments.get('entry_id')}")

    @functools.cached_property
    def inputs(self) -> dict[tuple[str, int, int], Record]:
        return {record.at: record for topic in self.world.inputs for record in self.world.records(topic)}


def is_ours(record: Record, before: list[Record]) -> bool:
    """Whether the dispatcher may have written a record of `hazard.cases`: a case under its id, or the tombstone of an ended one."""
    if record.value is not None:
        return (strict_object(record.value) or {}).get("case_id") == (record.key or b"").decode(errors="replace")
    last = before[-1].value if before else None
    return last is not None and json.loads(last)["state"] in ENDED


def is_reward(record: Record) -> bool:
    """Whether the dispatcher may have written a record of `hazard.rewards`: an entry or a fund of a programme."""
    return "programme" in (strict_object(record.value) or {})


ENDED = {"closed", "cancelled", "rejected", "merged"}


def coordinates(record: Record) -> tuple[str, int, int] | None:
    """Where a dead letter says its original stood; None when it does not say."""
    topic, partition, offset = (record.header(f"__connect.errors.{name}") for name in ("topic", "partition", "offset"))
    try:
        return (topic.decode(), int(partition), int(offset))
    except (AttributeError, ValueError, TypeError):
        return None


def content_hash(value: bytes | None) -> str:
    return hashlib.sha256(value or b"").hexdigest()


def strict_object(value: bytes | None) -> dict | None:
    """A JSON object, or None; enough to find the home of a record that was not refused."""
    try:
        parsed = json.loads((value or b"").decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None


def home_of_cut(value: bytes | None, shards: int) -> int | None:
    """The shard of a report that cannot be read as a whole. The dispatcher forwards it when it speaks of an emergency; else it has a
    dead letter where it stands."""
    for name in (b"district", b"programme"):
        found = re.search(rb'"' + name + rb'"\s*:\s*"([^"\\]+)"', value or b"")
        if found:
            return wire.partition_of(found[1].decode("utf-8", "replace"), shards)
    return None


def home_of(record: Record, shards: int, reports: str) -> int | None:
    """The shard an input record belongs to, from its value; None when it does not say."""
    value = strict_object(record.value)
    if value is None:
        return home_of_cut(record.value, shards) if record.topic == reports else None
    if record.topic == reports:
        key = (value.get("location") or {}).get("district") or value.get("programme")
        return wire.partition_of(key, shards) if isinstance(key, str) else None
    if value.get("role") == "system" and isinstance(value.get("shard"), int):
        return value["shard"]
    return wire.shard_of(str(value.get("case_id")))
