"""The firm's ledger by the lines of lifetime value."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import IncompleteLogError, firms_column
from sim.model.events import EVENT_TABLE, RANK, ValueEntry, ValueLine
from sim.registry import register, unknown
from sim.results.event_filters import relation_key
from sim.results.results import Results, Run
from sim.scenario.firm.firm import kinds_with_members_by


class Premiums(NamedTuple):
    """Purchases of tailored goods: columns of equal length, in the order of the log."""

    places: NDArray[np.int64]
    """Where in the log they are."""
    cents: NDArray[np.int64]
    """Paid beyond the standard price."""


def premiums(results: Results, run: Run) -> Premiums:
    """The purchases made while goods were tailored to her, and the premium in each: paid − paid / (1 + premium).

    Exact to the half cent to which purchases are rounded. Whose goods are tailored is told by joining and the end of
    membership; the premium is that of the firm's programme in the scenario, or of the one it copied. Raises
    ``IncompleteLogError`` where there is a premium and single purchases were not kept.
    """
    rate = rates(results)
    if not rate.any():
        return Premiums(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    if results.log_level != "all":
        raise IncompleteLogError(
            "the split of ledger, customer_value_lines and ledger_chart into base profit and the premium of tailored "
            f"goods needs every single purchase, but this run kept only joins and exits (log={results.log_level!r}); "
            "simulate again with log='all'"
        )
    places = tailored_purchases(results, run)
    paid = run.rows["cents"][places]
    standard = np.floor(paid / (1 + rate[run.rows["firm"][places]]) + 0.5).astype(np.int64)
    return Premiums(places, paid - standard)


def tailored_purchases(results: Results, run: Run) -> NDArray[np.int64]:
    """Where in the log are the purchases of those whose goods are made for them, ascending."""
    kinds = kinds_with_members_by("tailored_open", results.scenario.firms)
    numbers = [results.names.programmes.index(kind) for kind in kinds]
    bought, of_it = run.rows["event"] == RANK["purchase"], np.isin(run.rows["programme"], numbers)
    changes = np.isin(run.rows["event"], (RANK["join"], RANK["end of membership"]))
    places = np.flatnonzero(bought | (of_it & changes)) if kinds else np.zeros(0, dtype=np.int64)
    rows = run.rows[places]
    order = np.argsort(relation_key(rows), kind="stable")
    places, rows = places[order], rows[order]
    whose = relation_key(rows)
    bought = rows["event"] == RANK["purchase"]
    last = np.maximum.accumulate(np.where(bought, -1, np.arange(len(rows))))
    hers = (last >= 0) & (whose[last] == whose) & (rows["event"][last] == RANK["join"])
    return np.sort(places[bought & hers])


def rates(results: Results) -> NDArray[np.float64]:
    """The premium of each firm's tailored goods, as a part of the standard price; that of a copy is the original's."""
    own = [
        next((p for p in firm.programmes if p.takes_members_by("tailored_open")), None)
        for firm in results.scenario.firms
    ]
    originals = sorted((p for p in own if p and p.launch is not None), key=lambda programme: programme.launch or 0.0)
    copied = originals[0].terms() if originals else {}
    return np.array([(mine.terms() if mine else copied).get("premium", 0.0) for mine in own])


CONTRIBUTION: tuple[ValueLine, ...] = ("base_profit", "cross_selling", "savings")
"""Lines that bring something."""
COSTS: tuple[ValueLine, ...] = ("acquisition", "rewards", "loss", "serving")
"""Lines that cost something; serving is what belongs to none of the course's three."""
LINES: tuple[ValueLine, ...] = CONTRIBUTION + COSTS
LINE_OF: Mapping[str, ValueEntry] = MappingProxyType({event.name: event.value for event in EVENT_TABLE if event.value})
"""Event → line, for every event whose money is booked. A fee, and what tailored goods bring beyond the standard price,
are cross-selling; a launch is the building of a programme, hence a cost of rewards."""


def lines_in_cents(results: Results, run: Run) -> dict[ValueLine, NDArray[np.int64]]:
    """Every line of each firm in each week, in whole cents, gains above 0 and costs below; shape (weeks, firms) each.

    Raises ``KeyError`` where the log has money under an event that has no line.
    """
    booked = run.weekly[..., 1]
    lines: dict[ValueLine, NDArray[np.int64]] = {line: np.zeros(booked.shape[:2], dtype=np.int64) for line in LINES}
    for rank in np.flatnonzero(booked.any(axis=(0, 1))):
        event = EVENT_TABLE[rank]
        if event.value is None:
            if event.amount:
                continue  # an amount that is no money of its own
            raise KeyError(f"{event.name!r} carries money and has no line in the ledger; give it one in EVENT_TABLE")
        line, sign, sort = event.value
        lines[line] += sign * booked[:, :, rank]
        if sort == "moved":
            lines["base_profit"] -= sign * booked[:, :, rank]
    more = premiums(results, run)
    rows = run.rows[more.places]
    place = (np.minimum(rows["time"].astype(np.int64), len(booked) - 1), rows["firm"].astype(np.int64))
    np.add.at(lines["cross_selling"], place, more.cents)
    np.subtract.at(lines["base_profit"], place, more.cents)
    return lines


def liability_change(run: Run) -> NDArray[np.int64]:
    """By how much what the firm owes in points rose in each week, in cents, shape (weeks, firms)."""
    change = np.zeros(run.weekly.shape[:2], dtype=np.int64)
    for event, (_, sign, sort) in LINE_OF.items():
        if sort == "accrued":
            change -= sign * run.weekly[:, :, RANK[event], 1]
    return change


@register("metric", "ledger")
def ledger(results: Results, by: Literal["run", "week"] = "run") -> pd.DataFrame:
    """Every amount that a firm booked under the lines of lifetime value: what customers contribute, and what they cost.

    Formula: profit = base profit + cross-selling + savings − acquisition − rewards − loss − serving, to the cent; and
    cash profit (that of ``profit`` and ``weekly``) = profit + what was added to the liability of points. Base profit
    is revenue at the standard price − goods − what handling would cost with newcomers; cross-selling is fees and what
    tailored goods bring beyond the standard price, less what tailoring costs; savings is what handling costs less than
    with newcomers. Rewards count when points are given, less what of them lapses. Which event is booked where:
    :data:`sim.metrics.value.ledger.LINE_OF`.
    Source: the course's split of lifetime value; Reichheld & Sasser (1990), Zero defections, Harvard Business Review
    68(5), 105-111, for base profit, savings and their like; accrual of points: IFRS 15 (2014), B39-B43, here at the
    firm's cost instead of the customer's worth.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        by: ``run`` for one row per replication and firm, ``week`` for one per week besides.

    Returns:
        One row per replication, firm (and week): base_profit, cross_selling, savings, contribution (their sum),
        acquisition, rewards, loss, serving, cost (their sum), profit, liability_change, cash_profit, in full units of
        money.

    Raises:
        IncompleteLogError: Where tailored goods have a premium and purchases were not kept.
        ValueError: For another ``by``.
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
