"""Profit of each firm: in a window, against another world, from repeat customers, and how concentrated it is."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.interval import over_replications
from sim.metrics._shared.windows import (
    WEEKS_A_YEAR,
    cents,
    earned_cents,
    firm_rows,
    per_firm,
    ratio,
    require_common_random_numbers,
    require_purchases,
    whole_weeks,
)
from sim.metrics.programmes.programme_cost import LINES
from sim.metrics.value.lifetime_value import accounts, bookings
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import customer_key, relation_key
from sim.results.results import Results, Run
from sim.results.spells import Spells, relationship_spells
from sim.results.tables import COST, INCOME
from sim.scenario.firm.departments.service import CostToServe


@register("metric", "profit")
def profit(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """What a firm earns in a window: what customers pay, less the goods, the programmes and the departments.

    Formula: profit = revenue + fees − goods − programme cost (build, running, rewards, benefits, events,
    tailoring) − cost of the departments (desk, relations, communication, line, ...); neither overheads nor interest.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 3: contribution.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: revenue, fees, goods_cost, programme_cost, a column for each further line of
        :data:`sim.results.tables.COST` (desk_cost, win_back_cost, ...), profit, in full units of money.

    Raises:
        ValueError: For an empty window.
    """
    weeks = whole_weeks(results, since, until)

    lines = {
        "revenue": INCOME["revenue"],
        "fees": INCOME["fees"],
        "goods_cost": COST["goods_cost"],
        "programme_cost": tuple(event for line in LINES for event in COST[line]),
        **{line: events for line, events in COST.items() if line not in ("goods_cost", *LINES)},
    }
    columns = {line: cents(results, events, weeks) / 100 for line, events in lines.items()}
    return per_firm(results, {**columns, "profit": earned_cents(results, weeks) / 100})


@register("metric", "incremental_profit")
def incremental_profit(
    results: Results, without: Results, since: int = 0, until: int | None = None, level: float = 0.95
) -> pd.DataFrame:
    """What each firm earns more than in the world without the programme: the same customers with the same luck.

    Formula: Δ = profit − profit of the world without; mean over replications, with the paired interval.
    Source: Glasserman & Yao (1992), Some guidelines and guarantees for common random numbers, Management Science 38,
    884-908; interval: :mod:`sim.metrics._shared.interval`.

    Money in full units.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        without: The same market run with the same luck and without the programme.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.
        level: Confidence level of the intervals, between 0 and 1.

    Returns:
        One row per firm: profit and profit_without (means), incremental_profit with low and high, replications;
        ``attrs["note"]`` says why bounds are missing.

    Raises:
        ValueError: Unless both worlds share seed, replications, firms and weeks, or for an empty window.
    """
    require_common_random_numbers(results, without)
    table = profit(results, since, until)
    table["profit_without"] = profit(without, since, until)["profit"]
    table["incremental_profit"] = table["profit"] - table["profit_without"]
    found = over_replications(table, "incremental_profit", ["firm"], level)
    means = table.groupby("firm", observed=False)[["profit", "profit_without"]].mean()
    for place, column in enumerate(means.columns, start=1):
        found.insert(place, column, means[column].to_numpy())
    return found


@register("metric", "repeat_profit")
def repeat_profit(results: Results, period: float = WEEKS_A_YEAR) -> pd.DataFrame:
    """What a customer brings in the first, second, third ... year of a stay, and how much more than in the first.

    Formula: Σ (paid + fees − goods − rewards − benefits − events − handling) in the n-th period of their stays /
    customer-periods lived in it; lift_n = that / that of the first − 1. The first purchase itself is left out, since
    without it there is no stay. ``same_lift`` compares like with like: the n-th period with the first of those only who
    were seen for n whole periods.
    Source: Reichheld & Sasser (1990), Quality comes to services, Harvard Business Review 68(5), 105-111; doubted
    by Reinartz & Kumar (2000), Journal of Marketing 64(4), 17-35, for customers who are bound by no contract.

    ``lift`` is what a firm sees in its books: who is there in the fifth year are those who were not made to leave.
    Costs of departments that belong to no single customer are left out.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        period: Length of a period in weeks; a year of 52 if left out.

    Returns:
        One row per replication, firm and period n that lies within the horizon: tenure, customer_periods, profit (per
        customer-period), lift, same_customers, same_lift; not a number where nobody has stayed that long.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For a period that is not above 0.
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
            columns = {
                "tenure": np.arange(1, count + 1),
                "customer_periods": lived[here].sum(axis=0),
                "profit": profit,
                "lift": ratio(profit, profit[:1]) - 1.0,
                "same_customers": whole.sum(axis=0),
                "same_lift": ratio((brought[here] * whole).sum(axis=0), (first * whole).sum(axis=0)) - 1.0,
            }
            parts.append(firm_rows(results, run, firm, columns))
    return pd.concat(parts, ignore_index=True)


def _by_period(results: Results, run: Run, found: Spells, period: float, count: int) -> NDArray[np.float64]:
    """What each stay brought in each of its periods, shape (stays, count), in full units of money."""
    rows, contribution = bookings(run)
    table = pd.DataFrame(
        {
            "whose": relation_key(rows),
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


@register("metric", "concentration")
def concentration(results: Results, best: float = 0.2) -> pd.DataFrame:
    """How much of a firm's contribution its best customers bring: the best fifth, unless another part is given.

    Formula: Σ contribution of the best ⌈best · n⌉ of the n customers / Σ contribution of all of them. It exceeds one
    where the others cost more than they bring.
    Source: Schmittlein, Cooper & Morrison (1993), Truth in concentration in the land of (80/20) laws, Marketing
    Science 12(2), 167-183.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        best: Part of the customers that count as the best, above 0 and at most 1.

    Returns:
        One row per replication and firm: customers (who ever did business), best_customers, share_of_best; not a number
        where the whole is not above 0.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: Unless 0 < best <= 1.
    """
    require_purchases(results, "concentration")
    if not 0 < best <= 1:
        raise ValueError(f"best={best:g}: give a part of the customers, above 0 and at most 1")
    shape = (len(results.runs), len(results.names.firms))
    customers, top, share = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64), np.full(shape, np.nan)
    for number, run in enumerate(results.runs):
        found = accounts(run, discount=0.0)
        for firm in range(shape[1]):
            brought = np.sort(found.contribution[found.opening["firm"] == firm])[::-1]
            customers[number, firm] = len(brought)
            top[number, firm] = int(np.ceil(round(best * len(brought), 9)))
            if brought.sum() > 0:
                share[number, firm] = brought[: top[number, firm]].sum() / brought.sum()
    return per_firm(results, {"customers": customers, "best_customers": top, "share_of_best": share})
