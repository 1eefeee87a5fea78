"""Key accounts as seats: what they see, decide and gain, and what nobody else comes to see of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.game.decisions.screening import account_slips, moved
from sim.game.errors import GameError
from sim.game.game import Game
from sim.game.session.rehearse import rehearse
from sim.game.session.session import Session
from sim.game.session.submissions import Accepted, ConfirmationNeeded
from sim.results.simulate import simulate
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.account_view import AccountView
from sim.scenario.files.load import load
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import ScenarioError
from sim.strategies.key_accounts.loyal_partner import LoyalPartner
from sim.strategies.script import Hold
from tests.game.games import accounts_game, accounts_scenario, begun, firmly, game
from tests.parity.comparing import same

PEOPLE = ("head", "desk", "Beryl", "north", "South")


def market(folder: Path, name: str = "g", **rest: Any) -> Session:
    return begun(folder, name, asked=accounts_game(**rest), world=accounts_scenario())


def hers(session: Session, seat: str = "north") -> AccountView:
    view = session.view(seat).account
    assert view is not None
    return view


def test_a_round_waits_for_accounts_too(tmp_path: Path) -> None:
    session = market(tmp_path)
    for seat in PEOPLE[:-1]:
        session.decide(seat, {})
    assert session.view("head").waiting_for == ("South",) and session.view("north").round == 0
    session.decide("South", {"wallet": {"Beryl": 0.6, "Cedar": 0.4}}, reason="cheaper")
    view = session.view("South")
    assert view.round == 1 and view.role == "account" and view.firm is None
    assert hers(session, "South").present.wallet == {"Azure": 0.0, "Beryl": 0.6, "Cedar": 0.4, "outside": 0.0}
    assert hers(session, "South").steered and not hers(session).steered
    assert session.lines["main"].closed[0]["South"].decision == AccountDecision(wallet={"Beryl": 0.6, "Cedar": 0.4})


def test_what_an_account_decides_can_be_taken_back_and_changed(tmp_path: Path) -> None:
    session = market(tmp_path, advance="instructor")
    said = session.decide("north", {"receive": {"Azure": False}}, client="a")
    assert isinstance(said, Accepted) and said.entry.content == {
        "decision": {"receive": {"Azure": False}}, "account": "North"
    }  # fmt: skip
    session.withdraw("north")
    session.decide("north", {"door": {"Azure": 1}, "tell": {"Azure": ["stated", "secret"]}})
    again = session.decide("north", {"receive": {"Azure": False}}, client="a")
    assert isinstance(again, Accepted) and again.again
    assert session.view("north").standing == AccountDecision(door={"Azure": 1}, tell={"Azure": ("stated", "secret")})
    session.close_round()
    assert (hers(session).present.door or {})["Azure"] == 1


BAD: tuple[tuple[object, str], ...] = (
    ({"wallet": {"Azure": 0.5}}, "the parts sum to 0.5, 0.5 too little; they must sum to 1"),
    ({"wallet": {"Dune": 1.0}}, "unknown firm 'Dune'"),
    ({"wallet": {"Azure": "1"}}, "the text '1' was given"),
    ({"wallet": {"Azure": float("nan")}}, "nan was given"),
    ({"walet": {"Azure": 1.0}}, "did you mean 'wallet'"),
    ({"price": 0.9}, "unknown key"),
    ({"door": {"Azure": 4}}, "door"),
    ({"complain": {"Azure": 11}}, "complain"),
    ({"tell": {"Azure": ["hidden"]}}, "tell"),
    ({"reopen": ["Azure"]}, "has not left Azure"),
    ({"close": {"Azure": "weather"}, "says": {"Beryl": "price"}}, "weather"),
    ([], "give a mapping"),
)


@pytest.mark.parametrize(("content", "why"), BAD)
def test_bad_decisions_of_accounts_are_refused(content: Any, why: str, tmp_path: Path) -> None:
    session = market(tmp_path, advance="instructor")
    for _ in range(2):
        session.close_round()
    before = session.entries
    with pytest.raises(GameError, match=why):
        session.decide("north", content)
    assert session.entries == before


def test_slips_of_an_account_are_asked_about(tmp_path: Path) -> None:
    session = market(tmp_path, advance="instructor")
    session.decide("north", {"wallet": {"Azure": 1.0}})
    for _ in range(3):
        session.close_round()
    view = hers(session)
    assert view.status["Azure"] == "customer" and moved(view.present.wallet or {}, {"Beryl": 1.0}) == 1.0
    asked: tuple[tuple[dict[str, Any], tuple[str, ...]], ...] = (
        ({"wallet": {"Beryl": 0.5, "Cedar": 0.5}}, ("buy moves to others at once, to Beryl 50%, Cedar 50%",)),
        ({"door": {"Azure": 0}}, ("door.Azure: it is closed to the firm from which you buy 100%",)),
        ({"receive": {"Azure": False}}, ("receive.Azure: the firm from which you buy 100% is let in no more",)),
        ({"close": {"Azure": "service"}}, ("close.Azure: you leave the firm from which you buy 100%",)),
        ({"wallet": {"Azure": 0.5, "Beryl": 0.5}, "door": {"Azure": 0}}, ()),
        ({"door": {"Beryl": 0}, "receive": {"Beryl": False}, "complain": {"Azure": 2}}, ()),
        ({"wallet": {"Azure": 0.6, "outside": 0.4}}, ()),
    )  # fmt: skip
    for content, words in asked:
        found = account_slips(AccountDecision.model_validate(content), view)
        assert len(found) == len(words) and all(w in f for w, f in zip(words, found, strict=True)), (content, found)
    question = session.decide("north", {"door": {"Azure": 0}})
    assert isinstance(question, ConfirmationNeeded) and "north" not in session.lines["main"].standing
    assert isinstance(session.decide("north", {"door": {"Azure": 0}}, confirmed=question.token), Accepted)


def test_leaving_the_last_firm_is_asked_about(tmp_path: Path) -> None:
    session = market(tmp_path, advance="instructor")
    for _ in range(5 - 1):
        session.close_round()
    view = hers(session)
    close = {firm: "service" for firm, status in view.status.items() if status == "customer"}
    assert close
    found = account_slips(AccountDecision(close=close), view)
    if len(close) == 3:
        assert any("no firm is left" in said for said in found)
    firmly(session, "north", {"close": close, "says": dict.fromkeys(close, "price")})
    session.close_round()
    assert all(hers(session).status[firm] == "left" for firm in close)


def test_an_account_sees_her_own_side_only(tmp_path: Path) -> None:
    session = market(tmp_path, advance="instructor")
    session.decide(
        "South", {"tell": {"Azure": ["secret"]}, "wallet": {"Azure": 0.3087, "Beryl": 0.6913}}, reason="psst"
    )
    firmly(session, "head", {"price": 0.987})
    firmly(session, "desk", {"communication": {"advertising": 13.579}}, reason="between us")
    for _ in range(3):
        session.close_round()
    view = session.view("north")
    text = json.dumps(view.plain(), allow_nan=False)
    assert view.everything is None and view.firm is None and view.account is not None
    assert "13.579" not in text and "0.6913" not in text and "psst" not in text and "South" in text.split('"market"')[0]
    assert "South" not in json.dumps(view.account.plain())
    assert "0.987" in text, "a price is for all to see"
    firm = json.dumps(session.view("head").plain())
    assert "psst" not in firm and "0.6913" not in firm, "what an account decides shows in what it does only"
    for name in ("eye", "Beryl"):
        assert "Hush, hush." not in json.dumps(session.view(name).plain())
    session.export(tmp_path / "own", seat="north")
    assert {path.name for path in (tmp_path / "own").iterdir()} == {
        "account_decisions.csv", "account_decisions.jsonl", "account_rounds.csv", "predictions.csv", "view.json"
    }  # fmt: skip
    whole = "".join(path.read_text() for path in (tmp_path / "own").iterdir())
    assert "psst" not in whole and "13.579" not in whole and "between us" not in whole


def test_worlds_that_differ_in_another_accounts_secrets_are_the_same_to_a_seat(tmp_path: Path) -> None:
    """A need that was never told, an outside offer that was never taken: nobody else can tell."""
    heard = []
    for number, (need, price) in enumerate((("Hush, hush.", 0.95), ("Something else entirely.", 0.5))):
        world = accounts_scenario().but({
            "key_accounts.North.needs.secret.text": need, "key_accounts.North.outside.price": price,
            "key_accounts.North.value": 1.3 + number,
        })  # fmt: skip
        session = begun(tmp_path, str(number), asked=accounts_game(advance="instructor"), world=world)
        session.decide("north", {"wallet": {"Azure": 0.7, "Beryl": 0.3}})
        for _ in range(3):
            session.close_round()
            if hers(session).status["Azure"] == "customer":
                session.decide("north", {"complain": {"Azure": 2}})
        session.close_round()
        seen = []
        for seat in ("head", "Beryl", "South", "eye"):
            view = session.view(seat).plain()
            view["history"] = [{**entry, "time": "", "number": 0} for entry in view["history"]]
            seen.append(json.dumps(view))
            for content in ({"wallet": {"North": 1.0}}, {"price": 70.0}):
                try:
                    session.decide(seat, content)
                except GameError as error:
                    seen.append(str(error))
        heard.append(seen)
        assert (need in json.dumps(session.view("north").plain())) and len(seen) == 12
        session.close()
    assert heard[0] == heard[1]


def test_accounts_expect_and_are_scored_by_their_gain(tmp_path: Path) -> None:
    session = market(tmp_path, advance="instructor", rounds=2, predict_first=True)
    with pytest.raises(GameError, match="say first what you expect"):
        session.decide("north", {})
    with pytest.raises(GameError, match="north: share: a key account does not expect that; give gain"):
        session.predict("north", {"share": 0.5})
    with pytest.raises(GameError, match="head: gain: a firm does not expect that; give share, churn, profit"):
        session.predict("head", {"gain": 5.0})
    session.predict("north", {"gain": 100.0, "gain_within": 1e6})
    session.decide("north", {"wallet": {"Azure": 1.0}})
    session.close_round()
    score = session.view("north").scores[0]
    outcome = next(one for one in session.account_outcomes(by="teacher") if one.account == "North")
    assert (score.figure, score.came, score.inside) == ("gain", outcome.gain, True)
    assert outcome.gain == pytest.approx(hers(session).gain) and outcome.paid > 0
    assert hers(session).gain == pytest.approx(sum(row.gain for row in hers(session).rounds))
    teacher = session.view("teacher").everything
    assert teacher is not None and teacher.accounts["north"].account == "North" and len(teacher.account_outcomes) == 2
    with pytest.raises(GameError, match="is no instructor"):
        session.account_outcomes(by="north")


def test_bots_take_the_seat_of_an_account_and_give_it_back(tmp_path: Path) -> None:
    session = market(tmp_path)
    session.seat_bot("north", LoyalPartner(grows=0.5), by="teacher")
    session.seat_bot("South")
    for seat in PEOPLE[:3]:
        session.decide(seat, {})
    said = session.lines["main"].closed[0]
    assert (said["north"].entry.decided_by, said["north"].entry.reason) == ("bot", "loyal_partner")
    assert said["South"].entry.reason == "best_value", "what the scenario says she does"
    with pytest.raises(GameError, match="a bot sits at north now"):
        session.decide("north", {})
    with pytest.raises(GameError, match="is no bot for the role account; give one of: as_customers_do, best_value"):
        session.seat_bot("north", Hold())
    with pytest.raises(GameError, match="is no bot for the role firm"):
        session.seat_bot("head", LoyalPartner())
    session.seat_human("north")
    session.close()
    with Session.open(tmp_path / "g.guanxi") as again:
        again.decide("north", {})
        assert again.view("north").waiting_for == ("head", "desk", "Beryl")


@pytest.mark.parametrize("absent", ["hold", "repeat", "bot"])
def test_accounts_who_are_late_follow_the_rule(absent: str, tmp_path: Path) -> None:
    session = market(tmp_path, absent=absent, advance="instructor")
    session.decide("north", {"wallet": {"Azure": 0.5, "Beryl": 0.5}})
    for _ in range(2):
        session.close_round()
    assert hers(session).status["Azure"] == "customer"
    session.decide("north", {"wallet": {"Azure": 0.5, "Beryl": 0.5}, "complain": {"Azure": 3}})
    for _ in range(2):
        session.close_round()
    said = session.lines["main"].closed[3]["north"]
    reason = {"hold": "absent: nothing is changed", "repeat": "absent: as in round 2", "bot": "absent: loyal_partner"}
    assert (said.entry.decided_by, said.entry.reason) == ("default", reason[absent])
    if absent == "repeat":
        assert said.decision == AccountDecision(wallet={"Azure": 0.5, "Beryl": 0.5}), "complaints are not made again"


def played(folder: Path) -> Session:
    session = market(folder, advance="instructor")
    for number in range(4):
        firmly(session, "head", {"price": 1.0 - number / 50})
        firmly(session, "desk", {"staff": 2 + number % 2})
        firmly(session, "north", {"wallet": {"Azure": 0.5 + number / 10, "Beryl": 0.5 - number / 10},
                                  "tell": {"Azure": ["stated", "secret"][: 1 + number % 2]}})  # fmt: skip
        if number == 2:
            deals = [name for name, status in hers(session, "South").status.items() if status == "customer"]
            firmly(session, "South", {"close": dict.fromkeys(deals, "service")})
        session.close_round()
    return session


def test_live_replayed_and_scripted_are_the_same_with_accounts(tmp_path: Path) -> None:
    session = played(tmp_path)
    live, seen = session.results(), hers(session).plain()
    same(live, simulate(session.scripted()))
    session.export(tmp_path / "out")
    same(live, simulate(load(tmp_path / "out" / "scenario.yaml")))
    decisions = pd.read_csv(tmp_path / "out" / "account_decisions.csv")
    assert set(decisions["account"]) == {"North", "South"} and set(decisions["counted"]) == {1} and len(decisions) == 8
    rounds = pd.read_csv(tmp_path / "out" / "account_rounds.csv")
    assert len(rounds) == 2 * 4 * 4 and rounds["gain"].sum() == pytest.approx(
        hers(session).gain + hers(session, "South").gain
    )
    views = pd.read_json(tmp_path / "out" / "views.jsonl", lines=True)
    assert set(decisions["view"]) <= set(views["view"])
    session.branch("again", 2)
    session.carry_on("main")
    same(live, session.results("again"))
    session.close()
    with Session.open(tmp_path / "g.guanxi") as again:
        same(live, again.results("main"))
        again.go_to("main")
        assert hers(again).plain() == seen


def test_an_all_bot_game_with_accounts_is_the_batch_run(tmp_path: Path) -> None:
    rehearsal = rehearse(accounts_game(), tmp_path / "out", scenario=accounts_scenario(), seed=3)
    assert rehearsal.bots == {"Azure": "team", "Beryl": "imitate", "North": "loyal_partner", "South": "best_value"}
    batch = simulate(accounts_game().on(accounts_scenario()), seed=3)
    with Session.open(tmp_path / "out" / "game.guanxi") as session:
        same(session.results(), batch)


def test_accounts_at_their_own_pace(tmp_path: Path) -> None:
    session = market(tmp_path, advance="own_pace")
    for _ in range(2):
        session.decide("north", {"wallet": {"Azure": 1.0}})
    session.decide("head", {})
    session.decide("desk", {})
    assert {name: session.view(name).round for name in PEOPLE} == {
        "north": 2, "South": 0, "head": 1, "desk": 1, "Beryl": 0
    }  # fmt: skip
    assert session.lines["north"].closed[0]["head"].entry.decided_by == "bot"


@pytest.mark.parametrize(
    ("seats", "fault"),
    [
        ([{"name": "x", "role": "account", "firm": "Azure"}], "the role account steers no firm; leave firm out"),
        ([{"name": "x", "role": "account", "bot": {"kind": "hold"}}], "unknown bot for the role account 'hold'"),
        ([{"name": "x", "role": "firm", "firm": "Cedar", "bot": {"kind": "best_value"}}], "for the role firm"),
        (
            [{"name": "x", "role": "account", "account": "North"}, {"name": "North", "role": "account"}],
            "2 seats are North",
        ),
        ([{"name": "x", "role": "account", "bot": {"kind": "best_valu"}}], "did you mean 'best_value'"),
    ],
)
def test_faults_of_account_seats_are_said(seats: list[dict[str, Any]], fault: str) -> None:
    base = {"name": "g", "title": "G", "teaches": "T.", "scenario": "x", "rounds": 2}
    with pytest.raises(ScenarioError, match=fault):
        checked(Game, {**base, "seats": [{"name": "Azure", "role": "firm"}, *seats]})


def test_an_account_that_is_not_there(tmp_path: Path) -> None:
    seats = [{"name": "Azure", "role": "firm"}, {"name": "Nort", "role": "account"}]
    with pytest.raises(ScenarioError, match="unknown key account 'Nort'; did you mean 'North'"):
        game(seats=seats).on(accounts_scenario())
    script = {"kind": "script"}
    asked = game(
        seats=[{"name": "Azure", "role": "firm", "bot": script}, {"name": "North", "role": "account", "bot": script}]
    )
    kinds = [type(seat.bot).__name__ for seat in asked.seats]
    assert kinds == ["Script", "AccountScript"], "a kind of both families is read as the role asks"
    assert asked.on(accounts_scenario()).key_accounts[0].policy is not None


def test_visits_are_written_up_and_marked(tmp_path: Path) -> None:
    session = market(tmp_path, advance="instructor")
    session.decide("north", {"wallet": {"Azure": 1.0}, "tell": {"Azure": ["stated", "secret"]}, "door": {"Azure": 3}})
    with pytest.raises(GameError, match="made no visit to 'North' in the last round"):
        session.note_visit("head", "North", conclude="outside")
    visited = None
    while visited is None and not session.view("head").over:
        session.close_round()
        firm = session.view("head").firm
        assert firm is not None
        visited = next((known for known in firm.accounts if known.name == "North" and known.visits), None)
    assert visited is not None and set(visited.needs) == {"stated", "secret"}
    doors = ("outside", "on speaking terms", "gets help inside", "the account calls")
    for know, door, why in (["hidden"], "outside", "unknown need"), (["stated"], "ajar", "concluded"):
        with pytest.raises(GameError, match=why):
            session.note_visit("head", "North", know=know, conclude=door)
    with pytest.raises(GameError, match="steers no firm"):
        session.note_visit("north", "North", conclude="outside")
    with pytest.raises(GameError, match=r"no visit to 'Nobody' in the last round; accounts visited: North"):
        session.note_visit("head", "Nobody", conclude="outside")
    session.note_visit("head", "North", know=["stated", "secret"], conclude=doors[visited.door], decide="secret",
                       text="They may be sold.", client="v")  # fmt: skip
    session.note_visit("desk", "North", know=["delight"], conclude=doors[0], decide="delight")
    again = session.note_visit("head", "North", know=["stated", "secret"], conclude=doors[visited.door],
                               decide="secret", text="They may be sold.", client="v")  # fmt: skip
    assert again.again
    good, bad = session.visits(by="teacher")
    assert (good.seat, good.account, good.firm, good.text) == ("head", "North", "Azure", "They may be sold.")
    assert good.marks.total == 100 and bad.marks.points("know") == 0 and bad.marks.points("decide") == 0
    session.close()
    with Session.open(tmp_path / "g.guanxi") as reopened:
        assert [visit.marks for visit in reopened.visits()] == [good.marks, bad.marks]
        with pytest.raises(GameError, match="is no instructor"):
            reopened.visits(by="north")
