"""How names, lists and amounts of money stand in a picture; numbers are worded by :mod:`sim.number_text`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter

from sim.charts.style.text_fitting import legible
from sim.number_text import money
from sim.results.results import Results
from sim.scenario.market.exit_causes import cause_label

if TYPE_CHECKING:
    import pandas as pd


def firm_words(results: Results) -> list[str]:
    """The firms' names as they can be printed, in the order of the scenario."""
    return [legible(name, f"firm {number}") for number, name in enumerate(results.names.firms, start=1)]


def words_by_firm(results: Results) -> dict[str, str]:
    """The name of each firm as it can be printed."""
    return dict(zip(results.names.firms, firm_words(results), strict=True))


def focal_word(results: Results) -> str:
    """The name of the firm in focus as it can be printed."""
    return words_by_firm(results)[results.scenario.focal_firm]


def focal_place(results: Results) -> int:
    """The place of the firm in focus among the firms."""
    return results.names.firms.index(results.scenario.focal_firm)


def of_focal(results: Results, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table that are about the firm in focus."""
    return table[table["firm"] == results.scenario.focal_firm]


def mean_note(results: Results) -> str:
    """What stands behind the label of an axis: of how many replications the mean is shown; nothing for one."""
    return if_several(results, " · mean of {} replications")


def if_several(results: Results, note: str) -> str:
    """A note of several replications, with their number in place of ``{}``; nothing where there is only one."""
    return note.format(len(results.runs)) if len(results.runs) > 1 else ""


def money_axis(axis: Axis) -> None:
    """Write the numbers along this axis as amounts of money."""
    axis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))


def cause_word(results: Results, cause: str) -> str:
    """The name of a cause as it can be printed."""
    return legible(cause_label(cause), f"cause {results.names.causes.index(cause) + 1}")


def listed(words: Sequence[str]) -> str:
    """Words in a row as they are spoken.

    >>> listed(["price", "service", "market"])
    'price, service and market'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
