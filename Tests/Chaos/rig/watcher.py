"""Looks on while harm is done: no file may ever show what the log has not committed."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

SECONDS = 0.3
PATIENCE = 20


class Watcher(threading.Thread):
    """Reads each file's positions first and the log's ends after, so that what it calls ahead was ahead."""

    def __init__(self, bootstrap: str, group: str, inputs: list[str], changelog: str, directories: Callable[[], list[Path]]):
        super().__init__(daemon=True)
        self.bootstrap, self.group, self.inputs, self.changelog, self.directories = bootstrap, group, inputs, changelog, directories
        self.stopping = threading.Event()
        self.samples = 0
        self.ahead: set[str] = set()
        self.failure: BaseException | None = None

    def run(self) -> None:
        from confluent_kafka import Consumer

        consumer = Consumer({"bootstrap.servers": self.bootstrap, "group.id": self.group, "enable.auto.commit": False,
                             "isolation.level": "read_committed", "log_level": 0})
        while not self.stopping.wait(SECONDS):
            try:
                self.sample(consumer)
            except Exception as failure:  # noqa: BLE001 - brokers and files come and go here
                self.failure = failure
        consumer.close()

    def sample(self, consumer) -> None:
        """One comparison of all files with the log."""
        from confluent_kafka import TopicPartition

        stored = [(path, *row) for directory in self.directories() for path in sorted(directory.glob("shard-*.db")) for row in positions(path)]
        if not stored:
            return
        shards = sorted({partition for _, _, partition, _ in stored})
        committed = consumer.committed([TopicPartition(topic, shard) for topic in self.inputs for shard in shards], timeout=5)
        ends = {(place.topic, place.partition): place.offset for place in committed}
        for path, topic, partition, next in stored:
            place = (topic, partition)
            end = self.stable_end(consumer, partition, next) if topic == self.changelog else ends.get(place)
            if end is not None and next > max(end, 0):
                self.ahead.add(f"{path} stands at {next} of {topic}[{partition}], the log only at {end}")
        self.samples += 1

    def stable_end(self, consumer, shard: int, wanted: int) -> int:
        """The changelog's last stable offset; a commit's markers follow it, so a low answer is asked for again."""
        from confluent_kafka import TopicPartition

        end = -1
        for _ in range(PATIENCE):
            end = consumer.get_watermark_offsets(TopicPartition(self.changelog, shard), timeout=5)[1]
            if end >= wanted or self.stopping.wait(SECONDS):
                break
        return end

    def finish(self) -> None:
        self.stopping.set()
        self.join(30)


def positions(path: Path) -> list[tuple[str, int, int]]:
    """The stored positions; none while the file is being made."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
        try:
            return connection.execute("SELECT topic, partition, next FROM positions").fetchall()
        finally:
            connection.close()
    except sqlite3.OperationalError:
        return []
