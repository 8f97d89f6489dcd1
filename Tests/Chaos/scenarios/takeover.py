"""Two servers share the partitions and take over from each other, then a storm of comings and goings."""

import time


def run(scene) -> None:
    """kill -9 of one, its return, kill -9 of the other, then eight joins and leaves."""
    session = {"log.kafka.settings.session.timeout.ms": "6000"}
    servers = [scene.server("a", **session), scene.server("b", **session)]
    scene.apply_topics()
    for server in servers:
        scene.start(server)
    scene.people(0.3)
    load = scene.load(scene.options.reports, rate=scene.options.reports / 90)
    time.sleep(5)
    for victim, other in ((0, 1), (1, 0)):
        servers[victim].kill()
        scene.kills += 1
        killed = time.monotonic()
        scene.say(f"killed {servers[victim].name}, {load.sent} reports sent")
        progress = position_sum(scene)
        deadline = killed + 60
        while not covers_all(scene, progress) and time.monotonic() < deadline:
            scene.check_threads()
            time.sleep(0.5)
        took = time.monotonic() - killed
        scene.expect(covers_all(scene, progress) or not load.is_alive(),
                     f"60 s after {servers[victim].name} was killed, {servers[other].name} has not moved on every shard:\n{servers[other].tail(12)}")
        scene.say(f"{servers[other].name} moved on every shard after {took:.1f} s")
        scene.start(servers[victim])
        scene.sleep(2, 5)
    for number in range(8):
        server = scene.random.choice(servers)
        if scene.random.random() < 0.5:
            server.kill()
            scene.kills += 1
        else:
            status = server.stop()
            scene.expect(status == 0, f"SIGTERM ended {server.name} with status {status}:\n{server.tail()}")
        scene.sleep(0.1, 3)
        server.start()
        scene.sleep(0.1, 3)
        scene.say(f"storm {number + 1} of 8: {server.name} came back")
    for server in servers:
        if server.is_alive():
            server.wait_ready()
        else:
            scene.expect(False, f"{server.name} ended by itself:\n{server.tail()}")
            scene.start(server)
    scene.quiet(300)


def position_sum(scene) -> dict:
    from topics import group_positions

    return group_positions(scene.broker.bootstrap, scene.group, scene.inputs[:1])


def covers_all(scene, before: dict) -> bool:
    """Every shard's position has moved since."""
    now = position_sum(scene)
    return all(now.get(place, 0) > next for place, next in before.items()) and len(now) == scene.shards
