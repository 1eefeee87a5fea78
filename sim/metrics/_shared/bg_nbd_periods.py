"""BG/NBD and MBG/NBD for records kept by whole days or weeks: what is known is which periods a customer bought in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.metrics._shared.bg_nbd import BgNbd, Column, History

Grid = NDArray[np.float64]
RATE_STEP = 0.08
"""Step of the grid in the logarithm of the rate, at most; it resolves r up to about 150."""
RATE_CEILING = 5.3
"""Logarithm of the largest rate per period on the grid: 200 purchases in a period."""
RATE_FLOOR = 1e-6
"""Smallest rate on the grid, times the longest history: below it nobody buys."""
CHANCE_STEP = 0.15
"""Step of the grid in the logit of the chance of leaving."""
CHANCE_ENDS = (-14.0, 12.0)
"""First and last logit of the chance of leaving on the grid."""
NEGLIGIBLE = -100.0
"""Logarithm of a factor, against its largest value over the rates, below which it is left out."""
SLOPE_STEP = 1e-4
"""Step in the logarithm of a parameter for the slopes of the weights."""
LEAST = 1e-300
"""Keeps logarithms finite."""


class Nodes(NamedTuple):
    """The grid of rates and chances over which customers are integrated; grids have rates along rows."""

    rate: Column
    """Purchases per period."""
    chance: Column
    """Chance of leaving after a purchase."""
    survives: Grid
    """s: of living through the rest of the period of the first purchase, if that purchase was survived."""
    stays: Grid
    """ρ: of being there at the end of a period with purchases."""
    leaves: Grid
    """1 − ρ."""
    rate_step: float

    def weights(self, model: BgNbd) -> tuple[Column, Column]:
        """Weight of each rate and of each chance under Gamma(r, alpha) and Beta(a, b); alpha counts periods.

        Trapezoidal rule in ln λ and in logit p; what lies beyond an end of the grid is added to that end.
        """
        from scipy.special import betainc, betaln, gammainc, gammaincc, gammaln

        r, alpha, a, b = model
        log = np.log(self.rate)
        rate = np.exp(r * (np.log(alpha) + log) - alpha * self.rate - gammaln(r)) * self.rate_step
        rate[[0, -1]] = rate[[0, -1]] / 2 + (gammainc(r, alpha * self.rate[0]), gammaincc(r, alpha * self.rate[-1]))
        stay = 1 - self.chance
        chance = np.exp(a * np.log(self.chance) + b * np.log(stay) - betaln(a, b)) * CHANCE_STEP
        chance[[0, -1]] = chance[[0, -1]] / 2 + (betainc(a, b, self.chance[0]), betainc(b, a, stay[-1]))
        return rate / rate.sum(), chance / chance.sum()


class _Group(NamedTuple):
    """Histories with the same number x of repeats; distinct lengths in rows, rates in columns."""

    where: NDArray[np.int64]
    """Their cells."""
    rates: slice
    """The rates that matter to them."""
    there: Grid
    """e^(−λ(K − x)) (1 − e^(−λ))^x, scaled, of each K."""
    there_scale: Column
    gone: Grid
    """e^(−λ(t − x)) (1 − e^(−λ))^x, scaled, of each t."""
    gone_scale: Column
    there_at: NDArray[np.int64]
    gone_at: NDArray[np.int64]
    stays: Grid
    """s ρ^x."""
    leaves: Grid
    """s ρ^(x − 1) (1 − ρ); not used where x is 0."""
    one_time: bool
    """Whether x is 0."""


class PeriodHistories:
    """Histories of active periods, prepared once so that the likelihood of any parameters is a few matrix products.

    A customer buys at a rate λ a period and leaves after each repeat purchase (MBG/NBD: after each purchase) with
    chance p. A customer who is there as a period begins has no purchase in it with chance e^(−λ); with one or more, the
    customer is there at its end with chance ρ = (e^(−λp) − e^(−λ)) / (1 − e^(−λ)). The first purchase lies anywhere in
    its period with equal chance.

    ``seen``: repeats are active periods after the first, times are in weeks; ``periods``: periods in a week, 7 for days
    and 1 for weeks. The parameters are those of the customers in continuous time, so alpha counts weeks here too.
    """

    def __init__(self, seen: History, periods: int) -> None:
        """Cells are the distinct histories; what does not depend on parameters is worked out."""
        counts = np.rint(np.column_stack([seen.repeats, periods * seen.last, periods * seen.known])).astype(np.int64)
        cells, self._cell = np.unique(counts, axis=0, return_inverse=True)
        self._cell = self._cell.reshape(-1)
        self.periods = periods
        self._size = len(cells)
        self.nodes = nodes(int(counts[:, 2].max(initial=1)), int(counts[:, 0].max(initial=0)))
        edges = np.flatnonzero(np.diff(cells[:, 0])) + 1
        parts = np.split(np.arange(self._size), edges) if self._size else []
        self._groups = [_group(self.nodes, where, cells[where]) for where in parts]

    def log_likelihood(self, model: BgNbd) -> Column:
        """How likely each customer's history is, in logarithms.

        Formula: L = ∫∫ s e^(−λ(t − x)) (1 − e^(−λ))^x [ρ^x e^(−λ(K − t)) + (x > 0) ρ^(x − 1) (1 − ρ)] + (x = 0) (1 − s)
        over λ ~ Gamma(r, α) and p ~ Beta(a, b); x active periods after the first, the last of them in period t,
        observed through period K (the first purchase is in period 0); s = (1 − e^(−λp)) / (λp), for MBG/NBD times
        1 − p.
        Source: BG/NBD of Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284, summed over what a day hides;
        as the period shrinks it becomes :func:`sim.metrics._shared.bg_nbd.log_likelihood`.
        """
        there, gone = self._terms(model)
        return np.asarray(np.logaddexp(there, gone)[self._cell])

    def expected_active(self, model: BgNbd, weeks: float) -> Column:
        """Periods with a purchase to be expected of each customer within so many weeks, given what is known of her.

        Formula: E[(1 − e^(−λ)) (1 − e^(−λpn)) / (1 − e^(−λp)) · 1{still there} | x, t, K] over n periods.
        """
        ahead = _active_ahead(self.nodes, round(self.periods * weeks))
        there, gone = self._terms(model)
        active, _ = self._terms(model, ahead)
        return np.asarray(np.exp(active - np.logaddexp(there, gone))[self._cell])

    def purchases_per_active(self, model: BgNbd) -> Column:
        """Purchases to be expected in a period with any, of each customer, given the customer's history.

        Formula: E[(1 − e^(−λp)) / (p (1 − e^(−λ))) | x, t, K].
        """
        rate, chance = self.nodes.rate[:, None], self.nodes.chance[None, :]
        return self._posterior(model, np.expm1(-rate * chance) / (chance * np.expm1(-rate)))

    def hidden_share(self, model: BgNbd) -> Column:
        """Chance that a period with a purchase has two or more, of each customer, given the customer's history.

        Formula: E[(1 − p) (1 − λ e^(−λ) / (1 − e^(−λ))) | x, t, K].
        """
        rate, chance = self.nodes.rate[:, None], self.nodes.chance[None, :]
        return self._posterior(model, (1 - chance) * (1 - rate / np.expm1(rate)))

    def log_likelihood_and_slopes(self, model: BgNbd) -> tuple[Column, Grid]:
        """:meth:`log_likelihood` and its derivatives in ln r, ln alpha, ln a and ln b, a column for each."""
        values = np.array(model)
        moved = [
            [self._weights(type(model)(*(values * np.exp(sign * SLOPE_STEP * unit)))) for sign in (1, -1)]
            for unit in np.eye(len(values))
        ]
        rate, chance, first = self._weights(model)
        slopes = [[(up[n] - down[n]) / (2 * SLOPE_STEP) for n in range(3)] for up, down in moved]
        rates = np.column_stack([rate, slopes[0][0], slopes[1][0]])
        chances, firsts = (np.column_stack([one, slopes[2][n], slopes[3][n]]) for n, one in ((1, chance), (2, first)))
        there, gone, scales = self._sums(rates, chances, firsts)
        logs = np.logaddexp(
            *(np.log(np.maximum(part[:, 0], LEAST)) + scales[n] for n, part in enumerate((there, gone)))
        )
        each = sum(part[:, 1:] * np.exp(scales[n] - logs)[:, None] for n, part in enumerate((there, gone)))
        return np.asarray(logs[self._cell]), np.asarray(each)[self._cell]

    def _posterior(self, model: BgNbd, value: Grid) -> Column:
        there, gone = self._terms(model)
        above = np.logaddexp(*self._terms(model, value))
        return np.asarray(np.exp(above - np.logaddexp(there, gone))[self._cell])

    def _weights(self, model: BgNbd) -> tuple[Column, Column, Column]:
        """Of the rates, of the chances, and of the chances and having survived the first purchase."""
        rate, chance = self.nodes.weights(model._replace(alpha=self.periods * model.alpha))
        return rate, chance, chance * (1 - self.nodes.chance) if model.dropout_at_first else chance

    def _terms(self, model: BgNbd, value: Grid | None = None) -> tuple[Column, Column]:
        """Logarithms of the chance of each cell's history and being there, or gone; times a value of the nodes."""
        rate, chance, first = (one[:, None] for one in self._weights(model))
        there, gone, scales = self._sums(rate, chance, first, value)
        one, other = (np.log(np.maximum(part[:, 0], LEAST)) + scales[n] for n, part in enumerate((there, gone)))
        return one, other

    def _sums(
        self, rates: Grid, chances: Grid, firsts: Grid, value: Grid | None = None
    ) -> tuple[Grid, Grid, tuple[Column, Column]]:
        """The chances of each cell's history and being there, or gone, scaled, and the logarithms of their scales.

        Columns: the first rates with the first chances, the other rates with the first chances, and the first rates
        with the other chances.
        """
        width = rates.shape[1] + chances.shape[1] - 1
        there, gone = np.empty((self._size, width)), np.empty((self._size, width))
        scales = np.empty(self._size), np.empty(self._size)
        for group in self._groups:
            part = 1.0 if value is None else value[group.rates]
            stay, leave = (group.stays * part) @ firsts, (group.leaves * part) @ firsts
            if group.one_time:
                leave = np.broadcast_to(part, group.stays.shape) @ chances - stay
            at = rates[group.rates]
            one, other = (np.hstack([at * by[:, :1], at[:, :1] * by[:, 1:]]) for by in (stay, leave))
            there[group.where] = (group.there @ one)[group.there_at]
            gone[group.where] = (group.gone @ other)[group.gone_at]
            scales[0][group.where] = group.there_scale[group.there_at]
            scales[1][group.where] = group.gone_scale[group.gone_at]
        return there, gone, scales


