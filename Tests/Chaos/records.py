"""What the oracle looks at: records of topics, rows of stores, positions, logs, and the ledger, all as plain values."""

from dataclasses import dataclass, field

from ledger import Ledger


@dataclass(frozen=True)
class Record:
    """A record as a consumer got it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple = ()
    timestamp: int = 0

    @property
    def at(self) -> tuple[str, int, int]:
        return (self.topic, self.partition, self.offset)

    def header(self, name: str) -> bytes | None:
        found = [value for key, value in self.headers if key == name]
        return found[-1] if found else None


@dataclass
class StoreFile:
    """The rows of one `shard-<p>.db`, each table as a set of tuples in the order of its columns."""

    path: str
    shard: int
    tables: dict[str, list[tuple]]


@dataclass
class World:
    """Everything read; the checks are functions of it alone."""

    prefix: str = "hazard"
    shards: int = 6
    committed: dict[str, list[Record]] = field(default_factory=dict)
    uncommitted: dict[str, list[Record]] = field(default_factory=dict)
    # (topic, partition) → (last stable offset, high watermark)
    ends: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    # (topic, partition) → next offset, by the consumer group
    positions: dict[tuple[str, int], int] = field(default_factory=dict)
    stores: list[StoreFile] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    # name → text
    logs: dict[str, str] = field(default_factory=dict)
    # Departments whose queue cannot be written on purpose.
    unreachable: set[str] = field(default_factory=set)

    def name(self, topic: str) -> str:
        return f"{self.prefix}.{topic}"

    @property
    def inputs(self) -> list[str]:
        return [self.name(topic) for topic in ("reports", "feedback", "commands")]

    def records(self, topic: str) -> list[Record]:
        return self.committed.get(topic, [])

    @property
    def dispatches(self) -> list[Record]:
        begin = self.name("dispatch.")
        return [record for topic in sorted(self.committed) if topic.startswith(begin) for record in self.committed[topic]]


@dataclass(frozen=True)
class Violation:
    """A broken promise, precise enough to look it up."""

    rule: str
    detail: str
