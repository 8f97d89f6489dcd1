"""What was sent, where the broker put it, and what must become of it."""

import json
import threading
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Message:
    """A record to send, with its expected outcome.

    `expect` is one of `case`, `twin` (of the report its note names, in one case with it while that is open), `triage` (a case of
    the unclassified category), `repeat`, `answer` (feedback or a command
    that the case remembers), `answer-repeat`, or `dead:<reason>` with alternatives after `|`.
    """

    topic: str
    key: bytes | None
    value: bytes | None
    partition: int
    expect: str
    id: str = ""
    note: str = ""
    headers: tuple = ()
    # Milliseconds since 1970 by the sender's clock; 0 for the right time.
    timestamp: int = 0


@dataclass(frozen=True)
class Entry:
    """An acknowledged message at its coordinates."""

    topic: str
    partition: int
    offset: int
    expect: str
    id: str
    note: str


@dataclass
class Ledger:
    """Every acknowledged message, the ones whose fate is unknown, and the secrets that must not be seen again."""

    entries: list[Entry] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def acknowledge(self, message: Message, partition: int, offset: int) -> None:
        with self.lock:
            self.entries.append(Entry(message.topic, partition, offset, message.expect, message.id, message.note))

    def doubt(self, message: Message) -> None:
        """The producer gave up: the record may or may not be in the log."""
        with self.lock:
            self.unknown.append(message.id)

    def __len__(self) -> int:
        with self.lock:
            return len(self.entries)

    def save(self, path: str) -> None:
        """Writes the side file: a line per entry, then what is in doubt and the secrets."""
        with open(path, "w", encoding="utf-8") as file:
            for entry in self.entries:
                file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
            file.write(json.dumps({"unknown": self.unknown, "secrets": sorted(self.secrets)}, ensure_ascii=False) + "\n")

    @staticmethod
    def load(path: str) -> "Ledger":
        ledger = Ledger()
        with open(path, encoding="utf-8") as file:
            for line in file:
                value = json.loads(line)
                if "secrets" in value:
                    ledger.unknown, ledger.secrets = value["unknown"], set(value["secrets"])
                else:
                    ledger.entries.append(Entry(**value))
        return ledger
