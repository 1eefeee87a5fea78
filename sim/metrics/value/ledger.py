"""The firm's ledger by the lines of lifetime value."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import firms_column
from sim.metrics.value.ledger_lines import CONTRIBUTION, COSTS, LINES, liability_change, lines_in_cents
from sim.model.events import ValueLine
from sim.registry import register, unknown
from sim.results.results import Results


@register("metric", "ledger")
def ledger(results: Results, by: Literal["run", "week"] = "run") -> pd.DataFrame:
    """Every cent a firm booked under the lines of lifetime value: what customers contribute, and what they cost.

    Formula: profit = base profit + cross-selling + savings − acquisition − rewards − loss − serving, to the cent; and
    cash profit (that of ``profit`` and ``weekly``) = profit + what was added to the liability of points. Base profit
    is revenue at the standard price − goods − what handling would cost with newcomers; cross-selling is fees and what
    tailored goods bring beyond the standard price, less what tailoring costs; savings is what handling costs less than
    with newcomers. Rewards count when points are given, less what of them lapses. Which event is booked where:
    :data:`sim.metrics.value.ledger_lines.LINE_OF`.
    Source: the course's split of lifetime value; Reichheld & Sasser (1990), Zero defections, Harvard Business Review
    68(5), 105-111, for base profit, savings and their like; accrual of points: IFRS 15 (2014), B39-B43, here at the
    firm's cost instead of the customer's worth.

    ``by``: run or week. Returns one row per replication, firm (and week): base_profit, cross_selling, savings,
    contribution (their sum), acquisition, rewards, loss, serving, cost (their sum), profit, liability_change,
    cash_profit, in full units of money. Raises ``IncompleteLogError`` where tailored goods have a premium and
    purchases were not kept, ``ValueError`` for another ``by``.
    """
    if by not in ("run", "week"):
        raise ValueError(unknown("by", by, ["run", "week"]))
    parts = []
    for run in results.runs:
        lines, change = lines_in_cents(results, run), liability_change(run)
        weeks, firms = change.shape
        columns: dict[str, object] = {"replication": run.replication}
        if by == "week":
            columns["week"] = np.repeat(np.arange(weeks), firms)
        else:
            lines = {line: cents.sum(axis=0, keepdims=True) for line, cents in lines.items()}
            change = change.sum(axis=0, keepdims=True)
        columns["firm"] = firms_column(np.tile(np.arange(firms), len(change)), results)
        parts.append(pd.DataFrame(columns | _in_money(lines, change)))
    return pd.concat(parts, ignore_index=True)


def _in_money(lines: dict[ValueLine, NDArray[np.int64]], change: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """Columns of the ledger in full units of money; what costs is told as a cost."""
    contribution = np.sum([lines[line] for line in CONTRIBUTION], axis=0)
    cost = -np.sum([lines[line] for line in COSTS], axis=0)
    cents = {line: lines[line] * (1 if line in CONTRIBUTION else -1) for line in LINES}
    told: dict[str, NDArray[np.int64]] = {
        **{line: cents[line] for line in CONTRIBUTION},
        "contribution": contribution,
        **{line: cents[line] for line in COSTS},
        "cost": cost,
        "profit": contribution - cost,
        "liability_change": change,
        "cash_profit": contribution - cost + change,
    }
    return {name: values.ravel() / 100 for name, values in told.items()}
