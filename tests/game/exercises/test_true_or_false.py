"""True or false: answers are marked, and each statement can be tried."""

from __future__ import annotations

from typing import Any

import pytest

from sim.game.exercises.marking import AnswerError
from sim.game.exercises.trials import COLUMNS
from sim.game.exercises.true_or_false import STATEMENTS, score, statement

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
    trial = statement(number).trial(8)
    assert trial.settled and trial.difference.low > 0


@pytest.mark.slow
def test_contact_lifts_both_kinds_of_buyer_by_much_the_same_part() -> None:
    table = statement(5).trial(8).table.set_index(["world", "what"])
    assert (table.loc[(["households", "offices"], "sales more by contact, %"), "low"] > 5).all()
    assert abs(table.loc[("offices, less households", "sales more by contact, %"), "value"]) < 5
