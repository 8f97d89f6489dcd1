#!/usr/bin/env python3
"""Proves the oracle: green over a good world, red over every planted violation, by the rule that must see it. Needs no broker."""

import sys

import oracle
import synthetic
from checks import RULES
from plants import PLANTS


def main() -> int:
    good = synthetic.world()
    failures = [f"the good world is not green: {violation}" for violation in oracle.judge(good)]
    for words, rule, plant in PLANTS:
        world = synthetic.world()
        plant(world)
        violations = oracle.judge(world)
        # A rule that stumbles over a plant has not found it.
        hit = [violation for violation in violations if violation.rule == rule and "cannot be judged" not in violation.detail]
        print(f"{'red ' if hit else 'FAIL'} {rule}: {words}")
        if not hit:
            failures.append(f"{rule} stays green over: {words} (others: {sorted({violation.rule for violation in violations})})")
    failures += [f"no violation is planted for the rule {name}" for name, _ in RULES if name not in {rule for _, rule, _ in PLANTS}]
    for failure in failures:
        print(f"  {failure}")
    print(f"{len(failures)} failures" if failures else f"{len(PLANTS)} planted violations, all found")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main())
