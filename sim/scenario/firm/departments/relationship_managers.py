"""Relationship managers: few people, finite visits, accounts of their own; and what goes with them when they leave.

Whom to screen and how to organise it: Homburg, Workman & Jensen (2002, Journal of Marketing 66, 38-60). What happens
when the seller leaves: Bendapudi & Leone (2002, Journal of Marketing 66, 83-101); Palmatier, Scheer & Steenkamp (2007,
Journal of Marketing Research 44, 185-199), who tell loyalty to the salesperson from loyalty to the firm.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from sim.language.messages import _
from sim.registry import register, unknown
from sim.scenario.declaration import Declaration
from sim.scenario.expected_events import Crowd, Load
from sim.scenario.firm.department import Department
from sim.scenario.market.distribution import Amount, Constant
from sim.scenario.market.population import Name
from sim.scenario.weeks import WEEKS_A_MONTH, WEEKS_A_QUARTER

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

DOORS = ("outside", "on speaking terms", "gets help inside", "the account calls")
"""The four doors of an account, and their names in the log."""
TRUST = ("stranger", "familiar", "trust in the person", "trust in the organisation")
"""Stations of the path, and their names in the log."""
ROUNDING = 1e-9
"""Visits a week, or weeks, by which a sum may miss what it should be."""


class VisitPlan(Declaration):
    """How often a manager's accounts are visited, by rank of value: the best weekly, the next monthly, then quarterly.

    A visit that counts brings the next forward, one that failed moves it back: feedback changes the plan.
    """

    weekly: int = Field(default=0, ge=0)
    """Number of each manager's most valuable accounts that are visited every week."""
    monthly: int = Field(default=6, ge=0)
    """Number of the next ones that are visited every month; all others are visited every quarter."""
    follow_up: float = Field(default=0.5, gt=0, le=1)
    """After a visit that counts the next comes after this part of the interval. Assumed one half."""
    put_off: float = Field(default=1.5, ge=1, le=10)
    """After a failed visit the next comes after so many intervals. Assumed one and a half."""


