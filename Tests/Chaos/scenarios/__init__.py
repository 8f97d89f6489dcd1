"""Harm by name: each scenario is a function of a Scene that leaves it quiet."""

from scenarios import broker_faults, freeze, kill9, missing_notices, missing_queue, poison, rebuild, takeover

ALL = {
    "poison": poison.run,
    "rebuild": rebuild.run,
    "missing-queue": missing_queue.run,
    "missing-notices": missing_notices.run,
    "freeze": freeze.run,
    "takeover": takeover.run,
    "broker": broker_faults.run,
    "kill9": kill9.run,
}
