"""From where an account stands and what she decides to where she will stand, or the reasons why that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.registry import unknown
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.apply_decision import ImpossibleDecisionError
from sim.scenario.market.offers import OUTSIDE

if TYPE_CHECKING:
    from sim.scenario.market.key_account import KeyAccount
    from sim.scenario.scenario import Scenario

ROUNDING = 1e-6
"""By how much the parts of a wallet may miss 1."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where an account stands, as far as it limits what she can decide."""

    account: KeyAccount
    status: Mapping[str, str]
    """``prospect``, ``customer`` or ``left``, by firm."""
    present: AccountDecision
    """Wallet, receive, tell and door, for every firm."""


def apply_account_decision(decision: AccountDecision, standing: Standing, scenario: Scenario) -> AccountDecision:
    """Wallet, receive, tell and door as they stand after the decision, for every firm.

    Where she leaves a firm and gives no wallet, what that firm had goes to the others in proportion, and outside where
    no other has anything. Raises ``ImpossibleDecisionError`` with everything that is wrong, all at once.
    """
    name = standing.account.name
    if not isinstance(decision, AccountDecision):
        raise ImpossibleDecisionError(name, [f"{decision!r} is no decision of an account; give an AccountDecision"])
    faults = [
        *_unknown_firms(decision, standing), *_wallet(decision, standing), *_closing(decision, standing, scenario),
        *_complaining(decision, standing), *_telling(decision, standing),
    ]  # fmt: skip
    if faults:
        raise ImpossibleDecisionError(name, faults)
    present = standing.present
    return AccountDecision.model_construct(
        wallet=_after(decision, dict(present.wallet or {})),
        receive={**(present.receive or {}), **(decision.receive or {})},
        tell={**(present.tell or {}), **(decision.tell or {})},
        door={**(present.door or {}), **(decision.door or {})},
    )


def _after(decision: AccountDecision, wallet: dict[str, float]) -> dict[str, float]:
    """The wallet after the decision."""
    if decision.wallet is not None:
        return {firm: float(decision.wallet.get(firm, 0.0)) for firm in wallet}
    if decision.close:
        stays = {firm: 0.0 if firm in decision.close else part for firm, part in wallet.items()}
        total = sum(stays.values())
        return {firm: part / total for firm, part in stays.items()} if total > 0 else {**stays, OUTSIDE: 1.0}
    return wallet


def _unknown_firms(decision: AccountDecision, standing: Standing) -> list[str]:
    faults = []
    for field in ("wallet", "receive", "tell", "door", "complain", "close", "says", "reopen"):
        allowed = [*standing.status, OUTSIDE] if field == "wallet" else list(standing.status)
        faults += [
            f"{field}: {unknown('firm', firm, allowed)}"
            for firm in getattr(decision, field) or ()
            if firm not in allowed
        ]
    return faults


def _wallet(decision: AccountDecision, standing: Standing) -> list[str]:
    if decision.wallet is None:
        return []
    faults = []
    total = sum(decision.wallet.values())
    if abs(total - 1.0) > ROUNDING:
        off = f"{abs(total - 1):.3g} too {'much' if total > 1 else 'little'}"
        faults.append(
            f"wallet: the parts sum to {total:g}, {off}; they must sum to 1, with what goes to no firm under "
            f"{OUTSIDE!r}"
        )
    for firm, part in decision.wallet.items():
        left = standing.status.get(firm) == "left" and firm not in (decision.reopen or ())
        if part > 0 and (left or firm in (decision.close or {})):
            faults.append(f"wallet.{firm}: {part:g} for a firm that she has left; give it 0, or reopen it first")
    return faults


def _closing(decision: AccountDecision, standing: Standing, scenario: Scenario) -> list[str]:
    causes = {cause.name: cause.ends for cause in scenario.exits.causes}
    return [
        *_causes_of_leaving(decision, standing, causes),
        *_causes_said(decision, standing, causes),
        *_reopening(decision, standing),
    ]


def _causes_of_leaving(decision: AccountDecision, standing: Standing, causes: Mapping[str, str]) -> list[str]:
    faults = []
    leaves = [name for name, ends in causes.items() if ends == "this_relation"]
    for firm, cause in (decision.close or {}).items():
        status = standing.status.get(firm)
        if status in ("prospect", "left"):
            is_not = "has left already" if status == "left" else "is no customer"
            faults.append(f"close.{firm}: she {is_not} there, so there is nothing to leave; leave {firm} out")
        if cause not in causes:
            faults.append(f"close.{firm}: {unknown('exit cause', cause, leaves)}")
        elif cause not in leaves:
            faults.append(f"close.{firm}: {cause} ends all relations at once; allowed: {', '.join(leaves)}")
    return faults


def _causes_said(decision: AccountDecision, standing: Standing, causes: Mapping[str, str]) -> list[str]:
    faults = []
    for firm, cause in (decision.says or {}).items():
        if firm in standing.status and firm not in (decision.close or {}):
            faults.append(
                f"says.{firm}: she does not leave {firm} now, so nobody asks her why; close it, or say nothing"
            )
        if cause not in causes:
            faults.append(f"says.{firm}: {unknown('exit cause', cause, causes)}")
    return faults


def _reopening(decision: AccountDecision, standing: Standing) -> list[str]:
    faults, given = [], decision.reopen or ()
    for firm in dict.fromkeys(given):
        if firm in standing.status and standing.status[firm] != "left":
            faults.append(f"reopen: she has not left {firm}; leave it out")
        if given.count(firm) > 1:
            faults.append(f"reopen: {firm} is named {given.count(firm)} times; once is enough")
    return faults


def _complaining(decision: AccountDecision, standing: Standing) -> list[str]:
    faults = []
    for firm, many in (decision.complain or {}).items():
        if many and standing.status.get(firm) in ("prospect", "left"):
            faults.append(f"complain.{firm}: she is no customer there; complain where she buys, or leave {firm} out")
        elif many and firm in (decision.close or {}):
            faults.append(f"complain.{firm}: she leaves {firm} in this decision; complain or leave, not both")
    return faults


def _telling(decision: AccountDecision, standing: Standing) -> list[str]:
    faults, has = [], standing.account.needs
    for firm, needs in (decision.tell or {}).items():
        missing = [need for need in dict.fromkeys(needs) if need not in has]
        faults += [f"tell.{firm}: she has no {need} need; allowed: {', '.join(has) or 'none'}" for need in missing]
        if len(set(needs)) < len(needs):
            faults.append(f"tell.{firm}: a need is named twice; once is enough")
    return faults
