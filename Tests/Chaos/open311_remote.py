"""An Open311 GeoReport v2 endpoint that fails at random: late, 500, 429, no JSON, and a connection that ends in the middle of an answer.

What it has stored is the truth of a run: `posted` has each request that it took, with the form that came.
"""

import json
import random
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Remote:
    def __init__(self, seed: int, searchable: bool, trouble: float, closes_after: float):
        self.random = random.Random(seed)
        self.searchable = searchable
        self.trouble = trouble
        self.closes_after = closes_after
        self.posted: list[dict] = []
        self.calls: dict[str, int] = {}
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        # A killed bridge leaves broken connections.
        self.server.handle_error = lambda *_: None
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/open311/v2"

    def close(self) -> None:
        self.server.shutdown()

    def quiet(self) -> None:
        """No trouble any more."""
        self.trouble = 0

    def fault(self) -> str:
        """What goes wrong with one call, before or after the remote has done it."""
        with self.lock:
            if self.random.random() >= self.trouble:
                return ""
            return self.random.choice(["500-before", "500-after", "429", "no-json", "cut-before", "cut-after", "late"])

    def store(self, form: dict) -> dict:
        with self.lock:
            one = {"id": f"R-{len(self.posted) + 1:06}", "form": form, "at": time.time()}
            self.posted.append(one)
            return one

    def shown(self, one: dict) -> dict:
        is_closed = time.time() - one["at"] > self.closes_after
        answer = {
            "service_request_id": one["id"], "status": "closed" if is_closed else "open",
            "status_notes": "repaired" if is_closed else "crew on its way",
            "service_code": one["form"].get("service_code"), "requested_datetime": "2026-12-01T00:00:00Z",
            "updated_datetime": "2026-12-01T00:00:01Z" if is_closed else "2026-12-01T00:00:00Z",
        }
        if self.searchable:
            answer["description"] = one["form"].get("description")
        return answer

    def handler(self):
        remote = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def count(self, name: str) -> None:
                with remote.lock:
                    remote.calls[name] = remote.calls.get(name, 0) + 1

            def answer(self, status: int, value, headers=(), fault: str = "") -> None:
                body = b"<html>oops" if fault == "no-json" else json.dumps(value).encode()
                self.send_response(status)
                for name, text in headers:
                    self.send_header(name, text)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(body[: len(body) // 2] if fault == "cut-after" else body)
                self.close_connection = True

            def early(self, fault: str) -> bool:
                """Trouble before anything is done; True when the call has ended."""
                self.count(fault or "fine")
                time.sleep(remote.random.uniform(0, 0.3) if fault == "late" else remote.random.uniform(0, 0.02))
                if fault == "429":
                    self.answer(429, [{"code": 429, "description": "slow down"}], [("Retry-After", "1")])
                elif fault == "500-before":
                    self.answer(500, [])
                elif fault == "cut-before":
                    self.close_connection = True
                else:
                    return False
                return True

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                fault = remote.fault()
                if self.early(fault):
                    return
                one = remote.store(dict(urllib.parse.parse_qsl(body)))
                if fault == "500-after":
                    return self.answer(500, [])
                self.answer(201, [{"service_request_id": one["id"], "service_notice": None}], fault=fault)

            def do_GET(self):
                fault = remote.fault()
                if self.early(fault):
                    return
                if fault == "500-after":
                    return self.answer(500, [])
                url = urllib.parse.urlsplit(self.path)
                query = dict(urllib.parse.parse_qsl(url.query))
                with remote.lock:
                    posted = list(remote.posted)
                if "service_request_id" in query:
                    ids = set(query["service_request_id"].split(","))
                    found = [one for one in posted if one["id"] in ids]
                elif url.path.endswith("/requests.json"):
                    self.count("search")
                    if not remote.searchable:
                        return self.answer(404, [{"code": 404, "description": "no list"}])
                    page, size = int(query.get("page", 1)), int(query.get("page_size", 50))
                    found = posted[::-1][(page - 1) * size : page * size]
                else:
                    wanted = url.path.rsplit("/", 1)[1].removesuffix(".json")
                    found = [one for one in posted if one["id"] == wanted]
                self.answer(200, [remote.shown(one) for one in found], fault=fault)

        return Handler
