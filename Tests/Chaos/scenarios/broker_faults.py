"""The broker is killed and comes back, freezes and wakes, while the server works on it."""

import time


def run(scene) -> None:
    """two kills, two freezes (one longer than the transaction time-out), one of both at once with the server killed too."""
    server = scene.server()
    scene.apply_topics()
    scene.start(server)
    scene.people(0.3)
    load = scene.load(scene.options.reports, rate=scene.options.reports / 90)
    for step in ("kill", "freeze 4", "kill", "freeze 20", "kill both"):
        scene.check_threads()
        scene.sleep(2, 6)
        start = time.monotonic()
        if step.startswith("kill"):
            scene.broker.kill()
            if step == "kill both":
                server.kill()
                scene.kills += 1
            scene.sleep(0.5, 3)
            if step == "kill both":
                # Nobody there: it may give up with status 3, and is started again as a service manager would.
                server.start()
            scene.broker.again()
            if step == "kill both" and not server.is_alive():
                scene.expect(server.process.returncode == 3, f"without a broker the server ended with {server.process.returncode}, not 3")
                server.start()
        else:
            scene.broker.pause()
            time.sleep(float(step.split()[1]))
            scene.broker.resume()
        scene.say(f"broker: {step}, back after {time.monotonic() - start:.1f} s, {load.sent} reports sent, server {'alive' if server.is_alive() else f'DEAD with {server.process.returncode}'}")
        scene.expect(server.is_alive(), f"the server ended after the broker's {step}:\n{server.tail(12)}")
        if not server.is_alive():
            scene.start(server)
    server.wait_ready()
    scene.quiet(360)
