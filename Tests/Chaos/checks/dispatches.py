"""What departments see: each effect once, whole, in order, and nothing that the case does not know."""

from collections import Counter, defaultdict
from collections.abc import Iterator

import wire
from checks.inputs import place
from index import Index
from records import Violation

FIELDS = ("schema_version event_id event case_id task_id version shard_seq department role state programme category condition priority text "
          "location media opened_at ack_by due_at due_clock make_safe_due_at duplicates rule needs_review").split()
EVENTS = set("dispatched redispatched revoked reopened urged supervised changed closed refused".split())


def duplicates(index: Index) -> Iterator[Violation]:
    """No dispatch id twice for a reader of committed records."""
    count = Counter(record.header("hazard-dispatch-id") for record, _ in index.dispatches)
    for dispatch_id, times in count.items():
        if times > 1 or dispatch_id is None:
            where = [place(record.at) for record, _ in index.dispatches if record.header("hazard-dispatch-id") == dispatch_id][:5]
            yield Violation("duplicates", f"dispatch id {dispatch_id} {times} times: {', '.join(where)}")


def torn(index: Index) -> Iterator[Violation]:
    """A task of version N has exactly the records 1…N on its queue; a record has its case."""
    versions: dict[str, list[int]] = defaultdict(list)
    for record, value in index.dispatches:
        versions[value["task_id"]].append(value["version"])
        known = index.tasks.get(value["task_id"])
        if known is None and value["case_id"] not in index.forgotten:
            yield Violation("torn", f"{place(record.at)}: {value['event_id']} is on the queue, its case has no such task")
        elif known and known[1]["version"] < value["version"]:
            yield Violation("torn", f"{place(record.at)}: {value['event_id']} is on the queue, the case knows only version {known[1]['version']}")
    for task_id, (_, task) in index.tasks.items():
        if sorted(versions[task_id]) != list(range(1, task["version"] + 1)):
            yield Violation("torn", f"task {task_id} has version {task['version']}, its queue has the records {sorted(versions[task_id])[:20]}")


def order(index: Index) -> Iterator[Violation]:
    """shard_seq runs 1…max in every shard without a gap and rises along each partition; so does a task's version."""
    sequences: dict[int, list[int]] = defaultdict(list)
    last: dict[tuple, tuple[int, str]] = {}
    versions: dict[str, int] = {}
    for record, value in index.dispatches:
        shard, number = wire.shard_of(value["case_id"]), value["shard_seq"]
        sequences[shard].append(number)
        line = (record.topic, record.partition, shard)
        if number <= last.get(line, (0, ""))[0]:
            yield Violation("order", f"{place(record.at)}: shard_seq {number} of shard {shard} after {last[line][0]} at {last[line][1]}")
        last[line] = (number, place(record.at))
        before = versions.get(value["task_id"], 0)
        if value["version"] != before + 1:
            yield Violation("order", f"{place(record.at)}: {value['task_id']} goes from version {before} to {value['version']}")
        versions[value["task_id"]] = value["version"]
    for shard, numbers in sequences.items():
        missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
        twice = [number for number, count in Counter(numbers).items() if count > 1]
        if missing or twice:
            yield Violation("order", f"shard {shard}: of shard_seq 1…{max(numbers)} {len(missing)} missing {missing[:10]}, {len(twice)} twice {twice[:10]}")


def queued(index: Index) -> Iterator[Violation]:
    """Nothing waits to be told, unless a queue is unreachable on purpose."""
    for task_id, (_, task) in index.tasks.items():
        if task["department"] not in index.world.unreachable and (task["state"] == "queued" or task.get("pending")):
            yield Violation("queued", f"task {task_id} is {task['state']} with {len(task.get('pending', []))} things to tell")


def form(index: Index) -> Iterator[Violation]:
    """Ids, headers, key and fields of a dispatch record are as the contract says."""
    for record, value in index.dispatches:
        wrong = [name for name in FIELDS if name not in value]
        event_id = f"{value['case_id']}/{value['department']}/{value['version']}"
        checks = {
            "event_id": value["event_id"] == event_id, "task_id": value["task_id"] == f"{value['case_id']}/{value['department']}",
            "hazard-dispatch-id": record.header("hazard-dispatch-id") == event_id.encode(),
            "hazard-shard": record.header("hazard-shard") == str(wire.shard_of(value["case_id"])).encode(),
            "key": record.key == value["case_id"].encode(), "event": value["event"] in EVENTS,
            "topic": record.topic == index.world.name("dispatch." + value["department"]),
            "state": value["state"] != "queued",
        }
        wrong += [name for name, right in checks.items() if not right]
        if wrong:
            yield Violation("form", f"{place(record.at)}: {value['event_id']}: wrong {', '.join(wrong)}")
