"""Whom a firm's accounts trust: the person who visits them, or the firm."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.account_bands import bands_chart
from sim.charts.style.canvas import house_style
from sim.metrics.key_accounts.path_of_trust import path_of_trust
from sim.number_text import percent
from sim.results.results import Results
from sim.scenario.firm.departments.relationship_managers import TRUST


@house_style()
def trust_chart(results: Results, axes: Axes | None = None, firm: str | None = None) -> Figure:
    """Accounts of a firm (the one in focus, unless named) on the path from stranger to trust in the organisation.

    A mean over replications; with a single one, marks show when a manager left. Raises ``ValueError`` for a firm that
    is not there.
    """
    return bands_chart(results, path_of_trust(results), "trust", _claim, axes=axes, firm=firm)


def _claim(firm: str, means: pd.DataFrame) -> str:
    last = means.iloc[-1]
    trusting = float(last[TRUST[2]] + last[TRUST[3]])
    if not means.to_numpy().any():
        return f"{firm} has no accounts with relationship managers"
    if trusting <= 0:
        return f"None of {firm}'s accounts trusts it or its people after {len(means)} weeks"
    person, house = float(last[TRUST[2]]), float(last[TRUST[3]])
    if not person or not house:
        whom = "the person, none the firm" if person else "the firm, whoever visits them"
        return f"All of {firm}'s accounts that trust at all after {len(means)} weeks trust {whom}"
    return (
        f"Of {firm}'s accounts that trust at all after {len(means)} weeks, {percent(person / trusting)} trust the "
        f"person, {percent(house / trusting)} the firm"
    )