@register("department", "relationship_managers")
class RelationshipManagers(Department):
    """People who visit the accounts that pass the screening. Money per week unless said; chances and rates assumed."""

    source: ClassVar[str] = (
        "Homburg, Workman & Jensen (2002, J. Marketing 66); Bendapudi & Leone (2002, J. Marketing 66); "
        "Palmatier, Scheer & Steenkamp (2007, J. Marketing Research 44)"
    )
    event_labels: ClassVar[tuple[str, ...]] = (
        *DOORS, *TRUST, "revealed", "decided", "failed", "left", "hired", "wages", "conversion",
    )  # fmt: skip
    visits_accounts: ClassVar[bool] = True

    kind: Literal["relationship_managers"] = "relationship_managers"
    managers: int = Field(ge=0, le=10_000)
    """Number of posts; a new one is filled after ``hiring`` weeks, one too many is closed at once."""
    accounts_each: int = Field(ge=1, le=10_000)
    """Most accounts that a manager looks after."""
    visits_a_week: float = Field(gt=0, le=1000)
    """Visits that a manager can make a week; what is due beyond that waits, the longest due and most valuable first."""
    segments: tuple[Annotated[Name, Field()], ...] | None = None
    """Segments whose customers may become accounts; leave out for all."""
    least_worth: float = Field(default=0.0, ge=0)
    """Least money a year that an account spends in the category."""
    plan: VisitPlan = VisitPlan()
    """How many of each manager's best accounts are visited weekly and monthly; the others once a quarter."""
    begins: float = Field(default=4.0, ge=0)
    """Week of the first screening; from then on there is one each quarter."""
    wage: float = Field(default=0.0, ge=0)
    """Money per manager and week; a vacancy costs none."""
    visit_cost: float = Field(default=0.0, ge=0)
    """Cost of a visit, whatever comes of it."""
    needs_change: float = Field(default=0.01, ge=0)
    """Rate per week at which a need that is known is replaced by another. Assumed .01."""
    conversion: float = Field(default=0.0, ge=0)
    """Money per account and week for turning what binds her to a manager into a bond with the firm: a second contact,
    shared events, ties from house to house."""
    conversion_ease: float = Field(default=10.0, gt=0)
    """Money per account and week at which two thirds of the personal bond are turned each quarter. Assumed 10."""
    turnover: float = Field(default=0.01, ge=0)
    """Rate per week at which a manager without any morale leaves. Assumed .01."""
    held_by_morale: float = Field(default=2.0, ge=0)
    """How much morale keeps her: rate = turnover × exp(-held_by_morale × morale). Assumed 2."""
    star_leaves: tuple[Annotated[float, Field(ge=0)], ...] = ()
    """Weeks in which the manager with the most valuable accounts is hired away, whatever the morale."""
    takes_along: float = Field(default=0.5, ge=0, le=1)
    """Part of what is known of her accounts that leaves with her, except of those on file. Assumed one half."""
    hiring: Amount = Constant(value=8.0)
    """Weeks until a successor begins. Assumed 8."""
    hiring_cost: float = Field(default=0.0, ge=0)
    """Money that hiring a successor costs."""

    @property
    def planned(self) -> float:
        """Visits a week that the plan asks of a manager with all her accounts.

        >>> RelationshipManagers(managers=1, accounts_each=32, visits_a_week=10, plan=VisitPlan(monthly=6)).planned
        3.384615384615385
        """
        rest = max(0, self.accounts_each - self.plan.weekly - self.plan.monthly)
        return self.plan.weekly + self.plan.monthly / WEEKS_A_MONTH + rest / WEEKS_A_QUARTER

    def leaving_rate(self, morale: float) -> float:
        """Rate per week at which a manager leaves.

        >>> round(RelationshipManagers(managers=1, accounts_each=1, visits_a_week=1).leaving_rate(0.5), 6)
        0.003679
        """
        return self.turnover * math.exp(-self.held_by_morale * morale)

    @property
    def converted(self) -> float:
        """Part of the personal bond that becomes a bond with the firm each quarter: 1 - exp(-conversion / ease)."""
        return -math.expm1(-self.conversion / self.conversion_ease)

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """Visits, each with a door that opens or an order that it brings, and managers who come and go."""
        accounts = min(self.managers * self.accounts_each, crowd.people)
        visits = min(self.managers * self.visits_a_week * crowd.weeks, accounts * crowd.ticks)
        yield Load(path="visits_a_week", what="visits", events=3 * visits)
        changes = self.managers * min(self.turnover * crowd.weeks, crowd.ticks)
        yield Load(path="turnover", what="managers who come and go", events=2 * changes)

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Segments that are not there, and more visits planned than managers have."""
        names = scenario.population.segment_names
        found = [f"segments: {unknown('segment', name, names)}" for name in self.segments or () if name not in names]
        if self.segments == ():
            found.append("segments: " + _("an empty list leaves nobody to visit; name some, or leave it out for all"))
        listed = self.plan.weekly + self.plan.monthly
        if listed > self.accounts_each:
            found.append(
                "plan: "
                + _(
                    "{weekly} weekly and {monthly} monthly accounts are {listed}, but a manager has at most "
                    "{accounts_each} (accounts_each); plan for fewer, or give each manager more accounts"
                ).format(
                    weekly=self.plan.weekly, monthly=self.plan.monthly, listed=listed, accounts_each=self.accounts_each
                )
            )
        elif self.planned > self.visits_a_week + ROUNDING:
            rest = self.accounts_each - listed
            found.append(
                "plan: "
                + _(
                    "{weekly} accounts weekly, {monthly} monthly and {rest} quarterly are {planned} visits a "
                    "week for each manager, who has {visits_a_week} (visits_a_week); plan for fewer, give "
                    "visits_a_week: {enough} or more, or fewer accounts_each"
                ).format(
                    weekly=self.plan.weekly,
                    monthly=self.plan.monthly,
                    rest=rest,
                    planned=f"{self.planned:.2f}",
                    visits_a_week=f"{self.visits_a_week:g}",
                    enough=f"{math.ceil(100 * self.planned) / 100:g}",
                )
            )
        shortest = 1.0 if self.plan.weekly else WEEKS_A_MONTH if self.plan.monthly else WEEKS_A_QUARTER
        if scenario.tick > shortest + ROUNDING:
            found.append(
                "plan: "
                + _(
                    "visits every {shortest} weeks need ticks of at most that, not {tick} weeks; shorten the "
                    "scenario's tick or plan rarer visits"
                ).format(shortest=f"{shortest:g}", tick=f"{scenario.tick:g}")
            )
        return found
