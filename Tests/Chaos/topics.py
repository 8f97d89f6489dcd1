"""Reads whole topics from Kafka, once as everybody should and once with what was aborted."""

from records import Record


def read_all(bootstrap: str, prefix: str, isolation: str, keep_values: bool = True) -> tuple[dict[str, list[Record]], dict[tuple[str, int], int]]:
    """Every record of every topic of the installation, and where each partition ended."""
    from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition

    consumer = Consumer({
        "bootstrap.servers": bootstrap, "group.id": "chaos-oracle", "enable.auto.commit": False, "isolation.level": isolation,
        "enable.partition.eof": True, "auto.offset.reset": "earliest", "check.crcs": True, "log_level": 2})
    topics = consumer.list_topics(timeout=20).topics
    places = [(name, number) for name, topic in topics.items() if name.startswith(prefix + ".") for number in topic.partitions]
    found: dict[str, list[Record]] = {name: [] for name, _ in places}
    ends: dict[tuple[str, int], int] = {}
    consumer.assign([TopicPartition(name, number, OFFSET_BEGINNING) for name, number in places])
    while len(ends) < len(places):
        batch = consumer.consume(5000, 20)
        if not batch:
            missing = sorted(set(places) - ends.keys())
            raise TimeoutError(f"no end of {missing[:5]} in 20 s ({isolation})")
        for message in batch:
            place = (message.topic(), message.partition())
            if message.error() is None:
                value = message.value() if keep_values else None
                found[place[0]].append(Record(place[0], place[1], message.offset(), message.key(), value,
                                              tuple(message.headers() or ()), message.timestamp()[1]))
            elif message.error().code() == KafkaError._PARTITION_EOF:
                ends[place] = message.offset()
            else:
                raise RuntimeError(f"{place}: {message.error()}")
    consumer.close()
    for records in found.values():
        records.sort(key=lambda record: (record.partition, record.offset))
    return found, ends


def group_positions(bootstrap: str, group: str, topics: list[str]) -> dict[tuple[str, int], int]:
    """The stable committed positions of a group, by partition; absent where it has none."""
    from confluent_kafka import Consumer, TopicPartition

    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": group, "enable.auto.commit": False, "log_level": 2})
    known = consumer.list_topics(timeout=20).topics
    places = [TopicPartition(name, number) for name in topics if name in known for number in known[name].partitions]
    committed = consumer.committed(places, timeout=20)
    consumer.close()
    return {(place.topic, place.partition): place.offset for place in committed if place.offset >= 0}
