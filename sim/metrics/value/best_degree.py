"""Which degree of relationship earns most, by the number of customers and the margin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.interval import interval
from sim.registry import register, unknown
from sim.results.results import Results
from sim.results.tables import profit_cents
from sim.scenario.firm.departments.contact import DEGREES, Contact


@register("metric", "best_degree")
def best_degree(results: Results, others: Sequence[Results] = (), segment: str | None = None) -> pd.DataFrame:
    """Which degree of relationship with a segment earns the firm in focus most, in each market that was tried.

    Formula: margin = 1 − unit cost / price; lead = profit with this degree − profit with the best other degree in the
    same market, the same customers with the same luck, with the paired interval.
    Source: Kotler (2000), Marketing Management, Millennium edition; interval: :mod:`sim.metrics._shared.interval`.

    ``results`` and ``others`` are one market run with one degree each, or several markets that differ in the size of
    the segment (the first one if left out) and in the margin.

    Args:
        results: Runs of the market with one degree, as from :func:`sim.simulate`.
        others: Runs with the other degrees, or of other markets.
        segment: Name of the segment; the first one if left out.

    Returns:
        One row per customers, margin and degree: profit (mean over replications, over the whole run), best, lead with
        low and high (not a number for a degree that was tried alone, bounds also with one replication).

    Raises:
        ValueError: For a segment that is not there, a degree tried twice in one market, or worlds of one market that do
            not share seed and replications.
    """
    worlds = (results, *others)
    tried: dict[tuple[int, float], dict[str, Results]] = {}
    for world in worlds:
        customers, margin, degree = _told(world, segment)
        market = tried.setdefault((customers, margin), {})
        if degree in market:
            raise ValueError(
                f"the degree {degree!r} is given twice for {customers} customers and a margin of {margin:g}; "
                "give each degree once in each market"
            )
        market[degree] = world
    rows = [row for place in sorted(tried) for row in _compared(place, tried[place])]
    return pd.DataFrame(rows)


def _told(world: Results, segment: str | None) -> tuple[int, float, str]:
    """Customers, margin and degree of one world, as its scenario declares them."""
    scenario = world.scenario
    sizes = {part.name: part.size for part in scenario.population.segments}
    name = next(iter(sizes)) if segment is None else segment
    if name not in sizes:
        raise ValueError(unknown("segment", name, sizes))
    firm = next(firm for firm in scenario.firms if firm.name == scenario.focal_firm)
    contact = firm.department(Contact)
    degree = "basic" if contact is None else contact.degrees.get(name, "basic")
    return sizes[name], round(1 - firm.unit_cost / firm.offer.price, 9), degree


def _compared(place: tuple[int, float], market: dict[str, Results]) -> list[dict[str, object]]:
    """One row for each degree that was tried in one market, in the order of degrees."""
    luck = {degree: (world.seed, [run.replication for run in world.runs]) for degree, world in market.items()}
    if any(other != next(iter(luck.values())) for other in luck.values()):
        raise ValueError(
            f"the worlds of {place[0]} customers and a margin of {place[1]:g} do not share seed and replications; "
            "simulate them with the same of both"
        )
    earned = {degree: _earned(market[degree]) for degree in DEGREES if degree in market}
    best = max(earned, key=lambda degree: float(earned[degree].mean()))
    rows: list[dict[str, object]] = []
    for degree, profit in earned.items():
        rest = [other for other in earned if other != degree]
        lead = (np.nan, np.nan, np.nan)
        if rest:
            next_best = max(rest, key=lambda other: float(earned[other].mean()))
            lead = interval(profit - earned[next_best])[:3]
        row = {"customers": place[0], "margin": place[1], "degree": degree, "profit": float(profit.mean())}
        rows.append({**row, "best": degree == best, "lead": lead[0], "low": lead[1], "high": lead[2]})
    return rows


def _earned(world: Results) -> NDArray[np.float64]:
    """Profit of the firm in focus over the whole run, by replication."""
    place = world.names.firms.index(world.scenario.focal_firm)
    return np.array([profit_cents(run)[:, place].sum() / 100 for run in world.runs])
