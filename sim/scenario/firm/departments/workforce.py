"""The people of the firm who win and keep customers: their skill, what they are rewarded for, and how they are led.

Skill grows with practice and training and goes with those who leave. That each week of practice gains the same part
of what is missing: Heathcote, Brown & Mewhort (2000, Psychonomic Bulletin & Review 7, 185-207). Turnover lowers
what a workforce achieves, less and less the more of it there is: Shaw, Gupta & Delery (2005, Academy of Management
Journal 48, 50-68). What is rewarded is done, at the price of what is hard to measure: Holmström & Milgrom (1991,
Journal of Law, Economics, & Organization 7, 24-52). Control by outcomes and by conduct: Anderson & Oliver (1987,
Journal of Marketing 51(4), 76-88). When a say for the staff pays: Bowen & Lawler (1992, Sloan Management Review 33(3),
31-39).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field

from sim.language.messages import _
from sim.registry import register, unknown
from sim.scenario.decisions.decision import TASKS, Task
from sim.scenario.expected_events import Crowd, Load
from sim.scenario.firm.department import Department
from sim.scenario.market.population import Name

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

Part: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Money: TypeAlias = Annotated[float, Field(ge=0, le=1e6)]

SKILL, QUALITY, SPREAD, TIME = "skill", "quality of contacts", "spread of quality", "time for winning"
"""What the log calls the figures of a workforce."""
WAGES, TRAINING, APPRAISAL, INCENTIVE = "wages of the workforce", "training", "appraisal", "incentive"
"""What the log calls its costs."""


@register("department", "workforce")
class Workforce(Department):
    """People who contact customers to keep them, and others to win them. Money per employee and week; figures assumed.

    Each has a skill between 0 and 1. The part of their time that goes to winning follows from the incentive
    (``winning_part``); what a contact is worth follows from skill where they have a say, and from the firm's service
    level where they follow orders (``quality``).
    """

    source: ClassVar[str] = (
        "Holmström & Milgrom (1991, J. Law, Economics, & Organization 7); Heathcote, Brown & Mewhort (2000, "
        "Psychonomic Bulletin & Review 7); Shaw, Gupta & Delery (2005, Academy of Management J. 48); Bowen & Lawler "
        "(1992, Sloan Management Review 33)"
    )
    later_event_labels: ClassVar[tuple[str, ...]] = (
        SKILL, QUALITY, SPREAD, TIME, WAGES, TRAINING, APPRAISAL, INCENTIVE, *TASKS,
    )  # fmt: skip
    labels_since: ClassVar[int] = 1

    kind: Literal["workforce"] = "workforce"
    people: int = Field(ge=0, le=10_000)
    """Number of posts. A post that was left is filled after ``hiring`` weeks."""
    contacts: float = Field(default=10.0, gt=0, le=1000)
    """Contacts that an employee makes a week at a morale of one half: × (½ + morale). At most one for each customer."""
    segments: tuple[Annotated[Name, Field()], ...] | None = None
    """Segments whose members are contacted; leave out for all."""
    incentive: dict[Task, Money] = Field(default={})
    """What is paid for winning and for keeping, money per employee and week; none where it is left out."""
    interest: float = Field(default=20.0, gt=0)
    """What each of the two tasks is worth to an employee without any incentive, money a week. Assumed 20."""
    appraisal: float = Field(default=0.0, ge=0, le=1e6)
    """Money for finding out how well each employee keeps customers: surveys, talks, reports."""
    appraisal_ease: float = Field(default=10.0, gt=0)
    """Money for appraisal at which two thirds of what was unseen is seen. Assumed 10."""
    visible: Part = 0.3
    """Part of what is done for keeping that is seen without appraisal; new customers are counted in full. Assumed
    .3."""
    training: float = Field(default=0.0, ge=0, le=1e6)
    """Money for training."""
    training_ease: float = Field(default=20.0, gt=0)
    """Money for training at which two thirds of its greatest effect are reached. Assumed 20."""
    trains: float = Field(default=0.03, ge=0)
    """Rate per week at which the best training makes up for missing skill. Assumed .03."""
    practice: float = Field(default=0.01, ge=0)
    """Rate per week at which work makes up for missing skill. Assumed .01: half in 69 weeks."""
    skill: Part = 0.5
    """Skill of those who are there in week 0. Assumed one half."""
    novice: Part = 0.1
    """Skill of a newcomer. Assumed .1."""
    accompanied: float = Field(default=0.0, ge=0)
    """Weeks for which a newcomer goes along with the most skilled colleague, and makes no contacts alone."""
    guidance: float = Field(default=4.0, ge=0)
    """A newcomer who goes along learns by practice (1 + guidance × the colleague's skill) times as fast. Assumed 4."""
    guiding: Part = 0.25
    """Part of the colleague's time that each newcomer takes. Assumed one quarter."""
    fear: Part = 0.5
    """Fear of refusal: of the contacts meant to win someone, an employee without skill makes the part 1 - fear. Assumed
    one half."""
    autonomy: Part = 0.5
    """How much of a say the people have in how they treat customers: 0 under orders, 1 if they decide themselves."""
    least_quality: Part = 0.3
    """What a contact by an employee without skill who decides alone is worth as an experience. Assumed .3."""
    best_quality: Part = 0.95
    """The same of full skill. Assumed .95."""
    impression: Part = 0.2
    """Social bond that an approach of quality 1 makes with someone who is no customer, as a part of what is missing.
    Assumed .2."""
    warmth: Part = 0.04
    """The same of a contact with a customer. Assumed .04."""
    turnover: float = Field(default=0.02, ge=0)
    """Rate per week at which an employee leaves who has neither morale nor a say. Assumed .02."""
    held_by_morale: float = Field(default=2.0, ge=0)
    """How much morale keeps an employee (``leaving_rate``). Assumed 2, as for relationship managers."""
    held_by_autonomy: float = Field(default=0.5, ge=0)
    """How much a say keeps an employee. Assumed one half."""
    hiring: float = Field(default=6.0, ge=0)
    """Weeks until a successor begins. Assumed 6."""
    hiring_cost: float = Field(default=0.0, ge=0)
    """Money that hiring a successor costs."""
    wage: float = Field(default=0.0, ge=0)
    """Money per employee and week; a vacancy costs none."""

    @property
    def seen(self) -> float:
        """Part of what is done for keeping that the firm sees, and so can reward.

        >>> Workforce(people=1).seen, round(Workforce(people=1, appraisal=10).seen, 2)
        (0.3, 0.74)
        """
        return self.visible + (1.0 - self.visible) * -math.expm1(-self.appraisal / self.appraisal_ease)

    @property
    def winning_part(self) -> float:
        """Part of their time that the people give to winning.

        A week has a fixed time. Who is paid b for one task and c for the other, each with a return that grows as the
        root of the time given to it, divides the time as b² : c². Both include the interest in the task itself, and
        of the incentive for keeping only what is seen counts.

        >>> paid = {"winning": 20.0}
        >>> Workforce(people=1).winning_part, Workforce(people=1, incentive=paid).winning_part
        (0.5, 0.8)
        """
        winning = self.interest + self.incentive.get("winning", 0.0)
        keeping = self.interest + self.incentive.get("keeping", 0.0) * self.seen
        return winning**2 / (winning**2 + keeping**2)

    @property
    def trained(self) -> float:
        """Rate per week at which training makes up for missing skill.

        >>> Workforce(people=1).trained, round(Workforce(people=1, training=20).trained, 4)
        (0.0, 0.019)
        """
        return self.trains * -math.expm1(-self.training / self.training_ease)

    def quality(self, skill: float, service: float) -> float:
        """What a contact is worth as an experience, 0 to 1, at this skill and this service level of the firm.

        >>> orders, say = Workforce(people=1, autonomy=0), Workforce(people=1, autonomy=1)
        >>> [round(asked.quality(skill, 0.7), 2) for asked in (orders, say) for skill in (0.1, 0.9)]
        [0.7, 0.7, 0.36, 0.89]
        """
        own = self.least_quality + (self.best_quality - self.least_quality) * skill
        return (1.0 - self.autonomy) * service + self.autonomy * own

    def leaving_rate(self, morale: float) -> float:
        """Rate per week at which an employee leaves.

        >>> round(Workforce(people=1, turnover=0.02).leaving_rate(0.5), 5)
        0.00573
        """
        return self.turnover * math.exp(-self.held_by_morale * morale - self.held_by_autonomy * self.autonomy)

    def settles_at(self, morale: float) -> float:
        """The mean skill at which a workforce settles that is hired at once and does not go along with colleagues.

        Missing skill falls at the rate r of learning and is that of a newcomer again at the rate q of leaving:
        1 - (1 - novice) × q / (q + r).

        >>> round(Workforce(people=1).settles_at(0.5), 3)
        0.672
        """
        learns, leaves = self.practice + self.trained, self.leaving_rate(morale)
        return 1.0 - (1.0 - self.novice) * leaves / (leaves + learns) if leaves + learns else self.skill

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """Contacts, and employees who come and go."""
        contacts = min(1.5 * self.people * self.contacts * crowd.weeks, 2 * crowd.people * crowd.ticks)
        yield Load(path="contacts", what="contacts by the workforce", events=contacts)
        changes = self.people * min(self.turnover * crowd.weeks, crowd.ticks)
        yield Load(path="turnover", what="employees who come and go", events=2 * changes)

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Segments that are not there, and a best quality below the least."""
        names = scenario.population.segment_names
        found = [f"segments: {unknown('segment', name, names)}" for name in self.segments or () if name not in names]
        if self.segments == ():
            found.append("segments: " + _("an empty list leaves nobody to contact; name some, or leave it out for all"))
        if self.best_quality < self.least_quality:
            said = _("best_quality: {best} is below least_quality, {least}; give that or more")
            found.append(said.format(best=f"{self.best_quality:g}", least=f"{self.least_quality:g}"))
        return found
