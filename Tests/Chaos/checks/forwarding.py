"""A record on the wrong partition is at home exactly once as well."""

from collections import Counter
from collections.abc import Iterator

from checks.inputs import place
from index import Index, home_of
from records import Violation


def forwarded(index: Index) -> Iterator[Violation]:
    """What no gateway put there came from another shard, one for one, with the bytes it had; commands between shards stand at home."""
    world = index.world
    owed: Counter = Counter()
    arrived: Counter = Counter()
    examples: dict[tuple, tuple] = {}
    for at, record in index.inputs.items():
        home = home_of(record, world.shards, world.name("reports"))
        if at not in index.dead and home is not None and home != record.partition % world.shards:
            what = (record.topic, home, record.key, record.value)
            owed[what] += 1
            examples[what] = at
        if at not in index.sent and not (index.is_internal(record) and home == record.partition):
            what = (record.topic, record.partition, record.key, record.value)
            arrived[what] += 1
            examples.setdefault(what, at)
    if world.ledger.unknown:
        # A send in doubt may stand here without a ledger entry: only what is missing can be judged.
        arrived = Counter({what: min(count, owed[what]) for what, count in arrived.items() if what in owed})
    for what in sorted(owed.keys() | arrived.keys(), key=repr):
        if owed[what] != arrived[what]:
            yield Violation("forwarded", f"{place(examples[what])}: {owed[what]} owed to {what[0]}[{what[1]}], {arrived[what]} arrived")
