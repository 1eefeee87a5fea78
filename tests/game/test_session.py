"""Who may do what, when rounds close, what counts for those who are late."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sim.game.errors import GameError
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.session.session import Accepted, ConfirmationNeeded, Session
from sim.scenario.decisions.decision import Decision
from sim.strategies.simple_rules import PriceCut
from tests.game.games import Hands, begun, firmly, game, scenario


def unchanged(session: Session, match: str, *call: Any, **words: Any) -> None:
    """The call is refused with that, and the log stays as it is."""
    before, (name, *given) = session.entries, call
    with pytest.raises(GameError, match=match):
        getattr(session, name)(*given, **words)
    assert session.entries == before


def decided(session: Session, number: int, seat: str, line: str = "main") -> tuple[str, str, tuple[str, ...]]:
    said = session.lines[line].closed[number][seat]
    return said.entry.decided_by, said.entry.reason, said.decision.moved


def test_a_round_closes_once_all_are_in(tmp_path: Path) -> None:
    session = begun(tmp_path)
    assert session.view("eye").waiting_for == ("Azure", "Beryl")
    session.decide("Azure", {"price": 0.95}, reason="to be cheaper")
    assert session.view("Azure").round == 0 and session.view("Azure").waiting_for == ("Beryl",)
    session.decide("Azure", {"price": 0.97})
    session.decide("Beryl", Decision(staff=3))
    view = session.view("Azure")
    assert (view.round, view.week, view.standing) == (1, 4.0, None)
    assert view.firm is not None and view.firm.present.price == 0.97
    assert [entry.reason for entry in view.history if entry.act == "decided"] == ["to be cheaper", ""]
    assert decided(session, 0, "Azure") == ("human", "", ("price",))


def test_a_decision_can_be_taken_back_until_the_round_closes(tmp_path: Path) -> None:
    session = begun(tmp_path)
    unchanged(session, "has not decided for round 1", "withdraw", "Azure")
    session.decide("Azure", {"price": 0.95})
    session.withdraw("Azure")
    session.decide("Beryl", {})
    assert session.view("Azure").waiting_for == ("Azure",)
    session.decide("Azure", {})
    unchanged(session, "has not decided for round 2", "withdraw", "Azure")


@pytest.mark.parametrize(
    ("absent", "reason", "moved"),
    [
        ("hold", "absent: nothing is changed", ()),
        ("repeat", "absent: as in round 0", ("price",)),
        ("bot", "absent: random", None),
    ],
)
def test_those_who_are_late_follow_the_rule_and_are_marked(
    absent: str, reason: str, moved: tuple[str, ...] | None, tmp_path: Path
) -> None:
    session = begun(tmp_path, absent=absent, advance="instructor")
    session.decide("Azure", {"price": 0.95, "open": ["frequency"]})
    session.decide("Beryl", {})
    assert session.view("eye").round == 0
    session.close_round(by="teacher")
    session.close_round(by="teacher")
    who, why, what = decided(session, 1, "Azure")
    assert (who, why) == ("default", reason)
    assert what == moved if moved is not None else what


def test_a_bot_sits_in_and_gives_the_seat_back(tmp_path: Path) -> None:
    session = begun(tmp_path)
    session.decide("Azure", {"price": 0.95})
    session.seat_bot("Beryl", PriceCut(below=0.1), by="teacher")
    assert session.view("Azure").round == 1 and decided(session, 0, "Beryl")[:2] == ("bot", "price_cut")
    unchanged(session, "a bot sits at Beryl", "decide", "Beryl", {})
    session.seat_human("Beryl", by="teacher")
    unchanged(session, "no bot sits at Beryl", "seat_human", "Beryl", by="teacher")
    session.decide("Beryl", {"staff": 3})
    session.decide("Azure", {})
    assert decided(session, 1, "Beryl") == ("human", "", ("staff",))
    unchanged(session, "steers no firm", "seat_bot", "eye")


def test_a_timer_closes_rounds_and_can_be_stopped(tmp_path: Path) -> None:
    hands = Hands()
    session = begun(tmp_path, advance="timer", seconds=60.0, clock=hands)
    session.decide("Azure", {})
    session.decide("Beryl", {})
    hands.move(50)
    assert not session.tick() and session.seconds_left == 10.0
    session.pause(by="teacher")
    hands.move(500)
    assert not session.tick() and session.seconds_left == 10.0
    unchanged(session, "stands still already", "pause", by="teacher")
    session.resume(by="teacher")
    session.extend(20, by="teacher")
    hands.move(29)
    assert not session.tick()
    hands.move(1)
    assert session.tick() and session.view("Azure").round == 1 and session.seconds_left == 60.0
    unchanged(session, "no time to add", "extend", float("nan"))
    unchanged(session, "is an observer|no instructor", "extend", 5, by="eye")
    assert not session.tick()


def test_a_time_that_stood_still_stands_still_when_the_game_is_opened_again(tmp_path: Path) -> None:
    hands = Hands()
    session = begun(tmp_path, advance="timer", seconds=60.0, clock=hands)
    path = session.playing.log.path
    session.pause(by="teacher")
    session.close()
    with Session.open(path, clock=hands) as again:
        hands.move(500)
        assert again.paused and not again.tick() and again.seconds_left == 60.0
        again.resume(by="teacher")
    with Session.open(path, clock=hands) as again:
        assert not again.paused


def test_each_team_goes_at_its_own_pace(tmp_path: Path) -> None:
    session = begun(tmp_path, advance="own_pace")
    for _ in range(3):
        session.decide("Azure", {"price": 0.9})
    session.decide("Beryl", {"staff": 3})
    assert (session.view("Azure").round, session.view("Beryl").round) == (3, 1)
    assert decided(session, 0, "Beryl", "Azure")[0] == "bot" and decided(session, 0, "Azure", "Beryl")[0] == "bot"
    session.reopen(1, line="Azure", by="teacher")
    assert (session.line("Azure"), session.view("Azure").round, session.lines["Azure"].round) == ("Azure again 2", 1, 3)
    assert session.view("Beryl").round == 1
    unchanged(session, "say which", "close_round")
    session.close()
    with Session.open(tmp_path / "g.guanxi") as again:
        assert again.line("Azure") == "Azure again 2" and len(again.lines) == 4


def test_what_was_sent_twice_counts_once(tmp_path: Path) -> None:
    session = begun(tmp_path, advance="instructor")
    first = session.decide("Azure", {"price": 0.95}, client="a-1")
    again = session.decide("Azure", {"price": 0.95}, client="a-1")
    assert isinstance(first, Accepted) and isinstance(again, Accepted)
    assert (first.again, again.again, again.entry) == (False, True, first.entry)
    unchanged(session, "came with something else", "decide", "Azure", {"price": 0.9}, client="a-1")
    unchanged(session, "came with something else", "decide", "Beryl", {"price": 0.95}, client="a-1")
    unchanged(session, "client: give a text", "decide", "Azure", {}, client="")
    session.close_round()
    late = session.decide("Azure", {"price": 0.95}, client="a-1", round=0)
    assert isinstance(late, Accepted) and late.again
    session.close()
    with Session.open(tmp_path / "g.guanxi") as reopened:
        after = reopened.decide("Azure", {"price": 0.95}, client="a-1", round=0)
        assert isinstance(after, Accepted) and after.again and after.entry == first.entry


BAD: dict[str, tuple[object, str]] = {
    "text": ({"price": "0.95"}, "the text '0.95' was given"),
    "infinite": ({"price": float("inf")}, "inf was given"),
    "no number": ({"price": float("nan")}, "nan was given"),
    "out of range": ({"price": 50.0}, "from 0.2 to 5"),
    "unknown lever": ({"pryce": 1.0}, "did you mean 'price'"),
    "a list": ([1], "give a mapping"),
    "nothing": (None, "give a mapping"),
    "truth": ({"staff": True}, "give a whole number"),
    "half a person": ({"staff": 2.5}, "give a whole number"),
    "a missing part": ({"research": [{"people": 20}]}, "study"),
    "what there is not": ({"open": ["clubb"]}, "did you mean 'club'"),
    "a programme that does not run": ({"revise": {"club.quantity": 3}}, "no 'club' runs"),
    "too long": ({"revise": {f"frequency.{n}": 1.0 for n in range(3000)}}, "longer than 20,000"),
    "an object": ({"price": object()}, "object"),
    "all wrong at once": ({"price": 50.0, "staff": 0}, "staff"),
}


@pytest.mark.parametrize("which", BAD)
def test_bad_decisions_are_refused_with_a_sentence(which: str, tmp_path: Path) -> None:
    session = begun(tmp_path)
    unchanged(session, BAD[which][1], "decide", "Azure", BAD[which][0])
    session.decide("Azure", {})


def test_who_may_not_is_refused(tmp_path: Path) -> None:
    session = begun(tmp_path, join=False)
    unchanged(session, "nobody has joined as Azure", "decide", "Azure", {})
    unchanged(session, "nobody has joined as Azure", "view", "Azure")
    unchanged(session, "not the pass code", "join", "Azure", "wrong")
    unchanged(session, "not the pass code", "join", "Azure", session.codes["Beryl"])
    unchanged(session, "did you mean 'Azure'", "join", "Azur", session.codes["Azure"])
    for seat, code in session.codes.items():
        session.join(seat, code)
        session.join(seat, code)
    assert len(session.entries) == 4
    unchanged(session, "eye is an observer and steers no firm", "decide", "eye", {})
    unchanged(session, "teacher is an instructor and steers no firm", "predict", "teacher", {"share": 0.3})
    unchanged(session, "unknown seat 'Nobody'", "decide", "Nobody", {})
    unchanged(session, "is no seat|unknown seat", "decide", None, {})
    for act in (("close_round",), ("reopen", 0), ("branch", "x"), ("go_to", "main"), ("shock", {}), ("say", "x"),
                ("seat_bot", "Beryl"), ("compare",), ("results",), ("outcomes",), ("scripted",),
                ("carry_on", "main")):  # fmt: skip
        unchanged(session, "Azure is no instructor", *act, by="Azure")
    unchanged(session, "sees the line it plays on", "view", "Azure", line="other")


def test_late_and_early_decisions_are_refused(tmp_path: Path) -> None:
    session = begun(tmp_path, rounds=1)
    unchanged(session, "round 2 is not open; the open one is 1", "decide", "Azure", {}, round=1)
    session.decide("Azure", {}, round=0)
    session.decide("Beryl", {}, round=0)
    unchanged(session, "the game is over", "decide", "Azure", {})
    unchanged(session, "all 1 rounds are closed", "close_round")
    session.reopen(0)
    session.decide("Azure", {}, round=0)
    second = begun(tmp_path, "h", rounds=3)
    for seat in ("Azure", "Beryl"):
        second.decide(seat, {})
    unchanged(second, "round 1 is closed; the open one is 2", "decide", "Azure", {}, round=0)
    unchanged(second, "round True is not open|the open one is 2", "decide", "Azure", {}, round=True)


def test_predictions_come_first_where_the_game_wants_it_and_are_scored_apart(tmp_path: Path) -> None:
    session = begun(tmp_path, predict_first=True, rounds=1)
    unchanged(session, "say first what you expect of round 1", "decide", "Azure", {})
    for bad, why in ({}, "nothing is expected"), ({"share": 1.5}, "from 0 to 1"), ({"churn_within": 0.1}, "churn"), (
        {"profit": float("-inf")}, "profit"), ({"shares": 1}, "did you mean 'share'"):  # fmt: skip
        unchanged(session, why, "predict", "Azure", bad)
    session.predict("Azure", {"share": 0.9, "share_within": 0.01}, client="p")
    session.predict("Azure", {"share": 0.4, "share_within": 0.5, "profit": 0.0, "churn": 0.1})
    assert session.predict("Azure", {"share": 0.9, "share_within": 0.01}, client="p").again
    session.decide("Azure", {})
    assert session.view("teacher").everything is not None
    session.predict("Beryl", {"profit": 100.0})
    session.decide("Beryl", {})
    scores = {score.figure: score for score in session.view("Azure").scores}
    outcome = session.outcomes()[0]
    assert scores["share"].came == outcome.share and scores["share"].inside
    assert scores["share"].penalty == pytest.approx(1.0)
    assert scores["profit"].error == abs(outcome.profit) and scores["profit"].inside is None


def test_the_interval_score_punishes_what_lies_outside() -> None:
    from sim.game.decisions.prediction import Prediction, scored
    from sim.game.presentation.round_outcome import RoundOutcome

    outcome = RoundOutcome(round=0, firm="A", customers=1, share=0.5, churn=0.2, revenue=1.0, profit=9.0, exits=1,
                           customer_weeks=260.0)  # fmt: skip
    inside, outside = (
        scored(Prediction(share=expected, share_within=0.05), outcome)[0] for expected in (0.47, 0.35)
    )  # fmt: skip
    assert inside.inside and inside.penalty == pytest.approx(0.1)
    assert not outside.inside and outside.penalty == pytest.approx(0.1 + 10 * 0.1)


def test_messages_reach_whom_they_are_for(tmp_path: Path) -> None:
    session = begun(tmp_path)
    session.say("Ten minutes left.", by="teacher")
    session.say("Mind your desk.", to="Beryl", by="teacher")
    assert session.view("Azure").messages == ("Ten minutes left.",)
    assert session.view("Beryl").messages == ("Ten minutes left.", "Mind your desk.")
    unchanged(session, "up to 2,000", "say", "x" * 2001)


def test_shocks_that_cannot_be_are_refused(tmp_path: Path) -> None:
    session = begun(tmp_path, advance="instructor")
    session.close_round()
    price = {"kind": "offer", "attribute": "price", "factor": 0.5}
    unchanged(session, "week 4; the past", "shock", {**price, "at": 1.0})
    unchanged(session, "unknown firm 'Dune'", "shock", {**price, "firms": ["Dune"]})
    unchanged(session, "did you mean 'offer'", "shock", {**price, "kind": "offfer"})
    unchanged(session, "did you mean 'scandal'", "shock", "a scandal")
    unchanged(session, "give a mapping|was given", "shock", ["a scandal"])
    session.shock({**price, "firms": ["Azure"], "lasts": 8.0}, by="teacher")
    azure = session.view("eye").market[0]
    assert azure.firm == "Azure" and azure.price == 0.5
    session.branch("calm")
    assert session.view("eye").market[0].price == 1.0
    session.go_to("main")
    assert session.view("eye").market[0].price == 0.5


def test_each_seat_sees_what_it_may(tmp_path: Path) -> None:
    session = begun(tmp_path)
    firmly(session, "Azure", {"price": 0.95})
    eye, teacher = session.view("eye"), session.view("teacher")
    assert (
        eye.firm is None
        and eye.everything is None
        and [offer.firm for offer in eye.market] == ["Azure", "Beryl", "Cedar"]
    )
    assert teacher.everything is not None and set(teacher.everything.standing) == {"Azure"}
    for seat in session.codes:
        plain = json.dumps(session.view(seat).plain(), allow_nan=False)
        assert (session.codes["Beryl"] in plain) == (seat == "teacher")


def test_a_question_is_not_a_decision(tmp_path: Path) -> None:
    session = begun(tmp_path)
    before = session.entries
    asked = session.decide("Azure", {"price": 4.0})
    assert isinstance(asked, ConfirmationNeeded) and "4 is 4 times 1" in asked.slips[0] and session.entries == before
    other = session.decide("Azure", {"price": 5.0}, confirmed=asked.token)
    assert isinstance(other, ConfirmationNeeded) and session.entries == before
    assert isinstance(session.decide("Azure", {"price": 4.0}, confirmed=asked.token), Accepted)


def test_a_game_by_another_version_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.game.log import kept_file

    begun(tmp_path).close()
    monkeypatch.setattr(kept_file, "VERSION", "9.9")
    with pytest.warns(kept_file.OtherVersionWarning, match=r"this is 9\.9"):
        Session.open(tmp_path / "g.guanxi").close()


def test_a_declared_game_needs_its_scenario(tmp_path: Path) -> None:
    with pytest.raises(GameError, match="needs its scenario"):
        Session.create(tmp_path / "g.guanxi", game())
    assert not (tmp_path / "g.guanxi").exists()
    with pytest.raises(ValueError, match="seed -1 will not do"):
        Session.create(tmp_path / "g.guanxi", game(), scenario=scenario(), seed=-1)


@pytest.mark.parametrize("seed", [-1, 2**63, 1.5, True, "3"])
def test_what_is_no_seed_is_refused_and_makes_no_file(seed: Any, tmp_path: Path) -> None:
    for make in (
        partial(Session.create, game="head_of_the_firm"),
        partial(ExerciseSession.create, exercise="true_or_false"),
    ):
        with pytest.raises(GameError, match=r"seed .* will not do; give a whole number from 0"):
            make(tmp_path / "none.guanxi", seed=seed)
    assert not (tmp_path / "none.guanxi").exists()
