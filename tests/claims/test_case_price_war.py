"""A price war hurts all who fight it (A14); who begins it gains only as long as she is alone."""

from __future__ import annotations

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.purchasing.share import weekly_share
from sim.metrics.value.profit import profit
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

ALONE, AT_WAR = (40, 46), (52, 92)


@pytest.fixture(scope="module")
def war() -> Results:
    return simulate(load("price_war"), replications=8)


@pytest.fixture(scope="module")
def peace() -> Results:
    return simulate(load("price_war").but(shocks=()), replications=8)


def earned(results: Results, firm: str, weeks: tuple[int, int]) -> np.ndarray:
    table = profit(results, *weeks)
    return np.asarray(table[table["firm"] == firm]["profit"])


@pytest.mark.parametrize("firm", ["Azure", "Beryl", "Cedar"])
def test_all_are_poorer_for_it(war: Results, peace: Results, firm: str) -> None:
    assert interval(earned(war, firm, (40, 92)) - earned(peace, firm, (40, 92))).high < 0


def test_who_begins_gains_share_only_while_alone(war: Results, peace: Results) -> None:
    def gained(weeks: tuple[int, int]) -> np.ndarray:
        tables = [weekly_share(results) for results in (war, peace)]
        ours = [t[(t["firm"] == "Azure") & t["week"].between(weeks[0], weeks[1] - 1)] for t in tables]
        shares = [t.groupby("replication", observed=True)["share_of_purchases"].mean().to_numpy() for t in ours]
        return np.asarray(shares[0] - shares[1])

    alone, at_war = gained(ALONE), gained(AT_WAR)
    assert interval(alone).low > 0.02
    assert interval(alone - at_war).low > 0


def test_even_alone_a_cut_price_earns_less(war: Results, peace: Results) -> None:
    """A finding that depends on the assumed margin of 40%: a fifth off halves it, and share does not double."""
    assert interval(earned(war, "Azure", ALONE) - earned(peace, "Azure", ALONE)).high < 0
