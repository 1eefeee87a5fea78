"""How names, lists and amounts of money stand in a picture; numbers are worded by :mod:`sim.number_text`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter

from sim.charts.style.text_fitting import legible
from sim.glossary.labels import cause_name
from sim.language.messages import _, comma
from sim.number_text import money
from sim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd


def firm_words(results: Results) -> list[str]:
    """The firms' names as they can be printed, in the order of the scenario."""
    return [
        legible(name, _("firm {number}").format(number=number))
        for number, name in enumerate(results.names.firms, start=1)
    ]


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
    """A note for the label of an axis: of how many replications the mean is shown; nothing for one."""
    return if_several(results, _("mean of {count} replications"))


def notes(*parts: str) -> str:
    """The label of an axis and its notes, with a dot between them; empty ones are left out.

    >>> notes("week", "", "mean of 5 replications")
    'week · mean of 5 replications'
    """
    return " · ".join(filter(None, parts))


def if_several(results: Results, note: str) -> str:
    """A note of several replications, with their number in place of ``{count}``; nothing where there is only one."""
    return note.format(count=len(results.runs)) if len(results.runs) > 1 else ""


def week_of_replication(results: Results, run: int) -> str:
    """The label of an axis of weeks that shows one run: which of several it is."""
    if len(results.runs) == 1:
        return _("week")
    told = _("week (replication {number} of {count})")
    return told.format(number=results.runs[run].replication + 1, count=len(results.runs))


def money_axis(axis: Axis) -> None:
    """Write the numbers along this axis as amounts of money."""
    axis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))


def cause_word(results: Results, cause: str) -> str:
    """The name of a cause as it can be printed."""
    return legible(cause_name(cause), _("cause {number}").format(number=results.names.causes.index(cause) + 1))


def listed(words: Sequence[str]) -> str:
    """Words in a row as they are spoken.

    >>> listed(["price", "service", "market"])
    'price, service and market'
    """
    if len(words) < 2:
        return "".join(words)
    return _("{words} and {last}").format(words=comma().join(words[:-1]), last=words[-1])
