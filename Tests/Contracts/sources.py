"""Compares the schemas with the codecs: no field and no value of a closed list is in one only."""

import re
from pathlib import Path

from schemas import Contracts

# The Swift enumerations of fields, by the schema and the path of the object that they read.
FIELDS = {
    "ReportField": ("report", ""), "ReporterField": ("report", "reporter"), "ConsentField": ("report", "consent"),
    "ReportPlace.Field": ("report", "location"), "SegmentText.Field": ("report", "$defs.segment_in"),
    "MediaText.Field": ("report", "$defs.media_in"),
    "FeedbackField": ("feedback", ""), "FeedbackActorField": ("feedback", "actor"),
    "CommandField": ("command+transfer", ""), "CommandArgumentsText.Field": ("command+transfer", "arguments"),
    "TaskField": ("task", ""),
    "RewardField": ("reward", "oneOf.0"), "FundField": ("reward", "oneOf.1"),
    "NoticeField": ("notice", ""), "LocalTextField": ("notice", "text"),
    "CaseField": ("case", ""), "CategoryText": ("case", "$defs.category"), "CaseFlagsText": ("case", "flags"),
    "CaseLinkText": ("case", "links"), "CaseTaskText": ("case", "tasks"), "TaskEventText": ("case", "$defs.taskEvent"),
    "CaseReportText": ("case", "reports"), "ReportSourceField": ("case", "reports.source"), "CasePlace": ("case", "$defs.place"),
    "GivenPointField": ("case", "$defs.given"), "SegmentField": ("case", "$defs.segment"),
    "CaseEventText": ("case", "history"), "CauseText": ("case", "$defs.cause"), "ActorField": ("case", "history.actor"),
    "CaseDecisionText": ("case", "decision"), "CaseDecisionText.LimitField": ("case", "limits"),
    "CaseRewardText": ("case", "rewards"), "MovedRewardText": ("case", "moved_rewards"), "CaseRequestText": ("case", "requests"),
    "PauseText": ("case", "$defs.pause"), "CaseNoticeText": ("case", "notices"), "EmergencyText": ("case", "emergency"),
    "ToldNumberText": ("case", "told_numbers"),
}
# The Swift enumerations of closed lists, by the schema and the path of a field that has their values.
LISTS = {
    "Channel": ("report", "channel"), "ReportKind": ("report", "kind"), "ReporterKind": ("report", "reporter.kind"),
    "ReportLanguage": ("report", "lang"), "LifeRisk": ("report", "life_risk"), "ActionTaken": ("report", "action_taken"),
    "CoordinateSystem": ("report", "location.crs"), "RoadClass": ("report", "location.road_class"),
    "FeedbackRole": ("feedback", "actor.role"), "FeedbackKind": ("feedback", "kind"), "TaskResult": ("feedback", "result"),
    "CommandRole": ("command+transfer", "role"), "CommandKind": ("command+transfer", "kind"),
    "CheckResult": ("command", "arguments.result"), "CloseCode": ("case", "close_code"),
    "TaskRole": ("task", "role"), "CaseState": ("case", "state"), "TaskState": ("task", "state"), "TaskEventKind": ("task", "event"),
    "Priority": ("task", "priority"), "CloseRule": ("case", "close_rule"), "LimitClock": ("task", "due_clock"),
    "RefusalCode": ("task", "code"), "ReportRole": ("case", "reports.role"), "ActorRole": ("case", "history.actor.role"),
    "RewardKind": ("reward", "oneOf.0.kind"), "RewardState": ("reward", "oneOf.0.state"), "NoticeKind": ("notice", "kind"),
    "RequestKind": ("case", "requests.kind"), "RequestState": ("case", "requests.state"), "Danger": ("case", "decision.dangers"),
    "RejectionReason": ("dead-letter", "hazard-reason"),
}
# Written and not read back, or read under another name: no case of the Swift enumeration.
WRITTEN_ONLY = {
    "CaseTaskText": {"task_id"}, "CaseEventText": {"event_id"}, "TaskField": {"detail"}, "TaskEventText": {"code"},
    "CaseField": {"shard", "due_clock", "next_due_at"},
}
# Of the second edition and not in the code yet; an entry that the code has is named, so that it is taken out here.
PLANNED: dict[str, set[str]] = {}


