"""What seats state: strategies and what is at odds with them, beliefs of those who left, how sure they can be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.game.decisions.prediction import Score, calibration
from sim.game.decisions.strategy_statements import STRATEGIES, remarks, steps
from sim.game.errors import GameError
from sim.game.session.session import Session
from sim.game.session.submissions import Accepted
from sim.game.words import strategy_word
from sim.scenario.decisions.decision import LEVERS, Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.decisions.lever import FRAMES
from tests.game.games import TEAM, begun, firmly, game


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> FirmView:
    session = begun(tmp_path_factory.mktemp("strategies"))
    session.decide("Azure", {"open": ["frequency"], "communication": {"advertising": 5.0, "sales_promotion": 5.0},
                             "degrees": {"people": "accountable"}, "price": 0.98})  # fmt: skip
    session.decide("Beryl", {"price": 0.96})
    found = session.view("Azure").firm
    assert found is not None
    return found


AT_ODDS: tuple[tuple[str, dict[str, Any], tuple[str, ...]], ...] = (
    ("lowest price", {"price": 1.1}, ("price: 1.1 is above 0.98, where it stands", "price: 1.1 is above the ")),
    ("lowest price", {"price": 0.97}, ("price: 0.97 is above the 0.96 of Beryl",)),
    ("lowest price", {"price": 0.9}, ()),
    ("lowest price", {"product": 1.1, "open": ["club"]}, ("product: 1.1 is above 1", "open: the club costs money")),
    ("best product", {"product": 0.9, "technology": 0.9}, ("product: 0.9 is below 1", "technology")),
    ("best product", {"product": 1.2, "price": 1.2}, ()),
    ("service", {"staff": 1}, ("staff: 1 is below 2",)),
    ("service", {"staff": 3, "service": 0.8, "price": 1.1}, ()),
    ("service", {"internal_marketing": 1.0, "service": 0.5}, ("service: 0.5", "internal marketing: 1")),
    ("points", {"open": ["club"]}, ("open: the club is not the frequency",)),
    ("points", {"revise": {"frequency.reward_worth": 5.0}}, ("revise, frequency, reward worth: 5 is below 10",)),
    ("points", {"revise": {"frequency.reward_worth": 15.0}, "price": 0.9}, ()),
    ("club", {"open": ["club"]}, ()),
    ("club", {"communication": {"sales_promotion": 9.0}}, ("communication, sales promotion: 9 is above 5",)),
    ("made to measure", {"open": ["customised"]}, ()),
    ("made to measure", {"product": 0.9}, ("product: 0.9 is below 1",)),
    ("few close accounts", {"degrees": {"people": "basic"}}, ("degrees, people: basic is below accountable",)),
    ("few close accounts", {"communication": {"advertising": 1.0}}, ()),
    ("few close accounts", {"communication": {"advertising": 9.0}}, ("communication, advertising: 9 is above 5",)),
    ("hunt new customers", {"win_back": 20.0}, ("win back: 20 is above 10",)),
    ("hunt new customers", {"communication": {"advertising": 1.0}}, ("communication, advertising: 1 is below 5",)),
    ("hunt new customers", {"communication": {"advertising": 9.0}, "price": 0.9}, ()),
)


@pytest.mark.parametrize(("name", "content", "words"), AT_ODDS)
def test_what_is_at_odds_with_a_strategy(
    name: str, content: dict[str, Any], words: tuple[str, ...], view: FirmView
) -> None:
    found = remarks(STRATEGIES[name], Decision.model_validate(content), view, "head")
    assert len(found) == len(words), found
    for said, word in zip(found, words, strict=True):
        assert said.startswith(word) and said.endswith(f"; head has stated the strategy {name!r}.")


def test_strategies_speak_of_what_there_is() -> None:
    assert len(STRATEGIES) == 8
    for name, strategy in STRATEGIES.items():
        assert strategy.name == name and strategy.meaning.endswith(".") and strategy_word(name) == name
        assert all(path.split(".")[0] in LEVERS for path in (*strategy.keeps, *strategy.shuns))
        assert all(word in FRAMES[frame] for frame, word in (*strategy.lifts, *strategy.spares))


def test_what_has_no_up_and_down_is_no_step(view: FirmView) -> None:
    decision = Decision.model_validate({
        "priority": "tier", "revise": {"frequency.reward_worth": 3.0}, "research": [{"study": "shares", "people": 10}],
        "price": 0.98, "staff": 3,
    })  # fmt: skip
    assert [step.path for step in steps(decision, view)] == ["staff"]


def test_remarks_change_nothing_and_stay_in_the_log(tmp_path: Path) -> None:
    session = begun(tmp_path)
    assert session.decide("Azure", {"price": 1.1}).remarks == ()  # type: ignore[union-attr]
    stated = session.strategy("Azure", "lowest price", "cheaper than all of them", client="s")
    assert session.strategy("Azure", "lowest price", "cheaper than all of them", client="s").entry == stated.entry
    said = session.decide("Azure", {"price": 1.1}, client="d")
    assert isinstance(said, Accepted) and len(said.remarks) == 2 and said.entry.content["remarks"] == list(said.remarks)
    again = session.decide("Azure", {"price": 1.1}, client="d")
    assert isinstance(again, Accepted) and again.again and again.remarks == said.remarks
    session.decide("Beryl", {})
    assert session.lines["main"].closed[0]["Azure"].decision == Decision(price=1.1)
    session.close()
    with Session.open(tmp_path / "g.guanxi") as reopened:
        view = reopened.view("Azure")
        assert view.strategy is not None and (view.strategy.strategy, view.strategy.text) == (
            "lowest price", "cheaper than all of them"
        )  # fmt: skip
        assert reopened.view("Beryl").strategy is None
        reopened.strategy("Azure", "service")
        assert [held.strategy for held in reopened.lines["main"].strategies] == ["lowest price", "service"]
        reopened.branch("before", 1)
        assert [held.strategy for held in reopened.lines["before"].strategies] == ["lowest price"]


def test_a_strategy_holds_for_the_whole_firm(tmp_path: Path) -> None:
    seats = [*TEAM, {"name": "Beryl", "role": "rival"}, {"name": "eye", "role": "observer"}]
    session = begun(tmp_path, asked=game(seats=seats))
    session.strategy("head", "service")
    said = session.decide("desk", {"staff": 1})
    assert isinstance(said, Accepted) and "head has stated the strategy 'service'" in said.remarks[0]
    for seat, why in ("eye", "steers no firm"), ("Nobody", "unknown seat"):
        with pytest.raises(GameError, match=why):
            session.strategy(seat, "service")
    with pytest.raises(GameError, match="did you mean 'service'"):
        session.strategy("head", "servise")
    with pytest.raises(GameError, match="up to 2,000"):
        session.strategy("head", "service", "x" * 2001)


def test_after_the_end_no_strategy_is_stated(tmp_path: Path) -> None:
    session = begun(tmp_path, rounds=1)
    for seat in ("Azure", "Beryl"):
        firmly(session, seat, {})
    with pytest.raises(GameError, match="the game is over"):
        session.strategy("Azure", "club")


def test_beliefs_are_about_the_last_closed_round(tmp_path: Path) -> None:
    session = begun(tmp_path, advance="instructor", rounds=3)
    with pytest.raises(GameError, match="no round is closed yet"):
        session.believe("Azure", {"price": 1.0})
    session.close_round()
    session.believe("Azure", {"price": 0.5, "service": 0.5}, client="b")
    said = session.believe("Azure", {"price": 0.25, "service": 0.75})
    assert said.entry.content == {"causes": {"price": 0.25, "service": 0.75}, "about": 0}
    assert session.view("Azure").believed == {"price": 0.25, "service": 0.75}
    session.close_round()
    again = session.believe("Azure", {"price": 0.5, "service": 0.5}, client="b")
    assert again.again and session.view("Azure").believed is None
    session.close_round()
    session.believe("Azure", {"price": 1.0})
    session.close()
    with Session.open(tmp_path / "g.guanxi") as reopened:
        assert set(reopened.lines["main"].beliefs) == {(0, "Azure"), (2, "Azure")}
        reopened.reopen(1, name="other")
        assert set(reopened.lines["other"].beliefs) == set()
        reopened.reopen(2, name="third", line="main")
        assert set(reopened.lines["third"].beliefs) == {(0, "Azure")}


@pytest.mark.parametrize(
    ("causes", "why"),
    [
        ({}, "give a part for each cause"),
        ([1], "give a part for each cause"),
        ({"prise": 1.0}, "did you mean 'price'"),
        ({"price": 0.5}, "the parts sum to 0.5; they must sum to 1"),
        ({"price": 1.5, "service": -0.5}, "from 0 to 1"),
        ({"price": "1"}, "'1' was given"),
        ({"price": True}, "True was given"),
        ({"price": float("nan"), "service": 1.0}, "nan was given"),
    ],
)
def test_beliefs_that_cannot_be_are_refused(causes: Any, why: str, tmp_path: Path) -> None:
    session = begun(tmp_path, advance="instructor")
    session.close_round()
    before = session.entries
    with pytest.raises(GameError, match=why):
        session.believe("Azure", causes)
    assert session.entries == before


def scores(inside: int, outside: int, figure: str = "profit") -> list[Score]:
    return [
        Score(round=n, figure=figure, expected=0.0, within=1.0, came=0.5 if n < inside else 3.0,
              error=0.5 if n < inside else 3.0, inside=n < inside, penalty=2.0 if n < inside else 22.0)
        for n in range(inside + outside)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], "has expected nothing yet"),
        (scores(3, 0), "3 of 3 times; 8 in 10 was the aim. These are too few to judge."),
        (scores(8, 2), "8 of 10 times; 8 in 10 was the aim. That is as it should be."),
        (scores(2, 8), "too narrow: it was too sure"),
        (scores(20, 0), "it could have been surer"),
    ],
)
def test_calibration_in_a_sentence(found: list[Score], words: str) -> None:
    assert words in calibration("Azure", found).sentence


def test_calibration_by_figure() -> None:
    bare = Score(round=9, figure="share", expected=0.3, within=None, came=0.4, error=0.1, inside=None, penalty=None)
    told = calibration("Azure", [*scores(3, 1), bare])
    by_figure = {one.figure: one for one in told.figures}
    assert (told.stated, told.margins, told.inside, told.part_inside) == (5, 4, 3, 0.75)
    assert by_figure["profit"].penalty == pytest.approx((3 * 2 + 22) / 4) and by_figure["share"].penalty is None
    assert by_figure["profit"].error == pytest.approx((3 * 0.5 + 3) / 4)
    assert "no margins" in calibration("Azure", [bare]).sentence


def test_a_seat_sees_its_own_calibration(tmp_path: Path) -> None:
    session = begun(tmp_path, advance="instructor", rounds=2)
    for _ in range(2):
        session.predict("Azure", {"share": 0.4, "share_within": 0.5, "profit": 0.0, "profit_within": 0.01})
        before = session.view("Azure").calibration
        session.close_round()
    assert before is not None and {one.figure for one in before.figures} == {"profit"}
    told = session.view("Azure").calibration
    assert told is not None and (told.margins, told.inside) == (4, 2)
    assert session.view("eye").calibration is None
    assert [one.seat for one in session.calibration()] == ["Azure", "Beryl"]
    with pytest.raises(GameError, match="is no instructor"):
        session.calibration(by="Azure")
