"""Simulated departments: they work their queues and answer, mostly as they should and sometimes not."""

import json
import random
import threading
import time

import wire
from follower import Follower
from ledger import Ledger, Message
from publisher import Publisher


class Departments(threading.Thread):
    """Every department in one thread; `share` of the tasks get an answer, the others are left alone."""

    def __init__(self, bootstrap: str, ledger: Ledger, seed: int, share: float = 0.5, prefix: str = "hazard", shards: int = 6):
        super().__init__(daemon=True)
        self.bootstrap, self.share, self.prefix, self.shards = bootstrap, share, prefix, shards
        self.seed = seed
        self.publisher = Publisher(bootstrap, ledger)
        self.seen: dict[str, int] = {}
        self.numbers: dict[str, int] = {}
        self.stopping = threading.Event()
        self.quiet_since: float | None = None
        self.failure: BaseException | None = None
        self.answers = 0

    def run(self) -> None:
        try:
            queue = self.prefix + ".dispatch."
            follower = Follower(self.bootstrap, lambda name: name.startswith(queue))
            looked = 0.0
            while not self.stopping.is_set():
                if time.monotonic() - looked > 3:
                    follower.look()
                    looked = time.monotonic()
                records = follower.take()
                for record in records:
                    self.work(json.loads(record.value()), dict(record.headers() or []))
                self.publisher.serve()
                busy = records or not follower.is_at_end() or self.publisher.pending
                self.quiet_since = None if busy else self.quiet_since or time.monotonic()
            self.publisher.flush()
            follower.close()
        except BaseException as failure:  # noqa: BLE001 - shown by whoever waits for quiet
            self.failure = failure

    def work(self, task: dict, headers: dict) -> None:
        """Reads one record of a queue as the contract says: what is not newer is dropped."""
        task_id, version = task["task_id"], task["version"]
        if version <= self.seen.get(task_id, 0):
            return
        self.seen[task_id] = version
        dice = random.Random(f"{self.seed}/{task['event_id']}")
        if task["event"] not in ("dispatched", "redispatched", "reopened") or task["department"] == "triage":
            return
        if dice.random() > self.share or version > 6:
            return
        shard = int(headers["hazard-shard"])
        for kind, fields, twice in script(dice):
            self.say(task, shard, kind, fields, dice, twice)
        if dice.random() < 0.02:
            self.say_of_nobody(task, dice)

    def say(self, task: dict, shard: int, kind: str, fields: dict, dice: random.Random, twice: bool) -> None:
        number = self.numbers[task["task_id"]] = self.numbers.get(task["task_id"], 0) + 1
        seq = number if dice.random() > 0.03 else max(1, number - 2)
        value = self.feedback(task["case_id"], task["department"], kind, f"{task['task_id']}/f{number}", seq, fields)
        note = "feedback"
        partition = shard
        if dice.random() < 0.02:
            partition, note = dice.randrange(self.shards), "feedback elsewhere"
        message = Message(self.prefix + ".feedback", task["case_id"].encode(), value, partition, "answer", f"{task['task_id']}/f{number}", note)
        self.publisher.send(message)
        if twice:
            self.publisher.send(message)
        self.answers += 1

    def say_of_nobody(self, task: dict, dice: random.Random) -> None:
        """About a case that never was, or for a department that is none."""
        date, shard, _ = task["case_id"].split("-")
        number = self.numbers[task["task_id"]] = self.numbers.get(task["task_id"], 0) + 1
        event, department, expect = f"{task['task_id']}/f{number}", task["department"], "dead:unknown-case"
        case_id = f"{date}-{shard}-{900_000 + dice.randrange(99_999)}"
        if dice.random() < 0.3:
            case_id, department, expect = task["case_id"], "ministry-of-silly-walks", "dead:unknown-department"
        value = self.feedback(case_id, department, "accept", event, 1, {})
        self.publisher.send(Message(self.prefix + ".feedback", case_id.encode(), value, int(shard), expect, event, "feedback of nobody"))

    @staticmethod
    def feedback(case_id: str, department: str, kind: str, event_id: str, seq: int, fields: dict) -> bytes:
        value = {"schema_version": 1, "event_id": event_id, "case_id": case_id, "department": department,
                 "actor": {"role": "department", "ref": "duty-3"}, "kind": kind, "seq": seq, "at": wire.timestamp(int(time.time() * 1000)),
                 "reason": None, "note": "收到", "media": []}
        return json.dumps(value | fields, ensure_ascii=False).encode()

    def finish(self) -> None:
        """Stops, with everything sent acknowledged."""
        self.stopping.set()
        self.join(240)
        if self.failure:
            raise self.failure


PHOTO = {"media": [{"ref": "vault/after.jpg", "sha256": "ab" * 32, "mime": "image/jpeg"}]}


def script(dice: random.Random) -> list[tuple[str, dict, bool]]:
    """What a department says about one task: kind, fields, whether it is sent twice."""
    twice = dice.random() < 0.05
    solved = ("resolve", {"result": dice.choice(["solved", "solved", "solved", "not-found", "referred"])} | PHOTO, False)
    way = dice.random()
    if way < 0.12:
        return [("return", {"reason": "not-ours", "suggested_department": "unknown"}, twice)]
    if way < 0.15:
        return [("start", {}, False), ("accept", {}, False)]
    if way < 0.18:
        return [("accept", {}, twice), ("resolve", {}, False)]
    if way < 0.21:
        return [("accept", {}, False), ("accept", {}, False), solved, solved]
    if way < 0.30:
        return [("accept", {}, twice)]
    if way < 0.34:
        return [("accept", {}, False), ("request-delay", {"reason": "parts are on their way"}, twice), ("start", {}, False), solved]
    if way < 0.37:
        until = wire.timestamp(int(time.time() * 1000) + 3 * 86_400_000)
        return [("accept", {}, False), ("start", {}, False), ("request-hold", {"reason": "until the rain is over", "until": until}, twice)]
    if way < 0.40:
        return [("request-waiver", {"reason": "not ours to do"}, twice)]
    return [("accept", {}, twice), ("start", {}, False), ("note", {"note": "on the spot"}, False), solved]
