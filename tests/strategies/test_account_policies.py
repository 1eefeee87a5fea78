"""Ways of being a key account."""

from __future__ import annotations

import pytest

from sim.registry import registered
from sim.results.simulate import simulate
from tests.model.firms.key_accounts import DESK, MANAGERS, account, market, played, row
from tests.parity.comparing import same


@pytest.mark.parametrize("kind", sorted(registered("account_policy")))
def test_every_bot_plays_any_market(kind: str) -> None:
    """A desk that cannot cope, firms without anything, no cause to leave, no offer outside: all can be decided."""
    poor = {
        **DESK,
        "servers": 1,
        "failure": 0.9,
        "recovery": 0.0,
        "handling_hours": {"family": "exponential", "mean": 90},
    }
    firms = [{"name": "Azure", "departments": [MANAGERS, poor], "offer": {"price": 1.2}}, {"name": "Beryl"},
             {"name": "Cedar", "offer": {"price": 0.7}}]  # fmt: skip
    for exits in ({"preset": "course"}, {"preset": "none"}):
        accounts = [account({"kind": kind}), account({"kind": kind}, name="Farm", member=0, needs={}, outside=None)]
        asked = market(accounts, firms=firms, exits=exits, horizon=60.0, people={"needs": 0.5, "size": 25})
        one, other = simulate(asked, seed=6), simulate(asked, seed=6)
        same(one, other)
        assert len(one.runs[0].rows) > 500


def test_best_value_goes_where_there_is_most_to_gain() -> None:
    firms = [{"name": "Azure"}, {"name": "Beryl", "offer": {"price": 0.8}}]
    asked = market([account({"kind": "best_value"}, outside=None)], firms=firms, horizon=60.0)
    line = played(asked)
    while not line.over:
        line.play({})
    assert (line.account_view("Mill").present.wallet or {})["Beryl"] > 0.95


def test_loyal_partner_gives_more_to_who_comes_and_meets_needs() -> None:
    line = played(market([account({"kind": "loyal_partner"})], horizon=60.0))
    while not line.over:
        line.play({})
    view = line.account_view("Mill")
    assert (view.present.wallet or {})["Azure"] > 0.9
    assert row(view, "Azure").needs_met == ("stated", "real", "delight", "secret")
