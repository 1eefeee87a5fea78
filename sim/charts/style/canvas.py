"""The sheet that every picture is drawn on: size, type, headline, labels at the ends of lines.

Pictures are plain :class:`matplotlib.figure.Figure`, never pyplot: nothing global is touched, they work without a
screen and are freed like any object. :class:`Picture` only adds what a notebook asks of a thing it can show.
"""

from __future__ import annotations

import io
import itertools
import logging
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, wraps
from pathlib import Path
from textwrap import wrap
from threading import RLock
from typing import Any, ParamSpec, TypeVar

from matplotlib import font_manager, rc_context
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.ticker import FixedFormatter

from sim.charts.style.palette import FAINT, INK
from sim.experiments.provenance import provenance_of_results
from sim.language.choice import ENGLISH, current_language, in_language
from sim.language.messages import _
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
WIDEST_LETTER = 1.2
"""Width of the widest letter of a bold font, in units of its size: text with fewer letters surely fits."""


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


@cache
def families() -> tuple[str, ...]:
    """The font families in use: a Latin one, then a Chinese one if there is any on this machine."""
    if not _chinese_fonts():
        _add_new_fonts()
    return ("DejaVu Sans", *_chinese_fonts()[:1])


def _chinese_fonts() -> list[str]:
    """Those of :data:`CHINESE_FONTS` that matplotlib knows."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in CHINESE_FONTS if name in known]


CHINESE_FILES = re.compile("cjk|wqy|notosanssc|sourcehan|msyh|pingfang|heiti|simhei", re.IGNORECASE)
"""Names of files in which such fonts come."""


def _add_new_fonts() -> None:
    """Let matplotlib know Chinese fonts that were installed after it made its list of fonts."""
    listed = {font.fname for font in font_manager.fontManager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in listed and CHINESE_FILES.search(Path(path).name):
            with suppress(RuntimeError, OSError):  # a broken file of fonts is passed over
                font_manager.fontManager.addfont(path)


SAMPLES = {"zh": "学"}
"""A character that a font for a language has; languages that are not named need no font of their own."""


class MissingFontWarning(UserWarning):
    """No installed font has the characters of the language in use, so that pictures are in English."""


def picture_language() -> str:
    """The language in which pictures are drawn: that in use, or English where no font has its characters.

    Warns with :class:`MissingFontWarning` in that case.
    """
    if told := font_advice():
        warnings.warn(told, MissingFontWarning, stacklevel=4)
        return ENGLISH
    return current_language()


def font_advice() -> str:
    """How to install a font for the language in use; nothing where there is one."""
    sample = SAMPLES.get(current_language(), "")
    if not sample or ord(sample) in printable_characters():
        return ""
    return _(
        "Pictures are in English, because no installed font has Chinese characters; install one, such as "
        "fonts-noto-cjk or fonts-wqy-microhei, then call guanxi doctor."
    )


def chinese_font() -> str:
    """The font with Chinese characters that pictures use; nothing where there is none."""
    return next(iter(families()[1:]), "")


def renew_font_list() -> bool:
    """Make Matplotlib's list of fonts again where a Chinese font that is installed is missing in it.

    Returns:
        Whether it was made again.
    """
    listed = {font.fname for font in font_manager.fontManager.ttflist}
    new = [path for path in font_manager.findSystemFonts() if CHINESE_FILES.search(Path(path).name)]
    if _chinese_fonts() or set(new) <= listed:
        return False
    font_manager.fontManager = font_manager._load_fontmanager(try_read_cache=False)  # noqa: SLF001 (no public way)
    families.cache_clear()
    printable_characters.cache_clear()
    return True


@cache
def printable_characters() -> frozenset[int]:
    """Code points of the characters that the fonts of this machine can print."""
    paths = [font_manager.findfont(font_manager.FontProperties(family=family)) for family in families()]
    return frozenset(code for path in paths for code in font_manager.get_font(path).get_charmap())


def printable(text: str) -> str:
    """A text without the characters that no font of this machine can print, and without the gaps they leave.

    >>> printable("Azure"), printable("Azure (\U00012000) \U00012001")
    ('Azure', 'Azure')
    """
    known = printable_characters()
    if all(ord(character) in known or character == "\n" for character in text):
        return text
    left = "".join(character for character in text if ord(character) in known or character == "\n")
    return re.sub(r" +(?=[,.;:\n]|$)", "", re.sub(r"  +", " ", re.sub(r"[(\[]\s*[)\]]", "", left))).strip(" ")


def legible(text: str, otherwise: str) -> str:
    """A name as it can be printed with the fonts there are; another word for it when they lack all of its letters.

    >>> legible("Azure", "firm 1"), legible("\U00012000", "firm 1")
    ('Azure', 'firm 1')
    """
    shown = printable(text)
    known = shown == text or any(character.isalnum() for character in shown)
    return broken_name(shown) if known else otherwise


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
    return " ".join(_CHINESE_BREAK.sub("", part).replace("\n", " ") for part in parts if part)


def lines(sentence: str, width: float, points: float = HEADLINE_POINTS, weight: str = "bold") -> list[str]:
    """A sentence broken into lines of at most ``width`` inches, in the bold type of headlines unless told."""
    surely = width * 72 / (WIDEST_LETTER * points)
    broken = [""]
    for gap, word in _pieces(sentence):
        longer = f"{broken[-1]}{gap}{word}".strip(" ")
        if broken[-1] and len(longer) > surely and text_width(longer, points, weight) > width:
            broken.append(word)
        else:
            broken[-1] = longer
    return broken


_CHINESE = re.compile(r"[\u3400-\u9fff]")
_CHINESE_BREAK = re.compile(r"(?<=[\u3400-\u9fff，。；：、）”》])\n(?=[\u3400-\u9fff（“《])")
_BETWEEN_SCRIPTS = re.compile(r"(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u3400-\u9fff])")


def spaced(text: str) -> str:
    """A text with a blank between Chinese and Latin letters or digits, as Chinese is printed.

    >>> spaced("以card代替"), spaced("no change")
    ('以 card 代替', 'no change')
    """
    return _BETWEEN_SCRIPTS.sub(" ", text)


_CHINESE_PIECES = re.compile(
    r"[^\u3400-\u9fff（“《 ]*\N{NO-BREAK SPACE}[万亿]"  # an amount
    r"|[（“《]*[\u3400-\u9fff][，。；：、）”》！？]*|[^\u3400-\u9fff（“《]+|."
)


def _pieces(sentence: str) -> Iterator[tuple[str, str]]:
    """The parts of a sentence between which a line may end, each with what stands before it: words, and signs of
    Chinese, before which no full stop or comma begins a line."""
    for whole in sentence.split(" "):
        chinese = _CHINESE.search(whole) is not None
        parts = _CHINESE_PIECES.findall(whole) if chinese else wrap(whole, MAX_NAME_CHARACTERS)
        for number, part in enumerate(parts):
            yield ("" if chinese and number else " "), part


def text_width(text: str, points: float, weight: str = "normal") -> float:
    """Width of the longest line of a text, inches."""
    style = font_manager.FontProperties(family=list(families()), weight=weight, size=points)
    widths = (
        text_to_path.get_text_width_height_descent(line, style, False)[0] for line in text.split("\n") if line.strip()
    )
    return float(max(widths, default=0.0)) / 72


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
