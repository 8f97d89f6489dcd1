"""Record times of the senders' clocks: one that is days or millennia ahead costs its own record and stops no shard."""

import time
from dataclasses import replace

import generate
from publisher import Publisher


def run(scene) -> None:
    """Refused at first; accepted, wrong times come among a load."""
    server = scene.server()
    scene.apply_topics()
    create_time(scene)
    try:
        scene.expect(server_refuses(server), "serve starts although an input is on CreateTime")
    finally:
        server.kill()
    server.flags = ["--accept-create-time"]
    scene.start(server)
    scene.people(0.2)
    scene.load(scene.options.reports // 10, rate=300)
    publisher = Publisher(scene.broker.bootstrap, scene.ledger)
    generator = generate.Generator(scene.options.seed, scene.shards, "w1", scene.prefix)
    generator.secrets = scene.ledger.secrets
    now = int(time.time() * 1000)
    wrong = [now * 1000, now + 2 * 86_400_000, now + 3_600_000, now + 300_000, 1, now - 30 * 86_400_000]
    for timestamp in wrong * 5:
        publisher.send(replace(generator.good(), timestamp=timestamp, note=f"record time {timestamp}"))
        publisher.flush()
        scene.sleep(0.1, 0.4)
    scene.quiet(300)
    capped = server.metric("hazard_time_capped_total")
    scene.expect(capped > 0 and "time-capped" in server.log(), "neither log nor metric names the wrong times")
    scene.say(f"{len(wrong) * 5} records of wrong clocks, {capped:.0f} capped")
    server.stop()
    scene.start(server)
    scene.quiet()


def create_time(scene) -> None:
    for topic in scene.inputs:
        scene.broker.tool("configs", "--bootstrap-server", scene.broker.bootstrap, "--alter", "--entity-type", "topics",
                          "--entity-name", topic, "--add-config", "message.timestamp.type=CreateTime,message.timestamp.after.max.ms=9223372036854775807")


def server_refuses(server) -> bool:
    server.start()
    deadline = time.monotonic() + 60
    while server.is_alive() and time.monotonic() < deadline:
        time.sleep(0.1)
    return not server.is_alive() and server.process.returncode == 2 and "accept-create-time" in server.log()
