"""What the settings of all shocks have in common: things that happen to the market on a timetable."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from sim.scenario.declaration import Declaration


class Shock(Declaration):
    """The settings of something that happens to the market at a given week.

    A new shock is two files: its settings in :mod:`sim.scenario.market.shocks`, registered under ``("shock", kind)``,
    and what it does in ``sim/model/competition``: a function of the settings and the market that is a SimPy
    process, registered under ``("shock_process", kind)``.
    """

    kind: str
    at: float = Field(ge=0)
    """Week; it falls on the tick at or next after it."""

    def faults(self, firms: Sequence[str], attributes: Sequence[str]) -> list[str]:
        """What is wrong with it in a market of these firms and attributes, each fault beginning with its field."""
        return []
