"""What reporters are told: each notice once, about a case that has their report, none left out."""

import json
from collections import Counter
from collections.abc import Iterator

from checks.inputs import place
from index import Index
from records import Violation

FIELDS = "schema_version event_id report_id case_id programme channel thread_id kind text at arguments".split()
KINDS = set("received merged redirected rejected resolved closed reopened reward".split())


def told(index: Index) -> Iterator[Violation]:
    """A case's notices are 1…N on the topic, once each; only an unreachable topic may hold some back."""
    numbers: dict[str, list[int]] = {}
    for record in index.world.records(index.world.name("notices")):
        notice = json.loads(record.value)
        wrong = [name for name in FIELDS if name not in notice]
        wrong += [] if notice.get("kind") in KINDS else ["kind"]
        wrong += [] if record.key == notice["report_id"].encode() else ["key"]
        wrong += [] if notice["text"].get("zh") and notice["text"].get("en") else ["text"]
        wrong += ["number"] if notice["kind"] == "redirected" and not notice["arguments"].get("number") else []
        if wrong:
            yield Violation("notices", f"{place(record.at)}: {notice['event_id']}: wrong {', '.join(wrong)}")
        case_id = notice["case_id"]
        if case_id is None:
            numbers.setdefault(notice["event_id"], []).append(1)
            continue
        numbers.setdefault(case_id, []).append(int(notice["event_id"].rsplit("/", 1)[1]))
        case = index.last_cases.get(case_id)
        known = case_id in index.forgotten or notice["report_id"] in index.reports
        if not known or notice["event_id"] != f"{case_id}/notice/{numbers[case_id][-1]}":
            yield Violation("notices", f"{place(record.at)}: {notice['event_id']} is about a report or case that is not there")
        if case and numbers[case_id][-1] > case.get("notice_count", 0):
            yield Violation("notices", f"{place(record.at)}: {notice['event_id']}, the case knows only {case.get('notice_count', 0)}")
    for of, seen in numbers.items():
        twice = [number for number, count in Counter(seen).items() if count > 1]
        if twice:
            yield Violation("notices", f"{of}: notices {twice[:10]} more than once")
    if "notices" in index.world.unreachable:
        return
    for case_id, case in index.last_cases.items():
        missing = set(range(1, case.get("notice_count", 0) + 1)) - set(numbers.get(case_id, []))
        if missing or case.get("notices"):
            yield Violation("notices", f"{case_id}: {sorted(missing)[:10]} were not told, {len(case.get('notices', []))} wait")
        # The reporters of a case that was split off were told in the case it was part of.
        if not case.get("notice_count") and case["history"][0]["kind"] != "split":
            yield Violation("notices", f"{case_id}: its reporter was told nothing")
