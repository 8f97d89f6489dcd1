"""Simulated operators: they follow the cases and verify, close, dispatch again, sometimes against the rules."""

import json
import random
import threading
import time

import wire
from follower import Follower
from ledger import Ledger, Message
from publisher import Publisher


class Operators(threading.Thread):
    """One thread; a case gets at most a few commands, each for one of its versions."""

    def __init__(self, bootstrap: str, ledger: Ledger, seed: int, share: float = 0.8, prefix: str = "hazard", shards: int = 6):
        super().__init__(daemon=True)
        self.bootstrap, self.share, self.prefix, self.shards, self.seed = bootstrap, share, prefix, shards, seed
        self.publisher = Publisher(bootstrap, ledger)
        self.given: dict[str, int] = {}
        self.states: dict[str, str] = {}
        self.stopping = threading.Event()
        self.quiet_since: float | None = None
        self.failure: BaseException | None = None
        self.answers = 0

    def run(self) -> None:
        try:
            follower = Follower(self.bootstrap, lambda name: name == self.prefix + ".cases")
            looked = 0.0
            while not self.stopping.is_set():
                if time.monotonic() - looked > 3:
                    follower.look()
                    looked = time.monotonic()
                records = follower.take()
                for record in records:
                    if record.value() is not None and wire.shard_of(record.key().decode()) is not None:
                        self.look(json.loads(record.value()))
                self.publisher.serve()
                busy = records or not follower.is_at_end() or self.publisher.pending
                self.quiet_since = None if busy else self.quiet_since or time.monotonic()
            self.publisher.flush()
            follower.close()
        except BaseException as failure:  # noqa: BLE001 - shown by whoever waits for quiet
            self.failure = failure

    def look(self, case: dict) -> None:
        """One command when a case has come into a new state, by the dice of that case and state."""
        case_id, state = case["case_id"], case["state"]
        if self.states.get(case_id) == state or self.given.get(case_id, 0) >= 4:
            return
        self.states[case_id] = state
        dice = random.Random(f"{self.seed}/{case_id}/{state}/{self.given.get(case_id, 0)}")
        if dice.random() > self.share:
            return
        order = choose(state, dice)
        if order is None:
            return
        self.given[case_id] = self.given.get(case_id, 0) + 1
        kind, role, fields = order
        command_id = f"{case_id}/c{self.given[case_id]}"
        value = {"schema_version": 1, "command_id": command_id, "case_id": case_id, "operator": "zhang", "role": role, "kind": kind,
                 "at": wire.timestamp(int(time.time() * 1000)), "reason": None, "arguments": {}} | fields
        shard, note = case["shard"], "command"
        if dice.random() < 0.05:
            shard, note = dice.randrange(self.shards), "command elsewhere"
        message = Message(self.prefix + ".commands", case_id.encode(), json.dumps(value).encode(), shard, "answer", command_id, note)
        self.publisher.send(message)
        if dice.random() < 0.05:
            self.publisher.send(message)
        self.answers += 1

    def finish(self) -> None:
        """Stops, with everything sent acknowledged."""
        self.stopping.set()
        self.join(240)
        if self.failure:
            raise self.failure


def choose(state: str, dice: random.Random) -> tuple[str, str, dict] | None:
    """Kind, role and fields of a command; some are against the rules."""
    way = dice.random()
    if state in ("resolved", "checking"):
        if way < 0.75:
            return "verify", "operator", {"arguments": {"result": "pass"}}
        if way < 0.85:
            return "verify", "operator", {"arguments": {"result": "fail"}, "reason": "still there"}
        return "close", "operator", {"arguments": {"code": "solved"}, "reason": "seen"}
    if state == "triage" and way < 0.8:
        departments = [{"department": "subdistrict", "role": "lead"}, {"department": "sanitation", "role": "co"}]
        return "dispatch", "dispatcher", {"arguments": {"departments": departments}}
    if state == "triage":
        return "reject", "operator", {"reason": "not a hazard"}
    if state == "closed" and way < 0.1:
        return "reopen", "operator", {"reason": "it is back"}
    if state == "dispatched" and way < 0.05:
        return "urge", "supervisor", {"reason": "please hurry"}
    if state == "dispatched" and way < 0.08:
        return "cancel", "operator", {"reason": "reported in error"}
    if state == "in-progress" and way < 0.05:
        return "force-close", "operator", {"reason": "a supervisor's right only"}
    if state == "in-progress" and way < 0.08:
        return "classify", "dispatcher", {"arguments": {"category": "E01"}}
    return None
