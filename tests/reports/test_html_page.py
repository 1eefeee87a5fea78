"""The parts of pages: their structure, and that text from scenarios and players is never taken for markup."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pandas as pd
import pytest
from markupsafe import Markup
from matplotlib.figure import Figure

from sim.game.presentation.section import Section
from sim.reports import html_page as html
from sim.reports.html_templates import component, environment

HARMFUL = """<script>alert("1")</script> & ' onload="x" </p></svg>"""
VOID = {"meta", "input", "br", "path", "use", "rect"}


class Outline(HTMLParser):
    """The tags, classes and texts of a fragment in order; tags that close nothing fail."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []
        self.attributes: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.found.append(f"{tag}.{held['class']}" if held.get("class") else tag)
        self.attributes += [value or name for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, text: str) -> None:
        self.found += [text] if text.strip() else []


def picture(words: str) -> Figure:
    figure = Figure(figsize=(1, 1))
    figure.suptitle(words)
    return figure


EVERY_PART: dict[str, Callable[[str], Markup]] = {
    "title": html.title,
    "heading": html.heading,
    "paragraph": lambda text: html.paragraph(text, "note"),
    "inline": lambda text: html.inline(text, "gx-label", text),
    "block": lambda text: html.block("gx-message", [text]),
    "refusal": html.refusal,
    "confirmation": lambda text: html.confirmation([text]),
    "bullets": lambda text: html.bullets([text]),
    "facts": lambda text: html.facts([(text, text)]),
    "table": lambda text: html.table(pd.DataFrame({text: [text]}), text),
    "small table": lambda text: html.small_table([text], [[text]], [True]),
    "section": lambda text: html.section(Section(heading=text, text=text, columns=(text,), rows=((text,),))),
    "details": lambda text: html.details(text, html.paragraph(text), True),
    "help of a field": lambda text: component("field_help", text, text, text, text, text),
    "note under a picture": lambda text: component("picture_note", text),
}


@pytest.mark.parametrize("part", EVERY_PART)
def test_text_in_a_part_stays_text(part: str) -> None:
    made = EVERY_PART[part](HARMFUL)
    harmful, harmless = Outline(made), Outline(EVERY_PART[part]("plain words"))
    assert [each.replace(HARMFUL, "plain words") for each in harmful.found] == harmless.found
    assert HARMFUL in harmful.found + harmful.attributes
    assert "<script" not in made


def test_text_in_a_page_stays_text_in_its_title_its_parts_and_its_pictures() -> None:
    made = html.page(HARMFUL, [html.paragraph(HARMFUL), html.pictures([picture(HARMFUL)], "wide")])
    outline = Outline(made)
    assert outline.found.count(HARMFUL) == 2
    assert HARMFUL in outline.attributes, "the picture's words for those who cannot see it"
    assert "script" not in outline.found and made.count("<svg") == 1


def test_a_part_that_is_no_markup_is_escaped_in_a_page() -> None:
    assert "<p>&lt;b&gt;</p>" in html.page("x", [html.block("y", [html.paragraph("<b>")])])
    assert html.joined(["<b>", html.paragraph("a")], "\n") == "&lt;b&gt;\n<p>a</p>"


def test_every_template_escapes() -> None:
    templates = environment().list_templates()
    assert {"page.html.j2", "components.html.j2", "debrief_chooser.html.j2"} <= set(templates)
    for name in templates:
        source, _, _ = environment().loader.get_source(environment(), name)  # type: ignore[union-attr]
        assert "safe" not in source and "autoescape" not in source, f"{name} puts text in as it stands"


def test_structure_of_a_table_of_a_report() -> None:
    frame = pd.DataFrame({"firm": ["Azure", "Beryl"], "share": ["40% · 1", "30% · 2"]})
    assert Outline(html.table(frame, "Ranks", "spread", " · 1")).found == [
        "div.scroll spread", "table", "caption", "Ranks", "thead", "tr", "th", "firm", "th", "share", "tbody",
        "tr", "td", "Azure", "td.first", "40% · 1", "tr", "td", "Beryl", "td", "30% · 2",
    ]  # fmt: skip


def test_structure_of_a_section_in_play() -> None:
    told = Section(heading="Books", text="One.\nTwo.", columns=("", "money"), rows=(("sales", "12"),))
    assert Outline(html.section(told)).found == [
        "h3", "Books", "p", "One.", "p", "Two.", "div.gx-scroll", "table.gx-table", "thead", "tr", "th",
        "th.gx-right", "money", "tbody", "tr", "td", "sales", "td.gx-right", "12",
    ]  # fmt: skip
    assert Outline(html.section(told, 0)).found[0] == "p"


def test_structure_of_a_page() -> None:
    outline = Outline(html.page("Name", [html.title("Top"), html.facts([("seed", "1")]), html.bullets(["a", "b"])]))
    assert [part for part in outline.found if part not in ("meta",) and "{" not in part] == [
        "html", "head", "title", "Name", "style", "body", "h1", "Top", "ul.facts", "li", "seed ", "b", "1",
        "ul", "li", "a", "li", "b",
    ]  # fmt: skip
