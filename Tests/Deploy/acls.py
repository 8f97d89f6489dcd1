#!/usr/bin/env python3
"""Proves deploy/kafka/topics and deploy/kafka/acls on a real Kafka with TLS, users and ACLs (deny by default).

  Tests/Deploy/acls.py [--binary FILE]      with a program, it also plays a case from report to closing with these rights only,
                                            one of its departments behind `hazard bridge open311`

It makes the topics, gives the rights twice (the script may be run again), and tries every act of every user on every topic: what the
table in this file allows must work, everything else must be refused. It needs kcat, Java 17 and a broker script (HAZARD_KAFKA, by
default beside this clone); without one of them it prints `skipped` and ends with 0.
"""

import argparse
import concurrent.futures
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.stdout.reconfigure(line_buffering=True)
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Chaos"))
from open311_remote import Remote  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
KAFKA = Path(os.environ.get("HAZARD_KAFKA", ROOT.parent / "shared" / "kafka" / "kafka"))
QUEUES = ["traffic-police", "urban-management", "fire-rescue"]
TOPICS = ["reports", "feedback", "commands", "transfers", "cases", "rewards", "notices", "dead-letters", *(f"dispatch.{one}" for one in QUEUES)]
ROLES = {
    "gw": "gateway", "police": "department:traffic-police", "urban": "bridge:urban-management", "fire": "bridge:fire-rescue",
    "sender": "notices", "board": "reader", "desk": "operator", "chief": "supervisor", "hazard": "dispatcher",
}
# What each user may do; nothing else. `stranger` has no role.
READS = {
    "police": {"dispatch.traffic-police"}, "urban": {"dispatch.urban-management"}, "fire": {"dispatch.fire-rescue"}, "sender": {"notices"},
    "board": {"cases", "rewards"}, "chief": {"dead-letters"}, "hazard": set(TOPICS),
}
WRITES = {
    "gw": {"reports", "feedback"}, "police": {"feedback"}, "urban": {"feedback"}, "fire": {"feedback"}, "desk": {"commands"}, "hazard": set(TOPICS),
}
# Consumer groups that are tried: user, group, topic, and whether it works.
GROUPS = [
    ("police", "traffic-police", "dispatch.traffic-police", True), ("police", "traffic-police-night", "dispatch.traffic-police", True),
    ("police", "fire-rescue", "dispatch.traffic-police", False), ("police", "hazard-dispatcher", "dispatch.traffic-police", False),
    ("fire", "hazard-bridge-fire-rescue", "dispatch.fire-rescue", True), ("board", "reader-1", "cases", True), ("board", "traffic-police", "cases", False),
    ("sender", "notices-sms", "notices", True),
]


class Broker:
    def __init__(self, folder: Path):
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        # The broker takes ports above this one too.
        port = port if port < 60000 else port - 20000
        self.address = f"127.0.0.1:{port}"
        users = [part for user in [*ROLES, "stranger"] for part in ("--user", f"{user}={user}-secret")]
        run([KAFKA, "start", folder, "--secure", "--port", str(port), *users])

    def kcat(self, user: str, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess:
        login = {
            "security.protocol": "SASL_SSL", "sasl.mechanisms": "PLAIN", "sasl.username": user, "sasl.password": f"{user}-secret",
            "ssl.ca.location": str(self.folder / "tls" / "ca.pem"), "message.timeout.ms": "15000", "topic.metadata.refresh.interval.ms": "1000",
        }
        settings = [part for name, value in login.items() for part in ("-X", f"{name}={value}")]
        try:
            return subprocess.run(["kcat", "-b", self.address, *settings, *arguments], input=given, capture_output=True, text=True, timeout=40)
        except subprocess.TimeoutExpired as fault:
            return subprocess.CompletedProcess(fault.cmd, 124, "", f"no end after {fault.timeout} s")

    def read(self, user: str, topic: str, *more: str) -> subprocess.CompletedProcess:
        return self.kcat(user, "-C", "-t", f"hazard.{topic}", "-o", "beginning", "-e", "-q", "-X", "isolation.level=read_committed", *more)

    def write(self, user: str, topic: str, value: str = "x", *more: str) -> subprocess.CompletedProcess:
        return self.kcat(user, "-P", "-t", f"hazard.{topic}", *more, given=value)

    def clean(self) -> None:
        subprocess.run([KAFKA, "clean", self.folder], capture_output=True)


def run(command: list, **environment: str) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=os.environ | environment, timeout=600)
    if done.returncode != 0:
        raise SystemExit(f"{Path(command[0]).name} ended with {done.returncode}:\n{done.stdout[-1000:]}{done.stderr[-1000:]}")
    return done.stdout


