"""What an administrator does to topics."""

import time


def admin(bootstrap: str):
    from confluent_kafka.admin import AdminClient

    return AdminClient({"bootstrap.servers": bootstrap, "log_level": 0})


def delete(bootstrap: str, topic: str) -> None:
    """Deletes a topic and waits until it is gone."""
    client = admin(bootstrap)
    client.delete_topics([topic])[topic].result(30)
    deadline = time.monotonic() + 30
    while topic in client.list_topics(timeout=10).topics:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{topic} is still there 30 s after its deletion")
        time.sleep(0.2)


def create(bootstrap: str, topic: str, partitions: int, **settings: str) -> None:
    """Creates a topic; its deletion may still be under way."""
    from confluent_kafka.admin import NewTopic

    client = admin(bootstrap)
    deadline = time.monotonic() + 30
    while True:
        try:
            return client.create_topics([NewTopic(topic, partitions, 1, config=settings)])[topic].result(30)
        except Exception:  # noqa: BLE001 - "is marked for deletion"
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def add_partitions(bootstrap: str, topic: str, count: int) -> None:
    """Raises the number of partitions."""
    from confluent_kafka.admin import NewPartitions

    client = admin(bootstrap)
    client.create_partitions([NewPartitions(topic, count)])[topic].result(30)
