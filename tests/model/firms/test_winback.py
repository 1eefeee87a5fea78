"""Win-back: those who left are courted; how many return depends on what they left for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.metrics.exits.win_backs import win_backs
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


def test_who_accepts_returns_at_the_same_tick(courted: Results) -> None:
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


def by_offer(offer: str, **response: float) -> Results:
    firm = {"name": "Courting", "departments": [
        {"kind": "win_back", "worth": 10.0, "upgrade_cost": 30.0, "every": 1.0, "offer": offer, "response": response}
    ]}  # fmt: skip
    causes = {"preset": "none", "rows": [
        {"name": name, **ALIKE, "attribute": name} for name in ("price", "service")
    ] + [{"name": "market", "base": 0.001, "ends": "all_relations"}]}  # fmt: skip
    people = {"size": 3000, "purchase_rate": 0.5, "sensitivity": 1.0}
    return simulate(world(people, [firm, {"name": "Rival"}], horizon=104.0, exits=causes), seed=4)


@pytest.mark.parametrize(
    ("offer", "price", "service", "cost"),
    [("price_cut", 0.3, 0.0, 11.0), ("upgrade", 0.0, 0.5, 31.0), ("both", 1.0, 1.2, 41.0)],
)
def test_the_chance_depends_on_the_offer_and_the_cause(offer: str, price: float, service: float, cost: float) -> None:
    """Logit of the forgiveness (.3 and .2) plus what the offer adds, without weeks stayed and gone; |z| < 4."""
    table = win_backs(by_offer(offer, stay=0.0, gone=0.0), 26.0)
    table = table[table["firm"] == "Courting"].set_index("cause")
    for cause, forgiven, added in (("price", 0.3, price), ("service", 0.2, service)):
        odds = forgiven / (1 - forgiven) * np.exp(added)
        expected, row = odds / (1 + odds), table.loc[cause]
        assert abs(row["share"] - expected) < 4 * np.sqrt(expected * (1 - expected) / row["offers"])
        assert row["cost"] == row["offers"] + row["accepted"] * (cost - 1.0)


def test_who_has_stayed_long_comes_back_more_often_and_who_is_long_gone_less() -> None:
    shares = [
        win_backs(by_offer("price_cut", **response), 26.0).groupby("firm")[["offers", "accepted"]].sum().loc["Courting"]
        for response in ({"gone": -2.0}, {"gone": 0.0}, {"gone": 0.0, "stay": 0.1})
    ]
    parts = [float(row["accepted"] / row["offers"]) for row in shares]
    assert parts[0] < parts[1] < parts[2]


def test_a_scar_shortens_the_second_spell_of_those_it_is_for() -> None:
    """Rates of leaving times e: the mean second stay of service leavers falls, that of price leavers does not."""
    whole, hurt = (win_backs(by_offer("price_cut", scar=scar), 52.0) for scar in (0.0, 1.0))
    weeks = [table[table["firm"] == "Courting"].set_index("cause")["weeks"] for table in (whole, hurt)]
    assert weeks[1]["service"] < 0.75 * weeks[0]["service"]
    assert abs(weeks[1]["price"] - weeks[0]["price"]) < 4.0


@pytest.mark.slow
def test_an_upgrade_leaves_a_social_bond_that_holds() -> None:
    """With shields, second stays are longer where the upgrade leaves a bond."""

    def stay(bond: float) -> float:
        firm = {"name": "Courting", "departments": [
            {"kind": "win_back", "worth": 10.0, "every": 1.0, "offer": "upgrade", "response": {"upgrade_bond": bond}}
        ]}  # fmt: skip
        rows = [{"name": "price", **ALIKE, "shields": {"social": 4.0}}]
        people = {"size": 2000, "purchase_rate": 0.5}
        asked = world(people, [firm, {"name": "Rival"}], horizon=104.0, exits={"preset": "none", "rows": rows})
        table = win_backs(simulate(asked, seed=4), 52.0)
        return float(table[table["firm"] == "Courting"]["weeks"].iloc[0])

    assert stay(0.9) > stay(0.0) + 3.0
