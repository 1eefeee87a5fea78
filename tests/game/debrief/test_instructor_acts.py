"""What the instructor did: listed in the debrief, marked on pictures, told to whom it concerns, taken out of skill."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.game.debrief.instructor_acts import instructor_acts, money_given
from sim.game.debrief.replay import replayed
from sim.reports.debrief.debrief_page import text
from tests.game.games import begun

GIVEN = "Azure was given 5\N{NO-BREAK SPACE}k"


@pytest.mark.slow
def test_acts_are_listed_marked_and_taken_out_of_skill(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor", rounds=3) as session:
        session.decide("Azure", {"price": 0.9})
        session.close_round()
        session.subsidise("Azure", 5000)
        session.subsidise("Beryl", 800, weeks=8)
        session.shock("scandal", firms=["Beryl"])
        session.shock("price_war")
        session.say("Think of the winter.", to="Beryl")
        heard = {seat: session.view(seat).messages for seat in ("Azure", "Beryl", "eye", "teacher")}
        session.close_round()
        after = session.view("Azure").messages
        found = session.debrief(luck=3)
        acts = instructor_acts(session.playing, session.playing.line("main"))
        page = text(found)

    assert any(GIVEN in line for line in heard["Azure"]) and not any(GIVEN in line for line in heard["Beryl"])
    assert any("scandal" in line for line in heard["Beryl"]) and not any("scandal" in line for line in heard["Azure"])
    assert all(any("price war" in line for line in lines) for lines in heard.values()), "all hear of what concerns all"
    assert not any(GIVEN in line or "scandal" in line for line in heard["eye"])
    assert after == (), "news are those of the open round"

    assert [(act.round, act.kind, act.whom) for act in acts] == [
        (1, "money", ("Azure",)), (1, "money", ("Beryl",)), (1, "event", ("Beryl",)), (1, "event", ()),
        (1, "message", ("Beryl",)),
    ]  # fmt: skip
    assert [mark.kind for mark in found.marks] == ["event"] * 4 + ["message"]
    assert "What the instructor did" in page and GIVEN in page
    assert "Think of the winter." in page

    assert found.what.given == {"Azure": 5000.0, "Beryl": 400.0}, "of eight weeks four were played"
    assert found.luck is not None
    azure = found.luck.teams[0]
    came = replayed(found.what).profit.sum(axis=0)[0] / 100
    assert azure.given == 5000 and azure.came == pytest.approx(came - 5000)
    assert azure.luck == pytest.approx(azure.came - azure.expected.mean)
    assert np.mean(azure.profits - azure.held) == pytest.approx(azure.skill.mean)
    profit = found.card.criteria[0]
    assert profit.values["Azure"] == pytest.approx(came - 5000) and "instructor gave" in profit.meaning


def test_a_round_that_is_played_again_is_an_act(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor", rounds=3) as session:
        session.close_round()
        session.close_round()
        name = session.reopen(1)
        assert any("played again" in line for line in session.view("Azure").messages)
        session.close_round()
        state = session.playing
        acts = instructor_acts(state, state.line(name))
        assert [(act.round, act.kind) for act in acts] == [(1, "correction")]
        assert instructor_acts(state, state.line("main")) == ()
        marks = session.debrief(line=name).marks
    assert [(mark.round, mark.kind) for mark in marks] == [(1, "event")]


def test_money_counts_as_far_as_it_was_paid(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor", rounds=3) as session:
        session.subsidise("Azure", 100, weeks=3)
        line = session.playing.line("main")
        assert money_given(line, 2.0) == {"Azure": pytest.approx(66.66)} and money_given(line, 40.0) == {"Azure": 100.0}
        assert money_given(line, 0.0) == {}
