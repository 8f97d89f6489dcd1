#!/usr/bin/env python3
"""Deterministic rider reports: good ones, repeats, and bad ones, each with its expected outcome.

  generate.py --count 1000 --seed 7 --out reports.jsonl     a line per message, values in base64
"""

import argparse
import base64
import json
import random
import sys
import time
from collections.abc import Iterator

import bad_records
import vocabulary
import wire
from ledger import Message


class Generator:
    """One gateway: unique ids with a running number, the same reports for the same seed and time."""

    def __init__(self, seed: int, shards: int = 6, gateway: str = "g1", prefix: str = "hazard", now: int | None = None,
                 repeats: float = 0.03, bad: float = 0.03, twins: float = 0.04):
        self.random = random.Random(seed)
        self.shards, self.gateway, self.topic = shards, gateway, prefix + ".reports"
        self.now = now if now is not None else int(time.time() * 1000)
        self.repeats, self.bad, self.twins = repeats, bad, twins
        self.number = 0
        self.secrets: set[str] = set()
        self.recent: list[Message] = []
        # Reports that a second rider may see too, with their keys.
        self.seen: list[tuple[dict, str]] = []
        self.extra_districts = districts_for_all(shards)

    def messages(self, count: int) -> Iterator[Message]:
        """`count` messages; repeats, bad records and second reports of one hazard are among them."""
        for _ in range(count):
            dice = self.random.random()
            if dice < self.repeats and self.recent:
                yield self.repeat()
            elif dice < self.repeats + self.bad:
                yield bad_records.choose(self)
            elif dice < self.repeats + self.bad + self.twins and self.seen:
                yield self.twin()
            else:
                yield self.good()

    def good(self) -> Message:
        """A usable report on its home partition."""
        report, key = self.report()
        message = Message(self.topic, key.encode(), encode(report), wire.partition_of(key, self.shards), "case", report["report_id"], "good")
        if report["category_hint"] in vocabulary.FIXED:
            self.seen = [*self.seen[-99:], (report, key)]
        if len(self.recent) >= 200:
            self.recent.pop(self.random.randrange(200))
        self.recent.append(message)
        return message

    def repeat(self) -> Message:
        """A report sent before, byte for byte, to the same place."""
        first = self.random.choice(self.recent)
        return Message(first.topic, first.key, first.value, first.partition, "repeat", first.id, "repeat")

    def twin(self) -> Message:
        """Another rider's report of a hazard that was reported before: a few metres off, in words of the same kind."""
        first, key = self.random.choice(self.seen)
        own, _ = self.report()
        report = first | {name: own[name] for name in ("report_id", "reported_at", "reporter", "contact_token")}
        report["text"] = self.contact_words(first["text"].split("，请打")[0].split("，电话")[0].split("，我的身份证")[0])
        report["location"] = first["location"] | {name: round(first["location"][name] + self.random.uniform(-4e-5, 4e-5), 6) for name in ("lat", "lon")}
        return Message(self.topic, key.encode(), encode(report), wire.partition_of(key, self.shards), "twin", report["report_id"],
                       "twin of " + first["report_id"])

    def report(self) -> tuple[dict, str]:
        """A report of about 440 bytes and its key, with contact data that must never be seen again."""
        self.number += 1
        pick = self.random
        programme, (district, channel) = pick.choice(list(vocabulary.PROGRAMMES.items()))
        if pick.random() < 0.4:
            district = pick.choice(self.extra_districts)
        code, words = pick.choice(vocabulary.HAZARDS)
        place = pick.choice(vocabulary.PLACES)
        report = {
            "schema_version": 1,
            "report_id": f"{self.gateway}-{self.number:07d}",
            "programme": programme,
            "channel": channel,
            "reported_at": wire.timestamp(self.now - pick.randrange(600_000)),
            "reporter": {"ref": self.secret(f"zqref{pick.getrandbits(44):011x}"), "kind": pick.choice(vocabulary.REPORTER_KINDS),
                         "platform": pick.choice(vocabulary.PLATFORMS)},
            "contact_token": self.secret(f"zqvault{pick.getrandbits(44):011x}"),
            "text": self.contact_words(f"{place}，{words}"),
            "category_hint": code,
            "location": {"lat": round(30.3 + pick.random() / 2, 6), "lon": round(104.0 + pick.random() / 2, 6),
                         "address": place, "road_class": pick.choice(vocabulary.ROAD_CLASSES), "district": district},
        }
        if code == "P05":
            report["kind"] = "need"
        if code == "F03":
            report["action_taken"] = "extinguished"
        key = district
        if pick.random() < 0.05:
            del report["location"]["district"]
            key = programme
        return report, key

    def contact_words(self, text: str) -> str:
        """Adds a mobile number or an identity number to some texts, in the ways people write them."""
        dice = self.random.random()
        if dice < 0.2:
            return text + "，请打" + self.phone()
        if dice < 0.25:
            number = self.phone()
            return text + f"，电话{number[:3]} {number[3:7]} {number[7:]}"
        if dice < 0.3:
            return text + f"，我的身份证{self.secret(self.identity_number())}"
        return text

    def phone(self) -> str:
        return self.secret("1" + self.random.choice("356789") + f"{self.random.randrange(10**9):09d}")

    def identity_number(self) -> str:
        return f"510185{self.random.randrange(1960, 2005)}{self.random.randrange(1, 13):02d}{self.random.randrange(1, 29):02d}" \
               f"{self.random.randrange(1000):03d}" + self.random.choice("0123456789X")

    def secret(self, text: str) -> str:
        self.secrets.add(text)
        return text


def encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def districts_for_all(shards: int) -> list[str]:
    """District codes that between them belong to every shard."""
    found: dict[int, str] = {}
    for number in range(510_100, 510_100 + 200 * shards):
        found.setdefault(wire.partition_of(str(number), shards), str(number))
        if len(found) == shards:
            break
    return [found[shard] for shard in sorted(found)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shards", type=int, default=6)
    parser.add_argument("--out", default="-")
    options = parser.parse_args()
    generator = Generator(options.seed, options.shards)
    out = sys.stdout if options.out == "-" else open(options.out, "w", encoding="utf-8")
    for message in generator.messages(options.count):
        line = {"topic": message.topic, "partition": message.partition, "expect": message.expect, "note": message.note, "id": message.id,
                "key": None if message.key is None else base64.b64encode(message.key).decode(),
                "value": None if message.value is None else base64.b64encode(message.value).decode()}
        print(json.dumps(line), file=out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
