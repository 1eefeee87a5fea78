"""A1: a firm that hunts customers against one that looks after them; who is ahead after 1, 2 and 5 years."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from sim.metrics._shared.interval import Interval, interval
from sim.metrics.customer_base.crm_scorecard import crm_scorecard
from sim.metrics.value.profit import profit
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

REPLICATIONS = 6
WORLDS: dict[str, dict[str, object]] = {
    "shipped": {},
    "nobody hunts": {"firms.Hunter.policy": {"kind": "hold"}},
    "nobody keeps": {"firms.Keeper.policy": {"kind": "hold"}},
}


@lru_cache
def world(name: str) -> Results:
    return simulate(load("sell_or_stay").but(WORLDS[name]), replications=REPLICATIONS)


def earned(name: str, until: int) -> np.ndarray:
    """Profit since week 0, by replication and firm: Hunter, Keeper."""
    return profit(world(name), 0, until)["profit"].to_numpy().reshape(REPLICATIONS, -1)


def lead(name: str, until: int) -> Interval:
    """By how much Keeper is ahead of Hunter."""
    table = earned(name, until)
    return interval(table[:, 1] - table[:, 0])


def test_even_after_one_year_and_the_keeper_ahead_after_two_and_far_ahead_after_five() -> None:
    assert lead("shipped", 52).low < 0 < lead("shipped", 52).high
    assert lead("shipped", 104).low > 0
    assert lead("shipped", 260).low > 4 * lead("shipped", 104).mean


def test_the_hunter_has_more_customers_first_and_fewer_who_stay() -> None:
    card = crm_scorecard(world("shipped"))
    table = card.pivot_table(index="replication", columns=["firm", "year"], values="customers", observed=True)
    assert interval(table["Hunter"][1] - table["Keeper"][1]).low > 0
    assert interval(table["Hunter"][5] - table["Keeper"][5]).high < 0
    stays = card.pivot_table(index="replication", columns=["firm", "year"], values="not_driven_out", observed=True)
    assert interval(stays["Keeper"][5] - stays["Hunter"][5]).low > 0


@pytest.mark.slow
def test_it_is_hunting_that_loses_rather_than_keeping_that_wins() -> None:
    """The page on steering: a firm that changes nothing earns as much as Keeper, and more against Hunter."""
    assert lead("nobody hunts", 260).low < 0 < lead("nobody hunts", 260).high
    assert interval(earned("nobody keeps", 260)[:, 1] - earned("shipped", 260)[:, 1]).low > 0
