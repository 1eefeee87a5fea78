"""Reports in Chinese and in the pseudo-language; what is saved is the same whatever language it was made in."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

import sim
from sim.charts.style.picture_language import chinese_font
from sim.experiments.contrast_results import ContrastResults
from sim.language.choice import in_language
from sim.reports.exit_management_page import exit_management_page
from sim.reports.report import report
from sim.results.results import Results

WORD = re.compile(r"[A-Za-z]{3,}")
HIDDEN = re.compile(r"<style>.*?</style>|<code>.*?</code>|<!--.*?-->|<svg[^>]*>.*?</svg>", re.DOTALL)
TIPS = re.compile(r'(?:aria-label|title)="([^"]*)"')
NAMES = {"Guanxi", "guanxi", "explain", "profit", "lost", "Azure", "Crimson", "Jade", "consumers", "first", "look",
         "kernel"}  # fmt: skip
"""Names of firms, segments, the scenario, and of what is typed."""
TO_THE_SOURCES = re.compile(r'<h2 id="[^"]*">(?:资料来源|Šöûŕçéš)</h2>.*', re.DOTALL)
needs_chinese_font = pytest.mark.skipif(not chinese_font(), reason="no font with Chinese characters")


@pytest.fixture(scope="module")
def found() -> ContrastResults:
    asked = sim.load("first_look").but({"population.segments.consumers.size": 200})
    return sim.run_contrasts(asked, contrasts=["no_card"], replications=2)


@pytest.fixture(scope="module")
def results(found: ContrastResults) -> Results:
    return found.base


def words_of(page: str) -> set[str]:
    """Plain words that a reader of the page meets; the list of sources names books and articles, and is left out."""
    told = TO_THE_SOURCES.sub("", page)
    shown = re.sub(r"<[^>]*>", " ", HIDDEN.sub(" ", told))
    return set(WORD.findall(unescape(f"{shown} {' '.join(TIPS.findall(told))}"))) - NAMES


@pytest.mark.slow
@needs_chinese_font
def test_a_report_is_chinese_but_for_names_and_sources(found: ContrastResults) -> None:
    with in_language("zh"):
        page = report(found.base, None, found, research=True)
    assert '<html lang="zh-Hans">' in page
    assert words_of(page) == set()
    for told in ("初识三家企业的市场", "积分卡", "对比结果", "置信区间", "本页用词", "价格退出"):
        assert told in page


@pytest.mark.slow
def test_every_text_of_a_report_is_a_message(found: ContrastResults) -> None:
    with in_language("qps"):
        page = report(found.base, found.results["no_card"], found, research=True)
    assert words_of(page) == set()


def test_the_page_on_exits_is_translated(results: Results) -> None:
    for language in ("qps", "zh"):
        with in_language(language):
            page = "".join(exit_management_page(results, costs={"price": 10.0}).parts)
        assert words_of(page) == set()


def test_an_english_report_names_its_language(results: Results) -> None:
    page = report(results)
    assert '<html lang="en">' in page and "How each firm fared over the whole run" in page


def test_findings_are_read_in_the_language_in_use(found: ContrastResults) -> None:
    english = [finding.sentence for finding in found.findings]
    with in_language("zh"):
        chinese = [finding.sentence for finding in found.findings]
        assert found.label("base") == "基准情形" and found.label("no_card") == "没有积分卡"
        assert found.measure_label(0) == "利润"
    assert len(chinese) == len(english) and all(re.search(r"[\u4e00-\u9fff]", text) for text in chinese)
    assert [finding.sentence for finding in found.findings] == english


@pytest.mark.slow
def test_a_run_made_in_one_language_opens_in_the_other(found: ContrastResults, tmp_path: Path) -> None:
    from sim.reports.results_folder import write

    for language in ("en", "zh"):
        (tmp_path / language).mkdir()
        with in_language(language):
            write(found.base, tmp_path / language, report=False, answer=found)
    names = [path.name for path in (tmp_path / "en").iterdir() if path.is_file()]
    assert {"contrasts.csv", "scenario.yaml", "summary.json"} <= set(names)
    for name in names:
        assert (tmp_path / "en" / name).read_bytes() == (tmp_path / "zh" / name).read_bytes(), name
    again = sim.simulate(sim.load(tmp_path / "zh" / "scenario.yaml"), log="exits")
    assert "How each firm fared" in report(again)
    with in_language("zh"):
        assert "各企业在整个运行期间的表现" in report(again) and "初识三家企业的市场" in report(again)
