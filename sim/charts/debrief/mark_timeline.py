"""Marks of events and messages on a picture whose horizontal axis is time."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from matplotlib.axes import Axes

from sim.charts.style.palette import GREY, INK
from sim.game.debrief.timeline_marks import TimelineMark

MAX_LABELS = 4
"""Labels that are written above one place; further ones are told by dots."""


def mark_timeline(axes: Axes, marks: Iterable[TimelineMark], place: Callable[[TimelineMark], float]) -> None:
    """Draw a line at every place where something fell, with the labels of what did above it.

    Args:
        axes: Axes whose limits are set.
        marks: What fell when.
        place: Where a mark stands on the horizontal axis.
    """
    by_place: dict[float, list[TimelineMark]] = {}
    low, high = axes.get_xlim()
    for mark in marks:
        by_place.setdefault(min(max(place(mark), low), high), []).append(mark)
    for at, held in by_place.items():
        event = any(mark.kind == "event" for mark in held)
        axes.axvline(at, color=INK if event else GREY, linewidth=0.9, linestyle=(0, (4, 2)) if event else (0, (1, 2)),
                     zorder=1)  # fmt: skip
        labels = [mark.label for mark in held]
        text = " ".join(labels[:MAX_LABELS]) + ("…" if len(labels) > MAX_LABELS else "")
        axes.text(at, 1.01, text, transform=axes.get_xaxis_transform(), ha="center", va="bottom", fontsize=8,
                  fontweight="bold", color=INK)  # fmt: skip
