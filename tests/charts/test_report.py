"""The report is one page that stands by itself and says all it should."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim import write_report
from sim.experiments.calibration import cdnow
from sim.reports import report
from sim.results.results import Results
from tests.metrics.hand_made import STORY, Happening, results_of

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Reader(HTMLParser):
    """Checks that tags close in order, and collects the words of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, text: str) -> None:
        self.words.append(text)


def read(text: str) -> tuple[Reader, str]:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader, " ".join(reader.words)


def assert_stands_alone(text: str) -> None:
    assert not re.search(r"https?:|//[a-z]|src=|@import|url\((?!#)", text)
    assert re.findall(r'href="(?!#)', text) == []
    ids = set(re.findall(r' id="([^"]+)"', text))
    wanted = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', text))
    assert {first or second for first, second in wanted} <= ids


def sections(text: str) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]*)</h2>", text)


ALL = [
    "Market shares over the weeks",
    "Who stayed, who left and why",
    "Managing exits",
    "Programmes, their cost and their copies",
    "Sales and profit",
    "Ideas of the course",
    "Sources",
]
HAND_MADE = [one for one in ALL if one not in ("Managing exits", "Ideas of the course")]
"""Sections of a market whose scenario names no idea of the course."""


@pytest.fixture(scope="module")
def page(one: Results) -> str:
    """The report of one replication, written once."""
    return report.report(one)


def test_it_says_what_was_asked_and_what_came_out(tmp_path: Path, race: Results, without: Results) -> None:
    write_report(race, tmp_path / "report.html", without)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    reader, words = read(text)
    assert_stands_alone(text)
    assert sections(text) == ALL
    assert reader.tags.count("svg") == 11
    assert reader.tags.count("table") == 6
    for said in (race.scenario.title, race.scenario.teaches[:40], "seed", race.version, "first_look", "3 replications"):
        assert said in words
    for source in race.scenario.sources:
        assert source[:30] in words.replace("&amp;", "&")
    assert "n-th purchases in the two worlds belong together" in words
    assert "95% intervals" in words
    assert len(text) < 1_500_000
    assert 'name="viewport"' in text


def test_without_the_other_world_it_claims_no_gain(page: str) -> None:
    _, words = read(page)
    assert sections(page) == ALL
    assert "this run stands alone" in words
    assert "One replication" in words
    assert "had gained" not in page


def test_a_market_of_one_firm(alone: Results) -> None:
    text = report.report(alone)
    _, words = read(text)
    assert sections(text) == [one for one in ALL[1:] if one != "Programmes, their cost and their copies"]
    assert words


def test_a_log_of_exits_is_enough() -> None:
    text = report.report(results_of(STORY, kept="exits"))
    read(text)
    assert sections(text) == HAND_MADE


def test_numbers_in_the_tables_are_those_of_the_run() -> None:
    cells = set(re.findall(r"<td>([^<]*)</td>", report.report(results_of(STORY))))
    # one of Red's two exits for price, what Red's programme cost, what customers paid Red and Blue
    assert {"1 (50%)", "68", "60", "140"} <= cells


def test_names_cannot_break_the_page() -> None:
    results = results_of(STORY)
    nasty = results.scenario.but(title='A <b> & "C"', teaches="1 < 2 </p><script>")
    text = report.report(dataclasses.replace(results, scenario=nasty))
    read(text)
    assert "<script" not in text
    assert "A &lt;b&gt; &amp; &#34;C&#34;" in text


@pytest.mark.slow
@pytest.mark.skipif(cdnow.read_record() is None, reason="the real record is not installed")
def test_real_buyers_are_laid_beside(alone: Results) -> None:
    beside = dataclasses.replace(alone, scenario=alone.scenario.but(compare_with="cdnow"))
    text = report.report(beside)
    _, words = read(text)
    assert "Beside the real buyers of CDNOW" in sections(text)
    assert "2,357 buyers" in words
    assert re.search(r"Over weeks 40 to 45 the simulated curve is \d+\.\d% off the real one", text)


def test_without_the_record_it_says_how_to_get_it(alone: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "read_record", lambda: None)
    _, words = read(report.report(dataclasses.replace(alone, scenario=alone.scenario.but(compare_with="cdnow"))))
    assert "pip install 'guanxi[validation]'" in words


def test_section_without_content_is_left_out() -> None:
    text = report.report(results_of([]))
    assert sections(text) == ["Market shares over the weeks", "Sales and profit", "Sources"]


@pytest.mark.slow
def test_exit_management_stands_where_the_scenario_is_about_exits() -> None:
    results = results_of(STORY)
    about = dataclasses.replace(results, scenario=results.scenario.but(course=("B1", "C4")))
    assert "Managing exits" in sections(report.report(about))
    assert "Managing exits" not in sections(report.report(results))


def test_research_pictures_come_on_request_only(one: Results, page: str) -> None:
    asked = report.report(one, research=True)
    assert "For researchers" in sections(asked) and "For researchers" not in sections(page)
    assert asked.count("<svg") == page.count("<svg") + 1


def test_contents_lead_to_every_section(page: str) -> None:
    contents = page[page.index('<nav class="contents"') : page.index("</nav>")]
    assert re.findall(r">([^<]+)</a>", contents) == sections(page)
    assert_stands_alone(page)


def test_ids_of_the_course_lead_to_their_meaning(one: Results, page: str) -> None:
    for identity in one.scenario.course:
        assert f'href="#course-{identity}"' in page and f'<dt id="course-{identity}">' in page


def test_words_are_explained_under_the_pointer_and_once_in_print(page: str) -> None:
    explained = [word.lower() for word in re.findall(r"<abbr title=\"[^\"]+\">([^<]+)</abbr>", page)]
    assert {"share of revenue", "programme"} <= set(explained)
    assert len(explained) == len(set(explained))
    listed = page[page.index("Words on this page") :]
    assert re.findall(r"<dt>([^<]+)</dt>", listed) == sorted(explained)


def test_customers_of_several_firms_are_explained(page: str) -> None:
    assert "more than the 2,000 people" in page or "a customer of several firms" in page
    alone = results_of([Happening(1.0, 0, "Red", "acquisition")])
    assert "customer of several firms" not in report.report(alone)


def test_share_of_revenue_has_one_name(page: str) -> None:
    _, words = read(page)
    assert "share of revenue" in words
    assert not re.search(r"share of (money|sales)", words)
