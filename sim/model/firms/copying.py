"""Copying a rival's programme: how long it takes, what the copy costs, and how well it turns out."""

from __future__ import annotations

import math

from sim.model.firms.firm_process import FirmProcess
from sim.model.firms.interface import Process
from sim.model.firms.market_process import Launch
from sim.model.random_numbers import digest, sample_distribution
from sim.model.state.columns import distribution_record
from sim.scenario.firm.imitation import Copying
from sim.scenario.market.distribution import Amount
from sim.scenario.weeks import WEEKS_A_QUARTER, WEEKS_A_YEAR

WEEKS_BETWEEN_IMPROVEMENTS, WEEKS_OF_IMPROVING = WEEKS_A_QUARTER, WEEKS_A_YEAR
"""Weeks between two improvements of a copy, and the time constant of improving (assumed)."""


def build_copy(firm: FirmProcess, launch: Launch, row: Copying, generosity: float = 1.0) -> Process:
    """From the decision to the launch, and improving from then on; ends where the kind runs already or is closed.

    ``generosity``: how much the copy gives compared with the original.
    """
    market, kind = firm.market, launch.programme.kind
    write_step(firm, kind, "decided")
    yield firm.wait(delay(firm, launch, "build", row.build))
    if kind in firm.running:
        return
    write_step(firm, kind, "built")
    original, fidelity = launch.programme.scaled(generosity), row.fidelity
    firm.launch(original.copied(fidelity), original.build_cost * row.cost_factor, is_copy=True)
    write_step(firm, kind, "launched")
    number = firm.launched(kind)
    while row.improves_to is not None and row.improves_to > fidelity:
        yield market.wait(WEEKS_BETWEEN_IMPROVEMENTS)
        if kind not in firm.running or firm.launched(kind) != number:
            return  # it was closed, or closed and opened again
        fidelity += (row.improves_to - fidelity) * (1 - math.exp(-WEEKS_BETWEEN_IMPROVEMENTS / WEEKS_OF_IMPROVING))
        firm.revise(original.copied(fidelity))
        write_step(firm, kind, "improved")


def write_step(firm: FirmProcess, kind: str, step: str) -> None:
    """Log a step of a firm towards a copy."""
    firm.market.write("imitation", firm=firm.name, cause=step, programme=kind)


def delay(firm: FirmProcess, launch: Launch, step: str, of: Amount) -> float:
    """Weeks that a step takes this rival, drawn at an address of its own."""
    purpose = digest(f"imitation/{step}/{launch.programme.kind}/{launch.firm}")
    return sample_distribution(
        firm.market.state.stream_key, digest(firm.name), purpose, 0, 0, distribution_record(of.code)[0]
    )
