"""Exercises: any answer that can be typed, true or false, their pictures, and what their page says."""

from __future__ import annotations

import dataclasses
import io
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from sim import charts
from sim.charts.style.canvas import headline_text, png
from sim.game.exercises import sorting, true_or_false, well_led_visit
from sim.game.exercises.exit_report import bias_corrector, truth_teller
from sim.game.exercises.marking import AnswerError, Marks
from sim.game.exercises.sorting import as_sort, together
from sim.game.exercises.trials import COLUMNS
from sim.game.exercises.true_or_false import STATEMENTS, score, statement
from sim.game.exercises.visit_record import Visited
from tests.conftest import ROOT
from tests.docs_pages import pages_of_docs
from tests.game.exercises.test_exit_detective import anything, wrong
from tests.game.exercises.test_exit_detective import case as exit_case
from tests.game.exercises.test_sorting import by_money, case


def visit(given: Any) -> Marks:
    learned, concluded, decided = (
        (given, given, given) if not isinstance(given, list) else (*given, None, None, None)[:3]
    )
    report = well_led_visit.VisitReport(learned=learned, concluded=concluded, decided=decided)
    return well_led_visit.score(Visited(account=1, week=1.0, revealed=["real"]), report)


def visited(given: Any) -> Marks:
    return well_led_visit.score(
        Visited(account=1, week=1.0, before=given, revealed=given, door=given, outcome=given),
        well_led_visit.VisitReport(),
    )


def sort(given: Any) -> Marks:
    if isinstance(given, dict):
        given = dict.fromkeys(case().base.customers["customer"].tolist(), "x") | given
    return sorting.score(case(), given)


EXERCISES: dict[str, Callable[[Any], Marks]] = {
    "true or false": true_or_false.score,
    "protocol": visit,
    "visit": visited,
    "sort": sort,
}


@pytest.mark.parametrize("handed_in", EXERCISES.values(), ids=EXERCISES.keys())
@settings(max_examples=200)
@given(answer=anything | st.dictionaries(st.integers(1, 5), anything))
def test_it_is_marked_or_refused(handed_in: Callable[[Any], Marks], answer: Any) -> None:
    try:
        marks = handed_in(answer)
    except AnswerError as refusal:
        assert refusal.faults and all(refusal.faults)
    else:
        assert 0 <= marks.total <= 100


OURS = {each.number: each.answer for each in STATEMENTS}


def test_our_answers_score_full_and_their_opposites_nothing() -> None:
    assert score(OURS).total == 100
    assert score({number: not said for number, said in OURS.items()}).total == 0
    assert score({}).total == 0
    assert score(dict.fromkeys(OURS, True)).total == 40


def test_it_says_why_and_where_the_simulator_cannot_say() -> None:
    text = str(score({1: True}))
    assert "statement 1: 0. true; we say false" in text
    assert text.count("Not settled by the simulator") == 2
    assert all(each.text in text and each.why in text for each in STATEMENTS)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({6: True}, "unknown statement 6; give numbers from 1 to 5"),
        ({"1": True}, "unknown statement '1'"),
        ({True: True}, "unknown statement True"),
        ({1: "true"}, "statement 1: 'true' was given; give True or False"),
        ({1: 1}, "statement 1: 1 was given"),
        ({1: None}, "statement 1: None was given"),
        ([True], "[True] was given; give an answer for each number"),
    ],
)
def test_answers_that_make_no_sense_are_refused(answers: Any, said: str) -> None:
    with pytest.raises(AnswerError) as caught:
        score(answers)
    assert said in str(caught.value)


def test_a_statement_by_number() -> None:
    assert [statement(number).number for number in range(1, 6)] == [1, 2, 3, 4, 5]
    with pytest.raises(ValueError, match="unknown statement 0"):
        statement(0)


@pytest.mark.slow
@pytest.mark.parametrize("number", OURS)
def test_each_can_be_tried(number: int) -> None:
    trial = statement(number).trial(2)
    assert tuple(trial.table.columns) == COLUMNS
    assert trial.table[["value", "low", "high"]].notna().all(axis=None)
    assert trial.sentence.endswith(".") and "nan" not in trial.sentence
    assert trial.settled <= (not statement(number).doubt)
    assert trial.difference.replications == 2


