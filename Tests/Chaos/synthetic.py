"""A small world in which every promise is kept, made without broker or product: the ground for planted violations."""

import json

import generate
import projection
import vocabulary
import wire
from index import content_hash
from ledger import Entry, Ledger
from records import Record, StoreFile, World

NOW = wire.milliseconds("2026-11-23T08:00:00+08:00")
DEPARTMENTS = ("traffic-police", "urban-management")


class Maker:
    """Writes topics as the dispatcher would, for two shards."""

    def __init__(self):
        self.world = World(shards=2, ledger=Ledger())
        self.sequence = {0: 0, 1: 0}
        self.number = {0: 0, 1: 0}
        self.cases: dict[str, dict] = {}
        self.generator = generate.Generator(7, 2, now=NOW)
        self.generator.secrets = self.world.ledger.secrets

    def append(self, topic: str, partition: int, key: bytes | None, value: bytes | None, headers=(), expect=None, id="", note="") -> Record:
        records = self.world.committed.setdefault(self.world.name(topic), [])
        offset = sum(record.partition == partition for record in records)
        record = Record(self.world.name(topic), partition, offset, key, value, tuple(headers), NOW)
        records.append(record)
        records.sort(key=lambda each: (each.partition, each.offset))
        if expect:
            self.world.ledger.entries.append(Entry(record.topic, partition, offset, expect, id, note))
        return record

    def report(self, shift: int = 0, expect: str = "case") -> Record:
        """A good report, `shift` partitions away from home."""
        message = self.generator.good()
        return self.append("reports", (message.partition + shift) % 2, message.key, message.value, expect=expect, id=message.id, note="good")

    def forward(self, record: Record) -> Record:
        return self.append("reports", (record.partition + 1) % 2, record.key, record.value, record.headers)

    def bury(self, record: Record, reason: str) -> None:
        headers = [*record.headers, ("__connect.errors.topic", record.topic.encode()), ("__connect.errors.partition", str(record.partition).encode()),
                   ("__connect.errors.offset", str(record.offset).encode()), ("__connect.errors.exception.class.name", reason.encode()),
                   ("__connect.errors.exception.message", b"why"), ("hazard-reason", reason.encode()), ("hazard-received-at", b"2026-11-23T08:00:00+08:00")]
        self.append("dead-letters", 0, record.key, record.value, headers)

    def open(self, record: Record) -> dict:
        """A case with two tasks, both sent."""
        shard = record.partition
        self.number[shard] += 1
        case_id = f"20261123-{shard:02d}-{self.number[shard]:06d}"
        report, at = json.loads(record.value), wire.timestamp(NOW)
        case = {"schema_version": 1, "case_id": case_id, "shard": shard, "version": 0, "state": "dispatched", "programme": report["programme"],
                "category": {"code": "T02", "id": "lane-obstruction", "name": "", "scheme": None, "scheme_code": None}, "condition": "a",
                "priority": "P1", "location": {"district": "510185"}, "opened_at": at, "due_at": wire.timestamp(NOW + 3_600_000), "closed_at": None,
                "reports": [self.remembered(record, "first")],
                "tasks": [{"task_id": f"{case_id}/{department}", "department": department, "role": "lead" if number == 0 else "co",
                           "state": "sent", "version": 0, "shard_seq": 0} for number, department in enumerate(DEPARTMENTS)], "history": []}
        self.cases[case_id] = case
        self.remember(case, "opened", "system")
        for task in case["tasks"]:
            self.tell(case, task, "dispatched")
        self.notify(case, report)
        self.write(case)
        return case

    def remembered(self, record: Record, role: str) -> dict:
        """A report as its case keeps it."""
        report = json.loads(record.value)
        return {"report_id": report["report_id"], "content_hash": "hmac:00c0ffee:" + content_hash(record.value)[:32], "role": role, "programme": report["programme"],
                "source": {"topic": record.topic, "partition": record.partition, "offset": record.offset},
                "received_at": wire.timestamp(NOW + 10), "account": "a1", "place": report["location"]}

    def twin(self) -> None:
        """A second report of a hazard whose case is open: its reporter is told so."""
        self.generator.seen.clear()
        while not self.generator.seen:
            first = self.report()
            case = self.open(first)
        message = self.generator.twin()
        record = self.append("reports", message.partition, message.key, message.value, expect=message.expect, id=message.id, note=message.note)
        case["reports"].append(self.remembered(record, "follower"))
        self.remember(case, "merged-in", "system")
        self.notify(case, json.loads(record.value), "merged")
        self.write(case)

    def earn(self, case: dict) -> None:
        """A reward from a fund: asked for across shards, entered once, and told to the case."""
        programme, (opening, rules) = next(iter(vocabulary.FUNDS.items()))
        report, entry_id = case["reports"][0], "e1"
        report["programme"] = programme
        home = wire.partition_of(programme, 2)
        arguments = {"entry_id": entry_id, "programme": programme}
        self.command(case, home, "grant", "grant/e1", arguments)
        entry = arguments | {"schema_version": 1, "account": "a1", "case_id": case["case_id"], "report_id": report["report_id"],
                             "rule": min(rules), "kind": "immediate", "amount": 50, "unit": "yuan", "state": "granted"}
        self.append("rewards", home, f"{programme}/{entry_id}".encode(), generate.encode(entry))
        fund = {"schema_version": 1, "programme": programme, "balance": opening - 50, "unit": "yuan"}
        self.append("rewards", home, f"{programme}/fund".encode(), generate.encode(fund))
        self.command(case, case["shard"], "reward-settled", "settled/e1", arguments)
        case["rewards"] = [{"entry_id": entry_id, "report_id": report["report_id"], "state": "granted"}]
        self.remember(case, "reward-settled", "system", "settled/e1")
        self.write(case)

    def command(self, case: dict, shard: int, kind: str, command_id: str, arguments: dict) -> None:
        value = {"schema_version": 1, "command_id": command_id, "case_id": case["case_id"], "role": "system", "kind": kind, "shard": shard,
                 "arguments": arguments}
        self.append("commands", shard, case["case_id"].encode(), generate.encode(value))

    def remember(self, case: dict, kind: str, role: str, cause: str | None = None) -> None:
        seq = len(case["history"]) + 1
        event = {"seq": seq, "event_id": f"{case['case_id']}/{seq}", "at": wire.timestamp(NOW + seq), "kind": kind, "to": case["state"], "actor": {"role": role}}
        if cause:
            event["cause"] = {"sender": "department/traffic-police", "id": cause}
        case["history"].append(event)

    def tell(self, case: dict, task: dict, event: str) -> None:
        shard = case["shard"]
        self.sequence[shard] += 1
        task["version"] += 1
        task["shard_seq"] = self.sequence[shard]
        event_id = f"{task['task_id']}/{task['version']}"
        value = {"schema_version": 1, "event_id": event_id, "event": event, "case_id": case["case_id"], "task_id": task["task_id"],
                 "version": task["version"], "shard_seq": task["shard_seq"], "department": task["department"], "role": task["role"], "state": task["state"]}
        rest = ("programme category condition priority text location media opened_at ack_by due_at due_clock make_safe_due_at duplicates rule "
                "needs_review").split()
        value |= {name: case.get(name) for name in rest}
        headers = [("hazard-dispatch-id", event_id.encode()), ("hazard-shard", str(shard).encode())]
        self.append("dispatch." + task["department"], 0, case["case_id"].encode(), generate.encode(value), headers)

    def notify(self, case: dict, report: dict, kind: str = "received") -> None:
        case["notice_count"] = case.get("notice_count", 0) + 1
        value = {"schema_version": 1, "event_id": f"{case['case_id']}/notice/{case['notice_count']}", "report_id": report["report_id"],
                 "case_id": case["case_id"], "programme": report["programme"], "channel": report["channel"], "thread_id": None,
                 "kind": kind, "text": {"zh": "已收到", "en": "Received"}, "at": wire.timestamp(NOW), "arguments": {}}
        self.append("notices", 0, report["report_id"].encode(), generate.encode(value))

    def answer(self, case: dict, event_id: str, kind: str, state: str) -> Record:
        """Feedback that is applied."""
        record = self.feedback(case, event_id, kind)
        case["tasks"][0]["state"], case["state"] = state, "in-progress"
        self.remember(case, kind, "department", event_id)
        self.write(case)
        return record

    def feedback(self, case: dict, event_id: str, kind: str, expect: str = "answer") -> Record:
        value = {"schema_version": 1, "event_id": event_id, "case_id": case["case_id"], "department": DEPARTMENTS[0], "kind": kind}
        return self.append("feedback", case["shard"], case["case_id"].encode(), generate.encode(value), expect=expect, id=event_id)

    def write(self, case: dict) -> None:
        case["version"] += 1
        self.append("cases", case["shard"], case["case_id"].encode(), generate.encode(case))

    def finish(self) -> World:
        """The files, positions and ends that go with the topics."""
        world = self.world
        for topic in (*world.inputs, world.name("cases"), world.name("dead-letters")):
            world.committed.setdefault(topic, [])
        for topic, records in world.committed.items():
            for partition in range(world.shards):
                end = sum(record.partition == partition for record in records)
                world.ends[(topic, partition)] = (end, end)
                if topic in world.inputs:
                    world.positions[(topic, partition)] = end
        world.uncommitted = {topic: list(records) for topic, records in world.committed.items()}
        for shard in range(world.shards):
            tables: dict[str, list] = {name: [] for name in ("cases", "tasks", "reports", "history")}
            for case in self.cases.values():
                if case["shard"] == shard:
                    for name, lines in projection.rows(case).items():
                        tables[name] += lines
            tables["positions"] = [(topic, partition, next) for (topic, partition), (next, _) in world.ends.items()
                                   if partition == shard and topic in (*world.inputs, world.name("cases"))]
            world.stores.append(StoreFile(f"shard-{shard}.db", shard, tables))
        world.logs = {"server": '{"event":"ready"}\n'}
        return world


def world() -> World:
    """Ten reports and more, one of them twice, one elsewhere, one of a hazard that is known; a bad one; feedback with effect, repeated, about
    nobody; a reward."""
    maker = Maker()
    for _ in range(8):
        maker.open(maker.report())
    stray = maker.report(shift=1)
    maker.open(maker.forward(stray))
    first = maker.report()
    maker.open(first)
    maker.append("reports", first.partition, first.key, first.value, expect="repeat", id=json.loads(first.value)["report_id"])
    maker.bury(maker.append("reports", 0, None, b"{", [("gateway", b"7")], expect="dead:malformed", note="broken"), "malformed")
    case = next(iter(maker.cases.values()))
    maker.answer(case, "tp-1", "accept", "accepted")
    maker.feedback(case, "tp-1", "accept")
    maker.answer(case, "tp-2", "start", "working")
    maker.twin()
    maker.earn(case)
    nobody = {"case_id": "20261123-00-999999", "shard": 0}
    maker.bury(maker.feedback(nobody, "tp-3", "accept", "dead:unknown-case"), "unknown-case")
    return maker.finish()
