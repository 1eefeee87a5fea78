"""Frequency programme 频繁营销规划: points for purchases, rewards for points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field

from sim.language.messages import _
from sim.number_text import percent
from sim.registry import register
from sim.scenario.expected_events import Crowd, Load
from sim.scenario.firm.programme import Depth, Programme
from sim.scenario.market.tiers import Tiers

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario


@register("programme", "frequency")
class Frequency(Programme):
    """Rewards those who buy often or much: points on purchases, a reward for a full card, perhaps tiers.

    A customer joins at a purchase when a year's rewards are worth more to her than the bother. The reward rate
    lowers the price as she perceives it, points on the way to a reward are a financial bond, and a reward close
    at hand makes her buy sooner (goal gradient). Formula of the reward rate: d = (points per unit of spend) ×
    chance × worth / threshold.
    """

    depth: ClassVar[Depth] = "financial"
    source: ClassVar[str] = (
        "Dowling & Uncles (1997, Sloan Management Review 38); Kivetz, Urminsky & Zheng (2006, JMR 43)"
    )
    decided: ClassVar[tuple[str, ...]] = (
        "points_per_spend", "points_per_visit", "threshold", "reward", "reward_worth", "chance", "expiry", "tiers",
    )  # fmt: skip
    given: ClassVar[str] = "reward_worth"

    kind: Literal["frequency"]
    points_per_spend: float = Field(default=1.0, ge=0)
    """Points per unit of money."""
    points_per_visit: float = Field(default=0.0, ge=0)
    """Points per purchase, whatever its amount: the stamp card."""
    threshold: float = Field(default=300.0, gt=0)
    """Points that make a reward."""
    reward: Literal["discount", "gift", "prize_draw"] = "discount"
    """Form of the reward. A discount costs the firm what it is worth; a gift its ``gift_cost``; a prize draw is won
    by chance."""
    reward_worth: float = Field(default=15.0, ge=0)
    """Worth of the reward to the customer, money."""
    gift_cost: float = Field(default=0.6, ge=0)
    """Cost of a gift or prize to the firm, as a part of its worth. Assumed 0.6."""
    chance: float = Field(default=0.05, gt=0, le=1)
    """Chance that a full card wins, in a prize draw. Assumed 0.05."""
    expiry: float | None = Field(default=None, gt=0)
    """Weeks after which points collected since the last reward lapse; leave out for never."""
    goal_pull: float = Field(default=0.26, ge=0)
    """By how much a full card would speed up buying. 0.26 with shape 0.33 gives the 20% shorter last gap and the
    16% sooner completion that Kivetz, Urminsky & Zheng (2006) measured on a ten-stamp card."""
    goal_shape: float = Field(default=0.33, gt=0)
    """How early the pull is felt: pull × progress ^ shape."""
    tiers: Tiers | None = None

    def terms(self) -> Mapping[str, float]:
        """Points, threshold, reward, expiry, pull and tiers."""
        worthless = self.reward_worth == 0
        return {
            "points_open": 1.0,
            "points_per_spend": self.points_per_spend,
            "points_per_visit": self.points_per_visit,
            "threshold": self.threshold,
            "reward_worth": self.reward_worth,
            "reward_cost": self.reward_worth * (1.0 if self.reward == "discount" else self.gift_cost),
            "reward_chance": self.chance if self.reward == "prize_draw" else 1.0,
            "points_expiry": self.expiry or 0.0,
            "goal_pull": 0.0 if worthless else self.goal_pull,
            "goal_shape": self.goal_shape,
            "tier_spend_1": self.tiers.first_spend if self.tiers else 0.0,
            "tier_spend_2": (self.tiers.second_spend or 0.0) if self.tiers else 0.0,
            "tier_period": self.tiers.period if self.tiers else 0.0,
            "tier_bonus": self.tiers.bonus if self.tiers else 0.0,
        }

    def remarks(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Rewards that cost more than the margin they are paid from."""
        chance = self.chance if self.reward == "prize_draw" else 1.0
        cost = self.reward_worth * (1.0 if self.reward == "discount" else self.gift_cost) * chance / self.threshold
        spend = sum(s.spend.average * s.size for s in scenario.population.segments) / scenario.population.size
        price = firm.offer.price
        rate = cost * (self.points_per_spend + self.points_per_visit / (spend * price) if spend else 0.0)
        margin = 1.0 - firm.unit_cost / price
        if rate <= margin:
            return []
        return [
            _(
                "rewards cost {rate} of what members pay and the margin is {margin}, so every sale to a "
                "member loses money; lower reward_worth or raise threshold, unless that is meant"
            ).format(rate=percent(rate), margin=percent(margin))
        ]

    def expected(self, crowd: Crowd) -> Iterator[Load]:
        """Points at each purchase: full cards, rewards, expiries and reviews of tiers."""
        yield from super().expected(crowd)
        purchases = crowd.purchases * crowd.share
        earned = self.points_per_spend * crowd.spend + self.points_per_visit
        earned *= 1 + 2 * (self.tiers.bonus if self.tiers else 0.0)
        cards = purchases * earned / self.threshold
        yield Load(path="threshold", what="full cards", events=cards)
        if self.expiry is not None:
            times = min(crowd.people * crowd.weeks * crowd.share / self.expiry, purchases)
            yield Load(path="expiry", what="expiries", events=times)
        if self.tiers is not None:
            reviews = crowd.people * crowd.share * crowd.weeks / self.tiers.period
            yield Load(path="tiers.period", what="reviews of tiers", events=reviews)

    def copied(self, fidelity: float) -> Self:
        """A copy gives the same points; what it catches in part is the worth of the reward."""
        return self.but(reward_worth=self.reward_worth * fidelity)
