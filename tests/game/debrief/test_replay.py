"""What was played can be played again: as it was to the last cent, with another decision, under other luck."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.game.debrief.decision_effect import effects, other_decision, otherwise
from sim.game.debrief.replay import RecordedGame, recorded_game, replayed, results_of, tally
from sim.game.errors import GameError
from sim.game.session.session import Session
from sim.results.simulate import simulate
from sim.scenario.decisions.decision import Decision
from tests.game.games import begun


@pytest.mark.parametrize("game", ["over", "half_way", "accounts"])
def test_played_again_it_is_the_same(game: str, request: pytest.FixtureRequest) -> None:
    session: Session = request.getfixturevalue(game)
    line = session.lines["main"]
    again = recorded_game(session.playing, line)
    found = replayed(again)
    expected = tally(session.results("main").runs[0], line.round, again.weeks)
    for name in ("profit", "revenue", "exits", "customers"):
        assert np.array_equal(getattr(found, name), getattr(expected, name)), name
    assert found.not_again == ()
    for outcome in session.outcomes("main"):
        k = again.scenario.firm_names.index(outcome.firm)
        assert outcome.profit == pytest.approx(found.profit[outcome.round, k] / 100)
        assert outcome.customers == found.customers[outcome.round, k]


def test_what_an_instructor_dealt_out_is_part_of_the_line(tmp_path: Path) -> None:
    """Also what was dealt out in the open round, of which nothing has come yet."""
    with begun(tmp_path, advance="instructor") as session:
        session.close_round()
        session.subsidise("Azure", 500.0, by="teacher")
        for rounds in (1, 2):
            line = session.lines["main"]
            expected = tally(session.results("main").runs[0], rounds, 4).profit
            assert np.array_equal(replayed(recorded_game(session.playing, line)).profit, expected)
            session.close_round()


def test_another_luck_is_a_replication_of_the_scripted_scenario(over: Session, what: RecordedGame) -> None:
    """Open loop: teams follow their scripts, firms without a seat answer."""
    runs = simulate(over.scripted("main"), replications=3, log="exits").runs
    for replication in (1, 2):
        assert np.array_equal(replayed(what, replication).profit, tally(runs[replication], 5, 4).profit)
    assert not np.array_equal(replayed(what, 1).profit, replayed(what, 2).profit)


def test_rows_are_those_of_the_game(over: Session, what: RecordedGame) -> None:
    assert np.array_equal(results_of(what, log="all").runs[0].rows, over.results("main").runs[0].rows)


def test_another_decision_is_what_a_branch_would_have_brought(half_way: Session, tmp_path: Path) -> None:
    """The log is not touched, and it says the same as a line on which it is really decided."""
    before = half_way.entries
    other = {"price": 1.1, "staff": 1}
    found = other_decision(half_way, "Azure", 1, other)
    assert half_way.entries == before
    with begun(tmp_path) as copy:
        for number, round_ in enumerate(half_way.lines["main"].closed):
            for seat in ("Azure", "Beryl"):
                decision = Decision.model_validate(other) if (number, seat) == (1, "Azure") else round_[seat].decision
                said = copy.decide(seat, decision)
                if not hasattr(said, "entry"):
                    copy.decide(seat, decision, confirmed=said.token)
        came, would = half_way.outcomes("main"), copy.outcomes("main")
    mine = [(a.profit - b.profit) for a, b in zip(came, would, strict=True) if a.firm == "Azure"]
    assert found.profit_more == pytest.approx(sum(mine)) and abs(found.profit_more) > 0
    last = next((a, b) for a, b in zip(came, would, strict=True) if (a.round, a.firm) == (3, "Azure"))
    assert found.customers_more == last[0].customers - last[1].customers
    assert found.share_more == pytest.approx(last[0].share - last[1].share)
    assert set(found.rivals_profit_more) == {"Beryl", "Cedar"} and "decided instead" in found.words


def test_the_same_decision_brings_nothing_more(over: Session) -> None:
    said = over.lines["main"].closed[1]["Azure"].decision
    found = other_decision(over, "Azure", 1, said)
    assert (found.profit_more, found.customers_more, found.share_more) == (0.0, 0, 0.0)
    assert set(found.rivals_profit_more.values()) == {0.0}


@pytest.mark.parametrize(
    ("given", "match"),
    [
        (("Cedar", 0, None), "firm with a seat"),
        (("Azur", 0, None), "did you mean 'Azure'"),
        (("Azure", 5, None), "not closed; closed are 0 to 4"),
        (("Azure", -1, None), "not closed"),
        (("Azure", True, None), "not closed"),
        (("Azure", 0, {"prise": 1}), "prise"),
        (("Azure", 0, {"price": 99}), "price"),
        (("Azure", 1, {"open": ["frequency"]}), "cannot decide so in round 1"),
    ],
)
def test_what_cannot_be_asked_is_refused(over: Session, given: tuple[str, int, object], match: str) -> None:
    before = over.entries
    with pytest.raises(GameError, match=match):
        other_decision(over, *given)  # type: ignore[arg-type]
    assert over.entries == before


def test_every_decision_is_left_out_once(what: RecordedGame) -> None:
    found = effects(what, quiet=True)
    moved = [(n, firm) for n, said in enumerate(what.rounds) for firm in ("Azure", "Beryl") if said[firm].moved]
    assert [(one.round, one.firm) for one in found] == moved
    came, one = replayed(what), found[0]
    again = what.but(one.firm, one.round, Decision())
    assert one == otherwise(what, again, one.firm, one.round, came, replayed(again))
    assert "nothing had been changed" in one.words


def test_what_cannot_be_decided_again_is_left_out_and_told(what: RecordedGame) -> None:
    """A firm that opens nothing cannot revise it later; the rest of its decision stands as far as it can."""
    rounds = [dict(said) for said in what.rounds]
    rounds[2]["Azure"] = Decision(revise={"frequency.reward_worth": 12.0}, price=1.2)
    revised = RecordedGame(**{**vars(what), "rounds": tuple(rounds)})
    assert replayed(revised).not_again == ()
    without = revised.but("Azure", 0, Decision())
    assert replayed(without).not_again == ("Azure in round 2 changes nothing",)
    twice = what.but("Azure", 1, Decision(open=("frequency",), price=0.93))
    assert replayed(twice).not_again == ("Azure in round 1 opens, launches, leaves nothing",)
    assert np.array_equal(replayed(twice).profit, replayed(what).profit)


def test_under_other_luck_an_account_does_what_she_can(accounts: Session) -> None:
    """Where she is no customer she cannot leave; the run goes on, and it is told."""
    again = recorded_game(accounts.playing, accounts.lines["main"])
    notes = [note for luck in range(1, 8) for note in replayed(again, luck).not_again]
    assert {note.rsplit(" in round ", 1)[0] for note in notes} <= {"North", "South", "Azure", "Beryl"}


def test_there_is_nothing_to_look_back_on_before_the_first_round(tmp_path: Path) -> None:
    with begun(tmp_path) as session, pytest.raises(GameError, match="nothing to look back on"):
        session.debrief()
