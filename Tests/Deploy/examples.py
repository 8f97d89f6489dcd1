#!/usr/bin/env python3
"""Runs every file in deploy/examples against a real broker and a server that asks for signed reports.

  Tests/Deploy/examples.py [--binary FILE]

Each gateway sends its report twice: one case. Each department runs twice: its task is accepted once. It needs a program, a broker script
(HAZARD_KAFKA, by default beside this clone), Java 17, kcat, jq and openssl; confluent-kafka for Python. What is missing is skipped by name.
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
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "deploy" / "examples"
KAFKA = Path(os.environ.get("HAZARD_KAFKA", ROOT.parent / "shared" / "kafka" / "kafka"))
sys.dont_write_bytecode = True
sys.stdout.reconfigure(line_buffering=True)
sys.path.insert(0, str(ROOT / "Tests" / "Contracts"))

try:
    import traffic  # noqa: E402
except ImportError:
    print("skipped: the Python package jsonschema is missing (Debian's python3-jsonschema, or pip install jsonschema)")
    sys.exit(0)

PROGRAMME, DISTRICT = "jianyang.sentinel", "510185"
TEXT = "沱江一号桥引道车辆乱停，三车道变一"
# A category of each gateway's own, so that no report joins the case of another.
PLACES = {"python": "一环路1号井盖破损", "java": "二环路2号路灯不亮", "kcat": "三环路3号垃圾堆积", "curl": "四环路4号车辆乱停"}


class Rig:
    def __init__(self, folder: Path, server: traffic.Server, broker: str):
        self.folder, self.server = folder, server
        key = folder / "gateway.key"
        self.environment = traffic.environment() | {
            "BOOTSTRAP": broker, "SERVER": server.url, "SIGNING_KEY_ID": "example", "SIGNING_KEY_FILE": str(key), "DATABASE": str(folder / "tasks.db"), "SEEN": "",
        }
        self.jars = f"{KAFKA.parent}/libs/*"

    def run(self, command: list, given: str | None = None, **more: str) -> str:
        done = subprocess.run([str(part) for part in command], input=given, capture_output=True, text=True, env=self.environment | more, timeout=180, cwd=self.folder)
        if done.returncode != 0:
            raise RuntimeError(f"{command[-1] if len(command) < 3 else command[:3]}: exit status {done.returncode}: {(done.stderr + done.stdout)[-500:]}")
        return done.stdout

    def gateway(self, kind: str) -> str:
        """Sends the report of that gateway and returns its id."""
        text = PLACES[kind]
        match kind:
            case "python":
                report = {"programme": PROGRAMME, "text": text, "reported_at": traffic.now()[:10] + "T00:00:00+08:00", "location": {"district": DISTRICT}}
                return self.run([sys.executable, EXAMPLES / "python" / "gateway.py"], json.dumps(report, ensure_ascii=False) + "\n").split()[0]
            case "java":
                return self.run(["java", "-cp", self.jars, EXAMPLES / "java" / "Gateway.java"], f"t-java\t{PROGRAMME}\t{DISTRICT}\t{text}\n").split()[-1]
            case "kcat":
                return self.run([EXAMPLES / "kcat" / "gateway.sh", "t-kcat", PROGRAMME, DISTRICT, text]).split()[-1]
            case _:
                return json.loads(self.run([EXAMPLES / "curl" / "gateway.sh", "t-curl", PROGRAMME, DISTRICT, text]))["report_id"]

    def department(self, kind: str, name: str) -> list[str]:
        """Lets the department work its queue; the lines that it prints."""
        seen = {"SEEN": str(self.folder / f"{kind}-{name}.seen"), "DATABASE": str(self.folder / f"{kind}-{name}.db"), "SIGNING_KEY_FILE": str(self.folder / "department.key"), "SIGNING_KEY_ID": "department"}
        match kind:
            case "python": command = [sys.executable, EXAMPLES / "python" / "department.py", name, "--once"]
            case "java": command = ["java", "-cp", self.jars, EXAMPLES / "java" / "Department.java", name, "--once"]
            case _: command = [EXAMPLES / kind / "department.sh", name]
        return self.run(command, **seen).splitlines()


def check(rig: Rig, kinds: list[str]) -> list[str]:
    problems = []
    for kind in kinds:
        first, second = rig.gateway(kind), rig.gateway(kind)
        case_id = rig.server.case_of(first)
        if first != second or case_id is None:
            problems.append(f"{kind} gateway: ids {first} and {second}, case {case_id}")
            continue
        case = rig.server.call(f"/v1/cases/{case_id}")[1]
        lead = next((task["department"] for task in case["tasks"] if task["role"] == "lead"), None)
        if lead is None:
            problems.append(f"{kind} gateway: case {case_id} has no department: {case['state']}")
            continue
        told = rig.department(kind, lead)
        accepted = accepts(rig, case_id, lead)
        again = rig.department(kind, lead)
        repeats = accepts(rig, case_id, lead)
        if (accepted, repeats) != (1, 1) or len(case["reports"]) != 1:
            problems.append(f"{kind} department {lead}: accepted {accepted} and then {repeats} times; said {told} and {again}")
            continue
        print(f"{kind}: {first} sent twice is case {case_id}; {lead} accepted once, and did nothing when run again")
    letters = rig.server.call("/v1/dead-letters?limit=10")[1].get("dead_letters", [])
    return problems + [f"dead letter: {letter.get('reason')}: {letter.get('message')}" for letter in letters]


def accepts(rig: Rig, case_id: str, department: str) -> int:
    """How often the case has an accept of the department; waits until there is one."""
    for _ in range(100):
        history = rig.server.call(f"/v1/cases/{case_id}")[1]["history"]
        count = sum(event["kind"] == "accept" and (event.get("cause") or {}).get("sender") == f"department/{department}" for event in history)
        if count:
            time.sleep(0.5)
            return count
        time.sleep(0.1)
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path, default=os.environ.get("HAZARD_BINARY"))
    given = parser.parse_args().binary
    built = [path for kind in ("release", "debug") if (path := ROOT / ".build" / kind / "hazard").exists()]
    binary = Path(given) if given else max(built, key=lambda path: path.stat().st_mtime, default=None)
    missing = [name for name in ("kcat", "jq", "openssl", "curl") if not shutil.which(name)] + ([] if KAFKA.exists() else [str(KAFKA)]) + ([] if binary else ["a program"])
    if missing:
        print(f"skipped: {', '.join(missing)} is missing")
        return 0
    kinds = ["kcat", "curl"]
    try:
        import confluent_kafka  # noqa: F401
        kinds.insert(0, "python")
    except ImportError:
        print("skipped: the Python examples need confluent-kafka (pip install confluent-kafka)")
    if shutil.which("java"):
        kinds.insert(-2, "java")
    else:
        print("skipped: the Java examples need Java 17")
    with tempfile.TemporaryDirectory(prefix="hazard-examples-") as text:
        folder = Path(text)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1] % 20000 + 20000
        broker = f"127.0.0.1:{port}"
        (folder / "gateway.key").write_text("a-secret-of-this-test-only\n")
        (folder / "department.key").write_text("the-secret-of-departments\n")
        (folder / "server.key").write_text("another-secret-of-this-test\n")
        subprocess.run([KAFKA, "start", folder / "kafka", "--port", str(port)], check=True, capture_output=True)
        try:
            settings = ["log.kind=kafka", f"log.kafka.bootstrap_servers={broker}"]
            root = signed(folder)
            command = [binary, "topics", "apply", "--config", root / "config" / "kafka.yaml"] + [part for one in settings for part in ("--set", one)]
            subprocess.run([str(part) for part in command], check=True, capture_output=True, env=traffic.environment(), timeout=120)
            with traffic.Server(binary, root, folder / "served", *settings) as server:
                problems = check(Rig(folder, server, broker), kinds)
        finally:
            subprocess.run([KAFKA, "clean", folder / "kafka"], capture_output=True)
    for problem in problems:
        print(f"FAIL {problem}")
    return 1 if problems else 0


def signed(folder: Path) -> Path:
    """A copy of the configuration in which reports must be signed. Returns the folder that has it."""
    config = folder / "installation" / "config"
    shutil.copytree(ROOT / "config", config)
    keys = f"signing:\n  require: [reports, feedback]\n  server_key_file: {folder / 'server.key'}\n  keys:\n    - {{id: example, role: gateway, file: {folder / 'gateway.key'}}}\n"
    departments = re.findall(r"\{id: ([\w-]+)", (config / "departments.yaml").read_text())
    keys += f"    - {{id: department, role: department, departments: [{', '.join(departments)}], file: {folder / 'department.key'}}}\n"
    for name in ("hazard.yaml", "kafka.yaml"):
        text = (config / name).read_text()
        (config / name).write_text(text + "\n" + keys)
    return folder / "installation"


if __name__ == "__main__":
    sys.exit(main())
