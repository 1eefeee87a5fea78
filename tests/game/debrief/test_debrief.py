"""The parts of a debrief: moves and who saw them, true causes and beliefs, first movers, break-even, scorecard."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from sim.apps.cli.main import app
from sim.game.debrief.debrief import Debrief, debrief
from sim.game.debrief.exit_beliefs import exit_beliefs
from sim.game.debrief.missed_retention import VERDICTS
from sim.game.debrief.moves import SEEN, changes
from sim.game.debrief.replay import RecordedGame, replayed
from sim.game.debrief.scorecard import Criterion
from sim.game.errors import GameError
from sim.game.session.rehearse import FILE
from sim.game.session.session import Session
from sim.model.events import RANK
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.lever import FRAMES
from sim.scenario.files.load import dump
from tests.game.debrief.conftest import play_on
from tests.game.games import begun, firmly, game, scenario


def test_moves_say_from_where_to_where_by_whom_and_why(looked_back: Debrief) -> None:
    mine = [(m.round, m.words, m.decided_by, m.reason) for m in looked_back.moves if m.firm == "Azure"]
    assert mine == [
        (0, "service 0.7 → 0.75", "human", "because of 0"),
        (0, "opens the frequency programme", "human", "because of 0"),
        (1, "price 1 → 0.93", "human", "because of 1"),
        (3, "price 0.93 → 0.95", "human", "because of 3"),
    ]
    cedar = [move for move in looked_back.moves if move.firm == "Cedar"]
    assert cedar and {(move.decided_by, move.seat) for move in cedar} == {("policy", "")}
    assert looked_back.decided_by == {"Azure": {"human": 4, "default": 1}, "Beryl": {"human": 4, "default": 1}}


def test_hidden_moves_are_those_that_nobody_could_see(looked_back: Debrief) -> None:
    hidden = looked_back.hidden("Azure")
    assert {move.lever for move in hidden if move.firm == "Beryl"} == {"communication", "staff"}
    assert all(move.firm != "Azure" and move.lever not in SEEN for move in hidden)
    assert [move.words for move in looked_back.hidden("Beryl") if move.firm == "Azure"] == ["service 0.7 → 0.75"]


def test_every_move_can_be_read_in_every_frame(looked_back: Debrief) -> None:
    for move in looked_back.moves:
        assert set(move.elements) == set(FRAMES)
        for frame, element in move.elements.items():
            assert element in (*FRAMES[frame], f"beyond the {frame}")


def test_what_is_said_over_again_is_no_move() -> None:
    stood = Decision.model_construct(price=0.95, communication={"advertising": 3.0, "public_relations": 1.0}, open=())
    decision = Decision.model_validate({"price": 0.95, "communication": {"advertising": 4.0, "public_relations": 1.0}})
    assert list(changes(decision, stood)) == [("communication", {"advertising": 3.0}, {"advertising": 4.0})]


def test_satisfaction_and_customers_are_those_of_the_market(over: Session, looked_back: Debrief) -> None:
    assert len(looked_back.seen.satisfaction) == 5 and len(looked_back.seen.stood) == 6
    assert all(0 < value < 1 for value in looked_back.seen.satisfaction[-1].values())
    assert looked_back.outcomes == over.outcomes("main")
    assert looked_back.seen.stood[-1]["Azure"].price == 0.95


def test_beliefs_stand_beside_true_causes(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play_on(session)
        line = session.lines["main"]
        told = {belief.firm: belief for belief in exit_beliefs(session.playing, line, session.results("main"))}
        assert told["Azure"].source in ("interviews", "nothing")
        rows = session.results("main").runs[0].rows
        exits = rows[(rows["event"] == RANK["exit"]) & (rows["firm"] == 0)]
        assert sum(told["Azure"].left) == len(exits)
        last = exits[exits["time"] >= 12]
        causes = [session.results("main").names.words[code] for code in last["cause"]] or ["price"]
        session.believe("Azure", {cause: causes.count(cause) / len(causes) for cause in set(causes)})
        session.believe("Beryl", {"political": 1.0})
        told = {belief.firm: belief for belief in exit_beliefs(session.playing, line, session.results("main"))}
    assert told["Azure"].source == "believed" and sum(told["Azure"].left) == len(last)
    assert math.isnan(told["Azure"].knowledge) or told["Azure"].knowledge == pytest.approx(1.0)
    beryl = told["Beryl"]
    assert beryl.believed[beryl.causes.index("political")] == 1.0 and "believed" in beryl.words + "believed"


def test_first_movers_and_their_copies(looked_back: Debrief, what: RecordedGame) -> None:
    (race,) = [race for race in looked_back.races if race.programme == "frequency"]
    assert (race.first, race.launched, race.copies) == ("Azure", 0.0, (("Beryl", 4.0),))
    assert len(race.gain) == 20 and race.words.startswith("Azure launched a frequency programme in week 0; Beryl")
    nobody = what.but("Azure", 0, Decision(service=0.75)).but("Beryl", 1, Decision(communication={"advertising": 5.0}))
    more = (replayed(what).profit - replayed(nobody).profit)[:, 0].sum() / 100
    assert race.profit_more == pytest.approx(more)


def test_break_even_weighs_what_was_done_and_what_was_not(looked_back: Debrief, what: RecordedGame) -> None:
    for one in looked_back.keeping:
        assert one.verdict == VERDICTS[one.done, one.net > 0] and one.right == (one.done == (one.net > 0))
        assert one.net == pytest.approx(one.profit_more + one.customers_more * one.value)
    (service,) = [one for one in looked_back.keeping if (one.firm, one.measure) == ("Azure", "service")]
    left = what.but("Azure", 0, Decision(open=("frequency",)))
    assert service.done and service.tried == "service, as it did"
    assert service.profit_more == pytest.approx((replayed(what).profit - replayed(left).profit)[:, 0].sum() / 100)
    undone = [one for one in looked_back.keeping if not one.done]
    assert undone and all("from round 2 on" in one.tried for one in undone)


def test_the_scorecard_has_many_criteria_and_no_sum(looked_back: Debrief) -> None:
    card = {criterion.name: criterion for criterion in looked_back.card.criteria}
    assert set(card) == {
        "profit", "share of revenue", "churn a year", "satisfaction", "customer value", "exit knowledge",
        "prediction error", "calibration", "break-even discipline",
    }  # fmt: skip
    profit = sum(outcome.profit for outcome in looked_back.outcomes if outcome.firm == "Azure")
    assert card["profit"].values["Azure"] == pytest.approx(profit)
    assert card["calibration"].values["Azure"] == pytest.approx(0.3) and math.isnan(card["calibration"].values["Beryl"])
    assert card["calibration"].ranks == {"Azure": 1}
    assert looked_back.card.words.startswith("First: ")


@given(st.lists(st.floats(-1e6, 1e6) | st.just(math.nan), min_size=1, max_size=7), st.booleans())
def test_ranks_follow_the_figures(values: list[float], more: bool) -> None:
    by_team = {str(number): value for number, value in enumerate(values)}
    ranks = Criterion(name="x", meaning="", unit="part", more_is_better=more, values=by_team).ranks
    known = [value for value in values if not math.isnan(value)]
    assert len(ranks) == len(known) and (not known or min(ranks.values()) == 1)
    for one in ranks:
        for other in ranks:
            ahead = by_team[one] > by_team[other] if more else by_team[one] < by_team[other]
            assert (ranks[one] < ranks[other]) == ahead


def test_who_may_see_it(half_way: Session, over: Session) -> None:
    for seat in ("Azure", "Beryl", "eye"):
        with pytest.raises(GameError, match="when the game is over"):
            half_way.debrief(by=seat)
    assert over.debrief(by="Beryl").seat == "Beryl"
    assert half_way.debrief(by="teacher").seat == "" and not half_way.debrief().over


def test_a_seat_waits_for_every_line_that_is_played_on(tmp_path: Path) -> None:
    with begun(tmp_path, rounds=2) as session:
        for _ in range(2):
            firmly(session, "Azure", {"price": 0.95})
            firmly(session, "Beryl", {})
        assert session.debrief(by="Azure").over
        session.reopen(1, by="teacher")
        with pytest.raises(GameError, match="when the game is over"):
            session.debrief(by="Azure")


def test_a_game_in_progress_says_how_far_it_has_come(half_way: Session) -> None:
    found = half_way.debrief(line="main")
    assert (found.rounds, found.over, found.line) == (4, False, "main")
    assert found.luck is None and found.with_luck(2, workers=1, quiet=True).luck is not None


def test_what_was_written_down_is_there(looked_back: Debrief) -> None:
    assert next((note.round, note.seat, note.sort) for note in looked_back.notes) == (0, "Azure", "strategy")
    assert "known by service" in looked_back.notes[0].text


def test_what_was_at_odds_with_a_strategy_is_told(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        session.strategy("Azure", "service", "known by service")
        said = firmly(session, "Azure", {"service": 0.6})
        firmly(session, "Beryl", {})
        found = session.debrief().notes
    assert [note.text for note in found if note.sort == "at odds"] == list(said.remarks)
    assert said.remarks and "service" in said.remarks[0]


def test_each_team_at_its_own_pace_has_a_debrief_of_its_own(tmp_path: Path) -> None:
    with begun(tmp_path, advance="own_pace", rounds=2) as session:
        for seat in ("Azure", "Beryl"):
            firmly(session, seat, {"price": 0.95})
            firmly(session, seat, {})
            if seat == "Azure":
                with pytest.raises(GameError, match="when the game is over"):
                    session.debrief(by="Azure")
        with pytest.raises(GameError, match="say which"):
            session.debrief()
        found = session.debrief(by="Azure")
    assert (found.line, found.seat, found.over) == ("Azure", "Azure", True)
    assert {move.firm for move in found.moves if move.decided_by == "human"} == {"Azure"}


def test_key_accounts_and_split_firms(accounts: Session) -> None:
    found = debrief(accounts.playing, accounts.lines["main"], quiet=True)
    assert found.teams == ("Azure", "Beryl")
    by = {move.lever: move.seat for move in found.moves if move.firm == "Azure" and move.round == 0}
    assert by == {"price": "head", "service": "desk"}
    said = [move.words for move in found.account_moves if move.account == "North"]
    assert said[0].startswith("buys from Azure (90%), Beryl (10%)")
    assert said[-1] == "leaves Azure (price); says to Azure (service)"
    assert set(found.card.accounts) == {"North", "South"}
    assert np.isfinite(list(found.card.accounts.values())).all()
    world = accounts.playing.world(accounts.lines["main"])
    assert found.card.accounts["North"] == world.account_view("North").gain


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "here.yaml").write_text(dump(scenario()), encoding="utf-8")
    asked = game(scenario="here.yaml", rounds=2)
    (tmp_path / "mine.yaml").write_text(dump(asked), encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_the_debrief_is_in_the_folder(small: Path) -> None:
    done = CliRunner().invoke(app, ["rehearse", str(small / "mine.yaml"), "--out", str(small / "out"), "--luck", "2"])
    assert done.exit_code == 0, done.output
    page = (small / "out" / "debrief.html").read_text(encoding="utf-8")
    assert "debrief.html" in done.output and "2 other lucks" in page and "--luck 200" not in page
    with Session.open(small / "out" / FILE) as session:
        assert session.debrief().over and len(session.lines["main"].closed) == 2


def test_one_luck_is_refused_before_anything_is_played(small: Path) -> None:
    done = CliRunner().invoke(app, ["rehearse", str(small / "mine.yaml"), "--out", str(small / "out"), "--luck", "1"])
    assert done.exit_code == 2 and "says nothing of chance" in done.output
    assert not (small / "out").exists()
