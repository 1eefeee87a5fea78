"""Showing how a figure of exit management came about, in a line that can be worked out again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal, Protocol, TypeAlias

import numpy as np
import pandas as pd

from sim.language.messages import _, ngettext
from sim.metrics._shared.windows import WEEKS_A_YEAR
from sim.metrics.retention.churn import churn_rate
from sim.number_text import significant
from sim.registry import unknown

Figure: TypeAlias = Literal["churn", "share", "stated share", "profit lost", "break-even"]

number = partial(significant, digits=5)
"""A number of a worked example, with five digits that count."""


class Tables(Protocol):
    """The tables of the lines; columns as in :class:`sim.metrics.exits.exit_management.ExitManagement`."""

    @property
    def lowering(self) -> float:
        """The part of a cause's exits whose prevention is weighed."""

    @property
    def churn_by_segment(self) -> pd.DataFrame:
        """Churn over the whole run."""

    @property
    def causes(self) -> pd.DataFrame:
        """Causes, true and stated."""

    @property
    def profit_lost(self) -> pd.DataFrame:
        """Profit lost by cause."""

    @property
    def break_even(self) -> pd.DataFrame:
        """Break-even spend by cause."""


def line_of(tables: Tables, figure: str, cause: str | None, firm: str) -> str:
    """The line for a figure. Raises ``ValueError`` for an unknown figure, or one that needs a cause."""
    if figure not in LINES:
        raise ValueError(unknown("figure", figure, LINES))
    if cause is None and figure in OF_A_CAUSE:
        raise ValueError(f"the figure {figure!r} belongs to one cause; name it, such as cause='price'")
    return LINES[figure](tables, cause, firm)


def _churn(tables: Tables, cause: str | None, firm: str) -> str:
    table = tables.churn_by_segment[tables.churn_by_segment["firm"] == firm]
    lived, size = float(table["customer_weeks"].sum()), table["replication"].nunique()
    exits = _of(tables.causes, firm, cause)["exits"].sum()
    if lived == 0:
        return _("no figure: nobody was a customer")
    told = _("{exits} exits ÷ {lived} customer-weeks × {weeks} weeks = {churn}")
    return told.format(
        exits=number(exits / size), lived=number(lived / size), weeks=f"{WEEKS_A_YEAR:g}",
        churn=number(float(churn_rate(np.array(exits), np.array(lived)))),
    )  # fmt: skip


def _share(tables: Tables, cause: str | None, firm: str, column: str) -> str:
    size = tables.causes["replication"].nunique()
    part = float(_of(tables.causes, firm, cause)[column].sum()) / size
    whole = float(_of(tables.causes, firm, None)[column].sum()) / size
    if whole == 0:
        return _("no figure: no exits") if column == "exits" else _("no figure: no interviews")
    if column == "exits":
        told = _("{part} of {whole} exits: {part} ÷ {whole} = {share}")
    else:
        told = _("{part} of {whole} interviews: {part} ÷ {whole} = {share}")
    return told.format(part=number(part), whole=number(whole), share=number(part / whole))


def _true_share(tables: Tables, cause: str | None, firm: str) -> str:
    return _share(tables, cause, firm, "exits")


def _stated_share(tables: Tables, cause: str | None, firm: str) -> str:
    return _share(tables, cause, firm, "stated")


def _profit_lost(tables: Tables, cause: str | None, firm: str) -> str:
    table = _of(tables.profit_lost, firm, cause)
    total = float(table["profit_lost"].sum())
    table = table[table["exits"] > 0]
    if not len(table):
        return _("no figure: nobody left")
    if cause is None:
        return f"{' + '.join(number(value) for value in table['profit_lost'])} = {number(total)}"
    row = table.iloc[0]
    told = ngettext(
        "{n} customer × {margin} a week ÷ ({churn} + {discount}) = {lost}",
        "{n} customers × {margin} a week ÷ ({churn} + {discount}) = {lost}",
        1 if row["exits"] == 1 else 2,
    )
    return told.format(
        n=number(row["exits"]), margin=number(row["margin_per_week"]), churn=number(row["remaining_churn"]),
        discount=number(row["discount_rate"]), lost=number(total),
    )  # fmt: skip


def _break_even(tables: Tables, cause: str | None, firm: str) -> str:
    row = _of(tables.break_even, firm, cause).iloc[0]
    if not row["stoppable"]:
        return _("no figure: no one can stop these exits")
    if row["exits_per_year"] == 0:
        return _("no figure: nobody left")
    if row["margin_per_week"] < 0:
        return _("no figure: those who left cost more than they brought")
    told = _("{part}% of {exits} exits a year × {margin} a week ÷ ({churn} + {discount}) = {break_even} a year")
    return told.format(
        part=number(100 * tables.lowering), exits=number(row["exits_per_year"]),
        margin=number(row["margin_per_week"]), churn=number(row["churn"]), discount=number(row["discount_rate"]),
        break_even=number(row["break_even"]),
    )  # fmt: skip


def _of(table: pd.DataFrame, firm: str, cause: str | None) -> pd.DataFrame:
    mine = table[table["firm"] == firm]
    return mine if cause is None else mine[mine["cause"] == cause]


OF_A_CAUSE = ("share", "stated share", "break-even")
LINES: Mapping[str, Callable[[Tables, str | None, str], str]] = {
    "churn": _churn,
    "share": _true_share,
    "stated share": _stated_share,
    "profit lost": _profit_lost,
    "break-even": _break_even,
}
