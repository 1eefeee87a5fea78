"""Win-back: offers to customers who left; what they left for decides how many return."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from sim.registry import register, unknown
from sim.scenario.expected_events import Crowd, Load
from sim.scenario.firm.department import Department
from sim.scenario.market.population import Name

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

Part = Annotated[float, Field(ge=0, le=1)]

FORGIVENESS: dict[str, float] = {
    # Chance that somebody who left for this cause comes back for a handsome offer made at once. All assumed; the order
    # follows Stauss & Friege (1999, Journal of Service Research 1): who was pulled away returns sooner than who was
    # pushed, and who disapproves of the firm hardly ever. Who moved away is out of reach.
    "price": 0.3,
    "product": 0.15,
    "service": 0.2,
    "technology": 0.1,
    "political": 0.03,
}


@register("department", "win_back")
class WinBack(Department):
    """Offers to those who left since the last round. Chance of success = forgiveness of her cause ×
    (1 - exp(-worth / (ease × her quarterly spend))) × exp(-weeks gone / memory).
    """

    source: ClassVar[str] = "Stauss & Friege (1999, Journal of Service Research 1)"
    event_labels: ClassVar[tuple[str, ...]] = ("accepted", "declined")

    kind: Literal["win_back"] = "win_back"
    every: float = Field(default=4.0, gt=0)
    """Weeks between two rounds."""
    begins: float = Field(default=0.0, ge=0)
    """Week of the first round's beginning."""
    worth: float = Field(gt=0)
    """Worth of the offer to her, and its cost to the firm when she takes it, money."""
    contact_cost: float = Field(default=1.0, ge=0)
    """Cost of making an offer, taken or not, money."""
    ease: float = Field(default=0.1, gt=0)
    """Part of her quarterly spend at which an offer has two thirds of its pull. Assumed 0.1."""
    memory: float = Field(default=26.0, gt=0)
    """Weeks after which two thirds of those who would have come back no longer do. Assumed 26."""
    forgiveness: dict[Name, Part] = Field(default=FORGIVENESS)
    """Chance by exit cause; a cause that is missing is never forgiven."""

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Causes that are not there."""
        if "forgiveness" not in self.model_fields_set:
            return []
        causes = [cause.name for cause in scenario.exits.causes]
        missing = [name for name in self.forgiveness if name not in causes]
        return [f"forgiveness: {unknown('exit cause', name, causes)}" for name in missing]

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """An offer for each customer who left."""
        yield Load(path="", what="offers to win back", events=crowd.spells * crowd.share)
