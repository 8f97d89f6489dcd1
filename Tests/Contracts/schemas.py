"""The schema files, and validators made of them."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker

NAMES = ["report", "feedback", "command", "task", "case", "reward", "notice", "transfer", "dead-letter"]
DRAFT = "https://json-schema.org/draft/2020-12/schema"


class Contracts:
    def __init__(self, folder: Path):
        self.folder = folder
        self.schemas = {name: json.loads((folder / f"{name}.schema.json").read_text()) for name in NAMES}
        self.validators = {
            name: Draft202012Validator(schema, format_checker=FormatChecker()) for name, schema in self.schemas.items()
        }

    def problems(self, name: str, value: object) -> list[str]:
        """What the schema says against a value, one sentence each."""
        return [explain(error) for error in self.validators[name].iter_errors(value)]

    def accepts(self, name: str, value: object) -> bool:
        return self.validators[name].is_valid(value)

    def check(self) -> tuple[str, list[str]]:
        """Each file is a schema with its name, and its examples are right."""
        problems, examples = [], 0
        for name, schema in self.schemas.items():
            problems += [f"{name}: lacks {key}" for key in ("$id", "title", "examples") if not schema.get(key)]
            if schema.get("$schema") != DRAFT:
                problems.append(f"{name}: $schema is not {DRAFT}")
            if not schema.get("$id", "").endswith(f"/{name}.schema.json"):
                problems.append(f"{name}: $id does not end with the name of the file")
            try:
                Draft202012Validator.check_schema(schema)
            except Exception as fault:  # noqa: BLE001: the library's own classes differ by version
                problems.append(f"{name}: is no schema of draft 2020-12: {str(fault).splitlines()[0]}")
                continue
            for number, example in enumerate(schema.get("examples", [])):
                examples += 1
                problems += [f"{name}: example {number}: {said}" for said in self.problems(name, example)]
            problems += [f"{name}: {path} has no description" for path in undescribed(schema)]
        return f"{len(self.schemas)} files, {examples} examples", problems


def explain(error) -> str:
    place = ".".join(str(part) for part in error.absolute_path) or "the whole"
    if error.context:
        nearest = min(error.context, key=lambda one: (-len(one.absolute_path), len(one.message)))
        return f"{place}: {nearest.message[:200]} (of {error.validator})"
    return f"{place}: {error.message[:200]}"


def undescribed(schema: dict, path: str = "") -> list[str]:
    """Fields without a description, of their own or where they are defined. Conditions describe nothing."""
    found = []
    for name, field in schema.get("properties", {}).items():
        if isinstance(field, dict) and "description" not in field and "$ref" not in field:
            found.append(f"{path}{name}")
        if isinstance(field, dict):
            found += undescribed(field, f"{path}{name}.")
            found += undescribed(field.get("items", {}) if isinstance(field.get("items"), dict) else {}, f"{path}{name}[].")
    for name, definition in schema.get("$defs", {}).items():
        found += undescribed(definition, f"{path}$defs.{name}.")
    return found
