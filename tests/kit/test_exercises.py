"""The course's exercises: every figure they name is there, and what the texts suppose still comes out."""

from __future__ import annotations

import pytest

from sim.experiments.claims.claim import Claim
from sim.experiments.claims.claims import claims
from sim.kit.exercise_figures import Said
from sim.kit.exercises import Attempt, key_page, read_exercises, rubric_sheet, students_page
from sim.kit.sheet import PLACE
from sim.language.choice import in_language
from sim.metrics._shared.interval import Interval

KNOWN = {"value", "low", "high", "size", "size_low", "size_high", "n"}


def said(mean: float, low: float, high: float) -> Said:
    return Said(value=Interval(mean, low, high, 0.95, 6))


def attempts() -> list[Attempt]:
    return [attempt for one in read_exercises().exercises for attempt in one.tries]


def test_every_figure_of_a_claim_is_there() -> None:
    known = claims()
    for attempt in attempts():
        if attempt.figure.claim is not None:
            claim = known[attempt.figure.claim]
            assert isinstance(claim, Claim) and attempt.figure.number < len(claim.figures), attempt.figure


def test_sentences_name_known_figures_only() -> None:
    for attempt in attempts():
        for text in (attempt.above, attempt.below, attempt.unclear):
            assert set(PLACE.findall(text)) <= KNOWN, text


@pytest.mark.parametrize(
    ("figure", "outcome"),
    [(said(2, 1, 3), "above"), (said(-2, -3, -1), "below"), (said(1, -1, 3), "unclear"),
     (said(0.6, float("nan"), float("nan")), "above")],
)  # fmt: skip
def test_the_interval_decides_which_sentence_is_told(figure: Said, outcome: str) -> None:
    assert figure.outcome == outcome


def test_a_loss_is_told_without_its_sign() -> None:
    figures = said(-1234.5, -1500.2, -900.7).figures
    assert (figures["size"], figures["size_low"], figures["size_high"]) == ("1,234", "901", "1,500")
    assert (figures["value"], figures["n"]) == ("−1,234", "6")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_students_see_no_key(language: str) -> None:
    with in_language(language):
        found = read_exercises()
        page = students_page(found)
        rubrics = rubric_sheet(found)
    for one in found.exercises:
        assert one.title in page or one.title.replace("'", "&#39;") in page
        assert one.key not in page and one.compare not in page
    assert [part.heading[:2] for part in rubrics.parts[:3]] == ["D2", "D3", "D8"]
    assert len(rubrics.parts) == 4 and len(found.reflection_rubric) == 3, "reflections have a rubric of their own"


@pytest.mark.slow
def test_what_the_texts_suppose_comes_out() -> None:
    wrong = [(attempt.figure, attempt.figure.said().outcome) for attempt in attempts()
             if attempt.figure.said().outcome != attempt.expected]  # fmt: skip
    assert wrong == []
    done = []
    page = key_page(read_exercises(), lambda: done.append(1))
    assert len(done) == 9 and "came out otherwise" not in page
    d2 = next(one for one in read_exercises().exercises if one.id == "D2")
    assert d2.tries[1].figure.said().figures["size"] in page
