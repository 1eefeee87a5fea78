"""A department."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.firm.department import Department
from sim.scenario.firm.interface import Process

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess


@register("department", "oven")
class Oven(Department):
    """An oven that is fired day and night."""

    event_labels: ClassVar[tuple[str, ...]] = ("fuel",)

    kind: Literal["oven"]
    fuel: float = Field(default=1.0, ge=0)
    """Money per week."""

    def calendar(self, house: FirmProcess) -> Process:
        """The fuel is paid from week 0 on."""
        house.spend("relations cost", self.fuel, "fuel")
        yield from ()
