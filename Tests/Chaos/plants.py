"""Planted violations: each breaks one promise in a copy of the synthetic world."""

import json
from dataclasses import replace

from records import StoreFile, World

REPORTS, FEEDBACK, CASES, DEAD, QUEUE = "hazard.reports", "hazard.feedback", "hazard.cases", "hazard.dead-letters", "hazard.dispatch.traffic-police"
COMMANDS, NOTICES, REWARDS = "hazard.commands", "hazard.notices", "hazard.rewards"


def edit(topic: str, number: int, change, every: bool = False):
    """Changes the JSON of the record at `number` of a topic."""

    def plant(world: World) -> None:
        records = world.committed[topic]
        value = json.loads(records[number].value)
        change(value)
        records[number] = replace(records[number], value=json.dumps(value).encode())

    return plant


def remove(topic: str, number: int):
    return lambda world: world.committed[topic].pop(number)


def again(topic: str, number: int, **changes):
    def plant(world: World) -> None:
        records = world.committed[topic]
        record = records[number]
        offset = max(each.offset for each in records if each.partition == record.partition) + 1
        records.append(replace(record, offset=offset, **changes))

    return plant


def change(topic: str, number: int, **changes):
    def plant(world: World) -> None:
        world.committed[topic][number] = replace(world.committed[topic][number], **changes)

    return plant


def last_case(index: int, alter):
    """Changes the last record of the case at `index`, and the rows with it, so that only the rule in question is broken."""

    def plant(world: World) -> None:
        ids = list(dict.fromkeys(record.key for record in world.committed[CASES]))
        number = max(n for n, record in enumerate(world.committed[CASES]) if record.key == ids[index])
        edit(CASES, number, alter)(world)

    return plant


def table(name: str, alter):
    def plant(world: World) -> None:
        file = next(file for file in world.stores if file.tables[name])
        alter(file.tables[name])

    return plant


def swap_sequences(world: World) -> None:
    of_one_shard = [n for n, record in enumerate(world.committed[QUEUE]) if record.header("hazard-shard") == b"0"][:2]
    first, second = (json.loads(world.committed[QUEUE][n].value)["shard_seq"] for n in of_one_shard)
    edit(QUEUE, of_one_shard[0], lambda value: value.update(shard_seq=second))(world)
    edit(QUEUE, of_one_shard[1], lambda value: value.update(shard_seq=first))(world)


def headers_without(name: str):
    def plant(world: World) -> None:
        letter = world.committed[DEAD][0]
        world.committed[DEAD][0] = replace(letter, headers=tuple(header for header in letter.headers if header[0] != name))

    return plant


def secret_in(topic: str):
    def plant(world: World) -> None:
        number = next(secret for secret in sorted(world.ledger.secrets) if secret.isdigit() and len(secret) == 11)
        record = world.committed[topic][0]
        world.committed[topic][0] = replace(record, value=record.value[:-1] + f',"z":"电话{number[:3]} {number[3:7]} {number[7:]}"}}'.encode())

    return plant


def token_in_log(world: World) -> None:
    world.logs["server"] += next(secret for secret in sorted(world.ledger.secrets) if secret.startswith("zqvault"))


def old_file_ahead(world: World) -> None:
    file = world.stores[0]
    rows = [(*row[:-1], row[-1] + 5) for row in file.tables["cases"]]
    world.stores.append(StoreFile("b/shard.db", file.shard, file.tables | {"cases": rows, "positions": []}))


def reason(name: str):
    def plant(world: World) -> None:
        letter = world.committed[DEAD][0]
        named = ("hazard-reason", "__connect.errors.exception.class.name")
        world.committed[DEAD][0] = replace(letter, headers=tuple((key, name.encode() if key in named else value) for key, value in letter.headers))

    return plant


def forget_positions(world: World) -> None:
    world.positions[(REPORTS, 0)] -= 1


def open_transaction(world: World) -> None:
    stable, end = world.ends[(CASES, 0)]
    world.ends[(CASES, 0)] = (stable, end + 2)


def second_case(world: World) -> None:
    """The same report in a case of its own number."""
    record = world.committed[CASES][0]
    case = json.loads(record.value)
    case_id = case["case_id"][:-6] + "000999"
    text = record.value.decode().replace(case["case_id"], case_id)
    again(CASES, 0, key=case_id.encode(), value=text.encode())(world)


def followed(alter):
    """Changes the last record of the case that has a follower."""

    def plant(world: World) -> None:
        records = world.committed[CASES]
        edit(CASES, max(n for n, record in enumerate(records) if b'"follower"' in record.value), alter)(world)

    return plant


