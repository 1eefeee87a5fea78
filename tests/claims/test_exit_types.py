"""Six reasons to leave (C1 to C6): each answers to what it is about, and moving away to nothing a firm does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

BEGINS = 52.0
OTHERS = ["Crimson", "Jade"]
HAPPENS: dict[str, dict[str, Any]] = {
    "price": {"kind": "offer", "firms": OTHERS, "attribute": "price", "factor": 0.8},
    "product": {"kind": "offer", "firms": OTHERS, "attribute": "product", "factor": 1.3},
    "service": {"kind": "offer", "firms": ["Azure"], "attribute": "service", "factor": 0.5},
    "market": {"kind": "relocation", "factor": 4.0, "lasts": 52.0},
    "technology": {"kind": "offer", "firms": ["outside"], "attribute": "technology", "factor": 1.6},
    "political": {"kind": "offer", "firms": ["Azure"], "attribute": "conduct", "factor": 0.5},
}
"""What befalls Azure's customers from the second year on, by the cause it ought to work on."""
QUIET = load("first_look").but({"outside": {"technology": 1.0, "price": 2.0}}, horizon=104.0, replications=8)
"""The usual market, with a dear alternative outside that a new technology may come from."""


def lost(results: Results) -> dict[str, np.ndarray]:
    """Customers whom Azure lost from the second year on, by cause; one value per replication."""
    firm = results.names.firms.index("Azure")
    found = {}
    for cause in HAPPENS:
        number = results.names.words.index(cause)
        rows = [run.rows[(run.rows["event"] == RANK["exit"]) & (run.rows["firm"] == firm)] for run in results.runs]
        found[cause] = np.array([((r["cause"] == number) & (r["time"] >= BEGINS)).sum() for r in rows], dtype=float)
    return found


@pytest.fixture(scope="module")
def quiet() -> dict[str, np.ndarray]:
    return lost(simulate(QUIET, log="exits"))


@pytest.mark.parametrize("cause", HAPPENS)
def test_a_cause_takes_more_customers_when_what_it_is_about_gets_worse(
    cause: str, quiet: dict[str, np.ndarray]
) -> None:
    troubled = lost(simulate(QUIET.but({"shocks": [{**HAPPENS[cause], "at": BEGINS}]}), log="exits"))
    more = {name: interval(troubled[name] - quiet[name]) for name in HAPPENS}
    assert more[cause].low > 0
    assert all(more[cause].mean > 3 * abs(more[name].mean) for name in HAPPENS if name != cause)


@pytest.mark.parametrize("cause", [name for name in HAPPENS if name != "market"])
def test_nothing_that_firms_do_keeps_anyone_from_moving_away(cause: str) -> None:
    """Exactly: the same people move at the same instants."""
    market = QUIET.but(replications=1)

    def movers(results: Results) -> np.ndarray:
        rows = results.runs[0].rows
        return rows[rows["event"] == RANK["moving away"]][["time", "customer"]]

    troubled = market.but({"shocks": [{**HAPPENS[cause], "at": BEGINS}]})
    assert np.array_equal(movers(simulate(market, log="exits")), movers(simulate(troubled, log="exits")))
