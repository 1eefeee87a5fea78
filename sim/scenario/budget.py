"""What a firm means to spend on its programmes, and what it does when they cost more."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.scenario.declaration import Declaration


class Budget(Declaration):
    """A budget for programmes. What they cost beyond it is taken from the people at the service desk, or borne."""

    programmes: float = Field(ge=0)
    """Money per week meant for rewards, benefits, club events, tailoring and running costs."""
    when_overrun: Literal["cut_service", "bear"] = "cut_service"
    """``cut_service``: wages at the desk are cut by the overrun until the next review; ``bear``: profit pays."""
    review: float = Field(default=13.0, gt=0)
    """Weeks between two reviews, each of which looks at the weeks since the last."""
    keep: int = Field(default=1, ge=0)
    """People at the desk who are never cut."""
