"""The SQLite files show what the last record of each case says, no more and no less."""

from collections import Counter
from collections.abc import Iterator

import projection
import stores
import wire
from index import Index
from records import Violation

TABLES = ("cases", "tasks", "reports", "history")


def rows(index: Index) -> Iterator[Violation]:
    """Row by row and column by column, for every shard."""
    world = index.world
    files, _ = stores.freshest(world.stores, world.name("cases"))
    expected: dict[int, dict[str, Counter]] = {shard: {table: Counter() for table in TABLES} for shard in range(world.shards)}
    for case_id, case in index.last_cases.items():
        for table, lines in projection.rows(case).items():
            expected[wire.shard_of(case_id)][table].update(lines)
    for shard in sorted(set(range(world.shards)) - {file.shard for file in files}):
        yield Violation("state", f"shard {shard} has no file")
    for file in files:
        for table in TABLES:
            shown = Counter(file.tables[table])
            for row in sorted((expected[file.shard][table] - shown).elements(), key=repr)[:5]:
                yield Violation("state", f"{file.path} {table} lacks {row}")
            for row in sorted((shown - expected[file.shard][table]).elements(), key=repr)[:5]:
                yield Violation("state", f"{file.path} {table} has what the log does not say: {row}")


def stale_files(index: Index) -> Iterator[Violation]:
    """A file left behind by a server that lost its shard is old, but never ahead of the log."""
    world = index.world
    _, old = stores.freshest(world.stores, world.name("cases"))
    version = stores.COLUMNS["cases"].index("version")
    for file in old:
        for row in file.tables["cases"]:
            case = index.last_cases.get(row[0])
            if case is None and row[0] not in index.forgotten or case is not None and row[version] > case["version"]:
                yield Violation("stale files", f"{file.path} has {row[0]} in version {row[version]}, which was never committed")
