"""How far a firm has come into its accounts."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.account_bands import bands_chart
from sim.charts.style.canvas import house_style
from sim.metrics.key_accounts.account_doors import account_doors
from sim.number_text import percent
from sim.results.results import Results
from sim.scenario.firm.departments.relationship_managers import DOORS


@house_style()
def doors_chart(results: Results, axes: Axes | None = None, firm: str | None = None) -> Figure:
    """Accounts of a firm (the one in focus, unless named) by the door at which its managers stand, week by week.

    A mean over replications; with a single one, marks show when a manager left. Raises ``ValueError`` for a firm that
    is not there.
    """
    return bands_chart(results, account_doors(results), "door", _claim, axes=axes, firm=firm)


def _claim(firm: str, means: pd.DataFrame) -> str:
    last = means.iloc[-1]
    accounts = float(last.sum())
    if not means.to_numpy().any():
        return f"{firm} has no accounts with relationship managers"
    if accounts <= 0:
        return f"{firm} has no account left in the last week"
    calls, outside = float(last[DOORS[-1]]), float(last[DOORS[0]])
    return (
        f"Of {firm}'s {accounts:.0f} accounts {percent(calls / accounts)} call of their own accord after {len(means)} "
        f"weeks; with {percent(outside / accounts)} it still stands outside"
    )
