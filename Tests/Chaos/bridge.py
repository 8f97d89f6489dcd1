#!/usr/bin/env python3
"""Kills `hazard bridge open311` with -9 at random moments, and counts what the remote got.

  bridge.py [--kills 200] [--reports 300] [--seed N] [--searchable yes|no|both] [--kafka HOST:PORT] [--keep]

A server runs on the embedded log, or on the Kafka of --kafka (topics of its own). Reports become tasks of traffic-police, whose endpoint
(`open311_remote.py`) is late, answers 500 and 429, sends no JSON and cuts its answers. The bridge is killed and started again; then the remote
is left in peace until all is quiet. It must hold:

- a remote that can be searched has each task's request exactly once; one that cannot has each at least once;
- every task is done with the remote's result, so no feedback was lost;
- nothing of the reporter is in any request.

Exit status 0: it holds. The binary is HAZARD_BINARY, else .build/release/hazard or .build/debug/hazard.
"""

import argparse
import collections
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from open311_remote import Remote  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
DEPARTMENT = "traffic-police"
SECRETS = ["wx-openid-778899", "李四", "13812345678"]


def binary() -> str:
    given = os.environ.get("HAZARD_BINARY")
    places = [given] if given else [ROOT / ".build/release/hazard", ROOT / ".build/debug/hazard"]
    return next(str(place) for place in places if Path(place).exists())


class Installation:
    def __init__(self, remote: Remote, folder: Path, kafka: str | None, name: str):
        self.folder = folder
        self.config = folder / "config"
        shutil.copytree(ROOT / "config", self.config)
        endpoint = (
            f"open311: {{url: {remote.url}, service_codes: {{'*': street}}, search: {str(remote.searchable).lower()}, "
            "search_delay: 1s, poll: 1s, timeout: 2s}"
        )
        path = self.config / "departments.yaml"
        text = path.read_text()
        line = next(one for one in text.splitlines() if f"id: {DEPARTMENT}," in one)
        path.write_text(text.replace(line, line.replace("}", f", {endpoint}}}", 1)))
        self.settings = [f"log.embedded.directory={folder}/log", f"store.directory={folder}/store",
                         f"bridge.directory={folder}/bridge", "log.shards=2", "api.listen=127.0.0.1:0", "log_format=json"]
        if kafka:
            self.settings += ["log.kind=kafka", f"log.kafka.bootstrap_servers={kafka}", f"topics.prefix={name}",
                              f"topics.dispatch_prefix={name}.dispatch.", f"log.group={name}", f"cluster={name}"]
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("HAZARD_")}
        self.environment["LC_ALL"] = "C.UTF-8"
        self.bridges = self.ready = 0
        if kafka:
            subprocess.run(self.command("topics", "apply"), env=self.environment, check=True, stdout=subprocess.DEVNULL)
        self.log = open(folder / "serve.log", "w")
        self.server = subprocess.Popen(self.command("serve"), env=self.environment, stdout=self.log, stderr=self.log)
        self.url = self.wait_ready()

    def command(self, *verb: str) -> list[str]:
        sets = [word for setting in self.settings for word in ("--set", setting)]
        return [binary(), *verb, "--config", str(self.config / "hazard.yaml"), *sets]

    def wait_ready(self) -> str:
        until = time.time() + 120
        while time.time() < until:
            for line in (self.folder / "serve.log").read_text().splitlines():
                if line.startswith("ready "):
                    return line.split()[1]
            if self.server.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit((self.folder / "serve.log").read_text()[-3000:])

    def bridge(self) -> subprocess.Popen:
        self.count_started()
        self.bridges += 1
        out = open(self.folder / "bridge.log", "a")
        with out:
            return subprocess.Popen(self.command("bridge", "open311", DEPARTMENT, "--server", self.url),
                                    env=self.environment, stdout=out, stderr=out)

    def wait_started(self, bridge: subprocess.Popen) -> None:
        """Waits until the newest bridge has opened its file and works."""
        until = time.time() + 60
        while (self.folder / "bridge.log").read_text().count("ready open311") < self.ready + 1 and time.time() < until:
            if bridge.poll() is not None:
                return
            time.sleep(0.02)

    def count_started(self) -> None:
        self.ready = (self.folder / "bridge.log").read_text().count("ready open311") if self.bridges else 0

    def call(self, path: str, value=None):
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(self.url + path, data=data, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def report(self, number: int) -> None:
        # Far enough apart that no two are merged.
        row, column = divmod(number, 40)
        self.call("/v1/reports", {
            "schema_version": 1, "report_id": f"chaos-{number:06}", "programme": "jianyang.sentinel", "channel": "chat",
            "reported_at": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()),
            "text": f"第{number}处车道被违停车辆堵住，我叫{SECRETS[1]}，电话{SECRETS[2]}", "category": "T02",
            "reporter": {"kind": "rider", "ref": SECRETS[0]},
            "location": {"lat": 30.30 + row * 0.01, "lon": 104.30 + column * 0.01, "crs": "wgs84", "district": "510185",
                         "address": f"测试路{number}号"},
        })

    def tasks(self) -> dict[str, dict]:
        tasks, after = {}, ""
        while True:
            page = self.call("/v1/cases?limit=200" + (f"&after={after}" if after else ""))
            for case in page["cases"]:
                for task in case["tasks"]:
                    if task["department"] == DEPARTMENT:
                        tasks[f"{case['case_id']}/{DEPARTMENT}"] = task
            after = page.get("next")
            if not after:
                return tasks

    def stop(self) -> None:
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(60)
        self.log.close()


