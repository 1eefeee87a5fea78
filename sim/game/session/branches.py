"""Branches of a game: which rounds are closed on each, what was decided in them, where branches part.

A branch begins at a round of another one and shares all that was closed before. No branch is ever cut short.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from sim.game.decisions.decisions import AnyDecision
from sim.game.decisions.prediction import Prediction
from sim.game.log.entries import Entry
from sim.scenario.declaration import Declaration, OneOf
from sim.scenario.market.shock import Shock

MAIN = "main"
"""The line on which a game begins."""


class ShockEntry(Declaration):
    """A shock that an instructor deals out."""

    shock: Annotated[Shock, OneOf("shock")]


@dataclass(frozen=True, kw_only=True)
class RecordedDecision:
    """A decision, and the entry of the log that holds it."""

    decision: AnyDecision
    entry: Entry


@dataclass(frozen=True, kw_only=True)
class StrategyStatement:
    """A strategy, and when and by whom it was stated."""

    round: int
    seat: str
    strategy: str
    text: str


@dataclass
class Branch:
    """One line of play; round ``len(closed)`` is open."""

    name: str
    parent: str = ""
    start: int = 0
    """The first round that is its own."""
    owner: str = ""
    """The seat whose own line it is, where each team plays at its own pace."""
    closed: list[Mapping[str, RecordedDecision]] = field(default_factory=list)
    """What counted in each closed round, by seat; those before ``start`` are the parent's."""
    standing: dict[str, RecordedDecision] = field(default_factory=dict)
    """What stands for the open round."""
    predictions: dict[tuple[int, str], Prediction] = field(default_factory=dict)
    """What was expected, by round and seat."""
    strategies: list[StrategyStatement] = field(default_factory=list)
    """What seats said they live by, oldest first."""
    beliefs: dict[tuple[int, str], Mapping[str, float]] = field(default_factory=dict)
    """Why customers left, as seats believe: parts by cause, by the round that it is about and seat."""
    notes: list[Entry] = field(default_factory=list)
    """Visits as seats wrote them up."""
    shocks: list[tuple[int, Shock]] = field(default_factory=list)
    """What an instructor dealt out, with the round that was open."""

    @property
    def round(self) -> int:
        """The round that is open, counted from 0."""
        return len(self.closed)

    def at(self, number: int, name: str, owner: str) -> Branch:
        """A new line that begins at a round of this one."""
        return Branch(
            name=name, parent=self.name, start=number, owner=owner, closed=self.closed[:number],
            predictions={key: held for key, held in self.predictions.items() if key[0] < number},
            strategies=[stated for stated in self.strategies if stated.round < number],
            beliefs={key: held for key, held in self.beliefs.items() if key[0] < number - 1},
            notes=[note for note in self.notes if note.round < number],
            shocks=[(given, shock) for given, shock in self.shocks if given < number],
        )  # fmt: skip
