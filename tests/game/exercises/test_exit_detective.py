"""The exit detective: the truth scores full, believing the interviews does not, and nothing hidden is handed out."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.game.exercises.exit_case import Case, Truth, open_case
from sim.game.exercises.exit_detective import bracket, regret, score
from sim.game.exercises.exit_report import Measure, Report, bias_corrector, reckoned, stated_believer, truth_teller
from sim.game.exercises.marking import AnswerError, closeness
from sim.metrics._shared.interval import interval
from sim.metrics._shared.windows import IncompleteLogError
from sim.model.events import RANK
from sim.results.results import Results

SEEDS = range(1, 25)
HAND_OUT = {
    "causes": {"cause", "meaning"},
    "interviews": {"week", "segment", "stated", "card"},
    "purchases": {"card", "week", "money"},
}


@lru_cache
def results(seed: int = 1, answers: str = "assumed", response: float = 0.4) -> Results:
    asked = sim.load("first_look").but(interviews={"preset": answers, "response": response})
    return sim.simulate(asked, seed=seed)


@lru_cache
def case(seed: int = 1, answers: str = "assumed", response: float = 0.4) -> Case:
    return open_case(results(seed, answers, response))


def by_hand() -> Case:
    """A case whose marks can be worked out on paper."""
    truth = Truth(
        shares={"price": 0.5, "service": 0.3, "market": 0.2},
        churn={"people": 0.2},
        customer_weeks={"people": 5200.0},
        profit_lost={"price": 1000.0, "service": 600.0, "market": 400.0},
        break_even={"price": 50.0, "service": 30.0, "market": 0.0},
        unstoppable=("market",),
        stated={"price": 0.75, "service": 0.25, "market": 0.0},
        heard={"price": 0.5, "service": 0.5, "market": 0.0},
        answers=pd.DataFrame(
            [[2, 0, 0], [1, 1, 0], [0, 0, 0]], index=["price", "service", "market"],
            columns=["price", "service", "market"],
        ),
    )  # fmt: skip
    real = case().handout
    interviews = pd.DataFrame(
        {"week": [1.0, 2.0, 3.0, 4.0], "segment": "people", "stated": ["price", "price", "price", "service"], "card": 1}
    )
    return Case(
        handout=dataclasses.replace(real, segments=("people",), left=10, interviews=interviews, firm="Azure"),
        truth=truth,
    )


def wrong(**changes: Any) -> Report:
    given: dict[str, Any] = {
        "shares": {"price": 0.7, "service": 0.3},
        "churn": {"people": 0.25},
        "profit_lost": {"price": 900.0, "service": 600.0},
        "measures": [("service", 50.0), ("price", 50.0)],
        "unstoppable": ["market", "price"],
    }
    return Report(**(given | changes))


def test_every_part_as_worked_out_by_hand() -> None:
    marks = score(by_hand(), wrong())
    assert marks.points("causes") == pytest.approx(50 + 30)
    assert marks.points("churn") == pytest.approx(100 * (1 - 0.05 / 0.2))
    assert marks.points("profit lost") == pytest.approx(100 * (1 - 500 / 2000))
    assert marks.points("order") == 0.0  # the one pair stands in the wrong order
    # prices lie between 0 and 100; regret (50 - 30)² / 200 against 50² / 200 + 30² / 200
    assert regret(by_hand(), wrong()) == pytest.approx(2.0)
    assert marks.points("spend") == pytest.approx(100 * (1 - 2.0 / 17.0))
    assert marks.points("unstoppable") == pytest.approx(50)
    assert marks.total == pytest.approx(np.mean([80, 75, 75, 0, 100 * 15 / 17, 50]))


def test_regret_is_the_mean_loss_over_all_prices() -> None:
    """Prices spread evenly from 0 to 100; a measure is bought up to what would be paid, and brings its break-even."""
    prices = (np.arange(100_000) + 0.5) / 1000
    spends = {"price": 80.0, "service": 10.0, "market": 25.0}
    worth = by_hand().truth.break_even
    lost = sum(
        np.where(prices < value, value - prices, 0.0).mean() - np.where(prices < spends[c], value - prices, 0.0).mean()
        for c, value in worth.items()
    )
    assert regret(by_hand(), wrong(measures=spends)) == pytest.approx(lost, rel=1e-4)


def test_it_says_what_was_right_what_was_missed_and_what_could_not_be_known() -> None:
    text = str(score(by_hand(), wrong(measures={"market": 5.0})))
    assert "Right: the share of service within 5 points." in text
    assert "Missed: price overrated, 70% said, 50% true." in text
    assert "Missed: 5 a year against moved away, which nobody can stop." in text
    assert "of 3 who said price, 1 left for something else (1 service)" in text
    assert "Of 10 who left, 4 answered; 6 never said why." in text
    assert "Believing the interviews gets 75 points for causes; had all who answered been honest" in text


@pytest.mark.parametrize("name", ["first_look", "airline_miles", "department_store_without_files"])
def test_the_truth_scores_full_and_believing_what_is_stated_does_not(name: str) -> None:
    world = sim.simulate(sim.load(name).but(horizon=104), seed=3, replications=1)
    table = bracket(open_case(world)).set_index("report")
    assert table.loc["knows the truth"].to_numpy() == pytest.approx(100.0)
    assert table.loc["believes what is stated", "total"] < 85


@pytest.mark.slow
def test_knowing_how_people_misreport_finds_causes_better() -> None:
    gains = [
        score(case(seed), bias_corrector(case(seed).handout)).points("causes")
        - score(case(seed), stated_believer(case(seed).handout)).points("causes")
        for seed in SEEDS
    ]
    assert interval(gains).low > 0


def test_where_all_answer_honestly_believing_them_is_right() -> None:
    """The control: with no bias and no silence, interviews are the truth."""
    honest = case(1, "honest", 1.0)
    assert score(honest, stated_believer(honest.handout)).points("causes") == pytest.approx(100)


def test_the_corrector_undoes_a_table_exactly_where_answers_follow_it() -> None:
    table = {"price": {"price": 1.0}, "service": {"service": 0.5, "price": 0.5}}
    said = ["price"] * 75 + ["service"] * 25
    handout = dataclasses.replace(
        case().handout,
        causes=pd.DataFrame({"cause": ["price", "service"], "meaning": ""}),
        interviews=pd.DataFrame({"week": 1.0, "segment": "consumers", "stated": said, "card": 1}),
    )
    assert bias_corrector(handout, table).shares == pytest.approx({"price": 0.5, "service": 0.5}, abs=1e-4)


def test_who_left_without_a_word_changes_nothing_in_the_handout() -> None:
    """Swap the true causes of all exits where nobody answers: the team sees the same to the last cell."""
    silent = results(1, "assumed", 0.0)
    rows = silent.runs[0].rows.copy()
    exits = np.flatnonzero(rows["event"] == RANK["exit"])
    rows["cause"][exits] = rows["cause"][exits][::-1]
    other = dataclasses.replace(silent, runs=(dataclasses.replace(silent.runs[0], rows=rows),))
    one, two = open_case(silent), open_case(other)
    assert one.truth.profit_lost != two.truth.profit_lost
    for name, table in one.handout.tables().items():
        pd.testing.assert_frame_equal(table, two.handout.tables()[name])


def test_the_handout_names_nobody_and_has_no_other_column() -> None:
    handout = case().handout
    tables = handout.tables()
    for name, columns in HAND_OUT.items():
        assert set(tables[name].columns) == columns
    assert not [column for table in tables.values() for column in table.columns if "true" in column]
    assert "customer_id" not in {column for table in tables.values() for column in table.columns}
    assert "consumers-" not in "".join(table.to_csv() for table in tables.values())
    assert "Truth(" not in repr(case())
    books = sim.weekly(results())
    assert handout.books["profit"].tolist() == books.loc[books["firm"] == "Azure", "profit"].tolist()
    assert len(handout.interviews) < handout.left == int(handout.books["exits"].sum())


def test_interviews_can_be_laid_beside_records_by_card() -> None:
    handout = case().handout
    both = handout.interviews.merge(handout.records, on="card")
    assert len(both) > 100 and (both["last_seen"] <= both["week"] + 1e-9).mean() > 0.9


def test_the_handout_is_exported_as_files(tmp_path: Path) -> None:
    handout = case().handout
    files = handout.export(tmp_path / "case")
    assert [file.name for file in files] == [f"{name}.csv" for name in handout.tables()]
    again = pd.read_csv(tmp_path / "case" / "interviews.csv")
    assert again["stated"].tolist() == handout.interviews["stated"].tolist()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"shares": {"price": 0.7}}, "shares: they sum to 0.7; give shares that sum to 1"),
        ({"shares": {"price": "much", "service": 1}}, "shares.price: 'much' was given; give a number from 0 to 1"),
        ({"shares": {"price": float("nan"), "service": 1}}, "shares.price: nan was given"),
        ({"shares": {"price": True}}, "shares.price: True was given"),
        ({"shares": {"price": -0.5, "service": 1.0}}, "shares.price: -0.5 was given"),
        ({"shares": "price"}, "shares: 'price' was given; give a number for each name"),
        ({"shares": {3: 1.0}}, "shares: 3 is no name; give text"),
        ({"profit_lost": {"price": float("inf")}}, "profit_lost.price: inf was given"),
        ({"profit_lost": {"price": 10**400}}, "profit_lost.price: 1000"),
        ({"churn": {"people": None}}, "churn.people: None was given; give a number from 0 to 1000"),
        ({"measures": [("price", 1.0), ("price", 2.0)]}, "measures: 'price' is there twice"),
        ({"measures": [("price",)]}, "measures: ('price',) in place 1; give a pair"),
        ({"measures": "price"}, "measures: 'price' was given; give pairs"),
        ({"measures": {"price": -1.0}}, "measures.price: -1.0 was given; give a number of 0 or more"),
        ({"unstoppable": "market"}, "unstoppable: 'market' was given; give a list of causes"),
        ({"unstoppable": ["market", "market"]}, "unstoppable: a cause is there twice"),
        ({"unstoppable": [4]}, "unstoppable: 4 is no cause"),
    ],
)
def test_a_report_that_makes_no_sense_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(AnswerError) as caught:
        wrong(**changes)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"shares": {"pricee": 1.0}}, "shares: unknown exit cause 'pricee'; did you mean 'price'?"),
        ({"profit_lost": {"weather": 1.0}}, "profit_lost: unknown exit cause 'weather'"),
        ({"measures": {"servise": 1.0}}, "measures: unknown exit cause 'servise'; did you mean 'service'?"),
        ({"unstoppable": ["fate"]}, "unstoppable: unknown exit cause 'fate'"),
        ({"churn": {}}, "churn: 'people' is missing"),
        ({"churn": {"people": 0.1, "persons": 0.1}}, "churn: unknown segment 'persons'"),
    ],
)
def test_a_report_on_another_case_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(AnswerError) as caught:
        score(by_hand(), wrong(**changes))
    assert said in str(caught.value)


def test_all_faults_are_said_at_once() -> None:
    with pytest.raises(AnswerError) as caught:
        wrong(shares={"price": "x"}, churn={"people": "y"}, unstoppable=[1])
    assert len(caught.value.faults) == 3


def test_cases_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="firm: unknown firm 'Azur'; did you mean 'Azure'"):
        open_case(results(), "Azur")
    with pytest.raises(ValueError, match="replication 5 is not in this run; give one of 0"):
        open_case(results(), replication=5)
    nobody = sim.simulate(sim.load("first_look").but({"exits.preset": "none"}, horizon=30), seed=1)
    with pytest.raises(ValueError, match="nobody left Azure"):
        open_case(nobody)
    with pytest.raises(IncompleteLogError):
        open_case(sim.simulate(sim.load("first_look").but(horizon=30), log="exits"))


def test_where_nobody_answers_the_believer_guesses() -> None:
    silent = case(1, "assumed", 0.0)
    report = stated_believer(silent.handout)
    assert set(report.shares.values()) == {1 / 6}
    assert "none of the" in str(score(silent, report))


def test_one_replication_of_several() -> None:
    both = sim.simulate(sim.load("first_look").but(horizon=52), seed=1, replications=2)
    one, two = (open_case(both, replication=r) for r in (0, 1))
    assert one.handout.left != two.handout.left
    alone = open_case(sim.simulate(sim.load("first_look").but(horizon=52), seed=1, replications=1))
    assert one.truth.profit_lost == alone.truth.profit_lost


names = st.sampled_from(["price", "product", "service", "market", "technology", "political"])
money = st.floats(0, 1e6)


@settings(max_examples=100)
@given(
    st.dictionaries(names, st.floats(0.01, 1), min_size=1), st.floats(0, 5), st.dictionaries(names, money),
    st.dictionaries(names, money), st.sets(names),
)  # fmt: skip
def test_no_report_falls_below_nothing_or_beats_the_truth(
    parts: dict[str, float], churn: float, lost: dict[str, float], measures: dict[str, float], unstoppable: set[str]
) -> None:
    whole = sum(parts.values())
    report = Report(
        shares={cause: part / whole for cause, part in parts.items()}, churn={"consumers": churn}, profit_lost=lost,
        measures=measures, unstoppable=unstoppable,
    )  # fmt: skip
    marks = score(case(), report)
    assert all(0 <= mark.points <= 100 for mark in marks.marks)
    assert marks.total <= score(case(), truth_teller(case())).total
    assert str(marks)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers(), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=300)
@given(st.tuples(anything, anything, anything, anything, anything))
def test_whatever_is_handed_in_is_marked_or_refused_in_words(given: tuple[Any, ...]) -> None:
    try:
        report = Report(**dict(zip(("shares", "churn", "profit_lost", "measures", "unstoppable"), given, strict=True)))
        score(case(), report)
    except AnswerError as refusal:
        assert refusal.faults and all(refusal.faults)


def test_a_report_is_frozen_and_keeps_its_own_copy() -> None:
    shares = {"price": 1.0}
    report = wrong(shares=shares)
    shares["price"] = 0.0
    assert report.shares == {"price": 1.0}
    assert report.measures == (Measure("service", 50.0), Measure("price", 50.0))
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.shares = {}  # type: ignore[misc]


def test_reckoning_from_true_shares_is_the_better_half_of_the_work() -> None:
    """Churn and money of the plain reckoner come near the truth once the shares are right."""
    found = case()
    marks = score(found, reckoned(found.handout, found.truth.shares))
    assert marks.points("causes") == pytest.approx(100)
    assert marks.points("churn") > 95 and marks.points("profit lost") > 50


def test_closeness_of_nothing_to_nothing() -> None:
    assert closeness({}, {"price": 0.0}) == 100
    assert closeness({"price": 1.0}, {"price": 0.0}) == 0
