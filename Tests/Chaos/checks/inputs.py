"""Every record of the inputs ended in exactly one way (conservation law)."""

from collections.abc import Iterator

import wire
from index import Index, home_of, strict_object
from records import Violation


# What a case asks the ledger of a programme; its answer is the entry.
LEDGER_KINDS = ("grant", "claim", "claw-back")


def lost(index: Index) -> Iterator[Violation]:
    """What a gateway was promised is in a case or among the dead letters; nothing acknowledged has left the log."""
    present = index.inputs
    for entry in index.world.ledger.entries:
        at = (entry.topic, entry.partition, entry.offset)
        if at not in present:
            yield Violation("lost", f"{place(at)} was acknowledged ({entry.id}, {entry.note}) and cannot be read")
        elif entry.expect in ("case", "twin", "triage", "repeat") and entry.id not in index.reports and at not in index.dead and not index.forgotten:
            yield Violation("lost", f"report {entry.id} ({entry.note}) at {place(at)} is in no case and no dead letter")


def once(index: Index) -> Iterator[Violation]:
    """A report is in one case only, once, with the bytes it came with."""
    for report_id, holders in index.reports.items():
        if len(holders) > 1:
            yield Violation("once", f"report {report_id} is in {', '.join(case_id for case_id, _ in holders)}")
    for at, holders in index.sources.items():
        record = index.inputs.get(at)
        if record is None:
            yield Violation("once", f"{holders[0][0]} says its report stands at {place(at)}, where there is no committed record")
            continue
        for case_id, report in holders:
            value = strict_object(record.value) or {}
            # Of a record that is cut or broken only the bytes tell; its case says that it was saved from such a record.
            cut = report.get("salvaged") and report["report_id"].encode() in (record.value or b"")
            if value.get("report_id") != report["report_id"] and not cut:
                yield Violation("once", f"{case_id}: report {report['report_id']} is not what stands at {place(at)}")
            if not report["content_hash"].startswith("hmac:"):
                yield Violation("once", f"{case_id}: content_hash of {report['report_id']} can be guessed")
            if "thread_id" in report:
                yield Violation("once", f"{case_id}: {report['report_id']} has its conversation in clear")
            if record.partition % index.world.shards != wire.shard_of(case_id):
                yield Violation("once", f"{case_id}: its report was read at {place(at)}, another shard")


def conservation(index: Index) -> Iterator[Violation]:
    """Per shard: consumed = opened + merged + duplicates + remembered + repeats + settled + forwarded + dead letters, record by record."""
    seen: set[tuple[str, str]] = set()
    for at, record in index.inputs.items():
        ways = outcome(index, record, seen)
        if len(ways) != 1:
            how = " and ".join(ways) if ways else "left no trace"
            yield Violation("conservation", f"{place(at)} (key {record.key!r}, {len(record.value or b'')} bytes) {how}")


def outcome(index: Index, record, seen: set) -> list[str]:
    """The ways in which a record ended; exactly one is right."""
    ways = []
    if record.at in index.dead:
        ways.append("dead letter")
    if record.at in index.sources:
        ways.append(" and ".join(sorted({"opened" if report["role"] == "first" else "merged" for _, report in index.sources[record.at]})))
    if len(ways) == 2 and all(index.last_cases[case_id].get("flags", {}).get("salvaged") for case_id, _ in index.sources[record.at]):
        # An emergency in a record with faults has both: the dead letter says what is wrong, the case sends help.
        return ["salvaged"]
    if ways:
        return ways
    reports = index.world.name("reports")
    home = home_of(record, index.world.shards, reports)
    if home is not None and home != record.partition % index.world.shards:
        return ["forwarded"]
    value = strict_object(record.value) or {}
    if record.topic == reports:
        same = [report for _, report in index.reports.get(str(value.get("report_id")), []) if same_content(index, report, value)]
        return ["duplicate"] if same else []
    if index.is_internal(record) and value.get("kind") in LEDGER_KINDS:
        return ["settled"] if index.entry_of(value) else []
    cause = (str(value.get("case_id")), str(value.get("event_id") or value.get("command_id")))
    if cause in index.causes:
        first = cause not in seen
        seen.add(cause)
        return ["remembered" if first else "repeat"]
    return ["of a forgotten case"] if cause[0] in index.forgotten else []


def same_content(index: Index, report: dict, value: dict) -> bool:
    """Whether a report of a case says what this record says. The hash is keyed, so the case's own record is read."""
    source = report["source"]
    known = index.inputs.get((source["topic"], source["partition"], source["offset"]))
    return known is not None and without_null(strict_object(known.value)) == without_null(value)


def without_null(value):
    """The value without members that are null, which is the same as absent."""
    return {key: without_null(inner) for key, inner in value.items() if inner is not None} if isinstance(value, dict) else value


def place(at: tuple[str, int, int]) -> str:
    return f"{at[0]}[{at[1]}]@{at[2]}"