def nodes(longest: int, busiest: int) -> Nodes:
    """A grid for histories of at most so many periods, so many of them active."""
    step = min(RATE_STEP, 1 / np.sqrt(max(busiest, 1)))
    floor = np.log(RATE_FLOOR / max(longest, 1))
    rate = np.exp(np.linspace(floor, RATE_CEILING, int(np.ceil((RATE_CEILING - floor) / step)) + 1))
    logit = np.linspace(*CHANCE_ENDS, round((CHANCE_ENDS[1] - CHANCE_ENDS[0]) / CHANCE_STEP) + 1)
    chance = 1 / (1 + np.exp(-logit))
    each, dying = rate[:, None], rate[:, None] * chance
    alive = np.expm1(-each / (1 + np.exp(logit))) / np.expm1(-each)
    return Nodes(
        rate=rate,
        chance=chance,
        survives=-np.expm1(-dying) / dying,
        stays=np.exp(-dying) * alive,
        leaves=np.expm1(-dying) / np.expm1(-each),
        rate_step=float(np.log(rate[1] / rate[0])),
    )


def expected_active_since_first(model: BgNbd, last: int, periods: int) -> Column:
    """Active periods to be expected of a new customer in the first n periods after that of the first purchase.

    Formula: E[s (1 − e^(−λ)) (1 − e^(−λpn)) / (1 − e^(−λp))] for n = 0, 1, ... ``last``; s as for the likelihood.
    """
    grid = nodes(last, 1)
    rate, chance = grid.weights(model._replace(alpha=periods * model.alpha))
    first = chance * (1 - grid.chance) if model.dropout_at_first else chance
    here = rate[:, None] * first * grid.survives * -np.expm1(-grid.rate)[:, None]
    stays = np.exp(-grid.rate[:, None] * grid.chance)
    each = np.empty(last)
    for period in range(last):
        each[period] = here.sum()
        here *= stays
    return np.concatenate([[0.0], np.cumsum(each)])


