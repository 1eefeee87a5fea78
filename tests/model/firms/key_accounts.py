"""Markets with key accounts, and rounds of them, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.game.session.branch_run import BranchRun
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.account_view import AccountRound, AccountView
from sim.scenario.scenario import Scenario
from tests.worlds import world

NEEDS: dict[str, Any] = {
    "stated": {"text": "Deliver on Tuesdays.", "worth": 1300},
    "real": {"text": "Never let the line stand still.", "worth": 5200},
    "delight": {"text": "A new drawing each spring.", "worth": 2600},
    "secret": {"text": "We may be sold.", "worth": 10400},
}
MANAGERS: dict[str, Any] = {
    "kind": "relationship_managers", "managers": 8, "accounts_each": 10, "visits_a_week": 10, "begins": 1,
    "plan": {"weekly": 10, "monthly": 0, "put_off": 1}, "turnover": 0, "visit_cost": 5,
}  # fmt: skip
DESK: dict[str, Any] = {"kind": "service_desk", "servers": 50, "failure": 0.0}
PEOPLE: dict[str, Any] = {
    "size": 60, "purchase_rate": 3.0, "spend": 300.0, "spend_shape": 3.0, "taste_concentration": 3.0, "needs": 0.05,
    "idiosyncrasy": 0.1, "norm": 0.6, "first_purchase": "on_arrival",
}  # fmt: skip
LEAVING: dict[str, Any] = {"rows": [{"name": "price", "base": 0.02}, {"name": "service", "base": 0.01}]}
MARKET: dict[str, Any] = {"horizon": 24.0, "round": 4.0, "exits": LEAVING}


def account(policy: object = None, **rest: Any) -> dict[str, Any]:
    """A key account, the fourth of the people."""
    return {
        "name": "Mill", "segment": "people", "member": 3, "needs": NEEDS, "outside": {"price": 0.9, "product": 0.8},
        "policy": policy, **rest,
    }  # fmt: skip


def script(*rounds: Mapping[str, object]) -> dict[str, Any]:
    """A policy that decides so."""
    return {"kind": "script", "rounds": list(rounds)}


def market(accounts: Sequence[Mapping[str, object]], *, firms: Any = None, people: Any = None, **rest: Any) -> Scenario:
    """Azure, which visits and has a desk, and Beryl, which has nothing of the sort; 60 people, rounds of four weeks."""
    firms = firms or [{"name": "Azure", "departments": [MANAGERS, DESK]}, {"name": "Beryl"}]
    return world({**PEOPLE, **(people or {})}, firms, key_accounts=list(accounts), **{**MARKET, **rest})


def played(asked: Scenario, *rounds: Mapping[str, object], seed: int = 5) -> BranchRun:
    """The market when the account called Mill has decided so, round by round."""
    line = BranchRun(asked, seed)
    for decision in rounds:
        line.play({}, {"Mill": AccountDecision.model_validate(decision)})
    return line


def row(view: AccountView, firm: str, number: int = -1) -> AccountRound:
    """What the account lived through with a firm in a round, the last one if left out."""
    mine = [one for one in view.rounds if one.firm == firm]
    return mine[number]
