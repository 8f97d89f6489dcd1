"""The few rules of the contracts that a checker must compute for itself: partitions, times, case ids."""

import datetime
import re

CASE_ID = re.compile(r"^(\d{8})-(\d{2,})-(\d{6,})$")


def murmur2(data: bytes) -> int:
    """Kafka's murmur2 (seed 0x9747b28c), as an unsigned 32-bit number."""
    mask, m = 0xFFFFFFFF, 0x5BD1E995
    h = 0x9747B28C ^ len(data)
    whole = len(data) & ~3
    for i in range(0, whole, 4):
        k = int.from_bytes(data[i : i + 4], "little") * m & mask
        k = (k ^ k >> 24) * m & mask
        h = (h * m & mask) ^ k
    rest = data[whole:]
    if rest:
        h = (h ^ int.from_bytes(rest, "little")) * m & mask
    h = (h ^ h >> 13) * m & mask
    return h ^ h >> 15


def partition_of(key: str, shards: int) -> int:
    """The home shard of a key, as the `murmur2_random` partitioner computes it."""
    return (murmur2(key.encode()) & 0x7FFFFFFF) % shards


def shard_of(case_id: str) -> int | None:
    """The shard that a case id names; None for what is no case id."""
    match = CASE_ID.match(case_id)
    return int(match[2]) if match else None


def milliseconds(text: str | None) -> int | None:
    """An RFC 3339 time as milliseconds since 1970."""
    if text is None:
        return None
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        raise ValueError(f"time without offset: {text}")
    return round((moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) / datetime.timedelta(milliseconds=1))


def timestamp(ms: int) -> str:
    """Milliseconds since 1970 as RFC 3339 on the wall clocks of +08:00."""
    zone = datetime.timezone(datetime.timedelta(hours=8))
    return datetime.datetime.fromtimestamp(ms / 1000, zone).isoformat(timespec="milliseconds")
