"""What was played, played again: the same comes of it, with other decisions or under other luck too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.game.debrief.decision_effect import effects, other_decision, otherwise
from sim.game.debrief.luck_and_skill import LuckAndSkill, luck_and_skill
from sim.game.debrief.replay import RecordedGame, parallel_replays, recorded_game, replayed, results_of, tally
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
        (("Azure", 5, None), "not closed; closed are 1 to 5"),
        (("Azure", -1, None), "not closed"),
        (("Azure", True, None), "not closed"),
        (("Azure", 0, {"prise": 1}), "prise"),
        (("Azure", 0, {"price": 99}), "price"),
        (("Azure", 1, {"open": ["frequency"]}), "cannot decide so in round 2"),
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


LUCKS = 8


@pytest.fixture(scope="module")
def found(what: RecordedGame) -> LuckAndSkill:
    return luck_and_skill(what, LUCKS, workers=1, quiet=True)


@pytest.mark.slow
def test_luck_is_what_came_less_what_was_expected(found: LuckAndSkill, what: RecordedGame) -> None:
    for place, team in enumerate(found.teams):
        k = what.scenario.firm_names.index(team.firm)
        with_them = [replayed(what, luck).profit[:, k].sum() / 100 for luck in range(1, LUCKS + 1)]
        without = [replayed(what.held(team.firm), luck).profit[:, k].sum() / 100 for luck in range(1, LUCKS + 1)]
        assert np.allclose(team.profits, with_them) and np.allclose(team.held, without)
        assert team.came == replayed(what).profit[:, k].sum() / 100
        assert team.luck == pytest.approx(team.came - np.mean(with_them))
        assert team.skill.mean == pytest.approx(np.mean(with_them) - np.mean(without))
        assert team.skill.low < team.skill.mean < team.skill.high
        assert team.better_than == np.mean(np.array(with_them) < team.came)
        assert found.teams[place].firm == what.teams[place]


@pytest.mark.slow
def test_the_number_of_workers_changes_nothing(found: LuckAndSkill, what: RecordedGame) -> None:
    again = luck_and_skill(what, LUCKS, workers=2, quiet=True)
    for one, other in zip(found.teams, again.teams, strict=True):
        assert np.array_equal(one.profits, other.profits) and np.array_equal(one.held, other.held)
        assert one.words == other.words
    assert again.not_again == found.not_again


def test_who_left_everything_as_it_stood_has_no_skill_to_measure(what: RecordedGame) -> None:
    still = luck_and_skill(what.held("Beryl"), 3, workers=1, quiet=True)
    beryl = still.teams[what.teams.index("Beryl")]
    assert np.array_equal(beryl.profits, beryl.held) and beryl.skill.mean == 0
    assert "no skill to measure" in beryl.words


def test_throwing_money_away_is_a_lack_of_skill(what: RecordedGame) -> None:
    """A study every round costs its price, and brings nothing to a team that does not read it."""
    asked = Decision.model_validate({"research": [{"study": "wishes", "people": 60}]})
    wasteful = replace(what.held("Azure"), rounds=tuple({**said, "Azure": asked} for said in what.held("Azure").rounds))
    azure = luck_and_skill(wasteful, 3, workers=1, quiet=True).teams[0]
    costs = what.scenario.firms[0].steering_costs
    assert np.allclose(azure.profits - azure.held, -5 * costs.study(60))
    assert "its decisions lost" in azure.words


def test_it_says_what_fixed_decisions_mean(found: LuckAndSkill) -> None:
    assert any("might have decided otherwise" in words for words in found.words)
    assert any("First by what its decisions were worth" in words for words in found.words)
    for team in found.teams:
        assert team.words.startswith(f"{team.firm} earned ") and team.words.endswith(".")


@pytest.mark.parametrize("lucks", [0, 1, -3, True, 2.5])
def test_one_luck_says_nothing(what: RecordedGame, lucks: int) -> None:
    with pytest.raises(ValueError, match="lucks"):
        luck_and_skill(what, lucks, quiet=True)


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_an_interrupt_ends_it(workers: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        parallel_replays(_interrupted, list(range(20)), "test", workers=workers, quiet=True)
    assert parallel_replays(abs, [-1, -2], "test", workers=workers, quiet=True) == [1, 2]


def _interrupted(number: int) -> int:
    if number == 3:
        raise KeyboardInterrupt
    return number
