"""Service after the sale: the desk that answers needs, its budget, the cost of an order, morale of the staff, win-back.

Alone, with Poisson needs and exponential handling, the desk is the M/M/c queue of Erlang (1917), with patience Erlang A
(Palm 1957). Customers feel how it went at the next tick. The budget link is the third flaw of frequency programmes in
the course: the money and the attention go to price, and service sinks. Internal marketing (内部营销): staff who are
ignored serve badly (the course, A14). Employees as customers: Berry (1981, Journal of Retail Banking 3); staff and
customers see the same service: Schneider & Bowen (1985, Journal of Applied Psychology 70, 423-433); from inside quality
to loyalty: Heskett et al. (1994, Harvard Business Review 72(2)). The formulas and numbers are assumed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from sim.language.messages import _, mark
from sim.registry import register, unknown
from sim.scenario.declaration import Declaration
from sim.scenario.expected_events import Crowd, Load
from sim.scenario.firm.department import Department, Heard
from sim.scenario.firm.departments.relationship_managers import RelationshipManagers
from sim.scenario.firm.departments.workforce import Workforce
from sim.scenario.firm.opening_hours import OpeningHours
from sim.scenario.market.distribution import Amount, Exponential
from sim.scenario.market.exit_causes import ASSUMED_FORGIVENESS
from sim.scenario.market.population import Name

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario


@register("department", "service_desk")
class ServiceDesk(Department):
    """People who answer needs, one need at a time each. Times in hours of the clock; a week has 168."""

    source: ClassVar[str] = "Erlang (1917); Palm (1957); Tax, Brown & Chandrashekaran (1998, J. Marketing 62)"
    event_labels: ClassVar[tuple[str, ...]] = ("answered", "recovered", "failed", "given up")

    kind: Literal["service_desk"] = "service_desk"
    servers: int = Field(ge=1, le=100_000)
    """People at the desk."""
    places: int | None = Field(default=None, ge=1, le=100_000)
    """Most people that can ever be at the desk; leave out for twice as many as there are at first."""
    handling_hours: Amount = Exponential(family="exponential", mean=0.5)
    """Time to answer one need. Assumed half an hour on average."""
    patience_hours: Amount | None = None
    """Wait after which a customer gives up; leave out for customers who never give up."""
    opening: OpeningHours | None = None
    """Opening hours; leave out for day and night."""
    priority: Literal["none", "tier"] = "none"
    """``tier``: customers of a higher tier, and full club members before others, are answered first."""
    failure: float = Field(default=0.05, ge=0, le=1)
    """Chance that an answer fails. Assumed 0.05."""
    recovery: float = Field(default=0.5, ge=0, le=1)
    """Chance that a failed answer is made good. Assumed 0.5."""
    tolerable_hours: float = Field(default=8.0, gt=0)
    """Wait that takes away two thirds of the pleasure of a good answer. Assumed eight hours."""
    wage: float = Field(default=0.0, ge=0)
    """Money per server and week."""

    def requests_handled(self) -> Heard:
        """Needs."""
        return "needs"

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Fewer places than people."""
        if self.places is not None and self.places < self.servers:
            return [
                "places: "
                + _("{servers} people need as many places, not {places}; give at least that").format(
                    servers=self.servers, places=self.places
                )
            ]
        return []


