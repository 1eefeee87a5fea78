"""Sales and market share of each firm, in a window and week by week."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import cents, counted, per_cell, per_firm, ratio, whole_weeks
from sim.registry import register
from sim.results.results import Results, Run
from sim.results.tables import COUNTED, INCOME, count, money


@register("metric", "sales")
def sales(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """Sales of each firm in a window: how many purchases, how much money.

    Formula: purchases = Σ purchases; revenue = Σ what customers paid, over the weeks since <= week < until.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 2.

    Week by week: ``sim.weekly``.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm; revenue in full units of money.

    Raises:
        ValueError: For an empty window.
    """
    weeks = whole_weeks(results, since, until)
    return per_firm(
        results,
        {
            "purchases": counted(results, "purchases", weeks),
            "revenue": cents(results, INCOME["revenue"], weeks) / 100,
        },
    )


@register("metric", "share")
def share(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """Market share of each firm in a window, of purchases and of money.

    Formula: share_k = sales_k / Σ_j sales_j, the sum over all firms of the market (not the outside alternative).
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 2.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm; not a number where nobody bought.

    Raises:
        ValueError: For an empty window.
    """
    weeks = whole_weeks(results, since, until)
    bought = counted(results, "purchases", weeks)
    paid = cents(results, INCOME["revenue"], weeks)
    return per_firm(
        results,
        {
            "share_of_purchases": ratio(bought, bought.sum(axis=1, keepdims=True)),
            "share_of_revenue": ratio(paid, paid.sum(axis=1, keepdims=True)),
        },
    )


ShareOf: TypeAlias = Literal["purchases", "revenue"]


@register("metric", "weekly_share")
def weekly_share(results: Results, span: int = 1) -> pd.DataFrame:
    """Market share of each firm week by week, of purchases and of money.

    Formula: share_k(w) = Σ sales_k / Σ_j Σ sales_j, summed over the ``span`` weeks that end with week w.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 2.

    ``span`` of 4 or 13 weeks smooths chance; the first weeks sum over as many as there are.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        span: Weeks over which sales are added up, ending with the week.

    Returns:
        One row per replication, week and firm.

    Raises:
        ValueError: For a span below 1.
    """
    levels = {"week": range(len(results.runs[0].weekly)), "firm": results.names.firms}
    kinds: tuple[ShareOf, ...] = ("purchases", "revenue")
    curves = {f"share_of_{of}": np.stack([share_curve(run, of, span) for run in results.runs]) for of in kinds}
    return per_cell(results, levels, curves)


def share_curve(run: Run, of: ShareOf, span: int = 1) -> NDArray[np.float64]:
    """Share of each firm over the ``span`` weeks that end with each week, shape (weeks, firms)."""
    if span < 1:
        raise ValueError(f"span={span}: a share is taken over at least one week; give 1 or more")
    if of not in ("purchases", "revenue"):
        raise ValueError(f"of={of!r}: a share is a share of 'purchases' or of 'revenue'; give one of the two")
    sold = count(run, COUNTED["purchases"]) if of == "purchases" else money(run, INCOME["revenue"])
    upto = np.cumsum(sold, axis=0)
    recent = upto.copy()
    recent[span:] -= upto[:-span]
    return ratio(recent, recent.sum(axis=1, keepdims=True))
