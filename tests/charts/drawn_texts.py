"""Texts as a figure draws them, with the boxes that they take: for tests of what overlaps or is cut."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from unittest import mock

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

DPI = 100
SLACK = 1.5
"""Pixels by which boxes may touch: the white around letters."""


@contextmanager
def recorded() -> Iterator[list[tuple[str, Bbox]]]:
    """Every text that is drawn, in order, with its box in pixels."""
    found: list[tuple[str, Bbox]] = []
    draw = Text.draw

    def draw_and_record(self: Text, renderer: Any, *more: Any, **named: Any) -> None:
        if self.get_visible() and self.get_text().strip():
            found.append((self.get_text(), Text.get_window_extent(self, renderer)))
        draw(self, renderer, *more, **named)

    with mock.patch.object(Text, "draw", draw_and_record):
        yield found


class Drawn(NamedTuple):
    """A figure as it was drawn once."""

    texts: list[tuple[str, Bbox]]
    """Each text that is shown, once, with its box in pixels."""
    size: tuple[float, float]
    """Width and height, pixels."""
    png: bytes
    """The picture as a file."""


def draw_once(figure: Figure) -> Drawn:
    """The finished picture, with the boxes of its texts."""
    store = io.BytesIO()
    with recorded() as found:
        figure.savefig(store, format="png", dpi=DPI)
    texts = {(text, tuple(box.extents.round(2))): box for text, box in found}
    width, height = figure.get_size_inches() * DPI
    return Drawn([(text, box) for (text, _), box in texts.items()], (float(width), float(height)), store.getvalue())


def layout_faults(drawn: Drawn) -> list[str]:
    """What is cut by the edge of the sheet, and which labels lie on each other."""
    width, height = drawn.size
    faults = [
        f"{text!r} is cut"
        for text, box in drawn.texts
        if box.x0 < -SLACK or box.y0 < -SLACK or box.x1 > width + SLACK or box.y1 > height + SLACK
    ]
    for (one, here), (other, there) in itertools.combinations(drawn.texts, 2):
        across = min(here.x1, there.x1) - max(here.x0, there.x0)
        up = min(here.y1, there.y1) - max(here.y0, there.y0)
        if across > SLACK and up > SLACK:
            faults.append(f"{one!r} and {other!r} overlap by {across:.0f} x {up:.0f} pixels")
    return faults
