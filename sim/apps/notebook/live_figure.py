"""A figure of fixed layout: what stands still is drawn once, and only what moves is drawn again.

Letters take most of the time of a picture. Here legends and labels become a background of pixels, scales are drawn
again only when their limits change, and the moving artists are drawn over both. The result goes out as a PNG of few
colours that is packed lightly, as it only travels from the kernel to the page.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matplotlib.artist import Artist
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.transforms import Bbox

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PACKING = 1
"""Level of compression of the PNG, 1 to 9: level 1 takes two thirds of the time of level 6."""
HALF_A_LABEL = 14
"""Pixels by which the label at the end of a scale may stand out beyond the scale."""
COLOURS = 128
"""Colours of the PNG: packing takes half the time that it takes with all colours, and the file is a third as large."""


class LiveFigure:
    """A figure whose layout is fixed, its scales, and which of its artists move."""

    def __init__(self, figure: Figure, scales: Sequence[Axis], moving: Sequence[Artist]) -> None:
        """Fix the layout as it is now, and draw what stands still.

        Args:
            figure: The figure, with the longest labels that it will have to hold; it gets a canvas of pixels.
            scales: Axes of numbers whose limits will change.
            moving: Other artists that will change: lines, bars, titles. They are drawn in this order.
        """
        self.figure, self.scales, self.moving = figure, tuple(scales), tuple(moving)
        self._canvas = _canvas_of(figure)
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        for scale in self.scales:
            _fix_label(scale)
        for artist in (*self.scales, *self.moving):
            artist.set_animated(True)
        self._canvas.draw()
        self._still = [self._canvas.copy_from_bbox(_surroundings(scale)) for scale in self.scales]
        self._limits: list[tuple[float, ...] | None] = [None] * len(self.scales)
        self._behind = self._canvas.copy_from_bbox(figure.bbox)

    def png(self) -> bytes:
        """The picture as it stands, always of the same size in pixels, as the bytes of a PNG file."""
        from PIL import Image

        self._canvas.restore_region(self._behind)
        self._redraw_scales()
        self._draw(self.moving)
        picture = Image.frombuffer("RGBA", self._canvas.get_width_height(), bytes(self._canvas.buffer_rgba()))
        few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        store = io.BytesIO()
        few.save(store, format="png", compress_level=PACKING)
        return store.getvalue()

    def _redraw_scales(self) -> None:
        """Draw the scales whose limits have changed; the others are in the background already."""
        limits = [scale.get_view_interval() for scale in self.scales]
        changed = [place for place, now in enumerate(limits) if self._limits[place] != tuple(now)]
        for place in changed:
            self._canvas.restore_region(self._still[place])
            self._draw(self.scales[place : place + 1])
            self._limits[place] = tuple(limits[place])
        if changed:
            self._behind = self._canvas.copy_from_bbox(self.figure.bbox)

    def _draw(self, artists: Sequence[Artist]) -> None:
        renderer = self._canvas.get_renderer()
        for artist in artists:
            artist.draw(renderer)


def _canvas_of(figure: Figure) -> Any:
    """A canvas of pixels for the figure; Matplotlib gives its methods no types."""
    return FigureCanvasAgg(figure)


def _surroundings(scale: Axis) -> Bbox:
    """The part of the picture in which a scale, its labels and its grid are drawn."""
    drawn = scale.axes.get_window_extent()
    return Bbox.union([drawn, scale.get_tightbbox() or drawn]).padded(HALF_A_LABEL)


def _fix_label(axis: Axis) -> None:
    """Keep the label of an axis where it is: to look for its place takes as long as to draw the axis."""
    box = axis.label.get_window_extent().transformed(axis.axes.transAxes.inverted())
    if axis is axis.axes.yaxis:
        axis.set_label_coords(box.x1, 0.5)
    else:
        axis.set_label_coords(0.5, box.y1)
