"""Names at the right ends of lines, pushed apart so that none lies on another."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from matplotlib.axes import Axes

from sim.charts.style.canvas import Picture, figure_of

END_POINTS = 9.0
"""Size of the names at the ends of lines."""
LINE_INCHES = 0.16
"""Height of one line of such a name, with the white below it."""
AXES_PART = 0.62
"""Part of a sheet's height that its axes usually have, below the headline and above the label."""


def label_ends(axes: Axes, ends: Sequence[tuple[float, str, str]]) -> None:
    """Name lines at their right ends, spread so that no two names overlap, names of several lines too.

    ``ends``: for each line its last height in units of the axis, its name and its colour. The limits of the axis must
    be set before.
    """
    low, high = axes.get_ylim()
    figure = figure_of(axes)
    part = AXES_PART if isinstance(figure, Picture) else axes.get_position().height
    one = LINE_INCHES / (part * figure.get_figheight())
    heights = [one * (end[1].count("\n") + 1) for end in ends]
    places = spread_labels([(height - low) / ((high - low) or 1.0) for height, _name, _colour in ends], heights)
    for place, (_height, name, colour) in zip(places, ends, strict=True):
        axes.text(
            1.015, place, name, color=colour, transform=axes.transAxes, va="center", ha="left", fontweight="bold",
            fontsize=END_POINTS,
        )  # fmt: skip


def spread_labels(places: Sequence[float], apart: float | Sequence[float]) -> list[float]:
    """Places between 0 and 1 pushed away from each other until they lie ``apart``, in the same order.

    ``apart`` may be a height for each label: two neighbours then lie apart by half of each.

    >>> [round(place, 2) for place in spread_labels([0.5, 0.5, 0.9], 0.1)]
    [0.45, 0.55, 0.9]
    """
    heights = [apart] * len(places) if isinstance(apart, float | int) else list(apart)
    order = sorted(range(len(places)), key=lambda number: places[number])
    moved = [min(max(place, 0.0), 1.0) for place in places]
    for _sweep in range(20 * len(places)):
        for below, above in itertools.pairwise(order):
            push = ((heights[below] + heights[above]) / 2 - (moved[above] - moved[below])) / 2
            if push > 1e-9:
                moved[below] -= push
                moved[above] += push
    ceiling = 1.0
    for number, below in itertools.zip_longest(reversed(order), list(reversed(order))[1:]):
        moved[number] = min(moved[number], ceiling)
        ceiling -= 0.0 if below is None else (heights[number] + heights[below]) / 2
    return moved
