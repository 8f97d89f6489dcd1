"""Whether everything sent has been worked off: servers ready, inputs read, nobody with anything left to say."""

import time

from topics import group_positions


def unread(bootstrap: str, topics: list[str], group: str) -> int:
    """Records behind the group's positions, for a reader of committed records; markers do not count."""
    from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition

    positions = group_positions(bootstrap, group, topics)
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "chaos-idle", "enable.auto.commit": False, "auto.offset.reset": "earliest",
                         "isolation.level": "read_committed", "enable.partition.eof": True, "log_level": 2})
    known = consumer.list_topics(timeout=20).topics
    places = [(name, number) for name in topics if name in known for number in known[name].partitions]
    consumer.assign([TopicPartition(*place, positions.get(place, OFFSET_BEGINNING)) for place in places])
    ended, count, deadline = set(), 0, time.monotonic() + 20
    while len(ended) < len(places) and time.monotonic() < deadline:
        for message in consumer.consume(1000, 1):
            if message.error() is None:
                count += 1
            elif message.error().code() == KafkaError._PARTITION_EOF:
                ended.add((message.topic(), message.partition()))
    consumer.close()
    return count + (len(places) - len(ended))


def wait(scene, seconds: float = 240) -> float:
    """Waits until nothing moves any more; answers how long it took.

    Twice in a row with nothing sent between: an answer may bring about another.
    """
    start, calm, before = time.monotonic(), 0, -1
    state = "nothing seen yet"
    while time.monotonic() - start < seconds:
        scene.check_threads()
        late = [server.name for server in scene.servers if server.is_alive() and not server.is_ready()]
        loud = [type(actor).__name__ for actor in scene.actors if not actor.quiet_since or time.monotonic() - actor.quiet_since < 1]
        left = unread(scene.broker.bootstrap, scene.inputs, scene.group) if not late else -1
        state = f"not ready: {late}; busy: {loud}; unread records: {left}; sent: {len(scene.ledger)}"
        calm = calm + 1 if not late and not loud and left == 0 and len(scene.ledger) == before else 0
        before = len(scene.ledger)
        if calm >= 2:
            return time.monotonic() - start
        time.sleep(0.5)
    logs = "\n".join(f"{server.name}: {server.tail(8)}" for server in scene.servers)
    raise TimeoutError(f"not quiet after {seconds:.0f} s: {state}\n{logs}")
