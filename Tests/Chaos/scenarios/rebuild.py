"""The SQLite files are deleted: a restart shows the same rows."""

import stores


def run(scene) -> None:
    """Once all of them, once one shard only, under a server that was stopped properly."""
    server = scene.server()
    scene.apply_topics()
    scene.start(server)
    scene.people()
    scene.load(scene.options.reports // 4, rate=1500)
    scene.quiet()
    status = server.stop()
    scene.expect(status == 0, f"SIGTERM ended the server with status {status}, not 0")
    before = rows(server)
    for pattern in ("shard-*.db*", "shard-2.db*"):
        for path in server.store.glob(pattern):
            path.unlink()
        took = scene.start(server)
        after = rows(server)
        total = sum(len(lines) for tables in after.values() for lines in tables.values())
        scene.say(f"without {pattern}: ready after {took:.2f} s, {total} rows")
        for shard, tables in before.items():
            for table, lines in tables.items():
                same = lines == after.get(shard, {}).get(table)
                scene.expect(same, f"shard {shard}: table {table} differs after the rebuild ({len(lines)} rows before)")
        server.stop()
    scene.start(server)
    scene.quiet()


def rows(server) -> dict[int, dict[str, list]]:
    """All rows but the positions, sorted."""
    found = {}
    for file in stores.read(str(server.store)):
        found[file.shard] = {name: sorted(lines, key=repr) for name, lines in file.tables.items() if name != "positions"}
    return found
