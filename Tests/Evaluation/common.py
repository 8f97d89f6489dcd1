"""What the evaluation scripts share: reading an export, writing labelled lines, and asking the product."""

import gzip
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def rows(path):
    """The rows of an export; ends the script with a clear line when the file is not there."""
    if not os.path.exists(path):
        print("skipped: %s is not there" % path)
        raise SystemExit(0)
    with (gzip.open if str(path).endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write_lines(path, values):
    with open(path, "w", encoding="utf-8") as out:
        for value in values:
            out.write(json.dumps(value, ensure_ascii=False) + "\n")


def evaluate(file, subject, *options):
    """The figures of `hazard evaluate FILE --of SUBJECT`; None when the product is not built."""
    names = [os.environ.get("HAZARD_BINARY"), ROOT / ".build/release/hazard", ROOT / ".build/debug/hazard"]
    binary = next((str(name) for name in names if name and os.path.exists(name)), None)
    if binary is None:
        print("not scored: no product at .build/release/hazard; build it, or name it with HAZARD_BINARY")
        return None
    command = [binary, "evaluate", str(file), "--of", subject, "--json", *map(str, options)]
    environment = {name: value for name, value in os.environ.items() if name != "HAZARD_BINARY"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        sys.exit("%s\n%s" % (" ".join(command), done.stderr))
    return json.loads(done.stdout)


def merge_words(figures):
    """The figures of `--of duplicates` in a line."""
    def share(value):
        return "n/a" if value is None else "%.4f" % value

    return "%d of %d joined (%s), repeats found %d of %d (%s), pairs right %d, wrong %d, unproven %d, precision over proven %s" % (
        figures["joined"], figures["reports"], share(figures["joined_share"]), figures["repeats_found"], figures["repeats"],
        share(figures["repeat_recall"]), figures["pairs_right"], figures["pairs_wrong"], figures["pairs_unproven"], share(figures["precision"]))


def suggestion_words(figures):
    """What the suggestions beside the rule find: as people see them, and at budgets of reports that they look at."""
    found = figures["suggestions"]
    points = ", ".join("%.0f %%: %.4f" % (point["flagged"] * 100, point["repeat_recall"]) for point in found["curve"])
    return "with suggestions as shown (on %.4f of the reports) repeats found %d (%.4f); at a budget of reports looked at: %s" % (
        found["shown"], found["repeats_found"], found["repeat_recall"], points)


def shipped():
    """The options that name the configuration of this repository."""
    return "--config", ROOT / "config/hazard.yaml"


def arguments(usage, least):
    """The positional arguments; options are not among them."""
    if len(sys.argv) - 1 < least or "--help" in sys.argv:
        raise SystemExit(usage)
    return sys.argv[1:]
