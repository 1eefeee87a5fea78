"""What handling orders costs: by how often she has bought before in this stay."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.departments.service import CostToServe
from sim.scenario.scenario import Scenario
from tests.parity.comparing import both_schedulers
from tests.worlds import by_name, of_customers, world

HANDLED = {"kind": "cost_to_serve", "cost": 4.0, "learned": 0.5, "over": 3.0}


def market(*departments: dict[str, object]) -> Scenario:
    return world(
        {"size": 80, "purchase_rate": 0.7}, [{"name": "Known", "departments": list(departments)}, {"name": "Other"}],
        exits={"rows": [{"name": name, "base": 0.01} for name in ("price", "service")]},
        behaviour={"forgetting": 8.0},
    )  # fmt: skip


def handled(results: Results) -> float:
    return float(weekly(results)["handling_cost"].sum())


@pytest.mark.slow
def test_it_is_the_formula_over_all_purchases_of_the_log() -> None:
    results = both_schedulers(market(HANDLED))
    rows = results.runs[0].rows
    rows = rows[(rows["firm"] == 0) & np.isin(rows["event"], [RANK["acquisition"], RANK["purchase"]])]
    table = pd.DataFrame({name: rows[name] for name in ("customer", "generation", "event")})
    table["stay"] = (table["event"] == RANK["acquisition"]).groupby([table["customer"], table["generation"]]).cumsum()
    bought = table[table["event"] == RANK["purchase"]]
    before = bought.groupby(["customer", "generation", "stay"]).cumcount()
    assert before.max() > 5 and bought["stay"].max() > 1
    terms = CostToServe(cost=4.0, learned=0.5, over=3.0)
    assert handled(results) == pytest.approx(sum(round(terms.at(n), 2) for n in before), abs=0.005 * len(before))


def test_customers_do_not_notice_what_it_costs() -> None:
    free, dear = simulate(market(), seed=6), simulate(market(HANDLED), seed=6)
    assert of_customers(by_name(free)).equals(of_customers(by_name(dear)))
    assert handled(free) == 0.0 < handled(dear)
    lost = weekly(free)["profit"].sum() - weekly(dear)["profit"].sum()
    assert lost == pytest.approx(handled(dear))


def test_with_nothing_to_learn_every_order_costs_the_same() -> None:
    results = simulate(market({**HANDLED, "learned": 1.0}), seed=6)
    bought = results.runs[0].weekly[:, 0, RANK["purchase"], 0].sum()
    assert handled(results) == pytest.approx(4.0 * bought)


@pytest.mark.parametrize("given", [{"cost": -1.0}, {"cost": 1.0, "learned": 1.2}, {"cost": 1.0, "over": 0.0}, {}])
def test_what_cannot_be_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ScenarioError, match=r"firms\.Known\.departments\.cost_to_serve\.(cost|learned|over)"):
        market({"kind": "cost_to_serve", **given})
