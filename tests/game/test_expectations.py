"""Expectations: asked and shown in %, in ranges that people mean, and asked back once where one is doubtful."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.apps.classroom.actions import run_player_action
from sim.game.errors import GameError
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.forms.expectations import usual_of_firm
from sim.game.forms.form import expectations, prediction_of
from sim.game.presentation.seat_sections import seat_sections
from sim.game.session.session import Accepted, ConfirmationNeeded, Session
from tests.apps.notebook.play.driving import Person
from tests.game.game_file.forging import edited, without_digests
from tests.game.games import begun


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
        assert "Share 30%, share within 5%, churn 17%" in told


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
    person = Person(player)
    person.fill("churn", "900")
    person.press("Say so")
    assert "churn: 900% was given" in person.text
    person.press("Yes, it is meant")
    assert session.entries[-1].content == {"prediction": {"churn": 9.0}}
    session.close()


def test_an_exercise_asks_for_percent(tmp_path: Path) -> None:
    with ExerciseSession.create(tmp_path / "e.guanxi", "exit_detective") as sitting:
        fields = {field.path: field for field in sitting.questions()}
    percent = {path for path, field in fields.items() if field.percent}
    assert percent == {path for path in fields if path.startswith(("shares.", "churn."))}
    churn = next(field for path, field in fields.items() if path.startswith("churn."))
    assert churn.read("17") == 0.17 and churn.range == "0% to 1,000%"