def twin_with_a_case(world: World) -> None:
    """The twin leaves the case it joined and opens one of its own."""
    records = world.committed[CASES]
    record = next(record for record in records if b'"follower"' in record.value)
    case = json.loads(record.value)
    twin = case["reports"].pop() | {"role": "first"}
    number = records.index(record)
    edit(CASES, number, lambda value: value.update(reports=case["reports"]))(world)
    case_id = case["case_id"][:-6] + "000998"
    case.update(case_id=case_id, reports=[twin], tasks=[])
    again(CASES, number, key=case_id.encode(), value=json.dumps(case).encode())(world)


def history_entry(case: dict) -> dict:
    return case["history"][0]


# What is broken, the rule that must see it, how.
PLANTS = [
    ("an acknowledged report is gone from the log", "lost", remove(REPORTS, 0)),
    ("a report has no case", "lost", lambda world: [world.committed[CASES].remove(r) for r in [r for r in world.committed[CASES] if r.key == world.committed[CASES][1].key]]),
    ("a report is in two cases", "once", second_case),
    ("a case points to another record", "once", last_case(1, lambda case: case["reports"][0]["source"].update(offset=77))),
    ("a case has a hash that can be guessed", "once", last_case(1, lambda case: case["reports"][0].update(content_hash="00"))),
    ("feedback left no trace", "conservation", last_case(0, lambda case: case["history"].pop())),
    ("a dead letter for a record that opened a case", "conservation", again(DEAD, 0, headers=(
        ("__connect.errors.topic", b"hazard.reports"), ("__connect.errors.partition", b"0"), ("__connect.errors.offset", b"0")))),
    ("a forwarded record never arrived", "forwarded", lambda world: world.committed[REPORTS].remove(
        next(r for r in world.committed[REPORTS] if (r.partition, r.offset) not in {(e.partition, e.offset) for e in world.ledger.entries if e.topic == REPORTS}))),
    ("a forwarded record arrived twice", "forwarded", again(REPORTS, -1)),
    ("a task record twice", "duplicates", again(QUEUE, 0)),
    ("a task record is missing", "torn", remove(QUEUE, 2)),
    ("a task record without its case", "torn", again(QUEUE, 0, key=b"x", value=b'{"case_id":"20261123-00-000500","department":"traffic-police",'
     b'"task_id":"20261123-00-000500/traffic-police","event_id":"20261123-00-000500/traffic-police/1","version":1,"shard_seq":999,"event":"dispatched","state":"sent"}')),
    ("a task whose version the case has not seen", "torn", edit(QUEUE, 0, lambda value: value.update(version=2))),
    ("a gap in shard_seq", "order", remove(QUEUE, 0)),
    ("shard_seq goes back", "order", swap_sequences),
    ("a task is left queued", "queued", last_case(0, lambda case: case["tasks"][0].update(state="queued"))),
    ("something is left to tell", "queued", last_case(0, lambda case: case["tasks"][0].update(pending=[{"event": "revoked"}]))),
    ("a dispatch id that is not the event id", "form", change(QUEUE, 0, headers=(("hazard-dispatch-id", b"7"), ("hazard-shard", b"0")))),
    ("a dispatch record without its shard", "form", lambda world: change(QUEUE, 0, headers=world.committed[QUEUE][0].headers[:1])(world)),
    ("a field of a task is missing", "form", edit(QUEUE, 0, lambda value: value.pop("due_at"))),
    ("a notice twice", "notices", again(NOTICES, 0)),
    ("a notice is missing", "notices", remove(NOTICES, 0)),
    ("a notice waits", "notices", last_case(1, lambda case: case.update(notices=[{"number": 1}]))),
    ("a notice its case does not know", "notices", edit(NOTICES, 0, lambda value: value.update(event_id=value["event_id"][:-1] + "9"))),
    ("a notice under another key", "notices", change(NOTICES, 0, key=b"k")),
    ("an emergency without its number", "notices", edit(NOTICES, 0, lambda value: value.update(kind="redirected"))),
    ("a phone number in a notice", "privacy", secret_in(NOTICES)),
    ("a case on another partition", "cases", lambda world: change(CASES, 0, partition=1 - world.committed[CASES][0].partition)(world)),
    ("a case's version does not rise", "cases", last_case(0, lambda case: case.update(version=1))),
    ("a history entry changed", "history", last_case(0, lambda case: history_entry(case).update(kind="other"))),
    ("a history entry is missing", "history", last_case(0, lambda case: case["history"].pop(1))),
    ("history goes back in time", "history", last_case(0, lambda case: case["history"][-1].update(at="2026-11-22T08:00:00+08:00"))),
    ("feedback had its effect twice", "history", last_case(0, lambda case: case["history"].append(
        case["history"][-1] | {"seq": len(case["history"]) + 1, "event_id": "again"}))),
    ("the history does not lead to the state", "history", last_case(0, lambda case: case.update(state="closed"))),
    ("a number was skipped", "numbers", lambda world: [world.committed[CASES].remove(r) for r in [r for r in world.committed[CASES] if r.key.endswith(b"000001")]]),
    ("reports were taken out of order", "numbers", lambda world: [last_case(n, lambda case: case["reports"][0]["source"].update(offset=60 - int(case["case_id"][-6:])))(world) for n in range(10)]),
    ("a follower from the other side of the town", "merging", followed(lambda case: case["reports"][1]["place"].update(lat=30.9, lon=104.9))),
    ("two first reports in a case", "merging", followed(lambda case: case["reports"][1].update(role="first"))),
    ("an emergency was merged", "merging", followed(lambda case: case.update(priority="P0"))),
    ("reports joined out of order", "merging", followed(lambda case: case["reports"][0]["source"].update(offset=9999))),
    ("a second report opened a case while the first one's was open", "twins", twin_with_a_case),
    ("a notice in one language", "notices", edit(NOTICES, 0, lambda value: value["text"].pop("en"))),
    ("a fund below zero", "rewards", edit(REWARDS, 1, lambda value: value.update(balance=-1))),
    ("an entry under another key", "rewards", change(REWARDS, 0, key=b"deyuan.fire-brigade/e9")),
    ("an entry on another shard", "rewards", lambda world: change(REWARDS, 0, partition=1 - world.committed[REWARDS][0].partition)(world)),
    ("the same was earned twice", "rewards", lambda world: again(REWARDS, 0, key=b"deyuan.fire-brigade/e2", value=world.committed[REWARDS][0].value.replace(
        b'"e1"', b'"e2"'))(world)),
    ("a fund that paid twice", "funds", edit(REWARDS, 1, lambda value: value.update(balance=value["balance"] - 50))),
    ("a reward that was never answered", "settled", last_case(0, lambda case: case["rewards"][0].pop("state"))),
    ("a case that believes what the ledger does not say", "settled", last_case(0, lambda case: case["rewards"][0].update(state="void"))),
    ("an entry that its case does not know", "settled", last_case(0, lambda case: case.pop("rewards"))),
    ("a grant was written twice", "between", again(COMMANDS, 0)),
    ("a grant came to nothing", "between", lambda world: world.committed[REWARDS].pop(0)),
    ("a row is missing", "state", table("tasks", lambda rows: rows.pop())),
    ("a row too many", "state", table("history", lambda rows: rows.append(("x", 1, "x/1", 0, "k", None, "s", "r", None)))),
    ("a column differs", "state", table("cases", lambda rows: rows.append((*rows.pop()[:-1], 99)))),
    ("a row twice", "state", table("reports", lambda rows: rows.append(rows[0]))),
    ("a shard has no file", "state", lambda world: world.stores.pop()),
    ("a left file is ahead of the log", "stale files", old_file_ahead),
    ("a dead letter with other bytes", "dead letters", change(DEAD, 0, value=b"{ ")),
    ("a dead letter with another key", "dead letters", change(DEAD, 0, key=b"k")),
    ("a dead letter without its message", "dead letters", headers_without("__connect.errors.exception.message")),
    ("a dead letter that lost the gateway's header", "dead letters", headers_without("gateway")),
    ("a dead letter of nowhere", "dead letters", headers_without("__connect.errors.offset")),
    ("two dead letters for one record", "dead letters", again(DEAD, 0)),
    ("a reason off the list", "dead letters", reason("bad-luck")),
    ("the wrong reason", "expected", reason("stale")),
    ("a bad record is no dead letter", "expected", remove(DEAD, 0)),
    ("a phone number in a task", "privacy", secret_in(QUEUE)),
    ("a phone number in a case", "privacy", secret_in(CASES)),
    ("the reporter's platform in a task", "privacy", edit(QUEUE, 0, lambda value: value.update(x="zq-platform-blue"))),
    ("an account in a task", "privacy", edit(QUEUE, 0, lambda value: value.update(account="77"))),
    ("a contact token in a log", "private logs", token_in_log),
    ("a record was not consumed", "positions", forget_positions),
    ("a file stands before the end of its changelog", "positions", table("positions", lambda rows: rows.append((*next(r for r in rows if r[0] == CASES)[:2], 0)))),
    ("a transaction is left open", "stable", open_transaction),
    ("a committed record nobody else sees", "stable", lambda world: world.uncommitted[CASES].pop()),
]
