"""Lines over weeks, each with its band and its name at its end; lines that are the same are drawn once and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from sim.charts.style.end_labels import END_POINTS, label_ends
from sim.charts.style.palette import Look
from sim.charts.style.text_fitting import lines

END_INCHES = 1.1
"""Width that the name of a line may take behind its end."""
ZERO = "#888888"
Bounds: TypeAlias = tuple[float | None, float | None]
OPEN: Bounds = (None, None)
AT_LEAST_ZERO: Bounds = (0.0, None)
PERCENT: Bounds = (0.0, 100.0)
"""Values that a quantity can have at all; neither axis nor band goes beyond them."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One line, and how it is drawn."""

    x: ArrayLike
    y: ArrayLike
    """Shape as ``x``; what is missing is not a number."""
    name: str
    look: Look
    low: ArrayLike | None = None
    high: ArrayLike | None = None
    """Bounds of the band; none where they are left out or not a number."""
    strong: bool = False
    """Whether it is that of the firm in focus, which is drawn thicker and above the others."""


def draw_curves(
    axes: Axes, curves: Sequence[Curve], bounds: Bounds = OPEN, *, markers: bool = False
) -> list[list[int]]:
    """Draw lines with their bands and write each name at the end of its line.

    Lines that are the same all along are drawn once, under the look of the one in focus or of the first, and their
    names say that they are the same. The limits across must be set before, those upwards are set here.

    Returns:
        The places of the curves, those drawn as one line together.
    """
    groups = identical_groups([np.asarray(curve.y, dtype=float) for curve in curves])
    for group in groups:
        curve = curves[drawn_of(curves, group)]
        look, weeks = curve.look, np.asarray(curve.x, dtype=float)
        axes.plot(
            weeks, np.asarray(curve.y, dtype=float), color=look.colour, linestyle=look.line,
            linewidth=2.4 if curve.strong else 1.6, zorder=3 if curve.strong else 2,
            marker=look.marker if markers else None, markersize=4,
        )  # fmt: skip
        if curve.low is not None and curve.high is not None:
            band(axes, weeks, np.clip(curve.low, *bounds), np.clip(curve.high, *bounds), look.colour)
    bottom, top = axes.get_ylim()
    axes.set_ylim(bottom if bounds[0] is None else bounds[0], top if bounds[1] is None else min(top, 1.02 * bounds[1]))
    ends = [_end(curves, group) for group in groups]
    label_ends(axes, [end for end in ends if np.isfinite(end[0])])
    return groups


def band(axes: Axes, x: ArrayLike, low: ArrayLike, high: ArrayLike, colour: str) -> None:
    """The area between two bounds; nothing where they are not numbers."""
    if np.isfinite(np.asarray(low, dtype=float)).any():
        axes.fill_between(np.asarray(x), np.asarray(low), np.asarray(high), color=colour, alpha=0.18, linewidth=0)


def zero_line(axes: Axes, always: bool = True) -> None:
    """A thin line at zero; unless ``always``, only where the axis goes below it."""
    if always or axes.get_ylim()[0] < 0:
        axes.axhline(0, color=ZERO, linewidth=0.8, zorder=1)


def identical_groups(values: Sequence[NDArray[np.float64]]) -> list[list[int]]:
    """Places of the rows, those with the same numbers all along together.

    >>> identical_groups([np.array([1.0, 2.0]), np.array([3.0, 2.0]), np.array([1.0, 2.0])])
    [[0, 2], [1]]
    """
    groups: list[list[int]] = []
    for place, row in enumerate(values):
        for group in groups:
            first = values[group[0]]
            if first.shape == row.shape and np.allclose(first, row, rtol=1e-9, atol=1e-12, equal_nan=True):
                group.append(place)
                break
        else:
            groups.append([place])
    return groups


def drawn_of(curves: Sequence[Curve], group: Sequence[int]) -> int:
    """The curve under whose look a group is drawn: that in focus, or the first."""
    return next((place for place in group if curves[place].strong), group[0])


def same_line(names: Sequence[str]) -> str:
    """The names of lines that are the same, one below the other.

    >>> same_line(["Red"]), same_line(["Red", "Blue"])
    ('Red', 'Red =\\nBlue')
    """
    return " =\n".join(names)


def _end(curves: Sequence[Curve], group: Sequence[int]) -> tuple[float, str, str]:
    """Last height, name and colour of a line."""
    curve = curves[drawn_of(curves, group)]
    seen = np.asarray(curve.y, dtype=float)
    seen = seen[np.isfinite(seen)]
    names = same_line(["\n".join(lines(curves[place].name, END_INCHES, END_POINTS)) for place in group])
    return float(seen[-1]) if len(seen) else float("nan"), names, curve.look.colour
