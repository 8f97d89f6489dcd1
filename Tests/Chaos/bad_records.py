"""Records that must not stop anything: each kind with the outcome that the contracts promise it."""

import json

import wire
from ledger import Message

MEGABYTE = 1_000_000


def choose(gateway) -> Message:
    """Any one kind, by the gateway's dice; big values are rare because they are slow to carry."""
    kinds = [kind for kind in KINDS if kind is not one_megabyte or gateway.random.random() < 0.1]
    return gateway.random.choice(kinds)(gateway)


def every(gateway) -> list[Message]:
    """One of each kind."""
    return [kind(gateway) for kind in KINDS]


def built(gateway, value: bytes | None, expect: str, note: str, key: str, id: str = "", partition: int | None = None, keyless=False) -> Message:
    place = wire.partition_of(key, gateway.shards) if partition is None else partition
    return Message(gateway.topic, None if keyless else key.encode(), value, place, expect, id, note)


def text_of(report: dict) -> bytes:
    return json.dumps(report, ensure_ascii=False, separators=(",", ":")).encode()


def changed(note: str, expect: str, change):
    """A kind made from a good report by changing its fields."""

    def kind(gateway) -> Message:
        report, key = gateway.report()
        change(report)
        return built(gateway, text_of(report), expect, note, key, report.get("report_id", ""))

    return kind


def respelled(note: str, expect: str, respell):
    """A kind made from a good report's bytes."""

    def kind(gateway) -> Message:
        report, key = gateway.report()
        return built(gateway, respell(text_of(report)), expect, note, key, report["report_id"])

    return kind


def one_megabyte(gateway) -> Message:
    report, key = gateway.report()
    report["text"] = "长" * 200
    report["ext"] = {"pad": "x" * (MEGABYTE - len(text_of(report)) - 19)}
    return built(gateway, text_of(report), "dead:too-big", "one megabyte", key, report["report_id"])


def wrong_partition(gateway) -> Message:
    report, key = gateway.report()
    home = wire.partition_of(key, gateway.shards)
    other = (home + 1 + gateway.random.randrange(max(1, gateway.shards - 1))) % gateway.shards
    return built(gateway, text_of(report), "case", "wrong partition", key, report["report_id"], partition=other)


def null_key(gateway) -> Message:
    report, key = gateway.report()
    return built(gateway, text_of(report), "case", "null key", key, report["report_id"],
                 partition=gateway.random.randrange(gateway.shards), keyless=True)


def null_key_bad(gateway) -> Message:
    return built(gateway, b"no json at all", "dead:malformed", "null key, no JSON", "x", keyless=True)


def reused_id(gateway) -> Message:
    """Other bytes under an id already used, behind the first on the same partition."""
    if not gateway.recent:
        return wrong_partition(gateway)
    first = gateway.random.choice(gateway.recent)
    report = json.loads(first.value)
    report["text"] = "另一件事"
    return Message(first.topic, first.key, text_of(report), first.partition, "dead:id-reused", first.id, "reused id")


def with_headers(gateway) -> Message:
    message = built(gateway, b"{", "dead:malformed", "own headers are kept", "510104")
    return Message(message.topic, message.key, message.value, message.partition, message.expect, "", message.note,
                   (("traceparent", b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("gateway", b"\xff\x00")))


def put(*path_and_value):
    *path, last, value = path_and_value

    def change(report: dict) -> None:
        place = report
        for step in path:
            place = place.setdefault(step, {})
        place[last] = value

    return change


def drop(*names: str):
    def change(report: dict) -> None:
        for name in names:
            report.pop(name, None)

    return change


def shift(days: float):
    def change(report: dict) -> None:
        report["reported_at"] = wire.timestamp(wire.milliseconds(report["reported_at"]) + int(days * 86_400_000))

    return change


KINDS = [
    one_megabyte, wrong_partition, null_key, null_key_bad, reused_id, with_headers,
    respelled("invalid UTF-8", "dead:malformed", lambda value: value.replace("，".encode(), b"\xff\xfe", 1)),
    respelled("truncated JSON", "dead:malformed", lambda value: value[:-7]),
    respelled("trailing bytes", "dead:malformed", lambda value: value + b"{}"),
    respelled("duplicate key", "dead:malformed", lambda value: value.replace(b"{", b'{"channel":"phone",', 1)),
    respelled("deep JSON", "dead:malformed", lambda value: value[:-1] + b',"x":' + b"[" * 5000 + b"]" * 5000 + b"}"),
    respelled("unpaired surrogate", "dead:malformed", lambda value: value[:-1] + b',"x":"\\ud800"}'),
    respelled("byte order mark", "dead:malformed", lambda value: b"\xef\xbb\xbf" + value),
    respelled("empty value", "dead:malformed", lambda value: b""),
    respelled("tombstone", "dead:tombstone", lambda value: None),
    respelled("an array", "dead:malformed|invalid", lambda value: b"[" + value + b"]"),
    respelled("not a number", "dead:malformed", lambda value: value[:-1] + b',"x":NaN}'),
    changed("schema_version 99", "dead:unknown-schema-version", put("schema_version", 99)),
    changed("schema_version 99 and a changed field", "dead:unknown-schema-version",
            lambda report: report.update(schema_version=99, report_id={"new": "shape"})),
    changed("no schema_version", "dead:invalid", drop("schema_version")),
    changed("no report_id", "dead:invalid", drop("report_id")),
    changed("bad report_id", "dead:invalid", put("report_id", "has a space")),
    changed("long report_id", "dead:invalid", lambda report: report.update(report_id=report["report_id"] + "x" * 60)),
    changed("number for text", "dead:invalid", put("text", 7)),
    changed("unknown channel", "dead:invalid", put("channel", "pigeon")),
    changed("latitude out of range", "dead:invalid", put("location", "lat", 123.4)),
    changed("longitude missing", "dead:invalid", lambda report: report["location"].pop("lon")),
    changed("time without offset", "dead:invalid", lambda report: report.update(reported_at=report["reported_at"][:-6])),
    changed("impossible time", "dead:invalid", put("reported_at", "2026-02-30T08:00:00+08:00")),
    changed("nothing to go by", "dead:invalid", drop("text", "category_hint")),
    changed("text too long", "dead:invalid", put("text", "坑" * 4001)),
    changed("stale", "dead:stale", shift(-200)),
    changed("from the future", "dead:future", shift(1)),
    changed("unknown programme", "dead:unknown-programme", put("programme", "atlantis.divers")),
    # Words and deed would be the two keys of an emergency, whatever the category is called.
    changed("unknown category", "triage", lambda report: (report.update(category_hint="X99"), report.pop("action_taken", None))),
    changed("no category, only text", "case", drop("category_hint")),
    changed("unknown fields", "case", lambda report: report.update(weather="rain", nested={"a": [1, None]})),
    changed("null fields", "case", lambda report: report.update(thread_id=None, media=None, consent=None)),
]