def test_the_trial_of_one_world_is_refused() -> None:
    with pytest.raises(ValueError, match="give 2 or more"):
        statement(1).trial(1)


@pytest.mark.slow
@pytest.mark.parametrize("number", [each.number for each in STATEMENTS if not each.doubt])
def test_what_can_be_settled_is_settled_the_way_we_answer(number: int) -> None:
    trial = statement(number).trial(16)
    assert trial.settled and trial.difference.low > 0


@pytest.mark.slow
def test_contact_lifts_both_kinds_of_buyer_by_much_the_same_part() -> None:
    table = statement(5).trial(8).table.set_index(["world", "what"])
    assert (table.loc[(["households", "offices"], "sales more by contact, %"), "low"] > 5).all()
    assert abs(table.loc[("offices, less households", "sales more by contact, %"), "value"]) < 5


def drawn(figure: Figure, caplog: pytest.LogCaptureFixture) -> str:
    """The headline, once it is sure that there is a picture and that nobody complained."""
    points = matplotlib.image.imread(io.BytesIO(png(figure)))[..., :3]
    assert (points.reshape(-1, 3) < 0.9).any(axis=1).mean() > 0.01
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
    return headline_text(figure)


def test_stated_believed_and_true(caplog: pytest.LogCaptureFixture) -> None:
    found = exit_case()
    told = drawn(charts.exit_detective_chart(found, truth_teller(found)), caplog)
    assert "Of 100 exits 100 are put down to their true cause" in told
    figure = charts.exit_detective_chart(found, bias_corrector(found.handout))
    assert len(figure.axes[0].patches) == 18  # three bars for each of six causes
    with pytest.raises(AnswerError):
        charts.exit_detective_chart(found, wrong())


def test_what_sorts_are_worth(caplog: pytest.LogCaptureFixture) -> None:
    found = case()
    told = drawn(charts.sorting_chart(found, {"by money alone": by_money(found)}), caplog)
    assert "by money alone brings" in told
    assert "recency, frequency and money brings" in drawn(charts.sorting_chart(found), caplog)
    nothing = as_sort(found, together(found))
    assert "nobody's brings 0%" in drawn(charts.sorting_chart(found, {"nobody's": nothing}), caplog)
    alike = dataclasses.replace(found, kinds=together(found))
    assert drawn(charts.sorting_chart(alike), caplog) == "Knowing the true kinds is worth nothing here"


def test_they_draw_into_a_sheet_of_yours(caplog: pytest.LogCaptureFixture) -> None:
    figure = Figure(figsize=(12, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    assert charts.exit_detective_chart(exit_case(), truth_teller(exit_case()), left) is figure
    assert charts.sorting_chart(case(), axes=right) is figure
    assert "Of 100 exits" in drawn(figure, caplog)


PAGE = pages_of_docs()["exercises"].read_text(encoding="utf-8")


@pytest.mark.slow
def test_its_python_runs(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, flags=re.S):
        exec(block, known)
    told = capsys.readouterr().out
    assert "Exit detective at Azure" in told and "Customers of Counter, sorted" in told and "The visit: 83" in told
    assert sorted(path.name for path in (tmp_path / "base").iterdir()) == ["customers.csv", "purchases.csv"]


def test_its_pictures_are_there() -> None:
    names = re.findall(r"\(\.\./pictures/(\w+\.png)\)", PAGE)
    assert names and all((ROOT / "docs" / "pictures" / name).is_file() for name in names)


def test_its_answers_are_those_of_the_code() -> None:
    rows = [line.split("|") for line in PAGE.splitlines() if re.match(r"\| [1-5] ", line)]
    assert [row[2].strip() == "true" for row in rows] == [each.answer for each in STATEMENTS]
    assert [row[4].strip() == "**no**" for row in rows] == [bool(each.doubt) for each in STATEMENTS]
