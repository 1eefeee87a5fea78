"""Ties between a firm's people and customers: given by family, village, school or work, and made by favours.

In Chinese a tie is *guanxi* (关系), and the favour that is owed *renqing* (人情). Hwang (1987, Face and favor: the
Chinese power game, American Journal of Sociology 92, 944-974) tells ties of the family from mixed ties (the same
village, school or work) and from ties that are there for their use only. Wang (2007, Industrial Marketing Management
36, 81-86): favours owed stand between trust and a lasting relation. Geddie, DeFranco & Geddie (2005, International
Journal of Contemporary Hospitality Management 17, 614-632): a tie is there before the first purchase, a relation in
the sense of relationship marketing grows after it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeAlias, get_args

from pydantic import Field

from sim.language.messages import _
from sim.registry import register, unknown
from sim.scenario.declaration import Declaration
from sim.scenario.expected_events import Crowd, Load
from sim.scenario.firm.department import Department
from sim.scenario.market.population import Name
from sim.scenario.weeks import WEEKS_A_QUARTER

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

Origin: TypeAlias = Literal["family", "village", "army", "school", "work"]
"""What two people have in common before they do business."""
Part: TypeAlias = Annotated[float, Field(ge=0, le=1)]

GIVEN_STRENGTH: dict[Origin, float] = {"family": 0.8, "village": 0.6, "army": 0.5, "school": 0.5, "work": 0.4}
"""Strength of a tie by its origin, 0 to 1. The order is that of Hwang (1987), the figures are assumed."""
INTRODUCED_STRENGTH = 0.2
"""Strength of a tie that begins with an introduction. Assumed."""
BUSINESS_STRENGTH = 0.1
"""Strength of a tie that begins with a favour to a customer. Assumed."""
INTRODUCED, BUSINESS, BROUGHT, ENDED, HIRED_AWAY = "introduced", "business", "brought along", "ended", "hired away"
"""What the log calls a tie that an introduction began, one that a favour to a customer began, one that a person hired
from a rival brings, one that ends, and one that goes to a rival."""
DONE, RETURNED, FORGOTTEN, PATIENCE = "favour done", "favour returned", "favour forgotten", "patience"
"""What the log calls a favour that the firm does, one that is returned, one that never is, and patience in trouble."""


class Hire(Declaration):
    """The firm hires the best connected person of another firm, who brings the ties along."""

    at: float = Field(ge=0)
    """Week."""
    rival: Name
    """Name of the other firm, which has a department of ties too."""
    cost: float = Field(default=0.0, ge=0)
    """What it costs, money."""


@register("department", "ties")
class Ties(Department):
    """People of the firm whose ties to customers count. Rates per week; all defaults are assumed.

    A tie has a strength between 0 and 1: what was given, and of the rest the part that was made by favours. Each
    favour that is returned makes ``gain`` of what is missing; what was made fades at the rate ``fade``. While favours
    are returned at the rate c, the part made settles at c × gain / (c × gain + fade).
    """

    source: ClassVar[str] = (
        "Hwang (1987, American J. of Sociology 92); Wang (2007, Industrial Marketing Management 36); "
        "Geddie, DeFranco & Geddie (2005, Int. J. of Contemporary Hospitality Management 17)"
    )
    later_event_labels: ClassVar[tuple[str, ...]] = (
        *get_args(Origin), INTRODUCED, BUSINESS, BROUGHT, ENDED, HIRED_AWAY, DONE, RETURNED, FORGOTTEN, PATIENCE,
        "meetings",
    )  # fmt: skip

    kind: Literal["ties"] = "ties"
    people: int = Field(ge=0, le=1000)
    """Number of the firm's people who keep ties; one who leaves is replaced at the next tick by a person whose own
    ties are others."""
    segments: tuple[Annotated[Name, Field()], ...] | None = None
    """Segments with whose members there are ties; leave out for all."""
    given: dict[Origin, Part] = Field(default={})
    """For each origin the part of people in the market to whom one of the firm's people has such a tie from the
    start. None where benefit comes first; many where ties come first."""
    favours: float = Field(default=0.0, ge=0, le=1000)
    """Favours that each of the firm's people can do a week: to those who have waited longest for one and owe none, then
    to customers to whom nobody at the firm has a tie, which begins one."""
    favour_cost: float = Field(default=0.0, ge=0)
    """What a favour costs the firm, money: a gift, a dinner, a day's work."""
    returned_after: float = Field(default=8.0, gt=0)
    """Weeks, on average, until someone with a tie of full strength returns a favour; with half the strength it takes
    twice as long. Assumed 8."""
    forgotten_after: float = Field(default=52.0, gt=0)
    """Weeks after which a favour that was not returned is written off. Assumed 52."""
    gain: Part = 0.25
    """Part of the missing strength that a favour returned makes. Assumed one quarter."""
    loss: Part = 0.5
    """Part of what was made that a favour forgotten takes. Assumed one half."""
    fade: float = Field(default=0.005, ge=0)
    """Rate per week at which what favours made fades. Assumed .005."""
    introductions: Part = 0.3
    """Part of the favours returned that are an introduction to a person who had no tie to this employee yet; the others
    are news, of which the firm learns what the customer needs. Assumed .3."""
    trouble: Part = 0.4
    """Satisfaction below which a customer who owes a favour returns it by patience. Assumed .4."""
    warms: Part = 0.1
    """Part by which the social bond moves to the strength of the tie each week, where it is below. Assumed .1."""
    turnover: float = Field(default=0.0, ge=0)
    """Rate per week at which one of the people leaves, and the ties with that person."""
    hires: tuple[Hire, ...] = ()
    """People of other firms whom this firm hires, with their ties."""
    meetings: float = Field(default=0.0, ge=0)
    """Money per tie and week for meetings of three, in which the customer comes to know others of the firm."""
    meetings_ease: float = Field(default=5.0, gt=0)
    """Money per tie and week at which two thirds of the personal bond become the firm's each quarter. Assumed 5."""

    def converted(self, weeks: float) -> float:
        """Part of the personal bond that becomes the firm's in so many weeks.

        >>> round(Ties(people=1, meetings=5).converted(13), 3)
        0.632
        """
        return -math.expm1(-self.meetings / self.meetings_ease * weeks / WEEKS_A_QUARTER)

    @property
    def settles_at(self) -> float:
        """The part made at which a tie of full strength settles, if its favour is returned as soon as one is done.

        >>> round(Ties(people=1, favours=1, gain=0.25, fade=0.005, returned_after=8).settles_at, 3)
        0.862
        """
        made = self.gain / self.returned_after
        return made / (made + self.fade) if made else 0.0

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """Ties that are given, and favours that are done and returned."""
        given = self.people * sum(self.given.values()) * crowd.people
        yield Load(path="given", what="ties that are given", events=given)
        yield Load(path="favours", what="favours", events=2 * self.people * self.favours * crowd.weeks)

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Segments or firms that are not there."""
        names = scenario.population.segment_names
        found = [f"segments: {unknown('segment', name, names)}" for name in self.segments or () if name not in names]
        if self.segments == ():
            found.append("segments: " + _("an empty list leaves nobody to know; name some, or leave it out for all"))
        others = [other.name for other in scenario.firms if other.department(Ties) and other.name != firm.name]
        found += [
            f"hires.{number}.rival: {unknown('other firm with a department of ties', hire.rival, others)}"
            for number, hire in enumerate(self.hires)
            if hire.rival not in others
        ]
        return found
