"""One department's topic is missing: the others flow, its tasks wait and come when the topic appears."""

import sqlite3
import time

from rig.topics_admin import delete

QUEUE = "urban-management"


def run(scene) -> None:
    """The topic is deleted before the server starts and created again later."""
    server = scene.server()
    scene.apply_topics()
    topic = f"{scene.prefix}.dispatch.{QUEUE}"
    delete(scene.broker.bootstrap, topic)
    scene.start(server)
    scene.people(0.2)
    scene.unreachable = {QUEUE}
    start = time.monotonic()
    scene.load(scene.options.reports // 10, rate=500)
    scene.quiet()
    scene.say(f"without {topic}: all others quiet after {time.monotonic() - start:.1f} s")
    waiting = count(server)
    scene.expect(waiting > 0, f"no task of {QUEUE} is queued although its topic is missing")
    scene.say(f"{waiting} tasks of {QUEUE} wait")
    scene.expect(QUEUE in server.log(), f"the log does not name {QUEUE}, whose queue is missing")
    scene.apply_topics()
    scene.unreachable = set()
    deadline = time.monotonic() + 360
    while count(server) and time.monotonic() < deadline:
        scene.check_threads()
        time.sleep(1)
    left = count(server)
    scene.expect(left == 0, f"{left} tasks of {QUEUE} are still queued 360 s after the topic came back")
    scene.say(f"the topic is back: {left} tasks wait")
    scene.quiet()


def count(server) -> int:
    """Queued tasks of the department in the server's files."""
    total = 0
    for path in server.store.glob("shard-*.db"):
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
        total += connection.execute("SELECT count(*) FROM tasks WHERE department = ? AND state = 'queued'", (QUEUE,)).fetchone()[0]
        connection.close()
    return total

