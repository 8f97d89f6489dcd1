#!/usr/bin/env python3
"""Reads all topics and files of an installation and says whether every promise was kept.

  oracle.py --bootstrap HOST:PORT --store DIR [--store DIR]... [--ledger FILE] [--log FILE]... [--json]

Exit status 0 when all holds, 1 with every violation otherwise. The installation should be quiet.
"""

import argparse
import json
import sys
import traceback
from collections import Counter

import environment
import stores
import topics
from checks import RULES
from index import Index
from ledger import Ledger
from records import Violation, World


def look(bootstrap: str, directories: list[str], ledger: Ledger, logs: list[str], prefix: str = "hazard",
         shards: int = 6, group: str = "hazard-dispatcher", unreachable: set[str] = frozenset()) -> World:
    """Reads everything once; readers of committed records first, so that nothing they see can be missing after."""
    world = World(prefix=prefix, shards=shards, ledger=ledger, unreachable=set(unreachable))
    world.committed, stable = topics.read_all(bootstrap, prefix, "read_committed")
    world.uncommitted, ends = topics.read_all(bootstrap, prefix, "read_uncommitted", keep_values=False)
    world.ends = {place: (stable[place], ends[place]) for place in stable}
    world.positions = topics.group_positions(bootstrap, group, world.inputs)
    for directory in directories:
        world.stores += stores.read(directory)
    for path in logs:
        with open(path, encoding="utf-8", errors="replace") as file:
            world.logs[path] = file.read()
    return world


def judge(world: World) -> list[Violation]:
    """Every violation of every rule; what a rule cannot read is one too."""
    index, violations = Index(world), []
    for name, rule in RULES:
        try:
            violations += rule(index)
        except (ValueError, KeyError, TypeError, AttributeError) as failure:
            where = traceback.extract_tb(failure.__traceback__)[-1]
            violations.append(Violation(name, f"cannot be judged, something has not the form of the contract: {failure!r} in {where.name}, line {where.lineno}"))
    return violations


def figures(world: World) -> dict[str, int]:
    """What was looked at."""
    index = Index(world)
    committed = sum(map(len, world.committed.values()))
    return {
        "acknowledged messages": len(world.ledger.entries), "of unknown fate": len(world.ledger.unknown),
        "reports consumed": len(world.records(world.name("reports"))), "feedback consumed": len(world.records(world.name("feedback"))),
        "commands consumed": len(world.records(world.name("commands"))), "between shards": sum(map(index.is_internal, world.records(world.name("commands")))),
        "cases": len(index.last_cases), "reports that joined one": sum(report["role"] != "first" for holders in index.sources.values() for _, report in holders),
        "notices": len(world.records(world.name("notices"))), "entries of ledgers": sum("entry_id" in value for value in index.rewards.values()),
        "dispatch records": len(world.dispatches), "dead letters": len(world.records(world.name("dead-letters"))),
        "case records": len(world.records(world.name("cases"))), "aborted records": sum(map(len, world.uncommitted.values())) - committed,
    }


def show(world: World, violations: list[Violation], most: int = 8) -> None:
    """A table of figures and rules, then the details."""
    for name, number in figures(world).items():
        print(f"  {name:24} {number:>9}")
    broken = Counter(violation.rule for violation in violations)
    for name, rule in RULES:
        words = (rule.__doc__ or "").split("\n")[0]
        print(f"  {'FAIL' if broken[name] else 'ok':4} {name:14} {broken[name]:>6}  {words}")
    for name, _ in RULES:
        for violation in [violation for violation in violations if violation.rule == name][:most]:
            print(f"  {name}: {violation.detail}")
    print(f"  {len(violations)} violations" if violations else "  every promise kept")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bootstrap", required=True)
    parser.add_argument("--store", action="append", default=[])
    parser.add_argument("--ledger")
    parser.add_argument("--log", action="append", default=[])
    parser.add_argument("--prefix", default="hazard")
    parser.add_argument("--shards", type=int, default=6)
    parser.add_argument("--group", default="hazard-dispatcher")
    parser.add_argument("--unreachable", action="append", default=[], help="a department whose queue is missing on purpose")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ledger = Ledger.load(options.ledger) if options.ledger else Ledger()
    if not options.ledger:
        # Without a ledger nothing is known about who sent what.
        ledger.unknown.append("everything")
    world = look(options.bootstrap, options.store, ledger, options.log, options.prefix, options.shards, options.group, set(options.unreachable))
    violations = judge(world)
    if options.json:
        print(json.dumps({"figures": figures(world), "violations": [vars(violation) for violation in violations]}, ensure_ascii=False))
    else:
        show(world, violations)
    return 1 if violations else 0


if __name__ == "__main__":
    environment.ensure()
    sys.exit(main())
