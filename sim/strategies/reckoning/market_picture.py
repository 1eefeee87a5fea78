"""The market as a firm pieces it together from its view: shares, launches, prices, and what they attract by belief."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.scenario.decisions.firm_view import FirmView, SeenLaunch
from sim.scenario.weeks import WEEKS_A_QUARTER, WEEKS_A_YEAR
from sim.strategies.reckoning.attraction import attraction, depth_of
from sim.strategies.reckoning.beliefs import Beliefs

BASE_WEEKS = 26
"""Weeks before the first move that shares are compared with, at most."""
LEAST_WEEKS = 4
"""Weeks that a stretch must have to be compared."""


@dataclass(frozen=True, kw_only=True)
class MarketPicture:
    """One firm's picture of its market in a round."""

    view: FirmView
    beliefs: Beliefs

    @cached_property
    def firms(self) -> tuple[str, ...]:
        """Names of the firms, its own first."""
        return (self.view.firm, *(rival.firm for rival in self.view.rivals))

    @cached_property
    def weeks_known(self) -> int:
        """Weeks for which it has the figures that it compares."""
        own = len(self.view.books["purchases"])
        return own if self.view.market is None else min(own, len(self.view.market))

    @cached_property
    def first_move(self) -> float | None:
        """Week of the first launch or change of price that it knows of; None for none."""
        weeks = [launch.week for launch in self.view.launches] + [change.week for change in self.view.price_changes]
        return min(weeks, default=None)

    @cached_property
    def base(self) -> tuple[int, int]:
        """The weeks, first and end, with which later ones are compared: those before the first move, or the latest."""
        end = self.weeks_known if self.first_move is None else min(self.weeks_known, math.floor(self.first_move))
        return max(0, end - BASE_WEEKS), end

    def purchases(self, since: int, until: int) -> tuple[float, float]:
        """Own purchases and those of the market in some weeks; the latter not a number without trade figures."""
        own = float(self.view.books["purchases"][since:until].sum())
        return own, math.nan if self.view.market is None else float(self.view.market[since:until].sum())

    @cached_property
    def share(self) -> float:
        """Own share before the first move: by trade figures, or an equal part."""
        own, market = self.purchases(*self.base)
        equal = 1.0 / len(self.firms)
        if len(self.firms) == 1:
            return 1.0
        return min(0.99, max(0.01, own / market)) if market > 0 and own > 0 else equal

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """Shares before the first move, own first; what is not its own is split as a study says, or evenly."""
        others = np.ones(len(self.firms) - 1)
        study = self.view.latest("shares")
        if study is not None:
            told = dict(zip(study.names, study.estimates, strict=True))
            parts = np.array([told.get(firm, math.nan) for firm in self.firms[1:]])
            if np.isfinite(parts).all() and (parts > 0).all():
                others = parts
        if not len(others):
            return np.array([1.0])
        return np.concatenate([[self.share], (1.0 - self.share) * others / others.sum()])

    @cached_property
    def beta(self) -> float:
        """Believed effect of the logarithm of price on the logarithm of choice weight: elasticity / (1 - share)."""
        return self.beliefs.price_elasticity / (1.0 - min(0.9, self.share))

    @cached_property
    def revenue(self) -> float:
        """Own weekly revenue before the first move, at the size that the market has now, money."""
        since, until = self.base
        if until <= since:
            return 0.0
        before = float(self.view.books["revenue"][since:until].mean())
        if self.view.market is None:
            return before
        now = self.view.market[-int(WEEKS_A_QUARTER) :].mean() if len(self.view.market) else 0.0
        then = self.view.market[since:until].mean()
        return before * float(now / then) if then > 0 else before

    @cached_property
    def spend(self) -> tuple[float, float]:
        """What a customer spends at a purchase and in a year here, money."""
        weeks = min(self.view.books["revenue"].size, int(WEEKS_A_YEAR))
        if not weeks:
            return 0.0, 0.0
        revenue, purchases = self.view.total("revenue", weeks), self.view.total("purchases", weeks)
        customers = float(self.view.books["customers"][-weeks:].mean())
        each = revenue / purchases if purchases else 0.0
        return each, revenue / weeks * WEEKS_A_YEAR / customers if customers > 0 else 0.0

    def attraction_of(self, kind: str, terms: Mapping[str, float], *, is_copy: bool) -> float:
        """Attraction of a programme by its terms, as believed beforehand."""
        return attraction(kind, terms, self.beliefs, self.beta, self.spend, is_copy)

    @cached_property
    def programmes(self) -> tuple[tuple[int, SeenLaunch, float], ...]:
        """Every programme that it knows of: place of the firm, launch, attraction by its terms as they are now."""
        now: dict[str, Mapping[str, float]] = {rival.firm: dict(rival.terms) for rival in self.view.rivals}
        found = []
        for launch in self.view.launches:
            if launch.firm not in self.firms:
                continue
            place = self.firms.index(launch.firm)
            current = self.view.running.get(launch.programme) if place == 0 else now.get(launch.firm)
            terms = dict(launch.terms)
            if launch.ended is None and current is not None:
                terms = {name: current.get(name, value) for name, value in terms.items()}
            strength = self.attraction_of(launch.programme, terms, is_copy=launch.is_copy)
            found.append((place, launch, strength))
        return tuple(found)

    def built_up(self, kind: str, age: NDArray[np.float64]) -> NDArray[np.float64]:
        """Part of its effect that a programme has after so many weeks; 0 before its launch."""
        tau = self.beliefs.build_up.get(depth_of(kind), 26.0)
        return np.asarray(np.where(age > 0, 1.0 - np.exp(-np.maximum(age, 0.0) / tau), 0.0))

    def programme_attraction(self, weeks: NDArray[np.float64]) -> NDArray[np.float64]:
        """Attraction of each firm's programmes at these weeks, shape (firms, weeks), at strength 1."""
        total = np.zeros((len(self.firms), len(weeks)))
        for place, launch, strength in self.programmes:
            running = (weeks < launch.ended) if launch.ended is not None else np.ones(len(weeks), dtype=bool)
            total[place] += np.where(running, strength * self.built_up(launch.programme, weeks - launch.week), 0.0)
        return total

    def price(self, firm: str, week: float) -> float:
        """The price of a firm in a week."""
        changes = [change for change in self.view.price_changes if change.firm == firm]
        before = [change.price for change in changes if change.week <= week]
        if before:
            return before[-1]
        if changes:
            return changes[0].before
        if firm == self.view.firm:
            return float(self.view.level["price"])
        return next(rival.price for rival in self.view.rivals if rival.firm == firm)

    def ordinary_price(self, firm: str) -> float:
        """The price of a firm before any change."""
        return self.price(firm, -math.inf)

    def price_attraction(self, weeks: NDArray[np.float64]) -> NDArray[np.float64]:
        """Attraction of each firm's price at these weeks against its ordinary one, shape (firms, weeks)."""
        return np.array(
            [
                [-self.beta * math.log(self.price(firm, week) / self.ordinary_price(firm)) for week in weeks.tolist()]
                for firm in self.firms
            ]
        )
