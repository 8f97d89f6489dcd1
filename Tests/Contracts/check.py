#!/usr/bin/env python3
"""Checks that the program and the schemas in config/contracts say the same.

  Tests/Contracts/check.py                         the schemas, the sources, and a running program
  Tests/Contracts/check.py --binary FILE           the program to run; by default HAZARD_BINARY, else a built one
  Tests/Contracts/check.py --log DIRECTORY         only the records of that embedded log
  Tests/Contracts/check.py --without-program       only the schemas and the sources

It prints one line a check and ends with 0 when all hold, with 1 otherwise. Without the Python package jsonschema it prints `skipped` and
ends with 0. It needs no network and no broker.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

try:
    import jsonschema  # noqa: F401
except ImportError:
    print("skipped: the Python package jsonschema is missing (Debian's python3-jsonschema, or pip install jsonschema)")
    sys.exit(0)

import agreement  # noqa: E402
import asyncapi  # noqa: E402
import configuration  # noqa: E402
import records  # noqa: E402
import schemas  # noqa: E402
import sources  # noqa: E402
import traffic  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--without-program", action="store_true")
    options = parser.parse_args()
    contracts = schemas.Contracts(ROOT / "config" / "contracts")
    report = Report()
    if options.log:
        report.take("records", *records.check(options.log, contracts))
        return report.end()
    report.take("schemas", *contracts.check())
    report.take("asyncapi", *asyncapi.check(ROOT / "config" / "contracts" / "asyncapi.yaml", contracts))
    report.take("sources", *sources.check(ROOT / "Sources", contracts))
    binary = options.binary or built()
    report.take("configuration", *configuration.check(None if options.without_program else binary, ROOT))
    if options.without_program or binary is None:
        print("skipped: no program was given or built, so no message was checked")
        return report.end()
    with tempfile.TemporaryDirectory(prefix="hazard-contracts-") as folder:
        place = Path(folder)
        report.take("demo runs", *traffic.demo(binary, ROOT, place / "demo"))
        report.take("demo's records", *records.check(place / "demo" / "log", contracts))
        with traffic.Server(binary, ROOT, place / "served") as server:
            report.take("program and schemas agree", *agreement.check(server, contracts))
            report.take("every kind of message is sent", *traffic.play(server, contracts))
        report.take("their records", *records.check(place / "served" / "log", contracts))
    return report.end()


def built() -> Path | None:
    """HAZARD_BINARY, else the newest build of this checkout."""
    if named := os.environ.get("HAZARD_BINARY"):
        return Path(named)
    found = [path for kind in ("release", "debug") if (path := ROOT / ".build" / kind / "hazard").exists()]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


class Report:
    """Prints each check as it ends."""

    MOST_SHOWN = 20

    def __init__(self) -> None:
        self.broken = 0

    def take(self, name: str, counted: str, problems: list[str]) -> None:
        print(f"{'FAIL' if problems else 'ok':4} {name}: {counted}", flush=True)
        for problem in problems[: self.MOST_SHOWN]:
            print(f"     {problem}")
        if len(problems) > self.MOST_SHOWN:
            print(f"     and {len(problems) - self.MOST_SHOWN} more")
        self.broken += len(problems)

    def end(self) -> int:
        print(f"{self.broken} problems" if self.broken else "program and contracts say the same")
        return 1 if self.broken else 0


if __name__ == "__main__":
    sys.exit(main())
