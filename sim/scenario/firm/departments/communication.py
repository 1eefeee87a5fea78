"""Five channels of communication: advertising, personal selling, sales promotion, public relations, direct marketing.

They differ in numbers only: how soon money meets diminishing returns, how long it is remembered, and whom it moves.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from sim.language.messages import _, mark
from sim.registry import register
from sim.scenario.decisions.decision import CHANNEL_NAMES
from sim.scenario.declaration import Declaration
from sim.scenario.firm.department import Department

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

CHANNELS = tuple(name.replace("_", " ") for name in CHANNEL_NAMES)
"""The words of the log for them."""
TO_CUSTOMERS = ("direct marketing",)
"""Channels that as a rule speak to customers only: their money keeps customers, that of the others wins them."""


Scale = Annotated[float, Field(gt=0, description=(
    "Money per week and thousand people of the market at which the channel has two thirds of its effect. Assumed."
))]  # fmt: skip
CarryOver = Annotated[float, Field(ge=0, lt=1, description=(
    "Part of the effect that lasts to the next week; 0 for none. Assumed."
))]  # fmt: skip
Draws = Annotated[float, Field(ge=0, le=5, description=(
    "Most that it adds to the inclination of people who are not customers: a choice weight times exp(this). Assumed."
))]  # fmt: skip
Warms = Annotated[float, Field(ge=0, le=1, description=(
    "Gain of social bond, as a part of what is missing, of a customer it reaches. Assumed."
))]  # fmt: skip
Excuses = Annotated[float, Field(ge=0, le=1, description=(
    "Most of what is blameworthy in the firm's conduct that it can make people overlook, as a part. Assumed."
))]  # fmt: skip


class Channel(Declaration):
    """One channel. Its response, between 0 and 1, is 1 - exp(-remembered spend per thousand people / scale)."""

    spend: float = Field(default=0.0, ge=0)
    """Money per week."""
    scale: Scale = 100.0
    carry_over: CarryOver = 0.0
    draws: Draws = 0.0
    warms: Warms = 0.0
    excuses: Excuses = 0.0

    def response(self, remembered: float, people: int) -> float:
        """Part of its greatest effect, at this remembered spend (money per week) among so many people.

        >>> round(Channel(scale=100.0).response(200.0, 2000), 3)
        0.632
        """
        return -math.expm1(-remembered / (people / 1000.0 * self.scale))


class Advertising(Channel):
    """Seen by many, long remembered. All values assumed."""

    scale: Scale = 30.0
    carry_over: CarryOver = 0.9
    draws: Draws = 0.8


class PersonalSelling(Channel):
    """Dear, and felt by customers too. All values assumed."""

    scale: Scale = 75.0
    carry_over: CarryOver = 0.7
    draws: Draws = 0.8
    warms: Warms = 0.05


class SalesPromotion(Channel):
    """Coupons and samples: strong, and forgotten at once. All values assumed."""

    scale: Scale = 45.0
    draws: Draws = 1.0


class PublicRelations(Channel):
    """Slow: makes people overlook part of what they blame a firm for. All values assumed."""

    scale: Scale = 20.0
    carry_over: CarryOver = 0.95
    excuses: Excuses = 0.5


class DirectMarketing(Channel):
    """Letters and calls to customers on file. All values assumed."""

    scale: Scale = 20.0
    warms: Warms = 0.03


@register("department", "communication")
class Communication(Department):
    """What a firm spends to be known, tried, trusted and remembered, over five channels."""

    source: ClassVar[str] = mark(
        "Nerlove & Arrow (1962, Economica 29) for what is remembered; "
        "Simon & Arndt (1980, J. Advertising Research 20) for diminishing returns"
    )
    event_labels: ClassVar[tuple[str, ...]] = CHANNELS

    kind: Literal["communication"] = "communication"
    advertising: Advertising = Advertising()
    """Seen by many, long remembered."""
    personal_selling: PersonalSelling = PersonalSelling()
    """Sellers who win people and visit customers."""
    sales_promotion: SalesPromotion = SalesPromotion()
    """Coupons and samples: strong, and forgotten at once."""
    public_relations: PublicRelations = PublicRelations()
    """Makes people overlook part of what they blame the firm for."""
    direct_marketing: DirectMarketing = DirectMarketing()
    """Letters and calls to customers on file."""
    begins: float = Field(default=0.0, ge=0)
    """Week in which spending begins."""
    ends: float | None = Field(default=None, gt=0)
    """Week in which it ends; leave out for never."""
    every: float = Field(default=4.0, ge=1)
    """Weeks between two moments at which people notice a change, and customers are contacted."""

    @property
    def channels(self) -> dict[str, Channel]:
        """The channels by the words of the log."""
        return {word: getattr(self, word.replace(" ", "_")) for word in CHANNELS}

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """An end before the beginning."""
        if self.ends is not None and self.ends <= self.begins:
            return [
                "ends: "
                + _("week {ends} is not after week {begins}, in which it begins; give a later one").format(
                    ends=f"{self.ends:g}", begins=f"{self.begins:g}"
                )
            ]
        return []
