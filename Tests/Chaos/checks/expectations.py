"""Each message became what the generator knew it must become."""

from collections.abc import Iterator

from checks.inputs import place
from index import Index, home_of
from records import Violation


def outcomes(index: Index) -> Iterator[Violation]:
    """Dead letters with the right reason, cases for the rest, triage for what nobody knows."""
    opened = openings(index)
    for entry in index.world.ledger.entries:
        at = (entry.topic, entry.partition, entry.offset)
        what = f"{place(at)} ({entry.note}, {entry.id})"
        letters = [reason(index.dead[at][0])] if at in index.dead else letters_at_home(index, at)
        if entry.expect.startswith("dead:"):
            allowed = entry.expect[5:].split("|")
            if not letters:
                yield Violation("expected", f"{what} should be a dead letter {'/'.join(allowed)} and is none")
            elif letters[0] not in allowed:
                yield Violation("expected", f"{what} is a dead letter {letters[0]}, not {'/'.join(allowed)}")
        elif letters and letters != ["case-full"]:
            yield Violation("expected", f"{what} is a dead letter {letters[0]}, and should be none")
        elif entry.expect == "triage":
            # A report that joined a case needs no sorting, and operators may have moved it since: what it opened counts.
            for case_id in opened.get(entry.id, []):
                if not any(task["department"] == "triage" for task in index.last_cases[case_id]["tasks"]):
                    yield Violation("expected", f"{what}: {case_id} has no task for triage")


def openings(index: Index) -> dict[str, list[str]]:
    """Report id → the cases that it opened, by the first entry of their history."""
    found: dict[str, list[str]] = {}
    for case_id, case in index.last_cases.items():
        cause = case["history"][0].get("cause") or {}
        if case["history"][0]["kind"] == "opened" and cause.get("sender") == "report":
            found.setdefault(cause["id"], []).append(case_id)
    return found


def letters_at_home(index: Index, at: tuple[str, int, int]) -> list[str]:
    """The reason under which a forwarded copy of the record died, if it did."""
    record = index.inputs.get(at)
    if record is None:
        return []
    home = home_of(record, index.world.shards, index.world.name("reports"))
    if home is None or home == record.partition:
        return []
    copies = index_of_dead_values(index).get((record.topic, record.value), [])
    return copies[:1]


def index_of_dead_values(index: Index) -> dict[tuple[str, bytes | None], list[str]]:
    if not hasattr(index, "_dead_values"):
        found: dict = {}
        for at, letters in index.dead.items():
            if at is not None:
                found.setdefault((at[0], letters[0].value), []).append(reason(letters[0]))
        index._dead_values = found
    return index._dead_values


def reason(letter) -> str:
    return (letter.header("hazard-reason") or b"none").decode(errors="replace")
