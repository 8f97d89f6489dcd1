"""The topic of notices is missing: departments work as ever, reporters are told all when it appears."""

import json
import sqlite3
import time

from rig.topics_admin import delete


def run(scene) -> None:
    """The topic is deleted before the server starts and created again later; nobody ends a case meanwhile."""
    server = scene.server()
    scene.apply_topics()
    topic = f"{scene.prefix}.notices"
    delete(scene.broker.bootstrap, topic)
    scene.start(server)
    scene.unreachable = {"notices"}
    start = time.monotonic()
    scene.load(scene.options.reports // 10, rate=500)
    scene.quiet()
    scene.say(f"without {topic}: all else quiet after {time.monotonic() - start:.1f} s")
    waiting = count(server)
    scene.expect(waiting > 0, "no notice waits although their topic is missing")
    scene.expect('"notices"' in server.log(), "the log does not name the notices, whose topic is missing")
    scene.say(f"{waiting} cases have reporters to tell")
    scene.apply_topics()
    scene.unreachable = set()
    deadline = time.monotonic() + 360
    while count(server) and time.monotonic() < deadline:
        scene.check_threads()
        time.sleep(1)
    left = count(server)
    scene.expect(left == 0, f"{left} cases still have reporters to tell 360 s after the topic came back")
    scene.say(f"the topic is back: {left} cases wait")
    scene.quiet()


def count(server) -> int:
    """Cases with notices that wait, in the server's files."""
    total = 0
    for path in server.store.glob("shard-*.db"):
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
        total += sum(1 for (body,) in connection.execute("SELECT body FROM bodies") if json.loads(body).get("notices"))
        connection.close()
    return total
