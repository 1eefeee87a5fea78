"""Branches: in which districts a firm is to be found, and what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from sim.language.messages import mark
from sim.registry import register, unknown
from sim.scenario.declaration import Declaration
from sim.scenario.firm.department import Department
from sim.scenario.market.population import Name

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

Part = Annotated[float, Field(ge=0, le=1)]


class BranchChange(Declaration):
    """A branch is opened, closed, or made smaller or larger."""

    at: float = Field(ge=0)
    """Week."""
    district: Name
    """District of the branch."""
    presence: Part
    """How easily the firm is found there from then on; at 0 it is closed."""
    cost: float = Field(default=0.0, ge=0)
    """What the change costs, money."""


@register("department", "branches")
class Branches(Department):
    """Presence in districts. It multiplies the weight of the firm when people who live there choose; at 0 they can
    neither buy from the firm nor compare it, and its customers there are lost until it is within reach again."""

    source: ClassVar[str] = mark("Huff (1964, Journal of Marketing 28), on trading areas")
    event_labels: ClassVar[tuple[str, ...]] = ("branches", "rent")

    kind: Literal["branches"] = "branches"
    presence: dict[Name, Part] = Field(default={})
    """How easily the firm is found in each district in week 0; 1 where a district is left out."""
    changes: tuple[BranchChange, ...] = ()
    """What changes later."""
    rent: dict[Name, Annotated[float, Field(ge=0)]] = Field(default={})
    """What a branch costs a week as long as it is open, money, by district; nothing where it is left out."""

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Districts that are not there."""
        names = [district.name for district in scenario.districts]
        given = [("presence", name) for name in self.presence] + [("rent", name) for name in self.rent]
        given += [(f"changes.{number}.district", change.district) for number, change in enumerate(self.changes)]
        return [f"{where}: {unknown('district', name, names)}" for where, name in given if name not in names]