@register("department", "budget")
class Budget(Department):
    """A budget for programmes. What they cost beyond it is taken from the people at the service desk, or borne."""

    kind: Literal["budget"] = "budget"
    programmes: float = Field(ge=0)
    """Money per week meant for rewards, benefits, club events, tailoring and running costs."""
    when_overrun: Literal["cut_service", "bear"] = "cut_service"
    """``cut_service``: wages at the desk are cut by the overrun until the next review; ``bear``: profit pays."""
    review: float = Field(default=13.0, gt=0)
    """Weeks between two reviews, each of which looks at the weeks since the last."""
    keep: int = Field(default=1, ge=0)
    """People at the desk who are never cut."""

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Nothing to cut."""
        if self.when_overrun == "cut_service" and firm.department(ServiceDesk) is None:
            return [
                "when_overrun: " + _("there is no desk to cut; give the firm a service_desk, or when_overrun: bear")
            ]
        return []


@register("department", "cost_to_serve")
class CostToServe(Department):
    """The cost of handling an order falls from ``cost`` to ``cost × learned`` as she buys again in the same stay."""

    source: ClassVar[str] = mark("Reichheld & Sasser (1990, Harvard Business Review 68(5)): savings on old customers")

    kind: Literal["cost_to_serve"] = "cost_to_serve"
    cost: float = Field(ge=0)
    """Cost of handling an order of a customer who has never bought here, money."""
    learned: float = Field(default=0.6, ge=0, le=1)
    """Part of that cost that remains once she and the firm know how. Assumed 0.6."""
    over: float = Field(default=5.0, gt=0)
    """Purchases after which two thirds of the difference are learned. Assumed 5."""

    def at(self, purchases: float) -> float:
        """Cost of handling the order of a customer who has bought so often before, money.

        >>> [round(CostToServe(cost=10).at(n), 2) for n in (0, 5, 50)]
        [10.0, 7.47, 6.0]
        """
        return self.cost * (self.learned + (1.0 - self.learned) * math.exp(-purchases / self.over))


@register("department", "internal_marketing")
class InternalMarketing(Department):
    """Money for the staff: morale moves towards 1 - exp(-spend / ease), by the part 1 - exp(-weeks / slowness)."""

    source: ClassVar[str] = "Berry (1981, J. Retail Banking 3); Heskett et al. (1994, Harvard Business Review 72)"
    event_labels: ClassVar[tuple[str, ...]] = ("morale",)

    kind: Literal["internal_marketing"] = "internal_marketing"
    spend: float = Field(ge=0)
    """Money per employee and week; 0 for staff who are ignored."""
    employees: int | None = Field(default=None, ge=1)
    """Number of employees; leave out for those at the desk, the managers and the workforce together."""
    morale: float = Field(default=0.5, ge=0, le=1)
    """Morale in week 0; one half is neutral: service is then what the offer says."""
    ease: float = Field(default=30.0, gt=0)
    """Money per employee and week that holds morale at .63. Assumed 30; morale stays at one half with 20.8."""
    slowness: float = Field(default=26.0, gt=0)
    """Weeks after which morale has gone two thirds of its way. Assumed half a year."""
    swing: float = Field(default=0.15, ge=0, lt=1)
    """The service level is multiplied by 1 + swing × (2 × morale - 1), at most up to a level of 1. Assumed .15."""
    carelessness: float = Field(default=0.1, ge=0, le=1)
    """Further chance that an answer at the desk fails where there is no morale; none from one half on. Assumed .1."""

    @property
    def target(self) -> float:
        """Morale that this spend leads to in the long run.

        >>> round(InternalMarketing(spend=30).target, 2), InternalMarketing(spend=0).target
        (0.63, 0.0)
        """
        return -math.expm1(-self.spend / self.ease)

    def staff(self, firm: Firm) -> int:
        """Number of employees on whom the money is spent."""
        desk, team = firm.department(ServiceDesk), firm.department(RelationshipManagers)
        workforce = firm.department(Workforce)
        counted = (
            (desk.servers if desk else 0) + (team.managers if team else 0) + (workforce.people if workforce else 0)
        )
        return counted if self.employees is None else self.employees

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Nobody to look after."""
        if self.staff(firm) == 0:
            return [
                "employees: "
                + _(
                    "the firm has no service_desk, relationship_managers or workforce to count; give the number of "
                    "employees, 1 or more"
                )
            ]
        return []


Part = Annotated[float, Field(ge=0, le=1)]


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
    """Worth of the offer to the customer, and its cost to the firm when the customer takes it, money."""
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
    forgiveness: dict[Name, Part] = Field(default=ASSUMED_FORGIVENESS)
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
        causes = scenario.exits.cause_names
        missing = [name for name in self.forgiveness if name not in causes]
        return [f"forgiveness: {unknown('exit cause', name, causes)}" for name in missing]

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """An offer for each customer who left."""
        yield Load(path="", what="offers to win back", events=crowd.spells * crowd.share)
