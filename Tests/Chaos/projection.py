"""What the tables must show of a case, computed from its last record on `hazard.cases`."""

import wire


def rows(case: dict) -> dict[str, list[tuple]]:
    """The rows of one case, with the columns of `stores.COLUMNS`."""
    case_id, when = case["case_id"], wire.milliseconds
    location = case.get("location") or {}
    return {
        "cases": [(case_id, case["state"], case["programme"], case["category"]["code"], case["condition"], case["priority"],
                   location.get("district"), when(case["opened_at"]), when(case["due_at"]), when(case["closed_at"]), case["version"])],
        "tasks": [(case_id, task["task_id"], task["department"], task["role"], task["state"], when(task.get("due_at"))) for task in case["tasks"]],
        "reports": [(report["report_id"], case_id, report["role"]) for report in case["reports"]],
        "history": [(case_id, event["seq"], event["event_id"], when(event["at"]), event["kind"], event.get("from"), event["to"],
                     event["actor"]["role"], event.get("reason")) for event in case["history"]],
    }
