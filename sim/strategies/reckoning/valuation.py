"""What an option is worth: profit beyond doing nothing over a horizon, for each strength that programmes may have.

V(κ) = Σ_w D_w R [f((1 - r) p - c) - f₀((1 - r₀) p₀ - c₀)] - build - running, averaged over whether others follow; R
is weekly revenue before the first move, f own sales against those then by the logit of
:func:`sim.strategies.reckoning.evidence.log_share_change`, r the part of sales spent on rewards and benefits, p the
price, c the unit cost, both against the ordinary price, D a discount.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.estimate import Option
from sim.scenario.weeks import WEEKS_A_MONTH, WEEKS_A_YEAR
from sim.strategies.reckoning.evidence import Strength, log_share_change
from sim.strategies.reckoning.market_picture import MarketPicture


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """How far ahead and how dearly a firm looks."""

    weeks: float
    discount: float
    """A year."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An option in figures: what it changes at this firm, and at others if they answer."""

    option: Option
    decision: Decision
    programme: str = ""
    detail: str = ""
    start: float = 0.0
    """Weeks from now until it takes effect."""
    strength: float = 0.0
    """Change of the attraction of own programmes once it has built up, at strength 1."""
    builds_up: bool = True
    """Whether that change builds up from the start, as a new programme does, or is felt at once."""
    rewards: float = 0.0
    """Change of the part of sales that is spent on rewards and benefits."""
    price_factor: float = 1.0
    quality: float = 0.0
    """Attraction of better service or goods."""
    unit_cost_factor: float = 1.0
    at_once: float = 0.0
    """Money spent at the start."""
    running: float = 0.0
    """Money a week from the start on."""
    answered: float = 0.0
    """Chance that the others answer in kind."""
    share_counts: float = 0.0
    """Money that a point of share is worth a year beyond profit."""
    against: Literal["nothing", "before"] = "nothing"
    """``before``: the lesser of its value and of its value beyond what it would have been before the first move."""
    patient: bool = True
    """Whether a lower chance of a gain is enough once patience has run out."""
    others: tuple[int, ...] = field(default=())
    """Places of the firms that would answer with the same programme; empty for all."""


def value(
    plan: Plan, picture: MarketPicture, strength: Strength, horizon: Horizon, rewards_now: float
) -> NDArray[np.float64]:
    """Value of a plan for each strength of the belief, money, shape (strengths,)."""
    step = WEEKS_A_MONTH
    weeks = np.asarray((np.arange(math.ceil(horizon.weeks / step)) + 0.5) * step, dtype=np.float64)
    absolute = np.asarray(picture.view.week + weeks, dtype=np.float64)
    programmes, prices = picture.programme_attraction(absolute), picture.price_attraction(absolute)
    found = _value_in(plan, picture, strength, horizon, (weeks, programmes, prices, rewards_now))
    if plan.against == "before":
        calm = (weeks, np.zeros_like(programmes), np.zeros_like(prices), 0.0)
        found = np.minimum(found, np.subtract(found, _value_in(plan, picture, strength, horizon, calm)))
    return found


def _value_in(
    plan: Plan, picture: MarketPicture, strength: Strength, horizon: Horizon,
    world: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float],
) -> NDArray[np.float64]:  # fmt: skip
    weeks, programmes, prices, rewards_now = world
    view, step = picture.view, float(weeks[0]) * 2.0
    ordinary = picture.ordinary_price(view.firm)
    price = math.exp(-float(prices[0, 0]) / picture.beta)  # against the ordinary price
    cost = view.unit_cost / ordinary
    after = weeks >= plan.start
    discount = (1.0 + horizon.discount) ** (-weeks / WEEKS_A_YEAR)
    built = picture.built_up(plan.programme, weeks - plan.start) if plan.builds_up else after.astype(float)
    own = programmes.copy()
    own[0] += plan.strength * built
    shift = np.where(after, -picture.beta * math.log(plan.price_factor) + plan.quality, 0.0)
    moved = prices.copy()
    moved[0] += shift
    stays = np.exp(log_share_change(picture.shares, strength.values, programmes, prices))
    margin_stays = (1.0 - rewards_now) * price - cost
    margin = (1.0 - rewards_now - plan.rewards) * price * plan.price_factor - cost * plan.unit_cost_factor

    def worth(own_side: NDArray[np.float64], price_side: NDArray[np.float64]) -> NDArray[np.float64]:
        sales = np.exp(log_share_change(picture.shares, strength.values, own_side, price_side))
        gain = picture.revenue * (sales * margin - stays * margin_stays)
        gain = gain + plan.share_counts * 100.0 * picture.share * (sales - stays) / WEEKS_A_YEAR
        return np.asarray((np.where(after, gain, 0.0) * discount).sum(axis=1) * step)

    found = worth(own, moved)
    if plan.answered > 0.0:
        theirs, their_prices = own.copy(), moved.copy()
        places = plan.others or tuple(range(1, len(picture.firms)))
        for place in places:
            theirs[place] += plan.strength * built
            their_prices[place] += shift
        found = (1.0 - plan.answered) * found + plan.answered * worth(theirs, their_prices)
    spent = plan.at_once * (1.0 + horizon.discount) ** (-plan.start / WEEKS_A_YEAR)
    spent += plan.running * float((after * discount).sum()) * step
    return np.asarray(found - spent, dtype=np.float64)
