"""What the policies have in common that open one programme after another from the drawer."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.strategies.steps import QUARTER, first_in_drawer


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
        suffered = view.number > 0 and view.total("profit", QUARTER) < float(profit[1 : 1 + int(QUARTER)].sum())
        return Decision() if suffered else Decision(open=first_in_drawer(view, self.order))
