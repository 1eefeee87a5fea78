"""A department: its settings, and what it does in a run."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.model.firms.interface import FirmActions, Process
from sim.registry import register
from sim.scenario.firm.department import Department


@register("department", "oven")
class Oven(Department):
    """An oven that is fired day and night."""

    event_labels: ClassVar[tuple[str, ...]] = ("fuel",)

    kind: Literal["oven"]
    fuel: float = Field(default=1.0, ge=0)
    """Money per week."""


@register("department_process", "oven")
def fire_oven(settings: Oven, firm: FirmActions) -> Process:
    """The fuel is paid from week 0 on."""
    firm.spend("relations cost", settings.fuel, "fuel")
    yield from ()
