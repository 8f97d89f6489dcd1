"""The ledger: one entry for a case, account and rule, on its programme's shard; the cases know what it says; no fund below zero."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator

import vocabulary
import wire
from checks.inputs import LEDGER_KINDS, place
from index import Index, home_of, is_reward
from records import Violation

STATES = set("granted waiting withheld void clawed-back".split())


def entries(index: Index) -> Iterator[Violation]:
    """Every record stands under its own key on the shard of its programme; nobody earns the same twice."""
    world = index.world
    for record in world.records(world.name("rewards")):
        if record.value is None or not is_reward(record):
            continue
        value, key = json.loads(record.value), (record.key or b"").decode()
        own = f"{value['programme']}/{value.get('entry_id', 'fund')}"
        if key != own or record.partition != wire.partition_of(value["programme"], world.shards):
            yield Violation("rewards", f"{place(record.at)}: key {key}, value of {own}")
        elif key.endswith("/fund") and value["balance"] < 0:
            yield Violation("rewards", f"{place(record.at)}: the fund of {value['programme']} stands at {value['balance']}")
        elif "entry_id" in value and value["state"] not in STATES:
            yield Violation("rewards", f"{place(record.at)}: state {value['state']}")
    earned = defaultdict(list)
    for key, value in index.rewards.items():
        if "entry_id" in value and not value.get("reverses"):
            earned[(value["programme"], value["case_id"], value["account"], value["rule"])].append(key)
    for what, keys in earned.items():
        if len(keys) > 1:
            yield Violation("rewards", f"{what} was entered as {', '.join(keys[:5])}")


def funds(index: Index) -> Iterator[Violation]:
    """What a fund holds is its opening balance less what was granted from it and not taken back."""
    for programme, (opening, rules) in vocabulary.FUNDS.items():
        spent = sum(value["amount"] for value in index.rewards.values()
                    if value.get("programme") == programme and value.get("rule") in rules and value["state"] == "granted" and not value.get("reverses"))
        fund = index.rewards.get(programme + "/fund")
        balance = fund["balance"] if fund else opening
        if balance != opening - spent:
            yield Violation("funds", f"the fund of {programme} stands at {balance}, {opening} less {spent} granted is {opening - spent}")


def settled(index: Index) -> Iterator[Violation]:
    """A case shows what the ledger says of its rewards, and the ledger has no entry that its case does not know."""
    known = set()
    for case_id, case in index.last_cases.items():
        for reward in case.get("rewards", []):
            report = next((report for report in case["reports"] if report["report_id"] == reward["report_id"]), {})
            key = f"{report.get('programme', case['programme'])}/{reward['entry_id']}"
            known.add(key)
            entry = index.rewards.get(key)
            if reward.get("state") is None:
                yield Violation("settled", f"{case_id}: {reward['entry_id']} was asked for and never answered")
            elif entry is None and reward["state"] != "withheld":
                yield Violation("settled", f"{case_id}: {reward['entry_id']} is {reward['state']} and in no ledger")
            elif entry is not None and entry["state"] != reward["state"]:
                yield Violation("settled", f"{case_id}: {reward['entry_id']} is {reward['state']} there and {entry['state']} in the ledger")
    for key, entry in index.rewards.items():
        if "entry_id" in entry and not entry.get("reverses") and key not in known and entry["case_id"] not in index.forgotten:
            yield Violation("settled", f"{key} is {entry['state']} for {entry['case_id']}, which does not know of it")


def between(index: Index) -> Iterator[Violation]:
    """A command between shards is written once, to its home, and a grant has one entry."""
    seen: Counter = Counter()
    for at, record in index.inputs.items():
        if not index.is_internal(record):
            continue
        value = json.loads(record.value)
        seen[value["command_id"]] += 1
        if home_of(record, index.world.shards, "") != record.partition:
            yield Violation("between", f"{place(at)}: {value['kind']} {value['command_id']} stands on the wrong shard")
        if value["kind"] in LEDGER_KINDS and index.entry_of(value) is None:
            yield Violation("between", f"{place(at)}: {value['kind']} {value['command_id']} has no entry in a ledger")
    for command_id, times in seen.items():
        if times > 1:
            yield Violation("between", f"command {command_id} was written {times} times")
