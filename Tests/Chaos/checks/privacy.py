"""Identity lives in `hazard.reports` (and dead letters) only: nowhere else, and never in a log."""

import re
from collections.abc import Iterator

from checks.inputs import place
from index import Index
from records import Violation

TOKENS = re.compile(rb"zq(?:ref|vault)[0-9a-f]{11}|zq-platform-[a-z]+")
PLAIN = re.compile(rb"(?<!\d)(?:1[3-9]\d{9}(?!\d)|\d{17}[\dXx])")
SPACED = re.compile(rb"\d(?:[ -]?\d){10,17}[Xx]?")
NAMES = {"reporter", "contact_token", "platform", "account", "anonymous", "ext", "signature", "reporter_kind", "consent"}


def found(text: bytes, secrets: set[str]) -> str | None:
    """The first secret in the text: a reference, a token, a platform, or a number however it is spaced."""
    match = TOKENS.search(text)
    if match:
        return match[0].decode()
    for pattern in (PLAIN, SPACED):
        for match in pattern.finditer(text):
            number = re.sub(rb"[ -]", b"", match[0]).decode()
            if number in secrets or number.upper() in secrets or number[:11] in secrets or number[-11:] in secrets:
                return match[0].decode()
    return None


def topics(index: Index) -> Iterator[Violation]:
    """Tasks, notices, rewards and cases carry none of it."""
    world = index.world
    open_topics = {world.name(name) for name in ("reports", "feedback", "commands", "dead-letters")}
    for topic, records in world.committed.items():
        if topic in open_topics:
            continue
        for record in records:
            secret = found((record.value or b"") + b" " + b" ".join(value or b"" for _, value in record.headers), world.ledger.secrets)
            if secret:
                yield Violation("privacy", f"{place(record.at)}: contains {secret}")
    for record, value in index.dispatches:
        named = NAMES & value.keys()
        if named:
            yield Violation("privacy", f"{place(record.at)}: has the fields {', '.join(sorted(named))}")


def logs(index: Index) -> Iterator[Violation]:
    """No line of a log carries contact data."""
    for name, text in index.world.logs.items():
        for number, line in enumerate(text.splitlines(), 1):
            secret = found(line.encode(), index.world.ledger.secrets)
            if secret:
                yield Violation("private logs", f"{name}:{number}: contains {secret}")
