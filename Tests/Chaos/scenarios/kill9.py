"""The server is killed at random moments under load, again and again."""


def run(scene) -> None:
    """Some kills come while it still starts or restores."""
    kills, reports = scene.options.kills, scene.options.reports
    server = scene.server()
    scene.apply_topics()
    scene.start(server)
    scene.people()
    # The load lasts as long as the kills, about 4 s each.
    load = scene.load(reports, rate=max(200, reports / (4 * kills)))
    for number in range(kills):
        scene.check_threads()
        scene.sleep(0.2, 4)
        server.kill()
        scene.kills += 1
        if scene.random.random() < 0.25:
            server.start()
            scene.sleep(0.05, 1.5)
            server.kill()
            scene.kills += 1
        took = scene.start(server)
        scene.say(f"kill {number + 1} of {kills}: ready again after {took:.2f} s, {load.sent} reports sent, {len(scene.ledger)} acknowledged in all")
    scene.quiet(300)
