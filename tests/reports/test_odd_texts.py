"""Odd texts in every place where a scenario can hold one: nothing of them is taken for markup, formula or direction."""

from __future__ import annotations

import io
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

import sim
from sim.experiments.execution.execution import Execution
from sim.files.csv_export import csv_bytes
from sim.object_view import MAX_LINE_CHARACTERS, ObjectView
from sim.reports.glossary_marks import WORDS, with_glossary
from sim.reports.html_page import page, paragraph, table
from sim.reports.report import report

SHORT = "=1+1\"><script>alert('x')</script></p>\N{RIGHT-TO-LEFT OVERRIDE}{{7*7}}"
LONG = SHORT + ' & \' onload="x" </svg></style><img src=x onerror=x> \N{LEFT-TO-RIGHT ISOLATE} ' + "W" * 400
VOID = {"meta", "link", "br", "img", "hr", "input", "path", "use", "rect"}
TAGS_OF_A_REPORT = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "div", "span", "ul", "li", "b", "a", "nav",
    "abbr", "br", "code", "dl", "dt", "dd", "details", "summary", "figure", "svg", "table", "caption", "thead", "tbody",
    "tr", "th", "td",
}  # fmt: skip
PARTS_OF_A_DRAWING = {
    "defs", "style", "g", "path", "use", "rect", "clippath", "lineargradient", "stop", "text", "tspan", "image",
}  # fmt: skip


class Outline(HTMLParser):
    """Tags, attributes and the text of a page; tags that close nothing fail."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, text: str) -> None:
        self.text += text


@pytest.fixture(scope="module")
def odd(small: sim.Scenario) -> sim.ContrastResults:
    """A small market with an odd text wherever there is a text."""
    sentence = LONG.replace("{", "{{").replace("}", "}}") + " {base} {difference}"
    asked = small.but(
        {"population.segments.consumers.size": 30},
        title=SHORT, teaches=LONG, question=LONG[:300], sources=[LONG], course=["A1", "C1"], horizon=8,
        firms=[{"name": "Azure", "programmes": [{"kind": "frequency", "launch": 2}]}, {"name": "Beryl"}],
        contrasts={"dear": {"label": SHORT, "set": {"firms.Azure.programmes": []}}},
        measures=[{"name": "sold", "measure": "share", "label": SHORT}],
        findings=[{"between": ["base", "dear"], "on": "sold", "more": sentence, "less": sentence, "unclear": sentence}],
        pictures=[{"chart": "contrast_chart", "look": LONG}],
    )  # fmt: skip
    return sim.run_contrasts(asked, replications=2, where=Execution(workers=1, quiet=True))


def test_report_holds_odd_texts_as_text(odd: sim.ContrastResults) -> None:
    text = report(odd.base, answer=odd)
    outline = Outline(text)
    assert outline.tags <= TAGS_OF_A_REPORT | PARTS_OF_A_DRAWING, outline.tags - TAGS_OF_A_REPORT - PARTS_OF_A_DRAWING
    assert not {name for name in outline.attributes if name.startswith("on")}
    assert "{{7*7}}" in outline.text and "alert('x')" in outline.text
    assert outline.text.count("W" * 400) >= 3, "lesson, finding, source and what to look at"


def test_objects_show_odd_texts_in_few_short_lines(odd: sim.ContrastResults) -> None:
    for shown in (odd, odd.scenario, odd.base):
        lines = repr(shown).splitlines()
        assert len(lines) <= 6 and max(map(len, lines)) <= MAX_LINE_CHARACTERS
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in repr(shown)
        assert Outline(shown._repr_html_()).tags <= TAGS_OF_A_REPORT | {"small"}


def test_page_shown_in_a_notebook_keeps_the_report_within_its_frame(odd: sim.ContrastResults, tmp_path: Path) -> None:
    frame = Outline(odd.report(tmp_path / "report.html")._repr_html_())
    assert frame.tags == {"iframe"}
    assert frame.attributes == {"srcdoc", "style"}


def test_table_of_contrasts_opens_in_a_spreadsheet_without_formulas(odd: sim.ContrastResults) -> None:
    rows = pd.read_csv(io.BytesIO(csv_bytes(odd.table)), dtype=str, encoding="utf-8-sig")
    texts = rows[["label", "firm", "difference_text"]].to_numpy().ravel()
    assert not [text for text in texts if str(text).startswith(("=", "+", "-", "@", "\t", "\r"))]


ANY_TEXT = st.text() | st.lists(st.sampled_from([*WORDS, "<b>", "&amp;", "\"'", "\u202e"])).map(" ".join)


@given(ANY_TEXT)
def test_words_are_explained_without_changing_a_text(text: str) -> None:
    marked, _ = with_glossary([paragraph(text), table(pd.DataFrame({"a": [text]}), "a")])
    expected = Outline(paragraph(text) + table(pd.DataFrame({"a": [text]}), "a"))
    outline = Outline(Markup("").join(marked))
    assert outline.text == expected.text
    assert outline.tags - {"abbr"} == expected.tags


@given(ANY_TEXT)
def test_page_and_view_of_any_text_have_the_tags_of_a_plain_one(text: str) -> None:
    assert Outline(page(text, [paragraph(text)])).tags == Outline(page("a", [paragraph("a")])).tags
    view = ObjectView(title=text, facts=(text,), columns=(text,), rows=((text,),), next_steps=(text,))
    assert Outline(view.html()).tags == {"div", "b", "br", "table", "thead", "tbody", "tr", "th", "td", "small", "code"}
    assert len(view.text().splitlines()) <= 3
