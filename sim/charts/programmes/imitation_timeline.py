"""Who launched what, and how long it took the rivals to copy it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.charts.style.canvas import add_legend, canvas, headline, house_style
from sim.charts.style.event_selection import select_chart_events
from sim.charts.style.formatting import listed, week_of_replication, words_by_firm
from sim.charts.style.palette import GREY, INK, firm_look
from sim.glossary.labels import label
from sim.language.messages import _
from sim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd

STEPS = (("aware", "o", "white", 6), ("decided", "s", "white", 6), ("built", "s", GREY, 4))
"""The steps of a rival before its copy is out (course B1), each with its mark."""
_FOREVER = 1e6


@house_style()
def imitation_timeline(results: Results, axes: Axes | None = None, run: int = 0) -> Figure:
    """When each programme came out, and when each rival noticed, decided, built and launched a copy.

    One lane per firm and programme, in weeks; of several replications one is shown, the first unless ``run`` says.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        run: Number of the replication that is shown, from 0.

    Returns:
        The figure.
    """
    story = select_chart_events(results, ("launch", "imitation"), run)
    names = words_by_firm(results)
    found = dict.fromkeys(zip(story["programme"].astype(str), story["firm"].astype(str), strict=True))
    programmes = list(dict.fromkeys(programme for programme, _ in found))
    order = sorted(found, key=lambda lane: (programmes.index(lane[0]), results.names.firms.index(lane[1])))
    lanes = [(firm, programme) for programme, firm in order]
    axes = canvas(axes, height=1.8 + 0.4 * max(len(lanes), 2))
    for height, (firm, programme) in enumerate(lanes):
        lane = story[(story["firm"] == firm) & (story["programme"] == programme)]
        _lane(axes, lane, height, list(results.names.firms).index(firm))
    axes.set_yticks(
        range(len(lanes)), [f"{names[firm]}: {label('programme', programme, programme)}" for firm, programme in lanes]
    )
    axes.set_ylim(max(len(lanes), 1) - 0.4, -0.75)
    axes.set_xlim(-0.02 * results.scenario.horizon, results.scenario.horizon)
    axes.grid(True, axis="x")
    axes.grid(False, axis="y")
    axes.set_xlabel(week_of_replication(results, run))
    _legend(axes, set(story["detail"].dropna().astype(str)))
    return headline(axes, _claim(story, names))


def _lane(axes: Axes, lane: pd.DataFrame, height: int, firm: int) -> None:
    """One firm's way to one programme: a mark for each step, a bar from the launch on."""
    colour = firm_look(firm).colour
    steps = lane[lane["event"] == "imitation"].drop_duplicates("detail")
    launches = lane.loc[lane["event"] == "launch", "time"]
    if len(steps):
        last = float(launches.iloc[0]) if len(launches) else float(steps["time"].max())
        axes.plot(
            [float(steps["time"].min()), last], [height, height], color=GREY, linewidth=1.2, linestyle=":", zorder=1
        )
    if len(launches):
        out = float(launches.iloc[0])
        axes.hlines(height, out, _FOREVER, color=colour, linewidth=6, alpha=0.35)
        mark, size = ("*", 15) if steps.empty else ("o", 9)
        axes.plot([out], [height], marker=mark, color=colour, markersize=size, markeredgecolor="white", zorder=3)
    for step, mark, inside, size in STEPS:
        at = steps.loc[steps["detail"] == step, "time"]
        axes.plot(
            at,
            [height] * len(at),
            marker=mark,
            color=INK,
            markerfacecolor=inside,
            markersize=size,
            linestyle="none",
            zorder=4,
        )


def _legend(axes: Axes, steps: set[str]) -> None:
    """What the marks mean, of those that are there."""
    seen = [(label("competition", step), mark, inside, size) for step, mark, inside, size in STEPS if step in steps]
    marks = [(_("first launch"), "*", INK, 12), *seen]
    marks += [(_("copy out"), "o", INK, 8)] if "launched" in steps else []
    handles = [
        Line2D([], [], linestyle="none", marker=mark, color=INK, markerfacecolor=inside, markersize=size, label=word)
        for word, mark, inside, size in marks
    ]
    add_legend(axes, handles)


def copies(story: pd.DataFrame) -> list[tuple[str, str, float]]:
    """Copies that came out: firm, programme, weeks after the first launch of that programme by anyone."""
    found = []
    launches = story[story["event"] == "launch"].drop_duplicates(["firm", "programme"])
    for programme, of_programme in launches.groupby("programme", observed=True, sort=False):
        pioneer = float(of_programme["time"].min())
        copied = set(story.loc[(story["event"] == "imitation") & (story["programme"] == programme), "firm"])
        found += [
            (str(firm), str(programme), float(time) - pioneer)
            for firm, time in zip(of_programme["firm"], of_programme["time"], strict=True)
            if firm in copied
        ]
    return found


def _claim(story: pd.DataFrame, names: dict[str, str]) -> str:
    if not (story["event"] == "launch").any():
        return _("Nobody launched a programme")
    out = copies(story)
    if not out:
        return _("No rival had a copy out before the end")
    told = [
        _("{programme} by {firm} after {weeks} weeks").format(
            programme=label("programme", programme, programme), firm=names[firm], weeks=f"{weeks:.0f}"
        )
        for firm, programme, weeks in out
    ]
    return _("Copied: {copies}").format(copies=listed(told))
