"""A dead letter is the record as it came, with its place and a reason."""

from collections.abc import Iterator

from checks.inputs import place
from index import Index, coordinates
from records import Violation

REASONS = set("malformed tombstone too-big unknown-schema-version invalid stale future id-reused unknown-programme unknown-case "
              "unknown-department unknown-operator-kind bad-signature case-full out-of-area spam not-hazard".split())
OURS = ("__connect.errors.topic", "__connect.errors.partition", "__connect.errors.offset", "__connect.errors.exception.class.name",
        "__connect.errors.exception.message", "hazard-reason", "hazard-received-at")


def is_whole(original: bytes | None, value: bytes | None, omitted: bytes | None) -> bool:
    """The value as it came, or none and how many bytes it had."""
    return value == original if omitted is None else not value and int(omitted) == len(original or b"")


def gone_bytes(original, letter) -> int:
    """The bytes of the headers that the letter no longer has; each has ten more in the count."""
    return sum(len(name) + len(value or b"") + 10 for name, value in original.headers if (name, value) not in letter.headers)


def untouched(index: Index) -> Iterator[Violation]:
    """Bytes, key and headers as they came; coordinates that exist; one letter for a record."""
    for record in index.world.records(index.world.name("dead-letters")):
        at = coordinates(record)
        missing = [name for name in OURS if record.header(name) is None]
        if missing or at is None:
            yield Violation("dead letters", f"{place(record.at)} lacks the headers {', '.join(missing)}")
            continue
        reason = record.header("hazard-reason").decode()
        if reason not in REASONS or record.header("__connect.errors.exception.class.name").decode() != reason:
            yield Violation("dead letters", f"{place(record.at)}: reason {reason!r} is not on the list or not the class name")
        original = index.inputs.get(at)
        if original is None:
            yield Violation("dead letters", f"{place(record.at)} says {place(at)}, where there is no committed record")
        elif not is_whole(original.value, record.value, record.header("hazard-value-omitted")) or original.key != record.key:
            yield Violation("dead letters", f"{place(record.at)}: bytes or key are not those of {place(at)}")
        elif gone_bytes(original, record) > int(record.header("hazard-headers-omitted") or 0):
            yield Violation("dead letters", f"{place(record.at)}: headers of {place(at)} are gone")
    for at, letters in index.dead.items():
        if at is not None and len(letters) > 1:
            yield Violation("dead letters", f"{place(at)} has {len(letters)} dead letters: {', '.join(place(letter.at) for letter in letters)}")
