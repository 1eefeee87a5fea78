"""The sheet that every picture is drawn on: size, type, headline, labels at the ends of lines.

Pictures are plain :class:`matplotlib.figure.Figure`, never pyplot: nothing global is touched, they work without a
screen and are freed like any object. :class:`Picture` only adds what a notebook asks of a thing it can show.
"""

from __future__ import annotations

import io
import itertools
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, wraps
from textwrap import wrap
from typing import Any, ParamSpec, TypeVar

from matplotlib import font_manager, rc_context
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.textpath import TextPath

from sim.charts.style.palette import FAINT, INK
from sim.experiments.provenance import provenance_of_results
from sim.results.results import Results

Given = ParamSpec("Given")
Drawn = TypeVar("Drawn")

CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "Heiti SC",
    "SimHei",
)
"""Fonts with Chinese characters, best first; the first one installed is used after the Latin font."""
SIZE = (5.4, 3.6)
"""Width and height of a picture in inches: type stays legible when it is shrunk to the width of a telephone."""
HEADLINE_POINTS = 10.5


class Picture(Figure):
    """A figure that a notebook shows by itself, without pyplot."""

    provenance: str = ""
    """Where it comes from: worlds, luck and versions in a line, which goes into the picture's file."""

    def _repr_png_(self) -> bytes:
        return png(self)


@cache
def families() -> tuple[str, ...]:
    """The font families in use: a Latin one, then a Chinese one if there is any on this machine."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return ("DejaVu Sans", *[name for name in CHINESE_FONTS if name in installed][:1])


@cache
def printable_characters() -> frozenset[int]:
    """Code points of the characters that the fonts of this machine can print."""
    paths = [font_manager.findfont(font_manager.FontProperties(family=family)) for family in families()]
    return frozenset(code for path in paths for code in font_manager.get_font(path).get_charmap())


def legible(text: str, otherwise: str) -> str:
    """A name as it can be printed with the fonts there are, or another word for it when they lack its characters.

    >>> legible("Azure", "firm 1")
    'Azure'
    """
    known = printable_characters()
    return broken_name(text) if all(ord(character) in known for character in text) else otherwise


MAX_NAME_CHARACTERS, MAX_WORD_CHARACTERS = 30, 20
"""Length of a name, and of a word, above which it is broken into lines beside a picture."""


def broken_name(name: str) -> str:
    """A name as it can stand beside a picture: a very long one in lines, so that the picture keeps its room.

    >>> broken_name("Azure"), broken_name("W" * 40).count("\\n")
    ('Azure', 1)
    """
    if len(name) <= MAX_NAME_CHARACTERS and max(map(len, name.split()), default=0) <= MAX_WORD_CHARACTERS:
        return name
    return "\n".join(wrap(name, MAX_WORD_CHARACTERS))


class HouseStyle:
    """Drawing in the house's style; a picture of results drawn by a function so decorated says where it comes from."""

    def __enter__(self) -> None:
        """Take up the house's style."""
        self._drawing = _in_style()
        self._drawing.__enter__()

    def __exit__(self, *ended: Any) -> None:
        """Leave the settings of the reader as they were."""
        self._drawing.__exit__(*ended)

    def __call__(self, draw: Callable[Given, Drawn]) -> Callable[Given, Drawn]:
        """The same function, drawing in this style."""

        @wraps(draw)
        def drawn(*given: Given.args, **named: Given.kwargs) -> Drawn:
            with HouseStyle():
                picture = draw(*given, **named)
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
    """The finished picture: what it shows put above it, in as many lines as its width asks for."""
    figure = figure_of(axes)
    if isinstance(figure, Picture):
        text = "\n".join(lines(sentence, figure.get_figwidth() - 0.3))
        figure.suptitle(text, x=0.01, ha="left", fontsize=HEADLINE_POINTS, fontweight="bold")
    else:
        axes.set_title("\n".join(lines(sentence, figure.get_figwidth() * axes.get_position().width)))
    return figure


def headline_text(figure: Figure) -> str:
    """The headline of a picture, or those of its parts, in one line."""
    parts = [figure.get_suptitle(), *[axes.get_title(loc="left") for axes in figure.axes]]
    return " ".join(part.replace("\n", " ") for part in parts if part)


def lines(sentence: str, width: float, points: float = HEADLINE_POINTS) -> list[str]:
    """A sentence broken into lines of at most ``width`` inches in the bold type of headlines."""
    bold = font_manager.FontProperties(family=list(families()), weight="bold")
    broken, words = [""], [piece for whole in sentence.split() for piece in wrap(whole, MAX_NAME_CHARACTERS)]
    for word in words:
        longer = f"{broken[-1]} {word}".strip()
        if broken[-1] and TextPath((0, 0), longer, size=points, prop=bold).get_extents().width > width * 72:
            broken.append(word)
        else:
            broken[-1] = longer
    return broken


def label_ends(axes: Axes, ends: Sequence[tuple[float, str, str]], apart: float = 0.065) -> None:
    """Name lines at their right ends, spread so that no two names overlap.

    ``ends``: for each line its last height in units of the axis, its name and its colour. ``apart``: least
    distance between names, as a part of the height of the axes. The limits of the axis must be set before.
    """
    low, high = axes.get_ylim()
    places = spread_labels([(height - low) / (high - low) for height, _, _ in ends], apart)
    for place, (_, name, colour) in zip(places, ends, strict=True):
        axes.text(
            1.015,
            place,
            name,
            color=colour,
            transform=axes.transAxes,
            va="center",
            ha="left",
            fontweight="bold",
            fontsize=9,
        )


def spread_labels(places: Sequence[float], apart: float) -> list[float]:
    """Places between 0 and 1 pushed away from each other until they lie ``apart``, in the same order.

    >>> [round(place, 2) for place in spread_labels([0.5, 0.5, 0.9], 0.1)]
    [0.45, 0.55, 0.9]
    """
    order = sorted(range(len(places)), key=lambda number: places[number])
    moved = [min(max(place, 0.0), 1.0) for place in places]
    for _ in range(20 * len(places)):
        for below, above in itertools.pairwise(order):
            push = (apart - (moved[above] - moved[below])) / 2
            if push > 1e-9:
                moved[below] -= push
                moved[above] += push
    for above_it, number in enumerate(reversed(order)):
        moved[number] = min(moved[number], 1.0 - apart * above_it)
    return moved


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
