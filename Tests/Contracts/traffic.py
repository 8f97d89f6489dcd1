"""Runs the program, and sends every kind of message over HTTP."""

import json
import os
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

from schemas import Contracts

ZONE = timezone(timedelta(hours=8))
START_SECONDS, DEMO_SECONDS = 60, 600


def now(**ago: float) -> str:
    return (datetime.now(ZONE) - timedelta(**ago)).isoformat(timespec="milliseconds")


def environment() -> dict[str, str]:
    """Without settings of whoever runs this, and without a proxy."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HAZARD_") and "proxy" not in name.lower()}


def demo(binary: Path, root: Path, folder: Path) -> tuple[str, list[str]]:
    folder.mkdir(parents=True)
    command = [binary, "demo", "--exit", "--lang", "en", "--directory", folder, "--config", root / "config" / "hazard.yaml"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=DEMO_SECONDS, env=environment(), cwd=root)
    last = (run.stdout.strip().splitlines() or ["no output"])[-1]
    return last, [] if run.returncode == 0 else [f"exit status {run.returncode}: {(run.stderr or run.stdout).strip()[-400:]}"]


class Server:
    """`hazard serve` with an embedded log of its own."""

    def __init__(self, binary: Path, root: Path, folder: Path, *settings: str):
        folder.mkdir(parents=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        given = [f"log.embedded.directory={folder / 'log'}", f"store.directory={folder / 'store'}", f"api.listen={self.url[7:]}", *settings]
        command = [binary, "serve", "--config", root / "config" / "hazard.yaml"] + [part for one in given for part in ("--set", one)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment(), cwd=root)
        self.said: list[str] = []
        ready = threading.Event()
        threading.Thread(target=self.listen, args=(ready,), daemon=True).start()
        if not ready.wait(START_SECONDS) or self.process.poll() is not None:
            self.process.kill()
            raise SystemExit("serve did not become ready:\n" + "\n".join(self.said[-5:]))

    def listen(self, ready: threading.Event) -> None:
        for line in self.process.stderr:
            self.said.append(line.rstrip())
            if line.startswith("ready "):
                ready.set()
        ready.set()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def call(self, path: str, body: object = None, media: str = "application/json") -> tuple[int, dict]:
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, headers={"Content-Type": media} if data else {})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as fault:
            return fault.code, json.loads(fault.read() or b"{}")

    def case_of(self, report_id: str) -> str | None:
        for _ in range(200):
            status, answer = self.call(f"/v1/reports/{report_id}")
            if status == 200 and answer.get("case_id"):
                return answer["case_id"]
            time.sleep(0.05)
        return None


def play(server: Server, contracts: Contracts) -> tuple[str, list[str]]:
    """A case for each course; the answers are cases by the schema, and what is refused is recorded."""
    play = Play(server, contracts)
    play.worked_case()
    play.commanded_case()
    play.emergency()
    play.unusable()
    problems = play.problems + play.views()
    missing = {kind for kind in contracts.schemas["feedback"]["properties"]["kind"]["enum"] if kind not in play.kinds}
    missing |= {kind for kind in contracts.schemas["command"]["properties"]["kind"]["enum"] if kind not in play.kinds | {"erase"}}
    problems += [f"the script never says {kind}: correct Tests/Contracts/traffic.py" for kind in sorted(missing)]
    return f"{play.sent} messages, {len(play.kinds)} kinds", problems


class Play:
    def __init__(self, server: Server, contracts: Contracts):
        self.server, self.contracts = server, contracts
        self.sent, self.number = 0, 0
        self.kinds: set[str] = set()
        self.problems: list[str] = []

    def report(self, **fields: object) -> str:
        self.number += 1
        report = {
            "schema_version": 1, "report_id": f"play-{self.number}", "programme": "jianyang.sentinel", "channel": "phone",
            "reported_at": now(), "text": f"第{self.number}号路口井盖破损", "category_hint": "R01",
            "reporter": {"ref": f"rider-{self.number}", "kind": "rider"}, "thread_id": f"thread-{self.number}",
            "location": {"district": "510185", "lat": 30.3 + self.number / 50, "lon": 104.5, "crs": "gcj02", "address": f"测试路{self.number}号"},
        } | fields
        self.problems += [f"report: {said}" for said in self.contracts.problems("report", report)]
        status, answer = self.server.call("/v1/reports", report)
        self.sent += 1
        if status != 202:
            self.problems.append(f"report {report['report_id']}: {status} {answer}")
        case = self.server.case_of(report["report_id"])
        if case is None:
            self.problems.append(f"report {report['report_id']} has no case")
        return case or ""

    def send(self, kind_of: str, case: str, message: dict) -> dict:
        self.sent += 1
        self.number += 1
        message = {"schema_version": 1, "case_id": case, "at": now()} | message
        message[{"feedback": "event_id", "command": "command_id"}[kind_of]] = f"play-m{self.number}"
        self.kinds.add(message["kind"])
        self.problems += [f"{kind_of} {message['kind']}: {said}" for said in self.contracts.problems(kind_of, message)]
        path = f"/v1/cases/{case}/{'feedback' if kind_of == 'feedback' else 'commands'}?wait=10"
        status, answer = self.server.call(path, message)
        if status == 200:
            self.problems += [f"answer to {message['kind']}: {said}" for said in self.contracts.problems("case", answer)]
        elif status not in (202, 409):
            self.problems.append(f"{kind_of} {message['kind']}: {status} {json.dumps(answer, ensure_ascii=False)[:300]}")
        return {"status": status, "id": f"play-m{self.number}"} | answer

    def feedback(self, case: str, kind: str, role: str = "department", ref: str = "duty-3", **fields: object) -> dict:
        department = {"department": self.departments(case)[0]} if role == "department" else {}
        return self.send("feedback", case, department | {"actor": {"role": role, "ref": ref}, "kind": kind} | fields)

    def command(self, case: str, kind: str, role: str = "supervisor", reason: str | None = "as agreed", **arguments: object) -> dict:
        return self.send("command", case, {"operator": "zhang", "role": role, "kind": kind, "reason": reason, "arguments": arguments})

    def departments(self, case: str) -> list[str]:
        tasks = self.server.call(f"/v1/cases/{case}")[1].get("tasks", [])
        return [task["department"] for task in tasks if task["state"] in ("queued", "sent", "accepted", "working")] or ["urban-management"]

    # MARK: courses

    def worked_case(self) -> None:
        """A case through the hands of its departments and back to the reporter."""
        photo = [{"ref": "https://media.example/after.jpg", "mime": "image/jpeg", "sha256": "AB" * 32}]
        case = self.report()
        report = f"play-{self.number}"
        for kind, fields in {
            "accept": {"seq": 1, "note": "on the way"}, "start": {"seq": 2}, "made-safe": {}, "note": {"note": "电话 13800001111 的人在现场", "seq": 1},
            "request-delay": {"reason": "material is missing", "until": now(hours=-20)}, "request-waiver": {"reason": "not ours"},
            "request-hold": {"reason": "weather", "until": now(days=-3)}, "appeal": {"reason": "the deadline was wrong"},
        }.items():
            asked = self.feedback(case, kind, **fields)
            if kind == "request-delay":
                self.command(case, "approve", request=asked["id"])
            if kind in ("request-waiver", "request-hold"):
                self.command(case, "refuse", request=asked["id"])
        for department in self.departments(case):
            for kind in ("accept", "start"):
                self.feedback(case, kind, department=department)
            self.feedback(case, "resolve", department=department, result="solved", media=photo)
        self.feedback(case, "fail", role="verifier", ref="checker-1", reason="it is still there")
        for department in self.departments(case):
            self.feedback(case, "resolve", department=department, result="solved", media=photo)
        self.feedback(case, "dispute", role="reporter", ref=report, reason="no")
        self.feedback(case, "confirm", role="reporter", ref=report)
        self.feedback(case, "pass", role="verifier", ref="checker-1")
        self.feedback(case, "rate", role="reporter", ref=report, score=5)
        self.feedback(case, "add", role="reporter", ref=report, text="谢谢")

    def commanded_case(self) -> None:
        """Two cases that operators lead, join and end."""
        case, other = self.report(), self.report()
        report = f"play-{self.number}"
        self.feedback(case, "return", reason="not ours", suggested_department="unknown")
        self.command(case, "classify", category="R02")
        self.command(case, "dispatch", departments=[{"department": "urban-management", "role": "lead"}, {"department": "municipal-works"}])
        for kind in ("urge", "supervise", "escalate", "resume"):
            self.command(case, kind)
        self.command(case, "suspend", until=now(days=-2))
        self.command(case, "waive", departments=[{"department": "municipal-works"}])
        self.command(case, "link", into=other)
        self.command(case, "merge", into=other)
        self.command(case, "split", reports=[report])
        self.command(case, "verify", result="pass")
        self.command(other, "reveal", reports=[report])
        self.command(other, "close", code="solved")
        self.command(other, "reopen")
        self.command(other, "force-close", code="not-solvable")
        self.command(other, "grant", rule="valid-clue", report_id=report, amount=1)
        entries = self.server.call(f"/v1/rewards?case={other}")[1].get("entries") or [{"entry_id": "none"}]
        self.command(other, "claim", entry_id=entries[0]["entry_id"])
        self.command(other, "claw-back", entry_id=entries[0]["entry_id"])
        self.command(self.report(), "cancel")
        self.command(self.report(), "reject")

    def emergency(self) -> None:
        self.report(text="三楼着火了，有人被困", category_hint="F01", life_risk="confirmed-by-operator")
        self.report(text="好像有人溺水", category_hint=None, location=None, reporter=None, thread_id=None)

    def unusable(self) -> None:
        """Records that become dead letters, and one that is salvaged."""
        self.report(report_id="play-used", text="路灯不亮")
        self.server.call("/v1/reports", {
            "schema_version": 1, "report_id": "play-used", "programme": "jianyang.sentinel", "channel": "phone", "reported_at": now(),
            "text": "另外一件事", "location": {"district": "510185"}})
        self.server.call("/v1/reports", {"schema_version": 1, "report_id": "play-salvaged", "text": "着火了，有人被困", "channel": "telepathy"})
        self.server.call("/v1/cases/20200101-00-000001/feedback", {
            "event_id": "play-nobody", "department": "urban-management", "actor": {"role": "department"}, "kind": "accept"})
        self.sent += 3
        time.sleep(1)

    def views(self) -> list[str]:
        """What lists show are cases and tasks by the schemas."""
        problems = []
        cases = self.server.call("/v1/cases?limit=500")[1].get("cases", [])
        problems += [f"GET /v1/cases: {case.get('case_id')}: {said}" for case in cases for said in self.contracts.problems("case", case)]
        for department in ("urban-management", "municipal-works", "fire-rescue"):
            tasks = self.server.call(f"/v1/departments/{department}/tasks?limit=500")[1].get("tasks", [])
            problems += [f"GET …/{department}/tasks: {said}" for task in tasks for said in self.contracts.problems("task", task)]
        entries = self.server.call("/v1/rewards?limit=500")[1].get("entries", [])
        problems += [f"GET /v1/rewards: {said}" for entry in entries for said in self.contracts.problems("reward", entry)]
        return problems
