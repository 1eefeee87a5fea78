"""Strategies that open one programme after another from the drawer, in an order of their own (B1 to B3)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.scenario.weeks import WEEKS_A_QUARTER
from sim.strategies.steps import first_in_drawer


class ProgrammesInOrder(Policy):
    """Opens a programme at once, and the next in order when profit has not suffered after a while."""

    order: ClassVar[tuple[str, ...]] = ()

    patience: int = Field(default=6, ge=1)
    """Rounds between two programmes. Assumed six: a year and a half of quarters."""

    def decide(self, view: FirmView) -> Decision:
        """The first programme in round 0; later ones only while the last quarter earned at least what the first did."""
        if view.number % self.patience != 0:
            return Decision()
        profit = view.books["profit"]
        first = float(profit[1 : 1 + int(WEEKS_A_QUARTER)].sum())
        suffered = view.number > 0 and view.total("profit", WEEKS_A_QUARTER) < first
        return Decision() if suffered else Decision(open=first_in_drawer(view, self.order))


@register("policy", "club_first")
class ClubFirst(ProgrammesInOrder):
    """Opens a club programme from the drawer at once, then customised and frequency while profit does not suffer."""

    order: ClassVar[tuple[str, ...]] = ("club", "customised", "frequency")

    kind: Literal["club_first"] = "club_first"


@register("policy", "points_first")
class PointsFirst(ProgrammesInOrder):
    """Opens a frequency programme from the drawer at once, then club and customised while profit does not suffer."""

    order: ClassVar[tuple[str, ...]] = ("frequency", "club", "customised")

    kind: Literal["points_first"] = "points_first"


@register("policy", "customise_first")
class CustomiseFirst(ProgrammesInOrder):
    """Opens a customised programme from the drawer at once, then club and frequency while profit does not suffer."""

    order: ClassVar[tuple[str, ...]] = ("customised", "club", "frequency")

    kind: Literal["customise_first"] = "customise_first"
