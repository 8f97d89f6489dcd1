"""Finds the texts that Swift sources write in Chinese and in English beside each other."""

import re
from dataclasses import dataclass

# A labelled pair, `zh: …, en: …`, or a call whose first two arguments are the Chinese and the English text.
LABEL = re.compile(r"(?<![\w.])zh:\s*")
CALL = re.compile(r"(?<![\w.])(?:\w+\.)?(?:words|narrate|expect|expectNotice|expectRewards|section|labelled)\(\s*(?=\")")
NESTED = re.compile(r"(?:zh|en):\s")
OPENING = re.compile(r'(#*)("""|")')
# Stands for an interpolation and for anything else between two literals of one text.
GAP = "\0"


@dataclass(frozen=True)
class Pair:
    line: int
    zh: str
    en: str


def pairs(text: str) -> list[Pair]:
    """Every pair of texts; interpolations and other expressions are gaps."""
    found = []
    for match in [*LABEL.finditer(text), *CALL.finditer(text)]:
        start = text.rfind("\n", 0, match.start()) + 1
        if text[start : match.start()].lstrip().startswith("//"):
            continue
        zh, end = _argument(text, match.end())
        after = re.compile(r",\s*(en:\s*)?").match(text, end)
        if after is None or (match.re is LABEL) != (after.group(1) is not None):
            continue
        en, _ = _argument(text, after.end())
        found.append(Pair(text.count("\n", 0, match.start()) + 1, zh, en))
    return found


def _argument(text: str, index: int) -> tuple[str, int]:
    """The literals of an argument, and where the argument ends."""
    pieces: list[str] = []
    depth = 0
    while index < len(text):
        character = text[index]
        if opening := OPENING.match(text, index):
            index = _literal(text, index, opening, pieces)
            continue
        if depth > 0 and (nested := NESTED.match(text, index)) and not text[index - 1].isalnum():
            # A pair inside this argument is a pair of its own.
            _, index = _argument(text, nested.end())
            continue
        if character in ",)]}" and depth == 0:
            break
        depth += character in "([{"
        depth -= character in ")]}"
        index += 1
    return GAP.join(pieces), index


def _literal(text: str, index: int, opening: re.Match[str], pieces: list[str]) -> int:
    """Appends the literal, then the literals of its interpolations; returns where it ends."""
    hashes, quote = opening.groups()
    escape, closing = "\\" + hashes, quote + hashes
    index = opening.end()
    content: list[str] = []
    inner: list[str] = []
    while index < len(text) and not text.startswith(closing, index):
        if text.startswith(escape + "(", index):
            content.append(GAP)
            piece, index = _argument_list(text, index + len(escape) + 1)
            inner.append(piece)
        elif text.startswith(escape, index):
            content.append(" ")
            index += len(escape) + 1
        else:
            content.append(text[index])
            index += 1
    pieces.append("".join(content))
    pieces += [piece for piece in inner if piece]
    return index + len(closing)


def _argument_list(text: str, index: int) -> tuple[str, int]:
    """The literals up to the parenthesis that closes an interpolation, and what follows it."""
    pieces = []
    while index < len(text):
        piece, index = _argument(text, index)
        pieces.append(piece)
        if text[index] == ")":
            return GAP.join(filter(None, pieces)), index + 1
        index += 1
    return "", index
