"""What is asked back before it counts: slips in decisions, doubtful expectations; what is meant passes."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.apps.classroom.markets.actions import run_player_action
from sim.game.decisions.screening import outlay, slips
from sim.game.errors import GameError
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.forms.expectations import usual_of_firm
from sim.game.forms.form import expectations, prediction_of
from sim.game.presentation.seat_sections import seat_sections
from sim.game.session.session import Accepted, ConfirmationNeeded, Session
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from tests.apps.notebook.play.driving import Asking
from tests.game.game_file.forging import edited, without_digests
from tests.game.games import begun


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> FirmView:
    session = begun(tmp_path_factory.mktemp("screening"))
    for seat in ("Azure", "Beryl"):
        session.decide(seat, {"communication": {"advertising": 5.0}})
    found = session.view("Azure").firm
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"price": 3.0}, ["price: 3 is 3 times 1"]),
        ({"price": 0.5}, ["price: 0.5 is 0.5 times 1", "below what the goods cost"]),
        ({"price": 0.59}, ["below what the goods cost (0.6)"]),
        ({"product": 1.9}, ["product: 1.9 is 1.9 times 1"]),
        ({"service": 0.07}, ["service: 0.07 is 0.1 times 0.7"]),
        ({"service": 0.0}, ["service: 0 is nothing, from 0.7"]),
        ({"staff": 30}, ["staff: 30 is 15 times 2"]),
        ({"budget": 500.0}, ["budget: 500 is 10 times 50"]),
        ({"internal_marketing": 150.0}, ["internal marketing: 150 is 10 times 15"]),
        ({"communication": {"advertising": 50_000.0}}, ["commits the firm to 2,599,740"]),
        ({"launch": [{"kind": "club", "build_cost": 1e6}]}, ["commits the firm to 1,000,000"]),
        ({"price": 1.9, "staff": 4, "service": 0.5}, []),
        ({"communication": {"advertising": 6.0}, "open": ["club"], "win_back": 20.0}, []),
        ({"research": [{"study": "shares", "people": 20}]}, []),
        ({}, []),
    ],
)
def test_slips_and_what_is_none(content: dict[str, Any], words: list[str], view: FirmView) -> None:
    decision = Decision.model_validate(content)
    found = slips(decision, view)
    assert len(found) == len(words), found
    assert all(
        word in question and question.endswith("Is it meant?") for word, question in zip(words, found, strict=True)
    )
    assert decision == Decision.model_validate(content)


def test_what_a_decision_costs_in_a_year(view: FirmView) -> None:
    decision = Decision.model_validate({
        "communication": {"advertising": 10.0}, "research": [{"study": "shares", "people": 100}], "open": ["club"],
        "launch": [{"kind": "frequency", "build_cost": 50.0, "running_cost": 2.0}],
    })  # fmt: skip
    club = view.drawer["club"]
    expected = (10.0 - 5.0) * 52 + (200 + 2 * 100) + club["build_cost"] + 52 * club["running_cost"] + 50 + 104
    assert outlay(decision, view) == pytest.approx(expected)
    assert outlay(Decision.model_validate({"communication": {"advertising": 1.0}}), view) == 0.0


def test_before_anything_was_sold_nobody_is_asked_about_means(view: FirmView) -> None:
    empty = {name: np.zeros(0) for name in view.books}
    decision = Decision.model_validate({"communication": {"advertising": 50_000.0}})
    assert slips(decision, view) and not slips(decision, dataclasses.replace(view, books=empty))


def test_what_cannot_be_is_refused_and_not_asked_about(tmp_path: Path) -> None:
    from sim.game.errors import GameError

    session = begun(tmp_path)
    with pytest.raises(GameError, match=r"no 'club' runs"):
        session.decide("Azure", {"price": 4.0, "revise": {"club.quantity": 2}})


def test_a_programme_of_ones_own_is_not_for_players_unless_the_game_says_so(tmp_path: Path) -> None:
    club = {"launch": [{"kind": "club", "build_cost": 0.0}]}
    session = begun(tmp_path)
    with pytest.raises(GameError, match=r"costs of your own choice; open one in the drawer \(open\)"):
        session.decide("Azure", club)
    assert "Azure" not in session.playing.line_of("Azure").standing
    session.close()


def played(session: Session, rounds: int) -> None:
    for _ in range(rounds):
        session.decide("Azure", {})
        session.decide("Beryl", {})


def test_shares_and_churn_are_asked_for_in_percent_in_a_range_that_people_mean(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        fields = {field.path: field for field in expectations(session, "Azure")}
        assert fields["share"].range == "0% to 100%" and fields["churn"].range == "0% to 1,000%"
        assert fields["churn"].wanted == "a percentage, 0% to 1,000%"
        typed = prediction_of(fields.values(), {"churn": "17", "share": "30%", "share_within": "5", "profit": "100"})
        assert typed == {"churn": 0.17, "share": 0.3, "share_within": 0.05, "profit": 100.0}
        with pytest.raises(GameError, match=r"churn: '1700' was given; give a percentage, 0% to 1,000%"):
            prediction_of(fields.values(), {"churn": "1700"})
        session.predict("Azure", typed)
        told = "\n".join(section.text for section in seat_sections(session.view("Azure")))
        assert "Share 30%, share, give or take 5%, churn 17%" in told


def test_a_doubtful_value_is_asked_back_once_and_then_counts(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        before = session.entries
        asked = session.predict("Azure", {"churn": 17.0})
        assert isinstance(asked, ConfirmationNeeded) and session.entries == before
        assert asked.slips == (
            "churn: 1,700% was given, and 1% to 200% is usual here; confirm it if you mean it, or change it",
        )
        again = session.predict("Azure", {"churn": 17.0, "share": 0.3}, confirmed=asked.token)
        assert isinstance(again, ConfirmationNeeded), "the answer belongs to what was asked"
        said = session.predict("Azure", {"churn": 17.0}, confirmed=asked.token, client="mark")
        assert isinstance(said, Accepted) and said.entry.content == {"prediction": {"churn": 17.0}}
        resent = session.predict("Azure", {"churn": 17.0}, client="mark")
        assert isinstance(resent, Accepted) and resent.again


def test_a_part_that_was_typed_for_a_percentage_is_asked_back(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        fields = expectations(session, "Azure")
        asked = session.predict("Azure", prediction_of(fields, {"share": "0.3"}))
        assert (
            isinstance(asked, ConfirmationNeeded)
            and "share: 0.3% was given, and 1% to 100% is usual here" in asked.slips[0]
        )
        assert isinstance(session.predict("Azure", {"share": 0.0}), Accepted), "nothing is no slip"


def test_what_is_usual_is_what_this_market_has_shown(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        played(session, 3)
        view = session.view("Azure").firm
        outcomes = [each for each in session.outcomes() if each.firm == "Azure"]
        assert view is not None
        usual = usual_of_firm(view)
        reach = 10 * max(max(abs(each.profit), each.revenue) for each in outcomes)
        assert usual["profit"] == pytest.approx((-reach, reach))
        seen = [each.churn for each in outcomes]
        assert usual["churn"][1] == pytest.approx(max(1.0, 3 * max(seen)), rel=0.1)
        assert isinstance(session.predict("Azure", {"profit": 1.1 * reach}), ConfirmationNeeded)
        usually = {"profit": outcomes[-1].profit, "churn": seen[-1], "share": outcomes[-1].share}
        assert isinstance(session.predict("Azure", usually), Accepted)


def test_old_recorded_answers_keep_their_meaning(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        session.predict("Azure", {"churn": 0.17})
        played(session, 1)
        number = next(each.number for each in session.entries if each.act == "predicted")
    path = tmp_path / "g.guanxi"
    edited(path, f"""UPDATE entry SET content = '{{"prediction": {{"churn": 17.0}}}}' WHERE number = {number}""")
    without_digests(path)
    with Session.open(path) as session:
        assert session.view("Azure").scores[0].expected == 17.0


def test_a_page_sends_percent_and_is_asked_back(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        asked = run_player_action(
            session, "Azure", "predict", {"values": {"churn": "900%"}, "round": 0, "confirmed": ""}
        )
        assert not asked["accepted"] and "churn: 900% was given" in asked["slips"][0]
        again = {"values": {"churn": "900%"}, "round": 0, "confirmed": asked["token"]}
        assert run_player_action(session, "Azure", "predict", again)["accepted"]
        assert session.entries[-1].content == {"prediction": {"churn": 9.0}}


def test_a_notebook_asks_back(tmp_path: Path) -> None:
    from sim.apps.notebook.play.hot_seat import HotSeat

    session = begun(tmp_path, join=False)
    player = HotSeat(session, tmp_path / "g.guanxi")
    player.begin(("Azure",))
    asking = Asking(player, "Azure")
    given = {"values": {"churn": "900%"}, "round": 0, "confirmed": ""}
    asked = asking.ask("/api/act/predict", given)
    assert not asked["accepted"] and "churn: 900% was given" in asked["slips"][0]
    assert asking.ask("/api/act/predict", {**given, "confirmed": asked["token"]})["accepted"]
    assert session.entries[-1].content == {"prediction": {"churn": 9.0}}
    assert "many" in asking.refused("/api/act/predict", {**given, "values": {"churn": "many"}})
    session.close()


def test_an_exercise_asks_for_percent(tmp_path: Path) -> None:
    with ExerciseSession.create(tmp_path / "e.guanxi", "exit_detective") as sitting:
        fields = {field.path: field for field in sitting.questions()}
    percent = {path for path, field in fields.items() if field.percent}
    assert percent == {path for path in fields if path.startswith(("shares.", "churn."))}
    churn = next(field for path, field in fields.items() if path.startswith("churn."))
    assert churn.read("17") == 0.17 and churn.range == "0% to 1,000%"
