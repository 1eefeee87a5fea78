"""One customer's life in the market, as far as the firms could see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.charts.style.canvas import add_legend, canvas, headline, house_style
from sim.charts.style.event_selection import customer_name, of_customer
from sim.charts.style.formatting import cause_word, firm_words, words_by_firm
from sim.charts.style.palette import INK, firm_look
from sim.language.messages import _, mark, translate
from sim.number_text import times
from sim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd

MARKS = (
    ("purchase", "o", 4.0, mark("purchase")),
    ("reward", "*", 11.0, mark("reward")),
    ("join", "^", 9.0, mark("joins a programme")),
    ("exit", "X", 10.0, mark("leaves")),
)
"""Events of a life, each with its mark, the size of the mark and its name."""


@house_style()
def life_line(results: Results, customer_id: str | int, axes: Axes | None = None, run: int = 0) -> Figure:
    """What one customer did, week by week: where she bought, what she joined and earned, when she left and why.

    One lane per firm, weeks from left to right. In another world with the same luck her purchases are matched by
    ordinal (her first, her second, …), not by date.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        customer_id: Id of the customer, such as ``consumers-5``, or a number from 0 through all segments.
        axes: Axes to draw into; a figure of its own if left out.
        run: Number of the replication that is shown, from 0.

    Returns:
        The figure.

    Raises:
        LookupError: For a customer who is not in the market.
    """
    customer_id = customer_name(results, customer_id)
    axes = canvas(axes, height=1.7 + 0.5 * len(results.names.firms))
    life = draw_life(axes, results, customer_id, run)
    handles = marks_in(life)
    if handles:
        add_legend(axes, handles)
    return headline(axes, _claim(results, customer_id, life))


def draw_life(axes: Axes, results: Results, customer_id: str, run: int = 0) -> pd.DataFrame:
    """Draw her life on these axes, and return everything that happened to her."""
    life = of_customer(results, customer_id, run)
    for lane, firm in enumerate(results.names.firms):
        _lane(axes, results, life[life["firm"] == firm], lane)
    moved = life.loc[life["event"] == "moving away", "time"]
    if len(moved):
        axes.axvline(float(moved.iloc[0]), color=INK, linewidth=1, linestyle="--")
    axes.set_yticks(range(len(results.names.firms)), firm_words(results))
    axes.set_ylim(len(results.names.firms) - 0.4, -0.8)
    axes.set_xlim(-0.02 * results.scenario.horizon, 1.02 * results.scenario.horizon)
    axes.grid(False)
    axes.set_xlabel(_("week"))
    return life


def marks_in(*lives: pd.DataFrame) -> list[Line2D]:
    """What the marks mean that occur in these lives, for the key of a picture."""
    return [
        Line2D([], [], linestyle="none", marker=shape, markersize=size, color=INK, label=translate(word))
        for event, shape, size, word in MARKS
        if any((life["event"] == event).any() for life in lives)
    ]


def _lane(axes: Axes, results: Results, hers: pd.DataFrame, lane: int) -> None:
    """Her dealings with one firm: a thin line while she is its customer, a mark for each event."""
    colour = firm_look(lane).colour
    ends = [*hers.loc[hers["event"] == "exit", "time"], results.scenario.horizon]
    for number, start in enumerate(hers.loc[hers["event"] == "acquisition", "time"]):
        axes.hlines(lane, start, ends[min(number, len(ends) - 1)], color=colour, linewidth=1.2, alpha=0.6)
    for event, marker, size, _word in MARKS:
        at = hers.loc[hers["event"] == event, "time"]
        if len(at):
            axes.plot(
                at,
                [lane] * len(at),
                marker=marker,
                markersize=size,
                linestyle="none",
                color=colour,
                markeredgecolor="white" if event != "purchase" else colour,
                markeredgewidth=0.5,
            )
    for time, cause in zip(
        hers.loc[hers["event"] == "exit", "time"], hers.loc[hers["event"] == "exit", "cause"], strict=True
    ):
        right = time < 0.8 * results.scenario.horizon
        axes.annotate(
            _("left: {cause}").format(cause=cause_word(results, str(cause))),
            (time, lane),
            (4 if right else -4, 9),
            textcoords="offset points",
            fontsize=8,
            ha="left" if right else "right",
        )


def _claim(results: Results, customer_id: str, life: pd.DataFrame) -> str:
    bought = life[life["event"] == "purchase"]
    exits = life[life["event"] == "exit"]
    if bought.empty:
        return _("{customer} never bought here").format(customer=customer_id)
    counts = bought["firm"].value_counts()
    words = words_by_firm(results)
    if (counts == counts.iloc[0]).sum() > 1:
        where = _("at several firms alike")
    elif counts.iloc[0] == counts.sum():
        where = _("only at {firm}").format(firm=words[counts.index[0]])
    else:
        where = _("most at {firm}").format(firm=words[counts.index[0]])
    if (life["event"] == "moving away").any():
        told = _("{customer} bought {times}, {where}, then moved away")
    elif len(exits):
        told = _("{customer} bought {times}, {where}; left {exits}")
    else:
        told = _("{customer} bought {times}, {where}, and left no firm")
    return told.format(customer=customer_id, times=times(len(bought)), where=where, exits=times(len(exits)))
