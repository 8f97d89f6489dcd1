"""Reads the shards' SQLite files, read-only, columns by the names of the contract."""

import glob
import os
import re
import sqlite3

from records import StoreFile

COLUMNS = {
    "cases": ("case_id", "state", "programme", "category", "condition", "priority", "district", "opened_at", "due_at", "closed_at", "version"),
    "tasks": ("case_id", "task_id", "department", "role", "state", "due_at"),
    "reports": ("report_id", "case_id", "role"),
    "history": ("case_id", "seq", "event_id", "at", "kind", "from_state", "to_state", "actor_role", "reason"),
    "positions": ("topic", "partition", "next"),
}


def read(directory: str) -> list[StoreFile]:
    """All shards of one store directory."""
    files = []
    for path in sorted(glob.glob(os.path.join(directory, "shard-*.db"))):
        shard = int(re.search(r"shard-(\d+)\.db$", path)[1])
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
        try:
            tables = {name: connection.execute(f"SELECT {', '.join(columns)} FROM {name}").fetchall() for name, columns in COLUMNS.items()}
        finally:
            connection.close()
        files.append(StoreFile(path, shard, tables))
    return files


def freshest(files: list[StoreFile], changelog: str) -> tuple[list[StoreFile], list[StoreFile]]:
    """Of several servers' files the one of each shard that has read furthest, and the others."""
    best: dict[int, StoreFile] = {}
    for file in files:
        other = best.get(file.shard)
        if other is None or reached(file, changelog) > reached(other, changelog):
            best[file.shard] = file
    return [best[shard] for shard in sorted(best)], [file for file in files if best[file.shard] is not file]


def reached(file: StoreFile, changelog: str) -> int:
    return max((next for topic, partition, next in file.tables["positions"] if topic == changelog and partition == file.shard), default=-1)
