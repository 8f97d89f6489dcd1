"""Reads Swift well enough to count: code without its strings and comments, functions with their lines and parameters."""

import re
from dataclasses import dataclass

IMPORT = re.compile(
    r"^[ \t]*(?:@\w+(?:\([^)]*\))?[ \t]+)*(?:(?:public|package|internal|fileprivate|private)[ \t]+)?import[ \t]+"
    r"(?:(?:struct|class|enum|protocol|typealias|func|var|let|actor)[ \t]+)?([\w.]+)",
    re.MULTILINE,
)
FUNCTION = re.compile(r"(?<![\w.])(func|init|deinit|subscript)(?![\w:])")
# What can begin a declaration or a statement: a signature without a body ends before it.
NEXT = re.compile(
    r"(func|init|deinit|subscript|var|let|case|struct|class|enum|actor|extension|protocol|typealias|associatedtype|public"
    r"|package|internal|fileprivate|private|static|final|mutating|nonmutating|nonisolated|override|convenience|required"
    r"|indirect|lazy|weak|unowned|return|if|guard|for|while|switch|self)\b|[@#}]"
)

ASSIGNMENT = re.compile(r"(?<![=!<>])=(?!=)")


@dataclass(frozen=True)
class Function:
    name: str
    line: int
    lines: int
    parameters: int


def code(text: str) -> str:
    """The text with comments, string contents and quoted names as spaces; line breaks stay where they were."""
    output: list[str] = []
    index = 0
    while index < len(text):
        index = _token(text, index, output)
    return "".join(output)


def imports(text: str) -> set[str]:
    """What is imported, as `Glibc` or, by name, `Glibc.sin`."""
    return set(IMPORT.findall(code(text)))


def functions(text: str) -> list[Function]:
    """Every function, initialiser and subscript that has a body."""
    source = code(text)
    found = []
    for match in FUNCTION.finditer(source):
        signature = _signature(source, match.end())
        if signature is None:
            continue
        opening, parameters = signature
        closing = _matching(source, opening)
        line = source.count("\n", 0, match.start()) + 1
        lines = source.count("\n", match.start(), closing) + 1
        # Quoted names are spaces in `source`: the name is read from the text itself.
        name = re.split(r"[(<]", text[match.start() : opening])[0].strip()[:60]
        found.append(Function(name, line, lines, parameters))
    return found


def _token(text: str, index: int, output: list[str]) -> int:
    """Copies or blanks what starts at `index`; returns where the next token starts."""
    if text.startswith("//", index):
        end = text.find("\n", index)
        return _blank(text, index, len(text) if end < 0 else end, output)
    if text.startswith("/*", index):
        return _blank(text, index, _comment_end(text, index), output)
    if text[index] == "`":
        end = text.find("`", index + 1)
        return _blank(text, index, len(text) if end < 0 else end + 1, output)
    opening = re.compile(r'(#*)("""|")').match(text, index)
    if opening:
        return _string(text, index, opening, output)
    output.append(text[index])
    return index + 1


def _blank(text: str, start: int, end: int, output: list[str]) -> int:
    output.extend("\n" if character == "\n" else " " for character in text[start:end])
    return end


def _comment_end(text: str, index: int) -> int:
    depth = 0
    while index < len(text):
        if text.startswith("/*", index):
            depth, index = depth + 1, index + 2
        elif text.startswith("*/", index):
            depth, index = depth - 1, index + 2
            if depth == 0:
                return index
        else:
            index += 1
    return index


def _string(text: str, start: int, opening: re.Match[str], output: list[str]) -> int:
    hashes, quote = opening.groups()
    index = opening.end()
    _blank(text, start, index, output)
    while index < len(text):
        if text.startswith(quote + hashes, index):
            return _blank(text, index, index + len(quote) + len(hashes), output)
        if text.startswith("\\" + hashes + "(", index):
            index = _interpolation(text, _blank(text, index, index + 2 + len(hashes), output), output)
        elif text.startswith("\\" + hashes, index):
            index = _blank(text, index, index + 2 + len(hashes), output)
        else:
            index = _blank(text, index, index + 1, output)
    return index


def _interpolation(text: str, index: int, output: list[str]) -> int:
    """Blanks the code of an interpolation, which may hold strings of its own, up to its closing parenthesis."""
    depth = 1
    while index < len(text) and depth > 0:
        inner: list[str] = []
        following = _token(text, index, inner)
        depth += inner == ["("]
        depth -= inner == [")"]
        _blank(text, index, following, output)
        index = following
    return index


def _signature(source: str, index: int) -> tuple[int, int] | None:
    """Where the body opens and how many parameters the first list has; None for a requirement or a call."""
    depth = 0
    parameters: int | None = None
    while index < len(source):
        character = source[index]
        if depth == 0 and character == "{":
            return index, parameters or 0
        if depth == 0 and (character in "})];" or ASSIGNMENT.match(source, index)):
            return None
        if depth == 0 and character == "\n" and NEXT.match(source[index:].lstrip()):
            return None
        if character == "(" and depth == 0 and parameters is None:
            parameters = _parameters(source, index)
        depth += character in "(["
        depth -= character in ")]"
        index += 1
    return None


def _parameters(source: str, opening: int) -> int:
    """The number of parameters between a parenthesis and its partner."""
    depth, start = 0, opening + 1
    count = 0
    for index in range(opening, len(source)):
        character = source[index]
        if character in "([{<":
            depth += 1
        elif character in ")]}" or (character == ">" and source[index - 1] != "-"):
            depth -= 1
        if (depth == 0 or (depth == 1 and character == ",")) and index > opening:
            count += bool(source[start:index].strip())
            start = index + 1
        if depth == 0:
            return count
    return count


def _matching(source: str, opening: int) -> int:
    depth = 0
    for index in range(opening, len(source)):
        depth += source[index] == "{"
        depth -= source[index] == "}"
        if depth == 0:
            return index
    return len(source)