def _active_ahead(grid: Nodes, count: int) -> Grid:
    """Active periods to be expected of a customer who is there, in the next so many periods, at each node."""
    dying = grid.rate[:, None] * grid.chance
    return np.asarray(np.expm1(-grid.rate)[:, None] * -np.expm1(-count * dying) / np.expm1(-dying))


def _group(grid: Nodes, where: NDArray[np.int64], cells: NDArray[np.int64]) -> _Group:
    """What is fixed in the likelihood of histories with one x, at the rates that matter to them."""
    x = int(cells[0, 0])
    gone, gone_at = np.unique(cells[:, 1], return_inverse=True)
    there, there_at = np.unique(cells[:, 2], return_inverse=True)
    active = x * np.log(-np.expm1(-grid.rate))
    logs = [active - (times[:, None] - x) * grid.rate for times in (there, gone)]
    scales = [log.max(axis=1) for log in logs]
    logs = [log - scale[:, None] for log, scale in zip(logs, scales, strict=True)]
    some = np.flatnonzero(np.maximum(logs[0].max(axis=0), logs[1].max(axis=0)) > NEGLIGIBLE)
    rates = slice(int(some[0]), int(some[-1]) + 1)
    survives, stays = grid.survives[rates], grid.stays[rates]
    return _Group(
        where=where,
        rates=rates,
        there=np.exp(logs[0][:, rates]),
        there_scale=scales[0],
        gone=np.exp(logs[1][:, rates]),
        gone_scale=scales[1],
        there_at=there_at.reshape(-1),
        gone_at=gone_at.reshape(-1),
        stays=survives * stays**x,
        leaves=survives * stays ** max(x - 1, 0) * grid.leaves[rates],
        one_time=x == 0,
    )
