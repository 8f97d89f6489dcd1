"""The product as a process: start, wait for `ready`, kill, freeze, stop."""

import os
import re
import signal
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import environment


def surroundings() -> dict[str, str]:
    """Our environment without names that the product would take for settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HAZARD_")}


def binary() -> Path | None:
    """HAZARD_BINARY, else the release build of this checkout."""
    path = Path(os.environ.get("HAZARD_BINARY", environment.REPOSITORY / ".build" / "release" / "hazard"))
    return path if path.exists() else None


def crash_in(text: str) -> str:
    """The crashed thread's part of a Swift backtrace; empty when nothing crashed."""
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if re.search(r"Assertion|crashed|Fatal error", line) and not line.startswith("{")), None)
    if first is None:
        return ""
    thread = next((number for number in range(first, len(lines)) if re.search(r"Thread \d+.* crashed:", lines[number])), first)
    return "\n".join([lines[first], *lines[thread : thread + 12]])


class Server:
    """One `hazard serve`; each start writes a log file of its own."""

    def __init__(self, name: str, directory: Path, settings: dict[str, str], api_port: int):
        self.name, self.directory, self.port = name, directory, api_port
        self.store = directory / name / "store"
        self.settings = settings | {"store.directory": str(self.store), "api.listen": f"127.0.0.1:{api_port}"}
        # More words for `hazard serve`.
        self.flags: list[str] = []
        self.process: subprocess.Popen | None = None
        self.logs: list[Path] = []
        self.ready_seconds: list[float] = []

    def command(self, *verb: str) -> list[str]:
        """A command line of the product with this server's settings."""
        sets = [word for key, value in self.settings.items() for word in ("--set", f"{key}={value}")]
        return [str(binary()), *verb, "--config", str(environment.REPOSITORY / "config" / "kafka.yaml"), *sets]

    def start(self) -> None:
        log = self.directory / self.name / f"log-{len(self.logs):03d}.txt"
        log.parent.mkdir(parents=True, exist_ok=True)
        self.logs.append(log)
        self.started = time.monotonic()
        with open(log, "wb") as file:
            self.process = subprocess.Popen(self.command("serve", *self.flags), stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
                                            start_new_session=True, env=surroundings())

    def wait_ready(self, seconds: float = 120) -> float:
        """Waits for the line `ready`; answers the seconds since the start."""
        while time.monotonic() - self.started < seconds:
            if re.search(r"\bready\b.*" + str(self.port), self.log()) and self.is_ready():
                took = time.monotonic() - self.started
                self.ready_seconds.append(took)
                return took
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with status {self.process.returncode} before it was ready:\n{self.tail()}")
            time.sleep(0.02)
        raise TimeoutError(f"{self.name} was not ready in {seconds} s:\n{self.tail()}")

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def log(self) -> str:
        """What it has said since its last start."""
        return self.logs[-1].read_text(encoding="utf-8", errors="replace") if self.logs else ""

    def tail(self, lines: int = 20) -> str:
        return crash_in(self.log()) or "\n".join(self.log().splitlines()[-lines:])

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        if self.is_alive():
            os.kill(self.process.pid, number)

    def kill(self) -> None:
        """kill -9, also of a frozen one."""
        self.signal(signal.SIGKILL)
        if self.process:
            self.process.wait(30)

    def stop(self, seconds: float = 60) -> int:
        """Asks it to end; answers its status."""
        self.signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            tail = self.tail()
            self.kill()
            raise TimeoutError(f"{self.name} did not end within {seconds} s after SIGTERM:\n{tail}") from None

    def metric(self, name: str) -> float:
        """The sum of a metric over its labels."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=10) as answer:
            text = answer.read().decode()
        return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if re.match(name + r"[ {]", line))

    def reports(self) -> set[str]:
        """The ids of all reports in the server's files."""
        found: set[str] = set()
        for path in self.store.glob("shard-*.db"):
            connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
            found |= {row[0] for row in connection.execute("SELECT report_id FROM reports")}
            connection.close()
        return found

    def run(self, *verb: str, seconds: float = 120) -> str:
        """A short command; its output, or what went wrong."""
        done = subprocess.run(self.command(*verb), capture_output=True, text=True, timeout=seconds, env=surroundings())
        if done.returncode != 0:
            raise RuntimeError(f"hazard {' '.join(verb)} ended with {done.returncode}: {done.stderr or done.stdout}")
        return done.stdout
