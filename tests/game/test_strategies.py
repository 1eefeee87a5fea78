"""Strategies that are stated: what is at odds with each, remarks that change nothing, and their history."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.game.decisions.strategy_statements import STRATEGIES, remarks, steps
from sim.game.errors import GameError
from sim.game.session.session import Session
from sim.game.session.submissions import Accepted
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
    ("service", {"internal_marketing": 1.0, "service": 0.5}, ("service: 0.5", "internal_marketing: 1")),
    ("points", {"open": ["club"]}, ("open: the club is not the frequency",)),
    ("points", {"revise": {"frequency.reward_worth": 5.0}}, ("revise.frequency.reward_worth: 5 is below 10",)),
    ("points", {"revise": {"frequency.reward_worth": 15.0}, "price": 0.9}, ()),
    ("club", {"open": ["club"]}, ()),
    ("club", {"communication": {"sales_promotion": 9.0}}, ("communication.sales_promotion: 9 is above 5",)),
    ("made to measure", {"open": ["customised"]}, ()),
    ("made to measure", {"product": 0.9}, ("product: 0.9 is below 1",)),
    ("few close accounts", {"degrees": {"people": "basic"}}, ("degrees.people: basic is below accountable",)),
    ("few close accounts", {"communication": {"advertising": 1.0}}, ()),
    ("few close accounts", {"communication": {"advertising": 9.0}}, ("communication.advertising: 9 is above 5",)),
    ("hunt new customers", {"win_back": 20.0}, ("win_back: 20 is above 10",)),
    ("hunt new customers", {"communication": {"advertising": 1.0}}, ("communication.advertising: 1 is below 5",)),
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
        assert strategy.name == name and strategy.meaning.endswith(".") and strategy.chinese
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
