"""Whether a customer brings more the longer she has been one."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import WEEKS_A_YEAR, firms_column, ratio, require_purchases
from sim.metrics.value.lifetime_value import bookings
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import customer_key
from sim.results.results import Results, Run
from sim.results.spells import Spells, relationship_spells
from sim.scenario.firm.departments.service import CostToServe


@register("metric", "repeat_profit")
def repeat_profit(results: Results, period: float = WEEKS_A_YEAR) -> pd.DataFrame:
    """What a customer brings in the first, second, third ... year of her stay, and how much more than in the first.

    Formula: Σ (paid + fees − goods − rewards − benefits − events − handling) in the n-th period of their stays /
    customer-periods lived in it; lift_n = that / that of the first − 1. The first purchase itself is left out, since
    without it there is no stay. ``same_lift`` compares like with like: the n-th period with the first of those only who
    were seen for n whole periods.
    Source: Reichheld & Sasser (1990), Quality comes to services, Harvard Business Review 68(5), 105-111; doubted
    by Reinartz & Kumar (2000), Journal of Marketing 64(4), 17-35, for customers who are bound by no contract.

    ``lift`` is what a firm sees in its books: who is there in the fifth year are those who were not made to leave.
    Costs of departments that belong to no single customer are left out. ``period`` in weeks, a year of 52 if left out.
    Returns one row per replication, firm and period n that lies within the horizon: tenure, customer_periods, profit
    (per customer-period), lift, same_customers, same_lift; not a number where nobody has stayed that long. Raises
    ``IncompleteLogError`` for a log without purchases, ``ValueError`` for a period that is not above 0.
    """
    require_purchases(results, "repeat_profit")
    if not period > 0:
        raise ValueError(f"period={period:g}: give a number of weeks above 0; a year has {WEEKS_A_YEAR:g}")
    count = max(1, int(results.scenario.horizon / period))
    parts = []
    for run in results.runs:
        found = relationship_spells(run, results.scenario.horizon)
        brought = _by_period(results, run, found, period, count)
        lived = np.clip(found.weeks[:, None] / period - np.arange(count), 0.0, 1.0)
        for firm in range(len(results.names.firms)):
            here = found.firm == firm
            profit = ratio(brought[here].sum(axis=0), lived[here].sum(axis=0))
            whole = lived[here] >= 1.0 - 1e-9
            first = brought[here][:, :1]
            parts.append(
                pd.DataFrame(
                    {
                        "replication": run.replication,
                        "firm": firms_column(np.full(count, firm), results),
                        "tenure": np.arange(1, count + 1),
                        "customer_periods": lived[here].sum(axis=0),
                        "profit": profit,
                        "lift": ratio(profit, profit[:1]) - 1.0,
                        "same_customers": whole.sum(axis=0),
                        "same_lift": ratio((brought[here] * whole).sum(axis=0), (first * whole).sum(axis=0)) - 1.0,
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def _by_period(results: Results, run: Run, found: Spells, period: float, count: int) -> NDArray[np.float64]:
    """What each stay brought in each of its periods, shape (stays, count), in full units of money."""
    rows, contribution = bookings(run)
    table = pd.DataFrame(
        {
            "whose": customer_key(rows) << 8 | rows["firm"].astype(np.int64),
            "time": rows["time"].astype(np.float64),
            "event": rows["event"],
            "brought": contribution,
        }
    )
    opened = pd.DataFrame(
        {
            "whose": customer_key(found.start_event) << 8 | found.firm,
            "start": found.start,
            "end": found.end,
            "firm": found.firm,
            "stay": np.arange(len(found.end)),
        }
    )
    table = pd.merge_asof(table, opened, left_on="time", right_on="start", by="whose")
    table = table[table["time"] <= table["end"]].astype({"stay": np.int64, "firm": np.int64})
    table["brought"] -= _handling(results, table)
    table = table[table["time"] > table["start"]]
    which = ((table["time"] - table["start"]) / period).to_numpy().astype(np.int64)
    within = which < count
    brought = np.zeros((len(found.end), count))
    np.add.at(brought, (table["stay"].to_numpy()[within], which[within]), table["brought"].to_numpy()[within])
    return brought


def _handling(results: Results, table: pd.DataFrame) -> NDArray[np.float64]:
    """What handling the order of each row cost, by how often she had bought before in this stay."""
    cost = np.zeros(len(table))
    bought = (table["event"] == RANK["purchase"]).to_numpy()
    before = table[bought].groupby("stay").cumcount().to_numpy()
    firm = table["firm"].to_numpy()[bought]
    for number, asked in enumerate(results.scenario.firms):
        handled = asked.department(CostToServe)
        if handled is not None:
            each = np.array([handled.at(n) for n in range(int(before.max(initial=0)) + 1)])
            cost[np.flatnonzero(bought)[firm == number]] = each[before[firm == number]]
    return cost
