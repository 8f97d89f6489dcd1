"""Harm by name: each scenario is a function of a Scene that leaves it quiet."""

from scenarios import (
    broker_faults, foreign, freeze, headers, kill9, made_anew, missing_notices, missing_queue, partitions, poison, rebuild, takeover, wrong_clocks)

ALL = {
    "poison": poison.run,
    "headers": headers.run,
    "made-anew": made_anew.run,
    "partitions": partitions.run,
    "foreign": foreign.run,
    "wrong-clocks": wrong_clocks.run,
    "rebuild": rebuild.run,
    "missing-queue": missing_queue.run,
    "missing-notices": missing_notices.run,
    "freeze": freeze.run,
    "takeover": takeover.run,
    "broker": broker_faults.run,
    "kill9": kill9.run,
}
