"""Partitions are added while the server runs: all are read, while it runs and after a restart."""

import time

import generate
import wire
from ledger import Message
from publisher import Publisher
from rig import topics_admin


def run(scene) -> None:
    """Twice as many partitions for every input, gateways that hash over all of them, and a restart."""
    server = scene.server()
    scene.apply_topics()
    scene.start(server)
    scene.people(0.2)
    scene.load(scene.options.reports // 20, rate=500)
    scene.quiet()
    for topic in scene.inputs:
        topics_admin.add_partitions(scene.broker.bootstrap, topic, 2 * scene.shards)
    start = time.monotonic()
    send(scene, "p1", 400)
    wait(scene, server, "p1")
    scene.say(f"new partitions read within {time.monotonic() - start:.0f} s")
    scene.expect("partitions-added" in server.log(), "the log does not name the added partitions")
    scene.expect(server.metric("hazard_extra_partitions") == 3 * scene.shards, "the metric does not count the added partitions")
    server.stop()
    send(scene, "p2", 400)
    scene.start(server)
    wait(scene, server, "p2")
    try:
        server.run("topics", "verify")
        scene.expect(False, "topics verify does not name the added partitions")
    except RuntimeError as refusal:
        scene.say("topics verify: " + str(refusal).split("\n")[0][:150])
    scene.quiet()


def send(scene, gateway: str, count: int) -> None:
    """Reports on the partitions where a producer that knows all of them puts them, and every tenth anywhere."""
    publisher = Publisher(scene.broker.bootstrap, scene.ledger)
    generator = generate.Generator(scene.options.seed, scene.shards, gateway, scene.prefix)
    generator.secrets = scene.ledger.secrets
    for number in range(count):
        good = generator.good()
        partition = wire.partition_of(good.key.decode(), 2 * scene.shards) if number % 10 else scene.random.randrange(2 * scene.shards)
        publisher.send(Message(good.topic, good.key, good.value, partition, good.expect, good.id, good.note))
    publisher.flush()


def wait(scene, server, gateway: str) -> None:
    wanted = {entry.id for entry in scene.ledger.entries if str(entry.id).startswith(gateway) and entry.expect != "repeat"}
    deadline = time.monotonic() + 150
    while wanted - server.reports() and time.monotonic() < deadline:
        time.sleep(1)
    missing = wanted - server.reports()
    scene.expect(not missing, f"{gateway}: {len(missing)} of {len(wanted)} reports were not read")
