"""The sheet that every picture is drawn on: size, style, headline, legend.

Pictures are plain :class:`matplotlib.figure.Figure`, never pyplot: nothing global is touched, they work without a
screen and are freed like any object. :class:`Picture` only adds what a notebook asks of a thing it can show.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from threading import RLock
from typing import Any, ParamSpec, TypeVar

from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter

from sim.charts.style.palette import FAINT, INK
from sim.charts.style.picture_language import picture_language
from sim.charts.style.text_fitting import HEADLINE_POINTS, families, in_one_line, lines, printable, spaced, text_width
from sim.experiments.provenance import provenance_of_results
from sim.language.choice import current_language, in_language
from sim.results.results import Results

Given = ParamSpec("Given")
Drawn = TypeVar("Drawn")

SIZE = (5.4, 3.6)
"""Width and height of a picture in inches: type stays legible when it is shrunk to the width of a telephone."""


class Picture(Figure):
    """A figure that a notebook shows by itself, without pyplot."""

    provenance: str = ""
    """Where it comes from: worlds, luck and versions in a line, which goes into the picture's file."""
    language: str = ""
    """The language in which it was drawn; amounts along its axes stay in it."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw in the house's style, also when a notebook or a script of the reader saves the picture."""
        with HouseStyle(), in_language(self.language or current_language()):
            super().draw(renderer)

    def _repr_png_(self) -> tuple[bytes, dict[str, str]]:
        """The picture, and what it says in words: an exported page reads it out where the picture is not seen."""
        return png(self), {"alt": headline_text(self)}


_ONE_AT_A_TIME = RLock()
"""Settings of Matplotlib are global, so threads draw one after the other."""


class HouseStyle:
    """Drawing in the house's style; a picture of results drawn by a function so decorated says where it comes from."""

    def __enter__(self) -> None:
        """Take up the house's style; wait while another thread draws in it."""
        _ONE_AT_A_TIME.acquire()
        self._drawing = _in_style()
        self._drawing.__enter__()

    def __exit__(self, *ended: Any) -> None:
        """Leave the settings of the reader as they were."""
        try:
            self._drawing.__exit__(*ended)
        finally:
            _ONE_AT_A_TIME.release()

    def __call__(self, draw: Callable[Given, Drawn]) -> Callable[Given, Drawn]:
        """The same function, drawing in this style."""

        @wraps(draw)
        def drawn(*given: Given.args, **named: Given.kwargs) -> Drawn:
            language = picture_language()
            with HouseStyle(), in_language(language):
                picture = draw(*given, **named)
            if isinstance(picture, Picture):
                picture.language = language
            if isinstance(picture, Picture) and not picture.provenance and given and isinstance(given[0], Results):
                provenance(picture, provenance_of_results(given[0]))
            return picture

        return drawn


def house_style() -> HouseStyle:
    """Draw in the house's type and line weights, and leave the settings of the reader as they were."""
    return HouseStyle()


@contextmanager
def _in_style() -> Iterator[None]:
    style: dict[Any, Any] = {
        "font.family": list(families()),
        "font.size": 10,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.edgecolor": "#888888",
        "axes.titlesize": HEADLINE_POINTS,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.titlepad": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "grid.color": FAINT,
        "grid.linewidth": 0.6,
        "xtick.color": "#555555",
        "ytick.color": "#555555",
        "legend.frameon": False,
        "hatch.linewidth": 0.4,
        "svg.hashsalt": "guanxi",
        "text.parse_math": False,  # a name or a sum of money may hold a dollar sign
        "figure.facecolor": "white",
    }
    fonts = logging.getLogger("matplotlib.font_manager")
    outermost = _bold_is_missed not in fonts.filters
    fonts.addFilter(_bold_is_missed)
    try:
        with rc_context(style):
            yield
    finally:
        if outermost:
            fonts.removeFilter(_bold_is_missed)


def _bold_is_missed(complaint: logging.LogRecord) -> bool:
    """Chinese fonts often come in one weight only: a headline is then set in that, and nobody need be told."""
    return "Failed to find font weight" not in complaint.getMessage()


def canvas(axes: Axes | None, width: float = SIZE[0], height: float = SIZE[1]) -> Axes:
    """The axes given, or those of a new picture of this size in inches."""
    return Picture(figsize=(width, height), layout="constrained").add_subplot() if axes is None else axes


