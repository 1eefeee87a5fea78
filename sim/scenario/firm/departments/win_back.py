"""Win-back: offers to customers who left; what they left for decides how many return."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from sim.registry import register, unknown
from sim.scenario.declaration import Declaration
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


class OfferResponse(Declaration):
    """How the chance of coming back depends on the offer and on her, and how a second spell differs.

    What is said of chances is added to the logit of the forgiveness of her cause.

    The directions are those of Kumar, Bhagwat & Zhang (2015, Journal of Marketing 79(4), 34-55); the values are
    assumed, milder than what a logit of the teaching data that belong to that study finds.
    """

    both: float = 0.7
    """An offer of both a price cut and an upgrade, beyond one of them."""
    price_match: float = 0.3
    """A price cut, to who left for the price."""
    service_match: float = 0.5
    """An upgrade, to who left for the service."""
    product_match: float = 0.3
    """An upgrade, to who left for the product."""
    stay: float = 0.015
    """Each week of her first spell beyond 26."""
    gone: float = -0.08
    """Each week since she left."""
    sensitivity: float = 0.6
    """How strongly she minds what is offered, per unit beyond the average of 1."""
    scar: float = 0.35
    """Added to the logarithm of her rates of leaving in the second spell, if she had left over service or conduct."""
    scar_of_upgrade: float = -0.2
    """The same for an upgrade, which gives her a better service than before."""
    scar_of_both: float = 0.35
    """The same for an offer of both, which wins back those who are hard to keep."""
    upgrade_bond: Part = 0.4
    """Social bond that an upgrade adds, as a part of what is missing."""


@register("department", "win_back")
class WinBack(Department):
    """Offers to those who left since the last round.

    Without ``offer``, the chance of success is forgiveness of her cause × (1 - exp(-worth / (ease × her quarterly
    spend))) × exp(-weeks gone / memory). With it, logit of the chance = logit forgiveness + what the offer is, whether
    it answers her cause, how long she had stayed and been gone, and how strongly she minds it (``response``).
    """

    source: ClassVar[str] = (
        "Stauss & Friege (1999, Journal of Service Research 1); Kumar, Bhagwat & Zhang (2015, JM 79)"
    )
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
    offer: Literal["price_cut", "upgrade", "both"] | None = None
    """What is offered; leave out for money or goods of no particular kind."""
    upgrade_cost: float | None = Field(default=None, ge=0)
    """What an upgrade costs the firm when she takes it, money; the worth of the offer where it is left out."""
    response: OfferResponse = OfferResponse()
    """How customers respond to what is offered."""
    memory: float = Field(default=26.0, gt=0)
    """Weeks after which two thirds of those who would have come back no longer do. Assumed 26."""
    forgiveness: dict[Name, Part] = Field(default=FORGIVENESS)
    """Chance by exit cause; a cause that is missing is never forgiven."""

    @property
    def cost(self) -> float:
        """What an offer that is taken costs the firm beside the contact, money: the cut, the upgrade, or both."""
        upgrade = self.worth if self.upgrade_cost is None else self.upgrade_cost
        return {"upgrade": upgrade, "both": self.worth + upgrade}.get(self.offer or "", self.worth)

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
