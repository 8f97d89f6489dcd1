#!/usr/bin/env python3
"""Does harm to a running Hazard Dispatcher on a real broker, then lets the oracle look.

  chaos.py [SCENARIO]... [--seed N] [--reports N] [--kills N] [--release 4.3|3.9] [--keep]

Exit status 0 when every promise was kept (or the broker's scripts are absent: skipped), 1 otherwise.
"""

import argparse
import json
import signal
import sys
import time
import traceback

import environment

SCENARIOS = ["poison", "headers", "made-anew", "partitions", "foreign", "wrong-clocks", "rebuild", "missing-queue", "missing-notices", "freeze", "takeover", "broker",
             "kill9"]


def options_of(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=f"{', '.join(SCENARIOS)}; all when none is named")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000, help="of everything random; printed")
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--release", default="4.3", choices=["4.3", "3.9"])
    parser.add_argument("--port", type=int, default=29192, help="of the broker")
    parser.add_argument("--api-port", type=int, default=28421, help="of the first server")
    parser.add_argument("--set", action="append", default=[], help="a setting for every server, key.path=value")
    parser.add_argument("--keep", action="store_true", help="keep logs, files and ledger")
    parser.add_argument("--json", action="store_true", help="a line of figures for each scenario")
    parser.add_argument("--limit", type=int, default=900, help="seconds for each scenario")
    options = parser.parse_args(arguments)
    unknown = set(options.scenarios) - set(SCENARIOS)
    if unknown:
        parser.error(f"no scenario {', '.join(sorted(unknown))}; there are {', '.join(SCENARIOS)}")
    return options


def main() -> int:
    options = options_of(sys.argv[1:])
    from rig.broker import script
    from rig.server import binary

    if script() is None:
        print("skipped: no broker scripts at ../shared/kafka/kafka (HAZARD_KAFKA names another place)")
        return 0
    if binary() is None:
        print("chaos: no product at .build/release/hazard: build it, or name it with HAZARD_BINARY", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(TimeoutError(f"the scenario took longer than {options.limit} s")))
    failed = [name for name in options.scenarios or SCENARIOS if not play(name, options)]
    print(f"failed: {', '.join(failed)}" if failed else "all scenarios passed")
    return 1 if failed else 0


def play(name: str, options: argparse.Namespace) -> bool:
    """One scenario from a fresh broker to the oracle's word."""
    from rig.scene import Scene
    from scenarios import ALL

    print(f"{name}: seed {options.seed}, Kafka {options.release}", flush=True)
    signal.alarm(options.limit)
    try:
        with Scene(name, options) as scene:
            try:
                ALL[name](scene)
            except Exception as failure:  # noqa: BLE001 - the oracle looks all the same
                traceback.print_exc()
                scene.problems.append(f"{type(failure).__name__}: {failure}")
                if not scene.ledger.entries or not settle(scene):
                    return False
            signal.alarm(300)
            violations = scene.judge()
            print(f"  {json.dumps(scene.figures)}" if options.json else "  " + ", ".join(f"{key} {value}" for key, value in scene.figures.items()), flush=True)
            return violations == 0
    except KeyboardInterrupt:
        print("stopped")
        raise SystemExit(1) from None
    except Exception:  # noqa: BLE001 - the next scenario still runs
        traceback.print_exc()
        return False
    finally:
        signal.alarm(0)


def settle(scene) -> bool:
    """After a failure: the oracle can only look at what is quiet."""
    try:
        signal.alarm(300)
        for server in scene.servers:
            if not server.is_alive():
                server.start()
        for load in scene.loads:
            load.stopping.set()
        scene.quiet(200)
        return True
    except Exception as failure:  # noqa: BLE001 - said, and the scenario has failed anyway
        print(f"  not judged, it does not come to rest: {failure}")
        return False


if __name__ == "__main__":
    environment.ensure()
    sys.exit(main())
