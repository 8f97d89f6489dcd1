"""A dead letter is the record as it came, with its place and a reason."""

from collections.abc import Iterator

from checks.inputs import place
from index import Index, coordinates
from records import Violation

REASONS = set("malformed tombstone too-big unknown-schema-version invalid stale future id-reused unknown-programme unknown-case "
              "unknown-department unknown-operator-kind bad-signature case-full out-of-area spam not-hazard".split())
OURS = ("__connect.errors.topic", "__connect.errors.partition", "__connect.errors.offset", "__connect.errors.exception.class.name",
        "__connect.errors.exception.message", "hazard-reason", "hazard-received-at")


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
        elif (original.value, original.key) != (record.value, record.key):
            yield Violation("dead letters", f"{place(record.at)}: bytes or key are not those of {place(at)}")
        elif any(header not in record.headers for header in original.headers):
            yield Violation("dead letters", f"{place(record.at)}: headers of {place(at)} are gone")
    for at, letters in index.dead.items():
        if at is not None and len(letters) > 1:
            yield Violation("dead letters", f"{place(at)} has {len(letters)} dead letters: {', '.join(place(letter.at) for letter in letters)}")
