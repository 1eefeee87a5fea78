"""No hidden truth reaches a seat: not its view, not its export, not what it is told when something is refused."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.game.errors import GameError
from sim.game.game import Game
from sim.game.session.session import ConfirmationNeeded, Session
from sim.model.state.columns import PERSON, RELATION
from tests.game.games import begun, firmly
from tests.strategies.test_hidden_truth import PAIRS, SHOWN

ASKED: tuple[tuple[str, dict[str, object]], ...] = (
    ("decide", {"price": 50.0}), ("decide", {"open": ["clubb"]}), ("decide", {"revise": {"club.quantity": 1}}),
    ("decide", {"price": 4.5}), ("predict", {"share": 7.0}), ("withdraw", {}), ("decide", {"managers": 3}),
)  # fmt: skip
"""What is asked of a seat to hear what it is told."""


def told(session: Session, seat: str) -> list[str]:
    """What a seat hears when it asks for what cannot be, or may be a slip."""
    heard = []
    for name, content in ASKED:
        try:
            said = getattr(session, name)(seat, *([content] if name != "withdraw" else []))
        except GameError as error:
            heard.append(str(error))
        else:
            heard.append(str(said.slips) if isinstance(said, ConfirmationNeeded) else type(said).__name__)
    return heard


def undated(session: Session, seat: str) -> dict[str, Any]:
    """A view without the dates and numbers of its entries."""
    view = session.view(seat).plain()
    for entry in view["history"]:
        entry["time"] = entry["number"] = ""
    return view


def known(session: Session, seat: str, folder: Path) -> str:
    """All that a seat can come to know: its view, its export and its refusals; dates and marks left out."""
    session.export(folder, seat=seat)
    view = undated(session, seat)
    files = {path.name: path.read_text() for path in sorted(folder.iterdir()) if path.stem != "decisions"}
    return json.dumps([view, files, told(session, seat)])


def one_seat() -> Game:
    return Game.model_validate({
        "name": "hidden", "title": "Hidden", "teaches": "Nothing.", "scenario": "hidden", "rounds": 4,
        "seats": [{"name": "Own", "role": "firm"}],
    })  # fmt: skip


WHICH = [which for which in PAIRS if which != "how long the market will run"]


@pytest.mark.parametrize(
    "which", [pytest.param(which, marks=[pytest.mark.slow] * (number % 3 > 0)) for number, which in enumerate(WHICH)]
)
def test_worlds_that_differ_in_what_has_not_shown_are_the_same_to_a_seat(which: str, tmp_path: Path) -> None:
    heard: list[list[str]] = []
    for number, world in enumerate(PAIRS[which]):
        world = world.but({"firms.Own.policy": None})
        session = Session.create(tmp_path / f"{number}.guanxi", one_seat(), scenario=world, seed=5)
        session.join("Own", session.codes["Own"])
        heard.append([known(session, "Own", tmp_path / f"{number}-0")])
        for round_ in range(1, 4):
            session.predict("Own", {"share": 0.5, "churn": 0.1, "profit": 10.0, "profit_within": 5.0})
            session.strategy("Own", "lowest price")
            session.decide("Own", {})
            session.believe("Own", {session.scenario.exits.causes[0].name: 1.0})
            heard[-1].append(known(session, "Own", tmp_path / f"{number}-{round_}"))
        session.close()
    assert heard[0] == heard[1] and len(heard[0]) == 4


moves = st.fixed_dictionaries(
    {},
    optional={
        "price": st.floats(0.7, 1.4),
        "staff": st.integers(1, 4),
        "internal_marketing": st.floats(1, 50),
        "communication": st.fixed_dictionaries({"advertising": st.floats(0, 50)}),
        "open": st.just(["club"]),
        "research": st.just([{"study": "shares", "people": 10}]),
    },
)


@pytest.mark.slow
@settings(max_examples=12)
@given(one=moves, other=moves)
def test_what_a_rival_is_about_to_do_does_not_show(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Decisions, reasons and predictions that lie on the table are known to nobody but their seat."""
    heard = []
    for number, decision in enumerate((one, other)):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            session = begun(folder, advance="instructor")
            for seat in ("Azure", "Beryl"):
                session.decide(seat, {})
            session.close_round()
            session.predict("Beryl", {"profit": 100.0 + number, "share": 0.3 + number / 10})
            firmly(session, "Beryl", decision, reason=f"reason {number}")
            heard.append([known(session, "Azure", folder / "out"), json.dumps(undated(session, "eye"))])
            session.close()
    assert heard[0] == heard[1]


def test_what_a_rival_did_for_all_to_see_does_show(tmp_path: Path) -> None:
    """The comparison can fail."""
    heard = []
    for number, decision in enumerate(({}, {"price": 0.9})):
        session = begun(tmp_path, str(number), advance="instructor")
        firmly(session, "Beryl", decision)
        session.close_round()
        heard.append(known(session, "Azure", tmp_path / f"out{number}"))
    assert heard[0] != heard[1]


def test_no_hidden_column_and_no_foreign_figure_is_named(tmp_path: Path) -> None:
    hidden = (set(PERSON.names or ()) | set(RELATION.names or ())) - SHOWN

    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(names, value.values()))
        return set().union(*map(names, value)) if isinstance(value, list) else set()

    session = begun(tmp_path, advance="instructor")
    for _ in range(3):
        session.predict("Azure", {"share": 0.3, "churn": 0.2, "profit": 10.0})
        firmly(session, "Beryl", {"price": 0.987654, "internal_marketing": 13.579})
        session.close_round()
    for seat in ("Azure", "eye"):
        view = session.view(seat).plain()
        assert view["everything"] is None
        if view["firm"]:
            view["firm"].pop("present")
        assert not names(view) & hidden
        text = json.dumps(view)
        assert "0.987654" in text and "13.579" not in text
    assert {score.figure for score in session.view("Azure").scores} == {"churn", "profit"}
    for _ in range(2):
        session.close_round()
    assert {score.figure for score in session.view("Azure").scores} == {"share", "churn", "profit"}


def test_what_a_seat_takes_home_is_its_own(tmp_path: Path) -> None:
    session = begun(tmp_path, advance="instructor")
    firmly(session, "Azure", {"price": 0.95}, reason="mine")
    firmly(session, "Beryl", {"price": 0.93, "internal_marketing": 13.579}, reason="theirs")
    session.close_round()
    session.export(tmp_path / "own", seat="Azure")
    assert {path.name for path in (tmp_path / "own").iterdir()} == {
        "books.csv", "decisions.csv", "decisions.jsonl", "predictions.csv", "view.json"
    }  # fmt: skip
    text = "".join(path.read_text() for path in (tmp_path / "own").iterdir())
    assert "mine" in text and "theirs" not in text and "13.579" not in text
    with pytest.raises(GameError, match="is an observer"):
        session.export(tmp_path / "eye", seat="eye")
    with pytest.raises(GameError, match="is there already"):
        session.export(tmp_path / "own", seat="Azure")
    session.export(tmp_path / "all", seat="teacher")
    whole = "".join(path.read_text() for path in (tmp_path / "all").iterdir() if path.suffix != ".gz")
    assert "theirs" in whole and not any(code in whole for code in session.codes.values())
