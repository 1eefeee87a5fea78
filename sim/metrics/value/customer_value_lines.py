"""What each customer was worth, by the lines of lifetime value."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import firms_column, require_purchases, segment_of
from sim.metrics.value.ledger import CONTRIBUTION, LINE_OF, LINES, lines_in_cents, premiums, tailored_purchases
from sim.model.customers.event_logging import to_cents
from sim.model.event_log import decode_names, labels
from sim.model.events import RANK, ValueLine
from sim.registry import register
from sim.results.event_filters import relation_key
from sim.results.results import Results, Run
from sim.results.tables import money
from sim.scenario.firm.departments.service import CostToServe


def largest_remainder(
    cents: NDArray[np.int64], group: NDArray[np.int64], weight: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Each one's part of the amount of her group, by weight; parts are whole and add up to the amount exactly.

    Formula: round(amount × weights so far / all weights) less the same before her, within the group: nobody is more
    than a cent off. ``cents``: an amount per group; ``group`` (ascending) and ``weight`` (0 or more): one entry per
    member. The amount of a group without weight is shared by nobody.

    >>> largest_remainder(np.array([100]), np.array([0, 0, 0]), np.array([1, 1, 1])).tolist()
    [33, 34, 33]
    """
    whole = np.zeros(len(cents), dtype=np.int64)
    np.add.at(whole, group, weight)
    before = np.cumsum(whole) - whole
    so_far = np.cumsum(weight) - before[group]
    part = so_far / np.maximum(whole[group], 1)
    reached = np.floor(cents[group] * part + 0.5).astype(np.int64)
    previous = np.zeros(len(group), dtype=np.int64)
    previous[1:] = np.where(group[1:] == group[:-1], reached[:-1], 0)
    return reached - previous


BY_ROW = tuple(event for event, entry in LINE_OF.items() if entry.sort == "cash" and entry.line != "acquisition")
"""Events whose rows, where they name a customer, say what she brought or cost."""
ACQUIRING = tuple(event for event, entry in LINE_OF.items() if entry.line == "acquisition")
"""Events whose money is shared among all whom the firm won."""


@register("metric", "customer_value_lines")
def customer_value_lines(results: Results) -> pd.DataFrame:
    """What each customer was worth to a firm by the end of the run, split into the lines of lifetime value.

    Formula: value = base profit + cross-selling + savings − acquisition − rewards − loss − serving. Her own rows say
    what she paid, what rewards, benefits, events, offers and visits cost. Shared among purchases of a firm's week, in
    proportion to what they brought at the standard price: goods (exact to the cent while the price is one), and what
    tailoring costs (among tailored ones); in proportion to what her experience saves: savings; alike for each purchase:
    handling as with newcomers; alike for each first purchase of the run: acquisition. What belongs to no single
    customer (programmes' building and running, the desk, research, surplus, points given and not yet used) stands in a
    row of the firm without a customer. So the rows of a firm add up to its ``ledger``, line by line, to the cent.
    Source: the course's split of lifetime value; Berger & Nasr (1998), Customer lifetime value, Journal of Interactive
    Marketing 12(1), 17-30.

    Undiscounted, and rewards as they are paid. The ``contribution`` of ``lifetime_value`` is paid + fees − goods −
    tailoring − rewards − benefits − events: value is that, less handling, acquisition, loss and serving, up to the
    cents of sharing (there, tailoring is shared among all purchases).

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, customer and firm, and one per firm for what belongs to nobody (customer_id missing):
        segment, base_profit, cross_selling, savings, acquisition, rewards, loss, serving, value, in full units of
        money.

    Raises:
        IncompleteLogError: For a log without purchases.
    """
    require_purchases(results, "customer_value_lines")
    return pd.concat([_accounts(results, run) for run in results.runs], ignore_index=True)


