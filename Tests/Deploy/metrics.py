#!/usr/bin/env python3
"""Checks the dashboard and the alerts against a running program.

  Tests/Deploy/metrics.py [--binary FILE]

Every metric and label that they name must be in /metrics. promtool checks the metrics, the rules and their tests; where Prometheus
itself is installed, every query is run by it against a scraped server. What is missing (Debian package prometheus) is named, and
that part is skipped; so is everything without a program.
"""

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
sys.dont_write_bytecode = True
sys.stdout.reconfigure(line_buffering=True)
sys.path.insert(0, str(ROOT / "Tests" / "Contracts"))

try:
    import traffic  # noqa: E402
except ImportError:
    print("skipped: the Python package jsonschema is missing (Debian's python3-jsonschema, or pip install jsonschema)")
    sys.exit(0)

NAME = re.compile(r"\bhazard_[a-z_]+")
SCRAPE_SECONDS = 12


def queries() -> dict[str, str]:
    """Every expression by where it stands, with the dashboard's variables filled in."""
    found = {}
    for path in sorted((DEPLOY / "grafana").glob("*.json")):
        board = json.loads(path.read_text())
        for panel in board["panels"]:
            found |= {f"{path.name}: {panel['title']} {target['refId']}": target["expr"] for target in panel.get("targets", [])}
        found |= {f"{path.name}: {note['name']}": note["expr"] for note in board.get("annotations", {}).get("list", [])}
    for path in sorted((DEPLOY / "prometheus").glob("*.rules.yaml")):
        for alert, expression in re.findall(r"- alert: (\w+)\s+expr: (.+)", path.read_text()):
            found[f"{path.name}: {alert}"] = expression
    return {place: text.replace("$__rate_interval", "1m").replace("$job", ".*") for place, text in found.items()}


def names(metrics: str) -> tuple[set[str], dict[str, set[str]]]:
    """Names in /metrics, those of families without series too, and the labels of each."""
    known, labels = set(), {}
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)", metrics, re.M):
        known |= {name} | ({f"{name}_{part}" for part in ("bucket", "sum", "count")} if kind == "histogram" else set())
    for name, given in re.findall(r"^(hazard_\w+)(?:\{(.*)\})? ", metrics, re.M):
        labels.setdefault(name, set()).update(re.findall(r"(\w+)=\"", given))
    return known, labels


def against_metrics(expressions: dict[str, str], metrics: str) -> list[str]:
    known, labels = names(metrics)
    problems = []
    for place, text in expressions.items():
        used = set(NAME.findall(text))
        problems += [f"{place}: {name} is not in /metrics" for name in sorted(used - known)]
        wanted = {one.strip() for group in re.findall(r"by \(([^)]*)\)", text) for one in group.split(",")} - {""}
        wanted |= set(re.findall(r"(\w+)(?:=|!=|=~|!~)\"", text)) - {"job"}
        there = set().union(*(labels.get(name, set()) for name in used), set())
        if all(name in labels for name in used):
            problems += [f"{place}: no series has the label {label}" for label in sorted(wanted - there)]
    return problems


def promtool(metrics: str) -> list[str]:
    if not shutil.which("promtool"):
        print("skipped: promtool is missing (Debian package prometheus)")
        return []
    folder = DEPLOY / "prometheus"
    problems = []
    for command, given in [
        (["check", "metrics"], metrics), (["check", "rules", *sorted(folder.glob("*.rules.yaml"))], None), (["test", "rules", *sorted(folder.glob("*.test.yaml"))], None),
    ]:
        run = subprocess.run(["promtool", *map(str, command)], input=given, capture_output=True, text=True, cwd=folder)
        print(f"promtool {' '.join(command[:2])}: exit status {run.returncode}")
        if run.returncode == 3:
            # Exit status 3 is style: names that are published do not change.
            said = (run.stdout + run.stderr).strip().splitlines()
            problems += [f"promtool check metrics: {line}" for line in said if "no help text" in line]
            print("note " + "; ".join(said))
        elif run.returncode != 0:
            problems.append(f"promtool {' '.join(command[:2])}: {(run.stdout + run.stderr).strip()[-600:]}")
    return problems


def prometheus(expressions: dict[str, str], server: str, folder: Path) -> list[str]:
    """Each query by Prometheus itself, after it has scraped the server."""
    if not shutil.which("prometheus"):
        print("skipped: prometheus is missing, so no query was run")
        return []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    (folder / "prometheus.yml").write_text(
        f"global: {{scrape_interval: 1s, evaluation_interval: 1s}}\nrule_files: ['{DEPLOY}/prometheus/*.rules.yaml']\n"
        f"scrape_configs: [{{job_name: hazard, static_configs: [{{targets: ['{server[7:]}']}}]}}]\n")
    command = ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/tsdb", f"--web.listen-address={address}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(SCRAPE_SECONDS)
        problems, empty = [], []
        for place, text in expressions.items():
            answer = ask(address, text)
            if answer.get("status") != "success":
                problems.append(f"{place}: {answer.get('error')}: {text}")
            elif not answer["data"]["result"] and place.startswith("hazard.json"):
                empty.append(place)
        print(f"{len(expressions)} queries run by Prometheus, {len(problems)} failed; without a series yet: {', '.join(empty) or 'none'}")
        return problems
    finally:
        process.terminate()
        process.wait(30)


def ask(address: str, expression: str) -> dict:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{address}/api/v1/query?{urllib.parse.urlencode({'query': expression})}", timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as fault:
        return json.load(fault)
    except OSError as fault:
        return {"error": str(fault)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path, default=os.environ.get("HAZARD_BINARY"))
    given = parser.parse_args().binary
    built = [path for kind in ("release", "debug") if (path := ROOT / ".build" / kind / "hazard").exists()]
    binary = Path(given) if given else max(built, key=lambda path: path.stat().st_mtime, default=None)
    if binary is None:
        print("skipped: no program was given or built")
        return 0
    with tempfile.TemporaryDirectory(prefix="hazard-metrics-") as folder:
        with traffic.Server(binary, ROOT, Path(folder) / "served") as server:
            traffic.play(server, traffic.Contracts(ROOT / "config" / "contracts"))
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(server.url + "/metrics", timeout=30) as answer:
                metrics = answer.read().decode()
            expressions = queries()
            problems = against_metrics(expressions, metrics) + promtool(metrics) + prometheus(expressions, server.url, Path(folder))
    print(f"{len(expressions)} queries, {len(names(metrics)[0])} names in /metrics")
    for problem in problems:
        print(f"FAIL {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
