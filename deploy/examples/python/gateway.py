#!/usr/bin/env python3
"""A gateway: sends reports to Kafka, one JSON object a line on standard input.

  gateway.py < reports.jsonl        fields of a report; schema_version, report_id and reported_at are filled in when missing
  gateway.py --notices              prints what reporters should hear, as it comes

It needs confluent-kafka. Environment: BOOTSTRAP (localhost:9092), GATEWAY (g1: the prefix of ids), KAFKA_CONFIG (a file of librdkafka
settings, name=value), SIGNING_KEY_ID and SIGNING_KEY_FILE (where the installation asks for signatures).
"""

import hashlib
import hmac
import json
import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from confluent_kafka import Consumer, Producer

GATEWAY = os.environ.get("GATEWAY", "g1")


def settings() -> dict[str, str]:
    given = {"bootstrap.servers": os.environ.get("BOOTSTRAP", "localhost:9092")}
    if path := os.environ.get("KAFKA_CONFIG"):
        lines = (line.strip() for line in Path(path).read_text().splitlines())
        given |= dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return given


def signature(value: bytes) -> list[tuple[str, bytes]]:
    """The header that proves who wrote this, when there is a key."""
    if not (path := os.environ.get("SIGNING_KEY_FILE")):
        return []
    secret = Path(path).read_bytes().rstrip(b"\r\n")
    digest = hmac.new(secret, value, hashlib.sha256).hexdigest()
    return [("hazard-signature", f"{os.environ['SIGNING_KEY_ID']};{digest}".encode())]


def complete(report: dict, line: str) -> dict:
    """The same line gives the same id, so that sending it again has no effect. Use your ticket number when you have one."""
    digest = hashlib.sha256(line.strip().encode()).hexdigest()[:24]
    now = datetime.now(timezone(timedelta(hours=8))).isoformat(timespec="milliseconds")
    return {"schema_version": 1, "report_id": f"{GATEWAY}-{digest}", "channel": "chat", "reported_at": now} | report


def send() -> int:
    # With idempotence a retry writes no record twice and keeps the order. The key decides the shard: use Java's partitioner.
    producer = Producer(settings() | {"enable.idempotence": True, "acks": "all", "partitioner": "murmur2_random"})
    failed = []

    def delivered(error, message) -> None:
        if error is not None:
            failed.append(f"{message.key()}: {error}")

    for line in filter(str.strip, sys.stdin):
        report = complete(json.loads(line), line)
        if "reported_at" not in json.loads(line):
            print(f"note: {report['report_id']} has no reported_at of its own: sent again it is another content", file=sys.stderr)
        value = json.dumps(report, ensure_ascii=False, sort_keys=True).encode()
        key = (report.get("location") or {}).get("district") or report["programme"]
        producer.produce("hazard.reports", value, key, headers=signature(value), on_delivery=delivered)
        producer.poll(0)
        print(report["report_id"])
    # A report counts as sent when the broker has it; what failed is sent again with the same id.
    left = producer.flush(60)
    for problem in failed:
        print(problem, file=sys.stderr)
    return 1 if failed or left else 0


def notices() -> int:
    consumer = Consumer(settings() | {
        "group.id": f"notices-{GATEWAY}", "isolation.level": "read_committed", "auto.offset.reset": "earliest", "enable.auto.commit": False})
    consumer.subscribe(["hazard.notices"])
    seen: set[str] = set()  # keep it in your database: event_id is the same for ever
    while True:
        message = consumer.poll(1)
        if message is None or message.error():
            continue
        notice = json.loads(message.value())
        if notice["report_id"].startswith(f"{GATEWAY}-") and notice["event_id"] not in seen:
            print(notice["report_id"], notice["text"]["zh"], flush=True)
            seen.add(notice["event_id"])
        consumer.commit(message)


if __name__ == "__main__":
    sys.exit(notices() if "--notices" in sys.argv else send())
