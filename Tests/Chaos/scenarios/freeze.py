"""A server sleeps past its session, another takes over, the first wakes and must do no harm."""

import re
import signal
import time

SESSION = 6


def run(scene) -> None:
    """Twice: once with everything quiet at the thaw, once in the middle of the load."""
    session = {"log.kafka.settings.session.timeout.ms": str(SESSION * 1000)}
    first, second = scene.server("a", **session), scene.server("b", **session)
    scene.apply_topics()
    scene.start(first)
    scene.people(0.3)
    load = scene.load(scene.options.reports // 2, rate=400)
    scene.sleep(2, 4)
    first.signal(signal.SIGSTOP)
    frozen = time.monotonic()
    scene.say(f"froze a with {load.sent} reports sent")
    took = scene.start(second, 90)
    scene.say(f"b is ready {took:.1f} s after its start")
    # b holds every shard once a's session is over; it works while a sleeps.
    time.sleep(max(0, SESSION + 6 - (time.monotonic() - frozen)))
    sent = load.sent
    scene.sleep(1, 3)
    first.signal(signal.SIGCONT)
    scene.say(f"woke a after {time.monotonic() - frozen:.1f} s, {sent} reports sent")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not re.search("fenc|lost|revoked|member|took over", log_since(first), re.IGNORECASE):
        time.sleep(0.2)
    scene.expect(bool(re.search("fenc|lost|revoked|took over", log_since(first), re.IGNORECASE)), f"a does not say that it was fenced:\n{first.tail(12)}")
    for line in [line for line in log_since(first).splitlines() if re.search("fenc|lost|revoked|took over", line, re.IGNORECASE)][:4]:
        scene.say(f"a says: {line[:240]}")
    scene.expect(first.is_alive(), f"a ended by itself after it was woken:\n{first.tail(12)}")
    scene.quiet(300)


def log_since(server) -> str:
    return server.log().split("ready", 1)[-1]