def figure_of(axes: Axes) -> Figure:
    """The whole figure that these axes belong to."""
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("these axes were removed from their figure; give axes that stand on one")
    return figure


def provenance(figure: Figure, told: object) -> Figure:
    """The same picture, which says in its file where it comes from; one drawn on a figure of your own does not."""
    if isinstance(figure, Picture):
        figure.provenance = str(told)
    return figure


def headline(axes: Axes, sentence: str) -> Figure:
    """The finished picture: what it shows put above it, and its labels broken into lines that fit.

    Letters that no font of this machine has are left out.
    """
    figure = figure_of(axes)
    sentence = spaced(printable(sentence))
    if isinstance(figure, Picture):
        text = "\n".join(lines(sentence, figure.get_figwidth() - 0.3))
        figure.suptitle(text, x=0.01, ha="left", fontsize=HEADLINE_POINTS, fontweight="bold")
    else:
        axes.set_title("\n".join(lines(sentence, figure.get_figwidth() * axes.get_position().width)))
    _print_known_letters(figure)
    _fit_axis_labels(axes)
    return figure


def _print_known_letters(figure: Figure) -> None:
    """Leave out letters that would be shown as empty boxes, in the names of ticks too."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            names = axis.get_major_formatter()
            if isinstance(names, FixedFormatter):
                names.seq = [printable(str(name)) for name in names.seq]
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_text() != printable(text.get_text()):
            text.set_text(printable(text.get_text()))


LONG = 0.5
"""Part of the sheet from which on the label of an axis is measured."""


def _fit_axis_labels(axes: Axes) -> None:
    """Break the labels of the axes into lines that are no longer than there is room for."""
    figure = figure_of(axes)
    width, height = figure.get_size_inches()
    labels = ((axes.xaxis.label, width), (axes.yaxis.label, height))
    long = [text_width(label.get_text(), float(label.get_fontsize())) > LONG * room for label, room in labels]
    if not any(long):
        return
    if (engine := figure.get_layout_engine()) is not None:
        engine.execute(figure)
    place = axes.get_position()
    beside = 2 * min(place.x0, 1 - place.x1) if isinstance(figure, Picture) else 0.0
    rooms = ((place.width + beside) * width - 0.1, place.height * height)
    for (label, _size), room, is_long in zip(labels, rooms, long, strict=True):
        if is_long:
            points = float(label.get_fontsize())
            parts = [lines(part, room, points, "normal") for part in label.get_text().split("\n")]
            label.set_text("\n".join(line for part in parts for line in part))
            label.set_multialignment("center")


def headline_text(figure: Figure) -> str:
    """The headline of a picture, or those of its parts, in one line."""
    parts = [figure.get_suptitle(), *[axes.get_title(loc="left") for axes in figure.axes]]
    return " ".join(in_one_line(part) for part in parts if part)


def png(figure: Figure, dpi: int = 144) -> bytes:
    """The picture as the bytes of a PNG file."""
    store = io.BytesIO()
    known = getattr(figure, "provenance", "")
    with house_style():
        figure.savefig(store, format="png", dpi=dpi, metadata={"Description": known} if known else None)
    return store.getvalue()


def svg(figure: Figure) -> str:
    """The picture as an SVG element to stand in a page: letters as outlines, no address of any kind in it."""
    store = io.StringIO()
    with house_style():
        figure.savefig(store, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = store.getvalue()
    return text[text.index("<svg") :]


def area_key(colour: str, hatch: str, label: str) -> Patch:
    """What an area of this colour and hatch means, for :func:`add_legend`."""
    return Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=label)


def add_legend(axes: Axes, handles: Sequence[Artist], columns: int | None = None) -> None:
    """Say below the picture what the marks mean: below the whole sheet, or below these axes where there are several."""
    count = columns or len(handles)
    if isinstance(figure_of(axes), Picture):
        figure_of(axes).legend(
            handles=handles, loc="outside lower left", ncols=count, fontsize=8, handletextpad=0.4, columnspacing=1.2
        )
    else:
        axes.legend(
            handles=handles, loc="upper left", bbox_to_anchor=(0, -0.22), ncols=count, fontsize=7, handletextpad=0.3
        )
