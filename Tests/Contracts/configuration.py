"""Compares the table in config/README.md with the settings that the program reads and their defaults."""

import json
import os
import re
import subprocess
from pathlib import Path

from traffic import environment

# A default of the policy is a path beside the configuration file; the table has the last part.
ROW = re.compile(r"^\| `([\w.<> ]+)` \| (?:`([^`]*)`)? ?\|", re.M)
READ = re.compile(r'reader\.(?:value|path|list|secret|node|texts)\(\s*(?:below: )?"([\w.]+)"(?:, filesBelow: "([\w.]+)")?')


def check(binary: Path | None, root: Path) -> tuple[str, list[str]]:
    table = {key: default or "" for key, default in ROW.findall((root / "config" / "README.md").read_text()) if "." in key or key in ("cluster", "zone", "log_format", "log_level")}
    bare = {key.split(".<")[0] for key in table}
    code = set()
    for path in (root / "Sources" / "HazardConfig" / "Settings").glob("*.swift"):
        for one, files in READ.findall(path.read_text()):
            code |= {one} | ({files} if files else set())
    problems = [f"{key} is read by the program and not in config/README.md" for key in sorted(code - bare)]
    shown = settings(binary, root) if binary else {}
    known = code | {key for key in shown} | {f"{key}_file" for key in shown}
    problems += [f"{key} is in config/README.md and not read by the program" for key in sorted(bare - known)] if binary else []
    for key, (value, origin) in shown.items():
        if key not in table:
            problems.append(f"{key} is shown by config check and not in config/README.md")
        elif origin == "default" and not key.startswith("policy.") and value != table[key]:
            problems.append(f"{key}: the default is {value!r}, config/README.md says {table[key]!r}")
    return f"{len(table)} settings, {len(shown)} compared with config check", problems


def settings(binary: Path, root: Path) -> dict[str, tuple[str, str]]:
    command = [binary, "config", "check", "--json", "--config", root / "config" / "hazard.yaml"]
    run = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=120)
    lines = (json.loads(line) for line in run.stdout.splitlines() if line.startswith('{"key"'))
    return {line["key"]: (below(str(line["value"] or ""), root), str(line["origin"])) for line in lines}


def below(value: str, root: Path) -> str:
    """A path inside the checkout as the table writes it: a folder beside another follows where that one is."""
    return os.path.relpath(value, root) if value.startswith(f"{root}/") else value