def _accounts(results: Results, run: Run) -> pd.DataFrame:
    rows, lines = booked(results, run)
    whose = relation_key(rows)
    _, first, account = np.unique(whose, return_index=True, return_inverse=True)
    names, firms = results.names, np.arange(len(results.names.firms))
    opening = rows[first]
    columns: dict[str, NDArray[np.float64]] = {}
    value = np.zeros(len(first) + len(firms))
    books = lines_in_cents(results, run)
    for line, cents in lines.items():
        hers = np.zeros(len(first), dtype=np.int64)
        np.add.at(hers, account, cents)
        nobodys = books[line].sum(axis=0)
        np.subtract.at(nobodys, rows["firm"].astype(np.int64), cents)
        both = np.concatenate([hers, nobodys])
        columns[line] = both * (1 if line in CONTRIBUTION else -1) / 100
        value += both
    segment = segment_of(opening["customer"], names)
    return pd.DataFrame(
        {
            "replication": run.replication,
            "customer_id": np.concatenate([np.asarray(labels(opening, names), dtype=object), [None] * len(firms)]),
            "segment": decode_names(np.concatenate([segment, np.full(len(firms), -1)]), names.segments),
            "firm": firms_column(np.concatenate([opening["firm"].astype(np.int64), firms]), results),
            **columns,
            "value": value / 100,
        }
    )


def booked(results: Results, run: Run) -> tuple[NDArray[np.void], dict[ValueLine, NDArray[np.int64]]]:
    """Rows that concern a customer and money, and what each adds to every line, in cents (costs below 0)."""
    concern = np.isin(run.rows["event"], [RANK[event] for event in (*BY_ROW, "acquisition")])
    places = np.flatnonzero(concern & (run.rows["customer"] >= 0) & (run.rows["firm"] >= 0))
    rows = run.rows[places]
    lines: dict[ValueLine, NDArray[np.int64]] = {line: np.zeros(len(rows), dtype=np.int64) for line in LINES}
    for event in BY_ROW:
        here = rows["event"] == RANK[event]
        lines[LINE_OF[event].line][here] += LINE_OF[event].sign * rows["cents"][here]
    more = premiums(results, run)
    beyond = np.zeros(len(rows), dtype=np.int64)
    beyond[np.searchsorted(places, more.places)] = more.cents
    lines["base_profit"] -= beyond
    lines["cross_selling"] += beyond
    bought, first = rows["event"] == RANK["purchase"], rows["event"] == RANK["acquisition"]
    tailored = np.isin(places, tailored_purchases(results, run))
    standard = lines["base_profit"].copy()
    handling = money(run, ("handling",)) + money(run, ("saved",))
    shares: tuple[tuple[ValueLine, NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]], ...] = (
        ("base_profit", money(run, ("goods",)), bought, standard),
        ("base_profit", handling, bought, np.ones_like(standard)),
        ("cross_selling", money(run, ("tailoring",)), tailored, standard),
    )
    for line, amount, among, weight in shares:
        lines[line][among] -= _by_week(amount, rows[among], weight[among])
    lines["savings"][bought] += _by_week(money(run, ("saved",)), rows[bought], saved(results, rows)[bought])
    come = np.flatnonzero(first)[np.argsort(rows["firm"][first], kind="stable")]
    spent = money(run, ACQUIRING).sum(axis=0)
    lines["acquisition"][come] -= largest_remainder(spent, rows["firm"][come].astype(np.int64), np.ones_like(come))
    return rows, lines


def saved(results: Results, rows: NDArray[np.void]) -> NDArray[np.int64]:
    """What handling each purchase cost less than for a newcomer, in cents, by how often she had bought in this stay."""
    whose = relation_key(rows)
    order = np.argsort(whose, kind="stable")
    so_far = np.cumsum(rows["event"][order] == RANK["purchase"])
    opens = rows["event"][order] == RANK["acquisition"]
    before = np.maximum.accumulate(np.where(opens, so_far, 0))
    less = np.zeros(len(rows), dtype=np.int64)
    for number, firm in enumerate(results.scenario.firms):
        handling = firm.department(CostToServe)
        if handling is not None:
            here = rows["firm"][order] == number
            known = np.maximum(so_far - before - 1, 0)[here]
            costs = np.array([to_cents(handling.at(n)) for n in range(int(known.max(initial=0)) + 1)])
            less[order[here]] = to_cents(handling.cost) - costs[known]
    return less


def _by_week(cents: NDArray[np.int64], rows: NDArray[np.void], weight: NDArray[np.int64]) -> NDArray[np.int64]:
    """A firm's amount of each week shared among these rows of the week, by weight."""
    weeks, firms = cents.shape
    group = np.minimum(rows["time"].astype(np.int64), weeks - 1) * firms + rows["firm"].astype(np.int64)
    order = np.argsort(group, kind="stable")
    parts = np.zeros(len(rows), dtype=np.int64)
    parts[order] = largest_remainder(cents.ravel(), group[order], weight[order])
    return parts