def check(folder: Path, contracts: Contracts) -> tuple[str, list[str]]:
    swift = enumerations(folder)
    problems, fields, lists = [], 0, 0
    for name, (schema, path) in FIELDS.items():
        if name not in swift:
            problems.append(f"Sources has no enumeration {name}: correct Tests/Contracts/sources.py")
            continue
        code = swift[name] - {"unknown"}
        told = set().union(*(properties(contracts.schemas[one], path) for one in schema.split("+")))
        fields += len(code)
        problems += differences(name, f"{schema} {path}".strip(), code, told, WRITTEN_ONLY.get(name, set()))
    for name, (schema, path) in LISTS.items():
        told = set().union(*(values(contracts.schemas[one], path) for one in schema.split("+")))
        lists += len(swift.get(name, ()))
        problems += differences(name, f"{schema} {path}", swift.get(name, set()), told, set())
    return f"{fields} fields, {lists} values of closed lists", problems


def differences(name: str, place: str, code: set[str], told: set[str], written: set[str]) -> list[str]:
    planned = PLANNED.get(name, set())
    for value in sorted(planned & code):
        print(f"note {name}: {value} is in the code now: take it out of PLANNED in Tests/Contracts/sources.py")
    problems = [f"{name}: {value} is in the code and not in the schema {place}" for value in sorted(code - told)]
    return problems + [f"{name}: {value} is in the schema {place} and not in the code" for value in sorted(told - code - written - planned)]


def enumerations(folder: Path) -> dict[str, set[str]]:
    """Every enumeration with texts as raw values; a nested one also as Outer.Inner."""
    found: dict[str, set[str]] = {}
    for path in [*sorted((folder / "HazardWire").rglob("*.swift")), *sorted((folder / "HazardCore").rglob("*.swift"))]:
        text = re.sub(r"//.*", "", path.read_text())
        for match in re.finditer(r"enum (\w+): String\b[^{]*\{", text):
            body = block(text, match.end())
            outer = re.findall(r"^(?:package |private )?(?:struct|enum|extension) (\w+)", text[: match.start()], re.M)
            nested = text[: match.start()].rsplit("\n", 1)[-1].startswith(" ")
            found[f"{outer[-1]}.{match[1]}" if nested and outer else match[1]] = cases(body)
    return found


def block(text: str, start: int) -> str:
    depth, at = 1, start
    while depth and at < len(text):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return text[start : at - 1]


def cases(body: str) -> set[str]:
    """The raw values of the cases directly in an enumeration; `case .x` of a switch is none."""
    flat, depth = [], 0
    for sign in body:
        depth += sign == "{"
        if depth == 0:
            flat.append(sign)
        depth -= sign == "}"
    names: set[str] = set()
    for line in re.findall(r"^\s*case ([^.(:\n]+)$", re.sub(r",\n\s*", ", ", "".join(flat)), re.M):
        for one in line.split(","):
            if match := re.fullmatch(r"\s*`?(\w+)`?(?:\s*=\s*\"([^\"]*)\")?\s*", one):
                names.add(match[2] or match[1])
    return names


def step(schema: dict, root: dict) -> list[dict]:
    """The alternatives of a schema, references resolved."""
    if "$ref" in schema:
        return step(root["$defs"][schema["$ref"].split("/")[-1]], root)
    found = [schema]
    for part in schema.get("anyOf", []):
        found += step(part, root)
    if isinstance(schema.get("items"), dict):
        found += step(schema["items"], root)
    return found


def at(schema: dict, path: str) -> list[dict]:
    here = step(schema, schema)
    parts = path.split(".") if path else []
    while parts:
        part = parts.pop(0)
        if part == "$defs":
            here = step(schema["$defs"][parts.pop(0)], schema)
        elif part == "oneOf":
            here = step(schema["oneOf"][int(parts.pop(0))], schema)
        else:
            here = [found for one in here if part in one.get("properties", {}) for found in step(one["properties"][part], schema)]
    return here


def properties(schema: dict, path: str) -> set[str]:
    return {name for one in at(schema, path) for name in one.get("properties", {})}


def values(schema: dict, path: str) -> set[str]:
    found = {value for one in at(schema, path) for value in one.get("enum", [])}
    found |= {one["const"] for one in at(schema, path) if "const" in one}
    return {value for value in found if isinstance(value, str)}