def was_refused(done: subprocess.CompletedProcess) -> bool:
    return done.returncode != 0 and "authorization failed" in (done.stderr + done.stdout).lower()


def matrix(broker: Broker) -> list[str]:
    """Every act of every user on every topic."""
    acts = [(user, act, topic) for user in [*ROLES, "stranger"] for topic in TOPICS for act in ("reads", "writes")]

    def tried(act: tuple[str, str, str]) -> tuple[bool, str | None]:
        user, verb, topic = act
        allowed = topic in (READS if verb == "reads" else WRITES).get(user, set())
        done = broker.read(user, topic) if verb == "reads" else broker.write(user, topic, "x", "-k", "acls")
        if allowed and done.returncode != 0:
            return allowed, f"{user} {verb} {topic}: should work: {done.stderr.strip()[-200:]}"
        if not allowed and not was_refused(done):
            return allowed, f"{user} {verb} {topic}: should be refused: exit status {done.returncode}, {done.stderr.strip()[-200:]}"
        return allowed, None

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        found = list(pool.map(tried, acts))
    count = sum(allowed for allowed, _ in found)
    print(f"{count} acts allowed, {len(found) - count} refused, {sum(problem is not None for _, problem in found)} otherwise")
    return [problem for _, problem in found if problem]


def groups(broker: Broker) -> list[str]:
    problems = []
    for user, group, topic, allowed in GROUPS:
        done = broker.kcat(user, "-q", "-e", "-X", "auto.offset.reset=earliest", "-G", group, f"hazard.{topic}")
        works = done.returncode == 0
        if works != allowed or (not allowed and not was_refused(done)):
            problems.append(f"{user} in the group {group}: {'works' if works else done.stderr.strip()[-200:]}")
    print(f"{len(GROUPS)} consumer groups tried, {len(problems)} otherwise")
    return problems


