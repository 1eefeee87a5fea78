"""The last acts of an instructor that can be undone, newest last; they are forgotten when the server stops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.apps.classroom.classes.market_actions import Before, MarketAction

MOST_STEPS = 20


@dataclass(frozen=True, kw_only=True)
class UndoStep:
    """An act, and how each of its markets was before."""

    number: int
    name: str
    action: MarketAction
    before: Mapping[str, Before]


class UndoSteps:
    """Acts that can be undone, the last one first."""

    def __init__(self) -> None:
        """Nothing was done yet."""
        self._steps: list[UndoStep] = []
        self._number = 0
        self._undone: tuple[int, list[dict[str, Any]]] = (0, [])

    def add(self, name: str, action: MarketAction, before: Mapping[str, Before]) -> None:
        """Keep an act."""
        self._number += 1
        step = UndoStep(number=self._number, name=name, action=action, before=before)
        self._steps = [*self._steps[1 - MOST_STEPS :], step]

    @property
    def last(self) -> UndoStep | None:
        """The act that would be undone now."""
        return self._steps[-1] if self._steps else None

    def remove(self, step: UndoStep, results: list[dict[str, Any]]) -> None:
        """An act was undone with these results."""
        self._steps = [one for one in self._steps if one is not step]
        self._undone = step.number, results

    def undone(self, number: int) -> list[dict[str, Any]] | None:
        """What undoing this act brought, where it was the last one that was undone: the request was sent again."""
        return self._undone[1] if number and self._undone[0] == number else None
