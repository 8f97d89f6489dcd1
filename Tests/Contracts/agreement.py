"""Sends messages with one fault each and compares the answer with the schema: both take a message or neither does."""

import copy
import json

from schemas import Contracts
from traffic import Server, now

CASE = "20261122-03-000123"
LEAVE_OUT = object()


def check(server: Server, contracts: Contracts) -> tuple[str, list[str]]:
    problems, count = [], 0
    for name, variants in {"report": reports(), "feedback": feedback(), "command": commands()}.items():
        variants = list(variants)
        count += len(variants)
        for what, value, taken in zip(*zip(*variants), taken_by(server, name, [value for _, value in variants])):
            if taken != contracts.accepts(name, value):
                why = "; ".join(contracts.problems(name, value)) or "nothing against it"
                problems.append(f"{name} with {what}: the program {'takes' if taken else 'refuses'} it, the schema says: {why}")
    return f"{count} messages", problems


def taken_by(server: Server, name: str, values: list[dict]) -> list[bool]:
    if name == "report":
        # A report of danger to life is taken in spite of its faults (salvaged), so these are about something else.
        answers = [server.call("/v1/reports", value)[0] for value in values]
        return [status == 202 for status in answers]
    path = f"/v1/cases/{CASE}/{'feedback' if name == 'feedback' else 'commands'}"
    statuses = []
    for value in values:
        statuses.append(server.call(path, value)[0])
    return [status in (200, 202, 404, 409) for status in statuses]


def changed(base: dict, number: int, path: str, value: object) -> dict:
    """A copy with an id of its own and one field changed."""
    result = copy.deepcopy(base)
    for key in ("report_id", "event_id", "command_id"):
        if key in result:
            result[key] = f"{result[key]}-{number}"
    here, parts = result, path.split(".")
    for part in parts[:-1]:
        here = here[int(part)] if isinstance(here, list) else here.setdefault(part, {})
    if value is LEAVE_OUT:
        here.pop(parts[-1], None)
    else:
        here[parts[-1]] = value
    return result


def variants(base: dict, changes: dict[str, list]):
    number = 0
    for path, values in changes.items():
        for value in values:
            number += 1
            shown = "left out" if value is LEAVE_OUT else json.dumps(value, ensure_ascii=False)
            yield f"{path} = {shown[:60]}", changed(base, number, path, value)


def text(limit: int) -> list:
    return ["字" * limit, "字" * (limit + 1), "", None, 7, ["a"]]


def ident() -> list:
    return ["a/b:c-d_e.F9", "a" * 64, "a" * 65, "", "a b", "编号", None, LEAVE_OUT, 7]


def optional_id() -> list:
    return [value for value in ident() if value is not LEAVE_OUT]


TIMES = ["2026-11-22T08:15:00Z", "2026-11-22T08:15:00.123456789+08:00", "2026-11-22 08:15:00+08:00", "2026-11-22T08:15:00", "2026-11-22T08:15:00z",
         "2026-13-22T08:15:00+08:00", "2026-11-22T24:00:00+08:00", "2026-11-22T08:15:60+08:00", "2026-11-22T08:15:00.+08:00", 1700000000000]
MEDIA = [[], None, [{"ref": "a"}] * 20, [{"ref": "a"}] * 21, [{"ref": ""}], [{}], [{"ref": "r" * 1025}], [{"ref": "a", "sha256": "zz"}],
         [{"ref": "a", "sha256": "aB" * 32, "mime": "m" * 100}], [{"ref": "a", "mime": "m" * 101}], [{"ref": "a", "taken_at": "noon"}], {}]


def reports():
    base = {
        "schema_version": 1, "report_id": "agree", "programme": "jianyang.sentinel", "channel": "phone", "kind": "hazard", "reported_at": now(hours=1),
        "text": "路边井盖破损", "location": {"district": "510185", "lat": 30.4, "lon": 104.5}, "reporter": {"ref": "r"}, "category_hint": "R01",
    }
    recent = [value.replace("2026-11-22", now(days=1)[:10]) if isinstance(value, str) else value for value in TIMES]
    yield from variants(base, {
        "schema_version": [1, "1", None, LEAVE_OUT, 0, 2], "report_id": ident(), "programme": ["", "a b", None, LEAVE_OUT],
        "channel": ["chat", "CHAT", "telepathy", None, LEAVE_OUT], "kind": ["need", "wish", None, LEAVE_OUT], "reported_at": [*recent, None, LEAVE_OUT],
        "occurred_at": [*recent, None], "reporter": [None, {}, [], "r"], "reporter.ref": text(200), "reporter.kind": ["resident", "king", None],
        "reporter.platform": text(64), "reporter.anonymous": [True, "yes", None], "contact_token": text(200), "text": text(4000), "lang": ["zh-Hans", "en", None],
        "category_hint": text(64), "condition_hint": text(64), "category_scheme": ["gbt30428.yuncheng.2026", "s" * 65, None], "life_risk": ["none", "high", None],
        "action_taken": ["warned", "slept", None], "location": [None, {}, [], {"lat": 30.4}, {"lon": 104.5}, {"lat": 0, "lon": 0}, {"lat": 0.0, "lon": 104.5}],
        "location.lat": [90, 90.5, "30", None], "location.lon": [-180, 181, None], "location.crs": ["bd09", "epsg", None], "location.accuracy_m": [0, -1, 1e6, 1e7, None],
        "location.address": text(500), "location.segment": [{"from": "a"}, {}, {"from": "字" * 201}, None, "a"], "location.road_class": ["urban", "dirt", None],
        "location.grid": text(100), "location.community": text(100), "location.subdistrict": text(100), "location.district": ["510185", "d" * 65, "", None],
        "media": MEDIA, "thread_id": text(64), "related_report_id": optional_id(), "consent": [None, {}, {"share_with_dept": True}, {"share_with_dept": 1}, []],
        "trace_id": text(64), "ext": [None, {}, {"a": {"b": [1]}}, [], "x"], "unknown_field": [1, {"a": 1}, None],
    })
    bare = {"schema_version": 1, "report_id": "bare", "programme": "jianyang.sentinel", "channel": "phone", "reported_at": now(hours=1)}
    yield from variants(bare, {"text": [LEAVE_OUT, "", "井盖破损"], "media": [[], [{"ref": "a"}]], "category_hint": ["", "R01"]})


