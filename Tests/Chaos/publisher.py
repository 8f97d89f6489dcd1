"""A producer that keeps the ledger: every acknowledged record with its coordinates."""

import threading
import time
from collections.abc import Iterable

from ledger import Ledger, Message


class Publisher:
    """Idempotent, acks from all; one per thread."""

    def __init__(self, bootstrap: str, ledger: Ledger, **settings: object):
        from confluent_kafka import Producer

        self.ledger = ledger
        self.pending = 0
        self.producer = Producer({
            "bootstrap.servers": bootstrap, "enable.idempotence": True, "acks": "all", "linger.ms": 5,
            "message.timeout.ms": 180_000, "message.max.bytes": 2_000_000, "queue.buffering.max.messages": 200_000, "log_level": 2} | settings)

    def send(self, message: Message) -> None:
        """Puts a message on its way; blocks while too many are under way."""
        def delivered(error, record) -> None:
            self.pending -= 1
            if error is None:
                self.ledger.acknowledge(message, record.partition(), record.offset())
            else:
                self.ledger.doubt(message)

        self.pending += 1
        while True:
            try:
                self.producer.produce(message.topic, message.value, message.key, message.partition,
                                      headers=list(message.headers), on_delivery=delivered, timestamp=message.timestamp)
                break
            except BufferError:
                self.producer.poll(0.1)
        self.producer.poll(0)

    def serve(self) -> None:
        """Lets acknowledgements come in."""
        self.producer.poll(0)

    def flush(self, seconds: float = 200) -> None:
        self.producer.flush(seconds)


class Load(threading.Thread):
    """Publishes messages in the background at about `rate` a second."""

    def __init__(self, bootstrap: str, ledger: Ledger, messages: Iterable[Message], rate: float):
        super().__init__(daemon=True)
        self.publisher = Publisher(bootstrap, ledger)
        self.messages, self.rate = messages, rate
        self.stopping = threading.Event()
        self.sent = 0
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            start = time.monotonic()
            for message in self.messages:
                if self.stopping.is_set():
                    break
                self.publisher.send(message)
                self.sent += 1
                ahead = self.sent / self.rate - (time.monotonic() - start)
                if ahead > 0.02:
                    time.sleep(ahead)
            self.publisher.flush()
        except BaseException as failure:  # noqa: BLE001 - handed to whoever joins
            self.failure = failure

    def finish(self, seconds: float = 300) -> None:
        """Waits for the end of the load, or says what went wrong."""
        self.join(seconds)
        if self.failure:
            raise self.failure
        if self.is_alive():
            raise TimeoutError(f"the load did not end in {seconds} s; {self.sent} sent")
