"""Cases on the changelog: one writer, rising versions, a history that only grows."""

import json
from collections import defaultdict
from collections.abc import Iterator

import wire
from checks.inputs import place
from checks.merging import BY_HAND
from index import Index
from records import Violation


def cases(index: Index) -> Iterator[Violation]:
    """Each record is on the partition its id names, with a higher version than the one before."""
    for case_id, records in index.case_records.items():
        shard = wire.shard_of(case_id)
        if shard is None:
            yield Violation("cases", f"{place(records[0].at)}: key {case_id!r} is no case id")
            continue
        version, before = 0, None
        for record in records:
            if record.partition != shard:
                yield Violation("cases", f"{place(record.at)}: {case_id} belongs on partition {shard}")
            if record.value is None:
                continue
            value = json.loads(record.value)
            if value["case_id"] != case_id or value["shard"] != shard or value["schema_version"] not in (1, 2):
                yield Violation("cases", f"{place(record.at)}: key {case_id}, case_id {value['case_id']}, shard {value['shard']}")
            # Over a stranger's record the dispatcher writes its own last one again.
            if value["version"] <= version and record.value != before:
                yield Violation("cases", f"{place(record.at)}: {case_id} goes from version {version} to {value['version']}")
            version, before = value["version"], record.value


def append_only(index: Index) -> Iterator[Violation]:
    """seq runs 1…n, times never go back, the last entry says the state, and no entry ever changes or goes."""
    for case_id, records in index.case_records.items():
        before: list = []
        for record in records:
            if record.value is None:
                before = []
                continue
            value = json.loads(record.value)
            history = value["history"]
            if history[: len(before)] != before:
                yield Violation("history", f"{place(record.at)}: {case_id} has lost or changed entries it had before ({len(before)} then)")
            before = history
        if records[-1].value is None:
            continue
        if [event["seq"] for event in before] != list(range(1, len(before) + 1)):
            yield Violation("history", f"{case_id}: seq is {[event['seq'] for event in before][:20]}")
        times = [wire.milliseconds(event["at"]) for event in before]
        if times != sorted(times):
            yield Violation("history", f"{case_id}: times go back: {[event['at'] for event in before]}")
        if any(event["event_id"] != f"{case_id}/{event['seq']}" for event in before) and len({event["event_id"] for event in before}) != len(before):
            yield Violation("history", f"{case_id}: event ids are not unique")
        if before and before[-1]["to"] != value["state"]:
            yield Violation("history", f"{case_id} is {value['state']}, its history ends with {before[-1]['to']}")
        causes = [(event["cause"]["sender"], event["cause"]["id"]) for event in before if event.get("cause")]
        if len(set(causes)) != len(causes):
            twice = sorted({cause for cause in causes if causes.count(cause) > 1})
            yield Violation("history", f"{case_id}: a message had two effects: {twice[:3]}")


def numbers(index: Index) -> Iterator[Violation]:
    """Numbers run 1…n in every shard and day, in the order in which the reports stand in a partition."""
    days: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for case_id in index.case_records:
        if wire.CASE_ID.match(case_id):
            date, shard, number = case_id.split("-")
            days[(date, shard)][int(number)] = case_id
    for (date, shard), found in days.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            missing = sorted(set(range(1, max(found) + 1)) - found.keys())
            yield Violation("numbers", f"shard {shard} on {date}: {len(found)} cases up to number {max(found)}, missing {missing[:10]}")
        before: dict[int, tuple[int, str]] = {}
        for number in sorted(found):
            case = index.last_cases.get(found[number])
            # What an operator split or merged has reports from elsewhere.
            by_hand = case and BY_HAND & {event["kind"] for event in case["history"]}
            first = next((report for report in case["reports"] if report["role"] == "first"), None) if case and not by_hand else None
            if not first:
                continue
            # A shard may read more than one partition, in any order between them.
            source = first["source"]
            last = before.get(source["partition"], (-1, ""))
            if source["offset"] <= last[0]:
                yield Violation("numbers", f"{found[number]} stands for offset {source['offset']}, {last[1]} before it for {last[0]}")
            before[source["partition"]] = (source["offset"], found[number])
