#!/usr/bin/env python3
"""Checks the OpenAPI document of a running program with tools that were not written here.

  Tests/Contracts/openapi.py [--binary FILE] [--examples N] [--seed N] [--only PATH_REGEX] [--keep DIRECTORY]

openapi-spec-validator (PyPI) reads the document, without tokens and with them. Schemathesis (PyPI) makes requests of it, right and
wrong ones, and compares each answer with it. What is missing is named, and that part is skipped, so CI runs it where the tools are:

  python3 -m venv DIRECTORY && DIRECTORY/bin/pip install openapi-spec-validator schemathesis jsonschema
  DIRECTORY/bin/python Tests/Contracts/openapi.py
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.stdout.reconfigure(line_buffering=True)
sys.path.insert(0, str(Path(__file__).resolve().parent))

try:
    import check  # noqa: E402
    import traffic  # noqa: E402
except ImportError:
    print("skipped: the Python package jsonschema is missing (Debian's python3-jsonschema, or pip install jsonschema)")
    sys.exit(0)

TOKEN = "openapi-check-of-a-supervisor-000000000000"
RUN_SECONDS = 1_800
# Not asked: a stream has no end; pages are HTML for people.
LEFT_OUT = r"^/v1/stream$"


def document(url: str) -> dict:
    request = urllib.request.Request(url + "/v1/openapi.json", headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
        return json.load(answer)


def tokens(folder: Path) -> Path:
    """A file of tokens with one supervisor."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "tokens.yaml"
    place.write_text(f"tokens:\n- {{name: openapi, role: supervisor, token_sha256: {hashlib.sha256(TOKEN.encode()).hexdigest()}}}\n")
    place.chmod(0o600)
    return place


def validated(documents: dict[str, dict]) -> list[str]:
    """By openapi-spec-validator: OpenAPI 3.1 with its references, schemas, examples and defaults."""
    try:
        from openapi_spec_validator import OpenAPIV31SpecValidator
    except ImportError:
        print("skipped: openapi-spec-validator is missing (pip install openapi-spec-validator)")
        return []
    problems = []
    for name, content in documents.items():
        found = [f"{name}: {'/'.join(map(str, fault.absolute_path))}: {fault.message[:300]}" for fault in OpenAPIV31SpecValidator(content).iter_errors()]
        operations = sum(len(path) for path in content["paths"].values())
        print(f"openapi-spec-validator, {name}: {len(content['paths'])} paths, {operations} operations, {len(found)} problems")
        problems += found
    for name, content in documents.items():
        secured = [operation["operationId"] for path in content["paths"].values() for operation in path.values() if "security" in operation]
        if bool(secured) != (name == "with tokens") or ("securitySchemes" in content["components"]) != (name == "with tokens"):
            problems.append(f"{name}: {len(secured)} operations name a token")
    return problems


def fuzzed(url: str, options: argparse.Namespace, folder: Path) -> list[str]:
    """By Schemathesis: every operation with examples, the limits of each field, and random requests."""
    program = shutil.which("st", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
    if program is None:
        print("skipped: Schemathesis is missing (pip install schemathesis)")
        return []
    # A report of danger to life is taken in spite of its faults, so a wrong report may be answered with 202. An id that the installation
    # does not know is refused (400) though the document allows its form, so right requests are not always taken.
    (folder / "schemathesis.toml").write_text(
        "checks.positive_data_acceptance.enabled = false\n"
        "[[operations]]\ninclude-name = 'POST /v1/reports'\nchecks.negative_data_rejection.enabled = false\n")
    command = [
        program, "--config-file", str(folder / "schemathesis.toml"), "run", f"{url}/v1/openapi.json", "--header", f"Authorization: Bearer {TOKEN}",
        "--phases", "examples,coverage,fuzzing", "--max-examples", str(options.examples), "--seed", str(options.seed), "--exclude-path-regex", LEFT_OUT,
        "--continue-on-failure", "--request-timeout", "40", "--warnings", "off", "--no-color"]
    if options.only:
        command += ["--include-path-regex", options.only]
    environment = traffic.environment() | {"SCHEMATHESIS_HOOKS": "", "NO_PROXY": "127.0.0.1"}
    del environment["SCHEMATHESIS_HOOKS"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=RUN_SECONDS, env=environment, cwd=folder)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        (options.keep / "schemathesis.txt").write_text(run.stdout + run.stderr)
    summary = run.stdout[run.stdout.rfind("SUMMARY"):].strip()
    print("\n".join("schemathesis: " + line for line in summary.splitlines()[1:] if line.strip(" =")))
    return [] if run.returncode == 0 else ["schemathesis: " + (run.stdout + run.stderr).strip()[-6_000:]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path)
    parser.add_argument("--examples", type=int, default=20, help="random requests for each operation (20)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random requests (1)")
    parser.add_argument("--only", help="only the paths that match")
    parser.add_argument("--keep", type=Path, help="directory for what Schemathesis printed")
    options = parser.parse_args()
    binary = options.binary or check.built()
    if binary is None:
        print("skipped: no program was given or built")
        return 0
    with tempfile.TemporaryDirectory(prefix="hazard-openapi-") as name:
        folder = Path(name)
        with traffic.Server(binary, ROOT, folder / "open") as server:
            documents = {"without tokens": document(server.url)}
        with traffic.Server(binary, ROOT, folder / "served", f"api.tokens_file={tokens(folder)}") as server:
            documents["with tokens"] = document(server.url)
            problems = validated(documents) + fuzzed(server.url, options, folder)
            if server.process.poll() is not None:
                problems.append("the program ended:\n" + "\n".join(server.said[-10:]))
    for problem in problems:
        print(f"FAIL {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
