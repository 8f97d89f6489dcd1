"""Another program writes to the topics that have one writer: it is named, and nothing of it has an effect."""

import json
import time

from topics import read_all


def run(scene) -> None:
    """Tombstones and garbage while the server runs, while it is down, and before a rebuild from nothing."""
    server = scene.server()
    scene.apply_topics()
    scene.start(server)
    scene.people(0.2)
    scene.load(scene.options.reports // 20, rate=300)
    for _ in range(3):
        scene.sleep(1, 3)
        write(scene, 5)
    scene.quiet()
    written = write(scene, 20)
    deadline = time.monotonic() + 90
    while server.metric("hazard_foreign_records_total") < written and time.monotonic() < deadline:
        time.sleep(1)
    scene.expect(server.metric("hazard_foreign_records_total") >= written, f"fewer than {written} foreign records were named")
    scene.quiet()
    server.stop()
    write(scene, 20)
    scene.start(server)
    scene.quiet()
    server.stop()
    for path in server.store.glob("shard-*"):
        path.unlink()
    write(scene, 20)
    scene.start(server)
    scene.quiet()
    scene.say(f"rebuilt from nothing: {server.metric('hazard_foreign_records_total'):.0f} foreign records named")
    ended = {"closed", "cancelled", "rejected", "merged"}
    time.sleep(2)
    found, _ = read_all(scene.broker.bootstrap, scene.prefix, "read_committed")
    last = {}
    for record in found[f"{scene.prefix}.cases"]:
        last[record.key] = record.value
    hidden = [key for key, value in last.items() if not key.startswith(b"x-") and not key.startswith(b"counts/")
              and (value is None or value.startswith(b"stray"))]
    scene.expect(not hidden, f"{len(hidden)} cases end with a foreign record, first {hidden[:1]}")


def write(scene, count: int) -> int:
    """So many tombstones and as much garbage over open cases, and as many records under keys of no case; answers how many."""
    from confluent_kafka import Producer

    found, _ = read_all(scene.broker.bootstrap, scene.prefix, "read_committed")
    open_cases = {}
    for record in found[f"{scene.prefix}.cases"]:
        try:
            value = json.loads(record.value or b"")
        except ValueError:
            continue
        if value.get("state") in ("closed", "cancelled", "rejected", "merged"):
            open_cases.pop(record.key, None)
        elif "case_id" in value:
            open_cases[record.key] = record.partition
    producer = Producer({"bootstrap.servers": scene.broker.bootstrap, "log_level": 2})
    chosen = scene.random.sample(sorted(open_cases.items()), min(count, len(open_cases)))
    for key, partition in chosen:
        producer.produce(f"{scene.prefix}.cases", None, key, partition)
        producer.produce(f"{scene.prefix}.cases", b"stray text", key, partition)
        producer.produce(f"{scene.prefix}.cases", b"stray text", b"x-" + key, partition)
        producer.produce(f"{scene.prefix}.rewards", b"{}", b"x-" + key, partition)
    producer.flush(30)
    return 4 * len(chosen)
