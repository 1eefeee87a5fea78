"""Luck and skill: what is expected, what came on top, and the same whatever the number of workers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.game.debrief.luck_and_skill import LuckAndSkill, luck_and_skill
from sim.game.debrief.replay import RecordedGame, parallel_replays, replayed
from sim.scenario.decisions.decision import Decision

LUCKS = 8


@pytest.fixture(scope="module")
def found(what: RecordedGame) -> LuckAndSkill:
    return luck_and_skill(what, LUCKS, workers=1, quiet=True)


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
