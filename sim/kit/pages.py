"""Sheets and cards as HTML pages that stand by themselves and print on A4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sim.kit.sheet import Sheet
from sim.language.choice import language_tag
from sim.reports import html_templates
from sim.reports.html_page import joined


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card to cut out."""

    title: str
    text: str = ""
    corner: str = ""
    """A few signs in the corner, such as the worth of a note or the name of the owner."""
    lines: tuple[str, ...] = ()
    """Lines below the text."""


@dataclass(frozen=True, kw_only=True)
class Deck:
    """Cards of one kind that are printed together."""

    heading: str
    cards: tuple[Card, ...]
    kind: str = "wide"
    """``wide`` (two in a row), ``small`` (four in a row) or ``note`` (money)."""
    new_page: bool = False
    """Whether it begins on a page of its own."""


def render(template: str, values: Mapping[str, object]) -> Markup:
    """A template of the kit with its values; only ``Markup`` among them is taken for HTML."""
    return html_templates.render(template, {"lang": language_tag(), **values}, package="sim.kit")


def sheet_parts(sheet: Sheet) -> Markup:
    """A sheet as a part of a page."""
    return render("sheet.html.j2", {"sheet": sheet, "paragraphs": paragraphs})


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, apart by empty lines."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def deck_parts(decks: Sequence[Deck]) -> Markup:
    """Decks of cards as a part of a page, each on a sheet of its own."""
    return render("cards.html.j2", {"decks": decks, "paragraphs": paragraphs})


def page(title: str, parts: Sequence[Markup], *, wide: bool = False) -> str:
    """A whole page.

    Args:
        title: Title of the page, in the browser's bar.
        parts: What is on it.
        wide: Whether it is printed across.

    Returns:
        HTML that needs no other file.
    """
    return str(render("page.html.j2", {"title": title, "body": joined(parts, "\n"), "wide": wide}))


def sheet_page(sheet: Sheet, more: Sequence[Markup] = ()) -> str:
    """A page that holds a sheet, and after it further parts."""
    return page(sheet.title, [sheet_parts(sheet), *more])
