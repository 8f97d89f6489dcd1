"""One installation to do harm to: broker, topics, servers, gateways, departments, operators; then the oracle."""

import random
import shutil
import signal
import statistics
import tempfile
import time
from pathlib import Path

import oracle
from departments import Departments
from generate import Generator
from ledger import Ledger
from operators import Operators
from publisher import Load
from rig import idle
from rig.broker import Broker
from rig.server import Server, crash_in
from rig.watcher import Watcher


class Scene:
    """A context manager: whatever happens inside, its processes end and its files go."""

    group = "hazard-dispatcher"
    prefix = "hazard"
    shards = 6

    def __init__(self, name: str, options):
        self.name, self.options = name, options
        self.random = random.Random(f"{options.seed}/{name}")
        self.directory = Path(tempfile.mkdtemp(prefix=f"chaos-{name}-"))
        self.servers: list[Server] = []
        self.actors: list = []
        self.loads: list[Load] = []
        self.ledger = Ledger()
        self.broker: Broker | None = None
        self.watcher: Watcher | None = None
        self.kills = 0
        self.notes: list[str] = []
        self.problems: list[str] = []
        self.unreachable: set[str] = set()
        # False for a scenario after which the log no longer holds what the oracle needs: it judges itself.
        self.is_judged = True
        self.started = time.monotonic()

    @property
    def inputs(self) -> list[str]:
        return [f"{self.prefix}.{topic}" for topic in ("reports", "feedback", "commands")]

    def __enter__(self) -> "Scene":
        try:
            self.broker = Broker(self.directory / "kafka", self.options.release, self.options.port)
        except BaseException:
            self.__exit__()
            raise
        self.watcher = Watcher(self.broker.bootstrap, self.group, self.inputs, self.prefix + ".cases",
                               lambda: [server.store for server in self.servers])
        self.watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        for thread in [*self.loads, *self.actors, *([self.watcher] if self.watcher else [])]:
            thread.stopping.set()
        for server in self.servers:
            server.signal(signal.SIGCONT)
            server.kill()
        if self.broker:
            self.broker.clean()
        elif (self.directory / "kafka").exists():
            from rig.broker import script
            import subprocess
            subprocess.run([str(script()), "clean", str(self.directory / "kafka")], capture_output=True)
        if self.options.keep:
            print(f"  kept: {self.directory}")
        else:
            shutil.rmtree(self.directory, ignore_errors=True)

    # What a scenario does

    def server(self, name: str = "a", **settings: str) -> Server:
        """A server of this installation, not started."""
        # Servers of one installation share the key of the accounts. Nobody pages an emergency while the oracle reads.
        key = self.directory / "account-key"
        if not key.exists():
            key.write_text(f"{self.random.getrandbits(256):064x}\n")
            key.chmod(0o600)
        common = {"log.kafka.bootstrap_servers": self.broker.bootstrap, "cluster": "chaos", "secrets.account_key_file": str(key),
                  "emergency.triage_limit": "1h"}
        extra = dict(pair.split("=", 1) for pair in self.options.set)
        server = Server(name, self.directory, common | extra | settings, self.options.api_port + len(self.servers))
        self.servers.append(server)
        return server

    def apply_topics(self) -> None:
        """Creates the topics with the product's own command."""
        any_server = self.servers[0]
        any_server.run("topics", "apply")

    def start(self, server: Server, seconds: float = 120) -> float:
        """Starts a server until it is ready; one that ends before that is a problem, and is started again."""
        for _ in range(4):
            server.start()
            try:
                return server.wait_ready(seconds)
            except RuntimeError as ended:
                self.say("a start failed")
                self.problems.append(str(ended))
        raise RuntimeError(f"{server.name} ended four times before it was ready")

    def load(self, count: int, rate: float, bad: float = 0.03, gateway: str = "g1") -> Load:
        """Starts to publish in the background."""
        generator = Generator(self.options.seed, self.shards, gateway, self.prefix, bad=bad)
        generator.secrets = self.ledger.secrets
        load = Load(self.broker.bootstrap, self.ledger, generator.messages(count), rate)
        self.loads.append(load)
        load.start()
        return load

    def people(self, share: float = 0.4) -> None:
        """Departments and operators start to work."""
        self.actors = [Departments(self.broker.bootstrap, self.ledger, self.options.seed, share),
                       Operators(self.broker.bootstrap, self.ledger, self.options.seed)]
        for actor in self.actors:
            actor.start()

    def sleep(self, low: float, high: float) -> None:
        """A random moment."""
        time.sleep(self.random.uniform(low, high))

    def expect(self, right: bool, words: str) -> None:
        """A promise of this scenario beyond what the oracle sees."""
        if not right:
            self.problems.append(words)

    def say(self, words: str) -> None:
        print(f"  {time.monotonic() - self.started:6.1f} s  {words}", flush=True)

    def check_threads(self) -> None:
        for actor in [*self.loads, *self.actors]:
            if actor.failure:
                raise actor.failure

    def quiet(self, seconds: float = 240) -> None:
        """Waits for the end of all load and work, then sends the people home."""
        for load in self.loads:
            load.finish()
        took = idle.wait(self, seconds)
        self.say(f"quiet {took:.1f} s after the load")

    def judge(self) -> int:
        """Lets the oracle look; answers the number of violations."""
        for actor in self.actors:
            actor.finish()
        self.watcher.finish()
        self.problems += sorted(self.watcher.ahead)[:5] if self.is_judged else []
        stores = [str(server.store) for server in self.servers if server.store.exists()]
        logs = [str(log) for server in self.servers for log in server.logs]
        if self.options.keep:
            self.ledger.save(str(self.directory / "ledger.jsonl"))
        if not self.is_judged:
            return self.count([])
        world = oracle.look(self.broker.bootstrap, stores, self.ledger, logs, self.prefix, self.shards, self.group, self.unreachable)
        violations = oracle.judge(world)
        oracle.show(world, violations)
        self.problems += [f"{path}: {crash_in(text)}" for path, text in world.logs.items() if crash_in(text)][:3]
        return self.count(violations)

    def count(self, violations: list) -> int:
        """Says the scenario's own problems and sums the figures up; answers the number of violations."""
        for problem in self.problems:
            print(f"  scenario: {problem}")
        ready = [seconds for server in self.servers for seconds in server.ready_seconds]
        self.figures = {
            "reports": sum(load.sent for load in self.loads), "kills": self.kills, "starts": sum(len(server.logs) for server in self.servers),
            "ready p50 s": round(statistics.median(ready), 2) if ready else None, "ready max s": round(max(ready), 2) if ready else None,
            "lost": sum(violation.rule == "lost" for violation in violations),
            "duplicates": sum(violation.rule in ("duplicates", "once") for violation in violations),
            "samples": self.watcher.samples, "violations": len(violations) + len(self.problems), "seconds": round(time.monotonic() - self.started, 1),
        }
        return self.figures["violations"]