def feedback():
    base = {
        "schema_version": 1, "event_id": "agree-f", "case_id": CASE, "department": "urban-management", "actor": {"role": "department", "ref": "duty-3"},
        "kind": "accept", "at": now(), "note": "n",
    }
    yield from variants(base, {
        "event_id": optional_id()[:-2], "department": ["fire-rescue", "a b", "", None, 7, LEAVE_OUT], "actor": [None, LEAVE_OUT, {}, [], {"role": "king"}, {"role": "department"}, {"role": "verifier"}],
        "actor.ref": text(200), "kind": ["accept", "pass", "confirm", "sleep", None, LEAVE_OUT, "made-safe", "appeal"], "seq": [0, 1, -1, 1.5, "1", None],
        "at": TIMES, "reason": text(1000), "suggested_department": optional_id(), "result": ["referred", "fine", None], "note": text(1000), "text": text(4000),
        "score": [1, 5, 0, 6, None], "media": MEDIA, "until": [*TIMES, None], "unknown_field": [1], "schema_version": [1, "1", 0, 2],
    })
    reporter = base | {"actor": {"role": "reporter", "ref": "g1-1"}, "event_id": "agree-r"}
    yield from variants(reporter | {"kind": "confirm"}, {"actor.ref": ["g1-1", "a b", "", None, LEAVE_OUT], "kind": ["dispute", "add", "rate", "accept", "fail"]})
    yield from variants(reporter | {"kind": "add", "event_id": "agree-a"}, {"text": ["x", "", None]})
    yield from variants(reporter | {"kind": "rate", "event_id": "agree-s"}, {"score": [3, 9, None]})


def commands():
    base = {"schema_version": 1, "command_id": "agree-c", "case_id": CASE, "operator": "zhang", "role": "supervisor", "kind": "urge", "at": now(), "arguments": {}}
    yield from variants(base, {
        "command_id": optional_id()[:-2], "operator": ["张三", "字" * 64, "字" * 65], "role": ["operator", "king"], "kind": ["supervise", "sleep", None, LEAVE_OUT],
        "at": TIMES, "reason": text(1000), "arguments": [{}, None, [], "x", {"unknown": 1}], "unknown_field": [1], "schema_version": [1, "1", 0, 2],
        "shard": [None],
    })
    needs = {
        "classify": {"category": ["T02", "c" * 65, "", None], "condition": text(64)}, "dispatch": {"departments": [[], None, [{}], [{"department": "fire-rescue", "role": "lead"}], [{"department": "fire-rescue", "role": "boss"}], [{"department": "a"}] * 51]},
        "waive": {"departments": [None, [{"department": "a"}]], "department": ["a", "a b"]}, "verify": {"result": ["pass", "maybe", None]},
        "close": {"code": ["solved", "not-found", None]}, "force-close": {"code": ["referred", "gone", None]}, "merge": {"into": [CASE, "20261122-3-1", None]}, "split": {"reports": [["a"], [], ["a b"], ["a"] * 201, None]},
        "link": {"into": [CASE, None]}, "suspend": {"until": [now(days=-1), "noon", None]}, "approve": {"request": ["a", "a b", None]}, "refuse": {"request": ["a", None]},
        "grant": {"rule": ["valid-clue", "a b", None]}, "claim": {"entry_id": ["e", "e" * 257, "", None]}, "claw-back": {"entry_id": ["e", None]}, "reveal": {"reports": [["a"], None]},
        "reward-settled": {"entry_id": ["e"]},
    }
    for kind, arguments in needs.items():
        named = base | {"kind": kind, "command_id": f"agree-{kind}"}
        yield from variants(named, {f"arguments.{name}": values for name, values in arguments.items()})
