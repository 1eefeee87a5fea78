"""What a firm's own share says of how strongly programmes move customers.

For each stretch e between moves, y = ln(own share in e / own share before the first move). By the logit,
y(κ) = κ x_own + p_own - ln Σ_j s_j exp(κ x_j + p_j), with own programme and others' copies in it; x are attractions
at strength 1, p those of prices, s former shares. se² = 1.2 (1 - s)(1 / purchases before + 1 / purchases in e);
without trade figures own sales stand for shares, and (1 - s) is left out. The posterior of κ is prior × normal
likelihoods on a grid: with a small chance programmes move nobody, else ln κ is normal around 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.strategies.reckoning.beliefs import Beliefs
from sim.strategies.reckoning.market_picture import LEAST_WEEKS, MarketPicture

LONGEST_STRETCH = 26
"""Weeks that a stretch has at most."""
OVERDISPERSION = 1.2
"""By how much shares vary more than if purchases were independent. Assumed 1.2."""
GRID = 60
"""Places of the grid of strengths above 0."""


@dataclass(frozen=True, kw_only=True)
class Strength:
    """What a firm believes of how strongly programmes move customers: a grid of strengths and their chances."""

    values: NDArray[np.float64]
    chances: NDArray[np.float64]

    @property
    def mean(self) -> float:
        """Mean strength; 1 is what was believed beforehand to be usual."""
        return float(self.values @ self.chances)

    @property
    def error(self) -> float:
        """Standard deviation of the belief."""
        return float(math.sqrt(max(0.0, float((self.values - self.mean) ** 2 @ self.chances))))


@dataclass(frozen=True, kw_only=True)
class ShareLoss:
    """Own share before a move and what has been lost since, as parts of the market's purchases."""

    before: float
    loss: float
    error: float

    @property
    def chance(self) -> float:
        """Chance that share has been lost, by the normal distribution."""
        if not math.isfinite(self.loss) or self.error <= 0:
            return 0.0
        return 0.5 * (1.0 + math.erf(self.loss / self.error / math.sqrt(2.0)))


def prior_strength(beliefs: Beliefs) -> Strength:
    """The belief before any evidence."""
    logs = np.linspace(-3.0, 3.0, GRID) * beliefs.spread
    weights = np.exp(-0.5 * (logs / beliefs.spread) ** 2)
    chances = np.concatenate([[beliefs.no_effect], (1.0 - beliefs.no_effect) * weights / weights.sum()])
    return Strength(values=np.concatenate([[0.0], np.exp(logs)]), chances=chances)


def stretches(picture: MarketPicture) -> list[tuple[int, int]]:
    """Weeks, first and end, of each stretch after the first move: cut at moves, none too short or too long."""
    if picture.first_move is None:
        return []
    view, end = picture.view, picture.weeks_known
    cuts = {math.ceil(launch.week) for launch in view.launches}
    cuts |= {math.ceil(launch.ended) for launch in view.launches if launch.ended is not None}
    cuts |= {math.ceil(change.week) for change in view.price_changes}
    marks = sorted({cut for cut in cuts if cut < end} | {end})
    found = []
    for since, until in pairwise(marks):
        for start in range(since, until, LONGEST_STRETCH):
            stop = min(until, start + LONGEST_STRETCH)
            if stop - start >= LEAST_WEEKS:
                found.append((start, stop))
    return found


def belief_in_strength(picture: MarketPicture) -> Strength:
    """The belief after what the firm's figures show."""
    prior = prior_strength(picture.beliefs)
    since, until = picture.base
    own, market = picture.purchases(since, until)
    if until - since < LEAST_WEEKS or own <= 0:
        return prior
    log_chance = np.log(prior.chances)
    for start, stop in stretches(picture):
        now, whole = picture.purchases(start, stop)
        if now <= 0:
            continue
        weeks = np.array([(start + stop) / 2])
        seen, error = _change(picture, (own, market, until - since), (now, whole, stop - start))
        expected = log_share_change(
            picture.shares, prior.values, picture.programme_attraction(weeks), picture.price_attraction(weeks)
        )[:, 0]
        log_chance -= 0.5 * ((seen - expected) / error) ** 2
    chances = np.exp(log_chance - log_chance.max())
    return Strength(values=prior.values, chances=chances / chances.sum())


def log_share_change(
    shares: NDArray[np.float64], strengths: NDArray[np.float64], programmes: NDArray[np.float64],
    others: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """Logarithm of own share against the former one, shape (strengths, weeks).

    ``programmes`` are attractions at strength 1, ``others`` those that do not depend on it, both of shape
    (firms, weeks), own first.
    """
    pull = strengths[:, None, None] * programmes[None] + others[None]
    return np.asarray(pull[:, 0] - np.log(np.einsum("j,kjt->kt", shares, np.exp(pull))))


def _change(
    picture: MarketPicture, before: tuple[float, float, int], now: tuple[float, float, int]
) -> tuple[float, float]:
    """Logarithm of own share (or sales) now against before, and its standard error."""
    own, market, weeks = before
    bought, whole, length = now
    variance = OVERDISPERSION * (1.0 / own + 1.0 / bought)
    if market > 0 and whole > 0:
        return math.log((bought / whole) / (own / market)), math.sqrt(variance * (1.0 - picture.share))
    return math.log((bought / length) / (own / weeks)), math.sqrt(variance)


def share_loss(picture: MarketPicture, since_week: float) -> ShareLoss:
    """What own share has lost since a week, against the weeks before it (at most half a year on either side)."""
    move, end = math.ceil(since_week), picture.weeks_known
    first = max(0, move - LONGEST_STRETCH)
    start = max(move, end - LONGEST_STRETCH)
    if move - first < LEAST_WEEKS or end - start < LEAST_WEEKS:
        return ShareLoss(before=picture.share, loss=math.nan, error=math.nan)
    own, market = picture.purchases(first, move)
    now, whole = picture.purchases(start, end)
    if own <= 0 or now <= 0:
        return ShareLoss(before=picture.share, loss=math.nan, error=math.nan)
    change, error = _change(picture, (own, market, move - first), (now, whole, end - start))
    before = own / market if market > 0 else picture.share
    return ShareLoss(before=before, loss=before * (1.0 - math.exp(change)), error=before * error)
