"""Labels keep their distance, words fit their line, names can be printed, looks can be told apart."""

from __future__ import annotations

import dataclasses
import itertools
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import charts
from sim.charts.style import text_fitting
from sim.charts.style.canvas import headline_text, png
from sim.charts.style.end_labels import spread_labels
from sim.charts.style.palette import cause_look, firm_look
from sim.charts.style.text_fitting import legible, lines
from sim.results.results import Results

places = st.lists(st.floats(-0.5, 1.5), min_size=1, max_size=8)


@given(places)
def test_labels_keep_their_distance_and_their_order(found: list[float]) -> None:
    moved = spread_labels(found, 0.1)
    assert all(b - a >= 0.1 - 1e-6 for a, b in itertools.pairwise(sorted(moved)))
    assert max(moved) <= 1 + 1e-9
    inside = [min(max(place, 0.0), 1.0) for place in found]
    for one, other in itertools.combinations(range(len(found)), 2):
        if inside[one] < inside[other]:
            assert moved[one] < moved[other]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6, unique=True))
def test_labels_far_enough_apart_stay_where_they_are(found: list[float]) -> None:
    if all(b - a > 0.1 for a, b in itertools.pairwise(sorted(found))):
        assert spread_labels(found, 0.1) == pytest.approx(found)


@given(st.lists(st.sampled_from(["Azure", "gained", "points", "of", "share", "incomprehensibilities"]), max_size=25))
def test_no_word_is_lost_in_breaking_lines(words: list[str]) -> None:
    broken = lines(" ".join(words), 3.0)
    assert " ".join(broken).split() == words
    assert all(len(line) < 45 for line in broken)


def renamed(results: Results, name: str) -> Results:
    names = dataclasses.replace(results.names, firms=(name, *results.names.firms[1:]))
    scenario = results.scenario.but({"firms.Azure.name": name}, focus=name)
    return dataclasses.replace(results, names=names, scenario=scenario)


@pytest.mark.parametrize("chinese_font", [True, False])
def test_chinese_names_draw_without_complaint(
    one: Results, chinese_font: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if chinese_font and len(text_fitting.families()) == 1:
        pytest.skip("no Chinese font on this machine")
    if not chinese_font:
        monkeypatch.setattr(text_fitting, "CHINESE_FONTS", ())
    text_fitting.families.cache_clear()
    text_fitting.printable_characters.cache_clear()
    try:
        for draw in (charts.share_chart, charts.exit_chart, charts.imitation_timeline):
            figure = draw(renamed(one, "蓝天"))
            png(figure)
            assert ("蓝天" if chinese_font else "firm 1") in " ".join(
                [
                    headline_text(figure),
                    *(text.get_text() for text in [*figure.axes[0].texts, *figure.axes[0].get_yticklabels()]),
                ]
            )
        assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    finally:
        text_fitting.families.cache_clear()
        text_fitting.printable_characters.cache_clear()


def test_a_name_without_its_letters_is_replaced() -> None:
    assert legible("Azure", "firm 1") == "Azure"
    assert legible("\U00012000", "firm 1") == "firm 1"  # cuneiform


def test_causes_look_alike_in_every_picture() -> None:
    course = ("price", "product", "service", "market", "technology", "political")
    for cause in course:
        assert cause_look(cause, course) == cause_look(cause, (*reversed(course), "inconvenience"))
    assert len({cause_look(cause, course).colour for cause in course}) == 6
    assert len({cause_look(cause, course).hatch for cause in course}) == 6
    added = (*course, "inconvenience", "boredom")
    assert len({cause_look(cause, added) for cause in added}) == 8


def test_seven_firms_are_told_apart_by_more_than_colour() -> None:
    looks = [firm_look(place) for place in range(7)]
    for trait in ("colour", "line", "marker", "hatch"):
        assert len({getattr(look, trait) for look in looks}) == 7
