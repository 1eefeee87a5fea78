"""Keeping in touch: the five degrees of relationship, chosen for each segment.

The degrees are Kotler's: who sells and leaves it at that, asks to be called, calls after each sale, calls from time to
time, works with her all the year. What they bring and cost is declared here; which of them pays is not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from sim.language.messages import _, mark
from sim.registry import register, unknown
from sim.scenario.decisions.decision import Degree as DegreeName
from sim.scenario.declaration import Declaration
from sim.scenario.expected_events import Crowd, Load
from sim.scenario.firm.department import Department
from sim.scenario.market.population import Name
from sim.scenario.weeks import WEEKS_A_YEAR

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

Part = Annotated[float, Field(ge=0, le=1)]
MOST_DIGITS = 12
"""Digits of the most that a contact may come to cost; beyond that cents can no longer be counted."""


IN_TROUBLE = 0.25
"""Part of customers in trouble at a time, for the estimate of events. Assumed."""


class Degree(Declaration):
    """What one degree of relationship consists of. A higher degree does whatever a lower one does, and more."""

    contacts: float = Field(default=0.0, ge=0)
    """Contacts a year by the firm's own initiative, spread evenly over customers and weeks; at most one a tick."""
    after_sale: bool = False
    """Whether she is called after each purchase, at the next tick."""
    speaks_up: Part = 0.0
    """Chance a week that a customer in trouble calls, because she has been asked to."""
    mends: Part = 0.0
    """Chance that what troubles her is mended when firm and customer speak."""
    experience: Part = 0.7
    """What a contact is worth as an experience to a customer who has no trouble."""
    warmth: Part = 0.0
    """Social bond gained with each contact, as a part of what is still missing."""
    learning: Part = 0.0
    """What the firm learns of her with each contact, as a part of what it does not know."""
    bond: Part = 0.0
    """Structural bond gained with each contact, as a part of what is still missing: working together."""
    cost: float = Field(default=0.0, ge=0)
    """Money per contact, at the firm's ordinary cost."""


DEGREES: dict[str, Degree] = {
    # The five and their order: Kotler (2000, Marketing Management). All figures are assumed.
    "basic": Degree(),
    "reactive": Degree(speaks_up=0.15, mends=0.6, warmth=0.02, cost=4.0),
    "accountable": Degree(
        after_sale=True, speaks_up=0.15, mends=0.7, experience=0.75, warmth=0.03, learning=0.02, cost=4.0
    ),
    "proactive": Degree(
        contacts=6.0, after_sale=True, speaks_up=0.2, mends=0.75, experience=0.8, warmth=0.05, learning=0.05, cost=10.0
    ),
    "partnership": Degree(
        contacts=26.0, after_sale=True, speaks_up=0.3, mends=0.85, experience=0.85, warmth=0.06, learning=0.08,
        bond=0.03, cost=30.0,
    ),
}  # fmt: skip


@register("department", "contact")
class Contact(Department):
    """A degree of relationship for each segment, and the people who keep in touch.

    A contact costs its ordinary cost while the people the firm has can make it; in a week in which contacts would cost
    more than ``team``, each costs (load / team) ^ ``scarcity`` times as much: people who can do it are scarce.
    """

    source: ClassVar[str] = mark(
        "Kotler (2000, Marketing Management); zone of tolerance: Zeithaml, Berry & Parasuraman (1993, J. Academy of "
        "Marketing Science 21); limits of good people: Penrose (1959), The Theory of the Growth of the Firm"
    )
    event_labels: ClassVar[tuple[str, ...]] = tuple(DEGREES)

    kind: Literal["contact"] = "contact"
    degrees: dict[Name, DegreeName] = Field(default={})
    """The degree by segment; a segment that is not named has the basic one."""
    meaning: dict[DegreeName, Degree] = Field(default={})
    """What degrees mean here; fields that are given replace the assumed ones of that degree."""
    team: float | None = Field(default=None, gt=0)
    """Contacts that the firm's own people can make at ordinary cost, in money per week; leave out for no limit."""
    scarcity: float = Field(default=1.0, ge=0)
    """How steeply contacts beyond that grow dearer; 0 for not at all. Assumed 1."""
    tolerance: float = Field(default=0.05, ge=0)
    """How far satisfaction may lie below what she expects before she is in trouble. Assumed 0.05."""

    def in_force(self, field: str) -> object:
        """What all five degrees mean."""
        return {name: self.degree(name) for name in DEGREES} if field == "meaning" else super().in_force(field)

    def degree(self, name: str) -> Degree:
        """What a degree means at this firm."""
        given = self.meaning.get(name)  # type: ignore[call-overload]
        fields = {} if given is None else {field: getattr(given, field) for field in given.model_fields_set}
        return DEGREES[name].model_copy(update=fields)

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Segments that are not there, and more contacts than there are ticks."""
        segments = scenario.population.segment_names
        faults = [f"degrees: {unknown('segment', name, segments)}" for name in self.degrees if name not in segments]
        most = WEEKS_A_YEAR / scenario.tick
        for segment, name in self.degrees.items():
            if name not in self.meaning and DEGREES[name].contacts > most:
                faults.append(
                    f"degrees.{segment}: "
                    + _(
                        "{name} means {contacts} contacts a year, more than one a tick; with ticks of {tick} weeks "
                        "choose another, or give meaning.{name}.contacts: {most}"
                    ).format(
                        name=name, contacts=f"{DEGREES[name].contacts:g}", tick=f"{scenario.tick:g}", most=f"{most:g}"
                    )
                )
        for name, meant in self.meaning.items():
            contacts = self.degree(name).contacts
            if contacts > most and ("contacts" in meant.model_fields_set or name in self.degrees.values()):
                faults.append(
                    f"meaning.{name}.contacts: "
                    + _(
                        "{contacts} a year is more than one a tick; with ticks of {tick} weeks give at most {most}"
                    ).format(contacts=f"{contacts:g}", tick=f"{scenario.tick:g}", most=f"{most:g}")
                )
        return faults + self._beyond_counting(firm, scenario)

    def _beyond_counting(self, firm: Firm, scenario: Scenario) -> list[str]:
        """A team so small, or people so scarce, that what a contact costs could no longer be written down."""
        possible = DEGREES if firm.policy is not None else self.degrees.values()
        dear = max((self.degree(name).cost for name in possible), default=0.0)
        load = scenario.population.size * dear / scenario.tick
        if self.team is None or load <= self.team:
            return []
        digits = math.log10(load / self.team) * self.scarcity
        if digits + math.log10(dear) <= MOST_DIGITS:
            return []
        return [
            "team: "
            + _(
                "with {team}, and scarcity {scarcity}, a contact could grow 1e{digits} times as dear; give "
                "a larger team or a smaller scarcity"
            ).format(team=f"{self.team:g}", scarcity=f"{self.scarcity:g}", digits=f"{digits:.0f}")
        ]

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """Contacts by plan, after sales, and by customers in trouble, in the degree that brings most of them."""
        names = DEGREES if crowd.steered else {*self.degrees.values(), *self.meaning}
        used = [self.degree(name) for name in names]
        if not used:
            return
        planned = max(min(degree.contacts / WEEKS_A_YEAR, 1.0) for degree in used) * crowd.weeks
        speaks = max(degree.speaks_up for degree in used) * IN_TROUBLE * crowd.weeks
        customers = crowd.people * crowd.share
        yield Load(path="degrees", what="contacts", events=min(customers * (planned + speaks), customers * crowd.ticks))
        if any(degree.after_sale for degree in used):
            yield Load(path="degrees", what="contacts after sales", events=crowd.purchases * crowd.share)
