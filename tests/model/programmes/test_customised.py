"""The customised programme: who has goods made for her, late orders, what they cost, what the firm learns."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.model.events import RANK
from sim.results.simulate import simulate
from sim.scenario.firm.programmes.customised import Customised
from tests.worlds import FROZEN, NOBODY_LEAVES, happened, world

PERSON = {"size": 200, "purchase_rate": 1.0, "spend": 50.0, "idiosyncrasy": 0.5, "first_purchase": "on_arrival"}
GOODS: dict[str, Any] = {"kind": "customised", "premium": 0.1, "unit_cost_rise": 0.2}


@pytest.mark.parametrize("promised", [0.5, 2.0, 5.0])
def test_late_orders_come_as_often_as_the_line_is_late(promised: float) -> None:
    """The share of orders noted as late is the chance that production takes longer than promised."""
    goods = {**GOODS, "promised": promised, "production_time": {"family": "exponential", "mean": 2.0}}
    behaviour = {"satisfaction_step": 0.1, "trouble": 1e-9}
    market = world(PERSON, [{"name": "Only", "programmes": [goods]}], exits=NOBODY_LEAVES, behaviour=behaviour)
    results = simulate(market, seed=1)
    rows = happened(results, "purchase")
    orders = int((rows["time"] > 0.0).sum())  # the first purchase, at which she joins, is of standard goods
    late, expected = len(happened(results, "delivery late")), math.exp(-promised / 2.0)
    assert abs(late / orders - expected) < 4 * math.sqrt(expected * (1 - expected) / orders)


def test_premium_and_cost() -> None:
    """Tailored goods sell at the premium; what making them costs more is booked apart from the goods."""
    firms = [{"name": "Only", "unit_cost": 0.6, "programmes": [GOODS]}]
    market = world(PERSON, firms, exits=NOBODY_LEAVES, behaviour={**FROZEN, "trouble": 1e-9})
    results = simulate(market, seed=1)
    rows = happened(results, "purchase")
    assert set(rows["cents"][rows["time"] == 0.0].tolist()) == {5_000}
    assert set(rows["cents"][rows["time"] > 0.0].tolist()) == {5_500}
    books = results.runs[0].weekly[:, 0].sum(axis=0)
    tailored = int((rows["time"] > 0.0).sum())
    goods, tailoring = books[RANK["goods"]][1], books[RANK["tailoring"]][1]
    assert goods + tailoring == len(rows) * 3_000 + tailored * 600


@pytest.mark.parametrize(("idiosyncrasy", "joins"), [(0.05, False), (0.5, True)])
def test_who_has_goods_made_for_her(idiosyncrasy: float, joins: bool) -> None:
    """She whose gain at full knowledge, reach × idiosyncrasy, exceeds the premium by more than the bother."""
    market = world({**PERSON, "idiosyncrasy": idiosyncrasy}, [{"name": "Only", "programmes": [GOODS]}],
                   exits=NOBODY_LEAVES, behaviour={**FROZEN, "trouble": 1e-9})  # fmt: skip
    assert len(happened(simulate(market, seed=1), "join")) == (200 if joins else 0)


def test_the_better_known_the_truer() -> None:
    """Share among the peculiar grows as knowledge, fit and bond grow with purchases; who learns nothing stays even."""

    def share(**terms: float) -> np.ndarray:
        firms = [{"name": "Maker", "programmes": [{**GOODS, "premium": 0.0, **terms}]}, {"name": "Other"}]
        behaviour = {**FROZEN, "trouble": 1e-9, "choice_weights": {"product": 3.0}}
        market = world({**PERSON, "size": 1_500}, firms, exits=NOBODY_LEAVES, behaviour=behaviour, horizon=30.0)
        sold = simulate(market, seed=1).runs[0].weekly[:, :, RANK["purchase"], 0]
        return sold[:, 0] / sold.sum(axis=1)

    learning, blind = share(), share(learning=0.0)
    assert abs(learning[0] - 0.5) < 0.06
    assert learning[20:].mean() > 0.8
    assert abs(blind.mean() - 0.5) < 0.03


def test_a_copy_knows_less() -> None:
    """Machines can be bought; reach and bond are caught in part."""
    goods = Customised(kind="customised", reach=0.8, structural_gain=0.2)
    copy = goods.copied(0.5)
    assert (copy.reach, copy.structural_gain) == (0.4, 0.1)
    assert copy.but(reach=0.8, structural_gain=0.2) == goods
