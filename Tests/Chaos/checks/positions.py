"""Where readers stand once everything is quiet."""

from collections import defaultdict
from collections.abc import Iterator

import stores
from index import Index
from records import Violation


def at_end(index: Index) -> Iterator[Violation]:
    """The group has read all; each file stands where the group stands and behind the last record of its changelog."""
    world = index.world
    last: dict[tuple[str, int], int] = defaultdict(lambda: -1)
    for topic in [*world.inputs, world.name("cases")]:
        for record in world.records(topic):
            last[(topic, record.partition)] = max(last[(topic, record.partition)], record.offset)
    for topic in world.inputs:
        for place in sorted({(topic, shard) for shard in range(world.shards)} | {place for place in last if place[0] == topic}):
            shard = place[1]
            if world.positions.get(place, 0) <= last[place]:
                yield Violation("positions", f"{topic}[{shard}]: the group stands at {world.positions.get(place)}, the last record is {last[place]}")
            if place in world.ends and world.positions.get(place, 0) > world.ends[place][1]:
                yield Violation("positions", f"{topic}[{shard}]: the group stands at {world.positions[place]}, the log ends at {world.ends[place][1]}")
    files, _ = stores.freshest(world.stores, world.name("cases"))
    for file in files:
        stored = {(topic, partition): next for topic, partition, next in file.tables["positions"]}
        changelog = (world.name("cases"), file.shard)
        if not last[changelog] < stored.get(changelog, 0) <= world.ends.get(changelog, (0, 2**62))[1]:
            yield Violation("positions", f"{file.path} stands at {stored.get(changelog)} of {changelog}, whose last record is {last[changelog]}")
        for topic in world.inputs:
            group, own = world.positions.get((topic, file.shard)), stored.get((topic, file.shard))
            if own is not None and group is not None and own > group:
                yield Violation("positions", f"{file.path} stands at {own} of {topic}[{file.shard}], the group only at {group}")


def no_open_transaction(index: Index) -> Iterator[Violation]:
    """The last stable offset has reached the end of every partition; what was committed was there uncommitted."""
    for (topic, partition), (stable, end) in index.world.ends.items():
        if stable != end:
            yield Violation("stable", f"{topic}[{partition}]: readers of committed records stop at {stable}, the log ends at {end}")
    for topic, records in index.world.committed.items():
        everything = {record.at for record in index.world.uncommitted.get(topic, [])}
        missing = [record.at for record in records if record.at not in everything] if index.world.uncommitted else []
        if missing:
            yield Violation("stable", f"{topic}: {len(missing)} committed records are not among the uncommitted, first {missing[0]}")
