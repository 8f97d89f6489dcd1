"""A topic is deleted and made anew while the server runs: inputs are read from their beginning, cases stop the shards."""

import time
from collections import Counter

import generate
from publisher import Publisher
from rig import topics_admin


def run(scene) -> None:
    """Reports anew with fewer records than before, then with more; at last the cases."""
    scene.is_judged = False
    server = scene.server()
    scene.apply_topics()
    scene.start(server)
    topic = f"{scene.prefix}.reports"
    scene.load(300, rate=300)
    scene.quiet()
    letters = dead_letters(scene)
    for name, count in (("few", 40), ("many", 900)):
        topics_admin.delete(scene.broker.bootstrap, topic)
        topics_admin.create(scene.broker.bootstrap, topic, scene.shards, **{"message.timestamp.type": "LogAppendTime"})
        start = time.monotonic()
        publisher = Publisher(scene.broker.bootstrap, scene.ledger)
        generator = generate.Generator(scene.options.seed, scene.shards, "anew-" + name, scene.prefix)
        wanted = set()
        for _ in range(count):
            message = generator.good()
            wanted.add(message.id)
            publisher.send(message)
        # What was read before comes again: bad records must not become second dead letters.
        for record in letters[:20]:
            publisher.producer.produce(topic, record.value, record.key, int(record.header("__connect.errors.partition")))
        publisher.flush()
        while wanted - server.reports() and time.monotonic() - start < 150:
            time.sleep(1)
        missing = wanted - server.reports()
        scene.expect(not missing, f"{name}: {len(missing)} of {count} reports were never read")
        scene.quiet()
        # A bad record that is read again has its letter already. One that was read before the topic was noticed is a record of its own.
        sources = Counter(source(letter) for letter in dead_letters(scene))
        again = sum(count - 1 for count in sources.values())
        scene.expect(again == 0, f"{name}: {again} second dead letters")
        replaced = server.metric("hazard_topic_replaced_total")
        scene.expect(replaced > 0 and "topic-replaced" in server.log(), f"{name}: neither log nor metric names the topic")
        scene.say(f"{name}: {count} reports read within {time.monotonic() - start:.0f} s, {replaced:.0f} partitions made anew in all, {again} second dead letters")
        scene.expect(server.is_ready(), f"{name}: the server is not ready")
    cases_anew(scene, server)


def cases_anew(scene, server) -> None:
    """Every shard that has written stops and says why."""
    topic = f"{scene.prefix}.cases"
    topics_admin.delete(scene.broker.bootstrap, topic)
    topics_admin.create(scene.broker.bootstrap, topic, scene.shards, **{"message.timestamp.type": "LogAppendTime", "cleanup.policy": "compact"})
    deadline = time.monotonic() + 150
    while server.log().count("shard-stopped") < scene.shards and time.monotonic() < deadline:
        time.sleep(1)
    stopped = server.log().count("shard-stopped")
    scene.expect(stopped >= scene.shards, f"{stopped} shards stopped after {topic} was made anew")
    scene.expect(not server.is_ready(), "the server is ready although its cases are gone")
    scene.say(f"cases made anew: {stopped} shards stopped")


def source(letter) -> tuple:
    """The record that became a dead letter; its time tells the old topic from the new."""
    return tuple(letter.header(name) for name in ("__connect.errors.topic", "__connect.errors.partition", "__connect.errors.offset", "hazard-received-at"))


def dead_letters(scene) -> list:
    from topics import read_all

    found, _ = read_all(scene.broker.bootstrap, scene.prefix, "read_committed")
    return found[f"{scene.prefix}.dead-letters"]
