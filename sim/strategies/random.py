"""Random: any lever anywhere, by the lots of the view. For tests, and as the player who does not think."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision, Research
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy


@register("policy", "random")
class Random(Policy):
    """Moves two levers that the firm has each round, at random and within ``reach`` of where they stand."""

    kind: Literal["random"] = "random"
    reach: float = Field(default=0.1, gt=0, le=0.5)
    """Most by which a number is moved, as a part of it. Assumed .1."""

    def decide(self, view: FirmView) -> Decision:
        """Two levers, drawn by the view's lots, and now and then a programme or a study."""
        chosen: dict[str, object] = {}
        numbers = [name for name in Decision.model_fields if _is_number(getattr(view.present, name))]
        for which, how in ((0, 1), (2, 3)):
            name = numbers[int(view.lots[which] * len(numbers))]
            stands = getattr(view.present, name)
            moved = stands * (1 + self.reach * (2 * view.lots[how] - 1))
            top = {"service": 1.0, "conduct": 1.0, "staff": view.room}.get(name, moved)
            moved = min(moved, top)
            chosen[name] = max(1, round(moved)) if isinstance(stands, int) else round(moved, 6)
        if view.drawer and view.lots[4] < 0.3:
            kinds = sorted(view.drawer)
            chosen["open"] = (kinds[int(view.lots[5] * len(kinds))],)
        if view.has("communication"):
            chosen["communication"] = {"advertising": round(100 * view.lots[6], 2)}
        if view.lots[7] < 0.4:
            chosen["research"] = (Research(study="satisfaction", people=20),)
        return Decision.model_validate(chosen)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
