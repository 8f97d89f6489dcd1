"""The rules of the oracle: each a function of an Index that yields its violations."""

from checks import dead_letters, dispatches, expectations, forwarding, history, inputs, merging, notices, positions, privacy, rewards, state

RULES = [
    ("lost", inputs.lost),
    ("once", inputs.once),
    ("conservation", inputs.conservation),
    ("forwarded", forwarding.forwarded),
    ("duplicates", dispatches.duplicates),
    ("torn", dispatches.torn),
    ("order", dispatches.order),
    ("queued", dispatches.queued),
    ("form", dispatches.form),
    ("notices", notices.told),
    ("cases", history.cases),
    ("history", history.append_only),
    ("numbers", history.numbers),
    ("merging", merging.followers),
    ("twins", merging.twins),
    ("rewards", rewards.entries),
    ("funds", rewards.funds),
    ("settled", rewards.settled),
    ("between", rewards.between),
    ("state", state.rows),
    ("stale files", state.stale_files),
    ("dead letters", dead_letters.untouched),
    ("expected", expectations.outcomes),
    ("privacy", privacy.topics),
    ("private logs", privacy.logs),
    ("positions", positions.at_end),
    ("stable", positions.no_open_transaction),
]
