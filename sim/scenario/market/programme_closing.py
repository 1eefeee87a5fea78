"""What closing a programme does to its members."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.scenario.declaration import Declaration

Part = Annotated[float, Field(ge=0, le=1)]


class ProgrammeClosing(Declaration):
    """How members take it when a firm closes a programme. All assumed; that ending a programme hurts the relationship
    is found by Melnyk & Bijmolt (2015, European Journal of Marketing 49)."""

    bond_loss: Part = 0.3
    """Part of the social and of the structural bond that members lose when they are told. Assumed 0.3."""
    experience: Part = 0.3
    """Experience of being told, 0 to 1, towards which satisfaction moves. Assumed 0.3."""
    experience_forfeited: Part = 0.0
    """The same where points lapse. Assumed 0."""
    run_off: float = Field(default=13.0, gt=0)
    """Weeks from the announcement to the end, where a programme runs off. Assumed 13."""
