"""Headers that compress worse than they came: as dead letters and on the way home they are trimmed and stop nothing."""

import os
from dataclasses import replace

import bad_records
import generate
from publisher import Publisher


def run(scene) -> None:
    """Poison among a load, then the size of the log."""
    server = scene.server()
    scene.apply_topics()
    scene.start(server)
    scene.people(0.2)
    # zstd finds what repeats after 100 KB, and lz4 does not: 2.5 MB of headers arrive as 0.1 MB.
    publisher = Publisher(scene.broker.bootstrap, scene.ledger, **{"compression.type": "zstd", "message.max.bytes": 20_000_000,
                                                                   "batch.size": 20_000_000})
    generator = generate.Generator(scene.options.seed, scene.shards, "h1", scene.prefix)
    generator.secrets = scene.ledger.secrets
    scene.load(scene.options.reports // 10, rate=300)
    count = 6
    for _ in range(count):
        noise = os.urandom(100_000)
        headers = tuple((f"x-{number}", noise) for number in range(25))
        publisher.send(replace(bad_records.null_key_bad(generator), headers=headers, note="poison headers"))
        publisher.send(replace(bad_records.wrong_partition(generator), headers=headers, note="poison headers, wrong partition"))
        publisher.flush()
    scene.quiet()
    size = server.logs[-1].stat().st_size
    scene.expect(size < 1_000_000, f"the server wrote {size} bytes of log")
    scene.say(f"{2 * count} poisoned records, {size} bytes of log, {server.log().count('step-failed')} failed steps")
