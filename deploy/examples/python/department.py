#!/usr/bin/env python3
"""A department: takes the tasks of its queue into a database of its own, and accepts them.

  department.py traffic-police              runs until it is stopped
  department.py traffic-police --once       ends when the queue is read to its end

It needs confluent-kafka. Environment: BOOTSTRAP (localhost:9092), DATABASE (DEPARTMENT.db), KAFKA_CONFIG (a file of librdkafka settings,
name=value), SIGNING_KEY_ID and SIGNING_KEY_FILE (where the installation asks for signatures).
"""

import hashlib
import hmac
import json
import os
import sqlite3
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from confluent_kafka import Consumer, KafkaError, Producer

# What asks for work; the other events only change what is known of the task.
ASKS = {"dispatched", "redispatched", "reopened"}


def settings() -> dict[str, str]:
    given = {"bootstrap.servers": os.environ.get("BOOTSTRAP", "localhost:9092")}
    if path := os.environ.get("KAFKA_CONFIG"):
        lines = (line.strip() for line in Path(path).read_text().splitlines())
        given |= dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return given


def signature(value: bytes) -> list[tuple[str, bytes]]:
    if not (path := os.environ.get("SIGNING_KEY_FILE")):
        return []
    secret = Path(path).read_bytes().rstrip(b"\r\n")
    return [("hazard-signature", f"{os.environ['SIGNING_KEY_ID']};{hmac.new(secret, value, hashlib.sha256).hexdigest()}".encode())]


class Department:
    def __init__(self, name: str):
        self.name = name
        self.database = sqlite3.connect(os.environ.get("DATABASE", f"{name}.db"))
        self.database.executescript("""
            CREATE TABLE IF NOT EXISTS seen(dispatch_id TEXT PRIMARY KEY);
            CREATE TABLE IF NOT EXISTS tasks(task_id TEXT PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL, task TEXT NOT NULL);""")
        # read_committed: records of aborted transactions are not shown. The group begins with the department's id (deploy/kafka/acls).
        self.consumer = Consumer(settings() | {
            "group.id": name, "isolation.level": "read_committed", "auto.offset.reset": "earliest", "enable.auto.commit": False,
            "enable.partition.eof": True})
        self.producer = Producer(settings() | {"enable.idempotence": True, "acks": "all"})

    def run(self, once: bool) -> None:
        self.consumer.subscribe([f"hazard.dispatch.{self.name}"])
        while True:
            message = self.consumer.poll(1)
            if message is None:
                continue
            if message.error():
                if message.error().code() == KafkaError._PARTITION_EOF:
                    if once:
                        return
                    continue
                raise SystemExit(str(message.error()))
            self.take(message)
            # Only now: after a crash the record comes again, and the database knows it.
            self.consumer.commit(message, asynchronous=False)

    def take(self, message) -> None:
        headers = {name: value.decode() for name, value in message.headers() or []}
        dispatch_id, task = headers["hazard-dispatch-id"], json.loads(message.value())
        # An id that was seen has been answered; a lower version than the stored one is old news.
        known = self.database.execute("SELECT 1 FROM seen WHERE dispatch_id = ?", [dispatch_id]).fetchone()
        stored = self.database.execute("SELECT version FROM tasks WHERE task_id = ?", [task["task_id"]]).fetchone()
        if known or (stored and stored[0] >= task["version"]):
            print("repeat", dispatch_id, flush=True)
            return
        print(task["event"], dispatch_id, task["priority"], task["text"] or "", flush=True)
        if task["event"] in ASKS:
            self.say("accept", dispatch_id, task, headers["hazard-shard"])
        with self.database:
            self.database.execute("INSERT INTO seen VALUES (?)", [dispatch_id])
            self.database.execute(
                "INSERT OR REPLACE INTO tasks VALUES (?, ?, ?, ?)", [task["task_id"], task["version"], task["state"], json.dumps(task, ensure_ascii=False)])

    def say(self, kind: str, dispatch_id: str, task: dict, shard: str) -> None:
        """The id is made of what is answered: an answer that is sent again after a crash has no effect."""
        answer = {
            "schema_version": 1, "event_id": f"{kind}-{hashlib.sha256(dispatch_id.encode()).hexdigest()[:32]}", "case_id": task["case_id"],
            "department": self.name, "actor": {"role": "department", "ref": "example"}, "kind": kind,
            "at": datetime.now(timezone(timedelta(hours=8))).isoformat(timespec="milliseconds")}
        value = json.dumps(answer, ensure_ascii=False).encode()
        failed = []
        # The partition of the case's shard keeps the order of one case's answers.
        self.producer.produce(
            "hazard.feedback", value, task["case_id"], partition=int(shard), headers=signature(value),
            on_delivery=lambda error, _: failed.append(error) if error else None)
        if self.producer.flush(60) or failed:
            raise SystemExit(f"the answer to {dispatch_id} was not taken: {failed}")


if __name__ == "__main__":
    Department(sys.argv[1]).run("--once" in sys.argv)
