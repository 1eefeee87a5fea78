"""Key accounts: who is visited and answered stays, and who is not goes (A5-A9, D4). Figures: reference/accounts.md."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.model.events import RANK
from sim.results.simulate import Replication, simulate
from sim.scenario.files.load import load

REPLICATIONS = 8
NO_MANAGERS: dict[str, Any] = {"managers": 0}
ONE_AT_THE_DESK: dict[str, Any] = {"staff": 1}
WAYS: dict[str, dict[str, Any]] = {
    "as told": {}, "no managers": NO_MANAGERS, "neglect": {**NO_MANAGERS, **ONE_AT_THE_DESK},
}  # fmt: skip


@lru_cache
def wallets(way: str) -> NDArray[np.float64]:
    """Azure's part of each account's wallet at the end, shape (replications, accounts)."""
    asked = load("key_accounts").but({"firms.Azure.policy": {"kind": "script", "rounds": [WAYS[way]]}})
    found = []
    for number in range(REPLICATIONS):
        market = Replication(asked, (1, number))
        while market.run_to_next_decision():
            pass
        table = market.market.decision_inbox
        views = [look(table.number + 1) for look in table.look_of_accounts.values()]
        found.append([(view.present.wallet or {})["Azure"] for view in views])
        market.close()
    return np.array(found)


def z(differences: NDArray[np.float64]) -> float:
    return float(differences.mean() / (differences.std(ddof=1) / np.sqrt(len(differences))))


@pytest.mark.slow
@pytest.mark.parametrize("way", ["no managers", "neglect"])
def test_accounts_that_nobody_visits_go(way: str) -> None:
    assert z((wallets("as told") - wallets(way)).sum(axis=1)) > 3


@pytest.mark.slow
def test_accounts_differ_and_are_no_walkover() -> None:
    """Some stay whatever their wallet's bot, none is Azure's for certain, and together they split what they buy."""
    parts = wallets("as told")
    assert 0.2 < parts.mean() < 0.8 and parts.std() > 0.2 and (parts.mean(axis=0) < 0.95).all()


def test_they_decide_leave_and_say_why() -> None:
    rows = simulate(load("key_accounts"), seed=1, replications=1).runs[0].rows
    assert (rows["event"] == RANK["account"]).sum() > 100
    assert (rows["event"] == RANK["stated"]).sum() > 2
