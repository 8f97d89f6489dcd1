"""Violations to plant in a copy of the checkout: a check that stays green over one of them proves nothing."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Plant:
    check: str
    rule: str
    path: str
    # From the file's text ("" for a new file) to the text with the violation; None keeps it and sets `mode`.
    change: Callable[[str], str] | None
    # What the problem must say.
    says: str
    mode: int = 0o644
    # How many files to plant: the path's `{}` is replaced by their numbers.
    copies: int = 1

    def paths(self) -> list[str]:
        return [self.path.format(number) for number in range(self.copies)] if self.copies > 1 else [self.path]


def append(text: str) -> Callable[[str], str]:
    return lambda before: before + "\n" + text + "\n"


def replace(old: str, new: str) -> Callable[[str], str]:
    return lambda before: before.replace(old, new, 1)


def new(text: str) -> Callable[[str], str]:
    return lambda _: text


CORE, CORE_TEST = "Sources/HazardCore/Planted.swift", "Tests/HazardCoreTests/Planted.swift"
# Braces in strings, generics, a dotted result and a where clause: what a naive counter trips over.
LONG_SIGNATURE = 'func long<A, B>(_ text: String = "{ \\("}")")\n    -> Swift.Array<A> where A == B, A: C\n{\n'
LONG_FUNCTION = LONG_SIGNATURE + "    work()\n" * 57 + "}\n"
WIDE_INIT = "struct Wide {\n    init(a: Int, b: [Int: Int], c: (Int, Int), d: Int, e: Int, f: Int, g: Int) {}\n}\n"

PLANTS = [
    Plant("format", "indentation", CORE, new("struct A {\n  let a = 1\n}\n"), "Planted.swift"),
    Plant("format", "force unwrap", CORE, new("let a = Int(\"1\")!\n"), "NeverForceUnwrap"),
    Plant("format", "try!", CORE, new("let a = try! b()\n"), "NeverUseForceTry"),
    Plant("floors", "a neighbour", "Package.swift", replace('floor("Wording")', 'floor("Wording", on: ["ChineseText"])'),
          "Wording (floor 1) imports ChineseText (floor 1)"),
    Plant("floors", "not in the table", "Package.swift", replace('floor("JSONText", on: ["Wording"])', 'floor("JSONText", on: ["Wording", "Digest"])'),
          "JSONText imports Digest: Sources/README.md lacks it"),
    Plant("floors", "a second owner", "Package.swift", replace('floor("Telemetry", on: ["Wording"])', 'floor("Telemetry", on: ["Wording", "CYaml"])'),
          "CYaml has more than one owner"),
    Plant("floors", "an unknown target", "Sources/README.md", replace("`JSONText`", "`JSONTexts`"),
          "target JSONText is not in the table"),
    Plant("imports", "the core imports", CORE, new("import Synchronization\n"), "imports Synchronization; HazardCore"),
    Plant("imports", "the core imports a clock", CORE, new("import func Glibc.time\n"), "imports Glibc.time; HazardCore"),
    Plant("imports", "Foundation", "Sources/JSONText/Planted.swift", new("internal import struct Foundation.Date\n"),
          "imports Foundation, which JSONText does without"),
    Plant("imports", "undeclared", "Sources/Telemetry/Planted.swift", new("package import JSONText\n"),
          "imports JSONText, which Telemetry does not declare"),
    Plant("imports", "another's library", "Sources/HazardApp/Planted.swift", new("internal import CSQLite\n"),
          "imports CSQLite, which HazardApp does not declare"),
    Plant("targets", "a stray test", "Tests/Stray/StrayTests.swift", new("import Testing\n"), "lies in no test target"),
    Plant("targets", "a loose test", "Tests/LooseTests.swift", new("import Testing\n"), "lies in no test target"),
    Plant("targets", "a stray source", "Sources/Stray/Stray.swift", new("\n"), "lies in no target"),
    Plant("folders", "a crowded folder", "Sources/HazardCore/Planted/Planted{}.swift", new("\n"),
          "Sources/HazardCore/Planted: 26 files, at most 25", copies=26),
    Plant("sizes", "a long source file", CORE, new("\n" * 351), "351 lines, at most 350"),
    Plant("sizes", "a long test file", CORE_TEST, new("\n" * 451), "451 lines, at most 450"),
    Plant("sizes", "a long function", CORE, new(LONG_FUNCTION), "func long has 61 lines, at most 60"),
    Plant("sizes", "a wide initialiser", CORE, new(WIDE_INIT), "init has 7 parameters, at most 6"),
    Plant("words", "a machine's path", CORE, new('let a = "/tmp/a"\n'), "a path of one machine"),
    Plant("words", "what lies outside", "Makefile", append("# ../shared/kafka"), "what lies outside this clone"),
    Plant("words", "work put off", CORE_TEST, new("// TODO: later\n"), "work put off"),
    Plant("words", "@testable", CORE_TEST, new("@testable import HazardCore\n"), "tests see what other targets see"),
    Plant("words", "public", CORE, new("public struct A {}\n"), "access is package at most"),
    Plant("wording", "an English text for Chinese", CORE, new('let a = LocalText(zh: "not found", en: "not found")\n'),
          'has no Chinese character: "not found"'),
    Plant("wording", "an English sentence in Chinese", CORE, new('let a = language(zh: "分片 \\(b) is not ready", en: "")\n'),
          'has English words: "is not ready"'),
    Plant("wording", "Chinese in an English text", CORE, new('let a = words("退单 \\(b)", "退单 \\(b(c))")\n'),
          "the English text has the Chinese character 退"),
    Plant("scripts", "no executable bit", ".ci/run", None, "without its executable bit"),
    Plant("scripts", "an executable page", "CHANGELOG.md", None, "is executable and no script", mode=0o755),
    Plant("citations", "a document that is not there", CORE, new("/// By `NOWHERE" ".md` §3.\n"), "cites NOWHERE.md"),
    Plant("links", "a dead link", "Sources/README.md", append("[lane](Dispatcher/Nowhere.swift)"), "leads nowhere"),
]
