"""Checks asyncapi.yaml: by the official parser where it is, and against the schemas."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from schemas import NAMES, Contracts

PARSER = Path(__file__).resolve().parents[3] / "shared" / "tools" / "asyncapi-validate.cjs"


def check(file: Path, contracts: Contracts) -> tuple[str, list[str]]:
    text = file.read_text()
    linked = set(re.findall(r'\$ref: "\./([\w-]+)\.schema\.json"', text))
    problems = [f"{file.name}: no message refers to {name}.schema.json" for name in NAMES if name not in linked]
    topics = {schema["x-topic"].replace("<department>", "{department}") for schema in contracts.schemas.values()}
    addresses = set(re.findall(r"address: '([^']+)'", text))
    problems += [f"{file.name}: {topic} is in a schema or a channel only" for topic in sorted(topics ^ addresses)]
    parser = Path(os.environ.get("HAZARD_ASYNCAPI_PARSER", PARSER))
    if not parser.exists() or not shutil.which("node"):
        return f"{len(addresses)} channels; the parser did not run: it needs node and HAZARD_ASYNCAPI_PARSER", problems
    run = subprocess.run(["node", parser, file], capture_output=True, text=True, timeout=300)
    if run.returncode != 0:
        problems += (run.stdout + run.stderr).strip().splitlines()[:20]
    return f"{len(addresses)} channels, official parser", problems
