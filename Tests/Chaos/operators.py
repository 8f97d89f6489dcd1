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
        # By shard, in the order in which they were seen to move.
        self.open_cases: dict[int, list[str]] = {}
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
                    # Other programs may write there too: what is no case is nobody's work.
                    if wire.shard_of((record.key() or b"").decode(errors="replace")) is not None and (record.value() or b"").startswith(b"{"):
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
        case_id = case["case_id"]
        waiting = [request["id"] for request in case.get("requests", []) if request["state"] == "pending"]
        state = case["state"] + "?" * bool(waiting)
        if self.states.get(case_id) == state or self.given.get(case_id, 0) >= 4:
            return
        self.states[case_id] = state
        dice = random.Random(f"{self.seed}/{case_id}/{state}/{self.given.get(case_id, 0)}")
        if dice.random() > self.share:
            return
        order = decide(waiting, dice) or choose(case["state"], dice) or self.about_two(case, dice)
        self.open_cases.setdefault(case["shard"], []).append(case_id)
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

    def about_two(self, case: dict, dice: random.Random) -> tuple[str, str, dict] | None:
        """Now and then two cases are merged or linked, or one is split; the other may have ended or be on another shard."""
        way = dice.random()
        near = [other for other in self.open_cases.get(case["shard"], [])[-20:] if other != case["case_id"]]
        far = [other for others in self.open_cases.values() for other in others[-5:] if other != case["case_id"]]
        if case["state"] == "dispatched" and near and way < 0.03:
            return "merge", "operator", {"arguments": {"into": dice.choice(near)}, "reason": "the same thing"}
        if len(case["reports"]) > 1 and way < 0.3:
            return "split", "operator", {"arguments": {"reports": [case["reports"][-1]["report_id"]]}, "reason": "another thing"}
        if far and way < 0.06:
            return "link", "operator", {"arguments": {"into": dice.choice(sorted(far))}, "reason": "they have to do with one another"}
        return None

    def finish(self) -> None:
        """Stops, with everything sent acknowledged."""
        self.stopping.set()
        self.join(240)
        if self.failure:
            raise self.failure


def decide(waiting: list[str], dice: random.Random) -> tuple[str, str, dict] | None:
    """A department asked for more time, a hold or a waiver: most get it."""
    if not waiting or dice.random() < 0.2:
        return None
    kind = "approve" if dice.random() < 0.7 else "refuse"
    return kind, "supervisor", {"arguments": {"request": waiting[0]}, "reason": "as asked"}


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
    if state == "suspended":
        return "resume", "operator", {"reason": "it can go on"}
    if state == "in-progress" and 0.08 <= way < 0.12:
        return "escalate", "operator", {"reason": "nobody moves"}
    if state == "in-progress" and way < 0.05:
        return "force-close", "operator", {"reason": "a supervisor's right only"}
    if state == "in-progress" and way < 0.08:
        return "classify", "dispatcher", {"arguments": {"category": "E01"}}
    return None
