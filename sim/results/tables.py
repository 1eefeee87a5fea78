"""The tables that every report starts from: what happened, each firm's books by week, and what firms decided."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.event_log import decode_names, event_table
from sim.model.events import COST as COST
from sim.model.events import COUNTED as COUNTED
from sim.model.events import INCOME as INCOME
from sim.model.firms.income_lines import event_cents, event_counts, profit_in_cents
from sim.results.results import Results, Run
from sim.results.spells import relationship_spells
from sim.scenario.decisions.estimate import ESTIMATE_COLUMNS

if TYPE_CHECKING:
    import pandas as pd


def events(results: Results) -> pd.DataFrame:
    """Everything that happened to customers and firms, in order, one row each.

    With several replications their rows follow one another, told apart by ``replication``.

    Args:
        results: Runs, as from :func:`sim.simulate`.

    Returns:
        A frame with the columns of :data:`sim.model.event_log.COLUMNS`: time in weeks, ``monetary_value`` in full units
        of money.
    """
    import pandas as pd

    parts = [event_table(run.rows, results.names, run.replication) for run in results.runs]
    table = parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)
    return table if table["customer_id"].dtype == "category" else table.astype({"customer_id": "category"})


def count(run: Run, names: tuple[str, ...]) -> NDArray[np.int64]:
    """How often these events happened, shape (weeks, firms)."""
    return event_counts(run.weekly, names)


def money(run: Run, names: tuple[str, ...]) -> NDArray[np.int64]:
    """The money of these events in cents, shape (weeks, firms)."""
    return event_cents(run.weekly, names)


def profit_cents(run: Run) -> NDArray[np.int64]:
    """Profit of each firm in each week in cents, shape (weeks, firms)."""
    return profit_in_cents(run.weekly)


def customer_base(run: Run) -> NDArray[np.int64]:
    """Customers of each firm at the end of each week, shape (weeks, firms): those who came less those who left."""
    return np.cumsum(count(run, COUNTED["acquisitions"]) - count(run, COUNTED["exits"]), axis=0)


def weekly(results: Results) -> pd.DataFrame:
    """The books of each firm, week by week: what it sold, whom it won and lost, what it cost and earned.

    Week w covers the time from w to w + 1. ``customers`` and ``members`` stand at the end of the week: those who came
    less those who went; an associate who becomes a full member joins a second time, but is one member. Money in full
    units; ``profit`` = revenue + fees − all columns of :data:`COST`. Points that expire are no income: they cost
    nothing in the first place. Filled whatever the log keeps.

    Args:
        results: Runs, as from :func:`sim.simulate`.

    Returns:
        One row per replication, week and firm.
    """
    import pandas as pd

    weeks, firms = results.runs[0].weekly.shape[:2]
    replications = len(results.runs)
    columns: dict[str, object] = {
        "replication": np.repeat([run.replication for run in results.runs], weeks * firms),
        "week": np.tile(np.repeat(np.arange(weeks), firms), replications),
        "firm": decode_names(np.tile(np.arange(firms), replications * weeks), results.names.firms),
    }
    for column, names in COUNTED.items():
        columns[column] = _stacked([count(run, names) for run in results.runs])
    columns["customers"] = _stacked([customer_base(run) for run in results.runs])
    columns["members"] = _stacked([_members(run, results.scenario.horizon) for run in results.runs])
    for column, names in {**INCOME, **COST}.items():
        columns[column] = _stacked([money(run, names) for run in results.runs]) / 100
    columns["profit"] = _stacked([profit_cents(run) for run in results.runs]) / 100
    return pd.DataFrame(columns)


def _members(run: Run, horizon: float) -> NDArray[np.int64]:
    """Members at the end of each week, shape (weeks, firms); an associate who becomes a full member is one member."""
    weeks, firms = run.weekly.shape[:2]
    found = relationship_spells(run, horizon, "members")
    change = np.zeros((weeks, firms), dtype=np.int64)
    for times, firm, step in ((found.start, found.firm, 1), (found.end[found.ended], found.firm[found.ended], -1)):
        np.add.at(change, (np.minimum(times.astype(np.int64), weeks - 1), firm), step)
    return np.cumsum(change, axis=0)


def _stacked(blocks: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate([block.ravel() for block in blocks])


def decision_table(results: Results) -> pd.DataFrame:
    """What each firm that works things out saw, expected and chose: one row for each option that it weighed.

    A move of price by a rule of thumb has no value that was worked out: expected is 0.

    Args:
        results: Runs of a market, as from :func:`sim.simulate`.

    Returns:
        Replication, then the columns of :class:`sim.scenario.decisions.estimate.Estimate`: week, firm, step, about,
        programme, option, detail, expected, expected_error (money), chance, needed, chosen, share_before, loss,
        loss_error (parts of the market's purchases), strength, strength_error. Empty where no firm works anything out.
    """
    import pandas as pd

    rows = [(run.replication, *astuple(estimate)) for run in results.runs for estimate in run.estimates]
    table = pd.DataFrame(rows, columns=["replication", *ESTIMATE_COLUMNS])
    firms = [results.names.firms.index(firm) for firm in table["firm"]]
    return table.assign(firm=decode_names(firms, results.names.firms))
