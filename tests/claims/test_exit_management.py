"""Managing exits (C7 to C11): the five steps in one market, and whether acting on them pays."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.exits.exit_management import ExitManagement, exit_management
from sim.metrics.exits.exits import exits
from sim.metrics.value.profit import profit
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

AZURE = "Azure"
REPLICATIONS = 6
STEERED: dict[str, object] = {"firms.Azure.policy": {"kind": "exit_manager"}}
WORLDS: dict[str, dict[str, object]] = {
    "left alone": {},
    "managed": STEERED,
    "managed, steps cost nothing": {**STEERED, "firms.Azure.steering_costs": {"service": 0.0}},
}


@pytest.fixture(scope="module")
def found() -> ExitManagement:
    return exit_management(simulate(load("first_look"), replications=REPLICATIONS))


def test_churn_by_the_year_is_what_left_by_who_was_there(found: ExitManagement) -> None:
    """C7: about a sixth of the customers a year, and the three firms alike: offers differ little here."""
    table = found.churn_by_firm.set_index("firm")
    assert table["churn"].between(0.14, 0.19).all()
    assert (table["low"] < table["churn"]).all() and (table["churn"] < table["high"]).all()
    years = found.churn_by_period.query("firm == @AZURE")
    assert years["exits"].sum() == pytest.approx(REPLICATIONS * table.loc[AZURE, "exits"])


def test_all_six_reasons_occur_and_interviews_overrate_price(found: ExitManagement) -> None:
    """C8. How people misreport is assumed; that the chart of a firm that asks then differs is what is shown."""
    table = found.causes.query("firm == @AZURE")
    wide = table.pivot_table(index="replication", columns="cause", values=["share", "stated_share"], observed=True)
    assert (wide["share"] > 0.02).all().all() and wide["share"].shape[1] == 6
    assert interval(wide["stated_share"]["price"] - wide["share"]["price"]).low > 0.1
    assert interval(wide["stated_share"]["service"] - wide["share"]["service"]).high < 0


def test_profit_lost_adds_up_over_customers_and_some_of_it_no_one_can_stop(found: ExitManagement) -> None:
    """C9, and what is left out of C10 and C11."""
    lost = found.profit_lost.query("firm == @AZURE").set_index("cause")
    each = found.lost_customers.query("firm == @AZURE").groupby("cause", observed=True)["profit_lost"].sum()
    assert lost["profit_lost"].to_dict() == pytest.approx((each / REPLICATIONS).to_dict())
    assert lost["stoppable"].to_dict() == {cause: cause != "market" for cause in lost.index}
    assert 0.1 < lost.loc["market", "share"] < 0.3
    worth = found.break_even.query("firm == @AZURE").set_index("cause")["break_even"]
    assert worth["market"] == 0 and (worth.drop("market") > 0).all()
    assert found.measures.query("firm == @AZURE")["cause"].iloc[-1] == "market"


@lru_cache
def world(name: str) -> Results:
    return simulate(load("first_look").but(WORLDS[name], horizon=260), replications=REPLICATIONS)


def more(name: str, metric: object, column: str) -> np.ndarray:
    """What Azure has of it beyond the market in which nobody acts, by replication."""
    tables = [metric(world(w)).query("firm == @AZURE") for w in (name, "left alone")]  # type: ignore[operator]
    acted, without = (table.groupby("replication")[column].sum().to_numpy(dtype=float) for table in tables)
    return np.asarray(acted - without)


def test_acting_keeps_customers() -> None:
    """C11: fewer leave, for the reason acted on."""
    assert interval(more("managed", exits, "exits")).high < 0
    for_service = [exits(world(w)).query("firm == @AZURE and cause == 'service'") for w in ("managed", "left alone")]
    assert interval(for_service[0]["exits"].to_numpy() - for_service[1]["exits"].to_numpy()).high < 0


def test_a_finding_acting_pays_only_where_it_costs_less_than_those_kept_bring() -> None:
    """C10: the exit manager believes that a step prevents 15% of exits for a cause; it prevents far fewer."""
    assert interval(more("managed", profit, "profit")).high < 0
    assert interval(more("managed, steps cost nothing", profit, "profit")).low > 0
