"""Club programme 俱乐部营销规划: membership, belonging, standing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field

from sim.registry import register
from sim.scenario.declaration import Declaration
from sim.scenario.expected_events import Crowd, Load
from sim.scenario.firm.programme import Depth, Programme
from sim.scenario.firm.programmes.club_anatomy import Anatomy
from sim.scenario.weeks import WEEKS_A_YEAR


class Events(Declaration):
    """The club's calendar of events: races, trips, evenings."""

    every: float = Field(default=4.0, gt=0)
    """Weeks between two events."""
    capacity: int | None = Field(default=None, ge=0)
    """Places at an event; leave out for no limit. Scarce places go by lot among those who want to come."""
    attendance: float = Field(default=0.2, ge=0, le=1)
    """Chance that a member of sociability 1 wants to come. Assumed 0.2."""
    gain: float = Field(default=0.25, ge=0, le=1)
    """Social bond gained by attending, as a part of what is still missing. Assumed 0.25."""
    cost: float = Field(default=5.0, ge=0)
    """Cost of a guest to the firm, money."""


@register("programme", "club")
class Club(Programme):
    """Members belong: they meet, are known and stand out, and the rarer the club the more membership says.

    People enter by the quantity they bought, for a fee or not, or by invitation, and renew by period. The social
    bond grows with the club's contact at purchases, with events attended and with the number of members she
    knows; it falls as the club becomes common. Formulas: standing = 1 / (1 + share of people who are full
    members / commonness); acquaintance = 1 - exp(-circle × share who are members). A rival copies the form; the
    community he must grow himself.
    """

    depth: ClassVar[Depth] = "social"
    source: ClassVar[str] = (
        "Muniz & O'Guinn (2001, J. Consumer Research 27); McAlexander, Schouten & Koenig (2002, J. Marketing 66)"
    )
    decided: ClassVar[tuple[str, ...]] = (
        "quantity", "associate_quantity", "fee", "first_period_free", "period", "benefit_worth",
    )  # fmt: skip
    costs_follow: ClassVar[Mapping[str, str]] = {"benefit_worth": "benefit_cost"}
    given: ClassVar[str] = "benefit_worth"

    kind: Literal["club"]
    quantity: int = Field(default=3, ge=0)
    """Purchases here that open full membership; 0 for members by invitation only."""
    associate_quantity: int | None = Field(default=None, ge=1)
    """Purchases here that open associate membership; leave out for no associates."""
    associate_part: float = Field(default=0.3, ge=0, le=1)
    """Part of benefits, gains and worth that an associate gets. Assumed 0.3."""
    fee: float = Field(default=0.0, ge=0)
    """Money per period."""
    first_period_free: bool = False
    """Whether the first period costs nothing."""
    period: float | None = Field(default=52.0, gt=0)
    """Weeks of a membership period; ``null`` for a life membership."""
    benefit_worth: float = Field(default=10.0, ge=0)
    """Worth of a period's benefits to a member, money. Leave it out where the anatomy lists benefits: they add up to
    it; where it is given too, their worths are scaled to it."""
    benefit_cost: float = Field(default=6.0, ge=0)
    """Cost of a period's benefits to the firm, money; with the anatomy's benefits, as for ``benefit_worth``."""
    belonging_worth: float = Field(default=40.0, ge=0)
    """Worth of a period's belonging to a person of sociability 1 while the club is rare, money. Assumed 40."""
    contact_gain: float = Field(default=0.06, ge=0, le=1)
    """Social bond gained from the club at each purchase. Assumed 0.06."""
    renewal_shield: float = Field(default=2.0, ge=0)
    """By how much the social bond lowers the chance of not renewing: exp(-shield × bond). Assumed 2."""
    events: Events | None = Events()
    commonness: float = Field(default=0.3, gt=0)
    """Share of people in the club at which membership says half as much. Assumed 0.3."""
    circle: float = Field(default=10.0, ge=0)
    """People about whom she would know whether they are members. Assumed 10."""
    outside_pull: float = Field(default=0.0, ge=0)
    """Rate per week at which anyone is invited (Bass's p)."""
    recruiting: float = Field(default=0.0, ge=0)
    """Rate per week at which she would be invited if everybody else were a member (Bass's q)."""
    notice: float = Field(default=4.0, gt=0)
    """Weeks between two looks that people take at how large the club has become. Assumed 4."""
    anatomy: Anatomy | None = None
    """Benefits one by one, and what members live through and weigh; leave out for a club that is one lump."""

    def model_post_init(self, context: Any, /) -> None:
        """Let the benefits add up to worth and cost where these are not given."""
        super().model_post_init(context)
        if self.anatomy is not None and self.anatomy.benefits:
            sums = {"benefit_worth": self.anatomy.total("worth"), "benefit_cost": self.anatomy.total("cost")}
            self.__dict__.update({name: sum_ for name, sum_ in sums.items() if name not in self.model_fields_set})

    def terms(self) -> Mapping[str, float]:
        """Entry, period, benefits and gains, and the anatomy where there is one."""
        return {
            "club_open": 1.0,
            "club_quantity": float(self.quantity),
            "associate_quantity": float(self.associate_quantity or 0),
            "associate_part": self.associate_part,
            "fee": self.fee,
            "first_period_free": float(self.first_period_free),
            "renewal_period": self.period or 0.0,
            "renewal_shield": self.renewal_shield,
            "benefit_worth": self.benefit_worth,
            "benefit_cost": self.benefit_cost,
            "belonging_worth": self.belonging_worth,
            "contact_gain": self.contact_gain,
            **(self._anatomy_terms(self.anatomy) if self.anatomy is not None else {}),
        }

    def _anatomy_terms(self, anatomy: Anatomy) -> dict[str, float]:
        """What customers read of the anatomy. Benefits that are not listed are one that feeds the financial bond."""
        worth, cost, part = self.benefit_worth, self.benefit_cost, self.associate_part
        shares = (1.0, part, part, part)
        if anatomy.benefits:
            shares = anatomy.shares()
        forfeited, associate_forfeited, associates, associate_cost = shares
        return {
            "anatomy": 1.0,
            "contact_gain": self.contact_gain + anatomy.gain("social"),
            "club_structural_gain": anatomy.gain("structural"),
            "forfeited_benefits": worth * forfeited,
            "associate_forfeited": worth * associate_forfeited,
            "associate_benefits": worth * associates,
            "associate_benefit_cost": cost * associate_cost,
            "company_worth": anatomy.company_worth,
            "event_worth": anatomy.event_worth,
            "event_attendance": self.events.attendance if self.events else 0.0,
            "honour": anatomy.honour,
            "foresight": anatomy.foresight,
            "usual_purchases": anatomy.usual_purchases,
            "foreseen_use": float(anatomy.foreseen_use),
            "devotion": anatomy.devotion,
            "belief_step": anatomy.learning,
            "renewal_noise": anatomy.renewal_noise,
            "sunk_fee": anatomy.sunk_fee,
            "event_bond": anatomy.event_bond,
            "owners_only": float(anatomy.owners_only),
            "return_after": anatomy.return_after or 0.0,
        }

    @property
    def events_a_period(self) -> float:
        """Events in a membership period, or in a year where membership is for life."""
        return (self.period or WEEKS_A_YEAR) / self.events.every if self.events else 0.0

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """Members, their benefits and renewals, and who attends events."""
        yield from super().expected(crowd)
        members = crowd.people * crowd.share
        yield Load(path="benefit_worth", what="benefits", events=min(crowd.spells, crowd.purchases) * crowd.share)
        if self.period is not None:
            yield Load(path="period", what="renewals", events=2 * members * crowd.weeks / self.period)
        if self.events is not None:
            guests = members * self.events.attendance
            guests = guests if self.events.capacity is None else min(guests, self.events.capacity)
            yield Load(path="events.every", what="events", events=(1 + guests) * crowd.weeks / self.events.every)
        if self.outside_pull or self.recruiting:
            asked = members * (self.outside_pull + self.recruiting) * crowd.weeks
            yield Load(path="recruiting", what="invitations", events=asked)

    def copied(self, fidelity: float) -> Self:
        """A copy has the same entry and benefits; belonging and the warmth of contact it catches in part."""
        events = self.events.but(gain=self.events.gain * fidelity) if self.events else None
        return self.but(
            belonging_worth=self.belonging_worth * fidelity, contact_gain=self.contact_gain * fidelity, events=events,
            anatomy=self.anatomy.copied(fidelity) if self.anatomy else None,
        )  # fmt: skip