def play(broker: Broker, binary: Path, folder: Path) -> list[str]:
    """A case from report to closing; each party has the rights of its role only."""
    (folder / "password").write_text("hazard-secret")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    settings = {
        "log.kafka.bootstrap_servers": broker.address, "log.kafka.settings.security.protocol": "SASL_SSL", "log.kafka.settings.sasl.mechanism": "PLAIN",
        "log.kafka.settings.sasl.username": "hazard", "log.kafka.settings_files.sasl.password": folder / "password",
        "log.kafka.settings.ssl.ca.location": broker.folder / "tls" / "ca.pem", "api.listen": listen, "store.directory": folder / "store",
    }
    shutil.copytree(ROOT / "config", folder / "config")
    remote = Remote(seed=1, searchable=True, trouble=0, closes_after=1)
    departments = folder / "config" / "departments.yaml"
    line = next(one for one in departments.read_text().splitlines() if "id: urban-management," in one)
    endpoint = f", open311: {{url: {remote.url}, service_codes: {{'*': any}}, poll: 1s}}}}"
    departments.write_text(departments.read_text().replace(line, line.replace("}", endpoint)))
    settings["bridge.directory"] = folder / "bridge"
    given = ["--config", folder / "config" / "kafka.yaml"] + [part for name, value in settings.items() for part in ("--set", f"{name}={value}")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HAZARD_")}
    made = subprocess.run([binary, "topics", "apply", *given], capture_output=True, text=True, env=environment, timeout=120)
    if made.returncode != 0:
        return [f"topics apply as the dispatcher: {(made.stderr or made.stdout)[-400:]}"]
    checked = subprocess.run([binary, "topics", "verify", *given], capture_output=True, text=True, env=environment, timeout=120)
    problems = [] if checked.returncode == 0 else [f"topics verify: {(checked.stderr or checked.stdout)[-400:]}"]
    server = subprocess.Popen([str(part) for part in [binary, "serve", *given]], stderr=subprocess.PIPE, text=True, env=environment)
    ready = threading.Event()
    said: list[str] = []

    def listen_to() -> None:
        for line in server.stderr:
            said.append(line)
            if line.startswith("ready "):
                ready.set()

    threading.Thread(target=listen_to, daemon=True).start()
    try:
        if not ready.wait(120):
            return [*problems, f"serve as the dispatcher is not ready: {''.join(said[-5:])}"]
        mine = [*given, "--set", "log.kafka.settings.sasl.username=urban", "--set", f"log.kafka.settings_files.sasl.password={folder / 'urban'}"]
        (folder / "urban").write_text("urban-secret")
        with open(folder / "bridge.log", "w") as lines:
            bridge = subprocess.Popen([str(part) for part in [binary, "bridge", "open311", *mine]], stderr=lines, env=environment)
        try:
            problems += case(broker)
        finally:
            bridge.terminate()
        if bridge.wait(30) != 0 or len(remote.posted) != 1:
            words = (folder / "bridge.log").read_text()[-600:]
            problems.append(f"the bridge posted {len(remote.posted)} requests and ended with {bridge.returncode}: {words}")
        return problems
    finally:
        remote.close()
        server.terminate()
        try:
            server.wait(60)
        except subprocess.TimeoutExpired:
            server.kill()


def case(broker: Broker) -> list[str]:
    now = datetime.now(timezone(timedelta(hours=8))).isoformat(timespec="seconds")
    report = {
        "schema_version": 1, "report_id": "acl-1", "programme": "jianyang.sentinel", "channel": "phone", "reported_at": now, "text": "沱江一号桥引道车辆乱停，三车道变一",
        "category_hint": "T02", "location": {"district": "510185"}, "reporter": {"ref": "rider-7", "kind": "rider"},
    }
    broker.write("gw", "reports", json.dumps(report), "-k", "510185", "-X", "partitioner=murmur2_random")
    tasks = {user: wanted(lambda user=user, queue=queue: last(broker.read(user, f"dispatch.{queue}"), "task_id"))
             for user, queue in (("police", "traffic-police"), ("urban", "urban-management"))}
    if None in tasks.values():
        return [f"no task for {[user for user, task in tasks.items() if task is None]}"]
    number = tasks["police"]["case_id"]
    shard = str(int(number.split("-")[1]))
    # The bridge answers for urban-management.
    for user, task in {"police": tasks["police"]}.items():
        for step in ("accept", "start", "resolve"):
            answer = {
                "schema_version": 1, "event_id": f"{user}-{step}", "case_id": number, "department": task["department"],
                "actor": {"role": "department"}, "kind": step, "result": "solved", "at": now}
            broker.write(user, "feedback", json.dumps(answer), "-k", number, "-p", shard)
    wanted(lambda: found if (found := last(broker.read("board", "cases"), "case_id")) and found["state"] in ("resolved", "checking") else None)
    order = {"schema_version": 1, "command_id": "acl-c1", "case_id": number, "operator": "zhang", "role": "operator", "kind": "verify", "at": now, "arguments": {"result": "pass"}}
    broker.write("desk", "commands", json.dumps(order), "-k", number, "-p", shard)
    closed = wanted(lambda: found if (found := last(broker.read("board", "cases"), "case_id")) and found["state"] == "closed" else None)
    notice = wanted(lambda: last(broker.read("sender", "notices"), "report_id"))
    print(f"a case over Kafka: {closed and closed['state']}, last notice {notice and notice['kind']}")
    return [] if closed and notice else ["the case did not close, or no notice came"]


def last(done: subprocess.CompletedProcess, field: str) -> dict | None:
    found = [value for line in done.stdout.splitlines() if line.startswith("{") and field in (value := json.loads(line))]
    return found[-1] if found else None


def wanted(look, seconds: float = 60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (found := look()) is not None:
            return found
        time.sleep(0.5)
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path, default=os.environ.get("HAZARD_BINARY"))
    binary = parser.parse_args().binary
    missing = [name for name, there in {"kcat": shutil.which("kcat"), "java": shutil.which("java"), str(KAFKA): KAFKA.exists()}.items() if not there]
    if missing:
        print(f"skipped: {', '.join(missing)} is missing")
        return 0
    with tempfile.TemporaryDirectory(prefix="hazard-acls-") as folder:
        broker = Broker(Path(folder) / "kafka")
        try:
            admin = ["--bootstrap-server", broker.address, "--command-config", broker.folder / "admin.properties"]
            run([ROOT / "deploy" / "kafka" / "topics", *admin, *QUEUES], KAFKA_TOPICS=f"{KAFKA} tool topics")
            for _ in range(2):
                run([ROOT / "deploy" / "kafka" / "acls", *admin, *(f"{role}={user}" for user, role in ROLES.items())], KAFKA_ACLS=f"{KAFKA} tool acls")
            problems = play(broker, Path(binary), Path(folder)) if binary else []
            problems += matrix(broker) + groups(broker)
        finally:
            broker.clean()
    for problem in problems:
        print(f"FAIL {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
