#!/usr/bin/env python3
"""Drives a headless Chromium for the tests of the pages.

  browser.py CHROMIUM    reads one JSON object a line from standard input, and writes one answer a line

  {"do": "open", "url": U, "language": L}      loads a page; L is the browser's Accept-Language
  {"do": "evaluate", "script": S}              {"value": what the expression S gives}
  {"do": "wait", "script": S, "seconds": N}    {"value": whether S became true in time}
  {"do": "response", "path": P, "seconds": N}  {"value": whether an answer from P arrived in time}
  {"do": "seen"}                               {"errors": of the console, "requests": their addresses} since the last `open`

It speaks the DevTools protocol over a pipe (`--remote-debugging-pipe`): JSON messages that end with a zero byte.
"""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from urllib.parse import urlsplit

FLAGS = [
    "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--mute-audio",
]
CALL_SECONDS = 60


class Browser:
    """One browser with one page."""

    def __init__(self, chromium: str, profile: str):
        to_browser, self.output = os.pipe()
        self.input, from_browser = os.pipe()
        # Chromium reads from descriptor 3 and writes to descriptor 4.
        command = f'exec "$0" "$@" 3<&{to_browser} 4>&{from_browser}'
        self.process = subprocess.Popen(
            ["bash", "-c", command, chromium, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(to_browser, from_browser), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.messages: queue.Queue = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.last_id = 0
        self.session = None
        self.forget()
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(domain + ".enable")
        self.agent = self.evaluate("navigator.userAgent")

    def forget(self) -> None:
        """Begins a new page: nothing seen yet."""
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.responses: set[str] = set()
        self.is_loaded = False

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    # The protocol.

    def _read(self) -> None:
        rest = b""
        while piece := os.read(self.input, 65536):
            *whole, rest = (rest + piece).split(b"\0")
            for message in whole:
                self.messages.put(json.loads(message))
        self.messages.put(None)

    def call(self, method: str, **parameters) -> dict:
        self.last_id += 1
        message = {"id": self.last_id, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        answer = self.take(CALL_SECONDS, lambda message: message.get("id") == self.last_id)
        if answer is None:
            raise RuntimeError(f"{method}: no answer within {CALL_SECONDS} s")
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def take(self, seconds: float, is_wanted) -> dict | None:
        """Notes events until a wanted message comes; None when there is none in time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                message = self.messages.get(timeout=left)
            except queue.Empty:
                return None
            if message is None:
                raise RuntimeError("the browser ended")
            self.note(message.get("method"), message.get("params", {}))
            if is_wanted(message):
                return message
        return None

    def note(self, event: str | None, details: dict) -> None:
        if event == "Page.loadEventFired":
            self.is_loaded = True
        elif event == "Network.requestWillBeSent":
            self.requests.append(details["request"]["url"])
        elif event == "Network.responseReceived":
            self.responses.add(urlsplit(details["response"]["url"]).path)
        elif event == "Runtime.exceptionThrown":
            exception = details["exceptionDetails"]
            self.errors.append(exception.get("exception", {}).get("description") or exception["text"])
        elif event == "Runtime.consoleAPICalled" and details["type"] in ("error", "assert"):
            self.errors.append(" ".join(str(part.get("value", "")) for part in details["args"]))
        elif event == "Log.entryAdded" and details["entry"]["level"] == "error":
            self.errors.append(f"{details['entry']['text']} {details['entry'].get('url', '')}")

    # The commands.

    def open(self, url: str, language: str) -> None:
        self.call("Emulation.setUserAgentOverride", userAgent=self.agent, acceptLanguage=language)
        self.forget()
        failure = self.call("Page.navigate", url=url).get("errorText")
        if failure:
            raise RuntimeError(f"{url}: {failure}")
        if not self.is_loaded and self.take(CALL_SECONDS, lambda _: self.is_loaded) is None:
            raise RuntimeError(f"{url}: not loaded within {CALL_SECONDS} s")

    def evaluate(self, script: str):
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{script}: {result['exceptionDetails'].get('exception', {}).get('description')}")
        return result["result"].get("value")

    def wait(self, script: str, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not self.evaluate(script):
            if time.monotonic() > end:
                return False
            self.take(0.1, lambda _: False)
        return True

    def response(self, path: str, seconds: float) -> bool:
        return path in self.responses or self.take(seconds, lambda _: path in self.responses) is not None


def answer(browser: Browser, command: dict) -> dict:
    match command["do"]:
        case "open":
            browser.open(command["url"], command["language"])
            return {}
        case "evaluate":
            return {"value": browser.evaluate(command["script"])}
        case "wait":
            return {"value": browser.wait(command["script"], command["seconds"])}
        case "response":
            return {"value": browser.response(command["path"], command["seconds"])}
        case "seen":
            browser.take(0.5, lambda _: False)
            return {"errors": browser.errors, "requests": browser.requests}
        case unknown:
            raise RuntimeError(f"no command {unknown}")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="hazard-browser-", ignore_cleanup_errors=True) as profile:
        browser = Browser(sys.argv[1], profile)
        try:
            for line in sys.stdin:
                try:
                    said = answer(browser, json.loads(line))
                except RuntimeError as problem:
                    said = {"problem": str(problem)}
                print(json.dumps(said), flush=True)
        finally:
            browser.close()


if __name__ == "__main__":
    main()
