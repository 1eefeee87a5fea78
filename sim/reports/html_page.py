"""The parts of an HTML page, one set for reports, debriefs and play in a notebook; a page needs no other file.

Each part is ``Markup``; whatever else is given, such as the names and texts of scenarios and players, is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup
from matplotlib.figure import Figure

from sim.charts.style.canvas import headline_text, svg
from sim.escaped_html import displayable
from sim.game.presentation.section import Section
from sim.language.choice import language_tag
from sim.language.messages import _
from sim.reports.html_templates import component, render

if TYPE_CHECKING:
    import pandas as pd


def page(name: str, parts: Sequence[Markup]) -> str:
    """The whole page with its title ``name``, ready to be written to a file."""
    return str(render("page.html.j2", {"name": name, "parts": parts, "language": language_tag()}))


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Parts one after the other; those that are not ``Markup`` are escaped."""
    held = (part if isinstance(part, Markup) else displayable(part) for part in parts)
    return Markup(between).join(held)  # noqa: S704 (literals of this package)


def title(text: str) -> Markup:
    """The heading of the whole page."""
    return component("heading", text, 1, "")


def heading(text: str, level: int = 2, anchor: str = "") -> Markup:
    """The heading of a section; one of level 2 can be linked to, by its words or by an ``anchor``.

    >>> heading("Sales & profit")
    Markup('<h2 id="sales-profit">Sales &amp; profit</h2>')
    """
    words = re.sub(r"[\W_]+", "-", text.lower()).strip("-") if level == 2 else ""
    return component("heading", text, level, anchor or words)


def paragraph(text: str, kind: str = "") -> Markup:
    """A paragraph; ``kind`` is its CSS class, such as ``note``.

    >>> paragraph("a < b", "note")
    Markup('<p class="note">a &lt; b</p>')
    """
    return component("paragraph", text, kind)


def inline(text: str, kind: str, tip: str = "") -> Markup:
    """Words within a line, of a CSS class, with a tip that appears under the pointer."""
    return component("inline", text, kind, tip)


def block(kind: str, parts: Iterable[str]) -> Markup:
    """Parts held together by a CSS class."""
    return component("block", kind, parts)


def refusal(text: str) -> Markup:
    """What could not be done in play, and why; one line each."""
    return component("lines", "gx-refusal", text.splitlines())


def confirmation(slips: Iterable[str]) -> Markup:
    """Questions in play about what may be a slip; one line each."""
    return component("lines", "gx-ask", slips)


def bullets(items: Iterable[str]) -> Markup:
    """A list with a dot before each item."""
    return component("bullets", items)


def facts(pairs: Iterable[tuple[str, str]]) -> Markup:
    """Short facts in a row, such as seed and version."""
    return component("facts", pairs)


def contents(parts: Iterable[str]) -> Markup:
    """Links to the headings of level 2 in these parts; nothing where there are fewer than two."""
    found = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', "".join(parts), flags=re.S)
    links = [(anchor, Markup(text)) for anchor, text in found]  # noqa: S704  # taken out of Markup
    return component("contents", _("On this page"), links) if len(links) > 1 else Markup("")


def links(items: Iterable[tuple[str, str, str]]) -> Markup:
    """Links to places on the page, each an anchor, its text and the tip under the pointer."""
    return component("links", list(items))


def definitions(items: Iterable[tuple[str, str, str]], kind: str = "") -> Markup:
    """Terms with their meaning, each an anchor (or nothing), the term and what it means."""
    return component("definitions", list(items), kind)


def abbreviation(word: str, meaning: str) -> Markup:
    """A word whose meaning appears under the pointer."""
    return component("abbreviation", word, meaning)


def command(text: str, about: str) -> Markup:
    """A command that can be copied, below what it is for."""
    return component("command", text, about)


def pictures(figures: Iterable[Figure], kind: str = "") -> Markup:
    """Pictures side by side where the screen is wide enough; those of a ``kind`` ``wide`` have a line each."""
    return component("pictures", [_drawing(figure) for figure in figures], kind)


def _drawing(figure: Figure) -> tuple[str, Markup, Markup]:
    """What a picture says, the attributes of its SVG element, and what is in it."""
    drawing = re.sub(r"<metadata>.*?</metadata>\s*", "", svg(figure), count=1, flags=re.S)
    start, inside = drawing[: drawing.index(">")].removeprefix("<svg"), drawing[drawing.index(">") :]
    attributes = re.sub(r'\s(?:xmlns(?::\w+)?|width|height|version)="[^"]*"', "", start, flags=re.S)
    paths = re.sub(r' d="[^"]*"', lambda path: re.sub(r"(\.\d\d)\d+", r"\1", path.group()), inside)
    return headline_text(figure), Markup(attributes), Markup(paths)  # noqa: S704 (drawn by Matplotlib, which escapes)


def table(rows: pd.DataFrame, caption: str, kind: str = "", mark: str = "") -> Markup:
    """A table of words and of numbers that are already written as they shall be read.

    The cells of a ``kind`` ``spread`` may break into lines; cells that end with ``mark`` are set apart.
    """
    cells = [[str(cell) for cell in row] for row in rows.itertuples(index=False)]
    return component("table", [str(column) for column in rows.columns], cells, caption, kind, mark)


def small_table(columns: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[bool] = ()) -> Markup:
    """A table in play; the columns for which ``right`` is true hold numbers, which stand to the right."""
    return component("small_table", columns, rows, [*right, *[False] * (len(columns) - len(right))])


def section(told: Section, level: int = 3) -> Markup:
    """What a seat is told under one heading; ``level`` 0 leaves the heading out."""
    parts = [heading(told.heading, level)] if level else []
    parts += [paragraph(line) for line in told.text.splitlines() if line]
    return joined([*parts, *([small_table(told.columns, told.rows, told.right)] if told.rows else [])])


def details(summary: str, content: Markup, unfolded: bool) -> Markup:
    """Content that can be unfolded, or is unfolded already."""
    return component("details", summary, content, unfolded)


def progress(done: int, rounds: int, over: bool = False) -> Markup:
    """A line of rounds: closed, open, still to come.

    >>> progress(1, 3).count("gx-done"), progress(1, 3).count("gx-open")
    (1, 1)
    """
    kinds = [
        "gx-done" if number < done else "gx-open" if number == done and not over else "" for number in range(rounds)
    ]
    words = _("all rounds are closed")
    if not over:
        words = _("round {number} of {rounds} is open").format(number=done + 1, rounds=rounds)
    return component("progress", kinds, words)
