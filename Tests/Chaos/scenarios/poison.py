"""Bad records among good: every kind, many times, each in the dead letters and none in the way."""

import bad_records
import generate
from ledger import Message
from publisher import Publisher


def run(scene) -> None:
    """Every kind once, then a load of which two fifths are bad, then bad feedback and commands."""
    server = scene.server()
    scene.apply_topics()
    scene.start(server)
    scene.people(0.2)
    publisher = Publisher(scene.broker.bootstrap, scene.ledger)
    generator = generate.Generator(scene.options.seed, scene.shards, "p1", scene.prefix)
    generator.secrets = scene.ledger.secrets
    for _ in range(20):
        publisher.send(generator.good())
    for message in bad_records.every(generator):
        publisher.send(message)
    for topic in ("feedback", "commands"):
        for number, (value, expect) in enumerate(BAD_ANSWERS):
            publisher.send(Message(f"{scene.prefix}.{topic}", b"20261122-03-000001", value, number % scene.shards, expect, "", f"bad {topic}"))
    publisher.flush()
    scene.load(scene.options.reports // 5, rate=1000, bad=0.4)
    scene.quiet()


BAD_ANSWERS = [
    (b"", "dead:malformed"),
    (None, "dead:tombstone"),
    (b"\xff\xfe", "dead:malformed"),
    (b"[1,2", "dead:malformed"),
    (b"[" * 9000, "dead:malformed"),
    (b'{"schema_version":99,"case_id":7}', "dead:unknown-schema-version"),
    (b'{"schema_version":1}', "dead:invalid"),
    (b'{"schema_version":1,"case_id":"not a case","event_id":"e","command_id":"c","kind":"accept"}', "dead:invalid"),
]
