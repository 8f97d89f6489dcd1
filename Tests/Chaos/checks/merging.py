"""Who may be one case: followers stand near the first, emergencies are never merged by machine, and a second report of an open case joins it."""

import math
from collections.abc import Iterator

import vocabulary
import wire
from index import Index
from records import Violation

ENDED = {"closed", "cancelled", "rejected", "merged"}
# What an operator did to the case, or the words of a category that has changed since: the rules of machines say no more about it.
BY_HAND = {"merge", "merged", "split", "link", "classify"}


def followers(index: Index) -> Iterator[Violation]:
    """One first report in a case; the others are near it, or repeat its words, photo or chat thread; none in an emergency."""
    for case_id, case in index.last_cases.items():
        if BY_HAND & {event["kind"] for event in case["history"]}:
            continue
        reports = case["reports"]
        firsts = [report["report_id"] for report in reports if report["role"] == "first"]
        if len(firsts) != 1 or reports[0]["role"] != "first":
            yield Violation("merging", f"{case_id}: its first reports are {firsts[:5]}")
            continue
        sources = [(report["source"]["partition"], report["source"]["offset"]) for report in reports]
        # A shard may read more than one partition, in any order between them.
        offsets = [offset for _, offset in sorted(sources, key=lambda source: source[0])]
        if offsets != [offset for _, offset in sorted(sources)]:
            yield Violation("merging", f"{case_id}: its reports joined in another order than they stand in the log: {offsets[:10]}")
        for number, report in enumerate(reports[1:], 1):
            if report["role"] != "follower" or repeats(report, reports[:number]):
                continue
            if case["priority"] == "P0":
                yield Violation("merging", f"{case_id} is an emergency, and {report['report_id']} was merged into it")
            away = apart(report.get("place"), reports[0].get("place") or case.get("location"))
            if away is None or away > vocabulary.REACH_METRES:
                where = "at no known distance" if away is None else f"{away:.0f} m away"
                yield Violation("merging", f"{case_id}: {report['report_id']} joined from {where}, and repeats nothing")


def twins(index: Index) -> Iterator[Violation]:
    """A second report of a hazard opens no case while the first one's is open."""
    for entry in index.world.ledger.entries:
        holders = index.reports.get(entry.id, []) if entry.expect == "twin" else []
        if len(holders) != 1 or holders[0][1]["role"] != "first":
            continue
        originals = index.reports.get(entry.note.removeprefix("twin of "), [])
        for case_id, _ in originals:
            case = index.last_cases[case_id]
            if case_id != holders[0][0] and not BY_HAND & {event["kind"] for event in case["history"]} and is_open(case, holders[0][1]["received_at"]):
                yield Violation("twins", f"report {entry.id}, {entry.note}, opened {holders[0][0]} while {case_id} was open")


def is_open(case: dict, at: str) -> bool:
    """Whether the case had no end yet at that time."""
    state = None
    for event in case["history"]:
        if wire.milliseconds(event["at"]) <= wire.milliseconds(at):
            state = event["to"]
    return state not in ENDED


def repeats(report: dict, earlier: list[dict]) -> bool:
    """The same words by the same person, the same photo or the same thread as an earlier report of the case."""
    return any(
        report.get("thread") and report.get("thread") == other.get("thread")
        or report.get("text_hash") and report.get("text_hash") == other.get("text_hash") and report.get("account") == other.get("account")
        or set(report.get("media_hashes") or ()) & set(other.get("media_hashes") or ()) for other in earlier)


def apart(one: dict | None, other: dict | None) -> float | None:
    """Metres between two places; 0 for the same address when one has no point, None when nothing tells."""
    if not one or not other:
        return None
    if None in (one.get("lat"), one.get("lon"), other.get("lat"), other.get("lon")):
        return 0.0 if one.get("address") and one.get("address") == other.get("address") else None
    east = (one["lon"] - other["lon"]) * math.cos(math.radians(one["lat"]))
    return math.hypot(one["lat"] - other["lat"], east) * 111_195
