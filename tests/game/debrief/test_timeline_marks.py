"""Events and messages of a game, with the round in which they fell on a line of play."""

from __future__ import annotations

from pathlib import Path

from sim.game.debrief.timeline_marks import timeline_marks
from sim.game.session.session import Session
from tests.game.games import begun, scenario

PLANNED = {"kind": "offer", "at": 5.0, "attribute": "price", "factor": 0.9}


def marked(session: Session, line: str, seat: str = "") -> list[tuple[str, int, str, str]]:
    found = timeline_marks(session.playing, session.lines[line], seat)
    return [(mark.label, mark.round, mark.to, mark.words) for mark in found]


def test_marks_stand_in_the_round_that_was_open(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor", world=scenario(shocks=[PLANNED])) as session:
        session.say("one", by="teacher")
        session.close_round()
        session.shock("price_war", by="teacher")
        session.close_round()
        session.say("two", to="Beryl", by="teacher")
        session.close_round()
        session.say("of the open round", by="teacher")
        labels = [row[:3] for row in marked(session, "main")]
        words = [row[3] for row in marked(session, "main")]
        assert labels == [("A", 1, ""), ("B", 1, ""), ("1", 0, ""), ("2", 2, "Beryl")]
        assert words[0].startswith("price war: All prices fall by a sixth") and words[2:] == ["one", "two"]
        assert words[1] == "offer (attribute price, factor 0.9)"
        assert [row[3] for row in marked(session, "main", "Azure")][2:] == ["one"], "the other one is Beryl's"
        session.reopen(1, name="again", by="teacher")
        assert [row[:2] for row in marked(session, "again")] == [("1", 0)], "what fell later fell on the other line"
