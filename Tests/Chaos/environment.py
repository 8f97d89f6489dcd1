"""Runs the tools in a virtual environment of their own, made when it is absent."""

import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
HOME = REPOSITORY / ".build-chaos"
PACKAGES = ["confluent-kafka==2.16.1"]


def ensure() -> None:
    """Starts this program again inside the environment unless the packages are here already."""
    if importlib.util.find_spec("confluent_kafka"):
        return
    python = HOME / "venv" / "bin" / "python"
    if Path(sys.executable) == python:
        raise SystemExit("chaos: confluent-kafka cannot be imported although it was installed; delete .build-chaos and try again")
    if not (HOME / "ready").exists():
        print("chaos: making an environment with confluent-kafka (once)", file=sys.stderr)
        venv.create(HOME / "venv", with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True)
        (HOME / "ready").touch()
    os.execv(python, [str(python), *sys.argv])
