"""A real broker from the scripts beside the repository."""

import os
import subprocess
from pathlib import Path

import environment


def script() -> Path | None:
    """The broker script, HAZARD_KAFKA or beside the repository; None when there is none."""
    candidates = [os.environ.get("HAZARD_KAFKA"), environment.REPOSITORY.parent / "shared" / "kafka" / "kafka"]
    for candidate in candidates:
        if candidate and Path(candidate).exists():
            return Path(candidate).resolve()
    return None


class Broker:
    """One broker with its data in a directory of its own."""

    def __init__(self, directory: Path, release: str, port: int):
        self.directory, self.port = directory, port
        self.script = script()
        self.bootstrap = f"127.0.0.1:{port}"
        self.run("start", str(directory), "--port", str(port), *(["--release", "3.9"] if release == "3.9" else []))

    def run(self, *arguments: str) -> None:
        done = subprocess.run([str(self.script), *arguments], capture_output=True, text=True, timeout=180)
        if done.returncode != 0:
            raise RuntimeError(f"kafka {' '.join(arguments)}: {done.stderr or done.stdout}")

    def tool(self, *arguments: str) -> str:
        done = subprocess.run([str(self.script), "tool", *arguments], capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise RuntimeError(f"kafka tool {' '.join(arguments)}: {done.stderr or done.stdout}")
        return done.stdout

    def kill(self) -> None:
        self.run("kill", str(self.directory))

    def again(self) -> None:
        self.run("again", str(self.directory))

    def pause(self) -> None:
        self.run("pause", str(self.directory))

    def resume(self) -> None:
        self.run("resume", str(self.directory))

    def clean(self) -> None:
        if self.directory.exists():
            self.run("clean", str(self.directory))
