"""Pools of hidden needs: each game draws its own, the seed repeats them, and no draw favours an account."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from sim.apps.classroom.classes.class_folder import Settings, new_class, open_class
from sim.game.load_game import load_game
from sim.game.need_pools import PooledNeed, with_drawn_needs
from sim.game.presentation.seat_sections import seat_sections
from sim.game.session.session import Session
from sim.language.choice import in_language
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.market.key_account import NEED_NAMES
from sim.scenario.scenario import Scenario
from tests.game import games

GAME = "key_account_game"


def needs(scenario: Scenario) -> dict[str, dict[str, str]]:
    return {one.name: {kind: need.text for kind, need in one.needs.items()} for one in scenario.key_accounts}


def test_the_pool_has_enough_needs_of_consistent_worth() -> None:
    game, scenario = load_game(GAME)
    assert set(game.need_pools) == set(NEED_NAMES)
    for kind, pool in game.need_pools.items():
        worths = [need.worth for need in pool]
        mean = statistics.mean(worths)
        assert len(pool) >= 6 and len({need.text for need in pool}) == len(pool), kind
        assert all(abs(worth - mean) <= 0.12 * mean for worth in worths), kind
        assert all(need.zh and not need.zh.isascii() for need in pool), kind
    means = {kind: statistics.mean(need.worth for need in pool) for kind, pool in game.need_pools.items()}
    assert means["stated"] < means["unstated"] < means["real"] and means["delight"] < means["secret"]
    totals = [
        sum(need.worth for need in account.needs.values())
        for seed in range(40) for account in game.with_drawn_needs(scenario, seed).key_accounts
    ]  # fmt: skip
    assert max(totals) < 1.15 * min(totals), "no draw favours an account"


def test_the_seed_decides_and_no_two_accounts_have_the_same_need() -> None:
    game, scenario = load_game(GAME)
    drawn = [needs(game.with_drawn_needs(scenario, seed)) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2] and drawn[0] != needs(scenario)
    for kind in NEED_NAMES:
        texts = [account[kind] for account in drawn[0].values()]
        assert len(set(texts)) == len(texts) == 5
    met = {needs(game.with_drawn_needs(scenario, seed))["Ridgeway Dairy"]["secret"] for seed in range(60)}
    assert met == {need.text for need in game.need_pools["secret"]}, "every need of a pool comes up"


def test_a_game_keeps_the_needs_that_were_drawn(tmp_path: Path) -> None:
    game, scenario = load_game(GAME)
    with Session.create(tmp_path / "g.guanxi", GAME, seed=11) as session:
        assert needs(session.scenario) == needs(game.with_drawn_needs(scenario, 11))
        session.join("dairy", session.codes["dairy"])
        account = session.view("dairy").account
        assert all(text in str(account) for text in needs(session.scenario)["Ridgeway Dairy"].values())
    with Session.open(tmp_path / "g.guanxi") as session:
        assert needs(session.scenario) == needs(game.with_drawn_needs(scenario, 11))
    with Session.create(tmp_path / "declared.guanxi", game, scenario=scenario, seed=11) as session:
        assert needs(session.scenario) == needs(scenario), "a declared game has the needs of its scenario"


def test_a_class_with_the_same_seed_has_the_same_needs_in_all_its_markets(tmp_path: Path) -> None:
    new_class(tmp_path / "class", Settings(game=GAME, markets=2, seed=11))
    _found, sessions = open_class(tmp_path / "class")
    game, scenario = load_game(GAME)
    try:
        drawn = [needs(session.scenario) for session in sessions.values()]
    finally:
        for session in sessions.values():
            session.close()
    assert drawn == [needs(game.with_drawn_needs(scenario, 11))] * 2


def test_a_pool_with_too_few_needs_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"need_pools\.stated.*1 needs for 2 key accounts"):
        with_drawn_needs(games.accounts_scenario(), {"stated": (PooledNeed(text="Soon.", worth=1),)}, 1)
    with pytest.raises(ValueError, match="twice"):
        games.game(need_pools={"stated": [{"text": "Soon.", "worth": 1}] * 2})


def test_an_account_does_not_get_a_kind_of_need_that_it_has_not() -> None:
    pools = {"delight": tuple(PooledNeed(text=f"{n}", worth=1) for n in range(3))}
    world = games.accounts_scenario()
    assert with_drawn_needs(world, pools, 1) == world


def test_a_need_is_said_in_chinese_where_the_pool_has_it(tmp_path: Path) -> None:
    with Session.create(tmp_path / "g.guanxi", GAME, seed=11) as session:
        session.join("dairy", session.codes["dairy"])
        own = session.scenario.key_accounts[0].needs
        zh = {one.text: one.zh for pool in session.game.need_pools.values() for one in pool}
        with in_language("zh"):
            told = str([section.plain() for section in seat_sections(session.view("dairy"))])
        assert all(zh[need.text] in told and need.text not in told for need in own.values())
