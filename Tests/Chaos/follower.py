"""Reads topics to their end and on, read_committed, without a consumer group."""

from collections.abc import Callable


class Follower:
    """All partitions of the topics that exist and match; looks for new ones when asked."""

    def __init__(self, bootstrap: str, wanted: Callable[[str], bool]):
        from confluent_kafka import Consumer

        self.wanted = wanted
        self.consumer = Consumer({
            "bootstrap.servers": bootstrap, "group.id": "chaos-follower", "enable.auto.commit": False, "auto.offset.reset": "earliest",
            "isolation.level": "read_committed", "enable.partition.eof": True, "topic.metadata.refresh.interval.ms": 5000, "log_level": 2})
        self.known: set[tuple[str, int]] = set()
        self.ended: set[tuple[str, int]] = set()

    def look(self) -> None:
        """Starts on topics not followed yet."""
        from confluent_kafka import OFFSET_BEGINNING, KafkaException, TopicPartition

        try:
            topics = self.consumer.list_topics(timeout=20).topics
        except KafkaException:
            return  # the broker is away; whoever follows looks again soon
        new = [(name, number) for name, topic in topics.items() if self.wanted(name) for number in topic.partitions]
        new = [place for place in new if place not in self.known]
        if new:
            self.consumer.incremental_assign([TopicPartition(name, number, OFFSET_BEGINNING) for name, number in new])
            self.known.update(new)

    def take(self, most: int = 500, seconds: float = 0.2) -> list:
        """The next records; ends of partitions are noted, errors passed over (brokers come and go here)."""
        from confluent_kafka import KafkaError

        records = []
        for message in self.consumer.consume(most, seconds):
            place = (message.topic(), message.partition())
            if message.error() is None:
                self.ended.discard(place)
                records.append(message)
            elif message.error().code() == KafkaError._PARTITION_EOF:
                self.ended.add(place)
        return records

    def is_at_end(self) -> bool:
        """Everything that could be read at the last look has been read."""
        return bool(self.known) and self.known <= self.ended

    def close(self) -> None:
        self.consumer.close()
