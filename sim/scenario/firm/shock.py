"""What befalls the market on a timetable: the frame that every kind of shock shares."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from pydantic import Field

from sim.scenario.declaration import Declaration
from sim.scenario.firm.interface import MarketActions, Process


class Shock(Declaration):
    """Something that happens at a given week. Kinds stand in :mod:`sim.model.competition.shocks`, one per file."""

    kind: str
    at: float = Field(ge=0)
    """Week; it falls on the tick at or next after it."""

    def faults(self, firms: Sequence[str], attributes: Sequence[str]) -> list[str]:
        """What is wrong with it in a market of these firms and attributes, each fault beginning with its field."""
        return []

    @abstractmethod
    def apply(self, street: MarketActions) -> Process:
        """What it does, as a process of the calendar that begins at its week."""
