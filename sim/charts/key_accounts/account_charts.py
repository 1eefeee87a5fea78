"""Key accounts of one firm over the weeks, as bands: doors that are open, levels of trust."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.end_labels import label_ends
from sim.charts.style.formatting import firm_words, mean_note, notes
from sim.charts.style.palette import BLUE, FAINT, GREY, INK, SKY
from sim.glossary.labels import label
from sim.language.messages import _
from sim.metrics.key_accounts.account_steps import account_doors, path_of_trust
from sim.number_text import percent
from sim.registry import unknown
from sim.results.event_filters import select_events
from sim.results.results import Results
from sim.scenario.firm.departments.relationship_managers import DOORS, TRUST

SHADES = ((FAINT, INK, ".."), (SKY, "#2b7fae", ""), (BLUE, BLUE, "//"), ("#00304d", "#00304d", ""))
"""Fill, colour of the name, and hatch of each station, from the first to the furthest: darker is nearer."""
DOOR_IDS = ("outside", "speaking_terms", "gets_help", "account_calls")
TRUST_IDS = ("stranger", "familiar", "person", "organisation")
"""What the glossary calls the doors and the levels of trust."""


def bands_chart(
    results: Results, table: pd.DataFrame, column: str, claim: Callable[[str, pd.DataFrame], str], *,
    axes: Axes | None, firm: str | None,
) -> Figure:  # fmt: skip
    """Bands of a firm's accounts by station; the firm in focus, unless named. ``claim`` makes the headline of its name
    and the means. Raises ``ValueError`` for a firm that is not there."""
    if firm is not None and firm not in results.names.firms:
        raise ValueError(unknown("firm", firm, results.names.firms))
    name, axes = firm or results.scenario.focal_firm, canvas(axes)
    means = _bands(axes, results, table, column, name)
    return headline(axes, claim(firm_words(results)[results.names.firms.index(name)], means))


def _bands(axes: Axes, results: Results, table: pd.DataFrame, column: str, firm: str) -> pd.DataFrame:
    """Draw the mean number of a firm's accounts at each station, and when managers left where there is one replication.

    ``table`` has the columns replication, week, firm, ``column`` and accounts. Returns the means, a column per station.
    """
    mine = table[table["firm"] == firm]
    means = mine.groupby(["week", column], observed=False)["accounts"].mean().unstack()
    weeks = np.minimum(means.index.to_numpy(dtype=float) + 1, results.scenario.horizon)
    stations = [str(name) for name in means.columns]
    floor, ends = np.zeros(len(means)), []
    for place in reversed(range(len(stations))):
        fill, ink, hatch = SHADES[place]
        top = floor + means[stations[place]].to_numpy(dtype=float)
        axes.fill_between(weeks, floor, top, facecolor=fill, hatch=hatch, edgecolor="white", linewidth=0.4)
        ends.append((float(floor[-1] + top[-1]) / 2, f"{station_word(stations[place])} {top[-1] - floor[-1]:.0f}", ink))
        floor = top
    highest = max(1.0, float(floor.max()))
    axes.set_xlim(0, results.scenario.horizon)
    axes.set_ylim(0, highest * 1.12)
    label_ends(axes, ends)
    if len(results.runs) == 1:
        rows = select_events(results.runs[0], ("manager",))
        left = results.names.words.index("left") if "left" in results.names.words else -2
        gone = rows[(rows["cause"] == left) & (rows["customer"] < 0)]
        gone = gone[gone["firm"] == results.names.firms.index(firm)]
        axes.plot(
            gone["time"], np.full(len(gone), highest * 1.06), marker="v", linestyle="none", color=GREY, markersize=6
        )
    axes.set_ylabel(_("accounts"))
    axes.set_xlabel(notes(_("week"), mean_note(results) or _("▾ a manager leaves")))
    return means


def station_word(station: str) -> str:
    """What a door or a level of trust is called, by its name in the log."""
    if station in DOORS:
        return label("door", DOOR_IDS[DOORS.index(station)], station)
    return label("trust level", TRUST_IDS[TRUST.index(station)], station) if station in TRUST else station


@house_style()
def doors_chart(results: Results, axes: Axes | None = None, firm: str | None = None) -> Figure:
    """Accounts of a firm (the one in focus, unless named) by the door at which its managers stand, week by week.

    A mean over replications; with a single one, marks show when a manager left.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        firm: Name of the firm; the one in focus if left out.

    Returns:
        The figure.

    Raises:
        ValueError: For a firm that is not there.
    """
    return bands_chart(results, account_doors(results), "door", _doors_claim, axes=axes, firm=firm)


def _doors_claim(firm: str, means: pd.DataFrame) -> str:
    last = means.iloc[-1]
    accounts = float(last.sum())
    if not means.to_numpy().any():
        return _("{firm} has no accounts with relationship managers").format(firm=firm)
    if accounts <= 0:
        return _("{firm} has no account left in the last week").format(firm=firm)
    calls, outside = float(last[DOORS[-1]]), float(last[DOORS[0]])
    told = _(
        "Of {firm}'s {n} accounts {calls} call of their own accord after {weeks} weeks; with {outside} it still stands "
        "outside"
    )
    return told.format(
        firm=firm, n=f"{accounts:.0f}", calls=percent(calls / accounts), weeks=len(means),
        outside=percent(outside / accounts),
    )  # fmt: skip


@house_style()
def trust_chart(results: Results, axes: Axes | None = None, firm: str | None = None) -> Figure:
    """Accounts of a firm (the one in focus, unless named) on the path from stranger to trust in the organisation.

    A mean over replications; with a single one, marks show when a manager left.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        firm: Name of the firm; the one in focus if left out.

    Returns:
        The figure.

    Raises:
        ValueError: For a firm that is not there.
    """
    return bands_chart(results, path_of_trust(results), "trust", _trust_claim, axes=axes, firm=firm)


def _trust_claim(firm: str, means: pd.DataFrame) -> str:
    last = means.iloc[-1]
    trusting = float(last[TRUST[2]] + last[TRUST[3]])
    if not means.to_numpy().any():
        return _("{firm} has no accounts with relationship managers").format(firm=firm)
    if trusting <= 0:
        told = _("None of {firm}'s accounts trusts it or its people after {weeks} weeks")
        return told.format(firm=firm, weeks=len(means))
    person, house = float(last[TRUST[2]]), float(last[TRUST[3]])
    if not person or not house:
        if person:
            told = _("All of {firm}'s accounts that trust at all after {weeks} weeks trust the person, none the firm")
        else:
            told = _("All of {firm}'s accounts that trust at all after {weeks} weeks trust the firm, not the visitor")
        return told.format(firm=firm, weeks=len(means))
    told = _("Of {firm}'s accounts that trust at all after {weeks} weeks, {person} trust the person, {house} the firm")
    return told.format(
        firm=firm, weeks=len(means), person=percent(person / trusting), house=percent(house / trusting)
    )  # fmt: skip
