"""Objects that show themselves: a few lines in a terminal, a small escaped table in a notebook."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.experiments.counterfactuals import OUTCOMES, CounterfactualPair
from sim.experiments.execution.execution import Execution

MOST_LINES, MOST_LETTERS = 6, 900
CHANGES = {"contrasts": {"dear": {"label": "<b>dearer</b>", "set": {"firms.Azure.offer.price": 1.3}}}}


@pytest.fixture(scope="module")
def shown(small: sim.Scenario, small_results: sim.Results) -> dict[str, object]:
    asked = small.but(CHANGES)
    found = sim.run_contrasts(asked, replications=2, where=Execution(workers=1, quiet=True))
    quiet = Execution(workers=1, quiet=True)
    dear = {"now": {}, "<b>dear</b>": {"firms.Azure.offer.price": 1.3}, "cheap": {"firms.Azure.offer.price": 0.8}}
    pair = {name: dear[name] for name in ("now", "<b>dear</b>")}
    return {
        "scenario": asked,
        "results": small_results,
        "contrasts": found,
        "comparison": sim.compare(small, dear, replications=3, where=quiet),
        "two worlds": sim.counterfactual_pair(small, pair),
    }


SHOWN = ("scenario", "results", "contrasts", "comparison", "two worlds")


@pytest.mark.parametrize("name", SHOWN)
def test_object_is_shown_in_few_lines_with_what_can_be_done_next(shown: dict[str, object], name: str) -> None:
    text = repr(shown[name])
    assert len(text.splitlines()) <= MOST_LINES
    assert len(text) <= MOST_LETTERS
    assert "Next: " in text


@pytest.mark.parametrize("name", SHOWN)
def test_notebook_shows_a_table(shown: dict[str, object], name: str) -> None:
    assert "<table>" in shown[name]._repr_html_()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["contrasts", "comparison", "two worlds"])
def test_names_are_escaped_in_the_table(shown: dict[str, object], name: str) -> None:
    html = shown[name]._repr_html_()  # type: ignore[attr-defined]
    assert "&lt;b&gt;dear" in html
    assert "<b>dear" not in html


def test_comparison_is_printed_whole_and_shown_short(shown: dict[str, object]) -> None:
    found = shown["comparison"]
    assert "hold jointly" in str(found)
    assert "hold jointly" not in repr(found)


def test_two_worlds_show_how_many_were_saved_and_lost(shown: dict[str, object]) -> None:
    worlds = shown["two worlds"]
    assert isinstance(worlds, CounterfactualPair)
    counts = sim.customer_outcomes(worlds)["outcome"].value_counts()
    rows = dict(worlds.view().rows)
    assert {outcome: int(number) for outcome, number in rows.items()} == {one: counts.get(one, 0) for one in OUTCOMES}


def test_results_write_their_report_and_show_it(small_results: sim.Results, tmp_path: Path) -> None:
    page = small_results.report(tmp_path / "report.html")
    assert page.path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "srcdoc=" in page._repr_html_()
    assert str(page.path) in repr(page)


def test_results_show_the_figures_of_the_weekly_table(small_results: sim.Results) -> None:
    mean = sim.weekly(small_results).groupby(["replication", "firm"], observed=True)["purchases"].sum()
    azure = mean.xs("Azure", level="firm").mean()
    row = small_results.view().rows[0]
    assert row[0] == "Azure"
    assert float(row[2].replace(",", "")) == pytest.approx(azure, abs=0.5)