def run(options, searchable: bool) -> bool:
    dice = random.Random(options.seed)
    folder = Path(tempfile.mkdtemp(prefix="hazard-bridge-"))
    remote = Remote(options.seed, searchable, trouble=0.35, closes_after=options.closes_after)
    city = Installation(remote, folder, options.kafka, f"b{os.getpid()}{'s' if searchable else 'u'}")
    killed = sent = 0
    start = time.time()
    try:
        bridge = city.bridge()
        while killed < options.kills:
            # Reports arrive all the time, so that there is something to send at each kill.
            due = options.reports * (killed + 1) // options.kills
            while sent < due:
                city.report(sent)
                sent += 1
            # Mostly at work, sometimes while it starts.
            if dice.random() < 0.85:
                city.wait_started(bridge)
            time.sleep(dice.uniform(0.02, options.longest))
            if bridge.poll() is not None:
                print("the bridge ended by itself:", (folder / "bridge.log").read_text()[-2000:])
                return False
            bridge.send_signal(signal.SIGKILL)
            bridge.wait()
            killed += 1
            bridge = city.bridge()
            if killed % 50 == 0:
                print(f"  {killed} kills, {sent} reports, {len(remote.posted)} requests at the remote", flush=True)
        remote.quiet()
        until = time.time() + options.settle
        while time.time() < until:
            tasks = city.tasks()
            if len(tasks) == sent and all(task["state"] == "done" for task in tasks.values()):
                break
            time.sleep(1)
        bridge.send_signal(signal.SIGTERM)
        code = bridge.wait(30)
        return judge(remote, city, sent, killed, code, time.time() - start)
    finally:
        if bridge.poll() is None:
            bridge.kill()
        city.stop()
        remote.close()
        if options.keep:
            print("files:", folder)
        else:
            shutil.rmtree(folder)


def judge(remote: Remote, city: Installation, sent: int, killed: int, code: int, seconds: float) -> bool:
    tasks = city.tasks()
    posted = collections.Counter(one["form"].get("attribute[hazard_task_id]") for one in remote.posted)
    missing = [task for task in tasks if not posted[task]]
    repeated = sum(count - 1 for count in posted.values() if count > 1)
    states = collections.Counter(task["state"] for task in tasks.values())
    text = json.dumps([one["form"] for one in remote.posted], ensure_ascii=False)
    leaks = [secret for secret in SECRETS if secret in text]
    print(f"searchable={remote.searchable}: {killed} kills -9 in {seconds:.0f} s, {sent} reports, {len(tasks)} tasks {dict(states)}; "
          f"remote: {len(remote.posted)} requests, {len(missing)} tasks without one, {repeated} too many; calls {remote.calls}")
    problems = []
    if len(tasks) != sent:
        problems.append(f"{sent} reports became {len(tasks)} tasks: the script's reports were merged")
    if missing:
        problems.append(f"the remote never got {missing[:5]}")
    if remote.searchable and repeated:
        problems.append(f"a searchable remote got {repeated} requests twice: {[t for t, n in posted.items() if n > 1][:5]}")
    if states != {"done": sent}:
        problems.append(f"not every task is done: {dict(states)}")
    if leaks:
        problems.append(f"a reporter's words left: {leaks}")
    if code != 0:
        problems.append(f"SIGTERM ended the bridge with {code}")
    for problem in problems:
        print("  VIOLATION:", problem)
    return not problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100000)
    parser.add_argument("--longest", type=float, default=1.2, help="longest life of a bridge after its start, seconds")
    parser.add_argument("--closes-after", type=float, default=20, help="the remote closes a request after so many seconds")
    parser.add_argument("--settle", type=float, default=240)
    parser.add_argument("--searchable", choices=["yes", "no", "both"], default="both")
    parser.add_argument("--kafka", help="bootstrap servers; without it the embedded log")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    print(f"seed {options.seed}, {binary()}, {'Kafka ' + options.kafka if options.kafka else 'embedded log'}", flush=True)
    kinds = {"yes": [True], "no": [False], "both": [True, False]}[options.searchable]
    return 0 if all([run(options, kind) for kind in kinds]) else 1


if __name__ == "__main__":
    sys.exit(main())
