"""Win-back: those who left are courted; how many return depends on what they left for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.metrics.value.profit import profit
from sim.model.event_log import event_table
from sim.results.results import Results
from sim.results.simulate import simulate
from tests.worlds import world

ALIKE = {"compared_with": "nothing", "slope": 0.0, "base": 0.01}
CAUSES = {"preset": "none", "rows": [{"name": name, **ALIKE} for name in ("price", "service", "political")]
          + [{"name": "market", "base": 0.01, "ends": "all_relations"}]}  # fmt: skip


def market(**win_back: Any) -> Results:
    firm: dict[str, Any] = {"name": "Courting"}
    if win_back:
        firm["departments"] = [{"kind": "win_back", "worth": 50.0, **win_back}]
    asked = world({"size": 3000, "purchase_rate": 0.5}, [firm, {"name": "Rival"}], horizon=52.0, exits=CAUSES)
    return simulate(asked, seed=4)


@pytest.fixture(scope="module")
def courted() -> Results:
    return market(every=1.0)


def test_price_exits_return_more_often_than_service_exits_and_political_ones_hardly_ever(courted: Results) -> None:
    rows = event_table(courted.runs[0].rows, courted.names)
    offers = rows[rows["event"] == "win-back"]
    causes, taken = [], []
    left: dict[str, str] = {}
    for row in rows[rows["event"].isin(["exit", "win-back"]) & (rows["firm"] == "Courting")].itertuples():
        if row.event == "exit":
            left[row.customer_id] = row.cause
        else:
            causes.append(left[row.customer_id])
            taken.append(row.detail == "accepted")
    shares = {cause: np.mean(np.array(taken)[np.array(causes) == cause]) for cause in ("price", "service", "political")}
    counts = {cause: causes.count(cause) for cause in shares}
    assert len(offers) > 1000
    for cause, chance in (("price", 0.3), ("service", 0.2), ("political", 0.03)):
        expected = chance * (1 - np.exp(-50.0 / (0.1 * 0.5 * 30.0 * 13.0))) * np.exp(-0.5 / 26)
        error = np.sqrt(expected * (1 - expected) / counts[cause])
        assert abs(shares[cause] - expected) < 4 * error + 0.002
    assert "market" not in causes


def test_whoever_accepts_returns_at_the_same_tick(courted: Results) -> None:
    rows = event_table(courted.runs[0].rows, courted.names)
    accepted = rows[(rows["event"] == "win-back") & (rows["detail"] == "accepted")][["time", "customer_id"]]
    returned = rows[(rows["event"] == "return") & (rows["firm"] == "Courting")][["time", "customer_id"]]
    assert len(accepted) > 100
    assert accepted.merge(returned).shape[0] == len(accepted) == len(returned)


def test_nobody_returns_who_is_not_courted_and_offers_cost_money(courted: Results) -> None:
    alone = event_table(market().runs[0].rows, market().names)
    assert not (alone["event"] == "return").any()
    rows = event_table(courted.runs[0].rows, courted.names)
    offers = rows[rows["event"] == "win-back"]
    assert set(offers["monetary_value"]) == {1.0, 51.0}
    booked = profit(courted)
    assert booked.loc[booked["firm"] == "Courting", "profit"].notna().all()


def test_a_late_round_wins_back_fewer() -> None:
    def won(results: Results) -> float:
        offers = event_table(results.runs[0].rows, results.names)
        offers = offers[offers["event"] == "win-back"]
        return float((offers["detail"] == "accepted").mean())

    assert won(market(every=2.0)) > won(market(every=26.0)) > 0
